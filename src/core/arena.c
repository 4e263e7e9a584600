/* arena.c -- memory that is freed as a whole.  Layer: core. */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE // madvise
#endif
#include "postcart/arena.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

/* A block: this head, then `size` bytes of which `used` are taken. */
struct pcart_arena_block {
    struct pcart_arena_block *next;
    size_t size, used;
    max_align_t data[];
};

/*
 * Blocks double from 16 KiB to 8 MiB: small commands take one block, large
 * ones few, and the unused tail of the last stays small beside the rest.
 */
enum { FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 8 * 1024 * 1024 };

/*
 * A large block is about to be filled: pages of 2 MiB for its inner part spare
 * the kernel 500 faults each.  A wish only; whether it is heard does not
 * matter.
 */
static void
wish_large_pages(void *block, size_t size)
{
#ifdef MADV_HUGEPAGE
    const uintptr_t page = UINT64_C(2) * 1024 * 1024;
    uintptr_t from = ((uintptr_t)block + page - 1) / page * page;
    uintptr_t to = ((uintptr_t)block + size) / page * page;

    if (size >= LARGEST_BLOCK && to > from)
        (void)madvise((char *)block + (from - (uintptr_t)block), to - from,
                      MADV_HUGEPAGE);
#else
    (void)block;
    (void)size;
#endif
}

static void *
take_block(const pcart_alloc *alloc, size_t size)
{
    void *block;

    if (alloc->alloc)
        return alloc->alloc(alloc->ctx, size);
    block = malloc(size);
    if (block)
        wish_large_pages(block, size);
    return block;
}

static void
drop_block(const pcart_alloc *alloc, struct pcart_arena_block *block)
{
    if (alloc->free)
        alloc->free(alloc->ctx, block);
    else
        free(block);
}

void
pcart_arena_init(pcart_arena *arena, const pcart_alloc *alloc)
{
    *arena = (pcart_arena){0};
    if (alloc)
        arena->alloc = *alloc;
}

void
pcart_arena_release(pcart_arena *arena)
{
    struct pcart_arena_block *block = arena->block;

    while (block) {
        struct pcart_arena_block *next = block->next;

        drop_block(&arena->alloc, block);
        block = next;
    }
    arena->block = NULL;
    arena->used = 0;
}

void
pcart_arena_clear(pcart_arena *arena)
{
    struct pcart_arena_block *keep = arena->block;

    if (!keep)
        return;
    arena->block = keep->next;
    pcart_arena_release(arena);
    keep->next = NULL;
    keep->used = 0;
    arena->block = keep;
}

static struct pcart_arena_block *
add_block(pcart_arena *arena, size_t want)
{
    const size_t head = offsetof(struct pcart_arena_block, data);
    size_t size = arena->block ? arena->block->size * 2 : FIRST_BLOCK;
    struct pcart_arena_block *block;

    if (size > LARGEST_BLOCK)
        size = LARGEST_BLOCK;
    if (size < want)
        size = want;
    if (size > SIZE_MAX - head)
        return NULL;
    block = take_block(&arena->alloc, head + size);
    if (!block)
        return NULL;
    block->next = arena->block;
    block->size = size;
    block->used = 0;
    arena->block = block;
    return block;
}

/* Memory that is not zeroed: for what is about to be written. */
static void *
take_raw(pcart_arena *arena, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    struct pcart_arena_block *block = arena->block;
    char *out;

    if (size > SIZE_MAX - align)
        return NULL;
    size = (size + align - 1) / align * align;
    if (!block || block->size - block->used < size)
        block = add_block(arena, size);
    if (!block)
        return NULL;
    out = (char *)block->data + block->used;
    block->used += size;
    arena->used += size;
    return out;
}

void *
pcart_arena_take(pcart_arena *arena, size_t count, size_t size)
{
    void *out;

    if (size && count > SIZE_MAX / size)
        return NULL;
    out = take_raw(arena, count * size);
    if (out)
        memset(out, 0, count * size);
    return out;
}

void *
pcart_arena_take_raw(pcart_arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return NULL;
    return take_raw(arena, count * size);
}

char *
pcart_arena_text(pcart_arena *arena, const char *text, size_t length)
{
    char *out;

    if (length == SIZE_MAX)
        return NULL;
    out = take_raw(arena, length + 1);
    if (!out)
        return NULL;
    if (length)
        memcpy(out, text, length);
    out[length] = '\0';
    return out;
}

char *
pcart_arena_print(pcart_arena *arena, const char *format, ...)
{
    char *out = NULL;
    va_list args, again;
    int length;

    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, args);
    if (length >= 0)
        out = take_raw(arena, (size_t)length + 1);
    if (out)
        vsnprintf(out, (size_t)length + 1, format, again);
    va_end(again);
    va_end(args);
    return out;
}

void *
pcart_arena_grow(pcart_arena *arena, void *array, size_t *have, size_t want,
                 size_t size)
{
    size_t next = *have ? *have : 8;
    char *grown;

    if (want <= *have && array)
        return array;
    while (next < want) {
        if (next > SIZE_MAX / 2)
            return NULL;
        next *= 2;
    }
    if (size && next > SIZE_MAX / size)
        return NULL;
    grown = take_raw(arena, next * size);
    if (!grown)
        return NULL;
    if (*have && array)
        memcpy(grown, array, *have * size);
    else
        *have = 0;
    memset(grown + *have * size, 0, (next - *have) * size);
    *have = next;
    return grown;
}
