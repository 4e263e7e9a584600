/*
 * validate_growth.c -- growth held against people who were followed for years:
 * the last sample forecast from the earlier ones, the first one backcast.
 *
 *   validate_growth test/data/clones/fabre_longitudinal_vaf.csv
 *
 * The table has fractions without depths: each stands for 1,000 fragments.
 */
#include "fabre.h"

#include <math.h>

#include "postcart/arena.h"
#include "postcart/clone_rules.h"
#include "postcart/growth.h"

static int depth = 1000;
static double signal_rho = 1e-3;
/* Lowest fraction at which a variant of the table was called. */
static const double called = 0.005;

static pcart_growth_sample
sample_of(const fabre_row *row)
{
    pcart_growth_sample s = {.year = row->age};
    const pcart_assay *assay = pcart_assay_find("consensus");

    s.count.depth = (uint32_t)depth;
    s.count.alt = (uint32_t)lround(row->vaf * depth);
    s.count.error = assay->error;
    s.count.precision = 1 / assay->background_rho - 1;
    s.count.signal_rho = signal_rho;
    return s;
}

static int
by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double
quantile(double *x, int n, double q)
{
    qsort(x, (size_t)n, sizeof *x, by_size);
    return n ? x[(int)(q * (n - 1) + 0.5)] : NAN;
}

typedef struct tally {
    int n, inside;
    double error[FABRE_MAX];
    int n_error;
    double signed_sum;
} tally;

static void
one_trajectory(const fabre_row *row, int n, tally *last, tally *first,
               pcart_arena *arena)
{
    pcart_growth_sample s[32], next;
    pcart_growth_options options = {.is_ageing_before = 1};
    pcart_growth_input input = {.sample = s, .gene = row->gene};
    pcart_growth_forecast at;
    double below, under, u, cut = 0;
    int is_visible = 1;

    if (n < 3 || n > 32)
        return;
    for (int i = 0; i < n; i++)
        s[i] = sample_of(&row[i]);
    if (s[n - 1].year <= s[n - 2].year || s[1].year <= s[0].year)
        return;
    next = s[n - 1];
    input.n_sample = (size_t)n - 1;
    if (pcart_growth_predict(&input, &options, &next, arena, &below, &under,
                             NULL) == PCART_OK) {
        int is_called = 0;
        double weight = 1, low, high;

        for (int i = 0; i < n - 1; i++)
            is_called = is_called || row[i].vaf >= called;
        if (!is_called) { // it is in the table because of the last sample
            next.count.alt = (uint32_t)lround(called * depth);
            if (s[n - 1].count.alt < next.count.alt ||
                pcart_growth_predict(&input, &options, &next, arena, &u, &cut,
                                     NULL) != PCART_OK)
                return;
        }
        below = (below - cut) / (1 - cut);
        under = (under - cut) / (1 - cut);
        /* the part of a whole number that lies inside */
        u = below - under;
        low = under < 0.025 ? 0.025 - under : 0;
        high = below > 0.975 ? below - 0.975 : 0;
        if (u > 0)
            weight = fmax(0, 1 - (low + high) / u);
        last->n++;
        last->signed_sum += weight;
        last->inside += below > 0.025 && under < 0.975;
    }
    input.sample = s + 1;
    input.n_sample = (size_t)n - 1;
    if (pcart_growth_at(&input, &options, s[0].year, arena, &at, NULL) ==
        PCART_OK) {
        double v = row[0].vaf, e;

        first->n++;
        for (int i = 0; i < n; i++)
            is_visible = is_visible && row[i].vaf >= 0.003;
        if (is_visible && v < 0.5) {
            e = log(2 * at.median / (1 - 2 * at.median)) -
                log(2 * v / (1 - 2 * v));
            first->error[first->n_error++] = fabs(e);
            first->signed_sum += e;
        }
        first->inside += v >= at.low && v <= at.high;
    }
}

/* Slope of the log odds of the cells per year by least squares, as the rates of
 * the table of ageing were made: two points or more above 0.3 %, three years or
 * more.  NAN otherwise. */
