/*
 * chip_look_up.c -- a protein change against the table of clonal
 * haematopoiesis.  Layer: rules.
 */
#include <math.h>
#include <string.h>

#include "postcart/clone_rules.h"

/* A protein change: "p.Gly646TrpfsTer12" and "G646Wfs*12" are the same. */
typedef struct change {
    int is_read;
    pcart_chip_change kind;
    int first, last; // residues; 0 for a splice site
    char words[32];  // short form, "G646Wfs*12"
} change;

static const struct {
    char letter, code[4];
} residue[] = {
    {'A', "Ala"}, {'R', "Arg"}, {'N', "Asn"}, {'D', "Asp"}, {'C', "Cys"},
    {'Q', "Gln"}, {'E', "Glu"}, {'G', "Gly"}, {'H', "His"}, {'I', "Ile"},
    {'L', "Leu"}, {'K', "Lys"}, {'M', "Met"}, {'F', "Phe"}, {'P', "Pro"},
    {'S', "Ser"}, {'T', "Thr"}, {'W', "Trp"}, {'Y', "Tyr"}, {'V', "Val"},
    {'*', "Ter"},
};

const char *
pcart_chip_answer_name(pcart_chip_answer answer)
{
    static const char *const name[] = {"unlisted", "no", "unclear", "yes",
                                       "doubtful"};

    return (size_t)answer < PCART_COUNTOF(name) ? name[answer] : "?";
}

/* Three letters to one; other characters stay; brackets and "p." go. */
static int
shorten(const char *text, char *out, size_t size)
{
    size_t n = 0;

    if (strncmp(text, "p.", 2) == 0)
        text += 2;
    while (*text) {
        char c = *text;
        size_t step = 1;

        for (size_t i = 0; i < PCART_COUNTOF(residue); i++)
            if (strncmp(text, residue[i].code, 3) == 0) {
                c = residue[i].letter;
                step = 3;
            }
        text += step;
        if (c == '(' || c == ')')
            continue;
        if (c == 'X')
            c = '*'; // older spelling of a stop
        if (n + 1 >= size)
            return 0;
        out[n++] = c;
    }
    out[n] = '\0';
    return n > 0;
}

static int
number_at(const char **text)
{
    int n = 0;

    while (**text >= '0' && **text <= '9' && n < 100000)
        n = n * 10 + (*(*text)++ - '0');
    return n;
}

static change
read_change(const char *protein)
{
    change c = {0};
    const char *at;

    if (!shorten(protein, c.words, sizeof c.words))
        return c;
    if (strncmp(c.words, "splice", 6) == 0) {
        c.kind = PCART_CHIP_TRUNCATING;
        c.is_read = 1;
        return c;
    }
    at = c.words;
    if (!((*at >= 'A' && *at <= 'Z') || *at == '*'))
        return c;
    at++;
    c.first = c.last = number_at(&at);
    if (c.first == 0)
        return c;
    if (*at == '_') {
        at++;
        if (*at >= 'A' && *at <= 'Z')
            at++;
        c.last = number_at(&at);
    }
    c.is_read = 1;
    if (strstr(at, "fs") || *at == '*')
        c.kind = PCART_CHIP_TRUNCATING;
    else if (strstr(at, "del") || strstr(at, "ins") || strstr(at, "dup"))
        c.kind = PCART_CHIP_INFRAME;
    else if (*at >= 'A' && *at <= 'Z' && at[1] == '\0')
        c.kind = PCART_CHIP_MISSENSE;
    else
        c.is_read = 0; // a synonym, an extension, a start that is lost
    return c;
}

/* 1 fits, 0 does not, -1 cannot be said. */
static int
fits(const pcart_chip_rule *r, const change *c, int exon)
{
    if (r->words)
        return strcmp(r->words, c->words) == 0;
    if (r->change != c->kind)
        return 0;
    if (r->first == 0)
        return 1;
    if (r->is_exon)
        return exon > 0 ? exon >= r->first && exon <= r->last : -1;
    return c->last >= r->first && c->first <= r->last;
}

pcart_chip_answer
pcart_chip_look_up(const char *gene, const char *protein, int exon, double vaf,
                   const pcart_chip_rule **rule)
{
    size_t n;
    const pcart_chip_rule *list = pcart_chip_list(&n), *none;
    pcart_chip_answer answer = PCART_CHIP_UNLISTED;
    change c = read_change(protein);

    if (!rule)
        rule = &none;
    *rule = NULL;
    for (size_t i = 0; i < n; i++) {
        int fit;

        if (strcmp(list[i].gene, gene) != 0)
            continue;
        if (answer == PCART_CHIP_UNLISTED)
            answer = c.is_read ? PCART_CHIP_NO : PCART_CHIP_UNCLEAR;
        if (!c.is_read)
            break;
        fit = fits(&list[i], &c, exon);
        if (fit < 0)
            answer = PCART_CHIP_UNCLEAR;
        if (fit <= 0)
            continue;
        if (list[i].change == PCART_CHIP_ARTEFACT && vaf >= list[i].min_vaf)
            continue; // above its fraction it is judged like any other
        *rule = &list[i];
        return list[i].change == PCART_CHIP_ARTEFACT ? PCART_CHIP_DOUBTFUL
                                                     : PCART_CHIP_YES;
    }
    return answer;
}
