/* script.c -- reproduce.R: the statistics once more, by R.  Layer: report. */
#include "report/page.h"

#include "postcart/version.h"

/* Curves of groups, endpoints, comparisons and trends are read from the CSVs
 * beside the script: it holds no number of the study but two settings. */
static const char script_start[] =
    "# reproduce.R -- computes the statistics of this report once more.\n"
    "# Needs R with the packages survival and cmprsk.\n"
    "# Use: Rscript reproduce.R      (in the folder of the report)\n"
    "# Stops at the first number that differs by more than 1e-6, relatively.\n"
    "\n"
    "suppressPackageStartupMessages(library(survival))\n"
    "suppressPackageStartupMessages(library(cmprsk))\n"
    "\n"
    "args <- commandArgs(FALSE)\n"
    "self <- sub(\"^--file=\", \"\", args[grep(\"^--file=\", args)])\n"
    "if (length(self) == 1) setwd(dirname(self))\n"
    "\n"
    "tolerance <- 1e-6\n"
    "checked <- 0\n"
    "skipped <- 0\n"
    "by_kind <- c()\n"
    "\n"
    "table_of <- function(name) {\n"
    "  path <- file.path(\"tables\", paste0(name, \".csv\"))\n"
    "  if (!file.exists(path)) return(NULL)\n"
    "  read.csv(path, check.names = FALSE, colClasses = \"character\",\n"
    "           na.strings = character(0), encoding = \"UTF-8\")\n"
    "}\n"
    "number <- function(x) suppressWarnings(as.numeric(x))\n"
    "\n"
    "check <- function(kind, what, ours, theirs) {\n"
    "  ours <- number(ours)\n"
    "  theirs <- number(theirs)\n"
    "  if (length(ours) != length(theirs))\n"
    "    stop(kind, \", \", what, \": \", length(ours), \" numbers here, \",\n"
    "         length(theirs), \" from R\", call. = FALSE)\n"
    "  theirs[is.nan(theirs)] <- NA\n"
    "  one_missing <- is.na(ours) != is.na(theirs)\n"
    "  far <- abs(ours - theirs) > tolerance * pmax(abs(theirs), 1e-9)\n"
    "  bad <- which(one_missing | (!is.na(far) & far & ours != theirs))\n"
    "  if (length(bad))\n"
    "    stop(kind, \", \", what, \", number \", bad[1], \": \", "
    "ours[bad[1]],\n"
    "         \" here, \", theirs[bad[1]], \" from R\", call. = FALSE)\n"
    "  checked <<- checked + length(ours)\n"
    "  by_kind[kind] <<- sum(by_kind[kind], length(ours), na.rm = TRUE)\n"
    "}\n"
    "\n";

