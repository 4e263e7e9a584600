/*
 * cox_evaluate.c -- the partial likelihood and its derivatives.  Layer: stat.
 *
 * A scan from the last time to the first gives, at each event, the sums over
 * those at risk; one from the first to the last gives each subject the hazard
 * it has accumulated.  The gradient is the sum of the covariates weighted with
 * event less risk times hazard; the information is their Gram matrix weighted
 * with risk times hazard, less the outer products of the means: sums of squares
 * over the risk set are never formed, nor taken back for late entry.
 *
 * One thread walks the blocks so that each is looked at while it is near; with
 * several the risks of all blocks are added up first.
 */
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "stat/cox_block.h"
#include "stat/parallel.h"

/* One walk over all pieces. */
typedef struct walk {
    const pcarti_cox_model *model;
    pcarti_cox_visitor *visit;
    void *context;
    atomic_size_t next;
} walk;

static void
work(void *context, size_t desk)
{
    walk *k = context;
    const pcarti_cox_model *w = k->model;
    size_t at;

    while ((at = atomic_fetch_add(&k->next, 1)) < w->n_piece)
        k->visit(w, &w->piece[at], &w->desk[desk], k->context);
}

void
pcarti_cox_visit(const pcarti_cox_model *w, pcarti_cox_visitor *visit,
                 void *context)
{
    walk k = {.model = w, .visit = visit, .context = context};

    atomic_init(&k.next, 0);
    pcarti_parallel(w->threads, (size_t)w->threads, work, &k);
}

static void
visit_risks(const pcarti_cox_model *w, pcarti_cox_piece *piece,
            pcarti_cox_desk *desk, void *context)
{
    (void)desk, (void)context;
    memset(piece->gradient, 0, w->p * sizeof *piece->gradient);
    memset(piece->information, 0, w->p * w->p * sizeof *piece->information);
    piece->log_likelihood = 0;
    for (size_t k = piece->from; k < piece->to; k++) {
        pcarti_cox_block *b = &w->block[k];

        piece->log_likelihood += pcarti_cox_risks(w, b);
        if (b->part->tail)
            pcarti_cox_sum_tails(w, b);
    }
}

static void
visit_sums(const pcarti_cox_model *w, pcarti_cox_piece *piece,
           pcarti_cox_desk *desk, void *context)
{
    (void)context;
    for (size_t k = piece->to; k-- > piece->from;)
        pcarti_cox_sum_risks(w, &w->block[k], desk);
}

/* Both while the piece is near; not with late entry, which takes risks of other
 * pieces away. */
static void
visit_risks_and_sums(const pcarti_cox_model *w, pcarti_cox_piece *piece,
                     pcarti_cox_desk *desk, void *context)
{
    visit_risks(w, piece, desk, context);
    visit_sums(w, piece, desk, context);
}

static void
visit_scan(const pcarti_cox_model *w, pcarti_cox_piece *piece,
           pcarti_cox_desk *desk, void *context)
{
    (void)context;
    for (size_t k = piece->to; k-- > piece->from;)
        pcarti_cox_scan(w, &w->block[k], desk, piece);
}

static void
visit_entries(const pcarti_cox_model *w, pcarti_cox_piece *piece,
              pcarti_cox_desk *desk, void *context)
{
    (void)desk, (void)context;
    for (size_t k = piece->from; k < piece->to; k++)
        pcarti_cox_enter(&w->block[k]);
}

static void
visit_collect(const pcarti_cox_model *w, pcarti_cox_piece *piece,
              pcarti_cox_desk *desk, void *context)
{
    (void)context;
    for (size_t k = piece->from; k < piece->to; k++)
        pcarti_cox_collect(w, &w->block[k], desk, piece);
}

/* The pair of the block stands on the sum of both of its neighbour. */
static void
stand_on(double *pair, const double *other)
{
    pair[1] = other ? other[1] + other[0] : 0;
}

static void
carry_risks(const pcarti_cox_model *w, size_t k)
{
    pcarti_cox_block *b = &w->block[k];
    const pcarti_cox_block *after = pcarti_cox_neighbour(w, k, 1);

    stand_on(b->risk, after ? after->risk : NULL);
    pcarti_cox_stand_on(b->risk_x, after ? after->risk_x : NULL, w->p);
}

static void
carry_tails(const pcarti_cox_model *w)
{
    for (size_t k = 0; k < w->n_block; k++) {
        pcarti_cox_block *b = &w->block[k];
        const pcarti_cox_block *before = pcarti_cox_neighbour(w, k, 0);

        stand_on(b->tail, before ? before->tail : NULL);
        pcarti_cox_stand_on(b->tail_x, before ? before->tail_x : NULL, w->p);
    }
}

static void
carry_hazards(const pcarti_cox_model *w)
{
    for (size_t k = 0; k < w->n_block; k++) {
        const pcarti_cox_block *before = pcarti_cox_neighbour(w, k, 0);

        stand_on(w->block[k].hazard, before ? before->hazard : NULL);
    }
    for (size_t k = w->n_block; k-- > 0;) {
        const pcarti_cox_block *after = pcarti_cox_neighbour(w, k, 1);

        stand_on(w->block[k].later, after ? after->later : NULL);
    }
}

/* Risks, then sums over those at risk and what events make of them. */
static void
scan(const pcarti_cox_model *w)
{
    int has_tails = w->part[0].tail != NULL;

    if (w->threads > 1 && !w->sorted.start)
        pcarti_cox_visit(w, visit_risks_and_sums, NULL);
    else if (w->threads > 1 || has_tails)
        pcarti_cox_visit(w, visit_risks, NULL);
    if (has_tails)
        carry_tails(w);
    if (w->threads > 1) {
        if (w->sorted.start)
            pcarti_cox_visit(w, visit_sums, NULL);
        for (size_t k = w->n_block; k-- > 0;)
            carry_risks(w, k);
        pcarti_cox_visit(w, visit_scan, NULL);
        return;
    }
    for (size_t at = w->n_piece; at-- > 0;) {
        pcarti_cox_piece *piece = &w->piece[at];

        if (!has_tails)
            visit_risks(w, piece, w->desk, NULL);
        for (size_t k = piece->to; k-- > piece->from;) {
            carry_risks(w, k);
            pcarti_cox_scan(w, &w->block[k], w->desk, piece);
        }
    }
}

void
pcarti_cox_evaluate(pcarti_cox_model *w, const double *beta,
                    pcarti_cox_value *out)
{
    size_t p = w->p;

    memcpy(w->beta, beta, p * sizeof *beta);
    w->is_null = 1;
    for (size_t k = 0; k < p; k++)
        w->is_null &= beta[k] == 0;
    scan(w);
    carry_hazards(w);
    if (w->sorted.start)
        pcarti_cox_visit(w, visit_entries, NULL);
    pcarti_cox_visit(w, visit_collect, NULL);
    out->log_likelihood = 0;
    memset(out->gradient, 0, p * sizeof *out->gradient);
    memset(out->information, 0, p * p * sizeof *out->information);
    for (size_t k = 0; k < w->n_piece; k++) {
        out->log_likelihood += w->piece[k].log_likelihood;
        for (size_t a = 0; a < p; a++)
            out->gradient[a] += w->piece[k].gradient[a];
        for (size_t a = 0; a < p * p; a++)
            out->information[a] += w->piece[k].information[a];
    }
    if (isnan(out->log_likelihood))
        out->log_likelihood = -INFINITY;
}
