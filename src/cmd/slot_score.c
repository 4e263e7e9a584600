/* slot_score.c -- scores whose numbers the user supplies.  Layer: cmd. */
#include "cmd/slot_score.h"

#include <sodium.h>
#include <string.h>

#include "cmd/count_file.h"
#include "cmd/input.h"
#include "cmd/sink.h"
#include "postcart/slot.h"
#include "postcart/version.h"

typedef struct job {
    const pcart_cmd_line *line;
    const char *source; /* name of the table */
    pcart_numbers numbers;
    char sha256[2 * crypto_hash_sha256_BYTES + 1];
    int at[PCART_SLOT_MAX_INPUT]; /* column of each input; -1 */
    char mark;
    pcart_arena arena;
    pcarti_buf out;
    pcarti_sink sink;
    char **name; /* header of the table */
    size_t n_name;
} job;

int
pcarti_slot_is_asked(const pcart_cmd_line *line)
{
    const char *rule = pcarti_cmd_value(line, "--rule");

    return pcarti_cmd_value(line, "--numbers") ||
           (rule && pcart_slot_find(rule));
}

static pcart_status
refuse(const char *id, pcart_err *err)
{
    pcart_err_set(err, PCART_E_DEGENERATE, "'%s' is disabled: %s", id,
                  pcart_slot_find(id)->set->disabled);
    pcart_err_hint(err,
                   "give its numbers with --numbers FILE; 'postcart rules show "
                   "%s' has the form",
                   id);
    return PCART_E_DEGENERATE;
}

static pcart_status
read_numbers(job *j, pcart_err *err)
{
    const char *path = pcarti_cmd_value(j->line, "--numbers");
    const char *rule = pcarti_cmd_value(j->line, "--rule");
    unsigned char digest[crypto_hash_sha256_BYTES];
    const char *bytes;
    size_t length;
    pcart_status status;

    if (!path)
        return refuse(rule, err);
    status = pcarti_count_slurp(path, &j->arena, &bytes, &length, err);
    if (!status)
        status = pcart_numbers_read(path, bytes, length, &j->arena, &j->numbers,
                                    err);
    if (status)
        return status;
    if (rule && strcmp(rule, j->numbers.slot->set->id) != 0)
        return pcart_err_set(err, PCART_E_INCONSISTENT,
                             "'%s' has the numbers of '%s', not of '%.60s'",
                             path, j->numbers.slot->set->id, rule);
    crypto_hash_sha256(digest, (const unsigned char *)bytes, length);
    sodium_bin2hex(j->sha256, sizeof j->sha256, digest, sizeof digest);
    return PCART_OK;
}

static pcart_status
keep_header(job *j, const pcart_row *header, pcart_err *err)
{
    pcart_status status;
    int is_any = 0;

    status = pcarti_sink_names(header, &j->arena, &j->name, &j->n_name, err);
    if (status)
        return status;
    for (size_t i = 0; i < j->numbers.n_input; i++) {
        j->at[i] = -1;
        for (size_t c = 0; c < j->n_name; c++) {
            if (strcmp(j->name[c], j->numbers.input[i].name) != 0)
                continue;
            if (j->at[i] >= 0)
                return pcart_err_at(
                    err, PCART_E_INCONSISTENT,
                    pcart_row_place(j->source, header, &header->cell[c]),
                    "a second column '%s'", j->name[c]);
            j->at[i] = (int)c;
            is_any = 1;
        }
    }
    if (is_any)
        return PCART_OK;
    pcart_err_at(err, PCART_E_NOTFOUND,
                 pcart_row_place(j->source, header, NULL),
                 "no column is an input of '%s'", j->numbers.slot->set->id);
    pcart_err_hint(err, "one column is '%s'", j->numbers.input[0].name);
    return PCART_E_NOTFOUND;
}

/* "ferritin, crp", the inputs of a set of bits. */
static void
put_names(const job *j, const char *head, uint32_t bits, pcarti_buf *out)
{
    const char *between = head;

    for (size_t i = 0; i < j->numbers.n_input; i++)
        if (bits >> i & 1) {
            pcarti_buf_print(out, "%s%s", between, j->numbers.input[i].name);
            between = ", ";
        }
}

