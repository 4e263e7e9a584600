/* boost.h -- how the blood answers to a stem-cell boost.  Layer: grade. */
#ifndef POSTCART_BOOST_H
#define POSTCART_BOOST_H

#include "postcart/arena.h"
#include "postcart/course.h"
#include "postcart/profile.h"
#include "postcart/rules.h"

/** What can recover. */
typedef enum pcart_boost_lineage {
    PCART_BOOST_NEUTROPHILS,
    PCART_BOOST_PLATELETS_20,
    PCART_BOOST_PLATELETS_50,
    PCART_BOOST_RED_CELLS,
    PCART_N_BOOST_LINEAGE
} pcart_boost_lineage;

/** How the wait for a response ended. */
typedef enum pcart_boost_end {
    PCART_BOOST_NOT_AT_RISK, /**< nothing to recover, or not known: reason */
    PCART_BOOST_NO_RESPONSE, /**< followed to the end of the window */
    PCART_BOOST_CENSORED,    /**< follow-up or course ended before */
    PCART_BOOST_RESPONSE,
    PCART_BOOST_DEATH, /**< these three compete with the response */
    PCART_BOOST_RELAPSE,
    PCART_BOOST_TRANSPLANT
} pcart_boost_end;

typedef struct pcart_boost_outcome {
    pcart_boost_end end;
    int day;            /**< after the boost; 0 when not at risk */
    int day_first;      /**< the earliest day of a response that is possible
                             if values that are limits turned out high */
    const char *reason; /**< why not at risk, or what ended it; or NULL */
} pcart_boost_outcome;

typedef enum pcart_boost_class {
    PCART_BOOST_OPEN, /**< not evaluable: see reason */
    PCART_BOOST_NONE,
    PCART_BOOST_PARTIAL,
    PCART_BOOST_COMPLETE
} pcart_boost_class;

/** The answer to one boost. */
typedef struct pcart_boost {
    const pcart_transplant *graft; /**< the boost; borrowed */
    int day;                       /**< of the course */
    const pcart_rule_set *set;
    pcart_boost_outcome outcome[PCART_N_BOOST_LINEAGE];
    pcart_boost_class response;
    int complete_day;   /**< after the boost; valid when complete */
    const char *reason; /**< of PCART_BOOST_OPEN, or what cut the window */
    int neutropenia;    /**< days with ANC below the limit before it, without a
                             value above; -1 when not known */
} pcart_boost;

/**
 * Assess the response to one boost.  A value counts when it surely reaches its
 * limit and no support of its lineage was given in the days before.
 *
 * @param graft    a boost among the grafts of the course
 * @param profile  option boost_window; NULL for the default choices
 * @return PCART_OK; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_boost_assess(const pcart_course *course, const pcart_transplant *graft,
                   const pcart_profile *profile, pcart_arena *arena,
                   pcart_boost *out, pcart_err *err);

/** "neutrophils", "platelets 20": the label of the rule. */
PCART_API const char *pcart_boost_lineage_name(pcart_boost_lineage lineage);
PCART_API const char *pcart_boost_end_name(pcart_boost_end end);
PCART_API const char *pcart_boost_class_name(pcart_boost_class response);

#endif
