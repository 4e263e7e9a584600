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
