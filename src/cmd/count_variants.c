/* count_variants.c -- postcart count --variants: given variants, looked for;
 * and --insertions: long insertions found first.  Layer: cmd. */
#include "cmd/count_variants.h"

#include <string.h>

#include "postcart/evidence.h"
#include "postcart/insertion.h"
#include "postcart/vcf.h"
#include "postcart/version.h"

/* The variants of a file, each once; those that cannot be looked for are
 * named on standard error. */
typedef struct wanted {
    pcart_variant *variant;
    size_t n, n_symbolic;
    int is_found; /* by the program, not given */
    const char *genome;
    const char **sample;      /* per file */
    pcart_evidence *evidence; /* per file and variant */
} wanted;

static int
is_same(const pcart_variant *a, const pcart_variant *b)
{
    return a->position == b->position && strcmp(a->contig, b->contig) == 0 &&
           strcmp(a->ref, b->ref) == 0 && strcmp(a->alt, b->alt) == 0;
}

static pcart_status
read_variants(const char *path, const char *genome, pcart_arena *arena,
              wanted *w, pcart_err *err)
{
    const pcart_vcf_options options = {.genome = genome};
    const pcart_place place = {.source = path};
    pcart_vcf vcf;
    pcart_status status = pcart_vcf_read(path, &options, arena, &vcf, err);

    if (status)
        return status;
    w->variant = pcart_arena_take(arena, vcf.n_row + 1, sizeof *w->variant);
    w->genome = vcf.genome;
    if (!w->variant)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < vcf.n_row; i++) {
        const pcart_variant *v = &vcf.row[i].variant;

        /* The samples of one allele stand together. */
        if (i > 0 && vcf.row[i - 1].record == vcf.row[i].record &&
            is_same(v, &vcf.row[i - 1].variant))
            continue;
        if (vcf.row[i].is_symbolic)
            w->n_symbolic++;
        else
            w->variant[w->n++] = *v;
    }
    if (w->n > 0)
        return PCART_OK;
    return pcart_err_at(err, PCART_E_DEGENERATE, place,
                        "there is no variant that can be looked for");
}

/* The insertions of all files, each once; none is an answer. */
static pcart_status
find_insertions(const pcart_cmd_line *line, pcart_insertion_job *job,
                pcart_arena *arena, wanted *w, pcart_err *err)
{
    size_t room = 0;
    pcart_status status = PCART_OK;

    w->genome = "";
    for (size_t f = 0; f < line->n_operand && !status; f++) {
        pcart_insertion *found;
        size_t n = 0;

        job->path = line->operand[f];
        status = pcart_insertion_find(job, arena, &found, &n, err);
        for (size_t i = 0; i < n && !status; i++) {
            pcart_variant *grown;
            size_t k = 0;

            while (k < w->n && !is_same(&w->variant[k], &found[i].variant))
                k++;
            if (k < w->n)
                continue;
            grown = pcart_arena_grow(arena, w->variant, &room, w->n + 1,
                                     sizeof *grown);
            if (!grown)
                return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
            w->variant = grown;
            w->variant[w->n++] = found[i].variant;
        }
    }
    return status;
}

static uint64_t
sum(const uint32_t n[PCART_N_ORIENTATION])
{
    uint64_t total = 0;

    for (int o = 0; o < PCART_N_ORIENTATION; o++)
        total += n[o];
    return total;
}

/* A mean with two decimals; NA where there is none. */
static void
print_mean(FILE *out, double mean)
{
    if (mean < 0)
        fputs("\tNA", out);
    else
        fprintf(out, "\t%.2f", mean);
}

static void
print_row(FILE *out, const char *sample, const pcart_variant *v,
          const pcart_evidence *e)
{
    const uint64_t alt = sum(e->alt), depth = alt + sum(e->ref) + e->other;

    fprintf(out, "%s\t%s\t%lld\t%s\t%s", sample, v->contig,
            (long long)v->position + 1, v->ref, v->alt);
    if (depth == 0)
        fputs("\tNA", out); // nothing was seen: not none
    else
        fprintf(out, "\t%llu", (unsigned long long)alt);
    fprintf(out, "\t%llu\t%lu\t%lu\t%lu", (unsigned long long)depth,
            (unsigned long)e->other, (unsigned long)e->ambiguous,
            (unsigned long)e->uninformative);
    fprintf(
        out, "\t%lu\t%lu\t%lu\t%lu",
        (unsigned long)e->alt[PCART_F1R2_FORWARD] + e->alt[PCART_F1R2_REVERSE],
        (unsigned long)e->alt[PCART_F2R1_FORWARD] + e->alt[PCART_F2R1_REVERSE],
        (unsigned long)e->n_distinct, (unsigned long)e->near_end);
    for (int i = 0; i < 2; i++)
        print_mean(out, e->map_quality[i]);
    for (int i = 0; i < 2; i++)
        print_mean(out, e->mismatches[i]);
    fputc('\n', out);
}

