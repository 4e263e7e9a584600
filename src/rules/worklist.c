/* worklist.c -- what asks for a look at a patient.  Data first, then the ways
 * to look things up.  Layer: rules. */
#include "postcart/worklist_rules.h"

#include <string.h>

#include "core/buf.h"
#include "rules/cite.h"
#include "rules/cite_care.h"
#include "rules/cite_myeloid.h"
#include "rules/sets.h"

#define NCCN(place)                                                            \
    {                                                                          \
        &pcarti_cite_care[NCCN_GROWTH_2026], PCART_SECONDARY, place            \
    }
#define FOLLOW(place)                                                          \
    {                                                                          \
        &pcarti_cite_care[LONG_TERM_2025], PCART_SECONDARY, place              \
    }
/* All rules are proposals of postcart: the source is what they rest on. */
#define RESTS_ON(cite, place)                                                  \
    {                                                                          \
        cite, PCART_DECISION, place                                            \
    }

// clang-format off
#define MARROW_SET \
    (PCART_ASK_MARROW | PCART_ASK_KARYOTYPE | PCART_ASK_SEQUENCING)

static const pcart_worklist_rule rule[PCART_N_WORKLIST_RULE] = {
    {PCART_W1, "W1", "Severe early neutropenia",
     "early ICAHT of grade {early_grade}, or ANC {low_anc} for {low_days} with "
     "G-CSF on {gcsf_days} and no response",
     "Review causes: drugs, viruses, ferritin and HScore. Consider a boost.",
     0, "after the trigger {response_values} values of ANC in a row above the "
     "limit, a boost or a graft",
     PCART_URGENT, 1, "ICAHT, EHA/EBMT 2023; growth factors, NCCN 2026; survey "
     "before the consensus",
     RESTS_ON(&pcarti_cite_care[CARE_SURVEY_2023],
              "work-up of severe haematotoxicity: viruses, ferritin, marrow")},
    {PCART_W2, "W2", "Cytopenia at day +30",
     "CTCAE v5 grade {cytopenia_grade} of ANC, platelets or haemoglobin in the "
     "value nearest to day {day_30}, {day_30_slack} away",
     "Repeat the counts. Look for drugs, B12 and folate, viruses.",
     0, "a later value of each such lineage above the limit",
     PCART_SOON, 1, "CTCAE v5.0; survey before the EHA/EBMT consensus",
     RESTS_ON(&pcarti_cite_care[CARE_SURVEY_2023],
              "work-up: substrate deficiency, viruses")},
    {PCART_W3, "W3", "Low platelets at day +90",
     "low platelets in the value nearest to day +90 (rule "
     "platelets-day-90-lt50 unless chosen otherwise)",
     "Consider marrow with cytogenetics and sequencing.",
     MARROW_SET, "", PCART_SOON, 1,
     "association with SMN, odds ratio 24.3 (Farina 2025)",
     RESTS_ON(&pcarti_farina_2025, "11 of 14 with SMN, 59 of 450 without")},
    {PCART_W4, "W4", "Severe late cytopenia",
     "late ICAHT of grade {late_grade}, or late T-ICAHT of the same",
     "Consider marrow with cytogenetics and sequencing.",
     MARROW_SET, "", PCART_SOON, 1,
     "late cytopenia needs a marrow (Jain 2023)",
     RESTS_ON(&pcarti_jain_2023,
              "late cytopenia: disease and secondary neoplasm")},
    {PCART_W5, "W5", "New cytopenia after recovery",
     "on a day {late_first}, a value of CTCAE v5 grade {cytopenia_grade} after "
     "a recovery that two better values {recovery_gap} apart document",
     "Consider marrow with cytogenetics and sequencing.",
     MARROW_SET, "", PCART_SOON, 1,
     "late cytopenia needs a marrow (Jain 2023)",
     RESTS_ON(&pcarti_jain_2023,
              "late cytopenia: disease and secondary neoplasm")},
    {PCART_W6, "W6", "New macrocytosis or anisocytosis",
     "on a day {late_first}, MCV {mcv} or RDW {rdw} that was not there before "
     "the infusion, with a cytopenia (WHO 2022 limits) {same_time} "
     "away",
     "Consider sequencing.",
     PCART_ASK_SEQUENCING, "", PCART_ROUTINE, 1,
     "items of CHRS (Weeks 2023), extrapolated to after CAR-T cells",
     RESTS_ON(&pcarti_cite_myeloid[WEEKS_2023], "MCV and RDW")},
    {PCART_W7, "W7", "Clonal haematopoiesis before CAR-T",
     "before the infusion: TP53 or PPM1D mutated, or VAF {vaf}, or {mutations} "
     "mutations, or -7 or del(7q)",
     "Sequencing at intervals; consider a marrow if there is a cytopenia.",
     PCART_ASK_SEQUENCING, "", PCART_ROUTINE, 1,
     "SMN driven by TP53 reported (Avigan); clones before (Farina 2025)",
     RESTS_ON(&pcarti_avigan, "SMN driven by TP53 reported")},
    {PCART_W8, "W8", "High CAR-HEMATOTOX and much earlier therapy",
     "CAR-HEMATOTOX {hematotox}, and an autologous graft before or "
     "{lines} lines of therapy",
     "Consider sequencing at day +90 and +365.",
     PCART_ASK_SEQUENCING, "", PCART_ROUTINE, 1,
     "patients with SMN: half with an autograft, 71 % with a high score "
     "(Farina 2025)",
     RESTS_ON(&pcarti_farina_2025,
              "prior autograft 7 of 14, high score 10 of 14")},
    {PCART_W9, "W9", "Cytopenia after an earlier allogeneic graft",
     "allogeneic graft before the infusion, and CTCAE v5 grade "
     "{cytopenia_grade} on a day {late_first}",
     "Consider chimerism by lineage; check for dysplasia of the donor.",
     PCART_ASK_CHIMERISM, "", PCART_SOON, 1,
     "donor-derived dysplasia in 3 of 4 children (Theron 2025)",
     DECIDED("Theron 2025, doi 10.1111/bjh.19862: all four had a graft")},
    {PCART_W10, "W10", "Boost given",
     "a stem cell boost, until ANC {response_anc} in {response_values} values "
     "in a row on different days, {gcsf_free} without G-CSF",
     "Counts weekly until there is a response; chimerism if the boost was "
     "allogeneic.",
     0, "the response; then the chimerism, if the boost was allogeneic",
     PCART_URGENT, 0, "boost series",
     DECIDED("no published response rule could be verified")},
    {PCART_W11, "W11", "Overdue follow-up",
     "no marrow, karyotype, sequencing or blood count for {check_every}, until "
     "{follow_last} after the infusion",
     "Follow-up: at least blood counts; ask for secondary neoplasms.",
     0, "any of these examinations", PCART_ROUTINE, 1,
     "15 years of follow-up are expected",
     RESTS_ON(&pcarti_cite_care[LONG_TERM_2025], "15 years; most events within 3")},
    {PCART_W12, "W12", "Another infusion is planned",
     "an infusion with a date to come, after an earlier one",
     "Repeat CAR-HEMATOTOX markers, clonal haematopoiesis and, after an "
     "allogeneic graft, chimerism.",
     PCART_ASK_COUNT | PCART_ASK_SEQUENCING, "", PCART_SOON, 0,
     "each infusion has a risk of its own (Ji 2024)",
     DECIDED("Ji 2024, doi 10.1111/ejh.14092: second infusions")},
};

