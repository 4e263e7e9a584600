/* test_table.c -- tests of words by words.  Layer: cmd. */
#include "cmd/test_fit.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "postcart/chisq.h"
#include "postcart/fisher.h"
#include "postcart/mcnemar.h"
#include "postcart/odds.h"

enum {
    MAX_CELL = 10000,
    MAX_NODE = 2000000 /* of the exact test: some seconds */
};

/* Below this expected count the chi-square approximation is doubted: Cochran
 * 1954, Biometrics 10:417-451. */
static const double least_expected = 5;

static pcart_status
write_cells(test_run *run, const int *cell, const test_levels *x,
            const test_levels *y)
{
    pcart_status status = PCART_OK;

    for (int j = 0; j < y->n; j++) {
        int total = 0;

        for (int i = 0; i < x->n; i++)
            total += cell[i * y->n + j];
        for (int i = 0; i < x->n && !status; i++) {
            char *group =
                pcart_arena_print(run->arena, "%s=%s, %s=%s", run->y->name,
                                  y->name[j], run->x->name, x->name[i]);

            if (!group)
                return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
            pcarti_test_line(run, "table", group, "count", cell[i * y->n + j],
                             total);
            status = pcarti_test_share(run, group, cell[i * y->n + j], total);
        }
    }
    return status;
}

static pcart_status
add_chisq(test_run *run, const char *word, const int *cell, const int size[2],
          pcart_chisq_kind kind, pcart_test *out)
{
    pcart_status status = pcart_chisq_test(cell, size, kind, out, run->err);

    return pcarti_test_add(run, word, out, status);
}

static pcart_status
add_fisher(test_run *run, const char *word, const int *cell,
           const pcart_fisher_options *options, pcart_test *out)
{
    pcart_status status = pcart_fisher_2x2(cell, options, out, run->err);

    return pcarti_test_add(run, word, out, status);
}

static pcart_status
test_two_by_two(test_run *run, const int *cell, pcart_test *fisher)
{
    static const int size[2] = {2, 2};
    pcart_fisher_options two = {.level = run->level};
    pcart_fisher_options mid = {.level = run->level, .is_mid_p = 1};
    pcart_fisher_options more = {.level = run->level,
                                 .alternative = PCART_GREATER};
    pcart_fisher_options less = {.level = run->level,
                                 .alternative = PCART_LESS};
    pcart_test test;
    pcart_status status = add_fisher(run, "fisher", cell, &two, fisher);

    if (status ||
        (status = add_fisher(run, "fisher-mid-p", cell, &mid, &test)) ||
        (status = add_fisher(run, "fisher-greater", cell, &more, &test)) ||
        (status = add_fisher(run, "fisher-less", cell, &less, &test)) ||
        (status = add_chisq(run, "chisq-yates", cell, size, PCART_CHISQ_YATES,
                            &test)) ||
        (status =
             add_chisq(run, "chisq-n-1", cell, size, PCART_CHISQ_N1, &test)))
        return status;
    status = pcart_odds_ratio(cell, run->level, 0, &test, run->err);
    if ((status = pcarti_test_add(run, "odds-woolf", &test, status)))
        return status;
    status = pcart_odds_ratio(cell, run->level, 1, &test, run->err);
    return pcarti_test_add(run, "odds-haldane", &test, status);
}

/* Exact if it can be, and from random tables if that was asked for or if it
 * cannot; `exact` is what the test to choose said. */
static pcart_status
test_large(test_run *run, const int *cell, const int size[2],
           pcart_test *fisher, pcart_status *exact)
{
    pcart_fisher_options options = {.level = run->level,
                                    .max_node = run->max_node ? run->max_node
                                                              : MAX_NODE};
    pcart_fisher_sampling sampling = {
        .n_sample = run->n_sample, .seed = run->seed, .level = run->level};
    pcart_test drawn;
    pcart_status status;

    *exact =
        pcart_fisher_table(cell, size, &options, run->arena, fisher, run->err);
    status = pcarti_test_add(run, "fisher", fisher, *exact);
    if (status || (!*exact && !run->n_sample))
        return status;
    *run->err = (pcart_err){0};
    status = pcart_fisher_sample(cell, size, &sampling, run->arena, &drawn,
                                 run->err);
    if (*exact && !status) {
        *fisher = drawn;
        *exact = PCART_OK;
    }
    return pcarti_test_add(run, "fisher-monte-carlo", &drawn, status);
}

/* All tests of one table of counts. */
static pcart_status
test_counts(test_run *run, const int *cell, const int size[2])
{
    pcart_test chisq, fisher = {0};
    double expected = pcart_chisq_min_expected(cell, size);
    pcart_status status =
        add_chisq(run, "chisq", cell, size, PCART_CHISQ_PLAIN, &chisq);
    pcart_status exact = PCART_OK;

    if (status)
        return status;
    if (size[0] == 2 && size[1] == 2)
        status = test_two_by_two(run, cell, &fisher);
    else
        status = test_large(run, cell, size, &fisher, &exact);
    if (status)
        return status;
    if (expected < least_expected && !exact)
        pcarti_test_choose(run, &fisher,
                           "the smallest expected count is %.3g, below 5",
                           expected);
    else
        pcarti_test_choose(run, &chisq, "the smallest expected count is %.3g",
                           expected);
    return PCART_OK;
}

