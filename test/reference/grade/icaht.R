# icaht.R -- early ICAHT by the published steps in R, against `postcart grade`.
# usage: Rscript test/reference/grade/icaht.R PROGRAM
#
# Random sparse series are graded here with zoo's na.approx (maxgap = 7,
# rule = 2), as Liang 2024 did, and by the program under profile liang-2024.
# Needs r-cran-zoo.  Exit status 1 on any difference.
suppressMessages(library(zoo))
program <- normalizePath(commandArgs(TRUE)[1])
n_patient <- 3000
set.seed(1)

# Episodes of low days; gaps of one or two days are joined.
episodes <- function(low) {
  runs <- rle(low)
  value <- runs$values
  n <- length(value)
  for (i in seq_len(n))
    if (i > 1 && i < n && !value[i] && runs$lengths[i] <= 2) value[i] <- TRUE
  runs <- rle(rep(value, runs$lengths))
  end <- cumsum(runs$lengths)
  keep <- which(runs$values)
  list(days = runs$lengths[keep], start = (end - runs$lengths)[keep],
       end = end[keep] - 1)
}

grade <- function(anc, last) {
  anc <- round(na.approx(anc, maxgap = 7, rule = 2, na.rm = FALSE), -1)
  severe <- episodes(!is.na(anc) & anc < 501)
  profound <- episodes(!is.na(anc) & anc < 101)
  d500 <- max(0, severe$days)
  d100 <- max(0, profound$days)
  if (any(severe$start <= 3 & severe$end == last) || d500 >= 31 || d100 >= 14)
    g <- 4
  else if (d500 >= 14 || d100 >= 7) g <- 3
  else if (d500 >= 7) g <- 2
  else g <- as.integer(d500 >= 1)
  c(g, d500, d100)
}

id <- sprintf("P%05d", seq_len(n_patient))
labs <- events <- list()
expected <- matrix(NA, n_patient, 3)
for (p in seq_len(n_patient)) {
  last <- if (runif(1) < 0.2) sample(0:30, 1) else 30
  is_low <- runif(1) < 0.5
  anc <- numeric(31)
  for (i in 1:31) {
    if (runif(1) < 0.15) is_low <- !is_low
    anc[i] <- if (is_low) sample(0:520, 1)
              else sample(c(90:110, 490:520, 0:3000), 1)
  }
  day <- which(runif(31) < sample(c(0.2, 0.5, 0.9, 1), 1) & 0:30 <= last) - 1
  if (last < 30)
    events[[p]] <- data.frame(patient = id[p], date = as.Date("2020-01-01") +
                                last, kind = "death")
  if (!length(day)) next
  labs[[p]] <- data.frame(patient = id[p], date = as.Date("2020-01-01") + day,
                          analyte = "anc", value = anc[day + 1], unit = "/uL")
  series <- rep(NA_real_, last + 1)
  series[day + 1] <- anc[day + 1]
  expected[p, ] <- grade(series, last)
}

folder <- tempfile("icaht")
dir.create(folder)
put <- function(table, name)
  write.csv(table, file.path(folder, name), row.names = FALSE, quote = FALSE)
put(data.frame(patient = id), "patients.csv")
put(data.frame(patient = id, infusion = 1, date = "2020-01-01"),
    "infusions.csv")
put(do.call(rbind, labs), "labs.csv")
put(do.call(rbind, events), "events.csv")
measure <- c("icaht_early", "days_anc_le_500", "days_anc_le_100")
out <- file.path(folder, "out.tsv")
status <- system2(program, c("grade", folder, "--profile", "liang-2024",
                             "--rule", paste(measure, collapse = ","), "-o",
                             out))
stopifnot(status == 0)
found <- read.delim(out, comment.char = "#")
wrong <- 0
for (k in 1:3) {
  of <- found[found$measure == measure[k], ]
  of <- of[match(id, of$patient), ]
  same <- ifelse(is.na(expected[, k]), of$state == "not_evaluable",
                 of$state == "value" & of$value == expected[, k])
  wrong <- wrong + sum(is.na(same) | !same)
}
unlink(folder, recursive = TRUE)
cat(sprintf("icaht: %d series, %d results checked against zoo, %d differ\n",
            n_patient, 3 * n_patient, wrong))
quit(status = as.integer(wrong > 0))
