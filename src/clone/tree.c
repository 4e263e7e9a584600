/*
 * tree.c -- which clone came out of which: all trees of up to eight variants,
 * by branch and bound.  Layer: clone.
 *
 * Fractions are drawn from the posterior of each count, on a fixed lattice, so
 * that the answer has no chance in it.  A tree scores the share of the draws
 * in which the children of every parent fit into it, sample by sample.
 */
#include "postcart/tree.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "clone/chance.h"
#include "clone/likelihood.h"
#include "postcart/clone_rules.h"

enum { N_DRAW = 64, N_POINT = 400, MAX_SAMPLE = 64 };

/* Room that additions and subtractions may lose to rounding. */
static const double slack = 1e-9;

/* The search so far. */
typedef struct search {
    const pcart_tree_input *input;
    size_t n;                             // variants
    size_t n_sample;                      // that cover anything
    size_t order[PCART_TREE_MAX_VARIANT]; // by falling fraction
    double *fraction;                     // variant, sample, draw
    double *room;  // variant or root, sample, draw: what is left
    uint64_t *fit; // variant or root, sample: draws in which it is not overfull
    signed char parent[PCART_TREE_MAX_VARIANT];
    pcart_tree *tree; // kept, falling
    double *score;
    size_t n_tree;
    double best, sum;
    size_t n_near;
    double edge[PCART_TREE_MAX_VARIANT][PCART_TREE_MAX_VARIANT + 1];
} search;

/* Fractions of one variant in one sample: quantiles of its posterior under a
 * flat prior on the log scale, in an order that is its own. */
static void
draw(const pcart_presence_count *count, double copies, size_t variant,
     double out[N_DRAW])
{
    double weight[N_POINT], value[N_POINT], top = -INFINITY, sum = 0, run = 0;
    pcarti_mix mix;
    int k = 0;

    pcarti_mix_init(&mix, count, (int)count->alt, 0);
    for (int i = 0; i < N_POINT; i++) {
        double low = log(1e-6), high = log(0.9999);

        value[i] = exp(low + (high - low) * i / (N_POINT - 1));
        weight[i] = pcarti_mix_log(&mix, 1, value[i]);
        top = weight[i] > top ? weight[i] : top;
        value[i] *= copies;
        if (value[i] > 1)
            value[i] = 1;
    }
    for (int i = 0; i < N_POINT; i++)
        sum += weight[i] = exp(weight[i] - top);
    for (int i = 0; i < N_DRAW; i++) {
        double q = (i + 0.5) / N_DRAW * sum;
        /* odd multipliers permute a power of two: each variant its own */
        int at =
            (int)(((size_t)i * (2 * (variant * 37 + 13) + 1) + variant * 101) %
                  N_DRAW);

        while (k < N_POINT - 1 && run + weight[k] < q)
            run += weight[k++];
        out[at] = value[k];
    }
}

/* The lattice of one variant or root in one sample. */
static double *
cell(double *base, const search *s, size_t variant, size_t sample)
{
    return base + (variant * s->n_sample + sample) * N_DRAW;
}

/* Log score of what is settled: in how many draws nothing is overfull.  It
 * never rises when a child is added. */
static double
score(const search *s)
{
    double sum = 0;

    for (size_t j = 0; j < s->n_sample; j++) {
        uint64_t fit = UINT64_MAX;
        int hits = 0;

        for (size_t v = 0; v <= s->n; v++)
            fit &= s->fit[v * s->n_sample + j];
        for (; fit; fit &= fit - 1)
            hits++;
        sum += log((hits + 0.5) / (N_DRAW + 1));
    }
    return sum;
}

/* Whether `parent` is below `child` already. */
static int
makes_circle(const search *s, size_t child, int parent)
{
    int steps = 0;

    while (parent >= 0 && steps++ <= PCART_TREE_MAX_VARIANT) {
        if ((size_t)parent == child)
            return 1;
        parent = s->parent[parent];
    }
    return 0;
}

