/* parallel.h -- the chunks of one piece of work on several threads.
 * Layer: stat. */
#ifndef PCARTI_PARALLEL_H
#define PCARTI_PARALLEL_H

#include <stddef.h>

/* Threads beyond it are not started. */
enum { PCARTI_MOST_THREADS = 64 };

/* Numbers that different chunks write again and again stand so far apart, or
 * the processors wait for each other's cache. */
enum { PCARTI_APART = 16 };

/* One chunk of a piece of work; it writes what no other chunk reads. */
typedef void pcarti_chunk(void *context, size_t chunk);

/*
 * Run `run` for the chunks 0 to n_chunk - 1 and return when all are done: on
 * the calling thread and up to `threads` - 1 others (0 and 1: on this alone).
 * A thread that cannot be started is done without, so this cannot fail.
 *
 * Which thread takes which chunk is chance. For the same digits on any number
 * of threads, cut the work by its size, never by `threads`, let each chunk
 * write to a place of its own, and add these up in the order of chunks.
 *
 * A chunk must not take memory of an arena that others use.
 */
void pcarti_parallel(int threads, size_t n_chunk, pcarti_chunk *run,
                     void *context);

#endif
