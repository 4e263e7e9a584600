/* cmd_surv.c -- postcart surv: times to events in any table.  Layer: cmd. */
#include "cmd/cmd.h"

#include <string.h>

#include "cmd/surv_fit.h"
#include "cmd/surv_share.h"

static const pcart_cmd_option option[] = {
    {"--time", 't', "COLUMN", "end of follow-up"},
    {"--status", 's', "COLUMN", "0 censored; 1, 2 ... or words: what ended it"},
    {"--event", 'k', "VALUE", "status of interest; 'any' for every event"},
    {"--censored", 0, "VALUE", "status that is no event; default 0 or words"},
    {"--group", 'g', "COLUMN", "one curve each, compared by a test"},
    {"--cov", 'c', "A,B", "covariates of a model; words become factors"},
    {"--strata", 0, "COLUMN", "strata of tests and models"},
    {"--cluster", 0, "COLUMN", "rows of one subject: robust variance"},
    {"--robust", 0, NULL, "log-rank test with a robust variance"},
    {"--start", 0, "COLUMN", "late entry: at risk from behind it"},
    {"--weight", 0, "COLUMN", "case weights"},
    {"--by", 0, "COLUMN", "analyse each of its values by itself"},
    {"--at", 0, "T,...", "times at which estimates are printed"},
    {"--steps", 0, NULL, "print the curves at every event time"},
    {"--tau", 0, "T", "restricted mean up to this time"},
    {"--landmark", 0, "T", "only those followed beyond T; clock starts at T"},
    {"--method", 'm', "LIST",
     "km, hazard, cif, rate, pseudo, states, cox, firth, finegray, followup"},
    {"--per", 0, "X", "rates per so much person-time; default 1"},
    {"--id", 0, "COLUMN",
     "subject of each row, for the paths of --method "
     "states"},
    {"--from", 0, "COLUMN", "state of a row; default what it entered before"},
    {"--predict", 0, "A=1,B=x", "predict by the models for these covariates"},
    {"--interval", 0, "SCALE", "log-log (default), log, plain, logit, arcsin"},
    {"--level", 0, "P", "of the intervals; default 0.95"},
    {"--rho", 0, "R", "weight of early events in log-rank and Gray's test"},
    {"--variance", 0, "KIND",
     "of incidence: aalen (default), delta; of states: jackknife"},
    {"--ties", 0, "KIND", "of the Cox model: efron (default) or breslow"},
    {"--censoring-ties", 0, "KIND", "of Fine-Gray: cmprsk or survival"},
    {"--threads", 0, "N", "threads; the results are the same; default 1"},
    {"--decimal", 0, "MARK", "decimal mark: point or comma"},
    {"--unit", 0, "UNIT", "of the times, for figures: days, months, years"},
    {"--output", 'o', "FILE", "draw the curves (SVG); the share with --share"},
    {"--share", 0, "CENTRE", "write what this centre may hand on: sums only"},
    {"--grid", 0, "W", "share counts by intervals of this width"},
    {"--smallest", 0, "K", "hide counts below K (3, 5, 10); needs --grid"},
    {"--beta", 0, "B,...", "agreed coefficient at which a Cox model is shared"},
    {"--key", 0, "FILE", "sign the share with this secret key"},
    {"--new-key", 0, NULL, "make a key pair: FILE and FILE.pub"},
    {"--pool", 0, NULL, "the operands are shares of many centres"},
    {"--trust", 0, "FILE", "public keys, one per line, that --pool accepts"},
    {NULL, 0, NULL, NULL},
};

/* A word of an option and what it stands for. */
typedef struct choice {
    const char *word;
    int value;
} choice;

static const choice interval_word[] = {
    {"log-log", PCART_INTERVAL_LOGLOG}, {"log", PCART_INTERVAL_LOG},
    {"plain", PCART_INTERVAL_PLAIN},    {"logit", PCART_INTERVAL_LOGIT},
    {"arcsin", PCART_INTERVAL_ARCSIN},  {NULL, 0}};
