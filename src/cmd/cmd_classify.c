/* cmd_classify.c -- postcart classify: marrow to class, with the path.
 * Layer: cmd. */
#include "cmd/cmd.h"

#include <string.h>

#include "cmd/input.h"
#include "cmd/sink.h"
#include "postcart/version.h"
#include "study/marrow_table.h"

static const pcart_cmd_option option[] = {
    {"--edition", 0, "LIST", "who-2022, icc-2022, who-2016 (all three)"},
    {"--mega-limit", 0, "PERCENT",
     "dysplastic megakaryocytes that count (10; some ask for 30 or 40)"},
    {"--tp53", 0, "ge|gt", "ICC: TP53 VAF from 10 % on (ge), or above it"},
    {"--fibrosis", 0, "first|last",
     "WHO 2022: MDS-f before IB1 and IB2 (first), or blasts decide"},
    {"--side", 0, "host|donor", "whose cells KARYOTYPE is read for (host)"},
    {NULL, 0, NULL, NULL}};

typedef struct job {
    const pcart_cmd_line *line;
    const char *edition; /* NULL: all */
    pcart_fixed mega_limit;
    int is_tp53_above, is_blasts_first;
    pcarti_marrow_table table;
    pcart_arena keep, arena;
    pcart_diag diag;
    pcarti_buf out;
    pcarti_sink sink;
    char **name;
    size_t n_name;
} job;

/* Whether "who-2022" is one of the words of the list. */
static int
is_listed(const char *list, const char *id)
{
    const size_t n = strlen(id);

    for (const char *p = list; p && *p; p += strcspn(p, ","), p += *p == ',')
        if (strcspn(p, ",") == n && strncmp(p, id, n) == 0)
            return 1;
    return list == NULL;
}

static pcart_status
read_choice(const job *j, const char *name, const char *plain,
            const char *other, int *is_other, pcart_err *err)
{
    const char *value = pcarti_cmd_value(j->line, name);

    *is_other = value && strcmp(value, other) == 0;
    if (!value || *is_other || strcmp(value, plain) == 0)
        return PCART_OK;
    return pcart_err_set(err, PCART_E_USAGE, "%s must be %s or %s", name, plain,
                         other);
}

static pcart_status
read_options(job *j, pcart_err *err)
{
    const char *side = pcarti_cmd_value(j->line, "--side");
    int64_t mega;
    pcart_status status = PCART_OK;

    j->edition = pcarti_cmd_value(j->line, "--edition");
    for (const char *p = j->edition; p && *p;
         p += strcspn(p, ","), p += *p == ',') {
        char id[16] = "";
        size_t n = strcspn(p, ",");

        memcpy(id, p, n < sizeof id - 1 ? n : sizeof id - 1);
        if (!pcart_marrow_set_find(id))
            return pcart_err_set(err, PCART_E_USAGE, "there is no edition '%s'",
                                 id);
    }
    if (side && strcmp(side, "donor") != 0 && strcmp(side, "host") != 0)
        return pcart_err_set(err, PCART_E_USAGE,
                             "--side must be host or donor");
    j->table.karyotype.is_donor = side && strcmp(side, "donor") == 0;
    j->mega_limit = PCART_FIXED_NONE;
    if (pcarti_cmd_value(j->line, "--mega-limit")) {
        status = pcarti_cmd_number(j->line, "--mega-limit", 1, 100, &mega, err);
        if (status == PCART_OK)
            j->mega_limit = PCART_FIXED(mega);
    }
    if (status == PCART_OK)
        status = read_choice(j, "--tp53", "ge", "gt", &j->is_tp53_above, err);
    if (status == PCART_OK)
        status = read_choice(j, "--fibrosis", "first", "last",
                             &j->is_blasts_first, err);
    return status;
}

static void
sink_buf(pcarti_sink *sink, const char *name, pcarti_buf *text)
{
    pcarti_sink_text(sink, name, text->data ? text->data : "", text->length);
    sink->out->is_failed |= text->is_failed;
    pcarti_buf_release(text);
}

