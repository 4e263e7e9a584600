/* simulate_panel.c -- postcart simulate --panel: synthetic reads with truth.
 * Layer: cmd. */
#include "cmd/simulate_panel.h"

#include <errno.h>
#include <string.h>

#include "core/buf.h"
#include "postcart/simulate_panel.h"

static pcart_status
write_text(void *ctx, const char *name, const char *bytes, size_t length,
           pcart_err *err)
{
    const char *folder = ctx;
    pcarti_buf path = {0}, body = {0};
    pcart_status status;

    pcarti_buf_print(&path, "%s/%s", folder, name);
    pcarti_buf_bytes(&body, bytes, length);
    status = pcarti_buf_status(&path, err);
    if (status == PCART_OK)
        status = pcarti_cmd_write_file(path.data, &body, err);
    pcarti_buf_release(&path);
    pcarti_buf_release(&body);
    return status;
}

/* A share or a rate, written as a plain decimal number. */
static pcart_status
read_share(const pcart_cmd_line *line, const char *name, double *out,
           pcart_err *err)
{
    const char *text = pcarti_cmd_value(line, name);
    pcart_decimal decimal;
    pcart_fixed value = 0;
    pcart_status status;

    if (!text)
        return PCART_OK;
    status = pcart_decimal_read(text, strlen(text), '.', &decimal, err);
    if (status == PCART_OK)
        status = pcart_fixed_from_decimal(decimal, 1, 1, &value, NULL, err);
    if (status || value < 0)
        return pcart_err_set(err, PCART_E_USAGE, "%s '%s' is not a share", name,
                             text);
    *out = (double)value / (double)PCART_FIXED_ONE;
    return PCART_OK;
}

static pcart_status
read_counts(const pcart_cmd_line *line, pcart_panel_options *o, pcart_err *err)
{
    const struct {
        const char *name;
        int64_t high;
        uint32_t *to;
    } number[] = {
        {"--depth", 1000000, &o->depth},
        {"--targets", 10000, &o->n_target},
        {"--length", 5000, &o->target_length},
        {"--variants", 10000, &o->n_variant},
        {"--normals", 1000, &o->n_normal},
        {"--itd", 200, &o->duplication},
        {"--family", 1000, &o->family},
        {"--bottleneck", 1000000000, &o->bottleneck},
    };
    int64_t seed = 1;
    pcart_status status =
        pcarti_cmd_number(line, "--seed", 0, INT64_C(999999999999), &seed, err);

    for (size_t i = 0; i < PCART_COUNTOF(number) && status == PCART_OK; i++) {
        int64_t value = 0;

        status = pcarti_cmd_number(line, number[i].name, 1, number[i].high,
                                   &value, err);
        *number[i].to = (uint32_t)value;
    }
    o->seed = (uint64_t)seed;
    return status;
}

int
pcarti_simulate_panel(const pcart_cmd_line *line, FILE *out)
{
    pcart_panel_options o = {
        .is_swapped = pcarti_cmd_value(line, "--swap") != NULL,
        .only_first = pcarti_cmd_value(line, "--only-first") != NULL,
    };
    const char *folder = pcarti_cmd_value(line, "--output");
    char name[4096];
    pcart_err err = {0};
    pcart_status status = read_counts(line, &o, &err);

    if (status == PCART_OK)
        status = read_share(line, "--error", &o.error, &err);
    if (status == PCART_OK)
        status = read_share(line, "--host", &o.host, &err);
    if (status == PCART_OK)
        status = read_share(line, "--leak", &o.leak, &err);
    if (status == PCART_OK)
        status = read_share(line, "--admixture", &o.admixture, &err);
    if (status == PCART_OK)
        status = read_share(line, "--transgene", &o.transgene, &err);
    if (status == PCART_OK)
        status = read_share(line, "--growth", &o.growth, &err);
    if (status == PCART_OK)
        status = read_share(line, "--duplicates", &o.duplicate, &err);
    if (status == PCART_OK && (!folder || strlen(folder) >= sizeof name))
        status = pcart_err_set(&err, PCART_E_USAGE, "no folder to write");
    if (status == PCART_OK) {
        memcpy(name, folder, strlen(folder) + 1);
        status = pcarti_cmd_make_folder(folder, &err);
    }
    if (status == PCART_OK)
        status = pcart_simulate_panel(&o, folder, write_text, name, &err);
    if (status)
        return pcarti_cmd_fail(line, &err);
    fprintf(out, "%s: synthetic reads; truth in %s/truth.tsv\n", folder,
            folder);
    return PCART_EXIT_DONE;
}
