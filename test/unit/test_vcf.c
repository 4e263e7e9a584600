/* test_vcf.c -- counts from the VCF of several callers; look-back written as
 * VCF is read again by htslib. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <htslib/vcf.h>

#include "postcart/vcf.h"

#define HEAD                                                                   \
    "##fileformat=VCFv4.2\n"                                                   \
    "##contig=<ID=chr2,length=242193529>\n"                                    \
    "##FILTER=<ID=weak,Description=\"x\">\n"                                   \
    "##INFO=<ID=DP4,Number=4,Type=Integer,Description=\"x\">\n"                \
    "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"x\">\n"                \
    "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"x\">\n"               \
    "##FORMAT=<ID=RD,Number=1,Type=Integer,Description=\"x\">\n"               \
    "##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"x\">\n"               \
    "##FORMAT=<ID=DP4,Number=4,Type=Integer,Description=\"x\">\n"              \
    "##FORMAT=<ID=AF,Number=A,Type=Float,Description=\"x\">\n"                 \
    "##FORMAT=<ID=FREQ,Number=1,Type=String,Description=\"x\">\n"              \
    "##FORMAT=<ID=RO,Number=1,Type=Integer,Description=\"x\">\n"               \
    "##FORMAT=<ID=AO,Number=A,Type=Integer,Description=\"x\">\n"               \
    "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tpost"

static char path[] = "/tmp/postcart-test-XXXXXX";

static void
put(const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static pcart_status
read_text(const char *text, const pcart_vcf_options *options,
          pcart_arena *arena, pcart_vcf *vcf, pcart_err *err)
{
    put(text);
    return pcart_vcf_read(path, options, arena, vcf, err);
}

static void
test_callers(void **state)
{
    static const struct {
        const char *line;
        pcart_vcf_basis basis;
        uint32_t alt, depth;
    } one[] = {
        /* Mutect2: AD is of informative reads, DP of all */
        {"A\tG\t.\tPASS\t.\tGT:AD:AF:DP\t0/1:90,10:0.1:104", PCART_VCF_AD, 10,
         104},
        /* a second alternate takes its share */
        {"A\tG\t.\tPASS\t.\tAD\t90,10", PCART_VCF_AD, 10, 100},
        /* freebayes */
        {"A\tG\t.\t.\t.\tGT:DP:RO:AO\t0/1:50:47:3", PCART_VCF_RO_AO, 3, 50},
        /* VarScan: AD is the alternate alone */
        {"A\tG\t.\tPASS\t.\tGT:DP:RD:AD:FREQ\t0/1:80:76:4:5%", PCART_VCF_AD, 4,
         80},
        /* LoFreq and bcftools */
        {"A\tG\t.\tPASS\tDP4=20,21,3,4\tGT\t0/1", PCART_VCF_DP4, 7, 48},
        {"A\tG\t.\tPASS\t.\tDP4\t20,21,3,4", PCART_VCF_DP4, 7, 48},
        {"A\tG\t.\tPASS\t.\tDP:AF\t200:0.025", PCART_VCF_FRACTION, 5, 200},
        {"A\tG\t.\tPASS\t.\tDP:FREQ\t200:12,5%", PCART_VCF_NO_DEPTH, 0, 0},
        {"A\tG\t.\tPASS\t.\tDP:FREQ\t200:12.5%", PCART_VCF_FRACTION, 25, 200},
        /* a fraction without depth is no count */
        {"A\tG\t.\tPASS\t.\tAF\t0.2", PCART_VCF_NO_DEPTH, 0, 0},
        {"A\tG\t.\tPASS\t.\tGT:AD:DP\t./.:.:.", PCART_VCF_NO_DEPTH, 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(one); i++) {
        char text[4096];
        pcart_arena arena = {0};
        pcart_vcf vcf;
        pcart_err err = {0};
        const pcart_vcf_options strict = {.needs_depth = 1};

        snprintf(text, sizeof text, HEAD "\nchr2\t25234373\t.\t%s\n",
                 one[i].line);
        if (read_text(text, NULL, &arena, &vcf, &err))
            fail_msg("%zu: %s", i, err.message);
        assert_int_equal(vcf.n_row, 1);
        assert_int_equal(vcf.row[0].basis, one[i].basis);
        assert_int_equal(vcf.row[0].alt_count, one[i].alt);
        assert_int_equal(vcf.row[0].depth, one[i].depth);
        assert_int_equal(vcf.row[0].variant.position, 25234372);
        assert_string_equal(vcf.row[0].sample, "post");
        assert_string_equal(vcf.genome, "GRCh38");
        assert_int_equal(vcf.n_no_depth,
                         one[i].basis == PCART_VCF_NO_DEPTH ? 1 : 0);
        assert_int_equal(pcart_vcf_read(path, &strict, &arena, &vcf, NULL),
                         one[i].basis ? PCART_OK : PCART_E_DEGENERATE);
        pcart_arena_release(&arena);
    }
}

