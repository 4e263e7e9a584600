/* cite_clone.c -- sources of the tables of the clone layer.  Data only.
 * Layer: rules. */
#include "rules/cite_clone.h"

const pcart_cite pcarti_cite_clone[PCARTI_N_CLONE_SOURCE] = {
    [FABRE_2022] = {"fabre-2022", "Fabre MA, et al.", "Nature", 2022,
                    "606:335-342", "10.1038/s41586-022-04785-z",
                    "supplementary table 2 seen; rates computed from it"},
    [WATSON_2020] = {"watson-2020", "Watson CJ, et al.", "Science", 2020,
                     "367:1449-1454", "10.1126/science.aay9333",
                     "number of stem cells times generation from memory"},
    [BICK_2020] = {"bick-2020", "Bick AG, et al.", "Nature", 2020,
                   "586:763-768", "10.1038/s41586-020-2819-2",
                   "list of genes and changes from memory"},
    [JAISWAL_2014] = {"jaiswal-2014", "Jaiswal S, et al.",
                      "New England Journal of Medicine", 2014, "371:2488-2498",
                      "10.1056/NEJMoa1408617", "list of changes from memory"},
    [VLASSCHAERT_2023] = {"vlasschaert-2023", "Vlasschaert C, et al.", "Blood",
                          2023, "141:2214-2223", "10.1182/blood.2022018825",
                          "artefacts restated in public code"},
    [ELSA_CODE] = {"elsa-code", "Nuttall Musson E",
                   "ELSA_statins_clonal_dynamics", 2023, "", "",
                   "public code with the rules and exceptions"},
    [GERSTUNG_2014] = {"gerstung-2014", "Gerstung M, et al.", "Bioinformatics",
                       2014, "30:1198-1204", "10.1093/bioinformatics/btt750",
                       "beta-binomial model of normals"},
    [STEENSMA_2015] = {"steensma-2015", "Steensma DP, et al.", "Blood", 2015,
                       "126:9-16", "10.1182/blood-2015-03-631747",
                       "2 % of a clone of indeterminate potential"},
};
