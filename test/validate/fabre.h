/* fabre.h -- the public table of clones over time (test/data/clones). */
#ifndef FABRE_H
#define FABRE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FABRE_MAX = 5000, FABRE_CELL = 14 };

typedef struct fabre_row {
    char key[96]; /* person and variant */
    char gene[16];
    double age, vaf;
} fabre_row;

static int
fabre_order(const void *a, const void *b)
{
    const fabre_row *x = a, *y = b;
    int c = strcmp(x->key, y->key);

    return c ? c : (x->age > y->age) - (x->age < y->age);
}

/* Read and sort the table; the number of rows, -1 if it cannot be read. */
static int
fabre_read(const char *path, fabre_row *row)
{
    FILE *file = fopen(path, "r");
    char line[512];
    int n = 0;

    if (!file)
        return -1;
    while (n < FABRE_MAX && fgets(line, sizeof line, file)) {
        char *cell[FABRE_CELL] = {NULL}, *at = line;
        int c = 0;

        for (; c < FABRE_CELL && at; c++) {
            cell[c] = at;
            at = strchr(at, ',');
            if (at)
                *at++ = '\0';
        }
        if (c < 13 || strncmp(cell[1], "PD", 2) != 0)
            continue;
        snprintf(row[n].key, sizeof row[n].key, "%s %s:%s %s>%s", cell[1],
                 cell[5], cell[6], cell[8], cell[9]);
        snprintf(row[n].gene, sizeof row[n].gene, "%s", cell[11]);
        row[n].age = strtod(cell[4], NULL);
        row[n].vaf = strtod(cell[10], NULL);
        n++;
    }
    fclose(file);
    qsort(row, (size_t)n, sizeof *row, fabre_order);
    return n;
}

#endif
