/*
 * chain.c -- hidden Markov chain of the log odds of a clone's cells: constant
 * growth within a period, noise of birth and death, fragments as counted.
 * Layer: clone.
 *
 * Periods share one point only, the log odds at an infusion, so each rate is
 * summed over by itself: the messages at the infusions hold all that the other
 * periods say.
 */
#include "clone/chain.h"

#include <math.h>
#include <string.h>

#include <Rmath.h>

#include "clone/chance.h"
#include "clone/likelihood.h"
#include "postcart/clone_rules.h"

/* Lowest and highest cell fraction of the grid; widest noise of one step. */
static const double cell_low = 1e-7, cell_high = 0.999, noise_max = 4;

/* Rates are scale * sinh(u), u equally spaced: fine near 0, coarse far off. */
static const double rate_scale = 0.1, rate_max = 15;

/* Gauss-Hermite quadrature of the normal distribution. */
enum { N_POINT = 7 };
static const double point[N_POINT] = {
    -3.750439717725742, -2.366759410734541, -1.154405394739968, 0,
    1.154405394739968,  2.366759410734541,  3.750439717725742};
static const double weight[N_POINT] = {
    0.000548268855972, 0.030757123967586, 0.240123178605013, 0.457142857142857,
    0.240123178605013, 0.030757123967586, 0.000548268855972};

static double
step(void)
{
    return (pcarti_logit(cell_high) - pcarti_logit(cell_low)) /
           (PCARTI_CHAIN_N - 1);
}

double
pcarti_chain_odds(int i)
{
    return pcarti_logit(cell_low) + i * step();
}

double
pcarti_chain_vaf(const pcarti_chain *chain, int i)
{
    return pcarti_expit(pcarti_chain_odds(i)) / chain->copies;
}

static void
message_flat(pcarti_message *m)
{
    for (int i = 0; i < PCARTI_CHAIN_N; i++)
        m->weight[i] = 1.0 / PCARTI_CHAIN_N;
    m->scale = 0;
}

/* Keep the weights near 1, so that long chains do not underflow. */
static void
message_rescale(pcarti_message *m)
{
    double sum = 0;

    for (int i = 0; i < PCARTI_CHAIN_N; i++)
        sum += m->weight[i];
    if (!(sum > 0)) {
        m->scale = -INFINITY;
        return;
    }
    for (int i = 0; i < PCARTI_CHAIN_N; i++)
        m->weight[i] /= sum;
    m->scale += log(sum);
}

static void
message_observe(pcarti_message *m, const double *emission)
{
    if (!emission)
        return;
    for (int i = 0; i < PCARTI_CHAIN_N; i++)
        m->weight[i] *= emission[i];
    message_rescale(m);
}

/* a = a + exp(log_factor) b. */
static void
message_add(pcarti_message *a, const pcarti_message *b, double log_factor)
{
    double scale = b->scale + log_factor, top, fa, fb;

    if (scale == -INFINITY)
        return;
    top = a->scale > scale ? a->scale : scale;
    fa = a->scale == -INFINITY ? 0 : exp(a->scale - top);
    fb = exp(scale - top);
    for (int i = 0; i < PCARTI_CHAIN_N; i++)
        a->weight[i] = a->weight[i] * fa + b->weight[i] * fb;
    a->scale = top;
}

/*
 * One step of time.  Backward a message is read off at the places where the
 * log odds may go; forward its weights are put there: the same operator, and
 * its transpose.
 */
static void
message_move(pcarti_message *m, double shift, const double *sd, int is_backward)
{
    double out[PCARTI_CHAIN_N] = {0}, h = step();

    for (int i = 0; i < PCARTI_CHAIN_N; i++) {
        if (!is_backward && m->weight[i] < 1e-300)
            continue;
        for (int q = 0; q < N_POINT; q++) {
            double to = i + (shift + sd[i] * point[q]) / h, part;
            int k;

            to = to < 0 ? 0 : to > PCARTI_CHAIN_N - 1 ? PCARTI_CHAIN_N - 1 : to;
            k = to < PCARTI_CHAIN_N - 1 ? (int)to : PCARTI_CHAIN_N - 2;
            part = to - k;
            if (is_backward) {
                out[i] += weight[q] *
                          (m->weight[k] * (1 - part) + m->weight[k + 1] * part);
            } else {
                out[k] += m->weight[i] * weight[q] * (1 - part);
                out[k + 1] += m->weight[i] * weight[q] * part;
            }
        }
    }
    memcpy(m->weight, out, sizeof out);
    message_rescale(m);
}

/* Growth at a rate, with the noise of birth and death: the fewer the cells, the
 * more of it. */
