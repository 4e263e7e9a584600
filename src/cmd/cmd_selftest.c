/* cmd_selftest.c -- postcart selftest: published cases and boundaries against
 * the program as it is installed.  Layer: cmd. */
#include "cmd/cmd.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "core/embedded.h"
#include "postcart/case.h"
#include "postcart/version.h"

extern const pcarti_embedded pcarti_cases[]; /* test/case */

static const pcart_cmd_option option[] = {
    {"--output", 'o', "FILE", "write to a file, whole or not at all"},
    {"--different", 0, NULL, "print only cases with another answer"},
    {NULL, 0, NULL, NULL},
};

/* A run over all cases. */
typedef struct trial {
    const pcart_cmd_line *line;
    pcarti_buf out;
    crypto_hash_sha256_state digest;
    pcart_err err;
    size_t n, n_different;
} trial;

/* The words of one case; they are the digest, whatever is printed. */
static pcart_status
judge(trial *t, const char *file, size_t number, const pcart_case *made)
{
    const char *verdict = made->is_equal ? "equal" : "different";
    pcarti_buf row = {0};
    pcart_status status;

    pcarti_buf_print(&row, "%s:%zu\t%s\t%s\t%s\t%s\t%s\t%s\n", file, number,
                     made->name, made->measure, made->expected, made->found,
                     verdict, made->source);
    status = pcarti_buf_status(&row, &t->err);
    if (!status)
        crypto_hash_sha256_update(&t->digest, (unsigned char *)row.data,
                                  row.length);
    t->n++;
    t->n_different += !made->is_equal;
    if (status || (made->is_equal && pcarti_cmd_value(t->line, "--different")))
        goto done;
    if (!t->line->is_json) {
        pcarti_buf_bytes(&t->out, row.data, row.length);
        goto done;
    }
    pcarti_buf_text(&t->out,
                    t->out.data && t->out.data[t->out.length - 1] == '['
                        ? "\n  "
                        : ",\n  ");
    pcarti_buf_print(&t->out, "{\"case\": \"%s:%zu\", \"name\": ", file,
                     number);
    pcarti_buf_json(&t->out, made->name);
    pcarti_buf_text(&t->out, ", \"measure\": ");
    pcarti_buf_json(&t->out, made->measure);
    pcarti_buf_text(&t->out, ", \"expected\": ");
    pcarti_buf_json(&t->out, made->expected);
    pcarti_buf_text(&t->out, ", \"got\": ");
    pcarti_buf_json(&t->out, made->found);
    pcarti_buf_print(&t->out, ", \"verdict\": \"%s\", \"source\": ", verdict);
    pcarti_buf_json(&t->out, made->source);
    pcarti_buf_char(&t->out, '}');
done:
    pcarti_buf_release(&row);
    return status;
}

/* Every line of one file but the first, comments apart. */
static pcart_status
try_file(trial *t, const pcarti_embedded *file)
{
    const char *at = (const char *)file->bytes, *end = at + file->length;
    pcart_arena arena = {0};
    size_t number = 0;
    pcart_status status = PCART_OK;

    while (at < end && !status) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((stop ? stop : end) - at);
        pcart_case made;
        const char *line;

        if (number++ > 0 && length > 0 && *at != '#') {
            line = pcart_arena_text(&arena, at, length);
            status =
                line ? pcart_case_run(line, &arena, &made, &t->err)
                     : pcart_err_set(&t->err, PCART_E_NOMEM, "out of memory");
            if (!status)
                status = judge(t, file->name, number, &made);
            pcart_arena_clear(&arena);
        }
        at += length + 1;
    }
    pcart_arena_release(&arena);
    return status;
}

