/* test_countfile.c -- counts written and read again; and no byte of a file may
 * change, nor be missing, without notice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "align/pack.h"
#include "core/buf.h"
#include "core/rng.h"
#include "postcart/countfile.h"

static const char *const contig[] = {"chr7", "chrX"};
static const int64_t contig_length[] = {1000, 500};
static const pcart_region region[] = {
    {.contig = 0, .first = 5, .last = 25},
    {.contig = 0, .first = 100, .last = 101},
    {.contig = 1, .first = 490, .last = 500},
};

enum { N_REGION = 3, N_BASE = 31, N_SAMPLE = 2 };

static pcart_site_count wanted[N_SAMPLE][N_BASE];

static pcart_status
keep(void *ctx, const void *bytes, size_t length, pcart_err *err)
{
    pcarti_buf_bytes(ctx, bytes, length);
    return pcarti_buf_status(ctx, err);
}

static void
draw_counts(void)
{
    static const uint32_t size[] = {0, 0, 0, 1, 127, 128, 70000, UINT32_MAX};
    pcarti_rng rng;

    pcarti_rng_init(&rng, 5, 1, 0);
    for (int s = 0; s < N_SAMPLE; s++)
        for (int i = 0; i < N_BASE; i++)
            for (int o = 0; o < 4; o++)
                for (int a = 0; a < 6; a++)
                    wanted[s][i].n[o][a] = size[pcarti_rng_below(&rng, 8)];
}

static void
write_sample(pcart_count_writer *writer, int sample)
{
    const pcart_indel_count indel[] = {
        {.position = 7, .deleted = 3, .n = {1, 0, 2, 0}},
        {.position = 7, .inserted = 2, .bases = "AC", .n = {0, 9, 0, 1}},
        {.position = 24, .inserted = 1, .bases = "T", .n = {1, 1, 1, 1}},
    };
    const pcart_pileup_part part[] = {
        {0, 5, 10, wanted[sample], indel, 2},
        {0, 10, 25, wanted[sample] + 5, indel + 2, 1},
        {1, 100, 101, wanted[sample] + 20, NULL, 0},
        {2, 490, 500, wanted[sample] + 21, NULL, 0},
    };
    const pcart_count_sample info = {
        .name = sample ? "post" : "pre",
        .summary = {.read = {7, 1, 2},
                    .n_base = 99,
                    .base_quality = 23,
                    .map_quality = -1,
                    .family = 3,
                    .duplex = 2,
                    .n_twin = 4,
                    .is_binned = 1,
                    .discord = {{0, 5}, {6, 0}}},
    };

    for (size_t i = 0; i < PCART_COUNTOF(part); i++)
        assert_int_equal(pcart_count_writer_part(writer, &part[i], NULL),
                         PCART_OK);
    assert_int_equal(pcart_count_writer_sample(writer, &info, NULL), PCART_OK);
}

static void
write_file(pcarti_buf *buf)
{
    const char *bases[N_REGION] = {
        "NNNNNACGTACGTACGTACGTACGTACGTACGTACGTACG",
        "ACGTACGTACGTACGTACGTA",
        "ACGTACGTACGTACGTACGTNNNNNNNNNN",
    };
    pcart_count_frame frame = {
        .genome = "GRCh38",
        .regions = {.source = "x.bed",
                    .contig = contig,
                    .n_contig = 2,
                    .region = region,
                    .n = N_REGION,
                    .n_base = N_BASE},
        .contig_length = contig_length,
        .bases = bases,
    };
    char first[20 + 2 * PCART_COUNTFILE_FLANK + 1];
    pcart_count_writer writer;

    memset(first, 'A', sizeof first);
    bases[0] = first;
    draw_counts();
    assert_int_equal(pcart_count_writer_begin(&writer, &frame, keep, buf, NULL),
                     PCART_OK);
    for (int s = 0; s < N_SAMPLE; s++)
        write_sample(&writer, s);
    assert_int_equal(pcart_count_writer_end(&writer, NULL), PCART_OK);
    pcart_count_writer_release(&writer);
}

static void
test_round_trip(void **state)
{
    pcarti_buf buf = {0};
    pcart_arena arena = {0};
    pcart_countfile file;
    pcart_err err = {0};
    const pcart_indel_count *indel;
    size_t n;

    (void)state;
    write_file(&buf);
    assert_int_equal(
        pcart_countfile_read("x", buf.data, buf.length, &arena, &file, &err),
        PCART_OK);
    assert_string_equal(file.frame.genome, "GRCh38");
    assert_int_equal(file.n_sample, 2);
    assert_string_equal(file.sample[1].name, "post");
    assert_int_equal(file.sample[0].options.family, 3);
    assert_int_equal(file.sample[0].summary.duplex, 2);
    assert_int_equal(file.sample[0].summary.n_twin, 4);
    assert_int_equal(file.sample[0].summary.base_quality, 23);
    assert_int_equal(file.sample[0].summary.map_quality, -1);
    assert_int_equal(file.sample[0].summary.discord[1][0], 6);
    assert_int_equal(file.frame.regions.n, N_REGION);
    assert_int_equal(file.frame.regions.n_base, N_BASE);
    assert_string_equal(file.frame.regions.contig[1], "chrX");
    assert_memory_equal(file.frame.bases[1], "ACGTACGTACGTACGTACGTA", 21);
    for (size_t s = 0; s < N_SAMPLE; s++) {
        pcart_site_count got[20];

        pcart_countfile_sites(&file, s, 0, got);
        assert_memory_equal(got, wanted[s], 20 * sizeof *got);
        pcart_countfile_sites(&file, s, 1, got);
        assert_memory_equal(got, wanted[s] + 20, sizeof *got);
        pcart_countfile_sites(&file, s, 2, got);
        assert_memory_equal(got, wanted[s] + 21, 10 * sizeof *got);
    }
    assert_int_equal(pcart_countfile_indels(&file, 1, 0, &arena, &indel, &n),
                     PCART_OK);
    assert_int_equal(n, 3);
    assert_int_equal(indel[0].deleted, 3);
    assert_int_equal(indel[0].n[2], 2);
    assert_int_equal(indel[1].position, 7);
    assert_memory_equal(indel[1].bases, "AC", 2);
    assert_int_equal(indel[2].position, 24);
    assert_int_equal(pcart_countfile_indels(&file, 1, 1, &arena, &indel, &n),
                     PCART_OK);
    assert_int_equal(n, 0);
    assert_int_equal(pcart_countfile_matches(&file, &file, NULL), PCART_OK);
    pcart_arena_release(&arena);
    pcarti_buf_release(&buf);
}

/* Cut anywhere, or one bit turned anywhere: refused. */
static void
test_damage(void **state)
{
    pcarti_buf buf = {0};
    pcart_arena arena = {0};
    pcart_countfile file;

    (void)state;
    write_file(&buf);
    for (size_t i = 0; i < buf.length; i++) {
        char *cut = malloc(i + 1);

        memcpy(cut, buf.data, i);
        assert_int_not_equal(
            pcart_countfile_read("x", cut, i, &arena, &file, NULL), PCART_OK);
        free(cut);
        buf.data[i] = (char)(buf.data[i] ^ 1 << i % 8);
        assert_int_not_equal(pcart_countfile_read("x", buf.data, buf.length,
                                                  &arena, &file, NULL),
                             PCART_OK);
        buf.data[i] = (char)(buf.data[i] ^ 1 << i % 8);
        pcart_arena_clear(&arena);
    }
    pcarti_buf_bytes(&buf, "x", 1); // something behind the end
    assert_int_equal(
        pcart_countfile_read("x", buf.data, buf.length, &arena, &file, NULL),
        PCART_E_SYNTAX);
    pcart_arena_release(&arena);
    pcarti_buf_release(&buf);
}

static void
test_checksum(void **state)
{
    (void)state; // the check value of the CRC catalogue for CRC-64/XZ
    assert_true(pcarti_crc64(0, "123456789", 9) ==
                UINT64_C(0x995dc9bbdf1939fa));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_checksum),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_damage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
