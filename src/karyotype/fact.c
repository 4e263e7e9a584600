/*
 * fact.c -- what single abnormalities prove: losses of arms, rearrangements,
 * whole chromosomes.  The tables are in src/rules.  Layer: karyotype.
 */
#include "karyotype/facts.h"

#include <string.h>

enum { NO = 0, MAYBE = 1, YES = 2 };
/* In rising order of proof; a deletion that is not certain leaves both the loss
 * and the deletion open. */
enum {
    LOST_NOT,
    LOST_POSSIBLE,
    LOST_POSSIBLE_SIMPLE,
    LOST_UNBALANCED,
    LOST_SIMPLE
};

const pcart_kevent *
pcarti_kevent_full(const pcart_karyotype *k, const pcart_kevent *e)
{
    return e->full ? &k->event[e->full - 1] : e;
}

uint32_t
pcarti_kevent_named(const pcart_karyotype *k, const pcart_kevent *e)
{
    uint32_t named = 0;

    e = pcarti_kevent_full(k, e);
    for (size_t i = 0; i <= e->n_inner; i++)
        for (int c = 0; c < e[i].n_chrom; c++)
            named |= UINT32_C(1) << e[i].chrom[c];
    return named & ~UINT32_C(1); // the question mark is no chromosome
}

static int
is_centromere(const pcart_kbreak *bp)
{
    return strcmp(bp->band, "10") == 0;
}

int
pcarti_kevent_is_whole_arm(const pcart_karyotype *k, const pcart_kevent *e)
{
    e = pcarti_kevent_full(k, e);
    for (size_t i = 0; i <= e->n_inner; i++) {
        const pcart_kevent *part = pcarti_kevent_full(k, &e[i]);

        if (part->n_break == 2 && part->n_chrom == 2 &&
            is_centromere(&k->bp[part->first_break]) &&
            is_centromere(&k->bp[part->first_break + 1]))
            return 1;
    }
    return 0;
}

int
pcarti_kevent_is_balanced(const pcarti_kfinder *f, const pcart_kevent *e)
{
    const pcart_karyotype *k = f->k;

    e = pcarti_kevent_full(k, e);
    for (size_t i = 1; i <= e->n_inner; i++) {
        if (e[i].op != PCART_KOP_T)
            continue;
        for (size_t j = 0; j < f->n_counted; j++) {
            const pcart_kevent *other =
                pcarti_kevent_full(k, &k->event[f->counted[j].event]);

            if (other->op != PCART_KOP_DER || other == e ||
                other->chrom[0] == e->chrom[0] || !f->counted[j].is_clonal)
                continue;
            for (size_t n = 1; n <= other->n_inner; n++)
                if (other[n].key == e[i].key)
                    return 1;
        }
    }
    return 0;
}

/* Region and band digits of "26.2"; -1 when one is unknown. */
static int
band_number(const char *band)
{
    if (band[0] < '0' || band[0] > '9')
        return -1;
    if (!band[1])
        return (band[0] - '0') * 10;
    if (band[1] < '0' || band[1] > '9')
        return -1;
    return (band[0] - '0') * 10 + (band[1] - '0');
}

static int
is_within(const pcart_pattern_break *p, char arm, const char *band)
{
    int number = band_number(band);

    if (arm == '?')
        return MAYBE;
    if (arm != p->arm)
        return NO;
    if (number < 0)
        return p->first <= 10 ? YES : MAYBE;
    return number >= p->first && number <= p->last ? YES : NO;
}

/* Whether a breakpoint lies in a place: no, perhaps, yes. */
static int
is_at(const pcart_kevent *e, const pcart_kbreak *bp,
      const pcart_pattern_break *p)
{
    int from, to;

    if (bp->slot >= e->n_chrom || e->chrom[bp->slot] != p->chromosome)
        return NO;
    from = is_within(p, bp->arm, bp->band);
    if (from == YES && e->chrom_unsure >> bp->slot & 1)
        from = MAYBE;
    if (!bp->band_to[0])
        return bp->is_uncertain && from == YES ? MAYBE : from;
    to = is_within(p, bp->arm_to, bp->band_to);
    return from == to ? from : from || to ? MAYBE : NO;
}

