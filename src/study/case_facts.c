/*
 * case_facts.c -- the facts of a case as a patient and a course.
 * Layer: study.
 *
 * Facts are parted by ';':  anc 0-30=500; plt 2,5=12 G/L; death=12; see
 * doc/method/case.md.
 */
#include "study/case_gather.h"

#include <stdlib.h>
#include <string.h>

#include "postcart/assemble.h"
#include "postcart/dictionary.h"
#include "postcart/unit.h"
#include "postcart/worklist_rules.h"

char *
pcarti_case_trim(char *text)
{
    char *end = text + strlen(text);

    while (*text == ' ')
        text++;
    while (end > text && end[-1] == ' ')
        *--end = '\0';
    return text;
}

char *
pcarti_case_part(char **at, char mark)
{
    char *part = *at, *end;

    if (!part)
        return NULL;
    end = strchr(part, mark);
    *at = end ? end + 1 : NULL;
    if (end)
        *end = '\0';
    return part;
}

int
pcarti_case_days(const char *text, int *first, int *last)
{
    char *end;

    *first = *last = (int)strtol(text, &end, 10);
    if (end == text)
        return 0;
    if (*end == '\0')
        return 1;
    if (*end != '-')
        return 0;
    text = end + 1;
    *last = (int)strtol(text, &end, 10);
    return end != text && *end == '\0' && *last >= *first;
}

static void
add_support(gathering *g, pcart_support_kind kind, int first, int last)
{
    if (PCARTI_GATHER(g, support, support))
        g->support[g->out->patient.n_support - 1] =
            (pcart_support){.first = PCARTI_CASE_DAY_ZERO + first,
                            .last = PCARTI_CASE_DAY_ZERO + last,
                            .kind = kind,
                            .amount = PCART_FIXED_NONE,
                            .line = g->line};
}

static void
add_graft(gathering *g, pcart_transplant_kind kind, int day, const char *donor)
{
    if (PCARTI_GATHER(g, graft, transplant))
        g->graft[g->out->patient.n_transplant - 1] =
            (pcart_transplant){.date = PCARTI_CASE_DAY_ZERO + day,
                               .kind = kind,
                               .cd34_dose = PCART_FIXED_NONE,
                               .donor = donor,
                               .donor_sex = -1,
                               .is_selected = -1,
                               .conditioning = "",
                               .line = g->line};
}

/* "TP53 p.R175H 0.05": gene, then the change and the fraction, or either. */
static void
read_variant(gathering *g, char *text, pcart_variant_row *v)
{
    char *word;

    *v = (pcart_variant_row){.chrom = "",
                             .pos = -1,
                             .ref = "",
                             .alt = "",
                             .hgvs_c = "",
                             .hgvs_p = "",
                             .alt_reads = -1,
                             .depth = -1,
                             .vaf = PCART_FIXED_NONE,
                             .line = g->line};
    v->gene = pcarti_case_part(&text, ' ');
    while ((word = pcarti_case_part(&text, ' '))) {
        pcart_decimal decimal;

        if (pcart_decimal_read(word, strlen(word), '.', &decimal, NULL) ||
            pcart_fixed_from_decimal(decimal, 1, 1, &v->vaf, NULL, NULL))
            v->hgvs_p = word;
    }
}

/* "sample -10", "sample -10=TP53 p.R175H 0.05, DNMT3A 0.03". */
static void
add_sample(gathering *g, int day, char *variants)
{
    pcart_variant_row *list = NULL;
    size_t n = 0, room = 0;
    char *part;

    while (variants && (part = pcarti_case_part(&variants, ','))) {
        list = pcart_arena_grow(g->arena, list, &room, n + 1, sizeof *list);
        if (!pcarti_gather_is_ready(g, list))
            return;
        g->line++;
        read_variant(g, pcarti_case_trim(part), &list[n++]);
    }
    if (PCARTI_GATHER(g, sample, sample))
        g->sample[g->out->patient.n_sample - 1] =
            (pcart_sample){.id = "sample",
                           .date = PCARTI_CASE_DAY_ZERO + day,
                           .specimen = "",
                           .regions = "",
                           .alignment = "",
                           .mean_depth = PCART_FIXED_NONE,
                           .variant = list,
                           .n_variant = n,
                           .line = g->line};
}

static void
add_event(gathering *g, pcart_event_kind kind, pcart_date date)
{
    if (PCARTI_GATHER(g, event, event))
        g->event[g->out->patient.n_event - 1] =
            (pcart_event){date, kind, "", g->line};
}

