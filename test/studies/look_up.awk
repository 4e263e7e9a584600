# look_up.awk -- the cell that a row of published.tsv names, as it is shown.
# A place is "FILE; column=value | column=value; column"; FILE "-" is what the
# command printed.  A format is text, or a printf format, or "100 " and one.

# Cells of a CSV or TSV line into cell[1 ..]; their number.
function split_row(line, mark,    n, c, quoted, text, i, length_of) {
    n = 0
    text = ""
    quoted = 0
    length_of = length(line)
    for (i = 1; i <= length_of; i++) {
        c = substr(line, i, 1)
        if (c == "\"") {
            if (quoted && substr(line, i + 1, 1) == "\"") {
                text = text c
                i++
            } else {
                quoted = !quoted
            }
        } else if (c == mark && !quoted) {
            cell[++n] = text
            text = ""
        } else {
            text = text c
        }
    }
    cell[++n] = text
    return n
}

function find(file, keys, column,    line, mark, n, i, k, m, key, pair, at, hit) {
    at = 0
    while ((getline line < file) > 0) {
        sub(/\r$/, "", line)
        if (line ~ /^#/)
            continue
        if (!at) {
            mark = index(line, "\t") ? "\t" : ","
            n = split_row(line, mark)
            for (i = 1; i <= n; i++)
                place[file, cell[i]] = i
            at = 1
            continue
        }
        split_row(line, mark)
        hit = 1
        m = split(keys, pair, / *[|] */)
        for (k = 1; k <= m; k++) {
            i = index(pair[k], "=")
            key = substr(pair[k], 1, i - 1)
            if (!((file, key) in place) ||
                cell[place[file, key]] != substr(pair[k], i + 1))
                hit = 0
        }
        if (hit) {
            close(file)
            return ((file, column) in place) ? cell[place[file, column]] \
                                             : "no column " column
        }
    }
    close(file)
    return at ? "no row" : "no file " file
}

FILENAME == "commands" { number[$0] = FNR; next }
FNR == 1 { next }
$6 == "" { print $4; next }
{
    split($7, part, /; */)
    file = part[1] == "-" ? number[$6] ".out" : part[1]
    value = find(file, part[2], part[3])
    if ($5 == "text" || value ~ /^no (row|column|file)/)
        print value
    else if (substr($5, 1, 4) == "100 ")
        printf substr($5, 5) "\n", value * 100
    else
        printf $5 "\n", value
}
