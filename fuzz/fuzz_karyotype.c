/*
 * fuzz_karyotype.c -- any text as a karyotype, and texts made of its words.
 *
 * The first byte chooses: even, the rest is the text itself; odd, each byte
 * of the rest stands for a word of the grammar, so that deep rules are met.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/karyotype.h"
#include "postcart/risk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const word[] = {
    "46",
    "45~48",
    "92",
    ",",
    ",XX",
    ",XY",
    ",X",
    ",-Y",
    ",+8",
    ",-7",
    ",-5",
    ",+21c",
    "/",
    "//",
    "[20]",
    "[cp5]",
    "[1]",
    ",idem",
    ",sl",
    ",sdl1",
    "x2",
    "x3~6",
    "<3n>",
    ",del(5)",
    "(q13q33)",
    ",t(9;22)",
    "(q34;q11.2)",
    ",der(7)",
    "t(1;7)",
    "(q10;p10)",
    ",der(1;7)",
    ",inv(3)",
    "(q21q26)",
    ",i(17)(q10)",
    ",+mar",
    ",+2mar",
    ",+1~3mar",
    ",mar1",
    ",dmin",
    ",hsr(8)(q24)",
    ",dic(5;12)",
    "(q13;p12)",
    ",add(12)(p13)",
    ",r(7)",
    "?",
    "c",
    " or ",
    ",inc",
    ".ish",
    "(pter->q13::",
    "qter)",
    ",-del(5)",
    ",+der(7)",
    "50(25",
    ")x2",
    "mos ",
    ",ider(22)(q10)",
    ",5q-",
    ",ins(10;11)",
    "(p12;q23q13)",
    "-",
    "~",
    ";",
    ")",
    "(",
};

/* Text from words, at most @p room bytes. */
static size_t
speak(const uint8_t *data, size_t size, char *out, size_t room)
{
    size_t n = 0;

    for (size_t i = 0; i < size; i++) {
        const char *w = word[data[i] % PCART_COUNTOF(word)];
        size_t length = strlen(w);

        if (n + length > room)
            break;
        memcpy(out + n, w, length);
        n += length;
    }
    return n;
}

/* Everything that must hold for any text. */
static void
check(const char *text, size_t length)
{
    pcart_arena arena = {0};
    pcart_karyotype k, again;
    pcart_karyotype_facts facts;
    const pcart_kclone_change *change;
    char *written;
    size_t n;

    if (pcart_karyotype_read(text, length, &arena, &k, NULL) ||
        pcart_karyotype_find_facts(&k, NULL, &arena, &facts, NULL))
        abort();
    if (facts.cyto.present & facts.cyto.possible)
        abort();
    if (k.state == PCART_KARYOTYPE_MANUAL && (!k.n_note || k.n_event))
        abort();
    for (size_t i = 0; i < k.n_note; i++)
        if ((size_t)k.note[i].offset + k.note[i].length > length)
            abort();
    for (size_t i = 0; i < k.n_event; i++)
        if ((size_t)k.event[i].offset + k.event[i].length > length)
            abort();
    for (int s = 0; s < PCART_N_COUNT; s++)
        if (facts.cyto.count[s] < 0)
            abort();
    if (facts.cyto.state == PCART_CYTO_KNOWN && !facts.cyto.possible &&
        (pcart_ipss_group(&facts.cyto).group < 0 ||
         pcart_ipssr_group(&facts.cyto).group < 0))
        abort();
    written = pcart_karyotype_write(&k, &arena);
    if (!written ||
        pcart_karyotype_read(written, strlen(written), &arena, &again, NULL))
        abort();
    if (k.state < PCART_KARYOTYPE_FAILED &&
        strlen(written) < PCART_KARYOTYPE_BYTES &&
        !pcart_karyotype_equal(&k, &again))
        abort();
    if (pcart_karyotype_compare(&k, &k, 0, &arena, &change, &n, NULL))
        abort();
    for (size_t i = 0; i < n; i++)
        if (change[i].change != PCART_KCHANGE_SAME)
            abort();
    if (arena.used > 16 * 1024 + 4000 * (length + 1)) // memory is bounded
        abort();
    pcart_arena_release(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text;
    size_t n;

    if (!size)
        return 0;
    if (!(data[0] & 1)) {
        text = malloc(size); // of exact size: a read beyond it is seen
        if (!text)
            return 0;
        memcpy(text, data + 1, size - 1);
        n = size - 1;
    } else {
        size_t room = size * 16 < PCART_KARYOTYPE_BYTES ? size * 16
                                                        : PCART_KARYOTYPE_BYTES;

        text = malloc(room);
        if (!text)
            return 0;
        n = speak(data + 1, size - 1, text, room);
    }
    check(text, n);
    free(text);
    return 0;
}
