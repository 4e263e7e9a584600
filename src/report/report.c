/* report.c -- a study as a list of files.  Layer: report. */
#include "postcart/report.h"

#include "report/page.h"

static const struct {
    pcart_study_section section;
    void (*write)(pcarti_page *page);
} section[] = {
    {PCART_STUDY_FLOW, pcarti_section_flow},
    {PCART_STUDY_BASELINE, pcarti_section_baseline},
    {PCART_STUDY_HAEMATOTOXICITY, pcarti_section_grades},
    {PCART_STUDY_TOXICITIES, pcarti_section_toxicities},
    {PCART_STUDY_INFECTIONS, pcarti_section_infections},
    {PCART_STUDY_SMN, pcarti_section_smn},
    {PCART_STUDY_CYTOGENETICS, pcarti_section_cytogenetics},
    {PCART_STUDY_SURVIVAL, pcarti_section_survival},
    {PCART_STUDY_SURVIVAL_AFTER_SMN, pcarti_section_after_smn},
    {PCART_STUDY_NRM, pcarti_section_nrm},
    {PCART_STUDY_RESPONSE, pcarti_section_response},
    {PCART_STUDY_BOOSTS, pcarti_section_boosts},
    {PCART_STUDY_SECOND_INFUSION, pcarti_section_second_infusion},
    {PCART_STUDY_COURSES, pcarti_section_courses},
    {PCART_STUDY_CLONES, pcarti_section_clones},
    {PCART_STUDY_SENSITIVITY, pcarti_section_sensitivity},
    {PCART_STUDY_PATIENTS, pcarti_section_patients},
    {PCART_STUDY_PROBLEMS, pcarti_section_problems},
    {PCART_STUDY_PROVENANCE, pcarti_section_provenance},
};

pcart_status
pcart_report_add_file(pcart_report *report, const char *path, const char *bytes,
                      size_t length, pcart_err *err)
{
    pcart_report_file *file =
        pcart_arena_grow(report->arena, report->file, &report->m_file,
                         report->n_file + 1, sizeof *file);

    if (!file)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    report->file = file;
    file[report->n_file++] = (pcart_report_file){path, bytes, length};
    return PCART_OK;
}

pcart_status
pcart_report_build(const pcart_study *study,
                   const pcart_report_options *options, pcart_arena *arena,
                   pcart_report *out, pcart_err *err)
{
    static const pcart_report_options none = {0};
    pcart_report report = {.arena = arena};
    pcarti_page page = {.study = study,
                        .options = options ? options : &none,
                        .report = &report,
                        .arena = arena,
                        .err = err};

    pcarti_section_summary(&page);
    pcarti_section_methods(&page);
    for (size_t i = 0; i < PCART_COUNTOF(section) && !page.status; i++)
        if ((study->file->sections >> section[i].section) & 1)
            section[i].write(&page);
    pcarti_page_subjects(&page);
    pcarti_page_script(&page);
    pcarti_page_finish(&page);
    pcarti_buf_release(&page.contents);
    pcarti_buf_release(&page.body);
    if (page.status)
        return page.status;
    *out = report;
    return PCART_OK;
}
