/*
 * chip.c -- changes that count as clonal haematopoiesis.  Data only.
 * Layer: rules.
 *
 * Genes and residues as in Bick 2020 (from memory); exceptions
 * as public code states them.  A row from memory waits for confirmation.
 */
#include "postcart/clone_rules.h"

#include "rules/cite_clone.h"

#define CODE GROUND(ELSA_CODE, PCART_SECONDARY, "rules as implemented")
#define BICK GROUND(BICK_2020, PCART_MEMORY, "supplementary table of changes")

#define TRUNC(gene, ground)                                                    \
    {                                                                          \
        gene, PCART_CHIP_TRUNCATING, 0, 0, 0, NULL, 0, ground                  \
    }
#define EXONS(gene, a, b, ground)                                              \
    {                                                                          \
        gene, PCART_CHIP_TRUNCATING, a, b, 1, NULL, 0, ground                  \
    }
#define RANGE(gene, a, b, ground)                                              \
    {                                                                          \
        gene, PCART_CHIP_MISSENSE, a, b, 0, NULL, 0, ground                    \
    }
#define SPOT(gene, residue, ground)                                            \
    {                                                                          \
        gene, PCART_CHIP_MISSENSE, residue, residue, 0, NULL, 0, ground        \
    }
#define INFRAME(gene, a, b, ground)                                            \
    {                                                                          \
        gene, PCART_CHIP_INFRAME, a, b, 0, NULL, 0, ground                     \
    }
#define WORDS(gene, kind, words, vaf, ground)                                  \
    {                                                                          \
        gene, kind, 0, 0, 0, words, vaf, ground                                \
    }

// clang-format off
static const pcart_chip_rule rule[] = {
    /* artefacts first: the first row that fits decides */
    WORDS("ASXL1", PCART_CHIP_ARTEFACT, "G646Wfs*12", 0.10, CODE),
    WORDS("ASXL1", PCART_CHIP_ARTEFACT, "G646Vfs*58", 0.10, CODE),
    WORDS("ASXL1", PCART_CHIP_ARTEFACT, "G645Vfs*58", 1.00, CODE),
    /* truncating anywhere, or in named exons */
    EXONS("ASXL1", 11, 12, CODE),
    EXONS("ASXL2", 11, 12, CODE),
    EXONS("PPM1D", 5, 6, CODE),
    TRUNC("DNMT3A", BICK), TRUNC("TET2", BICK),  TRUNC("TP53", BICK),
    TRUNC("BCOR", BICK),   TRUNC("BCORL1", BICK), TRUNC("CEBPA", BICK),
    TRUNC("CREBBP", BICK), TRUNC("CUX1", BICK),  TRUNC("EP300", BICK),
    TRUNC("ETV6", BICK),   TRUNC("EZH2", BICK),  TRUNC("GATA2", BICK),
    TRUNC("KDM6A", BICK),  TRUNC("NF1", BICK),   TRUNC("PHF6", BICK),
    TRUNC("PRPF8", BICK),  TRUNC("RAD21", BICK), TRUNC("RUNX1", BICK),
    TRUNC("SETD2", BICK),  TRUNC("STAG1", BICK), TRUNC("STAG2", BICK),
    TRUNC("SUZ12", BICK),  TRUNC("ZRSR2", BICK), TRUNC("ATM", BICK),
    TRUNC("CHEK2", BICK),
    {"CSF3R", PCART_CHIP_TRUNCATING, 741, 791, 0, NULL, 0, CODE},
    {"NPM1",  PCART_CHIP_TRUNCATING, 288, 288, 0, NULL, 0, CODE},
    {"CALR",  PCART_CHIP_TRUNCATING, 352, 417, 0, NULL, 0, BICK},
    /* missense */
    RANGE("DNMT3A", 292, 350, BICK), RANGE("DNMT3A", 482, 614, BICK),
    RANGE("DNMT3A", 634, 912, BICK),
    RANGE("TET2", 1104, 1481, CODE), RANGE("TET2", 1843, 2002, CODE),
    RANGE("TP53", 95, 290, BICK),
    RANGE("CBL", 381, 421, CODE),    RANGE("CBLB", 372, 412, CODE),
    RANGE("RUNX1", 50, 204, BICK),   RANGE("EZH2", 617, 732, BICK),
    SPOT("JAK2", 617, BICK),
    SPOT("SF3B1", 622, BICK), SPOT("SF3B1", 625, BICK),
    SPOT("SF3B1", 662, BICK), SPOT("SF3B1", 666, BICK),
    SPOT("SF3B1", 700, BICK), SPOT("SF3B1", 704, BICK),
    SPOT("SF3B1", 740, BICK), SPOT("SF3B1", 741, BICK),
    SPOT("SF3B1", 742, BICK),
    SPOT("SRSF2", 95, BICK),
    SPOT("U2AF1", 34, BICK),  SPOT("U2AF1", 156, BICK),
    SPOT("U2AF1", 157, BICK),
    SPOT("IDH1", 132, BICK),  SPOT("IDH2", 140, BICK),
    SPOT("IDH2", 172, BICK),
    SPOT("GNAS", 201, BICK),  SPOT("GNAS", 844, BICK),
    SPOT("GNB1", 57, BICK),
    SPOT("KRAS", 12, BICK),   SPOT("KRAS", 13, BICK),
    SPOT("KRAS", 61, BICK),   SPOT("KRAS", 146, BICK),
    SPOT("NRAS", 12, BICK),   SPOT("NRAS", 13, BICK),
    SPOT("NRAS", 61, BICK),
    SPOT("KIT", 816, BICK),   SPOT("MPL", 505, BICK),
    SPOT("MPL", 515, BICK),   SPOT("FLT3", 835, BICK),
    SPOT("CSF3R", 618, BICK), SPOT("MYD88", 265, BICK),
    SPOT("STAT3", 640, BICK), SPOT("STAT3", 661, BICK),
    RANGE("PTPN11", 58, 76, BICK), RANGE("PTPN11", 491, 510, BICK),
    /* in frame */
    INFRAME("DNMT3A", 732, 732, CODE), INFRAME("DNMT3A", 752, 752, CODE),
    INFRAME("EP300", 1148, 1149, CODE), INFRAME("CREBBP", 1680, 1680, CODE),
    INFRAME("JAK2", 536, 547, BICK),   INFRAME("KIT", 417, 419, BICK),
    INFRAME("FLT3", 569, 612, BICK),
};
// clang-format on

const pcart_chip_rule *
pcart_chip_list(size_t *n)
{
    *n = PCART_COUNTOF(rule);
    return rule;
}
