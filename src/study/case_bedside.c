/*
 * case_bedside.c -- facts of a case from the bedside: findings of a day,
 * recorded toxicities and infections.  Layer: study.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/dictionary.h"
#include "study/case_gather.h"

void
pcarti_gather_fault(gathering *g, const char *what, const char *text)
{
    if (!g->status)
        g->status =
            pcart_err_set(g->err, PCART_E_SYNTAX, "%s: '%.60s'", what, text);
}

int
pcarti_gather_is_ready(gathering *g, const void *list)
{
    if (!list && !g->status)
        g->status = pcart_err_set(g->err, PCART_E_NOMEM, "out of memory");
    return !g->status;
}

int
pcarti_gather_row(gathering *g, void **list, size_t *room, size_t *n,
                  size_t size)
{
    void *grown = pcart_arena_grow(g->arena, *list, room, *n + 1, size);

    if (!pcarti_gather_is_ready(g, grown))
        return 0;
    *list = grown;
    memset((char *)grown + *n * size, 0, size);
    ++*n;
    g->line++;
    return 1;
}

/* The row of a day, which is made where there is none. */
static pcart_sign *
sign_on(gathering *g, int day)
{
    pcart_date date = PCARTI_CASE_DAY_ZERO + day;
    size_t at = 0, n;

    while (at < g->out->patient.n_sign && g->sign[at].date < date)
        at++;
    if (at < g->out->patient.n_sign && g->sign[at].date == date)
        return &g->sign[at];
    if (!PCARTI_GATHER(g, sign, sign))
        return NULL;
    n = g->out->patient.n_sign - 1;
    memmove(&g->sign[at + 1], &g->sign[at], (n - at) * sizeof *g->sign);
    g->sign[at] = (pcart_sign){.date = date, .line = g->line};
    for (int id = 0; id < PCART_N_SIGN_COLUMN; id++)
        g->sign[at].value[id] = PCART_FIXED_NONE;
    return &g->sign[at];
}

/* A cell of the table signs: a number or a code of the dictionary. */
static int
read_cell(const char *name, const char *text, pcart_fixed *out)
{
    const pcart_dictionary_table *table =
        pcart_dictionary_get(PCART_TABLE_SIGNS);
    int column = pcart_dictionary_column(table, name, strlen(name));
    const pcart_code *code;
    pcart_decimal decimal;

    if (column < 0)
        return 0;
    if (table->column[column].type != PCART_COLUMN_CODE)
        return !pcart_decimal_read(text, strlen(text), '.', &decimal, NULL) &&
               !pcart_fixed_from_decimal(decimal, 1, 1, out, NULL, NULL);
    code = pcart_dictionary_code(&table->column[column], text, strlen(text));
    if (code)
        *out = PCART_FIXED(code->value);
    return code != NULL;
}

static void
set_sign(gathering *g, const char *name, const char *value, const char *days)
{
    const pcart_sign_info *info = pcart_sign_find(name);
    char *part, *rest = pcart_arena_text(g->arena, days, strlen(days));
    pcart_fixed found;

    if (!pcarti_gather_is_ready(g, rest))
        return;
    if (!info || !read_cell(name, value, &found)) {
        pcarti_gather_fault(g, "no finding of this value", name);
        return;
    }
    while (!g->status && (part = pcarti_case_part(&rest, ','))) {
        int first, last;

        if (!pcarti_case_days(pcarti_case_trim(part), &first, &last)) {
            pcarti_gather_fault(g, "no days", part);
            return;
        }
        for (int day = first; !g->status && day <= last; day++) {
            pcart_sign *row = sign_on(g, day);

            if (row)
                row->value[info->id] = found;
        }
    }
}

/* "temperature 3-5=39.1" */
static void
read_sign(gathering *g, char *text)
{
    char *blank = strchr(text, ' '), *equals = strchr(text, '=');

    if (!blank || !equals || blank > equals) {
        pcarti_gather_fault(g, "no finding", text);
        return;
    }
    *blank = *equals = '\0';
    set_sign(g, text, pcarti_case_trim(equals + 1), blank + 1);
}

/* Every finding looked for and normal: "well 0-6"; what differs comes after. */
static void
read_well(gathering *g, const char *days)
{
    static const char *const normal[][2] = {
        {"temperature", "37"},
        {"fever_over_hour", "no"},
        {"antipyretic", "no"},
        {"symptoms", "no"},
        {"hypotension", "none"},
        {"hypoxia", "none"},
        {"organ_grade", "0"},
        {"transaminase_grade", "0"},
        {"coagulopathy", "no"},
        {"admitted", "no"},
        {"iv_therapy", "no"},
        {"ice", "10"},
        {"capd", "0"},
        {"cartox10", "10"},
        {"consciousness", "awake"},
        {"seizure", "none"},
        {"motor_weakness", "no"},
        {"cerebral_oedema", "none"},
        {"raised_icp", "no"},
        {"hepatomegaly", "no"},
        {"splenomegaly", "no"},
        {"haemophagocytosis", "no"},
        {"nk_activity_low", "no"},
        {"sil2r", "500"},
        {"immunosuppressed", "no"},
        {"new_cytopenia", "no"},
        {"ferritin_rise", "no"},
        {"iec_hs_timing", "no"},
        {"iec_hs_other_cause", "no"},
        {"iec_hs_severity", "none"},
    };

    for (size_t i = 0; i < PCART_COUNTOF(normal) && !g->status; i++)
        set_sign(g, normal[i][0], normal[i][1], days);
}

