/* test_simulate_panel.c -- synthetic reads: counted as the truth says, the
 * same each time, and the same by the slow way of counting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "postcart/pileup.h"
#include "postcart/simulate_panel.h"
#include "slow_count.h"

enum { N_TARGET = 16, LENGTH = 500 };

static char folder[] = "/tmp/postcart-test-XXXXXX";
static char truth[65536];

static pcart_status
keep_text(void *ctx, const char *name, const char *bytes, size_t length,
          pcart_err *err)
{
    char path[256];
    FILE *file;

    (void)ctx;
    (void)err;
    if (strcmp(name, "truth.tsv") == 0) {
        assert_true(length < sizeof truth);
        memcpy(truth, bytes, length);
        truth[length] = '\0';
    }
    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
    return PCART_OK;
}

static int
make(void **state)
{
    const pcart_panel_options options = {.seed = 3,
                                         .n_target = N_TARGET,
                                         .target_length = LENGTH,
                                         .depth = 300,
                                         .n_variant = N_TARGET,
                                         .n_normal = 1,
                                         .duplicate = 0.1,
                                         .host = 0.3};
    pcart_err err = {0};

    (void)state;
    if (!mkdtemp(folder) ||
        pcart_simulate_panel(&options, folder, keep_text, NULL, &err))
        return -1;
    return 0;
}

static int
clean(void **state)
{
    static const char *const name[] = {
        "pre-2.bam",        "pre-1.bam",     "post-1.bam",    "post-2.bam",
        "host.bam",         "donor.bam",     "normal-01.bam", "reference.fa",
        "reference.fa.fai", "panel.bed",     "snps.tsv",      "host.tsv",
        "patients.csv",     "infusions.csv", "samples.csv",   "variants.csv",
        "transplants.csv",  "truth.tsv",     "README.txt"};
    char path[256];

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(name); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, name[i]);
        remove(path);
        snprintf(path, sizeof path, "%s/%s.bai", folder, name[i]);
        remove(path);
    }
    return rmdir(folder);
}

/* All targets as one list of counts. */
static pcart_status
collect(void *ctx, const pcart_pileup_part *part, pcart_err *err)
{
    pcart_site_count *all = ctx;

    (void)err;
    memcpy(all + part->region * LENGTH + part->first % 10000, part->count,
           (size_t)(part->last - part->first) * sizeof *all);
    return PCART_OK;
}

static void
count_targets(const char *name, pcart_site_count *all)
{
    static const char *const contig = "sim1";
    pcart_region region[N_TARGET];
    const pcart_regions regions = {.source = "x",
                                   .contig = &contig,
                                   .n_contig = 1,
                                   .region = region,
                                   .n = N_TARGET,
                                   .n_base = N_TARGET * LENGTH};
    const pcart_pileup_options options = {.threads = 2};
    char path[256];
    const pcart_pileup_job job = {.path = path,
                                  .regions = &regions,
                                  .options = &options,
                                  .sink = collect,
                                  .ctx = all};
    pcart_pileup_summary summary;
    pcart_err err = {0};

    for (int i = 0; i < N_TARGET; i++)
        region[i] = (pcart_region){.first = (i + 1) * 10000,
                                   .last = (i + 1) * 10000 + LENGTH};
    snprintf(path, sizeof path, "%s/%s.bam", folder, name);
    if (pcart_pileup_count(&job, &summary, &err))
        fail_msg("%s", err.message);
    assert_true(summary.read[PCART_READ_DUPLICATE] > 0);
    assert_true(summary.is_binned);
    assert_int_equal(summary.base_quality, 23);
}

static void
test_equals_the_slow_way(void **state)
{
    pcart_site_count *all = calloc(N_TARGET * LENGTH, sizeof *all);
    const slow_options options = {.base_quality = 23, .map_quality = 20};

    (void)state;
    count_targets("post-1", all);
    for (int i = 0; i < N_TARGET; i++) {
        slow_result slow = {.first = (i + 1) * 10000,
                            .last = (i + 1) * 10000 + LENGTH};
        char path[256];

        snprintf(path, sizeof path, "%s/post-1.bam", folder);
        assert_true(slow_count(path, NULL, "sim1", &options, &slow));
        assert_memory_equal(all + i * LENGTH, slow.count, LENGTH * sizeof *all);
        slow_release(&slow);
    }
    free(all);
}

static uint64_t
sum(const pcart_site_count *site, int first, int last)
{
    uint64_t total = 0;

    for (int o = 0; o < 4; o++)
        for (int a = first; a <= last; a++)
            total += site->n[o][a];
    return total;
}

/* Substitutions of post-2: as many fragments as molecules carry the variant,
 * but for low qualities (a few per cent) and errors. */
static void
test_counts_follow_the_truth(void **state)
{
    pcart_site_count *all = calloc(N_TARGET * LENGTH, sizeof *all);
    int n = 0;

    (void)state;
    count_targets("post-2", all);
    for (char *line = strtok(truth, "\n"); line; line = strtok(NULL, "\n")) {
        char sample[32], ref[64], alt[64], kind[32], origin[32];
        long position, carrying, covering;
        double growth, vaf;
        const pcart_site_count *site;
        uint64_t seen;

        if (sscanf(line, "%31s sim1 %ld %63s %63s %31s %31s %lf %lf %ld %ld",
                   sample, &position, ref, alt, kind, origin, &growth, &vaf,
                   &carrying, &covering) != 10 ||
            strcmp(sample, "post-2") != 0 || strlen(ref) + strlen(alt) != 2)
            continue;
        site = all + (position / 10000 - 1) * LENGTH + (position - 1) % 10000;
        seen = sum(site, (int)(strchr("ACGT", alt[0]) - "ACGT"),
                   (int)(strchr("ACGT", alt[0]) - "ACGT"));
        assert_in_range(seen, (uint64_t)((double)carrying * 0.85),
                        (uint64_t)carrying + 3);
        assert_in_range(sum(site, 0, 4), (uint64_t)((double)covering * 0.85),
                        (uint64_t)((double)covering * 1.1));
        n++;
    }
    assert_int_equal(n, 12);
    free(all);
}

static void
test_options_are_checked(void **state)
{
    const pcart_panel_options bad[] = {
        {.read_length = 10}, {.error = 0.5}, {.host = 1.5},
        {.fragment = 5000},  {.leak = -1},   {.target_length = 9},
    };

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(bad); i++)
        assert_int_equal(
            pcart_simulate_panel(&bad[i], folder, keep_text, NULL, NULL),
            PCART_E_RANGE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equals_the_slow_way),
        cmocka_unit_test(test_counts_follow_the_truth),
        cmocka_unit_test(test_options_are_checked),
    };

    return cmocka_run_group_tests(tests, make, clean);
}
