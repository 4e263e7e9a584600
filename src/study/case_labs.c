/* case_labs.c -- the counts of a case: "plt 10-12=149 G/L ref_low 150".
 * Layer: study. */
#include <string.h>

#include "postcart/unit.h"
#include "study/case_gather.h"

/* A number in a unit, or in the usual one. */
static void
read_number(gathering *g, pcart_analyte analyte, const char *text,
            const char *unit, pcart_fixed *out)
{
    const pcart_unit *of = unit ? pcart_unit_find(unit, strlen(unit)) : NULL;
    pcart_decimal decimal;

    if (pcart_decimal_read(text, strlen(text), '.', &decimal, NULL))
        pcarti_gather_fault(g, "the value is not a number", text);
    else if (!unit && pcart_fixed_from_decimal(decimal, 1, 1, out, NULL, NULL))
        pcarti_gather_fault(g, "the value is out of range", text);
    else if (unit && (!of || pcart_lab_convert(pcart_analyte_get(analyte),
                                               decimal, of, out, NULL)))
        pcarti_gather_fault(g, "the unit does not fit", unit);
}

/* The lower limit of normal, as another one of the list. */
static uint16_t
add_limit(gathering *g, pcart_analyte analyte, const char *text,
          const char *unit)
{
    if (!pcarti_gather_row(g, (void **)&g->limit, &g->m_limit, &g->n_limit,
                           sizeof *g->limit))
        return 0;
    read_number(g, analyte, text, unit, &g->limit[g->n_limit - 1]);
    return (uint16_t)(g->n_limit - 1);
}

/* "<100", "0.5 G/L", "149 G/L ref_low 150" */
static void
read_value(gathering *g, pcart_analyte analyte, char *text, pcart_lab *out)
{
    static const char mark[] = " ref_low ";
    char *unit, *limit = strstr(text, mark);

    if (limit) {
        *limit = '\0';
        limit += sizeof mark - 1;
    }
    out->censor = PCART_EXACT;
    if (*text == '<' || *text == '>') {
        out->censor = *text == '<' ? PCART_BELOW : PCART_ABOVE;
        text++;
        if (*text == '=') {
            out->censor =
                out->censor == PCART_BELOW ? PCART_AT_MOST : PCART_AT_LEAST;
            text++;
        }
    }
    unit = strchr(text, ' ');
    if (unit)
        *unit++ = '\0';
    read_number(g, analyte, text, unit, &out->value);
    /* Place 0 is none. */
    if (limit && g->n_limit == 0)
        (void)pcarti_gather_row(g, (void **)&g->limit, &g->m_limit, &g->n_limit,
                                sizeof *g->limit);
    if (limit)
        out->limit = add_limit(g, analyte, limit, unit);
}

void
pcarti_gather_labs(gathering *g, pcart_analyte analyte, char *days, char *value)
{
    pcart_lab given = {.analyte = (uint8_t)analyte, .minute = -1};
    char *part;

    read_value(g, analyte, value, &given);
    while (!g->status && (part = pcarti_case_part(&days, ','))) {
        int first, last;

        if (!pcarti_case_days(pcarti_case_trim(part), &first, &last)) {
            pcarti_gather_fault(g, "no days", part);
            return;
        }
        for (int day = first; day <= last && PCARTI_GATHER(g, lab, lab);
             day++) {
            pcart_lab *lab = &g->lab[g->out->patient.n_lab - 1];

            *lab = given;
            lab->date = PCARTI_CASE_DAY_ZERO + day;
            lab->line = (uint32_t)g->out->patient.n_lab + 1;
        }
    }
}
