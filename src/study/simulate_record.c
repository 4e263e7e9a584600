/*
 * simulate_record.c -- a synthetic patient as rows: who, infusion, supports,
 * toxicities, transplants, responses, events.  Layer: study.
 */
#include "study/simulate_person.h"

enum { MAX_ENTRY = PCARTI_SIM_MAX_TRANSFUSION + 32 };

/* One row to be; what the texts mean depends on the table. */
typedef struct entry {
    int day, last;
    const char *kind, *detail;
    int number;
} entry;

typedef struct list {
    entry item[MAX_ENTRY];
    int n;
} list;

void
pcarti_sim_date(pcarti_buf *out, const pcarti_sim_person *p, int day)
{
    char text[PCART_DATE_SIZE];

    pcarti_buf_text(out, pcart_date_write(p->day0 + day, text));
}

void
pcarti_sim_row(pcarti_buf *out, const pcarti_sim_person *p, int day)
{
    pcarti_buf_text(out, p->id);
    pcarti_buf_char(out, ',');
    pcarti_sim_date(out, p, day);
}

/* Keep the list in the order of the days; equal days as they came. */
static void
add(list *l, entry e)
{
    int at = l->n;

    if (l->n == MAX_ENTRY)
        return;
    for (; at > 0 && l->item[at - 1].day > e.day; at--)
        l->item[at] = l->item[at - 1];
    l->item[at] = e;
    l->n++;
}

/* The same, when it happened while the patient was seen. */
static void
add_seen(list *l, const pcarti_sim_person *p, entry e)
{
    if (e.day > p->end)
        return;
    if (e.last > p->end)
        e.last = p->end;
    add(l, e);
}

void
pcarti_sim_patient(pcarti_buf *out, const pcarti_sim_person *p)
{
    pcarti_buf_text(out, p->id);
    pcarti_buf_text(out, p->centre < 9 ? ",synthetic centre 0"
                                       : ",synthetic centre ");
    pcarti_buf_int(out, p->centre + 1);
    pcarti_buf_text(out, p->is_male ? ",male," : ",female,");
    pcarti_buf_int(out, p->birth_year);
    pcarti_buf_char(out, ',');
    pcarti_buf_text(out, p->diagnosis);
    pcarti_buf_char(out, ',');
    pcarti_buf_text(out, p->diagnosis_detail);
    pcarti_buf_char(out, '\n');
}

static void
write_infusion(pcarti_buf *out, pcarti_sim_person *p)
{
    static const char *const bridging[] = {"none", "chemotherapy", "radiation",
                                           "steroids", "polatuzumab"};
    static const uint16_t often[] = {25, 35, 20, 10, 10};
    size_t bridge = pcarti_rng_pick(&p->rng, often, PCART_COUNTOF(often));

    pcarti_buf_text(out, p->id);
    pcarti_buf_text(out, ",1,");
    pcarti_sim_date(out, p, 0);
    pcarti_buf_char(out, ',');
    pcarti_buf_text(out, pcarti_sim_product_name[p->product]);
    pcarti_buf_text(out, ",CD19,,");
    pcarti_sim_date(out, p, -5);
    pcarti_buf_text(out, ",Flu/Cy,");
    pcarti_buf_text(out, bridging[bridge]);
    pcarti_buf_char(out, ',');
    pcarti_buf_int(out, p->lines);
    pcarti_buf_char(out, '\n');
}

