/* design.c -- the columns of a regression from those of a table.  Layer: cmd.
 */
#include "cmd/design.h"

#include <math.h>
#include <string.h>

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

pcart_status
pcarti_design_split(design *out, const char *list, pcart_arena *arena,
                    pcart_err *err)
{
    while (list && *list) {
        size_t length = strcspn(list, ",");

        if (length) {
            if (out->n_term == DESIGN_MAX_TERM)
                return pcart_err_set(err, PCART_E_USAGE,
                                     "more than %d covariates",
                                     DESIGN_MAX_TERM);
            out->term_name[out->n_term] = pcart_arena_text(arena, list, length);
            if (!out->term_name[out->n_term++])
                return no_memory(err);
        }
        list += length + (list[length] == ',');
    }
    return PCART_OK;
}

/* A column of the model while it is made. */
typedef struct entry {
    int term;
    const char *name, *level;
    double *value;
} entry;

static pcart_status
add_column(design *out, const entry *one, pcart_err *err)
{
    if (out->n_column == DESIGN_MAX_COLUMN)
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "the covariates have more than %d levels",
                             DESIGN_MAX_COLUMN);
    out->column[out->n_column] = one->value;
    out->name[out->n_column] = one->name;
    out->level[out->n_column] = one->level;
    out->term[out->n_column++] = one->term;
    return PCART_OK;
}

/* A factor as columns of 0 and 1; its first level is the reference. */
static pcart_status
add_factor(design *out, const frame *in, int term, pcart_arena *arena,
           pcart_err *err)
{
    frame_factor factor;
    pcart_status status = pcarti_frame_factor(
        in, pcarti_frame_find(in, out->term_name[term]), arena, &factor, err);

    if (!status)
        out->reference[term] = factor.n_level ? factor.level[0] : "";
    for (int k = 1; !status && k < factor.n_level; k++) {
        entry one = {
            .term = term,
            .level = factor.level[k],
            .value = pcart_arena_take(arena, in->n + 1, sizeof *one.value),
            .name = pcart_arena_print(arena, "%s=%s", out->term_name[term],
                                      factor.level[k])};

        if (!one.value || !one.name)
            return no_memory(err);
        for (size_t i = 0; i < in->n; i++)
            one.value[i] = factor.code[i] < 0 ? NAN : factor.code[i] == k;
        status = add_column(out, &one, err);
    }
    return status;
}

pcart_status
pcarti_design_read(design *out, const frame *in, pcart_arena *arena,
                   pcart_diag *diag, pcart_err *err)
{
    pcart_status status = PCART_OK;

    out->column =
        pcart_arena_take(arena, DESIGN_MAX_COLUMN, sizeof *out->column);
    out->name = pcart_arena_take(arena, DESIGN_MAX_COLUMN, sizeof *out->name);
    out->level = pcart_arena_take(arena, DESIGN_MAX_COLUMN, sizeof *out->level);
    out->term = pcart_arena_take(arena, DESIGN_MAX_COLUMN, sizeof *out->term);
    if (!out->column || !out->name || !out->level || !out->term)
        return no_memory(err);
    for (int k = 0; k < out->n_term && !status; k++) {
        entry one = {.term = k, .name = out->term_name[k]};
        int is_number;

        status = pcarti_frame_number(in, pcarti_frame_find(in, one.name), arena,
                                     diag, &is_number, &one.value, err);
        if (!status)
            status = is_number ? add_column(out, &one, err)
                               : add_factor(out, in, k, arena, err);
    }
    return status;
}

/* --- profiles ---------------------------------------------------------- */

/* What a profile says of one covariate; 0 if nothing. */
static int
find_value(const char *text, const char *name, const char **value,
           size_t *length)
{
    size_t n_name = strlen(name);

    while (*text) {
        size_t n = strcspn(text, ",");

        if (n > n_name && text[n_name] == '=' &&
            memcmp(text, name, n_name) == 0) {
            *value = text + n_name + 1;
            *length = n - n_name - 1;
            return 1;
        }
        text += n + (text[n] == ',');
    }
    return 0;
}

/* Whether a word is a level of the term, the reference included. */
static int
is_level(const design *in, int term, const char *word, size_t length)
{
    const char *first = in->reference[term];

    if (strlen(first) == length && memcmp(first, word, length) == 0)
        return 1;
    for (size_t k = 0; k < in->n_column; k++)
        if (in->term[k] == term && strlen(in->level[k]) == length &&
            memcmp(in->level[k], word, length) == 0)
            return 1;
    return 0;
}

pcart_status
pcarti_design_profile(const design *in, const char *text, double *out,
                      pcart_err *err)
{
    for (size_t k = 0; k < in->n_column; k++) {
        const char *name = in->term_name[in->term[k]], *value;
        size_t length;

        if (!find_value(text, name, &value, &length))
            return pcart_err_set(err, PCART_E_USAGE,
                                 "the profile '%s' does not name '%s'", text,
                                 name);
        if (in->level[k] && !is_level(in, in->term[k], value, length))
            return pcart_err_set(err, PCART_E_USAGE,
                                 "'%.*s' is no value of '%s'",
                                 (int)(length > 40 ? 40 : length), value, name);
        if (in->level[k])
            out[k] = strlen(in->level[k]) == length &&
                     memcmp(in->level[k], value, length) == 0;
        else if (!pcarti_frame_double(value, length, '.', &out[k]))
            return pcart_err_set(err, PCART_E_USAGE,
                                 "'%s' of the profile '%s' is no number", name,
                                 text);
    }
    return PCART_OK;
}
