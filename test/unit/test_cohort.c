/* test_cohort.c -- folders of tables: values, faults and their places. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buf.h"
#include "postcart/cohort.h"
#include "folder.h"

static const char patients[] = "patient,centre,sex,birth_date,diagnosis\n"
                               "P1,A,F,1958-02-03,DLBCL\n"
                               "P2,A,male,1961,MCL\n";
static const char infusions[] =
    "patient,infusion,date,product,lymphodepletion_start\n"
    "P1,1,2024-01-10,axi-cel,2024-01-05\n"
    "P2,1,2024-02-01,tisa-cel,\n";

static void
begin_two(fixture *f)
{
    begin(f);
    put_text(f, "patients.csv", patients);
    put_text(f, "infusions.csv", infusions);
}

static void
test_patients(void **state)
{
    fixture f;
    const pcart_patient *p;

    (void)state;
    begin_two(&f);
    put_text(&f, "events.csv",
             "kind;date;patient\ndeath;2024-06-01;P2\n"
             "relapse;2024-05-01;P2\nlast_contact;2024-09-01;P1\n");
    put_text(&f, "supports.csv",
             "patient,date,end_date,kind,amount,unit\n"
             "P1,2024-01-12,2024-01-14,Filgrastim,30,MU\n"
             "P1,2024-01-11,,platelets,,\n");
    assert_int_equal(read_with(&f, NULL), PCART_OK);
    assert_int_equal(f.cohort.n_patient, 2);
    p = pcart_cohort_find(&f.cohort, "P1");
    assert_non_null(p);
    assert_string_equal(p->centre, "A");
    assert_int_equal(p->sex, PCART_SEX_FEMALE);
    assert_int_equal(p->birth_year, 1958);
    assert_string_equal(p->diagnosis_detail, "");
    assert_int_equal(p->n_infusion, 1);
    assert_string_equal(p->infusion[0].product, "axi-cel");
    assert_int_equal(p->infusion[0].lines_before, -1);
    assert_int_equal(p->infusion[0].date - p->infusion[0].lymphodepletion_start,
                     5);
    assert_int_equal(p->n_support, 2);
    assert_int_equal(p->support[0].kind, PCART_SUPPORT_PLATELETS);
    assert_int_equal(p->support[0].first, p->support[0].last);
    assert_int_equal(p->support[0].amount, PCART_FIXED_NONE);
    assert_int_equal(p->support[1].amount, PCART_FIXED(30));
    assert_int_equal(p->support[1].line, 2);
    p = pcart_cohort_find(&f.cohort, "P2");
    assert_int_equal(p->birth_date, PCART_DATE_NONE);
    assert_int_equal(p->birth_year, 1961);
    assert_int_equal(p->infusion[0].lymphodepletion_start, PCART_DATE_NONE);
    assert_int_equal(p->n_event, 2);
    assert_int_equal(p->event[0].kind, PCART_EVENT_RELAPSE);
    assert_int_equal(p->event[1].kind, PCART_EVENT_DEATH);
    assert_null(pcart_cohort_find(&f.cohort, "P3"));
    assert_int_equal(f.cohort.table[PCART_TABLE_EVENTS].used, 3);
    end(&f);
}

static void
expect_lab(const pcart_lab *lab, pcart_analyte analyte, pcart_fixed value,
           pcart_censor censor, int minute, uint32_t line)
{
    assert_int_equal(lab->analyte, analyte);
    assert_int_equal(lab->value, value);
    assert_int_equal(lab->censor, censor);
    assert_int_equal(lab->minute, minute);
    assert_int_equal(lab->line, line);
}

static void
test_labs(void **state)
{
    fixture f;
    const pcart_patient *p;

    (void)state;
    begin_two(&f);
    put_text(&f, "labs.csv",
             "patient,date,time,analyte,value,unit\r\n"
             "P1,2024-01-13,,plt,50,10^9/L\r\n"
             "P1,2024-01-12,08:30,ANC,0.5,G/L\r\n"
             "P1,2024-01-12,07:15,751-8,400,/uL\r\n"
             "P1,2024-01-12T06:00,,anc,\"<0.1\",K/uL\r\n"
             " P1 ,2024-01-12,,hb, 12.3 H ,g/dL\r\n"
             "P1,2024-01-12,,hb,80,g/L\r\n"
             "P1,2024-01-12,,crp,>3,mg/dL\r\n"
             "P2,2024-02-02,,wbc,12\xE2\x80\xAF"
             "500,/uL\r\n"
             "P2,2024-02-03,,wbc,n.d.,\r\n");
    assert_int_equal(read_with(&f, NULL), PCART_OK);
    p = pcart_cohort_find(&f.cohort, "P1");
    assert_int_equal(p->n_lab, 7);
    expect_lab(&p->lab[0], PCART_ANC, PCART_FIXED(100), PCART_BELOW, 360, 5);
    expect_lab(&p->lab[1], PCART_ANC, PCART_FIXED(400), PCART_EXACT, 435, 4);
    expect_lab(&p->lab[2], PCART_ANC, PCART_FIXED(500), PCART_EXACT, 510, 3);
    expect_lab(&p->lab[3], PCART_PLATELETS, PCART_FIXED(50000), PCART_EXACT, -1,
               2);
    expect_lab(&p->lab[4], PCART_HEMOGLOBIN, PCART_MILLI(12300), PCART_EXACT,
               -1, 6);
    expect_lab(&p->lab[5], PCART_HEMOGLOBIN, PCART_FIXED(8), PCART_EXACT, -1,
               7);
    expect_lab(&p->lab[6], PCART_CRP, PCART_FIXED(30), PCART_ABOVE, -1, 8);
    p = pcart_cohort_find(&f.cohort, "P2");
    assert_int_equal(p->n_lab, 1);
    expect_lab(&p->lab[0], PCART_WBC, PCART_FIXED(12500), PCART_EXACT, -1, 9);
    assert_int_equal(f.cohort.table[PCART_TABLE_LABS].rows, 9);
    assert_int_equal(f.cohort.table[PCART_TABLE_LABS].used, 8);
    assert_int_equal(f.diag.n_warning, 1); // n.d.
    assert_int_equal(f.diag.n_note, 1);    // two haemoglobins at one time
    end(&f);
}

static void
test_decimal_comma(void **state)
{
    static const char text[] = "patient;date;analyte;value;unit\n"
                               "P1;2024-01-12;anc;0,5;G/L\n";
    const pcart_cohort_options comma = {.decimal = PCART_DECIMAL_COMMA};
    const pcart_cohort_options automatic = {.decimal = PCART_DECIMAL_AUTO};
    fixture f;

    (void)state;
    begin_two(&f);
    put_text(&f, "labs.csv", text);
    assert_int_equal(read_with(&f, &comma), PCART_OK);
    assert_int_equal(f.cohort.patient[0].lab[0].value, PCART_FIXED(500));
    end(&f);
    begin_two(&f);
    put_text(&f, "labs.csv", text);
    assert_int_equal(read_with(&f, &automatic), PCART_OK);
    assert_int_equal(f.cohort.patient[0].lab[0].value, PCART_FIXED(500));
    end(&f);
    /* A semicolon alone does not turn the comma into a decimal mark. */
    begin_two(&f);
    put_text(&f, "labs.csv", text);
    assert_int_equal(read_with(&f, NULL), PCART_E_SYNTAX);
    assert_string_equal(f.err.message, "ANC '0,5' is not a number");
    assert_non_null(strstr(f.err.hint, "--decimal=comma"));
    assert_int_equal(f.cohort.n_patient, 0);
    end(&f);
}

