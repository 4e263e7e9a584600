/* vector.h -- loops worth vector code.  Layer: stat. */
#ifndef PCARTI_VECTOR_H
#define PCARTI_VECTOR_H

/*
 * Put before a function: gcc turns its loops into vector code at -O3 only.  (Of
 * square roots too, since the Makefile says that nobody reads errno or traps
 * what is not chosen.)  No sum changes its order by that, so no digit does.
 */
#if defined(__GNUC__) && !defined(__clang__)
#define PCARTI_VECTOR __attribute__((optimize("O3")))
#else
#define PCARTI_VECTOR
#endif

/*
 * The same without vectors, for loops over two or three groups: a pair read
 * back from two numbers that were just written one by one waits for both.
 */
#if defined(__GNUC__) && !defined(__clang__)
#define PCARTI_SCALAR                                                          \
    __attribute__((                                                            \
        optimize("O3", "no-tree-vectorize", "no-tree-slp-vectorize")))
#else
#define PCARTI_SCALAR
#endif

/*
 * The same as the first with registers of four numbers, to be called where
 * PCARTI_HAS_WIDE. Products and sums are still rounded one by one.
 */
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__)
#define PCARTI_WIDE __attribute__((optimize("O3"), target("avx2")))
#define PCARTI_HAS_WIDE __builtin_cpu_supports("avx2")
#else
#define PCARTI_WIDE PCARTI_VECTOR
#define PCARTI_HAS_WIDE 0
#endif

/*
 * Four numbers that are added and multiplied at once; in memory they need no
 * alignment.  Where the compiler has no such type, loops say the same.
 */
#if defined(__GNUC__)
#define PCARTI_HAS_FOUR 1
typedef double pcarti_four __attribute__((vector_size(32)));
#else
#define PCARTI_HAS_FOUR 0
#endif

/* Part of its caller, so that a constant argument unrolls its loops. */
#if defined(__GNUC__)
#define PCARTI_INLINE inline __attribute__((always_inline))
#else
#define PCARTI_INLINE inline
#endif

#endif
