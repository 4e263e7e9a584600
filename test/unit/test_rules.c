/* test_rules.c -- the clinical tables: what their rows decide at and beside
 * every limit, and that the check finds each kind of fault. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/result.h"
#include "postcart/rules.h"

static const pcart_rule_set *
set_of(const char *id)
{
    const pcart_rule_set *set = pcart_rules_find(id);

    if (!set)
        fail_msg("there is no '%s'", id);
    return set;
}

static void
built_in_tables_have_no_fault(void **state)
{
    pcart_err err = {0};

    (void)state;
    if (pcart_rules_check_all(&err))
        fail_msg("%s", err.message);
}

static void
sets_are_found_by_their_ids(void **state)
{
    static const char *const id[] = {
        "icaht-2023-early",
        "icaht-2023-late",
        "ticaht-2025-early",
        "ticaht-2025-late",
        "ticaht-2025-code-early",
        "ticaht-2025-code-late",
        "car-hematotox-2021",
        "car-hematotox-2021-strict",
        "ctcae-v5-anc",
        "ctcae-v5-wbc",
        "ctcae-v5-lymphocytes",
        "ctcae-v5-platelets",
        "ctcae-v5-hemoglobin",
        "ctcae-v6-anc",
        "ctcae-v6-platelets",
        "ctcae-v6-hemoglobin",
        "recovery-cibmtr-anc",
        "recovery-cibmtr-platelets-20",
        "recovery-cibmtr-platelets-50",
        "phenotype-2021",
        "platelets-day-90-lt20",
        "platelets-day-90-lt50",
        "platelets-day-90-lt75",
        "platelets-day-90-lt100",
        "platelets-day-90-lt150",
    };

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(id); i++)
        assert_null(set_of(id[i])->disabled);
    assert_null(pcart_rules_find("icaht-2023"));
    assert_null(pcart_rules_find(""));
    assert_null(pcart_rules_find("ctcae-v6-wbc")); // no such rows were seen
}

/* A table whose numbers are not known refuses, and says why. */
static void
unfilled_tables_are_disabled(void **state)
{
    static const char *const id[] = {"all-hematotox-2025", "simple-hematotox",
                                     "eipm-pre-2024",      "eipm-post-2024",
                                     "easix-f-2021",       "easix-fc-2021",
                                     "mn-predict-2023"};

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(id); i++) {
        assert_non_null(set_of(id[i])->disabled);
        assert_int_equal(set_of(id[i])->n_rule, 0);
    }
}

/* One millionth below, at and above a limit. */
static void
check_limit(pcart_op op, pcart_fixed limit)
{
    static const int holds[][3] = {
        [PCART_LT] = {1, 0, 0},
        [PCART_LE] = {1, 1, 0},
        [PCART_GT] = {0, 0, 1},
        [PCART_GE] = {0, 1, 1},
    };

    for (int step = 0; step < 3; step++)
        assert_int_equal(pcart_op_holds(limit + step - 1, op, limit),
                         holds[op][step]);
}

static size_t
check_row_limits(const pcart_rule_set *set, size_t i)
{
    pcart_op op = PCART_LT;
    pcart_fixed limit = PCART_FIXED_NONE;

    if (set->shape == PCART_SHAPE_POINT) {
        const pcart_point_rule *row = &set->rule.point[i];

        if (row->high != PCART_FIXED_NONE)
            check_limit(row->op_high, row->high);
        op = row->op_low;
        limit = row->low;
    } else if (set->shape == PCART_SHAPE_DEPTH) {
        op = set->rule.depth[i].op;
        limit = set->rule.depth[i].limit;
    } else if (set->shape == PCART_SHAPE_NADIR) {
        op = set->rule.nadir[i].op;
        limit = set->rule.nadir[i].limit;
    } else if (set->shape == PCART_SHAPE_BAND) {
        op = set->rule.band[i].op;
        limit = set->rule.band[i].limit;
    } else if (set->shape == PCART_SHAPE_SIGN) {
        op = set->rule.sign[i].op;
        limit = set->rule.sign[i].limit;
    } else if (set->shape == PCART_SHAPE_DEFINITION) {
        op = set->rule.definition[i].op;
        limit = set->rule.definition[i].limit;
    }
    if (limit == PCART_FIXED_NONE)
        return 0;
    check_limit(op, limit);
    return 1;
}

