/* sight.h -- what one read shows of one variant.  Layer: align. */
#ifndef PCARTI_ALIGN_SIGHT_H
#define PCARTI_ALIGN_SIGHT_H

#include "align/alignment_file.h"
#include "align/haplotype.h"
#include "align/walk.h"
#include "postcart/arena.h"
#include "postcart/variant.h"

typedef enum pcarti_state {
    PCARTI_UNINFORMATIVE,
    PCARTI_REF,
    PCARTI_ALT,
    PCARTI_OTHER,
    PCARTI_AMBIGUOUS
} pcarti_state;

/* A variant, made ready for looking. */
typedef struct pcarti_target {
    pcart_variant variant;
    int tid;
    int is_base;         /* a single base: no alignment is needed */
    int64_t first, last; /* what a read must span: the place and its repeat */
    int64_t origin;      /* position of the haplotypes' first base */
    int64_t shift;       /* alternate length less reference length */
    pcarti_haplotype ref, alt; /* empty until they are laid */
} pcarti_target;

/* One read. */
typedef struct pcarti_sight {
    uint64_t name; /* hash */
    size_t order;  /* in which it came */
    double ratio;  /* log10 of the chances, alternate over reference */
    pcarti_state state;
    int64_t left, right; /* ends of the fragment, as far as they are known */
    int32_t mismatches;
    uint8_t map_quality, orientation, is_first;
    uint8_t is_twin; /* of a gene that the reference holds twice */
} pcarti_sight;

/* Normalise a variant. */
PCART_MUST_CHECK pcart_status pcarti_target_init(pcarti_target *target,
                                                 const pcart_variant *variant,
                                                 pcart_alignment *alignment,
                                                 pcart_arena *arena,
                                                 pcart_err *err);

/* Lay out the haplotypes, in the arena; those of a single base only where there
 * is a reference. */
PCART_MUST_CHECK pcart_status pcarti_target_lay(pcarti_target *target,
                                                pcart_alignment *alignment,
                                                pcart_arena *arena,
                                                pcart_err *err);

/* Memory of looking, kept from read to read; zero is valid. */
typedef struct pcarti_looker {
    pcarti_walk walk;
    pcarti_band band;
    char *base;
    size_t room;
    int base_quality;
} pcarti_looker;

void pcarti_looker_release(pcarti_looker *looker);

/* Look at a read that passes; 0: memory is out. */
int pcarti_look(pcarti_looker *looker, const pcarti_target *target,
                const bam1_t *read, pcarti_sight *out);

/* Which allele a ratio speaks for. */
pcarti_state pcarti_state_of(double ratio);

#endif
