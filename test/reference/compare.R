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

here <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
here <- dirname(here)
source(file.path(here, "book.R"))

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
  # On these scales an interval without width stands where all survive; before
  # the first time ours has none.
  some <- z < 1 | (fit$conf.type %in% c("plain", "log") & at >= min(fit$time))
  expect(set, section, event, group, quantity,
         ifelse(z > 0, s$lower, NA)[some], at[some], "low")
  expect(set, section, event, group, quantity,
         ifelse(z > 0, s$upper, NA)[some], at[some], "high")
  e <- fit$n.event > 0
  expect(set, section, event, group, quantity, fit$surv[e], fit$time[e])
  expect(set, section, event, group, quantity, fit$n.risk[e], fit$time[e], "n")
  known <- e & fit$surv > 0
  expect(set, section, event, group, quantity, (if (fit$logse) fit$surv * fit$std.err else fit$std.err)[known],
         fit$time[known], "std_err")
  known <- known & fit$surv < 1
  expect(set, section, event, group, quantity, fit$lower[known],
         fit$time[known], "low")
  expect(set, section, event, group, quantity, fit$upper[known],
         fit$time[known], "high")
  q <- quantile(fit, c(0.25, 0.5, 0.75))
  for (k in 1:3) {
    name <- c("quantile_0.25", "median", "quantile_0.75")[k]
    expect(set, section, event, group, name, q$quantile[k])
    # Where a limit rises again R's inversion finds one of several crossings;
    # ours is the first.
    rises <- function(limit) is.unsorted(-limit[!is.na(limit)])
    expect(set, section, event, group, name, q$lower[k], column = "low",
           tolerance = if (rises(fit$lower)) Inf else exact)
    expect(set, section, event, group, name, q$upper[k], column = "high",
           tolerance = if (rises(fit$upper)) Inf else exact)
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
        if (min(fit$time) >= tau) {
          # Nothing happened until then.
          for (k in c("estimate", "low", "high"))
            expect(set, "survival", "any", g, "restricted_mean", tau, tau, k)
          expect(set, "survival", "any", g, "restricted_mean", 0, tau,
                 "std_err")
        } else if ((max(fit$time) >= tau || min(fit$surv) == 0)) {
          m <- summary(fit, rmean = tau)$table
          expect(set, "survival", "any", g, "restricted_mean", m[["rmean"]],
                 tau)
          expect(set, "survival", "any", g, "restricted_mean",
                 m[["se(rmean)"]], tau, "std_err")
          half <- qnorm(0.975) * m[["se(rmean)"]]
          expect(set, "survival", "any", g, "restricted_mean",
                 m[["rmean"]] - half, tau, "low")
          expect(set, "survival", "any", g, "restricted_mean",
                 m[["rmean"]] + half, tau, "high")
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
  settle(name, if (curves) "log-rank" else "log-rank|survival")
}

km("km_loglog", "log-log")
km("km_log", "log", tau = 30)
km("km_plain", "plain", test = FALSE)
km("km_weight", "log-log", weighted = TRUE, test = FALSE)
km("km_late", "log-log", late = TRUE, test = FALSE)
km("km_logit", "logit", test = FALSE)
km("km_arcsin", "arcsin", test = FALSE)
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
      # survfit prints no interval of it: ours is symmetric on the log scale.
      wide <- exp(qnorm(0.975) * fit$std.chaz[e] / fit$cumhaz[e])
      expect(set, "hazard", "any", g, "cumulative_hazard",
             fit$cumhaz[e] / wide, fit$time[e], "low")
      expect(set, "hazard", "any", g, "cumulative_hazard",
             fit$cumhaz[e] * wide, fit$time[e], "high")
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
      # Jumps that add up to 1 but for rounding leave no interval.
      k <- est > 0 & est < 1 - 1e-14
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

source(file.path(here, "compare_cox.R"))
source(file.path(here, "compare_paths.R"))
source(file.path(here, "compare_model.R"))
source(file.path(here, "compare_test.R"))

print(counts, row.names = FALSE)
cat(sprintf("test-r: %d sets of follow-up, %d of columns; %d numbers equal R's, %d differ\n",
            length(sets), length(pieces), sum(counts$numbers), faults))
quit(status = if (faults) 1 else 0)
