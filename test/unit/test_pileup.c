/* test_pileup.c -- deep counting against an independent slow one, on real and
 * on random alignments; and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <htslib/kstring.h>

#include "core/rng.h"
#include "postcart/evidence.h"
#include "postcart/pileup.h"
#include "slow_count.h"

#define DATA "test/data/alignments/"

/* Parts of one region, put together again. */
typedef struct joined {
    pcart_site_count *count;
    int64_t first, next;
    slow_indel *indel;
    size_t n_indel;
} joined;

static pcart_status
join(void *ctx, const pcart_pileup_part *part, pcart_err *err)
{
    joined *j = ctx;

    (void)err;
    assert_int_equal(part->first, j->next);
    j->next = part->last;
    memcpy(j->count + (part->first - j->first), part->count,
           (size_t)(part->last - part->first) * sizeof *part->count);
    for (size_t i = 0; i < part->n_indel; i++) {
        const pcart_indel_count *indel = &part->indel[i];
        slow_indel *copy;

        j->indel = realloc(j->indel, (j->n_indel + 1) * sizeof *j->indel);
        copy = &j->indel[j->n_indel++];
        memset(copy, 0, sizeof *copy);
        copy->position = indel->position;
        copy->length =
            indel->inserted ? (int)indel->inserted : -(int)indel->deleted;
        if (indel->inserted)
            memcpy(copy->bases, indel->bases, indel->inserted);
        memcpy(copy->n, indel->n, sizeof copy->n);
    }
    return PCART_OK;
}

static int
by_place(const void *left, const void *right)
{
    const slow_indel *a = left, *b = right;

    if (a->position != b->position)
        return a->position < b->position ? -1 : 1;
    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    return strcmp(a->bases, b->bases);
}

typedef struct scene {
    const char *path, *contig;
    int64_t first, last;
    pcart_alignment_options opening;
    pcart_pileup_options options;
    slow_options slow;
} scene;

/* Fast with one and three threads, and slow: all the same, to the last count.
 */
static void
assert_same(const scene *s)
{
    const pcart_region region = {.first = s->first, .last = s->last};
    const pcart_regions regions = {.source = "test",
                                   .contig = &s->contig,
                                   .n_contig = 1,
                                   .region = &region,
                                   .n = 1,
                                   .n_base = s->last - s->first};
    const size_t n = (size_t)(s->last - s->first);
    slow_result slow = {.first = s->first, .last = s->last};

    assert_true(
        slow_count(s->path, s->opening.reference, s->contig, &s->slow, &slow));
    if (slow.n_indel)
        qsort(slow.indel, slow.n_indel, sizeof *slow.indel, by_place);
    for (unsigned threads = 1; threads <= 3; threads += 2) {
        pcart_pileup_options options = s->options;
        pcart_pileup_summary summary;
        pcart_err err = {0};
        joined fast = {.first = s->first, .next = s->first};
        const pcart_pileup_job job = {.path = s->path,
                                      .opening = &s->opening,
                                      .regions = &regions,
                                      .options = &options,
                                      .sink = join,
                                      .ctx = &fast};

        options.threads = threads;
        fast.count = calloc(n, sizeof *fast.count);
        if (pcart_pileup_count(&job, &summary, &err))
            fail_msg("%s", err.message);
        assert_int_equal(fast.next, s->last);
        for (size_t i = 0; i < n; i++)
            assert_memory_equal(&fast.count[i], &slow.count[i],
                                sizeof *fast.count);
        if (fast.n_indel)
            qsort(fast.indel, fast.n_indel, sizeof *fast.indel, by_place);
        assert_int_equal(fast.n_indel, slow.n_indel);
        if (slow.n_indel)
            assert_memory_equal(fast.indel, slow.indel,
                                slow.n_indel * sizeof *slow.indel);
        assert_int_equal(summary.n_both, slow.n_both);
        assert_int_equal(summary.n_discord, slow.n_discord);
        free(fast.count);
        free(fast.indel);
    }
    slow_release(&slow);
}

static void
test_real_alignments(void **state)
{
    static const char *const name[] = {"N1", "N2", "N3", "T1", "T2"};

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(name); i++) {
        char path[128];
        scene s = {.path = path,
                   .contig = "chr14",
                   .first = 106327250,
                   .last = 106328200,
                   .slow = {.base_quality = 20, .map_quality = 20}};

        snprintf(path, sizeof path, DATA "ctdna/%s.bam", name[i]);
        assert_same(&s);
        s.options.base_quality = 36; // most bases of these files are higher
        s.slow.base_quality = 36;
        s.first = 106327400;
        s.last = 106327703;
        assert_same(&s);
    }
}

static void
test_real_cram(void **state)
{
    const scene s = {
        .path = DATA "twolib.sorted.cram",
        .contig = "rand1k",
        .first = 30,
        .last = 200,
        .opening = {.reference = DATA "rand1k.fa", .sample = "reads1_sm"},
        .options = {.base_quality = PCART_PILEUP_OFF},
        .slow = {.map_quality = 20, .group = "reads1_id"}};

    (void)state;
    assert_same(&s);
}

