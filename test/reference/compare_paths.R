# compare_paths.R -- rates, pseudo-values, paths and the robust log-rank test of
# `postcart surv` against R.  Sourced by compare.R.

# --- log-rank with weights, clusters and late entry --------------------------
robust_logrank <- function(name, weighted = FALSE, cluster = FALSE,
                           late = FALSE, strata = FALSE) {
  for (set in names(sets)) {
    d <- sets[[set]]
    if (length(unique(d$group)) < 2 || !any(d$status > 0)) next
    if (late) d$time <- d$later
    d$w <- if (weighted) d$weight else 1
    d$c <- if (cluster) d$cluster else seq_len(nrow(d))
    d$s <- if (late) Surv(d$start, d$time, d$status > 0) else
      Surv(d$time, d$status > 0)
    f <- if (strata) s ~ factor(group) + strata(stratum) else s ~ factor(group)
    fit <- attempt(coxph(f, d, weights = w, cluster = c, robust = TRUE,
                         ties = "breslow"))
    if (is.null(fit) || is.null(fit$rscore)) next
    # Where a group has nobody at risk R keeps its place in the test.
    if (any(is.na(coef(fit)))) next
    expect(set, "log-rank", "any", NA, "Chisq", fit$rscore,
           tolerance = iterative)
    # The degrees of freedom are the rank of the variance; coxph counts columns.
    null <- coxph(f, d, weights = w, ties = "breslow", iter.max = 0)
    u <- as.matrix(rowsum(as.matrix(d$w * residuals(null, "score")), d$c))
    df <- qr(crossprod(u), tol = 1e-9)$rank
    expect(set, "log-rank", "any", NA, "p_value",
           pchisq(fit$rscore, df, lower.tail = FALSE), tolerance = 1e-4)
    expect(set, "log-rank", "any", NA, "df", df)
    present <- sort(unique(d$group))
    expect(set, "log-rank", "any", present, "observed",
           sapply(present, function(g) sum(d$w[d$group == g & d$status > 0])))
    # The hazard of a model without covariates spreads the events.
    none <- attempt(coxph(if (strata) s ~ strata(stratum) else s ~ 1, d,
                          weights = w, ties = "breslow"))
    if (is.null(none)) next
    r <- residuals(none, "martingale")
    expect(set, "log-rank", "any", present, "expected",
           sapply(present, function(g)
             sum((d$w * ((d$status > 0) - r))[d$group == g])))
  }
  settle(name, "log-rank|survival")
}
robust_logrank("logrank_weight", weighted = TRUE)
robust_logrank("logrank_cluster", cluster = TRUE, strata = TRUE)
robust_logrank("logrank_late", late = TRUE)

# --- rates -------------------------------------------------------------------
rates <- function() {
  for (set in names(sets)) {
    d <- sets[[set]]
    for (cause in 1:2) {
      n <- sapply(levels_of, function(g) sum(d$group == g & d$status == cause))
      t <- sapply(levels_of, function(g) sum(d$time[d$group == g]))
      expect(set, "rate", cause, levels_of, "person_time", t)
      expect(set, "rate", cause, levels_of, "n_event", n)
      for (g in levels_of[t > 0]) {
        p <- poisson.test(n[g], t[g])
        expect(set, "rate", cause, g, "rate", 100 * n[g] / t[g])
        expect(set, "rate", cause, g, "rate", 100 * p$conf.int[1],
               column = "low")
        expect(set, "rate", cause, g, "rate", 100 * p$conf.int[2],
               column = "high")
      }
      for (g in c("b", "c")) {
        if (t["a"] == 0 || t[g] == 0 || n["a"] + n[g] == 0) next
        p <- poisson.test(c(n[g], n["a"]), c(t[g], t["a"]))
        name <- paste(g, "/ a")
        expect(set, "rate-ratio", cause, name, "p_value", p$p.value)
        expect(set, "rate-ratio", cause, name, "rate ratio", p$estimate)
        expect(set, "rate-ratio", cause, name, "rate ratio", p$conf.int[1],
               column = "low")
        expect(set, "rate-ratio", cause, name, "rate ratio", p$conf.int[2],
               column = "high")
      }
    }
  }
  settle("rate")
}
rates()

