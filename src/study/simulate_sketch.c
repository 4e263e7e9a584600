/* simulate_sketch.c -- a synthetic patient, fact by fact.  Layer: study. */
#include "study/simulate_sketch.h"

#include <string.h>

void
pcarti_sim_fact_span(pcarti_sim_sketch *sketch, int table, int day, int last,
                     const char *text)
{
    int at = sketch->n_fact;
    size_t length = strlen(text);
    pcarti_sim_fact fact = {.table = table, .day = day, .last = last};

    if (at == PCARTI_SIM_FACT || length >= sizeof fact.text ||
        day > sketch->person.end)
        return;
    if (last > sketch->person.end)
        fact.last = sketch->person.end;
    memcpy(fact.text, text, length + 1);
    for (; at > 0 && sketch->fact[at - 1].day > day; at--)
        sketch->fact[at] = sketch->fact[at - 1];
    sketch->fact[at] = fact;
    sketch->n_fact++;
}

void
pcarti_sim_fact_add(pcarti_sim_sketch *sketch, int table, int day,
                    const char *text)
{
    pcarti_sim_fact_span(sketch, table, day, PCARTI_SIM_ONE_DATE, text);
}

void
pcarti_sim_infuse(pcarti_sim_sketch *sketch, int day, const char *text,
                  int lines_before)
{
    char row[PCARTI_SIM_FACT_TEXT], first[PCART_DATE_SIZE];
    char lines[2] = {(char)('0' + lines_before % 10), '\0'};
    const char *const part[] = {text, ",", first, ",Flu/Cy,none,", lines};
    size_t used = 0;

    pcart_date_write(sketch->person.day0 + day - 5, first);
    for (size_t i = 0; i < PCART_COUNTOF(part); i++) {
        size_t n = strlen(part[i]);

        if (used + n >= sizeof row)
            return;
        memcpy(row + used, part[i], n);
        used += n;
    }
    row[used] = '\0';
    pcarti_sim_fact_add(sketch, PCARTI_SIM_INFUSIONS, day, row);
}

void
pcarti_sim_stay(pcarti_sim_sketch *sketch, int first, int last, int step)
{
    if (sketch->n_stay == PCARTI_SIM_STAY)
        return;
    sketch->stay[sketch->n_stay].first = first;
    sketch->stay[sketch->n_stay].last = last;
    sketch->stay[sketch->n_stay++].step = step;
}

static void
write_fact(pcarti_sim *sim, pcarti_sim_sketch *sketch, const pcarti_sim_fact *f)
{
    pcarti_buf *out = &sim->out[f->table];
    pcarti_sim_person *p = &sketch->person;

    if (f->table == PCARTI_SIM_SAMPLES) {
        pcarti_sim_sample(sim, p, f->day, ++sketch->n_sample, f->text);
        return;
    }
    if (f->table == PCARTI_SIM_INFUSIONS) {
        pcarti_buf_text(out, p->id);
        pcarti_buf_char(out, ',');
        pcarti_buf_int(out, ++sketch->n_infusion);
        pcarti_buf_char(out, ',');
        pcarti_sim_date(out, p, f->day);
    } else {
        pcarti_sim_row(out, p, f->day);
    }
    if (f->last != PCARTI_SIM_ONE_DATE) {
        pcarti_buf_char(out, ',');
        pcarti_sim_date(out, p, f->last);
    }
    pcarti_buf_char(out, ',');
    pcarti_buf_text(out, f->text);
    pcarti_buf_char(out, '\n');
}

static void
write_blood(pcarti_sim *sim, pcarti_sim_sketch *sketch, int day)
{
    pcarti_sim_person *p = &sketch->person;
    pcarti_sim_draw draw;
    int minute = 330 + (int)pcarti_rng_below(&p->rng, 180), anc = 0;

    pcarti_sim_draw_begin(&draw, p, day, minute);
    for (int a = 0; a < PCARTI_SIM_N_LAB; a++) {
        pcarti_sim_curve *t = &sketch->curve[a];
        int value;

        if (t->n_knot == 0 || day < t->knot[0].day)
            continue;
        value = pcarti_sim_measure(t, day, &p->rng);
        if (a == PCARTI_SIM_ANC)
            anc = value;
        else if (a == PCARTI_SIM_WBC && value < anc * 10 / 9)
            value = anc * 10 / 9; // neutrophils are leukocytes
        pcarti_sim_lab(sim, &draw, a, value);
    }
}

void
pcarti_sim_sketch_write(pcarti_sim *sim, pcarti_sim_sketch *sketch)
{
    const pcarti_sim_person *p = &sketch->person;
    int day = INT_MIN;

    pcarti_sim_patient(&sim->out[PCARTI_SIM_PATIENTS], p);
    for (int i = 0; i < sketch->n_stay; i++) {
        int from = sketch->stay[i].first > day ? sketch->stay[i].first : day;

        for (day = from; day <= sketch->stay[i].last && day <= p->end;
             day += sketch->stay[i].step)
            write_blood(sim, sketch, day);
    }
    for (int i = 0; i < sketch->n_fact; i++)
        write_fact(sim, sketch, &sketch->fact[i]);
}

void
pcarti_sim_fall(pcarti_sim_curve *t, int first, int last,
                const pcarti_sim_level *level)
{
    pcarti_sim_bound(t, first, last, level->low * 3 / 4, level->low * 5 / 4);
    pcarti_sim_bend(t, first - 6, level->before);
    pcarti_sim_bend(t, first, level->low);
    pcarti_sim_bend(t, last, level->low);
    pcarti_sim_bend(t, last + 1, level->low * 1.7);
    pcarti_sim_bend(t, last + 12, level->after);
}

/* Digits of a number from 0 to 99 behind a text; a comma follows. */
static size_t
put_number(char *out, int value)
{
    size_t n = 0;

    if (value >= 10)
        out[n++] = (char)('0' + value / 10 % 10);
    out[n++] = (char)('0' + value % 10);
    out[n++] = ',';
    return n;
}

void
pcarti_sim_marrow_fact(pcarti_sim_sketch *sketch, int day, int blasts,
                       int dysplasia)
{
    static const char rest[] = "100,100,30,0,no,0";
    char row[PCARTI_SIM_FACT_TEXT];
    size_t n = put_number(row, 45);

    n += put_number(row + n, blasts);
    n += put_number(row + n, blasts > 9 ? 2 : 0);
    for (int lineage = 0; lineage < 3; lineage++) {
        int share = dysplasia - lineage * 5;

        n += put_number(row + n, share > 0 ? share : 0);
    }
    memcpy(row + n, rest, sizeof rest);
    pcarti_sim_fact_add(sketch, PCARTI_SIM_MARROWS, day, row);
}

void
pcarti_sim_karyotype_fact(pcarti_sim_sketch *sketch, int day, const char *iscn)
{
    static const char head[] = "marrow,\"";
    char row[PCARTI_SIM_FACT_TEXT];
    size_t n = sizeof head - 1, length = strlen(iscn);

    if (n + length + 2 > sizeof row)
        return;
    memcpy(row, head, n);
    memcpy(row + n, iscn, length);
    row[n + length] = '"';
    row[n + length + 1] = '\0';
    pcarti_sim_fact_add(sketch, PCARTI_SIM_KARYOTYPES, day, row);
}