/* One further cell of an infection: "organism E. coli". */
static void
read_cell_of(gathering *g, pcart_toxicity *row, char *text)
{
    const pcart_dictionary_table *table =
        pcart_dictionary_get(PCART_TABLE_TOXICITIES);
    char *name = pcarti_case_part(&text, ' ');
    int column = pcart_dictionary_column(table, name, strlen(name));
    const pcart_code *code =
        text && column >= 0
            ? pcart_dictionary_code(&table->column[column], text, strlen(text))
            : NULL;

    if (text && !strcmp(name, "organism"))
        row->organism = text;
    else if (text && !strcmp(name, "site"))
        row->site = text;
    else if (!code)
        pcarti_gather_fault(g, "no cell of an infection", name);
    else if (!strcmp(name, "organism_class"))
        row->organism_class = code->value;
    else if (!strcmp(name, "severity"))
        row->severity = code->value;
    else if (!strcmp(name, "intravenous"))
        row->is_iv = code->value;
    else if (!strcmp(name, "in_hospital"))
        row->is_hospital = code->value;
}

/* "3-6=2 Lee 2014"; a grade of '-' is not given */
static void
read_toxicity(gathering *g, pcart_toxicity_kind kind, char *text)
{
    char *equals = strchr(text, '='), *rest, *part;
    pcart_toxicity *row;
    int first, last;

    if (!equals) {
        pcarti_gather_fault(g, "a toxicity without '='", text);
        return;
    }
    *equals++ = '\0';
    rest = strchr(equals, ' ');
    if (rest)
        *rest++ = '\0';
    if (!pcarti_case_days(pcarti_case_trim(text), &first, &last)) {
        pcarti_gather_fault(g, "no days", text);
        return;
    }
    if (!PCARTI_GATHER(g, toxicity, toxicity))
        return;
    row = &g->toxicity[g->out->patient.n_toxicity - 1];
    *row = (pcart_toxicity){
        .first = PCARTI_CASE_DAY_ZERO + first,
        .last = first == last ? PCART_DATE_NONE : PCARTI_CASE_DAY_ZERO + last,
        .kind = kind,
        .grade = equals[0] == '-' ? -1 : (int)strtol(equals, NULL, 10),
        .scale = rest && kind != PCART_TOXICITY_INFECTION
                     ? pcarti_case_trim(rest)
                     : "",
        .detail = "",
        .organism = "",
        .site = "",
        .organism_class = -1,
        .severity = -1,
        .is_iv = -1,
        .is_hospital = -1,
        .line = g->line};
    if (kind != PCART_TOXICITY_INFECTION)
        return;
    while (!g->status && rest && (part = pcarti_case_part(&rest, ',')))
        read_cell_of(g, row, pcarti_case_trim(part));
}

/* "9=CRS" */
static void
read_death(gathering *g, char *text)
{
    char *equals = strchr(text, '=');
    pcart_course *course = &g->out->course;
    int first, last;

    if (equals)
        *equals++ = '\0';
    if (!equals || !pcarti_case_days(pcarti_case_trim(text), &first, &last)) {
        pcarti_gather_fault(g, "no death with its cause", text);
        return;
    }
    course->death = course->last_contact = PCARTI_CASE_DAY_ZERO + first;
    if (PCARTI_GATHER(g, event, event))
        g->event[g->out->patient.n_event - 1] =
            (pcart_event){course->death, PCART_EVENT_DEATH,
                          pcarti_case_trim(equals), g->line};
}

int
pcarti_gather_bedside(gathering *g, char *text)
{
    static const struct {
        const char *word;
        pcart_toxicity_kind kind;
    } toxicity[] = {
        {"crs ", PCART_TOXICITY_CRS},
        {"icans ", PCART_TOXICITY_ICANS},
        {"cres ", PCART_TOXICITY_CRES},
        {"iec_hs ", PCART_TOXICITY_IEC_HS},
        {"infection ", PCART_TOXICITY_INFECTION},
    };
    pcart_course *course = &g->out->course;

    for (size_t i = 0; i < PCART_COUNTOF(toxicity); i++) {
        size_t length = strlen(toxicity[i].word);

        if (strncmp(text, toxicity[i].word, length) == 0) {
            read_toxicity(g, toxicity[i].kind, text + length);
            return 1;
        }
    }
    if (strncmp(text, "sign ", 5) == 0)
        read_sign(g, text + 5);
    else if (strncmp(text, "well ", 5) == 0)
        read_well(g, pcarti_case_trim(text + 5));
    else if (strncmp(text, "died_of ", 8) == 0)
        read_death(g, text + 8);
    else if (strncmp(text, "born ", 5) == 0)
        course->birth_date =
            PCARTI_CASE_DAY_ZERO + (int)strtol(text + 5, NULL, 10);
    else if (strncmp(text, "born_in ", 8) == 0)
        course->birth_year = (int)strtol(text + 8, NULL, 10);
    else if (strcmp(text, "toxicities") == 0) // the table is there, and empty
        course->has_toxicities = 1;
    else
        return 0;
    return 1;
}
