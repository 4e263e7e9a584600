/*
 * trace_identity.c -- whose DNA the samples of a patient hold: markers are
 * found where normals or the patient differ from the common base.
 * Layer: study.
 */
#include <math.h>
#include <string.h>

#include "study/panel_error.h"
#include "study/trace.h"

/* Counts of everybody at one place: fragments of the four bases. */
typedef struct place {
    uint32_t n[4];
} place;

/* Markers of all samples, sample by sample. */
typedef struct work {
    const pcart_trace *trace;
    const pcart_panel_error *panel;
    int is_normals;
    const pcarti_trace_counts *counts;
    pcarti_trace_panel *out;
    pcart_trace_sample *sample;
    pcart_arena scrap, region;
    pcart_marker **marker; /* per sample; NULL where it was not counted */
    size_t *room;
    size_t n_marker, room_marker; /* room of `out` */
} work;

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static place
place_of(const pcart_site_count *site)
{
    place p = {{0}};

    for (int o = 0; o < PCART_N_ORIENTATION; o++)
        for (int a = 0; a < 4; a++)
            p.n[a] += site->n[o][a];
    return p;
}

static uint32_t
depth_of(const place *p)
{
    return p->n[0] + p->n[1] + p->n[2] + p->n[3];
}

/* Whether a person's sample shows a base as an inherited one would be. */
static int
is_shown(const place *p, int allele)
{
    return p->n[allele] >=
               pcart_clone_value(PCART_CS_MARKER_SEEN) * depth_of(p) &&
           pcart_identity_genotype(p->n[allele], depth_of(p)) > 0;
}

/* A place where the patient has a variant that is asked for is no marker. */
static int
is_asked(const work *w, const char *contig, int64_t position)
{
    const pcart_regions one = {"", &contig, 1, NULL, 0, 0};

    for (size_t i = 0; i < w->trace->n_variant; i++) {
        const pcart_variant_row *row = w->trace->variant[i].row;

        if (row->pos > 0 && position >= row->pos - 2 &&
            position <= row->pos + (int64_t)strlen(row->ref) &&
            pcart_panel_contig(&one, row->chrom))
            return 1;
    }
    return 0;
}

/* Frequency of an allele among the normals, never quite 0 or 1. */
static double
frequency_of(const place *normal, size_t n, int allele)
{
    double alleles = 0.5, all = 1;

    for (size_t i = 0; i < n; i++) {
        int g =
            pcart_identity_genotype(normal[i].n[allele], depth_of(&normal[i]));

        if (g == PCART_GENOTYPE_UNKNOWN)
            continue;
        alleles += g;
        all += 2;
    }
    return all > 1 ? alleles / all
                   : pcart_clone_value(PCART_CS_MARKER_FREQUENCY);
}

/* Counts of all at one place that is a marker. */
typedef struct sighting {
    const place *normal, *own;
    const char *contig;
    int64_t position;
    int ref, allele;
} sighting;

static pcart_status
add_marker(work *w, const sighting *s, pcart_err *err)
{
    const size_t n_normal = w->is_normals ? w->panel->file->n_sample : 0;
    const double frequency = frequency_of(s->normal, n_normal, s->allele);
    pcarti_trace_marker *marker =
        pcart_arena_grow(w->out->arena, w->out->marker, &w->room_marker,
                         w->n_marker + 1, sizeof *marker);

    if (!marker)
        return no_memory(err);
    w->out->marker = marker;
    marker[w->n_marker] = (pcarti_trace_marker){.contig = s->contig,
                                                .position = s->position,
                                                .ref = {"ACGT"[s->ref]},
                                                .alt = {"ACGT"[s->allele]},
                                                .frequency = frequency,
                                                .host = NAN,
                                                .donor = NAN};

    for (size_t i = 0; i < w->trace->patient->n_sample; i++) {
        pcart_marker *m;

        if (!w->counts[i])
            continue;
        m = pcart_arena_grow(&w->scrap, w->marker[i], &w->room[i],
                             w->n_marker + 1, sizeof *m);
        if (!m)
            return no_memory(err);
        w->marker[i] = m;
        m += w->n_marker;
        *m = (pcart_marker){.alt = s->own[i].n[s->allele],
                            .depth = depth_of(&s->own[i]),
                            .frequency = frequency};
        memset(m->genotype, PCART_GENOTYPE_UNKNOWN, sizeof m->genotype);
    }
    w->n_marker++;
    return PCART_OK;
}

