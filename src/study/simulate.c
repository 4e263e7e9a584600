/* simulate.c -- synthetic cohorts in the canonical tables.  Layer: study. */
#include "postcart/simulate.h"

#include <string.h>

#include "core/embedded.h"
#include "postcart/arena.h"
#include "study/simulate_sketch.h"

enum {
    STREAM_DIRT = 3,
    STREAM_ROLES = 4,
    STREAM_ROLE = 5,
    FLUSH = 1 << 18,
    LEAST_ROWS = 60
};

static const char *const file_name[] = {
    "patients.csv",   "infusions.csv",  "labs.csv",        "supports.csv",
    "signs.csv",      "toxicities.csv", "transplants.csv", "marrows.csv",
    "karyotypes.csv", "samples.csv",    "variants.csv",    "chimerism.csv",
    "responses.csv",  "events.csv",     "study.yaml",      "README.txt",
};

static const char *const header[PCARTI_SIM_N_TABLE] = {
    "patient,centre,sex,birth_year,diagnosis,diagnosis_detail\n",
    "patient,infusion,date,product,target,dose,lymphodepletion_start,"
    "lymphodepletion,bridging,lines_before\n",
    "patient,date,time,analyte,value,unit\n",
    "patient,date,end_date,kind,amount,unit\n",
    "patient,date,temperature,symptoms,hypotension,vasopressor_dose,"
    "vasopressor_hours,refractory_shock,fluid_boluses,hypoxia,fio2,ventilator,"
    "organ_grade,"
    "transaminase_grade,coagulopathy,admitted,iv_therapy,ice,cartox10,"
    "consciousness,seizure,"
    "seizure_end,motor_weakness,cerebral_oedema,raised_icp\n",
    "patient,date,end_date,kind,scale,grade,detail,organism_class\n",
    "patient,date,kind,donor,donor_sex,cd34_dose,selected,conditioning\n",
    "patient,date,cellularity,blasts,blood_blasts,dysplasia_erythroid,"
    "dysplasia_granulocytic,dysplasia_megakaryocytic,cells_erythroid,"
    "cells_granulocytic,cells_megakaryocytic,ring_sideroblasts,auer_rods,"
    "fibrosis\n",
    "patient,date,specimen,iscn\n",
    "patient,sample,date,specimen,genome,regions,alignment,mean_depth,"
    "genes\n",
    "sample,gene,chrom,pos,ref,alt,hgvs_c,hgvs_p,alt_reads,depth,vaf\n",
    "patient,date,lineage,donor_fraction,method,sensitivity\n",
    "patient,date,response,mrd\n",
    "patient,date,kind,detail\n",
};

#define CLONHEMA "clonhema"

extern const pcarti_embedded pcarti_studies[]; /* studies/ */

static const pcarti_sim_small *const small[] = {
    &pcarti_sim_theron,
    &pcarti_sim_vainstein,
    &pcarti_sim_boost,
    &pcarti_sim_second,
};

/* Mean rows of labs per patient against the share of the visits that is
 * written, measured over fifteen blocks. */
static const struct {
    double keep, rows;
} yield[] = {
    {0.05, 57.0}, {0.1, 70.0}, {0.2, 96.7}, {0.5, 178.5}, {1.0, 310.7},
};

const char *const *
pcart_simulate_files(size_t *n)
{
    *n = PCART_COUNTOF(file_name);
    return file_name;
}

/* The share of the visits that gives so many rows; above 1: too many. */
static double
find_share(uint32_t rows)
{
    size_t i = 1;

    if (rows == 0)
        return 1.0;
    while (i + 1 < PCART_COUNTOF(yield) && yield[i].rows < rows)
        i++;
    return yield[i - 1].keep + (rows - yield[i - 1].rows) *
                                   (yield[i].keep - yield[i - 1].keep) /
                                   (yield[i].rows - yield[i - 1].rows);
}

static pcart_status
flush(pcarti_sim *sim, size_t least, pcart_simulate_write *write, void *ctx,
      pcart_err *err)
{
    for (size_t i = 0; i < PCARTI_SIM_N_TABLE; i++) {
        pcarti_buf *out = &sim->out[i];
        pcart_status status = pcarti_buf_status(out, err);

        if (status)
            return status;
        if (out->length < least || out->length == 0)
            continue;
        status = write(ctx, file_name[i], out->data, out->length, err);
        if (status)
            return status;
        pcarti_buf_clear(out);
    }
    return PCART_OK;
}

