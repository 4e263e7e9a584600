/* regions.c -- BED text to sorted, merged regions.  Layer: align. */
#include "postcart/regions.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CONTIG_NAME = 255, MAX_REGION = 10000000 };

/* Longest contig of the formats that can be indexed: 2^31 - 1 bases. */
#define MAX_POSITION INT64_C(2147483647)

typedef struct reader {
    const char *source;
    pcart_arena *arena;
    const char **contig;
    size_t n_contig, room_contig;
    pcart_region *region;
    size_t n, room;
    const char *line, *end; /* the line at hand */
    uint64_t number;
} reader;

static pcart_status
fault(const reader *r, pcart_status status, const char *at, const char *what,
      pcart_err *err)
{
    const pcart_place place = {
        .source = r->source,
        .line = r->number,
        .column = (uint32_t)(at - r->line < UINT32_MAX ? at - r->line + 1 : 0),
    };

    return pcart_err_at(err, status, place, "%s", what);
}

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

/* The next field of the line at *at; its length, 0 at the end. */
static size_t
next_field(const reader *r, const char **at)
{
    const char *start = *at;

    while (start < r->end && (*start == ' ' || *start == '\t'))
        start++;
    *at = start;
    while (start < r->end && *start != ' ' && *start != '\t')
        start++;
    return (size_t)(start - *at);
}

static pcart_status
read_position(const reader *r, const char *text, size_t length, int64_t *out,
              pcart_err *err)
{
    int64_t value = 0;

    if (length == 0)
        return fault(r, PCART_E_SYNTAX, text, "a position is missing", err);
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return fault(r, PCART_E_SYNTAX, text,
                         "a position is not a whole number", err);
        value = value * 10 + (text[i] - '0');
        if (value > MAX_POSITION)
            return fault(r, PCART_E_RANGE, text, "a position is too large",
                         err);
    }
    *out = value;
    return PCART_OK;
}

/* Index of a contig, added when it is new. */
static pcart_status
find_contig(reader *r, const char *name, size_t length, uint32_t *out,
            pcart_err *err)
{
    const char **grown;
    char *copy;

    if (length > MAX_CONTIG_NAME || memchr(name, '\0', length))
        return fault(r, PCART_E_SYNTAX, name, "this is no name of a contig",
                     err);
    for (size_t i = r->n_contig; i-- > 0;)
        if (strncmp(r->contig[i], name, length) == 0 &&
            r->contig[i][length] == '\0') {
            *out = (uint32_t)i;
            return PCART_OK;
        }
    if (r->n_contig == 100000)
        return fault(r, PCART_E_RANGE, name, "more than 100,000 contigs", err);
    copy = pcart_arena_text(r->arena, name, length);
    grown = pcart_arena_grow(r->arena, (void *)r->contig, &r->room_contig,
                             r->n_contig + 1, sizeof *grown);
    if (!copy || !grown)
        return out_of_memory(err);
    r->contig = grown;
    r->contig[r->n_contig] = copy;
    *out = (uint32_t)r->n_contig++;
    return PCART_OK;
}

static int
is_comment(const reader *r)
{
    const size_t length = (size_t)(r->end - r->line);

    return length == 0 || r->line[0] == '#' ||
           (length >= 5 && memcmp(r->line, "track", 5) == 0) ||
           (length >= 7 && memcmp(r->line, "browser", 7) == 0);
}

static pcart_status
read_line(reader *r, pcart_err *err)
{
    pcart_region region = {.line = r->number};
    pcart_region *grown;
    const char *at = r->line, *name, *number;
    size_t length;
    pcart_status status;

    if (is_comment(r))
        return PCART_OK;
    length = next_field(r, &at);
    name = at;
    if (length == 0)
        return PCART_OK;
    status = find_contig(r, name, length, &region.contig, err);
    at += length;
    length = next_field(r, &at);
    number = at;
    if (status == PCART_OK)
        status = read_position(r, number, length, &region.first, err);
    at += length;
    length = next_field(r, &at);
    if (status == PCART_OK)
        status = read_position(r, at, length, &region.last, err);
    if (status)
        return status;
    if (region.last <= region.first) {
        fault(r, PCART_E_RANGE, at, "the region ends before it begins", err);
        pcart_err_hint(err, "BED counts from 0: base 100 is 99 to 100");
        return PCART_E_RANGE;
    }
    if (r->n == MAX_REGION)
        return fault(r, PCART_E_RANGE, r->line, "more than 10,000,000 regions",
                     err);
    grown = pcart_arena_grow(r->arena, r->region, &r->room, r->n + 1,
                             sizeof *grown);
    if (!grown)
        return out_of_memory(err);
    r->region = grown;
    r->region[r->n++] = region;
    return PCART_OK;
}

static int
by_place(const void *left, const void *right)
{
    const pcart_region *a = left, *b = right;

    if (a->contig != b->contig)
        return a->contig < b->contig ? -1 : 1;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    if (a->last != b->last)
        return a->last < b->last ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

/* Sort, and join what overlaps or touches. */
static void
merge(reader *r)
{
    size_t n = 0;

    qsort(r->region, r->n, sizeof *r->region, by_place);
    for (size_t i = 1; i < r->n; i++) {
        pcart_region *last = &r->region[n];

        if (r->region[i].contig == last->contig &&
            r->region[i].first <= last->last) {
            if (r->region[i].last > last->last)
                last->last = r->region[i].last;
        } else {
            r->region[++n] = r->region[i];
        }
    }
    r->n = n + 1;
}

pcart_status
pcart_regions_read(const char *source, const char *bytes, size_t length,
                   pcart_arena *arena, pcart_regions *out, pcart_err *err)
{
    reader r = {.source = source, .arena = arena};
    const char *at = bytes, *end = bytes + length;
    int64_t n_base = 0;

    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        pcart_status status;

        r.line = at;
        r.end = stop ? stop : end;
        at = stop ? stop + 1 : end;
        r.number++;
        if (r.end > r.line && r.end[-1] == '\r')
            r.end--;
        status = read_line(&r, err);
        if (status)
            return status;
    }
    if (r.n == 0) {
        const pcart_place place = {.source = source};

        return pcart_err_at(err, PCART_E_DEGENERATE, place,
                            "there is no region");
    }
    merge(&r);
    for (size_t i = 0; i < r.n; i++)
        n_base += r.region[i].last - r.region[i].first;
    if (n_base > PCART_REGIONS_MAX_BASES)
        return pcart_err_set(err, PCART_E_RANGE,
                             "'%s' covers more than a genome", source);
    *out = (pcart_regions){.source = source,
                           .contig = r.contig,
                           .n_contig = r.n_contig,
                           .region = r.region,
                           .n = r.n,
                           .n_base = n_base};
    return PCART_OK;
}

size_t
pcart_regions_find(const pcart_regions *regions, const char *contig,
                   int64_t position)
{
    size_t low = 0, high = regions->n, index = 0;

    while (index < regions->n_contig &&
           strcmp(regions->contig[index], contig) != 0)
        index++;
    if (index == regions->n_contig)
        return SIZE_MAX;
    while (low < high) { // the first region that ends beyond the position
        const size_t middle = low + (high - low) / 2;
        const pcart_region *r = &regions->region[middle];

        if (r->contig < index || (r->contig == index && r->last <= position))
            low = middle + 1;
        else
            high = middle;
    }
    if (low < regions->n && regions->region[low].contig == index &&
        regions->region[low].first <= position)
        return low;
    return SIZE_MAX;
}
