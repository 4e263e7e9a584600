/*
 * analyte.c -- analytes, their names, LOINC codes, factors and plausible
 * ranges.  Layer: rules.
 */
#include "postcart/lab.h"

#include <string.h>

/*
 * Ranges are gates against a wrong unit or a shifted column, far outside what
 * a living patient can have; they never judge a value.  "[D]" in a source is
 * postcart's own choice, "[K]" field knowledge that was not seen in print.
 */
// clang-format off
#define PLAUSIBLE_D "range [D]"

static const pcart_analyte_info info[PCART_N_ANALYTE] = {
    /* analyte, name, title, unit, dimension,
     *     canonical = base * n / d, molar base * n / d, low, high, source */
    [PCART_ANC] = {PCART_ANC, "anc", "ANC", "cells/uL", PCART_DIM_COUNT,
        1, 1, 0, 0, PCART_FIXED(0), PCART_FIXED(200000),
        "range 0 to 200,000 [K]"},
    [PCART_WBC] = {PCART_WBC, "wbc", "Leukocytes", "cells/uL", PCART_DIM_COUNT,
        1, 1, 0, 0, PCART_FIXED(0), PCART_FIXED(1000000), PLAUSIBLE_D},
    [PCART_LYMPHOCYTES] = {PCART_LYMPHOCYTES, "lymphocytes", "Lymphocytes",
        "cells/uL", PCART_DIM_COUNT,
        1, 1, 0, 0, PCART_FIXED(0), PCART_FIXED(1000000), PLAUSIBLE_D},
    [PCART_MONOCYTES] = {PCART_MONOCYTES, "monocytes", "Monocytes", "cells/uL",
        PCART_DIM_COUNT,
        1, 1, 0, 0, PCART_FIXED(0), PCART_FIXED(500000), PLAUSIBLE_D},
    [PCART_PLATELETS] = {PCART_PLATELETS, "platelets", "Platelets", "cells/uL",
        PCART_DIM_COUNT,
        1, 1, 0, 0, PCART_FIXED(0), PCART_FIXED(3000000),
        "range 0 to 3,000,000 [K]"},
    [PCART_HEMOGLOBIN] = {PCART_HEMOGLOBIN, "hemoglobin", "Haemoglobin",
        "g/dL", PCART_DIM_MASS,
        1, 10, 16114, 10000, PCART_FIXED(2), PCART_FIXED(25),
        "mmol/L of the monomer x 1.6114; range 2 to 25 [K]"},
    [PCART_RETICULOCYTES] = {PCART_RETICULOCYTES, "reticulocytes",
        "Reticulocytes", "cells/uL", PCART_DIM_COUNT,
        1, 1, 0, 0, PCART_FIXED(0), PCART_FIXED(1000000), PLAUSIBLE_D},
    [PCART_MCV] = {PCART_MCV, "mcv", "MCV", "fL", PCART_DIM_VOLUME,
        1, 1, 0, 0, PCART_FIXED(30), PCART_FIXED(200), PLAUSIBLE_D},
    [PCART_RDW] = {PCART_RDW, "rdw", "RDW", "%", PCART_DIM_FRACTION,
        100, 1, 0, 0, PCART_FIXED(5), PCART_FIXED(60),
        "RDW-CV; RDW-SD in fL is another quantity and is refused; range [D]"},
    [PCART_BLASTS] = {PCART_BLASTS, "blasts", "Blasts in blood", "%",
        PCART_DIM_FRACTION,
        100, 1, 0, 0, PCART_FIXED(0), PCART_FIXED(100), "share of leukocytes"},
    [PCART_FERRITIN] = {PCART_FERRITIN, "ferritin", "Ferritin", "ug/L",
        PCART_DIM_MASS,
        1000000, 1, 445000000, 1, PCART_FIXED(1), PCART_FIXED(200000),
        "pmol/L x 0.445 [K]: the molar mass varies, take the laboratory's own "
        "factor where it states one; range 1 to 200,000 [K]"},
    [PCART_CRP] = {PCART_CRP, "crp", "CRP", "mg/L", PCART_DIM_MASS,
        1000, 1, 115000, 1, PCART_FIXED(0), PCART_FIXED(1000),
        "nmol/L x 0.115 [K, 115 kDa]; range 0 to 1,000 [K]"},
    [PCART_LDH] = {PCART_LDH, "ldh", "LDH", "U/L", PCART_DIM_ACTIVITY,
        1, 1, 0, 0, PCART_FIXED(10), PCART_FIXED(100000),
        "ukat/L x 60; range [D]"},
    [PCART_CREATININE] = {PCART_CREATININE, "creatinine", "Creatinine",
        "umol/L", PCART_DIM_MASS,
        8842, 1, 1000, 1, PCART_FIXED(1), PCART_FIXED(5000),
        "mg/dL x 88.42; range [D]"},
    [PCART_FIBRINOGEN] = {PCART_FIBRINOGEN, "fibrinogen", "Fibrinogen", "g/L",
        PCART_DIM_MASS,
        1, 1, 0, 0, PCART_FIXED(0), PCART_FIXED(30), "mg/dL / 100; range [D]"},
    [PCART_TRIGLYCERIDES] = {PCART_TRIGLYCERIDES, "triglycerides",
        "Triglycerides", "mmol/L", PCART_DIM_MASS,
        10000, 8857, 1, 1, PCART_MILLI(10), PCART_FIXED(200),
        "mg/dL / 88.57; range [D]"},
    [PCART_D_DIMER] = {PCART_D_DIMER, "d_dimer", "D-dimer", "mg/L",
        PCART_DIM_MASS,
        1000, 1, 0, 0, PCART_FIXED(0), PCART_FIXED(1000),
        "fibrinogen equivalent units; values in DDU are refused; range [D]"},
    [PCART_ALBUMIN] = {PCART_ALBUMIN, "albumin", "Albumin", "g/L",
        PCART_DIM_MASS,
        1, 1, 0, 0, PCART_FIXED(3), PCART_FIXED(90), PLAUSIBLE_D},
    [PCART_BILIRUBIN] = {PCART_BILIRUBIN, "bilirubin", "Bilirubin", "umol/L",
        PCART_DIM_MASS,
        17104, 10, 1000, 1, PCART_FIXED(0), PCART_FIXED(2000),
        "mg/dL x 17.104 [M]; range [D]"},
    [PCART_ALT] = {PCART_ALT, "alt", "ALT", "U/L", PCART_DIM_ACTIVITY,
        1, 1, 0, 0, PCART_FIXED(0), PCART_FIXED(100000),
        "ukat/L x 60; range [D]"},
    [PCART_AST] = {PCART_AST, "ast", "AST", "U/L", PCART_DIM_ACTIVITY,
        1, 1, 0, 0, PCART_FIXED(0), PCART_FIXED(100000),
        "ukat/L x 60; range [D]"},
    [PCART_IL6] = {PCART_IL6, "il6", "IL-6", "ng/L", PCART_DIM_MASS,
        1000000000, 1, 0, 0, PCART_FIXED(0), PCART_FIXED(1000000),
        PLAUSIBLE_D},
    [PCART_IL2] = {PCART_IL2, "il2", "IL-2", "ng/L", PCART_DIM_MASS,
        1000000000, 1, 0, 0, PCART_FIXED(0), PCART_FIXED(1000000),
        PLAUSIBLE_D},
    [PCART_IL4] = {PCART_IL4, "il4", "IL-4", "ng/L", PCART_DIM_MASS,
        1000000000, 1, 0, 0, PCART_FIXED(0), PCART_FIXED(1000000),
        PLAUSIBLE_D},
    [PCART_IL10] = {PCART_IL10, "il10", "IL-10", "ng/L", PCART_DIM_MASS,
        1000000000, 1, 0, 0, PCART_FIXED(0), PCART_FIXED(1000000),
        PLAUSIBLE_D},
    [PCART_IL17A] = {PCART_IL17A, "il17a", "IL-17A", "ng/L", PCART_DIM_MASS,
        1000000000, 1, 0, 0, PCART_FIXED(0), PCART_FIXED(1000000),
        PLAUSIBLE_D},
    [PCART_IFN_GAMMA] = {PCART_IFN_GAMMA, "ifn_gamma", "IFN-gamma", "ng/L", PCART_DIM_MASS,
        1000000000, 1, 0, 0, PCART_FIXED(0), PCART_FIXED(1000000),
        PLAUSIBLE_D},
    [PCART_TNF_ALPHA] = {PCART_TNF_ALPHA, "tnf_alpha", "TNF-alpha", "ng/L", PCART_DIM_MASS,
        1000000000, 1, 0, 0, PCART_FIXED(0), PCART_FIXED(1000000),
        PLAUSIBLE_D},
};

