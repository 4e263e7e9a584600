/*
 * test_property_grade.c -- what must hold for every series.
 *
 * - Early ICAHT agrees with a slow transcription of the published steps.
 * - The order of rows does not matter.
 * - A lower count never lowers a grade.
 * - Without filling, a removed value never raises a grade.  With filling it
 *   may: a high value between two low ones, once removed, is interpolated as
 *   low, as published.  A removed value can also raise late ICAHT: it may have
 *   been the one that showed a dip to be transient (90 and 1600 is grade 0,
 *   90 alone is grade 4), so only the removal of a value that is not the
 *   lowest and leaves two others is tested there.
 * - Bounds contain the result of the exact values.
 * - An option that a measure did not ask for changes nothing in it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "postcart/grade.h"

enum { ROUNDS = 3000, MAX_LABS = 300, DAY_ZERO = 19000, MISSING = -1 };

typedef struct generator {
    uint64_t state;
} generator;

/* splitmix64 */
static uint64_t
next(generator *from)
{
    uint64_t z = from->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static int
below(generator *from, int n)
{
    return (int)(next(from) % (uint64_t)n);
}

typedef struct patient {
    pcart_course course;
    pcart_lab lab[MAX_LABS];
    size_t n;
} patient;

static void
start(patient *to)
{
    *to = (patient){0};
    to->course = pcart_course_empty();
    to->course.patient = "p";
    to->course.infusion = 1;
    to->course.day0 = DAY_ZERO;
}

static void
add(patient *to, pcart_analyte analyte, int day, pcart_fixed value)
{
    assert_true(to->n < MAX_LABS);
    to->lab[to->n] = (pcart_lab){.value = value,
                                 .date = DAY_ZERO + day,
                                 .line = (uint32_t)to->n + 2,
                                 .minute = -1,
                                 .analyte = (uint8_t)analyte};
    to->n++;
}

static int
compare_labs(const void *left, const void *right)
{
    const pcart_lab *a = left, *b = right;

    if (a->analyte != b->analyte)
        return a->analyte < b->analyte ? -1 : 1;
    if (a->date != b->date)
        return a->date < b->date ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

static void
finish(patient *to)
{
    qsort(to->lab, to->n, sizeof(to->lab[0]), compare_labs);
    to->course.lab = to->lab;
    to->course.n_lab = to->n;
}

/* A count that likes to lie near the thresholds. */
static int
draw_count(generator *from)
{
    static const int near[] = {0,   50,  99,   100,  101,  499,
                               500, 501, 1000, 1500, 1501, 3000};

    return below(from, 3) ? near[below(from, (int)PCART_COUNTOF(near))]
                          : below(from, 2000);
}

/* Low and high stretches with holes. */
static void
draw_series(generator *from, int *anc, int n)
{
    int is_low = below(from, 2), hole = 1 + below(from, 6);

    for (int i = 0; i < n; i++) {
        if (below(from, 6) == 0)
            is_low = !is_low;
        anc[i] = is_low ? below(from, 520) : draw_count(from);
        if (below(from, hole) > 0 && below(from, 3))
            anc[i] = MISSING;
    }
}

static pcart_result
grade(const patient *of, const char *name, const pcart_profile *profile)
{
    size_t n_measure, n;
    const pcart_measure *measure = pcart_measure_list(&n_measure);
    unsigned char wanted[PCART_MEASURE_MAX] = {0};
    const pcart_result *result;
    pcart_result out;
    pcart_arena arena = {0};

    for (size_t i = 0; i < n_measure; i++)
        wanted[i] = !strcmp(measure[i].name, name);
    assert_int_equal(pcart_grade_course(&of->course, profile, wanted, &arena,
                                        &result, &n, NULL),
                     PCART_OK);
    assert_int_equal(n, 1);
    out = result[0];
    pcart_arena_release(&arena);
    return out;
}

static void
make(patient *to, const int *anc, int first, int n, pcart_analyte analyte,
     int scale)
{
    start(to);
    for (int i = 0; i < n; i++)
        if (anc[i] != MISSING)
            add(to, analyte, first + i, PCART_FIXED(anc[i]) * scale);
    finish(to);
}

/* --- a slow transcription of Liang 2024, in doubled numbers of 10/uL steps --
 */

enum { LAST = 30 };

/* Interpolated value, rounded to 10, half to even. */
static int
interpolate(int a, int b, int part, int whole)
{
    int top = a * (whole - part) + b * part, unit = 10 * whole;
    int floor = top / unit, twice = 2 * (top % unit);

    if (twice > unit || (twice == unit && floor % 2))
        floor++;
    return floor * 10;
}

static void
fill(int *anc)
{
    int known[LAST + 1], n_known = 0, raw[LAST + 1];

    memcpy(raw, anc, sizeof(raw));
    for (int i = 0; i <= LAST; i++)
        if (raw[i] != MISSING)
            known[n_known++] = i;
    if (n_known < 2)
        return;
    for (int i = 0; i <= LAST; i++) {
        int left = MISSING, right = MISSING;

        if (raw[i] != MISSING)
            continue;
        for (int k = 0; k < n_known; k++) {
            if (known[k] < i)
                left = known[k];
            if (known[k] > i && right == MISSING)
                right = known[k];
        }
        if (left == MISSING && right <= 7)
            anc[i] = raw[right];
        else if (right == MISSING && LAST - left <= 7)
            anc[i] = raw[left];
        else if (left != MISSING && right != MISSING && right - left - 1 <= 7)
            anc[i] = interpolate(raw[left], raw[right], i - left, right - left);
    }
}

/* Days of the longest episode, short recoveries put in. */
static int
longest(const int *anc, int limit, int *is_open)
{
    int low[LAST + 1], best = 0, run = 0;

    for (int i = 0; i <= LAST; i++)
        low[i] = anc[i] != MISSING && anc[i] <= limit;
    for (int i = 1; i < LAST; i++)
        for (int gap = 1; gap <= 2; gap++)
            if (low[i - 1] && i + gap <= LAST && low[i + gap] && !low[i])
                low[i] = 1;
    *is_open = 0;
    for (int i = 0; i <= LAST; i++) {
        run = low[i] ? run + 1 : 0;
        if (run > best)
            best = run;
        if (i == LAST && run > 0 && LAST - run + 1 <= 3)
            *is_open = 1;
    }
    return best;
}

static int
slow_grade(const int *series)
{
    int anc[LAST + 1], d500, d100, is_open, ignored;

    memcpy(anc, series, sizeof(anc));
    fill(anc);
    d500 = longest(anc, 500, &is_open);
    d100 = longest(anc, 100, &ignored);
    if (d500 >= 31 || d100 >= 14 || is_open)
        return 4;
    if (d500 >= 14 || d100 >= 7)
        return 3;
    if (d500 >= 7)
        return 2;
    return d500 >= 1;
}

static void
test_brute_force(void **state)
{
    generator from = {1};
    int anc[LAST + 1];
    patient one;

    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        pcart_result result;

        draw_series(&from, anc, LAST + 1);
        make(&one, anc, 0, LAST + 1, PCART_ANC, 1);
        result = grade(&one, "icaht_early", NULL);
        if (one.n == 0) {
            assert_int_equal(result.state, PCART_STATE_NOT_EVALUABLE);
            continue;
        }
        assert_int_equal(result.state, PCART_STATE_VALUE);
        assert_int_equal(result.value / PCART_FIXED_ONE, slow_grade(anc));
    }
}

/* --- order of rows ------------------------------------------------------- */

static void
shuffle(generator *from, patient *of)
{
    for (size_t i = of->n; i > 1; i--) {
        size_t k = (size_t)below(from, (int)i);
        pcart_lab swap = of->lab[i - 1];

        of->lab[i - 1] = of->lab[k];
        of->lab[k] = swap;
    }
    for (size_t i = 0; i < of->n; i++)
        of->lab[i].line = (uint32_t)i + 2;
}

static void
draw_patient(generator *from, patient *to)
{
    static const pcart_analyte marker[] = {PCART_CRP, PCART_FERRITIN,
                                           PCART_HEMOGLOBIN};

    start(to);
    for (int i = 0; i < 200; i++) {
        int kind = below(from, 10), day = below(from, 110) - 10;

        if (kind < 5)
            add(to, PCART_ANC, day, PCART_FIXED(draw_count(from)));
        else if (kind < 8)
            add(to, PCART_PLATELETS, day, PCART_FIXED(draw_count(from)) * 60);
        else if (kind < 9)
            add(to, PCART_WBC, day, PCART_FIXED(draw_count(from)));
        else
            add(to, marker[below(from, 3)], day, PCART_FIXED(below(from, 40)));
        if (below(from, 12) == 0)
            to->lab[to->n - 1].censor = (uint8_t)(1 + below(from, 4));
    }
    finish(to);
}

static void
assert_same(const pcart_result *a, const pcart_result *b)
{
    assert_int_equal(a->state, b->state);
    assert_true(a->value == b->value && a->low == b->low && a->high == b->high);
    assert_true(a->label == b->label || !strcmp(a->label, b->label));
}

static void
test_order_of_rows(void **state)
{
    generator from = {2};
    patient one, two;

    (void)state;
    for (int i = 0; i < ROUNDS / 10; i++) {
        size_t n_measure, n;
        const pcart_measure *measure = pcart_measure_list(&n_measure);
        const pcart_result *a, *b;
        pcart_arena arena = {0};

        (void)measure;
        draw_patient(&from, &one);
        two = one;
        shuffle(&from, &two);
        finish(&two);
        assert_int_equal(
            pcart_grade_course(&one.course, NULL, NULL, &arena, &a, &n, NULL),
            PCART_OK);
        assert_int_equal(
            pcart_grade_course(&two.course, NULL, NULL, &arena, &b, &n, NULL),
            PCART_OK);
        assert_int_equal(n, n_measure);
        for (size_t k = 0; k < n; k++)
            assert_same(&a[k], &b[k]);
        pcart_arena_release(&arena);
    }
}

/* --- an option that was not asked for changes nothing -------------------- */

static int
is_same(const pcart_result *a, const pcart_result *b)
{
    const char *x = a->label ? a->label : "", *y = b->label ? b->label : "";

    return a->state == b->state && a->value == b->value && a->low == b->low &&
           a->high == b->high && a->set == b->set && strcmp(x, y) == 0;
}

static void
compare_unasked(const patient *one, size_t *n_asked, size_t *n_changed)
{
    size_t n_option, n, n_other;
    const pcart_option *option = pcart_option_list(&n_option);
    const pcart_result *used, *other;
    pcart_arena arena = {0};

    assert_int_equal(
        pcart_grade_course(&one->course, NULL, NULL, &arena, &used, &n, NULL),
        PCART_OK);
    for (size_t i = 0; i < n_option; i++)
        for (size_t k = 1; k < option[i].n_choice; k++) {
            pcart_profile profile = {0};

            profile.choice[option[i].id] = (uint8_t)k;
            assert_int_equal(pcart_grade_course(&one->course, &profile, NULL,
                                                &arena, &other, &n_other, NULL),
                             PCART_OK);
            for (size_t m = 0; m < n; m++) {
                size_t is_asked = used[m].asked >> option[i].id & 1;
                size_t is_changed = !is_same(&used[m], &other[m]);

                *n_asked += is_asked;
                *n_changed += is_changed;
                assert_true(is_asked || !is_changed);
            }
        }
    pcart_arena_release(&arena);
}

static void
test_unasked_changes_nothing(void **state)
{
    generator from = {11};
    size_t n_asked = 0, n_changed = 0;

    (void)state;
    for (int i = 0; i < 150; i++) {
        patient one;
        pcart_sign sign[12];
        pcart_transplant graft = {.date = DAY_ZERO + below(&from, 60),
                                  .kind = PCART_TRANSPLANT_BOOST,
                                  .cd34_dose = PCART_FIXED(4)};

        draw_patient(&from, &one);
        for (size_t d = 0; d < PCART_COUNTOF(sign); d++) {
            sign[d] = (pcart_sign){.date = DAY_ZERO + 2 * (int)d,
                                   .line = (uint32_t)d + 2};
            for (int id = 0; id < PCART_N_SIGN_COLUMN; id++)
                sign[d].value[id] = below(&from, 3)
                                        ? PCART_FIXED_NONE
                                        : PCART_FIXED(below(&from, 5));
        }
        one.course.sign = sign;
        one.course.n_sign = PCART_COUNTOF(sign);
        one.course.birth_year = 1950 + below(&from, 70);
        if (below(&from, 2)) {
            one.course.graft = &graft;
            one.course.n_graft = 1;
            one.course.boost = graft.date;
        }
        if (below(&from, 2)) {
            one.course.next_infusion = DAY_ZERO + 20 + below(&from, 200);
            one.course.next_lymphodepletion =
                one.course.next_infusion - below(&from, 12);
        }
        compare_unasked(&one, &n_asked, &n_changed);
    }
    assert_true(n_changed > 1000);
    assert_true(n_asked > n_changed);
}

/* --- a lower count never lowers a grade ----------------------------------- */

typedef struct graded {
    const char *measure;
    pcart_analyte analyte;
    int first, n, scale;
    const char *option, *choice;
} graded;

static const graded all_graded[] = {
    {"icaht_early", PCART_ANC, 0, 31, 1, "icaht_gap", "7"},
    {"icaht_early", PCART_ANC, 0, 31, 1, "icaht_gap", "bridge"},
    {"icaht_early", PCART_ANC, 0, 31, 1, "icaht_rounding", "all"},
    {"icaht_early", PCART_ANC, 0, 31, 1, "icaht_duration", "cumulative_joined"},
    {"icaht_early", PCART_ANC, 0, 31, 1, "icaht_duration", "cumulative_strict"},
    {"icaht_early", PCART_ANC, 0, 31, 1, "icaht_comparison", "lt"},
    {"icaht_late", PCART_ANC, 31, 70, 1, "icaht_late_end", "100"},
    {"icaht_late", PCART_ANC, 31, 90, 1, "icaht_late_end", "180"},
    {"icaht_late", PCART_ANC, 31, 70, 1, "icaht_late_rule",
     "two_values_at_grade"},
    {"ticaht_early", PCART_PLATELETS, 0, 31, 60, "ticaht_profile", "table"},
    {"ticaht_early", PCART_PLATELETS, 0, 38, 60, "ticaht_profile", "code"},
    {"ticaht_late", PCART_PLATELETS, 31, 70, 60, "ticaht_profile", "table"},
    {"ticaht_late", PCART_PLATELETS, 31, 70, 60, "ticaht_profile", "code"},
    {"ctcae5_anc", PCART_ANC, 0, 60, 1, "icaht_gap", "7"},
    {"ctcae6_anc", PCART_ANC, 0, 60, 1, "icaht_gap", "7"},
    {"ctcae5_plt", PCART_PLATELETS, 0, 60, 60, "icaht_gap", "7"},
};

static void
test_lower_never_lowers(void **state)
{
    generator from = {3};
    int anc[100];
    patient one, two;

    (void)state;
    for (size_t k = 0; k < PCART_COUNTOF(all_graded); k++) {
        const graded *what = &all_graded[k];
        pcart_profile profile = {0};

        assert_int_equal(
            pcart_profile_set(&profile, what->option, what->choice, NULL),
            PCART_OK);
        for (int i = 0; i < ROUNDS / 4; i++) {
            int at = below(&from, what->n);
            pcart_result a, b;

            draw_series(&from, anc, what->n);
            if (anc[at] <= 0)
                continue;
            make(&one, anc, what->first, what->n, what->analyte, what->scale);
            anc[at] = below(&from, anc[at]);
            make(&two, anc, what->first, what->n, what->analyte, what->scale);
            a = grade(&one, what->measure, &profile);
            b = grade(&two, what->measure, &profile);
            assert_int_equal(a.state == PCART_STATE_NOT_EVALUABLE,
                             b.state == PCART_STATE_NOT_EVALUABLE);
            assert_true(b.low >= a.low);
            assert_true(b.high >= a.high);
        }
    }
}

/* --- missing never raises ------------------------------------------------- */

static void
test_missing_never_raises(void **state)
{
    static const graded without_filling[] = {
        {"icaht_early", PCART_ANC, 0, 31, 1, "icaht_gap", "0"},
        {"ctcae5_anc", PCART_ANC, 0, 60, 1, "icaht_gap", "0"},
        {"ctcae6_plt", PCART_PLATELETS, 0, 60, 60, "icaht_gap", "0"},
        {"icaht_late", PCART_ANC, 31, 70, 1, "icaht_late_rule",
         "two_values_at_grade"},
    };
    generator from = {4};
    int anc[100];
    patient one, two;

    (void)state;
    for (size_t k = 0; k < PCART_COUNTOF(without_filling); k++) {
        const graded *what = &without_filling[k];
        pcart_profile profile = {0};

        assert_int_equal(
            pcart_profile_set(&profile, what->option, what->choice, NULL),
            PCART_OK);
        for (int i = 0; i < ROUNDS / 4; i++) {
            pcart_result a, b;

            draw_series(&from, anc, what->n);
            make(&one, anc, what->first, what->n, what->analyte, what->scale);
            anc[below(&from, what->n)] = MISSING;
            make(&two, anc, what->first, what->n, what->analyte, what->scale);
            a = grade(&one, what->measure, &profile);
            b = grade(&two, what->measure, &profile);
            if (a.state == PCART_STATE_NOT_EVALUABLE)
                assert_int_equal(b.state, PCART_STATE_NOT_EVALUABLE);
            else if (b.state != PCART_STATE_NOT_EVALUABLE)
                assert_true(b.low <= a.low);
        }
    }
}

/* Late ICAHT by the default rule: with two others left, only the removal of
 * the value that made a dip transient could raise; two values remain here. */
static void
test_late_without_one_of_many(void **state)
{
    generator from = {5};
    int anc[100];
    patient one, two;

    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        pcart_result a, b;

        draw_series(&from, anc, 70);
        make(&one, anc, 31, 70, PCART_ANC, 1);
        if (one.n < 3)
            continue;
        anc[below(&from, 70)] = MISSING;
        make(&two, anc, 31, 70, PCART_ANC, 1);
        a = grade(&one, "icaht_late", NULL);
        b = grade(&two, "icaht_late", NULL);
        assert_true(b.value <= a.value);
    }
}

