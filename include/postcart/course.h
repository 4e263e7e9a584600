/* course.h -- the facts of one patient after one infusion.  Layer: rules. */
#ifndef POSTCART_COURSE_H
#define POSTCART_COURSE_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/date.h"
#include "postcart/fixed.h"
#include "postcart/lab.h"
#include "postcart/sign.h"

/** What was given to support the blood. */
typedef enum pcart_support_kind {
    PCART_SUPPORT_GCSF,
    PCART_SUPPORT_RED_CELLS,
    PCART_SUPPORT_PLATELETS,
    PCART_SUPPORT_EPO,
    PCART_SUPPORT_TPO_RA,
    PCART_SUPPORT_IVIG,
    PCART_SUPPORT_TOCILIZUMAB,
    PCART_SUPPORT_STEROID,
    PCART_SUPPORT_ANAKINRA,
    PCART_SUPPORT_OTHER
} pcart_support_kind;

typedef struct pcart_support {
    pcart_date first, last; /**< last = first for a single day */
    pcart_support_kind kind;
    pcart_fixed amount; /**< PCART_FIXED_NONE when not given */
    uint32_t line;
} pcart_support;

typedef enum pcart_transplant_kind {
    PCART_TRANSPLANT_AUTOLOGOUS,
    PCART_TRANSPLANT_ALLOGENEIC,
    PCART_TRANSPLANT_BOOST
} pcart_transplant_kind;

typedef struct pcart_transplant {
    pcart_date date;
    pcart_transplant_kind kind;
    pcart_fixed cd34_dose;    /**< 10^6/kg; PCART_FIXED_NONE when not given */
    const char *donor;        /**< borrowed; "" when not given */
    int donor_sex;            /**< 1 female, 2 male, 3 other; -1 */
    int is_selected;          /**< CD34-selected: 0 no, 1 yes; -1 */
    const char *conditioning; /**< "": not given, or none */
    uint32_t line;
} pcart_transplant;

typedef enum pcart_toxicity_kind {
    PCART_TOXICITY_CRS,
    PCART_TOXICITY_ICANS,
    PCART_TOXICITY_CRES,
    PCART_TOXICITY_IEC_HS,
    PCART_TOXICITY_INFECTION,
    PCART_TOXICITY_GVHD
} pcart_toxicity_kind;

/** What an infection was caused by. */
typedef enum pcart_organism_class {
    PCART_ORGANISM_BACTERIAL,
    PCART_ORGANISM_VIRAL,
    PCART_ORGANISM_FUNGAL,
    PCART_ORGANISM_PARASITIC,
    PCART_ORGANISM_NOT_FOUND /**< looked for */
} pcart_organism_class;

/** Severity of an infection in the words of Hill 2018. */
typedef enum pcart_infection_severity {
    PCART_INFECTION_MILD,
    PCART_INFECTION_MODERATE,
    PCART_INFECTION_SEVERE,
    PCART_INFECTION_LIFE_THREATENING,
    PCART_INFECTION_FATAL
} pcart_infection_severity;

typedef struct pcart_toxicity {
    pcart_date first, last; /**< last = PCART_DATE_NONE when not given */
    pcart_toxicity_kind kind;
    int grade;         /**< -1 when not given */
    const char *scale; /**< borrowed; "" when not given */
    const char *detail;
    int organism_class;          /**< pcart_organism_class; -1 when not given */
    const char *organism, *site; /**< borrowed; "" when not given */
    int severity;    /**< pcart_infection_severity; -1 when not given */
    int is_iv;       /**< intravenous antimicrobials: 0, 1; -1 */
    int is_hospital; /**< in hospital for it: 0, 1; -1 */
    uint32_t line;
} pcart_toxicity;

typedef enum pcart_event_kind {
    PCART_EVENT_RELAPSE,
    PCART_EVENT_PROGRESSION,
    PCART_EVENT_NEXT_THERAPY,
    PCART_EVENT_SMN,
    PCART_EVENT_DEATH,
    PCART_EVENT_LAST_CONTACT
} pcart_event_kind;

