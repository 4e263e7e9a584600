/* test_block.c -- sorted tables in blocks, and reading without memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "postcart/cohort.h"
#include "folder.h"

/* Everything that a cohort says of its patients, as text. */
static void
describe(const pcart_cohort *cohort, pcarti_buf *out)
{
    for (size_t i = 0; i < cohort->n_patient; i++) {
        const pcart_patient *p = &cohort->patient[i];

        pcarti_buf_print(out, "%s %u:", p->id, p->line);
        for (size_t k = 0; k < p->n_infusion; k++)
            pcarti_buf_print(out, " i%u", p->infusion[k].line);
        for (size_t k = 0; k < p->n_lab; k++)
            pcarti_buf_print(out, " %d=%lld@%u", p->lab[k].analyte,
                             (long long)p->lab[k].value, p->lab[k].line);
        for (size_t k = 0; k < p->n_event; k++)
            pcarti_buf_print(out, " e%u", p->event[k].line);
        for (size_t k = 0; k < p->n_sample; k++) {
            pcarti_buf_print(out, " s%u", p->sample[k].line);
            for (size_t v = 0; v < p->sample[k].n_variant; v++)
                pcarti_buf_print(out, "v%u", p->sample[k].variant[v].line);
        }
        pcarti_buf_char(out, '\n');
    }
}

/* A sorted cohort of 40 patients; some have no rows in some tables. */
static void
put_sorted(fixture *f, int is_quoted)
{
    pcarti_buf text[6] = {{0}};
    static const char *const name[] = {"patients.csv", "infusions.csv",
                                       "labs.csv",     "events.csv",
                                       "samples.csv",  "variants.csv"};
    static const char *const header[] = {"patient\n",
                                         "patient,infusion,date\n",
                                         "patient,date,analyte,value,unit\n",
                                         "patient,date,kind,detail\n",
                                         "patient,sample,date\n",
                                         "sample,gene\n"};

    for (size_t i = 0; i < 6; i++)
        pcarti_buf_text(&text[i], header[i]);
    for (int i = 0; i < 40; i++) {
        pcarti_buf_print(&text[0], "P%02d\n", i);
        pcarti_buf_print(&text[1], "P%02d,1,2024-01-01\n", i);
        for (int k = 0; k < i % 7; k++)
            pcarti_buf_print(&text[2], "P%02d,2024-01-%02d,%s,%d,G/L\n", i,
                             20 - k, k % 2 ? "anc" : "plt", 2 + k);
        if (i % 3)
            pcarti_buf_print(&text[3], "P%02d,2024-05-01,relapse,%s\n", i,
                             is_quoted ? "\"a\n\nP39,b\"" : "a");
        if (i % 4 == 0)
            pcarti_buf_print(&text[4], "P%02d,Z%d,2024-01-01\n", i, 99 - i);
        if (i % 8 == 0)
            pcarti_buf_print(&text[5], "Z%d,TP53\nZ%d,TET2\n", 99 - i, 99 - i);
    }
    for (size_t i = 0; i < 6; i++) {
        put(f, name[i], text[i].data, text[i].length);
        pcarti_buf_release(&text[i]);
    }
}

static size_t
describe_blocks(fixture *f, uint64_t size, pcarti_buf *out)
{
    pcart_cohort_options options = {.block_size = size};
    pcart_cohort_block block = {0};
    pcart_cohort cohort;
    pcart_cohort_folder *folder;
    size_t n = 0, rows = 0;
    int more;

    assert_int_equal(pcart_cohort_open(f->path, &options, &f->arena, &f->diag,
                                       &folder, &f->err),
                     PCART_OK);
    for (;; n++) {
        pcart_arena arena = {0};
        pcart_diag diag;

        assert_int_equal(pcart_cohort_cut(folder, &block, &more, &f->err),
                         PCART_OK);
        if (!more)
            break;
        assert_int_equal(block.number, n);
        pcart_diag_init(&diag, &arena);
        assert_int_equal(pcart_cohort_block_read(folder, &block, &arena, &diag,
                                                 &cohort, &f->err),
                         PCART_OK);
        describe(&cohort, out);
        rows += cohort.table[PCART_TABLE_LABS].rows;
        pcart_arena_release(&arena);
    }
    assert_int_equal(rows, f->cohort.table[PCART_TABLE_LABS].rows);
    pcart_cohort_close(folder);
    return n;
}

