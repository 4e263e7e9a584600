/* karyotype_json.c -- one karyotype as a line of JSON: clones, expanded items,
 * source spans, facts and what proves them.  Layer: cmd. */
#include <string.h>

#include "cmd/karyotype_row.h"
#include "postcart/risk.h"

static void
put_key(pcarti_buf *out, const char *key)
{
    pcarti_buf_char(out, ',');
    pcarti_buf_json(out, key);
    pcarti_buf_char(out, ':');
}

/* Source text, which may hold any bytes: what is not plain is a dot. */
static pcart_status
put_source(const char *text, size_t length, pcart_arena *arena, pcarti_buf *out,
           pcart_err *err)
{
    char *copy = pcart_arena_text(arena, text, length);

    if (!copy)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < length; i++)
        if (!copy[i])
            copy[i] = '.';
    pcarti_buf_json(out, copy);
    return PCART_OK;
}

static pcart_status
put_event(const pcart_karyotype *k, size_t event, pcart_arena *arena,
          pcarti_buf *out, pcart_err *err)
{
    const pcart_kevent *e = &k->event[event];
    char *text = pcart_kevent_write(k, event, arena);

    if (!text)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    pcarti_buf_text(out, "\"item\":");
    pcarti_buf_json(out, text);
    pcarti_buf_print(out, ",\"offset\":%u,\"length\":%u", e->offset, e->length);
    return PCART_OK;
}

static pcart_status
put_clone(const pcart_karyotype *k, const pcart_kclone *clone,
          pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    pcarti_buf_print(out,
                     "{\"side\":\"%s\",\"offset\":%u,\"length\":%u,"
                     "\"chromosomes\":[%d,%d],\"sets\":%d,\"sex\":\"%s\",",
                     clone->set ? "donor" : "host", clone->offset,
                     clone->length, clone->count_low, clone->count_high,
                     clone->ploidy_sets, clone->sex);
    if (clone->cells >= 0)
        pcarti_buf_print(out, "\"cells\":%d,", clone->cells);
    else
        pcarti_buf_text(out, "\"cells\":null,");
    pcarti_buf_print(out, "\"composite\":%s,\"from\":",
                     clone->is_composite ? "true" : "false");
    if (clone->target >= 0)
        pcarti_buf_int(out, clone->target + 1);
    else
        pcarti_buf_text(out, "null");
    pcarti_buf_text(out, ",\"items\":[");
    for (size_t i = 0; i < clone->n_item; i++) {
        pcart_status status;

        pcarti_buf_text(out, i ? ",{" : "{");
        status = put_event(k, clone->item[i].event, arena, out, err);
        if (status)
            return status;
        pcarti_buf_print(out, ",\"copies\":%d}", clone->item[i].copies);
    }
    pcarti_buf_text(out, "]}");
    return PCART_OK;
}

static pcart_status
put_counted(const pcarti_karyotype_row *row, pcart_arena *arena,
            pcarti_buf *out, pcart_err *err)
{
    const pcart_karyotype_facts *f = row->facts;

    put_key(out, "counted");
    pcarti_buf_char(out, '[');
    for (size_t i = 0; i < f->n_counted; i++) {
        const pcart_kcounted *c = &f->counted[i];
        pcart_status status;

        pcarti_buf_text(out, i ? ",{" : "{");
        status = put_event(row->karyotype, c->event, arena, out, err);
        if (status)
            return status;
        pcarti_buf_print(out, ",\"copies\":%d,\"clonal\":%s,\"points\":%d",
                         c->copies, c->is_clonal ? "true" : "false", c->weight);
        if (c->cells >= 0)
            pcarti_buf_print(out, ",\"cells\":%d", c->cells);
        pcarti_buf_char(out, '}');
    }
    pcarti_buf_char(out, ']');
    return PCART_OK;
}

