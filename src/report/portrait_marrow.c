/* portrait_marrow.c -- marrows and karyotypes of a course: discs on their days,
 * and the class and risk in words.  Layer: report. */
#include "report/portrait.h"

#include <string.h>

#include "report/dysplasia.h"

static const char *
percent(pcarti_portrait *p, const char *before, pcart_fixed value)
{
    char text[PCART_FIXED_SIZE];

    if (value == PCART_FIXED_NONE)
        return "";
    return pcarti_portrait_print(p, "%s%s%%", before,
                                 pcart_fixed_write(value, text));
}

static const char *
keep(pcarti_portrait *p, const char *text)
{
    if (text)
        return text;
    p->is_failed = 1;
    return "";
}

/* The class that is left when open questions are answered no; a question mark
 * while there are any. */
static const char *
class_label(pcarti_portrait *p, const pcart_examination *e)
{
    const pcart_marrow_class *class = &e->edition[0];

    if (class->rule)
        return class->rule->label;
    return pcarti_portrait_print(
        p, "%s?",
        class->set->rule[class->possible[class->n_possible - 1]].label);
}

static int
is_neoplasm(const pcart_examination *e)
{
    const pcart_marrow_class *class = &e->edition[0];

    return class->set->rule[class->possible[class->n_possible - 1]].group >=
           PCART_MG_MDS;
}

/* Class, blasts and the lineages with dysplasia; what was counted and the
 * other editions stand on hover. */
static pcart_chart_disc
marrow_disc(pcarti_portrait *p, const pcart_examination *exam)
{
    const pcart_marrow_row *row = exam->marrow;
    const char *e = percent(p, " E ", row->dysplasia_erythroid);
    const char *g = percent(p, " G ", row->dysplasia_granulocytic);
    const char *m = percent(p, " M ", row->dysplasia_megakaryocytic);
    const char *blasts = percent(p, ", blasts ", row->blasts);
    const char *lineages = pcarti_dysplasia_letters(
        row->dysplasia_erythroid, row->dysplasia_granulocytic,
        row->dysplasia_megakaryocytic);
    const char *detail = "";

    for (size_t i = 0; i < exam->n_edition; i++)
        detail = pcarti_portrait_print(
            p, "%s%s%s: %s", detail, i ? "; " : "", exam->edition[i].set->name,
            keep(p, pcart_examination_class(exam, i, p->arena)));
    if (e[0] || g[0] || m[0])
        detail = pcarti_portrait_print(p, "%s; dysplastic cells%s%s%s", detail,
                                       e, g, m);
    return (pcart_chart_disc){
        .day = pcarti_portrait_day(p, row->date),
        .lane = "Marrow",
        .label =
            pcarti_portrait_print(p, "%s%s%s%s", class_label(p, exam), blasts,
                                  lineages[0] ? ", dysplasia " : "", lineages),
        .is_abnormal = lineages[0] != '\0' || is_neoplasm(exam),
        .detail = detail,
        .origin = {"marrows", row->line, NULL}};
}

/* Longest label of a karyotype; the whole stands on hover. */
enum { MAX_LABEL = 56 };

static const char *
short_label(pcarti_portrait *p, const char *text)
{
    size_t n = strlen(text);

    if (n <= MAX_LABEL)
        return text;
    n = MAX_LABEL - 3;
    while (n && ((unsigned char)text[n] & 0xC0) == 0x80)
        n--;
    return pcarti_portrait_print(p, "%.*s...", (int)n, text);
}

static pcart_chart_disc
karyotype_disc(pcarti_portrait *p, const pcart_examination *e)
{
    const pcart_karyotype_row *row = e->karyotype;
    const pcart_cytogenetics *cyto = &e->facts.cyto;
    const int is_known = cyto->state == PCART_CYTO_KNOWN;

    return (pcart_chart_disc){
        .day = pcarti_portrait_day(p, row->date),
        .lane = "Karyotype",
        .label =
            short_label(p, keep(p, pcart_examination_karyotype(e, p->arena))),
        .is_abnormal = is_known && cyto->n_abnormality > 0,
        .detail =
            is_known
                ? pcarti_portrait_print(
                      p, "%s; IPSS-R group %s", row->iscn,
                      pcart_ipssr_group_name(pcart_ipssr_group(cyto).group))
                : row->iscn,
        .origin = {"karyotypes", row->line, NULL}};
}

