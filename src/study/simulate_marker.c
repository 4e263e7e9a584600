/*
 * simulate_marker.c -- counts and inflammation before lymphodepletion, made so
 * that they have the points that the plan asks for.  Layer: study.
 */
#include "study/simulate_person.h"

enum { PLATELETS, ANC, HEMOGLOBIN, CRP, FERRITIN, N_MARKER, MAX_POINT = 2 };

/*
 * Ranges in which a marker is drawn for 0, 1 and 2 points.  They keep clear of
 * the limits of the score, so that no rounding or unit moves a patient across.
 */
static const struct {
    uint16_t weight; // how often a point falls on this marker
    int top;         // most points
    int low[MAX_POINT + 1], high[MAX_POINT + 1];
} range[N_MARKER] = {
    {3, 2, {182, 78, 18}, {320, 172, 72}},
    {2, 1, {1260, 620, 0}, {5200, 1150, 0}},
    {2, 1, {92, 74, 0}, {138, 88, 0}},
    {2, 1, {1, 33, 0}, {27, 180, 0}},
    {3, 2, {60, 680, 2080}, {620, 1950, 9000}},
};

/* Points of the patients with a high score: 2 to 6. */
static const uint16_t high_points[] = {30, 30, 20, 12, 8};

/* Between low and high on a logarithmic scale. */
static int
draw(pcarti_rng *rng, int low, int high)
{
    double a = pcarti_log2(low), b = pcarti_log2(high);
    int value = (int)(pcarti_exp2(a + (b - a) * pcarti_rng_uniform(rng)) + 0.5);

    return value < low ? low : value > high ? high : value;
}

void
pcarti_sim_mark(pcarti_sim_person *p)
{
    pcarti_rng *rng = &p->rng;
    int points[N_MARKER] = {0}, value[N_MARKER], wanted;
    uint16_t weight[N_MARKER];

    if (p->smn) {
        p->marker = p->smn->marker;
        p->lymphocytes = p->marker.wbc * 9 / 10 - p->marker.anc;
        return;
    }
    wanted = p->score == PCARTI_SIM_HIGH
                 ? 2 + (int)pcarti_rng_pick(rng, high_points,
                                            PCART_COUNTOF(high_points))
                 : pcarti_rng_chance(rng, 0.65);
    for (; wanted > 0; wanted--) {
        for (int i = 0; i < N_MARKER; i++)
            weight[i] = points[i] < range[i].top ? range[i].weight : 0;
        if (p->score == PCARTI_SIM_UNSCORED)
            weight[FERRITIN] = 0; // its row will be missing
        points[pcarti_rng_pick(rng, weight, N_MARKER)]++;
    }
    for (int i = 0; i < N_MARKER; i++)
        value[i] = draw(rng, range[i].low[points[i]], range[i].high[points[i]]);
    p->lymphocytes = draw(rng, 250, 1400);
    p->marker = (pcarti_sim_marker){
        .anc = value[ANC],
        .wbc = (value[ANC] + p->lymphocytes) * 10 / 9,
        .platelets = value[PLATELETS],
        .hemoglobin = value[HEMOGLOBIN],
        .crp = value[CRP],
        .ferritin = value[FERRITIN],
    };
}
