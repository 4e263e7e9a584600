/* surv_fit.h -- the analyses of `postcart surv`.  Layer: cmd. */
#ifndef PCARTI_SURV_FIT_H
#define PCARTI_SURV_FIT_H

#include "cmd/stat_row.h"
#include "cmd/surv_data.h"
#include "postcart/curve.h"
#include "postcart/scene.h"

enum { SURV_MAX_AT = 256 };

/* What was asked for. */
typedef struct surv_options {
    unsigned method; /* bits below; 0 lets the data decide */
    pcart_interval interval;
    double level;
    double at[SURV_MAX_AT];
    size_t n_at;
    double tau;           /* of the restricted mean; 0 = none */
    double rho;           /* of log-rank and Gray's test */
    int is_stepwise;      /* print the curve at every event time */
    int variance;         /* SURV_VARIANCE_... */
    double per;           /* rates per so much person-time; 0 = 1 */
    const char *profile;  /* "A=60,B=word": whom to predict; or NULL */
    double origin;        /* of the states: given the state then */
    int is_robust;        /* robust log-rank test */
    int is_breslow;       /* ties of the Cox model */
    int is_survival_ties; /* censoring ties of Fine-Gray as R survival */
    int is_exact_times;   /* do not merge times within 1.5e-8 */
    int threads;          /* of the methods that share their work */
    pcart_time_unit unit;
} surv_options;

enum {
    SURV_KM = 1,
    SURV_HAZARD = 2,
    SURV_INCIDENCE = 4,
    SURV_COX = 8,
    SURV_FINEGRAY = 16,
    SURV_FOLLOWUP = 32,
    SURV_FIRTH = 64,
    SURV_RATE = 128,
    SURV_PSEUDO = 256,
    SURV_STATES = 512
};

enum {
    SURV_VARIANCE_AALEN, /* as the method does by itself */
    SURV_VARIANCE_DELTA,
    SURV_VARIANCE_JACKKNIFE
};

/* One part of the data under analysis. */
typedef struct surv_run {
    const surv_options *options;
    const surv_data *data;
    const surv_part *part;
    stat_table *table;
    pcart_arena *arena;
    pcart_err *err;
    unsigned method;          /* what is done here */
    size_t n_status[3];       /* censored, event, competing */
    const pcart_curve *drawn; /* curves for a figure */
    pcart_test drawn_test;
} surv_run;

/* Counts of the part; fills n_status. */
PCART_MUST_CHECK pcart_status pcarti_surv_sample(surv_run *run);

/* Each writes its lines; PCART_OK also where nothing could be estimated. */
PCART_MUST_CHECK pcart_status pcarti_surv_followup(surv_run *run);
PCART_MUST_CHECK pcart_status pcarti_surv_km(surv_run *run);
PCART_MUST_CHECK pcart_status pcarti_surv_hazard(surv_run *run);
PCART_MUST_CHECK pcart_status pcarti_surv_incidence(surv_run *run);
PCART_MUST_CHECK pcart_status pcarti_surv_cox(surv_run *run);
PCART_MUST_CHECK pcart_status pcarti_surv_finegray(surv_run *run);
PCART_MUST_CHECK pcart_status pcarti_surv_firth(surv_run *run);
PCART_MUST_CHECK pcart_status pcarti_surv_rate(surv_run *run);
PCART_MUST_CHECK pcart_status pcarti_surv_pseudo(surv_run *run);
PCART_MUST_CHECK pcart_status pcarti_surv_states(surv_run *run);

/* Groups of the part, at least one, and the name of one; NULL if not grouped */
int pcarti_surv_groups(const surv_run *run);
const char *pcarti_surv_group(const surv_run *run, int group);

/*
 * PCART_OK if an analysis may go on elsewhere: data without an answer become a
 * line that says why.  Other errors are handed on.
 */
PCART_MUST_CHECK pcart_status pcarti_surv_unanswered(surv_run *run,
                                                     const char *section,
                                                     const char *event,
                                                     const char *method,
                                                     pcart_status status);

/* The figure of the curves that were fitted last. */
PCART_MUST_CHECK pcart_status pcarti_surv_draw(surv_run *run, pcarti_buf *out);

#endif
