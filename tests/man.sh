#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The manual pages: mandoc has nothing to say about them, every check has its section, every exit code its row, every option
# of a command its place in the page of that command and no other, and every example runs and ends with the code that stands in the comment above it:
#	.\" example: 0
#	.Dl $ cottingley scan a.jpg
# Examples of one page run in their order in a folder of their own, which holds the practice pictures and the root of
# those that are signed.
set -u
! grep -qs '^#define SANITIZED 1' "${builddir:-.}/config.h" || { echo "1..0 # SKIP the plain build has looked"; exit 0; }
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
	printf 'ok %d - %s\n' $n "$1" # echo would expand \n in a name
}

not_ok()
{
	n=$((n + 1))
	printf 'not ok %d - %s\n' $n "$1"
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

# What a page names as options: "explained" (its synopsis and the heads of its lists), "named" (anywhere).
page_options()
{
	awk -v all="$2" '
	all != "named" && !/^\.(It|Op|Fl|Nm) / { next }
	# of another command: .Nm cottingley Cm scan Fl c
	all != "named" && /^\.Nm / && /Cm / { next }
	/^\.\\"/ { next }
	/^\./ { for (i = 1; i < NF; i++) {
		if ($i ~ /^\.?Fl$/ && $(i + 1) != "Fl") { print "-" $(i + 1); fl = 1 }
		else if ($i == "," && fl && $(i + 1) ~ /^-/) print "-" $(i + 1)
		else if ($i ~ /^[A-Z][a-z]$/) fl = 0
	} fl = 0 }
	' "$1" | sed 's/[,.]$//' | sort -u
}

# explained PAGE: options of the synopsis and of the heads of lists
explained()
{
	sed '/^\.Sh DESCRIPTION/,$ { /^\.Fl /!b; d; }' "$1" > "$tmp/page"
	# heads that stand on lines of their own
	sed -n '/^\.It Xo/,/^\.Xc/ s/^\.Fl /.It Fl /p' "$1" >> "$tmp/page"
	page_options "$tmp/page" explained
}

# help_options COMMAND: "--jobs" and "-j", one a line, of the list that it prints
help_options()
{
	# shellcheck disable=SC2086
	"$bin" $1 --help | sed -n -e 's/^  -\(.\), --\([a-z0-9-]*\).*/-\1\n--\2/p' -e 's/^      --\([a-z0-9-]*\).*/--\1/p' | sort -u
}

commands()
{
	"$bin" --help | awk '/^usage:/ { on = 1; next } /^options/ { exit } on && /^  [a-z]/ { print $1 }'
}

options()
{
	if [ ! -x "$bin" ]; then
		skip 'every option is explained' "there is no $bin"
		return
	fi
	commands > "$tmp/commands"
	[ "$(wc -l < "$tmp/commands")" -ge 9 ] || not_ok 'the commands are listed' "$(cat "$tmp/commands")"
	: > "$tmp/every"
	while read -r command; do
		options_of "$command" "$command"
	done < "$tmp/commands"
	options_of workstation ''
	sort -u -o "$tmp/every" "$tmp/every"
	for page in "$man"/*.[1-8]; do
		page_options "$page" named > "$tmp/named"
		result "$(basename "$page") names no option that there is not" "$(comm -13 "$tmp/every" "$tmp/named")"
	done
}

# options_of PAGE COMMAND: its help and its page agree
options_of()
{
	page=$man/cottingley-$1.1
	if [ ! -f "$page" ]; then
		not_ok "$1 has a page"
		return
	fi
	help_options "$2" > "$tmp/help"
	cat "$tmp/help" >> "$tmp/every"
	page_options "$page" named > "$tmp/named"
	explained "$page" > "$tmp/explained"
	result "cottingley-$1.1 names every option of its command" "$(comm -23 "$tmp/help" "$tmp/named" | grep -v -x -e -h)"
	result "cottingley-$1.1 explains no option of another" "$(comm -13 "$tmp/help" "$tmp/explained")"
	grep -q '^--help$' "$tmp/help" || not_ok "cottingley $1 --help lists options" "$(cat "$tmp/help")"
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
	sed -n 's/^\t{ "\(c2pa\.[a-z_.]*\)", .*/\1/p' "$srcdir/analyzers/provenance/c2pa_rules.c" >> "$tmp/rules"
	sed -n 's/^\t{ "\(attestation\.[a-z_.]*\)", .*/\1/p' "$srcdir/analyzers/provenance/attestation.c" >> "$tmp/rules"
	if [ "$(wc -l < "$tmp/rules")" -lt 110 ]; then
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
			[ -x "$builddir/draw-pictures" ] && [ -x "$builddir/sign-pictures" ] ||
				MAKEFLAGS='' make -s -C "$builddir" draw-pictures sign-pictures >&2
			[ -n "$(find "$drawn/done" -newer "$builddir/draw-pictures" -newer "$builddir/sign-pictures" 2> /dev/null)" ] &&
				exit 0
			mkdir -p "$drawn" && "$builddir/draw-pictures" --practice "$drawn" >&2 &&
				"$builddir/sign-pictures" --practice "$drawn" >&2 && touch "$drawn/done"
		) 9> "$builddir/tests-practice.lock" || return
	fi
	mkdir "$tmp/practice" && cp "$drawn"/*.jpg "$drawn"/*.png "$drawn"/*.c2pa "$tmp/practice/" &&
		"$builddir/sign-pictures" --practice-root "$tmp/practice/practice-root.pem"
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
	if grep -q '^#define SANITIZED 1' "$builddir/config.h"; then
		skip 'the examples run' 'they do in the plain build; the other tests do the same with sanitizers'
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
