/* cmd_score.c -- postcart score: risk scores, one patient a row.
 * Layer: cmd. */
#include "cmd/cmd.h"

#include <string.h>

#include "cmd/input.h"
#include "cmd/sink.h"
#include "cmd/slot_score.h"
#include "postcart/version.h"
#include "study/marrow_table.h"

static const pcart_cmd_option option[] = {
    {"--rule", 0, "LIST",
     "ipss, ipss-r, ipss-ra, ipss-m, chrs, ccrs, eln-2022; several with "
     "commas (ipss,ipss-r,ipss-ra,ipss-m)"},
    {"--hb-clamp", 0, "on|off",
     "IPSS-M: hemoglobin limited to 4 to 20 g/dL (off, as published)"},
    {"--hb-worst", 0, "4|2",
     "IPSS-M: hemoglobin of the worst scenario (4; the web service has 2)"},
    {"--ipss-anc", 0, "1.8|1.5", "IPSS: limit of neutropenia (1.8)"},
    {"--chrs-ties", 0, "spec|opposite",
     "CHRS: VAF of exactly 0.2 is high and MCV of exactly 100 low (spec), or "
     "the other way"},
    {"--side", 0, "host|donor", "whose cells KARYOTYPE is read for (host)"},
    {"--count", 0, "SCHEME", "how KARYOTYPE is counted (chun2010)"},
    {"--numbers", 0, "FILE",
     "numbers of a score whose own were not public (all-hematotox-2025 ...)"},
    {NULL, 0, NULL, NULL}};

enum rule { IPSS, IPSSR, IPSSRA, IPSSM, CHRS, CCRS, ELN, N_RULE };
static const char *const rule_name[N_RULE] = {
    "ipss", "ipss-r", "ipss-ra", "ipss-m", "chrs", "ccrs", "eln-2022"};

typedef struct job {
    const pcart_cmd_line *line;
    FILE *file;
    unsigned rules; /* bit per rule */
    pcart_ipssm_options ipssm;
    int is_anc_old;
    int is_tie_opposite; /* CHRS */
    pcarti_marrow_table table;
    pcart_arena keep, arena;
    pcart_diag diag;
    pcarti_buf out;
    pcarti_sink sink;
    char **name; /* header of the input */
    size_t n_name;
} job;

static pcart_status
read_rules(job *j, const char *list, pcart_err *err)
{
    while (*list) {
        size_t n = strcspn(list, ",");
        int found = 0;

        for (int r = 0; r < N_RULE; r++)
            if (strlen(rule_name[r]) == n &&
                strncmp(list, rule_name[r], n) == 0) {
                j->rules |= 1U << r;
                found = 1;
            }
        if (!found) {
            pcart_err_set(err, PCART_E_USAGE, "there is no score '%.*s'",
                          (int)(n < 40 ? n : 40), list);
            pcart_err_hint(err, "ipss, ipss-r, ipss-ra, ipss-m, chrs, ccrs, "
                                "eln-2022");
            return PCART_E_USAGE;
        }
        list += n + (list[n] == ',');
    }
    return PCART_OK;
}

static pcart_status
read_choice(const job *j, const char *name, const char *plain,
            const char *other, int *is_other, pcart_err *err)
{
    const char *value = pcarti_cmd_value(j->line, name);

    *is_other = value && strcmp(value, other) == 0;
    if (!value || *is_other || strcmp(value, plain) == 0)
        return PCART_OK;
    return pcart_err_set(err, PCART_E_USAGE, "%s must be %s or %s", name, plain,
                         other);
}

static pcart_status
read_options(job *j, pcart_err *err)
{
    const char *rule = pcarti_cmd_value(j->line, "--rule");
    const char *count = pcarti_cmd_value(j->line, "--count");
    pcart_status status =
        read_rules(j, rule ? rule : "ipss,ipss-r,ipss-ra,ipss-m", err);

    if (status == PCART_OK)
        status = read_choice(j, "--hb-clamp", "off", "on",
                             &j->ipssm.is_hb_clamped, err);
    if (status == PCART_OK)
        status = read_choice(j, "--hb-worst", "4", "2",
                             &j->ipssm.is_hb_worst_low, err);
    if (status == PCART_OK)
        status =
            read_choice(j, "--ipss-anc", "1.8", "1.5", &j->is_anc_old, err);
    if (status == PCART_OK)
        status = read_choice(j, "--chrs-ties", "spec", "opposite",
                             &j->is_tie_opposite, err);
    if (status == PCART_OK)
        status = read_choice(j, "--side", "host", "donor",
                             &j->table.karyotype.is_donor, err);
    if (status == PCART_OK && count) {
        int scheme = pcart_count_find(count);

        if (scheme < 0)
            return pcart_err_set(err, PCART_E_USAGE,
                                 "there is no counting scheme '%.40s'", count);
        j->table.karyotype.scheme = (pcart_count_scheme)scheme;
    }
    return status;
}

