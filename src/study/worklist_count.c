/* worklist_count.c -- rules of the worklist that look at blood counts.
 * Layer: study. */
#include <stdlib.h>
#include <string.h>

#include "postcart/marrow_rules.h"
#include "study/worklist_look.h"

/* A grade at or above the limit: 1, 0, -1 when it is not certain. */
static int
is_severe(const pcart_result *result, pcart_worklist_number_id limit)
{
    pcart_fixed low = result->low, high = result->high;

    if (result->state == PCART_STATE_NOT_EVALUABLE)
        return -1;
    if (result->state == PCART_STATE_VALUE)
        low = high = result->value;
    if (low != PCART_FIXED_NONE && pcart_worklist_holds(limit, low))
        return 1;
    return high != PCART_FIXED_NONE && !pcart_worklist_holds(limit, high) ? 0
                                                                          : -1;
}

/* "early ICAHT 3 (limit >= 3)"; "3 to 4" for bounds. */
static const char *
grade_text(pcarti_look *look, const char *title, const pcart_result *result,
           pcart_worklist_number_id limit)
{
    char low[PCART_FIXED_SIZE], high[PCART_FIXED_SIZE];
    int least = pcart_worklist_whole(limit);

    if (result->state == PCART_STATE_VALUE)
        return pcarti_look_print(look, "%s %s (limit >= %d)", title,
                                 pcart_fixed_write(result->value, low), least);
    return pcarti_look_print(look, "%s %s to %s (limit >= %d)", title,
                             pcart_fixed_write(result->low, low),
                             pcart_fixed_write(result->high, high), least);
}

/* The rows behind a grade, and the day on which they begin. */
static pcart_date
add_grade(pcarti_look *look, pcarti_trigger *trigger,
          const pcart_result *result)
{
    pcart_date since = PCART_DATE_NONE;

    for (size_t i = 0; i < result->n_evidence; i++) {
        const pcart_evidence *e = &result->evidence[i];
        pcart_date date = pcarti_look_date(look, e->first_day);

        if (e->kind != PCART_EVIDENCE_DECISIVE)
            continue;
        if (since == PCART_DATE_NONE || date < since)
            since = date;
        if (e->line && e->analyte >= 0 && e->value != PCART_FIXED_NONE)
            pcarti_trigger_add(trigger, PCART_TABLE_LABS, e->line, date,
                               pcarti_look_value(look,
                                                 (pcart_analyte)e->analyte,
                                                 e->value, e->censor));
    }
    return since;
}

/* An episode is no row: its first and last low value are. */
static void
add_run(pcarti_look *look, pcarti_trigger *trigger, const pcart_series *series,
        int first, int last)
{
    const pcart_day_value *end = NULL;

    for (size_t i = pcart_series_from(series, first);
         i < series->n && series->day[i].day <= last; i++) {
        if (!end)
            pcarti_trigger_add(trigger, PCART_TABLE_LABS, series->day[i].line,
                               pcarti_look_date(look, series->day[i].day),
                               pcarti_look_value(look,
                                                 (pcart_analyte)series->analyte,
                                                 series->day[i].written,
                                                 series->day[i].censor));
        end = &series->day[i];
    }
    if (end && end->day != first)
        pcarti_trigger_add(trigger, PCART_TABLE_LABS, end->line,
                           pcarti_look_date(look, end->day),
                           pcarti_look_value(look,
                                             (pcart_analyte)series->analyte,
                                             end->written, end->censor));
}

/* The decisive episode of a grade by days; 0 when there is none. */
static int
decisive_episode(const pcart_result *result, int *first, int *last)
{
    int found = 0;

    for (size_t i = 0; i < result->n_evidence; i++) {
        const pcart_evidence *e = &result->evidence[i];

        if ((e->kind == PCART_EVIDENCE_DECISIVE ||
             e->kind == PCART_EVIDENCE_EPISODE) &&
            e->last_day > e->first_day &&
            (!found || e->kind == PCART_EVIDENCE_DECISIVE)) {
            *first = e->first_day;
            *last = e->last_day;
            found = 1;
        }
    }
    return found;
}

/* Neutropenia that still goes on, as drawn samples show it: first and last
 * low day; 0 when the latest value is not low. */
