/* test_panel_error.c -- which sites err alike, and what normals say of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "core/buf.h"
#include "study/panel_error.h"

enum { A, C, G, T };

static pcarti_panel_site
at(const char *bases, size_t position)
{
    pcarti_panel_site s = {bases, strlen(bases), position};

    return s;
}

/* An event on one strand is the complementary event on the other: ACG>A in
 * F1R2 is CGT>T, seen in F2R1. */
static void
test_strands(void **state)
{
    const pcarti_panel_site forward = at("TTACGTT", 3);
    const pcarti_panel_site backward = at("AACGTAA", 3);

    (void)state;
    assert_int_equal(pcarti_panel_class(&forward, A, 0),
                     pcarti_panel_class(&backward, T, 1));
    assert_int_equal(pcarti_panel_factor_of(&forward, A, 0),
                     pcarti_panel_factor_of(&backward, T, 1));
    assert_int_not_equal(pcarti_panel_class(&forward, A, 0),
                         pcarti_panel_class(&forward, A, 1));
    assert_int_not_equal(pcarti_panel_class(&forward, A, 0),
                         pcarti_panel_class(&forward, T, 0));
}

/* All classes of all sites are within their number, and every factor. */
static void
test_range(void **state)
{
    static const char bases[] = "NACGTAAAAACCCCCGTTTTTGANCATGGGGGGGGGGC";
    int seen[PCART_PANEL_N_FACTOR] = {0};

    (void)state;
    for (size_t i = 0; i < sizeof bases - 1; i++) {
        const pcarti_panel_site s = at(bases, i);
        const int ref = pcarti_panel_base(bases[i]);

        for (int g = 0; g < 2; g++) {
            for (int a = 0; a < 4 && ref >= 0; a++) {
                if (a == ref)
                    continue;
                assert_true(pcarti_panel_class(&s, a, g) < 408);
                seen[pcarti_panel_factor_of(&s, a, g)]++;
            }
            for (uint32_t length = 1; length < 6; length++)
                for (int insertion = 0; insertion < 2; insertion++) {
                    uint32_t c =
                        pcarti_panel_indel_class(&s, insertion, length, g);

                    assert_true(c >= 408 && c < PCART_PANEL_N_CLASS);
                }
        }
    }
    for (int f = 0; f < PCART_PANEL_N_FACTOR; f++)
        assert_true(seen[f] > 0);
}

static void
test_runs(void **state)
{
    const pcarti_panel_site before = at("ACGGGGGGGGT", 1);
    const pcarti_panel_site none = at("ACGTACGT", 1);

    (void)state;
    assert_int_equal(pcarti_panel_run(&before), 8);
    assert_int_equal(pcarti_panel_run(&none), 1);
    /* a slip in eight Gs is not the slip of a single G */
    assert_int_not_equal(pcarti_panel_indel_class(&before, 1, 1, 0),
                         pcarti_panel_indel_class(&none, 1, 1, 0));
    /* beside a run a base errs otherwise */
    assert_int_not_equal(pcarti_panel_class(&before, T, 0),
                         pcarti_panel_class(&none, T, 0));
}

/* --- a panel ----------------------------------------------------------------
 */

enum { N_SITE = 400, N_NORMAL = 4, DEPTH = 2000 };

static char reference[N_SITE + 2 * PCART_COUNTFILE_FLANK + 1];

static pcart_status
keep(void *ctx, const void *bytes, size_t length, pcart_err *err)
{
    pcarti_buf_bytes(ctx, bytes, length);
    return pcarti_buf_status(ctx, err);
}

/* False fragments of a normal at a site: one in 2,000 of C>T in F1R2; at site
 * 100 ten times as many; normal 3 carries site 200 G>A in half of all. */
static pcart_site_count
count_of(int normal, size_t site)
{
    const char base = reference[site + PCART_COUNTFILE_FLANK];
    const int ref = pcarti_panel_base(base);
    pcart_site_count c = {{{0}}};

    for (int o = 0; o < PCART_N_ORIENTATION; o++)
        c.n[o][ref] = DEPTH / 4;
    if (base == 'C') {
        uint32_t x = site == 100 ? 5 : (site + (size_t)normal) % 2 ? 1 : 0;

        c.n[PCART_F1R2_FORWARD][T] = x;
        c.n[PCART_F1R2_FORWARD][C] -= x;
    }
    if (site == 200 && normal == 3)
        for (int o = 0; o < PCART_N_ORIENTATION; o++) {
            c.n[o][A] = c.n[o][ref] / 2;
            c.n[o][ref] -= c.n[o][A];
        }
    return c;
}

/* A count file of the normals; with or without reference bases. */
static void
make_file(pcart_arena *arena, pcarti_buf *buf, int has_bases,
          pcart_countfile *out)
{
    static const char *const contig = "chr1";
    static const pcart_region region = {0, 1000, 1000 + N_SITE, 1};
    static const int64_t length = 100000;
    static const char *const bases = reference;
    pcart_count_frame frame = {
        .genome = "",
        .regions = {"panel.bed", &contig, 1, &region, 1, N_SITE},
        .contig_length = &length,
        .bases = has_bases ? &bases : NULL};
    pcart_count_writer writer = {0};

    assert_int_equal(pcart_count_writer_begin(&writer, &frame, keep, buf, NULL),
                     PCART_OK);
    for (int i = 0; i < N_NORMAL; i++) {
        static const char *const name[] = {"n0", "n1", "n2", "n3"};
        pcart_site_count count[N_SITE];
        const pcart_pileup_part part = {0, 1000, 1000 + N_SITE, count, NULL, 0};
        const pcart_count_sample sample = {.name = name[i]};

        for (size_t s = 0; s < N_SITE; s++)
            count[s] = count_of(i, s);
        assert_int_equal(pcart_count_writer_part(&writer, &part, NULL),
                         PCART_OK);
        assert_int_equal(pcart_count_writer_sample(&writer, &sample, NULL),
                         PCART_OK);
    }
    assert_int_equal(pcart_count_writer_end(&writer, NULL), PCART_OK);
    pcart_count_writer_release(&writer);
    assert_int_equal(
        pcart_countfile_read("pon", buf->data, buf->length, arena, out, NULL),
        PCART_OK);
}

