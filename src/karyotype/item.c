/*
 * item.c -- one abnormality of a clone: sign, operation, parts of
 * derivatives, tails.  Layer: karyotype.
 */
#include "karyotype/reader.h"

#include <string.h>

/* In the order in which they are tried: no word is hidden by a shorter one.
 * Blanks are gone, so "psu dic" reads psudic. */
static const struct {
    const char *word;
    pcart_kop op;
} operation[] = {
    {"add", PCART_KOP_ADD},
    {"del", PCART_KOP_DEL},
    {"der", PCART_KOP_DER},
    {"dic", PCART_KOP_DIC},
    {"dirins", PCART_KOP_DIR_INS},
    {"dup", PCART_KOP_DUP},
    {"fis", PCART_KOP_FIS},
    {"fra", PCART_KOP_FRA},
    {"hsr", PCART_KOP_HSR},
    {"idic", PCART_KOP_IDIC},
    {"ider", PCART_KOP_IDER},
    {"invins", PCART_KOP_INV_INS},
    {"inv", PCART_KOP_INV},
    {"ins", PCART_KOP_INS},
    {"iso", PCART_KOP_I},
    {"i", PCART_KOP_I},
    {"neo", PCART_KOP_NEO},
    {"psudic", PCART_KOP_PSU_DIC},
    {"psuidic", PCART_KOP_PSU_IDIC},
    {"qdp", PCART_KOP_QDP},
    {"rec", PCART_KOP_REC},
    {"rob", PCART_KOP_ROB},
    {"r", PCART_KOP_R},
    {"tas", PCART_KOP_TAS},
    {"trc", PCART_KOP_TRC},
    {"trp", PCART_KOP_TRP},
    {"t", PCART_KOP_T},
};

static const char *const op_name[PCART_N_KOP] = {
    [PCART_KOP_NUMERIC] = "",
    [PCART_KOP_MARKER] = "mar",
    [PCART_KOP_RING] = "r",
    [PCART_KOP_DMIN] = "dmin",
    [PCART_KOP_ADD] = "add",
    [PCART_KOP_DEL] = "del",
    [PCART_KOP_DER] = "der",
    [PCART_KOP_DIC] = "dic",
    [PCART_KOP_DIR_INS] = "dir ins",
    [PCART_KOP_DUP] = "dup",
    [PCART_KOP_FIS] = "fis",
    [PCART_KOP_FRA] = "fra",
    [PCART_KOP_HSR] = "hsr",
    [PCART_KOP_I] = "i",
    [PCART_KOP_IDER] = "ider",
    [PCART_KOP_IDIC] = "idic",
    [PCART_KOP_INS] = "ins",
    [PCART_KOP_INV] = "inv",
    [PCART_KOP_INV_INS] = "inv ins",
    [PCART_KOP_NEO] = "neo",
    [PCART_KOP_PSU_DIC] = "psu dic",
    [PCART_KOP_PSU_IDIC] = "psu idic",
    [PCART_KOP_QDP] = "qdp",
    [PCART_KOP_R] = "r",
    [PCART_KOP_REC] = "rec",
    [PCART_KOP_ROB] = "rob",
    [PCART_KOP_T] = "t",
    [PCART_KOP_TAS] = "tas",
    [PCART_KOP_TRC] = "trc",
    [PCART_KOP_TRP] = "trp",
};

const char *
pcart_kop_name(pcart_kop op)
{
    return (unsigned)op < PCART_N_KOP ? op_name[op] : "";
}

/* Operation at the place of reading, consumed; -1 if there is none. */
static int
read_operation(pcarti_kreader *r)
{
    char c = r->s[r->at];

    if (c >= 'A' && c <= 'Z')
        c = (char)(c - 'A' + 'a');
    if (c < 'a' || c > 't')
        return -1;
    for (size_t i = 0; i < PCART_COUNTOF(operation); i++)
        if (operation[i].word[0] == c &&
            pcarti_kreader_word(r, operation[i].word))
            return (int)operation[i].op;
    return -1;
}

