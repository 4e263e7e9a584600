/*
 * cox_influence.c -- the score residuals of all subjects.  Layer: stat.
 *
 * The residual of a subject is what its event adds to the score less what it
 * was expected to add while it was at risk: risk times its covariates times its
 * hazard, less the sum of hazard times means, which runs with the time.
 */
#include "stat/cox_influence.h"

#include <string.h>

#include "stat/gram.h"
#include "stat/vector.h"

/* What a visitor needs besides. */
typedef struct influence {
    double **entry; // per part: the sum of means at entry, n x p; or NULL
    pcarti_cox_scores *scores;
} influence;

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

/* to = base + (sum += row). */
static PCARTI_INLINE void
run_on(double *restrict sum, const double *restrict row,
       const double *restrict base, double *restrict to, size_t p)
{
    for (size_t k = 0; k < p; k++) {
        sum[k] += row[k];
        to[k] = base[k] + sum[k];
    }
}

void
pcarti_cox_flush_scores(const pcarti_cox_model *w, const pcarti_cox_part *part,
                        size_t from, pcarti_cox_desk *desk,
                        pcarti_cox_piece *piece, const pcarti_cox_scores *to)
{
    size_t p = w->p;

    for (size_t k = 0; !to->cluster && k < desk->n; k++)
        desk->share[k] = 1;
    if (!to->cluster)
        pcarti_add_gram(piece->information, p, desk->share, desk->sum, desk->n);
    for (size_t k = 0; to->cluster && k < desk->n; k++) {
        size_t row = part->view.row ? part->view.row[from + k] : from + k;
        double *sum = to->sum + (size_t)to->cluster[row] * p;

        for (size_t a = 0; a < p; a++)
            sum[a] += desk->sum[k * p + a];
    }
    desk->n = 0;
}

/* The sum of means at the entry of those that come in a block. */
static void
enter(const pcarti_cox_model *w, const pcarti_cox_block *b,
      pcarti_cox_desk *desk, double *entry)
{
    const pcarti_cox_part *part = b->part;
    size_t p = w->p, entered = b->entering[0];

    memset(desk->s1, 0, p * sizeof *desk->s1);
    memcpy(desk->e1, b->mean_x[1], p * sizeof *desk->e1);
    for (size_t j = b->time[0]; j < b->time[1]; j++) {
        while (entered < b->entering[1] &&
               part->view.start[part->entry[entered]] < part->times.time[j])
            memcpy(entry + part->entry[entered++] * p, desk->e1,
                   p * sizeof *entry);
        run_on(desk->s1, part->mean + j * p, b->mean_x[1], desk->e1, p);
    }
}

/* The residuals of a block where no two end at one time. */
static PCARTI_INLINE void
set_single(const pcarti_cox_model *w, const pcarti_cox_block *b,
           pcarti_cox_desk *desk)
{
    const pcarti_cox_part *part = b->part;
    size_t p = w->p, from = part->times.first[b->time[0]];
    double *restrict passed = desk->e1, *restrict u = desk->sum;

    for (size_t j = b->time[0], i = from; j < b->time[1]; j++, i++, u += p) {
        const double *restrict x = part->x + i * p;
        const double *restrict mean = part->mean + j * p;
        double r = part->risk[i], weight = pcarti_cox_weight(part, i);
        int is_event = part->event[i] == PCARTI_COX_EVENT && part->step[j] > 0;
        double own = (is_event ? weight : 0) - r * part->hazard[i];
        double held = is_event ? weight / part->step[j] : 0;

        run_on(desk->s1, mean, desk->base, passed, p);
        for (size_t k = 0; k < p; k++)
            u[k] = own * x[k] + (r * passed[k] - held * mean[k]);
    }
    desk->n = b->time[1] - b->time[0];
}

/* The residual of subject i, which ends at time j, of any block. */
static void
set_row(const pcarti_cox_model *w, const pcarti_cox_part *part,
        const size_t at[2], const double *entry, pcarti_cox_desk *desk)
{
    size_t i = at[0], p = w->p, row = at[1] * p;
    const double *x = part->x + i * p;
    double *u = desk->sum + desk->n++ * p;

    for (size_t k = 0; k < p; k++) {
        double passed = desk->e1[k] - (entry ? entry[i * p + k] : 0);

        if (part->event[i])
            passed -= part->own_mean[row + k];
        u[k] = -part->risk[i] * (x[k] * part->hazard[i] - passed);
        if (part->event[i])
            u[k] +=
                pcarti_cox_weight(part, i) * (x[k] - part->event_mean[row + k]);
    }
}

PCARTI_VECTOR static void
single_plain(const pcarti_cox_model *w, const pcarti_cox_block *b,
             pcarti_cox_desk *desk)
{
    set_single(w, b, desk);
}

PCARTI_WIDE static void
single_wide(const pcarti_cox_model *w, const pcarti_cox_block *b,
            pcarti_cox_desk *desk)
{
    set_single(w, b, desk);
}