/* A decimal, ">0.95" too; 0 when it is none. */
static int
read_number(const char *text, pcart_fixed *value, int *censor)
{
    pcart_decimal decimal;

    *censor = *text == '>' ? PCART_ABOVE : PCART_EXACT;
    text += *text == '>';
    return pcart_decimal_read(text, strlen(text), '.', &decimal, NULL) ==
               PCART_OK &&
           pcart_fixed_from_decimal(decimal, 1, 1, value, NULL, NULL) ==
               PCART_OK;
}

/* "cellularity 30=20", "marrow 95". */
static void
add_marrow(gathering *g, pcart_date date, const char *value)
{
    pcart_marrow_row row = {.date = date,
                            .cellularity = PCART_FIXED_NONE,
                            .blasts = PCART_FIXED_NONE,
                            .blood_blasts = PCART_FIXED_NONE,
                            .dysplasia_erythroid = PCART_FIXED_NONE,
                            .dysplasia_granulocytic = PCART_FIXED_NONE,
                            .dysplasia_megakaryocytic = PCART_FIXED_NONE,
                            .cells_erythroid = -1,
                            .cells_granulocytic = -1,
                            .cells_megakaryocytic = -1,
                            .ring_sideroblasts = PCART_FIXED_NONE,
                            .auer_rods = -1,
                            .fibrosis = -1};
    int censor;

    if (value && !read_number(value, &row.cellularity, &censor))
        pcarti_gather_fault(g, "no cellularity", value);
    if (PCARTI_GATHER(g, marrow, marrow)) {
        row.line = g->line;
        g->marrow[g->out->patient.n_marrow - 1] = row;
    }
}

/* "chimerism 30 myeloid=0.97"; without a share the donor's alone. */
static void
add_chimerism(gathering *g, pcart_date date, const char *lineage,
              const char *value)
{
    pcart_chimerism row = {.date = date,
                           .lineage = lineage,
                           .method = "",
                           .donor_fraction = PCART_FIXED_ONE,
                           .sensitivity = PCART_FIXED_NONE};

    if (value && !read_number(value, &row.donor_fraction, &row.censor))
        pcarti_gather_fault(g, "no share of donor cells", value);
    if (PCARTI_GATHER(g, chimerism, chimerism)) {
        row.line = g->line;
        g->chimerism[g->out->patient.n_chimerism - 1] = row;
    }
}

/* "response 28=CR negative" */
static void
add_response(gathering *g, pcart_date date, char *value)
{
    char *response = pcarti_case_part(&value, ' ');

    if (PCARTI_GATHER(g, response, response))
        g->response[g->out->patient.n_response - 1] = (pcart_response){
            date, response ? response : "", value ? value : "", g->line};
}

/* Supports and grafts by their words; 0 when it is neither. */
static int
read_given(gathering *g, const char *word, int first, int last,
           const char *value)
{
    static const struct {
        const char *word;
        pcart_support_kind kind;
    } support[] = {{"gcsf", PCART_SUPPORT_GCSF},
                   {"gcsf_given", PCART_SUPPORT_GCSF},
                   {"platelets_given", PCART_SUPPORT_PLATELETS},
                   {"red_cells_given", PCART_SUPPORT_RED_CELLS},
                   {"tocilizumab_given", PCART_SUPPORT_TOCILIZUMAB}};
    static const struct {
        const char *word;
        pcart_transplant_kind kind;
        const char *donor;
    } graft[] = {{"autologous", PCART_TRANSPLANT_AUTOLOGOUS, ""},
                 {"autograft", PCART_TRANSPLANT_AUTOLOGOUS, ""},
                 {"allogeneic", PCART_TRANSPLANT_ALLOGENEIC, ""},
                 {"allograft", PCART_TRANSPLANT_ALLOGENEIC, "sibling"},
                 {"cord_graft", PCART_TRANSPLANT_ALLOGENEIC, "cord blood"},
                 {"boost", PCART_TRANSPLANT_BOOST, ""},
                 {"boost_given", PCART_TRANSPLANT_BOOST, ""}};

    for (size_t i = 0; i < PCART_COUNTOF(support); i++)
        if (strcmp(word, support[i].word) == 0) {
            add_support(g, support[i].kind, first, last);
            return 1;
        }
    for (size_t i = 0; i < PCART_COUNTOF(graft); i++)
        if (strcmp(word, graft[i].word) == 0) {
            add_graft(g, graft[i].kind, first, value ? value : graft[i].donor);
            return 1;
        }
    return 0;
}

