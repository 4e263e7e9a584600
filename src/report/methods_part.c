/* methods_part.c -- what each section of a study rests on: definition, choices
 * and sources.  Layer: report. */
#include "report/methods.h"

#include <string.h>

#include "postcart/clone_rules.h"
#include "postcart/cytogenetics.h"
#include "postcart/marrow_rules.h"
#include "postcart/risk_rules.h"

/* What the choice of the study means: "ASTCT panel". */
static const char *
choice(const pcarti_methods *m, pcart_option_id id)
{
    return pcart_profile_choose(&m->page->study->file->profile, id)->meaning;
}

/* The rule by which a measure was made in this study; NULL without it. */
static const pcart_rule_set *
rule_of(const pcarti_methods *m, const char *measure)
{
    const pcart_study *study = m->page->study;

    for (size_t i = 0; i < study->n_variable; i++)
        if (strcmp(study->variable[i].name, measure) == 0)
            return pcart_rules_find(study->variable[i].rule);
    return NULL;
}

static const char *
list_or_none(const char *text)
{
    return text[0] ? text : "none could be given";
}

static void
write_toxicities(pcarti_methods *m)
{
    const char *rules = pcarti_methods_rules(m, PCART_ROLE_TOXICITY);

    pcarti_methods_paragraph(
        m, pcarti_page_print(
               m->page,
               "Toxicities. Grades were derived day by day from the recorded "
               "findings, by each scale for itself; the worst one counts: %s. "
               "A finding that was not recorded is not normal: it leaves "
               "bounds. Grades that the centres gave stand beside the derived "
               "ones; no scale was converted into another. It was taken that "
               "%s. ICANS: %s.",
               list_or_none(rules), choice(m, PCART_OPT_TOXICITY_ABSENT),
               choice(m, PCART_OPT_CAPD_AGE)));
}

static void
write_infections(pcarti_methods *m)
{
    const pcart_rule_set *set = rule_of(m, "infections_early");
    const char *source, *poisson;

    if (!set)
        return;
    source = pcarti_methods_marks(m, set);
    poisson = pcarti_methods_statistic(m, "Poisson");
    pcarti_methods_paragraph(
        m,
        pcarti_page_print(
            m->page,
            "Infections. Rows of the same organism, or of the same site where "
            "one names none, that begin within %d days of the one before were "
            "one infection, %d days for a virus (%s)%s. Windows: %s; an "
            "infection belongs to the one in which it begins. Severe: %s. Days "
            "at risk ended with the window, death, last contact, relapse or "
            "progression, next therapy, transplant or the next course. Density "
            "is infections by days at risk, times 100, with the exact interval "
            "of a Poisson count %s.",
            pcart_rules_policy_days(set, PCART_POLICY_SAME_DAYS, 0),
            pcart_rules_policy_days(set, PCART_POLICY_SAME_VIRAL_DAYS, 0),
            set->id, source, choice(m, PCART_OPT_INFECTION_WINDOW),
            choice(m, PCART_OPT_INFECTION_SEVERE), poisson));
}

/* "Revised IPSS (ipss-r-2012) [3]": a score by what it is made of. */
static const char *
score_text(pcarti_methods *m, pcart_score score)
{
    const pcart_risk_set *set = pcart_risk_set_find(pcart_score_rule(score));
    pcarti_marks marks = {.n = 0};
    size_t n;

    if (score == PCART_SCORE_IPSSM)
        pcarti_methods_add(m, &marks, &pcart_ipssm_get()->ground);
    else if (score == PCART_SCORE_IPSSRA)
        pcarti_methods_add(m, &marks, &pcart_ipssra_get()->ground);
    else if (score == PCART_SCORE_ELN)
        pcarti_methods_add(m, &marks, &pcart_eln_list(&n)->ground);
    for (size_t i = 0; set && i < set->n_rule; i++)
        pcarti_methods_add(m, &marks, &set->rule[i].ground);
    return pcarti_page_print(m->page, "%s (%s)%s", pcart_score_title(score),
                             pcart_score_rule(score),
                             pcarti_methods_close(m, &marks));
}

static const char *
scores_text(pcarti_methods *m)
{
    const pcart_study_cytogenetics *all = &m->page->study->cytogenetics;
    const char *text = "";

    for (int s = 0; s < PCART_N_SCORE; s++)
        if (all->applicability[s].n_scored)
            text =
                pcarti_page_print(m->page, "%s%s%s", text, text[0] ? "; " : "",
                                  score_text(m, all->applicability[s].score));
    return list_or_none(text);
}

