/* surv_data.c -- from the columns of a table to follow-up.  Layer: cmd. */
#include "cmd/surv_data.h"

#include <math.h>
#include <string.h>

/* What the reading of one file shares. */
typedef struct reader {
    const surv_roles *roles;
    frame table;
    pcart_arena *arena;
    pcart_diag *diag;
    surv_data *out;
    pcart_err *err;
    double *time, *start, *weight;
    int *status;
    frame_factor cluster;
} reader;

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static pcart_status
read_frame(reader *r, const char *source, const pcarti_buf *bytes,
           pcart_decimal_mark decimal)
{
    const surv_roles *roles = r->roles;
    const design *model = &r->out->model;
    const char *name[DESIGN_MAX_TERM + 16] = {
        roles->time,  roles->status,  roles->start,   roles->weight,
        roles->group, roles->stratum, roles->cluster, roles->by,
        roles->id,    roles->from};
    size_t n = 10;

    for (int k = 0; k < model->n_term; k++)
        name[n++] = model->term_name[k];
    n = pcarti_frame_unique(name, n);
    return pcarti_frame_read(&r->table, source, bytes, name, n, decimal,
                             r->arena, r->diag, r->err);
}

static pcart_status
number_column(reader *r, const char *name, double **out)
{
    if (!name)
        return PCART_OK;
    return pcarti_frame_number(&r->table, pcarti_frame_find(&r->table, name),
                               r->arena, r->diag, NULL, out, r->err);
}

static pcart_status
factor_column(reader *r, const char *name, frame_factor *out)
{
    if (!name)
        return PCART_OK;
    return pcarti_frame_factor(&r->table, pcarti_frame_find(&r->table, name),
                               r->arena, out, r->err);
}

/* --- status ------------------------------------------------------------ */

static int
is_censor_word(const char *word)
{
    static const char *const known[] = {"0",     "censored", "censor", "alive",
                                        "no",    "none",     "FALSE",  "false",
                                        "False", "Censored", "Alive",  "No"};

    for (size_t i = 0; i < PCART_COUNTOF(known); i++)
        if (strcmp(word, known[i]) == 0)
            return 1;
    return 0;
}

static int
find_level(const frame_factor *factor, const char *word)
{
    for (int k = 0; word && k < factor->n_level; k++)
        if (strcmp(factor->level[k], word) == 0)
            return k;
    return -1;
}

/* Whether every kind of event counts as the one of interest. */
static int
is_any(const reader *r)
{
    return r->roles->event && strcmp(r->roles->event, "any") == 0;
}

/* The level that is the event: as asked, else "1", else the only one. */
static pcart_status
choose_event(reader *r, const frame_factor *status, const int *is_censor,
             int *event)
{
    int n_other = 0, last = -1;

    *event = find_level(status, r->roles->event);
    if (*event >= 0 || is_any(r) || r->roles->is_states)
        return PCART_OK;
    if (r->roles->event)
        return pcart_err_set(r->err, PCART_E_USAGE,
                             "'--event %s': column '%s' has no such value",
                             r->roles->event, r->roles->status);
    for (int k = 0; k < status->n_level; k++)
        if (!is_censor[k]) {
            n_other++;
            last = k;
        }
    *event = find_level(status, "1");
    if (*event < 0 || is_censor[*event])
        *event = last;
    if (n_other > 1 && find_level(status, "1") < 0) {
        pcart_err_set(r->err, PCART_E_USAGE,
                      "column '%s' has several kinds of event",
                      r->roles->status);
        pcart_err_hint(r->err, "name the one of interest: --event '%s'",
                       status->level[last]);
        return PCART_E_USAGE;
    }
    return PCART_OK;
}

