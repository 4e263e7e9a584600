/* tables.c -- the folder of tables that a command reads.  Layer: cmd. */
#include "cmd/tables.h"

#include <string.h>

/* The place of an option's word in `choice`; the first where it is not given,
 * -1 if it is none of them. */
static int
choose(const pcart_cmd_line *line, const char *option,
       const char *const *choice, int n_choice)
{
    const char *word = pcarti_cmd_value(line, option);

    if (!word)
        return 0;
    for (int i = 0; i < n_choice; i++)
        if (strcmp(word, choice[i]) == 0)
            return i;
    return -1;
}

pcart_status
pcarti_tables_options(const pcart_cmd_line *line, pcart_cohort_options *out,
                      pcart_err *err)
{
    static const char *const decimal[] = {"point", "comma", "auto"};
    static const pcart_decimal_mark mark[] = {
        PCART_DECIMAL_POINT, PCART_DECIMAL_COMMA, PCART_DECIMAL_AUTO};
    static const char *const dates[] = {"iso", "dmy", "mdy"};
    static const pcart_date_order order[] = {PCART_DATE_ISO, PCART_DATE_DMY,
                                             PCART_DATE_MDY};
    int m = choose(line, "--decimal", decimal, PCART_COUNTOF(decimal));
    int o = choose(line, "--dates", dates, PCART_COUNTOF(dates));

    if (m < 0)
        return pcart_err_set(err, PCART_E_USAGE,
                             "'--decimal %s' is neither point, comma nor auto",
                             pcarti_cmd_value(line, "--decimal"));
    if (o < 0)
        return pcart_err_set(err, PCART_E_USAGE,
                             "'--dates %s' is neither iso, dmy nor mdy",
                             pcarti_cmd_value(line, "--dates"));
    out->decimal = mark[m];
    out->dates = order[o];
    return PCART_OK;
}

pcart_status
pcarti_tables_read(const pcart_cmd_line *line, pcart_arena *arena,
                   pcart_diag *diag, pcart_cohort *out, pcart_err *err)
{
    pcart_cohort_options options = {0};
    pcart_cohort_folder *folder = NULL;
    pcart_status status = pcarti_tables_options(line, &options, err);

    if (!status)
        status = pcart_cohort_open(line->operand[0], &options, arena, diag,
                                   &folder, err);
    if (!status)
        status = pcart_cohort_read(folder, arena, diag, out, err);
    pcart_cohort_close(folder);
    return status;
}
