/* pack.h -- numbers and counts as bytes.  Layer: align. */
#ifndef PCARTI_ALIGN_PACK_H
#define PCARTI_ALIGN_PACK_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/countfile.h"

/*
 * A count file: the magic bytes, then sections.  A section: kind (1 byte),
 * length of the body (8 bytes), body, CRC-64 of kind, length, number of the
 * section and body (8 bytes); all numbers little-endian.  Numbers within a body
 * are varints: seven bits a byte, low ones first.
 */
#define PCARTI_COUNT_MAGIC "pcart\0\1\n"
enum {
    PCARTI_COUNT_MAGIC_SIZE = 8,
    PCARTI_SECTION_HEAD = 9,
    PCARTI_SECTION_TAIL = 8,
    PCARTI_VARINT_MAX = 10
};

typedef enum pcarti_section {
    PCARTI_SECTION_FRAME = 'F',
    PCARTI_SECTION_PART = 'P',
    PCARTI_SECTION_SAMPLE = 'S',
    PCARTI_SECTION_END = 'E'
} pcarti_section;

/* Checksum CRC-64/XZ, continued from `crc` (0 at first). */
uint64_t pcarti_crc64(uint64_t crc, const void *bytes, size_t length);

/* A body that is read.  After the first fault everything is 0. */
typedef struct pcarti_unpack {
    const unsigned char *at, *end;
    int is_bad;
} pcarti_unpack;

uint64_t pcarti_unpack_number(pcarti_unpack *from);
/* A number of at most `most`; larger ones are a fault. */
uint64_t pcarti_unpack_below(pcarti_unpack *from, uint64_t most);
/* `length` bytes, borrowed; NULL after a fault. */
const unsigned char *pcarti_unpack_bytes(pcarti_unpack *from, size_t length);
/* One position. */
void pcarti_unpack_site(pcarti_unpack *from, pcart_site_count *out);
/* One indel behind position `before`; bases are borrowed from the bytes. */
void pcarti_unpack_indel(pcarti_unpack *from, int64_t before,
                         pcart_indel_count *out);

/* Where a packed number or site goes; returns the byte behind it. */
unsigned char *pcarti_pack_number(unsigned char *to, uint64_t value);
unsigned char *pcarti_pack_site(unsigned char *to,
                                const pcart_site_count *site);
enum {
    PCARTI_SITE_MAX = /* bytes of the largest site */
    PCARTI_VARINT_MAX + PCART_N_ORIENTATION * PCART_N_ALLELE * 5
};

#endif
