/* vcf_read.c -- variants and their counts from VCF, whatever the caller.
 * Layer: align. */
#include "postcart/vcf.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <htslib/hfile.h>
#include <htslib/hts_log.h>
#include <htslib/vcf.h>

#include "align/alignment_file.h"
#include "align/genome.h"
#include "align/vcf_file.h"
#include "postcart/fixed.h"

typedef struct reader {
    const char *path;
    const pcart_vcf_options *options;
    pcart_arena *arena;
    htsFile *file;
    bcf_hdr_t *header;
    bcf1_t *record;
    pcart_vcf out;
    pcart_vcf_row *row;
    size_t room_row;
    const char **sample;
    /* memory of htslib's getters */
    int32_t *number;
    int n_number;
    float *real;
    int n_real;
    char *text;
    int n_text;
} reader;

const char *
pcart_vcf_basis_name(pcart_vcf_basis basis)
{
    static const char *const name[] = {"none", "AD", "RO/AO", "DP4",
                                       "fraction"};

    return (unsigned)basis < PCART_COUNTOF(name) ? name[basis] : "";
}

static pcart_status
fault(const reader *r, pcart_status status, const char *message,
      const char *hint, pcart_err *err)
{
    return pcarti_alignment_fault(r->path, status, message, hint, err);
}

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

/* --- counts -----------------------------------------------------------------
 */

/* FORMAT numbers of one sample: how many values it has, 0 when absent. */
static int
format_numbers(reader *r, const char *tag, int sample, const int32_t **out)
{
    const int n = bcf_get_format_int32(r->header, r->record, tag, &r->number,
                                       &r->n_number);
    const int n_sample = bcf_hdr_nsamples(r->header);
    int each, have = 0;

    if (n <= 0 || n_sample <= 0)
        return 0;
    each = n / n_sample;
    *out = r->number + (ptrdiff_t)sample * each;
    while (have < each && (*out)[have] != bcf_int32_missing &&
           (*out)[have] != bcf_int32_vector_end && (*out)[have] >= 0)
        have++;
    return have;
}

static int
format_number(reader *r, const char *tag, int sample, int index, int32_t *out)
{
    const int32_t *value;

    if (format_numbers(r, tag, sample, &value) <= index)
        return 0;
    *out = value[index];
    return 1;
}

static void
set_counts(pcart_vcf_row *row, pcart_vcf_basis basis, int64_t alt,
           int64_t depth)
{
    if (alt < 0 || depth < alt || depth > INT32_MAX)
        return; // counts that contradict each other are none
    row->basis = basis;
    row->alt_count = (uint32_t)alt;
    row->depth = (uint32_t)depth;
}

/* AD: reference and alternates; or, by VarScan, the alternate beside RD. */
static void
read_ad(reader *r, int sample, int allele, pcart_vcf_row *row)
{
    const int32_t *value;
    int32_t rd, ad, dp;
    int64_t sum = 0;
    int n;

    if (format_number(r, "RD", sample, 0, &rd) &&
        format_number(r, "AD", sample, 0, &ad)) {
        set_counts(row, PCART_VCF_AD, ad, (int64_t)rd + ad);
        return;
    }
    n = format_numbers(r, "AD", sample, &value);
    if (n != r->record->n_allele)
        return;
    for (int i = 0; i < n; i++)
        sum += value[i];
    ad = value[allele];
    if (format_number(r, "DP", sample, 0, &dp) && dp > sum)
        sum = dp; // fragments that fit no allele are depth as well
    set_counts(row, PCART_VCF_AD, ad, sum);
}

static void
read_ro_ao(reader *r, int sample, int allele, pcart_vcf_row *row)
{
    const int32_t *value;
    int32_t ro;
    int64_t sum = 0, alt;
    int n;

    if (!format_number(r, "RO", sample, 0, &ro))
        return;
    n = format_numbers(r, "AO", sample, &value);
    if (n != r->record->n_allele - 1)
        return;
    for (int i = 0; i < n; i++)
        sum += value[i];
    alt = value[allele - 1];
    set_counts(row, PCART_VCF_RO_AO, alt, sum + ro);
}

