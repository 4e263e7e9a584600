/* clone_text.c -- variants and their look-back in words, and the table of
 * origins.  Layer: report. */
#include "report/clone_text.h"

#include <stdlib.h>
#include <string.h>

#include "report/dysplasia.h"
#include "report/number.h"

const char *
pcarti_clone_label(pcarti_page *page, const pcart_variant_row *v)
{
    if (v->hgvs_p[0])
        return pcarti_page_print(page, "%s %s", v->gene, v->hgvs_p);
    if (v->hgvs_c[0])
        return pcarti_page_print(page, "%s %s", v->gene, v->hgvs_c);
    return pcarti_page_print(page, "%s%s%s:%lld%s>%s", v->gene,
                             v->gene[0] ? " " : "", v->chrom, (long long)v->pos,
                             v->ref, v->alt);
}

const char *
pcarti_clone_vaf(pcarti_page *page, const pcart_presence *p)
{
    if (p->p >= pcart_clone_value(PCART_CS_ALPHA))
        return pcarti_page_print(page, "< %.2f%%", 100 * p->upper);
    return pcarti_page_print(page, "%.1f%% (%.1f-%.1f)", 100 * p->vaf,
                             100 * p->low, 100 * p->high);
}

const char *
pcarti_clone_answer(pcarti_page *page, const pcart_lookback *a)
{
    if (!a)
        return "";
    switch (a->value) {
    case PCART_LOOKBACK_PRE_EXISTING:
        return "there before";
    case PCART_LOOKBACK_NOT_DETECTABLE:
        return pcarti_page_print(page, "not detectable above %.2g%%",
                                 100 * a->earlier.upper);
    case PCART_LOOKBACK_NEW:
        return pcarti_page_print(page,
                                 "not detectable above %.2g%%; new, or it grew "
                                 "faster than %.2g per year",
                                 100 * a->earlier.upper, a->slowest);
    case PCART_LOOKBACK_LOST:
        return pcarti_page_print(page, "lost: not detectable above %.2g%%",
                                 100 * a->later.upper);
    case PCART_LOOKBACK_INDETERMINATE:
        break;
    }
    if (!a->is_earlier)
        return "cannot be said";
    return pcarti_page_print(page, "cannot be said; above %.2g%% excluded",
                             100 * a->earlier.upper);
}

const char *
pcarti_clone_reasons(pcarti_page *page, const pcart_lookback *a)
{
    const char *text = "";

    for (int i = 0; a && i < PCART_N_LB_REASON; i++)
        if (a->reasons >> i & 1)
            text = pcarti_page_print(page, "%s%s%s", text, text[0] ? " " : "",
                                     pcart_lookback_reason_name(i));
    return text;
}

/* --- origins ----------------------------------------------------------------
 */

/* What was found after the infusion of one subject. */
typedef struct finding {
    pcart_date day; /* of the neoplasm, else of the first dysplastic marrow */
    const char *lineages; /* with dysplasia, most that one marrow shows */
    const char *iscn;
    size_t n_variant;
} finding;

/* The trace of a subject; traces stand in the order of subjects, and @p next
 * goes along with them. */
static const pcart_trace *
trace_of(const pcarti_page *page, size_t subject, size_t *next)
{
    const pcart_clones *c = &page->study->clones;

    while (*next < c->n_trace && c->subject[*next] <= subject)
        ++*next;
    if (*next == 0 ||
        c->trace[*next - 1].patient != page->study->subject[subject].patient)
        return NULL;
    return &c->trace[*next - 1];
}

static finding
finding_of(const pcart_study_subject *s, const pcart_trace *t)
{
    const pcart_patient *p = s->patient;
    const pcart_date day0 = s->course->day0;
    const pcart_karyotype_row *nearest = NULL;
    finding f = {s->course->smn, "", "", 0};

    for (size_t i = 0; i < p->n_marrow; i++) {
        const pcart_marrow_row *m = &p->marrow[i];
        const char *l = pcarti_dysplasia_letters(m->dysplasia_erythroid,
                                                 m->dysplasia_granulocytic,
                                                 m->dysplasia_megakaryocytic);

        if (m->date <= day0 || !l[0])
            continue;
        if (f.day == PCART_DATE_NONE)
            f.day = m->date;
        if (strlen(l) > strlen(f.lineages))
            f.lineages = l;
    }
    for (size_t i = 0; i < p->n_karyotype; i++) {
        pcart_date date = p->karyotype[i].date;

        /* the one nearest to the finding; the later of two */
        if (date <= day0 ||
            (nearest && abs(date - f.day) > abs(nearest->date - f.day)))
            continue;
        nearest = &p->karyotype[i];
        f.iscn = nearest->iscn;
    }
    for (size_t i = 0; t && i < t->n_variant; i++)
        f.n_variant += t->variant[i].anchor < SIZE_MAX &&
                       p->sample[t->variant[i].anchor].date > day0;
    return f;
}

