/* cmd_classify.c -- postcart classify: marrow to class, with the path.
 * Layer: cmd. */
#include "cmd/cmd.h"

#include <string.h>

#include "cmd/marrow_job.h"
#include "postcart/version.h"

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
    marrow_job in;
    const char *edition; /* NULL: all */
    pcart_fixed mega_limit;
    int is_tp53_above, is_blasts_first;
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
read_options(void *of, pcart_err *err)
{
    job *j = of;
    static const char *const sides[] = {"host", "donor"};
    static const char *const tp53[] = {"ge", "gt"};
    static const char *const fibrosis[] = {"first", "last"};
    int64_t mega;
    pcart_status status = PCART_OK;

    j->edition = pcarti_cmd_value(j->in.line, "--edition");
    for (const char *p = j->edition; p && *p;
         p += strcspn(p, ","), p += *p == ',') {
        char id[16] = "";
        size_t n = strcspn(p, ",");

        memcpy(id, p, n < sizeof id - 1 ? n : sizeof id - 1);
        if (!pcart_marrow_set_find(id))
            return pcart_err_set(err, PCART_E_USAGE, "there is no edition '%s'",
                                 id);
    }
    status = pcarti_marrow_job_choice(&j->in, "--side", sides,
                                      &j->in.table.karyotype.is_donor, err);
    j->mega_limit = PCART_FIXED_NONE;
    if (!status && pcarti_cmd_value(j->in.line, "--mega-limit")) {
        status =
            pcarti_cmd_number(j->in.line, "--mega-limit", 1, 100, &mega, err);
        if (status == PCART_OK)
            j->mega_limit = PCART_FIXED(mega);
    }
    if (status == PCART_OK)
        status = pcarti_marrow_job_choice(&j->in, "--tp53", tp53,
                                          &j->is_tp53_above, err);
    if (status == PCART_OK)
        status = pcarti_marrow_job_choice(&j->in, "--fibrosis", fibrosis,
                                          &j->is_blasts_first, err);
    return status;
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
    pcarti_sink_buf(sink, name, &text);
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
    pcarti_sink_buf(sink, name, &text);
}

static void
put_possible(pcarti_sink *sink, const char *name,
             const pcart_marrow_class *class)
{
    pcarti_buf text = {0};

    for (int i = 0; i < class->n_possible; i++)
        pcarti_buf_print(&text, "%s%s", i ? " | " : "",
                         class->set->rule[class->possible[i]].label);
    pcarti_sink_buf(sink, name, &text);
}

static void
put_notes(pcarti_sink *sink, const char *name, unsigned notes)
{
    pcarti_buf text = {0};

    for (unsigned bit = 1; bit <= PCART_MN_GERMLINE; bit <<= 1)
        if (notes & bit)
            pcarti_buf_print(&text, "%s%s", text.length ? "; " : "",
                             pcart_marrow_note(bit));
    pcarti_sink_buf(sink, name, &text);
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
put_classes(void *of, const pcarti_marrow_row *row)
{
    job *j = of;
    size_t n;
    const pcart_marrow_set *const *set = pcart_marrow_set_list(&n);
    pcart_marrow marrow;

    pcarti_marrow_to_marrow(row, &marrow);
    marrow.mega_limit = j->mega_limit;
    marrow.is_tp53_above = j->is_tp53_above;
    marrow.is_blasts_first = j->is_blasts_first;
    pcarti_marrow_job_karyotype(&j->in, row);
    for (size_t i = 0; i < n; i++) {
        pcart_marrow_class class;

        if (!is_listed(j->edition, set[i]->id))
            continue;
        pcart_marrow_classify(&marrow, set[i], &class);
        put_class(&j->in.sink, &class);
    }
}

static void
put_preamble(void *of)
{
    job *j = of;

    pcarti_buf_print(&j->in.out, "# postcart %s classify\n", pcart_version());
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    static const marrow_plan plan = {read_options, put_preamble, put_classes};
    job j = {.in = {.line = line}};

    return pcarti_marrow_job_run(&j.in, &plan, &j, out);
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
