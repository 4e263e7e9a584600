/* test_insertion.c -- long insertions are found where reads are clipped, and
 * clipped reads of other reasons find none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/rng.h"
#include "postcart/alignment_write.h"
#include "postcart/insertion.h"

enum { LENGTH = 4000, PLACE = 2000, READ = 120, MOST = 60 };

static char folder[] = "/tmp/postcart-test-XXXXXX";
static char genome[LENGTH + 1];
static char bam[64], fasta[64];

typedef struct made {
    int64_t position;
    pcart_cigar cigar[3];
    size_t n_cigar;
    char bases[READ];
} made;

static made read_of[MOST];
static int n_read;

static void
write_reference(void)
{
    char path[80];
    FILE *file = fopen(fasta, "w");

    assert_non_null(file);
    fprintf(file, ">c\n%s\n", genome);
    fclose(file);
    snprintf(path, sizeof path, "%s.fai", fasta);
    file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "c\t%d\t3\t%d\t%d\n", LENGTH, LENGTH, LENGTH + 1);
    fclose(file);
}

/* A read that is clipped before or behind the place: the tail is all of
 * `behind`, or of `before` backwards. */
static void
add_right(int aligned, const char *behind)
{
    made *m = &read_of[n_read++];

    m->position = PLACE - aligned;
    memcpy(m->bases, genome + PLACE - aligned, (size_t)aligned);
    memcpy(m->bases + aligned, behind, (size_t)(READ - aligned));
    m->cigar[0] = (pcart_cigar){'M', (uint32_t)aligned};
    m->cigar[1] = (pcart_cigar){'S', (uint32_t)(READ - aligned)};
    m->n_cigar = 2;
}

static void
add_left(int64_t position, int aligned, const char *before_end)
{
    made *m = &read_of[n_read++];

    m->position = position;
    memcpy(m->bases, before_end - (READ - aligned), (size_t)(READ - aligned));
    memcpy(m->bases + READ - aligned, genome + position, (size_t)aligned);
    m->cigar[0] = (pcart_cigar){'S', (uint32_t)(READ - aligned)};
    m->cigar[1] = (pcart_cigar){'M', (uint32_t)aligned};
    m->n_cigar = 2;
}

static int
by_position(const void *left, const void *right)
{
    const made *a = left, *b = right;

    return a->position < b->position ? -1 : a->position > b->position;
}

static size_t
find(pcart_arena *arena, pcart_insertion **out)
{
    static const char *const contig = "c";
    static const int64_t length = LENGTH;
    static const pcart_region region = {0, 1500, 2500, 1};
    const pcart_regions regions = {"r.bed", &contig, 1, &region, 1, 1000};
    const pcart_alignment_options opening = {.reference = fasta};
    const pcart_alignment_head head = {&contig, &length, 1, "s"};
    const pcart_insertion_job job = {
        .path = bam, .opening = &opening, .regions = &regions};
    pcart_alignment_writer *writer = NULL;
    uint8_t quality[READ];
    pcart_err err = {0};
    size_t n;

    memset(quality, 37, sizeof quality);
    qsort(read_of, (size_t)n_read, sizeof *read_of, by_position);
    assert_int_equal(pcart_alignment_writer_open(bam, &head, &writer, NULL),
                     PCART_OK);
    for (int i = 0; i < n_read; i++) {
        char name[32];
        const pcart_read_record record = {.name = name,
                                          .map_quality = 60,
                                          .position = read_of[i].position,
                                          .mate_position = -1,
                                          .cigar = read_of[i].cigar,
                                          .n_cigar = read_of[i].n_cigar,
                                          .bases = read_of[i].bases,
                                          .quality = quality,
                                          .length = READ,
                                          .mismatches = 1};

        snprintf(name, sizeof name, "r%d", i);
        assert_int_equal(pcart_alignment_writer_put(writer, &record, NULL),
                         PCART_OK);
    }
    assert_int_equal(pcart_alignment_writer_close(writer, PCART_OK, NULL),
                     PCART_OK);
    n_read = 0;
    if (pcart_insertion_find(&job, arena, out, &n, &err))
        fail_msg("%s", err.message);
    return n;
}

/* Changed sequence: genome up to the place, what is inserted, and on. */
static void
change(const char *inserted, char out[LENGTH + 200])
{
    memcpy(out, genome, PLACE);
    strcpy(out + PLACE, inserted);
    strcat(out, genome + PLACE);
}

/* 48 bases twice: reads break off behind the first copy and before the second.
 * Furthest to the left the repeat is inserted before its first copy. */
static void
test_tandem(void **state)
{
    enum { N = 48 };
    char inserted[N + 1] = {0}, changed[LENGTH + 200], alt[N + 2] = {0};
    pcart_arena arena = {0};
    pcart_insertion *found;

    (void)state;
    memcpy(inserted, genome + PLACE - N, N);
    change(inserted, changed);
    for (int i = 0; i < 6; i++)
        add_right(70 + i, changed + PLACE);
    for (int i = 0; i < 5; i++)
        add_left(PLACE - N, 70 + i, changed + PLACE);
    assert_int_equal(find(&arena, &found), 1);
    assert_int_equal(found->variant.position, PLACE - N - 1);
    alt[0] = genome[PLACE - N - 1];
    memcpy(alt + 1, inserted, N);
    assert_string_equal(found->variant.alt, alt);
    assert_int_equal(found->n_before, 6);
    assert_int_equal(found->n_behind, 5);
    assert_int_equal(found->n_inside, 0);
    pcart_arena_release(&arena);
}

