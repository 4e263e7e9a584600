/* examination_text.c -- an examination in words.  Layer: study. */
#include <math.h>
#include <string.h>

#include "core/buf.h"
#include "postcart/examination.h"

/* Abnormalities that are named one by one; of more, the facts that matter. */
enum { MAX_ITEM = 3 };

static const pcart_cyto headline[] = {
    PCART_CYTO_MINUS_7, PCART_CYTO_LOSS_7Q,  PCART_CYTO_MINUS_5,
    PCART_CYTO_LOSS_5Q, PCART_CYTO_LOSS_17P, PCART_CYTO_INV_3,
    PCART_CYTO_PLUS_8,  PCART_CYTO_DEL_20Q,  PCART_CYTO_KMT2A,
    PCART_CYTO_MECOM,   PCART_CYTO_MONOSOMAL};

/* Text of a buffer in the arena. */
static const char *
keep(pcarti_buf *text, pcart_arena *arena)
{
    const char *copy = NULL;

    if (!text->is_failed)
        copy =
            pcart_arena_text(arena, text->data ? text->data : "", text->length);
    pcarti_buf_release(text);
    return copy;
}

static int
write_items(const pcart_examination *e, pcart_arena *arena, pcarti_buf *out)
{
    const pcart_karyotype_facts *facts = &e->facts;
    int n = 0;

    for (size_t i = 0; i < facts->n_counted; i++) {
        const char *item;

        if (!facts->counted[i].is_clonal || !facts->counted[i].weight)
            continue;
        item = pcart_kevent_write(&e->text, facts->counted[i].event, arena);
        if (!item)
            return 0;
        pcarti_buf_print(out, "%s%s", n++ ? ", " : "", item);
    }
    return 1;
}

static void
write_headline(const pcart_cytogenetics *cyto, pcarti_buf *out)
{
    int n = 0;

    pcarti_buf_print(out, "%d abnormalities", cyto->n_abnormality);
    for (size_t i = 0; i < PCART_COUNTOF(headline); i++)
        if (cyto->present & PCART_CYTO_BIT(headline[i]))
            pcarti_buf_print(out, "%s%s", n++ ? ", " : ": ",
                             pcart_cyto_title(headline[i]));
}

const char *
pcart_examination_karyotype(const pcart_examination *e, pcart_arena *arena)
{
    const pcart_cytogenetics *cyto = &e->facts.cyto;
    pcarti_buf text = {0};

    if (!e->karyotype)
        return "not done";
    switch (cyto->state) {
    case PCART_CYTO_NOT_DONE:
        return "not done";
    case PCART_CYTO_FAILED:
        return "no metaphases";
    case PCART_CYTO_MANUAL:
        return "not read: a person must";
    case PCART_CYTO_NO_CELLS:
        return "no cells of this side";
    case PCART_CYTO_KNOWN:
        break;
    }
    if (e->side == PCART_SIDE_DONOR)
        pcarti_buf_text(&text, e->text.clone[0].set ? "donor cells alone: "
                                                    : "donor cells: ");
    if (cyto->n_abnormality == 0) {
        pcarti_buf_text(&text, "normal");
        if (!cyto->is_adequate && cyto->n_cell >= 0)
            pcarti_buf_print(&text, ", limited (%d cells)", (int)cyto->n_cell);
        return keep(&text, arena);
    }
    if (cyto->present & PCART_CYTO_BIT(PCART_CYTO_COMPLEX))
        pcarti_buf_text(&text, "complex: ");
    if (cyto->n_abnormality > MAX_ITEM)
        write_headline(cyto, &text);
    else if (!write_items(e, arena, &text))
        text.is_failed = 1;
    return keep(&text, arena);
}

const char *
pcart_examination_class(const pcart_examination *e, size_t edition,
                        pcart_arena *arena)
{
    const pcart_marrow_class *class = &e->edition[edition];
    const char *last = NULL, *rest;
    pcarti_buf text = {0};

    if (edition >= e->n_edition)
        return "no marrow";
    if (class->rule)
        return class->rule->label;
    /* The last row fits if every open question is answered no. */
    rest = class->set->rule[class->possible[class->n_possible - 1]].label;
    pcarti_buf_print(&text, "%s unless ", rest);
    for (int i = 0; i < class->n_possible - 1; i++) {
        const char *label = class->set->rule[class->possible[i]].label;

        if (strcmp(label, rest) == 0 || (last && strcmp(last, label) == 0))
            continue; // two rows of one class
        pcarti_buf_print(&text, "%s%s", last ? ", " : "", label);
        last = label;
    }
    return keep(&text, arena);
}

static const pcart_risk *
risk_of(const pcart_examination *e, pcart_score score)
{
    switch (score) {
    case PCART_SCORE_IPSS:
    case PCART_SCORE_IPSSR:
    case PCART_SCORE_IPSSRA:
        return &e->risk[score];
    case PCART_SCORE_CHRS:
        return &e->chrs;
    case PCART_SCORE_CCRS:
        return &e->ccrs;
    default:
        return NULL;
    }
}