/* --- bounds contain the result of the exact values -------------------------
 */

/* Write some values as limits that hold for them. */
static void
blur(generator *from, patient *of)
{
    for (size_t i = 0; i < of->n; i++) {
        pcart_lab *lab = &of->lab[i];
        pcart_fixed slack = PCART_FIXED(below(from, 300));

        switch (below(from, 8)) {
        case 0:
            lab->censor = PCART_BELOW;
            lab->value += slack + 1;
            break;
        case 1:
            lab->censor = PCART_AT_MOST;
            lab->value += slack;
            break;
        case 2:
            if (lab->value > slack) {
                lab->censor = PCART_ABOVE;
                lab->value -= slack + 1;
            }
            break;
        case 3:
            if (lab->value >= slack) {
                lab->censor = PCART_AT_LEAST;
                lab->value -= slack;
            }
            break;
        default:
            break;
        }
    }
}

static void
test_bounds_contain(void **state)
{
    generator from = {6};
    int anc[100];
    patient one, two;

    (void)state;
    for (size_t k = 0; k < PCART_COUNTOF(all_graded); k++) {
        const graded *what = &all_graded[k];
        pcart_profile profile = {0};

        assert_int_equal(
            pcart_profile_set(&profile, what->option, what->choice, NULL),
            PCART_OK);
        for (int i = 0; i < ROUNDS / 4; i++) {
            pcart_result a, b;

            draw_series(&from, anc, what->n);
            make(&one, anc, what->first, what->n, what->analyte, what->scale);
            two = one;
            two.course.lab = two.lab;
            blur(&from, &two);
            a = grade(&one, what->measure, &profile);
            b = grade(&two, what->measure, &profile);
            assert_int_equal(a.state == PCART_STATE_NOT_EVALUABLE,
                             b.state == PCART_STATE_NOT_EVALUABLE);
            assert_true(b.low <= a.low);
            assert_true(b.high >= a.high);
        }
    }
}

