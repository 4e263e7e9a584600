/* cmd_test.c -- postcart test: compare columns of any table.  Layer: cmd. */
#include "cmd/cmd.h"

#include <math.h>
#include <string.h>

#include "cmd/stat_job.h"
#include "cmd/test_fit.h"
#include "postcart/adjust.h"

enum { MAX_X = 64, MAX_SUBJECTS = 10000000 };

static const pcart_cmd_option option[] = {
    {"--x", 'x', "A,...", "columns to compare, each by itself"},
    {"--y", 'y', "B", "groups, or the column to compare with; none: describe"},
    {"--paired", 0, "ID",
     "pairs: rows of one subject; 'row': A and B of a row"},
    {"--id", 0, "COLUMN", "subjects, to notice rows that are not independent"},
    {"--count", 0, "COLUMN", "subjects that each row stands for"},
    {"--by", 0, "COLUMN", "analyse each of its values by itself"},
    {"--factor", 0, "A,...", "take these columns as words, not as numbers"},
    {"--number", 0, "A,...", "take these columns as numbers"},
    {"--test", 0, "LIST", "only these tests, by the words of the first column"},
    {"--level", 0, "P", "of the intervals; default 0.95"},
    {"--max-nodes", 0, "N", "longest search of the exact test of a table"},
    {"--simulations", 0, "N",
     "also test tables from N random ones; default 20,000 where the exact test "
     "takes too long"},
    {"--seed", 0, "N", "of the random tables; default 1"},
    {"--quantile", 0, "TYPE", "of the quartiles: 7 (R, default), 6 or 2 (SAS)"},
    {"--decimal", 0, "MARK", "decimal mark: point or comma"},
    {NULL, 0, NULL, NULL},
};

/* Names of columns that usually hold subjects. */
static const char *const usual_id[] = {"patient",    "patient_id", "subject",
                                       "subject_id", "id",         "ID",
                                       "USUBJID",    "record_id",  "SUBJID"};

/* All that one command shares. */
typedef struct job {
    stat_job in;
    const char *x[MAX_X];
    size_t n_x;
    const char *y, *id, *count;
    uint32_t *times; /* of each row of the file; NULL: once each */
    size_t n_times;  /* of all rows */
    int is_paired, is_by_id;
    int64_t max_node, n_sample, seed;
    pcart_quantile_type quantile;
    test_column column[MAX_X + 1]; /* the last is y */
    frame_factor subject;
} job;

static int
is_listed(const char *list, const char *name)
{
    size_t length = strlen(name);

    while (list && *list) {
        size_t n = strcspn(list, ",");

        if (n == length && memcmp(list, name, n) == 0)
            return 1;
        list += n + (list[n] == ',');
    }
    return 0;
}

/* --- reading ----------------------------------------------------------- */

static pcart_status
split_x(job *j, const char *list)
{
    while (list && *list) {
        size_t length = strcspn(list, ",");

        if (j->n_x == MAX_X)
            return pcart_err_set(&j->in.err, PCART_E_USAGE,
                                 "more than %d columns", MAX_X);
        j->x[j->n_x] = pcart_arena_text(&j->in.arena, list, length);
        if (!j->x[j->n_x++])
            return pcart_err_set(&j->in.err, PCART_E_NOMEM, "out of memory");
        list += length + (list[length] == ',');
    }
    if (j->n_x == 0)
        return pcart_err_set(&j->in.err, PCART_E_USAGE,
                             "name the columns: --x A --y B");
    if (!j->y && j->is_paired)
        return pcart_err_set(&j->in.err, PCART_E_USAGE,
                             "pairs need two columns: --x A --y B");
    return PCART_OK;
}

static pcart_status
read_quantile(job *j)
{
    static const struct {
        const char *word;
        pcart_quantile_type type;
    } known[] = {{"7", PCART_QUANTILE_7},
                 {"6", PCART_QUANTILE_6},
                 {"2", PCART_QUANTILE_2}};
    const char *word = pcarti_cmd_value(j->in.line, "--quantile");

    for (size_t k = 0; word && k < PCART_COUNTOF(known); k++)
        if (strcmp(word, known[k].word) == 0) {
            j->quantile = known[k].type;
            return PCART_OK;
        }
    return word ? pcart_err_set(&j->in.err, PCART_E_USAGE,
                                "'--quantile %s' is not 7, 6 or 2", word)
                : PCART_OK;
}