#define NOT_A_LIMIT ((pcart_op)0)
#define CHOSEN DECIDED("no source gives a number")

static const pcart_worklist_number number[PCART_N_WORKLIST_NUMBER] = {
    [PCART_WN_EARLY_GRADE] = {"early_grade", PCART_GE, PCART_FIXED(3), "",
        "severe early ICAHT", SEEN(farina_2025, "severe: grade 3 to 4")},
    [PCART_WN_LOW_ANC] = {"low_anc", PCART_LE, PCART_FIXED(500), "cells/uL",
        "severe neutropenia", SEEN(rejeski_2023, "early ICAHT")},
    [PCART_WN_LOW_DAYS] = {"low_days", PCART_GE, PCART_FIXED(14), "days",
        "length of the neutropenia", NCCN("no response, from day +14")},
    [PCART_WN_RUN_GAP] = {"run_gap", PCART_LE, PCART_FIXED(7), "days",
        "between two low values of one run", SEEN(liang_2024, "step 3")},
    [PCART_WN_GCSF_DAYS] = {"gcsf_days", PCART_GE, PCART_FIXED(5), "days",
        "G-CSF without response", NCCN("no response after 5 days")},
    [PCART_WN_CAUSE_DUE] = {"cause_due", NOT_A_LIMIT, PCART_FIXED(3), "days",
        "W1 is due so many days after the trigger", CHOSEN},
    [PCART_WN_CYTOPENIA_GRADE] = {"cytopenia_grade", PCART_GE, PCART_FIXED(3),
        "", "grade of CTCAE v5 that counts as cytopenia",
        DECIDED("severe, as the late grades of ICAHT")},
    [PCART_WN_DAY_30] = {"day_30", NOT_A_LIMIT, PCART_FIXED(30), "",
        "day of W2", RESTATED(rejeski_2023, "early ends on day 30")},
    [PCART_WN_DAY_30_SLACK] = {"day_30_slack", PCART_LE, PCART_FIXED(7), "days",
        "round the day of W2", CHOSEN},
    [PCART_WN_REPEAT_DUE] = {"repeat_due", NOT_A_LIMIT, PCART_FIXED(14), "days",
        "W2 is due so many days after the value", CHOSEN},
    [PCART_WN_MARROW_DUE] = {"marrow_due", NOT_A_LIMIT, PCART_FIXED(28), "days",
        "W3, W4 and W5 are due so many days after the value", CHOSEN},
    [PCART_WN_LATE_GRADE] = {"late_grade", PCART_GE, PCART_FIXED(3), "",
        "severe late ICAHT or T-ICAHT",
        SEEN(farina_2025, "severe: grade 3 to 4")},
    [PCART_WN_RECOVERY_GAP] = {"recovery_gap", PCART_GE, PCART_FIXED(14),
        "days", "between the values that document recovery", CHOSEN},
    [PCART_WN_LATE_FIRST] = {"late_first", PCART_GE, PCART_FIXED(31), "",
        "first day of late cytopenia",
        RESTATED(rejeski_2023, "late: after day +30")},
    [PCART_WN_MCV] = {"mcv", PCART_GT, PCART_FIXED(100), "fL", "macrocytosis",
        {&pcarti_cite_myeloid[WEEKS_2023], PCART_SECONDARY, "points"}},
    [PCART_WN_RDW] = {"rdw", PCART_GE, PCART_FIXED(15), "%", "anisocytosis",
        {&pcarti_cite_myeloid[WEEKS_2023], PCART_SECONDARY, "points"}},
    [PCART_WN_SAME_TIME] = {"same_time", PCART_LE, PCART_FIXED(14), "days",
        "between the red-cell index and the cytopenia", CHOSEN},
    [PCART_WN_SEQUENCING_DUE] = {"sequencing_due", NOT_A_LIMIT, PCART_FIXED(28),
        "days", "W6 is due so many days after the value", CHOSEN},
    [PCART_WN_VAF] = {"vaf", PCART_GE, PCART_MILLI(100), "", "large clone",
        DECIDED("a tenth of the alleles")},
    [PCART_WN_MUTATIONS] = {"mutations", PCART_GE, PCART_FIXED(2), "",
        "several clones", {&pcarti_cite_myeloid[WEEKS_2023], PCART_SECONDARY,
        "two mutations have more points"}},
    [PCART_WN_CLONE_EVERY] = {"clone_every", NOT_A_LIMIT, PCART_FIXED(182),
        "days", "between sequencings of W7: 6 months", CHOSEN},
    [PCART_WN_HEMATOTOX] = {"hematotox", PCART_GE, PCART_FIXED(2), "points",
        "high score", SEEN(rejeski_2021, "high: 2 or more")},
    [PCART_WN_LINES] = {"lines", PCART_GE, PCART_FIXED(4), "",
        "lines of therapy before", CHOSEN},
    [PCART_WN_FIRST_CHECK] = {"first_check", NOT_A_LIMIT, PCART_FIXED(90), "",
        "day of the first sequencing of W8", CHOSEN},
    [PCART_WN_SECOND_CHECK] = {"second_check", NOT_A_LIMIT, PCART_FIXED(365),
        "", "day of the second sequencing of W8", CHOSEN},
    [PCART_WN_CHECK_SLACK] = {"check_slack", PCART_LE, PCART_FIXED(30), "days",
        "a sequencing of W8 may be earlier by so many days", CHOSEN},
    [PCART_WN_CHIMERISM_DUE] = {"chimerism_due", NOT_A_LIMIT, PCART_FIXED(14),
        "days", "W9 is due so many days after the value", CHOSEN},
    [PCART_WN_COUNT_EVERY] = {"count_every", NOT_A_LIMIT, PCART_FIXED(7),
        "days", "between counts after a boost", CHOSEN},
    [PCART_WN_RESPONSE_VALUES] = {"response_values", NOT_A_LIMIT,
        PCART_FIXED(3), "", "values that make a response",
        DECIDED("as CIBMTR counts recovery")},
    [PCART_WN_RESPONSE_ANC] = {"response_anc", PCART_GE, PCART_FIXED(500),
        "cells/uL", "response of ANC to a boost",
        DECIDED("as CIBMTR counts recovery")},
    [PCART_WN_GCSF_FREE] = {"gcsf_free", NOT_A_LIMIT, PCART_FIXED(7), "days",
        "without G-CSF before the response", CHOSEN},
    [PCART_WN_CHECK_EVERY] = {"check_every", NOT_A_LIMIT, PCART_FIXED(365),
        "days", "between assessments of W11: 12 months", CHOSEN},
    [PCART_WN_FOLLOW_LAST] = {"follow_last", NOT_A_LIMIT, PCART_FIXED(5478),
        "days", "15 years, whole days", FOLLOW("15 years")},
    [PCART_WN_RECENT] = {"recent", PCART_LE, PCART_FIXED(90), "days",
        "examinations for W12 may be so old on the day of the infusion",
        CHOSEN},
    [PCART_WN_UPCOMING] = {"upcoming", NOT_A_LIMIT, PCART_FIXED(28), "days",
        "what is due later than so many days from now is listed as upcoming",
        CHOSEN},
};
// clang-format on

