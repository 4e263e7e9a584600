/* power.c -- power and sample size by simulation.  Layer: study. */
#include "postcart/power.h"

#include <math.h>

#include "core/rng.h"
#include "postcart/gray.h"
#include "postcart/mcnemar.h"
#include "postcart/proportion.h"
#include "postcart/rank.h"

enum { DEFAULT_SIMULATION = 2000, MAX_SIMULATION = 1000000, MAX_DEPTH = 20000 };

/* One simulated study. */
typedef struct trial {
    const pcart_power_design *design;
    size_t n;
    pcart_arena *arena; /* cleared after each */
    pcart_err *err;
    double *time, *value;
    int *status, *group;
} trial;

/* Natural logarithm by the portable function of the generator. */
static double
natural_log(double x)
{
    static const double ln2 = 0.69314718055994530942;

    return pcarti_log2(x) * ln2;
}

/* Everybody draws from a stream of his own, so that a larger study holds the
 * smaller one. */
static pcarti_rng
draw_of(const trial *t, uint32_t round, size_t subject)
{
    pcarti_rng rng;

    pcarti_rng_init(&rng, t->design->seed ? t->design->seed : 1, round,
                    (uint64_t)subject);
    return rng;
}

/* --- two groups with competing events ---------------------------------- */

static void
draw_incidence(const trial *t, uint32_t round, size_t i)
{
    const pcart_power_design *d = t->design;
    pcarti_rng rng = draw_of(t, round, i);
    double share = d->share > 0 ? d->share : 0.5;
    double u = pcarti_rng_uniform(&rng);
    int group = u >= share;
    double event = group ? d->second : d->first, both = event + d->competing;
    double censor = d->follow_least + pcarti_rng_uniform(&rng) *
                                          (d->follow_most - d->follow_least);
    double wait = pcarti_rng_exponential(&rng);

    t->group[i] = group;
    t->time[i] = censor;
    t->status[i] = 0;
    if (both <= 0)
        return;
    /* Constant hazards whose incidences at the horizon are those wanted. */
    wait *= d->horizon / -natural_log(1 - both);
    if (wait <= censor) {
        t->time[i] = wait;
        t->status[i] = pcarti_rng_chance(&rng, event / both) ? 1 : 2;
    }
}

static pcart_status
test_incidence(trial *t, uint32_t round, double *p)
{
    pcart_followup data = {.n = t->n,
                           .time = t->time,
                           .status = t->status,
                           .group = t->group,
                           .n_group = 2,
                           .ties = PCART_TIES_EXACT};
    pcart_gray gray;
    pcart_status status;

    for (size_t i = 0; i < t->n; i++)
        draw_incidence(t, round, i);
    status = pcart_gray_test(&data, NULL, t->arena, &gray, t->err);
    *p = !status && gray.test.is_evaluable ? gray.test.p_value : 1;
    return status == PCART_E_DEGENERATE ? PCART_OK : status;
}

/* --- pairs ------------------------------------------------------------- */

static double
draw_share(pcarti_rng *rng, int depth, double fraction)
{
    int n = 0;

    for (int k = 0; k < depth; k++)
        n += pcarti_rng_chance(rng, fraction);
    return (double)n / depth;
}

static pcart_status
test_clone(trial *t, uint32_t round, double *p)
{
    const pcart_power_design *d = t->design;
    int depth = (int)d->depth;
    pcart_rank_options options = {.p = t->n <= 200 ? PCART_RANK_EXACT
                                                   : PCART_RANK_NORMAL};
    pcart_values values = {t->value, t->n};
    pcart_test test;
    pcart_status status;

    for (size_t i = 0; i < t->n; i++) {
        pcarti_rng rng = draw_of(t, round, i);
        double fold = pcarti_exp2(pcarti_log2(d->fold) +
                                  d->fold_sd * pcarti_rng_normal(&rng));
        double before = draw_share(&rng, depth, d->fraction);

        t->value[i] =
            draw_share(&rng, depth, fmin(1, d->fraction * fold)) - before;
    }
    status = pcart_signedrank_test(values, &options, t->arena, &test, t->err);
    *p = !status && test.is_evaluable ? test.p_value : 1;
    return status;
}

static pcart_status
test_paired(trial *t, uint32_t round, double *p)
{
    int b = 0, c = 0;
    pcart_test test;
    pcart_status status;

    for (size_t i = 0; i < t->n; i++) {
        pcarti_rng rng = draw_of(t, round, i);
        double u = pcarti_rng_uniform(&rng);

        c += u < t->design->gain;
        b += u >= t->design->gain && u < t->design->gain + t->design->loss;
    }
    status = pcart_mcnemar_test(b, c, PCART_MCNEMAR_EXACT, &test, t->err);
    *p = !status && test.is_evaluable ? test.p_value : 1;
    return status;
}

/* --- designs ----------------------------------------------------------- */

