# SPDX-License-Identifier: GPL-3.0-or-later
# lib.sh: TAP from shell, sourced by the tests of this folder. Each test runs in a scratch folder of its own, with a home of its own.
set -u
builddir=$(cd "${builddir:-.}" && pwd)
srcdir=$(cd "${srcdir:-$(dirname "$0")/../..}" && pwd)
cottingley=$builddir/cottingley
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
cd "$scratch" || exit 1
mkdir home
export HOME="$scratch/home" LC_ALL=C.UTF-8 TZ=UTC TERM=xterm-256color
unset XDG_DATA_HOME XDG_STATE_HOME XDG_CONFIG_HOME XDG_CACHE_HOME NO_COLOR
tests=0

sanitized() { grep -q '^#define SANITIZED 1' "$builddir/config.h"; }

ok() { # STATUS NAME: one TAP line, with what the last command said when it failed
	tests=$((tests + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $tests - $2"
	else
		echo "not ok $tests - $2"
		for f in out err; do
			[ -s $f ] && { head -c 2000 $f; echo; } | sed "s/^/# $f: /"
		done
	fi
}

skip() { # NAME REASON
	tests=$((tests + 1))
	echo "ok $tests - $1 # SKIP $2"
}

finish() { echo "1..$tests"; }

# For tests that compare what is said, or watch the system: memory is watched by the unit tests, the fuzz targets and the
# other tests of the command line, which run the same code with sanitizers.
plain_only() { # NAME
	sanitized || return 0
	skip "$1" "runs in the plain build; other tests run the same code with sanitizers"
	finish
	exit 0
}

# run EXPECTED-EXIT NAME COMMAND...: output in files out and err
run() {
	want=$1 name=$2
	shift 2
	"$@" >out 2>err </dev/null
	got=$?
	[ $got -eq "$want" ] || echo "# exit $got, expected $want: $*"
	[ $got -eq "$want" ]
	ok $? "$name"
}

# has NAME FILE TEXT: FILE holds TEXT
has() {
	grep -qF -- "$3" "$2"
	ok $? "$1"
}

has_not() {
	! grep -qF -- "$3" "$2"
	ok $? "$1"
}

draw() { "$builddir/draw-pictures" "$@" || { echo "Bail out! draw-pictures $*"; exit 1; }; }

# The pictures of the practice case, drawn and signed once for all tests of a build.
practice() {
	(
		flock 9
		if [ ! "$builddir/tests/practice/done" -nt "$builddir/draw-pictures" ] ||
			[ ! "$builddir/tests/practice/done" -nt "$builddir/sign-pictures" ]; then
			rm -rf "$builddir/tests/practice"
			mkdir -p "$builddir/tests/practice"
			"$builddir/draw-pictures" --practice "$builddir/tests/practice" &&
				"$builddir/sign-pictures" --practice "$builddir/tests/practice" &&
				touch "$builddir/tests/practice/done"
		fi
	) 9>"$builddir/tests-practice.lock"
	cp -r "$builddir/tests/practice" "$scratch/practice"
	rm -f "$scratch/practice/done"
}

# field FILE PYTHON-EXPRESSION over `x`, the parsed examinations of an ndjson file: prints the value
field() {
	python3 -c '
import json, sys
x = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
print(eval(sys.argv[2]))' "$1" "$2"
}

is() { # NAME GOT WANT
	[ "$2" = "$3" ] || echo "# got '$2', expected '$3'"
	[ "$2" = "$3" ]
	ok $? "$1"
}
