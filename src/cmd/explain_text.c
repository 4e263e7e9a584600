/* explain_text.c -- one result told in words.  Layer: cmd. */
#include "cmd/explain_text.h"

#include <string.h>

#include "cmd/grade_row.h"
#include "postcart/grade.h"
#include "postcart/lab.h"
#include "postcart/window.h"

/* Every line of a story begins with a word in a column of this width. */
enum { WORD_WIDTH = 10 };

static void
begin(const char *word, pcarti_buf *out)
{
    pcarti_buf_print(out, "  %-*s", WORD_WIDTH, word);
}

static const char *
title_of(int analyte)
{
    return analyte < 0 ? "" : pcart_analyte_get((pcart_analyte)analyte)->title;
}

static const char *
unit_of(int analyte)
{
    return analyte < 0 ? "" : pcart_analyte_get((pcart_analyte)analyte)->unit;
}

static void
write_days(int first, int last, pcarti_buf *out)
{
    if (first == last)
        pcarti_buf_print(out, "day %d", first);
    else
        pcarti_buf_print(out, "days %d to %d", first, last);
}

static const char *
file_of(const explain_context *context, const char *table)
{
    const pcart_dictionary_table *known = pcart_dictionary_find(table);
    const char *file = known ? context->cohort->table[known->id].file : NULL;

    return file ? file : table;
}

static void
write_place(const char *word, const pcart_course *course, pcart_date date,
            pcarti_buf *out)
{
    char text[PCART_DATE_SIZE];

    if (date == PCART_DATE_NONE)
        return;
    pcarti_buf_print(out, "  %s on day %d, %s\n", word,
                     pcart_window_day(course, date),
                     pcart_date_write(date, text));
}

void
pcarti_explain_course(const explain_context *context, pcarti_buf *out)
{
    const pcart_course *course = context->course;
    const char *file = context->cohort->table[PCART_TABLE_INFUSIONS].file;
    char date[PCART_DATE_SIZE];

    pcarti_buf_print(out, "%s, infusion %d: day 0 is %s (%s:%lu)\n",
                     course->patient, course->infusion,
                     pcart_date_write(course->day0, date),
                     file ? file : "infusions", (unsigned long)course->line);
    write_place("lymphodepletion", course, course->lymphodepletion, out);
    write_place("progression", course, course->progression, out);
    write_place("next therapy", course, course->next_therapy, out);
    write_place("transplant", course, course->transplant, out);
    write_place("boost", course, course->boost, out);
    write_place("next lymphodepletion", course, course->next_lymphodepletion,
                out);
    write_place("next infusion", course, course->next_infusion, out);
    write_place("secondary myeloid neoplasm", course, course->smn, out);
    if (course->death != PCART_DATE_NONE)
        write_place("death", course, course->death, out);
    else
        write_place("last contact", course, course->last_contact, out);
}

static void
write_limit(int analyte, pcart_op op, pcart_fixed limit, pcarti_buf *out)
{
    pcarti_buf_print(out, "%s %s ", title_of(analyte), pcart_op_name(op));
    if (limit == PCART_FIXED_NONE) {
        pcarti_buf_text(out, "the lower limit of normal");
        return;
    }
    pcarti_buf_fixed(out, limit);
    pcarti_buf_print(out, " %s", unit_of(analyte));
}

static const pcart_ground *
write_sign_row(const pcart_sign_rule *rule, pcarti_buf *out)
{
    if (rule->analyte >= 0) {
        write_limit(rule->analyte, rule->op, rule->limit, out);
    } else {
        pcarti_buf_print(out, "%s %s ", pcart_sign_get(rule->sign)->title,
                         pcart_op_name(rule->op));
        pcarti_buf_fixed(out, rule->limit);
    }
    pcarti_buf_print(out, " (%s) gives %d", rule->term, rule->grade);
    return &rule->ground;
}

