/* share_file.c -- shares as signed, readable JSON.  Layer: study. */
#include "postcart/share.h"

#include <jansson.h>
#include <math.h>
#include <sodium.h>
#include <string.h>

#include "core/buf.h"

/* Bounds of a file that is taken seriously. */
enum {
    MAX_GROUP = 1000,
    MAX_EVENT = 100,
    MAX_COLUMN = 1000,
    MAX_ROW = 10000000,
    MAX_COUNT = 1000000000
};

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

/* --- writing ----------------------------------------------------------- */

static void
write_names(pcarti_buf *out, const char *title, const char *const *name,
            size_t n)
{
    pcarti_buf_print(out, ",\n \"%s\": [", title);
    for (size_t i = 0; i < n; i++) {
        if (i)
            pcarti_buf_text(out, ", ");
        pcarti_buf_json(out, name ? name[i] : "all");
    }
    pcarti_buf_char(out, ']');
}

static void
write_numbers(pcarti_buf *out, const char *title, const double *value, size_t n)
{
    pcarti_buf_print(out, ",\n  \"%s\": [", title);
    for (size_t i = 0; i < n; i++) {
        if (i)
            pcarti_buf_text(out, ", ");
        pcarti_buf_double(out, value[i]);
    }
    pcarti_buf_char(out, ']');
}

static void
write_count(pcarti_buf *out, int64_t count)
{
    if (count == PCART_SHARE_HIDDEN)
        pcarti_buf_text(out, "null");
    else
        pcarti_buf_int(out, count);
}

static void
write_rows(pcarti_buf *out, const pcart_share *share)
{
    pcarti_buf_text(out, ",\n \"columns\": [\"time\", \"group\", \"n_risk\", "
                         "\"censored\"");
    for (int k = 0; k < share->n_event; k++) {
        pcarti_buf_text(out, ", ");
        pcarti_buf_json(out, share->event[k]);
    }
    pcarti_buf_text(out, "],\n \"rows\": [");
    for (size_t i = 0; i < share->n_row; i++) {
        const pcart_share_row *row = &share->row[i];

        pcarti_buf_text(out, i ? ",\n  [" : "\n  [");
        pcarti_buf_double(out, row->time);
        pcarti_buf_print(out, ", %d, ", row->group);
        pcarti_buf_int(out, row->n_risk);
        for (int k = 0; k <= share->n_event; k++) {
            pcarti_buf_text(out, ", ");
            write_count(out, row->count[k]);
        }
        pcarti_buf_char(out, ']');
    }
    pcarti_buf_text(out, "]");
}

static void
write_cox(pcarti_buf *out, const pcart_share_cox *cox)
{
    size_t p = cox->n_column;

    if (p == 0)
        return;
    pcarti_buf_text(out, ",\n \"cox\": {\"n\": ");
    pcarti_buf_int(out, cox->n);
    pcarti_buf_text(out, ", \"n_event\": ");
    pcarti_buf_int(out, cox->n_event);
    pcarti_buf_text(out, ", \"log_likelihood\": ");
    pcarti_buf_double(out, cox->log_likelihood);
    write_names(out, "columns", cox->name, p);
    write_numbers(out, "beta", cox->beta, p);
    write_numbers(out, "score", cox->score, p);
    write_numbers(out, "information", cox->information, p * p);
    pcarti_buf_char(out, '}');
}

static void
write_payload(const pcart_share *share, pcarti_buf *out)
{
    pcarti_buf_text(out, "{\"format\": \"postcart-share-1\",\n \"centre\": ");
    pcarti_buf_json(out, share->centre ? share->centre : "");
    pcarti_buf_text(out, ",\n \"grid\": ");
    pcarti_buf_double(out, share->grid);
    pcarti_buf_print(out, ",\n \"smallest\": %d", share->smallest);
    write_names(out, "events", share->event, (size_t)share->n_event);
    write_names(out, "groups", share->group, (size_t)share->n_group);
    pcarti_buf_text(out, ",\n \"subjects\": [");
    for (int k = 0; k < share->n_group; k++) {
        if (k)
            pcarti_buf_text(out, ", ");
        write_count(out, share->n_subject[k]);
    }
    pcarti_buf_char(out, ']');
    write_rows(out, share);
    write_cox(out, &share->cox);
    pcarti_buf_char(out, '}');
}

