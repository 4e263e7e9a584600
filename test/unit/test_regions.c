/* test_regions.c -- BED text to merged regions, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <string.h>

#include "postcart/regions.h"

static void
test_merge(void **state)
{
    static const char bed[] = "browser position chr2\ntrack name=x\n# note\n"
                              "chr2\t100\t200\tTP53\n"
                              "chr1\t50\t60\r\n"
                              "\n"
                              "chr2\t150\t250\n"
                              "chr2\t250\t251\n"
                              "chr2 300 301";
    pcart_arena arena = {0};
    pcart_regions r;
    pcart_err err = {0};

    (void)state;
    assert_int_equal(
        pcart_regions_read("x.bed", bed, sizeof bed - 1, &arena, &r, &err),
        PCART_OK);
    assert_int_equal(r.n, 3);
    assert_int_equal(r.n_contig, 2);
    assert_string_equal(r.contig[r.region[0].contig], "chr2");
    assert_int_equal(r.region[0].first, 100);
    assert_int_equal(r.region[0].last, 251);
    assert_int_equal(r.region[0].line, 4);
    assert_int_equal(r.region[1].first, 300);
    assert_int_equal(r.region[2].first, 50);
    assert_int_equal(r.n_base, 162);
    assert_int_equal(pcart_regions_find(&r, "chr2", 100), 0);
    assert_int_equal(pcart_regions_find(&r, "chr2", 250), 0);
    assert_int_equal(pcart_regions_find(&r, "chr2", 251), SIZE_MAX);
    assert_int_equal(pcart_regions_find(&r, "chr2", 99), SIZE_MAX);
    assert_int_equal(pcart_regions_find(&r, "chr2", 300), 1);
    assert_int_equal(pcart_regions_find(&r, "chr1", 59), 2);
    assert_int_equal(pcart_regions_find(&r, "chr1", 60), SIZE_MAX);
    assert_int_equal(pcart_regions_find(&r, "2", 100), SIZE_MAX);
    pcart_arena_release(&arena);
}

static void
test_faults(void **state)
{
    static const struct {
        const char *text;
        pcart_status status;
        uint64_t line;
        uint32_t column;
    } bad[] = {
        {"", PCART_E_DEGENERATE, 0, 0},
        {"# only a note\n", PCART_E_DEGENERATE, 0, 0},
        {"c\t1\t2\nc\t1\n", PCART_E_SYNTAX, 2, 4},
        {"c\t1x\t2\n", PCART_E_SYNTAX, 1, 3},
        {"c\t-1\t2\n", PCART_E_SYNTAX, 1, 3},
        {"c\t5\t5\n", PCART_E_RANGE, 1, 5},
        {"c\t6\t5\n", PCART_E_RANGE, 1, 5},
        {"c\t0\t99999999999999999999\n", PCART_E_RANGE, 1, 5},
    };

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(bad); i++) {
        pcart_arena arena = {0};
        pcart_regions r;
        pcart_err err = {0};

        assert_int_equal(pcart_regions_read("x.bed", bad[i].text,
                                            strlen(bad[i].text), &arena, &r,
                                            &err),
                         bad[i].status);
        assert_string_equal(err.where.source, "x.bed");
        assert_int_equal(err.where.line, bad[i].line);
        assert_int_equal(err.where.column, bad[i].column);
        pcart_arena_release(&arena);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_merge),
        cmocka_unit_test(test_faults),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
