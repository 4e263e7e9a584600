/*
 * origin.c -- is the clone the host's, the donor's or the product's: the pieces
 * of evidence, multiplied.  Layer: clone.
 */
#include "postcart/origin.h"

#include <math.h>
#include <string.h>

#include <Rmath.h>

#include "clone/chance.h"
#include "clone/likelihood.h"
#include "clone/marker.h"
#include "postcart/clone_rules.h"

enum { N_SHARE = 7, N_PART = 400 };

/* Dispersion of inherited variants beyond the capture bias. */
static const double inherited_rho = 1e-3;

const char *
pcart_ancestry_name(pcart_ancestry ancestry)
{
    static const char *const name[] = {"unresolved", "host", "donor",
                                       "product"};

    return (size_t)ancestry < PCART_N_ANCESTRY ? name[ancestry] : "?";
}

const char *
pcart_origin_missing_text(pcart_origin_missing missing)
{
    static const char *const text[] = {
        "nothing", "measure chimerism in the same sample",
        "sequence DNA of the donor",
        "sequence DNA of the host from before the transplant",
        "measure the variant and chimerism in sorted cells"};

    return (size_t)missing < sizeof text / sizeof *text ? text[missing] : "?";
}

/*
 * Log probability of the counts if the clone may fill any part of a share of
 * the cells.  Small clones are commoner than large ones (as one over the
 * fraction, Watson 2020), so the fraction is uniform on the scale of its
 * logarithm: a small clone would fill much of a small share and little of a
 * large one, and that alone is no sign of whose it is.
 */
static double
within(const pcarti_mix *mix, double share, double copies)
{
    const double least = pcart_clone_value(PCART_CS_PRIOR_LOW);
    const double low = log(share > 2 * least ? least : share / 2);
    const double width = log(share) - low;
    double sum = -INFINITY;

    for (int i = 0; i < N_PART; i++) {
        double fraction = exp(low + width * (i + 0.5) / N_PART);

        sum = pcarti_log_add(sum, pcarti_mix_log(mix, 1, fraction / copies));
    }
    return sum - log(N_PART);
}

/* The same over an uncertain share: log odds are normal, with the interval's
 * width; is_host 0: of all that is not host. */
static double
within_uncertain(const pcarti_mix *mix, const pcart_origin_sample *s,
                 int is_host, double copies)
{
    double low = s->host_low > 1e-6 ? s->host_low : 1e-6;
    double high = s->host_high < 1 - 1e-6 ? s->host_high : 1 - 1e-6;
    double middle = s->host > low ? s->host < high ? s->host : high : low, sum;
    double z = qnorm(0.5 + pcart_clone_value(PCART_CS_LEVEL) / 2, 0, 1, 1, 0);
    double down = (pcarti_logit(middle) - pcarti_logit(low)) / z;
    double up = (pcarti_logit(high) - pcarti_logit(middle)) / z;

    sum = -INFINITY;
    for (int i = 0; i < N_SHARE; i++) {
        double q = qnorm((i + 0.5) / N_SHARE, 0, 1, 1, 0), c;

        c = pcarti_expit(pcarti_logit(middle) + q * (q < 0 ? down : up));
        sum = pcarti_log_add(sum, within(mix, is_host ? c : 1 - c, copies));
    }
    return sum - log(N_SHARE);
}

static pcart_status
check_sample(const pcart_origin_sample *s, pcart_err *err)
{
    pcart_status status = pcarti_count_check(&s->count, err);

    if (status && status != PCART_E_DEGENERATE)
        return status;
    if (!isnan(s->host) && !(s->host >= 0 && s->host <= 1 && s->host_low >= 0 &&
                             s->host_low <= s->host &&
                             s->host <= s->host_high && s->host_high <= 1))
        return pcart_err_set(err, PCART_E_RANGE,
                             "host fraction %g from %g to %g is impossible",
                             s->host, s->host_low, s->host_high);
    if (!isnan(s->car) && !(s->car >= 0 && s->car <= 1))
        return pcart_err_set(err, PCART_E_RANGE,
                             "CAR-positive fraction %g is impossible", s->car);
    return PCART_OK;
}

