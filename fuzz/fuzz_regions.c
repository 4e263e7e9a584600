/* fuzz_regions.c -- any bytes as BED: refused with a place, or sorted and
 * apart, and each of them found again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/regions.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pcart_arena arena = {0};
    pcart_regions r;
    char *exact = malloc(size ? size : 1);

    if (!exact)
        return 0;
    if (size)
        memcpy(exact, data, size);
    if (pcart_regions_read("x", exact, size, &arena, &r, NULL) == PCART_OK)
        for (size_t i = 0; i < r.n; i++) {
            const pcart_region *at = &r.region[i];
            const char *contig = r.contig[at->contig];

            if (at->first >= at->last ||
                (i > 0 && at[-1].contig == at->contig &&
                 at[-1].last >= at->first))
                abort();
            if (pcart_regions_find(&r, contig, at->first) != i ||
                pcart_regions_find(&r, contig, at->last - 1) != i ||
                pcart_regions_find(&r, contig, at->last) == i)
                abort();
        }
    pcart_arena_release(&arena);
    free(exact);
    return 0;
}
