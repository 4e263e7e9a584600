/*
 * bedside.c -- the findings of each day, as far as they are known.
 * Layer: grade.
 *
 * A finding that was not recorded can be anything, unless another one says
 * what it must be: who needs no oxygen is not ventilated.
 */
#include "grade/bedside.h"

static void
set_unknown(pcarti_findings *of)
{
    for (int id = 0; id < PCART_N_SIGN; id++) {
        of->low[id] = PCARTI_FINDING_LEAST;
        of->high[id] = PCARTI_FINDING_MOST;
    }
}

/* The worst of the rows of a day counts. */
static void
merge_row(pcarti_findings *of, const pcart_sign *row)
{
    for (int id = 0; id < PCART_N_SIGN_COLUMN; id++) {
        pcart_fixed value = row->value[id];
        int is_worse;

        if (value == PCART_FIXED_NONE)
            continue;
        is_worse = pcart_sign_get(id)->is_low_worse ? value < of->low[id]
                                                    : value > of->high[id];
        if (pcarti_finding_is_known(of, (pcart_sign_id)id) && !is_worse)
            continue;
        pcarti_finding_set(of, (pcart_sign_id)id, value);
        of->line[id] = row->line;
    }
}

/* When `if_id` is surely below `limit`, an unknown `id` is `value`. */
static void
imply(pcarti_findings *of, pcart_sign_id if_id, pcart_fixed limit,
      pcart_sign_id id, pcart_fixed value)
{
    if (of->high[if_id] < limit && of->low[id] == PCARTI_FINDING_LEAST &&
        of->high[id] == PCARTI_FINDING_MOST)
        pcarti_finding_set(of, id, value);
}

/* ICE from its items: those that are not recorded leave a range. */
static void
add_up_ice(pcarti_findings *of)
{
    pcart_fixed low = 0, high = 0;
    int n_known = 0;

    if (pcarti_finding_is_known(of, PCART_SIGN_ICE))
        return;
    for (int id = PCART_SIGN_ICE_ORIENTATION; id <= PCART_SIGN_ICE_COUNTING;
         id++) {
        if (pcarti_finding_is_known(of, (pcart_sign_id)id)) {
            low += of->low[id];
            high += of->low[id];
            n_known++;
            of->line[PCART_SIGN_ICE] = of->line[id];
        } else {
            high += PCART_FIXED(pcart_sign_get(id)->most);
        }
    }
    if (n_known == 0)
        return;
    of->low[PCART_SIGN_ICE] = low;
    of->high[PCART_SIGN_ICE] = high;
}

static void
derive_circulation(pcarti_findings *of)
{
    const pcart_fixed fluids = PCART_FIXED(PCART_HYPOTENSION_FLUIDS);
    const pcart_fixed pressor = PCART_FIXED(PCART_HYPOTENSION_ONE_VASOPRESSOR);

    imply(of, PCART_SIGN_HYPOTENSION, fluids, PCART_SIGN_SYSTOLIC,
          PCARTI_FINDING_MOST);
    imply(of, PCART_SIGN_HYPOTENSION, fluids, PCART_SIGN_FLUID_BOLUSES, 0);
    imply(of, PCART_SIGN_HYPOTENSION, fluids, PCART_SIGN_REFRACTORY_SHOCK, 0);
    imply(of, PCART_SIGN_HYPOTENSION, pressor, PCART_SIGN_VASOPRESSOR_HOURS, 0);
    imply(of, PCART_SIGN_HYPOTENSION, pressor, PCART_SIGN_VASOPRESSOR_DOSE, 0);
}

static void
derive_breathing(pcarti_findings *of)
{
    const pcart_fixed any = PCART_FIXED(PCART_HYPOXIA_LOW_FLOW);
    const pcart_fixed pressure = PCART_FIXED(PCART_HYPOXIA_POSITIVE_PRESSURE);

    imply(of, PCART_SIGN_HYPOXIA, any, PCART_SIGN_FIO2, 0);
    imply(of, PCART_SIGN_HYPOXIA, pressure, PCART_SIGN_VENTILATOR, 0);
    /* The tube says nothing of hypoxia: it may be less, or none. */
    if (of->low[PCART_SIGN_AIRWAY_PROTECTION] >= PCART_FIXED_ONE &&
        of->low[PCART_SIGN_HYPOXIA] >= pressure) {
        of->low[PCART_SIGN_HYPOXIA] = 0;
        of->high[PCART_SIGN_HYPOXIA] = pressure - PCART_FIXED_ONE;
    }
}

/* Who never had 38 C did not have it for an hour. */
static void
derive_fever(pcarti_findings *of)
{
    imply(of, PCART_SIGN_TEMPERATURE, pcarti_astct_2019_crs.rule.sign[0].limit,
          PCART_SIGN_FEVER_OVER_HOUR, 0);
}

