/* test_endpoint.c -- times to event of a cohort, through the whole study. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "postcart/study.h"

/* What happened to one patient, in days after the infusion; 0: it did not. */
typedef struct fate {
    const char *id;
    int smn, graft, relapse;
    const char *relapse_detail;
    int death, last_contact;
} fate;

enum { MAX_PATIENT = 16, MAX_EVENT = 4 };

/* A cohort out of fates, on the stack of the test. */
typedef struct made {
    pcart_patient patient[MAX_PATIENT];
    pcart_infusion infusion[MAX_PATIENT];
    pcart_event event[MAX_PATIENT][MAX_EVENT];
    pcart_transplant graft[MAX_PATIENT];
    pcart_cohort cohort;
    pcart_study_file file;
    pcart_arena arena;
    pcart_diag diag;
    pcart_err err;
    pcart_study study;
} made;

static const pcart_date day0 = 19000;
static const pcart_fixed horizon[] = {PCART_FIXED(3), PCART_FIXED(6)};

static void
add_event(made *m, size_t i, int day, pcart_event_kind kind, const char *detail)
{
    pcart_patient *patient = &m->patient[i];

    if (day)
        m->event[i][patient->n_event++] = (pcart_event){
            .date = day0 + day, .kind = kind, .detail = detail, .line = 2};
}

static void
sort_events(pcart_event *event, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++)
            if (event[k].date < event[i].date) {
                pcart_event other = event[i];

                event[i] = event[k];
                event[k] = other;
            }
}

static void
build(made *m, const fate *fates, size_t n)
{
    memset(m, 0, sizeof *m);
    for (size_t i = 0; i < n; i++) {
        pcart_patient *patient = &m->patient[i];

        m->infusion[i] =
            (pcart_infusion){.number = 1,
                             .date = day0,
                             .product = "",
                             .target = "",
                             .dose = "",
                             .lymphodepletion_start = PCART_DATE_NONE,
                             .lymphodepletion = "",
                             .bridging = "",
                             .lines_before = -1,
                             .line = (uint32_t)i + 2};
        *patient = (pcart_patient){.id = fates[i].id,
                                   .centre = "",
                                   .diagnosis = "",
                                   .diagnosis_detail = "",
                                   .birth_date = PCART_DATE_NONE,
                                   .birth_year = -1,
                                   .infusion = &m->infusion[i],
                                   .n_infusion = 1,
                                   .event = m->event[i],
                                   .transplant = &m->graft[i],
                                   .n_transplant = fates[i].graft != 0};
        m->graft[i] = (pcart_transplant){.date = day0 + fates[i].graft,
                                         .kind = PCART_TRANSPLANT_ALLOGENEIC,
                                         .cd34_dose = PCART_FIXED_NONE,
                                         .donor = ""};
        add_event(m, i, fates[i].smn, PCART_EVENT_SMN, "MDS");
        add_event(m, i, fates[i].relapse, PCART_EVENT_RELAPSE,
                  fates[i].relapse_detail);
        add_event(m, i, fates[i].death, PCART_EVENT_DEATH, "");
        add_event(m, i, fates[i].last_contact, PCART_EVENT_LAST_CONTACT, "");
        sort_events(m->event[i], patient->n_event);
    }
    m->cohort.patient = m->patient;
    m->cohort.n_patient = n;
    m->cohort.table[PCART_TABLE_INFUSIONS].file = "infusions.csv";
    m->file = (pcart_study_file){.title = "test",
                                 .profile_name = "default",
                                 .time_unit = PCART_STUDY_MONTHS,
                                 .horizon = horizon,
                                 .n_horizon = PCART_COUNTOF(horizon),
                                 .interval_level = PCART_MILLI(950),
                                 .sections = 0};
    pcart_diag_init(&m->diag, &m->arena);
}

static pcart_status
run(made *m)
{
    return pcart_study_run(&m->cohort, &m->file, &m->arena, &m->diag, &m->study,
                           &m->err);
}

