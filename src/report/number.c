/* number.c -- numbers for people and numbers for programs.  Layer: report. */
#include "report/number.h"

#include <math.h>
#include <string.h>

#include "core/buf.h"

/* Room for the shortest decimal of any double: sign, 17 digits, point,
 * exponent.  A buffer on the stack of this size never grows. */
enum { MAX_DOUBLE = 64 };

/* The value in millionths; 0 when it does not fit. */
static int
to_fixed(double value, pcart_fixed *out)
{
    char bytes[MAX_DOUBLE];
    pcarti_buf text = {.data = bytes, .capacity = sizeof bytes};
    pcart_decimal decimal;

    pcarti_buf_statistic(&text, value);
    return pcart_decimal_read(text.data, text.length, '.', &decimal, NULL) ==
               PCART_OK &&
           pcart_fixed_from_decimal(decimal, 1, 1, out, NULL, NULL) == PCART_OK;
}

const char *
pcarti_number_full(pcart_arena *arena, double value)
{
    char bytes[MAX_DOUBLE];
    pcarti_buf text = {.data = bytes, .capacity = sizeof bytes};

    if (!isfinite(value))
        return "";
    pcarti_buf_statistic(&text, value);
    return pcart_arena_text(arena, text.data, text.length);
}

const char *
pcarti_number_shown(pcart_arena *arena, double value, int decimals)
{
    pcart_fixed fixed, step = PCART_FIXED_ONE, whole, rest;
    const char *sign = "";

    if (!isfinite(value))
        return "not evaluable";
    if (decimals > 6)
        decimals = 6;
    for (int i = 0; i < decimals; i++)
        step /= 10;
    if (!to_fixed(value, &fixed))
        return pcarti_number_full(arena, value);
    fixed = pcart_fixed_round_away(fixed, step);
    if (fixed < 0) {
        sign = "-";
        fixed = -fixed;
    }
    whole = fixed / PCART_FIXED_ONE;
    rest = fixed % PCART_FIXED_ONE / step;
    if (decimals <= 0)
        return pcart_arena_print(arena, "%s%lld", sign, (long long)whole);
    return pcart_arena_print(arena, "%s%lld.%0*lld", sign, (long long)whole,
                             decimals, (long long)rest);
}

const char *
pcarti_number_p(pcart_arena *arena, double value)
{
    static const double smallest = 0.001;

    if (isfinite(value) && value < smallest)
        return "< 0.001";
    return pcarti_number_shown(arena, value, 3);
}

const char *
pcarti_number_share(pcart_arena *arena, size_t count, size_t total)
{
    const char *percent;

    if (total == 0)
        return "0/0";
    percent =
        pcarti_number_shown(arena, 100.0 * (double)count / (double)total, 1);
    return percent ? pcart_arena_print(arena, "%zu/%zu (%s%%)", count, total,
                                       percent)
                   : NULL;
}

const char *
pcarti_number_percent(pcart_arena *arena, double value, double low, double high)
{
    const char *middle = pcarti_number_shown(arena, 100.0 * value, 1);
    const char *from = pcarti_number_shown(arena, 100.0 * low, 1);
    const char *to = pcarti_number_shown(arena, 100.0 * high, 1);

    if (!middle || !from || !to)
        return NULL;
    if (!isfinite(low) || !isfinite(high))
        return pcart_arena_print(arena, "%s%%", middle);
    return pcart_arena_print(arena, "%s%% (%s-%s)", middle, from, to);
}

static int
is_whole(double value)
{
    return floor(value) >= value && ceil(value) <= value;
}

int
pcarti_number_decimals(double q25, double median, double q75)
{
    double size = fabs(q75) > fabs(q25) ? fabs(q75) : fabs(q25);

    if (is_whole(q25) && is_whole(median) && is_whole(q75))
        return 0;
    if (size >= 100)
        return 0;
    return size >= 10 ? 1 : 2;
}

void
pcarti_number_words(pcarti_buf *out, const char *text)
{
    static const char *const raised[10] = {
        "\xE2\x81\xB0", "\xC2\xB9",     "\xC2\xB2",     "\xC2\xB3",
        "\xE2\x81\xB4", "\xE2\x81\xB5", "\xE2\x81\xB6", "\xE2\x81\xB7",
        "\xE2\x81\xB8", "\xE2\x81\xB9"};
    char piece[2] = "";
    const char *power = strstr(text, "10^");

    if (!power || power[3] < '0' || power[3] > '9') {
        pcarti_buf_xml(out, text);
        return;
    }
    for (const char *at = text; *at; at++) {
        if (strncmp(at, "10^", 3) == 0 && at[3] >= '0' && at[3] <= '9') {
            pcarti_buf_text(out, "10");
            pcarti_buf_text(out, raised[at[3] - '0']);
            at += 3;
            continue;
        }
        piece[0] = *at;
        pcarti_buf_xml(out, piece);
    }
}
