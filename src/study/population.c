/* population.c -- who is analysed: those free of events up to a day.
 * Layer: study. */
#include "study/parts.h"

/* In the order of pcart_event_kind; the last is for those not followed. */
static const char *const text[PCARTI_LEFT_OUT] = {
    "relapse", "progression", "next therapy", "SMN", "death", "not followed",
};

const char *
pcarti_left_out_text(int reason)
{
    return text[reason];
}

/* The first of the events that count, by date, then by kind. */
int
pcarti_left_out(const pcart_study_population *population,
                const pcart_course *course)
{
    pcart_date last = course->day0 + population->until_day;
    pcart_date found = PCART_DATE_NONE;
    int reason = -1;

    if (!population->free_of)
        return -1;
    for (size_t i = 0; i < course->n_event; i++) {
        const pcart_event *event = &course->event[i];

        if (!(population->free_of >> event->kind & 1) ||
            event->date <= course->day0 || event->date > last)
            continue;
        if (reason < 0 || event->date < found ||
            (event->date == found && (int)event->kind < reason)) {
            found = event->date;
            reason = (int)event->kind;
        }
    }
    if (reason >= 0)
        return reason;
    return course->last_contact == PCART_DATE_NONE ||
                   course->last_contact < last
               ? PCARTI_LEFT_OUT - 1
               : -1;
}
