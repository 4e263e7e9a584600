/* infection.c -- infections of a cohort: how many, in whom, per 100 days at
 * risk.  Layer: study. */
#include "study/parts.h"

#include <math.h>
#include <string.h>

#include "stat/dist.h"

/* The two stretches of days, and the measures of each. */
static const struct {
    const char *title, *count, *severe, *days;
} stretch[] = {
    {"Early infections", "infections_early", "infections_early_severe",
     "infections_early_days"},
    {"Late infections", "infections_late", "infections_late_severe",
     "infections_late_days"},
};

static int
whole(pcart_fixed value)
{
    return (int)(value / PCART_FIXED_ONE);
}

/*
 * Infections by days at risk, with the exact interval of a Poisson count, as
 * R's poisson.test.
 */
static void
set_density(pcart_study_infections *of)
{
    const double per = 100, tail = 0.025;
    double n = (double)of->n_infection;

    of->density = of->low = of->high = (double)NAN;
    if (of->days <= 0)
        return;
    of->density = n / of->days * per;
    of->low = (n > 0 ? qgamma(tail, n, 1, 1, 0) : 0) / of->days * per;
    of->high = qgamma(1 - tail, n + 1, 1, 1, 0) / of->days * per;
}

/* Subjects of one group, -1 for all: those with a count and days at risk. */
static void
add_up(const pcart_study *study, size_t s, int group,
       pcart_study_infections *out)
{
    for (size_t i = 0; i < study->n_subject; i++) {
        const pcart_study_subject *subject = &study->subject[i];
        const pcart_result *count =
            pcart_study_result(subject, stretch[s].count);
        const pcart_result *severe =
            pcart_study_result(subject, stretch[s].severe);
        const pcart_result *days = pcart_study_result(subject, stretch[s].days);

        if ((group >= 0 && subject->group != group) || !count || !days ||
            !severe || count->state != PCART_STATE_VALUE ||
            days->state != PCART_STATE_VALUE)
            continue;
        out->n++;
        out->n_infected += count->value > 0;
        out->n_infection += (size_t)whole(count->value);
        out->n_severe_low += (size_t)whole(severe->low);
        out->n_severe_high += (size_t)whole(severe->high);
        out->days += pcart_fixed_to_double(days->value);
    }
}

/* Days and name of the rule that the counts were made by. */
static void
name_rule(const pcart_study *study, size_t s, pcart_study_infections *out)
{
    for (size_t i = 0; i < study->n_subject; i++) {
        const pcart_result *count =
            pcart_study_result(&study->subject[i], stretch[s].count);

        if (!count || count->row < 0)
            continue;
        out->rule = count->set->id;
        out->first_day = count->set->rule.definition[count->row].first_day;
        out->last_day = count->set->rule.definition[count->row].last_day;
        return;
    }
}

static const char *
cause_of(const pcart_toxicity *row)
{
    static const char *const name[] = {
        [PCART_ORGANISM_BACTERIAL] = "bacterial",
        [PCART_ORGANISM_VIRAL] = "viral",
        [PCART_ORGANISM_FUNGAL] = "fungal",
        [PCART_ORGANISM_PARASITIC] = "parasitic",
        [PCART_ORGANISM_NOT_FOUND] = "no organism found",
    };

    return row->organism_class < 0 ? "not recorded" : name[row->organism_class];
}

static const pcart_toxicity *
row_of(const pcart_course *course, uint32_t line)
{
    for (size_t i = 0; i < course->n_toxicity; i++)
        if (course->toxicity[i].line == line)
            return &course->toxicity[i];
    return NULL;
}

/* The rows that were counted are what decided. */
static void
add_causes(const pcart_study *study, size_t s, pcart_study_cause *cause,
           size_t *n)
{
    for (size_t i = 0; i < study->n_subject; i++) {
        const pcart_study_subject *subject = &study->subject[i];
        const pcart_result *count =
            pcart_study_result(subject, stretch[s].count);

        for (size_t k = 0; count && k < count->n_evidence; k++) {
            const pcart_evidence *piece = &count->evidence[k];
            const pcart_toxicity *row;
            size_t c = 0;

            if (piece->kind != PCART_EVIDENCE_DECISIVE)
                continue;
            row = row_of(subject->course, piece->line);
            if (!row)
                continue;
            while (c < *n && strcmp(cause[c].cause, cause_of(row)) != 0)
                c++;
            if (c == *n)
                cause[(*n)++] = (pcart_study_cause){.cause = cause_of(row)};
            cause[c].n_early += s == 0;
            cause[c].n_late += s == 1;
        }
    }
}

pcart_status
pcarti_work_infections(pcarti_work *work)
{
    pcart_study *study = &work->study;
    size_t n_group = study->grouping.n_group, n = 0, n_cause = 0;
    pcart_study_infections *row =
        pcart_arena_take(work->arena, 2 * (n_group + 1), sizeof *row);
    pcart_study_cause *cause = pcart_arena_take(work->arena, 8, sizeof *cause);

    if (!row || !cause)
        return pcarti_work_no_memory(work);
    if (study->cohort->table[PCART_TABLE_TOXICITIES].file == NULL)
        return PCART_OK;
    for (size_t s = 0; s < PCART_COUNTOF(stretch); s++) {
        for (int g = -1; g < (n_group > 1 ? (int)n_group : 0); g++) {
            row[n] = (pcart_study_infections){
                .title = stretch[s].title,
                .rule = "",
                .group = g < 0 ? "all" : study->grouping.label[g]};
            name_rule(study, s, &row[n]);
            add_up(study, s, g, &row[n]);
            set_density(&row[n++]);
        }
        add_causes(study, s, cause, &n_cause);
    }
    study->infections = row;
    study->n_infections = n;
    study->cause = cause;
    study->n_cause = n_cause;
    return PCART_OK;
}
