/* worklist.c -- every rule of every patient, in the order of urgency.
 * Layer: study. */
#include "postcart/worklist.h"

#include <stdlib.h>
#include <string.h>

#include "postcart/assemble.h"
#include "postcart/window.h"
#include "study/known.h"
#include "study/worklist_look.h"

enum { MAX_MEASURES = 256 };

static pcarti_ask *const ask[PCART_N_WORKLIST_RULE] = {
    pcarti_ask_early, pcarti_ask_day_30,     pcarti_ask_day_90,
    pcarti_ask_late,  pcarti_ask_relapse,    pcarti_ask_red_cells,
    pcarti_ask_clone, pcarti_ask_pretreated, pcarti_ask_grafted,
    pcarti_ask_boost, pcarti_ask_follow_up,  pcarti_ask_planned};

static const char *const measure_of[PCARTI_N_LOOK] = {
    [PCARTI_LOOK_EARLY] = "icaht_early",
    [PCARTI_LOOK_LATE] = "icaht_late",
    [PCARTI_LOOK_LATE_PLATELETS] = "ticaht_late",
    [PCARTI_LOOK_HEMATOTOX] = "car_hematotox",
    [PCARTI_LOOK_DAY_90] = "plt_day_90_class",
};

/* A list being made. */
typedef struct making {
    const pcart_profile *profile;
    unsigned char wanted[MAX_MEASURES];
    pcart_arena *arena, scratch;
    pcart_worklist *list;
    pcart_err *err;
} making;

const char *
pcart_entry_state_name(pcart_entry_state state)
{
    static const char *const name[] = {"overdue",      "open", "upcoming",
                                       "acknowledged", "done", "not evaluable"};

    return (size_t)state < PCART_COUNTOF(name) ? name[state] : "?";
}

pcart_date
pcart_worklist_last_date(const pcart_cohort *cohort)
{
    pcart_date last = PCART_DATE_NONE;

    for (size_t i = 0; i < cohort->n_patient; i++) {
        pcart_date own = pcarti_known_last(&cohort->patient[i]);

        if (own > last)
            last = own;
    }
    return last;
}

/* The course of the latest infusion that was given. */
static const pcart_course *
latest(const pcart_course *course, size_t n)
{
    const pcart_course *found = NULL;

    for (size_t i = 0; i < n; i++)
        if (!found || course[i].day0 >= found->day0)
            found = &course[i];
    return found;
}

/* The next infusion to come, with another number than those given. */
static const pcart_infusion *
find_planned(const pcart_patient *whole, const pcart_course *course,
             pcart_date at)
{
    const pcart_infusion *found = NULL;

    for (size_t i = 0; i < whole->n_infusion; i++) {
        const pcart_infusion *next = &whole->infusion[i];

        if (next->date > at && next->number != course->infusion &&
            (!found || next->date < found->date))
            found = next;
    }
    return found;
}

/* Counts belong to a course until something else lowers or lifts them. */
static int
last_day(const pcarti_look *look)
{
    const pcart_course *course = look->course;
    const pcart_date end[] = {
        look->planned ? look->planned->lymphodepletion_start : PCART_DATE_NONE,
        course->next_therapy, course->transplant};
    int last = look->today;

    for (size_t i = 0; i < PCART_COUNTOF(end); i++)
        if (end[i] != PCART_DATE_NONE &&
            pcart_window_day(course, end[i]) < last)
            last = pcart_window_day(course, end[i]);
    return last;
}

static void
grade(making *m, pcarti_look *look)
{
    const pcart_result *result;
    size_t n;

    look->status = pcart_grade_course_brief(look->course, m->profile, m->wanted,
                                            &m->scratch, &result, &n, m->err);
    for (int k = 0; k < PCARTI_N_LOOK && !look->status; k++)
        for (size_t i = 0; i < n; i++)
            if (strcmp(result[i].measure, measure_of[k]) == 0)
                look->result[k] = &result[i];
    for (int k = 0; k < PCARTI_N_LINEAGE && !look->status; k++)
        look->status =
            pcart_series_collect(look->course, pcarti_lineage[k], &m->scratch,
                                 &look->series[k], m->err);
    if (!look->status)
        pcart_series_mark_transfused(
            &look->series[1], look->course,
            pcart_profile_choose(m->profile, PCART_OPT_PLT_TRANSFUSED)->value);
}

