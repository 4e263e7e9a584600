/* panel_error.h -- positions of a panel as rows of an error model.
 * Layer: study. */
#ifndef PCARTI_PANEL_ERROR_H
#define PCARTI_PANEL_ERROR_H

#include "postcart/panel_error.h"

/* Kinds of rows at one position: three substitutions in two groups of
 * orientations, and two kinds of indels in three lengths and two groups. */
enum {
    PCARTI_PANEL_N_SUBSTITUTION = 6,
    PCARTI_PANEL_N_INDEL = 12,
    PCARTI_PANEL_N_ROW = PCARTI_PANEL_N_SUBSTITUTION + PCARTI_PANEL_N_INDEL
};

/* One base and its neighbours: a place in the bases of a region. */
typedef struct pcarti_panel_site {
    const char *bases; /* of the region, flank included */
    size_t n, at;
} pcarti_panel_site;

/* 0 to 3 for A, C, G, T; -1 for anything else. */
int pcarti_panel_base(char base);

/* Class of a substitution; `allele` 0 to 3, `group` 0 for F1R2. */
uint32_t pcarti_panel_class(const pcarti_panel_site *site, int allele,
                            int group);
/* Which factor of a sample it has. */
int pcarti_panel_factor_of(const pcarti_panel_site *site, int allele,
                           int group);
/* Class of an insertion or a deletion of so many bases behind the site. */
uint32_t pcarti_panel_indel_class(const pcarti_panel_site *site,
                                  int is_insertion, uint32_t length, int group);
/* Length of the run of one base that begins behind the site. */
size_t pcarti_panel_run(const pcarti_panel_site *site);

/* Fragments of one allele and of all in a group of orientations. */
pcart_tally pcarti_panel_tally(const pcart_site_count *count, int allele,
                               int group);

#endif
