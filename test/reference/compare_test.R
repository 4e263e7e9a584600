# compare_test.R -- `postcart test` against R.  Sourced by compare.R.

# --- tables, numbers and pairs ----------------------------------------------
compared <- read.csv(file.path(folder, "test.csv"), colClasses = c(
  g2 = "character", h2 = "character", g3 = "character", g4 = "character"))
pieces <- split(compared, compared$set)

p_of <- function(set, section, x, test, ...)
  if (!is.null(test)) expect(set, section, NA, x, "p_value", test$p.value, ...)

table_tests <- function(name, x, y) {
  for (set in names(pieces)) {
    d <- pieces[[set]]
    m <- table(d[[x]], d[[y]])
    if (any(dim(m) < 2)) next
    t <- attempt(chisq.test(m, correct = FALSE))
    p_of(set, "chisq", x, t)
    expect(set, "chisq", NA, x, "X-squared", t$statistic)
    expect(set, "chisq", NA, x, "df", t$parameter)
    f <- attempt(fisher.test(m, workspace = 2e6))
    p_of(set, "fisher", x, f)
    if (all(dim(m) == 2)) {
      expect(set, "fisher", NA, x, "odds ratio (conditional)", f$estimate, tolerance = 1e-6)
      expect(set, "fisher", NA, x, "odds ratio (conditional)", f$conf.int[1],
             column = "low", tolerance = 1e-4)
      expect(set, "fisher", NA, x, "odds ratio (conditional)", f$conf.int[2],
             column = "high", tolerance = 1e-4)
      p_of(set, "fisher-greater", x, fisher.test(m, alternative = "greater"))
      p_of(set, "fisher-less", x, fisher.test(m, alternative = "less"))
      t <- attempt(chisq.test(m))
      p_of(set, "chisq-yates", x, t)
      expect(set, "chisq-yates", NA, x, "X-squared", t$statistic)
      n <- sum(m)
      stat <- unname(attempt(chisq.test(m, correct = FALSE))$statistic) *
        (n - 1) / n
      expect(set, "chisq-n-1", NA, x, "X-squared", stat)
      expect(set, "chisq-n-1", NA, x, "p_value",
             pchisq(stat, 1, lower.tail = FALSE))
      pr <- dhyper(0:sum(m[1, ]), sum(m[, 1]), sum(m[, 2]), sum(m[1, ]))
      own <- pr[m[1, 1] + 1]
      same <- abs(pr - own) <= 1e-7 * own
      expect(set, "fisher-mid-p", NA, x, "p_value",
             sum(pr[pr < own & !same]) + 0.5 * sum(pr[same]))
      l <- log(m[1, 1] * m[2, 2] / (m[1, 2] * m[2, 1]))
      if (all(m > 0)) {
        expect(set, "odds-woolf", NA, x, "odds ratio", exp(l))
        expect(set, "odds-woolf", NA, x, "odds ratio",
               exp(l - qnorm(0.975) * sqrt(sum(1 / m))), column = "low")
        expect(set, "odds-woolf", NA, x, "odds ratio",
               exp(l + qnorm(0.975) * sqrt(sum(1 / m))), column = "high")
      }
    }
  }
  settle(name, paste0("odds-(haldane|woolf.*p_value|woolf.*z)|\\|df\\||",
                      "fisher-.*odds ratio"))
}
table_tests("table_2x2", "g2", "h2")
table_tests("table_rxc", "g3", "g4")

