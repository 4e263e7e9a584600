/*
 * simulate_lab.c -- one laboratory value as a centre writes it.  Layer: study.
 * The innermost function of the simulation: it writes bytes, nothing else.
 */
#include "study/simulate_person.h"

#include <string.h>

/* Digits of value with `places` of them behind the point. */
static size_t
write_number(char *out, int value, int places)
{
    char digit[16];
    size_t n = 0, length = 0;
    uint32_t rest = (uint32_t)value;

    do {
        digit[n++] = (char)('0' + rest % 10);
        rest /= 10;
        if (places > 0 && n == (size_t)places)
            digit[n++] = '.';
    } while (rest || (places > 0 && n <= (size_t)places + 1));
    while (n > 0)
        out[length++] = digit[--n];
    return length;
}

static size_t
write_text(char *out, const char *text)
{
    size_t n = strlen(text);

    memcpy(out, text, n);
    return n;
}

void
pcarti_sim_draw_begin(pcarti_sim_draw *draw, const pcarti_sim_person *p,
                      int day, int minute)
{
    char *out = draw->head;

    draw->style = &pcarti_sim_styles[p->centre];
    out += write_text(out, p->id);
    *out++ = ',';
    pcart_date_write(p->day0 + day, out);
    out += PCART_DATE_SIZE - 1;
    *out++ = ',';
    *out++ = (char)('0' + minute / 600);
    *out++ = (char)('0' + minute / 60 % 10);
    *out++ = ':';
    *out++ = (char)('0' + minute % 60 / 10);
    *out++ = (char)('0' + minute % 10);
    *out++ = ',';
    draw->n_head = (size_t)(out - draw->head);
}

/* "0.42", "420" or "<0.1"; value in cells/uL. */
static size_t
write_count(char *out, const pcarti_sim_style *style, int value)
{
    int tens = (value + 5) / 10;

    if (style->has_limit && tens < 10)
        return write_text(out, "<0.1");
    return style->is_per_ul ? write_number(out, tens * 10, 0)
                            : write_number(out, tens, 2);
}

static size_t
write_platelets(char *out, const pcarti_sim_style *style, int value)
{
    int thousand = (value + 500) / 1000;

    return write_number(out, style->is_plt_per_ul ? thousand * 1000 : thousand,
                        0);
}

/* Faults as real exports have them; the others are left as they are. */
static size_t
write_fault(pcarti_sim *sim, char *cell, size_t n, const char **unit)
{
    switch (pcarti_rng_below(&sim->dirt, 7)) {
    case 0: // decimal comma, in quotes
        for (size_t i = 0; i < n; i++)
            if (cell[i] == '.')
                cell[i] = ',';
        memmove(cell + 1, cell, n);
        cell[0] = cell[n + 1] = '"';
        return n + 2;
    case 1:
        *unit = "";
        return n;
    case 2:
        return write_text(cell, "clotted");
    case 3:
        return write_text(cell, "n.d.");
    case 4:
        return n + write_text(cell + n, " L");
    case 5:
        *unit = "10^12/L";
        return n;
    default:
        return write_text(cell, "see comment");
    }
}

void
pcarti_sim_lab(pcarti_sim *sim, const pcarti_sim_draw *draw, int analyte,
               int value)
{
    static const char *const name[] = {
        "anc,", "wbc,",      "lymphocytes,", "platelets,", "hemoglobin,",
        "crp,", "ferritin,", "ldh,",         "il2,",       "il4,",
        "il6,", "il10,",     "il17a,",       "ifn_gamma,", "tnf_alpha,"};
    const pcarti_sim_style *style = draw->style;
    const char *unit = style->count_unit;
    char row[160], cell[48];
    char *out = row;
    size_t n;

    switch (analyte) {
    case PCARTI_SIM_PLATELETS:
        n = write_platelets(cell, style, value);
        unit = style->plt_unit;
        break;
    case PCARTI_SIM_HEMOGLOBIN:
        n = write_number(cell, value, style->is_hb_g_per_l ? 0 : 1);
        unit = style->hb_unit;
        break;
    case PCARTI_SIM_CRP: // tenths of mg/L are hundredths of mg/dL
        n = write_number(cell, style->is_crp_per_dl ? (value + 5) / 10 : value,
                         1);
        unit = style->crp_unit;
        break;
    case PCARTI_SIM_FERRITIN:
        n = write_number(cell, value, 0);
        unit = style->ferritin_unit;
        break;
    case PCARTI_SIM_LDH:
        n = write_number(cell, value, 0);
        unit = "U/L";
        break;
    case PCARTI_SIM_IL2:
    case PCARTI_SIM_IL4:
    case PCARTI_SIM_IL6:
    case PCARTI_SIM_IL10:
    case PCARTI_SIM_IL17A:
    case PCARTI_SIM_IFN_GAMMA:
    case PCARTI_SIM_TNF_ALPHA:
        n = write_number(cell, value, 1);
        unit = "pg/mL";
        break;
    default:
        n = write_count(cell, style, value);
        break;
    }
    if (sim->is_dirty && pcarti_rng_below(&sim->dirt, 1500) == 0)
        n = write_fault(sim, cell, n, &unit);
    memcpy(out, draw->head, draw->n_head);
    out += draw->n_head;
    out += write_text(out, name[analyte]);
    memcpy(out, cell, n);
    out += n;
    *out++ = ',';
    out += write_text(out, unit);
    *out++ = '\n';
    pcarti_buf_bytes(&sim->out[PCARTI_SIM_LABS], row, (size_t)(out - row));
    if (sim->is_dirty && pcarti_rng_below(&sim->dirt, 4000) == 0) // doubled
        pcarti_buf_bytes(&sim->out[PCARTI_SIM_LABS], row, (size_t)(out - row));
}