static double
slope_of(const fabre_row *row, int n)
{
    double sx = 0, sy = 0, sxx = 0, sxy = 0, m = 0, first = NAN, last = NAN;

    for (int i = 0; i < n; i++) {
        double y;

        if (!(row[i].vaf > 0.003) || !(row[i].vaf < 0.5))
            continue;
        y = log(row[i].vaf / (0.5 - row[i].vaf));
        first = m > 0 ? first : row[i].age;
        last = row[i].age;
        m++;
        sx += row[i].age;
        sy += y;
        sxx += row[i].age * row[i].age;
        sxy += row[i].age * y;
    }
    if (m < 2 || !(last - first >= 3))
        return NAN;
    return (m * sxy - sx * sy) / (m * sxx - sx * sx);
}

/* The rate of the same by the chain, zeros included, under the vague prior. */
static double
rate_of(const fabre_row *row, int n, pcart_arena *arena)
{
    pcart_growth_sample sample[PCART_GROWTH_MAX_SAMPLE];
    const pcart_growth_input input = {
        .sample = sample, .n_sample = (size_t)n, .gene = row->gene};
    pcart_growth growth;

    for (int i = 0; i < n; i++)
        sample[i] = sample_of(&row[i]);
    if (pcart_growth_find(&input, NULL, arena, &growth, NULL) ||
        !growth.period[0].is_estimable)
        return NAN;
    return growth.period[0].rate.mean;
}

/* Medians by gene, beside the row of the table of ageing. */
static void
genes(const fabre_row *row, int n, pcart_arena *arena)
{
    static double slope[FABRE_MAX], rate[FABRE_MAX];
    size_t n_gene;
    const pcart_ageing *gene = pcart_ageing_list(&n_gene);

    printf("gene\ttrajectories\tslope\ttable\twith_zeros\trate\n");
    for (size_t g = 0; g < n_gene; g++) {
        int n_slope = 0, n_rate = 0, from = 0;

        for (int i = 1; i <= n; i++) {
            double x;

            if (i < n && strcmp(row[i].key, row[from].key) == 0)
                continue;
            if (gene[g].gene[0] == '\0' ||
                strcmp(gene[g].gene, row[from].gene) == 0) {
                x = slope_of(&row[from], i - from);
                if (isfinite(x))
                    slope[n_slope++] = x;
                x = gene[g].gene[0] ? rate_of(&row[from], i - from, arena)
                                    : NAN;
                if (isfinite(x))
                    rate[n_rate++] = x;
                pcart_arena_clear(arena);
            }
            from = i;
        }
        printf("%s\t%d\t%.3f\t%.3f\t%d\t%.3f\n",
               gene[g].gene[0] ? gene[g].gene : "all", n_slope,
               quantile(slope, n_slope, .5), gene[g].rate, n_rate,
               quantile(rate, n_rate, .5));
        fflush(stdout);
    }
}

int
main(int argc, char **argv)
{
    static fabre_row row[FABRE_MAX];
    static tally last, first;
    pcart_arena arena = {0};
    int n = argc > 1 ? fabre_read(argv[1], row) : -1, from = 0, seen = 0;
    int stride = argc > 2 ? atoi(argv[2]) : 1;

    if (argc > 3)
        signal_rho = atof(argv[3]);
    if (argc > 4)
        depth = atoi(argv[4]);
    if (n < 0) {
        fprintf(stderr, "usage: validate_growth TABLE [EVERY [RHO [DEPTH]]]\n");
        return 2;
    }
    for (int i = 1; i <= n; i++) {
        if (i < n && strcmp(row[i].key, row[from].key) == 0)
            continue;
        if (seen++ % stride == 0)
            one_trajectory(&row[from], i - from, &last, &first, &arena);
        pcart_arena_clear(&arena);
        from = i;
    }
    genes(row, n, &arena);
    printf("rows\t%d\ntrajectories\t%d\n", n, seen);
    printf("forecast of the last sample: n %d, inside 95 %% %.3f (whole "
           "values %.3f)\n",
           last.n, last.signed_sum / last.n, (double)last.inside / last.n);
    printf("backcast of the first sample: n %d, median absolute error %.3f, "
           "90 %% %.3f, bias %.3f (n %d always 0.3 %% or more)\n",
           first.n, quantile(first.error, first.n_error, .5),
           quantile(first.error, first.n_error, .9),
           first.signed_sum / first.n_error, first.n_error);
    pcart_arena_release(&arena);
    return 0;
}
