/* countread.c -- count files, read and checked whole.  Layer: align.
 *
 * A first pass checks every section and counts; a second fills arrays of just
 * that size.  Whatever is asked for later was decoded once and cannot fail.
 */
#include "postcart/countfile.h"

#include <string.h>

#include "align/pack.h"

/* Bases of a part: `site` and `indel` point into the bytes of the file. */
struct pcart_count_part {
    size_t region;
    int64_t first, last;
    const unsigned char *site, *indel, *end;
    size_t n_indel;
};

typedef struct reader {
    const char *source;
    const unsigned char *bytes, *at, *end;
    pcart_arena *arena;
    uint64_t n_section;
    pcart_countfile file;
    struct pcart_count_part *part;
    size_t n_part, room_part;
    pcart_count_sample *sample;
    size_t room_sample;
    size_t *first_part;
    size_t room_first;
    size_t region;  /* where the next part of the sample must begin ... */
    int64_t offset; /* ... and at which of its bases */
} reader;

static pcart_status
refuse(const reader *r, const char *what, pcart_err *err)
{
    const pcart_place place = {.source = r->source};

    pcart_err_at(err, PCART_E_SYNTAX, place, "%s", what);
    pcart_err_hint(err, "make the counts again: postcart count");
    return PCART_E_SYNTAX;
}

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static uint64_t
word(const unsigned char *at)
{
    uint64_t value = 0;

    for (int i = 7; i >= 0; i--)
        value = value << 8 | at[i];
    return value;
}

/* The next section, its checksum checked. */
static pcart_status
next_section(reader *r, pcarti_section *kind, pcarti_unpack *body,
             pcart_err *err)
{
    const size_t frame = PCARTI_SECTION_HEAD + PCARTI_SECTION_TAIL;
    const size_t left = (size_t)(r->end - r->at);
    unsigned char number[8];
    uint64_t length, crc;

    if (left < frame)
        return refuse(r, "the count file is cut off", err);
    length = word(r->at + 1);
    if (length > left - frame)
        return refuse(r, "the count file is cut off or damaged", err);
    for (int i = 0; i < 8; i++)
        number[i] = (unsigned char)(r->n_section >> (8 * i));
    r->n_section++;
    crc = pcarti_crc64(0, r->at, PCARTI_SECTION_HEAD + (size_t)length);
    crc = pcarti_crc64(crc, number, sizeof number);
    if (crc != word(r->at + PCARTI_SECTION_HEAD + length))
        return refuse(r, "the count file is damaged: a checksum is wrong", err);
    *kind = (pcarti_section)r->at[0];
    body->at = r->at + PCARTI_SECTION_HEAD;
    body->end = body->at + length;
    body->is_bad = 0;
    r->at += frame + length;
    return PCART_OK;
}

/* Text without NUL, in the arena; NULL after a fault or without memory. */
static const char *
take_text(reader *r, pcarti_unpack *body)
{
    const size_t length = (size_t)pcarti_unpack_below(body, 65535);
    const unsigned char *bytes = pcarti_unpack_bytes(body, length);

    if (!bytes || memchr(bytes, '\0', length)) {
        body->is_bad = 1;
        return NULL;
    }
    return pcart_arena_text(r->arena, (const char *)bytes, length);
}

static pcart_status
read_contigs(reader *r, pcarti_unpack *body, pcart_err *err)
{
    pcart_count_frame *frame = &r->file.frame;
    const size_t n = (size_t)pcarti_unpack_below(body, PCART_COUNTFILE_MAX);
    const char **name;
    int64_t *length;

    if (n > (size_t)(body->end - body->at)) // each takes a byte at least
        body->is_bad = 1;
    if (body->is_bad)
        return PCART_OK;
    name = pcart_arena_take(r->arena, n + 1, sizeof *name);
    length = pcart_arena_take(r->arena, n + 1, sizeof *length);
    if (!name || !length)
        return out_of_memory(err);
    for (size_t i = 0; i < n && !body->is_bad; i++) {
        name[i] = take_text(r, body);
        if (!name[i] && !body->is_bad)
            return out_of_memory(err);
        length[i] = (int64_t)pcarti_unpack_below(body, INT32_MAX);
    }
    frame->regions.contig = name;
    frame->regions.n_contig = n;
    frame->contig_length = length;
    return PCART_OK;
}