number_tests <- function() {
  for (set in names(pieces)) {
    d <- pieces[[set]]
    g <- factor(d$g2)
    a <- d$value[d$g2 == "no"]
    b <- d$value[d$g2 == "yes"]
    x <- "value"
    if (length(a) && length(b) && length(unique(d$value)) > 1) {
      w <- attempt(wilcox.test(a, b))
      p_of(set, "wilcoxon", x, w)
      expect(set, "wilcoxon", NA, x, "W", w$statistic)
      p_of(set, "wilcoxon-normal", x, wilcox.test(a, b, exact = FALSE))
      p_of(set, "wilcoxon-normal-plain", x,
           wilcox.test(a, b, exact = FALSE, correct = FALSE))
      for (k in c("welch", "student")) {
        t <- attempt(t.test(a, b, var.equal = k == "student"))
        if (is.null(t)) next
        p_of(set, k, x, t)
        expect(set, k, NA, x, "t", t$statistic)
        expect(set, k, NA, x, "df", t$parameter)
        expect(set, k, NA, x, "difference of means", mean(a) - mean(b))
        expect(set, k, NA, x, "difference of means", t$conf.int[1],
               column = "low")
        expect(set, k, NA, x, "difference of means", t$conf.int[2],
               column = "high")
      }
      k <- attempt(kruskal.test(d$value, g))
      p_of(set, "kruskal", x, k)
    }
  }
  settle("numbers_two", paste0("exact|roc|\\|(df|W|V|.*median.*|",
                               "difference in location|.*squared|Chisq)\\|"))
  for (set in names(pieces)) {
    d <- pieces[[set]]
    if (length(unique(d$g3)) > 1 && length(unique(d$value)) > 1)
      p_of(set, "kruskal", "value", kruskal.test(d$value, factor(d$g3)))
  }
  settle("numbers_three", paste0("exact|wilcoxon|welch|student|roc|",
                                 "kruskal.*\\|(df|.*squared|Chisq|H)\\|"))
  for (set in names(pieces)) {
    d <- pieces[[set]]
    if (nrow(d) < 3 || length(unique(d$value)) < 2) next
    if (length(unique(d$value)) > 2 && length(unique(d$other)) > 2) {
      # At a perfect correlation p is 0, or what rounding leaves of it.
      bound <- function(test, section) {
        if (is.null(test)) return()
        perfect <- abs(test$estimate) > 1 - 1e-12
        expect(set, section, NA, "value", "p_value",
               if (perfect) max(test$p.value, 1e-300) else test$p.value,
               tolerance = if (perfect) 1e299 else exact)
      }
      bound(quiet(cor.test(d$value, d$other, method = "spearman",
                           exact = FALSE)), "spearman")
      bound(attempt(cor.test(d$value, d$other)), "pearson")
    }
  }
  settle("numbers_pair", "\\|(rho|r|cor|t|df|S|correlation.*)\\|")
  for (set in names(pieces)) {
    d <- pieces[[set]]
    diff <- d$value - d$other
    if (all(diff == 0) || length(unique(d$value)) < 3) next
    w <- quiet(wilcox.test(d$value, d$other, paired = TRUE))
    p_of(set, "signed-rank", "value", w)
    expect(set, "signed-rank", NA, "value", "V", w$statistic)
    p_of(set, "signed-rank-normal", "value",
         quiet(wilcox.test(d$value, d$other, paired = TRUE, exact = FALSE)))
    p_of(set, "signed-rank-normal-plain", "value",
         quiet(wilcox.test(d$value, d$other, paired = TRUE, exact = FALSE,
                           correct = FALSE)))
    t <- attempt(t.test(d$value, d$other, paired = TRUE))
    if (is.null(t)) next
    p_of(set, "paired-t", "value", t)
    expect(set, "paired-t", NA, "value", "t", t$statistic)
  }
  settle("pairs_number", "exact|pratt|\\|(V|df|.*median.*|difference.*)\\|")
  for (set in names(pieces)) {
    d <- pieces[[set]]
    m <- table(factor(d$g2, c("no", "yes")), factor(d$h2, c("no", "yes")))
    b <- m["yes", "no"]
    c <- m["no", "yes"]
    if (b + c == 0) next
    p_of(set, "mcnemar-exact", "g2", binom.test(b, b + c))
    p_of(set, "mcnemar", "g2", mcnemar.test(m, correct = FALSE))
    p_of(set, "mcnemar-corrected", "g2", mcnemar.test(m))
    pr <- dbinom(0:(b + c), b + c, 0.5)
    same <- abs(pr - pr[b + 1]) <= 1e-7 * pr[b + 1]
    expect(set, "mcnemar-mid-p", NA, "g2", "p_value",
           sum(pr[pr < pr[b + 1] & !same]) + sum(pr[same]) / 2)
  }
  settle("pairs_word", "squared|\\|df\\|")
}
number_tests()
