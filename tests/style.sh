#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The shape of the sources that a machine can see: licence lines, and the length of files, functions and lines. TAP.
set -u
! grep -qs '^#define SANITIZED 1' "${builddir:-.}/config.h" || { echo "1..0 # SKIP the plain build has looked"; exit 0; }
srcdir=${srcdir:-$(cd "$(dirname "$0")/.." && pwd)}
cd "$srcdir" || exit 99
# shellcheck disable=SC2046 # our own names have no spaces
sources=$(find src analyzers db ui -name '*.[ch]' | LC_ALL=C sort)
all="$sources $(find tests \( -name '*.[ch]' -o -name '*.sh' -o -name '*.py' \) | LC_ALL=C sort)"
n=0

verdict() { # NAME OFFENDERS
	n=$((n + 1))
	if [ -z "$2" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		echo "$2" | sed 's/^/# /'
	fi
}

# shellcheck disable=SC2086 # lists of names without spaces
{
	[ "$(echo $sources | wc -w)" -gt 100 ] || { echo "Bail out! no sources in $srcdir"; exit 99; }
	verdict "every source names its licence" "$(grep -L 'SPDX-License-Identifier: GPL-3.0-or-later' $all)"
	verdict "no file over 700 lines" "$(wc -l $sources | awk '$2 != "total" && $1 > 700 { print $2 ": " $1 }')"
	# A body begins and ends in the first column; tables, whose end has a semicolon, are not counted.
	verdict "no function over 100 lines" "$(awk 'FNR == 1 { from = 0 }
		$0 == "{" { from = FNR }
		$0 == "}" { if (from && FNR - from > 100) print FILENAME ":" from ": " FNR - from; from = 0 }' $sources)"
	verdict "no line over 130 columns, tabs being 8, but rows of tables and messages" "$(awk '/^\t+("|[{0-9])|"$|",$|"\)/ { next } {
			width = 0
			parts = split($0, part, "\t")
			for (i = 1; i <= parts; i++) {
				width += length(part[i])
				if (i < parts)
					width += 8 - width % 8
			}
			if (width > 130)
				print FILENAME ":" FNR ": " width
		}' $sources)"
}
echo "1..$n"
