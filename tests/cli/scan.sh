#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# scan: formats, exit codes, order, determinism, evidence untouched, bad input.
. "$(dirname "$0")/lib.sh"
practice
: >dev.null
find practice -type f -exec sha256sum {} + | sort >before

run 3 "the practice folder: one picture is broken" "$cottingley" scan --format ndjson practice
mv out a.ndjson
is "every picture has its object" "$(wc -l <a.ndjson)" "$(find practice -type f ! -name '*.c2pa' | wc -l)"
is "objects come in bytewise path order" "$(field a.ndjson '[o["evidence"]["path"] for o in x] == sorted(o["evidence"]["path"] for o in x)')" True
is "the broken one says where" "$(field a.ndjson '[o["error"]["offset"] is not None or o["error"]["code"] for o in x if o["status"] == "failed"] != []')" True
has "the broken one is named on stderr" err "broken.jpg"
is "the sandbox state is said" "$(field a.ndjson 'sorted({o["sandbox"] for o in x})[0]')" "$(sanitized && echo off || echo enforced)"
level() { field a.ndjson "[o['level'] for o in x if o['evidence']['path'].endswith('$1')][0]"; }
codes() { field a.ndjson "[f['code'] for o in x if o['evidence']['path'].endswith('$1') for r in o['results'] for f in r['findings']]"; }
is "the thumbnail of another scene is an alert" "$(level portrait-thumb.jpg)" alert
is "the generator's text is a warning" "$(level generated.png)" warning
is "the contradictory dates are a warning" "$(level street-dates.jpg)" warning
is "the screen is a warning" "$(level crowd-screen.jpg)" warning
codes crowd-screen.jpg >out; has "the screen is seen by its spectrum" out "recapture."
for clean in harbour-original.jpg cloth.jpg fence.jpg boats.png; do
	is "$clean raises nothing" "$(level $clean)" none
done
codes harbour-stripped.jpg >out; has "stripped is observed" out "exif.stripped"
has_not "no verdict words" a.ndjson '"fake'

run 3 "a second run, two workers" "$cottingley" scan -j2 --format ndjson practice
cmp -s out a.ndjson; ok $? "two runs give identical bytes"
run 3 "one worker" "$cottingley" scan -j1 --format ndjson practice
cmp -s out a.ndjson; ok $? "-j1 gives identical bytes"

run 3 "one JSON document" "$cottingley" scan --checks exif --format json practice
python3 -c 'import json; d = json.load(open("out")); assert d["schema"] == "cottingley.scan/1" and d["problems"][0]["code"] and len(d["examinations"]) > 8'
ok $? "the document has its schema, examinations and problems"
run 3 "a CBOR sequence" "$cottingley" scan --format cbor practice
[ "$(wc -c <out)" -gt 100000 ]; ok $? "previews and maps are in the sequence"
run 3 "a table" "$cottingley" scan --checks exif practice
has "the table explains" out "portrait-thumb.jpg"
esc=$(printf '\033')
has_not "no colour where no terminal is" out "$esc"
run 3 "colour that is asked for" "$cottingley" scan --checks exif --color=always practice
has "is there" out "$esc[1;91m"
NO_COLOR=1 run 3 "--color over NO_COLOR" "$cottingley" scan --checks exif --color=always practice
has "is there too" out "$esc[1;91m"
if command -v script >/dev/null; then
	script -qec "'$cottingley' scan --checks exif practice" /dev/null <dev.null >tty 2>&1
	has "a terminal gets colour" tty "$esc[1;91m"
	NO_COLOR=1 script -qec "'$cottingley' scan --checks exif practice" /dev/null <dev.null >tty 2>&1
	has_not "NO_COLOR is heard" tty "$esc[1;91m"
	grep -q 'examined[^[:cntrl:]]*\(nothing\|notice\|warning\|alert\)' tty; [ $? -ne 0 ]
	ok $? "no row is written behind the progress line"
else
	skip "the table in a terminal" "no script(1)"
fi

find practice -type f -exec sha256sum {} + | sort | cmp -s - before
ok $? "the evidence is as it was, and nothing lies beside it"

run 1 "--fail-on" "$cottingley" scan --fail-on alert practice/portrait-thumb.jpg
run 0 "--fail-on not reached" "$cottingley" scan --fail-on alert practice/boats.png
run 4 "a missing file" "$cottingley" scan nowhere/none.jpg practice-none
run 4 "as JSON" "$cottingley" scan --format ndjson nowhere/none.jpg
is "nobody invents its hashes" "$(field out '[x[0]["evidence"][k] for k in ("size", "sha256", "sha1", "md5")]')" '[None, None, None, None]'
run 4 "only broken input" "$cottingley" scan practice/broken.jpg
run 0 "a picture that is cut off is examined as far as it goes" "$cottingley" scan --format ndjson practice/half-download.jpg
has "and its damage is named" out "structure.damage"
run 2 "no input" "$cottingley" scan
run 2 "an unknown option" "$cottingley" scan --formt json practice
has "the nearest option is named" err "did you mean '--format'"
run 2 "an unknown command" "$cottingley" scna practice
has "the nearest command is named" err "did you mean 'scan'"
run 2 "an unknown check" "$cottingley" scan --checks recaptur practice
has "the nearest check is named" err "did you mean 'recapture'"
run 2 "a parameter out of range" "$cottingley" scan --set recapture.nonsense=1 practice
run 0 "--help" "$cottingley" scan --help
has "help leads with examples" out "cottingley scan photos/"

