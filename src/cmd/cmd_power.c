/* cmd_power.c -- postcart power: how many subjects a study needs.
 * Layer: cmd. */
#include "cmd/cmd.h"

#include <string.h>

#include "cmd/frame.h"
#include "cmd/stat_row.h"
#include "postcart/power.h"

static const pcart_cmd_option option[] = {
    {"--subjects", 'n', "N", "power of a study with N subjects, clones, pairs"},
    {"--power", 0, "P", "or: subjects for this power; default 0.8"},
    {"--alpha", 0, "P", "two-sided level; default 0.05"},
    {"--simulations", 0, "N", "default 2000"},
    {"--seed", 0, "N", "default 1"},
    {"--first", 0, "P", "incidence: of the event in the first group"},
    {"--second", 0, "P", "incidence: of the event in the second group"},
    {"--competing", 0, "P", "incidence: of the competing event, in both"},
    {"--horizon", 0, "T", "incidence: the time of these; default 1"},
    {"--follow", 0, "A,B", "incidence: censoring, uniform from A to B"},
    {"--share", 0, "P", "incidence: of subjects in the first group; 0.5"},
    {"--fraction", 0, "F", "clone: allele fraction before"},
    {"--fold", 0, "X", "clone: mean growth as a factor"},
    {"--fold-sd", 0, "S", "clone: spread of log2 of the factor; default 0.5"},
    {"--depth", 0, "N", "clone: reads; default 1000"},
    {"--gain", 0, "P", "paired: share of pairs that turn to yes"},
    {"--loss", 0, "P", "paired: share of pairs that turn to no"},
    {NULL, 0, NULL, NULL},
};

static pcart_status
read_double(const pcart_cmd_line *line, const char *name, double *out,
            pcart_err *err)
{
    const char *text = pcarti_cmd_value(line, name);

    if (text && !pcarti_frame_double(text, strlen(text), '.', out))
        return pcart_err_set(err, PCART_E_USAGE, "'%s %s' is no number", name,
                             text);
    return PCART_OK;
}

static pcart_status
read_kind(const char *word, pcart_power_design *out, pcart_err *err)
{
    static const struct {
        const char *word;
        pcart_power_kind kind;
    } known[] = {{"incidence", PCART_POWER_INCIDENCE},
                 {"clone", PCART_POWER_CLONE},
                 {"paired", PCART_POWER_PAIRED}};

    for (size_t k = 0; k < PCART_COUNTOF(known); k++)
        if (strcmp(word, known[k].word) == 0) {
            out->kind = known[k].kind;
            return PCART_OK;
        }
    pcart_err_set(err, PCART_E_USAGE, "design '%s' is not known", word);
    pcart_err_hint(err, "the designs are incidence, clone and paired");
    return PCART_E_USAGE;
}

static pcart_status
read_follow(const pcart_cmd_line *line, pcart_power_design *out, pcart_err *err)
{
    const char *text = pcarti_cmd_value(line, "--follow");
    size_t length = text ? strcspn(text, ",") : 0;

    out->follow_least = out->follow_most = out->horizon;
    if (!text)
        return PCART_OK;
    if (text[length] != ',' ||
        !pcarti_frame_double(text, length, '.', &out->follow_least) ||
        !pcarti_frame_double(text + length + 1, strlen(text + length + 1), '.',
                             &out->follow_most))
        return pcart_err_set(err, PCART_E_USAGE,
                             "'--follow %s' is not two times A,B", text);
    return PCART_OK;
}

static pcart_status
read_design(const pcart_cmd_line *line, pcart_power_design *out, pcart_err *err)
{
    const struct {
        const char *name;
        double *to;
    } number[] = {
        {"--alpha", &out->alpha},         {"--first", &out->first},
        {"--second", &out->second},       {"--horizon", &out->horizon},
        {"--competing", &out->competing}, {"--share", &out->share},
        {"--fraction", &out->fraction},   {"--fold", &out->fold},
        {"--fold-sd", &out->fold_sd},     {"--depth", &out->depth},
        {"--gain", &out->gain},           {"--loss", &out->loss}};
    int64_t n_simulation = 2000, seed = 1;
    pcart_status status;

    *out = (pcart_power_design){
        .horizon = 1, .fold = 1, .fold_sd = 0.5, .depth = 1000};
    status = read_kind(line->operand[0], out, err);
    for (size_t k = 0; k < PCART_COUNTOF(number) && !status; k++)
        status = read_double(line, number[k].name, number[k].to, err);
    if (!status)
        status = read_follow(line, out, err);
    if (!status)
        status = pcarti_cmd_number(line, "--simulations", 1, 1000000,
                                   &n_simulation, err);
    if (!status)
        status = pcarti_cmd_number(line, "--seed", 1, INT64_C(999999999999),
                                   &seed, err);
    out->n_simulation = (uint32_t)n_simulation;
    out->seed = (uint64_t)seed;
    return status;
}

static void
write_result(const pcart_cmd_line *line, const pcart_power *power,
             pcarti_buf *text, pcart_diag *diag)
{
    stat_table table = {.out = text, .is_json = line->is_json, .diag = diag};
    stat_row row = pcarti_stat_row("power", line->operand[0], "subjects");

    pcarti_stat_head(&table);
    row.method = power->method;
    row.estimate = (double)power->n;
    pcarti_stat_add(&table, &row);
    row.quantity = "power";
    row.estimate = power->power;
    row.low = power->low;
    row.high = power->high;
    row.n = power->n_simulation;
    row.note = "simulated; low and high: 95% interval of the simulation";
    pcarti_stat_add(&table, &row);
    pcarti_stat_tail(&table);
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    pcart_power_design design;
    pcart_power power;
    pcart_arena arena = {0};
    pcarti_buf text = {0};
    pcart_diag diag;
    pcart_err err = {0};
    int64_t n = 0;
    double wanted = 0.8;
    int exit_status = PCART_EXIT_DONE;
    pcart_status status = read_design(line, &design, &err);

    pcart_diag_init(&diag, &arena);
    if (!status)
        status =
            pcarti_cmd_number(line, "--subjects", 1, PCART_POWER_MAX, &n, &err);
    if (!status)
        status = read_double(line, "--power", &wanted, &err);
    if (!status)
        status = n ? pcart_power_of(&design, (size_t)n, &arena, &power, &err)
                   : pcart_power_find(&design, wanted, &arena, &power, &err);
    if (!status) {
        write_result(line, &power, &text, &diag);
        status = pcarti_buf_status(&text, &err);
    }
    if (!status)
        fwrite(text.data, 1, text.length, out);
    else
        exit_status = pcarti_cmd_fail(line, &err);
    pcarti_buf_release(&text);
    pcart_arena_release(&arena);
    return exit_status;
}

const pcart_cmd pcarti_cmd_power = {
    .group = "Statistics",
    .name = "power",
    .summary = "power and sample size of a study, by simulation",
    .usage = "postcart power incidence|clone|paired [-n N | --power P] ...",
    .help =
        "Simulates studies of three designs and counts how often their test\n"
        "rejects: 'incidence', two groups with competing events (Gray's\n"
        "test); 'clone', allele fractions before and after with the noise of\n"
        "reads (signed-rank test); 'paired', yes and no twice in the same\n"
        "subject (McNemar's exact test).  With -n the power is printed,\n"
        "without it the number of subjects for --power.  The same design and\n"
        "seed give the same numbers on every machine.",
    .option = option,
    .min_operand = 1,
    .max_operand = 1,
    .run = run,
};
