/*
 * simulate_second.c -- nine children with a first and a second infusion, with
 * the margins of Ji 2024.  Layer: study.
 *
 * Printed: CR without MRD 9 of 9 and 4 of 9; CRES 3 of 9 and 1 of 9; every
 * child but one (testis) relapsed in the marrow; no difference in dose and in
 * CRS; IL-17A higher, infections and deep counts more often after the first;
 * every child had an event after the second; 1 died, 3 were discharged, 5
 * lived.  All else is chosen.
 */
#include "study/simulate_sketch.h"

#include <string.h>

enum { CHILDREN = 9 };

typedef struct child {
    int is_male, age, relapse; /* day of the relapse after the first infusion */
    const char *site;
    int second;                      /* day of the second infusion */
    int crs[2], cres[2], is_cr[2];   /* is_cr: and without MRD */
    int low[2][2];                   /* days at ANC <= 500: first, last */
    int platelets[2], hemoglobin[2]; /* lowest: 10^9/L, tenths of g/dL */
    int early[2], late[2];           /* infections */
    int il6[2], il17a[2];            /* peaks, pg/mL */
    int event, end;                  /* after the second infusion */
    const char *kind, *fate;
} child;

// clang-format off
static const child children[CHILDREN] = {
    {1,  7, 148, "marrow",            176, {2, 1}, {2, 0}, {1, 1}, {{3, 17}, {4, 11}}, {12, 31}, {62, 81}, {1, 0}, {1, 0}, {1480, 620}, {38, 14},  96, 410, "relapse", "alive"},
    {0,  5, 210, "marrow",            241, {1, 1}, {0, 0}, {1, 0}, {{4, 14}, {4, 12}}, {24, 44}, {74, 84}, {1, 1}, {0, 0}, { 310, 280}, {21, 12},  34, 300, "next_therapy", "discharged"},
    {1, 11,  95, "marrow",            124, {3, 2}, {3, 2}, {1, 0}, {{2, 21}, {3, 16}}, { 8, 15}, {58, 66}, {1, 1}, {1, 1}, {5200, 1900}, {64, 33},  29, 118, "relapse", "infection"},
    {0,  9, 330, "marrow and CNS",    362, {2, 2}, {0, 0}, {1, 1}, {{3, 13}, {5, 11}}, {19, 52}, {71, 88}, {0, 0}, {1, 0}, { 940, 830}, {26, 17}, 150, 520, "relapse", "alive"},
    {1,  4, 181, "testis",            220, {1, 1}, {0, 0}, {1, 1}, {{5, 12}, {5, 10}}, {41, 66}, {83, 92}, {1, 0}, {0, 0}, { 220, 190}, {15, 11},  75, 610, "next_therapy", "alive"},
    {0, 13, 126, "marrow",            160, {2, 1}, {1, 0}, {1, 0}, {{3, 18}, {4, 13}}, {11, 27}, {61, 76}, {1, 0}, {1, 1}, {1150, 340}, {47, 20},  31, 240, "next_therapy", "discharged"},
    {1,  6, 260, "marrow",            290, {1, 1}, {0, 0}, {1, 0}, {{4, 13}, {4, 12}}, {28, 39}, {73, 79}, {0, 0}, {1, 0}, { 270, 330}, {18, 15},  30, 455, "relapse", "alive"},
    {0, 10, 402, "marrow",            431, {2, 2}, {0, 0}, {1, 1}, {{3, 15}, {4, 12}}, {17, 35}, {66, 80}, {1, 0}, {0, 0}, { 880, 910}, {29, 16}, 121, 380, "relapse", "alive"},
    {1,  8, 115, "marrow",            152, {1, 0}, {0, 0}, {1, 0}, {{4, 16}, {5, 12}}, {15, 30}, {64, 77}, {1, 1}, {1, 0}, { 360,  90}, {24,  9},  28, 190, "next_therapy", "discharged"},
};
// clang-format on

static void
plan_blood(pcarti_sim_sketch *s, const child *c)
{
    pcarti_sim_curve *t = s->curve;

    for (int i = 0; i < 2; i++) {
        int day = i ? c->second : 0;
        int first = day + c->low[i][0], last = day + c->low[i][1];

        pcarti_sim_fall(&t[PCARTI_SIM_ANC], first, last,
                        &(pcarti_sim_level){2400, i ? 260 : 130, 2300});
        pcarti_sim_fall(&t[PCARTI_SIM_WBC], first, last,
                        &(pcarti_sim_level){4100, i ? 600 : 420, 3900});
        pcarti_sim_fall(
            &t[PCARTI_SIM_PLATELETS], day + 7, day + (i ? 10 : 20),
            &(pcarti_sim_level){160000, c->platelets[i] * 1000, 150000});
        pcarti_sim_fall(&t[PCARTI_SIM_HEMOGLOBIN], day + 8, day + 16,
                        &(pcarti_sim_level){104, c->hemoglobin[i], 108});
        pcarti_sim_fall(&t[PCARTI_SIM_CRP], day + 4, day + 7,
                        &(pcarti_sim_level){60, 300 + 400 * c->crs[i], 50});
        pcarti_sim_fall(&t[PCARTI_SIM_FERRITIN], day + 7, day + 12,
                        &(pcarti_sim_level){420, 800 + 2600 * c->crs[i], 500});
        pcarti_sim_fall(&t[PCARTI_SIM_IL6], day + 6, day + 8,
                        &(pcarti_sim_level){60, c->il6[i] * 10, 70});
        pcarti_sim_fall(&t[PCARTI_SIM_IL17A], day + 6, day + 8,
                        &(pcarti_sim_level){50, c->il17a[i] * 10, 50});
        pcarti_sim_fall(&t[PCARTI_SIM_IL10], day + 6, day + 8,
                        &(pcarti_sim_level){40, 300 + 250 * c->crs[i], 40});
        pcarti_sim_fall(&t[PCARTI_SIM_IFN_GAMMA], day + 6, day + 8,
                        &(pcarti_sim_level){70, 900 + 1700 * c->crs[i], 80});
        pcarti_sim_fall(&t[PCARTI_SIM_TNF_ALPHA], day + 6, day + 8,
                        &(pcarti_sim_level){30, 80 + 30 * c->crs[i], 30});
        pcarti_sim_fall(&t[PCARTI_SIM_IL2], day + 6, day + 8,
                        &(pcarti_sim_level){20, 60, 20});
        pcarti_sim_fall(&t[PCARTI_SIM_IL4], day + 6, day + 8,
                        &(pcarti_sim_level){20, 40, 20});
        pcarti_sim_stay(s, day - 10, day - 3, 7);
        pcarti_sim_stay(s, day - 2, day + 30, 1);
        pcarti_sim_stay(s, day + 35, day + 100, 9);
    }
    for (int a = 0; a < PCARTI_SIM_N_LAB; a++)
        t[a].noise = a >= PCARTI_SIM_IL2 ? 0.12 : 0.09;
}

