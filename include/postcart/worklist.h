/* worklist.h -- who needs a look, why, since when, and by when.
 * Layer: study. */
#ifndef POSTCART_WORKLIST_H
#define POSTCART_WORKLIST_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/cohort.h"
#include "postcart/err.h"
#include "postcart/profile.h"
#include "postcart/worklist_rules.h"

/** What stands on the list first is smallest. */
typedef enum pcart_entry_state {
    PCART_ENTRY_OVERDUE,      /**< due before the day of the list */
    PCART_ENTRY_OPEN,         /**< due soon */
    PCART_ENTRY_UPCOMING,     /**< due later: see the number "upcoming" */
    PCART_ENTRY_ACKNOWLEDGED, /**< somebody says why it may rest */
    PCART_ENTRY_DONE,         /**< answered by examinations or by recovery */
    PCART_ENTRY_NOT_EVALUABLE /**< the data do not say: see why */
} pcart_entry_state;

/** A row of a table that makes the entry. */
typedef struct pcart_entry_evidence {
    pcart_table_id table;
    uint32_t line;
    pcart_date date;
    const char *text; /**< "platelets 32 10^9/L" */
} pcart_entry_evidence;

/** One rule that one patient meets. */
typedef struct pcart_worklist_entry {
    const pcart_worklist_rule *rule;
    const pcart_patient *patient;
    int infusion;    /**< the latest one given */
    pcart_date day0; /**< of that infusion */
    pcart_entry_state state;
    const char *why;  /**< value and threshold; or why not evaluable */
    pcart_date since; /**< PCART_DATE_NONE when nothing has happened yet */
    pcart_date due;   /**< PCART_DATE_NONE when not evaluable */
    unsigned missing; /**< PCART_ASK_ flags still to be done */
    const pcart_entry_evidence *evidence;
    size_t n_evidence;
    const pcart_acknowledgement *acknowledgement; /**< or NULL */
    const pcart_lab *last_anc, *last_platelets;   /**< or NULL */
} pcart_worklist_entry;

/** What became of one rule: its denominators. */
typedef struct pcart_worklist_count {
    size_t n_asked; /**< patients whom the rule concerns on that day */
    size_t n[PCART_ENTRY_NOT_EVALUABLE + 1]; /**< by pcart_entry_state */
} pcart_worklist_count;

/** A worklist.  Owned by the arena; patients are borrowed. */
typedef struct pcart_worklist {
    pcart_date at;
    pcart_worklist_entry *entry; /**< by state, urgency, due date, patient */
    size_t n_entry, m_entry;
    pcart_worklist_count count[PCART_N_WORKLIST_RULE];
    size_t n_patient; /**< of the cohort */
    size_t n_dead;    /**< by the day of the list: no entries */
    size_t n_before;  /**< without an infusion until that day */
} pcart_worklist;

/** How to make one.  Zero is valid. */
typedef struct pcart_worklist_options {
    pcart_date at;                /**< the day; 0 with has_at 0 */
    int has_at;                   /**< otherwise pcart_worklist_last_date */
    const pcart_profile *profile; /**< NULL: the default choices */
} pcart_worklist_options;

/**
 * The last date of any row of the cohort; infusions after a patient's first
 * may be planned, and do not count.  PCART_DATE_NONE without any date.
 */
PCART_API pcart_date pcart_worklist_last_date(const pcart_cohort *cohort);

/**
 * Ask every rule of every patient, knowing only what was known on the day.
 * The rules look at the latest infusion given; a later one is a planned one.
 *
 * @param arena  owns entries and texts
 * @return PCART_OK; PCART_E_DEGENERATE when there is no date at all;
 *         PCART_E_NOMEM
 *
 * Pure: no I/O, clock or global state.
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_worklist_make(
    const pcart_cohort *cohort, const pcart_worklist_options *options,
    pcart_arena *arena, pcart_worklist *out, pcart_err *err);

/** "overdue", "open", "upcoming", "acknowledged", "done", "not evaluable". */
PCART_API const char *pcart_entry_state_name(pcart_entry_state state);

#endif
