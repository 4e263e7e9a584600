/* result.h -- a graded measure with its reasons.  Layer: rules. */
#ifndef POSTCART_RESULT_H
#define POSTCART_RESULT_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/date.h"
#include "postcart/fixed.h"
#include "postcart/rules.h"

/** Missing is not normal: a result is a value, bounds, or a reason. */
typedef enum pcart_state {
    PCART_STATE_VALUE,
    PCART_STATE_BOUNDS,       /**< between low and high; value is not set */
    PCART_STATE_NOT_EVALUABLE /**< see reason */
} pcart_state;

/** What a piece of evidence says. */
typedef enum pcart_evidence_kind {
    PCART_EVIDENCE_USED,     /**< a row of the tables that was read */
    PCART_EVIDENCE_IMPUTED,  /**< days filled by the method */
    PCART_EVIDENCE_MISSING,  /**< days that stayed without a value */
    PCART_EVIDENCE_EPISODE,  /**< days counted, first to last */
    PCART_EVIDENCE_DECISIVE, /**< the row or episode that decided */
    PCART_EVIDENCE_NOTE      /**< a sentence */
} pcart_evidence_kind;

typedef struct pcart_evidence {
    pcart_evidence_kind kind;
    int analyte;             /**< pcart_analyte, or -1 */
    const char *what;        /**< of no analyte: "hypoxia", "grade"; or NULL */
    int first_day, last_day; /**< day numbers of the course */
    int days;                /**< counted days; 0 when it is not a count */
    pcart_fixed value;       /**< PCART_FIXED_NONE when there is none */
    int censor;              /**< pcart_censor of the value */
    pcart_fixed limit;       /**< threshold of an episode, or NONE */
    pcart_op op;
    const char *table; /**< "labs", "supports" ...; NULL if not a row */
    uint32_t line;     /**< line in the table; 0 if not a row */
    const char *text;  /**< for people; NULL when the fields say it */
} pcart_evidence;

/** One measure of one course. */
typedef struct pcart_result {
    const char *measure; /**< static name: "icaht_early" */
    int infusion;
    pcart_state state;
    pcart_fixed value, low, high; /**< PCART_FIXED_NONE when not set */
    const char *label, *low_label, *high_label; /**< for classes; or NULL */
    const char *unit;          /**< "grade", "days", "cells/uL" ... */
    const pcart_rule_set *set; /**< the rule; NULL for a plain count */
    int row;                   /**< the row that decided; -1 if none */
    const char *reason;        /**< why bounds or not evaluable; or NULL */
    const pcart_evidence *evidence;
    size_t n_evidence;
    /** Bit per pcart_option_id that was asked for: another choice of any other
     * option gives the same result. */
    uint64_t asked;
} pcart_result;

/** "value", "bounds", "not_evaluable". */
PCART_API const char *pcart_state_name(pcart_state state);

#endif
