/*
 * reading.h -- what the parts of the cohort reader share.  Layer: read.
 *
 * A folder holds the opened files and is not changed by reading; a reading is
 * the work on one block (or on everything) by one thread.
 */
#ifndef PCARTI_READING_H
#define PCARTI_READING_H

#include "postcart/cohort.h"
#include "postcart/table.h"
#include "read/names.h"

/* One table of a folder. */
typedef struct pcarti_file {
    const pcart_dictionary_table *table;
    const char *name; /* "labs.csv"; NULL when there is no such file */
    int fd;           /* -1 when it is not open */
    int is_readable;  /* the header was read and has the required columns */
    int is_refused;   /* there is a file, but it is not readable */
    uint64_t size;
    uint64_t body, body_line;                /* first byte behind the header */
    size_t n_cell;                           /* of the header */
    int column[PCART_DICTIONARY_MAX_COLUMN]; /* cell of each column, or -1 */
    char delimiter, mark;
    size_t n_note, n_warning, n_error; /* of the header */
} pcarti_file;

struct pcart_cohort_folder {
    pcart_arena *arena;
    const char *path;
    pcart_cohort_options options;
    pcarti_file file[PCART_N_TABLE];
    pcart_err first_error; /* found on opening; status PCART_OK if none */
    struct pcarti_cutter *cutter; /* NULL until the first cut */
};

/* A row on its way into a patient: this head, then the struct. */
typedef struct pcarti_item {
    uint32_t owner; /* patient or sample, by appearance; then by order */
    uint32_t line;
    int64_t key;   /* rows of one owner are sorted by it, then by line */
    uint64_t hash; /* of all cells: finds rows that are there twice */
} pcarti_item;

/* The items of one table, side by side. */
typedef struct pcarti_rows {
    size_t payload, stride;
    char *data;
    size_t n, have;
} pcarti_rows;

struct pcarti_labs; /* labs.h */

typedef struct pcarti_reading {
    const pcart_cohort_folder *folder;
    const pcart_cohort_block *block; /* NULL: everything */
    pcart_arena *arena;              /* of the cohort */
    pcart_arena *temp;               /* until this reading is done */
    pcart_diag *diag;
    pcart_cohort *out;
    pcart_err first_error; /* status PCART_OK while there is none */
    pcart_err *fatal;      /* out of memory, I/O, not sorted: give up */
    pcarti_names patient, sample;
    pcarti_rows rows[PCART_N_TABLE];
    struct pcarti_labs *labs;
    /* The table that is being read. */
    const pcarti_file *file;
    pcart_table_use *use;
    const pcart_row *row;
    uint32_t last_owner;
    char last_id[PCART_ID_MAX + 1];
    size_t last_length;                                 /* 0: none */
    const char *last_text[PCART_DICTIONARY_MAX_COLUMN]; /* to share texts */
} pcarti_reading;

/* The parsed cell of one column. */
typedef struct pcarti_field {
    const char *text;       /* without blanks round it; not NUL-ended */
    size_t length;          /* 0: not given */
    const pcart_cell *cell; /* NULL when the table has no such column */
    int64_t number;         /* integer, millionths, date, code or minute */
    int censor;             /* of a measured value */
    int birth_year;         /* of a date that is a year alone, else -1 */
} pcarti_field;

/* What a problem is about.  message: WHAT 'QUOTE' then the predicate; the
 * redacted message leaves the quote out. */
typedef struct pcarti_finding {
    pcart_severity severity;
    pcart_status status;
    const char *code;
    pcart_place where;
    const char *what;
    const char *quote; /* NULL: nothing to quote */
    size_t quote_length;
    const char *hint;     /* NULL: none; copied */
    const pcart_row *row; /* for the excerpt; NULL: none */
} pcarti_finding;

/* Add a problem.  Counts it for the table in use; keeps the first error. */
void pcarti_reading_add(pcarti_reading *reading, const pcarti_finding *finding,
                        const char *format, ...) PCART_PRINTF(3, 4);

/* An error about a cell of the present row, quoted; `what` names it.  NULL:
 * about the whole row. */
pcarti_finding pcarti_finding_of(const pcarti_reading *reading,
                                 const pcart_cell *cell, const char *code,
                                 const char *what);

/* An error about a patient, at a line of a table. */
pcarti_finding pcarti_finding_at(const pcarti_reading *reading,
                                 pcart_table_id id, uint32_t line,
                                 const char *code,
                                 const pcart_patient *patient);

/* Remember that the reading cannot go on. */
pcart_status pcarti_reading_no_memory(pcarti_reading *reading);

/*
 * Read all rows of one table of the block, calling `take` for each row that
 * has the right number of cells.  `take` returns PCART_OK, or a fatal status
 * with reading->fatal set.
 */
PCART_MUST_CHECK pcart_status
pcarti_reading_table(pcarti_reading *reading, pcart_table_id id,
                     pcart_status (*take)(pcarti_reading *reading));

/*
 * The patient of the present row.
 *
 * @return 1; 0 when the patient is unknown (reported); -1 when the row shows
 *         that the table is not sorted (fatal)
 */
int pcarti_reading_owner(pcarti_reading *reading, const pcart_cell *cell,
                         const char *text, size_t length, uint32_t *owner);

/* Whether an id lies outside the block. */
int pcarti_reading_is_outside(const pcarti_reading *reading, const char *text,
                              size_t length);
pcart_status pcarti_reading_not_sorted(pcarti_reading *reading,
                                       const pcart_cell *cell);

/*
 * Parse one cell by its column.
 *
 * @return 1; 0 when it is not acceptable (reported)
 */
int pcarti_field_read(pcarti_reading *reading, size_t column,
                      pcarti_field *field);

/* Take a row of any table but labs. */
PCART_MUST_CHECK pcart_status pcarti_record_take(pcarti_reading *reading);

/* Give the rows of all those tables to the sorted patients; place[i] is where
 * the patient with number i stands. */
PCART_MUST_CHECK pcart_status pcarti_record_finish(pcarti_reading *reading,
                                                   pcart_patient *patient,
                                                   const uint32_t *place);

/*
 * Check a row against itself, and complete its struct.
 *
 * @return 1; 0 when the row is not used (reported)
 */
int pcarti_record_check(pcarti_reading *reading, const pcarti_field *field,
                        void *record);

/* Labs, by a faster way. */
PCART_MUST_CHECK pcart_status pcarti_labs_init(pcarti_reading *reading);
PCART_MUST_CHECK pcart_status pcarti_labs_take(pcarti_reading *reading);
PCART_MUST_CHECK pcart_status pcarti_labs_finish(pcarti_reading *reading,
                                                 pcart_patient *patient,
                                                 const uint32_t *place);

/* Facts of a patient that contradict each other. */
void pcarti_consistency_check(pcarti_reading *reading,
                              const pcart_patient *patient);

/* Counts that must have been written in another unit. */
void pcarti_gate_check(pcarti_reading *reading, const pcart_patient *patient,
                       size_t n_patient);

/* Marks each key that equals an earlier one; `work` holds n indices. */
void pcarti_mark_repeats(const uint64_t *key, size_t n, uint32_t *work,
                         unsigned char *is_repeat);

/* Bytes of a file from `offset` on, for pcart_table_init_fill. */
typedef struct pcarti_range {
    const pcarti_file *file;
    uint64_t at, end;
} pcarti_range;
pcart_status pcarti_range_fill(void *ctx, char *to, size_t room, size_t *got,
                               pcart_err *err);

/* Free what cutting into blocks holds. */
void pcarti_cutter_release(pcart_cohort_folder *folder);

#endif