/* Regions must be sorted and apart, as pcart_regions_read makes them. */
static int
is_in_order(const pcart_count_frame *frame, const pcart_region *region,
            size_t i)
{
    const pcart_region *before = i ? &region[i - 1] : NULL;

    if (region[i].contig >= frame->regions.n_contig ||
        region[i].last <= region[i].first ||
        region[i].last > frame->contig_length[region[i].contig])
        return 0;
    return !before || before->contig < region[i].contig ||
           (before->contig == region[i].contig &&
            before->last < region[i].first);
}

static pcart_status
read_regions(reader *r, pcarti_unpack *body, pcart_err *err)
{
    pcart_count_frame *frame = &r->file.frame;
    const int has_bases = pcarti_unpack_below(body, 1) == 1;
    const size_t n = (size_t)pcarti_unpack_below(body, 10000000);
    pcart_region *region;
    const char **bases = NULL;

    if (n > (size_t)(body->end - body->at)) // each takes a byte at least
        body->is_bad = 1;
    if (body->is_bad)
        return PCART_OK;
    region = pcart_arena_take(r->arena, n + 1, sizeof *region);
    if (has_bases)
        bases = pcart_arena_take(r->arena, n + 1, sizeof *bases);
    if (!region || (has_bases && !bases))
        return out_of_memory(err);
    for (size_t i = 0; i < n && !body->is_bad; i++) {
        region[i].contig = (uint32_t)pcarti_unpack_below(body, UINT32_MAX);
        region[i].first = (int64_t)pcarti_unpack_below(body, INT32_MAX);
        region[i].last =
            region[i].first + (int64_t)pcarti_unpack_below(body, INT32_MAX);
        if (!is_in_order(frame, region, i))
            body->is_bad = 1;
        frame->regions.n_base += region[i].last - region[i].first;
        if (has_bases)
            bases[i] = (const char *)pcarti_unpack_bytes(
                body, (size_t)(region[i].last - region[i].first) +
                          2 * PCART_COUNTFILE_FLANK);
    }
    frame->regions.source = r->source;
    frame->regions.region = region;
    frame->regions.n = n;
    frame->bases = bases;
    return PCART_OK;
}

static pcart_status
read_frame(reader *r, pcart_err *err)
{
    pcarti_section kind;
    pcarti_unpack body;
    pcart_status status = next_section(r, &kind, &body, err);

    if (status)
        return status;
    if (kind != PCARTI_SECTION_FRAME)
        return refuse(r, "the count file does not begin with its regions", err);
    r->file.frame.genome = take_text(r, &body);
    if (!r->file.frame.genome && !body.is_bad)
        return out_of_memory(err);
    if (!body.is_bad)
        status = read_contigs(r, &body, err);
    if (status == PCART_OK && !body.is_bad)
        status = read_regions(r, &body, err);
    if (status)
        return status;
    if (body.is_bad || body.at != body.end || r->file.frame.regions.n == 0)
        return refuse(r, "the regions of the count file are not valid", err);
    return PCART_OK;
}

/* Note where the parts of the region at hand begin. */
static int
note_region(reader *r)
{
    const size_t at = r->file.n_sample * r->file.frame.regions.n + r->region;
    size_t *grown = pcart_arena_grow(r->arena, r->first_part, &r->room_first,
                                     at + 2, sizeof *grown);

    if (!grown)
        return 0;
    r->first_part = grown;
    r->first_part[at] = r->n_part;
    r->first_part[at + 1] = r->n_part;
    return 1;
}

/* Decode once, to know that it can be decoded. */
static void
try_part(struct pcart_count_part *part, pcarti_unpack *body)
{
    int64_t before = part->first;
    pcart_site_count site;
    pcart_indel_count indel;

    part->site = body->at;
    for (int64_t i = part->first; i < part->last && !body->is_bad; i++)
        pcarti_unpack_site(body, &site);
    part->n_indel = (size_t)pcarti_unpack_number(body);
    part->indel = body->at;
    for (size_t i = 0; i < part->n_indel && !body->is_bad; i++) {
        pcarti_unpack_indel(body, before, &indel);
        body->is_bad |= indel.position >= part->last;
        before = indel.position;
    }
    part->end = body->at;
    body->is_bad |= body->at != body->end;
}

