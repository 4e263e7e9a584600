/* countframe.c -- what the samples of a count file share.  Layer: align. */
#include <string.h>

#include "align/alignment_file.h"
#include "postcart/countfile.h"

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static pcart_status
take_bases(pcart_count_frame *frame, pcart_alignment *alignment,
           pcart_arena *arena, pcart_err *err)
{
    const pcart_regions *regions = &frame->regions;
    const char **bases = pcart_arena_take(arena, regions->n, sizeof *bases);

    if (!bases)
        return out_of_memory(err);
    for (size_t i = 0; i < regions->n; i++) {
        const pcart_region *region = &regions->region[i];
        const size_t n =
            (size_t)(region->last - region->first) + 2 * PCART_COUNTFILE_FLANK;
        char *text = pcart_arena_take(arena, n, 1);
        pcart_status status;

        if (!text)
            return out_of_memory(err);
        status = pcart_alignment_bases(
            alignment, regions->contig[region->contig],
            region->first - PCART_COUNTFILE_FLANK, n, text, err);
        if (status)
            return status;
        bases[i] = text;
    }
    frame->bases = bases;
    return PCART_OK;
}

pcart_status
pcart_count_frame_init(pcart_count_frame *frame, pcart_alignment *alignment,
                       const pcart_regions *regions, pcart_arena *arena,
                       pcart_err *err)
{
    pcart_count_frame made = {.genome = pcart_alignment_genome(alignment),
                              .regions = *regions};
    int64_t *length =
        pcart_arena_take(arena, regions->n_contig, sizeof *length);
    pcart_status status = pcart_alignment_covers(alignment, regions, err);

    if (status)
        return status;
    if (!length)
        return out_of_memory(err);
    for (size_t i = 0; i < regions->n_contig; i++)
        length[i] = pcart_alignment_length(alignment, regions->contig[i]);
    made.contig_length = length;
    if (alignment->fasta)
        status = take_bases(&made, alignment, arena, err);
    if (status == PCART_OK)
        *frame = made;
    return status;
}

pcart_status
pcart_count_frame_fits(const pcart_count_frame *frame,
                       const pcart_alignment *alignment, pcart_err *err)
{
    const pcart_place place = {.source = alignment->path};
    const char *genome = pcart_alignment_genome(alignment);

    if (strcmp(frame->genome, genome) != 0)
        return pcart_err_at(err, PCART_E_INCONSISTENT, place,
                            "the reads were aligned to %s, those of the other "
                            "samples to %s",
                            genome[0] ? genome : "an unknown genome",
                            frame->genome[0] ? frame->genome
                                             : "an unknown genome");
    for (size_t i = 0; i < frame->regions.n_contig; i++) {
        const char *contig = frame->regions.contig[i];
        const int64_t length = pcart_alignment_length(alignment, contig);

        if (length < 0)
            return pcart_err_at(err, PCART_E_INCONSISTENT, place,
                                "there is no contig '%s' here", contig);
        if (length != frame->contig_length[i])
            return pcart_err_at(err, PCART_E_INCONSISTENT, place,
                                "contig '%s' is not of the length that it has "
                                "in the other files",
                                contig);
    }
    return PCART_OK;
}
