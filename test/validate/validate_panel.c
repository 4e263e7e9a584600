/*
 * validate_panel.c -- from reads to a p value: false positives of the error
 * model on synthetic panels.  Seeded.
 *
 *   validate_panel FOLDER DEPTH...
 *
 * FOLDER holds one panel of `postcart simulate --panel` for each depth.
 * Their reads are not made by the model of the inference: errors of sites are
 * log-normal, damage hits one orientation, qualities are binned.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "postcart/clone_rules.h"
#include "postcart/panel_error.h"
#include "postcart/pileup.h"
#include "postcart/presence.h"
#include "study/panel_error.h"

enum { MAX_NORMAL = 30 };

static pcart_arena arena;

static void
must(pcart_status status, const pcart_err *err)
{
    if (status == PCART_OK)
        return;
    fprintf(stderr, "validate_panel: %s\n", err->message);
    exit(1);
}

static pcart_status
keep(void *ctx, const void *bytes, size_t length, pcart_err *err)
{
    pcarti_buf_bytes(ctx, bytes, length);
    return pcarti_buf_status(ctx, err);
}

/* Count samples of a panel into one file. */
static void
count(const char *folder, const char *const *name, size_t n,
      pcart_countfile *out)
{
    pcarti_buf *buf = calloc(1, sizeof *buf);
    pcart_regions *regions = calloc(1, sizeof *regions);
    pcart_count_frame *frame = calloc(1, sizeof *frame);
    char bed[512], fasta[512], bam[512];
    const pcart_alignment_options opening = {.reference = fasta};
    pcart_count_writer writer = {0};
    pcart_alignment *alignment;
    pcart_err err = {0};

    snprintf(bed, sizeof bed, "%s/panel.bed", folder);
    snprintf(fasta, sizeof fasta, "%s/reference.fa", folder);
    must(pcart_regions_load(bed, &arena, regions, &err), &err);
    for (size_t i = 0; i < n; i++) {
        pcart_count_sample sample = {.name = name[i]};
        const pcart_pileup_job job = {.path = bam,
                                      .opening = &opening,
                                      .regions = regions,
                                      .options = &sample.options,
                                      .sink = pcart_count_writer_part,
                                      .ctx = &writer};

        snprintf(bam, sizeof bam, "%s/%s.bam", folder, name[i]);
        if (i == 0) {
            must(pcart_alignment_open(bam, &opening, &alignment, &err), &err);
            must(
                pcart_count_frame_init(frame, alignment, regions, &arena, &err),
                &err);
            pcart_alignment_free(alignment);
            must(pcart_count_writer_begin(&writer, frame, keep, buf, &err),
                 &err);
        }
        must(pcart_pileup_count(&job, &sample.summary, &err), &err);
        must(pcart_count_writer_sample(&writer, &sample, &err), &err);
    }
    must(pcart_count_writer_end(&writer, &err), &err);
    pcart_count_writer_release(&writer);
    must(pcart_countfile_read("counts", buf->data, buf->length, &arena, out,
                              &err),
         &err);
}

/* Alleles of one sample at which no molecule carries a variant. */
typedef struct score {
    double n, below_3, below_4, expected;
} score;

static void
one_site(const pcart_panel_error *p, const pcart_panel_factor *factor,
         const pcart_site_count *count, const char *bases, int64_t position,
         score *s)
{
    const int ref = pcarti_panel_base(bases[0]);

    for (int a = 0; a < 4; a++) {
        const char alt[2] = {"ACGT"[a], '\0'}, base[2] = {bases[0], '\0'};
        const pcart_variant v = {"sim1", position, base, alt};
        pcart_presence_count group[2] = {{0}}, all;
        pcart_panel_site site;
        pcart_err err = {0};
        double tail;

        if (a == ref)
            continue;
        must(pcart_panel_error_site(p, &v, 0, factor, &site, &err), &err);
        for (int g = 0; g < 2; g++) {
            pcart_tally t = pcarti_panel_tally(count, a, g);

            group[g].alt = t.alt;
            group[g].depth = t.depth;
            group[g].error = site.null[g].error;
            group[g].precision = site.null[g].precision;
        }
        all = pcart_presence_join(group, 2);
        if (all.depth == 0 || all.alt > 0.1 * all.depth)
            continue; // a variant that is inherited
        tail = all.alt ? pcart_presence_tail(&all, (int)all.alt) : 1;
        s->n++;
        s->expected += all.error * all.depth;
        s->below_3 += tail < 1e-3;
        s->below_4 += tail < 1e-4;
    }
}

/* The clones stand in the second half of each target: the first is tested. */
static void
all_sites(const pcart_panel_error *p, const pcart_panel_factor *factor,
          const pcart_countfile *sample, score *s)
{
    const pcart_regions *regions = &sample->frame.regions;

    for (size_t r = 0; r < regions->n; r++) {
        const int64_t first = regions->region[r].first;
        const size_t n = (size_t)(regions->region[r].last - first);
        pcart_site_count *site = calloc(n, sizeof *site);

        pcart_countfile_sites(sample, 0, r, site);
        for (size_t i = 0; i < n / 2; i++)
            one_site(p, factor, &site[i],
                     sample->frame.bases[r] + i + PCART_COUNTFILE_FLANK,
                     first + (int64_t)i, s);
        free(site);
    }
}

static void
one_panel(const char *folder, const char *depth, size_t n_normal)
{
    static const char *const test[] = {"pre-2", "pre-1", "post-1", "post-2"};
    static char text[MAX_NORMAL][16];
    const char *name[MAX_NORMAL];
    pcart_countfile normals;
    pcart_panel_error panel;
    score s = {0};
    pcart_err err = {0};

    for (size_t i = 0; i < n_normal; i++) {
        snprintf(text[i], sizeof text[i], "normal-%02zu", i + 1);
        name[i] = text[i];
    }
    if (n_normal) {
        count(folder, name, n_normal, &normals);
        must(pcart_panel_error_fit(&normals, 0, pcart_assay_find("raw"), &arena,
                                   &panel, &err),
             &err);
    }
    for (size_t i = 0; i < PCART_COUNTOF(test); i++) {
        pcart_countfile sample;
        pcart_panel_factor factor;

        count(folder, &test[i], 1, &sample);
        if (n_normal) {
            must(pcart_panel_error_factor(&panel, &sample, &factor, &err),
                 &err);
        } else {
            must(pcart_panel_error_fit(&sample, 1, pcart_assay_find("raw"),
                                       &arena, &panel, &err),
                 &err);
        }
        all_sites(&panel, n_normal ? &factor : NULL, &sample, &s);
    }
    printf("%s\t%zu\t%.0f\t%.2e\t%.2f\t%.2f\n", depth, n_normal, s.n,
           s.expected / s.n, 1e3 * s.below_3 / s.n, 1e4 * s.below_4 / s.n);
    fflush(stdout);
    pcart_arena_clear(&arena);
}

int
main(int argc, char **argv)
{
    static const size_t n_normal[] = {0, 3, 10};

    if (argc < 3) {
        fprintf(stderr, "usage: validate_panel FOLDER DEPTH...\n");
        return 2;
    }
    printf("depth\tnormals\talleles\tfalse_per_site\tfpr_1e3\tfpr_1e4\n");
    for (int d = 2; d < argc; d++)
        for (size_t k = 0; k < PCART_COUNTOF(n_normal); k++) {
            char folder[512];

            snprintf(folder, sizeof folder, "%s/%s", argv[1], argv[d]);
            one_panel(folder, argv[d], n_normal[k]);
        }
    pcart_arena_release(&arena);
    return 0;
}
