/* simulate_sketch.h -- a synthetic patient written out fact by fact, for the
 * small published cohorts.  Layer: study. */
#ifndef PCARTI_SIMULATE_SKETCH_H
#define PCARTI_SIMULATE_SKETCH_H

#include "study/simulate_curve.h"
#include "study/simulate_person.h"

enum {
    PCARTI_SIM_ROLE = 106, /* most patients of such a cohort */
    PCARTI_SIM_FACT = 160,
    PCARTI_SIM_FACT_TEXT = 120,
    PCARTI_SIM_STAY = 12,
    PCARTI_SIM_ONE_DATE = -1000000 /* below every last day */
};

/* One row of one table. */
typedef struct pcarti_sim_fact {
    int table, day;
    int last; /* PCARTI_SIM_ONE_DATE: the row has one date */
    char text[PCARTI_SIM_FACT_TEXT];
} pcarti_sim_fact;

/* A patient.  Days count from the first infusion. */
typedef struct pcarti_sim_sketch {
    pcarti_sim_person person; /* id, day0, sex, birth year, diagnosis, end */
    pcarti_sim_curve curve[PCARTI_SIM_N_LAB]; /* empty: never measured */
    struct {
        int first, last, step;
    } stay[PCARTI_SIM_STAY]; /* when blood is drawn; in time order */
    pcarti_sim_fact fact[PCARTI_SIM_FACT];
    int n_stay, n_fact, n_infusion, n_sample;
} pcarti_sim_sketch;

/* A cohort of which each patient has a role. */
typedef struct pcarti_sim_small {
    const char *name, *prefix; /* "theron", "THE" */
    uint32_t n;                /* patients of the published cohort */
    int is_ordered;            /* patient 1 has role 0, and so on */
    const char *source;        /* the publication, for README.txt */
    void (*plan)(pcarti_sim_sketch *sketch, uint32_t role);
} pcarti_sim_small;

extern const pcarti_sim_small pcarti_sim_theron, pcarti_sim_vainstein,
    pcarti_sim_boost, pcarti_sim_second;

/* The rest of a row behind patient and date; facts come in any order. */
void pcarti_sim_fact_add(pcarti_sim_sketch *sketch, int table, int day,
                         const char *text);

/* The same for a row with an end date. */
void pcarti_sim_fact_span(pcarti_sim_sketch *sketch, int table, int day,
                          int last, const char *text);

/* The next infusion; text is "product,target,dose". */
void pcarti_sim_infuse(pcarti_sim_sketch *sketch, int day, const char *text,
                       int lines_before);

/* A marrow; shares in percent, from 0 to 99. */
void pcarti_sim_marrow_fact(pcarti_sim_sketch *sketch, int day, int blasts,
                            int dysplasia);

void pcarti_sim_karyotype_fact(pcarti_sim_sketch *sketch, int day,
                               const char *iscn);

/* Blood is drawn from day to day, every `step` days. */
void pcarti_sim_stay(pcarti_sim_sketch *sketch, int first, int last, int step);

/* A count that falls and comes back: before, on the days of the low stretch,
 * and twelve days after it. */
typedef struct pcarti_sim_level {
    int before, low, after;
} pcarti_sim_level;
void pcarti_sim_fall(pcarti_sim_curve *curve, int first, int last,
                     const pcarti_sim_level *level);

/* Make all rows. */
void pcarti_sim_sketch_write(pcarti_sim *sim, pcarti_sim_sketch *sketch);

#endif
