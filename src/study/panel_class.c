/*
 * panel_class.c -- which sites of a panel err alike.  Layer: study.
 *
 * A substitution seen from the other strand is the same event, so contexts are
 * read so that the reference base is C or T, and the orientation turns with
 * them.
 */
#include "study/panel_error.h"

enum {
    N_CONTEXT = 17, /* 16 pairs of neighbours, and "not known" */
    LONG_RUN = 4,   /* bases of a run that make slips likelier */
    N_LENGTH = 3,   /* of indels: 1, 2 or 3, more */
    N_RUN = 5       /* up to 1, 3, 5, 7, more */
};

_Static_assert(PCART_PANEL_N_CLASS ==
                   N_CONTEXT * 6 * 2 * 2 + 2 * N_LENGTH * N_RUN * 2,
               "classes of substitutions and of indels");

int
pcarti_panel_base(char base)
{
    switch (base) {
    case 'A':
        return 0;
    case 'C':
        return 1;
    case 'G':
        return 2;
    case 'T':
        return 3;
    default:
        return -1;
    }
}

/* What stands before or behind the site; -1 at the ends. */
static int
neighbour(const pcarti_panel_site *site, int step)
{
    if ((step < 0 && site->at == 0) || (step > 0 && site->at + 1 >= site->n))
        return -1;
    return pcarti_panel_base(step < 0 ? site->bases[site->at - 1]
                                      : site->bases[site->at + 1]);
}

/* A substitution as read from the strand on which the base is C or T. */
typedef struct turned {
    int ref, alt, before, behind, group;
} turned;

static turned
turn(const pcarti_panel_site *site, int allele, int group)
{
    turned t = {pcarti_panel_base(site->bases[site->at]), allele,
                neighbour(site, -1), neighbour(site, 1), group};

    if (t.ref == 0 || t.ref == 2) { // A or G
        int before = t.before;

        t.ref = 3 - t.ref;
        t.alt = 3 - t.alt;
        t.before = t.behind < 0 ? -1 : 3 - t.behind;
        t.behind = before < 0 ? -1 : 3 - before;
        t.group = 1 - group;
    }
    return t;
}

/* C>A, C>G, C>T, T>A, T>C, T>G. */
static int
substitution(const turned *t)
{
    int alt = t->alt > t->ref ? t->alt - 1 : t->alt;

    return (t->ref == 3 ? 3 : 0) + alt;
}

/* Whether the site lies in or beside a run of one base. */
static int
is_by_run(const pcarti_panel_site *site)
{
    for (int step = -1; step <= 1; step += 2) {
        size_t n = 0, at = site->at;
        char base = 0;

        for (;;) {
            if ((step < 0 && at == 0) || (step > 0 && at + 1 >= site->n))
                break;
            at = step < 0 ? at - 1 : at + 1;
            if (base && site->bases[at] != base)
                break;
            base = site->bases[at];
            n++;
        }
        if (n >= LONG_RUN && pcarti_panel_base(base) >= 0)
            return 1;
    }
    return 0;
}

uint32_t
pcarti_panel_class(const pcarti_panel_site *site, int allele, int group)
{
    turned t = turn(site, allele, group);
    int context =
        t.before < 0 || t.behind < 0 ? N_CONTEXT - 1 : t.before * 4 + t.behind;
    int value = (context * 6 + substitution(&t)) * 2 + is_by_run(site);

    return (uint32_t)(value * 2 + t.group);
}

int
pcarti_panel_factor_of(const pcarti_panel_site *site, int allele, int group)
{
    turned t = turn(site, allele, group);

    return substitution(&t) * 2 + t.group;
}

size_t
pcarti_panel_run(const pcarti_panel_site *site)
{
    size_t first = site->at + 1, n = 0;

    if (first >= site->n || pcarti_panel_base(site->bases[first]) < 0)
        return 0;
    while (first + n < site->n && site->bases[first + n] == site->bases[first])
        n++;
    return n;
}

uint32_t
pcarti_panel_indel_class(const pcarti_panel_site *site, int is_insertion,
                         uint32_t length, int group)
{
    size_t run = pcarti_panel_run(site);
    uint32_t by_run = run <= 1   ? 0
                      : run <= 3 ? 1
                      : run <= 5 ? 2
                      : run <= 7 ? 3
                                 : 4;
    uint32_t by_length = length <= 1 ? 0 : length <= 3 ? 1 : 2;
    uint32_t value = ((is_insertion ? 1U : 0U) * N_LENGTH + by_length) * N_RUN;

    return N_CONTEXT * 6 * 2 * 2 + (value + by_run) * 2 + (uint32_t)group;
}

pcart_tally
pcarti_panel_tally(const pcart_site_count *count, int allele, int group)
{
    pcart_tally t = {0};

    for (int o = 2 * group; o < 2 * group + 2; o++) {
        if (allele >= 0)
            t.alt += count->n[o][allele];
        for (int a = PCART_ALLELE_A; a <= PCART_ALLELE_DELETED; a++)
            t.depth += count->n[o][a];
    }
    return t;
}
