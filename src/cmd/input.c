/* input.c -- a table from a file or standard input.  Layer: cmd. */
#include "cmd/input.h"

#include <errno.h>
#include <string.h>

static pcart_status
fill(void *ctx, char *to, size_t room, size_t *got, pcart_err *err)
{
    FILE *file = ctx;

    *got = fread(to, 1, room, file);
    if (*got == 0 && ferror(file))
        return pcart_err_set(err, PCART_E_IO, "the input cannot be read: %s",
                             strerror(errno));
    return PCART_OK;
}

pcart_status
pcarti_input_open(pcarti_input *input, const char *path, char delimiter,
                  pcart_arena *arena, const pcart_row **first, pcart_err *err)
{
    const int is_stdin = strcmp(path, "-") == 0;
    const pcart_table_options options = {.delimiter = delimiter};
    pcart_status status;

    if (!is_stdin) {
        input->file = fopen(path, "rb");
        if (!input->file)
            return pcart_err_set(err, PCART_E_IO, "'%s' cannot be read: %s",
                                 path, strerror(errno));
    }
    status =
        pcart_table_init_fill(&input->table, is_stdin ? "<stdin>" : path, fill,
                              is_stdin ? stdin : input->file, &options, arena);
    if (status)
        return pcart_err_set(err, status, "out of memory");
    input->is_open = 1;
    return pcart_table_header(&input->table, first, err);
}

void
pcarti_input_close(pcarti_input *input)
{
    if (input->is_open)
        pcart_table_release(&input->table);
    if (input->file)
        fclose(input->file);
    memset(input, 0, sizeof *input);
}
