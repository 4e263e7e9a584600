/* cmd_count.c -- postcart count: fragments per position and allele.
 * Layer: cmd. */
#include "cmd/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/count_file.h"
#include "cmd/count_variants.h"

static const pcart_cmd_option option[] = {
    {"--regions", 'r', "BED", "where to count; this or --variants is needed"},
    {"--variants", 0, "VCF", "look for these variants instead, one row each"},
    {"--insertions", 0, NULL, "find long insertions there, one row each"},
    {"--output", 'o', "FILE", "count file to write; else a table is printed"},
    {"--reference", 0, "FASTA", "reference with its .fai; CRAM needs it"},
    {"--genome", 0, "BUILD", "refuse reads of another build than this"},
    {"--sample", 's', "NAME", "the sample to count, of one alignment file"},
    {"--base-quality", 0, "N", "lowest base quality; 'none': any; default 20"},
    {"--map-quality", 0, "N", "lowest mapping quality; 'none'; default 20"},
    {"--family", 0, "N", "consensus reads of at least N; 'none': raw reads"},
    {"--duplex", 0, "N", "and of at least N from either strand"},
    {"--threads", 't', "N", "threads; the counts are the same; default 1"},
    {NULL, 0, NULL, NULL},
};

typedef struct request {
    const pcart_cmd_line *line;
    pcart_alignment_options opening;
    pcart_pileup_options options;
    pcart_regions regions;
    pcart_arena arena;
    pcart_count_frame frame;
    pcart_count_writer writer;
    uint8_t *is_seen;  /* regions of the sample at hand */
    const char **name; /* of the samples so far */
    size_t n_name;
} request;

/* A limit: a number, or "none". */
static pcart_status
read_limit(const pcart_cmd_line *line, const char *name, int64_t most, int *out,
           pcart_err *err)
{
    const char *text = pcarti_cmd_value(line, name);
    int64_t value = 0;
    pcart_status status;

    if (text && (strcmp(text, "none") == 0 || strcmp(text, "0") == 0)) {
        *out = PCART_PILEUP_OFF;
        return PCART_OK;
    }
    status = pcarti_cmd_number(line, name, 1, most, &value, err);
    *out = (int)value;
    return status;
}

static pcart_status
read_options(request *r, pcart_err *err)
{
    const pcart_cmd_line *line = r->line;
    int64_t duplex = 0, threads = 1;
    pcart_status status =
        read_limit(line, "--base-quality", 254, &r->options.base_quality, err);

    if (status == PCART_OK)
        status = read_limit(line, "--map-quality", 254, &r->options.map_quality,
                            err);
    if (status == PCART_OK)
        status = read_limit(line, "--family", 100000, &r->options.family, err);
    if (status == PCART_OK)
        status = pcarti_cmd_number(line, "--duplex", 1, 100000, &duplex, err);
    if (status == PCART_OK)
        status = pcarti_cmd_number(line, "--threads", 1, 64, &threads, err);
    r->options.duplex = (int)duplex;
    r->options.threads = (unsigned)threads;
    r->opening.reference = pcarti_cmd_value(line, "--reference");
    r->opening.genome = pcarti_cmd_value(line, "--genome");
    r->opening.sample = pcarti_cmd_value(line, "--sample");
    if (status == PCART_OK && r->opening.sample && line->n_operand > 1)
        status = pcart_err_set(err, PCART_E_USAGE,
                               "--sample names the sample of one file only");
    if (status == PCART_OK && line->is_json)
        status = pcart_err_set(err, PCART_E_USAGE,
                               "counts are a table or a count file, not JSON");
    return status;
}

static pcart_status
read_regions(request *r, pcart_err *err)
{
    const char *path = pcarti_cmd_value(r->line, "--regions"), *bytes = NULL;
    size_t length = 0;
    pcart_status status;

    if (!path) {
        pcart_err_set(err, PCART_E_USAGE, "no regions to count over");
        pcart_err_hint(err, "name the panel's BED file: --regions panel.bed");
        return PCART_E_USAGE;
    }
    status = pcarti_count_slurp(path, &r->arena, &bytes, &length, err);
    if (status)
        return status;
    return pcart_regions_read(path, bytes, length, &r->arena, &r->regions, err);
}