static void
every_limit_holds_on_its_own_side(void **state)
{
    size_t n, n_limit = 0;
    const pcart_rule_set *const *set = pcart_rules_list(&n);

    (void)state;
    for (size_t i = 0; i < n; i++)
        for (size_t r = 0; r < set[i]->n_rule; r++)
            n_limit += check_row_limits(set[i], r);
    assert_true(n_limit > 80);
    assert_int_equal(pcart_op_holds(0, (pcart_op)0, 0), 0);
}

/* The highest grade of a band or nadir set that a value reaches. */
static int
grade_of(const char *id, pcart_fixed value)
{
    const pcart_rule_set *set = set_of(id);
    int grade = 0;

    for (size_t i = 0; i < set->n_rule; i++) {
        int is_band = set->shape == PCART_SHAPE_BAND;
        pcart_fixed limit =
            is_band ? set->rule.band[i].limit : set->rule.nadir[i].limit;
        pcart_op op = is_band ? set->rule.band[i].op : set->rule.nadir[i].op;

        if (limit != PCART_FIXED_NONE && pcart_op_holds(value, op, limit))
            grade =
                is_band ? set->rule.band[i].grade : set->rule.nadir[i].grade;
    }
    return grade;
}

static void
ctcae_boundaries_are_as_published(void **state)
{
    static const struct {
        const char *id;
        int64_t milli; // thousandths of the canonical unit
        int grade;
    } expected[] = {
        {"ctcae-v5-anc", 1500000, 0},
        {"ctcae-v5-anc", 1499999, 2},
        {"ctcae-v5-anc", 1000000, 2},
        {"ctcae-v6-anc", 1000000, 1},
        {"ctcae-v5-anc", 500000, 3},
        {"ctcae-v6-anc", 500000, 2},
        {"ctcae-v5-anc", 100000, 4},
        {"ctcae-v6-anc", 100000, 3},
        {"ctcae-v6-anc", 99999, 4},
        {"ctcae-v6-anc", 1500000, 0},
        {"ctcae-v6-platelets", 10000000, 3},
        {"ctcae-v6-platelets", 9900000, 4},
        {"ctcae-v5-platelets", 25000000, 3},
        {"ctcae-v5-platelets", 24999999, 4},
        {"ctcae-v5-platelets", 50000000, 2},
        {"ctcae-v5-platelets", 75000000, 0},
        {"ctcae-v5-wbc", 3000000, 0},
        {"ctcae-v5-wbc", 2000000, 2},
        {"ctcae-v5-wbc", 1000000, 3},
        {"ctcae-v5-wbc", 999999, 4},
        {"ctcae-v5-lymphocytes", 800000, 0},
        {"ctcae-v5-lymphocytes", 500000, 2},
        {"ctcae-v5-lymphocytes", 200000, 3},
        {"ctcae-v5-lymphocytes", 199999, 4},
        {"ctcae-v5-hemoglobin", 10000, 0},
        {"ctcae-v5-hemoglobin", 9999, 2},
        {"ctcae-v5-hemoglobin", 8000, 2},
        {"ctcae-v6-hemoglobin", 7999, 3},
        {"icaht-2023-late", 1500000, 1},
        {"icaht-2023-late", 1501000, 0},
        {"icaht-2023-late", 1000000, 2},
        {"icaht-2023-late", 500000, 3},
        {"icaht-2023-late", 100000, 4},
        {"icaht-2023-late", 100001, 3},
    };

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(expected); i++) {
        int grade = grade_of(expected[i].id, expected[i].milli * 1000);

        if (grade != expected[i].grade)
            fail_msg("%s: %lld thousandths are grade %d", expected[i].id,
                     (long long)expected[i].milli, grade);
    }
}

