/* alignment_write.c -- a BAM file with its index, record by record.
 * Layer: align. */
#include "postcart/alignment_write.h"

#include <stdlib.h>
#include <string.h>

#include <htslib/sam.h>

#include "align/alignment_file.h"

enum { MAX_CIGAR = 32 };

struct pcart_alignment_writer {
    const char *path;
    htsFile *file;
    sam_hdr_t *header;
    bam1_t *record;
    char *index;
};

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static pcart_status
failed(const pcart_alignment_writer *w, pcart_err *err)
{
    return pcarti_alignment_fault(w->path, PCART_E_IO,
                                  "the file cannot be written", NULL, err);
}

static sam_hdr_t *
make_header(const pcart_alignment_head *head)
{
    sam_hdr_t *header = sam_hdr_init();
    kstring_t length = KS_INITIALIZE;
    int is_good =
        header != NULL && sam_hdr_add_line(header, "HD", "VN", "1.6", "SO",
                                           "coordinate", NULL) == 0;

    for (size_t i = 0; i < head->n_contig && is_good; i++) {
        length.l = 0;
        is_good = kputll(head->length[i], &length) >= 0 &&
                  sam_hdr_add_line(header, "SQ", "SN", head->contig[i], "LN",
                                   length.s, NULL) == 0;
    }
    if (is_good)
        is_good = sam_hdr_add_line(header, "RG", "ID", "1", "SM", head->sample,
                                   NULL) == 0;
    free(length.s);
    if (!is_good && header) {
        sam_hdr_destroy(header);
        header = NULL;
    }
    return header;
}

pcart_status
pcart_alignment_writer_open(const char *path, const pcart_alignment_head *head,
                            pcart_alignment_writer **out, pcart_err *err)
{
    pcart_alignment_writer *w = calloc(1, sizeof *w);
    const size_t size = strlen(path) + sizeof ".bai";
    pcart_status status = PCART_OK;

    if (!w)
        return out_of_memory(err);
    w->path = path;
    w->index = malloc(size);
    w->record = bam_init1();
    w->header = make_header(head);
    if (!w->index || !w->record || !w->header) {
        status = out_of_memory(err);
        goto done;
    }
    memcpy(w->index, path, size - sizeof ".bai");
    memcpy(w->index + size - sizeof ".bai", ".bai", sizeof ".bai");
    w->file = hts_open(path, "wb");
    if (!w->file || sam_hdr_write(w->file, w->header) != 0 ||
        sam_idx_init(w->file, w->header, 0, w->index) != 0)
        status = failed(w, err);
done:
    if (status)
        return pcart_alignment_writer_close(w, status, err);
    *out = w;
    return PCART_OK;
}

/* CIGAR in the form of BAM; 0 when an operation is not known. */
static size_t
pack_cigar(const pcart_read_record *read, uint32_t packed[MAX_CIGAR])
{
    static const char known[] = "MIDNS"; // in the order of BAM's codes

    if (read->n_cigar > MAX_CIGAR)
        return 0;
    for (size_t i = 0; i < read->n_cigar; i++) {
        const char *op = strchr(known, read->cigar[i].op);

        if (!op || !*op || read->cigar[i].n >= 1u << 28)
            return 0;
        packed[i] = bam_cigar_gen(read->cigar[i].n, (uint32_t)(op - known));
    }
    return read->n_cigar;
}

static int
put_tags(bam1_t *record, const pcart_read_record *read)
{
    if (bam_aux_append(record, "RG", 'Z', 2, (const uint8_t *)"1") != 0 ||
        bam_aux_update_int(record, "NM", read->mismatches) != 0)
        return 0;
    if (read->family > 0 && bam_aux_update_int(record, "cD", read->family) != 0)
        return 0;
    return (read->strand[0] == 0 && read->strand[1] == 0) ||
           (bam_aux_update_int(record, "aD", read->strand[0]) == 0 &&
            bam_aux_update_int(record, "bD", read->strand[1]) == 0);
}

pcart_status
pcart_alignment_writer_put(pcart_alignment_writer *writer,
                           const pcart_read_record *read, pcart_err *err)
{
    uint32_t packed[MAX_CIGAR];
    const size_t n = pack_cigar(read, packed);

    if (n == 0)
        return pcart_err_set(err, PCART_E_RANGE, "read '%s' has no valid CIGAR",
                             read->name);
    if (bam_set1(writer->record, strlen(read->name), read->name, read->flag,
                 (int32_t)read->contig, read->position, read->map_quality, n,
                 packed, (int32_t)read->contig, read->mate_position, read->span,
                 read->length, read->bases, (const char *)read->quality,
                 64) < 0 ||
        !put_tags(writer->record, read))
        return out_of_memory(err);
    if (sam_write1(writer->file, writer->header, writer->record) < 0)
        return failed(writer, err);
    return PCART_OK;
}

pcart_status
pcart_alignment_writer_close(pcart_alignment_writer *writer,
                             pcart_status status, pcart_err *err)
{
    if (writer->file) {
        if (status == PCART_OK && sam_idx_save(writer->file) != 0)
            status = failed(writer, err);
        if (hts_close(writer->file) != 0 && status == PCART_OK)
            status = failed(writer, err);
    }
    if (writer->header)
        sam_hdr_destroy(writer->header);
    if (writer->record)
        bam_destroy1(writer->record);
    free(writer->index);
    free(writer);
    return status;
}
