/* cite_care.c -- sources of the rules of the worklist.  Data only.
 * Layer: rules. */
#include "rules/cite_care.h"

const pcart_cite pcarti_cite_care[PCARTI_N_CARE_SOURCE] = {
    [NCCN_GROWTH_2026] = {"nccn-growth-factors-2026",
                          "National Comprehensive Cancer Network",
                          "Hematopoietic Growth Factors, version 3.2026", 2026,
                          "", "", "seen in a restatement"},
    [LONG_TERM_2025] = {"long-term-follow-up-2025",
                        "Multi-stakeholder working group",
                        "proposal on the length of follow-up after CAR-T cells",
                        2025, "", "", "seen in a restatement"},
    [CARE_SURVEY_2023] = {"cytopenia-survey-2023",
                          "EHA and EBMT working parties",
                          "survey on haematotoxicity before the consensus",
                          2023, "", "", "PMC10145722 seen"},
};
