/* section_summary.c -- what a reader wants first.  Layer: report. */
#include "report/page.h"

#include <math.h>
#include <string.h>

#include "report/number.h"

/* "1.1% (0.5-2.2) at 6, 1.8% (0.9-3.3) at 12 months": what was reached. */
static const char *
at_horizons(pcarti_page *page, const pcart_endpoint *endpoint)
{
    const pcart_study_file *file = page->study->file;
    const char *text = "";

    for (size_t h = 0; h < page->study->n_horizon && endpoint->curve[0].at;
         h++) {
        const pcart_point *point = &endpoint->curve[0].at[h];
        char time[PCART_FIXED_SIZE];

        if (point->is_beyond)
            continue;
        text = pcarti_page_print(
            page, "%s%s%s at %s", text, text[0] ? ", " : "",
            pcarti_page_keep(
                page, pcarti_number_percent(
                          page->arena, point->estimate,
                          point->has_interval ? point->low : (double)NAN,
                          point->has_interval ? point->high : (double)NAN)),
            pcart_fixed_write(file->horizon[h], time));
    }
    if (!text[0])
        return "not known at any horizon";
    return pcarti_page_print(page, "%s %s", text,
                             pcart_study_time_name(file->time_unit));
}

static void
write_endpoint(pcarti_page *page, pcart_endpoint_id id)
{
    const pcart_endpoint *endpoint = &page->study->endpoint[id];

    if (endpoint->n == 0)
        return;
    pcarti_page_paragraph(page, "%s: %zu events in %zu; %s%s.",
                          endpoint->info->title, endpoint->curve[0].n_event,
                          endpoint->n, at_horizons(page, endpoint),
                          endpoint->info->competing[0]
                              ? pcarti_page_print(page, " (%s competing)",
                                                  endpoint->info->competing)
                              : "");
}

/* Severe toxicities, as shares of those who could be graded. */
static const char *const severe[] = {"icaht_early_3_4", "icaht_late_3_4",
                                     "ticaht_early_3_4", "ticaht_late_3_4",
                                     "plt_day_90_class"};

static void
write_severe(pcarti_page *page)
{
    const pcart_comparison *c = &page->study->grades;
    const char *text = "";

    for (size_t k = 0; k < PCART_COUNTOF(severe); k++)
        for (size_t r = 0; r < c->n_row; r++) {
            const pcart_variable *v = c->row[r].variable;
            const pcart_variable_cell *all = &c->row[r].cell[0];

            if (strcmp(v->name, severe[k]) != 0 || v->shown_level < 0)
                continue;
            text = pcarti_page_print(
                page, "%s%s%s %s", text, text[0] ? "; " : "", v->title,
                pcarti_page_keep(page, pcarti_number_share(
                                           page->arena,
                                           (size_t)all->count[v->shown_level],
                                           all->n_known)));
        }
    if (text[0])
        pcarti_page_paragraph(page, "%s.", text);
}

void
pcarti_section_summary(pcarti_page *page)
{
    const pcart_study *study = page->study;
    const pcart_endpoint *os = &study->endpoint[PCART_ENDPOINT_OS];
    const pcart_curve_quantile *median = &os->followup.reverse_median;
    const char *followup = "not reached";

    if (os->n && median->has_value)
        followup = pcarti_page_print(
            page, "%s %s",
            pcarti_page_keep(
                page, pcarti_number_shown(page->arena,
                                          median->value / study->unit_days, 1)),
            pcart_study_time_name(study->file->time_unit));
    pcarti_page_section(page, "summary", "Summary");
    pcarti_page_paragraph(
        page,
        "%zu %s, %zu followed; median follow-up %s (reverse "
        "Kaplan-Meier).",
        study->n_subject,
        study->file->clock == PCART_STUDY_CLOCK_EACH ? "infusions" : "patients",
        os->n, os->n ? followup : "none");
    write_severe(page);
    write_endpoint(page, PCART_ENDPOINT_SMN);
    write_endpoint(page, PCART_ENDPOINT_OS);
    write_endpoint(page, PCART_ENDPOINT_NRM);
}