static int
is_above(const search *s, size_t upper, size_t lower)
{
    int at = s->parent[lower];

    while (at >= 0 && (size_t)at != upper)
        at = s->parent[at];
    return at >= 0;
}

/* Variants seen on one fragment are in one line, others are not. */
static int
fits_pairs(const search *s)
{
    const pcart_tree_pair *pair = s->input->pair;

    for (size_t a = 0; pair && a < s->n; a++)
        for (size_t b = a + 1; b < s->n; b++) {
            int in_line = is_above(s, a, b) || is_above(s, b, a);

            if ((pair[a * s->n + b] == PCART_PAIR_TOGETHER && !in_line) ||
                (pair[a * s->n + b] == PCART_PAIR_APART && in_line))
                return 0;
        }
    return 1;
}

/* Put a whole tree into the list, which stays sorted. */
static void
keep(search *s, double value)
{
    double near = pcart_clone_value(PCART_CS_TREE_NATS);
    size_t at = s->n_tree;

    if (value > s->best)
        s->best = value;
    s->n_near += value >= s->best - near;
    s->sum = pcarti_log_add(s->sum, value);
    for (size_t v = 0; v < s->n; v++)
        s->edge[v][s->parent[v] + 1] += exp(value);
    if (at == PCART_TREE_MAX_KEPT) {
        if (value <= s->score[at - 1])
            return;
        at--;
    } else {
        s->n_tree++;
    }
    for (; at > 0 && s->score[at - 1] < value; at--) {
        s->score[at] = s->score[at - 1];
        s->tree[at] = s->tree[at - 1];
    }
    s->score[at] = value;
    memcpy(s->tree[at].parent, s->parent, sizeof s->parent);
}

/* Take the child's fractions out of the parent's room, or give them back. */
static void
place(search *s, size_t child, int parent, double sign)
{
    size_t at = parent < 0 ? s->n : (size_t)parent;

    for (size_t j = 0; j < s->n_sample; j++) {
        const double *f = cell(s->fraction, s, child, j);
        double *room = cell(s->room, s, at, j);

        uint64_t fit = 0;

        for (int d = 0; d < N_DRAW; d++) {
            room[d] -= sign * f[d];
            fit |= (uint64_t)(room[d] >= -slack) << d;
        }
        s->fit[at * s->n_sample + j] = fit;
    }
    s->parent[child] = (signed char)(sign > 0 ? parent : PCART_TREE_ROOT);
}

/* Depth is at most the number of variants. */
static void
grow(search *s, size_t k)
{
    double near = pcart_clone_value(PCART_CS_TREE_NATS), value;
    size_t child;

    if (k == s->n) {
        value = score(s);
        if (value >= s->best - near && fits_pairs(s))
            keep(s, value);
        return;
    }
    child = s->order[k];
    for (int parent = -1; parent < (int)s->n; parent++) {
        if (makes_circle(s, child, parent))
            continue;
        place(s, child, parent, 1);
        if (score(s) >= s->best - near)
            grow(s, k + 1);
        place(s, child, parent, -1);
    }
}

