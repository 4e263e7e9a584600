/*
 * cite.c -- the sources of the haematotoxicity tables.  Data only.
 * Layer: rules.
 *
 * A year, page or DOI that is not known stays empty; those given count as not
 * verified unless the note says that the article itself was seen.  The note
 * names the public copy in which the numbers were read.
 */
#include "rules/cite.h"

#include <string.h>

#include "rules/cite_care.h"
#include "rules/cite_clone.h"
#undef GROUND /* each of the two has its own; none is used here */
#include "rules/cite_myeloid.h"

const pcart_cite pcarti_avigan = {
    .key = "avigan",
    .authors = "Avigan, et al.",
    .journal = "",
    .pages = "",
    .doi = "",
    .note = "multiple myeloma; restated in a news report, year not known",
};

const pcart_cite pcarti_brudno_2022 = {
    .key = "brudno-2022",
    .authors = "Brudno, et al.",
    .journal = "",
    .year = 2022,
    .pages = "",
    .doi = "",
    .note = "definition as tabulated in the review PMC10200893, table 1",
};

const pcart_cite pcarti_cibmtr_manual = {
    .key = "cibmtr-manual",
    .authors = "CIBMTR",
    .journal = "Forms Instruction Manual",
    .pages = "",
    .doi = "",
    .note = "manual pages on form 2100, questions 8 to 18, seen",
};

const pcart_cite pcarti_cordeiro_2020 = {
    .key = "cordeiro-2020",
    .authors = "Cordeiro, et al.",
    .journal = "",
    .year = 2020,
    .pages = "",
    .doi = "",
    .note = "definition as tabulated in the review PMC10200893, table 1",
};

const pcart_cite pcarti_ctcae_v5 = {
    .key = "ctcae-v5",
    .authors = "National Cancer Institute",
    .journal = "Common Terminology Criteria for Adverse Events, version 5.0",
    .pages = "",
    .doi = "",
    .note = "seen in a restatement; lymphocytes not seen",
};

const pcart_cite pcarti_ctcae_v6 = {
    .key = "ctcae-v6",
    .authors = "National Cancer Institute",
    .journal = "Common Terminology Criteria for Adverse Events, version 6.0",
    .pages = "",
    .doi = "",
    .note = "seen in a restatement",
};

const pcart_cite pcarti_czech_review = {
    .key = "czech-review",
    .authors = "Czech review of poor graft function",
    .journal = "",
    .pages = "",
    .doi = "",
    .note = "public copy of the review seen; authors and year not known",
};

const pcart_cite pcarti_farina_2025 = {
    .key = "farina-2025",
    .authors = "Farina M, et al. (ClonHema)",
    .journal = "Bone Marrow Transplantation",
    .year = 2025,
    .pages = "60:702-704",
    .doi = "10.1038/s41409-025-02529-x",
    .note = "full correspondence seen",
};

const pcart_cite pcarti_fried_2019 = {
    .key = "fried-2019",
    .authors = "Fried, et al.",
    .journal = "",
    .year = 2019,
    .pages = "",
    .doi = "",
    .note = "definition as tabulated in the review PMC10200893, table 1",
};

const pcart_cite pcarti_jain_2023 = {
    .key = "jain-2023",
    .authors = "Jain, et al.",
    .journal = "Blood",
    .year = 2023,
    .pages = "141(20):2460",
    .doi = "",
    .note = "article page seen (How I treat)",
};

const pcart_cite pcarti_ji_2024 = {
    .key = "ji-2024",
    .authors = "Ji, et al.",
    .journal = "European Journal of Haematology",
    .year = 2024,
    .pages = "",
    .doi = "10.1111/ejh.14092",
    .note = "abstract seen",
};

const pcart_cite pcarti_kharfan_dabaja_2021 = {
    .key = "kharfan-dabaja-2021",
    .authors = "Kharfan-Dabaja MA, et al.",
    .journal = "Transplantation and Cellular Therapy",
    .year = 2021,
    .pages = "27:642",
    .doi = "",
    .note = "definitions seen in PMC11161398, table 1; volume and page not",
};

