/* test_profile.c -- named choices, their defaults and their errors. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <limits.h>
#include <string.h>

#include "postcart/profile.h"

/* The defaults are decisions: changing one must be a deliberate act. */
static void
zero_is_the_default(void **state)
{
    static const char *const name[PCART_N_OPTION] = {
        [PCART_OPT_ICAHT_DURATION] = "longest_joined",
        [PCART_OPT_ICAHT_COMPARISON] = "le",
        [PCART_OPT_ICAHT_GAP] = "7",
        [PCART_OPT_ICAHT_ROUNDING] = "interpolated",
        [PCART_OPT_ICAHT_EARLY_CENSOR] = "none",
        [PCART_OPT_ICAHT_LATE_RULE] = "nadir_with_confirmation",
        [PCART_OPT_ICAHT_LATE_END] = "100",
        [PCART_OPT_ICAHT_LATE_PAIR] = "auto",
        [PCART_OPT_TICAHT_PROFILE] = "table",
        [PCART_OPT_HT_TIE] = "spec",
        [PCART_OPT_HT_WINDOW] = "-8..-2",
        [PCART_OPT_CTCAE_VERSION] = "v5",
        [PCART_OPT_PLT_DAY_90] = "lt50",
        [PCART_OPT_PLT_TRANSFUSED] = "flagged",
        [PCART_OPT_PHENOTYPE_COMPARISON] = "lt",
        [PCART_OPT_WINDOW_END] = "next_lymphodepletion",
        [PCART_OPT_DAY_ZERO] = "first_fraction",
        [PCART_OPT_SEVERE] = "ctcae_3",
        [PCART_OPT_BOOST_WINDOW] = "60",
        [PCART_OPT_FULL_CHIMERISM] = "gt95",
        [PCART_OPT_PGF] = "astct",
        [PCART_OPT_SMN_DONOR] = "separate",
        [PCART_OPT_SMN_COMPETING] = "death",
        [PCART_OPT_EFS_TRANSPLANT] = "event",
        [PCART_OPT_SELF_DISCHARGE] = "censored",
        [PCART_OPT_ZERO_TIME] = "kept",
        [PCART_OPT_CAPD_AGE] = "below_12",
        [PCART_OPT_INFECTION_WINDOW] = "30",
        [PCART_OPT_INFECTION_SEVERE] = "ctcae",
        [PCART_OPT_TOXICITY_ABSENT] = "not_known",
    };
    pcart_profile profile = {{0}};

    (void)state;
    for (int i = 0; i < PCART_N_OPTION; i++) {
        assert_string_equal(pcart_profile_name(&profile, (pcart_option_id)i),
                            name[i]);
        assert_string_equal(pcart_profile_name(NULL, (pcart_option_id)i),
                            name[i]);
    }
}

static void
options_stand_in_order_and_are_whole(void **state)
{
    size_t n;
    const pcart_option *option = pcart_option_list(&n);

    (void)state;
    assert_int_equal(n, PCART_N_OPTION);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(option[i].id, i);
        assert_ptr_equal(pcart_option_get((pcart_option_id)i), &option[i]);
        assert_true(option[i].n_choice >= 2);
        assert_true(option[i].name[0] && option[i].question[0]);
        for (size_t c = 0; c < option[i].n_choice; c++)
            assert_true(option[i].choice[c].name[0] &&
                        option[i].choice[c].meaning[0]);
    }
    assert_null(pcart_option_get(PCART_N_OPTION));
}

static void
check_choice(pcart_option_id id, int choice, const char *name)
{
    pcart_profile profile = {{0}};

    assert_int_equal(
        pcart_profile_set(&profile, pcart_option_get(id)->name, name, NULL),
        PCART_OK);
    assert_int_equal(profile.choice[id], choice);
}

