/*
 * font.c -- how wide text will be.  Layer: figure.
 * Advance widths in thousandths of the size, read from DejaVu Sans 2.37.
 */
#include "figure/font.h"

#include <string.h>

// clang-format off
static const unsigned short regular[95] = { // from U+0020
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838,
    318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636,
    636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698,
    770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
    603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390,
    337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635,
    634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521,
    392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
};
static const unsigned short bold[95] = {
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838,
    380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696, 696,
    696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734,
    830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850,
    733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457,
    365, 457, 838, 500, 500, 675, 716, 593, 716, 678, 435, 716,
    712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595,
    478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
};
// clang-format on

/* The rest is estimated on the safe side by block. */
static double
advance(uint32_t code, int is_bold)
{
    if (code >= 0x20 && code < 0x7F)
        return is_bold ? bold[code - 0x20] : regular[code - 0x20];
    if (code < 0x20 || (code >= 0x300 && code < 0x370))
        return 0; // combining marks take no room
    if (code == 0xB5 || code == 0x3BC || code == 0x2013)
        return is_bold ? 740 : 640;
    if (code < 0x2000)
        return is_bold ? 850 : 780;
    return 1000;
}

size_t
pcarti_font_char(const char *text, size_t length, uint32_t *code)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t n = 0;
    uint32_t c;

    *code = 0;
    if (length == 0)
        return 0;
    *code = s[0];
    if (s[0] < 0x80)
        return 1;
    if (s[0] >= 0xC2 && s[0] <= 0xDF)
        n = 2;
    else if (s[0] >= 0xE0 && s[0] <= 0xEF)
        n = 3;
    else if (s[0] >= 0xF0 && s[0] <= 0xF4)
        n = 4;
    *code = 0xFFFD;
    if (n == 0 || n > length)
        return 1;
    c = s[0] & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 1;
        c = c << 6 | (s[i] & 0x3Fu);
    }
    /* overlong forms, surrogates and what XML does not have */
    if ((n == 3 && c < 0x800) || (n == 4 && c < 0x10000) || c > 0x10FFFF ||
        (c >= 0xD800 && c < 0xE000) || c == 0xFFFE || c == 0xFFFF)
        return 1;
    *code = c;
    return n;
}

double
pcarti_font_width_n(const char *text, size_t length, double size, int is_bold)
{
    double sum = 0;
    uint32_t code;

    for (size_t i = 0; i < length;) {
        i += pcarti_font_char(text + i, length - i, &code);
        sum += advance(code, is_bold);
    }
    return sum * size / 1000;
}

double
pcarti_font_width(const char *text, double size, int is_bold)
{
    return pcarti_font_width_n(text, strlen(text), size, is_bold);
}

size_t
pcarti_font_fit(const char *text, double size, int is_bold, double width)
{
    const size_t length = strlen(text);
    double sum = 0;
    size_t i = 0;

    while (i < length) {
        uint32_t code;
        size_t n = pcarti_font_char(text + i, length - i, &code);

        sum += advance(code, is_bold) * size / 1000;
        if (sum > width)
            break;
        i += n;
    }
    return i;
}

size_t
pcarti_font_line(const char *text, double size, int is_bold, double width)
{
    size_t fit = pcarti_font_fit(text, size, is_bold, width), i = fit;
    uint32_t code;

    if (text[fit] == '\0' || text[fit] == ' ')
        return fit;
    while (i > 0 && text[i - 1] != ' ')
        i--;
    while (i > 0 && text[i - 1] == ' ')
        i--;
    if (i > 0)
        return i;
    return fit > 0 ? fit : pcarti_font_char(text, strlen(text), &code);
}
