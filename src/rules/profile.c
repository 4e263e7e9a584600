/* profile.c -- the choices where the sources disagree, and named sets of
 * them.  Layer: rules. */
#include "postcart/profile.h"

#include <limits.h>
#include <string.h>

#include "rules/spell.h"

// clang-format off
static const pcart_choice duration[] = {
    {"longest_joined",    "the longest episode, joined over short recoveries", 0, 0},
    {"cumulative_joined", "the sum of all joined episodes", 0, 0},
    {"cumulative_strict", "the sum of the days that are low themselves", 0, 0},
};
static const pcart_choice comparison[] = {
    {"le", "at or below 500 and 100, as in the consensus", 0, 0},
    {"lt", "below 500 and 100, as in the abstract of CAR-HEMATOTOX", 0, 0},
};
static const pcart_choice gap[] = {
    {"7",      "runs of up to 7 missing days are interpolated (published code)", 7, 0},
    {"5",      "runs of up to 5 missing days (prose of the same publication)", 5, 0},
    {"0",      "nothing is filled", 0, 0},
    {"bridge", "nothing is interpolated: the days from one low sample to the next count as low when the two are at most 3 days apart (published manual code)", 3, 0},
};
static const pcart_choice rounding[] = {
    {"interpolated", "interpolated values are rounded, never an observation", 0, 0},
    {"all",          "observed values too, as in the published code", 0, 0},
};
static const pcart_choice early_censor[] = {
    {"none",                        "the early window is not cut", 0, 0},
    {"progression",                 "it ends at relapse or progression", 0, 0},
    {"progression_or_next_therapy", "... or at the next therapy, as in T-ICAHT", 0, 0},
};
static const pcart_choice late_rule[] = {
    {"nadir_with_confirmation", "the lowest value grades if the second lowest confirms neutropenia", 0, 0},
    {"two_values_at_grade",     "two values at the limit of the grade itself", 2, 0},
};
static const pcart_choice late_end[] = {
    {"100",  "until day +100", 100, 0},
    {"180",  "until day +180", 180, 0},
    {"365",  "until day +365", 365, 0},
    {"none", "without a last day", INT_MAX, 0},
};
static const pcart_choice late_pair[] = {
    {"auto", "any distance until day +100, at most 30 days when the window is longer", 0, 0},
    {"none", "any distance", INT_MAX, 0},
    {"30",   "at most 30 days apart", 30, 0},
};
static const pcart_choice ticaht_profile[] = {
    {"table", "the published table and its footnotes", 0, 0},
    {"code",  "the authors' code", 0, 0},
};
static const pcart_choice ht_tie[] = {
    {"spec",   "a value on a limit has the points of the restatement", 0, 0},
    {"strict", "comparisons as published: such a value has none", 0, 0},
};
static const pcart_choice ht_window[] = {
    {"-8..-2",  "latest value of day -8 to -2, not after lymphodepletion began", -8, -2},
    {"-14..-1", "latest value of day -14 to -1, not after lymphodepletion began: longer than the original window, for centres that draw earlier", -14, -1},
    {"day_0",   "value of day 0: not the original score", 0, 0},
};
static const pcart_choice ctcae_version[] = {
    {"v5", "version 5.0", 0, 0},
    {"v6", "version 6.0", 0, 0},
};
static const pcart_choice day_90[] = {
    {"lt50",  "below 50,000", 0, 0},
    {"lt20",  "below 20,000", 0, 0},
    {"lt75",  "below 75,000", 0, 0},
    {"lt100", "below 100,000", 0, 0},
    {"lt150", "below 150,000", 0, 0},
};
static const pcart_choice transfused[] = {
    {"flagged",  "as measured, flagged within 7 days after a transfusion", 7, 0},
    {"excluded", "values within 7 days after a transfusion are left out", 7, 0},
};
static const pcart_choice phenotype[] = {
    {"lt", "below 500", 0, 0},
    {"le", "at or below 500", 0, 0},
};
static const pcart_choice window_end[] = {
    {"next_lymphodepletion", "when the lymphodepletion of the next course begins", 0, 0},
    {"next_infusion",        "at the next infusion", 0, 0},
};
static const pcart_choice day_zero[] = {
    {"first_fraction", "the first fraction", 0, 0},
    {"last_fraction",  "the last fraction", 0, 0},
};
static const pcart_choice severe[] = {
    {"ctcae_3", "CTCAE v5.0 grade 3 or 4: platelets below 50,000, Hb below 8", 0, 0},
    {"ctcae_4", "CTCAE v5.0 grade 4: platelets below 25,000; anaemia by clinical signs only", 0, 0},
    {"rejeski", "platelets below 50,000; Hb below 8 or red cells given", 0, 0},
};
static const pcart_choice boost_window[] = {
    {"60", "until day 60 after the boost", 60, 0},
    {"28", "until day 28 after the boost", 28, 0},
    {"90", "until day 90 after the boost", 90, 0},
};
static const pcart_choice full_chimerism[] = {
    {"gt95", "above 95 %", 0, 0},
    {"ge95", "at or above 95 %, as many laboratories report", 0, 0},
};
static const pcart_choice pgf_definition[] = {
    {"astct", "ASTCT panel", 0, 0},
    {"nih",   "NIH 2012", 0, 0},
    {"czech", "Czech review", 0, 0},
    {"msk",   "MSK boost series 2024", 0, 0},
};
static const pcart_choice smn_donor[] = {
    {"separate", "no SMN: shown beside them (donor in the detail of the event)", 0, 0},
    {"counted",  "an SMN like the others", 0, 0},
};
static const pcart_choice smn_competing[] = {
    {"death",            "death without SMN", 0, 0},
    {"death_or_therapy", "also the next therapy or a transplant, whichever is first", 0, 0},
};
static const pcart_choice efs_transplant[] = {
    {"event",    "an event, as in Ji 2024", 0, 0},
    {"censored", "time ends there without an event", 0, 0},
};
static const pcart_choice self_discharge[] = {
    {"censored", "alive until then", 0, 0},
    {"event",    "a failure of event-free and overall survival", 0, 0},
};
static const pcart_choice zero_time[] = {
    {"kept",     "as they are", 0, 0},
    {"half_day", "half a day is added to them", 0, 0},
};
static const pcart_choice capd_age[] = {
    {"below_12",   "CAPD below 12 years, ICE from the twelfth birthday on", 0, 0},
    {"through_12", "CAPD through 12 years, ICE from the thirteenth birthday on", 0, 0},
};
static const pcart_choice infection_window[] = {
    {"30", "early day 0 to 30, late after it", 0, 0},
    {"28", "early day 0 to 28, late day 29 to 90 (Hill 2018)", 0, 0},
    {"90", "early day 0 to 30, late day 31 to 90", 0, 0},
};
static const pcart_choice infection_severe[] = {
    {"ctcae", "CTCAE grade 3 or more", 0, 0},
    {"words", "severe, life-threatening or fatal, as recorded (Hill 2018)", 0, 0},
    {"iv_or_hospital", "intravenous antimicrobials or hospital", 0, 0},
};
static const pcart_choice toxicity_absent[] = {
    {"not_known", "who has no row of a toxicity and no findings has no grade", 0, 0},
    {"none",      "the table lists every toxicity: who has no row had none", 0, 0},
};

