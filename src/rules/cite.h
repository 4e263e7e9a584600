/* cite.h -- the sources of the haematotoxicity tables.  Layer: rules. */
#ifndef PCARTI_CITE_H
#define PCARTI_CITE_H

#include "postcart/rules.h"
#include "rules/ground.h"

extern const pcart_cite pcarti_avigan, pcarti_brudno_2022, pcarti_cibmtr_manual,
    pcarti_cordeiro_2020, pcarti_ctcae_v5, pcarti_ctcae_v6, pcarti_farina_2025,
    pcarti_fried_2019, pcarti_jain_2023, pcarti_kharfan_dabaja_2021,
    pcarti_liang_2024, pcarti_mcl_network, pcarti_medical_algorithms,
    pcarti_nagle_2021, pcarti_rejeski_2021, pcarti_rejeski_2023,
    pcarti_rejeski_2025, pcarti_rejeski_2025_code, pcarti_strati_2021,
    pcarti_wang_2021, pcarti_czech_review, pcarti_ji_2024, pcarti_mrd_preprint,
    pcarti_msk_2024, pcarti_mullanfiroze_2022, pcarti_nih_2012;

extern const pcart_cite pcarti_fardet_2014, pcarti_hill_2018, pcarti_hines_2023,
    pcarti_hlh_2004_page, pcarti_lee_2014, pcarti_lee_2019, pcarti_mskcc,
    pcarti_nci_thesaurus, pcarti_neelapu_2018, pcarti_pennisi_2021,
    pcarti_porter_2018, pcarti_wehi_2025;

/* The ground of one row: source, how well it is known, place in the source. */
// clang-format off
#define SEEN(source, place)     {&pcarti_##source, PCART_VERIFIED, place}
#define RESTATED(source, place) {&pcarti_##source, PCART_SECONDARY, place}
#define UNSEEN(source, place)   {&pcarti_##source, PCART_MEMORY, place}
// clang-format on

#endif