static void
put_class(job *j, const pcart_slot_score *score)
{
    const pcart_slot_class *c = j->numbers.classes;
    pcarti_buf text = {0};

    if (score->class_low < 0)
        pcarti_buf_text(&text, "NA");
    else if (score->class_low == score->class_high)
        pcarti_buf_text(&text, c[score->class_low].label);
    else
        pcarti_buf_print(&text, "%s to %s", c[score->class_low].label,
                         c[score->class_high].label);
    pcarti_sink_buf(&j->sink, "class", &text);
}

static void
put_score(job *j, const pcart_fixed *value)
{
    pcart_slot_score score;
    pcarti_buf why = {0};

    pcart_numbers_score(&j->numbers, value, &score);
    pcarti_sink_fixed(&j->sink, "score",
                      score.state == PCART_STATE_VALUE ? score.low
                                                       : PCART_FIXED_NONE);
    pcarti_sink_fixed(&j->sink, "score_low", score.low);
    pcarti_sink_fixed(&j->sink, "score_high", score.high);
    put_class(j, &score);
    put_names(j, "missing: ", score.missing, &why);
    put_names(j, why.length ? "; outside the range: " : "outside the range: ",
              score.outside, &why);
    if (score.state == PCART_STATE_NOT_EVALUABLE && !why.length)
        pcarti_buf_text(&why, "a logarithm of zero or less");
    pcarti_sink_buf(&j->sink, "why", &why);
    pcarti_sink_word(&j->sink, "rule", j->numbers.slot->set->id);
    pcarti_sink_word(&j->sink, "numbers_sha256", j->sha256);
    pcarti_sink_end(&j->sink);
}

static int
is_missing(const pcart_cell *cell)
{
    return cell->length == 0 ||
           (cell->length == 2 && memcmp(cell->text, "NA", 2) == 0);
}

static pcart_status
one_row(job *j, const pcart_row *row, pcart_err *err)
{
    pcart_fixed value[PCART_SLOT_MAX_INPUT];

    for (size_t i = 0; i < j->numbers.n_input; i++) {
        const pcart_cell *cell = j->at[i] >= 0 && (size_t)j->at[i] < row->n_cell
                                     ? &row->cell[j->at[i]]
                                     : NULL;
        pcart_decimal decimal;

        value[i] = PCART_FIXED_NONE;
        if (!cell || is_missing(cell))
            continue;
        if (pcart_decimal_read(cell->text, cell->length, j->mark, &decimal,
                               NULL) ||
            pcart_fixed_from_decimal(decimal, 1, 1, &value[i], NULL, NULL))
            return pcart_err_at(
                err, PCART_E_SYNTAX, pcart_row_place(j->source, row, cell),
                "%s: not a number (in %s)", j->numbers.input[i].name,
                j->numbers.input[i].unit[0] ? j->numbers.input[i].unit
                                            : "its own unit");
    }
    pcarti_sink_row(&j->sink, j->name, j->n_name, row);
    put_score(j, value);
    return pcarti_buf_status(&j->out, err);
}

/* Whose numbers these are stands above the table and in every row. */
static void
put_preamble(job *j)
{
    const pcart_rule_set *set = j->numbers.slot->set;
    pcart_fixed nothing[PCART_SLOT_MAX_INPUT];

    for (size_t i = 0; i < PCART_SLOT_MAX_INPUT; i++)
        nothing[i] = PCART_FIXED_NONE;
    pcarti_buf_print(&j->out, "# postcart %s score\n", pcart_version());
    pcarti_buf_print(&j->out, "# %s: %s\n", set->id, set->applies);
    pcarti_buf_print(&j->out,
                     "# numbers of the user, not of postcart: %s; SHA-256 %s\n",
                     j->numbers.source, j->sha256);
    pcarti_buf_text(&j->out, "# units:");
    for (size_t i = 0; i < j->numbers.n_input; i++)
        pcarti_buf_print(&j->out, "%s %s %s", i ? "," : "",
                         j->numbers.input[i].name,
                         j->numbers.input[i].unit[0] ? j->numbers.input[i].unit
                                                     : "(number)");
    pcarti_buf_char(&j->out, '\n');
    j->sink.is_head = 1;
    pcarti_sink_row(&j->sink, j->name, j->n_name, NULL);
    put_score(j, nothing);
}

