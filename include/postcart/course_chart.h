/* course_chart.h -- one patient after one infusion on one clock.
 * Layer: figure. */
#ifndef POSTCART_COURSE_CHART_H
#define POSTCART_COURSE_CHART_H

#include "postcart/scene.h"

/** One value of one day. */
typedef struct pcart_chart_point {
    int day;
    double value;
    unsigned char is_below;    /**< written as "<value" */
    unsigned char is_imputed;  /**< filled by the method: drawn hollow */
    unsigned char under_gcsf;  /**< drawn with a ring */
    unsigned char is_decisive; /**< decided a result: drawn large */
    pcart_origin origin;
} pcart_chart_point;

/** Days counted below a limit, drawn as a bar with its length on it. */
typedef struct pcart_chart_run {
    double limit;
    const char *op; /**< "<=" or "<" */
    int first_day, last_day;
    int days;         /**< as counted by the rule */
    int is_decisive;  /**< this run gave the grade: drawn filled */
    const char *note; /**< "grade 3"; or NULL */
} pcart_chart_run;

/** A window that is shaded behind a panel. */
typedef struct pcart_chart_window {
    int first_day, last_day;
    const char *label;
} pcart_chart_window;

/** A single day on the top of a panel, such as a transfusion. */
typedef struct pcart_chart_tick {
    int day;
    double amount; /**< bags; 0: not given */
    pcart_origin origin;
} pcart_chart_tick;

/** One count over time: ANC, platelets, haemoglobin, CRP, ferritin ... */
typedef struct pcart_chart_panel {
    const char *title; /**< "ANC" */
    const char *noun;  /**< "ANC", "platelet counts": for "no ... between" */
    const char *unit;  /**< "/uL" */
    pcart_scale_kind scale;
    double low, high;   /**< range of the axis; both 0: from the data */
    int has_floor;      /**< log axis: band for 0 and below even if unused */
    const double *band; /**< thresholds, rising */
    size_t n_band;
    const pcart_chart_point *point; /**< by day */
    size_t n_point;
    const pcart_chart_run *run;
    size_t n_run;
    const pcart_chart_tick *tick;
    size_t n_tick;
    const char *tick_label; /**< "platelet transfusions" */
    const pcart_chart_window *window;
    size_t n_window;
    int gap_days;      /**< a longer gap is drawn dotted; 0: never */
    double weight;     /**< share of the height; 0 is 1 */
    int may_be_hidden; /**< leave the panel out when it is empty */
} pcart_chart_panel;

/** Something that lasted, on a lane with its name at the left. */
typedef struct pcart_chart_bar {
    const char *lane; /**< "CRS", "G-CSF": equal names share a lane; lanes are
                           in the order of their first bar */
    int first_day, last_day; /**< last PCART_DAY_NONE: end not known */
    int grade;               /**< -1: none */
    const char *label;       /**< on or beside the bar; NULL: the grade */
    const char *detail;      /**< on hover; or NULL */
    pcart_origin origin;
} pcart_chart_bar;

typedef enum pcart_chart_mark_kind {
    PCART_CHART_INFUSION, /**< day 0 or another infusion */
    PCART_CHART_LYMPHODEPLETION,
    PCART_CHART_TRANSPLANT,
    PCART_CHART_BOOST,
    PCART_CHART_RELAPSE,
    PCART_CHART_NEXT_THERAPY,
    PCART_CHART_SMN,
    PCART_CHART_DEATH,
    PCART_CHART_LAST_CONTACT,
    PCART_CHART_OTHER
} pcart_chart_mark_kind;

/** An event that concerns all panels: a line from top to bottom. */
typedef struct pcart_chart_mark {
    int day;
    pcart_chart_mark_kind kind;
    const char *label;  /**< NULL: the kind's own word */
    const char *detail; /**< on hover; or NULL */
    pcart_origin origin;
} pcart_chart_mark;

/** Marrow, karyotype, sequencing: a disc with a short label. */
typedef struct pcart_chart_disc {
    int day;
    const char *lane;  /**< "Marrow", "Karyotype", "Sequencing" */
    const char *label; /**< "dysplasia E+M", "-7", "2 variants" */
    int is_abnormal;   /**< filled; otherwise hollow */
    const char *detail;
    pcart_origin origin;
} pcart_chart_disc;

typedef enum pcart_chart_call {
    PCART_CHART_FOUND,
    PCART_CHART_ABSENT,      /**< looked for and below the limit of detection */
    PCART_CHART_NOT_COVERED, /**< cannot be known from this sample */
    PCART_CHART_NOT_REPORTED /**< not listed, and coverage is not known */
} pcart_chart_call;

