/* labs_limit.c -- the laboratory's lower limit of normal beside a result.
 * Layer: read. */
#include <string.h>

#include "read/labs.h"
#include "read/scan.h"
#include "read/value.h"

/* More different limits than this are those of a column that holds something
 * else. */
enum { MAX_LIMIT = 1000 };

static void
not_used(pcarti_reading *reading, const pcart_cell *cell, const char *code,
         const pcarti_lab_name *name, const char *hint)
{
    pcarti_finding finding =
        pcarti_finding_of(reading, cell, code, name->info->title);

    finding.severity = PCART_WARNING;
    finding.status = PCART_E_RANGE;
    finding.hint = hint;
    pcarti_reading_add(reading, &finding,
                       "is no lower limit of normal, limit not used");
}

/* The limit in the canonical unit; PCART_FIXED_NONE (reported) when it is no
 * number, or not one of this analyte. */
static pcart_fixed
read_limit(pcarti_reading *reading, const pcart_cell *cell,
           const pcart_unit *unit, const pcarti_lab_name *name)
{
    const pcart_limit_gate *gate = pcart_limit_gate_find(name->info->analyte);
    const char *text = cell->text;
    size_t length = cell->length;
    pcarti_value value;
    pcart_fixed limit;

    pcarti_scan_trim(&text, &length);
    if (length == 0 || !gate)
        return PCART_FIXED_NONE;
    value = pcarti_value_read(text, length, reading->file->mark);
    if (value.kind != PCARTI_VALUE_NUMBER || value.censor != PCART_EXACT) {
        not_used(reading, cell, "lab-limit-malformed", name,
                 value.hint ? value.hint
                            : "give the number alone: 1.8, not 1.8-7.7");
        return PCART_FIXED_NONE;
    }
    if (pcart_lab_convert(name->info, value.number, unit, &limit, NULL) ||
        limit < gate->low || limit > gate->high) {
        not_used(reading, cell, "lab-limit-implausible", name,
                 "in the unit of the value; is it the range of another test?");
        return PCART_FIXED_NONE;
    }
    return limit;
}

/* Its place in the list; 0 when memory is out or the list is full. */
static size_t
place_of(pcarti_reading *reading, pcart_fixed limit)
{
    pcarti_labs *labs = reading->labs;
    pcart_fixed *grown;

    for (size_t i = 1; i < labs->n_limit; i++)
        if (labs->limit[i] == limit)
            return i;
    if (labs->n_limit > MAX_LIMIT)
        return 0;
    if (labs->n_limit == 0)
        labs->n_limit = 1; // the first is none
    grown = pcart_arena_grow(reading->arena, labs->limit, &labs->m_limit,
                             labs->n_limit + 1, sizeof *grown);
    if (!grown) {
        (void)pcarti_reading_no_memory(reading);
        return 0;
    }
    labs->limit = grown;
    grown[0] = PCART_FIXED_NONE;
    grown[labs->n_limit] = limit;
    return labs->n_limit++;
}

/* The next row with this limit needs no reading: only in the unit that is
 * remembered, too. */
static void
learn(pcarti_lab_name *name, const pcart_cell *cell,
      const pcart_cell *unit_cell, uint16_t index)
{
    if (cell->length > sizeof name->limit ||
        unit_cell->length != name->unit_length ||
        memcmp(unit_cell->text, name->unit, name->unit_length) != 0)
        return;
    memcpy(name->limit, cell->text, cell->length);
    name->limit_length = cell->length;
    name->limit_index = index;
}

int
pcarti_labs_limit(pcarti_reading *reading, const pcart_unit *unit,
                  const pcart_cell *unit_cell, pcarti_lab_name *name,
                  pcart_lab *lab)
{
    const int column = reading->labs->column[PCARTI_LAB_REF_LOW];
    const pcart_cell *cell = column < 0 ? NULL : &reading->row->cell[column];
    pcart_fixed limit;

    if (!cell || cell->length == 0)
        return 1;
    limit = read_limit(reading, cell, unit, name);
    if (limit != PCART_FIXED_NONE) {
        lab->limit = (uint16_t)place_of(reading, limit);
        if (lab->limit == 0 && reading->labs->n_limit <= MAX_LIMIT)
            return 0;
        if (lab->limit == 0)
            not_used(reading, cell, "lab-limit-many", name,
                     "the column holds too many different numbers");
    }
    /* What is not used is reported row by row. */
    if (lab->limit || !pcart_limit_gate_find(name->info->analyte))
        learn(name, cell, unit_cell, lab->limit);
    return 1;
}