/* Names of the variables that were missing, with commas. */
static void
put_missing(pcarti_sink *sink, const char *name, unsigned missing)
{
    pcarti_buf text = {0};

    for (int v = 0; v < PCART_N_RISK_VARIABLE; v++)
        if (missing >> v & 1) {
            if (text.length)
                pcarti_buf_char(&text, ',');
            pcarti_buf_text(&text,
                            pcart_risk_variable_name((pcart_risk_variable)v));
        }
    pcarti_sink_text(sink, name, text.data ? text.data : "", text.length);
    sink->out->is_failed |= text.is_failed;
    pcarti_buf_release(&text);
}

/* Columns of an additive score: NAME, _low, _high, _category, _missing. */
static void
put_risk(pcarti_sink *sink, const char *name, const pcart_risk *risk)
{
    char column[48];
    const pcart_risk_set *set = risk->set;
    const int is_none = risk->state == PCART_STATE_NOT_EVALUABLE;
    const int is_one = risk->state == PCART_STATE_VALUE;

    pcarti_sink_fixed(sink, name, is_one ? risk->low : PCART_FIXED_NONE);
    snprintf(column, sizeof column, "%s_low", name);
    pcarti_sink_fixed(sink, column, risk->low);
    snprintf(column, sizeof column, "%s_high", name);
    pcarti_sink_fixed(sink, column, risk->high);
    snprintf(column, sizeof column, "%s_category", name);
    if (is_none)
        pcarti_sink_word(sink, column, "NA");
    else if (risk->class_low == risk->class_high)
        pcarti_sink_word(sink, column, set->classes[risk->class_low].label);
    else {
        pcarti_buf text = {0};

        pcarti_buf_print(&text, "%s to %s", set->classes[risk->class_low].label,
                         set->classes[risk->class_high].label);
        pcarti_sink_text(sink, column, text.data ? text.data : "", text.length);
        sink->out->is_failed |= text.is_failed;
        pcarti_buf_release(&text);
    }
    snprintf(column, sizeof column, "%s_missing", name);
    put_missing(sink, column, risk->missing);
}

static void
put_ipssm(pcarti_sink *sink, const pcart_ipssm *result)
{
    static const char *const scenario[] = {"best", "mean", "worst"};

    for (int s = 0; s < 3; s++) {
        char column[40];

        snprintf(column, sizeof column, "ipssm_%s", scenario[s]);
        pcarti_sink_double(sink, column, result->score[s]);
        snprintf(column, sizeof column, "ipssm_%s_category", scenario[s]);
        pcarti_sink_word(sink, column,
                         pcart_ipssm_category_name(result->category[s]));
    }
    if (result->report == PCART_IPSSM_SCORE)
        pcarti_sink_double(sink, "ipssm", result->score[1]);
    else
        pcarti_sink_word(sink, "ipssm", "NA");
    pcarti_sink_word(sink, "ipssm_category",
                     result->report == PCART_IPSSM_RANGE
                         ? "NA"
                         : pcart_ipssm_category_name(result->category[1]));
    pcarti_sink_word(sink, "ipssm_report",
                     pcart_ipssm_report_name(result->report));
    pcarti_sink_fixed(sink, "ipssm_missing", PCART_FIXED(result->n_missing));
}

static void
put_eln(pcarti_sink *sink, const pcart_eln *result)
{
    pcarti_buf text = {0};

    for (int r = 0; r < PCART_N_ELN; r++)
        if (result->possible >> r & 1) {
            if (text.length)
                pcarti_buf_text(&text, " or ");
            pcarti_buf_text(&text, pcart_eln_name((pcart_eln_class)r));
        }
    pcarti_sink_text(sink, "eln_2022", text.data ? text.data : "", text.length);
    pcarti_sink_word(sink, "eln_2022_reason",
                     result->rule ? result->rule->reason : "");
    sink->out->is_failed |= text.is_failed;
    pcarti_buf_release(&text);
}

