/* cmd_worklist.c -- postcart worklist: who needs a look.  Layer: cmd. */
#include "cmd/cmd.h"

#include <string.h>

#include "cmd/tables.h"
#include "postcart/cohort.h"
#include "postcart/version.h"
#include "postcart/worklist.h"
#include "postcart/worklist_page.h"

static const pcart_cmd_option option[] = {
    {"--at", 0, "DATE", "as known on that day; default: last date in the data"},
    {"--rule", 0, "ID,...", "only these rules"},
    {"--all", 0, NULL, "also what is done or not evaluable"},
    {"--output", 'o', "FILE", "write to a file; a page when it ends in .html"},
    PCARTI_TABLES_OPTION,
    {NULL, 0, NULL, NULL},
};

/* What one list needs. */
typedef struct job {
    const pcart_cmd_line *line;
    pcart_arena arena;
    pcart_diag diag;
    pcart_err err;
    pcart_cohort cohort;
    pcart_worklist list;
    pcart_worklist_options options;
    unsigned char wanted[PCART_N_WORKLIST_RULE];
    int is_all;
} job;

static pcart_status
read_rules(job *j)
{
    const char *list = pcarti_cmd_value(j->line, "--rule");

    if (!list)
        memset(j->wanted, 1, sizeof j->wanted);
    while (list && *list) {
        size_t length = strcspn(list, ",");
        const char *name = pcart_arena_text(&j->arena, list, length);
        const pcart_worklist_rule *rule =
            name ? pcart_worklist_rule_find(name) : NULL;

        if (!name)
            return pcart_err_set(&j->err, PCART_E_NOMEM, "out of memory");
        if (!rule) {
            pcart_err_set(&j->err, PCART_E_USAGE,
                          "there is no rule '%.40s' of the worklist", name);
            pcart_err_hint(&j->err, "'postcart rules show worklist' prints "
                                    "them");
            return PCART_E_USAGE;
        }
        j->wanted[rule->id] = 1;
        list += length + (list[length] == ',');
    }
    return PCART_OK;
}

static pcart_status
read_options(job *j)
{
    const char *at = pcarti_cmd_value(j->line, "--at");
    pcart_status status = read_rules(j);

    j->is_all = pcarti_cmd_value(j->line, "--all") != NULL;
    j->options.profile = &j->line->profile;
    j->options.has_at = at != NULL;
    if (!status && at &&
        pcart_date_read(at, strlen(at), &j->options.at, &j->err)) {
        pcart_err_set(&j->err, PCART_E_USAGE,
                      "'--at %.40s' is not a date YYYY-MM-DD", at);
        status = PCART_E_USAGE;
    }
    return status;
}

/* Leave out what was not asked for. */
static void
choose_entries(job *j)
{
    size_t n = 0;

    for (size_t i = 0; i < j->list.n_entry; i++)
        if (j->wanted[j->list.entry[i].rule->id])
            j->list.entry[n++] = j->list.entry[i];
    j->list.n_entry = n;
}

static int
is_shown(const job *j, const pcart_worklist_entry *entry)
{
    return j->is_all || entry->state < PCART_ENTRY_DONE;
}

static void
write_date(pcart_date date, pcarti_buf *out)
{
    char text[PCART_DATE_SIZE];

    pcarti_buf_text(out, pcart_date_write(date, text));
}

static void
write_missing(unsigned missing, int is_json, pcarti_buf *out)
{
    int n = 0;

    for (unsigned flag = PCART_ASK_MARROW; flag <= PCART_ASK_COUNT; flag <<= 1)
        if (missing & flag) {
            pcarti_buf_text(out, n++ ? ", " : "");
            if (is_json)
                pcarti_buf_json(out, pcart_ask_name(flag));
            else
                pcarti_buf_text(out, pcart_ask_name(flag));
        }
}

static const char *
file_of(const job *j, const pcart_entry_evidence *evidence)
{
    const char *file = j->cohort.table[evidence->table].file;

    return file ? file : pcart_dictionary_get(evidence->table)->name;
}