/* The reads must be of the genome of the variants, where both say theirs. */
static pcart_status
check_genome(const char *path, const pcart_alignment *alignment,
             const wanted *w, pcart_err *err)
{
    const char *genome = pcart_alignment_genome(alignment);
    const pcart_place place = {.source = path};

    if (!genome[0] || !w->genome[0] || strcmp(genome, w->genome) == 0)
        return PCART_OK;
    return pcart_err_at(err, PCART_E_INCONSISTENT, place,
                        "the reads were aligned to %s, the variants are of %s",
                        genome, w->genome);
}

/* One alignment file. */
static pcart_status
look(const char *path, const pcart_evidence_job *job, wanted *w, size_t file,
     pcart_arena *arena, pcart_err *err)
{
    pcart_evidence_job one = *job;
    pcart_alignment *alignment = NULL;
    const char *sample;
    pcart_status status =
        pcart_alignment_open(path, job->opening, &alignment, err);

    if (status)
        return status;
    status = check_genome(path, alignment, w, err);
    sample = pcart_alignment_sample(alignment);
    if (!sample[0])
        sample = path;
    w->sample[file] = pcart_arena_text(arena, sample, strlen(sample));
    pcart_alignment_free(alignment);
    if (status == PCART_OK && !w->sample[file])
        status = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    one.path = path;
    if (status == PCART_OK && w->n > 0)
        status = pcart_evidence_find(&one, w->evidence + file * w->n, err);
    return status;
}

static void
print_table(const wanted *w, size_t n_file, FILE *out)
{
    fprintf(out,
            "# postcart %s count, %s\n"
            "sample\tcontig\tposition\tref\talt\talt_fragments\tdepth\t"
            "other\tambiguous\tuninformative\talt_f1r2\talt_f2r1\t"
            "distinct\tnear_end\tmap_quality_ref\tmap_quality_alt\t"
            "mismatches_ref\tmismatches_alt\n",
            pcart_version(), w->is_found ? "insertions" : "variants");
    for (size_t f = 0; f < n_file; f++)
        for (size_t i = 0; i < w->n; i++)
            print_row(out, w->sample[f], &w->variant[i],
                      &w->evidence[f * w->n + i]);
}

/* Look for what is wanted in every file, and print it. */
static pcart_status
look_and_print(const pcart_cmd_line *line, pcart_evidence_job *job, wanted *w,
               pcart_arena *arena, FILE *out, pcart_err *err)
{
    pcart_status status = PCART_OK;

    w->sample = pcart_arena_take(arena, line->n_operand, sizeof *w->sample);
    w->evidence = pcart_arena_take(arena, line->n_operand * w->n + 1,
                                   sizeof *w->evidence);
    if (!w->sample || !w->evidence)
        status = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    job->variant = w->variant;
    job->n_variant = w->n;
    for (size_t i = 0; i < line->n_operand && status == PCART_OK; i++)
        status = look(line->operand[i], job, w, i, arena, err);
    if (status == PCART_OK)
        print_table(w, line->n_operand, out);
    return status;
}

pcart_status
pcarti_count_variants(const pcart_cmd_line *line, const char *vcf,
                      const pcart_alignment_options *opening,
                      const pcart_pileup_options *options, FILE *out,
                      pcart_err *err)
{
    pcart_arena arena = {0};
    wanted w = {0};
    pcart_evidence_job job = {.opening = opening, .options = options};
    pcart_status status = read_variants(vcf, opening->genome, &arena, &w, err);

    if (status == PCART_OK)
        status = look_and_print(line, &job, &w, &arena, out, err);
    if (status == PCART_OK && w.n_symbolic)
        fprintf(stderr,
                "%s: warning: %zu symbolic alleles cannot be looked for\n", vcf,
                w.n_symbolic);
    pcart_arena_release(&arena);
    return status;
}

pcart_status
pcarti_count_insertions(const pcart_cmd_line *line, const char *bed,
                        const pcart_alignment_options *opening,
                        const pcart_pileup_options *options, FILE *out,
                        pcart_err *err)
{
    pcart_arena arena = {0};
    wanted w = {.is_found = 1};
    pcart_regions regions;
    pcart_insertion_job search = {
        .opening = opening, .options = options, .regions = &regions};
    pcart_evidence_job job = {.opening = opening, .options = options};
    pcart_status status = pcart_regions_load(bed, &arena, &regions, err);

    if (status == PCART_OK)
        status = find_insertions(line, &search, &arena, &w, err);
    if (status == PCART_OK)
        status = look_and_print(line, &job, &w, &arena, out, err);
    pcart_arena_release(&arena);
    return status;
}
