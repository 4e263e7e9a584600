/*
 * cytogenetics.c -- which karyotype proves which fact, and how abnormalities
 * are counted.  Data only.  Layer: rules.
 */
#include "postcart/cytogenetics.h"

#include <string.h>

#include "rules/cite_myeloid.h"

#define WHO GROUND(KHOURY_2022, PCART_SECONDARY, "defining genetics")
#define RISK GROUND(SCHANZ_2012, PCART_VERIFIED, "five-group table")
#define ELN GROUND(DOHNER_2022, PCART_VERIFIED, "table of risk groups")
#define ICC GROUND(ARBER_2022, PCART_SECONDARY, "MR cytogenetics")
#define OLD GROUND(ARBER_2016, PCART_MEMORY, "presumptive list")

static const struct {
    const char *name, *title;
} fact_name[PCART_N_CYTO] = {
    [PCART_CYTO_MINUS_7] = {"minus7", "monosomy 7"},
    [PCART_CYTO_DEL_7Q] = {"del7q", "deletion of 7q"},
    [PCART_CYTO_LOSS_7Q] = {"loss7q", "loss of 7q"},
    [PCART_CYTO_ANY_7] = {"any7", "any chromosome 7 abnormality"},
    [PCART_CYTO_MINUS_5] = {"minus5", "monosomy 5"},
    [PCART_CYTO_DEL_5Q] = {"del5q", "deletion of 5q"},
    [PCART_CYTO_LOSS_5Q] = {"loss5q", "loss of 5q"},
    [PCART_CYTO_T_5Q] = {"t5q", "translocation of 5q"},
    [PCART_CYTO_ADD_5Q] = {"add5q", "additional material on 5q"},
    [PCART_CYTO_PLUS_8] = {"plus8", "trisomy 8"},
    [PCART_CYTO_DEL_20Q] = {"del20q", "deletion of 20q"},
    [PCART_CYTO_MINUS_Y] = {"minusY", "loss of Y"},
    [PCART_CYTO_MINUS_X] = {"minusX", "loss of X"},
    [PCART_CYTO_DEL_11Q] = {"del11q", "deletion of 11q"},
    [PCART_CYTO_DEL_12P] = {"del12p", "deletion of 12p"},
    [PCART_CYTO_LOSS_12P] = {"loss12p", "loss of 12p"},
    [PCART_CYTO_T_12P] = {"t12p", "translocation of 12p"},
    [PCART_CYTO_ADD_12P] = {"add12p", "additional material on 12p"},
    [PCART_CYTO_LOSS_13Q] = {"loss13q", "loss of 13q"},
    [PCART_CYTO_DEL_9Q] = {"del9q", "deletion of 9q"},
    [PCART_CYTO_LOSS_17P] = {"loss17p", "loss of 17p"},
    [PCART_CYTO_PART_17P] = {"part17p", "loss of 17p without monosomy 17"},
    [PCART_CYTO_T_17P] = {"t17p", "translocation of 17p"},
    [PCART_CYTO_ADD_17P] = {"add17p", "additional material on 17p"},
    [PCART_CYTO_ABN_17P] = {"abn17p", "abnormality of 17p"},
    [PCART_CYTO_I_17Q] = {"i17q", "isochromosome 17q"},
    [PCART_CYTO_INV_3] = {"inv3", "inv(3), t(3q) or del(3q)"},
    [PCART_CYTO_ABN_3Q26] = {"abn3q26", "abnormality of 3q26"},
    [PCART_CYTO_PLUS_19] = {"plus19", "trisomy 19"},
    [PCART_CYTO_PLUS_21] = {"plus21", "trisomy 21"},
    [PCART_CYTO_IDIC_XQ13] = {"idicXq13", "isodicentric X(q13)"},
    [PCART_CYTO_DER_1_7] = {"der1_7", "der(1;7)(q10;p10)"},
    [PCART_CYTO_RUNX1_RUNX1T1] = {"runx1_runx1t1", "RUNX1::RUNX1T1"},
    [PCART_CYTO_CBFB_MYH11] = {"cbfb_myh11", "CBFB::MYH11"},
    [PCART_CYTO_PML_RARA] = {"pml_rara", "PML::RARA"},
    [PCART_CYTO_RARA] = {"rara", "other RARA rearrangement"},
    [PCART_CYTO_MLLT3_KMT2A] = {"mllt3_kmt2a", "KMT2A::MLLT3"},
    [PCART_CYTO_KMT2A] = {"kmt2a", "KMT2A rearrangement"},
    [PCART_CYTO_MECOM] = {"mecom", "MECOM rearrangement"},
    [PCART_CYTO_DEK_NUP214] = {"dek_nup214", "DEK::NUP214"},
    [PCART_CYTO_NUP98] = {"nup98", "NUP98 rearrangement"},
    [PCART_CYTO_BCR_ABL1] = {"bcr_abl1", "BCR::ABL1"},
    [PCART_CYTO_RBM15_MRTFA] = {"rbm15_mrtfa", "RBM15::MRTFA"},
    [PCART_CYTO_KAT6A_CREBBP] = {"kat6a_crebbp", "KAT6A::CREBBP"},
    [PCART_CYTO_MDS_BALANCED] = {"mds_balanced",
                                 "balanced change presumptive of MDS"},
    [PCART_CYTO_POLYPLOID] = {"polyploid", "multiplied chromosome set"},
    [PCART_CYTO_HYPERDIPLOID] = {"hyperdiploid", "hyperdiploid clone"},
    [PCART_CYTO_HYPERDIPLOID_PURE] = {"hyperdiploid_pure",
                                      "hyperdiploid by gains alone"},
    [PCART_CYTO_HYPODIPLOID] = {"hypodiploid", "hypodiploid clone"},
    [PCART_CYTO_COMPLEX] = {"complex", "complex karyotype"},
    [PCART_CYTO_COMPLEX_ELN] = {"complex_eln", "complex karyotype (ELN 2022)"},
    [PCART_CYTO_MONOSOMAL] = {"monosomal", "monosomal karyotype"},
    [PCART_CYTO_MONOSOMAL_UNION] = {"monosomal_union",
                                    "monosomal over all clones together"},
};

