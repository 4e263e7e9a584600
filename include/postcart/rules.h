/* rules.h -- clinical tables as data, with citations.  Layer: rules. */
#ifndef POSTCART_RULES_H
#define POSTCART_RULES_H

#include <stddef.h>

#include "postcart/err.h"
#include "postcart/fixed.h"
#include "postcart/lab.h"
#include "postcart/sign.h"

/** A comparison, stored exactly as the source prints it. */
typedef enum pcart_op { PCART_LT = 1, PCART_LE, PCART_GT, PCART_GE } pcart_op;

/** How well a number is known (clinical rules, 0.1). */
typedef enum pcart_mark {
    PCART_VERIFIED,   /**< [V] seen in the source or a public copy */
    PCART_SECONDARY,  /**< [V2] seen in a restatement only */
    PCART_RECOMPUTED, /**< [R] computed again from published numbers */
    PCART_MEMORY,     /**< [M] not seen: confirm against the paper */
    PCART_DECISION    /**< [D] postcart's choice where the source is silent */
} pcart_mark;

/** A published source. */
typedef struct pcart_cite {
    const char *key; /**< "rejeski-2023", immutable */
    const char *authors, *journal;
    int year;
    const char *pages; /**< "142(10):865-877"; "" when not known */
    const char *doi;   /**< "" for a manual or a web page */
    const char *note;  /**< which public copy was seen */
} pcart_cite;

/** Where one row's number comes from. */
typedef struct pcart_ground {
    const pcart_cite *cite; /**< NULL for a decision of postcart */
    pcart_mark mark;
    const char *place; /**< "table 1", "code, step 7"; or NULL */
} pcart_ground;

/** Below a limit for a number of days gives a grade (ICAHT, T-ICAHT). */
typedef struct pcart_depth_rule {
    int grade;
    pcart_op op;
    pcart_fixed limit;
    int days; /**< at least this many */
    pcart_ground ground;
} pcart_depth_rule;

/** The lowest value, confirmed, gives a grade (late ICAHT). */
typedef struct pcart_nadir_rule {
    int grade;
    pcart_op op;
    pcart_fixed limit;
    pcart_ground ground;
} pcart_nadir_rule;

/** A value in a band gives points; limits are PCART_FIXED_NONE where open. */
typedef struct pcart_point_rule {
    pcart_analyte analyte;
    pcart_op op_low; /**< PCART_GT or PCART_GE */
    pcart_fixed low;
    pcart_op op_high; /**< PCART_LT or PCART_LE */
    pcart_fixed high;
    int points;
    pcart_ground ground;
} pcart_point_rule;

/** A sum of points in a range gives a class. */
typedef struct pcart_class_rule {
    int low, high; /**< inclusive */
    const char *label;
    pcart_ground ground;
} pcart_class_rule;

/** A value below a limit gives a grade (CTCAE). */
typedef struct pcart_band_rule {
    int grade;
    pcart_op op;
    pcart_fixed limit; /**< PCART_FIXED_NONE: the lower limit of normal */
    const char
        *clinical; /**< not from the count alone: what decides; or NULL */
    pcart_ground ground;
} pcart_band_rule;

/**
 * One condition of a named definition (recovery, phenotype, words for
 * prolonged cytopenia, graft function).  All conditions with the same @c label
 * hold together, unless @c is_alternative joins this one to the one before by
 * "or".
 */
typedef struct pcart_definition_rule {
    const char *label; /**< "aplastic", "recovery", "fried-2019 severe" */
    int is_alternative;
    int analyte; /**< pcart_analyte; -1 for a condition in words */
    pcart_op op;
    pcart_fixed limit;
    int first_day, last_day; /**< window; last INT_MAX when it is open */
    int count;         /**< values on different days in a row; 0 = any one */
    int days;          /**< consecutive days; 0 = not asked */
    int free_days;     /**< days without transfusion before it; 0 = not asked */
    const char *words; /**< condition that counts cannot decide; or NULL */
    pcart_ground ground;
    const char *reading; /**< how the row is read, where the columns do not
                              say it; or NULL */
    unsigned supports; /**< sum of 1 << pcart_support_kind: a condition in words
                            holds when one of them was given in the window;
                            `free_days` are days without them; 0: not asked */
    const char *quantity; /**< what the limit is on when it is no analyte:
                               "donor_percent"; or NULL */
} pcart_definition_rule;

