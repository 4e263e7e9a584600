# compare_model.R -- `postcart model` and `postcart meta` against R.  Sourced by
# compare.R.

compared <- read.csv(file.path(folder, "test.csv"), colClasses = c(
  g2 = "character", h2 = "character", g3 = "character", g4 = "character"))
pieces <- split(compared, compared$set)

# Ours makes the same columns for the whole file: levels k to n.
design <- function(d) {
  present <- sort(unique(compared$g4))
  x <- cbind(1, d$value)
  for (g in present[-1]) x <- cbind(x, as.numeric(d$g4 == g))
  colnames(x) <- c("(Intercept)", "value", paste0("g4=", present[-1]))
  # A level that does not occur is a column of 0: no coefficient.
  x[, colSums(x != 0) > 0, drop = FALSE]
}

# --- logistic ----------------------------------------------------------------
odds_lines <- function(set, section, b, se, low, high, z, p) {
  terms <- names(b)
  # A large odds ratio has the absolute error of its logarithm.
  iterative <- pmax(iterative, 1e-6 * pmax(abs(low), abs(high)))
  expect(set, section, "yes", terms, "coefficient", b, tolerance = iterative)
  expect(set, section, "yes", terms, "coefficient", se, column = "std_err",
         tolerance = iterative)
  expect(set, section, "yes", terms, "odds_ratio", exp(b),
         tolerance = iterative)
  expect(set, section, "yes", terms, "odds_ratio", exp(low), column = "low",
         tolerance = iterative)
  expect(set, section, "yes", terms, "odds_ratio", exp(high), column = "high",
         tolerance = iterative)
  expect(set, section, "yes", terms, "z", z, tolerance = iterative)
  expect(set, section, "yes", terms, "p_value", p, tolerance = 1e-4)
}

logistic <- function() {
  for (set in names(pieces)) {
    d <- pieces[[set]]
    x <- design(d)
    y <- as.numeric(d$g2 == "yes")
    if (length(unique(y)) < 2 || nrow(x) <= ncol(x)) next
    fit <- attempt(glm.fit(x, y, family = binomial(),
                           control = list(epsilon = 1e-14, maxit = 100)))
    b <- coef(fit)
    # Separated outcomes have no estimate; aliased columns no coefficient.
    if (is.null(fit) || any(is.na(b)) || any(abs(fit$linear.predictors) > 15))
      next
    class(fit) <- "glm"
    s <- attempt(summary(fit)$coefficients)
    if (is.null(s)) next
    se <- s[, 2]
    if (any(se > 50)) next
    z <- qnorm(0.975)
    odds_lines(set, "logistic", b, se, b - z * se, b + z * se, b / se,
               2 * pnorm(-abs(b / se)))
    expect(set, "logistic", "yes", NA, "n_event", sum(y))
    expect(set, "logistic", "yes", NA, "log_likelihood", -fit$deviance / 2)
    lr <- fit$null.deviance - fit$deviance
    test <- "likelihood ratio test"
    expect(set, "logistic", "yes", test, "Chisq", lr, tolerance = iterative)
    expect(set, "logistic", "yes", test, "df", ncol(x) - 1)
    expect(set, "logistic", "yes", test, "p_value",
           pchisq(lr, ncol(x) - 1, lower.tail = FALSE), tolerance = 1e-4)
  }
  settle("model_logistic", "logistic")
}

# --- Firth -------------------------------------------------------------------
# No package for it in Debian: the modified score of Heinze and Schemper 2002,
# with R's own matrices.
penalised <- function(x, y, b) {
  eta <- drop(x %*% b)
  p <- plogis(eta)
  sum(plogis(ifelse(y == 1, eta, -eta), log.p = TRUE)) +
    0.5 * determinant(crossprod(x * sqrt(p * (1 - p))))$modulus[1]
}

firth <- function(x, y, fixed = integer(0), at = 0, start = NULL) {
  free <- setdiff(seq_len(ncol(x)), fixed)
  b <- if (is.null(start)) numeric(ncol(x)) else start
  b[fixed] <- at
  value <- function(b) penalised(x, y, b)
  now <- value(b)
  for (step in 1:200) {
    p <- plogis(drop(x %*% b))
    root <- x * sqrt(p * (1 - p))
    inverse <- solve(crossprod(root))
    h <- rowSums((root %*% inverse) * root)
    u <- drop(crossprod(x, y - p + h * (0.5 - p)))
    move <- numeric(ncol(x))
    move[free] <- solve(crossprod(root)[free, free, drop = FALSE], u[free])
    if (max(abs(move)) > 5) move <- move * 5 / max(abs(move))
    for (half in 1:30) {
      new <- value(b + move)
      if (is.finite(new) && new >= now - 1e-12) break
      move <- move / 2
    }
    b <- b + move
    now <- new
    if (max(abs(move)) < 1e-12) break
  }
  list(b = b, value = now, var = inverse, score = max(abs(u[free])))
}

