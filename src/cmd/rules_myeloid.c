/* rules_myeloid.c -- the list of the tables of marrow, karyotype and risk, and
 * the forms in which one is written.  Layer: cmd. */
#include "cmd/rules_myeloid.h"

#include <string.h>

#include "postcart/marrow_rules.h"
#include "postcart/risk.h"

static const struct {
    const char *id, *title;
    void (*fill)(myeloid_table *table);
} list[] = {
    {"ipss-1997", "International Prognostic Scoring System",
     pcarti_myeloid_risk},
    {"ipss-r-2012", "Revised International Prognostic Scoring System",
     pcarti_myeloid_risk},
    {"ipss-ra-2012", "Revised IPSS, adjusted for age", pcarti_myeloid_ipssra},
    {"ipss-m-2022", "Molecular International Prognostic Scoring System",
     pcarti_myeloid_ipssm},
    {"chrs-2023", "Clonal Hematopoiesis Risk Score", pcarti_myeloid_risk},
    {"chrs-2023-opposite",
     "Clonal Hematopoiesis Risk Score, ties the other way",
     pcarti_myeloid_risk},
    {"ccrs-2024", "Clonal Cytopenia Risk Score", pcarti_myeloid_risk},
    {"eln-2022", "ELN risk groups of acute myeloid leukaemia",
     pcarti_myeloid_eln},
    {"who-2022", "Myeloid classes, WHO 5th edition", pcarti_myeloid_edition},
    {"icc-2022", "Myeloid classes, International Consensus Classification",
     pcarti_myeloid_edition},
    {"who-2016", "Myeloid classes, WHO 4th edition revised",
     pcarti_myeloid_edition},
    {"marrow-limits", "Limits and lists behind the myeloid classes",
     pcarti_myeloid_limits},
    {"cytogenetics", "What a karyotype proves, and how it is counted",
     pcarti_myeloid_cytogenetics},
};

const char *
pcarti_myeloid_id(size_t i)
{
    return i < PCART_COUNTOF(list) ? list[i].id : NULL;
}

const char *
pcarti_myeloid_title(size_t i)
{
    return i < PCART_COUNTOF(list) ? list[i].title : NULL;
}

static const char *
applies_to(const char *id)
{
    const pcart_risk_set *set = pcart_risk_set_find(id);

    if (set)
        return set->applies;
    if (strcmp(id, pcart_ipssm_get()->id) == 0)
        return pcart_ipssm_get()->applies;
    return strcmp(id, "eln-2022") == 0 ? pcart_eln_applies() : "";
}

pcart_status
pcarti_myeloid_make(const char *id, pcart_arena *arena, myeloid_table *out,
                    pcart_err *err)
{
    for (size_t i = 0; i < PCART_COUNTOF(list); i++) {
        if (strcmp(list[i].id, id) != 0)
            continue;
        *out = (myeloid_table){.id = list[i].id,
                               .title = list[i].title,
                               .applies = applies_to(id),
                               .arena = arena};
        list[i].fill(out);
        return out->is_failed
                   ? pcart_err_set(err, PCART_E_NOMEM, "out of memory")
                   : PCART_OK;
    }
    return PCART_E_NOTFOUND;
}

static const char *
cite_of(const myeloid_row *row)
{
    return row->ground->cite ? row->ground->cite->key : "-";
}

void
pcarti_myeloid_tsv(const myeloid_table *table, pcarti_buf *out)
{
    pcarti_buf_text(out, "kind\tname\tcondition\tmark\tcite\n");
    for (size_t i = 0; i < table->n_row; i++) {
        const myeloid_row *row = &table->row[i];

        pcarti_buf_print(out, "%s\t%s\t%s\t%s\t%s\n", row->kind, row->name,
                         row->condition, pcart_mark_name(row->ground->mark),
                         cite_of(row));
    }
}

