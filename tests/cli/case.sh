#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A case from the command line: made, filled, judged, verified, reported, attacked.
. "$(dirname "$0")/lib.sh"
practice

run 0 "new" "$cottingley" case new fire.cott --title "Harbour fire"
is "mode 0600" "$(stat -c %a fire.cott)" 600
run 6 "an existing case is not made again" "$cottingley" case new fire.cott
run 0 "add" "$cottingley" case add fire.cott practice/boats.png practice/portrait-thumb.jpg
has "the choice is shown" out "copied into the case"
run 0 "add by reference" "$cottingley" case add fire.cott --reference practice/fence.jpg
has "that choice too" out "by reference"
run 0 "the same again" "$cottingley" case add fire.cott practice/boats.png
has "is not added twice" out "was there already"
run 0 "what waits is examined" "$cottingley" scan -c fire.cott
is "all three" "$(grep -c / out)" 3
run 0 "a second scan has nothing left" "$cottingley" scan -c fire.cott
run 0 "list" "$cottingley" case list fire.cott
has "shows labels" out "Q3"
has "shows levels" out "alert"
run 0 "note" "$cottingley" case note fire.cott Q1 "received by mail"
run 0 "a note that replaces it" "$cottingley" case note fire.cott Q1 "received by messenger" --supersedes 1
run 0 "a note on the case" "$cottingley" case note fire.cott - "opened by the night desk"
run 0 "tag" "$cottingley" case tag fire.cott Q1 urgent
run 2 "a verdict needs both propositions" "$cottingley" case verdict fire.cott Q1 --h1 a --level 1
run 2 "a verdict needs a level" "$cottingley" case verdict fire.cott Q1 --h1 a --h2 b
run 0 "verdict" "$cottingley" case verdict fire.cott Q1 --question "Is it the harbour?" --h1 "the harbour" --h2 "elsewhere" --level -2 --limits "no original" --category DecontextualizedContent
run 0 "show" "$cottingley" case show fire.cott Q1
has "both notes stay readable" out "received by mail"
has "the old one is marked" out "superseded"
has "the verdict is there" out "elsewhere"
has "the tag is there" out "urgent"
run 0 "info" "$cottingley" case info fire.cott
has "the head of the chain is shown" out "audit     #"
has "what was copied and what not is shown" out "2 copied into the case, 1 by reference"
run 0 "verify" "$cottingley" case verify fire.cott
has "says so" out "audit     verified"
head=$("$cottingley" case info fire.cott | sed -n 's/^audit *//p')
"$cottingley" case note fire.cott - "a later one" >out 2>err
run 0 "a remembered head" "$cottingley" case verify fire.cott --head "$head"
has "is found in the longer chain" out "as it was remembered"
run 7 "a head of another chain" "$cottingley" case verify fire.cott --head "3:$(printf %064d 7)"
has "is said to be one" out "rewritten"
run 7 "a head past the end" "$cottingley" case verify fire.cott --head "999:$(printf %064d 7)"
has "means a shortened chain" out "shortened"
run 2 "a head that is none" "$cottingley" case verify fire.cott --head nonsense
[ ! -e fire.cott-wal ] && [ ! -e fire.cott-shm ]; ok $? "no WAL is left behind"

run 0 "report as HTML" "$cottingley" report -c fire.cott --format html -o fire.html
run 0 "the same again" "$cottingley" report -c fire.cott --format html -o again.html
cmp -s fire.html again.html; ok $? "same case, same bytes"
cp practice/boats.png keep.png
run 6 "a report never replaces a picture" "$cottingley" report -c fire.cott --format html -o keep.png
cmp -s keep.png practice/boats.png && [ ! -e keep.png.part ]; ok $? "which stays as it was"
run 6 "nor a case" "$cottingley" report -c fire.cott --format json -o fire.cott
run 0 "an earlier report is replaced" "$cottingley" report -c fire.cott --format html -o again.html
has_not "nothing external" fire.html 'src="http'
has "the verdict is in the report" fire.html "elsewhere"
run 0 "report as JSON" "$cottingley" report -c fire.cott --format json
python3 -c 'import json; d = json.load(open("out")); assert d["schema"].startswith("cottingley-report/"); assert len(d["exhibits"]) == 3'
ok $? "parses, with its exhibits"

mkdir -p desk/elsewhere && cp practice/boats.png desk/
(cd desk && "$cottingley" case new ref.cott && "$cottingley" case add ref.cott --reference ./boats.png) >out 2>err
(cd desk/elsewhere && "$cottingley" scan -c ../ref.cott --reference ../boats.png) >out 2>err
ok $? "a reference is found from another folder"
has "and examined" out "boats.png"
mv desk/boats.png desk/moved.png
"$cottingley" case new gone.cott >out 2>err && "$cottingley" case add gone.cott --reference desk/moved.png >out 2>err
mv desk/moved.png desk/boats.png
run 4 "a reference that is not there" "$cottingley" scan -c gone.cott
run 0 "is no result" "$cottingley" case list gone.cott
has "it goes on waiting" out "waiting"

echo x >>practice/fence.jpg
run 0 "changed evidence: verify of the case itself still holds" "$cottingley" case verify fire.cott
has "and says that it did not look at references" out "1 by reference, not looked at"

cp fire.cott forged.cott
sqlite3 forged.cott "SELECT name FROM sqlite_schema WHERE type = 'trigger'" >names
while read -r t; do sqlite3 forged.cott "DROP TRIGGER \"$t\"" 2>/dev/null; done <names
sqlite3 forged.cott "UPDATE audit SET detail = 'nothing to see' WHERE seq = 3" 2>/dev/null
"$cottingley" case verify forged.cott >out 2>err; code=$?
[ $code -eq 7 ] || [ $code -eq 6 ]; ok $? "a forged audit row is found (exit $code)"
head -c 5000 fire.cott >cut.cott
run 6 "a truncated case is refused in one line" "$cottingley" case info cut.cott
is "one line" "$(wc -l <err)" 1
echo "not a case" >plain.cott
run 6 "what is no case is refused" "$cottingley" case info plain.cott
run 6 "a missing case is refused" "$cottingley" case info none.cott

run 3 "a scan makes its case" "$cottingley" scan -c new.cott --format ndjson practice
is "every picture" "$(wc -l <out)" "$(find practice -type f ! -name '*.c2pa' | wc -l)"
mv out first
run 3 "scanning again resumes from what is known" "$cottingley" scan -c new.cott --format ndjson practice
cmp -s out first; ok $? "with the same answers"
"$cottingley" scan -c set.cott --set recapture.peak_db=40 --format ndjson practice/boats.png >out 2>err
run 0 "what was examined with other parameters" "$cottingley" scan -c set.cott --format ndjson practice/boats.png
is "is examined again" "$(field out '[r for r in x[0]["results"] if r["check"] == "recapture"][0]["params"]["peak_db"]')" 27.0
"$cottingley" scan -c set.cott --format ndjson practice/boats.png >out 2>err
is "and then known" "$(sqlite3 set.cott 'SELECT count(*) FROM examination' 2>/dev/null)" 2
cp practice/boats.png . && "$cottingley" case new here.cott >out 2>err
mkdir only && mv here.cott only && cp boats.png only
run 0 "a case in the folder that is scanned" "$cottingley" scan -c only/here.cott --format ndjson only
is "is no evidence" "$(wc -l <out)" 1
finish
