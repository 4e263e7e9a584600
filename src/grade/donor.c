/* donor.c -- donor chimerism: class and trend.  Layer: grade. */
#include "grade/donor.h"

#include <limits.h>
#include <string.h>

#include "grade/grading.h"

/* ASCII only, so that no locale has a say. */
static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int
is_letter(char c)
{
    c = lower(c);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Whether a word begins in the text, in any case, and nothing of letters or
 * digits stands before it or, unless `is_open`, behind it. */
static int
has_word(const char *text, const char *word, int is_open)
{
    size_t length = strlen(word);

    for (const char *at = text; *at; at++) {
        size_t i = 0;

        while (i < length && lower(at[i]) == word[i])
            i++;
        if (i == length && (at == text || !is_letter(at[-1])) &&
            (is_open || !is_letter(at[length])))
            return 1;
    }
    return 0;
}

/* How laboratories name the cells; a word that may go on is open. */
static const struct {
    const char *word;
    int is_open;
    pcarti_lineage lineage;
} known[] = {
    {"myeloid", 0, PCARTI_MYELOID},    {"granulocyt", 1, PCARTI_MYELOID},
    {"neutrophil", 1, PCARTI_MYELOID}, {"monocyt", 1, PCARTI_MYELOID},
    {"cd33", 0, PCARTI_MYELOID},       {"cd15", 0, PCARTI_MYELOID},
    {"cd14", 0, PCARTI_MYELOID},       {"lymph", 1, PCARTI_LYMPHOID},
    {"t cell", 1, PCARTI_LYMPHOID},    {"t-cell", 1, PCARTI_LYMPHOID},
    {"b cell", 1, PCARTI_LYMPHOID},    {"b-cell", 1, PCARTI_LYMPHOID},
    {"nk", 0, PCARTI_LYMPHOID},        {"cd3", 0, PCARTI_LYMPHOID},
    {"cd19", 0, PCARTI_LYMPHOID},      {"cd4", 0, PCARTI_LYMPHOID},
    {"cd8", 0, PCARTI_LYMPHOID},       {"cd56", 0, PCARTI_LYMPHOID},
};

pcarti_lineage
pcarti_lineage_of(const char *text)
{
    for (size_t i = 0; i < PCART_COUNTOF(known); i++)
        if (has_word(text, known[i].word, known[i].is_open))
            return known[i].lineage;
    return PCARTI_UNSORTED;
}

const pcart_chimerism *
pcarti_donor_last(const pcart_course *course, pcarti_lineage lineage,
                  pcart_window window)
{
    const pcart_chimerism *found = NULL;

    for (size_t i = 0; i < course->n_chimerism; i++) {
        const pcart_chimerism *sample = &course->chimerism[i];
        int day = pcart_window_day(course, sample->date);

        if (day >= window.first && day <= window.last &&
            pcarti_lineage_of(sample->lineage) == lineage)
            found = sample;
    }
    return found;
}

enum { PERCENT = 100 };

void
pcarti_donor_percent(const pcart_chimerism *sample, pcart_fixed *low,
                     pcart_fixed *high)
{
    *low = *high = sample->donor_fraction * PERCENT;
    switch ((pcart_censor)sample->censor) {
    case PCART_BELOW:
        *high -= 1;
        *low = 0;
        break;
    case PCART_AT_MOST:
        *low = 0;
        break;
    case PCART_ABOVE:
        *low += 1;
        *high = PCART_FIXED(PERCENT);
        break;
    case PCART_AT_LEAST:
        *high = PCART_FIXED(PERCENT);
        break;
    case PCART_EXACT:
        break;
    }
    if (*high < *low)
        *high = *low;
}

int
pcarti_donor_is_grafted(const pcart_course *course, pcart_window window)
{
    for (size_t i = 0; i < course->n_graft; i++)
        if (course->graft[i].kind == PCART_TRANSPLANT_ALLOGENEIC &&
            pcart_window_day(course, course->graft[i].date) <= window.last)
            return 1;
    return 0;
}

/* Classes by rising share of the donor. */
static const char *const class_name[] = {"absent", "mixed", "full"};
enum { ABSENT, MIXED, FULL };

static const pcart_definition_rule *
row_of(const pcart_rule_set *set, const char *label, int *row)
{
    for (size_t i = 0; i < set->n_rule; i++)
        if (strcmp(set->rule.definition[i].label, label) == 0) {
            if (row)
                *row = (int)i;
            return &set->rule.definition[i];
        }
    return NULL;
}

static int
holds(const pcart_rule_set *set, const char *label, pcart_fixed percent)
{
    const pcart_definition_rule *rule = row_of(set, label, NULL);

    return rule && pcart_op_holds(percent, rule->op, rule->limit);
}

int
pcarti_donor_is_full(const pcart_chimerism *sample, const pcart_rule_set *set)
{
    pcart_fixed low, high;

    pcarti_donor_percent(sample, &low, &high);
    return holds(set, "full", low);
}

/* Full and absent ask for both lineages. */
static int
class_of(const pcart_rule_set *set, pcart_fixed myeloid, pcart_fixed lymphoid)
{
    if (holds(set, "full", myeloid) && holds(set, "full", lymphoid))
        return FULL;
    if (holds(set, "absent", myeloid) && holds(set, "absent", lymphoid))
        return ABSENT;
    return MIXED;
}

static void
add_sample(pcarti_grading *grading, const pcart_chimerism *sample)
{
    int day = pcart_window_day(grading->course, sample->date);
    char share[PCART_FIXED_SIZE];
    pcart_evidence *row =
        pcarti_evidence_add(grading, PCART_EVIDENCE_DECISIVE, -1, day, day);

    if (!row)
        return;
    row->table = "chimerism";
    row->line = sample->line;
    row->text = pcarti_grading_text(
        grading, "%s: %s%s of the donor",
        sample->lineage[0] ? sample->lineage : "lineage not given",
        sample->censor == PCART_EXACT     ? ""
        : sample->censor == PCART_BELOW   ? "<"
        : sample->censor == PCART_AT_MOST ? "<="
        : sample->censor == PCART_ABOVE   ? ">"
                                          : ">=",
        pcart_fixed_write(sample->donor_fraction, share));
}

/* The samples of the course, from the infusion or, if there was one after it,
 * from the transplant on; 0 when there is none. */
static int
find_samples(pcarti_grading *grading, pcart_result *result,
             const pcart_chimerism *sample[3], pcart_window *window)
{
    const pcart_course *course = grading->course;
    int is_any = 0;

    *window = pcarti_grading_cut(
        grading, PCART_END_FOLLOWUP | PCART_END_NEXT_COURSE, 0, INT_MAX);
    for (int l = 0; l < 3; l++) {
        sample[l] = pcarti_donor_last(course, (pcarti_lineage)l, *window);
        is_any |= sample[l] != NULL;
    }
    if (is_any)
        return 1;
    pcarti_result_none(result,
                       pcarti_donor_is_grafted(course, *window)
                           ? "no sample of chimerism in the course"
                           : "not applicable: no allogeneic transplant");
    return 0;
}

void
pcarti_chimerism_class(pcarti_grading *grading, pcart_result *result)
{
    const pcart_chimerism *sample[3];
    pcart_fixed low[2] = {0, 0};
    pcart_fixed high[2] = {PCART_FIXED(PERCENT), PCART_FIXED(PERCENT)};
    int worst, best;
    pcart_window window;

    if (!find_samples(grading, result, sample, &window))
        return;
    for (int l = 0; l < 2; l++)
        if (sample[l]) {
            add_sample(grading, sample[l]);
            pcarti_donor_percent(sample[l], &low[l], &high[l]);
        }
    worst = class_of(result->set, low[0], low[1]);
    best = class_of(result->set, high[0], high[1]);
    if (!sample[PCARTI_MYELOID] && !sample[PCARTI_LYMPHOID]) {
        pcart_fixed from, to;

        /* A mixture lies between its lineages: what is in the middle is
         * mixed, and an end leaves two classes. */
        add_sample(grading, sample[PCARTI_UNSORTED]);
        pcarti_donor_percent(sample[PCARTI_UNSORTED], &from, &to);
        worst = class_of(result->set, from, from) == ABSENT ? ABSENT : MIXED;
        best = class_of(result->set, to, to) == FULL ? FULL : MIXED;
    }
    if (worst == best) {
        pcarti_result_label(result, class_name[worst]);
        row_of(result->set, class_name[worst], &result->row);
        return;
    }
    result->state = PCART_STATE_BOUNDS;
    result->low_label = class_name[worst];
    result->high_label = class_name[best];
    result->reason = "not both lineages are known exactly";
}

/* The highest sample of the same cells before one; NULL if there is none. */
static const pcart_chimerism *
highest_before(const pcart_course *course, const pcart_chimerism *last)
{
    const pcart_chimerism *found = NULL;

    for (size_t i = 0; i < course->n_chimerism; i++) {
        const pcart_chimerism *sample = &course->chimerism[i];

        if (sample->date < last->date &&
            strcmp(sample->lineage, last->lineage) == 0 &&
            (!found || sample->donor_fraction > found->donor_fraction))
            found = sample;
    }
    return found;
}

void
pcarti_chimerism_trend(pcarti_grading *grading, pcart_result *result)
{
    const pcart_definition_rule *rule = row_of(result->set, "declining", NULL);
    const pcart_chimerism *sample[3];
    int n_pair = 0, is_declining = 0;
    pcart_window window;

    if (!find_samples(grading, result, sample, &window))
        return;
    for (int l = 0; l < 3; l++) {
        const pcart_chimerism *before =
            sample[l] ? highest_before(grading->course, sample[l]) : NULL;
        pcart_fixed low, high, now_low, now_high;

        if (!before)
            continue;
        n_pair++;
        pcarti_donor_percent(before, &low, &high);
        pcarti_donor_percent(sample[l], &now_low, &now_high);
        if (!pcart_op_holds(low - now_high, rule->op, rule->limit))
            continue;
        is_declining = 1;
        add_sample(grading, before);
        add_sample(grading, sample[l]);
    }
    if (n_pair == 0) {
        pcarti_result_none(result, "a lineage was not sampled twice");
        return;
    }
    pcarti_result_label(result, is_declining ? "declining" : "not declining");
    if (is_declining)
        row_of(result->set, "declining", &result->row);
}