static pcart_status
put_facts(const pcarti_karyotype_row *row, pcart_arena *arena, pcarti_buf *out,
          pcart_err *err)
{
    const pcart_karyotype_facts *f = row->facts;
    const pcart_cytogenetics *c = &f->cyto;
    int n = 0;

    put_key(out, "facts");
    pcarti_buf_char(out, '{');
    for (int fact = 0; fact < PCART_N_CYTO; fact++) {
        int n_proof = 0;

        if (!((c->present | c->possible) >> fact & 1))
            continue;
        if (n++)
            pcarti_buf_char(out, ',');
        pcarti_buf_json(out, pcart_cyto_name((pcart_cyto)fact));
        pcarti_buf_print(out, ":{\"is\":\"%s\",\"proof\":[",
                         pcarti_karyotype_word(c, (pcart_cyto)fact));
        for (size_t i = 0; i < f->n_proof; i++) {
            pcart_status status;

            if (f->proof[i].fact != fact)
                continue;
            pcarti_buf_text(out, n_proof++ ? ",{" : "{");
            status =
                put_event(row->karyotype, f->proof[i].event, arena, out, err);
            if (status)
                return status;
            pcarti_buf_print(out, ",\"clone\":%d}", f->proof[i].clone + 1);
        }
        pcarti_buf_text(out, "]}");
    }
    pcarti_buf_char(out, '}');
    return PCART_OK;
}

static void
put_summary(const pcart_cytogenetics *c, pcarti_buf *out)
{
    pcart_cyto_group ipss = pcart_ipss_group(c), ipssr = pcart_ipssr_group(c);

    if (c->state != PCART_CYTO_KNOWN)
        return;
    put_key(out, "counts");
    pcarti_buf_char(out, '{');
    for (int s = 0; s < PCART_N_COUNT; s++)
        pcarti_buf_print(out, "%s\"%s\":%d", s ? "," : "",
                         pcart_count_name((pcart_count_scheme)s), c->count[s]);
    pcarti_buf_print(out, ",\"max_clone\":%d}", c->max_clone);
    pcarti_buf_print(out,
                     ",\"ipss_group\":\"%s\",\"ipss_reason\":\"%s\","
                     "\"ipssr_group\":\"%s\",\"ipssr_reason\":\"%s\","
                     "\"ipssr_alternative\":\"%s\",\"mr_who_2022\":\"%s\","
                     "\"mr_icc_2022\":\"%s\",\"adequate\":%s",
                     pcart_ipss_group_name(ipss.group), ipss.reason,
                     pcart_ipssr_group_name(ipssr.group), ipssr.reason,
                     pcart_ipssr_group_name(ipssr.alternative),
                     pcarti_karyotype_mr(c, 0), pcarti_karyotype_mr(c, 1),
                     c->is_adequate ? "true" : "false");
}

static void
put_notes(const pcart_karyotype *k, pcarti_buf *out)
{
    size_t n;
    const pcart_knote_info *info = pcart_knote_list(&n);

    put_key(out, "notes");
    pcarti_buf_char(out, '[');
    for (size_t i = 0; i < k->n_note; i++) {
        const pcart_knote *note = &k->note[i];

        pcarti_buf_print(out,
                         "%s{\"code\":\"%s\",\"offset\":%u,\"length\":%u,"
                         "\"message\":",
                         i ? "," : "", info[note->code].code, note->offset,
                         note->length);
        pcarti_buf_json(out, info[note->code].message);
        pcarti_buf_char(out, '}');
    }
    pcarti_buf_char(out, ']');
}

pcart_status
pcarti_karyotype_json(const pcarti_karyotype_row *row, pcart_arena *arena,
                      pcarti_buf *out, pcart_err *err)
{
    const pcart_karyotype *k = row->karyotype;
    const char *formula = pcart_karyotype_write(k, arena);
    pcart_status status;

    if (!formula)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    pcarti_buf_print(out, "{\"line\":%llu", (unsigned long long)row->line);
    if (row->name) {
        put_key(out, "name");
        pcarti_buf_json(out, row->name);
    }
    put_key(out, "text");
    status = put_source(k->source, k->length, arena, out, err);
    if (status)
        return status;
    put_key(out, "status");
    pcarti_buf_json(out, pcart_karyotype_state_name(k->state));
    put_key(out, "formula");
    status = put_source(formula, strlen(formula), arena, out, err);
    if (status)
        return status;
    put_key(out, "clones");
    pcarti_buf_char(out, '[');
    for (size_t i = 0; i < k->n_clone; i++) {
        if (i)
            pcarti_buf_char(out, ',');
        status = put_clone(k, &k->clone[i], arena, out, err);
        if (status)
            return status;
    }
    pcarti_buf_char(out, ']');
    put_summary(&row->facts->cyto, out);
    status = put_counted(row, arena, out, err);
    if (status)
        return status;
    status = put_facts(row, arena, out, err);
    if (status)
        return status;
    put_notes(k, out);
    pcarti_buf_text(out, "}\n");
    return pcarti_buf_status(out, err);
}