void
pcarti_myeloid_json(const myeloid_table *table, pcarti_buf *out)
{
    pcarti_buf_text(out, "{\"id\":");
    pcarti_buf_json(out, table->id);
    pcarti_buf_text(out, ",\"title\":");
    pcarti_buf_json(out, table->title);
    pcarti_buf_text(out, ",\"applies\":");
    pcarti_buf_json(out, table->applies);
    pcarti_buf_text(out, ",\"rows\":[");
    for (size_t i = 0; i < table->n_row; i++) {
        const myeloid_row *row = &table->row[i];
        const struct {
            const char *name, *text;
        } cell[] = {{"kind", row->kind},
                    {"name", row->name},
                    {"condition", row->condition},
                    {"mark", pcart_mark_name(row->ground->mark)},
                    {"cite", cite_of(row)},
                    {"place", row->ground->place ? row->ground->place : ""}};

        pcarti_buf_text(out, i ? ",\n{" : "\n{");
        for (size_t c = 0; c < PCART_COUNTOF(cell); c++) {
            pcarti_buf_print(out, "%s\"%s\":", c ? "," : "", cell[c].name);
            pcarti_buf_json(out, cell[c].text);
        }
        pcarti_buf_char(out, '}');
    }
    pcarti_buf_text(out, "\n]}");
}

/* The text of a cell of Markdown: a bar would end it. */
static void
write_cell(const char *text, pcarti_buf *out)
{
    pcarti_buf_text(out, "| ");
    for (; *text; text++) {
        if (*text == '|')
            pcarti_buf_text(out, "or");
        else
            pcarti_buf_char(out, *text);
    }
    pcarti_buf_char(out, ' ');
}

static void
write_sources(const myeloid_table *table, pcarti_buf *out)
{
    pcarti_buf_text(out, "\n## Sources\n\n");
    for (size_t i = 0; i < table->n_row; i++) {
        const pcart_cite *cite = table->row[i].ground->cite;
        int is_new = cite != NULL;

        for (size_t k = 0; k < i && is_new; k++)
            is_new = table->row[k].ground->cite != cite;
        if (!is_new)
            continue;
        pcarti_buf_print(out, "* %s: %s %s", cite->key, cite->authors,
                         cite->journal);
        if (cite->year)
            pcarti_buf_print(out, " %d", cite->year);
        if (cite->pages[0])
            pcarti_buf_print(out, ";%s", cite->pages);
        if (cite->doi[0])
            pcarti_buf_print(out, ". doi %s", cite->doi);
        pcarti_buf_print(out, ". (%s)\n", cite->note);
    }
}

static void
write_marks(const myeloid_table *table, pcarti_buf *out)
{
    pcarti_buf_text(out, "\n## How well the numbers are known\n\n");
    for (int m = PCART_VERIFIED; m <= PCART_DECISION; m++) {
        int n = 0;

        for (size_t i = 0; i < table->n_row; i++)
            n += (int)table->row[i].ground->mark == m;
        if (n)
            pcarti_buf_print(out, "* %s, %d of %d rows: %s\n",
                             pcart_mark_name((pcart_mark)m), n,
                             (int)table->n_row,
                             pcart_mark_meaning((pcart_mark)m));
    }
}

void
pcarti_myeloid_page(const myeloid_table *table, pcarti_buf *out)
{
    pcarti_buf_print(out, "# %s: %s\n\n", table->id, table->title);
    if (table->applies[0])
        pcarti_buf_print(out, "Made in: %s.\n\n", table->applies);
    pcarti_buf_text(out, "Rows in their order; of rules and groups the first "
                         "that fits decides, points add up.\n\n"
                         "| kind | name | condition | mark | source |\n"
                         "|---|---|---|---|---|\n");
    for (size_t i = 0; i < table->n_row; i++) {
        const myeloid_row *row = &table->row[i];

        write_cell(row->kind, out);
        write_cell(row->name, out);
        write_cell(row->condition, out);
        write_cell(pcart_mark_name(row->ground->mark), out);
        pcarti_buf_print(out, "| %s%s%s |\n", cite_of(row),
                         row->ground->place ? ", " : "",
                         row->ground->place ? row->ground->place : "");
    }
    write_marks(table, out);
    write_sources(table, out);
}