/* Sorted bytewise, lower case; letters outside ASCII as they are in UTF-8.  The
 * short names of `info` are among them. */
static const pcart_analyte_alias alias[] = {
    {"absolute neutrophil count", PCART_ANC},
    {"albumin", PCART_ALBUMIN},
    {"albumina", PCART_ALBUMIN},
    {"albumine", PCART_ALBUMIN},
    {"alt", PCART_ALT},
    {"anc", PCART_ANC},
    {"ast", PCART_AST},
    {"bilirubin", PCART_BILIRUBIN},
    {"blasts", PCART_BLASTS},
    {"c-reactive protein", PCART_CRP},
    {"c-reaktives protein", PCART_CRP},
    {"creatinina", PCART_CREATININE},
    {"creatinine", PCART_CREATININE},
    {"crp", PCART_CRP},
    {"cr\xc3\xa9" "atinine", PCART_CREATININE},
    {"d-dimer", PCART_D_DIMER},
    {"d_dimer", PCART_D_DIMER},
    {"ddimer", PCART_D_DIMER},
    {"emoglobina", PCART_HEMOGLOBIN},
    {"ferritin", PCART_FERRITIN},
    {"ferritina", PCART_FERRITIN},
    {"ferritine", PCART_FERRITIN},
    {"fibrinogen", PCART_FIBRINOGEN},
    {"fibrinog\xc3\xa8ne", PCART_FIBRINOGEN},
    {"fibrin\xc3\xb3geno", PCART_FIBRINOGEN},
    {"globules blancs", PCART_WBC},
    {"got", PCART_AST},
    {"gpt", PCART_ALT},
    {"haemoglobin", PCART_HEMOGLOBIN},
    {"hb", PCART_HEMOGLOBIN},
    {"hemoglobin", PCART_HEMOGLOBIN},
    {"hemoglobina", PCART_HEMOGLOBIN},
    {"hemoglobine", PCART_HEMOGLOBIN},
    {"hgb", PCART_HEMOGLOBIN},
    {"h\xc3\xa4moglobin", PCART_HEMOGLOBIN},
    {"h\xc3\xa9moglobine", PCART_HEMOGLOBIN},
    {"ifn-g", PCART_IFN_GAMMA},
    {"ifn-gamma", PCART_IFN_GAMMA},
    {"ifn_gamma", PCART_IFN_GAMMA},
    {"ifng", PCART_IFN_GAMMA},
    {"il-10", PCART_IL10},
    {"il-17a", PCART_IL17A},
    {"il-2", PCART_IL2},
    {"il-4", PCART_IL4},
    {"il-6", PCART_IL6},
    {"il10", PCART_IL10},
    {"il17a", PCART_IL17A},
    {"il2", PCART_IL2},
    {"il4", PCART_IL4},
    {"il6", PCART_IL6},
    {"kreatinin", PCART_CREATININE},
    {"lactate dehydrogenase", PCART_LDH},
    {"laktatdehydrogenase", PCART_LDH},
    {"ldh", PCART_LDH},
    {"leucociti", PCART_WBC},
    {"leucocitos", PCART_WBC},
    {"leucocytes", PCART_WBC},
    {"leuko", PCART_WBC},
    {"leukocyte count", PCART_WBC},
    {"leukocyten", PCART_WBC},
    {"leukocytes", PCART_WBC},
    {"leukos", PCART_WBC},
    {"leukozyten", PCART_WBC},
    {"linfociti", PCART_LYMPHOCYTES},
    {"linfocitos", PCART_LYMPHOCYTES},
    {"lymfocyten", PCART_LYMPHOCYTES},
    {"lymphocyte count", PCART_LYMPHOCYTES},
    {"lymphocytes", PCART_LYMPHOCYTES},
    {"lymphozyten", PCART_LYMPHOCYTES},
    {"mcv", PCART_MCV},
    {"monociti", PCART_MONOCYTES},
    {"monocitos", PCART_MONOCYTES},
    {"monocyte count", PCART_MONOCYTES},
    {"monocyten", PCART_MONOCYTES},
    {"monocytes", PCART_MONOCYTES},
    {"monozyten", PCART_MONOCYTES},
    {"neutrofielen", PCART_ANC},
    {"neutrofili", PCART_ANC},
    {"neutrofilos", PCART_ANC},
    {"neutrophil count", PCART_ANC},
    {"neutrophile", PCART_ANC},
    {"neutrophile granulozyten", PCART_ANC},
    {"neutrophils", PCART_ANC},
    {"neutros", PCART_ANC},
    {"neutr\xc3\xb3" "filos", PCART_ANC},
    {"piastrine", PCART_PLATELETS},
    {"plaquetas", PCART_PLATELETS},
    {"plaquettes", PCART_PLATELETS},
    {"platelet count", PCART_PLATELETS},
    {"platelets", PCART_PLATELETS},
    {"plt", PCART_PLATELETS},
    {"pnn", PCART_ANC},
    {"polynucl\xc3\xa9" "aires neutrophiles", PCART_ANC},
    {"rdw", PCART_RDW},
    {"rdw-cv", PCART_RDW},
    {"reticulociti", PCART_RETICULOCYTES},
    {"reticulocitos", PCART_RETICULOCYTES},
    {"reticulocyte count", PCART_RETICULOCYTES},
    {"reticulocytes", PCART_RETICULOCYTES},
    {"retikulozyten", PCART_RETICULOCYTES},
    {"r\xc3\xa9ticulocytes", PCART_RETICULOCYTES},
    {"sgot", PCART_AST},
    {"sgpt", PCART_ALT},
    {"thrombo", PCART_PLATELETS},
    {"thrombocyte count", PCART_PLATELETS},
    {"thrombocytes", PCART_PLATELETS},
    {"thrombos", PCART_PLATELETS},
    {"thrombozyten", PCART_PLATELETS},
    {"tnf-a", PCART_TNF_ALPHA},
    {"tnf-alpha", PCART_TNF_ALPHA},
    {"tnf_alpha", PCART_TNF_ALPHA},
    {"tnfa", PCART_TNF_ALPHA},
    {"triglic\xc3\xa9ridos", PCART_TRIGLYCERIDES},
    {"triglycerides", PCART_TRIGLYCERIDES},
    {"triglyc\xc3\xa9rides", PCART_TRIGLYCERIDES},
    {"triglyzeride", PCART_TRIGLYCERIDES},
    {"trombocyten", PCART_PLATELETS},
    {"wbc", PCART_WBC},
    {"white blood cell count", PCART_WBC},
    {"white blood cells", PCART_WBC},
    {"white cell count", PCART_WBC},
};

