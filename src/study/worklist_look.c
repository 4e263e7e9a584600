/* worklist_look.c -- what the rules of the worklist ask of a patient.
 * Layer: study. */
#include "study/worklist_look.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const pcart_analyte pcarti_lineage[PCARTI_N_LINEAGE] = {
    PCART_ANC, PCART_PLATELETS, PCART_HEMOGLOBIN};

static const char *
keep(pcarti_look *look, const char *text)
{
    if (text)
        return text;
    look->status = pcart_err_set(look->err, PCART_E_NOMEM, "out of memory");
    return "";
}

const char *
pcarti_look_print(pcarti_look *look, const char *format, ...)
{
    va_list args, again;
    char *text = NULL;
    int length;

    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, args);
    if (length >= 0)
        text = pcart_arena_take(look->arena, (size_t)length + 1, 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    va_end(args);
    return keep(look, text);
}

/* Counts are printed per 10^9/L, as laboratories do: a thousand cells/uL. */
static const char *
unit_of(pcart_analyte analyte, pcart_fixed *value)
{
    const pcart_analyte_info *info = pcart_analyte_get(analyte);

    if (strcmp(info->unit, "cells/uL") != 0)
        return info->unit;
    *value /= 1000;
    return "10^9/L";
}

const char *
pcarti_look_value(pcarti_look *look, pcart_analyte analyte, pcart_fixed value,
                  int censor)
{
    static const char *const sign[] = {
        [PCART_EXACT] = "",  [PCART_BELOW] = "<",     [PCART_AT_MOST] = "<=",
        [PCART_ABOVE] = ">", [PCART_AT_LEAST] = ">=",
    };
    const char *unit = unit_of(analyte, &value);
    char text[PCART_FIXED_SIZE];

    return pcarti_look_print(look, "%s %s%s %s",
                             pcart_analyte_get(analyte)->title, sign[censor],
                             pcart_fixed_write(value, text), unit);
}

const char *
pcarti_look_limit(pcarti_look *look, pcart_analyte analyte, pcart_op op,
                  pcart_fixed limit)
{
    const char *unit = unit_of(analyte, &limit);
    char text[PCART_FIXED_SIZE];

    return pcarti_look_print(look, "%s %s %s", pcart_op_name(op),
                             pcart_fixed_write(limit, text), unit);
}

void
pcarti_trigger_add(pcarti_trigger *trigger, pcart_table_id table, uint32_t line,
                   pcart_date date, const char *text)
{
    if (trigger->n_evidence == PCARTI_MAX_EVIDENCE || line == 0)
        return;
    trigger->evidence[trigger->n_evidence++] =
        (pcart_entry_evidence){table, line, date, text};
}

void
pcarti_trigger_set(pcarti_trigger *trigger, const char *why, pcart_date since,
                   int due_days)
{
    trigger->verdict = PCARTI_YES;
    trigger->why = why;
    trigger->since = trigger->from = since;
    trigger->due = since + due_days;
}

void
pcarti_trigger_open(pcarti_trigger *trigger, const char *why)
{
    trigger->verdict = PCARTI_OPEN;
    trigger->why = why;
}

/* The first or last of `n` dates that lie `size` bytes apart, sorted. */
static pcart_date
pick(const void *row, size_t n, size_t size, int is_last, pcart_date from,
     pcart_date to)
{
    pcart_date found = PCART_DATE_NONE, date;

    for (size_t i = 0; i < n; i++) {
        memcpy(&date, (const char *)row + i * size, sizeof date);
        if (date < from || date > to)
            continue;
        found = date;
        if (!is_last)
            break;
    }
    return found;
}

/* Whether the analyte was measured on the day; looks from the end. */
static int
has_lab(const pcarti_look *look, pcart_analyte analyte, pcart_date date)
{
    size_t n;
    const pcart_lab *lab = pcart_course_labs(look->course, analyte, &n);

    while (n > 0 && lab[n - 1].date > date)
        n--;
    return n > 0 && lab[n - 1].date == date;
}

/* Platelets with haemoglobin and with ANC or WBC on the same day. */
static pcart_date
pick_count(const pcarti_look *look, int is_last, pcart_date from, pcart_date to)
{
    size_t n;
    const pcart_lab *lab = pcart_course_labs(look->course, PCART_PLATELETS, &n);

    for (size_t i = 0; i < n; i++) {
        pcart_date date = lab[is_last ? n - 1 - i : i].date;

        if (date >= from && date <= to &&
            has_lab(look, PCART_HEMOGLOBIN, date) &&
            (has_lab(look, PCART_ANC, date) || has_lab(look, PCART_WBC, date)))
            return date;
    }
    return PCART_DATE_NONE;
}

static pcart_date
pick_ask(const pcarti_look *look, unsigned ask, int is_last, pcart_date from,
         pcart_date to)
{
    const pcart_patient *p = look->patient;

    switch (ask) {
    case PCART_ASK_MARROW:
        return p->n_marrow ? pick(&p->marrow[0].date, p->n_marrow,
                                  sizeof *p->marrow, is_last, from, to)
                           : PCART_DATE_NONE;
    case PCART_ASK_KARYOTYPE:
        return p->n_karyotype ? pick(&p->karyotype[0].date, p->n_karyotype,
                                     sizeof *p->karyotype, is_last, from, to)
                              : PCART_DATE_NONE;
    case PCART_ASK_SEQUENCING:
        return p->n_sample ? pick(&p->sample[0].date, p->n_sample,
                                  sizeof *p->sample, is_last, from, to)
                           : PCART_DATE_NONE;
    case PCART_ASK_CHIMERISM:
        return p->n_chimerism ? pick(&p->chimerism[0].date, p->n_chimerism,
                                     sizeof *p->chimerism, is_last, from, to)
                              : PCART_DATE_NONE;
    default:
        return pick_count(look, is_last, from, to);
    }
}

pcart_date
pcarti_look_first(const pcarti_look *look, unsigned ask, pcart_date from,
                  pcart_date to)
{
    return pick_ask(look, ask, 0, from, to);
}

pcart_date
pcarti_look_last(const pcarti_look *look, unsigned ask, pcart_date from,
                 pcart_date to)
{
    return pick_ask(look, ask, 1, from, to);
}

pcart_date
pcarti_look_date(const pcarti_look *look, int day)
{
    return look->course->day0 + day;
}

int
pcarti_look_graft_before(const pcarti_look *look, pcart_transplant_kind kind,
                         const pcart_transplant **out)
{
    for (size_t i = 0; i < look->patient->n_transplant; i++) {
        const pcart_transplant *graft = &look->patient->transplant[i];

        if (graft->kind == kind && graft->date <= look->course->day0) {
            if (out)
                *out = graft;
            return 1;
        }
    }
    return 0;
}

int
pcarti_look_is_low(const pcart_day_value *day, pcart_analyte analyte)
{
    const pcart_band_rule *rule = pcart_worklist_cytopenia(analyte);

    if (pcart_op_holds(day->high, rule->op, rule->limit))
        return 1;
    return pcart_op_holds(day->low, rule->op, rule->limit) ? -1 : 0;
}