/* Headers without contigs, filters and tags: what is declared is read. */
static void
test_thin_headers(void **state)
{
    static const char text[] =
        "##fileformat=VCFv4.1\n"
        "##FORMAT=<ID=AD,Number=1,Type=Integer,Description=\"x\">\n"
        "##FORMAT=<ID=RD,Number=1,Type=Integer,Description=\"x\">\n"
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ts\n"
        "4\t105\t.\tC\tT\t.\tstr10\tADP=9\tGT:RD:AD:XX\t0/1:76:4:9\n"
        "4\t106\t.\tC\tT\t.\tPASS\t.\tGT:DP:AO\t0/1:80:4\n";
    pcart_arena arena = {0};
    pcart_vcf vcf;
    pcart_err err = {0};

    (void)state;
    if (read_text(text, NULL, &arena, &vcf, &err))
        fail_msg("%s", err.message);
    assert_int_equal(vcf.n_row, 2);
    assert_string_equal(vcf.genome, "");
    assert_string_equal(vcf.row[0].variant.contig, "4");
    assert_int_equal(vcf.row[0].basis, PCART_VCF_AD);
    assert_int_equal(vcf.row[0].alt_count, 4);
    assert_int_equal(vcf.row[0].depth, 80);
    assert_true(vcf.row[0].is_filtered);
    assert_int_equal(vcf.row[1].basis, PCART_VCF_NO_DEPTH);
    assert_false(vcf.row[1].is_filtered);
    pcart_arena_release(&arena);
}

static void
test_alleles_and_samples(void **state)
{
    static const char text[] =
        HEAD "\tpre\n"
             "chr2\t10\t.\ta\tG,CT\t.\tweak\t.\tAD:DP\t80,15,5:100\t7,2,1:10\n"
             "chr2\t20\t.\tT\t*,C\t.\tPASS\t.\tAD\t9,1,2\t9,0,0\n"
             "chr2\t30\t.\tA\t<DUP>\t.\tPASS\t.\tAD\t9,1\t9,0\n"
             "chr2\t40\t.\tA\t<NON_REF>\t.\t.\t.\tDP\t30\t31\n";
    const pcart_vcf_options pre = {.sample = "pre"};
    const pcart_vcf_options nobody = {.sample = "nobody"};
    const pcart_vcf_options old = {.genome = "hg19"};
    pcart_arena arena = {0};
    pcart_vcf vcf;
    pcart_err err = {0};

    (void)state;
    assert_int_equal(read_text(text, NULL, &arena, &vcf, &err), PCART_OK);
    assert_int_equal(vcf.n_record, 4);
    assert_int_equal(vcf.n_block, 1);
    assert_int_equal(vcf.n_row, 8);
    assert_string_equal(vcf.row[0].variant.ref, "A");
    assert_int_equal(vcf.row[0].alt_count, 15);
    assert_true(vcf.row[0].is_filtered);
    assert_string_equal(vcf.row[1].sample, "pre");
    assert_int_equal(vcf.row[1].alt_count, 2);
    assert_string_equal(vcf.row[2].variant.alt, "CT");
    assert_int_equal(vcf.row[2].alt_count, 5);
    assert_string_equal(vcf.row[4].variant.alt, "C");
    assert_int_equal(vcf.row[4].alt_count, 2);
    assert_int_equal(vcf.row[4].depth, 12);
    assert_false(vcf.row[4].is_filtered);
    assert_true(vcf.row[6].is_symbolic);
    assert_string_equal(vcf.row[6].variant.alt, "<DUP>");
    assert_int_equal(pcart_vcf_read(path, &pre, &arena, &vcf, NULL), PCART_OK);
    assert_int_equal(vcf.n_row, 4);
    assert_int_equal(pcart_vcf_read(path, &nobody, &arena, &vcf, NULL),
                     PCART_E_NOTFOUND);
    assert_int_equal(pcart_vcf_read(path, &old, &arena, &vcf, NULL),
                     PCART_E_INCONSISTENT);
    pcart_arena_release(&arena);
}

static void
test_bad_files(void **state)
{
    pcart_arena arena = {0};
    pcart_vcf vcf;

    (void)state;
    assert_int_equal(
        pcart_vcf_read("/nonexistent.vcf", NULL, &arena, &vcf, NULL),
        PCART_E_NOTFOUND);
    assert_int_equal(
        read_text("gene,vaf\nTP53,0.1\n", NULL, &arena, &vcf, NULL),
        PCART_E_SYNTAX);
    assert_int_equal(
        read_text(HEAD "\nchr2\tten\t.\tA\tG\n", NULL, &arena, &vcf, NULL),
        PCART_E_SYNTAX);
    pcart_arena_release(&arena);
}