static pcart_status
read_part(reader *r, pcarti_unpack *body, pcart_err *err)
{
    const pcart_regions *regions = &r->file.frame.regions;
    const pcart_region *region;
    struct pcart_count_part *grown, part = {0};
    uint64_t offset, n;

    part.region = (size_t)pcarti_unpack_below(body, SIZE_MAX);
    offset = pcarti_unpack_below(body, INT32_MAX);
    n = pcarti_unpack_below(body, INT32_MAX);
    if (body->is_bad || part.region != r->region || r->region >= regions->n ||
        (int64_t)offset != r->offset || n == 0)
        return refuse(r, "a part of the counts is missing or twice there", err);
    region = &regions->region[r->region];
    part.first = region->first + (int64_t)offset;
    part.last = part.first + (int64_t)n;
    if (part.last <= region->last)
        try_part(&part, body);
    if (part.last > region->last || body->is_bad)
        return refuse(r, "counts that cannot be read", err);
    if (offset == 0 && !note_region(r))
        return out_of_memory(err);
    grown = pcart_arena_grow(r->arena, r->part, &r->room_part, r->n_part + 1,
                             sizeof *grown);
    if (!grown)
        return out_of_memory(err);
    r->part = grown;
    r->part[r->n_part++] = part;
    r->offset += (int64_t)n;
    if (part.last == region->last) {
        r->region++;
        r->offset = 0;
    }
    return PCART_OK;
}

static void
read_summary(pcart_count_sample *sample, pcarti_unpack *body)
{
    pcart_pileup_summary *s = &sample->summary;

    s->base_quality = (int)pcarti_unpack_below(body, 256) - 1;
    sample->options.base_quality = s->base_quality;
    s->map_quality = (int)pcarti_unpack_below(body, 256) - 1;
    sample->options.map_quality = s->map_quality;
    s->family = (int)pcarti_unpack_below(body, INT32_MAX);
    sample->options.family = s->family > 0 ? s->family : PCART_PILEUP_OFF;
    s->duplex = (int)pcarti_unpack_below(body, INT32_MAX);
    sample->options.duplex = s->duplex;
    s->is_binned = (int)pcarti_unpack_below(body, 1);
    if (pcarti_unpack_number(body) != PCART_N_READ_FATE)
        body->is_bad = 1;
    for (size_t i = 0; i < PCART_N_READ_FATE; i++)
        s->read[i] = pcarti_unpack_number(body);
    s->n_base = pcarti_unpack_number(body);
    s->n_both = pcarti_unpack_number(body);
    s->n_discord = pcarti_unpack_number(body);
    s->n_untagged = pcarti_unpack_number(body);
    s->n_twin = pcarti_unpack_number(body);
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 5; j++)
            s->discord[i][j] = pcarti_unpack_number(body);
}

static pcart_status
read_sample(reader *r, pcarti_unpack *body, pcart_err *err)
{
    pcart_count_sample sample = {0}, *grown;

    sample.name = take_text(r, body);
    if (!sample.name && !body->is_bad)
        return out_of_memory(err);
    read_summary(&sample, body);
    if (body->is_bad || body->at != body->end ||
        r->region != r->file.frame.regions.n ||
        r->file.n_sample == PCART_COUNTFILE_MAX)
        return refuse(r, "a sample of the count file is not whole", err);
    grown = pcart_arena_grow(r->arena, r->sample, &r->room_sample,
                             r->file.n_sample + 1, sizeof *grown);
    if (!grown)
        return out_of_memory(err);
    r->sample = grown;
    r->sample[r->file.n_sample++] = sample;
    r->first_part[r->file.n_sample * r->file.frame.regions.n] = r->n_part;
    r->region = 0;
    return PCART_OK;
}

static pcart_status
read_sections(reader *r, pcart_err *err)
{
    for (;;) {
        pcarti_section kind = PCARTI_SECTION_END;
        pcarti_unpack body;
        pcart_status status = next_section(r, &kind, &body, err);

        if (status)
            return status;
        if (kind == PCARTI_SECTION_PART) {
            status = read_part(r, &body, err);
        } else if (kind == PCARTI_SECTION_SAMPLE) {
            status = read_sample(r, &body, err);
        } else if (kind == PCARTI_SECTION_END) {
            if (pcarti_unpack_number(&body) != r->file.n_sample ||
                body.is_bad || r->at != r->end || r->file.n_sample == 0 ||
                r->region != 0 || r->offset != 0)
                return refuse(r, "the count file does not end as it should",
                              err);
            return PCART_OK;
        } else {
            return refuse(r, "the count file has an unknown section", err);
        }
        if (status)
            return status;
    }
}

