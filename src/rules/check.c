/*
 * check.c -- faults that a table can have by itself: gaps, overlaps, rows that
 * never decide, grades against severity, numbers without a source.
 * Layer: rules.
 */
#include <limits.h>
#include <string.h>

#include "postcart/worklist_rules.h"
#include "rules/cite.h"
#include "rules/cite_clone.h"
#undef GROUND /* each of the two has its own; none is used here */
#include "rules/cite_myeloid.h"

static pcart_status
fault(pcart_err *err, const pcart_rule_set *set, size_t row, const char *what)
{
    return pcart_err_set(err, PCART_E_INCONSISTENT, "'%s', row %d: %s", set->id,
                         (int)row + 1, what);
}

static int
is_empty(const char *text)
{
    return !text || text[0] == '\0';
}

/* A number has a source and a mark that fit, or is a decision with reason. */
static const char *
ground_fault(const pcart_ground *ground)
{
    if (!ground->cite)
        return ground->mark != PCART_DECISION ? "no source"
               : is_empty(ground->place)      ? "a decision without a reason"
                                              : NULL;
    if (ground->mark == PCART_DECISION)
        return "a decision cites no source: say where the number is from";
    return pcart_cite_find(ground->cite->key) != ground->cite
               ? "a source that is not in the list"
               : NULL;
}

static int
is_upper(pcart_op op)
{
    return op == PCART_LT || op == PCART_LE;
}

static int
is_lower(pcart_op op)
{
    return op == PCART_GT || op == PCART_GE;
}

/* Everything at or below the first limit is so for the second one too. */
static int
is_within(pcart_op op_a, pcart_fixed a, pcart_op op_b, pcart_fixed b)
{
    return a < b || (a == b && (op_a == op_b || op_b == PCART_LE));
}

static int
window_days(const pcart_rule_set *set)
{
    int first = pcart_rules_policy_days(set, PCART_POLICY_WINDOW_FIRST, 0);
    int last = pcart_rules_policy_days(set, PCART_POLICY_WINDOW_LAST, INT_MAX);

    return last == INT_MAX ? INT_MAX : last - first + 1;
}

static pcart_status
check_depth(const pcart_rule_set *set, pcart_err *err)
{
    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_depth_rule *a = &set->rule.depth[i];
        const char *bad = ground_fault(&a->ground);

        if (bad)
            return fault(err, set, i, bad);
        if (!is_upper(a->op) || a->limit <= 0)
            return fault(err, set, i, "needs an upper limit above 0");
        if (a->grade < 1 || a->grade > 4)
            return fault(err, set, i, "grade outside 1 to 4");
        if (a->days < 1 || a->days > window_days(set))
            return fault(err, set, i, "days outside the window");
        for (size_t j = 0; j < set->n_rule; j++) {
            const pcart_depth_rule *b = &set->rule.depth[j];

            if (i != j && is_within(a->op, a->limit, b->op, b->limit) &&
                a->days >= b->days && b->grade >= a->grade)
                return fault(err, set, i,
                             "never decides: a wider row has this grade");
        }
    }
    return PCART_OK;
}

/* One severity after the other: the grade rises while the limit falls. */
static const char *
step_fault(int grade, int before, pcart_fixed limit, pcart_fixed limit_before)
{
    if (grade != before + 1)
        return "grades do not rise one by one";
    if (limit_before != PCART_FIXED_NONE && limit >= limit_before)
        return "never decides: its limit is not below the one before";
    return NULL;
}

static pcart_status
check_nadir(const pcart_rule_set *set, pcart_err *err)
{
    int grade = 0;
    pcart_fixed limit = PCART_FIXED_NONE;

    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_nadir_rule *row = &set->rule.nadir[i];
        const char *bad = ground_fault(&row->ground);

        if (!bad && (!is_upper(row->op) || row->limit <= 0))
            bad = "needs an upper limit above 0";
        if (!bad)
            bad = step_fault(row->grade, grade, row->limit, limit);
        if (bad)
            return fault(err, set, i, bad);
        grade = row->grade;
        limit = row->limit;
    }
    return PCART_OK;
}

