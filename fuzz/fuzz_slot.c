/*
 * fuzz_slot.c -- any bytes as the numbers of a user: refused with a message, or
 * every score by them keeps its promises.
 */
#include <stdint.h>
#include <stdlib.h>

#include "postcart/slot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_score(const pcart_numbers *numbers, const pcart_fixed *value,
            int is_known)
{
    const int n_class = (int)numbers->n_class;
    pcart_slot_score score;

    pcart_numbers_score(numbers, value, &score);
    if (score.low > score.high || score.class_low >= n_class ||
        score.class_high >= n_class)
        abort();
    if ((score.state == PCART_STATE_NOT_EVALUABLE) !=
        (score.low == PCART_FIXED_NONE))
        abort();
    /* A higher score stands in a class that is listed earlier. */
    if (score.class_high > score.class_low)
        abort();
    if (is_known && (score.missing || score.state == PCART_STATE_BOUNDS))
        abort();
    if (!is_known && numbers->slot->kind == PCART_SLOT_LINEAR &&
        score.state != PCART_STATE_NOT_EVALUABLE)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const pcart_fixed some[] = {0, 1, PCART_FIXED(100), PCART_FIXED(-3)};
    pcart_arena arena = {0};
    pcart_numbers numbers;
    pcart_err err = {0};
    pcart_status status = pcart_numbers_read("numbers", (const char *)data,
                                             size, &arena, &numbers, &err);

    if (status && !err.message[0])
        abort();
    if (status == PCART_OK) {
        pcart_fixed value[PCART_SLOT_MAX_INPUT];

        for (size_t i = 0; i < numbers.n_input; i++)
            value[i] = PCART_FIXED_NONE;
        check_score(&numbers, value, 0);
        for (size_t k = 0; k < sizeof some / sizeof *some; k++) {
            for (size_t i = 0; i < numbers.n_input; i++)
                value[i] = some[(k + i) % (sizeof some / sizeof *some)];
            check_score(&numbers, value, 1);
        }
    }
    pcart_arena_release(&arena);
    return 0;
}
