/*
 * test_marrow.c -- marrow to class: limits of the WHO and ICC tables, the
 * differences between the editions, and what missing values leave open.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "postcart/karyotype.h"
#include "postcart/marrow.h"

static pcart_arena arena;

static const pcart_cytogenetics *
karyotype(const char *text)
{
    pcart_karyotype k;
    pcart_karyotype_facts *facts = pcart_arena_take(&arena, 1, sizeof *facts);

    assert_non_null(facts);
    assert_int_equal(pcart_karyotype_read(text, strlen(text), &arena, &k, NULL),
                     PCART_OK);
    assert_int_equal(pcart_karyotype_find_facts(&k, NULL, &arena, facts, NULL),
                     PCART_OK);
    return &facts->cyto;
}

/* An adult with cytopenia, dysplasia in two lineages, low blasts, no clone. */
static pcart_marrow
patient(void)
{
    pcart_marrow m;

    pcart_marrow_init(&m);
    m.age = PCART_FIXED(61);
    m.sex = 'M';
    m.hb = PCART_MILLI(9100);
    m.anc = PCART_MILLI(900);
    m.plt = PCART_FIXED(40);
    m.is_persistent = 1;
    m.blasts = PCART_FIXED(3);
    m.blood_blasts = 0;
    m.auer_rods = 0;
    m.dysplasia[PCART_LINEAGE_ERYTHROID] = PCART_FIXED(12);
    m.dysplasia[PCART_LINEAGE_GRANULOCYTIC] = PCART_FIXED(5);
    m.dysplasia[PCART_LINEAGE_MEGAKARYOCYTIC] = PCART_FIXED(20);
    m.ring_sideroblasts = 0;
    m.cellularity = PCART_FIXED(40);
    m.fibrosis = 0;
    m.cyto = karyotype("46,XY[20]");
    m.max_vaf = 0;
    m.sf3b1_vaf = 0;
    m.npm1 = m.cebpa = m.runx1 = m.mr_gene = m.mr_gene_icc = 0;
    m.tp53_count = 0;
    m.mds_before = 0;
    m.is_exposed = 1;
    return m;
}

static void
assert_class(const pcart_marrow *m, const char *edition, const char *label)
{
    pcart_marrow_class out;

    pcart_marrow_classify(m, pcart_marrow_set_find(edition), &out);
    if (!out.rule)
        fail_msg("%s: open (%s), not %s", edition, out.certain, label);
    if (strcmp(out.rule->label, label) != 0)
        fail_msg("%s: %s, not %s", edition, out.rule->label, label);
    assert_null(out.next);
}

static void
assert_all(const pcart_marrow *m, const char *who5, const char *icc,
           const char *who4)
{
    assert_class(m, "who-2022", who5);
    assert_class(m, "icc-2022", icc);
    assert_class(m, "who-2016", who4);
}

static void
test_blasts(void **state)
{
    pcart_marrow m = patient();

    (void)state;
    assert_all(&m, "MDS-LB", "MDS-NOS-MLD", "MDS-MLD");
    m.blasts = PCART_MILLI(4999);
    assert_all(&m, "MDS-LB", "MDS-NOS-MLD", "MDS-MLD");
    m.blasts = PCART_FIXED(5);
    assert_all(&m, "MDS-IB1", "MDS-EB", "MDS-EB-1");
    m.blasts = PCART_MILLI(9500);
    assert_all(&m, "MDS-IB1", "MDS-EB", "MDS-EB-1");
    m.blasts = PCART_FIXED(10);
    assert_all(&m, "MDS-IB2", "MDS/AML", "MDS-EB-2");
    m.blasts = PCART_MILLI(19900);
    assert_all(&m, "MDS-IB2", "MDS/AML", "MDS-EB-2");
    m.blasts = PCART_FIXED(20);
    assert_all(&m, "AML", "AML-NOS", "AML");
    m.mr_gene = m.mr_gene_icc = 1;
    assert_all(&m, "AML-MR", "AML-MR", "AML");
    m = patient();
    m.blood_blasts = PCART_MILLI(1900);
    assert_all(&m, "MDS-LB", "MDS-NOS-MLD", "MDS-MLD");
    m.blood_blasts = PCART_FIXED(2);
    assert_all(&m, "MDS-IB1", "MDS-EB", "MDS-EB-1");
    m.blood_blasts = PCART_FIXED(5); // IB2 for WHO, EB for ICC
    assert_all(&m, "MDS-IB2", "MDS-EB", "MDS-EB-2");
    m = patient();
    m.auer_rods = 1; // below 10 % blasts: IB2 for WHO, EB for ICC
    assert_all(&m, "MDS-IB2", "MDS-EB", "MDS-EB-2");
    m.blasts = PCART_FIXED(10);
    assert_all(&m, "MDS-IB2", "MDS/AML", "MDS-EB-2");
    m = patient();
    m.blasts = PCART_FIXED(12);
    m.fibrosis = 2; // ignored by ICC
    assert_all(&m, "MDS-f", "MDS/AML", "MDS-EB-2");
    m.is_blasts_first = 1;
    assert_all(&m, "MDS-IB2", "MDS/AML", "MDS-EB-2");
}

