/* vcf.h -- variants of any caller in, look-back out.  Layer: align. */
#ifndef POSTCART_VCF_H
#define POSTCART_VCF_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/err.h"
#include "postcart/variant.h"

/** Where the counts of a row come from. */
typedef enum pcart_vcf_basis {
    PCART_VCF_NO_DEPTH, /**< no depth: "cannot be said", never "absent" */
    PCART_VCF_AD,       /**< FORMAT AD, or RD and AD (VarScan) */
    PCART_VCF_RO_AO,    /**< FORMAT RO and AO (freebayes) */
    PCART_VCF_DP4,      /**< FORMAT DP4, or INFO DP4 of a single sample */
    PCART_VCF_FRACTION  /**< DP times AF, VAF or FREQ, rounded */
} pcart_vcf_basis;

/** Static word: "AD". */
PCART_API const char *pcart_vcf_basis_name(pcart_vcf_basis basis);

/** One alternate allele in one sample. */
typedef struct pcart_vcf_row {
    pcart_variant variant; /**< as the file writes it; symbolic: "<DUP>" */
    const char *sample;
    pcart_vcf_basis basis;
    uint32_t alt_count, depth; /**< 0 and 0 without depth */
    double fraction;           /**< AF, VAF or FREQ as given; NAN: none */
    int is_filtered;           /**< FILTER holds something else than PASS */
    int is_symbolic; /**< the allele is not of A, C, G, T: it cannot be looked
                          for in reads */
    uint64_t record; /**< of the file, 1 .. */
} pcart_vcf_row;

/** A file that was read. */
typedef struct pcart_vcf {
    const char *source;
    const char *genome; /**< "GRCh37", "GRCh38", or "" when not known */
    const char *const *sample;
    size_t n_sample;
    const pcart_vcf_row *row;
    size_t n_row;
    size_t n_record, n_block; /**< n_block: records without a variant */
    size_t n_no_depth;        /**< rows without depth */
} pcart_vcf;

/** How to read.  Zero is valid. */
typedef struct pcart_vcf_options {
    const char *sample; /**< only this one */
    const char *genome; /**< refuse another build, if the header tells */
    int needs_depth;    /**< refuse a row without depth */
} pcart_vcf_options;

/**
 * Read a VCF or BCF file, compressed or not.  Rows stand in the order of the
 * file, alleles before samples; `*` and reference blocks are left out.
 *
 * @param path   borrowed as long as @p out is used
 * @param arena  holds the result
 * @return PCART_OK; PCART_E_IO; PCART_E_NOTFOUND (file, sample);
 *         PCART_E_SYNTAX; PCART_E_INCONSISTENT (build); PCART_E_DEGENERATE
 *         when a depth is needed and absent; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_vcf_read(const char *path, const pcart_vcf_options *options,
               pcart_arena *arena, pcart_vcf *out, pcart_err *err);

/** Look-back of one variant in one sample; NAN and NULL: missing. */
typedef struct pcart_vcf_call {
    const char *lookback;         /**< LBC: a class in capitals */
    double vaf, low, high, upper; /**< LBV, LBCI, LBU */
    double lod;                   /**< LBL */
    double p, log10_bf;           /**< LBP, LBB */
    double error, precision;      /**< LBE, LBK */
    int is_unknown;               /**< nobody has counted here: no 0 */
    uint32_t alt_count, depth;    /**< AD and NF */
    const char *origin;           /**< ORI */
    const double *posterior;      /**< ORP, n_posterior of them */
    size_t n_posterior;
    double growth, growth_low, growth_high; /**< GR, GRCI */
} pcart_vcf_call;

/** A file of results.  Everything is borrowed. */
typedef struct pcart_vcf_table {
    const char *const *contig;
    const int64_t *length; /**< -1: not known */
    size_t n_contig;
    const char *const *sample;
    size_t n_sample;
    const char *reference;        /**< name of the build; or "" */
    const pcart_variant *variant; /**< sorted by contig and position */
    size_t n_variant;
    const pcart_vcf_call *call; /**< n_variant times n_sample, by variant */
} pcart_vcf_table;

/** Receives the bytes of the text in order. */
typedef pcart_status pcart_vcf_sink(void *ctx, const char *bytes, size_t length,
                                    pcart_err *err);

/**
 * Write VCF 4.3 text with declared look-back tags.  A genotype is never
 * written: absence is a class with its limit, not a point.
 *
 * @return PCART_OK; PCART_E_RANGE for text that VCF cannot hold;
 *         PCART_E_NOMEM; what @p sink returns
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_vcf_write(const pcart_vcf_table *table, pcart_vcf_sink *sink, void *ctx,
                pcart_err *err);

#endif
