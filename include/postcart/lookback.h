/* lookback.h -- was the variant there before?  Layer: clone. */
#ifndef POSTCART_LOOKBACK_H
#define POSTCART_LOOKBACK_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/background.h"
#include "postcart/err.h"
#include "postcart/presence.h"

typedef enum pcart_lookback_class {
    PCART_LOOKBACK_INDETERMINATE, /**< cannot be said; the reasons say why */
    PCART_LOOKBACK_PRE_EXISTING,
    PCART_LOOKBACK_NOT_DETECTABLE, /**< not above the limit that is named */
    PCART_LOOKBACK_NEW, /**< and growth with age does not explain it now */
    PCART_LOOKBACK_LOST /**< there before, not detectable now */
} pcart_lookback_class;

/** Static word: "PRE_EXISTING" ... */
PCART_API const char *pcart_lookback_class_name(pcart_lookback_class value);

/** Why; several at once. */
enum pcart_lookback_reasons {
    PCART_LB_NOT_REPORTED = 1 << 0, /**< no count of this position */
    PCART_LB_NOT_COVERED = 1 << 1,  /**< depth 0 */
    PCART_LB_NO_DEPTH = 1 << 2,     /**< a fraction without a depth */
    PCART_LB_SHALLOW = 1 << 3,      /**< fewer fragments than needed */
    PCART_LB_WIDE = 1 << 4,    /**< what is not excluded is above the limit */
    PCART_LB_SUPPORT = 1 << 5, /**< too few distinct fragments */
    PCART_LB_ORIENTATION = 1 << 6, /**< orientations unlike the later sample */
    PCART_LB_QUALITY = 1 << 7,     /**< reads of the variant map or match worse
                                    */
    PCART_LB_ADMIXTURE = 1 << 8,   /**< another person's DNA explains it */
    PCART_LB_LEAK = 1 << 9, /**< the later sample of this patient explains it */
    PCART_LB_LEAK_UNCHECKED = 1 << 10, /**< a leak was not looked for */
    PCART_LB_IDENTITY = 1 << 11,       /**< the sample is not this patient's */
    PCART_LB_WEAK = 1 << 12, /**< beyond error, but the Bayes factor is small */
    PCART_LB_ERROR_ASSUMED = 1 << 13, /**< no error was measured */
    PCART_LB_ERROR_CLASS = 1 << 14,   /**< none at this very site */
    PCART_LB_DEPTH_ASSUMED = 1 << 15, /**< the mean depth of the sample */
    PCART_LB_GERMLINE = 1 << 16,      /**< looks inherited */
    PCART_LB_ANCHOR = 1 << 17,    /**< not established in the later sample */
    PCART_LB_QC_MISSING = 1 << 18 /**< distinct fragments, orientations and
                                       qualities were not given */
};

/** Number of reason bits, and the word of one ("not_reported"). */
#define PCART_N_LB_REASON 19
PCART_API const char *pcart_lookback_reason_name(int bit);
/** The same as a sentence without a full stop. */
PCART_API const char *pcart_lookback_reason_text(int bit);

/** Whether a thing was looked at. */
typedef enum pcart_checked {
    PCART_UNCHECKED,
    PCART_CHECKED_GOOD,
    PCART_CHECKED_BAD
} pcart_checked;

/** One variant in one sample, as far as it is known. */
typedef struct pcart_lookback_count {
    int is_reported; /**< 0: nothing is known of this position */
    int has_depth;   /**< 0: only @c vaf */
    int is_depth_assumed;
    pcart_presence_count count;
    double vaf;              /**< when there is no depth; otherwise unused */
    pcart_error_basis basis; /**< of count.error */
    /** Distinct fragments with the variant; -1: not known. */
    int n_distinct;
    /** Fragments with the variant: F1R2 among all; depth 0: not known. */
    pcart_tally orientation;
    pcart_checked quality;  /**< mapping and mismatches of the reads with it */
    pcart_checked identity; /**< the sample is this patient's */
    /** Other persons' DNA: fraction and its upper bound times the variant's
     * fraction in the other; NAN: not looked at. */
    double admixture;
    /** Reads of the CAR transgene, here and in the later sample; -1: none
     * looked for.  A leak is impossible if the libraries were made apart. */
    int64_t transgene, transgene_later;
    double leak_vaf; /**< of the variant where @c transgene_later was counted;
                          0: the later sample's */
    int is_separate; /**< libraries made apart: no leak */
} pcart_lookback_count;

/** One question: a variant of a later sample in an earlier one. */
typedef struct pcart_lookback_pair {
    pcart_lookback_count earlier, later;
    double years;        /**< from the earlier sample to the later, above 0 */
    const char *gene;    /**< for the growth that age explains; or "" */
    double backcast_low; /**< lowest earlier fraction that growth with age
                              explains, if it is known better (growth.h); 0:
                              from the rate of the gene */
} pcart_lookback_pair;

/** How to judge.  Zero is valid. */
typedef struct pcart_lookback_options {
    double alpha;     /**< of a patient's list; 0: the table's */
    double limit;     /**< UB95 at most this; 0: the table's */
    int is_strict_qc; /**< QC that was not given is a failure */
} pcart_lookback_options;

/** The answer. */
typedef struct pcart_lookback {
    pcart_lookback_class value;
    uint32_t reasons;         /**< pcart_lookback_reasons */
    int is_earlier, is_later; /**< whether the presences are filled */
    pcart_presence earlier, later;
    double p_holm; /**< of the earlier sample, over the list */
    double fold, fold_low, fold_high; /**< later over earlier; NAN: none */
    double backcast_low; /**< lowest earlier fraction that age explains */
    double slowest;      /**< growth per year that it needed at least if it
                              was there unseen; NAN where it does not apply */
} pcart_lookback;

/**
 * Judge the variants of one patient in one earlier sample together (Holm).
 *
 * @param pair  @p n questions about the same earlier sample
 * @param out   @p n answers, in the same order
 * @return PCART_OK; PCART_E_RANGE for an impossible count; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_lookback_find(const pcart_lookback_pair *pair, size_t n,
                    const pcart_lookback_options *options, pcart_arena *arena,
                    pcart_lookback *out, pcart_err *err);

/** One variant of a clone for the joint look-back. */
typedef struct pcart_lookback_member {
    pcart_presence_count count;
    double copies; /**< cell fraction = copies * VAF: 2 heterozygous, 1 lost */
} pcart_lookback_member;

/**
 * Look back for a clone whose variants stand in the same cells.
 *
 * @param out  of the cell fraction; @c critical and @c lob are those of the
 *             sum of all fragments; @c lod is of the cell fraction
 * @return PCART_OK; PCART_E_DEGENERATE without depth; PCART_E_RANGE
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_lookback_clone(const pcart_lookback_member *member, size_t n,
                     pcart_presence *out, pcart_err *err);

/** Share of pre-existing clones of a cohort. */
typedef struct pcart_lookback_share {
    double share, low, high; /**< expected, and interval */
    size_t n;                /**< judged: indeterminate ones are not in it */
    size_t n_found;
    size_t n_indeterminate;
} pcart_lookback_share;

/** From answers of different patients (one each) to a share of n. */
PCART_API void pcart_lookback_sum(const pcart_lookback *answer, size_t n,
                                  pcart_lookback_share *out);

#endif
