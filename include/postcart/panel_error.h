/* panel_error.h -- false fragments at the sites of a panel, as its normals
 * show them.  Layer: study. */
#ifndef POSTCART_PANEL_ERROR_H
#define POSTCART_PANEL_ERROR_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/background.h"
#include "postcart/countfile.h"
#include "postcart/err.h"
#include "postcart/variant.h"

enum {
    PCART_PANEL_N_CLASS = 468, /**< substitutions in context, and indels */
    PCART_PANEL_N_FACTOR = 12  /**< six substitutions in two orientations */
};

/** The error of every site of a panel; owned by the arena. */
typedef struct pcart_panel_error {
    /** Normals, or one sample that stands for them; borrowed. */
    const pcart_countfile *file;
    int is_own; /**< the sample's own targets: no site is known by itself */
    pcart_background background;
    const char *const *bases; /**< per region, with flanks */
    size_t stride;            /**< every so many positions make the classes */
} pcart_panel_error;

/** How much more one sample errs than the normals, by substitution. */
typedef struct pcart_panel_factor {
    double factor[PCART_PANEL_N_FACTOR];
} pcart_panel_factor;

/**
 * Fit the classes: trinucleotide, substitution, run of one base and
 * orientation; insertions and deletions by length, run and orientation.
 *
 * @param file    counts of the normals.  Without reference bases those that
 *                most fragments show are used.
 * @param is_own  @p file holds one sample of the patient in place of normals
 * @param assay   what to use for a class without fragments
 * @return PCART_OK; PCART_E_NOMEM; PCART_E_RANGE
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_panel_error_fit(
    const pcart_countfile *file, int is_own, const pcart_assay *assay,
    pcart_arena *arena, pcart_panel_error *out, pcart_err *err);

/**
 * False fragments of a sample over those expected, at sites that carry no
 * candidate.
 *
 * @param sample  one sample counted over the same regions
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_panel_error_factor(
    const pcart_panel_error *panel, const pcart_countfile *sample,
    pcart_panel_factor *out, pcart_err *err);

/** What the panel says of one variant. */
typedef struct pcart_panel_site {
    pcart_null null[2]; /**< in F1R2 and in F2R1 fragments */
    /** Largest share of the fragments of a normal that carry it: 0.5 or 1 for
     * a variant that normals inherit; 0 outside of the regions. */
    double carrier;
} pcart_panel_site;

/**
 * The error at one variant.  Outside of the regions, and for changes of
 * several bases, the class or the assay speaks.
 *
 * @param is_hotspot  normals that carry the variant themselves do not count
 * @param factor      of the sample; NULL: none
 * @return PCART_OK or PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_panel_error_site(
    const pcart_panel_error *panel, const pcart_variant *variant,
    int is_hotspot, const pcart_panel_factor *factor, pcart_panel_site *out,
    pcart_err *err);

/** A contig of @p regions by its name, with or without "chr"; NULL. */
PCART_API const char *pcart_panel_contig(const pcart_regions *regions,
                                         const char *name);

#endif
