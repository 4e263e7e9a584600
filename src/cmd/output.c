/* output.c -- files that are whole or not there.  Layer: cmd. */
#include "cmd/cmd.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static pcart_status
failed(const char *path, pcart_err *err)
{
    return pcart_err_set(err, PCART_E_IO, "'%s' cannot be written: %s", path,
                         strerror(errno));
}

/* Whether a new file may take this name: a device, a pipe or a folder must
 * never be renamed away. */
static int
is_replaceable(const char *path)
{
    struct stat info;

    return stat(path, &info) != 0 || S_ISREG(info.st_mode);
}

static pcart_status
write_bytes(const char *path, const pcarti_buf *buf, pcart_err *err)
{
    pcart_status status = PCART_OK;
    FILE *file = fopen(path, "wb");

    if (!file)
        return failed(path, err);
    if (buf->length && fwrite(buf->data, 1, buf->length, file) != buf->length)
        status = failed(path, err);
    if (fclose(file) != 0 && status == PCART_OK)
        status = failed(path, err);
    return status;
}

pcart_status
pcarti_cmd_write_file(const char *path, const pcarti_buf *buf, pcart_err *err)
{
    pcart_status status = pcarti_buf_status(buf, err);
    pcarti_buf part = {0};

    if (status)
        return status;
    if (strcmp(path, "-") == 0) {
        if (buf->length &&
            fwrite(buf->data, 1, buf->length, stdout) != buf->length)
            return failed("standard output", err);
        return PCART_OK;
    }
    if (!is_replaceable(path))
        return write_bytes(path, buf, err);
    pcarti_buf_print(&part, "%s.part", path);
    status = pcarti_buf_status(&part, err);
    if (status)
        goto done;
    status = write_bytes(part.data, buf, err);
    if (status == PCART_OK && rename(part.data, path) != 0)
        status = failed(path, err);
    if (status)
        remove(part.data);
done:
    pcarti_buf_release(&part);
    return status;
}

pcart_status
pcarti_cmd_make_folder(const char *path, pcart_err *err)
{
    struct stat info;

    if (mkdir(path, 0777) == 0)
        return PCART_OK;
    if (errno == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        return PCART_OK;
    return pcart_err_set(err, PCART_E_IO, "folder '%s' cannot be made: %s",
                         path, strerror(errno));
}
