/* fuzz_countfile.c -- any bytes as a count file: refused, or all of it can be
 * asked for.  Checksums are put right first, or nothing would come behind
 * them. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "align/pack.h"
#include "postcart/countfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
put_word(uint8_t *to, uint64_t value)
{
    for (int i = 0; i < 8; i++)
        to[i] = (uint8_t)(value >> (8 * i));
}

/* Give every section the checksum that its bytes have. */
static void
mend(uint8_t *bytes, size_t size)
{
    size_t at = PCARTI_COUNT_MAGIC_SIZE;
    uint64_t number = 0;

    if (size < at)
        return;
    memcpy(bytes, PCARTI_COUNT_MAGIC, PCARTI_COUNT_MAGIC_SIZE);
    while (size - at >= PCARTI_SECTION_HEAD + PCARTI_SECTION_TAIL) {
        uint64_t length = 0, crc;
        uint8_t word[8];

        for (int i = 7; i >= 0; i--)
            length = length << 8 | bytes[at + 1 + (size_t)i];
        if (length > size - at - PCARTI_SECTION_HEAD - PCARTI_SECTION_TAIL)
            return;
        put_word(word, number++);
        crc = pcarti_crc64(0, bytes + at, PCARTI_SECTION_HEAD + length);
        put_word(bytes + at + PCARTI_SECTION_HEAD + length,
                 pcarti_crc64(crc, word, 8));
        at += PCARTI_SECTION_HEAD + length + PCARTI_SECTION_TAIL;
    }
}

/* All that a good file promises. */
static void
ask(const pcart_countfile *file, pcart_arena *arena)
{
    for (size_t s = 0; s < file->n_sample; s++)
        for (size_t i = 0; i < file->frame.regions.n; i++) {
            const pcart_region *r = &file->frame.regions.region[i];
            const size_t n = (size_t)(r->last - r->first);
            pcart_site_count *site = malloc(n * sizeof *site);
            const pcart_indel_count *indel;
            size_t n_indel;

            if (!site)
                return;
            pcart_countfile_sites(file, s, i, site);
            free(site);
            if (pcart_countfile_indels(file, s, i, arena, &indel, &n_indel))
                return;
            for (size_t k = 0; k < n_indel; k++)
                if (indel[k].position < r->first ||
                    indel[k].position >= r->last)
                    abort();
        }
    if (pcart_countfile_matches(file, file, NULL))
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pcart_arena arena = {0};
    pcart_countfile file;
    uint8_t *copy = malloc(size ? size : 1);

    if (!copy)
        return 0;
    if (size)
        memcpy(copy, data, size);
    if (size % 2)
        mend(copy, size);
    if (pcart_countfile_read("x", copy, size, &arena, &file, NULL) == PCART_OK)
        ask(&file, &arena);
    pcart_arena_release(&arena);
    free(copy);
    return 0;
}