static const char script_curves[] =
    "# One group of an end point: curve, values at the horizons, median.\n"
    "interval <- function(f, se) {\n"
    "  z <- qnorm(1 - (1 - level) / 2)\n"
    "  none <- f <= 0 | f >= 1 | se <= 0\n"
    "  limits <- switch(scale,\n"
    "    \"log-log\" = cbind(f^exp(-z * se / (f * log(f))),\n"
    "                      f^exp(z * se / (f * log(f)))),\n"
    "    \"log\" = cbind(f * exp(-z * se / f), pmin(1, f * exp(z * se / f))),\n"
    "    \"plain\" = cbind(pmax(0, f - z * se), pmin(1, f + z * se)))\n"
    "  limits <- cbind(pmin(limits[, 1], limits[, 2]),\n"
    "                  pmax(limits[, 1], limits[, 2]))\n"
    "  limits[none, ] <- NA\n"
    "  limits\n"
    "}\n"
    "\n"
    "check_survival <- function(name, d, curve, at, total) {\n"
    "  fit <- survfit(Surv(days, status == 1) ~ 1, data = d,\n"
    "                 conf.type = scale, conf.int = level)\n"
    "  check(\"survival curve\", name, curve$days, fit$time)\n"
    "  check(\"survival curve\", name, curve$n_risk, fit$n.risk)\n"
    "  check(\"survival curve\", name, curve$n_event, fit$n.event)\n"
    "  check(\"survival curve\", name, curve$estimate, fit$surv)\n"
    "  se <- fit$surv * fit$std.err\n"
    "  ok <- !is.na(number(curve$std_err)) & is.finite(se)\n"
    "  check(\"standard error\", name, curve$std_err[ok], se[ok])\n"
    "  ok <- !is.na(number(curve$low)) & fit$surv > 0 & fit$surv < 1\n"
    "  check(\"interval\", name, curve$low[ok], fit$lower[ok])\n"
    "  check(\"interval\", name, curve$high[ok], fit$upper[ok])\n"
    "  at <- at[number(at$is_beyond) == 0, ]\n"
    "  if (nrow(at)) {\n"
    "    s <- summary(fit, times = number(at$days), extend = TRUE)\n"
    "    check(\"survival at a time\", name, at$estimate, s$surv)\n"
    "    check(\"survival at a time\", name, at$n_risk, s$n.risk)\n"
    "  }\n"
    "  m <- quantile(fit, 0.5)\n"
    "  check(\"median survival\", name, total$median_days, m$quantile)\n"
    "  check(\"median survival\", name, total$low_days, m$lower)\n"
    "  check(\"median survival\", name, total$high_days, m$upper)\n"
    "}\n"
    "\n"
    "check_incidence <- function(name, d, curve, at) {\n"
    "  if (!any(d$status == 1)) return(invisible())\n"
    "  fit <- cuminc(d$days, d$status)\n"
    "  one <- function(days) {\n"
    "    days <- number(days)\n"
    "    points <- timepoints(fit[\"1 1\"], sort(unique(c(0, days))))\n"
    "    k <- match(as.character(days), colnames(points$est))\n"
    "    cbind(points$est[1, k], sqrt(points$var[1, k]))\n"
    "  }\n"
    "  r <- one(curve$days)\n"
    "  check(\"incidence curve\", name, curve$estimate, r[, 1])\n"
    "  ok <- !is.na(number(curve$std_err)) & !is.na(r[, 2])\n"
    "  check(\"standard error\", name, curve$std_err[ok], r[ok, 2])\n"
    "  limits <- interval(r[, 1], r[, 2])\n"
    "  ok <- !is.na(number(curve$low)) & !is.na(limits[, 1])\n"
    "  check(\"interval\", name, curve$low[ok], limits[ok, 1])\n"
    "  check(\"interval\", name, curve$high[ok], limits[ok, 2])\n"
    "  at <- at[number(at$is_beyond) == 0, ]\n"
    "  if (nrow(at) == 0) return(invisible())\n"
    "  r <- one(at$days)\n"
    "  check(\"incidence at a time\", name, at$estimate, r[, 1])\n"
    "}\n"
    "\n";

