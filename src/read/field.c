/* field.c -- one cell, by what its column holds.  Layer: read. */
#include "read/reading.h"

#include <stdio.h>
#include <string.h>

#include "postcart/unit.h"
#include "rules/spell.h"
#include "read/scan.h"
#include "read/value.h"

static const pcart_column *
column_of(const pcarti_reading *reading, size_t column)
{
    return &reading->file->table->column[column];
}

static int
refuse(pcarti_reading *reading, size_t column, const pcarti_field *field,
       pcart_status status, const char *code, const char *predicate,
       const char *hint)
{
    pcarti_finding finding = pcarti_finding_of(
        reading, field->cell, code, column_of(reading, column)->name);

    finding.status = status;
    finding.hint = hint;
    pcarti_reading_add(reading, &finding, "%s", predicate);
    return 0;
}

static int
read_id(pcarti_reading *reading, size_t column, pcarti_field *field)
{
    if (field->length <= PCART_ID_MAX &&
        memchr(field->text, '\n', field->length) == NULL)
        return 1;
    return refuse(reading, column, field, PCART_E_SYNTAX, "id-malformed",
                  "is no id", "ids have at most 128 bytes, on one line");
}

static int
read_date(pcarti_reading *reading, size_t column, pcarti_field *field)
{
    static const char *const hint[] = {
        [PCART_DATE_ISO] = ("write dates as YYYY-MM-DD, or give --dates=dmy "
                            "(31.12.2024) or --dates=mdy"),
        [PCART_DATE_DMY] = "dates are day, month, year of four digits",
        [PCART_DATE_MDY] = "dates are month, day, year of four digits",
    };
    pcart_date_order order = reading->folder->options.dates;
    pcart_date date;
    pcart_status status = pcart_date_read_as(field->text, field->length, order,
                                             &date, NULL, NULL);

    if (status == PCART_OK) {
        field->number = date;
        return 1;
    }
    if (status == PCART_E_RANGE)
        return refuse(reading, column, field, status, "date-impossible",
                      "is no day of the calendar (1800 to 2199)", NULL);
    return refuse(reading, column, field, status, "date-malformed",
                  "is not a date", hint[order]);
}

static int
read_integer(pcarti_reading *reading, size_t column, pcarti_field *field)
{
    const pcart_column *of = column_of(reading, column);
    int64_t value = 0;
    size_t i = 0;

    for (; i < field->length && i < 18; i++) {
        if (field->text[i] < '0' || field->text[i] > '9')
            break;
        value = value * 10 + (field->text[i] - '0');
    }
    if (i != field->length)
        return refuse(reading, column, field, PCART_E_SYNTAX,
                      "number-malformed", "is not a whole number", NULL);
    field->number = value;
    if (value > INT64_MAX / PCART_FIXED_ONE ||
        (of->low != PCART_FIXED_NONE && value * PCART_FIXED_ONE < of->low) ||
        (of->high != PCART_FIXED_NONE && value * PCART_FIXED_ONE > of->high))
        return refuse(reading, column, field, PCART_E_RANGE,
                      "number-impossible", "is not possible here", NULL);
    return 1;
}

/* "between 0 and 100 %" of a column. */
static void
describe_range(const pcart_column *of, char out[96])
{
    char low[PCART_FIXED_SIZE], high[PCART_FIXED_SIZE];
    const char *blank = of->unit[0] ? " " : "";

    pcart_fixed_write(of->low, low);
    pcart_fixed_write(of->high, high);
    if (of->high == PCART_FIXED_NONE)
        snprintf(out, 96, "values are at least %s%s%s", low, blank, of->unit);
    else
        snprintf(out, 96, "values are from %s to %s%s%s", low, high, blank,
                 of->unit);
}

/* Numbers in the fixed unit of the column. */
static int
read_number(pcarti_reading *reading, size_t column, pcarti_field *field,
            int may_be_bounded)
{
    const pcart_column *of = column_of(reading, column);
    pcarti_value value =
        pcarti_value_read(field->text, field->length, reading->file->mark);
    pcart_fixed number = 0;
    char range[96];

    if (value.kind == PCARTI_VALUE_WORDS) {
        pcarti_finding finding = pcarti_finding_of(
            reading, field->cell, "value-not-a-number", of->name);

        finding.severity = PCART_WARNING;
        pcarti_reading_add(reading, &finding, "is not a number, %s",
                           of->is_required ? "row not used"
                                           : "taken as not given");
        field->length = 0;
        return !of->is_required;
    }
    if (value.kind != PCARTI_VALUE_NUMBER ||
        (value.censor != PCART_EXACT && !may_be_bounded))
        return refuse(reading, column, field, PCART_E_SYNTAX,
                      "number-malformed", "is not a number", value.hint);
    field->censor = (int)value.censor;
    if (pcart_fixed_from_decimal(value.number, 1, 1, &number, NULL, NULL) !=
        PCART_OK)
        return refuse(reading, column, field, PCART_E_RANGE,
                      "number-impossible", "is too large", NULL);
    field->number = number;
    if ((of->low == PCART_FIXED_NONE || number >= of->low) &&
        (of->high == PCART_FIXED_NONE || number <= of->high))
        return 1;
    describe_range(of, range);
    return refuse(reading, column, field, PCART_E_RANGE, "number-impossible",
                  "is not possible here", range);
}

