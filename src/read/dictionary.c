/*
 * dictionary.c -- the canonical tables: every column, in one place.
 * Layer: read.  Data first, then the ways to look things up.
 */
#include "postcart/dictionary.h"

#include <string.h>

#include "postcart/cohort.h"
#include "postcart/course.h"
#include "postcart/worklist_rules.h"

#define OPEN PCART_FIXED_NONE
#define CODES(list) (list), PCART_COUNTOF(list)
#define NO_CODES NULL, 0

// clang-format off
static const pcart_code sex[] = {
    {"female",  PCART_SEX_FEMALE,  "f|w|woman|weiblich|femme|mujer"},
    {"male",    PCART_SEX_MALE,    "m|man|maennlich|männlich|homme|hombre"},
    {"other",   PCART_SEX_OTHER,   "o|x|diverse|divers"},
    {"unknown", PCART_SEX_UNKNOWN, "u|unk|not known|n/a|na"},
};

static const pcart_code yes_no[] = {
    {"no",  0, "n|0|false|nein|non|absent"},
    {"yes", 1, "y|1|true|ja|oui|si|present"},
};

static const pcart_code support_kind[] = {
    {"gcsf",        PCART_SUPPORT_GCSF,
     "g-csf|filgrastim|pegfilgrastim|lenograstim|lipegfilgrastim"},
    {"red_cells",   PCART_SUPPORT_RED_CELLS,
     "rbc|prbc|red cells|packed red cells|erythrocytes"},
    {"platelets",   PCART_SUPPORT_PLATELETS, "plt|platelet|thrombocytes"},
    {"epo",         PCART_SUPPORT_EPO,
     "erythropoietin|epoetin|darbepoetin|esa"},
    {"tpo_ra",      PCART_SUPPORT_TPO_RA,
     "tpo-ra|tpora|eltrombopag|romiplostim|avatrombopag"},
    {"ivig",        PCART_SUPPORT_IVIG, "ig|immunoglobulin|immunoglobulins"},
    {"tocilizumab", PCART_SUPPORT_TOCILIZUMAB, "toci"},
    {"steroid",     PCART_SUPPORT_STEROID,
     "steroids|corticosteroid|corticosteroids|dexamethasone|prednisone|"
     "prednisolone|methylprednisolone|hydrocortisone"},
    {"anakinra",    PCART_SUPPORT_ANAKINRA, ""},
    {"other",       PCART_SUPPORT_OTHER, ""},
};

static const pcart_code toxicity_kind[] = {
    {"crs",       PCART_TOXICITY_CRS, "cytokine release syndrome"},
    {"icans",     PCART_TOXICITY_ICANS, "neurotoxicity"},
    {"cres",      PCART_TOXICITY_CRES, ""},
    {"iec_hs",    PCART_TOXICITY_IEC_HS, "iec-hs|hlh|mas|carhlh"},
    {"infection", PCART_TOXICITY_INFECTION, "infections"},
    {"gvhd",      PCART_TOXICITY_GVHD, "agvhd|cgvhd"},
};

static const pcart_code transplant_kind[] = {
    {"autologous", PCART_TRANSPLANT_AUTOLOGOUS, "auto|asct|auto-hsct|autohsct"},
    {"allogeneic", PCART_TRANSPLANT_ALLOGENEIC,
     "allo|allosct|allo-hsct|allohsct"},
    {"boost",      PCART_TRANSPLANT_BOOST,
     "cd34_boost|stem_cell_boost|cd34 boost|stem cell boost|scb"},
};

static const pcart_code event_kind[] = {
    {"relapse",      PCART_EVENT_RELAPSE, ""},
    {"progression",  PCART_EVENT_PROGRESSION, "pd|progressive disease"},
    {"next_therapy", PCART_EVENT_NEXT_THERAPY, "next therapy|next_treatment"},
    {"smn",          PCART_EVENT_SMN,
     "t-mn|tmn|secondary myeloid neoplasm|mds|aml|t-mds|t-aml"},
    {"death",        PCART_EVENT_DEATH, "died|dead|exitus"},
    {"last_contact", PCART_EVENT_LAST_CONTACT,
     "last contact|last_follow_up|last follow-up|alive|censored"},
};

