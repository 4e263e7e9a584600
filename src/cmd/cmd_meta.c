/* cmd_meta.c -- postcart meta: pool the estimates of several centres.
 * Layer: cmd. */
#include "cmd/cmd.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "cmd/stat_job.h"
#include "postcart/meta.h"
#include "postcart/proportion.h"

static const pcart_cmd_option option[] = {
    {"--estimate", 'e', "COLUMN", "estimate of each centre"},
    {"--std-err", 's', "COLUMN", "its standard error"},
    {"--ratio", 0, NULL, "the estimates are logarithms: print ratios as well"},
    {"--events", 'k', "COLUMN", "or: subjects with the event in each centre"},
    {"--total", 'n', "COLUMN", "and: all its subjects"},
    {"--centre", 'c', "COLUMN", "names of the centres; default their rows"},
    {"--by", 0, "COLUMN", "pool each of its values by itself"},
    {"--level", 0, "P", "of the intervals; default 0.95"},
    {"--decimal", 0, "MARK", "decimal mark: point or comma"},
    {NULL, 0, NULL, NULL},
};

/* All that one command shares. */
typedef struct job {
    stat_job in;
    const char *estimate_name, *error_name, *event_name, *total_name;
    const char *centre_name;
    frame_factor centre;
    double *estimate, *error, *event, *total;
    int is_ratio;
} job;

/* The centres of one pool. */
typedef struct pool {
    size_t n;
    const char **name;
    double *estimate, *variance;
    int *count, *size;
    double harmonic; /* mean of the sizes */
    pcart_arena *arena;
} pool;

/* --- reading ----------------------------------------------------------- */

static pcart_status
read_options(void *of)
{
    job *j = of;
    pcart_status status = pcarti_stat_job_options(&j->in);

    j->estimate_name = pcarti_cmd_value(j->in.line, "--estimate");
    j->error_name = pcarti_cmd_value(j->in.line, "--std-err");
    j->event_name = pcarti_cmd_value(j->in.line, "--events");
    j->total_name = pcarti_cmd_value(j->in.line, "--total");
    j->centre_name = pcarti_cmd_value(j->in.line, "--centre");
    j->is_ratio = pcarti_cmd_value(j->in.line, "--ratio") != NULL;
    if (status)
        return status;
    if (!!j->estimate_name != !!j->error_name ||
        !!j->event_name != !!j->total_name ||
        !!j->estimate_name == !!j->event_name)
        return pcart_err_set(&j->in.err, PCART_E_USAGE,
                             "name the columns: --estimate E --std-err S, or "
                             "--events K --total N");
    return PCART_OK;
}

static pcart_status
read_number(job *j, const char *name, double **out)
{
    if (!name)
        return PCART_OK;
    return pcarti_frame_number(
        &j->in.table, pcarti_frame_find(&j->in.table, name), &j->in.arena,
        &j->in.diag, NULL, out, &j->in.err);
}

/* Impossible numbers are problems at their place. */
static void
check_row(job *j, size_t i)
{
    if (j->error && j->error[i] <= 0)
        pcarti_frame_problem(&j->in.table, i,
                             pcarti_frame_find(&j->in.table, j->error_name),
                             "std-err", "is not above 0", NULL, &j->in.diag);
    if (j->total && (j->total[i] < 1 || j->total[i] > INT_MAX / 2 ||
                     floor(j->total[i]) != j->total[i]))
        pcarti_frame_problem(
            &j->in.table, i, pcarti_frame_find(&j->in.table, j->total_name),
            "total", "is not a whole number above 0", NULL, &j->in.diag);
    else if (j->total && (j->event[i] < 0 || j->event[i] > j->total[i] ||
                          floor(j->event[i]) != j->event[i]))
        pcarti_frame_problem(
            &j->in.table, i, pcarti_frame_find(&j->in.table, j->event_name),
            "events", "is not a whole number between 0 and the total", NULL,
            &j->in.diag);
}

static pcart_status
read_columns(void *of)
{
    job *j = of;
    const char *name[] = {j->estimate_name, j->error_name,  j->event_name,
                          j->total_name,    j->centre_name, j->in.by_name};
    pcart_status status =
        pcarti_stat_job_read(&j->in, name, PCART_COUNTOF(name));

    if (status || j->in.diag.n_error)
        return status;
    if ((status = read_number(j, j->estimate_name, &j->estimate)) ||
        (status = read_number(j, j->error_name, &j->error)) ||
        (status = read_number(j, j->event_name, &j->event)) ||
        (status = read_number(j, j->total_name, &j->total)))
        return status;
    if (j->centre_name)
        status = pcarti_frame_factor(
            &j->in.table, pcarti_frame_find(&j->in.table, j->centre_name),
            &j->in.arena, &j->centre, &j->in.err);
    if (!status)
        status = pcarti_stat_job_by(&j->in);
    for (size_t i = 0; i < j->in.table.n && !status; i++)
        check_row(j, i);
    return status;
}

