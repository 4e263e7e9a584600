/*
 * test_karyotype.c -- ISCN text to structure to facts.
 *
 * test/case/marrow/karyotype.tsv holds well-formed karyotypes with their
 * counts and facts, karyotype_malformed.tsv faulty ones with the code and the
 * byte of the fault; test/data/karyotypes real ones of 714 adults with AML.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "postcart/karyotype.h"

enum { MOST_TEXT = 20000, MOST_CELLS = 32 };

static pcart_arena arena;

static void
read_text(const char *text, pcart_karyotype *out)
{
    assert_int_equal(
        pcart_karyotype_read(text, strlen(text), &arena, out, NULL), PCART_OK);
}

static pcart_karyotype_facts
facts_of(const char *text, const pcart_karyotype_options *options)
{
    pcart_karyotype karyotype;
    pcart_karyotype_facts facts;

    read_text(text, &karyotype);
    assert_int_equal(
        pcart_karyotype_find_facts(&karyotype, options, &arena, &facts, NULL),
        PCART_OK);
    return facts;
}

static int
is_present(const pcart_karyotype_facts *facts, pcart_cyto fact)
{
    return (facts->cyto.present >> fact & 1) != 0;
}

/* Cells of one line, cut in place. */
static size_t
split(char *line, char *cell[MOST_CELLS])
{
    size_t n = 0;

    line[strcspn(line, "\r\n")] = '\0';
    while (n < MOST_CELLS) {
        cell[n++] = line;
        line = strchr(line, '\t');
        if (!line)
            break;
        *line++ = '\0';
    }
    return n;
}

static void
assert_round_trip(const char *text)
{
    pcart_karyotype first, second;
    char *written;

    read_text(text, &first);
    written = pcart_karyotype_write(&first, &arena);
    assert_non_null(written);
    read_text(written, &second);
    if (!pcart_karyotype_equal(&first, &second))
        fail_msg("'%s' came back as '%s'", text, written);
}

static void
fact_words(const pcart_cytogenetics *cyto, char *out, size_t room)
{
    out[0] = '\0';
    for (int i = 0; i < PCART_N_CYTO; i++) {
        size_t n = strlen(out);
        int is_open = (cyto->possible >> i & 1) != 0;

        if (is_open || cyto->present >> i & 1)
            snprintf(out + n, room - n, "%s%s%s", n ? " " : "",
                     is_open ? "?" : "", pcart_cyto_name((pcart_cyto)i));
    }
}

static void
test_well_formed(void **state)
{
    static char line[MOST_TEXT], words[4000];
    FILE *file = fopen("test/case/marrow/karyotype.tsv", "r");
    char *cell[MOST_CELLS];
    int n_case = 0;

    (void)state;
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        pcart_karyotype karyotype;
        pcart_karyotype_facts facts;

        assert_int_equal(split(line, cell), 7);
        read_text(cell[0], &karyotype);
        facts = facts_of(cell[0], NULL);
        fact_words(&facts.cyto, words, sizeof words);
        if (strcmp(pcart_karyotype_state_name(karyotype.state), cell[1]) != 0 ||
            strcmp(words, cell[6]) != 0)
            fail_msg("'%s': %s, %s", cell[0],
                     pcart_karyotype_state_name(karyotype.state), words);
        for (int s = 0; s < PCART_N_COUNT; s++)
            if (facts.cyto.count[s] != atoi(cell[2 + s]))
                fail_msg("'%s': %s counts %d", cell[0],
                         pcart_count_name((pcart_count_scheme)s),
                         facts.cyto.count[s]);
        assert_round_trip(cell[0]);
        n_case++;
        pcart_arena_clear(&arena);
    }
    fclose(file);
    assert_true(n_case >= 120);
}

