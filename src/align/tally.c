/* tally.c -- the counters of one window, and fragments with two mates.
 * Layer: align.
 *
 * The first mate is counted when it comes.  When the second comes, every base
 * that both saw is either the same, and then stays counted once, or differs,
 * and then is taken back: what two readings of one molecule disagree on is not
 * evidence of anything but the sequencer's error, which is tallied apart.
 */
#include "align/tally.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_BUCKETS = 256 };

#define PLANE ((size_t)PCARTI_WINDOW * PCARTI_N_CODE)

void
pcarti_tally_release(pcarti_tally *tally)
{
    free(tally->plane);
    free(tally->indel);
    free(tally->bucket);
    pcarti_walk_release(&tally->walk);
    pcarti_mates_release(&tally->mates);
    pcart_arena_release(&tally->bases);
    *tally = (pcarti_tally){0};
}

int
pcarti_tally_begin(pcarti_tally *tally, int64_t first, int64_t last)
{
    const size_t width = (size_t)(last - first);

    if (!tally->plane) {
        tally->plane =
            malloc(PCART_N_ORIENTATION * PLANE * sizeof *tally->plane);
        tally->bucket = calloc(FIRST_BUCKETS, sizeof *tally->bucket);
        if (!tally->plane || !tally->bucket)
            return 0;
        tally->n_bucket = FIRST_BUCKETS;
    }
    for (size_t i = 0; i < PCART_N_ORIENTATION; i++)
        memset(tally->plane + i * PLANE, 0,
               width * PCARTI_N_CODE * sizeof *tally->plane);
    memset(tally->bucket, 0, tally->n_bucket * sizeof *tally->bucket);
    tally->n_indel = 0;
    pcart_arena_clear(&tally->bases);
    pcarti_mates_clear(&tally->mates);
    tally->first = first;
    tally->last = last;
    tally->n_both = tally->n_discord = 0;
    memset(tally->discord, 0, sizeof tally->discord);
    return 1;
}

/* Counters of a position, in the plane of an orientation. */
static uint32_t *
counters(const pcarti_tally *tally, int orientation, int64_t position)
{
    return tally->plane + (size_t)orientation * PLANE +
           (size_t)(position - tally->first) * PCARTI_N_CODE;
}

static int
orientation_of(const bam1_t *read)
{
    const int is_reverse = bam_is_rev(read) ? 1 : 0;
    const int is_second = (read->core.flag & BAM_FREAD2) != 0;

    return (is_reverse ^ is_second) ? PCART_F2R1_FORWARD + is_reverse
                                    : PCART_F1R2_FORWARD + is_reverse;
}

/* --- insertions and deletions ---------------------------------------------
 */

static uint64_t
hash_event(int64_t anchor, uint32_t deleted, const char *bases, size_t inserted)
{
    uint64_t hash = (uint64_t)anchor * UINT64_C(0x9E3779B97F4A7C15);

    hash = (hash ^ deleted) * UINT64_C(0xFF51AFD7ED558CCD);
    for (size_t i = 0; i < inserted; i++)
        hash = (hash ^ (unsigned char)bases[i]) * UINT64_C(1099511628211);
    return hash ^ hash >> 29;
}

/* The place in the table of an event, or the empty one where it belongs. */
static uint32_t *
find_slot(const pcarti_tally *tally, const pcarti_event *event)
{
    const size_t mask = tally->n_bucket - 1;
    size_t at = hash_event(event->anchor, event->deleted, event->bases,
                           event->inserted) &
                mask;

    while (tally->bucket[at]) {
        const pcart_indel_count *have = &tally->indel[tally->bucket[at] - 1];
        const pcarti_event same = {have->position, have->deleted,
                                   have->inserted, have->bases};

        if (pcarti_event_same(&same, event))
            break;
        at = (at + 1) & mask;
    }
    return &tally->bucket[at];
}

