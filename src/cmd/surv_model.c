/* surv_model.c -- regression of `postcart surv`.  Layer: cmd. */
#include "cmd/surv_fit.h"

#include <math.h>

#include "cmd/surv_predict.h"
#include "postcart/cox_firth.h"

/* Below this many events for each column a model says little: Peduzzi 1995,
 * J Clin Epidemiol 48:1503-1510. */
enum { EVENTS_PER_COLUMN = 10 };

/* A p-value below this is called a violation of proportional hazards. */
static const double zph_level = 0.05;

/* What the lines of one model have in common. */
typedef struct model_line {
    const char *section, *ratio, *method, *r_call;
} model_line;

static void
write_coefficient(surv_run *run, const model_line *line,
                  const pcart_coefficient *coefficient, size_t n)
{
    stat_row row =
        pcarti_stat_row(line->section, coefficient->name, "coefficient");

    row.event = run->data->event[0];
    row.method = line->method;
    row.r_call = line->r_call;
    row.n = (double)n;
    if (coefficient->is_aliased)
        row.reason = "follows from the other columns";
    else if (coefficient->is_infinite)
        row.reason = "monotone likelihood: no finite estimate exists";
    if (row.reason) {
        pcarti_stat_add(run->table, &row);
        return;
    }
    row.estimate = coefficient->value;
    row.std_err = coefficient->std_err;
    pcarti_stat_add(run->table, &row);
    row.std_err = NAN;
    row.quantity = line->ratio;
    row.estimate = coefficient->ratio;
    row.low = coefficient->low;
    row.high = coefficient->high;
    pcarti_stat_add(run->table, &row);
    row.low = row.high = NAN;
    row.quantity = "z";
    row.estimate = coefficient->z;
    pcarti_stat_add(run->table, &row);
    row.quantity = "p_value";
    row.estimate = coefficient->p_value;
    pcarti_stat_add(run->table, &row);
}

static void
write_number(surv_run *run, const model_line *line, const char *quantity,
             double value, double std_err)
{
    stat_row row = pcarti_stat_row(line->section, NULL, quantity);

    row.event = run->data->event[0];
    row.method = line->method;
    row.r_call = line->r_call;
    row.estimate = value;
    row.std_err = std_err;
    if (isnan(value))
        row.reason = "no value";
    pcarti_stat_add(run->table, &row);
}

static int
is_monotone(const pcart_coefficient *coefficient, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (coefficient[k].is_infinite)
            return 1;
    return 0;
}

/* Wald's test has no meaning where the likelihood has no maximum. */
static void
write_wald(surv_run *run, const char *section, pcart_test wald, int is_endless)
{
    if (is_endless) {
        wald.is_evaluable = 0;
        wald.reason = "monotone likelihood: no finite estimate exists";
    }
    pcarti_stat_test(run->table, section, run->data->event[0], "Wald test",
                     &wald);
}

static void
warn_of_model(surv_run *run, const char *section, const char *warning,
              size_t n_event, const pcart_coefficient *coefficient, size_t n)
{
    if (n_event < EVENTS_PER_COLUMN * n)
        pcarti_stat_warn(run->table, "few-events",
                         "%s: %zu events for %zu columns: fewer than %d each "
                         "(Peduzzi 1995); the estimates are biased and their "
                         "intervals too narrow",
                         section, n_event, n, EVENTS_PER_COLUMN);
    if (is_monotone(coefficient, n))
        pcarti_stat_warn(run->table, "monotone-likelihood",
                         "%s: the likelihood rises without end along a "
                         "covariate that separates the events: use Firth's "
                         "penalty (--method firth)",
                         section);
    else if (warning)
        pcarti_stat_warn(run->table, "model", "%s: %s", section, warning);
}

static pcart_status
test_hazards(surv_run *run, const pcart_followup *data,
             const pcart_covariates *x, const pcart_cox_options *cox)
{
    pcart_zph_options options = {.term = run->data->model.term,
                                 .n_term = run->data->model.n_term,
                                 .cox = *cox};
    pcart_test *test = pcart_arena_take(
        run->arena, (size_t)run->data->model.n_term + 1, sizeof *test);
    pcart_status status;
    const char *worst = NULL;

    if (!test)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    status = pcart_cox_zph(data, x, &options, run->arena, test, run->err);
    if (status)
        return pcarti_surv_unanswered(run, "proportional-hazards",
                                      run->data->event[0],
                                      "Grambsch and Therneau 1994", status);
    for (int k = 0; k <= run->data->model.n_term; k++) {
        const char *name = k < run->data->model.n_term
                               ? run->data->model.term_name[k]
                               : "GLOBAL";

        pcarti_stat_test(run->table, "proportional-hazards",
                         run->data->event[0], name, &test[k]);
        if (test[k].is_evaluable && test[k].p_value < zph_level && !worst)
            worst = name;
    }
    if (worst)
        pcarti_stat_warn(run->table, "proportional-hazards-violated",
                         "the hazard ratio changes with time (%s, p < 0.05): "
                         "one ratio does not describe it",
                         worst);
    return PCART_OK;
}

