/* cmd_identity.c -- postcart identity: whose sample is it.  Layer: cmd. */
#include "cmd/cmd.h"

#include "cmd/marker_job.h"
#include "cmd/trace_row.h"
#include "postcart/identity.h"

static const pcart_cmd_option option[] = {
    {"--host", 0, "SAMPLE", "the patient's own sample, before any transplant"},
    {"--donor", 0, "SAMPLE,...", "samples of the registered donors"},
    {"--decimal", 0, "MARK", "decimal mark of the table: point or comma"},
    {NULL, 0, NULL, NULL},
};

static const char *const header[] = {"sample",   "identity", "nats",
                                     "deviance", "host",     "kinship",
                                     "markers",  "reason"};

static pcart_status
put_row(marker_job *j, size_t sample, pcarti_sink *sink)
{
    size_t n = (size_t)j->table.marker.n_level;
    pcart_identity id;
    pcart_status status;

    if (j->n_person == 0)
        return pcart_err_set(&j->err, PCART_E_USAGE,
                             "name the patient's own sample: --host SAMPLE");
    status = pcart_identity_find(&j->table.cell[sample * n], n, j->n_person,
                                 &id, &j->err);
    if (status)
        return status;
    pcarti_sink_word(sink, "sample", j->table.sample.level[sample]);
    pcarti_sink_word(sink, "identity", pcart_identity_verdict_name(id.verdict));
    pcarti_trace_number(sink, "nats", id.nats, 4);
    pcarti_trace_number(sink, "deviance", id.deviance, 3);
    pcarti_trace_number(sink, "host", id.host, 4);
    pcarti_sink_word(
        sink, "kinship",
        id.verdict == PCART_IDENTITY_OTHER ? pcart_kinship_name(id.kin) : "NA");
    pcarti_trace_number(sink, "markers", (double)id.n_marker, 9);
    pcarti_sink_word(sink, "reason", id.reason);
    pcarti_sink_end(sink);
    return PCART_OK;
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    return pcarti_marker_run(line, line->operand[0], header,
                             PCART_COUNTOF(header), put_row, out);
}

const pcart_cmd pcarti_cmd_identity = {
    .group = "Clones",
    .name = "identity",
    .summary = "is a sample the patient's, a graft in mind",
    .usage = "postcart identity MARKERS --host SAMPLE [--donor SAMPLE,...]",
    .help =
        "Reads common variants of many samples (columns sample, marker,\n"
        "alt_reads, depth, frequency), calls the genotypes of the patient and\n"
        "of registered donors from their own samples, and says of each other\n"
        "sample: same, chimeric (patient and registered donors explain it),\n"
        "other, or indeterminate.  After an allograft the genotypes of the\n"
        "blood change; that is no swap.  The frequencies are those of the\n"
        "alternate allele in the population; at least 20 markers are needed.",
    .option = option,
    .min_operand = 1,
    .max_operand = 1,
    .run = run,
};