static const pcart_code worklist_rule[] = {
    {"W1", PCART_W1, ""},   {"W2", PCART_W2, ""},   {"W3", PCART_W3, ""},
    {"W4", PCART_W4, ""},   {"W5", PCART_W5, ""},   {"W6", PCART_W6, ""},
    {"W7", PCART_W7, ""},   {"W8", PCART_W8, ""},   {"W9", PCART_W9, ""},
    {"W10", PCART_W10, ""}, {"W11", PCART_W11, ""}, {"W12", PCART_W12, ""},
};

static const pcart_code genome[] = {
    {"GRCh37", PCART_GENOME_GRCH37, "hg19|b37|hs37d5"},
    {"GRCh38", PCART_GENOME_GRCH38, "hg38"},
    {"T2T",    PCART_GENOME_T2T,    "chm13|t2t-chm13"},
};

static const pcart_code fibrosis[] = {
    {"0", 0, "mf-0|mf0"}, {"1", 1, "mf-1|mf1"},
    {"2", 2, "mf-2|mf2"}, {"3", 3, "mf-3|mf3"},
};

static const pcart_code hypotension[] = {
    {"none", PCART_HYPOTENSION_NONE, "no"},
    {"fluids", PCART_HYPOTENSION_FLUIDS, "no vasopressor"},
    {"one_vasopressor", PCART_HYPOTENSION_ONE_VASOPRESSOR,
     "vasopressor|one vasopressor"},
    {"several_vasopressors", PCART_HYPOTENSION_SEVERAL_VASOPRESSORS,
     "several vasopressors"},
};

static const pcart_code vasopressor_dose[] = {
    {"low", 0, ""},
    {"high", 1, ""},
};

static const pcart_code hypoxia[] = {
    {"none", PCART_HYPOXIA_NONE, "no|room air"},
    {"low_flow", PCART_HYPOXIA_LOW_FLOW, "low flow|nasal cannula|blow-by"},
    {"high_flow", PCART_HYPOXIA_HIGH_FLOW,
     "high flow|face mask|non-rebreather|venturi"},
    {"positive_pressure", PCART_HYPOXIA_POSITIVE_PRESSURE,
     "positive pressure|cpap|bipap|ventilated"},
};

static const pcart_code consciousness[] = {
    {"awake", PCART_CONSCIOUSNESS_AWAKE, "alert|normal"},
    {"spontaneous", PCART_CONSCIOUSNESS_SPONTANEOUS,
     "drowsy|awakens spontaneously"},
    {"voice", PCART_CONSCIOUSNESS_VOICE, "wakes to voice"},
    {"touch", PCART_CONSCIOUSNESS_TOUCH, "tactile|wakes to touch"},
    {"unrousable", PCART_CONSCIOUSNESS_UNROUSABLE,
     "unarousable|coma|stupor|vigorous stimuli"},
};

static const pcart_code seizure[] = {
    {"none", PCART_SEIZURE_NONE, "no"},
    {"focal", PCART_SEIZURE_FOCAL, "partial"},
    {"nonconvulsive", PCART_SEIZURE_NONCONVULSIVE,
     "non-convulsive|electrographic"},
    {"generalised", PCART_SEIZURE_GENERALISED, "generalized|tonic-clonic"},
    {"unspecified", PCART_SEIZURE_UNSPECIFIED, "yes"},
};

static const pcart_code seizure_end[] = {
    {"rapid", 0, "brief|resolved|treatment"},
    {"prolonged", 1, "repetitive|repeated|status epilepticus|status"},
};

