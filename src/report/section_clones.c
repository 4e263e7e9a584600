/* section_clones.c -- clones before and after the infusion: what was there,
 * what came, whose it is.  Layer: report. */
#include "report/page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/cell_plot.h"
#include "postcart/slope_plot.h"
#include "report/clone_text.h"
#include "report/number.h"

/* Drawn at most: more cannot be read. */
enum { MAX_GENE = 40, MAX_PATIENT = 60, MAX_PAIR = 60 };

static const pcart_trace *
trace_of(const pcarti_page *page, const pcart_clones_variant *v)
{
    return &page->study->clones.trace[v->trace];
}

static const pcart_trace_variant *
variant_of(const pcarti_page *page, const pcart_clones_variant *v)
{
    return &trace_of(page, v)->variant[v->variant];
}

/* --- figures ----------------------------------------------------------------
 */

/* Genes and patients of the matrix; a patient is an index of a trace. */
typedef struct matrix {
    const char *gene[MAX_GENE], *patient[MAX_PATIENT];
    size_t trace[MAX_PATIENT], n_gene, n_patient, n_left_out;
    pcart_mutation_cell *cell;
} matrix;

static int
by_name(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;

    return strcmp(*x, *y);
}

static void
collect_genes(const pcarti_page *page, matrix *m)
{
    const pcart_clones *c = &page->study->clones;

    for (size_t i = 0; i < c->n_variant; i++) {
        const char *gene = variant_of(page, &c->variant[i])->row->gene;
        size_t k = 0;

        while (k < m->n_gene && strcmp(m->gene[k], gene) != 0)
            k++;
        if (k == m->n_gene && k < MAX_GENE && gene[0])
            m->gene[m->n_gene++] = gene;
    }
    if (m->n_gene)
        qsort(m->gene, m->n_gene, sizeof *m->gene, by_name);
}

/* Patients with a variant, in the order of the study. */
static void
collect_patients(const pcarti_page *page, matrix *m)
{
    const pcart_clones *c = &page->study->clones;
    size_t last = SIZE_MAX;

    for (size_t i = 0; i < c->n_variant; i++) {
        if (c->variant[i].trace == last)
            continue;
        last = c->variant[i].trace;
        if (m->n_patient == MAX_PATIENT) {
            m->n_left_out++;
            continue;
        }
        m->patient[m->n_patient] = c->trace[last].patient->id;
        m->trace[m->n_patient++] = last;
    }
}

/* One side of a variant into its gene's cell: the surest state wins, the
 * largest fraction is shown. */
static void
merge(pcart_cell_state state, double vaf, pcart_cell_state *to, double *to_vaf)
{
    if (state > *to)
        *to = state;
    if (state == PCART_CELL_POSITIVE && !(vaf <= *to_vaf))
        *to_vaf = vaf;
}

static pcart_cell_state
state_of(const pcart_trace_variant *v, size_t sample)
{
    const pcart_lookback_count *c;

    if (sample == SIZE_MAX)
        return PCART_CELL_NOT_TESTED;
    c = &v->count[sample];
    if (!c->is_reported || (c->has_depth && c->count.depth == 0))
        return PCART_CELL_NOT_COVERED;
    return c->vaf > 0 ? PCART_CELL_POSITIVE : PCART_CELL_NEGATIVE;
}

static void
fill_matrix(const pcarti_page *page, matrix *m)
{
    const pcart_clones *c = &page->study->clones;

    for (size_t k = 0; k < m->n_gene * m->n_patient; k++)
        m->cell[k].before_vaf = m->cell[k].after_vaf = NAN;
    for (size_t i = 0; i < c->n_variant; i++) {
        const pcart_clones_variant *v = &c->variant[i];
        const pcart_trace_variant *t = variant_of(page, v);
        pcart_mutation_cell *cell;
        size_t g = 0, p = 0;

        while (g < m->n_gene && strcmp(m->gene[g], t->row->gene) != 0)
            g++;
        while (p < m->n_patient && m->trace[p] != v->trace)
            p++;
        if (g == m->n_gene || p == m->n_patient)
            continue;
        cell = &m->cell[g * m->n_patient + p];
        merge(state_of(t, v->before),
              v->before < SIZE_MAX ? t->count[v->before].vaf : NAN,
              &cell->before, &cell->before_vaf);
        merge(state_of(t, v->after),
              v->after < SIZE_MAX ? t->count[v->after].vaf : NAN, &cell->after,
              &cell->after_vaf);
    }
}