static const char *
code_name(const void *list, size_t i)
{
    return ((const pcart_code *)list)[i].name;
}

static int
read_code(pcarti_reading *reading, size_t column, pcarti_field *field)
{
    const pcart_column *of = column_of(reading, column);
    const pcart_code *code =
        pcart_dictionary_code(of, field->text, field->length);
    const char *nearest;
    char hint[192];
    size_t n = 0;

    if (code) {
        field->number = code->value;
        return 1;
    }
    nearest = pcarti_nearest(field->text, field->length, of->code, of->n_code,
                             code_name);
    if (nearest)
        n = (size_t)snprintf(hint, sizeof hint, "did you mean '%s'?", nearest);
    else
        n = (size_t)snprintf(hint, sizeof hint, "one of");
    for (size_t i = 0; !nearest && i < of->n_code && n < sizeof hint; i++)
        n += (size_t)snprintf(hint + n, sizeof hint - n, "%s %s", i ? "," : "",
                              of->code[i].name);
    return refuse(reading, column, field, PCART_E_NOTFOUND, "code-unknown",
                  "is not known", hint);
}

/* The year alone, or a date. */
static int
read_date_or_year(pcarti_reading *reading, size_t column, pcarti_field *field)
{
    int year = 0;

    if (field->length != 4)
        return read_date(reading, column, field);
    for (size_t i = 0; i < 4; i++) {
        if (field->text[i] < '0' || field->text[i] > '9')
            return read_date(reading, column, field);
        year = year * 10 + (field->text[i] - '0');
    }
    if (year < 1800 || year > 2199)
        return refuse(reading, column, field, PCART_E_RANGE, "date-impossible",
                      "is no year from 1800 to 2199", NULL);
    field->birth_year = year;
    field->number = PCART_DATE_NONE;
    return 1;
}

static int
read_time(pcarti_reading *reading, size_t column, pcarti_field *field)
{
    int minute;

    if (pcart_date_read_time(field->text, field->length, &minute, NULL) !=
        PCART_OK)
        return refuse(reading, column, field, PCART_E_SYNTAX, "time-malformed",
                      "is not a time of day", "write times as HH:MM");
    field->number = minute;
    return 1;
}

static int
read_given(pcarti_reading *reading, size_t column, pcarti_field *field)
{
    switch (column_of(reading, column)->type) {
    case PCART_COLUMN_ID:
        return read_id(reading, column, field);
    case PCART_COLUMN_INTEGER:
        return read_integer(reading, column, field);
    case PCART_COLUMN_DECIMAL:
        return read_number(reading, column, field, 0);
    case PCART_COLUMN_VALUE:
        return read_number(reading, column, field, 1);
    case PCART_COLUMN_DATE:
        return read_date(reading, column, field);
    case PCART_COLUMN_DATE_OR_YEAR:
        return read_date_or_year(reading, column, field);
    case PCART_COLUMN_TIME:
        return read_time(reading, column, field);
    case PCART_COLUMN_CODE:
        return read_code(reading, column, field);
    case PCART_COLUMN_TEXT:
    case PCART_COLUMN_ANALYTE:
    case PCART_COLUMN_UNIT:
    case PCART_COLUMN_PATH:
        break;
    }
    return 1;
}

int
pcarti_field_read(pcarti_reading *reading, size_t column, pcarti_field *field)
{
    const pcart_column *of = column_of(reading, column);
    int at = reading->file->column[column];

    *field = (pcarti_field){.birth_year = -1};
    if (at < 0)
        return 1;
    field->cell = &reading->row->cell[at];
    field->text = field->cell->text;
    field->length = field->cell->length;
    pcarti_scan_trim(&field->text, &field->length);
    if (field->length > 0) {
        int is_good = read_given(reading, column, field);

        if (!is_good)
            field->length = 0; // as if it were not given
        return is_good;
    }
    if (of->is_required) {
        pcarti_finding finding =
            pcarti_finding_of(reading, field->cell, "cell-empty", of->name);

        finding.quote = NULL;
        pcarti_reading_add(reading, &finding, "is empty");
        return 0;
    }
    return 1;
}
