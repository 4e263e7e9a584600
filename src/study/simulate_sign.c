/*
 * simulate_sign.c -- findings at the bedside of a synthetic patient, day by
 * day, that give the grades of CRS and neurotoxicity.  Layer: study.
 *
 * Every other centre records them.  In a few patients they say less than the
 * grade that the centre wrote, and now and then a cell is left empty.
 */
#include "study/simulate_person.h"

enum { STREAM_SIGN = 5, CLIMB = 1 };

/* What a patient's findings are like. */
typedef struct plan {
    pcarti_rng rng;
    int crs, icans; /* peak grades by the findings */
    int is_hypoxic; /* else hypotension climbs */
    int has_seizure;
} plan;

/* The grade of one day: rises to the peak, then falls. */
static int
grade_on(int day, int first, int last, int peak)
{
    int up = 1 + (day - first) / CLIMB, down = 1 + (last - day);
    int grade = up < down ? up : down;

    if (day < first || day > last)
        return 0;
    return grade < peak ? grade : peak;
}

static void
put_word(pcarti_buf *out, const char *word)
{
    pcarti_buf_char(out, ',');
    pcarti_buf_text(out, word);
}

static void
put_tenths(pcarti_buf *out, int tenths)
{
    pcarti_buf_char(out, ',');
    pcarti_buf_int(out, tenths / 10);
    pcarti_buf_char(out, '.');
    pcarti_buf_int(out, tenths % 10);
}

/* temperature, symptoms, hypotension, dose, hours, refractory, boluses,
 * hypoxia, fio2, ventilator, organs, transaminases, coagulopathy, admitted,
 * iv_therapy */
static void
put_crs(pcarti_buf *out, plan *of, int grade)
{
    static const char *const hypotension[] = {
        "none", "none", "fluids", "one_vasopressor", "several_vasopressors"};
    static const char *const hypoxia[] = {"none", "none", "low_flow",
                                          "high_flow", "positive_pressure"};
    int pressure = of->is_hypoxic ? 0 : grade;
    int oxygen = of->is_hypoxic ? grade : 0;

    put_tenths(out, grade ? pcarti_rng_between(&of->rng, 381, 400)
                          : pcarti_rng_between(&of->rng, 364, 374));
    put_word(out, grade ? "yes" : "no");
    put_word(out, hypotension[pressure]);
    put_word(out, pressure >= 3 ? (pressure == 4 ? "high" : "low") : "");
    put_word(out, pressure >= 3 ? (pressure == 4 ? "30" : "12") : "");
    put_word(out, pressure >= 2 ? "no" : "");
    put_word(out, pressure >= 2 ? "1" : "");
    put_word(out, hypoxia[oxygen]);
    put_word(out, oxygen == 4   ? "60"
                  : oxygen == 3 ? "45"
                  : oxygen == 2 ? "28"
                                : "");
    put_word(out, oxygen == 4 ? "yes" : "");
    pcarti_buf_char(out, ',');
    pcarti_buf_int(out, grade >= 3 ? 2 : grade >= 1);
    pcarti_buf_char(out, ',');
    pcarti_buf_int(out, grade >= 2 && pcarti_rng_chance(&of->rng, 0.3) ? 2 : 0);
    put_word(out, grade == 4 && oxygen == 4 ? "yes" : "no");
    put_word(out, grade ? "yes" : "no");
    put_word(out, grade >= 2 ? "yes" : "no");
}

/* ice, cartox10, consciousness, seizure, seizure_end, motor_weakness,
 * cerebral_oedema, raised_icp */
static void
put_neurology(pcarti_buf *out, plan *of, int grade)
{
    static const int best[] = {10, 9, 6, 2, 0}, worst[] = {10, 7, 3, 0, 0};
    static const char *const awakens[] = {"awake", "spontaneous", "voice",
                                          "touch", "unrousable"};
    int is_seizing = of->has_seizure && grade == 3;
    int ice = pcarti_rng_between(&of->rng, worst[grade], best[grade]);

    pcarti_buf_char(out, ',');
    pcarti_buf_int(out, ice);
    pcarti_buf_char(out, ',');
    pcarti_buf_int(out, ice);
    put_word(out, awakens[grade]);
    put_word(out, is_seizing ? "generalised" : "none");
    put_word(out, is_seizing ? "rapid" : "");
    put_word(out, "no");
    put_word(out, grade >= 3 ? "none" : "not_imaged");
    /* Now and then nobody looked. */
    put_word(out, pcarti_rng_chance(&of->rng, 0.005) ? "" : "no");
}

void
pcarti_sim_sign(pcarti_sim *sim, const pcarti_sim_person *p, uint32_t index)
{
    pcarti_buf *out = &sim->out[PCARTI_SIM_SIGNS];
    int last = 7;
    plan of = {.crs = p->crs, .icans = p->icans};

    if (p->centre % 2)
        return;
    pcarti_rng_init(&of.rng, sim->seed, STREAM_SIGN, index);
    of.is_hypoxic = pcarti_rng_chance(&of.rng, 0.5);
    of.has_seizure = pcarti_rng_chance(&of.rng, 0.3);
    if (of.crs > 1 && pcarti_rng_chance(&of.rng, 0.06))
        of.crs--;
    if (p->crs && p->crs_last + 1 > last)
        last = p->crs_last + 1;
    if (p->icans && p->icans_last + 1 > last)
        last = p->icans_last + 1;
    if (last > p->end)
        last = p->end;
    for (int day = 0; day <= last; day++) {
        pcarti_sim_row(out, p, day);
        put_crs(out, &of, grade_on(day, p->crs_first, p->crs_last, of.crs));
        put_neurology(out, &of,
                      grade_on(day, p->icans_first, p->icans_last, of.icans));
        pcarti_buf_char(out, '\n');
    }
}