static pcart_status
check_band(const pcart_rule_set *set, pcart_err *err)
{
    int grade = 0;
    pcart_fixed limit = PCART_FIXED_NONE;

    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_band_rule *row = &set->rule.band[i];
        const char *bad = ground_fault(&row->ground);

        if (!bad && row->clinical) {
            if (row->limit != PCART_FIXED_NONE)
                bad = "a clinical row has no limit";
            else if (row->grade != grade + 1)
                bad = "grades do not rise one by one";
        } else if (!bad && row->limit == PCART_FIXED_NONE) {
            if (i != 0 || row->grade != 1)
                bad = "only grade 1 begins at the lower limit of normal";
        } else if (!bad && (!is_upper(row->op) || row->limit <= 0)) {
            bad = "needs an upper limit above 0";
        } else if (!bad) {
            bad = step_fault(row->grade, grade, row->limit, limit);
            limit = row->limit;
        }
        if (bad)
            return fault(err, set, i, bad);
        grade = row->grade;
    }
    return PCART_OK;
}

static int
point_holds(const pcart_point_rule *row, pcart_fixed value)
{
    return (row->low == PCART_FIXED_NONE ||
            pcart_op_holds(value, row->op_low, row->low)) &&
           (row->high == PCART_FIXED_NONE ||
            pcart_op_holds(value, row->op_high, row->high));
}

/* How many rows of one analyte hold for a value. */
static int
count_holding(const pcart_rule_set *set, pcart_analyte analyte,
              pcart_fixed value)
{
    int n = 0;

    for (size_t i = 0; i < set->n_rule; i++)
        n += set->rule.point[i].analyte == analyte &&
             point_holds(&set->rule.point[i], value);
    return n;
}

/*
 * Bands change at their limits alone, so that looking one millionth below, at
 * and above every limit sees all values.
 */
static const char *
limit_fault(const pcart_rule_set *set, pcart_analyte analyte, pcart_fixed limit)
{
    if (limit == PCART_FIXED_NONE)
        return NULL;
    for (pcart_fixed step = -1; step <= 1; step++) {
        int n = count_holding(set, analyte, limit + step);

        if (n > 1)
            return "overlaps another row";
        if (n == 0 && !(set->is_partial && step == 0))
            return "leaves values without points";
    }
    return NULL;
}

static void
add_range(const pcart_rule_set *set, pcart_analyte analyte, int *low, int *high)
{
    int least = INT_MAX, most = INT_MIN;

    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_point_rule *row = &set->rule.point[i];

        if (row->analyte != analyte)
            continue;
        least = row->points < least ? row->points : least;
        most = row->points > most ? row->points : most;
    }
    if (least != INT_MAX) {
        *low += least;
        *high += most;
    }
}

/* The classes follow each other and cover every sum. */
static pcart_status
check_classes(const pcart_rule_set *set, pcart_err *err)
{
    int low = 0, high = 0;

    for (int a = 0; a < PCART_N_ANALYTE; a++)
        add_range(set, (pcart_analyte)a, &low, &high);
    for (size_t i = 0; i < set->n_class; i++) {
        const pcart_class_rule *row = &set->classes[i];
        const char *bad = ground_fault(&row->ground);

        if (bad)
            return fault(err, set, i, bad);
        if (row->low != low || row->high < row->low || is_empty(row->label))
            return fault(err, set, i, "classes do not cover the sums");
        low = row->high + 1;
    }
    if (set->n_class > 0 && low != high + 1)
        return fault(err, set, set->n_class - 1,
                     "classes do not cover the sums");
    return PCART_OK;
}

static const char *
point_fault(const pcart_point_rule *row)
{
    const char *bad = ground_fault(&row->ground);
    int is_closed =
        row->low != PCART_FIXED_NONE && row->high != PCART_FIXED_NONE;

    if (!bad && !pcart_analyte_get(row->analyte))
        bad = "no such analyte";
    if (!bad && (!is_lower(row->op_low) || !is_upper(row->op_high)))
        bad = "comparisons the wrong way round";
    if (!bad && is_closed &&
        (row->low > row->high ||
         (row->low == row->high && !point_holds(row, row->low))))
        bad = "never decides: it holds no value";
    return bad;
}