static int
running_neutropenia(const pcarti_look *look, int *first, int *last)
{
    const pcart_series *anc = &look->series[0];
    int found = 0;

    for (size_t i = anc->n; i > 0; i--) {
        const pcart_day_value *day = &anc->day[i - 1];

        if (day->day > look->last)
            continue;
        if (!pcart_worklist_holds(PCART_WN_LOW_ANC, day->high) ||
            day->day < 0 ||
            (found &&
             *first - day->day > pcart_worklist_whole(PCART_WN_RUN_GAP)))
            break;
        if (!found)
            *last = day->day;
        *first = day->day;
        found = 1;
    }
    return found;
}

/* The day on which G-CSF had been given often enough in a run; 0: never. */
static int
gcsf_day(const pcarti_look *look, int first, int last, int *day, uint32_t *line)
{
    int n = 0, wanted = pcart_worklist_whole(PCART_WN_GCSF_DAYS);

    for (int d = first; d <= last; d++)
        for (size_t i = 0; i < look->patient->n_support; i++) {
            const pcart_support *s = &look->patient->support[i];
            pcart_date date = pcarti_look_date(look, d);

            if (s->kind != PCART_SUPPORT_GCSF || s->first > date ||
                s->last < date)
                continue;
            *line = s->line;
            *day = d;
            if (++n == wanted)
                return 1;
            break;
        }
    return 0;
}

static int
ask_running(pcarti_look *look, pcarti_trigger *trigger)
{
    int first = 0, last = 0, given = 0;
    uint32_t line = 0;

    if (!running_neutropenia(look, &first, &last) ||
        last - first + 1 < pcart_worklist_whole(PCART_WN_LOW_DAYS) ||
        !gcsf_day(look, first, last, &given, &line))
        return 0;
    pcarti_trigger_set(
        trigger,
        pcarti_look_print(
            look, "ANC %s for %d days, with G-CSF",
            pcarti_look_limit(look, PCART_ANC, PCART_LE,
                              pcart_worklist_numbers()[PCART_WN_LOW_ANC].value),
            last - first + 1),
        pcarti_look_date(look, first),
        pcart_worklist_whole(PCART_WN_LOW_DAYS) - 1 +
            pcart_worklist_whole(PCART_WN_CAUSE_DUE));
    add_run(look, trigger, &look->series[0], first, last);
    pcarti_trigger_add(trigger, PCART_TABLE_SUPPORTS, line,
                       pcarti_look_date(look, given), "G-CSF");
    return 1;
}

/* Values in a row above the limit after a day. */
static int
has_recovered(const pcart_series *anc, int after)
{
    int n = 0;

    for (size_t i = pcart_series_from(anc, after + 1); i < anc->n; i++) {
        if (anc->day[i].origin != PCART_DAY_MEASURED)
            continue;
        n = pcart_worklist_holds(PCART_WN_LOW_ANC, anc->day[i].low) ? 0 : n + 1;
        if (n == pcart_worklist_whole(PCART_WN_RESPONSE_VALUES))
            return 1;
    }
    return 0;
}

void
pcarti_ask_early(pcarti_look *look, pcarti_trigger *trigger)
{
    const pcart_result *result = look->result[PCARTI_LOOK_EARLY];
    int severe = is_severe(result, PCART_WN_EARLY_GRADE);
    int first = 0, last = 0;

    if (ask_running(look, trigger))
        return;
    if (severe < 0)
        pcarti_trigger_open(trigger, result->reason
                                         ? result->reason
                                         : "the grade is not certain");
    if (severe <= 0)
        return;
    if (!decisive_episode(result, &first, &last))
        first = last = 0;
    if (last > look->today)
        last = look->today;
    /* The published method carries the last value over days to come. */
    if (result->row >= 0 &&
        last - first + 1 < result->set->rule.depth[result->row].days) {
        pcarti_trigger_open(trigger, "the grade rests on days to come");
        return;
    }
    pcarti_trigger_set(
        trigger, grade_text(look, "early ICAHT", result, PCART_WN_EARLY_GRADE),
        pcarti_look_date(look, first),
        last - first + pcart_worklist_whole(PCART_WN_CAUSE_DUE));
    add_run(look, trigger, &look->series[0], first, last);
    trigger->is_done = has_recovered(&look->series[0], last) ||
                       (look->course->boost != PCART_DATE_NONE &&
                        look->course->boost >= trigger->since) ||
                       (look->course->transplant != PCART_DATE_NONE &&
                        look->course->transplant >= trigger->since);
}

