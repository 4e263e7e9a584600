/* case.h -- a clinical case of one line: facts, a question, the answer.
 * Layer: study. */
#ifndef POSTCART_CASE_H
#define POSTCART_CASE_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/err.h"

/** First line of a file of cases, without its end. */
#define PCART_CASE_HEADER "name\tmeasure\toptions\tfacts\texpected\tsource"

/** What became of one case.  Texts are owned by the arena. */
typedef struct pcart_case {
    const char *name, *measure, *expected, *source;
    const char *found; /**< as the case files write it */
    int is_equal;
} pcart_case;

/**
 * Do one case.  The six columns of a line are tab-separated: name, measure,
 * options, facts, expected, source; doc/method/case.md has the grammar.
 *
 * @param line    without its end
 * @return PCART_OK, also when the answer differs; PCART_E_SYNTAX when the
 *         line cannot be read; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_case_run(const char *line,
                                                       pcart_arena *arena,
                                                       pcart_case *out,
                                                       pcart_err *err);

#endif