static const pcart_risk_set *
risk_set(const job *j, int r)
{
    return pcart_risk_set_find(r == CHRS && j->is_tie_opposite ? "chrs-opposite"
                                                               : rule_name[r]);
}

static void
put_scores(job *j, const pcarti_marrow_row *row)
{
    pcart_risk_input input;
    pcart_risk risk, ipssr;

    pcarti_marrow_to_risk(row, j->is_anc_old, &input);
    if (j->table.at[MC_KARYOTYPE] >= 0)
        pcarti_sink_word(
            &j->sink, "karyotype_status",
            row->cyto.state == PCART_CYTO_NOT_DONE
                ? "NA"
                : pcart_karyotype_state_name(row->karyotype_state));
    if (j->rules >> IPSS & 1) {
        pcart_risk_score(pcart_risk_set_find("ipss"), &input, &risk);
        put_risk(&j->sink, "ipss", &risk);
    }
    pcart_risk_score(pcart_risk_set_find("ipss-r"), &input, &ipssr);
    if (j->rules >> IPSSR & 1)
        put_risk(&j->sink, "ipssr", &ipssr);
    if (j->rules >> IPSSRA & 1) {
        pcart_risk_ipssra(&ipssr, row->value[MC_AGE], &risk);
        put_risk(&j->sink, "ipssra", &risk);
    }
    if (j->rules >> IPSSM & 1) {
        pcart_ipssm_input in;
        pcart_ipssm result;

        pcarti_marrow_to_ipssm(row, &in);
        pcart_ipssm_score(&in, &j->ipssm, &result);
        put_ipssm(&j->sink, &result);
    }
    if (j->rules >> CHRS & 1) {
        pcart_risk_score(risk_set(j, CHRS), &input, &risk);
        put_risk(&j->sink, "chrs", &risk);
    }
    if (j->rules >> CCRS & 1) {
        pcart_risk_score(pcart_risk_set_find("ccrs"), &input, &risk);
        put_risk(&j->sink, "ccrs", &risk);
    }
    if (j->rules >> ELN & 1) {
        pcart_eln_input in;
        pcart_eln result;

        pcarti_marrow_to_eln(row, &in);
        pcart_eln_risk(&in, &result);
        put_eln(&j->sink, &result);
    }
}

static pcart_status
one_row(job *j, const pcart_row *row, pcart_err *err)
{
    pcarti_marrow_row patient;
    pcart_status status =
        pcarti_marrow_table_read(&j->table, row, &j->arena, &patient, err);

    if (status)
        return status;
    pcarti_sink_row(&j->sink, j->name, j->n_name, row);
    put_scores(j, &patient);
    pcarti_sink_end(&j->sink);
    pcart_arena_clear(&j->arena);
    return pcarti_buf_status(&j->out, err);
}

/* One line for each score: its id and in whom it was made. */
static void
put_preamble(job *j)
{
    pcarti_buf_print(&j->out, "# postcart %s score\n", pcart_version());
    for (int r = 0; r < N_RULE; r++) {
        const pcart_risk_set *set = risk_set(j, r);

        if (!(j->rules >> r & 1))
            continue;
        if (r == IPSSM)
            pcarti_buf_print(&j->out, "# %s: %s\n", pcart_ipssm_get()->id,
                             pcart_ipssm_get()->applies);
        else if (set)
            pcarti_buf_print(&j->out, "# %s: %s\n", set->id, set->applies);
        else
            pcarti_buf_print(&j->out, "# %s: %s\n", rule_name[r],
                             pcart_eln_applies());
    }
}

