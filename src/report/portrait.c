/* portrait.c -- the picture of a course: phases, events, and the whole.
 * Layer: report. */
#include "report/portrait.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Choices of display: days shown at least before and after the infusion; how
 * far back counts and supports alone open the range; how much room there is
 * before the earliest item; infusions that get a strip of their own. */
enum {
    FIRST_SHOWN = -14,
    WEEKS_SHOWN = -30,
    COUNTS_OPEN = -100,
    LAST_SHOWN = 100,
    MAX_STRIP = 8
};

void *
pcarti_portrait_take(pcarti_portrait *p, size_t n, size_t size)
{
    void *memory = pcart_arena_take(p->arena, n ? n : 1, size);

    if (!memory)
        p->is_failed = 1;
    return memory;
}

const char *
pcarti_portrait_print(pcarti_portrait *p, const char *format, ...)
{
    va_list args;
    char text[512];
    const char *copy;
    int length;

    va_start(args, format);
    length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (length < 0)
        length = 0;
    if ((size_t)length >= sizeof text)
        length = sizeof text - 1;
    while (length && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--; // a text that was cut ends with a whole character
    copy = pcart_arena_text(p->arena, text, (size_t)length);
    if (copy)
        return copy;
    p->is_failed = 1;
    return "";
}

const pcart_result *
pcarti_portrait_result(const pcarti_portrait *p, const char *measure)
{
    for (size_t i = 0; i < p->in->n_result; i++)
        if (strcmp(p->in->result[i].measure, measure) == 0)
            return &p->in->result[i];
    return NULL;
}

int
pcarti_portrait_day(const pcarti_portrait *p, pcart_date date)
{
    return date == PCART_DATE_NONE ? PCART_DAY_NONE
                                   : date - p->in->course->day0;
}

static int
later(int a, int b)
{
    return a > b ? a : b;
}

/* The range holds the day of anything but counts, however early. */
static void
hold(pcarti_portrait *p, pcart_date date)
{
    int day = pcarti_portrait_day(p, date);

    if (day == PCART_DAY_NONE)
        return;
    if (day < p->first_day)
        p->first_day = day;
    p->last_day = later(p->last_day, day);
}

/* Counts and supports are many: years of them before are not drawn. */
static void
hold_count(pcarti_portrait *p, pcart_date date)
{
    int day = pcarti_portrait_day(p, date);

    if (day != PCART_DAY_NONE && day >= COUNTS_OPEN)
        hold(p, date);
}

static void
hold_counts(pcarti_portrait *p)
{
    const pcart_patient *patient = p->in->patient;

    for (size_t i = 0; i < patient->n_lab; i++)
        hold_count(p, patient->lab[i].date);
    for (size_t i = 0; i < patient->n_support; i++) {
        hold_count(p, patient->support[i].first);
        hold_count(p, patient->support[i].last);
    }
    for (size_t i = 0; i < patient->n_toxicity; i++) {
        hold_count(p, patient->toxicity[i].first);
        hold_count(p, patient->toxicity[i].last);
    }
}

/* From the earliest examination to the last day that anybody looked. */
static void
set_range(pcarti_portrait *p)
{
    const pcart_patient *patient = p->in->patient;

    p->first_day = FIRST_SHOWN;
    p->last_day = LAST_SHOWN;
    hold(p, p->in->course->lymphodepletion);
    for (size_t i = 0; i < patient->n_infusion; i++) {
        hold(p, patient->infusion[i].date);
        hold(p, patient->infusion[i].lymphodepletion_start);
    }
    for (size_t i = 0; i < patient->n_transplant; i++)
        hold(p, patient->transplant[i].date);
    for (size_t i = 0; i < patient->n_event; i++)
        hold(p, patient->event[i].date);
    for (size_t i = 0; i < patient->n_marrow; i++)
        hold(p, patient->marrow[i].date);
    for (size_t i = 0; i < patient->n_karyotype; i++)
        hold(p, patient->karyotype[i].date);
    for (size_t i = 0; i < patient->n_sample; i++)
        hold(p, patient->sample[i].date);
    for (size_t i = 0; i < patient->n_chimerism; i++)
        hold(p, patient->chimerism[i].date);
    hold_counts(p);
    /* Some room left of the earliest, so that it does not lie on the axis. */
    if (p->first_day < COUNTS_OPEN)
        p->first_day += p->first_day / 12;
    else if (p->first_day < FIRST_SHOWN)
        p->first_day =
            p->first_day - 3 < WEEKS_SHOWN ? p->first_day - 3 : WEEKS_SHOWN;
}

/* Phases of an infusion in days from its own; returns their number. */
static size_t
fill_phases(pcarti_portrait *p, pcart_chart_phase phase[4], int start)
{
    const pcart_rule_set *early = pcart_rules_find("icaht-2023-early");
    const pcart_rule_set *late = pcart_rules_find("icaht-2023-late");
    int early_last, late_last;
    size_t n = 0;

    if (!early || !late)
        return 0;
    early_last = pcart_rules_policy_days(early, PCART_POLICY_WINDOW_LAST, 0);
    late_last = pcart_rules_policy_days(late, PCART_POLICY_WINDOW_LAST, 0);
    if (start != PCART_DAY_NONE && start < 0)
        phase[n++] = (pcart_chart_phase){start, -1, "lymphodepletion", "LD"};
    phase[n++] = (pcart_chart_phase){
        0, early_last,
        pcarti_portrait_print(p, "early: day 0 to %d", early_last), "early"};
    phase[n++] =
        (pcart_chart_phase){early_last + 1, late_last,
                            pcarti_portrait_print(p, "late: day %d to %d",
                                                  early_last + 1, late_last),
                            "late"};
    return n;
}

static void
add_phases(pcarti_portrait *p, pcart_course_chart *chart)
{
    pcart_chart_phase *phase = pcarti_portrait_take(p, 6, sizeof *phase);
    int start = pcarti_portrait_day(p, p->in->course->lymphodepletion);
    int before_last = start != PCART_DAY_NONE && start < 0 ? start - 1 : -1;
    size_t n = 0, n_own;

    if (!phase)
        return;
    if (p->first_day < FIRST_SHOWN)
        phase[n++] =
            (pcart_chart_phase){p->first_day, before_last, "before", NULL};
    n_own = fill_phases(p, phase + n, start);
    n += n_own;
    if (n_own) {
        int last = phase[n - 1].last_day;

        phase[n++] = (pcart_chart_phase){
            last + 1, INT_MAX, pcarti_portrait_print(p, "after day %d", last),
            NULL};
    }
    chart->phase = phase;
    chart->n_phase = n;
}

/* The other infusions; fractions of this one count with it. */
static void
add_strips(pcarti_portrait *p, pcart_course_chart *chart)
{
    const pcart_patient *patient = p->in->patient;
    const pcart_course *course = p->in->course;
    pcart_chart_strip *strip =
        pcarti_portrait_take(p, MAX_STRIP, sizeof *strip);

    for (size_t i = 0; strip && i < patient->n_infusion; i++) {
        const pcart_infusion *row = &patient->infusion[i];
        int is_other = row->date < course->day0 ||
                       (course->next_infusion != PCART_DATE_NONE &&
                        row->date >= course->next_infusion);
        pcart_chart_phase *phase;

        if (!is_other || row->date == PCART_DATE_NONE ||
            chart->n_strip == MAX_STRIP)
            continue;
        phase = pcarti_portrait_take(p, 4, sizeof *phase);
        if (!phase)
            return;
        strip[chart->n_strip++] = (pcart_chart_strip){
            pcarti_portrait_print(p, "infusion %d", row->number),
            pcarti_portrait_day(p, row->date), phase,
            fill_phases(p, phase,
                        row->lymphodepletion_start == PCART_DATE_NONE
                            ? PCART_DAY_NONE
                            : row->lymphodepletion_start - row->date)};
    }
    chart->strip = strip;
}

static const char *
detail_of(const char *text)
{
    return text[0] ? text : NULL;
}

static void
add_mark(const pcarti_portrait *p, pcart_course_chart *chart,
         pcart_chart_mark *mark, pcart_chart_mark row, pcart_date date)
{
    row.day = pcarti_portrait_day(p, date);
    if (row.day != PCART_DAY_NONE)
        mark[chart->n_mark++] = row;
}

static const pcart_chart_mark_kind event_mark[] = {
    [PCART_EVENT_RELAPSE] = PCART_CHART_RELAPSE,
    [PCART_EVENT_PROGRESSION] = PCART_CHART_RELAPSE,
    [PCART_EVENT_NEXT_THERAPY] = PCART_CHART_NEXT_THERAPY,
    [PCART_EVENT_SMN] = PCART_CHART_SMN,
    [PCART_EVENT_DEATH] = PCART_CHART_DEATH,
    [PCART_EVENT_LAST_CONTACT] = PCART_CHART_LAST_CONTACT,
};

static void
add_marks(pcarti_portrait *p, pcart_course_chart *chart)
{
    const pcart_patient *patient = p->in->patient;
    size_t room =
        patient->n_infusion + patient->n_event + patient->n_transplant + 1;
    pcart_chart_mark *mark = pcarti_portrait_take(p, room, sizeof *mark);

    if (!mark)
        return;
    for (size_t i = 0; i < patient->n_infusion; i++) {
        const pcart_infusion *row = &patient->infusion[i];

        add_mark(p, chart, mark,
                 (pcart_chart_mark){
                     .kind = PCART_CHART_INFUSION,
                     .label = patient->n_infusion > 1
                                  ? pcarti_portrait_print(
                                        p, "CAR-T infusion %d", row->number)
                                  : NULL,
                     .detail = detail_of(row->product),
                     .origin = {"infusions", row->line, NULL}},
                 row->date);
    }
    add_mark(p, chart, mark,
             (pcart_chart_mark){.kind = PCART_CHART_LYMPHODEPLETION},
             p->in->course->lymphodepletion);
    for (size_t i = 0; i < patient->n_event; i++) {
        const pcart_event *row = &patient->event[i];

        add_mark(
            p, chart, mark,
            (pcart_chart_mark){.kind = event_mark[row->kind],
                               .label = row->kind == PCART_EVENT_PROGRESSION
                                            ? "progression"
                                            : NULL,
                               .detail = detail_of(row->detail),
                               .origin = {"events", row->line, NULL}},
            row->date);
    }
    for (size_t i = 0; i < patient->n_transplant; i++) {
        const pcart_transplant *row = &patient->transplant[i];
        int is_boost = row->kind == PCART_TRANSPLANT_BOOST;

        add_mark(p, chart, mark,
                 (pcart_chart_mark){.kind = is_boost ? PCART_CHART_BOOST
                                                     : PCART_CHART_TRANSPLANT,
                                    .label = is_boost ? NULL
                                             : row->kind ==
                                                     PCART_TRANSPLANT_ALLOGENEIC
                                                 ? "allograft"
                                                 : "autograft",
                                    .detail = detail_of(row->donor),
                                    .origin = {"transplants", row->line, NULL}},
                 row->date);
    }
    chart->mark = mark;
}

static const char *
subtitle(pcarti_portrait *p)
{
    const pcart_patient *patient = p->in->patient;
    const char *product = "";
    char date[PCART_DATE_SIZE];

    for (size_t i = 0; i < patient->n_infusion; i++)
        if (patient->infusion[i].line == p->in->course->line)
            product = patient->infusion[i].product;
    return pcarti_portrait_print(p, "%s%s%s%sday 0 = %s", patient->diagnosis,
                                 patient->diagnosis[0] ? ", " : "", product,
                                 product[0] ? ", " : "",
                                 pcart_date_write(p->in->course->day0, date));
}

pcart_status
pcart_portrait_draw(const pcart_portrait *portrait, pcart_arena *arena,
                    struct pcarti_buf *out, pcart_err *err)
{
    pcarti_portrait p = {.in = portrait, .arena = arena};
    pcart_course_chart chart = {.patient = portrait->patient->id,
                                .infusion = portrait->course->infusion};
    pcart_scene scene = {.id = portrait->id, .width = portrait->width};
    pcart_status status;

    for (size_t i = 0; i < portrait->patient->n_infusion; i++)
        chart.n_infusion =
            later(chart.n_infusion, portrait->patient->infusion[i].number);
    status = pcart_examinations_of_patient(portrait->patient, arena, &p.exam,
                                           &p.n_exam, err);
    if (status)
        return status;
    set_range(&p);
    chart.first_day = p.first_day;
    chart.last_day = p.last_day;
    chart.subtitle = subtitle(&p);
    add_phases(&p, &chart);
    add_strips(&p, &chart);
    add_marks(&p, &chart);
    pcarti_portrait_panels(&p, &chart);
    pcarti_portrait_lanes(&p, &chart);
    pcarti_portrait_discs(&p, &chart);
    pcarti_portrait_verdicts(&p, &chart);
    scene.note = pcarti_portrait_print(
        &p,
        "Solid: measured. Hollow: filled by the rule, so that its days can be "
        "counted. Bars in the panels: days that the rule counted.%s%s%s%s",
        p.left_out ? p.left_out : "", p.left_out ? "." : "",
        portrait->profile ? " Profile: " : "",
        portrait->profile ? portrait->profile : "");
    if (p.is_failed)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    return pcart_course_chart_draw(&chart, &scene, arena, out, err);
}