static const char script_endpoints[] =
    "endpoint <- function(name, is_survival) {\n"
    "  d <- table_of(paste0(\"times_\", name))\n"
    "  if (is.null(d)) return(invisible())\n"
    "  d$days <- number(d$days)\n"
    "  d$status <- number(d$status)\n"
    "  curve <- table_of(paste0(\"curve_\", name))\n"
    "  at <- table_of(paste0(\"at_\", name))\n"
    "  total <- table_of(paste0(\"summary_\", name))\n"
    "  for (g in total$group) {\n"
    "    part <- if (g == \"(all)\") d else d[d$group == g, ]\n"
    "    if (nrow(part) == 0) next\n"
    "    label <- paste0(name, \" \", g)\n"
    "    check(\"number of subjects\", label, total$n[total$group == g],\n"
    "          nrow(part))\n"
    "    check(\"number of events\", label, total$n_event[total$group == g],\n"
    "          sum(part$status == 1))\n"
    "    if (is_survival)\n"
    "      check_survival(label, part, curve[curve$group == g, ],\n"
    "                     at[at$group == g, ], total[total$group == g, ])\n"
    "    else\n"
    "      check_incidence(label, part, curve[curve$group == g, ],\n"
    "                      at[at$group == g, ])\n"
    "  }\n"
    "  test <- table_of(\"endpoint_tests\")\n"
    "  test <- test[test$endpoint == name & test$p_value != \"\", ]\n"
    "  if (is.null(test) || nrow(test) == 0) return(invisible())\n"
    "  d <- d[d$group != \"\", ]\n"
    "  if (is_survival) {\n"
    "    s <- survdiff(Surv(days, status == 1) ~ group, data = d)\n"
    "    df <- length(s$n) - 1\n"
    "    check(\"log-rank test\", name, test$statistic, s$chisq)\n"
    "    check(\"log-rank test\", name, test$p_value,\n"
    "          pchisq(s$chisq, df, lower.tail = FALSE))\n"
    "  } else {\n"
    "    s <- cuminc(d$days, d$status, d$group)$Tests\n"
    "    if (s[\"1\", \"stat\"] < 0) { # cmprsk: the variance is singular\n"
    "      skipped <<- skipped + 1\n"
    "      return(invisible())\n"
    "    }\n"
    "    check(\"Gray test\", name, test$statistic, s[\"1\", \"stat\"])\n"
    "    check(\"Gray test\", name, test$p_value, s[\"1\", \"pv\"])\n"
    "  }\n"
    "}\n"
    "\n"
    "followup <- function() {\n"
    "  d <- table_of(\"times_os\")\n"
    "  f <- table_of(\"followup\")\n"
    "  if (is.null(d) || is.null(f)) return(invisible())\n"
    "  days <- number(d$days)\n"
    "  fit <- survfit(Surv(days, number(d$status) == 0) ~ 1)\n"
    "  q <- quantile(fit, c(0.5, 0.25, 0.75), conf.int = FALSE)\n"
    "  columns <- c(\"median_days\", \"q25_days\", \"q75_days\")\n"
    "  check(\"follow-up\", \"reverse\", unlist(f[1, columns]), q)\n"
    "  check(\"follow-up\", \"observed\", unlist(f[2, columns]),\n"
    "        quantile(days, c(0.5, 0.25, 0.75)))\n"
    "}\n"
    "\n";

