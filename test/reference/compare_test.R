# compare_test.R -- `postcart test` against R.  Sourced by compare.R.

p_of <- function(set, section, x, test, ...)
  if (!is.null(test)) expect(set, section, NA, x, "p_value", test$p.value, ...)

# A statistic, its estimate and interval, as R's htest has them.
htest <- function(set, section, x, test, statistic = NULL, estimate = NULL,
                  value = NULL, near = exact) {
  if (is.null(test)) return()
  p_of(set, section, x, test, tolerance = near)
  if (!is.null(statistic))
    expect(set, section, NA, x, statistic, test$statistic, tolerance = near)
  if (!is.null(test$parameter) && length(test$parameter) == 1)
    expect(set, section, NA, x, "df", test$parameter)
  if (!is.null(estimate)) {
    expect(set, section, NA, x, estimate,
           if (is.null(value)) test$estimate else value, tolerance = near)
    if (!is.null(test$conf.int)) {
      expect(set, section, NA, x, estimate, test$conf.int[1], column = "low",
             tolerance = near)
      expect(set, section, NA, x, estimate, test$conf.int[2], column = "high",
             tolerance = near)
    }
  }
}

share_lines <- function(set, group, x, n) {
  expect(set, "table", NA, group, "count", x)
  if (n == 0) return()
  exactly <- binom.test(x, n)$conf.int
  wilson <- quiet(prop.test(x, n, correct = FALSE))$conf.int
  for (k in c("share", "share_wilson")) {
    ci <- if (k == "share") exactly else wilson
    expect(set, "table", NA, group, k, x / n)
    # Wilson's limit at 0 or n is 0 or 1 but for rounding.
    expect(set, "table", NA, group, k, if (x == 0) 0 else ci[1], column = "low")
    expect(set, "table", NA, group, k, if (x == n) 1 else ci[2],
           column = "high")
  }
}

summary_lines <- function(set, group, v, type = 7) {
  if (!length(v)) return()
  q <- quantile(v, c(0.25, 0.5, 0.75), type = type)
  expect(set, "summary", NA, group, "median", q[2])
  expect(set, "summary", NA, group, "median", q[1], column = "low")
  expect(set, "summary", NA, group, "median", q[3], column = "high")
  expect(set, "summary", NA, group, "mean", mean(v))
  if (length(v) > 1) expect(set, "summary", NA, group, "sd", sd(v))
  expect(set, "summary", NA, group, "min", min(v))
  expect(set, "summary", NA, group, "max", max(v))
}

# --- one column ----------------------------------------------------------------
describe <- function() {
  for (set in names(pieces)) {
    d <- pieces[[set]]
    for (g in unique(d$g4))
      share_lines(set, paste0("g4=", g), sum(d$g4 == g), nrow(d))
    summary_lines(set, "value", d$value)
  }
  settle("describe", "\\|(summary\\|\\|value|table\\|\\|value=)")
  for (type in c(2, 6)) {
    for (set in names(pieces)) {
      d <- pieces[[set]]
      summary_lines(set, "value", d$value, type)
      summary_lines(set, "other", d$other, type)
    }
    # Columns with at most two values are words.
    settle(paste0("describe_", type), "\\|summary\\||\\|table\\|")
  }
}
describe()