/* The base besides the reference that a normal, or else the patient, shows. */
static int
marker_allele(const work *w, int ref, const place *normal, const place *own)
{
    const size_t n_normal = w->is_normals ? w->panel->file->n_sample : 0;
    uint64_t most = 0;
    int best = -1;

    for (int a = 0; a < 4; a++) {
        uint64_t seen = 0;
        int is_here = 0;

        if (a == ref)
            continue;
        for (size_t i = 0; i < n_normal; i++) {
            is_here |= is_shown(&normal[i], a);
            seen += normal[i].n[a];
        }
        for (size_t s = 0; s < w->trace->patient->n_sample; s++)
            if (w->counts[s]) {
                is_here |= is_shown(&own[s], a);
                seen += own[s].n[a];
            }
        if (is_here && seen > most) {
            most = seen;
            best = a;
        }
    }
    return best;
}

static pcart_status
gather_region(work *w, size_t r, pcart_err *err)
{
    const pcart_countfile *normals = w->panel->file;
    const pcart_regions *regions = &normals->frame.regions;
    const pcart_region *region = &regions->region[r];
    const size_t n = (size_t)(region->last - region->first);
    const size_t n_normal = w->is_normals ? normals->n_sample : 0;
    const size_t n_sample = w->trace->patient->n_sample;
    pcart_site_count *site =
        pcart_arena_take(&w->region, n * (n_normal + n_sample), sizeof *site);
    place *normal = pcart_arena_take(&w->region, n_normal + 1, sizeof *normal);
    place *own = pcart_arena_take(&w->region, n_sample + 1, sizeof *own);
    pcart_status status = PCART_OK;

    if (!site || !normal || !own)
        return no_memory(err);
    for (size_t i = 0; i < n_normal; i++)
        pcart_countfile_sites(normals, i, r, site + i * n);
    for (size_t s = 0; s < n_sample; s++)
        if (w->counts[s])
            pcart_countfile_sites(w->counts[s], 0, r,
                                  site + (n_normal + s) * n);
    for (size_t at = 0; at < n && !status; at++) {
        const int ref =
            pcarti_panel_base(w->panel->bases[r][at + PCART_COUNTFILE_FLANK]);
        int allele;

        for (size_t i = 0; i < n_normal; i++)
            normal[i] = place_of(&site[i * n + at]);
        for (size_t s = 0; s < n_sample; s++)
            own[s] = place_of(&site[(n_normal + s) * n + at]);
        allele = ref < 0 ? -1 : marker_allele(w, ref, normal, own);
        if (allele >= 0 && !is_asked(w, regions->contig[region->contig],
                                     region->first + (int64_t)at))
            status = add_marker(
                w,
                &(sighting){normal, own, regions->contig[region->contig],
                            region->first + (int64_t)at, ref, allele},
                err);
    }
    return status;
}

static int
is_grafted(const work *w, size_t s)
{
    const pcart_patient *p = w->trace->patient;

    return pcarti_trace_has_graft(p, p->sample[s].date);
}

/* Genotypes of one sample as those of a person. */
static void
register_person(work *w, size_t from, size_t person)
{
    for (size_t i = 0; i < w->n_marker; i++) {
        const pcart_marker *own = &w->marker[from][i];
        int genotype = pcart_identity_genotype(own->alt, own->depth);

        for (size_t s = 0; s < w->trace->patient->n_sample; s++)
            if (w->marker[s])
                w->marker[s][i].genotype[person] = (signed char)genotype;
    }
}

/* Of the samples of the host alone the one that most others agree with, and
 * that holds one person's DNA: its own genotypes explain its reads.  That is
 * worth more than one other's agreement, less than those of two. */
static pcart_status
find_reference(work *w, size_t *out, pcart_err *err)
{
    const size_t n = w->trace->patient->n_sample;
    int most = -1;

    *out = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        int agreed = 0;

        if (!w->marker[i] || w->sample[i].is_donor || is_grafted(w, i))
            continue;
        register_person(w, i, 0);
        for (size_t s = 0; s < n; s++) {
            pcart_identity id;
            pcart_status status;

            if (!w->marker[s] || w->sample[s].is_donor)
                continue;
            status =
                pcart_identity_find(w->marker[s], w->n_marker, 1, &id, err);
            if (status)
                return status;
            if (id.verdict == PCART_IDENTITY_SAME)
                agreed += s == i ? 3 : 2;
        }
        if (agreed > most) {
            most = agreed;
            *out = i;
        }
    }
    return PCART_OK;
}

