#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Our facts of XMP, IPTC, Photoshop resources and ICC profiles of real JPEGs against `exiftool -n`, through the program
# itself, sandboxed. Differences stand in tests/data/layers-differences.tsv (file, fact, reason), and every row there must
# still be needed.
set -eu
echo "1..2"
files="${COTTINGLEY_CORPUS:-}/files"
skip() {
	echo "ok 1 # SKIP $1: nothing was compared with exiftool"
	echo "ok 2 # SKIP $1"
	exit 0
}
[ -d "$files" ] || skip "no corpus of real pictures (COTTINGLEY_CORPUS)"
command -v exiftool >/dev/null || skip "exiftool is not installed"
grep -q '^#define WITH_EXEMPI 1' "$builddir/config.h" || skip "built without exempi"
grep -q '^#define WITH_LCMS 1' "$builddir/config.h" || skip "built without lcms"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
# Only files that begin as a JPEG; fuzzed ones are not for agreeing about.
for set in exif-samples exiftool exiv2 debian-photos; do
	find "$files/$set" -type f -size -16M
done | LC_ALL=C sort | while IFS= read -r f; do
	case $f in *poc* | *crash*) continue ;; esac
	[ "$(od -An -tx1 -N2 "$f" | tr -d ' ')" = ffd8 ] && printf '%s\n' "$f"
done >"$tmp/list" || :
tr '\n' '\0' <"$tmp/list" >"$tmp/list0"
"$builddir/cottingley" scan --format ndjson --checks structure --files0-from "$tmp/list0" >"$tmp/ours" 2>/dev/null || :
exiftool -j -n -G1 -XMP:all -IPTC:all -Photoshop:all -ICC_Profile:all -@ "$tmp/list" >"$tmp/theirs" 2>/dev/null || :
python3 "$srcdir/tests/cli/layers.py" "$tmp/ours" "$tmp/theirs" "$srcdir/tests/data/layers-differences.tsv"
