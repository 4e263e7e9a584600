/* clone.c -- settings, assays and rates of the clone layer.  Data only.
 * Layer: rules. */
#include "postcart/clone_rules.h"

#include <string.h>

#include "rules/cite_clone.h"

#define CALIBRATED DECIDED("chosen by simulation, doc/method/lookback.md")

// clang-format off
static const pcart_clone_setting_row setting[PCART_N_CLONE_SETTING] = {
    [PCART_CS_ALPHA] = {"alpha", 1e-3, "",
        "false positives of a patient's list, after Holm", CALIBRATED},
    [PCART_CS_BAYES_FACTOR] = {"bayes_factor", 100, "",
        "present against absent, at least, to be called pre-existing",
        DECIDED("decisive in common words")},
    [PCART_CS_LIMIT] = {"limit", 1e-3, "VAF",
        "a larger upper bound is indeterminate",
        DECIDED("what 3,000 fragments without the variant exclude")},
    [PCART_CS_MIN_DEPTH] = {"min_depth", 100, "fragments",
        "fewer are indeterminate whatever they show",
        DECIDED("the upper bound of none in 100 is 3 %")},
    [PCART_CS_MIN_FRAGMENTS] = {"min_fragments", 2, "fragments",
        "distinct fragments of a positive, at least",
        DECIDED("one molecule may be an accident of one library")},
    [PCART_CS_POWER] = {"power", 0.95, "",
        "rate of detection at the limit of detection",
        DECIDED("usual definition of LOD95")},
    [PCART_CS_LEVEL] = {"level", 0.95, "", "confidence of intervals",
        DECIDED("usual")},
    [PCART_CS_QC_ALPHA] = {"qc_alpha", 1e-3, "",
        "orientations differ from the later sample below this p", CALIBRATED},
    [PCART_CS_GUARD_ALPHA] = {"guard_alpha", 1e-3, "",
        "leak and admixture do not explain a count below this p", CALIBRATED},
    [PCART_CS_PRIOR_LOW] = {"prior_low", 1e-5, "VAF",
        "lowest fraction of the prior of the Bayes factor",
        DECIDED("about one stem cell of 1e5")},
    [PCART_CS_PRIOR_HIGH] = {"prior_high", 0.5, "VAF",
        "highest fraction of it", DECIDED("all cells, heterozygous")},
    [PCART_CS_SITE_SHRINK] = {"site_shrink", 10, "fragments",
        "false fragments, and normals, at which a site's own dispersion weighs as "
        "its class's",
        CALIBRATED},
    [PCART_CS_SAMPLE_SHRINK] = {"sample_shrink", 20, "fragments",
        "expected false fragments added to the factor of a sample", CALIBRATED},
    [PCART_CS_NORMAL_MAX_VAF] = {"normal_max_vaf", 0.05, "VAF",
        "a normal above this carries the variant and does not count there",
        DECIDED("inherited or a clone of the normal")},
    [PCART_CS_NORMAL_ALPHA] = {"normal_alpha", 1e-4, "",
        "at hotspots a normal below this p does not count",
        DECIDED("old normals have clones at hotspots")},
    [PCART_CS_CLASS_QUANTILE] = {"class_quantile", 0.99, "",
        "a site without normals errs as this quantile of its class",
        DECIDED("cautious: the site may be one of the bad ones")},
    [PCART_CS_N_EFF] = {"n_eff", 1e5, "stem cells",
        "stem cells times years between divisions",
        GROUND(WATSON_2020, PCART_MEMORY, "fit, range 0.6e5 to 2.5e5")},
    [PCART_CS_DIVISION] = {"division", 1, "per year",
        "symmetric divisions of a stem cell",
        GROUND(WATSON_2020, PCART_MEMORY, "order of size")},
    [PCART_CS_RATE_SD] = {"rate_sd", 1.5, "per year",
        "sd of the vague prior of the rate before infusion", CALIBRATED},
    [PCART_CS_CHANGE_SCALE] = {"rate_scale_after", 2, "per year",
        "scale of the t prior (4 degrees) of the rate after infusion",
        CALIBRATED},
    [PCART_CS_AGEING_SCALE] = {"ageing_scale", 0.08, "per year",
        "scale of the t distribution (4 degrees) of clones of one gene",
        GROUND(FABRE_2022, PCART_RECOMPUTED,
            "slopes: quartiles -0.003 and 0.108, 5 and 95 % -0.09 and 0.27")},
    [PCART_CS_MIN_BEFORE] = {"min_before", 2, "samples",
        "samples before infusion that the word accelerated needs",
        CALIBRATED},
    [PCART_CS_CLAIM] = {"claim", 0.975, "",
        "probability at which a claim is made",
        DECIDED("one side of an interval of 95 %")},
    [PCART_CS_MARKER_SD] = {"marker_sd", 0.05, "log odds",
        "capture bias that stays after correction",
        DECIDED("measured on public mixtures")},
    [PCART_CS_MARKER_BIAS_SD] = {"marker_bias_sd", 0.117, "log odds",
        "capture bias between markers without correction",
        DECIDED("measured on public mixtures")},
    [PCART_CS_OUTLIER] = {"outlier", 0.01, "",
        "markers that fit no genotype", DECIDED("mismapped or miscalled")},
    [PCART_CS_ORIGIN_CALL] = {"origin_call", 0.99, "",
        "posterior at which an origin is named", DECIDED("usual")},
    [PCART_CS_SWITCH] = {"template_switch", 0.01, "",
        "fragments that join two molecules, and false bases",
        DECIDED("order of size in amplified libraries")},
    [PCART_CS_GENOTYPE] = {"genotype", 0.001, "",
        "genotypes of markers that are wrong, or lost in the clone",
        DECIDED("called from samples of one person; rarer than misfits")},
    [PCART_CS_IDENTITY_NATS] = {"identity_nats", 20, "nats",
        "identity must beat an unrelated person by this", CALIBRATED},
    [PCART_CS_IDENTITY_FIT] = {"identity_fit", 2, "",
        "largest deviance per marker", CALIBRATED},
    [PCART_CS_MIN_MARKERS] = {"min_markers", 20, "markers",
        "fewer do not decide on identity", CALIBRATED},
    [PCART_CS_TREE_NATS] = {"tree_nats", 3, "nats",
        "trees that are kept below the best", DECIDED("a factor of 20")},
    [PCART_CS_FDR] = {"fdr", 0.01, "",
        "mean posterior of not being a variant in a list", DECIDED("usual")},
    [PCART_CS_GERMLINE_LOW] = {"germline_low", 0.4, "VAF",
        "stable from here ...", DECIDED("usual band of heterozygous variants")},
    [PCART_CS_GERMLINE_HIGH] = {"germline_high", 0.6, "VAF",
        "... to here looks inherited",
        DECIDED("usual band of heterozygous variants")},
    [PCART_CS_ANCESTOR] = {"ancestor", 0.5, "",
        "prior that an ancestor already carried the clone",
        DECIDED("neither is likelier before it is looked at")},
    [PCART_CS_SITE_PRIOR] = {"site_prior", 1e-6, "",
        "a variant at one allele of one site that is no hotspot",
        DECIDED("one in a panel of 300,000 alleles in one of three people")},
    [PCART_CS_ARTEFACT_PRIOR] = {"artefact_prior", 1e-4, "",
        "damage in one orientation at one allele of one site",
        DECIDED("commoner than variants")},
    [PCART_CS_RARE] = {"rare", 1e-5, "",
        "population frequency of a variant that was never seen",
        DECIDED("about one allele of 1e5 genomes")},
    [PCART_CS_QC_MAP_QUALITY] = {"qc_map_quality", 10, "phred",
        "reads of a variant may map worse than the others by this",
        DECIDED("a factor of ten in the chance of a wrong place")},
    [PCART_CS_QC_MISMATCH] = {"qc_mismatch", 2, "bases",
        "mismatches that reads of a variant may have more than the others",
        DECIDED("reads of a similar gene differ in several bases")},
    [PCART_CS_MARKER_SEEN] = {"marker_seen", 0.2, "VAF",
        "a place where a normal or the patient shows this much is a marker",
        DECIDED("half-way between error and heterozygous")},
    [PCART_CS_MARKER_FREQUENCY] = {"marker_frequency", 0.3, "",
        "frequency of a marker's allele where no normals tell it",
        DECIDED("usual of common variants that one person shows")},
    [PCART_CS_EMERGENT_VAF] = {"emergent_vaf", 0.02, "VAF",
        "a mutation that only the later sample shows is emergent from here on, "
        "if the earlier one would have shown so much",
        DECIDED("usual lower limit of clonal haematopoiesis")},
};

