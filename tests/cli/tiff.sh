#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Real TIFF files against tifftopnm, sample by sample, and the previews that exiftool finds in raw files against ours.
# What differs must stand in tests/data/tiff-exceptions.tsv with its reason.
set -eu
echo "1..1"
files="${COTTINGLEY_CORPUS:-}/files"
if [ ! -d "$files" ]; then
	echo "ok 1 # SKIP no corpus of real pictures (COTTINGLEY_CORPUS): no TIFF was compared"
	exit 0
fi
for tool in tifftopnm tiff2rgba exiftool djpeg python3; do
	command -v $tool >/dev/null && continue
	echo "ok 1 # SKIP $tool is not installed: no TIFF was compared"
	exit 0
done
if ! grep -q '^#define WITH_TIFF 1' "$builddir/config.h"; then
	echo "ok 1 # SKIP built without libtiff: no TIFF was compared"
	exit 0
fi
out=$(python3 "$srcdir/tests/cli/tiff.py" "$builddir/tests/unit/pnm_dump" "$builddir/cottingley" \
	"$srcdir/tests/data/tiff-exceptions.tsv" "$files")
printf '%s\n' "$out" | sed 's/^/# /'
if [ "$(printf '%s\n' "$out" | wc -l)" -eq 1 ]; then
	echo "ok 1 - TIFF files of the corpus"
else
	echo "not ok 1 - TIFF files of the corpus"
fi
