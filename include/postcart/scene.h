/* scene.h -- what all figures have in common.  Layer: figure. */
#ifndef POSTCART_SCENE_H
#define POSTCART_SCENE_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#include "postcart/api.h"
#include "postcart/arena.h"
#include "postcart/err.h"

/**
 * Every figure is drawn by one function of the form
 *
 *     pcart_X_draw(&figure, &scene, arena, out, err)
 *
 * It appends one `<svg>` element (UTF-8, no XML declaration, so that it may
 * stand in a file of its own or inside a page) to @p out.  The figure structs
 * hold plain numbers; all pointers are borrowed for the call, all text is
 * escaped.  Scratch memory comes from @p arena.  The same numbers give the
 * same bytes everywhere.  No globals: safe from any thread.
 *
 * @return PCART_OK; PCART_E_NOMEM; PCART_E_RANGE when a number is impossible
 *         (more than PCART_SCENE_LIMIT items, more groups than can be told
 *         apart, an empty range).  Empty data are not an error: the figure
 *         says what is missing.
 */
struct pcarti_buf;

/** A day that did not happen, or is not known. */
#define PCART_DAY_NONE INT_MIN

/** Items of one kind that a figure accepts. */
#define PCART_SCENE_LIMIT 2000000

/** Groups that are told apart by colour, dash and marker. */
#define PCART_SCENE_GROUPS 6

/** Zero is valid: no id, no title, the figure's own size. */
typedef struct pcart_scene {
    const char *id;    /**< prefix of element ids; give one per figure when
                            several stand in one page; NULL is "f" */
    const char *title; /**< over the figure and in `<title>`; may be NULL */
    const char *description; /**< `<desc>`: the figure in words; or NULL */
    const char *note;        /**< one or more sentences under it; or NULL */
    double width, height;    /**< pixels; 0: own size.  Height is a wish. */
} pcart_scene;

/** How numbers become lengths. */
typedef enum pcart_scale_kind {
    PCART_SCALE_LINEAR,
    PCART_SCALE_LOG, /**< decimal; a floor band holds 0 and below */
    PCART_SCALE_SQRT
} pcart_scale_kind;

/** The unit of all times of a plot: it decides where ticks fall. */
typedef enum pcart_time_unit {
    PCART_TIME_DAYS,
    PCART_TIME_MONTHS,
    PCART_TIME_YEARS
} pcart_time_unit;

/** Where a drawn item was read, for hover and for the "why" link. */
typedef struct pcart_origin {
    const char *table;    /**< "labs"; NULL when it was computed */
    uint32_t line;        /**< 0 when it was computed */
    const char *original; /**< the text as it stood there; or NULL */
} pcart_origin;

#endif