size_t
pcarti_portrait_examined(pcarti_portrait *p, pcart_chart_disc *disc)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n_exam; i++)
        if (p->exam[i].marrow)
            disc[n++] = marrow_disc(p, &p->exam[i]);
    for (size_t i = 0; i < p->n_exam; i++)
        if (p->exam[i].karyotype)
            disc[n++] = karyotype_disc(p, &p->exam[i]);
    return n;
}

/* The marrow of the SMN after this infusion; else the last one after it. */
static const pcart_examination *
find_main(const pcarti_portrait *p, const pcart_examination **before)
{
    const pcart_course *course = p->in->course;
    const pcart_examination *last = NULL;

    *before = NULL;
    for (size_t i = 0; i < p->n_exam; i++) {
        const pcart_examination *e = &p->exam[i];

        if (!e->n_edition)
            continue;
        if (e->date <= course->day0)
            *before = e;
        else if (course->next_infusion == PCART_DATE_NONE ||
                 e->date < course->next_infusion) {
            last = e;
            if (e->smn)
                break;
        }
    }
    return last;
}

static void
add_class(pcarti_portrait *p, const pcart_examination *e,
          const pcart_examination *before, pcart_chart_verdict *out)
{
    const char *why =
        pcarti_portrait_print(p, "day %d", pcarti_portrait_day(p, e->date));

    if (before)
        why = pcarti_portrait_print(p, "%s; before, day %d: %s", why,
                                    pcarti_portrait_day(p, before->date),
                                    class_label(p, before));
    if (e->edition[0].next)
        why = pcarti_portrait_print(p, "%s; open: %s", why, e->edition[0].next);
    *out = (pcart_chart_verdict){
        .title = "Marrow, WHO 5",
        .text = class_label(p, e),
        .why = why,
        .state = e->edition[0].rule ? PCART_CHART_VALUE : PCART_CHART_BOUNDS,
        .severity = -1,
        .rule = e->edition[0].set->id};
}

static void
add_score(pcarti_portrait *p, const pcart_examination *e, pcart_score score,
          pcart_chart_verdict *out)
{
    const char *category = pcart_examination_category(e, score);
    const char *text = keep(p, pcart_examination_score(e, score, p->arena));
    const char *outside = "";

    if (e->outside >> score & 1)
        outside = pcart_marrow_answer(&e->input, PCART_MT_CHILD) == 1
                      ? "; extrapolated: made in adults"
                      : "; extrapolated: made in untreated MDS";
    *out = (pcart_chart_verdict){
        .title = pcart_score_title(score),
        .text = category ? category : "not certain",
        .why = pcarti_portrait_print(p, "%s%s", text, outside),
        .state = category ? PCART_CHART_VALUE : PCART_CHART_BOUNDS,
        .severity = -1,
        .rule = pcart_score_rule(score)};
}

void
pcarti_portrait_risks(pcarti_portrait *p, pcart_course_chart *chart,
                      pcart_chart_verdict *verdict)
{
    static const pcart_score shown[] = {PCART_SCORE_IPSS, PCART_SCORE_IPSSR,
                                        PCART_SCORE_IPSSM, PCART_SCORE_ELN};
    const pcart_examination *before;
    const pcart_examination *e = find_main(p, &before);

    if (!e) {
        e = before;
        before = NULL;
    }
    if (!e)
        return;
    add_class(p, e, before, &verdict[chart->n_verdict++]);
    for (size_t i = 0; i < PCART_COUNTOF(shown); i++)
        if (e->scored >> shown[i] & 1)
            add_score(p, e, shown[i], &verdict[chart->n_verdict++]);
}
