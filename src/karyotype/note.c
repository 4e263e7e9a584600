/* note.c -- what can be said about the text of a karyotype, and the growing
 * arrays of a reader.  Layer: karyotype. */
#include "karyotype/reader.h"

#include <string.h>

static const pcart_knote_info info[KN_N] = {
    [KN_BLANKS] = {"blanks", PCART_NOTE, "blanks removed"},
    [KN_GLYPH] = {"glyph", PCART_NOTE,
                  "special dash, tilde, arrow or times sign replaced"},
    [KN_ENTITY] = {"entity", PCART_NOTE, "HTML entity decoded"},
    [KN_CASE] = {"letter-case", PCART_NOTE, "letter case corrected"},
    [KN_TRAILING_DOT] = {"trailing-dot", PCART_NOTE, "full stop removed"},
    [KN_COMMENT] = {"comment", PCART_NOTE,
                    "free text after the karyotype, not read"},
    [KN_SUFFIX] = {"suffix", PCART_NOTE,
                   "result of another technique, kept but not read"},
    [KN_LONG_FORM] = {"long-form", PCART_NOTE,
                      "long form, kept but not read for gains and losses"},
    [KN_NO_CELLS] = {"no-cells", PCART_NOTE,
                     "no number of metaphases: taken as clonal"},
    [KN_LEGACY] = {"legacy", PCART_NOTE, "short form of an earlier standard"},
    [KN_VARIANT] = {"variant", PCART_NOTE,
                    "possible constitutional variant, written without c"},
    [KN_SEX_LOSS] = {"sex-loss", PCART_NOTE,
                     "a sex chromosome is missing without a minus: read as "
                     "lost"},
    [KN_SEX_EXTRA] = {"sex-extra", PCART_NOTE,
                      "extra sex chromosome in the sex field: possibly "
                      "constitutional, not counted"},
    [KN_WORD] = {"word", PCART_NOTE, "a word instead of a formula"},
    [KN_INCOMPLETE] = {"incomplete", PCART_NOTE,
                       "incomplete karyotype: there may be more"},
    [KN_OR] = {"alternative", PCART_NOTE,
               "alternative readings: the first is counted, both are open"},
    [KN_DASH_RANGE] = {"dash-range", PCART_WARNING,
                       "'-' between two numbers read as '~'"},
    [KN_COMMA_MISSING] = {"comma-missing", PCART_WARNING,
                          "comma missing before this"},
    [KN_COMMA_DOUBLED] = {"comma-doubled", PCART_WARNING, "comma doubled"},
    [KN_COMMA_WRONG] = {"comma-wrong", PCART_WARNING, "read as a comma"},
    [KN_COMMA_TRAILING] = {"comma-trailing", PCART_WARNING,
                           "comma before the end of the clone"},
    [KN_SLASH_MISSING] = {"slash-missing", PCART_WARNING,
                          "'/' missing between two clones"},
    [KN_BRACKET] = {"bracket", PCART_WARNING, "wrong kind of bracket"},
    [KN_BRACKET_MISSING] = {"bracket-missing", PCART_WARNING,
                            "']' missing after the number of metaphases"},
    [KN_PAREN_MISSING] = {"paren-missing", PCART_WARNING,
                          "'(' missing before the bands"},
    [KN_BRACKETED] = {"bracketed", PCART_WARNING,
                      "brackets round a formula removed"},
    [KN_SEPARATOR] = {"separator", PCART_WARNING,
                      "wrong separator between chromosomes or bands"},
    [KN_SEX_BEFORE_REF] = {"sex-before-reference", PCART_WARNING,
                           "sex field repeated before idem, sl or sdl"},
    [KN_REF_MIXED] = {"reference-mixed", PCART_WARNING,
                      "idem and sl mixed in one karyotype"},
    [KN_REF_MANY] = {"reference-many", PCART_WARNING,
                     "several sidelines: sdl read as sdl1"},
    [KN_COUNT_MISMATCH] = {"count-mismatch", PCART_WARNING,
                           "number of chromosomes does not fit the items"},
    [KN_BAND_UNKNOWN] = {"band-unknown", PCART_WARNING,
                         "there is no such band on this chromosome"},
    [KN_ARITY] = {"arity", PCART_WARNING,
                  "unusual number of breakpoints for this abnormality"},
    [KN_QUESTION] = {"question-mark", PCART_WARNING,
                     "question mark in an unusual place"},
    [KN_CP_OUTSIDE] = {"cp-outside", PCART_WARNING,
                       "cp moved into the brackets"},
    [KN_NOT_REMOVED] = {"not-removed", PCART_WARNING,
                        "nothing to remove: read as loss of the chromosome"},
    [KN_BARE] = {"bands-missing", PCART_WARNING,
                 "bands left out, and not given before"},
    [KN_SEX_DIFFERS] = {"sex-differs", PCART_WARNING,
                        "clones of different sex without '//': two persons?"},
    [KN_RANGE_ORDER] = {"range-order", PCART_WARNING,
                        "range from high to low turned round"},
    [KN_TIMES] = {"times", PCART_NOTE, "X or * before a number read as times"},
    [KN_REF_FULL] = {"reference-full", PCART_WARNING,
                     "sdl refers to a clone that is written out in full"},
    [KN_STRAY] = {"stray", PCART_WARNING, "stray parenthesis passed over"},
    [KN_FAILED] = {"no-result", PCART_NOTE, "no metaphases"},
    [KN_EMPTY] = {"empty", PCART_ERROR, "no karyotype"},
    [KN_TOO_LONG] = {"too-long", PCART_ERROR, "longer than 16384 bytes"},
    [KN_TOO_MANY] = {"too-many", PCART_ERROR,
                     "too many clones or abnormalities"},
    [KN_CHARACTER] = {"character", PCART_ERROR,
                      "a character that no karyotype holds"},
    [KN_COUNT] = {"count-missing", PCART_ERROR,
                  "a clone must begin with its number of chromosomes"},
    [KN_SEX] = {"sex-missing", PCART_ERROR,
                "sex chromosomes, idem, sl or sdl expected"},
    [KN_SIGN] = {"sign-missing", PCART_ERROR,
                 "a chromosome without plus or minus"},
    [KN_OPERATION] = {"operation", PCART_ERROR,
                      "not the name of an abnormality"},
    [KN_CHROMOSOME] = {"chromosome", PCART_ERROR,
                       "there is no such chromosome"},
    [KN_CHROMOSOMES] = {"chromosomes", PCART_ERROR,
                        "chromosomes in parentheses expected"},
    [KN_UNCLOSED] = {"unclosed", PCART_ERROR, "')' missing"},
    [KN_BAND] = {"band", PCART_ERROR, "not a band"},
    [KN_NUMBER] = {"number", PCART_ERROR, "a number from 0 to 999 expected"},
    [KN_REF] = {"reference", PCART_ERROR,
                "idem, sl or sdl refers to no earlier clone"},
    [KN_CELLS] = {"cells", PCART_ERROR,
                  "number of metaphases expected in the brackets"},
    [KN_TRUNCATED] = {"truncated", PCART_ERROR, "the text ends within a clone"},
    [KN_REST] = {"rest", PCART_ERROR, "not understood"},
    [KN_PLOIDY] = {"ploidy", PCART_ERROR, "ploidy such as <3n> expected"},
    [KN_AMOUNT] = {"amount", PCART_ERROR, "marker, ring or dmin expected"},
};

