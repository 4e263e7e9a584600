/*
 * gate.c -- counts that must have been written in another unit.  Layer: read.
 *
 * One value may be odd; that half of them are means that the unit is wrong.
 * Then the file is refused, not the row.
 */
#include "read/reading.h"

/* Values above zero, and those of them on either side of the band. */
typedef struct tally {
    size_t n, n_below, n_above;
    uint32_t line; /* of the first row */
} tally;

static void
count(const pcart_patient *patient, const pcart_impossible_median *of, tally *t)
{
    for (size_t i = 0; i < patient->n_lab; i++) {
        const pcart_lab *lab = &patient->lab[i];

        if (lab->analyte > of->analyte)
            break;
        if (lab->analyte != of->analyte || lab->value <= 0)
            continue;
        t->n++;
        t->n_below += lab->value < of->low;
        t->n_above += lab->value > of->high;
        if (t->line == 0 || lab->line < t->line)
            t->line = lab->line;
    }
}

/* Whether the median lies in the band: less than half on either side. */
static int
is_shut(const pcart_impossible_median *of, const tally *t)
{
    return t->n >= of->least && t->n > 0 && 2 * t->n_below < t->n &&
           2 * t->n_above < t->n;
}

static void
check(pcarti_reading *reading, const pcart_impossible_median *of,
      const pcart_patient *patient, size_t n_patient)
{
    pcarti_finding finding = {
        .severity = PCART_ERROR,
        .status = PCART_E_RANGE,
        .code = "lab-unit-batch",
        .where = {reading->folder->file[PCART_TABLE_LABS].name, 0, 0, 0},
        .what = "table labs:",
        .hint = of->hint,
    };
    tally all = {0};
    size_t n_shut = 0;

    for (size_t i = 0; i < n_patient; i++) {
        tally own = {0};

        count(&patient[i], of, of->is_per_patient ? &own : &all);
        if (!of->is_per_patient || !is_shut(of, &own))
            continue;
        if (n_shut++ == 0 || own.line < all.line)
            all.line = own.line;
    }
    if (n_shut == 0 && !is_shut(of, &all))
        return;
    finding.where.line = all.line;
    if (of->is_per_patient)
        pcarti_reading_add(reading, &finding, "%s in %zu patients, first here",
                           of->predicate, n_shut);
    else
        pcarti_reading_add(reading, &finding, "%s over all patients",
                           of->predicate);
}

void
pcarti_gate_check(pcarti_reading *reading, const pcart_patient *patient,
                  size_t n_patient)
{
    size_t n;
    const pcart_impossible_median *gate = pcart_impossible_medians(&n);

    reading->use = &reading->out->table[PCART_TABLE_LABS];
    for (size_t i = 0; i < n; i++)
        check(reading, &gate[i], patient, n_patient);
}
