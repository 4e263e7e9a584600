/* pileup.c -- deep counting over regions, by threads.  Layer: align.
 *
 * Threads take units in order and give results back in order: a thread may run
 * ahead of the slowest by a few units, so that memory is bounded, and what the
 * sink sees does not depend on who was faster.
 */
#include "postcart/pileup.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "align/alignment_file.h"
#include "align/cut.h"
#include "align/fate.h"
#include "align/survey.h"
#include "align/tally.h"

enum {
    MAX_THREAD = 64,
    AHEAD = 8 /* units per thread that may wait for the sink */
};

/* What a unit gave; freed when the sink has seen it. */
typedef struct result {
    pcart_arena arena;
    pcart_pileup_part *part;
    size_t n_part;
    pcart_pileup_summary summary;
} result;

typedef struct crew {
    const pcart_pileup_job *job;
    pcart_pileup_options options;
    pcarti_cut cut;
    pthread_mutex_t lock;
    pthread_cond_t moved;
    size_t next, n_done, window; /* units: to take, delivered, ahead at most */
    result **waiting;            /* by unit, modulo window */
    size_t failed_unit;
    pcart_err failure;
    pcart_pileup_summary summary;
} crew;

/* --- one unit ---------------------------------------------------------------
 */

typedef struct worker {
    crew *crew;
    pcart_alignment *alignment;
    pcarti_tally tally;
    bam1_t *read;
} worker;

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static void
free_result(result *r)
{
    if (!r)
        return;
    pcart_arena_release(&r->arena);
    free(r);
}

/* One read of a unit: decide, count, and remember what became of it. */
static int
treat_read(worker *w, const pcarti_unit *unit, pcart_pileup_summary *summary)
{
    pcarti_read_note note = {0};
    const pcart_read_fate fate =
        pcarti_read_fate(w->alignment, &w->crew->options, w->read, &note);

    if (w->read->core.pos >= unit->before) { // else an earlier unit has it
        summary->read[fate]++;
        summary->n_untagged += fate == PCART_READ_USED && note.is_untagged;
        summary->n_twin += fate == PCART_READ_USED && note.is_twin;
    }
    return fate != PCART_READ_USED || pcarti_tally_read(&w->tally, w->read);
}

/* All reads of a unit; those between its pieces are passed over. */
static pcart_status
read_unit(worker *w, const pcarti_unit *unit, pcart_pileup_summary *summary,
          pcart_err *err)
{
    const pcarti_piece *piece = w->crew->cut.piece + unit->first_piece;
    size_t k = 0;
    int got = 0;
    pcart_status status = PCART_OK;
    hts_itr_t *rows =
        sam_itr_queryi(w->alignment->index, unit->tid, unit->first, unit->last);

    if (!rows)
        return out_of_memory(err);
    while (status == PCART_OK && k < unit->n_piece &&
           (got = sam_itr_next(w->alignment->file, rows, w->read)) >= 0) {
        while (k < unit->n_piece && piece[k].last <= w->read->core.pos)
            k++;
        if (k == unit->n_piece || bam_endpos(w->read) <= piece[k].first)
            continue;
        if (!treat_read(w, unit, summary))
            status = out_of_memory(err);
    }
    if (status == PCART_OK && got < -1)
        status = pcarti_alignment_damaged(w->alignment, err);
    sam_itr_destroy(rows);
    return status;
}

/* The indels of the tally with their anchor in first .. last - 1. */
static pcart_status
take_indels(const pcarti_tally *tally, result *r, pcart_pileup_part *part,
            pcart_err *err)
{
    size_t from = 0, to;
    pcart_indel_count *copy;

    while (from < tally->n_indel && tally->indel[from].position < part->first)
        from++;
    for (to = from;
         to < tally->n_indel && tally->indel[to].position < part->last;)
        to++;
    copy = pcart_arena_take(&r->arena, to - from + 1, sizeof *copy);
    if (!copy)
        return out_of_memory(err);
    for (size_t i = from; i < to; i++) {
        const pcart_indel_count *indel = &tally->indel[i];

        copy[i - from] = *indel;
        if (indel->inserted == 0)
            continue;
        copy[i - from].bases =
            pcart_arena_text(&r->arena, indel->bases, indel->inserted);
        if (!copy[i - from].bases)
            return out_of_memory(err);
    }
    part->indel = copy;
    part->n_indel = to - from;
    return PCART_OK;
}