static pcart_status
prepare(search *s, const pcart_tree_input *input, pcart_arena *arena,
        pcart_err *err)
{
    double mean[PCART_TREE_MAX_VARIANT] = {0};
    size_t size;

    s->input = input;
    s->n = input->n_variant;
    s->n_sample = input->n_sample;
    size = (s->n + 1) * s->n_sample * N_DRAW;
    s->fraction = pcart_arena_take(arena, size, sizeof *s->fraction);
    s->room = pcart_arena_take(arena, size, sizeof *s->room);
    s->fit = pcart_arena_take(arena, (s->n + 1) * s->n_sample, sizeof *s->fit);
    s->tree = pcart_arena_take(arena, PCART_TREE_MAX_KEPT, sizeof *s->tree);
    s->score = pcart_arena_take(arena, PCART_TREE_MAX_KEPT, sizeof *s->score);
    if (!s->fraction || !s->room || !s->fit || !s->tree || !s->score)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < size; i++)
        s->room[i] = 1;
    for (size_t i = 0; i < (s->n + 1) * s->n_sample; i++)
        s->fit[i] = UINT64_MAX;
    for (size_t v = 0; v < s->n; v++)
        for (size_t j = 0; j < s->n_sample; j++) {
            const pcart_presence_count *c = &input->count[v * s->n_sample + j];
            double *f = cell(s->fraction, s, v, j);

            if (c->depth == 0)
                continue; // nothing is known: it fits anywhere, with nothing
            draw(c, input->copies ? input->copies[v] : 2, v, f);
            memcpy(cell(s->room, s, v, j), f, N_DRAW * sizeof *f);
            mean[v] += f[0];
            for (int d = 1; d < N_DRAW; d++)
                mean[v] += f[d];
        }
    for (size_t v = 0; v < s->n; v++) {
        size_t k = v;

        s->parent[v] = PCART_TREE_ROOT;
        for (; k > 0 && mean[s->order[k - 1]] < mean[v]; k--)
            s->order[k] = s->order[k - 1];
        s->order[k] = v;
    }
    s->best = s->sum = -INFINITY;
    return PCART_OK;
}

/* Whether parents make a tree. */
static int
is_tree(const signed char *parent, size_t n)
{
    for (size_t v = 0; v < n; v++) {
        int at = parent[v];

        for (size_t steps = 0; at >= 0; steps++) {
            if (steps > n)
                return 0;
            at = parent[at];
        }
    }
    return 1;
}

static void
summarize(search *s, pcart_tree_set *out)
{
    double near = pcart_clone_value(PCART_CS_TREE_NATS), all = exp(s->sum);

    while (s->n_tree > 0 && s->score[s->n_tree - 1] < s->best - near)
        s->n_tree--;
    for (size_t i = 0; i < s->n_tree; i++)
        s->tree[i].probability = exp(s->score[i] - s->sum);
    out->tree = s->tree;
    out->n_tree = s->n_tree;
    out->n_near = s->n_near;
    out->best = s->tree[0];
    for (size_t v = 0; v < s->n; v++) {
        int top = 0;

        for (int p = 1; p <= (int)s->n; p++)
            if (s->edge[v][p] > s->edge[v][top] * (1 + 1e-9))
                top = p;
        out->best.parent[v] = (signed char)(top - 1);
    }
    out->is_consensus = is_tree(out->best.parent, s->n);
    if (!out->is_consensus)
        out->best = s->tree[0];
    for (size_t v = 0; v < s->n; v++)
        out->support[v] = s->edge[v][out->best.parent[v] + 1] / all;
    for (size_t i = 0; i < s->n_tree; i++)
        if (memcmp(s->tree[i].parent, out->best.parent, s->n) == 0)
            out->best.probability = s->tree[i].probability;
}

pcart_status
pcart_tree_find(const pcart_tree_input *input, pcart_arena *arena,
                pcart_tree_set *out, pcart_err *err)
{
    search *s;
    pcart_tree_set set = {0};
    pcart_status status;

    if (input->n_variant < 1 || input->n_variant > PCART_TREE_MAX_VARIANT ||
        input->n_sample < 1 || input->n_sample > MAX_SAMPLE)
        return pcart_err_set(err, PCART_E_RANGE,
                             "%zu variants in %zu samples: 1 to %d in 1 to %d",
                             input->n_variant, input->n_sample,
                             PCART_TREE_MAX_VARIANT, MAX_SAMPLE);
    for (size_t i = 0; i < input->n_variant * input->n_sample; i++) {
        status = pcarti_count_check(&input->count[i], err);
        if (status && status != PCART_E_DEGENERATE)
            return status;
    }
    s = pcart_arena_take(arena, 1, sizeof *s);
    if (!s)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    status = prepare(s, input, arena, err);
    if (status)
        return status;
    grow(s, 0);
    if (s->n_tree == 0)
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "no tree fits the fractions and pairs");
    summarize(s, &set);
    *out = set;
    return PCART_OK;
}