static const pcart_code oedema[] = {
    {"none", 0, "no"},
    {"not_imaged", 0, "not imaged"},
    {"focal", 1, "local"},
    {"diffuse", 2, ""},
};

static const pcart_code iec_hs_severity[] = {
    {"none", 0, "no"},
    {"no_treatment", 1, "no treatment needed"},
    {"intervention", 2, "intervention needed"},
    {"severe", 3, ""},
    {"life_threatening", 4, "life-threatening"},
};

static const pcart_code organism_class[] = {
    {"bacterial", PCART_ORGANISM_BACTERIAL, "bacteria|bacterium"},
    {"viral", PCART_ORGANISM_VIRAL, "virus"},
    {"fungal", PCART_ORGANISM_FUNGAL, "fungus|mould|mold|yeast"},
    {"parasitic", PCART_ORGANISM_PARASITIC, "parasite"},
    {"not_found", PCART_ORGANISM_NOT_FOUND, "none|not found"},
};

static const pcart_code severity[] = {
    {"mild", PCART_INFECTION_MILD, ""},
    {"moderate", PCART_INFECTION_MODERATE, ""},
    {"severe", PCART_INFECTION_SEVERE, ""},
    {"life_threatening", PCART_INFECTION_LIFE_THREATENING, "life-threatening"},
    {"fatal", PCART_INFECTION_FATAL, "death"},
};

/* Columns of one type; `must` is 1 when the column is required. */
#define ID(name, must, text) \
    {name, PCART_COLUMN_ID, must, "", NO_CODES, OPEN, OPEN, text}
#define TEXT(name, must, text) \
    {name, PCART_COLUMN_TEXT, must, "", NO_CODES, OPEN, OPEN, text}
#define PATH(name, text) \
    {name, PCART_COLUMN_PATH, 0, "", NO_CODES, OPEN, OPEN, text}
#define DATE(name, must, text) \
    {name, PCART_COLUMN_DATE, must, "", NO_CODES, OPEN, OPEN, text}
#define CODE(name, must, list, text) \
    {name, PCART_COLUMN_CODE, must, "", CODES(list), OPEN, OPEN, text}
#define COUNT(name, must, low, high, text) \
    {name, PCART_COLUMN_INTEGER, must, "", NO_CODES, PCART_FIXED(low), high, \
     text}
#define DECIMAL(name, unit, low, high, text) \
    {name, PCART_COLUMN_DECIMAL, 0, unit, NO_CODES, low, high, text}
#define PERCENT(name, text) \
    DECIMAL(name, "%", 0, PCART_FIXED(100), text)
#define PATIENT \
    ID("patient", 1, "The patient, as in the table patients.")

static const pcart_column patients_column[] = {
    ID("patient", 1, "Any short text that names one patient."),
    TEXT("centre", 0, "Where the patient was treated."),
    CODE("sex", 0, sex, "Sex of the patient."),
    {"birth_date", PCART_COLUMN_DATE_OR_YEAR, 0, "", NO_CODES, OPEN, OPEN,
     "Date of birth; the year alone is enough."},
    COUNT("birth_year", 0, 1800, PCART_FIXED(2199),
          "Year of birth, instead of the date."),
    TEXT("diagnosis", 0, "Disease treated, such as DLBCL."),
    TEXT("diagnosis_detail", 0, "More on the diagnosis."),
};

static const pcart_column infusions_column[] = {
    PATIENT,
    COUNT("infusion", 1, 1, PCART_FIXED(99),
          "1 for the first infusion, 2 for the second; fractions of one "
          "infusion share a number."),
    DATE("date", 1, "Day of infusion: day 0."),
    TEXT("product", 0, "Product, such as axi-cel."),
    TEXT("target", 0, "Antigen, such as CD19."),
    TEXT("dose", 0, "Dose with its unit, as written."),
    DATE("lymphodepletion_start", 0, "First day of lymphodepletion."),
    TEXT("lymphodepletion", 0, "Regimen, such as Flu/Cy."),
    TEXT("bridging", 0, "Bridging therapy."),
    COUNT("lines_before", 0, 0, PCART_FIXED(99),
          "Lines of therapy before this infusion."),
};

