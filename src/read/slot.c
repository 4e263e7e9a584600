/*
 * slot.c -- the numbers of a user for a score whose own were not public.
 * Layer: read.
 *
 * A table with the columns item, name, test, value, unit, points.  Every cell
 * that an item does not ask for is empty, and every number that the score needs
 * is there once: a form that is half filled must not give a score.
 */
#include "postcart/slot.h"

#include <math.h>
#include <string.h>

#include "postcart/table.h"

enum column { ITEM, NAME, TEST, VALUE, UNIT, POINTS, N_COLUMN };
static const char *const column_name[N_COLUMN] = {"item",  "name", "test",
                                                  "value", "unit", "points"};

typedef struct reading {
    const char *source;
    const pcart_row *row;
    pcart_arena *arena;
    pcart_numbers *out;
    pcart_err *err;
    int has_intercept, has_survival;
} reading;

static pcart_status
fault(const reading *r, enum column column, pcart_status status,
      const char *text)
{
    return pcart_err_at(
        r->err, status,
        pcart_row_place(r->source, r->row, &r->row->cell[column]), "%s: %s",
        column_name[column], text);
}

static int
is_cell(const reading *r, enum column column, const char *text)
{
    const pcart_cell *cell = &r->row->cell[column];

    return cell->length == strlen(text) &&
           memcmp(cell->text, text, cell->length) == 0;
}

/* Which columns an item fills: all of these and no other. */
static pcart_status
check_filled(const reading *r, unsigned wanted)
{
    for (int c = NAME; c < N_COLUMN; c++) {
        int is_filled = r->row->cell[c].length > 0;
        int is_wanted = (int)(wanted >> c & 1);

        if (is_filled && !is_wanted)
            return fault(r, (enum column)c, PCART_E_SYNTAX,
                         "must be empty for this item");
        if (!is_filled && is_wanted)
            return fault(r, (enum column)c, PCART_E_DEGENERATE, "is empty");
    }
    return PCART_OK;
}

static pcart_status
read_decimal(const reading *r, enum column column, pcart_decimal *out)
{
    const pcart_cell *cell = &r->row->cell[column];

    if (pcart_decimal_read(cell->text, cell->length, '.', out, NULL))
        return fault(r, column, PCART_E_SYNTAX,
                     "is not a number (with a decimal point)");
    return PCART_OK;
}

static pcart_status
read_fixed(const reading *r, enum column column, pcart_fixed *out)
{
    pcart_decimal decimal;
    int is_exact = 1;
    pcart_status status = read_decimal(r, column, &decimal);

    if (status)
        return status;
    /* So large that nothing is added up beyond the range of the type. */
    if (pcart_fixed_from_decimal(decimal, 1, 1, out, &is_exact, NULL) ||
        *out > PCART_FIXED(1000000000) || *out < -PCART_FIXED(1000000000))
        return fault(r, column, PCART_E_RANGE, "is too large");
    return is_exact
               ? PCART_OK
               : fault(r, column, PCART_E_RANGE, "has more than six decimals");
}

static pcart_status
read_double(const reading *r, enum column column, double *out)
{
    pcart_decimal decimal;
    pcart_status status = read_decimal(r, column, &decimal);

    if (status)
        return status;
    if (decimal.exponent < -22 || decimal.exponent > 3)
        return fault(r, column, PCART_E_RANGE, "is too large or too small");
    *out = (double)decimal.coefficient;
    *out = decimal.exponent < 0 ? *out / pow(10, -decimal.exponent)
                                : *out * pow(10, decimal.exponent);
    return PCART_OK;
}

static pcart_status
take_text(const reading *r, enum column column, const char **out)
{
    const pcart_cell *cell = &r->row->cell[column];

    if (is_cell(r, column, "?"))
        return fault(r, column, PCART_E_DEGENERATE, "is not filled in");
    *out = pcart_arena_text(r->arena, cell->text, cell->length);
    return *out ? PCART_OK
                : pcart_err_set(r->err, PCART_E_NOMEM, "out of memory");
}

