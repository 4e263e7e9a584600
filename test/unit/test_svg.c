/* test_svg.c -- numbers, text and colours of the SVG writer. */
#include <math.h>
#include <stdio.h>

#include "../figure/drawn.h"

#include "figure/font.h"
#include "figure/style.h"
#include "figure/svg.h"

static void
test_coordinates(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    pcarti_svg svg = {.out = &out, .arena = &arena};

    (void)state;
    pcarti_svg_circle(&svg, "c", 1.005, -0.5, 12);
    assert_string_equal(
        out.data, "<circle class=\"c\" cx=\"1\" cy=\"-0.5\" r=\"12\"/>\n");
    pcarti_buf_clear(&out);
    pcarti_svg_circle(&svg, NULL, 0.126, -0.004, 1.1);
    assert_string_equal(out.data, "<circle cx=\"0.13\" cy=\"0\" r=\"1.1\"/>\n");
    pcarti_buf_clear(&out);
    pcarti_svg_circle(&svg, NULL, NAN, INFINITY, -INFINITY);
    assert_string_equal(out.data,
                        "<circle cx=\"0\" cy=\"10000000\" r=\"-10000000\"/>\n");
    pcarti_buf_clear(&out);
    pcarti_svg_path_begin(&svg, "p");
    pcarti_svg_move(&svg, 1, 2);
    pcarti_svg_draw(&svg, 3.25, 4);
    pcarti_svg_path_end(&svg);
    assert_string_equal(out.data, "<path class=\"p\" d=\"M1 2L3.25 4\"/>\n");
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

static void
test_hostile_text(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    pcarti_svg svg = {.out = &out, .arena = &arena};

    (void)state;
    pcarti_svg_text(&svg, NULL, 0, 0, "</text><script>&\"'\x01");
    assert_string_equal(out.data,
                        "<text x=\"0\" y=\"0\">&lt;/text&gt;&lt;script&gt;"
                        "&amp;&quot;&#39;\xEF\xBF\xBD</text>\n");
    pcarti_buf_clear(&out);
    /* Latin-1, an overlong slash, a surrogate, a cut character */
    pcarti_svg_text(&svg, NULL, 0, 0,
                    "M\xFCller \xC0\xAF \xED\xA0\x80 \xE2\x89");
    assert_null(strpbrk(out.data, "\xFC\xC0\xED"));
    assert_int_equal(drawn_count(out.data, "\xEF\xBF\xBD"), 8);
    pcarti_buf_clear(&out);
    pcarti_svg_text(&svg, NULL, 0, 0,
                    "\xC2\xB5L \xE2\x89\xA4 \xF0\x9F\x98\x80");
    assert_non_null(
        strstr(out.data, ">\xC2\xB5L \xE2\x89\xA4 \xF0\x9F\x98\x80<"));
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

static void
test_numbers(void **state)
{
    char text[PCARTI_NUMBER_SIZE];

    (void)state;
    assert_string_equal(pcarti_number_write(1234567, 0, text), "1,234,567");
    assert_string_equal(pcarti_number_write(-1234.5, 1, text), "-1,234.5");
    assert_string_equal(pcarti_number_write(0, 2, text), "0.00");
    assert_string_equal(pcarti_number_write(0.05, 2, text), "0.05");
    assert_string_equal(pcarti_number_write(999.96, 1, text), "1,000.0");
    assert_string_equal(pcarti_number_write(-0.001, 1, text), "0.0");
    assert_string_equal(pcarti_number_write(NAN, 1, text), "NA");
    assert_string_equal(pcarti_number_write(1e300, 0, text), "NA");
    assert_string_equal(pcarti_number_short(20000, text), "20,000");
    assert_string_equal(pcarti_number_short(9.5, text), "9.5");
    assert_string_equal(pcarti_number_short(0.005, text), "0.005");
    assert_string_equal(pcarti_number_short(100, text), "100");
    assert_string_equal(pcarti_number_short(0, text), "0");
}

static void
test_widths(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    pcarti_svg svg = {.out = &out, .arena = &arena};
    const char *cut;

    (void)state;
    /* DejaVu Sans: "0" 636, "A" 684 thousandths */
    assert_true(fabs(pcarti_font_width("0A", 10, 0) - 13.2) < 1e-9);
    assert_true(pcarti_font_width("0A", 10, 1) > 13.2);
    assert_int_equal(pcarti_font_width("", 10, 0), 0);
    cut = pcarti_svg_fit(&svg, "Candida krusei", 10, 0, 40);
    assert_true(pcarti_font_width(cut, 10, 0) <= 40);
    assert_non_null(strstr(cut, "\xE2\x80\xA6"));
    assert_string_equal(pcarti_svg_fit(&svg, "short", 10, 0, 400), "short");
    /* never in the middle of a character */
    cut = pcarti_svg_fit(&svg, "\xC2\xB5\xC2\xB5\xC2\xB5\xC2\xB5", 10, 0, 20);
    for (size_t i = 0, n = strlen(cut); i < n;) {
        uint32_t code;

        i += pcarti_font_char(cut + i, n - i, &code);
        assert_int_not_equal(code, 0xFFFD);
    }
    assert_int_equal(pcarti_svg_text_lines("one two", 10, 0, 1000), 1);
    assert_int_equal(pcarti_svg_text_lines("one two", 10, 0, 25), 2);
    assert_int_equal(pcarti_svg_text_lines("", 10, 0, 25), 0);
    /* a word wider than the line is cut, and wrapping always ends */
    assert_int_equal(pcarti_svg_text_lines("WWWW", 10, 0, 1), 4);
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

static double
channel(long value)
{
    const double share = (double)value / 255;

    return share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

/* Contrast of a colour such as "00588f" with white (WCAG 2.1). */
static double
contrast(const char *hex)
{
    const long all = strtol(hex, NULL, 16);
    const double light = 0.2126 * channel(all >> 16) +
                         0.7152 * channel(all >> 8 & 255) +
                         0.0722 * channel(all & 255);

    return 1.05 / (light + 0.05);
}

static char *
style_sheet(void)
{
    static char all[20000];

    all[0] = '\0';
    for (size_t i = 0; i < pcarti_n_style; i++) {
        assert_true(strlen(all) + strlen(pcarti_style[i]) < sizeof(all));
        strcat(all, pcarti_style[i]);
    }
    return all;
}

static const char *
fill_of(const char *sheet, const char *selector)
{
    const char *at = strstr(sheet, selector);

    assert_non_null(at);
    at = strstr(at, "fill:#");
    assert_non_null(at);
    return at + strlen("fill:#");
}

static void
test_contrast(void **state)
{
    const char *sheet = style_sheet();

    (void)state;
    for (int i = 0; i < 6; i++) {
        char selector[32];

        snprintf(selector, sizeof(selector), "text.pc-t%d{", i);
        assert_true(contrast(fill_of(sheet, selector)) >= 4.5);
    }
    assert_true(contrast(fill_of(sheet, ".pc-grey{")) >= 4.5);
    /* white text stands on grades 3 to 5 and on decisive runs */
    assert_true(contrast(fill_of(sheet, ".pc-k3{")) >= 4.5);
    assert_true(contrast(fill_of(sheet, ".pc-k4{")) >= 4.5);
    assert_true(contrast(fill_of(sheet, ".pc-k5{")) >= 4.5);
    assert_true(contrast(fill_of(sheet, ".pc-run1{")) >= 4.5);
    /* dark text on grades 0 to 2: they are light */
    for (int i = 0; i < 3; i++) {
        char selector[32];

        snprintf(selector, sizeof(selector), ".pc-k%d{", i);
        assert_true(17.4 / contrast(fill_of(sheet, selector)) >= 4.5);
    }
}

/* Every class that a figure can name is in the sheet. */
static void
test_class_names(void **state)
{
    const char *sheet = style_sheet();

    (void)state;
    for (size_t i = 0; i < 8; i++) {
        const char *const name[] = {
            pcarti_style_fill(i),          pcarti_style_open(i),
            pcarti_style_area(i),          pcarti_style_edge(i),
            pcarti_style_label(i),         pcarti_style_zone(i),
            pcarti_style_grade((int)i - 1)};

        for (size_t k = 0; k < PCART_COUNTOF(name); k++)
            assert_non_null(strstr(sheet, name[k]));
    }
    for (size_t i = 0; i < pcarti_n_hatch; i++)
        assert_true(strncmp(pcarti_hatch[i].class, "pc-hatch", 8) == 0);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_coordinates), cmocka_unit_test(test_hostile_text),
        cmocka_unit_test(test_numbers),     cmocka_unit_test(test_widths),
        cmocka_unit_test(test_contrast),    cmocka_unit_test(test_class_names),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