static int
grow_table(pcarti_tally *tally)
{
    const size_t n = tally->n_bucket * 2;
    uint32_t *bucket = calloc(n, sizeof *bucket);

    if (!bucket)
        return 0;
    free(tally->bucket);
    tally->bucket = bucket;
    tally->n_bucket = n;
    for (size_t i = 0; i < tally->n_indel; i++) {
        const pcart_indel_count *have = &tally->indel[i];
        const pcarti_event event = {have->position, have->deleted,
                                    have->inserted, have->bases};

        *find_slot(tally, &event) = (uint32_t)i + 1;
    }
    return 1;
}

static int
add_indel(pcarti_tally *tally, const pcarti_event *event)
{
    const char *bases = NULL;

    if (tally->n_indel * 2 >= tally->n_bucket && !grow_table(tally))
        return 0;
    if (tally->n_indel == tally->room_indel) {
        const size_t room = tally->room_indel ? tally->room_indel * 2 : 64;
        pcart_indel_count *grown = NULL;

        if (room < UINT32_MAX)
            grown = realloc(tally->indel, room * sizeof *grown);
        if (!grown)
            return 0;
        tally->indel = grown;
        tally->room_indel = room;
    }
    if (event->inserted) {
        bases = pcart_arena_text(&tally->bases, event->bases, event->inserted);
        if (!bases)
            return 0;
    }
    *find_slot(tally, event) = (uint32_t)tally->n_indel + 1;
    tally->indel[tally->n_indel++] =
        (pcart_indel_count){.position = event->anchor,
                            .deleted = event->deleted,
                            .inserted = event->inserted,
                            .bases = bases};
    return 1;
}

static int
count_event(pcarti_tally *tally, const pcarti_event *event, int orientation)
{
    const uint32_t *slot = find_slot(tally, event);

    if (!*slot) {
        if (!add_indel(tally, event))
            return 0;
        slot = find_slot(tally, event);
    }
    tally->indel[*slot - 1].n[orientation]++;
    if (event->inserted)
        counters(tally, orientation, event->anchor)[PCART_ALLELE_INSERTION]++;
    return 1;
}

static void
take_back_event(pcarti_tally *tally, const pcarti_event *event, int orientation)
{
    tally->indel[*find_slot(tally, event) - 1].n[orientation]--;
    if (event->inserted)
        counters(tally, orientation, event->anchor)[PCART_ALLELE_INSERTION]--;
}

/* 1 when the mate read the base before a change, and went on behind it. */
static int
mate_saw(const uint8_t *code, int64_t first, int64_t last, int64_t end,
         int64_t anchor)
{
    return anchor >= first && anchor < last && anchor + 1 < end &&
           code[anchor - first] != PCARTI_CODE_NONE;
}

static int
has_event(const pcarti_event *list, size_t n, const pcarti_event *event)
{
    for (size_t i = 0; i < n; i++)
        if (pcarti_event_same(&list[i], event))
            return 1;
    return 0;
}

/* Changes that only one of two mates shows, though both looked, do not count;
 * those of the second that are new do. */
static int
join_events(pcarti_tally *tally, const pcarti_mate *mate, int orientation)
{
    const pcarti_walk *walk = &tally->walk;

    for (size_t i = 0; i < mate->n_event; i++)
        if (!has_event(walk->event, walk->n_event, &mate->event[i]) &&
            mate_saw(walk->code, walk->first, walk->last, walk->end,
                     mate->event[i].anchor))
            take_back_event(tally, &mate->event[i], mate->orientation);
    for (size_t i = 0; i < walk->n_event; i++)
        if (!has_event(mate->event, mate->n_event, &walk->event[i]) &&
            !mate_saw(mate->code, mate->first, mate->last, mate->end,
                      walk->event[i].anchor) &&
            !count_event(tally, &walk->event[i], orientation))
            return 0;
    return 1;
}

/* --- bases ------------------------------------------------------------------
 */