static void
test_genetics(void **state)
{
    pcart_marrow m = patient();

    (void)state;
    m.cyto = karyotype("46,XY,t(8;21)(q22;q22)[20]");
    assert_class(&m, "who-2022", "AML-GEN"); // no blast minimum
    assert_class(&m, "icc-2022", "MDS-NOS-MLD");
    m.blasts = PCART_FIXED(10);
    assert_class(&m, "icc-2022", "AML-GEN");
    m = patient();
    m.npm1 = 1;
    assert_class(&m, "who-2022", "AML-GEN");
    m = patient();
    m.cyto = karyotype("46,XY,t(9;22)(q34;q11.2)[20]");
    m.blasts = PCART_FIXED(19);
    assert_class(&m, "icc-2022", "MDS/AML");
    m.blasts = PCART_FIXED(20);
    assert_class(&m, "icc-2022", "AML-GEN");
    assert_class(&m, "who-2022", "AML-GEN");
    m = patient();
    m.blasts = PCART_FIXED(30);
    m.cyto = karyotype("47,XY,+8[20]"); // on the list of ICC alone
    assert_class(&m, "who-2022", "AML");
    assert_class(&m, "icc-2022", "AML-MR");
}

/* The lists of the two editions, where they part (24 % blasts). */
static void
test_related(void **state)
{
    static const struct {
        const char *text, *who, *icc;
    } row[] = {
        {"45,XY,-17[20]", "AML", "AML-MR"},
        {"46,XY,del(17)(p12)[20]", "AML-MR", "AML-MR"},
        {"46,XY,t(17;18)(p13;q11)[20]", "AML", "AML-NOS"},
        {"46,XY,t(5;10)(q33;q21)[20]", "AML", "AML-MR"},
        {"46,XY,t(12;15)(p13;q15)[20]", "AML", "AML-MR"},
        {"46,XY,del(20)(q11.2)[20]", "AML", "AML-MR"},
        {"46,XY,del(11)(q14)[20]", "AML-MR", "AML-NOS"},
        {"45,XY,-13[20]", "AML-MR", "AML-NOS"},
        {"46,XY,i(17)(q10)[20]", "AML-MR", "AML-MR"},
        {"46,XX,idic(X)(q13)[20]", "AML-MR", "AML-MR"},
        {"46,XY,del(12)(p13)[20]", "AML-MR", "AML-MR"},
        {"46,XY,+1,der(1;7)(q10;p10)[20]", "AML-MR", "AML-MR"},
        {"46,XY,del(9)(q22)[20]", "AML", "AML-NOS"},
    };
    pcart_marrow m = patient();
    pcart_marrow_class out;

    (void)state;
    m.blasts = PCART_FIXED(24);
    for (size_t i = 0; i < PCART_COUNTOF(row); i++) {
        m.cyto = karyotype(row[i].text);
        assert_class(&m, "who-2022", row[i].who);
        assert_class(&m, "icc-2022", row[i].icc);
    }
    m.cyto = karyotype("46,XY,add(5)(q31)[20]"); // a loss, perhaps
    assert_class(&m, "icc-2022", "AML-MR");
    pcart_marrow_classify(&m, pcart_marrow_set_find("who-2022"), &out);
    assert_null(out.rule);
    m.cyto = karyotype("46,XY,?del(5)(q31)[20]"); // uncertain for both
    pcart_marrow_classify(&m, pcart_marrow_set_find("icc-2022"), &out);
    assert_null(out.rule);
}

