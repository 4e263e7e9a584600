/*
 * write.c -- a karyotype in strict spelling, from its structure alone.
 * Layer: karyotype.
 */
#include "postcart/karyotype.h"

#include <string.h>

#include "core/buf.h"

static void
write_chromosome(pcarti_buf *b, int chrom)
{
    if (chrom == 0)
        pcarti_buf_char(b, '?');
    else if (chrom >= 23)
        pcarti_buf_char(b, chrom == 23 ? 'X' : 'Y');
    else
        pcarti_buf_int(b, chrom);
}

static void
write_break(pcarti_buf *b, const pcart_kbreak *bp)
{
    if (bp->is_uncertain)
        pcarti_buf_char(b, '?');
    if (bp->arm == 'c') {
        pcarti_buf_text(b, "cen");
    } else if (bp->arm == 't') {
        pcarti_buf_char(b, bp->ter_arm);
        pcarti_buf_text(b, "ter");
    } else if (bp->arm != '?') {
        pcarti_buf_char(b, bp->arm);
        pcarti_buf_text(b, bp->band);
    }
    if (bp->band_to[0]) {
        pcarti_buf_char(b, '~');
        if (bp->arm_to != bp->arm)
            pcarti_buf_char(b, bp->arm_to);
        pcarti_buf_text(b, bp->band_to);
    }
}

/* Clean text that is kept as it is; arrows are one byte there. */
static void
write_clean(pcarti_buf *b, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '>')
            pcarti_buf_char(b, '-');
        pcarti_buf_char(b, text[i]);
    }
}

static void
write_places(pcarti_buf *b, const pcart_karyotype *k, const pcart_kevent *e)
{
    int slot = 0;

    pcarti_buf_char(b, '(');
    for (int c = 0; c < e->n_chrom; c++) {
        if (c)
            pcarti_buf_char(b, ';');
        if (e->chrom_unsure >> c & 1)
            pcarti_buf_char(b, '?');
        write_chromosome(b, e->chrom[c]);
    }
    pcarti_buf_char(b, ')');
    if (e->detail_length) {
        pcarti_buf_char(b, '(');
        write_clean(b, k->clean + e->detail_offset, e->detail_length);
        pcarti_buf_char(b, ')');
    }
    if (!e->n_break)
        return;
    pcarti_buf_char(b, '(');
    for (int i = 0; i < e->n_break; i++) {
        const pcart_kbreak *bp = &k->bp[e->first_break + i];

        for (; slot < bp->slot; slot++)
            pcarti_buf_char(b, ';');
        /* A place that is not known would else be read as part of the one
         * beside it: p48? and ?p12. */
        if (i && e->n_chrom == 1 && (bp->arm == '?' || bp[-1].arm == '?'))
            pcarti_buf_char(b, ';');
        write_break(b, bp);
    }
    pcarti_buf_char(b, ')');
}

static void
write_range(pcarti_buf *b, int low, int high)
{
    pcarti_buf_int(b, low);
    if (high != low) {
        pcarti_buf_char(b, '~');
        pcarti_buf_int(b, high);
    }
}

static void
write_body(pcarti_buf *b, const pcart_karyotype *k, const pcart_kevent *e)
{
    if (e->flags & PCART_KF_UNCERTAIN)
        pcarti_buf_char(b, '?');
    if (e->op == PCART_KOP_NUMERIC) {
        write_chromosome(b, e->chrom[0]);
        return;
    }
    if (e->op <= PCART_KOP_DMIN) {
        if (!e->marker_to && (e->amount_high > 1 || e->amount_low > 1))
            write_range(b, e->amount_low, e->amount_high);
        pcarti_buf_text(b, pcart_kop_name((pcart_kop)e->op));
        if (e->marker)
            pcarti_buf_int(b, e->marker);
        if (e->marker_to) {
            pcarti_buf_char(b, '~');
            pcarti_buf_int(b, e->marker_to);
        }
        return;
    }
    pcarti_buf_text(b, pcart_kop_name((pcart_kop)e->op));
    write_places(b, k, e);
}

static void
write_tail(pcarti_buf *b, const pcart_kevent *e)
{
    if (e->flags & PCART_KF_MAYBE_CONST)
        pcarti_buf_text(b, "?c");
    else if (e->flags & PCART_KF_CONSTITUTIONAL)
        pcarti_buf_text(b, e->op == PCART_KOP_MARKER ? " c" : "c");
    if (e->copy_high > 1) {
        pcarti_buf_char(b, 'x');
        write_range(b, e->copy_low, e->copy_high);
    }
}