/** What it means when a row on findings holds. */
typedef enum pcart_sign_use {
    PCART_USE_GIVES,    /**< the grade, the points, or one criterion */
    PCART_USE_REQUIRED, /**< all required terms must hold */
    PCART_USE_WAIVES,   /**< what held before is required no longer */
    PCART_USE_COUNTS    /**< adds one to PCART_SIGN_COUNTED of its term */
} pcart_sign_use;

/** How a row on findings hangs together with the row before it. */
typedef enum pcart_sign_link {
    PCART_LINK_ALONE,
    PCART_LINK_AND, /**< a further condition of the row before */
    PCART_LINK_OR   /**< the two count once */
} pcart_sign_link;

/** A finding or a laboratory value of a day beyond a limit (CRS, HLH ...). */
typedef struct pcart_sign_rule {
    pcart_sign_use use;
    int grade;        /**< grade or points; 1 for a criterion */
    const char *term; /**< "hypoxia"; rows of a term are alternatives */
    pcart_sign_link link;
    int sign;     /**< pcart_sign_id; -1 when it is a laboratory value */
    int analyte;  /**< pcart_analyte; -1 when it is a finding */
    int is_ratio; /**< the limit is times the value before lymphodepletion */
    pcart_op op;
    pcart_fixed limit;
    pcart_ground ground;
} pcart_sign_rule;

/** What becomes of the rows on findings that hold. */
typedef enum pcart_combine {
    PCART_COMBINE_WORST,    /**< the highest grade */
    PCART_COMBINE_CRITERIA, /**< the number of terms that hold */
    PCART_COMBINE_SUM       /**< the sum over terms of their most points */
} pcart_combine;

/** One factor of a product of laboratory values (EASIX). */
typedef struct pcart_factor_rule {
    pcart_analyte analyte;
    int is_divisor;
    pcart_fixed per;  /**< canonical units in one unit of the source */
    const char *unit; /**< unit of the source: "mg/dL" */
    pcart_ground ground;
} pcart_factor_rule;

/** Numbers of a method that are not thresholds of a grade. */
typedef enum pcart_policy_id {
    PCART_POLICY_WINDOW_FIRST, /**< first day, inclusive */
    PCART_POLICY_WINDOW_LAST,  /**< last day, inclusive */
    PCART_POLICY_BRIDGE_DAYS,  /**< days above that do not end an episode */
    PCART_POLICY_FILL_DAYS,    /**< longest missing run that is filled */
    PCART_POLICY_ROUND_STEP,   /**< interpolated values are rounded to this */
    PCART_POLICY_OPEN_START_LAST, /**< an episode that starts by this day ... */
    PCART_POLICY_OPEN_GRADE,    /**< ... and lasts to the end has this grade */
    PCART_POLICY_CONFIRM_LIMIT, /**< the second lowest must be <= this */
    PCART_POLICY_MIN_VALUES,    /**< fewer measured days: not evaluable */
    PCART_POLICY_MIN_AT_LIMIT,  /**< measured values at the limit that a grade
                                     of one day needs */
    PCART_POLICY_EVALUATE_LAST, /**< series runs on to this day */
    PCART_POLICY_TARGET_DAY,    /**< the day that a single value stands for */
    PCART_POLICY_TARGET_SLACK,  /**< days round it that are accepted */
    PCART_POLICY_PAIR_GAP,      /**< confirming values lie within these days */
    PCART_POLICY_SPAN_DAYS,     /**< criteria are met within so many days */
    PCART_POLICY_MIN_CRITERIA,  /**< terms that must hold */
    PCART_POLICY_CUTOFF,        /**< sums from here on are positive */
    PCART_POLICY_CHILD_AGE,     /**< younger: the scale of children */
    PCART_POLICY_SAME_DAYS,     /**< infections this close are one */
    PCART_POLICY_SAME_VIRAL_DAYS, /**< viral infections this close are one */
    PCART_POLICY_SEVERE_FROM,     /**< grade from which on it is severe */
    PCART_N_POLICY
} pcart_policy_id;

