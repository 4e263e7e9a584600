/* cmd_origin.c -- postcart origin: host, donor, and how much of each.
 * Layer: cmd. */
#include "cmd/cmd.h"

#include <math.h>
#include <string.h>

#include "cmd/marker_job.h"
#include "cmd/tables.h"
#include "cmd/trace_row.h"
#include "postcart/chimerism.h"
#include "postcart/cohort.h"
#include "postcart/identity.h"
#include "postcart/version.h"

static const pcart_cmd_option option[] = {
    {"--markers", 0, "FILE", "chimerism from common variants, not the tables"},
    {"--host", 0, "SAMPLE", "with --markers: the patient's own sample"},
    {"--donor", 0, "SAMPLE,...", "with --markers: samples of the donors"},
    {"--kinship", 0, "WORD",
     "without --host: unrelated, sibling, parent_child"},
    {"--assay", 0, "NAME", "raw, consensus or duplex: the error to assume"},
    PCARTI_TABLES_OPTION,
    {NULL, 0, NULL, NULL},
};

static const char *const header[] = {
    "sample", "person", "fraction", "low",         "high",
    "lob",    "spread", "markers",  "informative", "identity"};

static pcart_status
read_kinship(marker_job *j, pcart_kinship *out)
{
    const char *word = pcarti_cmd_value(j->line, "--kinship");

    *out = PCART_KIN_UNRELATED;
    for (int k = PCART_KIN_PARENT_CHILD; word && k < PCART_N_KIN; k++)
        if (strcmp(word, pcart_kinship_name((pcart_kinship)k)) == 0) {
            *out = (pcart_kinship)k;
            return PCART_OK;
        }
    return word ? pcart_err_set(&j->err, PCART_E_USAGE,
                                "'--kinship %s' is not known", word)
                : PCART_OK;
}

/* Without genotypes the smaller genome of the two is asked for. */
static pcart_status
estimate(marker_job *j, size_t sample, pcart_chimerism_estimate *out)
{
    size_t n = (size_t)j->table.marker.n_level;
    const pcart_marker *marker = &j->table.cell[sample * n];
    pcart_kinship kin;
    pcart_status status = read_kinship(j, &kin);

    if (status)
        return status;
    if (j->n_person == 1)
        return pcart_err_set(&j->err, PCART_E_USAGE,
                             "'--host' needs '--donor'");
    return j->n_person
               ? pcart_chimerism_find(marker, n, j->n_person, out, &j->err)
               : pcart_chimerism_minor(marker, n, kin, out, &j->err);
}

static pcart_status
put_row(marker_job *j, size_t sample, pcarti_sink *sink)
{
    size_t n = (size_t)j->table.marker.n_level;
    pcart_chimerism_estimate e;
    pcart_identity id;
    const char *identity = "NA";
    pcart_status status = estimate(j, sample, &e);

    if (status && status != PCART_E_DEGENERATE)
        return status;
    if (j->n_person) { // fractions of the wrong persons are none
        pcart_status checked = pcart_identity_find(
            &j->table.cell[sample * n], n, j->n_person, &id, &j->err);

        if (checked)
            return checked;
        identity = pcart_identity_verdict_name(id.verdict);
    }
    for (size_t k = 0; k < (status ? 1 : e.n_person); k++) {
        const char *person = j->n_person ? j->person[k]
                             : k == 0    ? "minor"
                                         : "dominant";
        double none = NAN;

        pcarti_sink_word(sink, "sample", j->table.sample.level[sample]);
        pcarti_sink_word(sink, "person", status ? "NA" : person);
        pcarti_trace_number(sink, "fraction", status ? none : e.fraction[k], 4);
        pcarti_trace_number(sink, "low", status ? none : e.low[k], 4);
        pcarti_trace_number(sink, "high", status ? none : e.high[k], 4);
        pcarti_trace_number(sink, "lob", status || k ? none : e.lob, 3);
        pcarti_trace_number(sink, "spread", status ? none : e.rho, 2);
        pcarti_trace_number(sink, "markers", status ? none : (double)e.n_marker,
                            9);
        pcarti_trace_number(sink, "informative",
                            status ? 0 : (double)e.n_informative, 9);
        pcarti_sink_word(sink, "identity", identity);
        pcarti_sink_end(sink);
    }
    return PCART_OK;
}

