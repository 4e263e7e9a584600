/* marrow_table.c -- read one patient a row, each cell by the kind of its
 * column.  Layer: study. */
#include "study/marrow_table.h"

#include <string.h>

enum kind { TEXT, NUMBER, FRACTION, FLAG, COUNT, GROUP, SEX };

/* Limits are plausibility, not medicine: a value beyond them has another
 * unit. */
static const struct {
    const char *name;
    enum kind kind;
    int low, high;
} column[MC_FIRST_GENE] = {
    [MC_KARYOTYPE] = {"KARYOTYPE", TEXT, 0, 0},
    [MC_FUSION] = {"FUSION", TEXT, 0, 0},
    [MC_SEX] = {"SEX", SEX, 0, 0},
    [MC_AGE] = {"AGE", NUMBER, 0, 125},
    [MC_HB] = {"HB", NUMBER, 1, 25},
    [MC_PLT] = {"PLT", NUMBER, 0, 5000},
    [MC_ANC] = {"ANC", NUMBER, 0, 200},
    [MC_BM_BLAST] = {"BM_BLAST", NUMBER, 0, 100},
    [MC_PB_BLAST] = {"PB_BLAST", NUMBER, 0, 100},
    [MC_CYTO_IPSS] = {"CYTO_IPSS", GROUP, 0, 2},
    [MC_CYTO_IPSSR] = {"CYTO_IPSSR", GROUP, 0, 4},
    [MC_DEL5Q] = {"del5q", FLAG, 0, 1},
    [MC_DEL7_7Q] = {"del7_7q", FLAG, 0, 1},
    [MC_DEL17_17P] = {"del17_17p", FLAG, 0, 1},
    [MC_COMPLEX] = {"complex", FLAG, 0, 1},
    [MC_TP53MUT] = {"TP53mut", COUNT, 0, 99},
    [MC_TP53MAXVAF] = {"TP53maxvaf", FRACTION, 0, 1},
    [MC_TP53VAF2] = {"TP53vaf2", FRACTION, 0, 1},
    [MC_TP53LOH] = {"TP53loh", FLAG, 0, 1},
    [MC_N_MUTATIONS] = {"N_MUTATIONS", COUNT, 0, 999},
    [MC_MAX_VAF] = {"MAX_VAF", FRACTION, 0, 1},
    [MC_MAX_VAF_X] = {"MAX_VAF_X", FRACTION, 0, 1},
    [MC_SF3B1_VAF] = {"SF3B1_VAF", FRACTION, 0, 1},
    [MC_RDW] = {"RDW", NUMBER, 5, 50},
    [MC_MCV] = {"MCV", NUMBER, 40, 160},
    [MC_CCUS] = {"CCUS", FLAG, 0, 1},
    [MC_PERSISTENT] = {"PERSISTENT", FLAG, 0, 1},
    [MC_AUER_RODS] = {"AUER_RODS", FLAG, 0, 1},
    [MC_DYSPLASIA_E] = {"DYSPLASIA_E", NUMBER, 0, 100},
    [MC_DYSPLASIA_G] = {"DYSPLASIA_G", NUMBER, 0, 100},
    [MC_DYSPLASIA_M] = {"DYSPLASIA_M", NUMBER, 0, 100},
    [MC_CELLS_E] = {"CELLS_E", COUNT, 0, 100000},
    [MC_CELLS_G] = {"CELLS_G", COUNT, 0, 100000},
    [MC_CELLS_M] = {"CELLS_M", COUNT, 0, 100000},
    [MC_RING_SIDEROBLASTS] = {"RING_SIDEROBLASTS", NUMBER, 0, 100},
    [MC_CELLULARITY] = {"CELLULARITY", NUMBER, 0, 100},
    [MC_FIBROSIS] = {"FIBROSIS", COUNT, 0, 3},
    [MC_MDS_BEFORE] = {"MDS_BEFORE", FLAG, 0, 1},
    [MC_CYTOTOXIC] = {"CYTOTOXIC", FLAG, 0, 1},
    [MC_GERMLINE] = {"GERMLINE", FLAG, 0, 1},
    [MC_DONOR] = {"DONOR", FLAG, 0, 1},
    [MC_FLT3_ITD] = {"FLT3_ITD", FLAG, 0, 1},
    [MC_CEBPA_BZIP] = {"CEBPA_BZIP", FLAG, 0, 1},
    [MC_JAK2] = {"JAK2", FLAG, 0, 1},
    [MC_ZRSR2] = {"ZRSR2", FLAG, 0, 1},
};

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int
is_word(const char *text, size_t length, const char *word)
{
    size_t i = 0;

    for (; i < length && word[i]; i++)
        if (lower(text[i]) != lower(word[i]))
            return 0;
    return i == length && !word[i];
}

