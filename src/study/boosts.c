/* boosts.c -- the boosts of a cohort: times to response, and counts round
 * them.  Layer: study. */
#include "study/parts.h"

// clang-format off
#define UNTIL_RESPONSE \
    "last count or last contact within the window, next lymphodepletion, end " \
    "of the window", PCART_CURVE_INCIDENCE, \
    "Those whose lineage was not low before, or is not known, cannot respond"
#define COMPETING "death, relapse or transplant"

static const pcart_endpoint_info info[PCART_N_BOOST_ENDPOINT] = {
    {PCART_N_ENDPOINT, "boost_anc", "Neutrophil response to the boost",
     "boost", "boost", "first of three ANC of 500/uL or more without G-CSF",
     COMPETING, UNTIL_RESPONSE},
    {PCART_N_ENDPOINT, "boost_plt", "Platelet response to the boost",
     "boost", "boost",
     "first of three counts of 20 G/L or more without transfusion",
     COMPETING, UNTIL_RESPONSE},
    {PCART_N_ENDPOINT, "boost_plt_50",
     "Platelet response to the boost, 50 G/L", "boost", "boost",
     "first of three counts of 50 G/L or more without transfusion",
     COMPETING, UNTIL_RESPONSE},
    {PCART_N_ENDPOINT, "boost_hb", "Red-cell response to the boost",
     "boost", "boost",
     "first haemoglobin of 8 g/dL or more without red cells",
     COMPETING, UNTIL_RESPONSE},
    {PCART_N_ENDPOINT, "boost_os", "Overall survival after the boost",
     "boost", "boost", "death of any cause", "", "last contact",
     PCART_CURVE_SURVIVAL, ""},
};

/* Days at which responses are tabulated: a choice of display. */
static const double shown_day[] = {7, 14, 28, 60, 90};
// clang-format on

/* Boosts after day 0 and before the next infusion: n of them. */
static size_t
count_boosts(const pcart_course *course)
{
    size_t n = 0;

    for (size_t i = 0; i < course->n_graft; i++)
        n += (size_t)pcarti_boost_is_of(course, &course->graft[i]);
    return n;
}

int
pcarti_boost_is_of(const pcart_course *course, const pcart_transplant *graft)
{
    return graft->kind == PCART_TRANSPLANT_BOOST &&
           graft->date > course->day0 &&
           (course->next_infusion == PCART_DATE_NONE ||
            graft->date < course->next_infusion);
}

/* An infection that began before the boost and did not end before it. */
static int
has_infection(const pcart_course *course, pcart_date boost)
{
    for (size_t i = 0; i < course->n_toxicity; i++) {
        const pcart_toxicity *row = &course->toxicity[i];
        pcart_date last = row->last == PCART_DATE_NONE ? row->first : row->last;

        if (row->kind == PCART_TOXICITY_INFECTION && row->first <= boost &&
            last >= boost)
            return 1;
    }
    return 0;
}

/* The boosts of one subject that the clock takes. */
static pcart_status
add_boosts(pcarti_work *work, size_t i, pcart_study_boost *boost)
{
    pcart_study *study = &work->study;
    const pcart_study_subject *subject = &study->subject[i];
    const pcart_course *course = subject->course;
    pcart_study_clock clock = study->file->boost_clock;
    size_t n = count_boosts(course), k = 0;

    for (size_t g = 0; g < course->n_graft; g++) {
        pcart_study_boost *next = &boost[study->n_boost];
        pcart_status status;

        if (!pcarti_boost_is_of(course, &course->graft[g]))
            continue;
        k++;
        if ((clock == PCART_STUDY_CLOCK_FIRST && k != 1) ||
            (clock == PCART_STUDY_CLOCK_LAST && k != n))
            continue;
        next->subject = i;
        next->label = subject->label;
        if (clock == PCART_STUDY_CLOCK_EACH && n > 1) {
            next->label = pcart_arena_print(work->arena, "%s boost %zu",
                                            subject->label, k);
            if (!next->label)
                return pcarti_work_no_memory(work);
        }
        next->has_infection = has_infection(course, course->graft[g].date);
        status = pcart_boost_assess(course, &course->graft[g], work->profile,
                                    work->arena, &next->boost, work->err);
        if (status)
            return status;
        study->n_boost++;
    }
    return PCART_OK;
}

/* Response 1, what competes 2, neither 0. */
static int
status_of(pcart_boost_end end)
{
    switch (end) {
    case PCART_BOOST_RESPONSE:
        return 1;
    case PCART_BOOST_DEATH:
    case PCART_BOOST_RELAPSE:
    case PCART_BOOST_TRANSPLANT:
        return 2;
    case PCART_BOOST_NOT_AT_RISK:
    case PCART_BOOST_NO_RESPONSE:
    case PCART_BOOST_CENSORED:
        break;
    }
    return 0;
}

