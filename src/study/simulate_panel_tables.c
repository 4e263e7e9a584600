/*
 * simulate_panel_tables.c -- a synthetic panel as canonical tables, ready for
 * postcart trace.  Layer: study.
 */
#include <math.h>

#include "postcart/date.h"
#include "study/simulate_panel.h"

/* What a laboratory reports: from 2 % of the fragments on. */
static const double reported_vaf = 0.02;

static const char patient[] = "PANEL";
static const char stranger[] = "OTHER";

/* Depth at which the stranger was sequenced. */
enum { STRANGER_DEPTH = 1000, STRANGER_DAY = -30 };

static pcart_date
date_of(double days)
{
    return pcart_date_from_civil(2020, 6, 1) + (pcart_date)lround(days);
}

static void
put_date(pcarti_buf *buf, double days)
{
    char text[PCART_DATE_SIZE];

    pcarti_buf_text(buf, pcart_date_write(date_of(days), text));
}

void
pcarti_panel_variants(const pcarti_panel *p, const pcarti_panel_sample *sample,
                      const pcarti_panel_tally *tally, pcarti_buf *buf)
{
    if (sample->days < 0 || sample->is_normal)
        return; // those before are looked back in
    for (uint32_t i = 0; i < p->options.n_variant; i++) {
        const pcarti_panel_variant *v = &p->variant[i];

        if (tally[i].covering == 0 ||
            tally[i].carrying < reported_vaf * tally[i].covering)
            continue;
        pcarti_buf_print(buf, "%s,sim1,%lld,%s,%s,%lu,%lu\n", sample->name,
                         (long long)v->position + 1, v->ref, v->alt,
                         (unsigned long)tally[i].carrying,
                         (unsigned long)tally[i].covering);
    }
}

void
pcarti_panel_stranger(const pcarti_panel *p, pcarti_buf *buf)
{
    for (uint32_t i = 0; i < p->options.n_variant; i++) {
        const pcarti_panel_variant *v = &p->variant[i];
        const long alt = lround(v->vaf[PCARTI_PANEL_OTHER] * STRANGER_DEPTH);

        if (alt > 0)
            pcarti_buf_print(buf, "other,sim1,%lld,%s,%s,%ld,%d\n",
                             (long long)v->position + 1, v->ref, v->alt, alt,
                             STRANGER_DEPTH);
    }
}

static pcart_status
send(pcarti_buf *buf, const char *name, pcart_simulate_write *write, void *ctx,
     pcart_err *err)
{
    pcart_status status = pcarti_buf_status(buf, err);

    if (status == PCART_OK)
        status = write(ctx, name, buf->data, buf->length, err);
    pcarti_buf_clear(buf);
    return status;
}

pcart_status
pcarti_panel_tables(const pcarti_panel *p, const pcarti_panel_sample *sample,
                    size_t n, pcart_simulate_write *write, void *ctx,
                    pcart_err *err)
{
    pcarti_buf buf = {0};
    pcart_status status;

    pcarti_buf_print(&buf,
                     "patient,sex,birth_year,diagnosis\n%s,female,1960,"
                     "DLBCL\n",
                     patient);
    if (p->options.admixture > 0)
        pcarti_buf_print(&buf, "%s,male,1955,DLBCL\n", stranger);
    status = send(&buf, "patients.csv", write, ctx, err);
    pcarti_buf_print(&buf, "patient,infusion,date\n%s,1,", patient);
    put_date(&buf, 0);
    pcarti_buf_char(&buf, '\n');
    if (status == PCART_OK)
        status = send(&buf, "infusions.csv", write, ctx, err);
    pcarti_buf_text(&buf, "patient,sample,date,specimen,regions,alignment\n");
    for (size_t i = 0; i < n; i++) {
        if (sample[i].is_normal)
            continue;
        pcarti_buf_print(&buf, "%s,%s,", patient, sample[i].name);
        put_date(&buf, sample[i].days);
        pcarti_buf_print(&buf, ",%s,panel.bed,%s.bam\n",
                         sample[i].is_donor ? "donor" : "marrow",
                         sample[i].name);
    }
    if (p->options.admixture > 0) {
        pcarti_buf_print(&buf, "%s,other,", stranger);
        put_date(&buf, STRANGER_DAY);
        pcarti_buf_text(&buf, ",marrow,,\n");
    }
    if (status == PCART_OK)
        status = send(&buf, "samples.csv", write, ctx, err);
    if (p->options.host < 1) {
        pcarti_buf_print(&buf, "patient,date,kind\n%s,", patient);
        put_date(&buf, PCARTI_PANEL_GRAFT);
        pcarti_buf_text(&buf, ",allogeneic\n");
        if (status == PCART_OK)
            status = send(&buf, "transplants.csv", write, ctx, err);
    }
    pcarti_buf_release(&buf);
    return status;
}