/* DP4 knows one alternate only. */
static void
read_dp4(reader *r, int sample, pcart_vcf_row *row)
{
    const int32_t *value;
    int n;

    if (r->record->n_allele != 2)
        return;
    n = format_numbers(r, "DP4", sample, &value);
    if (n != 4 && bcf_hdr_nsamples(r->header) <= 1) {
        n = bcf_get_info_int32(r->header, r->record, "DP4", &r->number,
                               &r->n_number);
        value = r->number;
    }
    if (n == 4 && value[0] >= 0 && value[1] >= 0 && value[2] >= 0 &&
        value[3] >= 0)
        set_counts(row, PCART_VCF_DP4, (int64_t)value[2] + value[3],
                   (int64_t)value[0] + value[1] + value[2] + value[3]);
}

/* "12.5%" of VarScan; NAN when it is none. */
static double
read_percent(reader *r, int sample)
{
    const int n =
        bcf_get_format_char(r->header, r->record, "FREQ", &r->text, &r->n_text);
    const int n_sample = bcf_hdr_nsamples(r->header);
    const char *text;
    pcart_decimal decimal;
    size_t length, width;

    if (n <= 0 || n_sample <= 0)
        return NAN;
    width = (size_t)n / (size_t)n_sample;
    text = r->text + (size_t)sample * width;
    length = strnlen(text, width);
    if (length < 2 || text[length - 1] != '%' ||
        pcart_decimal_read(text, length - 1, '.', &decimal, NULL) ||
        decimal.exponent < -18 || decimal.exponent > 2)
        return NAN;
    return (double)decimal.coefficient * pow(10, decimal.exponent) / 100;
}

static double
read_fraction(reader *r, int sample, int allele)
{
    static const char *const tag[] = {"AF", "VAF"};
    const int n_sample = bcf_hdr_nsamples(r->header);

    for (size_t i = 0; i < PCART_COUNTOF(tag); i++) {
        const int n = bcf_get_format_float(r->header, r->record, tag[i],
                                           &r->real, &r->n_real);
        const int each = n > 0 && n_sample > 0 ? n / n_sample : 0;
        float value;

        if (each < allele)
            continue;
        value = r->real[sample * each + allele - 1];
        if (!bcf_float_is_missing(value) && !bcf_float_is_vector_end(value) &&
            value >= 0 && value <= 1)
            return (double)value;
    }
    return read_percent(r, sample);
}

static void
read_counts(reader *r, int sample, int allele, pcart_vcf_row *row)
{
    int32_t dp;

    row->fraction = NAN;
    if (sample >= 0) {
        row->fraction = read_fraction(r, sample, allele);
        read_ad(r, sample, allele, row);
        if (!row->basis)
            read_ro_ao(r, sample, allele, row);
    }
    if (!row->basis)
        read_dp4(r, sample < 0 ? 0 : sample, row);
    if (!row->basis && sample >= 0 && row->fraction <= 1 &&
        format_number(r, "DP", sample, 0, &dp))
        set_counts(row, PCART_VCF_FRACTION,
                   (int64_t)floor(row->fraction * dp + 0.5), dp);
}

/* --- records ----------------------------------------------------------------
 */

static int
is_bases(const char *allele)
{
    return allele[0] && strspn(allele, "ACGTacgt") == strlen(allele);
}

static char *
capitals(pcart_arena *arena, const char *text)
{
    char *copy = pcart_arena_text(arena, text, strlen(text));

    for (char *c = copy; copy && is_bases(text) && *c; c++)
        *c = (char)(*c & ~32);
    return copy;
}

