/* tables.h -- the folder of tables that a command reads.  Layer: cmd. */
#ifndef PCARTI_CMD_TABLES_H
#define PCARTI_CMD_TABLES_H

#include "cmd/cmd.h"
#include "postcart/cohort.h"

/* Rows of a command's options that pcarti_tables_options understands. */
#define PCARTI_TABLES_OPTION                                                   \
    {"--decimal", 0, "MARK",                                                   \
     "decimal mark of the tables: point (default), comma, or auto: comma "     \
     "where ';' separates cells"},                                             \
    {                                                                          \
        "--dates", 0, "ORDER",                                                 \
            "dates of the tables: iso (default), dmy (31.12.2024) or mdy; "    \
            "YYYY-MM-DD is read in all"                                        \
    }

/* How the command line says that tables are to be read. */
PCART_MUST_CHECK pcart_status pcarti_tables_options(const pcart_cmd_line *line,
                                                    pcart_cohort_options *out,
                                                    pcart_err *err);

/* Read all tables of the folder that is the first operand. */
PCART_MUST_CHECK pcart_status pcarti_tables_read(const pcart_cmd_line *line,
                                                 pcart_arena *arena,
                                                 pcart_diag *diag,
                                                 pcart_cohort *out,
                                                 pcart_err *err);

#endif