/* 1 and 2 without 0 may mean censored and dead, or two kinds of event. */
static pcart_status
check_one_two(reader *r, const frame_factor *status)
{
    if (r->roles->censored || r->roles->event || r->roles->is_states ||
        status->n_level != 2 || strcmp(status->level[0], "1") != 0 ||
        strcmp(status->level[1], "2") != 0)
        return PCART_OK;
    pcart_err_set(r->err, PCART_E_USAGE,
                  "column '%s' has only 1 and 2: is 1 censored?",
                  r->roles->status);
    pcart_err_hint(r->err, "then give --censored 1; or --event 1 if 1 and 2 "
                           "are two kinds of event");
    return PCART_E_USAGE;
}

static pcart_status
read_status(reader *r)
{
    frame_factor status = {0};
    int *is_censor, *code, event = -1;
    pcart_status result = factor_column(r, r->roles->status, &status);

    if (result || (result = check_one_two(r, &status)))
        return result;
    is_censor =
        pcart_arena_take(r->arena, (size_t)status.n_level + 1, sizeof(int));
    code = pcart_arena_take(r->arena, (size_t)status.n_level + 1, sizeof(int));
    r->out->event = pcart_arena_take(r->arena, (size_t)status.n_level + 1,
                                     sizeof *r->out->event);
    if (!is_censor || !code || !r->out->event)
        return no_memory(r->err);
    for (int k = 0; k < status.n_level; k++)
        is_censor[k] = r->roles->censored
                           ? strcmp(status.level[k], r->roles->censored) == 0
                           : is_censor_word(status.level[k]);
    result = choose_event(r, &status, is_censor, &event);
    if (result)
        return result;
    if (event < 0 && is_any(r)) {
        r->out->event[r->out->n_event++] = "any";
        for (int k = 0; k < status.n_level; k++)
            code[k] = !is_censor[k];
    } else if (event >= 0) {
        code[event] = 1;
        r->out->event[r->out->n_event++] = status.level[event];
    }
    for (int k = 0; k < status.n_level; k++)
        if (k != event && !is_censor[k] && code[k] == 0) {
            r->out->event[r->out->n_event++] = status.level[k];
            code[k] = r->out->n_event;
        }
    if (r->out->n_event == 0)
        r->out->event[r->out->n_event++] = "event";
    if (r->out->n_event > 100)
        return pcart_err_set(r->err, PCART_E_USAGE,
                             "column '%s' has more than 100 kinds of event",
                             r->roles->status);
    r->status = status.code;
    for (size_t i = 0; i < r->table.n; i++)
        if (r->status[i] >= 0)
            r->status[i] = code[r->status[i]];
    return PCART_OK;
}

/* --- rows -------------------------------------------------------------- */

/* Impossible numbers are problems at their place. */
static void
check_row(reader *r, size_t i)
{
    const frame *table = &r->table;

    if (r->time[i] < 0)
        pcarti_frame_problem(table, i, pcarti_frame_find(table, r->roles->time),
                             "time-negative", "is negative", NULL, r->diag);
    if (r->start && (r->start[i] < 0 || r->start[i] >= r->time[i]))
        pcarti_frame_problem(
            table, i, pcarti_frame_find(table, r->roles->start), "start-late",
            r->start[i] < 0 ? "is negative" : "is not before the end",
            "a subject is at risk from behind start up to time", r->diag);
    if (r->weight && r->weight[i] < 0)
        pcarti_frame_problem(table, i,
                             pcarti_frame_find(table, r->roles->weight),
                             "weight-negative", "is negative", NULL, r->diag);
}

static int
is_there(const reader *r, size_t i)
{
    return !isnan(r->time[i]) && r->status[i] >= 0 &&
           !(r->start && isnan(r->start[i])) &&
           !(r->weight && isnan(r->weight[i])) &&
           !(r->out->group.code && r->out->group.code[i] < 0) &&
           !(r->out->by.code && r->out->by.code[i] < 0) &&
           !(r->out->id.code && r->out->id.code[i] < 0) &&
           !(r->out->from.code && r->out->from.code[i] < 0) &&
           !(r->out->stratum.code && r->out->stratum.code[i] < 0) &&
           !(r->cluster.code && r->cluster.code[i] < 0);
}