static pcart_status
read_options(void *of)
{
    job *j = of;
    pcart_status status = pcarti_stat_job_options(&j->in);
    const char *paired = pcarti_cmd_value(j->in.line, "--paired");

    if (status)
        return status;
    j->y = pcarti_cmd_value(j->in.line, "--y");
    j->id = pcarti_cmd_value(j->in.line, "--id");
    j->count = pcarti_cmd_value(j->in.line, "--count");
    j->is_paired = paired != NULL;
    j->is_by_id = paired && strcmp(paired, "row") != 0;
    if (j->is_by_id)
        j->id = paired;
    if (j->is_by_id && j->count)
        return pcart_err_set(&j->in.err, PCART_E_USAGE,
                             "a row stands for one subject with '--paired %s', "
                             "and for several with '--count'",
                             paired);
    j->seed = 1;
    if (pcarti_cmd_number(j->in.line, "--max-nodes", 1, INT64_C(1000000000000),
                          &j->max_node, &j->in.err) ||
        pcarti_cmd_number(j->in.line, "--simulations", 1, 100000000,
                          &j->n_sample, &j->in.err) ||
        pcarti_cmd_number(j->in.line, "--seed", 1, INT64_C(999999999999),
                          &j->seed, &j->in.err) ||
        read_quantile(j))
        return PCART_E_USAGE;
    return split_x(j, pcarti_cmd_value(j->in.line, "--x"));
}

/* The subjects' column if its name is a usual one. */
static void
guess_id(job *j)
{
    const char *begin = j->in.bytes.data ? j->in.bytes.data : "";
    size_t length = strcspn(begin, "\r\n");

    for (size_t k = 0; k < PCART_COUNTOF(usual_id) && !j->id; k++) {
        size_t at = 0;

        while (at < length) {
            size_t n = strcspn(begin + at, ",;\t\r\n");

            if (n == strlen(usual_id[k]) &&
                memcmp(begin + at, usual_id[k], n) == 0 && !j->id)
                j->id = usual_id[k];
            at += n + 1;
        }
    }
}

static pcart_status
read_table(job *j)
{
    const char *name[MAX_X + 4] = {j->y, j->id, j->in.by_name, j->count};
    size_t n = 4;

    for (size_t k = 0; k < j->n_x; k++)
        name[n++] = j->x[k];
    return pcarti_stat_job_read(&j->in, name, n);
}

/* A column of numbers with more than two values is one of numbers; others are
 * words, unless the user knows better. */
static pcart_status
read_column(job *j, const char *name, test_column *out)
{
    size_t at = pcarti_frame_find(&j->in.table, name);
    int is_asked = is_listed(pcarti_cmd_value(j->in.line, "--number"), name);
    double *value;
    pcart_status status = pcarti_frame_factor(&j->in.table, at, &j->in.arena,
                                              &out->factor, &j->in.err);

    if (status)
        return status;
    out->name = name;
    status = pcarti_frame_number(&j->in.table, at, &j->in.arena, &j->in.diag,
                                 is_asked ? NULL : &out->is_number, &value,
                                 &j->in.err);
    out->value = value;
    if (is_asked)
        out->is_number = 1;
    else if (out->factor.n_level <= 2 ||
             is_listed(pcarti_cmd_value(j->in.line, "--factor"), name))
        out->is_number = 0;
    return status;
}

/* How many subjects each row stands for. */
static pcart_status
read_counts(job *j)
{
    double *value;
    pcart_status status = pcarti_frame_number(
        &j->in.table, pcarti_frame_find(&j->in.table, j->count), &j->in.arena,
        &j->in.diag, NULL, &value, &j->in.err);

    if (status || j->in.diag.n_error)
        return status;
    j->times =
        pcart_arena_take(&j->in.arena, j->in.table.n + 1, sizeof *j->times);
    if (!j->times)
        return pcart_err_set(&j->in.err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < j->in.table.n; i++) {
        if (!(value[i] >= 0 && value[i] <= MAX_SUBJECTS) ||
            value[i] != floor(value[i]))
            return pcart_err_set(&j->in.err, PCART_E_RANGE,
                                 "row %zu: column '%s' must hold a whole "
                                 "number of subjects, at most %d",
                                 i + 1, j->count, MAX_SUBJECTS);
        j->times[i] = (uint32_t)value[i];
        j->n_times += j->times[i];
        if (j->n_times > MAX_SUBJECTS)
            return pcart_err_set(&j->in.err, PCART_E_RANGE,
                                 "column '%s': more than %d subjects", j->count,
                                 MAX_SUBJECTS);
    }
    return PCART_OK;
}

