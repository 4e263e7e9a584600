/* sign.c -- the findings by name.  Data only.  Layer: rules. */
#include "postcart/sign.h"

#include <string.h>

// clang-format off
#define HIGH(id, name, title) [PCART_SIGN_##id] = \
    {PCART_SIGN_##id, name, title, 0, 0, 0}
#define LOW(id, name, title) [PCART_SIGN_##id] = \
    {PCART_SIGN_##id, name, title, 1, 0, 0}
#define ASCRIBED(id, name, title) [PCART_SIGN_##id] = \
    {PCART_SIGN_##id, name, title, 0, 1, 0}
#define ITEM(id, name, title, most) [PCART_SIGN_##id] = \
    {PCART_SIGN_##id, name, title, 1, 0, most}

static const pcart_sign_info info[PCART_N_SIGN] = {
    HIGH(TEMPERATURE, "temperature", "temperature"),
    HIGH(FEVER_OVER_HOUR, "fever_over_hour", "38 C or more for over an hour"),
    ASCRIBED(FEVER_OTHER_CAUSE, "fever_other_cause", "fever of another cause"),
    HIGH(ANTIPYRETIC, "antipyretic", "antipyretic"),
    HIGH(SYMPTOMS, "symptoms", "constitutional symptoms"),
    HIGH(HYPOTENSION, "hypotension", "hypotension"),
    LOW(SYSTOLIC, "systolic", "systolic pressure"),
    HIGH(FLUID_BOLUSES, "fluid_boluses", "fluid boluses"),
    HIGH(VASOPRESSOR_DOSE, "vasopressor_dose", "dose of vasopressors"),
    HIGH(VASOPRESSOR_HOURS, "vasopressor_hours", "hours on vasopressors"),
    HIGH(NORADRENALINE, "noradrenaline", "noradrenaline"),
    HIGH(ADRENALINE, "adrenaline", "adrenaline"),
    HIGH(DOPAMINE, "dopamine", "dopamine"),
    HIGH(PHENYLEPHRINE, "phenylephrine", "phenylephrine"),
    HIGH(VASOPRESSIN, "vasopressin", "vasopressin"),
    HIGH(NORADRENALINE_EQUIVALENT, "noradrenaline_equivalent", "noradrenaline equivalent"),
    HIGH(REFRACTORY_SHOCK, "refractory_shock", "refractory or life-threatening hypotension"),
    HIGH(HYPOXIA, "hypoxia", "hypoxia"),
    HIGH(FIO2, "fio2", "inspired oxygen"),
    HIGH(VENTILATOR, "ventilator", "mechanical ventilation"),
    ASCRIBED(AIRWAY_PROTECTION, "airway_protection", "tube only to protect the airway"),
    HIGH(ORGAN_GRADE, "organ_grade", "organ toxicity grade"),
    HIGH(TRANSAMINASE_GRADE, "transaminase_grade", "transaminase grade"),
    HIGH(BILIRUBIN_GRADE, "bilirubin_grade", "bilirubin grade"),
    HIGH(RENAL_GRADE, "renal_grade", "creatinine or oliguria grade"),
    HIGH(PULMONARY_OEDEMA_GRADE, "pulmonary_oedema_grade", "pulmonary oedema grade"),
    HIGH(COAGULOPATHY, "coagulopathy", "coagulopathy that needs products"),
    HIGH(ADMITTED, "admitted", "admission for CRS"),
    HIGH(IV_THERAPY, "iv_therapy", "intravenous therapy"),
    LOW(ICE, "ice", "ICE"),
    /* Items of ICE: Lee 2019, as seen in PMC9327779, table t0002. */
    ITEM(ICE_ORIENTATION, "ice_orientation", "ICE orientation", 4),
    ITEM(ICE_NAMING, "ice_naming", "ICE naming", 3),
    ITEM(ICE_COMMAND, "ice_command", "ICE command", 1),
    ITEM(ICE_WRITING, "ice_writing", "ICE writing", 1),
    ITEM(ICE_COUNTING, "ice_counting", "ICE counting back", 1),
    HIGH(CAPD, "capd", "CAPD"),
    ASCRIBED(DEVELOPMENTAL_DELAY, "developmental_delay", "developmental delay"),
    LOW(CARTOX10, "cartox10", "CARTOX-10"),
    HIGH(UNABLE, "unable", "unable to be tested"),
    HIGH(CONSCIOUSNESS, "consciousness", "consciousness"),
    ASCRIBED(SEDATED, "sedated", "depressed consciousness of another cause"),
    HIGH(SEIZURE, "seizure", "seizure"),
    HIGH(SEIZURE_END, "seizure_end", "end of the seizure"),
    HIGH(MOTOR_WEAKNESS, "motor_weakness", "motor weakness"),
    HIGH(CEREBRAL_OEDEMA, "cerebral_oedema", "cerebral oedema"),
    HIGH(RAISED_ICP, "raised_icp", "signs of raised intracranial pressure"),
    HIGH(PAPILLOEDEMA, "papilloedema", "papilloedema"),
    HIGH(OPENING_PRESSURE, "opening_pressure", "opening pressure"),
    HIGH(POSTURING, "posturing", "posturing"),
    HIGH(SIXTH_NERVE_PALSY, "sixth_nerve_palsy", "sixth nerve palsy"),
    HIGH(CUSHING_TRIAD, "cushing_triad", "Cushing triad"),
    HIGH(HEPATOMEGALY, "hepatomegaly", "hepatomegaly"),
    HIGH(SPLENOMEGALY, "splenomegaly", "splenomegaly"),
    HIGH(HAEMOPHAGOCYTOSIS, "haemophagocytosis", "haemophagocytosis"),
    HIGH(NK_ACTIVITY_LOW, "nk_activity_low", "low NK activity"),
    HIGH(SIL2R, "sil2r", "soluble IL-2 receptor"),
    HIGH(IMMUNOSUPPRESSED, "immunosuppressed", "known immunosuppression"),
    HIGH(NEW_CYTOPENIA, "new_cytopenia", "new, worse or refractory cytopenia"),
    HIGH(FERRITIN_RISE, "ferritin_rise", "ferritin rising rapidly"),
    HIGH(IEC_HS_TIMING, "iec_hs_timing", "after CRS or as a second wave"),
    HIGH(IEC_HS_OTHER_CAUSE, "iec_hs_other_cause", "explained by another cause"),
    HIGH(IEC_HS_SEVERITY, "iec_hs_severity", "severity of IEC-HS"),
    HIGH(ANTICYTOKINE, "anticytokine", "anticytokine therapy"),
    HIGH(CRS, "crs", "CRS"),
    HIGH(HIGH_DOSE, "high_dose", "vasopressors at high dose"),
    HIGH(COUNTED, "counted", "of the above"),
};
// clang-format on

const pcart_sign_info *
pcart_sign_get(int id)
{
    return id >= 0 && id < PCART_N_SIGN ? &info[id] : NULL;
}

const pcart_sign_info *
pcart_sign_find(const char *name)
{
    for (size_t i = 0; i < PCART_N_SIGN; i++)
        if (strcmp(info[i].name, name) == 0)
            return &info[i];
    return NULL;
}
