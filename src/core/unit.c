/*
 * unit.c -- spellings of units and their exact factors.  Layer: core.
 *
 * A spelling is folded to a key first (blanks, micro signs, ways of writing a
 * power of ten, words for cells, names of the microlitre), so that the table
 * has one row per unit and letter case and not one per typist.  Nothing is
 * folded that could change a factor: 10^3/uL and 10^3/mL, m and M, g and G
 * stay apart.
 */
#include "postcart/unit.h"

#include <string.h>

enum {
    MAX_TEXT = 48, /* longer text is no unit */
    KEY_SIZE = 2 * MAX_TEXT
};

/*
 * Sorted bytewise by spelling, which is also the folded key.  Counts are in
 * cells/uL, mass in g/L, amount in mmol/L, activity in U/L.  Factors of counts
 * and masses are powers of ten by definition; 1 ukat = 60 U by definition.
 */
// clang-format off
static const pcart_unit unit[] = {
    /* spelling        dimension              numerator, denominator */
    {"%",               PCART_DIM_FRACTION,    1,         100},
    {"/L",              PCART_DIM_COUNT,       1,         1000000},
    {"/kg",             PCART_DIM_DOSE,        1,         1000000},
    {"/mL",             PCART_DIM_COUNT,       1,         1000},
    {"/nL",             PCART_DIM_COUNT,       1000,      1},
    {"/pL",             PCART_DIM_COUNT,       1000000,   1},
    {"/uL",             PCART_DIM_COUNT,       1,         1},
    {"1",               PCART_DIM_FRACTION,    1,         1},
    {"10^10/L",         PCART_DIM_COUNT,       10000,     1},
    {"10^11/L",         PCART_DIM_COUNT,       100000,    1},
    {"10^12/L",         PCART_DIM_COUNT,       1000000,   1},
    {"10^2/uL",         PCART_DIM_COUNT,       100,       1},
    {"10^3/mL",         PCART_DIM_COUNT,       1,         1},
    {"10^3/uL",         PCART_DIM_COUNT,       1000,      1},
    {"10^4/kg",         PCART_DIM_DOSE,        1,         100},
    {"10^4/uL",         PCART_DIM_COUNT,       10000,     1},
    {"10^5/kg",         PCART_DIM_DOSE,        1,         10},
    {"10^6/L",          PCART_DIM_COUNT,       1,         1},
    {"10^6/kg",         PCART_DIM_DOSE,        1,         1},
    {"10^6/mL",         PCART_DIM_COUNT,       1000,      1},
    {"10^6/uL",         PCART_DIM_COUNT,       1000000,   1},
    {"10^7/kg",         PCART_DIM_DOSE,        10,        1},
    {"10^8/kg",         PCART_DIM_DOSE,        100,       1},
    {"10^9/L",          PCART_DIM_COUNT,       1000,      1},
    {"10^9/mL",         PCART_DIM_COUNT,       1000000,   1},
    {"Bag",             PCART_DIM_AMOUNT,      1,         1},
    {"FL",              PCART_DIM_VOLUME,      1,         1},
    {"G%",              PCART_DIM_MASS,        10,        1},
    {"G/DL",            PCART_DIM_MASS,        10,        1},
    {"G/L",             PCART_DIM_COUNT,       1000,      1}, // giga per litre
    {"G/dL",            PCART_DIM_MASS,        10,        1},
    {"GI/L",            PCART_DIM_COUNT,       1000,      1},
    {"GM/DL",           PCART_DIM_MASS,        10,        1},
    {"Gpt/L",           PCART_DIM_COUNT,       1000,      1},
    {"IU/L",            PCART_DIM_ACTIVITY,    1,         1},
    {"IU/mL",           PCART_DIM_ACTIVITY,    1000,      1},
    {"K/uL",            PCART_DIM_COUNT,       1000,      1},
    {"L/L",             PCART_DIM_FRACTION,    1,         1},
    {"M/L",             PCART_DIM_COUNT,       1,         1}, // mega per litre
    {"M/uL",            PCART_DIM_COUNT,       1000000,   1},
    {"MCG/L",           PCART_DIM_MASS,        1,         1000000},
    {"MG/DL",           PCART_DIM_MASS,        1,         100},
    {"MG/L",            PCART_DIM_MASS,        1,         1000},
    {"MMOL/L",          PCART_DIM_MOLAR,       1,         1},
    {"Mill/uL",         PCART_DIM_COUNT,       1000000,   1},
    {"Mio/uL",          PCART_DIM_COUNT,       1000000,   1},
    {"Mrd./L",          PCART_DIM_COUNT,       1000,      1},
    {"Mrd/L",           PCART_DIM_COUNT,       1000,      1},
    {"NG/L",            PCART_DIM_MASS,        1,         1000000000},
    {"NG/ML",           PCART_DIM_MASS,        1,         1000000},
    {"NMOL/L",          PCART_DIM_MOLAR,       1,         1000000},
    {"PG/ML",           PCART_DIM_MASS,        1,         1000000000},
    {"PMOL/L",          PCART_DIM_MOLAR,       1,         1000000000},
    {"T/L",             PCART_DIM_COUNT,       1000000,   1}, // tera per litre
    {"THOU/uL",         PCART_DIM_COUNT,       1000,      1},
    {"TSD/uL",          PCART_DIM_COUNT,       1000,      1},
    {"Thou/uL",         PCART_DIM_COUNT,       1000,      1},
    {"Tpt/L",           PCART_DIM_COUNT,       1000000,   1},
    {"Tsd./uL",         PCART_DIM_COUNT,       1000,      1},
    {"Tsd/uL",          PCART_DIM_COUNT,       1000,      1},
    {"U/L",             PCART_DIM_ACTIVITY,    1,         1},
    {"U/mL",            PCART_DIM_ACTIVITY,    1000,      1},
    {"UG/L",            PCART_DIM_MASS,        1,         1000000},
    {"UG/ML",           PCART_DIM_MASS,        1,         1000},
    {"UI/L",            PCART_DIM_ACTIVITY,    1,         1},
    {"UKAT/L",          PCART_DIM_ACTIVITY,    60,        1},
    {"UMOL/L",          PCART_DIM_MOLAR,       1,         1000},
    {"Unit",            PCART_DIM_AMOUNT,      1,         1},
    {"Units",           PCART_DIM_AMOUNT,      1,         1},
    {"[IU]/L",          PCART_DIM_ACTIVITY,    1,         1},
    {"bag",             PCART_DIM_AMOUNT,      1,         1},
    {"bags",            PCART_DIM_AMOUNT,      1,         1},
    {"concentrate",     PCART_DIM_AMOUNT,      1,         1},
    {"concentrates",    PCART_DIM_AMOUNT,      1,         1},
    {"dose",            PCART_DIM_AMOUNT,      1,         1},
    {"doses",           PCART_DIM_AMOUNT,      1,         1},
    {"fL",              PCART_DIM_VOLUME,      1,         1},
    {"fraction",        PCART_DIM_FRACTION,    1,         1},
    {"g%",              PCART_DIM_MASS,        10,        1},
    {"g/100mL",         PCART_DIM_MASS,        10,        1},
    {"g/L",             PCART_DIM_MASS,        1,         1},
    {"g/dL",            PCART_DIM_MASS,        10,        1},
    {"g/mL",            PCART_DIM_MASS,        1000,      1},
    {"giga/L",          PCART_DIM_COUNT,       1000,      1},
    {"gm/dL",           PCART_DIM_MASS,        10,        1},
    {"gms/dL",          PCART_DIM_MASS,        10,        1},
    {"gr/L",            PCART_DIM_MASS,        1,         1},
    {"gr/dL",           PCART_DIM_MASS,        10,        1},
    {"iu/L",            PCART_DIM_ACTIVITY,    1,         1},
    {"k/uL",            PCART_DIM_COUNT,       1000,      1},
    {"kU/L",            PCART_DIM_ACTIVITY,    1000,      1},
    {"lakh/uL",         PCART_DIM_COUNT,       100000,    1},
    {"lakhs/uL",        PCART_DIM_COUNT,       100000,    1},
    {"mU/mL",           PCART_DIM_ACTIVITY,    1,         1},
    {"mcg/L",           PCART_DIM_MASS,        1,         1000000},
    {"mcg/dL",          PCART_DIM_MASS,        1,         100000},
    {"mcg/mL",          PCART_DIM_MASS,        1,         1000},
    {"mcmol/L",         PCART_DIM_MOLAR,       1,         1000},
    {"mg%",             PCART_DIM_MASS,        1,         100},
    {"mg/100mL",        PCART_DIM_MASS,        1,         100},
    {"mg/L",            PCART_DIM_MASS,        1,         1000},
    {"mg/LFEU",         PCART_DIM_MASS,        1,         1000},
    {"mg/dL",           PCART_DIM_MASS,        1,         100},
    {"mg/mL",           PCART_DIM_MASS,        1,         1},
    {"mgFEU/L",         PCART_DIM_MASS,        1,         1000},
    {"mill/uL",         PCART_DIM_COUNT,       1000000,   1},
    {"mmol/L",          PCART_DIM_MOLAR,       1,         1},
    {"mmol/mL",         PCART_DIM_MOLAR,       1000,      1},
    {"mol/L",           PCART_DIM_MOLAR,       1000,      1},
    {"ng/L",            PCART_DIM_MASS,        1,         1000000000},
    {"ng/dL",           PCART_DIM_MASS,        1,         100000000},
    {"ng/mL",           PCART_DIM_MASS,        1,         1000000},
    {"ng/mLFEU",        PCART_DIM_MASS,        1,         1000000},
    {"ngFEU/mL",        PCART_DIM_MASS,        1,         1000000},
    {"nkat/L",          PCART_DIM_ACTIVITY,    3,         50},
    {"nmol/L",          PCART_DIM_MOLAR,       1,         1000000},
    {"pct",             PCART_DIM_FRACTION,    1,         100},
    {"percent",         PCART_DIM_FRACTION,    1,         100},
    {"pg/L",            PCART_DIM_MASS,        1,         1000000000000},
    {"pg/mL",           PCART_DIM_MASS,        1,         1000000000},
    {"pmol/L",          PCART_DIM_MOLAR,       1,         1000000000},
    {"pool",            PCART_DIM_AMOUNT,      1,         1},
    {"pools",           PCART_DIM_AMOUNT,      1,         1},
    {"ratio",           PCART_DIM_FRACTION,    1,         1},
    {"thou/uL",         PCART_DIM_COUNT,       1000,      1},
    {"thousand/uL",     PCART_DIM_COUNT,       1000,      1},
    {"tsd./uL",         PCART_DIM_COUNT,       1000,      1},
    {"tsd/uL",          PCART_DIM_COUNT,       1000,      1},
    {"u/L",             PCART_DIM_ACTIVITY,    1,         1},
    {"uKat/L",          PCART_DIM_ACTIVITY,    60,        1},
    {"ug/L",            PCART_DIM_MASS,        1,         1000000},
    {"ug/LFEU",         PCART_DIM_MASS,        1,         1000000},
    {"ug/dL",           PCART_DIM_MASS,        1,         100000},
    {"ug/mL",           PCART_DIM_MASS,        1,         1000},
    {"ug/mLFEU",        PCART_DIM_MASS,        1,         1000},
    {"ugFEU/L",         PCART_DIM_MASS,        1,         1000000},
    {"ugFEU/mL",        PCART_DIM_MASS,        1,         1000},
    {"ukat/L",          PCART_DIM_ACTIVITY,    60,        1},
    {"um3",             PCART_DIM_VOLUME,      1,         1},
    {"um^3",            PCART_DIM_VOLUME,      1,         1},
    {"umol/L",          PCART_DIM_MOLAR,       1,         1000},
    {"unit",            PCART_DIM_AMOUNT,      1,         1},
    {"units",           PCART_DIM_AMOUNT,      1,         1},
};
// clang-format on