/* What the examinations since the trigger leave to be done. */
static void
find_missing(const pcarti_look *look, pcarti_trigger *trigger)
{
    unsigned left = trigger->asks;

    if (trigger->asks == 0)
        return;
    for (unsigned flag = PCART_ASK_MARROW; flag <= PCART_ASK_COUNT; flag <<= 1)
        if ((left & flag) && pcarti_look_first(look, flag, trigger->from,
                                               look->at) != PCART_DATE_NONE)
            left &= ~flag;
    trigger->missing = left;
    trigger->is_done |= left == 0;
}

static const pcart_acknowledgement *
find_acknowledgement(const pcarti_look *look, const pcarti_trigger *trigger)
{
    const pcart_acknowledgement *found = NULL;

    for (size_t i = 0; i < look->patient->n_acknowledgement; i++) {
        const pcart_acknowledgement *seen = &look->patient->acknowledgement[i];

        if (seen->rule == (int)trigger->rule->id && seen->date >= trigger->from)
            found = seen;
    }
    return found;
}

static pcart_entry_state
state_of(const pcarti_look *look, const pcarti_trigger *trigger,
         const pcart_acknowledgement *seen)
{
    if (trigger->verdict == PCARTI_OPEN)
        return PCART_ENTRY_NOT_EVALUABLE;
    if (trigger->is_done)
        return PCART_ENTRY_DONE;
    if (seen)
        return PCART_ENTRY_ACKNOWLEDGED;
    if (trigger->due < look->at)
        return PCART_ENTRY_OVERDUE;
    return trigger->due - look->at > pcart_worklist_whole(PCART_WN_UPCOMING)
               ? PCART_ENTRY_UPCOMING
               : PCART_ENTRY_OPEN;
}

static const pcart_lab *
last_lab(const pcarti_look *look, pcart_analyte analyte)
{
    size_t n;
    const pcart_lab *lab = pcart_course_labs(look->course, analyte, &n);

    return n ? &lab[n - 1] : NULL;
}

static pcart_status
copy_lab(making *m, const pcart_lab *lab, const pcart_lab **out)
{
    pcart_lab *copy;

    *out = NULL;
    if (!lab)
        return PCART_OK;
    copy = pcart_arena_take(m->arena, 1, sizeof *copy);
    if (!copy)
        return pcart_err_set(m->err, PCART_E_NOMEM, "out of memory");
    *copy = *lab;
    *out = copy;
    return PCART_OK;
}

static pcart_status
add_entry(making *m, const pcarti_look *look, const pcart_patient *whole,
          const pcarti_trigger *trigger)
{
    pcart_worklist *list = m->list;
    const pcart_acknowledgement *seen = find_acknowledgement(look, trigger);
    pcart_worklist_entry made = {.rule = trigger->rule,
                                 .patient = whole,
                                 .infusion = look->course->infusion,
                                 .day0 = look->course->day0,
                                 .state = state_of(look, trigger, seen),
                                 .why = trigger->why,
                                 .since = trigger->since,
                                 .due = trigger->due,
                                 .missing = trigger->missing,
                                 .n_evidence = trigger->n_evidence,
                                 .acknowledgement = seen};
    pcart_entry_evidence *evidence =
        pcart_arena_take(m->arena, trigger->n_evidence + 1, sizeof *evidence);
    pcart_worklist_entry *entry =
        pcart_arena_grow(m->arena, list->entry, &list->m_entry,
                         list->n_entry + 1, sizeof *entry);
    pcart_status status;

    if (entry)
        list->entry = entry;
    if (!evidence || !entry)
        return pcart_err_set(m->err, PCART_E_NOMEM, "out of memory");
    memcpy(evidence, trigger->evidence, trigger->n_evidence * sizeof *evidence);
    made.evidence = evidence;
    status = copy_lab(m, last_lab(look, PCART_ANC), &made.last_anc);
    if (!status)
        status =
            copy_lab(m, last_lab(look, PCART_PLATELETS), &made.last_platelets);
    made.why = pcart_arena_text(m->arena, trigger->why, strlen(trigger->why));
    if (!made.why)
        return pcart_err_set(m->err, PCART_E_NOMEM, "out of memory");
    if (trigger->verdict == PCARTI_OPEN)
        made.since = made.due = PCART_DATE_NONE;
    list->count[trigger->rule->id].n[made.state]++;
    entry[list->n_entry++] = made;
    return status;
}

