/* ground.h -- the ground of a row that is postcart's choice.  Layer: rules. */
#ifndef PCARTI_GROUND_H
#define PCARTI_GROUND_H

#include "postcart/rules.h"

/* A choice of postcart where the sources are silent, with its reason. */
// clang-format off
#define DECIDED(reason) {NULL, PCART_DECISION, reason}
// clang-format on

#endif