/* An input by its name; a new one where the slot names none. */
static pcart_status
take_input(reading *r, size_t *out)
{
    pcart_numbers *n = r->out;
    pcart_slot_input *input;
    pcart_status status;

    for (*out = 0; *out < n->n_input; ++*out)
        if (is_cell(r, NAME, n->input[*out].name))
            return is_cell(r, UNIT, n->input[*out].unit)
                       ? PCART_OK
                       : pcart_err_at(r->err, PCART_E_INCONSISTENT,
                                      pcart_row_place(r->source, r->row,
                                                      &r->row->cell[UNIT]),
                                      "unit: '%s' is in '%s'",
                                      n->input[*out].name, n->input[*out].unit);
    if (n->slot->n_input > 0)
        return fault(r, NAME, PCART_E_NOTFOUND, "is no input of this score");
    if (n->n_input == PCART_SLOT_MAX_INPUT)
        return fault(r, NAME, PCART_E_RANGE, "too many inputs");
    input = &n->input[n->n_input];
    *input = (pcart_slot_input){.change = PCART_SLOT_ANY_CHANGE};
    status = take_text(r, NAME, &input->name);
    if (!status)
        status = take_text(r, UNIT, &input->unit);
    n->n_input += !status;
    return status;
}

static int
read_op(const reading *r)
{
    for (int op = PCART_LT; op <= PCART_GE; op++)
        if (is_cell(r, TEST, pcart_op_name((pcart_op)op)))
            return op;
    return 0;
}

static pcart_status
take_points(reading *r)
{
    pcart_slot_row *row = &r->out->row[r->out->n_row];
    unsigned has_unit = (unsigned)(r->row->cell[UNIT].length > 0) << UNIT;
    pcart_status status = check_filled(
        r, 1U << NAME | 1U << TEST | 1U << VALUE | 1U << POINTS | has_unit);
    int op = read_op(r);

    if (status)
        return status;
    if (!op)
        return fault(r, TEST, PCART_E_SYNTAX, "must be <, <=, > or >=");
    row->op = (pcart_op)op;
    status = take_input(r, &row->input);
    if (!status)
        status = read_fixed(r, VALUE, &row->limit);
    if (!status)
        status = read_fixed(r, POINTS, &row->points);
    r->out->n_row += !status;
    return status;
}

static pcart_status
take_term(reading *r)
{
    pcart_slot_term *term = &r->out->term[r->out->n_term];
    unsigned has_unit = (unsigned)(r->row->cell[UNIT].length > 0) << UNIT;
    pcart_status status =
        check_filled(r, 1U << NAME | 1U << TEST | 1U << VALUE | has_unit);
    pcart_slot_change wanted;
    int change = PCART_SLOT_PLAIN;

    if (!status)
        status = take_input(r, &term->input);
    if (status)
        return status;
    while (change < PCART_SLOT_ANY_CHANGE &&
           !is_cell(r, TEST, pcart_slot_change_name((pcart_slot_change)change)))
        change++;
    if (change == PCART_SLOT_ANY_CHANGE)
        return fault(r, TEST, PCART_E_SYNTAX,
                     "must be plain, log2, log10 or ln");
    term->change = (pcart_slot_change)change;
    wanted = r->out->input[term->input].change;
    if (wanted != PCART_SLOT_ANY_CHANGE && wanted != term->change)
        return fault(r, TEST, PCART_E_INCONSISTENT,
                     "the publication has another one");
    for (size_t i = 0; i < r->out->n_term; i++)
        if (r->out->term[i].input == term->input)
            return fault(r, NAME, PCART_E_INCONSISTENT,
                         "this input has a term already");
    status = read_double(r, VALUE, &term->coefficient);
    r->out->n_term += !status;
    return status;
}

