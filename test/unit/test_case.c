/*
 * test_case.c -- clinical cases, one line each, from test/case.
 *
 * A case file is tab-separated with the header line below; '#' begins a
 * comment.  Facts are joined by ';':
 *
 *     anc 0-30=500; anc 31=<100; plt 2,5=12 G/L; death=12
 *
 * days (or ranges, or lists of them) = value, in the usual unit (cells/uL,
 * g/dL, mg/L, ug/L) or in the one written.  Dates are days of the course:
 * death, last_contact, progression, next_therapy, transplant, boost,
 * lymphodepletion, next_lymphodepletion, next_infusion.  `platelets_given
 * 3-5` is a transfusion, so are red_cells_given and gcsf_given; `supports=0`
 * says that the table was given.  `allograft 20`, `cord_graft 20`, `autograft
 * 20`, `boost_given 40` are transplants, `relapse 50` an event, `gvhd 30` a
 * toxicity; `cellularity 30=20`, `chimerism 30 myeloid=0.97` and `response
 * 28=CR negative` rows of those tables.  Options are `name=choice`, joined by
 * blanks; `profile=name` takes a named one.
 *
 * `tocilizumab_given 3` likewise.  Findings at the bedside: `sign
 * temperature 3-5=39.1; sign hypoxia 4=low_flow` in the words or numbers of
 * the table signs; `well 0-6` is every finding looked for and normal, and what
 * differs stands behind it.  `crs 3-6=2 Lee 2014` is a recorded grade and its
 * scale, `infection 12=3 organism E. coli; ...` a recorded infection with one
 * further cell.  `born -4380` is the day of birth, `died_of 9=CRS` a death.
 *
 * Expected is a number, a word, `low..high` for bounds, or `not evaluable`,
 * which may go on with a part of the reason: `not evaluable: missing`.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "postcart/dictionary.h"
#include "postcart/grade.h"
#include "postcart/unit.h"

#define FOLDER "test/case"
#define HEADER "name\tmeasure\toptions\tfacts\texpected\tsource\n"

enum {
    DAY_ZERO = 19000,
    MAX_LABS = 4000,
    MAX_SUPPORTS = 100,
    MAX_ROWS = 20,
    MAX_SIGNS = 40
};

/* One case being built. */
typedef struct facts {
    pcart_course course;
    pcart_lab lab[MAX_LABS];
    pcart_support support[MAX_SUPPORTS];
    pcart_transplant graft[MAX_ROWS];
    pcart_event event[MAX_ROWS];
    pcart_toxicity toxicity[MAX_ROWS];
    pcart_marrow_row marrow[MAX_ROWS];
    pcart_chimerism chimerism[MAX_ROWS];
    pcart_response response[MAX_ROWS];
    char text[MAX_ROWS][2][40];
    pcart_sign sign[MAX_SIGNS]; /* one row per day, by day */
    size_t n_lab, n_support, n_text;
    const char *fault;
} facts;

