/* rules_worklist.c -- the rules of the worklist as a page, rows and JSON.
 * Layer: cmd. */
#include "cmd/rules_worklist.h"

#include "cmd/rules_page.h"
#include "postcart/worklist_rules.h"

const char pcarti_worklist_id[] = "worklist";
const char pcarti_worklist_title[] = "Worklist: what asks for a look";

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

/* "farina-2025: 11 of 14 with SMN"; a decision is postcart's. */
static const char *
source_of(const pcart_ground *ground, pcart_arena *arena)
{
    return pcart_arena_print(
        arena, "%s%s%s", ground->cite ? ground->cite->key : "postcart",
        ground->place ? ": " : "", ground->place ? ground->place : "");
}

static const char *
asks_of(unsigned asks, pcart_arena *arena)
{
    const char *text = "";

    for (unsigned flag = PCART_ASK_MARROW; flag <= PCART_ASK_COUNT && text;
         flag <<= 1)
        if (asks & flag)
            text = pcart_arena_print(arena, "%s%s%s", text, text[0] ? ", " : "",
                                     pcart_ask_name(flag));
    return text;
}

static const char *
value_of(const pcart_worklist_number *number, pcart_arena *arena)
{
    char value[PCART_FIXED_SIZE];

    return pcart_arena_print(
        arena, "%s%s%s%s%s", number->op ? pcart_op_name(number->op) : "",
        number->op ? " " : "", pcart_fixed_write(number->value, value),
        number->unit[0] ? " " : "", number->unit);
}

static pcart_status
write_rule(const pcart_worklist_rule *rule, pcart_arena *arena, pcarti_buf *out,
           pcart_err *err)
{
    const char *trigger = pcart_worklist_text(rule->trigger, arena);
    const char *closes = pcart_worklist_text(rule->closes, arena);
    const char *asks = asks_of(rule->asks, arena);
    const char *source = source_of(&rule->ground, arena);

    if (!trigger || !closes || !asks || !source)
        return no_memory(err);
    pcarti_buf_print(out, "\n## %s: %s\n\n", rule->name, rule->title);
    pcarti_buf_print(out, "* Trigger: %s.\n* What next: %s\n", trigger,
                     rule->action);
    if (asks[0])
        pcarti_buf_print(out, "* Answered by, each since the trigger: %s.\n",
                         asks);
    if (closes[0])
        pcarti_buf_print(out, "* Ends with: %s.\n", closes);
    pcarti_buf_print(
        out, "* Urgency: %s%s.\n* Basis: %s.\n* Rests on: %s (%s)\n",
        pcart_urgency_name(rule->urgency),
        rule->is_over_at_smn ? "; not asked once an SMN is known" : "",
        rule->basis, source, pcart_mark_name(rule->ground.mark));
    return PCART_OK;
}

static pcart_status
write_numbers(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    static const char *const heading[] = {"number", "value", "meaning",
                                          "source", "mark"};
    const pcart_worklist_number *number = pcart_worklist_numbers();
    sheet *table = pcart_arena_take(arena, 1, sizeof *table);

    if (!table)
        return no_memory(err);
    table->arena = arena;
    table->n_column = PCART_COUNTOF(heading);
    for (size_t c = 0; c < table->n_column; c++)
        table->cell[0][c] = heading[c];
    for (size_t i = 0; i < PCART_N_WORKLIST_NUMBER; i++) {
        const char **cell = table->cell[i + 1];

        cell[0] = number[i].name;
        cell[1] = value_of(&number[i], arena);
        cell[2] = number[i].meaning;
        cell[3] = source_of(&number[i].ground, arena);
        cell[4] = pcart_mark_name(number[i].ground.mark);
        if (!cell[1] || !cell[3])
            return no_memory(err);
    }
    table->n_row = PCART_N_WORKLIST_NUMBER + 1;
    pcarti_buf_text(out, "\n## Numbers\n\n");
    pcarti_sheet_write(table, out);
    return PCART_OK;
}

_Static_assert(PCART_N_WORKLIST_NUMBER < PCART_COUNTOF(((sheet *)0)->cell),
               "the numbers fit into one table");

static void
write_marks(pcarti_buf *out)
{
    static const pcart_mark mark[] = {PCART_VERIFIED, PCART_SECONDARY,
                                      PCART_MEMORY, PCART_DECISION};

    pcarti_buf_text(out, "\n## How well the numbers are known\n\n");
    for (size_t m = 0; m < PCART_COUNTOF(mark); m++) {
        int n = 0;

        for (int i = 0; i < PCART_N_WORKLIST_NUMBER; i++)
            n += pcart_worklist_numbers()[i].ground.mark == mark[m];
        if (n)
            pcarti_buf_print(
                out, "* %s, %d of %d numbers: %s\n", pcart_mark_name(mark[m]),
                n, (int)PCART_N_WORKLIST_NUMBER, pcart_mark_meaning(mark[m]));
    }
}

