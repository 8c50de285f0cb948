#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Real, odd and broken files: everyone gets its object, nothing crashes or hangs, evidence stays as it was. Needs the corpus.
. "$(dirname "$0")/lib.sh"
corpus=${COTTINGLEY_CORPUS:-}
if [ ! -f "$corpus/files/MANIFEST.tsv" ]; then
	echo "# no corpus at '$corpus': real pictures are NOT tested in this run (set COTTINGLEY_CORPUS)"
	skip "real pictures" "no corpus; set COTTINGLEY_CORPUS"
	finish
	exit 0
fi
find "$corpus/files" -type f | wc -l >count
find "$corpus/files" -type f -printf '%p %s %T@\n' | sort >before
most=10
sanitized && most=40
"$cottingley" scan --max-seconds $most --format ndjson "$corpus/files" >all.ndjson 2>err
code=$?
[ $code -eq 3 ]; ok $? "some cannot be examined, most can (exit $code)"
is "every file has its object" "$(wc -l <all.ndjson)" "$(cat count)"
find "$corpus/files" -type f -printf '%p %s %T@\n' | sort | cmp -s - before; ok $? "evidence unchanged"
python3 "$srcdir/tests/cli/corpus.py" all.ndjson "$corpus/files/MANIFEST.tsv" >result
cat result
tests=$((tests + $(grep -cE '^(not )?ok' result)))
finish