/* The bytes that are signed: the payload without blanks, members in order. */
static char *
canonical(const json_t *payload)
{
    return json_dumps(payload, JSON_COMPACT | JSON_SORT_KEYS |
                                   JSON_REAL_PRECISION(17) | JSON_ENSURE_ASCII);
}

static void
write_hex(pcarti_buf *out, const unsigned char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        pcarti_buf_print(out, "%02x", bytes[i]);
}

static pcart_status
write_signature(const pcarti_buf *payload, const unsigned char *seed,
                pcarti_buf *out, pcart_err *err)
{
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
    unsigned char secret[crypto_sign_SECRETKEYBYTES];
    unsigned char signature[crypto_sign_BYTES];
    json_t *json = json_loads(payload->data, 0, NULL);
    char *bytes = json ? canonical(json) : NULL;
    pcart_status status = PCART_OK;

    if (!bytes)
        status = no_memory(err);
    else if (sodium_init() < 0 ||
             crypto_sign_seed_keypair(public_key, secret, seed) != 0 ||
             crypto_sign_detached(signature, NULL, (unsigned char *)bytes,
                                  strlen(bytes), secret) != 0)
        status = pcart_err_set(err, PCART_E_INTERNAL, "signing failed");
    if (status == PCART_OK) {
        pcarti_buf_text(out, ",\n\"signature\": {\"algorithm\": \"Ed25519\", "
                             "\"public_key\": \"");
        write_hex(out, public_key, sizeof public_key);
        pcarti_buf_text(out, "\",\n \"value\": \"");
        write_hex(out, signature, sizeof signature);
        pcarti_buf_text(out, "\"}");
    }
    sodium_memzero(secret, sizeof secret);
    free(bytes);
    json_decref(json);
    return status;
}

pcart_status
pcart_share_write(const pcart_share *share, const unsigned char *seed,
                  pcarti_buf *out, pcart_err *err)
{
    pcarti_buf payload = {0};
    pcart_status status;

    write_payload(share, &payload);
    status = pcarti_buf_status(&payload, err);
    if (status)
        goto done;
    pcarti_buf_text(out, "{\"payload\":\n");
    pcarti_buf_bytes(out, payload.data, payload.length);
    if (seed)
        status = write_signature(&payload, seed, out, err);
    pcarti_buf_text(out, "}\n");
    if (!status)
        status = pcarti_buf_status(out, err);
done:
    pcarti_buf_release(&payload);
    return status;
}

/* --- reading ----------------------------------------------------------- */

typedef struct reader {
    const char *source;
    pcart_arena *arena;
    pcart_err *err;
    pcart_share *out;
} reader;

static pcart_status
wrong(const reader *r, const char *what)
{
    pcart_place where = {.source = r->source};

    return pcart_err_at(r->err, PCART_E_INCONSISTENT, where,
                        "this is no share of a centre: %s", what);
}

static pcart_status
read_text(const reader *r, const json_t *json, const char **out)
{
    const char *text = json_string_value(json);

    if (!text)
        return wrong(r, "a name is missing");
    *out = pcart_arena_text(r->arena, text, strlen(text));
    return *out ? PCART_OK : no_memory(r->err);
}

static pcart_status
read_names(const reader *r, const json_t *list, size_t most,
           const char *const **out, size_t *n)
{
    const char **name;

    *n = json_array_size(list);
    if (*n == 0 || *n > most)
        return wrong(r, "a list of names is empty or too long");
    name = pcart_arena_take(r->arena, *n, sizeof *name);
    if (!name)
        return no_memory(r->err);
    for (size_t i = 0; i < *n; i++) {
        pcart_status status = read_text(r, json_array_get(list, i), &name[i]);

        if (status)
            return status;
    }
    *out = name;
    return PCART_OK;
}

/* A count from 0 to MAX_COUNT, or null for a hidden one. */
static pcart_status
read_count(const reader *r, const json_t *json, int may_hide, int64_t *out)
{
    if (may_hide && json_is_null(json)) {
        *out = PCART_SHARE_HIDDEN;
        return PCART_OK;
    }
    if (!json_is_integer(json) || json_integer_value(json) < 0 ||
        json_integer_value(json) > MAX_COUNT)
        return wrong(r, "a count is not a whole number");
    *out = json_integer_value(json);
    return PCART_OK;
}

