# book.R -- what R expects of postcart's tables, and the comparison.
#
# Sourced by compare.R, which sets `folder`, `exact` and `iterative`.

# --- expected numbers -------------------------------------------------------
book <- new.env()
book$rows <- list()
expect <- function(set, section, event, group, quantity, value, time = NA,
                   column = "estimate", tolerance = exact) {
  n <- max(length(value), length(time), length(group), length(quantity))
  if (length(value) == 0) return(invisible())
  text <- function(x) if (is.null(x) || length(x) == 0) "" else
    ifelse(is.na(x), "", as.character(x))
  book$rows[[length(book$rows) + 1]] <- list(
    key = paste(set, section, text(event), rep_len(text(group), n),
                rep_len(quantity, n),
                ifelse(is.na(rep_len(time, n)), "",
                       sprintf("%.12g", rep_len(time, n))), sep = "|"),
    column = rep_len(column, n), value = rep_len(as.numeric(value), n),
    tolerance = rep_len(tolerance, n))
}

read_ours <- function(name) {
  ours <- read.delim(file.path(folder, paste0(name, ".tsv")), comment.char = "#",
                     colClasses = "character", quote = "",
                     na.strings = character(0))
  for (k in c("time", "estimate", "std_err", "low", "high", "n"))
    ours[[k]] <- suppressWarnings(as.numeric(ours[[k]]))
  ours$key <- paste(ours$by, ours$section, ours$event, ours$group,
                    ours$quantity,
                    ifelse(is.na(ours$time), "", sprintf("%.12g", ours$time)),
                    sep = "|")
  ours
}

counts <- data.frame()
faults <- 0
show_faults <- 12

# Lines of ours that R has no counterpart of, or that say less on purpose.
free <- "\\|(sample|warning|chosen)\\|"

settle <- function(name, excuse = "^$") {
  ours <- read_ours(name)
  wanted <- list(key = unlist(lapply(book$rows, `[[`, "key")),
                 column = unlist(lapply(book$rows, `[[`, "column")),
                 value = unlist(lapply(book$rows, `[[`, "value")),
                 tolerance = unlist(lapply(book$rows, `[[`, "tolerance")))
  book$rows <- list()
  at <- match(wanted$key, ours$key)
  got <- rep(NA_real_, length(at))
  for (k in unique(wanted$column)) {
    i <- which(wanted$column == k)
    got[i] <- ours[[k]][at[i]]
  }
  want <- wanted$value
  want[!is.finite(want)] <- NA
  is_p <- grepl("\\|p_value\\|", wanted$key)
  gap <- abs(got - want)
  near <- gap <= wanted$tolerance * abs(want) |
    (!is_p & gap <= 1e-12) | (is_p & gap == 0) |
    # R forms some p-values as 1 - F: below its last digit they are noise.
    (is_p & abs(want) < 1e-13 & gap < 1e-15 & grepl("\\|gray\\|", wanted$key))
  near[is.na(near)] <- FALSE
  # A tolerance of Inf: R's number means something else, see where it is asked.
  near <- near & is.finite(wanted$tolerance)
  free_hand <- is.infinite(wanted$tolerance)
  both_empty <- is.na(got) & is.na(want)
  excused <- free_hand |
    (grepl(excuse, wanted$key) & (is.na(got) | is.na(want)))
  bad <- which(!(near | both_empty | excused))
  # Numbers of ours that nothing was held against, in any column.
  asked <- paste(wanted$key, wanted$column)
  loose <- character(0)
  for (k in c("estimate", "std_err", "low", "high")) {
    i <- !is.na(ours[[k]]) & !(paste(ours$key, k) %in% asked) &
      !grepl(free, ours$key) & !grepl(excuse, ours$key)
    loose <- c(loose, paste(ours$key[i], rep(k, sum(i))))
  }
  if (length(bad)) {
    cat(sprintf("%s: %d of %d differ\n", name, length(bad), length(want)))
    for (i in head(bad, show_faults))
      cat(sprintf("  %s %s: ours %.15g, R %.15g%s\n", wanted$key[i],
                  wanted$column[i], got[i], want[i],
                  if (is.na(at[i])) " (no such line)" else ""))
  }
  if (length(loose)) {
    cat(sprintf("%s: %d numbers that R was not asked for\n", name,
                length(loose)))
    for (i in seq_len(min(length(loose), show_faults)))
      cat("  ", loose[i], "\n")
  }
  faults <<- faults + length(bad) + length(loose)
  counts <<- rbind(counts, data.frame(
    analysis = name, sets = length(unique(ours$by)),
    numbers = sum(near), both_empty = sum(both_empty),
    excused = sum(excused & !near & !both_empty), differ = length(bad)))
}

quiet <- function(expr) suppressWarnings(suppressMessages(expr))
attempt <- function(expr) tryCatch(quiet(expr), error = function(e) NULL)
