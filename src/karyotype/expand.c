/*
 * expand.c -- what each clone holds: short repeats resolved, idem, sl and sdl
 * followed, gains and losses applied, chromosome numbers checked.
 * Layer: karyotype.
 */
#include "karyotype/reader.h"

#include <string.h>

/* Chromosomes that items add and take away. */
typedef struct tally {
    int low, high; /* all items, with the ends of ranges */
    int down, up;  /* only losses, only gains: what single cells may show */
} tally;

/* Items of all clones together: references multiply short texts. */
enum { MOST_ITEMS = 50000 };

static uint64_t
mix(uint64_t key, uint64_t value)
{
    key ^= value + UINT64_C(0x9e3779b97f4a7c15) + (key << 6) + (key >> 2);
    return key * UINT64_C(0xff51afd7ed558ccd);
}

static int
is_same_places(const pcart_kevent *a, const pcart_kevent *b)
{
    return a->op == b->op && a->n_chrom == b->n_chrom &&
           memcmp(a->chrom, b->chrom, a->n_chrom) == 0;
}

static int
is_structure(const pcart_kevent *e)
{
    return e->op >= PCART_KOP_ADD;
}

static int
is_bare(const pcart_kevent *e)
{
    return is_structure(e) && !e->n_break && !e->n_inner && !e->detail_length;
}

/* Event + 1 before @p index, not before @p from, that spells out @p index. */
static uint16_t
find_full(const pcart_karyotype *k, size_t from, size_t index)
{
    for (size_t j = index; j-- > from;)
        if (is_same_places(&k->event[j], &k->event[index]) &&
            !is_bare(&k->event[j]))
            return (uint16_t)(j + 1);
    return 0;
}

static uint64_t
key_of(const pcart_karyotype *k, size_t index)
{
    const pcart_kevent *e = &k->event[index];
    uint64_t key = mix(e->op, e->marker);

    if (e->full)
        return k->event[e->full - 1].key;
    for (int i = 0; i < e->n_chrom; i++)
        key = mix(key, e->chrom[i]);
    for (size_t i = 0; i < e->n_break; i++) {
        const pcart_kbreak *bp = &k->bp[e->first_break + i];
        uint64_t text, to;

        memcpy(&text, bp->band, sizeof text);
        memcpy(&to, bp->band_to, sizeof to);
        key = mix(key, (uint64_t)bp->slot << 24 |
                           (uint64_t)(unsigned char)bp->arm << 16 |
                           (uint64_t)(unsigned char)bp->ter_arm << 8 |
                           (uint64_t)(unsigned char)bp->arm_to);
        key = mix(mix(key, text), to);
    }
    for (uint32_t i = 0; i < e->detail_length; i++)
        key = mix(key, (unsigned char)k->clean[e->detail_offset + i]);
    for (size_t i = 1; i <= e->n_inner; i++)
        key = mix(key, k->event[index + i].key + i);
    return key;
}

/* Bare forms, keys and identities of the events of one clone. */
static void
identify(pcarti_kreader *r, const pcart_kclone *clone, size_t from)
{
    pcart_karyotype *k = r->k;
    int has_parts = 0;

    for (size_t n = clone->end_event; n-- > clone->first_event;) {
        pcart_kevent *e = &k->event[n];

        has_parts |= e->n_inner;
        if (is_bare(e)) {
            e->flags |= PCART_KF_BARE;
            e->full = find_full(k, from, n);
        }
    }
    /* Parts first, so that a derivative can take their keys; whole events
     * that are only referred to lie before and are done. */
    for (int pass = !has_parts; pass < 2; pass++)
        for (size_t i = clone->first_event; i < clone->end_event; i++) {
            pcart_kevent *e = &k->event[i];

            if (!(e->flags & PCART_KF_INNER) == (pass == 1))
                e->key = key_of(k, i);
        }
    for (size_t i = clone->first_event; i < clone->end_event; i++) {
        pcart_kevent *e = &k->event[i];
        uint64_t *seen = &r->seen[e->key >> 62];
        const uint64_t bit = UINT64_C(1) << (e->key >> 56 & 63);
        size_t first = i;

        for (size_t j = 0; j < i && *seen & bit; j++)
            if (k->event[j].key == e->key && k->event[j].op == e->op &&
                !(k->event[j].flags & PCART_KF_INNER) &&
                (is_structure(e) || k->event[j].sign == e->sign)) {
                first = j;
                break;
            }
        *seen |= bit;
        e->id = (uint16_t)first;
    }
}

