/* simulate_panel.c -- a synthetic patient's clones, samples and their truth.
 * Layer: study. */
#include "study/simulate_panel.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"

static const double sample_days[PCARTI_PANEL_TIME] = {-180, -7, 90, 365};
static const char *const sample_name[PCARTI_PANEL_TIME] = {"pre-2", "pre-1",
                                                           "post-1", "post-2"};

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static uint32_t
or_else(uint32_t value, uint32_t usual)
{
    return value ? value : usual;
}

static void
fill_options(pcart_panel_options *o)
{
    o->n_target = or_else(o->n_target, 40);
    o->target_length = or_else(o->target_length, 500);
    o->depth = or_else(o->depth, 1000);
    o->read_length = or_else(o->read_length, 150);
    o->fragment = or_else(o->fragment, 220);
    o->n_variant = or_else(o->n_variant, 20);
    o->n_normal = or_else(o->n_normal, 5);
    o->bottleneck = or_else(o->bottleneck, 2000);
    if (o->error <= 0)
        o->error = 1e-4;
    if (o->sequencing <= 0)
        o->sequencing = 1;
    if (o->host <= 0)
        o->host = 1;
    if (o->growth <= 0)
        o->growth = 1.5;
    if (o->n_variant > o->n_target)
        o->n_variant = o->n_target;
}

static pcart_status
check_options(const pcart_panel_options *o, pcart_err *err)
{
    if (o->n_target <= 10000 && o->target_length >= 100 &&
        o->target_length <= 5000 && o->depth <= 1000000 &&
        o->read_length >= 50 && o->read_length <= 250 && o->fragment >= 100 &&
        o->fragment <= 600 && o->n_normal <= 1000 && o->error <= 0.01 &&
        o->sequencing <= 100 && o->duplicate >= 0 && o->duplicate <= 1 &&
        o->family <= 1000 && o->host <= 1 && o->leak >= 0 && o->leak <= 1 &&
        o->growth <= 20 && o->admixture >= 0 && o->leak + o->admixture <= 1 &&
        o->transgene >= 0 && o->transgene <= 10 && o->duplication <= 200)
        return PCART_OK;
    return pcart_err_set(err, PCART_E_RANGE,
                         "the panel is larger or stranger than can be made");
}

/* --- genome and clones ------------------------------------------------------
 */

static char
other_base(pcarti_rng *rng, char base)
{
    char other;

    do
        other = "ACGT"[pcarti_rng_below(rng, 4)];
    while (other == base);
    return other;
}

/* Random bases with runs of one base, where sequencing and alignment slip. */
static pcart_status
draw_genome(pcarti_panel *p, pcart_err *err)
{
    const pcart_panel_options *o = &p->options;
    pcarti_rng rng;

    p->length = (int64_t)(o->n_target + 2) * PCARTI_PANEL_SPACING;
    p->n_inserted =
        o->transgene > 0 ? o->target_length + 2 * PCARTI_PANEL_MOLECULE : 0;
    p->genome =
        pcart_arena_take(p->arena, (size_t)(p->length + p->n_inserted) + 1, 1);
    p->snp = pcart_arena_take(p->arena, o->n_target, sizeof *p->snp);
    if (!p->genome || !p->snp)
        return out_of_memory(err);
    pcarti_rng_init(&rng, o->seed, PCARTI_STREAM_GENOME, 0);
    for (int64_t i = 0; i < p->length; i++)
        p->genome[i] = i > 0 && pcarti_rng_chance(&rng, 0.1)
                           ? p->genome[i - 1]
                           : "ACGT"[pcarti_rng_below(&rng, 4)];
    for (uint32_t i = 0; i < o->n_target; i++) {
        pcarti_panel_snp *snp = &p->snp[i];

        snp->position = (int64_t)(i + 1) * PCARTI_PANEL_SPACING +
                        pcarti_rng_between(&rng, 5, 40);
        snp->ref = p->genome[snp->position];
        snp->alt = other_base(&rng, snp->ref);
    }
    pcarti_rng_init(&rng, o->seed, PCARTI_STREAM_TRANSGENE, 0);
    for (int64_t i = 0; i < p->n_inserted; i++)
        p->genome[p->length + i] = "ACGT"[pcarti_rng_below(&rng, 4)];
    return PCART_OK;
}

