/* marrow_job.c -- from the command line to the exit status of the commands on a
 * table of marrows.  Layer: cmd. */
#include "cmd/marrow_job.h"

#include <string.h>

#include "cmd/input.h"

pcart_status
pcarti_marrow_job_choice(const marrow_job *job, const char *name,
                         const char *const word[2], int *is_other,
                         pcart_err *err)
{
    const char *value = pcarti_cmd_value(job->line, name);

    *is_other = value && strcmp(value, word[1]) == 0;
    if (!value || *is_other || strcmp(value, word[0]) == 0)
        return PCART_OK;
    return pcart_err_set(err, PCART_E_USAGE, "%s must be %s or %s", name,
                         word[0], word[1]);
}

void
pcarti_marrow_job_karyotype(marrow_job *job, const pcarti_marrow_row *row)
{
    if (job->table.at[MC_KARYOTYPE] >= 0)
        pcarti_sink_word(
            &job->sink, "karyotype_status",
            row->cyto.state == PCART_CYTO_NOT_DONE
                ? "NA"
                : pcart_karyotype_state_name(row->karyotype_state));
}

static pcart_status
start(marrow_job *job, const marrow_plan *plan, void *of,
      const pcart_row *header, pcart_err *err)
{
    pcarti_marrow_row nobody = {.sex = 0};
    pcart_status status;

    for (int c = 0; c < MC_N; c++)
        nobody.value[c] = PCART_FIXED_NONE;
    pcarti_marrow_table_header(&job->table, header);
    status =
        pcarti_sink_names(header, &job->keep, &job->name, &job->n_name, err);
    if (status || job->line->is_json)
        return status;
    plan->preamble(of);
    job->sink.is_head = 1;
    pcarti_sink_row(&job->sink, job->name, job->n_name, NULL);
    plan->put(of, &nobody);
    pcarti_sink_end(&job->sink);
    return PCART_OK;
}

static pcart_status
one_row(marrow_job *job, const marrow_plan *plan, void *of,
        const pcart_row *row, pcart_err *err)
{
    pcarti_marrow_row patient;
    pcart_status status =
        pcarti_marrow_table_read(&job->table, row, &job->arena, &patient, err);

    if (status)
        return status;
    pcarti_sink_row(&job->sink, job->name, job->n_name, row);
    plan->put(of, &patient);
    pcarti_sink_end(&job->sink);
    pcart_arena_clear(&job->arena);
    return pcarti_buf_status(&job->out, err);
}

static pcart_status
all_rows(marrow_job *job, const marrow_plan *plan, void *of, pcart_err *err)
{
    const char *path = job->line->n_operand ? job->line->operand[0] : "-";
    pcarti_input input = {0};
    const pcart_row *row;
    pcart_status status =
        pcarti_input_open(&input, path, 0, &job->keep, &row, err);

    job->table.source = strcmp(path, "-") == 0 ? "<stdin>" : path;
    if (status == PCART_OK) {
        job->table.mark =
            pcart_table_delimiter(&input.table) == ';' ? ',' : '.';
        status = start(job, plan, of, row, err);
    }
    if (status == PCART_OK)
        status = pcart_table_next(&input.table, &row, err);
    while (status == PCART_OK && row) {
        status = one_row(job, plan, of, row, err);
        if (status == PCART_OK)
            status = pcart_table_next(&input.table, &row, err);
    }
    pcarti_input_close(&input);
    return status;
}

int
pcarti_marrow_job_run(marrow_job *job, const marrow_plan *plan, void *of,
                      FILE *out)
{
    pcart_err err = {0};
    pcart_status status = plan->options(of, &err);
    int code;

    pcart_diag_init(&job->diag, &job->keep);
    job->table.diag = &job->diag;
    job->sink.out = &job->out;
    job->sink.is_json = job->line->is_json;
    if (status == PCART_OK)
        status = all_rows(job, plan, of, &err);
    code = status ? pcarti_cmd_fail(job->line, &err)
                  : pcarti_cmd_report(job->line, &job->diag);
    if (code != PCART_EXIT_REFUSED && code != PCART_EXIT_USAGE &&
        job->out.length)
        fwrite(job->out.data, 1, job->out.length, out);
    pcarti_buf_release(&job->out);
    pcart_arena_release(&job->arena);
    pcart_arena_release(&job->keep);
    return code;
}
