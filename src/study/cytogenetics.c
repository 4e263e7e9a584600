/*
 * cytogenetics.c -- karyotypes, classes and scores of a cohort, before the
 * infusion and after.  Layer: study.
 */
#include "study/parts.h"

#include <string.h>

#include "postcart/marrow_rules.h"

/* What a row asks of one examination: 1, 0, or -1 when it is not known. */
typedef int (*question)(const pcart_examination *e, uint64_t facts, int value);

static int
was_examined(const pcart_examination *e, uint64_t facts, int value)
{
    (void)facts;
    (void)value;
    return e != NULL;
}

static int
is_evaluable(const pcart_examination *e, uint64_t facts, int value)
{
    (void)facts;
    (void)value;
    return e ? e->facts.cyto.state == PCART_CYTO_KNOWN : -1;
}

static int
is_unevaluable(const pcart_examination *e, uint64_t facts, int value)
{
    (void)facts;
    return e ? (int)e->facts.cyto.state == value : -1;
}

static int
is_abnormal(const pcart_examination *e, uint64_t facts, int value)
{
    (void)facts;
    (void)value;
    if (is_evaluable(e, 0, 0) != 1)
        return -1;
    return e->facts.cyto.n_abnormality > 0;
}

/* One of the facts; not known while the text leaves one open. */
static int
has_fact(const pcart_examination *e, uint64_t facts, int value)
{
    (void)value;
    if (is_evaluable(e, 0, 0) != 1)
        return -1;
    if (e->facts.cyto.present & facts)
        return 1;
    return e->facts.cyto.possible & facts ? -1 : 0;
}

static int
is_donor_alone(const pcart_examination *e, uint64_t facts, int value)
{
    (void)facts;
    (void)value;
    if (is_evaluable(e, 0, 0) != 1)
        return -1;
    return e->text.clone[0].set > 0;
}

static int
is_donor(const pcart_examination *e, uint64_t facts, int value)
{
    (void)facts;
    (void)value;
    if (is_evaluable(e, 0, 0) != 1)
        return -1;
    return e->side == PCART_SIDE_DONOR && e->facts.cyto.n_abnormality > 0;
}

static int
is_ipssr_group(const pcart_examination *e, uint64_t facts, int value)
{
    (void)facts;
    if (is_evaluable(e, 0, 0) != 1)
        return -1;
    return pcart_ipssr_group(&e->facts.cyto).group == value;
}

/* The class of the fifth edition, when it is certain how far it goes. */
static int
is_group(const pcart_examination *e, uint64_t facts, int value)
{
    const pcart_marrow_class *class = e ? &e->edition[0] : NULL;
    int group = -1;

    (void)facts;
    if (!e || !e->n_edition)
        return -1;
    for (int i = 0; i < class->n_possible; i++) {
        int now = (int)class->set->rule[class->possible[i]].group;

        if (group >= 0 && group != now)
            return value == PCART_N_MARROW_GROUP;
        group = now;
    }
    return group == value;
}

/* A class of IPSS; one beyond the last is "not certain". */
static int
is_ipss(const pcart_examination *e, uint64_t facts, int value)
{
    const pcart_risk *risk = e ? &e->risk[PCART_SCORE_IPSS] : NULL;
    const char *category;

    (void)facts;
    if (!e || !(e->scored >> PCART_SCORE_IPSS & 1))
        return -1;
    category = pcart_examination_category(e, PCART_SCORE_IPSS);
    if (!category)
        return (size_t)value == risk->set->n_class;
    return (size_t)value < risk->set->n_class && risk->class_low == value;
}

#define BIT PCART_CYTO_BIT
#define SEVEN_Q (BIT(PCART_CYTO_LOSS_7Q) | BIT(PCART_CYTO_DEL_7Q))
#define FIVE_Q (BIT(PCART_CYTO_LOSS_5Q) | BIT(PCART_CYTO_DEL_5Q))