static const char script_comparisons[] =
    "comparison <- function(name) {\n"
    "  values <- table_of(name)\n"
    "  if (is.null(values)) return(invisible())\n"
    "  d <- table_of(\"subjects\")\n"
    "  by <- if (name == \"smn_comparison\") d$smn else d$group\n"
    "  for (i in seq_len(nrow(values))) {\n"
    "    v <- values[i, ]\n"
    "    x <- d[[v$variable]][if (v$group == \"(all)\") TRUE else\n"
    "                         by == v$group]\n"
    "    x <- x[x != \"\"]\n"
    "    label <- paste(name, v$variable, v$level, v$group)\n"
    "    check(\"denominator\", label, v$n_known, length(x))\n"
    "    if (v$kind == \"category\") {\n"
    "      check(\"count\", label, v$count, sum(x == v$level))\n"
    "    } else if (length(x)) {\n"
    "      x <- number(x)\n"
    "      check(\"mean\", label, v$mean, mean(x))\n"
    "      if (length(x) > 1) check(\"standard deviation\", label, v$sd, "
    "sd(x))\n"
    "      check(\"quantile\", label,\n"
    "            unlist(v[c(\"min\", \"q25\", \"median\", \"q75\", "
    "\"max\")]),\n"
    "            quantile(x, type = 7))\n"
    "    }\n"
    "  }\n"
    "  tests <- table_of(paste0(name, \"_tests\"))\n"
    "  for (i in seq_len(if (is.null(tests)) 0 else nrow(tests))) {\n"
    "    t <- tests[i, ]\n"
    "    keep <- d[[t$variable]] != \"\" & by != \"\"\n"
    "    x <- d[[t$variable]][keep]\n"
    "    g <- factor(by[keep], levels = unique(values$group[values$group !=\n"
    "                                                       \"(all)\"]))\n"
    "    label <- paste(name, t$variable)\n"
    "    if (t$p_value == \"\") next\n"
    "    p <- suppressWarnings(\n"
    "      if (grepl(\"^Fisher\", t$method)) fisher.test(table(g, x))$p.value\n"
    "      else if (grepl(\"^Pearson\", t$method))\n"
    "        chisq.test(table(factor(g), x), correct = FALSE)$p.value\n"
    "      else if (grepl(\"^Kruskal\", t$method))\n"
    "        kruskal.test(number(x), factor(g))$p.value\n"
    "      else if (grepl(\"^Wilcoxon\", t$method))\n"
    "        wilcox.test(number(x) ~ g)$p.value\n"
    "      else stop(label, \": unknown test '\", t$method, \"'\",\n"
    "                call. = FALSE))\n"
    "    check(\"p value\", paste(label, t$method), t$p_value, p)\n"
    "    if (t$odds_ratio != \"\") {\n"
    "      yes <- x == t$level_shown\n"
    "      second <- g == levels(g)[2]\n"
    "      cell <- c(sum(second & yes), sum(second & !yes),\n"
    "                sum(!second & yes), sum(!second & !yes))\n"
    "      odds <- log(cell[1]) + log(cell[4]) - log(cell[2]) - log(cell[3])\n"
    "      half <- qnorm(0.975) * sqrt(sum(1 / cell))\n"
    "      check(\"odds ratio\", label,\n"
    "            c(t$odds_ratio, t$odds_low, t$odds_high),\n"
    "            exp(odds + c(0, -half, half)))\n"
    "    }\n"
    "  }\n"
    "}\n"
    "\n"
    "trends <- function(counts, prefix) {\n"
    "  d <- table_of(counts)\n"
    "  if (is.null(d)) return(invisible())\n"
    "  d$day <- number(d$day)\n"
    "  d$value <- number(d$value)\n"
    "  for (analyte in unique(d$analyte)) {\n"
    "    spans <- table_of(paste0(prefix, analyte))\n"
    "    for (i in seq_len(nrow(spans))) {\n"
    "      s <- spans[i, ]\n"
    "      x <- d[d$analyte == analyte & d$group == s$group &\n"
    "             d$day >= number(s$first_day) & d$day <= "
    "number(s$last_day), ]\n"
    "      label <- paste(analyte, s$group, s$first_day)\n"
    "      check(\"patients with a count\", label, s$n, "
    "length(unique(x$subject)))\n"
    "      if (nrow(x) == 0) next\n"
    "      own <- tapply(x$value, x$subject, median)\n"
    "      check(\"count over time\", label, unlist(s[c(\"q25\", \"median\",\n"
    "            \"q75\")]), quantile(own, c(0.25, 0.5, 0.75)))\n"
    "    }\n"
    "  }\n"
    "}\n"
    "\n";

static const char script_pairs[] =
    "pairs_again <- function() {\n"
    "  d <- table_of(\"pairs\")\n"
    "  rows <- table_of(\"second_infusion\")\n"
    "  if (is.null(d) || is.null(rows)) return(invisible())\n"
    "  for (i in seq_len(nrow(rows))) {\n"
    "    v <- rows[i, ]\n"
    "    if (v$name == \"\") next\n"
    "    own <- d[d$name == v$name & d$first != \"\" & d$second != \"\", ]\n"
    "    x <- number(own$first)\n"
    "    y <- number(own$second)\n"
    "    check(\"number of pairs\", v$name, v$n_pair, length(x))\n"
    "    if (length(x) == 0) next\n"
    "    p <- function(test) suppressWarnings(test)$p.value\n"
    "    if (v$kind == \"yes_no\") {\n"
    "      only <- c(sum(x > y), sum(y > x))\n"
    "      check(\"discordant pairs\", v$name,\n"
    "            strsplit(v$discordant, \" / \")[[1]], only)\n"
    "      if (sum(only) > 0)\n"
    "        check(\"McNemar test\", v$name, v$p_paired,\n"
    "              binom.test(only[1], sum(only))$p.value)\n"
    "      if (v$p_unpaired != \"\")\n"
    "        check(\"unpaired test\", v$name, v$p_unpaired, p(fisher.test(\n"
    "          rbind(c(sum(x), sum(1 - x)), c(sum(y), sum(1 - y))))))\n"
    "      next\n"
    "    }\n"
    "    if (v$p_paired != \"\")\n"
    "      check(\"signed-rank test\", v$name, v$p_paired,\n"
    "            p(wilcox.test(x, y, paired = TRUE)))\n"
    "    if (v$p_paired_t != \"\")\n"
    "      check(\"paired t test\", v$name, v$p_paired_t,\n"
    "            p(t.test(x, y, paired = TRUE)))\n"
    "    if (v$p_unpaired != \"\")\n"
    "      check(\"unpaired test\", v$name, v$p_unpaired, "
    "p(wilcox.test(x, y)))\n"
    "  }\n"
    "}\n"
    "\n";