static void
write_row(const job *j, const pcart_worklist_entry *entry, pcarti_buf *out)
{
    const pcart_acknowledgement *seen = entry->acknowledgement;

    pcarti_buf_print(out, "%s\t%s\t%d\t%ld\t%s\t%s\t%s\t", entry->patient->id,
                     entry->rule->name, entry->infusion,
                     (long)(j->list.at - entry->day0),
                     pcart_entry_state_name(entry->state),
                     pcart_urgency_name(entry->rule->urgency), entry->why);
    write_date(entry->since, out);
    pcarti_buf_char(out, '\t');
    write_date(entry->due, out);
    pcarti_buf_print(out, "\t%s\t", entry->rule->action);
    write_missing(entry->missing, 0, out);
    pcarti_buf_char(out, '\t');
    for (size_t i = 0; i < entry->n_evidence; i++)
        pcarti_buf_print(out, "%s%s:%lu", i ? " " : "",
                         file_of(j, &entry->evidence[i]),
                         (unsigned long)entry->evidence[i].line);
    pcarti_buf_print(out, "\t%s\t", entry->rule->basis);
    if (seen) {
        pcarti_buf_print(out, "%s, ", seen->by);
        write_date(seen->date, out);
        pcarti_buf_print(out, ": %s", seen->reason);
    }
    pcarti_buf_char(out, '\n');
}

static void
write_table(const job *j, pcarti_buf *out)
{
    char at[PCART_DATE_SIZE];
    const pcart_worklist *list = &j->list;

    pcarti_buf_print(out,
                     "# postcart %s; worklist of %s (%s); %zu patients, %zu "
                     "dead, %zu without an infusion by then\n",
                     pcart_version(), pcart_date_write(list->at, at),
                     j->options.has_at ? "as known on that day"
                                       : "the last date in the data",
                     list->n_patient, list->n_dead, list->n_before);
    for (int k = 0; k < PCART_N_WORKLIST_RULE; k++) {
        const pcart_worklist_count *count = &list->count[k];

        if (!j->wanted[k])
            continue;
        pcarti_buf_print(out, "# %s: %zu asked", pcart_worklist_rules()[k].name,
                         count->n_asked);
        for (int s = 0; s <= PCART_ENTRY_NOT_EVALUABLE; s++)
            if (count->n[s])
                pcarti_buf_print(out, ", %zu %s", count->n[s],
                                 pcart_entry_state_name((pcart_entry_state)s));
        pcarti_buf_char(out, '\n');
    }
    pcarti_buf_text(out, "patient\trule\tinfusion\tday\tstate\turgency\twhy\t"
                         "since\tdue\tnext\tmissing\tevidence\tsource\t"
                         "acknowledged\n");
    for (size_t i = 0; i < list->n_entry; i++)
        if (is_shown(j, &list->entry[i]))
            write_row(j, &list->entry[i], out);
}

static void
json_text(const char *name, const char *text, pcarti_buf *out)
{
    pcarti_buf_print(out, ", \"%s\": ", name);
    pcarti_buf_json(out, text);
}

static void
json_date(const char *name, pcart_date date, pcarti_buf *out)
{
    char text[PCART_DATE_SIZE];

    pcarti_buf_print(out, ", \"%s\": ", name);
    if (date == PCART_DATE_NONE)
        pcarti_buf_text(out, "null");
    else
        pcarti_buf_json(out, pcart_date_write(date, text));
}

static void
json_evidence(const job *j, const pcart_worklist_entry *entry, pcarti_buf *out)
{
    pcarti_buf_text(out, ", \"evidence\": [");
    for (size_t i = 0; i < entry->n_evidence; i++) {
        const pcart_entry_evidence *e = &entry->evidence[i];

        pcarti_buf_text(out, i ? ",\n    {\"file\": " : "\n    {\"file\": ");
        pcarti_buf_json(out, file_of(j, e));
        pcarti_buf_print(out, ", \"line\": %lu", (unsigned long)e->line);
        json_date("date", e->date, out);
        json_text("what", e->text, out);
        pcarti_buf_char(out, '}');
    }
    pcarti_buf_char(out, ']');
}

static void
json_entry(const job *j, const pcart_worklist_entry *entry, pcarti_buf *out)
{
    const pcart_acknowledgement *seen = entry->acknowledgement;

    pcarti_buf_text(out, "{\"patient\": ");
    pcarti_buf_json(out, entry->patient->id);
    pcarti_buf_print(out, ", \"infusion\": %d, \"day\": %ld, \"rule\": \"%s\"",
                     entry->infusion, (long)(j->list.at - entry->day0),
                     entry->rule->name);
    json_text("state", pcart_entry_state_name(entry->state), out);
    json_text("urgency", pcart_urgency_name(entry->rule->urgency), out);
    json_text("why", entry->why, out);
    json_date("since", entry->since, out);
    json_date("due", entry->due, out);
    json_text("next", entry->rule->action, out);
    pcarti_buf_text(out, ", \"missing\": [");
    write_missing(entry->missing, 1, out);
    pcarti_buf_char(out, ']');
    json_evidence(j, entry, out);
    json_text("source", entry->rule->basis, out);
    pcarti_buf_text(out, ", \"acknowledged\": ");
    if (!seen) {
        pcarti_buf_text(out, "null}");
        return;
    }
    pcarti_buf_text(out, "{\"by\": ");
    pcarti_buf_json(out, seen->by);
    json_date("date", seen->date, out);
    json_text("reason", seen->reason, out);
    pcarti_buf_text(out, "}}");
}