static const char *
graft_of(pcarti_page *page, const pcart_patient *p, pcart_date day)
{
    const char *text = "";
    char date[PCART_DATE_SIZE];

    for (size_t i = 0; i < p->n_transplant; i++)
        if (pcart_clones_is_graft(&p->transplant[i]) &&
            p->transplant[i].date <= day)
            text = pcarti_page_print(
                page, "%s%s%s %s", text, text[0] ? "; " : "",
                pcart_date_write(p->transplant[i].date, date),
                p->transplant[i].donor[0] ? p->transplant[i].donor : "donor");
    return text[0] ? text : "none";
}

static const char *
donor_share(pcarti_page *page, const pcart_chimerism *c)
{
    static const char *const sign[] = {[PCART_EXACT] = "",
                                       [PCART_BELOW] = "<",
                                       [PCART_AT_MOST] = "<=",
                                       [PCART_ABOVE] = ">",
                                       [PCART_AT_LEAST] = ">="};

    if (!c || c->donor_fraction < 0)
        return "";
    return pcarti_page_print(
        page, "%s%.3g%%",
        (size_t)c->censor < PCART_COUNTOF(sign) ? sign[c->censor] : "",
        100 * pcart_fixed_to_double(c->donor_fraction));
}

static const char *
outcome_of(pcarti_page *page, const pcart_course *c, pcart_date day)
{
    if (c->death != PCART_DATE_NONE)
        return pcarti_page_print(
            page, "died on day %ld%s", (long)c->death - (long)c->day0,
            c->progression != PCART_DATE_NONE ? ", after relapse" : "");
    if (c->last_contact == PCART_DATE_NONE)
        return "not followed";
    return pcarti_page_print(
        page, "alive on day %ld%s%s", (long)c->last_contact - (long)c->day0,
        c->progression != PCART_DATE_NONE ? ", after relapse" : "",
        c->transplant != PCART_DATE_NONE && c->transplant >= day
            ? ", transplanted"
            : "");
}

static void
put_origin(pcarti_page *page, pcart_sheet *sheet, const pcart_study_subject *s,
           const pcart_trace *t)
{
    const finding f = finding_of(s, t);
    pcart_clones_origin o;

    if (f.day == PCART_DATE_NONE)
        return;
    o = pcart_clones_origin_of(s->patient, t, f.day,
                               &page->study->file->profile);
    pcart_sheet_row(sheet, PCART_ROW_PLAIN);
    pcart_sheet_text(sheet, s->label);
    pcart_sheet_count(sheet, (long long)f.day - s->course->day0);
    pcart_sheet_text(sheet, s->course->smn != PCART_DATE_NONE ? "neoplasm"
                                                              : "dysplasia");
    pcart_sheet_text(sheet, f.lineages);
    pcart_sheet_text(sheet, f.iscn);
    pcart_sheet_count(sheet, (long long)f.n_variant);
    pcart_sheet_text(sheet, graft_of(page, s->patient, f.day));
    pcart_sheet_text(sheet, donor_share(page, o.chimerism));
    pcart_sheet_text(sheet, pcart_ancestry_name(o.call));
    pcart_sheet_text(sheet, o.by);
    pcart_sheet_text(sheet, outcome_of(page, s->course, f.day));
}

void
pcarti_clone_origins(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"patient", "Patient", PCART_SHEET_TEXT},
        {"day", "Day", PCART_SHEET_NUMBER},
        {"finding", "Finding", PCART_SHEET_TEXT},
        {"dysplasia", "Lineages", PCART_SHEET_TEXT},
        {"karyotype", "Karyotype after", PCART_SHEET_TEXT},
        {"variants", "Variants after", PCART_SHEET_NUMBER},
        {"graft", "Allograft before", PCART_SHEET_TEXT},
        {"donor_share", "Donor share", PCART_SHEET_TEXT},
        {"origin", "Origin", PCART_SHEET_TEXT},
        {"by", "By", PCART_SHEET_TEXT},
        {"outcome", "Outcome", PCART_SHEET_TEXT}};
    const pcart_study *study = page->study;
    size_t next = 0;
    pcart_sheet sheet =
        pcarti_page_sheet(page, "clone_origin",
                          "Dysplasia and neoplasms after infusion, host or "
                          "donor",
                          column, PCART_COUNTOF(column));

    for (size_t i = 0; i < study->n_subject; i++)
        put_origin(page, &sheet, &study->subject[i], trace_of(page, i, &next));
    if (sheet.n_row == 0)
        return;
    sheet.note = "A second neoplasm, or a marrow with dysplasia, after the "
                 "infusion. Without an allograft before, the host's. By the "
                 "variants that stand then, held against chimerism; else the "
                 "donor's when more than 95 % of the cells are. Unresolved is "
                 "an answer.";
    pcarti_page_table(page, &sheet, NULL);
}
