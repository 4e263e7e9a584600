/*
 * pgf.c -- graft failure and poor graft function, by four sources.
 * Layer: grade.
 *
 * Days are counted from the first allogeneic transplant after the infusion;
 * without one, from the infusion in those who were grafted before it.
 */
#include <limits.h>
#include <string.h>

#include "grade/donor.h"
#include "grade/grading.h"
#include "grade/support.h"
#include "rules/sets.h"

typedef enum truth { IS_FALSE, IS_OPEN, IS_TRUE } truth;

/* One course being asked. */
typedef struct asking {
    pcarti_grading *grading;
    const pcart_course *course;
    const pcart_rule_set *set;
    int day0;         /* of the graft, or 0 */
    int is_new_graft; /* the transplant came after the infusion */
    const pcart_transplant *graft;
    pcart_window window;
    const char *open; /* the first condition that is open */
} asking;

static const pcart_definition_rule *
row_of(const asking *ask, const char *label)
{
    for (size_t i = 0; i < ask->set->n_rule; i++)
        if (strcmp(ask->set->rule.definition[i].label, label) == 0)
            return &ask->set->rule.definition[i];
    return NULL;
}

static truth
note_open(asking *ask, truth found, const char *what)
{
    if (found == IS_OPEN && !ask->open)
        ask->open = what;
    return found;
}

/* The graft that is asked about; 0 when there is none. */
static int
find_graft(asking *ask)
{
    const pcart_transplant *before = NULL;

    for (size_t i = 0; i < ask->course->n_graft; i++) {
        const pcart_transplant *graft = &ask->course->graft[i];

        if (graft->kind != PCART_TRANSPLANT_ALLOGENEIC)
            continue;
        if (graft->date > ask->course->day0 && !ask->is_new_graft) {
            ask->graft = graft;
            ask->day0 = pcart_window_day(ask->course, graft->date);
            ask->is_new_graft = 1;
        } else if (graft->date <= ask->course->day0) {
            before = graft;
        }
    }
    if (!ask->is_new_graft)
        ask->graft = before;
    return ask->graft != NULL;
}

/* The days that a row looks at, in days of the course. */
static pcart_window
days_of(const asking *ask, const pcart_definition_rule *rule)
{
    pcart_window window = ask->window;
    int64_t last = (int64_t)ask->day0 + rule->last_day;

    if (ask->day0 + rule->first_day > window.first)
        window.first = ask->day0 + rule->first_day;
    if (last < window.last)
        window.last = (int)last;
    return window;
}

/* A stretch of low values. */
typedef struct run {
    int first, last;
} run;

/* The next run of values below the limit that spans the days of the row. */
static int
next_run(const asking *ask, const pcart_definition_rule *rule, size_t *i,
         run *out)
{
    const pcart_series *series =
        pcarti_grading_series(ask->grading, (pcart_analyte)rule->analyte);
    pcart_window window = days_of(ask, rule);
    int is_in = 0;

    if (*i == 0)
        *i = pcart_series_from(series, window.first);
    for (; *i < series->n && series->day[*i].day <= window.last; ++*i) {
        const pcart_day_value *day = &series->day[*i];

        if (pcart_op_holds(day->high, rule->op, rule->limit)) {
            if (!is_in)
                out->first = day->day;
            out->last = day->day;
            is_in = 1;
        } else if (day->origin != PCART_DAY_INFERRED) {
            if (is_in && out->last - out->first + 1 >= rule->days)
                return 1;
            is_in = 0;
        }
    }
    return is_in && out->last - out->first + 1 >= rule->days;
}

static int
is_measured(const asking *ask, const pcart_definition_rule *rule)
{
    const pcart_series *series =
        pcarti_grading_series(ask->grading, (pcart_analyte)rule->analyte);
    pcart_window window = days_of(ask, rule);
    size_t i = pcart_series_from(series, window.first);

    return i < series->n && series->day[i].day <= window.last;
}

static truth
test_run(asking *ask, const char *label)
{
    const pcart_definition_rule *rule = row_of(ask, label);
    size_t i = 0;
    run found;

    if (next_run(ask, rule, &i, &found)) {
        pcart_evidence *piece =
            pcarti_evidence_add(ask->grading, PCART_EVIDENCE_EPISODE,
                                rule->analyte, found.first, found.last);

        if (piece) {
            piece->days = found.last - found.first + 1;
            piece->limit = rule->limit;
            piece->op = rule->op;
        }
        return IS_TRUE;
    }
    return is_measured(ask, rule) ? IS_FALSE : IS_OPEN;
}

static truth
either(truth a, truth b)
{
    return a > b ? a : b;
}

static truth
both(truth a, truth b)
{
    return a < b ? a : b;
}

