/* subject.c -- who is analysed, from which day on, in which group.
 * Layer: study. */
#include "study/parts.h"

#include <string.h>

#include "postcart/assemble.h"

static const pcart_infusion *
infusion_of(const pcart_patient *patient, const pcart_course *course)
{
    for (size_t i = 0; i < patient->n_infusion; i++)
        if (patient->infusion[i].line == course->line)
            return &patient->infusion[i];
    return &patient->infusion[0];
}

static pcart_status
add_subject(pcarti_work *work, const pcart_patient *patient,
            const pcart_course *course, pcart_study_subject *subject)
{
    subject->patient = patient;
    subject->course = course;
    subject->infusion = infusion_of(patient, course);
    subject->group = -1;
    subject->label = patient->id;
    if (work->study.file->clock == PCART_STUDY_CLOCK_EACH) {
        subject->label = pcart_arena_print(work->arena, "%s/%d", patient->id,
                                           course->infusion);
        if (!subject->label)
            return pcarti_work_no_memory(work);
    }
    /* A study asks for what decided, not for every row that was read. */
    return pcart_grade_course_brief(course, work->profile, NULL, work->arena,
                                    &subject->result, &subject->n_result,
                                    work->err);
}

/* Index of the first and one behind the last course that the clock takes. */
static void
courses_on_clock(pcart_study_clock clock, const pcart_course *course, size_t n,
                 size_t *from, size_t *to)
{
    size_t first = 0, last = 0;

    for (size_t i = 1; i < n; i++) {
        if (course[i].day0 < course[first].day0)
            first = i;
        if (course[i].day0 >= course[last].day0)
            last = i;
    }
    *from = clock == PCART_STUDY_CLOCK_LAST    ? last
            : clock == PCART_STUDY_CLOCK_FIRST ? first
                                               : 0;
    *to = n == 0 ? *from : clock == PCART_STUDY_CLOCK_EACH ? n : *from + 1;
}

/* What the flow counts. */
typedef struct tally {
    size_t n_patient, n_treated, n_infusion, n_clocked, n_followed;
    size_t n_out[PCARTI_LEFT_OUT]; /* by the population of the study */
} tally;

/* The flow being made. */
typedef struct flow {
    pcart_study_step step[5];
    pcart_study_left left[3 + PCARTI_LEFT_OUT];
    size_t n_step, n_left;
} flow;

static void
add_step(flow *f, const char *text, size_t n)
{
    f->step[f->n_step++] =
        (pcart_study_step){.text = text, .n = n, .left = &f->left[f->n_left]};
}

static void
add_left(flow *f, const char *reason, size_t n)
{
    f->left[f->n_left++] = (pcart_study_left){reason, n};
    f->step[f->n_step - 1].n_left++;
}

/* Those whom the population leaves out. */
static pcart_status
add_population(pcarti_work *work, const tally *counted, flow *f)
{
    int day = work->study.file->population.until_day;

    for (int i = 0; i < PCARTI_LEFT_OUT; i++) {
        const char *form =
            i == PCARTI_LEFT_OUT - 1 ? "%s to day %d" : "%s by day %d";
        const char *reason;

        if (counted->n_out[i] == 0)
            continue;
        reason =
            pcart_arena_print(work->arena, form, pcarti_left_out_text(i), day);
        if (!reason)
            return pcarti_work_no_memory(work);
        add_left(f, reason, counted->n_out[i]);
    }
    add_step(f, "In the population of the study", work->study.n_subject);
    return PCART_OK;
}

static pcart_status
make_flow(pcarti_work *work, const tally *counted)
{
    pcart_study *study = &work->study;
    int is_each = study->file->clock == PCART_STUDY_CLOCK_EACH;
    flow *f = pcart_arena_take(work->arena, 1, sizeof *f);
    pcart_status status = PCART_OK;

    if (!f)
        return pcarti_work_no_memory(work);
    add_step(f, "Patients in the tables", counted->n_patient);
    add_left(f, "without an infusion", counted->n_patient - counted->n_treated);
    add_step(f, "Patients with an infusion", counted->n_treated);
    if (is_each)
        add_step(f, "Infusions, each with its own day 0", counted->n_clocked);
    if (study->file->population.free_of)
        status = add_population(work, counted, f);
    add_left(f, "no date of death or last contact",
             study->n_subject - counted->n_followed);
    add_step(f, "Followed: in the times to event", counted->n_followed);
    study->step = f->step;
    study->n_step = f->n_step;
    return status;
}