/* Signs outside ASCII, and what stands for them in a key. */
static const struct {
    const char *sign, *key;
} folded_sign[] = {
    {"\xc2\xb5", "u"},     // micro sign
    {"\xce\xbc", "u"},     // Greek small letter mu
    {"\xc3\x97", "x"},     // multiplication sign
    {"\xc2\xb7", "x"},     // middle dot
    {"\xc2\xb9", "1"},     // superscripts: 10 and "9" become 10^9 below
    {"\xc2\xb2", "2"},     //
    {"\xc2\xb3", "3"},     //
    {"\xe2\x81\xb4", "4"}, //
    {"\xe2\x81\xb5", "5"}, //
    {"\xe2\x81\xb6", "6"}, //
    {"\xe2\x81\xb7", "7"}, //
    {"\xe2\x81\xb8", "8"}, //
    {"\xe2\x81\xb9", "9"}, //
    {"\xe2\x81\xb0", "0"}, //
    {"\xe2\x81\x84", "/"}, // fraction slash
    {"\xe2\x88\x95", "/"}, // division slash
    {"\xc2\xa0", ""},      // blanks: no-break, narrow no-break, thin
    {"\xe2\x80\xaf", ""},  //
    {"\xe2\x80\x89", ""},  //
};

/* Words that say what is counted, not how; the dimension does that. */
static const char *const counted[] = {
    ".{cells}", "{cells}", "{cell}", "{Cells}", "cells",
    "cell",     "Cells",   "CELLS",  "Zellen",
};

