/* karyotype_row.c -- one karyotype as a row of a table.  Layer: cmd. */
#include "cmd/karyotype_row.h"

#include <string.h>

#include "postcart/marrow_rules.h"
#include "postcart/risk.h"

/* Facts in the order of their columns. */
static const pcart_cyto column[] = {
    PCART_CYTO_MINUS_7,      PCART_CYTO_DEL_7Q,
    PCART_CYTO_LOSS_7Q,      PCART_CYTO_MINUS_5,
    PCART_CYTO_DEL_5Q,       PCART_CYTO_LOSS_5Q,
    PCART_CYTO_PLUS_8,       PCART_CYTO_DEL_20Q,
    PCART_CYTO_MINUS_Y,      PCART_CYTO_DEL_11Q,
    PCART_CYTO_DEL_12P,      PCART_CYTO_LOSS_12P,
    PCART_CYTO_LOSS_13Q,     PCART_CYTO_LOSS_17P,
    PCART_CYTO_I_17Q,        PCART_CYTO_INV_3,
    PCART_CYTO_PLUS_19,      PCART_CYTO_RUNX1_RUNX1T1,
    PCART_CYTO_CBFB_MYH11,   PCART_CYTO_PML_RARA,
    PCART_CYTO_MLLT3_KMT2A,  PCART_CYTO_KMT2A,
    PCART_CYTO_RARA,         PCART_CYTO_MECOM,
    PCART_CYTO_NUP98,        PCART_CYTO_DEK_NUP214,
    PCART_CYTO_BCR_ABL1,     PCART_CYTO_KAT6A_CREBBP,
    PCART_CYTO_RBM15_MRTFA,  PCART_CYTO_POLYPLOID,
    PCART_CYTO_HYPERDIPLOID, PCART_CYTO_HYPERDIPLOID_PURE,
    PCART_CYTO_HYPODIPLOID,
};

void
pcarti_karyotype_head(pcarti_buf *out, int has_before)
{
    pcarti_buf_text(out, "line\tname\tstatus\thost_clones\tdonor_clones\t"
                         "host_cells\tdonor_cells\tdonor_fraction\tdonor_low\t"
                         "donor_high\tn_abnormalities\tcomplex\tmonosomal\t"
                         "ploidy\tchromosomes\tipss_group\tipssr_group");
    for (size_t i = 0; i < PCART_COUNTOF(column); i++) {
        pcarti_buf_char(out, '\t');
        pcarti_buf_text(out, pcart_cyto_name(column[i]));
    }
    pcarti_buf_text(out, "\tmr_who_2022\tmr_icc_2022");
    if (has_before)
        pcarti_buf_text(out, "\tsince_before");
    pcarti_buf_text(out, "\tformula\tnotes\n");
}

const char *
pcarti_karyotype_word(const pcart_cytogenetics *cyto, pcart_cyto fact)
{
    if (cyto->state != PCART_CYTO_KNOWN)
        return "NA";
    if (cyto->present & PCART_CYTO_BIT(fact))
        return "yes";
    return cyto->possible & PCART_CYTO_BIT(fact) ? "open" : "no";
}

const char *
pcarti_karyotype_mr(const pcart_cytogenetics *cyto, int is_icc)
{
    const uint64_t mask =
        pcart_marrow_mask_get(is_icc ? PCART_MM_MR_ICC : PCART_MM_MR_WHO);

    if (cyto->state != PCART_CYTO_KNOWN)
        return "NA";
    if (cyto->present & mask)
        return "yes";
    return cyto->possible & mask ? "open" : "no";
}

static void
put_cells(pcarti_buf *out, int32_t cells)
{
    if (cells < 0)
        pcarti_buf_text(out, "NA");
    else
        pcarti_buf_int(out, cells);
    pcarti_buf_char(out, '\t');
}

/* Text without tabs and line ends, which would break the row. */
static void
put_text(pcarti_buf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];

        pcarti_buf_char(out, c < ' ' || c == 0x7f ? ' ' : text[i]);
    }
}

static void
put_clones(const pcarti_karyotype_row *row, pcarti_buf *out)
{
    int host = 0, donor = 0;
    double low, high;
    const pcart_karyotype *k = row->karyotype;
    const pcart_karyotype_facts *f = row->facts;

    for (size_t i = 0; i < k->n_clone; i++) {
        host += k->clone[i].set == 0;
        donor += k->clone[i].set > 0;
    }
    pcarti_buf_print(out, "%d\t%d\t", host, donor);
    put_cells(out, f->host_cells);
    put_cells(out, f->donor_cells);
    if (k->n_set > 1 && f->host_cells >= 0 && f->donor_cells >= 0 &&
        pcart_metaphase_interval(f->donor_cells, f->host_cells + f->donor_cells,
                                 &low, &high))
        pcarti_buf_print(out, "%.4f\t%.4f\t%.4f\t",
                         (double)f->donor_cells /
                             (f->host_cells + f->donor_cells),
                         low, high);
    else
        pcarti_buf_text(out, "NA\tNA\tNA\t");
}

