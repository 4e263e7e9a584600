/* logrank.c -- comparing survival curves: the G-rho family.  Layer: stat. */
#include "postcart/logrank.h"

#include <math.h>

#include "stat/dist.h"
#include "stat/matrix.h"
#include "stat/order.h"
#include "stat/parallel.h"
#include "stat/times.h"
#include "stat/vector.h"

/*
 * Without late entry and with rho 0 stretches of rows stand for
 * themselves: they are summed up alone, and in their order.  Groups beyond so
 * many would take more memory than the rows.
 */
enum { BLOCK = 32768, MOST_BLOCK_GROUP = 16 };

/* The running sums of the test. */
typedef struct sums {
    int n_group, event, threads;
    double rho;
    double *at_risk; // at one time, per group
    double *subject, *observed, *expected, *variance;
} sums;

static int
is_event(const sums *s, int status)
{
    return s->event ? status == s->event : status > 0;
}

/* One time with `d` events among `r` at risk, weighted by `w`. */
static PCARTI_INLINE void
add_time(const sums *s, double d, double r, double w, size_t n)
{
    const double *restrict at_risk = s->at_risk;
    double *restrict expected = s->expected, *restrict variance = s->variance;
    double each = w * d / r;
    double spread = r > 1 ? w * w * d * (r - d) / ((r - 1) * r) : 0;
    double pair = spread / r;

    for (size_t i = 0; i < n; i++) {
        double share = at_risk[i] * pair;

        expected[i] += at_risk[i] * each;
        variance[i * n + i] += spread * at_risk[i];
        for (size_t j = i; j < n; j++)
            variance[i * n + j] -= share * at_risk[j];
    }
}

static int
group_of(const pcart_followup *part, size_t i)
{
    return part->group ? part->group[i] : 0;
}

/* Those who have entered before `time`; returns how many new ones. */
static size_t
take_entries(const sums *s, const pcart_followup *part, const uint32_t *entry,
             size_t *n_entered, double time)
{
    size_t before = *n_entered;

    while (*n_entered < part->n && part->start[entry[*n_entered]] < time)
        s->at_risk[group_of(part, entry[(*n_entered)++])]++;
    return *n_entered - before;
}

/* The times that begin in the rows row[0] to row[1] - 1. */
static PCARTI_INLINE void
walk_times(const sums *s, const pcart_followup *part, const uint32_t *entry,
           const size_t row[2], size_t n)
{
    size_t n_entered = 0, i = row[0];
    double survival = 1, r = entry ? 0 : (double)(part->n - i);

    while (i > 0 && i < row[1] && part->time[i] == part->time[i - 1]) {
        s->at_risk[group_of(part, i++)]--;
        r--;
    }
    for (size_t end; i < row[1]; i = end) {
        double time = part->time[i], d = 0, w;

        if (entry)
            r += (double)take_entries(s, part, entry, &n_entered, time);
        for (end = i; end < part->n && part->time[end] == time; end++)
            d += is_event(s, part->status[end]);
        w = s->rho == 0 || d == 0 ? 1 : pow(survival, s->rho);
        if (d > 0) {
            add_time(s, d, r, w, n);
            survival *= (r - d) / r;
        }
        for (size_t k = i; k < end; k++) {
            int g = group_of(part, k);

            s->at_risk[g]--;
            if (is_event(s, part->status[k]))
                s->observed[g] += w;
        }
        r -= (double)(end - i);
    }
}

/* The same code with the number of groups known to the compiler. */
PCARTI_VECTOR static void
walk_groups(const sums *s, const pcart_followup *part, const uint32_t *entry,
            const size_t row[2])
{
    if (s->n_group == 2)
        walk_times(s, part, entry, row, 2);
    else if (s->n_group == 3)
        walk_times(s, part, entry, row, 3);
    else
        walk_times(s, part, entry, row, (size_t)s->n_group);
}

/* The sums of each block: at risk, observed, expected and variance. */
typedef struct blocks {
    const sums *sums;
    const pcart_followup *part;
    double *room;
    size_t stride;
} blocks;

static size_t
end_of(const blocks *b, size_t block)
{
    size_t from = block * BLOCK, n = b->part->n;

    return n - from < BLOCK ? n : from + BLOCK;
}

/* Who ends in a block, by group. */
static void
count_block(void *context, size_t block)
{
    const blocks *b = context;
    double *count = b->room + block * b->stride;

    for (size_t i = block * BLOCK, end = end_of(b, block); i < end; i++)
        count[group_of(b->part, i)]++;
}

static void
walk_block(void *context, size_t block)
{
    const blocks *b = context;
    size_t n = (size_t)b->sums->n_group;
    sums own = *b->sums;

    own.at_risk = b->room + block * b->stride;
    own.observed = own.at_risk + n;
    own.expected = own.observed + n;
    own.variance = own.expected + n;
    walk_groups(&own, b->part, NULL,
                (size_t[]){block * BLOCK, end_of(b, block)});
}

static pcart_status
walk_blocks(const sums *s, const pcart_followup *part, pcart_arena *arena,
            pcart_err *err)
{
    size_t n = (size_t)s->n_group, n_block = (part->n + BLOCK - 1) / BLOCK;
    blocks b = {s, part, NULL, 3 * n + n * n + PCARTI_APART};

    b.room = pcart_arena_take(arena, n_block * b.stride, sizeof *b.room);
    if (!b.room)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    pcarti_parallel(s->threads, n_block, count_block, &b);
    for (size_t k = n_block - 1; k-- > 0;)
        for (size_t g = 0; g < n; g++)
            b.room[k * b.stride + g] += b.room[(k + 1) * b.stride + g];
    pcarti_parallel(s->threads, n_block, walk_block, &b);
    for (size_t k = 0; k < n_block; k++) {
        const double *own = b.room + k * b.stride + n;

        for (size_t i = 0; i < n; i++) {
            s->observed[i] += own[i];
            s->expected[i] += own[n + i];
        }
        for (size_t i = 0; i < n * n; i++)
            s->variance[i] += own[2 * n + i];
    }
    return PCART_OK;
}

