/* section_cytogenetics.c -- karyotype, class and risk before the infusion and
 * after, and for whom each score was made.  Layer: report. */
#include "report/page.h"

#include <math.h>
#include <string.h>

#include "postcart/proportion.h"
#include "report/number.h"

static const char *const column_name[PCART_N_CYTOGENETICS_COLUMN] = {
    "before", "after", "smn_before", "mds", "aml"};

/* "5/13 (38.5%)" of those of whom it is known. */
static void
put_share(pcarti_page *page, pcart_sheet *sheet, int count, int known)
{
    if (known == 0)
        pcart_sheet_text(sheet, "");
    else
        pcart_sheet_text(
            sheet, pcarti_page_keep(page, pcarti_number_share(page->arena,
                                                              (size_t)count,
                                                              (size_t)known)));
}

static void
write_findings(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"finding", "", PCART_SHEET_TEXT},
        {"before", "Before infusion", PCART_SHEET_NUMBER},
        {"after", "After", PCART_SHEET_NUMBER},
        {"new", "New after", PCART_SHEET_NUMBER},
        {"smn_before", "SMN: before infusion", PCART_SHEET_NUMBER},
        {"mds", "SMN: at MDS", PCART_SHEET_NUMBER},
        {"aml", "SMN: at AML", PCART_SHEET_NUMBER}};
    const pcart_study_cytogenetics *all = &page->study->cytogenetics;
    pcart_sheet sheet =
        pcarti_page_sheet(page, "cytogenetics_table", "Karyotype, class, risk",
                          column, PCART_COUNTOF(column));
    const char *part = "";

    for (size_t r = 0; r < all->n_finding; r++) {
        const pcart_study_finding *f = &all->finding[r];
        const int is_first = strcmp(f->name, "examined") == 0;

        if (strcmp(part, f->part) != 0) {
            part = f->part;
            pcart_sheet_row(&sheet, PCART_ROW_HEAD);
            pcart_sheet_text(
                &sheet, strcmp(part, "karyotype") == 0 ? "Karyotype" : part);
        }
        pcart_sheet_row(&sheet,
                        f->is_indented ? PCART_ROW_INDENT : PCART_ROW_PLAIN);
        pcart_sheet_text(&sheet, f->title);
        for (int c = 0; c < PCART_N_CYTOGENETICS_COLUMN; c++) {
            put_share(page, &sheet, f->count[c], f->known[c]);
            if (c != PCART_KARYOTYPES_AFTER)
                continue;
            if (is_first || f->n_pair == 0)
                pcart_sheet_text(&sheet, "");
            else
                pcart_sheet_text(&sheet,
                                 pcarti_page_print(page, "%d of %d",
                                                   f->n_gained, f->n_pair));
        }
    }
    sheet.note =
        "Of those of whom it is known: a fact that the text leaves open, a "
        "class that is not reached and a score that was not made for the class "
        "are in no denominator. Before: the last karyotype up to day 0. After: "
        "that of the SMN, or else the last before a further infusion. New "
        "after: of those known both times. Host cells, unless donor cells are "
        "alone, or alone abnormal.";
    pcarti_page_table(page, &sheet, "cytogenetics");
}

/* The same for programs: counts, denominators, exact intervals. */
static void
write_counts(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"part", "", PCART_SHEET_TEXT},    {"finding", "", PCART_SHEET_TEXT},
        {"group", "", PCART_SHEET_TEXT},   {"n", "", PCART_SHEET_NUMBER},
        {"known", "", PCART_SHEET_NUMBER}, {"share", "", PCART_SHEET_NUMBER},
        {"low", "", PCART_SHEET_NUMBER},   {"high", "", PCART_SHEET_NUMBER},
        {"pairs", "", PCART_SHEET_NUMBER}, {"gained", "", PCART_SHEET_NUMBER},
        {"lost", "", PCART_SHEET_NUMBER}};
    const pcart_study_cytogenetics *all = &page->study->cytogenetics;
    pcart_sheet sheet = pcarti_page_sheet(page, "cytogenetics", "", column,
                                          PCART_COUNTOF(column));

    for (size_t r = 0; r < all->n_finding; r++)
        for (int c = 0; c < PCART_N_CYTOGENETICS_COLUMN; c++) {
            const pcart_study_finding *f = &all->finding[r];
            pcart_estimate share = {.estimate = (double)NAN,
                                    .low = (double)NAN,
                                    .high = (double)NAN};

            if (f->known[c])
                pcarti_page_fail(page,
                                 pcart_proportion(f->count[c], f->known[c],
                                                  PCART_CLOPPER_PEARSON, 0,
                                                  &share, page->err));
            pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
            pcart_sheet_text(&sheet, f->part);
            pcart_sheet_text(&sheet, f->name);
            pcart_sheet_text(&sheet, column_name[c]);
            pcart_sheet_count(&sheet, f->count[c]);
            pcart_sheet_count(&sheet, f->known[c]);
            pcart_sheet_number(&sheet, share.estimate, 6);
            pcart_sheet_number(&sheet, share.low, 6);
            pcart_sheet_number(&sheet, share.high, 6);
            if (c != PCART_KARYOTYPES_AFTER || r == 0)
                continue;
            pcart_sheet_count(&sheet, f->n_pair);
            pcart_sheet_count(&sheet, f->n_gained);
            pcart_sheet_count(&sheet, f->n_lost);
        }
    pcarti_page_csv(page, &sheet);
}