#define CHOICES(list) list, PCART_COUNTOF(list)
static const pcart_option option[PCART_N_OPTION] = {
    {PCART_OPT_ICAHT_DURATION, "icaht_duration", "A1",
     "which days of early ICAHT count?", CHOICES(duration)},
    {PCART_OPT_ICAHT_COMPARISON, "icaht_comparison", "A2",
     "is a count of exactly 500 (100) low?", CHOICES(comparison)},
    {PCART_OPT_ICAHT_GAP, "icaht_gap", "A3",
     "how long may a run of missing days be to be filled?", CHOICES(gap)},
    {PCART_OPT_ICAHT_ROUNDING, "icaht_rounding", "",
     "which values are rounded to 10/uL?", CHOICES(rounding)},
    {PCART_OPT_ICAHT_EARLY_CENSOR, "icaht_early_censor", "A7",
     "what ends the early window before day 30?", CHOICES(early_censor)},
    {PCART_OPT_ICAHT_LATE_RULE, "icaht_late_rule", "A6",
     "how is a late nadir confirmed?", CHOICES(late_rule)},
    {PCART_OPT_ICAHT_LATE_END, "icaht_late_end", "A6",
     "when does the late window end?", CHOICES(late_end)},
    {PCART_OPT_ICAHT_LATE_PAIR, "icaht_late_pair", "A6",
     "how far apart may the confirming values be?", CHOICES(late_pair)},
    {PCART_OPT_TICAHT_PROFILE, "ticaht_profile", "A5",
     "T-ICAHT by the table or by the code?", CHOICES(ticaht_profile)},
    {PCART_OPT_HT_TIE, "ht_tie", "A8",
     "what has a value exactly on a limit of CAR-HEMATOTOX?", CHOICES(ht_tie)},
    {PCART_OPT_HT_WINDOW, "ht_window", "A8",
     "from which days are the markers of CAR-HEMATOTOX?", CHOICES(ht_window)},
    {PCART_OPT_CTCAE_VERSION, "ctcae_version", "A9",
     "which CTCAE version does a study report?", CHOICES(ctcae_version)},
    {PCART_OPT_PLT_DAY_90, "platelets_day_90", "A4",
     "which platelet count is low at day +90?", CHOICES(day_90)},
    {PCART_OPT_PLT_TRANSFUSED, "platelets_transfused", "A25",
     "what of platelet counts after a transfusion?", CHOICES(transfused)},
    {PCART_OPT_PHENOTYPE_COMPARISON, "phenotype_comparison", "",
     "is exactly 500 low for the recovery phenotype?", CHOICES(phenotype)},
    {PCART_OPT_WINDOW_END, "window_end", "A24",
     "what ends a course before the next one?", CHOICES(window_end)},
    {PCART_OPT_DAY_ZERO, "day_zero", "A27",
     "which fraction of a fractionated infusion is day 0?", CHOICES(day_zero)},
    {PCART_OPT_SEVERE, "severe_cytopenia", "A4",
     "what are severe thrombocytopenia and anaemia in Ji 2024?", CHOICES(severe)},
    {PCART_OPT_BOOST_WINDOW, "boost_window", "",
     "until when is a response to a boost looked for?", CHOICES(boost_window)},
    {PCART_OPT_FULL_CHIMERISM, "full_chimerism", "A17",
     "is exactly 95 % donor cells full chimerism?", CHOICES(full_chimerism)},
    {PCART_OPT_PGF, "pgf_definition", "A18",
     "whose definition of poor graft function does a study report?", CHOICES(pgf_definition)},
    {PCART_OPT_SMN_DONOR, "smn_donor_derived", "A21",
     "is donor-derived dysplasia an SMN?", CHOICES(smn_donor)},
    {PCART_OPT_SMN_COMPETING, "smn_competing", "",
     "what competes with an SMN?", CHOICES(smn_competing)},
    {PCART_OPT_EFS_TRANSPLANT, "efs_transplant", "A22",
     "what is a transplant for event-free survival?", CHOICES(efs_transplant)},
    {PCART_OPT_SELF_DISCHARGE, "self_discharge", "A26",
     "what is a self-discharge with unknown vital status?", CHOICES(self_discharge)},
    {PCART_OPT_ZERO_TIME, "zero_times", "",
     "what of times to event of 0 days?", CHOICES(zero_time)},
    {PCART_OPT_CAPD_AGE, "capd_age", "A10",
     "up to which age is CAPD used for ICANS?", CHOICES(capd_age)},
    {PCART_OPT_INFECTION_WINDOW, "infection_window", "A19",
     "which infections are early, which late?", CHOICES(infection_window)},
    {PCART_OPT_INFECTION_SEVERE, "infection_severe", "",
     "which infections are severe?", CHOICES(infection_severe)},
    {PCART_OPT_TOXICITY_ABSENT, "toxicity_absent", "",
     "what if a toxicity was not recorded?", CHOICES(toxicity_absent)},
};