int
pcarti_karyotype_times(pcarti_kreader *r, uint16_t *low, uint16_t *high)
{
    char c = r->s[r->at];

    if ((c != 'x' && c != 'X' && c != '*') ||
        !pcarti_kreader_is_digit(r->s[r->at + 1]))
        return 1;
    if (c != 'x')
        pcarti_kreader_note(r, KN_TIMES, r->at, r->at + 1);
    r->at++;
    if (!pcarti_kreader_number(r, low))
        return 0;
    *high = *low;
    if (r->s[r->at] == '~' || r->s[r->at] == '-') {
        if (r->s[r->at] == '-')
            pcarti_kreader_note(r, KN_DASH_RANGE, r->at, r->at + 1);
        r->at++;
        if (!pcarti_kreader_number(r, high))
            return 0;
    }
    if (!*low || *low > *high)
        return pcarti_kreader_stop(r, KN_NUMBER, r->at - 1, r->at);
    return 1;
}

/* c, ?c, mat, pat, dn ...: the abnormality is not acquired. */
static int
read_tail(pcarti_kreader *r, size_t event)
{
    static const char *const origin[] = {"mat", "pat",  "dmat", "dpat",
                                         "dn",  "dinh", "inh"};
    pcart_kevent *e = &r->k->event[event];
    size_t at = r->at;
    const char c = r->s[at];

    if (c < 'c' && c != '?') // a comma or bracket, nearly always
        return 1;
    for (size_t i = 0; i < PCART_COUNTOF(origin); i++)
        if (c == origin[i][0] && pcarti_kreader_word(r, origin[i])) {
            e->flags |= PCART_KF_CONSTITUTIONAL;
            return 1;
        }
    if (r->s[at] == '?' && r->s[at + 1] == 'c') {
        r->at += 2;
        e->flags |= PCART_KF_MAYBE_CONST;
    } else if (r->s[at] == 'c' && r->s[at + 1] != 'p') {
        r->at++;
        e->flags |= PCART_KF_CONSTITUTIONAL;
    }
    return 1;
}

/* The parts of a derivative: der(9)del(9)(p13p22)t(4;9;11). */
static int
read_inner(pcarti_kreader *r, size_t event)
{
    for (;;) {
        size_t first = r->at, index = r->k->n_event;
        int is_unsure = r->s[r->at] == '?' && r->s[r->at + 1] != 'c', op;
        pcart_kevent *e;

        if (is_unsure)
            r->at++;
        op = read_operation(r);
        if (op < 0) {
            r->at = first;
            return 1;
        }
        e = pcarti_kreader_event(r);
        if (!e)
            return 0;
        e->op = (uint8_t)op;
        e->flags =
            (uint8_t)(PCART_KF_INNER | (is_unsure ? PCART_KF_UNCERTAIN : 0));
        e->offset = (uint32_t)first;
        if (!pcarti_karyotype_places(r, index) || !read_tail(r, index))
            return 0;
        r->k->event[index].length = (uint32_t)(r->at - first);
        r->k->event[event].n_inner++;
    }
}

/* Whether the first digits of a band lie between two bands; a region alone
 * ("1") does if one of its bands may. */
static int
is_between(const char *band, int low, int high)
{
    int value = 0, digits = 0;

    for (; digits < 2 && pcarti_kreader_is_digit(band[digits]); digits++)
        value = value * 10 + (band[digits] - '0');
    if (digits == 1)
        return value >= low / 10 && value <= high / 10;
    return digits == 2 && value >= low && value <= high;
}

/* inv(9), inv(Y) and kin, which many healthy people carry. */
static void
mark_variant(pcarti_kreader *r, size_t event, size_t first)
{
    pcart_kevent *e = &r->k->event[event];
    const pcart_kbreak *p, *q;
    const pcart_cyto_variant *variant;
    size_t n;

    if (e->op != PCART_KOP_INV || e->n_chrom != 1 || e->n_break != 2)
        return;
    p = q = &r->k->bp[e->first_break];
    if (p[0].arm == p[1].arm || e->flags & PCART_KF_CONSTITUTIONAL)
        return;
    p += p->arm != 'p';
    q += q->arm == 'p';
    variant = pcart_cyto_variant_list(&n);
    for (size_t i = 0; i < n; i++) {
        if (e->chrom[0] != variant[i].chromosome || p->arm != 'p' ||
            !is_between(p->band, variant[i].p_low, variant[i].p_high) ||
            !is_between(q->band, variant[i].q_low, variant[i].q_high))
            continue;
        e->flags |= PCART_KF_VARIANT;
        pcarti_kreader_note(r, KN_VARIANT, first, r->at);
    }
}