static const char script_counts[] =
    "# Grades of subjects, counted once more.\n"
    "grades <- function() {\n"
    "  g <- table_of(\"grades\")\n"
    "  d <- table_of(\"subjects\")\n"
    "  if (is.null(g) || is.null(d)) return(invisible())\n"
    "  words <- c(grade_0 = \"grade 0\", grade_0_or_1 = \"grade 0 or 1\",\n"
    "             grade_1 = \"grade 1\", grade_2 = \"grade 2\", grade_3 = "
    "\"grade 3\",\n"
    "             grade_4 = \"grade 4\")\n"
    "  for (i in seq_len(nrow(g))) {\n"
    "    x <- d[[g$name[i]]][if (g$group[i] == \"all\") TRUE else\n"
    "                        d$group == g$group[i]]\n"
    "    label <- paste(g$name[i], g$group[i])\n"
    "    known <- x[x != \"\"]\n"
    "    check(\"grades\", label, g$n_known[i], length(known))\n"
    "    check(\"grades\", label, g$not_evaluable[i], sum(x == \"\"))\n"
    "    check(\"grades\", label, g$other_bounds[i], sum(!known %in% words))\n"
    "    for (w in names(words))\n"
    "      check(\"grades\", paste(label, w), g[[w]][i], sum(known == "
    "words[[w]]))\n"
    "  }\n"
    "}\n"
    "\n"
    "# Shares with exact intervals.\n"
    "shares <- function(name) {\n"
    "  s <- table_of(name)\n"
    "  if (is.null(s) || !all(c(\"n\", \"known\", \"share\") %in% names(s)))\n"
    "    return(invisible())\n"
    "  s <- s[s$share != \"\", ]\n"
    "  for (i in seq_len(nrow(s))) {\n"
    "    t <- binom.test(as.integer(s$n[i]), as.integer(s$known[i]))\n"
    "    check(\"share\", paste(name, i), unlist(s[i, c(\"share\", \"low\", "
    "\"high\")]),\n"
    "          c(t$estimate, t$conf.int))\n"
    "  }\n"
    "}\n"
    "\n"
    "# Every changed result is listed.\n"
    "sensitivity <- function() {\n"
    "  s <- table_of(\"sensitivity\")\n"
    "  p <- table_of(\"sensitivity_patients\")\n"
    "  if (is.null(s) || is.null(p)) return(invisible())\n"
    "  for (i in seq_len(nrow(s)))\n"
    "    if (s$measure[i] != \"\")\n"
    "      check(\"changed results\", paste(s$option[i], s$measure[i]),\n"
    "            s$n_change[i],\n"
    "            sum(p$option == s$option[i] & p$used == s$used[i] &\n"
    "                p$other == s$other[i] & p$measure == s$measure[i]))\n"
    "}\n"
    "\n";

static const char script_end[] =
    "followup()\n"
    "for (name in c(\"baseline\", \"haematotoxicity\", \"response\",\n"
    "               \"smn_comparison\"))\n"
    "  comparison(name)\n"
    "trends(\"counts\", \"trend_\")\n"
    "trends(\"boost_counts\", \"boost_trend_\")\n"
    "pairs_again()\n"
    "grades()\n"
    "shares(\"cytogenetics\")\n"
    "sensitivity()\n"
    "for (kind in names(by_kind))\n"
    "  cat(format(by_kind[[kind]], width = 8), \"\", kind, \"\\n\")\n"
    "if (skipped) cat(skipped, \"tests that cmprsk does not compute\\n\")\n"
    "cat(checked, \"numbers checked: all agree within\", tolerance, \"\\n\")\n";