/** One variant in one sample; fractions are 0 to 1. */
typedef struct pcart_chart_vaf {
    int day;
    pcart_chart_call call;
    double vaf; /**< NAN: found, fraction not given */
    double lod; /**< limit of detection; NAN: not known */
    pcart_origin origin;
} pcart_chart_vaf;

typedef struct pcart_chart_clone {
    const char *label; /**< "DNMT3A p.R882H" */
    const char *badge; /**< "host", "donor", "?"; or NULL */
    const pcart_chart_vaf *point;
    size_t n_point;
} pcart_chart_clone;

/** One clone of the fish plot, drawn inside its parent. */
typedef struct pcart_chart_fish {
    const char *label;
    const char *detail;     /**< on hover; or NULL */
    int parent;             /**< index of an earlier or later fish; -1: none */
    size_t group;           /**< colour: index of its line among the clones */
    const double *fraction; /**< of the cells, one per fish day; NAN: not known
                             */
} pcart_chart_fish;

/** Donor share of one lineage; fraction 0 to 1. */
typedef struct pcart_chart_chimerism {
    const char *label; /**< "CD3", "whole blood" */
    const int *day;
    const double *fraction;
    size_t n;
} pcart_chart_chimerism;

/** A named stretch of days on the phase strip. */
typedef struct pcart_chart_phase {
    int first_day, last_day;
    const char *label; /**< "lymphodepletion", "early: 0-30" */
    const char *brief; /**< "LD", where there is no room; or NULL */
} pcart_chart_phase;

/** Another infusion: a row of phases with its own numbers of days. */
typedef struct pcart_chart_strip {
    const char *label;              /**< "infusion 2" */
    int day0;                       /**< its day 0, in days of the chart */
    const pcart_chart_phase *phase; /**< days from its own day 0 */
    size_t n_phase;
} pcart_chart_strip;

typedef enum pcart_chart_state {
    PCART_CHART_VALUE,
    PCART_CHART_BOUNDS,
    PCART_CHART_NOT_EVALUABLE
} pcart_chart_state;

/** One result in words. */
typedef struct pcart_chart_verdict {
    const char *title; /**< "early ICAHT" */
    const char *text;  /**< "grade 3", "2 to 4", "not evaluable" */
    const char *why;   /**< "ANC <= 500 for 16 days"; or NULL */
    pcart_chart_state state;
    int severity;     /**< 0 to 4: strength of the mark; -1: no such order */
    const char *rule; /**< "icaht-2023-early"; or NULL */
    const char *link; /**< address of the "why" page; or NULL */
} pcart_chart_verdict;

/** Zero is valid and draws a chart that says that there is nothing. */
typedef struct pcart_course_chart {
    const char *patient;
    const char *subtitle;    /**< diagnosis, product; or NULL */
    int infusion;            /**< which one is day 0; 0: not said */
    int n_infusion;          /**< how many the patient had; 0: not said */
    int first_day, last_day; /**< range; both 0: from the data */
    int is_linear;           /**< one scale of days, no compression */
    const int *knot;         /**< days where the scale becomes coarser, rising;
                                  NULL: 31 and 101.  Before day -14 it is
                                  coarse, round another infusion wide. */
    size_t n_knot;           /**< at most 3 */
    const pcart_chart_phase *phase;
    size_t n_phase;
    const pcart_chart_strip *strip; /**< other infusions */
    size_t n_strip;
    const pcart_chart_panel *panel; /**< top to bottom */
    size_t n_panel;
    const pcart_chart_bar *bar;
    size_t n_bar;
    const pcart_chart_mark *mark;
    size_t n_mark;
    const pcart_chart_disc *disc;
    size_t n_disc;
    const pcart_chart_clone *clone;
    size_t n_clone;
    const pcart_chart_fish *fish; /**< at most 8; no circle of parents */
    size_t n_fish;
    const int *fish_day; /**< rising */
    size_t n_fish_day;
    const pcart_chart_chimerism *chimerism;
    size_t n_chimerism;
    const pcart_chart_verdict *verdict;
    size_t n_verdict;
    int is_verdict_first; /**< the verdicts above the panels */
} pcart_course_chart;

/**
 * Draw it.  Nothing is left out in silence: what lies outside the range of
 * days is counted in words, values in their panel, all else under the figure.
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_course_chart_draw(
    const pcart_course_chart *chart, const pcart_scene *scene,
    pcart_arena *arena, struct pcarti_buf *out, pcart_err *err);

#endif