/* --- lines ------------------------------------------------------------- */

/* How a pooled number is shown: as a share, as a ratio, or as it is. */
typedef struct shown {
    const char *quantity; /* NULL: as it is only */
    int is_share;
    pcart_share_scale scale;
    double total;
} shown;

static double
show(const shown *as, double value)
{
    return as->is_share ? pcart_meta_share_back(value, as->scale, as->total)
                        : exp(value);
}

static void
write_pooled(job *j, const char *section, const pcart_meta *m,
             const char *r_call, const shown *as)
{
    stat_row row = pcarti_stat_row(section, NULL, "estimate");

    row.method = m->method;
    row.r_call = r_call;
    row.n = (double)m->n;
    if (!(m->std_err > 0)) {
        row.reason = "all estimates are equal: the standard error is 0";
        pcarti_stat_add(&j->in.out, &row);
        return;
    }
    row.estimate = m->estimate;
    row.std_err = m->std_err;
    row.low = m->low;
    row.high = m->high;
    pcarti_stat_add(&j->in.out, &row);
    row.std_err = row.low = row.high = NAN;
    row.quantity = "p_value";
    row.estimate = m->p_value;
    if (!as->is_share) /* a share of one half is no hypothesis */
        pcarti_stat_add(&j->in.out, &row);
    row.quantity = "tau2";
    row.estimate = m->tau2;
    pcarti_stat_add(&j->in.out, &row);
    if (!as->quantity)
        return;
    row.quantity = as->quantity;
    row.estimate = show(as, m->estimate);
    row.low = show(as, m->low);
    row.high = show(as, m->high);
    pcarti_stat_add(&j->in.out, &row);
}

static void
write_heterogeneity(job *j, const char *section, const pcart_meta *m)
{
    stat_row row = pcarti_stat_row(section, NULL, "p_value");

    row.method = "Cochran's Q";
    row.r_call = "metafor::rma(yi, vi, method = \"EE\")";
    row.n = (double)m->n;
    if (m->n < 2) {
        row.reason = "one centre does not differ from others";
        pcarti_stat_add(&j->in.out, &row);
        return;
    }
    row.estimate = m->q_p_value;
    pcarti_stat_add(&j->in.out, &row);
    row.quantity = "Q";
    row.estimate = m->q;
    pcarti_stat_add(&j->in.out, &row);
    row.quantity = "df";
    row.estimate = m->q_df;
    pcarti_stat_add(&j->in.out, &row);
    row.quantity = "I2_percent";
    row.estimate = m->i2;
    pcarti_stat_add(&j->in.out, &row);
}

typedef struct method {
    const char *section, *r_call;
    pcart_meta_kind kind;
    int is_knapp;
} method;

static const method known[] = {
    {"fixed", "metafor::rma(yi, vi, method = \"EE\")", PCART_META_FIXED, 0},
    {"random-dl", "metafor::rma(yi, vi, method = \"DL\")", PCART_META_DL, 0},
    {"random-dl-knapp",
     "metafor::rma(yi, vi, method = \"DL\", test = \"knha\")", PCART_META_DL,
     1},
    {"random-reml", "metafor::rma(yi, vi, method = \"REML\")", PCART_META_REML,
     0},
    {"random-reml-knapp",
     "metafor::rma(yi, vi, method = \"REML\", test = \"knha\")",
     PCART_META_REML, 1},
    {"random-pm", "metafor::rma(yi, vi, method = \"PM\")", PCART_META_PM, 0},
    {"random-pm-knapp",
     "metafor::rma(yi, vi, method = \"PM\", test = \"knha\")", PCART_META_PM,
     1},
    {"random-ml", "metafor::rma(yi, vi, method = \"ML\")", PCART_META_ML, 0},
};

static void
unanswered(job *j, const char *section, const char *r_call)
{
    stat_row row = pcarti_stat_row(section, NULL, "estimate");

    row.r_call = r_call;
    row.reason = j->in.err.message[0] ? j->in.err.message : "no answer";
    pcarti_stat_add(&j->in.out, &row);
}