/* The best that any breakpoint of one event (no parts) says of a place. */
static int
breaks_at(const pcart_karyotype *k, const pcart_kevent *e,
          const pcart_pattern_break *p, int *which)
{
    int best = NO;

    for (int i = 0; i < e->n_break; i++) {
        int now = i == *which ? NO : is_at(e, &k->bp[e->first_break + i], p);

        if (now > best) {
            best = now;
            *which = i;
        }
        if (best == YES)
            break;
    }
    return best;
}

/* Two different breakpoints of one event in two places. */
static int
breaks_both(const pcart_karyotype *k, const pcart_kevent *e,
            const pcart_cyto_pattern *p)
{
    int which = -1, a = breaks_at(k, e, &p->a, &which), b;

    if (!a)
        return NO;
    b = breaks_at(k, e, &p->b, &which);
    return a < b ? a : b;
}

/* Both chromosomes are named, bands are not. */
static int
is_named_alone(const pcart_kevent *e, const pcart_cyto_pattern *p)
{
    return !e->n_break && !e->n_inner &&
           ((e->n_chrom == 2 && ((e->chrom[0] == p->a.chromosome &&
                                  e->chrom[1] == p->b.chromosome) ||
                                 (e->chrom[0] == p->b.chromosome &&
                                  e->chrom[1] == p->a.chromosome))) ||
            (e->op == PCART_KOP_INV && e->chrom[0] == p->a.chromosome));
}

static int
is_exchange(int op)
{
    return op == PCART_KOP_T || op == PCART_KOP_INS ||
           op == PCART_KOP_DIR_INS || op == PCART_KOP_INV_INS;
}

static int
is_iso(int op)
{
    return op == PCART_KOP_I || op == PCART_KOP_IDIC ||
           op == PCART_KOP_PSU_IDIC;
}

/* One event without its parts against one pattern. */
static int
match_part(const pcart_karyotype *k, const pcart_kevent *e,
           const pcart_cyto_pattern *p)
{
    const int op = e->op;
    int which = -1;

    switch (p->kind) {
    case PCART_PATTERN_EXCHANGE:
        if (!is_exchange(op))
            return NO;
        return is_named_alone(e, p) ? MAYBE : breaks_both(k, e, p);
    case PCART_PATTERN_ANY:
        if (op == PCART_KOP_INV)
            return breaks_at(k, e, &p->a, &which) ? MAYBE : NO;
        return is_exchange(op) ? breaks_at(k, e, &p->a, &which) : NO;
    case PCART_PATTERN_INVERSION:
        if (op != PCART_KOP_INV && op != PCART_KOP_T)
            return NO;
        return is_named_alone(e, p) ? MAYBE : breaks_both(k, e, p);
    case PCART_PATTERN_ISO:
        return is_iso(op) ? breaks_at(k, e, &p->a, &which) : NO;
    case PCART_PATTERN_T:
        return op == PCART_KOP_T ? breaks_at(k, e, &p->a, &which) : NO;
    case PCART_PATTERN_T_INV_DEL:
        return op == PCART_KOP_T || op == PCART_KOP_INV || op == PCART_KOP_DEL
                   ? breaks_at(k, e, &p->a, &which)
                   : NO;
    case PCART_PATTERN_BREAK:
        return op >= PCART_KOP_ADD ? breaks_at(k, e, &p->a, &which) : NO;
    case PCART_PATTERN_ADD:
        return op == PCART_KOP_ADD ? breaks_at(k, e, &p->a, &which) : NO;
    case PCART_PATTERN_NAMED:
        for (int c = 0; c < e->n_chrom; c++)
            if (e->chrom[c] == p->a.chromosome)
                return e->chrom_unsure >> c & 1 ? MAYBE : YES;
        return NO;
    case PCART_PATTERN_WHOLE_ARM:
        if (op != PCART_KOP_DER && op != PCART_KOP_T)
            return NO;
        return e->n_chrom == 2 ? breaks_both(k, e, p) : NO;
    }
    return NO;
}

