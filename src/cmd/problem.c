/* problem.c -- what the user sees when something is wrong.  Layer: cmd. */
#include "cmd/cmd.h"

#include <string.h>

static const char *
severity_name(pcart_severity severity)
{
    switch (severity) {
    case PCART_NOTE:
        return "note";
    case PCART_WARNING:
        return "warning";
    case PCART_ERROR:
        break;
    }
    return "error";
}

static int
exit_status_of(pcart_status status)
{
    switch (status) {
    case PCART_OK:
        return PCART_EXIT_DONE;
    case PCART_E_USAGE:
        return PCART_EXIT_USAGE;
    case PCART_E_INTERNAL:
        return PCART_EXIT_INTERNAL;
    case PCART_E_NOMEM:
    case PCART_E_IO:
    case PCART_E_SYNTAX:
    case PCART_E_RANGE:
    case PCART_E_INCONSISTENT:
    case PCART_E_NOTFOUND:
    case PCART_E_DEGENERATE:
    case PCART_E_UNSUPPORTED:
        break;
    }
    return PCART_EXIT_REFUSED;
}

static void
print_place(const pcart_place *where)
{
    fputs(where->source ? where->source : "postcart", stderr);
    if (where->line) {
        fprintf(stderr, ":%llu", (unsigned long long)where->line);
        if (where->column)
            fprintf(stderr, ":%u", where->column);
    }
    fputs(": ", stderr);
}

/* Control characters would disturb a terminal; tabs would move the caret. */
static void
print_plain(const char *text)
{
    for (; *text; text++)
        fputc((unsigned char)*text < 0x20 || *text == 0x7F ? ' ' : *text,
              stderr);
}

/* Columns that `length` bytes of text take: UTF-8 continues do not count. */
static size_t
width(const char *text, size_t length)
{
    size_t n = 0;

    for (size_t i = 0; i < length && text[i]; i++)
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}

/* The line and a caret under the place:
 *    17 | P003,2024-05-01,12;0,5;G/L
 *       |                    ^~~
 */
static void
print_excerpt(const pcart_problem *problem)
{
    size_t before, under;

    if (!problem->excerpt || !problem->excerpt[0])
        return;
    fprintf(stderr, "%6llu | ", (unsigned long long)problem->where.line);
    print_plain(problem->excerpt);
    fputc('\n', stderr);
    if (!problem->excerpt_column)
        return;
    before = problem->excerpt_column - 1;
    if (before > strlen(problem->excerpt))
        return;
    under = width(problem->excerpt + before,
                  problem->where.length ? problem->where.length : 1);
    fprintf(stderr, "       | %*s^", (int)width(problem->excerpt, before), "");
    for (size_t i = 1; i < under; i++)
        fputc('~', stderr);
    fputc('\n', stderr);
}

static void
print_text(const pcart_cmd_line *line, const pcart_problem *problem)
{
    int is_hidden = line->is_redacted && problem->redacted;

    print_place(&problem->where);
    fprintf(stderr, "%s: ", severity_name(problem->severity));
    print_plain(is_hidden ? problem->redacted : problem->message);
    fputc('\n', stderr);
    if (!line->is_redacted)
        print_excerpt(problem);
    if (problem->hint)
        fprintf(stderr, "hint: %s\n", problem->hint);
}

static void
write_json(const pcart_cmd_line *line, const pcart_problem *problem,
           pcarti_buf *buf)
{
    int is_hidden = line->is_redacted && problem->redacted;

    pcarti_buf_text(buf, "{\"severity\":");
    pcarti_buf_json(buf, severity_name(problem->severity));
    pcarti_buf_text(buf, ",\"code\":");
    pcarti_buf_json(buf, problem->code ? problem->code : "");
    pcarti_buf_text(buf, ",\"file\":");
    pcarti_buf_json(buf, problem->where.source ? problem->where.source : "");
    pcarti_buf_print(buf, ",\"line\":%llu,\"column\":%u,\"message\":",
                     (unsigned long long)problem->where.line,
                     problem->where.column);
    pcarti_buf_json(buf, is_hidden ? problem->redacted : problem->message);
    if (problem->hint) {
        pcarti_buf_text(buf, ",\"hint\":");
        pcarti_buf_json(buf, problem->hint);
    }
    pcarti_buf_text(buf, "}\n");
}

int
pcarti_cmd_report(const pcart_cmd_line *line, const pcart_diag *diag)
{
    size_t n = diag->n_note + diag->n_warning + diag->n_error;
    pcarti_buf buf = {0};

    for (const pcart_problem *p = diag->first; p; p = p->next) {
        if (line->is_json_problems)
            write_json(line, p, &buf);
        else
            print_text(line, p);
    }
    if (buf.length)
        fputs(buf.data, stderr);
    pcarti_buf_release(&buf);
    if (n > diag->n_kept && !line->is_json_problems)
        fprintf(stderr, "... and %zu more problems\n", n - diag->n_kept);
    if (diag->is_out_of_memory) {
        fputs("postcart: error: out of memory\n", stderr);
        return PCART_EXIT_REFUSED;
    }
    if (diag->n_error)
        return PCART_EXIT_REFUSED;
    if (diag->n_warning && line->is_strict)
        return PCART_EXIT_WARNED;
    return PCART_EXIT_DONE;
}

int
pcarti_cmd_fail(const pcart_cmd_line *line, const pcart_err *err)
{
    pcart_problem problem = {
        .severity = PCART_ERROR,
        .status = err->status,
        .where = err->where,
        .code = pcart_status_name(err->status),
        .message = err->message,
        .redacted = err->where.line ? pcart_status_name(err->status) : NULL,
        .hint = err->hint[0] ? err->hint : NULL,
    };

    if (line->is_json_problems) {
        pcarti_buf buf = {0};

        write_json(line, &problem, &buf);
        if (buf.length)
            fputs(buf.data, stderr);
        pcarti_buf_release(&buf);
    } else {
        print_text(line, &problem);
    }
    return exit_status_of(err->status);
}
