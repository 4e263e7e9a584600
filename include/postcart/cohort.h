/* cohort.h -- a folder of tables as patients with their facts.  Layer: read. */
#ifndef POSTCART_COHORT_H
#define POSTCART_COHORT_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/course.h"
#include "postcart/date.h"
#include "postcart/diag.h"
#include "postcart/dictionary.h"
#include "postcart/err.h"
#include "postcart/fixed.h"
#include "postcart/lab.h"
#include "postcart/sign.h"
#include "postcart/table.h"

/** Longest patient or sample id, in bytes. */
#define PCART_ID_MAX 128

typedef enum pcart_sex {
    PCART_SEX_UNKNOWN, /**< also when the cell is empty */
    PCART_SEX_FEMALE,
    PCART_SEX_MALE,
    PCART_SEX_OTHER
} pcart_sex;

/*
 * In all structs below: texts are never NULL, "" when not given; dates are
 * PCART_DATE_NONE, decimals PCART_FIXED_NONE and integers -1 when not given;
 * `line` is the line in the table.
 */

/** One infusion of CAR-T cells. */
typedef struct pcart_infusion {
    int number; /**< 1, 2 ... */
    pcart_date date;
    const char *product, *target;
    const char *dose; /**< as written, with its unit */
    pcart_date lymphodepletion_start;
    const char *lymphodepletion; /**< regimen */
    const char *bridging;
    int lines_before;
    uint32_t line;
} pcart_infusion;

typedef struct pcart_karyotype_row {
    pcart_date date;
    const char *specimen;
    const char *iscn;
    uint32_t line;
} pcart_karyotype_row;

typedef enum pcart_genome {
    PCART_GENOME_UNKNOWN,
    PCART_GENOME_GRCH37,
    PCART_GENOME_GRCH38,
    PCART_GENOME_T2T
} pcart_genome;

typedef struct pcart_variant_row {
    const char *gene, *chrom;
    int64_t pos; /**< 1 ..; -1 when not given */
    const char *ref, *alt, *hgvs_c, *hgvs_p;
    int64_t alt_reads, depth;
    pcart_fixed vaf; /**< 0 to 1 */
    uint32_t line;
} pcart_variant_row;

/** One sequenced sample with its variants. */
typedef struct pcart_sample {
    const char *id;
    pcart_date date;
    const char *specimen;
    pcart_genome genome;
    const char *regions, *alignment; /**< paths as written */
    pcart_fixed mean_depth;
    const char *genes; /**< covered ones as written; "" when not known */
    const pcart_variant_row *variant; /**< by line */
    size_t n_variant;
    uint32_t line;
} pcart_sample;

/** Somebody looked at an entry of the worklist, and says why it may rest. */
typedef struct pcart_acknowledgement {
    pcart_date date;
    int rule; /**< pcart_worklist_id */
    const char *by, *reason;
    uint32_t line;
} pcart_acknowledgement;

/**
 * One patient.  Arrays are sorted by date and line (labs by analyte, date,
 * minute, line; infusions by number) and owned by the arena of the cohort.
 */
typedef struct pcart_patient {
    const char *id, *centre, *diagnosis, *diagnosis_detail;
    pcart_sex sex;
    pcart_date birth_date; /**< NONE when only the year is known */
    int birth_year;        /**< also set from birth_date; -1 */
    uint32_t line;
    const pcart_infusion *infusion;
    size_t n_infusion;
    const pcart_lab *lab;
    size_t n_lab;
    const pcart_fixed *limit; /**< lower limits of normal, by pcart_lab.limit;
                                   NULL: none was given */
    const pcart_support *support;
    size_t n_support;
    const pcart_sign *sign;
    size_t n_sign;
    const pcart_toxicity *toxicity;
    size_t n_toxicity;
    const pcart_transplant *transplant;
    size_t n_transplant;
    const pcart_marrow_row *marrow;
    size_t n_marrow;
    const pcart_karyotype_row *karyotype;
    size_t n_karyotype;
    const pcart_sample *sample;
    size_t n_sample;
    const pcart_chimerism *chimerism;
    size_t n_chimerism;
    const pcart_response *response;
    size_t n_response;
    const pcart_event *event;
    size_t n_event;
    const pcart_acknowledgement *acknowledgement;
    size_t n_acknowledgement;
    unsigned tables; /**< sum of 1 << pcart_table_id: those of the cohort */
} pcart_patient;

