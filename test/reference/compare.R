# compare.R -- the statistics of random.R's data by R, held against the tables
# that postcart wrote.
# usage: Rscript compare.R FOLDER
#
# Every line of postcart that holds a number must be R's, and every number of R
# must be there: 1e-9 relative, 1e-6 for fits by iteration.  A cell that one
# side leaves empty must be empty on the other; the exceptions are named where
# they are made (`excuse`).
suppressPackageStartupMessages({
  library(survival)
  library(cmprsk)
})
args <- commandArgs(TRUE)
folder <- args[1]

exact <- 1e-9
iterative <- 1e-6

# --- expected numbers -------------------------------------------------------
book <- new.env()
book$rows <- list()
expect <- function(set, section, event, group, quantity, value, time = NA,
                   column = "estimate", tolerance = exact) {
  n <- max(length(value), length(time), length(group), length(quantity))
  if (length(value) == 0) return(invisible())
  text <- function(x) if (is.null(x) || length(x) == 0) "" else
    ifelse(is.na(x), "", as.character(x))
  book$rows[[length(book$rows) + 1]] <- list(
    key = paste(set, section, text(event), rep_len(text(group), n),
                rep_len(quantity, n),
                ifelse(is.na(rep_len(time, n)), "",
                       sprintf("%.12g", rep_len(time, n))), sep = "|"),
    column = rep_len(column, n), value = rep_len(as.numeric(value), n),
    tolerance = rep_len(tolerance, n))
}

read_ours <- function(name) {
  ours <- read.delim(file.path(folder, paste0(name, ".tsv")), comment.char = "#",
                     colClasses = "character", quote = "",
                     na.strings = character(0))
  for (k in c("time", "estimate", "std_err", "low", "high", "n"))
    ours[[k]] <- suppressWarnings(as.numeric(ours[[k]]))
  ours$key <- paste(ours$by, ours$section, ours$event, ours$group,
                    ours$quantity,
                    ifelse(is.na(ours$time), "", sprintf("%.12g", ours$time)),
                    sep = "|")
  ours
}

counts <- data.frame()
faults <- 0
show_faults <- 12

# Lines of ours that R has no counterpart of, or that say less on purpose.
free <- "\\|(sample|warning|chosen|table|pairs|summary)\\|"

settle <- function(name, excuse = "^$") {
  ours <- read_ours(name)
  wanted <- list(key = unlist(lapply(book$rows, `[[`, "key")),
                 column = unlist(lapply(book$rows, `[[`, "column")),
                 value = unlist(lapply(book$rows, `[[`, "value")),
                 tolerance = unlist(lapply(book$rows, `[[`, "tolerance")))
  book$rows <- list()
  at <- match(wanted$key, ours$key)
  got <- rep(NA_real_, length(at))
  for (k in unique(wanted$column)) {
    i <- which(wanted$column == k)
    got[i] <- ours[[k]][at[i]]
  }
  want <- wanted$value
  want[!is.finite(want)] <- NA
  is_p <- grepl("\\|p_value\\|", wanted$key)
  gap <- abs(got - want)
  near <- gap <= wanted$tolerance * abs(want) |
    (!is_p & gap <= 1e-12) | (is_p & gap == 0) |
    # R forms some p-values as 1 - F: below its last digit they are noise.
    (is_p & abs(want) < 1e-13 & gap < 1e-15 & grepl("\\|gray\\|", wanted$key))
  near[is.na(near)] <- FALSE
  both_empty <- is.na(got) & is.na(want)
  excused <- grepl(excuse, wanted$key) & (is.na(got) | is.na(want))
  bad <- which(!(near | both_empty | excused))
  # Numbers of ours that nothing was held against.
  loose <- ours[!is.na(ours$estimate) & !(ours$key %in% wanted$key) &
                  !grepl(free, ours$key) & !grepl(excuse, ours$key), ]
  if (length(bad)) {
    cat(sprintf("%s: %d of %d differ\n", name, length(bad), length(want)))
    for (i in head(bad, show_faults))
      cat(sprintf("  %s %s: ours %.15g, R %.15g%s\n", wanted$key[i],
                  wanted$column[i], got[i], want[i],
                  if (is.na(at[i])) " (no such line)" else ""))
  }
  if (nrow(loose)) {
    cat(sprintf("%s: %d lines that R was not asked for\n", name, nrow(loose)))
    for (i in seq_len(min(nrow(loose), show_faults)))
      cat("  ", loose$key[i], "\n")
  }
  faults <<- faults + length(bad) + nrow(loose)
  counts <<- rbind(counts, data.frame(
    analysis = name, sets = length(unique(ours$by)),
    numbers = sum(near), both_empty = sum(both_empty),
    excused = sum(excused & !near & !both_empty), differ = length(bad)))
}