int
pcarti_panel_genotype(const pcarti_panel *panel, uint32_t person, size_t target)
{
    pcarti_rng rng;

    pcarti_rng_init(&rng, panel->options.seed, PCARTI_STREAM_PERSON,
                    (uint64_t)person << 32 | target);
    return pcarti_rng_chance(&rng, 0.4) + pcarti_rng_chance(&rng, 0.4);
}

int
pcarti_panel_haplotype(size_t target)
{
    return (int)(target / 2 % 2);
}

/* Substitutions, and among every four one insertion or deletion. */
static void
draw_alleles(const pcarti_panel *p, pcarti_panel_variant *v, pcarti_rng *rng)
{
    const int64_t first = (int64_t)(v->target + 1) * PCARTI_PANEL_SPACING;
    const int room = (int)p->options.target_length;
    int n = pcarti_rng_between(rng, 1, 8);
    const int kind = (int)(v->target % 4);

    v->position = first + pcarti_rng_between(rng, room / 2, room - 30);
    if (v->target == 3 && p->options.duplication > 0)
        n = (int)p->options.duplication;
    if (kind == 3 && v->target % 8 == 3) { // insertion, perhaps a duplication
        v->ref[0] = v->alt[0] = p->genome[v->position];
        for (int i = 1; i <= n; i++)
            v->alt[i] = v->target % 16 == 3 ? p->genome[v->position + i]
                                            : "ACGT"[pcarti_rng_below(rng, 4)];
    } else if (kind == 3) {
        for (int i = 0; i <= n; i++)
            v->ref[i] = p->genome[v->position + i];
        v->alt[0] = v->ref[0];
    } else {
        v->ref[0] = p->genome[v->position];
        v->alt[0] = other_base(rng, v->ref[0]);
    }
}

/* x after `years` of logistic growth of a cell fraction, at most nearly 1. */
static double
grow(double x, double rate, double years)
{
    const double log2_e = 1.4426950408889634;
    const double odds = x / (1 - x) * pcarti_exp2(rate * years * log2_e);

    return odds / (1 + odds);
}

/* Drift of one sampling of n cells, kept above nothing. */
static double
drift(pcarti_rng *rng, double x, double n)
{
    const double variance = x * (1 - x) / n;
    double root = variance > 0 ? pcarti_exp2(pcarti_log2(variance) / 2) : 0;

    root = x + root * pcarti_rng_normal(rng);
    return root < 1e-7 ? 0 : root > 0.98 ? 0.98 : root;
}

/* Cell fractions at the four samples: growth, drift, and the bottleneck that
 * lymphodepletion is. */
static void
draw_history(const pcarti_panel *p, pcarti_panel_variant *v, pcarti_rng *rng)
{
    static const char *const kind[] = {"pre_existing", "pre_existing", "new",
                                       "lost"};
    double cells = pcarti_exp2(-10 + 6 * pcarti_rng_uniform(rng)); // 0.1-6 %
    double before = 0;

    v->kind = kind[v->target / 2 % 4];
    v->growth = p->options.growth * pcarti_rng_uniform(rng);
    if (strcmp(v->kind, "new") == 0)
        cells = 0;
    for (int i = 0; i < PCARTI_PANEL_TIME; i++) {
        const double days = sample_days[i];

        if (i == 2) { // the infusion lies between the second and the third
            if (strcmp(v->kind, "lost") == 0)
                cells = 0;
            if (strcmp(v->kind, "new") == 0)
                cells = 0.01 + 0.08 * pcarti_rng_uniform(rng);
            else if (cells > 0)
                cells = drift(rng, cells, p->options.bottleneck);
            before = 0;
        }
        if (i > 0 && cells > 0) {
            const double years = (days - before) / 365.25;

            cells = drift(rng, grow(cells, v->growth, years),
                          100000); // stem cells of a healthy marrow
        }
        before = days;
        v->vaf[i] = cells / 2; // heterozygous
    }
    v->is_donor = p->options.host < 1 && v->target % 3 == 1;
    if (p->options.admixture > 0 && strcmp(v->kind, "new") == 0)
        v->vaf[PCARTI_PANEL_OTHER] = 0.4;
}