/* Tests between groups, one line per end point. */
static void
write_tests(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"endpoint", "", PCART_SHEET_TEXT},
        {"by", "", PCART_SHEET_TEXT},
        {"method", "", PCART_SHEET_TEXT},
        {"r_call", "", PCART_SHEET_TEXT},
        {"statistic", "", PCART_SHEET_NUMBER},
        {"df", "", PCART_SHEET_NUMBER},
        {"p_value", "", PCART_SHEET_NUMBER},
        {"reason", "", PCART_SHEET_TEXT}};
    pcart_sheet sheet = pcarti_page_sheet(page, "endpoint_tests", "", column,
                                          PCART_COUNTOF(column));

    for (int id = 0; id < PCART_N_ENDPOINT + PCART_N_BOOST_ENDPOINT; id++) {
        const pcart_endpoint *endpoint =
            id < PCART_N_ENDPOINT
                ? &page->study->endpoint[id]
                : &page->study->boost_endpoint[id - PCART_N_ENDPOINT];
        const pcart_test *test = &endpoint->test;

        if (!endpoint->has_test)
            continue;
        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_text(&sheet, endpoint->info->name);
        pcart_sheet_text(&sheet, page->study->grouping.by);
        pcart_sheet_text(&sheet, test->method ? test->method : "");
        pcart_sheet_text(&sheet, test->r_call ? test->r_call : "");
        if (!test->is_evaluable) {
            for (int i = 0; i < 3; i++)
                pcart_sheet_text(&sheet, "");
            pcart_sheet_text(&sheet, test->reason ? test->reason : "");
            continue;
        }
        pcart_sheet_number(&sheet, test->statistic, 6);
        pcart_sheet_number(&sheet, test->df, 0);
        pcart_sheet_number(&sheet, test->p_value, 6);
    }
    pcarti_page_csv(page, &sheet);
}

void
pcarti_page_script(pcarti_page *page)
{
    const pcart_study_file *file = page->study->file;
    char level[PCART_FIXED_SIZE];
    pcarti_buf out = {0};

    write_tests(page);
    pcarti_buf_text(&out, script_start);
    pcarti_buf_print(&out, "# Settings of the study (postcart %s).\n",
                     pcart_version());
    pcarti_buf_print(&out, "scale <- \"%s\"\nlevel <- %s\n\n",
                     pcart_study_interval_name(file->interval),
                     pcart_fixed_write(file->interval_level, level));
    pcarti_buf_text(&out, script_curves);
    pcarti_buf_text(&out, script_endpoints);
    pcarti_buf_text(&out, script_comparisons);
    pcarti_buf_text(&out, script_counts);
    for (int id = 0; id < PCART_N_ENDPOINT; id++) {
        const pcart_endpoint_info *info =
            pcart_endpoint_get((pcart_endpoint_id)id);

        pcarti_buf_print(&out, "endpoint(\"%s\", %s)\n", info->name,
                         info->kind == PCART_CURVE_SURVIVAL ? "TRUE" : "FALSE");
    }
    for (int l = 0; l < PCART_N_BOOST_ENDPOINT; l++) {
        const pcart_endpoint_info *info = page->study->boost_endpoint[l].info;

        if (info)
            pcarti_buf_print(&out, "endpoint(\"%s\", %s)\n", info->name,
                             info->kind == PCART_CURVE_SURVIVAL ? "TRUE"
                                                                : "FALSE");
    }
    pcarti_buf_text(&out, script_pairs);
    pcarti_buf_text(&out, script_end);
    pcarti_page_fail(page, pcarti_buf_status(&out, page->err));
    pcarti_page_file(page, "reproduce.R", out.data, out.length);
    pcarti_buf_release(&out);
}
