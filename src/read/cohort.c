/* cohort.c -- from tables to patients.  Layer: read. */
#include "postcart/cohort.h"

#include <stdlib.h>
#include <string.h>

#include "read/reading.h"

static pcart_status
read_tables(pcarti_reading *reading)
{
    pcart_status status = pcarti_labs_init(reading);

    for (int id = 0; status == PCART_OK && id < PCART_N_TABLE; id++) {
        memset(reading->last_text, 0, sizeof reading->last_text);
        status = pcarti_reading_table(
            reading, (pcart_table_id)id,
            id == PCART_TABLE_LABS ? pcarti_labs_take : pcarti_record_take);
    }
    return status;
}

static int
compare_patients(const void *a, const void *b)
{
    return strcmp(((const pcart_patient *)a)->id,
                  ((const pcart_patient *)b)->id);
}

/*
 * The patients by id; (*place)[i] is where the patient with number i stands.
 * The ids of a table are all different.
 */
static pcart_status
sort_patients(pcarti_reading *reading, pcart_patient **out, uint32_t **place)
{
    const pcarti_rows *rows = &reading->rows[PCART_TABLE_PATIENTS];
    pcart_patient *patient =
        pcart_arena_take(reading->arena, rows->n, sizeof *patient);
    int is_sorted = 1;

    *place = pcart_arena_take(reading->temp, rows->n + 1, sizeof **place);
    if (!patient || !*place)
        return pcarti_reading_no_memory(reading);
    for (size_t i = 0; i < rows->n; i++) {
        memcpy(&patient[i], rows->data + i * rows->stride + sizeof(pcarti_item),
               sizeof *patient);
        if (i > 0 && compare_patients(&patient[i - 1], &patient[i]) > 0)
            is_sorted = 0;
    }
    if (!is_sorted)
        qsort(patient, rows->n, sizeof *patient, compare_patients);
    for (size_t i = 0; i < rows->n; i++) {
        uint32_t number =
            is_sorted ? (uint32_t)i
                      : pcarti_names_find(&reading->patient, patient[i].id,
                                          strlen(patient[i].id));

        (*place)[number] = (uint32_t)i;
    }
    *out = patient;
    return PCART_OK;
}

/* Give every row to its patient, and look for contradictions. */
static pcart_status
assemble(pcarti_reading *reading)
{
    pcart_patient *patient = NULL;
    uint32_t *place = NULL;
    size_t n = reading->rows[PCART_TABLE_PATIENTS].n;
    unsigned tables = 0;
    pcart_status status = sort_patients(reading, &patient, &place);

    if (status == PCART_OK)
        status = pcarti_record_finish(reading, patient, place);
    if (status == PCART_OK)
        status = pcarti_labs_finish(reading, patient, place);
    if (status)
        return status;
    for (int id = 0; id < PCART_N_TABLE; id++)
        tables |= (unsigned)(reading->out->table[id].file != NULL) << id;
    for (size_t i = 0; i < n; i++) {
        patient[i].tables = tables;
        pcarti_consistency_check(reading, &patient[i]);
    }
    pcarti_gate_check(reading, patient, n);
    reading->out->patient = patient;
    reading->out->n_patient = n;
    return PCART_OK;
}

/* What is known of the files, before a row is read. */
static void
begin_use(const pcart_cohort_folder *folder, const pcart_cohort_block *block,
          pcart_cohort *out)
{
    *out = (pcart_cohort){0};
    for (int i = 0; i < PCART_N_TABLE; i++) {
        const pcarti_file *file = &folder->file[i];

        out->table[i].file = file->name;
        out->table[i].bytes = block ? block->part[i].length : file->size;
        if (block && !block->is_first)
            continue;
        out->table[i].n_note = file->n_note;
        out->table[i].n_warning = file->n_warning;
        out->table[i].n_error = file->n_error;
    }
}

static pcart_status
read_all(const pcart_cohort_folder *folder, const pcart_cohort_block *block,
         pcart_arena *arena, pcart_diag *diag, pcart_cohort *out,
         pcart_err *err)
{
    pcart_err fatal = {0};
    pcarti_reading reading = {.folder = folder,
                              .block = block,
                              .arena = arena,
                              .diag = diag,
                              .out = out,
                              .first_error = folder->first_error,
                              .fatal = &fatal};
    pcart_arena temp;
    pcart_status status;

    begin_use(folder, block, out);
    /* The memory of one block is cleared as a whole before the next, and used
     * again: fresh pages cost more than the parsing. */
    pcart_arena_init(&temp, &arena->alloc);
    reading.temp = block ? arena : &temp;
    status = read_tables(&reading);
    if (status == PCART_OK && folder->file[PCART_TABLE_PATIENTS].is_readable)
        status = assemble(&reading);
    if (status == PCART_OK && diag->is_out_of_memory)
        status = pcarti_reading_no_memory(&reading);
    if (status == PCART_OK && reading.first_error.status != PCART_OK) {
        status = reading.first_error.status;
        fatal = reading.first_error;
    }
    pcart_arena_release(&temp);
    if (status) {
        out->patient = NULL;
        out->n_patient = 0;
        if (err)
            *err = fatal;
    }
    return status;
}

pcart_status
pcart_cohort_read(pcart_cohort_folder *folder, pcart_arena *arena,
                  pcart_diag *diag, pcart_cohort *out, pcart_err *err)
{
    return read_all(folder, NULL, arena, diag, out, err);
}

pcart_status
pcart_cohort_block_read(const pcart_cohort_folder *folder,
                        const pcart_cohort_block *block, pcart_arena *arena,
                        pcart_diag *diag, pcart_cohort *out, pcart_err *err)
{
    return read_all(folder, block, arena, diag, out, err);
}

int
pcart_sample_covers(const pcart_sample *sample, const char *gene)
{
    static const char between[] = "; ,|";
    const size_t length = strlen(gene);

    for (const char *at = sample->genes; at && *at;) {
        size_t n = strcspn(at, between);

        if (n == length && n && memcmp(at, gene, n) == 0)
            return 1;
        at += n;
        at += strspn(at, between);
    }
    return 0;
}

const pcart_patient *
pcart_cohort_find(const pcart_cohort *cohort, const char *id)
{
    size_t low = 0, high = cohort->n_patient;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(cohort->patient[middle].id, id);

        if (order == 0)
            return &cohort->patient[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
