/* cmd_trace.c -- postcart trace: variants over time.  Layer: cmd. */
#include "cmd/cmd.h"

#include <math.h>
#include <string.h>

#include "cmd/trace_row.h"
#include "postcart/cohort.h"
#include "postcart/promotion.h"
#include "postcart/version.h"

static const pcart_cmd_option option[] = {
    {"--patient", 0, "DIR", "the tables; the same as the operand"},
    {"--only", 0, "PATIENT", "only this patient"},
    {"--assay", 0, "NAME", "raw, consensus or duplex: the error to assume"},
    {"--limit", 0, "VAF", "largest upper bound of 'not detectable'; 0.001"},
    {"--growth", 0, NULL, "rates before and after each infusion"},
    {"--tree", 0, NULL, "which clone came out of which, by sample"},
    {"--cohort", 0, NULL, "share that was there before, and mean change"},
    {"--output", 'o', "FILE", "write to a file, whole or not at all"},
    {"--decimal", 0, "MARK", "decimal mark of the tables: point or comma"},
    {NULL, 0, NULL, NULL},
};

typedef void print_rows(pcarti_sink *sink, const pcart_trace *trace);

/* One run of the command. */
typedef struct job {
    const pcart_cmd_line *line;
    pcart_arena arena; // the tables
    pcart_arena scrap; // one patient
    pcart_diag diag;
    pcart_err err;
    pcart_cohort cohort;
    pcart_trace_options options;
    print_rows *print;
    pcarti_buf out;
    size_t n_sampled, n_paired;
    pcart_promotion_fact *fact; // with --cohort: one per patient
    size_t n_fact;
} job;

static pcart_status
read_limit(job *j)
{
    const char *text = pcarti_cmd_value(j->line, "--limit");
    pcart_decimal decimal;
    pcart_fixed value;
    int is_exact;

    if (!text)
        return PCART_OK;
    if (pcart_decimal_read(text, strlen(text), '.', &decimal, NULL) ||
        pcart_fixed_from_decimal(decimal, 1, 1, &value, &is_exact, NULL) ||
        value <= 0 || value > PCART_FIXED_ONE)
        return pcart_err_set(&j->err, PCART_E_USAGE,
                             "'--limit %s' is not a fraction above 0", text);
    j->options.lookback.limit = pcart_fixed_to_double(value);
    return PCART_OK;
}

static pcart_status
read_options(job *j, pcart_cohort_options *reading)
{
    const char *assay = pcarti_cmd_value(j->line, "--assay");
    const char *mark = pcarti_cmd_value(j->line, "--decimal");
    int is_growth = pcarti_cmd_value(j->line, "--growth") != NULL;
    int is_tree = pcarti_cmd_value(j->line, "--tree") != NULL;

    j->options.assay = pcart_assay_find(assay ? assay : "raw");
    if (!j->options.assay)
        return pcart_err_set(&j->err, PCART_E_USAGE,
                             "'--assay %s' is not raw, consensus or duplex",
                             assay);
    if (mark && strcmp(mark, "comma") == 0)
        reading->decimal = PCART_DECIMAL_COMMA;
    else if (mark && strcmp(mark, "point") != 0)
        return pcart_err_set(&j->err, PCART_E_USAGE,
                             "'--decimal %s' is neither point nor comma", mark);
    int is_cohort = pcarti_cmd_value(j->line, "--cohort") != NULL;

    if (is_growth + is_tree + is_cohort > 1)
        return pcart_err_set(
            &j->err, PCART_E_USAGE,
            "'--growth', '--tree' and '--cohort' are different "
            "tables: ask for one at a time");
    j->print = is_growth ? pcarti_trace_growth_rows
               : is_tree ? pcarti_trace_tree_rows
                         : pcarti_trace_lookback_rows;
    j->options.is_without_growth = !is_growth && !is_tree && !is_cohort;
    return read_limit(j);
}

static pcart_status
read_tables(job *j)
{
    const char *path = pcarti_cmd_value(j->line, "--patient");
    pcart_cohort_folder *folder = NULL;
    pcart_cohort_options reading = {0};
    pcart_status status = read_options(j, &reading);

    if (status)
        return status;
    if (path ? j->line->n_operand > 0 : j->line->n_operand != 1) {
        pcart_err_set(&j->err, PCART_E_USAGE, "name one folder of tables");
        pcart_err_hint(&j->err, "postcart trace DIR");
        return PCART_E_USAGE;
    }
    if (!path)
        path = j->line->operand[0];
    status = pcart_cohort_open(path, &reading, &j->arena, &j->diag, &folder,
                               &j->err);
    if (!status)
        status =
            pcart_cohort_read(folder, &j->arena, &j->diag, &j->cohort, &j->err);
    pcart_cohort_close(folder);
    return status;
}

static void
print_head(job *j, pcarti_sink *sink)
{
    const pcart_assay *a = j->options.assay;
    double limit = j->options.lookback.limit > 0
                       ? j->options.lookback.limit
                       : pcart_clone_value(PCART_CS_LIMIT);

    if (j->line->is_json || j->fact)
        return;
    pcarti_buf_print(&j->out,
                     "# postcart %s trace; tables only: no alignments were "
                     "read; assay %s (assumed error %g); alpha %g, limit %g\n",
                     pcart_version(), a->name, a->error,
                     pcart_clone_value(PCART_CS_ALPHA), limit);
    sink->is_head = 1;
    j->print(sink, NULL);
}