/* What happened on days: "relapse 50", "gvhd 30-40"; 0 when it did not. */
static int
read_happened(gathering *g, const char *word, int first, int last)
{
    pcart_date date = PCARTI_CASE_DAY_ZERO + first;

    if (strcmp(word, "relapse") == 0) {
        g->out->course.progression = date;
        add_event(g, PCART_EVENT_RELAPSE, date);
    } else if (strcmp(word, "gvhd") == 0) {
        if (PCARTI_GATHER(g, toxicity, toxicity))
            g->toxicity[g->out->patient.n_toxicity - 1] =
                (pcart_toxicity){.first = date,
                                 .last = PCARTI_CASE_DAY_ZERO + last,
                                 .kind = PCART_TOXICITY_GVHD,
                                 .grade = 2,
                                 .scale = "",
                                 .detail = "",
                                 .line = g->line};
    } else {
        return 0;
    }
    return 1;
}

/* What has a kind and days: "gcsf 3-9", "marrow 95", "boost 40=sibling". */
static int
read_thing(gathering *g, const char *word, char *days, char *value)
{
    char *lineage = strcmp(word, "chimerism") == 0 ? strchr(days, ' ') : NULL;
    pcart_date date;
    int first, last;

    if (lineage)
        *lineage++ = '\0';
    if (!pcarti_case_days(days, &first, &last))
        return 0;
    date = PCARTI_CASE_DAY_ZERO + first;
    if (read_given(g, word, first, last, value) ||
        read_happened(g, word, first, last))
        return 1;
    if (strcmp(word, "sample") == 0)
        add_sample(g, first, value);
    else if (strcmp(word, "marrow") == 0 || strcmp(word, "cellularity") == 0)
        add_marrow(g, date, value);
    else if (strcmp(word, "chimerism") == 0)
        add_chimerism(g, date, lineage ? lineage : "", value);
    else if (strcmp(word, "response") == 0 && value)
        add_response(g, date, value);
    else if (strcmp(word, "karyotype") == 0 &&
             PCARTI_GATHER(g, karyotype, karyotype))
        g->karyotype[g->out->patient.n_karyotype - 1] = (pcart_karyotype_row){
            date, "marrow", value ? value : "46,XX[20]", g->line};
    else if (strcmp(word, "acknowledged") == 0 && value &&
             pcart_worklist_rule_find(value) &&
             PCARTI_GATHER(g, seen, acknowledgement))
        g->seen[g->out->patient.n_acknowledgement - 1] =
            (pcart_acknowledgement){date,
                                    (int)pcart_worklist_rule_find(value)->id,
                                    "somebody", "reason", g->line};
    else
        return g->status != PCART_OK;
    return 1;
}

/* What happens once: "death=12", "next_infusion=200". */
static int
read_date(gathering *g, const char *name, const char *text)
{
    pcart_course *course = &g->out->course;
    const struct {
        const char *name;
        pcart_date *date;
        int event; /* pcart_event_kind, or -1 */
    } known[] = {
        {"death", &course->death, PCART_EVENT_DEATH},
        {"last_contact", &course->last_contact, PCART_EVENT_LAST_CONTACT},
        {"progression", &course->progression, PCART_EVENT_PROGRESSION},
        {"next_therapy", &course->next_therapy, PCART_EVENT_NEXT_THERAPY},
        {"smn", &course->smn, PCART_EVENT_SMN},
        {"transplant", &course->transplant, -1},
        {"boost", &course->boost, -1},
        {"lymphodepletion", &course->lymphodepletion, -1},
        {"next_lymphodepletion", &course->next_lymphodepletion, -1},
        {"next_infusion", &course->next_infusion, -1},
    };
    int first, last;

    for (size_t i = 0; i < PCART_COUNTOF(known); i++)
        if (strcmp(known[i].name, name) == 0 &&
            pcarti_case_days(text, &first, &last)) {
            *known[i].date = PCARTI_CASE_DAY_ZERO + first;
            if (known[i].event >= 0)
                add_event(g, (pcart_event_kind)known[i].event, *known[i].date);
            return 1;
        }
    if (strcmp(name, "supports") == 0)
        g->out->course.has_supports = 1; // the table is there, and empty
    else if (strcmp(name, "lines") == 0 &&
             pcarti_case_days(text, &first, &last))
        g->infusion[0].lines_before = first;
    else if (strcmp(name, "sex") == 0)
        g->out->patient.sex =
            strcmp(text, "male") == 0 ? PCART_SEX_MALE : PCART_SEX_FEMALE;
    else
        return 0;
    return 1;
}