/* The name of a sample: as the file says, else the file's own name. */
static pcart_status
name_sample(request *r, const char *path, const char *said, const char **out,
            pcart_err *err)
{
    const char *base = strrchr(path, '/');
    const char *from = said[0] ? said : base ? base + 1 : path;
    const char *dot = said[0] ? NULL : strrchr(from, '.');

    *out = pcart_arena_text(&r->arena, from,
                            dot && dot > from ? (size_t)(dot - from)
                                              : strlen(from));
    if (!*out)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < r->n_name; i++)
        if (strcmp(r->name[i], *out) == 0) {
            pcart_err_set(err, PCART_E_INCONSISTENT,
                          "'%s' is sample '%s', which was counted already",
                          path, *out);
            pcart_err_hint(err, "the same file twice, or a wrong name in it?");
            return PCART_E_INCONSISTENT;
        }
    r->name[r->n_name++] = *out;
    return PCART_OK;
}

/* Open once to name the sample and, for the first, to begin the file. */
static pcart_status
look_at(request *r, const char *path, pcarti_count_output *output,
        const char **name, pcart_err *err)
{
    pcart_alignment *alignment = NULL;
    pcart_status status =
        pcart_alignment_open(path, &r->opening, &alignment, err);

    if (status)
        return status;
    if (r->n_name == 0) {
        status = pcart_count_frame_init(&r->frame, alignment, &r->regions,
                                        &r->arena, err);
        if (status == PCART_OK)
            status = pcart_count_writer_begin(
                &r->writer, &r->frame, pcarti_count_output_write, output, err);
    } else {
        status = pcart_count_frame_fits(&r->frame, alignment, err);
    }
    if (status == PCART_OK)
        status =
            name_sample(r, path, pcart_alignment_sample(alignment), name, err);
    pcart_alignment_free(alignment);
    return status;
}

/* A pcart_pileup_sink: to the writer, and note which regions have fragments. */
static pcart_status
take_part(void *ctx, const pcart_pileup_part *part, pcart_err *err)
{
    static const pcart_site_count none = {0};
    request *r = ctx;

    for (int64_t i = 0;
         i < part->last - part->first && !r->is_seen[part->region]; i++)
        r->is_seen[part->region] =
            memcmp(&part->count[i], &none, sizeof none) != 0;
    return pcart_count_writer_part(&r->writer, part, err);
}

/* Depth 0 is in the table; a whole region of it deserves a word. */
static void
warn_of_empty(const request *r, const char *path)
{
    size_t n = 0, first = 0;

    for (size_t i = r->regions.n; i-- > 0;)
        if (!r->is_seen[i]) {
            n++;
            first = i;
        }
    if (n == 0)
        return;
    fprintf(stderr,
            "%s: warning: no fragment in %zu of %zu regions, the first %s:"
            "%lld-%lld\n",
            path, n, r->regions.n,
            r->regions.contig[r->regions.region[first].contig],
            (long long)r->regions.region[first].first + 1,
            (long long)r->regions.region[first].last);
}

static pcart_status
count_one(request *r, const char *path, pcarti_count_output *output,
          pcart_err *err)
{
    pcart_count_sample sample = {.options = r->options};
    const pcart_pileup_job job = {
        .path = path,
        .opening = &r->opening,
        .regions = &r->regions,
        .options = &r->options,
        .sink = take_part,
        .ctx = r,
    };
    pcart_status status = look_at(r, path, output, &sample.name, err);

    memset(r->is_seen, 0, r->regions.n);
    if (status == PCART_OK)
        status = pcart_pileup_count(&job, &sample.summary, err);
    if (status)
        return status;
    warn_of_empty(r, path);
    return pcart_count_writer_sample(&r->writer, &sample, err);
}

static pcart_status
count_all(request *r, pcarti_count_output *output, pcart_err *err)
{
    pcart_status status = read_options(r, err);

    if (status == PCART_OK)
        status = read_regions(r, err);
    r->name = pcart_arena_take(&r->arena, r->line->n_operand, sizeof *r->name);
    r->is_seen = pcart_arena_take(&r->arena, r->regions.n + 1, 1);
    if (status == PCART_OK && (!r->name || !r->is_seen))
        status = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < r->line->n_operand && status == PCART_OK; i++)
        status = count_one(r, r->line->operand[i], output, err);
    if (status == PCART_OK)
        status = pcart_count_writer_end(&r->writer, err);
    return status;
}

/* Show count files that are there already. */
static int
show(const pcart_cmd_line *line, FILE *out)
{
    pcart_arena arena = {0};
    pcart_countfile file;
    pcart_err err = {0};
    pcart_status status = PCART_OK;

    for (size_t i = 0; i < line->n_operand && status == PCART_OK; i++) {
        status = pcarti_count_load(line->operand[i], &arena, &file, &err);
        if (status == PCART_OK)
            status = pcarti_count_table(&file, out, &err);
        pcart_arena_clear(&arena);
    }
    pcart_arena_release(&arena);
    return status ? pcarti_cmd_fail(line, &err) : PCART_EXIT_DONE;
}

