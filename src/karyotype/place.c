/*
 * place.c -- the chromosomes and bands of one abnormality:
 * (5;7)(q31;q22), (q13q33), long forms.  Layer: karyotype.
 */
#include "karyotype/reader.h"

#include <string.h>

static int
is_closer(char c)
{
    return c == ')' || c == ']' || c == '}';
}

/* A closing parenthesis, or another bracket with a warning. */
static int
close_paren(pcarti_kreader *r, size_t opened)
{
    const char c = r->s[r->at];

    if (c == '\0' || c == '[' || c == ',' || c == '/' || c == '(')
        return pcarti_kreader_stop(r, KN_UNCLOSED, opened, r->at);
    if (!is_closer(c))
        return pcarti_kreader_stop(r, KN_REST, r->at, r->at + 1);
    if (c != ')')
        pcarti_kreader_note(r, KN_BRACKET, r->at, r->at + 1);
    r->at++;
    return 1;
}

/* Chromosome number, X, Y; -1 when there is none here. */
static int
chromosome(pcarti_kreader *r)
{
    char c = r->s[r->at];
    int value = 0, digits = 0;

    if (c == 'X' || c == 'x' || c == 'Y' || c == 'y') {
        if (c >= 'a')
            pcarti_kreader_note(r, KN_CASE, r->at, r->at + 1);
        r->at++;
        return c == 'X' || c == 'x' ? 23 : 24;
    }
    while (pcarti_kreader_is_digit(r->s[r->at + (size_t)digits]) && digits < 3)
        value = value * 10 + (r->s[r->at + (size_t)digits++] - '0');
    if (!digits || value < 1 || value > 22)
        return -1;
    r->at += (size_t)digits;
    return value;
}

/* Band digits of one breakpoint: "26.2", "1?3", "?". */
static int
band_text(pcarti_kreader *r, char out[8], int is_single)
{
    size_t first = r->at;
    int n = 0;

    for (;;) {
        char c = r->s[r->at];

        if (c == ',' && is_single && n > 0 &&
            pcarti_kreader_is_digit(r->s[r->at + 1])) {
            pcarti_kreader_note(r, KN_SEPARATOR, r->at, r->at + 1);
            c = '.';
        }
        if (!pcarti_kreader_is_digit(c) && c != '?' && c != '.')
            break;
        if (c == '?' && (r->s[r->at + 1] == 'p' || r->s[r->at + 1] == 'q'))
            break; // belongs to the next breakpoint
        if (n == 7)
            return pcarti_kreader_stop(r, KN_BAND, first, r->at + 1);
        out[n++] = c;
        r->at++;
    }
    if (n && out[n - 1] == '.')
        return pcarti_kreader_stop(r, KN_BAND, first, r->at);
    return 1;
}

/* Region and band digits as a number; 0 when a digit is unknown. */
static int
band_number(const char *band)
{
    int value = 0;

    for (int i = 0; i < 2; i++) {
        if (!pcarti_kreader_is_digit(band[i]))
            return band[i] ? 0 : value;
        value = value * 10 + (band[i] - '0');
    }
    return value;
}

/* "~q14", "-13.1", "orq13" after a band: the end of a range. */
static int
band_range(pcarti_kreader *r, pcart_kbreak *bp, int is_single)
{
    char c = r->s[r->at];
    size_t first = r->at;

    if (c == 'o' && r->s[r->at + 1] == 'r') {
        r->at += 2;
        bp->is_uncertain = 1;
    } else if (c == '~' || c == '-') {
        if (c == '-')
            pcarti_kreader_note(r, KN_DASH_RANGE, r->at, r->at + 1);
        r->at++;
    } else {
        return 1;
    }
    bp->arm_to = bp->arm;
    if (r->s[r->at] == 'p' || r->s[r->at] == 'q')
        bp->arm_to = r->s[r->at++];
    if (!band_text(r, bp->band_to, is_single))
        return 0;
    if (!bp->band_to[0])
        return pcarti_kreader_stop(r, KN_BAND, first, r->at + 1);
    return 1;
}

