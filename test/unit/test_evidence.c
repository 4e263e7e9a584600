/* test_evidence.c -- long and awkward changes are found in reads as aligners
 * leave them: clipped on either side, or opened where there is room. */
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
#include "postcart/evidence.h"

enum { LENGTH = 4000, PLACE = 2000, READ = 100, ANCHOR = 30 };

static char folder[] = "/tmp/postcart-test-XXXXXX";
static char genome[LENGTH + 1];
static char bam[64], fasta[64];

typedef struct made {
    int64_t position;
    pcart_cigar cigar[3];
    size_t n_cigar;
    char bases[READ];
} made;

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

static int
by_position(const void *left, const void *right)
{
    const made *a = left, *b = right;

    return a->position < b->position ? -1 : a->position > b->position;
}

/* A read of the changed sequence, `left` of its bases before the change. */
static made
draw(const char *changed, int left, int n_new, int n_gone)
{
    const int right = READ - left - n_new;
    made m = {.position = PLACE - left};

    memcpy(m.bases, changed + PLACE - left, READ);
    if (left >= ANCHOR && right >= ANCHOR && n_new < ANCHOR &&
        n_gone < ANCHOR) {
        m.cigar[0] = (pcart_cigar){'M', (uint32_t)left};
        m.cigar[1] = (pcart_cigar){n_new ? 'I' : 'D',
                                   (uint32_t)(n_new ? n_new : n_gone)};
        m.cigar[2] = (pcart_cigar){'M', (uint32_t)right};
        m.n_cigar = 3;
    } else if (left >= right) { // what follows the change is clipped
        m.cigar[0] = (pcart_cigar){'M', (uint32_t)left};
        m.cigar[1] = (pcart_cigar){'S', (uint32_t)(READ - left)};
        m.n_cigar = 2;
    } else {
        m.cigar[0] = (pcart_cigar){'S', (uint32_t)(READ - right)};
        m.cigar[1] = (pcart_cigar){'M', (uint32_t)right};
        m.position = PLACE + n_gone;
        m.n_cigar = 2;
    }
    return m;
}

static void
write_reads(made *read, int n)
{
    static const char *const contig = "c";
    static const int64_t length = LENGTH;
    const pcart_alignment_head head = {&contig, &length, 1, "s"};
    pcart_alignment_writer *writer = NULL;
    uint8_t quality[READ];

    memset(quality, 37, sizeof quality);
    qsort(read, (size_t)n, sizeof *read, by_position);
    assert_int_equal(pcart_alignment_writer_open(bam, &head, &writer, NULL),
                     PCART_OK);
    for (int i = 0; i < n; i++) {
        char name[32];
        const pcart_read_record record = {.name = name,
                                          .flag = i % 2 ? 16 : 0,
                                          .map_quality = 60,
                                          .position = read[i].position,
                                          .mate_position = -1,
                                          .cigar = read[i].cigar,
                                          .n_cigar = read[i].n_cigar,
                                          .bases = read[i].bases,
                                          .quality = quality,
                                          .length = READ,
                                          .mismatches = 1};

        snprintf(name, sizeof name, "r%d", i);
        assert_int_equal(pcart_alignment_writer_put(writer, &record, NULL),
                         PCART_OK);
    }
    assert_int_equal(pcart_alignment_writer_close(writer, PCART_OK, NULL),
                     PCART_OK);
}

static uint32_t
sum(const uint32_t n[4])
{
    return n[0] + n[1] + n[2] + n[3];
}

static void
assert_evidence(const pcart_variant *variant, made *read, int n,
                pcart_evidence *e)
{
    const pcart_alignment_options opening = {.reference = fasta};
    const pcart_evidence_job job = {
        .path = bam, .opening = &opening, .variant = variant, .n_variant = 1};
    pcart_err err = {0};

    write_reads(read, n);
    if (pcart_evidence_find(&job, e, &err))
        fail_msg("%s", err.message);
    assert_int_equal(e->other, 0);
    assert_int_equal(
        sum(e->alt) + sum(e->ref) + e->ambiguous + e->uninformative, n);
}

/*
 * A change behind base PLACE - 1: bases are added there, or `n_gone` taken
 * away.  Of reads of one molecule, those that reach 4 bases beyond the repeat
 * `run` must be told, and none may be told wrong.
 */