pcart_status
pcarti_test_table(test_run *run)
{
    test_levels x, y;
    int *cell, size[2];
    pcart_status status = pcarti_test_levels(run, &run->x->factor, &x);

    if (status || (status = pcarti_test_levels(run, &run->y->factor, &y)))
        return status;
    if (x.n > MAX_CELL || y.n > MAX_CELL || x.n * y.n > MAX_CELL ||
        run->n > INT_MAX)
        return pcart_err_set(run->err, PCART_E_UNSUPPORTED,
                             "'%s' by '%s' has too many cells for a table",
                             run->x->name, run->y->name);
    cell = pcart_arena_take(run->arena, (size_t)(x.n * y.n) + 1, sizeof *cell);
    if (!cell)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < run->n; i++)
        cell[x.code[i] * y.n + y.code[i]]++;
    status = write_cells(run, cell, &x, &y);
    if (status)
        return status;
    if (x.n < 2 || y.n < 2) {
        pcart_test none = {.method = "test of independence",
                           .reason = "one of the columns has one value only"};

        return pcarti_test_add(run, "fisher", &none, PCART_OK);
    }
    size[0] = x.n;
    size[1] = y.n;
    return test_counts(run, cell, size);
}

/* --- pairs ------------------------------------------------------------- */

static pcart_status
test_discordant(test_run *run, int b, int c)
{
    static const struct {
        const char *word;
        pcart_mcnemar_kind kind;
    } known[] = {{"mcnemar-exact", PCART_MCNEMAR_EXACT},
                 {"mcnemar-mid-p", PCART_MCNEMAR_MID_P},
                 {"mcnemar-corrected", PCART_MCNEMAR_CORRECTED},
                 {"mcnemar", PCART_MCNEMAR_PLAIN}};

    for (size_t k = 0; k < PCART_COUNTOF(known); k++) {
        pcart_test test;
        pcart_status status =
            pcart_mcnemar_test(b, c, known[k].kind, &test, run->err);

        if (known[k].kind == PCART_MCNEMAR_EXACT && !status)
            pcarti_test_choose(run, &test, "pairs of two values");
        status = pcarti_test_add(run, known[k].word, &test, status);
        if (status)
            return status;
    }
    return PCART_OK;
}

/* What a pair says before and after; NULL ends the list. */
typedef struct word_pairs {
    size_t n;
    const char **before, **after;
} word_pairs;

static pcart_status
find_pairs(test_run *run, int is_by_id, word_pairs *out)
{
    const frame_factor *x = &run->x->factor, *y = &run->y->factor;
    test_pairs pairs;
    pcart_status status;

    *out = (word_pairs){
        .before = pcart_arena_take(run->arena, run->n + 1, sizeof(char *)),
        .after = pcart_arena_take(run->arena, run->n + 1, sizeof(char *))};
    if (!out->before || !out->after)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    if (!is_by_id) {
        for (size_t i = 0; i < run->n; i++) {
            out->before[i] = x->level[x->code[run->row[i]]];
            out->after[i] = y->level[y->code[run->row[i]]];
        }
        out->n = run->n;
        return PCART_OK;
    }
    status = pcarti_test_pair_up(run, y, &pairs);
    for (size_t i = 0; !status && i < pairs.n; i++) {
        out->before[i] = x->level[x->code[pairs.first[i]]];
        out->after[i] = x->level[x->code[pairs.second[i]]];
        out->n++;
    }
    return status;
}

/* The lower of the two words that occur is "no"; 0 if there are more. */
static int
find_words(const word_pairs *pairs, const char *word[2])
{
    word[0] = word[1] = NULL;
    for (size_t i = 0; i < 2 * pairs->n; i++) {
        const char *one =
            i < pairs->n ? pairs->before[i] : pairs->after[i - pairs->n];

        if (!word[0] || strcmp(one, word[0]) == 0)
            word[0] = one;
        else if (!word[1] || strcmp(one, word[1]) == 0)
            word[1] = one;
        else
            return 0;
    }
    if (word[1] && strcmp(word[1], word[0]) < 0) {
        const char *first = word[0];

        word[0] = word[1];
        word[1] = first;
    }
    return 1;
}

pcart_status
pcarti_test_table_pairs(test_run *run, int is_by_id)
{
    word_pairs pairs;
    const char *word[2];
    int b = 0, c = 0, both = 0, none = 0;
    pcart_status status = find_pairs(run, is_by_id, &pairs);

    if (status)
        return pcarti_test_add(run, "mcnemar-exact", NULL, status);
    if (!find_words(&pairs, word)) {
        pcart_err_set(run->err, PCART_E_UNSUPPORTED,
                      "McNemar's test needs two values, and there are more");
        return pcarti_test_add(run, "mcnemar-exact", NULL, PCART_E_UNSUPPORTED);
    }
    for (size_t i = 0; i < pairs.n; i++) {
        int before = word[1] && strcmp(pairs.before[i], word[1]) == 0;
        int after = word[1] && strcmp(pairs.after[i], word[1]) == 0;

        b += before && !after;
        c += !before && after;
        both += before && after;
        none += !before && !after;
    }
    pcarti_test_line(run, "pairs", word[1], "both", both, (double)pairs.n);
    pcarti_test_line(run, "pairs", word[1], "only_first", b, (double)pairs.n);
    pcarti_test_line(run, "pairs", word[1], "only_second", c, (double)pairs.n);
    pcarti_test_line(run, "pairs", word[1], "neither", none, (double)pairs.n);
    return test_discordant(run, b, c);
}
