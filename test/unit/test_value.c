/* test_value.c -- results as laboratories write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read/value.h"

/* What a value means: number, its comparison, or why it is none. */
static void
test_values(void **state)
{
    static const struct {
        const char *text;
        pcarti_value_kind kind;
        pcart_censor censor;
        pcart_fixed value;
    } expected[] = {
        {"0.5", PCARTI_VALUE_NUMBER, PCART_EXACT, 500000},
        {"<0.1", PCARTI_VALUE_NUMBER, PCART_BELOW, 100000},
        {"< 0.1", PCARTI_VALUE_NUMBER, PCART_BELOW, 100000},
        {"<=0.1", PCARTI_VALUE_NUMBER, PCART_AT_MOST, 100000},
        {"\xE2\x89\xA4"
         "0.1",
         PCARTI_VALUE_NUMBER, PCART_AT_MOST, 100000},
        {">1000", PCARTI_VALUE_NUMBER, PCART_ABOVE, PCART_FIXED(1000)},
        {">=2", PCARTI_VALUE_NUMBER, PCART_AT_LEAST, PCART_FIXED(2)},
        {"\xE2\x88\x92"
         "3",
         PCARTI_VALUE_NUMBER, PCART_EXACT, -PCART_FIXED(3)},
        {"12.3 H", PCARTI_VALUE_NUMBER, PCART_EXACT, 12300000},
        {"12.3*", PCARTI_VALUE_NUMBER, PCART_EXACT, 12300000},
        {"7 LL", PCARTI_VALUE_NUMBER, PCART_EXACT, PCART_FIXED(7)},
        {"1\xE2\x80\x89"
         "234.5",
         PCARTI_VALUE_NUMBER, PCART_EXACT, 1234500000},
        {"1\xC2\xA0"
         "234\xC2\xA0"
         "567",
         PCARTI_VALUE_NUMBER, PCART_EXACT, PCART_FIXED(1234567)},
        {"1\xC2\xA0"
         "23",
         PCARTI_VALUE_BAD, PCART_EXACT, 0},
        {"1 234", PCARTI_VALUE_BAD, PCART_EXACT, 0},
        {"0,5", PCARTI_VALUE_BAD, PCART_EXACT, 0},
        {"1,234.5", PCARTI_VALUE_BAD, PCART_EXACT, 0},
        {"0.05-0.1", PCARTI_VALUE_RANGE, PCART_EXACT, 0},
        {"n.d.", PCARTI_VALUE_WORDS, PCART_EXACT, 0},
        {"QNS", PCARTI_VALUE_WORDS, PCART_EXACT, 0},
        {"Clotted", PCARTI_VALUE_WORDS, PCART_EXACT, 0},
        {"see comment", PCARTI_VALUE_WORDS, PCART_EXACT, 0},
        {"*", PCARTI_VALUE_WORDS, PCART_EXACT, 0},
        {"neg", PCARTI_VALUE_WORDS, PCART_EXACT, 0},
        {"abc", PCARTI_VALUE_BAD, PCART_EXACT, 0},
        {"12.3H", PCARTI_VALUE_BAD, PCART_EXACT, 0},
        {"<", PCARTI_VALUE_BAD, PCART_BELOW, 0},
        {"", PCARTI_VALUE_BAD, PCART_EXACT, 0},
        {"0x10", PCARTI_VALUE_BAD, PCART_EXACT, 0},
        {"inf", PCARTI_VALUE_BAD, PCART_EXACT, 0},
        {"nan", PCARTI_VALUE_BAD, PCART_EXACT, 0},
    };

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(expected); i++) {
        pcarti_value value =
            pcarti_value_read(expected[i].text, strlen(expected[i].text), '.');
        pcart_fixed number = 0;

        if (value.kind != expected[i].kind ||
            value.censor != expected[i].censor)
            fail_msg("'%s'", expected[i].text);
        if (value.kind != PCARTI_VALUE_NUMBER)
            continue;
        assert_int_equal(
            pcart_fixed_from_decimal(value.number, 1, 1, &number, NULL, NULL),
            PCART_OK);
        if (number != expected[i].value)
            fail_msg("'%s' is %lld", expected[i].text, (long long)number);
    }
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_values),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