static void
assert_percent(double fraction, double percent)
{
    assert_true(fabs(100 * fraction - percent) < 0.05);
}

/* Farina 2025: six patients allografted for SMN; non-relapse mortality 37.5 %
 * (2.8-76.4) at three months and 58.3 % (6.1-90.1) at six. */
static void
test_published_nrm_after_graft(void **state)
{
    static const fate six[] = {
        {"P1", 200, 250, 0, "", 280, 0},      // event after 30 days
        {"P2", 200, 250, 0, "", 0, 310},      // censored after 60
        {"P3", 100, 150, 0, "", 230, 0},      // event after 80
        {"P4", 300, 320, 0, "", 470, 0},      // event after 150
        {"P5", 150, 200, 0, "", 0, 400},      // censored after 200
        {"P6", 150, 160, 410, "AML", 500, 0}, // relapse after 250
    };
    made *m = test_malloc(sizeof *m);
    const pcart_endpoint *nrm;
    const pcart_point *at;

    (void)state;
    build(m, six, PCART_COUNTOF(six));
    assert_int_equal(run(m), PCART_OK);
    nrm = &m->study.endpoint[PCART_ENDPOINT_NRM_AFTER_GRAFT];
    assert_int_equal(nrm->n, 6);
    at = nrm->curve[0].at;
    assert_percent(at[0].estimate, 37.5);
    assert_percent(at[0].low, 2.8);
    assert_percent(at[0].high, 76.4);
    assert_percent(at[1].estimate, 58.3);
    assert_percent(at[1].low, 6.1);
    assert_percent(at[1].high, 90.1);
    assert_int_equal(nrm->curve[0].n_event, 3);
    assert_int_equal(nrm->curve[0].n_other, 1);
    assert_int_equal(nrm->curve[0].n_censor, 2);
    pcart_arena_release(&m->arena);
    test_free(m);
}

/* What stops each clock, and what competes. */
static void
test_definitions(void **state)
{
    static const fate some[] = {
        {"A", 100, 0, 0, "", 300, 0},     // SMN, later death
        {"B", 0, 0, 50, "", 90, 0},       // relapse, later death
        {"C", 0, 0, 0, "", 40, 0},        // death alone
        {"D", 0, 0, 0, "", 0, 500},       // alive
        {"E", 60, 90, 120, "FL", 150, 0}, // lymphoma relapses after graft
        {"F", 60, 0, 120, "MDS", 150, 0}  // the SMN relapses
    };
    static const struct {
        pcart_endpoint_id id;
        int n, day[6], status[6];
    } expected[] = {
        {PCART_ENDPOINT_SMN, 6, {100, 90, 40, 500, 60, 60}, {1, 2, 2, 0, 1, 1}},
        {PCART_ENDPOINT_OS,
         6,
         {300, 90, 40, 500, 150, 150},
         {1, 1, 1, 0, 1, 1}},
        {PCART_ENDPOINT_EFS,
         6,
         {300, 50, 40, 500, 90, 150},
         {1, 1, 1, 0, 1, 1}},
        {PCART_ENDPOINT_PFS,
         6,
         {300, 50, 40, 500, 120, 150},
         {1, 1, 1, 0, 1, 1}},
        {PCART_ENDPOINT_RELAPSE,
         6,
         {300, 50, 40, 500, 120, 150},
         {2, 1, 2, 0, 1, 2}},
        {PCART_ENDPOINT_NRM,
         6,
         {300, 50, 40, 500, 120, 150},
         {1, 2, 1, 0, 2, 1}},
        {PCART_ENDPOINT_OS_AFTER_SMN, 3, {200, 90, 90}, {1, 1, 1}},
        {PCART_ENDPOINT_NRM_AFTER_GRAFT, 1, {60}, {1}},
        {PCART_ENDPOINT_NRM_AFTER_GRAFT_ANY, 1, {30}, {2}},
        {PCART_ENDPOINT_TRM_AFTER_GRAFT, 1, {60}, {2}},
    };
    made *m = test_malloc(sizeof *m);

    (void)state;
    build(m, some, PCART_COUNTOF(some));
    assert_int_equal(run(m), PCART_OK);
    for (size_t k = 0; k < PCART_COUNTOF(expected); k++) {
        const pcart_endpoint *e = &m->study.endpoint[expected[k].id];

        assert_int_equal(e->n, expected[k].n);
        for (size_t i = 0; i < e->n; i++) {
            assert_int_equal((int)e->days[i], expected[k].day[i]);
            assert_int_equal(e->status[i], expected[k].status[i]);
        }
    }
    pcart_arena_release(&m->arena);
    test_free(m);
}