static const choice method_word[] = {{"km", SURV_KM},
                                     {"hazard", SURV_HAZARD},
                                     {"cif", SURV_INCIDENCE},
                                     {"cox", SURV_COX},
                                     {"finegray", SURV_FINEGRAY},
                                     {"followup", SURV_FOLLOWUP},
                                     {"firth", SURV_FIRTH},
                                     {"rate", SURV_RATE},
                                     {"pseudo", SURV_PSEUDO},
                                     {"states", SURV_STATES},
                                     {NULL, 0}};
static const choice variance_word[] = {{"aalen", SURV_VARIANCE_AALEN},
                                       {"delta", SURV_VARIANCE_DELTA},
                                       {"jackknife", SURV_VARIANCE_JACKKNIFE},
                                       {NULL, 0}};
static const choice ties_word[] = {{"efron", 0}, {"breslow", 1}, {NULL, 0}};
static const choice censoring_word[] = {
    {"cmprsk", 0}, {"survival", 1}, {NULL, 0}};
static const choice unit_word[] = {{"days", PCART_TIME_DAYS},
                                   {"months", PCART_TIME_MONTHS},
                                   {"years", PCART_TIME_YEARS},
                                   {NULL, 0}};
static const choice decimal_word[] = {
    {"point", PCART_DECIMAL_POINT}, {"comma", PCART_DECIMAL_COMMA}, {NULL, 0}};

/* The value of a word among choices; untouched if it was not given. */
static pcart_status
choose(const pcart_cmd_line *line, const char *name, const choice *known,
       int *out, pcart_err *err)
{
    const char *word = pcarti_cmd_value(line, name);

    if (!word)
        return PCART_OK;
    for (; known->word; known++)
        if (strcmp(known->word, word) == 0) {
            *out = known->value;
            return PCART_OK;
        }
    pcart_err_set(err, PCART_E_USAGE, "'%s %s' is not known", name, word);
    pcart_err_hint(err, "'postcart help surv' lists the choices");
    return PCART_E_USAGE;
}

static pcart_status
read_double(const pcart_cmd_line *line, const char *name, double low,
            double *out, pcart_err *err)
{
    const char *text = pcarti_cmd_value(line, name);

    if (!text)
        return PCART_OK;
    if (!pcarti_frame_double(text, strlen(text), '.', out) || *out < low)
        return pcart_err_set(err, PCART_E_USAGE,
                             "'%s %s' is no number that makes sense", name,
                             text);
    return PCART_OK;
}

static pcart_status
read_times(const char *list, surv_options *out, pcart_err *err)
{
    while (list && *list) {
        size_t length = strcspn(list, ",");

        if (out->n_at == SURV_MAX_AT)
            return pcart_err_set(err, PCART_E_USAGE, "more than %d times",
                                 SURV_MAX_AT);
        if (!pcarti_frame_double(list, length, '.', &out->at[out->n_at]) ||
            out->at[out->n_at] < 0)
            return pcart_err_set(err, PCART_E_USAGE,
                                 "'--at': '%.*s' is not a time",
                                 (int)(length > 40 ? 40 : length), list);
        out->n_at++;
        list += length + (list[length] == ',');
    }
    return PCART_OK;
}

static pcart_status
read_methods(const char *list, surv_options *out, pcart_err *err)
{
    while (list && *list) {
        size_t length = strcspn(list, ",");
        const choice *known = method_word;

        while (known->word && (strlen(known->word) != length ||
                               memcmp(known->word, list, length) != 0))
            known++;
        if (!known->word) {
            pcart_err_set(err, PCART_E_USAGE, "method '%.*s' is not known",
                          (int)(length > 40 ? 40 : length), list);
            pcart_err_hint(err, "'postcart help surv' lists the methods");
            return PCART_E_USAGE;
        }
        out->method |= (unsigned)known->value;
        list += length + (list[length] == ',');
    }
    return PCART_OK;
}