/* Highest grade for `days` days at one value in a depth set. */
static int
depth_of(const char *id, int value, int days)
{
    const pcart_rule_set *set = set_of(id);
    int grade = 0;

    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_depth_rule *row = &set->rule.depth[i];

        if (days >= row->days && row->grade > grade &&
            pcart_op_holds(PCART_FIXED(value), row->op, row->limit))
            grade = row->grade;
    }
    return grade;
}

static void
depth_boundaries_are_as_published(void **state)
{
    static const struct {
        const char *id;
        int value, days, grade;
    } expected[] = {
        {"icaht-2023-early", 500, 31, 4},
        {"icaht-2023-early", 500, 30, 3},
        {"icaht-2023-early", 500, 14, 3},
        {"icaht-2023-early", 500, 13, 2},
        {"icaht-2023-early", 500, 7, 2},
        {"icaht-2023-early", 500, 6, 1},
        {"icaht-2023-early", 500, 1, 1},
        {"icaht-2023-early", 501, 31, 0},
        {"icaht-2023-early", 100, 6, 1},
        {"icaht-2023-early", 100, 7, 3},
        {"icaht-2023-early", 100, 14, 4},
        {"icaht-2023-early", 101, 14, 3},
        {"ticaht-2025-early", 50000, 31, 0},
        {"ticaht-2025-early", 49999, 6, 1},
        {"ticaht-2025-early", 49999, 7, 2},
        {"ticaht-2025-early", 20000, 1, 1},
        {"ticaht-2025-early", 19999, 1, 3},
        {"ticaht-2025-early", 19999, 13, 3},
        {"ticaht-2025-early", 19999, 14, 4},
        {"ticaht-2025-late", 100000, 9, 0},
        {"ticaht-2025-late", 99999, 9, 1},
        {"ticaht-2025-late", 49999, 1, 2},
        {"ticaht-2025-late", 19999, 13, 3},
        {"ticaht-2025-late", 19999, 14, 4},
        {"ticaht-2025-code-early", 50000, 6, 1},
        {"ticaht-2025-code-early", 50000, 7, 2},
        {"ticaht-2025-code-early", 50001, 7, 0},
        {"ticaht-2025-code-early", 20000, 1, 3},
        {"ticaht-2025-code-early", 20000, 14, 4},
        {"ticaht-2025-code-late", 100000, 1, 1},
        {"ticaht-2025-code-late", 20000, 14, 4},
    };

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(expected); i++) {
        int grade =
            depth_of(expected[i].id, expected[i].value, expected[i].days);

        if (grade != expected[i].grade)
            fail_msg("%s: %d for %d days is grade %d", expected[i].id,
                     expected[i].value, expected[i].days, grade);
    }
}

/* Points of one marker; -1 when no row holds. */
static int
points_of(const pcart_rule_set *set, pcart_analyte analyte, pcart_fixed value)
{
    int points = -1;

    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_point_rule *row = &set->rule.point[i];

        if (row->analyte != analyte ||
            (row->low != PCART_FIXED_NONE &&
             !pcart_op_holds(value, row->op_low, row->low)) ||
            (row->high != PCART_FIXED_NONE &&
             !pcart_op_holds(value, row->op_high, row->high)))
            continue;
        assert_int_equal(points, -1); // one row only
        points = row->points;
    }
    return points;
}

/* Platelets 10^9/L, ANC /uL, Hb g/dL x 10, CRP mg/dL x 10, ferritin. */
static void
check_markers(const char *id, const int64_t marker[5], const int points[5])
{
    const pcart_rule_set *set = set_of(id);

    assert_int_equal(
        points_of(set, PCART_PLATELETS, PCART_FIXED(marker[0] * 1000)),
        points[0]);
    assert_int_equal(points_of(set, PCART_ANC, PCART_FIXED(marker[1])),
                     points[1]);
    assert_int_equal(
        points_of(set, PCART_HEMOGLOBIN, PCART_MILLI(marker[2] * 100)),
        points[2]);
    assert_int_equal(points_of(set, PCART_CRP, PCART_FIXED(marker[3])),
                     points[3]);
    assert_int_equal(points_of(set, PCART_FERRITIN, PCART_FIXED(marker[4])),
                     points[4]);
}

