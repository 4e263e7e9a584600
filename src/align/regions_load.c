/* regions_load.c -- a BED file from disk.  Layer: align. */
#include "postcart/regions.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/buf.h"

static pcart_status
failed(const char *path, pcart_err *err)
{
    return pcart_err_set(err, PCART_E_IO, "'%s' cannot be read: %s", path,
                         strerror(errno));
}

pcart_status
pcart_regions_load(const char *path, pcart_arena *arena, pcart_regions *out,
                   pcart_err *err)
{
    pcarti_buf text = {0};
    char part[4096];
    FILE *file = fopen(path, "rb");
    pcart_status status = PCART_OK;
    size_t n;

    if (!file)
        return failed(path, err);
    while ((n = fread(part, 1, sizeof part, file)) > 0)
        pcarti_buf_bytes(&text, part, n);
    if (ferror(file))
        status = failed(path, err);
    fclose(file);
    if (!status)
        status = pcarti_buf_status(&text, err);
    if (!status)
        status = pcart_regions_read(path, text.data ? text.data : "",
                                    text.length, arena, out, err);
    pcarti_buf_release(&text);
    return status;
}