static void
visit_block(const pcarti_cox_model *w, const pcarti_cox_block *b,
            pcarti_cox_desk *desk, pcarti_cox_piece *piece, const influence *to)
{
    const pcarti_cox_part *part = b->part;
    const double *entry = to->entry ? to->entry[part - w->part] : NULL;
    size_t p = w->p, from = part->times.first[b->time[0]];

    desk->n = 0;
    memset(desk->s1, 0, p * sizeof *desk->s1);
    memcpy(desk->base, b->mean_x[1], p * sizeof *desk->base);
    if (b->is_single && PCARTI_HAS_WIDE)
        single_wide(w, b, desk);
    else if (b->is_single)
        single_plain(w, b, desk);
    for (size_t j = b->time[0]; !b->is_single && j < b->time[1]; j++) {
        run_on(desk->s1, part->mean + j * p, desk->base, desk->e1, p);
        for (size_t i = part->times.first[j]; i < part->times.first[j + 1];
             i++) {
            set_row(w, part, (size_t[]){i, j}, entry, desk);
            if (desk->n < PCARTI_COX_STEPS)
                continue;
            pcarti_cox_flush_scores(w, part, from, desk, piece, to->scores);
            from = i + 1;
        }
    }
    pcarti_cox_flush_scores(w, part, from, desk, piece, to->scores);
}

static void
visit_entries(const pcarti_cox_model *w, pcarti_cox_piece *piece,
              pcarti_cox_desk *desk, void *context)
{
    const influence *to = context;

    for (size_t k = piece->from; k < piece->to; k++)
        enter(w, &w->block[k], desk, to->entry[w->block[k].part - w->part]);
}

static void
visit_scores(const pcarti_cox_model *w, pcarti_cox_piece *piece,
             pcarti_cox_desk *desk, void *context)
{
    memset(piece->information, 0, w->p * w->p * sizeof *piece->information);
    for (size_t k = piece->from; k < piece->to; k++)
        visit_block(w, &w->block[k], desk, piece, context);
}

void
pcarti_cox_visit_scores(const pcarti_cox_model *w, pcarti_cox_visitor *visit,
                        void *context, const pcarti_cox_scores *scores,
                        double *meat)
{
    size_t p = w->p;

    if (!scores->cluster)
        pcarti_cox_visit(w, visit, context);
    /* clusters share sums across pieces: these go one after the other */
    for (size_t k = 0; scores->cluster && k < w->n_piece; k++)
        visit(w, &w->piece[k], w->desk, context);
    for (size_t k = 0; !scores->cluster && k < w->n_piece; k++)
        for (size_t a = 0; a < p * p; a++)
            meat[a] += w->piece[k].information[a];
    for (size_t c = 0; scores->cluster && c < scores->n; c++)
        pcarti_add_gram(meat, p, (double[]){1}, scores->sum + c * p, 1);
    for (size_t a = 0; a < p; a++)
        for (size_t k = 0; k < a; k++)
            meat[a * p + k] = meat[k * p + a];
}

pcart_status
pcarti_cox_take_scores(pcarti_cox_scores *scores, const int *cluster,
                       int n_cluster, size_t p, pcart_arena *arena)
{
    *scores = (pcarti_cox_scores){.cluster = cluster, .n = (size_t)n_cluster};
    if (!cluster)
        return PCART_OK;
    scores->sum = pcart_arena_take(arena, scores->n * p + 1, sizeof(double));
    return scores->sum ? PCART_OK : PCART_E_NOMEM;
}

/* Room for the sums at entry, if there is late entry. */
static pcart_status
take_entries(const pcarti_cox_model *w, influence *to, pcart_arena *arena)
{
    if (!w->sorted.start)
        return PCART_OK;
    to->entry = pcart_arena_take(arena, (size_t)w->n_part, sizeof *to->entry);
    for (int s = 0; to->entry && s < w->n_part; s++) {
        to->entry[s] = pcart_arena_take(arena, w->part[s].view.n * w->p + 1,
                                        sizeof **to->entry);
        if (!to->entry[s])
            return PCART_E_NOMEM;
    }
    return to->entry ? PCART_OK : PCART_E_NOMEM;
}

pcart_status
pcarti_cox_meat(const pcarti_cox_model *w, const int *cluster, int n_cluster,
                double *meat, pcart_arena *arena, pcart_err *err)
{
    pcarti_cox_scores scores;
    influence to = {.scores = &scores};

    if (pcarti_cox_take_scores(&scores, cluster, n_cluster, w->p, arena) ||
        take_entries(w, &to, arena))
        return out_of_memory(err);
    for (size_t k = 0; k < w->n_block; k++) {
        const pcarti_cox_block *before = pcarti_cox_neighbour(w, k, 0);

        pcarti_cox_stand_on(w->block[k].mean_x, before ? before->mean_x : NULL,
                            w->p);
    }
    if (to.entry)
        pcarti_cox_visit(w, visit_entries, &to);
    pcarti_cox_visit_scores(w, visit_scores, &to, &scores, meat);
    return PCART_OK;
}
