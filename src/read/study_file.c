/*
 * study_file.c -- study.yaml: what a study asks for.  Layer: read.
 *
 * yaml.c reads the document; every key is then taken by a row of the table at
 * the end.
 */
#include "postcart/study_file.h"

#include <stdio.h>
#include <string.h>

#include "postcart/course.h"
#include "rules/spell.h"
#include "read/scan.h"
#include "read/study_work.h"

void
pcarti_study_add(pcarti_study_work *work, size_t offset, size_t length,
                 pcart_status status, const char *code, const char *message,
                 const char *hint)
{
    const char *line = work->bytes, *end;
    char excerpt[100];
    size_t n, column;
    pcart_place where = {.source = work->source, .line = 1};

    if (offset > work->length)
        offset = work->length;
    for (size_t i = 0; i < offset; i++) {
        if (work->bytes[i] == '\n') {
            where.line++;
            line = work->bytes + i + 1;
        }
    }
    column = (size_t)(work->bytes + offset - line) + 1;
    where.column = (uint32_t)column;
    where.length = (uint32_t)length;
    n = (size_t)(work->bytes + work->length - line);
    end = n ? memchr(line, '\n', n) : NULL;
    if (end)
        n = (size_t)(end - line);
    if (n >= sizeof excerpt)
        n = sizeof excerpt - 1;
    while (n > 0 && n < (size_t)(work->bytes + work->length - line) &&
           ((unsigned char)line[n] & 0xC0) == 0x80)
        n--; // not within a character
    memcpy(excerpt, line, n);
    excerpt[n] = '\0';
    if (work->status == PCART_OK)
        work->status = status;
    pcart_diag_add(
        work->diag,
        &(pcart_problem){.severity = PCART_ERROR,
                         .status = status,
                         .where = where,
                         .code = code,
                         .message = message,
                         .redacted = message,
                         .hint = hint,
                         .excerpt = excerpt,
                         .excerpt_column = column <= n + 1 ? where.column : 0});
}

/* An error about the value of the present key. */
static int
refuse(pcarti_study_work *work, const pcarti_yaml *node, pcart_status status,
       const char *code, const char *what, const char *hint)
{
    char message[128];
    int is_shown =
        node && (node->kind == PCARTI_YAML_ALIAS || pcarti_yaml_has_text(node));
    const pcarti_yaml *at = is_shown ? node : work->key;

    snprintf(message, sizeof message, "'%s' %s", work->name, what);
    pcarti_study_add(work, at ? at->offset : 0, at ? at->length : 0, status,
                     code, message, hint);
    return 0;
}

/* A scalar as text in the arena; NULL when it is none (reported). */
static const char *
take_text(pcarti_study_work *work, const pcarti_yaml *node)
{
    if (!node || !pcarti_yaml_has_text(node) ||
        memchr(node->text, '\0', node->length)) {
        refuse(work, node, PCART_E_SYNTAX, "study-type", "must be a text",
               NULL);
        return NULL;
    }
    return node->text;
}

static const char *
choice_at(const void *list, size_t i)
{
    return ((const char *const *)list)[i];
}

/* "one of a, b, c", or the nearest. */
static void
suggest(const char *text, const char *const *choice, size_t n, char out[192])
{
    const char *nearest =
        pcarti_nearest(text, strlen(text), choice, n, choice_at);
    size_t used = 0;

    if (nearest) {
        snprintf(out, 192, "did you mean '%s'?", nearest);
        return;
    }
    for (size_t i = 0; i < n && used < 192; i++)
        used += (size_t)snprintf(out + used, 192 - used, "%s%s",
                                 i ? ", " : "one of ", choice[i]);
}

/* The number of a word in a list; -1 when it is not there (reported). */
static int
take_choice(pcarti_study_work *work, const pcarti_yaml *node,
            const char *const *choice, size_t n)
{
    const char *text = take_text(work, node);
    char hint[192];

    if (!text)
        return -1;
    for (size_t i = 0; i < n; i++)
        if (strcmp(text, choice[i]) == 0)
            return (int)i;
    suggest(text, choice, n, hint);
    refuse(work, node, PCART_E_NOTFOUND, "study-choice", "has no such choice",
           hint);
    return -1;
}

