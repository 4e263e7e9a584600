/* vcf_write.c -- look-back as VCF, with declared tags.  Layer: align. */
#include "postcart/vcf.h"

#include <math.h>
#include <string.h>

#include "core/buf.h"
#include "postcart/version.h"

// clang-format off
static const char *const tag[] = {
    "AD,Number=R,Type=Integer,Description=\"Fragments with the reference and "
        "the alternate allele\"",
    "NF,Number=1,Type=Integer,Description=\"Unique fragments\"",
    "LBC,Number=1,Type=String,Description=\"Look-back class: PRE_EXISTING, "
        "NOT_DETECTABLE, NEW, LOST, INDETERMINATE\"",
    "LBV,Number=1,Type=Float,Description=\"Variant allele fraction, most "
        "likely\"",
    "LBCI,Number=2,Type=Float,Description=\"Its 95 % interval\"",
    "LBU,Number=1,Type=Float,Description=\"Upper 95 % bound of the fraction\"",
    "LBL,Number=1,Type=Float,Description=\"Limit of detection, 95 %\"",
    "LBP,Number=1,Type=Float,Description=\"Probability of the count by error "
        "alone\"",
    "LBB,Number=1,Type=Float,Description=\"Log10 Bayes factor, present "
        "against absent\"",
    "LBE,Number=1,Type=Float,Description=\"Expected error rate\"",
    "LBK,Number=1,Type=Float,Description=\"Precision of the error rate\"",
    "ORI,Number=1,Type=String,Description=\"Origin of the clone\"",
    "ORP,Number=.,Type=Float,Description=\"Posterior of each origin\"",
    "GR,Number=1,Type=Float,Description=\"Growth rate per year\"",
    "GRCI,Number=2,Type=Float,Description=\"Its 95 % interval\"",
};
// clang-format on

/* Text that must not break a line or a field of VCF. */
static int
is_plain(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        if (*c <= ' ' || *c == 0x7f || strchr(":;,=<>", *c))
            return 0;
    return text[0] != '\0';
}

static pcart_status
check(const pcart_vcf_table *t, pcart_err *err)
{
    for (size_t i = 0; i < t->n_contig; i++)
        if (!is_plain(t->contig[i]))
            return pcart_err_set(err, PCART_E_RANGE,
                                 "'%s' cannot name a contig in VCF",
                                 t->contig[i]);
    for (size_t i = 0; i < t->n_sample; i++)
        if (!t->sample[i][0] || strpbrk(t->sample[i], "\t\n\r"))
            return pcart_err_set(err, PCART_E_RANGE,
                                 "'%s' cannot name a sample in VCF",
                                 t->sample[i]);
    for (size_t i = 0; i < t->n_variant; i++)
        if (!is_plain(t->variant[i].contig) || !is_plain(t->variant[i].ref) ||
            !is_plain(t->variant[i].alt) || t->variant[i].position < 0)
            return pcart_err_set(err, PCART_E_RANGE,
                                 "variant %zu cannot be written as VCF", i + 1);
    for (size_t i = 0; i < t->n_variant * t->n_sample; i++)
        if ((t->call[i].lookback && !is_plain(t->call[i].lookback)) ||
            (t->call[i].origin && !is_plain(t->call[i].origin)))
            return pcart_err_set(err, PCART_E_RANGE,
                                 "a class or an origin cannot stand in VCF");
    return PCART_OK;
}

static void
put_head(const pcart_vcf_table *t, pcarti_buf *buf)
{
    pcarti_buf_print(buf, "##fileformat=VCFv4.3\n##source=postcart %s\n",
                     pcart_version());
    if (t->reference[0])
        pcarti_buf_print(buf, "##reference=%s\n", t->reference);
    for (size_t i = 0; i < t->n_contig; i++) {
        pcarti_buf_print(buf, "##contig=<ID=%s", t->contig[i]);
        if (t->length[i] >= 0)
            pcarti_buf_print(buf, ",length=%lld", (long long)t->length[i]);
        pcarti_buf_text(buf, ">\n");
    }
    for (size_t i = 0; i < PCART_COUNTOF(tag); i++)
        pcarti_buf_print(buf, "##FORMAT=<ID=%s>\n", tag[i]);
    pcarti_buf_text(buf, "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO");
    if (t->n_sample)
        pcarti_buf_text(buf, "\tFORMAT");
    for (size_t i = 0; i < t->n_sample; i++)
        pcarti_buf_print(buf, "\t%s", t->sample[i]);
    pcarti_buf_char(buf, '\n');
}

static void
put_number(pcarti_buf *buf, char before, double value)
{
    pcarti_buf_char(buf, before);
    if (isfinite(value))
        pcarti_buf_statistic(buf, value);
    else
        pcarti_buf_char(buf, '.');
}

static void
put_call(const pcart_vcf_call *c, pcarti_buf *buf)
{
    if (c->is_unknown)
        pcarti_buf_text(buf, "\t.:.");
    else
        pcarti_buf_print(buf, "\t%lu,%lu:%lu",
                         (unsigned long)(c->depth - c->alt_count),
                         (unsigned long)c->alt_count, (unsigned long)c->depth);
    pcarti_buf_print(buf, ":%s", c->lookback ? c->lookback : ".");
    put_number(buf, ':', c->vaf);
    put_number(buf, ':', c->low);
    put_number(buf, ',', c->high);
    put_number(buf, ':', c->upper);
    put_number(buf, ':', c->lod);
    put_number(buf, ':', c->p);
    put_number(buf, ':', c->log10_bf);
    put_number(buf, ':', c->error);
    put_number(buf, ':', c->precision);
    pcarti_buf_print(buf, ":%s", c->origin ? c->origin : ".");
    for (size_t i = 0; i < c->n_posterior; i++)
        put_number(buf, i ? ',' : ':', c->posterior[i]);
    if (c->n_posterior == 0)
        pcarti_buf_text(buf, ":.");
    put_number(buf, ':', c->growth);
    put_number(buf, ':', c->growth_low);
    put_number(buf, ',', c->growth_high);
}

pcart_status
pcart_vcf_write(const pcart_vcf_table *table, pcart_vcf_sink *sink, void *ctx,
                pcart_err *err)
{
    pcarti_buf buf = {0};
    pcart_status status = check(table, err);

    if (status == PCART_OK)
        put_head(table, &buf);
    for (size_t i = 0; i < table->n_variant && status == PCART_OK; i++) {
        const pcart_variant *v = &table->variant[i];

        pcarti_buf_print(&buf, "%s\t%lld\t.\t%s\t%s\t.\t.\t.", v->contig,
                         (long long)v->position + 1, v->ref, v->alt);
        if (table->n_sample)
            pcarti_buf_text(&buf, "\tAD:NF:LBC:LBV:LBCI:LBU:LBL:LBP:LBB:LBE:"
                                  "LBK:ORI:ORP:GR:GRCI");
        for (size_t s = 0; s < table->n_sample; s++)
            put_call(&table->call[i * table->n_sample + s], &buf);
        pcarti_buf_char(&buf, '\n');
    }
    if (status == PCART_OK)
        status = pcarti_buf_status(&buf, err);
    if (status == PCART_OK)
        status = sink(ctx, buf.data, buf.length, err);
    pcarti_buf_release(&buf);
    return status;
}
