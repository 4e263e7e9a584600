/*
 * background.c -- false fragments of a site: a class of sites as prior, the
 * normals at the site as data, never a rate as if it were known.
 * Layer: clone.
 */
#include "postcart/background.h"

#include <math.h>

#include <Rmath.h>

#include "clone/chance.h"

/* Rounds in which the dispersion of a class settles. */
enum { ROUNDS = 4 };

/* Floors of the dispersion, so that a class of few fragments is not taken for
 * perfect; rates of sites are never surer than a Beta of this precision. */
static const double rho_floor_share = 0.1, class_precision_max = 1e9;

const char *
pcart_error_basis_name(pcart_error_basis basis)
{
    static const char *const name[] = {"site", "class", "assumed"};

    return (size_t)basis < PCART_COUNTOF(name) ? name[basis] : "?";
}

/* A normal that carries the variant itself does not tell the error. */
static int
is_carrier(const pcart_tally *t, int is_hotspot, double error, double precision)
{
    if (t->depth == 0)
        return 1;
    if (t->alt > pcart_clone_value(PCART_CS_NORMAL_MAX_VAF) * t->depth)
        return 1;
    return is_hotspot && pcarti_bb_tail(t->alt, t->depth, error, precision) <
                             pcart_clone_value(PCART_CS_NORMAL_ALPHA);
}

/* Moments of one class. */
typedef struct gathering {
    double alt, depth;       // all fragments
    double n_normal;         // that counted, over all rows
    double n_row;            // rows with fragments
    double rate, rate2;      // sums over rows of depth * rate, depth * rate^2
    double excess, excess_n; // within rows: chi-square and its weight
    double rho;              // of the round before
} gathering;

static double
row_sum(const pcart_background_table *table, size_t row, int is_hotspot,
        double error, pcart_tally *sum)
{
    const pcart_tally *t = &table->count[row * table->n_normal];
    double alt = 0, depth = 0, n = 0;

    for (size_t j = 0; j < table->n_normal; j++) {
        if (is_carrier(&t[j], is_hotspot, error, INFINITY))
            continue;
        alt += t[j].alt;
        depth += t[j].depth;
        n++;
    }
    sum->alt = alt < UINT32_MAX ? (uint32_t)alt : UINT32_MAX;
    sum->depth = depth < UINT32_MAX ? (uint32_t)depth : UINT32_MAX;
    return n;
}

/*
 * Dispersion between the normals of one row about the row's own mean.  The mean
 * takes its share of what is between them; and where the libraries differ by
 * more than the mean itself, a row with a high count has a high mean too, which
 * makes its chi-square small (both exactly so if factors of libraries are
 * gamma).
 */
static void
gather_within(const pcart_background_table *table, size_t row, double mean,
              double depth, gathering *g)
{
    const pcart_tally *t = &table->count[row * table->n_normal];
    double weight = 0, n_normal = 0;

    if (!(mean > 0))
        return;
    for (size_t j = 0; j < table->n_normal; j++) {
        double n = t[j].depth, d;

        if (is_carrier(&t[j], 0, mean, INFINITY))
            continue;
        d = t[j].alt - n * mean;
        g->excess += d * d / (n * mean * (1 - mean)) - 1;
        weight += (n - 1) * (1 - n / depth);
        n_normal++;
    }
    g->excess++; // the mean is the row's own
    g->excess_n += weight / (1 + g->rho / (n_normal * mean));
}

/* From moments to Beta(alpha, beta) of the rates of the sites. */
static void
settle(const gathering *g, const pcart_assay *assay, double rho,
       pcart_error_class *out)
{
    double mean = g->alt / g->depth, variance, noise, precision;

    if (!(mean > 0))
        mean = 0.5 / g->depth; // none seen: half a fragment
    /* variance of the observed rates of rows, less what counting adds */
    variance = g->rate2 / g->depth - mean * mean;
    noise = g->n_row * mean * (1 - mean) / g->depth +
            rho * mean * g->n_row / g->n_normal;
    variance -= noise;
    precision =
        variance > 0 ? mean * (1 - mean) / variance - 1 : class_precision_max;
    /* a spread below a tenth of the mean is not believed */
    if (!(precision < 100 / mean))
        precision = 100 / mean;
    if (!(precision > 1e-2 / mean))
        precision = 1e-2 / mean;
    out->alpha = mean * precision;
    out->beta = (1 - mean) * precision;
    out->rho = rho > assay->background_rho * rho_floor_share
                   ? rho
                   : assay->background_rho * rho_floor_share;
    out->worst = qbeta(pcart_clone_value(PCART_CS_CLASS_QUANTILE), out->alpha,
                       out->beta, 1, 0);
    if (!(out->worst > mean))
        out->worst = mean;
}

static pcart_status
check(const pcart_background_table *table, pcart_err *err)
{
    for (size_t i = 0; i < table->n_row; i++) {
        if (table->row_class[i] >= table->n_class)
            return pcart_err_set(
                err, PCART_E_RANGE, "row %zu has class %lu of %zu", i,
                (unsigned long)table->row_class[i], table->n_class);
        for (size_t j = 0; j < table->n_normal; j++) {
            const pcart_tally *t = &table->count[i * table->n_normal + j];

            if (t->alt > t->depth)
                return pcart_err_set(
                    err, PCART_E_RANGE, "%lu of %lu fragments are impossible",
                    (unsigned long)t->alt, (unsigned long)t->depth);
        }
    }
    return PCART_OK;
}

