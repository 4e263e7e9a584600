/* evidence.c -- the reasons of a result.  Layer: grade. */
#include "grade/grading.h"

#include <stdarg.h>
#include <stdio.h>

pcart_evidence *
pcarti_evidence_add(pcarti_grading *grading, pcart_evidence_kind kind,
                    int analyte, int first_day, int last_day)
{
    /* Where a piece goes when memory is out: nobody reads it. */
    static const pcart_evidence none = {0};
    pcart_evidence *grown, *out;

    grown = pcart_arena_grow(grading->arena, grading->evidence,
                             &grading->m_evidence, grading->n_evidence + 1,
                             sizeof(*grown));
    if (!grown) {
        grading->is_failed = 1;
        return NULL;
    }
    grading->evidence = grown;
    out = &grown[grading->n_evidence++];
    *out = none;
    out->kind = kind;
    out->analyte = analyte;
    out->first_day = first_day;
    out->last_day = last_day;
    out->value = out->limit = PCART_FIXED_NONE;
    return out;
}

void
pcarti_evidence_note(pcarti_grading *grading, const char *text)
{
    pcart_evidence *note =
        pcarti_evidence_add(grading, PCART_EVIDENCE_NOTE, -1, 0, 0);

    if (note)
        note->text = text;
}

void
pcarti_evidence_day(pcarti_grading *grading, pcart_evidence_kind kind,
                    int analyte, const pcart_day_value *day)
{
    int is_inferred = day->origin == PCART_DAY_INFERRED;
    pcart_evidence *row = pcarti_evidence_add(
        grading, kind, is_inferred ? PCART_WBC : analyte, day->day, day->day);

    if (!row)
        return;
    row->value = day->written;
    row->censor = day->censor;
    row->table = "labs";
    row->line = day->line;
    if (is_inferred)
        row->text = "ANC inferred from WBC";
    else if (day->is_transfused)
        row->text = "shortly after a platelet transfusion";
}

static int
is_filled(const pcart_day_value *day)
{
    return day->origin == PCART_DAY_INTERPOLATED ||
           day->origin == PCART_DAY_CARRIED;
}

/* One piece per run of days for which `is_in` holds. */
static void
add_runs(pcarti_grading *grading, pcart_evidence_kind kind, int analyte,
         const pcart_day_value *day, int n)
{
    for (int i = 0, to; i < n; i = to) {
        pcart_evidence *run;
        int is_in = kind == PCART_EVIDENCE_IMPUTED
                        ? is_filled(&day[i])
                        : day[i].origin == PCART_DAY_MISSING;

        for (to = i + 1; to < n; to++) {
            int is_next_in = kind == PCART_EVIDENCE_IMPUTED
                                 ? is_filled(&day[to])
                                 : day[to].origin == PCART_DAY_MISSING;

            if (is_next_in != is_in)
                break;
        }
        if (!is_in)
            continue;
        run = pcarti_evidence_add(grading, kind, analyte, day[i].day,
                                  day[to - 1].day);
        if (run)
            run->days = to - i;
    }
}

void
pcarti_evidence_series(pcarti_grading *grading, int analyte,
                       const pcart_day_value *day, int n)
{
    int n_inferred = 0, n_transfused = 0;

    add_runs(grading, PCART_EVIDENCE_IMPUTED, analyte, day, n);
    add_runs(grading, PCART_EVIDENCE_MISSING, analyte, day, n);
    for (int i = 0; i < n; i++) {
        n_inferred += day[i].origin == PCART_DAY_INFERRED;
        n_transfused +=
            day[i].is_transfused && day[i].origin == PCART_DAY_MEASURED;
        if (!grading->is_brief && day[i].line)
            pcarti_evidence_day(grading, PCART_EVIDENCE_USED, analyte, &day[i]);
    }
    if (n_inferred)
        pcarti_evidence_note(
            grading,
            pcarti_grading_text(grading, "%d day(s) of ANC inferred from WBC",
                                n_inferred));
    if (n_transfused)
        pcarti_evidence_note(
            grading, pcarti_grading_text(grading,
                                         "%d count(s) shortly after a platelet "
                                         "transfusion",
                                         n_transfused));
}

void
pcarti_evidence_rows(pcarti_grading *grading, const pcart_series *series,
                     pcart_window window, pcart_fixed infer_at_most)
{
    if (grading->is_brief)
        return;
    for (size_t i = pcart_series_from(series, window.first);
         i < series->n && series->day[i].day <= window.last; i++) {
        const pcart_day_value *day = &series->day[i];

        if (day->origin == PCART_DAY_INFERRED && day->high > infer_at_most)
            continue;
        pcarti_evidence_day(grading, PCART_EVIDENCE_USED, series->analyte, day);
    }
}

void
pcarti_result_value(pcart_result *result, pcart_fixed value)
{
    result->state = PCART_STATE_VALUE;
    result->value = result->low = result->high = value;
}

void
pcarti_result_label(pcart_result *result, const char *label)
{
    result->state = PCART_STATE_VALUE;
    result->label = result->low_label = result->high_label = label;
}

void
pcarti_result_bounds(pcart_result *result, pcart_fixed low, pcart_fixed high,
                     const char *reason)
{
    if (low == high) {
        pcarti_result_value(result, low);
        return;
    }
    result->state = PCART_STATE_BOUNDS;
    result->low = low;
    result->high = high;
    result->reason = reason;
}

void
pcarti_result_none(pcart_result *result, const char *reason)
{
    result->state = PCART_STATE_NOT_EVALUABLE;
    result->value = result->low = result->high = PCART_FIXED_NONE;
    result->row = -1;
    result->reason = reason;
}

void
pcarti_result_empty_window(pcarti_grading *grading, pcart_result *result,
                           pcart_window window)
{
    pcarti_result_none(
        result, window.ended
                    ? pcarti_grading_text(grading, "ended by %s before day %d",
                                          window.ended, window.first)
                    : "the window has no days");
}

const char *
pcarti_grading_text(pcarti_grading *grading, const char *format, ...)
{
    char text[256], *out;
    va_list args;
    int length;

    va_start(args, format);
    length = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (length < 0)
        length = 0;
    if ((size_t)length >= sizeof(text))
        length = (int)sizeof(text) - 1;
    out = pcart_arena_text(grading->arena, text, (size_t)length);
    if (!out) {
        grading->is_failed = 1;
        return "";
    }
    return out;
}
