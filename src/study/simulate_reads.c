/* simulate_reads.c -- molecules of a synthetic library, and their reads.
 * Layer: study.
 *
 * A molecule takes its bases from a person's genome, with the person's SNP and
 * perhaps a clone's variant; then come the errors of the library, which all
 * reads of the molecule share, and for each read those of the sequencer, which
 * follow its qualities.
 */
#include "study/simulate_panel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_READ = 250,
    N_PROFILE = 4096,    /* strings of qualities, drawn once per library */
    LEAST_ANCHOR = 5,    /* an aligner clips what is shorter than this */
    LONG_INSERTION = 20, /* and the shorter side of an insertion so long */
    MAX_CIGAR = 8
};

/* One read of a target, waiting to be sorted. */
typedef struct made_read {
    int64_t position, mate_position;
    int64_t span;
    uint32_t molecule;
    uint16_t flag, length, profile;
    uint8_t n_cigar, is_second_copy;
    int16_t mismatches, strand[2];
    pcart_cigar cigar[MAX_CIGAR];
    char bases[MAX_READ];
} made_read;

/* A molecule: bases and where each stands; -1: inserted. */
typedef struct molecule {
    int64_t start;
    int length;
    char base[PCARTI_PANEL_MOLECULE];
    int32_t place[PCARTI_PANEL_MOLECULE]; /* relative to `start` */
    int is_f2r1, is_carrier, covers;
    int strand[2];
} molecule;

typedef struct profile {
    uint8_t quality[MAX_READ];
    float miss[MAX_READ + 1]; /* sum of error probabilities before a base */
} profile;

typedef struct library {
    const pcarti_panel *panel;
    const pcarti_panel_sample *sample;
    pcart_alignment_writer *writer;
    pcarti_panel_tally *tally;
    pcarti_rng rng;
    profile *profile;
    made_read *read;
    size_t n_read, room_read;
    uint32_t n_molecule;
    /* library error at each position of the target: sums before a position */
    double *damage;
    char *damaged;       /* which base it turns into */
    uint8_t *damaged_by; /* 0: either orientation; 1: F1R2; 2: F2R1 */
    int64_t first;       /* position of damage[0] */
    size_t n_site;
} library;

/* First base of a target; the one after the last is the transgene. */
static int64_t
first_of(const pcarti_panel *panel, size_t target)
{
    return target < panel->options.n_target
               ? (int64_t)(target + 1) * PCARTI_PANEL_SPACING
               : panel->length + PCARTI_PANEL_MOLECULE;
}

/* --- qualities and errors ---------------------------------------------------
 */

/* Four values, as sequencers of today write; worse towards the end. */
static void
draw_profiles(library *l)
{
    static const uint8_t level[4] = {37, 23, 12, 2};
    static const double miss[4] = {2e-4, 5e-3, 6e-2, 0.5};
    const uint32_t n = l->panel->options.read_length;

    for (size_t i = 0; i < N_PROFILE; i++) {
        profile *p = &l->profile[i];
        double sum = 0;

        for (uint32_t j = 0; j < n; j++) {
            const double late = (double)j / n;
            const double u = pcarti_rng_uniform(&l->rng);
            const int k = u < 0.002 + 0.01 * late  ? 3
                          : u < 0.01 + 0.04 * late ? 2
                          : u < 0.03 + 0.10 * late ? 1
                                                   : 0;

            p->quality[j] = level[k];
            p->miss[j] = (float)sum;
            sum += miss[k] * l->panel->options.sequencing;
        }
        p->miss[n] = (float)sum;
    }
}

/* A base turned by damage: deamination, oxidation, or any other. */
static char
damage_of(pcarti_rng *rng, char base, uint8_t *by, double *factor)
{
    const double u = pcarti_rng_uniform(rng);
    char other;

    *by = 0;
    *factor = 1;
    if ((base == 'C' || base == 'G') && u < 0.6) {
        *factor = 3; // cytosine loses its amino group
        return base == 'C' ? 'T' : 'A';
    }
    if ((base == 'G' || base == 'C') && u < 0.8) {
        *factor = 2; // oxidised guanine shows in one orientation
        *by = base == 'G' ? 1 : 2;
        return base == 'G' ? 'T' : 'A';
    }
    do
        other = "ACGT"[pcarti_rng_below(rng, 4)];
    while (other == base);
    return other;
}

