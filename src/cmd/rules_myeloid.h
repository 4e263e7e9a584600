/* rules_myeloid.h -- the tables of marrow, karyotype and risk as rows of text.
 * Layer: cmd. */
#ifndef PCARTI_RULES_MYELOID_H
#define PCARTI_RULES_MYELOID_H

#include "core/buf.h"
#include "postcart/arena.h"
#include "postcart/err.h"
#include "postcart/rules.h"

typedef struct myeloid_row {
    const char *kind;      /* "rule", "class", "group" ... */
    const char *name;      /* what the row gives */
    const char *condition; /* "BM_BLAST >= 5 & BM_BLAST <= 10" */
    const pcart_ground *ground;
} myeloid_row;

/* One table; rows in their order, in the arena. */
typedef struct myeloid_table {
    const char *id, *title;
    const char *applies; /* in whom it was made; "" */
    myeloid_row *row;
    size_t n_row, m_row;
    pcart_arena *arena;
    int is_failed;
} myeloid_table;

/* Ids and titles of all tables, in their order; NULL behind the last. */
const char *pcarti_myeloid_id(size_t i);
const char *pcarti_myeloid_title(size_t i);

/* PCART_E_NOTFOUND without a message when there is no such table. */
PCART_MUST_CHECK pcart_status pcarti_myeloid_make(const char *id,
                                                  pcart_arena *arena,
                                                  myeloid_table *out,
                                                  pcart_err *err);

void pcarti_myeloid_tsv(const myeloid_table *table, pcarti_buf *out);
void pcarti_myeloid_json(const myeloid_table *table, pcarti_buf *out);
void pcarti_myeloid_page(const myeloid_table *table, pcarti_buf *out);

/* What fills each table (rules_myeloid_row.c). */
void pcarti_myeloid_add(myeloid_table *table, const char *kind,
                        const char *name, pcarti_buf *condition,
                        const pcart_ground *ground);
void pcarti_myeloid_risk(myeloid_table *table);
void pcarti_myeloid_ipssra(myeloid_table *table);
void pcarti_myeloid_ipssm(myeloid_table *table);
void pcarti_myeloid_eln(myeloid_table *table);
void pcarti_myeloid_edition(myeloid_table *table);
void pcarti_myeloid_limits(myeloid_table *table);
void pcarti_myeloid_cytogenetics(myeloid_table *table);

#endif