static const struct {
    const char *part, *name, *title;
    int is_indented;
    question ask;
    uint64_t facts;
    int value;
} row[] = {
    {"karyotype", "examined", "With a karyotype", 0, was_examined, 0, 0},
    {"karyotype", "evaluable", "Evaluable", 0, is_evaluable, 0, 0},
    {"karyotype", "failed", "no metaphases", 1, is_unevaluable, 0,
     PCART_CYTO_FAILED},
    {"karyotype", "not_read", "text not read", 1, is_unevaluable, 0,
     PCART_CYTO_MANUAL},
    {"karyotype", "abnormal", "Abnormal", 0, is_abnormal, 0, 0},
    {"karyotype", "del7", "-7 or loss of 7q", 0, has_fact,
     BIT(PCART_CYTO_MINUS_7) | SEVEN_Q, 0},
    {"karyotype", "minus7", "-7", 1, has_fact, BIT(PCART_CYTO_MINUS_7), 0},
    {"karyotype", "loss7q", "loss of 7q", 1, has_fact, SEVEN_Q, 0},
    {"karyotype", "del5", "-5 or loss of 5q", 0, has_fact,
     BIT(PCART_CYTO_MINUS_5) | FIVE_Q, 0},
    {"karyotype", "loss17p", "-17 or loss of 17p", 0, has_fact,
     BIT(PCART_CYTO_LOSS_17P), 0},
    {"karyotype", "plus8", "+8", 0, has_fact, BIT(PCART_CYTO_PLUS_8), 0},
    {"karyotype", "del20q", "del(20q)", 0, has_fact, BIT(PCART_CYTO_DEL_20Q),
     0},
    {"karyotype", "minusY", "-Y", 0, has_fact, BIT(PCART_CYTO_MINUS_Y), 0},
    {"karyotype", "complex", "Complex", 0, has_fact, BIT(PCART_CYTO_COMPLEX),
     0},
    {"karyotype", "monosomal", "Monosomal", 0, has_fact,
     BIT(PCART_CYTO_MONOSOMAL), 0},
    {"karyotype", "hyperdiploid", "Hyperdiploid, gains alone", 0, has_fact,
     BIT(PCART_CYTO_HYPERDIPLOID_PURE), 0},
    {"karyotype", "donor_alone", "Donor cells alone", 0, is_donor_alone, 0, 0},
    {"karyotype", "donor", "Abnormal cells are the donor's", 0, is_donor, 0, 0},
    {"IPSS-R group", "very_good", "Very good", 0, is_ipssr_group, 0, 0},
    {"IPSS-R group", "good", "Good", 0, is_ipssr_group, 0, 1},
    {"IPSS-R group", "intermediate", "Intermediate", 0, is_ipssr_group, 0, 2},
    {"IPSS-R group", "poor", "Poor", 0, is_ipssr_group, 0, 3},
    {"IPSS-R group", "very_poor", "Very poor", 0, is_ipssr_group, 0, 4},
    {"WHO 5 class", "none", "No myeloid neoplasm", 0, is_group, 0,
     PCART_MG_NONE},
    {"WHO 5 class", "clonal", "Clone without cytopenia", 0, is_group, 0,
     PCART_MG_CLONAL},
    {"WHO 5 class", "cytopenia", "ICUS, CCUS", 0, is_group, 0,
     PCART_MG_CYTOPENIA},
    {"WHO 5 class", "mds", "MDS", 0, is_group, 0, PCART_MG_MDS},
    {"WHO 5 class", "aml", "AML", 0, is_group, 0, PCART_MG_AML},
    {"WHO 5 class", "open", "Not certain", 0, is_group, 0,
     PCART_N_MARROW_GROUP},
    {"IPSS, if MDS", "low", "Low", 0, is_ipss, 0, 0},
    {"IPSS, if MDS", "int1", "Intermediate-1", 0, is_ipss, 0, 1},
    {"IPSS, if MDS", "int2", "Intermediate-2", 0, is_ipss, 0, 2},
    {"IPSS, if MDS", "high", "High", 0, is_ipss, 0, 3},
    {"IPSS, if MDS", "open", "Not certain", 0, is_ipss, 0, 4},
};

static const pcart_examination *
in_column(const pcart_study_examined *x, pcart_cytogenetics_column column)
{
    switch (column) {
    case PCART_KARYOTYPES_BEFORE:
        return x->before;
    case PCART_KARYOTYPES_AFTER:
        return x->after;
    case PCART_KARYOTYPES_SMN_BEFORE:
        return x->smn ? x->before : NULL;
    case PCART_KARYOTYPES_MDS:
        return x->smn && strcmp(x->smn, "MDS") == 0 ? x->after : NULL;
    case PCART_KARYOTYPES_AML:
        return x->smn && strcmp(x->smn, "AML") == 0 ? x->after : NULL;
    default:
        return NULL;
    }
}

/* Kind of a recorded SMN by how its detail begins. */
static const char *
kind_of(const pcart_event *smn)
{
    static const char *const kind[] = {"MDS", "AML"};

    for (size_t i = 0; i < PCART_COUNTOF(kind); i++) {
        size_t n = strlen(kind[i]), k = 0;

        while (k < n && (smn->detail[k] & ~0x20) == kind[i][k])
            k++;
        if (k == n)
            return kind[i];
    }
    return "";
}

/* The SMN of this course: the first after day 0. */
static const pcart_event *
smn_of(const pcart_course *course)
{
    for (size_t i = 0; i < course->n_event; i++)
        if (course->event[i].kind == PCART_EVENT_SMN &&
            course->event[i].date == course->smn)
            return &course->event[i];
    return NULL;
}

static void
choose(pcart_study_examined *x, const pcart_course *course)
{
    const pcart_event *smn = smn_of(course);
    const pcart_examination *at_smn = NULL;

    if (smn)
        x->smn = kind_of(smn);
    for (size_t i = 0; i < x->n_exam; i++) {
        const pcart_examination *e = &x->exam[i];

        if (!e->karyotype)
            continue;
        if (e->date <= course->day0) {
            x->before = e;
            continue;
        }
        if (smn && e->smn == smn && !at_smn)
            at_smn = e;
        if (course->next_infusion == PCART_DATE_NONE ||
            e->date < course->next_infusion)
            x->after = e;
    }
    if (smn)
        x->after = at_smn; // another day would be another question
}

