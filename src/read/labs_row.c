/* labs_row.c -- the full reading of one result, with its reports.
 * Layer: read. */
#include <string.h>

#include "read/labs.h"
#include "read/scan.h"
#include "read/value.h"

/* A cell that must not be empty; NULL (reported) when it is. */
static const pcart_cell *
required_cell(pcarti_reading *reading, int column, const char **text,
              size_t *length)
{
    const pcart_cell *cell = &reading->row->cell[reading->labs->column[column]];
    pcarti_finding finding;

    *text = cell->text;
    *length = cell->length;
    pcarti_scan_trim(text, length);
    if (*length)
        return cell;
    finding = pcarti_finding_of(reading, cell,
                                column == PCARTI_LAB_UNIT ? "lab-unit-missing"
                                                          : "cell-empty",
                                reading->file->table->column[column].name);
    finding.quote = NULL;
    if (column == PCARTI_LAB_UNIT)
        finding.hint = "every value has a unit beside it, such as 10^9/L";
    pcarti_reading_add(reading, &finding, "is empty");
    return NULL;
}

/* The day and, where it is written, the minute. */
static int
read_day(pcarti_reading *reading, pcart_lab *lab)
{
    pcarti_labs *labs = reading->labs;
    pcarti_field date, time;
    int is_good = pcarti_field_read(reading, PCARTI_LAB_DATE, &date) &
                  pcarti_field_read(reading, PCARTI_LAB_TIME, &time);
    int minute = -1;

    if (!is_good)
        return 0;
    lab->date = (pcart_date)date.number;
    if (time.length)
        minute = (int)time.number;
    else if (pcart_date_read_as(date.text, date.length,
                                reading->folder->options.dates, &lab->date,
                                &minute, NULL) != PCART_OK)
        minute = -1;
    lab->minute = (int16_t)minute;
    /* Only what is written plainly can be recognised in the next row. */
    labs->date[0] = '\0';
    if (date.cell->length == sizeof labs->date &&
        date.length == sizeof labs->date && time.length < sizeof labs->time &&
        (!time.cell || time.cell->length == time.length)) {
        memcpy(labs->date, date.text, sizeof labs->date);
        if (time.length)
            memcpy(labs->time, time.text, time.length);
        labs->time_length = time.length;
        labs->day = lab->date;
        labs->minute = lab->minute;
    }
    return 1;
}

static void
not_a_number(pcarti_reading *reading, const pcart_cell *cell,
             const pcarti_lab_name *name, const pcarti_value *value)
{
    pcarti_finding finding = pcarti_finding_of(
        reading, cell, "lab-value-malformed", name->info->title);

    if (value->kind == PCARTI_VALUE_BAD) {
        finding.hint = value->hint;
        pcarti_reading_add(reading, &finding, "is not a number");
        return;
    }
    finding.severity = PCART_WARNING;
    finding.code = "lab-value-not-a-number";
    pcarti_reading_add(reading, &finding,
                       value->kind == PCARTI_VALUE_RANGE
                           ? "is a range, row not used"
                           : "is not a number, row not used");
}

static int
no_value(pcarti_reading *reading, const pcart_cell *cell,
         const pcarti_lab_name *name)
{
    pcarti_finding finding =
        pcarti_finding_of(reading, cell, "lab-value-empty", name->info->title);

    finding.severity = PCART_WARNING;
    finding.quote = NULL;
    pcarti_reading_add(reading, &finding, "has no value, row not used");
    return 0;
}