/* Move row `i` to place `n` in every column. */
static void
move_row(reader *r, size_t i, size_t n)
{
    double mark = r->roles->landmark;
    surv_data *out = r->out;
    int *const code[] = {out->group.code, out->by.code,   out->stratum.code,
                         out->id.code,    out->from.code, r->cluster.code};

    r->time[n] = r->time[i] - mark;
    r->status[n] = r->status[i];
    if (r->start)
        r->start[n] = r->start[i] > mark ? r->start[i] - mark : 0;
    if (r->weight)
        r->weight[n] = r->weight[i];
    for (size_t k = 0; k < PCART_COUNTOF(code); k++)
        if (code[k])
            code[k][n] = code[k][i];
}

/* Leave out what cannot be used, and count it. */
static pcart_status
keep_rows(reader *r)
{
    surv_data *out = r->out;
    size_t n = 0;
    size_t *kept = pcart_arena_take(r->arena, r->table.n + 1, sizeof *kept);
    int *file_row =
        pcart_arena_take(r->arena, r->table.n + 1, sizeof *file_row);
    const double **column =
        pcart_arena_take(r->arena, out->model.n_column + 1, sizeof *column);

    if (!kept || !file_row || !column)
        return no_memory(r->err);
    out->n_row = r->table.n;
    for (size_t i = 0; i < r->table.n; i++) {
        if (!is_there(r, i)) {
            out->n_missing++;
            continue;
        }
        check_row(r, i);
        if (r->roles->landmark > 0 && r->time[i] <= r->roles->landmark) {
            out->n_early++;
            continue;
        }
        move_row(r, i, n);
        file_row[n] = (int)(i + 1);
        kept[n++] = i;
    }
    for (size_t k = 0; k < out->model.n_column; k++) {
        for (size_t i = 0; i < n; i++)
            out->model.column[k][i] = out->model.column[k][kept[i]];
        column[k] = out->model.column[k];
    }
    out->all.column = column;
    out->all.follow = (pcart_followup){
        .n = n,
        .time = r->time,
        .status = r->status,
        .start = r->start,
        .weight = r->weight,
        .group = out->group.code,
        .n_group = out->group.code ? out->group.n_level : 0,
        .stratum = r->out->stratum.code,
        .n_stratum = r->out->stratum.code ? r->out->stratum.n_level : 0};
    out->all.cluster = r->cluster.code;
    out->all.id = out->id.code;
    out->all.from = out->from.code;
    out->all.file_row = file_row;
    out->n_cluster = r->cluster.n_level;
    out->by_code = out->by.code;
    return PCART_OK;
}

pcart_status
pcarti_surv_read(const surv_roles *roles, const char *source,
                 const pcarti_buf *bytes, pcart_decimal_mark decimal,
                 pcart_arena *arena, pcart_diag *diag, surv_data *out,
                 pcart_err *err)
{
    reader r = {
        .roles = roles, .arena = arena, .diag = diag, .out = out, .err = err};
    pcart_status status;

    *out = (surv_data){0};
    status = pcarti_design_split(&out->model, roles->covariates, arena, err);
    if (status == PCART_OK)
        status = read_frame(&r, source, bytes, decimal);
    if (status || diag->n_error)
        return status;
    if ((status = number_column(&r, roles->time, &r.time)) ||
        (status = number_column(&r, roles->start, &r.start)) ||
        (status = number_column(&r, roles->weight, &r.weight)) ||
        (status = factor_column(&r, roles->group, &out->group)) ||
        (status = factor_column(&r, roles->by, &out->by)) ||
        (status = factor_column(&r, roles->stratum, &out->stratum)) ||
        (status = factor_column(&r, roles->cluster, &r.cluster)) ||
        (status = factor_column(&r, roles->id, &out->id)) ||
        (status = factor_column(&r, roles->from, &out->from)) ||
        (status = read_status(&r)) ||
        (status = pcarti_design_read(&out->model, &r.table, arena, diag, err)))
        return status;
    return keep_rows(&r);
}

/* --- parts ------------------------------------------------------------- */

