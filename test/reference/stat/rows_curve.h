/* rows_curve.h -- reference rows of curves and of their comparison. */
#ifndef ROWS_CURVE_H
#define ROWS_CURVE_H

#include "frame.h"
#include "postcart/gray.h"
#include "postcart/incidence.h"
#include "postcart/km.h"
#include "postcart/logrank.h"

/* A data set with the columns that its options name. */
typedef struct design {
    const char *dataset, *label, *file, *time, *status;
    int event; // value of the status column that is the event; 0: as it is
    const char *group, *stratum;
} design;

// clang-format off
static const design km_design[] = {
    {"survival::lung", "time,status==2 by sex", "lung", "time", "status", 2, "sex", NULL},
    {"survival::lung", "reverse KM by sex", "lung", "time", "status", 1, "sex", NULL},
    {"survival::lung", "reverse KM", "lung", "time", "status", 1, NULL, NULL},
    {"survival::lung", "time,status==2", "lung", "time", "status", 2, NULL, NULL},
    {"survival::aml", "time,status by x", "aml", "time", "status", 0, "x", NULL},
    {"survival::veteran", "time,status by celltype", "veteran", "time", "status", 0, "celltype", NULL},
};

static const design logrank_design[] = {
    {"survival::lung", "by sex, strata(ph.ecog)", "lung", "time", "status", 2, "sex", "ph.ecog"},
    {"survival::lung", "time,status==2 by sex", "lung", "time", "status", 2, "sex", NULL},
    {"survival::veteran", "by celltype", "veteran", "time", "status", 0, "celltype", NULL},
    {"survival::aml", "by x", "aml", "time", "status", 0, "x", NULL},
    {"survival::colon", "etype==2 by rx", "colon_death", "time", "status", 0, "rx", NULL},
    {"survival::ovarian", "by rx", "ovarian", "futime", "fustat", 0, "rx", NULL},
    {"survival::jasa", "landmark day 30", "jasa_landmark30", "t", "fustat", 0, "tx30", NULL},
};

static const design incidence_design[] = {
    {"survival::mgus2", "", "mgus2", "etime", "ev", 0, "sex", NULL},
    {"MASS::Melanoma", "", "melanoma", "time", "ev", 0, "ulcer", NULL},
    {"KMsurv::bmt", "strata z10", "bmt", "t2", "ev", 0, "group", "z10"},
    {"KMsurv::bmt", "", "bmt", "t2", "ev", 0, "group", NULL},
};
// clang-format on

/* The order of levels that R gives, where it is not that of appearance. */
static const char *const level_order[] = {
    "squamous", "smallcell", "adeno",   "large", "Maintained", "Nonmaintained",
    "Obs",      "Lev",       "Lev+5FU", "F",     "M",          "0",
    "1",        "2",         "3",
};

static factor
sorted_factor(const frame *f, const char *name)
{
    factor seen = frame_factor(f, name), out = {.code = seen.code};
    int map[32] = {0};

    for (size_t k = 0; k < sizeof level_order / sizeof *level_order; k++)
        for (int j = 0; j < seen.n_level; j++)
            if (!strcmp(seen.level[j], level_order[k])) {
                map[j] = out.n_level;
                out.level[out.n_level++] = seen.level[j];
            }
    if (out.n_level != seen.n_level)
        return seen;
    for (size_t i = 0; i < f->n_row; i++)
        out.code[i] = map[seen.code[i]];
    return out;
}

static const design *
find_design(const design *list, size_t n, const row *r)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(list[i].dataset, r->dataset) &&
            has(r->options, list[i].label))
            return &list[i];
    return NULL;
}

/* The follow-up of a design; rows without a stratum are left out. */
static pcart_followup
load_design(const design *d, factor *group)
{
    const frame *f = frame_find(d->file);
    pcart_followup data = {.n = f->n_row};
    double *time = frame_numbers(f, d->time);
    int *status = frame_ints(f, d->status), *stratum = NULL;
    size_t n = 0;

    if (d->group)
        *group = sorted_factor(f, d->group);
    if (d->stratum)
        stratum = frame_ints(f, d->stratum);
    for (size_t i = 0; i < f->n_row; i++) {
        if (d->stratum && isnan(frame_number(f, i, d->stratum)))
            continue;
        time[n] = time[i];
        status[n] = d->event ? status[i] == d->event : status[i];
        if (d->group)
            group->code[n] = group->code[i];
        if (d->stratum)
            stratum[n] = stratum[i];
        n++;
    }
    data.n = n;
    data.time = time;
    data.status = status;
    if (d->group) {
        data.group = group->code;
        data.n_group = group->n_level;
    }
    if (d->stratum) {
        data.stratum = stratum;
        data.n_stratum = 10;
    }
    return data;
}