static pcart_status
read_columns(void *of)
{
    job *j = of;
    pcart_status status;

    guess_id(j);
    status = read_table(j);
    if (status || j->in.diag.n_error)
        return status;

    for (size_t k = 0; k < j->n_x && !status; k++)
        status = read_column(j, j->x[k], &j->column[k]);
    if (!status && j->y)
        status = read_column(j, j->y, &j->column[MAX_X]);
    if (!status && j->id)
        status = pcarti_frame_factor(&j->in.table,
                                     pcarti_frame_find(&j->in.table, j->id),
                                     &j->in.arena, &j->subject, &j->in.err);
    if (!status)
        status = pcarti_stat_job_by(&j->in);
    if (!status && j->count)
        status = read_counts(j);
    return status;
}

/* --- one comparison ---------------------------------------------------- */

static int
is_there(const test_column *column, size_t row)
{
    return column->is_number ? !isnan(column->value[row])
                             : column->factor.code[row] >= 0;
}

static pcart_status
choose_rows(job *j, int set, const test_column *second, test_run *run)
{
    size_t n_row = j->times ? j->n_times : j->in.table.n;
    size_t *row = pcart_arena_take(run->arena, n_row + 1, sizeof *row);
    size_t n_missing = 0;

    if (!row)
        return pcart_err_set(&j->in.err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < j->in.table.n; i++) {
        uint32_t times = j->times ? j->times[i] : 1;

        if (j->in.by_name && j->in.by.code[i] != set)
            continue;
        if (!is_there(run->x, i) || (run->y && !is_there(run->y, i)) ||
            (second && !is_there(second, i))) {
            n_missing += times;
            continue;
        }
        for (uint32_t k = 0; k < times; k++)
            row[run->n++] = i;
    }
    run->row = row;
    if (second)
        return PCART_OK;
    pcarti_test_line(run, "sample", run->x->name, "n", (double)run->n,
                     (double)run->n);
    if (n_missing)
        pcarti_test_line(run, "sample", run->x->name, "n_left_out_missing",
                         (double)n_missing, (double)(run->n + n_missing));
    return PCART_OK;
}

/* Rows of one subject on which an unpaired test would rely. */
static pcart_status
check_independence(job *j, test_run *run)
{
    unsigned char *seen;
    size_t n_repeated = 0;

    if (!j->id || j->is_paired)
        return PCART_OK;
    seen = pcart_arena_take(run->arena, (size_t)j->subject.n_level + 1, 1);
    if (!seen)
        return pcart_err_set(&j->in.err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < run->n; i++) {
        int id = j->subject.code[run->row[i]];

        if (id >= 0 && seen[id] < 2 && ++seen[id] == 2)
            n_repeated++;
    }
    if (n_repeated)
        pcarti_stat_warn(run->table, "paired-tested-unpaired",
                         "%zu subjects ('%s') have several rows: these tests "
                         "take rows as independent; give --paired %s",
                         n_repeated, j->id, j->id);
    return PCART_OK;
}

static pcart_status
test_one(job *j, test_run *run)
{
    const test_column *x = run->x, *y = run->y;

    if (!y)
        return pcarti_test_alone(run);
    if (j->is_paired && j->is_by_id && y->is_number) {
        pcart_err_set(&j->in.err, PCART_E_USAGE,
                      "pairs by '%s' need two conditions in '%s'", j->id,
                      y->name);
        pcart_err_hint(&j->in.err,
                       "give --paired row if '%s' and '%s' of one "
                       "row are a pair",
                       x->name, y->name);
        return PCART_E_USAGE;
    }
    if (j->is_paired &&
        (j->is_by_id ? x->is_number : x->is_number && y->is_number))
        return pcarti_test_number_pairs(run, j->is_by_id);
    if (j->is_paired)
        return pcarti_test_table_pairs(run, j->is_by_id);
    if (x->is_number && y->is_number)
        return pcarti_test_numbers(run);
    if (x->is_number)
        return pcarti_test_groups(run, x, y);
    if (y->is_number)
        return pcarti_test_groups(run, y, x);
    return pcarti_test_table(run);
}

static void
write_chosen(test_run *run)
{
    stat_row row = pcarti_stat_row("chosen", run->x->name, "p_value");

    if (!run->chosen.method)
        return;
    row.method = run->chosen.method;
    row.r_call = run->chosen.r_call;
    row.note = run->reason;
    row.n = (double)run->n;
    if (run->chosen.is_evaluable)
        row.estimate = run->chosen.p_value;
    else
        row.reason = run->chosen.reason ? run->chosen.reason : "no answer";
    pcarti_stat_add(run->table, &row);
}