# --- tables --------------------------------------------------------------------
two_by_two <- function(set, x, m) {
  or <- "odds ratio (conditional)"
  # R's search for the ratio and its limits stops at 1e-4 of (0, 1).
  for (k in c("two.sided", "greater", "less")) {
    f <- fisher.test(m, alternative = k)
    section <- c(two.sided = "fisher", greater = "fisher-greater",
                 less = "fisher-less")[[k]]
    p_of(set, section, x, f)
    expect(set, section, NA, x, or, f$estimate, tolerance = 1e-6)
    expect(set, section, NA, x, or, f$conf.int[1], column = "low",
           tolerance = 1e-4)
    expect(set, section, NA, x, or, f$conf.int[2], column = "high",
           tolerance = 1e-4)
    if (k != "two.sided") next
    expect(set, "fisher-mid-p", NA, x, or, f$estimate, tolerance = 1e-6)
    expect(set, "fisher-mid-p", NA, x, or, f$conf.int[1], column = "low",
           tolerance = 1e-4)
    expect(set, "fisher-mid-p", NA, x, or, f$conf.int[2], column = "high",
           tolerance = 1e-4)
  }
  htest(set, "chisq-yates", x, attempt(chisq.test(m)), "X-squared")
  n <- sum(m)
  stat <- unname(quiet(chisq.test(m, correct = FALSE))$statistic) * (n - 1) / n
  expect(set, "chisq-n-1", NA, x, "X-squared", stat)
  expect(set, "chisq-n-1", NA, x, "df", 1)
  expect(set, "chisq-n-1", NA, x, "p_value", pchisq(stat, 1, lower.tail = FALSE))
  pr <- dhyper(0:sum(m[1, ]), sum(m[, 1]), sum(m[, 2]), sum(m[1, ]))
  own <- pr[m[1, 1] + 1]
  same <- abs(pr - own) <= 1e-7 * own
  expect(set, "fisher-mid-p", NA, x, "p_value",
         sum(pr[pr < own & !same]) + 0.5 * sum(pr[same]))
  for (k in c("odds-woolf", "odds-haldane")) {
    a <- if (k == "odds-woolf") m else m + 0.5
    if (any(a == 0)) next
    l <- log(a[1, 1] * a[2, 2] / (a[1, 2] * a[2, 1]))
    se <- sqrt(sum(1 / a))
    expect(set, k, NA, x, "odds ratio", exp(l))
    expect(set, k, NA, x, "odds ratio", exp(l - qnorm(0.975) * se),
           column = "low")
    expect(set, k, NA, x, "odds ratio", exp(l + qnorm(0.975) * se),
           column = "high")
    expect(set, k, NA, x, "z", l / se)
    expect(set, k, NA, x, "p_value", 2 * pnorm(-abs(l / se)))
  }
}

table_tests <- function(name, x, y, drawn = FALSE) {
  for (set in names(pieces)) {
    d <- pieces[[set]]
    d <- d[!is.na(d[[x]]) & !is.na(d[[y]]), ]
    m <- table(d[[x]], d[[y]])
    for (i in rownames(m)) for (j in colnames(m))
      share_lines(set, paste0(y, "=", j, ", ", x, "=", i), m[i, j], sum(m[, j]))
    if (any(dim(m) < 2)) next
    htest(set, "chisq", x, attempt(chisq.test(m, correct = FALSE)), "X-squared")
    f <- attempt(fisher.test(m, workspace = 2e6))
    if (all(dim(m) == 2)) two_by_two(set, x, m) else p_of(set, "fisher", x, f)
    if (drawn && any(dim(m) > 2) && !is.null(f)) {
      # 20,000 random tables: within five standard errors of the exact p.
      near <- 5 * sqrt(f$p.value * (1 - f$p.value) / 20000) + 1e-4
      expect(set, "fisher-monte-carlo", NA, x, "p_value", f$p.value,
             tolerance = near / f$p.value)
      expect(set, "fisher-monte-carlo", NA, x, "tables drawn", 20000)
    }
  }
  # The share of extreme tables and its interval follow from p.
  settle(name, "share of tables")
}
table_tests("table_2x2", "g2", "h2")
table_tests("table_rxc", "g3", "g4")
table_tests("table_drawn", "g3", "g4", TRUE)

# --- numbers in groups ---------------------------------------------------------
suppressPackageStartupMessages({
  library(coin)
  library(pROC)
})

# Exact tests with ties by coin, without ties by R.
exact_rank <- function(a, b) {
  if (length(a) * length(b) > 1e4) return(NULL)
  if (!anyDuplicated(c(a, b)))
    return(list(p.value = wilcox.test(a, b, exact = TRUE)$p.value))
  if (length(a) + length(b) > 120) return(NULL)
  g <- factor(rep(c("a", "b"), c(length(a), length(b))))
  list(p.value = as.numeric(pvalue(wilcox_test(
    c(a, b) ~ g, distribution = "exact"))))
}

