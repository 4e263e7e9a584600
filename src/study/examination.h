/* examination.h -- from the tables of a patient to the inputs of classes and
 * scores.  Layer: study. */
#ifndef PCARTI_STUDY_EXAMINATION_H
#define PCARTI_STUDY_EXAMINATION_H

#include "postcart/examination.h"
#include "study/marrow_table.h"

/* Whether two days belong to one examination: near, and with no infusion or
 * lymphodepletion in between. */
int pcarti_examination_joins(const pcart_patient *patient, pcart_date a,
                             pcart_date b);

/* What the parts of an examination say, as a row of the table that `score` and
 * `classify` read.  The parts are found already. */
void pcarti_examination_row(const pcart_patient *patient,
                            const pcart_examination *e, pcarti_marrow_row *out);

/* The nearest count of one analyte; NULL if there is none. */
const pcart_lab *pcarti_examination_count(const pcart_patient *patient,
                                          pcart_date date,
                                          pcart_analyte analyte);

#endif
