/* slot.c -- a score by the numbers that the user supplies.  Layer: grade. */
#include "postcart/slot.h"

#include <math.h>

/* Points of one input: of a value, or the least and the most there are. */
static void
add_points(const pcart_numbers *numbers, size_t input, pcart_fixed value,
           pcart_slot_score *out)
{
    pcart_fixed low = 0, high = 0;

    for (size_t i = 0; i < numbers->n_row; i++) {
        const pcart_slot_row *row = &numbers->row[i];

        if (row->input != input)
            continue;
        if (value != PCART_FIXED_NONE) {
            if (!pcart_op_holds(value, row->op, row->limit))
                continue;
            low = high = row->points;
            break;
        }
        low = row->points < low ? row->points : low;
        high = row->points > high ? row->points : high;
    }
    out->low += low;
    out->high += high;
}

static double
change_of(const pcart_slot_term *term, const pcart_slot_input *input,
          pcart_fixed value)
{
    double x =
        pcart_fixed_to_double(value == 0 && input->zero ? input->zero : value);

    switch (term->change) {
    case PCART_SLOT_LOG2:
        return log2(x);
    case PCART_SLOT_LOG10:
        return log10(x);
    case PCART_SLOT_LN:
        return log(x);
    case PCART_SLOT_PLAIN:
    case PCART_SLOT_ANY_CHANGE:
        break;
    }
    return x;
}

/* The score in millionths; PCART_FIXED_NONE when there is none. */
static pcart_fixed
linear(const pcart_numbers *numbers, const pcart_fixed *value)
{
    double x = numbers->intercept;

    for (size_t i = 0; i < numbers->n_term; i++) {
        const pcart_slot_term *term = &numbers->term[i];

        x += term->coefficient *
             change_of(term, &numbers->input[term->input], value[term->input]);
    }
    switch (numbers->slot->link) {
    case PCART_SLOT_LOGISTIC:
        x = 1 / (1 + exp(-x));
        break;
    case PCART_SLOT_COX:
        x = 1 - pow(numbers->baseline_survival, exp(x));
        break;
    case PCART_SLOT_AS_IS:
        break;
    }
    /* Not a number: the logarithm of a value that has none. */
    if (!(fabs(x) < 1e12))
        return PCART_FIXED_NONE;
    return (pcart_fixed)llround(x * (double)PCART_FIXED_ONE);
}

static int
class_of(const pcart_numbers *numbers, pcart_fixed score)
{
    for (size_t i = 0; i < numbers->n_class; i++) {
        const pcart_slot_class *c = &numbers->classes[i];

        if (c->is_otherwise || pcart_op_holds(score, c->op, c->limit))
            return (int)i;
    }
    return -1;
}

void
pcart_numbers_score(const pcart_numbers *numbers, const pcart_fixed *value,
                    pcart_slot_score *out)
{
    const int is_points = numbers->slot->kind == PCART_SLOT_POINTS;

    *out = (pcart_slot_score){.class_low = -1, .class_high = -1};
    for (size_t i = 0; i < numbers->n_input; i++) {
        const pcart_slot_input *input = &numbers->input[i];

        if (value[i] == PCART_FIXED_NONE)
            out->missing |= UINT32_C(1) << i;
        else if (input->low < input->high &&
                 (value[i] < input->low || value[i] > input->high))
            out->outside |= UINT32_C(1) << i;
        if (is_points)
            add_points(numbers, i, value[i], out);
    }
    if (!is_points && !out->missing && !out->outside)
        out->low = out->high = linear(numbers, value);
    else if (!is_points || out->outside)
        out->low = PCART_FIXED_NONE;
    if (out->low == PCART_FIXED_NONE) {
        out->high = PCART_FIXED_NONE;
        out->state = PCART_STATE_NOT_EVALUABLE;
        return;
    }
    out->state = out->low == out->high ? PCART_STATE_VALUE : PCART_STATE_BOUNDS;
    out->class_low = class_of(numbers, out->low);
    out->class_high = class_of(numbers, out->high);
}
