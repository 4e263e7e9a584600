/* reference.c -- the dictionary as a page to read and as empty tables.
 * Layer: read. */
#include "postcart/dictionary.h"

#include <string.h>

#include "core/buf.h"
#include "postcart/lab.h"
#include "postcart/unit.h"

static const char intro[] =
    "# Tables\n"
    "\n"
    "A cohort is a folder of tables, `patients.csv`, `infusions.csv` and so "
    "on.\n"
    "This page is printed by `postcart check --reference`; `postcart check\n"
    "--template DIR` writes empty tables.\n"
    "\n"
    "* Text is UTF-8, with or without byte order mark; lines end with LF or "
    "CRLF.\n"
    "* Cells are parted by `,` `;` or tab: what occurs most in the first "
    "line.\n"
    "  The files are named `.csv` or `.tsv`.\n"
    "* The first line names the columns, in any order and any case.  Unknown\n"
    "  columns are listed and not used.\n"
    "* Numbers have a decimal point; with `--decimal=comma` a comma.  There "
    "are\n"
    "  no thousands separators.\n"
    "* Dates are `YYYY-MM-DD`.\n"
    "* An empty cell means: not known.\n"
    "* Rows may be in any order.  Tables sorted by patient (in the order of\n"
    "  bytes) can be read as a stream, however large they are.\n";

/* Text in a cell of a Markdown table. */
static void
write_cell(pcarti_buf *buf, const char *text)
{
    for (; *text; text++) {
        if (*text == '|')
            pcarti_buf_char(buf, '\\');
        pcarti_buf_char(buf, *text);
    }
}

static void
write_codes(pcarti_buf *buf, const pcart_column *column)
{
    for (size_t i = 0; i < column->n_code; i++) {
        const pcart_code *code = &column->code[i];

        pcarti_buf_print(buf, "%s`%s`", i ? ", " : "", code->name);
        if (!code->synonym[0])
            continue;
        pcarti_buf_text(buf, " (");
        for (const char *s = code->synonym; *s; s++) {
            if (*s == '|')
                pcarti_buf_text(buf, ", ");
            else
                pcarti_buf_char(buf, *s);
        }
        pcarti_buf_char(buf, ')');
    }
}

static void
write_range(pcarti_buf *buf, const pcart_column *column)
{
    if (column->low != PCART_FIXED_NONE && column->high != PCART_FIXED_NONE) {
        pcarti_buf_fixed(buf, column->low);
        pcarti_buf_text(buf, " to ");
        pcarti_buf_fixed(buf, column->high);
    } else if (column->low != PCART_FIXED_NONE) {
        pcarti_buf_text(buf, "at least ");
        pcarti_buf_fixed(buf, column->low);
    }
    if (column->unit[0])
        pcarti_buf_print(buf, "%s%s",
                         column->low != PCART_FIXED_NONE ? " " : "",
                         column->unit);
}

static void
write_table(pcarti_buf *buf, const pcart_dictionary_table *table)
{
    pcarti_buf_print(buf, "\n## %s\n\n%s%s\n\n", table->name, table->sentence,
                     table->is_required ? "  Required." : "");
    pcarti_buf_text(buf, "| column | type | values | meaning |\n"
                         "|---|---|---|---|\n");
    for (size_t i = 0; i < table->n_column; i++) {
        const pcart_column *column = &table->column[i];

        pcarti_buf_print(buf, "| `%s`%s | %s | ", column->name,
                         column->is_required ? " *" : "",
                         pcart_column_type_name(column->type));
        write_codes(buf, column);
        write_range(buf, column);
        pcarti_buf_text(buf, " | ");
        write_cell(buf, column->sentence);
        pcarti_buf_text(buf, " |\n");
    }
    pcarti_buf_text(buf, "\n`*` required.\n");
}

