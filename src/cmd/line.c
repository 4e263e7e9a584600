/* line.c -- from the words of a command line to options and operands.
 * Layer: cmd. */
#include "cmd/cmd.h"

#include <string.h>

const pcart_cmd_option pcarti_cmd_common[] = {
    {"--profile", 0, "NAME",
     "a named set of choices (see 'postcart rules profiles')"},
    {"--set", 0, "OPTION=CHOICE", "one choice; may be given several times"},
    {"--json", 0, NULL, "print JSON instead of a table"},
    {"--errors", 0, "FORM", "how problems are printed: text or json"},
    {"--redact", 0, NULL, "print no cell contents in problems"},
    {"--strict", 0, NULL, "exit with status 3 when there were warnings"},
    {NULL, 0, NULL, NULL},
};

static size_t
count_options(const pcart_cmd_option *option)
{
    size_t n = 0;

    while (option && option[n].name)
        n++;
    return n;
}

/* Row `i` of the command's options followed by the common ones. */
static const pcart_cmd_option *
option_row(const pcart_cmd *cmd, size_t i)
{
    size_t n = count_options(cmd->option);

    if (i < n)
        return &cmd->option[i];
    return i - n < count_options(pcarti_cmd_common) ? &pcarti_cmd_common[i - n]
                                                    : NULL;
}

/* Whether `word` is this option; `*value` is what stands behind "=". */
static int
is_option(const pcart_cmd_option *option, const char *word, const char **value)
{
    size_t length = strlen(option->name);

    *value = NULL;
    if (option->letter && word[0] == '-' && word[1] == option->letter &&
        word[2] == '\0')
        return 1;
    if (strncmp(word, option->name, length) != 0)
        return 0;
    if (word[length] == '=')
        *value = word + length + 1;
    return word[length] == '=' || word[length] == '\0';
}

static pcart_status
apply_choice(const char *value, pcart_cmd_line *line, pcart_err *err)
{
    const char *equals = strchr(value, '=');
    char name[64];

    if (!equals || (size_t)(equals - value) >= sizeof name) {
        pcart_err_set(err, PCART_E_USAGE, "'--set %s' names no choice", value);
        pcart_err_hint(err, "write --set icaht_duration=cumulative_joined");
        return PCART_E_USAGE;
    }
    memcpy(name, value, (size_t)(equals - value));
    name[equals - value] = '\0';
    return pcart_profile_set(&line->profile, name, equals + 1, err);
}

/* What the common options mean. */
static pcart_status
apply_common(const char *name, const char *value, pcart_cmd_line *line,
             pcart_err *err)
{
    if (strcmp(name, "--set") == 0)
        return apply_choice(value, line, err);
    if (strcmp(name, "--profile") == 0)
        return pcart_profile_apply(&line->profile, value, err);
    if (strcmp(name, "--json") == 0)
        line->is_json = 1;
    if (strcmp(name, "--redact") == 0)
        line->is_redacted = 1;
    if (strcmp(name, "--strict") == 0)
        line->is_strict = 1;
    if (strcmp(name, "--errors") == 0) {
        line->is_json_problems = strcmp(value, "json") == 0;
        if (!line->is_json_problems && strcmp(value, "text") != 0)
            return pcart_err_set(err, PCART_E_USAGE,
                                 "'--errors %s' is neither text nor json",
                                 value);
    }
    return PCART_OK;
}

/* One option; `*i` moves on when the next word is its value. */
static pcart_status
take_option(const pcart_cmd *cmd, const char **word, int n_word, int *i,
            pcart_cmd_line *line, pcart_err *err)
{
    const pcart_cmd_option *option;
    const char *value;

    for (size_t k = 0; k < PCART_CMD_MAX_OPTION; k++) {
        option = option_row(cmd, k);
        if (!option)
            break;
        if (!is_option(option, word[*i], &value))
            continue;
        if (!option->value && value)
            return pcart_err_set(err, PCART_E_USAGE, "'%s' takes no value",
                                 option->name);
        if (option->value && !value) {
            if (*i + 1 >= n_word)
                return pcart_err_set(err, PCART_E_USAGE,
                                     "'%s' needs a value: %s", option->name,
                                     option->value);
            value = word[++*i];
        }
        line->given[k] = value ? value : "";
        return apply_common(option->name, line->given[k], line, err);
    }
    pcart_err_set(err, PCART_E_USAGE, "postcart %s has no option '%s'",
                  cmd->name, word[*i]);
    pcart_err_hint(err, "'postcart help %s' lists its options", cmd->name);
    return PCART_E_USAGE;
}