static void
list_supports(list *l, pcarti_sim_person *p,
              const pcarti_sim_transfusion *transfusion, int n)
{
    static const double gcsf[] = {0.1, 0.35, 0.7, 0.85, 0.95};
    pcarti_rng *rng = &p->rng;
    int first = p->n_dip ? p->dip[0].first + 2 : 7;
    int has_gcsf = pcarti_rng_chance(rng, gcsf[p->early]);
    int has_epo = pcarti_rng_chance(rng, p->is_late ? 0.2 : 0.04);

    if (p->smn) {
        has_gcsf = p->smn->gcsf;
        has_epo = p->smn->epo;
    }
    for (int i = 0; i < n; i++)
        add(l, transfusion[i].is_platelets
                   ? (entry){transfusion[i].day, transfusion[i].day,
                             "platelets", "units", 1}
                   : (entry){transfusion[i].day, transfusion[i].day,
                             "red_cells", "units", 2});
    if (has_gcsf) {
        int last = p->early >= 3 ? p->dip[0].last + 1
                                 : first + pcarti_rng_between(rng, 2, 7);

        add_seen(l, p, (entry){first, last, "gcsf", "", 0});
    }
    if (has_epo)
        add_seen(
            l, p,
            (entry){45, 45 + pcarti_rng_between(rng, 30, 120), "epo", "", 0});
    if (p->crs >= 2 || (p->crs == 1 && pcarti_rng_chance(rng, 0.55)))
        add_seen(
            l, p,
            (entry){p->crs_first + 1, p->crs_first + 1, "tocilizumab", "", 0});
    if (p->icans >= 2 || p->crs >= 3) {
        int from = p->icans >= 2 ? p->icans_first : p->crs_first + 2;

        add_seen(l, p,
                 (entry){from, from + pcarti_rng_between(rng, 2, 7), "steroid",
                         "", 0});
    }
    if (pcarti_rng_chance(rng, 0.25))
        for (int day = 60; day < 370; day += 28)
            add_seen(l, p, (entry){day, day, "ivig", "", 0});
}

static void
write_supports(pcarti_buf *out, const pcarti_sim_person *p, const list *l)
{
    for (int i = 0; i < l->n; i++) {
        const entry *e = &l->item[i];

        pcarti_sim_row(out, p, e->day);
        pcarti_buf_char(out, ',');
        pcarti_sim_date(out, p, e->last);
        pcarti_buf_char(out, ',');
        pcarti_buf_text(out, e->kind);
        pcarti_buf_char(out, ',');
        if (e->number)
            pcarti_buf_int(out, e->number);
        pcarti_buf_char(out, ',');
        pcarti_buf_text(out, e->detail);
        pcarti_buf_char(out, '\n');
    }
}

static void
list_toxicities(list *l, pcarti_sim_person *p)
{
    static const char *const kind[] = {"bacterial", "viral", "fungal",
                                       "no organism found"};
    static const uint16_t often[] = {45, 30, 8, 17};
    static const double risk[] = {0.15, 0.25, 0.35, 0.55, 0.7};
    pcarti_rng *rng = &p->rng;

    if (p->crs)
        add_seen(l, p, (entry){p->crs_first, p->crs_last, "crs", "", p->crs});
    if (p->icans)
        add_seen(l, p,
                 (entry){p->icans_first, p->icans_last, "icans", "", p->icans});
    for (int i = 0; i < 2; i++) {
        int day = i == 0 ? pcarti_rng_between(rng, 3, 30)
                         : pcarti_rng_between(rng, 31, 120);
        size_t which = pcarti_rng_pick(rng, often, PCART_COUNTOF(often));
        int grade = 2 + pcarti_rng_chance(rng, 0.55);

        if (pcarti_rng_chance(rng, risk[p->early]))
            add_seen(l, p,
                     (entry){day, day + pcarti_rng_between(rng, 4, 14),
                             "infection", kind[which], grade});
    }
    if (p->smn && p->smn->gvhd && p->graft < PCARTI_SIM_NEVER)
        add_seen(l, p,
                 (entry){p->graft + 32, p->graft + 60, "gvhd", "acute", 2});
}

static void
write_toxicities(pcarti_buf *out, const pcarti_sim_person *p, const list *l)
{
    for (int i = 0; i < l->n; i++) {
        const entry *e = &l->item[i];

        pcarti_sim_row(out, p, e->day);
        pcarti_buf_char(out, ',');
        pcarti_sim_date(out, p, e->last);
        pcarti_buf_char(out, ',');
        pcarti_buf_text(out, e->kind);
        pcarti_buf_text(out, e->kind[0] == 'g' ? ",MAGIC,"
                             : e->kind[0] == 'i' && e->kind[1] == 'n'
                                 ? ",CTCAE v5,"
                                 : ",ASTCT 2019,");
        pcarti_buf_int(out, e->number);
        pcarti_buf_char(out, ',');
        pcarti_buf_text(out, e->detail);
        pcarti_buf_char(out, ',');
        if (e->kind[0] == 'i' && e->kind[1] == 'n')
            pcarti_buf_text(out, e->detail[0] == 'n' ? "not_found" : e->detail);
        pcarti_buf_char(out, '\n');
    }
}

