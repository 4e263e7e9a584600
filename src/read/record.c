/*
 * record.c -- rows of all tables but labs: from cells to structs, and from
 * structs to patients.  Layer: read.
 */
#include <stdlib.h>
#include <string.h>

#include "read/binding.h"
#include "read/reading.h"

/* A text of the cohort.  Neighbouring rows often repeat it: then it is
 * shared. */
static const char *
keep_text(pcarti_reading *reading, size_t column, const pcarti_field *field)
{
    const char **last = &reading->last_text[column];

    if (field->length == 0)
        return "";
    if (!*last || strncmp(*last, field->text, field->length) != 0 ||
        (*last)[field->length] != '\0')
        *last = pcart_arena_text(reading->arena, field->text, field->length);
    return *last;
}

/* Put one field where it belongs; 0 when memory is out. */
static int
bind(pcarti_reading *reading, size_t column, const pcarti_field *field,
     char *record)
{
    const pcart_dictionary_table *table = reading->file->table;
    const pcarti_binding *binding =
        &pcarti_layout_get(table->id)->binding[column];
    int is_given = field->length > 0;
    char *to = record + binding->offset;
    const char *text;
    pcart_fixed fixed = is_given ? field->number : PCART_FIXED_NONE;
    pcart_date date = is_given ? (pcart_date)field->number : PCART_DATE_NONE;
    int64_t large = is_given ? field->number : -1;
    int number = (int)large;

    switch (binding->kind) {
    case PCARTI_TO_TEXT:
        text = keep_text(reading, column, field);
        memcpy(to, &text, sizeof text);
        return text != NULL;
    case PCARTI_TO_INT:
        memcpy(to, &number, sizeof number);
        break;
    case PCARTI_TO_INT64:
        memcpy(to, &large, sizeof large);
        break;
    case PCARTI_TO_DATE:
        memcpy(to, &date, sizeof date);
        break;
    case PCARTI_TO_FIXED:
        memcpy(to, &fixed, sizeof fixed);
        break;
    case PCARTI_TO_WHOLE:
        fixed = is_given ? PCART_FIXED(field->number) : PCART_FIXED_NONE;
        memcpy(to, &fixed, sizeof fixed);
        break;
    case PCARTI_TO_NOTHING:
        break;
    }
    return 1;
}

/* Room for one more item; NULL when memory is out. */
static pcarti_item *
next_item(pcarti_reading *reading, pcart_table_id id)
{
    pcarti_rows *rows = &reading->rows[id];
    char *grown;

    if (rows->stride == 0) {
        rows->payload = pcarti_layout_get(id)->size;
        rows->stride = sizeof(pcarti_item) + (rows->payload + 7) / 8 * 8;
    }
    if (rows->n >= UINT32_MAX - 1)
        return NULL;
    grown = pcart_arena_grow(reading->temp, rows->data, &rows->have,
                             rows->n + 1, rows->stride);
    if (!grown)
        return NULL;
    rows->data = grown;
    return (pcarti_item *)(void *)(grown + rows->n * rows->stride);
}

static void
add_twice(pcarti_reading *reading, const pcarti_field *field, const char *what)
{
    pcarti_finding finding =
        pcarti_finding_of(reading, field->cell, "id-repeated", what);

    finding.status = PCART_E_INCONSISTENT;
    finding.hint = "every id stands in one row only";
    pcarti_reading_add(reading, &finding, "is there twice");
}

/* Number of a new patient or sample; 0 when it is there already. */
static int
add_name(pcarti_reading *reading, pcarti_names *names,
         const pcarti_field *field, const char *what, uint32_t *number,
         pcart_status *status)
{
    if (pcarti_names_find(names, field->text, field->length) != UINT32_MAX) {
        add_twice(reading, field, what);
        return 0;
    }
    *number =
        pcarti_names_add(names, reading->temp, field->text, field->length);
    if (*number == UINT32_MAX)
        *status = pcarti_reading_no_memory(reading);
    return *status == PCART_OK;
}

static int
find_sample(pcarti_reading *reading, const pcarti_field *field, uint32_t *owner)
{
    pcarti_finding finding;

    *owner = pcarti_names_find(&reading->sample, field->text, field->length);
    if (*owner != UINT32_MAX)
        return 1;
    if (reading->folder->file[PCART_TABLE_SAMPLES].is_refused)
        return 0; // nothing can be said
    finding =
        pcarti_finding_of(reading, field->cell, "sample-unknown", "sample");
    finding.status = PCART_E_NOTFOUND;
    finding.hint = "every sample has a row in the table samples";
    pcarti_reading_add(reading, &finding, "is not in the table samples");
    return 0;
}

