/* variant.c -- one spelling for one change.  Layer: align. */
#include "postcart/variant.h"

#include <string.h>

enum { STEP = 128 }; /* reference bases fetched at a time */

static pcart_status
check_allele(const char *allele, pcart_err *err)
{
    const size_t n = strlen(allele);

    if (n == 0 || n > PCART_VARIANT_MAX || strspn(allele, "ACGT") != n)
        return pcart_err_set(err, PCART_E_RANGE,
                             "'%.40s' is no allele of A, C, G and T", allele);
    return PCART_OK;
}

static pcart_status
check_reference(const pcart_variant *v, pcart_alignment *alignment,
                pcart_err *err)
{
    char bases[PCART_VARIANT_MAX];
    const size_t n = strlen(v->ref);
    pcart_status status =
        pcart_alignment_bases(alignment, v->contig, v->position, n, bases, err);

    if (status)
        return status;
    if (memcmp(bases, v->ref, n) == 0)
        return PCART_OK;
    pcart_err_set(err, PCART_E_INCONSISTENT,
                  "%s:%lld: the reference is '%.*s' there, not '%.40s'",
                  v->contig, (long long)v->position + 1, (int)(n < 40 ? n : 40),
                  bases, v->ref);
    pcart_err_hint(err, "is the variant of another genome build?");
    return PCART_E_INCONSISTENT;
}

/* While both alleles end in one base: drop it, and when one of them becomes
 * empty take the base before. */
static pcart_status
move_left(pcart_variant *v, char *ref, char *alt, pcart_alignment *alignment,
          pcart_err *err)
{
    size_t n_ref = strlen(ref), n_alt = strlen(alt);
    char before[STEP];
    size_t n_before = 0;

    while (ref[n_ref - 1] == alt[n_alt - 1]) {
        if (n_ref > 1 && n_alt > 1) {
            ref[--n_ref] = alt[--n_alt] = '\0';
            continue;
        }
        if (v->position == 0)
            break;
        if (n_before == 0) {
            pcart_status status = pcart_alignment_bases(
                alignment, v->contig, v->position - STEP, STEP, before, err);

            if (status)
                return status;
            n_before = STEP;
        }
        if (before[n_before - 1] == 'N')
            break;
        memmove(ref + 1, ref, --n_ref);
        memmove(alt + 1, alt, --n_alt);
        ref[0] = alt[0] = before[--n_before];
        ref[++n_ref] = alt[++n_alt] = '\0';
        v->position--;
    }
    return PCART_OK;
}

/* Drop what both begin with, but for one base where one would be empty. */
static void
trim_left(pcart_variant *v)
{
    while (v->ref[0] == v->alt[0] && v->ref[1] && v->alt[1]) {
        v->ref++;
        v->alt++;
        v->position++;
    }
}

pcart_status
pcart_variant_normalise(const pcart_variant *variant,
                        pcart_alignment *alignment, pcart_arena *arena,
                        pcart_variant *out, pcart_err *err)
{
    pcart_variant v = *variant;
    char *ref, *alt;
    pcart_status status = check_allele(variant->ref, err);

    if (status == PCART_OK)
        status = check_allele(variant->alt, err);
    if (status == PCART_OK && strcmp(variant->ref, variant->alt) == 0)
        status =
            pcart_err_set(err, PCART_E_RANGE, "the variant changes nothing");
    if (status == PCART_OK)
        status = check_reference(variant, alignment, err);
    if (status)
        return status;
    ref = pcart_arena_text(arena, v.ref, strlen(v.ref));
    alt = pcart_arena_text(arena, v.alt, strlen(v.alt));
    if (!ref || !alt)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    status = move_left(&v, ref, alt, alignment, err);
    if (status)
        return status;
    v.ref = ref;
    v.alt = alt;
    trim_left(&v);
    *out = v;
    return PCART_OK;
}