/* From the highest limit down; the last one is what is left. */
static pcart_status
take_class(reading *r)
{
    pcart_slot_class *c = &r->out->classes[r->out->n_class];
    const pcart_slot_class *before = r->out->n_class ? c - 1 : NULL;
    int op = read_op(r);
    pcart_status status;

    c->is_otherwise = is_cell(r, TEST, "otherwise");
    status = check_filled(r, 1U << NAME | 1U << TEST |
                                 (c->is_otherwise ? 0U : 1U << VALUE));
    if (status)
        return status;
    if (before && before->is_otherwise)
        return fault(r, NAME, PCART_E_INCONSISTENT,
                     "a class after 'otherwise' never holds");
    if (!c->is_otherwise && op != PCART_GT && op != PCART_GE)
        return fault(r, TEST, PCART_E_SYNTAX, "must be >, >= or otherwise");
    c->op = (pcart_op)op;
    if (!c->is_otherwise)
        status = read_fixed(r, VALUE, &c->limit);
    if (!status && before && !c->is_otherwise && c->limit >= before->limit)
        status = fault(r, VALUE, PCART_E_INCONSISTENT,
                       "the limits of classes must fall");
    if (!status)
        status = take_text(r, NAME, &c->label);
    r->out->n_class += !status;
    return status;
}

static pcart_status
take_number(reading *r, int *has, double *out)
{
    pcart_status status = check_filled(r, 1U << VALUE);

    if (!status && *has)
        status = fault(r, ITEM, PCART_E_INCONSISTENT, "is there already");
    *has = 1;
    return status ? status : read_double(r, VALUE, out);
}

static pcart_status
take_survival(reading *r)
{
    pcart_status status =
        take_number(r, &r->has_survival, &r->out->baseline_survival);

    if (!status &&
        !(r->out->baseline_survival > 0 && r->out->baseline_survival < 1))
        status = fault(r, VALUE, PCART_E_RANGE, "must lie between 0 and 1");
    return status;
}

static pcart_status
take_slot(reading *r)
{
    pcart_numbers *out = r->out;
    const char *id;
    pcart_status status = check_filled(r, 1U << NAME);

    if (!status)
        status = take_text(r, NAME, &id);
    if (status)
        return status;
    out->slot = pcart_slot_find(id);
    if (!out->slot)
        return fault(r, NAME, PCART_E_NOTFOUND,
                     "no score of this name waits for numbers");
    out->n_input = out->slot->n_input;
    if (out->n_input)
        memcpy(out->input, out->slot->input, out->n_input * sizeof *out->input);
    return PCART_OK;
}

static pcart_status
take_source(reading *r)
{
    pcart_status status = check_filled(r, 1U << NAME);

    if (!status && r->out->source)
        status = fault(r, ITEM, PCART_E_INCONSISTENT, "is there already");
    return status ? status : take_text(r, NAME, &r->out->source);
}

static pcart_status
take_row(reading *r)
{
    const pcart_slot *slot = r->out->slot;

    if (r->row->n_cell != N_COLUMN)
        return pcart_err_at(
            r->err, PCART_E_SYNTAX, pcart_row_place(r->source, r->row, NULL),
            "%d cells instead of %d", (int)r->row->n_cell, N_COLUMN);
    if (!slot)
        return is_cell(r, ITEM, "rule")
                   ? take_slot(r)
                   : fault(r, ITEM, PCART_E_SYNTAX, "the first must be 'rule'");
    if (r->out->n_row + r->out->n_term + r->out->n_class == PCART_SLOT_MAX_ROW)
        return fault(r, ITEM, PCART_E_RANGE, "too many rows");
    if (is_cell(r, ITEM, "source"))
        return take_source(r);
    if (is_cell(r, ITEM, "class"))
        return take_class(r);
    if (slot->kind == PCART_SLOT_POINTS && is_cell(r, ITEM, "points"))
        return take_points(r);
    if (slot->kind == PCART_SLOT_LINEAR && is_cell(r, ITEM, "term"))
        return take_term(r);
    if (slot->kind == PCART_SLOT_LINEAR && slot->link != PCART_SLOT_COX &&
        is_cell(r, ITEM, "intercept"))
        return take_number(r, &r->has_intercept, &r->out->intercept);
    if (slot->link == PCART_SLOT_COX && is_cell(r, ITEM, "baseline_survival"))
        return take_survival(r);
    return fault(r, ITEM, PCART_E_SYNTAX, "this score has no such item");
}

