/* grade_row.c -- results as JSON, and what stands round them.  Layer: cmd. */
#include "cmd/grade_row.h"

#include <string.h>

#include "postcart/grade.h"
#include "postcart/lab.h"
#include "postcart/version.h"

void
pcarti_grade_options(const pcart_profile *profile, pcarti_buf *out)
{
    size_t n;
    const pcart_option *option = pcart_option_list(&n);
    int is_first = 1;

    for (size_t i = 0; i < n; i++) {
        if (profile->choice[option[i].id] == 0)
            continue;
        if (!is_first)
            pcarti_buf_char(out, ' ');
        is_first = 0;
        pcarti_buf_print(out, "%s=%s", option[i].name,
                         pcart_profile_name(profile, option[i].id));
    }
    if (is_first)
        pcarti_buf_text(out, "default");
}

/* Rule ids of the wanted measures, each once, joined by `between`. */
static void
write_rules(const grade_request *request, int is_json, pcarti_buf *out)
{
    size_t n;
    int is_first = 1;

    (void)pcart_measure_list(&n);
    for (size_t i = 0; i < n; i++) {
        const pcart_rule_set *set = pcart_measure_set(i, request->profile);
        int is_known = request->wanted && !request->wanted[i];

        for (size_t k = 0; k < i && !is_known; k++)
            is_known = (!request->wanted || request->wanted[k]) &&
                       pcart_measure_set(k, request->profile) == set;
        if (is_known)
            continue;
        if (!is_first)
            pcarti_buf_text(out, is_json ? ", " : " ");
        is_first = 0;
        if (is_json)
            pcarti_buf_json(out, set->id);
        else
            pcarti_buf_text(out, set->id);
    }
}

void
pcarti_grade_head(const grade_request *request, pcarti_buf *out)
{
    if (request->is_json) {
        pcarti_buf_print(out, "{\"version\": \"%s\",\n\"options\": \"",
                         pcart_version());
        pcarti_grade_options(request->profile, out);
        pcarti_buf_text(out, "\",\n\"rules\": [");
        write_rules(request, 1, out);
        pcarti_buf_text(out, "],\n\"results\": [");
        return;
    }
    pcarti_buf_print(out, "# postcart %s; profile: ", pcart_version());
    pcarti_grade_options(request->profile, out);
    pcarti_buf_text(out, "; rules: ");
    write_rules(request, 0, out);
    pcarti_buf_text(out, "\npatient\tinfusion\tmeasure\tstate\tvalue\tlow\thigh"
                         "\tunit\trule\tevidence\n");
}

void
pcarti_grade_tail(const grade_request *request, pcarti_buf *out)
{
    if (request->is_json)
        pcarti_buf_text(out, "\n]}\n");
}

static void
write_end(const char *label, pcart_fixed value, pcarti_buf *out)
{
    if (label)
        pcarti_buf_text(out, label);
    else if (value != PCART_FIXED_NONE)
        pcarti_buf_fixed(out, value);
}

void
pcarti_grade_outcome(const pcart_result *result, pcarti_buf *out)
{
    switch (result->state) {
    case PCART_STATE_VALUE:
        write_end(result->label, result->value, out);
        break;
    case PCART_STATE_BOUNDS:
        write_end(result->low_label, result->low, out);
        pcarti_buf_text(out, " to ");
        write_end(result->high_label, result->high, out);
        break;
    case PCART_STATE_NOT_EVALUABLE:
        pcarti_buf_text(out, "not evaluable");
        break;
    }
}

const char *const pcarti_grade_sign[] = {
    [PCART_EXACT] = "",  [PCART_BELOW] = "<",     [PCART_AT_MOST] = "<=",
    [PCART_ABOVE] = ">", [PCART_AT_LEAST] = ">=",
};

void
pcarti_grade_value(pcart_fixed value, int censor, pcarti_buf *out)
{
    pcarti_buf_text(out, pcarti_grade_sign[censor]);
    pcarti_buf_fixed(out, value);
}

