/* test_cohort.c -- folders of tables: values, faults, blocks, lack of memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/buf.h"
#include "postcart/cohort.h"
#include "read/value.h"

static const char patients[] = "patient,centre,sex,birth_date,diagnosis\n"
                               "P1,A,F,1958-02-03,DLBCL\n"
                               "P2,A,male,1961,MCL\n";
static const char infusions[] =
    "patient,infusion,date,product,lymphodepletion_start\n"
    "P1,1,2024-01-10,axi-cel,2024-01-05\n"
    "P2,1,2024-02-01,tisa-cel,\n";

/* A folder for one test. */
typedef struct fixture {
    char path[128];
    pcart_arena arena;
    pcart_diag diag;
    pcart_cohort_folder *folder;
    pcart_cohort cohort;
    pcart_err err;
} fixture;

static void
begin(fixture *f)
{
    memset(f, 0, sizeof *f);
    strcpy(f->path, "/tmp/postcart-test-XXXXXX");
    assert_non_null(mkdtemp(f->path));
    pcart_diag_init(&f->diag, &f->arena);
}

static void
put(fixture *f, const char *name, const char *text, size_t length)
{
    char path[256];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", f->path, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void
put_text(fixture *f, const char *name, const char *text)
{
    put(f, name, text, strlen(text));
}

static void
begin_two(fixture *f)
{
    begin(f);
    put_text(f, "patients.csv", patients);
    put_text(f, "infusions.csv", infusions);
}

static pcart_status
read_with(fixture *f, const pcart_cohort_options *options)
{
    pcart_status status = pcart_cohort_open(f->path, options, &f->arena,
                                            &f->diag, &f->folder, &f->err);

    if (status == PCART_OK)
        status = pcart_cohort_read(f->folder, &f->arena, &f->diag, &f->cohort,
                                   &f->err);
    return status;
}

static void
end(fixture *f)
{
    static const char *const name[] = {
        "patients.csv", "infusions.csv", "labs.csv",    "labs.tsv",
        "events.csv",   "supports.csv",  "samples.csv", "variants.csv",
        "marrows.csv",  "chimerism.csv"};
    char path[256];

    pcart_cohort_close(f->folder);
    for (size_t i = 0; i < PCART_COUNTOF(name); i++) {
        snprintf(path, sizeof path, "%s/%s", f->path, name[i]);
        if (unlink(path) != 0)
            rmdir(path);
    }
    assert_int_equal(rmdir(f->path), 0);
    pcart_arena_release(&f->arena);
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

/* What a value means: number, its comparison, or why it is none. */
static void
test_values(void **state)
{
    static const struct {
        const char *text;
        pcarti_value_kind kind;
        pcart_censor censor;
        pcart_fixed value;
    } expected[] = {
        {"0.5", PCARTI_VALUE_NUMBER, PCART_EXACT, 500000},
        {"<0.1", PCARTI_VALUE_NUMBER, PCART_BELOW, 100000},
        {"< 0.1", PCARTI_VALUE_NUMBER, PCART_BELOW, 100000},
        {"<=0.1", PCARTI_VALUE_NUMBER, PCART_AT_MOST, 100000},
        {"\xE2\x89\xA4"
         "0.1",
         PCARTI_VALUE_NUMBER, PCART_AT_MOST, 100000},
        {">1000", PCARTI_VALUE_NUMBER, PCART_ABOVE, PCART_FIXED(1000)},
        {">=2", PCARTI_VALUE_NUMBER, PCART_AT_LEAST, PCART_FIXED(2)},
        {"\xE2\x88\x92"
         "3",
         PCARTI_VALUE_NUMBER, PCART_EXACT, -PCART_FIXED(3)},
        {"12.3 H", PCARTI_VALUE_NUMBER, PCART_EXACT, 12300000},
        {"12.3*", PCARTI_VALUE_NUMBER, PCART_EXACT, 12300000},
        {"7 LL", PCARTI_VALUE_NUMBER, PCART_EXACT, PCART_FIXED(7)},
        {"1\xE2\x80\x89"
         "234.5",
         PCARTI_VALUE_NUMBER, PCART_EXACT, 1234500000},
        {"1\xC2\xA0"
         "234\xC2\xA0"
         "567",
         PCARTI_VALUE_NUMBER, PCART_EXACT, PCART_FIXED(1234567)},
        {"1\xC2\xA0"
         "23",
         PCARTI_VALUE_BAD, PCART_EXACT, 0},
        {"1 234", PCARTI_VALUE_BAD, PCART_EXACT, 0},
        {"0,5", PCARTI_VALUE_BAD, PCART_EXACT, 0},
        {"1,234.5", PCARTI_VALUE_BAD, PCART_EXACT, 0},
        {"0.05-0.1", PCARTI_VALUE_RANGE, PCART_EXACT, 0},
        {"n.d.", PCARTI_VALUE_WORDS, PCART_EXACT, 0},
        {"QNS", PCARTI_VALUE_WORDS, PCART_EXACT, 0},
        {"Clotted", PCARTI_VALUE_WORDS, PCART_EXACT, 0},
        {"see comment", PCARTI_VALUE_WORDS, PCART_EXACT, 0},
        {"*", PCARTI_VALUE_WORDS, PCART_EXACT, 0},
        {"neg", PCARTI_VALUE_WORDS, PCART_EXACT, 0},
        {"abc", PCARTI_VALUE_BAD, PCART_EXACT, 0},
        {"12.3H", PCARTI_VALUE_BAD, PCART_EXACT, 0},
        {"<", PCARTI_VALUE_BAD, PCART_BELOW, 0},
        {"", PCARTI_VALUE_BAD, PCART_EXACT, 0},
        {"0x10", PCARTI_VALUE_BAD, PCART_EXACT, 0},
        {"inf", PCARTI_VALUE_BAD, PCART_EXACT, 0},
        {"nan", PCARTI_VALUE_BAD, PCART_EXACT, 0},
    };

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(expected); i++) {
        pcarti_value value =
            pcarti_value_read(expected[i].text, strlen(expected[i].text), '.');
        pcart_fixed number = 0;

        if (value.kind != expected[i].kind ||
            value.censor != expected[i].censor)
            fail_msg("'%s'", expected[i].text);
        if (value.kind != PCARTI_VALUE_NUMBER)
            continue;
        assert_int_equal(
            pcart_fixed_from_decimal(value.number, 1, 1, &number, NULL, NULL),
            PCART_OK);
        if (number != expected[i].value)
            fail_msg("'%s' is %lld", expected[i].text, (long long)number);
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
        cmocka_unit_test(test_patients),
        cmocka_unit_test(test_labs),
        cmocka_unit_test(test_decimal_comma),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_fast_values),
        cmocka_unit_test(test_variants),
        cmocka_unit_test(test_bad_input),
        cmocka_unit_test(test_redaction),
        cmocka_unit_test(test_one_fault_one_error),
        cmocka_unit_test(test_errors_are_kept),
        cmocka_unit_test(test_unreadable),
        cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_disorder),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
