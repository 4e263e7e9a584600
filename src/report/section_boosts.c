/* section_boosts.c -- stem-cell boosts and the answers to them.
 * Layer: report. */
#include "report/page.h"

#include <math.h>

#include "report/number.h"

/* "day 9", "death, day 12", or why nothing is known. */
static const char *
outcome_text(pcarti_page *page, const pcart_boost_outcome *out)
{
    if (out->end == PCART_BOOST_NOT_AT_RISK)
        return out->reason;
    if (out->end == PCART_BOOST_RESPONSE)
        return pcarti_page_print(page, "day %d", out->day);
    return pcarti_page_print(page, "%s, day %d",
                             out->end == PCART_BOOST_NO_RESPONSE
                                 ? "none"
                                 : pcart_boost_end_name(out->end),
                             out->day);
}

static const char *
fixed_text(pcarti_page *page, pcart_fixed value)
{
    char text[PCART_FIXED_SIZE];

    return value == PCART_FIXED_NONE
               ? ""
               : pcarti_page_print(page, "%s", pcart_fixed_write(value, text));
}

static const char *
yes_no(int value)
{
    return value < 0 ? "" : value ? "yes" : "no";
}

static const char *
sex_of(const pcart_transplant *graft)
{
    static const char *const sex[] = {"", "female", "male", "other"};

    return graft->donor_sex > 0 && graft->donor_sex < 4 ? sex[graft->donor_sex]
                                                        : "";
}

/* "sibling, female, CD34-selected; conditioned" as far as it is known. */
static const char *
graft_text(pcarti_page *page, const pcart_transplant *graft)
{
    const char *sex = sex_of(graft);

    return pcarti_page_print(page, "%s%s%s%s%s", graft->donor,
                             graft->donor[0] && sex[0] ? ", " : "", sex,
                             graft->is_selected > 0    ? ", CD34-selected"
                             : graft->is_selected == 0 ? ", not selected"
                                                       : "",
                             graft->conditioning[0] ? ", conditioned" : "");
}

static void
put_boost(pcarti_page *page, pcart_sheet *sheet, const pcart_study_boost *row)
{
    const pcart_transplant *graft = row->boost.graft;
    const pcart_boost *boost = &row->boost;

    pcart_sheet_row(sheet, PCART_ROW_PLAIN);
    pcart_sheet_text(sheet, row->label);
    pcart_sheet_count(sheet, boost->day);
    pcart_sheet_text(sheet, graft_text(page, graft));
    pcart_sheet_text(sheet, fixed_text(page, graft->cd34_dose));
    if (boost->neutropenia < 0)
        pcart_sheet_text(sheet, "");
    else
        pcart_sheet_count(sheet, boost->neutropenia);
    pcart_sheet_text(sheet, row->has_infection ? "yes" : "no");
    for (int l = 0; l < PCART_N_BOOST_LINEAGE; l++)
        pcart_sheet_text(sheet, outcome_text(page, &boost->outcome[l]));
    pcart_sheet_put(sheet,
                    boost->response == PCART_BOOST_OPEN
                        ? pcarti_page_print(page, "n.e.: %s", boost->reason)
                        : pcart_boost_class_name(boost->response),
                    pcart_boost_class_name(boost->response));
    pcart_sheet_text(sheet, graft->donor);
    pcart_sheet_text(sheet, sex_of(graft));
    pcart_sheet_text(sheet, yes_no(graft->is_selected));
    pcart_sheet_text(sheet, graft->conditioning);
}

static void
write_boosts(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"boost", "Patient", PCART_SHEET_TEXT},
        {"day", "Day", PCART_SHEET_NUMBER},
        {"graft", "Graft", PCART_SHEET_TEXT},
        {"cd34_dose", "CD34+, 10^6/kg", PCART_SHEET_NUMBER},
        {"neutropenia_days", "ANC low before, days", PCART_SHEET_NUMBER},
        {"infection", "Infected", PCART_SHEET_TEXT},
        {"neutrophils", "ANC 500", PCART_SHEET_TEXT},
        {"platelets_20", "PLT 20", PCART_SHEET_TEXT},
        {"platelets_50", "PLT 50", PCART_SHEET_TEXT},
        {"red_cells", "Hb 8", PCART_SHEET_TEXT},
        {"response", "Response", PCART_SHEET_TEXT},
        {"donor", "", PCART_SHEET_TEXT},
        {"donor_sex", "", PCART_SHEET_TEXT},
        {"selected", "", PCART_SHEET_TEXT},
        {"conditioning", "", PCART_SHEET_TEXT}};
    const pcart_study *study = page->study;
    pcart_sheet sheet =
        pcarti_page_sheet(page, "boosts", "Boosts and the answers to them",
                          column, PCART_COUNTOF(column));

    for (size_t i = 0; i < study->n_boost; i++)
        put_boost(page, &sheet, &study->boost[i]);
    sheet.n_shown = 11;
    sheet.note = "Day: after the infusion; the days of the answers are after "
                 "the boost. ANC low: days since it was last seen at 500/uL or "
                 "above. Infected: an infection was active at the boost.";
    pcarti_page_table(page, &sheet, NULL);
}

