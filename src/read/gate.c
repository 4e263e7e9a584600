/*
 * gate.c -- counts that must have been written in another unit.  Layer: read.
 *
 * One value may be odd; that half of them are means that the unit is wrong.
 * Then the file is refused, not the row.
 */
#include "read/reading.h"

typedef struct gate {
    pcart_analyte analyte;
    int is_per_patient;    /* else over all patients that are read together */
    size_t least;          /* values above zero; fewer say nothing */
    pcart_fixed low, high; /* impossible medians, canonical unit, inclusive */
    const char *predicate, *hint;
} gate;

// clang-format off
/* Platelets of 150 to 400 10^9/L are 0.15 to 0.4 10^12/L; read as 10^9/L that
 * is 150 to 400 cells/uL, far below any measured median.  The other bounds
 * are decisions of postcart [D]: analysers report steps of 10 cells/uL, so
 * most positive counts cannot lie below that. */
static const gate gates[] = {
    {PCART_PLATELETS, 1, 1, PCART_FIXED(150), PCART_FIXED(400),
     "platelets have a median of 0.15 to 0.4 10^9/L",
     "counts in 10^12/L, or in 10^9/L under the unit /uL? mend the unit"},
    {PCART_ANC, 0, 20, 1, PCART_FIXED(10) - 1,
     "neutrophils have a median below 10 cells/uL",
     "counts in 10^9/L under the unit /uL? mend the unit"},
    {PCART_WBC, 0, 20, 1, PCART_FIXED(10) - 1,
     "leukocytes have a median below 10 cells/uL",
     "counts in 10^9/L under the unit /uL? mend the unit"},
};
// clang-format on

/* Values above zero, and those of them on either side of the band. */
typedef struct tally {
    size_t n, n_below, n_above;
    uint32_t line; /* of the first row */
} tally;

static void
count(const pcart_patient *patient, const gate *of, tally *t)
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
is_shut(const gate *of, const tally *t)
{
    return t->n >= of->least && t->n > 0 && 2 * t->n_below < t->n &&
           2 * t->n_above < t->n;
}

static void
check(pcarti_reading *reading, const gate *of, const pcart_patient *patient,
      size_t n_patient)
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
    reading->use = &reading->out->table[PCART_TABLE_LABS];
    for (size_t i = 0; i < PCART_COUNTOF(gates); i++)
        check(reading, &gates[i], patient, n_patient);
}