static const char *
when_text(const pcart_study_examined *x, const pcart_examination *e)
{
    if (e == x->before)
        return e->smn ? "before; SMN" : "before";
    if (e->smn)
        return "SMN";
    return e == x->after ? "after" : "";
}

/* "clone 1 evolved", of the clones that changed; "as before". */
static const char *
change_text(pcarti_page *page, const pcart_examination *e)
{
    const char *text = "";

    if (!e->karyotype || e->earlier == SIZE_MAX)
        return "";
    for (size_t i = 0; i < e->n_change; i++) {
        const pcart_kclone_change *c = &e->change[i];

        if (c->change == PCART_KCHANGE_SAME)
            continue;
        if (c->after >= 0)
            text = pcarti_page_print(page, "%s%sclone %d %s", text,
                                     text[0] ? ", " : "", c->after + 1,
                                     pcart_kchange_name(c->change));
        else
            text = pcarti_page_print(page, "%s%searlier clone %d lost", text,
                                     text[0] ? ", " : "", c->before + 1);
    }
    return text[0] ? text : "no change";
}

static const char *
side_text(const pcart_examination *e)
{
    if (!e->karyotype || e->facts.cyto.state != PCART_CYTO_KNOWN)
        return "";
    if (e->side == PCART_SIDE_DONOR)
        return "donor";
    return e->facts.cyto.n_abnormality ? "host" : "";
}

static const char *
next_text(const pcart_examination *e)
{
    return e->n_edition && e->edition[0].next ? e->edition[0].next : "";
}

/* Page: those with a finding or a doubt, and what was known of them before. */
static int
is_notable(const pcart_examination *e)
{
    if (e->smn ||
        (e->scored & (1U << PCART_SCORE_IPSS | 1U << PCART_SCORE_ELN)))
        return 1;
    return e->karyotype && (e->facts.cyto.state != PCART_CYTO_KNOWN ||
                            e->facts.cyto.n_abnormality > 0);
}

static const pcart_sheet_column exam_column[] = {
    {"subject", "Patient", PCART_SHEET_TEXT},
    {"day", "Day", PCART_SHEET_NUMBER},
    {"when", "When", PCART_SHEET_TEXT},
    {"karyotype", "Karyotype", PCART_SHEET_TEXT},
    {"change", "Since the one before", PCART_SHEET_TEXT},
    {"who_2022", "WHO 5", PCART_SHEET_TEXT},
    {"icc_2022", "ICC", PCART_SHEET_TEXT},
    {"ipss", "IPSS", PCART_SHEET_TEXT},
    {"ipss_r", "IPSS-R", PCART_SHEET_TEXT},
    {"ipss_m", "IPSS-M", PCART_SHEET_TEXT},
    {"next", "To measure next", PCART_SHEET_TEXT},
    {"date", "", PCART_SHEET_TEXT},
    {"diagnosis", "", PCART_SHEET_TEXT},
    {"side", "", PCART_SHEET_TEXT},
    {"iscn", "", PCART_SHEET_TEXT},
    {"ipssr_group", "", PCART_SHEET_TEXT},
    {"who_2016", "", PCART_SHEET_TEXT},
    {"ipss_ra", "", PCART_SHEET_TEXT},
    {"chrs", "", PCART_SHEET_TEXT},
    {"ccrs", "", PCART_SHEET_TEXT},
    {"eln_2022", "", PCART_SHEET_TEXT},
    {"marrow_line", "", PCART_SHEET_NUMBER},
    {"karyotype_line", "", PCART_SHEET_NUMBER},
    {"sample", "", PCART_SHEET_TEXT}};