static pcart_status
add_row(reader *r, int sample, int allele, pcart_err *err)
{
    const bcf1_t *record = r->record;
    pcart_vcf_row row = {.record = r->out.n_record}, *grown;
    const char *contig = bcf_hdr_id2name(r->header, record->rid);

    row.variant.contig =
        contig ? pcart_arena_text(r->arena, contig, strlen(contig)) : NULL;
    row.variant.position = record->pos;
    row.variant.ref = capitals(r->arena, record->d.allele[0]);
    row.variant.alt = capitals(r->arena, record->d.allele[allele]);
    row.sample = sample >= 0 ? r->sample[sample] : "";
    grown = pcart_arena_grow(r->arena, r->row, &r->room_row, r->out.n_row + 1,
                             sizeof *grown);
    if (!grown || !row.variant.contig || !row.variant.ref || !row.variant.alt)
        return out_of_memory(err);
    r->row = grown;
    row.is_filtered =
        record->d.n_flt > 0 &&
        strcmp(bcf_hdr_int2id(r->header, BCF_DT_ID, record->d.flt[0]),
               "PASS") != 0;
    row.is_symbolic = !is_bases(row.variant.ref) || !is_bases(row.variant.alt);
    read_counts(r, sample, allele, &row);
    r->out.n_no_depth += row.basis == PCART_VCF_NO_DEPTH;
    if (r->options->needs_depth && row.basis == PCART_VCF_NO_DEPTH) {
        const pcart_place place = {.source = r->path};

        pcart_err_at(err, PCART_E_DEGENERATE, place,
                     "record %llu, %s:%lld, has no depth in sample '%s'",
                     (unsigned long long)row.record, row.variant.contig,
                     (long long)row.variant.position + 1, row.sample);
        pcart_err_hint(err, "AD, RO and AO, DP4, or DP with AF are needed");
        return PCART_E_DEGENERATE;
    }
    r->row[r->out.n_row++] = row;
    return PCART_OK;
}

static pcart_status
read_record(reader *r, pcart_err *err)
{
    /* Callers leave contigs and tags out of the header. */
    const int undeclared = BCF_ERR_CTG_UNDEF | BCF_ERR_TAG_UNDEF;
    const int n_sample = bcf_hdr_nsamples(r->header);
    int n_variant = 0;
    pcart_status status = PCART_OK;

    r->out.n_record++;
    if ((r->record->errcode & ~undeclared) ||
        bcf_unpack(r->record, BCF_UN_ALL) != 0 || r->record->rid < 0 ||
        r->record->pos < 0 || r->record->n_allele < 1) {
        const pcart_place place = {.source = r->path};

        return pcart_err_at(err, PCART_E_SYNTAX, place,
                            "record %zu cannot be read", r->out.n_record);
    }
    for (int a = 1; a < r->record->n_allele && status == PCART_OK; a++) {
        const char *allele = r->record->d.allele[a];

        if (strcmp(allele, "*") == 0 || strcmp(allele, ".") == 0 ||
            strcmp(allele, "<*>") == 0 || strcmp(allele, "<NON_REF>") == 0)
            continue; // no allele, but "any other"
        n_variant++;
        for (int s = 0; s < n_sample && status == PCART_OK; s++)
            if (!r->options->sample ||
                strcmp(r->options->sample, r->sample[s]) == 0)
                status = add_row(r, s, a, err);
        if (n_sample == 0 && status == PCART_OK)
            status = add_row(r, -1, a, err);
    }
    r->out.n_block += n_variant == 0;
    return status;
}

/* --- the file ---------------------------------------------------------------
 */

static pcart_status
read_samples(reader *r, pcart_err *err)
{
    const int n = bcf_hdr_nsamples(r->header);
    int is_there = r->options->sample == NULL;

    r->sample = pcart_arena_take(r->arena, (size_t)n + 1, sizeof *r->sample);
    if (!r->sample)
        return out_of_memory(err);
    for (int i = 0; i < n; i++) {
        const char *name = r->header->samples[i];

        r->sample[i] = pcart_arena_text(r->arena, name, strlen(name));
        if (!r->sample[i])
            return out_of_memory(err);
        is_there |= r->options->sample && strcmp(name, r->options->sample) == 0;
    }
    r->out.sample = r->sample;
    r->out.n_sample = (size_t)n;
    if (is_there)
        return PCART_OK;
    return fault(r, PCART_E_NOTFOUND, "the file does not hold the sample",
                 r->options->sample, err);
}

