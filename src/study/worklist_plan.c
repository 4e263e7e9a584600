/* worklist_plan.c -- rules of the worklist that look at clones, grafts and
 * what was or will be done.  Layer: study. */
#include <string.h>

#include "postcart/clone_rules.h"
#include "postcart/karyotype.h"
#include "postcart/marrow_rules.h"
#include "study/worklist_look.h"

/* Clones before the infusion. */
typedef struct clones {
    int n_sample, n_mutation, is_named, is_large, is_loss;
    pcart_fixed vaf; /* the largest */
} clones;

/* A change that is known not to be of clonal haematopoiesis, or a fraction
 * below that of CHIP, does not count. */
static int
is_clone(const pcart_variant_row *v)
{
    double vaf = v->vaf == PCART_FIXED_NONE ? 1 : pcart_fixed_to_double(v->vaf);

    if (v->vaf != PCART_FIXED_NONE &&
        v->vaf < pcart_marrow_limit_get(PCART_ML_CLONE_VAF)->value)
        return 0;
    return pcart_chip_look_up(v->gene, v->hgvs_p, 0, vaf, NULL) !=
           PCART_CHIP_NO;
}

static const char *
variant_text(pcarti_look *look, const pcart_variant_row *v)
{
    char vaf[PCART_FIXED_SIZE];

    return pcarti_look_print(look, "%s%s%s%s%s", v->gene,
                             v->hgvs_p[0] ? " " : "", v->hgvs_p,
                             v->vaf == PCART_FIXED_NONE ? "" : " VAF ",
                             pcart_fixed_write(v->vaf, vaf));
}

/* The genes of the rule, whatever the fraction. */
static int
is_named_gene(const char *gene)
{
    for (const char *const *named = pcart_worklist_genes(); *named; named++)
        if (strcmp(*named, gene) == 0)
            return 1;
    return 0;
}

/* The same variant of an earlier sample is one mutation. */
static int
is_seen(const pcart_patient *p, size_t sample, const pcart_variant_row *v)
{
    for (size_t i = 0; i < sample; i++)
        for (size_t k = 0; k < p->sample[i].n_variant; k++) {
            const pcart_variant_row *o = &p->sample[i].variant[k];

            if (strcmp(o->gene, v->gene) == 0 &&
                strcmp(o->hgvs_p, v->hgvs_p) == 0 &&
                strcmp(o->hgvs_c, v->hgvs_c) == 0 && o->pos == v->pos &&
                strcmp(o->alt, v->alt) == 0)
                return 1;
        }
    return 0;
}

static void
find_variants(pcarti_look *look, pcarti_trigger *trigger, clones *found)
{
    const pcart_patient *p = look->patient;

    for (size_t i = 0; i < p->n_sample; i++) {
        const pcart_sample *sample = &p->sample[i];

        if (sample->date > look->course->day0)
            break;
        found->n_sample++;
        for (size_t k = 0; k < sample->n_variant; k++) {
            const pcart_variant_row *v = &sample->variant[k];
            const char *text;

            if (!is_clone(v))
                continue;
            text = variant_text(look, v);
            found->n_mutation += !is_seen(p, i, v);
            found->is_named |= is_named_gene(v->gene);
            found->is_large |= v->vaf != PCART_FIXED_NONE &&
                               pcart_worklist_holds(PCART_WN_VAF, v->vaf);
            if (v->vaf > found->vaf)
                found->vaf = v->vaf;
            pcarti_trigger_add(trigger, PCART_TABLE_VARIANTS, v->line,
                               sample->date, text);
        }
    }
}

/* -7 or del(7q) in a karyotype before the infusion. */
static void
find_losses(pcarti_look *look, pcarti_trigger *trigger, clones *found)
{
    static const pcart_cyto fact[] = {PCART_CYTO_MINUS_7, PCART_CYTO_DEL_7Q};

    for (size_t i = 0; i < look->patient->n_karyotype && !look->status; i++) {
        const pcart_karyotype_row *row = &look->patient->karyotype[i];
        pcart_karyotype karyotype;
        pcart_karyotype_facts facts;

        if (row->date > look->course->day0)
            break;
        look->status = pcart_karyotype_read(
            row->iscn, strlen(row->iscn), look->scratch, &karyotype, look->err);
        if (!look->status)
            look->status = pcart_karyotype_find_facts(
                &karyotype, NULL, look->scratch, &facts, look->err);
        for (size_t k = 0; k < PCART_COUNTOF(fact) && !look->status; k++)
            if (facts.cyto.present & PCART_CYTO_BIT(fact[k])) {
                found->is_loss = 1;
                pcarti_trigger_add(trigger, PCART_TABLE_KARYOTYPES, row->line,
                                   row->date, pcart_cyto_title(fact[k]));
            }
    }
}

