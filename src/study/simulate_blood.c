/*
 * simulate_blood.c -- the course of counts and inflammation, and the visits on
 * which they were measured.  Layer: study.
 */
#include "study/simulate_curve.h"
#include "study/simulate_person.h"

enum { T_ANC, T_LYMPHOCYTES, T_PLT, T_HB, T_CRP, T_FERRITIN, T_LDH, N_TRACK };

/* Counts fall before SMN, and to nothing after a graft. */
static void
follow_marrow(pcarti_sim_curve *t, const pcarti_sim_person *p, int at_smn,
              int engrafted)
{
    if (p->smn_day < PCARTI_SIM_NEVER) {
        int first = p->smn_day - 90 > 96 ? p->smn_day - 90 : 96;

        pcarti_sim_bend(t, first, at_smn * 2);
        pcarti_sim_bend(t, p->smn_day, at_smn);
        pcarti_sim_bend(t, p->smn_day + 60, at_smn * 0.7);
    }
    if (p->graft < PCARTI_SIM_NEVER) {
        pcarti_sim_bend(t, p->graft - 7, at_smn);
        pcarti_sim_bend(t, p->graft + 4, engrafted * 0.02);
        pcarti_sim_bend(t, p->graft + 14, engrafted * 0.03);
        pcarti_sim_bend(t, p->graft + 22, engrafted * 0.6);
        pcarti_sim_bend(t, p->graft + 60, engrafted);
    }
}

static void
plan_anc(pcarti_sim_curve *t, pcarti_sim_person *p)
{
    pcarti_rng *rng = &p->rng;
    double late = 900 * pcarti_exp2(1.6 * pcarti_rng_uniform(rng));
    int base = p->marker.anc, last = 14;

    t->noise = 0.16;
    pcarti_sim_bound(t, -PCARTI_SIM_LAST, -5,
                     p->smn        ? base
                     : base < 1200 ? 600
                                   : 1250,
                     p->smn        ? base
                     : base < 1200 ? 1160
                                   : 6000);
    pcarti_sim_bend(t, -40, base);
    pcarti_sim_bend(t, -5, base);
    pcarti_sim_bend(t, -1, base * 0.8 + 700);
    if (p->n_dip == 0 || p->dip[0].first > 20) {
        pcarti_sim_bend(t, 6, 800);
        pcarti_sim_bend(t, 10, 700);
        pcarti_sim_bend(t, 16, 2100);
    }
    for (int i = 0; i < p->n_dip; i++) {
        const pcarti_sim_dip *d = &p->dip[i];
        int is_deep = d->deep_last >= d->deep_first;

        pcarti_sim_bound(t, d->deep_first, d->deep_last, 8, 94);
        pcarti_sim_bound(t, d->first, d->last, 112, 488);
        pcarti_sim_bend(t, d->first - 3, 1800);
        pcarti_sim_bend(t, d->first - 1, 820);
        pcarti_sim_bend(t, d->first, 400);
        pcarti_sim_bend(t, (d->first + d->last) / 2, is_deep ? 30 : 170);
        pcarti_sim_bend(t, d->last, 420);
        pcarti_sim_bend(t, d->last + 1, 720);
        pcarti_sim_bend(t, d->last + 4, 2200);
        last = d->last;
    }
    pcarti_sim_bound(t, -PCARTI_SIM_LAST, 105, 565, 16000);
    pcarti_sim_bound(t, 106, PCARTI_SIM_LAST, 20, 16000);
    pcarti_sim_bend(t, last + 12, late);
    if (p->smn_day == PCARTI_SIM_NEVER)
        pcarti_sim_bend(t, 180, 1900 + 1500 * pcarti_rng_uniform(rng));
    follow_marrow(t, p, 900, 2800);
}

