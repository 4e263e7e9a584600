/* cox_model.h -- the partial likelihood and its derivatives.  Layer: stat. */
#ifndef PCARTI_COX_MODEL_H
#define PCARTI_COX_MODEL_H

#include "postcart/cox.h"
#include "stat/times.h"

/* Which means are kept: none, those of the baseline hazard, or all; the last
 * for parts that get tails. */
typedef enum pcarti_cox_means {
    PCARTI_COX_NO_MEANS,
    PCARTI_COX_BASELINE,
    PCARTI_COX_ALL_MEANS,
    PCARTI_COX_TAIL_MEANS
} pcarti_cox_means;

/* What a subject's follow-up ends with. */
enum pcarti_cox_event {
    PCARTI_COX_NO_EVENT,
    PCARTI_COX_EVENT,
    PCARTI_COX_EMPTY_EVENT // of weight 0
};

enum {
    PCARTI_COX_SLACK = 8 // numbers that may be read behind the last row
};

/* One stratum, sorted by time. */
typedef struct pcarti_cox_part {
    pcart_followup view;
    pcarti_times times;
    const double *x;       /* view.n x p, centred and scaled */
    const uint32_t *entry; /* order of late entry; or NULL */
    const uint8_t *event;  /* of each subject: enum pcarti_cox_event */
    double *risk;          /* weight * exp(eta) of each subject */
    double *hazard;        /* accumulated by each subject while at risk */
    double *step;          /* per time: hazard of those at risk */
    double *own;           /* per time: what the tied dead do not get of it */
    double *mean;          /* per time x p: sum of hazard * mean covariate;
                              for PCARTI_COX_BASELINE of the n_mean times with
                              an event only */
    size_t n_mean, n_event_time;
    int has_ties;         /* or late entry, somewhere; else the next two are
                             NULL, and blocks without do not set them */
    double *own_mean;     /* the same for what the tied dead do not get */
    double *event_mean;   /* per time x p: mean that the dead are held to */
    double *variance;     /* per time: step of the variance of the hazard; set
                             with the means */
    const double *tail;   /* Fine-Gray, per subject: 1/G at its competing
                             event, after which it stays at risk; else 0 */
    const double *left;   /* Fine-Gray, per time: G just before it */
    const double *factor; /* per time: weight of its events in gradient and
                             information; NULL means 1 */
} pcarti_cox_part;

typedef struct pcarti_cox_block pcarti_cox_block;
typedef struct pcarti_cox_piece pcarti_cox_piece;
typedef struct pcarti_cox_desk pcarti_cox_desk;

/*
 * All strata.  Columns are centred at their weighted mean and divided by their
 * mean absolute deviation, so that pivots and steps compare.
 */
typedef struct pcarti_cox_model {
    size_t n, p, n_event;
    pcart_cox_ties ties;
    int threads;
    int n_part;
    pcarti_cox_part *part;
    double *mean, *scale; /* of the columns */
    pcart_followup sorted;
    pcarti_cox_means means;
    int has_means;           /* keep hazards, and set the means of the parts */
    int is_null;             /* all of beta is 0 */
    size_t n_block, n_piece; /* of cox_block.h */
    pcarti_cox_block *block;
    pcarti_cox_piece *piece;
    pcarti_cox_desk *desk; /* one a thread */
    double *beta, *m; /* work rows of p, and up to the next multiple of 4 */
    pcart_arena *arena;
} pcarti_cox_model;

/* Value, gradient and information at one beta (of the scaled columns). */
typedef struct pcarti_cox_value {
    double log_likelihood;
    double *gradient;    /* p */
    double *information; /* p x p, upper triangle */
} pcarti_cox_value;

/* Sort, centre and lay out the data. */
PCART_MUST_CHECK pcart_status
pcarti_cox_build(const pcart_followup *data, const pcart_covariates *x,
                 const pcart_cox_options *options, pcarti_cox_means means,
                 pcart_arena *arena, pcarti_cox_model *out, pcart_err *err);

/* `out` is overwritten; its value may be -infinity when a risk overflows. */
void pcarti_cox_evaluate(pcarti_cox_model *model, const double *beta,
                         pcarti_cox_value *out);

/* Value and derivatives with exact ties; PCART_E_NOMEM. */
PCART_MUST_CHECK pcart_status pcarti_cox_exact(pcarti_cox_model *model,
                                               const double *beta,
                                               pcarti_cox_value *out,
                                               pcart_err *err);

#endif