/* A name that is nearly known is worth a warning; another one a note. */
static void
test_nearly_an_analyte(void **state)
{
    fixture f;

    (void)state;
    begin_two(&f);
    put_text(&f, "labs.csv",
             "patient,date,analyte,value,unit\n"
             "P1,2024-02-01,neutrophills,0.5,G/L\n"
             "P1,2024-02-01,potassium,4,mmol/L\n");
    assert_int_equal(read_with(&f, NULL), PCART_OK);
    assert_int_equal(f.diag.n_warning, 1);
    assert_int_equal(f.diag.n_note, 1);
    assert_string_equal(f.diag.first->hint, "did you mean 'neutrophils'?");
    end(&f);
}

/* One series written in three ways is one series. */
static void
test_date_orders(void **state)
{
    static const struct {
        pcart_date_order order;
        const char *labs;
    } way[] = {
        {PCART_DATE_ISO, "patient,date,analyte,value,unit\n"
                         "P1,2024-02-01,anc,0.5,G/L\n"
                         "P1,2024-02-01,plt,20,G/L\n"
                         "P1,2024-02-03 08:15,anc,0.4,G/L\n"
                         "P1,2024-02-13,anc,0.7,G/L\n"},
        {PCART_DATE_DMY, "patient,date,analyte,value,unit\n"
                         "P1,1.2.2024,anc,0.5,G/L\n"
                         "P1,01.02.2024,plt,20,G/L\n"
                         "P1,03.02.2024 08:15,anc,0.4,G/L\n"
                         "P1,2024-02-13,anc,0.7,G/L\n"},
        {PCART_DATE_MDY, "patient,date,analyte,value,unit\n"
                         "P1,2/1/2024,anc,0.5,G/L\n"
                         "P1,02/01/2024,plt,20,G/L\n"
                         "P1,2/3/2024 08:15,anc,0.4,G/L\n"
                         "P1,2/13/2024,anc,0.7,G/L\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
        const pcart_cohort_options options = {.dates = way[i].order};
        const pcart_date first = pcart_date_from_civil(2024, 2, 1);
        const pcart_lab *lab;
        fixture f;

        begin_two(&f);
        put_text(&f, "labs.csv", way[i].labs);
        assert_int_equal(read_with(&f, &options), PCART_OK);
        assert_int_equal(f.cohort.patient[0].n_lab, 4);
        lab = f.cohort.patient[0].lab;
        assert_int_equal(lab[0].date, first);
        assert_int_equal(lab[1].date, first + 2);
        assert_int_equal(lab[1].minute, 495);
        assert_int_equal(lab[2].date, first + 12);
        assert_int_equal(lab[3].date, first); // platelets
        end(&f);
    }
}

/* The short way through labs gives what pcart_lab_convert gives. */
static void
test_fast_values(void **state)
{
    static const char *const unit[] = {"10^9/L", "/uL", "G/L", "10*12/L"};
    fixture f;
    pcarti_buf text = {0};
    pcart_fixed expected[4000];
    size_t n = 0, checked = 0;
    const pcart_analyte_info *anc = pcart_analyte_get(PCART_ANC);

    (void)state;
    begin_two(&f);
    pcarti_buf_text(&text, "patient,date,analyte,value,unit\n");
    for (int i = 0; i < 1000; i++) {
        for (size_t u = 0; u < PCART_COUNTOF(unit); u++) {
            char value[16], date[PCART_DATE_SIZE];
            pcart_decimal decimal;

            snprintf(value, sizeof value, "%d.%0*d", i % 37, 1 + i % 5, i % 10);
            assert_int_equal(
                pcart_decimal_read(value, strlen(value), '.', &decimal, NULL),
                PCART_OK);
            if (pcart_lab_convert(anc, decimal,
                                  pcart_unit_find(unit[u], strlen(unit[u])),
                                  &expected[n], NULL) != PCART_OK)
                continue;
            pcart_date_write(20000 + (pcart_date)n, date);
            pcarti_buf_print(&text, "P1,%s,anc,%s,%s\n", date, value, unit[u]);
            n++;
        }
    }
    put(&f, "labs.csv", text.data, text.length);
    assert_int_equal(read_with(&f, NULL), PCART_OK);
    assert_int_equal(f.cohort.patient[0].n_lab, n);
    for (; checked < n; checked++)
        assert_int_equal(f.cohort.patient[0].lab[checked].value,
                         expected[checked]);
    assert_true(checked > 2000);
    pcarti_buf_release(&text);
    end(&f);
}

static void
test_variants(void **state)
{
    fixture f;
    const pcart_patient *p;

    (void)state;
    begin_two(&f);
    put_text(&f, "samples.csv",
             "patient,sample,date,genome\nP2,S2,2024-03-01,hg19\n"
             "P1,S1,2024-02-01,GRCh38\nP1,S0,2024-03-01,\n");
    put_text(&f, "variants.csv",
             "sample,gene,pos,alt_reads,depth,vaf\nS2,TP53,7577120,10,100,\n"
             "S1,DNMT3A,,,,0.021\nS2,TET2,,3,60,0.05\n");
    assert_int_equal(read_with(&f, NULL), PCART_OK);
    p = pcart_cohort_find(&f.cohort, "P2");
    assert_int_equal(p->n_sample, 1);
    assert_int_equal(p->sample[0].genome, PCART_GENOME_GRCH37);
    assert_int_equal(p->sample[0].n_variant, 2);
    assert_string_equal(p->sample[0].variant[0].gene, "TP53");
    assert_int_equal(p->sample[0].variant[0].pos, 7577120);
    assert_int_equal(p->sample[0].variant[0].vaf, PCART_FIXED_NONE);
    assert_int_equal(p->sample[0].variant[1].depth, 60);
    p = pcart_cohort_find(&f.cohort, "P1");
    assert_int_equal(p->n_sample, 2);
    assert_string_equal(p->sample[0].id, "S1");
    assert_int_equal(p->sample[0].variant[0].vaf, 21000);
    assert_int_equal(p->sample[0].variant[0].alt_reads, -1);
    assert_int_equal(p->sample[1].n_variant, 0);
    assert_int_equal(p->sample[1].genome, PCART_GENOME_UNKNOWN);
    end(&f);
}

static const char *
severity_name(pcart_severity severity)
{
    return severity == PCART_ERROR     ? "error"
           : severity == PCART_WARNING ? "warning"
                                       : "note";
}

/* Problems of a folder of test/data/bad, one per line. */
static void
write_problems(const char *path, pcarti_buf *out)
{
    fixture f = {0};
    const pcart_problem *p;

    pcart_diag_init(&f.diag, &f.arena);
    assert_true(strlen(path) < sizeof f.path);
    strcpy(f.path, path);
    if (read_with(&f, NULL) == PCART_OK)
        assert_int_equal(f.diag.n_error, 0);
    else
        assert_true(f.diag.n_error > 0);
    for (p = f.diag.first; p; p = p->next) {
        if (p->where.source)
            pcarti_buf_print(out, "%s:", p->where.source);
        if (p->where.line)
            pcarti_buf_print(out, "%llu:", (unsigned long long)p->where.line);
        if (p->where.column)
            pcarti_buf_print(out, "%u:", p->where.column);
        pcarti_buf_print(out, " %s: %s [%s]\n", severity_name(p->severity),
                         p->message, p->code);
        if (p->hint)
            pcarti_buf_print(out, "    hint: %s\n", p->hint);
    }
    pcart_cohort_close(f.folder);
    pcart_arena_release(&f.arena);
}

static void
test_bad_input(void **state)
{
    static const char *const name[] = {
        "anc-above-wbc",   "binary",
        "binary-rows",     "censored",
        "codes",           "counts-tera",
        "date-impossible", "death-before-infusion",
        "decimal-comma",   "empty",
        "header-faulty",   "header-missing",
        "implausible",     "infusions-order",
        "patient-twice",   "patient-unknown",
        "ragged",          "rows-repeated",
        "spreadsheet",     "table-missing",
        "unit-missing",    "unit-wrong",
        "utf16",
    };

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(name); i++) {
        char path[256], expected[8192];
        pcarti_buf found = {0};
        size_t n;
        FILE *file;

        snprintf(path, sizeof path, "test/data/bad/%s", name[i]);
        write_problems(path, &found);
        snprintf(path, sizeof path, "test/data/bad/%s/problems.txt", name[i]);
        file = fopen(path, "rb");
        assert_non_null(file);
        n = fread(expected, 1, sizeof expected - 1, file);
        expected[n] = '\0';
        assert_int_equal(fclose(file), 0);
        assert_non_null(found.data);
        assert_string_equal(found.data, expected);
        pcarti_buf_release(&found);
    }
}

