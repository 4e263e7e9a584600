/* rows_cox.h -- reference rows of Cox regression and of concordance. */
#ifndef ROWS_COX_H
#define ROWS_COX_H

#include "frame.h"
#include "postcart/cox.h"
#include "postcart/cox_firth.h"

enum { MOST_TERM = 12 };

/* A model: where it lives, its times, and its columns as R names them. */
typedef struct cox_design {
    const char *dataset, *label, *file;
    const char *start, *time, *status;
    int event;                     // value of the status column; 0: any above 0
    const char *column[MOST_TERM]; // "celltype:adeno" is a dummy
    const char *stratum, *cluster;
    int is_weighted; // 1 + (age > 60)
} cox_design;

// clang-format off
static const cox_design cox_designs[] = {
    {"survival::lung", "~ age+sex + strata(ph.ecog)", "lung", NULL, "time", "status", 2, {"age", "sex"}, "ph.ecog", NULL, 0},
    {"survival::lung", "~ age+sex cluster(inst)", "lung", NULL, "time", "status", 2, {"age", "sex"}, NULL, "inst", 0},
    {"survival::lung", "~ age+sex weights", "lung", NULL, "time", "status", 2, {"age", "sex"}, NULL, NULL, 1},
    {"survival::lung", "age+sex+ph.ecog", "lung", NULL, "time", "status", 2, {"age", "sex", "ph.ecog"}, NULL, NULL, 0},
    {"survival::aml", "~ x", "aml", NULL, "time", "status", 0, {"x:Nonmaintained"}, NULL, NULL, 0},
    {"survival::veteran", "", "veteran", NULL, "time", "status", 0,
     {"trt", "celltype:smallcell", "celltype:adeno", "celltype:large", "karno", "diagtime", "age", "prior"}, NULL, NULL, 0},
    {"survival::heart", "", "heart", "start", "stop", "event", 0, {"age", "year", "surgery", "transplant:1"}, NULL, NULL, 0},
    {"survival::cgd", "", "cgd", "tstart", "tstop", "status", 0, {"treat:rIFN-g", "sex:female", "age"}, NULL, "id", 0},
    {"survival::rotterdam", "", "rotterdam", NULL, "dtime", "death", 0,
     {"age", "meno", "size:20-50", "size:>50", "grade", "nodes", "hormon", "chemo"}, NULL, NULL, 0},
    {"survival::ovarian", "", "ovarian", NULL, "futime", "fustat", 0, {"rx", "age"}, NULL, NULL, 0},
    {"survival::mgus2", "cause-specific pcm", "mgus2", NULL, "etime", "ev", 1, {"age", "male", "mspike", "hgb"}, NULL, NULL, 0},
    {"survival::mgus2", "cause-specific death", "mgus2", NULL, "etime", "ev", 2, {"age", "male", "mspike", "hgb"}, NULL, NULL, 0},
    {"survival::jasa", "", "jasa_landmark30", NULL, "t", "fustat", 0, {"tx30"}, NULL, NULL, 0},
};
// clang-format on

typedef struct cox_input {
    pcart_followup data;
    pcart_covariates x;
    const int *cluster;
    int n_cluster;
    const char *name[MOST_TERM]; // as R writes it: "celltypeadeno"
    const double *column[MOST_TERM];
} cox_input;

/* A column by its name, or the dummy of one level of a factor. */
static inline double *
column_of(const frame *f, const char *name)
{
    const char *colon = strchr(name, ':');
    double *out;
    char base[40];

    if (!colon)
        return frame_numbers(f, name);
    snprintf(base, sizeof base, "%.*s", (int)(colon - name), name);
    out = frame_take(f->n_row, sizeof *out);
    for (size_t i = 0; i < f->n_row; i++) {
        const char *text = frame_text(f, i, base);

        out[i] = !strcmp(text, "NA") ? NAN : !strcmp(text, colon + 1);
    }
    return out;
}

/* "celltype:adeno" as "celltypeadeno". */
static inline const char *
name_of(const char *column)
{
    char *out = frame_take(strlen(column) + 1, 1), *to = out;

    for (; *column; column++)
        if (*column != ':')
            *to++ = *column;
    return out;
}