/* The row in words; returns its ground. */
static const pcart_ground *
write_row(const pcart_rule_set *set, int row, pcarti_buf *out)
{
    switch (set->shape) {
    case PCART_SHAPE_DEPTH: {
        const pcart_depth_rule *rule = &set->rule.depth[row];

        write_limit(set->analyte, rule->op, rule->limit, out);
        pcarti_buf_print(out, " for %d day(s) or more gives grade %d",
                         rule->days, rule->grade);
        return &rule->ground;
    }
    case PCART_SHAPE_NADIR: {
        const pcart_nadir_rule *rule = &set->rule.nadir[row];

        write_limit(set->analyte, rule->op, rule->limit, out);
        pcarti_buf_print(out, " gives grade %d", rule->grade);
        return &rule->ground;
    }
    case PCART_SHAPE_BAND: {
        const pcart_band_rule *rule = &set->rule.band[row];

        write_limit(set->analyte, rule->op, rule->limit, out);
        pcarti_buf_print(out, " gives grade %d", rule->grade);
        return &rule->ground;
    }
    case PCART_SHAPE_DEFINITION: {
        const pcart_definition_rule *rule = &set->rule.definition[row];

        pcarti_buf_print(out, "'%s': ", rule->label);
        if (rule->words)
            pcarti_buf_text(out, rule->words);
        else
            write_limit(rule->analyte, rule->op, rule->limit, out);
        if (rule->quantity) {
            pcarti_buf_print(out, " %s ", pcart_op_name(rule->op));
            pcarti_buf_fixed(out, rule->limit);
        }
        if (rule->count > 0)
            pcarti_buf_print(out, ", first of %d values in a row", rule->count);
        if (rule->days > 0)
            pcarti_buf_print(out, ", %d days in a row", rule->days);
        if (rule->free_days > 0)
            pcarti_buf_print(out,
                             rule->supports ? ", %d days after the last support"
                                            : ", %d days after a transfusion",
                             rule->free_days);
        return &rule->ground;
    }
    case PCART_SHAPE_SIGN:
        return write_sign_row(&set->rule.sign[row], out);
    case PCART_SHAPE_POINT:
    case PCART_SHAPE_FACTOR:
        break;
    }
    return NULL;
}

static void
write_ground(const pcart_ground *ground, pcarti_buf *out)
{
    begin("source", out);
    if (ground->cite) {
        const pcart_cite *cite = ground->cite;

        pcarti_buf_text(out, cite->authors);
        if (cite->year)
            pcarti_buf_print(out, " %d", cite->year);
        if (*cite->journal)
            pcarti_buf_print(out, ", %s", cite->journal);
        if (cite->pages && *cite->pages)
            pcarti_buf_print(out, " %s", cite->pages);
        if (cite->doi && *cite->doi)
            pcarti_buf_print(out, ", doi %s", cite->doi);
        if (ground->place)
            pcarti_buf_print(out, "; %s", ground->place);
    } else {
        pcarti_buf_print(out, "decision of postcart%s%s",
                         ground->place ? ": " : "",
                         ground->place ? ground->place : "");
    }
    pcarti_buf_print(out, " [%s]\n", pcart_mark_name(ground->mark));
}

/* A row that is no measurement: what it says, when, and its place. */
static void
write_other_row(const explain_context *context, const pcart_evidence *piece,
                pcarti_buf *out)
{
    char date[PCART_DATE_SIZE];
    pcart_date day = context->course->day0 + piece->first_day;

    pcarti_buf_print(out, "%s on day %d", piece->text ? piece->text : "a row",
                     piece->first_day);
    if (piece->last_day > piece->first_day)
        pcarti_buf_print(out, " to %d", piece->last_day);
    pcarti_buf_print(out, ", %s (%s:%lu)", pcart_date_write(day, date),
                     file_of(context, piece->table),
                     (unsigned long)piece->line);
}

/* A finding that is a code, by its word; 0 when it is a number. */
static int
write_code(const pcart_evidence *piece, pcarti_buf *out)
{
    const pcart_dictionary_table *signs =
        pcart_dictionary_get(PCART_TABLE_SIGNS);
    int column = -1;

    if (piece->what && piece->table && strcmp(piece->table, signs->name) == 0)
        column =
            pcart_dictionary_column(signs, piece->what, strlen(piece->what));
    for (size_t i = 0; column >= 0 && i < signs->column[column].n_code; i++) {
        const pcart_code *code = &signs->column[column].code[i];

        if (PCART_FIXED(code->value) != piece->value)
            continue;
        pcarti_buf_text(out, code->name);
        return 1;
    }
    return 0;
}