static pcart_status
read_number(const reader *r, const json_t *json, double *out)
{
    if (!json_is_number(json) || !isfinite(json_number_value(json)))
        return wrong(r, "a number is missing");
    *out = json_number_value(json);
    return PCART_OK;
}

static pcart_status
read_row(const reader *r, const json_t *json, int64_t *count,
         pcart_share_row *row)
{
    int64_t group = 0;
    pcart_status status;

    if (json_array_size(json) != (size_t)r->out->n_event + 4)
        return wrong(r, "a row has another number of cells than the columns");
    if ((status = read_number(r, json_array_get(json, 0), &row->time)) ||
        (status = read_count(r, json_array_get(json, 1), 0, &group)) ||
        (status = read_count(r, json_array_get(json, 2), 0, &row->n_risk)))
        return status;
    if (group >= r->out->n_group || row->time < 0)
        return wrong(r, "a row has no such group, or a negative time");
    row->group = (int)group;
    for (size_t k = 0; k <= (size_t)r->out->n_event && !status; k++)
        status = read_count(r, json_array_get(json, 3 + k), 1, &count[k]);
    row->count = count;
    return status;
}

/* Rows of one group follow in time, and their counts add up. */
static pcart_status
check_rows(const reader *r)
{
    const pcart_share *share = r->out;

    for (size_t i = 0; i < share->n_row; i++) {
        const pcart_share_row *row = &share->row[i];
        int is_first = i == 0 || share->row[i - 1].group != row->group;
        int is_last =
            i + 1 == share->n_row || share->row[i + 1].group != row->group;
        int64_t left = is_last ? 0 : share->row[i + 1].n_risk, sum = 0;
        int n_hidden = 0;

        for (int k = 0; k <= share->n_event; k++) {
            sum += row->count[k] > 0 ? row->count[k] : 0;
            n_hidden += row->count[k] == PCART_SHARE_HIDDEN;
        }
        if (is_first ? (i > 0 && share->row[i - 1].group > row->group) ||
                           row->n_risk != share->n_subject[row->group]
                     : !(share->row[i - 1].time < row->time))
            return wrong(r, "the rows are not in order");
        if (n_hidden ? row->n_risk - sum < left : row->n_risk - sum != left)
            return wrong(r, "the counts do not add up to those at risk");
    }
    return PCART_OK;
}

static pcart_status
read_rows(const reader *r, const json_t *list)
{
    size_t n = json_array_size(list), m = (size_t)r->out->n_event + 1;
    pcart_share_row *row;
    int64_t *count;

    if (!json_is_array(list) || n > MAX_ROW)
        return wrong(r, "there are no rows, or too many");
    row = pcart_arena_take(r->arena, n + 1, sizeof *row);
    count = pcart_arena_take(r->arena, n + 1, m * sizeof *count);
    if (!row || !count)
        return no_memory(r->err);
    for (size_t i = 0; i < n; i++) {
        pcart_status status =
            read_row(r, json_array_get(list, i), count + i * m, &row[i]);

        if (status)
            return status;
    }
    r->out->row = row;
    r->out->n_row = n;
    return check_rows(r);
}

static pcart_status
read_vector(const reader *r, const json_t *list, size_t n, const double **out)
{
    double *value = pcart_arena_take(r->arena, n + 1, sizeof *value);

    if (!value)
        return no_memory(r->err);
    if (json_array_size(list) != n)
        return wrong(r, "the model has lists of different lengths");
    for (size_t i = 0; i < n; i++) {
        pcart_status status =
            read_number(r, json_array_get(list, i), &value[i]);

        if (status)
            return status;
    }
    *out = value;
    return PCART_OK;
}

static pcart_status
read_cox(const reader *r, const json_t *json)
{
    pcart_share_cox *cox = &r->out->cox;
    size_t p = 0;
    pcart_status status;

    if (!json)
        return PCART_OK;
    if ((status = read_names(r, json_object_get(json, "columns"), MAX_COLUMN,
                             &cox->name, &p)) ||
        (status = read_count(r, json_object_get(json, "n"), 0, &cox->n)) ||
        (status = read_count(r, json_object_get(json, "n_event"), 0,
                             &cox->n_event)) ||
        (status = read_number(r, json_object_get(json, "log_likelihood"),
                              &cox->log_likelihood)) ||
        (status =
             read_vector(r, json_object_get(json, "beta"), p, &cox->beta)) ||
        (status =
             read_vector(r, json_object_get(json, "score"), p, &cox->score)) ||
        (status = read_vector(r, json_object_get(json, "information"), p * p,
                              &cox->information)))
        return status;
    cox->n_column = p;
    return PCART_OK;
}

