/* cox_collect.c -- the hazard that each subject accumulates.  Layer: stat. */
#include <string.h>

#include "stat/cox_block.h"
#include "stat/gram.h"
#include "stat/vector.h"

void
pcarti_cox_enter(const pcarti_cox_block *b)
{
    const pcarti_cox_part *part = b->part;
    const double *start = part->view.start;
    size_t entered = b->entering[0];
    double sum = 0;

    for (size_t j = b->time[0]; j < b->time[1]; j++) {
        while (entered < b->entering[1] &&
               start[part->entry[entered]] < part->times.time[j])
            part->hazard[part->entry[entered++]] = -(b->hazard[1] + sum);
        sum += pcarti_cox_factor(part, j) * part->step[j];
    }
}

/* The hazard of the subjects of a block without ties. */
static void
set_single_hazards(const pcarti_cox_block *b, double *restrict hazard)
{
    const pcarti_cox_part *part = b->part;
    const double *restrict step = part->step + b->time[0];
    size_t n = b->time[1] - b->time[0], k = 0;
    double sum = b->hazard[1];

    /* four at once: a sum need not wait for each of them */
    for (; !part->factor && k + 4 <= n; k += 4) {
        double two = step[k] + step[k + 1], three = two + step[k + 2];

        hazard[k] = sum + step[k];
        hazard[k + 1] = sum + two;
        hazard[k + 2] = sum + three;
        hazard[k + 3] = sum += three + step[k + 3];
    }
    for (; k < n; k++) {
        sum += pcarti_cox_factor(part, b->time[0] + k) * step[k];
        hazard[k] = sum;
    }
}

/* The hazard of the subjects of any block. */
static void
set_hazards(const pcarti_cox_block *b)
{
    const pcarti_cox_part *part = b->part;
    double sum = 0, base = b->hazard[1];
    double *restrict hazard = part->hazard;

    for (size_t j = b->time[0]; j < b->time[1]; j++) {
        double f = pcarti_cox_factor(part, j), own = f * part->own[j];

        sum += f * part->step[j];
        for (size_t i = part->times.first[j]; i < part->times.first[j + 1];
             i++) {
            double all = base + sum;

            if (part->entry)
                all += hazard[i];
            hazard[i] = all - (part->event[i] ? own : 0);
        }
    }
}

/* From the last time to the first: what a tail meets after its own event. */
static void
add_later(const pcarti_cox_block *b)
{
    const pcarti_cox_part *part = b->part;
    double sum = 0;

    for (size_t j = b->time[1]; j-- > b->time[0];) {
        for (size_t i = part->times.first[j]; i < part->times.first[j + 1]; i++)
            part->hazard[i] += part->tail[i] * (b->later[1] + sum);
        sum += pcarti_cox_factor(part, j) * part->left[j] * part->step[j];
    }
}

/* Events less what was expected, of some subjects from time j on; `expected`
 * holds their hazards. */
static PCARTI_INLINE void
set_residuals(const pcarti_cox_part *part, const size_t range[2], size_t j,
              double *restrict expected, double *restrict residual)
{
    const double *restrict risk = part->risk + range[0];
    const uint8_t *restrict event = part->event + range[0];
    size_t n = range[1] - range[0];

    for (size_t k = 0; k < n; k++) {
        expected[k] *= risk[k];
        residual[k] = (event[k] ? 1.0 : 0.0) - expected[k];
    }
    for (size_t k = 0; (part->view.weight || part->factor) && k < n; k++) {
        while (part->times.first[j + 1] <= range[0] + k)
            j++;
        residual[k] = (event[k] ? pcarti_cox_weight(part, range[0] + k) *
                                      pcarti_cox_factor(part, j)
                                : 0) -
                      expected[k];
    }
}

PCARTI_VECTOR static void
residuals_plain(const pcarti_cox_part *part, const size_t range[2], size_t j,
                double *expected, double *residual)
{
    set_residuals(part, range, j, expected, residual);
}

PCARTI_WIDE static void
residuals_wide(const pcarti_cox_part *part, const size_t range[2], size_t j,
               double *expected, double *residual)
{
    set_residuals(part, range, j, expected, residual);
}

void
pcarti_cox_collect(const pcarti_cox_model *w, const pcarti_cox_block *b,
                   pcarti_cox_desk *desk, pcarti_cox_piece *piece)
{
    const pcarti_cox_part *part = b->part;
    size_t to = part->times.first[b->time[1]];
    double *expected = desk->hazard, *residual = desk->inverse;

    /* hazards are kept where something asks for them: the rest is read once */
    int is_kept = w->has_means || !b->is_single || part->tail;

    if (!is_kept)
        set_single_hazards(b, expected);
    else if (b->is_single)
        set_single_hazards(b, part->hazard + part->times.first[b->time[0]]);
    else
        set_hazards(b);
    if (part->tail)
        add_later(b);
    for (size_t i = part->times.first[b->time[0]]; i < to;
         i += PCARTI_COX_STEPS) {
        size_t n = to - i < PCARTI_COX_STEPS ? to - i : PCARTI_COX_STEPS;
        const size_t range[2] = {i, i + n};
        const double *x = part->x + i * w->p;

        if (is_kept)
            memcpy(expected, part->hazard + i, n * sizeof *expected);
        if (PCARTI_HAS_WIDE)
            residuals_wide(part, range, b->time[0], expected, residual);
        else
            residuals_plain(part, range, b->time[0], expected, residual);
        pcarti_add_rows(piece->gradient, w->p, residual, x, n);
        pcarti_add_gram(piece->information, w->p, expected, x, n);
    }
}
