/* toxicity.c -- toxicities by scale and grade: recorded, and by the findings.
 * Layer: study. */
#include "study/parts.h"

#include <string.h>

#include "postcart/scale.h"

/* One scale, one way: every subject with a grade has a row. */
typedef struct column {
    const char *toxicity, *scale;
    int is_derived;
    int *low, *high; /* -1: no grade */
    double *onset, *duration;
    size_t n_onset, n_duration;
} column;

static int
make_column(pcarti_work *work, column *out)
{
    size_t n = work->study.n_subject + 1;

    out->low = pcart_arena_take(work->arena, n, sizeof *out->low);
    out->high = pcart_arena_take(work->arena, n, sizeof *out->high);
    out->onset = pcart_arena_take(work->arena, n, sizeof *out->onset);
    out->duration = pcart_arena_take(work->arena, n, sizeof *out->duration);
    if (!out->low || !out->high || !out->onset || !out->duration)
        return 0;
    for (size_t i = 0; i < n; i++)
        out->low[i] = out->high[i] = -1;
    return 1;
}

/* A grade that stands on the recorded one alone is not by the findings. */
int
pcarti_is_by_findings(const pcart_result *result)
{
    for (size_t k = 0; k < result->n_evidence; k++)
        if (result->evidence[k].kind == PCART_EVIDENCE_DECISIVE &&
            result->evidence[k].table &&
            strcmp(result->evidence[k].table, "toxicities") == 0)
            return 0;
    return result->state != PCART_STATE_NOT_EVALUABLE;
}

static void
fill_derived(const pcart_study *study, const char *measure, column *out)
{
    for (size_t i = 0; i < study->n_subject; i++) {
        const pcart_result *result =
            pcart_study_result(&study->subject[i], measure);
        int first = -1, days = 0;

        if (!result || !pcarti_is_by_findings(result))
            continue;
        out->low[i] = (int)(result->low / PCART_FIXED_ONE);
        out->high[i] = (int)(result->high / PCART_FIXED_ONE);
        for (size_t k = 0; k < result->n_evidence; k++) {
            const pcart_evidence *piece = &result->evidence[k];

            if (piece->kind != PCART_EVIDENCE_EPISODE)
                continue;
            if (days == 0)
                first = piece->first_day;
            days += piece->days;
        }
        if (days == 0)
            continue;
        out->onset[out->n_onset++] = first;
        out->duration[out->n_duration++] = days;
    }
}

/* Rows of the course: up to the next one. */
static int
is_of_course(const pcart_course *course, const pcart_toxicity *row)
{
    return row->first >= course->day0 &&
           (course->next_infusion == PCART_DATE_NONE ||
            row->first < course->next_infusion);
}

/* The name of a scale that is not known is as written; "" when there is none.
 */
static int
is_on(const pcart_toxicity *row, const pcart_scale *scale,
      const pcart_toxicity *like)
{
    const pcart_scale *own = pcart_scale_find(row);

    if (scale)
        return own == scale;
    return !own && row->kind == like->kind &&
           strcmp(row->scale, like->scale) == 0;
}

static void
fill_recorded(const pcart_study *study, const pcart_scale *scale,
              const pcart_toxicity *like, column *out)
{
    for (size_t i = 0; i < study->n_subject; i++) {
        const pcart_course *course = study->subject[i].course;
        int first = -1, days = 0, is_ended = 1;

        for (size_t k = 0; k < course->n_toxicity; k++) {
            const pcart_toxicity *row = &course->toxicity[k];

            if (!is_of_course(course, row) || row->grade < 0 ||
                !is_on(row, scale, like))
                continue;
            if (row->grade > out->low[i])
                out->low[i] = out->high[i] = row->grade;
            if (row->grade == 0)
                continue;
            if (first < 0)
                first = (int)(row->first - course->day0);
            if (row->last == PCART_DATE_NONE)
                is_ended = 0;
            else
                days += (int)(row->last - row->first) + 1;
        }
        if (first < 0)
            continue;
        out->onset[out->n_onset++] = first;
        if (is_ended)
            out->duration[out->n_duration++] = days;
    }
}

static pcart_status
summarise(pcarti_work *work, const column *of, pcart_study_toxicity *out)
{
    pcart_status status = PCART_OK;

    *out = (pcart_study_toxicity){.toxicity = of->toxicity,
                                  .scale = of->scale,
                                  .is_derived = of->is_derived};
    for (size_t i = 0; i < work->study.n_subject; i++) {
        if (of->low[i] < 0)
            continue;
        out->n++;
        out->n_any += of->low[i] > 0;
        if (of->low[i] == of->high[i] && of->low[i] < 6)
            out->grade[of->low[i]]++;
        else
            out->n_bounds++;
    }
    if (of->n_onset)
        status = pcart_summary_of(of->onset, of->n_onset, PCART_QUANTILE_7,
                                  work->arena, &out->onset, work->err);
    if (!status && of->n_duration)
        status =
            pcart_summary_of(of->duration, of->n_duration, PCART_QUANTILE_7,
                             work->arena, &out->duration, work->err);
    return status;
}