static pcart_status
pool_by(job *j, const pool *p, const method *m, const char *section,
        const shown *as, pcart_meta *out)
{
    pcart_meta_options options = {
        .kind = m->kind, .is_knapp = m->is_knapp, .level = j->in.level};
    pcart_status status;

    j->in.err = (pcart_err){0};
    status = pcart_meta_pool(p->estimate, p->variance, p->n, &options, out,
                             &j->in.err);
    if (status == PCART_E_DEGENERATE) {
        unanswered(j, section, m->r_call);
        return PCART_OK;
    }
    if (!status)
        write_pooled(j, section, out, m->r_call, as);
    return status;
}

/* Estimates with standard errors. */
static pcart_status
pool_estimates(job *j, const pool *p)
{
    const shown as = {.quantity = j->is_ratio ? "ratio" : NULL};
    pcart_meta m = {0};
    pcart_status status = PCART_OK;

    for (size_t k = 0; k < PCART_COUNTOF(known) && !status; k++) {
        status = pool_by(j, p, &known[k], known[k].section, &as, &m);
        if (!status && known[k].kind == PCART_META_FIXED)
            write_heterogeneity(j, "heterogeneity", &m);
    }
    return status;
}

/* --- shares ------------------------------------------------------------ */

static pcart_status
write_share(job *j, const char *section, const char *name, int count, int total)
{
    static const pcart_proportion_kind kind[] = {PCART_CLOPPER_PEARSON,
                                                 PCART_WILSON};

    for (size_t k = 0; k < PCART_COUNTOF(kind); k++) {
        stat_row row =
            pcarti_stat_row(section, name, k ? "share_wilson" : "share");
        pcart_estimate share;
        pcart_status status = pcart_proportion(count, total, kind[k],
                                               j->in.level, &share, &j->in.err);

        if (status)
            return status;
        row.estimate = share.estimate;
        row.low = share.low;
        row.high = share.high;
        row.n = total;
        row.method = share.method;
        row.r_call = share.r_call;
        pcarti_stat_add(&j->in.out, &row);
    }
    return PCART_OK;
}

/* The transformed shares pooled by REML, and fixed. */
static pcart_status
pool_scale(job *j, pool *p, pcart_share_scale scale)
{
    static const char *const name[] = {[PCART_SHARE_LOGIT] = "logit",
                                       [PCART_SHARE_ARCSIN] = "arcsine",
                                       [PCART_SHARE_TUKEY] = "double-arcsine"};
    static const char *const code[] = {[PCART_SHARE_LOGIT] = "PLO",
                                       [PCART_SHARE_ARCSIN] = "PAS",
                                       [PCART_SHARE_TUKEY] = "PFT"};
    const shown as = {"share", 1, scale, p->harmonic};
    pcart_meta m = {0};
    pcart_status status = PCART_OK;

    for (size_t i = 0; i < p->n && !status; i++)
        status = pcart_meta_share(p->count[i], p->size[i], scale,
                                  &p->estimate[i], &p->variance[i], &j->in.err);
    for (size_t k = 0; k < PCART_COUNTOF(known) && !status; k++) {
        method one = known[k];
        char *section, *call;
        const char *tail;

        if (one.kind != PCART_META_FIXED && one.kind != PCART_META_REML)
            continue;
        tail = strstr(one.r_call, "method");
        section =
            pcart_arena_print(p->arena, "%s-%s", name[scale], one.section);
        call = pcart_arena_print(p->arena,
                                 "metafor::rma(measure = \"%s\", xi = events, "
                                 "ni = total, %s",
                                 code[scale], tail);
        if (!section || !call)
            return pcart_err_set(&j->in.err, PCART_E_NOMEM, "out of memory");
        one.r_call = call;
        status = pool_by(j, p, &one, section, &as, &m);
        if (!status && one.kind == PCART_META_FIXED) {
            section =
                pcart_arena_print(p->arena, "%s-heterogeneity", name[scale]);
            if (!section)
                return pcart_err_set(&j->in.err, PCART_E_NOMEM,
                                     "out of memory");
            write_heterogeneity(j, section, &m);
        }
    }
    return status;
}