static void
hematotox_boundaries_are_as_published(void **state)
{
    const int64_t tied[5] = {75, 1200, 90, 30, 650};
    const int64_t low[5] = {176, 1300, 91, 29, 649};
    const int64_t high[5] = {74, 1199, 89, 31, 2001};
    const int64_t upper[5] = {175, 1200, 90, 30, 2000};

    (void)state;
    check_markers("car-hematotox-2021", tied, (const int[]){1, 0, 0, 1, 1});
    check_markers("car-hematotox-2021", low, (const int[]){0, 0, 0, 0, 0});
    check_markers("car-hematotox-2021", high, (const int[]){2, 1, 1, 1, 2});
    check_markers("car-hematotox-2021", upper, (const int[]){1, 0, 0, 1, 1});
    check_markers("car-hematotox-2021-strict", tied,
                  (const int[]){1, -1, -1, -1, 1});
    check_markers("car-hematotox-2021-strict", high,
                  (const int[]){2, 1, 1, 1, 2});
    assert_true(set_of("car-hematotox-2021-strict")->is_partial);
    assert_false(set_of("car-hematotox-2021")->is_partial);
}

static void
policies_are_read_as_days(void **state)
{
    const pcart_rule_set *early = set_of("icaht-2023-early");
    const pcart_rule_set *code = set_of("ticaht-2025-code-early");

    (void)state;
    assert_int_equal(
        pcart_rules_policy_days(early, PCART_POLICY_WINDOW_LAST, -1), 30);
    assert_int_equal(pcart_rules_policy(early, PCART_POLICY_ROUND_STEP),
                     PCART_FIXED(10));
    assert_int_equal(pcart_rules_policy_days(early, PCART_POLICY_PAIR_GAP, -1),
                     -1);
    assert_int_equal(pcart_rules_policy(early, PCART_POLICY_PAIR_GAP),
                     PCART_FIXED_NONE);
    assert_int_equal(pcart_rules_policy_days(code, PCART_POLICY_FILL_DAYS, -1),
                     INT_MAX);
    assert_int_equal(pcart_rules_policy_days(set_of("car-hematotox-2021"),
                                             PCART_POLICY_WINDOW_FIRST, 0),
                     -8);
}

/* Two ways of saying the same window agree. */
static void
windows_agree_with_their_targets(void **state)
{
    size_t n, n_seen = 0;
    const pcart_rule_set *const *set = pcart_rules_list(&n);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        int day =
            pcart_rules_policy_days(set[i], PCART_POLICY_TARGET_DAY, INT_MAX);
        int slack =
            pcart_rules_policy_days(set[i], PCART_POLICY_TARGET_SLACK, 0);
        int first =
            pcart_rules_policy_days(set[i], PCART_POLICY_WINDOW_FIRST, INT_MAX);

        if (day == INT_MAX)
            continue;
        n_seen++;
        if (set[i]->shape == PCART_SHAPE_DEFINITION) {
            assert_int_equal(set[i]->rule.definition[0].first_day, day - slack);
            assert_int_equal(set[i]->rule.definition[0].last_day, day + slack);
        } else {
            assert_int_equal(first, day - slack);
        }
    }
    assert_int_equal(n_seen, 8);
}

static const pcart_ground chosen = {NULL, PCART_DECISION, "for a test"};
static const pcart_ground unfounded = {NULL, PCART_VERIFIED, NULL};

static void
assert_fault(const pcart_rule_set *set, const char *part)
{
    pcart_err err = {0};

    assert_int_equal(pcart_rules_check(set, &err), PCART_E_INCONSISTENT);
    if (!strstr(err.message, part))
        fail_msg("'%s' does not say '%s'", err.message, part);
}