/* The study that belongs to a cohort: studies/NAME.yaml. */
static const pcarti_embedded *
find_study(const char *name)
{
    size_t n = strlen(name);

    for (const pcarti_embedded *study = pcarti_studies; study->name; study++)
        if (strncmp(study->name, name, n) == 0 &&
            strcmp(study->name + n, ".yaml") == 0)
            return study;
    return NULL;
}

static const char *const clonhema_source =
    "Farina et al., Bone Marrow Transplant 2025;60:702-704, doi "
    "10.1038/s41409-025-02529-x";

static void
print_notes(pcarti_buf *out, uint32_t n, const pcarti_sim_small *cohort,
            const pcart_simulate_options *options)
{
    pcarti_buf_text(
        out, "SYNTHETIC DATA.  No person stands behind any row of this folder."
             "\n\nMade by `postcart simulate --like ");
    pcarti_buf_text(out, cohort ? cohort->name : CLONHEMA);
    pcarti_buf_text(out, "`: ");
    pcarti_buf_int(out, n);
    pcarti_buf_text(out, " patients, seed ");
    pcarti_buf_print(out, "%llu", (unsigned long long)options->seed);
    if (options->rows_per_patient) {
        pcarti_buf_text(out, ", about ");
        pcarti_buf_int(out, options->rows_per_patient);
        pcarti_buf_text(out, " laboratory rows per patient");
    }
    if (options->is_dirty)
        pcarti_buf_text(out, ", with faults added to labs.csv");
    pcarti_buf_text(out, ".\nMargins follow the published counts of\n");
    pcarti_buf_text(out, cohort ? cohort->source : clonhema_source);
    pcarti_buf_text(out,
                    ",\nand choices where these are silent "
                    "(doc/method/simulate.md).  Not for any conclusion about\n"
                    "patients.\n");
}

static pcart_status
write_notes(uint32_t n, const pcarti_sim_small *cohort,
            const pcart_simulate_options *options, pcart_simulate_write *write,
            void *ctx, pcart_err *err)
{
    const pcarti_embedded *study = find_study(cohort ? cohort->name : CLONHEMA);
    pcarti_buf out = {0};
    pcart_status status = PCART_OK;

    if (study)
        status = write(ctx, "study.yaml", (const char *)study->bytes,
                       study->length, err);
    if (status)
        return status;
    print_notes(&out, n, cohort, options);
    status = pcarti_buf_status(&out, err);
    if (status == PCART_OK)
        status = write(ctx, "README.txt", out.data, out.length, err);
    pcarti_buf_release(&out);
    return status;
}

static pcart_status
write_tables(pcarti_sim *sim, uint32_t n, pcart_simulate_write *write,
             void *ctx, pcart_err *err)
{
    pcarti_sim_transfusion transfusion[PCARTI_SIM_MAX_TRANSFUSION];
    pcarti_sim_person person;
    pcart_status status;

    for (size_t i = 0; i < PCARTI_SIM_N_TABLE; i++)
        pcarti_buf_text(&sim->out[i], header[i]);
    for (uint32_t i = 0; i < n; i++) {
        int given;

        pcarti_sim_plan(sim, i, &person);
        pcarti_rng_init(&sim->dirt, sim->seed, STREAM_DIRT, i);
        given = pcarti_sim_blood(sim, &person, transfusion);
        pcarti_sim_record(sim, &person, transfusion, given);
        pcarti_sim_sign(sim, &person, i);
        status = flush(sim, FLUSH, write, ctx, err);
        if (status)
            return status;
    }
    return flush(sim, 0, write, ctx, err);
}

/* "THE-001". */
static void
write_id(char *out, const char *prefix, uint32_t number, int width)
{
    size_t n = strlen(prefix);

    memcpy(out, prefix, n);
    out[n] = '-';
    for (int i = width; i > 0; i--) {
        out[n + (size_t)i] = (char)('0' + number % 10);
        number /= 10;
    }
    out[n + (size_t)width + 1] = '\0';
}