/* Redacted messages hold nothing of the cells. */
static void
test_redaction(void **state)
{
    fixture f;

    (void)state;
    begin_two(&f);
    put_text(&f, "labs.csv",
             "patient,date,analyte,value,unit\n"
             "SECRET,2024-01-12,anc,0.5,G/L\nP1,SECRET,anc,0.5,G/L\n"
             "P1,2024-01-12,anc,SECRET,G/L\nP1,2024-01-12,anc,1,SECRET\n"
             "P1,2024-01-12,SECRET,1,G/L\nP1,2024-01-12,anc,1,G/L,SECRET\n"
             "P1,2024-01-12,anc,\"1\"SECRET,G/L\n");
    put_text(&f, "events.csv",
             "patient,date,kind,SECRET\nP1,2024-01-12,SECRET,\n");
    assert_int_not_equal(read_with(&f, NULL), PCART_OK);
    assert_int_equal(f.diag.n_error, 7);
    for (const pcart_problem *p = f.diag.first; p; p = p->next) {
        assert_non_null(p->redacted);
        assert_null(strstr(p->redacted, "SECRET"));
        assert_true(!p->hint || !strstr(p->hint, "SECRET"));
    }
    end(&f);
}

/* A fault in one row of patients does not make the patient unknown. */
static void
test_one_fault_one_error(void **state)
{
    fixture f;

    (void)state;
    begin_two(&f);
    put_text(&f, "patients.csv", "patient,sex\nP1,purple\nP2,f\n");
    put_text(&f, "labs.csv",
             "patient,date,analyte,value,unit\nP1,2024-01-12,anc,0.5,G/L\n");
    assert_int_not_equal(read_with(&f, NULL), PCART_OK);
    assert_int_equal(f.diag.n_error, 1);
    end(&f);
    /* Nor does a table of patients that cannot be read. */
    begin_two(&f);
    put_text(&f, "patients.csv", "name\nP1\n");
    assert_int_not_equal(read_with(&f, NULL), PCART_OK);
    assert_int_equal(f.diag.n_error, 1);
    end(&f);
}

