/*
 * simulate_theron.c -- children after CAR-T cells for leukaemia, with the
 * margins of Theron 2025.  Layer: study.
 *
 * Printed: 106 children; 40 without early relapse or later therapy; 4 of them
 * fulfil the criteria of the WHO for MDS, all with an earlier allograft: one
 * clone of the host with high-risk cytogenetics that needed a transplant,
 * three dysplasias of donor cells that did not progress, of which two live in
 * remission and one died of leukaemia.  All else is chosen.
 */
#include "study/simulate_sketch.h"

enum { CHILDREN = 106, DYSPLASTIC = 4, STAYING = 40, RELAPSED = 98 };

static void
plan_blood(pcarti_sim_sketch *s, int is_cytopenic)
{
    pcarti_sim_curve *t = s->curve;
    pcarti_rng *rng = &s->person.rng;
    int last = pcarti_rng_between(rng, 10, is_cytopenic ? 24 : 16);
    int low = pcarti_rng_between(rng, 90, 380);

    for (int a = 0; a < PCARTI_SIM_N_LAB; a++)
        t[a].noise = 0.1;
    pcarti_sim_fall(&t[PCARTI_SIM_ANC], 4, last,
                    &(pcarti_sim_level){2100, low, is_cytopenic ? 750 : 2300});
    pcarti_sim_fall(
        &t[PCARTI_SIM_WBC], 4, last,
        &(pcarti_sim_level){3300, low * 2, is_cytopenic ? 1900 : 3900});
    pcarti_sim_fall(
        &t[PCARTI_SIM_PLATELETS], 7, last + 3,
        &(pcarti_sim_level){130000, 22000, is_cytopenic ? 34000 : 165000});
    pcarti_sim_fall(&t[PCARTI_SIM_HEMOGLOBIN], 8, last + 2,
                    &(pcarti_sim_level){101, 74, is_cytopenic ? 88 : 112});
    pcarti_sim_fall(&t[PCARTI_SIM_CRP], 3, 6, &(pcarti_sim_level){70, 620, 50});
    pcarti_sim_fall(&t[PCARTI_SIM_FERRITIN], 6, 10,
                    &(pcarti_sim_level){900, 3900, 800});
    pcarti_sim_stay(s, -12, -4, 4);
    pcarti_sim_stay(s, -2, 28, 2);
    pcarti_sim_stay(s, 33, 100, 9);
    pcarti_sim_stay(s, 118, 1800, 45);
}

/* The four: 0 is the clone of the host. */
static void
plan_dysplasia(pcarti_sim_sketch *s, int which)
{
    static const char *const graft[DYSPLASTIC] = {
        "allogeneic,matched sibling,male,5,no,TBI/Cy",
        "allogeneic,matched unrelated,female,6,no,TBI/Cy",
        "allogeneic,haploidentical,female,9,yes,TBI/Flu",
        "allogeneic,matched unrelated,male,5,no,Bu/Cy",
    };
    static const char *const karyotype[DYSPLASTIC] = {
        "45,XY,-7[12]//46,XX[8]", "//46,XX[20]", "//46,XX[20]", "//46,XY[20]"};
    int is_host = which == 0, first = is_host ? 214 : 150 + which * 30;

    s->person.is_male = is_host || which == 2;
    s->person.end = which == 3 ? 431 : 900 + which * 90;
    pcarti_sim_fact_add(s, PCARTI_SIM_TRANSPLANTS, -620 - which * 90,
                        graft[which]);
    pcarti_sim_marrow_fact(s, first, is_host ? 8 : 2, is_host ? 30 : 16);
    pcarti_sim_karyotype_fact(s, first, karyotype[which]);
    pcarti_sim_fact_add(s, PCARTI_SIM_CHIMERISM, 30,
                        is_host ? "whole blood,0.93,STR,0.01"
                                : "whole blood,>0.99,STR,0.01");
    pcarti_sim_fact_add(s, PCARTI_SIM_CHIMERISM, first,
                        is_host ? "whole blood,0.41,STR,0.01"
                                : "whole blood,>0.99,STR,0.01");
    pcarti_sim_fact_add(s, PCARTI_SIM_SAMPLES, first,
                        is_host      ? "RUNX1:29"
                        : which == 2 ? "DNMT3A-R882H:6"
                                     : "");
    pcarti_sim_fact_add(s, PCARTI_SIM_EVENTS, first, "smn,MDS");
    if (is_host) {
        pcarti_sim_fact_add(s, PCARTI_SIM_TRANSPLANTS, 301,
                            "allogeneic,matched unrelated,female,6,no,Flu/Mel");
    } else {
        pcarti_sim_marrow_fact(s, first + 180, 2, 15);
        pcarti_sim_karyotype_fact(s, first + 180, karyotype[which]);
    }
    if (which == 3) {
        pcarti_sim_fact_add(s, PCARTI_SIM_EVENTS, 352, "relapse,ALL");
        pcarti_sim_fact_add(s, PCARTI_SIM_EVENTS, 431, "death,ALL");
    } else {
        pcarti_sim_fact_add(s, PCARTI_SIM_EVENTS, s->person.end,
                            "last_contact,complete remission");
    }
}

