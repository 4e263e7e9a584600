/* simulate_panel.h -- a synthetic panel between its plan and its reads.
 * Layer: study. */
#ifndef PCARTI_STUDY_SIMULATE_PANEL_H
#define PCARTI_STUDY_SIMULATE_PANEL_H

#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/rng.h"
#include "postcart/alignment_write.h"
#include "postcart/arena.h"
#include "postcart/simulate_panel.h"

enum {
    PCARTI_PANEL_SPACING = 10000, /* from target to target */
    PCARTI_PANEL_ALLELE = 208,
    PCARTI_PANEL_MOLECULE = 1000, /* longest molecule */
    PCARTI_PANEL_TIME = 4,        /* samples of the patient */
    PCARTI_PANEL_OTHER = 4,       /* "time" of the stranger's blood */
    PCARTI_PANEL_GRAFT = -700     /* day of the allograft, if there was one */
};

/* Contig of the CAR transgene. */
#define PCARTI_PANEL_TRANSGENE "CAR"

/* Streams of random numbers: one per thing that is drawn. */
enum {
    PCARTI_STREAM_GENOME = 101,
    PCARTI_STREAM_VARIANT,
    PCARTI_STREAM_PERSON,
    PCARTI_STREAM_SITE,
    PCARTI_STREAM_LIBRARY,
    PCARTI_STREAM_READ,
    PCARTI_STREAM_TRANSGENE
};

/* One variant of the patient's clones, in the target of the same number. */
typedef struct pcarti_panel_variant {
    size_t target;
    int64_t position; /* of the first base of `ref` */
    char ref[PCARTI_PANEL_ALLELE], alt[PCARTI_PANEL_ALLELE];
    const char *kind;                  /* "pre_existing", "new", "lost" */
    double vaf[PCARTI_PANEL_TIME + 1]; /* the last: the stranger's */
    double growth;
    int is_donor; /* the clone is one of donor cells */
} pcarti_panel_variant;

/* A common variant of persons. */
typedef struct pcarti_panel_snp {
    int64_t position;
    char ref, alt;
} pcarti_panel_snp;

typedef struct pcarti_panel {
    pcart_panel_options options;
    pcart_arena *arena;
    char *genome;       /* the chromosome and behind it the transgene */
    int64_t length;     /* of the chromosome */
    int64_t n_inserted; /* of the transgene; 0: none */
    pcarti_panel_variant *variant;
    pcarti_panel_snp *snp; /* one per target */
} pcarti_panel;

/* Share of a person's molecules, with the clones of one time or none. */
typedef struct pcarti_panel_source {
    uint32_t person; /* 0: the patient, 1: the donor, 2 ...: others */
    double share;
    int time; /* of the variants; -1: no clones */
} pcarti_panel_source;

typedef struct pcarti_panel_sample {
    const char *name;
    double days;
    int is_donor, is_normal;
    uint32_t library; /* of the random numbers */
    pcarti_panel_source source[5];
    size_t n_source;
} pcarti_panel_sample;

/* Molecules of one sample at one variant. */
typedef struct pcarti_panel_tally {
    uint32_t covering, carrying;
} pcarti_panel_tally;

/* 0, 1 or 2 copies of the second allele at a target's SNP. */
int pcarti_panel_genotype(const pcarti_panel *panel, uint32_t person,
                          size_t target);

/* 1 where a clone's variant lies on the haplotype with the second allele. */
int pcarti_panel_haplotype(size_t target);

/* Write the reads of one sample; `tally` has one place per variant. */
PCART_MUST_CHECK pcart_status pcarti_panel_reads(
    const pcarti_panel *panel, const pcarti_panel_sample *sample,
    const char *folder, pcarti_panel_tally *tally, pcart_err *err);

/* What a laboratory would report of a sample after the infusion: rows of
 * variants.csv. */
void pcarti_panel_variants(const pcarti_panel *panel,
                           const pcarti_panel_sample *sample,
                           const pcarti_panel_tally *tally, pcarti_buf *buf);

/* Rows of variants.csv of the stranger whose DNA is admixed. */
void pcarti_panel_stranger(const pcarti_panel *panel, pcarti_buf *buf);

/* The other canonical tables. */
PCART_MUST_CHECK pcart_status pcarti_panel_tables(
    const pcarti_panel *panel, const pcarti_panel_sample *sample, size_t n,
    pcart_simulate_write *write, void *ctx, pcart_err *err);

#endif
