/* simulate_person.h -- one synthetic patient, from plan to rows.
 * Layer: study. */
#ifndef PCARTI_SIMULATE_PERSON_H
#define PCARTI_SIMULATE_PERSON_H

#include <limits.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/rng.h"
#include "postcart/date.h"
#include "postcart/simulate.h"

enum {
    PCARTI_SIM_BLOCK = 555, /* patients of the published cohort */
    PCARTI_SIM_SMN = 14,    /* of them with a secondary myeloid neoplasm */
    PCARTI_SIM_OTHER = PCARTI_SIM_BLOCK - PCARTI_SIM_SMN,
    PCARTI_SIM_CENTRE = 16,
    PCARTI_SIM_NO_COUNT = -1,
    PCARTI_SIM_NEVER = INT_MAX / 2 /* day of what did not happen */
};

/* Files, in the order of pcart_simulate_files. */
enum {
    PCARTI_SIM_PATIENTS,
    PCARTI_SIM_INFUSIONS,
    PCARTI_SIM_LABS,
    PCARTI_SIM_SUPPORTS,
    PCARTI_SIM_SIGNS,
    PCARTI_SIM_TOXICITIES,
    PCARTI_SIM_TRANSPLANTS,
    PCARTI_SIM_MARROWS,
    PCARTI_SIM_KARYOTYPES,
    PCARTI_SIM_SAMPLES,
    PCARTI_SIM_VARIANTS,
    PCARTI_SIM_CHIMERISM,
    PCARTI_SIM_RESPONSES,
    PCARTI_SIM_EVENTS,
    PCARTI_SIM_N_TABLE
};

/* Points of CAR-HEMATOTOX that a patient is to have. */
enum { PCARTI_SIM_LOW, PCARTI_SIM_HIGH, PCARTI_SIM_UNSCORED };

/* Platelets about day 90. */
enum {
    PCARTI_SIM_PLT_LOW,
    PCARTI_SIM_PLT_FAIR,
    PCARTI_SIM_PLT_UNSAMPLED,
    PCARTI_SIM_PLT_DEAD
};

enum { PCARTI_SIM_TISA, PCARTI_SIM_AXI, PCARTI_SIM_BREXU };

/* Markers before lymphodepletion. */
typedef struct pcarti_sim_marker {
    int wbc, anc;      /* cells/uL */
    int platelets;     /* 10^9/L */
    int hemoglobin;    /* tenths of g/dL */
    int crp, ferritin; /* mg/L, ug/L */
} pcarti_sim_marker;

/* One of the patients with a secondary myeloid neoplasm, in full. */
typedef struct pcarti_sim_case {
    int smn_day, follow;       /* potential follow-up: day of data cut-off */
    const char *smn;           /* "MDS", "AML" */
    int graft, relapse, death; /* days after smn_day; 0: did not happen */
    const char *cause;         /* of death */
    int lymphoma_relapse;      /* day after infusion; 0: none */
    int is_male, age, lines, has_asct;
    const char *diagnosis;
    int product;
    int early, is_late, is_plt_low, crs, icans, gcsf, epo;
    pcarti_sim_marker marker;
    const char *karyotype_before, *karyotype;
    const char *genes_before, *genes; /* see pcarti_sim_variant; NULL: not
                                         sequenced, "": none found */
    int blasts, dysplasia;            /* marrow at diagnosis, %; blasts may be
                                         PCARTI_SIM_NO_COUNT */
    int gvhd;
} pcarti_sim_case;

/* Patients of one class of score and one grade. */
typedef struct pcarti_sim_stratum {
    int score, early, n;
    int late, plt_low, plt_dead, plt_unsampled;
} pcarti_sim_stratum;

/* Patients of one diagnosis and product. */
typedef struct pcarti_sim_disease {
    const char *diagnosis, *detail;
    int product, n, asct;
    int age_first, age_median, age_last;
} pcarti_sim_disease;

/* How a centre writes its numbers. */
typedef struct pcarti_sim_style {
    const char *count_unit; /* of ANC, WBC, lymphocytes */
    int is_per_ul;
    const char *plt_unit;
    int is_plt_per_ul;
    const char *hb_unit;
    int is_hb_g_per_l;
    const char *crp_unit;
    int is_crp_per_dl;
    const char *ferritin_unit;
    int has_limit; /* writes "<0.1" */
} pcarti_sim_style;

/* A known variant, by the word that the cases use. */
typedef struct pcarti_sim_variant {
    const char *name, *gene, *chrom;
    int pos; /* GRCh38; 0: left empty */
    const char *ref, *alt, *hgvs_c, *hgvs_p;
} pcarti_sim_variant;

extern const pcarti_sim_case pcarti_sim_cases[PCARTI_SIM_SMN];
extern const pcarti_sim_stratum pcarti_sim_strata[];
extern const size_t pcarti_sim_n_strata;
extern const pcarti_sim_disease pcarti_sim_diseases[];
extern const size_t pcarti_sim_n_diseases;
extern const pcarti_sim_style pcarti_sim_styles[PCARTI_SIM_CENTRE];
extern const uint16_t pcarti_sim_centre_size[PCARTI_SIM_CENTRE];
extern const uint16_t pcarti_sim_crs_size[5], pcarti_sim_icans_size[5];
extern const char *const pcarti_sim_product_name[3];
extern const pcarti_sim_variant pcarti_sim_variants[];
extern const size_t pcarti_sim_n_variants;
/* Months to data cut-off by the share of patients, from 0 to 1. */
typedef struct pcarti_sim_follow {
    double share, months;
} pcarti_sim_follow;
extern const pcarti_sim_follow pcarti_sim_follow_up[];
/* Of those not dead early: with relapse, dead without, of PCARTI_SIM_OTHER. */
extern const int pcarti_sim_relapsed, pcarti_sim_dead_without;

