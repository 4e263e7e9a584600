/* trace_case.c -- one case from files alone, as a patient.  Layer: cmd. */
#include "cmd/trace_case.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/vcf.h"

/* A case being put together. */
typedef struct work {
    const pcart_cmd_line *line;
    pcart_arena *arena;
    pcart_sample *sample;
    size_t n_sample;
    size_t n_filtered, n_symbolic;
} work;

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

int
pcarti_trace_is_case(const pcart_cmd_line *line)
{
    return pcarti_cmd_value(line, "--variants") != NULL;
}

static size_t
n_part(const char *text)
{
    size_t n = text && *text ? 1 : 0;

    for (; n && *text; text++)
        n += *text == ',';
    return n;
}

/* The k-th part; NULL when memory is out. */
static char *
part(pcart_arena *arena, const char *text, size_t k)
{
    for (; k; k--)
        text = strchr(text, ',') + 1;
    return pcart_arena_text(arena, text, strcspn(text, ","));
}

static pcart_status
read_date(work *w, const char *option, size_t k, pcart_date *out,
          pcart_err *err)
{
    char *text = part(w->arena, pcarti_cmd_value(w->line, option), k);

    if (!text)
        return no_memory(err);
    if (pcart_date_read(text, strlen(text), out, NULL) == PCART_OK)
        return PCART_OK;
    pcart_err_set(err, PCART_E_USAGE, "'%s' of %s is no date", text, option);
    pcart_err_hint(err, "as 2024-03-07, one for each sample, by commas");
    return PCART_E_USAGE;
}

/* "runs/pre.bam" is "pre". */
static const char *
id_of(work *w, const char *path)
{
    const char *base = strrchr(path, '/');
    const char *dot;

    base = base ? base + 1 : path;
    dot = strrchr(base, '.');
    return pcart_arena_text(w->arena, base,
                            dot && dot > base ? (size_t)(dot - base)
                                              : strlen(base));
}

static pcart_status
add_samples(work *w, const char *option, pcart_err *err)
{
    const char *list = pcarti_cmd_value(w->line, option);
    const size_t n = n_part(list);

    for (size_t k = 0; k < n; k++) {
        pcart_sample *s = &w->sample[w->n_sample];
        pcart_status status;

        s->alignment = part(w->arena, list, k);
        s->id = s->alignment ? id_of(w, s->alignment) : NULL;
        if (!s->id)
            return no_memory(err);
        s->specimen = s->regions = "";
        s->mean_depth = PCART_FIXED_NONE;
        status = read_date(w, "--date", w->n_sample, &s->date, err);
        if (status)
            return status;
        for (size_t i = 0; i < w->n_sample; i++)
            if (strcmp(w->sample[i].id, s->id) == 0)
                return pcart_err_set(err, PCART_E_USAGE,
                                     "two samples are called '%s'", s->id);
        w->n_sample++;
    }
    return PCART_OK;
}

/* As many dates as samples; a list without --after stands for one. */
static pcart_status
check_line(const work *w, size_t n_before, size_t n_after, pcart_err *err)
{
    const size_t n_date = n_part(pcarti_cmd_value(w->line, "--date"));

    if (n_before == 0) {
        pcart_err_set(err, PCART_E_USAGE, "no sample to look back in");
        pcart_err_hint(err, "--before pre.bam");
        return PCART_E_USAGE;
    }
    if (n_date != n_before + (n_after ? n_after : 1)) {
        pcart_err_set(err, PCART_E_USAGE,
                      "%zu dates for %zu samples before and %zu after", n_date,
                      n_before, n_after ? n_after : 1);
        pcart_err_hint(err, "--date takes one date a sample, by commas, those "
                            "before first: 2023-01-05,2023-09-20");
        return PCART_E_USAGE;
    }
    return PCART_OK;
}

static int
is_same(const pcart_variant *a, const pcart_variant *b)
{
    return a->position == b->position && strcmp(a->contig, b->contig) == 0 &&
           strcmp(a->ref, b->ref) == 0 && strcmp(a->alt, b->alt) == 0;
}

static pcart_variant_row
row_of(const pcart_vcf_row *r)
{
    pcart_variant_row v = {.gene = "",
                           .chrom = r->variant.contig,
                           .pos = r->variant.position + 1,
                           .ref = r->variant.ref,
                           .alt = r->variant.alt,
                           .hgvs_c = "",
                           .hgvs_p = "",
                           .alt_reads = -1,
                           .depth = -1,
                           .vaf = PCART_FIXED_NONE,
                           .line = (uint32_t)r->record};

    if (r->basis != PCART_VCF_NO_DEPTH) {
        v.alt_reads = r->alt_count;
        v.depth = r->depth;
    }
    if (!isnan(r->fraction))
        v.vaf = (pcart_fixed)llround(r->fraction * (double)PCART_FIXED_ONE);
    return v;
}

/* Each allele once, of the samples that the file holds the first that shows
 * it. */
