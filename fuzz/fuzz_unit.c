/* fuzz_unit.c -- any bytes as a unit, an analyte and a value in it. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/lab.h"
#include "postcart/unit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = calloc(size ? size : 1, 1);
    const pcart_unit *unit;
    const char *note;
    pcart_fixed out;
    pcart_decimal value = {0, 0};

    if (!text)
        return 0;
    if (size)
        memcpy(text, data, size);
    if (size >= 9) {
        memcpy(&value.coefficient, text, 8);
        value.exponent = (signed char)text[8];
    }
    unit = pcart_unit_find(text, size);
    if (size >= 9 && !unit)
        unit = pcart_unit_find(text + 9, size - 9);
    (void)pcart_analyte_find(text, size, &note);
    for (int i = 0; unit && i < PCART_N_ANALYTE; i++) {
        const pcart_analyte_info *info = pcart_analyte_get((pcart_analyte)i);

        if (unit->numerator <= 0 || unit->denominator <= 0)
            abort();
        if (pcart_lab_convert(info, value, unit, &out, NULL) == PCART_OK &&
            (out < info->low || out > info->high))
            abort();
    }
    free(text);
    return 0;
}