enum { MAX_REASON = 16 };

/* Reasons are few: they are counted by their address. */
static void
leave_out(pcart_endpoint_excluded *excluded, size_t *n, const char *reason)
{
    size_t k = 0;

    while (k < *n && excluded[k].reason != reason)
        k++;
    if (k == MAX_REASON)
        return;
    if (k == *n)
        excluded[(*n)++].reason = reason;
    excluded[k].n++;
}

/* Death is the event here; alive at last contact is censored. */
static pcart_boost_outcome
survive(const pcart_study *study, const pcart_study_boost *boost)
{
    const pcart_course *course = study->subject[boost->subject].course;
    pcart_boost_outcome out = {.end = PCART_BOOST_RESPONSE};
    pcart_date end = course->death;

    if (end == PCART_DATE_NONE) {
        out.end = PCART_BOOST_CENSORED;
        end = course->last_contact;
    }
    if (end == PCART_DATE_NONE || end < boost->boost.graft->date) {
        out.end = PCART_BOOST_NOT_AT_RISK;
        out.reason = "no date of death or last contact";
        return out;
    }
    out.day = (int)((int64_t)end - boost->boost.graft->date);
    return out;
}

/* Shown days within the window of the rule. */
static size_t
shown_until(const pcart_study *study)
{
    int last = study->n_boost
                   ? pcart_rules_policy_days(study->boost[0].boost.set,
                                             PCART_POLICY_WINDOW_LAST, 0)
                   : 0;
    size_t n = 0;

    while (n < PCART_COUNTOF(shown_day) && shown_day[n] <= last)
        n++;
    return n;
}

static pcart_status
make_endpoint(pcarti_work *work, int lineage)
{
    pcart_study *study = &work->study;
    size_t room = study->n_boost + 1;
    size_t *subject = pcart_arena_take(work->arena, room, sizeof *subject);
    const char **label = pcart_arena_take(work->arena, room, sizeof *label);
    double *days = pcart_arena_take(work->arena, room, sizeof *days);
    int *status = pcart_arena_take(work->arena, room, sizeof *status);
    int *group = pcart_arena_take(work->arena, room, sizeof *group);
    pcart_endpoint_excluded *excluded =
        pcart_arena_take(work->arena, MAX_REASON, sizeof *excluded);
    pcart_endpoint made = {.info = &info[lineage]};

    if (!subject || !label || !days || !status || !group || !excluded)
        return pcarti_work_no_memory(work);
    if (lineage < PCART_N_BOOST_LINEAGE) {
        made.horizon_days = shown_day;
        made.n_horizon = shown_until(study);
    }
    for (size_t i = 0; i < study->n_boost; i++) {
        const pcart_study_boost *boost = &study->boost[i];
        pcart_boost_outcome survival;
        const pcart_boost_outcome *out = &survival;

        if (lineage == PCART_BOOST_OS)
            survival = survive(study, boost);
        else
            out = &boost->boost.outcome[lineage];
        if (out->end == PCART_BOOST_NOT_AT_RISK) {
            leave_out(excluded, &made.n_excluded, out->reason);
            continue;
        }
        subject[made.n] = boost->subject;
        label[made.n] = boost->label;
        days[made.n] = out->day;
        status[made.n] = status_of(out->end);
        group[made.n++] = study->subject[boost->subject].group;
    }
    made.subject = subject;
    made.label = label;
    made.days = days;
    made.status = status;
    made.group = group;
    made.excluded = excluded;
    study->boost_endpoint[lineage] = made;
    return pcarti_work_curves(work, &study->boost_endpoint[lineage]);
}

pcart_status
pcarti_work_boosts(pcarti_work *work)
{
    pcart_study *study = &work->study;
    pcart_study_boost *boost;
    pcarti_trend_row *row;
    size_t room = 1;
    pcart_status status = PCART_OK;

    for (size_t i = 0; i < study->n_subject; i++)
        room += count_boosts(study->subject[i].course);
    boost = pcart_arena_take(work->arena, room, sizeof *boost);
    row = pcart_arena_take(work->arena, room, sizeof *row);
    if (!boost || !row)
        return pcarti_work_no_memory(work);
    for (size_t i = 0; i < study->n_subject && !status; i++)
        status = add_boosts(work, i, boost);
    study->boost = boost;
    for (size_t i = 0; i < study->n_boost; i++)
        row[i] = (pcarti_trend_row){boost[i].subject, boost[i].label,
                                    boost[i].boost.day};
    for (int l = 0; l < PCART_N_BOOST_ENDPOINT && !status; l++)
        status = make_endpoint(work, l);
    if (!status && study->n_boost)
        status = pcarti_work_boost_trends(work, row, study->n_boost);
    return status;
}
