/*
 * simulate_marrow.c -- marrows, karyotypes, sequencing and chimerism of a
 * synthetic patient.  Layer: study.
 */
#include "study/simulate_person.h"

#include <string.h>

enum { BEFORE = -20, DEPTH = 1200, AFTER_GRAFT = 30 };

/* Genes of the panels: a wide one for marrow, one of clonal haematopoiesis for
 * blood. */
static const char marrow_genes[] =
    "ASXL1;BCOR;BCORL1;CBL;CEBPA;CSF3R;DNMT3A;ETNK1;ETV6;EZH2;FLT3;GATA2;GNB1;"
    "IDH1;IDH2;JAK2;JAK3;KIT;KRAS;NF1;NPM1;NRAS;PHF6;PPM1D;PRPF8;PTPN11;RUNX1;"
    "SETBP1;SF3B1;SRSF2;STAG2;TET2;TP53;U2AF1;WT1;ZRSR2";
static const char blood_genes[] =
    "ASXL1;CBL;CEBPA;CSF3R;DNMT3A;IDH2;JAK2;JAK3;NPM1;NRAS;PPM1D;SF3B1;SRSF2;"
    "TET2;TP53;U2AF1";

/* Karyotypes that are no sign of SMN, and those of which little is known. */
typedef struct karyotype_pair {
    const char *male, *female;
} karyotype_pair;
static const karyotype_pair unusual[] = {
    {"45,X,-Y[6]/46,XY[14]", "46,XX,del(20)(q11q13)[3]/46,XX[17]"},
    {"46,XY,inv(9)(p12q13)[20]", "46,XX,inv(9)(p12q13)[20]"},
    {"46,XY[7]", "46,XX[9]"},
    {"no metaphases", "no metaphases"},
    {"46,XY,del(20)(q11q13)[4]/46,XY[16]", "47,XX,+8[1]/46,XX[19]"},
    {"47,XY,+21c[20]", "46,XX?,see report"},
};

static void
write_marrow(pcarti_buf *out, pcarti_sim_person *p, int day, int blasts,
             int dysplasia)
{
    pcarti_rng *rng = &p->rng;

    pcarti_sim_row(out, p, day);
    pcarti_buf_char(out, ',');
    pcarti_buf_int(out, pcarti_rng_between(rng, 15, 60));
    pcarti_buf_char(out, ',');
    if (blasts != PCARTI_SIM_NO_COUNT)
        pcarti_buf_int(out, blasts);
    pcarti_buf_char(out, ',');
    pcarti_buf_int(out, blasts > 9 ? pcarti_rng_between(rng, 1, 5) : 0);
    for (int lineage = 0; lineage < 3; lineage++) {
        int share = dysplasia - lineage * 4 + pcarti_rng_between(rng, -2, 2);

        pcarti_buf_char(out, ',');
        pcarti_buf_int(out, share < 0 ? 0 : share);
    }
    pcarti_buf_text(out, ",100,100,30,0,no,0\n");
}

static void
write_karyotype(pcarti_buf *out, const pcarti_sim_person *p, int day,
                const char *iscn)
{
    pcarti_sim_row(out, p, day);
    pcarti_buf_text(out, ",marrow,");
    pcarti_buf_csv(out, iscn);
    pcarti_buf_char(out, '\n');
}

static const pcarti_sim_variant *
find_variant(const char *name, size_t length)
{
    for (size_t i = 0; i < pcarti_sim_n_variants; i++)
        if (strlen(pcarti_sim_variants[i].name) == length &&
            memcmp(pcarti_sim_variants[i].name, name, length) == 0)
            return &pcarti_sim_variants[i];
    return NULL;
}

static int
read_percent(const char *text)
{
    int value = 0;

    for (; *text >= '0' && *text <= '9'; text++)
        value = value * 10 + (*text - '0');
    return value;
}