static pcart_status
check_genome(reader *r, pcart_err *err)
{
    pcarti_genome genome = {0};
    const char *wanted = NULL;

    for (int i = 0; i < r->header->n[BCF_DT_CTG]; i++) {
        const bcf_idpair_t *pair = &r->header->id[BCF_DT_CTG][i];

        if (pair->key && pair->val && pair->val->info[0] > 0)
            pcarti_genome_add(&genome, pair->key, (int64_t)pair->val->info[0]);
    }
    r->out.genome = pcarti_genome_name(&genome);
    if (!r->options->genome)
        return PCART_OK;
    if (!pcarti_genome_known(r->options->genome, &wanted))
        return pcart_err_set(err, PCART_E_NOTFOUND, "there is no genome '%s'",
                             r->options->genome);
    if (r->out.genome[0] && strcmp(r->out.genome, wanted) != 0)
        return fault(r, PCART_E_INCONSISTENT,
                     "the variants are of another genome build", r->out.genome,
                     err);
    return PCART_OK;
}

static pcart_status
read_all(reader *r, pcart_err *err)
{
    pcart_status status;
    int got;

    if (hts_get_format(r->file)->format != vcf &&
        hts_get_format(r->file)->format != bcf)
        return fault(r, PCART_E_SYNTAX, "this is neither VCF nor BCF", NULL,
                     err);
    r->header = bcf_hdr_read(r->file);
    if (!r->header)
        return fault(r, PCART_E_SYNTAX, "the header is damaged", NULL, err);
    r->record = bcf_init();
    if (!r->record)
        return out_of_memory(err);
    status = read_samples(r, err);
    if (status == PCART_OK)
        status = check_genome(r, err);
    while (status == PCART_OK &&
           (got = bcf_read(r->file, r->header, r->record)) != -1) {
        if (got < -1)
            status =
                fault(r, PCART_E_SYNTAX, "a record cannot be read", NULL, err);
        else
            status = read_record(r, err);
    }
    return status;
}

pcart_status
pcarti_vcf_take(htsFile *file, const char *path,
                const pcart_vcf_options *options, pcart_arena *arena,
                pcart_vcf *out, pcart_err *err)
{
    static const pcart_vcf_options none = {0};
    reader r = {.path = path,
                .options = options ? options : &none,
                .arena = arena,
                .file = file};
    pcart_status status;

    r.out.source = path;
    status = read_all(&r, err);
    if (status == PCART_OK) {
        *out = r.out;
        out->row = r.row;
    }
    free(r.number);
    free(r.real);
    free(r.text);
    if (r.record)
        bcf_destroy(r.record);
    if (r.header)
        bcf_hdr_destroy(r.header);
    if (hts_close(file) != 0 && status == PCART_OK)
        status = fault(&r, PCART_E_IO, "the file cannot be read to its end",
                       NULL, err);
    return status;
}

pcart_status
pcart_vcf_read(const char *path, const pcart_vcf_options *options,
               pcart_arena *arena, pcart_vcf *out, pcart_err *err)
{
    htsFile *file;

    hts_set_log_level(HTS_LOG_OFF);
    if (hisremote(path))
        return pcarti_alignment_fault(path, PCART_E_UNSUPPORTED,
                                      "variants are read from files only", NULL,
                                      err);
    file = hts_open(path, "r");
    if (!file)
        return pcarti_alignment_fault(
            path, errno == ENOENT ? PCART_E_NOTFOUND : PCART_E_IO,
            strerror(errno), NULL, err);
    return pcarti_vcf_take(file, path, options, arena, out, err);
}
