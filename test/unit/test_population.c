/* test_population.c -- who is left out of a study, and why. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "study/parts.h"

enum { DAY0 = 20000, LOST = PCARTI_LEFT_OUT - 1 };

static const pcart_study_population early = {
    1u << PCART_EVENT_RELAPSE | 1u << PCART_EVENT_NEXT_THERAPY, 90};

static int
out_with(const pcart_event *event, size_t n, pcart_date seen)
{
    const pcart_course course = {
        .day0 = DAY0, .event = event, .n_event = n, .last_contact = seen};

    return pcarti_left_out(&early, &course);
}

static void
the_last_day_counts(void **state)
{
    pcart_event event = {.kind = PCART_EVENT_RELAPSE};
    const int day[] = {-20, 0, 1, 90, 91};
    const int expected[] = {-1, -1, PCART_EVENT_RELAPSE, PCART_EVENT_RELAPSE,
                            -1};

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(day); i++) {
        event.date = DAY0 + day[i];
        assert_int_equal(out_with(&event, 1, DAY0 + 400), expected[i]);
    }
}

static void
only_asked_events_count(void **state)
{
    const pcart_event event = {.kind = PCART_EVENT_PROGRESSION,
                               .date = DAY0 + 30};

    (void)state;
    assert_int_equal(out_with(&event, 1, DAY0 + 400), -1);
}

static void
the_first_event_is_the_reason(void **state)
{
    const pcart_event event[] = {
        {.kind = PCART_EVENT_RELAPSE, .date = DAY0 + 60},
        {.kind = PCART_EVENT_NEXT_THERAPY, .date = DAY0 + 40},
    };

    (void)state;
    assert_int_equal(out_with(event, 2, DAY0 + 400), PCART_EVENT_NEXT_THERAPY);
}

static void
nobody_knows_of_those_not_followed(void **state)
{
    (void)state;
    assert_int_equal(out_with(NULL, 0, DAY0 + 89), LOST);
    assert_int_equal(out_with(NULL, 0, DAY0 + 90), -1);
    assert_int_equal(out_with(NULL, 0, PCART_DATE_NONE), LOST);
}

static void
everybody_is_the_default(void **state)
{
    const pcart_study_population everybody = {0, 0};
    const pcart_course course = {.day0 = DAY0, .last_contact = PCART_DATE_NONE};

    (void)state;
    assert_int_equal(pcarti_left_out(&everybody, &course), -1);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(the_last_day_counts),
        cmocka_unit_test(only_asked_events_count),
        cmocka_unit_test(the_first_event_is_the_reason),
        cmocka_unit_test(nobody_knows_of_those_not_followed),
        cmocka_unit_test(everybody_is_the_default),
    };

    return cmocka_run_group_tests_name("population", test, NULL, NULL);
}