static void
write_variant(pcarti_buf *out, const char *sample, const pcarti_sim_variant *v,
              int alt_reads, int depth)
{
    pcarti_buf_text(out, sample);
    pcarti_buf_char(out, ',');
    pcarti_buf_text(out, v->gene);
    pcarti_buf_char(out, ',');
    pcarti_buf_text(out, v->chrom);
    pcarti_buf_char(out, ',');
    if (v->pos)
        pcarti_buf_int(out, v->pos);
    pcarti_buf_char(out, ',');
    pcarti_buf_text(out, v->ref);
    pcarti_buf_char(out, ',');
    pcarti_buf_text(out, v->alt);
    pcarti_buf_char(out, ',');
    pcarti_buf_text(out, v->hgvs_c);
    pcarti_buf_char(out, ',');
    pcarti_buf_text(out, v->hgvs_p);
    pcarti_buf_char(out, ',');
    pcarti_buf_int(out, alt_reads);
    pcarti_buf_char(out, ',');
    pcarti_buf_int(out, depth);
    pcarti_buf_char(out, ',');
    /* Rounded to four decimals, exactly. */
    pcarti_buf_fixed(out,
                     (pcart_fixed)((alt_reads * 20000 / depth + 1) / 2) * 100);
    pcarti_buf_char(out, '\n');
}

void
pcarti_sim_sample(pcarti_sim *sim, pcarti_sim_person *p, int day, int number,
                  const char *genes)
{
    pcarti_buf *out = &sim->out[PCARTI_SIM_SAMPLES];
    char id[24];
    size_t n = strlen(p->id);

    memcpy(id, p->id, n);
    id[n] = '-';
    id[n + 1] = 'S';
    id[n + 2] = (char)('0' + number);
    id[n + 3] = '\0';
    pcarti_buf_text(out, p->id);
    pcarti_buf_char(out, ',');
    pcarti_buf_text(out, id);
    pcarti_buf_char(out, ',');
    pcarti_sim_date(out, p, day);
    pcarti_buf_text(out, day < 0 ? ",blood,GRCh38,,," : ",marrow,GRCh38,,,");
    pcarti_buf_int(out, DEPTH);
    /* Where both samples were sequenced, it was with one panel. */
    pcarti_buf_print(out, ",%s\n",
                     day >= 0 || (p->smn && p->smn->genes) ? marrow_genes
                                                           : blood_genes);
    while (*genes) {
        const char *colon = strchr(genes, ':');
        const char *end = strchr(genes, ';');
        const pcarti_sim_variant *v;
        int depth = DEPTH + pcarti_rng_between(&p->rng, -300, 300);

        if (!colon)
            return;
        v = find_variant(genes, (size_t)(colon - genes));
        if (v)
            write_variant(&sim->out[PCARTI_SIM_VARIANTS], id, v,
                          depth * read_percent(colon + 1) / 100, depth);
        genes = end ? end + 1 : colon + strlen(colon);
    }
}

/* Normal in four of five. */
static const char *
draw_karyotype(pcarti_sim_person *p)
{
    const karyotype_pair *pair =
        &unusual[pcarti_rng_below(&p->rng, (uint32_t)PCART_COUNTOF(unusual))];

    if (pcarti_rng_chance(&p->rng, 0.8))
        return p->is_male ? "46,XY[20]" : "46,XX[20]";
    return p->is_male ? pair->male : pair->female;
}

