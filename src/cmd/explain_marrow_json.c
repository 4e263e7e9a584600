/* explain_marrow_json.c -- the marrows and karyotypes of a patient for
 * programs: the same as in words.  Layer: cmd. */
#include "cmd/explain_text.h"

#include <string.h>

#include "postcart/examination.h"
#include "postcart/window.h"

/* ", "name": " before all but the first member. */
static void
put_name(pcarti_buf *out, const char *name)
{
    const char last = out->length ? out->data[out->length - 1] : '\0';

    if (last != '{' && last != '[')
        pcarti_buf_text(out, ", ");
    if (!name)
        return;
    pcarti_buf_json(out, name);
    pcarti_buf_text(out, ": ");
}

/* A text; null when there is none. */
static void
put_text(pcarti_buf *out, const char *name, const char *text)
{
    put_name(out, name);
    if (text)
        pcarti_buf_json(out, text);
    else
        pcarti_buf_text(out, "null");
}

static void
put_number(pcarti_buf *out, const char *name, long long number)
{
    put_name(out, name);
    pcarti_buf_print(out, "%lld", number);
}

static void
put_flag(pcarti_buf *out, const char *name, int is_set)
{
    put_name(out, name);
    pcarti_buf_text(out, is_set ? "true" : "false");
}

static void
begin(pcarti_buf *out, const char *name, char bracket)
{
    put_name(out, name);
    pcarti_buf_char(out, bracket);
}

static void
put_place(const explain_context *context, pcart_table_id id, const char *name,
          long long line, pcarti_buf *out)
{
    const char *file = context->cohort->table[id].file;

    put_text(out, "file", file ? file : name);
    put_number(out, "line", line);
}

/* "[{"fact": "monosomy 7", "item": "-7", "byte": 6, "is_possible": false}]" */
static pcart_status
put_facts(const pcart_examination *e, pcart_arena *arena, pcarti_buf *out,
          pcart_err *err)
{
    const pcart_karyotype_facts *f = &e->facts;

    begin(out, "facts", '[');
    for (size_t i = 0; i < f->n_proof; i++) {
        const pcart_kproof *proof = &f->proof[i];
        const pcart_cyto fact = (pcart_cyto)proof->fact;
        const char *item;

        if (proof->is_possible && f->cyto.present & PCART_CYTO_BIT(fact))
            continue; // another item proves it
        item = pcart_kevent_write(&e->text, proof->event, arena);
        if (!item)
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        begin(out, NULL, '{');
        put_text(out, "fact", pcart_cyto_name(fact));
        put_text(out, "title", pcart_cyto_title(fact));
        put_text(out, "item", item);
        put_number(out, "byte",
                   (long long)e->text.event[proof->event].offset + 1);
        put_flag(out, "is_possible", proof->is_possible);
        pcarti_buf_char(out, '}');
    }
    pcarti_buf_text(out, "]");
    begin(out, "doubts", '[');
    for (size_t i = 0; i < e->text.n_note; i++) {
        size_t n;
        const pcart_knote *note = &e->text.note[i];
        const pcart_knote_info *info = &pcart_knote_list(&n)[note->code];

        if (info->severity == PCART_NOTE)
            continue;
        begin(out, NULL, '{');
        put_number(out, "byte", (long long)note->offset + 1);
        put_text(out, "message", info->message);
        pcarti_buf_char(out, '}');
    }
    pcarti_buf_char(out, ']');
    return PCART_OK;
}

static void
put_groups(const pcart_cytogenetics *cyto, pcarti_buf *out)
{
    const pcart_cyto_group ipss = pcart_ipss_group(cyto);
    const pcart_cyto_group ipssr = pcart_ipssr_group(cyto);

    if (cyto->state != PCART_CYTO_KNOWN)
        return;
    put_text(out, "ipss_group", pcart_ipss_group_name(ipss.group));
    put_text(out, "ipss_group_reason", ipss.reason);
    put_text(out, "ipssr_group", pcart_ipssr_group_name(ipssr.group));
    put_text(out, "ipssr_group_reason", ipssr.reason);
}

/* What became of each clone since the karyotype before; clones from 1. */
static void
put_change(const pcart_examination *exam, const pcart_examination *e,
           pcarti_buf *out)
{
    char date[PCART_DATE_SIZE];

    if (e->earlier == SIZE_MAX)
        return;
    put_text(out, "since", pcart_date_write(exam[e->earlier].date, date));
    begin(out, "clones", '[');
    for (size_t i = 0; i < e->n_change; i++) {
        const pcart_kclone_change *c = &e->change[i];

        begin(out, NULL, '{');
        if (c->before >= 0)
            put_number(out, "before", c->before + 1);
        if (c->after >= 0)
            put_number(out, "after", c->after + 1);
        put_text(out, "change",
                 c->after < 0 ? "lost" : pcart_kchange_name(c->change));
        put_number(out, "n_gained", c->n_gained);
        put_number(out, "n_lost", c->n_lost);
        pcarti_buf_char(out, '}');
    }
    pcarti_buf_char(out, ']');
}

static pcart_status
put_karyotype(const explain_context *context, const pcart_examination *exam,
              const pcart_examination *e, pcart_arena *arena, pcarti_buf *out,
              pcart_err *err)
{
    const char *words = pcart_examination_karyotype(e, arena);
    pcart_status status;

    if (!words)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    if (!e->karyotype)
        return PCART_OK;
    begin(out, "karyotype", '{');
    put_text(out, "iscn", e->karyotype->iscn);
    put_text(out, "summary", words);
    put_text(out, "side", e->side == PCART_SIDE_DONOR ? "donor" : "host");
    put_place(context, PCART_TABLE_KARYOTYPES, "karyotypes", e->karyotype->line,
              out);
    status = put_facts(e, arena, out, err);
    put_groups(&e->facts.cyto, out);
    put_change(exam, e, out);
    pcarti_buf_char(out, '}');
    return status;
}

