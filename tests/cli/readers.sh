#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# WebP, GIF and BMP, sample for sample as the readers of their own projects decode them: made pictures, and the corpus.
. "$(dirname "$0")/lib.sh"
mkdir made
"$builddir/tests/fuzz/seeds" made || { echo "Bail out! no made pictures"; exit 1; }
set -- made
if [ -d "${COTTINGLEY_CORPUS:-}/files" ]; then
	set -- made "$COTTINGLEY_CORPUS/files"
else
	echo "# no corpus in \$COTTINGLEY_CORPUS: only made pictures are compared"
fi
python3 "$srcdir/tests/cli/readers.py" "$builddir/tests/unit/raster_dump" 1 "$@" >result  2>err
code=$?
cat result
tests=$(grep -cE '^(not )?ok' result)
ok $code "the comparison ran to its end"
finish
