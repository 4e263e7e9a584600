/* binding.c -- where the columns of each table go.  Layer: read.  Data only. */
#include "read/binding.h"

#include <stddef.h>

#define NOTHING(column)                                                        \
    {                                                                          \
        column, PCARTI_TO_NOTHING, 0                                           \
    }
#define TEXT(type, column, member)                                             \
    {                                                                          \
        column, PCARTI_TO_TEXT, offsetof(type, member)                         \
    }
#define INT(type, column, member)                                              \
    {                                                                          \
        column, PCARTI_TO_INT, offsetof(type, member)                          \
    }
#define INT64(type, column, member)                                            \
    {                                                                          \
        column, PCARTI_TO_INT64, offsetof(type, member)                        \
    }
#define DATE(type, column, member)                                             \
    {                                                                          \
        column, PCARTI_TO_DATE, offsetof(type, member)                         \
    }
#define FIXED(type, column, member)                                            \
    {                                                                          \
        column, PCARTI_TO_FIXED, offsetof(type, member)                        \
    }

// clang-format off
static const pcarti_binding patients[] = {
    TEXT(pcart_patient, "patient", id),
    TEXT(pcart_patient, "centre", centre),
    INT(pcart_patient, "sex", sex),
    DATE(pcart_patient, "birth_date", birth_date),
    INT(pcart_patient, "birth_year", birth_year),
    TEXT(pcart_patient, "diagnosis", diagnosis),
    TEXT(pcart_patient, "diagnosis_detail", diagnosis_detail),
};

static const pcarti_binding infusions[] = {
    NOTHING("patient"),
    INT(pcart_infusion, "infusion", number),
    DATE(pcart_infusion, "date", date),
    TEXT(pcart_infusion, "product", product),
    TEXT(pcart_infusion, "target", target),
    TEXT(pcart_infusion, "dose", dose),
    DATE(pcart_infusion, "lymphodepletion_start", lymphodepletion_start),
    TEXT(pcart_infusion, "lymphodepletion", lymphodepletion),
    TEXT(pcart_infusion, "bridging", bridging),
    INT(pcart_infusion, "lines_before", lines_before),
};

static const pcarti_binding supports[] = {
    NOTHING("patient"),
    DATE(pcart_support, "date", first),
    DATE(pcart_support, "end_date", last),
    INT(pcart_support, "kind", kind),
    FIXED(pcart_support, "amount", amount),
    NOTHING("unit"),
};