/* What stands after the slash for a microlitre. */
static const char *const microlitre[] = {
    "uL",   "ul",  "UL",    "mm3", "mm^3", "mm*3", "MM3",    "cumm",
    "CUMM", "cmm", "cu.mm", "mcL", "mcl",  "MCL",  "microL",
};

/* A key under construction. */
typedef struct key {
    char text[KEY_SIZE];
    size_t length;
    int was_superscript; // the last sign was a superscript digit
} key;

static void
key_add(key *k, const char *text, size_t length)
{
    memcpy(k->text + k->length, text, length);
    k->length += length;
}

/* Fold one sign at `text`; returns the bytes used, 0 for a foreign sign. */
static size_t
fold_sign(key *k, const char *text, size_t length)
{
    if ((unsigned char)text[0] < 0x80) {
        k->was_superscript = 0;
        if (text[0] != ' ' && text[0] != '\t')
            key_add(k, text, 1);
        return 1;
    }
    for (size_t i = 0; i < PCART_COUNTOF(folded_sign); i++) {
        const char *sign = folded_sign[i].sign;
        const char *to = folded_sign[i].key;
        size_t n = strlen(sign);

        if (length < n || memcmp(text, sign, n) != 0)
            continue;
        int is_digit = to[0] >= '0' && to[0] <= '9';

        if (is_digit && !k->was_superscript)
            key_add(k, "^", 1);
        k->was_superscript = is_digit;
        key_add(k, to, strlen(to));
        return n;
    }
    return 0;
}

