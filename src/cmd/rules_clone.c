/* rules_clone.c -- the tables of the clone layer, as postcart rules shows them.
 * Layer: cmd. */
#include "cmd/rules_clone.h"

#include <stdio.h>
#include <string.h>

#include "cmd/sink.h"
#include "postcart/clone_rules.h"

enum { CELL = 48 };

static void
put_number(pcarti_sink *sink, const char *name, double value)
{
    char text[CELL];

    snprintf(text, sizeof text, "%.9g", value);
    pcarti_sink_word(sink, name, text);
}

/* Source, how well it is known, and where in it. */
static void
put_ground(pcarti_sink *sink, const pcart_ground *g)
{
    pcarti_sink_word(sink, "mark", pcart_mark_name(g->mark));
    pcarti_sink_word(sink, "source", g->cite ? g->cite->key : "");
    pcarti_sink_word(sink, "place", g->place ? g->place : "");
    pcarti_sink_end(sink);
}

static size_t
n_settings(void)
{
    return PCART_N_CLONE_SETTING;
}

static void
show_setting(pcarti_sink *sink, size_t i)
{
    const pcart_clone_setting_row *r = &pcart_clone_settings()[i];

    pcarti_sink_word(sink, "name", r->name);
    put_number(sink, "value", r->value);
    pcarti_sink_word(sink, "unit", r->unit);
    pcarti_sink_word(sink, "meaning", r->meaning);
    put_ground(sink, &r->ground);
}

static size_t
n_assays(void)
{
    size_t n;

    pcart_assay_list(&n);
    return n;
}

static void
show_assay(pcarti_sink *sink, size_t i)
{
    size_t n;
    const pcart_assay *r = &pcart_assay_list(&n)[i];

    pcarti_sink_word(sink, "name", r->name);
    put_number(sink, "error", r->error);
    put_number(sink, "typical", r->typical);
    put_number(sink, "background_rho", r->background_rho);
    put_number(sink, "signal_rho", r->signal_rho);
    put_number(sink, "family", r->family);
    put_number(sink, "duplex", r->duplex);
    put_ground(sink, &r->ground);
}

static size_t
n_ageing(void)
{
    size_t n;

    pcart_ageing_list(&n);
    return n;
}

static void
show_ageing(pcarti_sink *sink, size_t i)
{
    size_t n;
    const pcart_ageing *r = &pcart_ageing_list(&n)[i];

    pcarti_sink_word(sink, "gene", r->gene[0] ? r->gene : "all");
    put_number(sink, "rate_per_year", r->rate);
    put_ground(sink, &r->ground);
}

static size_t
n_chip(void)
{
    size_t n;

    pcart_chip_list(&n);
    return n;
}

static void
show_chip(pcarti_sink *sink, size_t i)
{
    static const char *const change[] = {"truncating", "missense", "in frame",
                                         "artefact"};
    size_t n;
    const pcart_chip_rule *r = &pcart_chip_list(&n)[i];
    char where[CELL] = "anywhere";

    if (r->words)
        snprintf(where, sizeof where, "%s", r->words);
    else if (r->first > 0)
        snprintf(where, sizeof where, "%s %d-%d",
                 r->is_exon ? "exons" : "residues", r->first, r->last);
    pcarti_sink_word(sink, "gene", r->gene);
    pcarti_sink_word(sink, "change", change[r->change]);
    pcarti_sink_word(sink, "where", where);
    put_number(sink, "from_vaf", r->min_vaf);
    put_ground(sink, &r->ground);
}

static const struct {
    const char *id, *title;
    size_t (*count)(void);
    void (*show)(pcarti_sink *sink, size_t i);
} table[] = {
    {"clone-settings", "Limits and constants of the clone methods", n_settings,
     show_setting},
    {"clone-assays", "What is assumed of a way of sequencing", n_assays,
     show_assay},
    {"clone-ageing", "Growth of clones with age, by gene", n_ageing,
     show_ageing},
    {"chip", "Changes that count as clonal haematopoiesis, hotspots", n_chip,
     show_chip},
};

void
pcarti_rules_clone_list(int is_json, pcarti_buf *out)
{
    for (size_t i = 0; i < PCART_COUNTOF(table); i++)
        pcarti_buf_print(out,
                         is_json ? ",\n{\"id\":\"%s\",\"shape\":\"table\","
                                   "\"rows\":%d,\"title\":\"%s\"}"
                                 : "%s\ttable\t%d\tenabled\t%s\n",
                         table[i].id, (int)table[i].count(), table[i].title);
}

int
pcarti_rules_clone_show(const char *id, int is_json, pcarti_buf *out)
{
    pcarti_sink sink = {.out = out, .is_json = is_json};

    for (size_t i = 0; i < PCART_COUNTOF(table); i++) {
        if (strcmp(table[i].id, id) != 0)
            continue;
        if (!is_json) {
            sink.is_head = 1;
            table[i].show(&sink, 0); // the names of the columns
        }
        for (size_t k = 0; k < table[i].count(); k++)
            table[i].show(&sink, k);
        return 1;
    }
    return 0;
}
