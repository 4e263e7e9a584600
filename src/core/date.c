/* date.c -- civil dates as day numbers.  Layer: core. */
#include "postcart/date.h"

#include <string.h>

enum {
    FIRST_YEAR = 1800,
    LAST_YEAR = 2199,
    /* Days from 0000-03-01 to 1970-01-01 in the Gregorian calendar. */
    EPOCH = 719468
};

static int
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int
days_in_month(int year, int month)
{
    static const char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && is_leap ? 29 : days[month - 1];
}

/*
 * Years that begin in March put the leap day at the end, so that the days
 * before a month are a linear function of it: (153 m + 2) / 5.
 */
pcart_date
pcart_date_from_civil(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int m = month <= 2 ? month + 9 : month - 3;
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * m + 2) / 5 + day - 1;
    int day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - EPOCH;
}

void
pcart_date_to_civil(pcart_date date, int *year, int *month, int *day)
{
    int z = date + EPOCH;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int day_of_era = z - era * 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                       day_of_era / 146096) /
                      365;
    int day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int m = (5 * day_of_year + 2) / 153;

    *day = day_of_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

/* The value of `n` digits, or -1. */
static int
read_digits(const char *text, int n)
{
    int value = 0;

    for (int i = 0; i < n; i++) {
        if (!is_digit(text[i]))
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/* "HH:MM" or "HH:MM:SS" with an optional fraction and "Z". */
static int
read_clock(const char *text, size_t length, int *minute)
{
    int hour, minutes, second = 0;
    size_t i = 5;

    if (length < 5 || text[2] != ':')
        return 0;
    hour = read_digits(text, 2);
    minutes = read_digits(text + 3, 2);
    if (length >= 8 && text[5] == ':') {
        second = read_digits(text + 6, 2);
        i = 8;
        if (i < length && text[i] == '.')
            for (i++; i < length && is_digit(text[i]);)
                i++;
    }
    if (i < length && text[i] == 'Z')
        i++;
    if (i != length || hour < 0 || hour > 23 || minutes < 0 || minutes > 59 ||
        second < 0 || second > 60)
        return 0;
    *minute = hour * 60 + minutes;
    return 1;
}

/* A date as written, and how much of the text it takes. */
typedef struct written {
    int year, month, day;
    size_t length;
} written;

static int
read_iso(const char *text, size_t length, written *out)
{
    if (length < 10 || text[4] != '-' || text[7] != '-')
        return 0;
    *out = (written){.year = read_digits(text, 4),
                     .month = read_digits(text + 5, 2),
                     .day = read_digits(text + 8, 2),
                     .length = 10};
    return out->year >= 0 && out->month >= 0 && out->day >= 0;
}

/* "7.3.2024": two short numbers and a year, one mark twice. */
static int
read_numbers(const char *text, size_t length, written *out)
{
    int part[2] = {-1, -1};
    size_t at = 0;
    char mark = 0;

    for (int k = 0; k < 2; k++) {
        size_t n = at + 1 < length && is_digit(text[at + 1]) ? 2 : 1;

        if (at + n >= length || (k && text[at + n] != mark))
            return 0;
        part[k] = read_digits(text + at, (int)n);
        mark = text[at + n];
        at += n + 1;
    }
    if ((mark != '.' && mark != '/' && mark != '-') || length - at < 4)
        return 0;
    *out = (written){.year = read_digits(text + at, 4),
                     .month = part[1],
                     .day = part[0],
                     .length = at + 4};
    return out->year >= 0 && out->month >= 0 && out->day >= 0;
}

pcart_status
pcart_date_read_as(const char *text, size_t length, pcart_date_order order,
                   pcart_date *out, int *minute, pcart_err *err)
{
    static const char *const form[] = {
        "write dates as YYYY-MM-DD",
        "dates are read as day, month, year: 31.12.2024",
        "dates are read as month, day, year: 12/31/2024",
    };
    written d;
    int found = -1, is_iso = read_iso(text, length, &d);

    if (!is_iso && (order == PCART_DATE_ISO || !read_numbers(text, length, &d)))
        goto malformed;
    if (!is_iso && order == PCART_DATE_MDY) {
        int month = d.day;

        d.day = d.month;
        d.month = month;
    }
    if (length > d.length &&
        ((text[d.length] != ' ' && !(is_iso && text[d.length] == 'T')) ||
         !read_clock(text + d.length + 1, length - d.length - 1, &found)))
        goto malformed;
    if (d.year < FIRST_YEAR || d.year > LAST_YEAR || d.month < 1 ||
        d.month > 12 || d.day < 1 || d.day > days_in_month(d.year, d.month))
        return pcart_err_set(err, PCART_E_RANGE, "there is no day '%.*s'",
                             (int)d.length, text);
    *out = pcart_date_from_civil(d.year, d.month, d.day);
    if (minute)
        *minute = found;
    return PCART_OK;
malformed:
    pcart_err_set(err, PCART_E_SYNTAX, "'%.*s' is not a date",
                  (int)(length > 40 ? 40 : length), text);
    pcart_err_hint(err, "%s", form[order]);
    return PCART_E_SYNTAX;
}

pcart_status
pcart_date_read(const char *text, size_t length, pcart_date *out,
                pcart_err *err)
{
    return pcart_date_read_as(text, length, PCART_DATE_ISO, out, NULL, err);
}

pcart_status
pcart_date_read_time(const char *text, size_t length, int *minute,
                     pcart_err *err)
{
    pcart_date date;
    int found = -1;

    if (length == 0) {
        *minute = -1;
        return PCART_OK;
    }
    if (read_clock(text, length, &found)) {
        *minute = found;
        return PCART_OK;
    }
    if (pcart_date_read(text, length, &date, err) != PCART_OK)
        return pcart_err_set(err, PCART_E_SYNTAX, "'%.*s' is not a time",
                             (int)(length > 40 ? 40 : length), text);
    if (length > 11)
        (void)read_clock(text + 11, length - 11, &found);
    *minute = found;
    return PCART_OK;
}

static void
write_digits(char *out, int value, int n)
{
    while (n-- > 0) {
        out[n] = (char)('0' + value % 10);
        value /= 10;
    }
}

char *
pcart_date_write(pcart_date date, char out[PCART_DATE_SIZE])
{
    int year, month, day;

    out[0] = '\0';
    if (date == PCART_DATE_NONE)
        return out;
    pcart_date_to_civil(date, &year, &month, &day);
    write_digits(out, year, 4);
    out[4] = out[7] = '-';
    write_digits(out + 5, month, 2);
    write_digits(out + 8, day, 2);
    out[10] = '\0';
    return out;
}
