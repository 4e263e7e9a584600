/* worklist_page.c -- the worklist as one self-contained page.
 * Layer: report. */
#include "postcart/worklist_page.h"

#include <string.h>

#include "core/buf.h"
#include "postcart/version.h"
#include "report/number.h"

/* Rows that one page holds; the TSV has all. */
enum { MAX_ROW = 2000 };

static const char style[] =
    "*{box-sizing:border-box}\n"
    "body{margin:0;padding:14px 20px 40px;background:#fff;color:#1a1a1a;"
    "font:14px/1.4 system-ui,-apple-system,\"Segoe UI\",Helvetica,Arial,"
    "\"DejaVu Sans\",sans-serif}\n"
    "h1{font-size:21px;margin:0 0 2px}h2{font-size:16px;margin:24px 0 6px}\n"
    "p{margin:4px 0;max-width:80em}.note{color:#444;font-size:12.5px}\n"
    "table{border-collapse:collapse;width:100%;font-variant-numeric:"
    "tabular-nums;font-size:13px}\n"
    "th,td{padding:5px 10px 5px 0;text-align:left;vertical-align:top}\n"
    "thead th{position:sticky;top:0;background:#fff;border-top:1.5px solid "
    "#1a1a1a;border-bottom:1px solid #1a1a1a;font-weight:600}\n"
    "tbody tr{border-bottom:1px solid #dfe2e6}\n"
    "tbody tr:hover{background:#f1f4f8}\n"
    "td.s,th.s,span.s{white-space:nowrap}td.n,th.n{text-align:right}\n"
    ".id{font-weight:600}.sub{color:#444;font-size:12px}\n"
    ".tag{display:inline-block;padding:0 6px;border:1px solid #1a1a1a;"
    "border-radius:3px;font-size:12px;white-space:nowrap}\n"
    ".overdue .tag{background:#1a1a1a;color:#fff}\n"
    ".urgent{border-left:4px solid #b0413e}.soon{border-left:4px solid "
    "#d99a2b}.routine{border-left:4px solid #8a93a0}\n"
    ".urgent>td:first-child,.soon>td:first-child,.routine>td:first-child"
    "{padding-left:8px}\n"
    ".rest{color:#555}\n"
    ".late{font-weight:600}\n"
    "th.why{width:36%}th.next{width:24%}th.source{width:16%}\n"
    "@page{size:A4 landscape;margin:12mm}\n"
    "@media print{body{padding:0;font-size:8.5pt}table{font-size:7.5pt}"
    "thead th{position:static}thead{display:table-header-group}"
    "tr{break-inside:avoid}}\n";

static const char *
row_class(const pcart_worklist_entry *entry)
{
    if (entry->state == PCART_ENTRY_OVERDUE)
        return " overdue";
    return entry->state == PCART_ENTRY_OPEN ? "" : " rest";
}

static void
put_date(pcart_date date, pcarti_buf *out)
{
    char text[PCART_DATE_SIZE];

    pcarti_buf_text(out, pcart_date_write(date, text));
}

/* "ANC 0.4, 12 d ago": counts in 10^9/L, a thousand cells/uL. */
static void
put_last(const char *name, const pcart_lab *lab, pcart_date at, pcarti_buf *out)
{
    static const char *const sign[] = {
        [PCART_EXACT] = "",  [PCART_BELOW] = "<",     [PCART_AT_MOST] = "<=",
        [PCART_ABOVE] = ">", [PCART_AT_LEAST] = ">=",
    };

    pcarti_buf_print(out, "%s ", name);
    if (!lab) {
        pcarti_buf_text(out, "never");
        return;
    }
    pcarti_buf_xml(out, sign[lab->censor]);
    pcarti_buf_fixed(out, lab->value / 1000);
    pcarti_buf_print(out, ", %ld d ago", (long)(at - lab->date));
}

static void
put_who(const pcart_worklist *list, const pcart_worklist_entry *entry,
        pcarti_buf *out)
{
    pcarti_buf_text(out, "<td class=\"s\"><span class=\"id\">");
    pcarti_buf_xml(out, entry->patient->id);
    pcarti_buf_print(out,
                     "</span><br><span class=\"sub\">infusion %d, day "
                     "%ld<br>",
                     entry->infusion, (long)(list->at - entry->day0));
    put_last("ANC", entry->last_anc, list->at, out);
    pcarti_buf_text(out, "<br>");
    put_last("PLT", entry->last_platelets, list->at, out);
    pcarti_buf_text(out, "</span></td>");
}