static pcart_status
read_payload(const reader *r, const json_t *json)
{
    pcart_share *out = r->out;
    const json_t *subject = json_object_get(json, "subjects");
    int64_t *total, smallest = 0;
    size_t n_event = 0, n_group = 0;
    const char *format = json_string_value(json_object_get(json, "format"));
    pcart_status status;

    if (!format || strcmp(format, "postcart-share-1") != 0)
        return wrong(r, "its format is not postcart-share-1");
    if ((status =
             read_text(r, json_object_get(json, "centre"), &out->centre)) ||
        (status = read_number(r, json_object_get(json, "grid"), &out->grid)) ||
        (status =
             read_count(r, json_object_get(json, "smallest"), 0, &smallest)) ||
        (status = read_names(r, json_object_get(json, "events"), MAX_EVENT,
                             &out->event, &n_event)) ||
        (status = read_names(r, json_object_get(json, "groups"), MAX_GROUP,
                             &out->group, &n_group)))
        return status;
    if (out->grid < 0 || json_array_size(subject) != n_group)
        return wrong(r, "subjects or grid do not fit");
    out->smallest = (int)smallest;
    out->n_event = (int)n_event;
    out->n_group = (int)n_group;
    total = pcart_arena_take(r->arena, n_group, sizeof *total);
    if (!total)
        return no_memory(r->err);
    for (size_t k = 0; k < n_group && !status; k++)
        status = read_count(r, json_array_get(subject, k), 1, &total[k]);
    out->n_subject = total;
    if (!status)
        status = read_rows(r, json_object_get(json, "rows"));
    return status ? status : read_cox(r, json_object_get(json, "cox"));
}

/* Hold the payload against its signature. */
static pcart_status
check_signature(const reader *r, const json_t *payload, const json_t *json)
{
    const char *key = json_string_value(json_object_get(json, "public_key"));
    const char *value = json_string_value(json_object_get(json, "value"));
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
    unsigned char signature[crypto_sign_BYTES];
    size_t n_key = 0, n_value = 0;
    pcart_place where = {.source = r->source};
    char *bytes;
    int is_right;

    if (!key || !value ||
        sodium_hex2bin(public_key, sizeof public_key, key, strlen(key), NULL,
                       &n_key, NULL) != 0 ||
        sodium_hex2bin(signature, sizeof signature, value, strlen(value), NULL,
                       &n_value, NULL) != 0 ||
        n_key != sizeof public_key || n_value != sizeof signature)
        return wrong(r, "its signature is malformed");
    bytes = canonical(payload);
    if (!bytes)
        return no_memory(r->err);
    is_right = sodium_init() >= 0 &&
               crypto_sign_verify_detached(signature, (unsigned char *)bytes,
                                           strlen(bytes), public_key) == 0;
    free(bytes);
    if (!is_right)
        return pcart_err_at(r->err, PCART_E_INCONSISTENT, where,
                            "the signature is not right: the file was changed "
                            "after it was signed");
    r->out->signer = pcart_arena_text(r->arena, key, strlen(key));
    return r->out->signer ? PCART_OK : no_memory(r->err);
}

pcart_status
pcart_share_read(const char *source, const char *bytes, size_t length,
                 pcart_arena *arena, pcart_share *out, pcart_err *err)
{
    pcart_share share = {0};
    reader r = {source, arena, err, &share};
    json_error_t fault;
    json_t *json =
        json_loadb(bytes ? bytes : "", length, JSON_REJECT_DUPLICATES, &fault);
    const json_t *payload, *signature;
    pcart_status status;

    if (!json) {
        pcart_place where = {source, fault.line > 0 ? (uint64_t)fault.line : 0,
                             fault.column > 0 ? (uint32_t)fault.column : 0, 1};

        return pcart_err_at(err, PCART_E_SYNTAX, where, "this is no JSON: %s",
                            fault.text);
    }
    payload = json_object_get(json, "payload");
    signature = json_object_get(json, "signature");
    status =
        payload ? read_payload(&r, payload) : wrong(&r, "it has no payload");
    if (!status && signature)
        status = check_signature(&r, payload, signature);
    json_decref(json);
    if (!status)
        *out = share;
    return status;
}
