/*
 * examination.c -- the marrows and karyotypes of one patient: parts that belong
 * together, facts, class, and the scores that were made for such a class.
 * Layer: study.
 */
#include "study/examination.h"

#include <string.h>

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static int
distance(pcart_date a, pcart_date b)
{
    return a < b ? b - a : a - b;
}

/* The index of the part that is nearest to @p date and joins it; n if none. */
static size_t
nearest(const pcart_patient *patient, pcart_date date, const void *rows,
        size_t n, pcart_date (*date_of)(const void *rows, size_t i))
{
    size_t best = n;

    for (size_t i = 0; i < n; i++) {
        const pcart_date at = date_of(rows, i);

        if (pcarti_examination_joins(patient, at, date) &&
            (best == n ||
             distance(at, date) < distance(date_of(rows, best), date)))
            best = i;
    }
    return best;
}

static pcart_date
marrow_date(const void *rows, size_t i)
{
    return ((const pcart_marrow_row *)rows)[i].date;
}

static pcart_date
karyotype_date(const void *rows, size_t i)
{
    return ((const pcart_karyotype_row *)rows)[i].date;
}

static pcart_date
sample_date(const void *rows, size_t i)
{
    return ((const pcart_sample *)rows)[i].date;
}

static const pcart_event *
find_smn(const pcart_patient *patient, pcart_date date)
{
    const pcart_event *best = NULL;

    for (size_t i = 0; i < patient->n_event; i++) {
        const pcart_event *event = &patient->event[i];

        if (event->kind == PCART_EVENT_SMN &&
            pcarti_examination_joins(patient, event->date, date) &&
            (!best || distance(event->date, date) < distance(best->date, date)))
            best = event;
    }
    return best;
}

/* Marrows with what belongs to them; then karyotypes that no marrow took, so
 * that every row of the tables is in one examination at least. */
static size_t
find_parts(const pcart_patient *p, pcart_examination *exam,
           unsigned char *taken)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n_marrow; i++) {
        pcart_examination *e = &exam[n++];
        size_t k = nearest(p, p->marrow[i].date, p->karyotype, p->n_karyotype,
                           karyotype_date);

        e->date = p->marrow[i].date;
        e->marrow = &p->marrow[i];
        /* A karyotype belongs to the marrow that is nearest to it. */
        if (k < p->n_karyotype && nearest(p, p->karyotype[k].date, p->marrow,
                                          p->n_marrow, marrow_date) == i) {
            e->karyotype = &p->karyotype[k];
            taken[k] = 1;
        }
    }
    for (size_t k = 0; k < p->n_karyotype; k++) {
        if (taken[k])
            continue;
        exam[n].date = p->karyotype[k].date;
        exam[n++].karyotype = &p->karyotype[k];
    }
    return n;
}

static pcart_status
read_karyotype(pcart_examination *e, pcart_arena *arena, pcart_err *err)
{
    static const pcart_karyotype_options donor = {.is_donor = 1};
    const char *iscn = e->karyotype->iscn;
    pcart_karyotype_facts other;
    pcart_status status =
        pcart_karyotype_read(iscn, strlen(iscn), arena, &e->text, err);

    if (!status)
        status =
            pcart_karyotype_find_facts(&e->text, NULL, arena, &e->facts, err);
    if (status || e->text.n_set < 2)
        return status;
    if (e->facts.cyto.state == PCART_CYTO_KNOWN &&
        e->facts.cyto.n_abnormality > 0)
        return PCART_OK;
    status = pcart_karyotype_find_facts(&e->text, &donor, arena, &other, err);
    /* Where all cells are the donor's, whatever grows there is, too. */
    if (!status && other.cyto.state == PCART_CYTO_KNOWN &&
        (other.cyto.n_abnormality > 0 ||
         e->facts.cyto.state == PCART_CYTO_NO_CELLS)) {
        e->side = PCART_SIDE_DONOR;
        e->facts = other;
    }
    return status;
}

/* How far the class goes when every question that is open is answered no; a
 * diagnosis on record counts too. */
static unsigned
groups_of(const pcart_examination *e)
{
    const pcart_marrow_class *class = &e->edition[0];
    const char *recorded = e->smn ? e->smn->detail : "";
    unsigned groups =
        1U << class->set->rule[class->possible[class->n_possible - 1]].group;

    if (strncmp(recorded, "MDS", 3) == 0)
        groups |= 1U << PCART_MG_MDS;
    if (strncmp(recorded, "AML", 3) == 0)
        groups |= 1U << PCART_MG_AML;
    return groups;
}