static pcart_status
check_point(const pcart_rule_set *set, pcart_err *err)
{
    for (size_t i = 0; i < set->n_rule; i++) {
        const char *bad = point_fault(&set->rule.point[i]);

        if (bad)
            return fault(err, set, i, bad);
    }
    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_point_rule *row = &set->rule.point[i];
        const char *bad = limit_fault(set, row->analyte, row->low);

        if (!bad)
            bad = limit_fault(set, row->analyte, row->high);
        if (bad)
            return fault(err, set, i, bad);
    }
    return check_classes(set, err);
}

static pcart_status
check_definition(const pcart_rule_set *set, pcart_err *err)
{
    const char *label = "";

    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_definition_rule *row = &set->rule.definition[i];
        const char *bad = ground_fault(&row->ground);
        int is_first = is_empty(row->label) || strcmp(row->label, label) != 0;

        if (!bad && is_empty(row->label))
            bad = "no label";
        if (!bad && is_first && row->is_alternative)
            bad = "an alternative to nothing";
        if (!bad && row->first_day > row->last_day)
            bad = "the window ends before it begins";
        if (!bad && (row->count < 0 || row->days < 0 || row->free_days < 0))
            bad = "a negative number of days";
        if (!bad && row->analyte < 0 &&
            (is_empty(row->words) ||
             (row->limit != PCART_FIXED_NONE) != (row->quantity != NULL)))
            bad = "a condition in words has words, and a limit only on a "
                  "quantity";
        if (!bad && row->analyte >= 0 && row->quantity)
            bad = "a limit is on an analyte or on another quantity";
        if (!bad && row->analyte >= 0 &&
            (!pcart_analyte_get((pcart_analyte)row->analyte) ||
             row->limit == PCART_FIXED_NONE))
            bad = "a condition on a count has an analyte and a limit";
        for (size_t j = 0; !bad && is_first && j < i; j++)
            if (strcmp(set->rule.definition[j].label, row->label) == 0)
                bad = "rows of one label do not stand together";
        if (bad)
            return fault(err, set, i, bad);
        label = row->label;
    }
    return PCART_OK;
}

/* Two rows of one term on one thing: the narrower one must say more. */
static int
is_useless(const pcart_sign_rule *narrow, const pcart_sign_rule *wide)
{
    int is_low = is_upper(wide->op);

    if (narrow->use != PCART_USE_GIVES || wide->use != PCART_USE_GIVES ||
        narrow->sign != wide->sign || narrow->analyte != wide->analyte ||
        strcmp(narrow->term, wide->term) != 0 || is_upper(narrow->op) != is_low)
        return 0;
    return (is_low ? narrow->limit <= wide->limit
                   : narrow->limit >= wide->limit) &&
           narrow->grade <= wide->grade;
}

static const char *
sign_fault(const pcart_rule_set *set, size_t i)
{
    const pcart_sign_rule *row = &set->rule.sign[i];
    const char *bad = ground_fault(&row->ground);
    int is_joined = row->link == PCART_LINK_AND;

    if (!bad && is_empty(row->term))
        bad = "no term";
    if (!bad && (row->sign >= 0) == (row->analyte >= 0))
        bad = "either a finding or a laboratory value";
    if (!bad && row->sign >= 0 && !pcart_sign_get(row->sign))
        bad = "no such finding";
    if (!bad && row->analyte >= 0 &&
        !pcart_analyte_get((pcart_analyte)row->analyte))
        bad = "no such analyte";
    if (!bad && !is_upper(row->op) && !is_lower(row->op))
        bad = "no comparison";
    if (!bad && row->limit <= 0)
        bad = "needs a limit above 0";
    if (!bad && row->sign == PCART_SIGN_COUNTED && row->use != PCART_USE_GIVES)
        bad = "only a row that gives something counts";
    if (!bad && i == 0 && row->link != PCART_LINK_ALONE)
        bad = "joined to nothing";
    if (!bad && (is_joined || row->use != PCART_USE_GIVES) != (row->grade == 0))
        bad = "a row that gives has a grade, any other none";
    for (size_t k = 0; !bad && !is_joined && k < set->n_rule; k++)
        if (k != i && set->rule.sign[k].link != PCART_LINK_AND &&
            is_useless(row, &set->rule.sign[k]))
            bad = "never decides: a wider row has this grade";
    return bad;
}

