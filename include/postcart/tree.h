/* tree.h -- which clone came out of which.  Layer: clone. */
#ifndef POSTCART_TREE_H
#define POSTCART_TREE_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/err.h"
#include "postcart/presence.h"

enum { PCART_TREE_MAX_VARIANT = 8, PCART_TREE_MAX_KEPT = 64 };

/** Parent that stands for the unmutated stem cells. */
#define PCART_TREE_ROOT (-1)

typedef enum pcart_tree_pair {
    PCART_PAIR_UNKNOWN,
    PCART_PAIR_TOGETHER, /**< seen on one fragment: one line of descent */
    PCART_PAIR_APART     /**< never on one fragment that could show both */
} pcart_tree_pair;

typedef struct pcart_tree_input {
    const pcart_presence_count *count; /**< n_variant times n_sample */
    size_t n_variant, n_sample;
    const double *copies;        /**< per variant; NULL: all 2 */
    const pcart_tree_pair *pair; /**< n_variant squared; NULL: unknown */
} pcart_tree_input;

typedef struct pcart_tree {
    signed char parent[PCART_TREE_MAX_VARIANT];
    double probability; /**< among all trees */
} pcart_tree;

typedef struct pcart_tree_set {
    pcart_tree best; /**< most frequent parent of each variant, if that is a
                          tree; otherwise the most probable tree */
    int is_consensus;
    double support[PCART_TREE_MAX_VARIANT]; /**< of each parent in @c best */
    const pcart_tree *tree;                 /**< by probability, in the arena */
    size_t n_tree;
    size_t n_near; /**< trees within the limit, kept or not */
} pcart_tree_set;

/**
 * Try every tree of up to eight variants: in each sample the fractions of the
 * children fit into their parent's.
 *
 * @return PCART_OK; PCART_E_RANGE for too many variants or none;
 *         PCART_E_DEGENERATE if no tree fits; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_tree_find(const pcart_tree_input *input, pcart_arena *arena,
                pcart_tree_set *out, pcart_err *err);

#endif
