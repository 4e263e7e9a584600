/*
 * labs.c -- the largest table, by a faster way.  Layer: read.
 *
 * Neighbouring rows are alike: same patient, same day, one of a few analytes
 * in one of a few units.  So a row is first compared with what was seen
 * before; only what is new, or odd, goes through the full reading with its
 * reports (labs_row.c).
 */
#include "read/labs.h"

#include <stdio.h>
#include <string.h>

#include "read/scan.h"
#include "rules/spell.h"

enum {
    CHUNK_ROWS = 2048,
    MAX_NAME = 64,   /* longest analyte */
    LONG_NAME = 6,   /* that may be misspelt */
    MAX_NAMES = 1000 /* unknown analytes that are told apart */
};

/* Rows on their way, in the order of the file. */
typedef struct chunk {
    struct chunk *next;
    size_t n;
    pcart_lab lab[CHUNK_ROWS];
    uint32_t owner[CHUNK_ROWS];
} chunk;

struct pcarti_labs_store {
    chunk *first, *last;
    size_t n;
};

static unsigned
slot_of(const char *text, size_t length)
{
    return ((unsigned)length * 31u + (unsigned char)text[0] * 7u +
            (unsigned char)text[length - 1] * 5u +
            (unsigned char)text[length / 2] * 3u) %
           PCARTI_LABS_SLOTS;
}

pcart_status
pcarti_labs_init(pcarti_reading *reading)
{
    const pcarti_file *file = &reading->folder->file[PCART_TABLE_LABS];
    pcarti_labs *labs = pcart_arena_take(reading->temp, 1, sizeof *labs);
    struct pcarti_labs_store *store =
        pcart_arena_take(reading->temp, 1, sizeof *store);

    if (!labs || !store)
        return pcarti_reading_no_memory(reading);
    labs->store = store;
    memcpy(labs->column, file->column, sizeof labs->column);
    reading->labs = labs;
    return PCART_OK;
}

static const char *
alias_at(const void *list, size_t i)
{
    return ((const pcart_analyte_alias *)list)[i].name;
}

/* "did you mean 'neutrophils'?" for a long name that is nearly known; else
 * NULL. */
static const char *
guess(const char *text, size_t length, pcart_arena *arena)
{
    size_t n;
    const pcart_analyte_alias *alias = pcart_analyte_alias_list(&n);
    const char *nearest =
        length < LONG_NAME ? NULL
                           : pcarti_nearest(text, length, alias, n, alias_at);
    char hint[MAX_NAME + 32];

    if (!nearest)
        return NULL;
    snprintf(hint, sizeof hint, "did you mean '%s'?", nearest);
    return pcart_arena_text(arena, hint, strlen(hint));
}

pcarti_lab_name *
pcarti_labs_name(pcarti_reading *reading, const char *text, size_t length)
{
    pcarti_labs *labs = reading->labs;
    unsigned slot = slot_of(text, length);
    pcarti_lab_name *name = labs->slot[slot];
    const pcart_analyte_info *info;
    const char *note;

    for (; name; name = name->chain)
        if (name->length == length && memcmp(name->text, text, length) == 0)
            return name;
    info = length <= MAX_NAME ? pcart_analyte_find(text, length, &note) : NULL;
    if (!info && labs->n_unknown >= MAX_NAMES) {
        text = "(others)";
        length = strlen(text);
        slot = slot_of(text, length);
        for (name = labs->slot[slot]; name; name = name->chain)
            if (name->is_rest)
                return name;
    }
    name = pcart_arena_take(reading->temp, 1, sizeof *name);
    if (name)
        name->text = pcart_arena_text(reading->temp, text, length);
    if (!name || !name->text) {
        pcarti_reading_no_memory(reading);
        return NULL;
    }
    name->length = length;
    name->is_rest = !info && labs->n_unknown >= MAX_NAMES;
    name->info = info;
    name->note = length <= MAX_NAME ? note : NULL;
    if (!info && !name->note && !name->is_rest)
        name->note = guess(text, length, reading->temp);
    labs->n_unknown += !info;
    name->chain = labs->slot[slot];
    labs->slot[slot] = name;
    *(labs->last ? &labs->last->next : &labs->first) = name;
    labs->last = name;
    return name;
}

void
pcarti_labs_learn_unit(pcarti_lab_name *name, const char *text, size_t length,
                       const pcart_unit *unit)
{
    const pcart_analyte_info *info = name->info;
    int64_t numerator, denominator;

    if (length == 0 || length > sizeof name->unit ||
        (length == name->unit_length && memcmp(name->unit, text, length) == 0))
        return;
    memcpy(name->unit, text, length);
    name->unit_length = length;
    name->limit_length = 0;
    memset(name->factor, 0, sizeof name->factor);
    if (unit->dimension != info->dimension ||
        __builtin_mul_overflow(unit->numerator, info->numerator, &numerator) ||
        __builtin_mul_overflow(unit->denominator, info->denominator,
                               &denominator))
        return;
    /* Where one written step is a whole number of millionths, a value is one
     * multiplication; otherwise the factor stays 0. */
    for (int32_t i = 0; i < PCARTI_LABS_FRACTION; i++) {
        pcart_fixed factor;
        int is_exact = 0;

        if (pcart_fixed_from_decimal((pcart_decimal){1, -i}, numerator,
                                     denominator, &factor, &is_exact,
                                     NULL) == PCART_OK &&
            is_exact)
            name->factor[i] = factor;
    }
}

