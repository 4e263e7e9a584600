/* reader.h -- the state of reading one karyotype.  Layer: karyotype. */
#ifndef PCARTI_KARYOTYPE_READER_H
#define PCARTI_KARYOTYPE_READER_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/karyotype.h"

/* Index into pcart_knote_list. */
enum pcarti_kn {
    KN_BLANKS,
    KN_GLYPH,
    KN_ENTITY,
    KN_CASE,
    KN_TRAILING_DOT,
    KN_COMMENT,
    KN_SUFFIX,
    KN_LONG_FORM,
    KN_NO_CELLS,
    KN_LEGACY,
    KN_VARIANT,
    KN_SEX_LOSS,
    KN_SEX_EXTRA,
    KN_WORD,
    KN_INCOMPLETE,
    KN_OR,
    KN_DASH_RANGE,
    KN_COMMA_MISSING,
    KN_COMMA_DOUBLED,
    KN_COMMA_WRONG,
    KN_COMMA_TRAILING,
    KN_SLASH_MISSING,
    KN_BRACKET,
    KN_BRACKET_MISSING,
    KN_PAREN_MISSING,
    KN_BRACKETED,
    KN_SEPARATOR,
    KN_SEX_BEFORE_REF,
    KN_REF_MIXED,
    KN_REF_MANY,
    KN_COUNT_MISMATCH,
    KN_BAND_UNKNOWN,
    KN_ARITY,
    KN_QUESTION,
    KN_CP_OUTSIDE,
    KN_NOT_REMOVED,
    KN_BARE,
    KN_SEX_DIFFERS,
    KN_RANGE_ORDER,
    KN_TIMES,
    KN_REF_FULL,
    KN_STRAY,
    KN_FAILED,
    KN_EMPTY, /* from here on: errors, the text is for a person to read */
    KN_TOO_LONG,
    KN_TOO_MANY,
    KN_CHARACTER,
    KN_COUNT,
    KN_SEX,
    KN_SIGN,
    KN_OPERATION,
    KN_CHROMOSOME,
    KN_CHROMOSOMES,
    KN_UNCLOSED,
    KN_BAND,
    KN_NUMBER,
    KN_REF,
    KN_CELLS,
    KN_TRUNCATED,
    KN_REST,
    KN_PLOIDY,
    KN_AMOUNT,
    KN_N
};

typedef struct pcarti_kreader {
    const char *s;       /* clean text, ends with NUL */
    size_t n, at;        /* its length; the place of reading */
    const uint32_t *map; /* source offset of each clean byte; NULL: same */
    pcart_arena *arena;
    pcart_karyotype *k;
    size_t m_event, m_bp, m_clone, m_note;
    int is_out_of_memory;
    int is_manual;
    int is_bracketed; /* inside a clone written in brackets */
    uint64_t seen[4]; /* keys of events so far, as a filter */
    int depth;        /* inside 50(25,X,...)x2 */
} pcarti_kreader;

/* Source offset of a clean offset. */
uint32_t pcarti_kreader_offset(const pcarti_kreader *r, size_t at);

/* Add a note on clean bytes first to end. */
void pcarti_kreader_note(pcarti_kreader *r, int code, size_t first, size_t end);

/* Add an error; the karyotype becomes manual.  Returns 0. */
int pcarti_kreader_stop(pcarti_kreader *r, int code, size_t first, size_t end);

/* Room for one more; NULL when memory or limit is out. */
pcart_kevent *pcarti_kreader_event(pcarti_kreader *r);
pcart_kbreak *pcarti_kreader_break(pcarti_kreader *r);
pcart_kclone *pcarti_kreader_clone(pcarti_kreader *r);

/* Digits at the place of reading, at most 999; 0 with an error if none. */
int pcarti_kreader_number(pcarti_kreader *r, uint16_t *out);
/* Whether the lower-case word stands here, in any case; consumes it. */
int pcarti_kreader_word(pcarti_kreader *r, const char *word);

static inline int
pcarti_kreader_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline int
pcarti_kreader_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Source text to clean text (spelling.c). */
int pcarti_karyotype_spell(pcarti_kreader *r);
/* One clone of a cell set (clone.c). */
int pcarti_karyotype_clone(pcarti_kreader *r, uint16_t set);
/* One item of a clone, with alternatives (item.c). */
int pcarti_karyotype_item(pcarti_kreader *r);
/* Chromosome list, bands, long form of one event (place.c). */
int pcarti_karyotype_places(pcarti_kreader *r, size_t event);
/* x2, x3~6 after an item or a reference. */
int pcarti_karyotype_times(pcarti_kreader *r, uint16_t *low, uint16_t *high);
/* Resolve references, expand clones, reconcile counts (expand.c). */
int pcarti_karyotype_expand(pcarti_kreader *r);

#endif
