/* course.c -- a course, and the rows of one analyte in it.  Layer: rules. */
#include "postcart/course.h"

pcart_course
pcart_course_empty(void)
{
    return (pcart_course){
        .day0 = PCART_DATE_NONE,
        .lymphodepletion = PCART_DATE_NONE,
        .next_lymphodepletion = PCART_DATE_NONE,
        .next_infusion = PCART_DATE_NONE,
        .death = PCART_DATE_NONE,
        .last_contact = PCART_DATE_NONE,
        .progression = PCART_DATE_NONE,
        .next_therapy = PCART_DATE_NONE,
        .smn = PCART_DATE_NONE,
        .transplant = PCART_DATE_NONE,
        .boost = PCART_DATE_NONE,
        .birth_date = PCART_DATE_NONE,
    };
}

/* Index of the first row of @p analyte or of a later one. */
static size_t
first_from(const pcart_course *course, unsigned analyte)
{
    size_t low = 0, high = course->n_lab;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (course->lab[middle].analyte < analyte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const pcart_lab *
pcart_course_labs(const pcart_course *course, pcart_analyte analyte, size_t *n)
{
    size_t first = first_from(course, (unsigned)analyte);

    *n = first_from(course, (unsigned)analyte + 1) - first;
    return *n ? course->lab + first : NULL;
}