/* Genes by patients, each cell before and after. */
static void
draw_matrix(pcarti_page *page)
{
    matrix *m = pcart_arena_take(page->arena, 1, sizeof *m);
    pcart_mutation_plot plot = {0};
    const pcart_scene scene = {.id = "mutations",
                               .title = "Mutations before and after infusion"};
    pcarti_buf svg = {0};

    pcarti_page_keep(page, m ? "" : NULL);
    if (!m)
        return;
    collect_genes(page, m);
    collect_patients(page, m);
    if (m->n_gene == 0)
        return;
    m->cell = pcart_arena_take(page->arena, m->n_gene * m->n_patient + 1,
                               sizeof *m->cell);
    pcarti_page_keep(page, m->cell ? "" : NULL);
    if (!m->cell)
        return;
    fill_matrix(page, m);
    plot.gene = m->gene;
    plot.n_gene = m->n_gene;
    plot.patient = m->patient;
    plot.n_patient = m->n_patient;
    plot.cell = m->cell;
    pcarti_page_fail(page, pcart_mutation_plot_draw(&plot, &scene, page->arena,
                                                    &svg, page->err));
    pcarti_page_figure(
        page, "mutations",
        pcarti_page_print(
            page,
            "The last sample before the infusion and the last one after it "
            "that "
            "shows the mutation. Not tested: no sample, or nothing found in "
            "this gene. Not covered: there is a sample, but no count at the "
            "place. Median VAF: of the patients in whom it is positive, the "
            "largest of each.%s",
            m->n_left_out ? " The first 60 patients." : ""),
        &svg);
    pcarti_buf_release(&svg);
}

static pcart_slope_pair
pair_of(pcarti_page *page, const pcart_clones_variant *v)
{
    const pcart_presence *b = &v->before_count, *a = &v->after_count;
    const double alpha = pcart_clone_value(PCART_CS_ALPHA);
    pcart_slope_pair p = {
        .label = pcarti_page_print(
            page, "%s %s", trace_of(page, v)->patient->id,
            pcarti_clone_label(page, variant_of(page, v)->row)),
        .before_is_below = b->p >= alpha,
        .after_is_below = a->p >= alpha};

    p.before = 100 * (p.before_is_below ? b->upper : b->vaf);
    p.after = 100 * (p.after_is_below ? a->upper : a->vaf);
    return p;
}

/* The states that occur, as groups of the plot; `index` of each state. */
static size_t
collect_states(const pcart_clones *c, const char *name[PCART_N_CLONE_STATE],
               int index[PCART_N_CLONE_STATE])
{
    static const pcart_clone_state order[PCART_N_CLONE_STATE] = {
        PCART_CLONE_PERSISTENT, PCART_CLONE_EMERGENT, PCART_CLONE_LOST,
        PCART_CLONE_SMALL, PCART_CLONE_NOT_TESTABLE};
    size_t n = 0;

    for (int k = 0; k < PCART_N_CLONE_STATE; k++) {
        int is_there = 0;

        for (size_t i = 0; i < c->n_variant; i++)
            is_there |= c->variant[i].state == order[k] &&
                        c->variant[i].is_before && c->variant[i].is_after;
        if (!is_there)
            continue;
        index[order[k]] = (int)n;
        name[n++] = pcart_clone_state_name(order[k]);
    }
    return n;
}