/* The value in the canonical unit of the analyte. */
static int
convert(pcarti_reading *reading, const pcart_cell *cell,
        const pcart_cell *unit_cell, const pcarti_value *value,
        const pcart_unit *unit, const pcarti_lab_name *name, pcart_lab *lab)
{
    pcart_err err = {0};
    pcart_status status =
        pcart_lab_convert(name->info, value->number, unit, &lab->value, &err);
    pcarti_finding finding;

    lab->censor = (uint8_t)value->censor;
    lab->analyte = (uint8_t)name->info->analyte;
    if (status == PCART_OK)
        return 1;
    if (status == PCART_E_INCONSISTENT) {
        finding =
            pcarti_finding_of(reading, unit_cell, "lab-unit-mismatch", "unit");
        finding.status = status;
        finding.hint = err.hint[0] ? err.hint : NULL;
        pcarti_reading_add(reading, &finding, "does not measure %s",
                           name->info->title);
        return 0;
    }
    finding = pcarti_finding_of(reading, cell, "lab-value-implausible",
                                name->info->title);
    finding.status = PCART_E_RANGE;
    finding.hint = "is the unit right?";
    pcarti_reading_add(reading, &finding, "is implausible in %s",
                       unit->spelling);
    return 0;
}

static const pcart_unit *
read_unit(pcarti_reading *reading, const pcart_cell **cell, const char **text,
          size_t *length)
{
    const pcart_unit *unit;
    pcarti_finding finding;

    *cell = required_cell(reading, PCARTI_LAB_UNIT, text, length);
    if (!*cell)
        return NULL;
    unit = pcart_unit_find(*text, *length);
    if (unit)
        return unit;
    finding = pcarti_finding_of(reading, *cell, "lab-unit-unknown", "unit");
    finding.status = PCART_E_NOTFOUND;
    finding.hint = "'postcart check --reference' lists the units";
    pcarti_reading_add(reading, &finding, "is not known");
    return NULL;
}

static int
read_result(pcarti_reading *reading, pcarti_lab_name *name, pcart_lab *lab)
{
    const pcart_cell *unit_cell;
    const pcart_cell *cell =
        &reading->row->cell[reading->labs->column[PCARTI_LAB_VALUE]];
    const char *text = cell->text, *unit_text;
    size_t length = cell->length, unit_length;
    pcarti_value value;
    const pcart_unit *unit;

    pcarti_scan_trim(&text, &length);
    if (length == 0)
        return no_value(reading, cell, name);
    value = pcarti_value_read(text, length, reading->file->mark);
    if (value.kind != PCARTI_VALUE_NUMBER)
        not_a_number(reading, cell, name, &value);
    if (value.kind == PCARTI_VALUE_WORDS || value.kind == PCARTI_VALUE_RANGE)
        return 0; // such rows often have no unit either
    unit = read_unit(reading, &unit_cell, &unit_text, &unit_length);
    if (!unit || value.kind != PCARTI_VALUE_NUMBER ||
        !convert(reading, cell, unit_cell, &value, unit, name, lab))
        return 0;
    pcarti_labs_learn_unit(name, unit_cell->text, unit_cell->length, unit);
    return pcarti_labs_limit(reading, unit, unit_cell, name, lab);
}

int
pcarti_labs_row(pcarti_reading *reading, pcart_lab *lab, uint32_t *owner,
                pcarti_lab_name **name, pcart_status *status)
{
    const char *text, *analyte;
    size_t length, analyte_length;
    const pcart_cell *patient_cell, *analyte_cell;
    int found = 0, is_good = 1;

    *lab = (pcart_lab){.minute = -1};
    analyte_cell =
        required_cell(reading, PCARTI_LAB_ANALYTE, &analyte, &analyte_length);
    patient_cell = required_cell(reading, PCARTI_LAB_PATIENT, &text, &length);
    if (patient_cell && length <= PCART_ID_MAX)
        found =
            pcarti_reading_owner(reading, patient_cell, text, length, owner);
    else if (patient_cell)
        found =
            pcarti_field_read(reading, PCARTI_LAB_PATIENT, &(pcarti_field){0});
    if (found < 0)
        *status = PCART_E_UNSUPPORTED;
    if (found < 0 || !analyte_cell)
        return 0;
    *name = pcarti_labs_name(reading, analyte, analyte_length);
    if (!*name) {
        *status = PCART_E_NOMEM;
        return 0;
    }
    if ((*name)->first_line == 0)
        (*name)->first_line = reading->row->line;
    if (!(*name)->info) {
        (*name)->n_unused++;
        return 0;
    }
    is_good &= read_day(reading, lab);
    is_good &= read_result(reading, *name, lab);
    return is_good && found > 0;
}