/* What a method needs besides time and status. */
static pcart_status
check_methods(const pcart_cmd_line *line, surv_options *out, surv_roles *roles,
              pcart_err *err)
{
    if (((out->method & (SURV_COX | SURV_FINEGRAY | SURV_FIRTH)) ||
         out->profile) &&
        !roles->covariates)
        return pcart_err_set(err, PCART_E_USAGE,
                             "a model needs covariates: --cov A,B");
    if ((out->method & SURV_PSEUDO) && out->n_at == 0)
        return pcart_err_set(err, PCART_E_USAGE,
                             "pseudo-values are of a time: --at T");
    if (!(out->method & SURV_STATES)) {
        if (roles->id || roles->from)
            return pcart_err_set(err, PCART_E_USAGE,
                                 "--id and --from belong to --method states");
        return PCART_OK;
    }
    if (out->method != SURV_STATES)
        return pcart_err_set(err, PCART_E_USAGE,
                             "--method states goes by itself");
    if (!roles->id)
        return pcart_err_set(err, PCART_E_USAGE,
                             "paths need the subject of each row: --id COLUMN");
    if (roles->event || roles->weight || roles->group || roles->covariates ||
        pcarti_cmd_value(line, "--output"))
        return pcart_err_set(err, PCART_E_USAGE,
                             "--method states takes no --event, --weight, "
                             "--group, --cov and -o; groups by --by");
    /* The clock of paths stays: a landmark tells the state then. */
    roles->is_states = 1;
    out->origin = roles->landmark;
    roles->landmark = 0;
    return PCART_OK;
}

static pcart_status
read_options(const pcart_cmd_line *line, surv_options *out, surv_roles *roles,
             int *decimal, pcart_err *err)
{
    int interval = PCART_INTERVAL_LOGLOG, unit = PCART_TIME_DAYS;
    int64_t threads = 1;
    pcart_status status;

    *roles = (surv_roles){.time = pcarti_cmd_value(line, "--time"),
                          .status = pcarti_cmd_value(line, "--status"),
                          .start = pcarti_cmd_value(line, "--start"),
                          .weight = pcarti_cmd_value(line, "--weight"),
                          .group = pcarti_cmd_value(line, "--group"),
                          .stratum = pcarti_cmd_value(line, "--strata"),
                          .cluster = pcarti_cmd_value(line, "--cluster"),
                          .by = pcarti_cmd_value(line, "--by"),
                          .id = pcarti_cmd_value(line, "--id"),
                          .from = pcarti_cmd_value(line, "--from"),
                          .covariates = pcarti_cmd_value(line, "--cov"),
                          .event = pcarti_cmd_value(line, "--event"),
                          .censored = pcarti_cmd_value(line, "--censored")};
    out->is_stepwise = pcarti_cmd_value(line, "--steps") != NULL;
    out->is_robust = pcarti_cmd_value(line, "--robust") != NULL;
    out->profile = pcarti_cmd_value(line, "--predict");
    if (!pcarti_cmd_value(line, "--pool") && (!roles->time || !roles->status))
        return pcart_err_set(err, PCART_E_USAGE,
                             "name the columns: --time T --status S");
    if ((status = choose(line, "--interval", interval_word, &interval, err)) ||
        (status =
             choose(line, "--variance", variance_word, &out->variance, err)) ||
        (status = choose(line, "--ties", ties_word, &out->is_breslow, err)) ||
        (status = choose(line, "--censoring-ties", censoring_word,
                         &out->is_survival_ties, err)) ||
        (status = choose(line, "--unit", unit_word, &unit, err)) ||
        (status = choose(line, "--decimal", decimal_word, decimal, err)) ||
        (status = pcarti_cmd_number(line, "--threads", 1, 64, &threads, err)) ||
        (status = read_double(line, "--level", 0, &out->level, err)) ||
        (status = read_double(line, "--tau", 0, &out->tau, err)) ||
        (status = read_double(line, "--per", 0, &out->per, err)) ||
        (status = read_double(line, "--rho", -10, &out->rho, err)) ||
        (status = read_double(line, "--landmark", 0, &roles->landmark, err)) ||
        (status = read_times(pcarti_cmd_value(line, "--at"), out, err)) ||
        (status = read_methods(pcarti_cmd_value(line, "--method"), out, err)))
        return status;
    out->threads = (int)threads;
    out->interval = (pcart_interval)interval;
    out->unit = (pcart_time_unit)unit;
    if (out->level < 0 || out->level >= 1)
        return pcart_err_set(err, PCART_E_USAGE,
                             "--level lies between 0 and 1");
    return check_methods(line, out, roles, err);
}