// clang-format off
/* By the chromosome of the first place.  Bands are read generously at the edges, since reports differ by one. */
static const pcart_cyto_pattern pattern[] = {
    {PCART_CYTO_RBM15_MRTFA, PCART_PATTERN_EXCHANGE,
     {1, 'p', 13, 13}, {22, 'q', 13, 13}, 0, "t(1;22)(p13;q13)", WHO},
    {PCART_CYTO_MDS_BALANCED, PCART_PATTERN_EXCHANGE,
     {1, 'p', 36, 36}, {3, 'q', 21, 21}, 0, "t(1;3)(p36;q21)", OLD},
    {PCART_CYTO_DER_1_7, PCART_PATTERN_WHOLE_ARM,
     {1, 'q', 10, 10}, {7, 'p', 10, 10}, 0, "der(1;7)(q10;p10)", RISK},
    {PCART_CYTO_MDS_BALANCED, PCART_PATTERN_EXCHANGE,
     {2, 'p', 21, 21}, {11, 'q', 23, 23}, 0, "t(2;11)(p21;q23)", OLD},
    {PCART_CYTO_MECOM, PCART_PATTERN_ANY,
     {3, 'q', 26, 26}, {0, 0, 0, 0}, 0, "3q26 rearrangement", WHO},
    {PCART_CYTO_MECOM, PCART_PATTERN_INVERSION,
     {3, 'q', 21, 22}, {3, 'q', 26, 26}, 0, "inv(3)(q21q26)", WHO},
    {PCART_CYTO_MECOM, PCART_PATTERN_INVERSION,
     {3, 'q', 21, 22}, {3, 'q', 25, 27}, 1, "inv(3)(q21q25~27)", WHO},
    {PCART_CYTO_MDS_BALANCED, PCART_PATTERN_EXCHANGE,
     {3, 'q', 26, 26}, {21, 'q', 22, 22}, 0, "t(3;21)(q26;q22)", OLD},
    {PCART_CYTO_MDS_BALANCED, PCART_PATTERN_INVERSION,
     {3, 'q', 21, 21}, {3, 'q', 26, 26}, 0, "inv(3)(q21q26)", OLD},
    {PCART_CYTO_INV_3, PCART_PATTERN_T_INV_DEL,
     {3, 'q', 10, 99}, {0, 0, 0, 0}, 0, "inv(3)/t(3q)/del(3q)", RISK},
    {PCART_CYTO_ABN_3Q26, PCART_PATTERN_BREAK,
     {3, 'q', 26, 26}, {0, 0, 0, 0}, 0, "3q26 break", ICC},
    {PCART_CYTO_T_5Q, PCART_PATTERN_T,
     {5, 'q', 10, 99}, {0, 0, 0, 0}, 0, "t(5q)", ICC},
    {PCART_CYTO_LOSS_5Q, PCART_PATTERN_ADD,
     {5, 'q', 10, 99}, {0, 0, 0, 0}, 1, "add(5q)", ICC},
    {PCART_CYTO_ADD_5Q, PCART_PATTERN_ADD,
     {5, 'q', 10, 99}, {0, 0, 0, 0}, 0, "add(5q)", ICC},
    {PCART_CYTO_DEK_NUP214, PCART_PATTERN_EXCHANGE,
     {6, 'p', 21, 23}, {9, 'q', 34, 34}, 0, "t(6;9)(p23;q34)", WHO},
    {PCART_CYTO_MDS_BALANCED, PCART_PATTERN_EXCHANGE,
     {6, 'p', 21, 23}, {9, 'q', 34, 34}, 0, "t(6;9)(p23;q34)", OLD},
    {PCART_CYTO_LOSS_7Q, PCART_PATTERN_ADD,
     {7, 'q', 10, 99}, {0, 0, 0, 0}, 1, "add(7q)", ICC},
    {PCART_CYTO_ANY_7, PCART_PATTERN_NAMED,
     {7, 0, 0, 0}, {0, 0, 0, 0}, 0, "chromosome 7",
     GROUND(GREENBERG_1997, PCART_VERIFIED, "poor group")},
    {PCART_CYTO_RUNX1_RUNX1T1, PCART_PATTERN_EXCHANGE,
     {8, 'q', 21, 22}, {21, 'q', 22, 22}, 0, "t(8;21)(q22;q22)", WHO},
    {PCART_CYTO_KAT6A_CREBBP, PCART_PATTERN_EXCHANGE,
     {8, 'p', 11, 11}, {16, 'p', 13, 13}, 0, "t(8;16)(p11;p13)", ELN},
    {PCART_CYTO_MLLT3_KMT2A, PCART_PATTERN_EXCHANGE,
     {9, 'p', 21, 22}, {11, 'q', 23, 23}, 0, "t(9;11)(p21;q23)", WHO},
    {PCART_CYTO_BCR_ABL1, PCART_PATTERN_EXCHANGE,
     {9, 'q', 34, 34}, {22, 'q', 11, 11}, 0, "t(9;22)(q34;q11)", WHO},
    {PCART_CYTO_KMT2A, PCART_PATTERN_ANY,
     {11, 'q', 23, 23}, {0, 0, 0, 0}, 0, "t(v;11q23)", WHO},
    {PCART_CYTO_KMT2A, PCART_PATTERN_ADD,
     {11, 'q', 23, 23}, {0, 0, 0, 0}, 1, "add(11)(q23)", WHO},
    {PCART_CYTO_NUP98, PCART_PATTERN_EXCHANGE,
     {11, 'p', 15, 15}, {5, 'q', 35, 35}, 0, "t(5;11)(q35;p15)", WHO},
    {PCART_CYTO_NUP98, PCART_PATTERN_EXCHANGE,
     {11, 'p', 15, 15}, {7, 'p', 15, 15}, 0, "t(7;11)(p15;p15)", WHO},
    {PCART_CYTO_NUP98, PCART_PATTERN_EXCHANGE,
     {11, 'p', 15, 15}, {2, 'q', 31, 31}, 0, "t(2;11)(q31;p15)", WHO},
    {PCART_CYTO_NUP98, PCART_PATTERN_EXCHANGE,
     {11, 'p', 15, 15}, {9, 'p', 22, 22}, 0, "t(9;11)(p22;p15)", WHO},
    {PCART_CYTO_NUP98, PCART_PATTERN_EXCHANGE,
     {11, 'p', 15, 15}, {1, 'q', 23, 24}, 0, "t(1;11)(q23;p15)", WHO},
    {PCART_CYTO_NUP98, PCART_PATTERN_INVERSION,
     {11, 'p', 15, 15}, {11, 'q', 22, 22}, 0, "inv(11)(p15q22)", WHO},
    {PCART_CYTO_NUP98, PCART_PATTERN_ANY,
     {11, 'p', 15, 15}, {0, 0, 0, 0}, 1, "11p15 rearrangement", WHO},
    {PCART_CYTO_MDS_BALANCED, PCART_PATTERN_EXCHANGE,
     {11, 'q', 23, 23}, {16, 'p', 13, 13}, 0, "t(11;16)(q23;p13)", OLD},
    {PCART_CYTO_T_12P, PCART_PATTERN_T,
     {12, 'p', 10, 99}, {0, 0, 0, 0}, 0, "t(12p)", ICC},
    {PCART_CYTO_LOSS_12P, PCART_PATTERN_ADD,
     {12, 'p', 10, 99}, {0, 0, 0, 0}, 1, "add(12p)", ICC},
    {PCART_CYTO_ADD_12P, PCART_PATTERN_ADD,
     {12, 'p', 10, 99}, {0, 0, 0, 0}, 0, "add(12p)", ICC},
    {PCART_CYTO_PML_RARA, PCART_PATTERN_EXCHANGE,
     {15, 'q', 22, 24}, {17, 'q', 11, 21}, 0, "t(15;17)(q24;q21)", WHO},
    {PCART_CYTO_CBFB_MYH11, PCART_PATTERN_INVERSION,
     {16, 'p', 13, 13}, {16, 'q', 22, 22}, 0, "inv(16)(p13q22)", WHO},
    {PCART_CYTO_RARA, PCART_PATTERN_T,
     {17, 'q', 21, 21}, {0, 0, 0, 0}, 1, "t(v;17q21)", WHO},
    {PCART_CYTO_I_17Q, PCART_PATTERN_ISO,
     {17, 'q', 10, 10}, {0, 0, 0, 0}, 0, "i(17)(q10)", RISK},
    {PCART_CYTO_I_17Q, PCART_PATTERN_ISO,
     {17, 'p', 11, 11}, {0, 0, 0, 0}, 0, "idic(17)(p11)", RISK},
    {PCART_CYTO_T_17P, PCART_PATTERN_T,
     {17, 'p', 10, 99}, {0, 0, 0, 0}, 0, "t(17p)", OLD},
    {PCART_CYTO_ABN_17P, PCART_PATTERN_BREAK,
     {17, 'p', 11, 99}, {0, 0, 0, 0}, 0, "17p break", ELN},
    {PCART_CYTO_LOSS_17P, PCART_PATTERN_ADD,
     {17, 'p', 10, 99}, {0, 0, 0, 0}, 1, "add(17p)", ICC},
    {PCART_CYTO_PART_17P, PCART_PATTERN_ADD,
     {17, 'p', 10, 99}, {0, 0, 0, 0}, 1, "add(17p)", ICC},
    {PCART_CYTO_ADD_17P, PCART_PATTERN_ADD,
     {17, 'p', 10, 99}, {0, 0, 0, 0}, 0, "add(17p)", ICC},
    {PCART_CYTO_IDIC_XQ13, PCART_PATTERN_ISO,
     {23, 'q', 13, 13}, {0, 0, 0, 0}, 0, "idic(X)(q13)", WHO},
};

