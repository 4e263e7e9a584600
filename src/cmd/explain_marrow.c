/* explain_marrow.c -- the marrows and karyotypes of a patient told in words.
 * Layer: cmd. */
#include "cmd/explain_text.h"

#include <string.h>

#include "postcart/examination.h"
#include "postcart/window.h"

/* As wide as the words of explain_text.c. */
enum { WORD_WIDTH = 10 };

static void
begin(const char *word, pcarti_buf *out)
{
    pcarti_buf_print(out, "  %-*s", WORD_WIDTH, word);
}

static const char *
file_of(const explain_context *context, pcart_table_id id, const char *name)
{
    const char *file = context->cohort->table[id].file;

    return file ? file : name;
}

/* Where the parts stand: "marrows.csv:88, karyotypes.csv:89". */
static void
write_parts(const explain_context *context, const pcart_examination *e,
            pcarti_buf *out)
{
    const char *comma = "";

    pcarti_buf_text(out, " (");
    if (e->marrow) {
        pcarti_buf_print(out, "%s:%u",
                         file_of(context, PCART_TABLE_MARROWS, "marrows"),
                         e->marrow->line);
        comma = ", ";
    }
    if (e->karyotype) {
        pcarti_buf_print(out, "%s%s:%u", comma,
                         file_of(context, PCART_TABLE_KARYOTYPES, "karyotypes"),
                         e->karyotype->line);
        comma = ", ";
    }
    if (e->sample)
        pcarti_buf_print(out, "%ssample %s", comma, e->sample->id);
    pcarti_buf_text(out, ")\n");
}

static void
write_counts(const explain_context *context, const pcart_examination *e,
             pcarti_buf *out)
{
    int n = 0;

    for (size_t i = 0; i < PCART_COUNTOF(e->count); i++) {
        const pcart_lab *lab = e->count[i];
        const pcart_analyte_info *info;

        if (!lab)
            continue;
        if (!n++)
            begin("counts", out);
        info = pcart_analyte_get((pcart_analyte)lab->analyte);
        pcarti_buf_print(out, "%s%s ", n > 1 ? "; " : "", info->title);
        if (lab->censor == PCART_BELOW || lab->censor == PCART_AT_MOST)
            pcarti_buf_char(out, '<');
        pcarti_buf_fixed(out, lab->value);
        pcarti_buf_print(out, " %s on day %d (%s:%u)", info->unit,
                         pcart_window_day(context->course, lab->date),
                         file_of(context, PCART_TABLE_LABS, "labs"), lab->line);
    }
    if (n)
        pcarti_buf_char(out, '\n');
}

/* "monosomy 7 by -7 (byte 6); open: ..." */
static pcart_status
write_facts(const pcart_examination *e, pcart_arena *arena, pcarti_buf *out,
            pcart_err *err)
{
    const pcart_karyotype_facts *f = &e->facts;

    for (size_t i = 0; i < f->n_proof; i++) {
        const pcart_kproof *proof = &f->proof[i];
        const pcart_cyto fact = (pcart_cyto)proof->fact;
        const char *item;

        if (proof->is_possible && f->cyto.present & PCART_CYTO_BIT(fact))
            continue; // another item proves it
        item = pcart_kevent_write(&e->text, proof->event, arena);
        if (!item)
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        begin(proof->is_possible ? "possibly" : "fact", out);
        pcarti_buf_print(out, "%s by %s, byte %u\n", pcart_cyto_title(fact),
                         item, e->text.event[proof->event].offset + 1);
    }
    for (size_t i = 0; i < e->text.n_note; i++) {
        size_t n;
        const pcart_knote *note = &e->text.note[i];
        const pcart_knote_info *info = &pcart_knote_list(&n)[note->code];

        if (info->severity == PCART_NOTE)
            continue;
        begin("doubt", out);
        pcarti_buf_print(out, "byte %u: %s\n", note->offset + 1, info->message);
    }
    return PCART_OK;
}

static void
write_groups(const pcart_cytogenetics *cyto, pcarti_buf *out)
{
    const pcart_cyto_group ipss = pcart_ipss_group(cyto);
    const pcart_cyto_group ipssr = pcart_ipssr_group(cyto);

    if (cyto->state != PCART_CYTO_KNOWN)
        return;
    begin("group", out);
    pcarti_buf_print(out, "IPSS %s (%s); IPSS-R %s (%s)\n",
                     pcart_ipss_group_name(ipss.group), ipss.reason,
                     pcart_ipssr_group_name(ipssr.group), ipssr.reason);
}

/* What became of each clone since the karyotype before. */
static void
write_change(const explain_context *context, const pcart_examination *exam,
             const pcart_examination *e, pcarti_buf *out)
{
    if (!e->karyotype || e->earlier == SIZE_MAX)
        return;
    begin("since", out);
    pcarti_buf_print(out, "day %d: ",
                     pcart_window_day(context->course, exam[e->earlier].date));
    for (size_t i = 0; i < e->n_change; i++) {
        const pcart_kclone_change *c = &e->change[i];

        pcarti_buf_text(out, i ? "; " : "");
        if (c->after < 0) {
            pcarti_buf_print(out, "earlier clone %d lost", c->before + 1);
            continue;
        }
        pcarti_buf_print(out, "clone %d %s", c->after + 1,
                         pcart_kchange_name(c->change));
        if (c->n_gained || c->n_lost)
            pcarti_buf_print(out, " (+%d -%d)", c->n_gained, c->n_lost);
    }
    if (e->n_change == 0)
        pcarti_buf_text(out, "no abnormal clone then or now");
    pcarti_buf_char(out, '\n');
}