static pcart_status
draw_variants(pcarti_panel *p, pcart_err *err)
{
    const uint32_t n = p->options.n_variant;

    p->variant = pcart_arena_take(p->arena, n, sizeof *p->variant);
    if (!p->variant)
        return out_of_memory(err);
    for (uint32_t i = 0; i < n; i++) {
        pcarti_rng rng;

        pcarti_rng_init(&rng, p->options.seed, PCARTI_STREAM_VARIANT, i);
        p->variant[i].target = i;
        draw_alleles(p, &p->variant[i], &rng);
        draw_history(p, &p->variant[i], &rng);
    }
    return PCART_OK;
}

/* --- samples ----------------------------------------------------------------
 */

static void
add_source(pcarti_panel_sample *s, uint32_t person, double share, int time)
{
    if (share > 0)
        s->source[s->n_source++] = (pcarti_panel_source){person, share, time};
}

static void
plan_patient(const pcart_panel_options *o, int time, pcarti_panel_sample *s)
{
    const double leak = time == 1 ? o->leak : 0;
    const double other = time == 1 ? o->admixture : 0;
    const double own = 1 - leak - other;

    s->name = sample_name[time];
    s->days = sample_days[time];
    if (o->is_swapped && time == 2) {
        add_source(s, 2, 1, -1);
        return;
    }
    add_source(s, 0, o->host * own, time);
    add_source(s, 1, (1 - o->host) * own, time);
    add_source(s, 0, o->host * leak, 2);
    add_source(s, 1, (1 - o->host) * leak, 2);
    add_source(s, 2, other, PCARTI_PANEL_OTHER);
}

/* All samples: the patient's, host and donor before, and the normals. */
static pcarti_panel_sample *
plan_samples(const pcarti_panel *p, size_t *n)
{
    const pcart_panel_options *o = &p->options;
    pcarti_panel_sample *s = pcart_arena_take(
        p->arena, PCARTI_PANEL_TIME + 2 + o->n_normal, sizeof *s);
    size_t k = 0;

    if (!s)
        return NULL;
    for (int i = 0; i < PCARTI_PANEL_TIME; i++)
        plan_patient(o, i, &s[k++]);
    if (o->host < 1)
        for (uint32_t i = 0; i < 2; i++) {
            s[k].name = i ? "donor" : "host";
            s[k].days = -1000;
            s[k].is_donor = i == 1;
            add_source(&s[k++], i, 1, -1);
        }
    for (uint32_t i = 0; i < o->n_normal; i++) {
        s[k].name =
            pcart_arena_print(p->arena, "normal-%02lu", (unsigned long)i + 1);
        if (!s[k].name)
            return NULL;
        s[k].is_normal = 1;
        add_source(&s[k++], 10 + i, 1, -1);
    }
    for (size_t i = 0; i < k; i++)
        s[i].library = (uint32_t)i;
    *n = o->only_first ? 1 : k;
    return s;
}

/* --- text files -------------------------------------------------------------
 */

typedef struct text {
    pcart_simulate_write *write;
    void *ctx;
    pcarti_buf buf;
} text;

static pcart_status
send(text *t, const char *name, pcart_err *err)
{
    pcart_status status = pcarti_buf_status(&t->buf, err);

    if (status == PCART_OK)
        status = t->write(t->ctx, name, t->buf.data, t->buf.length, err);
    pcarti_buf_clear(&t->buf);
    return status;
}

enum { WIDTH = 100 };

/* A contig of the FASTA file; where its first base stands is returned. */
static size_t
put_contig(pcarti_buf *buf, const char *name, const char *bases, int64_t n)
{
    size_t first;

    pcarti_buf_print(buf, ">%s\n", name);
    first = buf->length;
    for (int64_t i = 0; i < n; i += WIDTH) {
        pcarti_buf_bytes(buf, bases + i,
                         (size_t)(n - i < WIDTH ? n - i : WIDTH));
        pcarti_buf_char(buf, '\n');
    }
    return first;
}