static const char *
analyte_name(const pcart_evidence *piece)
{
    return piece->analyte < 0
               ? ""
               : pcart_analyte_get((pcart_analyte)piece->analyte)->name;
}

static void
write_json_end(const char *name, const char *label, pcart_fixed value,
               pcarti_buf *out)
{
    pcarti_buf_print(out, ", \"%s\": ", name);
    if (label)
        pcarti_buf_json(out, label);
    else if (value != PCART_FIXED_NONE)
        pcarti_buf_fixed(out, value);
    else
        pcarti_buf_text(out, "null");
}

static const char *const kind_name[] = {
    [PCART_EVIDENCE_USED] = "used",
    [PCART_EVIDENCE_IMPUTED] = "imputed",
    [PCART_EVIDENCE_MISSING] = "missing",
    [PCART_EVIDENCE_EPISODE] = "episode",
    [PCART_EVIDENCE_DECISIVE] = "decisive",
    [PCART_EVIDENCE_NOTE] = "note",
};

static void
write_json_piece(const pcart_evidence *piece, pcarti_buf *out)
{
    pcarti_buf_print(out, "{\"kind\": \"%s\"", kind_name[piece->kind]);
    if (piece->analyte >= 0)
        pcarti_buf_print(out, ", \"analyte\": \"%s\"", analyte_name(piece));
    if (piece->what) {
        pcarti_buf_text(out, ", \"what\": ");
        pcarti_buf_json(out, piece->what);
    }
    if (piece->kind != PCART_EVIDENCE_NOTE)
        pcarti_buf_print(out, ", \"first_day\": %d, \"last_day\": %d",
                         piece->first_day, piece->last_day);
    if (piece->days > 0)
        pcarti_buf_print(out, ", \"days\": %d", piece->days);
    if (piece->value != PCART_FIXED_NONE)
        write_json_end("value", NULL, piece->value, out);
    if (piece->censor != PCART_EXACT)
        pcarti_buf_print(out, ", \"censor\": \"%s\"",
                         pcarti_grade_sign[piece->censor]);
    if (piece->limit != PCART_FIXED_NONE) {
        pcarti_buf_print(out, ", \"op\": \"%s\"", pcart_op_name(piece->op));
        write_json_end("limit", NULL, piece->limit, out);
    }
    if (piece->line)
        pcarti_buf_print(out, ", \"table\": \"%s\", \"line\": %lu",
                         piece->table, (unsigned long)piece->line);
    if (piece->text) {
        pcarti_buf_text(out, ", \"text\": ");
        pcarti_buf_json(out, piece->text);
    }
    pcarti_buf_char(out, '}');
}

void
pcarti_grade_json(const char *patient, const pcart_result *result,
                  pcarti_buf *out)
{
    pcarti_buf_text(out, "{\"patient\": ");
    pcarti_buf_json(out, patient);
    pcarti_buf_print(out,
                     ", \"infusion\": %d, \"measure\": \"%s\", \"state\": "
                     "\"%s\"",
                     result->infusion, result->measure,
                     pcart_state_name(result->state));
    write_json_end("value", result->label, result->value, out);
    write_json_end("low", result->low_label, result->low, out);
    write_json_end("high", result->high_label, result->high, out);
    pcarti_buf_print(out, ", \"unit\": \"%s\", \"rule\": \"%s\"", result->unit,
                     result->set ? result->set->id : "");
    if (result->row >= 0)
        pcarti_buf_print(out, ", \"row\": %d", result->row + 1);
    if (result->reason) {
        pcarti_buf_text(out, ", \"reason\": ");
        pcarti_buf_json(out, result->reason);
    }
    pcarti_buf_text(out, ", \"evidence\": [");
    for (size_t i = 0; i < result->n_evidence; i++) {
        pcarti_buf_text(out, i ? ",\n  " : "\n  ");
        write_json_piece(&result->evidence[i], out);
    }
    pcarti_buf_text(out, "]}");
}