pcart_status
pcarti_cmd_parse(const pcart_cmd *cmd, const char **word, int n_word,
                 pcart_cmd_line *line, pcart_err *err)
{
    int n_operand = 0, is_ended = 0;

    line->cmd = cmd;
    for (int i = 0; i < n_word; i++) {
        const char *text = word[i];

        if (is_ended || text[0] != '-' || text[1] == '\0') {
            word[n_operand++] = text;
        } else if (strcmp(text, "--") == 0) {
            is_ended = 1;
        } else {
            pcart_status status = take_option(cmd, word, n_word, &i, line, err);

            if (status)
                return status;
        }
    }
    line->operand = word;
    line->n_operand = (size_t)n_operand;
    if (n_operand < cmd->min_operand ||
        (cmd->max_operand >= 0 && n_operand > cmd->max_operand)) {
        pcart_err_set(err, PCART_E_USAGE, "usage: %s", cmd->usage);
        pcart_err_hint(err, "'postcart help %s' says more", cmd->name);
        return PCART_E_USAGE;
    }
    return PCART_OK;
}

const char *
pcarti_cmd_value(const pcart_cmd_line *line, const char *name)
{
    const pcart_cmd_option *option;

    for (size_t k = 0; k < PCART_CMD_MAX_OPTION; k++) {
        option = option_row(line->cmd, k);
        if (!option)
            break;
        if (strcmp(option->name, name) == 0)
            return line->given[k];
    }
    return NULL;
}

pcart_status
pcarti_cmd_number(const pcart_cmd_line *line, const char *name, int64_t low,
                  int64_t high, int64_t *out, pcart_err *err)
{
    const char *text = pcarti_cmd_value(line, name);
    pcart_decimal decimal;
    pcart_fixed value;
    int is_exact;

    if (!text)
        return PCART_OK;
    if (pcart_decimal_read(text, strlen(text), '.', &decimal, NULL) ||
        pcart_fixed_from_decimal(decimal, 1, PCART_FIXED_ONE, &value, &is_exact,
                                 NULL) ||
        !is_exact || value < low || value > high)
        return pcart_err_set(err, PCART_E_USAGE,
                             "'%s %s' is not a whole number from %lld to %lld",
                             name, text, (long long)low, (long long)high);
    *out = value;
    return PCART_OK;
}

enum { HELP_WIDTH = 79, OPTION_INDENT = 29 };

/* One line of text, broken between words; `column` is where it begins, what
 * follows begins at `indent`. */
static void
print_wrapped(const char *text, size_t length, size_t column, size_t indent,
              FILE *out)
{
    size_t at = 0;

    while (at < length) {
        size_t blanks = strspn(text + at, " "), word;

        if (at + blanks >= length)
            break;
        word = strcspn(text + at + blanks, " \n");
        if (at > 0 && column + blanks + word > HELP_WIDTH) {
            fprintf(out, "\n%*s", (int)indent, "");
            column = indent;
            at += blanks;
            continue;
        }
        fprintf(out, "%.*s", (int)(blanks + word), text + at);
        column += blanks + word;
        at += blanks + word;
    }
    fputc('\n', out);
}

static void
print_paragraphs(const char *text, FILE *out)
{
    while (*text) {
        size_t length = strcspn(text, "\n");

        print_wrapped(text, length, 0, 0, out);
        text += length + (text[length] == '\n');
    }
}

static void
print_options(const pcart_cmd_option *option, FILE *out)
{
    for (; option && option->name; option++) {
        char text[48];

        snprintf(text, sizeof text, "%s%c%s%s%s%s", option->letter ? "-" : "",
                 option->letter ? option->letter : ' ',
                 option->letter ? ", " : "", option->name,
                 option->value ? " " : "", option->value ? option->value : "");
        fprintf(out, "  %-26s ", text[0] == ' ' ? text + 1 : text);
        print_wrapped(option->help, strlen(option->help), OPTION_INDENT,
                      OPTION_INDENT, out);
    }
}

void
pcarti_cmd_help(const pcart_cmd *cmd, FILE *out)
{
    fprintf(out, "postcart %s -- ", cmd->name);
    print_wrapped(cmd->summary, strlen(cmd->summary), strlen(cmd->name) + 13, 2,
                  out);
    fprintf(out, "\nusage: %s\n\n", cmd->usage);
    print_paragraphs(cmd->help, out);
    if (count_options(cmd->option)) {
        fprintf(out, "\noptions\n");
        print_options(cmd->option, out);
    }
    fprintf(out, "\ncommon options\n");
    print_options(pcarti_cmd_common, out);
    fprintf(out, "\nexit status: 0 done, 1 input refused, 2 usage,\n"
                 "             3 done with warnings under --strict\n");
}