/* Median and quartiles of what was known of the boosts. */
static void
write_numbers(pcarti_page *page)
{
    static const char *const name[] = {"Day of the boost after infusion",
                                       "CD34+ dose, 10^6/kg",
                                       "Neutropenia before, days"};
    const pcart_study *study = page->study;
    double *value =
        pcart_arena_take(page->arena, study->n_boost + 1, sizeof *value);

    if (!value) {
        pcarti_page_keep(page, NULL);
        return;
    }
    for (int k = 0; k < 3; k++) {
        pcart_summary s;
        size_t n = 0;
        int decimals;

        for (size_t i = 0; i < study->n_boost; i++) {
            const pcart_boost *boost = &study->boost[i].boost;

            if (k == 0)
                value[n++] = boost->day;
            else if (k == 1 && boost->graft->cd34_dose != PCART_FIXED_NONE)
                value[n++] = pcart_fixed_to_double(boost->graft->cd34_dose);
            else if (k == 2 && boost->neutropenia >= 0)
                value[n++] = boost->neutropenia;
        }
        if (n == 0)
            continue;
        pcarti_page_fail(page, pcart_summary_of(value, n, PCART_QUANTILE_7,
                                                page->arena, &s, page->err));
        if (page->status)
            return;
        decimals = pcarti_number_decimals(s.q25, s.median, s.q75);
        pcarti_page_paragraph(
            page,
            "%s: median %s (quartiles %s to %s, range %s to %s; n = %zu).",
            name[k],
            pcarti_page_keep(
                page, pcarti_number_shown(page->arena, s.median, decimals)),
            pcarti_page_keep(page,
                             pcarti_number_shown(page->arena, s.q25, decimals)),
            pcarti_page_keep(page,
                             pcarti_number_shown(page->arena, s.q75, decimals)),
            pcarti_page_keep(page,
                             pcarti_number_shown(page->arena, s.min, decimals)),
            pcarti_page_keep(page,
                             pcarti_number_shown(page->arena, s.max, decimals)),
            n);
    }
}

/* "in 26/31 (83.9%), after a median of 9 days (range 5 to 21)". */
static void
write_lineages(pcarti_page *page)
{
    static const char *const title[] = {"Neutrophils", "Platelets, 20 G/L",
                                        "Platelets, 50 G/L", "Red cells"};
    const pcart_study *study = page->study;
    double *day =
        pcart_arena_take(page->arena, study->n_boost + 1, sizeof *day);

    if (!day) {
        pcarti_page_keep(page, NULL);
        return;
    }
    for (int l = 0; l < PCART_N_BOOST_LINEAGE; l++) {
        const char *when = "";
        pcart_summary s;
        size_t n = 0, known = 0;

        for (size_t i = 0; i < study->n_boost; i++) {
            const pcart_boost_outcome *out = &study->boost[i].boost.outcome[l];

            known += out->end != PCART_BOOST_NOT_AT_RISK;
            if (out->end == PCART_BOOST_RESPONSE)
                day[n++] = out->day;
        }
        if (n) {
            pcarti_page_fail(page,
                             pcart_summary_of(day, n, PCART_QUANTILE_7,
                                              page->arena, &s, page->err));
            if (page->status)
                return;
            when = pcarti_page_print(
                page,
                ", among responders after a median of %s days (range %g "
                "to %g)",
                pcarti_page_keep(page,
                                 pcarti_number_shown(page->arena, s.median, 1)),
                s.min, s.max);
        }
        pcarti_page_paragraph(
            page, "%s: response in %s%s.", title[l],
            pcarti_page_keep(page, pcarti_number_share(page->arena, n, known)),
            when);
    }
}

static void
write_classes(pcarti_page *page)
{
    const pcart_study *study = page->study;
    size_t n[4] = {0}, known;

    for (size_t i = 0; i < study->n_boost; i++)
        n[study->boost[i].boost.response]++;
    known = study->n_boost - n[PCART_BOOST_OPEN];
    pcarti_page_paragraph(
        page,
        "Response: complete in %s, partial in %s, none in %s; not "
        "evaluable: %zu.",
        pcarti_page_keep(
            page,
            pcarti_number_share(page->arena, n[PCART_BOOST_COMPLETE], known)),
        pcarti_page_keep(page, pcarti_number_share(
                                   page->arena, n[PCART_BOOST_PARTIAL], known)),
        pcarti_page_keep(
            page, pcarti_number_share(page->arena, n[PCART_BOOST_NONE], known)),
        n[PCART_BOOST_OPEN]);
}

void
pcarti_section_boosts(pcarti_page *page)
{
    const pcart_study *study = page->study;

    pcarti_page_section(page, "boosts", "Stem-cell boosts");
    if (study->n_boost == 0) {
        pcarti_page_paragraph(page, "Nobody had a boost in these courses.");
        return;
    }
    pcarti_page_paragraph(
        page,
        "%zu boosts (%s of each course), by the rule %s. No published series "
        "shows its limits: all of them are choices of postcart.",
        study->n_boost, pcart_study_clock_name(study->file->boost_clock),
        study->boost[0].boost.set->id);
    write_classes(page);
    write_lineages(page);
    write_numbers(page);
    write_boosts(page);
    pcarti_page_heading(page, "Counts round the boost");
    for (size_t t = 0; t < study->n_boost_trend; t++)
        pcarti_page_trend(page, "boost", &study->boost_trend[t]);
    pcarti_page_counts(page, "boost_counts", study->boost_trend,
                       study->n_boost_trend);
    for (int l = 0; l < PCART_N_BOOST_ENDPOINT; l++)
        pcarti_page_endpoint(page, &study->boost_endpoint[l]);
}
