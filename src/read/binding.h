/* binding.h -- where the columns of a table go in its struct.  Layer: read. */
#ifndef PCARTI_BINDING_H
#define PCARTI_BINDING_H

#include <stddef.h>

#include "postcart/cohort.h"

typedef enum pcarti_binding_kind {
    PCARTI_TO_NOTHING, /* checked, but kept elsewhere or not at all */
    PCARTI_TO_TEXT,    /* const char * */
    PCARTI_TO_INT,     /* int or an enum */
    PCARTI_TO_INT64,
    PCARTI_TO_DATE,
    PCARTI_TO_FIXED,
    PCARTI_TO_WHOLE /* pcart_fixed from a whole number or a code */
} pcarti_binding_kind;

/* One column; the rows stand in the order of the dictionary. */
typedef struct pcarti_binding {
    const char *column;
    pcarti_binding_kind kind;
    size_t offset;
} pcarti_binding;

/* The struct of one table. */
typedef struct pcarti_layout {
    size_t size; /* 0: the table has a way of its own */
    const pcarti_binding *binding;
    size_t n_binding;
    size_t line_offset;  /* of the member `line` */
    size_t array_offset; /* of the pointer in pcart_patient ... */
    size_t count_offset; /* ... and of its length */
} pcarti_layout;

const pcarti_layout *pcarti_layout_get(pcart_table_id id);

#endif
