/*
 * simulate_vainstein.c -- five patients with a myelodysplastic neoplasm, four
 * of them after the infusion, with the margins of Vainstein 2023.
 * Layer: study.
 *
 * Printed: no dysplasia before the infusion in the four; mutations of
 * myelodysplasia before and after in four of four, none new.  Genes, fractions
 * and days are chosen.
 */
#include "study/simulate_sketch.h"

enum { PATIENTS = 5 };

typedef struct clone {
    int is_male, age, smn; /* day of the diagnosis; below 0: before */
    const char *karyotype, *before, *after;
    int blasts, dysplasia; /* at diagnosis, % */
    int end, is_dead;
} clone;

// clang-format off
static const clone clones[PATIENTS] = {
    {1, 66, 348, "45,XY,-7[9]/46,XY[11]",          "TP53-R248Q:1",       "TP53-R248Q:27",        7, 34, 510, 1},
    {0, 64, 350, "46,XX[20]",                      "DNMT3A-R882H:5;TET2:1", "DNMT3A-R882H:15;TET2:7", 3, 22, 640, 0},
    {1, 70, 167, "46,XY,del(20)(q11q13)[6]/46,XY[14]", "PPM1D:1",        "PPM1D:10",             2, 18, 420, 0},
    {0, 61, 410, "46,XX,del(5)(q13q33)[8]/46,XX[12]",  "ASXL1:14",       "ASXL1:30",             9, 28, 495, 1},
    {1, 68, -260, "46,XY[20]",                     "SF3B1:34",           "SF3B1:38",             4, 40, 560, 0},
};
// clang-format on

static void
plan_blood(pcarti_sim_sketch *s, const clone *c)
{
    pcarti_sim_curve *t = s->curve;
    int smn = c->smn > 0 ? c->smn : 200;

    pcarti_sim_fall(&t[PCARTI_SIM_ANC], 4, 15,
                    &(pcarti_sim_level){2200, 160, 1700});
    pcarti_sim_fall(&t[PCARTI_SIM_WBC], 4, 15,
                    &(pcarti_sim_level){3600, 420, 2900});
    pcarti_sim_fall(&t[PCARTI_SIM_PLATELETS], 8, 20,
                    &(pcarti_sim_level){140000, 28000, 98000});
    pcarti_sim_fall(&t[PCARTI_SIM_HEMOGLOBIN], 9, 20,
                    &(pcarti_sim_level){106, 79, 104});
    pcarti_sim_bend(&t[PCARTI_SIM_ANC], smn - 60, 1500);
    pcarti_sim_bend(&t[PCARTI_SIM_ANC], smn, 780);
    pcarti_sim_bend(&t[PCARTI_SIM_WBC], smn - 60, 2700);
    pcarti_sim_bend(&t[PCARTI_SIM_WBC], smn, 1900);
    pcarti_sim_bend(&t[PCARTI_SIM_PLATELETS], smn - 60, 90000);
    pcarti_sim_bend(&t[PCARTI_SIM_PLATELETS], smn, 41000);
    pcarti_sim_bend(&t[PCARTI_SIM_HEMOGLOBIN], smn - 60, 103);
    pcarti_sim_bend(&t[PCARTI_SIM_HEMOGLOBIN], smn, 84);
    pcarti_sim_fall(&t[PCARTI_SIM_CRP], 3, 6, &(pcarti_sim_level){80, 700, 60});
    pcarti_sim_fall(&t[PCARTI_SIM_FERRITIN], 6, 10,
                    &(pcarti_sim_level){520, 2400, 600});
    for (int a = 0; a < PCARTI_SIM_N_LAB; a++)
        t[a].noise = 0.08;
    pcarti_sim_stay(s, -12, -4, 4);
    pcarti_sim_stay(s, -3, 28, 1);
    pcarti_sim_stay(s, 32, 100, 6);
    pcarti_sim_stay(s, 110, 900, 24);
}

static void
plan(pcarti_sim_sketch *s, uint32_t role)
{
    const clone *c = &clones[role % PATIENTS];
    pcarti_sim_person *p = &s->person;
    int later = c->smn > 0 ? c->smn : 290;

    p->day0 = pcart_date_from_civil(2021, 2, 1) + (pcart_date)role * 29;
    p->is_male = c->is_male;
    p->birth_year = 2021 - c->age;
    p->diagnosis = "MM";
    p->diagnosis_detail = "multiple myeloma";
    p->end = c->end;
    plan_blood(s, c);
    pcarti_sim_infuse(s, 0, "anti-BCMA CAR-T,BCMA,", 5);
    pcarti_sim_fact_add(s, PCARTI_SIM_TRANSPLANTS, -900 - 70 * (int)role,
                        "autologous,,,3,no,melphalan");
    pcarti_sim_fact_add(s, PCARTI_SIM_MARROWS, -14,
                        c->smn > 0 ? "40,1,0,4,5,3,100,100,30,0,no,0"
                                   : "45,4,0,40,22,16,100,100,30,18,no,1");
    pcarti_sim_fact_add(s, PCARTI_SIM_KARYOTYPES, -14,
                        c->is_male ? "marrow,\"46,XY[20]\""
                                   : "marrow,\"46,XX[20]\"");
    pcarti_sim_fact_add(s, PCARTI_SIM_SAMPLES, -14, c->before);
    pcarti_sim_marrow_fact(s, later, c->blasts, c->dysplasia);
    pcarti_sim_karyotype_fact(s, later, c->karyotype);
    pcarti_sim_fact_add(s, PCARTI_SIM_SAMPLES, later, c->after);
    pcarti_sim_fact_add(s, PCARTI_SIM_RESPONSES, 90, "VGPR,negative");
    pcarti_sim_fact_add(s, PCARTI_SIM_EVENTS, c->smn, "smn,MDS");
    pcarti_sim_fact_add(s, PCARTI_SIM_EVENTS, c->end,
                        c->is_dead ? "death,MDS" : "last_contact,");
}

const pcarti_sim_small pcarti_sim_vainstein = {
    .name = "vainstein",
    .prefix = "VAI",
    .n = PATIENTS,
    .is_ordered = 1,
    .source = "Vainstein et al., Cancers 2023;15(13):3471, doi "
              "10.3390/cancers15133471",
    .plan = plan,
};
