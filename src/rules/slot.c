/* slot.c -- what the disabled tables ask for.  Data only.  Layer: rules. */
#include "postcart/slot.h"

#include <string.h>

#include "rules/sets.h"

// clang-format off
#define FORM \
    {NULL, PCART_VERIFIED, "form of the authors of Liang 2024"}
#define IN(name, unit, place) \
    {name, unit, PCART_SLOT_PLAIN, 0, 0, 0, {NULL, PCART_VERIFIED, place}}
#define LOG_10(name, unit, low, high) \
    {name, unit, PCART_SLOT_LOG10, PCART_MILLI(10), low, high, FORM}

/* CAR-HEMATOTOX with marrow disease burden in place of ferritin. */
static const pcart_slot_input all_hematotox[] = {
    IN("platelets",     "10^9/L", "concept, Nair 2025"),
    IN("anc",           "10^9/L", "concept, Nair 2025"),
    IN("hemoglobin",    "g/dL",   "concept, Nair 2025"),
    IN("crp",           "mg/dL",  "concept, Nair 2025"),
    IN("marrow_blasts", "%",      "concept, Nair 2025"),
};

/* Zeros become 0.01 before log10; the ranges are those of the form. */
static const pcart_slot_input eipm_pre[] = {
    {"all", "", PCART_SLOT_PLAIN, 0, PCART_FIXED(0), PCART_FIXED(1), FORM},
    LOG_10("anc",       "10^9/L", PCART_MILLI(700), PCART_FIXED(8)),
    LOG_10("platelets", "10^9/L", PCART_FIXED(25),  PCART_FIXED(290)),
    LOG_10("ldh",       "U/L",    PCART_FIXED(115), PCART_FIXED(645)),
    LOG_10("ferritin",  "ug/L",   PCART_FIXED(30),  PCART_FIXED(3900)),
};

static const pcart_slot_input eipm_post[] = {
    {"all", "", PCART_SLOT_PLAIN, 0, PCART_FIXED(0), PCART_FIXED(1), FORM},
    LOG_10("anc",            "10^9/L", PCART_MILLI(700), PCART_FIXED(8)),
    LOG_10("platelets",      "10^9/L", PCART_FIXED(25),  PCART_FIXED(290)),
    LOG_10("ldh",            "U/L",    PCART_FIXED(115), PCART_FIXED(645)),
    LOG_10("ferritin_day_3", "ug/L",   PCART_FIXED(70),  PCART_FIXED(4930)),
};

#define GREENBAUM "abstract of Greenbaum 2021"
#define ANY(name, unit) \
    {name, unit, PCART_SLOT_ANY_CHANGE, 0, 0, 0, \
     {NULL, PCART_VERIFIED, GREENBAUM}}
static const pcart_slot_input easix_fc[] = {
    ANY("easix", ""), ANY("ferritin", "ug/L"), ANY("crp", "mg/dL"),
};

static const pcart_slot slot[] = {
    {&pcarti_all_hematotox_2025, PCART_SLOT_POINTS, PCART_SLOT_AS_IS,
     all_hematotox, PCART_COUNTOF(all_hematotox)},
    {&pcarti_simple_hematotox, PCART_SLOT_POINTS, PCART_SLOT_AS_IS, NULL, 0},
    {&pcarti_eipm_pre_2024, PCART_SLOT_LINEAR, PCART_SLOT_LOGISTIC,
     eipm_pre, PCART_COUNTOF(eipm_pre)},
    {&pcarti_eipm_post_2024, PCART_SLOT_LINEAR, PCART_SLOT_LOGISTIC,
     eipm_post, PCART_COUNTOF(eipm_post)},
    {&pcarti_easix_f_2021, PCART_SLOT_LINEAR, PCART_SLOT_AS_IS,
     easix_fc, 2},
    {&pcarti_easix_fc_2021, PCART_SLOT_LINEAR, PCART_SLOT_AS_IS,
     easix_fc, PCART_COUNTOF(easix_fc)},
    {&pcarti_mn_predict_2023, PCART_SLOT_LINEAR, PCART_SLOT_COX, NULL, 0},
};
// clang-format on

const pcart_slot *
pcart_slot_list(size_t *n)
{
    *n = PCART_COUNTOF(slot);
    return slot;
}

const pcart_slot *
pcart_slot_find(const char *id)
{
    for (size_t i = 0; i < PCART_COUNTOF(slot); i++)
        if (strcmp(slot[i].set->id, id) == 0)
            return &slot[i];
    return NULL;
}

const char *
pcart_slot_change_name(pcart_slot_change change)
{
    static const char *const name[] = {"plain", "log2", "log10", "ln"};

    return (size_t)change < PCART_COUNTOF(name) ? name[change] : "?";
}
