/* cmd_rules.c -- postcart rules: show the clinical tables.  Layer: cmd. */
#include "cmd/cmd.h"

#include <string.h>

#include "cmd/rules_clone.h"
#include "cmd/rules_myeloid.h"
#include "cmd/rules_page.h"
#include "cmd/rules_row.h"
#include "cmd/rules_worklist.h"
#include "postcart/rules.h"
#include "postcart/worklist_rules.h"
#include "rules/spell.h"

static const pcart_rule_set *
find_set(const char *id, pcart_err *err)
{
    const pcart_rule_set *found = pcart_rules_find(id);
    pcarti_spell near = {0};
    size_t n;
    const pcart_rule_set *const *set = pcart_rules_list(&n);

    if (found)
        return found;
    for (size_t i = 0; i < n; i++)
        pcarti_spell_offer(&near, id, set[i]->id);
    for (size_t i = 0; pcarti_myeloid_id(i); i++)
        pcarti_spell_offer(&near, id, pcarti_myeloid_id(i));
    pcarti_spell_offer(&near, id, pcarti_worklist_id);
    pcart_err_set(err, PCART_E_NOTFOUND, "there is no rule set '%.60s'", id);
    if (near.first)
        pcart_err_hint(err, "did you mean '%s'?", near.first);
    else
        pcart_err_hint(err, "'postcart rules list' lists all sets");
    return NULL;
}

static pcart_status
write_list(const pcart_cmd_line *line, pcart_arena *arena, pcarti_buf *out,
           pcart_err *err)
{
    size_t n;
    const pcart_rule_set *const *set = pcart_rules_list(&n);

    if (!line->is_json)
        pcarti_buf_text(out, "id\tshape\trows\tstate\ttitle\n");
    for (size_t i = 0; i < n; i++) {
        const char *state = set[i]->disabled ? "disabled" : "enabled";

        if (!line->is_json) {
            pcarti_buf_print(out, "%s\t%s\t%d\t%s\t%s\n", set[i]->id,
                             pcart_shape_name(set[i]->shape),
                             (int)set[i]->n_rule, state, set[i]->title);
            continue;
        }
        pcarti_buf_text(out, i ? ",\n" : "[");
        pcarti_rules_json(set[i], out);
    }
    for (size_t i = 0; pcarti_myeloid_id(i); i++) {
        myeloid_table table;
        pcart_status status =
            pcarti_myeloid_make(pcarti_myeloid_id(i), arena, &table, err);

        if (status)
            return status;
        if (line->is_json) {
            pcarti_buf_text(out, ",\n");
            pcarti_myeloid_json(&table, out);
        } else {
            pcarti_buf_print(out, "%s\tlist\t%d\tenabled\t%s\n", table.id,
                             (int)table.n_row, table.title);
        }
    }
    if (!line->is_json)
        pcarti_buf_print(out, "%s\tworklist\t%d\tenabled\t%s\n",
                         pcarti_worklist_id, (int)PCART_N_WORKLIST_RULE,
                         pcarti_worklist_title);
    pcarti_rules_clone_list(line->is_json, out);
    if (line->is_json)
        pcarti_buf_text(out, "]\n");
    return pcarti_buf_status(out, err);
}

/* A table of marrow, karyotype or risk; PCART_E_NOTFOUND if it is none. */
static pcart_status
write_myeloid(const pcart_cmd_line *line, const char *id, pcart_arena *arena,
              pcarti_buf *out, pcart_err *err)
{
    myeloid_table table;
    pcart_status status = pcarti_myeloid_make(id, arena, &table, err);

    if (status)
        return status;
    if (pcarti_cmd_value(line, "--tsv")) {
        pcarti_myeloid_tsv(&table, out);
    } else if (line->is_json) {
        pcarti_myeloid_json(&table, out);
        pcarti_buf_char(out, '\n');
    } else {
        pcarti_myeloid_page(&table, out);
    }
    return pcarti_buf_status(out, err);
}