/* An ANC at or below 500 that is known by its WBC only. */
static void
test_bounds_contain_inferred(void **state)
{
    generator from = {7};
    int anc[LAST + 1];
    patient one, two;

    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        pcart_result a, b;

        draw_series(&from, anc, LAST + 1);
        make(&one, anc, 0, LAST + 1, PCART_ANC, 1);
        two = one;
        for (size_t k = 0; k < two.n; k++) {
            pcart_fixed room = PCART_FIXED(500) - two.lab[k].value;

            if (room < 0 || below(&from, 3))
                continue;
            two.lab[k].analyte = PCART_WBC;
            two.lab[k].value +=
                (pcart_fixed)(next(&from) % (uint64_t)(room + 1));
        }
        finish(&two);
        a = grade(&one, "icaht_early", NULL);
        b = grade(&two, "icaht_early", NULL);
        assert_int_equal(a.state == PCART_STATE_NOT_EVALUABLE,
                         b.state == PCART_STATE_NOT_EVALUABLE);
        assert_true(b.low <= a.low);
        assert_true(b.high >= a.high);
    }
}

static void
test_markers_missing(void **state)
{
    static const struct {
        pcart_analyte analyte;
        int most;
    } marker[] = {{PCART_PLATELETS, 300000},
                  {PCART_ANC, 4000},
                  {PCART_HEMOGLOBIN, 16},
                  {PCART_CRP, 60},
                  {PCART_FERRITIN, 4000}};
    generator from = {8};
    patient one, two;

    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        pcart_result a, b;
        int left = 0;

        start(&one);
        start(&two);
        for (size_t k = 0; k < PCART_COUNTOF(marker); k++) {
            pcart_fixed value = PCART_FIXED(below(&from, marker[k].most));

            add(&one, marker[k].analyte, -5, value);
            if (below(&from, 2)) {
                add(&two, marker[k].analyte, -5, value);
                left++;
            }
        }
        finish(&one);
        finish(&two);
        a = grade(&one, "car_hematotox", NULL);
        b = grade(&two, "car_hematotox", NULL);
        assert_int_equal(a.state, PCART_STATE_VALUE);
        if (left == 0) {
            assert_int_equal(b.state, PCART_STATE_NOT_EVALUABLE);
            continue;
        }
        assert_true(b.low <= a.value && a.value <= b.high);
        b = grade(&two, "car_hematotox_class", NULL);
        a = grade(&one, "car_hematotox_class", NULL);
        if (b.state == PCART_STATE_VALUE)
            assert_string_equal(a.label, b.label);
    }
}