/* The cases of a file of the user. */
static pcart_status
try_path(trial *t, const char *path)
{
    char bytes[4096];
    pcarti_buf text = {0};
    FILE *file = fopen(path, "rb");
    size_t n;
    int is_bad;
    pcart_status status;

    if (!file)
        return pcart_err_set(&t->err, PCART_E_IO, "'%s' cannot be read: %s",
                             path, strerror(errno));
    while ((n = fread(bytes, 1, sizeof bytes, file)) > 0)
        pcarti_buf_bytes(&text, bytes, n);
    is_bad = ferror(file);
    fclose(file);
    status = pcarti_buf_status(&text, &t->err);
    if (!status && is_bad)
        status =
            pcart_err_set(&t->err, PCART_E_IO, "'%s' cannot be read", path);
    if (!status && (text.length < sizeof PCART_CASE_HEADER - 1 ||
                    memcmp(text.data, PCART_CASE_HEADER,
                           sizeof PCART_CASE_HEADER - 1) != 0))
        status = pcart_err_set(&t->err, PCART_E_SYNTAX,
                               "'%s' is no file of cases: its first line must "
                               "name the six columns",
                               path);
    if (!status) {
        const pcarti_embedded given = {path, (unsigned char *)text.data,
                                       text.length};

        status = try_file(t, &given);
    }
    pcarti_buf_release(&text);
    return status;
}

static void
begin(trial *t)
{
    crypto_hash_sha256_init(&t->digest);
    if (t->line->is_json)
        pcarti_buf_print(&t->out, "{\"version\": \"%s\",\n\"cases\": [",
                         pcart_version());
    else
        pcarti_buf_print(&t->out,
                         "# postcart %s: published cases and boundaries\n"
                         "case\tname\tmeasure\texpected\tgot\tverdict\t"
                         "source\n",
                         pcart_version());
}

static void
sign_off(trial *t)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    char text[2 * sizeof digest + 1];

    crypto_hash_sha256_final(&t->digest, digest);
    sodium_bin2hex(text, sizeof text, digest, sizeof digest);
    if (t->line->is_json)
        pcarti_buf_print(&t->out,
                         "],\n\"n\": %zu, \"equal\": %zu, \"different\": %zu, "
                         "\"sha256\": \"%s\"}\n",
                         t->n, t->n - t->n_different, t->n_different, text);
    else
        pcarti_buf_print(&t->out,
                         "# %zu cases: %zu equal, %zu different\n"
                         "# sha256 of the rows: %s\n"
                         "# checked by:                  date:                "
                         "signature:\n",
                         t->n, t->n - t->n_different, t->n_different, text);
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    const char *path = pcarti_cmd_value(line, "--output");
    trial t = {.line = line};
    int exit_status = PCART_EXIT_DONE;
    pcart_status status = PCART_OK;

    (void)out;
    begin(&t);
    for (size_t i = 0; i < line->n_operand && !status; i++)
        status = try_path(&t, line->operand[i]);
    for (const pcarti_embedded *file = pcarti_cases;
         file->name && !status && line->n_operand == 0; file++)
        status = try_file(&t, file);
    if (!status) {
        sign_off(&t);
        status = pcarti_cmd_write_file(path ? path : "-", &t.out, &t.err);
    }
    if (status)
        exit_status = pcarti_cmd_fail(line, &t.err);
    else if (t.n_different || t.n == 0)
        exit_status = PCART_EXIT_REFUSED;
    pcarti_buf_release(&t.out);
    return exit_status;
}

const pcart_cmd pcarti_cmd_selftest = {
    .group = "Rules",
    .name = "selftest",
    .summary = "published cases and boundaries against this program",
    .usage = "postcart selftest [FILE ...] [--different] [-o FILE]",
    .help =
        "Does every case that the program carries with it: the numbers\n"
        "that the papers print, and the boundaries of every rule just\n"
        "before, on and after them.  Prints one line per case (expected,\n"
        "got, verdict, source), the counts, a digest of all rows (two\n"
        "installations with the same digest gave the same answers), and\n"
        "a line to sign.  The exit status is 1 on any difference.\n"
        "With files their cases are done instead: six columns, tab-separated,\n"
        "as in test/case and doc/method/case.md.\n"
        "\n"
        "Needs no files and no network; works from any folder.",
    .option = option,
    .min_operand = 0,
    .max_operand = -1,
    .run = run,
};
