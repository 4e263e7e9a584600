/*
 * bench_karyotype.c -- karyotypes a second, from text to facts, on one core.
 * Reads one karyotype a line from the file named, such as column 11 of
 * test/data/karyotypes.  Link with the library, Rmath and m.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "postcart/karyotype.h"

enum { MOST = 20000, ROUNDS = 7 };

/* Processor time: other work on the machine does not count. */
static double
seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* One pass over all lines, many times; the sum keeps the work alive. */
static long
pass(char *const *line, const size_t *length, size_t n, pcart_arena *arena,
     int repeats)
{
    long sum = 0;

    for (int k = 0; k < repeats; k++)
        for (size_t i = 0; i < n; i++) {
            pcart_karyotype karyotype;
            pcart_karyotype_facts facts;

            if (pcart_karyotype_read(line[i], length[i], arena, &karyotype,
                                     NULL) ||
                pcart_karyotype_find_facts(&karyotype, NULL, arena, &facts,
                                           NULL))
                return -1;
            sum += facts.cyto.n_abnormality + (long)karyotype.state;
            pcart_arena_clear(arena);
        }
    return sum;
}

static int
compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
    static char *line[MOST];
    static size_t length[MOST];
    static char text[65536];
    double rate[ROUNDS];
    pcart_arena arena = {0};
    size_t n = 0, bytes = 0;
    FILE *file = argc > 1 ? fopen(argv[1], "r") : NULL;

    if (!file) {
        fputs("usage: bench_karyotype FILE\n", stderr);
        return 2;
    }
    while (n < MOST && fgets(text, sizeof text, file)) {
        length[n] = strcspn(text, "\r\n");
        line[n] = malloc(length[n] + 1);
        if (!line[n])
            return 1;
        memcpy(line[n], text, length[n]);
        line[n][length[n]] = '\0';
        bytes += length[n++];
    }
    fclose(file);
    if (!n)
        return 1;
    for (int r = 0; r < ROUNDS; r++) {
        const int repeats = (int)(400000 / n) + 1;
        double start = seconds();

        if (pass(line, length, n, &arena, repeats) < 0)
            return 1;
        rate[r] = (double)n * repeats / (seconds() - start);
    }
    qsort(rate, ROUNDS, sizeof rate[0], compare);
    printf("what\tstrings\tbytes_each\tper_second_median\tlowest\thighest\n");
    printf("karyotype\t%zu\t%.1f\t%.0f\t%.0f\t%.0f\n", n,
           (double)bytes / (double)n, rate[ROUNDS / 2], rate[0],
           rate[ROUNDS - 1]);
    for (size_t i = 0; i < n; i++)
        free(line[i]);
    pcart_arena_release(&arena);
    return 0;
}
