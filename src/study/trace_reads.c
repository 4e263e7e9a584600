/*
 * trace_reads.c -- the variants of a patient in the reads of his samples.
 * Layer: study.
 *
 * Each sample is opened once: its targets are counted (for the error, the
 * markers and the classes), then every variant is looked for by itself.
 */
#include <math.h>
#include <string.h>

#include "core/buf.h"
#include "postcart/evidence.h"
#include "study/trace.h"

/* All samples of one patient. */
typedef struct work {
    pcart_trace *trace;
    const pcart_trace_options *options;
    const pcart_trace_reads *reads;
    const pcart_assay *assay;
    pcart_trace_sample *sample;
    pcarti_trace_counts *counts; /* per sample */
    pcarti_trace_file *file;     /* per sample */
    size_t *index;               /* variants that can be looked for */
    size_t n_index;
    pcart_arena *arena; /* of the trace */
    pcart_arena scrap;  /* of the samples: until all are identified */
} work;

/* One sample at work. */
typedef struct sitting {
    work *w;
    size_t sample;
    const char *path;
    pcart_alignment_options opening;
    pcart_pileup_options limits;
    pcart_alignment *alignment;
    pcart_panel_error own; /* without normals */
    const pcart_panel_error *panel;
    pcart_panel_factor factor;
} sitting;

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static const char *
path_of(work *w, const char *written)
{
    if (!w->reads->folder || written[0] == '/')
        return written;
    return pcart_arena_print(w->arena, "%s/%s", w->reads->folder, written);
}

/* Limits as the normals were counted: other limits are other errors. */
static pcart_pileup_options
limits_of(const work *w)
{
    pcart_pileup_options o = {.family = w->assay->family > 0 ? w->assay->family
                                                             : PCART_PILEUP_OFF,
                              .duplex = w->assay->duplex};

    if (w->reads->normals)
        o = w->reads->normals->file->sample[0].options;
    o.threads = w->reads->threads;
    return o;
}

static const char *
build_of(pcart_genome genome)
{
    switch (genome) {
    case PCART_GENOME_GRCH37:
        return "GRCh37";
    case PCART_GENOME_GRCH38:
        return "GRCh38";
    case PCART_GENOME_T2T:
    case PCART_GENOME_UNKNOWN:
        break;
    }
    return NULL;
}

/* --- counting the targets ---------------------------------------------------
 */

static pcart_status
keep_bytes(void *ctx, const void *bytes, size_t length, pcart_err *err)
{
    pcarti_buf *buf = ctx;

    pcarti_buf_bytes(buf, bytes, length);
    return pcarti_buf_status(buf, err);
}

static pcart_status
count_frame(sitting *s, const pcart_count_frame *frame, pcarti_buf *buf,
            pcart_err *err)
{
    pcart_count_sample sample = {.name =
                                     s->w->trace->patient->sample[s->sample].id,
                                 .options = s->limits};
    pcart_count_writer writer = {0};
    const pcart_pileup_job job = {.path = s->path,
                                  .opening = &s->opening,
                                  .regions = &frame->regions,
                                  .options = &s->limits,
                                  .sink = pcart_count_writer_part,
                                  .ctx = &writer};
    pcart_status status =
        pcart_count_writer_begin(&writer, frame, keep_bytes, buf, err);

    if (!status)
        status = pcart_pileup_count(&job, &sample.summary, err);
    if (!status)
        status = pcart_count_writer_sample(&writer, &sample, err);
    if (!status)
        status = pcart_count_writer_end(&writer, err);
    pcart_count_writer_release(&writer);
    return status;
}

/* The regions of the normals, or those that the sample or the call names. */
static pcart_status
find_frame(sitting *s, pcart_count_frame *frame, int *is_there, pcart_err *err)
{
    work *w = s->w;
    const char *bed = w->trace->patient->sample[s->sample].regions;
    pcart_regions *regions;
    pcart_status status;

    *is_there = 1;
    if (w->reads->normals) {
        *frame = w->reads->normals->file->frame;
        return pcart_count_frame_fits(frame, s->alignment, err);
    }
    bed = bed[0] ? path_of(w, bed) : w->reads->regions;
    if (!bed && w->trace->patient->sample[s->sample].regions[0])
        return no_memory(err);
    *is_there = bed != NULL;
    if (!bed)
        return PCART_OK;
    regions = pcart_arena_take(&w->scrap, 1, sizeof *regions);
    if (!regions)
        return no_memory(err);
    status = pcart_regions_load(bed, &w->scrap, regions, err);
    if (status)
        return status;
    return pcart_count_frame_init(frame, s->alignment, regions, &w->scrap, err);
}

