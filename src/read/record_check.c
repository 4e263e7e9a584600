/* record_check.c -- rows that contradict themselves.  Layer: read. */
#include "read/reading.h"

enum { YEAR_COLUMN = 4, END_COLUMN = 2, UNIT_COLUMN = 5, START_COLUMN = 6 };
enum { ALT_READS_COLUMN = 8, FRACTION_COLUMN = 3 };

static int
refuse(pcarti_reading *reading, const pcarti_field *field, const char *code,
       const char *what, const char *predicate)
{
    pcarti_finding finding =
        pcarti_finding_of(reading, field->cell, code, what);

    finding.status = PCART_E_INCONSISTENT;
    pcarti_reading_add(reading, &finding, "%s", predicate);
    return 0;
}

static int
check_patient(pcarti_reading *reading, const pcarti_field *field,
              pcart_patient *patient)
{
    int year, month, day, given = patient->birth_year;

    if ((int)patient->sex < 0)
        patient->sex = PCART_SEX_UNKNOWN;
    for (size_t i = 0; i < reading->file->table->n_column; i++)
        if (field[i].birth_year >= 0)
            patient->birth_year = field[i].birth_year;
    if (patient->birth_date != PCART_DATE_NONE) {
        pcart_date_to_civil(patient->birth_date, &year, &month, &day);
        patient->birth_year = year;
    }
    if (given >= 0 && given != patient->birth_year)
        return refuse(reading, &field[YEAR_COLUMN], "birth-inconsistent",
                      "birth_year", "is not the year of birth_date");
    return 1;
}

static int
check_support(pcarti_reading *reading, const pcarti_field *field,
              pcart_support *support)
{
    if (support->last == PCART_DATE_NONE)
        support->last = support->first;
    if (support->last < support->first)
        return refuse(reading, &field[END_COLUMN], "end-before-start",
                      "end_date", "is before the first day");
    if (support->amount != PCART_FIXED_NONE && field[UNIT_COLUMN].length == 0) {
        pcarti_finding finding = pcarti_finding_of(
            reading, field[UNIT_COLUMN].cell, "support-unit-missing", "amount");

        finding.quote = NULL;
        finding.hint = "write the unit beside it: bags, ug, mg ...";
        pcarti_reading_add(reading, &finding, "has no unit");
        return 0;
    }
    return 1;
}

static int
check_variant(pcarti_reading *reading, const pcarti_field *field,
              const pcart_variant_row *variant)
{
    if (variant->depth >= 0 && variant->alt_reads > variant->depth)
        return refuse(reading, &field[ALT_READS_COLUMN],
                      "variant-reads-inconsistent", "alt_reads",
                      "is larger than the depth");
    return 1;
}

int
pcarti_record_check(pcarti_reading *reading, const pcarti_field *field,
                    void *record)
{
    pcart_toxicity *toxicity;
    pcart_infusion *infusion;
    pcart_sample *sample;

    switch (reading->file->table->id) {
    case PCART_TABLE_PATIENTS:
        return check_patient(reading, field, record);
    case PCART_TABLE_SUPPORTS:
        return check_support(reading, field, record);
    case PCART_TABLE_VARIANTS:
        return check_variant(reading, field, record);
    case PCART_TABLE_TOXICITIES:
        toxicity = record;
        if (toxicity->last != PCART_DATE_NONE &&
            toxicity->last < toxicity->first)
            return refuse(reading, &field[END_COLUMN], "end-before-start",
                          "end_date", "is before the first day");
        break;
    case PCART_TABLE_INFUSIONS:
        infusion = record;
        if (infusion->lymphodepletion_start != PCART_DATE_NONE &&
            infusion->lymphodepletion_start > infusion->date)
            return refuse(reading, &field[START_COLUMN],
                          "lymphodepletion-after-infusion",
                          "lymphodepletion_start", "is after the infusion");
        break;
    case PCART_TABLE_SAMPLES:
        sample = record;
        if ((int)sample->genome < 0)
            sample->genome = PCART_GENOME_UNKNOWN;
        break;
    case PCART_TABLE_CHIMERISM:
        ((pcart_chimerism *)record)->censor = field[FRACTION_COLUMN].censor;
        break;
    case PCART_TABLE_LABS:
    case PCART_TABLE_SIGNS:
    case PCART_TABLE_TRANSPLANTS:
    case PCART_TABLE_MARROWS:
    case PCART_TABLE_KARYOTYPES:
    case PCART_TABLE_RESPONSES:
    case PCART_TABLE_EVENTS:
    case PCART_TABLE_ACKNOWLEDGEMENTS:
    case PCART_N_TABLE:
        break;
    }
    return 1;
}