static pcart_status
write_set(const pcart_cmd_line *line, pcart_arena *arena, pcarti_buf *out,
          pcart_err *err)
{
    const char *id = line->operand[1];
    const pcart_rule_set *set;
    pcart_status status;

    if (pcarti_rules_clone_show(id, line->is_json, out))
        return pcarti_buf_status(out, err);
    status = write_myeloid(line, id, arena, out, err);
    if (status != PCART_E_NOTFOUND)
        return status;
    if (strcmp(id, pcarti_worklist_id) == 0)
        return pcarti_cmd_value(line, "--tsv")
                   ? pcarti_rules_worklist_tsv(arena, out, err)
               : line->is_json ? pcarti_rules_worklist_json(arena, out, err)
                               : pcarti_rules_worklist_page(arena, out, err);
    set = find_set(id, err);
    if (!set)
        return PCART_E_NOTFOUND;
    if (pcarti_cmd_value(line, "--tsv")) {
        pcarti_rules_tsv(set, out);
    } else if (line->is_json) {
        pcarti_rules_json(set, out);
        pcarti_buf_char(out, '\n');
    } else {
        return pcarti_rules_page(set, arena, out, err);
    }
    return pcarti_buf_status(out, err);
}

/* One whole line, without its end, stands somewhere in a table. */
static int
has_line(const char *table, const char *line, size_t length)
{
    for (const char *at = table; *at;) {
        size_t n = strcspn(at, "\n");

        if (n == length && memcmp(at, line, length) == 0)
            return 1;
        at += n + (at[n] == '\n');
    }
    return 0;
}

static void
write_lines_missing(const char *table, const char *other, char sign,
                    pcarti_buf *out)
{
    for (const char *at = table; *at;) {
        size_t n = strcspn(at, "\n");

        if (!has_line(other, at, n)) {
            pcarti_buf_char(out, sign);
            pcarti_buf_char(out, '\t');
            pcarti_buf_bytes(out, at, n);
            pcarti_buf_char(out, '\n');
        }
        at += n + (at[n] == '\n');
    }
}

static pcart_status
write_difference(const pcart_cmd_line *line, pcart_arena *arena,
                 pcarti_buf *out, pcart_err *err)
{
    const pcart_rule_set *a = find_set(line->operand[1], err);
    const pcart_rule_set *b = a ? find_set(line->operand[2], err) : NULL;
    pcarti_buf text_a = {0}, text_b = {0};
    pcart_status st;

    (void)arena;
    if (!b)
        return PCART_E_NOTFOUND;
    pcarti_rules_tsv(a, &text_a);
    pcarti_rules_tsv(b, &text_b);
    st = pcarti_buf_status(&text_a, err);
    if (!st)
        st = pcarti_buf_status(&text_b, err);
    if (st)
        goto done;
    pcarti_buf_print(out, "---\t%s\n+++\t%s\n", a->id, b->id);
    for (int c = 0; c < RULES_N_COLUMN; c++)
        pcarti_buf_print(out, "\t%s", pcarti_rules_column[c]);
    pcarti_buf_char(out, '\n');
    write_lines_missing(text_a.data, text_b.data, '-', out);
    write_lines_missing(text_b.data, text_a.data, '+', out);
    st = pcarti_buf_status(out, err);
done:
    pcarti_buf_release(&text_a);
    pcarti_buf_release(&text_b);
    return st;
}

static pcart_status
write_check(const pcart_cmd_line *line, pcart_arena *arena, pcarti_buf *out,
            pcart_err *err)
{
    size_t n_set, n_cite;
    pcart_status st = pcart_rules_check_all(err);

    (void)line;
    (void)arena;
    if (st)
        return st;
    pcart_rules_list(&n_set);
    pcart_cite_list(&n_cite);
    pcarti_buf_print(out, "%d rule sets and %d sources: no fault\n", (int)n_set,
                     (int)n_cite);
    return pcarti_buf_status(out, err);
}