static pcart_status
write_karyotype(const explain_context *context, const pcart_examination *exam,
                const pcart_examination *e, pcart_arena *arena, pcarti_buf *out,
                pcart_err *err)
{
    const char *words = pcart_examination_karyotype(e, arena);
    pcart_status status;

    if (!words)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    begin("karyotype", out);
    pcarti_buf_print(out, "%s", words);
    if (!e->karyotype) {
        pcarti_buf_char(out, '\n');
        return PCART_OK;
    }
    pcarti_buf_print(out, ": %s\n", e->karyotype->iscn);
    status = write_facts(e, arena, out, err);
    write_groups(&e->facts.cyto, out);
    write_change(context, exam, e, out);
    return status;
}

/* The rows that the walk met, and the question that turned it at each. */
static pcart_status
write_class(const pcart_examination *e, size_t edition, pcart_arena *arena,
            pcarti_buf *out, pcart_err *err)
{
    static const char *const word[] = {"open", "no", "yes"};
    const pcart_marrow_class *class = &e->edition[edition];
    const char *text = pcart_examination_class(e, edition, arena);

    if (!text)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    begin("class", out);
    pcarti_buf_print(out, "%s: %s", class->set->name, text);
    if (class->rule && class->notes & PCART_MN_CYTOTOXIC)
        pcarti_buf_print(out, ", %s", class->set->qualifier);
    pcarti_buf_char(out, '\n');
    begin("path", out);
    for (int i = 0; i < class->n_step; i++) {
        const pcart_marrow_step *step = &class->step[i];
        const char *title = pcart_marrow_test_title(step->test);

        pcarti_buf_print(out, "%s%s %s", i ? "; " : "",
                         class->set->rule[step->row].label,
                         word[step->answer + 1]);
        if (step->answer < 1 && *title)
            pcarti_buf_print(out, " (%s)", title);
    }
    pcarti_buf_char(out, '\n');
    if (class->next) {
        begin("next", out);
        pcarti_buf_print(out, "%s\n", class->next);
    }
    return PCART_OK;
}

static void
write_notes(const pcart_examination *e, pcarti_buf *out)
{
    for (unsigned bit = 1; e->n_edition && bit <= PCART_MN_GERMLINE; bit <<= 1)
        if (e->edition[0].notes & bit) {
            begin("note", out);
            pcarti_buf_print(out, "%s\n", pcart_marrow_note(bit));
        }
}

static pcart_status
write_scores(const pcart_examination *e, pcart_arena *arena, pcarti_buf *out,
             pcart_err *err)
{
    for (int s = 0; s < PCART_N_SCORE; s++) {
        const pcart_score score = (pcart_score)s;
        const char *text;

        if (!(e->scored >> s & 1))
            continue;
        text = pcart_examination_score(e, score, arena);
        if (!text)
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        begin("score", out);
        pcarti_buf_print(out, "%s: %s [%s]\n", pcart_score_title(score), text,
                         pcart_score_rule(score));
        begin("made for", out);
        pcarti_buf_print(out, "%s%s\n", pcart_score_applies(score),
                         e->outside >> s & 1 ? " (extrapolated here)" : "");
    }
    return PCART_OK;
}

pcart_status
pcarti_explain_marrow(const explain_context *context,
                      const pcart_patient *patient, pcart_arena *scratch,
                      pcarti_buf *out, pcart_err *err)
{
    const pcart_examination *exam;
    size_t n;
    pcart_status status;

    pcart_arena_clear(scratch);
    status = pcart_examinations_of_patient(patient, scratch, &exam, &n, err);
    if (status)
        return status;
    for (size_t i = 0; i < n && status == PCART_OK; i++) {
        const pcart_examination *e = &exam[i];
        char date[PCART_DATE_SIZE];

        pcarti_buf_print(out, "\n%s on day %d, %s",
                         e->marrow ? "Marrow" : "Karyotype",
                         pcart_window_day(context->course, e->date),
                         pcart_date_write(e->date, date));
        write_parts(context, e, out);
        if (e->smn) {
            begin("recorded", out);
            pcarti_buf_print(out, "%s\n",
                             e->smn->detail[0] ? e->smn->detail
                                               : "secondary myeloid neoplasm");
        }
        status = write_karyotype(context, exam, e, scratch, out, err);
        write_counts(context, e, out);
        for (size_t c = 0; c < e->n_edition && status == PCART_OK; c++)
            status = write_class(e, c, scratch, out, err);
        write_notes(e, out);
        if (status == PCART_OK)
            status = write_scores(e, scratch, out, err);
    }
    if (n == 0)
        pcarti_buf_text(out, "\nno marrow and no karyotype on record\n");
    return status;
}