/* The clone that idem, sl or sdl stands for; -1 when there is none. */
static int
find_target(pcarti_kreader *r, size_t index, size_t set_first)
{
    const pcart_karyotype *k = r->k;
    const pcart_kclone *clone = &k->clone[index];
    int number = clone->ref_number, found = -1, n_found = 0;

    if (index == set_first)
        return -1;
    if (clone->ref == PCART_KREF_IDEM ||
        (clone->ref == PCART_KREF_SL && number <= 1))
        return (int)set_first;
    for (size_t i = set_first; i < index; i++) {
        int is_line = k->clone[i].ref != PCART_KREF_NONE;

        if ((clone->ref == PCART_KREF_SDL) != is_line)
            continue;
        if (++n_found == (number ? number : 1))
            found = (int)i;
    }
    /* Sidelines that repeat everything instead of referring to sl. */
    if (found < 0 && clone->ref == PCART_KREF_SDL) {
        n_found = 0;
        for (size_t i = set_first + 1; i < index && found < 0; i++)
            if (k->clone[i].end_event > k->clone[i].first_event &&
                ++n_found == (number ? number : 1))
                found = (int)i;
        if (found >= 0)
            pcarti_kreader_note(r, KN_REF_FULL, clone->offset,
                                clone->offset + clone->length);
        return found;
    }
    if (found >= 0 && !number && n_found > 1)
        pcarti_kreader_note(r, KN_REF_MANY, clone->offset,
                            clone->offset + clone->length);
    return found;
}

/* Copies of one event that a clone gains by it. */
static uint16_t
copies_of(const pcart_kevent *e)
{
    unsigned n = (unsigned)e->amount_high * e->copy_high;

    return (uint16_t)(n > 999 ? 999 : n);
}

/* Take copies of a listed item away; 0 when it is not there. */
static int
take_away(const pcart_karyotype *k, pcart_kitem *item, uint16_t *n,
          size_t event)
{
    const pcart_kevent *e = &k->event[event];
    int best = -1;

    for (int i = *n - 1; i >= 0; i--) {
        const pcart_kevent *other = &k->event[item[i].event];

        if (!is_structure(e) && e->op == PCART_KOP_NUMERIC &&
            (other->op != PCART_KOP_NUMERIC || other->sign == e->sign))
            continue;
        if (!is_same_places(e, other))
            continue;
        if (other->key == e->key) {
            best = i;
            break;
        }
        if (is_structure(e) && (e->flags & PCART_KF_BARE) && best < 0)
            best = i;
    }
    if (best < 0)
        return 0;
    if (item[best].copies > copies_of(e)) {
        item[best].copies = (uint16_t)(item[best].copies - copies_of(e));
        return 1;
    }
    for (int i = best; i + 1 < *n; i++)
        item[i] = item[i + 1];
    --*n;
    return 1;
}

/* What one event does to the number of chromosomes. */
static void
tally_event(const pcart_kevent *e, tally *t)
{
    int low = e->amount_low * e->copy_low, high = e->amount_high * e->copy_high;

    if (e->op == PCART_KOP_DMIN)
        return;
    if (!e->sign && e->n_chrom > 1 &&
        (e->op == PCART_KOP_DIC || e->op == PCART_KOP_PSU_DIC ||
         e->op == PCART_KOP_ROB || e->op == PCART_KOP_DER ||
         e->op == PCART_KOP_IDER || e->op == PCART_KOP_TAS ||
         e->op == PCART_KOP_TRC)) {
        int gone = (e->n_chrom - 1) * e->copy_high;

        t->low -= gone;
        t->high -= gone;
        t->down -= gone;
    } else if (e->sign > 0) {
        t->low += low;
        t->high += high;
        t->up += high;
    } else if (e->sign < 0) {
        t->low -= high;
        t->high -= low;
        t->down -= high;
    }
}

static int
sets_of(int chromosomes)
{
    size_t n;
    const pcart_ploidy_rule *rule = pcart_ploidy_list(&n);

    for (size_t i = 0; i < n; i++)
        if (chromosomes >= rule[i].low && chromosomes <= rule[i].high)
            return rule[i].sets == 1 ? 2 : rule[i].sets;
    return 2;
}

/* Chromosomes of the sex field beyond or below the sets; a missing one may be
 * explained by the items. */
static int
sex_excess(const pcart_karyotype *k, const pcart_kclone *clone)
{
    int named = (int)strlen(clone->sex), explained = 0;

    if (!named || clone->sex[0] == 'U' || clone->is_sex_unsure ||
        clone->is_sex_constitutional || clone->doubled > 1)
        return clone->is_sex_constitutional ? named - clone->ploidy_sets : 0;
    for (size_t i = clone->first_event; i < clone->end_event; i++) {
        const pcart_kevent *e = &k->event[i];

        if (e->flags & (PCART_KF_INNER | PCART_KF_ALTERNATIVE) || e->sign > 0)
            continue;
        for (int c = 0; c < e->n_chrom; c++)
            explained += e->chrom[c] >= 23;
    }
    if (named >= clone->ploidy_sets)
        return named - clone->ploidy_sets;
    named += explained;
    return named >= clone->ploidy_sets ? 0 : named - clone->ploidy_sets;
}