static int
take_number(pcarti_study_work *work, const pcarti_yaml *node, pcart_fixed *out)
{
    const char *text = take_text(work, node);
    pcart_decimal decimal;
    int is_exact;

    if (!text)
        return 0;
    if (pcart_decimal_read(text, strlen(text), '.', &decimal, NULL) !=
            PCART_OK ||
        pcart_fixed_from_decimal(decimal, 1, 1, out, &is_exact, NULL) !=
            PCART_OK)
        return refuse(work, node, PCART_E_SYNTAX, "study-type",
                      "must be a number", NULL);
    return 1;
}

/* Items of a sequence; -1 when it is none (reported). */
static int
count_items(pcarti_study_work *work, const pcarti_yaml *node)
{
    if (node->kind != PCARTI_YAML_SEQUENCE) {
        refuse(work, node, PCART_E_SYNTAX, "study-type",
               "must be a list: [a, b]", NULL);
        return -1;
    }
    return (int)node->n_child;
}

static void
take_title(pcarti_study_work *work, const pcarti_yaml *node)
{
    const char *text = take_text(work, node);

    if (text)
        work->out.title = text;
}

static void
take_authors(pcarti_study_work *work, const pcarti_yaml *node)
{
    int n = count_items(work, node);
    const char **author;

    if (n < 0)
        return;
    author = pcart_arena_take(work->arena, (size_t)n + 1, sizeof *author);
    if (!author) {
        work->is_out_of_memory = 1;
        return;
    }
    for (const pcarti_yaml *item = node->child; item; item = item->next) {
        author[work->out.n_author] = take_text(work, item);
        if (author[work->out.n_author])
            work->out.n_author++;
    }
    work->out.author = author;
}

static void
take_tables(pcarti_study_work *work, const pcarti_yaml *node)
{
    work->out.tables = take_text(work, node);
}

static void
take_output(pcarti_study_work *work, const pcarti_yaml *node)
{
    const char *text = take_text(work, node);

    if (text)
        work->out.output = text;
}

static void
take_decimal(pcarti_study_work *work, const pcarti_yaml *node)
{
    static const char *const choice[] = {"point", "comma"};
    int i = take_choice(work, node, choice, PCART_COUNTOF(choice));

    if (i >= 0)
        work->out.decimal = i ? PCART_DECIMAL_COMMA : PCART_DECIMAL_POINT;
}

static void
take_dates(pcarti_study_work *work, const pcarti_yaml *node)
{
    static const char *const choice[] = {"iso", "dmy", "mdy"};
    static const pcart_date_order order[] = {PCART_DATE_ISO, PCART_DATE_DMY,
                                             PCART_DATE_MDY};
    int i = take_choice(work, node, choice, PCART_COUNTOF(choice));

    if (i >= 0)
        work->out.dates = order[i];
}

static void
take_profile(pcarti_study_work *work, const pcarti_yaml *node)
{
    const char *text = take_text(work, node);
    pcart_err err = {0};
    pcart_status status;

    if (!text)
        return;
    status = pcart_profile_apply(&work->out.profile, text, &err);
    if (status)
        refuse(work, node, status, "study-choice", "is no known profile",
               err.hint[0] ? err.hint : NULL);
    work->out.profile_name = text;
}

/* option: choice; applied when the profile is known (see take_keys). */
static void
take_options(pcarti_study_work *work, const pcarti_yaml *node)
{
    if (node->kind != PCARTI_YAML_MAPPING) {
        refuse(work, node, PCART_E_SYNTAX, "study-type",
               "must be a map, option: choice", NULL);
        return;
    }
    for (const pcarti_yaml *key = node->child; key; key = key->next->next) {
        const char *option = take_text(work, key);
        const char *choice = option ? take_text(work, key->next) : NULL;
        pcart_err err = {0};
        pcart_status status;

        if (!choice)
            continue;
        status = pcart_profile_set(&work->out.profile, option, choice, &err);
        if (status)
            pcarti_study_add(work, key->offset, strlen(option), status,
                             "study-choice", err.message,
                             err.hint[0] ? err.hint : NULL);
    }
}

