/* bedside.h -- the findings of each day, as far as they are known.
 * Layer: grade. */
#ifndef PCARTI_BEDSIDE_H
#define PCARTI_BEDSIDE_H

#include "grade/grading.h"
#include "rules/sets.h"

/* What a finding can be when nothing was recorded. */
#define PCARTI_FINDING_LEAST (INT64_MIN + 1)
#define PCARTI_FINDING_MOST INT64_MAX

/* Findings of one or several days: each lies between its two ends. */
typedef struct pcarti_findings {
    int first_day, last_day;
    pcart_fixed low[PCART_N_SIGN], high[PCART_N_SIGN];
    uint32_t line[PCART_N_SIGN]; /* row of the worst one; 0 if none */
} pcarti_findings;

/* All days with a row in the table signs, from day 0 on, by day. */
typedef struct pcarti_bedside {
    pcarti_findings *day;
    size_t n;
    uint64_t asked; /* options that the findings depend on */
    int has_crs;    /* the days of `crs` are marked */
    pcart_window crs;
    struct pcarti_spans *spans; /* of the criteria last looked at; or NULL */
} pcarti_bedside;

/* Collected when first asked for; empty when memory is out. */
const pcarti_bedside *pcarti_bedside_get(pcarti_grading *grading);

/* The worst of the days that lie in `window`; 0 when there is none. */
int pcarti_bedside_span(const pcarti_bedside *bedside, pcart_window window,
                        pcarti_findings *out);

static inline int
pcarti_finding_is_known(const pcarti_findings *of, pcart_sign_id id)
{
    return of->low[id] == of->high[id];
}

static inline void
pcarti_finding_set(pcarti_findings *of, pcart_sign_id id, pcart_fixed value)
{
    of->low[id] = of->high[id] = value;
}

typedef enum pcarti_truth {
    PCARTI_FALSE,
    PCARTI_OPEN,
    PCARTI_TRUE
} pcarti_truth;

/* What the rows of a set say of some findings. */
typedef struct pcarti_verdict {
    int low, high; /* grade, number of criteria, or points */
    int row;       /* that gives `low`; -1 */
    pcarti_truth required, waives;
} pcarti_verdict;

/*
 * Laboratory values are those of the days of the findings.  The grade is that
 * of the rows alone: what is required is in the verdict, not in the grade.
 */
void pcarti_verdict_find(pcarti_grading *grading, const pcart_rule_set *set,
                         const pcarti_findings *of, pcarti_verdict *out);

/* The highest grade that a row gives: from 0 to it says nothing. */
int pcarti_verdict_most(const pcart_rule_set *set);

/* Whether one row with its further conditions holds; the index behind it. */
size_t pcarti_clause_test(pcarti_grading *grading, const pcart_rule_set *set,
                          size_t row, const pcarti_findings *of,
                          pcarti_truth *out);

/* Pieces of evidence for the rows that hold: their findings and values. */
void pcarti_verdict_explain(pcarti_grading *grading, const pcart_rule_set *set,
                            const pcarti_findings *of, int above);
/* "hypoxia, ICE": what would have to be known to exclude a higher grade. */
const char *pcarti_verdict_open(pcarti_grading *grading,
                                const pcart_rule_set *set,
                                const pcarti_findings *of, int above);

/* The worst value of an analyte in some days, and its row. */
typedef struct pcarti_lab_value {
    pcart_fixed low, high;
    pcart_fixed written;
    int censor, day;
    uint32_t line; /* 0: not measured */
} pcarti_lab_value;
pcarti_lab_value pcarti_lab_worst(const pcart_course *course,
                                  pcart_analyte analyte, pcart_window window,
                                  int is_low_worse);

/* point.c: days of the baseline, and the value taken from them. */
pcart_window pcarti_baseline_window(const pcarti_grading *grading,
                                    const pcart_rule_set *set);
void pcarti_baseline_value(pcarti_grading *grading, pcart_window window,
                           pcart_analyte analyte, pcart_day_value *out);

#endif