static void
message_grow(pcarti_message *m, const pcarti_chain_period *p, double rate,
             double years, int is_backward)
{
    double sd[PCARTI_CHAIN_N], spread;

    if (!(years > 0) || m->scale == -INFINITY)
        return;
    spread = fabs(rate * years) < 1e-6 ? years : -expm1(-rate * years) / rate;
    spread *= 2 * pcart_clone_value(PCART_CS_DIVISION);
    for (int i = 0; i < PCARTI_CHAIN_N; i++) {
        double cells = p->n_eff * p->cell[i],
               v = spread / (cells > 1 ? cells : 1);

        sd[i] = sqrt(v < noise_max ? v : noise_max);
    }
    message_move(m, rate * years, sd, is_backward);
}

static void
message_jump(pcarti_message *m, double jump_sd, int is_backward)
{
    double sd[PCARTI_CHAIN_N];

    if (!(jump_sd > 0) || m->scale == -INFINITY)
        return;
    for (int i = 0; i < PCARTI_CHAIN_N; i++)
        sd[i] = jump_sd;
    message_move(m, 0, sd, is_backward);
}

/* From the begin of a period through its nodes; `upto` is the node at which
 * to stop, before its observation, or SIZE_MAX for the end of the period. */
static void
pass_forward(const pcarti_chain *chain, const pcarti_chain_period *p,
             double rate, size_t upto, pcarti_message *m)
{
    int is_begun = p->is_begun;
    double now = p->begin;

    *m = p->before;
    for (size_t k = p->first; k < p->first + p->n; k++) {
        const pcarti_chain_node *node = &chain->node[k];

        if (is_begun)
            message_grow(m, p, rate, node->year - now, 0);
        is_begun = 1;
        now = node->year;
        if (k == upto)
            return;
        message_observe(m, node->emission);
    }
    if (is_begun && isfinite(p->end))
        message_grow(m, p, rate, p->end - now, 0);
}

/* From the end of a period back; with the observation of the last node. */
static void
pass_backward(const pcarti_chain *chain, const pcarti_chain_period *p,
              double rate, size_t downto, pcarti_message *m)
{
    double now = p->end;

    if (p + 1 < chain->period + chain->n_period) {
        *m = p[1].after;
        message_jump(m, chain->jump_sd, 1);
    } else {
        message_flat(m);
    }
    for (size_t k = p->first + p->n; k-- > p->first;) {
        const pcarti_chain_node *node = &chain->node[k];

        if (isfinite(now))
            message_grow(m, p, rate, now - node->year, 1);
        message_observe(m, node->emission);
        now = node->year;
        if (k == downto)
            return;
    }
    if (isfinite(now) && isfinite(p->begin))
        message_grow(m, p, rate, now - p->begin, 1);
}

/* A message summed over the rates of a period. */
static void
sum_rates(const pcarti_chain_period *p, const pcarti_message *per_rate,
          pcarti_message *out)
{
    memset(out, 0, sizeof *out);
    out->scale = -INFINITY;
    for (int r = 0; r < PCARTI_CHAIN_RATE; r++)
        message_add(out, &per_rate[r], p->prior[r]);
    message_rescale(out);
}

static void
pass_messages(pcarti_chain *chain)
{
    for (size_t p = 0; p < chain->n_period; p++) {
        pcarti_chain_period *period = &chain->period[p];

        if (p == 0) {
            message_flat(&period->before);
        } else {
            sum_rates(period - 1, period[-1].forward, &period->before);
            message_jump(&period->before, chain->jump_sd, 0);
        }
        for (int r = 0; r < PCARTI_CHAIN_RATE; r++)
            pass_forward(chain, period, chain->rate[r], SIZE_MAX,
                         &period->forward[r]);
    }
    for (size_t p = chain->n_period; p-- > 0;) {
        pcarti_chain_period *period = &chain->period[p];

        for (int r = 0; r < PCARTI_CHAIN_RATE; r++)
            pass_backward(chain, period, chain->rate[r], SIZE_MAX,
                          &period->backward[r]);
        sum_rates(period, period->backward, &period->after);
    }
}

/* Log prior of each rate, with the width of its step; sums to 1. */
static void
set_prior(pcarti_chain *chain, size_t p, const pcart_growth_options *options,
          double ageing)
{
    int is_ageing =
        p == 0 ? options->is_ageing_before : options->is_ageing_after;
    double *prior = chain->period[p].prior, sum = -INFINITY;

    for (int i = 0; i < PCARTI_CHAIN_RATE; i++) {
        double r = chain->rate[i], scale;

        if (is_ageing) {
            scale = pcart_clone_value(PCART_CS_AGEING_SCALE);
            prior[i] = dt((r - ageing) / scale, 4, 1) - log(scale);
        } else if (p == 0) {
            prior[i] = dnorm4(r, 0, pcart_clone_value(PCART_CS_RATE_SD), 1);
        } else {
            scale = pcart_clone_value(PCART_CS_CHANGE_SCALE);
            prior[i] = dt(r / scale, 4, 1) - log(scale);
        }
        prior[i] += log(chain->width[i]);
        sum = pcarti_log_add(sum, prior[i]);
    }
    for (int i = 0; i < PCARTI_CHAIN_RATE; i++)
        prior[i] -= sum;
}

