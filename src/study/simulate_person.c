/*
 * simulate_person.c -- who a synthetic patient is and what happens to them.
 * Layer: study.
 */
#include "study/simulate_person.h"

#include <string.h>

/* Streams of the generator. */
enum { STREAM_BLOCK = 1, STREAM_PERSON = 2 };

static const double days_per_month = 30.4375;

static void
make_block(pcarti_sim_block *block, uint64_t seed, uint64_t number)
{
    pcarti_rng rng;

    if (block->is_made && block->number == number)
        return;
    pcarti_rng_init(&rng, seed, STREAM_BLOCK, number);
    pcarti_rng_shuffle(&rng, block->slot, PCARTI_SIM_BLOCK);
    pcarti_rng_shuffle(&rng, block->centre, PCARTI_SIM_BLOCK);
    pcarti_rng_shuffle(&rng, block->disease, PCARTI_SIM_OTHER);
    pcarti_rng_shuffle(&rng, block->follow, PCARTI_SIM_OTHER);
    pcarti_rng_shuffle(&rng, block->crs, PCARTI_SIM_OTHER);
    pcarti_rng_shuffle(&rng, block->icans, PCARTI_SIM_OTHER);
    pcarti_rng_shuffle(&rng, block->outcome, PCARTI_SIM_OTHER);
    block->number = number;
    block->is_made = 1;
}

/* In which part of a row of sizes a place lies. */
static int
find_part(const uint16_t *size, int n, int place)
{
    for (int i = 0; i < n - 1; i++) {
        if (place < size[i])
            return i;
        place -= size[i];
    }
    return n - 1;
}

static void
set_disease(pcarti_sim_person *p, int place)
{
    const pcarti_sim_disease *d = pcarti_sim_diseases;
    int age;

    for (size_t i = 1; i < pcarti_sim_n_diseases && place >= d->n; i++) {
        place -= d->n;
        d++;
    }
    p->diagnosis = d->diagnosis;
    p->diagnosis_detail = d->detail;
    p->product = d->product;
    p->has_asct = place < d->asct;
    if (pcarti_rng_chance(&p->rng, 0.5)) // the median parts the ages in halves
        age = pcarti_rng_between(&p->rng, d->age_first, d->age_median);
    else
        age = pcarti_rng_between(&p->rng, d->age_median, d->age_last);
    p->birth_year = age; // until the date of infusion is known
    p->is_male = pcarti_rng_chance(&p->rng, 0.62);
    p->lines = 2 + (int)(pcarti_rng_exponential(&p->rng) * 1.1);
    if (p->lines > 8)
        p->lines = 8;
}

/* A margin within its stratum: late neutropenia and low platelets overlap by
 * half; those who die early or are not sampled come from the other end. */
static void
set_stratum(pcarti_sim_person *p, int place)
{
    const pcarti_sim_stratum *s = pcarti_sim_strata;
    int low;

    for (size_t i = 1; i < pcarti_sim_n_strata && place >= s->n; i++) {
        place -= s->n;
        s++;
    }
    low = s->late / 2;
    p->score = s->score;
    p->early = s->early;
    p->is_late = place < s->late;
    if (place >= s->n - s->plt_dead)
        p->plt = PCARTI_SIM_PLT_DEAD;
    else if (place >= s->n - s->plt_dead - s->plt_unsampled)
        p->plt = PCARTI_SIM_PLT_UNSAMPLED;
    else if (place >= low && place < low + s->plt_low)
        p->plt = PCARTI_SIM_PLT_LOW;
    else
        p->plt = PCARTI_SIM_PLT_FAIR;
}

/* Days from infusion to data cut-off; share is the place among all, 0 to 1. */
static int
follow_up(double share)
{
    const pcarti_sim_follow *f = pcarti_sim_follow_up;

    while (share >= f[1].share && f[1].share < 1.0)
        f++;
    return (int)((f->months + (share - f->share) * (f[1].months - f->months) /
                                  (f[1].share - f->share)) *
                 days_per_month);
}

/* The first low stretch, as long as the early grade asks. */
static void
set_first_dip(pcarti_sim_person *p)
{
    pcarti_rng *rng = &p->rng;
    pcarti_sim_dip *dip = &p->dip[0];
    int is_deep = 0;

    dip->first = p->early == 4 ? pcarti_rng_between(rng, 1, 3)
                               : pcarti_rng_between(rng, 2, 6);
    switch (p->early) {
    case 1:
        dip->last = dip->first + pcarti_rng_between(rng, 1, 4);
        break;
    case 2:
        dip->last = dip->first + pcarti_rng_between(rng, 7, 11);
        break;
    case 3:
        dip->last = dip->first + pcarti_rng_between(rng, 15, 20);
        is_deep = pcarti_rng_chance(rng, 0.3);
        break;
    default:
        dip->last = p->is_late ? pcarti_rng_between(rng, 34, 58) : 30;
        is_deep = pcarti_rng_chance(rng, 0.4);
        break;
    }
    dip->deep_first = dip->first + 2;
    dip->deep_last = dip->deep_first - 1;
    if (is_deep)
        dip->deep_last += p->early == 4 ? pcarti_rng_between(rng, 16, 19)
                                        : pcarti_rng_between(rng, 8, 10);
    p->n_dip = 1;
}