/* A row of a table: its place, day, date, value. */
static void
write_table_row(const explain_context *context, const pcart_evidence *piece,
                pcarti_buf *out)
{
    char date[PCART_DATE_SIZE];
    pcart_date day = context->course->day0 + piece->first_day;

    if (piece->analyte < 0 && !piece->what) {
        write_other_row(context, piece, out);
        return;
    }
    pcarti_buf_print(out, "%s ",
                     piece->what ? piece->what : title_of(piece->analyte));
    if (!write_code(piece, out))
        pcarti_grade_value(piece->value, piece->censor, out);
    if (piece->analyte >= 0)
        pcarti_buf_print(out, " %s", unit_of(piece->analyte));
    pcarti_buf_text(out, " on ");
    write_days(piece->first_day, piece->last_day, out);
    if (piece->first_day == piece->last_day)
        pcarti_buf_print(out, ", %s", pcart_date_write(day, date));
    if (piece->line)
        pcarti_buf_print(out, " (%s:%lu)", file_of(context, piece->table),
                         (unsigned long)piece->line);
    if (piece->text)
        pcarti_buf_print(out, ": %s", piece->text);
}

static void
write_piece(const explain_context *context, const pcart_evidence *piece,
            pcarti_buf *out)
{
    switch (piece->kind) {
    case PCART_EVIDENCE_DECISIVE:
    case PCART_EVIDENCE_EPISODE:
        begin(piece->kind == PCART_EVIDENCE_DECISIVE ? "because" : "also", out);
        if (piece->limit == PCART_FIXED_NONE) {
            write_table_row(context, piece, out);
            break;
        }
        write_limit(piece->analyte, piece->op, piece->limit, out);
        pcarti_buf_text(out, " on ");
        write_days(piece->first_day, piece->last_day, out);
        if (piece->days > 0)
            pcarti_buf_print(out, ": %d day(s)", piece->days);
        break;
    case PCART_EVIDENCE_NOTE:
        begin("note", out);
        pcarti_buf_text(out, piece->text);
        break;
    case PCART_EVIDENCE_USED:
        begin("row", out);
        write_table_row(context, piece, out);
        break;
    case PCART_EVIDENCE_IMPUTED:
    case PCART_EVIDENCE_MISSING:
        return; /* see write_runs */
    }
    pcarti_buf_char(out, '\n');
}

/* Runs of one kind and analyte, from one piece on, in one line; returns how
 * many pieces that were. */
static size_t
write_runs(const pcart_evidence *piece, size_t n, pcarti_buf *out)
{
    size_t i;

    begin(piece->kind == PCART_EVIDENCE_IMPUTED ? "imputed" : "missing", out);
    pcarti_buf_print(out, "%s of day(s)", title_of(piece->analyte));
    for (i = 0; i < n && piece[i].kind == piece->kind &&
                piece[i].analyte == piece->analyte;
         i++) {
        pcarti_buf_print(out, "%s %d", i ? "," : "", piece[i].first_day);
        if (piece[i].last_day != piece[i].first_day)
            pcarti_buf_print(out, " to %d", piece[i].last_day);
    }
    pcarti_buf_char(out, '\n');
    return i;
}

static void
write_pieces(const explain_context *context, const pcart_result *result,
             pcarti_buf *out)
{
    size_t n_used = 0;
    uint32_t first = UINT32_MAX, last = 0;

    for (size_t i = 0; i < result->n_evidence; i++) {
        const pcart_evidence *piece = &result->evidence[i];

        if (piece->kind == PCART_EVIDENCE_IMPUTED ||
            piece->kind == PCART_EVIDENCE_MISSING) {
            i += write_runs(piece, result->n_evidence - i, out) - 1;
            continue;
        }
        if (piece->kind != PCART_EVIDENCE_USED || context->is_every_row) {
            write_piece(context, piece, out);
            continue;
        }
        n_used++;
        if (piece->line < first)
            first = piece->line;
        if (piece->line > last)
            last = piece->line;
    }
    if (n_used == 0)
        return;
    begin("rows", out);
    pcarti_buf_print(out,
                     "%lu of %s, lines %lu to %lu (name the measure to "
                     "see each)\n",
                     (unsigned long)n_used, file_of(context, "labs"),
                     (unsigned long)first, (unsigned long)last);
}

static int
is_same(const pcart_result *a, const pcart_result *b)
{
    const char *label = a->label ? a->label : "";
    const char *other = b->label ? b->label : "";

    return a->state == b->state && a->value == b->value && a->low == b->low &&
           a->high == b->high && !strcmp(label, other);
}

