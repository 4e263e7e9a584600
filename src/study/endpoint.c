/* endpoint.c -- times to event: when the clock starts, and what stops it.
 * Layer: study. */
#include "study/parts.h"

// clang-format off
static const pcart_endpoint_info info[PCART_N_ENDPOINT] = {
    {PCART_ENDPOINT_SMN, "smn", "Secondary myeloid neoplasm (SMN)",
     "infusion", "infusion", "first SMN after the infusion", "death without SMN",
     "last contact", PCART_CURVE_INCIDENCE, ""},
    {PCART_ENDPOINT_OS, "os", "Overall survival",
     "infusion", "infusion", "death of any cause", "", "last contact",
     PCART_CURVE_SURVIVAL, ""},
    {PCART_ENDPOINT_EFS, "efs", "Event-free survival",
     "infusion", "infusion", "relapse, progression, next therapy, transplant or death", "",
     "last contact", PCART_CURVE_SURVIVAL,
     "A transplant is an event; with the option efs_transplant = censored the "
     "time ends there"},
    {PCART_ENDPOINT_PFS, "pfs", "Progression-free survival",
     "infusion", "infusion", "relapse, progression or death", "",
     "last assessment in the table responses; last contact where there is none",
     PCART_CURVE_SURVIVAL, "A relapse of an SMN is none of the treated disease"},
    {PCART_ENDPOINT_RELAPSE, "relapse", "Relapse or progression",
     "infusion", "infusion", "relapse or progression", "death without relapse",
     "last contact", PCART_CURVE_INCIDENCE,
     "A relapse of an SMN is none of the treated disease"},
    {PCART_ENDPOINT_NRM, "nrm", "Non-relapse mortality",
     "infusion", "infusion", "death without relapse or progression",
     "relapse or progression", "last contact", PCART_CURVE_INCIDENCE,
     "A relapse of an SMN is none of the treated disease"},
    {PCART_ENDPOINT_OS_AFTER_SMN, "os_after_smn", "Overall survival after SMN",
     "SMN", "date of the SMN", "death of any cause", "", "last contact",
     PCART_CURVE_SURVIVAL, ""},
    {PCART_ENDPOINT_NRM_AFTER_GRAFT, "nrm_after_graft",
     "Non-relapse mortality after allograft for SMN",
     "allograft", "first allogeneic transplant on or after the date of the SMN",
     "death without relapse of the SMN", "relapse or progression of the SMN",
     "last contact", PCART_CURVE_INCIDENCE,
     "The relapse that competes is that of the SMN, known by the words "
     "SMN, MDS, AML or myeloid in its detail"},
    {PCART_ENDPOINT_NRM_AFTER_GRAFT_ANY, "nrm_after_graft_any",
     "Non-relapse mortality after allograft for SMN, any relapse competing",
     "allograft", "first allogeneic transplant on or after the date of the SMN",
     "death without any relapse", "relapse or progression of any disease",
     "last contact", PCART_CURVE_INCIDENCE,
     "The alternative, in which every relapse competes"},
    {PCART_ENDPOINT_TRM_AFTER_GRAFT, "trm_after_graft",
     "Transplant-related mortality after allograft for SMN",
     "allograft", "first allogeneic transplant on or after the date of the SMN",
     "death of the transplant, known by the words transplant, TRM, GVHD or "
     "graft in its detail",
     "relapse or progression of the SMN, or any other death", "last contact",
     PCART_CURVE_INCIDENCE, ""},
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
had_smn_before(const pcart_course *course, const pcart_profile *profile)
{
    for (size_t i = 0; i < course->n_event; i++)
        if (pcarti_event_is_smn(&course->event[i], profile) &&
            course->event[i].date <= course->day0)
            return 1;
    return 0;
}

static const char *const smn_word[] = {"smn", "mds", "aml", "myeloid"};

static int
names_smn(const char *detail)
{
    for (size_t i = 0; i < PCART_COUNTOF(smn_word); i++)
        if (pcarti_text_mentions(detail, smn_word[i]))
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

/* The k-th SMN after day 0. */
static pcart_date
smn_at(const pcarti_work *work, const pcart_course *course, size_t k)
{
    for (size_t i = 0; i < course->n_event; i++)
        if (pcarti_event_is_smn(&course->event[i], work->profile) &&
            course->event[i].date > course->day0 && k-- == 0)
            return course->event[i].date;
    return PCART_DATE_NONE;
}

/* The k-th allogeneic transplant on or after the first SMN. */
static pcart_date
graft_at(const pcart_course *course, size_t k)
{
    for (size_t i = 0; i < course->n_graft; i++)
        if (course->graft[i].kind == PCART_TRANSPLANT_ALLOGENEIC &&
            course->smn != PCART_DATE_NONE &&
            course->graft[i].date >= course->smn && k-- == 0)
            return course->graft[i].date;
    return PCART_DATE_NONE;
}

/* The k-th time zero of an end point; PCART_DATE_NONE behind the last. */
static pcart_date
start_at(const pcarti_work *work, const pcart_course *course,
         pcart_endpoint_id id, size_t k)
{
    switch (id) {
    case PCART_ENDPOINT_OS_AFTER_SMN:
        return smn_at(work, course, k);
    case PCART_ENDPOINT_NRM_AFTER_GRAFT:
    case PCART_ENDPOINT_NRM_AFTER_GRAFT_ANY:
    case PCART_ENDPOINT_TRM_AFTER_GRAFT:
        return graft_at(course, k);
    case PCART_ENDPOINT_SMN:
    case PCART_ENDPOINT_OS:
    case PCART_ENDPOINT_EFS:
    case PCART_ENDPOINT_PFS:
    case PCART_ENDPOINT_RELAPSE:
    case PCART_ENDPOINT_NRM:
    case PCART_N_ENDPOINT:
        break;
    }
    return k == 0 ? course->day0 : PCART_DATE_NONE;
}

static pcart_study_clock
clock_of(const pcart_study_file *file, pcart_endpoint_id id)
{
    if (id == PCART_ENDPOINT_OS_AFTER_SMN)
        return file->smn_clock;
    return id == PCART_ENDPOINT_NRM_AFTER_GRAFT ||
                   id == PCART_ENDPOINT_NRM_AFTER_GRAFT_ANY ||
                   id == PCART_ENDPOINT_TRM_AFTER_GRAFT
               ? file->transplant_clock
               : PCART_STUDY_CLOCK_FIRST;
}

static pcart_date
earlier(pcart_date a, pcart_date b)
{
    if (a == PCART_DATE_NONE)
        return b;
    return b == PCART_DATE_NONE || a < b ? a : b;
}

/* A patient who left against advice, vital status unknown (A26). */
static pcart_date
self_discharge(const pcarti_work *work, const pcart_course *course)
{
    if (work->profile->choice[PCART_OPT_SELF_DISCHARGE] !=
        PCART_SELF_DISCHARGE_EVENT)
        return PCART_DATE_NONE;
    for (size_t i = 0; i < course->n_event; i++)
        if (course->event[i].kind == PCART_EVENT_LAST_CONTACT &&
            course->event[i].date > course->day0 &&
            pcarti_text_mentions(course->event[i].detail, "discharge"))
            return course->event[i].date;
    return PCART_DATE_NONE;
}

static void
tell_efs(const pcarti_work *work, const pcart_course *course, story *told)
{
    int is_censored = work->profile->choice[PCART_OPT_EFS_TRANSPLANT] ==
                      PCART_EFS_TRANSPLANT_CENSORED;

    told->event = earlier(earlier(told->event, course->next_therapy),
                          relapse_after(course, course->day0, OF_TREATED));
    if (course->transplant == PCART_DATE_NONE)
        return;
    if (!is_censored)
        told->event = earlier(told->event, course->transplant);
    else if (told->event == PCART_DATE_NONE ||
             course->transplant < told->event) {
        told->event = PCART_DATE_NONE;
        told->end = course->transplant;
    }
}

/* Seen alive later does not say that the disease had not come back. */
static pcart_date
last_assessment(const pcart_course *course, pcart_date otherwise)
{
    pcart_date last = PCART_DATE_NONE;

    for (size_t i = 0; i < course->n_response; i++)
        if (course->response[i].date >= course->day0)
            last = later(last, course->response[i].date);
    return last == PCART_DATE_NONE ? otherwise : last;
}

static const char *const graft_word[] = {"transplant", "trm", "gvhd", "graft"};

/* The death is of the transplant, or it competes. */
static void
tell_trm(const pcart_course *course, story *told)
{
    const char *detail = "";
    int is_of_graft = 0;

    for (size_t i = 0; i < course->n_event; i++)
        if (course->event[i].kind == PCART_EVENT_DEATH)
            detail = course->event[i].detail;
    for (size_t i = 0; i < PCART_COUNTOF(graft_word); i++)
        is_of_graft |= pcarti_text_mentions(detail, graft_word[i]);
    told->competing = relapse_after(course, told->start, OF_SMN);
    told->is_tie_competing = 1;
    if (!is_of_graft) {
        told->competing = earlier(told->competing, told->event);
        told->event = PCART_DATE_NONE;
    }
}

static story
tell(const pcarti_work *work, const pcart_course *course, pcart_endpoint_id id,
     pcart_date start)
{
    story told = {.start = start,
                  .event = course->death,
                  .competing = PCART_DATE_NONE,
                  .end = end_of(course)};

    switch (id) {
    case PCART_ENDPOINT_SMN:
        told.event = course->smn;
        told.competing = course->death;
        if (work->profile->choice[PCART_OPT_SMN_COMPETING] ==
            PCART_SMN_COMPETING_THERAPY)
            told.competing =
                earlier(told.competing,
                        earlier(course->next_therapy, course->transplant));
        if (had_smn_before(course, work->profile))
            told.excluded = "SMN on or before the day of infusion";
        break;
    case PCART_ENDPOINT_EFS:
        told.event = earlier(told.event, self_discharge(work, course));
        tell_efs(work, course, &told);
        break;
    case PCART_ENDPOINT_PFS:
        told.event = earlier(told.event,
                             relapse_after(course, course->day0, OF_TREATED));
        told.end = last_assessment(course, told.end);
        break;
    case PCART_ENDPOINT_RELAPSE:
        told.event = relapse_after(course, course->day0, OF_TREATED);
        told.competing = course->death;
        break;
    case PCART_ENDPOINT_NRM:
        told.competing = relapse_after(course, course->day0, OF_TREATED);
        told.is_tie_competing = 1;
        break;
    case PCART_ENDPOINT_NRM_AFTER_GRAFT:
    case PCART_ENDPOINT_NRM_AFTER_GRAFT_ANY:
        told.competing = relapse_after(
            course, told.start,
            id == PCART_ENDPOINT_NRM_AFTER_GRAFT ? OF_SMN : OF_ANY);
        told.is_tie_competing = 1;
        break;
    case PCART_ENDPOINT_TRM_AFTER_GRAFT:
        tell_trm(course, &told);
        break;
    case PCART_ENDPOINT_OS:
    case PCART_ENDPOINT_OS_AFTER_SMN:
        told.event = earlier(told.event, self_discharge(work, course));
        break;
    case PCART_N_ENDPOINT:
        break;
    }
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

/* The arrays of one end point, while they grow. */
typedef struct times {
    pcart_endpoint made;
    size_t *subject;
    double *days;
    int *status, *group;
    pcart_endpoint_excluded *excluded;
} times;

/* Half a day, where times of 0 days shall not stay 0 (option zero_times). */
static const double half_day = 0.5;

static void
add_time(pcarti_work *work, times *to, size_t i, const story *told)
{
    const pcart_study_subject *subject = &work->study.subject[i];
    pcart_date stop;
    int why;

    if (told->excluded) {
        exclude(to->excluded, &to->made.n_excluded, told->excluded);
        return;
    }
    stop = stop_of(told, &why);
    if (stop < told->start) {
        report_order(work, subject, to->made.info->id, told->start, stop);
        return;
    }
    to->subject[to->made.n] = i;
    to->days[to->made.n] = (double)stop - (double)told->start;
    if (stop == told->start &&
        work->profile->choice[PCART_OPT_ZERO_TIME] == PCART_ZERO_TIME_HALF_DAY)
        to->days[to->made.n] = half_day;
    to->status[to->made.n] = why;
    to->group[to->made.n] = subject->group;
    to->made.n_zero += stop == told->start;
    to->made.n++;
}

/* The times zero of one subject that the clock takes: from .. to - 1. */
static size_t
starts_on_clock(const pcarti_work *work, const pcart_course *course,
                pcart_endpoint_id id, size_t *from)
{
    pcart_study_clock clock = clock_of(work->study.file, id);
    size_t n = 0;

    *from = 0;
    while (start_at(work, course, id, n) != PCART_DATE_NONE)
        n++;
    if (clock == PCART_STUDY_CLOCK_EACH || n == 0)
        return n;
    *from = clock == PCART_STUDY_CLOCK_LAST ? n - 1 : 0;
    return *from + 1;
}

static pcart_status
make_endpoint(pcarti_work *work, pcart_endpoint_id id)
{
    pcart_study *study = &work->study;
    size_t room = 0, from;
    times to = {.made = {.info = &info[id]}};

    for (size_t i = 0; i < study->n_subject; i++)
        room += starts_on_clock(work, study->subject[i].course, id, &from);
    to.subject = pcart_arena_take(work->arena, room + 1, sizeof *to.subject);
    to.days = pcart_arena_take(work->arena, room + 1, sizeof *to.days);
    to.status = pcart_arena_take(work->arena, room + 1, sizeof *to.status);
    to.group = pcart_arena_take(work->arena, room + 1, sizeof *to.group);
    to.excluded = pcart_arena_take(work->arena, 4, sizeof *to.excluded);
    if (!to.subject || !to.days || !to.status || !to.group || !to.excluded)
        return pcarti_work_no_memory(work);
    for (size_t i = 0; i < study->n_subject; i++) {
        const pcart_course *course = study->subject[i].course;
        size_t n = starts_on_clock(work, course, id, &from);

        for (size_t k = from; k < n; k++) {
            story told = tell(work, course, id, start_at(work, course, id, k));

            add_time(work, &to, i, &told);
        }
    }
    to.made.subject = to.subject;
    to.made.days = to.days;
    to.made.status = to.status;
    to.made.group = to.group;
    to.made.excluded = to.excluded;
    study->endpoint[id] = to.made;
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