static const char *
editions_text(pcarti_methods *m)
{
    size_t n;
    const pcart_marrow_set *const *set = pcart_marrow_set_list(&n);
    const char *text = "";

    for (size_t i = 0; i < n; i++) {
        pcarti_marks marks = {.n = 0};

        for (size_t k = 0; k < set[i]->n_rule; k++)
            pcarti_methods_add(m, &marks, &set[i]->rule[k].ground);
        text = pcarti_page_print(m->page, "%s%s%s (%s)%s", text,
                                 text[0] ? "; " : "", set[i]->name, set[i]->id,
                                 pcarti_methods_close(m, &marks));
    }
    return text;
}

static const char *
limits_marks(pcarti_methods *m)
{
    size_t n;
    const pcart_cyto_limit_rule *limit = pcart_cyto_limit_list(&n);
    pcarti_marks marks = {.n = 0};

    for (size_t i = 0; i < n; i++)
        pcarti_methods_add(m, &marks, &limit[i].ground);
    return pcarti_methods_close(m, &marks);
}

static void
write_cytogenetics(pcarti_methods *m)
{
    /* In the order of the text, so that the numbers rise. */
    const char *limits, *editions, *scores, *exact;
    char days[PCART_FIXED_SIZE];

    if (m->page->study->cytogenetics.n_examined == 0)
        return;
    limits = limits_marks(m);
    editions = editions_text(m);
    scores = scores_text(m);
    exact = pcarti_methods_statistic(m, "Clopper");
    pcart_fixed_write(pcart_marrow_limit_get(PCART_ML_JOIN_DAYS)->value, days);
    pcarti_methods_paragraph(
        m, pcarti_page_print(
               m->page,
               "Karyotype, class and risk. The text of every karyotype was "
               "read by the grammar of ISCN, and a text that could not be read "
               "gave no finding; findings, clonality and counts are those of "
               "the table cytogenetics%s, of the host's cells unless the "
               "donor's are alone, or alone abnormal. A marrow was joined with "
               "the karyotype, the sequencing and the counts nearest to it, at "
               "most %s days away and with no lymphodepletion in between. A "
               "gene that a sample does not name as covered was not tested. "
               "Classes: %s; where an input is missing, the classes that "
               "remain possible are given. Scores, each only of a class that "
               "it was made for: %s; after cytotoxic therapy and in children "
               "they are extrapolated. Shares have exact intervals %s.",
               limits, days, editions, scores, exact));
}

static const char *
chip_marks(pcarti_methods *m)
{
    size_t n;
    const pcart_chip_rule *rule = pcart_chip_list(&n);
    pcarti_marks marks = {.n = 0};

    for (size_t i = 0; i < n; i++)
        pcarti_methods_add(m, &marks, &rule[i].ground);
    return pcarti_methods_close(m, &marks);
}

static const char *
setting_marks(pcarti_methods *m)
{
    const pcart_clone_setting_row *row = pcart_clone_settings();
    pcarti_marks marks = {.n = 0};

    for (int i = 0; i < PCART_N_CLONE_SETTING; i++)
        pcarti_methods_add(m, &marks, &row[i].ground);
    return pcarti_methods_close(m, &marks);
}

static void
write_clones(pcarti_methods *m)
{
    const pcart_clones *clones = &m->page->study->clones;
    const char *chip, *holm, *settings, *exact;

    if (clones->n_trace == 0)
        return;
    chip = chip_marks(m);
    holm = pcarti_methods_statistic(m, "Holm");
    settings = setting_marks(m);
    exact = pcarti_methods_statistic(m, "Clopper");
    pcarti_methods_paragraph(
        m,
        pcarti_page_print(
            m->page,
            "Clones. What counts as clonal haematopoiesis is in the table "
            "chip%s. Each variant of a sample after the infusion was looked "
            "for in the samples before it: it was there where sequencing error "
            "does not explain its reads (p with Holm's correction %s over the "
            "variants of a patient, and Bayes factor); it is excluded only "
            "above the upper 95 %% bound that is given; all else is "
            "indeterminate. A variant that a sample does not list is not "
            "absent from it. Limits and constants: clone-settings%s. Where no "
            "reads were given the error of the assay was assumed. A clone is "
            "the host's or the donor's where its fraction, held against the "
            "chimerism, leaves no other; otherwise it is unresolved. Shares of "
            "patients have exact intervals %s.",
            chip, holm, settings, exact));
    if (clones->promotion.is_pooled)
        pcarti_methods_paragraph(
            m,
            pcarti_page_print(
                m->page,
                "Growth of clones: the log odds of the cell fraction rise at "
                "one rate in each period between infusions; the change of "
                "rate of the largest clone of each patient was pooled by REML "
                "with the interval of Hartung and Knapp %s.",
                pcarti_methods_statistic(m, "Knapp")));
}