static void
assert_told(const char *added, int n_gone, int run)
{
    const int n_new = (int)strlen(added);
    char changed[2 * LENGTH], ref[200] = "", alt[200] = "";
    made read[READ];
    int n = 0, least = 0;
    const pcart_variant variant = {
        .contig = "c", .position = PLACE - 1, .ref = ref, .alt = alt};
    pcart_evidence e;

    write_reference();
    snprintf(changed, sizeof changed, "%.*s%s%s", PLACE, genome, added,
             genome + PLACE + n_gone);
    memcpy(ref, genome + PLACE - 1, (size_t)n_gone + 1);
    snprintf(alt, sizeof alt, "%c%s", genome[PLACE - 1], added);
    for (int left = 8; left <= READ - 8; left++) {
        read[n++] = draw(changed, left, n_new, n_gone);
        least += READ - left >= run + 8;
    }
    assert_evidence(&variant, read, n, &e);
    assert_int_equal(sum(e.ref), 0);
    assert_in_range(sum(e.alt), least, n);
    assert_true(2 * e.near_end < sum(e.alt)); // clipped bases are no end
    n = 0;
    for (int left = 8; left <= READ - 8; left++) {
        made *m = &read[n++];

        *m = (made){
            .position = PLACE - left, .cigar = {{'M', READ}}, .n_cigar = 1};
        memcpy(m->bases, genome + PLACE - left, READ);
    }
    assert_evidence(&variant, read, n, &e);
    assert_int_equal(sum(e.alt), 0);
    assert_in_range(sum(e.ref), least, n);
}

static void
test_duplications(void **state)
{
    char itd[64];

    (void)state;
    assert_told("TCTG", 0, 4); // behind CTG: the shape of NPM1 W288fs
    memcpy(itd, genome + PLACE, 45);
    itd[45] = '\0';
    assert_told(itd, 0, 45); // an internal tandem duplication of 45 bases
    itd[21] = '\0';
    assert_told(itd, 0, 21);
}

static void
test_run_of_one_base(void **state)
{
    (void)state;
    memcpy(genome + PLACE, "GGGGGGGGTA", 10); // as at ASXL1 G646
    genome[PLACE - 1] = 'A';
    assert_told("G", 0, 8);
    assert_told("", 1, 8);
}

static void
test_deletions(void **state)
{
    (void)state;
    assert_told("", 4, 4);
    assert_told("", 52, 4); // as long as CALR type 1
}

static void
test_normalisation(void **state)
{
    const pcart_alignment_options opening = {.reference = fasta};
    pcart_alignment *alignment = NULL;
    pcart_arena arena = {0};
    pcart_variant v = {"c", PLACE + 7, "G", "GG"}, out;
    char ref[3] = {0}, other[2] = {0};

    (void)state; // an A stands before the run of eight
    assert_int_equal(pcart_alignment_open(bam, &opening, &alignment, NULL),
                     PCART_OK);
    assert_int_equal(pcart_variant_normalise(&v, alignment, &arena, &out, NULL),
                     PCART_OK);
    assert_int_equal(out.position, PLACE - 1);
    assert_string_equal(out.ref, "A");
    assert_string_equal(out.alt, "AG");
    memcpy(ref, genome + 100, 2);
    other[0] = genome[101] == 'A' ? 'C' : 'A';
    v = (pcart_variant){"c", 100, ref, (char[3]){genome[100], other[0], '\0'}};
    assert_int_equal(pcart_variant_normalise(&v, alignment, &arena, &out, NULL),
                     PCART_OK);
    assert_int_equal(out.position, 101);
    assert_int_equal(strlen(out.ref), 1);
    assert_string_equal(out.alt, other);
    v.ref = genome[100] == 'A' ? "C" : "A";
    v.alt = "G";
    assert_int_equal(pcart_variant_normalise(&v, alignment, &arena, &out, NULL),
                     PCART_E_INCONSISTENT);
    v.alt = "<DUP>";
    assert_int_equal(pcart_variant_normalise(&v, alignment, &arena, &out, NULL),
                     PCART_E_RANGE);
    pcart_arena_release(&arena);
    pcart_alignment_free(alignment);
}

/* Two changes 20 bases apart: on one molecule, or on two.  A third, that the
 * same reads span, finds none left. */
