/* background.h -- how many false fragments a site gives.  Layer: clone. */
#ifndef POSTCART_BACKGROUND_H
#define POSTCART_BACKGROUND_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/clone_rules.h"
#include "postcart/err.h"
#include "postcart/presence.h"

/** Alternate fragments among all, of one site, allele and orientation group. */
typedef struct pcart_tally {
    uint32_t alt, depth;
} pcart_tally;

/**
 * Counts of normals.  A row is a site with one alternate allele in one group
 * of orientations; its class joins the rows that should err alike (substitution
 * in its context, homopolymer, group).
 */
typedef struct pcart_background_table {
    const pcart_tally *count;        /**< n_row times n_normal, row by row */
    const uint32_t *row_class;       /**< per row, below n_class */
    const unsigned char *is_hotspot; /**< per row; NULL: none */
    size_t n_row, n_normal, n_class;
} pcart_background_table;

/** Error of one class: rates of its sites are Beta(alpha, beta). */
typedef struct pcart_error_class {
    double alpha, beta;
    double rho;   /**< between libraries */
    double worst; /**< high quantile of the sites' rates */
    uint64_t alt, depth;
    size_t n_row; /**< 0: nothing measured, the assay's row is used */
} pcart_error_class;

/** A fitted model; owned by the arena. */
typedef struct pcart_background {
    pcart_error_class *error_class;
    size_t n_class;
    size_t n_normal;
    const pcart_assay *assay;
} pcart_background;

/** How well the error of a site is known. */
typedef enum pcart_error_basis {
    PCART_ERROR_SITE,   /**< normals at this very site */
    PCART_ERROR_CLASS,  /**< its class only: a high quantile is used */
    PCART_ERROR_ASSUMED /**< nothing measured: the row of the assay */
} pcart_error_basis;

/** "site", "class", "assumed". */
PCART_API const char *pcart_error_basis_name(pcart_error_basis basis);

/** False fragments of one site in a new sample. */
typedef struct pcart_null {
    double error, precision;
    double typical; /**< usual error where the site is not known; 0: error */
    pcart_error_basis basis;
    size_t n_normal; /**< that counted at this site */
} pcart_null;

/**
 * Fit the classes.  Rows of normals with a variant do not count: fraction
 * above a limit, or at a hotspot a count that the class does not explain.
 *
 * One sample may stand for the normals: its own targets without candidates.
 * Then give @c n_normal 1 and no tally to pcart_background_site.
 *
 * @param assay  what to use for a class without fragments
 * @return PCART_OK; PCART_E_RANGE for a class out of range or alternate above
 *         depth; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_background_fit(
    const pcart_background_table *table, const pcart_assay *assay,
    pcart_arena *arena, pcart_background *out, pcart_err *err);

/**
 * The error of one site: its class shrunk towards what the normals show here.
 *
 * @param normal    counts of the normals at the site; n 0 when there are none
 * @param is_hotspot  drop normals that carry the variant themselves
 * @param factor    of the new sample (pcart_background_factor); 1: none
 */
PCART_API pcart_null pcart_background_site(const pcart_background *background,
                                           uint32_t error_class,
                                           const pcart_tally *normal, size_t n,
                                           int is_hotspot, double factor);

/** No measurement at all: the row of the assay. */
PCART_API pcart_null pcart_background_assumed(const pcart_assay *assay);

/**
 * How much more one sample errs than the model says: false fragments of its
 * own sites without candidates over those expected, shrunk to 1.
 *
 * @param expected  error of each site at factor 1
 */
PCART_API double pcart_background_factor(const pcart_tally *count,
                                         const double *expected, size_t n);

#endif
