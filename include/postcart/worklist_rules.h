/* worklist_rules.h -- what asks for a look at a patient, and what answers it.
 * Layer: rules. */
#ifndef POSTCART_WORKLIST_RULES_H
#define POSTCART_WORKLIST_RULES_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/fixed.h"
#include "postcart/rules.h"

typedef enum pcart_worklist_id {
    PCART_W1,
    PCART_W2,
    PCART_W3,
    PCART_W4,
    PCART_W5,
    PCART_W6,
    PCART_W7,
    PCART_W8,
    PCART_W9,
    PCART_W10,
    PCART_W11,
    PCART_W12,
    PCART_N_WORKLIST_RULE
} pcart_worklist_id;

typedef enum pcart_urgency {
    PCART_URGENT,
    PCART_SOON,
    PCART_ROUTINE
} pcart_urgency;

/** Examinations that answer an entry; a set is a sum. */
enum {
    PCART_ASK_MARROW = 1,
    PCART_ASK_KARYOTYPE = 2,
    PCART_ASK_SEQUENCING = 4,
    PCART_ASK_CHIMERISM = 8,
    PCART_ASK_COUNT = 16 /**< haemoglobin, platelets and ANC or WBC */
};

/**
 * One rule.  Numbers in a text stand as {name}: see
 * pcart_worklist_numbers and pcart_worklist_text.
 */
typedef struct pcart_worklist_rule {
    pcart_worklist_id id;
    const char *name;    /**< "W3", as in the table acknowledgements */
    const char *title;   /**< "Low platelets at day +90" */
    const char *trigger; /**< with {numbers} */
    const char *action;  /**< what to consider: never an order */
    unsigned asks;       /**< examinations that answer it, all of them; 0:
                              only `closes` ends it */
    const char *closes;  /**< what else ends it, with {numbers}; or "" */
    pcart_urgency urgency;
    int is_over_at_smn; /**< not asked once an SMN is known */
    const char *basis;  /**< the source in one line, for the list */
    pcart_ground ground;
} pcart_worklist_rule;

/** Numbers of the rules. */
typedef enum pcart_worklist_number_id {
    PCART_WN_EARLY_GRADE,
    PCART_WN_LOW_ANC,
    PCART_WN_LOW_DAYS,
    PCART_WN_RUN_GAP,
    PCART_WN_GCSF_DAYS,
    PCART_WN_CAUSE_DUE,
    PCART_WN_CYTOPENIA_GRADE,
    PCART_WN_DAY_30,
    PCART_WN_DAY_30_SLACK,
    PCART_WN_REPEAT_DUE,
    PCART_WN_MARROW_DUE,
    PCART_WN_LATE_GRADE,
    PCART_WN_RECOVERY_GAP,
    PCART_WN_LATE_FIRST,
    PCART_WN_MCV,
    PCART_WN_RDW,
    PCART_WN_SAME_TIME,
    PCART_WN_SEQUENCING_DUE,
    PCART_WN_VAF,
    PCART_WN_MUTATIONS,
    PCART_WN_CLONE_EVERY,
    PCART_WN_HEMATOTOX,
    PCART_WN_LINES,
    PCART_WN_FIRST_CHECK,
    PCART_WN_SECOND_CHECK,
    PCART_WN_CHECK_SLACK,
    PCART_WN_CHIMERISM_DUE,
    PCART_WN_COUNT_EVERY,
    PCART_WN_RESPONSE_VALUES,
    PCART_WN_RESPONSE_ANC,
    PCART_WN_GCSF_FREE,
    PCART_WN_CHECK_EVERY,
    PCART_WN_FOLLOW_LAST,
    PCART_WN_RECENT,
    PCART_WN_UPCOMING,
    PCART_N_WORKLIST_NUMBER
} pcart_worklist_number_id;

typedef struct pcart_worklist_number {
    const char *name; /**< "early_grade" */
    pcart_op op;      /**< 0: not a limit */
    pcart_fixed value;
    const char *unit; /**< canonical: "cells/uL", "days", "" */
    const char *meaning;
    pcart_ground ground;
} pcart_worklist_number;

/** The rules in their order, PCART_N_WORKLIST_RULE of them. */
PCART_API const pcart_worklist_rule *pcart_worklist_rules(void);

/** The rule of a name in any case ("w3"); NULL when there is none. */
PCART_API const pcart_worklist_rule *pcart_worklist_rule_find(const char *name);

/** The numbers, PCART_N_WORKLIST_NUMBER of them. */
PCART_API const pcart_worklist_number *pcart_worklist_numbers(void);

/** Genes whose mutation alone triggers W7; NULL ends the list. */
PCART_API const char *const *pcart_worklist_genes(void);

/** One number as a whole: days, grades, points. */
PCART_API int pcart_worklist_whole(pcart_worklist_number_id id);

/** Whether a value meets the limit. */
PCART_API int pcart_worklist_holds(pcart_worklist_number_id id,
                                   pcart_fixed value);

/** A text with its {numbers} filled in; NULL when memory is out. */
PCART_API PCART_MUST_CHECK const char *pcart_worklist_text(const char *text,
                                                           pcart_arena *arena);

/** "urgent", "soon", "routine". */
PCART_API const char *pcart_urgency_name(pcart_urgency urgency);

/** The name of one of the PCART_ASK_ flags: "marrow". */
PCART_API const char *pcart_ask_name(unsigned ask);

/**
 * The grade from which a count is a cytopenia in these rules: the row of CTCAE
 * v5.0 for ANC, platelets or haemoglobin; NULL for other analytes.
 */
PCART_API const pcart_band_rule *
pcart_worklist_cytopenia(pcart_analyte analyte);

/** Check ids, {numbers} and sources of the table. */
PCART_API PCART_MUST_CHECK pcart_status pcart_worklist_check(pcart_err *err);

#endif
