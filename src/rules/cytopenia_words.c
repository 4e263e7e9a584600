/* cytopenia_words.c -- what authors mean by prolonged, late or severe
 * cytopenia.  Data only.  Layer: rules. */
#include <limits.h>

#include "postcart/course.h"
#include "rules/cite.h"
#include "rules/sets.h"

#define NONE PCART_FIXED_NONE
#define RED_CELLS (1u << PCART_SUPPORT_RED_CELLS)

// clang-format off
static const pcart_definition_rule word[] = {
    /* label, or, analyte, limit, first and last day, values, days, free days,
     * words */
    { "rejeski-2021", 0, PCART_ANC, PCART_LT, PCART_FIXED(1000),
      22, INT_MAX, 0, 0, 0, NULL, SEEN(rejeski_2021, "review"), NULL, 0, NULL },

    { "fried-2019", 0, PCART_ANC, PCART_LT, PCART_FIXED(1500),
      22, INT_MAX, 0, 0, 0, NULL, SEEN(fried_2019, "review"), NULL, 0, NULL },
    { "fried-2019", 0, PCART_PLATELETS, PCART_LT, PCART_FIXED(150000),
      22, INT_MAX, 0, 0, 0, NULL, SEEN(fried_2019, "review"), NULL, 0, NULL },
    { "fried-2019 severe", 0, PCART_ANC, PCART_LT, PCART_FIXED(500),
      22, INT_MAX, 0, 0, 0, NULL, SEEN(fried_2019, "review"), NULL, 0, NULL },
    { "fried-2019 severe", 1, PCART_PLATELETS, PCART_LT, PCART_FIXED(50000),
      22, INT_MAX, 0, 0, 0, NULL, SEEN(fried_2019, "review"), NULL, 0, NULL },
    { "fried-2019 severe", 1, -1, PCART_LT, NONE,
      22, INT_MAX, 0, 0, 0, "anaemia that needs transfusion",
      SEEN(fried_2019, "review"), NULL, RED_CELLS, NULL },

    { "brudno-2022", 0, PCART_ANC, PCART_LT, PCART_FIXED(1000),
      31, INT_MAX, 0, 0, 0, NULL, SEEN(brudno_2022, "review"),
      "recurrent or prolonged", 0, NULL },
    { "brudno-2022", 1, PCART_PLATELETS, PCART_LT, PCART_FIXED(50000),
      31, INT_MAX, 0, 0, 0, NULL, SEEN(brudno_2022, "review"),
      "recurrent or prolonged", 0, NULL },
    { "brudno-2022", 1, PCART_HEMOGLOBIN, PCART_LT, PCART_FIXED(8),
      31, INT_MAX, 0, 0, 0, NULL, SEEN(brudno_2022, "review"),
      "recurrent or prolonged", 0, NULL },

    { "nagle-2021", 0, PCART_ANC, PCART_LT, PCART_FIXED(1000),
      31, INT_MAX, 0, 0, 0, NULL, SEEN(nagle_2021, "review"), NULL, 0, NULL },
    { "nagle-2021", 0, PCART_PLATELETS, PCART_LT, PCART_FIXED(50000),
      31, INT_MAX, 0, 0, 0, NULL, SEEN(nagle_2021, "review"), NULL, 0, NULL },

    { "strati-2021", 0, -1, PCART_LT, NONE,
      31, INT_MAX, 0, 0, 0, "cytopenia of grade 3 or 4",
      SEEN(strati_2021, "review"), NULL, 0, NULL },

    { "wang-2021", 0, PCART_ANC, PCART_LT, PCART_FIXED(500),
      28, 28, 0, 0, 0, NULL, SEEN(wang_2021, "review"), NULL, 0, NULL },
    { "wang-2021", 1, PCART_HEMOGLOBIN, PCART_LT, PCART_FIXED(6),
      28, 28, 0, 0, 0, NULL, SEEN(wang_2021, "review"), NULL, 0, NULL },
    { "wang-2021", 1, PCART_PLATELETS, PCART_LT, PCART_FIXED(20000),
      28, 28, 0, 0, 0, NULL, SEEN(wang_2021, "review"), NULL, 0, NULL },

    { "cordeiro-2020", 0, -1, PCART_LT, NONE,
      91, INT_MAX, 0, 0, 0, "transfusion or growth factor",
      SEEN(cordeiro_2020, "review"),
      "red cells, platelets, G-CSF, EPO and TPO-RA are counted",
      RED_CELLS | 1u << PCART_SUPPORT_PLATELETS | 1u << PCART_SUPPORT_GCSF |
      1u << PCART_SUPPORT_EPO | 1u << PCART_SUPPORT_TPO_RA, NULL },

    { "jain-2023 early", 0, -1, PCART_LT, NONE,
      0, 29, 0, 0, 0, "cytopenia", SEEN(jain_2023, NULL), NULL, 0, NULL },
    { "jain-2023 prolonged", 0, -1, PCART_LT, NONE,
      30, 90, 0, 0, 0, "cytopenia", SEEN(jain_2023, NULL), NULL, 0, NULL },
    { "jain-2023 late", 0, -1, PCART_LT, NONE,
      91, INT_MAX, 0, 0, 0, "cytopenia", SEEN(jain_2023, NULL), NULL, 0, NULL },

    { "medical-algorithms persistent", 0, -1, PCART_LT, NONE,
      29, INT_MAX, 0, 0, 0, "cytopenia", SEEN(medical_algorithms, NULL), NULL, 0, NULL },
    { "medical-algorithms marrow failure", 0, PCART_ANC, PCART_LT,
      PCART_FIXED(500), 42, 42, 0, 0, 0, NULL,
      SEEN(medical_algorithms, NULL), NULL, 0, NULL },

    { "avigan", 0, -1, PCART_LT, NONE,
      100, 100, 0, 0, 0, "persistent cytopenia of grade 3 or more",
      RESTATED(avigan, NULL), NULL, 0, NULL },

    { "postcart early", 0, -1, PCART_LT, NONE,
      0, 30, 0, 0, 0, "cytopenia", DECIDED("window of early ICAHT"), NULL, 0, NULL },
    { "postcart prolonged", 0, -1, PCART_LT, NONE,
      31, 90, 0, 0, 0, "cytopenia", DECIDED("between early and late"), NULL, 0, NULL },
    { "postcart late", 0, -1, PCART_LT, NONE,
      91, INT_MAX, 0, 0, 0, "cytopenia", DECIDED("after day 90"), NULL, 0, NULL },
};