/* Those without early relapse or later therapy. */
static void
plan_staying(pcarti_sim_sketch *s, int which, int is_cytopenic)
{
    pcarti_rng *rng = &s->person.rng;
    int relapse = pcarti_rng_between(rng, 110, 600);

    s->person.end = pcarti_rng_between(rng, 640, 1700);
    if (which % 9 < 4)
        pcarti_sim_fact_add(s, PCARTI_SIM_TRANSPLANTS, -400 - which * 21,
                            "allogeneic,matched unrelated,male,6,no,TBI/Cy");
    if (is_cytopenic) {
        int day = pcarti_rng_between(rng, 60, 130);

        pcarti_sim_marrow_fact(s, day, 1, 3);
        pcarti_sim_karyotype_fact(s, day,
                                  which % 9 < 4       ? "//46,XY[20]"
                                  : s->person.is_male ? "46,XY[20]"
                                                      : "46,XX[20]");
    }
    if (which % 4 == 1)
        pcarti_sim_fact_add(s, PCARTI_SIM_EVENTS, relapse, "relapse,ALL");
    pcarti_sim_fact_add(s, PCARTI_SIM_EVENTS, s->person.end,
                        which % 12 == 5 ? "death,ALL" : "last_contact,");
}

/* The others: relapse, or further therapy, within 90 days. */
static void
plan_early(pcarti_sim_sketch *s, int which)
{
    pcarti_rng *rng = &s->person.rng;
    int day = pcarti_rng_between(rng, 28, 88);

    s->person.end = day + pcarti_rng_between(rng, 60, 700);
    if (which % 5 < 2)
        pcarti_sim_fact_add(s, PCARTI_SIM_TRANSPLANTS, -350 - which * 9,
                            "allogeneic,matched unrelated,female,6,no,TBI/Cy");
    pcarti_sim_fact_add(s, PCARTI_SIM_EVENTS, day,
                        which < RELAPSED ? "relapse,ALL"
                                         : "next_therapy,allograft in CR");
    pcarti_sim_fact_add(s, PCARTI_SIM_EVENTS, s->person.end,
                        which % 2 && which < RELAPSED ? "death,ALL"
                                                      : "last_contact,");
}

static void
plan(pcarti_sim_sketch *s, uint32_t role)
{
    pcarti_sim_person *p = &s->person;
    int which = (int)(role % CHILDREN);
    int is_cytopenic =
        which < DYSPLASTIC || (which < STAYING && which % 5 == 0);

    p->day0 = pcart_date_from_civil(2016, 5, 2) +
              (pcart_date)pcarti_rng_between(&p->rng, 0, 2300);
    p->is_male = pcarti_rng_chance(&p->rng, 0.56);
    p->birth_year = 2017 - pcarti_rng_between(&p->rng, 2, 17);
    p->diagnosis = "B-ALL";
    p->diagnosis_detail = "B-cell acute lymphoblastic leukaemia";
    if (which < DYSPLASTIC)
        plan_dysplasia(s, which);
    else if (which < STAYING)
        plan_staying(s, which, is_cytopenic);
    else
        plan_early(s, which);
    plan_blood(s, is_cytopenic);
    pcarti_sim_infuse(s, 0, "anti-CD19 CAR-T,CD19,", 2 + which % 3);
    pcarti_sim_fact_span(s, PCARTI_SIM_TOXICITIES, 3, 6,
                         which % 3 ? "crs,ASTCT 2019,1,,"
                                   : "crs,ASTCT 2019,2,,");
    pcarti_sim_fact_add(s, PCARTI_SIM_RESPONSES, 28, "CR,negative");
}

const pcarti_sim_small pcarti_sim_theron = {
    .name = "theron",
    .prefix = "THE",
    .n = CHILDREN,
    .source = "Theron et al., Br J Haematol 2025;206:186-194, doi "
              "10.1111/bjh.19862",
    .plan = plan,
};