/* Counts of the sample over the panel; without regions there are none. */
static pcart_status
count_panel(sitting *s, pcart_err *err)
{
    work *w = s->w;
    pcart_countfile *file = pcart_arena_take(&w->scrap, 1, sizeof *file);
    pcart_count_frame frame;
    pcarti_buf buf = {0};
    int is_there = 0;
    char *bytes;
    pcart_status status;

    if (!file)
        return no_memory(err);
    status = find_frame(s, &frame, &is_there, err);
    if (status || !is_there)
        return status;
    status = count_frame(s, &frame, &buf, err);
    if (!status) {
        bytes = pcart_arena_take(&w->scrap, buf.length + 1, 1);
        status = bytes ? PCART_OK : no_memory(err);
        if (bytes) {
            memcpy(bytes, buf.data, buf.length);
            status = pcart_countfile_read(s->path, bytes, buf.length, &w->scrap,
                                          file, err);
        }
    }
    pcarti_buf_release(&buf);
    if (!status)
        w->counts[s->sample] = file;
    return status;
}

/* The error of this sample: the normals' with its own factor, or its own. */
static pcart_status
find_error(sitting *s, pcart_err *err)
{
    work *w = s->w;
    pcart_status status;

    if (!w->counts[s->sample])
        return PCART_OK;
    if (w->reads->normals) {
        s->panel = w->reads->normals;
        return pcart_panel_error_factor(s->panel, w->counts[s->sample],
                                        &s->factor, err);
    }
    status = pcart_panel_error_fit(w->counts[s->sample], 1, w->assay, &w->scrap,
                                   &s->own, err);
    if (!status)
        s->panel = &s->own;
    return status;
}

/* --- the transgene ----------------------------------------------------------
 */

static pcart_status
keep_most(void *ctx, const pcart_pileup_part *part, pcart_err *err)
{
    int64_t *most = ctx;

    (void)err;
    for (int64_t i = 0; i < part->last - part->first; i++) {
        int64_t depth = 0;

        for (int o = 0; o < PCART_N_ORIENTATION; o++)
            for (int a = PCART_ALLELE_A; a <= PCART_ALLELE_DELETED; a++)
                depth += part->count[i].n[o][a];
        *most = depth > *most ? depth : *most;
    }
    return PCART_OK;
}

/* Fragments at the best covered base of the CAR's contig; none is an answer. */
static pcart_status
count_transgene(sitting *s, pcart_err *err)
{
    const char *contig = s->w->reads->transgene;
    const int64_t length =
        contig ? pcart_alignment_length(s->alignment, contig) : -1;
    const pcart_region region = {0, 0, length, 0};
    const pcart_regions regions = {contig, &contig, 1, &region, 1, length};
    int64_t most = 0;
    pcart_pileup_summary summary;
    const pcart_pileup_job job = {.path = s->path,
                                  .opening = &s->opening,
                                  .regions = &regions,
                                  .options = &s->limits,
                                  .sink = keep_most,
                                  .ctx = &most};
    pcart_status status;

    if (length <= 0)
        return PCART_OK;
    status = pcart_pileup_count(&job, &summary, err);
    if (status == PCART_E_DEGENERATE)
        status = PCART_OK;
    if (!status)
        s->w->sample[s->sample].transgene = most;
    return status;
}

/* --- variants ---------------------------------------------------------------
 */

static uint32_t
sum(const uint32_t n[PCART_N_ORIENTATION], int group)
{
    return n[2 * group] + n[2 * group + 1];
}

static pcart_checked
quality_of(const pcart_evidence *e, uint32_t alt)
{
    if (alt == 0)
        return PCART_CHECKED_GOOD;
    if (e->near_end == alt)
        return PCART_CHECKED_BAD;
    if (e->map_quality[0] >= 0 &&
        e->map_quality[0] - e->map_quality[1] >
            pcart_clone_value(PCART_CS_QC_MAP_QUALITY))
        return PCART_CHECKED_BAD;
    if (e->mismatches[0] >= 0 && e->mismatches[1] - e->mismatches[0] >
                                     pcart_clone_value(PCART_CS_QC_MISMATCH))
        return PCART_CHECKED_BAD;
    return PCART_CHECKED_GOOD;
}

