/* alignment.c -- open BAM and CRAM files, and refuse what cannot be trusted.
 * Layer: align. */
#include "postcart/alignment.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <htslib/hfile.h>
#include <htslib/hts_log.h>

#include "align/alignment_file.h"
#include "align/genome.h"

pcart_status
pcarti_alignment_fault(const char *path, pcart_status status,
                       const char *message, const char *hint, pcart_err *err)
{
    const pcart_place place = {.source = path};

    pcart_err_at(err, status, place, "%s", message);
    if (hint)
        pcart_err_hint(err, "%s", hint);
    return status;
}

pcart_status
pcarti_alignment_damaged(const pcart_alignment *alignment, pcart_err *err)
{
    return pcarti_alignment_fault(
        alignment->path, PCART_E_SYNTAX,
        "a record is damaged, or the index is not of this file",
        "make the index again: samtools index", err);
}

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

/* The file, its format, its end mark and its header. */
static pcart_status
open_file(pcart_alignment *a, pcart_err *err)
{
    enum htsExactFormat format;

    /* htslib would fetch a URL; nothing here reads from a network. */
    if (hisremote(a->path))
        return pcarti_alignment_fault(a->path, PCART_E_UNSUPPORTED,
                                      "alignments are read from files only",
                                      "copy the file to this machine", err);
    a->file = hts_open(a->path, "r");
    if (!a->file && errno == ENOMEM)
        return out_of_memory(err);
    if (!a->file && errno == ENOEXEC)
        return pcarti_alignment_fault(a->path, PCART_E_SYNTAX,
                                      "this is no alignment file", NULL, err);
    if (!a->file)
        return pcarti_alignment_fault(
            a->path, errno == ENOENT ? PCART_E_NOTFOUND : PCART_E_IO,
            strerror(errno), NULL, err);
    format = hts_get_format(a->file)->format;
    if (format == sam)
        return pcarti_alignment_fault(
            a->path, PCART_E_UNSUPPORTED, "this is SAM text, without an index",
            "samtools sort -o file.bam, then samtools index", err);
    if (format != bam && format != cram)
        return pcarti_alignment_fault(
            a->path, PCART_E_SYNTAX, "this is neither BAM nor CRAM", NULL, err);
    if (hts_check_EOF(a->file) == 0)
        return pcarti_alignment_fault(
            a->path, PCART_E_SYNTAX,
            "the file is truncated: its end mark is missing",
            "copy or make it again", err);
    return PCART_OK;
}

static pcart_status
read_header(pcart_alignment *a, pcart_err *err)
{
    kstring_t order = KS_INITIALIZE;
    pcarti_genome genome = {0};
    int is_sorted;

    a->header = sam_hdr_read(a->file);
    if (!a->header)
        return pcarti_alignment_fault(a->path, PCART_E_SYNTAX,
                                      "the header is damaged", NULL, err);
    is_sorted = sam_hdr_find_tag_hd(a->header, "SO", &order) != 0 ||
                strcmp(order.s, "coordinate") == 0 ||
                strcmp(order.s, "unknown") == 0;
    free(order.s);
    if (!is_sorted)
        return pcarti_alignment_fault(
            a->path, PCART_E_UNSUPPORTED, "the file is not sorted by position",
            "samtools sort, then samtools index", err);
    for (int i = 0; i < sam_hdr_nref(a->header); i++)
        pcarti_genome_add(&genome, sam_hdr_tid2name(a->header, i),
                          sam_hdr_tid2len(a->header, i));
    a->genome = pcarti_genome_name(&genome);
    return PCART_OK;
}

/* Contigs that both know must be of one length. */
static pcart_status
open_reference(pcart_alignment *a, const char *path, pcart_err *err)
{
    if (!path && hts_get_format(a->file)->format == cram)
        return pcarti_alignment_fault(
            a->path, PCART_E_NOTFOUND, "CRAM needs the reference of its reads",
            "name the FASTA file that the reads were aligned to: --reference",
            err);
    if (!path)
        return PCART_OK;
    if (hisremote(path))
        return pcarti_alignment_fault(path, PCART_E_UNSUPPORTED,
                                      "references are read from files only",
                                      NULL, err);
    a->fasta = fai_load3(path, NULL, NULL, 0);
    if (!a->fasta)
        return pcarti_alignment_fault(
            path, PCART_E_NOTFOUND, "the reference or its index is missing",
            "samtools faidx makes the index FILE.fai", err);
    for (int i = 0; i < sam_hdr_nref(a->header); i++) {
        const char *name = sam_hdr_tid2name(a->header, i);
        const pcart_place place = {.source = a->path};

        if (!faidx_has_seq(a->fasta, name) ||
            faidx_seq_len(a->fasta, name) == sam_hdr_tid2len(a->header, i))
            continue;
        pcart_err_at(err, PCART_E_INCONSISTENT, place,
                     "contig '%s' has %lld bases here and %lld in '%s'", name,
                     (long long)sam_hdr_tid2len(a->header, i),
                     (long long)faidx_seq_len(a->fasta, name), path);
        pcart_err_hint(err, "the reads were aligned to another genome");
        return PCART_E_INCONSISTENT;
    }
    if (hts_get_format(a->file)->format == cram &&
        hts_set_fai_filename(a->file, path) != 0)
        return pcarti_alignment_fault(
            path, PCART_E_IO, "the reference cannot be read", NULL, err);
    return PCART_OK;
}