/* Kinds of patterns, by bit, that an event or one of its parts could fit. */
static unsigned
kinds_of(const pcart_karyotype *k, const pcart_kevent *e)
{
    unsigned kinds = 1U << PCART_PATTERN_NAMED;

    if (e->op < PCART_KOP_ADD)
        return kinds;
    kinds |= 1U << PCART_PATTERN_BREAK;
    e = pcarti_kevent_full(k, e);
    for (size_t i = 0; i <= e->n_inner; i++) {
        const int op = e[i].op;

        if (is_exchange(op))
            kinds |= 1U << PCART_PATTERN_EXCHANGE | 1U << PCART_PATTERN_ANY;
        if (op == PCART_KOP_INV)
            kinds |= 1U << PCART_PATTERN_ANY;
        if (op == PCART_KOP_INV || op == PCART_KOP_T)
            kinds |= 1U << PCART_PATTERN_INVERSION;
        if (op == PCART_KOP_INV || op == PCART_KOP_T || op == PCART_KOP_DEL)
            kinds |= 1U << PCART_PATTERN_T_INV_DEL;
        if (op == PCART_KOP_T)
            kinds |= 1U << PCART_PATTERN_T;
        if (op == PCART_KOP_T || op == PCART_KOP_DER)
            kinds |= 1U << PCART_PATTERN_WHOLE_ARM;
        if (op == PCART_KOP_ADD)
            kinds |= 1U << PCART_PATTERN_ADD;
        if (is_iso(op))
            kinds |= 1U << PCART_PATTERN_ISO;
    }
    return kinds;
}

static int
match(const pcart_karyotype *k, const pcart_kevent *e,
      const pcart_cyto_pattern *p)
{
    int best = NO;

    e = pcarti_kevent_full(k, e);
    for (size_t i = 0; i <= e->n_inner; i++) {
        int now = match_part(k, pcarti_kevent_full(k, &e[i]), p);

        /* A balanced whole-arm t loses nothing: only derivatives count. */
        if (p->kind == PCART_PATTERN_WHOLE_ARM && i == 0 &&
            e->op != PCART_KOP_DER)
            now = NO;
        if (now > best)
            best = now;
    }
    return best;
}

/* What a break of an unbalanced exchange takes away: the part beyond it, or,
 * at a centromere, the other arm. */
static int
takes(const pcart_kevent *e, const pcart_kbreak *bp, int chrom, char arm)
{
    if (bp->slot >= e->n_chrom || e->chrom[bp->slot] != chrom)
        return LOST_NOT;
    if (bp->arm == '?' || bp->arm == 'c')
        return LOST_POSSIBLE;
    if (is_centromere(bp))
        return bp->arm != arm ? LOST_UNBALANCED : LOST_NOT;
    return bp->arm == arm ? LOST_UNBALANCED : LOST_NOT;
}

static int
if_possible(int loss)
{
    return loss == LOST_SIMPLE || loss == LOST_POSSIBLE_SIMPLE
               ? LOST_POSSIBLE_SIMPLE
               : LOST_POSSIBLE;
}

/* Loss of an arm by one event or part; @p holder names the chromosomes whose
 * centromeres the product keeps. */
static int
part_loses(const pcart_karyotype *k, const pcart_kevent *e,
           const pcart_kevent *holder, int chrom, char arm)
{
    int worst = LOST_NOT, is_held = 0;

    for (int c = 0; c < holder->n_chrom; c++)
        is_held |= holder->chrom[c] == chrom;
    if (!is_held)
        return LOST_NOT;
    if (e->detail_length)
        return e->op == PCART_KOP_DEL ? LOST_POSSIBLE_SIMPLE : LOST_POSSIBLE;
    if (!e->n_break && !e->n_inner && e->n_chrom == 1 &&
        (e->op == PCART_KOP_DEL || e->op == PCART_KOP_R ||
         e->op == PCART_KOP_DER) &&
        e->chrom[0] == chrom)
        return e->op == PCART_KOP_DEL ? LOST_POSSIBLE_SIMPLE : LOST_POSSIBLE;
    for (int i = 0; i < e->n_break; i++) {
        const pcart_kbreak *bp = &k->bp[e->first_break + i];
        int now = LOST_NOT;

        if (bp->slot >= e->n_chrom || e->chrom[bp->slot] != chrom)
            continue;
        switch ((pcart_kop)e->op) {
        case PCART_KOP_DEL:
            now = bp->arm == arm   ? LOST_SIMPLE
                  : bp->arm == '?' ? LOST_POSSIBLE_SIMPLE
                                   : LOST_NOT;
            break;
        case PCART_KOP_R:
            now = bp->arm == arm ? LOST_UNBALANCED : LOST_NOT;
            break;
        case PCART_KOP_I:
        case PCART_KOP_IDIC:
        case PCART_KOP_PSU_IDIC:
        case PCART_KOP_DIC:
        case PCART_KOP_PSU_DIC:
        case PCART_KOP_TRC:
        case PCART_KOP_DER:
        case PCART_KOP_IDER:
            now = takes(e, bp, chrom, arm);
            break;
        case PCART_KOP_T:
            now = e != holder ? takes(e, bp, chrom, arm) : LOST_NOT;
            break;
        default:
            break;
        }
        if (now > worst)
            worst = now;
    }
    if (worst && (e->flags & PCART_KF_UNCERTAIN || e->chrom_unsure))
        worst = if_possible(worst);
    return worst;
}