pcart_status
pcarti_surv_cox(surv_run *run)
{
    static const char section[] = "cox";
    surv_part whole;
    pcart_covariates x;
    pcart_cox fit;
    pcart_cox_options options = {
        .ties = run->options->is_breslow ? PCART_COX_BRESLOW : PCART_COX_EFRON,
        .event = 1,
        .level = run->options->level,
        .threads = run->options->threads};
    pcart_status status = pcarti_surv_complete(run->data, run->part, run->arena,
                                               &whole, &x, run->err);
    model_line line = {section, "hazard_ratio", NULL, NULL};

    if (status)
        return status;
    options.cluster = whole.cluster;
    options.n_cluster = run->data->n_cluster;
    status =
        pcart_cox_fit(&whole.follow, &x, &options, run->arena, &fit, run->err);
    if (status)
        return pcarti_surv_unanswered(run, section, run->data->event[0],
                                      "Cox model", status);
    line.method = fit.method;
    line.r_call = fit.r_call;
    for (size_t k = 0; k < fit.n_column; k++)
        write_coefficient(run, &line, &fit.coefficient[k], fit.n);
    write_number(run, &line, "n_event", (double)fit.n_event, NAN);
    write_number(run, &line, "log_likelihood_null", fit.log_likelihood_null,
                 NAN);
    write_number(run, &line, "log_likelihood", fit.log_likelihood, NAN);
    pcarti_stat_test(run->table, section, run->data->event[0],
                     "likelihood ratio test", &fit.likelihood_ratio);
    write_wald(run, section, fit.wald,
               is_monotone(fit.coefficient, fit.n_column));
    pcarti_stat_test(run->table, section, run->data->event[0], "score test",
                     &fit.score);
    if (fit.concordance.is_evaluable) {
        line.method = fit.concordance.method;
        line.r_call = fit.concordance.r_call;
        write_number(run, &line, "concordance", fit.concordance.value,
                     fit.concordance.std_err);
    }
    warn_of_model(run, section, fit.warning, fit.n_event, fit.coefficient,
                  fit.n_column);
    for (size_t k = 0; k < fit.n_column; k++)
        if (fit.coefficient[k].is_infinite || fit.coefficient[k].is_aliased)
            return PCART_OK;
    status = test_hazards(run, &whole.follow, &x, &options);
    return status ? status
                  : pcarti_surv_predict_cox(run, &fit, &x, whole.follow.n);
}

pcart_status
pcarti_surv_finegray(surv_run *run)
{
    static const char section[] = "fine-gray";
    surv_part whole;
    pcart_covariates x;
    pcart_finegray fit;
    pcart_finegray_options options = {.cause = 1,
                                      .censoring_ties =
                                          run->options->is_survival_ties
                                              ? PCART_CENSORING_SURVIVAL
                                              : PCART_CENSORING_CMPRSK,
                                      .level = run->options->level,
                                      .threads = run->options->threads};
    pcart_status status = pcarti_surv_complete(run->data, run->part, run->arena,
                                               &whole, &x, run->err);
    model_line line = {section, "subdistribution_hazard_ratio", NULL, NULL};

    if (status)
        return status;
    whole.follow.ties = PCART_TIES_EXACT;
    options.cluster = whole.cluster;
    options.n_cluster = run->data->n_cluster;
    status = pcart_finegray_fit(&whole.follow, &x, &options, run->arena, &fit,
                                run->err);
    if (status)
        return pcarti_surv_unanswered(run, section, run->data->event[0],
                                      "Fine-Gray model", status);
    line.method = fit.method;
    line.r_call = fit.r_call;
    for (size_t k = 0; k < fit.n_column; k++)
        write_coefficient(run, &line, &fit.coefficient[k], fit.n);
    write_number(run, &line, "n_event", (double)fit.n_event, NAN);
    write_number(run, &line, "log_likelihood_null", fit.log_likelihood_null,
                 NAN);
    write_number(run, &line, "log_likelihood", fit.log_likelihood, NAN);
    write_wald(run, section, fit.wald,
               is_monotone(fit.coefficient, fit.n_column));
    warn_of_model(run, section, fit.warning, fit.n_event, fit.coefficient,
                  fit.n_column);
    if (is_monotone(fit.coefficient, fit.n_column))
        return PCART_OK;
    return pcarti_surv_predict_finegray(run, &fit);
}

pcart_status
pcarti_surv_firth(surv_run *run)
{
    static const char section[] = "firth";
    surv_part whole;
    pcart_covariates x;
    pcart_cox_firth fit;
    pcart_cox_firth_options options = {
        .ties = run->options->is_breslow ? PCART_COX_BRESLOW : PCART_COX_EFRON,
        .event = 1,
        .level = run->options->level};
    pcart_status status = pcarti_surv_complete(run->data, run->part, run->arena,
                                               &whole, &x, run->err);
    model_line line = {section, "hazard_ratio", NULL, NULL};

    if (status)
        return status;
    status = pcart_cox_firth_fit(&whole.follow, &x, &options, run->arena, &fit,
                                 run->err);
    if (status)
        return pcarti_surv_unanswered(run, section, run->data->event[0],
                                      "Cox model, Firth's penalty", status);
    line.method = fit.method;
    line.r_call = fit.r_call;
    for (size_t k = 0; k < fit.n_column; k++)
        write_coefficient(run, &line, &fit.coefficient[k], fit.n);
    write_number(run, &line, "n_event", (double)fit.n_event, NAN);
    pcarti_stat_test(run->table, section, run->data->event[0],
                     "likelihood ratio test", &fit.likelihood_ratio);
    if (fit.warning)
        pcarti_stat_warn(run->table, "firth", "%s", fit.warning);
    return PCART_OK;
}
