/*
 * parallel.c -- the chunks of one piece of work on several threads.
 * Layer: stat.
 *
 * Threads live for one call: to start one takes some 20 microseconds, nothing
 * beside work that is worth sharing, and nothing is left behind in a host.
 */
#include "stat/parallel.h"

#include <pthread.h>
#include <stdatomic.h>

typedef struct team {
    pcarti_chunk *run;
    void *context;
    size_t n_chunk;
    atomic_size_t next; // chunk that nobody has taken
} team;

static void *
work(void *data)
{
    team *t = data;
    size_t chunk;

    while ((chunk = atomic_fetch_add(&t->next, 1)) < t->n_chunk)
        t->run(t->context, chunk);
    return NULL;
}

void
pcarti_parallel(int threads, size_t n_chunk, pcarti_chunk *run, void *context)
{
    team t = {.run = run, .context = context, .n_chunk = n_chunk};
    pthread_t other[PCARTI_MOST_THREADS];
    size_t n_other = 0, most = threads > 1 ? (size_t)threads - 1 : 0;

    atomic_init(&t.next, 0);
    if (most > PCARTI_MOST_THREADS - 1)
        most = PCARTI_MOST_THREADS - 1;
    if (n_chunk && most > n_chunk - 1)
        most = n_chunk - 1;
    while (n_other < most &&
           pthread_create(&other[n_other], NULL, work, &t) == 0)
        n_other++;
    work(&t);
    for (size_t k = 0; k < n_other; k++)
        pthread_join(other[k], NULL);
}
