/* case_gather.h -- the facts of a case while they are read.  Layer: study. */
#ifndef PCARTI_CASE_GATHER_H
#define PCARTI_CASE_GATHER_H

#include "study/case_facts.h"

/* Facts being gathered. */
typedef struct gathering {
    pcarti_facts *out;
    pcart_arena *arena;
    pcart_err *err;
    pcart_lab *lab;
    size_t m_lab;
    pcart_fixed *limit; /* lower limits of normal, from 1 on */
    size_t n_limit, m_limit;
    pcart_support *support;
    size_t m_support;
    pcart_transplant *graft;
    size_t m_graft;
    pcart_marrow_row *marrow;
    size_t m_marrow;
    pcart_karyotype_row *karyotype;
    size_t m_karyotype;
    pcart_sample *sample;
    size_t m_sample;
    pcart_chimerism *chimerism;
    size_t m_chimerism;
    pcart_response *response;
    size_t m_response;
    pcart_sign *sign; /* one row per day, by day */
    size_t m_sign;
    pcart_toxicity *toxicity;
    size_t m_toxicity;
    pcart_event *event;
    size_t m_event;
    pcart_acknowledgement *seen;
    size_t m_seen;
    pcart_infusion *infusion; /* two of them */
    uint32_t line;
    pcart_status status;
} gathering;

/* Note the first thing that is wrong. */
void pcarti_gather_fault(gathering *g, const char *what, const char *text);

/* Whether memory was there, and nothing is wrong so far. */
int pcarti_gather_is_ready(gathering *g, const void *list);

/* One more row, all 0, at the end of `list`, which patient.`member` counts. */
#define PCARTI_GATHER(g, list, member)                                         \
    pcarti_gather_row(g, (void **)&(g)->list, &(g)->m_##list,                  \
                      &(g)->out->patient.n_##member, sizeof *(g)->list)
int pcarti_gather_row(gathering *g, void **list, size_t *room, size_t *n,
                      size_t size);

/* case_labs.c: a value on some days, with its unit and its lower limit of
 * normal where they are written. */
void pcarti_gather_labs(gathering *g, pcart_analyte analyte, char *days,
                        char *value);

/* case_bedside.c: findings, recorded toxicities and infections, birth, a death
 * with its cause; 0 when the fact is none of them. */
int pcarti_gather_bedside(gathering *g, char *text);

#endif
