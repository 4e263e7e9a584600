/* boost_measure.c -- the response to the first boost of a course, as measures.
 * Layer: grade. */
#include <string.h>

#include "grade/grading.h"
#include "postcart/boost.h"

/* The first boost after day 0; 0 when there is none, and the result says so. */
static int
assess_first(pcarti_grading *grading, pcart_result *result, pcart_boost *out)
{
    const pcart_course *course = grading->course;
    const pcart_transplant *first = NULL;

    for (size_t i = 0; i < course->n_graft; i++) {
        const pcart_transplant *graft = &course->graft[i];

        if (graft->kind == PCART_TRANSPLANT_BOOST &&
            graft->date > course->day0 && (!first || graft->date < first->date))
            first = graft;
    }
    if (!first || (course->next_infusion != PCART_DATE_NONE &&
                   first->date >= course->next_infusion)) {
        pcarti_result_none(result, "not applicable: no boost in this course");
        return 0;
    }
    (void)pcarti_grading_choice(grading, PCART_OPT_BOOST_WINDOW);
    (void)pcarti_grading_choice(grading, PCART_OPT_WINDOW_END);
    if (pcart_boost_assess(course, first, grading->profile, grading->arena, out,
                           NULL)) {
        grading->is_failed = 1;
        return 0;
    }
    pcarti_evidence_note(
        grading,
        pcarti_grading_text(grading, "boost on day %d (transplants:%lu)",
                            out->day, (unsigned long)first->line));
    return 1;
}

static void
put_row(pcarti_grading *grading, pcart_result *result, const char *label)
{
    for (size_t i = 0; i < result->set->n_rule; i++)
        if (strcmp(result->set->rule.definition[i].label, label) == 0) {
            result->row = (int)i;
            break;
        }
    if (result->row >= 0 && result->set->rule.definition[result->row].reading)
        pcarti_evidence_note(grading,
                             result->set->rule.definition[result->row].reading);
}

static void
add_count(pcarti_grading *grading, const pcart_definition_rule *rule, int day)
{
    const pcart_series *series =
        pcarti_grading_series(grading, (pcart_analyte)rule->analyte);
    size_t i = pcart_series_from(series, day);

    for (int k = 0; k < rule->count && i < series->n; i++) {
        if (series->day[i].origin == PCART_DAY_INFERRED)
            continue;
        pcarti_evidence_day(grading, PCART_EVIDENCE_DECISIVE, rule->analyte,
                            &series->day[i]);
        k++;
    }
}

void
pcarti_boost_days(pcarti_grading *grading, pcart_result *result)
{
    pcart_boost boost;
    const pcart_boost_outcome *out = NULL;

    if (!assess_first(grading, result, &boost))
        return;
    for (int l = 0; l < PCART_N_BOOST_LINEAGE; l++)
        if (strcmp(pcart_boost_lineage_name((pcart_boost_lineage)l),
                   grading->label) == 0)
            out = &boost.outcome[l];
    if (!out)
        return;
    if (out->end == PCART_BOOST_RESPONSE) {
        put_row(grading, result, grading->label);
        add_count(grading, &result->set->rule.definition[result->row],
                  boost.day + out->day);
        pcarti_result_bounds(result, PCART_FIXED((pcart_fixed)out->day_first),
                             PCART_FIXED((pcart_fixed)out->day),
                             "some values are limits, not numbers");
        return;
    }
    pcarti_result_none(
        result,
        out->end == PCART_BOOST_NOT_AT_RISK
            ? pcarti_grading_text(grading, "not applicable: %s", out->reason)
        : out->end == PCART_BOOST_CENSORED
            ? pcarti_grading_text(grading, "no response until day %d: %s",
                                  out->day, out->reason)
        : out->end == PCART_BOOST_NO_RESPONSE
            ? pcarti_grading_text(grading, "no response by day %d", out->day)
            : pcarti_grading_text(grading, "%s on day %d came first",
                                  pcart_boost_end_name(out->end), out->day));
}

void
pcarti_boost_class(pcarti_grading *grading, pcart_result *result)
{
    pcart_boost boost;

    if (!assess_first(grading, result, &boost))
        return;
    for (int l = 0; l < PCART_N_BOOST_LINEAGE; l++) {
        const pcart_boost_outcome *out = &boost.outcome[l];

        pcarti_evidence_note(
            grading, pcarti_grading_text(
                         grading, "%s: %s%s%s",
                         pcart_boost_lineage_name((pcart_boost_lineage)l),
                         out->end == PCART_BOOST_NOT_AT_RISK
                             ? out->reason
                             : pcart_boost_end_name(out->end),
                         out->end == PCART_BOOST_NOT_AT_RISK ? "" : " on day ",
                         out->end == PCART_BOOST_NOT_AT_RISK
                             ? ""
                             : pcarti_grading_text(grading, "%d", out->day)));
    }
    if (boost.response == PCART_BOOST_OPEN) {
        pcarti_result_none(result, boost.reason);
        return;
    }
    if (boost.response != PCART_BOOST_NONE)
        put_row(grading, result, pcart_boost_class_name(boost.response));
    pcarti_result_label(result, pcart_boost_class_name(boost.response));
}
