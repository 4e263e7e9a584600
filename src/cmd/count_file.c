/* count_file.c -- count files on disk, and as a table.  Layer: cmd. */
#include "cmd/count_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/version.h"

static pcart_status
failed(const char *path, const char *what, pcart_err *err)
{
    return pcart_err_set(err, PCART_E_IO, "'%s' cannot be %s: %s", path, what,
                         strerror(errno));
}

pcart_status
pcarti_count_output_open(pcarti_count_output *output, const char *path,
                         pcart_err *err)
{
    pcart_status status;

    *output = (pcarti_count_output){.path = path};
    if (!path)
        return PCART_OK;
    pcarti_buf_print(&output->part, "%s.part", path);
    status = pcarti_buf_status(&output->part, err);
    if (status)
        return status;
    output->file = fopen(output->part.data, "wb");
    return output->file ? PCART_OK : failed(path, "written", err);
}

pcart_status
pcarti_count_output_write(void *ctx, const void *bytes, size_t length,
                          pcart_err *err)
{
    pcarti_count_output *output = ctx;

    if (!output->path) {
        pcarti_buf_bytes(&output->memory, bytes, length);
        return pcarti_buf_status(&output->memory, err);
    }
    if (length && fwrite(bytes, 1, length, output->file) != length)
        return failed(output->path, "written", err);
    return PCART_OK;
}

pcart_status
pcarti_count_output_close(pcarti_count_output *output, pcart_status status,
                          pcart_err *err)
{
    if (output->file) {
        if (fclose(output->file) != 0 && status == PCART_OK)
            status = failed(output->path, "written", err);
        if (status == PCART_OK && rename(output->part.data, output->path) != 0)
            status = failed(output->path, "written", err);
        if (status)
            remove(output->part.data);
    }
    pcarti_buf_release(&output->part);
    output->file = NULL;
    if (status == PCART_OK && !output->path)
        status = pcarti_buf_status(&output->memory, err);
    return status;
}

void
pcarti_count_output_release(pcarti_count_output *output)
{
    pcarti_buf_release(&output->memory);
}

pcart_status
pcarti_count_slurp(const char *path, pcart_arena *arena, const char **bytes,
                   size_t *length, pcart_err *err)
{
    FILE *file = fopen(path, "rb");
    size_t room = 65536, n = 0, got;
    char *block = NULL;
    pcart_status status = PCART_OK;

    if (!file)
        return failed(path, "read", err);
    do {
        char *grown;

        room *= 2;
        grown = realloc(block, room);
        if (!grown) {
            status = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
            goto done;
        }
        block = grown;
        got = fread(block + n, 1, room - n, file);
        n += got;
    } while (n == room);
    if (ferror(file)) {
        status = failed(path, "read", err);
        goto done;
    }
    *bytes = pcart_arena_text(arena, block, n);
    *length = n;
    if (!*bytes)
        status = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
done:
    free(block);
    fclose(file);
    return status;
}

pcart_status
pcarti_count_load(const char *path, pcart_arena *arena, pcart_countfile *out,
                  pcart_err *err)
{
    const char *bytes = NULL;
    size_t length = 0;
    pcart_status status = pcarti_count_slurp(path, arena, &bytes, &length, err);

    if (status)
        return status;
    return pcart_countfile_read(path, bytes, length, arena, out, err);
}

int
pcarti_count_is_file(const char *path)
{
    char start[6] = {0};
    FILE *file = fopen(path, "rb");
    size_t n = 0;

    if (file) {
        n = fread(start, 1, sizeof start, file);
        fclose(file);
    } else if (errno == ENOMEM) {
        return 1; // reading it will say so
    }
    return n == sizeof start && memcmp(start, "pcart", sizeof start) == 0;
}

/* Fragments with one allele, whatever their orientation. */
static uint64_t
total(const pcart_site_count *site, pcart_allele allele)
{
    uint64_t sum = 0;

    for (int o = 0; o < PCART_N_ORIENTATION; o++)
        sum += site->n[o][allele];
    return sum;
}

static void
print_indels(const pcart_indel_count *indel, size_t n, FILE *out)
{
    if (n == 0)
        fputc('.', out);
    for (size_t i = 0; i < n; i++) {
        uint64_t sum = 0;

        for (int o = 0; o < PCART_N_ORIENTATION; o++)
            sum += indel[i].n[o];
        if (i)
            fputc(',', out);
        if (indel[i].inserted)
            fprintf(out, "+%.*s:", (int)indel[i].inserted, indel[i].bases);
        else
            fprintf(out, "-%lu:", (unsigned long)indel[i].deleted);
        fprintf(out, "%llu", (unsigned long long)sum);
    }
}