static void
plan_platelets(pcarti_sim_curve *t, pcarti_sim_person *p)
{
    static const double share[] = {0.75, 0.6, 0.42, 0.24, 0.14};
    pcarti_rng *rng = &p->rng;
    int base = p->marker.platelets * 1000, nadir, target;

    if (p->plt == PCARTI_SIM_PLT_LOW)
        target = 11500 + (int)(33000 * pcarti_rng_uniform(rng));
    else
        target = (int)((p->is_late ? 62000 : 75000) *
                       pcarti_exp2(1.7 * pcarti_rng_uniform(rng)));
    nadir = (int)(base * share[p->early]);
    if (nadir < 7000)
        nadir = 7000;
    t->noise = 0.1;
    if (p->smn)
        pcarti_sim_bound(t, -PCARTI_SIM_LAST, -5, base, base);
    else if (base < 75000)
        pcarti_sim_bound(t, -PCARTI_SIM_LAST, -5, 16000, 73000);
    else if (base <= 175000)
        pcarti_sim_bound(t, -PCARTI_SIM_LAST, -5, 77000, 173000);
    else
        pcarti_sim_bound(t, -PCARTI_SIM_LAST, -5, 178000, 450000);
    pcarti_sim_bound(t, 72, 110, p->plt == PCARTI_SIM_PLT_LOW ? 8000 : 54000,
                     p->plt == PCARTI_SIM_PLT_LOW ? 47000 : 700000);
    pcarti_sim_bound(t, -PCARTI_SIM_LAST, PCARTI_SIM_LAST, 3000, 700000);
    pcarti_sim_bend(t, -40, base);
    pcarti_sim_bend(t, -5, base);
    pcarti_sim_bend(t, 2, base * 0.75);
    pcarti_sim_bend(t, 8 + (int)pcarti_rng_below(rng, 6), nadir);
    pcarti_sim_bend(t, 22, nadir * 1.3);
    pcarti_sim_bend(t, 75, target);
    pcarti_sim_bend(t, 105, target);
    if (p->smn_day == PCARTI_SIM_NEVER)
        pcarti_sim_bend(t, 250, target < 50000 ? 80000 : target * 1.25);
    follow_marrow(t, p, 48000, 150000);
}

static void
plan_hemoglobin(pcarti_sim_curve *t, pcarti_sim_person *p)
{
    pcarti_rng *rng = &p->rng;
    int base = p->marker.hemoglobin;
    double fall = 0.86 - 0.04 * p->early;

    t->noise = 0.035;
    if (p->smn)
        pcarti_sim_bound(t, -PCARTI_SIM_LAST, -5, base, base);
    else
        pcarti_sim_bound(t, -PCARTI_SIM_LAST, -5, base < 90 ? 70 : 91,
                         base < 90 ? 88 : 150);
    /* After a graft red cells are given: no fall to nothing. */
    if (p->graft < PCARTI_SIM_NEVER)
        pcarti_sim_bound(t, p->graft - 7, p->graft + 60, 70, 110);
    pcarti_sim_bound(t, -PCARTI_SIM_LAST, PCARTI_SIM_LAST, 48, 165);
    pcarti_sim_bend(t, -40, base);
    pcarti_sim_bend(t, -5, base);
    pcarti_sim_bend(t, 10, base * fall < 72 ? 72 : base * fall);
    pcarti_sim_bend(t, 22, 80 + pcarti_rng_below(rng, 18));
    pcarti_sim_bend(t, 90, 96 + pcarti_rng_below(rng, 30));
    if (p->smn_day == PCARTI_SIM_NEVER)
        pcarti_sim_bend(t, 240, 112 + pcarti_rng_below(rng, 30));
    follow_marrow(t, p, 84, 118);
}

static void
plan_lymphocytes(pcarti_sim_curve *t, pcarti_sim_person *p)
{
    t->noise = 0.2;
    if (p->smn)
        pcarti_sim_bound(t, -PCARTI_SIM_LAST, -5, p->lymphocytes,
                         p->lymphocytes);
    pcarti_sim_bound(t, -PCARTI_SIM_LAST, PCARTI_SIM_LAST, 10, 12000);
    pcarti_sim_bend(t, -40, p->lymphocytes);
    pcarti_sim_bend(t, -5, p->lymphocytes);
    pcarti_sim_bend(t, 0, 45);
    pcarti_sim_bend(t, 5, 60);
    pcarti_sim_bend(t, 10, 500 + pcarti_rng_below(&p->rng, 700));
    pcarti_sim_bend(t, 21, 450);
    pcarti_sim_bend(t, 90, 600 + pcarti_rng_below(&p->rng, 500));
    follow_marrow(t, p, 800, 900);
}