static void
test_tp53(void **state)
{
    pcart_marrow m = patient();

    (void)state;
    m.tp53_count = 2;
    m.tp53_vaf = PCART_MILLI(300);
    m.tp53_second_vaf = PCART_MILLI(100);
    assert_class(&m, "who-2022", "MDS-biTP53");
    assert_class(&m, "icc-2022", "MDS-TP53");
    m.tp53_second_vaf = PCART_MILLI(99);
    m.tp53_loh = 0;
    assert_class(&m, "who-2022", "MDS-biTP53");
    assert_class(&m, "icc-2022", "MDS-NOS-MLD");
    m.tp53_count = 1;
    assert_class(&m, "who-2022", "MDS-LB");
    m.cyto = karyotype("46,XY,del(17)(p11.2)[20]");
    assert_class(&m, "who-2022", "MDS-biTP53");
    assert_class(&m, "icc-2022", "MDS-TP53");
    m.cyto = karyotype("49,XY,+8,+19,+21[20]"); // second hit for ICC alone
    assert_class(&m, "who-2022", "MDS-LB");
    assert_class(&m, "icc-2022", "MDS-TP53");
    m.cyto = karyotype("46,XY[20]");
    m.blasts = PCART_FIXED(12);
    assert_class(&m, "icc-2022", "MDS/AML-TP53");
    m.tp53_vaf = PCART_MILLI(99);
    assert_class(&m, "icc-2022", "MDS/AML");
    m.tp53_vaf = PCART_MILLI(100); // "at least" or "above"
    assert_class(&m, "icc-2022", "MDS/AML-TP53");
    m.is_tp53_above = 1;
    assert_class(&m, "icc-2022", "MDS/AML");
    m.tp53_vaf = PCART_MILLI(101);
    assert_class(&m, "icc-2022", "MDS/AML-TP53");
    m.is_tp53_above = 0;
    m.tp53_vaf = PCART_MILLI(100);
    m.blasts = PCART_FIXED(25);
    assert_class(&m, "icc-2022", "AML-TP53");
}

static void
test_low_blasts(void **state)
{
    pcart_marrow m = patient();

    (void)state;
    m.cyto = karyotype("46,XY,del(5)(q13q33)[20]");
    assert_all(&m, "MDS-5q", "MDS-del(5q)", "MDS-del(5q)");
    m.cyto = karyotype("47,XY,del(5)(q13q33),+8[20]");
    assert_all(&m, "MDS-5q", "MDS-del(5q)", "MDS-del(5q)");
    m.cyto = karyotype("45,XY,del(5)(q13q33),-7[20]");
    assert_all(&m, "MDS-LB", "MDS-NOS-MLD", "MDS-MLD");
    m.cyto = karyotype("46,XY,?del(5)(q31)[20]");
    assert_int_equal(pcart_marrow_answer(&m, PCART_MT_DEL5Q), -1);
    m.cyto = karyotype("46,XY,del(5)(q31),?del(7)(q22)[20]");
    assert_int_equal(pcart_marrow_answer(&m, PCART_MT_DEL5Q), -1);
    m.cyto = karyotype("48,XY,?del(5)(q31),+8,+21[20]");
    assert_int_equal(pcart_marrow_answer(&m, PCART_MT_DEL5Q), 0);
    m = patient();
    m.sf3b1_vaf = PCART_MILLI(50);
    assert_class(&m, "who-2022", "MDS-SF3B1");
    assert_class(&m, "icc-2022", "MDS-NOS-MLD");
    m.sf3b1_vaf = PCART_MILLI(100);
    assert_class(&m, "icc-2022", "MDS-SF3B1");
    m.runx1 = 1;
    assert_class(&m, "who-2022", "MDS-SF3B1");
    assert_class(&m, "icc-2022", "MDS-NOS-MLD");
    m = patient();
    m.ring_sideroblasts = PCART_FIXED(15);
    assert_all(&m, "MDS-LB-RS", "MDS-NOS-MLD", "MDS-RS-MLD");
    m = patient();
    m.cellularity = PCART_FIXED(25);
    assert_class(&m, "who-2022", "MDS-h");
    m.cellularity = PCART_MILLI(25100);
    assert_class(&m, "who-2022", "MDS-LB");
    m.dysplasia[PCART_LINEAGE_MEGAKARYOCYTIC] = PCART_MILLI(9900);
    assert_class(&m, "icc-2022", "MDS-NOS-SLD");
    m.dysplasia[PCART_LINEAGE_MEGAKARYOCYTIC] = PCART_FIXED(20);
    m.mega_limit = PCART_FIXED(30);
    assert_class(&m, "icc-2022", "MDS-NOS-SLD");
}

