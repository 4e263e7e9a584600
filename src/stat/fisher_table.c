/*
 * fisher_table.c -- Fisher's exact test of r x c tables.  Layer: stat.
 *
 * The columns are filled one by one.  What matters of the past is only how
 * much is left of each row (a node; the order of rows does not matter) and how
 * likely the columns so far were, so equal ones are merged: dynamic programming
 * over the network of Mehta and Patel 1983.  A path ends early, before it is
 * kept, when even its likeliest completion is at most as likely as the table
 * that was seen; most tables are.  The last two columns of a node are listed
 * once, sorted, and then looked up.
 */
#include "postcart/fisher.h"

#include <math.h>
#include <string.h>

#include "stat/dist.h"
#include "stat/fisher_ends.h"

/* R's FEXACT: log probabilities within this of the seen one count as equal. */
#define EQUAL_LOG 3.4525e-7
/* Pasts closer than this are one; well inside the tolerance above. */
#define MERGE_LOG 1e-9

enum { MOST_ROW = 32, DEFAULT_NODE = 50 * 1000 * 1000 };

typedef struct node {
    int left[MOST_ROW]; // of each row, descending
    double most;        // log of a bound of the likeliest completion
    pcarti_path *list;
    size_t n, room;
} node;

/* The nodes of one stage, found by open addressing. */
typedef struct stage {
    node *list;
    size_t n, room;
    size_t *slot; // index + 1; 0 is empty
    size_t n_slot;
} stage;

typedef struct network {
    int n_row, n_column;
    int *column; // ascending, so that the longest lists are looked up
    double *log_factorial;
    double seen;   // log of the product of 1/x! of the table, with tolerance
    double result; // probability of all that is at most as likely
    size_t n_step, max_step;
    pcarti_ends ends;   // of the node that is being closed
    pcart_arena *arena; // of the stage that is being made
    pcart_arena *scratch;
    pcart_err *err;
} network;

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static pcart_status
too_large(pcart_err *err)
{
    pcart_status st = pcart_err_set(err, PCART_E_UNSUPPORTED,
                                    "the table is too large for an exact "
                                    "test");

    pcart_err_hint(err, "use the chi-square test");
    return st;
}

/* For margins and what is left of them: few numbers. */
static void
sort_descending(int *line, int n)
{
    for (int i = 1; i < n; i++) {
        int x = line[i], j = i;

        for (; j > 0 && line[j - 1] < x; j--)
            line[j] = line[j - 1];
        line[j] = x;
    }
}

static size_t
hash_of(const int *left, int n)
{
    uint64_t h = 1469598103934665603U;

    for (int i = 0; i < n; i++)
        h = (h ^ (uint64_t)left[i]) * 1099511628211U;
    h ^= h >> 29;
    return (size_t)h;
}

static pcart_status
grow_slots(network *w, stage *s)
{
    size_t n_slot = s->n_slot ? 4 * s->n_slot : 1024;
    size_t *slot = pcart_arena_take(w->arena, n_slot, sizeof *slot);

    if (!slot)
        return out_of_memory(w->err);
    for (size_t k = 0; k < s->n; k++) {
        size_t at = hash_of(s->list[k].left, w->n_row) % n_slot;

        while (slot[at])
            at = (at + 1) % n_slot;
        slot[at] = k + 1;
    }
    s->slot = slot;
    s->n_slot = n_slot;
    return PCART_OK;
}

/*
 * An upper bound of the likeliest completion from column k on: the Lagrangian
 * dual at the multipliers of the expected counts.
 */
static double
likeliest(const network *w, const int *left, int k)
{
    double total = 0, bound = 0;

    for (int i = 0; i < w->n_row; i++)
        total += left[i];
    for (int i = 0; i < w->n_row; i++) {
        if (!left[i])
            continue;
        bound -= left[i] * log(left[i]);
        for (int j = k; j < w->n_column; j++) {
            double mean = left[i] * (double)w->column[j] / total;
            int x = (int)mean;

            bound += x * log(mean) - w->log_factorial[x];
        }
    }
    for (int j = k; j < w->n_column; j++)
        bound -= w->column[j] * log(w->column[j]);
    return bound + total * log(total) + 1e-9;
}

