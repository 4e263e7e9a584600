/* unfilled.c -- published tables whose numbers are not public: slots that
 * refuse to run.  Data only.  Layer: rules. */
#include "rules/sets.h"

const pcart_rule_set pcarti_all_hematotox_2025 = {
    .id = "all-hematotox-2025",
    .title = "ALL-Hematotox (Nair 2025)",
    .shape = PCART_SHAPE_POINT,
    .analyte = -1,
    .unit = "canonical units",
    .applies = "children and young adults with B-ALL",
    .disabled = "the strata of marrow disease and the cut-off were not public",
    .note = "CAR-HEMATOTOX with marrow disease burden in place of ferritin.",
};

const pcart_rule_set pcarti_simple_hematotox = {
    .id = "simple-hematotox",
    .title = "simpleHT (CART-SIE)",
    .shape = PCART_SHAPE_POINT,
    .analyte = -1,
    .unit = "canonical units",
    .applies = "adults with lymphoma",
    .disabled = "the list of its markers was not public",
};

#define RANGES                                                                 \
    "Ranges of the authors' form: ANC 0.7 to 8 and platelets 25 to 290 "       \
    "10^9/L (the form prints 10^9/uL), LDH 115 to 645 U/L, ferritin "

const pcart_rule_set pcarti_eipm_pre_2024 = {
    .id = "eipm-pre-2024",
    .title = "eIPMPre: probability of early ICAHT of grade 3 or 4",
    .shape = PCART_SHAPE_POINT,
    .analyte = -1,
    .unit = "canonical units",
    .applies = "adults before lymphodepletion",
    .disabled = "the coefficients of the model were not public",
    .note = RANGES "30 to 3900 ug/L (Liang 2024, "
                   "doi 10.1182/bloodadvances.2024014455).",
};

const pcart_rule_set pcarti_eipm_post_2024 = {
    .id = "eipm-post-2024",
    .title = "eIPMPost: probability of early ICAHT of grade 3 or 4",
    .shape = PCART_SHAPE_POINT,
    .analyte = -1,
    .unit = "canonical units",
    .applies = "adults on day +3",
    .disabled = "the coefficients of the model were not public",
    .note = RANGES "of day +3 70 to 4930 ug/L (Liang 2024, "
                   "doi 10.1182/bloodadvances.2024014455).",
};

#define GREENBAUM "Greenbaum 2021, doi 10.1182/bloodadvances.2021004575"

const pcart_rule_set pcarti_easix_f_2021 = {
    .id = "easix-f-2021",
    .title = "EASIX-F: EASIX and ferritin",
    .shape = PCART_SHAPE_POINT,
    .analyte = -1,
    .unit = "canonical units",
    .applies = "adults before lymphodepletion",
    .disabled = "the cut-points of the three groups were not public",
    .note = "EASIX with ferritin before lymphodepletion, in three groups "
            "(" GREENBAUM ").",
};

const pcart_rule_set pcarti_easix_fc_2021 = {
    .id = "easix-fc-2021",
    .title = "EASIX-FC: EASIX, ferritin and CRP",
    .shape = PCART_SHAPE_POINT,
    .analyte = -1,
    .unit = "canonical units",
    .applies = "adults before lymphodepletion",
    .disabled = "the cut-points of the three groups were not public",
    .note = "EASIX with ferritin and CRP before lymphodepletion, in three "
            "groups (" GREENBAUM ").",
};

const pcart_rule_set pcarti_mn_predict_2023 = {
    .id = "mn-predict-2023",
    .title = "MN-predict: risk of a myeloid neoplasm",
    .shape = PCART_SHAPE_POINT,
    .analyte = -1,
    .unit = "canonical units",
    .applies = "454,340 people of a population cohort, not after CAR-T",
    .disabled = "the coefficients of its Cox models were not public",
    .note = "The authors have a web tool: record what it says (Gu 2023, doi "
            "10.1038/s41588-023-01472-1).",
};
