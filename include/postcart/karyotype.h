/* karyotype.h -- karyotypes in ISCN text, read and explained.
 * Layer: karyotype. */
#ifndef POSTCART_KARYOTYPE_H
#define POSTCART_KARYOTYPE_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/cytogenetics.h"
#include "postcart/diag.h"
#include "postcart/err.h"

/** Longest text that is read; a longer one is PCART_KARYOTYPE_MANUAL. */
#define PCART_KARYOTYPE_BYTES 16384
#define PCART_KARYOTYPE_CLONES 200
#define PCART_KARYOTYPE_EVENTS 2000
#define PCART_KCHROMS 8 /**< chromosomes that one event may name */

/** Operations in the order of their names. */
typedef enum pcart_kop {
    PCART_KOP_NUMERIC, /**< gain or loss of a chromosome: the sign says */
    PCART_KOP_MARKER,
    PCART_KOP_RING, /**< ring of unknown origin */
    PCART_KOP_DMIN,
    PCART_KOP_ADD,
    PCART_KOP_DEL,
    PCART_KOP_DER,
    PCART_KOP_DIC,
    PCART_KOP_DIR_INS,
    PCART_KOP_DUP,
    PCART_KOP_FIS,
    PCART_KOP_FRA,
    PCART_KOP_HSR,
    PCART_KOP_I,
    PCART_KOP_IDER,
    PCART_KOP_IDIC,
    PCART_KOP_INS,
    PCART_KOP_INV,
    PCART_KOP_INV_INS,
    PCART_KOP_NEO,
    PCART_KOP_PSU_DIC,
    PCART_KOP_PSU_IDIC,
    PCART_KOP_QDP,
    PCART_KOP_R,
    PCART_KOP_REC,
    PCART_KOP_ROB,
    PCART_KOP_T,
    PCART_KOP_TAS,
    PCART_KOP_TRC,
    PCART_KOP_TRP,
    PCART_N_KOP
} pcart_kop;

/** Flags of events. */
enum {
    PCART_KF_UNCERTAIN = 1,      /**< a question mark */
    PCART_KF_CONSTITUTIONAL = 2, /**< c, mat, pat, dn, inh ... */
    PCART_KF_MAYBE_CONST = 4,    /**< ?c */
    PCART_KF_INNER = 8,          /**< part of a derivative */
    PCART_KF_ALTERNATIVE = 16,   /**< after " or " */
    PCART_KF_LEGACY = 32,        /**< short form: 5q-, i(17q) */
    PCART_KF_BARE = 64,          /**< bands left out */
    PCART_KF_VARIANT = 128       /**< a common polymorphism: inv(9)(p12q13) */
};

/** One breakpoint. */
typedef struct pcart_kbreak {
    uint8_t slot; /**< index into the chromosomes of its event */
    char arm;     /**< 'p', 'q', 'c' cen, 't' ter (see is_ter), '?' */
    char ter_arm; /**< 'p' or 'q' for pter and qter; 0 */
    char arm_to;  /**< arm of the end of a range; 0 if none */
    uint8_t is_uncertain;
    char band[8];    /**< "26.2", "1?3", "?" or "" */
    char band_to[8]; /**< end of a range, or "" */
} pcart_kbreak;

/** One abnormality, or one part of a derivative. */
typedef struct pcart_kevent {
    uint64_t key; /**< equal keys: the same abnormality (sign apart) */
    uint32_t offset, length;               /**< in the source text, bytes */
    uint32_t detail_offset, detail_length; /**< long form, in clean text */
    uint16_t id;   /**< first event with this key and sign */
    uint16_t full; /**< for a bare form: event + 1 that has the bands */
    uint16_t first_break, n_break;
    uint16_t n_inner;                 /**< inner events follow directly */
    uint16_t other;                   /**< next alternative ("or"), or 0 */
    uint16_t amount_low, amount_high; /**< markers, rings, dmin: 1 */
    uint16_t copy_low, copy_high;     /**< after x; 1 */
    uint16_t marker;    /**< number of mar1, r2; 0 when not numbered */
    uint16_t marker_to; /**< mar1-5; 0 when not a range */
    uint16_t cells;     /**< [n] inside a composite; 0 when not given */
    uint8_t op;         /**< pcart_kop */
    int8_t sign;        /**< +1, -1, 0 */
    uint8_t flags;
    uint8_t n_chrom;
    uint8_t chrom[PCART_KCHROMS]; /**< 1-22, 23 X, 24 Y, 0 is "?" */
    uint8_t chrom_unsure;         /**< bit per chromosome: ?7 */
} pcart_kevent;

