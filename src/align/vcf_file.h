/* vcf_file.h -- variants from a file that is open already.  Layer: align. */
#ifndef PCARTI_ALIGN_VCF_FILE_H
#define PCARTI_ALIGN_VCF_FILE_H

#include <htslib/hts.h>

#include "postcart/vcf.h"

/* As pcart_vcf_read; closes the file. */
PCART_MUST_CHECK pcart_status pcarti_vcf_take(htsFile *file, const char *path,
                                              const pcart_vcf_options *options,
                                              pcart_arena *arena,
                                              pcart_vcf *out, pcart_err *err);

#endif