/* "wbc, leukocytes" and LOINC codes of one analyte. */
static void
write_names(pcarti_buf *buf, pcart_analyte analyte)
{
    size_t n_alias, n_loinc;
    const pcart_analyte_alias *alias = pcart_analyte_alias_list(&n_alias);
    const pcart_loinc *loinc = pcart_loinc_list(&n_loinc);
    int is_first = 1;

    for (size_t i = 0; i < n_alias; i++) {
        if (alias[i].analyte != analyte)
            continue;
        pcarti_buf_print(buf, "%s%s", is_first ? "" : ", ", alias[i].name);
        is_first = 0;
    }
    pcarti_buf_text(buf, " | ");
    is_first = 1;
    for (size_t i = 0; i < n_loinc; i++) {
        if (loinc[i].analyte != (int)analyte)
            continue;
        pcarti_buf_print(buf, "%s%s%s", is_first ? "" : ", ", loinc[i].code,
                         loinc[i].is_flagged ? " (flagged)" : "");
        is_first = 0;
    }
}

static void
write_analytes(pcarti_buf *buf)
{
    size_t n;
    const pcart_loinc *loinc = pcart_loinc_list(&n);

    pcarti_buf_text(buf,
                    "\n## Analytes\n\n"
                    "Values outside the plausible range stop the file: the "
                    "unit is wrong, or the value.\n\n"
                    "| name | other names | LOINC | unit | plausible |\n"
                    "|---|---|---|---|---|\n");
    for (int i = 0; i < PCART_N_ANALYTE; i++) {
        const pcart_analyte_info *info = pcart_analyte_get((pcart_analyte)i);

        pcarti_buf_print(buf, "| `%s` | ", info->name);
        write_names(buf, info->analyte);
        pcarti_buf_print(buf, " | %s | ", info->unit);
        pcarti_buf_fixed(buf, info->low);
        pcarti_buf_text(buf, " to ");
        pcarti_buf_fixed(buf, info->high);
        pcarti_buf_text(buf, " |\n");
    }
    pcarti_buf_text(buf, "\nLOINC codes with a flag, and refused ones:\n\n"
                         "| LOINC | analyte | why |\n|---|---|---|\n");
    for (size_t i = 0; i < n; i++) {
        if (loinc[i].analyte >= 0 && !loinc[i].is_flagged)
            continue;
        pcarti_buf_print(
            buf, "| %s | %s | ", loinc[i].code,
            loinc[i].analyte < 0
                ? "refused"
                : pcart_analyte_get((pcart_analyte)loinc[i].analyte)->name);
        write_cell(buf, loinc[i].note ? loinc[i].note : "");
        pcarti_buf_text(buf, " |\n");
    }
}

static void
write_units(pcarti_buf *buf)
{
    size_t n;
    const pcart_unit *unit = pcart_unit_list(&n);

    pcarti_buf_text(buf, "\n## Units\n\n"
                         "Micro may be written u, \xC2\xB5 or \xCE\xBC.\n\n"
                         "| measures | spellings |\n|---|---|\n");
    for (int d = PCART_DIM_COUNT; d <= PCART_DIM_AMOUNT; d++) {
        int is_first = 1;

        pcarti_buf_print(buf, "| %s | ",
                         pcart_dimension_name((pcart_dimension)d));
        for (size_t i = 0; i < n; i++) {
            if ((int)unit[i].dimension != d)
                continue;
            pcarti_buf_print(buf, "%s`%s`", is_first ? "" : ", ",
                             unit[i].spelling);
            is_first = 0;
        }
        pcarti_buf_text(buf, " |\n");
    }
}

/* Move what was written into the arena. */
static char *
take(pcarti_buf *buf, pcart_arena *arena)
{
    char *out = NULL;

    if (pcarti_buf_status(buf, NULL) == PCART_OK && buf->data)
        out = pcart_arena_text(arena, buf->data, buf->length);
    pcarti_buf_release(buf);
    return out;
}

char *
pcart_dictionary_reference(pcart_arena *arena)
{
    pcarti_buf buf = {0};

    pcarti_buf_text(&buf, intro);
    for (int i = 0; i < PCART_N_TABLE; i++)
        write_table(&buf, pcart_dictionary_get((pcart_table_id)i));
    write_analytes(&buf);
    write_units(&buf);
    return take(&buf, arena);
}

char *
pcart_dictionary_template(const pcart_dictionary_table *table,
                          pcart_arena *arena)
{
    pcarti_buf buf = {0};

    for (size_t i = 0; i < table->n_column; i++)
        pcarti_buf_print(&buf, "%s%s", i ? "," : "", table->column[i].name);
    pcarti_buf_char(&buf, '\n');
    return take(&buf, arena);
}