static void
depth_faults_are_found(void **state)
{
    pcart_depth_rule row[2] = {
        {1, PCART_LE, PCART_FIXED(500), 1, chosen},
        {2, PCART_LE, PCART_FIXED(500), 7, chosen},
    };
    const pcart_policy window[] = {
        {PCART_POLICY_WINDOW_FIRST, PCART_FIXED(0), "day", chosen},
        {PCART_POLICY_WINDOW_LAST, PCART_FIXED(30), "day", chosen},
    };
    pcart_rule_set set = *set_of("icaht-2023-early");

    (void)state;
    set.rule.depth = row;
    set.n_rule = 2;
    set.policy = window;
    set.n_policy = 2;
    assert_int_equal(pcart_rules_check(&set, NULL), PCART_OK);
    row[1].grade = 1; // a longer time has no higher grade
    assert_fault(&set, "never decides");
    row[1].grade = 5;
    assert_fault(&set, "grade outside");
    row[1].grade = 2;
    row[1].days = 32;
    assert_fault(&set, "days outside");
    row[1].days = 7;
    row[1].op = PCART_GT;
    assert_fault(&set, "upper limit");
    row[1].op = PCART_LE;
    row[1].ground = unfounded;
    assert_fault(&set, "no source");
    row[1].ground.mark = PCART_DECISION;
    assert_fault(&set, "without a reason");
    row[1].ground = chosen;
    row[1].ground.cite = pcart_cite_find("rejeski-2023");
    assert_fault(&set, "a decision cites no source");
}

static void
band_and_nadir_faults_are_found(void **state)
{
    pcart_band_rule band[2] = {
        {1, PCART_LT, PCART_FIXED_NONE, NULL, chosen},
        {2, PCART_LT, PCART_FIXED(1500), NULL, chosen},
    };
    pcart_nadir_rule nadir[2] = {
        {1, PCART_LE, PCART_FIXED(1500), chosen},
        {2, PCART_LE, PCART_FIXED(1000), chosen},
    };
    pcart_rule_set set = *set_of("ctcae-v5-anc");

    (void)state;
    set.rule.band = band;
    set.n_rule = 2;
    assert_int_equal(pcart_rules_check(&set, NULL), PCART_OK);
    band[1].grade = 3;
    assert_fault(&set, "one by one");
    band[1].grade = 2;
    band[1].limit = PCART_FIXED_NONE;
    assert_fault(&set, "lower limit of normal");
    band[1].clinical = "life-threatening";
    assert_int_equal(pcart_rules_check(&set, NULL), PCART_OK);
    band[1].limit = PCART_FIXED(1);
    assert_fault(&set, "clinical row");

    set = *set_of("icaht-2023-late");
    set.rule.nadir = nadir;
    set.n_rule = 2;
    assert_int_equal(pcart_rules_check(&set, NULL), PCART_OK);
    nadir[1].limit = PCART_FIXED(1500);
    assert_fault(&set, "never decides");
    nadir[1].limit = PCART_FIXED(1000);
    nadir[1].op = PCART_GE;
    assert_fault(&set, "upper limit");
}

static void
point_faults_are_found(void **state)
{
    pcart_point_rule row[2] = {
        {PCART_ANC, PCART_GT, PCART_FIXED(1200), PCART_LT, PCART_FIXED_NONE, 0,
         chosen},
        {PCART_ANC, PCART_GT, PCART_FIXED_NONE, PCART_LE, PCART_FIXED(1200), 1,
         chosen},
    };
    pcart_class_rule class[2] = {
        {0, 0, "low", chosen},
        {1, 1, "high", chosen},
    };
    pcart_rule_set set = *set_of("car-hematotox-2021");

    (void)state;
    set.rule.point = row;
    set.n_rule = 2;
    set.classes = class;
    set.n_class = 2;
    assert_int_equal(pcart_rules_check(&set, NULL), PCART_OK);
    row[1].op_high = PCART_LT; // exactly 1200 is nowhere
    assert_fault(&set, "without points");
    set.is_partial = 1;
    assert_int_equal(pcart_rules_check(&set, NULL), PCART_OK);
    row[1].high = PCART_FIXED(1100); // a real gap is none of the source's ties
    assert_fault(&set, "without points");
    set.is_partial = 0;
    row[1].high = PCART_FIXED(1300);
    assert_fault(&set, "overlaps");
    row[1].high = PCART_FIXED(1200);
    row[1].op_high = PCART_LE;
    row[1].low = PCART_FIXED(1250);
    assert_fault(&set, "holds no value");
    row[1].low = PCART_FIXED_NONE;
    row[0].op_low = PCART_LT;
    assert_fault(&set, "wrong way round");
    row[0].op_low = PCART_GT;
    class[1].high = 2; // no such sum
    assert_fault(&set, "classes");
    class[1].high = 1;
    class[1].low = 0;
    assert_fault(&set, "classes");
}