static int
compare_labs(const void *left, const void *right)
{
    const pcart_lab *a = left, *b = right;

    if (a->analyte != b->analyte)
        return a->analyte < b->analyte ? -1 : 1;
    if (a->date != b->date)
        return a->date < b->date ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

static char *
trim(char *text)
{
    char *end = text + strlen(text);

    while (*text == ' ')
        text++;
    while (end > text && (end[-1] == ' ' || end[-1] == '\n'))
        *--end = '\0';
    return text;
}

/* "3", "-8", "0-30", "-8--2": first and last day; 0 when it is neither. */
static int
read_days(const char *text, int *first, int *last)
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
add_lab(facts *to, pcart_analyte analyte, int day, pcart_censor censor,
        pcart_fixed value)
{
    pcart_lab *lab;

    if (to->n_lab == MAX_LABS) {
        to->fault = "too many values";
        return;
    }
    lab = &to->lab[to->n_lab++];
    *lab = (pcart_lab){.value = value,
                       .date = DAY_ZERO + day,
                       .line = (uint32_t)to->n_lab + 1,
                       .minute = -1,
                       .analyte = (uint8_t)analyte,
                       .censor = (uint8_t)censor};
}

/* "<100", "0.5 G/L" */
static void
read_value(facts *to, pcart_analyte analyte, char *text, pcart_censor *censor,
           pcart_fixed *value)
{
    const pcart_analyte_info *info = pcart_analyte_get(analyte);
    pcart_decimal decimal;
    char *unit;

    *censor = PCART_EXACT;
    if (*text == '<' || *text == '>') {
        *censor = *text == '<' ? PCART_BELOW : PCART_ABOVE;
        text++;
        if (*text == '=') {
            *censor = *censor == PCART_BELOW ? PCART_AT_MOST : PCART_AT_LEAST;
            text++;
        }
    }
    unit = strchr(text, ' ');
    if (unit)
        *unit++ = '\0';
    if (pcart_decimal_read(text, strlen(text), '.', &decimal, NULL))
        to->fault = "value is not a number";
    else if (!unit &&
             pcart_fixed_from_decimal(decimal, 1, 1, value, NULL, NULL))
        to->fault = "value out of range";
    else if (unit && (!pcart_unit_find(unit, strlen(unit)) ||
                      pcart_lab_convert(info, decimal,
                                        pcart_unit_find(unit, strlen(unit)),
                                        value, NULL)))
        to->fault = "unit";
}

static void
read_labs(facts *to, const pcart_analyte_info *info, char *days, char *value)
{
    pcart_censor censor = PCART_EXACT;
    pcart_fixed fixed = 0;
    char *save = NULL;

    read_value(to, info->analyte, value, &censor, &fixed);
    for (char *part = strtok_r(days, ",", &save); part && !to->fault;
         part = strtok_r(NULL, ",", &save)) {
        int first, last;

        if (!read_days(trim(part), &first, &last)) {
            to->fault = "days";
            return;
        }
        for (int day = first; day <= last; day++)
            add_lab(to, info->analyte, day, censor, fixed);
    }
}

/* The row of a day, which is made where there is none. */
static pcart_sign *
sign_on(facts *to, int day)
{
    size_t at = 0;

    while (at < to->course.n_sign && to->sign[at].date < DAY_ZERO + day)
        at++;
    if (at < to->course.n_sign && to->sign[at].date == DAY_ZERO + day)
        return &to->sign[at];
    if (to->course.n_sign == MAX_SIGNS)
        return NULL;
    memmove(&to->sign[at + 1], &to->sign[at],
            (to->course.n_sign++ - at) * sizeof(to->sign[0]));
    to->sign[at] =
        (pcart_sign){.date = DAY_ZERO + day, .line = (uint32_t)day + 2};
    for (int id = 0; id < PCART_N_SIGN_COLUMN; id++)
        to->sign[at].value[id] = PCART_FIXED_NONE;
    return &to->sign[at];
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

/* "temperature 3-5=39.1" */
static void
read_sign(facts *to, char *text)
{
    char *blank = strchr(text, ' '), *equals = strchr(text, '='), *save = NULL;
    const pcart_sign_info *info;
    pcart_fixed value;

    if (!blank || !equals || blank > equals) {
        to->fault = "sign";
        return;
    }
    *blank = *equals = '\0';
    info = pcart_sign_find(text);
    if (!info || !read_cell(text, trim(equals + 1), &value)) {
        to->fault = "unknown finding or value";
        return;
    }
    for (char *part = strtok_r(trim(blank + 1), ",", &save); part;
         part = strtok_r(NULL, ",", &save)) {
        int first, last;

        if (!read_days(trim(part), &first, &last))
            to->fault = "days";
        for (int day = first; !to->fault && day <= last; day++) {
            pcart_sign *row = sign_on(to, day);

            if (row)
                row->value[info->id] = value;
            else
                to->fault = "too many days with findings";
        }
    }
}

/* Every finding looked for and normal: "well 0-6"; what differs comes after. */
static void
read_well(facts *to, const char *days)
{
    static const char *const normal[] = {
        "temperature %s=37",
        "fever_over_hour %s=no",
        "antipyretic %s=no",
        "symptoms %s=no",
        "hypotension %s=none",
        "hypoxia %s=none",
        "organ_grade %s=0",
        "transaminase_grade %s=0",
        "coagulopathy %s=no",
        "admitted %s=no",
        "iv_therapy %s=no",
        "ice %s=10",
        "capd %s=0",
        "cartox10 %s=10",
        "consciousness %s=awake",
        "seizure %s=none",
        "motor_weakness %s=no",
        "cerebral_oedema %s=none",
        "raised_icp %s=no",
        "hepatomegaly %s=no",
        "splenomegaly %s=no",
        "haemophagocytosis %s=no",
        "nk_activity_low %s=no",
        "sil2r %s=500",
        "immunosuppressed %s=no",
        "new_cytopenia %s=no",
        "ferritin_rise %s=no",
        "iec_hs_timing %s=no",
        "iec_hs_other_cause %s=no",
        "iec_hs_severity %s=none",
    };
    char text[100];

    for (size_t i = 0; i < PCART_COUNTOF(normal) && !to->fault; i++) {
        snprintf(text, sizeof(text), normal[i], days);
        read_sign(to, text);
    }
}

/* Words behind the grade of an infection: "organism E. coli". */
static void
read_infection(facts *to, pcart_toxicity *row, char *text)
{
    const pcart_dictionary_table *table =
        pcart_dictionary_get(PCART_TABLE_TOXICITIES);

    for (char *save = NULL, *part = strtok_r(text, ",", &save); part;
         part = strtok_r(NULL, ",", &save)) {
        char *name = trim(part), *value = strchr(name, ' ');
        int column;
        const pcart_code *code;

        if (!value) {
            to->fault = "infection";
            return;
        }
        *value++ = '\0';
        if (!strcmp(name, "organism") || !strcmp(name, "site")) {
            *(!strcmp(name, "site") ? &row->site : &row->organism) = value;
            continue;
        }
        column = pcart_dictionary_column(table, name, strlen(name));
        code = column < 0 ? NULL
                          : pcart_dictionary_code(&table->column[column], value,
                                                  strlen(value));
        if (!code)
            to->fault = "infection";
        else if (!strcmp(name, "organism_class"))
            row->organism_class = code->value;
        else if (!strcmp(name, "severity"))
            row->severity = code->value;
        else if (!strcmp(name, "intravenous"))
            row->is_iv = code->value;
        else if (!strcmp(name, "in_hospital"))
            row->is_hospital = code->value;
    }
}

/* "3-6=2 Lee 2014"; a grade of '-' is not given */
static void
read_toxicity(facts *to, pcart_toxicity_kind kind, char *text)
{
    char *equals = strchr(text, '='), *rest;
    pcart_toxicity *row = &to->toxicity[to->course.n_toxicity];
    int first, last;

    if (!equals || to->course.n_toxicity == MAX_ROWS) {
        to->fault = "toxicity";
        return;
    }
    *equals++ = '\0';
    rest = strchr(equals, ' ');
    if (rest)
        *rest++ = '\0';
    if (!read_days(trim(text), &first, &last)) {
        to->fault = "days";
        return;
    }
    to->course.n_toxicity++;
    *row = (pcart_toxicity){
        .first = DAY_ZERO + first,
        .last = first == last ? PCART_DATE_NONE : DAY_ZERO + last,
        .kind = kind,
        .grade = equals[0] == '-' ? -1 : (int)strtol(equals, NULL, 10),
        .scale = rest && kind != PCART_TOXICITY_INFECTION ? trim(rest) : "",
        .detail = "",
        .organism = "",
        .site = "",
        .organism_class = -1,
        .severity = -1,
        .is_iv = -1,
        .is_hospital = -1,
        .line = (uint32_t)to->course.n_toxicity + 1};
    if (rest && kind == PCART_TOXICITY_INFECTION)
        read_infection(to, row, rest);
}

static void
read_death(facts *to, char *text)
{
    char *equals = strchr(text, '=');
    int first, last;

    if (!equals || to->course.n_event == MAX_ROWS) {
        to->fault = "death";
        return;
    }
    *equals++ = '\0';
    if (!read_days(trim(text), &first, &last))
        to->fault = "days";
    to->course.death = to->course.last_contact = DAY_ZERO + first;
    to->event[to->course.n_event++] = (pcart_event){.date = DAY_ZERO + first,
                                                    .kind = PCART_EVENT_DEATH,
                                                    .detail = trim(equals)};
}

/* Facts that begin with a word of their own; 0 when it is none of them. */
static int
read_worded(facts *to, char *text)
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

    if (!strncmp(text, "sign ", 5)) {
        read_sign(to, text + 5);
        return 1;
    }
    if (!strncmp(text, "well ", 5)) {
        read_well(to, trim(text + 5));
        return 1;
    }
    if (!strncmp(text, "died_of ", 8)) {
        read_death(to, text + 8);
        return 1;
    }
    if (!strncmp(text, "born ", 5)) {
        to->course.birth_date = DAY_ZERO + (int)strtol(text + 5, NULL, 10);
        return 1;
    }
    if (!strncmp(text, "born_in ", 8)) {
        to->course.birth_year = (int)strtol(text + 8, NULL, 10);
        return 1;
    }
    if (!strncmp(text, "toxicities", 10)) {
        to->course.has_toxicities = 1;
        return 1;
    }
    for (size_t i = 0; i < PCART_COUNTOF(toxicity); i++)
        if (!strncmp(text, toxicity[i].word, strlen(toxicity[i].word))) {
            read_toxicity(to, toxicity[i].kind,
                          text + strlen(toxicity[i].word));
            to->course.has_toxicities = 1;
            return 1;
        }
    return 0;
}

static void
read_support(facts *to, char *days, pcart_support_kind kind)
{
    int first, last;

    if (!read_days(trim(days), &first, &last) ||
        to->n_support == MAX_SUPPORTS) {
        to->fault = "days of a drug or transfusion";
        return;
    }
    to->support[to->n_support++] = (pcart_support){.first = DAY_ZERO + first,
                                                   .last = DAY_ZERO + last,
                                                   .kind = kind,
                                                   .amount = PCART_FIXED_NONE};
}

/* "allograft 20": a row with one day. */
static int
read_row(facts *to, const char *name, const char *days)
{
    static const struct {
        const char *name;
        pcart_transplant_kind kind;
        const char *donor;
    } graft[] = {
        {"allograft", PCART_TRANSPLANT_ALLOGENEIC, "sibling"},
        {"cord_graft", PCART_TRANSPLANT_ALLOGENEIC, "cord blood"},
        {"autograft", PCART_TRANSPLANT_AUTOLOGOUS, ""},
        {"boost_given", PCART_TRANSPLANT_BOOST, ""},
    };
    pcart_course *course = &to->course;
    int first, last;

    if (!read_days(days, &first, &last) || course->n_graft == MAX_ROWS ||
        course->n_event == MAX_ROWS || course->n_toxicity == MAX_ROWS)
        return 0;
    for (size_t i = 0; i < PCART_COUNTOF(graft); i++)
        if (!strcmp(graft[i].name, name)) {
            to->graft[course->n_graft++] =
                (pcart_transplant){.date = DAY_ZERO + first,
                                   .kind = graft[i].kind,
                                   .donor = graft[i].donor,
                                   .conditioning = ""};
            return 1;
        }
    if (!strcmp(name, "relapse")) {
        to->event[course->n_event++] =
            (pcart_event){.date = DAY_ZERO + first,
                          .kind = PCART_EVENT_RELAPSE,
                          .detail = ""};
        course->progression = DAY_ZERO + first;
        return 1;
    }
    if (strcmp(name, "gvhd"))
        return 0;
    to->toxicity[course->n_toxicity++] =
        (pcart_toxicity){.first = DAY_ZERO + first,
                         .last = DAY_ZERO + last,
                         .kind = PCART_TOXICITY_GVHD,
                         .grade = 2,
                         .scale = "",
                         .detail = ""};
    return 1;
}

/* "chimerism 30 myeloid=0.97", "response 28=CR negative", "cellularity 3=20";
 * 0 when it is none of them. */
static int
read_other(facts *to, const char *text)
{
    char *one = to->text[to->n_text][0], *two = to->text[to->n_text][1];
    pcart_course *course = &to->course;
    pcart_decimal decimal;
    pcart_fixed value;
    int day;

    one[0] = two[0] = '\0';
    if (to->n_text == MAX_ROWS - 1)
        return 0;
    if (sscanf(text, "response %d=%39s %39[^;]", &day, one, two) >= 2) {
        to->response[course->n_response++] = (pcart_response){
            .date = DAY_ZERO + day, .response = one, .mrd = two};
        to->n_text++;
        return 1;
    }
    if (sscanf(text, "cellularity %d=%39s", &day, two) == 2) {
        if (pcart_decimal_read(two, strlen(two), '.', &decimal, NULL) ||
            pcart_fixed_from_decimal(decimal, 1, 1, &value, NULL, NULL))
            return 0;
        to->marrow[course->n_marrow++] =
            (pcart_marrow_row){.date = DAY_ZERO + day, .cellularity = value};
        return 1;
    }
    if (sscanf(text, "chimerism %d %39[^=]=%39s", &day, one, two) == 3) {
        int is_above = two[0] == '>';

        if (pcart_decimal_read(two + is_above, strlen(two + is_above), '.',
                               &decimal, NULL) ||
            pcart_fixed_from_decimal(decimal, 1, 1, &value, NULL, NULL))
            return 0;
        to->chimerism[course->n_chimerism++] =
            (pcart_chimerism){.date = DAY_ZERO + day,
                              .lineage = one,
                              .method = "",
                              .donor_fraction = value,
                              .censor = is_above ? PCART_ABOVE : PCART_EXACT};
        to->n_text++;
        return 1;
    }
    return 0;
}

static void
read_date(facts *to, const char *name, const char *day)
{
    const struct {
        const char *name;
        pcart_date *date;
    } known[] = {
        {"death", &to->course.death},
        {"last_contact", &to->course.last_contact},
        {"progression", &to->course.progression},
        {"next_therapy", &to->course.next_therapy},
        {"transplant", &to->course.transplant},
        {"boost", &to->course.boost},
        {"lymphodepletion", &to->course.lymphodepletion},
        {"next_lymphodepletion", &to->course.next_lymphodepletion},
        {"next_infusion", &to->course.next_infusion},
    };
    int first, last;

    for (size_t i = 0; i < PCART_COUNTOF(known); i++)
        if (!strcmp(known[i].name, name) && read_days(day, &first, &last)) {
            *known[i].date = DAY_ZERO + first;
            return;
        }
    to->fault = "unknown fact";
}

static void
read_fact(facts *to, char *text)
{
    char *equals = strchr(text, '=');
    char *blank = strchr(text, ' ');
    const pcart_analyte_info *info;

    static const struct {
        const char *name;
        pcart_support_kind kind;
    } given[] = {{"platelets_given ", PCART_SUPPORT_PLATELETS},
                 {"red_cells_given ", PCART_SUPPORT_RED_CELLS},
                 {"gcsf_given ", PCART_SUPPORT_GCSF},
                 {"tocilizumab_given ", PCART_SUPPORT_TOCILIZUMAB}};

    for (size_t i = 0; i < PCART_COUNTOF(given); i++)
        if (!strncmp(text, given[i].name, strlen(given[i].name))) {
            read_support(to, text + strlen(given[i].name), given[i].kind);
            return;
        }
    if (!strcmp(text, "supports=0")) {
        to->course.has_supports = 1;
        return;
    }
    if (read_other(to, text) || read_worded(to, text))
        return;
    if (!equals && blank) {
        *blank = '\0';
        if (read_row(to, text, blank + 1))
            return;
    }
    /* "<=" and ">=" stand behind the first '=', never before it. */
    if (!equals) {
        to->fault = "a fact without '='";
        return;
    }
    if (!blank || blank > equals) {
        *equals = '\0';
        read_date(to, trim(text), trim(equals + 1));
        return;
    }
    *blank = *equals = '\0';
    info = pcart_analyte_find(text, strlen(text), NULL);
    if (!info)
        to->fault = "unknown analyte";
    else
        read_labs(to, info, trim(blank + 1), trim(equals + 1));
}

static void
read_facts(facts *to, char *text)
{
    char *save = NULL;

    *to = (facts){0};
    to->course = (pcart_course){
        .patient = "case",
        .infusion = 1,
        .day0 = DAY_ZERO,
        .lymphodepletion = PCART_DATE_NONE,
        .next_lymphodepletion = PCART_DATE_NONE,
        .next_infusion = PCART_DATE_NONE,
        .death = PCART_DATE_NONE,
        .last_contact = PCART_DATE_NONE,
        .progression = PCART_DATE_NONE,
        .next_therapy = PCART_DATE_NONE,
        .smn = PCART_DATE_NONE,
        .transplant = PCART_DATE_NONE,
        .boost = PCART_DATE_NONE,
        .birth_date = PCART_DATE_NONE,
    };
    for (char *part = strtok_r(text, ";", &save); part && !to->fault;
         part = strtok_r(NULL, ";", &save))
        if (*trim(part))
            read_fact(to, trim(part));
    qsort(to->lab, to->n_lab, sizeof(to->lab[0]), compare_labs);
    to->course.lab = to->lab;
    to->course.n_lab = to->n_lab;
    to->course.support = to->support;
    to->course.n_support = to->n_support;
    to->course.has_supports |= to->n_support > 0;
    to->course.graft = to->graft;
    to->course.event = to->event;
    to->course.toxicity = to->toxicity;
    to->course.marrow = to->marrow;
    to->course.chimerism = to->chimerism;
    to->course.response = to->response;
    to->course.sign = to->sign;
}

static const char *
read_options(char *text, pcart_profile *profile)
{
    char *save = NULL;

    *profile = (pcart_profile){0};
    for (char *part = strtok_r(text, " ", &save); part;
         part = strtok_r(NULL, " ", &save)) {
        char *equals = strchr(part, '=');

        if (!equals)
            return "an option without '='";
        *equals = '\0';
        if (!strcmp(part, "profile")
                ? pcart_profile_apply(profile, equals + 1, NULL)
                : pcart_profile_set(profile, part, equals + 1, NULL))
            return "unknown option or choice";
    }
    return NULL;
}

static void
write_end(char *out, const char *label, pcart_fixed value)
{
    char number[PCART_FIXED_SIZE];

    strcat(out, label ? label : pcart_fixed_write(value, number));
}

/* The result as the case files write it. */
static void
write_result(const pcart_result *result, char out[400])
{
    out[0] = '\0';
    if (result->state == PCART_STATE_NOT_EVALUABLE) {
        snprintf(out, 400, "not evaluable: %s", result->reason);
        return;
    }
    if (result->state == PCART_STATE_VALUE) {
        write_end(out, result->label, result->value);
        return;
    }
    write_end(out, result->low_label, result->low);
    strcat(out, "..");
    write_end(out, result->high_label, result->high);
}

static int
is_expected(const char *expected, const char *found)
{
    const char *words = "not evaluable";

    if (strncmp(expected, words, strlen(words)) != 0)
        return !strcmp(expected, found);
    if (strncmp(found, words, strlen(words)) != 0)
        return 0;
    return !expected[strlen(words)] ||
           strstr(found, expected + strlen(words) + 2) != NULL;
}

/* Grade by one measure; NULL when it went well, otherwise what did not. */
static const char *
grade_case(const facts *given, const char *name, const pcart_profile *profile,
           const char *expected, char found[400])
{
    pcart_arena arena = {0};
    size_t n_measure, n = 0;
    const pcart_measure *measure = pcart_measure_list(&n_measure);
    unsigned char wanted[PCART_MEASURE_MAX] = {0};
    const pcart_result *result;
    const char *fault = "unknown measure";

    for (size_t i = 0; i < n_measure && i < sizeof(wanted); i++)
        if (!strcmp(measure[i].name, name)) {
            wanted[i] = 1;
            fault = NULL;
        }
    if (!fault && pcart_grade_course(&given->course, profile, wanted, &arena,
                                     &result, &n, NULL))
        fault = "grading failed";
    if (!fault && n == 1) {
        write_result(&result[0], found);
        if (!is_expected(expected, found))
            fault = found;
    }
    pcart_arena_release(&arena);
    return fault;
}

/* One line of a case file; returns what is wrong with it. */
static const char *
run_line(char *line, char found[400])
{
    static facts given;
    char *cell[6], *at = line;
    pcart_profile profile;
    const char *fault;

    for (int i = 0; i < 6; i++) {
        cell[i] = at;
        at = strchr(at, '\t');
        if (!at && i < 5)
            return "six columns are needed";
        if (at)
            *at++ = '\0';
    }
    fault = read_options(cell[2], &profile);
    if (fault)
        return fault;
    read_facts(&given, cell[3]);
    if (given.fault)
        return given.fault;
    return grade_case(&given, trim(cell[1]), &profile, trim(cell[4]), found);
}

static int
run_file(const char *name, size_t *n_case)
{
    char path[300], found[400];
    static char line[4000], copy[4000];
    int n_fault = 0, number = 1;
    FILE *file;

    snprintf(path, sizeof(path), FOLDER "/%s", name);
    file = fopen(path, "r");
    assert_non_null(file);
    if (!fgets(line, sizeof(line), file) || strcmp(line, HEADER) != 0) {
        fclose(file);
        return 0; /* the cases of another runner */
    }
    while (fgets(line, sizeof(line), file)) {
        const char *fault;

        number++;
        if (line[0] == '#' || line[0] == '\n')
            continue;
        memcpy(copy, line, sizeof(copy));
        fault = run_line(line, found);
        *n_case += 1;
        if (!fault)
            continue;
        print_message("%s:%d: got '%s': %s", path, number, fault, copy);
        n_fault++;
    }
    fclose(file);
    return n_fault;
}

static void
test_cases(void **state)
{
    DIR *folder = opendir(FOLDER);
    struct dirent *entry;
    size_t n_case = 0;
    int n_fault = 0;

    (void)state;
    assert_non_null(folder);
    while ((entry = readdir(folder))) {
        size_t length = strlen(entry->d_name);

        if (length > 4 && !strcmp(entry->d_name + length - 4, ".tsv"))
            n_fault += run_file(entry->d_name, &n_case);
    }
    closedir(folder);
    print_message("%d cases\n", (int)n_case);
    assert_int_equal(n_fault, 0);
    assert_true(n_case > 0);
}

int
main(void)
{
    const struct CMUnitTest test[] = {cmocka_unit_test(test_cases)};

    return cmocka_run_group_tests(test, NULL, NULL);
}