/* Five bases of nobody's between the copies, as FLT3 often has. */
static void
test_filler(void **state)
{
    enum { N = 40, FILLER = 5 };
    char inserted[N + FILLER + 1] = {0}, changed[LENGTH + 200];
    char alt[N + FILLER + 2] = {0};
    pcart_arena arena = {0};
    pcart_insertion *found;

    (void)state;
    memset(inserted, genome[PLACE - N - 1] == 'A' ? 'C' : 'A', FILLER);
    inserted[2] = 'G';
    memcpy(inserted + FILLER, genome + PLACE - N, N);
    if (inserted[0] == genome[PLACE]) // the aligner would go one on
        inserted[0] = inserted[0] == 'A' ? 'C' : 'A';
    change(inserted, changed);
    for (int i = 0; i < 4; i++)
        add_right(60 + i, changed + PLACE);
    for (int i = 0; i < 4; i++)
        add_left(PLACE - N, 60 + i, changed + PLACE + FILLER);
    assert_int_equal(find(&arena, &found), 1);
    assert_int_equal(found->variant.position, PLACE - N - 1);
    alt[0] = genome[PLACE - N - 1];
    memcpy(alt + 1, genome + PLACE - N, N);
    memcpy(alt + 1 + N, inserted, FILLER);
    assert_string_equal(found->variant.alt, alt);
    pcart_arena_release(&arena);
}

/* Something new between bases that go on as ever. */
static void
test_new(void **state)
{
    static const char inserted[] = "ACCTGATTGCAGGTCATTCG";
    char changed[LENGTH + 200];
    pcart_arena arena = {0};
    pcart_insertion *found;

    (void)state;
    change(inserted, changed);
    for (int i = 0; i < 3; i++) {
        add_right(60 + i, changed + PLACE);
        add_left(PLACE, 60 + i, changed + PLACE + strlen(inserted));
    }
    assert_int_equal(find(&arena, &found), 1);
    assert_int_equal(strlen(found->variant.alt), strlen(inserted) + 1);
    assert_true(found->variant.position <= PLACE - 1);
    pcart_arena_release(&arena);
}

/* No insertion: an adapter behind many reads, a deletion, bases too poor to be
 * aligned that are the reference's after all, and a tail of one fragment. */
static void
test_none(void **state)
{
    static const char adapter[] =
        "AGATCGGAAGAGCACACGTCTGAACTCCAGTCACATCACGATCTCGTATG"
        "CCGTCTTCTGCTTGAAAAAAAAAAAAAAAAAAAAAA";
    char inserted[49] = {0}, changed[LENGTH + 200];
    pcart_arena arena = {0};
    pcart_insertion *found;

    (void)state;
    for (int i = 0; i < 6; i++)
        add_right(60 + i, adapter);
    assert_int_equal(find(&arena, &found), 0);
    for (int i = 0; i < 6; i++) {
        add_right(60 + i, genome + PLACE + 45);
        add_left(PLACE + 45, 60 + i, genome + PLACE);
    }
    assert_int_equal(find(&arena, &found), 0);
    for (int i = 0; i < 6; i++) {
        add_right(60 + i, genome + PLACE);
        add_left(PLACE, 60 + i, genome + PLACE);
    }
    assert_int_equal(find(&arena, &found), 0);
    memcpy(inserted, genome + PLACE - 48, 48);
    change(inserted, changed);
    add_right(70, changed + PLACE);
    add_left(PLACE - 48, 70, changed + PLACE);
    assert_int_equal(find(&arena, &found), 0);
    pcart_arena_release(&arena);
}

static int
set_up(void **state)
{
    pcarti_rng rng;

    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(bam, sizeof bam, "%s/r.bam", folder);
    snprintf(fasta, sizeof fasta, "%s/r.fa", folder);
    pcarti_rng_init(&rng, 77, 0, 0);
    for (int i = 0; i < LENGTH; i++)
        genome[i] = "ACGT"[pcarti_rng_below(&rng, 4)];
    /* so that no copy begins or ends a base earlier by chance */
    genome[PLACE - 49] = genome[PLACE - 1] == 'A' ? 'C' : 'A';
    genome[PLACE - 41] = genome[PLACE - 1] == 'G' ? 'T' : 'G';
    genome[PLACE] = genome[PLACE - 48] == 'A' ? 'C' : 'A';
    write_reference();
    return 0;
}

static int
tear_down(void **state)
{
    char path[80];

    (void)state;
    unlink(bam);
    snprintf(path, sizeof path, "%s.bai", bam);
    unlink(path);
    unlink(fasta);
    snprintf(path, sizeof path, "%s.fai", fasta);
    unlink(path);
    return rmdir(folder);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_tandem),
        cmocka_unit_test(test_filler),
        cmocka_unit_test(test_new),
        cmocka_unit_test(test_none),
    };

    return cmocka_run_group_tests(test, set_up, tear_down);
}
