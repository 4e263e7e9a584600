/* case_facts.h -- the facts of a case as a patient and a course.
 * Layer: study. */
#ifndef PCARTI_CASE_FACTS_H
#define PCARTI_CASE_FACTS_H

#include "postcart/cohort.h"
#include "postcart/course.h"

/* Day 0 of every case. */
enum { PCARTI_CASE_DAY_ZERO = 19000 };

/* Facts of one case; `course` is the first infusion of `patient`. */
typedef struct pcarti_facts {
    pcart_patient patient;
    pcart_course course;
} pcarti_facts;

/* Read the facts; `text` is taken apart. */
PCART_MUST_CHECK pcart_status pcarti_facts_read(char *text, pcart_arena *arena,
                                                pcarti_facts *out,
                                                pcart_err *err);

/* Without blanks at both ends; changes the text. */
char *pcarti_case_trim(char *text);

/* The text up to the next mark, and `*at` behind it; NULL at the end. */
char *pcarti_case_part(char **at, char mark);

/* "3", "-8", "0-30", "-8--2": first and last day; 0 when it is neither. */
int pcarti_case_days(const char *text, int *first, int *last);

#endif