/* The last marrow with a cellularity. */
static truth
test_marrow(asking *ask)
{
    const pcart_definition_rule *rule = row_of(ask, "marrow");
    truth found = IS_OPEN;

    for (size_t i = 0; i < ask->course->n_marrow; i++) {
        const pcart_marrow_row *row = &ask->course->marrow[i];
        int day = pcart_window_day(ask->course, row->date);

        if (row->cellularity != PCART_FIXED_NONE && day >= ask->day0 &&
            day <= ask->window.last)
            found = pcart_op_holds(row->cellularity, rule->op, rule->limit)
                        ? IS_TRUE
                        : IS_FALSE;
    }
    return note_open(ask, found, "the cellularity of the marrow");
}

static truth
test_chimerism(asking *ask)
{
    const pcart_definition_rule *rule = row_of(ask, "chimerism");
    pcart_window window = {ask->day0, ask->window.last, NULL};
    const pcart_chimerism *sample =
        pcarti_donor_last(ask->course, PCARTI_MYELOID, window);
    truth found = IS_OPEN;
    pcart_fixed low, high;

    if (sample) {
        pcarti_donor_percent(sample, &low, &high);
        if (pcart_op_holds(low, rule->op, rule->limit))
            found = IS_TRUE;
        else if (!pcart_op_holds(high, rule->op, rule->limit))
            found = IS_FALSE;
    }
    return note_open(ask, found, "the chimerism of myeloid cells");
}

static truth
test_gvhd(const asking *ask)
{
    for (size_t i = 0; i < ask->course->n_toxicity; i++) {
        const pcart_toxicity *row = &ask->course->toxicity[i];
        int day = pcart_window_day(ask->course, row->first);

        if (row->kind == PCART_TOXICITY_GVHD && row->grade != 0 &&
            day >= ask->day0 && day <= ask->window.last)
            return IS_FALSE;
    }
    return IS_TRUE;
}

/* Neutropenia with growth factor all the same. */
static truth
test_nih_anc(asking *ask)
{
    const pcart_definition_rule *rule = row_of(ask, "anc");
    const pcart_definition_rule *given = row_of(ask, "gcsf");
    const pcart_series *series = pcarti_grading_series(ask->grading, PCART_ANC);
    pcart_window window = days_of(ask, rule);
    truth found = is_measured(ask, rule) ? IS_FALSE : IS_OPEN;

    for (size_t i = pcart_series_from(series, window.first);
         i < series->n && series->day[i].day <= window.last; i++) {
        int day = series->day[i].day;
        int n = pcarti_support_days(ask->course, given->supports,
                                    day - given->days + 1, day);

        if (!pcart_op_holds(series->day[i].high, rule->op, rule->limit))
            continue;
        if (!ask->course->has_supports)
            found = IS_OPEN;
        else if (pcart_op_holds(PCART_FIXED((pcart_fixed)n), given->op,
                                given->limit))
            return IS_TRUE;
    }
    return found;
}

static truth
test_nih_platelets(asking *ask)
{
    const pcart_definition_rule *given = row_of(ask, "platelets given");
    pcart_window window = days_of(ask, given);
    truth low = test_run(ask, "platelets");

    for (size_t i = 0; low != IS_TRUE && i < ask->course->n_support; i++) {
        int day = pcart_window_day(ask->course, ask->course->support[i].last);
        int n = pcarti_support_days(ask->course, given->supports,
                                    day - given->days + 1, day);

        if (day >= window.first && day <= window.last &&
            pcart_op_holds(PCART_FIXED((pcart_fixed)n), given->op,
                           given->limit))
            low = IS_TRUE;
    }
    return low;
}

/* Two lineages low at once for long enough. */
static truth
test_msk_lineages(asking *ask)
{
    static const char *const label[] = {"anc", "platelets", "hb"};
    const pcart_definition_rule *need = row_of(ask, "lineages");
    int n_measured = 0;

    for (size_t a = 0; a < PCART_COUNTOF(label); a++) {
        n_measured += is_measured(ask, row_of(ask, label[a]));
        for (size_t b = a + 1; b < PCART_COUNTOF(label); b++) {
            size_t i = 0, k;
            run x, y;

            while (next_run(ask, row_of(ask, label[a]), &i, &x))
                for (k = 0; next_run(ask, row_of(ask, label[b]), &k, &y);) {
                    int first = x.first > y.first ? x.first : y.first;
                    int last = x.last < y.last ? x.last : y.last;

                    if (last - first + 1 >= need->days)
                        return IS_TRUE;
                }
        }
    }
    return n_measured >= need->limit / PCART_FIXED_ONE ? IS_FALSE : IS_OPEN;
}

