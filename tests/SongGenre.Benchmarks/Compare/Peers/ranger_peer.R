# ranger's probability forest. It obeys the lines that come in (see PeerLoop.cs).
suppressPackageStartupMessages({
    library(Matrix)
    library(ranger)
})

folder <- commandArgs(trailingOnly = TRUE)[2]
case <- jsonlite::fromJSON(file.path(folder, "case.json"))

numbers <- function(name, what, size) {
    file <- file.path(folder, name)
    readBin(file, what, file.size(file) / size, size = size, endian = "little")
}

matrix_of <- function(side) {
    x <- new(
        "dgCMatrix",
        x = numbers(paste0(side, ".values"), "double", 8),
        i = numbers(paste0(side, ".rows"), "integer", 4),
        p = numbers(paste0(side, ".starts"), "integer", 4),
        Dim = c(case[[paste0(side, "Rows")]], case$columns),
        Dimnames = list(NULL, paste0("c", seq_len(case$columns)))
    )
    if (case$dense) as.matrix(x) else drop0(x)
}

train <- matrix_of("train")
test <- matrix_of("test")
# The levels in the classes' order: weights and probabilities stand in it.
y <- factor(numbers("train.labels", "integer", 4), levels = seq_len(case$classes) - 1)
counts <- table(y)
weights <- ifelse(counts > 0, length(y) / (sum(counts > 0) * counts), 1)

fit <- function() {
    ranger(
        x = train, y = y, num.trees = case$trees, mtry = floor(sqrt(case$columns)), min.node.size = 1,
        max.depth = if (is.null(case$maxDepth)) 0 else case$maxDepth, splitrule = "gini", probability = TRUE,
        class.weights = as.numeric(weights), num.threads = case$threads, seed = case$seed, oob.error = FALSE,
        verbose = FALSE
    )
}

answer <- function(text) {
    cat(text, "\n", sep = "")
    flush(stdout())
}

now <- function() as.numeric(Sys.time())
invisible(gc())
answer(sprintf("{\"ready\":\"ranger %s (R %s)\"}", packageVersion("ranger"), getRversion()))
input <- file("stdin", "r")
while (length(line <- readLines(input, n = 1)) > 0) {
    seconds <- 0
    if (line == "fit") {
        model <- probabilities <- NULL
        invisible(gc())
        start <- now()
        model <- fit()
        seconds <- now() - start
    } else if (line == "predict") {
        runs <- 0
        while (seconds < 1) {
            probabilities <- NULL
            if (runs == 0 || seconds > 0.1 * runs) invisible(gc())
            start <- now()
            probabilities <- predict(model, data = test, num.threads = case$threads, verbose = FALSE)$predictions
            seconds <- seconds + now() - start
            runs <- runs + 1
        }
        seconds <- seconds / runs
    } else {
        # One row's probabilities come as a vector, several rows' as a matrix, column by column.
        columns <- match(levels(y), colnames(probabilities))
        out <- file(sub("^probabilities ", "", line), "wb")
        writeBin(as.numeric(t(probabilities[, columns])), out, endian = "little")
        close(out)
    }
    answer(sprintf("{\"seconds\":%.9f}", seconds))
}