static void
test_malformed(void **state)
{
    static char line[MOST_TEXT];
    FILE *file = fopen("test/case/marrow/karyotype_malformed.tsv", "r");
    char *cell[MOST_CELLS];
    size_t n_info;
    const pcart_knote_info *info = pcart_knote_list(&n_info);
    int n_case = 0;

    (void)state;
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        pcart_karyotype karyotype;
        pcart_karyotype_facts facts;
        int n_error = 0;

        assert_int_equal(split(line, cell), 3);
        read_text(cell[0], &karyotype);
        if (karyotype.state != PCART_KARYOTYPE_MANUAL)
            fail_msg("'%s' was read", cell[0]);
        for (size_t i = 0; i < karyotype.n_note; i++) {
            const pcart_knote *note = &karyotype.note[i];

            if (info[note->code].severity != PCART_ERROR)
                continue;
            n_error++;
            if (strcmp(info[note->code].code, cell[1]) != 0 ||
                (int)note->offset != atoi(cell[2]))
                fail_msg("'%s': %s at %u", cell[0], info[note->code].code,
                         note->offset);
        }
        assert_int_equal(n_error, 1);
        facts = facts_of(cell[0], NULL);
        assert_int_equal(facts.cyto.state, PCART_CYTO_MANUAL);
        n_case++;
        pcart_arena_clear(&arena);
    }
    fclose(file);
    assert_true(n_case >= 50);
}

/* One gene of the real data: agreements, and disagreements by kind. */
typedef struct tally {
    const char *word[2];
    pcart_cyto fact;
    int both, only_label, only_text;
} tally;

static void
compare_label(tally *t, char *const *cell, const pcart_karyotype_facts *facts)
{
    int is_labelled = 0;
    int is_read = is_present(facts, t->fact);

    for (int w = 0; w < 2; w++)
        if (t->word[w])
            is_labelled |= strstr(cell[5], t->word[w]) != NULL ||
                           strstr(cell[9], t->word[w]) != NULL;
    t->both += is_labelled && is_read;
    t->only_label += is_labelled && !is_read;
    t->only_text += !is_labelled && is_read;
}

/* The numbers are those of the table of disagreements in
 * doc/method/karyotype.md, where each is explained by its text. */
static void
test_real(void **state)
{
    static char line[MOST_TEXT];
    FILE *file = fopen("test/data/karyotypes/beataml_karyotypes.tsv", "r");
    char *cell[MOST_CELLS];
    int n = 0, n_manual = 0;
    tally label[] = {
        {{"CBFB", NULL}, PCART_CYTO_CBFB_MYH11, 0, 0, 0},
        {{"PML", NULL}, PCART_CYTO_PML_RARA, 0, 0, 0},
        {{"RUNX1T1", NULL}, PCART_CYTO_RUNX1_RUNX1T1, 0, 0, 0},
        {{"MECOM", "EVI1"}, PCART_CYTO_MECOM, 0, 0, 0},
        {{"KMT2A", "MLL"}, PCART_CYTO_KMT2A, 0, 0, 0},
    };
    static const int expected[][3] = {
        {41, 3, 0}, {18, 3, 0}, {16, 2, 0}, {12, 3, 3}, {31, 10, 3}};

    (void)state;
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        pcart_karyotype karyotype;
        pcart_karyotype_facts facts;

        assert_true(split(line, cell) > 11);
        read_text(cell[10], &karyotype);
        facts = facts_of(cell[10], NULL);
        n++;
        n_manual += karyotype.state == PCART_KARYOTYPE_MANUAL;
        assert_round_trip(cell[10]);
        for (size_t i = 0; i < PCART_COUNTOF(label); i++)
            compare_label(&label[i], cell, &facts);
        pcart_arena_clear(&arena);
    }
    fclose(file);
    assert_int_equal(n, 714);
    assert_true(n_manual * 100 <= n); // at least 99 % are explained
    for (size_t i = 0; i < PCART_COUNTOF(label); i++) {
        if (label[i].both != expected[i][0] ||
            label[i].only_label != expected[i][1] ||
            label[i].only_text != expected[i][2])
            fail_msg("%s: %d both, %d only the label, %d only the text",
                     pcart_cyto_name(label[i].fact), label[i].both,
                     label[i].only_label, label[i].only_text);
    }
}

static void
test_clonality(void **state)
{
    pcart_karyotype_options stated = {.is_stated = 1};
    pcart_karyotype_facts facts;

    (void)state;
    facts = facts_of("47,XX,+8[1]/46,XX[19]", NULL);
    assert_int_equal(facts.cyto.n_abnormality, 0);
    facts = facts_of("47,XX,+8[1]/46,XX[19]", &stated);
    assert_int_equal(facts.cyto.n_abnormality, 1);
    facts = facts_of("47,XX,+8[2]/46,XX[18]", NULL);
    assert_int_equal(facts.cyto.n_abnormality, 1);
    facts = facts_of("45,XX,-7[2]/46,XX[18]", NULL);
    assert_int_equal(facts.cyto.n_abnormality, 0);
    facts = facts_of("45,XX,-7[3]/46,XX[17]", NULL);
    assert_int_equal(facts.cyto.n_abnormality, 1);
    facts = facts_of("46,XX,-7,+8[2]/46,XX[18]", NULL); // shares a gain
    assert_int_equal(facts.cyto.n_abnormality, 2);
    facts = facts_of("47,XX,+8[1]/48,idem,+19[1]", NULL); // +8 in two cells
    assert_int_equal(facts.cyto.n_abnormality, 1);
    pcart_arena_clear(&arena);
}

