/* karyotype_row.h -- one karyotype as a row or as JSON.  Layer: cmd. */
#ifndef PCARTI_CMD_KARYOTYPE_ROW_H
#define PCARTI_CMD_KARYOTYPE_ROW_H

#include "core/buf.h"
#include "postcart/karyotype.h"

/* One karyotype with its place and facts. */
typedef struct pcarti_karyotype_row {
    const char *name; /* of the row, or NULL */
    uint64_t line;
    const pcart_karyotype *karyotype;
    const pcart_karyotype_facts *facts;
    const pcart_karyotype *before; /* earlier karyotype, or NULL */
} pcarti_karyotype_row;

void pcarti_karyotype_head(pcarti_buf *out, int has_before);
PCART_MUST_CHECK pcart_status
pcarti_karyotype_tsv(const pcarti_karyotype_row *row, pcart_arena *arena,
                     pcarti_buf *out, pcart_err *err);
PCART_MUST_CHECK pcart_status
pcarti_karyotype_json(const pcarti_karyotype_row *row, pcart_arena *arena,
                      pcarti_buf *out, pcart_err *err);

/* The five inputs of IPSS-M and so on ask the same: yes, no, open, NA. */
const char *pcarti_karyotype_word(const pcart_cytogenetics *cyto,
                                  pcart_cyto fact);
/* Whether it is myelodysplasia-related by WHO 5 or by ICC. */
const char *pcarti_karyotype_mr(const pcart_cytogenetics *cyto, int is_icc);

#endif