/*
 * Errors of the library along one target.  Sites differ log-normally and keep
 * their rate in all libraries; a library has its own factor on top.
 */
static void
draw_damage(library *l, size_t target)
{
    const pcarti_panel *panel = l->panel;
    pcarti_rng own;
    double sum = 0, whole;

    pcarti_rng_init(&own, panel->options.seed, PCARTI_STREAM_LIBRARY,
                    l->sample->library);
    whole = pcarti_exp2(0.3 * pcarti_rng_normal(&own));
    pcarti_rng_init(&own, panel->options.seed, PCARTI_STREAM_LIBRARY,
                    (uint64_t)(target + 1) << 32 | l->sample->library);
    l->first = first_of(panel, target) - PCARTI_PANEL_MOLECULE;
    for (size_t i = 0; i < l->n_site; i++) {
        const int64_t at = l->first + (int64_t)i;
        pcarti_rng site;
        double factor, rate;

        pcarti_rng_init(&site, panel->options.seed, PCARTI_STREAM_SITE,
                        (uint64_t)at);
        l->damaged[i] =
            damage_of(&site, panel->genome[at], &l->damaged_by[i], &factor);
        rate = panel->options.error * factor *
               pcarti_exp2(1.2 * pcarti_rng_normal(&site) - 1) * whole *
               pcarti_exp2(0.25 * pcarti_rng_normal(&own));
        l->damage[i] = sum;
        sum += rate < 0.05 ? rate : 0.05;
    }
    l->damage[l->n_site] = sum;
}

