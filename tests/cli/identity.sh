#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Copies made by the usual tools: they are found, described and ordered; nothing else is. Needs djpeg, cjpeg, jpegtran.
. "$(dirname "$0")/lib.sh"
plain_only "copies"

for tool in djpeg cjpeg jpegtran; do
	command -v $tool >/dev/null || { echo "1..0 # SKIP no $tool: copies were NOT tested"; exit 0; }
done
mkdir k
for s in boats crowd street cloth fence; do draw $s k/$s.jpg exif=camera quality=92 width=1200 height=900 seed=3; done
draw harbour k/harbour.jpg width=1200 height=900 quality=92
draw flat k/flat1.jpg width=600 height=400
draw flat k/flat2.jpg width=600 height=400 shot=9
djpeg k/boats.jpg | cjpeg -quality 50 >k/boats-q50.jpg
jpegtran -flip horizontal k/boats.jpg >k/boats-mirror.jpg
jpegtran -rotate 90 k/street.jpg >k/street-right.jpg
djpeg -scale 1/2 k/street.jpg | cjpeg -quality 80 >k/street-half.jpg
jpegtran -crop 960x720+112+96 k/crowd.jpg >k/crowd-crop.jpg
jpegtran -crop 1136x848+32+24 -flip horizontal k/harbour.jpg >k/harbour-mirror-crop.jpg
cp k/fence.jpg k/fence-again.jpg

run 0 "scan into a case" "$cottingley" scan -c k.cott --format ndjson k
has "the case is summed up in a line" err "in this case:"
is "every picture has its hash" "$(field out 'sum(1 for e in x if len(e["evidence"]["pdq"]) == 64)')" "$(ls k | wc -l)"
# neither is attestation, which is silent over credentials for the reason that c2pa gives
is "the check is not counted in the coverage" "$(field out '{len(e["results"]) - e["coverage"]["spoke"] - e["coverage"]["silent"] for e in x}')" "{2}"
is "a flat picture is not matchable" "$(field out '[r["details"]["matchable"] for e in x if "flat1" in e["evidence"]["path"] for r in e["results"] if r["check"] == "identity"]')" "[False]"
"$cottingley" scan --checks identity --format ndjson -j1 k >one 2>err
"$cottingley" scan --checks identity --format ndjson -j4 k >four 2>err
cmp -s one four; ok $? "any number of workers, the same bytes"

run 0 "duplicates" "$cottingley" case duplicates k.cott
has "mirrored" out "mirrored; likely later"
has "turned" out "turned to the right"
has "resized" out "resized to 50 %"
has "recompressed" out "recompressed (JPEG quality about 92, then 50)"
has "the same bytes" out "the same bytes"
run 0 "as JSON" "$cottingley" case duplicates k.cott --format json
python3 - out >tree 2>err <<'P'
import json, os, sys
d = json.load(open(sys.argv[1], encoding="utf-8"))
assert d["schema"] == "cottingley.case/1" and d["exhaustive"]
name = lambda e: os.path.basename(e["path"])[:-4]
for tree in d["duplicates"]:
    for n in tree:
        if n["of"]:
            print(name(n), "<", name(n["of"]), n["order_likely"])
P
cat >want <<'T'
boats-mirror < boats True
boats-q50 < boats True
crowd-crop < crowd True
fence < fence-again False
harbour-mirror-crop < harbour True
street-half < street True
street-right < street True
T
sort tree | cmp -s - want; ok $? "who is whose copy"
sort tree | diff - want | sed 's/^/# /'
python3 -c '
import json
d = json.load(open("out", encoding="utf-8"))
crop = [n for t in d["duplicates"] for n in t if "crowd-crop" in n["path"]][0]
assert "cropped to 6" in crop["transform"], crop
assert all(set(n) >= {"sha256", "pdq_distance", "transform"} for t in d["duplicates"] for n in t)' 2>err
ok $? "the crop has its size"
run 0 "check" "$cottingley" case check k.cott
has "copied metadata" out "show different things and name one moment, body and exposure"
has "with its innocent causes" out "could also be: a camera with several lenses"
mv out first
run 0 "again" "$cottingley" case check k.cott
cmp -s out first; ok $? "says the same"
run 2 "another format" "$cottingley" case check k.cott --format cbor
run 0 "report" "$cottingley" report -c k.cott --format html -o k.html
has "has the section" k.html "Pictures that belong together"
has "and the trees" k.html "turned to the right"
run 0 "report as JSON" "$cottingley" report -c k.cott --format json -o k.json
python3 -c 'import json; d = json.load(open("k.json")); assert len(d["together"]["duplicates"]) == 5, len(d["together"]["duplicates"])' 2>err
ok $? "has the trees"

printf 'enter\n:wait-idle\n:save-screen screen\n' >keys
run 0 "on the screen" "$cottingley" --script keys k.cott
has "the summary says it" screen "In this case"

draw boats a.jpg exif=camera
draw crowd b.jpg exif=camera
if command -v exiftool >/dev/null; then
	exiftool -q -q -m -overwrite_original -ImageUniqueID=0123456789abcdef0123456789abcdef a.jpg b.jpg
	exiftool -q -q -m -overwrite_original -Model="Other 9" b.jpg
	exiftool -q -q -m -overwrite_original -DateTimeOriginal="2024:06:14 20:45:00" -GPSLatitude=40.7 -GPSLatitudeRef=N \
		-GPSLongitude=74 -GPSLongitudeRef=W -GPSDateStamp= -GPSTimeStamp= b.jpg
	run 0 "two contradictions" "$cottingley" scan -c m.cott a.jpg b.jpg
	run 0 "check" "$cottingley" case check m.cott
	has "one identifier" out "carry one ImageUniqueID"
	has "one serial, two models" out "name one body serial number and two models"
	has "no level is raised by company" out "warning  copied"
	is "the pictures keep theirs" "$(sqlite3 m.cott 'SELECT max(level) FROM exhibit' 2>/dev/null)" \
		"$("$cottingley" scan --format ndjson a.jpg b.jpg 2>/dev/null | python3 -c '
import json, sys
names = ["none", "notice", "warning", "alert"]
print(max(names.index(json.loads(line)["level"]) for line in sys.stdin))')"
else
	skip "two contradictions" "no exiftool"
fi
finish