pcart_status
pcarti_work_subjects(pcarti_work *work)
{
    pcart_study *study = &work->study;
    const pcart_cohort *cohort = study->cohort;
    tally counted = {.n_patient = cohort->n_patient};
    pcart_study_subject *subject;
    size_t n_row = 0;
    pcart_status status = PCART_OK;

    for (size_t i = 0; i < cohort->n_patient; i++)
        n_row += cohort->patient[i].n_infusion;
    subject = pcart_arena_take(work->arena, n_row + 1, sizeof *subject);
    if (!subject)
        return pcarti_work_no_memory(work);
    for (size_t i = 0; i < cohort->n_patient && !status; i++) {
        const pcart_course *course;
        size_t n, from, to;

        status = pcart_courses_of_patient(&cohort->patient[i], work->profile,
                                          work->arena, &course, &n, work->err);
        if (status)
            break;
        counted.n_treated += n > 0;
        counted.n_infusion += n;
        courses_on_clock(study->file->clock, course, n, &from, &to);
        for (size_t k = from; k < to && !status; k++) {
            int out = pcarti_left_out(&study->file->population, &course[k]);

            counted.n_clocked++;
            if (out >= 0) {
                counted.n_out[out]++;
                continue;
            }
            counted.n_followed += course[k].last_contact != PCART_DATE_NONE;
            status = add_subject(work, &cohort->patient[i], &course[k],
                                 &subject[study->n_subject++]);
        }
    }
    if (status)
        return status;
    study->subject = subject;
    study->n_later_infusion = counted.n_infusion - counted.n_clocked;
    if (study->n_subject == 0)
        return pcart_err_set(work->err, PCART_E_DEGENERATE,
                             counted.n_clocked
                                 ? "nobody is in the population of the study"
                                 : "no patient has an infusion");
    return make_flow(work, &counted);
}

/* The column that the study's choice groups by. */
static const char *
grouping_column(pcart_study_group group)
{
    switch (group) {
    case PCART_STUDY_GROUP_NONE:
        break;
    case PCART_STUDY_GROUP_CENTRE:
        return "centre";
    case PCART_STUDY_GROUP_SEX:
        return "sex";
    case PCART_STUDY_GROUP_DIAGNOSIS:
        return "diagnosis";
    case PCART_STUDY_GROUP_PRODUCT:
        return "product";
    case PCART_STUDY_GROUP_TARGET:
        return "target";
    case PCART_STUDY_GROUP_PRIOR_TRANSPLANT:
        return "prior_transplant";
    case PCART_STUDY_GROUP_CAR_HEMATOTOX_CLASS:
        return "car_hematotox_class";
    }
    return NULL;
}

/* Levels that say too little by themselves are given words. */
static const struct {
    pcart_study_group group;
    const char *level, *label;
} group_label[] = {
    {PCART_STUDY_GROUP_PRIOR_TRANSPLANT, "no", "no transplant before"},
    {PCART_STUDY_GROUP_PRIOR_TRANSPLANT, "yes", "transplant before"},
    {PCART_STUDY_GROUP_CAR_HEMATOTOX_CLASS, "low", "HT low"},
    {PCART_STUDY_GROUP_CAR_HEMATOTOX_CLASS, "high", "HT high"},
};

static const char *
label_of(pcart_study_group group, const char *level)
{
    for (size_t i = 0; i < PCART_COUNTOF(group_label); i++)
        if (group_label[i].group == group &&
            strcmp(group_label[i].level, level) == 0)
            return group_label[i].label;
    return level;
}

pcart_status
pcarti_work_grouping(pcarti_work *work)
{
    pcart_study *study = &work->study;
    const char *by = grouping_column(study->file->group_by);
    const pcart_variable *column = by ? pcarti_column_find(work, by) : NULL;
    pcart_study_subject *subject;
    const char **label;
    int *group;
    int *used; // group number of each level that anybody has
    int n_group = 0;

    study->grouping = (pcart_grouping){.by = "", .n_subject = study->n_subject};
    if (!column || column->kind != PCART_VARIABLE_CATEGORY)
        return PCART_OK;
    subject =
        pcart_arena_take(work->arena, study->n_subject + 1, sizeof *subject);
    group = pcart_arena_take(work->arena, study->n_subject + 1, sizeof *group);
    label = pcart_arena_take(work->arena, column->n_level + 1, sizeof *label);
    used = pcart_arena_take(work->arena, column->n_level + 1, sizeof *used);
    if (!subject || !group || !label || !used)
        return pcarti_work_no_memory(work);
    for (size_t i = 0; i < study->n_subject; i++)
        if (column->code[i] >= 0)
            used[column->code[i]] = 1;
    for (size_t k = 0; k < column->n_level; k++)
        if (used[k]) {
            label[n_group] = label_of(study->file->group_by, column->level[k]);
            used[k] = n_group++;
        }
    for (size_t i = 0; i < study->n_subject; i++) {
        subject[i] = study->subject[i];
        group[i] = column->code[i] < 0 ? -1 : used[column->code[i]];
        subject[i].group = group[i];
    }
    study->subject = subject;
    study->grouping = (pcart_grouping){.by = column->name,
                                       .label = label,
                                       .n_group = (size_t)n_group,
                                       .group = group,
                                       .n_subject = study->n_subject};
    return PCART_OK;
}
