/* marker.h -- small shapes for points and events.  Layer: figure. */
#ifndef PCARTI_MARKER_H
#define PCARTI_MARKER_H

#include "figure/svg.h"
#include "postcart/course_chart.h"

/* The shape of group @p group: circle, square, triangle, diamond ... */
void pcarti_marker_group(pcarti_svg *svg, const char *class, size_t group,
                         pcarti_at at, double radius);
/* The sign of an event: diamond, cross, triangle ... */
void pcarti_marker_event(pcarti_svg *svg, pcart_chart_mark_kind kind,
                         pcarti_at at, double radius);
/* The event's own word: "death", "CD34+ boost". */
const char *pcarti_marker_word(pcart_chart_mark_kind kind);

/* A triangle with its tip down: below the limit of detection. */
void pcarti_marker_below(pcarti_svg *svg, const char *class, pcarti_at at,
                         double radius);

#endif
