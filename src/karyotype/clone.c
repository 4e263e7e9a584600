/*
 * clone.c -- one clone: its number of chromosomes, sex field or reference,
 * items, metaphases.  Layer: karyotype.
 */
#include "karyotype/reader.h"

#include <string.h>

static int
is_sex_letter(char c)
{
    return c == 'X' || c == 'Y' || c == 'x' || c == 'y';
}

/* <3n>, <4n+-> */
static int
read_ploidy(pcarti_kreader *r, pcart_kclone *clone)
{
    size_t first = r->at++;
    uint16_t sets;

    if (!pcarti_kreader_is_digit(r->s[r->at]) ||
        !pcarti_kreader_number(r, &sets))
        return pcarti_kreader_stop(r, KN_PLOIDY, first, r->at);
    if (r->s[r->at] != 'n' || sets < 1 || sets > 8)
        return pcarti_kreader_stop(r, KN_PLOIDY, first, r->at);
    r->at++;
    clone->ploidy = (uint8_t)sets;
    if (r->s[r->at] == '+' && r->s[r->at + 1] == '-') {
        clone->ploidy_mark = 'b';
        r->at += 2;
    } else if (r->s[r->at] == '+' || r->s[r->at] == '-') {
        clone->ploidy_mark = r->s[r->at++];
    }
    if (r->s[r->at] != '>')
        return pcarti_kreader_stop(r, KN_PLOIDY, first, r->at);
    r->at++;
    return 1;
}

static int
read_count(pcarti_kreader *r, pcart_kclone *clone)
{
    size_t first = r->at;
    int is_dash;

    if (!pcarti_kreader_is_digit(r->s[r->at]))
        return pcarti_kreader_stop(r, r->s[first] ? KN_COUNT : KN_TRUNCATED,
                                   first, first + (r->s[first] != '\0'));
    if (!pcarti_kreader_number(r, &clone->count_low))
        return 0;
    clone->count_high = clone->count_low;
    is_dash = r->s[r->at] == '-' && pcarti_kreader_is_digit(r->s[r->at + 1]);
    if (r->s[r->at] == '~' || is_dash) {
        if (is_dash)
            pcarti_kreader_note(r, KN_DASH_RANGE, r->at, r->at + 1);
        r->at++;
        if (!pcarti_kreader_number(r, &clone->count_high))
            return 0;
        if (clone->count_high < clone->count_low) {
            uint16_t swap = clone->count_high;

            clone->count_high = clone->count_low;
            clone->count_low = swap;
            pcarti_kreader_note(r, KN_RANGE_ORDER, first, r->at);
        }
    }
    if (r->s[r->at] == '<')
        return read_ploidy(r, clone);
    return 1;
}

/* One comma before the next part; several, a dot or none are noted. */
static int
read_comma(pcarti_kreader *r)
{
    size_t first = r->at;
    char c = r->s[r->at];

    if (c == ',') {
        while (r->s[r->at] == ',')
            r->at++;
        if (r->at - first > 1)
            pcarti_kreader_note(r, KN_COMMA_DOUBLED, first + 1, r->at);
        return 1;
    }
    if ((c == '.' || c == ':' || c == ';') &&
        pcarti_kreader_is_letter(r->s[r->at + 1])) {
        pcarti_kreader_note(r, KN_COMMA_WRONG, r->at, r->at + 1);
        r->at++;
        return 1;
    }
    pcarti_kreader_note(r, KN_COMMA_MISSING, r->at, r->at + 1);
    return 0;
}

/* idem, sl, sl2, sdl, sdl1 and a multiplication: 1 if one stood here. */
static int
read_reference(pcarti_kreader *r, pcart_kclone *clone)
{
    uint16_t low = 1, high = 1;

    if (pcarti_kreader_word(r, "idem"))
        clone->ref = PCART_KREF_IDEM;
    else if (pcarti_kreader_word(r, "sdl"))
        clone->ref = PCART_KREF_SDL;
    else if (pcarti_kreader_word(r, "sl"))
        clone->ref = PCART_KREF_SL;
    else
        return 0;
    if (clone->ref != PCART_KREF_IDEM && pcarti_kreader_is_digit(r->s[r->at])) {
        uint16_t number;

        if (!pcarti_kreader_number(r, &number))
            return 0;
        if (number < 1 || number > 250)
            return pcarti_kreader_stop(r, KN_REF, r->at - 1, r->at);
        clone->ref_number = (uint8_t)number;
    }
    if (!pcarti_karyotype_times(r, &low, &high))
        return 0;
    if (low != high || low > 8)
        return pcarti_kreader_stop(r, KN_NUMBER, r->at - 1, r->at);
    clone->ref_copies = (uint8_t)low;
    return 1;
}

