/* examination.h -- what one marrow, with its karyotype and sequencing, says of
 * a patient: facts, class, risk.  Layer: study. */
#ifndef POSTCART_EXAMINATION_H
#define POSTCART_EXAMINATION_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/cohort.h"
#include "postcart/karyotype.h"
#include "postcart/marrow.h"
#include "postcart/risk.h"

/** Scores of an examination. */
typedef enum pcart_score {
    PCART_SCORE_IPSS,
    PCART_SCORE_IPSSR,
    PCART_SCORE_IPSSRA,
    PCART_SCORE_IPSSM,
    PCART_SCORE_CHRS,
    PCART_SCORE_CCRS,
    PCART_SCORE_ELN,
    PCART_N_SCORE
} pcart_score;

/** Editions of the marrow classes at most. */
enum { PCART_EXAMINATION_EDITIONS = 4 };

/** Whose cells the facts of a karyotype are about. */
typedef enum pcart_examination_side {
    PCART_SIDE_HOST,
    PCART_SIDE_DONOR /**< donor cells alone, or they alone are abnormal */
} pcart_examination_side;

/**
 * One examination: a marrow, and the karyotype, sequencing and counts nearest
 * to it that no infusion parts from it; or a karyotype without any marrow.
 */
typedef struct pcart_examination {
    pcart_date date;                /**< of the marrow, else of the karyotype */
    const pcart_marrow_row *marrow; /**< NULL: none */
    const pcart_karyotype_row *karyotype; /**< NULL: none */
    const pcart_sample *sample;           /**< NULL: none */
    const pcart_event *smn;    /**< diagnosis recorded with it; NULL: none */
    const pcart_lab *count[3]; /**< Hb, platelets, ANC; NULL: none near */
    pcart_karyotype text;      /**< valid with a karyotype */
    pcart_examination_side side;
    pcart_karyotype_facts facts; /**< of that side */
    pcart_marrow input;          /**< what the classes were found from */
    pcart_marrow_class edition[PCART_EXAMINATION_EDITIONS];
    size_t n_edition; /**< 0 without a marrow */
    unsigned scored;  /**< bit per pcart_score: made for the class that is
                           left when open questions are answered no, or for
                           the diagnosis on record */
    unsigned outside; /**< of those: not for a patient like this one */
    pcart_risk risk[PCART_SCORE_IPSSRA + 1]; /**< IPSS, IPSS-R, IPSS-RA */
    pcart_risk chrs, ccrs;
    pcart_ipssm ipssm;
    pcart_eln eln;
    size_t earlier; /**< examination whose karyotype is compared; SIZE_MAX */
    const pcart_kclone_change *change; /**< since then, host clones */
    size_t n_change;
} pcart_examination;

/**
 * All examinations of a patient by date, each with facts, class and scores.
 * Class and scores come from what the tables hold: a gene that a sample does
 * not list is not tested.
 *
 * @return PCART_OK, also for a patient without any; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_examinations_of_patient(
    const pcart_patient *patient, pcart_arena *arena,
    const pcart_examination **out, size_t *n, pcart_err *err);

/** "monosomy 7, 2 abnormalities", "normal", "no metaphases"; NULL when memory
 * is out. */
PCART_API PCART_MUST_CHECK const char *
pcart_examination_karyotype(const pcart_examination *e, pcart_arena *arena);

/** "MDS-IB2" by one edition; "MDS-IB2 unless MDS-biTP53" while a question is
 * open; NULL when memory is out. */
PCART_API PCART_MUST_CHECK const char *
pcart_examination_class(const pcart_examination *e, size_t edition,
                        pcart_arena *arena);

/** Result of a score as it may be reported: "2.5, high", "1 to 2, low to
 * intermediate", "not scored: ..."; NULL when memory is out. */
PCART_API PCART_MUST_CHECK const char *
pcart_examination_score(const pcart_examination *e, pcart_score score,
                        pcart_arena *arena);

/** Category of a score when it is certain; NULL when it is not. */
PCART_API const char *pcart_examination_category(const pcart_examination *e,
                                                 pcart_score score);

/** "IPSS-R"; and the id of its rules, and for whom it was made. */
PCART_API const char *pcart_score_title(pcart_score score);
PCART_API const char *pcart_score_rule(pcart_score score);
PCART_API const char *pcart_score_applies(pcart_score score);

#endif
