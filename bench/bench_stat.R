# bench_stat.R -- the same statistics by survival and cmprsk.
#   Rscript bench_stat.R CSV SLOW     SLOW = 1: also what takes minutes
# Prints name, rows, processor seconds of the call, a number to compare.
suppressPackageStartupMessages({ library(survival); library(cmprsk) })
args <- commandArgs(TRUE)
d <- if (requireNamespace("data.table", quietly = TRUE))
  as.data.frame(data.table::fread(args[1], showProgress = FALSE)) else
  read.csv(args[1])
slow <- identical(args[2], "1")
n <- nrow(d)
d$event <- d$status == 1
say <- function(name, repeats, run, value) {
  s <- numeric(repeats)
  for (i in seq_len(repeats)) {
    t <- system.time(m <- run(), gcFirst = TRUE)
    s[i] <- t[["user.self"]] + t[["sys.self"]]
  }
  cat(sprintf("%s\t%d\t%.6f\t%.12g\n", name, n, min(s), value(m)))
}
r <- if (n > 2e5) 2 else 9
y <- Surv(d$time, d$event)
at <- function(f) { z <- summary(f, times = 5); z$std.err }
say("km", r, function() survfit(y ~ 1), at)
say("logrank", r, function() survdiff(y ~ group, d), function(m) m$chisq)
say("incidence", r, function() cuminc(d$time, d$status),
    function(m) sqrt(timepoints(m, 5)$var[1, 1]))
say("gray", r, function() cuminc(d$time, d$status, d$group),
    function(m) m$Tests[1, 1])
f <- function(p) as.formula(paste("y ~", paste0("x", 1:p, collapse = "+")))
has <- function(p) sum(grepl("^x[0-9]+$", names(d))) >= p
for (p in c(1, 5, 20)) if (has(p))
  say(paste0("cox", p), r, function() coxph(f(p), d),
      function(m) sqrt(m$var[1, 1]))
if (slow && has(5)) {
  d$id <- seq_len(n)
  say("robust5", 1, function() coxph(f(5), d, cluster = id),
      function(m) sqrt(m$var[1, 1]))
  say("finegray5", 1, function() crr(d$time, d$status, as.matrix(d[paste0("x", 1:5)]),
      gtol = 1e-12), function(m) sqrt(m$var[1, 1]))
}