static int
read_sex(pcarti_kreader *r, pcart_kclone *clone)
{
    size_t first = r->at, n = 0;
    int is_lower = 0;

    if (r->s[r->at] == 'U' || r->s[r->at] == 'u') {
        r->at++;
        clone->sex[0] = 'U';
        return 1;
    }
    while (is_sex_letter(r->s[r->at]) && n < sizeof clone->sex - 1) {
        char c = r->s[r->at++];

        is_lower |= c >= 'a';
        clone->sex[n++] = c == 'x' || c == 'X' ? 'X' : 'Y';
        clone->is_male |= clone->sex[n - 1] == 'Y';
    }
    if (!n) {
        if (read_reference(r, clone))
            return 1;
        return pcarti_kreader_stop(r, r->s[first] ? KN_SEX : KN_TRUNCATED,
                                   first, first + (r->s[first] != '\0'));
    }
    if (is_lower)
        pcarti_kreader_note(r, KN_CASE, first, r->at);
    if (r->s[r->at] == '?' && r->s[r->at + 1] != 'c') {
        clone->is_sex_unsure = 1;
        r->at++;
    }
    if (r->s[r->at] == 'c' && r->s[r->at + 1] != 'p') {
        clone->is_sex_constitutional = 1;
        r->at++;
    }
    first = r->at; // "46,XX,idem": the field is repeated needlessly
    if (r->s[r->at] == ',') {
        r->at++;
        if (read_reference(r, clone)) {
            pcarti_kreader_note(r, KN_SEX_BEFORE_REF, first, r->at);
            clone->sex[0] = '\0';
        } else {
            r->at = first;
        }
    }
    return !r->is_manual;
}

/* Technique names after the karyotype, without their blanks. */
static int
is_suffix(const char *p)
{
    static const char *const name[] = {"ish", "nucish", "arr", "rsa",
                                       "ogm", "sseq",   "seq", "wcp"};

    while (*p == '.')
        p++;
    for (size_t i = 0; i < PCART_COUNTOF(name); i++)
        if (strncmp(p, name[i], strlen(name[i])) == 0)
            return 1;
    return 0;
}

/* ".ish del(5)(...)[3]": kept as it is, up to the next clone. */
static void
read_suffix(pcarti_kreader *r, pcart_kclone *clone)
{
    size_t first;
    int depth = 0;

    while (r->s[r->at] == '.')
        r->at++;
    first = r->at;
    for (; r->s[r->at]; r->at++) {
        char c = r->s[r->at];

        if (depth == 0 && (c == '/' || (c == '[' && clone->cells < 0)))
            break;
        if (c == '(' || c == '[')
            depth++;
        else if ((c == ')' || c == ']') && depth > 0)
            depth--;
    }
    clone->suffix_offset = (uint32_t)first;
    clone->suffix_length = (uint32_t)(r->at - first);
    pcarti_kreader_note(r, KN_SUFFIX, first, r->at);
}