static void
test_sides(void **state)
{
    pcart_karyotype_options donor = {.is_donor = 1};
    const char *text = "47,XY,+8[12]//45,XX,-7[8]";
    pcart_karyotype_facts facts = facts_of(text, NULL);
    double low, high;

    (void)state;
    assert_true(is_present(&facts, PCART_CYTO_PLUS_8));
    assert_false(is_present(&facts, PCART_CYTO_MINUS_7));
    assert_int_equal(facts.host_cells, 12);
    assert_int_equal(facts.donor_cells, 8);
    facts = facts_of(text, &donor);
    assert_true(is_present(&facts, PCART_CYTO_MINUS_7));
    assert_false(is_present(&facts, PCART_CYTO_PLUS_8));
    facts = facts_of("//46,XX[20]", NULL);
    assert_int_equal(facts.cyto.state, PCART_CYTO_NO_CELLS);
    facts = facts_of("46,XX[20]", &donor);
    assert_int_equal(facts.cyto.state, PCART_CYTO_NO_CELLS);
    /* binom.test(8, 20)$conf.int and binom.test(0, 20)$conf.int of R */
    assert_true(pcart_metaphase_interval(8, 20, &low, &high));
    assert_float_equal(low, 0.1911901, 1e-6);
    assert_float_equal(high, 0.6394574, 1e-6);
    assert_true(pcart_metaphase_interval(0, 20, &low, &high));
    assert_float_equal(low, 0, 0);
    assert_float_equal(high, 0.1684335, 1e-6);
    assert_false(pcart_metaphase_interval(0, 0, &low, &high));
    assert_false(pcart_metaphase_interval(3, 2, &low, &high));
    pcart_arena_clear(&arena);
}

static pcart_kchange
change_of(const char *before, const char *after, size_t row, size_t n_row)
{
    pcart_karyotype a, b;
    const pcart_kclone_change *change;
    size_t n;

    read_text(before, &a);
    read_text(after, &b);
    assert_int_equal(
        pcart_karyotype_compare(&a, &b, 0, &arena, &change, &n, NULL),
        PCART_OK);
    assert_int_equal(n, n_row);
    return change[row].change;
}

static void
test_compare(void **state)
{
    (void)state;
    assert_int_equal(change_of("47,XX,+8[5]", "47,XX,+8[9]/46,XX[11]", 0, 1),
                     PCART_KCHANGE_SAME);
    assert_int_equal(change_of("47,XX,+8[5]", "48,XX,+8,+19[9]", 0, 1),
                     PCART_KCHANGE_EVOLVED);
    assert_int_equal(change_of("46,XX[20]", "45,XX,-7[9]", 0, 1),
                     PCART_KCHANGE_GAINED);
    assert_int_equal(change_of("45,XX,-7[9]", "46,XX[20]", 0, 1),
                     PCART_KCHANGE_LOST);
    assert_int_equal(change_of("48,XX,+8,+19[9]", "48,XX,+8,+21[9]", 0, 2),
                     PCART_KCHANGE_RELATED);
    assert_int_equal(change_of("48,XX,+8,+19[9]", "48,XX,+8,+21[9]", 1, 2),
                     PCART_KCHANGE_LOST);
    pcart_arena_clear(&arena);
}

