/* known.c -- a patient as known on a day.  Layer: study. */
#include "study/known.h"

#include <stddef.h>
#include <string.h>

/* How many of `n` rows, sorted by date, are not after the day; `offset` is
 * that of the date in a row of `size` bytes. */
static size_t
count_until(const void *row, size_t n, size_t size, size_t offset,
            pcart_date at)
{
    pcart_date date;

    for (; n > 0; n--) {
        memcpy(&date, (const char *)row + (n - 1) * size + offset, sizeof date);
        if (date <= at)
            break;
    }
    return n;
}

#define CUT(type, member, date)                                                \
    out->n_##member = count_until(out->member, out->n_##member, sizeof(type),  \
                                  offsetof(type, date), at)

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

/* Labs are sorted by analyte first, infusions by number. */
static pcart_status
cut_labs(pcart_patient *out, pcart_date at, pcart_arena *arena, pcart_err *err)
{
    size_t n = 0;
    pcart_lab *lab;

    for (size_t i = 0; i < out->n_lab; i++)
        n += out->lab[i].date <= at;
    if (n == out->n_lab)
        return PCART_OK;
    lab = pcart_arena_take(arena, n + 1, sizeof *lab);
    if (!lab)
        return no_memory(err);
    n = 0;
    for (size_t i = 0; i < out->n_lab; i++)
        if (out->lab[i].date <= at)
            lab[n++] = out->lab[i];
    out->lab = lab;
    out->n_lab = n;
    return PCART_OK;
}

static pcart_status
cut_infusions(pcart_patient *out, pcart_date at, pcart_arena *arena,
              pcart_err *err)
{
    size_t n = 0;
    pcart_infusion *infusion;

    for (size_t i = 0; i < out->n_infusion; i++)
        n += out->infusion[i].date <= at;
    if (n == out->n_infusion)
        return PCART_OK;
    infusion = pcart_arena_take(arena, n + 1, sizeof *infusion);
    if (!infusion)
        return no_memory(err);
    n = 0;
    for (size_t i = 0; i < out->n_infusion; i++)
        if (out->infusion[i].date <= at)
            infusion[n++] = out->infusion[i];
    out->infusion = infusion;
    out->n_infusion = n;
    return PCART_OK;
}

/* What lasts longer is known to have lasted until the day. */
static pcart_status
cut_supports(pcart_patient *out, pcart_date at, pcart_arena *arena,
             pcart_err *err)
{
    pcart_support *support;
    int is_longer = 0;

    CUT(pcart_support, support, first);
    for (size_t i = 0; i < out->n_support; i++)
        is_longer |= out->support[i].last > at;
    if (!is_longer)
        return PCART_OK;
    support = pcart_arena_take(arena, out->n_support, sizeof *support);
    if (!support)
        return no_memory(err);
    for (size_t i = 0; i < out->n_support; i++) {
        support[i] = out->support[i];
        if (support[i].last > at)
            support[i].last = at;
    }
    out->support = support;
    return PCART_OK;
}

pcart_status
pcarti_known(const pcart_patient *patient, pcart_date at, pcart_arena *arena,
             pcart_patient *out, pcart_err *err)
{
    pcart_status status;

    *out = *patient;
    CUT(pcart_sign, sign, date);
    CUT(pcart_toxicity, toxicity, first);
    CUT(pcart_transplant, transplant, date);
    CUT(pcart_marrow_row, marrow, date);
    CUT(pcart_karyotype_row, karyotype, date);
    CUT(pcart_sample, sample, date);
    CUT(pcart_chimerism, chimerism, date);
    CUT(pcart_response, response, date);
    CUT(pcart_event, event, date);
    CUT(pcart_acknowledgement, acknowledgement, date);
    status = cut_labs(out, at, arena, err);
    if (!status)
        status = cut_infusions(out, at, arena, err);
    if (!status)
        status = cut_supports(out, at, arena, err);
    return status;
}

static void
raise_to(pcart_date *last, pcart_date date)
{
    if (date > *last)
        *last = date;
}

#define LAST(member, date)                                                     \
    if (patient->n_##member)                                                   \
    raise_to(&last, patient->member[patient->n_##member - 1].date)

pcart_date
pcarti_known_last(const pcart_patient *patient)
{
    pcart_date last = PCART_DATE_NONE;

    if (patient->n_infusion)
        raise_to(&last, patient->infusion[0].date);
    for (size_t i = 0; i < patient->n_lab; i++)
        raise_to(&last, patient->lab[i].date);
    for (size_t i = 0; i < patient->n_support; i++)
        raise_to(&last, patient->support[i].last);
    LAST(sign, date);
    LAST(toxicity, first);
    LAST(transplant, date);
    LAST(marrow, date);
    LAST(karyotype, date);
    LAST(sample, date);
    LAST(chimerism, date);
    LAST(response, date);
    LAST(event, date);
    LAST(acknowledgement, date);
    return last;
}
