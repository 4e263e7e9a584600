/* marker_table.c -- common variants of many samples, from one table.
 * Layer: cmd. */
#include "cmd/marker_table.h"

#include <math.h>
#include <string.h>

#include "postcart/identity.h"

enum { C_SAMPLE, C_MARKER, C_ALT, C_DEPTH, C_FREQUENCY, N_COLUMN };

static const char *const name[N_COLUMN] = {"sample", "marker", "alt_reads",
                                           "depth", "frequency"};

static int
is_count(double x)
{
    return x >= 0 && x <= 1e8 && floor(x) == x;
}

/* One row of the table into its cell. */
static void
put_row(const frame *f, size_t row, const size_t column[N_COLUMN],
        double *const number[N_COLUMN], marker_table *t, pcart_diag *diag)
{
    double alt = number[C_ALT][row], depth = number[C_DEPTH][row];
    double frequency = number[C_FREQUENCY][row];
    int s = t->sample.code[row], m = t->marker.code[row];
    pcart_marker *cell;

    if (s < 0 || m < 0) {
        pcarti_frame_problem(f, row, column[s < 0 ? C_SAMPLE : C_MARKER],
                             "marker-missing", "the cell is empty",
                             "every row names a sample and a marker", diag);
        return;
    }
    if (!is_count(alt) || !is_count(depth) || alt > depth) {
        pcarti_frame_problem(f, row, column[C_ALT], "marker-count",
                             "the reads are no whole numbers, or more than "
                             "the depth",
                             NULL, diag);
        return;
    }
    if (!isnan(frequency) && !(frequency > 0 && frequency < 1)) {
        pcarti_frame_problem(f, row, column[C_FREQUENCY], "marker-frequency",
                             "the frequency does not lie between 0 and 1", NULL,
                             diag);
        return;
    }
    cell = &t->cell[(size_t)s * (size_t)t->marker.n_level + (size_t)m];
    if (cell->depth > 0)
        pcarti_frame_problem(f, row, column[C_MARKER], "marker-twice",
                             "the sample has this marker twice", NULL, diag);
    cell->alt = (uint32_t)alt;
    cell->depth = (uint32_t)depth;
    cell->frequency = frequency;
}

static pcart_status
fill(const frame *f, marker_table *t, pcart_arena *arena, pcart_diag *diag,
     pcart_err *err)
{
    size_t column[N_COLUMN], n;
    double *number[N_COLUMN] = {NULL};
    pcart_status status = PCART_OK;

    for (int c = 0; c < N_COLUMN && !status; c++) {
        column[c] = pcarti_frame_find(f, name[c]);
        if (c >= C_ALT)
            status = pcarti_frame_number(f, column[c], arena, diag, NULL,
                                         &number[c], err);
    }
    if (!status)
        status =
            pcarti_frame_factor(f, column[C_SAMPLE], arena, &t->sample, err);
    if (!status)
        status =
            pcarti_frame_factor(f, column[C_MARKER], arena, &t->marker, err);
    if (status)
        return status;
    n = (size_t)t->sample.n_level * (size_t)t->marker.n_level;
    if (n > MARKER_TABLE_MAX)
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "%d samples with %d markers are too many",
                             t->sample.n_level, t->marker.n_level);
    t->cell = pcart_arena_take(arena, n + 1, sizeof *t->cell);
    if (!t->cell)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < n; i++)
        memset(t->cell[i].genotype, PCART_GENOTYPE_UNKNOWN,
               sizeof t->cell[i].genotype);
    for (size_t row = 0; row < f->n; row++)
        put_row(f, row, column, number, t, diag);
    return PCART_OK;
}

pcart_status
pcarti_marker_table_read(const char *path, pcart_decimal_mark decimal,
                         pcarti_buf *bytes, pcart_arena *arena,
                         pcart_diag *diag, marker_table *out, pcart_err *err)
{
    frame f;
    pcart_status status = pcarti_frame_load(path, bytes, err);

    if (!status)
        status = pcarti_frame_read(&f, path, bytes, name, N_COLUMN, decimal,
                                   arena, diag, err);
    if (status || diag->n_error)
        return status;
    return fill(&f, out, arena, diag, err);
}

pcart_status
pcarti_marker_table_person(marker_table *t, size_t person, const char *sample,
                           pcart_err *err)
{
    size_t n = (size_t)t->marker.n_level;

    for (int s = 0; s < t->sample.n_level; s++) {
        const pcart_marker *own = &t->cell[(size_t)s * n];

        if (strcmp(t->sample.level[s], sample) != 0)
            continue;
        for (size_t i = 0; i < n; i++) {
            int genotype = pcart_identity_genotype(own[i].alt, own[i].depth);

            for (int k = 0; k < t->sample.n_level; k++)
                t->cell[(size_t)k * n + i].genotype[person] =
                    (signed char)genotype;
        }
        return PCART_OK;
    }
    return pcart_err_set(err, PCART_E_NOTFOUND, "the table has no sample '%s'",
                         sample);
}
