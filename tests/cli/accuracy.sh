#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The accuracy bench on drawn pictures: its figures against a count by hand, and what it writes, twice the same. What these
# pictures give says nothing about how right a check is.
. "$(dirname "$0")/lib.sh"
plain_only "the accuracy bench"
accuracy() { BUILD=$builddir "$srcdir/tests/bench/accuracy" --date 2026-11-25 "$@"; }
layout=$scratch/layout

# put SET/LABEL/SOURCE NAME KIND [key=value ...]
put() {
	mkdir -p "$layout/$1"
	at=$layout/$1/$2
	shift 2
	kind=$1
	shift
	draw "$kind" "$at" "$@"
}
for seed in 1 2 3; do
	put recapture/genuine/a g$seed.jpg picture scene=harbour seed=$seed
	put recapture/recaptured/a r$seed.jpg screen scene=street seed=$seed pitch=1.4
	put recapture/genuine/b g$seed.png picture scene=cloth seed=$seed width=1800 height=1350
	put recapture/recaptured/b r$seed.jpg screen scene=crowd seed=$seed pitch=2.2 lens=0.8
	put splicing/authentic/c s$seed.jpg picture scene=boats seed=$seed
	put splicing/spliced/c t$seed.jpg splice scene=boats seed=$seed region=500,400,500,400 gains=1.5,1,0.5 mask="$scratch/m$seed.png"
	mkdir -p "$layout/splicing/mask/c"
	mv "$scratch/m$seed.png" "$layout/splicing/mask/c/t${seed}_mask.png"
done
put recapture/genuine/a tiny.jpg picture width=300 height=200
cp "$layout/recapture/genuine/a/g1.jpg" "$layout/recapture/genuine/b/again.jpg" # a copy
cp "$layout/recapture/genuine/a/g2.jpg" "$layout/recapture/recaptured/b/both.jpg" # under two labels
printf 'set\tlabel\tsource\trole\nrecapture\tgenuine\tb\tfalse-alarms\nrecapture\trecaptured\tb\tfalse-alarms\n' >"$layout/ROLES.tsv"

run 0 "the bench runs" accuracy --rows "$scratch/rows.tsv" "$layout"
mv out report
has "copies and contradictions are counted" report "21 pictures; left out: 1 copies of a picture that stays, 2 that stand under two labels"
has "and pictures by label" report "recapture/genuine                       6        2      3      3"
is "every check has a row for every picture of the set" "$(grep -c '	recapture/' rows.tsv)" "$((15 * $(cut -f1 rows.tsv | sed 1d | sort -u | wc -l)))"

# The same figures, counted another way.
cat >count.py <<'END'
import csv, json, sys
rows = [r for r in csv.DictReader(open("rows.tsv"), delimiter="\t")]
report = open("report").read().split("\n")
bytes_of = {}
for r in rows:
    bytes_of.setdefault(r["sha256"], set()).add(r["file"])
dropped = set()
for files in bytes_of.values():
    kinds = {f.split("/")[1] in ("genuine", "authentic") for f in files}
    dropped |= files if len(kinds) > 1 else set(sorted(files)[1:])
rows = [r for r in rows if r["file"] not in dropped]

def sections():
    name = None
    for line in report:
        if line and not line.startswith(" ") and ", version " in line:
            name = line.split(",")[0]
        yield name, line

def auc(positive, genuine):
    won = sum((p > g) + (p == g) / 2 for p in positive for g in genuine)
    return won / (len(positive) * len(genuine))

def check(check, name, positive, genuine, what):
    lines = [l for s, l in sections() if s == check and l.startswith("  " + name + " ")]
    if not positive or not genuine:
        ok = not lines
        got = lines
    else:
        got = lines[0].split()
        n = len(name.split())
        ok = got[n + 1:n + 3] == [str(len(genuine)), str(len(positive))] and abs(float(got[n + 3]) - auc(positive, genuine)) < .00051
    print(("ok" if ok else f"not ok {got} {len(genuine)} {len(positive)}"), what)

def scores(c, label, sources="abc", half=False):
    return [float(r["score"] or .5) for r in rows if r["check"] == c and r["label"] == label and r["source"] in sources
            and (half or (r["status"] == "done" and r["score"]))]

check("recapture", "all sources, every stratum", scores("recapture", "recaptured"), scores("recapture", "genuine"), "recapture")
check("recapture", "usable sources, every stratum", scores("recapture", "recaptured", "a"), scores("recapture", "genuine", "a"), "usable")
check("whitebalance", "all sources, every stratum", scores("whitebalance", "spliced"), scores("whitebalance", "authentic"), "light")
for label in ("recapture/genuine", "recapture/recaptured", "splicing/authentic"):
    s, l = label.split("/")
    mine = [r for r in rows if r["check"] == "recapture" and r["set"] == s and r["label"] == l]
    silent = [r for r in mine if r["status"] == "not_applicable"]
    notice = [r for r in mine if r["level"] in ("notice", "warning", "alert")]
    line = [x for sec, x in sections() if sec == "recapture" and x.startswith("  " + label + " ")][0].split()
    ok = line[1:3] == [str(len(mine)), str(len(silent))] and line[6] == str(len(notice))
    print(("ok" if ok else f"not ok {line} {len(mine)} {len(silent)} {len(notice)}"), label)