static const pcart_profile_choice liang_2024[] = {
    {PCART_OPT_ICAHT_DURATION, "longest_joined"},
    {PCART_OPT_ICAHT_COMPARISON, "le"},
    {PCART_OPT_ICAHT_GAP, "7"},
    {PCART_OPT_ICAHT_ROUNDING, "all"},
    {PCART_OPT_ICAHT_EARLY_CENSOR, "none"},
    {PCART_OPT_ICAHT_LATE_RULE, "nadir_with_confirmation"},
    {PCART_OPT_ICAHT_LATE_END, "100"},
    {PCART_OPT_ICAHT_LATE_PAIR, "none"},
};
static const pcart_profile_choice liang_2024_manual[] = {
    {PCART_OPT_ICAHT_GAP, "bridge"},
};
static const pcart_profile_choice ticaht_code[] = {
    {PCART_OPT_TICAHT_PROFILE, "code"},
};
static const pcart_profile_choice cumulative[] = {
    {PCART_OPT_ICAHT_DURATION, "cumulative_joined"},
};
static const pcart_profile_choice strict_ties[] = {
    {PCART_OPT_HT_TIE, "strict"},
};
static const pcart_profile_choice ht_day_0[] = {
    {PCART_OPT_HT_WINDOW, "day_0"},
};
static const pcart_profile_choice ctcae_v6[] = {
    {PCART_OPT_CTCAE_VERSION, "v6"},
};