static int
has_input(const pcart_numbers *n, size_t input)
{
    for (size_t i = 0; i < n->n_row; i++)
        if (n->row[i].input == input)
            return 1;
    for (size_t i = 0; i < n->n_term; i++)
        if (n->term[i].input == input)
            return 1;
    return 0;
}

/* What is missing, by its name. */
static pcart_status
check_whole(const reading *r)
{
    const pcart_numbers *n = r->out;
    const pcart_place whole = {.source = r->source};
    const char *missing = NULL, *name = "";

    if (!n->slot)
        missing = "rule";
    else if (!n->source)
        missing = "source (where the numbers come from)";
    else if (n->slot->kind == PCART_SLOT_LINEAR && !r->has_intercept &&
             n->slot->link != PCART_SLOT_COX)
        missing = "intercept";
    else if (n->slot->link == PCART_SLOT_COX && !r->has_survival)
        missing = "baseline_survival";
    else if (n->n_input == 0)
        missing = "every input";
    else if (n->slot->link == PCART_SLOT_AS_IS && n->n_class == 0)
        missing = "class (the cut-off)";
    else if (n->n_class && !n->classes[n->n_class - 1].is_otherwise)
        missing = "class with the test 'otherwise', at the end";
    for (size_t i = 0; !missing && i < n->n_input; i++)
        if (!has_input(n, i)) {
            missing =
                n->slot->kind == PCART_SLOT_POINTS ? "points of " : "term of ";
            name = n->input[i].name;
        }
    return missing ? pcart_err_at(r->err, PCART_E_DEGENERATE, whole,
                                  "missing: %s%s", missing, name)
                   : PCART_OK;
}

static pcart_status
make_room(reading *r)
{
    pcart_numbers *n = r->out;

    *n = (pcart_numbers){0};
    n->input =
        pcart_arena_take(r->arena, PCART_SLOT_MAX_INPUT, sizeof *n->input);
    n->row = pcart_arena_take(r->arena, PCART_SLOT_MAX_ROW, sizeof *n->row);
    n->term = pcart_arena_take(r->arena, PCART_SLOT_MAX_ROW, sizeof *n->term);
    n->classes =
        pcart_arena_take(r->arena, PCART_SLOT_MAX_ROW, sizeof *n->classes);
    return n->input && n->row && n->term && n->classes
               ? PCART_OK
               : pcart_err_set(r->err, PCART_E_NOMEM, "out of memory");
}

static pcart_status
check_header(const reading *r)
{
    int is_good = r->row->n_cell == N_COLUMN;

    for (int c = 0; is_good && c < N_COLUMN; c++)
        is_good = is_cell(r, (enum column)c, column_name[c]);
    return is_good
               ? PCART_OK
               : pcart_err_at(r->err, PCART_E_SYNTAX,
                              pcart_row_place(r->source, r->row, NULL),
                              "the columns must be item, name, test, value, "
                              "unit, points");
}

pcart_status
pcart_numbers_read(const char *source, const char *bytes, size_t length,
                   pcart_arena *arena, pcart_numbers *out, pcart_err *err)
{
    const pcart_table_options options = {.delimiter = '\t'};
    reading r = {.source = source, .arena = arena, .out = out, .err = err};
    pcart_table table;
    pcart_status status = make_room(&r);

    if (status)
        return status;
    status = pcart_table_init(&table, source, bytes, length, &options, arena);
    if (status)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    status = pcart_table_header(&table, &r.row, err);
    if (!status)
        status = check_header(&r);
    while (!status) {
        status = pcart_table_next(&table, &r.row, err);
        if (status || !r.row)
            break;
        status = take_row(&r);
    }
    pcart_table_release(&table);
    return status ? status : check_whole(&r);
}
