/* fuzz_date.c -- any bytes as a date, a time and a number. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/date.h"
#include "postcart/fixed.h"
#include "read/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* A copy of exact size, so that a read beyond it is seen. */
    char *text = malloc(size ? size : 1);
    char out[PCART_DATE_SIZE];
    pcart_date date = 0, again = 0;
    pcart_err err;
    int minute = -1;

    if (!text)
        return 0;
    if (size)
        memcpy(text, data, size);
    if (pcart_date_read(text, size, &date, &err) == PCART_OK) {
        pcart_date_write(date, out);
        if (memcmp(out, text, PCART_DATE_SIZE - 1) != 0 ||
            pcart_date_read(out, strlen(out), &again, NULL) != PCART_OK ||
            again != date)
            abort();
    }
    for (pcart_date_order order = PCART_DATE_DMY; order <= PCART_DATE_MDY;
         order++)
        if (pcart_date_read_as(text, size, order, &date, &minute, &err) ==
                PCART_OK &&
            (pcart_date_read(pcart_date_write(date, out), 10, &again, NULL) !=
                 PCART_OK ||
             again != date || minute < -1 || minute > 1439))
            abort();
    if (pcart_date_read_time(text, size, &minute, &err) == PCART_OK &&
        (minute < -1 || minute > 1439))
        abort();
    for (int i = 0; i < 2; i++) {
        char mark = i ? ',' : '.';
        pcarti_value value = pcarti_value_read(text, size, mark);
        pcart_decimal number;

        if (pcart_decimal_read(text, size, mark, &number, &err) == PCART_OK &&
            (value.kind != PCARTI_VALUE_NUMBER || value.censor != PCART_EXACT))
            abort();
    }
    free(text);
    return 0;
}