static const char *
join(pcarti_look *look, const char *text, const char *more)
{
    return text[0] ? pcarti_look_print(look, "%s, %s", text, more) : more;
}

static const char *
clones_text(pcarti_look *look, const clones *found)
{
    pcart_fixed limit = pcart_worklist_numbers()[PCART_WN_VAF].value;
    char vaf[PCART_FIXED_SIZE], least[PCART_FIXED_SIZE];
    const char *text = "";

    if (found->is_named)
        text = join(look, text, "TP53 or PPM1D mutated");
    if (found->is_large)
        text = join(look, text,
                    pcarti_look_print(look, "a VAF of %s (limit >= %s)",
                                      pcart_fixed_write(found->vaf, vaf),
                                      pcart_fixed_write(limit, least)));
    if (pcart_worklist_holds(PCART_WN_MUTATIONS,
                             PCART_FIXED(found->n_mutation)))
        text = join(look, text,
                    pcarti_look_print(
                        look, "%d mutations (limit >= %d)", found->n_mutation,
                        pcart_worklist_whole(PCART_WN_MUTATIONS)));
    if (found->is_loss)
        text = join(look, text, "-7 or del(7q)");
    return text;
}

void
pcarti_ask_clone(pcarti_look *look, pcarti_trigger *trigger)
{
    clones found = {0};
    const char *text;
    pcart_date last;

    find_variants(look, trigger, &found);
    find_losses(look, trigger, &found);
    text = clones_text(look, &found);
    if (!text[0]) {
        trigger->n_evidence = 0;
        if (found.n_sample == 0)
            pcarti_trigger_open(trigger, "no sequencing before the infusion");
        return;
    }
    last = pcarti_look_last(look, PCART_ASK_SEQUENCING, look->course->day0 + 1,
                            look->at);
    pcarti_trigger_set(trigger, text, look->course->day0,
                       pcart_worklist_whole(PCART_WN_CLONE_EVERY));
    trigger->from = look->course->day0 + 1;
    if (last != PCART_DATE_NONE) {
        trigger->due = last + pcart_worklist_whole(PCART_WN_CLONE_EVERY);
        trigger->from = last + 1;
    }
}

/* The check of W8 that is next: the latest one that is due and has no answer,
 * else the first to come.  0 when both have one. */
static int
next_check(const pcarti_look *look, pcart_date *from, pcart_date *due)
{
    const pcart_worklist_number_id id[] = {PCART_WN_FIRST_CHECK,
                                           PCART_WN_SECOND_CHECK};
    int slack = pcart_worklist_whole(PCART_WN_CHECK_SLACK), found = 0;

    for (size_t k = 0; k < PCART_COUNTOF(id); k++) {
        pcart_date day = pcarti_look_date(look, pcart_worklist_whole(id[k]));

        if (found && day - slack > look->at)
            break; // the earlier one is still what is asked
        if (pcarti_look_first(look, PCART_ASK_SEQUENCING, day - slack,
                              look->at) != PCART_DATE_NONE) {
            found = 0;
            continue;
        }
        *from = day - slack;
        *due = day;
        found = 1;
    }
    return found;
}

void
pcarti_ask_pretreated(pcarti_look *look, pcarti_trigger *trigger)
{
    const pcart_result *score = look->result[PCARTI_LOOK_HEMATOTOX];
    pcart_fixed low =
        score->state == PCART_STATE_VALUE ? score->value : score->low;
    pcart_fixed high =
        score->state == PCART_STATE_VALUE ? score->value : score->high;
    const pcart_transplant *graft = NULL;
    int is_auto =
        pcarti_look_graft_before(look, PCART_TRANSPLANT_AUTOLOGOUS, &graft);
    int lines = look->infusion->lines_before;
    int is_many =
        lines >= 0 && pcart_worklist_holds(PCART_WN_LINES, PCART_FIXED(lines));

    if (!is_auto && !is_many && lines >= 0)
        return;
    if (score->state != PCART_STATE_NOT_EVALUABLE && high != PCART_FIXED_NONE &&
        !pcart_worklist_holds(PCART_WN_HEMATOTOX, high))
        return;
    if (score->state == PCART_STATE_NOT_EVALUABLE || low == PCART_FIXED_NONE ||
        !pcart_worklist_holds(PCART_WN_HEMATOTOX, low)) {
        pcarti_trigger_open(trigger, score->reason
                                         ? score->reason
                                         : "CAR-HEMATOTOX is not certain");
        return;
    }
    if (!is_auto && !is_many) {
        pcarti_trigger_open(trigger, "lines of therapy before are not given");
        return;
    }
    pcarti_trigger_set(
        trigger,
        pcarti_look_print(
            look, "CAR-HEMATOTOX %d (limit >= %d), %s%s%s",
            (int)(low / PCART_FIXED_ONE),
            pcart_worklist_whole(PCART_WN_HEMATOTOX),
            is_auto ? "autologous graft before" : "",
            is_auto && is_many ? ", " : "",
            is_many ? pcarti_look_print(look, "%d lines (limit >= %d)", lines,
                                        pcart_worklist_whole(PCART_WN_LINES))
                    : ""),
        look->course->day0, 0);
    for (size_t i = 0; i < score->n_evidence; i++) {
        const pcart_evidence *e = &score->evidence[i];

        if (e->line && e->analyte >= 0 && e->kind == PCART_EVIDENCE_DECISIVE)
            pcarti_trigger_add(trigger, PCART_TABLE_LABS, e->line,
                               pcarti_look_date(look, e->first_day),
                               pcarti_look_value(look,
                                                 (pcart_analyte)e->analyte,
                                                 e->value, e->censor));
    }
    if (graft)
        pcarti_trigger_add(trigger, PCART_TABLE_TRANSPLANTS, graft->line,
                           graft->date, "autologous graft");
    if (is_many)
        pcarti_trigger_add(trigger, PCART_TABLE_INFUSIONS, look->infusion->line,
                           look->infusion->date,
                           pcarti_look_print(look, "%d lines before", lines));
    trigger->is_done = !next_check(look, &trigger->from, &trigger->due);
}