const pcart_knote_info *
pcart_knote_list(size_t *n)
{
    *n = KN_N;
    return info;
}

uint32_t
pcarti_kreader_offset(const pcarti_kreader *r, size_t at)
{
    return r->map ? r->map[at <= r->n ? at : r->n] : (uint32_t)at;
}

/* Notes per karyotype; more say nothing new. */
enum { MOST_NOTES = 100 };

void
pcarti_kreader_note(pcarti_kreader *r, int code, size_t first, size_t end)
{
    pcart_karyotype *k = r->k;
    pcart_knote *note;

    if (k->n_note >= MOST_NOTES && code < KN_EMPTY)
        return;
    note = pcart_arena_grow(r->arena, k->note, &r->m_note, k->n_note + 1,
                            sizeof *note);
    if (!note) {
        r->is_out_of_memory = 1;
        return;
    }
    k->note = note;
    note += k->n_note++;
    note->code = (uint16_t)code;
    note->a = note->b = 0;
    note->offset = pcarti_kreader_offset(r, first);
    note->length = 0;
    if (end > first) // up to the last byte, not over blanks after it
        note->length = pcarti_kreader_offset(r, end - 1) + 1 - note->offset;
    if (note->offset + note->length > k->length)
        note->length = (uint32_t)(k->length - note->offset);
}

