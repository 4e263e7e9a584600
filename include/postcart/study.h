/* study.h -- a cohort as the sections of a paper: numbers, not drawings.
 * Layer: study. */
#ifndef POSTCART_STUDY_H
#define POSTCART_STUDY_H

#include <stddef.h>

#include "postcart/clones.h"
#include "postcart/cohort.h"
#include "postcart/course.h"
#include "postcart/diag.h"
#include "postcart/endpoint.h"
#include "postcart/examination.h"
#include "postcart/boost.h"
#include "postcart/grade.h"
#include "postcart/pair.h"
#include "postcart/result.h"
#include "postcart/study_file.h"
#include "postcart/variable.h"

/** One row of the analysis: a patient, or an infusion if each one counts. */
typedef struct pcart_study_subject {
    const char *label; /**< the patient; "patient/2" if each infusion counts */
    const pcart_patient *patient;
    const pcart_infusion *infusion;
    const pcart_course *course;
    int group;                  /**< -1: in no group */
    const pcart_result *result; /**< in the order of pcart_measure_list */
    size_t n_result;
} pcart_study_subject;

/** Those who left the flow for one reason. */
typedef struct pcart_study_left {
    const char *reason;
    size_t n;
} pcart_study_left;

/** A step of the cohort flow. */
typedef struct pcart_study_step {
    const char *text;
    size_t n;
    const pcart_study_left *left; /**< who left after this step */
    size_t n_left;                /**< reasons, also those of nobody */
} pcart_study_step;

/** The counts of one subject over time. */
typedef struct pcart_study_line {
    size_t subject;
    const char *label; /**< the subject's, or that of its boost */
    const int *day;
    const double *value; /**< canonical unit of the analyte */
    size_t n;
} pcart_study_line;

/** Quartiles of the subjects' values in a stretch of days. */
typedef struct pcart_study_span {
    int first_day, last_day;
    size_t n;                /**< subjects with a value */
    double q25, median, q75; /**< type 7; valid when n is not 0 */
} pcart_study_span;

typedef struct pcart_study_trend_group {
    const char *label;
    size_t n; /**< subjects in the group */
    const pcart_study_line *line;
    size_t n_line;
    const pcart_study_span *span;
    size_t n_span;
} pcart_study_trend_group;

/** One analyte over time. */
typedef struct pcart_study_trend {
    pcart_analyte analyte;
    const pcart_study_trend_group *group; /**< at least one */
    size_t n_group;
} pcart_study_trend;

/** Times to the response of each lineage, then survival after the boost. */
enum { PCART_BOOST_OS = PCART_N_BOOST_LINEAGE, PCART_N_BOOST_ENDPOINT };

/** One boost of a subject, and the answer to it. */
typedef struct pcart_study_boost {
    size_t subject;
    const char *label; /**< the patient; "patient/2" if each boost counts */
    pcart_boost boost;
    int has_infection; /**< one was active on the day of the boost */
} pcart_study_boost;

/** Who has another grade under another choice. */
typedef struct pcart_study_change {
    size_t subject;
    const char *from, *to;
} pcart_study_change;

typedef struct pcart_study_sensitivity {
    const char *option, *ambiguity, *used, *other; /**< choices by name */
    const char *measure;
    size_t n;                 /**< subjects with a result under either */
    size_t n_higher, n_lower; /**< value against value */
    size_t n_state;           /**< evaluable under one only, or bounds moved */
    const pcart_study_change *change;
    size_t n_change;
} pcart_study_sensitivity;

/** Who the columns of the table of karyotypes are about. */
typedef enum pcart_cytogenetics_column {
    PCART_KARYOTYPES_BEFORE,     /**< all subjects, up to the infusion */
    PCART_KARYOTYPES_AFTER,      /**< all, at the SMN or else the last */
    PCART_KARYOTYPES_SMN_BEFORE, /**< those with an SMN, up to the infusion */
    PCART_KARYOTYPES_MDS,        /**< at the SMN that was called MDS */
    PCART_KARYOTYPES_AML,        /**< ... AML */
    PCART_N_CYTOGENETICS_COLUMN
} pcart_cytogenetics_column;

/** One row: how many of those of whom it is known. */
typedef struct pcart_study_finding {
    const char *part;  /**< "karyotype", "IPSS": rows of one part follow */
    const char *name;  /**< "del7" */
    const char *title; /**< "-7 or loss of 7q" */
    int is_indented;   /**< part of the row before */
    int count[PCART_N_CYTOGENETICS_COLUMN], known[PCART_N_CYTOGENETICS_COLUMN];
    /* those of whom it is known before and after: new and gone after */
    int n_pair, n_gained, n_lost;
} pcart_study_finding;

/** The examinations of one subject on the clock of the study. */
typedef struct pcart_study_examined {
    size_t subject;
    const pcart_examination *exam; /**< of the patient, by date */
    size_t n_exam;
    /* with a karyotype: the last one up to day 0; that of the SMN, or else the
     * last one before the next infusion; NULL when there is none */
    const pcart_examination *before, *after;
    const char *smn; /**< "MDS", "AML"; "" for another SMN; NULL: none */
} pcart_study_examined;