/* What the reads show as a count with its error. */
static pcart_lookback_count
count_of(const sitting *s, const pcart_evidence *e,
         const pcart_panel_site *site)
{
    pcart_lookback_count c = {.is_reported = 1,
                              .has_depth = 1,
                              .n_distinct = (int)e->n_distinct,
                              .admixture = NAN,
                              .transgene = s->w->sample[s->sample].transgene,
                              .transgene_later = -1,
                              .is_separate = s->w->reads->is_separate};
    pcart_presence_count group[2] = {{0}};

    for (int g = 0; g < 2; g++) {
        group[g].alt = sum(e->alt, g);
        group[g].depth = group[g].alt + sum(e->ref, g) +
                         (g ? e->other - e->other / 2 : e->other / 2);
        group[g].error = site->null[g].error;
        group[g].precision = site->null[g].precision;
        group[g].typical = site->null[g].typical;
        group[g].signal_rho = s->w->assay->signal_rho;
        if (site->null[g].basis > c.basis)
            c.basis = site->null[g].basis;
    }
    c.count = pcart_presence_join(group, 2);
    c.orientation.alt = group[0].alt;
    c.orientation.depth = c.count.alt;
    c.quality = quality_of(e, c.count.alt);
    if (c.count.depth > 0)
        c.vaf = (double)c.count.alt / c.count.depth;
    return c;
}

/* Largest share of the fragments of anybody else that carries the variant. */
static double
others_vaf(const work *w, const pcart_variant_row *row, double carrier)
{
    const pcart_cohort *cohort = w->reads->cohort;
    double most =
        carrier > pcart_clone_value(PCART_CS_NORMAL_MAX_VAF) ? carrier : 0;

    for (size_t i = 0; cohort && i < cohort->n_patient; i++) {
        const pcart_patient *p = &cohort->patient[i];

        if (strcmp(p->id, w->trace->patient->id) == 0)
            continue;
        for (size_t s = 0; s < p->n_sample; s++)
            for (size_t k = 0; k < p->sample[s].n_variant; k++) {
                const pcart_variant_row *r = &p->sample[s].variant[k];
                double vaf = 0;

                if (!pcarti_trace_is_same(row, r))
                    continue;
                if (r->vaf != PCART_FIXED_NONE)
                    vaf = pcart_fixed_to_double(r->vaf);
                else if (r->alt_reads > 0 && r->depth > 0)
                    vaf = (double)r->alt_reads / (double)r->depth;
                most = vaf > most ? vaf : most;
            }
    }
    return most;
}

/* The counts of a trace are its own. */
static pcart_lookback_count *
count_at(const work *w, size_t variant, size_t sample)
{
    pcart_lookback_count *all;

    memcpy(&all, &w->trace->variant[variant].count, sizeof all);
    return &all[sample];
}

static pcart_status
look_at_one(sitting *s, size_t i, const pcart_variant *variant,
            const pcart_evidence *e, pcart_err *err)
{
    work *w = s->w;
    const pcart_variant_row *row = w->trace->variant[w->index[i]].row;
    const int is_hotspot = pcart_chip_look_up(row->gene, row->hgvs_p, 0, NAN,
                                              NULL) == PCART_CHIP_YES;
    pcart_lookback_count *c = count_at(w, w->index[i], s->sample);
    pcart_panel_site site = {.carrier = 0};
    pcart_status status = PCART_OK;

    site.null[0] = site.null[1] = pcart_background_assumed(w->assay);
    if (s->panel)
        status = pcart_panel_error_site(s->panel, variant, is_hotspot,
                                        w->reads->normals ? &s->factor : NULL,
                                        &site, err);
    if (status)
        return status;
    *c = count_of(s, e, &site);
    /* until the share of other persons is known: what it is multiplied with */
    c->admixture = others_vaf(w, row, site.carrier);
    return PCART_OK;
}

static pcart_status
look(sitting *s, pcart_err *err)
{
    work *w = s->w;
    pcart_variant *variant =
        pcart_arena_take(&w->scrap, w->n_index + 1, sizeof *variant);
    pcart_evidence *evidence =
        pcart_arena_take(&w->scrap, w->n_index + 1, sizeof *evidence);
    const pcart_evidence_job job = {.path = s->path,
                                    .opening = &s->opening,
                                    .options = &s->limits,
                                    .variant = variant,
                                    .n_variant = w->n_index};
    pcart_status status = PCART_OK;

    if (!variant || !evidence)
        return no_memory(err);
    for (size_t i = 0; i < w->n_index && !status; i++)
        status = pcarti_trace_spell(w->trace->variant[w->index[i]].row,
                                    s->alignment, w->reads->reference != NULL,
                                    &w->scrap, &variant[i], err);
    if (!status && w->n_index > 0)
        status = pcart_evidence_find(&job, evidence, err);
    /* not one read at any variant: nothing is covered, nothing is absent */
    if (status == PCART_E_DEGENERATE) {
        memset(evidence, 0, w->n_index * sizeof *evidence);
        status = PCART_OK;
    }
    for (size_t i = 0; i < w->n_index && !status; i++)
        status = look_at_one(s, i, &variant[i], &evidence[i], err);
    return status;
}