static pcart_status
add_stratum(sums *s, const pcart_followup *part, pcart_arena *arena,
            pcart_err *err)
{
    uint32_t *entry = NULL;

    for (int g = 0; g < s->n_group; g++)
        s->at_risk[g] = 0;
    /* without late entry all are there from the start */
    for (size_t i = 0; i < part->n; i++) {
        s->subject[group_of(part, i)]++;
        if (!part->start)
            s->at_risk[group_of(part, i)]++;
    }
    if (part->start) {
        pcart_status st =
            pcarti_order(part->start, part->n, NULL, arena, &entry, err);

        if (st)
            return st;
    }
    if (part->n > BLOCK && !entry && s->rho == 0 &&
        s->n_group <= MOST_BLOCK_GROUP)
        return walk_blocks(s, part, arena, err);
    walk_groups(s, part, entry, (size_t[]){0, part->n});
    return PCART_OK;
}

/* The part below the diagonal, which was left out. */
static void
mirror(const sums *s)
{
    size_t n = (size_t)s->n_group;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            s->variance[i * n + j] = s->variance[j * n + i];
}

static pcart_status
conclude(const sums *s, pcart_arena *arena, pcart_test *test, pcart_err *err)
{
    size_t n = (size_t)s->n_group;
    double *z = pcart_arena_take(arena, n, sizeof *z);
    int n_active = 0, rank = 0;
    pcart_status st;

    if (!z)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < n; i++) {
        z[i] = s->observed[i] - s->expected[i];
        n_active += s->expected[i] > 0;
    }
    test->statistic_name = "Chisq";
    if (n_active < 2) {
        test->reason = "fewer than two groups were at risk at an event";
        return PCART_OK;
    }
    st = pcarti_quadratic(s->variance, z, n, arena, &test->statistic, &rank,
                          err);
    if (st)
        return st;
    if (rank <= 0) {
        test->statistic = 0;
        test->reason = "the variance is 0: no event can tell the groups apart";
        return PCART_OK;
    }
    test->is_evaluable = 1;
    test->df = rank;
    if (rank < n_active - 1)
        test->warning = "singular variance: the degrees of freedom are its "
                        "rank";
    test->p_value = pchisq(test->statistic, test->df, 0, 0);
    return PCART_OK;
}

static pcart_status
take_sums(sums *s, pcart_arena *arena, pcart_err *err)
{
    size_t n = (size_t)s->n_group;

    s->at_risk = pcart_arena_take(arena, n, sizeof *s->at_risk);
    s->subject = pcart_arena_take(arena, n, sizeof *s->subject);
    s->observed = pcart_arena_take(arena, n, sizeof *s->observed);
    s->expected = pcart_arena_take(arena, n, sizeof *s->expected);
    if (n < SIZE_MAX / n / sizeof *s->variance)
        s->variance = pcart_arena_take(arena, n * n, sizeof *s->variance);
    if (!s->at_risk || !s->subject || !s->observed || !s->expected ||
        !s->variance)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    return PCART_OK;
}

pcart_status
pcart_logrank_test(const pcart_followup *data,
                   const pcart_logrank_options *options, pcart_arena *arena,
                   pcart_logrank *out, pcart_err *err)
{
    sums s = {.n_group = pcarti_followup_groups(data)};
    int is_stratified = pcarti_followup_strata(data) > 1;
    pcart_logrank result = {.n_group = s.n_group};
    pcart_followup sorted, *part = NULL;
    pcart_status st;

    if (options) {
        s.rho = options->rho;
        s.event = options->event;
        s.threads = options->threads;
    }
    if (data->weight)
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "the log-rank test does not take weights");
    if (!isfinite(s.rho))
        return pcart_err_set(err, PCART_E_RANGE, "rho is not a number");
    st = pcarti_followup_prepare(
        data, (pcarti_followup_how){PCART_TIES_MERGED, s.threads}, arena,
        &sorted, err);
    if (!st)
        st = pcarti_followup_split(&sorted, PCARTI_BY_STRATUM, s.threads, arena,
                                   &part, err);
    if (!st)
        st = take_sums(&s, arena, err);
    for (int k = 0; k < pcarti_followup_strata(data) && !st; k++)
        st = add_stratum(&s, &part[k], arena, err);
    if (!st) {
        mirror(&s);
        st = conclude(&s, arena, &result.test, err);
    }
    if (st)
        return st;
    result.test.method =
        s.rho == 0
            ? (is_stratified ? "stratified log-rank test" : "log-rank test")
        : s.rho == 1 ? (is_stratified ? "stratified Peto-Peto test (rho = 1)"
                                      : "Peto-Peto test (rho = 1)")
                     : (is_stratified ? "stratified G-rho test" : "G-rho test");
    result.test.r_call =
        is_stratified
            ? "survdiff(Surv(time, status) ~ group + strata(stratum), rho)"
            : "survdiff(Surv(time, status) ~ group, rho)";
    result.n_subject = s.subject;
    result.observed = s.observed;
    result.expected = s.expected;
    result.variance = s.variance;
    *out = result;
    return PCART_OK;
}
