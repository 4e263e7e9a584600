/* stat_job.c -- from the command line to the exit status of the commands on a
 * table of any columns.  Layer: cmd. */
#include "cmd/stat_job.h"

#include <string.h>

static pcart_status
read_decimal(stat_job *job)
{
    const char *mark = pcarti_cmd_value(job->line, "--decimal");

    job->decimal = PCART_DECIMAL_AUTO;
    if (mark && strcmp(mark, "comma") == 0)
        job->decimal = PCART_DECIMAL_COMMA;
    else if (mark && strcmp(mark, "point") == 0)
        job->decimal = PCART_DECIMAL_POINT;
    else if (mark)
        return pcart_err_set(&job->err, PCART_E_USAGE,
                             "'--decimal %s' is neither point nor comma", mark);
    return PCART_OK;
}

pcart_status
pcarti_stat_job_options(stat_job *job)
{
    const char *level = pcarti_cmd_value(job->line, "--level");
    pcart_status status = read_decimal(job);

    job->by_name = pcarti_cmd_value(job->line, "--by");
    if (status)
        return status;
    if (level &&
        (!pcarti_frame_double(level, strlen(level), '.', &job->level) ||
         job->level <= 0 || job->level >= 1))
        return pcart_err_set(&job->err, PCART_E_USAGE,
                             "--level lies between 0 and 1");
    return PCART_OK;
}

pcart_status
pcarti_stat_job_read(stat_job *job, const char **name, size_t n)
{
    n = pcarti_frame_unique(name, n);
    return pcarti_frame_read(&job->table, job->line->operand[0], &job->bytes,
                             name, n, job->decimal, &job->arena, &job->diag,
                             &job->err);
}

pcart_status
pcarti_stat_job_by(stat_job *job)
{
    if (!job->by_name)
        return PCART_OK;
    return pcarti_frame_factor(&job->table,
                               pcarti_frame_find(&job->table, job->by_name),
                               &job->arena, &job->by, &job->err);
}

static pcart_status
do_parts(stat_job *job, const stat_plan *plan, void *of)
{
    int n_by = job->by_name ? job->by.n_level : 1;
    pcart_arena scratch = {0};
    pcart_status status = PCART_OK;

    job->out = (stat_table){.out = &job->text,
                            .is_json = job->line->is_json,
                            .has_by = job->by_name != NULL,
                            .diag = &job->diag,
                            .source = job->line->operand[0]};
    pcarti_stat_head(&job->out);
    for (int by = 0; by < n_by && !status; by++) {
        job->err = (pcart_err){0};
        job->out.by = job->by_name ? job->by.level[by] : NULL;
        status = plan->part(of, by, &scratch);
        pcart_arena_clear(&scratch);
    }
    pcarti_stat_tail(&job->out);
    pcart_arena_release(&scratch);
    return status ? status : pcarti_buf_status(&job->text, &job->err);
}

int
pcarti_stat_job_run(stat_job *job, const stat_plan *plan, void *of, FILE *out)
{
    pcart_status status;
    int exit_status;

    pcart_diag_init(&job->diag, &job->arena);
    status = plan->options(of);
    if (!status)
        status =
            pcarti_frame_load(job->line->operand[0], &job->bytes, &job->err);
    if (!status)
        status = plan->columns(of);
    if (!status && job->diag.n_error == 0)
        status = do_parts(job, plan, of);
    if (!status && job->diag.n_error == 0 && job->text.length)
        fwrite(job->text.data, 1, job->text.length, out);
    exit_status = pcarti_cmd_report(job->line, &job->diag);
    if (status)
        exit_status = pcarti_cmd_fail(job->line, &job->err);
    pcarti_buf_release(&job->text);
    pcarti_buf_release(&job->bytes);
    pcart_arena_release(&job->arena);
    return exit_status;
}