static void
write_response(pcarti_methods *m)
{
    const pcart_rule_set *set = rule_of(m, "best_response");
    const char *rules = pcarti_methods_rules(m, PCART_ROLE_RESPONSE);

    if (!rules[0])
        return;
    pcarti_methods_paragraph(
        m,
        pcarti_page_print(
            m->page,
            "Response, chimerism and graft function: %s. The response is "
            "the centre's own word, the best from day %d to day %d after "
            "the infusion; a remission without a result of MRD is not "
            "evaluable for MRD. Full donor chimerism: %s in myeloid and "
            "lymphoid cells; with one of them, or whole blood, the result "
            "is bounded. Poor graft function: %s, in those with an "
            "allogeneic transplant.",
            rules,
            set ? pcart_rules_policy_days(set, PCART_POLICY_WINDOW_FIRST, 0)
                : 0,
            set ? pcart_rules_policy_days(set, PCART_POLICY_WINDOW_LAST, 0) : 0,
            choice(m, PCART_OPT_FULL_CHIMERISM), choice(m, PCART_OPT_PGF)));
}

static void
write_boosts(pcarti_methods *m)
{
    const pcart_rule_set *set = rule_of(m, "boost_response");

    if (!set)
        return;
    pcarti_methods_paragraph(
        m,
        pcarti_page_print(
            m->page,
            "Stem-cell boosts. Day 0 of a response is the day of the boost, "
            "and a response was looked for %s (%s%s). Neutrophils and "
            "platelets respond with the first of three values in a row at the "
            "limit, on different days and without support; red cells with the "
            "first such haemoglobin. Those whose lineage was not low before "
            "the boost cannot respond. Death, relapse or progression and a "
            "transplant compete; the next lymphodepletion, last contact and "
            "last count censor. No published series shows its limits: those of "
            "the table are choices of postcart.",
            choice(m, PCART_OPT_BOOST_WINDOW), set->id,
            pcarti_methods_marks(m, set)));
}

static void
write_pairs(pcarti_methods *m)
{
    const char *mcnemar, *wilcoxon, *fisher;

    if (m->page->study->pairs.n == 0)
        return;
    mcnemar = pcarti_methods_statistic(m, "McNemar");
    wilcoxon = pcarti_methods_statistic(m, "Wilcoxon");
    fisher = pcarti_methods_statistic(m, "Fisher");
    pcarti_methods_paragraph(
        m,
        pcarti_page_print(
            m->page,
            "Second infusion. In patients with two infusions or more the "
            "course after the first was compared with the course after the "
            "second, each patient being their own control; a course ends %s. "
            "Counts are the lowest, cytokines the highest values in the window "
            "of early ICAHT. Yes and no were compared by McNemar's exact test "
            "%s, numbers by the Wilcoxon signed-rank test %s and the paired t "
            "test, in the pairs in which both are known. Fisher's %s and the "
            "Mann-Whitney test, which take the two courses of a patient for "
            "two patients, are shown to be compared with papers only.",
            choice(m, PCART_OPT_WINDOW_END), mcnemar, wilcoxon, fisher));
}

static void
write_sensitivity(pcarti_methods *m)
{
    pcarti_methods_paragraph(
        m, "Sensitivity. Every named choice below was set to each of its other "
           "values, alone, and all courses were graded again; a result counts "
           "as changed when grade, class, bounds or evaluability differ.");
}

void
pcarti_methods_parts(pcarti_methods *m)
{
    static const struct {
        pcart_study_section section;
        void (*write)(pcarti_methods *m);
    } part[] = {
        {PCART_STUDY_TOXICITIES, write_toxicities},
        {PCART_STUDY_INFECTIONS, write_infections},
        {PCART_STUDY_CYTOGENETICS, write_cytogenetics},
        {PCART_STUDY_CLONES, write_clones},
        {PCART_STUDY_RESPONSE, write_response},
        {PCART_STUDY_BOOSTS, write_boosts},
        {PCART_STUDY_SECOND_INFUSION, write_pairs},
        {PCART_STUDY_SENSITIVITY, write_sensitivity},
    };

    for (size_t i = 0; i < PCART_COUNTOF(part); i++)
        if (m->page->study->file->sections >> part[i].section & 1)
            part[i].write(m);
}