typedef enum pcart_kref {
    PCART_KREF_NONE,
    PCART_KREF_IDEM,
    PCART_KREF_SL,
    PCART_KREF_SDL
} pcart_kref;

/** One abnormality of an expanded clone. */
typedef struct pcart_kitem {
    uint16_t event;
    uint16_t copies;
} pcart_kitem;

/** One clone. */
typedef struct pcart_kclone {
    uint32_t offset, length;               /**< in the source text */
    uint32_t suffix_offset, suffix_length; /**< .ish ..., clean text; or 0 */
    uint16_t count_low, count_high;
    uint16_t first_event, end_event; /**< own events, inner ones included */
    uint16_t set;           /**< cell set: 0 recipient, 1 first donor ... */
    int16_t target;         /**< clone that idem, sl, sdl stand for; -1 */
    uint8_t ref;            /**< pcart_kref */
    uint8_t ref_number;     /**< of sl2, sdl1; 0 when bare */
    uint8_t ref_copies;     /**< idemx2; 1 */
    uint8_t ploidy;         /**< 3 for <3n>; 0 when not written */
    char ploidy_mark;       /**< '+', '-', or 'b' for both; 0 */
    uint8_t doubled;        /**< 50(25,X,...)x2: 2; 1 otherwise */
    uint16_t doubled_count; /**< 50(25,X,...)x2: 25 */
    uint8_t ploidy_sets;    /**< written or taken from the count */
    uint8_t is_composite, is_incomplete, is_sex_unsure, is_sex_constitutional;
    uint8_t is_male; /**< a Y in the sex field or among the items */
    int32_t cells;   /**< -1 when not given */
    char sex[10];    /**< "XY"; "U"; "" when a reference stands for it */
    const pcart_kitem *item; /**< expanded, in the arena */
    uint16_t n_item;
} pcart_kclone;

/** Something that should be known about the text. */
typedef struct pcart_knote {
    uint32_t offset, length; /**< source bytes */
    uint16_t code;           /**< index into pcart_knote_list */
    int16_t a, b;            /**< numbers of the message, when it has any */
} pcart_knote;

/** The catalogue of notes. */
typedef struct pcart_knote_info {
    const char *code; /**< stable word: "count-mismatch" */
    pcart_severity severity;
    const char *message;
} pcart_knote_info;
PCART_API const pcart_knote_info *pcart_knote_list(size_t *n);

typedef enum pcart_karyotype_state {
    PCART_KARYOTYPE_OK,     /**< as the standard has it, or nearly */
    PCART_KARYOTYPE_WARNED, /**< read, with doubts: see the notes */
    PCART_KARYOTYPE_FAILED, /**< "no metaphases" and the like */
    PCART_KARYOTYPE_MANUAL  /**< not read: see the notes */
} pcart_karyotype_state;

/** A karyotype.  Owned by the arena; the text is borrowed. */
typedef struct pcart_karyotype {
    pcart_karyotype_state state;
    const char *source;
    size_t length;
    const char *clean; /**< normalised text, ended with NUL */
    pcart_kclone *clone;
    size_t n_clone;
    pcart_kevent *event;
    size_t n_event;
    pcart_kbreak *bp;
    size_t n_bp;
    pcart_knote *note;
    size_t n_note;
    uint16_t n_set; /**< cell sets separated by // */
    uint8_t origin; /**< 'm' mos, 'c' chi, 0 */
} pcart_karyotype;

/**
 * Read one karyotype.
 *
 * Every byte is consumed by a rule of the grammar, or noted with its offset.
 * Text that cannot be read makes the state PCART_KARYOTYPE_MANUAL: nothing is
 * guessed and no facts follow.
 *
 * @param text  @p length bytes, any encoding, no NUL needed; borrowed by @p out
 * @return PCART_OK, also for text that could not be read; PCART_E_NOMEM
 *
 * Pure; time and memory are bounded by the length of the text.
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_karyotype_read(const char *text, size_t length, pcart_arena *arena,
                     pcart_karyotype *out, pcart_err *err);

/** Choices that change the facts.  Zero is the default of everything. */
typedef struct pcart_karyotype_options {
    int is_donor;  /**< facts of the donor side, not of the host */
    int is_stated; /**< what is written is clonal, whatever its cells */
    pcart_count_scheme scheme;
    int cells_required;       /**< 0: twenty */
    int is_marker_structural; /**< markers and rings make "monosomal" */
    int is_variant_counted;   /**< 1: inv(9) and kin count (default: they do
                                   not, and are noted) */
} pcart_karyotype_options;