static void
test_no_dysplasia(void **state)
{
    pcart_marrow m = patient();

    (void)state;
    for (int i = 0; i < PCART_N_LINEAGE; i++)
        m.dysplasia[i] = PCART_MILLI(9900);
    assert_all(&m, "ICUS", "ICUS", "ICUS");
    m.max_vaf = PCART_MILLI(19) + 900; // 0.0199
    assert_all(&m, "ICUS", "ICUS", "ICUS");
    m.max_vaf = PCART_MILLI(20);
    assert_all(&m, "CCUS", "CCUS", "CCUS");
    m.cyto = karyotype("45,XY,-7[20]"); // the editions part here
    assert_all(&m, "CCUS", "MDS-NOS", "MDS-U");
    m.cyto = karyotype("47,XY,+8[20]");
    assert_all(&m, "CCUS", "CCUS", "CCUS");
    m.is_persistent = 0;
    assert_all(&m, "CHIP", "CHIP", "CHIP");
    m = patient();
    m.hb = PCART_FIXED(13);
    m.anc = PCART_MILLI(1800);
    m.plt = PCART_FIXED(150);
    assert_class(&m, "who-2022", "none");
    m.hb = PCART_MILLI(12900);
    assert_class(&m, "who-2022", "MDS-LB");
    m.sex = 'F';
    assert_class(&m, "who-2022", "none");
    m.max_vaf = PCART_MILLI(10);
    assert_class(&m, "who-2022", "ARCH");
}

static void
test_children(void **state)
{
    pcart_marrow m = patient();
    pcart_marrow_class out;

    (void)state;
    m.age = PCART_MILLI(17900);
    assert_all(&m, "cMDS-LB", "MDS-NOS-MLD", "RCC");
    m.blasts = PCART_FIXED(12);
    assert_all(&m, "cMDS-IB", "MDS-EB", "MDS-EB-2");
    pcart_marrow_classify(&m, pcart_marrow_set_find("who-2022"), &out);
    assert_true(out.notes & PCART_MN_CHILD_EXCLUDE);
    m.age = PCART_FIXED(18);
    assert_all(&m, "MDS-IB2", "MDS/AML", "MDS-EB-2");
}

static void
test_open(void **state)
{
    pcart_marrow m = patient();
    pcart_marrow_class out;

    (void)state;
    m.tp53_count = -1;
    pcart_marrow_classify(&m, pcart_marrow_set_find("who-2022"), &out);
    assert_null(out.rule);
    assert_string_equal(out.certain, "MDS");
    assert_string_equal(out.next, "TP53");
    assert_int_equal(out.n_possible, 2);
    assert_true(out.notes & PCART_MN_CYTOTOXIC);
    m = patient();
    m.blasts = PCART_FIXED_NONE;
    pcart_marrow_classify(&m, pcart_marrow_set_find("who-2022"), &out);
    assert_null(out.rule);
    assert_string_equal(out.certain, "myeloid neoplasm (MDS or AML)");
    assert_string_equal(out.next, "marrow blasts");
    m.blasts = PCART_FIXED(25); // blood blasts do not matter any more
    m.blood_blasts = PCART_FIXED_NONE;
    assert_class(&m, "who-2022", "AML");
    pcart_marrow_init(&m);
    for (int i = 0; i < 3; i++) {
        size_t n;

        pcart_marrow_classify(&m, pcart_marrow_set_list(&n)[i], &out);
        assert_null(out.rule);
        assert_string_equal(out.certain, "nothing");
        assert_int_equal(n, 3);
    }
}