static const pcart_column labs_column[] = {
    PATIENT,
    DATE("date", 1, "Day of sampling."),
    {"time", PCART_COLUMN_TIME, 0, "", NO_CODES, OPEN, OPEN,
     "Time of sampling, HH:MM."},
    {"analyte", PCART_COLUMN_ANALYTE, 1, "", NO_CODES, OPEN, OPEN,
     "Short name or LOINC code: see Analytes."},
    {"value", PCART_COLUMN_VALUE, 1, "", NO_CODES, OPEN, OPEN,
     "Result; may be bounded, such as <0.1."},
    {"unit", PCART_COLUMN_UNIT, 1, "", NO_CODES, OPEN, OPEN,
     "Unit of the value in any common spelling: see Units."},
    {"ref_low", PCART_COLUMN_VALUE, 0, "", NO_CODES, OPEN, OPEN,
     "The laboratory's lower limit of normal, in the unit of the value: tells "
     "grade 1 of CTCAE from 0."},
};

static const pcart_column supports_column[] = {
    PATIENT,
    DATE("date", 1, "First day."),
    DATE("end_date", 0, "Last day; the first day if empty."),
    CODE("kind", 1, support_kind, "What was given."),
    DECIMAL("amount", "", 0, OPEN, "How much, in the unit beside it."),
    TEXT("unit", 0, "Unit of the amount; required with an amount."),
};