/* --- memory --------------------------------------------------------------- */

typedef struct failing {
    int left;
} failing;

static void *
fail_alloc(void *ctx, size_t size)
{
    failing *state = ctx;

    return state->left-- > 0 ? malloc(size) : NULL;
}

static void
fail_free(void *ctx, void *block)
{
    (void)ctx;
    free(block);
}

static void
test_memory_runs_out(void **state)
{
    generator from = {9};
    patient one;
    int n_failed = 0, is_done = 0;

    (void)state;
    draw_patient(&from, &one);
    for (int k = 0; !is_done; k++) {
        failing left = {k};
        pcart_alloc alloc = {fail_alloc, fail_free, &left};
        pcart_arena arena;
        const pcart_result *result;
        size_t n;
        pcart_err err = {0};

        pcart_arena_init(&arena, &alloc);
        if (pcart_grade_course(&one.course, NULL, NULL, &arena, &result, &n,
                               &err) == PCART_OK) {
            is_done = 1;
        } else {
            assert_int_equal(err.status, PCART_E_NOMEM);
            n_failed++;
        }
        pcart_arena_release(&arena);
    }
    assert_true(n_failed > 0);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_brute_force),
        cmocka_unit_test(test_order_of_rows),
        cmocka_unit_test(test_unasked_changes_nothing),
        cmocka_unit_test(test_lower_never_lowers),
        cmocka_unit_test(test_missing_never_raises),
        cmocka_unit_test(test_late_without_one_of_many),
        cmocka_unit_test(test_bounds_contain),
        cmocka_unit_test(test_bounds_contain_inferred),
        cmocka_unit_test(test_markers_missing),
        cmocka_unit_test(test_memory_runs_out),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