/** For whom a score was computed, and for whom it was not made. */
typedef struct pcart_study_applicability {
    pcart_score score;
    size_t n_scored;    /**< examinations of a class it was made for */
    size_t n_category;  /**< of them with a certain category */
    size_t n_cytotoxic; /**< after cytotoxic therapy */
    size_t n_child;     /**< below 18 years */
    size_t n_donor;     /**< of donor cells */
} pcart_study_applicability;

/** Karyotype, class and risk of a cohort; zero when it was not asked for. */
typedef struct pcart_study_cytogenetics {
    const pcart_study_examined *examined; /**< subjects with an examination */
    size_t n_examined;
    int n_subject[PCART_N_CYTOGENETICS_COLUMN]; /**< who could have one */
    const pcart_study_finding *finding;
    size_t n_finding;
    pcart_study_applicability applicability[PCART_N_SCORE];
} pcart_study_cytogenetics;
/** A toxicity on one scale, as recorded or by the findings. */
typedef struct pcart_study_toxicity {
    const char *toxicity, *scale; /**< "CRS", "ASTCT 2019" */
    int is_derived;  /**< by the findings; else as the centre recorded it */
    size_t n;        /**< subjects with a grade or bounds: the denominator */
    size_t n_any;    /**< surely of grade 1 or more, bounds too */
    size_t grade[6]; /**< by worst grade, 0 to 5 */
    size_t n_bounds; /**< more than one grade is possible */
    pcart_summary onset, duration; /**< days; n is 0 without any */
} pcart_study_toxicity;

/** Whose recorded grade does not fit the findings. */
typedef struct pcart_study_difference {
    size_t subject;
    const char *toxicity, *scale;
    int recorded, low, high; /**< the findings say low to high */
} pcart_study_difference;

/** Recorded grades beside those by the findings, on one scale. */
typedef struct pcart_study_agreement {
    const char *toxicity, *scale;
    size_t n, n_same, n_higher, n_lower; /**< recorded against derived */
} pcart_study_agreement;

/** Infections of one stretch of days. */
typedef struct pcart_study_infections {
    const char *title, *rule; /**< "Early infections", "infection-30" */
    int first_day, last_day;  /**< of the rule; INT_MAX when open */
    const char *group;        /**< "all", or of the grouping */
    size_t n;                 /**< subjects at risk with known follow-up */
    size_t n_infected, n_infection, n_severe_low, n_severe_high;
    double days;               /**< at risk, of all together */
    double density, low, high; /**< per 100 days; 95 % interval */
} pcart_study_infections;

/** Infections by what caused them; an infection counts once. */
typedef struct pcart_study_cause {
    const char *cause; /**< "bacterial", "not recorded" */
    size_t n_early, n_late;
} pcart_study_cause;

/** The results of a study.  Everything is owned by its arena or borrowed. */
typedef struct pcart_study {
    const pcart_cohort *cohort;
    const pcart_study_file *file;
    double unit_days; /**< days in one time unit */
    const pcart_study_subject *subject;
    size_t n_subject;
    size_t n_later_infusion; /**< infusions that the clock does not count */
    pcart_grouping grouping;
    const pcart_study_step *step;
    size_t n_step;
    const pcart_variable *variable;
    size_t n_variable;
    pcart_comparison baseline, grades, response, smn, toxicity, infection;
    const pcart_study_toxicity *tox; /**< scales that somebody has */
    size_t n_tox;
    const pcart_study_agreement *agreement;
    size_t n_agreement;
    const pcart_study_difference *difference;
    size_t n_difference;
    const pcart_study_infections *infections;
    size_t n_infections;
    const pcart_study_cause *cause;
    size_t n_cause;
    int has_smn; /**< at least one SMN and one subject without */
    const pcart_study_trend *trend;
    size_t n_trend;
    pcart_endpoint endpoint[PCART_N_ENDPOINT];
    const pcart_study_boost *boost; /**< on the clock `boost` */
    size_t n_boost;
    pcart_endpoint boost_endpoint[PCART_N_BOOST_ENDPOINT];
    const pcart_study_trend *boost_trend; /**< days from the boost */
    size_t n_boost_trend;
    pcart_pairs pairs; /**< patients with two infusions */
    const double *horizon_days;
    size_t n_horizon;
    pcart_study_cytogenetics cytogenetics;
    pcart_clones clones; /**< n_trace 0: nobody has a sample */
    const pcart_study_sensitivity *sensitivity;
    size_t n_sensitivity;
    const pcart_diag *diag; /**< problems of reading and of times */
} pcart_study;

/**
 * Do a study on a cohort: subjects, grades, comparisons, curves, sensitivity.
 *
 * @param cohort  borrowed for the life of @p out, as is @p file
 * @param diag    receives impossible times (an event before its time zero)
 * @return PCART_OK; PCART_E_DEGENERATE when there is no subject;
 *         PCART_E_INCONSISTENT when @p diag received an error; PCART_E_NOMEM
 *
 * Pure: no I/O, clock or global state.
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_study_run(
    const pcart_cohort *cohort, const pcart_study_file *file,
    pcart_arena *arena, pcart_diag *diag, pcart_study *out, pcart_err *err);

/** One result of a subject by the name of its measure; NULL if none. */
PCART_API const pcart_result *
pcart_study_result(const pcart_study_subject *subject, const char *measure);

#endif