static pcart_status
all_rows(job *j, pcart_err *err)
{
    const char *path = j->line->n_operand ? j->line->operand[0] : "-";
    pcarti_input input = {0};
    const pcart_row *row;
    pcart_status status =
        pcarti_input_open(&input, path, 0, &j->arena, &row, err);

    j->source = strcmp(path, "-") == 0 ? "<stdin>" : path;
    if (!status)
        status = keep_header(j, row, err);
    if (!status) {
        j->mark = pcart_table_delimiter(&input.table) == ';' ? ',' : '.';
        if (!j->line->is_json)
            put_preamble(j);
        status = pcart_table_next(&input.table, &row, err);
    }
    while (!status && row) {
        status = one_row(j, row, err);
        if (!status)
            status = pcart_table_next(&input.table, &row, err);
    }
    pcarti_input_close(&input);
    return status;
}

int
pcarti_slot_run(const pcart_cmd_line *line, FILE *out)
{
    job j = {.line = line};
    pcart_err err = {0};
    pcart_status status = read_numbers(&j, &err);
    int code = PCART_EXIT_DONE;

    j.sink.out = &j.out;
    j.sink.is_json = line->is_json;
    if (!status)
        status = all_rows(&j, &err);
    if (status)
        code = pcarti_cmd_fail(line, &err);
    else if (j.out.length)
        fwrite(j.out.data, 1, j.out.length, out); // main looks at the stream
    pcarti_buf_release(&j.out);
    pcart_arena_release(&j.arena);
    return code;
}

static void
put_form_row(pcarti_buf *out, const pcart_slot *slot,
             const pcart_slot_input *input)
{
    if (slot->kind == PCART_SLOT_POINTS)
        pcarti_buf_print(out, "points\t%s\t?\t?\t%s\t?\n", input->name,
                         input->unit);
    else
        pcarti_buf_print(out, "term\t%s\t%s\t?\t%s\t\n", input->name,
                         pcart_slot_change_name(input->change), input->unit);
}

void
pcarti_slot_form(const pcart_rule_set *set, pcarti_buf *out)
{
    static const pcart_slot_input any = {
        .name = "?", .unit = "?", .change = PCART_SLOT_ANY_CHANGE};
    const pcart_slot *slot = pcart_slot_find(set->id);

    if (!slot)
        return;
    pcarti_buf_print(
        out,
        "\n## Form\n\n"
        "It runs when its numbers are given: `postcart score TABLE --numbers "
        "FILE`, where\nFILE is this table (separated by tabs) with every ? "
        "filled in%s.\n\n```\n"
        "item\tname\ttest\tvalue\tunit\tpoints\n"
        "rule\t%s\t\t\t\t\nsource\t?\t\t\t\t\n",
        slot->n_input ? "" : ";\none row for every input", set->id);
    if (slot->link == PCART_SLOT_COX)
        pcarti_buf_text(out, "baseline_survival\t\t\t?\t\t\n");
    else if (slot->kind == PCART_SLOT_LINEAR)
        pcarti_buf_text(out, "intercept\t\t\t?\t\t\n");
    for (size_t i = 0; i < slot->n_input; i++)
        put_form_row(out, slot, &slot->input[i]);
    if (slot->n_input == 0)
        put_form_row(out, slot, &any);
    if (slot->link == PCART_SLOT_AS_IS)
        pcarti_buf_text(out, "class\t?\t>=\t?\t\t\n"
                             "class\t?\totherwise\t\t\t\n");
    pcarti_buf_text(out, "```\n");
}
