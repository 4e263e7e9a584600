/* chain.h -- hidden Markov chain of the log odds of a clone's cells.
 * Layer: clone. */
#ifndef PCARTI_CHAIN_H
#define PCARTI_CHAIN_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/growth.h"

enum {
    PCARTI_CHAIN_N = 768,   /* points of the log odds */
    PCARTI_CHAIN_RATE = 121 /* rates that are tried */
};

/* Weights of all log odds, times exp(scale). */
typedef struct pcarti_message {
    double weight[PCARTI_CHAIN_N];
    double scale; /* -INFINITY: impossible */
} pcarti_message;

/* A sample on the chain, or a time that is asked about. */
typedef struct pcarti_chain_node {
    double year;
    const double *emission; /* PCARTI_CHAIN_N; NULL: no observation */
} pcarti_chain_node;

/* Between two infusions. */
typedef struct pcarti_chain_period {
    double begin, end;
    size_t first, n; /* nodes */
    double n_eff;
    const double *cell;              /* of the chain */
    double prior[PCARTI_CHAIN_RATE]; /* log, with the width of the step */
    pcarti_message *forward;         /* per rate, at the end of the period */
    pcarti_message *backward;        /* per rate, at its begin */
    pcarti_message before;           /* of all earlier ones, at its begin */
    pcarti_message after; /* of it and all later ones, at its begin */
    int is_begun;         /* a node stands before its begin */
} pcarti_chain_period;

typedef struct pcarti_chain {
    pcarti_chain_node *node;
    size_t n_node;
    pcarti_chain_period *period;
    size_t n_period;
    double copies;
    double jump_sd;
    double cell[PCARTI_CHAIN_N]; /* fraction of the cells at each point */
    double rate[PCARTI_CHAIN_RATE];
    double width[PCARTI_CHAIN_RATE];
} pcarti_chain;

/* The log odds of point i, and the VAF there. */
double pcarti_chain_odds(int i);
double pcarti_chain_vaf(const pcarti_chain *chain, int i);

/*
 * Make a chain and pass the messages.  `probe` is a further node without an
 * observation, for pcarti_chain_at; NAN: none.
 */
PCART_MUST_CHECK pcart_status pcarti_chain_make(
    const pcart_growth_input *input, const pcart_growth_options *options,
    double probe, pcart_arena *arena, pcarti_chain *chain, pcart_err *err);

/* Log-likelihood of two rates, of period p - 1 and of period p; without the
 * priors of these two. */
void pcarti_chain_pair(const pcarti_chain *chain, size_t p, double *out);

/* Log-likelihood of each rate of period p, without its prior. */
void pcarti_chain_rate(const pcarti_chain *chain, size_t p, double *out);

/* Posterior of the log odds at a node, summing to 1; 0 if impossible. */
int pcarti_chain_at(const pcarti_chain *chain, size_t node,
                    double out[PCARTI_CHAIN_N], pcart_arena *arena);

/* The node that stands for the probe. */
size_t pcarti_chain_probe(const pcarti_chain *chain);

#endif