quiet <- function(expr) suppressWarnings(suppressMessages(expr))
attempt <- function(expr) tryCatch(quiet(expr), error = function(e) NULL)

# --- follow-up --------------------------------------------------------------
surv <- read.csv(file.path(folder, "surv.csv"))
sets <- split(surv, surv$set)
levels_of <- c("a", "b", "c")
at <- c(0, 12, 60, 1000)

curve <- function(set, d, section, quantity, event, fit, group) {
  # One group: at given times, at the events, quantiles.
  s <- summary(fit, times = at, extend = TRUE)
  z <- s$surv
  expect(set, section, event, group, quantity, z, at)
  expect(set, section, event, group, quantity, ifelse(z > 0, s$std.err, NA),
         at, "std_err")
  expect(set, section, event, group, quantity, ifelse(z > 0, s$lower, NA)[z < 1],
         at[z < 1], "low")
  expect(set, section, event, group, quantity, ifelse(z > 0, s$upper, NA)[z < 1],
         at[z < 1], "high")
  e <- fit$n.event > 0
  expect(set, section, event, group, quantity, fit$surv[e], fit$time[e])
  expect(set, section, event, group, quantity, fit$n.risk[e], fit$time[e], "n")
  q <- quantile(fit, c(0.25, 0.5, 0.75))
  for (k in 1:3) {
    name <- c("quantile_0.25", "median", "quantile_0.75")[k]
    expect(set, section, event, group, name, q$quantile[k])
    # Where a limit rises again R's inversion finds one of several crossings;
    # ours is the first.
    if (!is.unsorted(-fit$lower[!is.na(fit$lower)]))
      expect(set, section, event, group, name, q$lower[k], column = "low")
    if (!is.unsorted(-fit$upper[!is.na(fit$upper)]))
      expect(set, section, event, group, name, q$upper[k], column = "high")
  }
  expect(set, section, event, group, "n_event", sum(fit$n.event))
}

km <- function(name, conf, weighted = FALSE, late = FALSE, rho = 0,
               strata = FALSE, test = TRUE, tau = NA, curves = TRUE) {
  for (set in names(sets)) {
    d <- sets[[set]]
    if (late) d$time <- d$later
    w <- if (weighted) d$weight else rep(1, nrow(d))
    if (curves) for (g in levels_of) {
      i <- d$group == g
      if (!any(i)) {
        expect(set, "survival", "any", g, "n_event", 0)
        next
      }
      s <- if (late) Surv(d$start[i], d$time[i], d$status[i] > 0) else
        Surv(d$time[i], d$status[i] > 0)
      fit <- attempt(survfit(s ~ 1, weights = w[i], conf.type = conf))
      if (is.null(fit)) next
      curve(set, d, "survival", "survival", "any", fit, g)
      if (!is.na(tau)) {
        # Beyond the last follow-up a curve above 0 has no mean.
        if (min(fit$time) < tau && (max(fit$time) >= tau || min(fit$surv) == 0)) {
          m <- summary(fit, rmean = tau)$table
          expect(set, "survival", "any", g, "restricted_mean", m[["rmean"]],
                 tau)
          expect(set, "survival", "any", g, "restricted_mean",
                 m[["se(rmean)"]], tau, "std_err")
        }
      }
    }
    if (test && !late && !weighted && length(unique(d$group)) > 1 &&
        any(d$status > 0)) {
      f <- if (strata) Surv(time, status > 0) ~ group + strata(stratum) else
        Surv(time, status > 0) ~ group
      t <- attempt(survdiff(f, data = d, rho = rho))
      if (is.null(t)) next
      df <- if (is.matrix(t$var)) sum(colSums(abs(t$var)) > 1e-12 *
                                        max(abs(t$var))) - 1 else 1
      df <- length(t$n) - 1
      obs <- if (is.matrix(t$obs)) rowSums(t$obs) else t$obs
      exp <- if (is.matrix(t$exp)) rowSums(t$exp) else t$exp
      present <- sort(unique(d$group))
      expect(set, "log-rank", "any", present, "observed", obs)
      expect(set, "log-rank", "any", present, "expected", exp)
      # survdiff leaves out groups without expected events.
      df <- sum(exp > 0) - 1
      if (df < 1) next
      expect(set, "log-rank", "any", NA, "Chisq", t$chisq)
      expect(set, "log-rank", "any", NA, "df", df)
      expect(set, "log-rank", "any", NA, "p_value",
             pchisq(t$chisq, df, lower.tail = FALSE))
    }
  }
  settle(name, if (curves) "log-rank|restricted" else "log-rank|survival")
}

