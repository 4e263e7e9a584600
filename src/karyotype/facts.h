/* facts.h -- shared by the files that find facts.  Layer: karyotype. */
#ifndef PCARTI_KARYOTYPE_FACTS_H
#define PCARTI_KARYOTYPE_FACTS_H

#include "postcart/karyotype.h"

typedef struct pcarti_kfinder {
    const pcart_karyotype *k;
    const pcart_karyotype_options *options;
    pcart_arena *arena;
    pcart_cytogenetics *cyto;
    pcart_kcounted *counted; /* distinct abnormalities */
    size_t n_counted;
    const pcart_count_rule *rule[PCART_N_COUNT];
    uint16_t *copies;  /* of each in the clone at hand; zero between uses */
    uint16_t *slot;    /* event id -> counted + 1 */
    size_t first, end; /* clones of the side */
    pcart_kproof *proof;
    size_t n_proof, m_proof;
    uint32_t gained, lost; /* whole chromosomes, clonal, by bit */
    uint32_t replaced;     /* in -7,+der(7)...: the loss is no monosomy */
    int is_out_of_memory;
} pcarti_kfinder;

/* The event that spells out a bare form, or the event itself. */
const pcart_kevent *pcarti_kevent_full(const pcart_karyotype *k,
                                       const pcart_kevent *e);
/* Chromosomes that an event names, its parts included, by bit. */
uint32_t pcarti_kevent_named(const pcart_karyotype *k, const pcart_kevent *e);
/* How a derivative stands beside others: 1 when its partner is there too. */
int pcarti_kevent_is_balanced(const pcarti_kfinder *f, const pcart_kevent *e);
/* Both breaks at centromeres: der(1;7)(q10;p10). */
int pcarti_kevent_is_whole_arm(const pcart_karyotype *k, const pcart_kevent *e);

/* Facts of single abnormalities (fact.c). */
void pcarti_karyotype_prove(pcarti_kfinder *f);
/* Numbers of abnormalities and what follows from them (count.c). */
void pcarti_karyotype_count(pcarti_kfinder *f);

#endif
