/* test_survey.c -- what the tags of the reads decide: consensus reads, reads
 * grouped by molecule, and a gene that the reference holds twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <htslib/kstring.h>
#include <htslib/sam.h>

#include "postcart/evidence.h"
#include "postcart/pileup.h"

enum { FRAGMENTS = 100, PLACE = 43094000 }; /* within U2AF1 of GRCh38 */

static char path[] = "/tmp/postcart-test-XXXXXX";

/* Reads of 20 A on chr21: mapping quality, and tags by number of the read. */
typedef void tag_writer(kstring_t *line, int i);

static void
write_reads(int map_quality, const char *length, tag_writer *tags)
{
    kstring_t text = KS_INITIALIZE, line = KS_INITIALIZE;
    samFile *file = hts_open(path, "wb");
    bam1_t *record = bam_init1();
    sam_hdr_t *header;

    ksprintf(&text, "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chr21\tLN:%s\n",
             length);
    header = sam_hdr_parse(text.l, text.s);
    assert_non_null(file);
    assert_int_equal(sam_hdr_write(file, header), 0);
    for (int i = 0; i < FRAGMENTS; i++) {
        line.l = 0;
        ksprintf(&line,
                 "r%d\t0\tchr21\t%d\t%d\t20M\t*\t0\t0\tAAAAAAAAAAAAAAAAAAAA\t"
                 "IIIIIIIIIIIIIIIIIIII\tNM:i:0",
                 i, PLACE + i / 10, map_quality);
        tags(&line, i);
        assert_int_equal(sam_parse1(&line, header, record), 0);
        assert_true(sam_write1(file, header, record) >= 0);
    }
    assert_int_equal(hts_close(file), 0);
    assert_int_equal(sam_index_build(path, 0), 0);
    free(text.s);
    free(line.s);
    bam_destroy1(record);
    sam_hdr_destroy(header);
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
count(const pcart_pileup_options *options, pcart_pileup_summary *summary,
      pcart_err *err)
{
    static const char *const contig = "chr21";
    const pcart_region region = {.first = PLACE, .last = PLACE + 20};
    const pcart_regions regions = {.source = "x.bed",
                                   .contig = &contig,
                                   .n_contig = 1,
                                   .region = &region,
                                   .n = 1,
                                   .n_base = 20};
    const pcart_pileup_job job = {
        .path = path, .regions = &regions, .options = options, .sink = ignore};

    return pcart_pileup_count(&job, summary, err);
}

/* Fragments at one base, by the other door. */
static pcart_status
look(const pcart_pileup_options *options, pcart_evidence *e, pcart_err *err)
{
    const pcart_variant variant = {"chr21", PLACE + 12, "A", "G"};
    const pcart_evidence_job job = {
        .path = path, .options = options, .variant = &variant, .n_variant = 1};

    return pcart_evidence_find(&job, e, err);
}

/* Families of 1 to 10 raw reads; every tenth is at odds with itself. */
static void
consensus_tags(kstring_t *line, int i)
{
    ksprintf(line, "\tMI:Z:%d\tcD:i:%d\tcE:f:%s", i, i % 10 + 1,
             i / 10 == 3 ? "0.2" : "0.001");
}

static void
test_consensus_is_recognised(void **state)
{
    const pcart_pileup_options raw = {.family = PCART_PILEUP_OFF};
    const pcart_pileup_options singles = {.family = 1};
    pcart_pileup_summary s;
    pcart_evidence e;

    (void)state;
    write_reads(60, "46709983", consensus_tags);
    assert_int_equal(count(NULL, &s, NULL), PCART_OK);
    assert_int_equal(s.family, 3);
    assert_int_equal(s.duplex, 0);
    assert_int_equal(s.read[PCART_READ_USED], 72); // 8 of 10, 9 of 10
    assert_int_equal(s.read[PCART_READ_FAMILY], 28);
    assert_int_equal(count(&singles, &s, NULL), PCART_OK);
    assert_int_equal(s.read[PCART_READ_USED], 90);
    assert_int_equal(count(&raw, &s, NULL), PCART_OK);
    assert_int_equal(s.family, 0);
    assert_int_equal(s.read[PCART_READ_USED], 100);
    assert_int_equal(look(NULL, &e, NULL), PCART_OK);
    assert_int_equal(e.ref[PCART_F1R2_FORWARD], 72);
}

/* Both strands: 0 to 9 raw reads of one, 2 of the other. */
static void
duplex_tags(kstring_t *line, int i)
{
    ksprintf(line, "\taD:i:%d\tbD:i:2\tcD:i:%d", i % 10, i % 10 + 2);
}

static void
test_duplex_is_recognised(void **state)
{
    const pcart_pileup_options family = {.family = 3};
    pcart_pileup_summary s;

    (void)state;
    write_reads(60, "46709983", duplex_tags);
    assert_int_equal(count(NULL, &s, NULL), PCART_OK);
    assert_int_equal(s.family, 3);
    assert_int_equal(s.duplex, 2);
    assert_int_equal(s.read[PCART_READ_USED], 80);
    assert_int_equal(count(&family, &s, NULL), PCART_OK);
    assert_int_equal(s.duplex, 0);
    assert_int_equal(s.read[PCART_READ_USED], 90);
}

/* Three raw reads of each molecule, as groupers leave them. */
static void
grouped_tags(kstring_t *line, int i)
{
    ksprintf(line, "\tMI:Z:%d/A", i / 3);
}

/* Linked reads: one long molecule, many places. */
static void
linked_tags(kstring_t *line, int i)
{
    if (i % 10 == 0)
        kputs("\tMI:i:7", line);
}

static void
test_grouped_reads_are_refused(void **state)
{
    const pcart_pileup_options raw = {.family = PCART_PILEUP_OFF};
    pcart_pileup_summary s;
    pcart_evidence e;
    pcart_err err = {0};

    (void)state;
    write_reads(60, "46709983", grouped_tags);
    assert_int_equal(count(NULL, &s, &err), PCART_E_INCONSISTENT);
    assert_non_null(strstr(err.message, "MI"));
    assert_non_null(strstr(err.hint, "--family none"));
    assert_int_equal(look(NULL, &e, NULL), PCART_E_INCONSISTENT);
    assert_int_equal(count(&raw, &s, NULL), PCART_OK);
    assert_int_equal(s.read[PCART_READ_USED], 100);
    write_reads(60, "46709983", linked_tags);
    assert_int_equal(count(NULL, &s, NULL), PCART_OK);
    assert_int_equal(s.read[PCART_READ_USED], 100);
}

/* Half of the reads fit the copy alone, some fit elsewhere too, some not. */
static void
twin_tags(kstring_t *line, int i)
{
    if (i % 10 < 5)
        kputs("\tXA:Z:chr21,-6490000,20M,0;", line);
    else if (i % 10 == 5)
        kputs("\tXA:Z:chr21,-6490000,20M,0;chr1,+500,20M,0;", line);
    else if (i % 10 == 6)
        kputs("\tXA:Z:chr21,+9000000,20M,0;", line);
}

static void
test_gene_held_twice(void **state)
{
    pcart_pileup_summary s;
    pcart_evidence e;

    (void)state;
    write_reads(0, "46709983", twin_tags); // GRCh38
    assert_int_equal(count(NULL, &s, NULL), PCART_OK);
    assert_int_equal(s.read[PCART_READ_USED], 50);
    assert_int_equal(s.n_twin, 50);
    assert_int_equal(s.read[PCART_READ_MAP_QUALITY], 50);
    assert_int_equal(look(NULL, &e, NULL), PCART_OK);
    assert_int_equal(e.ref[PCART_F1R2_FORWARD], 50);
    assert_int_equal(e.n_twin, 50);
    write_reads(3, "46709983", twin_tags); // not a tie
    assert_int_equal(count(NULL, &s, NULL), PCART_E_DEGENERATE);
    write_reads(0, "48129895", twin_tags); // GRCh37 holds it once
    assert_int_equal(count(NULL, &s, NULL), PCART_E_DEGENERATE);
}

static int
make_file(void **state)
{
    const int fd = mkstemp(path);

    (void)state;
    return fd < 0 ? -1 : close(fd);
}

static int
remove_file(void **state)
{
    char index[64];

    (void)state;
    snprintf(index, sizeof index, "%s.bai", path);
    remove(index);
    return remove(path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_consensus_is_recognised),
        cmocka_unit_test(test_duplex_is_recognised),
        cmocka_unit_test(test_grouped_reads_are_refused),
        cmocka_unit_test(test_gene_held_twice),
    };

    return cmocka_run_group_tests(tests, make_file, remove_file);
}