static pcart_status
ask_all(making *m, pcarti_look *look, const pcart_patient *whole)
{
    const pcart_worklist_rule *rule = pcart_worklist_rules();

    for (int k = 0; k < PCART_N_WORKLIST_RULE && !look->status; k++) {
        pcarti_trigger trigger = {.rule = &rule[k],
                                  .verdict = PCARTI_NO,
                                  .since = PCART_DATE_NONE,
                                  .due = PCART_DATE_NONE,
                                  .from = PCART_DATE_NONE,
                                  .asks = rule[k].asks};

        if (rule[k].is_over_at_smn && look->course->smn != PCART_DATE_NONE)
            continue;
        ask[k](look, &trigger);
        if (trigger.verdict == PCARTI_NOT_ASKED)
            continue;
        m->list->count[k].n_asked++;
        if (trigger.verdict == PCARTI_NO)
            continue;
        if (trigger.verdict == PCARTI_YES)
            find_missing(look, &trigger);
        if (!look->status)
            look->status = add_entry(m, look, whole, &trigger);
    }
    return look->status;
}

static pcart_status
look_at(making *m, const pcart_patient *whole)
{
    pcart_patient known;
    pcarti_look look = {.patient = &known,
                        .at = m->list->at,
                        .arena = m->arena,
                        .scratch = &m->scratch,
                        .err = m->err};
    const pcart_course *course;
    size_t n;
    pcart_status status =
        pcarti_known(whole, look.at, &m->scratch, &known, m->err);

    if (!status)
        status = pcart_courses_of_patient(&known, m->profile, &m->scratch,
                                          &course, &n, m->err);
    if (status)
        return status;
    look.course = latest(course, n);
    if (!look.course) {
        m->list->n_before++;
        return PCART_OK;
    }
    if (look.course->death != PCART_DATE_NONE) {
        m->list->n_dead++;
        return PCART_OK;
    }
    for (size_t i = 0; i < known.n_infusion; i++)
        if (known.infusion[i].number == look.course->infusion)
            look.infusion = &known.infusion[i];
    look.planned = find_planned(whole, look.course, look.at);
    look.today = pcart_window_day(look.course, look.at);
    look.last = last_day(&look);
    grade(m, &look);
    return look.status ? look.status : ask_all(m, &look, whole);
}

static int
by_urgency(const void *a, const void *b)
{
    const pcart_worklist_entry *x = a, *y = b;
    /* What is overdue and what is open stand together. */
    int p = x->state == PCART_ENTRY_OVERDUE ? PCART_ENTRY_OPEN : (int)x->state;
    int q = y->state == PCART_ENTRY_OVERDUE ? PCART_ENTRY_OPEN : (int)y->state;
    int by_id;

    if (p != q)
        return p < q ? -1 : 1;
    if (x->rule->urgency != y->rule->urgency && p == PCART_ENTRY_OPEN)
        return x->rule->urgency < y->rule->urgency ? -1 : 1;
    if (x->due != y->due)
        return x->due < y->due ? -1 : 1;
    by_id = strcmp(x->patient->id, y->patient->id);
    return by_id ? by_id : (int)x->rule->id - (int)y->rule->id;
}

static void
choose_measures(making *m)
{
    size_t n;
    const pcart_measure *measure = pcart_measure_list(&n);

    for (size_t i = 0; i < n && i < MAX_MEASURES; i++)
        for (int k = 0; k < PCARTI_N_LOOK; k++)
            if (strcmp(measure[i].name, measure_of[k]) == 0)
                m->wanted[i] = 1;
}

pcart_status
pcart_worklist_make(const pcart_cohort *cohort,
                    const pcart_worklist_options *options, pcart_arena *arena,
                    pcart_worklist *out, pcart_err *err)
{
    static const pcart_worklist_options none = {0};
    pcart_worklist list = {.n_patient = cohort->n_patient};
    making m = {.arena = arena, .list = &list, .err = err};
    pcart_status status = PCART_OK;

    if (!options)
        options = &none;
    m.profile = options->profile;
    list.at = options->has_at ? options->at : pcart_worklist_last_date(cohort);
    if (list.at == PCART_DATE_NONE)
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "no row has a date: there is nothing to look at");
    choose_measures(&m);
    for (size_t i = 0; i < cohort->n_patient && !status; i++) {
        status = look_at(&m, &cohort->patient[i]);
        pcart_arena_clear(&m.scratch);
    }
    pcart_arena_release(&m.scratch);
    if (status)
        return status;
    if (list.n_entry)
        qsort(list.entry, list.n_entry, sizeof *list.entry, by_urgency);
    *out = list;
    return PCART_OK;
}
