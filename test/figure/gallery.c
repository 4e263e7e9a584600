/*
 * gallery.c -- draws every figure with made-up data, to be looked at.
 * Usage: gallery DIR
 */
#include "gallery.h"

#include <stdio.h>
#include <stdlib.h>

static const char *folder;

void
gallery_save(const char *name, pcart_status status, const pcart_err *err,
             pcarti_buf *out)
{
    char path[512];
    FILE *file;

    if (status) {
        fprintf(stderr, "%s: %s\n", name, err->message);
        exit(1);
    }
    snprintf(path, sizeof(path), "%s/%s.svg", folder, name);
    file = fopen(path, "wb");
    if (!file || fwrite(out->data, 1, out->length, file) != out->length ||
        fclose(file) != 0) {
        perror(path);
        exit(1);
    }
    pcarti_buf_clear(out);
}

int
main(int argc, char **argv)
{
    pcart_arena arena = {0};

    if (argc != 2) {
        fprintf(stderr, "usage: gallery DIR\n");
        return 2;
    }
    folder = argv[1];
    gallery_courses(&arena);
    gallery_cohort(&arena);
    pcart_arena_release(&arena);
    return 0;
}
