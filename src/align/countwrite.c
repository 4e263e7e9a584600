/* countwrite.c -- count files, written.  Layer: align. */
#include "postcart/countfile.h"

#include <stdlib.h>
#include <string.h>

#include "align/pack.h"

/* --- the body of a section --------------------------------------------------
 */

/* Room for `n` more bytes; NULL, and all that follows fails, without memory. */
static unsigned char *
reserve(pcart_count_writer *w, size_t n)
{
    if (w->is_failed || n > SIZE_MAX / 4 - w->length) {
        w->is_failed = 1;
        return NULL;
    }
    if (w->length + n > w->capacity) {
        const size_t room = (w->length + n) * 2;
        unsigned char *grown = realloc(w->buffer, room);

        if (!grown) {
            w->is_failed = 1;
            return NULL;
        }
        w->buffer = grown;
        w->capacity = room;
    }
    return w->buffer + w->length;
}

static void
put_bytes(pcart_count_writer *w, const void *bytes, size_t n)
{
    unsigned char *to = reserve(w, n);

    if (to && n > 0) {
        memcpy(to, bytes, n);
        w->length += n;
    }
}

static void
put_number(pcart_count_writer *w, uint64_t value)
{
    unsigned char *to = reserve(w, PCARTI_VARINT_MAX);

    if (to)
        w->length = (size_t)(pcarti_pack_number(to, value) - w->buffer);
}

static void
put_text(pcart_count_writer *w, const char *text)
{
    const size_t length = strlen(text);

    put_number(w, length);
    put_bytes(w, text, length);
}

static void
put_word(unsigned char *to, uint64_t value)
{
    for (int i = 0; i < 8; i++)
        to[i] = (unsigned char)(value >> (8 * i));
}

/* Begin a body behind room for the section's head. */
static void
begin_body(pcart_count_writer *w)
{
    static const unsigned char head[PCARTI_SECTION_HEAD] = {0};

    w->length = 0;
    put_bytes(w, head, sizeof head);
}

static pcart_status
end_body(pcart_count_writer *w, pcarti_section kind, pcart_err *err)
{
    unsigned char number[8], *tail = reserve(w, PCARTI_SECTION_TAIL);
    uint64_t crc;

    if (!tail)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    w->buffer[0] = (unsigned char)kind;
    put_word(w->buffer + 1, w->length - PCARTI_SECTION_HEAD);
    put_word(number, w->n_section++);
    crc = pcarti_crc64(0, w->buffer, w->length);
    put_word(tail, pcarti_crc64(crc, number, sizeof number));
    w->length += PCARTI_SECTION_TAIL;
    return w->write(w->ctx, w->buffer, w->length, err);
}

/* --- the sections -----------------------------------------------------------
 */

static void
put_frame(pcart_count_writer *w, const pcart_count_frame *frame)
{
    const pcart_regions *regions = &frame->regions;

    put_text(w, frame->genome);
    put_number(w, regions->n_contig);
    for (size_t i = 0; i < regions->n_contig; i++) {
        put_text(w, regions->contig[i]);
        put_number(w, (uint64_t)frame->contig_length[i]);
    }
    put_number(w, frame->bases != NULL);
    put_number(w, regions->n);
    for (size_t i = 0; i < regions->n; i++) {
        const pcart_region *region = &regions->region[i];
        const size_t n = (size_t)(region->last - region->first);

        put_number(w, region->contig);
        put_number(w, (uint64_t)region->first);
        put_number(w, n);
        if (frame->bases)
            put_bytes(w, frame->bases[i], n + 2 * PCART_COUNTFILE_FLANK);
    }
}

pcart_status
pcart_count_writer_begin(pcart_count_writer *writer,
                         const pcart_count_frame *frame,
                         pcart_count_write *write, void *ctx, pcart_err *err)
{
    pcart_status status;

    *writer = (pcart_count_writer){.write = write, .ctx = ctx, .frame = frame};
    status = write(ctx, PCARTI_COUNT_MAGIC, PCARTI_COUNT_MAGIC_SIZE, err);
    if (status)
        return status;
    begin_body(writer);
    put_frame(writer, frame);
    return end_body(writer, PCARTI_SECTION_FRAME, err);
}

pcart_status
pcart_count_writer_part(void *writer, const pcart_pileup_part *part,
                        pcart_err *err)
{
    pcart_count_writer *w = writer;
    const int64_t origin = w->frame->regions.region[part->region].first;
    const size_t n = (size_t)(part->last - part->first);
    int64_t before = part->first;

    begin_body(w);
    put_number(w, part->region);
    put_number(w, (uint64_t)(part->first - origin));
    put_number(w, n);
    for (size_t i = 0; i < n; i++) {
        unsigned char *to = reserve(w, PCARTI_SITE_MAX);

        if (to)
            w->length =
                (size_t)(pcarti_pack_site(to, &part->count[i]) - w->buffer);
    }
    put_number(w, part->n_indel);
    for (size_t i = 0; i < part->n_indel; i++) {
        const pcart_indel_count *indel = &part->indel[i];

        put_number(w, (uint64_t)(indel->position - before));
        before = indel->position;
        put_number(w, indel->deleted);
        put_number(w, indel->inserted);
        put_bytes(w, indel->bases, indel->inserted);
        for (int o = 0; o < PCART_N_ORIENTATION; o++)
            put_number(w, indel->n[o]);
    }
    return end_body(w, PCARTI_SECTION_PART, err);
}

pcart_status
pcart_count_writer_sample(pcart_count_writer *writer,
                          const pcart_count_sample *sample, pcart_err *err)
{
    const pcart_pileup_summary *s = &sample->summary;

    begin_body(writer);
    put_text(writer, sample->name);
    put_number(writer, (uint64_t)(s->base_quality + 1)); // off is -1
    put_number(writer, (uint64_t)(s->map_quality + 1));
    put_number(writer, (uint64_t)s->family);
    put_number(writer, (uint64_t)s->duplex);
    put_number(writer, s->is_binned != 0);
    put_number(writer, PCART_N_READ_FATE);
    for (size_t i = 0; i < PCART_N_READ_FATE; i++)
        put_number(writer, s->read[i]);
    put_number(writer, s->n_base);
    put_number(writer, s->n_both);
    put_number(writer, s->n_discord);
    put_number(writer, s->n_untagged);
    put_number(writer, s->n_twin);
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 5; j++)
            put_number(writer, s->discord[i][j]);
    writer->n_sample++;
    return end_body(writer, PCARTI_SECTION_SAMPLE, err);
}

pcart_status
pcart_count_writer_end(pcart_count_writer *writer, pcart_err *err)
{
    begin_body(writer);
    put_number(writer, writer->n_sample);
    return end_body(writer, PCARTI_SECTION_END, err);
}

void
pcart_count_writer_release(pcart_count_writer *writer)
{
    free(writer->buffer);
    *writer = (pcart_count_writer){0};
}
