# bench_stat.R -- the same statistics by survival, cmprsk and stats.
#   Rscript bench_stat.R CSV SET     SET: fast, robust, finegray, mets or exact
# Prints name, rows, processor seconds of the call, a number to compare.
suppressPackageStartupMessages({ library(survival); library(cmprsk) })
args <- commandArgs(TRUE)
d <- if (requireNamespace("data.table", quietly = TRUE))
  as.data.frame(data.table::fread(args[1], showProgress = FALSE)) else
  read.csv(args[1])
set <- args[2]
n <- nrow(d)
d$event <- d$status == 1
# The median of several runs; a short one is so many calls that the clock of R,
# which counts milliseconds, can tell it.
say <- function(name, repeats, run, value, calls = 1) {
  s <- numeric(repeats)
  for (i in seq_len(repeats)) {
    t <- system.time(for (k in seq_len(calls)) m <- run(), gcFirst = TRUE)
    s[i] <- (t[["user.self"]] + t[["sys.self"]]) / calls
  }
  for (one in name)
    cat(sprintf("%s\t%d\t%.6f\t%.12g\n", one, n, median(s), value(m)))
}
r <- if (n > 2e5) 3 else 9
k <- max(1, ceiling(5e4 / n))
y <- Surv(d$time, d$event)
f <- function(p) as.formula(paste("y ~", paste0("x", 1:p, collapse = "+")))
has <- function(p) sum(grepl("^x[0-9]+$", names(d))) >= p
first <- function(m) sqrt(m$var[1, 1])
if (set == "fast") {
  at <- function(f) { z <- summary(f, times = 5); z$std.err }
  say("km", r, function() survfit(y ~ 1), at, k)
  say("logrank", r, function() survdiff(y ~ group, d), function(m) m$chisq, k)
  say(c("incidence", "incidence+limits"), r, function() cuminc(d$time, d$status),
      function(m) sqrt(timepoints(m, 5)$var[1, 1]), k)
  say(c("gray", "cuminc"), r, function() cuminc(d$time, d$status, d$group),
      function(m) m$Tests[1, 1], k)
  for (p in c(1, 5, 20)) if (has(p))
    say(paste0("cox", p), r, function() coxph(f(p), d), first, k)
}
if (set == "robust") {
  d$id <- seq_len(n)
  say("robust5", 1, function() coxph(f(5), d, cluster = id), first)
}
if (set == "finegray")
  say("finegray5", 1, function() crr(d$time, d$status,
      as.matrix(d[paste0("x", 1:5)]), gtol = 1e-12), first)
# The same model from influence functions, which does not take R the square of
# the rows.
if (set == "mets" && suppressPackageStartupMessages(
      requireNamespace("mets", quietly = TRUE))) {
  library(mets, quietly = TRUE)
  say("finegray5 (mets)", r, function() cifreg(
    Event(time, status) ~ x1 + x2 + x3 + x4 + x5, d, cause = 1,
    propodds = NULL), function(m) summary(m)$coef[1, 2])
}
if (set == "exact") {
  m <- matrix(c(13, 16, 18, 9, 5, 11, 7, 19, 11, 15, 15, 10, 11, 18, 10, 12),
              4, byrow = TRUE)
  p <- function(m) m$p.value
  say("fisher4x4", 1, function() fisher.test(m, workspace = 2e8), p)
  say("mannwhitney", 5, function() wilcox.test(d$x1[1:200], d$x1[201:400],
                                               exact = TRUE), p)
}