static const char *
slope_caption(pcarti_page *page, size_t n_shown, size_t n_all)
{
    const pcart_test *t = &page->study->clones.paired;
    const char *text = pcarti_page_print(
        page,
        "Variants that were counted on both sides (%zu of %zu). Open signs: "
        "not found; they stand at the upper 95 %% bound of what was not "
        "excluded.",
        n_shown, n_all);

    if (!t->is_evaluable)
        return text;
    return pcarti_page_print(
        page,
        "%s %s (R: %s) of the largest clone before the infusion in each of %zu "
        "patients: p = %s.",
        text, t->method, t->r_call, page->study->clones.n_paired,
        pcarti_page_keep(page, pcarti_number_p(page->arena, t->p_value)));
}

/* Fractions of the variants that were looked for on both sides. */
static void
draw_slopes(pcarti_page *page)
{
    const pcart_clones *c = &page->study->clones;
    const char *name[PCART_N_CLONE_STATE];
    int index[PCART_N_CLONE_STATE] = {0};
    pcart_slope_pair pair[MAX_PAIR];
    pcart_slope_plot plot = {.y_label = "variant allele fraction, %",
                             .before_label = "before infusion",
                             .after_label = "after infusion",
                             .scale = PCART_SCALE_LOG,
                             .group = name,
                             .pair = pair,
                             .has_labels = 1};
    const pcart_scene scene = {.id = "vaf", .title = "Fractions of the clones"};
    size_t n_all = 0;
    pcarti_buf svg = {0};

    plot.n_group = collect_states(c, name, index);
    for (size_t i = 0; i < c->n_variant; i++) {
        if (!c->variant[i].is_before || !c->variant[i].is_after)
            continue;
        if (n_all++ < MAX_PAIR) {
            pair[plot.n_pair] = pair_of(page, &c->variant[i]);
            pair[plot.n_pair++].group = index[c->variant[i].state];
        }
    }
    if (plot.n_pair == 0)
        return;
    pcarti_page_fail(page, pcart_slope_plot_draw(&plot, &scene, page->arena,
                                                 &svg, page->err));
    pcarti_page_figure(page, "clone_slopes",
                       slope_caption(page, plot.n_pair, n_all), &svg);
    pcarti_buf_release(&svg);
}

/* --- tables -----------------------------------------------------------------
 */

/* Day and fraction on one side. */
static void
put_side(pcarti_page *page, pcart_sheet *sheet, const pcart_clones_variant *v,
         int is_after)
{
    const size_t sample = is_after ? v->after : v->before;
    const int is_filled = is_after ? v->is_after : v->is_before;
    const pcart_presence *p = is_after ? &v->after_count : &v->before_count;
    const pcart_trace *t = trace_of(page, v);
    const pcart_lookback_count *c =
        sample < SIZE_MAX ? &variant_of(page, v)->count[sample] : NULL;

    if (sample == SIZE_MAX || t->infusion == PCART_DATE_NONE)
        pcart_sheet_text(sheet, "");
    else
        pcart_sheet_count(sheet, (long long)t->patient->sample[sample].date -
                                     t->infusion);
    if (is_filled)
        pcart_sheet_put(
            sheet, pcarti_clone_vaf(page, p),
            pcarti_page_keep(page, pcarti_number_full(page->arena, p->vaf)));
    else
        pcart_sheet_text(sheet, sample == SIZE_MAX ? "no sample"
                                : !c->is_reported  ? "not listed"
                                : c->has_depth     ? "not covered"
                                                   : "no depth");
}

/* What one side does not exclude, and what it would have found. */
static void
put_bounds(pcart_sheet *sheet, const pcart_presence *p, int is_filled)
{
    pcart_sheet_number(sheet, is_filled ? p->upper : NAN, 5);
    pcart_sheet_number(sheet, is_filled ? p->lod : NAN, 5);
}

