/* replay.c -- run a fuzz target over files given as arguments, so that the
 * corpus is a test for every compiler. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = NULL;
    long size = -1;
    int is_read = 0;

    if (file && fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    if (size >= 0 && fseek(file, 0, SEEK_SET) == 0)
        data = malloc((size_t)size + 1);
    if (data && fread(data, 1, (size_t)size, file) == (size_t)size) {
        LLVMFuzzerTestOneInput(data, (size_t)size);
        is_read = 1;
    }
    if (!is_read)
        fprintf(stderr, "%s: cannot be read\n", path);
    free(data);
    if (file)
        fclose(file);
    return is_read;
}

int
main(int argc, char **argv)
{
    int is_good = 1;

    for (int i = 1; i < argc; i++)
        is_good &= replay(argv[i]);
    return is_good ? 0 : 1;
}
