#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What our reader finds in the notes of camera makers against `exiftool -n`: serial numbers, counts, identifiers and
# firmware; and which notes were moved. Every difference must stand in tests/data/makernote-differences.tsv (file, field,
# reason), and every row there must still be needed.
set -eu
echo "1..3"
files="${COTTINGLEY_CORPUS:-}/files"
known="$srcdir/tests/data/makernote-differences.tsv"
why=
[ -d "$files" ] || why="no corpus of real pictures (COTTINGLEY_CORPUS)"
command -v exiftool >/dev/null || why="exiftool is not installed"
if [ -n "$why" ]; then
	for n in 1 2 3; do echo "ok $n # SKIP $why: notes of makers were not compared"; done
	exit 0
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
find "$files" -type f -size -16M | LC_ALL=C sort | while IFS= read -r f; do
	[ "$(od -An -tx1 -N2 "$f" | tr -d ' ')" = ffd8 ] && printf '%s\n' "$f"
done >"$tmp/list" || :
tr '\n' '\0' <"$tmp/list" | xargs -0 "$builddir/tests/unit/exif_dump" -m >"$tmp/ours"
exiftool -n -s -a -MakerNotes:SerialNumber -MakerNotes:InternalSerialNumber -MakerNotes:LensSerialNumber \
	-MakerNotes:ShutterCount -MakerNotes:ImageCount -MakerNotes:ImageUniqueID -MakerNotes:MediaGroupUUID \
	-MakerNotes:CanonImageType -MakerNotes:Firmware -MakerNotes:CanonFirmwareVersion -MakerNotes:FirmwareVersion \
	-MakerNotes:FirmwareName -MakerNotes:BodyFirmwareVersion -Warning -@ "$tmp/list" >"$tmp/theirs" 2>/dev/null || :
LC_ALL=C awk -F '\t' '
function trim(s) { sub(/[ \t]+$/, "", s); return s }
FILENAME == ARGV[1] { known[$1 "\t" $2] = $3; next }
FILENAME == ARGV[2] {
	if ($2 == "MakerMoved") moved[$1] = $3
	if ($2 !~ /^Maker/) ours[$1 "\t" $2] = trim($3)
	next
}
/^======== / { file = $0; sub(/.*\//, "", file); next }
match($0, /^[A-Za-z]+ *: ?/) {
	name = $0; sub(/ *:.*/, "", name)
	value = trim(substr($0, RLENGTH + 1))
	if (name == "Warning" && value == "JPEG format error") gave_up[file] = 1
	if (name == "Warning" && value ~ /MakerNotes base by|maker notes offsets \(fix by/) {
		sub(/.*by /, "", value); sub(/\?\)$/, "", value); their_move[file] = value
	}
	if (name == "Warning") next
	if (name ~ /Firmware/) name = "Firmware"
	key = file "\t" name
	# Several tables of one note may hold the same field: one of them agrees, or none does.
	before = key in theirs ? theirs[key] " or " : ""
	if (value != "") theirs[key] = before value
}
function agree(k, n, i, list) {
	n = split(theirs[k], list, / or /)
	for (i = 1; i <= n; i++) if (list[i] == ours[k]) return 1
	return 0
}
END {
	for (k in ours) { split(k, part, "\t"); if (!(k in theirs) && part[1] in gave_up) { delete ours[k]; cut[part[1]] = 1 } }
	for (k in ours) if (!(k in theirs)) diff[k] = "ours \047" ours[k] "\047, exiftool nothing"
	for (k in ours) if (k in theirs && !agree(k)) diff[k] = "ours \047" ours[k] "\047, exiftool \047" theirs[k] "\047"
	for (k in theirs) if (!(k in ours)) diff[k] = "ours nothing, exiftool \047" theirs[k] "\047"
	for (f in their_move) if (moved[f] != their_move[f]) diff[f "\tmoved"] = "ours " (moved[f] == "" ? "nothing" : moved[f]) ", exiftool " their_move[f]
	for (f in moved) if (!(f in their_move) && !(f in gave_up)) diff[f "\tmoved"] = "ours " moved[f] ", exiftool nothing"
	for (k in diff) if (!(k in known)) print "new\t" k "\t" diff[k]
	for (k in known) if (!(k in diff)) print "stale\t" k
	n = 0; for (k in ours) n += k in theirs && agree(k)
	print "same\t" n
	n = 0; for (f in their_move) n += moved[f] == their_move[f]
	print "moves\t" n
}' "$known" "$tmp/ours" "$tmp/theirs" | LC_ALL=C sort >"$tmp/result"
same=$(sed -n 's/^same\t//p' "$tmp/result")
moves=$(sed -n 's/^moves\t//p' "$tmp/result")
verdict()
{
	if [ "$2" -eq 0 ]; then echo "ok $1 - $3"; else echo "not ok $1 - $3"; fi
}
good=0
[ "${same:-0}" -gt 60 ] && ! grep -q '^new' "$tmp/result" || good=1
verdict 1 $good "$same values of notes agree with exiftool, and every difference is listed"
sed -n 's/^new\t/# /p' "$tmp/result"
good=0
[ "${moves:-0}" -ge 5 ] || good=1
verdict 2 $good "$moves notes were moved, by the distance that exiftool finds"
good=0
! grep -q '^stale' "$tmp/result" || good=1
verdict 3 $good "every listed difference is still there"
sed -n 's/^stale\t/# /p' "$tmp/result"
