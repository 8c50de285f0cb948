#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# No warning from metadata and structure on camera originals of public samples. Which files are none stands in their
# manifest (an editor is named) or in tests/data/originals-edited.tsv (file, reason). Needs the corpus.
. "$(dirname "$0")/lib.sh"
plain_only "camera originals"
corpus=${COTTINGLEY_CORPUS:-}
if [ ! -f "$corpus/files/MANIFEST.tsv" ]; then
	echo "# no corpus at '$corpus': camera originals are NOT tested in this run (set COTTINGLEY_CORPUS)"
	skip "camera originals" "no corpus; set COTTINGLEY_CORPUS"
	finish
	exit 0
fi
"$cottingley" scan --checks exif,structure --now 2027-01-01 --format ndjson "$corpus/files/exif-samples" >all.ndjson 2>/dev/null
python3 - all.ndjson "$corpus/files/MANIFEST.tsv" "$srcdir/tests/data/originals-edited.tsv" >result <<'END'
import csv, json, re, sys

scan, manifest, exceptions = sys.argv[1:]
notes = {r["file"].split("/", 1)[1]: r["notes"]
         for r in csv.DictReader(open(manifest, newline="", encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)
         if r["set"] == "exif-samples"}
edited = dict(line.rstrip("\n").split("\t") for line in open(exceptions, encoding="utf-8"))
bad, stale, originals, notices = [], set(edited), 0, 0
for line in open(scan, encoding="utf-8"):
    o = json.loads(line)
    name = o["evidence"]["path"].rsplit("/", 1)[1]
    note = notes.get(name, "")
    codes = [f["code"] for r in o["results"] for f in r.get("findings", []) if f["level"] != "none"]
    if name in edited and o["level"] in ("warning", "alert"):
        stale.discard(name)
    if "Make=" not in note or re.search("GIMP|Adobe|Photoshop", note) or name in edited:
        continue
    originals += 1
    notices += o["level"] == "notice"
    if o["level"] in ("warning", "alert"):
        bad.append(f"{name}: {o['level']}, {', '.join(codes)}")
print(f"# {originals} camera originals: {len(bad)} with a warning, {notices} with a notice")
print(("ok" if originals >= 30 and not bad else "not ok") + " - no warning on camera originals")
print("\n".join("# " + b for b in bad))
print(("ok" if not stale else "not ok") + " - every listed exception is still one")
print("\n".join("# " + s for s in sorted(stale)))
END
while IFS= read -r line; do
	case $line in
	"ok - "*) true; ok $? "${line#ok - }" ;;
	"not ok - "*) false; ok $? "${line#not ok - }" ;;
	?*) [ "$line" = "# " ] || printf '%s\n' "$line" ;;
	esac
done <result
[ "$(grep -c '^ok\|^not ok' result)" -eq 2 ]; ok $? "the comparison ran"
finish