const pcart_worklist_rule *
pcart_worklist_rules(void)
{
    return rule;
}

static int
is_same(const char *a, const char *b)
{
    for (; *a && *b; a++, b++)
        if ((*a | 0x20) != (*b | 0x20))
            return 0;
    return *a == *b;
}

const pcart_worklist_rule *
pcart_worklist_rule_find(const char *name)
{
    for (size_t i = 0; i < PCART_COUNTOF(rule); i++)
        if (is_same(rule[i].name, name))
            return &rule[i];
    return NULL;
}

const pcart_worklist_number *
pcart_worklist_numbers(void)
{
    return number;
}

const char *const *
pcart_worklist_genes(void)
{
    static const char *const gene[] = {"TP53", "PPM1D", NULL};

    return gene;
}

int
pcart_worklist_whole(pcart_worklist_number_id id)
{
    return (int)(number[id].value / PCART_FIXED_ONE);
}

int
pcart_worklist_holds(pcart_worklist_number_id id, pcart_fixed value)
{
    return pcart_op_holds(value, number[id].op, number[id].value);
}

static const pcart_worklist_number *
find_number(const char *name, size_t length)
{
    for (size_t i = 0; i < PCART_COUNTOF(number); i++)
        if (strlen(number[i].name) == length &&
            strncmp(number[i].name, name, length) == 0)
            return &number[i];
    return NULL;
}