static pcart_status
check_sign(const pcart_rule_set *set, pcart_err *err)
{
    for (size_t i = 0; i < set->n_rule; i++) {
        const char *bad = sign_fault(set, i);

        if (bad)
            return fault(err, set, i, bad);
    }
    return PCART_OK;
}

static pcart_status
check_factor(const pcart_rule_set *set, pcart_err *err)
{
    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_factor_rule *row = &set->rule.factor[i];
        const char *bad = ground_fault(&row->ground);

        if (!bad && !pcart_analyte_get(row->analyte))
            bad = "no such analyte";
        if (!bad && (row->per <= 0 || is_empty(row->unit)))
            bad = "no unit";
        if (bad)
            return fault(err, set, i, bad);
    }
    return PCART_OK;
}

static pcart_status
check_policy(const pcart_rule_set *set, pcart_err *err)
{
    for (size_t i = 0; i < set->n_policy; i++) {
        const pcart_policy *row = &set->policy[i];
        const char *bad = ground_fault(&row->ground);

        if (!bad && (unsigned)row->id >= PCART_N_POLICY)
            bad = "no such policy";
        if (!bad && is_empty(row->unit))
            bad = "no unit";
        for (size_t j = 0; !bad && j < i; j++)
            if (set->policy[j].id == row->id)
                bad = "the policy stands there twice";
        if (bad)
            return pcart_err_set(err, PCART_E_INCONSISTENT,
                                 "'%s', policy %d: %s", set->id, (int)i + 1,
                                 bad);
    }
    if (window_days(set) < 1)
        return pcart_err_set(err, PCART_E_INCONSISTENT,
                             "'%s': the window ends before it begins", set->id);
    return PCART_OK;
}

static pcart_status
check_head(const pcart_rule_set *set, pcart_err *err)
{
    const pcart_analyte_info *analyte =
        set->analyte < 0 ? NULL
                         : pcart_analyte_get((pcart_analyte)set->analyte);
    const char *bad = NULL;

    if (is_empty(set->title) || is_empty(set->unit) || is_empty(set->applies))
        bad = "title, unit or applicability is missing";
    else if (set->analyte >= 0 && !analyte)
        bad = "no such analyte";
    else if (analyte && strcmp(analyte->unit, set->unit) != 0)
        bad = "the unit is not the canonical one of the analyte";
    else if (set->disabled && set->n_rule > 0)
        bad = "disabled, but has rows";
    else if (!set->disabled && set->n_rule == 0)
        bad = "no rows";
    if (bad)
        return pcart_err_set(err, PCART_E_INCONSISTENT, "'%s': %s", set->id,
                             bad);
    return PCART_OK;
}

pcart_status
pcart_rules_check(const pcart_rule_set *set, pcart_err *err)
{
    pcart_status st;

    if (is_empty(set->id))
        return pcart_err_set(err, PCART_E_INCONSISTENT, "a set has no id");
    st = check_head(set, err);
    if (!st)
        st = check_policy(set, err);
    if (st)
        return st;
    switch (set->shape) {
    case PCART_SHAPE_DEPTH:
        return check_depth(set, err);
    case PCART_SHAPE_NADIR:
        return check_nadir(set, err);
    case PCART_SHAPE_POINT:
        return check_point(set, err);
    case PCART_SHAPE_BAND:
        return check_band(set, err);
    case PCART_SHAPE_DEFINITION:
        return check_definition(set, err);
    case PCART_SHAPE_SIGN:
        return check_sign(set, err);
    case PCART_SHAPE_FACTOR:
        return check_factor(set, err);
    }
    return pcart_err_set(err, PCART_E_INCONSISTENT, "'%s': no such shape",
                         set->id);
}

