/* fuzz_vcf.c -- any bytes as VCF: refused, or rows whose counts agree. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <htslib/hfile.h>
#include <htslib/hts_log.h>

#include "align/vcf_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pcart_arena arena = {0};
    pcart_vcf vcf;
    uint8_t *copy = malloc(size ? size : 1); // htslib frees it
    hFILE *bytes;
    htsFile *file;

    hts_set_log_level(HTS_LOG_OFF);
    if (!copy)
        return 0;
    if (size)
        memcpy(copy, data, size);
    bytes = hopen("mem:", "r:", copy, size);
    if (!bytes) {
        free(copy);
        return 0;
    }
    file = hts_hopen(bytes, "x.vcf", "r");
    if (!file) {
        hclose_abruptly(bytes);
        return 0;
    }
    if (pcarti_vcf_take(file, "x.vcf", NULL, &arena, &vcf, NULL) == PCART_OK)
        for (size_t i = 0; i < vcf.n_row; i++)
            if (vcf.row[i].alt_count > vcf.row[i].depth ||
                (vcf.row[i].basis == PCART_VCF_NO_DEPTH && vcf.row[i].depth))
                abort();
    pcart_arena_release(&arena);
    return 0;
}
