/* surv_share.c -- `postcart surv --share` and `--pool`.  Layer: cmd. */
#include "cmd/surv_share.h"

#include <fcntl.h>
#include <errno.h>
#include <math.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "postcart/pool.h"

enum { SEED_SIZE = crypto_sign_SEEDBYTES, MAX_CENTRE = 1000 };

/* --- keys -------------------------------------------------------------- */

static pcart_status
write_secret(const char *path, const char *hex, pcart_err *err)
{
    /* Never over an old key, and for the owner alone. */
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    size_t length = strlen(hex);
    int is_written;

    if (file < 0)
        return pcart_err_set(err, PCART_E_IO, "key '%s' cannot be made: %s",
                             path, strerror(errno));
    is_written = write(file, hex, length) == (ssize_t)length;
    if (close(file) != 0 || !is_written)
        return pcart_err_set(err, PCART_E_IO, "key '%s' cannot be written",
                             path);
    return PCART_OK;
}

pcart_status
pcarti_surv_new_key(const char *path, FILE *out, pcart_err *err)
{
    unsigned char seed[SEED_SIZE], secret[crypto_sign_SECRETKEYBYTES];
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
    char hex[2 * SEED_SIZE + 2], shown[2 * crypto_sign_PUBLICKEYBYTES + 1];
    pcarti_buf name = {0}, text = {0};
    pcart_status status = PCART_OK;

    if (sodium_init() < 0)
        return pcart_err_set(err, PCART_E_INTERNAL, "no source of chance");
    randombytes_buf(seed, sizeof seed);
    crypto_sign_seed_keypair(public_key, secret, seed);
    sodium_bin2hex(hex, sizeof hex, seed, sizeof seed);
    memcpy(hex + sizeof hex - 2, "\n", 2);
    sodium_bin2hex(shown, sizeof shown, public_key, sizeof public_key);
    pcarti_buf_print(&name, "%s.pub", path);
    pcarti_buf_print(&text, "%s\n", shown);
    status = pcarti_buf_status(&name, err);
    if (!status)
        status = write_secret(path, hex, err);
    if (!status)
        status = pcarti_cmd_write_file(name.data, &text, err);
    if (!status)
        fprintf(out, "%s: secret key; hand on %s.pub\n", path, path);
    sodium_memzero(seed, sizeof seed);
    sodium_memzero(secret, sizeof secret);
    sodium_memzero(hex, sizeof hex);
    pcarti_buf_release(&name);
    pcarti_buf_release(&text);
    return status;
}

static pcart_status
read_seed(const char *path, unsigned char seed[SEED_SIZE], pcart_err *err)
{
    pcarti_buf text = {0};
    size_t n = 0;
    pcart_status status = pcarti_frame_load(path, &text, err);

    if (!status && (text.length < 2 * SEED_SIZE ||
                    sodium_hex2bin(seed, SEED_SIZE, text.data, 2 * SEED_SIZE,
                                   NULL, &n, NULL) != 0 ||
                    n != SEED_SIZE))
        status = pcart_err_set(err, PCART_E_SYNTAX,
                               "'%s' is no key: make one with --new-key", path);
    if (text.data)
        sodium_memzero(text.data, text.length);
    pcarti_buf_release(&text);
    return status;
}

/* --- sharing ----------------------------------------------------------- */

static pcart_status
read_beta(const char *list, size_t n, double *out, pcart_err *err)
{
    for (size_t k = 0; k < n; k++) {
        size_t length = list ? strcspn(list, ",") : 0;

        if (!list)
            return PCART_OK;
        if (!pcarti_frame_double(list, length, '.', &out[k]) ||
            (list[length] == '\0') != (k + 1 == n))
            return pcart_err_set(err, PCART_E_USAGE,
                                 "--beta needs %zu numbers, one per column", n);
        list += length + (list[length] == ',');
    }
    return PCART_OK;
}

static pcart_status
fill_options(const pcart_cmd_line *line, const surv_data *data,
             pcart_share_options *options, pcart_err *err)
{
    const char *grid = pcarti_cmd_value(line, "--grid");
    int64_t smallest = 0;
    pcart_status status =
        pcarti_cmd_number(line, "--smallest", 0, 1000, &smallest, err);

    *options =
        (pcart_share_options){.centre = pcarti_cmd_value(line, "--share"),
                              .smallest = (int)smallest,
                              .group = data->group.level,
                              .event = data->event,
                              .n_event = data->n_event};
    if (!status && grid &&
        (!pcarti_frame_double(grid, strlen(grid), '.', &options->grid) ||
         options->grid <= 0))
        status = pcart_err_set(err, PCART_E_USAGE, "'--grid %s' is not a width",
                               grid);
    if (!status && data->by_code)
        status = pcart_err_set(err, PCART_E_USAGE,
                               "--share is of one centre: leave out --by");
    return status;
}