genuine = {r["file"] for r in rows if r["label"] in ("genuine", "authentic")}
flagged = {r["file"] for r in rows if r["file"] in genuine and r["level"] in ("notice", "warning", "alert")}
line = [l for l in report if l.startswith("  any check at notice")][0]
print("ok" if f": {len(flagged):4d}," in line and f"on {len(genuine)} genuine" in "\n".join(report) else f"not ok {line} {len(flagged)}", "family")
cells = [r for r in rows if r["map"] == "masked"]
tp, fp, fn = (sum(int(r[k]) for r in cells) for k in ("tp", "fp", "fn"))
line = [l for l in report if l.startswith("  map ")][0]
f1 = 2 * tp / (2 * tp + fp + fn)
print("ok" if f"masks of {len(cells)} pictures" in line and f"all cells together F1 {f1:.3f}" in line else f"not ok {line} {f1}", "map")
END
python3 count.py >counted 2>&1
ok $? "the count by hand runs"
is "it agrees with every figure" "$(grep -c '^ok' counted)" 8
has_not "and disagrees with none" counted "not ok"
"$cottingley" scan --profile full --now 2026-11-25 --format ndjson "$layout" >exams.ndjson 2>err
python3 - <<'END'
import csv, json
said = {}
for line in open("exams.ndjson"):
    x = json.loads(line)
    for r in x["results"]:
        said[x["evidence"]["path"].split("/layout/")[1], r["check"]] = r
for r in csv.DictReader(open("rows.tsv"), delimiter="\t"):
    o = said[r["file"], r["check"]]
    assert o["status"] == r["status"] and o["version"] == int(r["version"]), r
    assert (o["score"] is None) == (r["score"] == ""), r
    assert o["score"] is None or abs(o["score"] - float(r["score"])) < 6e-5, r
END
ok $? "the rows say what the examinations said"

# Scores of a model that had not seen the source take the place of what was measured: (3 + 3 + 1.5) of 9.
version=$(awk -F '\t' '$1 == "recapture" { print $2; exit }' rows.tsv)
held() { printf 'recapture\t%s\trecapture\t%s\ta\trecapture/%s/a/%s.jpg\tsmall\tdone\t%s\tnone\n' "$version" "$1" "$1" "$2" "$3"; }
{
	head -n 1 rows.tsv | cut -f1-10
	held genuine g1 .1; held genuine g2 .2; held genuine g3 .4
	held recaptured r1 .9; held recaptured r2 .5; held recaptured r3 .2
} >held.tsv
run 0 "scores alone" accuracy --no-scan --scores held.tsv "$layout"
has "are counted" out "all sources, every stratum               1       3        3  0.833"
has "as held out" out "6 of them for held-out sources"
run 0 "scores over rows" accuracy --rows rows.tsv --scores held.tsv "$layout"
has "replace them" out "6 results stand for held-out sources"
sed 's/^recapture	[0-9]*/recapture	999/' held.tsv >old.tsv
run 3 "scores of another version" accuracy --no-scan --scores old.tsv "$layout"
has "are refused" err "version 999 of 'recapture'"
run 2 "a folder that is none" accuracy "$scratch/nowhere"

# What is written.
for tree in one two; do
	mkdir -p $tree/analyzers $tree/man
	cp "$srcdir/man/cottingley-methods.7" $tree/man/
done
run 0 "it writes" accuracy --rows rows.tsv --scores held.tsv --write --into one "$layout"
run 0 "it measures and writes again" accuracy -j 1 --scores held.tsv --write --into two "$layout"
cmp one/analyzers/calibration_table.c two/analyzers/calibration_table.c && cmp one/man/cottingley-methods.7 two/man/cottingley-methods.7
ok $? "the same bytes"
has "few pictures are said to be few" one/analyzers/calibration_table.c 'uncalibrated = "too few: '
has "the page says so too" one/man/cottingley-methods.7 "Uncalibrated: too few: "
run 0 "a second card takes the place of the first" accuracy --rows rows.tsv --scores held.tsv --write --into one "$layout"
cmp one/man/cottingley-methods.7 two/man/cottingley-methods.7
ok $? "and changes nothing"
if command -v mandoc >/dev/null; then
	is "the page is clean" "$(mandoc -Tlint -Wwarning one/man/cottingley-methods.7)" ""
else
	skip "the page is clean" "no mandoc"
fi
${CC:-cc} -std=c11 -fsyntax-only -I"$srcdir" one/analyzers/calibration_table.c
ok $? "the table compiles"
finish