static void
write_transplants(pcarti_buf *out, pcarti_sim_person *p)
{
    pcarti_rng *rng = &p->rng;

    if (p->has_asct) {
        pcarti_sim_row(out, p, -pcarti_rng_between(rng, 180, 1500));
        pcarti_buf_text(out, ",autologous,,,");
        pcarti_buf_int(out, pcarti_rng_between(rng, 2, 6));
        pcarti_buf_text(out, ",,BEAM\n");
    }
    if (p->boost < PCARTI_SIM_NEVER) {
        pcarti_sim_row(out, p, p->boost);
        pcarti_buf_text(out, ",boost,autologous,,");
        pcarti_buf_int(out, pcarti_rng_between(rng, 2, 5));
        pcarti_buf_text(out, ",no,\n");
    }
    if (p->graft < PCARTI_SIM_NEVER) {
        pcarti_sim_row(out, p, p->graft);
        pcarti_buf_text(out, pcarti_rng_chance(rng, 0.4)
                                 ? ",allogeneic,matched sibling,"
                                 : ",allogeneic,matched unrelated,");
        pcarti_buf_text(out, pcarti_rng_chance(rng, 0.5) ? "male," : "female,");
        pcarti_buf_int(out, pcarti_rng_between(rng, 4, 8));
        pcarti_buf_text(out, ",no,Flu/Bu\n");
    }
}

static void
write_responses(pcarti_buf *out, pcarti_sim_person *p)
{
    static const int visit[] = {30, 90, 180, 365};
    int first_progression =
        p->relapse < PCARTI_SIM_NEVER ? p->relapse : p->end + 1;
    int is_complete = pcarti_rng_chance(&p->rng, 0.6);

    for (size_t i = 0; i < PCART_COUNTOF(visit); i++) {
        int day = visit[i] + pcarti_rng_between(&p->rng, -3, 6);

        if (day > p->end || day >= first_progression)
            break;
        is_complete = is_complete || pcarti_rng_chance(&p->rng, 0.35);
        pcarti_sim_row(out, p, day);
        pcarti_buf_text(out, is_complete ? ",CR,\n" : ",PR,\n");
    }
    if (p->relapse < PCARTI_SIM_NEVER) {
        pcarti_sim_row(out, p, p->relapse);
        pcarti_buf_text(out, ",PD,\n");
    }
}

static void
write_events(pcarti_buf *out, const pcarti_sim_person *p)
{
    list l = {.n = 0};

    if (p->relapse < PCARTI_SIM_NEVER)
        add(&l, (entry){p->relapse, 0, "relapse", "lymphoma", 0});
    if (p->next_therapy < PCARTI_SIM_NEVER)
        add(&l, (entry){p->next_therapy, 0, "next_therapy", "", 0});
    if (p->smn_day < PCARTI_SIM_NEVER)
        add(&l, (entry){p->smn_day, 0, "smn", p->smn->smn, 0});
    if (p->smn_relapse < PCARTI_SIM_NEVER)
        add(&l, (entry){p->smn_relapse, 0, "relapse", "smn", 0});
    add(&l, p->death < PCARTI_SIM_NEVER
                ? (entry){p->death, 0, "death", p->cause, 0}
                : (entry){p->end, 0, "last_contact", "", 0});
    for (int i = 0; i < l.n; i++) {
        pcarti_sim_row(out, p, l.item[i].day);
        pcarti_buf_char(out, ',');
        pcarti_buf_text(out, l.item[i].kind);
        pcarti_buf_char(out, ',');
        pcarti_buf_csv(out, l.item[i].detail);
        pcarti_buf_char(out, '\n');
    }
}

void
pcarti_sim_record(pcarti_sim *sim, pcarti_sim_person *p,
                  const pcarti_sim_transfusion *transfusion, int n)
{
    pcarti_buf *out = sim->out;
    list l;

    pcarti_sim_patient(&out[PCARTI_SIM_PATIENTS], p);
    write_infusion(&out[PCARTI_SIM_INFUSIONS], p);
    l.n = 0;
    list_supports(&l, p, transfusion, n);
    write_supports(&out[PCARTI_SIM_SUPPORTS], p, &l);
    l.n = 0;
    list_toxicities(&l, p);
    write_toxicities(&out[PCARTI_SIM_TOXICITIES], p, &l);
    write_transplants(&out[PCARTI_SIM_TRANSPLANTS], p);
    write_responses(&out[PCARTI_SIM_RESPONSES], p);
    write_events(&out[PCARTI_SIM_EVENTS], p);
    pcarti_sim_marrow(sim, p);
}