pcart_status
pcart_countfile_read(const char *source, const void *bytes, size_t length,
                     pcart_arena *arena, pcart_countfile *out, pcart_err *err)
{
    reader r = {.source = source,
                .at = bytes,
                .end = (const unsigned char *)bytes + length,
                .arena = arena};
    const size_t version = 6; // the byte of the magic that counts versions
    pcart_status status;

    r.file.source = source;
    if (length < PCARTI_COUNT_MAGIC_SIZE ||
        memcmp(r.at, PCARTI_COUNT_MAGIC, version) != 0)
        return refuse(&r, "this is no count file", err);
    if (memcmp(r.at, PCARTI_COUNT_MAGIC, PCARTI_COUNT_MAGIC_SIZE) != 0) {
        const pcart_place place = {.source = source};

        return pcart_err_at(err, PCART_E_UNSUPPORTED, place,
                            "the count file is of another version");
    }
    r.at += PCARTI_COUNT_MAGIC_SIZE;
    status = read_frame(&r, err);
    if (status == PCART_OK)
        status = read_sections(&r, err);
    if (status)
        return status;
    *out = r.file;
    out->sample = r.sample;
    out->part = r.part;
    out->first_part = r.first_part;
    return PCART_OK;
}

/* --- what was read ----------------------------------------------------------
 */

void
pcart_countfile_sites(const pcart_countfile *file, size_t sample, size_t region,
                      pcart_site_count *out)
{
    const size_t at = sample * file->frame.regions.n + region;

    for (size_t i = file->first_part[at]; i < file->first_part[at + 1]; i++) {
        const struct pcart_count_part *part = &file->part[i];
        pcarti_unpack from = {part->site, part->end, 0};

        for (int64_t j = part->first; j < part->last; j++)
            pcarti_unpack_site(&from, out++);
    }
}

pcart_status
pcart_countfile_indels(const pcart_countfile *file, size_t sample,
                       size_t region, pcart_arena *arena,
                       const pcart_indel_count **out, size_t *n)
{
    const size_t at = sample * file->frame.regions.n + region;
    pcart_indel_count *list;
    size_t total = 0;

    for (size_t i = file->first_part[at]; i < file->first_part[at + 1]; i++)
        total += file->part[i].n_indel;
    list = pcart_arena_take(arena, total + 1, sizeof *list);
    if (!list)
        return PCART_E_NOMEM;
    *out = list;
    *n = total;
    for (size_t i = file->first_part[at]; i < file->first_part[at + 1]; i++) {
        const struct pcart_count_part *part = &file->part[i];
        pcarti_unpack from = {part->indel, part->end, 0};
        int64_t before = part->first;

        for (size_t j = 0; j < part->n_indel; j++, list++) {
            pcarti_unpack_indel(&from, before, list);
            before = list->position;
        }
    }
    return PCART_OK;
}

static pcart_status
differs(const pcart_countfile *a, const pcart_countfile *b, const char *what,
        pcart_err *err)
{
    const pcart_place place = {.source = b->source};

    return pcart_err_at(err, PCART_E_INCONSISTENT, place,
                        "its %s are not those of '%s'", what, a->source);
}

pcart_status
pcart_countfile_matches(const pcart_countfile *a, const pcart_countfile *b,
                        pcart_err *err)
{
    const pcart_regions *x = &a->frame.regions, *y = &b->frame.regions;

    if (strcmp(a->frame.genome, b->frame.genome) != 0)
        return differs(a, b, "genome and contigs", err);
    if (x->n_contig != y->n_contig || x->n != y->n)
        return differs(a, b, "regions", err);
    for (size_t i = 0; i < x->n_contig; i++)
        if (strcmp(x->contig[i], y->contig[i]) != 0 ||
            a->frame.contig_length[i] != b->frame.contig_length[i])
            return differs(a, b, "contigs", err);
    if (!a->frame.bases != !b->frame.bases)
        return differs(a, b, "reference bases", err);
    for (size_t i = 0; i < x->n; i++) {
        const size_t n = (size_t)(x->region[i].last - x->region[i].first);

        if (x->region[i].contig != y->region[i].contig ||
            x->region[i].first != y->region[i].first ||
            x->region[i].last != y->region[i].last)
            return differs(a, b, "regions", err);
        if (a->frame.bases && memcmp(a->frame.bases[i], b->frame.bases[i],
                                     n + 2 * PCART_COUNTFILE_FLANK) != 0)
            return differs(a, b, "reference bases", err);
    }
    return PCART_OK;
}
