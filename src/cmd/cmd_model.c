/* cmd_model.c -- postcart model: logistic and linear regression of any table.
 * Layer: cmd. */
#include "cmd/cmd.h"

#include <math.h>
#include <string.h>

#include "cmd/design.h"
#include "cmd/stat_job.h"
#include "postcart/linear.h"
#include "postcart/logistic.h"

/* Below this many events for each column a model says little: Peduzzi 1996,
 * J Clin Epidemiol 49:1373-1379. */
enum { EVENTS_PER_COLUMN = 10 };

enum { MODEL_LOGISTIC = 1, MODEL_FIRTH = 2, MODEL_LINEAR = 4 };

static const pcart_cmd_option option[] = {
    {"--y", 'y', "B", "outcome: two values, or numbers"},
    {"--cov", 'c', "A,...", "covariates; words become factors"},
    {"--event", 'k', "VALUE",
     "value of B that is modelled; default the second"},
    {"--method", 'm', "LIST", "logistic, firth, linear"},
    {"--wald", 0, NULL, "Wald limits of Firth's model instead of profile ones"},
    {"--robust", 0, NULL, "sandwich variance of the linear model"},
    {"--by", 0, "COLUMN", "analyse each of its values by itself"},
    {"--level", 0, "P", "of the intervals; default 0.95"},
    {"--decimal", 0, "MARK", "decimal mark: point or comma"},
    {NULL, 0, NULL, NULL},
};

/* All that one command shares. */
typedef struct job {
    stat_job in;
    design design;
    const char *y_name;
    frame_factor word;
    double *number; /* the outcome as numbers; NULL if it is words */
    int event;      /* level of the outcome */
    unsigned method;
    int is_wald, is_robust;
} job;

/* The complete rows of one part. */
typedef struct part {
    size_t n, n_event;
    int *outcome;
    double *number;
    const double **column;
    pcart_covariates x;
    pcart_arena *arena;
} part;

static pcart_status
no_memory(job *j)
{
    return pcart_err_set(&j->in.err, PCART_E_NOMEM, "out of memory");
}

/* --- reading ----------------------------------------------------------- */

static pcart_status
read_methods(job *j)
{
    static const char *const word[] = {"logistic", "firth", "linear"};
    const char *list = pcarti_cmd_value(j->in.line, "--method");

    while (list && *list) {
        size_t length = strcspn(list, ","), k = 0;

        while (k < PCART_COUNTOF(word) && (strlen(word[k]) != length ||
                                           memcmp(word[k], list, length) != 0))
            k++;
        if (k == PCART_COUNTOF(word))
            return pcart_err_set(&j->in.err, PCART_E_USAGE,
                                 "method '%.*s' is not known",
                                 (int)(length > 40 ? 40 : length), list);
        j->method |= 1U << k;
        list += length + (list[length] == ',');
    }
    return PCART_OK;
}

static pcart_status
read_options(void *of)
{
    job *j = of;
    pcart_status status = pcarti_stat_job_options(&j->in);

    j->y_name = pcarti_cmd_value(j->in.line, "--y");
    j->is_wald = pcarti_cmd_value(j->in.line, "--wald") != NULL;
    j->is_robust = pcarti_cmd_value(j->in.line, "--robust") != NULL;
    if (!status)
        status = pcarti_design_split(&j->design,
                                     pcarti_cmd_value(j->in.line, "--cov"),
                                     &j->in.arena, &j->in.err);
    if (!status)
        status = read_methods(j);
    if (!status && (!j->y_name || j->design.n_term == 0))
        status = pcart_err_set(&j->in.err, PCART_E_USAGE,
                               "name the columns: --y B --cov A,C");
    return status;
}

