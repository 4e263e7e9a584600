/* test_trace_reads.c -- variants looked for in synthetic reads whose truth is
 * known: found, not covered, of another person, explained by others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "postcart/simulate_panel.h"
#include "postcart/trace.h"

static char folder[] = "/tmp/postcart-test-XXXXXX";
static char truth[65536];
static char path[2][256];

static pcart_status
keep_text(void *ctx, const char *name, const char *bytes, size_t length,
          pcart_err *err)
{
    char file_name[256];
    FILE *file;

    (void)ctx;
    (void)err;
    if (strcmp(name, "truth.tsv") == 0) {
        assert_true(length < sizeof truth);
        memcpy(truth, bytes, length);
        truth[length] = '\0';
    }
    snprintf(file_name, sizeof file_name, "%s/%s", folder, name);
    file = fopen(file_name, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
    return PCART_OK;
}

static int
make(void **state)
{
    const pcart_panel_options options = {.seed = 5,
                                         .n_target = 8,
                                         .depth = 400,
                                         .n_variant = 4,
                                         .n_normal = 1,
                                         .is_swapped = 0};

    (void)state;
    if (!mkdtemp(folder) ||
        pcart_simulate_panel(&options, folder, keep_text, NULL, NULL))
        return -1;
    snprintf(path[0], sizeof path[0], "%s/reference.fa", folder);
    snprintf(path[1], sizeof path[1], "%s/panel.bed", folder);
    return 0;
}

static int
clean(void **state)
{
    static const char *const name[] = {
        "pre-2.bam",     "pre-1.bam",    "post-1.bam",   "post-2.bam",
        "normal-01.bam", "reference.fa", "panel.bed",    "reference.fa.fai",
        "snps.tsv",      "host.tsv",     "patients.csv", "infusions.csv",
        "samples.csv",   "variants.csv", "truth.tsv",    "README.txt"};
    char file[256];

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(name); i++) {
        snprintf(file, sizeof file, "%s/%s", folder, name[i]);
        remove(file);
        snprintf(file, sizeof file, "%s/%s.bai", folder, name[i]);
        remove(file);
    }
    return rmdir(folder);
}

/* Row of the truth: the n-th variant in a sample. */
typedef struct fact {
    char ref[64], alt[64];
    long position, carrying, covering;
    double vaf;
} fact;

static fact
fact_of(const char *sample, int nth)
{
    const char *line = truth;
    fact f = {.position = 0};

    for (; line; line = strchr(line, '\n')) {
        char name[32], kind[32], origin[32];
        double growth;

        line += *line == '\n';
        if (sscanf(line, "%31s sim1 %ld %63s %63s %31s %31s %lf %lf %ld %ld",
                   name, &f.position, f.ref, f.alt, kind, origin, &growth,
                   &f.vaf, &f.carrying, &f.covering) == 10 &&
            strcmp(name, sample) == 0 && nth-- == 0)
            return f;
    }
    fail_msg("no variant %s", sample);
    return f;
}

static pcart_variant_row
row_of(const fact *f)
{
    return (pcart_variant_row){.gene = "",
                               .chrom = "chrsim1", // another spelling
                               .pos = f->position,
                               .ref = f->ref,
                               .alt = f->alt,
                               .hgvs_c = "",
                               .hgvs_p = "",
                               .alt_reads = -1,
                               .depth = -1,
                               .vaf = PCART_FIXED_NONE};
}

/* A patient of two samples whose later one lists the rows. */
typedef struct person {
    pcart_sample sample[2];
    pcart_patient patient;
} person;

static void
fill(person *p, const pcart_variant_row *row, size_t n)
{
    static const char *const file[2] = {"pre-1.bam", "post-2.bam"};

    memset(p, 0, sizeof *p);
    for (int i = 0; i < 2; i++)
        p->sample[i] = (pcart_sample){.id = file[i],
                                      .date = 1000 + 372 * i,
                                      .specimen = "marrow",
                                      .regions = "",
                                      .alignment = file[i],
                                      .mean_depth = PCART_FIXED_NONE};
    p->sample[1].variant = row;
    p->sample[1].n_variant = n;
    p->patient = (pcart_patient){.id = "P", .sample = p->sample, .n_sample = 2};
}

static pcart_trace_reads
reads_of(void)
{
    return (pcart_trace_reads){
        .folder = folder, .reference = path[0], .regions = path[1]};
}

static pcart_trace
trace_of(const person *p, const pcart_trace_reads *reads, pcart_arena *arena)
{
    const pcart_trace_options options = {.reads = reads};
    pcart_err err = {0};
    pcart_trace t;

    if (pcart_trace_patient(&p->patient, &options, arena, &t, &err))
        fail_msg("%s", err.message);
    return t;
}

/* Counts are those of the truth: molecules whose bases are too bad at the
 * place are left out, so a few less. */