static void
put_counts(const explain_context *context, const pcart_examination *e,
           pcarti_buf *out)
{
    begin(out, "counts", '[');
    for (size_t i = 0; i < PCART_COUNTOF(e->count); i++) {
        const pcart_lab *lab = e->count[i];
        const pcart_analyte_info *info;
        char date[PCART_DATE_SIZE];

        if (!lab)
            continue;
        info = pcart_analyte_get((pcart_analyte)lab->analyte);
        begin(out, NULL, '{');
        put_text(out, "analyte", info->name);
        put_name(out, "value");
        pcarti_buf_fixed(out, lab->value);
        put_flag(out, "is_below",
                 lab->censor == PCART_BELOW || lab->censor == PCART_AT_MOST);
        put_text(out, "unit", info->unit);
        put_text(out, "date", pcart_date_write(lab->date, date));
        put_place(context, PCART_TABLE_LABS, "labs", lab->line, out);
        pcarti_buf_char(out, '}');
    }
    pcarti_buf_char(out, ']');
}

static pcart_status
put_class(const pcart_examination *e, size_t edition, pcart_arena *arena,
          pcarti_buf *out, pcart_err *err)
{
    static const char *const word[] = {"open", "no", "yes"};
    const pcart_marrow_class *class = &e->edition[edition];
    const char *text = pcart_examination_class(e, edition, arena);

    if (!text)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    begin(out, NULL, '{');
    put_text(out, "rule", class->set->id);
    put_text(out, "class", class->rule ? class->rule->label : NULL);
    put_text(out, "text", text);
    put_flag(out, "is_after_cytotoxic", !!(class->notes & PCART_MN_CYTOTOXIC));
    begin(out, "possible", '[');
    for (int i = 0; i < class->n_possible; i++)
        put_text(out, NULL, class->set->rule[class->possible[i]].label);
    pcarti_buf_char(out, ']');
    begin(out, "path", '[');
    for (int i = 0; i < class->n_step; i++) {
        const pcart_marrow_step *step = &class->step[i];

        begin(out, NULL, '{');
        put_text(out, "class", class->set->rule[step->row].label);
        put_text(out, "answer", word[step->answer + 1]);
        if (step->answer < 1)
            put_text(out, "question", pcart_marrow_test_title(step->test));
        pcarti_buf_char(out, '}');
    }
    pcarti_buf_char(out, ']');
    put_text(out, "next", class->next);
    pcarti_buf_char(out, '}');
    return PCART_OK;
}

static pcart_status
put_scores(const pcart_examination *e, pcart_arena *arena, pcarti_buf *out,
           pcart_err *err)
{
    begin(out, "scores", '[');
    for (int s = 0; s < PCART_N_SCORE; s++) {
        const pcart_score score = (pcart_score)s;
        const char *text;

        if (!(e->scored >> s & 1))
            continue;
        text = pcart_examination_score(e, score, arena);
        if (!text)
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        begin(out, NULL, '{');
        put_text(out, "rule", pcart_score_rule(score));
        put_text(out, "text", text);
        put_text(out, "category", pcart_examination_category(e, score));
        put_text(out, "made_for", pcart_score_applies(score));
        put_flag(out, "is_extrapolated", (int)(e->outside >> s & 1));
        pcarti_buf_char(out, '}');
    }
    pcarti_buf_char(out, ']');
    return PCART_OK;
}

static pcart_status
put_examination(const explain_context *context, const pcart_examination *exam,
                const pcart_examination *e, pcart_arena *arena, pcarti_buf *out,
                pcart_err *err)
{
    char date[PCART_DATE_SIZE];
    pcart_status status;

    put_text(out, "date", pcart_date_write(e->date, date));
    put_number(out, "infusion", context->course->infusion);
    put_number(out, "day", pcart_window_day(context->course, e->date));
    if (e->marrow) {
        begin(out, "marrow", '{');
        put_place(context, PCART_TABLE_MARROWS, "marrows", e->marrow->line,
                  out);
        pcarti_buf_char(out, '}');
    }
    if (e->sample)
        put_text(out, "sample", e->sample->id);
    if (e->smn)
        put_text(out, "recorded", e->smn->detail);
    status = put_karyotype(context, exam, e, arena, out, err);
    put_counts(context, e, out);
    begin(out, "classes", '[');
    for (size_t c = 0; c < e->n_edition && status == PCART_OK; c++)
        status = put_class(e, c, arena, out, err);
    pcarti_buf_char(out, ']');
    begin(out, "notes", '[');
    for (unsigned bit = 1; e->n_edition && bit <= PCART_MN_GERMLINE; bit <<= 1)
        if (e->edition[0].notes & bit)
            put_text(out, NULL, pcart_marrow_note(bit));
    pcarti_buf_char(out, ']');
    return status ? status : put_scores(e, arena, out, err);
}

pcart_status
pcarti_explain_marrow_json(const explain_context *context,
                           const pcart_patient *patient, pcart_arena *scratch,
                           pcarti_buf *out, pcart_err *err)
{
    const pcart_examination *exam;
    size_t n = 0;
    pcart_status status;

    pcart_arena_clear(scratch);
    status = pcart_examinations_of_patient(patient, scratch, &exam, &n, err);
    for (size_t i = 0; i < n && status == PCART_OK; i++) {
        pcarti_buf_text(out, i ? ",\n{" : "\n{");
        status = put_examination(context, exam, &exam[i], scratch, out, err);
        pcarti_buf_char(out, '}');
    }
    return status;
}