/* Fractions against chimerism and CAR-positive cells, sample by sample. */
static pcart_status
add_samples(const pcart_origin_input *input, double copies,
            double log_p[PCART_N_ANCESTRY], pcart_origin_call *out,
            pcart_err *err)
{
    double best = 0, total = 0;

    for (size_t i = 0; i < input->n_sample; i++) {
        const pcart_origin_sample *s = &input->sample[i];
        pcart_status status = check_sample(s, err);
        double host, donor, product;
        pcarti_mix mix;

        if (status)
            return status;
        if (s->count.depth == 0)
            continue;
        pcarti_mix_init(&mix, &s->count, (int)s->count.alt, 0);
        host = donor = product = within(&mix, 1, copies);
        if (!isnan(s->host)) {
            host = within_uncertain(&mix, s, 1, copies);
            donor = within_uncertain(&mix, s, 0, copies);
        }
        if (!isnan(s->car))
            product = within(&mix, s->car, copies);
        log_p[PCART_ANCESTRY_HOST] += host;
        log_p[PCART_ANCESTRY_DONOR] += donor;
        log_p[PCART_ANCESTRY_PRODUCT] += product;
        total += (host - donor) / M_LN10;
        if (fabs(host - donor) / M_LN10 > fabs(best))
            best = (host - donor) / M_LN10;
        if (!isnan(s->car))
            out->host_over_donor[PCART_OE_LINEAGE] += (host - product) / M_LN10;
    }
    out->host_over_donor[PCART_OE_BOUND] = best;
    out->host_over_donor[PCART_OE_COVARY] = total - best;
    return PCART_OK;
}

/*
 * DNA of an ancestor: it need not carry the clone yet, but nobody else's DNA
 * does.
 */
static pcart_status
add_ancestors(const pcart_origin_input *input, double log_p[PCART_N_ANCESTRY],
              pcart_origin_call *out, pcart_err *err)
{
    double prior = pcart_clone_value(PCART_CS_ANCESTOR), sum = 0;

    for (size_t i = 0; i < input->n_ancestor; i++) {
        const pcart_origin_ancestor *a = &input->ancestor[i];
        pcart_presence p;
        pcart_status status;
        double gain;

        if (a->of <= PCART_ANCESTRY_UNRESOLVED || a->of >= PCART_N_ANCESTRY)
            return pcart_err_set(err, PCART_E_RANGE, "no such ancestor");
        if (a->count.depth == 0)
            continue;
        status = pcart_presence_find(&a->count, NULL, &p, err);
        if (status)
            return status;
        gain = pcarti_log_add(log(prior) + p.log10_bf * M_LN10, log1p(-prior));
        log_p[a->of] += gain;
        if (a->of == PCART_ANCESTRY_HOST)
            sum += gain;
        if (a->of == PCART_ANCESTRY_DONOR)
            sum -= gain;
    }
    out->host_over_donor[PCART_OE_ANCESTOR] = sum / M_LN10;
    return PCART_OK;
}

/* Share of a person's haplotypes with the alternate allele: as the genotype
 * says, unless it is wrong. */
static double
haplotypes(double share, double frequency)
{
    double wrong = pcart_clone_value(PCART_CS_GENOTYPE);

    return isnan(share) ? frequency : share * (1 - wrong) + frequency * wrong;
}

/*
 * Log probability of the marker's alleles on the fragments with the variant, if
 * the clone is of a person: it lies on one of the person's haplotypes, nobody
 * knows on which.  A fragment shows that haplotype's allele but for a switch of
 * templates; a false one shows what fragments without the variant do.
 */
static double
link_log(const pcart_origin_link *link, double share)
{
    const double w = pcart_clone_value(PCART_CS_SWITCH);
    const double n = (double)link->without[0] + link->without[1];
    const double f = link->frequency > 0 && link->frequency < 1
                         ? link->frequency
                         : pcart_clone_value(PCART_CS_MARKER_FREQUENCY);
    const double mixed = (link->without[1] + f) / (n + 1);
    const double alternate = haplotypes(share, f);
    double sum = -INFINITY;

    for (int h = 0; h < 2; h++) {
        double p = link->false_share * mixed +
                   (1 - link->false_share) * (h ? 1 - w : w);
        double chance = h ? alternate : 1 - alternate;

        if (chance > 0)
            sum = pcarti_log_add(sum, log(chance) + link->with[1] * log(p) +
                                          link->with[0] * log1p(-p));
    }
    return sum;
}

/* Fragments with an allele that one of the two has and the other has not. */
static void
count_private(const pcart_origin_link *link, pcart_origin_call *out)
{
    if (isnan(link->host) || isnan(link->donor) || link->host == link->donor)
        return;
    out->n_linked += link->with[0] + link->with[1];
    for (int allele = 0; allele < 2; allele++) {
        double host = allele ? link->host : 1 - link->host;
        double donor = allele ? link->donor : 1 - link->donor;

        if (host > 0 && donor <= 0)
            out->with_host += link->with[allele];
        if (donor > 0 && host <= 0)
            out->with_donor += link->with[allele];
    }
}

static pcart_status
add_links(const pcart_origin_input *input, double log_p[PCART_N_ANCESTRY],
          pcart_origin_call *out, pcart_err *err)
{
    double host = 0, donor = 0;

    for (size_t i = 0; i < input->n_link; i++) {
        const pcart_origin_link *link = &input->link[i];

        if (link->host < 0 || link->host > 1 || link->donor < 0 ||
            link->donor > 1 || !(link->false_share >= 0) ||
            !(link->false_share <= 1))
            return pcart_err_set(err, PCART_E_RANGE,
                                 "a share beyond 0 to 1 at a marker");
        host += link_log(link, link->host);
        donor += link_log(link, link->donor);
        count_private(link, out);
    }
    log_p[PCART_ANCESTRY_HOST] += host;
    log_p[PCART_ANCESTRY_DONOR] += donor;
    /* the T cells of the product may be the host's or the donor's */
    log_p[PCART_ANCESTRY_PRODUCT] += pcarti_log_add(host, donor) - M_LN2;
    out->host_over_donor[PCART_OE_PHASE] = (host - donor) / M_LN10;
    return PCART_OK;
}