/* Several comparisons at once: the chosen p-values, adjusted. */
static pcart_status
write_adjusted(job *j, const double *p, const char *const *name, size_t n,
               pcart_arena *arena)
{
    static const pcart_adjust_kind known[] = {PCART_ADJUST_HOLM,
                                              PCART_ADJUST_BH};
    double out[MAX_X];

    for (size_t k = 0; k < PCART_COUNTOF(known); k++) {
        pcart_status status =
            pcart_adjust(p, n, known[k], arena, out, &j->in.err);

        if (status)
            return status;
        for (size_t i = 0; i < n; i++) {
            stat_row row = pcarti_stat_row(
                known[k] == PCART_ADJUST_HOLM ? "adjusted-holm" : "adjusted-bh",
                name[i], "p_value");

            row.estimate = out[i];
            row.n = (double)n;
            row.method = pcart_adjust_name(known[k]);
            row.r_call = known[k] == PCART_ADJUST_HOLM ? "p.adjust(p, \"holm\")"
                                                       : "p.adjust(p, \"BH\")";
            pcarti_stat_add(&j->in.out, &row);
        }
    }
    return PCART_OK;
}

static test_run
make_run(job *j, size_t k, pcart_arena *scratch)
{
    return (test_run){.table = &j->in.out,
                      .arena = scratch,
                      .err = &j->in.err,
                      .filter = pcarti_cmd_value(j->in.line, "--test"),
                      .level = j->in.level,
                      .max_node = (size_t)j->max_node,
                      .n_sample = (size_t)j->n_sample,
                      .seed = (uint64_t)j->seed,
                      .quantile = j->quantile,
                      .x = &j->column[k],
                      .y = j->y ? &j->column[MAX_X] : NULL,
                      .id = j->subject.code,
                      .n_id = j->subject.n_level};
}

/* Several columns of numbers against two groups: each pair of scores. */
static pcart_status
test_scores(job *j, int set, pcart_arena *scratch)
{
    pcart_status status = PCART_OK;

    if (!j->y || j->is_paired || j->column[MAX_X].is_number)
        return PCART_OK;
    for (size_t a = 0; a < j->n_x; a++)
        for (size_t b = a + 1; b < j->n_x && !status; b++) {
            test_run run = make_run(j, a, scratch);

            if (!j->column[a].is_number || !j->column[b].is_number ||
                !pcarti_test_is_wanted(&run, "roc-paired"))
                continue;
            status = choose_rows(j, set, &j->column[b], &run);
            if (!status)
                status = pcarti_test_scores(&run, &j->column[b]);
        }
    return status;
}

/* Every column against y, in one set. */
static pcart_status
test_set(void *of, int set, pcart_arena *scratch)
{
    job *j = of;
    double p[MAX_X];
    const char *name[MAX_X];
    size_t n = 0;
    pcart_status status = PCART_OK;

    for (size_t k = 0; k < j->n_x && !status; k++) {
        test_run run = make_run(j, k, scratch);

        j->in.err = (pcart_err){0};
        if ((status = choose_rows(j, set, NULL, &run)) ||
            (status = test_one(j, &run)) ||
            (status = check_independence(j, &run)))
            break;
        write_chosen(&run);
        if (run.chosen.is_evaluable) {
            p[n] = run.chosen.p_value;
            name[n++] = run.x->name;
        }
    }
    if (!status)
        status = test_scores(j, set, scratch);
    if (!status && n > 1)
        status = write_adjusted(j, p, name, n, scratch);
    return status;
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    static const stat_plan plan = {read_options, read_columns, test_set};
    job j = {.in = {.line = line}};

    return pcarti_stat_job_run(&j.in, &plan, &j, out);
}

const pcart_cmd pcarti_cmd_test = {
    .group = "Statistics",
    .name = "test",
    .summary = "compare columns of any table, every test named",
    .usage = "postcart test FILE --x A,... --y B [--paired ID] [--test LIST]",
    .help =
        "Reads a CSV or TSV and compares each column A with column B: words\n"
        "by words as a table of counts, numbers between groups, numbers by\n"
        "numbers, and pairs.  Every test that applies is printed with its\n"
        "name and the R call that gives the same; the line 'chosen' says\n"
        "which one suits the data, and why.  With several columns their\n"
        "p-values are also adjusted (Holm; Benjamini and Hochberg).\n"
        "\n"
        "A column of numbers with at most two different values is taken as\n"
        "words (see --number).  Rows that share a subject are noticed by\n"
        "--id, or by a column called patient, subject, id or the like.",
    .option = option,
    .min_operand = 1,
    .max_operand = 1,
    .run = run,
};
