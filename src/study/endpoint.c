/* endpoint.c -- times to event: when the clock starts, and what stops it.
 * Layer: study. */
#include "study/parts.h"

#include <string.h>

// clang-format off
static const pcart_endpoint_info info[PCART_N_ENDPOINT] = {
    {PCART_ENDPOINT_SMN, "smn", "Secondary myeloid neoplasm (SMN)",
     "infusion", "first SMN after the infusion", "death without SMN",
     "last contact", PCART_CURVE_INCIDENCE, ""},
    {PCART_ENDPOINT_OS, "os", "Overall survival",
     "infusion", "death of any cause", "", "last contact",
     PCART_CURVE_SURVIVAL, ""},
    {PCART_ENDPOINT_RELAPSE, "relapse", "Relapse or progression",
     "infusion", "relapse or progression", "death without relapse",
     "last contact", PCART_CURVE_INCIDENCE,
     "A relapse of an SMN is none of the treated disease"},
    {PCART_ENDPOINT_NRM, "nrm", "Non-relapse mortality",
     "infusion", "death without relapse or progression",
     "relapse or progression", "last contact", PCART_CURVE_INCIDENCE,
     "A relapse of an SMN is none of the treated disease"},
    {PCART_ENDPOINT_OS_AFTER_SMN, "os_after_smn", "Overall survival after SMN",
     "date of the SMN", "death of any cause", "", "last contact",
     PCART_CURVE_SURVIVAL, ""},
    {PCART_ENDPOINT_NRM_AFTER_GRAFT, "nrm_after_graft",
     "Non-relapse mortality after allograft for SMN",
     "first allogeneic transplant on or after the date of the SMN",
     "death without relapse of the SMN", "relapse or progression of the SMN",
     "last contact", PCART_CURVE_INCIDENCE,
     "A20: the relapse that competes is that of the SMN, known by the words "
     "SMN, MDS, AML or myeloid in its detail"},
    {PCART_ENDPOINT_NRM_AFTER_GRAFT_ANY, "nrm_after_graft_any",
     "Non-relapse mortality after allograft for SMN, any relapse competing",
     "first allogeneic transplant on or after the date of the SMN",
     "death without any relapse", "relapse or progression of any disease",
     "last contact", PCART_CURVE_INCIDENCE,
     "A20: the alternative, in which every relapse competes"},
};
// clang-format on

const pcart_endpoint_info *
pcart_endpoint_get(pcart_endpoint_id id)
{
    return &info[id];
}

/* What happened to one subject, as dates; PCART_DATE_NONE if it did not. */
typedef struct story {
    const char *excluded; // why the subject is not used
    int is_outside;       // not of the population, which is no exclusion
    pcart_date start, event, competing, end;
    int is_tie_competing; // both on one day: the competing event was first
} story;

static pcart_date
later(pcart_date a, pcart_date b)
{
    return a > b ? a : b;
}

/* Last day known alive: an event after the last contact moves it. */
static pcart_date
end_of(const pcart_course *course)
{
    pcart_date end = course->last_contact;

    if (course->death != PCART_DATE_NONE || end == PCART_DATE_NONE)
        return end;
    for (size_t i = 0; i < course->n_event; i++)
        end = later(end, course->event[i].date);
    for (size_t i = 0; i < course->n_graft; i++)
        end = later(end, course->graft[i].date);
    return end;
}

static int
had_smn_before(const pcart_course *course)
{
    for (size_t i = 0; i < course->n_event; i++)
        if (course->event[i].kind == PCART_EVENT_SMN &&
            course->event[i].date <= course->day0)
            return 1;
    return 0;
}

/* ASCII only, so that no locale has a say. */
static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Whether `word` (lower case) stands in `text`, in any case. */
static int
mentions(const char *text, const char *word)
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

static const char *const smn_word[] = {"smn", "mds", "aml", "myeloid"};

static int
names_smn(const char *detail)
{
    for (size_t i = 0; i < PCART_COUNTOF(smn_word); i++)
        if (mentions(detail, smn_word[i]))
            return 1;
    return 0;
}

/* Of the SMN, not of the disease that was treated by the infusion. */
static int
is_of_smn(const pcart_course *course, const pcart_event *event)
{
    return course->smn != PCART_DATE_NONE && event->date >= course->smn &&
           names_smn(event->detail);
}

/* Which relapses count. */
typedef enum relapse_kind { OF_TREATED, OF_SMN, OF_ANY } relapse_kind;

static pcart_date
relapse_after(const pcart_course *course, pcart_date start, relapse_kind kind)
{
    for (size_t i = 0; i < course->n_event; i++) {
        const pcart_event *event = &course->event[i];

        if ((event->kind == PCART_EVENT_RELAPSE ||
             event->kind == PCART_EVENT_PROGRESSION) &&
            event->date > start &&
            (kind == OF_ANY || (kind == OF_SMN) == is_of_smn(course, event)))
            return event->date;
    }
    return PCART_DATE_NONE;
}

/* First allogeneic transplant on or after the SMN. */
static pcart_date
graft_for_smn(const pcart_course *course)
{
    for (size_t i = 0; i < course->n_graft; i++)
        if (course->graft[i].kind == PCART_TRANSPLANT_ALLOGENEIC &&
            course->smn != PCART_DATE_NONE &&
            course->graft[i].date >= course->smn)
            return course->graft[i].date;
    return PCART_DATE_NONE;
}

