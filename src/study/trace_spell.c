/* trace_spell.c -- a variant of a table as an alignment spells it.
 * Layer: study. */
#include <string.h>

#include "study/trace.h"

int
pcarti_trace_is_lookable(const pcart_trace_variant *v)
{
    return v->match == PCART_TRACE_PLACE &&
           strspn(v->row->ref, "ACGT") == strlen(v->row->ref) &&
           strspn(v->row->alt, "ACGT") == strlen(v->row->alt);
}

/* The contig as this file names it, with or without "chr". */
static const char *
contig_of(const pcart_alignment *alignment, const char *name,
          pcart_arena *arena)
{
    const char *other = strncmp(name, "chr", 3) == 0
                            ? name + 3
                            : pcart_arena_print(arena, "chr%s", name);

    if (!other || pcart_alignment_length(alignment, name) >= 0 ||
        pcart_alignment_length(alignment, other) < 0)
        return other ? name : NULL;
    return other;
}

pcart_status
pcarti_trace_spell(const pcart_variant_row *row, pcart_alignment *alignment,
                   int has_reference, pcart_arena *arena, pcart_variant *out,
                   pcart_err *err)
{
    const pcart_variant as_written = {contig_of(alignment, row->chrom, arena),
                                      row->pos - 1, row->ref, row->alt};

    if (!as_written.contig)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    *out = as_written;
    return has_reference ? pcart_variant_normalise(&as_written, alignment,
                                                   arena, out, err)
                         : PCART_OK;
}