void
pcarti_ask_grafted(pcarti_look *look, pcarti_trigger *trigger)
{
    const pcart_transplant *graft = NULL;
    const pcart_day_value *first = NULL;
    int of = 0;

    if (look->today < pcart_worklist_whole(PCART_WN_LATE_FIRST) ||
        !pcarti_look_graft_before(look, PCART_TRANSPLANT_ALLOGENEIC, &graft)) {
        trigger->verdict = PCARTI_NOT_ASKED;
        return;
    }
    for (int k = 0; k < PCARTI_N_LINEAGE; k++) {
        const pcart_series *series = &look->series[k];

        for (size_t i = pcart_series_from(
                 series, pcart_worklist_whole(PCART_WN_LATE_FIRST));
             i < series->n && series->day[i].day <= look->last; i++)
            if (pcarti_look_is_low(&series->day[i], pcarti_lineage[k]) > 0) {
                if (!first || series->day[i].day < first->day) {
                    first = &series->day[i];
                    of = k;
                }
                break;
            }
    }
    if (!first)
        return;
    pcarti_trigger_set(
        trigger,
        pcarti_look_print(look, "%s, after an allogeneic graft",
                          pcarti_look_low(look, pcarti_lineage[of], first)),
        pcarti_look_date(look, first->day),
        pcart_worklist_whole(PCART_WN_CHIMERISM_DUE));
    pcarti_trigger_day(look, trigger, pcarti_lineage[of], first);
    pcarti_trigger_add(trigger, PCART_TABLE_TRANSPLANTS, graft->line,
                       graft->date, "allogeneic graft");
}

/* Whether G-CSF was given on the days before one. */
static int
is_stimulated(const pcarti_look *look, pcart_date date)
{
    int days = pcart_worklist_whole(PCART_WN_GCSF_FREE);

    for (size_t i = 0; i < look->patient->n_support; i++) {
        const pcart_support *s = &look->patient->support[i];

        if (s->kind == PCART_SUPPORT_GCSF && s->first <= date &&
            s->last > date - days)
            return 1;
    }
    return 0;
}

/* The first of the values in a row that make a response; DATE_NONE. */
static pcart_date
boost_response(const pcarti_look *look, pcart_date boost)
{
    const pcart_series *anc = &look->series[0];
    int n = 0, wanted = pcart_worklist_whole(PCART_WN_RESPONSE_VALUES);
    pcart_date first = PCART_DATE_NONE;

    for (size_t i =
             pcart_series_from(anc, (int)(boost - look->course->day0) + 1);
         i < anc->n; i++) {
        const pcart_day_value *day = &anc->day[i];
        pcart_date date = pcarti_look_date(look, day->day);

        if (day->origin != PCART_DAY_MEASURED)
            continue;
        if (!pcart_worklist_holds(PCART_WN_RESPONSE_ANC, day->low) ||
            is_stimulated(look, date)) {
            n = 0;
            continue;
        }
        if (n++ == 0)
            first = date;
        if (n == wanted)
            return first;
    }
    return PCART_DATE_NONE;
}

static int
is_word(const char *text, const char *word)
{
    size_t n = strlen(word);

    for (size_t i = 0; i < n; i++)
        if ((text[i] | 0x20) != word[i])
            return 0;
    return 1;
}