/* Two values make a logistic model, numbers a linear one. */
static pcart_status
read_outcome(job *j)
{
    const char *event = pcarti_cmd_value(j->in.line, "--event");
    size_t at = pcarti_frame_find(&j->in.table, j->y_name);
    int is_number = 1;
    pcart_status status = pcarti_frame_factor(&j->in.table, at, &j->in.arena,
                                              &j->word, &j->in.err);

    if (!status)
        status =
            pcarti_frame_number(&j->in.table, at, &j->in.arena, &j->in.diag,
                                &is_number, &j->number, &j->in.err);
    if (status)
        return status;
    if (!is_number)
        j->number = NULL;
    if (!j->method)
        j->method = j->number && j->word.n_level > 2 && !event ? MODEL_LINEAR
                                                               : MODEL_LOGISTIC;
    if ((j->method & MODEL_LINEAR) && !j->number)
        return pcart_err_set(&j->in.err, PCART_E_USAGE,
                             "a linear model needs numbers in '%s'", j->y_name);
    if (!(j->method & (MODEL_LOGISTIC | MODEL_FIRTH)))
        return PCART_OK;
    j->event = j->word.n_level - 1;
    if (!event && j->word.n_level > 2) {
        pcart_err_set(&j->in.err, PCART_E_USAGE, "column '%s' has %d values",
                      j->y_name, j->word.n_level);
        pcart_err_hint(&j->in.err,
                       "name the one that is modelled: --event '%s'",
                       j->word.level[j->event]);
        return PCART_E_USAGE;
    }
    for (int k = 0; event && k < j->word.n_level; k++)
        if (strcmp(j->word.level[k], event) == 0) {
            j->event = k;
            return PCART_OK;
        }
    return event ? pcart_err_set(&j->in.err, PCART_E_USAGE,
                                 "'--event %s': column '%s' has no such value",
                                 event, j->y_name)
                 : PCART_OK;
}

static pcart_status
read_columns(void *of)
{
    job *j = of;
    const char *name[DESIGN_MAX_TERM + 2] = {j->y_name, j->in.by_name};
    size_t n = 2;
    pcart_status status;

    for (int k = 0; k < j->design.n_term; k++)
        name[n++] = j->design.term_name[k];
    status = pcarti_stat_job_read(&j->in, name, n);
    if (status || j->in.diag.n_error)
        return status;
    status = read_outcome(j);
    if (!status)
        status = pcarti_design_read(&j->design, &j->in.table, &j->in.arena,
                                    &j->in.diag, &j->in.err);
    if (!status)
        status = pcarti_stat_job_by(&j->in);
    return status;
}

/* --- one model --------------------------------------------------------- */

/* What the lines of one model have in common. */
typedef struct model_line {
    const char *section, *event, *method, *r_call;
    int is_ratio;
    size_t n;
} model_line;

static stat_row
row_of(const model_line *line, const char *term, const char *quantity)
{
    stat_row row = pcarti_stat_row(line->section, term, quantity);

    row.event = line->event;
    row.method = line->method;
    row.r_call = line->r_call;
    row.n = (double)line->n;
    return row;
}

static void
write_coefficient(job *j, const model_line *line,
                  const pcart_coefficient *coefficient)
{
    stat_row row =
        row_of(line, coefficient->name ? coefficient->name : "(intercept)",
               "coefficient");

    if (coefficient->is_aliased)
        row.reason = "follows from the other columns";
    else if (coefficient->is_infinite)
        row.reason = "separated outcomes: no finite estimate exists";
    if (row.reason) {
        pcarti_stat_add(&j->in.out, &row);
        return;
    }
    row.estimate = coefficient->value;
    row.std_err = coefficient->std_err;
    if (!line->is_ratio) {
        row.low = coefficient->low;
        row.high = coefficient->high;
    }
    pcarti_stat_add(&j->in.out, &row);
    row.std_err = row.low = row.high = NAN;
    if (line->is_ratio) {
        row.quantity = "odds_ratio";
        row.estimate = coefficient->ratio;
        row.low = coefficient->low;
        row.high = coefficient->high;
        pcarti_stat_add(&j->in.out, &row);
        row.low = row.high = NAN;
    }
    row.quantity = line->is_ratio || j->is_robust ? "z" : "t";
    if (!(coefficient->std_err > 0)) {
        row.quantity = "p_value";
        row.estimate = NAN;
        row.reason = "the standard error is 0: the fit is exact";
        pcarti_stat_add(&j->in.out, &row);
        return;
    }
    row.estimate = coefficient->z;
    pcarti_stat_add(&j->in.out, &row);
    row.quantity = "p_value";
    row.estimate = coefficient->p_value;
    pcarti_stat_add(&j->in.out, &row);
}

