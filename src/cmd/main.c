/* main.c -- the program: one table of commands, and the way to them.
 * Layer: cmd. */
#include "cmd/cmd.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/version.h"
#include "rules/spell.h"

/* In the order of the help; commands of one group stand together. */
// clang-format off
static const pcart_cmd *const command[] = {
    &pcarti_cmd_run,
    &pcarti_cmd_patient,
    &pcarti_cmd_worklist,
    &pcarti_cmd_grade,
    &pcarti_cmd_explain,
    &pcarti_cmd_karyotype,
    &pcarti_cmd_classify,
    &pcarti_cmd_score,
    &pcarti_cmd_trace,
    &pcarti_cmd_origin,
    &pcarti_cmd_identity,
    &pcarti_cmd_count,
    &pcarti_cmd_pon,
    &pcarti_cmd_surv,
    &pcarti_cmd_test,
    &pcarti_cmd_model,
    &pcarti_cmd_meta,
    &pcarti_cmd_power,
    &pcarti_cmd_check,
    &pcarti_cmd_simulate,
    &pcarti_cmd_rules,
    &pcarti_cmd_selftest,
};
// clang-format on

static const pcart_cmd *
find_command(const char *name)
{
    for (size_t i = 0; i < PCART_COUNTOF(command); i++)
        if (strcmp(command[i]->name, name) == 0)
            return command[i];
    return NULL;
}

static int
unknown_command(const char *name)
{
    pcarti_spell near = {0};

    for (size_t i = 0; i < PCART_COUNTOF(command); i++)
        pcarti_spell_offer(&near, name, command[i]->name);
    fprintf(stderr, "postcart: error: there is no command '%s'\n", name);
    if (near.first)
        fprintf(stderr, "hint: did you mean 'postcart %s'?\n", near.first);
    else
        fprintf(stderr, "hint: 'postcart help' lists the commands\n");
    return PCART_EXIT_USAGE;
}

static void
print_overview(FILE *out)
{
    const char *group = "";

    fprintf(out,
            "postcart %s -- follow a patient's blood after CAR-T therapy\n\n"
            "usage: postcart COMMAND [operands] [options]\n",
            pcart_version());
    for (size_t i = 0; i < PCART_COUNTOF(command); i++) {
        if (strcmp(group, command[i]->group) != 0) {
            group = command[i]->group;
            fprintf(out, "\n%s\n", group);
        }
        fprintf(out, "  %-10s %s\n", command[i]->name, command[i]->summary);
    }
    fprintf(out, "\nMore: postcart help COMMAND\n"
                 "Research use.  Every rule is shown with its source: "
                 "postcart rules list\n");
}

static int
help(int argc, char **argv)
{
    const pcart_cmd *cmd;

    if (argc < 3) {
        print_overview(stdout);
        return PCART_EXIT_DONE;
    }
    cmd = find_command(argv[2]);
    if (!cmd)
        return unknown_command(argv[2]);
    pcarti_cmd_help(cmd, stdout);
    return PCART_EXIT_DONE;
}

static int
run(const pcart_cmd *cmd, int argc, char **argv)
{
    pcart_cmd_line line = {0};
    pcart_err err = {0};
    const char **word = calloc((size_t)argc, sizeof *word);
    int status;

    if (!word) {
        pcart_err_set(&err, PCART_E_NOMEM, "out of memory");
        return pcarti_cmd_fail(&line, &err);
    }
    for (int i = 2; i < argc; i++) {
        word[i - 2] = argv[i];
        if (strcmp(argv[i], "--help") == 0) {
            pcarti_cmd_help(cmd, stdout);
            free(word);
            return PCART_EXIT_DONE;
        }
    }
    if (pcarti_cmd_parse(cmd, word, argc - 2, &line, &err) != PCART_OK)
        status = pcarti_cmd_fail(&line, &err);
    else
        status = cmd->run(&line, stdout);
    free(word);
    return status;
}

int
main(int argc, char **argv)
{
    const pcart_cmd *cmd;
    int status;

    if (argc < 2) {
        print_overview(stderr);
        return PCART_EXIT_USAGE;
    }
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0) {
        status = help(argc, argv);
    } else if (strcmp(argv[1], "--version") == 0 ||
               strcmp(argv[1], "version") == 0) {
        printf("postcart %s\n", pcart_version());
        status = PCART_EXIT_DONE;
    } else {
        cmd = find_command(argv[1]);
        status = cmd ? run(cmd, argc, argv) : unknown_command(argv[1]);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "postcart: error: writing failed: %s\n",
                strerror(errno));
        return PCART_EXIT_REFUSED;
    }
    return status;
}
