# compare_cox.R -- the models of `postcart surv` against R.  Sourced by
# compare.R.

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

# --- predictions -------------------------------------------------------------
# Fits without a finite maximum, or with a column that follows from the other,
# have no prediction.
usable <- function(fit) {
  if (is.null(fit) || any(is.na(coef(fit)))) return(FALSE)
  se <- sqrt(diag(fit$var))
  all(is.finite(se)) && all(abs(coef(fit)) < 8) && all(se < 50) && all(se > 0)
}

hazard_lines <- function(set, group, time, h, se, interval = TRUE) {
  wide <- exp(qnorm(0.975) * se / h)
  expect(set, "cox-baseline", 1, group, "cumulative_hazard", h, time,
         tolerance = iterative)
  expect(set, "cox-baseline", 1, group, "cumulative_hazard", se, time,
         "std_err", tolerance = iterative)
  expect(set, "cox-baseline", 1, group, "cumulative_hazard", h / wide, time,
         "low", tolerance = iterative)
  expect(set, "cox-baseline", 1, group, "cumulative_hazard", h * wide, time,
         "high", tolerance = iterative)
}

predicted <- function() {
  new <- data.frame(x1 = 55, x2 = 1)
  for (set in names(sets)) {
    d <- sets[[set]]
    if (!any(d$status == 1)) next
    fit <- attempt(coxph(Surv(time, status == 1) ~ x1 + x2, d,
                         control = tight))
    if (!usable(fit)) next
    first <- min(d$time[d$status == 1])
    for (t in c(12, 60)) {
      if (t < first) {
        expect(set, "cox-predicted", 1, NA, "survival", 1, t)
        expect(set, "cox-baseline", 1, NA, "cumulative_hazard", 0, t)
        next
      }
      s <- summary(survfit(fit, new, conf.type = "log-log"), times = t,
                   extend = TRUE)
      known <- s$surv > 1e-12
      expect(set, "cox-predicted", 1, NA, "survival", s$surv, t,
             tolerance = if (known) 1e-5 else Inf)
      expect(set, "cox-predicted", 1, NA, "survival", s$std.err, t, "std_err",
             tolerance = if (known) 1e-5 else Inf)
      expect(set, "cox-predicted", 1, NA, "survival", s$lower, t, "low",
             tolerance = if (known && s$lower > 1e-12) 1e-4 else Inf)
      expect(set, "cox-predicted", 1, NA, "survival", s$upper, t, "high",
             tolerance = if (known) 1e-5 else Inf)
      b <- summary(survfit(fit, as.data.frame(as.list(fit$means))), times = t,
                   extend = TRUE)
      hazard_lines(set, NA, t, b$cumhaz, b$std.chaz)
    }
  }
  settle("cox_predicted", "\\|(cox|proportional-hazards|cox-.*)\\|")
}
predicted()

baseline <- function() {
  for (set in names(sets)) {
    d <- sets[[set]]
    if (!any(d$status == 1)) next
    fit <- attempt(coxph(Surv(time, status == 1) ~ x1 + x2 + strata(stratum), d,
                         control = tight))
    if (!usable(fit)) next
    b <- survfit(fit, as.data.frame(as.list(fit$means)))
    group <- if (is.null(b$strata)) rep(d$stratum[1], length(b$time)) else
      rep(sub("stratum=", "", names(b$strata)), b$strata)
    e <- b$n.event > 0
    hazard_lines(set, group[e], b$time[e], b$cumhaz[e], b$std.chaz[e])
  }
  settle("cox_baseline", "\\|(cox|proportional-hazards|cox-.*)\\|")
}
baseline()

predicted_incidence <- function() {
  for (set in names(sets)) {
    d <- sets[[set]]
    if (!any(d$status == 1)) next
    fit <- attempt(crr(d$time, d$status, cbind(d$x1, d$x2), gtol = 1e-12,
                       maxiter = 100))
    if (is.null(fit) || !fit$converged || any(abs(fit$coef) > 8)) next
    se <- sqrt(diag(fit$var))
    if (any(!is.finite(se)) || any(se > 50)) next
    f <- predict(fit, c(55, 1))
    for (t in c(12, 60)) {
      k <- findInterval(t, f[, 1])
      expect(set, "fine-gray-predicted", 1, NA, "incidence",
             if (k) f[k, 2] else 0, t, tolerance = 1e-5)
    }
  }
  settle("finegray_predicted", "fine-gray")
}
predicted_incidence()

# --- strata of Fine-Gray -------------------------------------------------------
# cmprsk has none; survival's expanded data have, with its own rule for ties.
finegray_strata <- function() {
  for (set in names(sets)) {
    d <- sets[[set]]
    d$id <- seq_len(nrow(d))
    d <- d[d$time > 0, ]
    if (nrow(d) < nrow(sets[[set]]) || !any(d$status == 1) ||
        !any(d$status == 2) || !any(d$status == 0)) next
    g <- attempt(finegray(Surv(time, factor(status, 0:2)) ~ x1 + x2 + stratum +
                            strata(stratum), d, etype = "1", id = id))
    if (is.null(g)) next
    fit <- attempt(coxph(Surv(fgstart, fgstop, fgstatus) ~ x1 + x2 +
                           strata(stratum), g, weights = fgwt, id = id,
                         ties = "breslow", control = tight))
    if (is.null(fit) || any(is.na(coef(fit))) || any(abs(coef(fit)) > 8) ||
        any(sqrt(diag(fit$naive.var)) > 50)) next
    expect(set, "fine-gray", 1, c("x1", "x2"), "coefficient", coef(fit),
           tolerance = iterative)
    expect(set, "fine-gray", 1, c("x1", "x2"), "subdistribution_hazard_ratio",
           exp(coef(fit)), tolerance = iterative)
  }
  settle("finegray_strata", "fine-gray")
}
finegray_strata()

