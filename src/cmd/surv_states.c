/* surv_states.c -- paths through states (Aalen-Johansen) of `postcart surv`.
 * Layer: cmd. */
#include "cmd/surv_fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/multistate.h"

/* The state of a subject before anything happened. */
static const char entry_name[] = "entry";

/* The paths of one part. */
typedef struct walk {
    surv_run *run;
    const char **name; /* of the states */
    int n_state;
    int *to_state, *from_state; /* state of each event, of each word of from */
    int *from, *to;
    double *start;
    size_t *order; /* rows by subject and time */
} walk;

static int
find_state(walk *w, const char *name)
{
    for (int k = 0; k < w->n_state; k++)
        if (strcmp(w->name[k], name) == 0)
            return k;
    w->name[w->n_state] = name;
    return w->n_state++;
}

/* States in the order: where rows begin, then what is entered. */
static pcart_status
name_states(walk *w)
{
    const surv_data *data = w->run->data;
    size_t n = (size_t)(data->n_event + data->from.n_level) + 2;
    pcart_arena *arena = w->run->arena;

    w->name = pcart_arena_take(arena, n, sizeof *w->name);
    w->to_state = pcart_arena_take(arena, n, sizeof(int));
    w->from_state = pcart_arena_take(arena, n, sizeof(int));
    if (!w->name || !w->to_state || !w->from_state)
        return pcart_err_set(w->run->err, PCART_E_NOMEM, "out of memory");
    if (!data->from.code)
        find_state(w, entry_name);
    for (int k = 0; k < data->from.n_level; k++)
        w->from_state[k] = find_state(w, data->from.level[k]);
    for (int k = 0; k < data->n_event; k++)
        w->to_state[k + 1] = find_state(w, data->event[k]);
    return PCART_OK;
}

/* qsort has no argument for the data, so the key travels with the row. */
typedef struct row_key {
    int id;
    double time;
    size_t row;
} row_key;