/* A second one: late, when the plan asks for late neutropenia, or shortly
 * after day 21 in some of the others (intermittent recovery). */
static void
set_second_dip(pcarti_sim_person *p)
{
    pcarti_rng *rng = &p->rng;
    pcarti_sim_dip *dip = &p->dip[p->n_dip];
    int from = p->n_dip ? p->dip[0].last + 6 : 16;

    if (p->is_late && from < 37) {
        dip->first = (from > 32 ? from : 32) + pcarti_rng_between(rng, 0, 12);
        dip->last = dip->first + pcarti_rng_between(rng, 3, 14);
    } else if (!p->is_late && from <= 21 && p->n_dip && p->early < 3 &&
               pcarti_rng_chance(rng, 0.3)) {
        dip->first = pcarti_rng_between(rng, 22, 24);
        dip->last = dip->first + pcarti_rng_between(rng, 1, 2);
    } else {
        return;
    }
    dip->deep_first = dip->first + 1;
    dip->deep_last = dip->first;
    if (dip->last - dip->first > 4 && pcarti_rng_chance(rng, 0.25))
        dip->deep_last = dip->last - 2;
    p->n_dip++;
}

static void
set_dips(pcarti_sim_person *p)
{
    if (p->early > 0)
        set_first_dip(p);
    set_second_dip(p);
}

/* Death, relapse and further treatment of a patient without SMN. */
static void
set_outcome(pcarti_sim_person *p, int place)
{
    pcarti_rng *rng = &p->rng;
    int counts_end = p->n_dip ? p->dip[p->n_dip - 1].last : 10;
    int is_relapsed = place < pcarti_sim_relapsed;

    p->death = p->relapse = p->next_therapy = PCARTI_SIM_NEVER;
    if (p->plt == PCARTI_SIM_PLT_DEAD) {
        int first = counts_end + 3 > 36 ? counts_end + 3 : 36;

        p->death = pcarti_rng_between(rng, first, 75);
        is_relapsed = pcarti_rng_chance(rng, 0.65);
        if (is_relapsed)
            p->relapse = pcarti_rng_between(
                rng, counts_end > 24 ? counts_end + 1 : 24, p->death - 2);
        p->cause = is_relapsed ? "lymphoma" : "infection";
    } else if (is_relapsed) {
        double months = 4.2 * pcarti_exp2(1.3 * pcarti_rng_normal(rng));

        p->relapse = (int)(months * days_per_month);
        if (p->relapse < counts_end + 16 || p->relapse < 46)
            p->relapse = (counts_end > 30 ? counts_end : 30) +
                         pcarti_rng_between(rng, 16, 60);
        p->death = p->relapse + 20 +
                   (int)(pcarti_rng_exponential(rng) * 14 * days_per_month);
        p->cause = pcarti_rng_chance(rng, 0.9) ? "lymphoma" : "infection";
        if (p->death < 106)
            p->death = 106 + pcarti_rng_between(rng, 0, 40);
    } else if (place < pcarti_sim_relapsed + pcarti_sim_dead_without) {
        p->death =
            106 + (int)(pcarti_rng_exponential(rng) * 11 * days_per_month);
        p->cause = pcarti_rng_chance(rng, 0.7) ? "infection" : "other cancer";
    }
    if (p->relapse < PCARTI_SIM_NEVER && pcarti_rng_chance(rng, 0.65))
        p->next_therapy = p->relapse + pcarti_rng_between(rng, 8, 45);
    if (p->next_therapy >= p->death)
        p->next_therapy = PCARTI_SIM_NEVER;
    if (p->next_therapy < 300 && p->birth_year < 66 &&
        pcarti_rng_chance(rng, 0.12))
        p->graft = p->next_therapy + pcarti_rng_between(rng, 50, 110);
}

static void
set_toxicity(pcarti_sim_person *p, int crs, int icans)
{
    pcarti_rng *rng = &p->rng;

    p->crs = crs;
    p->icans = icans;
    p->crs_first = pcarti_rng_between(rng, 1, 4);
    p->crs_last = p->crs_first + 2 + crs + pcarti_rng_between(rng, 0, 3);
    p->icans_first = p->crs_first + pcarti_rng_between(rng, 2, 4);
    p->icans_last = p->icans_first + icans + pcarti_rng_between(rng, 1, 5);
    p->hospital_last = 12 + pcarti_rng_between(rng, 0, 6);
    if (p->early >= 3)
        p->hospital_last += pcarti_rng_between(rng, 3, 10);
    if (p->icans_last > p->hospital_last)
        p->hospital_last = p->icans_last + 1;
}

