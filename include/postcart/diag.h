/* diag.h -- all the problems of an input, in one go.  Layer: core. */
#ifndef POSTCART_DIAG_H
#define POSTCART_DIAG_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/err.h"

typedef enum pcart_severity {
    PCART_NOTE,    /**< nothing is wrong, but it should be known */
    PCART_WARNING, /**< used, but doubtful */
    PCART_ERROR    /**< the input is refused */
} pcart_severity;

/** One problem.  All text is owned by the arena of the list. */
typedef struct pcart_problem {
    pcart_severity severity;
    pcart_status status;
    pcart_place where;
    const char *code;     /**< stable word for programs: "lab-unit-missing" */
    const char *message;  /**< as in pcart_err; may quote the cell */
    const char *redacted; /**< the same without cell contents */
    const char *hint;     /**< NULL when there is none */
    const char *excerpt;  /**< the line, or the part round the place; or NULL */
    uint32_t excerpt_column; /**< column of the place within the excerpt, 1.. */
    struct pcart_problem *next;
} pcart_problem;

/**
 * A list of problems in the order found.  Zero plus an arena is a valid,
 * empty list.  At most @c limit problems are kept (0 means 1,000); all are
 * counted.
 */
typedef struct pcart_diag {
    pcart_arena *arena;
    pcart_problem *first, *last;
    size_t n_kept, limit;
    size_t n_note, n_warning, n_error;
    int is_out_of_memory; /**< a problem could not be kept */
} pcart_diag;

PCART_API void pcart_diag_init(pcart_diag *diag, pcart_arena *arena);

/**
 * Add a copy of @p problem: texts and place are copied into the arena.
 * Never fails: when memory is out it counts and remembers that.
 */
PCART_API void pcart_diag_add(pcart_diag *diag, const pcart_problem *problem);

/** Add an error value as a problem of severity error. */
PCART_API void pcart_diag_add_err(pcart_diag *diag, const char *code,
                                  const pcart_err *err);

#endif
