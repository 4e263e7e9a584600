/*
 * fuzz_share.c -- any bytes as the share of a centre.
 *
 * What is accepted can be pooled, and written so that it reads back.
 */
#include <stdint.h>
#include <stdlib.h>

#include "core/buf.h"
#include "postcart/pool.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SMALL = 10000 };

/* Subjects that are told; SMALL + 1 if there are many. */
static int64_t
count_subjects(const pcart_share *share)
{
    int64_t n = 0;

    for (int k = 0; k < share->n_group && n <= SMALL; k++)
        n += share->n_subject[k] > 0 ? share->n_subject[k] : 0;
    return n;
}

static void
read_again(const pcart_share *share, pcart_arena *arena)
{
    pcart_share again;
    pcarti_buf text = {0};

    if (pcart_share_write(share, NULL, &text, NULL))
        abort();
    if (pcart_share_read("again", text.data, text.length, arena, &again, NULL))
        abort();
    if (again.n_row != share->n_row || again.n_group != share->n_group)
        abort();
    pcarti_buf_release(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pcart_arena arena = {0};
    pcart_share share;
    pcart_pool pool;
    pcart_pool_cox cox;
    pcart_pool_bound *bound;
    size_t n_bound;
    pcart_err err = {0};

    if (pcart_share_read("fuzz", (const char *)data, size, &arena, &share,
                         &err) == PCART_OK) {
        read_again(&share, &arena);
        if (count_subjects(&share) <= SMALL)
            (void)!pcart_pool_follow(&share, 1, &arena, &pool, &err);
        if (share.n_row <= 100)
            (void)!pcart_pool_bounds(&share, 1, &arena, &bound, &n_bound, &err);
        (void)!pcart_pool_cox_step(&share, 1, &arena, &cox, &err);
    }
    pcart_arena_release(&arena);
    return 0;
}