/* First row of each chromosome of place a, by which the rows are sorted; the
 * test of the table checks it. */
static const unsigned char pattern_first[PCART_CYTO_CHROMOSOMES + 1] = {
    0, 0, 3, 4, 11, 11, 14, 16, 18, 20, 22, 22, 32,
    35, 35, 35, 36, 37, 45, 45, 45, 45, 45, 45, 46, 46,
};

static const pcart_cyto_number number[] = {
    {PCART_CYTO_PLUS_8, 8, 1},    {PCART_CYTO_PLUS_19, 19, 1},
    {PCART_CYTO_PLUS_21, 21, 1},  {PCART_CYTO_MINUS_X, 23, -1},
    {PCART_CYTO_MINUS_Y, 24, -1}, {PCART_CYTO_ABN_17P, 17, -1},
};

static const pcart_cyto_arm arm[] = {
    /* arm      whole chromosome    deletion            any loss */
    {7, 'q',  PCART_CYTO_MINUS_7, PCART_CYTO_DEL_7Q,  PCART_CYTO_LOSS_7Q,  0,
     RISK},
    {5, 'q',  PCART_CYTO_MINUS_5, PCART_CYTO_DEL_5Q,  PCART_CYTO_LOSS_5Q,  0,
     RISK},
    {20, 'q', -1,                 PCART_CYTO_DEL_20Q, -1,                  0,
     RISK},
    {11, 'q', -1,                 PCART_CYTO_DEL_11Q, -1,                  0,
     RISK},
    {12, 'p', -1,                 PCART_CYTO_DEL_12P, PCART_CYTO_LOSS_12P, 0,
     RISK},
    {13, 'q', -1,                 -1,                 PCART_CYTO_LOSS_13Q, 1,
     WHO},
    {9, 'q',  -1,                 PCART_CYTO_DEL_9Q,  -1,                  0,
     OLD},
    {17, 'p', -1,                 -1,                 PCART_CYTO_LOSS_17P, 1,
     GROUND(BERNARD_2022, PCART_VERIFIED, "input del17_17p")},
    {17, 'p', -1,                 -1,                 PCART_CYTO_PART_17P, 0,
     GROUND(KHOURY_2022, PCART_VERIFIED, "table of AML-MR: -17 is not listed")},
};

