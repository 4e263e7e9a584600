/* share.h -- what one centre may hand on, and the pool of many.
 * Layer: study. */
#ifndef POSTCART_SHARE_H
#define POSTCART_SHARE_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/covariates.h"
#include "postcart/err.h"
#include "postcart/followup.h"

/** A count that is not told. */
#define PCART_SHARE_HIDDEN (-1)

/**
 * The end of follow-up of one group at one time, or in the interval that ends
 * with it.  Borrowed from the arena of the share.
 */
typedef struct pcart_share_row {
    double time;          /**< event time; or end of the interval */
    int group;            /**< 0 to n_group - 1 */
    int64_t n_risk;       /**< at risk at (the begin of) it */
    const int64_t *count; /**< [0] censored, [k] of cause k; or HIDDEN */
} pcart_share_row;

/** Score and information of a Cox model at an agreed coefficient. */
typedef struct pcart_share_cox {
    size_t n_column; /**< 0: no model */
    const char *const *name;
    const double *beta, *score, *information; /**< n_column; its square */
    double log_likelihood;
    int64_t n, n_event;
} pcart_share_cox;

/** The file of one centre: no row of a patient, only sums. */
typedef struct pcart_share {
    const char *centre;
    double grid;  /**< width of the intervals; 0: every time by itself */
    int smallest; /**< counts from 1 to smallest - 1 are not told */
    const char *const *group;
    int n_group;
    const char *const *event; /**< names of the causes, the first of interest */
    int n_event;
    const int64_t *n_subject; /**< per group; HIDDEN if the group is withheld */
    const pcart_share_row *row; /**< by group, then by time */
    size_t n_row;
    pcart_share_cox cox;
    const char *signer; /**< public key that signed it, hexadecimal; or NULL */
} pcart_share;

/** How to make one.  Zero plus a centre is valid. */
typedef struct pcart_share_options {
    const char *centre;
    double grid;
    int smallest; /**< above 1 needs a grid */
    const char *const *group;
    const char *const *event;
    int n_event;
    const pcart_covariates *x;   /**< Cox model; or NULL */
    const pcart_followup *model; /**< its follow-up, in the order of x */
    const double *beta;          /**< NULL means 0 */
} pcart_share_options;

/**
 * Reduce the follow-up of a centre to what may leave.
 *
 * With a smallest count neighbouring intervals are joined until in every group
 * nobody or at least that many left; counts below it are hidden, together with
 * a second one where the sum would tell; groups that are smaller are withheld.
 *
 * @return PCART_OK; errors of @ref pcart_followup_sort; PCART_E_USAGE for a
 *         smallest count without a grid; PCART_E_UNSUPPORTED for late entry
 *         and weights
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_share_make(const pcart_followup *data, const pcart_share_options *options,
                 pcart_arena *arena, pcart_share *out, pcart_err *err);

struct pcarti_buf;

/**
 * Append the share as JSON, signed with Ed25519 if there is a key.
 *
 * @param seed  32 secret bytes; or NULL
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_share_write(const pcart_share *share, const unsigned char *seed,
                  struct pcarti_buf *out, pcart_err *err);

/**
 * Read one, and hold it against its signature if it has one.
 *
 * @return PCART_OK; PCART_E_SYNTAX (no JSON, with the place);
 *         PCART_E_INCONSISTENT (counts that do not add up, a signature that is
 *         not right); PCART_E_RANGE
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_share_read(const char *source, const char *bytes, size_t length,
                 pcart_arena *arena, pcart_share *out, pcart_err *err);

#endif