#define REFUSED (-1)
#define PERCENT "a percentage of leukocytes: give the absolute count"
#define PANEL "a panel, not a value"
#define MOLAR "a molar concentration: give the mass concentration"
#define ISOENZYME "an isoenzyme, not total LDH"
#define OTHER_FLUID "not blood"
#define NOT_USED "not an analyte of postcart"

/*
 * Sorted bytewise by code.  This material contains content from LOINC
 * (loinc.org), copyright Regenstrief Institute, Inc. and the LOINC Committee,
 * available at no cost under the LOINC licence.
 */
static const pcart_loinc loinc[] = {
    /* code       analyte              flagged, why flagged or refused */
    {"14196-0",   PCART_RETICULOCYTES, 0, NULL},
    {"14723-1",   REFUSED,             0, MOLAR},
    {"14804-9",   PCART_LDH,           1, "lactate to pyruvate: its range is about half of the other method's"},
    {"14805-6",   PCART_LDH,           1, "pyruvate to lactate: its range is about twice the other method's"},
    {"1751-7",    PCART_ALBUMIN,       0, NULL},
    {"17849-1",   REFUSED,             0, "reticulocytes per cent of red cells: give the absolute count"},
    {"1975-2",    PCART_BILIRUBIN,     0, NULL},
    {"1988-5",    PCART_CRP,           0, NULL},
    {"20509-6",   PCART_HEMOGLOBIN,    1, "calculated"},
    {"20567-4",   PCART_FERRITIN,      0, NULL},
    {"21000-5",   REFUSED,             0, "RDW-SD in fL is another quantity than RDW in per cent"},
    {"2132-9",    REFUSED,             0, NOT_USED},
    {"2160-0",    PCART_CREATININE,    0, NULL},
    {"2276-4",    PCART_FERRITIN,      0, NULL},
    {"2284-8",    REFUSED,             0, NOT_USED},
    {"23761-0",   REFUSED,             0, PERCENT},
    {"24318-8",   REFUSED,             0, PANEL},
    {"24373-3",   PCART_FERRITIN,      1, "measured in whole blood"},
    {"2532-0",    PCART_LDH,           0, NULL},
    {"2537-9",    REFUSED,             0, ISOENZYME},
    {"2540-3",    REFUSED,             0, ISOENZYME},
    {"2543-7",    REFUSED,             0, ISOENZYME},
    {"2546-0",    REFUSED,             0, ISOENZYME},
    {"2549-4",    REFUSED,             0, ISOENZYME},
    {"2571-8",    PCART_TRIGLYCERIDES, 0, NULL},
    {"26446-5",   PCART_BLASTS,        0, NULL},
    {"26464-8",   PCART_WBC,           0, NULL},
    {"26474-7",   PCART_LYMPHOCYTES,   0, NULL},
    {"26478-8",   REFUSED,             0, PERCENT},
    {"26484-6",   PCART_MONOCYTES,     0, NULL},
    {"26499-4",   PCART_ANC,           0, NULL},
    {"26505-8",   REFUSED,             0, PERCENT},
    {"26507-4",   REFUSED,             0, "band forms alone: add them to the segmented neutrophils"},
    {"26508-2",   REFUSED,             0, PERCENT},
    {"26511-6",   REFUSED,             0, PERCENT},
    {"26515-7",   PCART_PLATELETS,     0, NULL},
    {"28542-9",   REFUSED,             0, "mean platelet volume, not a count"},
    {"30229-9",   REFUSED,             0, "band forms alone: add them to the segmented neutrophils"},
    {"30313-1",   PCART_HEMOGLOBIN,    1, "arterial blood"},
    {"30350-3",   PCART_HEMOGLOBIN,    1, "venous blood"},
    {"30376-8",   REFUSED,             0, "absolute blast count: give the share of leukocytes"},
    {"30384-2",   REFUSED,             0, "RDW-SD in fL is another quantity than RDW in per cent"},
    {"30385-9",   PCART_RDW,           0, NULL},
    {"30394-1",   PCART_ANC,           1, "granulocytes: counts more than neutrophils"},
    {"30428-7",   PCART_MCV,           0, NULL},
    {"30444-4",   REFUSED,             0, "absolute myeloblast count: give the share of leukocytes"},
    {"30445-1",   PCART_BLASTS,        1, "myeloblasts only"},
    {"30451-9",   PCART_ANC,           1, "segmented neutrophils only"},
    {"30522-7",   PCART_CRP,           1, "high-sensitivity test: saturates at low values"},
    {"3255-7",    PCART_FIBRINOGEN,    0, NULL},
    {"32623-1",   REFUSED,             0, "mean platelet volume, not a count"},
    {"32709-8",   REFUSED,             0, OTHER_FLUID},
    {"35003-3",   PCART_ANC,           1, "polymorphonuclear cells"},
    {"40665-2",   PCART_RETICULOCYTES, 0, NULL},
    {"4542-7",    REFUSED,             0, NOT_USED},
    {"4548-4",    REFUSED,             0, "HbA1c, not haemoglobin"},
    {"4576-5",    REFUSED,             0, "HbF, not haemoglobin"},
    {"48065-7",   PCART_D_DIMER,       0, NULL},
    {"48421-2",   PCART_CRP,           1, "capillary blood"},
    {"48807-2",   REFUSED,             0, "a marrow report, not a value"},
    {"49497-1",   PCART_PLATELETS,     1, "estimate"},
    {"49498-9",   PCART_WBC,           1, "estimate"},
    {"55782-7",   PCART_HEMOGLOBIN,    1, "oximetry"},
    {"57023-4",   REFUSED,             0, PANEL},
    {"58410-2",   REFUSED,             0, PANEL},
    {"5905-5",    REFUSED,             0, PERCENT},
    {"5907-1",    REFUSED,             0, "deprecated code"},
    {"59260-0",   PCART_HEMOGLOBIN,    1, "molar: its unit must be mmol/L"},
    {"60474-4",   PCART_RETICULOCYTES, 0, NULL},
    {"6690-2",    PCART_WBC,           0, NULL},
    {"69738-3",   REFUSED,             0, PANEL},
    {"69742-5",   REFUSED,             0, PANEL},
    {"71426-1",   PCART_CRP,           1, "high-sensitivity test in whole blood: saturates at low values"},
    {"71676-1",   REFUSED,             0, "a fraction of leukocytes: give the absolute count"},
    {"718-7",     PCART_HEMOGLOBIN,    0, NULL},
    {"731-0",     PCART_LYMPHOCYTES,   0, NULL},
    {"732-8",     PCART_LYMPHOCYTES,   0, NULL},
    {"736-9",     REFUSED,             0, PERCENT},
    {"737-7",     REFUSED,             0, PERCENT},
    {"742-7",     PCART_MONOCYTES,     0, NULL},
    {"74398-9",   REFUSED,             0, "cord blood"},
    {"751-8",     PCART_ANC,           0, NULL},
    {"752-6",     REFUSED,             0, "deprecated duplicate of 751-8"},
    {"753-4",     PCART_ANC,           0, NULL},
    {"754-2",     REFUSED,             0, OTHER_FLUID},
    {"758-3",     REFUSED,             0, OTHER_FLUID},
    {"76485-2",   REFUSED,             0, MOLAR},
    {"76486-0",   REFUSED,             0, MOLAR},
    {"770-8",     REFUSED,             0, PERCENT},
    {"777-3",     PCART_PLATELETS,     0, NULL},
    {"778-1",     PCART_PLATELETS,     1, "manual count"},
    {"7796-6",    REFUSED,             0, "platelet clumps, not a count: write the count as '>=' its value"},
    {"787-2",     PCART_MCV,           0, NULL},
    {"788-0",     PCART_RDW,           0, NULL},
    {"804-5",     PCART_WBC,           1, "manual count"},
    {"93846-4",   PCART_HEMOGLOBIN,    1, "molar: its unit must be mmol/L"},
};
// clang-format on

