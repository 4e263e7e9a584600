/* test_clone_rules.c -- settings and the table of clonal haematopoiesis. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include <string.h>

#include "postcart/clone_rules.h"

static void
test_settings(void **state)
{
    const pcart_clone_setting_row *row = pcart_clone_settings();

    (void)state;
    for (int i = 0; i < PCART_N_CLONE_SETTING; i++) {
        if (!row[i].name || !row[i].meaning || !row[i].unit)
            fail_msg("setting %d is empty", i);
        assert_true(row[i].value > 0);
        assert_true(row[i].ground.cite || row[i].ground.mark == PCART_DECISION);
        assert_non_null(row[i].ground.place);
        for (int k = 0; k < i; k++)
            assert_string_not_equal(row[i].name, row[k].name);
    }
}

static void
test_lists(void **state)
{
    size_t n;
    const pcart_assay *assay = pcart_assay_list(&n);

    (void)state;
    for (size_t i = 0; i < n; i++)
        assert_ptr_equal(pcart_assay_find(assay[i].name), &assay[i]);
    assert_null(pcart_assay_find("none"));
    assert_true(pcart_ageing_find("ASXL1")->rate >
                pcart_ageing_find("BCORL1")->rate);
    assert_string_equal(pcart_ageing_find("no such gene")->gene, "");
    assert_true(pcart_chip_list(&n) && n > 50);
}

/* gene, protein, exon, fraction: what a reader of the published lists says. */
static void
test_chip(void **state)
{
    static const struct {
        const char *gene, *protein;
        int exon;
        double vaf;
        pcart_chip_answer answer;
    } row[] = {
        {"DNMT3A", "p.R882H", 0, 0.1, PCART_CHIP_YES},
        {"DNMT3A", "p.Arg882His", 0, 0.1, PCART_CHIP_YES},
        {"DNMT3A", "p.(Arg882His)", 0, 0.1, PCART_CHIP_YES},
        {"DNMT3A", "R882H", 0, 0.1, PCART_CHIP_YES},
        {"DNMT3A", "p.Q10*", 0, 0.1, PCART_CHIP_YES},
        {"DNMT3A", "p.F732del", 0, 0.1, PCART_CHIP_YES},
        {"DNMT3A", "p.F733del", 0, 0.1, PCART_CHIP_NO},
        {"DNMT3A", "p.G10S", 0, 0.1, PCART_CHIP_NO},
        {"DNMT3A", "", 0, 0.1, PCART_CHIP_UNCLEAR},
        {"DNMT3A", "p.?", 0, 0.1, PCART_CHIP_UNCLEAR},
        {"TET2", "p.Gln803fs", 0, 0.1, PCART_CHIP_YES},
        {"TET2", "p.Arg1261Cys", 0, 0.1, PCART_CHIP_YES},
        {"TET2", "p.V1600M", 0, 0.1, PCART_CHIP_NO},
        {"TET2", "p.V1103M", 0, 0.1, PCART_CHIP_NO},
        {"TET2", "p.V1104M", 0, 0.1, PCART_CHIP_YES},
        {"TET2", "p.V1481M", 0, 0.1, PCART_CHIP_YES},
        {"TET2", "p.V1482M", 0, 0.1, PCART_CHIP_NO},
        {"CBL", "p.C404Y", 0, 0.1, PCART_CHIP_YES},
        {"CBL", "p.C380Y", 0, 0.1, PCART_CHIP_NO},
        {"JAK2", "p.Val617Phe", 0, 0.1, PCART_CHIP_YES},
        {"JAK2", "p.V618F", 0, 0.1, PCART_CHIP_NO},
        {"PPM1D", "p.C478*", 6, 0.1, PCART_CHIP_YES},
        {"PPM1D", "p.C478*", 3, 0.1, PCART_CHIP_NO},
        {"PPM1D", "p.C478*", 0, 0.1, PCART_CHIP_UNCLEAR},
        {"ASXL1", "p.G646Wfs*12", 12, 0.30, PCART_CHIP_YES},
        {"ASXL1", "p.Gly646TrpfsTer12", 12, 0.10, PCART_CHIP_YES},
        {"ASXL1", "p.G646Wfs*12", 12, 0.099, PCART_CHIP_DOUBTFUL},
        {"ASXL1", "p.G645Vfs*58", 12, 0.30, PCART_CHIP_DOUBTFUL},
        {"NPM1", "p.W288Cfs*12", 0, 0.1, PCART_CHIP_YES},
        {"TP53", "p.X125_splice", 0, 0.1, PCART_CHIP_UNCLEAR},
        {"TTN", "p.R882H", 0, 0.1, PCART_CHIP_UNLISTED},
        {"", "", 0, 0.1, PCART_CHIP_UNLISTED},
    };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const pcart_chip_rule *rule;
        pcart_chip_answer answer = pcart_chip_look_up(
            row[i].gene, row[i].protein, row[i].exon, row[i].vaf, &rule);

        if (answer != row[i].answer)
            fail_msg("%s %s is %s", row[i].gene, row[i].protein,
                     pcart_chip_answer_name(answer));
        assert_int_equal(rule != NULL, answer == PCART_CHIP_YES ||
                                           answer == PCART_CHIP_DOUBTFUL);
    }
}

/* Long and odd texts do no harm. */
static void
test_hostile(void **state)
{
    char text[4096];

    (void)state;
    memset(text, 'A', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(pcart_chip_look_up("TP53", text, 0, 0.1, NULL),
                     PCART_CHIP_UNCLEAR);
    assert_int_equal(
        pcart_chip_look_up("TP53", "R99999999999999999999H", 0, 0.1, NULL),
        PCART_CHIP_UNCLEAR);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_chip),
        cmocka_unit_test(test_hostile),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