static int
loses(const pcarti_kfinder *f, const pcart_kevent *event, int chrom, char arm)
{
    const pcart_karyotype *k = f->k;
    const pcart_kevent *e = pcarti_kevent_full(k, event);
    const uint32_t bit = UINT32_C(1) << chrom;
    int worst = LOST_NOT, is_balanced = -1;

    /* An extra, shortened chromosome takes nothing away, unless it stands for
     * a whole one that is gone. */
    if (event->sign > 0 && !(f->lost & bit))
        return LOST_NOT;
    for (size_t i = 0; i <= e->n_inner; i++) {
        const pcart_kevent *part = pcarti_kevent_full(k, &e[i]);
        int now = part_loses(k, part, e, chrom, arm);

        if (now && i && part->op == PCART_KOP_T) {
            if (is_balanced < 0)
                is_balanced = pcarti_kevent_is_balanced(f, e);
            if (is_balanced)
                now = LOST_NOT;
        }
        if (i && now == LOST_SIMPLE)
            now = LOST_UNBALANCED; // a deletion within a derivative
        if (i && now == LOST_POSSIBLE_SIMPLE)
            now = LOST_POSSIBLE;
        if (now > worst)
            worst = now;
    }
    /* der(1;7) with +1: the first chromosome is made up for. */
    if (worst == LOST_UNBALANCED && f->gained & bit)
        worst = LOST_NOT;
    if (worst && event->flags & (PCART_KF_UNCERTAIN | PCART_KF_ALTERNATIVE))
        worst = if_possible(worst);
    return worst;
}

static void
set_fact(pcarti_kfinder *f, int fact, size_t event, int is_possible)
{
    pcart_kproof *proof = f->proof;

    if (fact < 0)
        return;
    if (is_possible)
        f->cyto->possible |= PCART_CYTO_BIT(fact);
    else
        f->cyto->present |= PCART_CYTO_BIT(fact);
    if (f->n_proof == f->m_proof)
        proof = pcart_arena_grow(f->arena, proof, &f->m_proof, f->n_proof + 1,
                                 sizeof *proof);
    if (!proof) {
        f->is_out_of_memory = 1;
        return;
    }
    f->proof = proof;
    proof += f->n_proof++;
    proof->event = (uint16_t)event;
    proof->clone = 0;
    proof->fact = (uint8_t)fact;
    proof->is_possible = (uint8_t)is_possible;
    for (size_t c = f->first; c < f->end; c++)
        if (event >= f->k->clone[c].first_event &&
            event < f->k->clone[c].end_event)
            proof->clone = (uint16_t)c;
}

static void
prove_numeric(pcarti_kfinder *f, size_t index, int is_possible)
{
    const pcart_kevent *e = &f->k->event[index];
    size_t n_arm, n_number;
    const pcart_cyto_arm *arm = pcart_cyto_arm_list(&n_arm);
    const pcart_cyto_number *number = pcart_cyto_number_list(&n_number);
    const pcart_cyto_scope *scope = pcart_cyto_scope_get();

    if (e->n_chrom != 1)
        return;
    for (size_t i = 0; i < n_number && scope->number >> e->chrom[0] & 1; i++)
        if (number[i].chromosome == e->chrom[0] && number[i].sign == e->sign)
            set_fact(f, (int)number[i].fact, index, is_possible);
    if (e->sign > 0 || !(scope->arm >> e->chrom[0] & 1))
        return;
    for (size_t i = 0; i < n_arm; i++)
        if (arm[i].chromosome == e->chrom[0]) {
            set_fact(f, arm[i].whole, index, is_possible);
            if (arm[i].has_whole_in_loss)
                set_fact(f, arm[i].loss, index, is_possible);
        }
}

