/* trend.c -- counts of the cohort over time.  Layer: study. */
#include "study/parts.h"

#include "postcart/quantile.h"
#include "postcart/series.h"

static const pcart_analyte shown[] = {PCART_ANC, PCART_PLATELETS,
                                      PCART_HEMOGLOBIN};

/* Stretches of days whose quartiles are shown: weeks up to day 34, then two
 * weeks each.  A choice of display: no rule looks at them. */
static const int span_day[][2] = {
    {-14, -8}, {-7, -1}, {0, 6},   {7, 13},  {14, 20}, {21, 27},
    {28, 34},  {35, 48}, {49, 62}, {63, 76}, {77, 90}, {91, 104},
};

/* The same round a boost. */
static const int boost_span_day[][2] = {
    {-28, -22}, {-21, -15}, {-14, -8}, {-7, -1}, {0, 6},   {7, 13},
    {14, 20},   {21, 27},   {28, 34},  {35, 48}, {49, 62}, {63, 90},
};

/* A clock on which trends are made: its spans and the rows that it has. */
typedef struct view {
    const int (*span)[2];
    size_t n_span;
    const pcarti_trend_row *row;
    size_t n_row;
} view;

static double
shown_value(const pcart_day_value *day)
{
    return pcart_fixed_to_double(day->censor == PCART_EXACT ? day->low
                                                            : day->written);
}

/* Measured days within the range of the spans. */
static pcart_status
make_line(pcarti_work *work, const view *of, const pcarti_trend_row *row,
          pcart_analyte analyte, pcart_study_line *line)
{
    pcart_series series;
    int *day;
    double *value;
    pcart_status status =
        pcart_series_collect(work->study.subject[row->subject].course, analyte,
                             work->arena, &series, work->err);

    if (status)
        return status;
    day = pcart_arena_take(work->arena, series.n + 1, sizeof *day);
    value = pcart_arena_take(work->arena, series.n + 1, sizeof *value);
    if (!day || !value)
        return pcarti_work_no_memory(work);
    line->subject = row->subject;
    line->label = row->label;
    for (size_t i = 0; i < series.n; i++) {
        int at = series.day[i].day - row->day0;

        if (series.day[i].origin == PCART_DAY_MEASURED &&
            at >= of->span[0][0] && at <= of->span[of->n_span - 1][1]) {
            day[line->n] = at;
            value[line->n++] = shown_value(&series.day[i]);
        }
    }
    line->day = day;
    line->value = value;
    return PCART_OK;
}

enum { MAX_DAY = 128 }; // more than there are days in the spans

/* The median of a subject's values; at most one a day, so they are few. */
static double
own_median(const double *value, size_t n)
{
    double sorted[MAX_DAY];

    if (n > MAX_DAY)
        n = MAX_DAY;
    for (size_t i = 0; i < n; i++) {
        size_t k = i;

        for (; k > 0 && sorted[k - 1] > value[i]; k--)
            sorted[k] = sorted[k - 1];
        sorted[k] = value[i];
    }
    return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

/* Quartiles of the subjects' own medians in one stretch. */
static pcart_status
make_span(pcarti_work *work, const pcart_study_line *line, size_t n_line,
          double *median, pcart_study_span *span)
{
    static const double quarter[] = {0.25, 0.5, 0.75};
    const pcart_quantile_options quartiles = {.p = quarter, .n_p = 3};
    double out[3];
    pcart_status status;

    for (size_t i = 0; i < n_line; i++) {
        size_t from = 0, to;

        while (from < line[i].n && line[i].day[from] < span->first_day)
            from++;
        to = from;
        while (to < line[i].n && line[i].day[to] <= span->last_day)
            to++;
        if (to > from)
            median[span->n++] = own_median(line[i].value + from, to - from);
    }
    if (span->n == 0)
        return PCART_OK;
    status = pcart_quantile_of(median, span->n, &quartiles, work->arena, out,
                               work->err);
    if (status)
        return status;
    span->q25 = out[0];
    span->median = out[1];
    span->q75 = out[2];
    return status;
}

static pcart_status
make_group(pcarti_work *work, const view *of, pcart_analyte analyte, int number,
           pcart_study_trend_group *group)
{
    size_t room = of->n_row + 1;
    pcart_study_line *line = pcart_arena_take(work->arena, room, sizeof *line);
    pcart_study_span *span =
        pcart_arena_take(work->arena, of->n_span, sizeof *span);
    double *median = pcart_arena_take(work->arena, room, sizeof *median);
    pcart_status status = PCART_OK;

    if (!line || !span || !median)
        return pcarti_work_no_memory(work);
    for (size_t i = 0; i < of->n_row && !status; i++) {
        const pcarti_trend_row *row = &of->row[i];

        if (number >= 0 && work->study.subject[row->subject].group != number)
            continue;
        group->n++;
        status = make_line(work, of, row, analyte, &line[group->n_line]);
        if (!status && line[group->n_line].n)
            group->n_line++;
        else
            line[group->n_line] = (pcart_study_line){0};
    }
    for (size_t k = 0; k < of->n_span && !status; k++) {
        span[k].first_day = of->span[k][0];
        span[k].last_day = of->span[k][1];
        status = make_span(work, line, group->n_line, median, &span[k]);
    }
    group->line = line;
    group->span = span;
    group->n_span = of->n_span;
    return status;
}

static pcart_status
make_trends(pcarti_work *work, const view *of, const pcart_study_trend **out)
{
    const pcart_grouping *grouping = &work->study.grouping;
    size_t n_group = grouping->group ? grouping->n_group : 0;
    size_t n_made = n_group > 1 ? n_group : 1;
    pcart_study_trend *trend =
        pcart_arena_take(work->arena, PCART_COUNTOF(shown), sizeof *trend);
    pcart_status status = PCART_OK;

    if (!trend)
        return pcarti_work_no_memory(work);
    for (size_t k = 0; k < PCART_COUNTOF(shown) && !status; k++) {
        pcart_study_trend_group *group =
            pcart_arena_take(work->arena, n_made, sizeof *group);

        if (!group)
            return pcarti_work_no_memory(work);
        for (size_t g = 0; g < n_made && !status; g++) {
            group[g].label = n_group > 1 ? grouping->label[g] : "all";
            status = make_group(work, of, shown[k], n_group > 1 ? (int)g : -1,
                                &group[g]);
        }
        trend[k] = (pcart_study_trend){shown[k], group, n_made};
    }
    *out = trend;
    return status;
}

pcart_status
pcarti_work_trends(pcarti_work *work)
{
    pcart_study *study = &work->study;
    pcarti_trend_row *row =
        pcart_arena_take(work->arena, study->n_subject + 1, sizeof *row);
    const view of = {span_day, PCART_COUNTOF(span_day), row, study->n_subject};

    if (!row)
        return pcarti_work_no_memory(work);
    for (size_t i = 0; i < study->n_subject; i++)
        row[i] = (pcarti_trend_row){i, study->subject[i].label, 0};
    study->n_trend = PCART_COUNTOF(shown);
    return make_trends(work, &of, &study->trend);
}

pcart_status
pcarti_work_boost_trends(pcarti_work *work, const pcarti_trend_row *row,
                         size_t n_row)
{
    const view of = {boost_span_day, PCART_COUNTOF(boost_span_day), row, n_row};

    work->study.n_boost_trend = PCART_COUNTOF(shown);
    return make_trends(work, &of, &work->study.boost_trend);
}
