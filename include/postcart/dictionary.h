/* dictionary.h -- the canonical tables: every column, in one place.
 * Layer: read. */
#ifndef POSTCART_DICTIONARY_H
#define POSTCART_DICTIONARY_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/err.h"
#include "postcart/fixed.h"

/** The tables of a cohort, in the order in which they are read. */
typedef enum pcart_table_id {
    PCART_TABLE_PATIENTS,
    PCART_TABLE_INFUSIONS,
    PCART_TABLE_LABS,
    PCART_TABLE_SUPPORTS,
    PCART_TABLE_SIGNS,
    PCART_TABLE_TOXICITIES,
    PCART_TABLE_TRANSPLANTS,
    PCART_TABLE_MARROWS,
    PCART_TABLE_KARYOTYPES,
    PCART_TABLE_SAMPLES,
    PCART_TABLE_VARIANTS,
    PCART_TABLE_CHIMERISM,
    PCART_TABLE_RESPONSES,
    PCART_TABLE_EVENTS,
    PCART_TABLE_ACKNOWLEDGEMENTS,
    PCART_N_TABLE
} pcart_table_id;

/** What a column holds. */
typedef enum pcart_column_type {
    PCART_COLUMN_ID, /**< names a patient or a sample; at most 128 bytes */
    PCART_COLUMN_TEXT,
    PCART_COLUMN_INTEGER,
    PCART_COLUMN_DECIMAL,
    PCART_COLUMN_DATE,
    PCART_COLUMN_DATE_OR_YEAR,
    PCART_COLUMN_TIME,
    PCART_COLUMN_CODE,
    PCART_COLUMN_VALUE,   /**< a measured value: "0.5", "<0.1" */
    PCART_COLUMN_ANALYTE, /**< short name or LOINC code */
    PCART_COLUMN_UNIT,
    PCART_COLUMN_PATH
} pcart_column_type;

/** One value of a code list. */
typedef struct pcart_code {
    const char *name;    /**< "gcsf" */
    int value;           /**< of the enum in course.h or cohort.h */
    const char *synonym; /**< other spellings, parted by `|`; "" if none */
} pcart_code;

/** One column. */
typedef struct pcart_column {
    const char *name;
    pcart_column_type type;
    int is_required;
    const char *unit; /**< fixed unit of the numbers; "" if none */
    const pcart_code *code;
    size_t n_code;
    pcart_fixed low, high; /**< inclusive; PCART_FIXED_NONE where open */
    const char *sentence;
} pcart_column;

/** One table. */
typedef struct pcart_dictionary_table {
    pcart_table_id id;
    const char *name; /**< "labs": the file is labs.csv or labs.tsv */
    int is_required;
    const pcart_column *column;
    size_t n_column;
    const char *sentence;
} pcart_dictionary_table;

/** Most columns of a canonical table. */
#define PCART_DICTIONARY_MAX_COLUMN 72

PCART_API const pcart_dictionary_table *pcart_dictionary_get(pcart_table_id id);

/** By name, "labs"; NULL when there is none. */
PCART_API const pcart_dictionary_table *pcart_dictionary_find(const char *name);

/** Index of a column by name in any case; -1 when there is none. */
PCART_API int pcart_dictionary_column(const pcart_dictionary_table *table,
                                      const char *name, size_t length);

/** A code by name or synonym, in any case; NULL when there is none. */
PCART_API const pcart_code *pcart_dictionary_code(const pcart_column *column,
                                                  const char *text,
                                                  size_t length);

/** Static word for a type: "date", "code". */
PCART_API const char *pcart_column_type_name(pcart_column_type type);

/** The reference page of all tables in Markdown; NULL when memory is out. */
PCART_API PCART_MUST_CHECK char *pcart_dictionary_reference(pcart_arena *arena);

/** The header line of one table as CSV with line end; NULL when memory is
 * out. */
PCART_API PCART_MUST_CHECK char *
pcart_dictionary_template(const pcart_dictionary_table *table,
                          pcart_arena *arena);

#endif
