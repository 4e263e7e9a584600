/* depth.h -- grades by how low and for how long.  Layer: grade. */
#ifndef PCARTI_DEPTH_H
#define PCARTI_DEPTH_H

#include "grade/grading.h"

/* How a depth set is applied.  Numbers come from the set or the profile. */
typedef struct pcarti_depth_method {
    const pcart_rule_set *set;
    pcart_window window; /* days that count */
    int evaluate_last;   /* the series runs on to this day */
    pcart_fill fill;
    int bridge_days;       /* days above that do not end an episode */
    int is_bridging_draws; /* two low draws in a row are one episode */
    int duration;          /* PCART_DURATION_* */
    int is_less_than;      /* every comparison is < */
    int min_values;        /* measured days */
    int min_at_limit;    /* low measured days, for rows that one day reaches */
    int open_start_last; /* see PCART_POLICY_OPEN_START_LAST; INT_MIN: no */
    int open_grade;
} pcarti_depth_method;

/* Days below one threshold. */
typedef struct pcarti_depth_tally {
    int longest;    /* longest joined episode */
    int joined;     /* days of all joined episodes */
    int strict;     /* days that are low themselves */
    int n_measured; /* measured or inferred days that are low */
    int is_open;    /* one starts early and lasts to the last day */
} pcarti_depth_tally;

/* An episode, first to last day as indices of the series. */
typedef struct pcarti_depth_span {
    int first, last, n_low, n_measured;
} pcarti_depth_span;

/* The series that a method sees; the number of measured days in n_measured. */
int pcarti_depth_series(const pcart_series *series,
                        const pcarti_depth_method *method, pcart_day_value *day,
                        size_t *n_measured);

/* The next episode that begins at index `from` or later; 0 if there is none. */
int pcarti_depth_next(const pcarti_depth_method *method,
                      const pcart_day_value *day, int n, pcart_fixed at_most,
                      pcarti_reading reading, int from, pcarti_depth_span *out);

/* All episodes below one threshold, cut at the last day that counts. */
pcarti_depth_tally pcarti_depth_count(const pcarti_depth_method *method,
                                      const pcart_day_value *day, int n,
                                      pcart_fixed at_most,
                                      pcarti_reading reading);

/* Grade a series; names, evidence and outcome go to `result`. */
void pcarti_depth_grade(pcarti_grading *grading, const pcart_series *series,
                        const pcarti_depth_method *method,
                        pcart_result *result);

/* The episodes below one threshold as decisive evidence. */
void pcarti_depth_episodes(pcarti_grading *grading,
                           const pcarti_depth_method *method,
                           const pcart_day_value *day, int n,
                           pcart_fixed at_most);

#endif