static void
put_why(const pcart_cohort *cohort, const pcart_worklist_entry *entry,
        pcarti_buf *out)
{
    pcarti_buf_print(out, "<td><b>%s</b> ", entry->rule->name);
    pcarti_buf_xml(out, entry->rule->title);
    pcarti_buf_text(out, "<br>");
    pcarti_number_words(out, entry->why);
    if (entry->n_evidence)
        pcarti_buf_text(out, "<br><span class=\"sub\">");
    for (size_t i = 0; i < entry->n_evidence; i++) {
        const pcart_entry_evidence *e = &entry->evidence[i];
        const char *file = cohort->table[e->table].file;

        pcarti_buf_text(out, i ? "; " : "");
        pcarti_buf_text(out, "<span class=\"s\">");
        pcarti_buf_xml(out, file ? file : pcart_dictionary_get(e->table)->name);
        pcarti_buf_print(out, ":%lu ", (unsigned long)e->line);
        pcarti_number_words(out, e->text);
        pcarti_buf_char(out, ' ');
        put_date(e->date, out);
        pcarti_buf_text(out, "</span>");
    }
    pcarti_buf_text(out, entry->n_evidence ? "</span></td>" : "</td>");
}

static void
put_next(const pcart_worklist_entry *entry, pcarti_buf *out)
{
    const pcart_acknowledgement *seen = entry->acknowledgement;
    int n = 0;

    pcarti_buf_text(out, "<td>");
    pcarti_buf_xml(out, entry->rule->action);
    for (unsigned flag = PCART_ASK_MARROW; flag <= PCART_ASK_COUNT; flag <<= 1)
        if (entry->missing & flag)
            pcarti_buf_print(out, "%s%s",
                             n++ ? ", " : "<br><span class=\"sub\">missing: ",
                             pcart_ask_name(flag));
    pcarti_buf_text(out, n ? "</span>" : "");
    if (seen) {
        pcarti_buf_text(out, "<br><span class=\"sub\">acknowledged by ");
        pcarti_buf_xml(out, seen->by);
        pcarti_buf_text(out, ", ");
        put_date(seen->date, out);
        pcarti_buf_text(out, ": ");
        pcarti_buf_xml(out, seen->reason);
        pcarti_buf_text(out, "</span>");
    }
    pcarti_buf_text(out, "</td>");
}

static void
put_entry(const pcart_worklist *list, const pcart_cohort *cohort,
          const pcart_worklist_entry *entry, pcarti_buf *out)
{
    pcarti_buf_print(out, "<tr class=\"%s%s\">",
                     pcart_urgency_name(entry->rule->urgency),
                     row_class(entry));
    pcarti_buf_print(out,
                     "<td class=\"s\"><span class=\"tag\">%s</span><br><span "
                     "class=\"sub\">%s</span></td>",
                     pcart_entry_state_name(entry->state),
                     pcart_urgency_name(entry->rule->urgency));
    put_who(list, entry, out);
    put_why(cohort, entry, out);
    pcarti_buf_text(out, "<td class=\"s\">");
    put_date(entry->since, out);
    pcarti_buf_print(out, "</td><td class=\"s%s\">",
                     entry->state == PCART_ENTRY_OVERDUE ? " late" : "");
    put_date(entry->due, out);
    pcarti_buf_text(out, "</td>");
    put_next(entry, out);
    pcarti_buf_text(out, "<td>");
    pcarti_buf_xml(out, entry->rule->basis);
    pcarti_buf_text(out, "</td></tr>\n");
}

static int
is_shown(const pcart_worklist_entry *entry, const pcart_worklist_page *options)
{
    return options->is_all || entry->state < PCART_ENTRY_DONE;
}

