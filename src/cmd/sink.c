/* sink.c -- the input's own columns and added ones, as TSV or JSON lines.
 * Layer: cmd. */
#include <string.h>

#include "cmd/sink.h"

static void
put_plain(pcarti_buf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];

        pcarti_buf_char(out, c < ' ' || c == 0x7f ? ' ' : text[i]);
    }
}

static void
put_json(pcarti_buf *out, const char *text, size_t length)
{
    pcarti_buf_char(out, '"');
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c == '"' || c == '\\')
            pcarti_buf_char(out, '\\');
        pcarti_buf_char(out, c < ' ' || c == 0x7f ? ' ' : text[i]);
    }
    pcarti_buf_char(out, '"');
}

void
pcarti_sink_text(pcarti_sink *sink, const char *name, const char *text,
                 size_t length)
{
    if (sink->is_json) {
        pcarti_buf_char(sink->out, sink->n++ ? ',' : '{');
        put_json(sink->out, name, strlen(name));
        pcarti_buf_char(sink->out, ':');
        put_json(sink->out, text, length);
        return;
    }
    if (sink->n++)
        pcarti_buf_char(sink->out, '\t');
    if (sink->is_head)
        put_plain(sink->out, name, strlen(name));
    else
        put_plain(sink->out, text, length);
}

void
pcarti_sink_buf(pcarti_sink *sink, const char *name, pcarti_buf *text)
{
    pcarti_sink_text(sink, name, text->data ? text->data : "", text->length);
    sink->out->is_failed |= text->is_failed;
    pcarti_buf_release(text);
}

void
pcarti_sink_word(pcarti_sink *sink, const char *name, const char *text)
{
    pcarti_sink_text(sink, name, text, strlen(text));
}

void
pcarti_sink_fixed(pcarti_sink *sink, const char *name, pcart_fixed value)
{
    char text[PCART_FIXED_SIZE];

    if (value == PCART_FIXED_NONE)
        pcarti_sink_word(sink, name, "NA");
    else
        pcarti_sink_word(sink, name, pcart_fixed_write(value, text));
}

void
pcarti_sink_double(pcarti_sink *sink, const char *name, double value)
{
    pcarti_buf text = {0};

    pcarti_buf_print(&text, "%.2f", value);
    pcarti_sink_word(sink, name, text.data ? text.data : "NA");
    sink->out->is_failed |= text.is_failed;
    pcarti_buf_release(&text);
}

pcart_status
pcarti_sink_names(const pcart_row *header, pcart_arena *arena, char ***name,
                  size_t *n, pcart_err *err)
{
    char **made = pcart_arena_take(arena, header->n_cell + 1, sizeof *made);

    for (size_t i = 0; made && i < header->n_cell; i++) {
        made[i] = pcart_arena_text(arena, header->cell[i].text,
                                   header->cell[i].length);
        if (!made[i])
            made = NULL;
    }
    if (!made)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    *name = made;
    *n = header->n_cell;
    return PCART_OK;
}

void
pcarti_sink_row(pcarti_sink *sink, char *const *name, size_t n_name,
                const pcart_row *row)
{
    for (size_t i = 0; i < n_name; i++) {
        int is_there = row && i < row->n_cell;

        pcarti_sink_text(sink, name[i], is_there ? row->cell[i].text : "",
                         is_there ? row->cell[i].length : 0);
    }
}

void
pcarti_sink_end(pcarti_sink *sink)
{
    if (sink->is_json)
        pcarti_buf_char(sink->out, '}');
    pcarti_buf_char(sink->out, '\n');
    sink->n = 0;
    sink->is_head = 0;
}