/* What suits the data when nothing was asked for. */
static unsigned
choose_methods(const surv_data *data, unsigned asked)
{
    unsigned method = SURV_FOLLOWUP;

    if (asked)
        return asked;
    method |= data->n_event > 1 ? SURV_INCIDENCE : SURV_KM;
    if (data->model.n_column)
        method |= data->n_event > 1 ? SURV_COX | SURV_FINEGRAY : SURV_COX;
    return method;
}

/* The analyses of one part, in their order. */
static pcart_status
analyse(surv_run *run)
{
    static const struct {
        unsigned method;
        pcart_status (*run)(surv_run *run);
    } step[] = {{SURV_FOLLOWUP, pcarti_surv_followup},
                {SURV_KM, pcarti_surv_km},
                {SURV_HAZARD, pcarti_surv_hazard},
                {SURV_INCIDENCE, pcarti_surv_incidence},
                {SURV_COX, pcarti_surv_cox},
                {SURV_FINEGRAY, pcarti_surv_finegray},
                {SURV_FIRTH, pcarti_surv_firth},
                {SURV_RATE, pcarti_surv_rate},
                {SURV_PSEUDO, pcarti_surv_pseudo},
                {SURV_STATES, pcarti_surv_states}};
    pcart_status status = pcarti_surv_sample(run);

    for (size_t k = 0; k < PCART_COUNTOF(step) && !status; k++)
        if (run->method & step[k].method) {
            *run->err = (pcart_err){0};
            status = step[k].run(run);
        }
    return status;
}

/* One command. */
typedef struct job {
    const pcart_cmd_line *line;
    surv_options options;
    surv_roles roles;
    surv_data data;
    pcart_decimal_mark decimal;
    const char *figure;
    pcart_share *share; /* of --pool */
    stat_table table;
    pcart_arena arena;
    pcart_diag diag;
    pcarti_buf bytes, text;
    pcart_err err;
} job;

/* Each value of the column `by`, or everything at once. */
static pcart_status
analyse_all(job *j)
{
    const surv_data *data = &j->data;
    int n_by = data->by_code ? data->by.n_level : 1;
    pcart_arena scratch = {0};
    pcarti_buf svg = {0};
    pcart_status status = PCART_OK;

    pcarti_stat_head(&j->table);
    for (int by = 0; by < n_by && !status && data->event; by++) {
        surv_part part;
        surv_run run = {.options = &j->options,
                        .data = data,
                        .part = &part,
                        .table = &j->table,
                        .arena = &scratch,
                        .err = &j->err,
                        .method = choose_methods(data, j->options.method)};

        j->table.by = data->by_code ? data->by.level[by] : NULL;
        status = pcarti_surv_select(data, by, &scratch, &part, &j->err);
        if (!status)
            status = analyse(&run);
        if (!status && j->figure)
            status = pcarti_surv_draw(&run, &svg);
        pcart_arena_clear(&scratch);
    }
    if (!status && j->share)
        status = pcarti_surv_pool_lines(j->share, j->line->n_operand, &j->table,
                                        &scratch, &j->err);
    pcarti_stat_tail(&j->table);
    if (!status && j->figure)
        status = pcarti_cmd_write_file(j->figure, &svg, &j->err);
    pcarti_buf_release(&svg);
    pcart_arena_release(&scratch);
    return status ? status : pcarti_buf_status(&j->text, &j->err);
}