# --- Firth's Cox model ----------------------------------------------------------
# No package for it in Debian: the penalised likelihood from coxph's own, climbed
# by differences.
firth_cox <- function() {
  for (at in seq_along(sets)) {
    set <- names(sets)[at]
    d <- sets[[set]]
    if (!any(d$status == 1) || length(unique(d$x2)) < 2) next
    y <- Surv(d$time, d$status == 1)
    scale <- c(sd(d$x1), 1)
    x <- cbind(x1 = (d$x1 - mean(d$x1)) / scale[1], x2 = d$x2)
    control <- coxph.control(iter.max = 0)
    value <- function(b) {
      f <- attempt(survival:::coxph.fit(x, y, NULL, NULL, b, control, NULL,
                                        "efron", NULL, resid = FALSE))
      if (is.null(f)) return(-1e9)
      v <- determinant(f$var)
      if (!is.finite(f$loglik[1]) || v$sign < 0) -1e9 else
        f$loglik[1] - 0.5 * v$modulus[1]
    }
    top <- attempt(optim(c(0, 0), function(b) -value(b), method = "BFGS",
                         control = list(reltol = 1e-14, maxit = 500)))
    if (is.null(top) || top$value > 1e8) next
    b <- top$par
    # Two Newton steps with differences of the fourth order.
    slope <- function(b, k, h = 1e-3) {
      e <- replace(c(0, 0), k, h)
      (8 * (value(b + e) - value(b - e)) -
         (value(b + 2 * e) - value(b - 2 * e))) / (12 * h)
    }
    for (i in 1:2) {
      g <- c(slope(b, 1), slope(b, 2))
      bend <- sapply(1:2, function(k) {
        e <- replace(c(0, 0), k, 1e-3)
        c(slope(b + e, 1) - slope(b - e, 1), slope(b + e, 2) - slope(b - e, 2)) /
          2e-3
      })
      move <- attempt(solve(bend, g))
      if (is.null(move) || max(abs(move)) > 0.1) break
      b <- b - move
    }
    if (is.null(move) || max(abs(move)) > 1e-7) next
    best <- value(b)
    f <- survival:::coxph.fit(x, y, NULL, NULL, b, control, NULL, "efron", NULL,
                              resid = FALSE)
    beta <- b / scale
    near <- 1e-5
    expect(set, "firth", 1, c("x1", "x2"), "coefficient", beta,
           tolerance = pmax(near, 1e-8 / abs(b)))
    expect(set, "firth", 1, c("x1", "x2"), "hazard_ratio", exp(beta),
           tolerance = near)
    expect(set, "firth", 1, c("x1", "x2"), "coefficient",
           sqrt(diag(f$var)) / scale, column = "std_err", tolerance = near)
    expect(set, "firth", 1, NA, "n_event", sum(d$status == 1))
    lr <- 2 * (best - value(c(0, 0)))
    test <- "likelihood ratio test"
    expect(set, "firth", 1, test, "Chisq", lr,
           tolerance = max(near, 1e-8 / abs(lr)))
    expect(set, "firth", 1, test, "df", 2)
    expect(set, "firth", 1, test, "p_value", pchisq(lr, 2, lower.tail = FALSE),
           tolerance = 1e-4)
    # Limits take a search in a search: on a share of the sets.
    if (at %% 7 != 1) next
    for (k in 1:2) {
      along <- function(v) optimize(function(o) value(replace(
        replace(c(0, 0), k, v), 3 - k, o)), b[3 - k] + c(-6, 6),
        maximum = TRUE, tol = 1e-9)$objective
      drop <- 2 * (best - along(0))
      expect(set, "firth", 1, c("x1", "x2")[k], "z",
             sign(b[k]) * sqrt(max(0, drop)),
             tolerance = if (drop < 1e-3) Inf else 1e-4)
      expect(set, "firth", 1, c("x1", "x2")[k], "p_value",
             pchisq(max(0, drop), 1, lower.tail = FALSE), tolerance = 1e-3)
      se <- sqrt(f$var[k, k])
      gap <- function(v) 2 * (best - along(v)) - qchisq(0.95, 1)
      for (side in c(-1, 1)) {
        edge <- attempt(uniroot(gap, b[k] + side * c(0, 4) * se,
                                extendInt = if (side > 0) "upX" else "downX",
                                tol = 1e-9)$root)
        if (!is.null(edge) && abs(edge) < 50)
          expect(set, "firth", 1, c("x1", "x2")[k], "hazard_ratio",
                 exp(edge / scale[k]), column = if (side < 0) "low" else "high",
                 tolerance = 1e-4)
      }
    }
  }
  settle("cox_firth", "firth")
}
firth_cox()
