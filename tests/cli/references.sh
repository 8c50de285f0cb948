#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the reference reader of a format accepts is decoded here too: pngtopnm, dwebp, tiffinfo -D, heif-convert, giftopnm,
# bmptopnm over the corpus (djpeg's answers stand in its manifest: corpus.sh). Needs the corpus; a reader that is not
# installed is said so.
. "$(dirname "$0")/lib.sh"
plain_only "reference readers"
corpus=${COTTINGLEY_CORPUS:-}
if [ ! -f "$corpus/files/MANIFEST.tsv" ]; then
	echo "# no corpus at '$corpus': reference readers are NOT compared in this run (set COTTINGLEY_CORPUS)"
	skip "reference readers" "no corpus; set COTTINGLEY_CORPUS"
	finish
	exit 0
fi
"$cottingley" scan --max-seconds 120 --format ndjson "$corpus/files" >all.ndjson 2>err
python3 "$srcdir/tests/cli/references.py" all.ndjson "$srcdir/tests/data/reference-exceptions.tsv" >result
cat result
tests=$((tests + $(grep -cE '^(not )?ok' result)))
finish