static void
definition_and_head_faults_are_found(void **state)
{
    pcart_definition_rule row[2] = {
        {"low", 0, PCART_ANC, PCART_LT, PCART_FIXED(500), 0, 60, 0, 0, 0, NULL,
         chosen, NULL, 0, NULL},
        {"low", 1, -1, PCART_LT, PCART_FIXED_NONE, 0, 60, 0, 0, 0, "in words",
         chosen, NULL, 0, NULL},
    };
    pcart_rule_set set = *set_of("phenotype-2021");

    (void)state;
    set.rule.definition = row;
    set.n_rule = 2;
    assert_int_equal(pcart_rules_check(&set, NULL), PCART_OK);
    row[0].is_alternative = 1;
    assert_fault(&set, "alternative to nothing");
    row[0].is_alternative = 0;
    row[1].words = NULL;
    assert_fault(&set, "in words");
    row[1].words = "in words";
    row[0].first_day = 61;
    assert_fault(&set, "window ends");
    row[0].first_day = 0;
    set.unit = "g/dL";
    assert_fault(&set, "canonical");
    set.unit = "cells/uL";
    set.disabled = "for a test";
    assert_fault(&set, "disabled");
    set.disabled = NULL;
    set.n_rule = 0;
    assert_fault(&set, "no rows");
    set.id = "";
    assert_fault(&set, "no id");
}

static void
names_are_printed(void **state)
{
    (void)state;
    assert_string_equal(pcart_op_name(PCART_LE), "<=");
    assert_string_equal(pcart_op_name(PCART_GT), ">");
    assert_string_equal(pcart_mark_name(PCART_SECONDARY), "V2");
    assert_string_equal(pcart_mark_name(PCART_DECISION), "D");
    assert_string_equal(pcart_state_name(PCART_STATE_NOT_EVALUABLE),
                        "not_evaluable");
    for (int i = 0; i < PCART_N_POLICY; i++) {
        assert_non_null(pcart_policy_name((pcart_policy_id)i));
        assert_non_null(pcart_policy_meaning((pcart_policy_id)i));
    }
    assert_string_equal(pcart_policy_name(PCART_POLICY_FILL_DAYS), "fill_days");
    assert_string_equal(pcart_policy_name(PCART_N_POLICY), "?");
    assert_string_equal(pcart_shape_name(PCART_SHAPE_NADIR), "nadir");
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(built_in_tables_have_no_fault),
        cmocka_unit_test(sets_are_found_by_their_ids),
        cmocka_unit_test(unfilled_tables_are_disabled),
        cmocka_unit_test(every_limit_holds_on_its_own_side),
        cmocka_unit_test(ctcae_boundaries_are_as_published),
        cmocka_unit_test(depth_boundaries_are_as_published),
        cmocka_unit_test(hematotox_boundaries_are_as_published),
        cmocka_unit_test(policies_are_read_as_days),
        cmocka_unit_test(windows_agree_with_their_targets),
        cmocka_unit_test(depth_faults_are_found),
        cmocka_unit_test(band_and_nadir_faults_are_found),
        cmocka_unit_test(point_faults_are_found),
        cmocka_unit_test(definition_and_head_faults_are_found),
        cmocka_unit_test(names_are_printed),
    };

    return cmocka_run_group_tests_name("rules", test, NULL, NULL);
}
