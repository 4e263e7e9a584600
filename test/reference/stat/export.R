# export.R -- writes the data sets behind reference.csv as plain CSV, with the
# derived columns that its options name.  Run once:  Rscript export.R FOLDER
# Needs survival, MASS, KMsurv, etm, pROC, metadat, exactRankTests and (for
# breast.csv) coxphf.
suppressPackageStartupMessages(library(survival))
folder <- commandArgs(TRUE)[1]
put <- function(name, data) {
  for (k in seq_along(data))
    if (is.factor(data[[k]])) data[[k]] <- as.character(data[[k]])
  write.csv(data, file.path(folder, paste0(name, ".csv")), row.names = FALSE,
            quote = FALSE)
}
put("lung", lung)
put("aml", aml)
put("veteran", veteran)
put("ovarian", ovarian)
put("heart", heart)
jasa <- subset(jasa, futime >= 30)
jasa$tx30 <- as.integer(!is.na(jasa$wait.time) & jasa$wait.time <= 30)
jasa$t <- jasa$futime - 30
put("jasa_landmark30", jasa[, c("t", "fustat", "tx30")])
put("colon_death", subset(colon, etype == 2)[, c("time", "status", "rx")])
put("rotterdam", rotterdam)
put("cgd", cgd[, c("id", "treat", "sex", "age", "tstart", "tstop", "status")])
mg <- mgus2
mg$etime <- with(mg, ifelse(pstat == 0, futime, ptime))
mg$ev <- with(mg, ifelse(pstat == 0, 2 * death, 1))
mg$male <- as.integer(mg$sex == "M")
put("mgus2", mg)
mel <- MASS::Melanoma
mel$ev <- c(1, 0, 2)[mel$status]
put("melanoma", mel)
data(bmt, package = "KMsurv")
bmt$ev <- ifelse(bmt$d3 == 0, 0, ifelse(bmt$d2 == 1, 1, 2))
put("bmt", bmt[, c("group", "t2", "d2", "d3", "z1", "z8", "z10", "ev")])
put("birthwt", MASS::birthwt)
td <- tmerge(myeloid[, c("id", "trt")], myeloid, id = id,
             death = event(futime, death), rel = event(rltime))
td$e <- with(td, ifelse(death == 1, 2, ifelse(rel == 1, 1, 0)))
put("myeloid_states", td[, c("id", "tstart", "tstop", "e")])
data(sir.cont, package = "etm")
x <- sir.cont[order(sir.cont$id, sir.cont$time), ]
for (i in 2:nrow(x))
  if (x$id[i] == x$id[i - 1] && x$time[i] == x$time[i - 1])
    x$time[i - 1] <- x$time[i - 1] - .5
put("sir_cont", x[, c("id", "from", "to", "time")])
put("airquality", airquality)
put("sleep", sleep)
data(aSAH, package = "pROC")
put("asah", data.frame(outcome = as.integer(aSAH$outcome) - 1L,
                       s100b = aSAH$s100b, ndka = aSAH$ndka,
                       wfns = as.integer(aSAH$wfns)))
put("bcg", metadat::dat.bcg[, c("trial", "tpos", "tneg", "cpos", "cneg")])
data(rotarod, package = "exactRankTests")
put("rotarod", rotarod)
data(ASAT, package = "exactRankTests")
put("asat", ASAT)
put("hair_sex", as.data.frame.matrix(apply(HairEyeColor, c(1, 3), sum)))
put("ucb_a", as.data.frame.matrix(UCBAdmissions[, , 1]))
if (requireNamespace("coxphf", quietly = TRUE)) {
  data(breast, package = "coxphf")
  put("breast", breast)
}
