#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every fuzz target over made pictures and, when there is a corpus, over its fuzzed JPEGs. TAP.
set -u
# The plain build would see the same inputs through the same code, and less.
[ -n "${REPLAY_PLAIN:-}" ] || grep -q '^#define SANITIZED 1' "$builddir/config.h" || { echo "1..0 # SKIP replayed with sanitizers; REPLAY_PLAIN=1 replays here"; exit 0; }
fuzz="$builddir/tests/fuzz"
seeds=$(mktemp -d "${TMPDIR:-/tmp}/cottingley-seeds-XXXXXX") || exit 99
trap 'rm -rf "$seeds"' EXIT
"$fuzz/seeds" "$seeds" || { echo "Bail out! no seeds"; exit 99; }

# signed samples: for what verifies, and for every reader of containers
real=$srcdir/tests/data/c2pa
for set in ljt-afl; do
	[ -d "${COTTINGLEY_CORPUS:-}/files/$set" ] && real="$real $COTTINGLEY_CORPUS/files/$set"
done
[ -n "${COTTINGLEY_CORPUS:-}" ] || echo "# no corpus in \$COTTINGLEY_CORPUS: only made pictures are replayed"

n=0
for target in "$fuzz"/fz_*; do
	case $target in *.*) continue ;; esac
	[ -x "$target" ] || continue
	n=$((n + 1))
	name=${target##*/}
	# shellcheck disable=SC2086
	if out=$("$target" "$seeds" $real 2>&1); then
		echo "ok $n - $name: $out"
	else
		echo "not ok $n - $name"
		printf '%s\n' "$out" | sed 's/^/# /'
	fi
done
echo "1..$n"
