/*
 * side.c -- which cells belong to whom, which abnormalities are clonal, and
 * the facts of one side as a whole.  Layer: karyotype.
 */
#include "karyotype/facts.h"

#include <string.h>

#define MATHLIB_STANDALONE 1
#include <Rmath.h>

/* Cells of one clone that show one of its items; -1 when unknown. */
static int32_t
cells_of(const pcart_kclone *clone, const pcart_kevent *e)
{
    return e->cells ? e->cells : clone->cells;
}

static int
is_skipped(const pcart_kevent *e, const pcart_karyotype_options *options)
{
    if (e->flags & (PCART_KF_CONSTITUTIONAL | PCART_KF_MAYBE_CONST))
        return 1;
    return e->flags & PCART_KF_VARIANT && !options->is_variant_counted;
}

/* Distinct abnormalities, their copies and cells. */
static int
collect(pcarti_kfinder *f)
{
    const pcart_karyotype *k = f->k;
    uint16_t *copies; // of each distinct abnormality in the clone at hand

    f->counted = pcart_arena_take(f->arena, k->n_event + 1,
                                  sizeof *f->counted + 2 * sizeof *copies);
    if (!f->counted)
        return 0;
    f->slot = (uint16_t *)(void *)(f->counted + k->n_event + 1);
    f->copies = copies = f->slot + k->n_event + 1;
    for (size_t c = f->first; c < f->end; c++) {
        const pcart_kclone *clone = &k->clone[c];

        for (size_t i = 0; i < clone->n_item; i++) {
            const pcart_kevent *e = &k->event[clone->item[i].event];
            pcart_kcounted *counted;
            int32_t cells;
            size_t s;

            if (is_skipped(e, f->options))
                continue;
            s = f->slot[e->id];
            if (!s) {
                f->slot[e->id] = (uint16_t)++f->n_counted;
                s = f->n_counted;
                f->counted[s - 1].event = clone->item[i].event;
                f->counted[s - 1].named = pcarti_kevent_named(k, e);
            }
            counted = &f->counted[s - 1];
            if (!copies[s - 1]) {
                cells = cells_of(clone, e);
                counted->cells = cells < 0 || counted->cells < 0
                                     ? -1
                                     : counted->cells + cells;
            }
            copies[s - 1] = (uint16_t)(copies[s - 1] + clone->item[i].copies);
            if (copies[s - 1] > counted->copies)
                counted->copies = copies[s - 1];
        }
        for (size_t i = 0; i < clone->n_item; i++) {
            size_t s = f->slot[k->event[clone->item[i].event].id];

            if (s)
                copies[s - 1] = 0;
        }
    }
    return 1;
}

/* Two metaphases with one loss are a clone if they share a clonal gain or
 * structural change. */
static int
shares_clonal(const pcarti_kfinder *f, size_t wanted)
{
    for (size_t c = f->first; c < f->end; c++) {
        const pcart_kclone *clone = &f->k->clone[c];
        int has_wanted = 0, has_other = 0;

        for (size_t i = 0; i < clone->n_item; i++) {
            const pcart_kevent *e = &f->k->event[clone->item[i].event];
            size_t s = f->slot[e->id];

            if (!s)
                continue;
            has_wanted |= s - 1 == wanted;
            has_other |= s - 1 != wanted && f->counted[s - 1].is_clonal &&
                         (e->op != PCART_KOP_NUMERIC || e->sign > 0);
        }
        if (has_wanted && has_other)
            return 1;
    }
    return 0;
}

static void
judge_clonality(pcarti_kfinder *f)
{
    const pcart_cyto_limits *limit = pcart_cyto_limits_get();

    for (size_t i = 0; i < f->n_counted; i++) {
        pcart_kcounted *counted = &f->counted[i];
        const pcart_kevent *e = &f->k->event[counted->event];
        int needed = e->op == PCART_KOP_NUMERIC && e->sign < 0
                         ? limit->cells_loss
                         : limit->cells_gain;

        counted->is_clonal = f->options->is_stated || counted->cells < 0 ||
                             counted->cells >= needed;
    }
    for (size_t i = 0; i < f->n_counted; i++) {
        pcart_kcounted *counted = &f->counted[i];

        if (!counted->is_clonal && counted->cells >= limit->cells_gain)
            counted->is_clonal = (uint8_t)shares_clonal(f, i);
    }
}

/* Metaphases of the clones first to end; -1 when one does not say. */
static int32_t
sum_cells(const pcart_karyotype *k, size_t first, size_t end)
{
    int32_t sum = 0;

    for (size_t c = first; c < end; c++) {
        if (k->clone[c].cells < 0)
            return -1;
        sum += k->clone[c].cells;
    }
    return sum;
}

static int
is_failed_state(const pcart_karyotype *k, pcart_cytogenetics *cyto)
{
    if (k->state == PCART_KARYOTYPE_FAILED)
        cyto->state = PCART_CYTO_FAILED;
    else if (k->state == PCART_KARYOTYPE_MANUAL)
        cyto->state = PCART_CYTO_MANUAL;
    return cyto->state != PCART_CYTO_NOT_DONE;
}

pcart_status
pcart_karyotype_find_facts(const pcart_karyotype *karyotype,
                           const pcart_karyotype_options *options,
                           pcart_arena *arena, pcart_karyotype_facts *out,
                           pcart_err *err)
{
    static const pcart_karyotype_options none = {0};
    pcarti_kfinder f = {.k = karyotype,
                        .options = options ? options : &none,
                        .arena = arena,
                        .cyto = &out->cyto};
    size_t split = 0;
    int required;

    memset(out, 0, sizeof *out);
    out->cyto.n_cell = out->host_cells = out->donor_cells = -1;
    if (is_failed_state(karyotype, &out->cyto))
        return PCART_OK;
    while (split < karyotype->n_clone && karyotype->clone[split].set == 0)
        split++;
    out->host_cells = sum_cells(karyotype, 0, split);
    out->donor_cells = sum_cells(karyotype, split, karyotype->n_clone);
    f.first = f.options->is_donor ? split : 0;
    f.end = f.options->is_donor ? karyotype->n_clone : split;
    if (f.first == f.end) {
        out->cyto.state = PCART_CYTO_NO_CELLS;
        return PCART_OK;
    }
    out->cyto.state = PCART_CYTO_KNOWN;
    out->cyto.n_cell = sum_cells(karyotype, f.first, f.end);
    required = f.options->cells_required
                   ? f.options->cells_required
                   : pcart_cyto_limits_get()->cells_required;
    out->cyto.is_adequate = out->cyto.n_cell >= required;
    out->cyto.chromosome_low = karyotype->clone[f.first].count_low;
    out->cyto.chromosome_high = karyotype->clone[f.first].count_high;
    if (!collect(&f))
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    judge_clonality(&f);
    pcarti_karyotype_prove(&f);
    pcarti_karyotype_count(&f);
    out->cyto.possible &= ~out->cyto.present;
    if (f.is_out_of_memory)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    out->proof = f.proof;
    out->n_proof = f.n_proof;
    out->counted = f.counted;
    out->n_counted = f.n_counted;
    return PCART_OK;
}

int
pcart_metaphase_interval(int32_t hits, int32_t n, double *low, double *high)
{
    const double tail = 0.025;

    if (n <= 0 || hits < 0 || hits > n)
        return 0;
    *low = hits == 0 ? 0.0 : qbeta(tail, hits, n - hits + 1, 1, 0);
    *high = hits == n ? 1.0 : qbeta(tail, hits + 1, n - hits, 0, 0);
    return 1;
}