km("km_loglog", "log-log")
km("km_log", "log", tau = 30)
km("km_plain", "plain", test = FALSE)
km("km_weight", "log-log", weighted = TRUE, test = FALSE)
km("km_late", "log-log", late = TRUE, test = FALSE)
km("logrank_strata", "log-log", strata = TRUE, curves = FALSE)
km("logrank_rho", "log-log", rho = 1, curves = FALSE)

hazard <- function() {
  for (set in names(sets)) {
    d <- sets[[set]]
    for (g in levels_of) {
      i <- d$group == g
      if (!any(i)) {
        expect(set, "hazard", "any", g, "n_event", 0)
        next
      }
      fit <- survfit(Surv(time, status > 0) ~ 1, d[i, ])
      expect(set, "hazard", "any", g, "n_event", sum(fit$n.event))
      e <- fit$n.event > 0
      expect(set, "hazard", "any", g, "cumulative_hazard", fit$cumhaz[e],
             fit$time[e])
      expect(set, "hazard", "any", g, "cumulative_hazard", fit$std.chaz[e],
             fit$time[e], "std_err")
    }
  }
  settle("hazard")
}
hazard()

follow_up <- function() {
  for (set in names(sets)) {
    d <- sets[[set]]
    q <- quantile(survfit(Surv(time, status == 0) ~ 1, d,
                          conf.type = "log-log"), 0.5)
    expect(set, "follow-up", NA, NA, "median_reverse", q$quantile)
    expect(set, "follow-up", NA, NA, "median_reverse", q$lower, column = "low")
    expect(set, "follow-up", NA, NA, "median_reverse", q$upper,
           column = "high")
    o <- quantile(d$time, c(0.25, 0.5, 0.75))
    expect(set, "follow-up", NA, NA, "median_observed", o[2])
    expect(set, "follow-up", NA, NA, "median_observed", o[1], column = "low")
    expect(set, "follow-up", NA, NA, "median_observed", o[3], column = "high")
  }
  settle("follow_up")
}
follow_up()