static void
write_options(pcarti_buf *out)
{
    size_t n;
    const pcart_option *option = pcart_option_list(&n);

    pcarti_buf_text(out, "Options (the first choice is the default)\n");
    for (size_t i = 0; i < n; i++) {
        pcarti_buf_print(out, "\n%s: %s", option[i].name, option[i].question);
        if (option[i].ambiguity[0])
            pcarti_buf_print(out, " (%s)", option[i].ambiguity);
        pcarti_buf_char(out, '\n');
        for (size_t c = 0; c < option[i].n_choice; c++)
            pcarti_buf_print(out, "  %-28s %s\n", option[i].choice[c].name,
                             option[i].choice[c].meaning);
    }
}

static pcart_status
write_profiles(const pcart_cmd_line *line, pcart_arena *arena, pcarti_buf *out,
               pcart_err *err)
{
    size_t n;
    const pcart_named_profile *named = pcart_profile_list(&n);

    (void)line;
    (void)arena;
    pcarti_buf_text(out, "Profiles\n\n");
    for (size_t i = 0; i < n; i++) {
        pcarti_buf_print(out, "  %-18s %s\n", named[i].name, named[i].meaning);
        for (size_t j = 0; j < named[i].n_set; j++)
            pcarti_buf_print(out, "  %-18s   %s=%s\n", "",
                             pcart_option_get(named[i].set[j].option)->name,
                             named[i].set[j].choice);
    }
    pcarti_buf_char(out, '\n');
    write_options(out);
    return pcarti_buf_status(out, err);
}

static const struct verb {
    const char *name;
    size_t n_operand; /* with the verb itself */
    pcart_status (*write)(const pcart_cmd_line *line, pcart_arena *arena,
                          pcarti_buf *out, pcart_err *err);
} verb[] = {
    {"list", 1, write_list},         {"show", 2, write_set},
    {"diff", 3, write_difference},   {"check", 1, write_check},
    {"profiles", 1, write_profiles},
};

static int
run(const pcart_cmd_line *line, FILE *out)
{
    const struct verb *chosen = NULL;
    pcart_arena arena = {0};
    pcarti_buf buf = {0};
    pcart_err err = {0};
    pcart_status st;
    int status = PCART_EXIT_DONE;

    for (size_t i = 0; i < PCART_COUNTOF(verb); i++)
        if (strcmp(verb[i].name, line->operand[0]) == 0)
            chosen = &verb[i];
    if (!chosen || line->n_operand != chosen->n_operand) {
        st = chosen
                 ? pcart_err_set(&err, PCART_E_USAGE,
                                 "'rules %s' takes %d name(s)", chosen->name,
                                 (int)chosen->n_operand - 1)
                 : pcart_err_set(&err, PCART_E_USAGE,
                                 "there is no 'rules %.40s'", line->operand[0]);
        pcart_err_hint(&err, "usage: %s", line->cmd->usage);
    } else {
        st = chosen->write(line, &arena, &buf, &err);
    }
    if (st)
        status = pcarti_cmd_fail(line, &err);
    else if (buf.length)
        fwrite(buf.data, 1, buf.length, out); // main looks at ferror
    pcarti_buf_release(&buf);
    pcart_arena_release(&arena);
    return status;
}

static const pcart_cmd_option options[] = {
    {"--tsv", 0, NULL, "print the rows for comparing (show)"},
    {NULL, 0, NULL, NULL},
};

const pcart_cmd pcarti_cmd_rules = {
    .group = "Rules",
    .name = "rules",
    .summary = "show the clinical tables with their sources",
    .usage = "postcart rules list | show ID | diff ID ID | check | profiles",
    .help =
        "list      all rule sets, also those that are disabled and why, and\n"
        "          the tables of the clone methods\n"
        "show      one table like the paper: comparison, unit, source and\n"
        "          mark of each row, the numbers of the method, and what has\n"
        "          not been verified; --tsv and --json for programs\n"
        "diff      rows that only the first (-) or the second set (+) has\n"
        "check     look for gaps, overlaps, rows that never decide, and\n"
        "          numbers without a source\n"
        "profiles  every choice where the sources disagree, and named sets\n"
        "          of choices for --profile",
    .option = options,
    .min_operand = 1,
    .max_operand = 3,
    .run = run,
};
