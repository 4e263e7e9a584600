/* column.c -- building the columns of the analysis.  Layer: study. */
#include "study/parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

pcart_status
pcarti_work_no_memory(pcarti_work *work)
{
    return pcart_err_set(work->err, PCART_E_NOMEM, "out of memory");
}

static pcart_variable *
add(pcarti_work *work, const pcart_variable *row)
{
    pcart_variable *column =
        pcart_arena_grow(work->arena, work->column, &work->m_column,
                         work->n_column + 1, sizeof *column);

    if (!column)
        return NULL;
    work->column = column;
    column += work->n_column++;
    *column = *row;
    if (!column->unit)
        column->unit = "";
    if (!column->rule)
        column->rule = "";
    if (!column->definition)
        column->definition = "";
    return column;
}

pcart_status
pcarti_column_numbers(pcarti_work *work, const pcart_variable *row,
                      const double *value, const char *const *reason)
{
    pcart_variable *column = add(work, row);

    if (!column)
        return pcarti_work_no_memory(work);
    column->kind = PCART_VARIABLE_NUMBER;
    column->number = value;
    column->reason = reason;
    column->shown_level = -1;
    return PCART_OK;
}

pcart_status
pcarti_column_codes(pcarti_work *work, const pcart_variable *row,
                    const int *code, const char *const *reason)
{
    pcart_variable *column = add(work, row);

    if (!column)
        return pcarti_work_no_memory(work);
    column->kind = PCART_VARIABLE_CATEGORY;
    column->code = code;
    column->reason = reason;
    return PCART_OK;
}

/* A text and how often it is there. */
typedef struct level_count {
    const char *text;
    int n;
} level_count;

static int
by_text(const void *a, const void *b)
{
    const level_count *x = a, *y = b;

    return strcmp(x->text, y->text);
}

static int
by_frequency(const void *a, const void *b)
{
    const level_count *x = a, *y = b;

    if (x->n != y->n)
        return x->n < y->n ? 1 : -1;
    return strcmp(x->text, y->text);
}

/* Different texts by frequency; their number. */
static size_t
count_levels(const char *const *text, size_t n, level_count *level)
{
    size_t n_text = 0, n_level = 0;

    for (size_t i = 0; i < n; i++)
        if (text[i] && text[i][0])
            level[n_text++] = (level_count){text[i], 1};
    qsort(level, n_text, sizeof *level, by_text);
    for (size_t i = 0; i < n_text; i++) {
        if (n_level && strcmp(level[n_level - 1].text, level[i].text) == 0)
            level[n_level - 1].n++;
        else
            level[n_level++] = level[i];
    }
    qsort(level, n_level, sizeof *level, by_frequency);
    return n_level;
}

pcart_status
pcarti_column_texts(pcarti_work *work, const pcart_variable *row,
                    const char *const *text, const char *const *reason)
{
    size_t n = work->study.n_subject, n_level;
    level_count *level = pcart_arena_take(work->arena, n + 1, sizeof *level);
    int *code = pcart_arena_take(work->arena, n + 1, sizeof *code);
    pcart_variable filled = *row;
    const char **name;

    if (!level || !code)
        return pcarti_work_no_memory(work);
    n_level = count_levels(text, n, level);
    name = pcart_arena_take(work->arena, n_level + 1, sizeof *name);
    if (!name)
        return pcarti_work_no_memory(work);
    for (size_t k = 0; k < n_level; k++)
        name[k] = level[k].text;
    for (size_t i = 0; i < n; i++) {
        code[i] = -1;
        for (size_t k = 0; text[i] && k < n_level && code[i] < 0; k++)
            if (strcmp(text[i], name[k]) == 0)
                code[i] = (int)k;
    }
    filled.level = name;
    filled.n_level = n_level;
    filled.shown_level = -1;
    return pcarti_column_codes(work, &filled, code, reason);
}

const pcart_variable *
pcarti_column_find(const pcarti_work *work, const char *name)
{
    for (size_t i = 0; i < work->n_column; i++)
        if (strcmp(work->column[i].name, name) == 0)
            return &work->column[i];
    return NULL;
}
