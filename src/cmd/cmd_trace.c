/* cmd_trace.c -- postcart trace: variants over time.  Layer: cmd. */
#include "cmd/cmd.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/count_file.h"
#include "cmd/tables.h"
#include "cmd/trace_case.h"
#include "cmd/trace_row.h"
#include "cmd/trace_vcf.h"
#include "postcart/clone_chart.h"
#include "postcart/cohort.h"
#include "postcart/panel_error.h"
#include "postcart/promotion.h"
#include "postcart/version.h"

static const pcart_cmd_option option[] = {
    {"--patient", 0, "DIR", "the tables; the same as the operand"},
    {"--only", 0, "PATIENT", "only this patient"},
    {"--variants", 0, "VCF", "one case without tables: what to look for"},
    {"--before", 0, "BAM,...", "case: samples before, by commas"},
    {"--after", 0, "BAM,...", "case: samples after; else the VCF's counts"},
    {"--date", 0, "DATE,...", "case: one a sample, those before first"},
    {"--infusion", 0, "DATE,...", "case: dates of the infusions"},
    {"--sample", 's', "NAME", "case: only this sample of the VCF"},
    {"--filtered", 0, NULL, "case: variants too that the caller filtered"},
    {"--genome", 0, "BUILD", "case: refuse a VCF of another build"},
    {"--pon", 0, "FILE", "panel of normals (postcart pon): the error by site"},
    {"--normals", 0, "FILE", "the same"},
    {"--reference", 0, "FASTA", "with its .fai; for indels and CRAM"},
    {"--regions", 'r', "BED", "targets, where there are no normals"},
    {"--transgene", 0, "CONTIG", "of the CAR: reads in it before tell a leak"},
    {"--separate", 0, NULL, "libraries were made apart: no leak"},
    {"--tables", 0, NULL, "open no alignment, even where samples name one"},
    {"--assay", 0, "NAME", "raw, consensus or duplex: the error to assume"},
    {"--limit", 0, "VAF", "largest upper bound of 'not detectable'; 0.001"},
    {"--growth", 0, NULL, "rates before and after each infusion"},
    {"--tree", 0, NULL, "which clone came out of which, by sample"},
    {"--samples", 0, NULL, "identity, admixture, host share of each sample"},
    {"--cohort", 0, NULL, "share that was there before, and mean change"},
    {"--output", 'o', "FILE", "table; .vcf: VCF; .svg: the picture"},
    {"--threads", 't', "N", "threads; the results are the same; default 1"},
    PCARTI_TABLES_OPTION,
    {NULL, 0, NULL, NULL},
};

typedef void print_rows(pcarti_sink *sink, const pcart_trace *trace);

/* What is written. */
typedef enum form { FORM_ROWS, FORM_VCF, FORM_SVG } form;