/* One end point of one patient under one choice: days and status. */
static void
expect_one(made *m, pcart_endpoint_id id, double days, int status)
{
    const pcart_endpoint *e = &m->study.endpoint[id];

    assert_int_equal(run(m), PCART_OK);
    assert_int_equal(e->n, 1);
    assert_true(fabs(e->days[0] - days) < 1e-9);
    assert_int_equal(e->status[0], status);
    pcart_arena_release(&m->arena);
    m->arena = (pcart_arena){0};
}

/* A21, A22, A26, what competes with an SMN, and times of 0 days. */
static void
test_choices(void **state)
{
    static const fate grafted[] = {{"A", 60, 90, 0, "", 150, 0}};
    static const fate left[] = {{"A", 0, 0, 0, "", 0, 80}};
    made *m = test_malloc(sizeof *m);
    uint8_t *choice = m->file.profile.choice;

    (void)state;
    build(m, grafted, 1);
    expect_one(m, PCART_ENDPOINT_EFS, 90, 1);
    choice[PCART_OPT_EFS_TRANSPLANT] = PCART_EFS_TRANSPLANT_CENSORED;
    expect_one(m, PCART_ENDPOINT_EFS, 90, 0);
    m->event[0][1].detail = "GVHD"; // the death
    expect_one(m, PCART_ENDPOINT_TRM_AFTER_GRAFT, 60, 1);
    m->event[0][0].detail = "donor-derived dysplasia";
    expect_one(m, PCART_ENDPOINT_SMN, 150, 2);
    choice[PCART_OPT_SMN_DONOR] = PCART_SMN_DONOR_COUNTED;
    expect_one(m, PCART_ENDPOINT_SMN, 60, 1);
    m->graft[0].date = day0 + 30;
    expect_one(m, PCART_ENDPOINT_SMN, 60, 1);
    choice[PCART_OPT_SMN_COMPETING] = PCART_SMN_COMPETING_THERAPY;
    expect_one(m, PCART_ENDPOINT_SMN, 30, 2);

    build(m, left, 1);
    m->event[0][0].detail = "self-discharge";
    expect_one(m, PCART_ENDPOINT_EFS, 80, 0);
    choice[PCART_OPT_SELF_DISCHARGE] = PCART_SELF_DISCHARGE_EVENT;
    expect_one(m, PCART_ENDPOINT_EFS, 80, 1);
    expect_one(m, PCART_ENDPOINT_OS, 80, 1);
    expect_one(m, PCART_ENDPOINT_NRM, 80, 0);

    build(m, left, 1);
    m->event[0][0].date = day0;
    expect_one(m, PCART_ENDPOINT_OS, 0, 0);
    choice[PCART_OPT_ZERO_TIME] = PCART_ZERO_TIME_HALF_DAY;
    expect_one(m, PCART_ENDPOINT_OS, 0.5, 0);
    test_free(m);
}

