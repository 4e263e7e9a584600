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
    [ELSA_CODE] = {"elsa-code", "Nuttall Musson E",
                   "ELSA_statins_clonal_dynamics", 2023, "", "",
                   "public code with the rules and exceptions"},
};