static void
test_notes(void **state)
{
    pcart_marrow m = patient();
    pcart_marrow_class out;

    (void)state;
    m.cells[PCART_LINEAGE_MEGAKARYOCYTIC] = 29;
    m.is_donor = 1;
    m.is_exposed = -1;
    m.is_persistent = -1;
    pcart_marrow_classify(&m, pcart_marrow_set_find("who-2022"), &out);
    assert_int_equal(out.notes, PCART_MN_FEW_CELLS | PCART_MN_DONOR |
                                    PCART_MN_EXPOSURE | PCART_MN_PERSISTENCE);
    m.cells[PCART_LINEAGE_MEGAKARYOCYTIC] = 30;
    pcart_marrow_classify(&m, pcart_marrow_set_find("who-2022"), &out);
    assert_false(out.notes & PCART_MN_FEW_CELLS);
}

/* A value that becomes known never adds a class that was not possible. */
static void
test_knowing_more(void **state)
{
    pcart_marrow full = patient();
    size_t n;
    const pcart_marrow_set *const *set = pcart_marrow_set_list(&n);

    (void)state;
    full.cyto = karyotype("46,XY,del(5)(q13q33)[20]");
    full.max_vaf = PCART_MILLI(300);
    for (unsigned gone = 0; gone < 256; gone++) {
        pcart_marrow m = full;

        if (gone & 1)
            m.blasts = PCART_FIXED_NONE;
        if (gone & 2)
            m.cyto = NULL;
        if (gone & 4)
            m.tp53_count = -1;
        if (gone & 8)
            m.dysplasia[0] = PCART_FIXED_NONE;
        if (gone & 16)
            m.npm1 = -1;
        if (gone & 32)
            m.age = PCART_FIXED_NONE;
        if (gone & 64)
            m.hb = m.plt = m.anc = PCART_FIXED_NONE;
        if (gone & 128)
            m.sf3b1_vaf = PCART_FIXED_NONE;
        for (size_t i = 0; i < n; i++) {
            pcart_marrow_class known, open;
            int is_held = 0;

            pcart_marrow_classify(&full, set[i], &known);
            pcart_marrow_classify(&m, set[i], &open);
            assert_non_null(known.rule);
            for (int p = 0; p < open.n_possible; p++)
                is_held |= open.possible[p] == known.possible[0];
            assert_true(is_held);
        }
    }
}

static void
test_tables(void **state)
{
    size_t n;
    const pcart_marrow_set *const *set = pcart_marrow_set_list(&n);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        const pcart_marrow_rule *last = &set[i]->rule[set[i]->n_rule - 1];

        assert_true(set[i]->n_rule <= PCART_MARROW_ROWS);
        assert_int_equal(last->ask[0].test, PCART_MT_END); // always answers
        for (size_t r = 0; r < set[i]->n_rule; r++)
            assert_true(set[i]->rule[r].ground.cite ||
                        set[i]->rule[r].ground.mark == PCART_DECISION);
    }
    for (int t = 1; t < PCART_N_MARROW_TEST; t++)
        assert_true(*pcart_marrow_test_title((pcart_marrow_test)t));
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_blasts),     cmocka_unit_test(test_genetics),
        cmocka_unit_test(test_related),    cmocka_unit_test(test_tp53),
        cmocka_unit_test(test_low_blasts), cmocka_unit_test(test_no_dysplasia),
        cmocka_unit_test(test_children),   cmocka_unit_test(test_open),
        cmocka_unit_test(test_notes),      cmocka_unit_test(test_knowing_more),
        cmocka_unit_test(test_tables),
    };
    int failed = cmocka_run_group_tests(test, NULL, NULL);

    pcart_arena_release(&arena);
    return failed;
}