/* The worst organ is at least as bad as each, and none is worse than it. */
static void
derive_organs(pcarti_findings *of)
{
    static const pcart_sign_id part[] = {PCART_SIGN_BILIRUBIN_GRADE,
                                         PCART_SIGN_RENAL_GRADE,
                                         PCART_SIGN_PULMONARY_OEDEMA_GRADE};
    int is_known = pcarti_finding_is_known(of, PCART_SIGN_ORGAN_GRADE);

    for (size_t i = 0; i < PCART_COUNTOF(part); i++) {
        if (is_known && of->high[part[i]] == PCARTI_FINDING_MOST) {
            of->low[part[i]] = 0;
            of->high[part[i]] = of->high[PCART_SIGN_ORGAN_GRADE];
        }
        if (!is_known && of->low[part[i]] > of->low[PCART_SIGN_ORGAN_GRADE])
            of->low[PCART_SIGN_ORGAN_GRADE] = of->low[part[i]];
    }
}

static void
derive_neurology(pcarti_findings *of)
{
    static const pcart_sign_id pressure[] = {
        PCART_SIGN_PAPILLOEDEMA, PCART_SIGN_OPENING_PRESSURE,
        PCART_SIGN_POSTURING, PCART_SIGN_SIXTH_NERVE_PALSY,
        PCART_SIGN_CUSHING_TRIAD};

    add_up_ice(of);
    if (of->low[PCART_SIGN_SEIZURE] == PCART_FIXED(PCART_SEIZURE_UNSPECIFIED)) {
        of->low[PCART_SIGN_SEIZURE] = PCART_FIXED(PCART_SEIZURE_FOCAL);
        of->high[PCART_SIGN_SEIZURE] = PCART_FIXED(PCART_SEIZURE_GENERALISED);
    }
    imply(of, PCART_SIGN_SEIZURE, PCART_FIXED(PCART_SEIZURE_FOCAL),
          PCART_SIGN_SEIZURE_END, 0);
    for (size_t i = 0; i < PCART_COUNTOF(pressure); i++)
        imply(of, PCART_SIGN_RAISED_ICP, PCART_FIXED_ONE, pressure[i], 0);
    /* Whose score was taken could be tested. */
    if (of->high[PCART_SIGN_UNABLE] == PCARTI_FINDING_MOST &&
        (pcarti_finding_is_known(of, PCART_SIGN_ICE) ||
         pcarti_finding_is_known(of, PCART_SIGN_CAPD) ||
         pcarti_finding_is_known(of, PCART_SIGN_CARTOX10)))
        pcarti_finding_set(of, PCART_SIGN_UNABLE, 0);
}

/* Drugs that take the fever away, given on this day or before it. */
static void
derive_treatment(const pcart_course *course, pcarti_findings *of)
{
    pcarti_finding_set(of, PCART_SIGN_ANTICYTOKINE, 0);
    for (size_t i = 0; i < course->n_support; i++) {
        const pcart_support *given = &course->support[i];
        int day = pcart_window_day(course, given->first);

        if (day >= 0 && day <= of->first_day &&
            (given->kind == PCART_SUPPORT_TOCILIZUMAB ||
             given->kind == PCART_SUPPORT_STEROID ||
             given->kind == PCART_SUPPORT_ANAKINRA))
            pcarti_finding_set(of, PCART_SIGN_ANTICYTOKINE, PCART_FIXED_ONE);
    }
}

/* Whether the doses are high: as recorded, or by the rates of the drugs. */
static void
derive_high_dose(pcarti_grading *grading, pcarti_findings *of)
{
    const pcart_fixed one = PCART_FIXED(PCART_HYPOTENSION_ONE_VASOPRESSOR);
    pcarti_findings rates = *of;
    pcarti_verdict found;
    int n_given = 0;

    if (pcarti_finding_is_known(of, PCART_SIGN_VASOPRESSOR_DOSE)) {
        pcarti_finding_set(of, PCART_SIGN_HIGH_DOSE,
                           of->low[PCART_SIGN_VASOPRESSOR_DOSE]);
        of->line[PCART_SIGN_HIGH_DOSE] = of->line[PCART_SIGN_VASOPRESSOR_DOSE];
        return;
    }
    for (int id = PCART_SIGN_NORADRENALINE; id <= PCART_SIGN_PHENYLEPHRINE;
         id++) {
        n_given += of->low[id] > 0;
        if (of->low[id] > 0)
            of->line[PCART_SIGN_HIGH_DOSE] = of->line[id];
    }
    /* One vasopressor with its rate: there is no other. */
    if (n_given == 1 && of->high[PCART_SIGN_HYPOTENSION] == one)
        for (int id = PCART_SIGN_NORADRENALINE;
             id <= PCART_SIGN_NORADRENALINE_EQUIVALENT; id++)
            if (!pcarti_finding_is_known(of, (pcart_sign_id)id) &&
                (id != PCART_SIGN_NORADRENALINE_EQUIVALENT ||
                 of->high[PCART_SIGN_VASOPRESSIN] == 0))
                pcarti_finding_set(&rates, (pcart_sign_id)id, 0);
    pcarti_verdict_find(grading, &pcarti_lee_2014_high_dose, &rates, &found);
    of->low[PCART_SIGN_HIGH_DOSE] = PCART_FIXED(found.low);
    of->high[PCART_SIGN_HIGH_DOSE] = PCART_FIXED(found.high);
}