const char *
pcart_worklist_text(const char *text, pcart_arena *arena)
{
    pcarti_buf out = {0};
    const char *made = NULL;

    while (*text) {
        size_t plain = strcspn(text, "{"), name;
        const pcart_worklist_number *of;

        pcarti_buf_bytes(&out, text, plain);
        text += plain;
        if (*text == '\0')
            break;
        name = strcspn(text, "}");
        of = find_number(text + 1, name - 1);
        if (of && of->op)
            pcarti_buf_print(&out, "%s ", pcart_op_name(of->op));
        if (of)
            pcarti_buf_fixed(&out, of->value);
        if (of && of->unit[0])
            pcarti_buf_print(&out, " %s", of->unit);
        text += name + (text[name] == '}');
    }
    if (!out.is_failed)
        made = pcart_arena_text(arena, out.data ? out.data : "", out.length);
    pcarti_buf_release(&out);
    return made;
}

const char *
pcart_urgency_name(pcart_urgency urgency)
{
    static const char *const name[] = {"urgent", "soon", "routine"};

    return (size_t)urgency < PCART_COUNTOF(name) ? name[urgency] : "?";
}

const char *
pcart_ask_name(unsigned ask)
{
    static const char *const name[] = {"marrow", "karyotype", "sequencing",
                                       "chimerism", "blood count"};

    for (size_t i = 0; i < PCART_COUNTOF(name); i++)
        if (ask == 1u << i)
            return name[i];
    return "";
}