static pcart_status
pool_shares(job *j, pool *p)
{
    static const char call[] =
        "metafor::rma.glmm(measure = \"PLO\", xi = events, ni = total)";
    const shown as = {"share", 1, PCART_SHARE_LOGIT, 0};
    int count = 0, total = 0, n_edge = 0;
    pcart_meta m;
    pcart_status status;

    for (size_t i = 0; i < p->n; i++) {
        count += p->count[i];
        total += p->size[i];
        n_edge += p->count[i] == 0 || p->count[i] == p->size[i];
        status = write_share(j, "centre", p->name[i], p->count[i], p->size[i]);
        if (status)
            return status;
    }
    if (p->n && (status = write_share(j, "all-together", NULL, count, total)))
        return status;
    status =
        pcart_meta_shares(p->count, p->size, p->n, j->in.level, &m, &j->in.err);
    if (status == PCART_E_DEGENERATE)
        unanswered(j, "binomial-normal", call);
    else if (status)
        return status;
    else
        write_pooled(j, "binomial-normal", &m, call, &as);
    if (n_edge)
        pcarti_stat_warn(&j->in.out, "continuity-correction",
                         "%d of %zu centres have no event or nothing else: the "
                         "logit scale adds 1/2 there, which moves the share of "
                         "a rare event upwards; the model 'binomial-normal' "
                         "adds nothing",
                         n_edge, p->n);
    if ((status = pool_scale(j, p, PCART_SHARE_LOGIT)) ||
        (status = pool_scale(j, p, PCART_SHARE_ARCSIN)))
        return status;
    return pool_scale(j, p, PCART_SHARE_TUKEY);
}

/* --- pools ------------------------------------------------------------- */

static pcart_status
take_pool(job *j, int by, pool *p)
{
    size_t n_missing = 0, m = j->in.table.n + 1;
    double inverse = 0;
    stat_row row = pcarti_stat_row("sample", NULL, "n_centre");

    p->name = pcart_arena_take(p->arena, m, sizeof *p->name);
    p->estimate = pcart_arena_take(p->arena, m, sizeof(double));
    p->variance = pcart_arena_take(p->arena, m, sizeof(double));
    p->count = pcart_arena_take(p->arena, m, sizeof(int));
    p->size = pcart_arena_take(p->arena, m, sizeof(int));
    if (!p->name || !p->estimate || !p->variance || !p->count || !p->size)
        return pcart_err_set(&j->in.err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < j->in.table.n; i++) {
        double a = j->estimate ? j->estimate[i] : j->event[i];
        double b = j->error ? j->error[i] : j->total[i];

        if (j->in.by_name && j->in.by.code[i] != by)
            continue;
        if (isnan(a) || isnan(b)) {
            n_missing++;
            continue;
        }
        p->name[p->n] = j->centre_name && j->centre.code[i] >= 0
                            ? j->centre.level[j->centre.code[i]]
                            : pcart_arena_print(p->arena, "row %zu", i + 1);
        if (!p->name[p->n])
            return pcart_err_set(&j->in.err, PCART_E_NOMEM, "out of memory");
        if (j->estimate) {
            p->estimate[p->n] = a;
            p->variance[p->n] = b * b;
        } else {
            p->count[p->n] = (int)a;
            p->size[p->n] = (int)b;
            inverse += 1 / b;
        }
        p->n++;
    }
    p->harmonic = inverse > 0 ? (double)p->n / inverse : 0;
    row.estimate = (double)p->n;
    pcarti_stat_add(&j->in.out, &row);
    row.quantity = "n_left_out_missing";
    row.estimate = (double)n_missing;
    if (n_missing)
        pcarti_stat_add(&j->in.out, &row);
    return PCART_OK;
}

static pcart_status
pool_part(void *of, int by, pcart_arena *scratch)
{
    job *j = of;
    pool p = {.arena = scratch};
    pcart_status status = take_pool(j, by, &p);

    if (status)
        return status;
    return j->estimate ? pool_estimates(j, &p) : pool_shares(j, &p);
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    static const stat_plan plan = {read_options, read_columns, pool_part};
    job j = {.in = {.line = line}};

    return pcarti_stat_job_run(&j.in, &plan, &j, out);
}

const pcart_cmd pcarti_cmd_meta = {
    .group = "Statistics",
    .name = "meta",
    .summary = "pool the estimates or the rare events of several centres",
    .usage = "postcart meta FILE --estimate E --std-err S | "
             "--events K --total N",
    .help =
        "Reads a CSV or TSV with one row per centre or trial and pools them:\n"
        "estimates with standard errors by a fixed effect and by random\n"
        "effects (DerSimonian-Laird, REML, Paule-Mandel, ML), also with\n"
        "Hartung and Knapp's interval; counts of events by a binomial-normal\n"
        "model, which adds nothing to centres without an event, and on the\n"
        "logit, arcsine and double arcsine scales.  Cochran's Q and I2 tell\n"
        "how far the centres differ.",
    .option = option,
    .min_operand = 1,
    .max_operand = 1,
    .run = run,
};
