/* drawn.h -- what the tests of the figures share. */
#ifndef TEST_DRAWN_H
#define TEST_DRAWN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/buf.h"
#include "postcart/scene.h"

/* One figure of a test, drawn with the given memory. */
typedef pcart_status drawn_figure(pcart_arena *arena, pcarti_buf *out,
                                  pcart_err *err);

/* Times that @p part occurs in @p text. */
static inline size_t
drawn_count(const char *text, const char *part)
{
    size_t n = 0;

    for (text = strstr(text, part); text; text = strstr(text + 1, part))
        n++;
    return n;
}

/* Every opened element is closed, in order, and attributes are quoted. */
static inline void
drawn_assert_well_formed(const char *text)
{
    char stack[64][24];
    size_t depth = 0;

    for (const char *at = strchr(text, '<'); at; at = strchr(at, '<')) {
        const char *end = strchr(at, '>');
        const size_t length = strcspn(at + 1, " />");

        assert_non_null(end);
        assert_true(length < sizeof(stack[0]));
        if (at[1] == '/') {
            const size_t n = strcspn(at + 2, ">");

            assert_true(depth > 0);
            depth--;
            assert_int_equal(strncmp(stack[depth], at + 2, n), 0);
            assert_int_equal(strlen(stack[depth]), n);
        } else if (end[-1] != '/') {
            assert_true(depth < 64);
            memcpy(stack[depth], at + 1, length);
            stack[depth++][length] = '\0';
        }
        at = end;
    }
    assert_int_equal(depth, 0);
    assert_null(strstr(text, "nan"));
    assert_null(strstr(text, "inf\""));
}

/* The figure as text; the caller releases the buffer. */
static inline const char *
drawn_text(drawn_figure *figure, pcart_arena *arena, pcarti_buf *out)
{
    pcart_err err = {0};

    assert_int_equal(figure(arena, out, &err), PCART_OK);
    assert_non_null(out->data);
    drawn_assert_well_formed(out->data);
    return out->data;
}

typedef struct drawn_failing {
    size_t n, fail_at;
} drawn_failing;

static inline void *
drawn_alloc(void *ctx, size_t size)
{
    drawn_failing *failing = ctx;

    return failing->n++ == failing->fail_at ? NULL : malloc(size);
}

static inline void
drawn_free(void *ctx, void *block)
{
    (void)ctx;
    free(block);
}

/* Fails the k-th block of the arena for every k, and the buffer. */
static inline void
drawn_assert_failures(drawn_figure *figure)
{
    pcart_status status = PCART_E_NOMEM;
    pcarti_buf full = {.is_failed = 1};
    pcart_arena plain = {0};

    for (size_t k = 0; status == PCART_E_NOMEM; k++) {
        drawn_failing failing = {.fail_at = k};
        const pcart_alloc alloc = {drawn_alloc, drawn_free, &failing};
        pcart_arena arena;
        pcarti_buf out = {0};

        assert_true(k < 1000);
        pcart_arena_init(&arena, &alloc);
        status = figure(&arena, &out, NULL);
        assert_true(status == PCART_OK || status == PCART_E_NOMEM);
        assert_true(status == PCART_E_NOMEM || failing.n <= k);
        pcart_arena_release(&arena);
        pcarti_buf_release(&out);
    }
    assert_int_equal(status, PCART_OK);
    assert_int_equal(figure(&plain, &full, NULL), PCART_E_NOMEM);
    pcart_arena_release(&plain);
    pcarti_buf_release(&full);
}

/* Twice the same bytes, well-formed, and clean when memory is out. */
static inline void
drawn_assert_sound(drawn_figure *figure)
{
    pcart_arena arena = {0};
    pcarti_buf one = {0}, two = {0};

    drawn_text(figure, &arena, &one);
    pcart_arena_clear(&arena);
    drawn_text(figure, &arena, &two);
    assert_string_equal(one.data, two.data);
    pcarti_buf_release(&one);
    pcarti_buf_release(&two);
    pcart_arena_release(&arena);
    drawn_assert_failures(figure);
}

#endif
