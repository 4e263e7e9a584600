/* baseline.c -- what was known of a subject before the infusion.
 * Layer: study. */
#include "study/parts.h"

#include <math.h>
#include <string.h>

/* A counted year: the Gregorian mean, as R users divide by. */
static const double days_per_year = 365.25;

static const char *const no_yes[] = {"no", "yes"};
static const char *const sexes[] = {"female", "male", "other"};

static double
age_of(const pcart_patient *patient, pcart_date day0)
{
    int year, month, day;

    if (patient->birth_date != PCART_DATE_NONE)
        return (double)(day0 - patient->birth_date) / days_per_year;
    pcart_date_to_civil(day0, &year, &month, &day);
    return patient->birth_year < 0 ? (double)NAN
                                   : (double)(year - patient->birth_year);
}

static pcart_status
add_age_and_lines(pcarti_work *work)
{
    const pcart_study *study = &work->study;
    size_t n = study->n_subject;
    double *age = pcart_arena_take(work->arena, n, sizeof *age);
    double *lines = pcart_arena_take(work->arena, n, sizeof *lines);
    int *sex = pcart_arena_take(work->arena, n, sizeof *sex);
    size_t n_sex = 2; // a third level only if somebody has it
    pcart_status status;

    if (!age || !lines || !sex)
        return pcarti_work_no_memory(work);
    for (size_t i = 0; i < n; i++) {
        const pcart_study_subject *subject = &study->subject[i];

        age[i] = age_of(subject->patient, subject->course->day0);
        lines[i] = subject->infusion->lines_before < 0
                       ? (double)NAN
                       : subject->infusion->lines_before;
        sex[i] = subject->patient->sex == PCART_SEX_UNKNOWN
                     ? -1
                     : (int)subject->patient->sex - 1;
        if (subject->patient->sex == PCART_SEX_OTHER)
            n_sex = PCART_COUNTOF(sexes);
    }
    status = pcarti_column_numbers(
        work,
        &(pcart_variable){
            .name = "age",
            .title = "Age at infusion",
            .unit = "years",
            .roles = PCART_ROLE_BASELINE | PCART_ROLE_SMN,
            .definition = "from the date of birth, divided by 365.25 days; the "
                          "difference of years where only the year is known"},
        age, NULL);
    if (!status)
        status = pcarti_column_codes(
            work,
            &(pcart_variable){.name = "sex",
                              .title = "Sex",
                              .roles = PCART_ROLE_BASELINE | PCART_ROLE_SMN,
                              .level = sexes,
                              .n_level = n_sex,
                              .shown_level = -1},
            sex, NULL);
    if (!status)
        status = pcarti_column_numbers(
            work,
            &(pcart_variable){.name = "lines_before",
                              .title = "Lines of therapy before",
                              .roles = PCART_ROLE_BASELINE | PCART_ROLE_SMN},
            lines, NULL);
    return status;
}

/* Columns that are written as text in the tables. */
typedef enum text_source { CENTRE, DIAGNOSIS, PRODUCT, TARGET } text_source;

static const char *
text_of(const pcart_study_subject *subject, text_source source)
{
    switch (source) {
    case CENTRE:
        return subject->patient->centre;
    case DIAGNOSIS:
        return subject->patient->diagnosis;
    case PRODUCT:
        return subject->infusion->product;
    case TARGET:
        break;
    }
    return subject->infusion->target;
}

static const struct {
    text_source source;
    const char *name, *title;
    unsigned roles;
} text_column[] = {
    {DIAGNOSIS, "diagnosis", "Diagnosis", PCART_ROLE_BASELINE},
    {PRODUCT, "product", "Product", PCART_ROLE_BASELINE | PCART_ROLE_SMN},
    {TARGET, "target", "Target", PCART_ROLE_BASELINE},
    {CENTRE, "centre", "Centre", 0},
};

static pcart_status
add_texts(pcarti_work *work)
{
    const pcart_study *study = &work->study;
    pcart_status status = PCART_OK;

    for (size_t k = 0; k < PCART_COUNTOF(text_column) && !status; k++) {
        const char **text =
            pcart_arena_take(work->arena, study->n_subject, sizeof *text);
        pcart_variable row = {.name = text_column[k].name,
                              .title = text_column[k].title,
                              .roles = text_column[k].roles};

        if (!text)
            return pcarti_work_no_memory(work);
        for (size_t i = 0; i < study->n_subject; i++)
            text[i] = text_of(&study->subject[i], text_column[k].source);
        status = pcarti_column_texts(work, &row, text, NULL);
    }
    return status;
}

/* Whether a transplant of this kind (-1: autologous or allogeneic) came before
 * the infusion. */
static int
had_transplant(const pcart_study_subject *subject, int kind)
{
    for (size_t i = 0; i < subject->patient->n_transplant; i++) {
        const pcart_transplant *graft = &subject->patient->transplant[i];

        if (graft->date < subject->course->day0 &&
            graft->kind != PCART_TRANSPLANT_BOOST &&
            (kind < 0 || (int)graft->kind == kind))
            return 1;
    }
    return 0;
}

static const struct {
    int kind;
    const char *name, *title;
    unsigned roles;
} graft_column[] = {
    {-1, "prior_transplant", "Transplant before", 0},
    {PCART_TRANSPLANT_AUTOLOGOUS, "prior_asct", "Autologous transplant before",
     PCART_ROLE_BASELINE | PCART_ROLE_SMN},
    {PCART_TRANSPLANT_ALLOGENEIC, "prior_allograft",
     "Allogeneic transplant before", PCART_ROLE_BASELINE | PCART_ROLE_SMN},
};

