/* test_assemble.c -- from a patient to courses with their own day 0. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "postcart/assemble.h"
#include "postcart/window.h"

static const pcart_infusion two[] = {
    {.number = 1, .date = 100, .lymphodepletion_start = 95, .line = 2},
    {.number = 2, .date = 300, .lymphodepletion_start = 294, .line = 3},
};

static const pcart_course *
assemble(const pcart_patient *patient, const pcart_profile *profile,
         pcart_arena *arena, size_t *n)
{
    const pcart_course *course;

    assert_int_equal(
        pcart_courses_of_patient(patient, profile, arena, &course, n, NULL),
        PCART_OK);
    return course;
}

static void
test_two_infusions(void **state)
{
    const pcart_event event[] = {
        {.date = 90, .kind = PCART_EVENT_PROGRESSION},
        {.date = 250, .kind = PCART_EVENT_RELAPSE},
        {.date = 350, .kind = PCART_EVENT_PROGRESSION},
        {.date = 450, .kind = PCART_EVENT_SMN, .detail = "donor-derived"},
        {.date = 500, .kind = PCART_EVENT_SMN, .detail = "MDS"},
        {.date = 600, .kind = PCART_EVENT_DEATH},
    };
    const pcart_transplant graft[] = {
        {.date = 20, .kind = PCART_TRANSPLANT_AUTOLOGOUS},
        {.date = 150, .kind = PCART_TRANSPLANT_BOOST},
        {.date = 520, .kind = PCART_TRANSPLANT_ALLOGENEIC},
    };
    const pcart_patient patient = {.id = "P1",
                                   .infusion = two,
                                   .n_infusion = 2,
                                   .event = event,
                                   .n_event = PCART_COUNTOF(event),
                                   .transplant = graft,
                                   .n_transplant = PCART_COUNTOF(graft)};
    pcart_arena arena = {0};
    size_t n;
    const pcart_course *course = assemble(&patient, NULL, &arena, &n);

    (void)state;
    assert_int_equal(n, 2);
    assert_int_equal(course[0].day0, 100);
    assert_int_equal(course[0].next_infusion, 300);
    assert_int_equal(course[0].next_lymphodepletion, 294);
    assert_int_equal(course[0].progression, 250);
    assert_int_equal(course[0].boost, 150);
    assert_int_equal(course[0].transplant, 520);
    assert_int_equal(course[0].death, 600);
    assert_int_equal(course[0].last_contact, 600);
    assert_int_equal(course[1].day0, 300);
    assert_int_equal(course[1].lymphodepletion, 294);
    assert_int_equal(course[1].next_infusion, PCART_DATE_NONE);
    assert_int_equal(course[1].progression, 350);
    assert_int_equal(course[1].boost, PCART_DATE_NONE);
    assert_int_equal(course[1].smn, 500);
    pcart_arena_release(&arena);
}

static void
test_fractions(void **state)
{
    const pcart_infusion row[] = {
        {.number = 1, .date = 100, .lymphodepletion_start = 95, .line = 2},
        {.number = 1,
         .date = 102,
         .lymphodepletion_start = PCART_DATE_NONE,
         .line = 3},
    };
    const pcart_patient patient = {
        .id = "P1", .infusion = row, .n_infusion = 2};
    pcart_profile last = {0};
    pcart_arena arena = {0};
    size_t n;

    (void)state;
    assert_int_equal(assemble(&patient, NULL, &arena, &n)->day0, 100);
    assert_int_equal(n, 1);
    last.choice[PCART_OPT_DAY_ZERO] = PCART_DAY_ZERO_LAST_FRACTION;
    assert_int_equal(assemble(&patient, &last, &arena, &n)->day0, 102);
    assert_int_equal(assemble(&patient, &last, &arena, &n)->lymphodepletion,
                     95);
    pcart_arena_release(&arena);
}

/* A blood count after the last contact moves it; alone it says nothing of
 * whether anybody looked afterwards. */
static void
test_last_contact(void **state)
{
    const pcart_lab lab[] = {{.date = 130}};
    const pcart_event event[] = {
        {.date = 120, .kind = PCART_EVENT_LAST_CONTACT}};
    pcart_patient patient = {
        .id = "P1", .infusion = two, .n_infusion = 1, .lab = lab, .n_lab = 1};
    pcart_arena arena = {0};
    size_t n;

    (void)state;
    assert_int_equal(assemble(&patient, NULL, &arena, &n)->last_contact,
                     PCART_DATE_NONE);
    patient.event = event;
    patient.n_event = 1;
    assert_int_equal(assemble(&patient, NULL, &arena, &n)->last_contact, 130);
    pcart_arena_release(&arena);
}

static void
test_no_infusion(void **state)
{
    const pcart_patient patient = {.id = "P1"};
    pcart_arena arena = {0};
    size_t n = 7;

    (void)state;
    (void)assemble(&patient, NULL, &arena, &n);
    assert_int_equal(n, 0);
    pcart_arena_release(&arena);
}

static void
test_windows(void **state)
{
    const pcart_course course = {.day0 = 100,
                                 .lymphodepletion = PCART_DATE_NONE,
                                 .next_lymphodepletion = 150,
                                 .next_infusion = 155,
                                 .death = PCART_DATE_NONE,
                                 .last_contact = 400,
                                 .progression = 140,
                                 .next_therapy = PCART_DATE_NONE,
                                 .transplant = PCART_DATE_NONE};
    pcart_profile at_infusion = {0};
    pcart_window window;

    (void)state;
    window = pcart_window_cut(&course, NULL, PCART_END_NEXT_COURSE, 0, 100);
    assert_int_equal(window.last, 50);
    assert_string_equal(window.ended, "next lymphodepletion");
    at_infusion.choice[PCART_OPT_WINDOW_END] = PCART_WINDOW_END_NEXT_INFUSION;
    window =
        pcart_window_cut(&course, &at_infusion, PCART_END_NEXT_COURSE, 0, 100);
    assert_int_equal(window.last, 54);
    window = pcart_window_cut(
        &course, NULL, PCART_END_NEXT_COURSE | PCART_END_PROGRESSION, 0, 100);
    assert_int_equal(window.last, 40);
    window = pcart_window_cut(&course, NULL, PCART_END_FOLLOWUP, 0, 30);
    assert_int_equal(window.last, 30);
    assert_null(window.ended);
    window = pcart_window_cut(&course, NULL, PCART_END_NEXT_COURSE, 60, 100);
    assert_int_equal(window.last, 59);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_two_infusions),
        cmocka_unit_test(test_fractions),
        cmocka_unit_test(test_last_contact),
        cmocka_unit_test(test_no_infusion),
        cmocka_unit_test(test_windows),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