/* A donor that is not the patient, or an allogeneic graft before the boost. */
static int
is_allogeneic(const pcarti_look *look, const pcart_transplant *boost)
{
    if (boost->donor[0] && !is_word(boost->donor, "auto") &&
        !is_word(boost->donor, "self"))
        return 1;
    for (size_t i = 0; !boost->donor[0] && i < look->patient->n_transplant; i++)
        if (look->patient->transplant[i].kind == PCART_TRANSPLANT_ALLOGENEIC &&
            look->patient->transplant[i].date <= boost->date)
            return 1;
    return 0;
}

void
pcarti_ask_boost(pcarti_look *look, pcarti_trigger *trigger)
{
    const pcart_transplant *boost = NULL;
    pcart_date response, last = PCART_DATE_NONE;
    int is_allo;
    size_t n;
    const pcart_lab *anc = pcart_course_labs(look->course, PCART_ANC, &n);

    for (size_t i = 0; i < look->patient->n_transplant; i++)
        if (look->patient->transplant[i].kind == PCART_TRANSPLANT_BOOST &&
            look->patient->transplant[i].date > look->course->day0)
            boost = &look->patient->transplant[i];
    if (!boost) {
        trigger->verdict = PCARTI_NOT_ASKED;
        return;
    }
    is_allo = is_allogeneic(look, boost);
    response = boost_response(look, boost->date);
    for (size_t i = 0; i < n; i++)
        if (anc[i].date > boost->date)
            last = anc[i].date;
    pcarti_trigger_set(
        trigger,
        response != PCART_DATE_NONE ? "boost with response; chimerism asked for"
        : last == PCART_DATE_NONE   ? "boost, no ANC since"
                                    : "boost, no response of ANC yet",
        boost->date, pcart_worklist_whole(PCART_WN_COUNT_EVERY));
    pcarti_trigger_add(
        trigger, PCART_TABLE_TRANSPLANTS, boost->line, boost->date,
        pcarti_look_print(look, "boost%s%s", boost->donor[0] ? ", donor " : "",
                          boost->donor));
    if (last != PCART_DATE_NONE) {
        trigger->due = last + pcart_worklist_whole(PCART_WN_COUNT_EVERY);
        trigger->from = last;
    }
    if (is_allo && pcarti_look_first(look, PCART_ASK_CHIMERISM, boost->date,
                                     look->at) == PCART_DATE_NONE)
        trigger->missing |= PCART_ASK_CHIMERISM;
    if (response == PCART_DATE_NONE)
        trigger->missing |= PCART_ASK_COUNT;
    else
        trigger->due = response + pcart_worklist_whole(PCART_WN_CHIMERISM_DUE);
    trigger->is_done = trigger->missing == 0;
}

void
pcarti_ask_follow_up(pcarti_look *look, pcarti_trigger *trigger)
{
    static const unsigned ask[] = {PCART_ASK_MARROW, PCART_ASK_KARYOTYPE,
                                   PCART_ASK_SEQUENCING, PCART_ASK_COUNT};
    pcart_date last = look->course->day0;
    int every = pcart_worklist_whole(PCART_WN_CHECK_EVERY);

    if (look->today > pcart_worklist_whole(PCART_WN_FOLLOW_LAST)) {
        trigger->verdict = PCARTI_NOT_ASKED;
        return;
    }
    for (size_t k = 0; k < PCART_COUNTOF(ask); k++) {
        pcart_date date = pcarti_look_last(look, ask[k], last, look->at);

        if (date > last)
            last = date;
    }
    if (look->at - last < every)
        return;
    pcarti_trigger_set(trigger,
                       pcarti_look_print(look,
                                         "no assessment for %d days (limit %d)",
                                         (int)(look->at - last), every),
                       last + every, 0);
    pcarti_trigger_add(trigger, PCART_TABLE_INFUSIONS, look->infusion->line,
                       look->infusion->date, "infusion");
    trigger->missing = PCART_ASK_COUNT;
}

void
pcarti_ask_planned(pcarti_look *look, pcarti_trigger *trigger)
{
    const pcart_infusion *next = look->planned;
    char date[PCART_DATE_SIZE];
    pcart_date due;

    if (!next) {
        trigger->verdict = PCARTI_NOT_ASKED;
        return;
    }
    due = next->lymphodepletion_start != PCART_DATE_NONE
              ? next->lymphodepletion_start
              : next->date;
    pcarti_trigger_set(trigger,
                       pcarti_look_print(look, "infusion %d planned for %s",
                                         next->number,
                                         pcart_date_write(next->date, date)),
                       PCART_DATE_NONE, 0);
    trigger->due = due;
    trigger->from = due - pcart_worklist_whole(PCART_WN_RECENT);
    if (pcarti_look_graft_before(look, PCART_TRANSPLANT_ALLOGENEIC, NULL))
        trigger->asks |= PCART_ASK_CHIMERISM;
    pcarti_trigger_add(trigger, PCART_TABLE_INFUSIONS, next->line, next->date,
                       "planned infusion");
}
