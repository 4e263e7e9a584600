/* tally.h -- the counters of one window.  Layer: align. */
#ifndef PCARTI_ALIGN_TALLY_H
#define PCARTI_ALIGN_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "align/mate.h"
#include "align/walk.h"
#include "postcart/arena.h"
#include "postcart/pileup.h"

/* Positions of one window: small enough that its counters stay in cache. */
enum { PCARTI_WINDOW = 16384 };

/* Zero is valid; memory is kept from window to window. */
typedef struct pcarti_tally {
    int64_t first, last; /* the window */
    int base_quality;
    /* [orientation][position][code]; code 5 is insertions, 7 is waste */
    uint32_t *plane;
    pcarti_walk walk;
    pcarti_mates mates;
    /* insertions and deletions, in no order */
    pcart_indel_count *indel;
    size_t n_indel, room_indel;
    uint32_t *bucket; /* 1 + index of an indel; 0: empty */
    size_t n_bucket;
    pcart_arena bases; /* of the insertions */
    uint64_t n_both, n_discord;
    uint64_t discord[5][5];
} pcarti_tally;

void pcarti_tally_release(pcarti_tally *tally);

/* Begin a window of at most PCARTI_WINDOW positions; 0: memory is out. */
int pcarti_tally_begin(pcarti_tally *tally, int64_t first, int64_t last);

/* Count one read, with its mate where they overlap; 0: memory is out. */
int pcarti_tally_read(pcarti_tally *tally, const bam1_t *read);

/* The counters of one position, last > position >= first. */
void pcarti_tally_site(const pcarti_tally *tally, int64_t position,
                       pcart_site_count *out);

/* Sort the indels and drop those of which nothing is left. */
void pcarti_tally_sort(pcarti_tally *tally);

#endif
