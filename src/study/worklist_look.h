/* worklist_look.h -- one patient on one day, and what a rule says of them.
 * Layer: study. */
#ifndef PCARTI_WORKLIST_LOOK_H
#define PCARTI_WORKLIST_LOOK_H

#include "postcart/grade.h"
#include "postcart/series.h"
#include "postcart/worklist.h"

/* Results that rules ask for. */
enum {
    PCARTI_LOOK_EARLY,
    PCARTI_LOOK_LATE,
    PCARTI_LOOK_LATE_PLATELETS,
    PCARTI_LOOK_HEMATOTOX,
    PCARTI_LOOK_DAY_90,
    PCARTI_N_LOOK
};

/* The lineages, in the order in which they are named. */
enum { PCARTI_N_LINEAGE = 3 };
extern const pcart_analyte pcarti_lineage[PCARTI_N_LINEAGE];

/* What is known of one patient; the same for every rule. */
typedef struct pcarti_look {
    const pcart_patient *patient; /* as known on the day */
    const pcart_course *course;   /* of the latest infusion given */
    const pcart_infusion *infusion;
    const pcart_infusion *planned; /* the next infusion to come; or NULL */
    pcart_date at;
    int today; /* day of `at` in the course */
    int last;  /* last day on which counts are of this course */
    const pcart_result *result[PCARTI_N_LOOK];
    pcart_series series[PCARTI_N_LINEAGE]; /* platelets: transfused marked */
    pcart_arena *arena;                    /* texts and evidence: kept */
    pcart_arena *scratch; /* what the next patient does not need */
    pcart_err *err;
    pcart_status status;
} pcarti_look;

enum { PCARTI_MAX_EVIDENCE = 12 };

typedef enum pcarti_verdict {
    PCARTI_NOT_ASKED, /* the rule does not concern the patient today */
    PCARTI_NO,
    PCARTI_YES,
    PCARTI_OPEN /* the data do not say: see `why` */
} pcarti_verdict;

/* What one rule says. */
typedef struct pcarti_trigger {
    const pcart_worklist_rule *rule;
    pcarti_verdict verdict;
    const char *why;
    pcart_date since, due;
    pcart_date from;  /* examinations and acknowledgements from here on count */
    unsigned asks;    /* examinations that are asked for */
    unsigned missing; /* those without an answer */
    int is_done;
    pcart_entry_evidence evidence[PCARTI_MAX_EVIDENCE];
    size_t n_evidence;
} pcarti_trigger;

/* Text in the arena; "" and a failed look when memory is out. */
const char *pcarti_look_print(pcarti_look *look, const char *format, ...)
    PCART_PRINTF(2, 3);

/* "platelets 32 10^9/L": with the sign of a bounded value. */
const char *pcarti_look_value(pcarti_look *look, pcart_analyte analyte,
                              pcart_fixed value, int censor);
/* "< 50 10^9/L" */
const char *pcarti_look_limit(pcarti_look *look, pcart_analyte analyte,
                              pcart_op op, pcart_fixed limit);

/* One more row behind a trigger; what does not fit is left out. */
void pcarti_trigger_add(pcarti_trigger *trigger, pcart_table_id table,
                        uint32_t line, pcart_date date, const char *text);

/* A trigger that holds, or one that cannot be judged. */
void pcarti_trigger_set(pcarti_trigger *trigger, const char *why,
                        pcart_date since, int due_days);
void pcarti_trigger_open(pcarti_trigger *trigger, const char *why);

/* The first and the last examination of a kind (one PCART_ASK_ flag) from one
 * date to another; PCART_DATE_NONE. */
pcart_date pcarti_look_first(const pcarti_look *look, unsigned ask,
                             pcart_date from, pcart_date to);
pcart_date pcarti_look_last(const pcarti_look *look, unsigned ask,
                            pcart_date from, pcart_date to);

/* The date of a day of the course. */
pcart_date pcarti_look_date(const pcarti_look *look, int day);

/* Whether the patient had such a graft before the infusion; its row in
 * `out`, which may be NULL. */
int pcarti_look_graft_before(const pcarti_look *look,
                             pcart_transplant_kind kind,
                             const pcart_transplant **out);

/* Whether a count is a cytopenia: 1, 0, -1 when a bounded value leaves it
 * open. */
int pcarti_look_is_low(const pcart_day_value *day, pcart_analyte analyte);

/* "platelets 32 10^9/L on day 30 (limit < 50 10^9/L)", and its row. */
const char *pcarti_look_low(pcarti_look *look, pcart_analyte analyte,
                            const pcart_day_value *day);
void pcarti_trigger_day(pcarti_look *look, pcarti_trigger *trigger,
                        pcart_analyte analyte, const pcart_day_value *day);

/* The rules. */
typedef void pcarti_ask(pcarti_look *look, pcarti_trigger *trigger);
pcarti_ask pcarti_ask_early, pcarti_ask_day_30, pcarti_ask_day_90,
    pcarti_ask_late, pcarti_ask_relapse, pcarti_ask_red_cells, pcarti_ask_clone,
    pcarti_ask_pretreated, pcarti_ask_grafted, pcarti_ask_boost,
    pcarti_ask_follow_up, pcarti_ask_planned;

#endif