static pcart_status
take_doubles(const double *from, const size_t *row, size_t n,
             pcart_arena *arena, const double **out)
{
    double *to;

    *out = NULL;
    if (!from)
        return PCART_OK;
    to = pcart_arena_take(arena, n + 1, sizeof *to);
    if (!to)
        return PCART_E_NOMEM;
    for (size_t i = 0; i < n; i++)
        to[i] = from[row[i]];
    *out = to;
    return PCART_OK;
}

static pcart_status
take_ints(const int *from, const size_t *row, size_t n, pcart_arena *arena,
          const int **out)
{
    int *to;

    *out = NULL;
    if (!from)
        return PCART_OK;
    to = pcart_arena_take(arena, n + 1, sizeof *to);
    if (!to)
        return PCART_E_NOMEM;
    for (size_t i = 0; i < n; i++)
        to[i] = from[row[i]];
    *out = to;
    return PCART_OK;
}

/* The `n` rows `row` of a part, in new columns. */
static pcart_status
take_rows(const surv_data *data, const surv_part *part, const size_t *row,
          size_t n, pcart_arena *arena, surv_part *out)
{
    const pcart_followup *from = &part->follow;
    pcart_followup *to = &out->follow;

    *out = *part;
    to->n = n;
    out->column =
        pcart_arena_take(arena, data->model.n_column + 1, sizeof *out->column);
    if (!out->column || take_doubles(from->time, row, n, arena, &to->time) ||
        take_doubles(from->start, row, n, arena, &to->start) ||
        take_doubles(from->weight, row, n, arena, &to->weight) ||
        take_ints(from->status, row, n, arena, &to->status) ||
        take_ints(from->group, row, n, arena, &to->group) ||
        take_ints(from->stratum, row, n, arena, &to->stratum) ||
        take_ints(part->cluster, row, n, arena, &out->cluster) ||
        take_ints(part->id, row, n, arena, &out->id) ||
        take_ints(part->from, row, n, arena, &out->from) ||
        take_ints(part->file_row, row, n, arena, &out->file_row))
        return PCART_E_NOMEM;
    for (size_t k = 0; k < data->model.n_column; k++)
        if (take_doubles(part->column[k], row, n, arena, &out->column[k]))
            return PCART_E_NOMEM;
    return PCART_OK;
}

pcart_status
pcarti_surv_select(const surv_data *data, int by, pcart_arena *arena,
                   surv_part *out, pcart_err *err)
{
    size_t *row, n = 0;

    if (!data->by_code) {
        *out = data->all;
        return PCART_OK;
    }
    for (size_t i = 0; i < data->all.follow.n; i++)
        n += data->by_code[i] == by;
    row = pcart_arena_take(arena, n + 1, sizeof *row);
    if (!row)
        return no_memory(err);
    n = 0;
    for (size_t i = 0; i < data->all.follow.n; i++)
        if (data->by_code[i] == by)
            row[n++] = i;
    return take_rows(data, &data->all, row, n, arena, out) ? no_memory(err)
                                                           : PCART_OK;
}

pcart_status
pcarti_surv_complete(const surv_data *data, const surv_part *part,
                     pcart_arena *arena, surv_part *out, pcart_covariates *x,
                     pcart_err *err)
{
    size_t n = 0;
    size_t *row = pcart_arena_take(arena, part->follow.n + 1, sizeof *row);

    if (!row)
        return no_memory(err);
    for (size_t i = 0; i < part->follow.n; i++) {
        int is_whole = 1;

        for (size_t k = 0; k < data->model.n_column && is_whole; k++)
            is_whole = !isnan(part->column[k][i]);
        if (is_whole)
            row[n++] = i;
    }
    *out = *part;
    if (n < part->follow.n &&
        take_rows(data, part, row, n, arena, out) != PCART_OK)
        return no_memory(err);
    *x = (pcart_covariates){.column = out->column,
                            .name = data->model.name,
                            .n = data->model.n_column};
    return PCART_OK;
}
