#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The manual pages: mandoc has nothing to say about them, every check has its section, every exit code its row, every option
# its name, and every example runs and ends with the code that stands in the comment above it:
#	.\" example: 0
#	.Dl $ cottingley scan a.jpg
# Examples of one page run in their order in a folder of their own, which holds the practice pictures.
set -u
: "${srcdir:?}" "${builddir:?}"
man=$srcdir/man
bin=$builddir/cottingley
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' HUP INT TERM
n=0

ok()
{
	n=$((n + 1))
	echo "ok $n - $1"
}

not_ok()
{
	n=$((n + 1))
	echo "not ok $n - $1"
	[ -z "${2-}" ] || printf '%s\n' "$2" | sed 's/^/# /'
}

skip()
{
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
	echo "# SKIPPED: $1: $2" >&2
}

# result NAME PROBLEMS: passes when there are none
result()
{
	if [ -z "$2" ]; then ok "$1"; else not_ok "$1" "$2"; fi
}

lint()
{
	for page in "$man"/*.[1-8]; do
		name="$(basename "$page") is clean"
		if command -v mandoc >/dev/null; then
			result "$name" "$(mandoc -Tlint -Wwarning "$page" 2>&1)"
		else
			skip "$name" 'mandoc is not installed'
		fi
	done
}

# Words of the sources that a page must hold: pattern of the page line, then the words.
missing()
{
	page=$1 format=$2
	while read -r word; do
		# shellcheck disable=SC2059
		grep -q -e "$(printf "$format" "$word")" "$page" || echo "no '$word' in $(basename "$page")"
	done
}

exit_codes()
{
	result 'every exit code has its row' "$(sed -n 's/^\tEXIT_[A-Z_]* = \([0-9]*\),.*/\1/p' "$srcdir/src/base/status.h" |
		missing "$man/cottingley.1" '^\\.It %s$')"
}

# Options of the table stand in one of the pages of section 1, as "Fl -name" or, in lists of flags, ", -name".
options()
{
	table=$srcdir/src/cli/options.c
	if [ ! -f "$table" ]; then
		skip 'every option is explained' 'there is no table of options yet'
		return
	fi
	cat "$man"/*.1 > "$tmp/all.1"
	result 'every option is explained' "$(sed -n 's/^\t{ "\([a-z0-9-]*\)", .*set_[a-z_0-9]* },$/\1/p' "$table" |
		missing "$tmp/all.1" '[, ]\\(Fl \\)\\{0,1\\}-%s\\( \\|$\\)')"
}

checks()
{
	if [ ! -x "$bin" ]; then
		skip 'every check has its section' "there is no $bin"
		return
	fi
	"$bin" checks | sed -n 's/^\([a-z][a-z0-9_-]*\) .*/\1/p' > "$tmp/checks"
	if [ ! -s "$tmp/checks" ]; then
		not_ok 'every check has its section' "'cottingley checks' names none"
		return
	fi
	result 'every check has its section' "$(missing "$man/cottingley-methods.7" '^\\.Ss %s$' < "$tmp/checks")"
}

# Each row of the tables of rules stands in the page, with its level.
rules()
{
	sed -n 's/^\t{ "\(exif\.[a-z_.]*\)", WEIGHT_.*/\1/p' "$srcdir/analyzers/metadata/exif_rules.c" > "$tmp/rules"
	sed -n 's/^\t{ "\(structure\.[a-z_.]*\)", MEDIA_.*/\1/p' "$srcdir/analyzers/metadata/structure_rules.c" >> "$tmp/rules"
	if [ "$(wc -l < "$tmp/rules")" -lt 45 ]; then
		not_ok 'every rule is listed' 'the tables of rules were not found'
		return
	fi
	result 'every rule is listed' "$(missing "$man/cottingley-methods.7" '^\.It %s Pq ' < "$tmp/rules")"
}

# ---- examples ----

# Drawn once for all tests of a build.
practice()
{
	drawn=${COTTINGLEY_PRACTICE-}
	if [ -z "$drawn" ]; then
		drawn=$builddir/tests/practice
		(
			flock 9
			[ -x "$builddir/draw-pictures" ] || MAKEFLAGS='' make -s -C "$builddir" draw-pictures >&2
			[ -n "$(find "$drawn/done" -newer "$builddir/draw-pictures" 2> /dev/null)" ] && exit 0
			mkdir -p "$drawn" && "$builddir/draw-pictures" --practice "$drawn" >&2 && touch "$drawn/done"
		) 9> "$builddir/tests-practice.lock" || return
	fi
	mkdir "$tmp/practice" && cp "$drawn"/*.jpg "$drawn"/*.png "$tmp/practice/"
}

# Writes the examples of a page as lines "CODE<tab>COMMAND"; a literal block with several lines becomes one command.
examples()
{
	awk '
	function plain(s) {
		gsub(/\\e/, "\\", s); gsub(/\\-/, "-", s); gsub(/\\&/, "", s); gsub(/\\\(aq/, "\047", s); gsub(/\\\(dq/, "\"", s)
		return s
	}
	function flush() { if (code != "") print code "\t" command; code = command = "" }
	/^\.\\" example: [0-9]+$/ { flush(); code = $3; next }
	code == "" { next }
	/^\.Dl \$ / { command = plain(substr($0, 7)); flush(); next }
	/^\.Bd -literal/ { block = 1; next }
	/^\.Ed/ { block = 0; flush(); next }
	block && /^\$ / { command = plain(substr($0, 3)); next }
	block { sub(/\\$/, "", command); command = command plain($0); next }
	{ print "?\t" $0; code = "" }
	' "$1"
}

run_page()
{
	page=$1 name=$(basename "$1")
	examples "$page" > "$tmp/list"
	if grep -q '^?' "$tmp/list"; then
		not_ok "$name: no command after an example comment" "$(grep '^?' "$tmp/list")"
		return
	fi
	[ "$(grep -c '^\.Dl \$\|^\$ ' "$page")" -eq "$(wc -l < "$tmp/list")" ] ||
		not_ok "$name: every command in the page has its code" "$(wc -l < "$tmp/list") codes"
	[ -s "$tmp/list" ] || return
	mkdir "$tmp/$name" && cp "$tmp/practice"/* "$tmp/$name/"
	while IFS='	' read -r code command <&3; do
		(
			cd "$tmp/$name" || exit 99
			# shellcheck disable=SC2317
			cottingley() { "$bin" "$@"; }
			# nothing of the user's own: data, configuration, terminal
			HOME=$tmp XDG_DATA_HOME=$tmp/data XDG_STATE_HOME=$tmp/state
			export HOME XDG_DATA_HOME XDG_STATE_HOME
			eval "$command"
		) > "$tmp/out" 2> "$tmp/err" < /dev/null
		got=$?
		problem=
		[ "$got" -eq "$code" ] || problem="exit code $got, not $code
$(head -n 5 "$tmp/err")"
		result "$name: $command" "$problem"
	done 3< "$tmp/list"
}

run_examples()
{
	if [ ! -x "$bin" ]; then
		skip 'the examples run' "there is no $bin"
		return
	fi
	if ! practice; then
		not_ok 'the practice pictures can be drawn'
		return
	fi
	for page in "$man"/*.[1-8]; do
		run_page "$page"
	done
}

lint
exit_codes
options
checks
rules
run_examples
echo "1..$n"