/* What every other single choice would give. */
static pcart_status
write_others(const explain_context *context, const pcart_result *result,
             pcart_arena *scratch, pcarti_buf *out, pcart_err *err)
{
    size_t n_option, n_same = 0;
    const pcart_option *option = pcart_option_list(&n_option);
    unsigned char wanted[PCART_MEASURE_MAX] = {0};

    wanted[context->measure] = 1;
    for (size_t i = 0; i < n_option; i++)
        for (size_t k = 0; k < option[i].n_choice; k++) {
            pcart_profile other = *context->profile;
            const pcart_result *would;
            pcart_status status;
            size_t n;

            if (other.choice[option[i].id] == k)
                continue;
            if (!(result->asked >> option[i].id & 1)) {
                n_same++;
                continue;
            }
            other.choice[option[i].id] = (uint8_t)k;
            pcart_arena_clear(scratch);
            status = pcart_grade_course(context->course, &other, wanted,
                                        scratch, &would, &n, err);
            if (status)
                return status;
            if (is_same(result, &would[0])) {
                n_same++;
                continue;
            }
            begin("otherwise", out);
            pcarti_grade_outcome(&would[0], out);
            pcarti_buf_print(out, " under %s=%s (%s)\n", option[i].name,
                             option[i].choice[k].name,
                             option[i].choice[k].meaning);
        }
    begin("otherwise", out);
    pcarti_buf_print(out, "the same under %lu other single choices\n",
                     (unsigned long)n_same);
    return PCART_OK;
}

pcart_status
pcarti_explain_result(const explain_context *context,
                      const pcart_result *result, pcart_arena *scratch,
                      pcarti_buf *out, pcart_err *err)
{
    size_t n;
    const pcart_measure *measure = &pcart_measure_list(&n)[context->measure];

    pcarti_buf_print(out, "\n%s (%s): ", measure->title, measure->name);
    pcarti_grade_outcome(result, out);
    if (result->state != PCART_STATE_NOT_EVALUABLE &&
        strcmp(result->unit, "class"))
        pcarti_buf_print(out, " [%s]", result->unit);
    pcarti_buf_char(out, '\n');
    begin("rule", out);
    pcarti_buf_print(out, "%s: %s\n", result->set->id, result->set->title);
    if (result->reason) {
        begin("why", out);
        pcarti_buf_print(out, "%s\n", result->reason);
    }
    if (result->row >= 0) {
        const pcart_ground *ground;

        begin(result->state == PCART_STATE_BOUNDS ? "at most" : "decided", out);
        ground = write_row(result->set, result->row, out);
        pcarti_buf_char(out, '\n');
        if (ground)
            write_ground(ground, out);
    }
    write_pieces(context, result, out);
    return write_others(context, result, scratch, out, err);
}

static const char idle[] = "not applicable: ";

int
pcarti_explain_is_idle(const pcart_result *result)
{
    return result->state == PCART_STATE_NOT_EVALUABLE && result->reason &&
           strncmp(result->reason, idle, sizeof idle - 1) == 0;
}

/* "  no boost: boost_anc, boost_plt", in lines of 80 columns. */
static void
write_names(const pcart_result *result, size_t n, const char *reason,
            pcarti_buf *out)
{
    const char *words = reason + sizeof idle - 1;
    size_t column = strlen(words) + 3, n_name = 0;

    pcarti_buf_print(out, "  %s:", words);
    for (size_t i = 0; i < n; i++) {
        size_t length = strlen(result[i].measure) + 2;

        if (!pcarti_explain_is_idle(&result[i]) ||
            strcmp(result[i].reason, reason) != 0)
            continue;
        if (n_name++)
            pcarti_buf_char(out, ',');
        if (column + length > 80) {
            pcarti_buf_text(out, "\n     ");
            column = 5;
        }
        pcarti_buf_print(out, " %s", result[i].measure);
        column += length;
    }
    pcarti_buf_char(out, '\n');
}

void
pcarti_explain_idle(const pcart_result *result, size_t n, pcarti_buf *out)
{
    int is_any = 0;

    for (size_t i = 0; i < n; i++) {
        int is_told = 0;

        if (!pcarti_explain_is_idle(&result[i]))
            continue;
        for (size_t k = 0; k < i && !is_told; k++)
            is_told = pcarti_explain_is_idle(&result[k]) &&
                      strcmp(result[k].reason, result[i].reason) == 0;
        if (is_told)
            continue;
        if (!is_any++)
            pcarti_buf_text(out, "\nDo not apply (name one to see more)\n");
        write_names(result, n, result[i].reason, out);
    }
}