/* Another person's DNA in a sample of the host alone. */
static pcart_status
find_admixture(work *w, size_t s, pcart_err *err)
{
    pcart_marker *m = pcart_arena_take(&w->scrap, w->n_marker + 1, sizeof *m);
    pcart_chimerism_estimate e;
    pcart_status status;

    if (!m)
        return no_memory(err);
    for (size_t i = 0; i < w->n_marker; i++) {
        m[i] = w->marker[s][i];
        m[i].genotype[1] = m[i].genotype[0]; // the host is the larger part
    }
    status =
        pcart_chimerism_minor(m, w->n_marker, PCART_KIN_UNRELATED, &e, err);
    if (status == PCART_E_DEGENERATE)
        return PCART_OK; // too few markers to tell
    if (!status) {
        w->sample[s].admixture = e.fraction[0];
        w->sample[s].admixture_low = e.low[0];
        w->sample[s].admixture_high = e.high[0];
    }
    return status;
}

static pcart_status
judge(work *w, size_t s, size_t reference, size_t n_person, pcart_err *err)
{
    pcart_trace_sample *sample = &w->sample[s];
    const int is_mixed = is_grafted(w, s);
    pcart_status status;

    if (is_mixed && n_person < 2)
        return PCART_OK; // the donor's genome is not known
    status =
        pcart_identity_find(w->marker[s], w->n_marker, is_mixed ? n_person : 1,
                            &sample->identity, err);
    if (status)
        return status;
    sample->is_identity_reference = s == reference;
    sample->is_identity_known =
        sample->identity.verdict != PCART_IDENTITY_INDETERMINATE &&
        s != reference;
    if (is_mixed) {
        pcart_chimerism_estimate e;

        status =
            pcart_chimerism_find(w->marker[s], w->n_marker, n_person, &e, err);
        if (status == PCART_E_DEGENERATE)
            return PCART_OK;
        sample->host = e.fraction[0];
        sample->host_low = e.low[0];
        sample->host_high = e.high[0];
        return status;
    }
    /* the host is the larger part, though perhaps not all */
    if (sample->identity.nats > pcart_clone_value(PCART_CS_IDENTITY_NATS))
        return find_admixture(w, s, err);
    return PCART_OK;
}

/* Alleles of host and donor at the markers; of several donors, their mean. */
static void
set_alleles(work *w, const pcart_marker *marker, size_t n_person)
{
    for (size_t i = 0; i < w->n_marker; i++) {
        pcarti_trace_marker *m = &w->out->marker[i];
        const signed char *genotype = marker[i].genotype;

        if (genotype[0] >= 0)
            m->host = genotype[0] / 2.0;
        if (n_person > 1)
            m->donor = 0;
        for (size_t k = 1; k < n_person; k++)
            m->donor += genotype[k] >= 0
                            ? genotype[k] / 2.0 / (double)(n_person - 1)
                            : NAN;
    }
    w->out->n_marker = w->n_marker;
}

static pcart_status
judge_all(work *w, pcart_err *err)
{
    const size_t n = w->trace->patient->n_sample;
    size_t reference, n_person = 1;
    pcart_status status = find_reference(w, &reference, err);

    if (status || reference == SIZE_MAX)
        return status;
    register_person(w, reference, 0);
    for (size_t s = 0; s < n && n_person < PCART_CHIMERISM_MAX; s++)
        if (w->marker[s] && w->sample[s].is_donor)
            register_person(w, s, n_person++);
    set_alleles(w, w->marker[reference], n_person);
    for (size_t s = 0; s < n && !status; s++)
        if (w->marker[s] && !w->sample[s].is_donor)
            status = judge(w, s, reference, n_person, err);
    return status;
}

pcart_status
pcarti_trace_identify(const pcart_trace *trace, pcarti_trace_panel *panel,
                      pcart_trace_sample *sample, pcart_err *err)
{
    const size_t n = trace->patient->n_sample;
    work w = {.trace = trace,
              .panel = panel->error,
              .is_normals = panel->is_normals,
              .counts = panel->counts,
              .out = panel,
              .sample = sample};
    pcart_status status = PCART_OK;

    w.marker = pcart_arena_take(&w.scrap, n + 1, sizeof *w.marker);
    w.room = pcart_arena_take(&w.scrap, n + 1, sizeof *w.room);
    if (!w.marker || !w.room)
        status = no_memory(err);
    /* samples counted over other regions cannot be compared */
    for (size_t s = 0; s < n && !status; s++)
        if (w.counts[s])
            status = pcart_countfile_matches(w.panel->file, w.counts[s], err);
    if (status == PCART_E_INCONSISTENT && !w.is_normals) {
        pcart_arena_release(&w.scrap);
        return PCART_OK;
    }
    for (size_t r = 0; r < w.panel->file->frame.regions.n && !status; r++) {
        status = gather_region(&w, r, err);
        pcart_arena_clear(&w.region);
    }
    if (!status && w.n_marker > 0)
        status = judge_all(&w, err);
    pcart_arena_release(&w.region);
    pcart_arena_release(&w.scrap);
    return status;
}