/* Notes do not crowd errors out of the list. */
static void
test_errors_are_kept(void **state)
{
    fixture f;
    pcarti_buf text = {0};
    size_t n = 0;

    (void)state;
    begin_two(&f);
    pcarti_buf_text(&text, "patient,date,analyte,value,unit\n");
    for (int i = 0; i < 1500; i++)
        pcarti_buf_text(&text, "P1,2024-01-12,anc,clotted,G/L\n");
    pcarti_buf_text(&text, "P1,2024-01-12,anc,x,G/L\n");
    put(&f, "labs.csv", text.data, text.length);
    assert_int_not_equal(read_with(&f, NULL), PCART_OK);
    assert_int_equal(f.diag.n_warning, 1500);
    for (const pcart_problem *p = f.diag.first; p; p = p->next)
        n += p->severity == PCART_ERROR;
    assert_int_equal(n, 1);
    pcarti_buf_release(&text);
    end(&f);
}

static void
test_unreadable(void **state)
{
    fixture f;
    char path[256];

    (void)state;
    begin_two(&f);
    snprintf(path, sizeof path, "%s/labs.csv", f.path);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(read_with(&f, NULL), PCART_E_IO);
    assert_string_equal(f.diag.first->code, "file-unreadable");
    end(&f);
    begin_two(&f);
    put_text(&f, "labs.csv", "patient,date,analyte,value,unit\n");
    put_text(&f, "labs.tsv", "patient\tdate\tanalyte\tvalue\tunit\n");
    assert_int_equal(read_with(&f, NULL), PCART_E_INCONSISTENT);
    assert_string_equal(f.diag.first->code, "file-repeated");
    end(&f);
    memset(&f, 0, sizeof f);
    pcart_diag_init(&f.diag, &f.arena);
    assert_int_equal(pcart_cohort_open("/nonexistent", NULL, &f.arena, &f.diag,
                                       &f.folder, &f.err),
                     PCART_E_IO);
    pcart_arena_release(&f.arena);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_patients),
        cmocka_unit_test(test_labs),
        cmocka_unit_test(test_decimal_comma),
        cmocka_unit_test(test_date_orders),
        cmocka_unit_test(test_nearly_an_analyte),
        cmocka_unit_test(test_fast_values),
        cmocka_unit_test(test_variants),
        cmocka_unit_test(test_bad_input),
        cmocka_unit_test(test_redaction),
        cmocka_unit_test(test_one_fault_one_error),
        cmocka_unit_test(test_errors_are_kept),
        cmocka_unit_test(test_unreadable),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