pcart_status
pcarti_surv_share(const pcart_cmd_line *line, const surv_data *data,
                  pcart_arena *arena, FILE *out, pcart_err *err)
{
    const char *key = pcarti_cmd_value(line, "--key");
    const char *path = pcarti_cmd_value(line, "--output");
    unsigned char seed[SEED_SIZE] = {0};
    pcart_share_options options;
    surv_part whole;
    pcart_covariates x;
    pcart_share share;
    pcarti_buf text = {0};
    double *beta =
        pcart_arena_take(arena, data->model.n_column + 1, sizeof *beta);
    pcart_status status = fill_options(line, data, &options, err);

    if (!status && !beta)
        status = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    if (!status && data->model.n_column) {
        status = pcarti_surv_complete(data, &data->all, arena, &whole, &x, err);
        if (!status)
            status =
                read_beta(pcarti_cmd_value(line, "--beta"), x.n, beta, err);
        options.x = &x;
        options.model = &whole.follow;
        options.beta = beta;
    }
    if (!status)
        status =
            pcart_share_make(&data->all.follow, &options, arena, &share, err);
    if (!status && key)
        status = read_seed(key, seed, err);
    if (!status)
        status = pcart_share_write(&share, key ? seed : NULL, &text, err);
    if (!status && path)
        status = pcarti_cmd_write_file(path, &text, err);
    else if (!status)
        fwrite(text.data, 1, text.length, out);
    sodium_memzero(seed, sizeof seed);
    pcarti_buf_release(&text);
    return status;
}

/* --- pooling ----------------------------------------------------------- */

/* Whether the file of trusted keys, one per line, holds this one. */
static int
is_trusted(const pcarti_buf *keys, const char *signer)
{
    size_t length = signer ? strlen(signer) : 0;
    const char *at = keys->data;

    while (at && signer && *at) {
        size_t n = strcspn(at, "\r\n");

        if (n >= length && memcmp(at, signer, length) == 0 &&
            (n == length || at[length] == ' '))
            return 1;
        at += n + strspn(at + n, "\r\n");
    }
    return 0;
}

static pcart_status
read_shares(const pcart_cmd_line *line, pcart_arena *arena, pcart_share *share,
            pcart_err *err)
{
    const char *trust = pcarti_cmd_value(line, "--trust");
    pcarti_buf keys = {0}, bytes = {0};
    pcart_status status =
        trust ? pcarti_frame_load(trust, &keys, err) : PCART_OK;

    for (size_t i = 0; i < line->n_operand && !status; i++) {
        pcarti_buf_clear(&bytes);
        status = pcarti_frame_load(line->operand[i], &bytes, err);
        if (!status)
            status = pcart_share_read(line->operand[i], bytes.data,
                                      bytes.length, arena, &share[i], err);
        if (!status && trust && !is_trusted(&keys, share[i].signer))
            status = pcart_err_set(err, PCART_E_INCONSISTENT,
                                   "'%s' is not signed by a key of '%s'",
                                   line->operand[i], trust);
    }
    pcarti_buf_release(&keys);
    pcarti_buf_release(&bytes);
    return status;
}

/* The pool as a table of follow-up; one group is no grouping. */
static pcart_status
fill_data(const pcart_pool *pool, pcart_arena *arena, surv_data *out,
          pcart_err *err)
{
    size_t n_group = (size_t)pool->n_group, n_event = (size_t)pool->n_event;

    *out = (surv_data){
        .all.follow = pool->follow,
        .n_event = pool->n_event,
        .n_row = pool->follow.n,
        .event = pcart_arena_take(arena, n_event + 1, sizeof *out->event),
        .group = {.name = "group",
                  .n_level = pool->n_group,
                  .level = pcart_arena_take(arena, n_group + 1,
                                            sizeof *out->group.level)}};
    if (!out->event || !out->group.level)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t k = 0; k < n_event; k++)
        out->event[k] = pool->event[k];
    for (size_t k = 0; k < n_group; k++)
        out->group.level[k] = pool->group[k];
    if (n_group < 2 && strcmp(pool->group[0], "all") == 0) {
        out->all.follow.group = NULL;
        out->all.follow.n_group = 0;
    }
    return PCART_OK;
}

