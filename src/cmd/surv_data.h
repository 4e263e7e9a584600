/* surv_data.h -- from the columns of a table to follow-up.  Layer: cmd. */
#ifndef PCARTI_SURV_DATA_H
#define PCARTI_SURV_DATA_H

#include "cmd/design.h"
#include "postcart/followup.h"

/* Which columns mean what; NULL where none does. */
typedef struct surv_roles {
    const char *time, *status, *start, *weight;
    const char *group, *stratum, *cluster, *by;
    const char *id, *from;  /* subject of each row, and the state it is in */
    int is_states;          /* every status is a state: none is of interest */
    const char *covariates; /* "A,B" */
    const char *event;      /* value of status that is the event */
    const char *censored;   /* value of status that is no event */
    double landmark;        /* clock starts here; 0 = at 0 */
} surv_roles;

/* Follow-up with what surrounds it.  Arrays have follow.n rows. */
typedef struct surv_part {
    pcart_followup follow; /* status 1 is the event, 2 ... compete */
    const int *cluster;
    const int *id, *from;  /* subject, and state before; or NULL */
    const int *file_row;   /* from 1, without the header */
    const double **column; /* of the model; NAN where nothing stands */
} surv_part;

/* A table of follow-up. */
typedef struct surv_data {
    surv_part all;
    const char **event; /* name of status k + 1 */
    int n_event;
    frame_factor group, by, stratum, id, from;
    int n_cluster;
    design model;
    size_t n_row;     /* rows of the file */
    size_t n_missing; /* left out: time, status ... not there */
    size_t n_early;   /* left out: followed no longer than the landmark */
    int *by_code;     /* per row of `all` */
} surv_data;

/* Read everything; wrong cells become problems of `diag`. */
PCART_MUST_CHECK pcart_status pcarti_surv_read(
    const surv_roles *roles, const char *source, const pcarti_buf *bytes,
    pcart_decimal_mark decimal, pcart_arena *arena, pcart_diag *diag,
    surv_data *out, pcart_err *err);

/* The rows with one value of the column `by`, in the order of the file. */
PCART_MUST_CHECK pcart_status pcarti_surv_select(const surv_data *data, int by,
                                                 pcart_arena *arena,
                                                 surv_part *out,
                                                 pcart_err *err);

/*
 * The rows that have every covariate, for a model.  `x` has room for the
 * columns of `data`.
 */
PCART_MUST_CHECK pcart_status pcarti_surv_complete(
    const surv_data *data, const surv_part *part, pcart_arena *arena,
    surv_part *out, pcart_covariates *x, pcart_err *err);

#endif