# R's exact distribution is for fewer than 50 in both groups without ties.
two_groups <- function(set, x, v, g, y) {
  a <- v[g == levels(g)[1]]
  b <- v[g == levels(g)[2]]
  for (k in levels(g)) summary_lines(set, paste0(x, ", ", y, "=", k), v[g == k])
  if (length(a) > 1 && length(b) > 1) {
    r <- quiet(roc(g, v, direction = "<", levels = levels(g)))
    ci <- quiet(as.numeric(ci.auc(r)))
    se <- sqrt(quiet(var(r)))
    expect(set, "roc", NA, x, "area", ci[2])
    expect(set, "roc", NA, x, "area", se, column = "std_err")
    expect(set, "roc", NA, x, "area", ci[1], column = "low")
    expect(set, "roc", NA, x, "area", ci[3], column = "high")
  }
  if (length(unique(v)) < 2) return()
  w <- quiet(wilcox.test(a, b))
  p_of(set, "wilcoxon", x, w)
  if (length(a) * length(b) <= 1e6) {
    shift <- "difference in location"
    expect(set, "wilcoxon", NA, x, shift, median(outer(a, b, "-")))
    ci <- if (length(a) < 50 && length(b) < 50 && !anyDuplicated(v))
      wilcox.test(a, b, conf.int = TRUE)$conf.int
    if (!is.null(ci)) {
      expect(set, "wilcoxon", NA, x, shift, ci[1], column = "low")
      expect(set, "wilcoxon", NA, x, shift, ci[2], column = "high")
    }
  }
  exact_p <- attempt(exact_rank(a, b))
  p_of(set, "wilcoxon-exact", x, exact_p, tolerance = 1e-8)
  if (!is.null(exact_p))
    expect(set, "wilcoxon-exact", NA, x, "W", w$statistic)
  p_of(set, "wilcoxon-normal", x, quiet(wilcox.test(a, b, exact = FALSE)))
  p_of(set, "wilcoxon-normal-plain", x,
       quiet(wilcox.test(a, b, exact = FALSE, correct = FALSE)))
  for (k in c("wilcoxon", "wilcoxon-normal", "wilcoxon-normal-plain"))
    expect(set, k, NA, x, "W", w$statistic)
  for (k in c("welch", "student"))
    htest(set, k, x, attempt(t.test(a, b, var.equal = k == "student")), "t",
          "difference of means", mean(a) - mean(b))
}

groups <- function(name, x, y) {
  for (set in names(pieces)) {
    d <- pieces[[set]]
    d <- d[!is.na(d[[y]]), ]
    chosen <- character(0)
    p <- numeric(0)
    for (one in x) {
      v <- d[[one]]
      g <- factor(d[[y]])
      if (nlevels(g) == 2) {
        two_groups(set, one, v, g, y)
        p <- c(p, if (length(unique(v)) > 1) quiet(wilcox.test(v ~ g))$p.value)
      } else for (k in levels(g))
        summary_lines(set, paste0(one, ", ", y, "=", k), v[g == k])
      if (nlevels(g) > 1 && length(unique(v)) > 1)
        htest(set, "kruskal", one, attempt(kruskal.test(v, g)),
              "Kruskal-Wallis chi-squared")
    }
    if (length(p) == 2 && length(x) == 2) {
      expect(set, "adjusted-holm", NA, x, "p_value", p.adjust(p, "holm"))
      expect(set, "adjusted-bh", NA, x, "p_value", p.adjust(p, "BH"))
      n <- table(g)
      if (all(n > 1)) {
        r <- lapply(x, function(one)
          quiet(roc(g, d[[one]], direction = "<", levels = levels(g))))
        pair <- paste(x[1], "-", x[2])
        t <- attempt(roc.test(r[[1]], r[[2]], paired = TRUE, method = "delong"))
        if (!is.null(t) && is.finite(t$statistic)) {
          expect(set, "roc-paired", NA, pair, "Z", t$statistic)
          expect(set, "roc-paired", NA, pair, "p_value", t$p.value)
          expect(set, "roc-paired", NA, pair, "difference of areas",
                 as.numeric(r[[1]]$auc - r[[2]]$auc))
        }
      }
    }
  }
  settle(name, "wilcoxon-exact|roc-paired")
}
groups("numbers_two", "value", "g2")
groups("numbers_three", "value", "g3")
groups("scores", c("value", "other"), "h2")

# --- two columns, and pairs ----------------------------------------------------
correlations <- function() {
  for (set in names(pieces)) {
    d <- pieces[[set]]
    x <- d$value
    y <- d$other
    if (nrow(d) < 3 || length(unique(x)) < 3 || length(unique(y)) < 3) next
    s <- quiet(cor.test(x, y, method = "spearman", exact = FALSE))
    p <- attempt(cor.test(x, y))
    # At a perfect correlation p is 0, or what rounding leaves of it.
    if (abs(s$estimate) > 1 - 1e-12 || abs(p$estimate) > 1 - 1e-12) next
    rho <- unname(s$estimate)
    n <- nrow(d)
    expect(set, "spearman", NA, "value", "rho", rho)
    expect(set, "spearman", NA, "value", "p_value", s$p.value)
    expect(set, "spearman", NA, "value", "df", n - 2)
    expect(set, "spearman", NA, "value", "t", rho / sqrt((1 - rho^2) / (n - 2)))
    htest(set, "pearson", "value", p, "t", "r")
  }
  settle("numbers_pair", "spearman|pearson")
}
correlations()

