/*
 * compare.c -- two karyotypes side by side: the same structure, and clones
 * that came, went or evolved.  Layer: karyotype.
 */
#include "postcart/karyotype.h"

#include <string.h>

static int
equal_break(const pcart_kbreak *a, const pcart_kbreak *b)
{
    return a->slot == b->slot && a->arm == b->arm && a->ter_arm == b->ter_arm &&
           a->arm_to == b->arm_to && a->is_uncertain == b->is_uncertain &&
           strcmp(a->band, b->band) == 0 && strcmp(a->band_to, b->band_to) == 0;
}

static int
equal_event(const pcart_karyotype *ka, const pcart_karyotype *kb, size_t i)
{
    const pcart_kevent *a = &ka->event[i], *b = &kb->event[i];
    /* short forms are written in full, so that they read back as such */
    const unsigned spelled = (unsigned)(uint8_t)~PCART_KF_LEGACY;

    if (a->op != b->op || a->sign != b->sign || a->n_chrom != b->n_chrom ||
        (a->flags & spelled) != (b->flags & spelled) ||
        memcmp(a->chrom, b->chrom, a->n_chrom) != 0 ||
        a->chrom_unsure != b->chrom_unsure || a->n_break != b->n_break ||
        a->n_inner != b->n_inner || a->other != b->other || a->id != b->id ||
        a->amount_low != b->amount_low || a->amount_high != b->amount_high ||
        a->copy_low != b->copy_low || a->copy_high != b->copy_high ||
        a->marker != b->marker || a->marker_to != b->marker_to ||
        a->cells != b->cells || a->detail_length != b->detail_length)
        return 0;
    if (memcmp(ka->clean + a->detail_offset, kb->clean + b->detail_offset,
               a->detail_length) != 0)
        return 0;
    for (size_t n = 0; n < a->n_break; n++)
        if (!equal_break(&ka->bp[a->first_break + n],
                         &kb->bp[b->first_break + n]))
            return 0;
    return 1;
}

static int
equal_clone(const pcart_kclone *a, const pcart_kclone *b)
{
    if (a->count_low != b->count_low || a->count_high != b->count_high ||
        a->first_event != b->first_event || a->end_event != b->end_event ||
        a->set != b->set || a->target != b->target || a->ref != b->ref ||
        a->ref_number != b->ref_number || a->ref_copies != b->ref_copies ||
        a->ploidy != b->ploidy || a->ploidy_mark != b->ploidy_mark ||
        a->doubled != b->doubled || a->doubled_count != b->doubled_count ||
        a->is_composite != b->is_composite ||
        a->is_incomplete != b->is_incomplete ||
        a->is_sex_unsure != b->is_sex_unsure ||
        a->is_sex_constitutional != b->is_sex_constitutional ||
        a->cells != b->cells || strcmp(a->sex, b->sex) != 0 ||
        a->suffix_length != b->suffix_length || a->n_item != b->n_item)
        return 0;
    return !a->n_item ||
           memcmp(a->item, b->item, a->n_item * sizeof *a->item) == 0;
}

int
pcart_karyotype_equal(const pcart_karyotype *a, const pcart_karyotype *b)
{
    if (a->n_clone != b->n_clone || a->n_event != b->n_event ||
        a->n_set != b->n_set || a->origin != b->origin ||
        (a->state == PCART_KARYOTYPE_MANUAL) !=
            (b->state == PCART_KARYOTYPE_MANUAL))
        return 0;
    for (size_t i = 0; i < a->n_event; i++)
        if (!equal_event(a, b, i))
            return 0;
    for (size_t i = 0; i < a->n_clone; i++)
        if (!equal_clone(&a->clone[i], &b->clone[i]))
            return 0;
    return 1;
}

/* Copies of the abnormality of item i of clone c that clone d holds. */
static int
copies_in(const pcart_kevent *e, const pcart_karyotype *kd,
          const pcart_kclone *d)
{
    int copies = 0;

    for (size_t i = 0; i < d->n_item; i++) {
        const pcart_kevent *other = &kd->event[d->item[i].event];

        if (other->key == e->key && other->op == e->op &&
            (e->op != PCART_KOP_NUMERIC || other->sign == e->sign))
            copies += d->item[i].copies;
    }
    return copies;
}