static void
test_counts(void **state)
{
    pcart_arena arena = {0};
    fact before[4], after[4];
    pcart_variant_row row[4];
    const pcart_trace_reads reads = reads_of();
    pcart_trace t;
    person p;

    (void)state;
    for (int i = 0; i < 4; i++) {
        before[i] = fact_of("pre-1", i);
        after[i] = fact_of("post-2", i);
        row[i] = row_of(&after[i]);
    }
    fill(&p, row, 4);
    t = trace_of(&p, &reads, &arena);
    assert_int_equal(t.n_variant, 4);
    for (int i = 0; i < 4; i++) {
        const pcart_lookback_count *c = t.variant[i].count;

        for (int s = 0; s < 2; s++) {
            const fact *f = s ? &after[i] : &before[i];

            assert_true(c[s].is_reported && c[s].has_depth);
            assert_true(labs((long)c[s].count.alt - f->carrying) <=
                        2 + f->carrying / 5);
            assert_true(c[s].count.depth > 0.8 * (double)f->covering);
            assert_int_equal(c[s].basis, PCART_ERROR_CLASS);
            assert_true(isnan(c[s].admixture)); // too few markers to tell
        }
    }
    /* the first two stand before and after: 1.3 % and 3.1 % of 380 */
    for (size_t k = 0; k < t.n_pair; k++)
        if (t.pair[k].variant == 3)
            assert_int_equal(t.pair[k].answer.value,
                             PCART_LOOKBACK_PRE_EXISTING);
    pcart_arena_release(&arena);
}

/* A place that no read covers is not covered, and not absent. */
static void
test_not_covered(void **state)
{
    pcart_arena arena = {0};
    fact f = fact_of("post-2", 0), away = f;
    pcart_variant_row row[2];
    pcart_trace_reads reads = reads_of();
    pcart_trace t;
    person p;

    (void)state;
    reads.reference = NULL; // the base there is nobody's business
    away.position = 5000;
    row[0] = row_of(&f);
    row[1] = row_of(&away);
    row[1].vaf = PCART_FIXED(1) / 10;
    fill(&p, row, 2);
    p.sample[1].alignment = ""; // the later one by its list alone
    t = trace_of(&p, &reads, &arena);
    assert_int_equal(t.n_pair, 1);
    assert_int_equal(t.pair[0].variant, 1);
    assert_int_equal(t.pair[0].answer.value, PCART_LOOKBACK_INDETERMINATE);
    assert_int_equal(t.pair[0].answer.reasons, PCART_LB_NOT_COVERED);
    pcart_arena_release(&arena);
}

/* Another patient's clone explains what a share of him would bring. */
static void
test_others(void **state)
{
    pcart_arena arena = {0};
    fact f = fact_of("post-2", 3);
    pcart_variant_row row = row_of(&f), theirs = row_of(&f);
    pcart_trace_reads reads = reads_of();
    pcart_sample other = {.id = "o", .variant = &theirs, .n_variant = 1};
    pcart_patient all[2] = {{.id = "O", .sample = &other, .n_sample = 1}};
    const pcart_cohort cohort = {.patient = all, .n_patient = 2};
    pcart_trace t;
    person p;

    (void)state;
    theirs.vaf = PCART_FIXED(1) / 2;
    fill(&p, &row, 1);
    all[1] = p.patient;
    reads.cohort = &cohort;
    t = trace_of(&p, &reads, &arena);
    /* no markers: the share of the other is not known, so neither this */
    assert_true(isnan(t.variant[0].count[0].admixture));
    assert_true(isnan(t.sample[0].admixture_high));
    pcart_arena_release(&arena);
}

/* What is wrong with a file is an error, never a count of zero. */
static void
test_bad_files(void **state)
{
    static const struct {
        const char *alignment;
        pcart_status status;
    } bad[] = {{"none.bam", PCART_E_NOTFOUND}, {"panel.bed", PCART_E_SYNTAX}};
    pcart_arena arena = {0};
    fact f = fact_of("post-2", 0);
    pcart_variant_row row = row_of(&f);
    const pcart_trace_reads reads = reads_of();
    const pcart_trace_options options = {.reads = &reads};
    pcart_trace t;
    person p;

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(bad); i++) {
        fill(&p, &row, 1);
        p.sample[0].alignment = bad[i].alignment;
        assert_int_equal(
            pcart_trace_patient(&p.patient, &options, &arena, &t, NULL),
            bad[i].status);
    }
    row.ref = row.ref[0] == 'A' ? "C" : "A"; // another genome
    fill(&p, &row, 1);
    assert_int_equal(
        pcart_trace_patient(&p.patient, &options, &arena, &t, NULL),
        PCART_E_INCONSISTENT);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_not_covered),
        cmocka_unit_test(test_others),
        cmocka_unit_test(test_bad_files),
    };

    return cmocka_run_group_tests(test, make, clean);
}
