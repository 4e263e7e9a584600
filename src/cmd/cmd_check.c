/* cmd_check.c -- postcart check: validate the tables of a cohort.
 * Layer: cmd. */
#include <string.h>

#include "cmd/cmd.h"
#include "cmd/tables.h"
#include "postcart/dictionary.h"

static const pcart_cmd_option option[] = {
    PCARTI_TABLES_OPTION,
    {"--template", 0, "DIR", "write empty tables into a folder, and stop"},
    {"--reference", 0, NULL, "print the reference of all tables, and stop"},
    {NULL, 0, NULL, NULL},
};

static int
fail_usage(const pcart_cmd_line *line, const char *format, const char *word)
{
    pcart_err err;

    pcart_err_set(&err, PCART_E_USAGE, format, word);
    pcart_err_hint(&err, "'postcart help check' says more");
    return pcarti_cmd_fail(line, &err);
}

static int
fail_memory(const pcart_cmd_line *line)
{
    pcart_err err;

    pcart_err_set(&err, PCART_E_NOMEM, "out of memory");
    return pcarti_cmd_fail(line, &err);
}

static int
print_reference(const pcart_cmd_line *line, pcart_arena *arena, FILE *out)
{
    const char *page = pcart_dictionary_reference(arena);

    if (!page)
        return fail_memory(line);
    fputs(page, out);
    return PCART_EXIT_DONE;
}

/* One empty table; a file that is there already is never overwritten. */
static pcart_status
write_template(const char *folder, const pcart_dictionary_table *table,
               pcart_arena *arena, pcart_err *err)
{
    pcarti_buf path = {0}, text = {0};
    const char *header = pcart_dictionary_template(table, arena);
    FILE *present;
    pcart_status status;

    pcarti_buf_print(&path, "%s/%s.csv", folder, table->name);
    pcarti_buf_text(&text, header ? header : "");
    status = pcarti_buf_status(&path, err);
    if (status == PCART_OK && !header)
        status = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    if (status)
        goto done;
    present = fopen(path.data, "rb");
    if (present) {
        fclose(present);
        status =
            pcart_err_set(err, PCART_E_IO, "'%s' is there already", path.data);
        pcart_err_hint(err, "give an empty folder");
        goto done;
    }
    status = pcarti_cmd_write_file(path.data, &text, err);
done:
    pcarti_buf_release(&path);
    pcarti_buf_release(&text);
    return status;
}

static int
write_templates(const pcart_cmd_line *line, const char *folder,
                pcart_arena *arena)
{
    pcart_err err;
    pcart_status status = pcarti_cmd_make_folder(folder, &err);

    for (int i = 0; status == PCART_OK && i < PCART_N_TABLE; i++)
        status = write_template(folder, pcart_dictionary_get((pcart_table_id)i),
                                arena, &err);
    return status ? pcarti_cmd_fail(line, &err) : PCART_EXIT_DONE;
}

static void
print_table(const pcart_cohort *cohort, FILE *out)
{
    fputs("table\tfile\trows\tused\terrors\twarnings\tnotes\n", out);
    for (int i = 0; i < PCART_N_TABLE; i++) {
        const pcart_table_use *use = &cohort->table[i];

        if (!use->file)
            continue;
        fprintf(out, "%s\t%s\t%llu\t%llu\t%zu\t%zu\t%zu\n",
                pcart_dictionary_get((pcart_table_id)i)->name, use->file,
                (unsigned long long)use->rows, (unsigned long long)use->used,
                use->n_error, use->n_warning, use->n_note);
    }
}

static void
print_json(const pcart_cohort *cohort, FILE *out)
{
    const char *comma = "";

    fputs("{\"tables\":[", out);
    for (int i = 0; i < PCART_N_TABLE; i++) {
        const pcart_table_use *use = &cohort->table[i];

        if (!use->file)
            continue;
        fprintf(out,
                "%s\n{\"table\":\"%s\",\"file\":\"%s\",\"rows\":%llu,"
                "\"used\":%llu,\"errors\":%zu,\"warnings\":%zu,\"notes\":%zu}",
                comma, pcart_dictionary_get((pcart_table_id)i)->name, use->file,
                (unsigned long long)use->rows, (unsigned long long)use->used,
                use->n_error, use->n_warning, use->n_note);
        comma = ",";
    }
    fputs("\n]}\n", out);
}

static int
check(const pcart_cmd_line *line, const char *path, pcart_arena *arena,
      FILE *out)
{
    pcart_cohort_options options = {0};
    pcart_cohort_folder *folder = NULL;
    pcart_cohort cohort = {0};
    pcart_diag diag;
    pcart_err err = {0};
    pcart_status status;
    int result;

    if (pcarti_tables_options(line, &options, &err))
        return pcarti_cmd_fail(line, &err);
    pcart_diag_init(&diag, arena);
    status = pcart_cohort_open(path, &options, arena, &diag, &folder, &err);
    if (status == PCART_OK)
        status = pcart_cohort_read(folder, arena, &diag, &cohort, &err);
    result = pcarti_cmd_report(line, &diag);
    /* What no list of problems holds: an unreadable folder, lack of memory. */
    if (status && diag.n_error == 0)
        result = pcarti_cmd_fail(line, &err);
    /* A count of half a folder would look like the count of all of it. */
    if (folder && status != PCART_E_NOMEM && !diag.is_out_of_memory) {
        if (line->is_json)
            print_json(&cohort, out);
        else
            print_table(&cohort, out);
    }
    pcart_cohort_close(folder);
    return result;
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    const char *folder = pcarti_cmd_value(line, "--template");
    pcart_arena arena = {0};
    int result;

    if (folder)
        result = write_templates(line, folder, &arena);
    else if (pcarti_cmd_value(line, "--reference"))
        result = print_reference(line, &arena, out);
    else if (line->n_operand != 1)
        result = fail_usage(line, "usage: %s", line->cmd->usage);
    else
        result = check(line, line->operand[0], &arena, out);
    pcart_arena_release(&arena);
    return result;
}

const pcart_cmd pcarti_cmd_check = {
    .group = "Data",
    .name = "check",
    .summary = "validate the tables of a cohort, and list every problem",
    .usage = "postcart check DIR [options]",
    .help =
        "Reads every table in the folder DIR (patients.csv, infusions.csv,\n"
        "labs.csv ...) and prints one line per table: rows, rows used, "
        "errors,\n"
        "warnings and notes.  All problems are printed with file, line and\n"
        "column on standard error.\n"
        "\n"
        "An error refuses the data (exit status 1).  A warning is about rows\n"
        "that are doubtful or not used; a note is good to know.\n"
        "\n"
        "'postcart check --reference' prints what each table and column "
        "holds,\n"
        "and which analytes and units are known.",
    .option = option,
    .min_operand = 0,
    .max_operand = 1,
    .run = run,
};