static void
read_fact(gathering *g, char *text)
{
    char *equals = strchr(text, '=');
    char *blank = strchr(text, ' ');
    const pcart_analyte_info *info;

    if (pcarti_gather_bedside(g, text))
        return;
    if (blank && (!equals || blank < equals)) {
        /* "<=" and ">=" stand behind the first '=', never before it. */
        *blank++ = '\0';
        if (equals)
            *equals++ = '\0';
        blank = pcarti_case_trim(blank);
        if (equals)
            equals = pcarti_case_trim(equals);
        if (read_thing(g, text, blank, equals))
            return;
        info = pcart_analyte_find(text, strlen(text), NULL);
        if (!info || !equals)
            pcarti_gather_fault(g, "not known as a fact", text);
        else
            pcarti_gather_labs(g, info->analyte, blank, equals);
        return;
    }
    if (!equals) {
        pcarti_gather_fault(g, "a fact without '='", text);
        return;
    }
    *equals = '\0';
    if (!read_date(g, pcarti_case_trim(text), pcarti_case_trim(equals + 1)))
        pcarti_gather_fault(g, "not known as a fact", text);
}

static int
compare_labs(const void *left, const void *right)
{
    const pcart_lab *a = left, *b = right;

    if (a->analyte != b->analyte)
        return a->analyte < b->analyte ? -1 : 1;
    if (a->date != b->date)
        return a->date < b->date ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

static const pcart_infusion plain_infusion = {
    .number = 1,
    .date = PCARTI_CASE_DAY_ZERO,
    .product = "",
    .target = "",
    .dose = "",
    .lymphodepletion_start = PCART_DATE_NONE,
    .lymphodepletion = "",
    .bridging = "",
    .lines_before = -1,
    .line = 2,
};

/* Lists of the patient, and the same lists for the course. */
static void
finish(gathering *g)
{
    pcart_patient *p = &g->out->patient;
    pcart_course *c = &g->out->course;

    if (p->n_lab)
        qsort(g->lab, p->n_lab, sizeof *g->lab, compare_labs);
    p->lab = c->lab = g->lab;
    c->n_lab = p->n_lab;
    p->limit = c->limit = g->limit;
    p->support = c->support = g->support;
    c->n_support = p->n_support;
    p->transplant = c->graft = g->graft;
    c->n_graft = p->n_transplant;
    p->event = c->event = g->event;
    c->n_event = p->n_event;
    c->has_supports |= p->n_support > 0;
    p->toxicity = c->toxicity = g->toxicity;
    c->n_toxicity = p->n_toxicity;
    p->sign = c->sign = g->sign;
    c->n_sign = p->n_sign;
    c->has_toxicities |= p->n_toxicity > 0;
    p->birth_date = c->birth_date;
    p->birth_year = c->birth_year > 0 ? c->birth_year : -1;
    p->marrow = c->marrow = g->marrow;
    c->n_marrow = p->n_marrow;
    p->chimerism = c->chimerism = g->chimerism;
    c->n_chimerism = p->n_chimerism;
    p->response = c->response = g->response;
    c->n_response = p->n_response;
    p->tables = (c->has_supports ? 1u << PCART_TABLE_SUPPORTS : 0) |
                (c->has_toxicities ? 1u << PCART_TABLE_TOXICITIES : 0);
    p->karyotype = g->karyotype;
    p->sample = g->sample;
    p->acknowledgement = g->seen;
    g->infusion[0].lymphodepletion_start = c->lymphodepletion;
    g->infusion[1].date = c->next_infusion;
    g->infusion[1].lymphodepletion_start = c->next_lymphodepletion;
    g->infusion[1].number = 2;
    g->infusion[1].line = 3;
    p->infusion = g->infusion;
    p->n_infusion = c->next_infusion == PCART_DATE_NONE ? 1 : 2;
}

pcart_status
pcarti_facts_read(char *text, pcart_arena *arena, pcarti_facts *out,
                  pcart_err *err)
{
    gathering g = {.out = out, .arena = arena, .err = err, .line = 1};
    char *part;

    *out = (pcarti_facts){.patient = {.id = "case",
                                      .centre = "",
                                      .diagnosis = "",
                                      .diagnosis_detail = "",
                                      .birth_date = PCART_DATE_NONE,
                                      .birth_year = -1},
                          .course = pcart_course_empty()};
    g.out->course.patient = "case";
    g.out->course.infusion = 1;
    g.out->course.day0 = PCARTI_CASE_DAY_ZERO;
    g.out->course.line = 2;
    g.infusion = pcart_arena_take(arena, 2, sizeof *g.infusion);
    if (!pcarti_gather_is_ready(&g, g.infusion))
        return g.status;
    g.infusion[0] = g.infusion[1] = plain_infusion;
    while (!g.status && (part = pcarti_case_part(&text, ';'))) {
        part = pcarti_case_trim(part);
        if (*part)
            read_fact(&g, part);
    }
    if (!g.status)
        finish(&g);
    return g.status;
}