static void
finish_day(pcarti_grading *grading, pcarti_findings *of)
{
    for (int id = 0; id < PCART_N_SIGN_COLUMN; id++)
        if (pcart_sign_get(id)->is_no_if_empty &&
            of->high[id] == PCARTI_FINDING_MOST)
            pcarti_finding_set(of, (pcart_sign_id)id, 0);
    derive_fever(of);
    derive_circulation(of);
    derive_breathing(of);
    derive_organs(of);
    derive_neurology(of);
    derive_treatment(grading->course, of);
    derive_high_dose(grading, of);
}

static void
collect(pcarti_grading *grading, pcarti_bedside *out)
{
    const pcart_course *course = grading->course;

    if (course->n_sign > 0) {
        out->day =
            pcart_arena_take(grading->arena, course->n_sign, sizeof *out->day);
        grading->is_failed |= !out->day;
    }
    for (size_t i = 0; out->day && i < course->n_sign; i++) {
        int day = pcart_window_day(course, course->sign[i].date);

        if (day < 0)
            continue;
        if (out->n == 0 || out->day[out->n - 1].first_day != day) {
            pcarti_findings *next = &out->day[out->n++];

            next->first_day = next->last_day = day;
            set_unknown(next);
        }
        merge_row(&out->day[out->n - 1], &course->sign[i]);
    }
    for (size_t i = 0; i < out->n; i++)
        finish_day(grading, &out->day[i]);
}

const pcarti_bedside *
pcarti_bedside_get(pcarti_grading *grading)
{
    static const pcarti_bedside none;
    uint64_t *asked = grading->asked;

    if (!grading->bedside) {
        pcarti_bedside *made = grading->bedside =
            pcart_arena_take(grading->arena, 1, sizeof *made);

        if (!made) {
            grading->is_failed = 1;
            return &none;
        }
        grading->asked = &made->asked;
        collect(grading, made);
        grading->asked = asked;
    }
    *asked |= grading->bedside->asked;
    return grading->bedside;
}

/* The worse of two ranges; one that is not known at all says nothing. */
static void
merge_day(pcarti_findings *into, const pcarti_findings *day)
{
    for (int id = 0; id < PCART_N_SIGN; id++) {
        const pcart_sign_info *info = pcart_sign_get(id);
        int is_known = day->low[id] != PCARTI_FINDING_LEAST ||
                       day->high[id] != PCARTI_FINDING_MOST;
        int is_first = into->low[id] == PCARTI_FINDING_LEAST &&
                       into->high[id] == PCARTI_FINDING_MOST;
        int is_worse = info->is_low_worse ? day->low[id] < into->low[id]
                                          : day->high[id] > into->high[id];

        if (!is_known)
            continue;
        if (is_first || is_worse)
            into->line[id] = day->line[id];
        if (is_first) {
            into->low[id] = day->low[id];
            into->high[id] = day->high[id];
        } else if (info->is_low_worse) {
            into->low[id] =
                day->low[id] < into->low[id] ? day->low[id] : into->low[id];
            into->high[id] =
                day->high[id] < into->high[id] ? day->high[id] : into->high[id];
        } else {
            into->low[id] =
                day->low[id] > into->low[id] ? day->low[id] : into->low[id];
            into->high[id] =
                day->high[id] > into->high[id] ? day->high[id] : into->high[id];
        }
    }
}

int
pcarti_bedside_span(const pcarti_bedside *bedside, pcart_window window,
                    pcarti_findings *out)
{
    int is_any = 0;

    *out =
        (pcarti_findings){.first_day = window.first, .last_day = window.last};
    set_unknown(out);
    for (size_t i = 0; i < bedside->n; i++) {
        if (bedside->day[i].first_day < window.first ||
            bedside->day[i].first_day > window.last)
            continue;
        merge_day(out, &bedside->day[i]);
        is_any = 1;
    }
    return is_any;
}