# The highest of searches from many places, with coefficient k held.
far_summit <- function(x, y, k, at) {
  set.seed(1)
  x[, 2] <- x[, 2] - mean(x[, 2])
  size <- c(1, apply(x[, -1, drop = FALSE], 2, sd))
  best <- -Inf
  for (spread in rep(c(0.1, 1, 3, 6), 10)) {
    o <- attempt(optim(rnorm(ncol(x) - 1, 0, spread) / size[-k], function(free) {
      v <- penalised(x, y, append(free, at, k - 1))
      if (is.finite(v)) -v else 1e9
    }, method = "BFGS", control = list(maxit = 500, reltol = 1e-13,
                                       parscale = 1 / size[-k])))
    if (is.null(o)) next
    top <- attempt(firth(x, y, k, at, append(o$par, at, k - 1))$value)
    best <- max(best, -o$value, if (is.finite(top)) top)
  }
  best
}

firth_models <- function(name, profile) {
  ours <- read_ours(name)
  for (set in names(pieces)) {
    d <- pieces[[set]]
    x <- design(d)
    y <- as.numeric(d$g2 == "yes")
    if (nrow(x) <= ncol(x) || qr(x)$rank < ncol(x)) next
    fit <- attempt(firth(x, y))
    if (is.null(fit) || fit$score > 1e-8) next
    b <- setNames(fit$b, colnames(x))
    se <- sqrt(diag(fit$var))
    expect(set, "firth", "yes", NA, "n_event", sum(y))
    expect(set, "firth", "yes", names(b), "coefficient", b,
           tolerance = iterative)
    expect(set, "firth", "yes", names(b), "coefficient", se,
           column = "std_err", tolerance = iterative)
    expect(set, "firth", "yes", names(b), "odds_ratio", exp(b),
           tolerance = iterative)
    expect(set, "firth", "yes", NA, "log_likelihood", fit$value,
           tolerance = iterative)
    none <- attempt(firth(x, y, fixed = seq_len(ncol(x))[-1]))
    if (!is.null(none)) {
      lr <- 2 * (fit$value - none$value)
      test <- "likelihood ratio test"
      expect(set, "firth", "yes", test, "Chisq", lr, tolerance = iterative)
      expect(set, "firth", "yes", test, "df", ncol(x) - 1)
      expect(set, "firth", "yes", test, "p_value",
             pchisq(lr, ncol(x) - 1, lower.tail = FALSE), tolerance = 1e-4)
    }
    for (k in seq_along(b)) {
      if (!profile || k == 1) {
        # The intercept has Wald limits in both.
        z <- b[k] / se[k]
        expect(set, "firth", "yes", names(b)[k], "odds_ratio",
               exp(b[k] - qnorm(0.975) * se[k]), column = "low",
               tolerance = iterative)
        expect(set, "firth", "yes", names(b)[k], "odds_ratio",
               exp(b[k] + qnorm(0.975) * se[k]), column = "high",
               tolerance = iterative)
        p <- 2 * pnorm(-abs(z))
      } else {
        zero <- attempt(firth(x, y, fixed = k))
        if (is.null(zero)) next
        drop <- max(0, 2 * (fit$value - zero$value))
        z <- sign(b[k]) * sqrt(drop)
        p <- pchisq(drop, 1, lower.tail = FALSE)
        # The profile of separated outcomes can have several summits, some
        # close to each other: 1e-3 where `value` separates (kind "tiny").
        near <- if (d$kind[1] == "tiny") 1e-3 else 1e-5
        limit <- function(side, summit) {
          gap <- function(at) 2 * (fit$value - summit(at)) - qchisq(0.95, 1)
          edge <- attempt(uniroot(gap, b[k] + side * c(0, 4) * se[k],
                                  extendInt = if (side > 0) "upX" else "downX",
                                  tol = 1e-11)$root)
          if (is.null(edge)) NA else exp(edge)
        }
        near_summit <- function(at) max(firth(x, y, k, at)$value,
                                        firth(x, y, k, at, fit$b)$value)
        for (side in c(-1, 1)) {
          column <- if (side < 0) "low" else "high"
          edge <- limit(side, near_summit)
          mine <- ours[[column]][match(paste(set, "firth", "yes", names(b)[k],
                                             "odds_ratio", "", sep = "|"),
                                       ours$key)]
          # A summit that two starts miss is looked for from many.
          if (!is.na(edge) && !is.na(mine) && abs(mine - edge) > near * edge)
            edge <- limit(side, function(at) far_summit(x, y, k, at))
          if (!is.na(edge))
            expect(set, "firth", "yes", names(b)[k], "odds_ratio", edge,
                   column = column, tolerance = near)
        }
      }
      expect(set, "firth", "yes", names(b)[k], "z", z,
             tolerance = if (abs(z) < 1e-3) 1e-2 else 1e-5)
      expect(set, "firth", "yes", names(b)[k], "p_value", p, tolerance = 1e-4)
    }
  }
  settle(name, "firth")
}