static int
is_acquired(const pcart_kevent *e)
{
    return !(e->flags & (PCART_KF_CONSTITUTIONAL | PCART_KF_MAYBE_CONST));
}

/* Abnormalities of c that d does not hold, and those that it does. */
static int
missing_in(const pcart_karyotype *kc, const pcart_kclone *c,
           const pcart_karyotype *kd, const pcart_kclone *d, int *n_shared)
{
    int missing = 0;

    *n_shared = 0;
    for (size_t i = 0; i < c->n_item; i++) {
        const pcart_kevent *e = &kc->event[c->item[i].event];

        if (!is_acquired(e))
            continue;
        if (copies_in(e, kd, d))
            ++*n_shared;
        else
            missing++;
    }
    return missing;
}

static int
is_abnormal(const pcart_karyotype *k, const pcart_kclone *clone, int set)
{
    if (clone->set != set)
        return 0;
    for (size_t i = 0; i < clone->n_item; i++)
        if (is_acquired(&k->event[clone->item[i].event]))
            return 1;
    return 0;
}

/* What one clone is, seen from the earlier karyotype. */
static pcart_kclone_change
trace_clone(const pcart_karyotype *before, const pcart_karyotype *after,
            size_t index, int set)
{
    const pcart_kclone *now = &after->clone[index];
    pcart_kclone_change best = {.change = PCART_KCHANGE_GAINED,
                                .before = -1,
                                .after = (int)index,
                                .n_gained = now->n_item};
    int best_distance = -1;

    for (size_t i = 0; i < before->n_clone; i++) {
        const pcart_kclone *then = &before->clone[i];
        int shared, other, lost, gained;

        if (!is_abnormal(before, then, set))
            continue;
        lost = missing_in(before, then, after, now, &shared);
        gained = missing_in(after, now, before, then, &other);
        if (!shared || (best_distance >= 0 && lost + gained >= best_distance))
            continue;
        best_distance = lost + gained;
        best.change = !lost && !gained ? PCART_KCHANGE_SAME
                      : !lost          ? PCART_KCHANGE_EVOLVED
                                       : PCART_KCHANGE_RELATED;
        best.before = (int)i;
        best.n_gained = gained;
        best.n_lost = lost;
    }
    return best;
}

pcart_status
pcart_karyotype_compare(const pcart_karyotype *before,
                        const pcart_karyotype *after, int set,
                        pcart_arena *arena, const pcart_kclone_change **out,
                        size_t *n, pcart_err *err)
{
    pcart_kclone_change *row = pcart_arena_take(
        arena, before->n_clone + after->n_clone + 1, sizeof *row);
    size_t n_row = 0;

    if (!row)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < after->n_clone; i++)
        if (is_abnormal(after, &after->clone[i], set))
            row[n_row++] = trace_clone(before, after, i, set);
    for (size_t i = 0; i < before->n_clone; i++) {
        int is_held = 0;

        if (!is_abnormal(before, &before->clone[i], set))
            continue;
        for (size_t j = 0; j < after->n_clone && !is_held; j++) {
            int shared;

            is_held = after->clone[j].set == set &&
                      !missing_in(before, &before->clone[i], after,
                                  &after->clone[j], &shared);
        }
        if (!is_held)
            row[n_row++] =
                (pcart_kclone_change){.change = PCART_KCHANGE_LOST,
                                      .before = (int)i,
                                      .after = -1,
                                      .n_lost = before->clone[i].n_item};
    }
    *out = row;
    *n = n_row;
    return PCART_OK;
}

const char *
pcart_kchange_name(pcart_kchange change)
{
    static const char *const name[] = {"same", "evolved", "related", "gained",
                                       "lost"};

    return (unsigned)change < PCART_COUNTOF(name) ? name[change] : "";
}