/* [20], [cp12], (13), {20], [20 without its end. */
static int
read_cells(pcarti_kreader *r, pcart_kclone *clone)
{
    size_t first = r->at;
    char open = r->s[r->at++];
    uint16_t cells;

    if (open != '[')
        pcarti_kreader_note(r, KN_BRACKET, first, first + 1);
    if (pcarti_kreader_word(r, "cp"))
        clone->is_composite = 1;
    if (!pcarti_kreader_is_digit(r->s[r->at]))
        return pcarti_kreader_stop(r, r->s[r->at] ? KN_CELLS : KN_TRUNCATED,
                                   r->at, r->at + (r->s[r->at] != '\0'));
    if (!pcarti_kreader_number(r, &cells))
        return 0;
    clone->cells = cells;
    if (r->s[r->at] == ']' || r->s[r->at] == ')' || r->s[r->at] == '}') {
        if (r->s[r->at] != ']')
            pcarti_kreader_note(r, KN_BRACKET, r->at, r->at + 1);
        r->at++;
        return 1;
    }
    if (r->s[r->at] && r->s[r->at] != '/')
        return pcarti_kreader_stop(r, KN_CELLS, r->at, r->at + 1);
    pcarti_kreader_note(r, KN_BRACKET_MISSING, first, r->at);
    return 1;
}

/* Whether the bracket here counts metaphases of the clone, not of an item. */
static int
is_cell_count(const pcarti_kreader *r)
{
    const char *p = r->s + r->at;

    if (*p != '[' && *p != '(' && *p != '{')
        return 0;
    if (*p == '(' && !pcarti_kreader_is_digit(p[1]))
        return 0;
    return 1;
}

/* [n] after an item of a composite: a comma or [cpN] follows. */
static int
read_item_cells(pcarti_kreader *r, pcart_kevent *event)
{
    size_t i = r->at;

    if (r->s[i] != '[')
        return 1;
    for (i++; pcarti_kreader_is_digit(r->s[i]); i++)
        ;
    if (r->s[i] != ']' || (r->s[i + 1] != ',' && r->s[i + 1] != '['))
        return 1;
    r->at++;
    if (!pcarti_kreader_number(r, &event->cells))
        return 0;
    r->at++;
    return 1;
}

/* cp[22]: composite, written before the bracket. */
static int
is_cp(const pcarti_kreader *r)
{
    const char *p = r->s + r->at;

    return p[0] == 'c' && p[1] == 'p' && (p[2] == '[' || p[2] == '(');
}

static int
is_clone_end(const pcarti_kreader *r)
{
    char c = r->s[r->at];

    if (c == '\0' || c == '/' || is_cell_count(r))
        return 1;
    if (c == ']' && r->is_bracketed)
        return 1;
    if (c == ')' && r->depth)
        return 1;
    if (c == '.' && (is_suffix(r->s + r->at) || r->s[r->at + 1] == '\0' ||
                     r->s[r->at + 1] == '/' || r->s[r->at + 1] == '['))
        return 1;
    return (c == 'i' && is_suffix(r->s + r->at)) || is_cp(r);
}

static int
read_items(pcarti_kreader *r, size_t clone)
{
    while (!is_clone_end(r)) {
        size_t first = r->at, event = r->k->n_event;
        int has_comma = read_comma(r);

        if (is_clone_end(r)) {
            if (has_comma)
                pcarti_kreader_note(r, KN_COMMA_TRAILING, first, r->at);
            break;
        }
        if (r->s[r->at] == '(' && r->s[r->at + 1]) { // no digit: see above
            pcarti_kreader_note(r, KN_STRAY, r->at, r->at + 1);
            r->at++;
        }
        if (!has_comma && !pcarti_kreader_is_letter(r->s[r->at]) &&
            r->s[r->at] != '+' && r->s[r->at] != '-' && r->s[r->at] != '?') {
            int code = r->s[first] == '\x7f' ? KN_CHARACTER : KN_REST;

            return pcarti_kreader_stop(r, code, first, first + 1);
        }
        if ((r->s[r->at] == 'i' || r->s[r->at] == 'I') &&
            pcarti_kreader_word(r, "inc")) {
            r->k->clone[clone].is_incomplete = 1;
            pcarti_kreader_note(r, KN_INCOMPLETE, r->at - 3, r->at);
            continue;
        }
        if (!pcarti_karyotype_item(r) ||
            !read_item_cells(r, &r->k->event[event]))
            return 0;
    }
    return 1;
}

