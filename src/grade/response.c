/* response.c -- best response and MRD, in the centre's own words.
 * Layer: grade. */
#include "postcart/window.h"

#include <string.h>

#include "grade/grading.h"

/* Responses from best to worst, and how they are written. */
static const struct {
    const char *name, *written; // synonyms between bars, lower case
} known[] = {
    {"sCR", "scr|stringent complete response"},
    {"CR", "cr|complete remission|complete response|cmr|"
           "complete metabolic response|mrd-negative cr|cr mrd-|mrd- cr"},
    {"CRi", "cri|crh|crp|cr with incomplete recovery|"
            "complete remission with incomplete recovery"},
    {"VGPR", "vgpr|very good partial response"},
    {"PR", "pr|partial remission|partial response|pmr|"
           "partial metabolic response"},
    {"SD", "sd|stable disease"},
    {"NR", "nr|no response|refractory|no remission"},
    {"PD", "pd|progressive disease|progression|relapse"},
};

enum { N_RESPONSE = sizeof known / sizeof known[0], CRI = 2 };

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int
is_same(const char *text, const char *word, size_t length)
{
    size_t i = 0;

    while (i < length && lower(text[i]) == word[i])
        i++;
    return i == length && text[length] == '\0';
}

/* Whether the text is one of the words between bars. */
static int
is_written(const char *text, const char *words)
{
    while (*words) {
        size_t n = strcspn(words, "|");

        if (is_same(text, words, n))
            return 1;
        words += n + (words[n] == '|');
    }
    return 0;
}

/* Place in the list; N_RESPONSE when the word is not known. */
static size_t
response_of(const char *text)
{
    size_t k = 0;

    while (k < N_RESPONSE && !is_written(text, known[k].written))
        k++;
    return k;
}

typedef enum mrd { MRD_UNKNOWN, MRD_POSITIVE, MRD_NEGATIVE } mrd;

/* "<0.01 %": a number is a percentage. */
static mrd
read_number(const char *text, const pcart_definition_rule *rule)
{
    int is_below = *text == '<';
    size_t length;
    pcart_decimal decimal;
    pcart_fixed value;

    text += is_below;
    while (*text == ' ' || *text == '=')
        text++;
    length = strcspn(text, " %");
    if (length == 0 || pcart_decimal_read(text, length, '.', &decimal, NULL) ||
        pcart_fixed_from_decimal(decimal, 1, 1, &value, NULL, NULL))
        return MRD_UNKNOWN;
    if (is_below)
        return value <= rule->limit ? MRD_NEGATIVE : MRD_UNKNOWN;
    return pcart_op_holds(value, rule->op, rule->limit) ? MRD_NEGATIVE
                                                        : MRD_POSITIVE;
}

static mrd
mrd_of(const char *text, const pcart_definition_rule *rule)
{
    if (is_written(text, "negative|neg|mrd-|mrd negative|mrd-negative|"
                         "undetectable|not detected|no"))
        return MRD_NEGATIVE;
    if (is_written(text, "positive|pos|mrd+|mrd positive|mrd-positive|"
                         "detectable|detected|yes"))
        return MRD_POSITIVE;
    return read_number(text, rule);
}

/* What the rows of the window say. */
typedef struct tally {
    size_t best; // place in the list
    const pcart_response *row;
    int n_negative, n_positive;
    const pcart_response *mrd_row;
    const char *unknown; // a word that is not known
} tally;

static const pcart_definition_rule *
mrd_rule(const pcart_rule_set *set)
{
    size_t i = 0;

    while (i + 1 < set->n_rule &&
           strcmp(set->rule.definition[i].label, "MRD negative") != 0)
        i++;
    return &set->rule.definition[i];
}

static int
count(pcarti_grading *grading, pcart_result *result, tally *out)
{
    const pcart_course *course = grading->course;
    const pcart_rule_set *set = result->set;
    pcart_window window = pcarti_grading_cut(
        grading, PCART_END_FOLLOWUP | PCART_END_NEXT_COURSE,
        pcart_rules_policy_days(set, PCART_POLICY_WINDOW_FIRST, 0),
        pcart_rules_policy_days(set, PCART_POLICY_WINDOW_LAST, 0));

    *out = (tally){.best = N_RESPONSE};
    for (size_t i = 0; i < course->n_response; i++) {
        const pcart_response *row = &course->response[i];
        int day = pcart_window_day(course, row->date);
        size_t place = response_of(row->response);
        mrd found = mrd_of(row->mrd, mrd_rule(set));

        if (day < window.first || day > window.last)
            continue;
        if (place < out->best) {
            out->best = place;
            out->row = row;
        }
        if (place == N_RESPONSE && row->response[0])
            out->unknown = row->response;
        out->n_positive += found == MRD_POSITIVE;
        out->n_negative += found == MRD_NEGATIVE;
        if (found == MRD_NEGATIVE || (found && !out->mrd_row))
            out->mrd_row = row;
    }
    if (out->best < N_RESPONSE)
        return 1;
    if (window.last < window.first)
        pcarti_result_empty_window(grading, result, window);
    else
        pcarti_result_none(
            result,
            out->unknown
                ? pcarti_grading_text(grading, "response '%s' is not known",
                                      out->unknown)
                : pcarti_grading_text(grading, "no response from day %d to %d",
                                      window.first, window.last));
    return 0;
}

static void
add_row(pcarti_grading *grading, const pcart_response *row, const char *what)
{
    int day = pcart_window_day(grading->course, row->date);
    pcart_evidence *used =
        pcarti_evidence_add(grading, PCART_EVIDENCE_DECISIVE, -1, day, day);

    if (!used)
        return;
    used->table = "responses";
    used->line = row->line;
    used->text = pcarti_grading_text(grading, "%s", what);
}

void
pcarti_best_response(pcarti_grading *grading, pcart_result *result)
{
    tally found;

    if (!count(grading, result, &found))
        return;
    add_row(grading, found.row, known[found.best].name);
    pcarti_result_label(result, known[found.best].name);
}

void
pcarti_mrd_negative_cr(pcarti_grading *grading, pcart_result *result)
{
    tally found;

    if (!count(grading, result, &found))
        return;
    add_row(grading, found.row, known[found.best].name);
    if (found.best > CRI) {
        pcarti_result_label(result, "not met");
        return;
    }
    if (!found.mrd_row) {
        pcarti_result_none(result, "complete remission, but MRD is not known");
        return;
    }
    add_row(grading, found.mrd_row,
            found.n_negative ? "MRD negative" : "MRD positive");
    pcarti_result_label(result, found.n_negative ? "met" : "not met");
    for (size_t i = 0; found.n_negative && i < result->set->n_rule; i++)
        if (&result->set->rule.definition[i] == mrd_rule(result->set))
            result->row = (int)i;
}
