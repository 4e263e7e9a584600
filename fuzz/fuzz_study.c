/* fuzz_study.c -- any bytes as a study file. */
#include <stdint.h>
#include <stdlib.h>

#include "postcart/study_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pcart_arena arena = {0};
    pcart_diag diag;
    pcart_study_file file = {0};
    pcart_status status;

    pcart_diag_init(&diag, &arena);
    status = pcart_study_file_parse("dir/study.yaml", (const char *)data, size,
                                    &arena, &diag, &file);
    if (status == PCART_OK && (diag.n_error || !file.tables_path))
        abort();
    if (status != PCART_OK && status != PCART_E_NOMEM && !diag.n_error)
        abort();
    pcart_arena_release(&arena);
    return 0;
}