/* One base asked for by name: the same fragments again. */
static void
assert_same_by_name(const char *path, const slow_result *slow, int64_t at,
                    int alt)
{
    const pcart_site_count *count = &slow->count[at - slow->first];
    const pcart_variant variant = {"chr14", at, alt ? "A" : "C",
                                   (char[2]){"ACGT"[alt], '\0'}};
    const pcart_evidence_job job = {
        .path = path, .variant = &variant, .n_variant = 1};
    uint32_t depth = 0, n = 0;
    pcart_evidence e;

    if (pcart_evidence_find(&job, &e, NULL))
        fail_msg("no evidence at %lld", (long long)at);
    for (int o = 0; o < PCART_N_ORIENTATION; o++) {
        assert_int_equal(e.alt[o], count->n[o][alt]);
        n += e.alt[o] + e.ref[o];
        for (int a = PCART_ALLELE_A; a <= PCART_ALLELE_DELETED; a++)
            depth += count->n[o][a];
    }
    assert_int_equal(n + e.other, depth);
}

static void
test_bases_by_name(void **state)
{
    static const char *const name[] = {"N2", "T1"};
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(name); i++) {
        const slow_options options = {.base_quality = 20, .map_quality = 20};
        slow_result slow = {.first = 106327400, .last = 106327700};
        char path[128];

        snprintf(path, sizeof path, DATA "ctdna/%s.bam", name[i]);
        assert_true(slow_count(path, NULL, "chr14", &options, &slow));
        for (int64_t at = slow.first; at < slow.last; at++)
            for (int a = 0; a < 4; a++) {
                uint32_t sum = 0;

                for (int o = 0; o < PCART_N_ORIENTATION; o++)
                    sum += slow.count[at - slow.first].n[o][a];
                if (sum == 0 || (sum > 3 && at % 50))
                    continue; // all rare ones, and some of the others
                assert_same_by_name(path, &slow, at, a);
                n++;
            }
        slow_release(&slow);
    }
    assert_in_range(n, 20, 2400);
}

/* --- random alignments ------------------------------------------------------
 */

typedef struct draft {
    int64_t pos, mate_pos;
    int flag, mapq;
    char cigar[64], seq[256], qual[256], name[16];
} draft;

/* A read of random shape at `pos`; returns its span on the reference. */
static int
draw_read(pcarti_rng *rng, draft *d, const char *genome)
{
    int at = 0, span = 0, blocks = pcarti_rng_between(rng, 1, 4);
    size_t used = 0;

    if (pcarti_rng_chance(rng, 0.2)) {
        const int clip = pcarti_rng_between(rng, 1, 30);

        used += (size_t)sprintf(d->cigar + used, "%dS", clip);
        for (int i = 0; i < clip; i++)
            d->seq[at++] = 'A';
    }
    for (int b = 0; b < blocks; b++) {
        const int n = pcarti_rng_between(rng, 1, 40);
        const int gap = pcarti_rng_between(rng, 1, 5);

        used += (size_t)sprintf(d->cigar + used, "%dM", n);
        for (int i = 0; i < n; i++)
            d->seq[at++] = pcarti_rng_chance(rng, 0.03)
                               ? "ACGTN"[pcarti_rng_below(rng, 5)]
                               : genome[d->pos + span + i];
        span += n;
        if (b + 1 == blocks && !pcarti_rng_chance(rng, 0.1))
            break; // some end in an insertion or deletion
        if (pcarti_rng_chance(rng, 0.5)) {
            used += (size_t)sprintf(d->cigar + used, "%dI", gap);
            for (int i = 0; i < gap; i++)
                d->seq[at++] = "AC"[pcarti_rng_below(rng, 2)];
        } else {
            const char *op = pcarti_rng_chance(rng, 0.1) ? "N" : "D";

            used += (size_t)sprintf(d->cigar + used, "%d%s", gap, op);
            span += gap;
        }
    }
    d->seq[at] = '\0';
    for (int i = 0; i < at; i++)
        d->qual[i] = (char)(33 + "\2\24\27\45"[pcarti_rng_below(rng, 4)]);
    d->qual[at] = '\0';
    return span;
}

static int
by_position(const void *left, const void *right)
{
    const draft *a = left, *b = right;

    if (a->pos != b->pos)
        return a->pos < b->pos ? -1 : 1;
    return strcmp(a->name, b->name);
}

/* The genome of a file, and its index. */
static void
write_fasta(const char *fasta, const char *genome)
{
    char name[80];
    FILE *file = fopen(fasta, "w");

    assert_non_null(file);
    fprintf(file, ">c\n%.20000s\n", genome);
    fclose(file);
    snprintf(name, sizeof name, "%s.fai", fasta);
    file = fopen(name, "w");
    assert_non_null(file);
    fputs("c\t20000\t3\t20000\t20001\n", file);
    fclose(file);
}

/* Write a sorted, indexed BAM (with a name for the genome: CRAM) of random
 * pairs over 17,000 bases, so that the border of two windows is among them. */