/* The counters of the pieces, copied out of the tally. */
static pcart_status
take_counts(worker *w, const pcarti_unit *unit, result *r, pcart_err *err)
{
    const pcarti_tally *tally = &w->tally;

    r->part = pcart_arena_take(&r->arena, unit->n_piece, sizeof *r->part);
    if (!r->part)
        return out_of_memory(err);
    pcarti_tally_sort(&w->tally);
    r->summary.n_both = tally->n_both;
    r->summary.n_discord = tally->n_discord;
    memcpy(r->summary.discord, tally->discord, sizeof tally->discord);
    for (size_t i = 0; i < unit->n_piece; i++) {
        const pcarti_piece *piece = &w->crew->cut.piece[unit->first_piece + i];
        pcart_pileup_part *part = &r->part[r->n_part++];
        pcart_site_count *count = pcart_arena_take(
            &r->arena, (size_t)(piece->last - piece->first), sizeof *count);
        pcart_status status;

        if (!count)
            return out_of_memory(err);
        *part = (pcart_pileup_part){.region = piece->region,
                                    .first = piece->first,
                                    .last = piece->last,
                                    .count = count};
        for (int64_t at = piece->first; at < piece->last; at++, count++) {
            pcarti_tally_site(tally, at, count);
            for (int o = 0; o < PCART_N_ORIENTATION; o++)
                for (int a = PCART_ALLELE_A; a <= PCART_ALLELE_T; a++)
                    r->summary.n_base += count->n[o][a];
        }
        status = take_indels(tally, r, part, err);
        if (status)
            return status;
    }
    return PCART_OK;
}

static pcart_status
count_unit(worker *w, size_t index, result **out, pcart_err *err)
{
    const pcarti_unit *unit = &w->crew->cut.unit[index];
    result *r = calloc(1, sizeof *r);
    pcart_status status;

    if (!r || !pcarti_tally_begin(&w->tally, unit->first, unit->last)) {
        free(r);
        return out_of_memory(err);
    }
    w->tally.base_quality = w->crew->options.base_quality;
    status = read_unit(w, unit, &r->summary, err);
    if (status == PCART_OK)
        status = take_counts(w, unit, r, err);
    if (status) {
        free_result(r);
        return status;
    }
    *out = r;
    return PCART_OK;
}

/* --- the crew ---------------------------------------------------------------
 */

static void
add_summary(pcart_pileup_summary *sum, const pcart_pileup_summary *more)
{
    for (size_t i = 0; i < PCART_N_READ_FATE; i++)
        sum->read[i] += more->read[i];
    sum->n_base += more->n_base;
    sum->n_both += more->n_both;
    sum->n_discord += more->n_discord;
    sum->n_untagged += more->n_untagged;
    sum->n_twin += more->n_twin;
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 5; j++)
            sum->discord[i][j] += more->discord[i][j];
}

/* The failure of the lowest unit is reported: the same for any crew. */
static void
fail(crew *c, size_t unit, const pcart_err *err)
{
    if (unit < c->failed_unit) {
        c->failed_unit = unit;
        c->failure = *err;
    }
}

/* Hand results to the sink while the next one is there. */
static void
deliver(crew *c)
{
    const pcart_pileup_job *job = c->job;

    while (c->n_done < c->failed_unit && c->waiting[c->n_done % c->window]) {
        result **slot = &c->waiting[c->n_done % c->window];
        pcart_status status = PCART_OK;
        pcart_err err = {0};

        for (size_t i = 0; i < (*slot)->n_part && status == PCART_OK; i++)
            status = job->sink(job->ctx, &(*slot)->part[i], &err);
        add_summary(&c->summary, &(*slot)->summary);
        free_result(*slot);
        *slot = NULL;
        if (status) {
            err.status = status;
            fail(c, c->n_done, &err);
            break;
        }
        c->n_done++;
    }
}

static void
work(worker *w)
{
    crew *c = w->crew;

    pthread_mutex_lock(&c->lock);
    for (;;) {
        result *r = NULL;
        pcart_err err = {0};
        pcart_status status;
        size_t unit;

        while (c->failed_unit == SIZE_MAX && c->next < c->cut.n_unit &&
               c->next - c->n_done >= c->window)
            pthread_cond_wait(&c->moved, &c->lock);
        if (c->failed_unit != SIZE_MAX || c->next >= c->cut.n_unit)
            break;
        unit = c->next++;
        pthread_mutex_unlock(&c->lock);
        status = count_unit(w, unit, &r, &err);
        pthread_mutex_lock(&c->lock);
        if (status) {
            err.status = status;
            fail(c, unit, &err);
        } else {
            c->waiting[unit % c->window] = r;
        }
        deliver(c);
        pthread_cond_broadcast(&c->moved);
    }
    pthread_mutex_unlock(&c->lock);
}

static void
end_worker(worker *w)
{
    pcarti_tally_release(&w->tally);
    if (w->read)
        bam_destroy1(w->read);
    pcart_alignment_free(w->alignment);
}

/* A thread beside the first: it opens the file for itself. */
static void *
run_worker(void *ctx)
{
    worker w = {.crew = ctx};
    const pcart_pileup_job *job = w.crew->job;
    pcart_err err = {0};
    pcart_status status =
        pcart_alignment_open(job->path, job->opening, &w.alignment, &err);

    if (status == PCART_OK && !(w.read = bam_init1()))
        status = out_of_memory(&err);
    if (status) {
        err.status = status;
        pthread_mutex_lock(&w.crew->lock);
        fail(w.crew, 0, &err);
        pthread_cond_broadcast(&w.crew->moved);
        pthread_mutex_unlock(&w.crew->lock);
    } else {
        work(&w);
    }
    end_worker(&w);
    return NULL;
}