static int
plan_smn(pcarti_sim_person *p, int place)
{
    const pcarti_sim_case *c = &pcarti_sim_cases[place];

    p->smn = c;
    p->diagnosis = c->diagnosis;
    p->diagnosis_detail = "";
    for (size_t i = 0; i < pcarti_sim_n_diseases; i++)
        if (strcmp(pcarti_sim_diseases[i].diagnosis, c->diagnosis) == 0)
            p->diagnosis_detail = pcarti_sim_diseases[i].detail;
    p->product = c->product;
    p->has_asct = c->has_asct;
    p->birth_year = c->age;
    p->is_male = c->is_male;
    p->lines = c->lines;
    p->early = c->early;
    p->is_late = c->is_late;
    p->plt = c->is_plt_low ? PCARTI_SIM_PLT_LOW : PCARTI_SIM_PLT_FAIR;
    set_dips(p);
    p->cause = c->cause;
    p->smn_day = c->smn_day;
    p->death = c->death ? c->smn_day + c->death : PCARTI_SIM_NEVER;
    p->graft = c->graft ? c->smn_day + c->graft : PCARTI_SIM_NEVER;
    p->smn_relapse = c->relapse ? c->smn_day + c->relapse : PCARTI_SIM_NEVER;
    p->relapse = c->lymphoma_relapse ? c->lymphoma_relapse : PCARTI_SIM_NEVER;
    p->next_therapy = PCARTI_SIM_NEVER;
    set_toxicity(p, c->crs, c->icans);
    return c->follow;
}

/* Returns the days to data cut-off; the last day seen goes to *seen. */
static int
plan_other(const pcarti_sim_block *block, pcarti_sim_person *p, int place,
           int *seen)
{
    double share =
        (block->follow[place] + pcarti_rng_uniform(&p->rng)) / PCARTI_SIM_OTHER;
    int follow = follow_up(share);

    p->smn_day = p->graft = p->smn_relapse = PCARTI_SIM_NEVER;
    set_disease(p, block->disease[place]);
    set_stratum(p, place);
    set_dips(p);
    set_outcome(p, block->outcome[place]);
    set_toxicity(p, find_part(pcarti_sim_crs_size, 5, block->crs[place]),
                 find_part(pcarti_sim_icans_size, 5, block->icans[place]));
    if (pcarti_rng_chance(&p->rng, 0.02) && follow > 400)
        *seen = pcarti_rng_between(&p->rng, 400, follow); // lost
    else
        *seen = follow - pcarti_rng_between(&p->rng, 0, 20);
    return follow;
}

/* Nothing happens after the last day. */
static void
close_course(pcarti_sim_person *p, int follow)
{
    int *const day[] = {&p->relapse, &p->next_therapy, &p->smn_day,
                        &p->graft,   &p->smn_relapse,  &p->boost};

    if (p->death > follow)
        p->death = PCARTI_SIM_NEVER;
    p->end = p->death < PCARTI_SIM_NEVER ? p->death : follow;
    for (size_t i = 0; i < PCART_COUNTOF(day); i++)
        if (*day[i] > p->end - 1)
            *day[i] = PCARTI_SIM_NEVER;
}

static void
write_id(pcarti_sim_person *p, int width, uint32_t number)
{
    memcpy(p->id, "SYN-", 4);
    for (int i = width - 1; i >= 0; i--) {
        p->id[4 + i] = (char)('0' + number % 10);
        number /= 10;
    }
    p->id[4 + width] = '\0';
}

void
pcarti_sim_plan(pcarti_sim *sim, uint32_t index, pcarti_sim_person *p)
{
    uint32_t at = index % PCARTI_SIM_BLOCK;
    int place, follow, seen, year, month, day;

    make_block(&sim->block, sim->seed, index / PCARTI_SIM_BLOCK);
    *p = (pcarti_sim_person){.cause = "", .boost = PCARTI_SIM_NEVER};
    write_id(p, sim->id_width, index + 1);
    pcarti_rng_init(&p->rng, sim->seed, STREAM_PERSON, index);
    p->centre = find_part(pcarti_sim_centre_size, PCARTI_SIM_CENTRE,
                          sim->block.centre[at]);
    place = sim->block.slot[at];
    if (place < PCARTI_SIM_SMN)
        follow = seen = plan_smn(p, place);
    else
        follow = plan_other(&sim->block, p, place - PCARTI_SIM_SMN, &seen);
    if (p->has_asct && p->is_late && p->early == 4 && p->n_dip == 1)
        p->boost = p->dip[0].last - 7;
    close_course(p, seen);
    p->day0 = pcart_date_from_civil(2024, 11, 30) - follow;
    pcart_date_to_civil(p->day0, &year, &month, &day);
    p->birth_year = year - p->birth_year;
    pcarti_sim_mark(p);
}