static const pcart_column signs_column[] = {
    PATIENT,
    DATE("date", 1, "Day of the findings."),
    DECIMAL("temperature", "Cel", PCART_FIXED(25), PCART_FIXED(45),
            "Highest temperature of the day."),
    CODE("fever_over_hour", 0, yes_no,
         "38 C or more for over an hour."),
    CODE("fever_other_cause", 0, yes_no,
         "The fever has a cause other than CRS; empty is no."),
    CODE("antipyretic", 0, yes_no,
         "Antipyretics were given."),
    CODE("symptoms", 0, yes_no,
         "Constitutional symptoms: fever, malaise, myalgia ..."),
    CODE("hypotension", 0, hypotension,
         "Low blood pressure and its treatment; vasopressin is not counted."),
    DECIMAL("systolic", "mm[Hg]", PCART_FIXED(20), PCART_FIXED(300),
            "Lowest systolic pressure."),
    COUNT("fluid_boluses", 0, 0, PCART_FIXED(99), "Boluses of fluid for hypotension."),
    CODE("vasopressor_dose", 0, vasopressor_dose,
         "Dose of the vasopressors; high as in Lee 2014."),
    DECIMAL("vasopressor_hours", "h", PCART_FIXED(0), PCART_FIXED(10000),
            "Hours on vasopressors without a break, up to this day."),
    DECIMAL("noradrenaline", "ug/min", PCART_FIXED(0), PCART_FIXED(1000),
            "Highest rate; 0 when not given."),
    DECIMAL("adrenaline", "ug/min", PCART_FIXED(0), PCART_FIXED(1000),
            "Highest rate; 0 when not given."),
    DECIMAL("dopamine", "ug/kg/min", PCART_FIXED(0), PCART_FIXED(1000),
            "Highest rate; 0 when not given."),
    DECIMAL("phenylephrine", "ug/min", PCART_FIXED(0), PCART_FIXED(10000),
            "Highest rate; 0 when not given."),
    CODE("vasopressin", 0, yes_no,
         "Vasopressin was given."),
    DECIMAL("noradrenaline_equivalent", "ug/min", PCART_FIXED(0), PCART_FIXED(10000),
            "Noradrenaline equivalent of all vasopressors together."),
    CODE("refractory_shock", 0, yes_no,
         "Hypotension that is life-threatening or refractory to high doses."),
    CODE("hypoxia", 0, hypoxia,
         "Oxygen needed for hypoxia; low flow is 6 L/min or less."),
    DECIMAL("fio2", "%", PCART_FIXED(0), PCART_FIXED(100),
            "Highest share of inspired oxygen."),
    CODE("ventilator", 0, yes_no,
         "Mechanical ventilation through a tube."),
    CODE("airway_protection", 0, yes_no,
         "The tube only protects the airway; empty is no."),
    COUNT("organ_grade", 0, 0, PCART_FIXED(4), "Highest CTCAE grade of an organ, transaminases apart."),
    COUNT("transaminase_grade", 0, 0, PCART_FIXED(4), "CTCAE grade of AST or ALT."),
    COUNT("bilirubin_grade", 0, 0, PCART_FIXED(4), "CTCAE grade of bilirubin."),
    COUNT("renal_grade", 0, 0, PCART_FIXED(4), "CTCAE grade of creatinine or oliguria."),
    COUNT("pulmonary_oedema_grade", 0, 0, PCART_FIXED(4), "CTCAE grade of pulmonary oedema."),
    CODE("coagulopathy", 0, yes_no,
         "Coagulopathy that needs plasma or cryoprecipitate."),
    CODE("admitted", 0, yes_no,
         "In hospital because of CRS."),
    CODE("iv_therapy", 0, yes_no,
         "Intravenous therapy for CRS other than fluids."),
    COUNT("ice", 0, 0, PCART_FIXED(10), "ICE score; or its five items."),
    COUNT("ice_orientation", 0, 0, PCART_FIXED(4), "Year, month, city, hospital."),
    COUNT("ice_naming", 0, 0, PCART_FIXED(3), "Three objects named."),
    COUNT("ice_command", 0, 0, PCART_FIXED(1), "Simple command followed."),
    COUNT("ice_writing", 0, 0, PCART_FIXED(1), "Sentence written."),
    COUNT("ice_counting", 0, 0, PCART_FIXED(1), "Counted back from 100 by ten."),
    COUNT("capd", 0, 0, PCART_FIXED(32), "CAPD score, for children."),
    CODE("developmental_delay", 0, yes_no,
         "CAPD is used at any age; empty is no."),
    COUNT("cartox10", 0, 0, PCART_FIXED(10), "CARTOX-10 score."),
    CODE("unable", 0, yes_no,
         "ICE, CAPD or CARTOX-10 could not be done because of the state of the patient."),
    CODE("consciousness", 0, consciousness,
         "How the patient awakens."),
    CODE("sedated", 0, yes_no,
         "Depressed consciousness of another cause, such as sedation; empty is no."),
    CODE("seizure", 0, seizure,
         "Worst seizure of the day, clinical or on EEG."),
    CODE("seizure_end", 0, seizure_end,
         "Rapid: within 5 min or by treatment. Prolonged: longer, or repeated without return to baseline."),
    CODE("motor_weakness", 0, yes_no,
         "Deep focal motor weakness."),
    CODE("cerebral_oedema", 0, oedema,
         "Cerebral oedema on imaging."),
    CODE("raised_icp", 0, yes_no,
         "Any sign of raised intracranial pressure; no answers for the empty columns behind it."),
    COUNT("papilloedema", 0, 0, PCART_FIXED(5), "Stage of papilloedema."),
    DECIMAL("opening_pressure", "mm[Hg]", PCART_FIXED(0), PCART_FIXED(200),
            "Opening pressure at lumbar puncture."),
    CODE("posturing", 0, yes_no,
         "Decerebrate or decorticate posturing."),
    CODE("sixth_nerve_palsy", 0, yes_no,
         "Palsy of the sixth cranial nerve."),
    CODE("cushing_triad", 0, yes_no,
         "Cushing triad."),
    CODE("hepatomegaly", 0, yes_no,
         "Enlarged liver."),
    CODE("splenomegaly", 0, yes_no,
         "Enlarged spleen."),
    CODE("haemophagocytosis", 0, yes_no,
         "Haemophagocytosis in a tissue."),
    CODE("nk_activity_low", 0, yes_no,
         "NK-cell activity low or absent."),
    DECIMAL("sil2r", "U/mL", PCART_FIXED(0), PCART_FIXED(10000000),
            "Soluble IL-2 receptor."),
    CODE("immunosuppressed", 0, yes_no,
         "Known underlying immunosuppression."),
    CODE("new_cytopenia", 0, yes_no,
         "New, worsening or refractory cytopenia."),
    CODE("ferritin_rise", 0, yes_no,
         "Ferritin above twice the upper limit of normal, or rising rapidly in the judgement of the clinician."),
    CODE("iec_hs_timing", 0, yes_no,
         "With resolving or resolved CRS, or as a second wave of inflammation."),
    CODE("iec_hs_other_cause", 0, yes_no,
         "Explained by CRS, infection or progression alone."),
    CODE("iec_hs_severity", 0, iec_hs_severity,
         "No treatment needed, intervention needed, severe, or life-threatening."),
};