static const pcart_definition_rule severe[] = {
    { "farina-2025 early", 0, -1, PCART_LT, NONE,
      0, INT_MAX, 0, 0, 0, "early ICAHT of grade 3 or 4",
      SEEN(farina_2025, NULL), NULL, 0, NULL },
    { "farina-2025 late", 0, -1, PCART_LT, NONE,
      0, INT_MAX, 0, 0, 0, "late ICAHT of grade 3 or 4",
      SEEN(farina_2025, NULL), NULL, 0, NULL },
    { "ji-2024 thrombocytopenia", 0, PCART_PLATELETS, PCART_LT,
      PCART_FIXED(50000), 0, INT_MAX, 0, 0, 0, NULL,
      DECIDED("CTCAE v5.0 grade 3 or more: the source names no limit"), NULL, 0, NULL },
    { "ji-2024 anaemia", 0, PCART_HEMOGLOBIN, PCART_LT, PCART_FIXED(8),
      0, INT_MAX, 0, 0, 0, NULL,
      DECIDED("CTCAE v5.0 grade 3 or more: the source names no limit"), NULL, 0, NULL },
};

static const pcart_definition_rule anaemia[] = {
    { "hb below 8", 0, PCART_HEMOGLOBIN, PCART_LT, PCART_FIXED(8),
      0, INT_MAX, 0, 0, 0, NULL, DECIDED("descriptive"), "days are counted", 0, NULL },
    { "transfusion independence", 0, -1, PCART_LT, NONE,
      0, INT_MAX, 0, 0, 28, "no red cells", DECIDED("descriptive"), NULL, 0, NULL },
};
// clang-format on