/* The rows of the pattern table are found by their chromosome. */
static void
test_pattern_index(void **state)
{
    size_t n;
    const pcart_cyto_pattern *p = pcart_cyto_pattern_list(&n);
    const unsigned char *first = pcart_cyto_pattern_first();
    const pcart_cyto_scope *scope = pcart_cyto_scope_get();
    size_t n_number, n_arm;
    const pcart_cyto_number *number = pcart_cyto_number_list(&n_number);
    const pcart_cyto_arm *arm = pcart_cyto_arm_list(&n_arm);
    uint32_t named = 0, numbers = 0, arms = 0;

    (void)state;
    assert_int_equal(first[0], 0);
    assert_int_equal(first[PCART_CYTO_CHROMOSOMES], n);
    for (int c = 0; c < PCART_CYTO_CHROMOSOMES; c++)
        for (size_t i = first[c]; i < first[c + 1]; i++)
            assert_int_equal(p[i].a.chromosome, c);
    for (size_t i = 0; i < n; i++) {
        assert_true(p[i].a.first <= p[i].a.last);
        assert_true(p[i].ground.cite || p[i].ground.mark == PCART_DECISION);
    }
    for (size_t i = 0; i < n; i++)
        if (p[i].kind == PCART_PATTERN_NAMED)
            named |= UINT32_C(1) << p[i].a.chromosome;
    assert_int_equal(named, scope->named);
    for (size_t i = 0; i < n_number; i++)
        numbers |= UINT32_C(1) << number[i].chromosome;
    assert_int_equal(numbers, scope->number);
    for (size_t i = 0; i < n_arm; i++)
        arms |= UINT32_C(1) << arm[i].chromosome;
    assert_int_equal(arms, scope->arm);
}

static void
test_bands(void **state)
{
    (void)state;
    assert_true(pcart_band_exists(5, 'q', 35));
    assert_false(pcart_band_exists(5, 'q', 36));
    assert_true(pcart_band_exists(1, 'p', 36));
    assert_false(pcart_band_exists(18, 'p', 12));
    assert_true(pcart_band_exists(24, 'q', 12));
    assert_true(pcart_band_exists(7, 'q', 10));
    assert_false(pcart_band_exists(25, 'q', 11));
    assert_false(pcart_band_exists(7, 'x', 11));
}

/* Memory that ends at the k-th block, for every k: a status, never a fault. */
typedef struct meagre {
    int left;
} meagre;

static void *
meagre_alloc(void *ctx, size_t size)
{
    meagre *m = ctx;

    return m->left-- > 0 ? malloc(size) : NULL;
}

static void
meagre_free(void *ctx, void *block)
{
    (void)ctx;
    free(block);
}

static void
test_out_of_memory(void **state)
{
    static char text[16000] = "46,XX";
    int k = 0, is_done = 0;

    (void)state;
    for (int i = 0; i < 700; i++)
        strcat(text, ",t(9;22)(q34;q11)");
    for (; !is_done && k < 60; k++) {
        meagre m = {.left = k};
        const pcart_alloc alloc = {meagre_alloc, meagre_free, &m};
        pcart_arena small;
        pcart_karyotype karyotype;
        pcart_karyotype_facts facts;
        pcart_status status;

        pcart_arena_init(&small, &alloc);
        status =
            pcart_karyotype_read(text, strlen(text), &small, &karyotype, NULL);
        if (status == PCART_OK)
            status = pcart_karyotype_find_facts(&karyotype, NULL, &small,
                                                &facts, NULL);
        assert_true(status == PCART_OK || status == PCART_E_NOMEM);
        is_done = status == PCART_OK;
        pcart_arena_release(&small);
    }
    assert_true(is_done);
    assert_true(k > 2);
}

static void
test_limits(void **state)
{
    static char text[PCART_KARYOTYPE_BYTES + 2];
    pcart_karyotype karyotype;

    (void)state;
    memset(text, ',', sizeof text - 1);
    memcpy(text, "46,XX", 5);
    read_text(text, &karyotype);
    assert_int_equal(karyotype.state, PCART_KARYOTYPE_MANUAL);
    text[PCART_KARYOTYPE_BYTES] = '\0';
    read_text(text, &karyotype);
    assert_int_equal(karyotype.state, PCART_KARYOTYPE_WARNED);
    for (size_t i = 5; i + 3 < sizeof text; i += 3) // 5,000 gains
        memcpy(text + i, ",+8", 3);
    text[PCART_KARYOTYPE_BYTES - 1] = '\0';
    read_text(text, &karyotype);
    assert_int_equal(karyotype.state, PCART_KARYOTYPE_MANUAL);
    pcart_arena_clear(&arena);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_well_formed),   cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_real),          cmocka_unit_test(test_clonality),
        cmocka_unit_test(test_sides),         cmocka_unit_test(test_compare),
        cmocka_unit_test(test_pattern_index), cmocka_unit_test(test_bands),
        cmocka_unit_test(test_out_of_memory), cmocka_unit_test(test_limits),
    };
    int failed = cmocka_run_group_tests(test, NULL, NULL);

    pcart_arena_release(&arena);
    return failed;
}