/* The node of stage k with these rows left; made if it is new. */
static pcart_status
find_node(network *w, stage *s, const int *left, int k, node **out)
{
    size_t size = (size_t)w->n_row * sizeof *left, at;
    node *grown;

    if (2 * s->n >= s->n_slot) {
        pcart_status st = grow_slots(w, s);

        if (st)
            return st;
    }
    at = hash_of(left, w->n_row) % s->n_slot;
    for (; s->slot[at]; at = (at + 1) % s->n_slot)
        if (!memcmp(s->list[s->slot[at] - 1].left, left, size)) {
            *out = &s->list[s->slot[at] - 1];
            return PCART_OK;
        }
    grown =
        pcart_arena_grow(w->arena, s->list, &s->room, s->n + 1, sizeof *grown);
    if (!grown)
        return out_of_memory(w->err);
    s->list = grown;
    s->slot[at] = ++s->n;
    *out = &s->list[s->n - 1];
    memcpy((*out)->left, left, size);
    (*out)->most = likeliest(w, left, k);
    return PCART_OK;
}

/* Keep a past of a node, unless it counts whatever follows. */
static pcart_status
add_past(network *w, node *to, double log, double weight)
{
    pcarti_path *grown;

    if (log + to->most <= w->seen) {
        w->result += weight;
        return PCART_OK;
    }
    grown = pcart_arena_grow(w->arena, to->list, &to->room, to->n + 1,
                             sizeof *grown);
    if (!grown)
        return out_of_memory(w->err);
    to->list = grown;
    to->list[to->n++] = (pcarti_path){log, weight};
    return PCART_OK;
}

/* Put pasts of the same likelihood together, in ascending order. */
static void
merge_pasts(pcarti_path *list, size_t *n)
{
    size_t kept = 0;

    if (!*n)
        return;
    pcarti_path_sort(list, *n);
    for (size_t i = 0; i < *n; i++)
        if (kept && list[i].log - list[kept - 1].log < MERGE_LOG)
            list[kept - 1].weight += list[i].weight;
        else
            list[kept++] = list[i];
    *n = kept;
}

/*
 * All ways to take `total` from the rows `left`, one row after the other.
 * `take` is called with what is left of each row and the sum of log x!.
 */
typedef struct filling {
    int taken[MOST_ROW], rest[MOST_ROW]; // rest: of this row and all later
    int row, n_row;
} filling;

static int
start_filling(filling *f, const int *left, int n_row, int total)
{
    int behind = 0, need = total;

    f->n_row = n_row;
    for (int i = n_row; i-- > 0;) {
        behind += left[i];
        f->rest[i] = behind;
    }
    if (behind < total)
        return 0;
    /* the least that each row must give, the later rows giving all */
    for (int i = 0; i < n_row; i++) {
        int others = i + 1 < n_row ? f->rest[i + 1] : 0;

        f->taken[i] = need > others ? need - others : 0;
        need -= f->taken[i];
    }
    return 1;
}

/* The next way; 0 after the last. */
static int
next_filling(filling *f, const int *left)
{
    int need = 0;

    for (int i = f->n_row; i-- > 0; need += f->taken[i]) {
        /* row i gives one more, if the later rows can give one less */
        if (i + 1 == f->n_row || f->taken[i] == left[i] || need == 0)
            continue;
        f->taken[i]++;
        need--;
        for (int j = i + 1; j < f->n_row; j++) {
            int others = j + 1 < f->n_row ? f->rest[j + 1] : 0;

            f->taken[j] = need > others ? need - others : 0;
            need -= f->taken[j];
        }
        return 1;
    }
    return 0;
}

static double
log_of_filling(const network *w, const filling *f)
{
    double sum = 0;

    for (int i = 0; i < f->n_row; i++)
        sum -= w->log_factorial[f->taken[i]];
    return sum;
}