incidence <- function(name, strata = FALSE, rho = 0) {
  z <- qnorm(0.975)
  for (set in names(sets)) {
    d <- sets[[set]]
    one <- length(unique(d$group)) == 1
    for (g in levels_of) for (cause in 1:2)
      expect(set, "incidence", cause, g, "n_event",
             sum(d$status[d$group == g] == cause))
    fit <- attempt(if (strata) cuminc(d$time, d$status, d$group, d$stratum,
                                      rho = rho) else
      cuminc(d$time, d$status, d$group, rho = rho))
    tested <- !is.null(fit)
    # cuminc refuses some strata; the curves do not depend on them.
    if (is.null(fit)) fit <- attempt(cuminc(d$time, d$status, d$group))
    if (is.null(fit)) next
    for (g in unique(d$group)) for (cause in 1:2) {
      f <- fit[[paste(g, cause)]]
      i <- d$group == g
      if (is.null(f)) next
      t <- sort(unique(d$time[i & d$status == cause]))
      place <- findInterval(t, f$time)
      est <- f$est[place]
      se <- sqrt(f$var[place])
      expect(set, "incidence", cause, g, "incidence", est, t)
      expect(set, "incidence", cause, g, "incidence", se, t, "std_err")
      k <- est > 0 & est < 1
      low <- high <- rep(NA, length(est))
      low[k] <- est[k]^exp(-z * se[k] / (est[k] * log(est[k])))
      high[k] <- est[k]^exp(z * se[k] / (est[k] * log(est[k])))
      expect(set, "incidence", cause, g, "incidence", pmin(low, high), t,
             "low")
      expect(set, "incidence", cause, g, "incidence", pmax(low, high), t,
             "high")
    }
    if (tested) for (cause in 1:2) {
      t <- fit$Tests
      if (is.null(t) || !(as.character(cause) %in% rownames(t))) next
      r <- t[as.character(cause), ]
      # A singular variance: cmprsk gives no number, or a negative one.
      if (is.na(r["stat"]) || r["stat"] < 0) next
      expect(set, "gray", cause, NA, "df", r["df"])
      expect(set, "gray", cause, NA, "Chisq", r["stat"])
      expect(set, "gray", cause, NA, "p_value",
             pchisq(r["stat"], r["df"], lower.tail = FALSE))
    }
  }
  settle(name, "gray")
}
incidence("cif")
incidence("cif_strata", strata = TRUE)
incidence("cif_rho", rho = 1)

# --- models -----------------------------------------------------------------
tight <- coxph.control(eps = 1e-11, toler.chol = 1e-12,
                       iter.max = 100)

coefficients <- function(set, section, ratio, event, names, beta, se) {
  z <- beta / se
  p <- pchisq(z^2, 1, lower.tail = FALSE)
  expect(set, section, event, names, "coefficient", beta,
         tolerance = iterative)
  expect(set, section, event, names, "coefficient", se, column = "std_err",
         tolerance = iterative)
  expect(set, section, event, names, ratio, exp(beta), tolerance = iterative)
  expect(set, section, event, names, ratio, exp(beta - qnorm(0.975) * se),
         column = "low", tolerance = iterative)
  expect(set, section, event, names, ratio, exp(beta + qnorm(0.975) * se),
         column = "high", tolerance = iterative)
  expect(set, section, event, names, "z", z, tolerance = iterative)
  expect(set, section, event, names, "p_value", p, tolerance = 1e-4)
}