enum { MAX_NAME = 32 }; /* longer text is no analyte */

const pcart_analyte_info *
pcart_analyte_get(pcart_analyte analyte)
{
    return (unsigned)analyte < PCART_N_ANALYTE ? &info[analyte] : NULL;
}

static const pcart_analyte_info *
find_alias(const char *name)
{
    size_t low = 0, high = PCART_COUNTOF(alias);

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(alias[middle].name, name);

        if (order == 0)
            return &info[alias[middle].analyte];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static const pcart_loinc *
find_loinc(const char *code)
{
    size_t low = 0, high = PCART_COUNTOF(loinc);

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(loinc[middle].code, code);

        if (order == 0)
            return &loinc[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const pcart_analyte_info *
pcart_analyte_find(const char *text, size_t length, const char **note)
{
    char name[MAX_NAME + 1];
    const pcart_loinc *code;

    if (note)
        *note = NULL;
    if (length == 0 || length > MAX_NAME)
        return NULL;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];

        if (c == '\0')
            return NULL;
        name[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    name[length] = '\0';
    if (name[0] < '0' || name[0] > '9')
        return find_alias(name);
    code = find_loinc(name);
    if (!code)
        return NULL;
    if (note)
        *note = code->note;
    return code->analyte < 0 ? NULL : &info[code->analyte];
}

const pcart_loinc *
pcart_loinc_list(size_t *n)
{
    *n = PCART_COUNTOF(loinc);
    return loinc;
}

const pcart_analyte_alias *
pcart_analyte_alias_list(size_t *n)
{
    *n = PCART_COUNTOF(alias);
    return alias;
}

/*
 * Multiply *n / *d by a second fraction in lowest terms.  The tables hold
 * positive numbers below 10^13, so that the products fit; a test walks through
 * all pairs.
 */
static void
reduce(int64_t *n, int64_t *d)
{
    int64_t a = *n, b = *d;

    while (b != 0) {
        int64_t rest = a % b;

        a = b;
        b = rest;
    }
    *n /= a;
    *d /= a;
}

static void
multiply(int64_t *n, int64_t *d, int64_t by_n, int64_t by_d)
{
    reduce(n, &by_d);
    reduce(&by_n, d);
    *n *= by_n;
    *d *= by_d;
}

static pcart_status
refuse_unit(const pcart_analyte_info *a, const pcart_unit *unit, pcart_err *err)
{
    pcart_status st = pcart_err_set(
        err, PCART_E_INCONSISTENT, "'%s' (%s) does not measure %s",
        unit->spelling, pcart_dimension_name(unit->dimension), a->name);

    pcart_err_hint(err, "give %s in %s or another unit of %s", a->name, a->unit,
                   pcart_dimension_name(a->dimension));
    return st;
}

pcart_status
pcart_lab_convert(const pcart_analyte_info *a, pcart_decimal value,
                  const pcart_unit *unit, pcart_fixed *out, pcart_err *err)
{
    int64_t numerator = unit->numerator, denominator = unit->denominator;
    pcart_fixed canonical;
    pcart_status st;

    if (unit->dimension == a->dimension)
        multiply(&numerator, &denominator, a->numerator, a->denominator);
    else if (unit->dimension == PCART_DIM_MOLAR && a->molar_numerator != 0)
        multiply(&numerator, &denominator, a->molar_numerator,
                 a->molar_denominator);
    else
        return refuse_unit(a, unit, err);
    st = pcart_fixed_from_decimal(value, numerator, denominator, &canonical,
                                  NULL, err);
    if (st)
        return st;
    if (canonical < a->low || canonical > a->high) {
        char is[PCART_FIXED_SIZE], low[PCART_FIXED_SIZE],
            high[PCART_FIXED_SIZE];

        st = pcart_err_set(
            err, PCART_E_RANGE, "%s of %s %s is outside %s to %s", a->name,
            pcart_fixed_write(canonical, is), a->unit,
            pcart_fixed_write(a->low, low), pcart_fixed_write(a->high, high));
        pcart_err_hint(err, "is the unit '%s' right?", unit->spelling);
        return st;
    }
    *out = canonical;
    return PCART_OK;
}
