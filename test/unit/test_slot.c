/* test_slot.c -- scores by the numbers of a user: reading and adding up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "postcart/slot.h"

static char *
read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *bytes = calloc(1, 65536);

    if (!file || !bytes)
        fail_msg("'%s' cannot be read", path);
    *length = fread(bytes, 1, 65535, file);
    fclose(file);
    return bytes;
}

/* "platelets=74; anc=1.1" */
static void
read_values(const pcart_numbers *numbers, const char *text, pcart_fixed *value)
{
    for (size_t i = 0; i < numbers->n_input; i++) {
        const char *name = numbers->input[i].name, *at = text;
        size_t n = strlen(name);
        pcart_decimal decimal;

        value[i] = PCART_FIXED_NONE;
        while (*at && !(strncmp(at, name, n) == 0 && at[n] == '='))
            at += strcspn(at, ";") + strspn(at + strcspn(at, ";"), "; ");
        if (!*at)
            continue;
        at += n + 1;
        assert_int_equal(
            pcart_decimal_read(at, strcspn(at, ";"), '.', &decimal, NULL),
            PCART_OK);
        assert_int_equal(
            pcart_fixed_from_decimal(decimal, 1, 1, &value[i], NULL, NULL),
            PCART_OK);
    }
}

/* "0 to 2 low or high", "7 high", "not evaluable". */
static void
tell(const pcart_numbers *numbers, const pcart_slot_score *score, char *out,
     size_t room)
{
    char low[PCART_FIXED_SIZE], high[PCART_FIXED_SIZE];
    int n;

    if (score->state == PCART_STATE_NOT_EVALUABLE) {
        snprintf(out, room, "not evaluable");
        return;
    }
    n = snprintf(
        out, room, "%s%s%s", pcart_fixed_write(score->low, low),
        score->low == score->high ? "" : " to ",
        score->low == score->high ? "" : pcart_fixed_write(score->high, high));
    if (score->class_low >= 0)
        snprintf(out + n, room - (size_t)n, " %s%s%s",
                 numbers->classes[score->class_low].label,
                 score->class_low == score->class_high ? "" : " or ",
                 score->class_low == score->class_high
                     ? ""
                     : numbers->classes[score->class_high].label);
}

static void
check_case(char *line)
{
    char *cell[5] = {line}, path[128], told[128];
    pcart_fixed value[PCART_SLOT_MAX_INPUT];
    pcart_numbers numbers;
    pcart_slot_score score;
    pcart_arena arena = {0};
    pcart_err err = {0};
    size_t length;
    char *bytes;

    for (int c = 1; c < 5; c++) {
        cell[c] = strchr(cell[c - 1], '\t');
        assert_non_null(cell[c]);
        *cell[c]++ = '\0';
    }
    snprintf(path, sizeof path, "test/data/slots/%s.tsv", cell[1]);
    bytes = read_file(path, &length);
    if (pcart_numbers_read(path, bytes, length, &arena, &numbers, &err))
        fail_msg("%s: %s", path, err.message);
    read_values(&numbers, cell[2], value);
    pcart_numbers_score(&numbers, value, &score);
    tell(&numbers, &score, told, sizeof told);
    if (strcmp(told, cell[3]) != 0)
        fail_msg("%s: '%s' instead of '%s'", cell[0], told, cell[3]);
    free(bytes);
    pcart_arena_release(&arena);
}

static void
cases_are_right(void **state)
{
    size_t length;
    char *bytes = read_file("test/case/slot/score.tsv", &length), *save = NULL;
    int n = 0;

    (void)state;
    for (char *line = strtok_r(bytes, "\n", &save); line;
         line = strtok_r(NULL, "\n", &save))
        if (line[0] != '#' && n++ > 0)
            check_case(line);
    assert_int_equal(n, 18);
    free(bytes);
}

#define HEAD "item\tname\ttest\tvalue\tunit\tpoints\n"
#define EASIX HEAD "rule\teasix-f-2021\t\t\t\t\nsource\tx\t\t\t\t\n"
#define POINTS HEAD "rule\tsimple-hematotox\t\t\t\t\nsource\tx\t\t\t\t\n"