/* First index whose sum before it is above `value`, less one. */
static size_t
find_sum(const double *sum, size_t n, double value)
{
    size_t low = 0, high = n;

    while (low + 1 < high) {
        const size_t middle = low + (high - low) / 2;

        if (sum[middle] <= value)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static void
damage_molecule(library *l, molecule *m)
{
    const size_t from = (size_t)(m->start - l->first);
    const int last = m->place[m->length - 1];
    const double end = l->damage[from + (size_t)last + 1];
    double at = l->damage[from];

    for (;;) {
        size_t site;

        at += pcarti_rng_exponential(&l->rng);
        if (at >= end)
            return;
        site = find_sum(l->damage, l->n_site, at);
        if (l->damaged_by[site] && l->damaged_by[site] != (m->is_f2r1 ? 2 : 1))
            continue;
        for (int i = 0; i < m->length; i++)
            if (m->place[i] == (int32_t)(site - from)) {
                m->base[i] = l->damaged[site];
                break;
            }
    }
}

/* --- molecules --------------------------------------------------------------
 */

static const pcarti_panel_source *
pick_source(library *l)
{
    const pcarti_panel_sample *s = l->sample;
    double u = pcarti_rng_uniform(&l->rng);

    for (size_t i = 0; i + 1 < s->n_source; i++) {
        if (u < s->source[i].share)
            return &s->source[i];
        u -= s->source[i].share;
    }
    return &s->source[s->n_source - 1];
}

/* The bases of a molecule from the genome, a variant applied if it is there. */
static void
lay_bases(const pcarti_panel *panel, molecule *m,
          const pcarti_panel_variant *carried)
{
    int64_t at = m->start;
    int n = 0;

    while (n < m->length) {
        if (carried && at == carried->position) {
            const size_t n_ref = strlen(carried->ref);
            const size_t n_alt = strlen(carried->alt);

            for (size_t i = 0; i < n_alt && n < m->length; i++, n++) {
                m->base[n] = carried->alt[i];
                m->place[n] =
                    i < n_ref ? (int32_t)(at - m->start) + (int32_t)i : -1;
            }
            at += (int64_t)n_ref;
            continue;
        }
        m->base[n] = panel->genome[at];
        m->place[n++] = (int32_t)(at - m->start);
        at++;
    }
    while (m->place[m->length - 1] < 0)
        m->length--;
}

/* Whether a molecule of a heterozygous person has the second allele of the SNP:
 * the clone's variant lies on one of the two haplotypes. */
static int
draw_haplotype(library *l, size_t target, const molecule *m, double vaf)
{
    const int is_second = pcarti_panel_haplotype(target);
    const double of_second = is_second ? 0.5 - vaf : 0.5;

    return pcarti_rng_chance(&l->rng,
                             m->is_carrier ? is_second : of_second / (1 - vaf));
}

static void
draw_molecule(library *l, size_t target, molecule *m)
{
    const pcarti_panel *panel = l->panel;
    const pcart_panel_options *o = &panel->options;
    const int64_t first = first_of(panel, target);
    const pcarti_panel_variant *variant =
        target < o->n_variant ? &panel->variant[target] : NULL;
    const pcarti_panel_snp *snp =
        target < o->n_target ? &panel->snp[target] : NULL;
    const pcarti_panel_source *source = pick_source(l);
    double vaf = 0;
    int genotype;

    m->length = (int)o->fragment +
                (int)(0.18 * o->fragment * pcarti_rng_normal(&l->rng));
    if (m->length < 60)
        m->length = 60;
    if (m->length > PCARTI_PANEL_MOLECULE - 100)
        m->length = PCARTI_PANEL_MOLECULE - 100;
    m->start = first - m->length + 1 +
               (int64_t)pcarti_rng_below(&l->rng, o->target_length +
                                                      (uint32_t)m->length - 1);
    m->is_f2r1 = pcarti_rng_chance(&l->rng, 0.5);
    m->covers = variant && m->start < variant->position - LEAST_ANCHOR &&
                m->start + m->length > variant->position +
                                           (int64_t)strlen(variant->ref) +
                                           LEAST_ANCHOR;
    if (m->covers && source->time >= 0)
        vaf = variant->vaf[source->time];
    m->is_carrier = m->covers && source->time >= 0 &&
                    pcarti_rng_chance(&l->rng, vaf) &&
                    variant->is_donor == (source->person == 1);
    if (variant && variant->is_donor != (source->person == 1))
        vaf = 0;
    lay_bases(panel, m, m->is_carrier ? variant : NULL);
    genotype = snp ? pcarti_panel_genotype(panel, source->person, target) : 0;
    if (genotype && (genotype == 2 || draw_haplotype(l, target, m, vaf)))
        for (int i = 0; i < m->length; i++)
            if (m->start + m->place[i] == snp->position && m->place[i] >= 0)
                m->base[i] = snp->alt;
    damage_molecule(l, m);
    if (m->covers) {
        l->tally[target].covering++;
        l->tally[target].carrying += (uint32_t)m->is_carrier;
    }
}

/* --- reads ------------------------------------------------------------------
 */

static int
add_cigar(made_read *r, char op, uint32_t n)
{
    if (r->n_cigar && r->cigar[r->n_cigar - 1].op == op) {
        r->cigar[r->n_cigar - 1].n += n;
        return 1;
    }
    if (r->n_cigar == MAX_CIGAR)
        return 0;
    r->cigar[r->n_cigar++] = (pcart_cigar){op, n};
    return 1;
}

/* Ends that an aligner would not trust become soft clips. */
static void
clip_ends(made_read *r)
{
    pcart_cigar *c = r->cigar;

    if (r->n_cigar >= 3 && c[0].op == 'M' && c[0].n < LEAST_ANCHOR) {
        r->position += c[0].n + (c[1].op == 'D' ? c[1].n : 0);
        c[1].n = c[0].n + (c[1].op == 'I' ? c[1].n : 0);
        c[1].op = 'S';
        memmove(c, c + 1, (size_t)--r->n_cigar * sizeof *c);
    }
    if (r->n_cigar >= 3 && c[r->n_cigar - 1].op == 'M' &&
        c[r->n_cigar - 1].n < LEAST_ANCHOR) {
        pcart_cigar *before = &c[r->n_cigar - 2];

        before->n = c[r->n_cigar - 1].n + (before->op == 'I' ? before->n : 0);
        before->op = 'S';
        r->n_cigar--;
    }
}

/* A long insertion costs an aligner more than the shorter side of the read is
 * worth. */
static void
clip_insertion(made_read *r)
{
    pcart_cigar *c = r->cigar;
    uint32_t before = 0, behind = 0, gone = 0;
    int k = 0, i;

    while (k < r->n_cigar && !(c[k].op == 'I' && c[k].n >= LONG_INSERTION))
        k++;
    if (k == r->n_cigar)
        return;
    for (i = 0; i < k; i++) {
        before += c[i].op == 'D' ? 0 : c[i].n;
        gone += c[i].op == 'M' || c[i].op == 'D' ? c[i].n : 0;
    }
    for (i = k + 1; i < r->n_cigar; i++)
        behind += c[i].op == 'D' ? 0 : c[i].n;
    if (before >= behind) {
        c[k] = (pcart_cigar){'S', c[k].n + behind};
        r->n_cigar = (uint8_t)(k + 1);
        return;
    }
    r->position += gone;
    c[k] = (pcart_cigar){'S', c[k].n + before};
    r->n_cigar = (uint8_t)(r->n_cigar - k);
    memmove(c, c + k, r->n_cigar * sizeof *c);
}

static void
align_read(const molecule *m, int from, made_read *r)
{
    int32_t next = -1;

    r->n_cigar = 0;
    for (int i = from; i < from + r->length; i++) {
        const int32_t at = m->place[i];

        if (at < 0) {
            add_cigar(r, next < 0 ? 'S' : 'I', 1);
            continue;
        }
        if (next < 0)
            r->position = m->start + at;
        else if (at > next)
            add_cigar(r, 'D', (uint32_t)(at - next));
        add_cigar(r, 'M', 1);
        next = at + 1;
    }
    if (r->cigar[r->n_cigar - 1].op == 'I')
        r->cigar[r->n_cigar - 1].op = 'S';
    clip_insertion(r);
    clip_ends(r);
}

static void
count_mismatches(const pcarti_panel *panel, made_read *r)
{
    int64_t at = r->position;
    int i = 0, n = 0;

    for (int k = 0; k < r->n_cigar; k++) {
        const int length = (int)r->cigar[k].n;

        if (r->cigar[k].op == 'M')
            for (int j = 0; j < length; j++)
                n += panel->genome[at + j] != r->bases[i + j];
        else if (r->cigar[k].op != 'S')
            n += length;
        if (r->cigar[k].op != 'D')
            i += length;
        if (r->cigar[k].op == 'M' || r->cigar[k].op == 'D')
            at += length;
    }
    r->mismatches = (int16_t)n;
}

/* One end of a molecule, read with errors. */
static void
make_read(library *l, const molecule *m, int is_right, made_read *r)
{
    const int length = (int)l->panel->options.read_length < m->length
                           ? (int)l->panel->options.read_length
                           : m->length;
    const int from = is_right ? m->length - length : 0;
    const profile *p;
    double at = 0;

    r->length = (uint16_t)length;
    r->profile = (uint16_t)pcarti_rng_below(&l->rng, N_PROFILE);
    p = &l->profile[r->profile];
    memcpy(r->bases, m->base + from, (size_t)length);
    align_read(m, from, r);
    for (;;) { // qualities run in the direction of reading
        int i = 0;

        at += pcarti_rng_exponential(&l->rng);
        if (at >= (double)p->miss[length])
            break;
        while (i + 1 < length && (double)p->miss[i + 1] <= at)
            i++;
        r->bases[is_right ? length - 1 - i : i] =
            "ACGT"[pcarti_rng_below(&l->rng, 4)];
    }
    count_mismatches(l->panel, r);
}

static int
reserve_reads(library *l)
{
    made_read *grown;
    size_t room = l->room_read ? l->room_read * 2 : 4096;

    if (l->n_read + 4 <= l->room_read)
        return 1;
    grown = realloc(l->read, room * sizeof *grown);
    if (!grown)
        return 0;
    l->read = grown;
    l->room_read = room;
    return 1;
}

/* Both ends of a molecule, once or twice. */
static int
read_molecule(library *l, const molecule *m, int is_second_copy)
{
    made_read *a, *b;

    if (!reserve_reads(l))
        return 0;
    a = &l->read[l->n_read];
    b = a + 1;
    l->n_read += 2;
    for (int i = 0; i < 2; i++) {
        a[i].molecule = l->n_molecule;
        a[i].is_second_copy = (uint8_t)is_second_copy;
        a[i].strand[0] = (int16_t)m->strand[0];
        a[i].strand[1] = (int16_t)m->strand[1];
    }
    make_read(l, m, 0, a);
    make_read(l, m, 1, b);
    a->flag = m->is_f2r1 ? 163 : 99;
    b->flag = m->is_f2r1 ? 83 : 147;
    if (is_second_copy) {
        a->flag |= 1024;
        b->flag |= 1024;
    }
    a->mate_position = b->position;
    b->mate_position = a->position;
    a->span = m->place[m->length - 1] + 1;
    b->span = -a->span;
    return 1;
}

/* Reads of a family on either strand; consensus of one is one. */
static void
draw_family(library *l, molecule *m)
{
    const double mean = l->panel->options.family;

    for (int i = 0; i < 2; i++)
        m->strand[i] =
            mean > 0 ? (int)(mean / 2 * pcarti_rng_exponential(&l->rng) + 0.5)
                     : 0;
    if (mean > 0 && m->strand[0] + m->strand[1] == 0)
        m->strand[pcarti_rng_below(&l->rng, 2)] = 1;
}

/* --- a target, and all of them ----------------------------------------------
 */

/* Merge sort of the order of reads, by position and then as they were made:
 * no function of the C library, whose order of equals may differ. */
static void
sort_reads(library *l, uint32_t *order, uint32_t *spare)
{
    const made_read *read = l->read;
    const size_t n = l->n_read;

    for (size_t i = 0; i < n; i++)
        order[i] = (uint32_t)i;
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t from = 0; from < n; from += 2 * width) {
            size_t middle = from + width < n ? from + width : n;
            const size_t end = from + 2 * width < n ? from + 2 * width : n;
            size_t a = from, b = middle, to = from;

            while (a < middle || b < end)
                spare[to++] =
                    b == end || (a < middle && read[order[a]].position <=
                                                   read[order[b]].position)
                        ? order[a++]
                        : order[b++];
        }
        memcpy(order, spare, n * sizeof *order);
    }
}