static pcart_status
sit(work *w, size_t sample, pcart_err *err)
{
    const pcart_sample *row = &w->trace->patient->sample[sample];
    sitting s = {.w = w,
                 .sample = sample,
                 .path = path_of(w, row->alignment),
                 .opening = {.reference = w->reads->reference,
                             .genome = build_of(row->genome)},
                 .limits = limits_of(w)};
    pcart_status status = s.path ? PCART_OK : no_memory(err);

    w->file[sample] = (pcarti_trace_file){s.path, s.opening, s.limits};
    if (!status)
        status = pcart_alignment_open(s.path, &s.opening, &s.alignment, err);
    if (!status)
        status = count_panel(&s, err);
    if (!status)
        status = find_error(&s, err);
    if (!status)
        status = count_transgene(&s, err);
    if (!status)
        status = look(&s, err);
    if (!status)
        w->sample[sample].is_opened = 1;
    pcart_alignment_free(s.alignment);
    return status;
}

/* --- all samples ------------------------------------------------------------
 */

/* Genotypes over all samples tell whose they are, and whose DNA is in them. */
static pcart_status
identify(work *w, pcarti_trace_panel *panel, pcart_err *err)
{
    size_t first = 0;
    pcart_panel_error *own = pcart_arena_take(&w->scrap, 1, sizeof *own);
    pcart_status status = own ? PCART_OK : no_memory(err);

    while (first < w->trace->patient->n_sample && !w->counts[first])
        first++;
    if (status || first == w->trace->patient->n_sample)
        return status;
    *panel = (pcarti_trace_panel){.error = w->reads->normals,
                                  .is_normals = w->reads->normals != NULL,
                                  .counts = w->counts,
                                  .arena = &w->scrap};
    if (!panel->is_normals) {
        status = pcart_panel_error_fit(w->counts[first], 1, w->assay, &w->scrap,
                                       own, err);
        panel->error = own;
    }
    if (!status)
        status = pcarti_trace_identify(w->trace, panel, w->sample, err);
    return status;
}

/* Most of a sample's fragments that are a variant of somebody else's.  Where
 * another person's DNA is beyond doubt but nobody knows whose, all of it may
 * be; NAN: not looked at. */
static double
foreign(const pcart_trace_sample *sample, double carrier)
{
    return sample->admixture_low > 0 ? sample->admixture_high
                                     : carrier * sample->admixture_high;
}

/* What was found of the samples, into the counts of their variants. */
static void
hand_out(const work *w)
{
    for (size_t i = 0; i < w->n_index; i++)
        for (size_t s = 0; s < w->trace->patient->n_sample; s++) {
            pcart_lookback_count *c = count_at(w, w->index[i], s);

            if (!w->sample[s].is_opened)
                continue;
            c->admixture = foreign(&w->sample[s], c->admixture);
            if (w->sample[s].is_identity_known)
                c->identity =
                    w->sample[s].identity.verdict == PCART_IDENTITY_OTHER
                        ? PCART_CHECKED_BAD
                        : PCART_CHECKED_GOOD;
        }
}

pcart_status
pcarti_trace_look(pcart_trace *trace, const pcart_trace_options *options,
                  pcart_trace_sample *sample, pcart_arena *arena,
                  pcart_err *err)
{
    work w = {.trace = trace,
              .options = options,
              .reads = options->reads,
              .assay =
                  options->assay ? options->assay : pcart_assay_find("raw"),
              .sample = sample,
              .arena = arena};
    const size_t n_sample = trace->patient->n_sample;
    pcarti_trace_panel panel = {0};
    pcart_status status = PCART_OK;

    w.file = pcart_arena_take(&w.scrap, n_sample + 1, sizeof *w.file);
    w.counts = pcart_arena_take(&w.scrap, n_sample + 1, sizeof *w.counts);
    w.index = pcart_arena_take(&w.scrap, trace->n_variant + 1, sizeof *w.index);
    if (!w.counts || !w.index || !w.file)
        status = no_memory(err);
    for (size_t i = 0; i < trace->n_variant && !status; i++)
        if (pcarti_trace_is_lookable(&trace->variant[i]))
            w.index[w.n_index++] = i;
    for (size_t s = 0; s < n_sample && !status; s++)
        if (trace->patient->sample[s].alignment[0])
            status = sit(&w, s, err);
    if (!status)
        status = identify(&w, &panel, err);
    if (!status)
        hand_out(&w);
    if (!status)
        status = pcarti_trace_link(trace, w.file, &panel, arena, err);
    pcart_arena_release(&w.scrap);
    return status;
}
