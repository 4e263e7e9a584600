/* mate.c -- reads that wait for the mate that overlaps them.  Layer: align.
 *
 * Only what both mates may cover is kept: a few thousand short strings at any
 * depth.  A mate that was filtered never comes; what waits for it is swept out
 * when the reading has passed the place where it should have begun.
 */
#include "align/mate.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 1024 };

void
pcarti_mates_release(pcarti_mates *mates)
{
    for (size_t i = 0; i < mates->n; i++) {
        free(mates->mate[i].code);
        free(mates->mate[i].event);
        free(mates->mate[i].bases);
    }
    free(mates->mate);
    free(mates->bucket);
    *mates = (pcarti_mates){0};
}

/* Give an entry back; it keeps its memory for the next read. */
static void
give_back(pcarti_mates *mates, uint32_t index)
{
    mates->mate[index].is_live = 0;
    mates->mate[index].next = mates->free;
    mates->free = index + 1;
    mates->n_live--;
}

void
pcarti_mates_clear(pcarti_mates *mates)
{
    if (mates->n_live == 0)
        return;
    memset(mates->bucket, 0, mates->n_bucket * sizeof *mates->bucket);
    for (uint32_t i = 0; i < mates->n; i++)
        if (mates->mate[i].is_live)
            give_back(mates, i);
}

/* Eight bytes at a time; names in BAM are followed by more of the record. */
static uint64_t
hash_name(const bam1_t *read)
{
    const char *name = bam_get_qname(read);
    size_t n = (size_t)read->core.l_qname - read->core.l_extranul;
    uint64_t hash = UINT64_C(0x9E3779B97F4A7C15) ^ n, word;

    for (; n >= 8; n -= 8, name += 8) {
        memcpy(&word, name, 8);
        hash = (hash ^ word) * UINT64_C(0xFF51AFD7ED558CCD);
        hash ^= hash >> 32;
    }
    word = 0;
    memcpy(&word, name, n);
    hash = (hash ^ word) * UINT64_C(0xC4CEB9FE1A85EC53);
    return hash ^ hash >> 29;
}

static int
is_mate_of(const pcarti_mate *mate, const bam1_t *read, uint64_t hash)
{
    return mate->hash == hash && mate->other == read->core.pos &&
           mate->position == read->core.mpos &&
           mate->is_first_read != !!(read->core.flag & BAM_FREAD1);
}

static int
has_near_mate(const bam1_t *read)
{
    return (read->core.flag & (BAM_FPAIRED | BAM_FMUNMAP)) == BAM_FPAIRED &&
           read->core.tid == read->core.mtid;
}

const pcarti_mate *
pcarti_mates_take(pcarti_mates *mates, const bam1_t *read)
{
    uint64_t hash;
    uint32_t *link;

    if (mates->n_live == 0 || !has_near_mate(read) ||
        read->core.mpos > read->core.pos)
        return NULL;
    hash = hash_name(read);
    link = &mates->bucket[hash & (mates->n_bucket - 1)];
    while (*link) {
        const uint32_t index = *link - 1;
        pcarti_mate *mate = &mates->mate[index];

        if (is_mate_of(mate, read, hash)) {
            *link = mate->next;
            give_back(mates, index);
            return mate;
        }
        link = &mate->next;
    }
    return NULL;
}

/* Drop what waits for a mate that should have begun before `position`. */
static void
sweep(pcarti_mates *mates, int64_t position)
{
    for (size_t i = 0; i < mates->n_bucket; i++) {
        uint32_t *link = &mates->bucket[i];

        while (*link) {
            const uint32_t index = *link - 1;
            pcarti_mate *mate = &mates->mate[index];

            if (mate->other < position) {
                *link = mate->next;
                give_back(mates, index);
            } else {
                link = &mate->next;
            }
        }
    }
    mates->sweep_at = mates->n_live * 2 + FIRST_ROOM;
}