/* One row: what all patients together say. */
static pcart_status
print_cohort(job *j, pcarti_sink *sink)
{
    pcart_promotion p;
    pcart_status status =
        pcart_promotion_find(j->fact, j->n_fact, &j->arena, &p, &j->err);
    const double none = NAN;

    if (status)
        return status;
    for (int pass = j->line->is_json; pass < 2; pass++) {
        sink->is_head = pass == 0;
        pcarti_trace_number(sink, "patients", (double)j->n_fact, 9);
        pcarti_trace_number(sink, "judged", (double)p.share.n, 9);
        pcarti_trace_number(sink, "pre_existing", (double)p.share.n_found, 9);
        pcarti_trace_number(sink, "indeterminate",
                            (double)p.share.n_indeterminate, 9);
        pcarti_trace_number(sink, "share", p.share.share, 4);
        pcarti_trace_number(sink, "share_low", p.share.low, 4);
        pcarti_trace_number(sink, "share_high", p.share.high, 4);
        pcarti_trace_number(sink, "clones_with_change", (double)p.n_change, 9);
        pcarti_trace_number(sink, "mean_change",
                            p.is_pooled ? p.pooled.estimate : none, 3);
        pcarti_trace_number(sink, "mean_change_low",
                            p.is_pooled ? p.pooled.low : none, 3);
        pcarti_trace_number(sink, "mean_change_high",
                            p.is_pooled ? p.pooled.high : none, 3);
        pcarti_trace_number(sink, "p_mean_change",
                            p.is_pooled ? p.pooled.p_value : none, 3);
        pcarti_trace_number(sink, "p_sign_flip", p.p_flip, 3);
        pcarti_sink_word(sink, "warning", pcart_promotion_warning());
        pcarti_sink_end(sink);
    }
    return PCART_OK;
}

static pcart_status
trace_all(job *j)
{
    const char *only = pcarti_cmd_value(j->line, "--only");
    pcarti_sink sink = {.out = &j->out, .is_json = j->line->is_json};
    pcart_status status = PCART_OK;

    if (only && !pcart_cohort_find(&j->cohort, only))
        return pcart_err_set(&j->err, PCART_E_NOTFOUND,
                             "there is no patient '%s'", only);
    if (pcarti_cmd_value(j->line, "--cohort")) {
        j->fact = pcart_arena_take(&j->arena, j->cohort.n_patient + 1,
                                   sizeof *j->fact);
        if (!j->fact)
            return pcart_err_set(&j->err, PCART_E_NOMEM, "out of memory");
    }
    print_head(j, &sink);
    for (size_t i = 0; i < j->cohort.n_patient && !status; i++) {
        const pcart_patient *p = &j->cohort.patient[i];
        pcart_trace trace;

        if (only && strcmp(only, p->id) != 0)
            continue;
        j->n_sampled += p->n_sample > 0;
        j->n_paired += p->n_sample > 1;
        status =
            pcart_trace_patient(p, &j->options, &j->scrap, &trace, &j->err);
        if (!status && j->fact)
            pcart_promotion_fact_of(&trace, &j->fact[j->n_fact++]);
        else if (!status)
            j->print(&sink, &trace);
        pcart_arena_clear(&j->scrap);
    }
    if (!status && j->fact)
        status = print_cohort(j, &sink);
    else if (!status && !j->line->is_json)
        pcarti_buf_print(&j->out,
                         "# patients %zu, with a sample %zu, with two or more "
                         "%zu\n",
                         only ? (size_t)1 : j->cohort.n_patient, j->n_sampled,
                         j->n_paired);
    return status ? status : pcarti_buf_status(&j->out, &j->err);
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    job j = {.line = line};
    const char *path = pcarti_cmd_value(line, "--output");
    int code = PCART_EXIT_DONE;
    pcart_status status;

    pcart_diag_init(&j.diag, &j.arena);
    status = read_tables(&j);
    if (!status)
        status = trace_all(&j);
    if (!status && path)
        status = pcarti_cmd_write_file(path, &j.out, &j.err);
    else if (!status && j.out.length)
        fwrite(j.out.data, 1, j.out.length, out);
    if (j.diag.n_error)
        code = pcarti_cmd_report(line, &j.diag);
    else if (status)
        code = pcarti_cmd_fail(line, &j.err);
    else if (j.diag.n_warning)
        code = pcarti_cmd_report(line, &j.diag);
    pcarti_buf_release(&j.out);
    pcart_arena_release(&j.scrap);
    pcart_arena_release(&j.arena);
    return code;
}

const pcart_cmd pcarti_cmd_trace = {
    .group = "Clones",
    .name = "trace",
    .summary = "was each variant there before, and how fast did it grow",
    .usage = "postcart trace DIR [--growth|--tree|--cohort] [-o FILE]",
    .help =
        "Reads the tables 'samples' and 'variants' and asks of every variant\n"
        "whether each earlier sample shows it: PRE_EXISTING, NOT_DETECTABLE\n"
        "(above a limit that is named), NEW, LOST or INDETERMINATE with its\n"
        "reasons.  A variant that a sample does not list is unknown there, "
        "not\n"
        "absent: to say more, list it with 0 reads and its depth.\n"
        "\n"
        "With --growth: rates of growth before and after each infusion, and\n"
        "which words they allow.  With --tree: which clone came out of which,\n"
        "with the fractions of cells that a fish plot needs.  With --cohort: "
        "the\n"
        "share of patients in whom a variant was there before, and the mean\n"
        "change of the rates of clones that were seen twice before infusion.\n"
        "\n"
        "From tables alone the error of the assay is assumed (--assay), and\n"
        "orientations, distinct fragments and leaks cannot be looked at; the\n"
        "reasons say so.",
    .option = option,
    .min_operand = 0,
    .max_operand = 1,
    .run = run,
};
