/* cox_block.c -- how the sums of a partial likelihood are cut.  Layer: stat. */
#include "stat/cox_block.h"

/* Rows of a piece. */
enum { PIECE = 8192 };

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

/* The end of the block that begins with a time. */
static size_t
end_of_block(const pcarti_times *times, size_t from)
{
    size_t low = from + 1, high = from + PCARTI_COX_STEPS;
    size_t goal = times->first[from] + PCARTI_COX_STEPS;

    if (high > times->n)
        high = times->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (times->first[middle] >= goal)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* How many of those in order of entry come before a time. */
static size_t
count_before(const pcarti_cox_part *part, double time)
{
    size_t low = 0, high = part->view.n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (part->view.start[part->entry[middle]] < time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How many times of a block have an event that weighs. */
static size_t
count_event_times(const pcarti_cox_block *b)
{
    const pcarti_times *times = &b->part->times;
    size_t n = 0, from = times->first[b->time[0]];

    for (size_t i = from; b->is_single && i < times->first[b->time[1]]; i++)
        n += b->part->event[i] == PCARTI_COX_EVENT;
    for (size_t j = b->time[0]; !b->is_single && j < b->time[1]; j++) {
        int has_event = 0;

        for (size_t i = times->first[j]; i < times->first[j + 1]; i++)
            has_event |= b->part->event[i] == PCARTI_COX_EVENT;
        n += has_event != 0;
    }
    return n;
}

static void
cut_part(pcarti_cox_model *w, pcarti_cox_part *part)
{
    const pcarti_times *times = &part->times;
    size_t n_entered = 0;

    part->n_event_time = 0;
    part->has_ties = 0;
    for (size_t from = 0, to; from < times->n; from = to) {
        pcarti_cox_block *b = &w->block[w->n_block++];

        to = end_of_block(times, from);
        *b = (pcarti_cox_block){.part = part, .time = {from, to}};
        b->is_single =
            !part->entry && times->first[to] - times->first[from] == to - from;
        part->has_ties |= !b->is_single;
        part->n_event_time += count_event_times(b);
        b->mean = part->n_event_time;
        if (!part->entry)
            continue;
        b->leaving[0] = count_before(part, times->time[from]);
        b->leaving[1] =
            to < times->n ? count_before(part, times->time[to]) : part->view.n;
        b->entering[0] = n_entered;
        b->entering[1] = n_entered = count_before(part, times->time[to - 1]);
    }
}

/* Blocks in a row, up to PIECE rows; at least one. */
static void
cut_pieces(pcarti_cox_model *w)
{
    size_t n_row = PIECE;

    w->n_piece = 0;
    for (size_t k = 0; k < w->n_block; k++) {
        const pcarti_cox_block *b = &w->block[k];
        const size_t *first = b->part->times.first;

        if (n_row >= PIECE) {
            w->piece[w->n_piece++] = (pcarti_cox_piece){.from = k};
            n_row = 0;
        }
        n_row += first[b->time[1]] - first[b->time[0]];
        w->piece[w->n_piece - 1].to = k + 1;
    }
}

/* Room for the sums of the blocks and the shares of the pieces. */
static pcart_status
take_sums(pcarti_cox_model *w, pcart_err *err)
{
    size_t p = w->p, stride = p * p + p + PCARTI_APART;
    size_t n_pair = w->means == PCARTI_COX_TAIL_MEANS  ? 5
                    : w->means == PCARTI_COX_ALL_MEANS ? 2
                                                       : 1;
    double *sums = pcart_arena_take(w->arena, w->n_block * n_pair * 2 * p + 1,
                                    sizeof *sums);
    double *shares =
        pcart_arena_take(w->arena, w->n_piece * stride + 1, sizeof *sums);

    if (!sums || !shares)
        return out_of_memory(err);
    for (size_t k = 0; k < w->n_block; k++) {
        pcarti_cox_block *b = &w->block[k];
        double **const pair[] = {b->risk_x, b->mean_x, b->tail_x, b->later_x,
                                 b->drift_x};

        for (size_t at = 0; at < n_pair; at++, sums += 2 * p) {
            pair[at][0] = sums;
            pair[at][1] = sums + p;
        }
    }
    for (size_t k = 0; k < w->n_piece; k++) {
        w->piece[k].gradient = shares + k * stride;
        w->piece[k].information = w->piece[k].gradient + p;
    }
    return PCART_OK;
}

static pcart_status
take_desk(const pcarti_cox_model *w, int has_tails, pcarti_cox_desk *desk,
          pcart_err *err)
{
    size_t size = (PCARTI_COX_STEPS + 1) * w->p + PCARTI_COX_SLACK;
    size_t line = w->p + PCARTI_COX_SLACK + PCARTI_APART;

    desk->sum = pcart_arena_take(w->arena, size, sizeof *desk->sum);
    desk->mean = pcart_arena_take(w->arena, size, sizeof *desk->mean);
    desk->s1 = pcart_arena_take(w->arena, line, sizeof *desk->s1);
    desk->e1 = pcart_arena_take(w->arena, line, sizeof *desk->e1);
    desk->base = pcart_arena_take(w->arena, line, sizeof *desk->base);
    if (!desk->sum || !desk->mean || !desk->s1 || !desk->e1 || !desk->base)
        return out_of_memory(err);
    if (!has_tails)
        return PCART_OK;
    desk->tail =
        pcart_arena_take(w->arena, PCARTI_COX_STEPS + 1, sizeof *desk->tail);
    desk->tail_x = pcart_arena_take(w->arena, size, sizeof *desk->tail_x);
    return desk->tail && desk->tail_x ? PCART_OK : out_of_memory(err);
}

pcart_status
pcarti_cox_cut(pcarti_cox_model *w, pcart_err *err)
{
    int has_tails = w->means == PCARTI_COX_TAIL_MEANS;
    /* all blocks of a part but the last have PCARTI_COX_STEPS rows or more */
    size_t most = w->n / PCARTI_COX_STEPS + (size_t)w->n_part;
    pcart_status st;

    w->block = pcart_arena_take(w->arena, most, sizeof *w->block);
    w->piece = pcart_arena_take(w->arena, w->n / PIECE + 1, sizeof *w->piece);
    w->desk = pcart_arena_take(w->arena, (size_t)w->threads, sizeof *w->desk);
    if (!w->block || !w->piece || !w->desk)
        return out_of_memory(err);
    for (int s = 0; s < w->n_part; s++)
        cut_part(w, &w->part[s]);
    cut_pieces(w);
    st = take_sums(w, err);
    for (int k = 0; k < w->threads && !st; k++)
        st = take_desk(w, has_tails, &w->desk[k], err);
    return st;
}
