/* cox_block.h -- how the sums of a partial likelihood are cut.  Layer: stat. */
#ifndef PCARTI_COX_BLOCK_H
#define PCARTI_COX_BLOCK_H

#include "stat/cox_model.h"
#include "stat/parallel.h"

/* Steps of events that a desk holds; a block is closed with so many rows. */
enum { PCARTI_COX_STEPS = 512 };

/*
 * Sums over those at risk run inside blocks of whole times, onto the sums of
 * the blocks before.  Some blocks make a piece, which has a share of every
 * result.  Both depend on the data alone, and so does the order of every sum:
 * no digit depends on who does what.  Of each pair of sums the first is that of
 * the block, the second that of the blocks it stands on.
 */
struct pcarti_cox_block {
    pcarti_cox_part *part;
    size_t time[2];     /* from, and the one behind the last */
    size_t leaving[2];  /* of the order of entry: who is no longer at risk, as
                           the block is walked backward */
    size_t entering[2]; /* the same: who comes, as it is walked forward */
    size_t mean;        /* row behind its last one in the means of events */
    int is_single;      /* no ties and no late entry */
    double risk[2];     /* of all subjects; stands on those after */
    double tail[2];     /* of all tails; stands on those before */
    double hazard[2];   /* of all times; stands on those before */
    double later[2];    /* what tails get of it; stands on those after */
    double *risk_x[2], *tail_x[2]; /* p: the same times covariates */
    /* p, of PCARTI_COX_ALL_MEANS, with the means: */
    double *mean_x[2];  /* of hazard * mean; stands on those before */
    double *later_x[2]; /* the same, of tails, stands on those after */
    double *drift_x[2]; /* what owes to the censoring; on those before */
};

struct pcarti_cox_piece {
    size_t from, to; /* blocks */
    double log_likelihood;
    double *gradient, *information;
};

/* What a thread works with. */
struct pcarti_cox_desk {
    size_t n; /* steps of events that wait, from the last time on */
    size_t time[PCARTI_COX_STEPS + 1];
    double at_risk[PCARTI_COX_STEPS + 1]; /* sum of risks */
    double share[PCARTI_COX_STEPS + 1];   /* weight of the events */
    double gone[PCARTI_COX_STEPS + 1];    /* of the tied, Efron */
    double n_step[PCARTI_COX_STEPS + 1];  /* of the time */
    double inverse[PCARTI_COX_STEPS], hazard[PCARTI_COX_STEPS];
    double *sum, *mean; /* per step x p: of risk times covariates, and mean */
    double *tail;       /* per time of an event: sum of tails before it */
    double *tail_x;     /* the same x p */
    size_t n_tail;
    size_t next_mean, last_time;
    double *s1, *e1, *base; /* p, and up to the next multiple of 4 */
    double apart[PCARTI_APART];
};

/* What is done with a piece. */
typedef void pcarti_cox_visitor(const pcarti_cox_model *w,
                                pcarti_cox_piece *piece, pcarti_cox_desk *desk,
                                void *context);

/* Visit all pieces, by several threads if the model has them. */
void pcarti_cox_visit(const pcarti_cox_model *w, pcarti_cox_visitor *visit,
                      void *context);

/* Cut the parts into blocks and pieces, take what work needs. */
PCART_MUST_CHECK pcart_status pcarti_cox_cut(pcarti_cox_model *model,
                                             pcart_err *err);

/* Risks of the subjects of a block; the events' part of the log likelihood. */
double pcarti_cox_risks(const pcarti_cox_model *w, const pcarti_cox_block *b);

/* The sums of a block over its tails. */
void pcarti_cox_sum_tails(const pcarti_cox_model *w, pcarti_cox_block *b);

/* The sums of a block over its risks; they equal those that a scan makes. */
void pcarti_cox_sum_risks(const pcarti_cox_model *w, pcarti_cox_block *b,
                          pcarti_cox_desk *desk);

/*
 * From the last time to the first: hazards, means, and what the events add to
 * likelihood and information.
 */
void pcarti_cox_scan(const pcarti_cox_model *w, pcarti_cox_block *b,
                     pcarti_cox_desk *desk, pcarti_cox_piece *piece);

/* The hazard before the entry of those that come in a block. */
void pcarti_cox_enter(const pcarti_cox_block *b);

/*
 * From the first time to the last: the hazard of each subject while at risk,
 * and what the subjects add to gradient and information.
 */
void pcarti_cox_collect(const pcarti_cox_model *w, const pcarti_cox_block *b,
                        pcarti_cox_desk *desk, pcarti_cox_piece *piece);

static inline double
pcarti_cox_weight(const pcarti_cox_part *part, size_t i)
{
    return part->view.weight ? part->view.weight[i] : 1;
}

static inline double
pcarti_cox_factor(const pcarti_cox_part *part, size_t time)
{
    return part->factor ? part->factor[time] : 1;
}

/* The block after or before block k in the same part; NULL at its end. */
static inline const pcarti_cox_block *
pcarti_cox_neighbour(const pcarti_cox_model *w, size_t k, int is_after)
{
    const pcarti_cox_block *b = &w->block[k], *other;

    if (is_after ? k + 1 >= w->n_block : k == 0)
        return NULL;
    other = is_after ? b + 1 : b - 1;
    return other->part == b->part ? other : NULL;
}

/* A pair of p stands on the sum of both of its neighbour's, or on nothing. */
static inline void
pcarti_cox_stand_on(double *const *pair, double *const *other, size_t p)
{
    for (size_t k = 0; k < p; k++)
        pair[1][k] = other ? other[1][k] + other[0][k] : 0;
}

#endif