/* Whether the number written can come of so many sets and these items; the
 * lowest number that could in low. */
static int
fits(const pcart_kclone *clone, int sets, const tally *t, int *low)
{
    int base = 23 * sets;
    int high = base + (clone->is_composite ? t->up : t->high);

    *low = base + (clone->is_composite ? t->down : t->low);
    return clone->count_high >= *low && clone->count_low <= high;
}

static void
check_count(pcarti_kreader *r, const pcart_kclone *clone, const tally *t)
{
    int low;

    if (clone->is_incomplete || clone->doubled > 1 ||
        fits(clone, clone->ploidy_sets, t, &low))
        return;
    pcarti_kreader_note(r, KN_COUNT_MISMATCH, clone->offset,
                        clone->offset + clone->length);
    if (r->k->n_note) {
        pcart_knote *note = &r->k->note[r->k->n_note - 1];

        if (note->code == KN_COUNT_MISMATCH) {
            note->a = (int16_t)(low < -999 ? -999 : low > 9999 ? 9999 : low);
            note->b = (int16_t)clone->count_low;
        }
    }
}

/* An unsigned loss of X or Y: an event of its own, which no text writes. */
static int
add_lost_sex(pcarti_kreader *r, size_t index, size_t set_first,
             pcart_kitem *item)
{
    pcart_karyotype *k = r->k;
    size_t event = k->n_event;
    int chrom = 0;
    pcart_kevent *e;

    for (size_t i = set_first; i < k->n_clone; i++)
        if (k->clone[i].set == k->clone[index].set) {
            if (k->clone[i].is_male)
                chrom = 24;
            else if (strcmp(k->clone[i].sex, "XX") == 0 && !chrom)
                chrom = 23;
        }
    e = pcarti_kreader_event(r);
    if (!e)
        return 0;
    e->sign = -1;
    e->n_chrom = 1;
    e->chrom[0] = (uint8_t)chrom;
    e->flags = chrom ? 0 : PCART_KF_UNCERTAIN;
    e->offset = k->clone[index].offset;
    e->length = k->clone[index].length;
    e->key = key_of(k, event);
    e->id = (uint16_t)event;
    for (size_t j = 0; j < event; j++)
        if (k->event[j].key == e->key && k->event[j].sign < 0 &&
            !(k->event[j].flags & PCART_KF_INNER)) {
            e->id = (uint16_t)j;
            break;
        }
    item->event = (uint16_t)event;
    item->copies = 1;
    pcarti_kreader_note(r, KN_SEX_LOSS, e->offset, e->offset + e->length);
    return 1;
}

/* Apply the clone's own events to what its reference holds. */
static void
apply_events(pcarti_kreader *r, const pcart_kclone *clone, pcart_kitem *item,
             uint16_t *n, tally *t)
{
    pcart_karyotype *k = r->k;

    for (size_t i = clone->first_event; i < clone->end_event; i++) {
        pcart_kevent *e = &k->event[i];
        int is_gone = 0;

        if (e->flags & (PCART_KF_INNER | PCART_KF_ALTERNATIVE))
            continue;
        tally_event(e, t);
        /* Only what a reference brought can be taken away: +8,-8 within one
         * composite are two findings. */
        if (clone->target >= 0 && (e->op == PCART_KOP_NUMERIC || e->sign < 0))
            is_gone = take_away(k, item, n, i);
        if (is_gone)
            continue;
        if (e->sign < 0 && e->op != PCART_KOP_NUMERIC)
            pcarti_kreader_note(r, KN_NOT_REMOVED, e->offset,
                                e->offset + e->length);
        else if (e->flags & PCART_KF_BARE && !e->full)
            pcarti_kreader_note(r, KN_BARE, e->offset, e->offset + e->length);
        item[*n].event = (uint16_t)i;
        item[(*n)++].copies = copies_of(e);
    }
}

