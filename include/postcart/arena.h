/* arena.h -- memory that is freed as a whole.  Layer: core. */
#ifndef POSTCART_ARENA_H
#define POSTCART_ARENA_H

#include <stddef.h>

#include "postcart/api.h"

/**
 * Where blocks come from.  A host (PostgreSQL, SQLite, R) passes its own; NULL
 * in @ref pcart_arena_init means malloc and free.
 */
typedef struct pcart_alloc {
    void *(*alloc)(void *ctx, size_t size); /**< NULL on failure */
    void (*free)(void *ctx, void *block);
    void *ctx;
} pcart_alloc;

/**
 * Zero is a valid, empty arena on malloc.  Not shared between threads: one
 * arena per thread.
 */
typedef struct pcart_arena {
    pcart_alloc alloc;
    struct pcart_arena_block *block;
    size_t used; /**< bytes handed out since the last clear */
} pcart_arena;

/** Make an arena; @p alloc is copied. */
PCART_API void pcart_arena_init(pcart_arena *arena, const pcart_alloc *alloc);

/** Free all blocks.  The arena is empty and may be used again. */
PCART_API void pcart_arena_release(pcart_arena *arena);

/** Forget all contents but keep one block for the next round. */
PCART_API void pcart_arena_clear(pcart_arena *arena);

/**
 * @return zeroed memory aligned for any object, owned by the arena; NULL when
 *         memory is out or @p count * @p size overflows
 */
PCART_API PCART_MUST_CHECK void *pcart_arena_take(pcart_arena *arena,
                                                  size_t count, size_t size);

/** The same, but not zeroed: for columns that are written at once. */
PCART_API PCART_MUST_CHECK void *
pcart_arena_take_raw(pcart_arena *arena, size_t count, size_t size);

/** Copy @p length bytes and end them with NUL; NULL when memory is out. */
PCART_API PCART_MUST_CHECK char *
pcart_arena_text(pcart_arena *arena, const char *text, size_t length);

/** Formatted text in the arena; NULL when memory is out. */
PCART_API PCART_MUST_CHECK char *pcart_arena_print(pcart_arena *arena,
                                                   const char *format, ...)
    PCART_PRINTF(2, 3);

/**
 * Grow an array that lives in the arena so that it can hold @p want items.
 * The old copy stays in the arena until it is cleared, so growth doubles.
 *
 * @param array   the present array, or NULL
 * @param have    in and out: capacity in items
 * @return the array, moved or not; NULL when memory is out (then @p have and
 *         the old array are unchanged)
 */
PCART_API PCART_MUST_CHECK void *pcart_arena_grow(pcart_arena *arena,
                                                  void *array, size_t *have,
                                                  size_t want, size_t size);

#endif