/*
 * How probable it is that column k takes this from the rows that are left:
 * the multivariate hypergeometric distribution.
 */
static double
probability_of(const network *w, const int *left, const filling *f, int k)
{
    const double *lf = w->log_factorial;
    int total = 0, c = w->column[k];
    double sum = 0;

    for (int i = 0; i < w->n_row; i++) {
        int x = f->taken[i];

        total += left[i];
        sum += lf[left[i]] - lf[x] - lf[left[i] - x];
    }
    return exp(sum - lf[total] + lf[c] + lf[total - c]);
}

/* Fill column k of one node in every way. */
static pcart_status
fill_column(network *w, const node *from, int k, stage *to)
{
    filling f;
    pcart_status st = PCART_OK;

    if (!start_filling(&f, from->left, w->n_row, w->column[k]))
        return PCART_OK;
    do {
        double log = log_of_filling(w, &f);
        double weight = probability_of(w, from->left, &f, k);
        int left[MOST_ROW];
        node *next = NULL;

        for (int i = 0; i < w->n_row; i++)
            left[i] = from->left[i] - f.taken[i];
        sort_descending(left, w->n_row);
        w->n_step += from->n;
        if (w->n_step > w->max_step)
            return too_large(w->err);
        st = find_node(w, to, left, k + 1, &next);
        for (size_t p = 0; p < from->n && !st; p++)
            st = add_past(w, next, from->list[p].log + log,
                          from->list[p].weight * weight);
    } while (!st && next_filling(&f, from->left));
    return st;
}

/* List the last two columns of a node, and look up what each past needs. */
static pcart_status
close_node(network *w, const node *at)
{
    int k = w->n_column - 2;
    pcarti_ends *ends = &w->ends;
    filling f;

    ends->n = 0;
    if (!at->n || !start_filling(&f, at->left, w->n_row, w->column[k]))
        return PCART_OK;
    do {
        double log = log_of_filling(w, &f);
        pcart_status st;

        for (int i = 0; i < w->n_row; i++)
            log -= w->log_factorial[at->left[i] - f.taken[i]];
        if (++w->n_step > w->max_step)
            return too_large(w->err);
        st = pcarti_ends_add(
            ends, (pcarti_path){log, probability_of(w, at->left, &f, k)},
            w->scratch, w->err);
        if (st)
            return st;
    } while (next_filling(&f, at->left));
    pcarti_ends_sort(ends);
    for (size_t p = 0; p < at->n; p++)
        w->result += at->list[p].weight *
                     pcarti_ends_upto(ends, w->seen - at->list[p].log);
    return PCART_OK;
}

/* Each stage lives in one of two arenas, so that the one before can go. */
static pcart_status
walk_network(network *w, const int *row, pcart_arena arena[2])
{
    stage now = {0}, next = {0};
    node *first = NULL;
    pcart_status st;

    w->arena = &arena[0];
    st = find_node(w, &now, row, 0, &first);
    if (!st)
        st = add_past(w, first, 0, 1);
    for (int k = 0; k + 2 <= w->n_column && !st; k++) {
        w->arena = &arena[(k + 1) % 2];
        pcart_arena_clear(w->arena);
        next = (stage){0};
        for (size_t i = 0; i < now.n && !st; i++) {
            if (k + 2 == w->n_column) {
                st = close_node(w, &now.list[i]);
            } else {
                merge_pasts(now.list[i].list, &now.list[i].n);
                st = fill_column(w, &now.list[i], k, &next);
            }
        }
        now = next;
    }
    return st;
}