#define C(number) (UINT32_C(1) << (number))
/* Of the three tables above; the test of the tables checks it. */
static const pcart_cyto_scope scope = {
    .named = C(7),
    .number = C(8) | C(17) | C(19) | C(21) | C(23) | C(24),
    .arm = C(5) | C(7) | C(9) | C(11) | C(12) | C(13) | C(17) | C(20),
};

static const pcart_count_rule count_rule[PCART_N_COUNT] = {
    /*                          num bal sim dbl der mar ploidy line absorbs */
    {PCART_COUNT_CHUN2010,     {1,  1,  1,  1,  1,  1,  1},    0,   0,
     GROUND(CHUN_2010, PCART_SECONDARY, "restated with worked examples")},
    {PCART_COUNT_HAASE2019,    {1,  1,  1,  1,  2,  1,  1},    1,   3,
     GROUND(HAASE_2019, PCART_SECONDARY, "restated with worked examples")},
    {PCART_COUNT_ISCN2024,     {1,  1,  1,  2,  2,  1,  1},    0,   1,
     GROUND(ISCN_2024, PCART_SECONDARY, "section 6.5")},
    {PCART_COUNT_COLLAPSED,    {1,  1,  1,  2,  2,  1,  1},    0,   2,
     GROUND(ISCN_2024, PCART_SECONDARY, "section 6.5, events collapsed")},
};