static pcart_status
add_variants(work *w, const pcart_vcf *vcf, pcart_sample *to, pcart_err *err)
{
    pcart_variant_row *row =
        pcart_arena_take(w->arena, vcf->n_row + 1, sizeof *row);
    const int is_all = pcarti_cmd_value(w->line, "--filtered") != NULL;
    const pcart_variant *last = NULL;
    size_t n = 0;

    if (!row)
        return no_memory(err);
    for (size_t i = 0; i < vcf->n_row; i++) {
        const pcart_vcf_row *r = &vcf->row[i];
        const int is_new = !last || !is_same(&r->variant, last);

        last = &r->variant;
        if (r->is_symbolic || (r->is_filtered && !is_all)) {
            w->n_symbolic += is_new && r->is_symbolic;
            w->n_filtered += is_new && !r->is_symbolic;
            continue;
        }
        if (is_new)
            row[n++] = row_of(r);
        else if (row[n - 1].alt_reads <= 0 && r->alt_count > 0)
            row[n - 1] = row_of(r);
    }
    to->variant = row;
    to->n_variant = n;
    if (n > 0)
        return PCART_OK;
    pcart_err_at(err, PCART_E_DEGENERATE, (pcart_place){.source = vcf->source},
                 "there is no variant that can be looked for");
    if (w->n_filtered)
        pcart_err_hint(err, "%zu are filtered: --filtered takes them too",
                       w->n_filtered);
    return PCART_E_DEGENERATE;
}

/* The list itself as the later sample, where no later reads are given. */
static pcart_status
add_list_sample(work *w, const pcart_vcf *vcf, pcart_err *err)
{
    pcart_sample *s = &w->sample[w->n_sample];

    if (vcf->n_sample > 1) {
        pcart_err_set(err, PCART_E_USAGE,
                      "'%s' holds %zu samples: which is the later one?",
                      vcf->source, vcf->n_sample);
        pcart_err_hint(err, "--sample NAME, or its reads: --after post.bam");
        return PCART_E_USAGE;
    }
    s->id = vcf->n_sample ? vcf->sample[0] : "later";
    s->specimen = s->regions = s->alignment = "";
    s->mean_depth = PCART_FIXED_NONE;
    return read_date(w, "--date", w->n_sample++, &s->date, err);
}

static int
by_date(const void *a, const void *b)
{
    const pcart_sample *x = a, *y = b;

    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    return strcmp(x->id, y->id);
}

static pcart_status
add_infusions(work *w, pcart_patient *p, pcart_err *err)
{
    const char *list = pcarti_cmd_value(w->line, "--infusion");
    const size_t n = n_part(list);
    pcart_infusion *infusion =
        pcart_arena_take(w->arena, n + 1, sizeof *infusion);

    if (!infusion)
        return no_memory(err);
    for (size_t k = 0; k < n; k++) {
        pcart_status status =
            read_date(w, "--infusion", k, &infusion[k].date, err);

        if (status)
            return status;
        infusion[k].number = (int)k + 1;
        infusion[k].product = infusion[k].target = infusion[k].dose = "";
        infusion[k].lymphodepletion = infusion[k].bridging = "";
        infusion[k].lymphodepletion_start = PCART_DATE_NONE;
        infusion[k].lines_before = -1;
    }
    p->infusion = infusion;
    p->n_infusion = n;
    return PCART_OK;
}

static pcart_status
gather(work *w, pcart_patient *p, pcart_err *err)
{
    const size_t n_before = n_part(pcarti_cmd_value(w->line, "--before"));
    const size_t n_after = n_part(pcarti_cmd_value(w->line, "--after"));
    const pcart_vcf_options options = {
        .sample = pcarti_cmd_value(w->line, "--sample"),
        .genome = pcarti_cmd_value(w->line, "--genome"),
        .needs_depth = n_after == 0}; // the list is then the later sample
    pcart_vcf vcf;
    pcart_status status = check_line(w, n_before, n_after, err);

    if (status)
        return status;
    w->sample =
        pcart_arena_take(w->arena, n_before + n_after + 1, sizeof *w->sample);
    if (!w->sample)
        return no_memory(err);
    status = pcart_vcf_read(pcarti_cmd_value(w->line, "--variants"), &options,
                            w->arena, &vcf, err);
    if (!status)
        status = add_samples(w, "--before", err);
    if (!status)
        status = n_after ? add_samples(w, "--after", err)
                         : add_list_sample(w, &vcf, err);
    if (!status)
        status = add_variants(w, &vcf, &w->sample[n_before], err);
    if (!status)
        status = add_infusions(w, p, err);
    if (status)
        return status;
    qsort(w->sample, w->n_sample, sizeof *w->sample, by_date);
    p->sample = w->sample;
    p->n_sample = w->n_sample;
    return PCART_OK;
}

pcart_status
pcarti_trace_case(const pcart_cmd_line *line, pcart_arena *arena,
                  pcart_cohort *out, pcart_err *err)
{
    work w = {.line = line, .arena = arena};
    pcart_patient *p = pcart_arena_take(arena, 1, sizeof *p);
    pcart_status status;

    if (!p)
        return no_memory(err);
    p->id = "case";
    p->centre = p->diagnosis = p->diagnosis_detail = "";
    p->birth_date = PCART_DATE_NONE;
    p->birth_year = -1;
    status = gather(&w, p, err);
    if (w.n_symbolic && !status)
        fprintf(stderr,
                "%s: warning: %zu symbolic alleles cannot be looked for\n",
                pcarti_cmd_value(line, "--variants"), w.n_symbolic);
    if (w.n_filtered && !status)
        fprintf(stderr,
                "%s: warning: %zu filtered variants left out; --filtered takes "
                "them too\n",
                pcarti_cmd_value(line, "--variants"), w.n_filtered);
    out->patient = p;
    out->n_patient = 1;
    return status;
}