static const struct {
    const char *method;
    pcart_status (*test)(trial *t, uint32_t round, double *p);
} kind[] = {
    [PCART_POWER_INCIDENCE] = {"Gray's test of two groups", test_incidence},
    [PCART_POWER_CLONE] = {"signed-rank test of allele fractions", test_clone},
    [PCART_POWER_PAIRED] = {"McNemar's exact test", test_paired}};

static int
is_share(double p)
{
    return p >= 0 && p <= 1;
}

static pcart_status
check(const pcart_power_design *d, pcart_err *err)
{
    const char *fault = NULL;

    if (!(d->alpha >= 0 && d->alpha < 1))
        fault = "alpha lies between 0 and 1";
    else if (d->n_simulation > MAX_SIMULATION)
        fault = "more than 1,000,000 simulations";
    else if (d->kind == PCART_POWER_INCIDENCE &&
             !(is_share(d->first) && is_share(d->second) &&
               is_share(d->competing) && d->first + d->competing < 1 &&
               d->second + d->competing < 1 && d->horizon > 0 &&
               d->follow_least >= 0 && d->follow_most > 0 &&
               d->follow_least <= d->follow_most && isfinite(d->follow_most) &&
               isfinite(d->horizon) && d->share >= 0 && d->share < 1))
        fault = "incidences add up to less than 1 at a horizon above 0, and "
                "follow-up ends between two times";
    else if (d->kind == PCART_POWER_CLONE &&
             !(d->fraction > 0 && d->fraction <= 1 && d->fold >= 1e-6 &&
               d->fold <= 1e6 && d->fold_sd >= 0 && d->fold_sd <= 20 &&
               d->depth >= 1 && d->depth <= MAX_DEPTH))
        fault = "a clone has a fraction up to 1, a growth between 1e-6 and "
                "1e6, and 1 to 20,000 reads";
    else if (d->kind == PCART_POWER_PAIRED &&
             !(is_share(d->gain) && is_share(d->loss) &&
               d->gain + d->loss <= 1))
        fault = "gain and loss are shares of the pairs";
    return fault ? pcart_err_set(err, PCART_E_RANGE, "%s", fault) : PCART_OK;
}

pcart_status
pcart_power_of(const pcart_power_design *design, size_t n, pcart_arena *arena,
               pcart_power *out, pcart_err *err)
{
    double alpha = design->alpha > 0 ? design->alpha : 0.05;
    pcart_arena scratch = {0};
    trial t = {.design = design, .n = n, .arena = &scratch, .err = err};
    pcart_power made = {.n = n,
                        .n_simulation = design->n_simulation
                                            ? design->n_simulation
                                            : DEFAULT_SIMULATION};
    pcart_estimate share;
    pcart_status status = check(design, err);

    if (!status && (n < 1 || n > PCART_POWER_MAX))
        status =
            pcart_err_set(err, PCART_E_RANGE,
                          "1 to %d subjects can be simulated", PCART_POWER_MAX);
    if (status)
        return status;
    pcart_arena_init(&scratch, &arena->alloc);
    t.time = pcart_arena_take(arena, n, sizeof *t.time);
    t.value = pcart_arena_take(arena, n, sizeof *t.value);
    t.status = pcart_arena_take(arena, n, sizeof *t.status);
    t.group = pcart_arena_take(arena, n, sizeof *t.group);
    if (!t.time || !t.value || !t.status || !t.group)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (uint32_t k = 0; k < made.n_simulation && !status; k++) {
        double p = 1;

        status = kind[design->kind].test(&t, k, &p);
        made.n_rejected += p < alpha;
        pcart_arena_clear(&scratch);
    }
    pcart_arena_release(&scratch);
    if (!status)
        status = pcart_proportion((int)made.n_rejected, (int)made.n_simulation,
                                  PCART_CLOPPER_PEARSON, 0, &share, err);
    if (status)
        return status;
    made.method = kind[design->kind].method;
    made.power = share.estimate;
    made.low = share.low;
    made.high = share.high;
    *out = made;
    return PCART_OK;
}

pcart_status
pcart_power_find(const pcart_power_design *design, double wanted,
                 pcart_arena *arena, pcart_power *out, pcart_err *err)
{
    size_t low = 1, high = 8;
    pcart_power made = {0};
    pcart_status status;

    if (!(wanted > 0 && wanted < 1))
        return pcart_err_set(err, PCART_E_RANGE,
                             "the wanted power lies between 0 and 1");
    for (;;) {
        status = pcart_power_of(design, high, arena, &made, err);
        if (status)
            return status;
        if (made.power >= wanted)
            break;
        if (high == PCART_POWER_MAX)
            return pcart_err_set(err, PCART_E_DEGENERATE,
                                 "%d subjects are not enough", PCART_POWER_MAX);
        low = high;
        high = 2 * high < PCART_POWER_MAX ? 2 * high : PCART_POWER_MAX;
    }
    *out = made;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        status = pcart_power_of(design, middle, arena, &made, err);
        if (status)
            return status;
        if (made.power >= wanted) {
            high = middle;
            *out = made;
        } else {
            low = middle;
        }
    }
    return PCART_OK;
}