/* What the operands hold: one table, or shares. */
static pcart_status
read_all(job *j)
{
    const char *path = j->line->operand[0];
    pcart_status status;

    if (pcarti_cmd_value(j->line, "--pool"))
        return pcarti_surv_pool(j->line, &j->arena, &j->diag, &j->share,
                                &j->data, &j->err);
    if (j->line->n_operand > 1)
        return pcart_err_set(&j->err, PCART_E_USAGE,
                             "one table at a time; --pool takes many shares");
    status = pcarti_frame_load(path, &j->bytes, &j->err);
    if (status)
        return status;
    return pcarti_surv_read(&j->roles, path, &j->bytes, j->decimal, &j->arena,
                            &j->diag, &j->data, &j->err);
}

static pcart_status
do_job(job *j, FILE *out)
{
    int decimal = PCART_DECIMAL_AUTO;
    int is_share = pcarti_cmd_value(j->line, "--share") != NULL;
    pcart_status status =
        read_options(j->line, &j->options, &j->roles, &decimal, &j->err);

    j->decimal = (pcart_decimal_mark)decimal;
    j->figure = is_share ? NULL : pcarti_cmd_value(j->line, "--output");
    j->table = (stat_table){.out = &j->text,
                            .is_json = j->line->is_json,
                            .has_by = j->roles.by != NULL,
                            .diag = &j->diag,
                            .source = j->line->operand[0]};
    if (!status && j->figure && j->roles.by)
        status = pcart_err_set(&j->err, PCART_E_USAGE,
                               "-o draws one analysis: leave out --by");
    if (!status)
        status = read_all(j);
    if (status || j->diag.n_error)
        return status;
    if (is_share)
        return pcarti_surv_share(j->line, &j->data, &j->arena, out, &j->err);
    status = analyse_all(j);
    if (!status && j->diag.n_error == 0 && j->text.length)
        fwrite(j->text.data, 1, j->text.length, out);
    return status;
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    job j = {.line = line};
    pcart_status status;
    int exit_status;

    pcart_diag_init(&j.diag, &j.arena);
    if (pcarti_cmd_value(line, "--new-key"))
        status = pcarti_surv_new_key(line->operand[0], out, &j.err);
    else
        status = do_job(&j, out);
    exit_status = pcarti_cmd_report(line, &j.diag);
    if (status)
        exit_status = pcarti_cmd_fail(line, &j.err);
    pcarti_buf_release(&j.text);
    pcarti_buf_release(&j.bytes);
    pcart_arena_release(&j.arena);
    return exit_status;
}

const pcart_cmd pcarti_cmd_surv = {
    .group = "Statistics",
    .name = "surv",
    .summary = "survival and competing events of any table",
    .usage = "postcart surv FILE --time T --status S [--group G] [--cov A,B]",
    .help =
        "Reads a CSV or TSV with one row per subject (FILE '-': standard\n"
        "input) and prints one line per number: section, event, group,\n"
        "quantity, time, estimate, std_err, low, high, n, state, method, the\n"
        "R call that gives the same, note.  What has no answer is\n"
        "'not_evaluable', and the note says why.\n"
        "\n"
        "Status is 0 for censored and 1, 2 ... or words for what ended the\n"
        "follow-up.  Without --method the data decide: Kaplan-Meier and\n"
        "log-rank with one kind of event, cumulative incidence and Gray's\n"
        "test with several; with --cov a Cox and a Fine-Gray model.\n"
        "Warnings say where a method does not fit the data.\n"
        "\n"
        "--share writes what a centre may hand on instead: counts by time\n"
        "and group, and the score of a Cox model; --pool combines such files.\n"
        "Counts by event time give the pooled analysis to the last digit.",
    .option = option,
    .min_operand = 1,
    .max_operand = -1,
    .run = run,
};
