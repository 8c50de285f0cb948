#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# No function or table of ours may have a name that a library exports: the linker would hand the library ours. (It once handed
# libjpeg a table of bytes for its table of ints.) TAP.
set -u
! grep -qs '^#define SANITIZED 1' "${builddir:-.}/config.h" || { echo "1..0 # SKIP the plain build has looked"; exit 0; }
command -v nm >/dev/null || { echo "1..0 # SKIP no nm"; exit 0; }
work=$(mktemp -d "${TMPDIR:-/tmp}/cottingley-names-XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT

for a in base media; do
	nm -g --defined-only "$builddir/lib$a.a" 2>/dev/null
done | awk 'NF == 3 { print $3 }' | sort -u >"$work/ours"
[ -s "$work/ours" ] || { echo "1..0 # SKIP no archives in $builddir"; exit 0; }

# The libraries that a test program of this layer is linked with.
ldd "$builddir/tests/unit/test_jpeg" | awk '$3 ~ /^\// { print $3 }' >"$work/libs"
n=0
while read -r lib; do
	n=$((n + 1))
	nm -D --defined-only "$lib" | awk '{ sub(/@.*/, "", $NF); print $NF }' | sort -u >"$work/theirs"
	both=$(comm -12 "$work/ours" "$work/theirs" | grep -v '^_\|^__asan\|^__ubsan' | tr '\n' ' ')
	if [ -z "$both" ]; then
		echo "ok $n - ${lib##*/}"
	else
		echo "not ok $n - ${lib##*/} exports our $both"
	fi
done <"$work/libs"
echo "1..$n"