/* "MDS with increased blasts 1, post cytotoxic therapy", or what is certain. */
static void
put_diagnosis(pcarti_sink *sink, const char *name,
              const pcart_marrow_class *class)
{
    pcarti_buf text = {0};

    if (class->rule)
        pcarti_buf_text(&text, class->rule->title);
    else
        pcarti_buf_print(&text, "open: certain is %s", class->certain);
    if (class->notes & PCART_MN_CYTOTOXIC)
        pcarti_buf_print(&text, ", %s", class->set->qualifier);
    sink_buf(sink, name, &text);
}

/* "AML-GEN no (AML-defining ...) > ... > MDS-IB1 yes". */
static void
put_path(pcarti_sink *sink, const char *name, const pcart_marrow_class *class)
{
    static const char *const word[] = {"open", "no", "yes"};
    pcarti_buf text = {0};

    for (int i = 0; i < class->n_step; i++) {
        const pcart_marrow_step *step = &class->step[i];
        const char *title = pcart_marrow_test_title(step->test);

        pcarti_buf_print(&text, "%s%s: %s", i ? " > " : "",
                         class->set->rule[step->row].label,
                         word[step->answer + 1]);
        if (step->answer < 1 && *title)
            pcarti_buf_print(&text, " (%s)", title);
    }
    sink_buf(sink, name, &text);
}

static void
put_possible(pcarti_sink *sink, const char *name,
             const pcart_marrow_class *class)
{
    pcarti_buf text = {0};

    for (int i = 0; i < class->n_possible; i++)
        pcarti_buf_print(&text, "%s%s", i ? " | " : "",
                         class->set->rule[class->possible[i]].label);
    sink_buf(sink, name, &text);
}

static void
put_notes(pcarti_sink *sink, const char *name, unsigned notes)
{
    pcarti_buf text = {0};

    for (unsigned bit = 1; bit <= PCART_MN_GERMLINE; bit <<= 1)
        if (notes & bit)
            pcarti_buf_print(&text, "%s%s", text.length ? "; " : "",
                             pcart_marrow_note(bit));
    sink_buf(sink, name, &text);
}

static void
put_class(pcarti_sink *sink, const pcart_marrow_class *class)
{
    const char *id = class->set->id;
    char name[48];

    pcarti_sink_word(sink, id, class->rule ? class->rule->label : "open");
    snprintf(name, sizeof name, "%s_diagnosis", id);
    put_diagnosis(sink, name, class);
    snprintf(name, sizeof name, "%s_possible", id);
    put_possible(sink, name, class);
    snprintf(name, sizeof name, "%s_next", id);
    pcarti_sink_word(sink, name, class->next ? class->next : "");
    snprintf(name, sizeof name, "%s_path", id);
    put_path(sink, name, class);
    snprintf(name, sizeof name, "%s_notes", id);
    put_notes(sink, name, class->notes);
}

static void
put_classes(job *j, const pcarti_marrow_row *row)
{
    size_t n;
    const pcart_marrow_set *const *set = pcart_marrow_set_list(&n);
    pcart_marrow marrow;

    pcarti_marrow_to_marrow(row, &marrow);
    marrow.mega_limit = j->mega_limit;
    marrow.is_tp53_above = j->is_tp53_above;
    marrow.is_blasts_first = j->is_blasts_first;
    if (j->table.at[MC_KARYOTYPE] >= 0)
        pcarti_sink_word(
            &j->sink, "karyotype_status",
            row->cyto.state == PCART_CYTO_NOT_DONE
                ? "NA"
                : pcart_karyotype_state_name(row->karyotype_state));
    for (size_t i = 0; i < n; i++) {
        pcart_marrow_class class;

        if (!is_listed(j->edition, set[i]->id))
            continue;
        pcart_marrow_classify(&marrow, set[i], &class);
        put_class(&j->sink, &class);
    }
}

