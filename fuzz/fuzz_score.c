/*
 * fuzz_score.c -- any bytes as a table of patients, scored and classified.
 *
 * The first byte chooses: even, the rest is the whole table; odd, the header
 * holds every column and the rest is the rows.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/marrow.h"
#include "study/marrow_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char header[] =
    "KARYOTYPE;FUSION;SEX;AGE;HB;PLT;ANC;BM_BLAST;PB_BLAST;CYTO_IPSSR;del5q;"
    "del7_7q;del17_17p;complex;TP53mut;TP53maxvaf;TP53loh;N_MUTATIONS;MAX_VAF;"
    "RDW;MCV;CCUS;DYSPLASIA_E;DYSPLASIA_G;DYSPLASIA_M;RING_SIDEROBLASTS;"
    "FIBROSIS;SF3B1_VAF;NPM1;FLT3;ASXL1;SF3B1;SRSF2;RUNX1;CEBPA\n";

static void
check_scores(const pcarti_marrow_row *row)
{
    static const char *const name[] = {"ipss", "ipss-r", "chrs", "ccrs"};
    pcart_risk_input input;
    pcart_risk risk, aged;
    pcart_ipssm_input in;
    pcart_ipssm m;
    pcart_eln_input eln_in;
    pcart_eln eln;

    pcarti_marrow_to_risk(row, 0, &input);
    for (size_t i = 0; i < PCART_COUNTOF(name); i++) {
        pcart_risk_score(pcart_risk_set_find(name[i]), &input, &risk);
        if (risk.state != PCART_STATE_NOT_EVALUABLE &&
            (risk.low > risk.high || risk.class_low > risk.class_high))
            abort();
        pcart_risk_ipssra(&risk, row->value[MC_AGE], &aged);
        if (aged.state != PCART_STATE_NOT_EVALUABLE && aged.low > aged.high)
            abort();
    }
    pcarti_marrow_to_ipssm(row, &in);
    pcart_ipssm_score(&in, NULL, &m);
    if (m.category[0] > m.category[2] || m.n_missing < 0)
        if (in.hb == PCART_FIXED_NONE)
            abort();
    pcarti_marrow_to_eln(row, &eln_in);
    pcart_eln_risk(&eln_in, &eln);
    if (!eln.possible)
        abort();
}

static void
check_classes(const pcarti_marrow_row *row)
{
    size_t n;
    const pcart_marrow_set *const *set = pcart_marrow_set_list(&n);
    pcart_marrow marrow;

    pcarti_marrow_to_marrow(row, &marrow);
    for (size_t i = 0; i < n; i++) {
        pcart_marrow_class class;

        pcart_marrow_classify(&marrow, set[i], &class);
        if (class.n_possible < 1 || !class.certain ||
            (!class.rule && !class.next))
            abort();
    }
}

static void
check_table(const char *bytes, size_t length)
{
    pcart_arena keep = {0}, arena = {0};
    pcart_table table;
    pcart_diag diag;
    pcarti_marrow_table patients = {.source = "fuzz", .diag = &diag};
    const pcart_row *row;
    pcart_status status;

    pcart_diag_init(&diag, &keep);
    if (pcart_table_init(&table, "fuzz", bytes, length, NULL, &keep))
        abort();
    status = pcart_table_header(&table, &row, NULL);
    if (status == PCART_OK) {
        patients.mark = pcart_table_delimiter(&table) == ';' ? ',' : '.';
        pcarti_marrow_table_header(&patients, row);
        status = pcart_table_next(&table, &row, NULL);
    }
    while (status == PCART_OK && row) {
        pcarti_marrow_row patient;

        if (pcarti_marrow_table_read(&patients, row, &arena, &patient, NULL))
            abort();
        check_scores(&patient);
        check_classes(&patient);
        pcart_arena_clear(&arena);
        status = pcart_table_next(&table, &row, NULL);
    }
    pcart_table_release(&table);
    pcart_arena_release(&arena);
    pcart_arena_release(&keep);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const size_t head = size && data[0] & 1 ? sizeof header - 1 : 0;
    char *text;

    if (!size)
        return 0;
    text = malloc(head + size); // of exact size: a read beyond it is seen
    if (!text)
        return 0;
    memcpy(text, header, head);
    memcpy(text + head, data + 1, size - 1);
    check_table(text, head + size - 1);
    free(text);
    return 0;
}
