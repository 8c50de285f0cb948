#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Our facts of real JPEGs, HEIFs and CR3s against `exiftool -n`: make, model, dates, orientation, GPS. Every difference must stand in
# tests/data/exiftool-differences.tsv (file, field, reason), and every row there must still be needed.
set -eu
echo "1..2"
files="${COTTINGLEY_CORPUS:-}/files"
known="$srcdir/tests/data/exiftool-differences.tsv"
if [ ! -d "$files" ]; then
	echo "ok 1 # SKIP no corpus of real pictures (COTTINGLEY_CORPUS): nothing was compared with exiftool"
	echo "ok 2 # SKIP no corpus"
	exit 0
fi
if ! command -v exiftool >/dev/null; then
	echo "ok 1 # SKIP exiftool is not installed: nothing was compared"
	echo "ok 2 # SKIP exiftool is not installed"
	exit 0
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
# Only files that begin as a JPEG, or with a brand of still pictures.
find "$files" -type f -size -16M | LC_ALL=C sort | while IFS= read -r f; do
	case $(od -An -tx1 -N12 "$f" | tr -d ' \n') in
	ffd8* | ????????6674797068656963 | ????????6674797068656978 | ????????667479706d696631 | \
		????????6674797061766966 | ????????6674797063727820) printf '%s\n' "$f" ;;
	esac
done >"$tmp/list" || :
tr '\n' '\0' <"$tmp/list" | xargs -0 "$builddir/tests/unit/exif_dump" >"$tmp/ours"
# -G1 names the directory: IFD1 describes the thumbnail and does not count.
exiftool -n -G1 -s -a -EXIF:Make -EXIF:Model -EXIF:ModifyDate -EXIF:Orientation -EXIF:DateTimeOriginal -EXIF:CreateDate \
	-Composite:GPSLatitude -Composite:GPSLongitude -Composite:GPSAltitude -GPS:GPSLatitude -GPS:GPSLongitude \
	-GPS:GPSAltitude -Warning -@ "$tmp/list" >"$tmp/theirs" 2>/dev/null || :
LC_ALL=C awk -F '\t' '
function trim(s) { sub(/[ \t]+$/, "", s); return s }
function same(a, b, d) {
	if (a == b) return 1
	if (a !~ /^-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?$/ || b !~ /^-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?$/) return 0
	d = a - b; return d < 1e-6 && d > -1e-6
}
FILENAME == ARGV[1] { known[$1 "\t" $2] = $3; next }
FILENAME == ARGV[2] { if (!(($1 "\t" $2) in ours)) ours[$1 "\t" $2] = trim($3); next }
/^======== / { file = $0; sub(/.*\//, "", file); next }
match($0, /^\[[^]]*\] *[A-Za-z]+ *: /) {
	group = $0; sub(/^\[/, "", group); sub(/\].*/, "", group)
	name = $0; sub(/^\[[^]]*\] */, "", name); sub(/ *: .*/, "", name)
	value = trim(substr($0, RLENGTH + 1))
	key = file "\t" name
	if (name == "Warning" && value == "JPEG format error") gave_up[file] = 1
	if (group != "IFD0" && group != "ExifIFD" && group != "GPS" && group != "Composite") next
	# The composite has the sign; the bare value only counts without one.
	if (value == "" || value == "undef" || (group == "GPS" && key in theirs)) next
	if (group == "Composite" || !(key in theirs)) theirs[key] = value
}
END {
	# A header that is cut after the EXIF block: exiftool says "JPEG format error" and shows nothing, we show the block.
	for (k in ours) { split(k, part, "\t"); if (!(k in theirs) && part[1] in gave_up) { delete ours[k]; cut[part[1]] = 1 } }
	for (k in ours) if (!(k in theirs)) diff[k] = "ours \047" ours[k] "\047, exiftool nothing"
	for (k in ours) if (k in theirs && !same(ours[k], theirs[k])) diff[k] = "ours \047" ours[k] "\047, exiftool \047" theirs[k] "\047"
	for (k in theirs) if (!(k in ours)) diff[k] = "ours nothing, exiftool \047" theirs[k] "\047"
	for (k in diff) if (!(k in known)) { print "new\t" k "\t" diff[k] }
	for (k in known) if (!(k in diff)) { print "stale\t" k }
	n = 0; for (k in theirs) n++
	print "count\t" n
	n = 0; for (k in cut) n++
	print "cut\t" n
}' "$known" "$tmp/ours" "$tmp/theirs" | LC_ALL=C sort >"$tmp/result"
echo "# files with a header cut after the EXIF block, which exiftool does not read: $(sed -n 's/^cut\t//p' "$tmp/result")"
compared=$(sed -n 's/^count\t//p' "$tmp/result")
if [ "${compared:-0}" -gt 500 ] && ! grep -q '^new' "$tmp/result"; then
	echo "ok 1 - $compared facts agree with exiftool"
else
	echo "not ok 1 - facts agree with exiftool ($compared compared)"
	sed -n 's/^new\t/# /p' "$tmp/result"
fi
if grep -q '^stale' "$tmp/result"; then
	echo "not ok 2 - every listed difference is still there"
	sed -n 's/^stale\t/# /p' "$tmp/result"
else
	echo "ok 2 - every listed difference is still there"
fi