static const pcart_column toxicities_column[] = {
    PATIENT,
    DATE("date", 1, "First day."),
    DATE("end_date", 0, "Last day."),
    CODE("kind", 1, toxicity_kind, "What happened."),
    TEXT("scale", 0, "Scale of the grade, such as ASTCT 2019."),
    COUNT("grade", 0, 0, PCART_FIXED(5), "Grade on that scale."),
    TEXT("detail", 0, "More on it."),
    CODE("organism_class", 0, organism_class, "What caused an infection."),
    TEXT("organism", 0, "Organism found."),
    TEXT("site", 0, "Site of an infection, such as blood or lung."),
    CODE("severity", 0, severity, "Severity of an infection (Hill 2018)."),
    CODE("intravenous", 0, yes_no, "Intravenous antimicrobials."),
    CODE("in_hospital", 0, yes_no, "In hospital because of it."),
};

static const pcart_column transplants_column[] = {
    PATIENT,
    DATE("date", 1, "Day of infusion of the graft."),
    CODE("kind", 1, transplant_kind, "Kind of graft."),
    TEXT("donor", 0, "Donor, such as matched sibling."),
    CODE("donor_sex", 0, sex, "Sex of the donor."),
    DECIMAL("cd34_dose", "10^6/kg", 0, PCART_FIXED(1000), "CD34+ cells given."),
    CODE("selected", 0, yes_no, "CD34-selected."),
    TEXT("conditioning", 0, "Conditioning regimen; empty when there was none."),
};

static const pcart_column marrows_column[] = {
    PATIENT,
    DATE("date", 1, "Day of aspiration or biopsy."),
    PERCENT("cellularity", "Cellularity."),
    PERCENT("blasts", "Blasts in the marrow."),
    PERCENT("blood_blasts", "Blasts in the blood."),
    PERCENT("dysplasia_erythroid", "Dysplastic cells of the lineage."),
    PERCENT("dysplasia_granulocytic", "Dysplastic cells of the lineage."),
    PERCENT("dysplasia_megakaryocytic", "Dysplastic cells of the lineage."),
    COUNT("cells_erythroid", 0, 0, PCART_FIXED(100000), "Cells counted."),
    COUNT("cells_granulocytic", 0, 0, PCART_FIXED(100000), "Cells counted."),
    COUNT("cells_megakaryocytic", 0, 0, PCART_FIXED(100000), "Cells counted."),
    PERCENT("ring_sideroblasts", "Of erythroid precursors."),
    CODE("auer_rods", 0, yes_no, "Auer rods."),
    CODE("fibrosis", 0, fibrosis, "Grade of fibrosis."),
};

static const pcart_column karyotypes_column[] = {
    PATIENT,
    DATE("date", 1, "Day of sampling."),
    TEXT("specimen", 0, "Marrow or blood."),
    TEXT("iscn", 1, "Karyotype in ISCN notation."),
};