/** No limit; as a number of days it is INT_MAX. */
#define PCART_POLICY_OPEN PCART_FIXED(INT32_MAX)

typedef struct pcart_policy {
    pcart_policy_id id;
    pcart_fixed value; /**< PCART_POLICY_OPEN: without a limit */
    const char *unit;  /**< "day", "days", "cells/uL" */
    pcart_ground ground;
} pcart_policy;

typedef enum pcart_shape {
    PCART_SHAPE_DEPTH,
    PCART_SHAPE_NADIR,
    PCART_SHAPE_POINT,
    PCART_SHAPE_BAND,
    PCART_SHAPE_DEFINITION,
    PCART_SHAPE_SIGN,
    PCART_SHAPE_FACTOR
} pcart_shape;

/**
 * One published table.  Static; identifiers are immutable: a correction makes
 * "icaht-2023-early.2" and the old set stays.
 */
typedef struct pcart_rule_set {
    const char *id;
    const char *title;
    pcart_shape shape;
    int analyte;      /**< what is graded; -1 for several */
    const char *unit; /**< canonical unit of the limits, as printed */
    union {
        const pcart_depth_rule *depth;
        const pcart_nadir_rule *nadir;
        const pcart_point_rule *point;
        const pcart_band_rule *band;
        const pcart_definition_rule *definition;
        const pcart_sign_rule *sign;
        const pcart_factor_rule *factor;
    } rule;
    size_t n_rule;
    const pcart_class_rule *classes; /**< point sets only */
    size_t n_class;
    const pcart_policy *policy;
    size_t n_policy;
    const char *applies;   /**< in whom it was made: the applicability line */
    const char *disabled;  /**< why it refuses to run; or NULL */
    const char *note;      /**< what a reader must know; or NULL */
    pcart_combine combine; /**< sets of findings only */
    int is_partial; /**< the source leaves values without a row: such a value
                         has no points, and is treated as a missing one */
} pcart_rule_set;

/** A set by its id; NULL when there is none. */
PCART_API const pcart_rule_set *pcart_rules_find(const char *id);

/** All sets, in the order in which they are listed. */
PCART_API const pcart_rule_set *const *pcart_rules_list(size_t *n);

/** All citations. */
PCART_API const pcart_cite *const *pcart_cite_list(size_t *n);

/** One citation by its key; NULL when there is none. */
PCART_API const pcart_cite *pcart_cite_find(const char *key);

/** A number of the method; PCART_FIXED_NONE when the set has no such row. */
PCART_API pcart_fixed pcart_rules_policy(const pcart_rule_set *set,
                                         pcart_policy_id id);

/** The same as a whole number of days; @p otherwise when there is no row. */
PCART_API int pcart_rules_policy_days(const pcart_rule_set *set,
                                      pcart_policy_id id, int otherwise);

/** Whether @p value @p op @p limit. */
PCART_API int pcart_op_holds(pcart_fixed value, pcart_op op, pcart_fixed limit);
PCART_API const char *pcart_op_name(pcart_op op);       /**< "<=" */
PCART_API const char *pcart_mark_name(pcart_mark mark); /**< "V2" */
/** What a mark says, for people: "not seen: confirm against the paper". */
PCART_API const char *pcart_mark_meaning(pcart_mark mark);
PCART_API const char *pcart_policy_name(pcart_policy_id id); /**< "fill_days" */
PCART_API const char *pcart_policy_meaning(pcart_policy_id id);
PCART_API const char *pcart_shape_name(pcart_shape shape); /**< "depth" */

/**
 * Check one set: order, gaps, overlaps, unreachable rows, units, citations,
 * grades that fall while severity rises.
 *
 * @return PCART_OK; PCART_E_INCONSISTENT with the first fault in @p err
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_rules_check(const pcart_rule_set *set, pcart_err *err);

/**
 * Check the whole of the built-in tables: every set, identifiers used once,
 * citations complete and each of them used.
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_rules_check_all(pcart_err *err);

#endif
