/* cite_myeloid.h -- sources of the marrow, karyotype and risk tables.
 * Layer: rules. */
#ifndef PCARTI_CITE_MYELOID_H
#define PCARTI_CITE_MYELOID_H

#include "postcart/rules.h"
#include "rules/ground.h"

/* Index into pcarti_cite_myeloid, so that tables stay readable. */
enum pcarti_myeloid_source {
    GREENBERG_1997,
    GREENBERG_2012,
    SCHANZ_2012,
    BERNARD_2022,
    WEEKS_2023,
    XIE_2024,
    DOHNER_2022,
    KHOURY_2022,
    ARBER_2022,
    ARBER_2016,
    CHUN_2010,
    HAASE_2019,
    ISCN_2024,
    BREEMS_2008,
    PCARTI_N_MYELOID_SOURCE
};

extern const pcart_cite pcarti_cite_myeloid[PCARTI_N_MYELOID_SOURCE];

/* A ground of one row: source, mark, place in the source. */
#define GROUND(source, mark, place)                                            \
    {                                                                          \
        &pcarti_cite_myeloid[source], mark, place                              \
    }

#endif
