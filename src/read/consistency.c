/* consistency.c -- facts of one patient that contradict each other.
 * Layer: read. */
#include "read/reading.h"

static void
add(pcarti_reading *reading, const pcart_patient *patient, pcart_table_id id,
    uint32_t line, pcart_severity severity, const char *code,
    const char *predicate)
{
    pcarti_finding finding =
        pcarti_finding_at(reading, id, line, code, patient);

    finding.severity = severity;
    reading->use = &reading->out->table[id];
    pcarti_reading_add(reading, &finding, "%s", predicate);
}

/* Numbers rise with dates; rows with one number are fractions. */
static void
check_infusions(pcarti_reading *reading, const pcart_patient *patient)
{
    for (size_t i = 1; i < patient->n_infusion; i++) {
        const pcart_infusion *a = &patient->infusion[i - 1];
        const pcart_infusion *b = &patient->infusion[i];

        if (a->number == b->number && a->date == b->date)
            add(reading, patient, PCART_TABLE_INFUSIONS, b->line, PCART_ERROR,
                "infusion-repeated",
                "has two infusions with this number and date");
        else if (a->number == b->number)
            add(reading, patient, PCART_TABLE_INFUSIONS, b->line, PCART_WARNING,
                "infusion-fraction",
                "has two dates for this infusion: taken as fractions of one");
        else if (b->date <= a->date)
            add(reading, patient, PCART_TABLE_INFUSIONS, b->line, PCART_ERROR,
                "infusion-order",
                "has infusions whose numbers do not follow their dates");
    }
    if (patient->n_infusion == 0 &&
        reading->folder->file[PCART_TABLE_INFUSIONS].is_readable)
        add(reading, patient, PCART_TABLE_PATIENTS, patient->line, PCART_NOTE,
            "infusion-none", "has no infusion");
}

/* The last day of life; NONE when alive.  Reports a second date. */
static pcart_date
find_death(pcarti_reading *reading, const pcart_patient *patient)
{
    pcart_date death = PCART_DATE_NONE;

    for (size_t i = 0; i < patient->n_event; i++) {
        const pcart_event *event = &patient->event[i];

        if (event->kind != PCART_EVENT_DEATH)
            continue;
        if (death != PCART_DATE_NONE && event->date != death)
            add(reading, patient, PCART_TABLE_EVENTS, event->line, PCART_ERROR,
                "death-repeated", "has two dates of death");
        else
            death = event->date;
    }
    return death;
}

static void
check_death(pcarti_reading *reading, const pcart_patient *patient,
            pcart_date death)
{
    uint32_t line = 0;

    for (size_t i = 0; i < patient->n_infusion; i++)
        if (patient->infusion[i].date > death)
            add(reading, patient, PCART_TABLE_INFUSIONS,
                patient->infusion[i].line, PCART_ERROR, "infusion-after-death",
                "has an infusion after death");
    for (size_t i = 0; i < patient->n_event; i++)
        if (patient->event[i].date > death)
            add(reading, patient, PCART_TABLE_EVENTS, patient->event[i].line,
                PCART_WARNING, "event-after-death", "has an event after death");
    for (size_t i = 0; i < patient->n_lab; i++)
        if (patient->lab[i].date > death &&
            (line == 0 || patient->lab[i].line < line))
            line = patient->lab[i].line;
    if (line)
        add(reading, patient, PCART_TABLE_LABS, line, PCART_WARNING,
            "lab-after-death", "has results after death, first here");
}

static void
check_birth(pcarti_reading *reading, const pcart_patient *patient)
{
    for (size_t i = 0; i < patient->n_infusion; i++) {
        int year, month, day;

        pcart_date_to_civil(patient->infusion[i].date, &year, &month, &day);
        if ((patient->birth_date != PCART_DATE_NONE &&
             patient->birth_date > patient->infusion[i].date) ||
            patient->birth_year > year)
            add(reading, patient, PCART_TABLE_INFUSIONS,
                patient->infusion[i].line, PCART_ERROR, "infusion-before-birth",
                "has an infusion before birth");
    }
}

/* First row of an analyte at or behind which all are of it or later ones. */
static size_t
lower_bound(const pcart_patient *patient, int analyte)
{
    size_t low = 0, high = patient->n_lab;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (patient->lab[middle].analyte < analyte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Neutrophils are leukocytes. */
static void
check_neutrophils(pcarti_reading *reading, const pcart_patient *patient)
{
    size_t anc = lower_bound(patient, PCART_ANC);
    size_t anc_end = lower_bound(patient, PCART_ANC + 1);
    size_t wbc = lower_bound(patient, PCART_WBC);
    size_t wbc_end = lower_bound(patient, PCART_WBC + 1);

    while (anc < anc_end && wbc < wbc_end) {
        const pcart_lab *a = &patient->lab[anc], *w = &patient->lab[wbc];

        if (a->date != w->date || a->minute != w->minute) {
            if (a->date < w->date ||
                (a->date == w->date && a->minute < w->minute))
                anc++;
            else
                wbc++;
            continue;
        }
        if (a->censor == PCART_EXACT && w->censor == PCART_EXACT &&
            w->value < a->value)
            add(reading, patient, PCART_TABLE_LABS, a->line, PCART_WARNING,
                "anc-above-wbc",
                "has more neutrophils than leukocytes at this time");
        anc++;
        wbc++;
    }
}

void
pcarti_consistency_check(pcarti_reading *reading, const pcart_patient *patient)
{
    pcart_date death = find_death(reading, patient);

    check_infusions(reading, patient);
    if (death != PCART_DATE_NONE)
        check_death(reading, patient, death);
    check_birth(reading, patient);
    check_neutrophils(reading, patient);
}