static void
write_random(const char *path, uint64_t seed, int n_pair, const char *fasta)
{
    draft *d = calloc((size_t)n_pair * 2, sizeof *d);
    char *genome = malloc(20001);
    pcarti_rng rng;
    samFile *file = hts_open(path, fasta ? "wc" : "wb");
    const char *text = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:c\tLN:20000\n"
                       "@RG\tID:g\tSM:random\n";
    sam_hdr_t *header = sam_hdr_parse(strlen(text), text);
    bam1_t *record = bam_init1();
    kstring_t line = KS_INITIALIZE;

    pcarti_rng_init(&rng, seed, 7, 0);
    for (int i = 0; i < 20000; i++)
        genome[i] = "ACGT"[pcarti_rng_below(&rng, 4)];
    for (int i = 0; i < n_pair; i++) {
        draft *a = &d[2 * i], *b = &d[2 * i + 1];

        a->pos = 16100 + pcarti_rng_between(&rng, 0, 500);
        b->pos = a->pos + pcarti_rng_between(&rng, 0, 120);
        a->mate_pos = b->pos;
        b->mate_pos = a->pos;
        a->flag = pcarti_rng_chance(&rng, 0.5) ? 99 : 163;
        b->flag = a->flag == 99 ? 147 : 83;
        if (pcarti_rng_chance(&rng, 0.03))
            b->flag |= 1024;
        a->mapq = pcarti_rng_chance(&rng, 0.05) ? 3 : 60;
        b->mapq = 60;
        snprintf(a->name, sizeof a->name, "pair%d", i);
        memcpy(b->name, a->name, sizeof b->name);
        draw_read(&rng, a, genome);
        draw_read(&rng, b, genome);
    }
    qsort(d, (size_t)n_pair * 2, sizeof *d, by_position);
    assert_non_null(file);
    if (fasta) {
        write_fasta(fasta, genome);
        assert_int_equal(hts_set_fai_filename(file, fasta), 0);
    }
    assert_int_equal(sam_hdr_write(file, header), 0);
    for (int i = 0; i < n_pair * 2; i++) {
        line.l = 0;
        ksprintf(&line,
                 "%s\t%d\tc\t%lld\t%d\t%s\t=\t%lld\t0\t%s\t%s\tRG:Z:g\tNM:i:%d",
                 d[i].name, d[i].flag, (long long)d[i].pos + 1, d[i].mapq,
                 d[i].cigar, (long long)d[i].mate_pos + 1, d[i].seq, d[i].qual,
                 pcarti_rng_between(&rng, 0, 12));
        assert_int_equal(sam_parse1(&line, header, record), 0);
        assert_true(sam_write1(file, header, record) >= 0);
    }
    assert_int_equal(hts_close(file), 0);
    assert_int_equal(sam_index_build(path, 0), 0);
    free(line.s);
    bam_destroy1(record);
    sam_hdr_destroy(header);
    free(genome);
    free(d);
}

static void
test_random_alignments(void **state)
{
    char path[] = "/tmp/postcart-test-XXXXXX", index[64];
    const int fd = mkstemp(path);

    (void)state;
    assert_true(fd >= 0);
    close(fd);
    snprintf(index, sizeof index, "%s.bai", path);
    for (uint64_t seed = 1; seed <= 12; seed++) {
        scene s = {.path = path,
                   .contig = "c",
                   .first = 16000,
                   .last = 17000,
                   .options = {.base_quality = 20},
                   .slow = {.base_quality = 20, .map_quality = 20}};

        write_random(path, seed, 400, NULL);
        assert_same(&s);
        s.options.base_quality = 0; // binned: 2, 20, 23, 37
        s.slow.base_quality = 23;
        s.first = 16380;
        s.last = 16390;
        assert_same(&s);
    }
    remove(path);
    remove(index);
}

/* The same reads as CRAM, whose bases are differences from the reference. */
static void
test_random_cram(void **state)
{
    char path[] = "/tmp/postcart-test-XXXXXX", name[80], fasta[64];
    const int fd = mkstemp(path);
    scene s = {.path = path,
               .contig = "c",
               .first = 16000,
               .last = 17000,
               .opening = {.reference = fasta},
               .options = {.base_quality = 20},
               .slow = {.base_quality = 20, .map_quality = 20}};

    (void)state;
    assert_true(fd >= 0);
    close(fd);
    snprintf(fasta, sizeof fasta, "%s.fa", path);
    for (uint64_t seed = 21; seed <= 24; seed++) {
        write_random(path, seed, 400, fasta);
        assert_same(&s);
    }
    remove(path);
    remove(fasta);
    snprintf(name, sizeof name, "%s.fai", fasta);
    remove(name);
    snprintf(name, sizeof name, "%s.crai", path);
    remove(name);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_real_alignments),
        cmocka_unit_test(test_real_cram),
        cmocka_unit_test(test_bases_by_name),
        cmocka_unit_test(test_random_alignments),
        cmocka_unit_test(test_random_cram),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
