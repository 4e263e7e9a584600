/*
 * read.c -- the report as a whole: words, persons, free text, and the entry of
 * the reader.  Layer: karyotype.
 */
#include "karyotype/reader.h"

#include <string.h>

/* Words that stand for a whole result. */
static const struct {
    const char *word;
    int is_normal;
} whole[] = {
    {"normal", 1},       {"normalkaryotype", 1}, {"normalfemale", 1},
    {"normalmale", 1},   {"failed", 0},          {"failure", 0},
    {"nometaphases", 0}, {"nogrowth", 0},        {"culturefailure", 0},
    {"nodivision", 0},   {"nomitoses", 0},       {"noresult", 0},
};

/* "Normal", "no metaphases": 1 when the text is one of them. */
static int
read_word(pcarti_kreader *r)
{
    for (size_t i = 0; i < PCART_COUNTOF(whole); i++) {
        size_t n = strlen(whole[i].word);
        pcart_kclone *clone;
        size_t tail = r->n;

        while (tail && r->s[tail - 1] == '.')
            tail--;
        if (tail != n || !pcarti_kreader_word(r, whole[i].word))
            continue;
        r->at = r->n;
        if (!whole[i].is_normal) {
            pcarti_kreader_note(r, KN_FAILED, 0, r->n);
            r->k->state = PCART_KARYOTYPE_FAILED;
            return 1;
        }
        pcarti_kreader_note(r, KN_WORD, 0, r->n);
        clone = pcarti_kreader_clone(r);
        if (clone) {
            clone->count_low = clone->count_high = 46;
            clone->length = (uint32_t)r->k->length;
            clone->sex[0] = 'U';
        }
        return 1;
    }
    return 0;
}

/* After a clone: another one, another person, the end, or free text. */
static int
read_between(pcarti_kreader *r, uint16_t *set)
{
    char c = r->s[r->at];

    if (c == '/') {
        r->at++;
        if (r->s[r->at] == '/') {
            r->at++;
            ++*set;
        } else if (!r->s[r->at]) {
            return pcarti_kreader_stop(r, KN_TRUNCATED, r->at - 1, r->at);
        }
        return 1;
    }
    if (pcarti_kreader_is_digit(c)) {
        pcarti_kreader_note(r, KN_SLASH_MISSING, r->at, r->at + 1);
        return 1;
    }
    if (c == '\0')
        return 1;
    /* Free text comes after a number of metaphases; brackets in it would be a
     * part that was not read. */
    if (r->k->clone[r->k->n_clone - 1].cells < 0 || strchr(r->s + r->at, '[') ||
        strchr(r->s + r->at, '/'))
        return pcarti_kreader_stop(r, c == '\x7f' ? KN_CHARACTER : KN_REST,
                                   r->at, r->at + 1);
    pcarti_kreader_note(r, KN_COMMENT, r->at, r->n);
    r->at = r->n;
    return 1;
}

static int
read_report(pcarti_kreader *r)
{
    uint16_t set = 0;

    if (!r->n)
        return pcarti_kreader_stop(r, KN_EMPTY, 0, 0);
    if (pcarti_kreader_is_letter(r->s[0])) {
        if (read_word(r))
            return 1;
        if (pcarti_kreader_word(r, "mos"))
            r->k->origin = 'm';
        else if (pcarti_kreader_word(r, "chi"))
            r->k->origin = 'c';
    }
    if (r->s[r->at] == '/' && r->s[r->at + 1] == '/') {
        r->at += 2;
        set = 1;
    }
    while (r->s[r->at]) {
        if (!pcarti_karyotype_clone(r, set) || !read_between(r, &set))
            return 0;
        if (set > 9)
            return pcarti_kreader_stop(r, KN_TOO_MANY, r->at, r->at);
    }
    r->k->n_set = (uint16_t)(set + 1);
    if (!r->k->n_clone)
        return pcarti_kreader_stop(r, KN_EMPTY, 0, r->n);
    return 1;
}

/* Offsets of clones and events so far count clean bytes. */
static void
map_offsets(pcarti_kreader *r)
{
    pcart_karyotype *k = r->k;

    if (!r->map)
        return;
    for (size_t i = 0; i < k->n_event; i++) {
        uint32_t end = k->event[i].offset + k->event[i].length;

        k->event[i].offset = r->map[k->event[i].offset];
        k->event[i].length = end ? r->map[end - 1] + 1 - k->event[i].offset : 0;
    }
    for (size_t i = 0; i < k->n_clone; i++) {
        uint32_t end = k->clone[i].offset + k->clone[i].length;

        if (end > r->n)
            continue; // a word for the whole
        k->clone[i].offset = r->map[k->clone[i].offset];
        k->clone[i].length = end ? r->map[end - 1] + 1 - k->clone[i].offset : 0;
    }
}

static void
set_state(pcarti_kreader *r)
{
    pcart_karyotype *k = r->k;

    if (k->state == PCART_KARYOTYPE_FAILED)
        return;
    if (r->is_manual) {
        k->state = PCART_KARYOTYPE_MANUAL;
        k->n_clone = k->n_event = k->n_bp = 0;
        return;
    }
    for (size_t i = 0; i < k->n_note; i++) {
        size_t n;

        if (pcart_knote_list(&n)[k->note[i].code].severity == PCART_WARNING)
            k->state = PCART_KARYOTYPE_WARNED;
    }
}

pcart_status
pcart_karyotype_read(const char *text, size_t length, pcart_arena *arena,
                     pcart_karyotype *out, pcart_err *err)
{
    pcarti_kreader r = {.arena = arena, .k = out};

    memset(out, 0, sizeof *out);
    out->source = text;
    out->length = length;
    out->clean = "";
    out->n_set = 1;
    /* Most clones have one event in ten bytes; arrays grow when they must. */
    r.m_event = (length <= PCART_KARYOTYPE_BYTES ? length : 0) / 10 + 2;
    out->event = pcart_arena_take(arena, r.m_event, sizeof *out->event);
    if (!out->event)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    if (length > PCART_KARYOTYPE_BYTES)
        pcarti_kreader_stop(&r, KN_TOO_LONG, 0, 0);
    else if (pcarti_karyotype_spell(&r) && read_report(&r) &&
             out->state != PCART_KARYOTYPE_FAILED &&
             pcarti_karyotype_expand(&r))
        map_offsets(&r);
    if (r.is_out_of_memory)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    set_state(&r);
    return PCART_OK;
}

const char *
pcart_karyotype_state_name(pcart_karyotype_state state)
{
    static const char *const name[] = {"ok", "warned", "failed", "manual"};

    return (unsigned)state < PCART_COUNTOF(name) ? name[state] : "";
}