/* Twice the buckets, all chains made anew. */
static int
grow_buckets(pcarti_mates *mates)
{
    const size_t n = mates->n_bucket ? mates->n_bucket * 2 : 2 * FIRST_ROOM;
    uint32_t *bucket = calloc(n, sizeof *bucket);

    if (!bucket)
        return 0;
    for (uint32_t i = 0; i < mates->n; i++) {
        pcarti_mate *mate = &mates->mate[i];

        if (mate->is_live) {
            mate->next = bucket[mate->hash & (n - 1)];
            bucket[mate->hash & (n - 1)] = i + 1;
        }
    }
    free(mates->bucket);
    mates->bucket = bucket;
    mates->n_bucket = n;
    return 1;
}

/* An entry that is free; its index, or UINT32_MAX when memory is out. */
static uint32_t
new_entry(pcarti_mates *mates)
{
    uint32_t index;

    if (mates->free) {
        index = mates->free - 1;
        mates->free = mates->mate[index].next;
        return index;
    }
    if (mates->n == mates->room) {
        const size_t room = mates->room ? mates->room * 2 : FIRST_ROOM;
        pcarti_mate *grown;

        if (room > UINT32_MAX / 2)
            return UINT32_MAX;
        grown = realloc(mates->mate, room * sizeof *grown);
        if (!grown)
            return UINT32_MAX;
        mates->mate = grown;
        mates->room = room;
    }
    mates->mate[mates->n] = (pcarti_mate){0};
    return (uint32_t)mates->n++;
}

/* Copy the events that the mate might see as well. */
static int
copy_events(pcarti_mate *mate, const pcarti_walk *walk)
{
    size_t n_bases = 0;

    mate->n_event = 0;
    if (walk->n_event == 0)
        return 1;
    if (walk->n_event > mate->room_event) {
        pcarti_event *grown =
            realloc(mate->event, walk->n_event * sizeof *grown);

        if (!grown)
            return 0;
        mate->event = grown;
        mate->room_event = walk->n_event;
    }
    if (walk->n_bases > mate->room_bases) {
        char *grown = realloc(mate->bases, walk->n_bases);

        if (!grown)
            return 0;
        mate->bases = grown;
        mate->room_bases = walk->n_bases;
    }
    for (size_t i = 0; i < walk->n_event; i++) {
        pcarti_event *event = &mate->event[mate->n_event];

        if (walk->event[i].anchor < mate->first)
            continue;
        *event = walk->event[i];
        if (event->inserted) {
            memcpy(mate->bases + n_bases, event->bases, event->inserted);
            event->bases = mate->bases + n_bases;
            n_bases += event->inserted;
        }
        mate->n_event++;
    }
    return 1;
}

int
pcarti_mates_keep(pcarti_mates *mates, const bam1_t *read,
                  const pcarti_walk *walk, int orientation)
{
    const int64_t other = read->core.mpos;
    const int64_t first = other > walk->first ? other : walk->first;
    uint32_t index;
    pcarti_mate *mate;
    size_t n;

    if (!has_near_mate(read) || other < read->core.pos || first >= walk->last)
        return 1;
    if (mates->n_live >= mates->sweep_at)
        sweep(mates, read->core.pos);
    if (mates->n_live >= mates->n_bucket && !grow_buckets(mates))
        return 0;
    index = new_entry(mates);
    if (index == UINT32_MAX)
        return 0;
    mate = &mates->mate[index];
    n = (size_t)(walk->last - first);
    mate->first = first;
    mate->last = walk->last;
    mate->end = walk->end;
    mate->position = read->core.pos;
    mate->other = other;
    mate->hash = hash_name(read);
    mate->orientation = (uint8_t)orientation;
    mate->is_first_read = !!(read->core.flag & BAM_FREAD1);
    if (n > mate->room_code) {
        uint8_t *grown = realloc(mate->code, n);

        if (grown) {
            mate->code = grown;
            mate->room_code = n;
        }
    }
    mates->n_live++;
    if (n > mate->room_code || !copy_events(mate, walk)) {
        give_back(mates, index);
        return 0;
    }
    memcpy(mate->code, walk->code + (first - walk->first), n);
    mate->is_live = 1;
    mate->next = mates->bucket[mate->hash & (mates->n_bucket - 1)];
    mates->bucket[mate->hash & (mates->n_bucket - 1)] = index + 1;
    return 1;
}
