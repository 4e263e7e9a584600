/* study.c -- a study, step by step.  Layer: study. */
#include "study/parts.h"

static pcart_status
set_horizons(pcarti_work *work)
{
    pcart_study *study = &work->study;
    const pcart_study_file *file = study->file;
    double *days =
        pcart_arena_take(work->arena, file->n_horizon + 1, sizeof *days);

    if (!days)
        return pcarti_work_no_memory(work);
    study->unit_days =
        pcart_fixed_to_double(pcart_study_time_days(file->time_unit));
    for (size_t i = 0; i < file->n_horizon; i++)
        days[i] = pcart_fixed_to_double(file->horizon[i]) * study->unit_days;
    study->horizon_days = days;
    study->n_horizon = file->n_horizon;
    return PCART_OK;
}

/* Subjects with an SMN against those without. */
static pcart_status
compare_smn(pcarti_work *work)
{
    static const char *const label[] = {"no SMN", "SMN"};
    pcart_study *study = &work->study;
    const pcart_endpoint *smn = &study->endpoint[PCART_ENDPOINT_SMN];
    int *group = pcart_arena_take(work->arena, study->n_subject, sizeof *group);
    pcart_grouping grouping = {.by = "smn",
                               .label = label,
                               .n_group = 2,
                               .group = group,
                               .n_subject = study->n_subject};
    const pcart_variable_list list = {study->variable, study->n_variable};
    size_t n_smn = 0;
    pcart_status status;

    if (!group)
        return pcarti_work_no_memory(work);
    for (size_t i = 0; i < study->n_subject; i++)
        group[i] = -1;
    for (size_t i = 0; i < smn->n; i++) {
        group[smn->subject[i]] = smn->status[i] == 1;
        n_smn += smn->status[i] == 1;
    }
    study->has_smn = n_smn > 0 && n_smn < smn->n;
    if (!study->has_smn)
        return PCART_OK;
    status = pcart_comparison_make(&list, PCART_ROLE_SMN, &grouping,
                                   work->arena, &study->smn, work->err);
    study->smn.name = "smn_comparison";
    study->smn.title = "Patients with and without SMN";
    return status;
}

static pcart_status
compare_groups(pcarti_work *work)
{
    pcart_study *study = &work->study;
    const pcart_variable_list list = {study->variable, study->n_variable};
    pcart_status status =
        pcart_comparison_make(&list, PCART_ROLE_BASELINE, &study->grouping,
                              work->arena, &study->baseline, work->err);

    study->baseline.name = "baseline";
    study->baseline.title = "Patients before infusion";
    if (!status)
        status =
            pcart_comparison_make(&list, PCART_ROLE_GRADE, &study->grouping,
                                  work->arena, &study->grades, work->err);
    study->grades.name = "haematotoxicity";
    study->grades.title = "Haematotoxicity";
    if (!status)
        status =
            pcart_comparison_make(&list, PCART_ROLE_RESPONSE, &study->grouping,
                                  work->arena, &study->response, work->err);
    study->response.name = "response";
    study->response.title = "Response, chimerism, graft and boost";
    if (!status)
        status =
            pcart_comparison_make(&list, PCART_ROLE_TOXICITY, &study->grouping,
                                  work->arena, &study->toxicity, work->err);
    study->toxicity.name = "toxicity_comparison";
    study->toxicity.title = "Patients with toxicities";
    if (!status)
        status =
            pcart_comparison_make(&list, PCART_ROLE_INFECTION, &study->grouping,
                                  work->arena, &study->infection, work->err);
    study->infection.name = "infection_comparison";
    study->infection.title = "Infections per patient";
    return status;
}

static pcart_status
find_clones(pcarti_work *work)
{
    pcart_study *study = &work->study;
    const pcart_assay *assay =
        study->file->assay ? pcart_assay_find(study->file->assay) : NULL;
    pcart_clones_subject *subject =
        pcart_arena_take(work->arena, study->n_subject + 1, sizeof *subject);

    if (!subject)
        return pcarti_work_no_memory(work);
    for (size_t i = 0; i < study->n_subject; i++) {
        const pcart_study_subject *s = &study->subject[i];

        subject[i] =
            (pcart_clones_subject){s->patient, s->course->day0, s->course->smn};
    }
    return pcart_clones_find(subject, study->n_subject, assay, work->arena,
                             &study->clones, work->err);
}

static int
wants(const pcarti_work *work, pcart_study_section section)
{
    return (work->study.file->sections >> section) & 1;
}

pcart_status
pcart_study_run(const pcart_cohort *cohort, const pcart_study_file *file,
                pcart_arena *arena, pcart_diag *diag, pcart_study *out,
                pcart_err *err)
{
    pcarti_work work = {.study = {.cohort = cohort, .file = file, .diag = diag},
                        .profile = &file->profile,
                        .arena = arena,
                        .diag = diag,
                        .err = err};
    pcart_status status = set_horizons(&work);

    if (!status)
        status = pcarti_work_subjects(&work);
    if (!status)
        status = pcarti_work_baseline(&work);
    if (!status)
        status = pcarti_work_measures(&work);
    if (!status)
        status = pcarti_work_grouping(&work);
    work.study.variable = work.column;
    work.study.n_variable = work.n_column;
    if (!status)
        status = compare_groups(&work);
    if (!status)
        status = pcarti_work_endpoints(&work);
    if (!status)
        status = compare_smn(&work);
    if (!status && wants(&work, PCART_STUDY_CYTOGENETICS))
        status = pcarti_work_cytogenetics(&work);
    if (!status && wants(&work, PCART_STUDY_CLONES))
        status = find_clones(&work);
    if (!status && wants(&work, PCART_STUDY_HAEMATOTOXICITY))
        status = pcarti_work_trends(&work);
    if (!status && wants(&work, PCART_STUDY_BOOSTS))
        status = pcarti_work_boosts(&work);
    if (!status && wants(&work, PCART_STUDY_SECOND_INFUSION))
        status = pcarti_work_pairs(&work);
    if (!status && wants(&work, PCART_STUDY_TOXICITIES))
        status = pcarti_work_toxicities(&work);
    if (!status && wants(&work, PCART_STUDY_INFECTIONS))
        status = pcarti_work_infections(&work);
    if (!status && wants(&work, PCART_STUDY_SENSITIVITY))
        status = pcarti_work_sensitivity(&work);
    if (status)
        return status;
    *out = work.study;
    return PCART_OK;
}