static void
answer(asking *ask, truth found, pcart_result *result)
{
    if (found == IS_OPEN)
        pcarti_result_none(
            result, pcarti_grading_text(ask->grading, "not known: %s",
                                        ask->open ? ask->open : "the counts"));
    else
        pcarti_result_label(result, found == IS_TRUE ? "met" : "not met");
}

/* No value of a new graft reaches the limit by the day of the row. */
static int
is_never_engrafted(asking *ask)
{
    const pcart_definition_rule *rule =
        row_of(ask, strstr(ask->graft->donor, "cord") ||
                            strstr(ask->graft->donor, "Cord")
                        ? "primary graft failure cord"
                        : "primary graft failure");
    const pcart_series *series = pcarti_grading_series(ask->grading, PCART_ANC);
    int last = ask->day0 + rule->last_day, n = 0;

    for (size_t i = pcart_series_from(series, ask->day0);
         i < series->n && series->day[i].day <= last; i++) {
        if (series->day[i].origin == PCART_DAY_INFERRED)
            continue;
        if (!pcart_op_holds(series->day[i].high, rule->op, rule->limit))
            return 0;
        n++;
    }
    return n > 0 && ask->window.last >= last;
}

static void
ask_astct(asking *ask, pcart_result *result)
{
    unsigned products = row_of(ask, "poor graft function")->supports;

    if (ask->is_new_graft && is_never_engrafted(ask)) {
        pcarti_evidence_note(ask->grading,
                             "pancytopenia has no limits in the source: it is "
                             "not looked for");
        pcarti_result_label(result, "primary graft failure");
        return;
    }
    if (!ask->course->has_supports) {
        pcarti_result_none(result, "there is no table of supports");
        return;
    }
    if (!pcarti_support_row(ask->course, products, ask->window.first,
                            ask->window.last)) {
        pcarti_result_label(result, "not met");
        return;
    }
    result->state = PCART_STATE_BOUNDS;
    result->low_label = "not met";
    result->high_label = "met";
    result->reason = pcarti_grading_text(
        ask->grading,
        "%d day(s) with products; how many are frequent the source does not "
        "say",
        pcarti_support_days(ask->course, products, ask->window.first,
                            ask->window.last));
}

static void
ask_nih(asking *ask, pcart_result *result)
{
    truth found = either(either(test_nih_anc(ask), test_nih_platelets(ask)),
                         test_run(ask, "hb"));

    note_open(ask, found, "the counts");
    if (found != IS_FALSE)
        found = both(both(found, test_marrow(ask)), test_chimerism(ask));
    answer(ask, found, result);
}

static void
ask_czech(asking *ask, pcart_result *result)
{
    truth counts = either(either(test_run(ask, "hb"), test_run(ask, "anc")),
                          test_run(ask, "platelets"));
    truth donor = IS_TRUE;

    note_open(ask, counts, "the counts");
    counts = both(counts, test_gvhd(ask));
    if (counts != IS_FALSE)
        donor = test_chimerism(ask);
    if (counts == IS_TRUE && donor == IS_FALSE)
        pcarti_result_label(result, "graft failure");
    else
        answer(ask, both(counts, donor), result);
}

static void
ask_msk(asking *ask, pcart_result *result)
{
    truth found = note_open(ask, test_msk_lineages(ask), "the counts");

    if (found != IS_FALSE)
        found = both(both(found, test_marrow(ask)), test_chimerism(ask));
    answer(ask, found, result);
}

void
pcarti_pgf(pcarti_grading *grading, pcart_result *result)
{
    asking ask = {
        .grading = grading, .course = grading->course, .set = result->set};
    int first;

    if (!find_graft(&ask)) {
        pcarti_result_none(result, "not applicable: no allogeneic transplant");
        return;
    }
    first =
        ask.is_new_graft
            ? ask.day0
            : pcart_rules_policy_days(ask.set, PCART_POLICY_WINDOW_FIRST, 0);
    /* Relapse explains low counts: nothing after it is looked at. */
    ask.window = pcarti_grading_cut(grading,
                                    PCART_END_FOLLOWUP | PCART_END_NEXT_COURSE |
                                        PCART_END_PROGRESSION,
                                    first, INT_MAX);
    if (ask.window.last < ask.window.first) {
        pcarti_result_empty_window(grading, result, ask.window);
        return;
    }
    pcarti_evidence_note(
        grading,
        pcarti_grading_text(grading, "days from %s (transplants:%lu)",
                            ask.is_new_graft ? "the transplant"
                                             : "the infusion, grafted before",
                            (unsigned long)ask.graft->line));
    if (result->set == &pcarti_pgf_nih_2012)
        ask_nih(&ask, result);
    else if (result->set == &pcarti_pgf_czech)
        ask_czech(&ask, result);
    else if (result->set == &pcarti_pgf_msk_2024)
        ask_msk(&ask, result);
    else
        ask_astct(&ask, result);
}