static const char *
column_name(int c)
{
    return c < MC_FIRST_GENE
               ? column[c].name
               : pcart_ipssm_gene_name((pcart_ipssm_gene)(c - MC_FIRST_GENE));
}

static void
report(const pcarti_marrow_table *table, const pcart_row *row,
       const pcart_cell *cell, const char *code, const char *message,
       const char *hint)
{
    pcart_problem problem = {.severity = PCART_ERROR,
                             .status = PCART_E_SYNTAX,
                             .where = pcart_row_place(table->source, row, cell),
                             .code = code,
                             .message = message,
                             .redacted = message,
                             .hint = hint};

    pcart_diag_add(table->diag, &problem);
}

void
pcarti_marrow_table_header(pcarti_marrow_table *table, const pcart_row *header)
{
    for (int c = 0; c < MC_N; c++)
        table->at[c] = -1;
    table->n_column = header->n_cell;
    for (size_t i = 0; i < header->n_cell && i < INT16_MAX; i++) {
        const pcart_cell *cell = &header->cell[i];

        for (int c = 0; c < MC_N; c++) {
            if (!is_word(cell->text, cell->length, column_name(c)) &&
                !(c == MC_FIRST_GENE + PCART_IPSSM_MLL_PTD &&
                  is_word(cell->text, cell->length, "KMT2A_PTD")))
                continue;
            if (table->at[c] >= 0)
                report(table, header, cell, "column-doubled",
                       "this column stands twice", NULL);
            table->at[c] = (int16_t)i;
        }
    }
}

static int
is_absent(const char *text, size_t length)
{
    const int is_number = length && text[0] >= '0' && text[0] <= '9';

    static const char *const word[] = {
        "",           "NA",          "NaN",     "nd", "nt",
        "not tested", "not covered", "unknown", "."};

    for (size_t i = 0; i < PCART_COUNTOF(word) && !is_number; i++)
        if (is_word(text, length, word[i]))
            return 1;
    return 0;
}

/* A decimal; a trailing percent sign makes a fraction of it. */
static const char *
read_number(const pcarti_marrow_table *table, const char *text, size_t length,
            int c, pcart_fixed *out)
{
    const int is_fraction = column[c].kind == FRACTION;
    int is_percent = length && text[length - 1] == '%';
    pcart_decimal decimal;
    pcart_fixed value;

    if (is_percent)
        length--;
    while (is_percent && length && text[length - 1] == ' ')
        length--;
    if (pcart_decimal_read(text, length, table->mark, &decimal, NULL))
        return "not a number";
    if (pcart_fixed_from_decimal(decimal, 1,
                                 is_percent && is_fraction ? 100 : 1, &value,
                                 NULL, NULL))
        return "too large a number";
    if (value < PCART_FIXED(column[c].low) ||
        value > PCART_FIXED(column[c].high))
        return is_fraction ? "a fraction must lie between 0 and 1"
                           : "not plausible in the unit of this column";
    if (column[c].kind == COUNT && value % PCART_FIXED_ONE)
        return "a whole number is expected";
    *out = value;
    return NULL;
}

static const char *
read_flag(const char *text, size_t length, pcart_fixed *out)
{
    static const struct {
        const char *word;
        int value;
    } word[] = {{"no", 0},   {"yes", 1},       {"false", 0},
                {"true", 1}, {"negative", 0},  {"positive", 1},
                {"wt", 0},   {"wild type", 0}, {"mutated", 1}};

    if (length == 1 && (text[0] == '0' || text[0] == '1')) {
        *out = text[0] == '1' ? PCART_FIXED_ONE : 0;
        return NULL;
    }
    for (size_t i = 0; i < PCART_COUNTOF(word); i++)
        if (length && lower(text[0]) == word[i].word[0] &&
            is_word(text, length, word[i].word)) {
            *out = PCART_FIXED(word[i].value);
            return NULL;
        }
    return "neither 0 nor 1";
}