static pcart_status
to_file(void *ctx, const char *bytes, size_t length, pcart_err *err)
{
    (void)err;
    assert_int_equal(fwrite(bytes, 1, length, ctx), length);
    return PCART_OK;
}

static const char *const contig = "chr2", *const sample = "pre-1";
static const int64_t length = 242193529;
static const double posterior[] = {0.995, 0.005};
static const pcart_variant two_variants[] = {{"chr2", 99, "A", "G"},
                                             {"chr2", 199, "AT", "A"}};
static const pcart_vcf_call two_calls[] = {
    {.lookback = "PRE_EXISTING",
     .vaf = 0.004,
     .low = 0.002,
     .high = 0.007,
     .upper = 0.0065,
     .lod = 0.003,
     .p = 1e-9,
     .log10_bf = 6.5,
     .error = 1e-4,
     .precision = 20000,
     .alt_count = 8,
     .depth = 2000,
     .origin = "HOST",
     .posterior = posterior,
     .n_posterior = 2,
     .growth = 1.5,
     .growth_low = -0.2,
     .growth_high = NAN},
    {.lookback = NULL,
     .vaf = NAN,
     .low = NAN,
     .high = NAN,
     .upper = 1,
     .lod = NAN,
     .p = NAN,
     .log10_bf = NAN,
     .error = NAN,
     .precision = INFINITY,
     .growth = NAN,
     .growth_low = NAN,
     .growth_high = NAN},
};

static void
test_write(void **state)
{
    pcart_vcf_call call[2] = {two_calls[0], two_calls[1]};
    const pcart_vcf_table table = {.contig = &contig,
                                   .length = &length,
                                   .n_contig = 1,
                                   .sample = &sample,
                                   .n_sample = 1,
                                   .reference = "GRCh38",
                                   .variant = two_variants,
                                   .n_variant = 2,
                                   .call = call};
    FILE *file = fopen(path, "w");
    pcart_arena arena = {0};
    pcart_vcf vcf;
    pcart_err err = {0};
    htsFile *in;
    bcf_hdr_t *header;
    bcf1_t *record = bcf_init();
    float *value = NULL;
    int n = 0;

    (void)state;
    assert_non_null(file);
    assert_int_equal(pcart_vcf_write(&table, to_file, file, &err), PCART_OK);
    fclose(file);
    assert_int_equal(pcart_vcf_read(path, NULL, &arena, &vcf, &err), PCART_OK);
    assert_int_equal(vcf.n_row, 2);
    assert_int_equal(vcf.row[0].alt_count, 8);
    assert_int_equal(vcf.row[0].depth, 2000);
    assert_string_equal(vcf.row[1].variant.ref, "AT");
    in = hts_open(path, "r");
    header = bcf_hdr_read(in);
    assert_int_equal(bcf_read(in, header, record), 0);
    assert_int_equal(record->errcode, 0);
    assert_int_equal(bcf_get_format_float(header, record, "LBCI", &value, &n),
                     2);
    assert_true(fabsf(value[0] - 0.002f) < 1e-9f);
    assert_true(fabsf(value[1] - 0.007f) < 1e-9f);
    assert_int_equal(bcf_get_format_float(header, record, "ORP", &value, &n),
                     2);
    assert_int_equal(bcf_read(in, header, record), 0);
    assert_int_equal(bcf_get_format_float(header, record, "LBV", &value, &n),
                     1);
    assert_true(bcf_float_is_missing(value[0])); // missing, and not 0
    assert_int_equal(bcf_get_genotypes(header, record, &value, &n), -1);
    call[0].lookback = "A:B";
    assert_int_equal(pcart_vcf_write(&table, to_file, NULL, &err),
                     PCART_E_RANGE);
    free(value);
    bcf_destroy(record);
    bcf_hdr_destroy(header);
    hts_close(in);
    pcart_arena_release(&arena);
}

static int
begin(void **state)
{
    const int fd = mkstemp(path);

    (void)state;
    if (fd < 0)
        return -1;
    close(fd);
    return 0;
}

static int
clean(void **state)
{
    (void)state;
    return remove(path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_callers),
        cmocka_unit_test(test_alleles_and_samples),
        cmocka_unit_test(test_thin_headers),
        cmocka_unit_test(test_bad_files),
        cmocka_unit_test(test_write),
    };

    return cmocka_run_group_tests(tests, begin, clean);
}
