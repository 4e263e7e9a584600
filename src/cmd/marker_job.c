/* marker_job.c -- what the commands on tables of markers share.
 * Layer: cmd. */
#include "cmd/marker_job.h"

#include <string.h>

#include "postcart/version.h"

/* "--donor A,B": names of samples, one person each. */
static pcart_status
split_donors(marker_job *j, const char *text)
{
    while (text) {
        const char *comma = strchr(text, ',');
        size_t length = comma ? (size_t)(comma - text) : strlen(text);

        if (j->n_person == PCART_CHIMERISM_MAX)
            return pcart_err_set(&j->err, PCART_E_USAGE,
                                 "at most %d donors can be told apart",
                                 PCART_CHIMERISM_MAX - 1);
        j->person[j->n_person] = pcart_arena_text(&j->arena, text, length);
        if (!j->person[j->n_person++])
            return pcart_err_set(&j->err, PCART_E_NOMEM, "out of memory");
        text = comma ? comma + 1 : NULL;
    }
    return PCART_OK;
}

static pcart_status
name_persons(marker_job *j)
{
    const char *host = pcarti_cmd_value(j->line, "--host");
    const char *donor = pcarti_cmd_value(j->line, "--donor");
    pcart_status status = PCART_OK;

    if (donor && !host)
        return pcart_err_set(&j->err, PCART_E_USAGE,
                             "'--donor' needs '--host'");
    if (!host)
        return PCART_OK;
    j->person[j->n_person++] = host;
    status = split_donors(j, donor);
    for (size_t i = 0; i < j->n_person && !status; i++)
        status =
            pcarti_marker_table_person(&j->table, i, j->person[i], &j->err);
    return status;
}

int
pcarti_marker_is_person(const marker_job *j, size_t sample)
{
    for (size_t i = 0; i < j->n_person; i++)
        if (strcmp(j->table.sample.level[sample], j->person[i]) == 0)
            return 1;
    return 0;
}

static pcart_status
read_table(marker_job *j, const char *path)
{
    const char *mark = pcarti_cmd_value(j->line, "--decimal");
    pcart_decimal_mark decimal = PCART_DECIMAL_POINT;
    pcart_status status;

    if (mark && strcmp(mark, "comma") == 0)
        decimal = PCART_DECIMAL_COMMA;
    else if (mark && strcmp(mark, "point") != 0)
        return pcart_err_set(&j->err, PCART_E_USAGE,
                             "'--decimal %s' is neither point nor comma", mark);
    status = pcarti_marker_table_read(path, decimal, &j->bytes, &j->arena,
                                      &j->diag, &j->table, &j->err);
    if (!status && !j->diag.n_error)
        status = name_persons(j);
    return status;
}

static pcart_status
print_rows(marker_job *j, const char *const *header, size_t n_header,
           marker_row *row)
{
    pcarti_sink sink = {.out = &j->out, .is_json = j->line->is_json};
    pcart_status status = PCART_OK;

    if (!j->line->is_json) {
        pcarti_buf_print(&j->out, "# postcart %s %s\n", pcart_version(),
                         j->line->cmd->name);
        for (size_t i = 0; i < n_header; i++)
            pcarti_buf_print(&j->out, "%s%s", i ? "\t" : "", header[i]);
        pcarti_buf_char(&j->out, '\n');
    }
    for (int s = 0; s < j->table.sample.n_level && !status; s++)
        if (!pcarti_marker_is_person(j, (size_t)s))
            status = row(j, (size_t)s, &sink);
    return status ? status : pcarti_buf_status(&j->out, &j->err);
}

int
pcarti_marker_run(const pcart_cmd_line *line, const char *path,
                  const char *const *header, size_t n_header, marker_row *row,
                  FILE *out)
{
    marker_job j = {.line = line};
    int code = PCART_EXIT_DONE;
    pcart_status status;

    pcart_diag_init(&j.diag, &j.arena);
    status = read_table(&j, path);
    if (!status && !j.diag.n_error)
        status = print_rows(&j, header, n_header, row);
    if (j.diag.n_error)
        code = pcarti_cmd_report(line, &j.diag);
    else if (status)
        code = pcarti_cmd_fail(line, &j.err);
    else if (j.out.length)
        fwrite(j.out.data, 1, j.out.length, out);
    pcarti_buf_release(&j.out);
    pcarti_buf_release(&j.bytes);
    pcart_arena_release(&j.arena);
    return code;
}
