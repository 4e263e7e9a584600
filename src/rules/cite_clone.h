/* cite_clone.h -- sources of the tables of the clone layer.  Layer: rules. */
#ifndef PCARTI_CITE_CLONE_H
#define PCARTI_CITE_CLONE_H

#include "postcart/rules.h"
#include "rules/ground.h"

/* Index into pcarti_cite_clone, so that tables stay readable. */
enum pcarti_clone_source {
    FABRE_2022,
    WATSON_2020,
    BICK_2020,
    ELSA_CODE,
    PCARTI_N_CLONE_SOURCE
};

extern const pcart_cite pcarti_cite_clone[PCARTI_N_CLONE_SOURCE];

#define GROUND(source, mark, place)                                            \
    {                                                                          \
        &pcarti_cite_clone[source], mark, place                                \
    }

#endif
