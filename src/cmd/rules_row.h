/* rules_row.h -- one row of any rule table as cells.  Layer: cmd. */
#ifndef PCARTI_RULES_ROW_H
#define PCARTI_RULES_ROW_H

#include "core/buf.h"
#include "postcart/rules.h"

/* Columns of `rules show --tsv`, in their order (test/reference/rules). */
enum {
    RULES_KIND,
    RULES_NAME,
    RULES_ANALYTE,
    RULES_OP,
    RULES_LIMIT,
    RULES_OP2,
    RULES_LIMIT2,
    RULES_DAYS,
    RULES_FIRST_DAY,
    RULES_LAST_DAY,
    RULES_COUNT,
    RULES_FREE_DAYS,
    RULES_JOIN,
    RULES_MARK,
    RULES_CITE,
    RULES_N_COLUMN
};

extern const char *const pcarti_rules_column[RULES_N_COLUMN];

typedef struct rules_row {
    /* NULL where a column does not apply; the text is static, of the set, or
     * in `number` */
    const char *cell[RULES_N_COLUMN];
    char number[RULES_N_COLUMN][PCART_FIXED_SIZE];
    const char *words;   /* condition in words; NULL if there is none */
    const char *free_of; /* what RULES_FREE_DAYS are without */
    const char *reading; /* how the row is read; NULL if there is nothing */
    const pcart_ground *ground;
} rules_row;

/* Rule rows first, then classes, then policies. */
size_t pcarti_rules_n_row(const pcart_rule_set *set);
void pcarti_rules_row(const pcart_rule_set *set, size_t i, rules_row *row);

/* The whole set, with the line of column names. */
void pcarti_rules_tsv(const pcart_rule_set *set, pcarti_buf *out);
void pcarti_rules_json(const pcart_rule_set *set, pcarti_buf *out);

#endif