static void
set_rates(pcarti_chain *chain)
{
    double end = asinh(rate_max / rate_scale);

    for (int i = 0; i < PCARTI_CHAIN_RATE; i++)
        chain->rate[i] =
            rate_scale * sinh(end * (2.0 * i / (PCARTI_CHAIN_RATE - 1) - 1));
    for (int i = 0; i < PCARTI_CHAIN_RATE; i++) {
        int a = i > 0 ? i - 1 : i, b = i < PCARTI_CHAIN_RATE - 1 ? i + 1 : i;

        chain->width[i] = (chain->rate[b] - chain->rate[a]) / (b - a) *
                          (b - a == 2 ? 1 : 0.5);
    }
}

/* Likelihood of one count at every point, its maximum 1. */
static double *
emission_of(const pcarti_chain *chain, const pcart_presence_count *count,
            pcart_arena *arena)
{
    double *e = pcart_arena_take(arena, PCARTI_CHAIN_N, sizeof *e);
    double top = -INFINITY;
    pcart_presence_count mild = pcarti_count_mild(count);
    pcarti_mix mix;

    if (!e)
        return NULL;
    pcarti_mix_init(&mix, &mild, (int)count->alt, 0);
    for (int i = 0; i < PCARTI_CHAIN_N; i++) {
        e[i] = pcarti_mix_log(&mix, 1, pcarti_chain_vaf(chain, i));
        top = e[i] > top ? e[i] : top;
    }
    for (int i = 0; i < PCARTI_CHAIN_N; i++)
        e[i] = exp(e[i] - top);
    return e;
}

static pcart_status
make_nodes(const pcart_growth_input *input, double probe, pcart_arena *arena,
           pcarti_chain *chain, pcart_err *err)
{
    int is_probed = isnan(probe);

    chain->node =
        pcart_arena_take(arena, input->n_sample + 1, sizeof *chain->node);
    if (!chain->node)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i <= input->n_sample; i++) {
        const pcart_growth_sample *s = &input->sample[i];
        pcarti_chain_node *node;

        if (!is_probed && (i == input->n_sample || s->year > probe)) {
            node = &chain->node[chain->n_node++];
            node->year = probe;
            is_probed = 1;
        }
        if (i == input->n_sample || s->count.depth == 0)
            continue;
        node = &chain->node[chain->n_node++];
        node->year = s->year;
        node->emission = emission_of(chain, &s->count, arena);
        if (!node->emission)
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    }
    return PCART_OK;
}

static pcart_status
make_periods(const pcart_growth_input *input,
             const pcart_growth_options *options, pcart_arena *arena,
             pcarti_chain *chain, pcart_err *err)
{
    double ageing = pcart_ageing_find(input->gene ? input->gene : "")->rate;
    size_t at = 0;

    chain->n_period = input->n_infusion + 1;
    chain->period =
        pcart_arena_take(arena, chain->n_period, sizeof *chain->period);
    if (!chain->period)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t p = 0; p < chain->n_period; p++) {
        pcarti_chain_period *period = &chain->period[p];

        period->begin = p == 0 ? -INFINITY : input->infusion[p - 1];
        period->end = p < input->n_infusion ? input->infusion[p] : INFINITY;
        period->cell = chain->cell;
        period->is_begun = at > 0;
        period->first = at;
        /* a sample of the day of infusion was taken before it */
        while (at < chain->n_node && chain->node[at].year <= period->end)
            at++;
        period->n = at - period->first;
        period->n_eff = options->n_eff > 0 ? options->n_eff
                                           : pcart_clone_value(PCART_CS_N_EFF);
        if (p > 0 && options->n_eff_after > 0)
            period->n_eff = options->n_eff_after;
        set_prior(chain, p, options, ageing);
        period->forward =
            pcart_arena_take(arena, PCARTI_CHAIN_RATE, sizeof *period->forward);
        period->backward = pcart_arena_take(arena, PCARTI_CHAIN_RATE,
                                            sizeof *period->backward);
        if (!period->forward || !period->backward)
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    }
    return PCART_OK;
}