/* The value nearest to a day; of two as near the lower. */
static const pcart_day_value *
nearest(const pcarti_look *look, const pcart_series *series, int target,
        int slack)
{
    const pcart_day_value *best = NULL;

    for (size_t i = pcart_series_from(series, target - slack);
         i < series->n && series->day[i].day <= target + slack &&
         series->day[i].day <= look->last;
         i++) {
        const pcart_day_value *day = &series->day[i];
        int nearer =
            best ? abs(best->day - target) - abs(day->day - target) : 1;

        if (day->origin == PCART_DAY_MEASURED &&
            (nearer > 0 || (nearer == 0 && day->high < best->high)))
            best = day;
    }
    return best;
}

/* A later value that is certainly better and not owed to a transfusion. */
static int
is_better_after(const pcart_series *series, int after)
{
    for (size_t i = pcart_series_from(series, after + 1); i < series->n; i++)
        if (series->day[i].origin == PCART_DAY_MEASURED &&
            !series->day[i].is_transfused &&
            pcarti_look_is_low(&series->day[i],
                               (pcart_analyte)series->analyte) == 0)
            return 1;
    return 0;
}

const char *
pcarti_look_low(pcarti_look *look, pcart_analyte analyte,
                const pcart_day_value *day)
{
    const pcart_band_rule *rule = pcart_worklist_cytopenia(analyte);

    return pcarti_look_print(
        look, "%s on day %d (limit %s)",
        pcarti_look_value(look, analyte, day->written, day->censor), day->day,
        pcarti_look_limit(look, analyte, rule->op, rule->limit));
}

void
pcarti_trigger_day(pcarti_look *look, pcarti_trigger *trigger,
                   pcart_analyte analyte, const pcart_day_value *day)
{
    pcarti_trigger_add(
        trigger, PCART_TABLE_LABS, day->line, pcarti_look_date(look, day->day),
        pcarti_look_value(look, analyte, day->written, day->censor));
}

void
pcarti_ask_day_30(pcarti_look *look, pcarti_trigger *trigger)
{
    int target = pcart_worklist_whole(PCART_WN_DAY_30);
    int slack = pcart_worklist_whole(PCART_WN_DAY_30_SLACK);
    int is_better = 1;

    if (look->today < target || look->last < target - slack) {
        trigger->verdict = PCARTI_NOT_ASKED;
        return;
    }
    for (int k = 0; k < PCARTI_N_LINEAGE && !look->status; k++) {
        const pcart_day_value *day =
            nearest(look, &look->series[k], target, slack);
        int low = day ? pcarti_look_is_low(day, pcarti_lineage[k]) : -1;

        if (low < 0 && trigger->verdict == PCARTI_NO)
            pcarti_trigger_open(
                trigger,
                pcarti_look_print(look,
                                  day ? "%s near day %d is only bounded"
                                      : "no %s within the days round day %d",
                                  pcart_analyte_get(pcarti_lineage[k])->title,
                                  target));
        if (low <= 0)
            continue;
        if (trigger->verdict == PCARTI_YES)
            trigger->why = pcarti_look_print(
                look, "%s; %s", trigger->why,
                pcarti_look_low(look, pcarti_lineage[k], day));
        else
            pcarti_trigger_set(trigger,
                               pcarti_look_low(look, pcarti_lineage[k], day),
                               pcarti_look_date(look, day->day),
                               pcart_worklist_whole(PCART_WN_REPEAT_DUE));
        pcarti_trigger_day(look, trigger, pcarti_lineage[k], day);
        is_better &= is_better_after(&look->series[k], day->day);
    }
    trigger->is_done = trigger->verdict == PCARTI_YES && is_better;
}

void
pcarti_ask_day_90(pcarti_look *look, pcarti_trigger *trigger)
{
    const pcart_result *result = look->result[PCARTI_LOOK_DAY_90];
    const pcart_rule_set *set = result->set;
    int target = pcart_rules_policy_days(set, PCART_POLICY_TARGET_DAY, 0);
    int slack = pcart_rules_policy_days(set, PCART_POLICY_TARGET_SLACK, 0);
    pcart_date since;

    if (look->today < target - slack || look->last < target - slack) {
        trigger->verdict = PCARTI_NOT_ASKED;
        return;
    }
    if (result->state != PCART_STATE_VALUE) {
        if (look->today <= target + slack)
            trigger->verdict = PCARTI_NOT_ASKED; // the count may still come
        else
            pcarti_trigger_open(trigger, result->reason ? result->reason
                                                        : "only bounded");
        return;
    }
    if (strcmp(result->label, set->rule.definition[0].label) != 0)
        return;
    since = add_grade(look, trigger, result);
    pcarti_trigger_set(
        trigger,
        pcarti_look_print(
            look, "%s (limit %s)",
            trigger->n_evidence ? trigger->evidence[0].text : "platelets low",
            pcarti_look_limit(look, PCART_PLATELETS, set->rule.definition[0].op,
                              set->rule.definition[0].limit)),
        since, pcart_worklist_whole(PCART_WN_MARROW_DUE));
}