static pcart_status
open_index(pcart_alignment *a, const char *path, pcart_err *err)
{
    if (path && hisremote(path))
        return pcarti_alignment_fault(path, PCART_E_UNSUPPORTED,
                                      "indexes are read from files only", NULL,
                                      err);
    a->index = sam_index_load3(a->file, a->path, path, 0);
    if (!a->index)
        return pcarti_alignment_fault(a->path, PCART_E_NOTFOUND,
                                      "the index is missing or damaged",
                                      "samtools index makes it", err);
    return PCART_OK;
}

static pcart_status
check_genome(const pcart_alignment *a, const char *wanted, pcart_err *err)
{
    const pcart_place place = {.source = a->path};
    const char *canonical;

    if (!wanted)
        return PCART_OK;
    if (!pcarti_genome_known(wanted, &canonical)) {
        pcart_err_set(err, PCART_E_NOTFOUND, "there is no genome '%s'", wanted);
        pcart_err_hint(err, "GRCh37 and GRCh38 are known");
        return PCART_E_NOTFOUND;
    }
    if (strcmp(canonical, a->genome) == 0)
        return PCART_OK;
    return pcart_err_at(err, PCART_E_INCONSISTENT, place,
                        "the reads were aligned to %s, not to %s",
                        a->genome[0] ? a->genome : "an unknown genome",
                        canonical);
}

/* Keep a read group of the sample. */
static int
add_group(pcart_alignment *a, const char *id)
{
    char **grown = realloc(a->group, (a->n_group + 1) * sizeof *grown);

    if (!grown)
        return 0;
    a->group = grown;
    a->group[a->n_group] = strdup(id);
    return a->group[a->n_group++] != NULL;
}

/* Which sample a file holds: the one that was named, or the only one. */
static pcart_status
choose_sample(pcart_alignment *a, const char *wanted, pcart_err *err)
{
    const int n = sam_hdr_count_lines(a->header, "RG");
    const pcart_place place = {.source = a->path};
    kstring_t name = KS_INITIALIZE, id = KS_INITIALIZE, first = KS_INITIALIZE;
    pcart_status status = PCART_OK;

    if (wanted && kputs(wanted, &a->sample) < 0)
        status = out_of_memory(err);
    for (int i = 0; i < n && status == PCART_OK; i++) {
        if (sam_hdr_find_tag_pos(a->header, "RG", i, "SM", &name) != 0)
            continue;
        if (!wanted && a->sample.l == 0 && kputs(name.s, &a->sample) < 0) {
            status = out_of_memory(err);
        } else if (strcmp(name.s, a->sample.s) == 0) {
            if (sam_hdr_find_tag_pos(a->header, "RG", i, "ID", &id) == 0 &&
                !add_group(a, id.s))
                status = out_of_memory(err);
        } else {
            a->has_other_samples = 1;
            if (first.l == 0 && kputs(name.s, &first) < 0)
                status = out_of_memory(err);
        }
    }
    if (status == PCART_OK && a->has_other_samples && !wanted) {
        status = pcart_err_at(err, PCART_E_INCONSISTENT, place,
                              "the file holds several samples: '%s', '%s'",
                              a->sample.s, first.s);
        pcart_err_hint(err, "name the one to count: --sample");
    } else if (status == PCART_OK && a->has_other_samples && a->n_group == 0) {
        status = pcart_err_at(err, PCART_E_NOTFOUND, place,
                              "the file holds sample '%s', not '%s'", first.s,
                              wanted);
        pcart_err_hint(err, "were two files of the sample sheet swapped?");
    }
    free(name.s);
    free(id.s);
    free(first.s);
    return status;
}

pcart_status
pcart_alignment_open(const char *path, const pcart_alignment_options *options,
                     pcart_alignment **out, pcart_err *err)
{
    static const pcart_alignment_options none = {0};
    pcart_alignment *a = calloc(1, sizeof *a);
    pcart_status status;

    if (!a)
        return out_of_memory(err);
    if (!options)
        options = &none;
    /* htslib reports on standard error what is reported here as an error. */
    hts_set_log_level(HTS_LOG_OFF);
    a->path = path;
    status = open_file(a, err);
    if (status == PCART_OK)
        status = read_header(a, err);
    if (status == PCART_OK)
        status = check_genome(a, options->genome, err);
    if (status == PCART_OK)
        status = open_reference(a, options->reference, err);
    if (status == PCART_OK)
        status = open_index(a, options->index, err);
    if (status == PCART_OK)
        status = choose_sample(a, options->sample, err);
    if (status) {
        pcart_alignment_free(a);
        return status;
    }
    *out = a;
    return PCART_OK;
}

