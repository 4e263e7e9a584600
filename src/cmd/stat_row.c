/* stat_row.c -- the long table of the statistics commands.  Layer: cmd. */
#include "cmd/stat_row.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "postcart/version.h"

stat_row
pcarti_stat_row(const char *section, const char *group, const char *quantity)
{
    return (stat_row){.section = section,
                      .group = group,
                      .quantity = quantity,
                      .time = NAN,
                      .estimate = NAN,
                      .std_err = NAN,
                      .low = NAN,
                      .high = NAN,
                      .n = NAN};
}

void
pcarti_stat_head(stat_table *table)
{
    if (table->is_json) {
        pcarti_buf_print(table->out, "{\"version\": \"%s\",\n\"results\": [",
                         pcart_version());
        return;
    }
    pcarti_buf_print(table->out, "# postcart %s\n", pcart_version());
    if (table->has_by)
        pcarti_buf_text(table->out, "by\t");
    pcarti_buf_text(table->out,
                    "section\tevent\tgroup\tquantity\ttime\testimate\tstd_err"
                    "\tlow\thigh\tn\tstate\tmethod\tr_call\tnote\n");
}

void
pcarti_stat_tail(stat_table *table)
{
    if (table->is_json)
        pcarti_buf_text(table->out, "\n]}\n");
}

/* Text in a cell: what would break the table becomes a blank. */
static void
write_text(pcarti_buf *out, const char *text)
{
    for (; text && *text; text++)
        pcarti_buf_char(out, (unsigned char)*text < 0x20 ? ' ' : *text);
}

static void
write_number(pcarti_buf *out, double value)
{
    if (isfinite(value))
        pcarti_buf_statistic(out, value);
}

/* What the numbers cannot show: infinite values have no cell. */
static const char *
note_of(const stat_row *row)
{
    if (row->reason)
        return row->reason;
    if (isinf(row->estimate))
        return row->estimate > 0 ? "the estimate is infinite"
                                 : "the estimate is minus infinity";
    if (isinf(row->high) && isinf(row->low))
        return "both limits are infinite";
    if (isinf(row->high))
        return "the upper limit is infinite";
    if (isinf(row->low))
        return "the lower limit is minus infinity";
    return row->note;
}

static const char *
state_of(const stat_row *row)
{
    if (strcmp(row->section, "warning") == 0)
        return "warning";
    return row->reason ? "not_evaluable" : "value";
}

static void
write_member(pcarti_buf *out, const char *name, const char *text)
{
    if (!text)
        return;
    pcarti_buf_print(out, ", \"%s\": ", name);
    pcarti_buf_json(out, text);
}

static void
write_json(stat_table *table, const stat_row *row)
{
    const struct {
        const char *name;
        double value;
    } number[] = {{"time", row->time},       {"estimate", row->estimate},
                  {"std_err", row->std_err}, {"low", row->low},
                  {"high", row->high},       {"n", row->n}};

    pcarti_buf_text(table->out,
                    table->n ? ",\n{\"section\": " : "\n{\"section\": ");
    pcarti_buf_json(table->out, row->section);
    if (table->has_by)
        write_member(table->out, "by", table->by);
    write_member(table->out, "event", row->event);
    write_member(table->out, "group", row->group);
    write_member(table->out, "quantity", row->quantity);
    for (size_t i = 0; i < PCART_COUNTOF(number); i++)
        if (isfinite(number[i].value)) {
            pcarti_buf_print(table->out, ", \"%s\": ", number[i].name);
            pcarti_buf_statistic(table->out, number[i].value);
        }
    write_member(table->out, "state", state_of(row));
    write_member(table->out, "method", row->method);
    write_member(table->out, "r_call", row->r_call);
    write_member(table->out, "note", note_of(row));
    pcarti_buf_char(table->out, '}');
}

void
pcarti_stat_add(stat_table *table, const stat_row *row)
{
    const double number[] = {row->time, row->estimate, row->std_err,
                             row->low,  row->high,     row->n};
    pcarti_buf *out = table->out;

    if (table->is_json) {
        write_json(table, row);
        table->n++;
        return;
    }
    if (table->has_by) {
        write_text(out, table->by);
        pcarti_buf_char(out, '\t');
    }
    write_text(out, row->section);
    pcarti_buf_char(out, '\t');
    write_text(out, row->event);
    pcarti_buf_char(out, '\t');
    write_text(out, row->group);
    pcarti_buf_char(out, '\t');
    write_text(out, row->quantity);
    for (size_t i = 0; i < PCART_COUNTOF(number); i++) {
        pcarti_buf_char(out, '\t');
        write_number(out, number[i]);
    }
    pcarti_buf_char(out, '\t');
    pcarti_buf_text(out, state_of(row));
    pcarti_buf_char(out, '\t');
    write_text(out, row->method);
    pcarti_buf_char(out, '\t');
    write_text(out, row->r_call);
    pcarti_buf_char(out, '\t');
    write_text(out, note_of(row));
    pcarti_buf_char(out, '\n');
    table->n++;
}

void
pcarti_stat_test(stat_table *table, const char *section, const char *event,
                 const char *group, const pcart_test *test)
{
    stat_row row = pcarti_stat_row(section, group, "p_value");

    row.event = event;
    row.method = test->method;
    row.r_call = test->r_call;
    row.note = test->warning;
    if (!test->is_evaluable) {
        row.reason = test->reason ? test->reason : "no answer";
        pcarti_stat_add(table, &row);
        return;
    }
    row.estimate = test->p_value;
    pcarti_stat_add(table, &row);
    row.note = NULL;
    if (test->statistic_name) {
        row.quantity = test->statistic_name;
        row.estimate = test->statistic;
        pcarti_stat_add(table, &row);
    }
    if (test->df > 0) {
        row.quantity = "df";
        row.estimate = test->df;
        pcarti_stat_add(table, &row);
    }
    if (test->estimate_name) {
        row.quantity = test->estimate_name;
        row.estimate = test->estimate;
        if (test->has_interval) {
            row.low = test->low;
            row.high = test->high;
        }
        pcarti_stat_add(table, &row);
    }
}

void
pcarti_stat_warn(stat_table *table, const char *code, const char *format, ...)
{
    stat_row row = pcarti_stat_row("warning", NULL, code);
    char text[400], placed[480];
    pcart_problem problem = {.severity = PCART_WARNING,
                             .where = {.source = table->source},
                             .code = code,
                             .message = text,
                             .redacted = text};
    va_list list;

    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    row.note = text;
    pcarti_stat_add(table, &row);
    if (table->has_by) {
        snprintf(placed, sizeof placed, "by %.60s: %s", table->by, text);
        problem.message = placed;
    }
    pcart_diag_add(table->diag, &problem);
}
