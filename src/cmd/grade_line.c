/*
 * grade_line.c -- one result as a line of the table.  Layer: cmd.
 *
 * A cohort of a million infusions has thirty million lines, so a line is put
 * together on the stack, where most pieces need no check for room, and goes to
 * the buffer in one go.
 */
#include "cmd/grade_row.h"

#include <string.h>

#include "postcart/lab.h"

enum {
    LINE_SIZE = 2048,
    SMALL = 64 /* more than any number, sign or single word below */
};

typedef struct pen {
    pcarti_buf *buf;
    char *at; /* always SMALL bytes before the end of `text`, or more */
    char text[LINE_SIZE];
} pen;

static void
flush(pen *to)
{
    pcarti_buf_bytes(to->buf, to->text, (size_t)(to->at - to->text));
    to->at = to->text;
}

static inline void
keep_room(pen *to)
{
    if (to->at > to->text + LINE_SIZE - SMALL)
        flush(to);
}

static inline void
put_char(pen *to, char c)
{
    *to->at++ = c;
    keep_room(to);
}

static void
put_bytes(pen *to, const char *text, size_t length)
{
    if (length >= (size_t)(to->text + LINE_SIZE - SMALL - to->at)) {
        flush(to);
        if (length >= LINE_SIZE - SMALL) {
            pcarti_buf_bytes(to->buf, text, length);
            return;
        }
    }
    memcpy(to->at, text, length);
    to->at += length;
}

static inline void
put_text(pen *to, const char *text)
{
    put_bytes(to, text, strlen(text));
}

static void
put_int(pen *to, int64_t value)
{
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    char digit[20];
    int n = 0;

    if (value < 0)
        *to->at++ = '-';
    do
        digit[n++] = (char)('0' + rest % 10);
    while (rest /= 10);
    while (n > 0)
        *to->at++ = digit[--n];
    keep_room(to);
}

static void
put_fixed(pen *to, pcart_fixed value)
{
    char text[PCART_FIXED_SIZE];

    if (value != PCART_FIXED_NONE && value % PCART_FIXED_ONE == 0)
        put_int(to, value / PCART_FIXED_ONE);
    else
        put_text(to, pcart_fixed_write(value, text));
}

/* Text in a cell: what would break the table becomes a blank. */
static void
put_cell(pen *to, const char *text)
{
    for (; *text; text++)
        put_char(to,
                 *text == '\t' || *text == '\r' || *text == '\n' ? ' ' : *text);
}

static void
put_end(pen *to, const char *label, pcart_fixed value)
{
    if (label)
        put_text(to, label);
    else if (value != PCART_FIXED_NONE)
        put_fixed(to, value);
    put_char(to, '\t');
}

static void
put_days(pen *to, const pcart_evidence *piece)
{
    put_int(to, piece->first_day);
    if (piece->last_day == piece->first_day)
        return;
    /* "-8--2" would be hard to read. */
    put_text(to, piece->first_day < 0 ? ".." : "-");
    put_int(to, piece->last_day);
}

static void
put_analyte(pen *to, const pcart_evidence *piece)
{
    if (piece->analyte >= 0)
        put_text(to, pcart_analyte_get((pcart_analyte)piece->analyte)->name);
    else if (piece->what)
        put_text(to, piece->what);
}

/* "by anc<=500 days 5-18 (14)", "anc=90 day 40 labs:17" */
static void
put_finding(pen *to, const pcart_evidence *piece)
{
    if (piece->kind == PCART_EVIDENCE_DECISIVE)
        put_text(to, "by ");
    put_analyte(to, piece);
    if (piece->limit != PCART_FIXED_NONE) {
        put_text(to, pcart_op_name(piece->op));
        put_fixed(to, piece->limit);
        put_text(to, " days ");
    } else {
        put_text(to, piece->censor == PCART_EXACT
                         ? "="
                         : pcarti_grade_sign[piece->censor]);
        put_fixed(to, piece->value);
        put_text(to, " day ");
    }
    put_days(to, piece);
    if (piece->days > 0) {
        put_text(to, " (");
        put_int(to, piece->days);
        put_char(to, ')');
    }
    if (piece->line) {
        put_char(to, ' ');
        put_text(to, piece->table);
        put_char(to, ':');
        put_int(to, piece->line);
    }
    if (piece->text) {
        put_text(to, " [");
        put_cell(to, piece->text);
        put_char(to, ']');
    }
}

static void
put_piece(pen *to, const pcart_evidence *piece)
{
    switch (piece->kind) {
    case PCART_EVIDENCE_EPISODE:
    case PCART_EVIDENCE_DECISIVE:
    case PCART_EVIDENCE_USED:
        put_finding(to, piece);
        break;
    case PCART_EVIDENCE_IMPUTED:
        put_text(to, "imputed ");
        put_days(to, piece);
        break;
    case PCART_EVIDENCE_MISSING:
        put_text(to, "missing ");
        put_analyte(to, piece);
        put_char(to, ' ');
        put_days(to, piece);
        break;
    case PCART_EVIDENCE_NOTE:
        put_cell(to, piece->text);
        break;
    }
}

static int
is_run(const pcart_evidence *piece)
{
    return piece->kind == PCART_EVIDENCE_IMPUTED ||
           piece->kind == PCART_EVIDENCE_MISSING;
}

static void
put_evidence(pen *to, const pcart_result *result)
{
    int is_first = 1;

    if (result->reason) {
        put_cell(to, result->reason);
        is_first = 0;
    }
    for (size_t i = 0; i < result->n_evidence; i++) {
        const pcart_evidence *piece = &result->evidence[i];

        if (piece->kind == PCART_EVIDENCE_USED)
            continue;
        /* "imputed 2,8,14-15": runs of one kind share the word. */
        if (i > 0 && is_run(piece) && piece[-1].kind == piece->kind &&
            piece[-1].analyte == piece->analyte) {
            put_char(to, ',');
            put_days(to, piece);
            continue;
        }
        if (!is_first)
            put_text(to, "; ");
        is_first = 0;
        put_piece(to, piece);
    }
}

void
pcarti_grade_line(const char *patient, const pcart_result *result,
                  pcarti_buf *out)
{
    pen to;

    to.buf = out;
    to.at = to.text;
    put_cell(&to, patient);
    put_char(&to, '\t');
    put_int(&to, result->infusion);
    put_char(&to, '\t');
    put_text(&to, result->measure);
    put_char(&to, '\t');
    put_text(&to, pcart_state_name(result->state));
    put_char(&to, '\t');
    if (result->state == PCART_STATE_VALUE)
        put_end(&to, result->label, result->value);
    else
        put_char(&to, '\t');
    put_end(&to, result->low_label, result->low);
    put_end(&to, result->high_label, result->high);
    put_text(&to, result->unit);
    put_char(&to, '\t');
    if (result->set)
        put_text(&to, result->set->id);
    put_char(&to, '\t');
    put_evidence(&to, result);
    put_char(&to, '\n');
    flush(&to);
}
