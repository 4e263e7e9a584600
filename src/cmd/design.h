/* design.h -- the columns of a regression from those of a table.  Layer: cmd.
 */
#ifndef PCARTI_DESIGN_H
#define PCARTI_DESIGN_H

#include "cmd/frame.h"
#include "postcart/covariates.h"

enum { DESIGN_MAX_TERM = 64, DESIGN_MAX_COLUMN = 1024 };

/* Terms are covariates; words become columns of 0 and 1 against the first
 * level.  Values are NAN where nothing stands. */
typedef struct design {
    const char *term_name[DESIGN_MAX_TERM];
    const char *reference[DESIGN_MAX_TERM]; /* first level; NULL: numbers */
    int n_term;
    double **column;
    const char **name;  /* of each column */
    int *term;          /* which covariate each column belongs to */
    const char **level; /* the word that a column stands for; NULL: a number */
    size_t n_column;
} design;

/* Split "A,B" into the names of terms. */
PCART_MUST_CHECK pcart_status pcarti_design_split(design *out, const char *list,
                                                  pcart_arena *arena,
                                                  pcart_err *err);

/* Make the columns of all terms from a table that has them. */
PCART_MUST_CHECK pcart_status pcarti_design_read(design *out, const frame *in,
                                                 pcart_arena *arena,
                                                 pcart_diag *diag,
                                                 pcart_err *err);

/*
 * A profile "A=60,B=word" as one value per column; a covariate that is not
 * named, or a word that is no level, is a fault of usage.
 */
PCART_MUST_CHECK pcart_status pcarti_design_profile(const design *in,
                                                    const char *text,
                                                    double *out,
                                                    pcart_err *err);

#endif