static const pcart_cyto_limits limits = {
    .cells_gain = 2,
    .cells_loss = 3,
    .cells_required = 20,
    .complex = 3,
    .eln_trisomies = 3,
    .hyperdiploid_low = 47,
    .hyperdiploid_high = 57,
    .hypodiploid_high = 45,
};

#define SEEN2 GROUND(ISCN_2024, PCART_SECONDARY, "definition of a clone")
static const pcart_cyto_limit_rule limit_rule[] = {
    {"cells_gain",        &limits.cells_gain,        SEEN2},
    {"cells_loss",        &limits.cells_loss,        SEEN2},
    {"cells_required",    &limits.cells_required,
     DECIDED("twenty metaphases; fewer normal ones are called limited")},
    {"complex",           &limits.complex,           RISK},
    {"eln_trisomies",     &limits.eln_trisomies,     ELN},
    {"hyperdiploid_low",  &limits.hyperdiploid_low,
     GROUND(ISCN_2024, PCART_SECONDARY, "ploidy levels")},
    {"hyperdiploid_high", &limits.hyperdiploid_high,
     GROUND(ISCN_2024, PCART_SECONDARY, "ploidy levels")},
    {"hypodiploid_high",  &limits.hypodiploid_high,
     GROUND(ISCN_2024, PCART_SECONDARY, "ploidy levels")},
};

