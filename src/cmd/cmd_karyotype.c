/* cmd_karyotype.c -- postcart karyotype: read, explain and compare ISCN text.
 * Layer: cmd. */
#include "cmd/cmd.h"

#include <string.h>

#include "cmd/input.h"
#include "cmd/karyotype_row.h"
#include "postcart/version.h"

static const pcart_cmd_option option[] = {
    {"--column", 0, "NAME",
     "read this column of a CSV or TSV table; without it, each line is one "
     "karyotype"},
    {"--name", 0, "COLUMN", "repeat this column as the name of each row"},
    {"--side", 0, "host|donor",
     "whose cells the facts are about, where // parts them (host)"},
    {"--count", 0, "SCHEME",
     "chun2010 (default), haase2019, iscn2024 or collapsed"},
    {"--clonal", 0, "strict|stated",
     "strict: by the number of metaphases; stated: as written (strict)"},
    {"--cells-required", 0, "N", "metaphases of an adequate study (20)"},
    {"--monosomal-markers", 0, NULL,
     "markers and rings make a monosomal karyotype, too"},
    {"--variants", 0, NULL, "count inv(9) and other common variants"},
    {"--before", 0, "TEXT",
     "an earlier karyotype: say what became of each clone"},
    {NULL, 0, NULL, NULL}};

/* Everything of one run. */
typedef struct job {
    const pcart_cmd_line *line;
    pcart_karyotype_options options;
    pcart_arena arena; /* of one row */
    pcart_arena keep;  /* of the table and of the earlier karyotype */
    pcarti_buf out;
    FILE *file;
    pcart_karyotype before;
    const pcart_karyotype *has_before;
    long column, name; /* -1: the whole line; none */
    size_t n_column;
    const char *source;
    size_t n_manual;
} job;

static pcart_status
choose(const pcart_cmd_line *line, const char *name, const char *first,
       const char *second, int *is_second, pcart_err *err)
{
    const char *value = pcarti_cmd_value(line, name);

    *is_second = value && strcmp(value, second) == 0;
    if (!value || *is_second || strcmp(value, first) == 0)
        return PCART_OK;
    return pcart_err_set(err, PCART_E_USAGE, "%s must be %s or %s, not '%.40s'",
                         name, first, second, value);
}

static pcart_status
read_options(job *j, pcart_err *err)
{
    const pcart_cmd_line *line = j->line;
    const char *count = pcarti_cmd_value(line, "--count");
    const char *before = pcarti_cmd_value(line, "--before");
    int64_t cells = 0;
    pcart_status status =
        choose(line, "--side", "host", "donor", &j->options.is_donor, err);

    if (status == PCART_OK)
        status = choose(line, "--clonal", "strict", "stated",
                        &j->options.is_stated, err);
    if (status)
        return status;
    if (count) {
        int scheme = pcart_count_find(count);

        if (scheme < 0)
            return pcart_err_set(err, PCART_E_USAGE,
                                 "there is no counting scheme '%.40s'", count);
        j->options.scheme = (pcart_count_scheme)scheme;
    }
    if (pcarti_cmd_value(line, "--cells-required")) {
        status =
            pcarti_cmd_number(line, "--cells-required", 1, 999, &cells, err);
        if (status)
            return status;
        j->options.cells_required = (int)cells;
    }
    j->options.is_marker_structural =
        pcarti_cmd_value(line, "--monosomal-markers") != NULL;
    j->options.is_variant_counted =
        pcarti_cmd_value(line, "--variants") != NULL;
    if (before) {
        status = pcart_karyotype_read(before, strlen(before), &j->keep,
                                      &j->before, err);
        j->has_before = &j->before;
    }
    return status;
}

/* Column of the header by name; -2 when it is not there. */
static long
find_column(const pcart_row *header, const char *name)
{
    for (size_t i = 0; i < header->n_cell; i++)
        if (strlen(name) == header->cell[i].length &&
            memcmp(name, header->cell[i].text, header->cell[i].length) == 0)
            return (long)i;
    return -2;
}