/* Columns and follow-up of complete rows; `keep` maps them to the frame. */
static inline void
load_cox(const cox_design *d, cox_input *in)
{
    const frame *f = frame_find(d->file);
    double *time = frame_numbers(f, d->time), *start = NULL, *weight = NULL;
    double *column[MOST_TERM];
    int *status = frame_ints(f, d->status), *stratum = NULL, *cluster = NULL;
    size_t n = 0, p = 0;

    *in = (cox_input){0};
    if (d->start)
        start = frame_numbers(f, d->start);
    if (d->stratum)
        stratum = frame_ints(f, d->stratum);
    if (d->cluster)
        cluster = frame_ints(f, d->cluster);
    if (d->is_weighted)
        weight = frame_take(f->n_row, sizeof *weight);
    for (; p < MOST_TERM && d->column[p]; p++) {
        column[p] = column_of(f, d->column[p]);
        in->name[p] = name_of(d->column[p]);
        in->column[p] = column[p];
    }
    for (size_t i = 0; i < f->n_row; i++) {
        int is_complete = 1;

        for (size_t k = 0; k < p; k++)
            is_complete &= !isnan(column[k][i]);
        if (d->stratum)
            is_complete &= !isnan(frame_number(f, i, d->stratum));
        if (d->cluster)
            is_complete &= !isnan(frame_number(f, i, d->cluster));
        if (!is_complete)
            continue;
        for (size_t k = 0; k < p; k++)
            column[k][n] = column[k][i];
        time[n] = time[i];
        status[n] = d->event ? status[i] == d->event : status[i];
        if (start)
            start[n] = start[i];
        if (stratum)
            stratum[n] = stratum[i];
        if (cluster)
            cluster[n] = cluster[i];
        if (weight)
            weight[n] = 1 + (column[0][n] > 60);
        n++;
    }
    in->data = (pcart_followup){.n = n,
                                .time = time,
                                .status = status,
                                .start = start,
                                .weight = weight,
                                .stratum = stratum,
                                .n_stratum = stratum ? 10 : 0};
    in->cluster = cluster;
    in->n_cluster = 1000;
    in->x = (pcart_covariates){in->column, in->name, p};
}

static inline const cox_design *
find_cox(const row *r)
{
    for (size_t i = 0; i < sizeof cox_designs / sizeof *cox_designs; i++)
        if (!strcmp(cox_designs[i].dataset, r->dataset) &&
            has(r->options, cox_designs[i].label))
            return &cox_designs[i];
    return NULL;
}

/* The coefficient that "se[age]" names; the only one for "se". */
static inline size_t
coefficient_named(const char *const *name, size_t p, const char *quantity)
{
    const char *at = strchr(quantity, '[');

    for (size_t k = 0; at && k < p; k++)
        if (!strncmp(at + 1, name[k], strlen(name[k])) &&
            at[1 + strlen(name[k])] == ']')
            return k;
    if (at)
        frame_fail("no such coefficient", quantity);
    return 0;
}

static inline answer
answer_prediction(const row *r, const pcart_cox *fit, pcart_arena *arena,
                  double *out)
{
    static const double x[] = {60, 1, 1};
    pcart_cox_profile profile = {.x = has(r->options, "age 60") ? x : NULL,
                                 .is_hazard =
                                     has(r->options, "cumulative hazard")};
    int which = count_behind(r->quantity, "[");
    pcart_curve curve;
    pcart_point point;

    if (pcart_cox_predict(fit, &profile, arena, &curve, NULL) ||
        pcart_curve_at(&curve, 365, &point, NULL))
        return NOT_YET;
    *out = which == 2   ? point.low
           : which == 3 ? point.high
           : which == 4 ? point.std_err
                        : point.estimate;
    return ANSWERED;
}

static inline answer
read_cox(const row *r, const cox_input *in, const pcart_cox *fit, double *out)
{
    const char *q = r->quantity;

    if (!strncmp(q, "coef", 4)) {
        *out = fit->coefficient[coefficient_named(in->name, in->x.n, q)].value;
    } else if (!strncmp(q, "se", 2)) {
        const pcart_coefficient *c =
            &fit->coefficient[coefficient_named(in->name, in->x.n, q)];

        *out = has(r->options, "naive") ? c->naive_std_err : c->std_err;
    } else if (!strncmp(q, "martingale", 10)) {
        *out = fit->martingale[count_behind(q, "row") - 1];
    } else {
        *out = !strcmp(q, "loglik0")       ? fit->log_likelihood_null
               : !strcmp(q, "loglik")      ? fit->log_likelihood
               : !strcmp(q, "score_test")  ? fit->score.statistic
               : !strcmp(q, "wald_test")   ? fit->wald.statistic
               : !strcmp(q, "lrt")         ? fit->likelihood_ratio.statistic
               : !strcmp(q, "concordance") ? fit->concordance.value
                                           : fit->concordance.std_err;
    }
    return ANSWERED;
}

