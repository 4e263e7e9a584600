/* manifest.c -- manifest.json: the one file that knows of this run.
 * Layer: report. */
#include "postcart/report.h"

#include <string.h>

#include "core/buf.h"
#include "postcart/version.h"

/* Length of the UTF-8 character at `text`; 0 if it is none. */
static size_t
character(const unsigned char *text)
{
    size_t n = text[0] < 0x80                       ? 1
               : text[0] >= 0xC2 && text[0] <= 0xDF ? 2
               : text[0] >= 0xE0 && text[0] <= 0xEF ? 3
               : text[0] >= 0xF0 && text[0] <= 0xF4 ? 4
                                                    : 0;

    for (size_t i = 1; i < n; i++)
        if ((text[i] & 0xC0) != 0x80)
            return 0;
    return n;
}

/* Folders may be named by any bytes; JSON is read back as UTF-8. */
static int
is_readable(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;

    while (*at) {
        size_t n = character(at);

        if (n == 0)
            return 0;
        at += n;
    }
    return 1;
}

static void
put_text(pcarti_buf *out, const char *key, const char *text)
{
    pcarti_buf_text(out, "  ");
    pcarti_buf_json(out, key);
    pcarti_buf_text(out, ": ");
    pcarti_buf_json(out, !text ? "" : is_readable(text) ? text : "(not UTF-8)");
    pcarti_buf_text(out, ",\n");
}

static const char *
hash_of(const pcart_report_options *options, const char *file)
{
    for (size_t i = 0; options && i < options->n_input; i++)
        if (strcmp(options->input[i].file, file) == 0)
            return options->input[i].sha256;
    return "";
}

static void
put_inputs(pcarti_buf *out, const pcart_study *study,
           const pcart_report_options *options)
{
    int n = 0;

    pcarti_buf_text(out, "  \"inputs\": [");
    for (int t = 0; t < PCART_N_TABLE; t++) {
        const pcart_table_use *use = &study->cohort->table[t];

        if (!use->file)
            continue;
        pcarti_buf_text(out, n++ ? ",\n    {\"file\": " : "\n    {\"file\": ");
        pcarti_buf_json(out, use->file);
        pcarti_buf_print(out,
                         ", \"bytes\": %llu, \"rows\": %llu, \"used\": "
                         "%llu, \"sha256\": ",
                         (unsigned long long)use->bytes,
                         (unsigned long long)use->rows,
                         (unsigned long long)use->used);
        pcarti_buf_json(out, hash_of(options, use->file));
        pcarti_buf_char(out, '}');
    }
    pcarti_buf_text(out, "\n  ],\n");
}

static void
put_options(pcarti_buf *out, const pcart_study *study)
{
    size_t n;
    const pcart_option *option = pcart_option_list(&n);

    pcarti_buf_text(out, "  \"options\": {");
    for (size_t i = 0; i < n; i++) {
        pcarti_buf_text(out, i ? ",\n    " : "\n    ");
        pcarti_buf_json(out, option[i].name);
        pcarti_buf_text(out, ": ");
        pcarti_buf_json(
            out, pcart_profile_name(&study->file->profile, option[i].id));
    }
    pcarti_buf_text(out, "\n  },\n");
}

static void
put_rules(pcarti_buf *out, const pcart_study *study)
{
    int n = 0;

    pcarti_buf_text(out, "  \"rules\": [");
    for (size_t k = 0; k < study->n_variable; k++) {
        size_t i = 0;

        while (i < k &&
               strcmp(study->variable[i].rule, study->variable[k].rule) != 0)
            i++;
        if (i < k || !study->variable[k].rule[0])
            continue;
        pcarti_buf_text(out, n++ ? ",\n    " : "\n    ");
        pcarti_buf_json(out, study->variable[k].rule);
    }
    pcarti_buf_text(out, "\n  ],\n");
}

static void
put_files(pcarti_buf *out, const pcart_report *report)
{
    pcarti_buf_text(out, "  \"files\": [");
    for (size_t i = 0; i < report->n_file; i++) {
        pcarti_buf_text(out, i ? ",\n    " : "\n    ");
        pcarti_buf_json(out, report->file[i].path);
    }
    pcarti_buf_text(out, "\n  ]\n");
}

pcart_status
pcart_report_add_manifest(pcart_report *report, const pcart_study *study,
                          const pcart_report_options *options,
                          const pcart_report_run *run, pcart_err *err)
{
    pcarti_buf out = {0};
    const char *copy = NULL;
    pcart_status status;

    pcarti_buf_text(&out, "{\n");
    put_text(&out, "generator", "postcart");
    put_text(&out, "version", pcart_version());
    put_text(&out, "title", study->file->title);
    put_text(&out, "profile", study->file->profile_name);
    put_text(&out, "time", run->time);
    put_text(&out, "host", run->host);
    put_text(&out, "folder", run->folder);
    put_text(&out, "command", run->command);
    put_inputs(&out, study, options);
    put_options(&out, study);
    put_rules(&out, study);
    put_files(&out, report);
    pcarti_buf_text(&out, "}\n");
    if (!out.is_failed)
        copy = pcart_arena_text(report->arena, out.data, out.length);
    if (copy)
        status = pcart_report_add_file(report, "manifest.json", copy,
                                       out.length, err);
    else
        status = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    pcarti_buf_release(&out);
    return status;
}