/* mar, mar1, mar1-5, r, r2, dmin after an amount. */
static int
read_marker(pcarti_kreader *r, size_t event)
{
    pcart_kevent *e = &r->k->event[event];
    size_t first = r->at;

    if (pcarti_kreader_word(r, "mar"))
        e->op = PCART_KOP_MARKER;
    else if (pcarti_kreader_word(r, "dmin"))
        e->op = PCART_KOP_DMIN;
    else if (pcarti_kreader_word(r, "r"))
        e->op = PCART_KOP_RING;
    else
        return pcarti_kreader_stop(r, KN_AMOUNT, first,
                                   first + (r->s[first] != '\0'));
    if (pcarti_kreader_is_digit(r->s[r->at])) {
        if (!pcarti_kreader_number(r, &e->marker))
            return 0;
        if (!e->marker)
            return pcarti_kreader_stop(r, KN_NUMBER, first, r->at);
        if ((r->s[r->at] == '-' || r->s[r->at] == '~') &&
            pcarti_kreader_is_digit(r->s[r->at + 1])) {
            pcarti_kreader_note(r, KN_DASH_RANGE, r->at, r->at + 1);
            r->at++;
            if (!pcarti_kreader_number(r, &e->marker_to))
                return 0;
            if (e->marker_to < e->marker || e->marker_to - e->marker > 60)
                return pcarti_kreader_stop(r, KN_NUMBER, first, r->at);
            e->amount_low = 1;
            e->amount_high = (uint16_t)(e->marker_to - e->marker + 1);
        }
    }
    return 1;
}

/* Whether letters of a marker, ring or dmin follow, not an operation. */
static int
is_marker_next(const pcarti_kreader *r)
{
    const char *p = r->s + r->at;

    if (p[0] == 'm' || p[0] == 'd')
        return strncmp(p, "mar", 3) == 0 || strncmp(p, "dmin", 4) == 0;
    return p[0] == 'r' && p[1] != '(' && strncmp(p, "rob", 3) != 0 &&
           strncmp(p, "rec", 3) != 0;
}

/* "5q-", "7p+": forms of long ago. */
static int
read_old(pcarti_kreader *r, size_t event, int chrom, size_t first)
{
    pcart_kevent *e = &r->k->event[event];
    pcart_kbreak *bp;

    e->first_break = (uint16_t)r->k->n_bp;
    bp = pcarti_kreader_break(r);
    if (!bp)
        return 0;
    bp->arm = r->s[r->at];
    bp->band[0] = '?';
    e->op = r->s[r->at + 1] == '-' ? PCART_KOP_DEL : PCART_KOP_ADD;
    e->n_break = 1;
    e->chrom[0] = (uint8_t)chrom;
    e->n_chrom = 1;
    e->flags |= PCART_KF_LEGACY;
    r->at += 2;
    pcarti_kreader_note(r, KN_LEGACY, first, r->at);
    return 1;
}

/* A number: of a chromosome gained or lost, or of markers. */
static int
read_numbered(pcarti_kreader *r, size_t event, size_t first)
{
    pcart_kevent *e = &r->k->event[event];
    size_t start = r->at;
    uint16_t low, high;

    if (!pcarti_kreader_number(r, &low))
        return 0;
    high = low;
    if ((r->s[r->at] == '~' || r->s[r->at] == '-') &&
        pcarti_kreader_is_digit(r->s[r->at + 1])) {
        size_t dash = r->at++;

        if (!pcarti_kreader_number(r, &high))
            return 0;
        if (!is_marker_next(r)) {
            r->at = dash; // "+1-17": a comma is missing
            high = low;
        } else if (r->s[dash] == '-') {
            pcarti_kreader_note(r, KN_DASH_RANGE, dash, dash + 1);
        }
    }
    if (is_marker_next(r)) {
        e->amount_low = low < high ? low : high;
        e->amount_high = low < high ? high : low;
        if (low > high)
            pcarti_kreader_note(r, KN_RANGE_ORDER, start, r->at);
        if (!high)
            return pcarti_kreader_stop(r, KN_NUMBER, start, r->at);
        return read_marker(r, event);
    }
    if ((r->s[r->at] == 'p' || r->s[r->at] == 'q') &&
        (r->s[r->at + 1] == '-' || r->s[r->at + 1] == '+') && low >= 1 &&
        low <= 22)
        return read_old(r, event, low, first);
    if (!e->sign)
        return pcarti_kreader_stop(r, KN_SIGN, first, r->at);
    if (low < 1 || low > 22)
        return pcarti_kreader_stop(r, KN_CHROMOSOME, start, r->at);
    e->chrom[0] = (uint8_t)low;
    e->n_chrom = 1;
    return 1;
}

