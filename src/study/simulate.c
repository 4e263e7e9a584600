/* simulate.c -- synthetic cohorts in the canonical tables.  Layer: study. */
#include "postcart/simulate.h"

#include <string.h>

#include "study/simulate_person.h"

enum { STREAM_DIRT = 3, FLUSH = 1 << 18, LEAST_ROWS = 60 };

static const char *const file_name[] = {
    "patients.csv",   "infusions.csv",   "labs.csv",      "supports.csv",
    "toxicities.csv", "transplants.csv", "marrows.csv",   "karyotypes.csv",
    "samples.csv",    "variants.csv",    "chimerism.csv", "responses.csv",
    "events.csv",     "study.yaml",      "README.txt",
};

static const char *const header[PCARTI_SIM_N_TABLE] = {
    "patient,centre,sex,birth_year,diagnosis,diagnosis_detail\n",
    "patient,infusion,date,product,target,dose,lymphodepletion_start,"
    "lymphodepletion,bridging,lines_before\n",
    "patient,date,time,analyte,value,unit\n",
    "patient,date,end_date,kind,amount,unit\n",
    "patient,date,end_date,kind,scale,grade,detail\n",
    "patient,date,kind,donor,donor_sex,cd34_dose,selected,conditioning\n",
    "patient,date,cellularity,blasts,blood_blasts,dysplasia_erythroid,"
    "dysplasia_granulocytic,dysplasia_megakaryocytic,cells_erythroid,"
    "cells_granulocytic,cells_megakaryocytic,ring_sideroblasts,auer_rods,"
    "fibrosis\n",
    "patient,date,specimen,iscn\n",
    "patient,sample,date,specimen,genome,regions,alignment,mean_depth\n",
    "sample,gene,chrom,pos,ref,alt,hgvs_c,hgvs_p,alt_reads,depth,vaf\n",
    "patient,date,lineage,donor_fraction,method,sensitivity\n",
    "patient,date,response,mrd\n",
    "patient,date,kind,detail\n",
};

static const char study_yaml[] =
    "title: \"Synthetic cohort with the margins of ClonHema\"\n"
    "authors:\n"
    "  - \"postcart simulate\"\n"
    "tables: \".\"\n"
    "output: \"report\"\n"
    "profile: default\n"
    "group_by: car_hematotox_class\n"
    "time_unit: months\n"
    "horizons: [6, 12, 24, 48]\n"
    "interval: log-log\n";

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

static pcart_status
write_notes(uint32_t n, const pcart_simulate_options *options,
            pcart_simulate_write *write, void *ctx, pcart_err *err)
{
    pcarti_buf out = {0};
    pcart_status status;

    status = write(ctx, "study.yaml", study_yaml, sizeof study_yaml - 1, err);
    if (status)
        return status;
    pcarti_buf_text(
        &out,
        "SYNTHETIC DATA.  No person stands behind any row of this folder.\n\n"
        "Made by `postcart simulate --like clonhema`: ");
    pcarti_buf_int(&out, n);
    pcarti_buf_text(&out, " patients, seed ");
    pcarti_buf_print(&out, "%llu", (unsigned long long)options->seed);
    if (options->rows_per_patient) {
        pcarti_buf_text(&out, ", about ");
        pcarti_buf_int(&out, options->rows_per_patient);
        pcarti_buf_text(&out, " laboratory rows per patient");
    }
    if (options->is_dirty)
        pcarti_buf_text(&out, ", with faults added to labs.csv");
    pcarti_buf_text(
        &out,
        ".\nMargins follow the published counts of Farina et al., Bone Marrow\n"
        "Transplant 2025;60:702-704, doi 10.1038/s41409-025-02529-x, and\n"
        "choices where these are silent (doc/method/simulate.md).  Not for\n"
        "any conclusion about patients.\n");
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
        status = flush(sim, FLUSH, write, ctx, err);
        if (status)
            return status;
    }
    return flush(sim, 0, write, ctx, err);
}

pcart_status
pcart_simulate(const pcart_simulate_options *options,
               pcart_simulate_write *write, void *ctx, pcart_err *err)
{
    uint32_t n = options->n ? options->n : PCARTI_SIM_BLOCK;
    pcart_status status;
    pcarti_sim sim;

    if (options->like && strcmp(options->like, "clonhema") != 0) {
        pcart_err_set(err, PCART_E_NOTFOUND,
                      "there is no cohort '%s' to be "
                      "like",
                      options->like);
        pcart_err_hint(err, "the one that is known is clonhema");
        return PCART_E_NOTFOUND;
    }
    if (n > PCART_SIMULATE_MAX)
        return pcart_err_set(err, PCART_E_RANGE, "at most %d patients",
                             PCART_SIMULATE_MAX);
    memset(&sim, 0, sizeof sim);
    sim.seed = options->seed;
    sim.id_width = n > 999999 ? 7 : 6;
    sim.is_dirty = options->is_dirty;
    sim.keep = find_share(options->rows_per_patient);
    if (sim.keep > 1.0 ||
        (options->rows_per_patient && options->rows_per_patient < LEAST_ROWS))
        return pcart_err_set(err, PCART_E_RANGE,
                             "between %d and %d rows per patient", LEAST_ROWS,
                             (int)yield[PCART_COUNTOF(yield) - 1].rows);
    status = write_notes(n, options, write, ctx, err);
    if (status == PCART_OK)
        status = write_tables(&sim, n, write, ctx, err);
    for (size_t i = 0; i < PCARTI_SIM_N_TABLE; i++)
        pcarti_buf_release(&sim.out[i]);
    return status;
}
