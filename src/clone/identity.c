/*
 * identity.c -- is a sample the patient's, a graft in mind: a graft changes the
 * genotypes of the blood, and that is no swap.  Layer: clone.
 */
#include "postcart/identity.h"

#include <math.h>

#include "clone/chance.h"
#include "clone/marker.h"
#include "postcart/clone_rules.h"

/* Reads of a genotype call, and how sure it must be. */
enum { MIN_DEPTH = 8 };
static const double spread = 1e-3, sure = 4.6; /* nats: 99 to 1 */

const char *
pcart_identity_verdict_name(pcart_identity_verdict verdict)
{
    static const char *const name[] = {"indeterminate", "same", "chimeric",
                                       "other"};

    return (size_t)verdict < PCART_COUNTOF(name) ? name[verdict] : "?";
}

int
pcart_identity_genotype(uint32_t alt, uint32_t depth)
{
    pcart_marker m = {.alt = alt, .depth = depth};
    double l[3], best = -INFINITY, second = -INFINITY;
    int at = 0;

    if (depth < MIN_DEPTH || alt > depth)
        return PCART_GENOTYPE_UNKNOWN;
    for (int g = 0; g < 3; g++)
        l[g] = pcarti_marker_log(&m, g / 2.0, PCARTI_MARKER_ERROR, spread);
    for (int g = 0; g < 3; g++)
        if (l[g] > best) {
            second = best;
            best = l[g];
            at = g;
        } else if (l[g] > second) {
            second = l[g];
        }
    return best - second >= sure ? at : PCART_GENOTYPE_UNKNOWN;
}

/* What is compared, all with the same markers. */
typedef struct comparison {
    double same, mixture, full;
    double other[PCART_N_KIN];
    size_t n;
} comparison;

static double
robust(const pcart_marker *m, double log_probability)
{
    double outlier = pcart_clone_value(PCART_CS_OUTLIER);

    return pcarti_log_add(log(1 - outlier) + log_probability,
                          log(outlier / ((double)m->depth + 1)));
}

/* Another person, so related to the host. */
static double
other_log(const pcart_marker *m, pcart_kinship kin)
{
    double given[3], sum = -INFINITY;

    pcarti_genotype_given(kin, m->genotype[0], m->frequency, given);
    for (int g = 0; g < 3; g++)
        if (given[g] > 0)
            sum = pcarti_log_add(
                sum,
                log(given[g]) +
                    pcarti_marker_log(m, g / 2.0, PCARTI_MARKER_ERROR, spread));
    return robust(m, sum);
}

static void
compare(const pcart_marker *marker, size_t n, size_t n_person,
        const double *fraction, comparison *c)
{
    for (size_t i = 0; i < n; i++) {
        const pcart_marker *m = &marker[i];
        double p = 0, seen;
        int is_known = m->depth > 0 && m->frequency > 0 && m->frequency < 1;

        for (size_t k = 0; k < n_person; k++) {
            is_known = is_known && m->genotype[k] >= 0;
            p += fraction[k] * m->genotype[k] / 2;
        }
        if (!is_known)
            continue;
        c->n++;
        seen = (double)m->alt / m->depth;
        c->full +=
            pcarti_bb_log(m->alt, m->depth, seen, pcarti_bb_precision(spread));
        c->same += robust(m, pcarti_marker_log(m, m->genotype[0] / 2.0,
                                               PCARTI_MARKER_ERROR, spread));
        c->mixture +=
            robust(m, pcarti_marker_log(m, p, PCARTI_MARKER_ERROR, spread));
        for (int k = PCART_KIN_PARENT_CHILD; k < PCART_N_KIN; k++)
            c->other[k] += other_log(m, (pcart_kinship)k);
    }
}

static void
decide(const comparison *c, int is_mixed, pcart_identity *out)
{
    double allowed = is_mixed ? c->mixture : c->same;

    out->nats = allowed - c->other[PCART_KIN_UNRELATED];
    out->deviance = 2 * (c->full - allowed) / (double)c->n;
    out->kin = PCART_KIN_PARENT_CHILD;
    for (int k = PCART_KIN_PARENT_CHILD; k < PCART_N_KIN; k++)
        if (c->other[k] > c->other[out->kin])
            out->kin = (pcart_kinship)k;
    if (out->deviance >= pcart_clone_value(PCART_CS_IDENTITY_FIT)) {
        out->verdict = PCART_IDENTITY_OTHER;
        out->reason = "the registered genomes alone do not explain the reads";
    } else if (out->nats <= pcart_clone_value(PCART_CS_IDENTITY_NATS)) {
        out->verdict = c->other[out->kin] > allowed
                           ? PCART_IDENTITY_OTHER
                           : PCART_IDENTITY_INDETERMINATE;
        out->reason = out->verdict == PCART_IDENTITY_OTHER
                          ? "another person fits better"
                          : "the markers do not tell the persons apart";
    } else if (c->other[out->kin] > allowed) {
        out->verdict = PCART_IDENTITY_OTHER;
        out->reason = "a relative fits better";
    } else {
        out->verdict = is_mixed ? PCART_IDENTITY_CHIMERIC : PCART_IDENTITY_SAME;
        out->reason = is_mixed ? "host and registered donor explain the reads"
                               : "the patient's genome explains the reads";
        out->kin = PCART_KIN_SAME;
    }
}

pcart_status
pcart_identity_find(const pcart_marker *marker, size_t n, size_t n_person,
                    pcart_identity *out, pcart_err *err)
{
    pcart_identity answer = {.host = NAN, .nats = NAN, .deviance = NAN};
    pcart_chimerism_estimate mix = {.fraction = {1}};
    comparison c = {0};
    int is_mixed = 0;

    if (n_person < 1 || n_person > PCART_CHIMERISM_MAX)
        return pcart_err_set(err, PCART_E_RANGE, "%zu persons", n_person);
    for (size_t i = 0; i < n; i++)
        if (marker[i].alt > marker[i].depth)
            return pcart_err_set(err, PCART_E_RANGE,
                                 "marker %zu has impossible counts", i + 1);
    if (n_person > 1) {
        pcart_status status =
            pcart_chimerism_find(marker, n, n_person, &mix, err);

        if (status && status != PCART_E_DEGENERATE)
            return status;
        is_mixed = status == PCART_OK;
        if (!is_mixed)
            mix.fraction[0] = 1;
    }
    compare(marker, n, n_person, mix.fraction, &c);
    answer.n_marker = c.n;
    if (c.n < (size_t)pcart_clone_value(PCART_CS_MIN_MARKERS)) {
        answer.reason = "too few markers with genotypes and frequencies";
        *out = answer;
        return PCART_OK;
    }
    /* a donor must earn his place: otherwise it is the host alone */
    is_mixed = is_mixed && c.mixture > c.same + 2;
    answer.host = is_mixed ? mix.fraction[0] : 1;
    decide(&c, is_mixed, &answer);
    *out = answer;
    return PCART_OK;
}