/* Who stands where in one block: one permutation per margin. */
typedef struct pcarti_sim_block {
    uint64_t number;
    int is_made;
    uint16_t slot[PCARTI_SIM_BLOCK], centre[PCARTI_SIM_BLOCK];
    uint16_t disease[PCARTI_SIM_OTHER], follow[PCARTI_SIM_OTHER];
    uint16_t crs[PCARTI_SIM_OTHER], icans[PCARTI_SIM_OTHER];
    uint16_t outcome[PCARTI_SIM_OTHER];
} pcarti_sim_block;

/* A low stretch of counts: days first to last, both included. */
typedef struct pcarti_sim_dip {
    int first, last;
    int deep_first, deep_last; /* at or below 100/uL; first > last: none */
} pcarti_sim_dip;

/* One patient.  Days count from the infusion. */
typedef struct pcarti_sim_person {
    char id[16];
    const pcarti_sim_case *smn; /* NULL: none */
    pcart_date day0;
    int centre, is_male, birth_year, lines, has_asct;
    const char *diagnosis, *diagnosis_detail;
    int product;
    int score, early, is_late, plt;
    int crs, crs_first, crs_last, icans, icans_first, icans_last;
    pcarti_sim_marker marker;
    int lymphocytes; /* before lymphodepletion, cells/uL */
    pcarti_sim_dip dip[2];
    int n_dip;
    int end; /* last day seen */
    int death, relapse, next_therapy, smn_day, graft, boost, smn_relapse;
    const char *cause; /* of death */
    int hospital_last;
    pcarti_rng rng;
} pcarti_sim_person;

/* All that is being written. */
typedef struct pcarti_sim {
    uint64_t seed;
    int id_width;
    double keep; /* share of the visits that is written */
    int is_dirty;
    pcarti_sim_block block;
    pcarti_rng dirt;
    pcarti_buf out[PCARTI_SIM_N_TABLE];
} pcarti_sim;

/* simulate_person.c: who the patient is and what happens to them. */
void pcarti_sim_plan(pcarti_sim *sim, uint32_t index, pcarti_sim_person *p);

/* simulate_marker.c: markers before lymphodepletion. */
void pcarti_sim_mark(pcarti_sim_person *p);

/* simulate_blood.c: rows of labs, and the transfusions that they ask for. */
typedef struct pcarti_sim_transfusion {
    int day;
    int is_platelets;
} pcarti_sim_transfusion;
enum { PCARTI_SIM_MAX_TRANSFUSION = 64 };
int pcarti_sim_blood(
    pcarti_sim *sim, pcarti_sim_person *p,
    pcarti_sim_transfusion transfusion[PCARTI_SIM_MAX_TRANSFUSION]);

/* simulate_lab.c: one number as the centre writes it. */
enum {
    PCARTI_SIM_ANC,
    PCARTI_SIM_WBC,
    PCARTI_SIM_LYMPHOCYTES,
    PCARTI_SIM_PLATELETS,
    PCARTI_SIM_HEMOGLOBIN,
    PCARTI_SIM_CRP,
    PCARTI_SIM_FERRITIN,
    PCARTI_SIM_LDH,
    PCARTI_SIM_IL2,
    PCARTI_SIM_IL4,
    PCARTI_SIM_IL6,
    PCARTI_SIM_IL10,
    PCARTI_SIM_IL17A,
    PCARTI_SIM_IFN_GAMMA,
    PCARTI_SIM_TNF_ALPHA,
    PCARTI_SIM_N_LAB
};
typedef struct pcarti_sim_draw {
    const pcarti_sim_style *style;
    char head[48]; /* "SYN-000001,2020-01-31,06:12," */
    size_t n_head;
} pcarti_sim_draw;
void pcarti_sim_draw_begin(pcarti_sim_draw *draw, const pcarti_sim_person *p,
                           int day, int minute);
/* value: counts cells/uL, Hb, CRP and cytokines tenths, ferritin and LDH
 * whole. */
void pcarti_sim_lab(pcarti_sim *sim, const pcarti_sim_draw *draw, int analyte,
                    int value);

/* simulate_record.c: rows of every other table. */
void pcarti_sim_record(pcarti_sim *sim, pcarti_sim_person *p,
                       const pcarti_sim_transfusion *transfusion, int n);
/* simulate_sign.c: findings at the bedside; `index` is the patient's. */
void pcarti_sim_sign(pcarti_sim *sim, const pcarti_sim_person *p,
                     uint32_t index);
/* simulate_marrow.c: marrows, karyotypes, samples, variants, chimerism. */
void pcarti_sim_marrow(pcarti_sim *sim, pcarti_sim_person *p);
/* One sequenced sample; genes as "TP53-R175H:31;KIT-D816V:11", VAF in
 * percent. */
void pcarti_sim_sample(pcarti_sim *sim, pcarti_sim_person *p, int day,
                       int number, const char *genes);
/* The row of the table patients. */
void pcarti_sim_patient(pcarti_buf *out, const pcarti_sim_person *p);

/* "SYN-000001,2020-01-31": how a row of most tables begins. */
void pcarti_sim_row(pcarti_buf *out, const pcarti_sim_person *p, int day);
void pcarti_sim_date(pcarti_buf *out, const pcarti_sim_person *p, int day);

#endif
