/*
 * simulate_boost.c -- stem-cell boosts for prolonged cytopenia.  Layer: study.
 *
 * The letter of Molinos-Quintana 2025 prints no numbers that could be had; the
 * margins are those of Gagelmann 2023: 31 boosts, 30 autologous, day 43
 * (median), ANC 0.2, neutropenia of 38 days (7 to 151) before it, neutrophil
 * response in 26 of 31 after 9 days (7 to 14), survival at a year 85 % and
 * 44 % by neutropenia up to 38 days or longer.  All else is chosen.
 */
#include "study/simulate_sketch.h"

enum { PATIENTS = 31, FIRST_LOW = 5, NONE = 0 };

typedef struct boost {
    int neutropenia; /* days before the boost */
    int response;    /* days after it; NONE */
    int platelets;   /* days after it to 50; NONE */
    int death, last; /* days after the infusion; NONE */
} boost;

// clang-format off
static const boost boosts[PATIENTS] = {
    {  7,  8, 16, NONE, 700}, { 10,  7, 12, NONE, 610}, { 13,  9, 20, NONE, 150},
    { 16,  8, 14, NONE, 820}, { 18, 10, 25,  230,   0}, { 20,  9, 18, NONE, 440},
    { 22,  7, 15, NONE, 530}, { 24, 11, 28, NONE, 120}, { 26,  9, 22, NONE, 905},
    { 28,  8, 17, NONE, 470}, { 30, 12, 35,  301,   0}, { 32,  9, 19, NONE, 390},
    { 33, 10, 24, NONE, 640}, { 35,  8, 21, NONE, 180}, { 36,  9, 26, NONE, 715},
    { 38,  7, 18, NONE, 560}, { 40, 10, 30, NONE, 480}, { 42,  9, 27,  190,   0},
    { 45, 13, 45, NONE, 585}, { 48, NONE, NONE, 96, 0}, { 52, 11, 38,  340,   0},
    { 55,  9, 33, NONE, 430}, { 58, NONE, NONE, 130,0}, { 62, 12, 50, NONE, 520},
    { 68, 10, NONE, 250, 0},  { 75, NONE, NONE, 118,0}, { 84, 14, 55, NONE, 410},
    { 95,  9, 40, 280,   0},  {110, NONE, NONE, 175,0}, {128, 11, NONE, NONE, 300},
    {151, NONE, NONE, NONE, 390},
};
// clang-format on

/* From the boost on: counts rise on the day planned, or stay. */
static void
plan_rise(pcarti_sim_curve *t, int from, int response, int low, int threshold,
          int high)
{
    int day = from + (response == NONE ? 60 : response);

    pcarti_sim_bound(t, FIRST_LOW, day - 1, low / 2, threshold - threshold / 9);
    if (response != NONE)
        pcarti_sim_bound(t, day, day + 60, threshold + threshold / 9, high * 3);
    pcarti_sim_bend(t, FIRST_LOW, low * 1.2);
    pcarti_sim_bend(t, from, low);
    pcarti_sim_bend(t, day - 1, threshold * 0.7);
    pcarti_sim_bend(t, day, threshold * 1.4);
    pcarti_sim_bend(t, day + 20, high);
}

static void
plan_blood(pcarti_sim_sketch *s, const boost *b, int from)
{
    pcarti_sim_curve *t = s->curve;

    for (int a = 0; a < PCARTI_SIM_N_LAB; a++)
        t[a].noise = 0.1;
    pcarti_sim_bend(&t[PCARTI_SIM_ANC], -30, 1300);
    pcarti_sim_bend(&t[PCARTI_SIM_ANC], 0, 1500);
    plan_rise(&t[PCARTI_SIM_ANC], from, b->response, 200, 500, 2400);
    pcarti_sim_bend(&t[PCARTI_SIM_WBC], -30, 2500);
    pcarti_sim_bend(&t[PCARTI_SIM_WBC], FIRST_LOW, 500);
    pcarti_sim_bend(&t[PCARTI_SIM_WBC], from, 620);
    pcarti_sim_bend(&t[PCARTI_SIM_WBC], from + 20, b->response ? 3600 : 700);
    pcarti_sim_bend(&t[PCARTI_SIM_PLATELETS], -30, 82000);
    pcarti_sim_bend(&t[PCARTI_SIM_PLATELETS], 0, 66000);
    plan_rise(&t[PCARTI_SIM_PLATELETS], from, b->platelets, 13000, 50000,
              110000);
    pcarti_sim_bend(&t[PCARTI_SIM_HEMOGLOBIN], -30, 92);
    pcarti_sim_bend(&t[PCARTI_SIM_HEMOGLOBIN], 10, 78);
    pcarti_sim_bend(&t[PCARTI_SIM_HEMOGLOBIN], from, 80);
    pcarti_sim_bend(&t[PCARTI_SIM_HEMOGLOBIN], from + 40,
                    b->platelets ? 104 : 82);
    pcarti_sim_bend(&t[PCARTI_SIM_CRP], -30, 450);
    pcarti_sim_bend(&t[PCARTI_SIM_CRP], 6, 1300);
    pcarti_sim_bend(&t[PCARTI_SIM_CRP], 30, 200);
    pcarti_sim_bend(&t[PCARTI_SIM_FERRITIN], -30, 1500);
    pcarti_sim_bend(&t[PCARTI_SIM_FERRITIN], 9, 6200);
    pcarti_sim_bend(&t[PCARTI_SIM_FERRITIN], 60, 2100);
    pcarti_sim_stay(s, -14, -5, 3);
    pcarti_sim_stay(s, -2, 40, 1);
    pcarti_sim_stay(s, 41, from + 45, from > 60 ? 2 : 1);
    pcarti_sim_stay(s, from + 49, from + 120, 7);
    pcarti_sim_stay(s, from + 140, 1000, 30);
}

