/*
 * spelling.c -- the characters of a karyotype: damaged and special forms to
 * plain ones, with a map back to the source.  Layer: karyotype.
 */
#include "karyotype/reader.h"

#include <string.h>

/* A byte that stands for an unknown character: no rule accepts it, free text
 * passes over it. */
#define UNKNOWN '\x7f'

static const struct {
    const char *from, *to;
    int code;
} glyph[] = {
    {"\xe2\x80\x93", "-", KN_GLYPH}, // en dash
    {"\xe2\x80\x94", "-", KN_GLYPH}, // em dash
    {"\xe2\x80\x90", "-", KN_GLYPH}, // hyphen
    {"\xe2\x80\x91", "-", KN_GLYPH}, // non-breaking hyphen
    {"\xe2\x80\x92", "-", KN_GLYPH}, // figure dash
    {"\xe2\x88\x92", "-", KN_GLYPH}, // minus
    {"\xef\xbc\x8d", "-", KN_GLYPH}, // full-width minus
    {"\xef\xbc\x8b", "+", KN_GLYPH}, // full-width plus
    {"\xef\xbc\x8c", ",", KN_GLYPH}, // full-width comma
    {"\xef\xbc\x88", "(", KN_GLYPH}, // full-width parentheses
    {"\xef\xbc\x89", ")", KN_GLYPH},
    {"\xe2\x88\xbc", "~", KN_GLYPH}, // tilde operator
    {"\xcb\x9c", "~", KN_GLYPH},     // small tilde
    {"\xc3\x97", "x", KN_GLYPH},     // times
    {"\xc2\xb1", "+-", KN_GLYPH},    // plus or minus
    {"\xe2\x86\x92", ">", KN_GLYPH}, // arrow
    {"\xc2\xa0", "", KN_BLANKS},     // non-breaking space
    {"\xc2\xad", "", KN_BLANKS},     // soft hyphen
    {"\xe2\x80\x89", "", KN_BLANKS}, // thin space
    {"\xe2\x80\xaf", "", KN_BLANKS}, // narrow non-breaking space
    {"\xe2\x80\x8b", "", KN_BLANKS}, // zero-width space
    {"\xef\xbb\xbf", "", KN_BLANKS}, // byte order mark
    {"&lt;", "<", KN_ENTITY},
    {"&gt;", ">", KN_ENTITY},
    {"&amp;", "&", KN_ENTITY},
    {"&nbsp;", "", KN_ENTITY},
    {"&times;", "x", KN_ENTITY},
    {"&minus;", "-", KN_ENTITY},
    {"&ndash;", "-", KN_ENTITY},
    {"&#8211;", "-", KN_ENTITY},
    {"&#8722;", "-", KN_ENTITY},
    {"&#215;", "x", KN_ENTITY},
    {"&#160;", "", KN_ENTITY},
};

/* Whether the text is clean already: then nothing has to be mapped.  Eight
 * bytes at a time, since nearly every text is clean. */
static int
is_plain(const char *text, size_t n)
{
    const uint64_t one = UINT64_C(0x0101010101010101), high = one << 7;
    uint64_t damaged = 0;

    for (size_t i = 0; i < n; i += 8) {
        uint64_t w = one * 'A', line, amp, arrow;

        if (n - i >= 8)
            memcpy(&w, text + i, 8);
        else
            memcpy(&w, text + i, n - i);
        line = w ^ one * '_';
        amp = w ^ one * '&';
        arrow = w ^ one * '>';
        /* a high bit where a byte is below '!', above '~', or one of three */
        damaged |= (w - one * '!') | w | (w + one);
        damaged |= ((line - one) & ~line) | ((amp - one) & ~amp) |
                   ((arrow - one) & ~arrow);
    }
    return !(damaged & high);
}

static int
find_glyph(const char *text, size_t n)
{
    for (size_t i = 0; i < PCART_COUNTOF(glyph); i++) {
        size_t length = strlen(glyph[i].from);

        if (length <= n && memcmp(text, glyph[i].from, length) == 0)
            return (int)i;
    }
    return -1;
}

typedef struct writer {
    char *to;
    uint32_t *map;
    size_t n;
    size_t first_seen[KN_N]; /* place + 1 of the first note of each kind */
} writer;

static void
put(writer *w, char c, size_t from)
{
    if (c == '>' && w->n && w->to[w->n - 1] == '-')
        w->n--; // "->" and "- >" are arrows
    w->to[w->n] = c;
    w->map[w->n++] = (uint32_t)from;
}

static size_t
clean_one(writer *w, const char *text, size_t i, size_t n)
{
    char c = text[i];
    int g;

    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        if (!w->first_seen[KN_BLANKS])
            w->first_seen[KN_BLANKS] = w->n + 1;
        return 1;
    }
    if (c == '_') {
        put(w, '-', i);
        return 1;
    }
    if (c > ' ' && c < 0x7f && c != '&') {
        put(w, c, i);
        return 1;
    }
    g = find_glyph(text + i, n - i);
    if (g < 0) {
        put(w, UNKNOWN, i);
        return 1;
    }
    if (!w->first_seen[glyph[g].code])
        w->first_seen[glyph[g].code] = w->n + 1;
    for (const char *p = glyph[g].to; *p; p++)
        put(w, *p, i);
    return strlen(glyph[g].from);
}

/* Clean text that differs from the source, with its map. */
static int
spell_damaged(pcarti_kreader *r)
{
    static const int kind[] = {KN_BLANKS, KN_GLYPH, KN_ENTITY};
    const char *text = r->k->source;
    const size_t n = r->k->length;
    writer w = {0};

    /* No glyph is longer in clean text than in the source. */
    w.to = pcart_arena_take(r->arena, n + 1, 1);
    w.map = pcart_arena_take(r->arena, n + 1, sizeof *w.map);
    if (!w.to || !w.map) {
        r->is_out_of_memory = 1;
        return 0;
    }
    for (size_t i = 0; i < n;)
        i += clean_one(&w, text, i, n);
    w.to[w.n] = '\0';
    w.map[w.n] = (uint32_t)n;
    r->s = r->k->clean = w.to;
    r->n = w.n;
    r->map = w.map;
    for (size_t i = 0; i < PCART_COUNTOF(kind); i++)
        if (w.first_seen[kind[i]]) {
            size_t at = w.first_seen[kind[i]] - 1;

            pcarti_kreader_note(r, kind[i], at, at);
        }
    return !r->is_out_of_memory;
}

int
pcarti_karyotype_spell(pcarti_kreader *r)
{
    const char *text = r->k->source;
    const size_t n = r->k->length;

    if (!is_plain(text, n))
        return spell_damaged(r);
    r->s = r->k->clean = pcart_arena_text(r->arena, text, n);
    r->n = n;
    r->is_out_of_memory = !r->s;
    return r->s != NULL;
}