pcart_status
pcarti_rules_worklist_page(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    pcart_status status = PCART_OK;

    pcarti_buf_print(
        out,
        "# %s: %s\n\nMade in: nobody. The rules are proposals of postcart on "
        "published associations; none was validated after CAR-T cells. What "
        "stands under \"what next\" is to be considered, and no order.\n",
        pcarti_worklist_id, pcarti_worklist_title);
    for (int i = 0; i < PCART_N_WORKLIST_RULE && !status; i++)
        status = write_rule(&pcart_worklist_rules()[i], arena, out, err);
    if (!status)
        status = write_numbers(arena, out, err);
    if (!status) {
        write_marks(out);
        status = pcarti_buf_status(out, err);
    }
    return status;
}

pcart_status
pcarti_rules_worklist_tsv(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    pcarti_buf_text(out, "kind\tname\ttext\top\tvalue\tunit\tmark\tcite\n");
    for (int i = 0; i < PCART_N_WORKLIST_RULE; i++) {
        const pcart_worklist_rule *rule = &pcart_worklist_rules()[i];
        const char *trigger = pcart_worklist_text(rule->trigger, arena);

        if (!trigger)
            return no_memory(err);
        pcarti_buf_print(out, "rule\t%s\t%s\t-\t-\t-\t%s\t%s\n", rule->name,
                         trigger, pcart_mark_name(rule->ground.mark),
                         rule->ground.cite ? rule->ground.cite->key : "-");
    }
    for (int i = 0; i < PCART_N_WORKLIST_NUMBER; i++) {
        const pcart_worklist_number *n = &pcart_worklist_numbers()[i];

        pcarti_buf_print(out, "number\t%s\t%s\t%s\t", n->name, n->meaning,
                         n->op ? pcart_op_name(n->op) : "-");
        pcarti_buf_fixed(out, n->value);
        pcarti_buf_print(out, "\t%s\t%s\t%s\n", n->unit[0] ? n->unit : "-",
                         pcart_mark_name(n->ground.mark),
                         n->ground.cite ? n->ground.cite->key : "-");
    }
    return pcarti_buf_status(out, err);
}

static void
put_text(const char *name, const char *text, pcarti_buf *out)
{
    pcarti_buf_print(out, ", \"%s\": ", name);
    pcarti_buf_json(out, text);
}

static void
put_ground(const pcart_ground *ground, pcarti_buf *out)
{
    put_text("mark", pcart_mark_name(ground->mark), out);
    put_text("cite", ground->cite ? ground->cite->key : "", out);
    put_text("place", ground->place ? ground->place : "", out);
    pcarti_buf_char(out, '}');
}

pcart_status
pcarti_rules_worklist_json(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    pcarti_buf_print(out, "{\"id\": \"%s\", \"title\": \"%s\",\n\"rules\": [",
                     pcarti_worklist_id, pcarti_worklist_title);
    for (int i = 0; i < PCART_N_WORKLIST_RULE; i++) {
        const pcart_worklist_rule *rule = &pcart_worklist_rules()[i];
        const char *trigger = pcart_worklist_text(rule->trigger, arena);
        const char *closes = pcart_worklist_text(rule->closes, arena);

        if (!trigger || !closes)
            return no_memory(err);
        pcarti_buf_print(out, "%s\n{\"name\": \"%s\"", i ? "," : "",
                         rule->name);
        put_text("title", rule->title, out);
        put_text("trigger", trigger, out);
        put_text("next", rule->action, out);
        put_text("closes", closes, out);
        put_text("urgency", pcart_urgency_name(rule->urgency), out);
        put_text("basis", rule->basis, out);
        put_ground(&rule->ground, out);
    }
    pcarti_buf_text(out, "],\n\"numbers\": [");
    for (int i = 0; i < PCART_N_WORKLIST_NUMBER; i++) {
        const pcart_worklist_number *n = &pcart_worklist_numbers()[i];

        pcarti_buf_print(out, "%s\n{\"name\": \"%s\"", i ? "," : "", n->name);
        put_text("op", n->op ? pcart_op_name(n->op) : "", out);
        pcarti_buf_text(out, ", \"value\": ");
        pcarti_buf_fixed(out, n->value);
        put_text("unit", n->unit, out);
        put_text("meaning", n->meaning, out);
        put_ground(&n->ground, out);
    }
    pcarti_buf_text(out, "]}\n");
    return pcarti_buf_status(out, err);
}