static int
breakpoint(pcarti_kreader *r, size_t event, int slot)
{
    pcart_kbreak bp = {.slot = (uint8_t)slot}, *to;
    size_t first = r->at;
    int number, is_single = r->k->event[event].n_chrom == 1;
    const int chrom = r->k->event[event].chrom[slot];

    if (r->s[r->at] == '?') {
        bp.is_uncertain = 1;
        r->at++;
    }
    if (pcarti_kreader_word(r, "cen")) {
        bp.arm = 'c';
    } else if (r->s[r->at] == 'p' || r->s[r->at] == 'q') {
        bp.arm = r->s[r->at++];
        if (pcarti_kreader_word(r, "ter")) {
            bp.ter_arm = bp.arm;
            bp.arm = 't';
        } else if (!band_text(r, bp.band, is_single) ||
                   !band_range(r, &bp, is_single)) {
            return 0;
        }
    } else if (bp.is_uncertain) {
        bp.arm = '?';
    } else {
        size_t end = first + (r->s[first] != '\0');

        return pcarti_kreader_stop(r, KN_BAND, first, end);
    }
    number = band_number(bp.band);
    if ((bp.arm == 'p' || bp.arm == 'q') && chrom && number &&
        !pcart_band_exists(chrom, bp.arm, number))
        pcarti_kreader_note(r, KN_BAND_UNKNOWN, first, r->at);
    to = pcarti_kreader_break(r);
    if (!to)
        return 0;
    *to = bp;
    r->k->event[event].n_break++;
    return 1;
}

/* One chromosome of the list, in short forms with its arm: (17q), (5q31). */
static int
listed(pcarti_kreader *r, size_t event)
{
    pcart_kevent *e = &r->k->event[event];
    size_t first = r->at;
    int value;

    if (e->n_chrom == PCART_KCHROMS)
        return pcarti_kreader_stop(r, KN_CHROMOSOMES, first, first + 1);
    if (r->s[r->at] == '?') {
        e->chrom_unsure |= (uint8_t)(1U << e->n_chrom);
        r->at++;
    }
    value = chromosome(r);
    if (value < 0) {
        if (r->at == first)
            return pcarti_kreader_stop(
                r, KN_CHROMOSOME, first,
                first + (r->s[first] && !is_closer(r->s[first])));
        value = 0; // a question mark alone
        e->chrom_unsure &= (uint8_t) ~(1U << e->n_chrom);
    }
    e->chrom[e->n_chrom++] = (uint8_t)value;
    if (r->s[r->at] == 'p' || r->s[r->at] == 'q') {
        pcart_kbreak *bp;

        pcarti_kreader_note(r, KN_LEGACY, first, r->at + 1);
        if (!breakpoint(r, event, e->n_chrom - 1))
            return 0;
        e = &r->k->event[event];
        e->flags |= PCART_KF_LEGACY;
        bp = &r->k->bp[r->k->n_bp - 1];
        if (!bp->band[0] && bp->arm != 't')
            memcpy(bp->band, e->op == PCART_KOP_I ? "10" : "?\0", 2);
    }
    return 1;
}

static int
chromosomes(pcarti_kreader *r, size_t event)
{
    size_t opened = r->at;

    if (r->s[r->at] != '(')
        return pcarti_kreader_stop(r, KN_CHROMOSOMES, opened,
                                   opened + (r->s[opened] != '\0'));
    r->at++;
    for (;;) {
        char c;

        if (!listed(r, event))
            return 0;
        c = r->s[r->at];
        if (c != ';' && c != ',' && c != ':')
            break;
        if (c != ';')
            pcarti_kreader_note(r, KN_SEPARATOR, r->at, r->at + 1);
        r->at++;
    }
    return close_paren(r, opened);
}

/* Whether the group that opens here is a long form: it has :: or an arrow. */
static int
is_long_form(const pcarti_kreader *r)
{
    for (size_t i = r->at + 1; r->s[i] && !is_closer(r->s[i]); i++)
        if (r->s[i] == '>' || (r->s[i] == ':' && r->s[i + 1] == ':'))
            return 1;
    return 0;
}

static int
long_form(pcarti_kreader *r, size_t event)
{
    static const char allowed[] = "0123456789pqtercnXYhsr?.~:;>()";
    size_t opened = r->at;

    for (r->at++; r->s[r->at] && r->s[r->at] != ')'; r->at++)
        if (!strchr(allowed, r->s[r->at]))
            return pcarti_kreader_stop(r, KN_BAND, r->at, r->at + 1);
    if (!r->s[r->at])
        return pcarti_kreader_stop(r, KN_UNCLOSED, opened, r->n);
    r->k->event[event].detail_offset = (uint32_t)opened + 1;
    r->k->event[event].detail_length = (uint32_t)(r->at - opened - 1);
    r->at++;
    pcarti_kreader_note(r, KN_LONG_FORM, opened, r->at);
    return 1;
}