/* One run of the command. */
typedef struct job {
    const pcart_cmd_line *line;
    pcart_arena arena; // the tables
    pcart_arena scrap; // one patient
    pcart_diag diag;
    pcart_err err;
    pcart_cohort cohort;
    pcart_trace_options options;
    pcart_trace_reads reads;
    pcart_countfile normals;
    pcart_panel_error error;
    form form;
    print_rows *print;
    pcarti_buf out;
    size_t n_sampled, n_paired, n_opened;
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

/* Which table, or which other form by the name of the file. */
static pcart_status
read_form(job *j)
{
    static const struct {
        const char *name;
        print_rows *print;
    } table[] = {{"--growth", pcarti_trace_growth_rows},
                 {"--tree", pcarti_trace_tree_rows},
                 {"--samples", pcarti_trace_sample_rows},
                 {"--cohort", NULL}};
    const char *path = pcarti_cmd_value(j->line, "--output");
    const char *dot = path ? strrchr(path, '.') : NULL;
    int n = 0;

    j->print = pcarti_trace_lookback_rows;
    for (size_t i = 0; i < PCART_COUNTOF(table); i++)
        if (pcarti_cmd_value(j->line, table[i].name)) {
            j->print = table[i].print;
            n++;
        }
    if (dot && strcmp(dot, ".vcf") == 0)
        j->form = FORM_VCF;
    if (dot && strcmp(dot, ".svg") == 0)
        j->form = FORM_SVG;
    if (n + (j->form != FORM_ROWS) > 1)
        return pcart_err_set(
            &j->err, PCART_E_USAGE,
            "'--growth', '--tree', '--samples', '--cohort', VCF and SVG are "
            "different outputs: ask for one at a time");
    j->options.is_without_growth =
        j->form == FORM_ROWS && (j->print == pcarti_trace_lookback_rows ||
                                 j->print == pcarti_trace_sample_rows);
    return PCART_OK;
}

/* The assay that was named, or the one that the normals were counted with. */
static pcart_status
read_assay(job *j)
{
    const char *assay = pcarti_cmd_value(j->line, "--assay");
    const pcart_pileup_options *o =
        j->normals.n_sample ? &j->normals.sample[0].options : NULL;

    if (!assay)
        assay = !o || o->family <= 0 ? "raw"
                : o->duplex > 0      ? "duplex"
                                     : "consensus";
    j->options.assay = pcart_assay_find(assay);
    if (j->options.assay)
        return PCART_OK;
    return pcart_err_set(&j->err, PCART_E_USAGE,
                         "'--assay %s' is not raw, consensus or duplex", assay);
}

/* The normals and what else the reads need. */
static pcart_status
read_reads(job *j)
{
    const char *pon = pcarti_cmd_value(j->line, "--pon");
    int64_t threads = 1;
    pcart_status status =
        pcarti_cmd_number(j->line, "--threads", 1, 64, &threads, &j->err);

    if (!pon)
        pon = pcarti_cmd_value(j->line, "--normals");
    j->reads.reference = pcarti_cmd_value(j->line, "--reference");
    j->reads.regions = pcarti_cmd_value(j->line, "--regions");
    j->reads.transgene = pcarti_cmd_value(j->line, "--transgene");
    j->reads.is_separate = pcarti_cmd_value(j->line, "--separate") != NULL;
    j->reads.threads = (unsigned)threads;
    j->reads.cohort = &j->cohort;
    if (!status && pon)
        status = pcarti_count_load(pon, &j->arena, &j->normals, &j->err);
    if (!status && pon && j->normals.n_sample == 0)
        status = pcart_err_set(&j->err, PCART_E_DEGENERATE,
                               "'%s' holds no normal", pon);
    if (!status)
        status = read_assay(j);
    if (!status && pon)
        status = pcart_panel_error_fit(&j->normals, 0, j->options.assay,
                                       &j->arena, &j->error, &j->err);
    if (!status && pon)
        j->reads.normals = &j->error;
    if (!pcarti_cmd_value(j->line, "--tables"))
        j->options.reads = &j->reads;
    return status;
}

static pcart_status
read_options(job *j, pcart_cohort_options *reading)
{
    pcart_status status = pcarti_tables_options(j->line, reading, &j->err);

    if (status)
        return status;
    status = read_form(j);
    if (!status)
        status = read_limit(j);
    if (!status)
        status = read_reads(j);
    return status;
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
    if (pcarti_trace_is_case(j->line)) {
        if (path || j->line->n_operand > 0)
            return pcart_err_set(&j->err, PCART_E_USAGE,
                                 "--variants is a case of its own: no tables");
        return pcarti_trace_case(j->line, &j->arena, &j->cohort, &j->err);
    }
    if (path ? j->line->n_operand > 0 : j->line->n_operand != 1) {
        pcart_err_set(&j->err, PCART_E_USAGE, "name one folder of tables");
        pcart_err_hint(&j->err, "postcart trace DIR, or --variants VCF");
        return PCART_E_USAGE;
    }
    if (!path)
        path = j->line->operand[0];
    j->reads.folder = path;
    status = pcart_cohort_open(path, &reading, &j->arena, &j->diag, &folder,
                               &j->err);
    if (!status)
        status =
            pcart_cohort_read(folder, &j->arena, &j->diag, &j->cohort, &j->err);
    pcart_cohort_close(folder);
    return status;
}

/* Whether a patient of the run has an alignment that will be opened. */
static int
has_reads(const job *j)
{
    const char *only = pcarti_cmd_value(j->line, "--only");

    if (!j->options.reads)
        return 0;
    for (size_t i = 0; i < j->cohort.n_patient; i++) {
        const pcart_patient *p = &j->cohort.patient[i];

        if (only && strcmp(only, p->id) != 0)
            continue;
        for (size_t s = 0; s < p->n_sample; s++)
            if (p->sample[s].alignment[0])
                return 1;
    }
    return 0;
}

static void
print_head(job *j, pcarti_sink *sink)
{
    const pcart_assay *a = j->options.assay;
    double limit = j->options.lookback.limit > 0
                       ? j->options.lookback.limit
                       : pcart_clone_value(PCART_CS_LIMIT);

    if (j->line->is_json || j->fact || j->form != FORM_ROWS)
        return;
    pcarti_buf_print(&j->out, "# postcart %s trace; ", pcart_version());
    if (!has_reads(j))
        pcarti_buf_text(&j->out, "tables only: no alignments were read; ");
    else if (j->reads.normals)
        pcarti_buf_print(&j->out, "alignments were read; %zu normals; ",
                         j->normals.n_sample);
    else
        pcarti_buf_text(&j->out, "alignments were read; no normals; ");
    pcarti_buf_print(
        &j->out, "assay %s (assumed error %g); alpha %g, limit %g\n", a->name,
        a->error, pcart_clone_value(PCART_CS_ALPHA), limit);
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
write_trace(job *j, const pcart_trace *trace, pcarti_sink *sink)
{
    switch (j->form) {
    case FORM_VCF:
        return pcarti_trace_vcf(trace, &j->scrap, &j->out, &j->err);
    case FORM_SVG:
        return pcart_clone_chart_draw(trace, &j->scrap, &j->out, &j->err);
    case FORM_ROWS:
        break;
    }
    j->print(sink, trace);
    return PCART_OK;
}

static pcart_status
trace_one(job *j, const pcart_patient *p, pcarti_sink *sink)
{
    pcart_trace trace;
    pcart_status status =
        pcart_trace_patient(p, &j->options, &j->scrap, &trace, &j->err);

    j->n_sampled += p->n_sample > 0;
    j->n_paired += p->n_sample > 1;
    for (size_t s = 0; !status && s < p->n_sample; s++)
        j->n_opened += trace.sample[s].is_opened != 0;
    if (!status && j->fact)
        pcart_promotion_fact_of(&trace, &j->fact[j->n_fact++]);
    else if (!status)
        status = write_trace(j, &trace, sink);
    pcart_arena_clear(&j->scrap);
    return status;
}

static pcart_status
check_only(job *j, const char *only)
{
    if (only && !pcart_cohort_find(&j->cohort, only))
        return pcart_err_set(&j->err, PCART_E_NOTFOUND,
                             "there is no patient '%s'", only);
    if (j->form == FORM_ROWS || only || j->cohort.n_patient == 1)
        return PCART_OK;
    pcart_err_set(&j->err, PCART_E_USAGE,
                  "a VCF or a picture is of one patient");
    pcart_err_hint(&j->err, "--only PATIENT");
    return PCART_E_USAGE;
}

static pcart_status
trace_all(job *j)
{
    const char *only = pcarti_cmd_value(j->line, "--only");
    pcarti_sink sink = {.out = &j->out, .is_json = j->line->is_json};
    pcart_status status = check_only(j, only);

    if (!status && pcarti_cmd_value(j->line, "--cohort")) {
        j->fact = pcart_arena_take(&j->arena, j->cohort.n_patient + 1,
                                   sizeof *j->fact);
        if (!j->fact)
            return pcart_err_set(&j->err, PCART_E_NOMEM, "out of memory");
    }
    if (!status)
        print_head(j, &sink);
    for (size_t i = 0; i < j->cohort.n_patient && !status; i++)
        if (!only || strcmp(only, j->cohort.patient[i].id) == 0)
            status = trace_one(j, &j->cohort.patient[i], &sink);
    if (!status && j->fact)
        status = print_cohort(j, &sink);
    else if (!status && !j->line->is_json && j->form == FORM_ROWS)
        pcarti_buf_print(&j->out,
                         "# patients %zu, with a sample %zu, with two or more "
                         "%zu; alignments opened %zu\n",
                         only ? (size_t)1 : j->cohort.n_patient, j->n_sampled,
                         j->n_paired, j->n_opened);
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
    /* References come from --reference only, never from a network. */
    setenv("REF_PATH", "reference-path-not-set", 0);
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
    .usage =
        "postcart trace DIR [--pon FILE] [--growth|--tree|--samples|"
        "--cohort]\n"
        "       postcart trace --variants VCF --before BAM --date DATE,... "
        "[options]",
    .help =
        "Asks of every variant whether each earlier sample shows it:\n"
        "PRE_EXISTING, NOT_DETECTABLE (above a limit that is named), NEW, "
        "LOST\n"
        "or INDETERMINATE with its reasons.  Reads the tables 'samples' and\n"
        "'variants', or one case: the variants of a later sample (--variants)\n"
        "and the reads of samples before and after.\n"
        "\n"
        "Where a sample names an alignment, every variant of the patient that\n"
        "has a place is looked for in its reads, those of the caller and "
        "those\n"
        "of other samples alike; the error of the site comes from the normals\n"
        "(--pon) or, without them, from the targets of the sample itself.  "
        "The\n"
        "samples are held against each other: identity, DNA of other persons,\n"
        "and, with --transgene, leaks of the later sample into the earlier.\n"
        "A place that no fragment covers is 'not_covered', never 0.\n"
        "After an allograft, with samples of host and donor, fragments that\n"
        "show a variant and an inherited marker say on whose haplotype it is:\n"
        "with_host and with_donor count them, log10_phase weighs them.\n"
        "\n"
        "Without alignments a variant that a sample does not list is unknown\n"
        "there, not absent: to say more, list it with 0 reads and its depth.\n"
        "The error of the assay is then assumed (--assay), and orientations,\n"
        "distinct fragments and leaks cannot be looked at; the reasons say "
        "so.\n"
        "\n"
        "With --growth: rates of growth before and after each infusion, and\n"
        "which words they allow.  With --tree: which clone came out of which,\n"
        "with the fractions of cells that a fish plot needs.  With --samples:\n"
        "whose DNA each sample holds.  With --cohort: the share of patients "
        "in\n"
        "whom a variant was there before, and the mean change of the rates of\n"
        "clones that were seen twice before infusion.  -o FILE.vcf and -o\n"
        "FILE.svg write the same of one patient as VCF and as a picture.",
    .option = option,
    .min_operand = 0,
    .max_operand = 1,
    .run = run,
};