/* One row per variant: whose it is, by the tables. */
static void
put_variant(pcarti_sink *sink, const pcart_trace *t,
            const pcart_trace_variant *v)
{
    const pcart_origin_call *o = &v->origin;

    pcarti_sink_word(sink, "patient", t->patient->id);
    pcarti_sink_word(sink, "gene", v->row->gene);
    pcarti_sink_word(sink, "protein", v->row->hgvs_p);
    pcarti_sink_word(sink, "origin", pcart_ancestry_name(o->call));
    pcarti_trace_number(sink, "p_host", o->posterior[PCART_ANCESTRY_HOST], 3);
    pcarti_trace_number(sink, "p_donor", o->posterior[PCART_ANCESTRY_DONOR], 3);
    pcarti_trace_number(
        sink, "vaf", v->anchor < SIZE_MAX ? v->count[v->anchor].vaf : NAN, 4);
    pcarti_trace_number(sink, "host", v->host, 4);
    pcarti_trace_number(sink, "host_low", v->host_low, 4);
    pcarti_trace_number(sink, "host_high", v->host_high, 4);
    pcarti_trace_number(sink, "log10_fraction",
                        o->host_over_donor[PCART_OE_BOUND], 3);
    pcarti_trace_number(sink, "log10_ancestor",
                        o->host_over_donor[PCART_OE_ANCESTOR], 3);
    pcarti_trace_number(sink, "log10_covariation",
                        o->host_over_donor[PCART_OE_COVARY], 3);
    pcarti_sink_word(sink, "to_do",
                     o->missing ? pcart_origin_missing_text(o->missing) : "NA");
    pcarti_sink_end(sink);
}

typedef struct tables_job {
    pcart_arena arena, scrap;
    pcart_diag diag;
    pcart_err err;
    pcart_cohort cohort;
    pcarti_buf out;
} tables_job;

static pcart_status
read_tables(tables_job *j, const pcart_cmd_line *line)
{
    if (line->n_operand != 1)
        return pcart_err_set(&j->err, PCART_E_USAGE,
                             "name a folder of tables, or --markers FILE");
    return pcarti_tables_read(line, &j->arena, &j->diag, &j->cohort, &j->err);
}

static pcart_status
print_tables(tables_job *j, const pcart_cmd_line *line)
{
    const char *assay = pcarti_cmd_value(line, "--assay");
    pcart_trace_options options = {.is_without_growth = 1};
    pcarti_sink sink = {.out = &j->out, .is_json = line->is_json};
    pcart_status status = PCART_OK;

    options.assay = pcart_assay_find(assay ? assay : "raw");
    if (!options.assay)
        return pcart_err_set(&j->err, PCART_E_USAGE,
                             "'--assay %s' is not raw, consensus or duplex",
                             assay);
    if (!line->is_json)
        pcarti_buf_print(
            &j->out,
            "# postcart %s origin; tables only\npatient\tgene\tprotein\torigin"
            "\tp_host\tp_donor\tvaf\thost\thost_low\thost_high\t"
            "log10_fraction\tlog10_ancestor\tlog10_covariation\tto_do\n",
            pcart_version());
    for (size_t i = 0; i < j->cohort.n_patient && !status; i++) {
        pcart_trace trace;

        status = pcart_trace_patient(&j->cohort.patient[i], &options, &j->scrap,
                                     &trace, &j->err);
        for (size_t v = 0; !status && v < trace.n_variant; v++)
            put_variant(&sink, &trace, &trace.variant[v]);
        pcart_arena_clear(&j->scrap);
    }
    return status ? status : pcarti_buf_status(&j->out, &j->err);
}

static int
run_tables(const pcart_cmd_line *line, FILE *out)
{
    tables_job j = {.cohort = {0}};
    int code = PCART_EXIT_DONE;
    pcart_status status;

    pcart_diag_init(&j.diag, &j.arena);
    status = read_tables(&j, line);
    if (!status)
        status = print_tables(&j, line);
    if (!status && j.out.length)
        fwrite(j.out.data, 1, j.out.length, out);
    if (j.diag.n_error || (!status && j.diag.n_warning))
        code = pcarti_cmd_report(line, &j.diag);
    else if (status)
        code = pcarti_cmd_fail(line, &j.err);
    pcarti_buf_release(&j.out);
    pcart_arena_release(&j.scrap);
    pcart_arena_release(&j.arena);
    return code;
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    const char *markers = pcarti_cmd_value(line, "--markers");

    if (markers)
        return pcarti_marker_run(line, markers, header, PCART_COUNTOF(header),
                                 put_row, out);
    return run_tables(line, out);
}

const pcart_cmd pcarti_cmd_origin = {
    .group = "Clones",
    .name = "origin",
    .summary = "whose is the clone, and how much of the blood is whose",
    .usage = "postcart origin DIR | --markers FILE [--host S --donor S,...]",
    .help =
        "With a folder of tables: whose each variant is, by its fraction\n"
        "against the chimerism of the same day, by samples from before the\n"
        "transplant, and by how both vary together.  What is not decided says\n"
        "which test would decide it.  Where reads are at hand, postcart trace\n"
        "also uses the haplotypes on which the variants lie.\n"
        "\n"
        "With --markers: the fraction of each person's DNA in each sample\n"
        "(columns sample, marker, alt_reads, depth, frequency), with interval\n"
        "and the limit of blank.  Without --host: the share of the smaller\n"
        "genome, from markers at which the larger one is homozygous.  "
        "Fractions\n"
        "of a sample whose identity is other mean nothing.",
    .option = option,
    .min_operand = 0,
    .max_operand = 1,
    .run = run,
};