static void
write_number(job *j, const model_line *line, const char *quantity, double value)
{
    stat_row row = row_of(line, NULL, quantity);

    row.estimate = value;
    pcarti_stat_add(&j->in.out, &row);
}

/* Data without an answer become a line that says why. */
static pcart_status
unanswered(job *j, const model_line *line, pcart_status status)
{
    stat_row row = row_of(line, NULL, "result");

    if (status != PCART_E_DEGENERATE && status != PCART_E_UNSUPPORTED)
        return status;
    row.reason = j->in.err.message[0] ? j->in.err.message : "no answer";
    pcarti_stat_add(&j->in.out, &row);
    return PCART_OK;
}

static void
warn_of_model(job *j, const part *p, const pcart_logistic *fit, int is_firth)
{
    size_t n_other = p->n - p->n_event;
    size_t least = p->n_event < n_other ? p->n_event : n_other;

    if (is_firth) {
        if (fit->warning)
            pcarti_stat_warn(&j->in.out, "firth", "%s", fit->warning);
        return;
    }
    if (least < EVENTS_PER_COLUMN * p->x.n)
        pcarti_stat_warn(&j->in.out, "few-events",
                         "logistic: %zu of the rarer outcome for %zu columns: "
                         "fewer than %d each (Peduzzi 1996); the estimates are "
                         "biased away from 0: use Firth's penalty (--method "
                         "firth)",
                         least, p->x.n, EVENTS_PER_COLUMN);
    for (size_t k = 0; k < fit->n_coefficient; k++)
        if (fit->coefficient[k].is_infinite) {
            pcarti_stat_warn(&j->in.out, "monotone-likelihood",
                             "logistic: a covariate separates the outcomes: "
                             "use Firth's penalty (--method firth)");
            return;
        }
    if (fit->warning)
        pcarti_stat_warn(&j->in.out, "model", "logistic: %s", fit->warning);
}

static pcart_status
fit_logistic(job *j, const part *p, int is_firth)
{
    pcart_logistic_options options = {.is_firth = is_firth,
                                      .is_profile = is_firth && !j->is_wald,
                                      .level = j->in.level};
    pcart_logistic fit;
    model_line line = {.section = is_firth ? "firth" : "logistic",
                       .event = j->word.n_level ? j->word.level[j->event] : "",
                       .method = "logistic regression",
                       .is_ratio = 1,
                       .n = p->n};
    pcart_status status = pcart_logistic_fit(p->outcome, p->n, &p->x, &options,
                                             p->arena, &fit, &j->in.err);

    if (status)
        return unanswered(j, &line, status);
    line.method = fit.method;
    line.r_call = fit.r_call;
    for (size_t k = 0; k < fit.n_coefficient; k++)
        write_coefficient(j, &line, &fit.coefficient[k]);
    write_number(j, &line, "n_event", (double)fit.n_event);
    /* separated outcomes have likelihood 1, but for rounding */
    write_number(j, &line, "log_likelihood",
                 fabs(fit.log_likelihood) < 1e-15 ? 0 : fit.log_likelihood);
    pcarti_stat_test(&j->in.out, line.section, line.event,
                     "likelihood ratio test", &fit.likelihood_ratio);
    warn_of_model(j, p, &fit, is_firth);
    return PCART_OK;
}

static pcart_status
fit_linear(job *j, const part *p)
{
    pcart_linear fit;
    model_line line = {
        .section = "linear", .method = "linear regression", .n = p->n};
    const pcart_linear_options options = {
        .variance = j->is_robust ? PCART_LINEAR_ROBUST : PCART_LINEAR_MODEL,
        .level = j->in.level};
    pcart_status status = pcart_linear_fit(p->number, p->n, &p->x, &options,
                                           p->arena, &fit, &j->in.err);

    if (status)
        return unanswered(j, &line, status);
    line.method = fit.method;
    line.r_call = fit.r_call;
    for (size_t k = 0; k < fit.n_coefficient; k++)
        write_coefficient(j, &line, &fit.coefficient[k]);
    write_number(j, &line, "residual_variance", fit.residual_variance);
    return PCART_OK;
}