/* Which measurement would tell most. */
static pcart_origin_missing
what_is_missing(const pcart_origin_input *input)
{
    int has[PCART_N_ANCESTRY] = {0}, is_measured = 0;

    for (size_t i = 0; i < input->n_sample; i++)
        is_measured |= !isnan(input->sample[i].host);
    for (size_t i = 0; i < input->n_ancestor; i++)
        has[input->ancestor[i].of] |= input->ancestor[i].count.depth > 0;
    if (!is_measured)
        return PCART_MISSING_CHIMERISM;
    if (input->has_donor && !has[PCART_ANCESTRY_DONOR])
        return PCART_MISSING_DONOR_DNA;
    return has[PCART_ANCESTRY_HOST] ? PCART_MISSING_SORTED_CELLS
                                    : PCART_MISSING_HOST_DNA;
}

/* Prior of each origin; what does not exist has none. */
static void
set_prior(const pcart_origin_input *input, double prior[PCART_N_ANCESTRY])
{
    double sum = 0;

    memcpy(prior, input->prior, PCART_N_ANCESTRY * sizeof *prior);
    prior[PCART_ANCESTRY_UNRESOLVED] = 0;
    for (int i = 0; i < PCART_N_ANCESTRY; i++)
        sum += prior[i];
    if (!(sum > 0))
        for (int i = PCART_ANCESTRY_HOST; i < PCART_N_ANCESTRY; i++)
            prior[i] = 1;
    if (!input->has_donor)
        prior[PCART_ANCESTRY_DONOR] = 0;
    if (!input->has_product)
        prior[PCART_ANCESTRY_PRODUCT] = 0;
}

pcart_status
pcart_origin_find(const pcart_origin_input *input, pcart_origin_call *out,
                  pcart_err *err)
{
    double log_p[PCART_N_ANCESTRY] = {0}, prior[PCART_N_ANCESTRY], sum;
    double copies = input->copies > 0 ? input->copies : 2;
    pcart_origin_call call = {0};
    pcart_status status;

    call.is_trivial = !input->has_donor && !input->has_product;
    status = add_samples(input, copies, log_p, &call, err);
    if (!status)
        status = add_ancestors(input, log_p, &call, err);
    if (!status)
        status = add_links(input, log_p, &call, err);
    if (status)
        return status;
    set_prior(input, prior);
    sum = -INFINITY;
    for (int i = PCART_ANCESTRY_HOST; i < PCART_N_ANCESTRY; i++) {
        log_p[i] += log(prior[i]);
        sum = pcarti_log_add(sum, log_p[i]);
    }
    for (int i = PCART_ANCESTRY_HOST; i < PCART_N_ANCESTRY; i++) {
        call.posterior[i] = sum > -INFINITY ? exp(log_p[i] - sum) : 0;
        if (call.posterior[i] >= pcart_clone_value(PCART_CS_ORIGIN_CALL))
            call.call = (pcart_ancestry)i;
    }
    if (call.call == PCART_ANCESTRY_UNRESOLVED)
        call.missing = what_is_missing(input);
    *out = call;
    return PCART_OK;
}

pcart_germline_states
pcart_germline_expected(double host)
{
    pcart_germline_states s = {host / 2, host, (1 - host) / 2, 1 - host, 0.5};

    return s;
}

double
pcart_germline_probability(const pcart_presence_count *count, double frequency,
                           double host, double somatic)
{
    double f = frequency > 0 ? frequency : pcart_clone_value(PCART_CS_RARE);
    pcart_marker m = {.alt = count->alt, .depth = count->depth};
    double prior[3], inherited = -INFINITY, acquired = log(somatic);
    pcarti_mix mix;

    pcarti_genotype_prior(f, prior);
    for (int h = 0; h < 3; h++)
        for (int d = 0; d < 3; d++) {
            double p = (host * h + (1 - host) * d) / 2;

            if ((h == 0 && d == 0) || (host >= 1 && d > 0))
                continue;
            inherited = pcarti_log_add(
                inherited,
                log(prior[h]) + (host >= 1 ? 0 : log(prior[d])) +
                    pcarti_marker_log(&m, p, count->error, inherited_rho));
        }
    pcarti_mix_init(&mix, count, (int)count->alt, 0);
    acquired += within(&mix, 1, 2);
    return 1 / (1 + exp(acquired - inherited));
}