/* The enumerators that the grading code uses mean what their names say. */
static void
enumerators_fit_the_names(void **state)
{
    (void)state;
    check_choice(PCART_OPT_ICAHT_DURATION, PCART_DURATION_CUMULATIVE_JOINED,
                 "cumulative_joined");
    check_choice(PCART_OPT_ICAHT_DURATION, PCART_DURATION_CUMULATIVE_STRICT,
                 "cumulative_strict");
    check_choice(PCART_OPT_ICAHT_COMPARISON, PCART_COMPARISON_LT, "lt");
    check_choice(PCART_OPT_ICAHT_GAP, PCART_GAP_5, "5");
    check_choice(PCART_OPT_ICAHT_GAP, PCART_GAP_0, "0");
    check_choice(PCART_OPT_ICAHT_GAP, PCART_GAP_BRIDGE, "bridge");
    check_choice(PCART_OPT_ICAHT_ROUNDING, PCART_ROUNDING_ALL, "all");
    check_choice(PCART_OPT_ICAHT_EARLY_CENSOR, PCART_CENSOR_PROGRESSION,
                 "progression");
    check_choice(PCART_OPT_ICAHT_EARLY_CENSOR,
                 PCART_CENSOR_PROGRESSION_OR_NEXT_THERAPY,
                 "progression_or_next_therapy");
    check_choice(PCART_OPT_ICAHT_LATE_RULE, PCART_LATE_TWO_VALUES_AT_GRADE,
                 "two_values_at_grade");
    check_choice(PCART_OPT_ICAHT_LATE_END, PCART_LATE_END_180, "180");
    check_choice(PCART_OPT_ICAHT_LATE_END, PCART_LATE_END_365, "365");
    check_choice(PCART_OPT_ICAHT_LATE_END, PCART_LATE_END_NONE, "none");
    check_choice(PCART_OPT_ICAHT_LATE_PAIR, PCART_LATE_PAIR_NONE, "none");
    check_choice(PCART_OPT_ICAHT_LATE_PAIR, PCART_LATE_PAIR_30, "30");
    check_choice(PCART_OPT_TICAHT_PROFILE, PCART_TICAHT_CODE, "code");
    check_choice(PCART_OPT_HT_TIE, PCART_TIE_STRICT, "strict");
    check_choice(PCART_OPT_HT_WINDOW, PCART_HT_WINDOW_14_1, "-14..-1");
    check_choice(PCART_OPT_HT_WINDOW, PCART_HT_WINDOW_DAY_0, "day_0");
    check_choice(PCART_OPT_CTCAE_VERSION, PCART_CTCAE_V6, "v6");
    check_choice(PCART_OPT_PLT_DAY_90, PCART_DAY_90_LT20, "lt20");
    check_choice(PCART_OPT_PLT_DAY_90, PCART_DAY_90_LT75, "lt75");
    check_choice(PCART_OPT_PLT_DAY_90, PCART_DAY_90_LT100, "lt100");
    check_choice(PCART_OPT_PLT_DAY_90, PCART_DAY_90_LT150, "lt150");
    check_choice(PCART_OPT_PLT_TRANSFUSED, PCART_TRANSFUSED_EXCLUDED,
                 "excluded");
    check_choice(PCART_OPT_PHENOTYPE_COMPARISON, PCART_PHENOTYPE_LE, "le");
    check_choice(PCART_OPT_WINDOW_END, PCART_WINDOW_END_NEXT_INFUSION,
                 "next_infusion");
    check_choice(PCART_OPT_DAY_ZERO, PCART_DAY_ZERO_LAST_FRACTION,
                 "last_fraction");
}

