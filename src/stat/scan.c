/* scan.c -- a recursion over rows, block by block.  Layer: stat. */
#include "stat/scan.h"

#include "stat/parallel.h"
#include "stat/vector.h"

typedef struct blocks {
    const pcarti_scan *scan;
    pcarti_scan_state *state; // of each block
} blocks;

static size_t
end_of(const pcarti_scan *scan, size_t block)
{
    size_t from = block * PCARTI_SCAN_BLOCK;

    return scan->n - from < PCARTI_SCAN_BLOCK ? scan->n
                                              : from + PCARTI_SCAN_BLOCK;
}

static void
run_block(const blocks *b, size_t block, int is_written)
{
    const pcarti_scan *scan = b->scan;
    pcarti_scan_step *step = PCARTI_HAS_WIDE ? scan->wide : scan->plain;

    step(scan->column, block * PCARTI_SCAN_BLOCK, end_of(scan, block),
         &b->state[block], is_written);
}

/* What a block adds: from the start, nothing written. */
static void
sum_block(void *context, size_t block)
{
    run_block(context, block, 0);
}

static void
write_block(void *context, size_t block)
{
    run_block(context, block, 1);
}

/* Rows of a block before its first event go on with the block before. */
static void
fill_gap(const pcarti_scan *scan, size_t block)
{
    const pcarti_columns *c = scan->column;
    size_t end = end_of(scan, block);

    for (size_t i = block * PCARTI_SCAN_BLOCK; i < end && !(c->n_event[i] > 0);
         i++) {
        c->estimate[i] = c->estimate[i - 1];
        c->std_err[i] = c->std_err[i - 1];
    }
}

pcart_status
pcarti_scan_run(const pcarti_scan *scan, pcart_arena *scratch, pcart_err *err)
{
    const pcarti_scan_state start = {.survival = 1};
    size_t n_block = (scan->n + PCARTI_SCAN_BLOCK - 1) / PCARTI_SCAN_BLOCK;
    pcarti_scan_state first = start, behind = start;
    blocks b = {.scan = scan, .state = &first};

    if (n_block > 1) {
        b.state = pcart_arena_take_raw(scratch, n_block, sizeof *b.state);
        if (!b.state)
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        for (size_t k = 0; k < n_block; k++)
            b.state[k] = start;
        pcarti_parallel(scan->column->threads, n_block - 1, sum_block, &b);
        for (size_t k = 0; k < n_block; k++) {
            pcarti_scan_state own = b.state[k];

            b.state[k] = behind;
            behind = scan->join(behind, own);
        }
    }
    pcarti_parallel(scan->column->threads, n_block, write_block, &b);
    for (size_t k = 1; k < n_block; k++)
        fill_gap(scan, k);
    return PCART_OK;
}
