/* test_alignment.c -- files that cannot be trusted are refused, with a word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "align/genome.h"
#include "postcart/pileup.h"

#define DATA "test/data/alignments/"

static char folder[] = "/tmp/postcart-test-XXXXXX";

/* Copy a file, or the first bytes of it; returns a path good until the next
 * call. */
static const char *
copy(const char *from, const char *name, long most)
{
    static char path[256];
    FILE *in = fopen(from, "rb"), *out;
    int c;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    out = fopen(path, "wb");
    assert_non_null(in);
    assert_non_null(out);
    for (long i = 0; (most < 0 || i < most) && (c = getc(in)) != EOF; i++)
        putc(c, out);
    fclose(in);
    fclose(out);
    return path;
}

static void
assert_refused(const char *path, const pcart_alignment_options *options,
               pcart_status status, const char *word)
{
    pcart_alignment *alignment = NULL;
    pcart_err err = {0};

    assert_int_equal(pcart_alignment_open(path, options, &alignment, &err),
                     status);
    assert_null(alignment);
    if (!strstr(err.message, word))
        fail_msg("'%s' has no '%s'", err.message, word);
}

static void
test_bad_files(void **state)
{
    const pcart_alignment_options grch38 = {.genome = "GRCh38"};
    const pcart_alignment_options hg19 = {.genome = "hg19"};
    const pcart_alignment_options mars = {.genome = "mars"};
    const pcart_alignment_options other = {.reference = DATA "rand1k.fa",
                                           .sample = "nobody"};
    const pcart_alignment_options two = {.reference = DATA "rand1k.fa"};
    pcart_alignment *alignment = NULL;

    (void)state;
    assert_refused("/nonexistent.bam", NULL, PCART_E_NOTFOUND, "No such file");
    assert_refused(DATA "README.md", NULL, PCART_E_SYNTAX, "neither BAM");
    assert_refused(copy(DATA "ctdna/N3.bam", "cut.bam", 20000), NULL,
                   PCART_E_SYNTAX, "truncated");
    assert_refused(copy(DATA "ctdna/N3.bam", "no-index.bam", -1), NULL,
                   PCART_E_NOTFOUND, "index");
    assert_refused(DATA "twolib.sorted.cram", NULL, PCART_E_NOTFOUND,
                   "CRAM needs the reference");
    assert_refused(DATA "twolib.sorted.cram", &two, PCART_E_INCONSISTENT,
                   "several samples");
    assert_refused(DATA "twolib.sorted.cram", &other, PCART_E_NOTFOUND,
                   "nobody");
    assert_refused(DATA "ctdna/T1.bam", &grch38, PCART_E_INCONSISTENT,
                   "GRCh37");
    assert_refused(DATA "ctdna/T1.bam", &mars, PCART_E_NOTFOUND, "mars");
    assert_refused("https://example.org/x.bam", NULL, PCART_E_UNSUPPORTED,
                   "files only");
    assert_int_equal(
        pcart_alignment_open(DATA "ctdna/T1.bam", &hg19, &alignment, NULL),
        PCART_OK);
    assert_string_equal(pcart_alignment_sample(alignment), "T1");
    assert_string_equal(pcart_alignment_genome(alignment), "GRCh37");
    pcart_alignment_free(alignment);
}

/* A record damaged in the middle, under a good end mark. */
static void
test_damaged_block(void **state)
{
    char path[256];
    FILE *file;

    (void)state;
    copy(DATA "ctdna/N3.bam.bai", "hurt.bam.bai", -1);
    snprintf(path, sizeof path, "%s",
             copy(DATA "ctdna/N3.bam", "hurt.bam", -1));
    file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 12000, SEEK_SET), 0);
    assert_true(fwrite("this is not deflate", 1, 19, file) == 19);
    fclose(file);
    {
        static const char *const contig = "chr14";
        const pcart_region region = {.first = 106327250, .last = 106328200};
        const pcart_regions regions = {.source = "x",
                                       .contig = &contig,
                                       .n_contig = 1,
                                       .region = &region,
                                       .n = 1,
                                       .n_base = 950};
        const pcart_pileup_job job = {.path = path, .regions = &regions};
        pcart_pileup_summary summary;
        pcart_err err = {0};

        assert_int_equal(pcart_pileup_count(&job, &summary, &err),
                         PCART_E_SYNTAX);
        assert_non_null(strstr(err.message, "damaged"));
    }
}

static pcart_status
ignore(void *ctx, const pcart_pileup_part *part, pcart_err *err)
{
    (void)ctx;
    (void)part;
    (void)err;
    return PCART_OK;
}

static pcart_status
count_at(const char *contig, int64_t first, int64_t last,
         const pcart_pileup_options *options, pcart_err *err)
{
    const pcart_region region = {.first = first, .last = last, .line = 3};
    const pcart_regions regions = {.source = "x.bed",
                                   .contig = &contig,
                                   .n_contig = 1,
                                   .region = &region,
                                   .n = 1,
                                   .n_base = last - first};
    const pcart_pileup_job job = {.path = DATA "ctdna/N3.bam",
                                  .regions = &regions,
                                  .options = options,
                                  .sink = ignore};
    pcart_pileup_summary summary;

    return pcart_pileup_count(&job, &summary, err);
}

static void
test_regions_that_do_not_fit(void **state)
{
    const pcart_pileup_options consensus = {.family = 3};
    pcart_err err = {0};

    (void)state;
    assert_int_equal(count_at("14", 106327250, 106328200, NULL, &err),
                     PCART_E_INCONSISTENT);
    assert_int_equal(err.where.line, 3);
    assert_non_null(strstr(err.hint, "'chr'"));
    assert_int_equal(count_at("chr14", 106327250, 200000000, NULL, &err),
                     PCART_E_INCONSISTENT);
    assert_non_null(strstr(err.hint, "build"));
    assert_int_equal(count_at("chr1", 1000, 2000, NULL, &err),
                     PCART_E_DEGENERATE);
    assert_non_null(strstr(err.message, "no read touches"));
    assert_int_equal(count_at("chr14", 106327250, 106328200, &consensus, &err),
                     PCART_E_INCONSISTENT);
    assert_non_null(strstr(err.hint, "cD"));
}

static void
test_genomes(void **state)
{
    pcarti_genome g = {0};

    (void)state;
    assert_string_equal(pcarti_genome_name(&g), "");
    pcarti_genome_add(&g, "1", 248956422);
    pcarti_genome_add(&g, "MT", 16569);
    assert_string_equal(pcarti_genome_name(&g), "GRCh38");
    pcarti_genome_add(&g, "chr2", 243199373);
    assert_string_equal(pcarti_genome_name(&g), ""); // of two builds: neither
}

static int
make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int
remove_folder(void **state)
{
    static const char *const name[] = {"cut.bam", "no-index.bam", "hurt.bam",
                                       "hurt.bam.bai"};
    char path[256];

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(name); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, name[i]);
        remove(path);
    }
    return rmdir(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_files),
        cmocka_unit_test(test_damaged_block),
        cmocka_unit_test(test_regions_that_do_not_fit),
        cmocka_unit_test(test_genomes),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