static void
choices_carry_their_days(void **state)
{
    pcart_profile profile = {{0}};
    const pcart_choice *choice;

    (void)state;
    assert_int_equal(pcart_profile_choose(&profile, PCART_OPT_ICAHT_GAP)->value,
                     7);
    choice = pcart_profile_choose(&profile, PCART_OPT_HT_WINDOW);
    assert_int_equal(choice->value, -8);
    assert_int_equal(choice->value_to, -2);
    profile.choice[PCART_OPT_HT_WINDOW] = PCART_HT_WINDOW_14_1;
    choice = pcart_profile_choose(&profile, PCART_OPT_HT_WINDOW);
    assert_int_equal(choice->value, -14);
    assert_int_equal(choice->value_to, -1);
    profile.choice[PCART_OPT_ICAHT_LATE_END] = PCART_LATE_END_NONE;
    assert_int_equal(
        pcart_profile_choose(&profile, PCART_OPT_ICAHT_LATE_END)->value,
        INT_MAX);
    profile.choice[PCART_OPT_HT_TIE] = 200; // not of this version
    assert_string_equal(pcart_profile_name(&profile, PCART_OPT_HT_TIE), "spec");
}

static void
unknown_names_get_a_hint(void **state)
{
    pcart_profile profile = {{0}}, before = profile;
    pcart_err err = {0};

    (void)state;
    assert_int_equal(
        pcart_profile_set(&profile, "icaht_durations", "longest_joined", &err),
        PCART_E_NOTFOUND);
    assert_non_null(strstr(err.message, "icaht_durations"));
    assert_non_null(strstr(err.hint, "'icaht_duration'"));
    assert_int_equal(
        pcart_profile_set(&profile, "icaht_duration", "cumulative_join", &err),
        PCART_E_NOTFOUND);
    assert_non_null(strstr(err.hint, "'cumulative_joined'"));
    assert_int_equal(
        pcart_profile_set(&profile, "banana", "longest_joined", &err),
        PCART_E_NOTFOUND);
    assert_non_null(strstr(err.hint, "rules profiles"));
    assert_int_equal(pcart_profile_set(&profile, "", "", &err),
                     PCART_E_NOTFOUND);
    assert_int_equal(pcart_profile_apply(&profile, "liang-2042", &err),
                     PCART_E_NOTFOUND);
    assert_non_null(strstr(err.hint, "'liang-2024'"));
    assert_int_equal(pcart_profile_apply(&profile, "x", NULL),
                     PCART_E_NOTFOUND);
    assert_memory_equal(&profile, &before, sizeof profile);
}

static void
named_profiles_apply(void **state)
{
    size_t n;
    const pcart_named_profile *named = pcart_profile_list(&n);
    pcart_profile profile = {{0}};
    const pcart_profile none = {{0}};

    (void)state;
    for (size_t i = 0; i < n; i++) {
        pcart_profile made = {{0}};

        assert_int_equal(pcart_profile_apply(&made, named[i].name, NULL),
                         PCART_OK);
        for (size_t j = 0; j < named[i].n_set; j++)
            assert_string_equal(
                pcart_profile_name(&made, named[i].set[j].option),
                named[i].set[j].choice);
    }
    assert_int_equal(pcart_profile_apply(&profile, "liang-2024", NULL),
                     PCART_OK);
    assert_string_equal(pcart_profile_name(&profile, PCART_OPT_ICAHT_ROUNDING),
                        "all");
    assert_int_equal(pcart_profile_apply(&profile, "strict-ties", NULL),
                     PCART_OK); // adds to what was set
    assert_string_equal(pcart_profile_name(&profile, PCART_OPT_ICAHT_ROUNDING),
                        "all");
    assert_string_equal(pcart_profile_name(&profile, PCART_OPT_HT_TIE),
                        "strict");
    assert_int_equal(pcart_profile_apply(&profile, "default", NULL), PCART_OK);
    assert_memory_equal(&profile, &none, sizeof profile);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(zero_is_the_default),
        cmocka_unit_test(options_stand_in_order_and_are_whole),
        cmocka_unit_test(enumerators_fit_the_names),
        cmocka_unit_test(choices_carry_their_days),
        cmocka_unit_test(unknown_names_get_a_hint),
        cmocka_unit_test(named_profiles_apply),
    };

    return cmocka_run_group_tests_name("profile", test, NULL, NULL);
}