static void
prove_structure(pcarti_kfinder *f, size_t index, uint32_t named)
{
    size_t n;
    const pcart_kevent *e = &f->k->event[index];
    const pcart_cyto_arm *arm = pcart_cyto_arm_list(&n);

    for (size_t i = 0; i < n; i++) {
        int how;

        if (!(named >> arm[i].chromosome & 1))
            continue;
        how = loses(f, e, arm[i].chromosome, arm[i].arm);
        if (how == LOST_SIMPLE)
            set_fact(f, arm[i].simple, index, 0);
        if (how == LOST_SIMPLE || how == LOST_UNBALANCED)
            set_fact(f, arm[i].loss, index, 0);
        else if (how)
            set_fact(f, arm[i].loss, index, 1);
        /* of 20q, 11q and 9q only the deletion is a fact: any loss opens it */
        if (how == LOST_POSSIBLE_SIMPLE ||
            (how == LOST_POSSIBLE && arm[i].loss < 0))
            set_fact(f, arm[i].simple, index, 1);
    }
}

/* Number of the lowest bit, of a word that has one (de Bruijn). */
static int
lowest_bit(uint32_t word)
{
    static const unsigned char place[32] = {
        0,  1,  28, 2,  29, 14, 24, 3, 30, 22, 20, 15, 25, 17, 4,  8,
        31, 27, 13, 23, 21, 19, 16, 7, 26, 12, 18, 6,  11, 5,  10, 9};

    return place[((word & (~word + 1)) * UINT32_C(0x077cb531)) >> 27];
}

static void
prove_event(pcarti_kfinder *f, size_t index, uint32_t named)
{
    const pcart_kevent *e = &f->k->event[index];
    const int is_open =
        (e->flags & (PCART_KF_UNCERTAIN | PCART_KF_ALTERNATIVE)) != 0 ||
        e->other;
    size_t n;
    const pcart_cyto_pattern *p = pcart_cyto_pattern_list(&n);
    const unsigned char *first = pcart_cyto_pattern_first();
    const unsigned kinds = kinds_of(f->k, e);

    if (e->op == PCART_KOP_NUMERIC || (e->sign < 0 && e->n_chrom == 1))
        prove_numeric(f, index,
                      is_open || (e->sign < 0 && f->replaced & named));
    else if (named & pcart_cyto_scope_get()->arm)
        prove_structure(f, index, named);
    if (e->op < PCART_KOP_ADD)
        named &= pcart_cyto_scope_get()->named; // no other kind fits
    for (uint32_t rest = named; rest; rest &= rest - 1) {
        const int c = lowest_bit(rest);

        for (size_t i = first[c]; i < first[c + 1]; i++) {
            int how = kinds >> p[i].kind & 1 ? match(f->k, e, &p[i]) : NO;

            if (how)
                set_fact(f, (int)p[i].fact, index,
                         is_open || how == MAYBE || p[i].is_possible);
        }
    }
}

void
pcarti_karyotype_prove(pcarti_kfinder *f)
{
    for (size_t i = 0; i < f->n_counted; i++) {
        const pcart_kevent *e = &f->k->event[f->counted[i].event];

        if (f->counted[i].is_clonal && e->op == PCART_KOP_NUMERIC &&
            e->n_chrom == 1) {
            uint32_t *set = e->sign > 0 ? &f->gained : &f->lost;

            *set |= UINT32_C(1) << e->chrom[0];
        }
        if (f->counted[i].is_clonal && e->op >= PCART_KOP_ADD && e->sign > 0)
            for (int c = 0; c < e->n_chrom; c++)
                f->replaced |= UINT32_C(1) << e->chrom[c];
    }
    for (size_t i = 0; i < f->n_counted; i++) {
        size_t event = f->counted[i].event;

        if (!f->counted[i].is_clonal)
            continue;
        prove_event(f, event, f->counted[i].named);
        /* each alternative lies after the one before it */
        while (f->k->event[event].other > event) {
            event = f->k->event[event].other;
            prove_event(f, event,
                        pcarti_kevent_named(f->k, &f->k->event[event]));
        }
    }
    f->cyto->possible &= ~f->cyto->present;
    /* The 17q21 break of t(15;17) is RARA itself, not another one. */
    if (f->cyto->present & PCART_CYTO_BIT(PCART_CYTO_PML_RARA))
        f->cyto->possible &= ~PCART_CYTO_BIT(PCART_CYTO_RARA);
}
