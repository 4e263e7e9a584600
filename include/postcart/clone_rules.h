/* clone_rules.h -- numbers that the clone layer rests on, with their sources.
 * Layer: rules. */
#ifndef POSTCART_CLONE_RULES_H
#define POSTCART_CLONE_RULES_H

#include <stddef.h>

#include "postcart/rules.h"

/** Limits and constants of the methods (doc/method/lookback.md and others). */
typedef enum pcart_clone_setting {
    PCART_CS_ALPHA,          /**< false-positive rate of a patient's list */
    PCART_CS_BAYES_FACTOR,   /**< smallest Bayes factor of "pre-existing" */
    PCART_CS_LIMIT,          /**< UB95 at most this: "not detectable above" */
    PCART_CS_MIN_DEPTH,      /**< fewer fragments: indeterminate */
    PCART_CS_MIN_FRAGMENTS,  /**< distinct fragments of a positive */
    PCART_CS_POWER,          /**< detection rate that LOD95 stands for */
    PCART_CS_LEVEL,          /**< of intervals */
    PCART_CS_QC_ALPHA,       /**< orientations differ below this p */
    PCART_CS_GUARD_ALPHA,    /**< a positive is more than leak or admixture
                                  explains only below this p */
    PCART_CS_PRIOR_LOW,      /**< lowest fraction of the Bayes factor's prior */
    PCART_CS_PRIOR_HIGH,     /**< highest fraction of it */
    PCART_CS_SITE_SHRINK,    /**< reads at which site and class weigh alike */
    PCART_CS_SAMPLE_SHRINK,  /**< pseudo-reads of the factor of a sample */
    PCART_CS_NORMAL_MAX_VAF, /**< a normal above this does not count there */
    PCART_CS_NORMAL_ALPHA,   /**< nor at a hotspot below this p */
    PCART_CS_CLASS_QUANTILE, /**< site without normals: quantile of its class */
    PCART_CS_N_EFF,          /**< stem cells times years of a generation */
    PCART_CS_DIVISION,       /**< symmetric divisions per cell and year */
    PCART_CS_RATE_SD,        /**< prior of the rate before infusion, per year */
    PCART_CS_CHANGE_SCALE,   /**< prior of the rate after it: t4, per year */
    PCART_CS_AGEING_SCALE,   /**< between clones round the gene's rate: t4 */
    PCART_CS_MIN_BEFORE,     /**< samples before that "accelerated" needs */
    PCART_CS_CLAIM,          /**< probability at which a claim is made */
    PCART_CS_MARKER_SD, /**< capture bias left after correction, log odds */
    PCART_CS_MARKER_BIAS_SD, /**< capture bias without correction, log odds */
    PCART_CS_OUTLIER,        /**< share of markers that do not fit */
    PCART_CS_ORIGIN_CALL,    /**< posterior at which an origin is named */
    PCART_CS_SWITCH,         /**< fragments that join two molecules */
    PCART_CS_GENOTYPE,       /**< genotypes of markers that are wrong */
    PCART_CS_IDENTITY_NATS,  /**< log-likelihood that identity must win by */
    PCART_CS_IDENTITY_FIT,   /**< largest deviance per marker */
    PCART_CS_MIN_MARKERS,    /**< fewer: indeterminate */
    PCART_CS_TREE_NATS,      /**< trees kept below the best */
    PCART_CS_FDR,            /**< of discovery */
    PCART_CS_GERMLINE_LOW,   /**< stable between these: looks inherited */
    PCART_CS_GERMLINE_HIGH,
    PCART_CS_ANCESTOR, /**< prior that an ancestor already carried the clone */
    PCART_CS_SITE_PRIOR,     /**< of a variant at one allele of one site */
    PCART_CS_ARTEFACT_PRIOR, /**< of damage there, in one orientation */
    PCART_CS_RARE,           /**< frequency of a variant that was never seen */
    PCART_CS_QC_MAP_QUALITY, /**< mapping quality lost by a variant's reads */
    PCART_CS_QC_MISMATCH,    /**< mismatches that its reads have more */
    PCART_CS_MARKER_SEEN,    /**< fraction that makes a place a marker */
    PCART_CS_MARKER_FREQUENCY, /**< of markers that no normals tell of */
    PCART_CS_EMERGENT_VAF,     /**< least fraction of an emergent mutation */
    PCART_N_CLONE_SETTING
} pcart_clone_setting;