static int
read_structure(pcarti_kreader *r, size_t event, size_t first)
{
    size_t start = r->at;
    int op = read_operation(r);
    pcart_kevent *e = &r->k->event[event];

    if (op < 0) {
        size_t end = start;

        while ((r->s[end] >= 'a' && r->s[end] <= 'z') ||
               (r->s[end] >= 'A' && r->s[end] <= 'Z'))
            end++;
        if (r->s[start] == '\x7f')
            return pcarti_kreader_stop(r, KN_CHARACTER, start, start + 1);
        return pcarti_kreader_stop(r, KN_OPERATION, start,
                                   end > start ? end
                                               : start + (r->s[start] != 0));
    }
    e->op = (uint8_t)op;
    if (!pcarti_karyotype_places(r, event))
        return 0;
    e = &r->k->event[event];
    if ((e->op == PCART_KOP_DER || e->op == PCART_KOP_IDER ||
         e->op == PCART_KOP_REC) &&
        !e->detail_length && !read_inner(r, event))
        return 0;
    mark_variant(r, event, first);
    return 1;
}

/* Sign, question mark, body, tail, times.  The event exists already. */
static int
read_event(pcarti_kreader *r, size_t event)
{
    pcart_kevent *e = &r->k->event[event];
    size_t first = r->at;
    char c;

    e->offset = (uint32_t)first;
    if (r->s[r->at] == '+' || r->s[r->at] == '-')
        e->sign = r->s[r->at++] == '+' ? 1 : -1;
    if (r->s[r->at] == '?') {
        e->flags |= PCART_KF_UNCERTAIN;
        r->at++;
    }
    c = r->s[r->at];
    if (pcarti_kreader_is_digit(c)) {
        if (!read_numbered(r, event, first))
            return 0;
    } else if (c == 'X' || c == 'Y' || ((c == 'x' || c == 'y') && e->sign)) {
        if (!e->sign)
            return pcarti_kreader_stop(r, KN_SIGN, r->at, r->at + 1);
        if (c >= 'a')
            pcarti_kreader_note(r, KN_CASE, r->at, r->at + 1);
        e->chrom[0] = c == 'X' || c == 'x' ? 23 : 24;
        e->n_chrom = 1;
        r->at++;
    } else if (is_marker_next(r)) {
        if (!read_marker(r, event))
            return 0;
    } else if (!read_structure(r, event, first)) {
        return 0;
    }
    if (!read_tail(r, event))
        return 0;
    e = &r->k->event[event];
    if (!pcarti_karyotype_times(r, &e->copy_low, &e->copy_high))
        return 0;
    if (e->flags & PCART_KF_CONSTITUTIONAL)
        e->flags &= (uint8_t)~PCART_KF_VARIANT;
    e->length = (uint32_t)(r->at - first);
    return 1;
}

int
pcarti_karyotype_item(pcarti_kreader *r)
{
    size_t event = r->k->n_event;

    if (!pcarti_kreader_event(r) || !read_event(r, event))
        return 0;
    while (r->s[r->at] == 'o' && r->s[r->at + 1] == 'r') {
        size_t next = r->k->n_event;

        pcarti_kreader_note(r, KN_OR, r->at, r->at + 2);
        r->at += 2;
        if (!pcarti_kreader_event(r))
            return 0;
        r->k->event[next].flags = PCART_KF_ALTERNATIVE;
        if (!read_event(r, next))
            return 0;
        r->k->event[event].other = (uint16_t)next;
        event = next;
    }
    return 1;
}
