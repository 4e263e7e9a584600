/*
 * bench_score.c -- IPSS-M rows a second on one core: the model alone, and from
 * the text of a table.  Repeats the rows of the file named, such as
 * test/data/ipssm/IPSSMexample.csv.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "postcart/risk.h"
#include "study/marrow_table.h"

enum { ROWS = 200000, ROUNDS = 5, MOST_BYTES = 1 << 16 };

/* Processor time: other work on the machine does not count. */
static double
seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int
compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Header once, then the rows again and again. */
static char *
repeat(const char *text, size_t *length)
{
    const char *body = strchr(text, '\n') + 1;
    const size_t head = (size_t)(body - text), n = strlen(body);
    char *out = malloc(head + n * (ROWS / 3 + 1) + 1);

    if (!out)
        return NULL;
    memcpy(out, text, head);
    *length = head;
    for (int i = 0; i < ROWS / 3; i++, *length += n)
        memcpy(out + *length, body, n);
    return out;
}

/* One pass over the table; each row is scored @p times.  Rows read, or -1. */
static long
pass(const char *text, size_t length, int times, double *sum)
{
    pcart_arena keep = {0}, arena = {0};
    pcart_table table;
    pcart_diag diag;
    pcarti_marrow_table patients = {
        .source = "bench", .mark = '.', .diag = &diag};
    const pcart_row *row;
    long n = 0;

    pcart_diag_init(&diag, &keep);
    if (pcart_table_init(&table, "bench", text, length, NULL, &keep) ||
        pcart_table_header(&table, &row, NULL))
        return -1;
    pcarti_marrow_table_header(&patients, row);
    while (pcart_table_next(&table, &row, NULL) == PCART_OK && row) {
        pcarti_marrow_row patient;
        pcart_ipssm_input in;
        pcart_ipssm out;

        if (pcarti_marrow_table_read(&patients, row, &arena, &patient, NULL))
            return -1;
        pcarti_marrow_to_ipssm(&patient, &in);
        for (int i = 0; i < times; i++) {
            pcart_ipssm_score(&in, NULL, &out);
            *sum += out.score[1];
        }
        n++;
    }
    pcart_table_release(&table);
    pcart_arena_release(&arena);
    pcart_arena_release(&keep);
    return diag.n_error ? -1 : n;
}

int
main(int argc, char **argv)
{
    static char text[MOST_BYTES];
    double one[ROUNDS], model[ROUNDS], sum = 0;
    FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
    size_t length;
    char *all;

    if (!file || !fread(text, 1, sizeof text - 1, file)) {
        fputs("usage: bench_score IPSSMexample.csv\n", stderr);
        return 2;
    }
    fclose(file);
    all = repeat(text, &length);
    if (!all)
        return 1;
    for (int r = 0; r < ROUNDS; r++) {
        enum { TIMES = 11 };
        double start = seconds(), once, many;
        long n = pass(all, length, 1, &sum);

        if (n <= 0)
            return 1;
        once = seconds() - start;
        start = seconds();
        pass(all, length, TIMES, &sum);
        many = seconds() - start;
        one[r] = (double)n / once;
        model[r] = (double)n * (TIMES - 1) / (many - once);
    }
    qsort(one, ROUNDS, sizeof one[0], compare);
    qsort(model, ROUNDS, sizeof model[0], compare);
    printf("what\tper_second_median\tlowest\thighest\n");
    printf("ipssm_model\t%.0f\t%.0f\t%.0f\n", model[ROUNDS / 2], model[0],
           model[ROUNDS - 1]);
    printf("ipssm_from_text\t%.0f\t%.0f\t%.0f\n", one[ROUNDS / 2], one[0],
           one[ROUNDS - 1]);
    free(all);
    return sum > 1e300;
}