typedef struct pcart_clone_setting_row {
    const char *name; /**< "alpha" */
    double value;
    const char *unit;    /**< "" for a share */
    const char *meaning; /**< a sentence */
    pcart_ground ground;
} pcart_clone_setting_row;

/** All settings, by pcart_clone_setting. */
PCART_API const pcart_clone_setting_row *pcart_clone_settings(void);
PCART_API double pcart_clone_value(pcart_clone_setting setting);

/** What is assumed of a way of sequencing where nothing was measured. */
typedef struct pcart_assay {
    const char *name;      /**< "raw", "consensus", "duplex" */
    double error;          /**< false fragments per fragment, at most */
    double typical;        /**< and at least */
    double background_rho; /**< between libraries, of the error */
    double signal_rho;     /**< between libraries, of a true fraction */
    int family, duplex;    /**< raw reads of a consensus read, at least, and of
                                either strand; 0: no consensus reads */
    pcart_ground ground;
} pcart_assay;

PCART_API const pcart_assay *pcart_assay_list(size_t *n);
/** One by its name; NULL when there is none. */
PCART_API const pcart_assay *pcart_assay_find(const char *name);

/** How fast clones with a mutation of a gene grow with age alone. */
typedef struct pcart_ageing {
    const char *gene; /**< "" for all genes together */
    double rate;      /**< median slope of the log odds, per year */
    pcart_ground ground;
} pcart_ageing;

PCART_API const pcart_ageing *pcart_ageing_list(size_t *n);
/** The row of a gene, or that of all genes; never NULL. */
PCART_API const pcart_ageing *pcart_ageing_find(const char *gene);

/** What makes a change in a gene count as clonal haematopoiesis. */
typedef enum pcart_chip_change {
    PCART_CHIP_TRUNCATING, /**< stop, frameshift, essential splice site */
    PCART_CHIP_MISSENSE,   /**< between two residues */
    PCART_CHIP_INFRAME,    /**< deletion or insertion between two residues */
    PCART_CHIP_ARTEFACT    /**< frequent artefact: only above a fraction */
} pcart_chip_change;

typedef struct pcart_chip_rule {
    const char *gene;
    pcart_chip_change change;
    int first, last;   /**< residues, or exons if is_exon; 0: anywhere */
    int is_exon;       /**< first and last are exons */
    const char *words; /**< protein change as written, "R882H"; or NULL */
    double min_vaf;    /**< 0: no limit of its own */
    pcart_ground ground;
} pcart_chip_rule;

PCART_API const pcart_chip_rule *pcart_chip_list(size_t *n);

/** What the table of clonal haematopoiesis says of a change. */
typedef enum pcart_chip_answer {
    PCART_CHIP_UNLISTED, /**< the gene is not in the table */
    PCART_CHIP_NO,       /**< the gene is, the change is not */
    PCART_CHIP_UNCLEAR,  /**< the protein change or exon is not known */
    PCART_CHIP_YES,
    PCART_CHIP_DOUBTFUL /**< a frequent artefact below its fraction */
} pcart_chip_answer;

/**
 * Look a change up.
 *
 * @param protein  "p.R882H", "R882H", "p.Gly646TrpfsTer12", "p.W288fs"; or ""
 * @param exon     0 when not known
 * @param vaf      fraction; NAN when not known
 * @param rule     set to the row that decided, or NULL; may be NULL
 */
PCART_API pcart_chip_answer pcart_chip_look_up(const char *gene,
                                               const char *protein, int exon,
                                               double vaf,
                                               const pcart_chip_rule **rule);

/** "yes", "no", "unclear", "unlisted", "doubtful". */
PCART_API const char *pcart_chip_answer_name(pcart_chip_answer answer);

#endif
