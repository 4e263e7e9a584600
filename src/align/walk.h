/* walk.h -- one read laid along the reference.  Layer: align. */
#ifndef PCARTI_ALIGN_WALK_H
#define PCARTI_ALIGN_WALK_H

#include <stddef.h>
#include <stdint.h>

#include <htslib/sam.h>

#include "postcart/site_count.h"

/*
 * What a read shows at a position, one byte each: 0 to 4 as in pcart_allele,
 * or nothing that counts: base below the limit, N, or skipped.
 */
enum { PCARTI_CODE_NONE = 7, PCARTI_N_CODE = 8 };

/* Bases deleted or inserted behind position `anchor`. */
typedef struct pcarti_event {
    int64_t anchor;
    uint32_t deleted, inserted;
    const char *bases; /* `inserted` capitals, not ended by NUL */
} pcarti_event;

/*
 * The part of a read within a window.  Memory is kept from read to read; zero
 * is valid.
 */
typedef struct pcarti_walk {
    int64_t first, last; /* positions that `code` holds, last exclusive */
    int64_t end;         /* of the whole read */
    uint8_t *code;
    size_t room_code;
    pcarti_event *event; /* with the anchor in the window and observed */
    size_t n_event, room_event;
    char *bases; /* of the events */
    size_t n_bases, room_bases;
    uint16_t pair[256]; /* two bases of a BAM sequence as two codes */
    int has_pair;
} pcarti_walk;

void pcarti_walk_release(pcarti_walk *walk);

/*
 * Lay a read along the window first .. last - 1 (last > first).  The read's
 * CIGAR must fit its sequence.  Returns 0 when memory is out.
 */
int pcarti_walk_read(pcarti_walk *walk, const bam1_t *read, int64_t first,
                     int64_t last, int base_quality);

/* 1 when both are the same change. */
int pcarti_event_same(const pcarti_event *a, const pcarti_event *b);

#endif