/* First pass: sums of each class; second: spread within rows. */
static void
gather(const pcart_background_table *table, const pcart_assay *assay,
       gathering *g)
{
    for (size_t i = 0; i < table->n_row; i++) {
        gathering *c = &g[table->row_class[i]];
        int is_hotspot = table->is_hotspot && table->is_hotspot[i];
        pcart_tally sum;
        double n = row_sum(table, i, is_hotspot, assay->error, &sum), rate;

        if (n == 0 || sum.depth == 0)
            continue;
        rate = (double)sum.alt / sum.depth;
        c->alt += sum.alt;
        c->depth += sum.depth;
        c->n_row++;
        c->n_normal += n;
        c->rate2 += sum.depth * rate * rate;
        if (n > 1)
            gather_within(table, i, rate, sum.depth, c);
    }
}

pcart_status
pcart_background_fit(const pcart_background_table *table,
                     const pcart_assay *assay, pcart_arena *arena,
                     pcart_background *out, pcart_err *err)
{
    pcart_background b = {
        .n_class = table->n_class, .n_normal = table->n_normal, .assay = assay};
    gathering *g;
    pcart_status status = check(table, err);

    if (status)
        return status;
    g = pcart_arena_take(arena, table->n_class + 1, sizeof *g);
    b.error_class =
        pcart_arena_take(arena, table->n_class + 1, sizeof *b.error_class);
    if (!g || !b.error_class)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t c = 0; c < table->n_class; c++) {
            double rho = g[c].excess_n > 0 && g[c].excess > 0
                             ? g[c].excess / g[c].excess_n
                             : 0;

            g[c] = (gathering){.rho = rho};
        }
        gather(table, assay, g);
    }
    for (size_t c = 0; c < table->n_class; c++) {
        pcart_error_class *e = &b.error_class[c];
        double rho = assay->background_rho;

        if (g[c].depth <= 0) {
            e->alpha = 1;
            e->beta = 1 / assay->error - 1;
            e->rho = rho;
            e->worst = assay->error;
            continue;
        }
        if (g[c].excess_n > 0)
            rho = g[c].excess > 0 ? g[c].excess / g[c].excess_n : 0;
        settle(&g[c], assay, rho, e);
        e->alt = (uint64_t)g[c].alt;
        e->depth = (uint64_t)g[c].depth;
        e->n_row = (size_t)g[c].n_row;
    }
    *out = b;
    return PCART_OK;
}

pcart_null
pcart_background_assumed(const pcart_assay *assay)
{
    pcart_null null = {.error = assay->error,
                       .precision = pcarti_bb_precision(assay->background_rho),
                       .typical = assay->typical,
                       .basis = PCART_ERROR_ASSUMED};

    return null;
}

/* The site's own dispersion, if its normals show enough false fragments. */
static double
site_rho(const pcart_tally *normal, size_t n, double mean, double class_rho,
         double alt)
{
    double shrink = pcart_clone_value(PCART_CS_SITE_SHRINK);
    double excess = 1, weight = 0, n_counted = 0, rho, w;

    for (size_t j = 0; j < n; j++) {
        double d = normal[j].depth, x = normal[j].alt - d * mean;

        if (normal[j].depth == 0)
            continue;
        excess += x * x / (d * mean * (1 - mean)) - 1;
        weight += d - 1;
        n_counted++;
    }
    weight *= 1 - 1 / n_counted; // the mean is mostly the normals' own
    rho = weight > 0 && excess > 0 ? excess / weight : 0;
    if (rho < class_rho * 0.1)
        rho = class_rho * 0.1;
    /* a few normals do not tell a dispersion, however many fragments they have
     */
    w = alt / (alt + shrink) * (n_counted - 1) / (n_counted - 1 + shrink);
    return w * rho + (1 - w) * class_rho;
}

pcart_null
pcart_background_site(const pcart_background *background, uint32_t error_class,
                      const pcart_tally *normal, size_t n, int is_hotspot,
                      double factor)
{
    const pcart_error_class *c;
    pcart_null null = {.basis = PCART_ERROR_CLASS};
    double a, b, alt = 0, mean, rho;

    if (error_class >= background->n_class)
        return pcart_background_assumed(background->assay);
    c = &background->error_class[error_class];
    if (c->n_row == 0 && n == 0)
        return pcart_background_assumed(background->assay);
    a = c->alpha;
    b = c->beta;
    mean = a / (a + b);
    for (size_t j = 0; j < n; j++) {
        double w = 1 / (1 + (normal[j].depth - 1.0) * c->rho);

        if (is_carrier(&normal[j], is_hotspot, mean,
                       pcarti_bb_precision(c->rho)))
            continue;
        a += w * normal[j].alt;
        b += w * ((double)normal[j].depth - normal[j].alt);
        alt += normal[j].alt;
        null.n_normal++;
    }
    mean = a / (a + b);
    if (null.n_normal == 0) {
        null.error = c->worst * factor;
        null.typical = mean * factor;
        null.precision = pcarti_bb_precision(c->rho);
    } else {
        rho =
            null.n_normal > 1 ? site_rho(normal, n, mean, c->rho, alt) : c->rho;
        null.basis = PCART_ERROR_SITE;
        null.error = mean * factor;
        null.precision = 1 / (1 / (a + b + 1) + rho) - 1;
    }
    if (!(null.error > 1e-9))
        null.error = 1e-9;
    if (null.error > 0.5)
        null.error = 0.5;
    return null;
}

double
pcart_background_factor(const pcart_tally *count, const double *expected,
                        size_t n)
{
    double shrink = pcart_clone_value(PCART_CS_SAMPLE_SHRINK);
    double seen = shrink, should = shrink;

    for (size_t i = 0; i < n; i++) {
        seen += count[i].alt;
        should += count[i].depth * expected[i];
    }
    return seen / should;
}