static void
key_remove(key *k, size_t at, size_t length)
{
    memmove(k->text + at, k->text + at + length, k->length - at - length);
    k->length -= length;
}

/* "10*9", "10E9", "10e9", "10**9" and "x10^9" become "10^9". */
static void
fold_power(key *k)
{
    while (k->length > 2 &&
           (k->text[0] == 'x' || k->text[0] == 'X' || k->text[0] == '*'))
        key_remove(k, 0, 1);
    if (k->length < 4 || memcmp(k->text, "10", 2) != 0)
        return;
    if (k->text[2] == '*' && k->text[3] == '*')
        key_remove(k, 2, 1);
    if (k->text[2] == '*' || k->text[2] == 'E' || k->text[2] == 'e')
        k->text[2] = '^';
}

/* Leave out the first word for cells. */
static void
fold_counted(key *k)
{
    for (size_t i = 0; i < PCART_COUNTOF(counted); i++) {
        size_t n = strlen(counted[i]);

        for (size_t at = 0; at + n < k->length; at++)
            if (memcmp(k->text + at, counted[i], n) == 0) {
                key_remove(k, at, n);
                return;
            }
    }
    if (k->length > 2 && (k->text[0] == '#' || k->text[0] == '1') &&
        k->text[1] == '/')
        key_remove(k, 0, 1);
}