static void
test_phase(void **state)
{
    const char a = genome[PLACE + 30] == 'A' ? 'C' : 'A';
    const char b = genome[PLACE + 50] == 'A' ? 'C' : 'A';
    const char *text[4] = {(char[2]){genome[PLACE + 30], 0}, (char[2]){a, 0},
                           (char[2]){genome[PLACE + 50], 0}, (char[2]){b, 0}};
    const char *third[2] = {(char[2]){genome[PLACE + 40], 0},
                            genome[PLACE + 40] == 'A' ? "C" : "A"};
    const pcart_variant variant[3] = {
        {"c", PLACE + 30, text[0], text[1]},
        {"c", PLACE + 50, text[2], text[3]},
        {"c", PLACE + 40, third[0], third[1]},
    };
    const pcart_alignment_options opening = {.reference = fasta};
    const pcart_evidence_job job = {
        .path = bam, .opening = &opening, .variant = variant, .n_variant = 3};
    made read[40];
    pcart_phase phase[3];
    pcart_evidence e[3];
    pcart_err err = {0};

    (void)state;
    for (int i = 0; i < 40; i++) { // 7 both, 3 first only, 2 second only
        read[i] = (made){
            .position = PLACE - i % 9, .cigar = {{'M', READ}}, .n_cigar = 1};
        memcpy(read[i].bases, genome + PLACE - i % 9, READ);
        if (i < 10)
            read[i].bases[30 + i % 9] = a;
        if (i < 7 || (i >= 10 && i < 12))
            read[i].bases[50 + i % 9] = b;
    }
    write_reads(read, 40);
    if (pcart_evidence_phase(&job, phase, &err))
        fail_msg("%s", err.message);
    assert_int_equal(phase[1].both, 7);
    assert_int_equal(phase[1].first_only, 3);
    assert_int_equal(phase[1].second_only, 2);
    assert_int_equal(phase[1].neither, 28);
    assert_int_equal(phase[2].neither + phase[2].first_only, 0);
    assert_int_equal(pcart_evidence_find(&job, e, NULL), PCART_OK);
    assert_int_equal(sum(e[0].alt), 10);
    assert_int_equal(sum(e[0].ref), 30);
    assert_int_equal(e[0].n_distinct, 9); // nine starts
    assert_int_equal(sum(e[1].alt), 9);
    assert_true(e[0].map_quality[1] == 60);
}

/* A base near a gap or a clipped end: true changes stay, and what an aligner
 * has carried over from an insertion is not one. */
static void
test_bases_near_gaps(void **state)
{
    const char ref = genome[PLACE], alt = ref == 'A' ? 'C' : 'A';
    const pcart_variant variant = {"c", PLACE, (char[2]){ref, 0},
                                   (char[2]){alt, 0}};
    char inserted[ANCHOR];
    made read[20];
    pcart_evidence e;

    (void)state;
    for (int i = 0; i < ANCHOR; i++) // a copy of what lies far away
        inserted[i] = genome[PLACE + 1000 + i];
    inserted[0] = alt;
    for (int i = 0; i < 20; i++) { // one inserted base stands on the place
        read[i] = (made){.position = PLACE - 70,
                         .cigar = {{'M', 71}, {'S', 29}},
                         .n_cigar = 2};
        memcpy(read[i].bases, genome + PLACE - 70, 70);
        memcpy(read[i].bases + 70, inserted, ANCHOR);
    }
    assert_evidence(&variant, read, 20, &e);
    assert_int_equal(sum(e.alt), 0);
    assert_int_equal(e.ambiguous, 20);
    for (int i = 0; i < 20; i++) { // the change, and then a strange end
        read[i] = (made){.position = PLACE - 90,
                         .cigar = {{'M', 95}, {'S', 5}},
                         .n_cigar = 2};
        memcpy(read[i].bases, genome + PLACE - 90, 95);
        read[i].bases[90] = i < 10 ? alt : ref;
        for (int j = 95; j < READ; j++)
            read[i].bases[j] = genome[PLACE - 90 + j] == 'G' ? 'T' : 'G';
    }
    assert_evidence(&variant, read, 20, &e);
    assert_int_equal(sum(e.alt), 10);
    assert_int_equal(sum(e.ref), 10);
    for (int i = 0; i < 20; i++) { // the change, and five bases on a deletion
        read[i] = (made){.position = PLACE - 50,
                         .cigar = {{'M', 55}, {'D', 4}, {'M', 45}},
                         .n_cigar = 3};
        memcpy(read[i].bases, genome + PLACE - 50, 55);
        memcpy(read[i].bases + 55, genome + PLACE + 9, 45);
        read[i].bases[50] = i < 10 ? alt : ref;
    }
    assert_evidence(&variant, read, 20, &e);
    assert_int_equal(sum(e.alt), 10);
    assert_int_equal(sum(e.ref), 10);
}

static int
begin(void **state)
{
    pcarti_rng rng;

    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(bam, sizeof bam, "%s/x.bam", folder);
    snprintf(fasta, sizeof fasta, "%s/x.fa", folder);
    pcarti_rng_init(&rng, 11, 1, 0);
    for (int i = 0; i < LENGTH; i++)
        genome[i] = "ACGT"[pcarti_rng_below(&rng, 4)];
    memcpy(genome + PLACE - 3, "CTG", 3);
    return 0;
}

static int
clean(void **state)
{
    static const char *const name[] = {"x.bam", "x.bam.bai", "x.fa",
                                       "x.fa.fai"};
    char path[80];

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
        cmocka_unit_test(test_duplications),
        cmocka_unit_test(test_deletions),
        cmocka_unit_test(test_run_of_one_base),
        cmocka_unit_test(test_normalisation),
        cmocka_unit_test(test_phase),
        cmocka_unit_test(test_bases_near_gaps),
    };

    return cmocka_run_group_tests(tests, begin, clean);
}