static pcart_status
write_reference(const pcarti_panel *p, text *t, pcart_err *err)
{
    size_t first[2] = {put_contig(&t->buf, "sim1", p->genome, p->length), 0};
    pcart_status status;

    if (p->n_inserted)
        first[1] = put_contig(&t->buf, PCARTI_PANEL_TRANSGENE,
                              p->genome + p->length, p->n_inserted);
    status = send(t, "reference.fa", err);
    if (status)
        return status;
    pcarti_buf_print(&t->buf, "sim1\t%lld\t%zu\t%d\t%d\n", (long long)p->length,
                     first[0], WIDTH, WIDTH + 1);
    if (p->n_inserted)
        pcarti_buf_print(&t->buf, "%s\t%lld\t%zu\t%d\t%d\n",
                         PCARTI_PANEL_TRANSGENE, (long long)p->n_inserted,
                         first[1], WIDTH, WIDTH + 1);
    status = send(t, "reference.fa.fai", err);
    if (status)
        return status;
    for (uint32_t i = 0; i < p->options.n_target; i++)
        pcarti_buf_print(&t->buf, "sim1\t%lld\t%lld\ttarget-%lu\n",
                         (long long)(i + 1) * PCARTI_PANEL_SPACING,
                         (long long)(i + 1) * PCARTI_PANEL_SPACING +
                             (long long)p->options.target_length,
                         (unsigned long)i + 1);
    return send(t, "panel.bed", err);
}

static pcart_status
write_persons(const pcarti_panel *p, text *t, const pcarti_panel_sample *sample,
              size_t n, pcart_err *err)
{
    pcart_status status;

    pcarti_buf_text(
        &t->buf,
        "contig\tposition\tref\talt\tpatient\tdonor\tstranger\tin_cis\n");
    for (uint32_t i = 0; i < p->options.n_target; i++)
        pcarti_buf_print(
            &t->buf, "sim1\t%lld\t%c\t%c\t%d\t%d\t%d\t%c\n",
            (long long)p->snp[i].position + 1, p->snp[i].ref, p->snp[i].alt,
            pcarti_panel_genotype(p, 0, i), pcarti_panel_genotype(p, 1, i),
            pcarti_panel_genotype(p, 2, i),
            pcarti_panel_haplotype(i) ? p->snp[i].alt : p->snp[i].ref);
    status = send(t, "snps.tsv", err);
    if (status)
        return status;
    pcarti_buf_text(&t->buf, "sample\tday\thost\n");
    for (size_t i = 0; i < n; i++) {
        double host = 0;

        for (size_t k = 0; k < sample[i].n_source; k++)
            if (sample[i].source[k].person == 0)
                host += sample[i].source[k].share;
        pcarti_buf_print(&t->buf, "%s\t", sample[i].name);
        pcarti_buf_double(&t->buf, sample[i].days);
        pcarti_buf_char(&t->buf, '\t');
        pcarti_buf_double(&t->buf, host);
        pcarti_buf_char(&t->buf, '\n');
    }
    return send(t, "host.tsv", err);
}

static void
put_truth(const pcarti_panel *p, const pcarti_panel_sample *sample,
          const pcarti_panel_tally *tally, pcarti_buf *buf)
{
    for (uint32_t i = 0; i < p->options.n_variant; i++) {
        const pcarti_panel_variant *v = &p->variant[i];
        double vaf = 0;

        for (size_t k = 0; k < sample->n_source; k++)
            if (sample->source[k].time >= 0 &&
                v->is_donor == (sample->source[k].person == 1))
                vaf += sample->source[k].share * v->vaf[sample->source[k].time];
        pcarti_buf_print(buf, "%s\tsim1\t%lld\t%s\t%s\t%s\t%s\t", sample->name,
                         (long long)v->position + 1, v->ref, v->alt, v->kind,
                         v->is_donor ? "donor" : "host");
        pcarti_buf_double(buf, v->growth);
        pcarti_buf_char(buf, '\t');
        pcarti_buf_double(buf, vaf);
        pcarti_buf_print(buf, "\t%lu\t%lu\n", (unsigned long)tally[i].carrying,
                         (unsigned long)tally[i].covering);
    }
}