static int
is_small_prefix(char c)
{
    return c == 'd' || c == 'm' || c == 'u' || c == 'n' || c == 'p' || c == 'f';
}

/* One name for the microlitre after the last slash, and L for litre. */
static void
fold_volume(key *k)
{
    size_t at = k->length;

    while (at > 0 && k->text[at - 1] != '/')
        at--;
    if (at == 0) {
        if (k->length == 2 && k->text[0] == 'f' && k->text[1] == 'l')
            k->text[1] = 'L';
        return;
    }
    for (size_t i = 0; i < PCART_COUNTOF(microlitre); i++)
        if (strlen(microlitre[i]) == k->length - at &&
            memcmp(k->text + at, microlitre[i], k->length - at) == 0) {
            k->length = at;
            key_add(k, "uL", 2);
            return;
        }
    while (at < k->length && k->text[at] >= '0' && k->text[at] <= '9')
        at++; // "mg/100ml"
    if (at < k->length && is_small_prefix(k->text[at]))
        at++;
    if (at < k->length && k->text[at] == 'l')
        k->text[at] = 'L';
}

/* Braces of an annotation: "{fraction}", "mg{FEU}/L", "{#}/uL". */
static void
fold_braces(key *k)
{
    for (size_t i = k->length; i-- > 0;)
        if (k->text[i] == '{' || k->text[i] == '}')
            key_remove(k, i, 1);
}

static int
compare(const pcart_unit *row, const key *k)
{
    int order = strncmp(row->spelling, k->text, k->length);

    return order != 0 ? order : row->spelling[k->length] != '\0';
}

const pcart_unit *
pcart_unit_find(const char *text, size_t length)
{
    key k = {.length = 0};
    size_t low = 0, high = PCART_COUNTOF(unit);

    if (length > MAX_TEXT || memchr(text, '\0', length))
        return NULL;
    for (size_t i = 0; i < length;) {
        size_t used = fold_sign(&k, text + i, length - i);

        if (used == 0)
            return NULL;
        i += used;
    }
    fold_counted(&k);
    fold_braces(&k);
    fold_counted(&k); // "{#}/uL"
    fold_power(&k);
    fold_volume(&k);
    if (k.length == 0)
        return NULL;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(&unit[middle], &k);

        if (order == 0)
            return &unit[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const pcart_unit *
pcart_unit_list(size_t *n)
{
    *n = PCART_COUNTOF(unit);
    return unit;
}

const char *
pcart_dimension_name(pcart_dimension dimension)
{
    static const char *const name[] = {
        [PCART_DIM_NONE] = "no dimension",
        [PCART_DIM_COUNT] = "cells per volume",
        [PCART_DIM_MASS] = "mass per volume",
        [PCART_DIM_MOLAR] = "amount of substance per volume",
        [PCART_DIM_ACTIVITY] = "enzyme activity per volume",
        [PCART_DIM_FRACTION] = "fraction",
        [PCART_DIM_VOLUME] = "volume of a cell",
        [PCART_DIM_DOSE] = "cells per body weight",
        [PCART_DIM_AMOUNT] = "number of units",
    };

    if ((size_t)dimension >= PCART_COUNTOF(name))
        return "unknown dimension";
    return name[dimension];
}