static pcart_interval
interval_named(const char *options)
{
    if (has(options, "conf=plain"))
        return PCART_INTERVAL_PLAIN;
    if (has(options, "conf=logit"))
        return PCART_INTERVAL_LOGIT;
    if (has(options, "conf=arcsin"))
        return PCART_INTERVAL_ARCSIN;
    if (has(options, "conf=cloglog"))
        return PCART_INTERVAL_CLOGLOG;
    if (has(options, "conf=log-log"))
        return PCART_INTERVAL_LOGLOG;
    return PCART_INTERVAL_LOG;
}

/* Which group "surv{sex=1,t=180}" or "median{x=Maintained}" speaks of. */
static int
group_named(const design *d, const factor *group, const char *quantity)
{
    const char *at, *end;

    if (!d->group)
        return 0;
    at = strchr(strchr(quantity, '{'), '=') + 1;
    end = at + strcspn(at, ",}");
    return factor_find(group, at, (size_t)(end - at));
}

static answer
read_quantile(const pcart_curve *curve, const char *q, double *out)
{
    pcart_curve_quantile value;
    double p = !strncmp(q, "q25", 3)   ? 0.25
               : !strncmp(q, "q75", 3) ? 0.75
                                       : 0.5;

    if (pcart_curve_find_quantile(curve, p, &value, NULL))
        return NOT_YET;
    if (has(q, ".lower"))
        *out = value.has_low ? value.low : NAN;
    else if (has(q, ".upper"))
        *out = value.has_high ? value.high : NAN;
    else
        *out = value.has_value ? value.value : NAN;
    return ANSWERED;
}

static answer
read_point(const pcart_curve *curve, const char *q, double time, double *out)
{
    pcart_point point;

    if (pcart_curve_at(curve, time, &point, NULL))
        return NOT_YET;
    if (!strncmp(q, "surv", 4) || !strncmp(q, "est", 3) ||
        !strncmp(q, "cumhaz", 6))
        *out = point.estimate;
    else if (!strncmp(q, "se", 2))
        *out = point.std_err;
    else if (!strncmp(q, "var", 3))
        *out = point.std_err * point.std_err;
    else if (!strncmp(q, "nrisk", 5))
        *out = point.n_risk;
    else if (!strncmp(q, "lower", 5))
        *out = point.has_interval ? point.low : NAN;
    else if (!strncmp(q, "upper", 5))
        *out = point.has_interval ? point.high : NAN;
    else
        return NOT_YET;
    return ANSWERED;
}

static answer
answer_km(const row *r, pcart_arena *arena, double *out)
{
    const design *d =
        find_design(km_design, sizeof km_design / sizeof *km_design, r);
    pcart_km_options options = {.interval = interval_named(r->options)};
    pcart_curve curve[8];
    pcart_followup data;
    factor group = {0};
    int g;

    if (!d)
        return NOT_YET;
    data = load_design(d, &group);
    if (pcart_km_fit(&data, &options, arena, curve, NULL))
        return NOT_YET;
    g = group_named(d, &group, r->quantity);
    if (!has(r->quantity, "t="))
        return read_quantile(&curve[g], r->quantity, out);
    /* "celltype=" ends in "t=" too when it is cut: the last one is the time */
    return read_point(&curve[g], r->quantity,
                      number_behind(strrchr(r->quantity, 't'), "t="), out);
}

static answer
answer_nelson_aalen(const row *r, pcart_arena *arena, double *out)
{
    pcart_km_options options = {.kind = has(r->options, "ctype=2")
                                            ? PCART_KM_FLEMING_HARRINGTON
                                            : PCART_KM_NELSON_AALEN};
    pcart_followup data = load_design(&km_design[3], NULL);
    pcart_curve curve;

    if (pcart_km_fit(&data, &options, arena, &curve, NULL))
        return NOT_YET;
    return read_point(&curve, r->quantity, number_behind(r->quantity, "t="),
                      out);
}

static answer
answer_rmst(const row *r, pcart_arena *arena, double *out)
{
    factor group = {0};
    pcart_followup data = load_design(&km_design[0], &group);
    pcart_curve curve[2];
    pcart_rmst rmst;
    int g = has(r->options, "sex=1") ? 0 : 1;

    if (pcart_km_fit(&data, NULL, arena, curve, NULL) ||
        pcart_curve_rmst(&curve[g], number_behind(r->options, "tau="), &rmst,
                         NULL))
        return NOT_YET;
    *out = !strcmp(r->quantity, "se") ? rmst.std_err : rmst.mean;
    return ANSWERED;
}