static void
put_numbers(const pcart_cytogenetics *c, pcarti_buf *out)
{
    const int ipss = pcart_ipss_group(c).group;
    const int ipssr = pcart_ipssr_group(c).group;
    const char *low, *high;

    if (c->state != PCART_CYTO_KNOWN) {
        pcarti_buf_text(out, "NA\tNA\tNA\tNA\tNA\tNA\tNA");
        return;
    }
    low = pcart_ploidy_name(c->chromosome_low);
    high = pcart_ploidy_name(c->chromosome_high);
    pcarti_buf_print(out, "%d\t%s\t%s\t", c->n_abnormality,
                     pcarti_karyotype_word(c, PCART_CYTO_COMPLEX),
                     pcarti_karyotype_word(c, PCART_CYTO_MONOSOMAL));
    pcarti_buf_text(out, low);
    if (low != high)
        pcarti_buf_print(out, "~%s", high);
    pcarti_buf_print(out, "\t%d", c->chromosome_low);
    if (c->chromosome_low != c->chromosome_high)
        pcarti_buf_print(out, "~%d", c->chromosome_high);
    pcarti_buf_print(out, "\t%s\t%s",
                     ipss < 0 ? "open" : pcart_ipss_group_name(ipss),
                     ipssr < 0 ? "open" : pcart_ipssr_group_name(ipssr));
}

static pcart_status
put_changes(const pcarti_karyotype_row *row, pcart_arena *arena,
            pcarti_buf *out, pcart_err *err)
{
    const pcart_kclone_change *change;
    size_t n;
    pcart_status status = pcart_karyotype_compare(row->before, row->karyotype,
                                                  0, arena, &change, &n, err);

    if (status)
        return status;
    pcarti_buf_char(out, '\t');
    if (row->karyotype->state == PCART_KARYOTYPE_MANUAL ||
        row->before->state == PCART_KARYOTYPE_MANUAL) {
        pcarti_buf_text(out, "NA");
        return PCART_OK;
    }
    for (size_t i = 0; i < n; i++) {
        if (i)
            pcarti_buf_text(out, "; ");
        if (change[i].after >= 0)
            pcarti_buf_print(out, "clone %d %s", change[i].after + 1,
                             pcart_kchange_name(change[i].change));
        else
            pcarti_buf_print(out, "earlier clone %d lost",
                             change[i].before + 1);
        if (change[i].before >= 0 && change[i].after >= 0)
            pcarti_buf_print(out, " (from clone %d, +%d -%d)",
                             change[i].before + 1, change[i].n_gained,
                             change[i].n_lost);
    }
    return PCART_OK;
}

static void
put_notes(const pcart_karyotype *k, pcarti_buf *out)
{
    size_t n;
    const pcart_knote_info *info = pcart_knote_list(&n);

    for (size_t i = 0; i < k->n_note; i++) {
        const pcart_knote *note = &k->note[i];

        if (i)
            pcarti_buf_text(out, "; ");
        pcarti_buf_print(out, "%u:%s: %s", note->offset + 1,
                         info[note->code].code, info[note->code].message);
        if (note->a || note->b)
            pcarti_buf_print(out, " (%d, written %d)", note->a, note->b);
    }
}

pcart_status
pcarti_karyotype_tsv(const pcarti_karyotype_row *row, pcart_arena *arena,
                     pcarti_buf *out, pcart_err *err)
{
    const pcart_karyotype *k = row->karyotype;
    const char *formula = pcart_karyotype_write(k, arena);
    pcart_status status;

    if (!formula)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    pcarti_buf_int(out, (int64_t)row->line);
    pcarti_buf_char(out, '\t');
    if (row->name)
        put_text(out, row->name, strlen(row->name));
    pcarti_buf_char(out, '\t');
    pcarti_buf_text(out, pcart_karyotype_state_name(k->state));
    pcarti_buf_char(out, '\t');
    put_clones(row, out);
    put_numbers(&row->facts->cyto, out);
    for (size_t i = 0; i < PCART_COUNTOF(column); i++) {
        pcarti_buf_char(out, '\t');
        pcarti_buf_text(out,
                        pcarti_karyotype_word(&row->facts->cyto, column[i]));
    }
    pcarti_buf_print(out, "\t%s\t%s", pcarti_karyotype_mr(&row->facts->cyto, 0),
                     pcarti_karyotype_mr(&row->facts->cyto, 1));
    if (row->before) {
        status = put_changes(row, arena, out, err);
        if (status)
            return status;
    }
    pcarti_buf_char(out, '\t');
    put_text(out, formula, strlen(formula));
    pcarti_buf_char(out, '\t');
    put_notes(k, out);
    pcarti_buf_char(out, '\n');
    return pcarti_buf_status(out, err);
}