void
pcart_alignment_free(pcart_alignment *alignment)
{
    if (!alignment)
        return;
    for (size_t i = 0; i < alignment->n_group; i++)
        free(alignment->group[i]);
    free(alignment->group);
    free(alignment->sample.s);
    if (alignment->fasta)
        fai_destroy(alignment->fasta);
    if (alignment->index)
        hts_idx_destroy(alignment->index);
    if (alignment->header)
        sam_hdr_destroy(alignment->header);
    if (alignment->file)
        hts_close(alignment->file);
    free(alignment);
}

const char *
pcart_alignment_sample(const pcart_alignment *alignment)
{
    return alignment->sample.l ? alignment->sample.s : "";
}

const char *
pcart_alignment_genome(const pcart_alignment *alignment)
{
    return alignment->genome;
}

int64_t
pcart_alignment_length(const pcart_alignment *alignment, const char *contig)
{
    const int tid = sam_hdr_name2tid(alignment->header, contig);

    return tid < 0 ? -1 : sam_hdr_tid2len(alignment->header, tid);
}

/* The same contig under the other way of naming: "chr7" for "7". */
static int
has_other_spelling(const pcart_alignment *a, const char *contig)
{
    kstring_t other = KS_INITIALIZE;
    int has = 0;

    if (strncmp(contig, "chr", 3) == 0)
        has = pcart_alignment_length(a, contig + 3) >= 0;
    else if (ksprintf(&other, "chr%s", contig) > 0)
        has = pcart_alignment_length(a, other.s) >= 0;
    free(other.s);
    return has;
}

pcart_status
pcarti_alignment_holds(const pcart_alignment *alignment, const char *contig,
                       int64_t last, pcart_place place, pcart_err *err)
{
    const int64_t length = pcart_alignment_length(alignment, contig);

    if (length < 0) {
        pcart_err_at(err, PCART_E_INCONSISTENT, place,
                     "'%s' has no contig '%s'", alignment->path, contig);
        if (has_other_spelling(alignment, contig))
            pcart_err_hint(err, "one of the two writes 'chr' before the "
                                "chromosome: both must be made for one "
                                "reference");
        return PCART_E_INCONSISTENT;
    }
    if (last > length) {
        pcart_err_at(err, PCART_E_INCONSISTENT, place,
                     "%s:%lld lies beyond the end of the contig in '%s', %lld",
                     contig, (long long)last, alignment->path,
                     (long long)length);
        pcart_err_hint(err, "another genome build?");
        return PCART_E_INCONSISTENT;
    }
    if (alignment->fasta && !faidx_has_seq(alignment->fasta, contig))
        return pcart_err_at(err, PCART_E_INCONSISTENT, place,
                            "the reference has no contig '%s'", contig);
    return PCART_OK;
}

pcart_status
pcart_alignment_covers(const pcart_alignment *alignment,
                       const pcart_regions *regions, pcart_err *err)
{
    for (size_t i = 0; i < regions->n; i++) {
        const pcart_region *region = &regions->region[i];
        const pcart_place place = {.source = regions->source,
                                   .line = region->line};
        const pcart_status status =
            pcarti_alignment_holds(alignment, regions->contig[region->contig],
                                   region->last, place, err);

        if (status)
            return status;
    }
    return PCART_OK;
}

pcart_status
pcart_alignment_bases(pcart_alignment *alignment, const char *contig,
                      int64_t first, size_t length, char *out, pcart_err *err)
{
    const int64_t last = first + (int64_t)length;
    const int64_t from = first < 0 ? 0 : first;
    hts_pos_t n = 0;
    char *bases;

    if (!alignment->fasta)
        return pcarti_alignment_fault(alignment->path, PCART_E_NOTFOUND,
                                      "no reference was named", NULL, err);
    memset(out, 'N', length);
    if (last <= from)
        return PCART_OK;
    bases = faidx_fetch_seq64(alignment->fasta, contig, from, last - 1, &n);
    if (!bases || n < 0) {
        free(bases);
        return pcarti_alignment_fault(alignment->path, PCART_E_IO,
                                      "the reference cannot be read", NULL,
                                      err);
    }
    for (int64_t i = 0; i < n && from + i < last; i++) {
        const char base = bases[i] >= 'a' ? (char)(bases[i] - 32) : bases[i];

        if (base == 'A' || base == 'C' || base == 'G' || base == 'T')
            out[from - first + i] = base;
    }
    free(bases);
    return PCART_OK;
}

int
pcarti_alignment_owns(const pcart_alignment *alignment, const bam1_t *read)
{
    const uint8_t *tag;
    const char *id;

    if (!alignment->has_other_samples)
        return 1;
    tag = bam_aux_get(read, "RG");
    id = tag ? bam_aux2Z(tag) : NULL;
    for (size_t i = 0; id && i < alignment->n_group; i++)
        if (strcmp(alignment->group[i], id) == 0)
            return 1;
    return 0;
}
