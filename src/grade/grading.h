/* grading.h -- what all measures of one course share.  Layer: grade. */
#ifndef PCARTI_GRADING_H
#define PCARTI_GRADING_H

#include "postcart/arena.h"
#include "postcart/course.h"
#include "postcart/profile.h"
#include "postcart/result.h"
#include "postcart/rules.h"
#include "postcart/series.h"
#include "postcart/window.h"

/* Longest daily series of a rule: late windows end after a year at most. */
enum { PCARTI_MAX_DAYS = 400 };

/*
 * One course being graded.  Series are collected when first asked for.  After
 * the first failed allocation nothing more is done; check is_failed at the end.
 */
typedef struct pcarti_grading {
    const pcart_course *course;
    const pcart_profile *profile; /* never NULL */
    pcart_arena *arena;
    int is_brief;  /* evidence does not list every row */
    int is_failed; /* memory is out */
    /* Options that the measure at hand has asked for, a bit each: no other can
     * change it.  So the profile is read through the functions below alone. */
    uint64_t *asked;
    unsigned char has_series[PCART_N_ANALYTE];
    pcart_series series[PCART_N_ANALYTE];
    struct pcarti_bedside *bedside; /* findings by day; NULL: not asked yet */
    const char *label; /* of the definition that the measure asks about */
    /* evidence of the measure at hand; copied out when it is done */
    pcart_evidence *evidence;
    size_t n_evidence, m_evidence;
} pcarti_grading;

/* How an uncertain value is read; each gives one end of the bounds. */
typedef enum pcarti_reading {
    PCARTI_FAVOURABLE,  /* the count is as high as it can be */
    PCARTI_UNFAVOURABLE /* as low as it can be */
} pcarti_reading;

const pcart_series *pcarti_grading_series(pcarti_grading *grading,
                                          pcart_analyte analyte);
int pcarti_grading_choice(const pcarti_grading *grading, pcart_option_id id);
const pcart_choice *pcarti_grading_choose(const pcarti_grading *grading,
                                          pcart_option_id id);
/* pcart_window_cut() of this course. */
pcart_window pcarti_grading_cut(const pcarti_grading *grading, unsigned ends,
                                int first, int last);

/* The greatest value that satisfies a comparison: a value is low if it is at
 * most this. */
static inline pcart_fixed
pcarti_at_most(pcart_op op, pcart_fixed limit)
{
    return op == PCART_LT ? limit - 1 : limit;
}

static inline pcart_fixed
pcarti_read_day(const pcart_day_value *day, pcarti_reading reading)
{
    return reading == PCARTI_FAVOURABLE ? day->high : day->low;
}

/* Evidence; all take the measure's own text or none. */
pcart_evidence *pcarti_evidence_add(pcarti_grading *grading,
                                    pcart_evidence_kind kind, int analyte,
                                    int first_day, int last_day);
void pcarti_evidence_note(pcarti_grading *grading, const char *text);
/* A measured day with its row; the WBC row of an inferred one. */
void pcarti_evidence_day(pcarti_grading *grading, pcart_evidence_kind kind,
                         int analyte, const pcart_day_value *day);
/* Runs of imputed and of missing days, and the rows used unless brief. */
void pcarti_evidence_series(pcarti_grading *grading, int analyte,
                            const pcart_day_value *day, int n);
/* Rows used by a rule that looks at measured days only. */
void pcarti_evidence_rows(pcarti_grading *grading, const pcart_series *series,
                          pcart_window window, pcart_fixed infer_at_most);

/* The outcome of a measure.  Texts are borrowed or in the arena. */
void pcarti_result_value(pcart_result *result, pcart_fixed value);
void pcarti_result_label(pcart_result *result, const char *label);
/* A value when both ends are the same, otherwise bounds. */
void pcarti_result_bounds(pcart_result *result, pcart_fixed low,
                          pcart_fixed high, const char *reason);
void pcarti_result_none(pcart_result *result, const char *reason);
/* Formatted text in the arena; "" when memory is out (is_failed is set). */
const char *pcarti_grading_text(pcarti_grading *grading, const char *format,
                                ...) PCART_PRINTF(2, 3);

/* "after 'last contact' no day is left": why a window is empty. */
void pcarti_result_empty_window(pcarti_grading *grading, pcart_result *result,
                                pcart_window window);

/* The measures.  Each fills one result whose names are set already. */
typedef void pcarti_measure_fill(pcarti_grading *grading, pcart_result *result);
pcarti_measure_fill pcarti_icaht_early, pcarti_icaht_late,
    pcarti_days_anc_le_500, pcarti_days_anc_le_100,
    pcarti_days_anc_le_500_cumulative, pcarti_ticaht_early, pcarti_ticaht_late,
    pcarti_car_hematotox, pcarti_car_hematotox_class, pcarti_ctcae,
    pcarti_recovery, pcarti_phenotype, pcarti_plt_day_90,
    pcarti_plt_day_90_class, pcarti_cytopenia, pcarti_support_burden,
    pcarti_boost_days, pcarti_boost_class, pcarti_chimerism_class,
    pcarti_chimerism_trend, pcarti_pgf, pcarti_best_response,
    pcarti_mrd_negative_cr, pcarti_toxicity, pcarti_criteria,
    pcarti_criteria_class, pcarti_easix_index, pcarti_infections,
    pcarti_infection_days;

#endif