signed_exact <- function(x, y, pratt) {
  d <- x - y
  if (sum(d != 0) > 120) return(NULL)
  if (!pratt && !anyDuplicated(abs(d[d != 0])))
    return(list(p.value = quiet(wilcox.test(d[d != 0], exact = TRUE))$p.value))
  list(p.value = as.numeric(pvalue(wilcoxsign_test(
    d ~ rep(0, length(d)), distribution = "exact",
    zero.method = if (pratt) "Pratt" else "Wilcoxon"))))
}

number_pairs <- function() {
  for (set in names(pieces)) {
    d <- pieces[[set]]
    gap <- d$value - d$other
    summary_lines(set, "value, difference", gap)
    if (all(gap == 0)) next
    w <- quiet(wilcox.test(d$value, d$other, paired = TRUE))
    p_of(set, "signed-rank", "value", w)
    walsh <- outer(gap[gap != 0], gap[gap != 0], "+") / 2
    if (length(gap)^2 < 1e6)
      expect(set, "signed-rank", NA, "value", "(pseudo)median",
             median(walsh[!lower.tri(walsh)]))
    if (!any(gap == 0) && !anyDuplicated(abs(gap)) && length(gap) < 50) {
      ci <- attempt(wilcox.test(gap, conf.int = TRUE)$conf.int)
      expect(set, "signed-rank", NA, "value", "(pseudo)median", ci[1],
             column = "low")
      expect(set, "signed-rank", NA, "value", "(pseudo)median", ci[2],
             column = "high")
    }
    p_of(set, "signed-rank-normal", "value",
         quiet(wilcox.test(d$value, d$other, paired = TRUE, exact = FALSE)))
    p_of(set, "signed-rank-normal-plain", "value",
         quiet(wilcox.test(d$value, d$other, paired = TRUE, exact = FALSE,
                           correct = FALSE)))
    for (k in c("", "-exact", "-normal", "-normal-plain"))
      expect(set, paste0("signed-rank", k), NA, "value", "V", w$statistic)
    r <- rank(abs(gap))
    expect(set, "signed-rank-pratt", NA, "value", "V", sum(r[gap > 0]))
    p_of(set, "signed-rank-exact", "value",
         attempt(signed_exact(d$value, d$other, FALSE)), tolerance = 1e-8)
    p_of(set, "signed-rank-pratt", "value",
         attempt(signed_exact(d$value, d$other, TRUE)), tolerance = 1e-8)
    htest(set, "paired-t", "value",
          attempt(t.test(d$value, d$other, paired = TRUE)), "t",
          "difference of means")
  }
  settle("pairs_number", "(exact|pratt).*\\|(p_value|V)\\|")
}
number_pairs()

word_pairs <- function() {
  for (set in names(pieces)) {
    d <- pieces[[set]]
    present <- sort(unique(c(d$g2, d$h2)))
    known <- if ("yes" %in% present) c("no", "yes") else present
    m <- table(factor(d$g2, c("no", "yes")), factor(d$h2, c("no", "yes")))
    b <- m["yes", "no"]
    c <- m["no", "yes"]
    if (!("yes" %in% present)) next
    expect(set, "pairs", NA, "yes", "both", m["yes", "yes"])
    expect(set, "pairs", NA, "yes", "only_first", b)
    expect(set, "pairs", NA, "yes", "only_second", c)
    expect(set, "pairs", NA, "yes", "neither", m["no", "no"])
    if (b + c == 0) next
    p_of(set, "mcnemar-exact", "g2", binom.test(b, b + c))
    htest(set, "mcnemar", "g2", mcnemar.test(m, correct = FALSE),
          "McNemar's chi-squared")
    # R takes 1 off a difference of 0 as well; there the statistic is 0.
    if (b != c)
      htest(set, "mcnemar-corrected", "g2", mcnemar.test(m),
            "McNemar's chi-squared")
    pr <- dbinom(0:(b + c), b + c, 0.5)
    same <- abs(pr - pr[b + 1]) <= 1e-7 * pr[b + 1]
    expect(set, "mcnemar-mid-p", NA, "g2", "p_value",
           sum(pr[pr < pr[b + 1] & !same]) + sum(pr[same]) / 2)
  }
  settle("pairs_word", "mcnemar|pairs")
}
word_pairs()