typedef struct pcart_event {
    pcart_date date;
    pcart_event_kind kind;
    const char *detail; /**< borrowed; "" when not given */
    uint32_t line;
} pcart_event;

/** One marrow examination. */
typedef struct pcart_marrow_row {
    pcart_date date;
    pcart_fixed cellularity, blasts, blood_blasts; /**< % */
    pcart_fixed dysplasia_erythroid, dysplasia_granulocytic,
        dysplasia_megakaryocytic; /**< % of the cells of the lineage */
    int cells_erythroid, cells_granulocytic,
        cells_megakaryocytic;      /**< counted */
    pcart_fixed ring_sideroblasts; /**< % of erythroid precursors */
    int auer_rods;                 /**< 0 no, 1 yes */
    int fibrosis;                  /**< grade 0 to 3 */
    uint32_t line;
} pcart_marrow_row;

/** Share of donor cells in one lineage. */
typedef struct pcart_chimerism {
    pcart_date date;
    const char *lineage, *method;
    pcart_fixed donor_fraction; /**< 0 to 1 */
    int censor;                 /**< pcart_censor: "<0.01", ">0.95" */
    pcart_fixed sensitivity;    /**< 0 to 1 */
    uint32_t line;
} pcart_chimerism;

/** One assessment of the disease. */
typedef struct pcart_response {
    pcart_date date;
    const char *response, *mrd; /**< as written */
    uint32_t line;
} pcart_response;

/**
 * One infusion with its own day 0, and the patient's facts round it.  The
 * arrays are the patient's, sorted by date (labs by analyte, date, minute,
 * line), borrowed; rows of other courses are in them too, and each rule takes
 * its own window.  Dates that did not happen are PCART_DATE_NONE.
 */
typedef struct pcart_course {
    const char *patient;
    int infusion; /**< 1, 2 ... */
    pcart_date day0;
    uint32_t line;                   /**< of the infusion */
    pcart_date lymphodepletion;      /**< first day of lymphodepletion */
    pcart_date next_lymphodepletion; /**< of the next infusion, if any */
    pcart_date next_infusion;
    pcart_date death;
    pcart_date last_contact; /**< last day known alive or day of death */
    pcart_date progression;  /**< first relapse or progression after day 0 */
    pcart_date next_therapy; /**< first after day 0 */
    pcart_date smn;          /**< first after day 0 */
    pcart_date transplant;   /**< first autologous or allogeneic after day 0 */
    pcart_date boost;        /**< first after day 0 */
    pcart_date birth_date;   /**< NONE when only the year is known */
    int birth_year;          /**< 0 or less when it is not known */
    const char *diagnosis;   /**< borrowed; "" or NULL when not given */
    const pcart_lab *lab;
    size_t n_lab;
    const pcart_fixed *limit; /**< lower limits of normal, by pcart_lab.limit;
                                   NULL: none was given */
    const pcart_support *support;
    size_t n_support;
    const pcart_transplant *graft;
    size_t n_graft;
    const pcart_toxicity *toxicity;
    size_t n_toxicity;
    int has_toxicities; /**< there is a table of them, with rows or not */
    const pcart_sign *sign;
    size_t n_sign;
    const pcart_event *event;
    size_t n_event;
    const pcart_marrow_row *marrow;
    size_t n_marrow;
    const pcart_chimerism *chimerism;
    size_t n_chimerism;
    const pcart_response *response;
    size_t n_response;
    int has_supports; /**< the table was given: nothing in it is nothing
                           given */
} pcart_course;

/** A course of which nothing is known: every date is PCART_DATE_NONE. */
PCART_API pcart_course pcart_course_empty(void);

/** The rows of one analyte in @p course, by date; their number in @p n. */
PCART_API const pcart_lab *pcart_course_labs(const pcart_course *course,
                                             pcart_analyte analyte, size_t *n);

#endif