const pcart_rule_set pcarti_cytopenia_words = {
    .id = "cytopenia-words",
    .title = "What prolonged, persistent and late cytopenia mean, by source",
    .shape = PCART_SHAPE_DEFINITION,
    .analyte = -1,
    .unit = "canonical units",
    .rule.definition = word,
    .n_rule = PCART_COUNTOF(word),
    .applies = "after CAR-T; wang-2021 acute lymphoblastic leukaemia, avigan "
               "multiple myeloma",
    .note = "No two sources agree: name the one that is used. Most were read "
            "in the review PMC10200893, table 1, not in the papers. Lists "
            "with commas are read as alternatives, which is postcart's "
            "reading. The score's own paper has ANC at or below 1000 from day "
            "21 on (see hematotox-2021-outcomes).",
};

const pcart_rule_set pcarti_severe_words = {
    .id = "severe-words",
    .title = "What severe means where a source does not say it",
    .shape = PCART_SHAPE_DEFINITION,
    .analyte = -1,
    .unit = "canonical units",
    .rule.definition = severe,
    .n_rule = PCART_COUNTOF(severe),
    .applies = "readers of the named papers",
    .note = "Ji 2024 compares severe thrombocytopenia and anaemia without "
            "limits; only its abstract was seen.",
};

/* Farina 2025 says itself what severe means: grades of ICAHT. */
static const pcart_definition_rule severe_grade_4[] = {
    {"ji-2024 thrombocytopenia", 0, PCART_PLATELETS, PCART_LT,
     PCART_FIXED(25000), 0, INT_MAX, 0, 0, 0, NULL,
     DECIDED("CTCAE v5.0 grade 4: the source names no limit"), NULL, 0, NULL},
    {"ji-2024 anaemia", 0, -1, PCART_LT, NONE, 0, INT_MAX, 0, 0, 0,
     "life-threatening consequences",
     DECIDED("CTCAE v5.0 grade 4: the source names no limit"),
     "no haemoglobin decides it", 0, NULL},
};

static const pcart_definition_rule severe_rejeski[] = {
    {"ji-2024 thrombocytopenia", 0, PCART_PLATELETS, PCART_LT,
     PCART_FIXED(50000), 0, INT_MAX, 0, 0, 0, NULL,
     DECIDED("as Rejeski 2021 counts it: the source names no limit"), NULL, 0,
     NULL},
    {"ji-2024 anaemia", 0, PCART_HEMOGLOBIN, PCART_LT, PCART_FIXED(8), 0,
     INT_MAX, 0, 0, 0, NULL,
     DECIDED("as Rejeski 2021 counts it: the source names no limit"), NULL, 0,
     NULL},
    {"ji-2024 anaemia", 1, -1, PCART_LT, NONE, 0, INT_MAX, 0, 0, 0,
     "transfusion of red cells",
     DECIDED("as Rejeski 2021 counts it: the source names no limit"), NULL,
     RED_CELLS, NULL},
};

#define SEVERE(name, which, words)                                             \
    const pcart_rule_set pcarti_severe_##name = {                              \
        .id = which,                                                           \
        .title = "What severe means in Ji 2024: " words,                       \
        .shape = PCART_SHAPE_DEFINITION,                                       \
        .analyte = -1,                                                         \
        .unit = "canonical units",                                             \
        .rule.definition = severe_##name,                                      \
        .n_rule = PCART_COUNTOF(severe_##name),                                \
        .applies = "readers of the named paper",                               \
        .note = "See severe_cytopenia; the default is severe-words.",          \
    }

SEVERE(grade_4, "severe-words-grade-4", "CTCAE grade 4");
SEVERE(rejeski, "severe-words-rejeski", "as in the score's own paper");

const pcart_rule_set pcarti_anaemia_descriptive = {
    .id = "anaemia-descriptive",
    .title = "Anaemia after CAR-T, descriptive",
    .shape = PCART_SHAPE_DEFINITION,
    .analyte = PCART_HEMOGLOBIN,
    .unit = "g/dL",
    .rule.definition = anaemia,
    .n_rule = PCART_COUNTOF(anaemia),
    .applies = "after CAR-T",
    .note = "Not a consensus: ICAHT and T-ICAHT cover neutrophils and "
            "platelets only, and no such grading of anaemia was found.",
};
