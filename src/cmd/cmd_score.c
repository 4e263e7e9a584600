/* cmd_score.c -- postcart score: risk scores, one patient a row.
 * Layer: cmd. */
#include "cmd/cmd.h"

#include <string.h>

#include "cmd/marrow_job.h"
#include "cmd/slot_score.h"
#include "postcart/version.h"

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
    marrow_job in;
    unsigned rules; /* bit per rule */
    pcart_ipssm_options ipssm;
    int is_anc_old;
    int is_tie_opposite; /* CHRS */
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
read_options(void *of, pcart_err *err)
{
    job *j = of;
    const char *rule = pcarti_cmd_value(j->in.line, "--rule");
    const char *count = pcarti_cmd_value(j->in.line, "--count");
    const struct {
        const char *name, *word[2];
        int *is_other;
    } choice[] = {
        {"--hb-clamp", {"off", "on"}, &j->ipssm.is_hb_clamped},
        {"--hb-worst", {"4", "2"}, &j->ipssm.is_hb_worst_low},
        {"--ipss-anc", {"1.8", "1.5"}, &j->is_anc_old},
        {"--chrs-ties", {"spec", "opposite"}, &j->is_tie_opposite},
        {"--side", {"host", "donor"}, &j->in.table.karyotype.is_donor},
    };
    pcart_status status =
        read_rules(j, rule ? rule : "ipss,ipss-r,ipss-ra,ipss-m", err);

    for (size_t i = 0; i < PCART_COUNTOF(choice) && !status; i++)
        status = pcarti_marrow_job_choice(
            &j->in, choice[i].name, choice[i].word, choice[i].is_other, err);
    if (status == PCART_OK && count) {
        int scheme = pcart_count_find(count);

        if (scheme < 0)
            return pcart_err_set(err, PCART_E_USAGE,
                                 "there is no counting scheme '%.40s'", count);
        j->in.table.karyotype.scheme = (pcart_count_scheme)scheme;
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
    pcarti_sink_buf(sink, name, &text);
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
        pcarti_sink_buf(sink, column, &text);
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
    pcarti_sink_buf(sink, "eln_2022", &text);
    pcarti_sink_word(sink, "eln_2022_reason",
                     result->rule ? result->rule->reason : "");
}

static const pcart_risk_set *
risk_set(const job *j, int r)
{
    return pcart_risk_set_find(r == CHRS && j->is_tie_opposite ? "chrs-opposite"
                                                               : rule_name[r]);
}

static void
put_scores(void *of, const pcarti_marrow_row *row)
{
    job *j = of;
    pcart_risk_input input;
    pcart_risk risk, ipssr;

    pcarti_marrow_to_risk(row, j->is_anc_old, &input);
    pcarti_marrow_job_karyotype(&j->in, row);
    if (j->rules >> IPSS & 1) {
        pcart_risk_score(pcart_risk_set_find("ipss"), &input, &risk);
        put_risk(&j->in.sink, "ipss", &risk);
    }
    pcart_risk_score(pcart_risk_set_find("ipss-r"), &input, &ipssr);
    if (j->rules >> IPSSR & 1)
        put_risk(&j->in.sink, "ipssr", &ipssr);
    if (j->rules >> IPSSRA & 1) {
        pcart_risk_ipssra(&ipssr, row->value[MC_AGE], &risk);
        put_risk(&j->in.sink, "ipssra", &risk);
    }
    if (j->rules >> IPSSM & 1) {
        pcart_ipssm_input in;
        pcart_ipssm result;

        pcarti_marrow_to_ipssm(row, &in);
        pcart_ipssm_score(&in, &j->ipssm, &result);
        put_ipssm(&j->in.sink, &result);
    }
    if (j->rules >> CHRS & 1) {
        pcart_risk_score(risk_set(j, CHRS), &input, &risk);
        put_risk(&j->in.sink, "chrs", &risk);
    }
    if (j->rules >> CCRS & 1) {
        pcart_risk_score(pcart_risk_set_find("ccrs"), &input, &risk);
        put_risk(&j->in.sink, "ccrs", &risk);
    }
    if (j->rules >> ELN & 1) {
        pcart_eln_input in;
        pcart_eln result;

        pcarti_marrow_to_eln(row, &in);
        pcart_eln_risk(&in, &result);
        put_eln(&j->in.sink, &result);
    }
}

/* One line for each score: its id and in whom it was made. */
static void
put_preamble(void *of)
{
    job *j = of;

    pcarti_buf_print(&j->in.out, "# postcart %s score\n", pcart_version());
    for (int r = 0; r < N_RULE; r++) {
        const pcart_risk_set *set = risk_set(j, r);

        if (!(j->rules >> r & 1))
            continue;
        if (r == IPSSM)
            pcarti_buf_print(&j->in.out, "# %s: %s\n", pcart_ipssm_get()->id,
                             pcart_ipssm_get()->applies);
        else if (set)
            pcarti_buf_print(&j->in.out, "# %s: %s\n", set->id, set->applies);
        else
            pcarti_buf_print(&j->in.out, "# %s: %s\n", rule_name[r],
                             pcart_eln_applies());
    }
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    static const marrow_plan plan = {read_options, put_preamble, put_scores};
    job j = {.in = {.line = line}};

    if (pcarti_slot_is_asked(line))
        return pcarti_slot_run(line, out);
    return pcarti_marrow_job_run(&j.in, &plan, &j, out);
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