/* 50(25,X,...)x2: the parenthesis holds the clone before it doubled. */
static int
read_doubled(pcarti_kreader *r, size_t clone)
{
    uint16_t inner, low = 0, high = 0;
    size_t first = r->at++;

    if (!pcarti_kreader_number(r, &inner))
        return 0;
    read_comma(r);
    r->depth = 1;
    if (!read_sex(r, &r->k->clone[clone]) || !read_items(r, clone))
        return 0;
    r->depth = 0;
    if (r->s[r->at] != ')')
        return pcarti_kreader_stop(r, KN_UNCLOSED, first, r->at);
    r->at++;
    if (!pcarti_karyotype_times(r, &low, &high))
        return 0;
    if (low < 2 || low > 4 || high != low)
        return pcarti_kreader_stop(r, KN_NUMBER, first, r->at);
    r->k->clone[clone].doubled = (uint8_t)low;
    r->k->clone[clone].doubled_count = inner;
    return 1;
}

/* "[20]," at the end of a clone: the number was the clone's, after all. */
static void
take_last_cells(pcarti_kreader *r, pcart_kclone *clone)
{
    for (size_t i = clone->end_event; i-- > clone->first_event;) {
        pcart_kevent *e = &r->k->event[i];

        if (e->flags & (PCART_KF_INNER | PCART_KF_ALTERNATIVE))
            continue;
        if (e->cells) {
            clone->cells = e->cells;
            e->cells = 0;
        }
        return;
    }
}

/* What may stand after the items: cp, technique, metaphases, full stop. */
static int
read_clone_end(pcarti_kreader *r, size_t index)
{
    pcart_kclone *clone = &r->k->clone[index];
    size_t first = r->at;

    if ((r->s[first] == '.' || r->s[first] == 'i') && is_suffix(r->s + first))
        read_suffix(r, clone);
    if (is_cp(r)) {
        pcarti_kreader_note(r, KN_CP_OUTSIDE, r->at, r->at + 2);
        clone->is_composite = 1;
        r->at += 2;
    }
    if (is_cell_count(r) && !read_cells(r, clone))
        return 0;
    if (clone->cells < 0)
        take_last_cells(r, clone);
    if (clone->cells < 0)
        pcarti_kreader_note(r, KN_NO_CELLS, r->at, r->at);
    first = r->at;
    while (r->s[r->at] == '.' && !is_suffix(r->s + r->at))
        r->at++;
    if (r->at > first)
        pcarti_kreader_note(r, KN_TRAILING_DOT, first, r->at);
    first = r->at;
    if ((r->s[first] == '.' || r->s[first] == 'i' || r->s[first] == 'n') &&
        is_suffix(r->s + first))
        read_suffix(r, clone);
    return 1;
}

int
pcarti_karyotype_clone(pcarti_kreader *r, uint16_t set)
{
    size_t first = r->at, index = r->k->n_clone;
    pcart_kclone *clone = pcarti_kreader_clone(r);

    if (!clone)
        return 0;
    clone->set = set;
    clone->first_event = clone->end_event = (uint16_t)r->k->n_event;
    r->is_bracketed =
        r->s[r->at] == '[' && pcarti_kreader_is_digit(r->s[r->at + 1]);
    if (r->is_bracketed)
        r->at++;
    if (!read_count(r, clone))
        return 0;
    if (r->s[r->at] == '(' && pcarti_kreader_is_digit(r->s[r->at + 1])) {
        if (!read_doubled(r, index))
            return 0;
    } else {
        if (r->s[r->at] == '[' && is_sex_letter(r->s[r->at + 1])) {
            r->is_bracketed = 1;
            r->at++;
        } else {
            read_comma(r);
        }
        if (!read_sex(r, clone))
            return 0;
    }
    if (!read_items(r, index))
        return 0;
    if (r->is_bracketed) {
        if (r->s[r->at] != ']')
            return pcarti_kreader_stop(r, KN_UNCLOSED, first, r->at);
        r->at++;
        pcarti_kreader_note(r, KN_BRACKETED, first, r->at);
        r->is_bracketed = 0;
    }
    clone = &r->k->clone[index];
    clone->end_event = (uint16_t)r->k->n_event;
    if (!read_clone_end(r, index))
        return 0;
    clone->offset = (uint32_t)first;
    clone->length = (uint32_t)(r->at - first);
    return 1;
}