/* One position that both mates cover; what is settled is marked in `second`. */
static void
join_base(pcarti_tally *tally, const pcarti_mate *mate, int64_t position,
          uint8_t *second)
{
    const uint8_t first = mate->code[position - mate->first];

    if (first == PCARTI_CODE_NONE || *second == PCARTI_CODE_NONE)
        return; // one observation: the second is counted, or the first was
    tally->n_both++;
    if (first != *second) {
        counters(tally, mate->orientation, position)[first]--;
        tally->n_discord++;
        tally->discord[first][*second]++;
    }
    *second = PCARTI_CODE_NONE;
}

/* Eight equal bytes of which none is PCARTI_CODE_NONE: the usual case. */
static int
are_equal_and_seen(const uint8_t *a, const uint8_t *b)
{
    uint64_t x, y;

    memcpy(&x, a, 8);
    memcpy(&y, b, 8);
    /* Codes are 0 to 4 or 7: bit 1 and bit 2 together say "none". */
    return x == y && !(x & (x >> 1) & UINT64_C(0x0202020202020202));
}

static void
join_bases(pcarti_tally *tally, const pcarti_mate *mate)
{
    pcarti_walk *walk = &tally->walk;
    int64_t at = mate->first > walk->first ? mate->first : walk->first;
    const int64_t end = mate->last < walk->last ? mate->last : walk->last;

    while (at < end) {
        uint8_t *second = walk->code + (at - walk->first);

        if (at + 8 <= end &&
            are_equal_and_seen(second, mate->code + (at - mate->first))) {
            memset(second, PCARTI_CODE_NONE, 8);
            tally->n_both += 8;
            at += 8;
            continue;
        }
        join_base(tally, mate, at, second);
        at++;
    }
}

static void
count_bases(pcarti_tally *tally, int orientation)
{
    const pcarti_walk *walk = &tally->walk;
    const uint8_t *code = walk->code;
    const size_t n = (size_t)(walk->last - walk->first);
    uint32_t *at = counters(tally, orientation, walk->first);

    for (size_t i = 0; i < n; i++, at += PCARTI_N_CODE)
        at[code[i]]++;
}

int
pcarti_tally_read(pcarti_tally *tally, const bam1_t *read)
{
    const int orientation = orientation_of(read);
    pcarti_walk *walk = &tally->walk;
    const pcarti_mate *mate;

    if (!pcarti_walk_read(walk, read, tally->first, tally->last,
                          tally->base_quality))
        return 0;
    if (walk->first >= walk->last)
        return 1;
    mate = pcarti_mates_take(&tally->mates, read);
    if (mate) {
        if (!join_events(tally, mate, orientation))
            return 0;
        join_bases(tally, mate);
    } else {
        for (size_t i = 0; i < walk->n_event; i++)
            if (!count_event(tally, &walk->event[i], orientation))
                return 0;
        if (!pcarti_mates_keep(&tally->mates, read, walk, orientation))
            return 0;
    }
    count_bases(tally, orientation);
    return 1;
}

void
pcarti_tally_site(const pcarti_tally *tally, int64_t position,
                  pcart_site_count *out)
{
    for (int i = 0; i < PCART_N_ORIENTATION; i++)
        memcpy(out->n[i], counters(tally, i, position), sizeof out->n[i]);
}

static int
by_place(const void *left, const void *right)
{
    const pcart_indel_count *a = left, *b = right;

    if (a->position != b->position)
        return a->position < b->position ? -1 : 1;
    if (a->deleted != b->deleted)
        return a->deleted < b->deleted ? -1 : 1;
    if (a->inserted != b->inserted)
        return a->inserted < b->inserted ? -1 : 1;
    return a->inserted ? memcmp(a->bases, b->bases, a->inserted) : 0;
}

void
pcarti_tally_sort(pcarti_tally *tally)
{
    size_t n = 0;

    for (size_t i = 0; i < tally->n_indel; i++) {
        const uint32_t *count = tally->indel[i].n;

        if (count[0] || count[1] || count[2] || count[3])
            tally->indel[n++] = tally->indel[i];
    }
    tally->n_indel = n;
    if (n > 1)
        qsort(tally->indel, n, sizeof *tally->indel, by_place);
}