# --- linear ------------------------------------------------------------------
linear <- function(name, robust) {
  for (set in names(pieces)) {
    d <- pieces[[set]]
    x <- design(d)
    y <- d$other
    if (nrow(x) <= ncol(x) || qr(x)$rank < ncol(x)) next
    fit <- lm.fit(x, y)
    rss <- sum(fit$residuals^2)
    df <- nrow(x) - ncol(x)
    if (rss < 1e-12) next
    bread <- solve(crossprod(x))
    b <- setNames(fit$coefficients, colnames(x))
    se <- sqrt(diag(if (robust) bread %*% crossprod(x * fit$residuals) %*% bread
                    else bread * rss / df))
    if (any(se < 1e-9)) next
    wide <- if (robust) qnorm(0.975) else qt(0.975, df)
    p <- if (robust) 2 * pnorm(-abs(b / se)) else 2 * pt(-abs(b / se), df)
    # Nearly collinear columns cost digits in both.
    near <- max(exact, 1e-15 * kappa(crossprod(x)))
    expect(set, "linear", NA, names(b), "coefficient", b, tolerance = near)
    expect(set, "linear", NA, names(b), "coefficient", se, column = "std_err",
           tolerance = near)
    expect(set, "linear", NA, names(b), "coefficient", b - wide * se,
           column = "low", tolerance = near)
    expect(set, "linear", NA, names(b), "coefficient", b + wide * se,
           column = "high", tolerance = near)
    expect(set, "linear", NA, names(b), if (robust) "z" else "t", b / se,
           tolerance = near)
    expect(set, "linear", NA, names(b), "p_value", p, tolerance = 1e-6)
    expect(set, "linear", NA, NA, "residual_variance", rss / df,
           tolerance = near)
  }
  settle(name, "linear")
}
logistic()
firth_models("model_firth", TRUE)
firth_models("model_wald", FALSE)
linear("model_linear", FALSE)
linear("model_robust", TRUE)

# --- pooling -----------------------------------------------------------------
suppressPackageStartupMessages(library(metafor))
all_centres <- read.csv(file.path(folder, "centres.csv"))
places <- split(all_centres, all_centres$set)
# Fisher scoring of metafor may stop early, or step beside: tight and long.
tight_meta <- list(threshold = 1e-14, maxiter = 10000, tol = 1e-14,
                   tau2.max = 1e4)

# Fisher scoring may stop at a lower summit, as metafor warns: the best of
# several starts.
rma_best <- function(..., method) {
  fits <- lapply(c(NA, 1e-3, 0.1, 1), function(start) {
    control <- tight_meta
    if (!is.na(start)) control$tau2.init <- start
    attempt(rma(..., method = method, control = control))
  })
  fits <- Filter(Negate(is.null), fits)
  if (!length(fits)) return(NULL)
  if (!(method %in% c("ML", "REML"))) return(fits[[1]])
  fits[[which.max(sapply(fits, function(f)
    as.numeric(logLik(f, REML = method == "REML"))))]]
}

pooled_lines <- function(set, section, fit, iterated, back = NULL, p = TRUE) {
  near <- if (iterated) iterative else exact
  if (!(fit$se > 0)) return()
  expect(set, section, NA, NA, "estimate", fit$beta[1], tolerance = near)
  expect(set, section, NA, NA, "estimate", fit$se, column = "std_err",
         tolerance = near)
  expect(set, section, NA, NA, "estimate", fit$ci.lb, column = "low",
         tolerance = near)
  expect(set, section, NA, NA, "estimate", fit$ci.ub, column = "high",
         tolerance = near)
  if (p) expect(set, section, NA, NA, "p_value", fit$pval, tolerance = 1e-4)
  # A variance near 0 stops at 0 or beside it.
  if (fit$tau2 > 1e-6 || fit$tau2 == 0)
    expect(set, section, NA, NA, "tau2", fit$tau2,
           tolerance = if (iterated) 1e-5 else near)
  if (!is.null(back)) {
    expect(set, section, NA, NA, "share", back(fit$beta[1]), tolerance = near)
    expect(set, section, NA, NA, "share", back(fit$ci.lb), column = "low",
           tolerance = near)
    expect(set, section, NA, NA, "share", back(fit$ci.ub), column = "high",
           tolerance = near)
  }
}

