# random.R -- random data sets on which R and postcart are held together.
# usage: Rscript random.R FOLDER N
#
# Writes FOLDER/surv.csv (N sets of follow-up) and FOLDER/test.csv (N sets of
# columns to compare); column `set` names the set.  The kinds take turns, so
# that every N sees them all.
args <- commandArgs(TRUE)
folder <- args[1]
n_set <- as.integer(args[2])
set.seed(20240611)

kinds <- c("days", "continuous", "tied", "zeros", "single", "empty_group",
           "all_censored", "weights", "tiny", "small", "no_competing",
           "large", "one_group", "no_censoring")

follow <- function(set) {
  kind <- kinds[(set - 1) %% length(kinds) + 1]
  n <- switch(kind, small = sample(2:8, 1), large = 300, single = 20,
              sample(15:80, 1))
  event <- rexp(n, 1 / 40)
  x1 <- round(rnorm(n, 60, 10), 1)
  x2 <- rbinom(n, 1, 0.4)
  group <- sample(c("a", "b", "c"), n, TRUE)
  if (kind == "empty_group") group <- sample(c("a", "c"), n, TRUE)
  if (kind == "one_group") group <- rep("b", n)
  if (kind == "tiny") {
    # Two groups that could not be further apart.
    n <- 400
    group <- rep(c("a", "b"), each = n / 2)
    x1 <- round(rnorm(n, 60, 10), 1)
    x2 <- rbinom(n, 1, 0.4)
    event <- ifelse(group == "a", rexp(n, 2), 60 + rexp(n, 1 / 50))
  }
  event <- event * exp(-0.02 * (x1 - 60) - 0.4 * x2)
  censor <- if (kind == "no_censoring") rep(Inf, n) else runif(n, 10, 150)
  time <- pmin(event, censor)
  cause <- if (kind == "no_competing") rep(1, n) else 1 + rbinom(n, 1, 0.35)
  status <- ifelse(event <= censor, cause, 0)
  time <- switch(kind, continuous = round(time, 6),
                 tied = ceiling(time / 10) * 10, zeros = floor(time / 5) * 5,
                 tiny = round(time, 3), ceiling(time))
  if (kind == "all_censored") status[] <- 0
  if (kind == "single") {
    status[] <- 0
    status[sample(n, 1)] <- 1
  }
  weight <- if (kind == "weights") round(10^runif(n, -3, 9), 4) else
    sample(c(0.5, 1, 1, 2, 3.25), n, TRUE)
  # Late entry leaves everybody some time at risk: R has none at time 0.
  later <- ifelse(time == 0, 0.5, time)
  start <- ifelse(runif(n) < 0.5, 0,
                  floor(1000 * later * runif(n, 0, 0.8)) / 1000)
  data.frame(set = sprintf("s%04d", set), kind, time, status, group, x1, x2,
             stratum = sample(c("p", "q"), n, TRUE),
             cluster = sample(max(2, n %/% 3), n, TRUE), start, later,
             weight)
}

compared <- function(set) {
  kind <- c("plain", "ties", "tiny", "constant", "small", "zeros",
            "one_level", "many")[(set - 1) %% 8 + 1]
  n <- switch(kind, small = sample(3:7, 1), tiny = 1200, many = 90,
              sample(10:60, 1))
  g2 <- sample(c("no", "yes"), n, TRUE, c(0.6, 0.4))
  if (kind == "tiny") g2 <- rep(c("no", "yes"), each = n / 2)
  if (kind == "one_level") g2 <- rep("no", n)
  value <- round(rnorm(n, 10 + (g2 == "yes"), 3), 4)
  if (kind == "tiny") value <- round(rnorm(n, ifelse(g2 == "yes", 100, 0)), 4)
  if (kind == "ties") value <- round(value)
  if (kind == "constant") value <- rep(5, n)
  other <- round(value + rnorm(n, 0.5, 2), if (kind == "ties") 0 else 4)
  if (kind == "zeros") other <- ifelse(runif(n) < 0.4, value, other)
  if (kind == "constant") other <- value
  h2 <- ifelse(runif(n) < 0.7, g2, sample(c("no", "yes"), n, TRUE))
  if (kind == "tiny") h2 <- g2
  data.frame(set = sprintf("t%04d", set), kind, g2, h2,
             # Tables of moderate size: R's exact test is slow on others.
             g3 = ifelse(seq_len(n) <= 40, sample(c("u", "v", "w"), n, TRUE),
                         NA),
             g4 = sample(c("k", "l", "m", "n")[1:(2 + set %% 3)], n, TRUE),
             value, other)
}

write <- function(sets, name)
  write.csv(do.call(rbind, sets), file.path(folder, name), row.names = FALSE,
            quote = FALSE)
write(lapply(seq_len(n_set), follow), "surv.csv")
write(lapply(seq_len(n_set), compared), "test.csv")

# Paths: entry, illness, death; some come late.
paths <- function(set) {
  kind <- c("days", "ties", "late", "small", "none", "no_second")[
    (set - 1) %% 6 + 1]
  n <- if (kind == "small") sample(2:6, 1) else sample(12:40, 1)
  unit <- if (kind == "ties") 10 else 1
  rows <- lapply(seq_len(n), function(i) {
    begin <- if (kind == "late" && i > 1) floor(runif(1, 0, 15)) else 0
    ill <- begin + ceiling(rexp(1, 1 / 60) / unit) * unit
    dead <- begin + ceiling(rexp(1, 1 / 100) / unit) * unit
    last <- begin + ceiling(runif(1, 20, 150) / unit) * unit
    if (kind == "none") ill <- dead <- Inf
    id <- sprintf("p%04d_%02d", set, i)
    first <- min(ill, dead, last)
    one <- data.frame(id, begin, end = first,
                      state = if (ill == first && ill < min(dead, last) &&
                                    kind != "no_second") "ill" else
                        if (dead == first && dead < last) "dead" else "0")
    if (one$state != "ill") return(one)
    dead <- ill + ceiling(rexp(1, 1 / 50) / unit) * unit
    last <- max(last, ill + unit)
    rbind(one, data.frame(id, begin = ill, end = min(dead, last),
                          state = if (dead <= last) "dead" else "0"))
  })
  cbind(set = sprintf("w%04d", set), kind, do.call(rbind, rows))
}

# Estimates and rare events of centres.
centres <- function(set) {
  kind <- c("usual", "equal", "one", "far", "rare", "certain", "two",
            "none")[(set - 1) %% 8 + 1]
  k <- switch(kind, one = 1, two = 2, sample(3:16, 1))
  estimate <- round(rnorm(k, 0.3, if (kind == "far") 3 else 0.4), 4)
  if (kind == "equal") estimate <- rep(0.25, k)
  total <- sample(10:80, k, TRUE)
  share <- switch(kind, rare = 0.02, certain = 1, none = 0, 0.25)
  data.frame(set = sprintf("m%04d", set), kind, centre = seq_len(k), estimate,
             std_err = round(exp(runif(k, -3, 0.5)), 4),
             events = rbinom(k, total, share), total)
}
write(lapply(seq_len(n_set), paths), "paths.csv")
write(lapply(seq_len(n_set), centres), "centres.csv")