/* Recorded grades that lie outside what the findings allow. */
static void
compare(pcarti_work *work, const column *derived, const column *recorded,
        pcart_study_agreement *out, pcart_study_difference *difference,
        size_t *n_difference)
{
    *out = (pcart_study_agreement){.toxicity = derived->toxicity,
                                   .scale = derived->scale};
    for (size_t i = 0; i < work->study.n_subject; i++) {
        int grade = recorded->low[i];

        if (grade < 0 || derived->low[i] < 0)
            continue;
        out->n++;
        out->n_higher += grade > derived->high[i];
        out->n_lower += grade < derived->low[i];
        if (grade >= derived->low[i] && grade <= derived->high[i]) {
            out->n_same++;
            continue;
        }
        difference[(*n_difference)++] =
            (pcart_study_difference){.subject = i,
                                     .toxicity = derived->toxicity,
                                     .scale = derived->scale,
                                     .recorded = grade,
                                     .low = derived->low[i],
                                     .high = derived->high[i]};
    }
}

/* Space for what grows. */
typedef struct lists {
    pcart_study_toxicity *tox;
    pcart_study_agreement *agreement;
    pcart_study_difference *difference;
    size_t n_tox, n_agreement, n_difference;
} lists;

enum { MAX_UNKNOWN = 16 };

static pcart_status
add_scale(pcarti_work *work, const pcart_scale *scale, lists *out)
{
    column derived = {scale->toxicity, scale->name, 1, 0, 0, 0, 0, 0, 0};
    column recorded = {scale->toxicity, scale->name, 0, 0, 0, 0, 0, 0, 0};
    pcart_status status;

    if (!make_column(work, &derived) || !make_column(work, &recorded))
        return pcarti_work_no_memory(work);
    fill_derived(&work->study, scale->measure, &derived);
    fill_recorded(&work->study, scale, NULL, &recorded);
    status = summarise(work, &derived, &out->tox[out->n_tox]);
    out->n_tox += out->tox[out->n_tox].n > 0;
    if (!status)
        status = summarise(work, &recorded, &out->tox[out->n_tox]);
    out->n_tox += !status && out->tox[out->n_tox].n > 0;
    if (status)
        return status;
    compare(work, &derived, &recorded, &out->agreement[out->n_agreement],
            out->difference, &out->n_difference);
    out->n_agreement += out->agreement[out->n_agreement].n > 0;
    return PCART_OK;
}

static const char *
name_of(pcart_toxicity_kind kind)
{
    static const char *const name[] = {
        [PCART_TOXICITY_CRS] = "CRS",
        [PCART_TOXICITY_ICANS] = "Neurotoxicity",
        [PCART_TOXICITY_CRES] = "Neurotoxicity",
        [PCART_TOXICITY_IEC_HS] = "IEC-HS",
        [PCART_TOXICITY_INFECTION] = "infection",
        [PCART_TOXICITY_GVHD] = "GVHD",
    };

    return name[kind];
}

/* Scales that are not known by name, as written; infections have a section of
 * their own. */
static size_t
find_unknown(const pcart_study *study, const pcart_toxicity **like)
{
    size_t n = 0;

    for (size_t i = 0; i < study->n_subject; i++) {
        const pcart_course *course = study->subject[i].course;

        for (size_t k = 0; k < course->n_toxicity; k++) {
            const pcart_toxicity *row = &course->toxicity[k];
            size_t m = 0;

            if (row->kind == PCART_TOXICITY_INFECTION ||
                pcart_scale_find(row) || !is_of_course(course, row))
                continue;
            while (m < n && !is_on(row, NULL, like[m]))
                m++;
            if (m == n && n < MAX_UNKNOWN)
                like[n++] = row;
        }
    }
    return n;
}

pcart_status
pcarti_work_toxicities(pcarti_work *work)
{
    size_t n_scale, n_unknown;
    const pcart_scale *scale = pcart_scale_list(&n_scale);
    const pcart_toxicity *like[MAX_UNKNOWN];
    size_t room = 2 * n_scale + MAX_UNKNOWN + 1;
    lists made = {0};
    pcart_status status = PCART_OK;

    made.tox = pcart_arena_take(work->arena, room, sizeof *made.tox);
    made.agreement =
        pcart_arena_take(work->arena, n_scale + 1, sizeof *made.agreement);
    made.difference =
        pcart_arena_take(work->arena, n_scale * work->study.n_subject + 1,
                         sizeof *made.difference);
    if (!made.tox || !made.agreement || !made.difference)
        return pcarti_work_no_memory(work);
    for (size_t i = 0; i < n_scale && !status; i++)
        status = add_scale(work, &scale[i], &made);
    n_unknown = find_unknown(&work->study, like);
    for (size_t i = 0; i < n_unknown && !status; i++) {
        column recorded = {name_of(like[i]->kind),
                           like[i]->scale[0] ? like[i]->scale : "not named",
                           0,
                           0,
                           0,
                           0,
                           0,
                           0,
                           0};

        if (!make_column(work, &recorded))
            return pcarti_work_no_memory(work);
        fill_recorded(&work->study, NULL, like[i], &recorded);
        status = summarise(work, &recorded, &made.tox[made.n_tox]);
        made.n_tox += !status && made.tox[made.n_tox].n > 0;
    }
    if (status)
        return status;
    work->study.tox = made.tox;
    work->study.n_tox = made.n_tox;
    work->study.agreement = made.agreement;
    work->study.n_agreement = made.n_agreement;
    work->study.difference = made.difference;
    work->study.n_difference = made.n_difference;
    return PCART_OK;
}
