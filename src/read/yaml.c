/*
 * yaml.c -- one YAML document as a tree of nodes with places.  Layer: read.
 *
 * libyaml gives events; its marks count characters and its own line breaks,
 * so that they are turned into bytes here.
 */
#include "read/yaml.h"

#include <string.h>
#include <yaml.h>

enum {
    MAX_DEPTH = 32,
    MAX_KEYS = 1000 /* of one mapping: each is compared with all before */
};

typedef struct reader {
    const char *bytes;
    size_t length;
    pcart_arena *arena;
    pcarti_yaml_fault *fault;
    pcarti_yaml *open[MAX_DEPTH]; /* collections that are not closed */
    int depth;
    pcarti_yaml *root;
    int n_document;
    /* the last mark that was turned into a byte, and its byte */
    size_t line, line_offset;
} reader;

/* Bytes of the line break at `at`, as YAML 1.1 has them; 0 if there is none. */
static size_t
break_length(const reader *from, size_t at)
{
    const unsigned char *c = (const unsigned char *)from->bytes + at;
    size_t rest = from->length - at;

    if (rest >= 2 && c[0] == '\r' && c[1] == '\n')
        return 2;
    if (rest >= 1 && (c[0] == '\r' || c[0] == '\n'))
        return 1;
    if (rest >= 2 && c[0] == 0xC2 && c[1] == 0x85)
        return 2;
    if (rest >= 3 && c[0] == 0xE2 && c[1] == 0x80 &&
        (c[2] == 0xA8 || c[2] == 0xA9))
        return 3;
    return 0;
}

static size_t
offset_of(reader *from, yaml_mark_t mark)
{
    size_t at, column;

    if (mark.line < from->line)
        from->line = from->line_offset = 0;
    at = from->line_offset;
    while (from->line < mark.line && at < from->length) {
        size_t n = break_length(from, at);

        at += n ? n : 1;
        if (n) {
            from->line++;
            from->line_offset = at;
        }
    }
    for (column = 0; column < mark.column && at < from->length; column++) {
        at++;
        while (at < from->length &&
               ((unsigned char)from->bytes[at] & 0xC0) == 0x80)
            at++;
    }
    return at;
}

static pcart_status
refuse(reader *from, size_t offset, const char *message)
{
    from->fault->message = message;
    from->fault->offset = offset;
    return PCART_E_SYNTAX;
}

static pcart_status
refuse_parse(reader *from, const yaml_parser_t *parser)
{
    char *message;

    if (parser->error == YAML_MEMORY_ERROR)
        return PCART_E_NOMEM;
    message = pcart_arena_print(
        from->arena, "%s%s%s", parser->context ? parser->context : "",
        parser->context ? ": " : "",
        parser->problem ? parser->problem : "this is not YAML");
    if (!message)
        return PCART_E_NOMEM;
    return refuse(from,
                  parser->error == YAML_READER_ERROR
                      ? parser->problem_offset
                      : offset_of(from, parser->problem_mark),
                  message);
}

static int
is_same(const pcarti_yaml *a, const pcarti_yaml *b)
{
    return a->kind == PCARTI_YAML_SCALAR && b->kind == PCARTI_YAML_SCALAR &&
           a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

/* Whether `node`, the next key of a mapping, stands in it already. */
static int
is_doubled(const pcarti_yaml *mapping, const pcarti_yaml *node)
{
    for (const pcarti_yaml *key = mapping->child; key; key = key->next->next) {
        if (is_same(key, node))
            return 1;
        if (!key->next)
            break;
    }
    return 0;
}

/* Put a node into the innermost open collection, or make it the root. */
static pcart_status
place(reader *from, pcarti_yaml *node)
{
    pcarti_yaml *into = from->depth ? from->open[from->depth - 1] : NULL;

    if (!into) {
        from->root = node;
        return PCART_OK;
    }
    if (into->kind == PCARTI_YAML_MAPPING && into->n_child % 2 == 0) {
        if (into->n_child / 2 >= MAX_KEYS)
            return refuse(from, node->offset, "a map has more than 1000 keys");
        if (is_doubled(into, node))
            return refuse(from, node->offset, "the key is there already");
    }
    if (into->last)
        into->last->next = node;
    else
        into->child = node;
    into->last = node;
    into->n_child++;
    return PCART_OK;
}

static pcart_status
add(reader *from, const yaml_event_t *event, pcarti_yaml_kind kind)
{
    pcarti_yaml *node = pcart_arena_take(from->arena, 1, sizeof *node);
    pcart_status status;

    if (!node)
        return PCART_E_NOMEM;
    node->kind = kind;
    node->offset = offset_of(from, event->start_mark);
    if (kind == PCARTI_YAML_SCALAR) {
        node->length = event->data.scalar.length;
        node->text = pcart_arena_text(
            from->arena, (const char *)event->data.scalar.value, node->length);
        if (!node->text)
            return PCART_E_NOMEM;
        node->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    }
    status = place(from, node);
    if (status || kind == PCARTI_YAML_SCALAR || kind == PCARTI_YAML_ALIAS)
        return status;
    if (from->depth == MAX_DEPTH)
        return refuse(from, node->offset, "nested more than 32 levels deep");
    from->open[from->depth++] = node;
    return PCART_OK;
}

static pcart_status
take_event(reader *from, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (from->n_document++ > 0)
            return refuse(from, offset_of(from, event->start_mark),
                          "there is text behind the first document");
        return PCART_OK;
    case YAML_SCALAR_EVENT:
        return add(from, event, PCARTI_YAML_SCALAR);
    case YAML_ALIAS_EVENT:
        return add(from, event, PCARTI_YAML_ALIAS);
    case YAML_SEQUENCE_START_EVENT:
        return add(from, event, PCARTI_YAML_SEQUENCE);
    case YAML_MAPPING_START_EVENT:
        return add(from, event, PCARTI_YAML_MAPPING);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        from->depth--;
        return PCART_OK;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
    return PCART_OK;
}

pcart_status
pcarti_yaml_read(const char *bytes, size_t length, pcart_arena *arena,
                 const pcarti_yaml **root, pcarti_yaml_fault *fault)
{
    reader from = {
        .bytes = bytes, .length = length, .arena = arena, .fault = fault};
    pcart_status status = PCART_OK;
    yaml_parser_t parser;
    int is_ended = 0;

    if (!yaml_parser_initialize(&parser))
        return PCART_E_NOMEM;
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, length);
    while (status == PCART_OK && !is_ended) {
        yaml_event_t event;

        if (!yaml_parser_parse(&parser, &event)) {
            status = refuse_parse(&from, &parser);
            break;
        }
        is_ended = event.type == YAML_STREAM_END_EVENT;
        status = take_event(&from, &event);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    if (status == PCART_OK)
        *root = from.root;
    return status;
}

int
pcarti_yaml_has_text(const pcarti_yaml *node)
{
    static const char *const nothing[] = {"", "~", "null", "Null", "NULL"};

    if (node->kind != PCARTI_YAML_SCALAR)
        return 0;
    if (!node->is_plain)
        return 1;
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (strlen(nothing[i]) == node->length &&
            memcmp(nothing[i], node->text, node->length) == 0)
            return 0;
    return 1;
}
