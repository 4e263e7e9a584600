/* lab.h -- what is measured in blood, and one measurement.  Layer: rules. */
#ifndef POSTCART_LAB_H
#define POSTCART_LAB_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/date.h"
#include "postcart/err.h"
#include "postcart/fixed.h"
#include "postcart/unit.h"

/** Analytes.  The order is part of no file format; names are. */
typedef enum pcart_analyte {
    PCART_ANC,           /**< absolute neutrophil count, cells/uL */
    PCART_WBC,           /**< cells/uL */
    PCART_LYMPHOCYTES,   /**< cells/uL */
    PCART_MONOCYTES,     /**< cells/uL */
    PCART_PLATELETS,     /**< cells/uL */
    PCART_HEMOGLOBIN,    /**< g/dL */
    PCART_RETICULOCYTES, /**< cells/uL */
    PCART_MCV,           /**< fL */
    PCART_RDW,           /**< % */
    PCART_BLASTS,        /**< % of leukocytes in blood */
    PCART_FERRITIN,      /**< ug/L, which is ng/mL */
    PCART_CRP,           /**< mg/L */
    PCART_LDH,           /**< U/L */
    PCART_CREATININE,    /**< umol/L */
    PCART_FIBRINOGEN,    /**< g/L */
    PCART_TRIGLYCERIDES, /**< mmol/L */
    PCART_D_DIMER,       /**< mg/L FEU */
    PCART_ALBUMIN,       /**< g/L */
    PCART_BILIRUBIN,     /**< umol/L */
    PCART_ALT,           /**< U/L */
    PCART_AST,           /**< U/L */
    PCART_IL6,           /**< ng/L, which is pg/mL */
    PCART_IL2,           /**< ng/L; and the cytokines that follow */
    PCART_IL4,
    PCART_IL10,
    PCART_IL17A,
    PCART_IFN_GAMMA,
    PCART_TNF_ALPHA,
    PCART_N_ANALYTE
} pcart_analyte;

/** How a value was written. */
typedef enum pcart_censor {
    PCART_EXACT,
    PCART_BELOW,   /**< "<x": certain to be at most any threshold >= x */
    PCART_AT_MOST, /**< "<=x" */
    PCART_ABOVE,   /**< ">x" */
    PCART_AT_LEAST /**< ">=x" */
} pcart_censor;

/** One measured value. */
typedef struct pcart_lab {
    pcart_fixed value; /**< canonical unit of the analyte, millionths */
    pcart_date date;
    uint32_t line;   /**< line in the labs table */
    int16_t minute;  /**< of the day; -1 when not given */
    uint8_t analyte; /**< pcart_analyte */
    uint8_t censor;  /**< pcart_censor */
    uint16_t limit;  /**< which lower limit of normal of its patient; 0: none
                          was given */
} pcart_lab;

/** What is known of an analyte. */
typedef struct pcart_analyte_info {
    pcart_analyte analyte;
    const char *name;  /**< the short name of the tables: "anc" */
    const char *title; /**< for people: "ANC", "Platelets" */
    const char *unit;  /**< canonical unit, as printed: "cells/uL" */
    pcart_dimension dimension;
    /** canonical = base * numerator / denominator (see unit.h) */
    int64_t numerator, denominator;
    /** canonical = molar base * this; 0 when a molar unit is refused */
    int64_t molar_numerator, molar_denominator;
    pcart_fixed low, high; /**< plausible range, inclusive (gate) */
    const char *source;    /**< where range and factors come from, with mark */
} pcart_analyte_info;

PCART_API const pcart_analyte_info *pcart_analyte_get(pcart_analyte analyte);

/**
 * Find an analyte by short name ("anc", "plt", "hb": any case) or LOINC code.
 *
 * @param note  may be NULL; set to a static sentence when the code is accepted
 *              with a flag ("segmented neutrophils only") or refused (why)
 * @return NULL when it is unknown or refused
 */
PCART_API const pcart_analyte_info *
pcart_analyte_find(const char *text, size_t length, const char **note);

/** LOINC codes of one analyte, for the reference page. */
typedef struct pcart_loinc {
    const char *code;
    int analyte; /**< -1 when the code is refused */
    int is_flagged;
    const char *note;
} pcart_loinc;
PCART_API const pcart_loinc *pcart_loinc_list(size_t *n);

/** Other accepted short names ("plt", "hgb", "leukocytes"). */
typedef struct pcart_analyte_alias {
    const char *name;
    pcart_analyte analyte;
} pcart_analyte_alias;
PCART_API const pcart_analyte_alias *pcart_analyte_alias_list(size_t *n);

/**
 * Medians that no laboratory measures: where the counts of a table have one,
 * they were written in another unit.
 */
typedef struct pcart_impossible_median {
    pcart_analyte analyte;
    int is_per_patient;    /**< else over all patients that are read together */
    size_t least;          /**< values above zero; fewer say nothing */
    pcart_fixed low, high; /**< canonical unit, inclusive */
    const char *predicate, *hint;
    const char *source; /**< where the numbers come from, with mark */
} pcart_impossible_median;
PCART_API const pcart_impossible_median *pcart_impossible_medians(size_t *n);

/**
 * What a laboratory's lower limit of normal can be.  Ranges of the wrong
 * analyte stand in real exports; such a limit is not used.
 */
typedef struct pcart_limit_gate {
    pcart_analyte analyte;
    pcart_fixed low, high; /**< canonical unit, inclusive */
    const char *source;    /**< where the numbers come from, with mark */
} pcart_limit_gate;
/** The gate of an analyte; NULL where no rule asks for the limit. */
PCART_API const pcart_limit_gate *pcart_limit_gate_find(pcart_analyte analyte);

/**
 * A written value and unit in the canonical unit of an analyte, through the
 * plausibility gate.
 *
 * @return PCART_OK; PCART_E_INCONSISTENT when the unit does not measure this
 *         analyte; PCART_E_RANGE when the value is implausible in this unit
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_lab_convert(const pcart_analyte_info *info, pcart_decimal value,
                  const pcart_unit *unit, pcart_fixed *out, pcart_err *err);

#endif