static void
put_variant(pcarti_page *page, pcart_sheet *sheet,
            const pcart_clones_variant *v)
{
    const pcart_trace_variant *t = variant_of(page, v);

    pcart_sheet_row(sheet, PCART_ROW_PLAIN);
    pcart_sheet_text(sheet, trace_of(page, v)->patient->id);
    pcart_sheet_text(sheet, pcarti_clone_label(page, t->row));
    pcart_sheet_text(sheet, pcart_chip_answer_name(t->chip));
    put_side(page, sheet, v, 0);
    put_side(page, sheet, v, 1);
    pcart_sheet_put(sheet,
                    v->why ? pcarti_page_print(page, "%s: %s",
                                               pcart_clone_state_name(v->state),
                                               v->why)
                           : pcart_clone_state_name(v->state),
                    pcart_clone_state_name(v->state));
    pcart_sheet_put(sheet, pcarti_clone_answer(page, v->answer),
                    v->answer ? pcart_lookback_class_name(v->answer->value)
                              : "");
    pcart_sheet_text(sheet, t->origin.is_trivial
                                ? "host"
                                : pcart_ancestry_name(t->origin.call));
    put_bounds(sheet, &v->before_count, v->is_before);
    put_bounds(sheet, &v->after_count, v->is_after);
    pcart_sheet_text(sheet, pcarti_clone_reasons(page, v->answer));
}

static void
write_variants(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"patient", "Patient", PCART_SHEET_TEXT},
        {"variant", "Variant", PCART_SHEET_TEXT},
        {"chip", "CHIP", PCART_SHEET_TEXT},
        {"day_before", "Day", PCART_SHEET_NUMBER},
        {"vaf_before", "VAF before", PCART_SHEET_TEXT},
        {"day_after", "Day", PCART_SHEET_NUMBER},
        {"vaf_after", "VAF after", PCART_SHEET_TEXT},
        {"state", "State", PCART_SHEET_TEXT},
        {"lookback", "Look-back", PCART_SHEET_TEXT},
        {"origin", "Origin", PCART_SHEET_TEXT},
        {"upper_before", "", PCART_SHEET_NUMBER},
        {"lod_before", "", PCART_SHEET_NUMBER},
        {"upper_after", "", PCART_SHEET_NUMBER},
        {"lod_after", "", PCART_SHEET_NUMBER},
        {"reasons", "", PCART_SHEET_TEXT}};
    const pcart_clones *c = &page->study->clones;
    pcart_sheet sheet = pcarti_page_sheet(page, "clones", "Variants", column,
                                          PCART_COUNTOF(column));

    for (size_t i = 0; i < c->n_variant; i++)
        put_variant(page, &sheet, &c->variant[i]);
    sheet.n_shown = PCART_COUNTOF(column) - 5;
    sheet.note = "VAF with its 95 % interval, or the largest that the sample "
                 "does not exclude (<). Emergent: after only, at 2 % or more, "
                 "where the sample before would have shown 2 %. Look-back "
                 "judges the same by error, Bayes factor and bound "
                 "(doc/method/lookback.md). Tables alone: the error of the "
                 "assay is assumed. Bounds, limits of detection and reasons "
                 "are in the file.";
    pcarti_page_table(page, &sheet, NULL);
}

static void
put_share(pcarti_page *page, pcart_sheet *sheet, const pcart_clones_share *s)
{
    pcart_sheet_row(sheet, PCART_ROW_PLAIN);
    pcart_sheet_text(sheet, s->what);
    pcart_sheet_count(sheet, (long long)s->n);
    pcart_sheet_count(sheet, (long long)s->n_asked);
    if (s->n_asked == 0) {
        pcart_sheet_text(sheet, "not evaluable");
        return;
    }
    pcart_sheet_put(
        sheet,
        pcarti_page_keep(
            page, pcarti_number_percent(page->arena, s->estimate.estimate,
                                        s->estimate.low, s->estimate.high)),
        pcarti_page_keep(
            page, pcarti_number_full(page->arena, s->estimate.estimate)));
    pcart_sheet_put(sheet, "",
                    pcarti_page_keep(page, pcarti_number_full(
                                               page->arena, s->estimate.low)));
    pcart_sheet_put(sheet, "",
                    pcarti_page_keep(page, pcarti_number_full(
                                               page->arena, s->estimate.high)));
}