static void
plan_inflammation(pcarti_sim_curve track[N_TRACK], pcarti_sim_person *p)
{
    static const double crp_peak[] = {180, 600, 1100, 1900, 2600};
    static const double ferritin_rise[] = {1.2, 1.8, 3, 6, 10};
    pcarti_sim_curve *t = &track[T_CRP];
    int base = p->marker.crp * 10;

    t->noise = 0.2;
    if (p->smn)
        pcarti_sim_bound(t, -PCARTI_SIM_LAST, -5, base, base);
    else
        pcarti_sim_bound(t, -PCARTI_SIM_LAST, -5, base < 300 ? 5 : 320,
                         base < 300 ? 280 : 2400);
    pcarti_sim_bound(t, -PCARTI_SIM_LAST, PCARTI_SIM_LAST, 3, 5500);
    pcarti_sim_bend(t, -40, base);
    pcarti_sim_bend(t, -5, base);
    pcarti_sim_bend(t, 0, base * 0.8);
    pcarti_sim_bend(t, p->crs_first + 2, crp_peak[p->crs]);
    pcarti_sim_bend(t, p->crs_last + 4, 150);
    pcarti_sim_bend(t, 24, 60);
    pcarti_sim_bend(t, 90, 35);

    t = &track[T_FERRITIN];
    base = p->marker.ferritin;
    t->noise = 0.08;
    if (p->smn)
        pcarti_sim_bound(t, -PCARTI_SIM_LAST, -5, base, base);
    else if (base < 650)
        pcarti_sim_bound(t, -PCARTI_SIM_LAST, -5, 30, 635);
    else if (base <= 2000)
        pcarti_sim_bound(t, -PCARTI_SIM_LAST, -5, 665, 1970);
    else
        pcarti_sim_bound(t, -PCARTI_SIM_LAST, -5, 2040, 20000);
    pcarti_sim_bound(t, -PCARTI_SIM_LAST, PCARTI_SIM_LAST, 15, 60000);
    pcarti_sim_bend(t, -40, base);
    pcarti_sim_bend(t, -5, base);
    pcarti_sim_bend(t, 10, base * ferritin_rise[p->crs]);
    pcarti_sim_bend(t, 40, base * 1.2);
    pcarti_sim_bend(t, 200, base * 0.6 + 50);

    t = &track[T_LDH];
    base = 170 + (int)(pcarti_rng_exponential(&p->rng) * 150);
    t->noise = 0.12;
    pcarti_sim_bound(t, -PCARTI_SIM_LAST, PCARTI_SIM_LAST, 100, 4000);
    pcarti_sim_bend(t, -40, base);
    pcarti_sim_bend(t, 4, base * 1.1);
    pcarti_sim_bend(t, 30, base > 330 ? 260 : base * 0.9);
    pcarti_sim_bend(t, 90, 215);
    if (p->relapse < PCARTI_SIM_NEVER) {
        pcarti_sim_bend(t, p->relapse - 20, 230);
        pcarti_sim_bend(t, p->relapse + 10, 520);
    }
}

/* Days that decide a grade are always measured: a count that moves is watched,
 * and a planned grade is not lost by chance. */
static int
is_needed(const pcarti_sim_person *p, int day)
{
    for (int i = 0; i < p->n_dip; i++)
        if (day == p->dip[i].first - 1 || day == p->dip[i].first ||
            day == p->dip[i].last || day == p->dip[i].last + 1)
            return 1;
    return day == -5 || day == p->smn_day ||
           (day == 90 && p->plt != PCARTI_SIM_PLT_UNSAMPLED);
}

/* Whether blood is drawn on a day up to 105. */
static int
is_drawn(const pcarti_sim_person *p, int day, double keep, pcarti_rng *rng)
{
    double often = 0.12;

    if (p->plt == PCARTI_SIM_PLT_UNSAMPLED && day >= 74)
        return 0;
    if (is_needed(p, day))
        return 1;
    if (day < -7)
        often = day == -16 ? 0.6 : 0;
    else if (day < -3)
        often = 0.4;
    else if (day <= p->hospital_last)
        often = 0.93;
    else if (day <= 31)
        often = p->early >= 3 ? 0.7 : 0.42;
    else if (p->n_dip && day <= p->dip[p->n_dip - 1].last + 7)
        often = 0.45;
    return pcarti_rng_uniform(rng) < often * keep;
}

/* The next visit after day 105. */
static int
next_visit(const pcarti_sim_person *p, int day, double keep, pcarti_rng *rng)
{
    int step = day < 365 ? pcarti_rng_between(rng, 22, 36)
                         : pcarti_rng_between(rng, 70, 110);
    int next;

    if (day >= p->graft - 8 && day <= p->graft + 35)
        step = pcarti_rng_between(rng, 1, 2);
    else if (day >= p->smn_day - 60 && day <= p->smn_day + 90)
        step = pcarti_rng_between(rng, 5, 12);
    next = day + (int)(step / keep);
    if (day < p->smn_day && next > p->smn_day)
        return p->smn_day;
    if (day < p->graft - 8 && next > p->graft - 8)
        return p->graft - 8;
    return next;
}