static int
by_subject(const void *a, const void *b)
{
    const row_key *x = a, *y = b;

    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    if (x->time < y->time || x->time > y->time)
        return x->time < y->time ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static pcart_status
take_paths(walk *w)
{
    const pcart_followup *f = &w->run->part->follow;
    pcart_arena *arena = w->run->arena;
    row_key *key = pcart_arena_take(arena, f->n + 1, sizeof *key);

    w->from = pcart_arena_take(arena, f->n + 1, sizeof(int));
    w->to = pcart_arena_take(arena, f->n + 1, sizeof(int));
    w->start = pcart_arena_take(arena, f->n + 1, sizeof(double));
    w->order = pcart_arena_take(arena, f->n + 1, sizeof(size_t));
    if (!key || !w->from || !w->to || !w->start || !w->order)
        return pcart_err_set(w->run->err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < f->n; i++)
        key[i] = (row_key){w->run->part->id[i], f->time[i], i};
    qsort(key, f->n, sizeof *key, by_subject);
    for (size_t k = 0; k < f->n; k++)
        w->order[k] = key[k].row;
    return PCART_OK;
}

/*
 * Each row begins where the one before it ended, in the state that was entered
 * then, unless the table says otherwise.
 */
static pcart_status
set_paths(walk *w)
{
    const surv_part *part = w->run->part;
    const pcart_followup *f = &part->follow;

    for (size_t k = 0; k < f->n; k++) {
        size_t i = w->order[k], before = k ? w->order[k - 1] : 0;
        int is_first = k == 0 || part->id[before] != part->id[i];
        double start = is_first ? 0 : f->time[before];
        int state = is_first                ? 0
                    : f->status[before] > 0 ? w->to_state[f->status[before]]
                                            : w->from[before];

        w->start[i] = f->start ? f->start[i] : start;
        w->from[i] = part->from ? w->from_state[part->from[i]] : state;
        w->to[i] = f->status[i] > 0 ? w->to_state[f->status[i]] : -1;
        if (!(w->start[i] < f->time[i]))
            return pcart_err_set(
                w->run->err, PCART_E_INCONSISTENT,
                "row %d: '%s' ends at %g, where it begins", part->file_row[i],
                w->run->data->id.level[part->id[i]], f->time[i]);
        if (!is_first && w->start[i] < f->time[before])
            return pcart_err_set(w->run->err, PCART_E_INCONSISTENT,
                                 "rows %d and %d of '%s' overlap",
                                 part->file_row[before], part->file_row[i],
                                 w->run->data->id.level[part->id[i]]);
    }
    return PCART_OK;
}

static void
write_transitions(const walk *w, const pcart_multistate *fit)
{
    int s = w->n_state;

    for (int a = 0; a < s; a++)
        for (int b = 0; b < s; b++) {
            stat_row row = pcarti_stat_row("states", NULL, "n_transition");
            char *name = pcart_arena_print(w->run->arena, "%s -> %s",
                                           w->name[a], w->name[b]);

            row.group = name ? name : w->name[b];
            row.estimate = fit->n_transition[a * s + b];
            if (row.estimate > 0)
                pcarti_stat_add(w->run->table, &row);
        }
}

static void
write_state(const walk *w, const pcart_multistate *fit, double time, size_t at)
{
    for (int k = 0; k < w->n_state; k++) {
        stat_row row = pcarti_stat_row("states", w->name[k], "probability");
        size_t cell = at * (size_t)w->n_state + (size_t)k;

        row.time = time;
        row.method = fit->method;
        row.r_call = fit->r_call;
        row.estimate = fit->probability[cell];
        row.std_err = fit->std_err[cell];
        row.low = fit->low[cell];
        row.high = fit->high[cell];
        row.n = fit->n_risk[cell];
        pcarti_stat_add(w->run->table, &row);
    }
}

static void
write_fit(const walk *w, const pcart_multistate *fit)
{
    const surv_options *options = w->run->options;

    write_transitions(w, fit);
    for (size_t k = 0; k < options->n_at; k++) {
        size_t at = 0;

        while (at < fit->n && fit->time[at] <= options->at[k])
            at++;
        if (at > 0) {
            write_state(w, fit, options->at[k], at - 1);
        } else {
            stat_row row = pcarti_stat_row("states", NULL, "probability");

            row.time = options->at[k];
            row.reason = "before the first transition";
            pcarti_stat_add(w->run->table, &row);
        }
    }
    for (size_t k = 0; k < fit->n && options->is_stepwise; k++)
        write_state(w, fit, fit->time[k], k);
    if (fit->n && !options->is_stepwise && !options->n_at)
        write_state(w, fit, fit->time[fit->n - 1], fit->n - 1);
}

pcart_status
pcarti_surv_states(surv_run *run)
{
    walk w = {.run = run};
    pcart_multistate_options options = {
        .origin = run->options->origin,
        .variance = run->options->variance == SURV_VARIANCE_JACKKNIFE
                        ? PCART_MULTISTATE_JACKKNIFE
                        : PCART_MULTISTATE_GREENWOOD,
        .level = run->options->level};
    pcart_paths paths;
    pcart_multistate fit;
    pcart_status status = name_states(&w);

    if (!status)
        status = take_paths(&w);
    if (!status)
        status = set_paths(&w);
    if (status)
        return status;
    paths = (pcart_paths){.n = run->part->follow.n,
                          .n_state = w.n_state,
                          .subject = run->part->id,
                          .n_subject = run->data->id.n_level,
                          .start = w.start,
                          .stop = run->part->follow.time,
                          .from = w.from,
                          .to = w.to};
    status = pcart_multistate_fit(&paths, &options, run->arena, &fit, run->err);
    if (status)
        return pcarti_surv_unanswered(run, "states", NULL, "Aalen-Johansen",
                                      status);
    write_fit(&w, &fit);
    return PCART_OK;
}
