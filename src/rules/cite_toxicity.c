/* cite_toxicity.c -- the sources of the toxicity scales.  Data only.
 * Layer: rules. */
#include "rules/cite.h"

const pcart_cite pcarti_fardet_2014 = {
    .key = "fardet-2014",
    .authors = "Fardet L, et al.",
    .journal = "Arthritis Rheumatol",
    .year = 2014,
    .pages = "",
    .doi = "10.1002/art.38690",
    .note = "points read in public code; limits of the cell lines and the "
            "cut-off not seen",
};

const pcart_cite pcarti_hill_2018 = {
    .key = "hill-2018",
    .authors = "Hill JA, et al.",
    .journal = "Blood",
    .year = 2018,
    .pages = "131:121",
    .doi = "10.1182/blood-2017-07-793760",
    .note = "public pages of the article seen",
};

const pcart_cite pcarti_hines_2023 = {
    .key = "hines-2023",
    .authors = "Hines MR, et al.",
    .journal = "Transplant Cell Ther",
    .year = 2023,
    .pages = "29:438.e1-e16",
    .doi = "10.1016/j.jtct.2023.03.006",
    .note = "term seen in a public record; criteria and grades not seen",
};

const pcart_cite pcarti_hlh_2004_page = {
    .key = "hlh-2004",
    .authors = "HLH-2004 criteria",
    .journal = "",
    .pages = "",
    .doi = "",
    .note = "as restated on a public page of a paediatric journal; the page "
            "lists seven of the eight",
};

const pcart_cite pcarti_lee_2014 = {
    .key = "lee-2014",
    .authors = "Lee DW, et al.",
    .journal = "",
    .year = 2014,
    .pages = "",
    .doi = "",
    .note = "grades read in public comparison tables (PMC7006459 T2, "
            "PMC8021214 Tab1); doses not seen",
};

const pcart_cite pcarti_lee_2019 = {
    .key = "lee-2019",
    .authors = "Lee DW, et al.",
    .journal = "Biol Blood Marrow Transplant",
    .year = 2019,
    .pages = "25:625-638",
    .doi = "10.1016/j.bbmt.2018.12.758",
    .note = "tables read in PMC9327779, table t0002, and PMC7006459, T2",
};

const pcart_cite pcarti_mskcc = {
    .key = "mskcc",
    .authors = "Memorial Sloan Kettering Cancer Center",
    .journal = "",
    .pages = "",
    .doi = "",
    .note = "grades read in public comparison tables (PMC7006459 T2)",
};

const pcart_cite pcarti_nci_thesaurus = {
    .key = "nci-thesaurus",
    .authors = "National Cancer Institute",
    .journal = "NCI Thesaurus, concept C188936",
    .pages = "",
    .doi = "",
    .note = "read on cismef.org",
};

const pcart_cite pcarti_neelapu_2018 = {
    .key = "neelapu-2018",
    .authors = "Neelapu SS, et al.",
    .journal = "Nat Rev Clin Oncol",
    .year = 2018,
    .pages = "15:47-62",
    .doi = "10.1038/nrclinonc.2017.148",
    .note = "CRS read in public comparison tables; CRES grades 1 and 2 in a "
            "restatement, 3 and 4 and carHLH not seen",
};

const pcart_cite pcarti_pennisi_2021 = {
    .key = "pennisi-2021",
    .authors = "Pennisi M, et al.",
    .journal = "Blood Adv",
    .year = 2021,
    .pages = "",
    .doi = "10.1182/bloodadvances.2020003885",
    .note = "PMC8525234 seen",
};

const pcart_cite pcarti_porter_2018 = {
    .key = "porter-2018",
    .authors = "Porter D, et al.",
    .journal = "",
    .year = 2018,
    .pages = "",
    .doi = "",
    .note = "grades read in public comparison tables (PMC7006459 T2)",
};

const pcart_cite pcarti_wehi_2025 = {
    .key = "wehi-2025",
    .authors = "WEHI",
    .journal = "",
    .year = 2025,
    .pages = "",
    .doi = "",
    .note = "public record of the publication, publications.wehi.edu.au 21329",
};