static void
write_json(const job *j, pcarti_buf *out)
{
    const pcart_worklist *list = &j->list;
    int n = 0;

    pcarti_buf_print(out, "{\"version\": \"%s\"", pcart_version());
    json_date("at", list->at, out);
    pcarti_buf_print(out,
                     ", \"is_at_given\": %s,\n\"patients\": %zu, \"dead\": "
                     "%zu, \"without_infusion\": %zu,\n\"rules\": [",
                     j->options.has_at ? "true" : "false", list->n_patient,
                     list->n_dead, list->n_before);
    for (int k = 0; k < PCART_N_WORKLIST_RULE; k++) {
        if (!j->wanted[k])
            continue;
        pcarti_buf_print(out, "%s\n  {\"rule\": \"%s\", \"asked\": %zu",
                         n++ ? "," : "", pcart_worklist_rules()[k].name,
                         list->count[k].n_asked);
        for (int s = 0; s <= PCART_ENTRY_NOT_EVALUABLE; s++)
            pcarti_buf_print(out, ", \"%s\": %zu",
                             pcart_entry_state_name((pcart_entry_state)s),
                             list->count[k].n[s]);
        pcarti_buf_char(out, '}');
    }
    pcarti_buf_text(out, "],\n\"entries\": [");
    n = 0;
    for (size_t i = 0; i < list->n_entry; i++) {
        if (!is_shown(j, &list->entry[i]))
            continue;
        pcarti_buf_text(out, n++ ? ",\n  " : "\n  ");
        json_entry(j, &list->entry[i], out);
    }
    pcarti_buf_text(out, "]}\n");
}

static pcart_status
write_list(job *j)
{
    const char *path = pcarti_cmd_value(j->line, "--output");
    size_t length = path ? strlen(path) : 0;
    int is_page = length > 5 && strcmp(path + length - 5, ".html") == 0;
    const pcart_worklist_page page = {.is_at_given = j->options.has_at,
                                      .is_all = j->is_all};
    pcarti_buf out = {0};
    pcart_status status = PCART_OK;

    if (is_page)
        status = pcart_worklist_page_write(&j->list, &j->cohort, &page, &out,
                                           &j->err);
    else if (j->line->is_json)
        write_json(j, &out);
    else
        write_table(j, &out);
    if (!status)
        status = pcarti_cmd_write_file(path ? path : "-", &out, &j->err);
    pcarti_buf_release(&out);
    return status;
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    job j = {.line = line};
    int exit_status = PCART_EXIT_DONE;
    pcart_status status;

    (void)out;
    pcart_diag_init(&j.diag, &j.arena);
    status = read_options(&j);
    if (!status)
        status = pcarti_tables_read(line, &j.arena, &j.diag, &j.cohort, &j.err);
    if (!status)
        status = pcart_worklist_make(&j.cohort, &j.options, &j.arena, &j.list,
                                     &j.err);
    if (!status) {
        choose_entries(&j);
        status = write_list(&j);
    }
    if (j.diag.n_error)
        exit_status = pcarti_cmd_report(line, &j.diag);
    else if (status)
        exit_status = pcarti_cmd_fail(line, &j.err);
    else if (j.diag.n_warning && line->is_strict)
        exit_status = PCART_EXIT_WARNED;
    pcart_arena_release(&j.arena);
    return exit_status;
}

const pcart_cmd pcarti_cmd_worklist = {
    .group = "Studies",
    .name = "worklist",
    .summary = "who needs a look, why, since when, what next",
    .usage = "postcart worklist DIR [--at DATE] [-o FILE.html] [options]",
    .help =
        "Asks the rules of 'postcart rules show worklist' of every living\n"
        "patient and lists those that are met: overdue and open ones by\n"
        "urgency and due date, then what is upcoming, then what somebody\n"
        "acknowledged (table acknowledgements: patient, rule, date, by,\n"
        "reason).  Every entry names value, threshold and the rows that make\n"
        "it.  What was answered by a later examination, and what the data do\n"
        "not say, is listed with --all, and counted always.\n"
        "\n"
        "Only what was known on the day counts.  Without --at the day is the\n"
        "last date in the data, infusions after the first apart: a later\n"
        "date of theirs is a plan.  Research use: nothing here is an order.",
    .option = option,
    .min_operand = 1,
    .max_operand = 1,
    .run = run,
};