static pcart_status
write_read(library *l, const made_read *r, pcart_err *err)
{
    uint8_t quality[MAX_READ];
    char name[48];
    const uint8_t *forward = l->profile[r->profile].quality;
    const int is_inserted = r->position >= l->panel->length;
    const int64_t origin = is_inserted ? l->panel->length : 0;
    pcart_read_record record = {
        .name = name,
        .flag = r->flag,
        .map_quality = 60,
        .contig = (size_t)is_inserted,
        .position = r->position - origin,
        .mate_position = r->mate_position - origin,
        .span = r->span,
        .cigar = r->cigar,
        .n_cigar = r->n_cigar,
        .bases = r->bases,
        .quality = quality,
        .length = r->length,
        .mismatches = r->mismatches,
        .family = r->strand[0] + r->strand[1],
        .strand = {r->strand[0], r->strand[1]},
    };

    for (int i = 0; i < r->length; i++)
        quality[i] = forward[r->flag & 16 ? r->length - 1 - i : i];
    snprintf(name, sizeof name, "SIM:%s:%lu%s", l->sample->name,
             (unsigned long)r->molecule, r->is_second_copy ? ":2" : "");
    return pcart_alignment_writer_put(l->writer, &record, err);
}

static pcart_status
write_target(library *l, pcart_err *err)
{
    uint32_t *order = malloc((l->n_read + 1) * 2 * sizeof *order);
    pcart_status status = PCART_OK;

    if (!order)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    sort_reads(l, order, order + l->n_read);
    for (size_t i = 0; i < l->n_read && status == PCART_OK; i++)
        status = write_read(l, &l->read[order[i]], err);
    free(order);
    return status;
}