/* The base at a site, and another one. */
static pcart_panel_site
ask(const pcart_panel_error *p, const char *contig, size_t site,
    const char *alt, const pcart_panel_factor *factor)
{
    char ref[2] = {reference[site + PCART_COUNTFILE_FLANK], '\0'};
    const pcart_variant v = {contig, 1000 + (int64_t)site, ref, alt};
    pcart_panel_site out;

    assert_int_equal(pcart_panel_error_site(p, &v, 0, factor, &out, NULL),
                     PCART_OK);
    return out;
}

static void
make_reference(void)
{
    for (size_t i = 0; i < sizeof reference - 1; i++)
        reference[i] = "ACGTCAGCTTGAC"[i * 7 % 13];
    reference[100 + PCART_COUNTFILE_FLANK] = 'C';
    reference[200 + PCART_COUNTFILE_FLANK] = 'G';
    reference[300 + PCART_COUNTFILE_FLANK] = 'C';
}

static void
test_panel(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf buf = {0};
    pcart_countfile file;
    pcart_panel_error p;
    pcart_panel_site s;

    (void)state;
    make_reference();
    make_file(&arena, &buf, 1, &file);
    assert_int_equal(pcart_panel_error_fit(&file, 0, pcart_assay_find("raw"),
                                           &arena, &p, NULL),
                     PCART_OK);
    /* C>T: half a fragment of 1,000 in F1R2, none in F2R1 */
    s = ask(&p, "chr1", 300, "T", NULL);
    assert_int_equal(s.null[0].basis, PCART_ERROR_SITE);
    assert_true(s.null[0].error > 3e-4 && s.null[0].error < 1e-3);
    assert_true(s.null[1].error < 2e-5);
    /* a bad site is worse than its class */
    assert_true(ask(&p, "chr1", 100, "T", NULL).null[0].error > 2.5e-3);
    /* one normal inherits it: it does not make the error */
    s = ask(&p, "chr1", 200, "A", NULL);
    assert_true(s.null[0].error < 1e-4);
    assert_float_equal(s.carrier, 0.5, 1e-9);
    /* the name of a contig with or without chr; outside of the panel */
    assert_float_equal(ask(&p, "1", 300, "T", NULL).null[0].error,
                       ask(&p, "chr1", 300, "T", NULL).null[0].error, 0);
    assert_int_equal(ask(&p, "chr2", 300, "T", NULL).null[0].basis,
                     PCART_ERROR_ASSUMED);
    pcarti_buf_release(&buf);
    pcart_arena_release(&arena);
}

/* Counts without a reference: the bases are those of most fragments. */
static void
test_guess(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf buf = {0};
    pcart_countfile file;
    pcart_panel_error p;

    (void)state;
    make_reference();
    make_file(&arena, &buf, 0, &file);
    assert_int_equal(pcart_panel_error_fit(&file, 0, pcart_assay_find("raw"),
                                           &arena, &p, NULL),
                     PCART_OK);
    assert_memory_equal(p.bases[0] + PCART_COUNTFILE_FLANK,
                        reference + PCART_COUNTFILE_FLANK, N_SITE);
    pcarti_buf_release(&buf);
    pcart_arena_release(&arena);
}

/* A sample like the normals has factors near 1; nothing says more than the
 * 20 fragments that it is shrunk by. */
static void
test_factor(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf buf = {0};
    pcart_countfile file;
    pcart_panel_error p;
    pcart_panel_factor factor;

    (void)state;
    make_reference();
    make_file(&arena, &buf, 1, &file);
    assert_int_equal(pcart_panel_error_fit(&file, 0, pcart_assay_find("raw"),
                                           &arena, &p, NULL),
                     PCART_OK);
    assert_int_equal(pcart_panel_error_factor(&p, &file, &factor, NULL),
                     PCART_OK);
    for (int f = 0; f < PCART_PANEL_N_FACTOR; f++)
        assert_float_equal(factor.factor[f], 1, 0.15);
    pcarti_buf_release(&buf);
    pcart_arena_release(&arena);
}

/* Without normals no site is known by itself: its class stands for it, at a
 * high quantile. */
static void
test_own(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf buf = {0};
    pcart_countfile file;
    pcart_panel_error p;
    pcart_panel_site s;

    (void)state;
    make_reference();
    make_file(&arena, &buf, 1, &file);
    assert_int_equal(pcart_panel_error_fit(&file, 1, pcart_assay_find("raw"),
                                           &arena, &p, NULL),
                     PCART_OK);
    s = ask(&p, "chr1", 300, "T", NULL);
    assert_int_equal(s.null[0].basis, PCART_ERROR_CLASS);
    assert_true(s.null[0].error >= s.null[0].typical);
    pcarti_buf_release(&buf);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_strands), cmocka_unit_test(test_range),
        cmocka_unit_test(test_runs),    cmocka_unit_test(test_panel),
        cmocka_unit_test(test_guess),   cmocka_unit_test(test_factor),
        cmocka_unit_test(test_own),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