static pcart_status
one_karyotype(job *j, const pcart_row *row, pcart_err *err)
{
    pcart_karyotype karyotype;
    pcart_karyotype_facts facts;
    pcarti_karyotype_row result = {.line = row->line,
                                   .karyotype = &karyotype,
                                   .facts = &facts,
                                   .before = j->has_before};
    const char *text = row->text;
    size_t length = row->length;
    pcart_status status;

    if (j->column >= 0 && row->n_cell > j->n_column)
        return pcart_err_at(
            err, PCART_E_SYNTAX, pcart_row_place(j->source, row, NULL),
            "%zu cells in a table of %zu columns", row->n_cell, j->n_column);
    if (j->column >= 0) {
        text = "";
        length = 0;
        if ((size_t)j->column < row->n_cell) {
            text = row->cell[j->column].text;
            length = row->cell[j->column].length;
        }
    }
    if (j->name >= 0 && (size_t)j->name < row->n_cell) {
        result.name = pcart_arena_text(&j->arena, row->cell[j->name].text,
                                       row->cell[j->name].length);
        if (!result.name)
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    }
    status = pcart_karyotype_read(text, length, &j->arena, &karyotype, err);
    if (status)
        return status;
    status = pcart_karyotype_find_facts(&karyotype, &j->options, &j->arena,
                                        &facts, err);
    if (status)
        return status;
    j->n_manual += karyotype.state == PCART_KARYOTYPE_MANUAL;
    status = j->line->is_json
                 ? pcarti_karyotype_json(&result, &j->arena, &j->out, err)
                 : pcarti_karyotype_tsv(&result, &j->arena, &j->out, err);
    if (status)
        return status;
    if (j->out.length)
        fwrite(j->out.data, 1, j->out.length, j->file);
    pcarti_buf_clear(&j->out);
    pcart_arena_clear(&j->arena);
    return PCART_OK;
}

static pcart_status
find_columns(job *j, const pcart_row *header, const char *column,
             const char *name, pcart_err *err)
{
    j->n_column = header->n_cell;
    j->column = find_column(header, column);
    j->name = name ? find_column(header, name) : -1;
    if (j->column == -2 || j->name == -2)
        return pcart_err_set(err, PCART_E_NOTFOUND,
                             "there is no column '%.60s'",
                             j->column == -2 ? column : name);
    return PCART_OK;
}

static pcart_status
all_rows(job *j, pcart_err *err)
{
    const char *path = j->line->n_operand ? j->line->operand[0] : "-";
    const char *column = pcarti_cmd_value(j->line, "--column");
    const char *name = pcarti_cmd_value(j->line, "--name");
    pcarti_input input = {0};
    const pcart_row *row;
    pcart_status status;

    j->source = strcmp(path, "-") == 0 ? "<stdin>" : path;
    /* Lines of plain text are a table without any delimiter. */
    status =
        pcarti_input_open(&input, path, column ? 0 : '\t', &j->keep, &row, err);
    if (status)
        goto done;
    if (column) {
        status = find_columns(j, row, column, name, err);
        if (status == PCART_OK)
            status = pcart_table_next(&input.table, &row, err);
    }
    if (!j->line->is_json) {
        pcarti_buf_print(&j->out,
                         "# postcart %s karyotype count=%s side=%s "
                         "clonal=%s\n",
                         pcart_version(), pcart_count_name(j->options.scheme),
                         j->options.is_donor ? "donor" : "host",
                         j->options.is_stated ? "stated" : "strict");
        pcarti_karyotype_head(&j->out, j->has_before != NULL);
    }
    while (status == PCART_OK && row) {
        status = one_karyotype(j, row, err);
        if (status == PCART_OK)
            status = pcart_table_next(&input.table, &row, err);
    }
done:
    pcarti_input_close(&input);
    return status;
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    job j = {.line = line, .file = out, .column = -1, .name = -1};
    pcart_err err = {0};
    pcart_status status = read_options(&j, &err);
    int code = PCART_EXIT_DONE;

    if (status == PCART_OK)
        status = all_rows(&j, &err);
    if (status)
        code = pcarti_cmd_fail(line, &err);
    else if (j.n_manual && line->is_strict)
        code = PCART_EXIT_WARNED;
    pcarti_buf_release(&j.out);
    pcart_arena_release(&j.arena);
    pcart_arena_release(&j.keep);
    return code;
}

const pcart_cmd pcarti_cmd_karyotype = {
    .group = "Marrow",
    .name = "karyotype",
    .summary = "read karyotypes: clones, facts, risk groups, host and donor",
    .usage = "postcart karyotype [FILE|-] [options]",
    .help =
        "Reads one karyotype a line, or a column of a table (--column), and\n"
        "prints one row for each: clones and metaphases of host and donor, "
        "the\n"
        "number of abnormalities, complex, monosomal, ploidy, the groups of\n"
        "IPSS and IPSS-R, named facts as yes, no, open or NA, and whether it\n"
        "is myelodysplasia-related by WHO 5 and by ICC.  With --before: what\n"
        "became of each clone.\n"
        "\n"
        "Text that cannot be read has the status 'manual' and no facts; the\n"
        "notes say why and at which byte.  Nothing is guessed.\n"
        "\n"
        "--json writes one line for each karyotype, with clones, expanded\n"
        "items, their places in the text, and what proves each fact.",
    .option = option,
    .min_operand = 0,
    .max_operand = 1,
    .run = run,
};