static void
draw_chemistry(pcarti_sim *sim, const pcarti_sim_draw *draw,
               pcarti_sim_person *p, pcarti_sim_curve track[N_TRACK], int day)
{
    pcarti_rng *rng = &p->rng;
    int is_inside = day >= -3 && day <= p->hospital_last;
    int is_unscored = p->score == PCARTI_SIM_UNSCORED && !p->smn;

    if (day == -5 || pcarti_rng_uniform(rng) < (is_inside ? 0.7 : 0.2))
        pcarti_sim_lab(sim, draw, PCARTI_SIM_CRP,
                       pcarti_sim_measure(&track[T_CRP], day, rng));
    if ((day == -5 || pcarti_rng_uniform(rng) < (is_inside ? 0.25 : 0.06)) &&
        !(is_unscored && day < 0))
        pcarti_sim_lab(sim, draw, PCARTI_SIM_FERRITIN,
                       pcarti_sim_measure(&track[T_FERRITIN], day, rng));
    if (day == -5 || pcarti_rng_uniform(rng) < 0.4)
        pcarti_sim_lab(sim, draw, PCARTI_SIM_LDH,
                       pcarti_sim_measure(&track[T_LDH], day, rng));
}

/* One sample.  Returns the platelets, and hemoglobin in *hb. */
static int
draw_counts(pcarti_sim *sim, const pcarti_sim_draw *draw, pcarti_sim_person *p,
            pcarti_sim_curve track[N_TRACK], int day, int *hb)
{
    pcarti_rng *rng = &p->rng;
    int anc = pcarti_sim_measure(&track[T_ANC], day, rng);
    int lymphocytes = pcarti_sim_measure(&track[T_LYMPHOCYTES], day, rng);
    int wbc = (anc + lymphocytes) * 10 / 9;
    int platelets = pcarti_sim_measure(&track[T_PLT], day, rng);

    *hb = pcarti_sim_measure(&track[T_HB], day, rng);
    /* So few cells are often not counted apart. */
    if (wbc >= 300 || pcarti_rng_uniform(rng) < 0.85 || is_needed(p, day)) {
        pcarti_sim_lab(sim, draw, PCARTI_SIM_ANC, anc);
        pcarti_sim_lab(sim, draw, PCARTI_SIM_WBC, wbc);
        pcarti_sim_lab(sim, draw, PCARTI_SIM_LYMPHOCYTES, lymphocytes);
    } else {
        pcarti_sim_lab(sim, draw, PCARTI_SIM_WBC, wbc);
    }
    pcarti_sim_lab(sim, draw, PCARTI_SIM_PLATELETS, platelets);
    pcarti_sim_lab(sim, draw, PCARTI_SIM_HEMOGLOBIN, *hb);
    return platelets;
}

int
pcarti_sim_blood(pcarti_sim *sim, pcarti_sim_person *p,
                 pcarti_sim_transfusion transfusion[PCARTI_SIM_MAX_TRANSFUSION])
{
    pcarti_sim_curve track[N_TRACK] = {0};
    pcarti_rng *rng = &p->rng;
    pcarti_sim_draw draw;
    int n = 0, day = -16, hb;

    plan_anc(&track[T_ANC], p);
    plan_lymphocytes(&track[T_LYMPHOCYTES], p);
    plan_platelets(&track[T_PLT], p);
    plan_hemoglobin(&track[T_HB], p);
    plan_inflammation(track, p);
    while (day <= p->end) {
        if (day > 105 || is_drawn(p, day, sim->keep, rng)) {
            int minute = 330 + (int)pcarti_rng_below(rng, 180);
            int platelets;

            pcarti_sim_draw_begin(&draw, p, day, minute);
            platelets = draw_counts(sim, &draw, p, track, day, &hb);
            draw_chemistry(sim, &draw, p, track, day);
            if (n + 2 <= PCARTI_SIM_MAX_TRANSFUSION && hb < 75 &&
                pcarti_rng_chance(rng, 0.7))
                transfusion[n++] = (pcarti_sim_transfusion){day, 0};
            if (n + 1 <= PCARTI_SIM_MAX_TRANSFUSION && platelets < 15000 &&
                pcarti_rng_chance(rng, 0.6))
                transfusion[n++] = (pcarti_sim_transfusion){day, 1};
            if (day >= 0 && day <= 20 && pcarti_rng_uniform(rng) < 0.04) {
                pcarti_sim_draw_begin(&draw, p, day,
                                      960 + (int)pcarti_rng_below(rng, 180));
                (void)draw_counts(sim, &draw, p, track, day, &hb);
            }
        }
        day = day < 105 ? day + 1 : next_visit(p, day, sim->keep, rng);
    }
    return n;
}
