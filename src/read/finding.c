/* finding.c -- problems with their place, their line and without their
 * contents.  Layer: read. */
#include "read/reading.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "read/scan.h"

enum {
    QUOTE_SIZE = 48,   /* longest quotation */
    EXCERPT_SIZE = 100 /* longest part of a line */
};

static int
is_continuation(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* Copy text that may hold anything, cut to fit at a character boundary. */
static void
copy_plain(char *out, size_t room, const char *text, size_t length)
{
    size_t n = length < room - 1 ? length : room - 1;

    while (n > 0 && n < length && is_continuation(text[n]))
        n--;
    for (size_t i = 0; i < n; i++)
        out[i] =
            (unsigned char)text[i] < 0x20 || text[i] == 0x7F ? ' ' : text[i];
    out[n] = '\0';
}

/* The physical line of the place, or the part of it round the column. */
static uint32_t
make_excerpt(const pcart_row *row, const pcart_place *where,
             char out[EXCERPT_SIZE])
{
    const char *line = row->text, *end = row->text + row->length;
    size_t column = where->column ? where->column - 1 : 0, length, from = 0;

    for (uint64_t i = row->line; i < where->line; i++) {
        const char *feed = memchr(line, '\n', (size_t)(end - line));

        if (!feed)
            break;
        line = feed + 1;
    }
    length = (size_t)(end - line);
    if (length && memchr(line, '\n', length))
        length = (size_t)((const char *)memchr(line, '\n', length) - line);
    if (column > length)
        column = length;
    if (column > EXCERPT_SIZE / 2 && length >= EXCERPT_SIZE) {
        from = column - EXCERPT_SIZE / 2;
        while (from < column && is_continuation(line[from]))
            from++;
    }
    copy_plain(out, EXCERPT_SIZE, line + from, length - from);
    return where->column ? (uint32_t)(column - from) + 1 : 0;
}

/* Counts where nothing needs to be written. */
static void
count(pcarti_reading *reading, pcart_severity severity)
{
    pcart_table_use *use = reading->use;

    if (!use)
        return;
    use->n_note += severity == PCART_NOTE;
    use->n_warning += severity == PCART_WARNING;
    use->n_error += severity == PCART_ERROR;
}

/* Notes must not crowd errors out of a list of limited length: as many errors
 * are kept again. */
static void
add(pcarti_reading *reading, const pcart_problem *problem)
{
    pcart_diag *diag = reading->diag;
    size_t limit = diag->limit;
    int is_full = diag->n_kept >= (limit ? limit : 1000);

    if (is_full && problem->severity == PCART_ERROR &&
        diag->n_error < (limit ? limit : 1000))
        diag->limit = diag->n_kept + 1;
    pcart_diag_add(diag, problem);
    diag->limit = limit;
}

static void
keep_first(pcarti_reading *reading, const pcart_problem *problem)
{
    pcart_err *err = &reading->first_error;

    if (problem->severity != PCART_ERROR || err->status != PCART_OK)
        return;
    pcart_err_at(err, problem->status, problem->where, "%s", problem->message);
    if (problem->hint)
        pcart_err_hint(err, "%s", problem->hint);
}

void
pcarti_reading_add(pcarti_reading *reading, const pcarti_finding *finding,
                   const char *format, ...)
{
    char predicate[192], quote[QUOTE_SIZE], message[320], redacted[256];
    char excerpt[EXCERPT_SIZE];
    pcart_problem problem = {.severity = finding->severity,
                             .status = finding->status,
                             .where = finding->where,
                             .code = finding->code,
                             .message = message,
                             .redacted = redacted,
                             .hint = finding->hint};
    va_list args;

    count(reading, finding->severity);
    va_start(args, format);
    vsnprintf(predicate, sizeof predicate, format, args);
    va_end(args);
    snprintf(redacted, sizeof redacted, "%s %s", finding->what, predicate);
    snprintf(message, sizeof message, "%s", redacted);
    if (finding->quote) {
        copy_plain(quote, sizeof quote, finding->quote, finding->quote_length);
        snprintf(message, sizeof message, "%s '%s' %s", finding->what, quote,
                 predicate);
    }
    if (finding->row) {
        problem.excerpt_column =
            make_excerpt(finding->row, &finding->where, excerpt);
        problem.excerpt = excerpt;
    }
    keep_first(reading, &problem);
    add(reading, &problem);
}

pcarti_finding
pcarti_finding_of(const pcarti_reading *reading, const pcart_cell *cell,
                  const char *code, const char *what)
{
    pcarti_finding finding = {
        .severity = PCART_ERROR,
        .status = PCART_E_SYNTAX,
        .code = code,
        .where = pcart_row_place(reading->file->name, reading->row, cell),
        .what = what,
        .row = reading->row,
    };

    if (cell) {
        finding.quote = cell->text;
        finding.quote_length = cell->length;
        pcarti_scan_trim(&finding.quote, &finding.quote_length);
    }
    return finding;
}

pcarti_finding
pcarti_finding_at(const pcarti_reading *reading, pcart_table_id id,
                  uint32_t line, const char *code, const pcart_patient *patient)
{
    return (pcarti_finding){
        .severity = PCART_ERROR,
        .status = PCART_E_INCONSISTENT,
        .code = code,
        .where = {.source = reading->folder->file[id].name, .line = line},
        .what = "patient",
        .quote = patient->id,
        .quote_length = strlen(patient->id),
    };
}

pcart_status
pcarti_reading_no_memory(pcarti_reading *reading)
{
    return pcart_err_set(reading->fatal, PCART_E_NOMEM, "out of memory");
}
