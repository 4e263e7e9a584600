/* mate.h -- reads that wait for the mate that overlaps them.  Layer: align. */
#ifndef PCARTI_ALIGN_MATE_H
#define PCARTI_ALIGN_MATE_H

#include <stddef.h>
#include <stdint.h>

#include <htslib/sam.h>

#include "align/walk.h"

/* What is kept of the mate that came first: its part of the overlap. */
typedef struct pcarti_mate {
    uint64_t hash;           /* of the name */
    int64_t position, other; /* where it and its mate begin */
    int64_t first, last, end;
    uint8_t *code; /* last - first of them */
    size_t room_code;
    pcarti_event *event;
    size_t n_event, room_event;
    char *bases;
    size_t room_bases;
    uint32_t next; /* in its chain, or in the list of free ones */
    uint8_t orientation, is_first_read, is_live;
} pcarti_mate;

/* Zero is valid and empty. */
typedef struct pcarti_mates {
    pcarti_mate *mate;
    size_t n, room;
    uint32_t *bucket; /* 1 + index; 0: empty */
    size_t n_bucket;
    uint32_t free;
    size_t n_live, sweep_at;
} pcarti_mates;

void pcarti_mates_release(pcarti_mates *mates);

/* Forget all, keep the memory. */
void pcarti_mates_clear(pcarti_mates *mates);

/* The waiting mate of a read, taken out of the table: valid until the next
 * call; NULL when there is none. */
const pcarti_mate *pcarti_mates_take(pcarti_mates *mates, const bam1_t *read);

/*
 * Keep a read for its mate, when that is still to come and overlaps it within
 * the window of the walk.  Returns 0 when memory is out.
 */
int pcarti_mates_keep(pcarti_mates *mates, const bam1_t *read,
                      const pcarti_walk *walk, int orientation);

#endif