const pcart_cite pcarti_liang_2024 = {
    .key = "liang-2024",
    .authors = "Liang EC, et al.",
    .journal = "",
    .year = 2024,
    .pages = "",
    .doi = "",
    .note = "published code emilyliangmd/automatedicahtgrading, commit "
            "c3e0109, seen and reproduced",
};

const pcart_cite pcarti_mcl_network = {
    .key = "mcl-network",
    .authors = "European MCL Network",
    .journal = "web page on CAR-HEMATOTOX",
    .pages = "",
    .doi = "",
    .note = "page seen",
};

const pcart_cite pcarti_medical_algorithms = {
    .key = "medical-algorithms",
    .authors = "The Medical Algorithms Company",
    .journal = "web page on persistent cytopenia after CAR-T",
    .pages = "",
    .doi = "",
    .note = "page seen",
};

const pcart_cite pcarti_mrd_preprint = {
    .key = "mrd-preprint",
    .authors = "Group of Soochow and Shanghai",
    .journal = "Authorea",
    .pages = "",
    .doi = "",
    .note = "preprint of the group of Ji 2024 seen (397930): limit of MRD in "
            "marrow",
};

const pcart_cite pcarti_msk_2024 = {
    .key = "msk-2024",
    .authors = "Memorial Sloan Kettering, series of CD34-selected boosts",
    .journal = "Blood Advances",
    .year = 2024,
    .pages = "8(17):4729",
    .doi = "",
    .note = "article page seen",
};

const pcart_cite pcarti_mullanfiroze_2022 = {
    .key = "mullanfiroze-2022",
    .authors = "Mullanfiroze K, et al.",
    .journal = "Blood Advances",
    .year = 2022,
    .pages = "6(16):4715",
    .doi = "",
    .note = "article page seen",
};

const pcart_cite pcarti_nagle_2021 = {
    .key = "nagle-2021",
    .authors = "Nagle, et al.",
    .journal = "",
    .year = 2021,
    .pages = "",
    .doi = "",
    .note = "definition as tabulated in the review PMC10200893, table 1",
};

const pcart_cite pcarti_nih_2012 = {
    .key = "nih-2012",
    .authors = "National Institutes of Health, series of CD34-selected boosts",
    .journal = "Blood",
    .year = 2012,
    .pages = "120(21):3147",
    .doi = "",
    .note = "abstract of the meeting seen",
};

const pcart_cite pcarti_rejeski_2021 = {
    .key = "rejeski-2021",
    .authors = "Rejeski K, Perez A, Sesques P, et al.",
    .journal = "Blood",
    .year = 2021,
    .pages = "138(24):2499-2513",
    .doi = "10.1182/blood.2020010543",
    .note = "abstract (PMC8893508) and table 3 seen; the points of table 2 in "
            "a restatement",
};

const pcart_cite pcarti_rejeski_2023 = {
    .key = "rejeski-2023",
    .authors = "Rejeski K, Subklewe M, Aljurf M, et al.",
    .journal = "Blood",
    .year = 2023,
    .pages = "142(10):865-877",
    .doi = "10.1182/blood.2023020578",
    .note = "abstract seen; the table as implemented in published code "
            "(liang-2024)",
};

const pcart_cite pcarti_rejeski_2025 = {
    .key = "rejeski-2025",
    .authors = "Rejeski K, Sanz J, Fei T, et al.",
    .journal = "Blood",
    .year = 2025,
    .pages = "",
    .doi = "10.1182/blood.2025028833",
    .note = "table 1 with its footnotes seen",
};

const pcart_cite pcarti_rejeski_2025_code = {
    .key = "rejeski-2025-code",
    .authors = "Rejeski K, Sanz J, Fei T, et al.",
    .journal = "code with the title \"T-ICAHT coding\"",
    .year = 2025,
    .pages = "",
    .doi = "",
    .note = "seen in a restatement",
};