static story
tell(const pcart_course *course, pcart_endpoint_id id)
{
    story told = {.start = course->day0,
                  .event = course->death,
                  .competing = PCART_DATE_NONE,
                  .end = end_of(course)};

    switch (id) {
    case PCART_ENDPOINT_SMN:
        told.event = course->smn;
        told.competing = course->death;
        if (had_smn_before(course))
            told.excluded = "SMN on or before the day of infusion";
        break;
    case PCART_ENDPOINT_RELAPSE:
        told.event = relapse_after(course, course->day0, OF_TREATED);
        told.competing = course->death;
        break;
    case PCART_ENDPOINT_NRM:
        told.competing = relapse_after(course, course->day0, OF_TREATED);
        told.is_tie_competing = 1;
        break;
    case PCART_ENDPOINT_OS_AFTER_SMN:
        told.start = course->smn;
        break;
    case PCART_ENDPOINT_NRM_AFTER_GRAFT:
    case PCART_ENDPOINT_NRM_AFTER_GRAFT_ANY:
        told.start = graft_for_smn(course);
        told.competing = relapse_after(
            course, told.start,
            id == PCART_ENDPOINT_NRM_AFTER_GRAFT ? OF_SMN : OF_ANY);
        told.is_tie_competing = 1;
        break;
    case PCART_ENDPOINT_OS:
    case PCART_N_ENDPOINT:
        break;
    }
    told.is_outside = told.start == PCART_DATE_NONE;
    if (!told.excluded && told.event == PCART_DATE_NONE &&
        told.competing == PCART_DATE_NONE && told.end == PCART_DATE_NONE)
        told.excluded = "no date of death or last contact";
    return told;
}

/* The day on which the clock stops, and why. */
static pcart_date
stop_of(const story *told, int *status)
{
    pcart_date event = told->event, competing = told->competing;

    *status = 0;
    if (event != PCART_DATE_NONE &&
        (competing == PCART_DATE_NONE || event < competing ||
         (event == competing && !told->is_tie_competing))) {
        *status = 1;
        return event;
    }
    if (competing == PCART_DATE_NONE)
        return told->end;
    *status = 2;
    return competing;
}

/* A time that cannot be: the tables must be mended. */
static void
report_order(pcarti_work *work, const pcart_study_subject *subject,
             pcart_endpoint_id id, pcart_date start, pcart_date stop)
{
    char from[PCART_DATE_SIZE], to[PCART_DATE_SIZE];
    pcart_err err = {0};
    pcart_place where = {
        .source = work->study.cohort->table[PCART_TABLE_INFUSIONS].file,
        .line = subject->infusion->line};

    pcart_err_at(&err, PCART_E_INCONSISTENT, where,
                 "patient '%s', %s: follow-up ends on %s, before its start "
                 "on %s",
                 subject->patient->id, info[id].title,
                 pcart_date_write(stop, to), pcart_date_write(start, from));
    pcart_err_hint(&err, "mend the dates of this patient in events");
    pcart_diag_add_err(work->diag, "time-order", &err);
}

/* Reasons are few: they are counted by their address. */
static void
exclude(pcart_endpoint_excluded *excluded, size_t *n, const char *reason)
{
    size_t i = 0;

    while (i < *n && excluded[i].reason != reason)
        i++;
    if (i == *n)
        excluded[(*n)++].reason = reason;
    excluded[i].n++;
}

static pcart_status
make_endpoint(pcarti_work *work, pcart_endpoint_id id)
{
    pcart_study *study = &work->study;
    size_t room = study->n_subject;
    size_t *subject = pcart_arena_take(work->arena, room, sizeof *subject);
    double *days = pcart_arena_take(work->arena, room, sizeof *days);
    int *status = pcart_arena_take(work->arena, room, sizeof *status);
    int *group = pcart_arena_take(work->arena, room, sizeof *group);
    pcart_endpoint_excluded *excluded =
        pcart_arena_take(work->arena, 4, sizeof *excluded);
    pcart_endpoint made = {.info = &info[id]};

    if (!subject || !days || !status || !group || !excluded)
        return pcarti_work_no_memory(work);
    for (size_t i = 0; i < room; i++) {
        story told = tell(study->subject[i].course, id);
        pcart_date stop;
        int why;

        if (told.is_outside)
            continue;
        if (told.excluded) {
            exclude(excluded, &made.n_excluded, told.excluded);
            continue;
        }
        stop = stop_of(&told, &why);
        if (stop < told.start) {
            report_order(work, &study->subject[i], id, told.start, stop);
            continue;
        }
        subject[made.n] = i;
        days[made.n] = (double)stop - (double)told.start;
        status[made.n] = why;
        group[made.n] = study->subject[i].group;
        made.n_zero += stop == told.start;
        made.n++;
    }
    made.subject = subject;
    made.days = days;
    made.status = status;
    made.group = group;
    made.excluded = excluded;
    study->endpoint[id] = made;
    return PCART_OK;
}

pcart_status
pcarti_work_endpoints(pcarti_work *work)
{
    pcart_status status = PCART_OK;

    for (int id = 0; id < PCART_N_ENDPOINT && !status; id++)
        status = make_endpoint(work, (pcart_endpoint_id)id);
    if (!status && work->diag->n_error)
        return pcart_err_set(work->err, PCART_E_INCONSISTENT,
                             "follow-up that ends before it starts");
    for (int id = 0; id < PCART_N_ENDPOINT && !status; id++)
        status = pcarti_work_curves(work, &work->study.endpoint[id]);
    return status;
}