static void
plan_toxicities(pcarti_sim_sketch *s, const child *c, int i)
{
    static const char *const crs[] = {
        "", "crs,ASTCT 2019,1,,", "crs,ASTCT 2019,2,,", "crs,ASTCT 2019,3,,"};
    static const char *const cres[] = {"", "cres,CARTOX 2018,1,,",
                                       "cres,CARTOX 2018,2,,",
                                       "cres,CARTOX 2018,3,,"};
    int day = i ? c->second : 0;

    if (c->crs[i])
        pcarti_sim_fact_span(s, PCARTI_SIM_TOXICITIES, day + 3,
                             day + 5 + c->crs[i], crs[c->crs[i]]);
    if (c->cres[i])
        pcarti_sim_fact_span(s, PCARTI_SIM_TOXICITIES, day + 6,
                             day + 7 + c->cres[i], cres[c->cres[i]]);
    if (c->crs[i] >= 2)
        pcarti_sim_fact_span(s, PCARTI_SIM_SUPPORTS, day + 4, day + 4,
                             "tocilizumab,8,mg/kg");
    if (c->early[i])
        pcarti_sim_fact_span(s, PCARTI_SIM_TOXICITIES, day + 9, day + 16,
                             "infection,CTCAE v5,3,bacterial,bacterial");
    if (c->late[i])
        pcarti_sim_fact_span(s, PCARTI_SIM_TOXICITIES, day + 44, day + 52,
                             "infection,CTCAE v5,2,viral,viral");
    if (c->platelets[i] < 20)
        pcarti_sim_fact_span(s, PCARTI_SIM_SUPPORTS, day + 10, day + 10,
                             "platelets,1,units");
    if (c->hemoglobin[i] < 70)
        pcarti_sim_fact_span(s, PCARTI_SIM_SUPPORTS, day + 12, day + 12,
                             "red_cells,1,units");
}

static void
plan(pcarti_sim_sketch *s, uint32_t role)
{
    const child *c = &children[role % CHILDREN];
    pcarti_sim_person *p = &s->person;

    p->day0 =
        pcart_date_from_civil(2019, 6, 10) + (pcart_date)(role % CHILDREN) * 61;
    p->is_male = c->is_male;
    p->birth_year = 2019 - c->age;
    p->diagnosis = "B-ALL";
    p->diagnosis_detail = c->site;
    p->end = c->second + c->end;
    plan_blood(s, c);
    pcarti_sim_infuse(s, 0, "anti-CD19 CAR-T,CD19,5e6/kg", 3);
    pcarti_sim_infuse(s, c->second, "anti-CD19 CAR-T,CD19,5e6/kg", 4);
    for (int i = 0; i < 2; i++) {
        plan_toxicities(s, c, i);
        pcarti_sim_fact_add(s, PCARTI_SIM_RESPONSES, (i ? c->second : 0) + 28,
                            c->is_cr[i]      ? "CR,negative"
                            : c->event <= 30 ? "NR,positive"
                                             : "CR,positive");
    }
    pcarti_sim_fact_add(s, PCARTI_SIM_EVENTS, c->relapse, "relapse,ALL");
    pcarti_sim_fact_add(s, PCARTI_SIM_EVENTS, c->second + c->event,
                        c->kind[0] == 'r' ? "relapse,ALL"
                                          : "next_therapy,chemotherapy");
    if (strcmp(c->fate, "infection") == 0)
        pcarti_sim_fact_add(s, PCARTI_SIM_EVENTS, p->end, "death,infection");
    else
        pcarti_sim_fact_add(s, PCARTI_SIM_EVENTS, p->end,
                            c->fate[0] == 'd' ? "last_contact,discharged"
                                              : "last_contact,alive");
}

const pcarti_sim_small pcarti_sim_second = {
    .name = "second-infusion",
    .prefix = "SEC",
    .n = CHILDREN,
    .is_ordered = 1,
    .source = "Ji et al. 2024, nine children with a second infusion",
    .plan = plan,
};