int
pcarti_kreader_stop(pcarti_kreader *r, int code, size_t first, size_t end)
{
    if (!r->is_manual && !r->is_out_of_memory)
        pcarti_kreader_note(r, code, first, end);
    r->is_manual = 1;
    return 0;
}

pcart_kevent *
pcarti_kreader_event(pcarti_kreader *r)
{
    pcart_karyotype *k = r->k;
    pcart_kevent *event;

    if (k->n_event >= PCART_KARYOTYPE_EVENTS) {
        pcarti_kreader_stop(r, KN_TOO_MANY, r->at, r->at);
        return NULL;
    }
    event = k->event;
    if (k->n_event == r->m_event) {
        event = pcart_arena_grow(r->arena, event, &r->m_event, k->n_event + 1,
                                 sizeof *event);
        if (!event) {
            r->is_out_of_memory = 1;
            return NULL;
        }
        k->event = event;
    }
    event += k->n_event++; // zero, as all memory of an arena
    event->amount_low = event->amount_high = 1;
    event->copy_low = event->copy_high = 1;
    return event;
}

pcart_kbreak *
pcarti_kreader_break(pcarti_kreader *r)
{
    pcart_karyotype *k = r->k;
    pcart_kbreak *bp = k->bp;

    if (k->n_bp == r->m_bp) {
        bp = pcart_arena_grow(r->arena, bp, &r->m_bp, k->n_bp + 1, sizeof *bp);
        if (!bp) {
            r->is_out_of_memory = 1;
            return NULL;
        }
        k->bp = bp;
    }
    return bp + k->n_bp++; // zero, as all memory of an arena
}

pcart_kclone *
pcarti_kreader_clone(pcarti_kreader *r)
{
    pcart_karyotype *k = r->k;
    pcart_kclone *clone;

    if (k->n_clone >= PCART_KARYOTYPE_CLONES) {
        pcarti_kreader_stop(r, KN_TOO_MANY, r->at, r->at);
        return NULL;
    }
    clone = k->clone;
    if (k->n_clone == r->m_clone) {
        clone = pcart_arena_grow(r->arena, clone, &r->m_clone, k->n_clone + 1,
                                 sizeof *clone);
        if (!clone) {
            r->is_out_of_memory = 1;
            return NULL;
        }
        k->clone = clone;
    }
    clone += k->n_clone++;
    memset(clone, 0, sizeof *clone);
    clone->cells = -1;
    clone->target = -1;
    clone->ref_copies = 1;
    clone->doubled = 1;
    return clone;
}

int
pcarti_kreader_number(pcarti_kreader *r, uint16_t *out)
{
    size_t first = r->at;
    unsigned value = 0;

    while (pcarti_kreader_is_digit(r->s[r->at]) && value <= 999)
        value = value * 10 + (unsigned)(r->s[r->at++] - '0');
    if (r->at == first || value > 999)
        return pcarti_kreader_stop(r, KN_NUMBER, first, r->at);
    *out = (uint16_t)value;
    return 1;
}

int
pcarti_kreader_word(pcarti_kreader *r, const char *word)
{
    size_t at = r->at;
    int is_upper = 0;

    for (; *word; word++, at++) {
        char c = r->s[at];

        if (c >= 'A' && c <= 'Z') {
            c = (char)(c - 'A' + 'a');
            is_upper = 1;
        }
        if (c != *word)
            return 0;
    }
    if (is_upper)
        pcarti_kreader_note(r, KN_CASE, r->at, at);
    r->at = at;
    return 1;
}