static const char *
read_group(const char *text, size_t length, int c, pcart_fixed *out)
{
    int group = -1;

    if (c == MC_CYTO_IPSSR)
        group = pcart_ipssr_group_find(text, length);
    for (int g = 0; c == MC_CYTO_IPSS && g <= 2; g++)
        if (is_word(text, length, pcart_ipss_group_name(g)))
            group = g;
    if (group < 0)
        return "not a cytogenetic group";
    *out = PCART_FIXED(group);
    return NULL;
}

/* Rearrangements found by FISH or sequencing: names of facts. */
static const char *
read_fusion(const char *text, size_t length, uint64_t *out)
{
    size_t first = 0;

    for (size_t i = 0; i <= length; i++) {
        int found = 0;

        if (i < length && text[i] != '|' && text[i] != ';')
            continue;
        for (int fact = 0; fact < PCART_N_CYTO && i > first; fact++)
            if (is_word(text + first, i - first,
                        pcart_cyto_name((pcart_cyto)fact)) ||
                is_word(text + first, i - first,
                        pcart_cyto_title((pcart_cyto)fact))) {
                *out |= PCART_CYTO_BIT(fact);
                found = 1;
            }
        if (!found && i > first)
            return "not a rearrangement that is known here";
        first = i + 1;
    }
    return NULL;
}

static const char *
read_cell(const pcarti_marrow_table *table, const char *text, size_t length,
          int c, pcarti_marrow_row *out)
{
    const enum kind kind = c < MC_FIRST_GENE ? column[c].kind : FLAG;

    switch (kind) {
    case NUMBER:
    case FRACTION:
        return read_number(table, text, length, c, &out->value[c]);
    case COUNT:
        if (c == MC_TP53MUT && (is_word(text, length, "2 or more") ||
                                is_word(text, length, ">=2"))) {
            out->value[c] = PCART_FIXED(2);
            return NULL;
        }
        return read_number(table, text, length, c, &out->value[c]);
    case GROUP:
        return read_group(text, length, c, &out->value[c]);
    case SEX:
        if (is_word(text, length, "m") || is_word(text, length, "male"))
            out->sex = 'M';
        else if (is_word(text, length, "f") || is_word(text, length, "female"))
            out->sex = 'F';
        else
            return "neither M nor F";
        return NULL;
    case FLAG:
        return read_flag(text, length, &out->value[c]);
    case TEXT:
        return c == MC_FUSION ? read_fusion(text, length, &out->fusion) : NULL;
    }
    return NULL;
}

static pcart_status
read_karyotype(const pcarti_marrow_table *table, const pcart_cell *cell,
               pcart_arena *arena, pcarti_marrow_row *out, pcart_err *err)
{
    pcart_karyotype karyotype;
    pcart_karyotype_facts facts;
    pcart_status status =
        pcart_karyotype_read(cell->text, cell->length, arena, &karyotype, err);

    if (status == PCART_OK)
        status = pcart_karyotype_find_facts(&karyotype, &table->karyotype,
                                            arena, &facts, err);
    if (status)
        return status;
    out->karyotype_state = karyotype.state;
    out->cyto = facts.cyto;
    return PCART_OK;
}

pcart_status
pcarti_marrow_table_read(const pcarti_marrow_table *table, const pcart_row *row,
                         pcart_arena *arena, pcarti_marrow_row *out,
                         pcart_err *err)
{
    pcart_status status = PCART_OK;

    memset(out, 0, sizeof *out);
    if (row->n_cell > table->n_column)
        report(table, row, &row->cell[table->n_column], "cells-too-many",
               "more cells than the header has columns", NULL);
    for (int c = 0; c < MC_N && status == PCART_OK; c++) {
        const int at = table->at[c];
        const pcart_cell *cell;
        const char *text, *problem;
        size_t length;

        out->value[c] = PCART_FIXED_NONE;
        if (at < 0 || (size_t)at >= row->n_cell)
            continue;
        cell = &row->cell[at];
        text = cell->text;
        length = cell->length;
        while (length && text[0] == ' ')
            text++, length--;
        while (length && text[length - 1] == ' ')
            length--;
        if (is_absent(text, length))
            continue;
        problem = read_cell(table, text, length, c, out);
        if (problem)
            report(table, row, cell, "cell", problem,
                   c < MC_FIRST_GENE && column[c].kind == FRACTION
                       ? "write percent with its sign: 85%"
                       : NULL);
        if (c == MC_KARYOTYPE)
            status = read_karyotype(table, cell, arena, out, err);
    }
    return status;
}