/** One piece of proof: this event of this clone proves this fact. */
typedef struct pcart_kproof {
    uint16_t clone, event;
    uint8_t fact; /**< pcart_cyto */
    uint8_t is_possible;
} pcart_kproof;

/** One distinct abnormality and how each scheme counts it. */
typedef struct pcart_kcounted {
    uint16_t event;
    uint16_t copies; /**< largest number in one clone */
    int32_t cells;   /**< metaphases that show it; -1 unknown */
    uint32_t named;  /**< chromosomes, 1 << number; X is 23, Y 24 */
    uint8_t is_clonal;
    uint8_t kind;     /**< pcart_count_kind */
    uint8_t absorbed; /**< part of a derivative: bit per pcart_count_scheme */
    uint16_t weight;  /**< by the chosen scheme, all copies */
} pcart_kcounted;

/** Facts and what proves them. */
typedef struct pcart_karyotype_facts {
    pcart_cytogenetics cyto;
    const pcart_kproof *proof;
    size_t n_proof;
    const pcart_kcounted *counted;
    size_t n_counted;
    int32_t host_cells, donor_cells; /**< -1 when not all are given */
} pcart_karyotype_facts;

/**
 * The facts of one side.
 *
 * @param options  NULL for the defaults
 * @return PCART_OK; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_karyotype_find_facts(
    const pcart_karyotype *karyotype, const pcart_karyotype_options *options,
    pcart_arena *arena, pcart_karyotype_facts *out, pcart_err *err);

/**
 * The karyotype in strict spelling; reads back to the same structure.  A text
 * that was not read comes back as it is.
 *
 * @return text in the arena; NULL when memory is out
 */
PCART_API PCART_MUST_CHECK char *
pcart_karyotype_write(const pcart_karyotype *karyotype, pcart_arena *arena);

/** One event in strict spelling; NULL when memory is out. */
PCART_API PCART_MUST_CHECK char *
pcart_kevent_write(const pcart_karyotype *karyotype, size_t event,
                   pcart_arena *arena);

/** Whether two karyotypes have the same structure (spans apart). */
PCART_API int pcart_karyotype_equal(const pcart_karyotype *a,
                                    const pcart_karyotype *b);

typedef enum pcart_kchange {
    PCART_KCHANGE_SAME,    /**< the same abnormalities */
    PCART_KCHANGE_EVOLVED, /**< all of an earlier clone, and more */
    PCART_KCHANGE_RELATED, /**< shares some, has lost others */
    PCART_KCHANGE_GAINED,  /**< nothing in common with any earlier clone */
    PCART_KCHANGE_LOST     /**< no clone now holds all of it */
} pcart_kchange;

/** What became of one clone. */
typedef struct pcart_kclone_change {
    pcart_kchange change;
    int before, after;    /**< clone indices; -1 when there is none */
    int n_gained, n_lost; /**< abnormalities */
} pcart_kclone_change;

/**
 * Compare two karyotypes of one person over time, abnormal clones of cell set
 * @p set against each other.  Rows: each clone of @p after, then clones of
 * @p before that no later one holds.
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_karyotype_compare(
    const pcart_karyotype *before, const pcart_karyotype *after, int set,
    pcart_arena *arena, const pcart_kclone_change **out, size_t *n,
    pcart_err *err);

/**
 * Exact (Clopper-Pearson) 95 % interval of @p hits of @p n metaphases.
 *
 * @return 0 when @p n is 0: no interval
 */
PCART_API int pcart_metaphase_interval(int32_t hits, int32_t n, double *low,
                                       double *high);

PCART_API const char *pcart_kop_name(pcart_kop op);
PCART_API const char *pcart_karyotype_state_name(pcart_karyotype_state state);
PCART_API const char *pcart_kchange_name(pcart_kchange change);

#endif