/* A file, and where and why it is refused. */
static const struct {
    const char *bytes;
    unsigned line, column;
    const char *message;
} fault[] = {
    {"", 0, 0, "empty"},
    {"item\tname\n", 1, 0, "the columns must be"},
    {HEAD, 0, 0, "missing: rule"},
    {HEAD "source\tx\t\t\t\t\n", 2, 1, "the first must be 'rule'"},
    {HEAD "rule\ticaht-2023-early\t\t\t\t\n", 2, 6, "waits for numbers"},
    {HEAD "rule\teasix-f-2021\t\t\t\n", 2, 0, "5 cells instead of 6"},
    {HEAD "rule\teasix-f-2021\t<\t\t\t\n", 2, 19, "must be empty"},
    {HEAD "rule\teasix-f-2021\t\t\t\t\nsource\t?\t\t\t\t\n", 3, 8,
     "not filled in"},
    {EASIX "points\teasix\t<\t1\t\t1\n", 4, 1, "no such item"},
    {EASIX "intercept\t\t\t?\t\t\n", 4, 13, "not a number"},
    {EASIX "intercept\t\t\t0,5\t\t\n", 4, 13, "decimal point"},
    {EASIX "intercept\t\t\t1e300\t\t\n", 4, 13, "too large"},
    {EASIX "intercept\t\t\t1\t\t\nintercept\t\t\t1\t\t\n", 5, 1, "already"},
    {EASIX "term\tcrp\tplain\t1\tmg/dL\t\n", 4, 6, "no input of this score"},
    {EASIX "term\tferritin\tplain\t1\tmg/L\t\n", 4, 23, "is in 'ug/L'"},
    {EASIX "term\teasix\tlog3\t1\t\t\n", 4, 12, "log2, log10"},
    {EASIX "term\teasix\tln\t1\t\t\nterm\teasix\tln\t1\t\t\n", 5, 6,
     "a term already"},
    {EASIX "class\ta\t<\t1\t\t\n", 4, 9, "must be >, >= or otherwise"},
    {EASIX "class\ta\t>\t1\t\t\nclass\tb\t>\t1\t\t\n", 5, 11, "must fall"},
    {EASIX "class\ta\totherwise\t\t\t\nclass\tb\t>\t1\t\t\n", 5, 7,
     "never holds"},
    {EASIX "intercept\t\t\t1\t\t\n", 0, 0, "missing: class"},
    {EASIX "intercept\t\t\t1\t\t\nclass\ta\t>\t1\t\t\n", 0, 0, "at the end"},
    {EASIX "intercept\t\t\t1\t\t\nclass\ta\totherwise\t\t\t\n"
           "term\teasix\tln\t1\t\t\n",
     0, 0, "missing: term of ferritin"},
    {POINTS "class\ta\totherwise\t\t\t\n", 0, 0, "missing: every input"},
    {POINTS "points\tcrp\t=\t1\tmg/L\t1\n", 4, 12, "must be <, <=, > or >="},
    {POINTS "points\tcrp\t<\t1.0000001\tmg/L\t1\n", 4, 14, "six decimals"},
    {POINTS "points\tcrp\t<\t1\tmg/L\t\n", 4, 21, "is empty"},
    {POINTS "points\tcrp\t<\t1\tmg/L\t1\npoints\tcrp\t<\t2\tmg/dL\t1\n", 5, 16,
     "is in 'mg/L'"},
    {HEAD "rule\teipm-pre-2024\t\t\t\t\nsource\tx\t\t\t\t\n"
          "term\tldh\tln\t1\tU/L\t\n",
     4, 10, "the publication has another one"},
    {HEAD "rule\tmn-predict-2023\t\t\t\t\nsource\tx\t\t\t\t\n"
          "baseline_survival\t\t\t1\t\t\n",
     4, 21, "between 0 and 1"},
};

static void
faults_have_their_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(fault); i++) {
        pcart_arena arena = {0};
        pcart_numbers numbers;
        pcart_err err = {0};
        pcart_status status =
            pcart_numbers_read("n", fault[i].bytes, strlen(fault[i].bytes),
                               &arena, &numbers, &err);

        assert_int_not_equal(status, PCART_OK);
        if (!strstr(err.message, fault[i].message) ||
            err.where.line != fault[i].line ||
            err.where.column != fault[i].column)
            fail_msg("%d: %u:%u: %s", (int)i, (unsigned)err.where.line,
                     (unsigned)err.where.column, err.message);
        pcart_arena_release(&arena);
    }
}

/* Every slot is a disabled set, and every disabled set that is not public
 * numbers' own is a slot. */
static void
slots_are_the_disabled_sets(void **state)
{
    size_t n, n_set, n_disabled = 0;
    const pcart_slot *slot = pcart_slot_list(&n);
    const pcart_rule_set *const *set = pcart_rules_list(&n_set);

    (void)state;
    for (size_t i = 0; i < n_set; i++)
        if (set[i]->disabled) {
            n_disabled++;
            assert_non_null(pcart_slot_find(set[i]->id));
        }
    assert_int_equal(n_disabled, n);
    for (size_t i = 0; i < n; i++) {
        assert_non_null(slot[i].set->disabled);
        assert_true(slot[i].n_input <= PCART_SLOT_MAX_INPUT);
    }
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(cases_are_right),
        cmocka_unit_test(faults_have_their_place),
        cmocka_unit_test(slots_are_the_disabled_sets),
    };

    return cmocka_run_group_tests_name("slot", test, NULL, NULL);
}
