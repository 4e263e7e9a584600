/* sensitivity.c -- who would have another grade under another choice.
 * Layer: study. */
#include "study/parts.h"

#include <string.h>

/* Changes of one measure being counted. */
typedef struct tally {
    pcart_study_change *change;
    size_t m_change;
    size_t place; /* of the measure in the results of every subject */
    pcart_study_sensitivity row;
} tally;

/* A result in a word, for the list of patients. */
static const char *
word_of(const pcart_result *result, pcart_arena *arena)
{
    char low[PCART_FIXED_SIZE], high[PCART_FIXED_SIZE];

    switch (result->state) {
    case PCART_STATE_NOT_EVALUABLE:
        return "not evaluable";
    case PCART_STATE_BOUNDS:
        if (result->low_label && result->high_label)
            return pcart_arena_print(arena, "%s or %s", result->low_label,
                                     result->high_label);
        return pcart_arena_print(arena, "%s to %s",
                                 pcart_fixed_write(result->low, low),
                                 pcart_fixed_write(result->high, high));
    case PCART_STATE_VALUE:
        break;
    }
    if (result->label)
        return result->label;
    return pcart_arena_print(arena, "%s",
                             pcart_fixed_write(result->value, low));
}

static int
same_label(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static int
is_same(const pcart_result *a, const pcart_result *b)
{
    if (a->state != b->state)
        return 0;
    if (a->state == PCART_STATE_VALUE)
        return a->value == b->value && same_label(a->label, b->label);
    if (a->state == PCART_STATE_BOUNDS)
        return a->low == b->low && a->high == b->high &&
               same_label(a->low_label, b->low_label) &&
               same_label(a->high_label, b->high_label);
    return 1;
}

/* Compare one subject's result under the used and the other choice. */
static pcart_status
count(pcarti_work *work, size_t subject, const pcart_result *used,
      const pcart_result *other, tally *out)
{
    pcart_study_change change = {.subject = subject};
    pcart_study_change *grown;

    out->row.n += used->state != PCART_STATE_NOT_EVALUABLE ||
                  other->state != PCART_STATE_NOT_EVALUABLE;
    if (is_same(used, other))
        return PCART_OK;
    if (used->state != PCART_STATE_VALUE || other->state != PCART_STATE_VALUE ||
        used->value == other->value)
        out->row.n_state++;
    else if (other->value > used->value)
        out->row.n_higher++;
    else
        out->row.n_lower++;
    change.from = word_of(used, work->arena);
    change.to = word_of(other, work->arena);
    grown = pcart_arena_grow(work->arena, out->change, &out->m_change,
                             out->row.n_change + 1, sizeof *grown);
    if (!grown || !change.from || !change.to)
        return pcarti_work_no_memory(work);
    out->change = grown;
    grown[out->row.n_change++] = change;
    return PCART_OK;
}

static pcart_status
keep(pcarti_work *work, const tally *done)
{
    pcart_study_sensitivity *row =
        pcart_arena_grow(work->arena, work->changed, &work->m_changed,
                         work->n_changed + 1, sizeof *row);

    if (!row)
        return pcarti_work_no_memory(work);
    work->changed = row;
    row += work->n_changed++;
    *row = done->row;
    row->change = done->change;
    return PCART_OK;
}

/* Measures that are grades or classes: only these are compared. */
static void
choose_measures(const pcarti_work *work, const pcart_measure *measure, size_t n,
                unsigned char *wanted)
{
    for (size_t i = 0; i < n; i++) {
        const pcart_variable *column =
            pcarti_column_find(work, measure[i].name);

        wanted[i] = column && column->kind == PCART_VARIABLE_CATEGORY;
    }
}

/*
 * The measures of one subject that another choice of `option` can change:
 * those that asked for the option.  All others keep the result that they have,
 * and are counted as that.  0 when none is left to grade.
 */
static int
choose_asked(const pcart_study_subject *subject, pcart_option_id option,
             tally *tallies, unsigned char *out)
{
    int is_any = 0;

    for (tally *t = tallies; t->row.measure; t++) {
        const pcart_result *used =
            t->place < subject->n_result ? &subject->result[t->place] : NULL;
        int is_asked = used && (used->asked >> option & 1);

        out[t->place] = (unsigned char)is_asked;
        is_any |= is_asked;
        if (used && !is_asked)
            t->row.n += used->state != PCART_STATE_NOT_EVALUABLE;
    }
    return is_any;
}

/* One other choice of one option, all subjects, all measures. */
static pcart_status
try_choice(pcarti_work *work, pcart_option_id option,
           const pcart_profile *other, tally *tallies)
{
    pcart_study *study = &work->study;
    unsigned char wanted[PCART_MEASURE_MAX] = {0};
    pcart_arena scratch;
    pcart_status status = PCART_OK;

    pcart_arena_init(&scratch, &work->arena->alloc);
    for (size_t i = 0; i < study->n_subject && !status; i++) {
        const pcart_study_subject *subject = &study->subject[i];
        const pcart_result *result;
        size_t n, k = 0;

        if (!choose_asked(subject, option, tallies, wanted))
            continue;
        pcart_arena_clear(&scratch);
        status = pcart_grade_course_brief(subject->course, other, wanted,
                                          &scratch, &result, &n, work->err);
        for (tally *t = tallies; !status && t->row.measure; t++)
            if (wanted[t->place])
                status =
                    count(work, i, &subject->result[t->place], &result[k++], t);
    }
    pcart_arena_release(&scratch);
    return status;
}

/* Keep the measures that changed, or one line that says that none did. */
static pcart_status
keep_changed(pcarti_work *work, const tally *tallies)
{
    pcart_status status = PCART_OK;
    int is_any = 0;

    for (size_t m = 0; tallies[m].row.measure && !status; m++)
        if (tallies[m].row.n_change) {
            is_any = 1;
            status = keep(work, &tallies[m]);
        }
    if (!is_any && !status) {
        tally none = {.row = tallies[0].row};

        none.row.measure = "";
        none.row.n = work->study.n_subject;
        status = keep(work, &none);
    }
    return status;
}

/* A choice between rule sets concerns the measures that have another set under
 * it, and no others: grading these alone saves the time of a whole run. */
static void
narrow(const pcarti_work *work, const pcart_profile *other,
       const unsigned char *wanted, size_t n, unsigned char *out)
{
    int is_any = 0;

    for (size_t i = 0; i < n; i++) {
        out[i] = wanted[i] && pcart_measure_set(i, other) !=
                                  pcart_measure_set(i, work->profile);
        is_any |= out[i];
    }
    if (!is_any)
        memcpy(out, wanted, n);
}

/* These concern end points, which have their own place in the report. */
static int
is_of_endpoints(pcart_option_id id)
{
    return id == PCART_OPT_SMN_DONOR || id == PCART_OPT_SMN_COMPETING ||
           id == PCART_OPT_EFS_TRANSPLANT || id == PCART_OPT_SELF_DISCHARGE ||
           id == PCART_OPT_ZERO_TIME;
}

static pcart_status
try_option(pcarti_work *work, const pcart_option *option,
           const unsigned char *wanted)
{
    size_t n_measure;
    const pcart_measure *measure = pcart_measure_list(&n_measure);
    int chosen = work->profile->choice[option->id];
    const pcart_choice *used = &option->choice[chosen];
    pcart_status status = PCART_OK;

    for (size_t c = 0; c < option->n_choice && !status; c++) {
        pcart_profile other = *work->profile;
        tally *tallies =
            pcart_arena_take(work->arena, n_measure + 1, sizeof *tallies);
        unsigned char *concerned =
            pcart_arena_take(work->arena, n_measure + 1, sizeof *concerned);
        size_t n = 0;

        if ((int)c == chosen)
            continue;
        if (!tallies || !concerned)
            return pcarti_work_no_memory(work);
        other.choice[option->id] = (uint8_t)c;
        narrow(work, &other, wanted, n_measure, concerned);
        for (size_t i = 0; i < n_measure; i++)
            if (concerned[i])
                tallies[n++] = (tally){.place = i,
                                       .row = {.option = option->name,
                                               .ambiguity = option->ambiguity,
                                               .used = used->name,
                                               .other = option->choice[c].name,
                                               .measure = measure[i].name}};
        status = try_choice(work, option->id, &other, tallies);
        if (!status && n)
            status = keep_changed(work, tallies);
    }
    return status;
}

/* The two versions of CTCAE stand side by side in every result. */
static const struct {
    const char *used, *other;
} version_pair[] = {
    {"ctcae5_anc", "ctcae6_anc"},
    {"ctcae5_plt", "ctcae6_plt"},
    {"ctcae5_hb", "ctcae6_hb"},
};

static pcart_status
compare_versions(pcarti_work *work)
{
    pcart_study *study = &work->study;
    pcart_status status = PCART_OK;

    for (size_t k = 0; k < PCART_COUNTOF(version_pair) && !status; k++) {
        tally pair = {.row = {.option = "ctcae_version",
                              .ambiguity = "A9",
                              .used = version_pair[k].used,
                              .other = version_pair[k].other,
                              .measure = version_pair[k].used}};

        for (size_t i = 0; i < study->n_subject && !status; i++) {
            const pcart_result *used =
                pcart_study_result(&study->subject[i], version_pair[k].used);
            const pcart_result *other =
                pcart_study_result(&study->subject[i], version_pair[k].other);

            if (used && other)
                status = count(work, i, used, other, &pair);
        }
        if (!status)
            status = keep(work, &pair);
    }
    return status;
}

pcart_status
pcarti_work_sensitivity(pcarti_work *work)
{
    size_t n_option, n_measure;
    const pcart_option *option = pcart_option_list(&n_option);
    const pcart_measure *measure = pcart_measure_list(&n_measure);
    unsigned char *wanted =
        pcart_arena_take(work->arena, n_measure + 1, sizeof *wanted);
    pcart_status status;

    if (!wanted)
        return pcarti_work_no_memory(work);
    choose_measures(work, measure, n_measure, wanted);
    status = compare_versions(work);
    for (size_t i = 0; i < n_option && !status; i++)
        if (option[i].id != PCART_OPT_CTCAE_VERSION &&
            option[i].id != PCART_OPT_DAY_ZERO &&
            !is_of_endpoints(option[i].id))
            status = try_option(work, &option[i], wanted);
    work->study.sensitivity = work->changed;
    work->study.n_sensitivity = work->n_changed;
    return status;
}