/* A plain number of at most 9 digits, as a coefficient and its fraction. */
static int
read_plain(const char *text, uint32_t length, char mark, int64_t *coefficient,
           int *fraction)
{
    int64_t value = 0;
    uint32_t i = 0, point = length;

    if (length == 0 || length > 9)
        return 0;
    for (; i < length; i++) {
        unsigned digit = (unsigned)(unsigned char)text[i] - '0';

        if (digit < 10) {
            value = value * 10 + digit;
        } else if (text[i] == mark && point == length && i > 0) {
            point = i;
        } else {
            return 0;
        }
    }
    *coefficient = value;
    *fraction = point < length ? (int)(length - point - 1) : 0;
    return *fraction < PCARTI_LABS_FRACTION;
}

/* Whether two short texts of one length are the same: ids, dates and units
 * are compared for every row, and a call would take longer. */
static inline int
is_same(const char *a, const char *b, size_t length)
{
    uint64_t x, y, v, w;
    uint32_t i, j, k, l;

    if (length > 16)
        return memcmp(a, b, length) == 0;
    if (length >= 8) {
        memcpy(&x, a, 8);
        memcpy(&y, b, 8);
        memcpy(&v, a + length - 8, 8);
        memcpy(&w, b + length - 8, 8);
        return x == y && v == w;
    }
    if (length >= 4) {
        memcpy(&i, a, 4);
        memcpy(&j, b, 4);
        memcpy(&k, a + length - 4, 4);
        memcpy(&l, b + length - 4, 4);
        return i == j && k == l;
    }
    while (length > 0 && a[length - 1] == b[length - 1])
        length--;
    return length == 0;
}

/* Whether a cell holds exactly this text. */
static inline int
is_text(const pcart_cell *cell, const char *text, size_t length)
{
    return cell->length == length && is_same(cell->text, text, length);
}

/* Where there is no such column. */
static const pcart_cell no_cell = {.text = "", .length = 0};

/* The day and minute of the row before, or new ones that are written plainly:
 * ten bytes, and HH:MM or nothing. */
static int
is_plain_day(pcarti_labs *labs, const pcart_cell *cell, pcart_date_order order)
{
    const pcart_cell *date = &cell[labs->column[PCARTI_LAB_DATE]];
    const pcart_cell *time = labs->column[PCARTI_LAB_TIME] < 0
                                 ? &no_cell
                                 : &cell[labs->column[PCARTI_LAB_TIME]];
    int minute = -1;

    if (is_text(date, labs->date, sizeof labs->date) &&
        is_text(time, labs->time, labs->time_length))
        return 1;
    labs->date[0] = '\0'; // the day may be overwritten
    if (date->length != sizeof labs->date ||
        (time->length != 0 && time->length != 5) ||
        pcart_date_read_as(date->text, date->length, order, &labs->day, NULL,
                           NULL) != PCART_OK ||
        pcart_date_read_time(time->text, time->length, &minute, NULL) !=
            PCART_OK)
        return 0;
    memcpy(labs->date, date->text, sizeof labs->date);
    memcpy(labs->time, time->text, time->length);
    labs->time_length = time->length;
    labs->minute = (int16_t)minute;
    return 1;
}

/* A row like those before it; 0 when it needs the full reading. */
static int
take_plain(pcarti_reading *reading, pcart_lab *lab, pcarti_lab_name **used)
{
    pcarti_labs *labs = reading->labs;
    const pcart_cell *cell = reading->row->cell;
    const pcart_cell *analyte = &cell[labs->column[PCARTI_LAB_ANALYTE]];
    const pcart_cell *value = &cell[labs->column[PCARTI_LAB_VALUE]];
    const pcart_cell *unit = &cell[labs->column[PCARTI_LAB_UNIT]];
    const pcart_cell *limit = labs->column[PCARTI_LAB_REF_LOW] < 0
                                  ? &no_cell
                                  : &cell[labs->column[PCARTI_LAB_REF_LOW]];
    pcarti_lab_name *name;
    int64_t coefficient, number;
    int fraction;

    if (analyte->length == 0 || reading->last_length == 0 ||
        !is_text(&cell[labs->column[PCARTI_LAB_PATIENT]], reading->last_id,
                 reading->last_length) ||
        !is_plain_day(labs, cell, reading->folder->options.dates))
        return 0;
    for (name = labs->slot[slot_of(analyte->text, analyte->length)]; name;
         name = name->chain)
        if (is_text(analyte, name->text, name->length))
            break;
    if (!name || !name->info || name->unit_length == 0 ||
        !is_text(unit, name->unit, name->unit_length) ||
        (limit->length && (name->limit_length == 0 ||
                           !is_text(limit, name->limit, name->limit_length))) ||
        !read_plain(value->text, value->length, reading->file->mark,
                    &coefficient, &fraction) ||
        name->factor[fraction] == 0 ||
        __builtin_mul_overflow(coefficient, name->factor[fraction], &number) ||
        number < name->info->low || number > name->info->high)
        return 0;
    *lab = (pcart_lab){.value = number,
                       .date = labs->day,
                       .minute = labs->minute,
                       .analyte = (uint8_t)name->info->analyte,
                       .censor = PCART_EXACT,
                       .limit = limit->length ? name->limit_index : 0};
    *used = name;
    return 1;
}