/* Whose row this is; 0 when that is not known, or *status is set. */
static int
find_owner(pcarti_reading *reading, const pcarti_field *field, uint32_t *owner,
           pcart_status *status)
{
    pcart_table_id id = reading->file->table->id;
    int found;

    if (id == PCART_TABLE_VARIANTS)
        return find_sample(reading, field, owner);
    if (id == PCART_TABLE_PATIENTS) {
        if (pcarti_reading_is_outside(reading, field->text, field->length)) {
            *status = pcarti_reading_not_sorted(reading, field->cell);
            return 0;
        }
        return add_name(reading, &reading->patient, field, "patient", owner,
                        status);
    }
    found = pcarti_reading_owner(reading, field->cell, field->text,
                                 field->length, owner);
    if (found < 0)
        *status = PCART_E_UNSUPPORTED;
    if (found > 0 && id == PCART_TABLE_SAMPLES) {
        uint32_t number;

        return add_name(reading, &reading->sample, &field[1], "sample", &number,
                        status);
    }
    return found > 0;
}

/* What rows of one owner are sorted by. */
static int64_t
key_of(pcart_table_id id, const void *record)
{
    const pcarti_layout *layout = pcarti_layout_get(id);
    pcart_date date;

    if (id == PCART_TABLE_INFUSIONS) {
        const pcart_infusion *infusion = record;

        return (int64_t)infusion->number * (INT64_C(1) << 32) + infusion->date;
    }
    for (size_t i = 0; id != PCART_TABLE_PATIENTS && i < layout->n_binding;
         i++) {
        if (layout->binding[i].kind != PCARTI_TO_DATE)
            continue;
        memcpy(&date, (const char *)record + layout->binding[i].offset,
               sizeof date);
        return date;
    }
    return 0;
}

/* A row with a faulty cell still says that there is such a patient, so that
 * rows of other tables are not called unknown because of it. */
static int
names_someone(pcart_table_id id, const pcarti_field *field)
{
    if (id == PCART_TABLE_PATIENTS)
        return field[0].length > 0;
    return id == PCART_TABLE_SAMPLES && field[0].length > 0 &&
           field[1].length > 0;
}

pcart_status
pcarti_record_take(pcarti_reading *reading)
{
    const pcart_dictionary_table *table = reading->file->table;
    pcarti_field field[PCART_DICTIONARY_MAX_COLUMN] = {0};
    pcart_status status = PCART_OK;
    pcarti_item *item;
    uint64_t hash = 0;
    uint32_t owner = 0, line;
    int is_good = 1;

    for (size_t i = 0; i < table->n_column; i++) {
        is_good &= pcarti_field_read(reading, i, &field[i]);
        hash = pcarti_names_hash(hash, field[i].text, field[i].length);
    }
    if (!is_good && !names_someone(table->id, field))
        return PCART_OK;
    if (!find_owner(reading, field, &owner, &status))
        return status;
    item = next_item(reading, table->id);
    if (!item)
        return pcarti_reading_no_memory(reading);
    for (size_t i = 0; i < table->n_column; i++)
        if (!bind(reading, i, &field[i], (char *)(item + 1)))
            return pcarti_reading_no_memory(reading);
    is_good = pcarti_record_check(reading, field, item + 1) && is_good;
    if (!is_good && !names_someone(table->id, field))
        return PCART_OK;
    line = reading->row->line < UINT32_MAX ? (uint32_t)reading->row->line
                                           : UINT32_MAX;
    memcpy((char *)(item + 1) + pcarti_layout_get(table->id)->line_offset,
           &line, sizeof line);
    item->owner = owner;
    item->line = line;
    item->key = key_of(table->id, item + 1);
    item->hash = hash;
    reading->rows[table->id].n++;
    reading->use->used += is_good != 0;
    return PCART_OK;
}