enum { N_EXAM_SHOWN = 11 };

static const char *
class_text(pcarti_page *page, const pcart_examination *e, const char *edition)
{
    for (size_t i = 0; i < e->n_edition; i++)
        if (strcmp(e->edition[i].set->id, edition) == 0)
            return pcarti_page_keep(page,
                                    pcart_examination_class(e, i, page->arena));
    return "";
}

/* The page has the class that is left when open questions are answered no, and
 * how many others are open; the CSV names them. */
static void
put_class(pcarti_page *page, pcart_sheet *sheet, const pcart_examination *e,
          const char *edition)
{
    const char *full = class_text(page, e, edition);
    const char *shown = NULL;

    for (size_t i = 0; i < e->n_edition; i++) {
        const pcart_marrow_class *class = &e->edition[i];

        if (strcmp(class->set->id, edition) == 0 && !class->rule)
            shown = pcarti_page_print(
                page, "%s (%d open)",
                class->set->rule[class->possible[class->n_possible - 1]].label,
                class->n_possible - 1);
    }
    pcart_sheet_put(sheet, shown, full);
}

static void
put_score(pcarti_page *page, pcart_sheet *sheet, const pcart_examination *e,
          pcart_score score)
{
    const pcart_ipssm *m = &e->ipssm;
    const char *full = "", *shown = NULL;

    if (e->scored >> score & 1)
        full = pcarti_page_keep(page,
                                pcart_examination_score(e, score, page->arena));
    if (full[0] && score == PCART_SCORE_IPSSM && m->report == PCART_IPSSM_RANGE)
        shown = pcarti_page_print(page, "n.r.: %s to %s",
                                  pcart_ipssm_category_name(m->category[0]),
                                  pcart_ipssm_category_name(m->category[2]));
    pcart_sheet_put(sheet, shown, full);
}

static void
put_line(pcart_sheet *sheet, int is_there, uint32_t line)
{
    if (is_there)
        pcart_sheet_count(sheet, (long long)line);
    else
        pcart_sheet_text(sheet, "");
}

static void
put_exam(pcarti_page *page, pcart_sheet *sheet, const pcart_study_examined *x,
         const pcart_examination *e)
{
    const pcart_study_subject *subject = &page->study->subject[x->subject];
    const pcart_cytogenetics *cyto = &e->facts.cyto;
    char date[PCART_DATE_SIZE];

    pcart_sheet_row(sheet, PCART_ROW_PLAIN);
    pcart_sheet_text(sheet, subject->label);
    pcart_sheet_count(sheet, (long long)e->date - subject->course->day0);
    pcart_sheet_text(sheet, when_text(x, e));
    pcart_sheet_text(sheet, pcarti_page_keep(page, pcart_examination_karyotype(
                                                       e, page->arena)));
    pcart_sheet_text(sheet, change_text(page, e));
    put_class(page, sheet, e, "who-2022");
    put_class(page, sheet, e, "icc-2022");
    put_score(page, sheet, e, PCART_SCORE_IPSS);
    put_score(page, sheet, e, PCART_SCORE_IPSSR);
    put_score(page, sheet, e, PCART_SCORE_IPSSM);
    pcart_sheet_text(sheet, next_text(e));
    pcart_sheet_text(
        sheet, pcarti_page_print(page, "%s", pcart_date_write(e->date, date)));
    pcart_sheet_text(sheet, e->smn ? e->smn->detail : "");
    pcart_sheet_text(sheet, side_text(e));
    pcart_sheet_text(sheet, e->karyotype ? e->karyotype->iscn : "");
    pcart_sheet_text(sheet, e->karyotype ? pcart_ipssr_group_name(
                                               pcart_ipssr_group(cyto).group)
                                         : "");
    pcart_sheet_text(sheet, class_text(page, e, "who-2016"));
    put_score(page, sheet, e, PCART_SCORE_IPSSRA);
    put_score(page, sheet, e, PCART_SCORE_CHRS);
    put_score(page, sheet, e, PCART_SCORE_CCRS);
    put_score(page, sheet, e, PCART_SCORE_ELN);
    put_line(sheet, e->marrow != NULL, e->marrow ? e->marrow->line : 0);
    put_line(sheet, e->karyotype != NULL,
             e->karyotype ? e->karyotype->line : 0);
    pcart_sheet_text(sheet, e->sample ? e->sample->id : "");
}