static int
expand_clone(pcarti_kreader *r, size_t index, size_t set_first, tally *all,
             size_t *n_all)
{
    pcart_karyotype *k = r->k;
    pcart_kclone *clone = &k->clone[index];
    size_t room = (size_t)(clone->end_event - clone->first_event) + 1;
    const pcart_kclone *target = NULL;
    pcart_kitem *item;
    tally t = {0};
    uint16_t n = 0;
    int excess, low;

    if (clone->ref != PCART_KREF_NONE) {
        int found = find_target(r, index, set_first);

        if (found < 0)
            return pcarti_kreader_stop(r, KN_REF, clone->offset,
                                       clone->offset + clone->length);
        clone->target = (int16_t)found;
        target = &k->clone[found];
        room += target->n_item;
        t = all[found];
        t.low *= clone->ref_copies;
        t.high *= clone->ref_copies;
        t.down *= clone->ref_copies;
        t.up *= clone->ref_copies;
        clone->is_male |= target->is_male;
    }
    *n_all += room;
    if (*n_all > MOST_ITEMS)
        return pcarti_kreader_stop(r, KN_TOO_MANY, clone->offset,
                                   clone->offset + clone->length);
    item = pcart_arena_take(r->arena, room, sizeof *item);
    if (!item) {
        r->is_out_of_memory = 1;
        return 0;
    }
    if (target && target->n_item) {
        memcpy(item, target->item, target->n_item * sizeof *item);
        n = target->n_item;
    }
    clone->ploidy_sets = clone->ploidy;
    if (!clone->ploidy && target)
        clone->ploidy_sets =
            (uint8_t)(target->ploidy_sets * clone->ref_copies > 200
                          ? 200
                          : target->ploidy_sets * clone->ref_copies);
    else if (!clone->ploidy)
        clone->ploidy_sets = (uint8_t)sets_of(clone->count_low);
    apply_events(r, clone, item, &n, &t);
    /* 59,XX,+X,+1,... without <2n>: the items say which set is meant. */
    if (!clone->ploidy && !target && clone->ploidy_sets != 2 &&
        !fits(clone, clone->ploidy_sets, &t, &low) && fits(clone, 2, &t, &low))
        clone->ploidy_sets = 2;
    excess = target ? 0 : sex_excess(k, clone);
    if (excess < 0 && !clone->is_sex_constitutional) {
        if (!add_lost_sex(r, index, set_first, &item[n]))
            return 0;
        n++;
        clone = &k->clone[index];
    } else if (excess > 0 && !clone->is_sex_constitutional) {
        pcarti_kreader_note(r, KN_SEX_EXTRA, clone->offset,
                            clone->offset + clone->length);
    }
    t.low += excess - clone->is_sex_unsure;
    t.high += excess;
    t.down += excess < 0 ? excess : 0;
    t.up += excess > 0 ? excess : 0;
    clone->item = item;
    clone->n_item = n;
    all[index] = t;
    check_count(r, clone, &t);
    return 1;
}

/* Things that are odd between the clones of one person. */
static void
check_set(pcarti_kreader *r, size_t first, size_t end)
{
    const pcart_kclone *clone = r->k->clone;
    int has_male = 0, has_female = 0, has_idem = 0, has_sl = 0;

    for (size_t i = first; i < end; i++) {
        int was_mixed = has_male && has_female, was_both = has_idem && has_sl;

        has_male |= clone[i].is_male;
        has_female |= clone[i].sex[0] == 'X' && clone[i].sex[1] == 'X' &&
                      !clone[i].sex[2];
        has_idem |= clone[i].ref == PCART_KREF_IDEM;
        has_sl |= clone[i].ref > PCART_KREF_IDEM;
        if (has_male && has_female && !was_mixed)
            pcarti_kreader_note(r, KN_SEX_DIFFERS, clone[i].offset,
                                clone[i].offset + clone[i].length);
        if (has_idem && has_sl && !was_both)
            pcarti_kreader_note(r, KN_REF_MIXED, clone[i].offset,
                                clone[i].offset + clone[i].length);
    }
}

int
pcarti_karyotype_expand(pcarti_kreader *r)
{
    pcart_karyotype *k = r->k;
    size_t n_all = 0, set_first = 0;
    tally all[PCART_KARYOTYPE_CLONES]; // each is set before it is read

    for (size_t i = 0; i < k->n_clone; i++) {
        pcart_kclone *clone = &k->clone[i];

        if (i && clone->set != k->clone[i - 1].set)
            set_first = i;
        for (size_t j = clone->first_event; j < clone->end_event; j++)
            for (int c = 0; c < k->event[j].n_chrom; c++)
                clone->is_male |= k->event[j].chrom[c] == 24;
        identify(r, clone, k->clone[set_first].first_event);
    }
    set_first = 0;
    for (size_t i = 0; i < k->n_clone; i++) {
        if (i && k->clone[i].set != k->clone[i - 1].set) {
            check_set(r, set_first, i);
            set_first = i;
        }
        if (!expand_clone(r, i, set_first, all, &n_all))
            return 0;
    }
    check_set(r, set_first, k->n_clone);
    return !r->is_manual;
}