/* Given variants, looked for in each file. */
static int
look_for(const pcart_cmd_line *line, const char *vcf, FILE *out)
{
    request r = {.line = line};
    pcart_err err = {0};
    pcart_status status = read_options(&r, &err);

    if (status == PCART_OK && (pcarti_cmd_value(line, "--regions") ||
                               pcarti_cmd_value(line, "--output"))) {
        status = pcart_err_set(&err, PCART_E_USAGE,
                               "--variants prints a table of its own");
        pcart_err_hint(&err, "leave --regions and --output out");
    }
    if (status == PCART_OK)
        status =
            pcarti_count_variants(line, vcf, &r.opening, &r.options, out, &err);
    return status ? pcarti_cmd_fail(line, &err) : PCART_EXIT_DONE;
}

/* Insertions that nobody has named, in the regions. */
static int
find_insertions(const pcart_cmd_line *line, FILE *out)
{
    request r = {.line = line};
    const char *bed = pcarti_cmd_value(line, "--regions");
    pcart_err err = {0};
    pcart_status status = read_options(&r, &err);

    if (status == PCART_OK && (!bed || pcarti_cmd_value(line, "--output"))) {
        status = pcart_err_set(&err, PCART_E_USAGE,
                               "--insertions prints a table of the regions");
        pcart_err_hint(&err, "name --regions and leave --output out");
    }
    if (status == PCART_OK)
        status = pcarti_count_insertions(line, bed, &r.opening, &r.options, out,
                                         &err);
    return status ? pcarti_cmd_fail(line, &err) : PCART_EXIT_DONE;
}

/* What was counted to memory, as a table. */
static pcart_status
print_counts(const pcarti_buf *memory, FILE *out, pcart_err *err)
{
    pcart_arena arena = {0};
    pcart_countfile file;
    pcart_status status = pcart_countfile_read(
        "the counts", memory->data, memory->length, &arena, &file, err);

    if (status == PCART_OK)
        status = pcarti_count_table(&file, out, err);
    pcart_arena_release(&arena);
    return status;
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    const char *vcf = pcarti_cmd_value(line, "--variants");
    request r = {.line = line};
    pcarti_count_output output = {0};
    pcart_err err = {0};
    pcart_status status;

    if (pcarti_count_is_file(line->operand[0]))
        return show(line, out);
    /* References come from --reference only, never from a network. */
    setenv("REF_PATH", "reference-path-not-set", 0);
    if (vcf)
        return look_for(line, vcf, out);
    if (pcarti_cmd_value(line, "--insertions"))
        return find_insertions(line, out);
    status = pcarti_count_output_open(&output,
                                      pcarti_cmd_value(line, "--output"), &err);
    if (status == PCART_OK)
        status = count_all(&r, &output, &err);
    status = pcarti_count_output_close(&output, status, &err);
    if (status == PCART_OK && !output.path)
        status = print_counts(&output.memory, out, &err);
    pcarti_count_output_release(&output);
    pcart_count_writer_release(&r.writer);
    pcart_arena_release(&r.arena);
    return status ? pcarti_cmd_fail(line, &err) : PCART_EXIT_DONE;
}

const pcart_cmd pcarti_cmd_count = {
    .group = "Clones",
    .name = "count",
    .summary = "count fragments per position and allele in BAM or CRAM",
    .usage =
        "postcart count ALIGNMENT... --regions BED|--variants VCF [options]",
    .help =
        "Counts every position of the regions: fragments, not reads (mates\n"
        "that overlap are one observation; where they disagree, none), with\n"
        "insertions and deletions.  Several files make several samples of one\n"
        "count file.  Without -o the counts are printed as a table; so are\n"
        "those of a count file that is given as operand.\n"
        "\n"
        "With --variants each given variant is looked for, insertions,\n"
        "deletions and longer changes by aligning the reads to the reference\n"
        "(--reference) and to the changed sequence.  With --insertions those\n"
        "of ten bases and more are found in the regions by clipped reads, an\n"
        "internal tandem duplication of FLT3 for one; then every file is\n"
        "looked at for all of them.\n"
        "\n"
        "Files that cannot be trusted are refused: truncated, without index,\n"
        "of another genome or other contig names than the regions, CRAM\n"
        "without its reference, several samples in one, no read in the\n"
        "regions.  doc/method/count.md says which reads and bases count.",
    .option = option,
    .min_operand = 1,
    .max_operand = -1,
    .run = run,
};