static const char *const group_name[] = {
    [PCART_STUDY_GROUP_NONE] = "none",
    [PCART_STUDY_GROUP_CENTRE] = "centre",
    [PCART_STUDY_GROUP_SEX] = "sex",
    [PCART_STUDY_GROUP_DIAGNOSIS] = "diagnosis",
    [PCART_STUDY_GROUP_PRODUCT] = "product",
    [PCART_STUDY_GROUP_TARGET] = "target",
    [PCART_STUDY_GROUP_PRIOR_TRANSPLANT] = "prior_transplant",
    [PCART_STUDY_GROUP_CAR_HEMATOTOX_CLASS] = "car_hematotox_class",
};

static void
take_group(pcarti_study_work *work, const pcarti_yaml *node)
{
    int i = take_choice(work, node, group_name, PCART_COUNTOF(group_name));

    if (i >= 0)
        work->out.group_by = (pcart_study_group)i;
}

static const char *const time_name[] = {
    [PCART_STUDY_MONTHS] = "months",
    [PCART_STUDY_DAYS] = "days",
    [PCART_STUDY_YEARS] = "years",
};

static void
take_time(pcarti_study_work *work, const pcarti_yaml *node)
{
    int i = take_choice(work, node, time_name, PCART_COUNTOF(time_name));

    if (i >= 0)
        work->out.time_unit = (pcart_study_time)i;
}

static void
take_horizons(pcarti_study_work *work, const pcarti_yaml *node)
{
    int n = count_items(work, node);
    pcart_fixed *horizon, before = 0;
    size_t i = 0;

    if (n < 0)
        return;
    horizon = pcart_arena_take(work->arena, (size_t)n + 1, sizeof *horizon);
    if (!horizon) {
        work->is_out_of_memory = 1;
        return;
    }
    for (const pcarti_yaml *item = node->child; item; item = item->next) {
        if (!take_number(work, item, &horizon[i]))
            return;
        if (horizon[i] <= before) {
            refuse(work, item, PCART_E_RANGE, "study-value",
                   "must be above zero and rise", NULL);
            return;
        }
        before = horizon[i++];
    }
    work->out.horizon = horizon;
    work->out.n_horizon = (size_t)n;
}

static const char *const interval_name[] = {
    [PCART_STUDY_INTERVAL_LOG_LOG] = "log-log",
    [PCART_STUDY_INTERVAL_LOG] = "log",
    [PCART_STUDY_INTERVAL_PLAIN] = "plain",
};

static void
take_interval(pcarti_study_work *work, const pcarti_yaml *node)
{
    int i =
        take_choice(work, node, interval_name, PCART_COUNTOF(interval_name));

    if (i >= 0)
        work->out.interval = (pcart_study_interval)i;
}

static void
take_level(pcarti_study_work *work, const pcarti_yaml *node)
{
    pcart_fixed level;

    if (!take_number(work, node, &level))
        return;
    if (level < PCART_FIXED_ONE / 2 || level >= PCART_FIXED_ONE)
        refuse(work, node, PCART_E_RANGE, "study-value",
               "must be from 0.5 to below 1", "write 0.95 for 95 %");
    else
        work->out.interval_level = level;
}

static const char *const section_name[] = {
    [PCART_STUDY_FLOW] = "flow",
    [PCART_STUDY_BASELINE] = "baseline",
    [PCART_STUDY_HAEMATOTOXICITY] = "haematotoxicity",
    [PCART_STUDY_TOXICITIES] = "toxicities",
    [PCART_STUDY_INFECTIONS] = "infections",
    [PCART_STUDY_SMN] = "smn",
    [PCART_STUDY_CYTOGENETICS] = "cytogenetics",
    [PCART_STUDY_SURVIVAL] = "survival",
    [PCART_STUDY_SURVIVAL_AFTER_SMN] = "survival_after_smn",
    [PCART_STUDY_NRM] = "nrm",
    [PCART_STUDY_CLONES] = "clones",
    [PCART_STUDY_PATIENTS] = "patients",
    [PCART_STUDY_SENSITIVITY] = "sensitivity",
    [PCART_STUDY_PROBLEMS] = "problems",
    [PCART_STUDY_PROVENANCE] = "provenance",
    [PCART_STUDY_RESPONSE] = "response",
    [PCART_STUDY_BOOSTS] = "boosts",
    [PCART_STUDY_SECOND_INFUSION] = "second_infusion",
    [PCART_STUDY_COURSES] = "courses",
};