/** What became of one table: provenance. */
typedef struct pcart_table_use {
    const char *file;    /**< "labs.csv", no folder; NULL when there is none */
    uint64_t bytes;      /**< size of the file (of the part, for a block) */
    uint64_t rows, used; /**< data rows; the others are listed as problems */
    size_t n_note, n_warning, n_error;
} pcart_table_use;

/** A cohort.  Everything is owned by the arena that was passed in. */
typedef struct pcart_cohort {
    const pcart_patient *patient; /**< by id, in byte order */
    size_t n_patient;
    pcart_table_use table[PCART_N_TABLE];
} pcart_cohort;

/** How to read.  Zero is valid. */
typedef struct pcart_cohort_options {
    pcart_decimal_mark decimal;
    pcart_date_order dates;
    char delimiter;      /**< 0: by the first line of each table */
    uint64_t block_size; /**< bytes of the largest table per block; 0: 4 MiB */
} pcart_cohort_options;

/** An opened folder of tables: files and their headers. */
typedef struct pcart_cohort_folder pcart_cohort_folder;

/**
 * Open the tables of a folder ("labs.csv" or "labs.tsv" ...) and read their
 * headers.  Problems go to @p diag; the folder is opened all the same, so that
 * the problems of all tables can be found in one go.
 *
 * @param arena  holds the folder; must outlive it
 * @return PCART_OK; PCART_E_IO when @p path cannot be listed; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_cohort_open(
    const char *path, const pcart_cohort_options *options, pcart_arena *arena,
    pcart_diag *diag, pcart_cohort_folder **out, pcart_err *err);

/** Close the files.  @p folder may be NULL. */
PCART_API void pcart_cohort_close(pcart_cohort_folder *folder);

/** Size of all tables together, in bytes. */
PCART_API uint64_t pcart_cohort_bytes(const pcart_cohort_folder *folder);

/**
 * Read the whole folder; rows may be in any order.
 *
 * @param diag  receives every problem of every table
 * @param out   filled also when data are refused, for the counts in @c table;
 *              then it has no patients
 * @return PCART_OK when @p diag holds no error (warnings and notes are OK);
 *         otherwise the status of the first error, its place and message in
 *         @p err; PCART_E_NOMEM, PCART_E_IO
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_cohort_read(pcart_cohort_folder *folder, pcart_arena *arena,
                  pcart_diag *diag, pcart_cohort *out, pcart_err *err);

/** Part of one table that belongs to a block. */
typedef struct pcart_cohort_part {
    uint64_t offset, length; /**< bytes in the file */
    uint64_t line;           /**< of its first byte */
} pcart_cohort_part;

/**
 * All rows of a run of patients.  A plain value: copy it to a worker.  The
 * patients are those after `after`, up to and with `upto`, in byte order.
 */
typedef struct pcart_cohort_block {
    size_t number; /**< 0, 1 ... */
    int is_first, is_last;
    char after[PCART_ID_MAX + 1]; /**< "" in the first block */
    char upto[PCART_ID_MAX + 1];  /**< "" in the last block */
    pcart_cohort_part part[PCART_N_TABLE];
} pcart_cohort_block;

/**
 * Cut the next block, at a patient boundary.  Every table must be sorted by
 * patient id in byte order, and variants as samples are.  Call it from one
 * thread at a time; start over with @p block zeroed by the caller, and pass
 * the block of the call before otherwise.
 *
 * @param more  set to 0 when there was no further block
 * @return PCART_OK; PCART_E_UNSUPPORTED with the place when a table is not
 *         sorted (use pcart_cohort_read); PCART_E_IO; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_cohort_cut(pcart_cohort_folder *folder, pcart_cohort_block *block,
                 int *more, pcart_err *err);

/**
 * Read one block; result and failure as pcart_cohort_read.  Line numbers are
 * those of the files.  Safe from several threads at once, each with its own
 * arena and diag.  The arena holds scratch memory too: clear it, rather than
 * release it, between blocks.
 *
 * @return also PCART_E_UNSUPPORTED when the block shows that a table is not
 *         sorted
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_cohort_block_read(
    const pcart_cohort_folder *folder, const pcart_cohort_block *block,
    pcart_arena *arena, pcart_diag *diag, pcart_cohort *out, pcart_err *err);

/** Whether @p sample says that it covers @p gene; 0 when it does not say. */
PCART_API int pcart_sample_covers(const pcart_sample *sample, const char *gene);

/** A patient by id; NULL when there is none. */
PCART_API const pcart_patient *pcart_cohort_find(const pcart_cohort *cohort,
                                                 const char *id);

#endif
