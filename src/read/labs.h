/* labs.h -- what the parts of the labs reader share.  Layer: read. */
#ifndef PCARTI_LABS_H
#define PCARTI_LABS_H

#include "postcart/lab.h"
#include "postcart/unit.h"
#include "read/reading.h"

/* Columns of labs in the dictionary. */
enum {
    PCARTI_LAB_PATIENT,
    PCARTI_LAB_DATE,
    PCARTI_LAB_TIME,
    PCARTI_LAB_ANALYTE,
    PCARTI_LAB_VALUE,
    PCARTI_LAB_UNIT,
    PCARTI_LAB_REF_LOW,
    PCARTI_LAB_N_COLUMN
};

enum {
    PCARTI_LABS_SLOTS = 256,
    PCARTI_LABS_FRACTION = 7 /* digits behind the point: 0 to 6 */
};

/* An analyte as written, and the last unit that was written with it. */
typedef struct pcarti_lab_name {
    const char *text;
    size_t length;
    const pcart_analyte_info *info; /* NULL: not used */
    const char *note;               /* a flag, or why it is not used */
    int is_rest;                    /* all further unknown names together */
    uint64_t n_used, n_unused, first_line;
    char unit[24];
    size_t unit_length;                   /* 0: none learnt */
    char limit[16];                       /* the last limit, in that unit */
    size_t limit_length;                  /* 0: none learnt */
    uint16_t limit_index;                 /* of it; 0: it is not used */
    int64_t factor[PCARTI_LABS_FRACTION]; /* by digits behind the point */
    struct pcarti_lab_name *chain, *next;
} pcarti_lab_name;

struct pcarti_labs_store;

typedef struct pcarti_labs {
    int column[PCARTI_LAB_N_COLUMN]; /* cell of each column, or -1 */
    /* Day and minute of the row before, as written and as read. */
    char date[10];
    char time[8];
    size_t time_length;
    pcart_date day;
    int16_t minute;
    pcarti_lab_name *slot[PCARTI_LABS_SLOTS], *first, *last;
    size_t n_unknown;
    pcart_fixed *limit; /* different lower limits of normal, from 1 on */
    size_t n_limit, m_limit;
    struct pcarti_labs_store *store;
} pcarti_labs;

/* The entry of an analyte; NULL when memory is out. */
pcarti_lab_name *pcarti_labs_name(pcarti_reading *reading, const char *text,
                                  size_t length);

/* Remember a unit that fits, as written. */
void pcarti_labs_learn_unit(pcarti_lab_name *name, const char *text,
                            size_t length, const pcart_unit *unit);

/* The lower limit of normal of a row that is read in full, where there is one
 * that can be used.  Returns 0 when memory is out. */
int pcarti_labs_limit(pcarti_reading *reading, const pcart_unit *unit,
                      const pcart_cell *unit_cell, pcarti_lab_name *name,
                      pcart_lab *lab);

/*
 * The full reading of one row.
 *
 * @return 1; 0 when the row is not used (reported), or *status is set
 */
int pcarti_labs_row(pcarti_reading *reading, pcart_lab *lab, uint32_t *owner,
                    pcarti_lab_name **name, pcart_status *status);

/* Sort the rows of a patient, leave out repeats (*n shrinks) and note values
 * that disagree.  `work` has room for *n rows. */
PCART_MUST_CHECK pcart_status pcarti_labs_sort(pcarti_reading *reading,
                                               pcart_lab *lab, size_t *n,
                                               pcart_lab *work);

#endif