/* Margins without empty rows and columns, the shorter side as rows. */
static pcart_status
take_margins(const int *cell, const int size[2], int *line[2], int count[2],
             pcart_arena *arena, pcart_err *err)
{
    double total = 0;

    for (int side = 0; side < 2; side++) {
        line[side] = pcart_arena_take(arena, (size_t)size[side], sizeof **line);
        if (!line[side])
            return out_of_memory(err);
    }
    for (int i = 0; i < size[0]; i++)
        for (int j = 0; j < size[1]; j++) {
            int x = cell[(size_t)i * (size_t)size[1] + (size_t)j];

            if (x < 0)
                return pcart_err_set(err, PCART_E_RANGE, "count %d is negative",
                                     x);
            total += x;
            if (total > 10000000)
                return too_large(err);
            line[0][i] += x;
            line[1][j] += x;
        }
    for (int side = 0; side < 2; side++) {
        count[side] = 0;
        for (int i = 0; i < size[side]; i++)
            if (line[side][i])
                line[side][count[side]++] = line[side][i];
        sort_descending(line[side], count[side]);
    }
    if (count[0] > count[1]) {
        int *swap = line[0], n = count[0];

        line[0] = line[1];
        line[1] = swap;
        count[0] = count[1];
        count[1] = n;
    }
    return PCART_OK;
}

static pcart_status
run_network(network *w, const int *cell, size_t n_cell, int *line[2],
            pcart_arena *scratch, double *p)
{
    pcart_arena arena[2];
    int total = 0, row[MOST_ROW] = {0};
    pcart_status st;

    for (int i = 0; i < w->n_row; i++) {
        row[i] = line[0][i];
        total += row[i];
    }
    for (int i = 0, j = w->n_column - 1; i < j; i++, j--) {
        int swap = line[1][i];

        line[1][i] = line[1][j];
        line[1][j] = swap;
    }
    w->column = line[1];
    w->scratch = scratch;
    w->log_factorial =
        pcart_arena_take(scratch, (size_t)total + 1, sizeof *w->log_factorial);
    if (!w->log_factorial)
        return out_of_memory(w->err);
    for (int i = 0; i <= total; i++)
        w->log_factorial[i] = lgammafn(i + 1.0);
    for (size_t i = 0; i < n_cell; i++)
        w->seen -= w->log_factorial[cell[i]];
    w->seen += EQUAL_LOG;
    pcart_arena_init(&arena[0], &scratch->alloc);
    pcart_arena_init(&arena[1], &scratch->alloc);
    st = walk_network(w, row, arena);
    pcart_arena_release(&arena[0]);
    pcart_arena_release(&arena[1]);
    *p = fmin(1, w->result);
    return st;
}

pcart_status
pcart_fisher_table(const int *cell, const int size[2],
                   const pcart_fisher_options *options, pcart_arena *arena,
                   pcart_test *out, pcart_err *err)
{
    const pcart_fisher_options none = {0};
    pcart_test test = {.method = "Fisher's exact test (Freeman-Halton), "
                                 "two-sided",
                       .r_call = "fisher.test(table)"};
    network w = {.err = err};
    int *line[2] = {NULL, NULL}, count[2] = {0, 0};
    pcart_arena scratch;
    pcart_status st;

    if (!options)
        options = &none;
    if (size[0] < 1 || size[1] < 1)
        return pcart_err_set(err, PCART_E_RANGE, "a table of %d x %d", size[0],
                             size[1]);
    if (options->alternative != PCART_TWO_SIDED || options->is_mid_p)
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "one-sided and mid-p are for 2 x 2 tables");
    pcart_arena_init(&scratch, &arena->alloc);
    st = take_margins(cell, size, line, count, &scratch, err);
    if (!st && (count[0] < 2 || count[1] < 2)) {
        test.reason = "fewer than two rows or columns have a count";
    } else if (!st && count[0] > MOST_ROW) {
        st = too_large(err);
    } else if (!st) {
        w.n_row = count[0];
        w.n_column = count[1];
        w.max_step = options->max_node ? options->max_node : DEFAULT_NODE;
        st = run_network(&w, cell, (size_t)size[0] * (size_t)size[1], line,
                         &scratch, &test.p_value);
        test.is_evaluable = 1;
    }
    pcart_arena_release(&scratch);
    if (!st)
        *out = test;
    return st;
}