static void
write_shares(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"what", "Patients with", PCART_SHEET_TEXT},
        {"n", "n", PCART_SHEET_NUMBER},
        {"total", "of", PCART_SHEET_NUMBER},
        {"share", "Share (exact 95 % interval)", PCART_SHEET_NUMBER},
        {"low", "", PCART_SHEET_NUMBER},
        {"high", "", PCART_SHEET_NUMBER}};
    const pcart_clones *c = &page->study->clones;
    pcart_sheet sheet =
        pcarti_page_sheet(page, "clone_shares", "Clones before and after",
                          column, PCART_COUNTOF(column));

    for (int k = 0; k < PCART_N_CLONES_SHARE; k++)
        put_share(page, &sheet, &c->share[k]);
    sheet.n_shown = 4;
    sheet.note = pcarti_page_print(
        page,
        "First two rows: patients in whom the look-back finds a variant of "
        "the sample after the infusion in the one before, among those in whom "
        "it can be said; in %zu it cannot. The other rows: among patients with "
        "a "
        "variant that is testable. Clopper-Pearson; R: binom.test.",
        c->promotion.share.n_indeterminate);
    pcarti_page_table(page, &sheet, NULL);
}

/* --- the section ------------------------------------------------------------
 */

/* Do clones grow faster after the infusion?  With its warning, always. */
static void
write_promotion(pcarti_page *page)
{
    const pcart_promotion *p = &page->study->clones.promotion;

    pcarti_page_heading(page, "Change of growth at the infusion");
    if (!p->is_pooled)
        pcarti_page_paragraph(
            page,
            "Clones seen twice before the infusion and after it: %zu. A mean "
            "change needs two; with one sample before, a change of rate would "
            "be that of the prior, not of the data.",
            p->n_change);
    else
        pcarti_page_paragraph(
            page,
            "Mean change of the growth rate at the infusion: %.2f per year "
            "(95 %% interval %.2f to %.2f, p = %s; REML, Hartung and Knapp), "
            "one clone in each of %zu patients, the largest before the "
            "infusion of those seen twice then. Sign-flip test: p = %s.",
            p->pooled.estimate, p->pooled.low, p->pooled.high,
            pcarti_page_keep(page,
                             pcarti_number_p(page->arena, p->pooled.p_value)),
            p->n_change,
            pcarti_page_keep(page, pcarti_number_p(page->arena, p->p_flip)));
    pcarti_page_paragraph(page, "Warning: %s.", pcart_promotion_warning());
}

void
pcarti_section_clones(pcarti_page *page)
{
    const pcart_clones *c = &page->study->clones;

    if (c->n_trace == 0)
        return; // nobody was sequenced: there is nothing to say of it
    pcarti_page_section(page, "clones", "Clones");
    pcarti_page_paragraph(
        page,
        "Sequenced: %zu of %zu; with a sample up to the day of infusion %zu, "
        "after it %zu, both %zu. Variants: %zu; persistent %zu, emergent %zu, "
        "lost %zu, after only and below 2 %% %zu, not testable %zu.",
        c->n_trace, page->study->n_subject, c->n_before, c->n_after, c->n_both,
        c->n_variant, c->n_state[PCART_CLONE_PERSISTENT],
        c->n_state[PCART_CLONE_EMERGENT], c->n_state[PCART_CLONE_LOST],
        c->n_state[PCART_CLONE_SMALL], c->n_state[PCART_CLONE_NOT_TESTABLE]);
    write_shares(page);
    draw_matrix(page);
    draw_slopes(page);
    write_variants(page);
    pcarti_clone_origins(page);
    write_promotion(page);
}