static inline answer
answer_cox(const row *r, pcart_arena *arena, double *out)
{
    const cox_design *d = find_cox(r);
    pcart_cox_options options = {
        .ties = has(r->options, "ties=exact")     ? PCART_COX_EXACT
                : has(r->options, "ties=breslow") ? PCART_COX_BRESLOW
                                                  : PCART_COX_EFRON};
    cox_input in;
    pcart_cox fit;

    if (!d)
        return NOT_YET;
    load_cox(d, &in);
    options.cluster = in.cluster;
    options.n_cluster = in.n_cluster;
    if (pcart_cox_fit(&in.data, &in.x, &options, arena, &fit, NULL))
        return NOT_YET;
    if (has(r->options, "predicted") || has(r->options, "baseline"))
        return answer_prediction(r, &fit, arena, out);
    return read_cox(r, &in, &fit, out);
}

static inline answer
answer_zph(const row *r, pcart_arena *arena, double *out)
{
    static const int term[] = {0, 1, 1, 1, 2, 3, 4, 5};
    static const char *const name[] = {"trt",      "celltype", "karno",
                                       "diagtime", "age",      "prior"};
    pcart_zph_options options = {
        .transform = has(r->options, "=km")         ? PCART_ZPH_KM
                     : has(r->options, "=identity") ? PCART_ZPH_IDENTITY
                     : has(r->options, "=log")      ? PCART_ZPH_LOG
                                                    : PCART_ZPH_RANK,
        .term = term,
        .n_term = 6};
    pcart_test test[7];
    cox_input in;

    load_cox(find_cox(r), &in);
    if (pcart_cox_zph(&in.data, &in.x, &options, arena, test, NULL))
        return NOT_YET;
    *out = has(r->quantity, "GLOBAL")
               ? test[6].statistic
               : test[coefficient_named(name, 6, r->quantity)].statistic;
    return ANSWERED;
}

static inline answer
answer_concordance(const row *r, pcart_arena *arena, double *out)
{
    static const cox_design d = {"", "",      "lung", NULL, "time", "status",
                                 2,  {"age"}, NULL,   NULL, 0};
    pcart_concordance_options options = {
        .weight = has(r->options, "n/G2")       ? PCART_PAIR_UNO
                  : has(r->options, "=S/G")     ? PCART_PAIR_RATIO
                  : has(r->options, "timewt=S") ? PCART_PAIR_SURVIVAL
                                                : PCART_PAIR_EQUAL};
    pcart_concordance c;
    cox_input in;

    load_cox(&d, &in);
    if (pcart_concordance_of(&in.data, in.column[0], &options, arena, &c, NULL))
        return NOT_YET;
    *out = !strcmp(r->quantity, "C")          ? c.value
           : !strcmp(r->quantity, "se")       ? c.std_err
           : !strcmp(r->quantity, "count[1]") ? c.concordant
           : !strcmp(r->quantity, "count[2]") ? c.discordant
           : !strcmp(r->quantity, "count[3]") ? c.tied_score
           : !strcmp(r->quantity, "count[4]") ? c.tied_time
                                              : c.tied_both;
    return ANSWERED;
}

/* The data set is not in Debian: breast.csv is made by export.R where it is. */
static inline answer
answer_coxfirth(const row *r, pcart_arena *arena, double *out)
{
    static const cox_design d = {
        "",   "",   "breast", NULL, "TIME", "CENS", 0, {"T", "N", "G", "CD"},
        NULL, NULL, 0};
    pcart_cox_firth_options options = {.ties = PCART_COX_BRESLOW};
    const char *q = r->quantity;
    const pcart_coefficient *c;
    pcart_cox_firth fit;
    cox_input in;

    if (!frame_find("breast"))
        return NOT_APPLICABLE;
    load_cox(&d, &in);
    if (pcart_cox_firth_fit(&in.data, &in.x, &options, arena, &fit, NULL))
        return NOT_YET;
    c = &fit.coefficient[coefficient_named(in.name, in.x.n, q)];
    *out = !strncmp(q, "coef", 4)    ? c->value
           : !strncmp(q, "lower", 5) ? c->low
           : !strncmp(q, "upper", 5) ? c->high
                                     : c->p_value;
    return ANSWERED;
}

static inline answer
answer_landmark(const row *r, pcart_arena *arena, double *out)
{
    const frame *f = frame_find("jasa_landmark30");
    double which = number_behind(r->quantity, "["), n = 0;

    (void)arena;
    for (size_t i = 0; i < f->n_row; i++)
        n += frame_number(f, i, "tx30") == which;
    *out = n;
    return ANSWERED;
}

#endif