static pcart_status
start(job *j, const pcart_row *header, char delimiter, pcart_err *err)
{
    pcarti_marrow_row nobody = {.sex = 0};

    for (int c = 0; c < MC_N; c++)
        nobody.value[c] = PCART_FIXED_NONE;
    j->table.mark = delimiter == ';' ? ',' : '.';
    pcarti_marrow_table_header(&j->table, header);
    j->n_name = header->n_cell;
    j->name = pcart_arena_take(&j->keep, j->n_name + 1, sizeof *j->name);
    for (size_t i = 0; j->name && i < j->n_name; i++) {
        j->name[i] = pcart_arena_text(&j->keep, header->cell[i].text,
                                      header->cell[i].length);
        if (!j->name[i])
            j->name = NULL;
    }
    if (!j->name)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    if (j->line->is_json)
        return PCART_OK;
    pcarti_buf_print(&j->out, "# postcart %s classify\n", pcart_version());
    j->sink.is_head = 1;
    pcarti_sink_row(&j->sink, j->name, j->n_name, NULL);
    put_classes(j, &nobody);
    pcarti_sink_end(&j->sink);
    return PCART_OK;
}

static pcart_status
one_row(job *j, const pcart_row *row, pcart_err *err)
{
    pcarti_marrow_row patient;
    pcart_status status =
        pcarti_marrow_table_read(&j->table, row, &j->arena, &patient, err);

    if (status)
        return status;
    pcarti_sink_row(&j->sink, j->name, j->n_name, row);
    put_classes(j, &patient);
    pcarti_sink_end(&j->sink);
    pcart_arena_clear(&j->arena);
    return pcarti_buf_status(&j->out, err);
}

static pcart_status
all_rows(job *j, pcart_err *err)
{
    const char *path = j->line->n_operand ? j->line->operand[0] : "-";
    pcarti_input input = {0};
    const pcart_row *row;
    pcart_status status =
        pcarti_input_open(&input, path, 0, &j->keep, &row, err);

    j->table.source = strcmp(path, "-") == 0 ? "<stdin>" : path;
    if (status == PCART_OK)
        status = start(j, row, pcart_table_delimiter(&input.table), err);
    if (status == PCART_OK)
        status = pcart_table_next(&input.table, &row, err);
    while (status == PCART_OK && row) {
        status = one_row(j, row, err);
        if (status == PCART_OK)
            status = pcart_table_next(&input.table, &row, err);
    }
    pcarti_input_close(&input);
    return status;
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    job j = {.line = line};
    pcart_err err = {0};
    pcart_status status = read_options(&j, &err);
    int code;

    pcart_diag_init(&j.diag, &j.keep);
    j.table.diag = &j.diag;
    j.sink.out = &j.out;
    j.sink.is_json = line->is_json;
    if (status == PCART_OK)
        status = all_rows(&j, &err);
    code =
        status ? pcarti_cmd_fail(line, &err) : pcarti_cmd_report(line, &j.diag);
    if (code != PCART_EXIT_REFUSED && code != PCART_EXIT_USAGE && j.out.length)
        fwrite(j.out.data, 1, j.out.length, out);
    pcarti_buf_release(&j.out);
    pcart_arena_release(&j.arena);
    pcart_arena_release(&j.keep);
    return code;
}

const pcart_cmd pcarti_cmd_classify = {
    .group = "Marrow",
    .name = "classify",
    .summary = "marrow, karyotype and genes to a WHO or ICC class",
    .usage = "postcart classify [FILE|-] [options]",
    .help =
        "Reads one marrow a row: AGE, SEX, HB, ANC, PLT, PERSISTENT, "
        "BM_BLAST,\n"
        "PB_BLAST, AUER_RODS, DYSPLASIA_E, _G, _M (% of cells), CELLS_E, _G, "
        "_M\n"
        "(counted), RING_SIDEROBLASTS, CELLULARITY, FIBROSIS, KARYOTYPE, "
        "FUSION\n"
        "(found otherwise: cbfb_myh11|kmt2a), MAX_VAF, SF3B1_VAF, TP53mut,\n"
        "TP53maxvaf, TP53vaf2, TP53loh, gene columns (0, 1), MDS_BEFORE,\n"
        "CYTOTOXIC, GERMLINE, DONOR.  Every column may be absent.\n"
        "\n"
        "For each edition it adds the class, the diagnosis in words, the "
        "classes\n"
        "that remain possible, what to measure next, the path through the\n"
        "decision list, and notes.",
    .option = option,
    .min_operand = 0,
    .max_operand = 1,
    .run = run,
};
