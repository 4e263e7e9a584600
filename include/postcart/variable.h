/* variable.h -- a column of the analysis, and its comparison between groups.
 * Layer: study. */
#ifndef POSTCART_VARIABLE_H
#define POSTCART_VARIABLE_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/err.h"
#include "postcart/quantile.h"
#include "postcart/test.h"

typedef enum pcart_variable_kind {
    PCART_VARIABLE_NUMBER,
    PCART_VARIABLE_CATEGORY
} pcart_variable_kind;

/** Where a variable is shown; a set is a sum. */
enum {
    PCART_ROLE_BASELINE = 1,  /**< known before the infusion */
    PCART_ROLE_GRADE = 2,     /**< a measure of haematotoxicity */
    PCART_ROLE_SMN = 4,       /**< compared between SMN and no SMN */
    PCART_ROLE_RESPONSE = 8,  /**< responses, grafts and boosts */
    PCART_ROLE_TOXICITY = 16, /**< CRS, neurotoxicity, hyperinflammation */
    PCART_ROLE_INFECTION = 32
};

/**
 * One value per subject.  A subject without a value has NAN or -1 and, where
 * the array is there, a reason: missing is not normal, and is counted.
 */
typedef struct pcart_variable {
    const char *name;  /**< column name in the tables: "age" */
    const char *title; /**< "Age at infusion" */
    const char *unit;  /**< "" when there is none */
    pcart_variable_kind kind;
    unsigned roles;
    const char *rule;         /**< rule set id; "" when there is none */
    const char *definition;   /**< one sentence; "" when the title says it */
    const char *const *level; /**< categories in their order */
    size_t n_level;
    int shown_level; /**< of two levels only this one is printed; -1: all */
    int is_untested; /**< a distribution that no test is made of */
    const double *number;      /**< numbers only */
    const int *code;           /**< categories only: index into level */
    const char *const *reason; /**< why there is no value; or NULL */
} pcart_variable;

/** One variable in one group. */
typedef struct pcart_variable_cell {
    size_t n;       /**< subjects in the group */
    size_t n_known; /**< of them with a value: the denominator */
    int has_summary;
    pcart_summary summary; /**< numbers; quantiles of type 7 */
    const int *count;      /**< categories: one per level */
} pcart_variable_cell;

/** One variable in all groups, with its test. */
typedef struct pcart_variable_row {
    const pcart_variable *variable;
    const pcart_variable_cell *cell; /**< all subjects, then each group */
    int has_test;                    /**< 0 with fewer than two groups */
    pcart_test test;
    int has_odds;    /**< two groups, two levels */
    pcart_test odds; /**< of the shown level in the second group */
    double min_expected;
} pcart_variable_row;

/** Variables between groups: a baseline table and its kin. */
typedef struct pcart_comparison {
    const char *name;  /**< of its tables: "baseline" */
    const char *title; /**< "Patients before infusion" */
    const char *by;    /**< "sex"; "" when there are no groups */
    const char *const *group_label;
    size_t n_group;   /**< 0 or 1: no groups, no tests */
    const int *group; /**< per subject; -1: in no group */
    size_t n_subject; /**< all, also those in no group */
    const size_t *group_n;
    const pcart_variable_row *row;
    size_t n_row;
} pcart_comparison;

/** What to compare by. */
typedef struct pcart_grouping {
    const char *by;
    const char *const *label;
    size_t n_group;
    const int *group; /**< per subject, -1: in no group; NULL: no groups */
    size_t n_subject;
} pcart_grouping;

/** The columns that a comparison chooses from. */
typedef struct pcart_variable_list {
    const pcart_variable *variable;
    size_t n;
} pcart_variable_list;

/**
 * Compare the chosen variables between groups.  Two by two counts are tested
 * by Fisher's exact test if an expected count is below 5 and else by Pearson's
 * uncorrected test, other counts by Pearson's, numbers by the Wilcoxon or
 * Kruskal-Wallis test.  A test that cannot be made says so.
 *
 * @param roles  variables with any of these roles are taken, in their order
 * @param out    filled on success; name and title are the caller's to set
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_comparison_make(const pcart_variable_list *list, unsigned roles,
                      const pcart_grouping *grouping, pcart_arena *arena,
                      pcart_comparison *out, pcart_err *err);

#endif