static const pcart_cyto_variant variant[] = {
    {9,  11, 12, 11, 13, "inv(9)(p11~12q11~13)",
     DECIDED("a common polymorphism, noted and not counted")},
    {24, 11, 11, 11, 11, "inv(Y)(p11q11)",
     DECIDED("a common polymorphism, noted and not counted")},
    {1,  11, 11, 12, 12, "inv(1)(p11q12)",
     DECIDED("a common polymorphism, noted and not counted")},
    {2,  11, 11, 13, 13, "inv(2)(p11q13)",
     DECIDED("a common polymorphism, noted and not counted")},
};

static const pcart_ploidy_rule ploidy[] = {
    {1, 34, 1, "near-haploid"},      {35, 45, 2, "hypodiploid"},
    {46, 46, 2, "diploid"},          {47, 57, 2, "hyperdiploid"},
    {58, 68, 3, "hypotriploid"},     {69, 69, 3, "triploid"},
    {70, 80, 3, "hypertriploid"},    {81, 91, 4, "hypotetraploid"},
    {92, 92, 4, "tetraploid"},       {93, 103, 4, "hypertetraploid"},
    {104, 126, 5, "near-pentaploid"}, {127, 149, 6, "near-hexaploid"},
    {150, 172, 7, "near-heptaploid"}, {173, 999, 8, "near-octaploid"},
};
// clang-format on

static const char *const scheme_name[PCART_N_COUNT] = {
    [PCART_COUNT_CHUN2010] = "chun2010",
    [PCART_COUNT_HAASE2019] = "haase2019",
    [PCART_COUNT_ISCN2024] = "iscn2024",
    [PCART_COUNT_COLLAPSED] = "collapsed",
};

const char *
pcart_cyto_name(pcart_cyto fact)
{
    return (unsigned)fact < PCART_N_CYTO ? fact_name[fact].name : "";
}

const char *
pcart_cyto_title(pcart_cyto fact)
{
    return (unsigned)fact < PCART_N_CYTO ? fact_name[fact].title : "";
}

const char *
pcart_count_name(pcart_count_scheme scheme)
{
    return (unsigned)scheme < PCART_N_COUNT ? scheme_name[scheme] : "";
}

int
pcart_count_find(const char *name)
{
    for (int i = 0; i < PCART_N_COUNT; i++)
        if (strcmp(name, scheme_name[i]) == 0)
            return i;
    return -1;
}

const char *
pcart_ploidy_name(int chromosomes)
{
    for (size_t i = 0; i < PCART_COUNTOF(ploidy); i++)
        if (chromosomes >= ploidy[i].low && chromosomes <= ploidy[i].high)
            return ploidy[i].name;
    return "";
}

const pcart_cyto_pattern *
pcart_cyto_pattern_list(size_t *n)
{
    *n = PCART_COUNTOF(pattern);
    return pattern;
}

const unsigned char *
pcart_cyto_pattern_first(void)
{
    return pattern_first;
}

const pcart_cyto_scope *
pcart_cyto_scope_get(void)
{
    return &scope;
}

const pcart_cyto_number *
pcart_cyto_number_list(size_t *n)
{
    *n = PCART_COUNTOF(number);
    return number;
}

const pcart_cyto_arm *
pcart_cyto_arm_list(size_t *n)
{
    *n = PCART_COUNTOF(arm);
    return arm;
}

const pcart_count_rule *
pcart_count_rule_get(pcart_count_scheme s)
{
    return (unsigned)s < PCART_N_COUNT ? &count_rule[s] : NULL;
}

const pcart_cyto_limits *
pcart_cyto_limits_get(void)
{
    return &limits;
}

const pcart_cyto_limit_rule *
pcart_cyto_limit_list(size_t *n)
{
    *n = PCART_COUNTOF(limit_rule);
    return limit_rule;
}

const pcart_cyto_variant *
pcart_cyto_variant_list(size_t *n)
{
    *n = PCART_COUNTOF(variant);
    return variant;
}

const pcart_ploidy_rule *
pcart_ploidy_list(size_t *n)
{
    *n = PCART_COUNTOF(ploidy);
    return ploidy;
}
