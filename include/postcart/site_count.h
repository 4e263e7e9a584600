/* site_count.h -- fragments seen at one position.  Layer: rules. */
#ifndef POSTCART_SITE_COUNT_H
#define POSTCART_SITE_COUNT_H

#include <stdint.h>

/**
 * What a fragment shows at a position.  An insertion stands at the base before
 * it and is counted beside that base, so the depth is the sum of the first
 * five.
 */
typedef enum pcart_allele {
    PCART_ALLELE_A,
    PCART_ALLELE_C,
    PCART_ALLELE_G,
    PCART_ALLELE_T,
    PCART_ALLELE_DELETED,  /**< this base is missing in the fragment */
    PCART_ALLELE_INSERTION /**< bases inserted behind this one */
} pcart_allele;

/**
 * Which end of the fragment was read first, and the strand of the read.  F1R2:
 * the first read is forward.  Damage of the DNA shows in one of F1R2 and F2R1,
 * faults of the sequencer in one strand.  Where both mates cover a base the
 * strand is that of the mate that begins first.
 */
typedef enum pcart_orientation {
    PCART_F1R2_FORWARD,
    PCART_F1R2_REVERSE,
    PCART_F2R1_FORWARD,
    PCART_F2R1_REVERSE
} pcart_orientation;

enum { PCART_N_ALLELE = 6, PCART_N_ORIENTATION = 4 };

/** Fragments, not reads: mates that overlap are one observation. */
typedef struct pcart_site_count {
    uint32_t n[PCART_N_ORIENTATION][PCART_N_ALLELE];
} pcart_site_count;

#endif