const pcart_cite pcarti_strati_2021 = {
    .key = "strati-2021",
    .authors = "Strati, et al.",
    .journal = "",
    .year = 2021,
    .pages = "",
    .doi = "",
    .note = "definition as tabulated in the review PMC10200893, table 1",
};

const pcart_cite pcarti_wang_2021 = {
    .key = "wang-2021",
    .authors = "Wang, et al.",
    .journal = "",
    .year = 2021,
    .pages = "",
    .doi = "",
    .note = "definition as tabulated in the review PMC10200893, table 1",
};

/* All sources: those above, then those of the myeloid tables, of the clone
 * layer and of the worklist. */
static const pcart_cite *const list[] = {
    &pcarti_avigan,
    &pcarti_brudno_2022,
    &pcarti_cibmtr_manual,
    &pcarti_cordeiro_2020,
    &pcarti_ctcae_v5,
    &pcarti_ctcae_v6,
    &pcarti_czech_review,
    &pcarti_fardet_2014,
    &pcarti_farina_2025,
    &pcarti_fried_2019,
    &pcarti_hill_2018,
    &pcarti_hines_2023,
    &pcarti_hlh_2004_page,
    &pcarti_jain_2023,
    &pcarti_ji_2024,
    &pcarti_kharfan_dabaja_2021,
    &pcarti_lee_2014,
    &pcarti_lee_2019,
    &pcarti_liang_2024,
    &pcarti_mcl_network,
    &pcarti_medical_algorithms,
    &pcarti_mrd_preprint,
    &pcarti_msk_2024,
    &pcarti_mskcc,
    &pcarti_mullanfiroze_2022,
    &pcarti_nagle_2021,
    &pcarti_nci_thesaurus,
    &pcarti_neelapu_2018,
    &pcarti_nih_2012,
    &pcarti_pennisi_2021,
    &pcarti_porter_2018,
    &pcarti_rejeski_2021,
    &pcarti_rejeski_2023,
    &pcarti_rejeski_2025,
    &pcarti_rejeski_2025_code,
    &pcarti_strati_2021,
    &pcarti_wang_2021,
    &pcarti_wehi_2025,
    &pcarti_cite_myeloid[GREENBERG_1997],
    &pcarti_cite_myeloid[GREENBERG_2012],
    &pcarti_cite_myeloid[SCHANZ_2012],
    &pcarti_cite_myeloid[BERNARD_2022],
    &pcarti_cite_myeloid[WEEKS_2023],
    &pcarti_cite_myeloid[XIE_2024],
    &pcarti_cite_myeloid[DOHNER_2022],
    &pcarti_cite_myeloid[KHOURY_2022],
    &pcarti_cite_myeloid[ARBER_2022],
    &pcarti_cite_myeloid[ARBER_2016],
    &pcarti_cite_myeloid[CHUN_2010],
    &pcarti_cite_myeloid[HAASE_2019],
    &pcarti_cite_myeloid[ISCN_2024],
    &pcarti_cite_myeloid[BREEMS_2008],
    &pcarti_cite_clone[FABRE_2022],
    &pcarti_cite_clone[WATSON_2020],
    &pcarti_cite_clone[BICK_2020],
    &pcarti_cite_clone[ELSA_CODE],
    &pcarti_cite_care[NCCN_GROWTH_2026],
    &pcarti_cite_care[LONG_TERM_2025],
    &pcarti_cite_care[CARE_SURVEY_2023],
};

_Static_assert(PCARTI_N_MYELOID_SOURCE + PCARTI_N_CLONE_SOURCE +
                       PCARTI_N_CARE_SOURCE <
                   PCART_COUNTOF(list),
               "the lists of the other layers are in this one");

const pcart_cite *const *
pcart_cite_list(size_t *n)
{
    *n = PCART_COUNTOF(list);
    return list;
}

const pcart_cite *
pcart_cite_find(const char *key)
{
    for (size_t i = 0; i < PCART_COUNTOF(list); i++)
        if (strcmp(list[i]->key, key) == 0)
            return list[i];
    return NULL;
}