static const pcart_ground *
row_ground(const pcart_rule_set *set, size_t i)
{
    switch (set->shape) {
    case PCART_SHAPE_DEPTH:
        return &set->rule.depth[i].ground;
    case PCART_SHAPE_NADIR:
        return &set->rule.nadir[i].ground;
    case PCART_SHAPE_POINT:
        return &set->rule.point[i].ground;
    case PCART_SHAPE_BAND:
        return &set->rule.band[i].ground;
    case PCART_SHAPE_DEFINITION:
        return &set->rule.definition[i].ground;
    case PCART_SHAPE_SIGN:
        return &set->rule.sign[i].ground;
    case PCART_SHAPE_FACTOR:
        return &set->rule.factor[i].ground;
    }
    return NULL;
}

static int
set_cites(const pcart_rule_set *set, const pcart_cite *cite)
{
    for (size_t i = 0; i < set->n_rule; i++)
        if (row_ground(set, i)->cite == cite)
            return 1;
    for (size_t i = 0; i < set->n_class; i++)
        if (set->classes[i].ground.cite == cite)
            return 1;
    for (size_t i = 0; i < set->n_policy; i++)
        if (set->policy[i].ground.cite == cite)
            return 1;
    return 0;
}

static int
worklist_cites(const pcart_cite *cite)
{
    for (int i = 0; i < PCART_N_WORKLIST_RULE; i++)
        if (pcart_worklist_rules()[i].ground.cite == cite)
            return 1;
    for (int i = 0; i < PCART_N_WORKLIST_NUMBER; i++)
        if (pcart_worklist_numbers()[i].ground.cite == cite)
            return 1;
    return 0;
}

/* Sources of the myeloid and clone tables are named by index: their tables
 * are of other shapes than the sets that are checked here. */
static int
is_indexed(const pcart_cite *cite)
{
    for (size_t i = 0; i < PCARTI_N_MYELOID_SOURCE; i++)
        if (cite == &pcarti_cite_myeloid[i])
            return 1;
    for (size_t i = 0; i < PCARTI_N_CLONE_SOURCE; i++)
        if (cite == &pcarti_cite_clone[i])
            return 1;
    return 0;
}

static pcart_status
check_cite(const pcart_cite *cite, pcart_err *err)
{
    size_t n_set;
    const pcart_rule_set *const *set = pcart_rules_list(&n_set);

    if (is_empty(cite->key) || is_empty(cite->authors) || !cite->journal ||
        !cite->pages || !cite->doi)
        return pcart_err_set(err, PCART_E_INCONSISTENT,
                             "source '%s' is incomplete",
                             cite->key ? cite->key : "");
    if (is_empty(cite->doi) && is_empty(cite->note))
        return pcart_err_set(err, PCART_E_INCONSISTENT,
                             "source '%s' has neither a DOI nor a note",
                             cite->key);
    for (size_t i = 0; i < n_set; i++)
        if (set_cites(set[i], cite))
            return PCART_OK;
    if (is_indexed(cite) || worklist_cites(cite))
        return PCART_OK;
    return pcart_err_set(err, PCART_E_INCONSISTENT, "nobody uses source '%s'",
                         cite->key);
}

pcart_status
pcart_rules_check_all(pcart_err *err)
{
    size_t n_set, n_cite;
    const pcart_rule_set *const *set = pcart_rules_list(&n_set);
    const pcart_cite *const *cite = pcart_cite_list(&n_cite);
    pcart_status st = PCART_OK;

    for (size_t i = 0; i < n_set && !st; i++) {
        st = pcart_rules_check(set[i], err);
        if (!st && pcart_rules_find(set[i]->id) != set[i])
            st = pcart_err_set(err, PCART_E_INCONSISTENT,
                               "the id '%s' stands there twice", set[i]->id);
    }
    if (!st)
        st = pcart_worklist_check(err);
    for (size_t i = 0; i < n_cite && !st; i++) {
        st = check_cite(cite[i], err);
        if (!st && pcart_cite_find(cite[i]->key) != cite[i])
            st = pcart_err_set(err, PCART_E_INCONSISTENT,
                               "the source '%s' stands there twice",
                               cite[i]->key);
    }
    return st;
}
