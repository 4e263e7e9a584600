/* pack.c -- numbers and counts as bytes.  Layer: align.
 *
 * At a position most of the 24 counters are 0: a mask says which are not, and
 * the others follow.
 */
#include "align/pack.h"

#include <string.h>

uint64_t
pcarti_crc64(uint64_t crc, const void *bytes, size_t length)
{
    /* CRC-64/XZ, four bits at a time. */
    static const uint64_t step[16] = {
        UINT64_C(0x0000000000000000), UINT64_C(0x7d9ba13851336649),
        UINT64_C(0xfb374270a266cc92), UINT64_C(0x86ace348f355aadb),
        UINT64_C(0x64b62bcaebc387a1), UINT64_C(0x192d8af2baf0e1e8),
        UINT64_C(0x9f8169ba49a54b33), UINT64_C(0xe21ac88218962d7a),
        UINT64_C(0xc96c5795d7870f42), UINT64_C(0xb4f7f6ad86b4690b),
        UINT64_C(0x325b15e575e1c3d0), UINT64_C(0x4fc0b4dd24d2a599),
        UINT64_C(0xadda7c5f3c4488e3), UINT64_C(0xd041dd676d77eeaa),
        UINT64_C(0x56ed3e2f9e224471), UINT64_C(0x2b769f17cf112238),
    };
    const unsigned char *at = bytes;

    crc = ~crc;
    for (size_t i = 0; i < length; i++) {
        crc ^= at[i];
        crc = step[crc & 15] ^ crc >> 4;
        crc = step[crc & 15] ^ crc >> 4;
    }
    return ~crc;
}

unsigned char *
pcarti_pack_number(unsigned char *to, uint64_t value)
{
    while (value >= 128) {
        *to++ = (unsigned char)(value | 128);
        value >>= 7;
    }
    *to++ = (unsigned char)value;
    return to;
}

unsigned char *
pcarti_pack_site(unsigned char *to, const pcart_site_count *site)
{
    uint64_t mask = 0;

    for (int a = 0; a < PCART_N_ALLELE; a++)
        for (int o = 0; o < PCART_N_ORIENTATION; o++)
            mask |= (uint64_t)(site->n[o][a] != 0)
                    << (a * PCART_N_ORIENTATION + o);
    to = pcarti_pack_number(to, mask);
    for (int a = 0; a < PCART_N_ALLELE; a++)
        for (int o = 0; o < PCART_N_ORIENTATION; o++)
            if (site->n[o][a])
                to = pcarti_pack_number(to, site->n[o][a]);
    return to;
}

uint64_t
pcarti_unpack_number(pcarti_unpack *from)
{
    uint64_t value = 0;

    for (int shift = 0; shift < 70 && from->at < from->end; shift += 7) {
        const unsigned char byte = *from->at++;

        if (shift == 63 && byte > 1)
            break;
        value |= (uint64_t)(byte & 127) << shift;
        if (byte < 128)
            return from->is_bad ? 0 : value;
    }
    from->is_bad = 1;
    return 0;
}

uint64_t
pcarti_unpack_below(pcarti_unpack *from, uint64_t most)
{
    const uint64_t value = pcarti_unpack_number(from);

    if (value <= most)
        return value;
    from->is_bad = 1;
    return 0;
}

const unsigned char *
pcarti_unpack_bytes(pcarti_unpack *from, size_t length)
{
    const unsigned char *bytes = from->at;

    if (from->is_bad || length > (size_t)(from->end - from->at)) {
        from->is_bad = 1;
        return NULL;
    }
    from->at += length;
    return bytes;
}

void
pcarti_unpack_site(pcarti_unpack *from, pcart_site_count *out)
{
    const uint64_t mask = pcarti_unpack_below(from, (1 << 24) - 1);

    memset(out, 0, sizeof *out);
    for (int a = 0; a < PCART_N_ALLELE; a++)
        for (int o = 0; o < PCART_N_ORIENTATION; o++)
            if (mask >> (a * PCART_N_ORIENTATION + o) & 1)
                out->n[o][a] = (uint32_t)pcarti_unpack_below(from, UINT32_MAX);
}

void
pcarti_unpack_indel(pcarti_unpack *from, int64_t before, pcart_indel_count *out)
{
    *out = (pcart_indel_count){0};
    out->position = before + (int64_t)pcarti_unpack_below(from, INT32_MAX);
    out->deleted = (uint32_t)pcarti_unpack_below(from, INT32_MAX);
    out->inserted = (uint32_t)pcarti_unpack_below(from, INT32_MAX);
    if (out->inserted) {
        const unsigned char *bases = pcarti_unpack_bytes(from, out->inserted);

        out->bases = (const char *)bases;
        for (uint32_t i = 0; bases && i < out->inserted; i++)
            from->is_bad |= !memchr("ACGT", bases[i], 4);
    }
    from->is_bad |= (out->deleted == 0) == (out->inserted == 0);
    for (int o = 0; o < PCART_N_ORIENTATION; o++)
        out->n[o] = (uint32_t)pcarti_unpack_below(from, UINT32_MAX);
}