/* --- parts ------------------------------------------------------------- */

static int
is_whole(const job *j, size_t row, int by)
{
    if (j->in.by_name && j->in.by.code[row] != by)
        return 0;
    if (j->word.code[row] < 0)
        return 0;
    for (size_t k = 0; k < j->design.n_column; k++)
        if (isnan(j->design.column[k][row]))
            return 0;
    return 1;
}

static pcart_status
take_part(job *j, int by, part *p)
{
    size_t m = j->design.n_column, n_all = 0;
    double **column = pcart_arena_take(p->arena, m + 1, sizeof *column);

    p->outcome = pcart_arena_take(p->arena, j->in.table.n + 1, sizeof(int));
    p->number = pcart_arena_take(p->arena, j->in.table.n + 1, sizeof(double));
    p->column = pcart_arena_take(p->arena, m + 1, sizeof *p->column);
    if (!column || !p->outcome || !p->number || !p->column)
        return no_memory(j);
    for (size_t k = 0; k < m; k++) {
        column[k] =
            pcart_arena_take(p->arena, j->in.table.n + 1, sizeof **column);
        if (!column[k])
            return no_memory(j);
        p->column[k] = column[k];
    }
    for (size_t i = 0; i < j->in.table.n; i++) {
        n_all += !j->in.by_name || j->in.by.code[i] == by;
        if (!is_whole(j, i, by))
            continue;
        p->outcome[p->n] = j->word.code[i] == j->event;
        p->n_event += (size_t)p->outcome[p->n];
        p->number[p->n] = j->number ? j->number[i] : 0;
        for (size_t k = 0; k < m; k++)
            column[k][p->n] = j->design.column[k][i];
        p->n++;
    }
    p->x =
        (pcart_covariates){.column = p->column, .name = j->design.name, .n = m};
    {
        stat_row row = pcarti_stat_row("sample", NULL, "n");

        row.estimate = (double)p->n;
        pcarti_stat_add(&j->in.out, &row);
        row.quantity = "n_left_out_missing";
        row.estimate = (double)(n_all - p->n);
        if (n_all > p->n)
            pcarti_stat_add(&j->in.out, &row);
    }
    return PCART_OK;
}

static pcart_status
fit_part(void *of, int by, pcart_arena *scratch)
{
    job *j = of;
    part p = {.arena = scratch};
    pcart_status status = take_part(j, by, &p);

    if (!status && (j->method & MODEL_LOGISTIC))
        status = fit_logistic(j, &p, 0);
    if (!status && (j->method & MODEL_FIRTH))
        status = fit_logistic(j, &p, 1);
    if (!status && (j->method & MODEL_LINEAR))
        status = fit_linear(j, &p);
    return status;
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    static const stat_plan plan = {read_options, read_columns, fit_part};
    job j = {.in = {.line = line}};

    return pcarti_stat_job_run(&j.in, &plan, &j, out);
}

const pcart_cmd pcarti_cmd_model = {
    .group = "Statistics",
    .name = "model",
    .summary = "logistic (also Firth's) and linear regression of any table",
    .usage = "postcart model FILE --y B --cov A,... [--method LIST]",
    .help =
        "Reads a CSV or TSV with one row per subject and regresses column B\n"
        "on the covariates: logistic where B has two values, linear where it\n"
        "has numbers.  Rows without a value are left out and counted.  "
        "Firth's\n"
        "penalty (--method firth) is for rare events and for covariates that\n"
        "separate the outcomes; a warning says when it is needed.  For times\n"
        "to events see 'postcart help surv'.",
    .option = option,
    .min_operand = 1,
    .max_operand = 1,
    .run = run,
};