/* Copies per genome: of a transgene as many as the share after the infusion
 * brings. */
static double
copies_of(const library *l, size_t target)
{
    double share = 0;

    if (target < l->panel->options.n_target)
        return 1;
    for (size_t i = 0; i < l->sample->n_source; i++)
        if (l->sample->source[i].time >= 2 &&
            l->sample->source[i].time < PCARTI_PANEL_TIME)
            share += l->sample->source[i].share;
    return share * l->panel->options.transgene;
}

static pcart_status
make_target(library *l, size_t target, pcart_err *err)
{
    const pcart_panel_options *o = &l->panel->options;
    /* A molecule gives as many observations as its two reads cover. */
    const double covered =
        o->fragment < 2 * o->read_length ? o->fragment : 2 * o->read_length;
    const double n = o->depth *
                     ((double)o->target_length + (double)o->fragment) /
                     covered * copies_of(l, target);
    molecule m = {0};

    l->n_read = 0;
    draw_damage(l, target);
    for (double i = 0; i < n; i++) {
        draw_molecule(l, target, &m);
        draw_family(l, &m);
        if (!read_molecule(l, &m, 0) ||
            (pcarti_rng_chance(&l->rng, o->duplicate) &&
             !read_molecule(l, &m, 1)))
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        l->n_molecule++;
    }
    return write_target(l, err);
}