heterogeneity <- function(set, section, fit) {
  if (fit$k < 2) return()
  expect(set, section, NA, NA, "Q", fit$QE)
  expect(set, section, NA, NA, "df", fit$k - 1)
  expect(set, section, NA, NA, "p_value", fit$QEp)
  expect(set, section, NA, NA, "I2_percent", fit$I2)
}

estimates <- function() {
  methods <- c(fixed = "EE", "random-dl" = "DL", "random-reml" = "REML",
               "random-pm" = "PM", "random-ml" = "ML")
  for (set in names(places)) {
    d <- places[[set]]
    for (m in names(methods)) for (knapp in c(FALSE, TRUE)) {
      if (knapp && m %in% c("fixed", "random-ml")) next
      if (nrow(d) < 2 && m != "fixed") next
      fit <- rma_best(d$estimate, sei = d$std_err, method = methods[[m]],
                      test = if (knapp) "knha" else "z")
      if (is.null(fit)) next
      pooled_lines(set, paste0(m, if (knapp) "-knapp"), fit,
                   !(m %in% c("fixed", "random-dl")))
      if (m == "fixed") heterogeneity(set, "heterogeneity", fit)
    }
  }
  settle("meta_estimates", "random-|heterogeneity")
}

events <- function() {
  scales <- list(logit = "PLO", arcsine = "PAS", "double-arcsine" = "PFT")
  k_set <- 0
  for (set in names(places)) {
    d <- places[[set]]
    k_set <- k_set + 1
    for (i in seq_len(nrow(d) + 1)) {
      x <- if (i > nrow(d)) sum(d$events) else d$events[i]
      n <- if (i > nrow(d)) sum(d$total) else d$total[i]
      section <- if (i > nrow(d)) "all-together" else "centre"
      g <- if (i > nrow(d)) NA else d$centre[i]
      ci <- binom.test(x, n)$conf.int
      wilson <- quiet(prop.test(x, n, correct = FALSE))$conf.int
      expect(set, section, NA, g, "share", x / n)
      expect(set, section, NA, g, "share", ci[1], column = "low")
      expect(set, section, NA, g, "share", ci[2], column = "high")
      expect(set, section, NA, g, "share_wilson", x / n)
      expect(set, section, NA, g, "share_wilson", wilson[1], column = "low")
      expect(set, section, NA, g, "share_wilson", wilson[2], column = "high")
    }
    for (s in names(scales)) {
      back <- switch(s, logit = transf.ilogit, arcsine = transf.iarcsin,
                     function(x) transf.ipft.hm(x, targs = list(ni = d$total)))
      for (m in c("fixed", "random-reml")) for (knapp in c(FALSE, TRUE)) {
        if (knapp && m == "fixed") next
        if (nrow(d) < 2 && m != "fixed") next
        fit <- rma_best(measure = scales[[s]], xi = d$events, ni = d$total,
                        method = if (m == "fixed") "EE" else "REML",
                        test = if (knapp) "knha" else "z")
        if (is.null(fit)) next
        section <- paste0(s, "-", m, if (knapp) "-knapp")
        # Rounding leaves no spread where all shares are one number.
        if (knapp && fit$se < 1e-12) next
        pooled_lines(set, section, fit, m != "fixed", back, p = FALSE)
        if (m == "fixed")
          heterogeneity(set, paste0(s, "-heterogeneity"), fit)
      }
    }
    # lme4's search is slow, and stops at about 1e-4.
    if (k_set %% 8 != 5 || sum(d$events) == 0) next
    fit <- attempt(rma.glmm(measure = "PLO", xi = d$events, ni = d$total))
    if (is.null(fit)) next
    expect(set, "binomial-normal", NA, NA, "estimate", fit$beta[1],
           tolerance = 1e-3)
    expect(set, "binomial-normal", NA, NA, "estimate", fit$se,
           column = "std_err", tolerance = 1e-2)
    expect(set, "binomial-normal", NA, NA, "share", plogis(fit$beta[1]),
           tolerance = 2e-3)
  }
  settle("meta_events", "-reml|-knapp|binomial-normal|heterogeneity")
}
estimates()
events()
