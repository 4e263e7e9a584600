/* slot.h -- scores whose numbers the user supplies.  Layer: rules. */
#ifndef POSTCART_SLOT_H
#define POSTCART_SLOT_H

#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/result.h"

/** Most inputs and most rows of a slot. */
enum { PCART_SLOT_MAX_INPUT = 32, PCART_SLOT_MAX_ROW = 256 };

typedef enum pcart_slot_kind {
    PCART_SLOT_POINTS, /**< points for values beyond limits, added up */
    PCART_SLOT_LINEAR  /**< intercept + coefficients * inputs, through a link */
} pcart_slot_kind;

typedef enum pcart_slot_link {
    PCART_SLOT_AS_IS,
    PCART_SLOT_LOGISTIC, /**< 1 / (1 + exp(-x)): a probability */
    PCART_SLOT_COX       /**< 1 - baseline_survival ^ exp(x): a risk */
} pcart_slot_link;

/** What is done to an input before its coefficient. */
typedef enum pcart_slot_change {
    PCART_SLOT_PLAIN,
    PCART_SLOT_LOG2,
    PCART_SLOT_LOG10,
    PCART_SLOT_LN,
    PCART_SLOT_ANY_CHANGE /**< not published: the user's numbers say it */
} pcart_slot_change;

/** An input that the publication names. */
typedef struct pcart_slot_input {
    const char *name, *unit; /**< "ferritin", "ug/L"; unit "" for a number */
    pcart_slot_change change;
    pcart_fixed zero;      /**< what 0 becomes before a logarithm; or 0 */
    pcart_fixed low, high; /**< of the authors' form; equal: any */
    pcart_ground ground;
} pcart_slot_input;

/** A disabled table, and what it takes to fill it.  Static. */
typedef struct pcart_slot {
    const pcart_rule_set *set;
    pcart_slot_kind kind;
    pcart_slot_link link;
    const pcart_slot_input *input;
    size_t
        n_input; /**< 0: the inputs were not published; the user names them */
} pcart_slot;

PCART_API const pcart_slot *pcart_slot_list(size_t *n);
/** By the id of its rule set; NULL when it is no slot. */
PCART_API const pcart_slot *pcart_slot_find(const char *id);
PCART_API const char *pcart_slot_change_name(pcart_slot_change change);

/** The points of an input: those of its first row that holds, otherwise 0. */
typedef struct pcart_slot_row {
    size_t input;
    pcart_op op;
    pcart_fixed limit, points;
} pcart_slot_row;

typedef struct pcart_slot_term {
    size_t input;
    pcart_slot_change change;
    double coefficient;
} pcart_slot_term;

/** The first class that holds; the last one always does. */
typedef struct pcart_slot_class {
    const char *label;
    int is_otherwise;
    pcart_op op; /**< PCART_GT or PCART_GE; the limits fall */
    pcart_fixed limit;
} pcart_slot_class;

/** The numbers of a user for one slot.  Memory is the arena's. */
typedef struct pcart_numbers {
    const pcart_slot *slot;
    const char *source;      /**< where the user has them from */
    pcart_slot_input *input; /**< named by the slot, or by the numbers */
    size_t n_input;
    pcart_slot_row *row;
    size_t n_row;
    pcart_slot_term *term;
    size_t n_term;
    pcart_slot_class *classes;
    size_t n_class;
    double intercept, baseline_survival;
} pcart_numbers;

/**
 * Read the numbers of a slot: a table with the columns item, name, test,
 * value, unit, points (doc/method/slot.md).  Nothing is left out or guessed.
 *
 * @param source  name for places, borrowed
 * @param bytes   need not outlive the call
 * @return PCART_OK; PCART_E_SYNTAX, PCART_E_RANGE, PCART_E_INCONSISTENT or
 *         PCART_E_NOTFOUND with the place; PCART_E_DEGENERATE when something
 *         is missing, with its name; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_numbers_read(const char *source, const char *bytes, size_t length,
                   pcart_arena *arena, pcart_numbers *out, pcart_err *err);

/** A score by the numbers of a user. */
typedef struct pcart_slot_score {
    pcart_state state;
    pcart_fixed low, high;     /**< equal when nothing is missing */
    int class_low, class_high; /**< index into the classes; -1: none */
    uint32_t missing;          /**< bit per input */
    uint32_t outside;          /**< bit per input beyond the authors' range */
} pcart_slot_score;

/**
 * Points with missing inputs have bounds; a linear score needs every input.
 *
 * @param value  one per input, in its unit; PCART_FIXED_NONE when missing
 */
PCART_API void pcart_numbers_score(const pcart_numbers *numbers,
                                   const pcart_fixed *value,
                                   pcart_slot_score *out);

#endif
