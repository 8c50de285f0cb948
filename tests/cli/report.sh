#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What a report tells its reader to type works as it is printed, and the numbers it prints are right.
. "$(dirname "$0")/lib.sh"
practice
PATH=$builddir:$PATH

# block N: the N-th command block of "How to check this yourself"
block() {
	python3 -c '
import html, re, sys
page = open("fire.html", encoding="utf-8").read()
section = page[page.index("<section id=\"check\">"):page.index("<section id=\"review\">")]
print(html.unescape(re.findall("<pre>(.*?)</pre>", section, re.S)[int(sys.argv[1]) - 1]))' "$1"
}

cp practice/boats.png "practice/a boat's.png"
run 0 "a case" "$cottingley" case new fire.cott --title 'Fire & <flames>'
run 3 "with pictures" "$cottingley" scan -c fire.cott practice
run 0 "the page" "$cottingley" report -c fire.cott --format html -o fire.html
run 0 "the data" "$cottingley" report -c fire.cott --format json -o fire.json
has "the title is text" fire.html "<h1>Fire &amp; &lt;flames&gt;</h1>"

sum=$(sha256sum <fire.json | cut -d' ' -f1)
is "the first page has the hash of the data" \
	"$(grep -o 'id="data-sha256">.*</dd>' fire.html | sed 's/^[^>]*>//; s/<\/dd>.*//; s/<[^>]*>//g')" "$sum"
block 4 | sed 's/REPORT.html/fire.html/' >commands
run 0 "the command that prints the hash of the data" sh ./commands
is "prints it" "$(cut -d' ' -f1 out)" "$sum"

block 1 >commands
cp commands practice/
(cd practice && sh ./commands) >out 2>err
ok $? "the hashes of the pictures verify"
is "all of them" "$(grep -c ': OK$' out)" "$(grep -c '^[0-9a-f]\{64\}  ' commands)"

block 2 >practice/commands
sed -i '/^exiftool/d' practice/commands
(cd practice && sh -e ./commands) >out 2>err
ok $? "the commands that examine a picture again"
block 3 | sed 's/CASE.cott/fire.cott/' >commands
run 0 "the command that verifies the case" sh ./commands
head=$(sed -n 's/.*head \([0-9a-f]\{64\}\).*/\1/p' out)
is "prints a head" "${#head}" 64
if command -v xmllint >/dev/null; then
	run 0 "the page is well-formed" xmllint --noout fire.html
else
	skip "the page is well-formed" "xmllint is not installed"
fi
finish