static const char readme[] =
    "Synthetic reads: no person's data.\n"
    "\n"
    "One patient before (pre-2, pre-1) and after (post-1, post-2) an "
    "infusion,\n"
    "normals, and, after an allograft, host and donor.  truth.tsv holds for\n"
    "each variant and sample the expected share of molecules (vaf) and how\n"
    "many molecules carry and cover it; snps.tsv the genotypes and, where one "
    "is\n"
    "heterozygous, the allele on the haplotype of the variant; host.tsv the\n"
    "days and the share of host cells.  patients.csv, infusions.csv,\n"
    "samples.csv and variants.csv are the case as postcart trace reads it.\n"
    "\n"
    "postcart count normal-*.bam --regions panel.bed --reference reference.fa "
    "-o normal.counts\n"
    "postcart pon normal.counts -o normal.pon\n"
    "postcart trace . --pon normal.pon --reference reference.fa\n";

static pcart_status
write_all(const pcarti_panel *p, const char *folder, text *t, pcart_err *err)
{
    size_t n = 0;
    const pcarti_panel_sample *sample = plan_samples(p, &n);
    pcarti_panel_tally *tally =
        pcart_arena_take(p->arena, p->options.n_variant + 1, sizeof *tally);
    pcarti_buf truth = {0}, rows = {0};
    pcart_status status;

    if (!sample || !tally)
        return out_of_memory(err);
    status = write_reference(p, t, err);
    if (status == PCART_OK)
        status = write_persons(p, t, sample, n, err);
    pcarti_buf_text(&rows, "sample,chrom,pos,ref,alt,alt_reads,depth\n");
    pcarti_buf_text(&truth, "sample\tcontig\tposition\tref\talt\tkind\torigin\t"
                            "growth\tvaf\tcarrying\tcovering\n");
    for (size_t i = 0; i < n && status == PCART_OK; i++) {
        memset(tally, 0, p->options.n_variant * sizeof *tally);
        status = pcarti_panel_reads(p, &sample[i], folder, tally, err);
        put_truth(p, &sample[i], tally, &truth);
        pcarti_panel_variants(p, &sample[i], tally, &rows);
    }
    if (status == PCART_OK)
        status = pcarti_buf_status(&truth, err);
    if (status == PCART_OK)
        status = t->write(t->ctx, "truth.tsv", truth.data, truth.length, err);
    if (p->options.admixture > 0)
        pcarti_panel_stranger(p, &rows);
    if (status == PCART_OK)
        status = pcarti_buf_status(&rows, err);
    if (status == PCART_OK)
        status = t->write(t->ctx, "variants.csv", rows.data, rows.length, err);
    if (status == PCART_OK)
        status = pcarti_panel_tables(p, sample, n, t->write, t->ctx, err);
    pcarti_buf_release(&truth);
    pcarti_buf_release(&rows);
    if (status)
        return status;
    pcarti_buf_text(&t->buf, readme);
    return send(t, "README.txt", err);
}

pcart_status
pcart_simulate_panel(const pcart_panel_options *options, const char *folder,
                     pcart_simulate_write *write, void *ctx, pcart_err *err)
{
    pcart_arena arena = {0};
    pcarti_panel p = {.options = *options, .arena = &arena};
    text t = {.write = write, .ctx = ctx};
    pcart_status status;

    fill_options(&p.options);
    status = check_options(&p.options, err);
    if (status == PCART_OK)
        status = draw_genome(&p, err);
    if (status == PCART_OK)
        status = draw_variants(&p, err);
    if (status == PCART_OK)
        status = write_all(&p, folder, &t, err);
    pcarti_buf_release(&t.buf);
    pcart_arena_release(&arena);
    return status;
}
