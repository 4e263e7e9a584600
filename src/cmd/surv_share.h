/* surv_share.h -- `postcart surv --share` and `--pool`.  Layer: cmd. */
#ifndef PCARTI_SURV_SHARE_H
#define PCARTI_SURV_SHARE_H

#include "cmd/cmd.h"
#include "cmd/surv_fit.h"
#include "postcart/share.h"

/* Write the share of one centre: sums, no patient. */
PCART_MUST_CHECK pcart_status pcarti_surv_share(const pcart_cmd_line *line,
                                                const surv_data *data,
                                                pcart_arena *arena, FILE *out,
                                                pcart_err *err);

/*
 * Read the shares that the operands name.  `out` gets their follow-up as if it
 * had been read from one table, or no row when only bounds can be given.
 */
PCART_MUST_CHECK pcart_status pcarti_surv_pool(const pcart_cmd_line *line,
                                               pcart_arena *arena,
                                               pcart_diag *diag,
                                               pcart_share **share,
                                               surv_data *out, pcart_err *err);

/* Lines on the centres, the bounds and the pooled Cox model. */
PCART_MUST_CHECK pcart_status pcarti_surv_pool_lines(const pcart_share *share,
                                                     size_t n,
                                                     stat_table *table,
                                                     pcart_arena *arena,
                                                     pcart_err *err);

/* Make a key pair: FILE holds the secret, FILE.pub what others may see. */
PCART_MUST_CHECK pcart_status pcarti_surv_new_key(const char *path, FILE *out,
                                                  pcart_err *err);

#endif
