/* gallery.h -- made-up figures to look at.  Not a test. */
#ifndef GALLERY_H
#define GALLERY_H

#include "core/buf.h"
#include "postcart/arena.h"
#include "postcart/scene.h"

/* Write one finished figure to DIR/name.svg; exits on failure. */
void gallery_save(const char *name, pcart_status status, const pcart_err *err,
                  pcarti_buf *out);

void gallery_courses(pcart_arena *arena);
void gallery_cohort(pcart_arena *arena);

#endif