/* The counts of one region, and the indels that stand at its positions. */
static void
print_region(const pcart_countfile *file, size_t sample, size_t region,
             const pcart_site_count *site, const pcart_indel_count *indel,
             size_t n_indel, FILE *out)
{
    const pcart_regions *regions = &file->frame.regions;
    const pcart_region *r = &regions->region[region];
    size_t k = 0;

    for (int64_t at = r->first; at < r->last; at++, site++) {
        uint64_t depth = 0;
        size_t n = 0;

        for (int a = PCART_ALLELE_A; a <= PCART_ALLELE_DELETED; a++)
            depth += total(site, (pcart_allele)a);
        while (k + n < n_indel && indel[k + n].position == at)
            n++;
        fprintf(out, "%s\t%s\t%lld\t%c\t%llu", file->sample[sample].name,
                regions->contig[r->contig], (long long)at + 1,
                file->frame.bases
                    ? file->frame
                          .bases[region][at - r->first + PCART_COUNTFILE_FLANK]
                    : '.',
                (unsigned long long)depth);
        for (int a = PCART_ALLELE_A; a <= PCART_ALLELE_INSERTION; a++)
            fprintf(out, "\t%llu",
                    (unsigned long long)total(site, (pcart_allele)a));
        fputc('\t', out);
        print_indels(indel + k, n, out);
        fputc('\n', out);
        k += n;
    }
}

/* How a sample was counted, and what became of its reads. */
static void
print_sample(const pcart_count_sample *sample, FILE *out)
{
    const pcart_pileup_summary *s = &sample->summary;
    uint64_t n = 0;

    for (int i = 0; i < PCART_N_READ_FATE; i++)
        n += s->read[i];
    fprintf(out, "# %s: %llu of %llu reads", sample->name,
            (unsigned long long)s->read[PCART_READ_USED],
            (unsigned long long)n);
    for (int i = PCART_READ_USED + 1; i < PCART_N_READ_FATE; i++)
        if (s->read[i])
            fprintf(out, ", %s %llu", pcart_read_fate_name((pcart_read_fate)i),
                    (unsigned long long)s->read[i]);
    if (s->n_twin)
        fprintf(out, ", used though the reference holds the gene twice %llu",
                (unsigned long long)s->n_twin);
    if (s->n_untagged)
        fprintf(out, ", used without NM %llu",
                (unsigned long long)s->n_untagged);
    fprintf(out, "; base quality %d, mapping quality %d",
            s->base_quality > 0 ? s->base_quality : 0,
            s->map_quality > 0 ? s->map_quality : 0);
    if (s->family)
        fprintf(out, ", families of %d", s->family);
    if (s->duplex)
        fprintf(out, ", duplex %d", s->duplex);
    fprintf(out, "; mates differ at %llu of %llu\n",
            (unsigned long long)s->n_discord, (unsigned long long)s->n_both);
}

/* What a table needs, all in memory before its first line. */
typedef struct listing {
    const pcart_indel_count **indel; /* per sample and region */
    size_t *n_indel;
    pcart_site_count *site; /* room for the longest region */
} listing;

static pcart_status
list(const pcart_countfile *file, pcart_arena *arena, listing *l,
     pcart_err *err)
{
    const pcart_regions *regions = &file->frame.regions;
    const size_t n = file->n_sample * regions->n;
    int64_t longest = 1;
    pcart_status status = PCART_OK;

    for (size_t i = 0; i < regions->n; i++)
        if (regions->region[i].last - regions->region[i].first > longest)
            longest = regions->region[i].last - regions->region[i].first;
    l->site = pcart_arena_take(arena, (size_t)longest, sizeof *l->site);
    l->indel = pcart_arena_take(arena, n + 1, sizeof *l->indel);
    l->n_indel = pcart_arena_take(arena, n + 1, sizeof *l->n_indel);
    if (!l->site || !l->indel || !l->n_indel)
        status = PCART_E_NOMEM;
    for (size_t i = 0; i < n && status == PCART_OK; i++)
        status = pcart_countfile_indels(file, i / regions->n, i % regions->n,
                                        arena, &l->indel[i], &l->n_indel[i]);
    return status ? pcart_err_set(err, PCART_E_NOMEM, "out of memory")
                  : PCART_OK;
}

pcart_status
pcarti_count_table(const pcart_countfile *file, FILE *out, pcart_err *err)
{
    const size_t n_region = file->frame.regions.n;
    pcart_arena arena = {0};
    listing l;
    pcart_status status = list(file, &arena, &l, err);

    if (status) {
        pcart_arena_release(&arena);
        return status;
    }
    fprintf(out, "# postcart %s count, fragments\n", pcart_version());
    for (size_t s = 0; s < file->n_sample; s++)
        print_sample(&file->sample[s], out);
    fputs("sample\tcontig\tposition\treference\tdepth\tA\tC\tG\tT\tdeleted\t"
          "inserted\tindels\n",
          out);
    for (size_t s = 0; s < file->n_sample; s++)
        for (size_t i = 0; i < n_region; i++) {
            const size_t k = s * n_region + i;

            pcart_countfile_sites(file, s, i, l.site);
            print_region(file, s, i, l.site, l.indel[k], l.n_indel[k], out);
        }
    pcart_arena_release(&arena);
    return PCART_OK;
}