# --- pseudo-values -----------------------------------------------------------
# Leave-one-out by prodlim; the rows of the file are in the order of the sets.
pseudo <- function(name, event, times = c(12, 60)) {
  for (set in names(sets)) {
    d <- sets[[set]]
    line <- paste("row", which(surv$set == set))
    if (nrow(d) < 2) next
    n <- nrow(d)
    d$s <- if (event == "any") as.numeric(d$status > 0) else d$status
    # prodlim takes one kind of event for survival, whatever its code.
    quick <- attempt(
      if (event == "any") jackknife(prodlim(Hist(time, s) ~ 1, d), times)
      else if (all(1:2 %in% d$s))
        jackknife(prodlim(Hist(time, s) ~ 1, d), times, cause = 1))
    for (k in seq_along(times)) {
      t <- times[k]
      v <- if (!is.null(quick)) quick[, k]
      if (is.null(v) || any(is.na(v))) {
        # prodlim has no value behind the last time, where ours carries on, and
        # none without an event.
        one <- function(i) {
          if (event == "any")
            return(summary(survfit(Surv(time, s) ~ 1, d[i, ]), times = t,
                           extend = TRUE)$surv)
          f <- attempt(cuminc(d$time[i], d$s[i]))[["1 1"]]
          if (is.null(f)) 0 else f$est[findInterval(t, f$time)]
        }
        all <- one(seq_len(n))
        v <- sapply(seq_len(n), function(i) n * all - (n - 1) * one(-i))
      }
      # Differences of numbers near 1: what is left after n-fold cancellation.
      expect(set, "pseudo", event, line, "pseudo_value",
             ifelse(abs(v) < 1e-9, 0, v), t)
      if (event == "any") next
      fit <- lm(v ~ x1 + x2, d)
      b <- coef(fit)
      if (any(is.na(b)) || fit$df.residual < 1) next
      x <- model.matrix(fit)
      bread <- solve(crossprod(x))
      se <- sqrt(diag(bread %*% crossprod(x * residuals(fit)) %*% bread))
      if (max(se) < 1e-9) next
      terms <- c("(Intercept)", "x1", "x2")
      expect(set, "pseudo-model", event, terms, "difference", b, t,
             tolerance = iterative)
      expect(set, "pseudo-model", event, terms, "difference", se, t, "std_err",
             tolerance = iterative)
      expect(set, "pseudo-model", event, terms, "difference",
             b - qnorm(0.975) * se, t, "low", tolerance = iterative)
      expect(set, "pseudo-model", event, terms, "difference",
             b + qnorm(0.975) * se, t, "high", tolerance = iterative)
      expect(set, "pseudo-model", event, terms, "p_value",
             2 * pnorm(-abs(b / se)), t, tolerance = 1e-4)
    }
  }
  settle(name, "pseudo")
}

# --- paths -------------------------------------------------------------------
states <- function(name, variance) {
  paths <- read.csv(file.path(folder, "paths.csv"),
                    colClasses = c(state = "character"))
  at <- c(30, 90, 400)
  z <- qnorm(0.975)
  for (set in unique(paths$set)) {
    d <- paths[paths$set == set, ]
    present <- c("dead", "ill")[c("dead", "ill") %in% d$state]
    if (!length(present)) next
    d$from <- ifelse(duplicated(d$id), "ill", "entry")
    first <- min(d$end[d$state != "0"])
    tab <- table(d$from, d$state)
    for (a in rownames(tab)) for (b in present) if (tab[a, b] > 0)
      expect(set, "states", NA, paste(a, "->", b), "n_transition", tab[a, b])
    times <- at[at >= first]
    if (variance == "jackknife") {
      d$to <- factor(d$state, c("0", present))
      fit <- attempt(survfit(Surv(begin, end, to) ~ 1, d, id = id))
      if (is.null(fit)) next
      s <- summary(fit, times = times, extend = TRUE)
      est <- matrix(s$pstate, length(times))
      se <- matrix(s$std.err, length(times))
      colnames(est) <- colnames(se) <- c("entry", present)
    } else {
      e <- data.frame(id = d$id, from = d$from,
                      to = ifelse(d$state == "0", "cens", d$state),
                      entry = d$begin, exit = d$end)
      known <- c("entry", present)
      tra <- matrix(FALSE, length(known), length(known),
                    dimnames = list(known, known))
      for (a in rownames(tab)) for (b in present) tra[a, b] <- tab[a, b] > 0
      fit <- attempt(etm::etm(e, known, tra, "cens", 0))
      if (is.null(fit)) next
      est <- se <- matrix(NA, length(times), length(known),
                          dimnames = list(NULL, known))
      for (k in known) {
        pair <- paste("entry", k)
        est[, k] <- etm::trprob(fit, pair, times)
        se[, k] <- sqrt(pmax(0, etm::trcov(fit, pair, times)))
      }
    }
    for (k in colnames(est)) {
      expect(set, "states", NA, k, "probability", est[, k], times)
      # Where all ended in one state the variance is 0 but for rounding.
      none <- se[, k] < 1e-7
      expect(set, "states", NA, k, "probability", ifelse(none, 1e-9, se[, k]),
             times, "std_err", tolerance = ifelse(none, 1e3, iterative))
      expect(set, "states", NA, k, "probability",
             pmax(0, est[, k] - z * se[, k]), times, "low",
             tolerance = 1e-7)
      expect(set, "states", NA, k, "probability",
             pmin(1, est[, k] + z * se[, k]), times, "high",
             tolerance = 1e-7)
    }
  }
  settle(name, "states")
}
suppressPackageStartupMessages(library(etm))
states("states_aalen", "aalen")
states("states_jackknife", "jackknife")
suppressPackageStartupMessages(library(prodlim))
pseudo("pseudo_survival", "any")
pseudo("pseudo_incidence", "1")
