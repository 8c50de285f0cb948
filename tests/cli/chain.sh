#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The scripts of cottingley-case(5), as printed there, on a case that the program made. TAP.
set -u
: "${srcdir:?}" "${builddir:?}"
bin=$builddir/cottingley
page=$srcdir/man/cottingley-case.5

skip()
{
	echo "# SKIPPED: $1" >&2
	echo "1..0 # SKIP $1"
	exit 0
}

[ -x "$bin" ] || skip "there is no $bin"
for tool in sqlite3 xxd sha256sum; do
	command -v $tool > /dev/null || skip "$tool is not installed"
done
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
HOME=$tmp XDG_DATA_HOME=$tmp/data XDG_STATE_HOME=$tmp/state
export HOME XDG_DATA_HOME XDG_STATE_HOME

n=0
result()
{
	n=$((n + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		printf '%s\n' "expected '$3'" "got '$2'" | sed 's/^/# /'
	fi
}

# The literal block that follows the comment
script()
{
	awk -v mark=".\\\\\" script: $1" '$0 == mark { found = 1; next } found && /^\.Ed/ { exit }
		found && !/^\.Bd/ { gsub(/\\-/, "-"); gsub(/\\e/, "\\"); print }' "$page" > "$tmp/$1"
	[ -s "$tmp/$1" ] || { echo "Bail out! no script '$1' in $page"; exit 99; }
}
script chain
script bytes

# Three parts, the last one short: bytes that are no picture are an exhibit too.
head -c 2500000 "$bin" > "$tmp/large.jpg"
cd "$tmp" || exit 99
"$bin" case new a.cott > out 2>&1 || { sed 's/^/# /' out; echo "Bail out! no case"; exit 99; }
"$bin" case add a.cott large.jpg > out 2>&1 || sed 's/^/# /' out
"$bin" case note a.cott Q1 'Schatten fällt nach links' > out 2>&1 || sed 's/^/# /' out

result 'the chain is whole' "$(sh ./chain a.cott)" ''
result 'there is a chain' "$([ "$(sqlite3 -readonly a.cott 'SELECT count(*) FROM audit')" -ge 3 ] && echo yes)" yes
result 'the bytes are those that came in' "$(sh ./bytes a.cott Q1 | sha256sum)" "$(sha256sum < large.jpg)"
sqlite3 a.cott "DROP TRIGGER audit_fixed; UPDATE audit SET actor = 'Eve' WHERE seq = 2"
result 'a changed row is named' "$(sh ./chain a.cott)" 'row 2'
echo "1..$n"