/* A finding that is a decimal, or a whole number or code. */
#define MEASURED(id, name) \
    {name, PCARTI_TO_FIXED, offsetof(pcart_sign, value[PCART_SIGN_##id])}
#define CODED(id, name) \
    {name, PCARTI_TO_WHOLE, offsetof(pcart_sign, value[PCART_SIGN_##id])}

static const pcarti_binding signs[] = {
    NOTHING("patient"),
    DATE(pcart_sign, "date", date),
    MEASURED(TEMPERATURE, "temperature"),
    CODED(FEVER_OVER_HOUR, "fever_over_hour"),
    CODED(FEVER_OTHER_CAUSE, "fever_other_cause"),
    CODED(ANTIPYRETIC, "antipyretic"),
    CODED(SYMPTOMS, "symptoms"),
    CODED(HYPOTENSION, "hypotension"),
    MEASURED(SYSTOLIC, "systolic"),
    CODED(FLUID_BOLUSES, "fluid_boluses"),
    CODED(VASOPRESSOR_DOSE, "vasopressor_dose"),
    MEASURED(VASOPRESSOR_HOURS, "vasopressor_hours"),
    MEASURED(NORADRENALINE, "noradrenaline"),
    MEASURED(ADRENALINE, "adrenaline"),
    MEASURED(DOPAMINE, "dopamine"),
    MEASURED(PHENYLEPHRINE, "phenylephrine"),
    CODED(VASOPRESSIN, "vasopressin"),
    MEASURED(NORADRENALINE_EQUIVALENT, "noradrenaline_equivalent"),
    CODED(REFRACTORY_SHOCK, "refractory_shock"),
    CODED(HYPOXIA, "hypoxia"),
    MEASURED(FIO2, "fio2"),
    CODED(VENTILATOR, "ventilator"),
    CODED(AIRWAY_PROTECTION, "airway_protection"),
    CODED(ORGAN_GRADE, "organ_grade"),
    CODED(TRANSAMINASE_GRADE, "transaminase_grade"),
    CODED(BILIRUBIN_GRADE, "bilirubin_grade"),
    CODED(RENAL_GRADE, "renal_grade"),
    CODED(PULMONARY_OEDEMA_GRADE, "pulmonary_oedema_grade"),
    CODED(COAGULOPATHY, "coagulopathy"),
    CODED(ADMITTED, "admitted"),
    CODED(IV_THERAPY, "iv_therapy"),
    CODED(ICE, "ice"),
    CODED(ICE_ORIENTATION, "ice_orientation"),
    CODED(ICE_NAMING, "ice_naming"),
    CODED(ICE_COMMAND, "ice_command"),
    CODED(ICE_WRITING, "ice_writing"),
    CODED(ICE_COUNTING, "ice_counting"),
    CODED(CAPD, "capd"),
    CODED(DEVELOPMENTAL_DELAY, "developmental_delay"),
    CODED(CARTOX10, "cartox10"),
    CODED(UNABLE, "unable"),
    CODED(CONSCIOUSNESS, "consciousness"),
    CODED(SEDATED, "sedated"),
    CODED(SEIZURE, "seizure"),
    CODED(SEIZURE_END, "seizure_end"),
    CODED(MOTOR_WEAKNESS, "motor_weakness"),
    CODED(CEREBRAL_OEDEMA, "cerebral_oedema"),
    CODED(RAISED_ICP, "raised_icp"),
    CODED(PAPILLOEDEMA, "papilloedema"),
    MEASURED(OPENING_PRESSURE, "opening_pressure"),
    CODED(POSTURING, "posturing"),
    CODED(SIXTH_NERVE_PALSY, "sixth_nerve_palsy"),
    CODED(CUSHING_TRIAD, "cushing_triad"),
    CODED(HEPATOMEGALY, "hepatomegaly"),
    CODED(SPLENOMEGALY, "splenomegaly"),
    CODED(HAEMOPHAGOCYTOSIS, "haemophagocytosis"),
    CODED(NK_ACTIVITY_LOW, "nk_activity_low"),
    MEASURED(SIL2R, "sil2r"),
    CODED(IMMUNOSUPPRESSED, "immunosuppressed"),
    CODED(NEW_CYTOPENIA, "new_cytopenia"),
    CODED(FERRITIN_RISE, "ferritin_rise"),
    CODED(IEC_HS_TIMING, "iec_hs_timing"),
    CODED(IEC_HS_OTHER_CAUSE, "iec_hs_other_cause"),
    CODED(IEC_HS_SEVERITY, "iec_hs_severity"),
};

static const pcarti_binding toxicities[] = {
    NOTHING("patient"),
    DATE(pcart_toxicity, "date", first),
    DATE(pcart_toxicity, "end_date", last),
    INT(pcart_toxicity, "kind", kind),
    TEXT(pcart_toxicity, "scale", scale),
    INT(pcart_toxicity, "grade", grade),
    TEXT(pcart_toxicity, "detail", detail),
    INT(pcart_toxicity, "organism_class", organism_class),
    TEXT(pcart_toxicity, "organism", organism),
    TEXT(pcart_toxicity, "site", site),
    INT(pcart_toxicity, "severity", severity),
    INT(pcart_toxicity, "intravenous", is_iv),
    INT(pcart_toxicity, "in_hospital", is_hospital),
};

static const pcarti_binding transplants[] = {
    NOTHING("patient"),
    DATE(pcart_transplant, "date", date),
    INT(pcart_transplant, "kind", kind),
    TEXT(pcart_transplant, "donor", donor),
    INT(pcart_transplant, "donor_sex", donor_sex),
    FIXED(pcart_transplant, "cd34_dose", cd34_dose),
    INT(pcart_transplant, "selected", is_selected),
    TEXT(pcart_transplant, "conditioning", conditioning),
};

static const pcarti_binding marrows[] = {
    NOTHING("patient"),
    DATE(pcart_marrow_row, "date", date),
    FIXED(pcart_marrow_row, "cellularity", cellularity),
    FIXED(pcart_marrow_row, "blasts", blasts),
    FIXED(pcart_marrow_row, "blood_blasts", blood_blasts),
    FIXED(pcart_marrow_row, "dysplasia_erythroid", dysplasia_erythroid),
    FIXED(pcart_marrow_row, "dysplasia_granulocytic", dysplasia_granulocytic),
    FIXED(pcart_marrow_row, "dysplasia_megakaryocytic", dysplasia_megakaryocytic),
    INT(pcart_marrow_row, "cells_erythroid", cells_erythroid),
    INT(pcart_marrow_row, "cells_granulocytic", cells_granulocytic),
    INT(pcart_marrow_row, "cells_megakaryocytic", cells_megakaryocytic),
    FIXED(pcart_marrow_row, "ring_sideroblasts", ring_sideroblasts),
    INT(pcart_marrow_row, "auer_rods", auer_rods),
    INT(pcart_marrow_row, "fibrosis", fibrosis),
};

static const pcarti_binding karyotypes[] = {
    NOTHING("patient"),
    DATE(pcart_karyotype_row, "date", date),
    TEXT(pcart_karyotype_row, "specimen", specimen),
    TEXT(pcart_karyotype_row, "iscn", iscn),
};

static const pcarti_binding samples[] = {
    NOTHING("patient"),
    TEXT(pcart_sample, "sample", id),
    DATE(pcart_sample, "date", date),
    TEXT(pcart_sample, "specimen", specimen),
    INT(pcart_sample, "genome", genome),
    TEXT(pcart_sample, "regions", regions),
    TEXT(pcart_sample, "alignment", alignment),
    FIXED(pcart_sample, "mean_depth", mean_depth),
    TEXT(pcart_sample, "genes", genes),
};

static const pcarti_binding variants[] = {
    NOTHING("sample"),
    TEXT(pcart_variant_row, "gene", gene),
    TEXT(pcart_variant_row, "chrom", chrom),
    INT64(pcart_variant_row, "pos", pos),
    TEXT(pcart_variant_row, "ref", ref),
    TEXT(pcart_variant_row, "alt", alt),
    TEXT(pcart_variant_row, "hgvs_c", hgvs_c),
    TEXT(pcart_variant_row, "hgvs_p", hgvs_p),
    INT64(pcart_variant_row, "alt_reads", alt_reads),
    INT64(pcart_variant_row, "depth", depth),
    FIXED(pcart_variant_row, "vaf", vaf),
};

static const pcarti_binding chimerism[] = {
    NOTHING("patient"),
    DATE(pcart_chimerism, "date", date),
    TEXT(pcart_chimerism, "lineage", lineage),
    FIXED(pcart_chimerism, "donor_fraction", donor_fraction),
    TEXT(pcart_chimerism, "method", method),
    FIXED(pcart_chimerism, "sensitivity", sensitivity),
};

static const pcarti_binding responses[] = {
    NOTHING("patient"),
    DATE(pcart_response, "date", date),
    TEXT(pcart_response, "response", response),
    TEXT(pcart_response, "mrd", mrd),
};

static const pcarti_binding events[] = {
    NOTHING("patient"),
    DATE(pcart_event, "date", date),
    INT(pcart_event, "kind", kind),
    TEXT(pcart_event, "detail", detail),
};

static const pcarti_binding acknowledgements[] = {
    NOTHING("patient"),
    INT(pcart_acknowledgement, "rule", rule),
    DATE(pcart_acknowledgement, "date", date),
    TEXT(pcart_acknowledgement, "by", by),
    TEXT(pcart_acknowledgement, "reason", reason),
};

/* A table whose rows are an array of the patient. */
#define ARRAY(type, list, member) \
    {sizeof(type), list, PCART_COUNTOF(list), offsetof(type, line), \
     offsetof(pcart_patient, member), offsetof(pcart_patient, n_##member)}

static const pcarti_layout layout[PCART_N_TABLE] = {
    [PCART_TABLE_PATIENTS] = {sizeof(pcart_patient), patients,
                              PCART_COUNTOF(patients),
                              offsetof(pcart_patient, line), 0, 0},
    [PCART_TABLE_INFUSIONS] = ARRAY(pcart_infusion, infusions, infusion),
    [PCART_TABLE_LABS] = {0},
    [PCART_TABLE_SUPPORTS] = ARRAY(pcart_support, supports, support),
    [PCART_TABLE_SIGNS] = ARRAY(pcart_sign, signs, sign),
    [PCART_TABLE_TOXICITIES] = ARRAY(pcart_toxicity, toxicities, toxicity),
    [PCART_TABLE_TRANSPLANTS] = ARRAY(pcart_transplant, transplants,
                                      transplant),
    [PCART_TABLE_MARROWS] = ARRAY(pcart_marrow_row, marrows, marrow),
    [PCART_TABLE_KARYOTYPES] = ARRAY(pcart_karyotype_row, karyotypes,
                                     karyotype),
    [PCART_TABLE_SAMPLES] = ARRAY(pcart_sample, samples, sample),
    /* The owner of a variant is a sample: see record.c. */
    [PCART_TABLE_VARIANTS] = {sizeof(pcart_variant_row), variants,
                              PCART_COUNTOF(variants),
                              offsetof(pcart_variant_row, line), 0, 0},
    [PCART_TABLE_CHIMERISM] = ARRAY(pcart_chimerism, chimerism, chimerism),
    [PCART_TABLE_RESPONSES] = ARRAY(pcart_response, responses, response),
    [PCART_TABLE_EVENTS] = ARRAY(pcart_event, events, event),
    [PCART_TABLE_ACKNOWLEDGEMENTS] = ARRAY(pcart_acknowledgement,
                                           acknowledgements, acknowledgement),
};
// clang-format on

const pcarti_layout *
pcarti_layout_get(pcart_table_id id)
{
    return &layout[id];
}