static pcart_status
check(const pcart_growth_input *input, double probe, pcart_err *err)
{
    size_t covered = 0;

    if (input->n_sample > PCART_GROWTH_MAX_SAMPLE ||
        input->n_infusion > PCART_GROWTH_MAX_INFUSION)
        return pcart_err_set(err, PCART_E_RANGE,
                             "%zu samples and %zu infusions are too many",
                             input->n_sample, input->n_infusion);
    for (size_t i = 0; i < input->n_sample; i++) {
        const pcart_growth_sample *s = &input->sample[i];
        pcart_status status;

        if (!isfinite(s->year) ||
            (i > 0 && s->year < input->sample[i - 1].year))
            return pcart_err_set(err, PCART_E_RANGE,
                                 "samples are not sorted by time");
        status = pcarti_count_check(&s->count, NULL);
        if (status == PCART_E_RANGE)
            return pcarti_count_check(&s->count, err);
        covered += status == PCART_OK;
    }
    for (size_t i = 0; i < input->n_infusion; i++)
        if (!isfinite(input->infusion[i]) ||
            (i > 0 && !(input->infusion[i] > input->infusion[i - 1])))
            return pcart_err_set(err, PCART_E_RANGE,
                                 "infusions are not sorted by time");
    if (isinf(probe))
        return pcart_err_set(err, PCART_E_RANGE, "no time was given");
    if (input->copies != 0 && !(input->copies >= 1))
        return pcart_err_set(err, PCART_E_RANGE, "%g copies", input->copies);
    if (covered == 0)
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "no sample covers the variant");
    return PCART_OK;
}

pcart_status
pcarti_chain_make(const pcart_growth_input *input,
                  const pcart_growth_options *options, double probe,
                  pcart_arena *arena, pcarti_chain *chain, pcart_err *err)
{
    static const pcart_growth_options none = {0};
    pcart_status status = check(input, probe, err);

    options = options ? options : &none;
    memset(chain, 0, sizeof *chain);
    chain->copies = input->copies > 0 ? input->copies : 2;
    chain->jump_sd = options->jump_sd;
    for (int i = 0; i < PCARTI_CHAIN_N; i++)
        chain->cell[i] = pcarti_expit(pcarti_chain_odds(i));
    set_rates(chain);
    if (!status)
        status = make_nodes(input, probe, arena, chain, err);
    if (!status)
        status = make_periods(input, options, arena, chain, err);
    if (!status)
        pass_messages(chain);
    return status;
}

/* Log of the sum over all log odds of two messages. */
static double
meet(const pcarti_message *a, const pcarti_message *b)
{
    double sum = 0;

    if (a->scale == -INFINITY || b->scale == -INFINITY)
        return -INFINITY;
    for (int i = 0; i < PCARTI_CHAIN_N; i++)
        sum += a->weight[i] * b->weight[i];
    return log(sum) + a->scale + b->scale;
}

void
pcarti_chain_rate(const pcarti_chain *chain, size_t p, double *out)
{
    const pcarti_chain_period *period = &chain->period[p];
    pcarti_message flat;

    message_flat(&flat);
    if (p + 1 < chain->n_period) {
        flat = period[1].after;
        message_jump(&flat, chain->jump_sd, 1);
    }
    for (int r = 0; r < PCARTI_CHAIN_RATE; r++)
        out[r] = meet(&period->forward[r], &flat);
}

void
pcarti_chain_pair(const pcarti_chain *chain, size_t p, double *out)
{
    const pcarti_chain_period *after = &chain->period[p], *before = after - 1;

    for (int i = 0; i < PCARTI_CHAIN_RATE; i++) {
        pcarti_message m = before->forward[i];

        message_jump(&m, chain->jump_sd, 0);
        for (int k = 0; k < PCARTI_CHAIN_RATE; k++)
            out[i * PCARTI_CHAIN_RATE + k] = meet(&m, &after->backward[k]);
    }
}

int
pcarti_chain_at(const pcarti_chain *chain, size_t node,
                double out[PCARTI_CHAIN_N], pcart_arena *arena)
{
    const pcarti_chain_period *p = chain->period;
    pcarti_message *m = pcart_arena_take(arena, 3, sizeof *m), *sum, *back;

    if (!m)
        return 0;
    sum = &m[1];
    back = &m[2];
    while (node >= p->first + p->n)
        p++;
    sum->scale = -INFINITY;
    for (int r = 0; r < PCARTI_CHAIN_RATE; r++) {
        pass_forward(chain, p, chain->rate[r], node, m);
        pass_backward(chain, p, chain->rate[r], node, back);
        for (int i = 0; i < PCARTI_CHAIN_N; i++)
            m->weight[i] *= back->weight[i];
        m->scale += back->scale;
        message_rescale(m);
        message_add(sum, m, p->prior[r]);
    }
    message_rescale(sum);
    if (sum->scale == -INFINITY)
        return 0;
    memcpy(out, sum->weight, sizeof sum->weight);
    return 1;
}

size_t
pcarti_chain_probe(const pcarti_chain *chain)
{
    size_t i = 0;

    while (i < chain->n_node && chain->node[i].emission)
        i++;
    return i;
}