static void
classify(pcart_examination *e, const pcarti_marrow_row *row)
{
    size_t n;
    const pcart_marrow_set *const *set = pcart_marrow_set_list(&n);
    unsigned groups;

    pcarti_marrow_to_marrow(row, &e->input);
    e->input.cyto = e->karyotype ? &e->facts.cyto : NULL;
    if (!e->marrow)
        return;
    for (size_t i = 0; i < n && i < PCART_EXAMINATION_EDITIONS; i++)
        pcart_marrow_classify(&e->input, set[i], &e->edition[e->n_edition++]);
    groups = groups_of(e);
    if (groups & (1U << PCART_MG_MDS | 1U << PCART_MG_MDS_AML))
        e->scored |= 1U << PCART_SCORE_IPSS | 1U << PCART_SCORE_IPSSR |
                     1U << PCART_SCORE_IPSSRA | 1U << PCART_SCORE_IPSSM;
    if (groups & 1U << PCART_MG_AML)
        e->scored |= 1U << PCART_SCORE_ELN;
    if (e->input.max_vaf == PCART_FIXED_NONE || e->input.max_vaf <= 0)
        return; // the others ask for a clone that sequencing found
    if (groups & (1U << PCART_MG_CLONAL | 1U << PCART_MG_CYTOPENIA))
        e->scored |= 1U << PCART_SCORE_CHRS;
    if (groups & 1U << PCART_MG_CYTOPENIA)
        e->scored |= 1U << PCART_SCORE_CCRS;
}

static void
score(pcart_examination *e, const pcarti_marrow_row *row)
{
    pcart_risk_input input;
    pcart_ipssm_input ipssm;
    pcart_eln_input eln = {0};

    pcarti_marrow_to_risk(row, 0, &input);
    pcart_risk_score(pcart_risk_set_find("ipss"), &input,
                     &e->risk[PCART_SCORE_IPSS]);
    pcart_risk_score(pcart_risk_set_find("ipss-r"), &input,
                     &e->risk[PCART_SCORE_IPSSR]);
    pcart_risk_ipssra(&e->risk[PCART_SCORE_IPSSR], row->value[MC_AGE],
                      &e->risk[PCART_SCORE_IPSSRA]);
    pcart_risk_score(pcart_risk_set_find("chrs"), &input, &e->chrs);
    pcart_risk_score(pcart_risk_set_find("ccrs"), &input, &e->ccrs);
    pcarti_marrow_to_ipssm(row, &ipssm);
    pcart_ipssm_score(&ipssm, NULL, &e->ipssm);
    pcarti_marrow_to_eln(row, &eln);
    pcart_eln_risk(&eln, &e->eln);
    /* Every one of these scores was made in adults, and none of the scores of
     * MDS after cytotoxic therapy. */
    if (pcart_marrow_answer(&e->input, PCART_MT_CHILD) == 1)
        e->outside = e->scored;
    else if (e->input.is_exposed == 1)
        e->outside = e->scored & ~(1U << PCART_SCORE_ELN);
}

static int
has_host(const pcart_examination *e)
{
    return e->karyotype && e->text.state < PCART_KARYOTYPE_FAILED &&
           e->text.n_clone && e->text.clone[0].set == 0;
}

/* The last earlier karyotype that shows cells of the host. */
static pcart_status
compare_earlier(pcart_examination *exam, size_t i, pcart_arena *arena,
                pcart_err *err)
{
    pcart_examination *e = &exam[i];

    e->earlier = SIZE_MAX;
    if (!e->karyotype || e->text.state >= PCART_KARYOTYPE_FAILED)
        return PCART_OK;
    for (size_t k = i; k-- > 0;) {
        if (!has_host(&exam[k]))
            continue;
        e->earlier = k;
        return pcart_karyotype_compare(&exam[k].text, &e->text, 0, arena,
                                       &e->change, &e->n_change, err);
    }
    return PCART_OK;
}

/* By date; a karyotype alone after the marrow of its day. */
static void
sort(pcart_examination *exam, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && exam[k].date < exam[k - 1].date; k--) {
            pcart_examination swap = exam[k];

            exam[k] = exam[k - 1];
            exam[k - 1] = swap;
        }
}

static void
find_counts(const pcart_patient *patient, pcart_examination *e)
{
    static const pcart_analyte analyte[] = {PCART_HEMOGLOBIN, PCART_PLATELETS,
                                            PCART_ANC};
    const size_t s = nearest(patient, e->date, patient->sample,
                             patient->n_sample, sample_date);

    for (size_t i = 0; i < PCART_COUNTOF(analyte); i++)
        e->count[i] = pcarti_examination_count(patient, e->date, analyte[i]);
    if (s < patient->n_sample)
        e->sample = &patient->sample[s];
    e->smn = find_smn(patient, e->date);
}

pcart_status
pcart_examinations_of_patient(const pcart_patient *patient, pcart_arena *arena,
                              const pcart_examination **out, size_t *n,
                              pcart_err *err)
{
    const size_t room = patient->n_marrow + patient->n_karyotype;
    pcart_examination *exam = pcart_arena_take(arena, room + 1, sizeof *exam);
    unsigned char *taken = pcart_arena_take(arena, room + 1, 1);
    pcart_status status = PCART_OK;

    *n = 0;
    if (!exam || !taken)
        return no_memory(err);
    *n = find_parts(patient, exam, taken);
    sort(exam, *n); // before anything points into it
    for (size_t i = 0; i < *n && !status; i++) {
        pcart_examination *e = &exam[i];
        pcarti_marrow_row row;

        find_counts(patient, e);
        if (e->karyotype)
            status = read_karyotype(e, arena, err);
        if (status)
            break;
        pcarti_examination_row(patient, e, &row);
        classify(e, &row);
        score(e, &row);
        status = compare_earlier(exam, i, arena, err);
    }
    *out = exam;
    return status;
}
