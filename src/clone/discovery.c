/*
 * discovery.c -- which sites of a sample carry a variant: error, damage of one
 * orientation, or a variant in both.  Layer: clone.
 */
#include "postcart/discovery.h"

#include <math.h>
#include <stdlib.h>

#include "clone/chance.h"
#include "clone/likelihood.h"
#include "postcart/clone_rules.h"

enum { N_POINT = 120 };

/* An index with what it is sorted by. */
typedef struct ranked {
    double value;
    size_t index;
} ranked;

static int
by_value(const void *a, const void *b)
{
    const ranked *x = a, *y = b;

    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

/* Log of the mean likelihood over a log-uniform prior of the fraction, in one
 * group alone (and error in the other) or in both. */
static void
integrate(const pcarti_mix mix[2], double out[3])
{
    double low = log(pcart_clone_value(PCART_CS_PRIOR_LOW));
    double high = log(pcart_clone_value(PCART_CS_PRIOR_HIGH));
    double none[2] = {pcarti_mix_log(&mix[0], 1, 0),
                      pcarti_mix_log(&mix[1], 1, 0)};

    out[0] = out[1] = out[2] = -INFINITY;
    for (int i = 0; i < N_POINT; i++) {
        double v = exp(low + (high - low) * i / (N_POINT - 1));
        double a = pcarti_mix_log(&mix[0], 1, v);
        double b = pcarti_mix_log(&mix[1], 1, v);

        out[0] = pcarti_log_add(out[0], a + b);
        out[1] = pcarti_log_add(out[1], a + none[1]);
        out[2] = pcarti_log_add(out[2], none[0] + b);
    }
    for (int k = 0; k < 3; k++)
        out[k] -= log(N_POINT);
}

static pcart_status
one_site(const pcart_discovery_site *site, pcart_discovery_call *call,
         pcart_err *err)
{
    double prior =
        site->prior > 0 ? site->prior : pcart_clone_value(PCART_CS_SITE_PRIOR);
    double artefact = pcart_clone_value(PCART_CS_ARTEFACT_PRIOR), l[3], none;
    double all;
    pcart_presence_count joint = pcart_presence_join(site->group, 2);
    pcarti_mix mix[2];

    for (int g = 0; g < 2; g++) {
        pcart_status status = pcarti_count_check(&site->group[g], err);

        if (status && status != PCART_E_DEGENERATE)
            return status;
        pcarti_mix_init(&mix[g], &site->group[g], (int)site->group[g].alt, 0);
    }
    call->p = pcart_presence_tail(&joint, (int)joint.alt);
    none = pcarti_mix_log(mix, 2, 0);
    integrate(mix, l);
    l[0] += log(prior);
    l[1] = pcarti_log_add(l[1], l[2]) + log(artefact / 2);
    none += log1p(-prior - artefact);
    all = pcarti_log_add(pcarti_log_add(l[0], l[1]), none);
    call->present = exp(l[0] - all);
    call->artefact = exp(l[1] - all);
    call->error = exp(none - all);
    return PCART_OK;
}

/* Benjamini and Hochberg, from the largest p down. */
static void
find_q(ranked *rank, size_t n, pcart_discovery_call *call)
{
    double least = 1;

    for (size_t i = 0; i < n; i++)
        rank[i] = (ranked){call[i].p, i};
    qsort(rank, n, sizeof *rank, by_value);
    for (size_t k = n; k-- > 0;) {
        double q = rank[k].value * (double)n / (double)(k + 1);

        least = q < least ? q : least;
        call[rank[k].index].q = least;
    }
}

/* The largest set in which the mean posterior of no variant stays in bounds. */
static void
keep_set(ranked *rank, size_t n, double fdr, pcart_discovery_call *call)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        rank[i] = (ranked){1 - call[i].present, i};
    qsort(rank, n, sizeof *rank, by_value);
    for (size_t k = 0; k < n; k++) {
        sum += rank[k].value;
        if (sum / (double)(k + 1) > fdr)
            break;
        call[rank[k].index].is_kept = 1;
    }
}

pcart_status
pcart_discovery_find(const pcart_discovery_site *site, size_t n, double fdr,
                     pcart_arena *arena, pcart_discovery_call *out,
                     pcart_err *err)
{
    ranked *rank = pcart_arena_take(arena, n + 1, sizeof *rank);

    if (!rank)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < n; i++) {
        pcart_discovery_call call = {0};
        pcart_status status = one_site(&site[i], &call, err);

        if (status)
            return status;
        out[i] = call;
    }
    find_q(rank, n, out);
    keep_set(rank, n, fdr > 0 ? fdr : pcart_clone_value(PCART_CS_FDR), out);
    return PCART_OK;
}
