/* cmd_pon.c -- postcart pon: a panel of normals from count files.
 * Layer: cmd. */
#include "cmd/cmd.h"

#include <string.h>

#include "cmd/count_file.h"

static const pcart_cmd_option option[] = {
    {"--output", 'o', "FILE", "panel of normals to write; needed"},
    {NULL, 0, NULL, NULL},
};

typedef struct panel {
    pcart_arena first_arena, arena; /* of the first file; of the one at hand */
    pcart_countfile first;
    pcart_count_writer writer;
    pcart_arena name_arena;
    const char **name;
    size_t n_name, room_name;
} panel;

/* Counts taken under other limits are other counts. */
static pcart_status
check_limits(const panel *p, const pcart_countfile *file, size_t sample,
             pcart_err *err)
{
    const pcart_pileup_summary *a = &p->first.sample[0].summary;
    const pcart_pileup_summary *b = &file->sample[sample].summary;
    const pcart_place place = {.source = file->source};

    if (a->base_quality == b->base_quality &&
        a->map_quality == b->map_quality && a->family == b->family &&
        a->duplex == b->duplex)
        return PCART_OK;
    pcart_err_at(err, PCART_E_INCONSISTENT, place,
                 "sample '%s' was counted with other limits than '%s'",
                 file->sample[sample].name, p->first.sample[0].name);
    pcart_err_hint(err,
                   "base quality %d and %d, mapping quality %d and %d, "
                   "family %d and %d, duplex %d and %d",
                   b->base_quality, a->base_quality, b->map_quality,
                   a->map_quality, b->family, a->family, b->duplex, a->duplex);
    return PCART_E_INCONSISTENT;
}

static pcart_status
add_name(panel *p, const pcart_countfile *file, const char *name,
         pcart_err *err)
{
    const pcart_place place = {.source = file->source};
    const char **grown;
    char *copy;

    for (size_t i = 0; i < p->n_name; i++)
        if (strcmp(p->name[i], name) == 0)
            return pcart_err_at(err, PCART_E_INCONSISTENT, place,
                                "sample '%s' is in the panel already", name);
    copy = pcart_arena_text(&p->name_arena, name, strlen(name));
    grown = pcart_arena_grow(&p->name_arena, (void *)p->name, &p->room_name,
                             p->n_name + 1, sizeof *grown);
    if (!copy || !grown)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    p->name = grown;
    p->name[p->n_name++] = copy;
    return PCART_OK;
}

/* One region of one sample, as one part. */
static pcart_status
add_region(panel *p, const pcart_countfile *file, size_t sample, size_t region,
           pcart_err *err)
{
    const pcart_region *r = &file->frame.regions.region[region];
    pcart_arena arena = {0};
    pcart_site_count *site =
        pcart_arena_take(&arena, (size_t)(r->last - r->first), sizeof *site);
    pcart_pileup_part part = {
        .region = region, .first = r->first, .last = r->last, .count = site};
    pcart_status status = pcart_countfile_indels(file, sample, region, &arena,
                                                 &part.indel, &part.n_indel);

    if (!site || status) {
        status = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    } else {
        pcart_countfile_sites(file, sample, region, site);
        status = pcart_count_writer_part(&p->writer, &part, err);
    }
    pcart_arena_release(&arena);
    return status;
}

static pcart_status
add_file(panel *p, const pcart_countfile *file, pcart_err *err)
{
    pcart_status status = pcart_countfile_matches(&p->first, file, err);

    for (size_t s = 0; s < file->n_sample && status == PCART_OK; s++) {
        status = check_limits(p, file, s, err);
        if (status == PCART_OK)
            status = add_name(p, file, file->sample[s].name, err);
        for (size_t i = 0; i < file->frame.regions.n && status == PCART_OK; i++)
            status = add_region(p, file, s, i, err);
        if (status == PCART_OK)
            status =
                pcart_count_writer_sample(&p->writer, &file->sample[s], err);
    }
    return status;
}

static pcart_status
write_panel(panel *p, const pcart_cmd_line *line, pcarti_count_output *output,
            pcart_err *err)
{
    pcart_status status =
        pcarti_count_load(line->operand[0], &p->first_arena, &p->first, err);

    if (status == PCART_OK)
        status =
            pcart_count_writer_begin(&p->writer, &p->first.frame,
                                     pcarti_count_output_write, output, err);
    if (status == PCART_OK)
        status = add_file(p, &p->first, err);
    for (size_t i = 1; i < line->n_operand && status == PCART_OK; i++) {
        pcart_countfile file;

        status = pcarti_count_load(line->operand[i], &p->arena, &file, err);
        if (status == PCART_OK)
            status = add_file(p, &file, err);
        pcart_arena_clear(&p->arena);
    }
    if (status == PCART_OK)
        status = pcart_count_writer_end(&p->writer, err);
    return status;
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    const char *path = pcarti_cmd_value(line, "--output");
    panel p = {0};
    pcarti_count_output output = {0};
    pcart_err err = {0};
    pcart_status status;

    if (!path) {
        pcart_err_set(&err, PCART_E_USAGE, "no file to write");
        pcart_err_hint(&err, "name one with -o FILE");
        return pcarti_cmd_fail(line, &err);
    }
    status = pcarti_count_output_open(&output, path, &err);
    if (status == PCART_OK)
        status = write_panel(&p, line, &output, &err);
    status = pcarti_count_output_close(&output, status, &err);
    if (status == PCART_OK)
        fprintf(out, "%s: %zu normals over %zu regions, %lld bases\n", path,
                p.n_name, p.first.frame.regions.n,
                (long long)p.first.frame.regions.n_base);
    pcart_count_writer_release(&p.writer);
    pcart_arena_release(&p.name_arena);
    pcart_arena_release(&p.arena);
    pcart_arena_release(&p.first_arena);
    return status ? pcarti_cmd_fail(line, &err) : PCART_EXIT_DONE;
}

const pcart_cmd pcarti_cmd_pon = {
    .group = "Clones",
    .name = "pon",
    .summary = "join count files of normal samples into a panel of normals",
    .usage = "postcart pon COUNTS... -o FILE",
    .help = "Joins the samples of count files into one file, which the error\n"
            "model reads: each normal is counted once and for all.  All must\n"
            "have the same regions, genome, reference and limits; a sample\n"
            "that comes twice is refused.  Show it: postcart count FILE",
    .option = option,
    .min_operand = 1,
    .max_operand = -1,
    .run = run,
};