static const pcart_assay assay[] = {
    /* name        error: most, least; between libraries: background, signal;
                   raw reads of a family, of either strand */
    {"raw",        1e-3,   1e-4, 1e-4, 2e-4, 0, 0,
        DECIDED("reads without barcodes")},
    {"consensus",  1e-4,   1e-5, 1e-5, 2e-5, 3, 0,
        DECIDED("families of one strand")},
    {"duplex",     1.5e-5, 1e-6, 1e-5, 2e-5, 4, 2,
        DECIDED("families of both strands")},
};

#define FABRE GROUND(FABRE_2022, PCART_RECOMPUTED, \
    "median log-logistic slope, 2 points above 0.3 % over 3 years")
static const pcart_ageing ageing[] = {
    {"",       0.051, FABRE},
    {"TET2",   0.050, FABRE},
    {"DNMT3A", 0.047, FABRE},
    {"ASXL1",  0.075, FABRE},
    {"SF3B1",  0.099, FABRE},
    {"TP53",   0.042, FABRE},
    {"PPM1D",  0.047, FABRE},
    {"CBL",    0.042, FABRE},
    {"SRSF2",  0.100, FABRE},
    {"JAK2",   0.065, FABRE},
    {"BCORL1", 0.004, FABRE},
};
// clang-format on

const pcart_clone_setting_row *
pcart_clone_settings(void)
{
    return setting;
}

double
pcart_clone_value(pcart_clone_setting id)
{
    return setting[id].value;
}

const pcart_assay *
pcart_assay_list(size_t *n)
{
    *n = PCART_COUNTOF(assay);
    return assay;
}

const pcart_assay *
pcart_assay_find(const char *name)
{
    for (size_t i = 0; i < PCART_COUNTOF(assay); i++)
        if (strcmp(assay[i].name, name) == 0)
            return &assay[i];
    return NULL;
}

const pcart_ageing *
pcart_ageing_list(size_t *n)
{
    *n = PCART_COUNTOF(ageing);
    return ageing;
}

const pcart_ageing *
pcart_ageing_find(const char *gene)
{
    for (size_t i = 1; i < PCART_COUNTOF(ageing); i++)
        if (strcmp(ageing[i].gene, gene) == 0)
            return &ageing[i];
    return &ageing[0];
}
