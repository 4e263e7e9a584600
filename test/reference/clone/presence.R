# presence.R -- the answers of single counts, computed in R by plain summation:
# writes rows_presence.h.   Rscript presence.R > rows_presence.h
dbb <- function(x, n, m, rho) {
  if (rho == 0) return(dbinom(x, n, m))
  k <- 1 / rho - 1; a <- m * k; b <- (1 - m) * k
  exp(lchoose(n, x) + lbeta(x + a, n - x + b) - lbeta(a, b))
}
lik <- function(v, x, n, e, re, rs)
  sum(sapply(0:x, function(i) dbb(i, n, v, rs) * dbb(x - i, n - i, e, re)))
cdf <- function(v, x, n, e, re, rs)
  sum(sapply(0:x, function(k) lik(v, k, n, e, re, rs)))
tail_ <- function(k, n, e, re) if (k == 0) 1 else sum(dbb(k:n, n, e, re))
one <- function(x, n, e, re, rs) {
  l0 <- dbb(x, n, e, re)
  L <- function(lv) log(lik(exp(lv), x, n, e, re, rs))
  o <- optimize(L, log(c(1e-7, 0.9)), maximum = TRUE, tol = 1e-10)
  best <- max(o$objective, log(l0))
  drop <- best - qchisq(0.95, 1) / 2
  mle <- if (log(l0) >= o$objective) 0 else exp(o$maximum)
  at <- if (mle > 0) log(mle) else log(1e-7)
  high <- exp(uniroot(function(v) L(v) - drop, c(at, log(0.95)), tol = 1e-12)$root)
  low <- if (log(l0) >= drop) 0 else
    exp(uniroot(function(v) L(v) - drop, c(log(1e-7), at), tol = 1e-12)$root)
  plain <- if (cdf(1e-7, x, n, e, re, rs) < 0.05) 0 else
    exp(uniroot(function(v) cdf(exp(v), x, n, e, re, rs) - 0.05,
                log(c(1e-7, 0.95)), tol = 1e-12)$root)
  upper <- max(plain, 1 - 0.05^(1 / n))
  k <- 1; while (tail_(k, n, e, re) > 1e-3) k <- k + 1
  k <- max(k, 2)
  lod <- exp(uniroot(function(v) cdf(exp(v), k - 1, n, e, re, rs) - 0.05,
                     log(c(1e-7, 0.95)), tol = 1e-12)$root)
  g <- seq(log(1e-5), log(0.5), length.out = 4000)
  w <- sapply(g, function(v) exp(L(v)))
  bf <- log10((sum(w) - (w[1] + w[4000]) / 2) / 3999 / l0)
  sprintf("{%d, %d, %g, %g, %g, %.9e, %d, %.9e, %.9e, %.9e, %.9e, %.9e, %.6f},",
          x, n, e, re, rs, tail_(x, n, e, re), k, lod, upper, mle, low, high, bf)
}
rows <- list(c(0, 500, 1e-3, 1e-4, 2e-4), c(3, 500, 1e-3, 1e-4, 2e-4),
             c(12, 1000, 1e-3, 1e-4, 2e-4), c(0, 1000, 1e-4, 1e-5, 2e-5),
             c(2, 1000, 1e-4, 1e-5, 2e-5), c(5, 2000, 1e-4, 1e-4, 2e-4),
             c(1, 5000, 1.5e-5, 0, 0), c(40, 5000, 1e-3, 1e-4, 2e-4),
             c(150, 3000, 1e-3, 1e-4, 2e-4), c(0, 3000, 1e-3, 0, 0))
cat("/* rows_presence.h -- made by presence.R with", R.version.string, "*/\n")
for (r in rows) cat(do.call(one, as.list(r)), "\n", sep = "")