const pcart_band_rule *
pcart_worklist_cytopenia(pcart_analyte analyte)
{
    const pcart_rule_set *set =
        analyte == PCART_ANC          ? &pcarti_ctcae_v5_anc
        : analyte == PCART_PLATELETS  ? &pcarti_ctcae_v5_platelets
        : analyte == PCART_HEMOGLOBIN ? &pcarti_ctcae_v5_hemoglobin
                                      : NULL;

    for (size_t i = 0; set && i < set->n_rule; i++)
        if (set->rule.band[i].grade ==
            pcart_worklist_whole(PCART_WN_CYTOPENIA_GRADE))
            return &set->rule.band[i];
    return NULL;
}

/* Every {name} of a text is a number. */
static int
has_numbers(const char *text)
{
    while ((text = strchr(text, '{'))) {
        size_t length = strcspn(text, "}");

        if (!find_number(text + 1, length - 1))
            return 0;
        text += length;
    }
    return 1;
}

pcart_status
pcart_worklist_check(pcart_err *err)
{
    for (size_t i = 0; i < PCART_COUNTOF(rule); i++)
        if ((size_t)rule[i].id != i || !has_numbers(rule[i].trigger) ||
            !has_numbers(rule[i].closes) || !rule[i].basis[0])
            return pcart_err_set(err, PCART_E_INCONSISTENT,
                                 "rule %s of the worklist: order, a number or "
                                 "the basis",
                                 rule[i].name);
    for (size_t i = 0; i < PCART_COUNTOF(number); i++) {
        if (!number[i].name || !number[i].meaning)
            return pcart_err_set(err, PCART_E_INCONSISTENT,
                                 "number %d of the worklist is missing",
                                 (int)i + 1);
        if (find_number(number[i].name, strlen(number[i].name)) != &number[i])
            return pcart_err_set(err, PCART_E_INCONSISTENT,
                                 "number '%s' of the worklist stands there "
                                 "twice",
                                 number[i].name);
    }
    for (int a = 0; a < PCART_N_ANALYTE; a++)
        if ((a == PCART_ANC || a == PCART_PLATELETS || a == PCART_HEMOGLOBIN) &&
            !pcart_worklist_cytopenia((pcart_analyte)a))
            return pcart_err_set(err, PCART_E_INCONSISTENT,
                                 "no grade for the cytopenia of the worklist");
    return PCART_OK;
}
