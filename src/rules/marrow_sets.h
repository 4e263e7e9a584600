/* marrow_sets.h -- the editions, one file each.  Layer: rules. */
#ifndef PCARTI_MARROW_SETS_H
#define PCARTI_MARROW_SETS_H

#include "postcart/marrow_rules.h"

extern const pcart_marrow_set pcarti_who_2022, pcarti_icc_2022, pcarti_who_2016;

#endif
