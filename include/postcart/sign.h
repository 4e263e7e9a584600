/* sign.h -- raw findings at the bedside, the ground of every toxicity scale.
 * Layer: rules. */
#ifndef POSTCART_SIGN_H
#define POSTCART_SIGN_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/date.h"
#include "postcart/fixed.h"

/**
 * Findings of one day.  Those before PCART_N_SIGN_COLUMN are the columns of
 * the table signs, in its order; the others are worked out.
 */
typedef enum pcart_sign_id {
    PCART_SIGN_TEMPERATURE,       /**< degrees Celsius, highest of the day */
    PCART_SIGN_FEVER_OVER_HOUR,   /**< 38 C or more for over an hour */
    PCART_SIGN_FEVER_OTHER_CAUSE, /**< fever has a cause other than CRS */
    PCART_SIGN_ANTIPYRETIC,       /**< given on this day */
    PCART_SIGN_SYMPTOMS,          /**< constitutional symptoms */
    PCART_SIGN_HYPOTENSION,       /**< pcart_hypotension */
    PCART_SIGN_SYSTOLIC,          /**< lowest systolic pressure, mmHg */
    PCART_SIGN_FLUID_BOLUSES,     /**< number */
    PCART_SIGN_VASOPRESSOR_DOSE,  /**< 0 low, 1 high */
    PCART_SIGN_VASOPRESSOR_HOURS, /**< hours so far */
    PCART_SIGN_NORADRENALINE,     /**< ug/min */
    PCART_SIGN_ADRENALINE,        /**< ug/min */
    PCART_SIGN_DOPAMINE,          /**< ug/kg/min */
    PCART_SIGN_PHENYLEPHRINE,     /**< ug/min */
    PCART_SIGN_VASOPRESSIN,       /**< yes or no */
    PCART_SIGN_NORADRENALINE_EQUIVALENT, /**< of all together, ug/min */
    PCART_SIGN_REFRACTORY_SHOCK,         /**< life-threatening or refractory */
    PCART_SIGN_HYPOXIA,                  /**< pcart_hypoxia */
    PCART_SIGN_FIO2,                     /**< inspired oxygen, % */
    PCART_SIGN_VENTILATOR,               /**< ventilated through a tube */
    PCART_SIGN_AIRWAY_PROTECTION, /**< the tube only protects the airway */
    PCART_SIGN_ORGAN_GRADE,       /**< worst organ but transaminases, CTCAE */
    PCART_SIGN_TRANSAMINASE_GRADE,
    PCART_SIGN_BILIRUBIN_GRADE,
    PCART_SIGN_RENAL_GRADE, /**< creatinine or oliguria */
    PCART_SIGN_PULMONARY_OEDEMA_GRADE,
    PCART_SIGN_COAGULOPATHY, /**< that needs plasma or cryoprecipitate */
    PCART_SIGN_ADMITTED,     /**< in hospital because of CRS */
    PCART_SIGN_IV_THERAPY,   /**< other than fluid resuscitation */
    PCART_SIGN_ICE,          /**< 0 to 10 */
    PCART_SIGN_ICE_ORIENTATION,
    PCART_SIGN_ICE_NAMING,
    PCART_SIGN_ICE_COMMAND,
    PCART_SIGN_ICE_WRITING,
    PCART_SIGN_ICE_COUNTING,
    PCART_SIGN_CAPD,
    PCART_SIGN_DEVELOPMENTAL_DELAY,
    PCART_SIGN_CARTOX10,      /**< 0 to 10 */
    PCART_SIGN_UNABLE,        /**< the patient's state forbade the test */
    PCART_SIGN_CONSCIOUSNESS, /**< pcart_consciousness */
    PCART_SIGN_SEDATED,       /**< depressed consciousness of other cause */
    PCART_SIGN_SEIZURE,       /**< pcart_seizure */
    PCART_SIGN_SEIZURE_END,   /**< 0 rapid, 1 prolonged or repetitive */
    PCART_SIGN_MOTOR_WEAKNESS,
    PCART_SIGN_CEREBRAL_OEDEMA,  /**< 0 none, 1 focal, 2 diffuse */
    PCART_SIGN_RAISED_ICP,       /**< any sign of raised pressure */
    PCART_SIGN_PAPILLOEDEMA,     /**< stage 0 to 5 */
    PCART_SIGN_OPENING_PRESSURE, /**< mmHg */
    PCART_SIGN_POSTURING,
    PCART_SIGN_SIXTH_NERVE_PALSY,
    PCART_SIGN_CUSHING_TRIAD,
    PCART_SIGN_HEPATOMEGALY,
    PCART_SIGN_SPLENOMEGALY,
    PCART_SIGN_HAEMOPHAGOCYTOSIS,
    PCART_SIGN_NK_ACTIVITY_LOW,
    PCART_SIGN_SIL2R, /**< U/mL */
    PCART_SIGN_IMMUNOSUPPRESSED,
    PCART_SIGN_NEW_CYTOPENIA,
    PCART_SIGN_FERRITIN_RISE,
    PCART_SIGN_IEC_HS_TIMING,
    PCART_SIGN_IEC_HS_OTHER_CAUSE,
    PCART_SIGN_IEC_HS_SEVERITY, /**< 1 to 4 */
    PCART_N_SIGN_COLUMN,
    PCART_SIGN_ANTICYTOKINE = PCART_N_SIGN_COLUMN, /**< given by this day */
    PCART_SIGN_CRS,       /**< a day of CRS, graded or recorded */
    PCART_SIGN_HIGH_DOSE, /**< vasopressors at high dose */
    PCART_SIGN_COUNTED,   /**< rows of the same term that count and hold */
    PCART_N_SIGN
} pcart_sign_id;

