/* course.c -- from a patient of a cohort to courses.  Layer: study. */
#include "postcart/assemble.h"

#include <string.h>

#include "study/parts.h"

static pcart_date
earlier(pcart_date a, pcart_date b)
{
    if (a == PCART_DATE_NONE)
        return b;
    if (b == PCART_DATE_NONE)
        return a;
    return a < b ? a : b;
}

static pcart_date
later(pcart_date a, pcart_date b)
{
    /* PCART_DATE_NONE is the smallest number, so it loses by itself. */
    return a > b ? a : b;
}

/* Rows with one number are fractions of one infusion. */
static size_t
fractions_end(const pcart_patient *patient, size_t from)
{
    size_t to = from + 1;

    while (to < patient->n_infusion &&
           patient->infusion[to].number == patient->infusion[from].number)
        to++;
    return to;
}

static void
fill_infusion(pcart_course *course, const pcart_patient *patient, size_t from,
              size_t to, int is_last_fraction)
{
    const pcart_infusion *first = &patient->infusion[from];

    course->infusion = first->number;
    course->line = first->line;
    course->day0 = first->date;
    course->lymphodepletion = first->lymphodepletion_start;
    for (size_t i = from + 1; i < to; i++) {
        const pcart_infusion *fraction = &patient->infusion[i];

        if (is_last_fraction ? fraction->date > course->day0
                             : fraction->date < course->day0) {
            course->day0 = fraction->date;
            course->line = fraction->line;
        }
        course->lymphodepletion =
            earlier(course->lymphodepletion, fraction->lymphodepletion_start);
    }
}

/* ASCII only, so that no locale has a say. */
static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

int
pcarti_text_mentions(const char *text, const char *word)
{
    size_t length = strlen(word);

    for (; *text; text++) {
        size_t i = 0;

        while (i < length && lower(text[i]) == word[i])
            i++;
        if (i == length)
            return 1;
    }
    return 0;
}

int
pcarti_event_is_donor_derived(const pcart_event *event)
{
    return event->kind == PCART_EVENT_SMN &&
           pcarti_text_mentions(event->detail, "donor");
}

int
pcarti_event_is_smn(const pcart_event *event, const pcart_profile *profile)
{
    return event->kind == PCART_EVENT_SMN &&
           (!pcarti_event_is_donor_derived(event) ||
            (profile &&
             profile->choice[PCART_OPT_SMN_DONOR] == PCART_SMN_DONOR_COUNTED));
}

static void
fill_events(pcart_course *course, const pcart_profile *profile)
{
    pcart_date contact = PCART_DATE_NONE;

    for (size_t i = 0; i < course->n_event; i++) {
        const pcart_event *event = &course->event[i];
        int is_after = event->date > course->day0;

        switch (event->kind) {
        case PCART_EVENT_RELAPSE:
        case PCART_EVENT_PROGRESSION:
            if (is_after)
                course->progression = earlier(course->progression, event->date);
            break;
        case PCART_EVENT_NEXT_THERAPY:
            if (is_after)
                course->next_therapy =
                    earlier(course->next_therapy, event->date);
            break;
        case PCART_EVENT_SMN:
            if (is_after && pcarti_event_is_smn(event, profile))
                course->smn = earlier(course->smn, event->date);
            break;
        case PCART_EVENT_DEATH:
            course->death = earlier(course->death, event->date);
            break;
        case PCART_EVENT_LAST_CONTACT:
            contact = later(contact, event->date);
            break;
        }
    }
    if (contact != PCART_DATE_NONE)
        for (size_t i = 0; i < course->n_lab; i++)
            contact = later(contact, course->lab[i].date);
    course->last_contact =
        course->death != PCART_DATE_NONE ? course->death : contact;
}

static void
fill_grafts(pcart_course *course)
{
    for (size_t i = 0; i < course->n_graft; i++) {
        const pcart_transplant *graft = &course->graft[i];
        pcart_date *first = graft->kind == PCART_TRANSPLANT_BOOST
                                ? &course->boost
                                : &course->transplant;

        if (graft->date > course->day0)
            *first = earlier(*first, graft->date);
    }
}

/* Every course ends where the following one begins. */
static void
link_courses(pcart_course *course, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            if (course[k].day0 <= course[i].day0 ||
                (course[i].next_infusion != PCART_DATE_NONE &&
                 course[k].day0 >= course[i].next_infusion))
                continue;
            course[i].next_infusion = course[k].day0;
            course[i].next_lymphodepletion = course[k].lymphodepletion;
        }
}

pcart_status
pcart_courses_of_patient(const pcart_patient *patient,
                         const pcart_profile *profile, pcart_arena *arena,
                         const pcart_course **out, size_t *n, pcart_err *err)
{
    int is_last = profile && profile->choice[PCART_OPT_DAY_ZERO] ==
                                 PCART_DAY_ZERO_LAST_FRACTION;
    pcart_course *course;
    size_t n_course = 0;

    course = pcart_arena_take(
        arena, patient->n_infusion ? patient->n_infusion : 1, sizeof(*course));
    if (!course)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t from = 0, to; from < patient->n_infusion; from = to) {
        pcart_course *next = &course[n_course++];

        to = fractions_end(patient, from);
        *next = pcart_course_empty();
        next->patient = patient->id;
        next->lab = patient->lab;
        next->n_lab = patient->n_lab;
        next->limit = patient->limit;
        next->support = patient->support;
        next->n_support = patient->n_support;
        next->graft = patient->transplant;
        next->n_graft = patient->n_transplant;
        next->toxicity = patient->toxicity;
        next->n_toxicity = patient->n_toxicity;
        next->marrow = patient->marrow;
        next->n_marrow = patient->n_marrow;
        next->chimerism = patient->chimerism;
        next->n_chimerism = patient->n_chimerism;
        next->response = patient->response;
        next->n_response = patient->n_response;
        next->has_supports = patient->n_support > 0 ||
                             (patient->tables >> PCART_TABLE_SUPPORTS & 1);
        next->has_toxicities = patient->tables >> PCART_TABLE_TOXICITIES & 1;
        next->sign = patient->sign;
        next->n_sign = patient->n_sign;
        next->birth_date = patient->birth_date;
        next->birth_year = patient->birth_year;
        next->diagnosis = patient->diagnosis;
        next->event = patient->event;
        next->n_event = patient->n_event;
        fill_infusion(next, patient, from, to, is_last);
        fill_events(next, profile);
        fill_grafts(next);
    }
    link_courses(course, n_course);
    *out = course;
    *n = n_course;
    return PCART_OK;
}