static pcart_status
add_yes_no(pcarti_work *work, const char *name, const char *title,
           unsigned roles, const int *code)
{
    return pcarti_column_codes(work,
                               &(pcart_variable){.name = name,
                                                 .title = title,
                                                 .roles = roles,
                                                 .level = no_yes,
                                                 .n_level = 2,
                                                 .shown_level = 1},
                               code, NULL);
}

/* Without a table of transplants nobody is known to have had none. */
static pcart_status
add_grafts(pcarti_work *work)
{
    const pcart_study *study = &work->study;
    int is_known = study->cohort->table[PCART_TABLE_TRANSPLANTS].file != NULL;
    pcart_status status = PCART_OK;

    for (size_t k = 0; k < PCART_COUNTOF(graft_column) && !status; k++) {
        int *code =
            pcart_arena_take(work->arena, study->n_subject, sizeof *code);

        if (!code)
            return pcarti_work_no_memory(work);
        for (size_t i = 0; i < study->n_subject; i++)
            code[i] = is_known ? had_transplant(&study->subject[i],
                                                graft_column[k].kind)
                               : -1;
        status = add_yes_no(work, graft_column[k].name, graft_column[k].title,
                            graft_column[k].roles, code);
    }
    return status;
}

static int
says_none(const char *text)
{
    return strcmp(text, "no") == 0 || strcmp(text, "none") == 0 ||
           strcmp(text, "No") == 0 || strcmp(text, "None") == 0 ||
           strcmp(text, "NONE") == 0 || strcmp(text, "0") == 0;
}

static pcart_status
add_bridging(pcarti_work *work)
{
    const pcart_study *study = &work->study;
    int *code = pcart_arena_take(work->arena, study->n_subject, sizeof *code);

    if (!code)
        return pcarti_work_no_memory(work);
    for (size_t i = 0; i < study->n_subject; i++) {
        const char *text = study->subject[i].infusion->bridging;

        code[i] = !text[0] ? -1 : !says_none(text);
    }
    return add_yes_no(work, "bridging", "Bridging therapy", PCART_ROLE_BASELINE,
                      code);
}

static const struct {
    pcart_analyte analyte;
    const char *name, *title;
    int is_lowest;    // of several values on one day
    const char *unit; // NULL: the canonical one
    double divisor;   // canonical unit to that of the column
} lab_column[] = {
    {PCART_ANC, "anc_before", "ANC", 1, "10^9/L", 1000},
    {PCART_WBC, "wbc_before", "White cells", 1, "10^9/L", 1000},
    {PCART_HEMOGLOBIN, "hb_before", "Haemoglobin", 1, NULL, 1},
    {PCART_PLATELETS, "plt_before", "Platelets", 1, "10^9/L", 1000},
    {PCART_CRP, "crp_before", "C-reactive protein", 0, NULL, 1},
    {PCART_FERRITIN, "ferritin_before", "Ferritin", 0, NULL, 1},
    {PCART_LDH, "ldh_before", "Lactate dehydrogenase", 0, NULL, 1},
};

/* The latest value in the window and not after lymphodepletion began. */
static double
value_before(const pcart_course *course, size_t k, const pcart_choice *window)
{
    size_t n;
    const pcart_lab *lab = pcart_course_labs(course, lab_column[k].analyte, &n);
    const pcart_lab *found = NULL;
    pcart_date last = course->day0 + window->value_to;

    if (course->lymphodepletion != PCART_DATE_NONE &&
        course->lymphodepletion < last)
        last = course->lymphodepletion;
    for (size_t i = 0; i < n && lab[i].date <= last; i++)
        if (lab[i].date >= course->day0 + window->value &&
            !(lab_column[k].is_lowest && found && found->date == lab[i].date &&
              found->value < lab[i].value))
            found = &lab[i];
    return found ? pcart_fixed_to_double(found->value) / lab_column[k].divisor
                 : (double)NAN;
}

static pcart_status
add_labs(pcarti_work *work)
{
    const pcart_study *study = &work->study;
    const pcart_choice *window =
        pcart_profile_choose(work->profile, PCART_OPT_HT_WINDOW);
    const char *definition =
        pcart_arena_print(work->arena,
                          "latest value from day %d to %d, not after the first "
                          "day of lymphodepletion, the lowest count of that "
                          "day; \"<x\" and \">x\" count as x",
                          window->value, window->value_to);
    pcart_status status = PCART_OK;

    if (!definition)
        return pcarti_work_no_memory(work);
    for (size_t k = 0; k < PCART_COUNTOF(lab_column) && !status; k++) {
        double *value =
            pcart_arena_take(work->arena, study->n_subject, sizeof *value);
        pcart_variable row = {
            .name = lab_column[k].name,
            .title = lab_column[k].title,
            .unit = lab_column[k].unit
                        ? lab_column[k].unit
                        : pcart_analyte_get(lab_column[k].analyte)->unit,
            .roles = PCART_ROLE_BASELINE | PCART_ROLE_SMN,
            .definition = definition};

        if (!value)
            return pcarti_work_no_memory(work);
        for (size_t i = 0; i < study->n_subject; i++)
            value[i] = value_before(study->subject[i].course, k, window);
        status = pcarti_column_numbers(work, &row, value, NULL);
    }
    return status;
}

pcart_status
pcarti_work_baseline(pcarti_work *work)
{
    pcart_status status = add_age_and_lines(work);

    if (!status)
        status = add_texts(work);
    if (!status)
        status = add_grafts(work);
    if (!status)
        status = add_bridging(work);
    if (!status)
        status = add_labs(work);
    return status;
}