/* Two grafts for an SMN: the first, the last, or each is a time zero. */
static void
test_clocks(void **state)
{
    static const fate one[] = {{"A", 60, 90, 0, "", 300, 0}};
    static const double day[][2] = {{210, 0}, {100, 0}, {210, 100}};
    pcart_transplant two[2];
    made *m = test_malloc(sizeof *m);

    (void)state;
    build(m, one, 1);
    two[0] = two[1] = m->graft[0];
    two[1].date = day0 + 200;
    m->patient[0].transplant = two;
    m->patient[0].n_transplant = 2;
    for (int clock = 0; clock < 3; clock++) {
        const pcart_endpoint *e =
            &m->study.endpoint[PCART_ENDPOINT_NRM_AFTER_GRAFT];

        m->file.transplant_clock = (pcart_study_clock)clock;
        assert_int_equal(run(m), PCART_OK);
        assert_int_equal(e->n, clock == PCART_STUDY_CLOCK_EACH ? 2 : 1);
        for (size_t i = 0; i < e->n; i++)
            assert_true(fabs(e->days[i] - day[clock][i]) < 1e-9);
        pcart_arena_release(&m->arena);
        m->arena = (pcart_arena){0};
    }
    test_free(m);
}

/* A death before its start is an error with a place; a day of 0 is kept. */
static void
test_order_of_dates(void **state)
{
    static const fate wrong[] = {{"A", 0, 0, 0, "", 0, 30},
                                 {"B", 0, 0, 0, "", -3, 0}};
    static const fate zero[] = {{"A", 0, 0, 0, "", 0, 30},
                                {"B", 0, 0, 0, "", 1, 0}};
    made *m = test_malloc(sizeof *m);

    (void)state;
    build(m, wrong, PCART_COUNTOF(wrong));
    assert_int_equal(run(m), PCART_E_INCONSISTENT);
    assert_true(m->diag.n_error > 0);
    assert_string_equal(m->diag.first->code, "time-order");
    assert_string_equal(m->diag.first->where.source, "infusions.csv");
    assert_int_equal(m->diag.first->where.line, 3);
    pcart_arena_release(&m->arena);

    build(m, zero, PCART_COUNTOF(zero));
    m->event[1][0].date = day0;
    assert_int_equal(run(m), PCART_OK);
    assert_int_equal(m->study.endpoint[PCART_ENDPOINT_OS].n_zero, 1);
    assert_int_equal(m->study.endpoint[PCART_ENDPOINT_OS].curve[0].n_event, 1);
    pcart_arena_release(&m->arena);
    test_free(m);
}

/* Who is not followed is counted, and in no curve. */
static void
test_without_followup(void **state)
{
    static const fate two[] = {{"A", 0, 0, 0, "", 0, 0},
                               {"B", 0, 0, 0, "", 0, 20}};
    made *m = test_malloc(sizeof *m);
    const pcart_endpoint *os;

    (void)state;
    build(m, two, PCART_COUNTOF(two));
    assert_int_equal(run(m), PCART_OK);
    os = &m->study.endpoint[PCART_ENDPOINT_OS];
    assert_int_equal(os->n, 1);
    assert_int_equal(os->n_excluded, 1);
    assert_int_equal(os->excluded[0].n, 1);
    assert_string_equal(os->excluded[0].reason,
                        "no date of death or last contact");
    pcart_arena_release(&m->arena);
    test_free(m);
}

static void
test_nobody(void **state)
{
    made *m = test_malloc(sizeof *m);

    (void)state;
    build(m, NULL, 0);
    assert_int_equal(run(m), PCART_E_DEGENERATE);
    pcart_arena_release(&m->arena);
    test_free(m);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published_nrm_after_graft),
        cmocka_unit_test(test_definitions),
        cmocka_unit_test(test_choices),
        cmocka_unit_test(test_clocks),
        cmocka_unit_test(test_order_of_dates),
        cmocka_unit_test(test_without_followup),
        cmocka_unit_test(test_nobody),
    };

    return cmocka_run_group_tests_name("endpoint", tests, NULL, NULL);
}