void
pcarti_ask_late(pcarti_look *look, pcarti_trigger *trigger)
{
    static const char *const title[] = {"late ICAHT", "late T-ICAHT"};
    const pcart_result *const result[] = {
        look->result[PCARTI_LOOK_LATE],
        look->result[PCARTI_LOOK_LATE_PLATELETS]};
    pcart_date since = PCART_DATE_NONE;
    const char *why = NULL, *doubt = NULL;

    if (look->today < pcart_worklist_whole(PCART_WN_LATE_FIRST)) {
        trigger->verdict = PCARTI_NOT_ASKED;
        return;
    }
    for (int k = 0; k < 2; k++) {
        int severe = is_severe(result[k], PCART_WN_LATE_GRADE);
        int first, last;

        if (severe < 0 && !doubt)
            doubt = pcarti_look_print(look, "%s: %s", title[k],
                                      result[k]->reason ? result[k]->reason
                                                        : "not certain");
        if (severe > 0) {
            const char *text =
                grade_text(look, title[k], result[k], PCART_WN_LATE_GRADE);
            pcart_date begin = add_grade(look, trigger, result[k]);

            if (decisive_episode(result[k], &first, &last))
                add_run(look, trigger, &look->series[k], first, last);
            why = why ? pcarti_look_print(look, "%s; %s", why, text) : text;
            if (begin != PCART_DATE_NONE &&
                (since == PCART_DATE_NONE || begin < since))
                since = begin;
        }
    }
    if (why)
        pcarti_trigger_set(
            trigger, why,
            since == PCART_DATE_NONE
                ? pcarti_look_date(look,
                                   pcart_worklist_whole(PCART_WN_LATE_FIRST))
                : since,
            pcart_worklist_whole(PCART_WN_MARROW_DUE));
    else if (doubt)
        pcarti_trigger_open(trigger, doubt);
}

/* The first low value of the latest fall after a documented recovery. */
static const pcart_day_value *
latest_fall(const pcarti_look *look, const pcart_series *series)
{
    const pcart_day_value *fall = NULL;
    int is_good = 0, is_documented = 0, good_since = 0;

    for (size_t i = pcart_series_from(series, 0);
         i < series->n && series->day[i].day <= look->last; i++) {
        const pcart_day_value *day = &series->day[i];
        int low = pcarti_look_is_low(day, (pcart_analyte)series->analyte);

        if (low > 0) {
            if (is_documented && pcart_worklist_holds(PCART_WN_LATE_FIRST,
                                                      PCART_FIXED(day->day)))
                fall = day;
            is_good = is_documented = 0;
        } else if (low == 0 && day->origin == PCART_DAY_MEASURED &&
                   !day->is_transfused) {
            if (!is_good)
                good_since = day->day;
            is_good = 1;
            is_documented |= pcart_worklist_holds(
                PCART_WN_RECOVERY_GAP, PCART_FIXED(day->day - good_since));
        }
    }
    return fall;
}

void
pcarti_ask_relapse(pcarti_look *look, pcarti_trigger *trigger)
{
    const pcart_day_value *best = NULL;
    int of = 0;

    if (look->today < pcart_worklist_whole(PCART_WN_LATE_FIRST)) {
        trigger->verdict = PCARTI_NOT_ASKED;
        return;
    }
    for (int k = 0; k < PCARTI_N_LINEAGE; k++) {
        const pcart_day_value *fall = latest_fall(look, &look->series[k]);

        if (fall && (!best || fall->day > best->day)) {
            best = fall;
            of = k;
        }
    }
    if (!best)
        return;
    pcarti_trigger_set(
        trigger,
        pcarti_look_print(look, "%s, after recovery",
                          pcarti_look_low(look, pcarti_lineage[of], best)),
        pcarti_look_date(look, best->day),
        pcart_worklist_whole(PCART_WN_MARROW_DUE));
    pcarti_trigger_day(look, trigger, pcarti_lineage[of], best);
}