pcart_status
pcarti_surv_pool(const pcart_cmd_line *line, pcart_arena *arena,
                 pcart_diag *diag, pcart_share **share, surv_data *out,
                 pcart_err *err)
{
    pcart_pool pool = {0};
    pcart_status status;

    *out = (surv_data){0};
    if (line->n_operand > MAX_CENTRE)
        return pcart_err_set(err, PCART_E_USAGE, "more than %d centres",
                             MAX_CENTRE);
    *share = pcart_arena_take(arena, line->n_operand + 1, sizeof **share);
    if (!*share)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    status = read_shares(line, arena, *share, err);
    if (status)
        return status;
    status = pcart_pool_follow(*share, line->n_operand, arena, &pool, err);
    if (status == PCART_E_UNSUPPORTED) {
        pcart_problem problem = {.severity = PCART_WARNING,
                                 .code = "pool-bounds-only",
                                 .message = err->message,
                                 .redacted = err->message};

        pcart_diag_add(diag, &problem);
        *err = (pcart_err){0};
        return PCART_OK;
    }
    if (status)
        return status;
    if (!pcarti_cmd_value(line, "--strata")) {
        pool.follow.stratum = NULL;
        pool.follow.n_stratum = 0;
    }
    if (!pool.is_exact) {
        pcart_problem problem = {
            .severity = PCART_WARNING,
            .code = "pool-approximate",
            .message = "some centre tells times by a grid, or withholds a "
                       "group: estimates are approximate, see the section "
                       "'bounds'",
        };

        problem.redacted = problem.message;
        pcart_diag_add(diag, &problem);
    }
    return fill_data(&pool, arena, out, err);
}

/* --- lines ------------------------------------------------------------- */

static void
write_centres(const pcart_share *share, size_t n, stat_table *table)
{
    for (size_t i = 0; i < n; i++) {
        stat_row row = pcarti_stat_row("centre", share[i].centre, "n");
        int64_t total = 0;

        for (int k = 0; k < share[i].n_group; k++)
            total += share[i].n_subject[k] > 0 ? share[i].n_subject[k] : 0;
        row.estimate = (double)total;
        row.note = share[i].signer ? share[i].signer : "not signed";
        row.method =
            share[i].grid > 0 ? "counts by intervals" : "counts by event times";
        pcarti_stat_add(table, &row);
    }
}

static void
write_bound(stat_table *table, const pcart_pool_bound *bound,
            const char *quantity, double low, double high)
{
    stat_row row = pcarti_stat_row("bounds", bound->group, quantity);

    row.time = bound->time;
    row.low = low;
    row.high = high;
    row.estimate = (low + high) / 2;
    row.n = (double)bound->n_risk;
    row.method = "least and greatest possible value; estimate: their middle";
    pcarti_stat_add(table, &row);
}

static pcart_status
write_cox(const pcart_share *share, size_t n, stat_table *table,
          pcart_arena *arena, pcart_err *err)
{
    pcart_pool_cox cox;
    pcart_status status;

    if (share[0].cox.n_column == 0)
        return PCART_OK;
    status = pcart_pool_cox_step(share, n, arena, &cox, err);
    if (status)
        return status;
    for (size_t k = 0; k < cox.n_column; k++) {
        stat_row row = pcarti_stat_row("cox-pooled", cox.name[k], "beta_now");

        row.method = "Cox regression stratified by centre, Efron ties";
        row.r_call = "coxph(Surv(time, status) ~ x + strata(centre))";
        row.n = (double)cox.n;
        row.note = cox.is_exact ? "the maximum: equal to the pooled analysis"
                                : "not yet the maximum";
        row.estimate = cox.beta[k];
        row.std_err = cox.std_err[k];
        pcarti_stat_add(table, &row);
        row.quantity = "beta_next";
        row.std_err = NAN;
        row.note = "agreed coefficient of the next round (--beta)";
        row.estimate = cox.next[k];
        pcarti_stat_add(table, &row);
    }
    {
        stat_row row = pcarti_stat_row("cox-pooled", NULL, "distance");

        row.estimate = cox.distance;
        row.note = "largest step in standard errors; 0 at the maximum";
        pcarti_stat_add(table, &row);
        row.quantity = "log_likelihood";
        row.note = NULL;
        row.estimate = cox.log_likelihood;
        pcarti_stat_add(table, &row);
    }
    return PCART_OK;
}

pcart_status
pcarti_surv_pool_lines(const pcart_share *share, size_t n, stat_table *table,
                       pcart_arena *arena, pcart_err *err)
{
    int is_coarse = 0;
    pcart_pool_bound *bound;
    size_t n_bound;
    pcart_status status;

    write_centres(share, n, table);
    for (size_t i = 0; i < n; i++)
        is_coarse |= share[i].grid > 0;
    if (is_coarse) {
        status = pcart_pool_bounds(share, n, arena, &bound, &n_bound, err);
        if (status)
            return status;
        for (size_t k = 0; k < n_bound; k++) {
            write_bound(table, &bound[k], "survival", bound[k].survival_low,
                        bound[k].survival_high);
            write_bound(table, &bound[k], "incidence", bound[k].incidence_low,
                        bound[k].incidence_high);
        }
    }
    return write_cox(share, n, table, arena, err);
}