static void
test_blocks(void **state)
{
    (void)state;
    for (int is_quoted = 0; is_quoted < 2; is_quoted++) {
        fixture f;
        pcarti_buf whole = {0};
        size_t most = 0;

        begin(&f);
        put_sorted(&f, is_quoted);
        assert_int_equal(read_with(&f, NULL), PCART_OK);
        assert_int_equal(f.cohort.n_patient, 40);
        describe(&f.cohort, &whole);
        for (uint64_t size = 1; size < 6000; size = size * 3 / 2 + 7) {
            pcarti_buf parts = {0};
            size_t n = describe_blocks(&f, size, &parts);

            assert_string_equal(parts.data, whole.data);
            if (n > most)
                most = n;
            pcarti_buf_release(&parts);
        }
        assert_true(most > 20);
        pcarti_buf_release(&whole);
        end(&f);
    }
}

/* Cut and read blocks until one says that a table is not sorted. */
static pcart_status
find_disorder(fixture *f)
{
    pcart_cohort_options options = {.block_size = 64};
    pcart_cohort_block block = {0};
    pcart_cohort cohort;
    pcart_status status;
    int more;

    assert_int_equal(pcart_cohort_open(f->path, &options, &f->arena, &f->diag,
                                       &f->folder, &f->err),
                     PCART_OK);
    do {
        status = pcart_cohort_cut(f->folder, &block, &more, &f->err);
        if (status == PCART_OK && more)
            status = pcart_cohort_block_read(f->folder, &block, &f->arena,
                                             &f->diag, &cohort, &f->err);
    } while (status == PCART_OK && more);
    return status;
}

static void
test_disorder(void **state)
{
    static const char *const labs[] = {"P03", "P00", "P20"};
    fixture f;

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(labs); i++) {
        char text[4096];
        size_t n;

        begin(&f);
        put_sorted(&f, 0);
        n = (size_t)snprintf(text, sizeof text,
                             "patient,date,analyte,value,unit\n");
        for (int k = 0; k < 30; k++)
            n += (size_t)snprintf(text + n, sizeof text - n,
                                  "P%02d,2024-01-03,anc,1,G/L\n", k + 5);
        snprintf(text + n, sizeof text - n,
                 "%s,2024-01-04,anc,1,G/L\nP36,"
                 "2024-01-04,anc,1,G/L\n",
                 labs[i]);
        put_text(&f, "labs.csv", text);
        assert_int_equal(find_disorder(&f), PCART_E_UNSUPPORTED);
        assert_string_equal(f.err.where.source, "labs.csv");
        end(&f);
    }
    begin(&f);
    put_sorted(&f, 0);
    put_text(&f, "events.csv",
             "patient,date,kind\nP05,2024-05-01,relapse\n"
             "P04,2024-05-01,relapse\n");
    assert_int_equal(find_disorder(&f), PCART_E_UNSUPPORTED);
    assert_string_equal(f.err.where.source, "events.csv");
    assert_int_equal(f.err.where.line, 3);
    end(&f);
}

/* An allocator whose k-th block fails. */
typedef struct meter {
    size_t n, fail_at;
} meter;

static void *
take_metered(void *ctx, size_t size)
{
    meter *m = ctx;

    return ++m->n == m->fail_at ? NULL : malloc(size);
}

static void
drop_metered(void *ctx, void *block)
{
    (void)ctx;
    free(block);
}

static void
test_no_memory(void **state)
{
    fixture f;
    meter m = {0};
    const pcart_alloc alloc = {take_metered, drop_metered, &m};
    size_t n_failed = 0;
    pcart_status status;

    (void)state;
    begin(&f);
    put_sorted(&f, 1);
    do {
        pcart_arena arena;
        pcart_diag diag;
        pcart_cohort cohort = {0};
        pcart_cohort_folder *folder = NULL;
        pcart_cohort_block block = {0};
        int more = 1;

        m.fail_at++;
        m.n = 0;
        pcart_arena_init(&arena, &alloc);
        pcart_diag_init(&diag, &arena);
        status = pcart_cohort_open(f.path,
                                   &(pcart_cohort_options){.block_size = 500},
                                   &arena, &diag, &folder, &f.err);
        if (status == PCART_OK)
            status = pcart_cohort_read(folder, &arena, &diag, &cohort, &f.err);
        while (status == PCART_OK && more) {
            status = pcart_cohort_cut(folder, &block, &more, &f.err);
            if (status == PCART_OK && more)
                status = pcart_cohort_block_read(folder, &block, &arena, &diag,
                                                 &cohort, &f.err);
        }
        if (status) {
            assert_int_equal(status, PCART_E_NOMEM);
            n_failed++;
        }
        pcart_cohort_close(folder);
        pcart_arena_release(&arena);
    } while (m.n >= m.fail_at);
    assert_int_equal(status, PCART_OK);
    assert_true(n_failed > 5);
    end(&f);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_disorder),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