static void
put_entries(const pcart_worklist *list, const pcart_cohort *cohort,
            const pcart_worklist_page *options, pcarti_buf *out)
{
    size_t n = 0, n_shown = 0;

    for (size_t i = 0; i < list->n_entry; i++)
        n += is_shown(&list->entry[i], options) != 0;
    if (n == 0) {
        pcarti_buf_text(out, "<p>Nothing is open.</p>\n");
        return;
    }
    pcarti_buf_text(
        out,
        "<table>\n<thead><tr><th>State</th><th>Who <span class=\"sub\">"
        "(10\xE2\x81\xB9/L)</span></th><th class=\"why\">Why</th><th "
        "class=\"s\">Since</th><th class=\"s\">"
        "Due</th><th class=\"next\">What next</th><th class=\"source\">Source"
        "</th></tr>"
        "</thead>\n<tbody>\n");
    for (size_t i = 0; i < list->n_entry && n_shown < MAX_ROW; i++)
        if (is_shown(&list->entry[i], options)) {
            put_entry(list, cohort, &list->entry[i], out);
            n_shown++;
        }
    pcarti_buf_text(out, "</tbody></table>\n");
    if (n_shown < n)
        pcarti_buf_print(out,
                         "<p class=\"note\">The first %zu of %zu entries; "
                         "'postcart worklist' without a page prints all.</p>\n",
                         n_shown, n);
}

/* Every rule with its denominators: how many it concerns, and what became of
 * them. */
static pcart_status
put_rules(const pcart_worklist *list, pcarti_buf *out, pcart_err *err)
{
    const pcart_worklist_rule *rule = pcart_worklist_rules();
    pcart_arena arena = {0};
    pcart_status status = PCART_OK;

    pcarti_buf_text(out, "<h2>Rules and denominators</h2>\n<table>\n<thead>"
                         "<tr><th>Rule</th><th>Trigger</th><th class=\"n\">"
                         "Asked</th>");
    for (int s = 0; s <= PCART_ENTRY_NOT_EVALUABLE; s++)
        pcarti_buf_print(out, "<th class=\"n\">%s</th>",
                         pcart_entry_state_name((pcart_entry_state)s));
    pcarti_buf_text(out, "</tr></thead>\n<tbody>\n");
    for (int k = 0; k < PCART_N_WORKLIST_RULE && !status; k++) {
        const char *trigger = pcart_worklist_text(rule[k].trigger, &arena);

        if (!trigger)
            status = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        pcarti_buf_print(out, "<tr><td class=\"s\"><b>%s</b></td><td>",
                         rule[k].name);
        pcarti_buf_xml(out, trigger ? trigger : "");
        pcarti_buf_print(out, "</td><td class=\"n\">%zu</td>",
                         list->count[k].n_asked);
        for (int s = 0; s <= PCART_ENTRY_NOT_EVALUABLE; s++)
            pcarti_buf_print(out, "<td class=\"n\">%zu</td>",
                             list->count[k].n[s]);
        pcarti_buf_text(out, "</tr>\n");
    }
    pcarti_buf_text(out, "</tbody></table>\n");
    pcart_arena_release(&arena);
    return status;
}

static void
put_head(const pcart_worklist *list, const pcart_worklist_page *options,
         pcarti_buf *out)
{
    char date[PCART_DATE_SIZE];

    pcarti_buf_print(out,
                     "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta "
                     "charset=\"utf-8\">\n<meta name=\"viewport\" content=\""
                     "width=device-width, initial-scale=1\">\n<title>Worklist "
                     "%s</title>\n<meta name=\"generator\" content=\"postcart "
                     "%s\">\n<style>\n",
                     pcart_date_write(list->at, date), pcart_version());
    pcarti_buf_text(out, style);
    pcarti_buf_print(
        out,
        "</style>\n</head>\n<body>\n<h1>Worklist, %s</h1>\n"
        "<p class=\"note\">%s. %zu patients: %zu dead, %zu "
        "without an infusion by that day; the rules look at the "
        "latest infusion of the others. Made by postcart %s. "
        "Research use: what stands under \"What next\" is to be "
        "considered, and no order.</p>\n",
        date,
        options->is_at_given ? "As known on that day"
                             : "The last date in the data: no day was given",
        list->n_patient, list->n_dead, list->n_before, pcart_version());
}

pcart_status
pcart_worklist_page_write(const pcart_worklist *list,
                          const pcart_cohort *cohort,
                          const pcart_worklist_page *options, pcarti_buf *out,
                          pcart_err *err)
{
    static const pcart_worklist_page none = {0};
    pcart_status status;

    if (!options)
        options = &none;
    put_head(list, options, out);
    put_entries(list, cohort, options, out);
    status = put_rules(list, out, err);
    pcarti_buf_text(out, "</body>\n</html>\n");
    return status ? status : pcarti_buf_status(out, err);
}
