/* study_work.h -- what the two parts of the study file reader share.
 * Layer: read. */
#ifndef PCARTI_STUDY_WORK_H
#define PCARTI_STUDY_WORK_H

#include "postcart/study_file.h"
#include "read/yaml.h"

/* The work on one file. */
typedef struct pcarti_study_work {
    const char *source, *bytes;
    size_t length;
    pcart_arena *arena;
    pcart_diag *diag;
    pcart_study_file out;
    pcart_status status; /* of the first problem */
    int is_out_of_memory;
    const char *name;       /* key that is taken */
    const pcarti_yaml *key; /* where it stands; NULL when it does not */
} pcarti_study_work;

/* Add an error at a byte of the file. */
void pcarti_study_add(pcarti_study_work *work, size_t offset, size_t length,
                      pcart_status status, const char *code,
                      const char *message, const char *hint);

/* Take all keys of the document into work->out. */
void pcarti_study_take(pcarti_study_work *work, const pcarti_yaml *root);

#endif
