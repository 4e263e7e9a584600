/* test.h -- what every hypothesis test and interval answers.  Layer: stat. */
#ifndef POSTCART_TEST_H
#define POSTCART_TEST_H

#include <stddef.h>

#include "postcart/err.h"

/** Values of one column, borrowed. */
typedef struct pcart_values {
    const double *value;
    size_t n;
} pcart_values;

typedef enum pcart_alternative {
    PCART_TWO_SIDED,
    PCART_GREATER, /**< of the first group or row, odds ratio above 1 */
    PCART_LESS
} pcart_alternative;

/**
 * A test that names itself.  All texts are static.
 *
 * Data that no test can answer (an empty group, a margin of 0) are not an
 * error: then @c is_evaluable is 0, @c reason says why and the numbers are 0.
 */
typedef struct pcart_test {
    const char *method; /**< "Fisher's exact test, two-sided" */
    const char *r_call; /**< the R call that gives the same */
    int is_evaluable;
    const char *reason;  /**< NULL when evaluable */
    const char *warning; /**< doubt about the method; or NULL */
    double p_value;
    const char *statistic_name; /**< "X-squared", "W"; NULL if there is none */
    double statistic;
    double df;                 /**< degrees of freedom; 0 if there are none */
    const char *estimate_name; /**< "odds ratio"; NULL if there is none */
    double estimate; /**< may be infinite where the name says a ratio */
    int has_interval;
    double low, high; /**< may be infinite where the name says a ratio */
    double level;
} pcart_test;

/** A number with an interval that names its method. */
typedef struct pcart_estimate {
    const char *method;
    const char *r_call;
    double estimate, low, high, level;
} pcart_estimate;

#endif