static void
write_examinations(pcarti_page *page)
{
    const pcart_study_cytogenetics *all = &page->study->cytogenetics;
    pcart_sheet every = pcarti_page_sheet(page, "examinations", "", exam_column,
                                          PCART_COUNTOF(exam_column));
    pcart_sheet shown = pcarti_page_sheet(
        page, "examinations_shown",
        "Marrows with a finding or a doubt, and those before them", exam_column,
        PCART_COUNTOF(exam_column));

    for (size_t i = 0; i < all->n_examined; i++) {
        const pcart_study_examined *x = &all->examined[i];
        int is_listed = 0;

        for (size_t k = 0; k < x->n_exam; k++)
            is_listed |= is_notable(&x->exam[k]);
        for (size_t k = 0; k < x->n_exam; k++) {
            put_exam(page, &every, x, &x->exam[k]);
            if (is_listed)
                put_exam(page, &shown, x, &x->exam[k]);
        }
    }
    pcarti_page_csv(page, &every);
    shown.n_shown = N_EXAM_SHOWN;
    shown.note =
        "Each marrow with the karyotype, sequencing and counts nearest to it, "
        "at most 14 days away and with no lymphodepletion in between. A gene "
        "that a sample does not list was perhaps not covered, and is not taken "
        "as wild type; (2 open) counts the classes that would come first, were "
        "one of these mutated. A score is given where the class is one that it "
        "was made for. n.r.: not reportable, too much is missing.";
    if (shown.n_row)
        pcarti_page_table(page, &shown, "examinations");
}

static void
write_applicability(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"score", "Score", PCART_SHEET_TEXT},
        {"scored", "Scored", PCART_SHEET_NUMBER},
        {"category", "Category certain", PCART_SHEET_NUMBER},
        {"cytotoxic", "After cytotoxic therapy", PCART_SHEET_NUMBER},
        {"children", "Below 18 years", PCART_SHEET_NUMBER},
        {"donor", "Donor cells", PCART_SHEET_NUMBER},
        {"applies", "Made for", PCART_SHEET_TEXT},
        {"rule", "", PCART_SHEET_TEXT}};
    const pcart_study_cytogenetics *all = &page->study->cytogenetics;
    pcart_sheet sheet = pcarti_page_sheet(page, "score_applicability",
                                          "For whom each score was made",
                                          column, PCART_COUNTOF(column));

    for (int s = 0; s < PCART_N_SCORE; s++) {
        const pcart_study_applicability *a = &all->applicability[s];

        if (!a->n_scored)
            continue;
        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_text(&sheet, pcart_score_title(a->score));
        pcart_sheet_count(&sheet, (long long)a->n_scored);
        pcart_sheet_count(&sheet, (long long)a->n_category);
        pcart_sheet_count(&sheet, (long long)a->n_cytotoxic);
        pcart_sheet_count(&sheet, (long long)a->n_child);
        pcart_sheet_count(&sheet, (long long)a->n_donor);
        pcart_sheet_text(&sheet, pcart_score_applies(a->score));
        pcart_sheet_text(&sheet, pcart_score_rule(a->score));
    }
    sheet.n_shown = 7;
    sheet.note = "Examinations, of classes that the score was made for. Where "
                 "the patients here are not those it was made in, its numbers "
                 "are extrapolated.";
    if (sheet.n_row)
        pcarti_page_table(page, &sheet, NULL);
}

void
pcarti_section_cytogenetics(pcarti_page *page)
{
    const pcart_study_cytogenetics *all = &page->study->cytogenetics;

    pcarti_page_section(page, "cytogenetics", "Karyotype, class and risk");
    if (all->n_examined == 0) {
        pcarti_page_paragraph(page, "No marrow and no karyotype is recorded.");
        return;
    }
    pcarti_page_paragraph(page,
                          "%zu of %zu have a marrow or a karyotype on record.",
                          all->n_examined, page->study->n_subject);
    write_counts(page);
    write_findings(page);
    write_examinations(page);
    write_applicability(page);
}