static void
plan_supports(pcarti_sim_sketch *s, const boost *b, int from)
{
    int to = from + (b->platelets ? b->platelets - 8 : 70);

    pcarti_sim_fact_span(s, PCARTI_SIM_SUPPORTS, FIRST_LOW + 2, from - 1,
                         "gcsf,300,ug");
    for (int day = 9; day < to; day += 6)
        pcarti_sim_fact_span(s, PCARTI_SIM_SUPPORTS, day, day,
                             "platelets,1,units");
    for (int day = 12; day < to; day += 13)
        pcarti_sim_fact_span(s, PCARTI_SIM_SUPPORTS, day, day,
                             "red_cells,2,units");
    pcarti_sim_fact_span(s, PCARTI_SIM_SUPPORTS, 4, 4, "tocilizumab,8,mg/kg");
}

static void
plan(pcarti_sim_sketch *s, uint32_t role)
{
    static const char *const disease[][2] = {
        {"DLBCL", "diffuse large B-cell lymphoma"},
        {"B-ALL", "B-cell acute lymphoblastic leukaemia"},
        {"MCL", "mantle cell lymphoma"},
    };
    const boost *b = &boosts[role % PATIENTS];
    pcarti_sim_person *p = &s->person;
    int from = FIRST_LOW + b->neutropenia;
    int is_allo = role == 11;

    p->day0 = pcart_date_from_civil(2019, 3, 4) + (pcart_date)(role * 37);
    p->is_male = role % 5 < 3;
    p->birth_year = 1948 + (int)(role * 7 % 45);
    p->diagnosis = disease[is_allo ? 1 : role % 4 == 3 ? 2 : 0][0];
    p->diagnosis_detail = disease[is_allo ? 1 : role % 4 == 3 ? 2 : 0][1];
    p->end = b->death ? b->death : b->last;
    plan_blood(s, b, from);
    pcarti_sim_infuse(s, 0, "axi-cel,CD19,", 3);
    plan_supports(s, b, from);
    pcarti_sim_fact_add(s, PCARTI_SIM_TRANSPLANTS, -700 - (int)role * 11,
                        is_allo ? "allogeneic,matched sibling,male,5,no,TBI/Cy"
                                : "autologous,,,5,no,BEAM");
    pcarti_sim_fact_add(s, PCARTI_SIM_TRANSPLANTS, from,
                        is_allo ? "boost,matched sibling,male,4.1,yes,"
                                : "boost,autologous,,3.3,no,");
    if (is_allo)
        pcarti_sim_fact_add(s, PCARTI_SIM_CHIMERISM, from + 30,
                            "whole blood,>0.99,STR,0.01");
    pcarti_sim_fact_span(s, PCARTI_SIM_TOXICITIES, 3, 7,
                         role % 3 ? "crs,ASTCT 2019,2,,"
                                  : "crs,ASTCT 2019,1,,");
    if (role % 3 == 1)
        pcarti_sim_fact_span(s, PCARTI_SIM_TOXICITIES, 6, 9,
                             "icans,ASTCT 2019,2,,");
    if (b->neutropenia > 30 && role % 2)
        pcarti_sim_fact_span(s, PCARTI_SIM_TOXICITIES, from - 6, from + 8,
                             "infection,CTCAE v5,3,bacterial,bacterial");
    pcarti_sim_fact_add(s, PCARTI_SIM_RESPONSES, 30,
                        role % 3 == 2 ? "PR," : "CR,");
    if (b->death)
        pcarti_sim_fact_add(s, PCARTI_SIM_EVENTS, b->death,
                            b->response ? "death,lymphoma" : "death,infection");
    else
        pcarti_sim_fact_add(s, PCARTI_SIM_EVENTS, b->last, "last_contact,");
}

const pcarti_sim_small pcarti_sim_boost = {
    .name = "boost",
    .prefix = "BOO",
    .n = PATIENTS,
    .source = "Gagelmann et al., Blood Adv 2023;7:555, doi "
              "10.1182/bloodadvances.2022008042",
    .plan = plan,
};