cox <- function(name, ties = "efron", weighted = FALSE, late = FALSE,
                strata = FALSE, cluster = FALSE) {
  for (set in names(sets)) {
    d <- sets[[set]]
    if (!any(d$status == 1)) next
    if (late) d$time <- d$later
    d$w <- if (weighted) d$weight else 1
    d$s <- if (late) Surv(d$start, d$time, d$status == 1) else
      Surv(d$time, d$status == 1)
    f <- if (strata) s ~ x1 + x2 + strata(stratum) else s ~ x1 + x2
    fit <- attempt(
      if (cluster) coxph(f, d, weights = w, ties = ties, control = tight,
                         cluster = cluster)
      else if (weighted) coxph(f, d, weights = w, ties = ties,
                               control = tight, robust = FALSE)
      else coxph(f, d, ties = ties, control = tight))
    if (is.null(fit)) next
    beta <- coef(fit)
    if (any(is.na(beta)) || any(diag(fit$var) <= 0)) next
    se <- sqrt(diag(fit$var))
    # Without a finite maximum R prints where it stopped: nothing to hold.
    if (any(is.na(beta)) || any(abs(beta) > 8) || any(!is.finite(se)) ||
        any(sqrt(diag(if (cluster) fit$naive.var else fit$var)) > 50)) next
    coefficients(set, "cox", "hazard_ratio", 1, c("x1", "x2"), beta, se)
    expect(set, "cox", 1, NA, "log_likelihood_null", fit$loglik[1])
    expect(set, "cox", 1, NA, "log_likelihood", fit$loglik[2],
           tolerance = exact)
    expect(set, "cox", 1, NA, "n_event", fit$nevent)
    lr <- 2 * diff(fit$loglik)
    expect(set, "cox", 1, "likelihood ratio test", "Chisq", lr,
           tolerance = iterative)
    expect(set, "cox", 1, "likelihood ratio test", "df", 2)
    expect(set, "cox", 1, "likelihood ratio test", "p_value",
           pchisq(lr, 2, lower.tail = FALSE), tolerance = 1e-4)
    wald <- attempt(drop(beta %*% solve(fit$var) %*% beta))
    if (!is.null(wald)) expect(set, "cox", 1, "Wald test", "Chisq", wald, tolerance = iterative)
    expect(set, "cox", 1, "Wald test", "df", 2)
    if (!is.null(wald)) expect(set, "cox", 1, "Wald test", "p_value",
           pchisq(wald, 2, lower.tail = FALSE), tolerance = 1e-4)
    expect(set, "cox", 1, "score test", "Chisq", fit$score,
           tolerance = iterative)
    expect(set, "cox", 1, "score test", "df", 2)
    expect(set, "cox", 1, "score test", "p_value",
           pchisq(fit$score, 2, lower.tail = FALSE), tolerance = 1e-4)
    expect(set, "cox", 1, NA, "concordance", fit$concordance["concordance"],
           tolerance = iterative)
    expect(set, "cox", 1, NA, "concordance", fit$concordance["std"],
           column = "std_err", tolerance = iterative)
    zph <- attempt(cox.zph(fit))
    if (is.null(zph) || any(is.na(zph$table))) next
    for (k in rownames(zph$table)) {
      expect(set, "proportional-hazards", 1, k, "Chisq",
             zph$table[k, "chisq"], tolerance = iterative)
      expect(set, "proportional-hazards", 1, k, "df", zph$table[k, "df"])
      expect(set, "proportional-hazards", 1, k, "p_value", zph$table[k, "p"],
             tolerance = 1e-4)
    }
  }
  settle(name, "cox|proportional")
}
cox("cox")
cox("cox_breslow", ties = "breslow")
cox("cox_weight", weighted = TRUE)
cox("cox_late", late = TRUE)
cox("cox_strata", strata = TRUE)
cox("cox_cluster", cluster = TRUE)

finegray <- function() {
  for (set in names(sets)) {
    d <- sets[[set]]
    if (!any(d$status == 1)) next
    fit <- attempt(crr(d$time, d$status, cbind(d$x1, d$x2), gtol = 1e-12,
                       maxiter = 100))
    if (is.null(fit) || !fit$converged || any(abs(fit$coef) > 8)) next
    se <- sqrt(diag(fit$var))
    if (any(!is.finite(se)) || any(se > 50)) next
    coefficients(set, "fine-gray", "subdistribution_hazard_ratio", 1,
                 c("x1", "x2"), fit$coef, se)
    expect(set, "fine-gray", 1, NA, "n_event", sum(d$status == 1))
    expect(set, "fine-gray", 1, NA, "log_likelihood", fit$loglik,
           tolerance = iterative)
    expect(set, "fine-gray", 1, NA, "log_likelihood_null", fit$loglik.null,
           tolerance = iterative)
    wald <- attempt(drop(fit$coef %*% solve(fit$var) %*% fit$coef))
    if (is.null(wald)) next
    expect(set, "fine-gray", 1, "Wald test", "Chisq", wald,
           tolerance = iterative)
    expect(set, "fine-gray", 1, "Wald test", "df", 2)
    expect(set, "fine-gray", 1, "Wald test", "p_value",
           pchisq(wald, 2, lower.tail = FALSE), tolerance = 1e-4)
  }
  settle("finegray", "fine-gray")
}
finegray()

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

print(counts, row.names = FALSE)
cat(sprintf("test-r: %d sets of follow-up, %d of columns; %d numbers equal R's, %d differ\n",
            length(sets), length(pieces), sum(counts$numbers), faults))
quit(status = if (faults) 1 else 0)
