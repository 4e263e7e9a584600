/* eln.c -- ELN 2022 risk of acute myeloid leukaemia, open where genes were
 * not tested.  Layer: marrow. */
#include "postcart/risk.h"

#include <string.h>

enum { KARYOTYPE_MISSING = 31 };

static int
fits(const pcart_eln_rule *rule, uint64_t facts, unsigned genes)
{
    if (rule->any_fact && !(facts & rule->any_fact))
        return 0;
    if (facts & rule->no_fact)
        return 0;
    return (genes & rule->has) == rule->has && !(genes & rule->lacks);
}

static const pcart_eln_rule *
decide(uint64_t facts, unsigned genes)
{
    size_t n;
    const pcart_eln_rule *rule = pcart_eln_list(&n);

    for (size_t i = 0; i < n; i++)
        if (fits(&rule[i], facts, genes))
            return &rule[i];
    return &rule[n - 1];
}

void
pcart_eln_risk(const pcart_eln_input *input, pcart_eln *out)
{
    const int is_known = input->cyto && input->cyto->state == PCART_CYTO_KNOWN;
    const uint64_t facts = is_known ? input->cyto->present : 0;
    const pcart_eln_rule *only = NULL;
    unsigned unknown = 0, known = 0;
    int is_same = 1;

    memset(out, 0, sizeof *out);
    for (int g = 0; g < PCART_N_ELN_GENE; g++) {
        unknown |= (input->gene[g] < 0 ? 1U : 0U) << g;
        known |= (input->gene[g] == 1 ? 1U : 0U) << g;
    }
    /* Each way in which the unknown genes could have come out. */
    for (unsigned some = unknown;; some = (some - 1) & unknown) {
        const pcart_eln_rule *rule = decide(facts, known | some);

        out->possible |= 1U << rule->risk;
        is_same &= !only || rule == only;
        only = rule;
        for (int g = 0; g < PCART_N_ELN_GENE; g++)
            if (unknown >> g & 1 &&
                decide(facts, known | (some ^ 1U << g))->risk != rule->risk)
                out->missing |= 1U << g;
        if (!some)
            break;
    }
    if (!is_known) { // any karyotype could be behind it
        out->possible = (1U << PCART_N_ELN) - 1;
        out->missing |= 1U << KARYOTYPE_MISSING;
        is_same = 0;
    }
    out->risk = -1;
    for (int r = 0; r < PCART_N_ELN; r++)
        if (out->possible == 1U << r)
            out->risk = r;
    out->rule = is_same ? only : NULL;
}