static void
take_sections(pcarti_study_work *work, const pcarti_yaml *node)
{
    if (count_items(work, node) < 0)
        return;
    work->out.sections = 0;
    for (const pcarti_yaml *item = node->child; item; item = item->next) {
        int section =
            take_choice(work, item, section_name, PCART_COUNTOF(section_name));

        if (section >= 0)
            work->out.sections |= 1u << section;
    }
}

/* How the samples of the tables were sequenced: the error to assume. */
static void
take_assay(pcarti_study_work *work, const pcarti_yaml *node)
{
    static const char *const name[] = {"raw", "consensus", "duplex"};
    int i = take_choice(work, node, name, PCART_COUNTOF(name));

    if (i >= 0)
        work->out.assay = name[i];
}

static const char *const clock_name[] = {
    [PCART_STUDY_CLOCK_FIRST] = "first",
    [PCART_STUDY_CLOCK_LAST] = "last",
    [PCART_STUDY_CLOCK_EACH] = "each",
};

/* clock: {infusion: first, boost: each} */
static void
take_clock(pcarti_study_work *work, const pcarti_yaml *node)
{
    const struct {
        const char *name;
        pcart_study_clock *clock;
    } of[] = {{"infusion", &work->out.clock},
              {"boost", &work->out.boost_clock},
              {"transplant", &work->out.transplant_clock},
              {"smn", &work->out.smn_clock}};
    const pcarti_yaml *key =
        node->kind == PCARTI_YAML_MAPPING ? node->child : NULL;

    if (!key)
        refuse(work, NULL, PCART_E_SYNTAX, "study-type",
               "must be a map with the key infusion",
               "write clock: {infusion: first}");
    for (; key; key = key->next->next) {
        const char *name = take_text(work, key);
        size_t k = 0;
        int i;

        while (name && k < PCART_COUNTOF(of) && strcmp(of[k].name, name) != 0)
            k++;
        if (!name || k == PCART_COUNTOF(of)) {
            refuse(work, key, PCART_E_SYNTAX, "study-type",
                   "has the keys infusion, boost, transplant and smn",
                   "write clock: {infusion: first}");
            continue;
        }
        i = take_choice(work, key->next, clock_name, PCART_COUNTOF(clock_name));
        if (i >= 0)
            *of[k].clock = (pcart_study_clock)i;
    }
}

static void
take_free_of(pcarti_study_work *work, const pcarti_yaml *node)
{
    static const char *const name[] = {
        [PCART_EVENT_RELAPSE] = "relapse",
        [PCART_EVENT_PROGRESSION] = "progression",
        [PCART_EVENT_NEXT_THERAPY] = "next_therapy",
        [PCART_EVENT_SMN] = "smn",
        [PCART_EVENT_DEATH] = "death",
    };

    if (count_items(work, node) < 0)
        return;
    for (const pcarti_yaml *item = node->child; item; item = item->next) {
        int event = take_choice(work, item, name, PCART_COUNTOF(name));

        if (event >= 0)
            work->out.population.free_of |= 1u << event;
    }
}

static void
take_until_day(pcarti_study_work *work, const pcarti_yaml *node)
{
    pcart_fixed day;

    if (!take_number(work, node, &day))
        return;
    if (day < 0 || day > PCART_FIXED(36525) || day % PCART_FIXED(1) != 0)
        refuse(work, node, PCART_E_RANGE, "study-value",
               "must be a day, from 0 on", "write until_day: 90");
    else
        work->out.population.until_day = (int)(day / PCART_FIXED(1));
}

/* population: {free_of: [relapse, next_therapy], until_day: 90} */
static void
take_population(pcarti_study_work *work, const pcarti_yaml *node)
{
    static const char form[] =
        "write population: {free_of: [relapse], until_day: 90}";
    unsigned seen = 0;

    if (node->kind != PCARTI_YAML_MAPPING) {
        refuse(work, node, PCART_E_SYNTAX, "study-type", "must be a map", form);
        return;
    }
    for (const pcarti_yaml *key = node->child; key; key = key->next->next) {
        const char *name = take_text(work, key);

        if (name && strcmp(name, "free_of") == 0) {
            take_free_of(work, key->next);
            seen |= 1;
        } else if (name && strcmp(name, "until_day") == 0) {
            take_until_day(work, key->next);
            seen |= 2;
        } else {
            refuse(work, key, PCART_E_SYNTAX, "study-type",
                   "has the keys free_of and until_day", form);
            seen |= 4;
        }
    }
    if (seen < 3)
        refuse(work, node, PCART_E_SYNTAX, "study-type",
               "needs the keys free_of and until_day", form);
}