static const pcart_column samples_column[] = {
    PATIENT,
    ID("sample", 1, "Any short text that names one sample."),
    DATE("date", 1, "Day of sampling."),
    TEXT("specimen", 0,
         "Blood, marrow, apheresis ...; donor: DNA of the donor himself."),
    CODE("genome", 0, genome, "Reference genome of the positions."),
    PATH("regions", "What was sequenced: a BED file."),
    PATH("alignment", "Reads: a BAM or CRAM file."),
    DECIMAL("mean_depth", "reads", 0, OPEN, "Mean depth over the regions."),
    TEXT("genes", 0,
         "Genes covered, with semicolons: one of them without a row in the "
         "table variants has no variant."),
};

static const pcart_column variants_column[] = {
    ID("sample", 1, "The sample, as in the table samples."),
    TEXT("gene", 0, "Gene symbol."),
    TEXT("chrom", 0, "Chromosome."),
    COUNT("pos", 0, 1, PCART_FIXED(3000000000), "Position, from 1, as in VCF."),
    TEXT("ref", 0, "Reference allele."),
    TEXT("alt", 0, "Alternate allele."),
    TEXT("hgvs_c", 0, "Change of the coding sequence."),
    TEXT("hgvs_p", 0, "Change of the protein."),
    COUNT("alt_reads", 0, 0, PCART_FIXED(1000000000), "Reads with the variant."),
    COUNT("depth", 0, 0, PCART_FIXED(1000000000), "Reads at the position."),
    DECIMAL("vaf", "fraction", 0, PCART_FIXED(1), "Variant allele fraction."),
};

static const pcart_column chimerism_column[] = {
    PATIENT,
    DATE("date", 1, "Day of sampling."),
    TEXT("lineage", 0, "Whole blood, T cells, CD34 ..."),
    {"donor_fraction", PCART_COLUMN_VALUE, 1, "fraction", NO_CODES, 0,
     PCART_FIXED(1), "Share of donor cells; may be bounded, such as >0.99."},
    TEXT("method", 0, "STR, qPCR, FISH, sequencing ..."),
    DECIMAL("sensitivity", "fraction", 0, PCART_FIXED(1),
            "Smallest share that the method finds."),
};

static const pcart_column responses_column[] = {
    PATIENT,
    DATE("date", 1, "Day of assessment."),
    TEXT("response", 0, "Response, such as CR."),
    TEXT("mrd", 0, "Measurable residual disease, as reported."),
};

static const pcart_column events_column[] = {
    PATIENT,
    DATE("date", 1, "Day of the event."),
    CODE("kind", 1, event_kind, "What happened."),
    TEXT("detail", 0, "More, such as the cause of death."),
};

static const pcart_column acknowledgements_column[] = {
    PATIENT,
    CODE("rule", 1, worklist_rule, "Rule of the worklist, such as W3."),
    DATE("date", 1, "Day on which somebody decided."),
    TEXT("by", 1, "Who decided."),
    TEXT("reason", 1, "Why the entry may rest."),
};