static answer
answer_truncated(const row *r, pcart_arena *arena, double *out)
{
    const frame *f = frame_find("mgus2");
    double *start = frame_numbers(f, "age");
    double *time = frame_numbers(f, "futime");
    int *status = frame_ints(f, "death");
    pcart_km_options options = {
        .start_time = has(r->options, "start.time=720") ? 720 : 0};
    pcart_followup data = {.time = time, .start = start, .status = status};
    pcart_curve curve;

    for (size_t i = 0; i < f->n_row; i++) {
        if (time[i] <= 0)
            continue;
        start[data.n] = 12 * start[i];
        time[data.n] = start[data.n] + time[i];
        status[data.n++] = status[i];
    }
    if (pcart_km_fit(&data, &options, arena, &curve, NULL))
        return NOT_YET;
    return read_point(&curve, r->quantity, number_behind(r->quantity, "t="),
                      out);
}

static answer
answer_logrank(const row *r, pcart_arena *arena, double *out)
{
    const design *d = find_design(
        logrank_design, sizeof logrank_design / sizeof *logrank_design, r);
    pcart_logrank_options options = {.rho = number_behind(r->options, "rho=")};
    pcart_followup data;
    pcart_logrank result;
    factor group = {0};
    const char *q = r->quantity;
    int index = count_behind(q, "[") - 1;

    if (!d)
        return NOT_YET;
    data = load_design(d, &group);
    if (pcart_logrank_test(&data, &options, arena, &result, NULL))
        return NOT_YET;
    if (!strcmp(q, "chisq"))
        *out = result.test.statistic;
    else if (!strcmp(q, "df"))
        *out = result.test.df;
    else if (!strcmp(q, "p"))
        *out = result.test.p_value;
    else if (!strncmp(q, "observed", 8))
        *out = result.observed[index];
    else if (!strncmp(q, "expected", 8))
        *out = result.expected[index];
    else if (!strcmp(q, "var11"))
        *out = result.variance[0];
    else
        return NOT_YET;
    return ANSWERED;
}

static answer
answer_inline_six(const row *r, pcart_arena *arena, double *out)
{
    static const double time[] = {1, 2, 3, 6, 7, 8};
    static const int status[] = {1, 0, 1, 1, 2, 1};
    pcart_followup data = {.n = 6, .time = time, .status = status};
    const char *mark = has(r->quantity, "t=") ? "t=" : "[";
    pcart_curve curve;

    if (pcart_incidence_fit(&data, NULL, arena, &curve, NULL))
        return NOT_YET;
    return read_point(&curve, r->quantity, number_behind(r->quantity, mark),
                      out);
}

static answer
answer_incidence(const row *r, pcart_arena *arena, double *out)
{
    const design *d =
        find_design(incidence_design,
                    sizeof incidence_design / sizeof *incidence_design, r);
    pcart_incidence_options options = {
        .interval = interval_named(r->options),
        .variance = has(r->options, "etm") || has(r->options, "prodlim") ||
                            has(r->options, "jackknife") ||
                            has(r->options, "IJ")
                        ? PCART_VARIANCE_DELTA
                        : PCART_VARIANCE_AALEN};
    const char *curve_name = strstr(r->options, "curve '");
    pcart_curve curve[8];
    pcart_followup data;
    factor group = {0};
    int g = 0;

    if (!strncmp(r->dataset, "inline", 6))
        return answer_inline_six(r, arena, out);
    if (!d)
        return NOT_YET;
    data = load_design(d, &group);
    if (curve_name) {
        const char *name = curve_name + strlen("curve '");
        size_t length = strcspn(name, " ");

        g = factor_find(&group, name, length);
        options.cause = atoi(name + length);
    } else {
        const char *at = r->options;

        for (const char *next = at; (next = strstr(next, "cause "));)
            at = next++;
        options.cause = atoi(at + strlen("cause "));
        data.group = NULL;
    }
    if (pcart_incidence_fit(&data, &options, arena, curve, NULL))
        return NOT_YET;
    return read_point(&curve[g], r->quantity, number_behind(r->quantity, "t="),
                      out);
}

static answer
answer_gray(const row *r, pcart_arena *arena, double *out)
{
    const design *d =
        find_design(incidence_design,
                    sizeof incidence_design / sizeof *incidence_design, r);
    pcart_gray_options options = {.rho = number_behind(r->options, "rho="),
                                  .cause =
                                      count_behind(r->options, "; cause ")};
    pcart_followup data;
    pcart_gray result;
    factor group = {0};

    if (!d)
        return NOT_YET;
    data = load_design(d, &group);
    if (pcart_gray_test(&data, &options, arena, &result, NULL))
        return NOT_YET;
    *out = !strcmp(r->quantity, "stat") ? result.test.statistic
           : !strcmp(r->quantity, "df") ? result.test.df
                                        : result.test.p_value;
    return ANSWERED;
}

#endif
