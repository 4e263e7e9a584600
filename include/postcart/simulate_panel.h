/* simulate_panel.h -- sequenced samples of one synthetic patient, with the
 * truth.  Layer: study. */
#ifndef POSTCART_SIMULATE_PANEL_H
#define POSTCART_SIMULATE_PANEL_H

#include <stdint.h>

#include "postcart/api.h"
#include "postcart/err.h"
#include "postcart/simulate.h"

/** What to make.  Zero is valid; every 0 means the default in brackets. */
typedef struct pcart_panel_options {
    uint64_t seed;
    uint32_t n_target;      /**< [40] stretches, 10,000 bases apart */
    uint32_t target_length; /**< [500] at most 5,000 */
    uint32_t depth;         /**< [1000] molecules per position */
    uint32_t read_length;   /**< [150] at most 250 */
    uint32_t fragment;      /**< [220] mean length of molecules */
    uint32_t n_variant;     /**< [20] at most one per target */
    uint32_t n_normal;      /**< [5] persons without clones */
    uint32_t duplication;   /**< [few] bases of the fourth variant, a tandem
                               duplication; at most 200 */
    double error;      /**< [1e-4] of the library, per base; varies by site */
    double sequencing; /**< [1] factor of the sequencer's own errors */
    double duplicate;  /**< [0] share of molecules that are read twice, the
                          second time marked as a duplicate */
    uint32_t family;   /**< [0] mean family size: reads are consensus reads
                          with tags cD, aD and bD */
    double host;       /**< [1] share of host cells; below 1: after allograft */
    double leak;       /**< [0] of post-1 in the library of pre-1 */
    double admixture;  /**< [0] of a stranger in the library of pre-1, who has
                          the patient's new variants at 40 % */
    double transgene;  /**< [0] copies of the CAR transgene per genome after the
                          infusion, on a contig CAR */
    double growth;     /**< [1.5] highest growth rate of a clone, per year */
    uint32_t bottleneck; /**< [2000] stem cells after lymphodepletion */
    int is_swapped;      /**< post-1 holds another person's blood */
    int only_first;      /**< write only the first sample: for measuring */
} pcart_panel_options;

/**
 * Write a panel to a folder: reference.fa with its index, panel.bed, a BAM
 * with its index for each sample (pre-2, pre-1, post-1, post-2 of the patient
 * at -180, -7, 90 and 365 days; host and donor before the allograft when there
 * was one; normal-01 ...), truth.tsv (each variant in each sample: the share
 * of cells, the molecules that cover it and those that carry it), snps.tsv
 * (genotypes), host.tsv (days and host shares), README.txt, and the canonical
 * tables of the case, with what a laboratory would report from 2 % on.  Where
 * a stranger's DNA is admixed, his variants are a second patient's.
 *
 * The same options give the same records on every machine.  What is drawn is
 * not what the look-back assumes: errors vary between sites log-normally,
 * damage hits one orientation, sequencing errors follow the qualities, and
 * clones drift (doc/method/count.md).
 *
 * @param folder  is there already
 * @param write   receives the text files
 * @return PCART_OK; PCART_E_RANGE for impossible options; PCART_E_IO;
 *         PCART_E_NOMEM; what @p write returns
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_simulate_panel(const pcart_panel_options *options, const char *folder,
                     pcart_simulate_write *write, void *ctx, pcart_err *err);

#endif