static pcart_status
keep(pcarti_reading *reading, const pcart_lab *lab, uint32_t owner)
{
    struct pcarti_labs_store *store = reading->labs->store;
    chunk *last = store->last;

    if (!last || last->n == CHUNK_ROWS) {
        last = pcart_arena_take(reading->temp, 1, sizeof *last);
        if (!last)
            return pcarti_reading_no_memory(reading);
        *(store->last ? &store->last->next : &store->first) = last;
        store->last = last;
    }
    last->lab[last->n] = *lab;
    last->lab[last->n].line = reading->row->line < UINT32_MAX
                                  ? (uint32_t)reading->row->line
                                  : UINT32_MAX;
    last->owner[last->n++] = owner;
    store->n++;
    reading->use->used++;
    return PCART_OK;
}

pcart_status
pcarti_labs_take(pcarti_reading *reading)
{
    pcarti_lab_name *name;
    pcart_lab lab;
    uint32_t owner = reading->last_owner;

    if (!take_plain(reading, &lab, &name)) {
        pcart_status status = PCART_OK;

        if (!pcarti_labs_row(reading, &lab, &owner, &name, &status))
            return status;
    }
    name->n_used++;
    return keep(reading, &lab, owner);
}

/* One note for every analyte that is not used, or used with a flag. */
static void
report_names(pcarti_reading *reading)
{
    for (const pcarti_lab_name *name = reading->labs->first; name;
         name = name->next) {
        uint64_t n = name->info ? name->n_used : name->n_unused;
        pcarti_finding finding = {
            .severity = PCART_NOTE,
            .status = PCART_E_NOTFOUND,
            .code = "analyte-unused",
            .where = {reading->file->name, name->first_line, 0, 0},
            .what = "analyte",
            .quote = name->text,
            .quote_length = name->length,
            .hint = name->note,
        };

        if (n == 0 || (name->info && !name->note))
            continue;
        if (name->info)
            finding.code = "analyte-flagged";
        else if (name->note)
            finding.severity = PCART_WARNING;
        pcarti_reading_add(reading, &finding,
                           name->info ? "is used with a flag (%llu rows)"
                                      : "is not used (%llu rows, first here)",
                           (unsigned long long)n);
    }
}

/* Where the rows of each patient begin; n + 1 numbers, or NULL. */
static size_t *
count_rows(pcarti_reading *reading, const uint32_t *place)
{
    size_t n = reading->patient.n;
    size_t *start = pcart_arena_take(reading->temp, n + 2, sizeof *start);

    if (!start)
        return NULL;
    for (chunk *c = reading->labs->store->first; c; c = c->next)
        for (size_t i = 0; i < c->n; i++)
            start[place[c->owner[i]] + 2]++;
    for (size_t i = 2; i < n + 2; i++)
        start[i] += start[i - 1];
    return start + 1;
}

pcart_status
pcarti_labs_finish(pcarti_reading *reading, pcart_patient *patient,
                   const uint32_t *place)
{
    size_t n_lab = reading->labs->store->n, n = reading->patient.n;
    pcart_lab *lab, *work;
    size_t *start, longest = 0;

    reading->file = &reading->folder->file[PCART_TABLE_LABS];
    reading->use = &reading->out->table[PCART_TABLE_LABS];
    report_names(reading);
    if (n_lab == 0)
        return PCART_OK;
    start = count_rows(reading, place);
    lab = pcart_arena_take(reading->arena, n_lab, sizeof *lab);
    if (!start || !lab)
        return pcarti_reading_no_memory(reading);
    /* start[p] runs on to where the rows of the next patient begin. */
    for (chunk *c = reading->labs->store->first; c; c = c->next)
        for (size_t i = 0; i < c->n; i++)
            lab[start[place[c->owner[i]]]++] = c->lab[i];
    for (size_t p = 0; p < n; p++) {
        size_t first = p ? start[p - 1] : 0;

        patient[p].lab = lab + first;
        patient[p].n_lab = start[p] - first;
        patient[p].limit = reading->labs->limit;
        if (patient[p].n_lab > longest)
            longest = patient[p].n_lab;
    }
    work = pcart_arena_take(reading->temp, longest, sizeof *work);
    if (!work)
        return pcarti_reading_no_memory(reading);
    for (size_t p = 0; p < n; p++) {
        pcart_lab *own = lab + (patient[p].lab - lab);
        pcart_status status =
            pcarti_labs_sort(reading, own, &patient[p].n_lab, work);

        if (status)
            return status;
    }
    return PCART_OK;
}
