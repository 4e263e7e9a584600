/* simulate_panel.h -- postcart simulate --panel.  Layer: cmd. */
#ifndef PCARTI_CMD_SIMULATE_PANEL_H
#define PCARTI_CMD_SIMULATE_PANEL_H

#include "cmd/cmd.h"

/* Write a panel as the line asks; returns the exit status. */
int pcarti_simulate_panel(const pcart_cmd_line *line, FILE *out);

#endif