static void
write_event(pcarti_buf *b, const pcart_karyotype *k, size_t index)
{
    const pcart_kevent *e = &k->event[index];

    if (e->sign)
        pcarti_buf_char(b, e->sign > 0 ? '+' : '-');
    write_body(b, k, e);
    for (size_t i = 1; i <= e->n_inner; i++) {
        write_body(b, k, &k->event[index + i]);
        write_tail(b, &k->event[index + i]);
    }
    write_tail(b, e);
    if (e->other > index) { // alternatives only ever follow
        pcarti_buf_text(b, " or ");
        write_event(b, k, e->other);
    }
}

static void
write_reference(pcarti_buf *b, const pcart_kclone *clone)
{
    static const char *const name[] = {"", "idem", "sl", "sdl"};

    pcarti_buf_text(b, name[clone->ref]);
    if (clone->ref_number)
        pcarti_buf_int(b, clone->ref_number);
    if (clone->ref_copies > 1) {
        pcarti_buf_char(b, 'x');
        pcarti_buf_int(b, clone->ref_copies);
    }
}

static void
write_items(pcarti_buf *b, const pcart_karyotype *k, const pcart_kclone *clone)
{
    pcarti_buf_text(b, clone->sex);
    if (clone->is_sex_unsure)
        pcarti_buf_char(b, '?');
    if (clone->is_sex_constitutional)
        pcarti_buf_char(b, 'c');
    write_reference(b, clone);
    for (size_t i = clone->first_event; i < clone->end_event; i++) {
        const pcart_kevent *e = &k->event[i];

        if (e->flags & (PCART_KF_INNER | PCART_KF_ALTERNATIVE))
            continue;
        pcarti_buf_char(b, ',');
        write_event(b, k, i);
        if (e->cells) {
            pcarti_buf_char(b, '[');
            pcarti_buf_int(b, e->cells);
            pcarti_buf_char(b, ']');
        }
    }
    if (clone->is_incomplete)
        pcarti_buf_text(b, ",inc");
}

static void
write_clone(pcarti_buf *b, const pcart_karyotype *k, const pcart_kclone *clone)
{
    write_range(b, clone->count_low, clone->count_high);
    if (clone->ploidy) {
        pcarti_buf_char(b, '<');
        pcarti_buf_int(b, clone->ploidy);
        pcarti_buf_char(b, 'n');
        if (clone->ploidy_mark == 'b')
            pcarti_buf_text(b, "+-");
        else if (clone->ploidy_mark)
            pcarti_buf_char(b, clone->ploidy_mark);
        pcarti_buf_char(b, '>');
    }
    if (clone->doubled > 1) {
        pcarti_buf_char(b, '(');
        pcarti_buf_int(b, clone->doubled_count);
        pcarti_buf_char(b, ',');
        write_items(b, k, clone);
        pcarti_buf_text(b, ")x");
        pcarti_buf_int(b, clone->doubled);
    } else {
        pcarti_buf_char(b, ',');
        write_items(b, k, clone);
    }
    if (clone->cells >= 0) {
        pcarti_buf_text(b, clone->is_composite ? "[cp" : "[");
        pcarti_buf_int(b, clone->cells);
        pcarti_buf_char(b, ']');
    }
    if (clone->suffix_length) {
        pcarti_buf_char(b, '.');
        write_clean(b, k->clean + clone->suffix_offset, clone->suffix_length);
    }
}

/* The buffer's text in the arena; NULL when memory is out. */
static char *
finish(pcarti_buf *b, pcart_arena *arena)
{
    char *text = NULL;

    if (!b->is_failed)
        text = pcart_arena_text(arena, b->data ? b->data : "", b->length);
    pcarti_buf_release(b);
    return text;
}

char *
pcart_kevent_write(const pcart_karyotype *karyotype, size_t event,
                   pcart_arena *arena)
{
    pcarti_buf b = {0};

    write_event(&b, karyotype, event);
    return finish(&b, arena);
}

char *
pcart_karyotype_write(const pcart_karyotype *k, pcart_arena *arena)
{
    pcarti_buf b = {0};
    uint16_t set = 0;

    if (k->state == PCART_KARYOTYPE_MANUAL ||
        k->state == PCART_KARYOTYPE_FAILED)
        return pcart_arena_text(arena, k->source, k->length);
    if (k->origin)
        pcarti_buf_text(&b, k->origin == 'm' ? "mos " : "chi ");
    for (size_t i = 0; i < k->n_clone; i++) {
        const pcart_kclone *clone = &k->clone[i];

        if (clone->set == set && i)
            pcarti_buf_char(&b, '/');
        for (; set < clone->set; set++)
            pcarti_buf_text(&b, "//");
        write_clone(&b, k, clone);
    }
    for (; set + 1 < k->n_set; set++) // a side without cells
        pcarti_buf_text(&b, "//");
    return finish(&b, arena);
}