const char *
pcart_examination_category(const pcart_examination *e, pcart_score score)
{
    const pcart_risk *risk = risk_of(e, score);

    if (!(e->scored >> score & 1))
        return NULL;
    if (score == PCART_SCORE_IPSSM)
        return e->ipssm.report == PCART_IPSSM_RANGE
                   ? NULL
                   : pcart_ipssm_category_name(e->ipssm.category[1]);
    if (score == PCART_SCORE_ELN)
        return e->eln.risk < 0 ? NULL
                               : pcart_eln_name((pcart_eln_class)e->eln.risk);
    if (!risk || risk->state == PCART_STATE_NOT_EVALUABLE ||
        risk->class_low != risk->class_high)
        return NULL;
    return risk->set->classes[risk->class_low].label;
}

static void
write_risk(const pcart_risk *risk, pcarti_buf *out)
{
    const pcart_risk_class *classes = risk->set->classes;

    if (risk->state == PCART_STATE_NOT_EVALUABLE) {
        pcarti_buf_print(out, "not evaluable: %s",
                         risk->reason ? risk->reason : "");
        return;
    }
    pcarti_buf_fixed(out, risk->low);
    if (risk->low != risk->high) {
        pcarti_buf_text(out, " to ");
        pcarti_buf_fixed(out, risk->high);
    }
    pcarti_buf_print(out, ", %s", classes[risk->class_low].label);
    if (risk->class_low != risk->class_high)
        pcarti_buf_print(out, " to %s", classes[risk->class_high].label);
}

static void
write_ipssm(const pcart_ipssm *m, pcarti_buf *out)
{
    if (m->report == PCART_IPSSM_SCORE)
        pcarti_buf_print(out, "%.2f, %s", m->score[1],
                         pcart_ipssm_category_name(m->category[1]));
    else if (m->report == PCART_IPSSM_CATEGORY)
        pcarti_buf_print(out, "%s (%.2f to %.2f)",
                         pcart_ipssm_category_name(m->category[1]), m->score[0],
                         m->score[2]);
    else
        pcarti_buf_print(out, "not reportable: %.2f to %.2f, %s to %s",
                         m->score[0], m->score[2],
                         pcart_ipssm_category_name(m->category[0]),
                         pcart_ipssm_category_name(m->category[2]));
}

const char *
pcart_examination_score(const pcart_examination *e, pcart_score score,
                        pcart_arena *arena)
{
    pcarti_buf text = {0};
    int n = 0;

    if (!(e->scored >> score & 1))
        return "not scored: made for another class";
    if (score == PCART_SCORE_IPSSM) {
        write_ipssm(&e->ipssm, &text);
    } else if (score == PCART_SCORE_ELN) {
        for (int r = 0; r < PCART_N_ELN; r++)
            if (e->eln.possible >> r & 1)
                pcarti_buf_print(&text, "%s%s", n++ ? " or " : "",
                                 pcart_eln_name((pcart_eln_class)r));
    } else {
        write_risk(risk_of(e, score), &text);
    }
    return keep(&text, arena);
}

static const struct {
    const char *title, *rule; /* rule: of pcart_risk_set_find, or NULL */
} score_text[PCART_N_SCORE] = {
    [PCART_SCORE_IPSS] = {"IPSS", "ipss"},
    [PCART_SCORE_IPSSR] = {"IPSS-R", "ipss-r"},
    [PCART_SCORE_IPSSRA] = {"IPSS-RA", "ipss-ra"},
    [PCART_SCORE_IPSSM] = {"IPSS-M", NULL},
    [PCART_SCORE_CHRS] = {"CHRS", "chrs"},
    [PCART_SCORE_CCRS] = {"CCRS", "ccrs"},
    [PCART_SCORE_ELN] = {"ELN 2022", NULL},
};

const char *
pcart_score_title(pcart_score score)
{
    return (unsigned)score < PCART_N_SCORE ? score_text[score].title : "";
}

const char *
pcart_score_rule(pcart_score score)
{
    if ((unsigned)score >= PCART_N_SCORE)
        return "";
    if (score == PCART_SCORE_IPSSM)
        return pcart_ipssm_get()->id;
    return score_text[score].rule
               ? pcart_risk_set_find(score_text[score].rule)->id
               : "eln-2022";
}

const char *
pcart_score_applies(pcart_score score)
{
    if ((unsigned)score >= PCART_N_SCORE)
        return "";
    if (score == PCART_SCORE_IPSSM)
        return pcart_ipssm_get()->applies;
    return score_text[score].rule
               ? pcart_risk_set_find(score_text[score].rule)->applies
               : pcart_eln_applies();
}
