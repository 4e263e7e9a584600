/* style.h -- colours, dashes and text sizes of all figures.  Layer: figure. */
#ifndef PCARTI_STYLE_H
#define PCARTI_STYLE_H

#include <stddef.h>

/* The style sheet.  Equal in all figures, so that several in one page agree. */
extern const char *const pcarti_style[];
extern const size_t pcarti_n_style;

/* Fills by pattern: the class stands on the rect, the suffix in the id. */
typedef struct pcarti_hatch_row {
    const char *class, *suffix, *body;
} pcarti_hatch_row;
extern const pcarti_hatch_row pcarti_hatch[];
extern const size_t pcarti_n_hatch;

/*
 * Class names by index, for groups (colour, dash, marker), grades and bands.
 * Indices beyond the last are wrapped or held, never out of bounds.
 */
const char *pcarti_style_line(size_t group);  /* "pc-line pc-g0 pc-d0" */
const char *pcarti_style_fill(size_t group);  /* "pc-f0": solid mark */
const char *pcarti_style_open(size_t group);  /* "pc-o0": hollow mark */
const char *pcarti_style_area(size_t group);  /* "pc-a0": light area */
const char *pcarti_style_edge(size_t group);  /* "pc-e0": edge of the area */
const char *pcarti_style_label(size_t group); /* "pc-t0": text, start */
const char *pcarti_style_grade(int grade);    /* "pc-k0" .. "pc-k5", "pc-kn" */
const char *pcarti_style_on_grade(int grade); /* text on it, centred */
const char *pcarti_style_zone(size_t i);      /* below band i */

#endif