static pcart_status
write_small(pcarti_sim *sim, uint32_t n, const pcarti_sim_small *cohort,
            pcart_simulate_write *write, void *ctx, pcart_err *err)
{
    static const pcarti_sim_sketch blank;
    uint16_t role[PCARTI_SIM_ROLE];
    pcart_arena arena = {0};
    pcarti_sim_sketch *sketch = pcart_arena_take(&arena, 1, sizeof *sketch);
    pcart_status status = PCART_OK;

    if (!sketch)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < PCARTI_SIM_N_TABLE; i++)
        pcarti_buf_text(&sim->out[i], header[i]);
    for (uint32_t i = 0; i < n && !status; i++) {
        uint32_t place = i % cohort->n;
        pcarti_rng order;

        if (place == 0) {
            pcarti_rng_init(&order, sim->seed, STREAM_ROLES, i / cohort->n);
            pcarti_rng_shuffle(&order, role, cohort->n);
        }
        *sketch = blank;
        write_id(sketch->person.id, cohort->prefix, i + 1,
                 n <= 999 ? 3 : sim->id_width);
        pcarti_rng_init(&sketch->person.rng, sim->seed, STREAM_ROLE, i);
        pcarti_rng_init(&sim->dirt, sim->seed, STREAM_DIRT, i);
        cohort->plan(sketch, cohort->is_ordered ? place : role[place]);
        pcarti_sim_sketch_write(sim, sketch);
        status = flush(sim, FLUSH, write, ctx, err);
    }
    pcart_arena_release(&arena);
    return status ? status : flush(sim, 0, write, ctx, err);
}

/* NULL for ClonHema. */
static pcart_status
find_cohort(const char *like, const pcarti_sim_small **out, pcart_err *err)
{
    *out = NULL;
    if (!like || strcmp(like, CLONHEMA) == 0)
        return PCART_OK;
    for (size_t i = 0; i < PCART_COUNTOF(small); i++)
        if (strcmp(like, small[i]->name) == 0) {
            *out = small[i];
            return PCART_OK;
        }
    pcart_err_set(err, PCART_E_NOTFOUND, "there is no cohort '%s' to be like",
                  like);
    pcart_err_hint(err, "known are clonhema, theron, vainstein, boost and "
                        "second-infusion");
    return PCART_E_NOTFOUND;
}

static pcart_status
check_size(const pcart_simulate_options *options,
           const pcarti_sim_small *cohort, double keep, pcart_err *err)
{
    if (options->n > PCART_SIMULATE_MAX)
        return pcart_err_set(err, PCART_E_RANGE, "at most %d patients",
                             PCART_SIMULATE_MAX);
    if (cohort && options->rows_per_patient)
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "rows per patient can be chosen for %s only",
                             CLONHEMA);
    if (keep > 1.0 ||
        (options->rows_per_patient && options->rows_per_patient < LEAST_ROWS))
        return pcart_err_set(err, PCART_E_RANGE,
                             "between %d and %d rows per patient", LEAST_ROWS,
                             (int)yield[PCART_COUNTOF(yield) - 1].rows);
    return PCART_OK;
}

pcart_status
pcart_simulate(const pcart_simulate_options *options,
               pcart_simulate_write *write, void *ctx, pcart_err *err)
{
    const pcarti_sim_small *cohort;
    pcart_status status = find_cohort(options->like, &cohort, err);
    uint32_t n = options->n ? options->n
                 : cohort   ? cohort->n
                            : PCARTI_SIM_BLOCK;
    pcarti_sim sim;

    if (status)
        return status;
    memset(&sim, 0, sizeof sim);
    sim.seed = options->seed;
    sim.id_width = n > 999999 ? 7 : 6;
    sim.is_dirty = options->is_dirty;
    sim.keep = find_share(options->rows_per_patient);
    status = check_size(options, cohort, sim.keep, err);
    if (status == PCART_OK)
        status = write_notes(n, cohort, options, write, ctx, err);
    if (status == PCART_OK && cohort)
        status = write_small(&sim, n, cohort, write, ctx, err);
    else if (status == PCART_OK)
        status = write_tables(&sim, n, write, ctx, err);
    for (size_t i = 0; i < PCARTI_SIM_N_TABLE; i++)
        pcarti_buf_release(&sim.out[i]);
    return status;
}
