/* sink.h -- the input's own columns and added ones.  Layer: cmd. */
#ifndef PCARTI_CMD_SINK_H
#define PCARTI_CMD_SINK_H

#include "core/buf.h"
#include "postcart/fixed.h"
#include "postcart/table.h"

/* Columns that are added to the input's own: heads, cells, or JSON members. */
typedef struct pcarti_sink {
    pcarti_buf *out;
    int is_head, is_json;
    int n;
} pcarti_sink;

void pcarti_sink_text(pcarti_sink *sink, const char *name, const char *text,
                      size_t length);
/* The same of a text that was built for it, and is released. */
void pcarti_sink_buf(pcarti_sink *sink, const char *name, pcarti_buf *text);
void pcarti_sink_word(pcarti_sink *sink, const char *name, const char *text);
void pcarti_sink_fixed(pcarti_sink *sink, const char *name, pcart_fixed value);
void pcarti_sink_double(pcarti_sink *sink, const char *name, double value);
/* The names in the header of the input, in the arena. */
PCART_MUST_CHECK pcart_status pcarti_sink_names(const pcart_row *header,
                                                pcart_arena *arena,
                                                char ***name, size_t *n,
                                                pcart_err *err);
/* The cells of the input itself under the names of its header. */
void pcarti_sink_row(pcarti_sink *sink, char *const *name, size_t n_name,
                     const pcart_row *row);
void pcarti_sink_end(pcarti_sink *sink);

#endif
