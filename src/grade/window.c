/* window.c -- which days of a course a rule may see.  Layer: grade. */
#include "postcart/window.h"

int
pcart_window_day(const pcart_course *course, pcart_date date)
{
    return (int)((int64_t)date - course->day0);
}

/* A window and the day that ends it, which may lie before its first day. */
typedef struct cutting {
    pcart_window window;
    int64_t end;
} cutting;

static void
cut_at(cutting *cut, const pcart_course *course, pcart_date date, int offset,
       const char *word)
{
    int64_t day;

    if (date == PCART_DATE_NONE)
        return;
    day = (int64_t)date - course->day0 + offset;
    if (day >= cut->end)
        return;
    cut->end = day;
    cut->window.last =
        day < cut->window.first ? cut->window.first - 1 : (int)day;
    cut->window.ended = word;
}

pcart_window
pcart_window_cut(const pcart_course *course, const pcart_profile *profile,
                 unsigned ends, int first, int last)
{
    cutting cut = {{first, last, NULL}, last};

    if (ends & PCART_END_FOLLOWUP) {
        cut_at(&cut, course, course->death, 0, "death");
        cut_at(&cut, course, course->last_contact, 0, "last contact");
    }
    if (ends & PCART_END_NEXT_COURSE) {
        int is_infusion = profile && profile->choice[PCART_OPT_WINDOW_END] ==
                                         PCART_WINDOW_END_NEXT_INFUSION;

        /* The day of the next infusion belongs to the next course. */
        cut_at(&cut, course, course->next_infusion, -1, "next infusion");
        if (!is_infusion && course->next_lymphodepletion > course->day0)
            cut_at(&cut, course, course->next_lymphodepletion, 0,
                   "next lymphodepletion");
    }
    if (ends & PCART_END_PROGRESSION)
        cut_at(&cut, course, course->progression, 0, "progression");
    if (ends & PCART_END_NEXT_THERAPY) {
        cut_at(&cut, course, course->next_therapy, 0, "next therapy");
        cut_at(&cut, course, course->transplant, 0, "transplant");
    }
    return cut.window;
}