static const pcart_named_profile profile_list[] = {
    {"default", "the first choice of every option", NULL, 0},
    {"liang-2024", "ICAHT as the published code grades it, observations rounded", CHOICES(liang_2024)},
    {"liang-2024-manual", "ICAHT from drawn samples, as the published manual code", CHOICES(liang_2024_manual)},
    {"cumulative", "ICAHT by cumulative days, as the footnote of T-ICAHT words it", CHOICES(cumulative)},
    {"ticaht-code", "T-ICAHT as the authors' code grades it", CHOICES(ticaht_code)},
    {"strict-ties", "CAR-HEMATOTOX with the published comparisons", CHOICES(strict_ties)},
    {"ht-day-0", "CAR-HEMATOTOX at infusion, as CART-SIE scored: not the original", CHOICES(ht_day_0)},
    {"ctcae-v6", "CTCAE version 6.0", CHOICES(ctcae_v6)},
};
// clang-format on

const pcart_option *
pcart_option_list(size_t *n)
{
    *n = PCART_COUNTOF(option);
    return option;
}

const pcart_option *
pcart_option_get(pcart_option_id id)
{
    return (unsigned)id < PCART_N_OPTION ? &option[id] : NULL;
}

const pcart_named_profile *
pcart_profile_list(size_t *n)
{
    *n = PCART_COUNTOF(profile_list);
    return profile_list;
}

static void
hint_nearest(pcart_err *err, const pcarti_spell *near)
{
    if (near->second && near->second_distance == near->first_distance)
        pcart_err_hint(err, "did you mean '%s' or '%s'?", near->first,
                       near->second);
    else if (near->first)
        pcart_err_hint(err, "did you mean '%s'?", near->first);
    else
        pcart_err_hint(err, "'postcart rules profiles' lists all names");
}

static pcart_status
choose(pcart_profile *profile, const pcart_option *which, const char *name,
       pcart_err *err)
{
    pcarti_spell near = {0};
    pcart_status st;

    for (size_t i = 0; i < which->n_choice; i++) {
        if (strcmp(which->choice[i].name, name) == 0) {
            profile->choice[which->id] = (uint8_t)i;
            return PCART_OK;
        }
        pcarti_spell_offer(&near, name, which->choice[i].name);
    }
    st = pcart_err_set(err, PCART_E_NOTFOUND, "'%.60s' is no choice of '%s'",
                       name, which->name);
    hint_nearest(err, &near);
    return st;
}

pcart_status
pcart_profile_set(pcart_profile *profile, const char *name, const char *choice,
                  pcart_err *err)
{
    pcarti_spell near = {0};
    pcart_status st;

    for (size_t i = 0; i < PCART_COUNTOF(option); i++) {
        if (strcmp(option[i].name, name) == 0)
            return choose(profile, &option[i], choice, err);
        pcarti_spell_offer(&near, name, option[i].name);
    }
    st = pcart_err_set(err, PCART_E_NOTFOUND, "there is no option '%.60s'",
                       name);
    hint_nearest(err, &near);
    return st;
}

pcart_status
pcart_profile_apply(pcart_profile *profile, const char *name, pcart_err *err)
{
    pcarti_spell near = {0};
    pcart_status st;

    for (size_t i = 0; i < PCART_COUNTOF(profile_list); i++) {
        const pcart_named_profile *named = &profile_list[i];
        pcart_profile made = *profile;

        if (strcmp(named->name, name) != 0) {
            pcarti_spell_offer(&near, name, named->name);
            continue;
        }
        if (named->n_set == 0) // "default" takes back every choice
            memset(&made, 0, sizeof(made));
        for (size_t j = 0; j < named->n_set; j++) {
            st = choose(&made, &option[named->set[j].option],
                        named->set[j].choice, err);
            if (st)
                return st;
        }
        *profile = made;
        return PCART_OK;
    }
    st = pcart_err_set(err, PCART_E_NOTFOUND, "there is no profile '%.60s'",
                       name);
    hint_nearest(err, &near);
    return st;
}

const pcart_choice *
pcart_profile_choose(const pcart_profile *profile, pcart_option_id id)
{
    const pcart_option *which = pcart_option_get(id);
    size_t chosen;

    if (!which)
        return NULL;
    chosen = profile ? profile->choice[id] : 0;
    return &which->choice[chosen < which->n_choice ? chosen : 0];
}

const char *
pcart_profile_name(const pcart_profile *profile, pcart_option_id id)
{
    const pcart_choice *choice = pcart_profile_choose(profile, id);

    return choice ? choice->name : NULL;
}
