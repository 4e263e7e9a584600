/* cite_care.h -- sources of the rules of the worklist.  Layer: rules. */
#ifndef PCARTI_CITE_CARE_H
#define PCARTI_CITE_CARE_H

#include "postcart/rules.h"

/* Index into pcarti_cite_care, so that tables stay readable. */
enum pcarti_care_source {
    NCCN_GROWTH_2026,
    LONG_TERM_2025,
    CARE_SURVEY_2023,
    PCARTI_N_CARE_SOURCE
};

extern const pcart_cite pcarti_cite_care[PCARTI_N_CARE_SOURCE];

#endif
