/* study_file.h -- study.yaml: what a study asks for.  Layer: read. */
#ifndef POSTCART_STUDY_FILE_H
#define POSTCART_STUDY_FILE_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/date.h"
#include "postcart/diag.h"
#include "postcart/err.h"
#include "postcart/fixed.h"
#include "postcart/profile.h"
#include "postcart/table.h"

/** Largest study file, in bytes. */
#define PCART_STUDY_FILE_MAX 1048576

/** What patients are compared by. */
typedef enum pcart_study_group {
    PCART_STUDY_GROUP_NONE,
    PCART_STUDY_GROUP_CENTRE,
    PCART_STUDY_GROUP_SEX,
    PCART_STUDY_GROUP_DIAGNOSIS,
    PCART_STUDY_GROUP_PRODUCT,
    PCART_STUDY_GROUP_TARGET,
    PCART_STUDY_GROUP_PRIOR_TRANSPLANT,
    PCART_STUDY_GROUP_CAR_HEMATOTOX_CLASS
} pcart_study_group;

/** Unit of times in tables and figures; a month is 30.4375 days. */
typedef enum pcart_study_time {
    PCART_STUDY_MONTHS,
    PCART_STUDY_DAYS,
    PCART_STUDY_YEARS
} pcart_study_time;

/** Scale on which intervals of curves are made. */
typedef enum pcart_study_interval {
    PCART_STUDY_INTERVAL_LOG_LOG,
    PCART_STUDY_INTERVAL_LOG,
    PCART_STUDY_INTERVAL_PLAIN
} pcart_study_interval;

/** Which infusion the clock of a patient starts at. */
typedef enum pcart_study_clock {
    PCART_STUDY_CLOCK_FIRST,
    PCART_STUDY_CLOCK_LAST,
    PCART_STUDY_CLOCK_EACH
} pcart_study_clock;

/** Sections of the report; a set is a sum of 1 << section. */
typedef enum pcart_study_section {
    PCART_STUDY_FLOW,
    PCART_STUDY_BASELINE,
    PCART_STUDY_HAEMATOTOXICITY,
    PCART_STUDY_TOXICITIES,
    PCART_STUDY_INFECTIONS,
    PCART_STUDY_SMN,
    PCART_STUDY_CYTOGENETICS,
    PCART_STUDY_SURVIVAL,
    PCART_STUDY_SURVIVAL_AFTER_SMN,
    PCART_STUDY_NRM,
    PCART_STUDY_CLONES,
    PCART_STUDY_PATIENTS,
    PCART_STUDY_SENSITIVITY,
    PCART_STUDY_PROBLEMS,
    PCART_STUDY_PROVENANCE,
    PCART_STUDY_RESPONSE,
    PCART_STUDY_BOOSTS,
    PCART_STUDY_SECOND_INFUSION,
    PCART_STUDY_COURSES,
    PCART_STUDY_N_SECTION
} pcart_study_section;

/**
 * Who is analysed: those free of some events up to a day, as "without early
 * relapse or later therapy".  Zero: everybody.  Who was not followed so long
 * is left out as well: nobody knows.
 */
typedef struct pcart_study_population {
    unsigned free_of; /**< sum of 1 << pcart_event_kind */
    int until_day;    /**< the last day that counts */
} pcart_study_population;

/** Everything that a study file says.  Texts are owned by the arena. */
typedef struct pcart_study_file {
    const char *title;         /**< default "Study" */
    const char *const *author; /**< default none */
    size_t n_author;
    const char *tables;      /**< folder as written; required */
    const char *tables_path; /**< the same, from where the program runs */
    const char *output;      /**< folder as written; default "report" */
    const char *output_path;
    pcart_decimal_mark decimal;    /**< point (default) or comma */
    pcart_date_order dates;        /**< default ISO */
    const char *profile_name;      /**< default "default" */
    pcart_profile profile;         /**< the named profile, then `options` */
    pcart_study_group group_by;    /**< default none */
    pcart_study_time time_unit;    /**< default months */
    const pcart_fixed *horizon;    /**< in time_unit, rising; */
    size_t n_horizon;              /**< default 6, 12, 24, 48 months in it */
    pcart_study_interval interval; /**< default log-log */
    pcart_fixed interval_level;    /**< between 0.5 and 1; default 0.95 */
    unsigned sections;             /**< default all */
    const char *assay;             /**< raw (default), consensus, duplex */
    pcart_study_clock clock;       /**< `clock: {infusion: ...}`; first */
    pcart_study_population population; /**< default everybody */
    pcart_study_clock boost_clock;     /**< which boosts, grafts after an SMN */
    pcart_study_clock transplant_clock; /**< and SMN are times zero; first */
    pcart_study_clock smn_clock;
} pcart_study_file;

/**
 * Read the bytes of a study file.  All problems are listed with line and
 * column: unknown and doubled keys, wrong types, unknown choices.
 *
 * @param path  where the file lies: its last part names places, and relative
 *              folders start from the rest of it
 * @param diag  receives every problem
 * @return PCART_OK when there is no error; otherwise the status of the first
 *         one; PCART_E_NOMEM.  @p out is untouched on failure.
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_study_file_parse(
    const char *path, const char *bytes, size_t length, pcart_arena *arena,
    pcart_diag *diag, pcart_study_file *out);

/** Read a study file from disk; as above, and PCART_E_IO in @p err. */
PCART_API PCART_MUST_CHECK pcart_status
pcart_study_file_read(const char *path, pcart_arena *arena, pcart_diag *diag,
                      pcart_study_file *out, pcart_err *err);

/** Days in one time unit, exactly: 1, 30.4375 or 365.25. */
PCART_API pcart_fixed pcart_study_time_days(pcart_study_time unit);

/* Static names, as written in the file. */
PCART_API const char *pcart_study_group_name(pcart_study_group group);
PCART_API const char *pcart_study_time_name(pcart_study_time unit);
PCART_API const char *pcart_study_interval_name(pcart_study_interval interval);
PCART_API const char *pcart_study_section_name(pcart_study_section section);
PCART_API const char *pcart_study_clock_name(pcart_study_clock clock);

#endif