static int
compare_items(const void *a, const void *b)
{
    const pcarti_item *x = *(const pcarti_item *const *)a;
    const pcarti_item *y = *(const pcarti_item *const *)b;

    if (x->owner != y->owner)
        return x->owner < y->owner ? -1 : 1;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

/* The items of a table in order; NULL when memory is out. */
static pcarti_item **
sort_items(pcarti_reading *reading, const pcarti_rows *rows)
{
    pcarti_item **item =
        pcart_arena_take(reading->temp, rows->n + 1, sizeof *item);
    int is_sorted = 1;

    if (!item)
        return NULL;
    for (size_t i = 0; i < rows->n; i++) {
        item[i] = (pcarti_item *)(void *)(rows->data + i * rows->stride);
        if (i > 0 && compare_items(&item[i - 1], &item[i]) > 0)
            is_sorted = 0;
    }
    if (!is_sorted)
        qsort(item, rows->n, sizeof(pcarti_item *), compare_items);
    return item;
}

/* Leave out rows that are there twice; the number of rows left, or SIZE_MAX
 * when memory is out. */
static size_t
drop_repeats(pcarti_reading *reading, pcarti_item **item, size_t n)
{
    size_t kept = 0, longest = 0, to;
    uint64_t *key;
    uint32_t *work;
    unsigned char *is_repeat;

    for (size_t from = 0; from < n; from = to) {
        for (to = from + 1; to < n && item[to]->owner == item[from]->owner &&
                            item[to]->key == item[from]->key;)
            to++;
        if (to - from > longest)
            longest = to - from;
    }
    if (longest < 2)
        return n;
    key = pcart_arena_take(reading->temp, longest, sizeof *key);
    work = pcart_arena_take(reading->temp, longest, sizeof *work);
    is_repeat = pcart_arena_take(reading->temp, longest, 1);
    if (!key || !work || !is_repeat)
        return SIZE_MAX;
    for (size_t from = 0; from < n; from = to) {
        for (to = from; to < n && item[to]->owner == item[from]->owner &&
                        item[to]->key == item[from]->key;
             to++)
            key[to - from] = item[to]->hash;
        pcarti_mark_repeats(key, to - from, work, is_repeat);
        for (size_t i = from; i < to; i++) {
            pcarti_finding finding = {
                .severity = PCART_WARNING,
                .status = PCART_E_INCONSISTENT,
                .code = "row-repeated",
                .where = {reading->file->name, item[i]->line, 0, 0},
                .what = "row",
            };

            if (!is_repeat[i - from]) {
                item[kept++] = item[i];
                continue;
            }
            pcarti_reading_add(reading, &finding,
                               "repeats an earlier row, used once");
            reading->use->used--;
        }
    }
    return kept;
}

/* Rows of `id` as one array of structs, sorted; *owner tells whose each is. */
static pcart_status
make_array(pcarti_reading *reading, pcart_table_id id, const uint32_t *place,
           char **array, uint32_t **owner, size_t *n)
{
    pcarti_rows *rows = &reading->rows[id];
    pcarti_item **item;

    *n = 0;
    reading->file = &reading->folder->file[id];
    reading->use = &reading->out->table[id];
    for (size_t i = 0; place && i < rows->n; i++) {
        pcarti_item *of =
            (pcarti_item *)(void *)(rows->data + i * rows->stride);

        of->owner = place[of->owner];
    }
    item = sort_items(reading, rows);
    if (!item)
        return pcarti_reading_no_memory(reading);
    *n = drop_repeats(reading, item, rows->n);
    if (*n == SIZE_MAX)
        return pcarti_reading_no_memory(reading);
    *array = pcart_arena_take(reading->arena, *n, rows->payload);
    *owner = pcart_arena_take(reading->temp, *n + 1, sizeof **owner);
    if (!*array || !*owner)
        return pcarti_reading_no_memory(reading);
    for (size_t i = 0; i < *n; i++) {
        memcpy(*array + i * rows->payload, item[i] + 1, rows->payload);
        (*owner)[i] = item[i]->owner;
    }
    return PCART_OK;
}

static pcart_status
finish_table(pcarti_reading *reading, pcart_table_id id, pcart_patient *patient,
             const uint32_t *place)
{
    const pcarti_layout *layout = pcarti_layout_get(id);
    char *array;
    uint32_t *owner;
    size_t n, to;
    pcart_status status = make_array(reading, id, place, &array, &owner, &n);

    if (status)
        return status;
    for (size_t from = 0; from < n; from = to) {
        char *of = (char *)&patient[owner[from]];
        const void *first = array + from * layout->size;
        size_t count;

        for (to = from + 1; to < n && owner[to] == owner[from];)
            to++;
        count = to - from;
        memcpy(of + layout->array_offset, &first, sizeof first);
        memcpy(of + layout->count_offset, &count, sizeof count);
    }
    return PCART_OK;
}

/* Variants belong to samples, which stand in their final places by now. */
static pcart_status
finish_variants(pcarti_reading *reading, pcart_patient *patient,
                size_t n_patient)
{
    char *array;
    uint32_t *owner;
    size_t n, to;
    pcart_sample **sample = pcart_arena_take(
        reading->temp, reading->sample.n + 1, sizeof(pcart_sample *));
    pcart_status status;

    if (!sample)
        return pcarti_reading_no_memory(reading);
    status =
        make_array(reading, PCART_TABLE_VARIANTS, NULL, &array, &owner, &n);
    if (status)
        return status;
    for (size_t i = 0; i < n_patient; i++) {
        for (size_t k = 0; k < patient[i].n_sample; k++) {
            pcart_sample *of = (pcart_sample *)(uintptr_t)&patient[i].sample[k];

            sample[pcarti_names_find(&reading->sample, of->id,
                                     strlen(of->id))] = of;
        }
    }
    for (size_t from = 0; from < n; from = to) {
        for (to = from + 1; to < n && owner[to] == owner[from];)
            to++;
        if (!sample[owner[from]])
            continue;
        sample[owner[from]]->variant =
            (const pcart_variant_row *)(const void *)array + from;
        sample[owner[from]]->n_variant = to - from;
    }
    return PCART_OK;
}

pcart_status
pcarti_record_finish(pcarti_reading *reading, pcart_patient *patient,
                     const uint32_t *place)
{
    for (int id = PCART_TABLE_INFUSIONS; id < PCART_N_TABLE; id++) {
        pcart_status status;

        if (id == PCART_TABLE_LABS || id == PCART_TABLE_VARIANTS ||
            reading->rows[id].n == 0)
            continue;
        status = finish_table(reading, (pcart_table_id)id, patient, place);
        if (status)
            return status;
    }
    if (reading->rows[PCART_TABLE_VARIANTS].n == 0)
        return PCART_OK;
    return finish_variants(reading, patient, reading->patient.n);
}