/* In the order in which they are taken: options change the profile. */
static const struct {
    const char *name;
    void (*take)(pcarti_study_work *work, const pcarti_yaml *node);
} known[] = {
    {"title", take_title},          {"authors", take_authors},
    {"tables", take_tables},        {"output", take_output},
    {"decimal", take_decimal},      {"dates", take_dates},
    {"profile", take_profile},      {"options", take_options},
    {"group_by", take_group},       {"time_unit", take_time},
    {"horizons", take_horizons},    {"interval", take_interval},
    {"interval_level", take_level}, {"sections", take_sections},
    {"clock", take_clock},          {"population", take_population},
    {"assay", take_assay},
};

static const char *
known_name(const void *list, size_t i)
{
    (void)list;
    return known[i].name;
}

static void
add_unknown(pcarti_study_work *work, const pcarti_yaml *key)
{
    const char *text = key->kind == PCARTI_YAML_SCALAR ? key->text : "";
    const char *nearest = pcarti_nearest(text, key->length, NULL,
                                         PCART_COUNTOF(known), known_name);
    char message[96], hint[64];

    snprintf(message, sizeof message, "key '%.*s' is not known",
             (int)(key->length > 40 ? 40 : key->length), text);
    if (nearest)
        snprintf(hint, sizeof hint, "did you mean '%s'?", nearest);
    pcarti_study_add(work, key->offset, key->length, PCART_E_NOTFOUND,
                     "study-key-unknown", message, nearest ? hint : NULL);
}

/* Number of a known key; PCART_COUNTOF(known) if it is none. */
static size_t
find_key(const pcarti_yaml *key)
{
    size_t i = 0;

    if (key->kind != PCARTI_YAML_SCALAR)
        return PCART_COUNTOF(known);
    while (i < PCART_COUNTOF(known) &&
           (strlen(known[i].name) != key->length ||
            memcmp(known[i].name, key->text, key->length) != 0))
        i++;
    return i;
}

void
pcarti_study_take(pcarti_study_work *work, const pcarti_yaml *root)
{
    const pcarti_yaml *key[PCART_COUNTOF(known)] = {NULL};
    const pcarti_yaml *value[PCART_COUNTOF(known)] = {NULL};
    work->name = "study";
    if (root->kind != PCARTI_YAML_MAPPING) {
        refuse(work, NULL, PCART_E_SYNTAX, "study-type",
               "must be a map of keys and values", "write tables: folder");
        return;
    }
    for (const pcarti_yaml *at = root->child; at; at = at->next->next) {
        size_t i = find_key(at);

        if (i == PCART_COUNTOF(known)) {
            add_unknown(work, at);
        } else {
            key[i] = at;
            value[i] = at->next;
        }
    }
    for (size_t i = 0; i < PCART_COUNTOF(known); i++) {
        work->name = known[i].name;
        work->key = key[i];
        if (value[i])
            known[i].take(work, value[i]);
    }
    work->key = NULL;
    work->name = "tables";
    if (!work->out.tables && !key[2])
        refuse(work, NULL, PCART_E_NOTFOUND, "study-key-missing", "is missing",
               "write tables: folder");
}

pcart_fixed
pcart_study_time_days(pcart_study_time unit)
{
    static const pcart_fixed days[] = {
        [PCART_STUDY_MONTHS] = 30437500,
        [PCART_STUDY_DAYS] = 1000000,
        [PCART_STUDY_YEARS] = 365250000,
    };

    return days[unit];
}

const char *
pcart_study_group_name(pcart_study_group group)
{
    return group_name[group];
}

const char *
pcart_study_time_name(pcart_study_time unit)
{
    return time_name[unit];
}

const char *
pcart_study_interval_name(pcart_study_interval interval)
{
    return interval_name[interval];
}

const char *
pcart_study_section_name(pcart_study_section section)
{
    return section_name[section];
}

const char *
pcart_study_clock_name(pcart_study_clock clock)
{
    return clock_name[clock];
}