static pcart_status
open_library(library *l, const char *path, pcart_err *err)
{
    static const char *const contig[2] = {"sim1", PCARTI_PANEL_TRANSGENE};
    const int64_t length[2] = {l->panel->length, l->panel->n_inserted};
    const pcart_alignment_head head = {.contig = contig,
                                       .length = length,
                                       .n_contig = length[1] > 0 ? 2 : 1,
                                       .sample = l->sample->name};

    l->n_site = l->panel->options.target_length + 2 * PCARTI_PANEL_MOLECULE;
    l->profile = calloc(N_PROFILE, sizeof *l->profile);
    l->damage = calloc(l->n_site + 1, sizeof *l->damage);
    l->damaged = calloc(l->n_site, 1);
    l->damaged_by = calloc(l->n_site, 1);
    if (!l->profile || !l->damage || !l->damaged || !l->damaged_by)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    pcarti_rng_init(&l->rng, l->panel->options.seed, PCARTI_STREAM_READ,
                    l->sample->library);
    draw_profiles(l);
    return pcart_alignment_writer_open(path, &head, &l->writer, err);
}

pcart_status
pcarti_panel_reads(const pcarti_panel *panel, const pcarti_panel_sample *sample,
                   const char *folder, pcarti_panel_tally *tally,
                   pcart_err *err)
{
    library l = {.panel = panel, .sample = sample, .tally = tally};
    const char *path =
        pcart_arena_print(panel->arena, "%s/%s.bam", folder, sample->name);
    pcart_status status;

    if (!path)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    status = open_library(&l, path, err);
    for (size_t i = 0; i < panel->options.n_target + (panel->n_inserted > 0) &&
                       status == PCART_OK;
         i++)
        status = make_target(&l, i, err);
    if (l.writer)
        status = pcart_alignment_writer_close(l.writer, status, err);
    free(l.profile);
    free(l.damage);
    free(l.damaged);
    free(l.damaged_by);
    free(l.read);
    return status;
}