/* Limits of cytopenia of WHO 2022, cells/uL and g/dL; the stricter one for
 * haemoglobin when the sex is not known. */
static pcart_fixed
who_limit(const pcarti_look *look, pcart_analyte analyte, pcart_op *op)
{
    pcart_marrow_limit id = analyte == PCART_ANC         ? PCART_ML_ANC
                            : analyte == PCART_PLATELETS ? PCART_ML_PLT
                            : look->patient->sex == PCART_SEX_MALE
                                ? PCART_ML_HB_MALE
                                : PCART_ML_HB_FEMALE;
    const pcart_marrow_limit_rule *rule = pcart_marrow_limit_get(id);

    *op = rule->op;
    return strcmp(rule->unit, "10^9/L") == 0 ? rule->value * 1000 : rule->value;
}

static const pcart_day_value *
cytopenia_near(const pcarti_look *look, int day, pcart_analyte *analyte)
{
    for (int k = 0; k < PCARTI_N_LINEAGE; k++) {
        const pcart_series *series = &look->series[k];
        int slack = pcart_worklist_whole(PCART_WN_SAME_TIME);
        pcart_op op;
        pcart_fixed limit = who_limit(look, pcarti_lineage[k], &op);

        for (size_t i = pcart_series_from(series, day - slack);
             i < series->n && series->day[i].day <= day + slack; i++)
            if (series->day[i].origin == PCART_DAY_MEASURED &&
                pcart_op_holds(series->day[i].high, op, limit)) {
                *analyte = pcarti_lineage[k];
                return &series->day[i];
            }
    }
    return NULL;
}

/* The last value of an index before the infusion; NULL when there is none. */
static const pcart_lab *
before_infusion(const pcarti_look *look, pcart_analyte analyte)
{
    size_t n;
    const pcart_lab *lab = pcart_course_labs(look->course, analyte, &n),
                    *found = NULL;

    for (size_t i = 0; i < n && lab[i].date <= look->course->day0; i++)
        found = &lab[i];
    return found;
}

/* One index: 1 when it triggers; `n_value` counts late values. */
static int
ask_index(pcarti_look *look, pcarti_trigger *trigger, pcart_analyte index,
          pcart_worklist_number_id limit, size_t *n_value)
{
    const pcart_lab *old = before_infusion(look, index);
    const pcart_worklist_number *is = &pcart_worklist_numbers()[limit];
    size_t n;
    const pcart_lab *lab = pcart_course_labs(look->course, index, &n);

    for (size_t i = 0; i < n; i++) {
        int day = (int)(lab[i].date - look->course->day0);
        pcart_analyte analyte = PCART_ANC;
        const pcart_day_value *low;

        if (day < pcart_worklist_whole(PCART_WN_LATE_FIRST) || day > look->last)
            continue;
        ++*n_value;
        if (!pcart_worklist_holds(limit, lab[i].value) ||
            (old && pcart_worklist_holds(limit, old->value)))
            continue;
        low = cytopenia_near(look, day, &analyte);
        if (!low)
            continue;
        pcarti_trigger_add(
            trigger, PCART_TABLE_LABS, lab[i].line, lab[i].date,
            pcarti_look_value(look, index, lab[i].value, lab[i].censor));
        pcarti_trigger_day(look, trigger, analyte, low);
        pcarti_trigger_set(
            trigger,
            pcarti_look_print(
                look, "%s (limit %s), with %s%s",
                pcarti_look_value(look, index, lab[i].value, lab[i].censor),
                pcarti_look_limit(look, index, is->op, is->value),
                pcarti_look_value(look, analyte, low->written, low->censor),
                old ? "" : "; no value before the infusion"),
            lab[i].date, pcart_worklist_whole(PCART_WN_SEQUENCING_DUE));
        return 1;
    }
    return 0;
}

void
pcarti_ask_red_cells(pcarti_look *look, pcarti_trigger *trigger)
{
    size_t n_value = 0;

    if (look->today < pcart_worklist_whole(PCART_WN_LATE_FIRST)) {
        trigger->verdict = PCARTI_NOT_ASKED;
        return;
    }
    if (ask_index(look, trigger, PCART_MCV, PCART_WN_MCV, &n_value) ||
        ask_index(look, trigger, PCART_RDW, PCART_WN_RDW, &n_value))
        return;
    if (n_value == 0)
        pcarti_trigger_open(trigger, "no MCV or RDW among the late values");
}