/* Those without SMN: a marrow before in some, and after a long cytopenia. */
static void
write_other(pcarti_sim *sim, pcarti_sim_person *p)
{
    static const char *const found[] = {
        "", "", "DNMT3A-R882H:4", "DNMT3A-R882C:7", "TP53-Y220C:2", "CBL:3"};
    pcarti_rng *rng = &p->rng;
    pcarti_buf *out = sim->out;
    int blasts, dysplasia;
    int later = p->is_late ? pcarti_rng_between(rng, 45, 70) : p->end + 1;

    /* Each number is drawn in a statement of its own: the order in which the
     * arguments of a call are evaluated is the compiler's. */
    if (pcarti_rng_chance(rng, 0.12)) {
        blasts = pcarti_rng_between(rng, 0, 3);
        dysplasia = pcarti_rng_between(rng, 0, 6);
        write_marrow(&out[PCARTI_SIM_MARROWS], p, BEFORE, blasts, dysplasia);
        write_karyotype(&out[PCARTI_SIM_KARYOTYPES], p, BEFORE,
                        draw_karyotype(p));
        if (pcarti_rng_chance(rng, 0.5))
            pcarti_sim_sample(
                sim, p, BEFORE, 1,
                found[pcarti_rng_below(rng, PCART_COUNTOF(found))]);
    }
    if (later <= p->end && pcarti_rng_chance(rng, 0.35)) {
        blasts = pcarti_rng_between(rng, 0, 3);
        dysplasia = pcarti_rng_between(rng, 2, 8);
        write_marrow(&out[PCARTI_SIM_MARROWS], p, later, blasts, dysplasia);
        write_karyotype(&out[PCARTI_SIM_KARYOTYPES], p, later,
                        draw_karyotype(p));
    }
}

/* After the graft: cells of the donor alone, or the clone back among them. */
static void
write_after_graft(pcarti_buf *out, pcarti_sim_person *p)
{
    const int day = p->graft + AFTER_GRAFT;

    if (day < p->end) {
        write_marrow(&out[PCARTI_SIM_MARROWS], p, day, 1, 4);
        write_karyotype(&out[PCARTI_SIM_KARYOTYPES], p, day, "//46,XX[20]");
    }
    if (p->smn_relapse < p->end) {
        write_marrow(&out[PCARTI_SIM_MARROWS], p, p->smn_relapse, 32, 40);
        write_karyotype(&out[PCARTI_SIM_KARYOTYPES], p, p->smn_relapse,
                        "45,XY,-7[6]/46,sl,+8[5]//46,XX[9]");
    }
}

static void
write_chimerism(pcarti_buf *out, pcarti_sim_person *p)
{
    static const int visit[] = {30, 60, 100, 180};

    for (size_t i = 0; i < PCART_COUNTOF(visit); i++) {
        int day = p->graft + visit[i];

        if (day > p->end)
            return;
        pcarti_sim_row(out, p, day);
        pcarti_buf_text(out, ",whole blood,");
        pcarti_buf_text(
            out, day > p->smn_relapse - 30 && p->smn_relapse < PCARTI_SIM_NEVER
                     ? "0.71"
                     : (pcarti_rng_chance(&p->rng, 0.6) ? ">0.99" : "0.97"));
        pcarti_buf_text(out, ",STR,0.01\n");
    }
}

void
pcarti_sim_marrow(pcarti_sim *sim, pcarti_sim_person *p)
{
    const pcarti_sim_case *c = p->smn;
    pcarti_buf *out = sim->out;

    if (!c) {
        write_other(sim, p);
    } else {
        if (c->karyotype_before) {
            write_marrow(&out[PCARTI_SIM_MARROWS], p, BEFORE, 1, 4);
            write_karyotype(&out[PCARTI_SIM_KARYOTYPES], p, BEFORE,
                            c->karyotype_before);
        }
        write_marrow(&out[PCARTI_SIM_MARROWS], p, p->smn_day, c->blasts,
                     c->dysplasia);
        write_karyotype(&out[PCARTI_SIM_KARYOTYPES], p, p->smn_day,
                        c->karyotype);
        if (c->genes_before)
            pcarti_sim_sample(sim, p, BEFORE, 1, c->genes_before);
        if (c->genes)
            pcarti_sim_sample(sim, p, p->smn_day, 2, c->genes);
    }
    if (c && p->graft < PCARTI_SIM_NEVER)
        write_after_graft(out, p);
    if (p->graft < PCARTI_SIM_NEVER)
        write_chimerism(&out[PCARTI_SIM_CHIMERISM], p);
}