mkfifo pipe
run 4 "a FIFO is not waited for" timeout 20 "$cottingley" scan --format ndjson pipe
is "and named" "$(field out 'x[0]["error"]["code"]')" not_regular
run 4 "a device is refused" "$cottingley" scan --format ndjson /dev/null
ln -s ../practice/boats.png link.png
mkdir linked && cp practice/boats.png linked/a.png && ln -s a.png linked/b.png && ln -s . linked/loop
run 0 "links inside a folder" "$cottingley" scan --format ndjson linked
is "are skipped" "$(wc -l <out)" 1
has "and counted" err "2 links"
ln -s practice/boats.png named.png
run 0 "a link that is named" "$cottingley" scan --format ndjson named.png
is "is followed, and both names are kept" "$(field out '"boats.png" in x[0]["evidence"]["link_target"]')" True
mkdir beside && cp practice/boathouse.jpg practice/boathouse.c2pa beside/ && cp practice/boathouse.c2pa beside/alone.c2pa
run 3 "a manifest store beside its picture, and one alone" "$cottingley" scan --format ndjson beside
is "only the one alone is a file of its own" "$(field out '[y["evidence"]["path"] for y in x]')" "['beside/alone.c2pa', 'beside/boathouse.jpg']"
is "and it accuses none" "$(field out '[y["level"] for y in x if y["evidence"]["path"].endswith("alone.c2pa")]')" "['none']"

name=$(printf 'bad\033[2J\377name.png'); cp practice/boats.png "./$name"
run 0 "a name that is not text" "$cottingley" scan --format ndjson "$name"
is "is shown safely" "$(field out 'x[0]["evidence"]["path"]')" 'bad<U+001B>[2J<FF>name.png'
is "and kept as bytes" "$(field out '__import__("base64").b64decode(x[0]["evidence"]["path_bytes"])[-9:]')" "b'\\xffname.png'"

echo "just text" >notes.txt
: >empty.jpg
run 4 "what is no picture" "$cottingley" scan --format ndjson notes.txt empty.jpg
is "is unsupported, not corrupt" "$(field out 'x[0]["error"]["code"]')" unsupported

draw picture big.png width=3000 height=2000 scene=harbour
run 4 "the pixel limit" "$cottingley" scan --max-pixels 1000000 --format ndjson big.png
is "is an error of its own" "$(field out 'x[0]["error"]["code"]')" limit
run 0 "--now" "$cottingley" scan --now 2024-01-01T00:00:00Z --format ndjson practice/harbour-original.jpg
run 0 "--maps" "$cottingley" scan --maps maps --format ndjson practice/crowd-screen.jpg
sum=$(sha256sum <practice/crowd-screen.jpg | cut -d' ' -f1)
python3 - "maps/$sum.recapture.peak" <<'P'
import json, struct, sys
stem = sys.argv[1]
b = open(stem + ".npy", "rb").read()
assert b[:8] == b"\x93NUMPY\x01\x00"
n = struct.unpack("<H", b[8:10])[0]
head = eval(b[10:10 + n])
j = json.load(open(stem + ".json"))
assert head["descr"] == "<f4" and head["shape"] == (j["rows"], j["cols"]) and (10 + n) % 64 == 0
assert len(b) == 10 + n + 4 * j["rows"] * j["cols"]
v = struct.unpack("<%df" % (j["rows"] * j["cols"]), b[10 + n:])
assert max(v) > 20 and j["step"][0] > 0
assert open(stem + ".png", "rb").read(8) == b"\x89PNG\r\n\x1a\n"
P
ok $? "the map is there as numbers, geometry and picture"
printf 'practice/boats.png\0practice/cloth.jpg\0' >list
run 0 "--files0-from" "$cottingley" scan --files0-from list --format ndjson
is "both names" "$(wc -l <out)" 2
"$cottingley" scan --files0-from - --format ndjson <list >out 2>err; is "from standard input" "$(wc -l <out)" 2
run 2 "a list that is not there" "$cottingley" scan --files0-from nolist
"$cottingley" scan --checks exif --format ndjson practice >/dev/full 2>err; [ $? -eq 6 ]; ok $? "a full disk on standard output is said"
finish
