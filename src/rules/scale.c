/* scale.c -- the toxicity scales by the names that centres write.
 * Layer: rules. */
#include "postcart/scale.h"

#include <string.h>

#define KIND(kind) (1u << PCART_TOXICITY_##kind)

// clang-format off
static const pcart_scale scale[] = {
    {"ASTCT 2019", "CRS", KIND(CRS),
     "astct|astct 2019|lee 2019|asbmt|asbmt 2019|astct-2019", "crs_astct",
     "crs|cytokine release syndrome"},
    {"Lee 2014", "CRS", KIND(CRS), "lee|lee 2014|nci|lee-2014", "crs_lee",
     "crs|cytokine release syndrome"},
    {"Penn", "CRS", KIND(CRS), "penn|penn 2018|porter 2018|upenn", "crs_penn",
     "crs|cytokine release syndrome"},
    {"CARTOX", "CRS", KIND(CRS),
     "cartox|cartox 2018|neelapu 2018|md anderson", "crs_cartox",
     "crs|cytokine release syndrome"},
    {"MSKCC", "CRS", KIND(CRS), "mskcc|msk", "crs_mskcc",
     "crs|cytokine release syndrome"},
    {"ASTCT 2019", "Neurotoxicity", KIND(ICANS) | KIND(CRES),
     "astct|astct 2019|lee 2019|asbmt|asbmt 2019|astct-2019|icans",
     "icans_astct", "icans|neurotoxicity"},
    {"CARTOX", "Neurotoxicity", KIND(ICANS) | KIND(CRES),
     "cartox|cartox 2018|neelapu 2018|md anderson|cres", "cres",
     "icans|cres|neurotoxicity"},
    {"IEC-HS", "IEC-HS", KIND(IEC_HS), "iec-hs|hines 2023|astct|astct 2023",
     "iec_hs", "iec-hs|hlh|mas"},
};
// clang-format on

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether the n bytes of `word` stand at the beginning of `text`. */
static int
begins(const char *text, const char *word, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (lower(text[i]) != word[i])
            return 0;
    return 1;
}

static int
word_stands(const char *text, const char *word, size_t n, int is_within)
{
    if (!is_within)
        return begins(text, word, n) && text[n] == '\0';
    for (const char *at = text; *at; at++)
        if ((at == text || !is_letter(at[-1])) && begins(at, word, n) &&
            !is_letter(at[n]))
            return 1;
    return 0;
}

int
pcart_scale_word(const char *words, const char *text, int is_within)
{
    for (const char *word = words; *word;) {
        size_t n = strcspn(word, "|");

        if (n > 0 && word_stands(text, word, n, is_within))
            return 1;
        word += n + (word[n] == '|');
    }
    return 0;
}

const pcart_scale *
pcart_scale_list(size_t *n)
{
    *n = PCART_COUNTOF(scale);
    return scale;
}

const pcart_scale *
pcart_scale_find(const pcart_toxicity *toxicity)
{
    for (size_t i = 0; toxicity->scale && i < PCART_COUNTOF(scale); i++)
        if (scale[i].kinds >> toxicity->kind & 1 &&
            pcart_scale_word(scale[i].spellings, toxicity->scale, 0))
            return &scale[i];
    return NULL;
}

const pcart_scale *
pcart_scale_of_measure(const char *measure)
{
    for (size_t i = 0; i < PCART_COUNTOF(scale); i++)
        if (strcmp(scale[i].measure, measure) == 0)
            return &scale[i];
    return NULL;
}