static void
count_subject(const pcart_study_cytogenetics *all, pcart_study_finding *finding,
              const pcart_study_examined *x)
{
    for (size_t r = 0; r < all->n_finding; r++) {
        int answer[PCART_N_CYTOGENETICS_COLUMN];

        for (int c = 0; c < PCART_N_CYTOGENETICS_COLUMN; c++) {
            const pcart_examination *e =
                in_column(x, (pcart_cytogenetics_column)c);

            answer[c] = e ? row[r].ask(e, row[r].facts, row[r].value) : -1;
            finding[r].known[c] += answer[c] >= 0;
            finding[r].count[c] += answer[c] > 0;
        }
        if (answer[PCART_KARYOTYPES_BEFORE] < 0 ||
            answer[PCART_KARYOTYPES_AFTER] < 0)
            continue;
        finding[r].n_pair++;
        finding[r].n_gained +=
            !answer[PCART_KARYOTYPES_BEFORE] && answer[PCART_KARYOTYPES_AFTER];
        finding[r].n_lost +=
            answer[PCART_KARYOTYPES_BEFORE] && !answer[PCART_KARYOTYPES_AFTER];
    }
}

/* Each examination counts once, also when it is seen from several infusions. */
static void
count_scores(pcart_study_cytogenetics *all, const pcart_examination *exam,
             size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (int s = 0; s < PCART_N_SCORE; s++) {
            pcart_study_applicability *a = &all->applicability[s];
            const pcart_examination *e = &exam[i];

            a->score = (pcart_score)s;
            if (!(e->scored >> s & 1))
                continue;
            a->n_scored++;
            a->n_category +=
                pcart_examination_category(e, (pcart_score)s) != NULL;
            a->n_cytotoxic += e->input.is_exposed == 1;
            a->n_child += pcart_marrow_answer(&e->input, PCART_MT_CHILD) == 1;
            a->n_donor += e->side == PCART_SIDE_DONOR;
        }
}

/* Subjects that could stand in each column, examined or not. */
static void
count_subjects(const pcart_study *study, pcart_study_cytogenetics *all)
{
    for (size_t i = 0; i < study->n_subject; i++) {
        const pcart_event *smn = smn_of(study->subject[i].course);

        all->n_subject[PCART_KARYOTYPES_BEFORE]++;
        all->n_subject[PCART_KARYOTYPES_AFTER]++;
        if (!smn)
            continue;
        all->n_subject[PCART_KARYOTYPES_SMN_BEFORE]++;
        all->n_subject[PCART_KARYOTYPES_MDS] +=
            strcmp(kind_of(smn), "MDS") == 0;
        all->n_subject[PCART_KARYOTYPES_AML] +=
            strcmp(kind_of(smn), "AML") == 0;
    }
}

static pcart_status
examine(pcarti_work *work, pcart_study_examined *examined, size_t *n)
{
    const pcart_study *study = &work->study;
    pcart_status status = PCART_OK;

    for (size_t i = 0; i < study->n_subject && !status; i++) {
        const pcart_study_subject *subject = &study->subject[i];
        pcart_study_examined *x = &examined[*n];

        if (!subject->patient->n_marrow && !subject->patient->n_karyotype)
            continue;
        x->subject = i;
        if (*n && study->subject[x[-1].subject].patient == subject->patient) {
            x->exam = x[-1].exam;
            x->n_exam = x[-1].n_exam;
        } else {
            status = pcart_examinations_of_patient(
                subject->patient, work->arena, &x->exam, &x->n_exam, work->err);
            if (status)
                return status;
            count_scores(&work->study.cytogenetics, x->exam, x->n_exam);
        }
        choose(x, subject->course);
        ++*n;
    }
    return status;
}

pcart_status
pcarti_work_cytogenetics(pcarti_work *work)
{
    pcart_study *study = &work->study;
    pcart_study_cytogenetics *all = &study->cytogenetics;
    pcart_study_examined *examined =
        pcart_arena_take(work->arena, study->n_subject + 1, sizeof *examined);
    pcart_study_finding *finding =
        pcart_arena_take(work->arena, PCART_COUNTOF(row), sizeof *finding);
    pcart_status status;

    if (!examined || !finding)
        return pcarti_work_no_memory(work);
    status = examine(work, examined, &all->n_examined);
    if (status)
        return status;
    all->examined = examined;
    all->finding = finding;
    all->n_finding = PCART_COUNTOF(row);
    for (size_t r = 0; r < PCART_COUNTOF(row); r++) {
        finding[r].part = row[r].part;
        finding[r].name = row[r].name;
        finding[r].title = row[r].title;
        finding[r].is_indented = row[r].is_indented;
    }
    for (size_t i = 0; i < all->n_examined; i++)
        count_subject(all, finding, &examined[i]);
    count_subjects(study, all);
    for (int c = 0; c < PCART_N_CYTOGENETICS_COLUMN; c++)
        finding[0].known[c] = all->n_subject[c]; // examined, of all
    return PCART_OK;
}