/** Values of the findings that are codes. */
typedef enum pcart_hypotension {
    PCART_HYPOTENSION_NONE,
    PCART_HYPOTENSION_FLUIDS,
    PCART_HYPOTENSION_ONE_VASOPRESSOR, /**< with or without vasopressin */
    PCART_HYPOTENSION_SEVERAL_VASOPRESSORS
} pcart_hypotension;
typedef enum pcart_hypoxia {
    PCART_HYPOXIA_NONE,
    PCART_HYPOXIA_LOW_FLOW,
    PCART_HYPOXIA_HIGH_FLOW,
    PCART_HYPOXIA_POSITIVE_PRESSURE
} pcart_hypoxia;
typedef enum pcart_consciousness {
    PCART_CONSCIOUSNESS_AWAKE,
    PCART_CONSCIOUSNESS_SPONTANEOUS, /**< drowsy, awakens spontaneously */
    PCART_CONSCIOUSNESS_VOICE,
    PCART_CONSCIOUSNESS_TOUCH,
    PCART_CONSCIOUSNESS_UNROUSABLE
} pcart_consciousness;
typedef enum pcart_seizure {
    PCART_SEIZURE_NONE,
    PCART_SEIZURE_FOCAL,
    PCART_SEIZURE_NONCONVULSIVE,
    PCART_SEIZURE_GENERALISED,
    PCART_SEIZURE_UNSPECIFIED /**< any of the three */
} pcart_seizure;

/** The findings of one row of the table signs. */
typedef struct pcart_sign {
    pcart_date date;
    /** By pcart_sign_id; PCART_FIXED_NONE when it was not recorded. */
    pcart_fixed value[PCART_N_SIGN_COLUMN];
    uint32_t line;
} pcart_sign;

/** What is known of a finding itself. */
typedef struct pcart_sign_info {
    pcart_sign_id id;
    const char *name;   /**< its column: "temperature" */
    const char *title;  /**< for people: "temperature" */
    int is_low_worse;   /**< the lowest value of a day counts */
    int is_no_if_empty; /**< an attribution: not recorded says no */
    int most;           /**< item of a score: its points; else 0 */
} pcart_sign_info;

/** One finding; NULL when there is no such number. */
PCART_API const pcart_sign_info *pcart_sign_get(int id);

/** A finding by its column name; NULL when there is none. */
PCART_API const pcart_sign_info *pcart_sign_find(const char *name);

#endif