/* --- the job ----------------------------------------------------------------
 */

/* Look at the first reads of the regions, and settle what is left open. */
static pcart_status
learn(worker *w, pcart_err *err)
{
    crew *c = w->crew;
    pcarti_survey survey = {0};
    pcart_status status = PCART_OK;

    if (c->options.base_quality != 0 && c->options.family != 0)
        return PCART_OK;
    for (size_t i = 0; i < c->cut.n_unit && status == PCART_OK; i++) {
        const pcarti_unit *unit = &c->cut.unit[i];
        const pcart_region stretch = {.first = unit->first, .last = unit->last};

        status = pcarti_survey_look(&survey, w->alignment, &stretch, unit->tid,
                                    w->read, err);
    }
    if (status)
        return status;
    return pcarti_survey_settle(&survey, w->alignment, &c->options,
                                &c->summary.is_binned, err);
}

/* Reads were looked for and none counted: no table of zeros, but a reason. */
static pcart_status
check_summary(const crew *c, pcart_err *err)
{
    const pcart_pileup_summary *s = &c->summary;
    const pcart_place place = {.source = c->job->path};
    uint64_t n = 0;
    size_t most = 1;

    for (size_t i = 0; i < PCART_N_READ_FATE; i++)
        n += s->read[i];
    for (size_t i = 1; i < PCART_N_READ_FATE; i++)
        if (s->read[i] > s->read[most])
            most = i;
    if (n == 0) {
        pcart_err_at(err, PCART_E_DEGENERATE, place,
                     "no read touches the regions of '%s'",
                     c->job->regions->source);
        pcart_err_hint(err, "another panel, or another sample?");
        return PCART_E_DEGENERATE;
    }
    if (s->read[PCART_READ_USED] > 0)
        return PCART_OK;
    if (most == PCART_READ_FAMILY) {
        pcart_err_at(err, PCART_E_INCONSISTENT, place,
                     "no read is a consensus of a family this large");
        pcart_err_hint(err, "consensus reads carry the tag cD, or aD and bD");
        return PCART_E_INCONSISTENT;
    }
    pcart_err_at(err, PCART_E_DEGENERATE, place,
                 "none of the %llu reads in the regions can be used",
                 (unsigned long long)n);
    pcart_err_hint(err, "%llu are left out for: %s",
                   (unsigned long long)s->read[most],
                   pcart_read_fate_name((pcart_read_fate)most));
    return PCART_E_DEGENERATE;
}

/* All threads: this one, and as many more as can be had. */
static void
run_crew(crew *c, worker *first)
{
    pthread_t thread[MAX_THREAD];
    unsigned n = 0;

    while (n + 1 < c->options.threads &&
           pthread_create(&thread[n], NULL, run_worker, c) == 0)
        n++;
    work(first);
    while (n > 0)
        pthread_join(thread[--n], NULL);
}

static pcart_status
prepare(crew *c, worker *w, pcart_err *err)
{
    const pcart_pileup_job *job = c->job;
    pcart_status status =
        pcart_alignment_open(job->path, job->opening, &w->alignment, err);

    if (status == PCART_OK)
        status = pcart_alignment_covers(w->alignment, job->regions, err);
    if (status)
        return status;
    c->options = pcarti_pileup_limits(job->options);
    if (c->options.threads > MAX_THREAD)
        c->options.threads = MAX_THREAD;
    c->window = (size_t)c->options.threads * AHEAD;
    c->waiting = calloc(c->window, sizeof *c->waiting);
    w->read = bam_init1();
    if (!c->waiting || !w->read ||
        !pcarti_cut_init(&c->cut, job->regions, w->alignment))
        return out_of_memory(err);
    return learn(w, err);
}

pcart_status
pcart_pileup_count(const pcart_pileup_job *job, pcart_pileup_summary *summary,
                   pcart_err *err)
{
    crew c = {.job = job, .failed_unit = SIZE_MAX};
    worker w = {.crew = &c};
    pcart_status status = prepare(&c, &w, err);

    if (status == PCART_OK) {
        pthread_mutex_init(&c.lock, NULL);
        pthread_cond_init(&c.moved, NULL);
        run_crew(&c, &w);
        pthread_cond_destroy(&c.moved);
        pthread_mutex_destroy(&c.lock);
        if (c.failed_unit != SIZE_MAX) {
            status = c.failure.status;
            if (err)
                *err = c.failure;
        }
    }
    if (status == PCART_OK)
        status = check_summary(&c, err);
    if (status == PCART_OK) {
        *summary = c.summary;
        summary->base_quality =
            c.options.base_quality > 0 ? c.options.base_quality : -1;
        summary->map_quality =
            c.options.map_quality > 0 ? c.options.map_quality : -1;
        summary->family = c.options.family > 0 ? c.options.family : 0;
        summary->duplex = c.options.duplex;
    }
    for (size_t i = 0; c.waiting && i < c.window; i++)
        free_result(c.waiting[i]);
    free(c.waiting);
    pcarti_cut_release(&c.cut);
    end_worker(&w);
    return status;
}