#define TABLE(number, name, must, text) \
    {number, #name, must, name##_column, PCART_COUNTOF(name##_column), text}

static const pcart_dictionary_table table[PCART_N_TABLE] = {
    TABLE(PCART_TABLE_PATIENTS, patients, 1, "One row per patient."),
    TABLE(PCART_TABLE_INFUSIONS, infusions, 1,
          "One row per infusion of CAR-T cells."),
    TABLE(PCART_TABLE_LABS, labs, 0, "One row per result."),
    TABLE(PCART_TABLE_SUPPORTS, supports, 0,
          "Growth factors, transfusions and other supportive drugs."),
    TABLE(PCART_TABLE_SIGNS, signs, 0,
          "Raw findings for the grades of CRS, ICANS, CRES and IEC-HS; of several "
          "rows of a day the worst findings count. An empty cell is not known."),
    TABLE(PCART_TABLE_TOXICITIES, toxicities, 0,
          "Toxicities with a grade given by the centre, and infections."),
    TABLE(PCART_TABLE_TRANSPLANTS, transplants, 0,
          "Stem cell transplants and boosts, before and after the infusion."),
    TABLE(PCART_TABLE_MARROWS, marrows, 0, "One row per marrow examination."),
    TABLE(PCART_TABLE_KARYOTYPES, karyotypes, 0, "One row per karyotype."),
    TABLE(PCART_TABLE_SAMPLES, samples, 0, "One row per sequenced sample."),
    TABLE(PCART_TABLE_VARIANTS, variants, 0,
          "One row per variant of a sample, in any order or, to be read as a "
          "stream, in the order of the samples."),
    TABLE(PCART_TABLE_CHIMERISM, chimerism, 0,
          "Donor chimerism after a transplant."),
    TABLE(PCART_TABLE_RESPONSES, responses, 0, "Responses of the disease."),
    TABLE(PCART_TABLE_EVENTS, events, 0,
          "Outcomes; without a last_contact or death a patient has no follow-up "
          "beyond the last count."),
    TABLE(PCART_TABLE_ACKNOWLEDGEMENTS, acknowledgements, 0,
          "Entries of the worklist that somebody has seen: who, when, why."),
};
// clang-format on

_Static_assert(PCART_COUNTOF(signs_column) <= PCART_DICTIONARY_MAX_COLUMN,
               "the widest table fits");

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int
is_same(const char *name, const char *text, size_t length)
{
    size_t i;

    for (i = 0; i < length && name[i]; i++)
        if (lower(name[i]) != lower(text[i]))
            return 0;
    return i == length && name[i] == '\0';
}

const pcart_dictionary_table *
pcart_dictionary_get(pcart_table_id id)
{
    return &table[id];
}

const pcart_dictionary_table *
pcart_dictionary_find(const char *name)
{
    for (size_t i = 0; i < PCART_COUNTOF(table); i++)
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    return NULL;
}

int
pcart_dictionary_column(const pcart_dictionary_table *of, const char *name,
                        size_t length)
{
    for (size_t i = 0; i < of->n_column; i++)
        if (is_same(of->column[i].name, name, length))
            return (int)i;
    return -1;
}

/* Whether one of the words between `|` is the text. */
static int
is_listed(const char *words, const char *text, size_t length)
{
    while (*words) {
        size_t n = strcspn(words, "|");
        size_t i = 0;

        while (i < n && i < length && lower(words[i]) == lower(text[i]))
            i++;
        if (n == length && i == n)
            return 1;
        words += n + (words[n] == '|');
    }
    return 0;
}

const pcart_code *
pcart_dictionary_code(const pcart_column *column, const char *text,
                      size_t length)
{
    if (length == 0)
        return NULL;
    for (size_t i = 0; i < column->n_code; i++)
        if (is_same(column->code[i].name, text, length) ||
            is_listed(column->code[i].synonym, text, length))
            return &column->code[i];
    return NULL;
}

const char *
pcart_column_type_name(pcart_column_type type)
{
    static const char *const name[] = {
        [PCART_COLUMN_ID] = "id",
        [PCART_COLUMN_TEXT] = "text",
        [PCART_COLUMN_INTEGER] = "whole number",
        [PCART_COLUMN_DECIMAL] = "number",
        [PCART_COLUMN_DATE] = "date",
        [PCART_COLUMN_DATE_OR_YEAR] = "date or year",
        [PCART_COLUMN_TIME] = "time",
        [PCART_COLUMN_CODE] = "code",
        [PCART_COLUMN_VALUE] = "measured value",
        [PCART_COLUMN_ANALYTE] = "analyte",
        [PCART_COLUMN_UNIT] = "unit",
        [PCART_COLUMN_PATH] = "path",
    };

    return name[type];
}