/* Separator between two breakpoints; moves the slot.  Returns 0 at the end. */
static int
next_slot(pcarti_kreader *r, size_t event, int *slot)
{
    const pcart_kevent *e = &r->k->event[event];
    char c = r->s[r->at];

    if (c == 'p' || c == 'q' || c == '?' || c == 'c')
        return 1;
    if (c != ';' && c != ':' && c != ',')
        return 0;
    if (c != ';' || e->n_chrom == 1)
        pcarti_kreader_note(r, KN_SEPARATOR, r->at, r->at + 1);
    r->at++;
    if (e->n_chrom == 1)
        return 1;
    if (++*slot >= e->n_chrom) {
        pcarti_kreader_stop(r, KN_BAND, r->at, r->at + (r->s[r->at] != '\0'));
        return 0;
    }
    return 1;
}

static int
bands(pcarti_kreader *r, size_t event, int is_opened)
{
    size_t opened = r->at;
    int slot = 0;

    if (is_opened)
        r->at++;
    else
        pcarti_kreader_note(r, KN_PAREN_MISSING, r->at, r->at + 1);
    do {
        if (!breakpoint(r, event, slot))
            return 0;
    } while (next_slot(r, event, &slot));
    if (r->is_manual)
        return 0;
    return close_paren(r, opened);
}

/* Breakpoints that the standard asks for, per operation. */
static void
check_arity(pcarti_kreader *r, size_t event, size_t first)
{
    const pcart_kevent *e = &r->k->event[event];
    int n = e->n_break, low = 1, high = 2;

    switch ((pcart_kop)e->op) {
    case PCART_KOP_DEL:
    case PCART_KOP_HSR:
    case PCART_KOP_DUP:
    case PCART_KOP_TRP:
    case PCART_KOP_QDP:
        break;
    case PCART_KOP_INV:
        low = 2;
        break;
    case PCART_KOP_ADD:
    case PCART_KOP_I:
    case PCART_KOP_IDIC:
    case PCART_KOP_PSU_IDIC:
    case PCART_KOP_FRA:
    case PCART_KOP_FIS:
        high = 1;
        break;
    case PCART_KOP_T:
    case PCART_KOP_ROB:
    case PCART_KOP_DIC:
    case PCART_KOP_PSU_DIC:
        low = high = e->n_chrom;
        break;
    default:
        return;
    }
    if (e->flags & PCART_KF_LEGACY || (n >= low && n <= high))
        return;
    pcarti_kreader_note(r, KN_ARITY, first, r->at);
}

int
pcarti_karyotype_places(pcarti_kreader *r, size_t event)
{
    pcart_kevent *e = &r->k->event[event];
    size_t first = r->at;
    char c;

    e->first_break = (uint16_t)r->k->n_bp;
    if (r->k->n_bp > UINT16_MAX - 64)
        return pcarti_kreader_stop(r, KN_TOO_MANY, first, first);
    if (!chromosomes(r, event))
        return 0;
    e = &r->k->event[event];
    if (e->n_break && e->n_break != e->n_chrom) // t(8;21q): half a short form
        return pcarti_kreader_stop(r, KN_BAND, first, r->at);
    if (e->n_break) // a short form has its bands already
        return 1;
    if (r->s[r->at] == '?' && r->s[r->at + 1] == '(') {
        pcarti_kreader_note(r, KN_QUESTION, r->at, r->at + 1);
        e->flags |= PCART_KF_UNCERTAIN;
        r->at++;
    }
    first = r->at;
    c = r->s[first];
    if (c == '(') {
        char inside = r->s[first + 1];

        if (inside == '+' || inside == '-')
            return 1; // a stray parenthesis before the next item
        if (is_long_form(r))
            return long_form(r, event);
        if (!bands(r, event, 1))
            return 0;
    } else if ((c == 'p' || c == 'q') &&
               pcarti_kreader_is_digit(r->s[first + 1])) {
        if (!bands(r, event, 0))
            return 0;
    } else {
        return 1;
    }
    check_arity(r, event, first);
    return 1;
}