static pcart_status
start(job *j, const pcart_row *header, char delimiter, pcart_err *err)
{
    pcarti_marrow_row nobody = {.sex = 0};

    for (int c = 0; c < MC_N; c++)
        nobody.value[c] = PCART_FIXED_NONE;
    j->table.mark = delimiter == ';' ? ',' : '.';
    pcarti_marrow_table_header(&j->table, header);
    j->n_name = header->n_cell;
    j->name = pcart_arena_take(&j->keep, j->n_name + 1, sizeof *j->name);
    for (size_t i = 0; j->name && i < j->n_name; i++) {
        j->name[i] = pcart_arena_text(&j->keep, header->cell[i].text,
                                      header->cell[i].length);
        if (!j->name[i])
            j->name = NULL;
    }
    if (!j->name)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    if (j->line->is_json)
        return PCART_OK;
    put_preamble(j);
    j->sink.is_head = 1;
    pcarti_sink_row(&j->sink, j->name, j->n_name, NULL);
    put_scores(j, &nobody);
    pcarti_sink_end(&j->sink);
    return PCART_OK;
}

static pcart_status
all_rows(job *j, pcart_err *err)
{
    const char *path = j->line->n_operand ? j->line->operand[0] : "-";
    pcarti_input input = {0};
    const pcart_row *row;
    pcart_status status =
        pcarti_input_open(&input, path, 0, &j->keep, &row, err);

    j->table.source = strcmp(path, "-") == 0 ? "<stdin>" : path;
    if (status == PCART_OK)
        status = start(j, row, pcart_table_delimiter(&input.table), err);
    if (status == PCART_OK)
        status = pcart_table_next(&input.table, &row, err);
    while (status == PCART_OK && row) {
        status = one_row(j, row, err);
        if (status == PCART_OK)
            status = pcart_table_next(&input.table, &row, err);
    }
    pcarti_input_close(&input);
    return status;
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    job j = {.line = line, .file = out};
    pcart_err err = {0};
    pcart_status status;
    int code;

    if (pcarti_slot_is_asked(line))
        return pcarti_slot_run(line, out);
    status = read_options(&j, &err);
    pcart_diag_init(&j.diag, &j.keep);
    j.table.diag = &j.diag;
    j.sink.out = &j.out;
    j.sink.is_json = line->is_json;
    if (status == PCART_OK)
        status = all_rows(&j, &err);
    code =
        status ? pcarti_cmd_fail(line, &err) : pcarti_cmd_report(line, &j.diag);
    /* A table with a faulty cell is refused whole. */
    if (code != PCART_EXIT_REFUSED && code != PCART_EXIT_USAGE && j.out.length)
        fwrite(j.out.data, 1, j.out.length, out);
    pcarti_buf_release(&j.out);
    pcart_arena_release(&j.arena);
    pcart_arena_release(&j.keep);
    return code;
}

const pcart_cmd pcarti_cmd_score = {
    .group = "Marrow",
    .name = "score",
    .summary = "risk scores: IPSS, IPSS-R, IPSS-RA, IPSS-M, CHRS, CCRS, ELN",
    .usage = "postcart score [FILE|-] [--rule LIST] [options]",
    .help =
        "Reads one patient a row, with the column names of the ipssm R "
        "package\n"
        "(HB, PLT, ANC, BM_BLAST, AGE, CYTO_IPSSR, del5q, del7_7q, del17_17p,\n"
        "complex, TP53mut, TP53maxvaf, TP53loh, MLL_PTD, FLT3, ASXL1 ...), "
        "and\n"
        "adds score and category columns.  KARYOTYPE may stand instead of the\n"
        "cytogenetic columns.  Hemoglobin is in g/dL, platelets and "
        "neutrophils\n"
        "in 10^9/L, blasts in %, VAF a fraction or a percentage with its "
        "sign.\n"
        "\n"
        "An absent column, an empty cell and NA are 'not tested', never "
        "normal:\n"
        "additive scores get bounds, IPSS-M the scenarios best, mean and "
        "worst.\n"
        "The mean is reported when worst - best is at most 1, else only a\n"
        "category on which best and worst agree, else the range.\n"
        "\n"
        "A table with a faulty cell is refused whole, with a list of "
        "problems.\n"
        "\n"
        "ALL-Hematotox, simpleHT, eIPMPre, eIPMPost, EASIX-F, EASIX-FC and\n"
        "MN-predict run on numbers that you supply: 'postcart rules show ID'\n"
        "has the form to fill. Columns of the table are then the inputs of "
        "the\n"
        "form, in its units; the output names your numbers by their SHA-256.",
    .option = option,
    .min_operand = 0,
    .max_operand = 1,
    .run = run,
};
