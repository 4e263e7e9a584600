/* diag.c -- lists of problems.  Layer: core. */
#include "postcart/diag.h"

#include <string.h>

enum { DEFAULT_LIMIT = 1000 };

void
pcart_diag_init(pcart_diag *diag, pcart_arena *arena)
{
    *diag = (pcart_diag){.arena = arena};
}

/* A copy of a text that may be NULL; says by `*is_lost` if memory is out. */
static const char *
copy_text(pcart_diag *diag, const char *text, int *is_lost)
{
    const char *copy;

    if (!text)
        return NULL;
    copy = pcart_arena_text(diag->arena, text, strlen(text));
    if (!copy)
        *is_lost = 1;
    return copy;
}

static void
count(pcart_diag *diag, pcart_severity severity)
{
    switch (severity) {
    case PCART_NOTE:
        diag->n_note++;
        break;
    case PCART_WARNING:
        diag->n_warning++;
        break;
    case PCART_ERROR:
        diag->n_error++;
        break;
    }
}

void
pcart_diag_add(pcart_diag *diag, const pcart_problem *problem)
{
    size_t limit = diag->limit ? diag->limit : DEFAULT_LIMIT;
    pcart_problem *copy;
    int is_lost = 0;

    count(diag, problem->severity);
    if (diag->n_kept >= limit)
        return;
    copy = pcart_arena_take(diag->arena, 1, sizeof *copy);
    if (!copy) {
        diag->is_out_of_memory = 1;
        return;
    }
    *copy = *problem;
    copy->where.source = copy_text(diag, problem->where.source, &is_lost);
    copy->code = copy_text(diag, problem->code, &is_lost);
    copy->message = copy_text(diag, problem->message, &is_lost);
    copy->redacted = copy_text(diag, problem->redacted, &is_lost);
    copy->hint = copy_text(diag, problem->hint, &is_lost);
    copy->excerpt = copy_text(diag, problem->excerpt, &is_lost);
    copy->next = NULL;
    if (is_lost) {
        diag->is_out_of_memory = 1;
        return;
    }
    if (diag->last)
        diag->last->next = copy;
    else
        diag->first = copy;
    diag->last = copy;
    diag->n_kept++;
}

void
pcart_diag_add_err(pcart_diag *diag, const char *code, const pcart_err *err)
{
    pcart_diag_add(diag, &(pcart_problem){
                             .severity = PCART_ERROR,
                             .status = err->status,
                             .where = err->where,
                             .code = code,
                             .message = err->message,
                             .redacted = pcart_status_name(err->status),
                             .hint = err->hint[0] ? err->hint : NULL,
                         });
}
