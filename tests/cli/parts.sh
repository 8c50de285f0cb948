#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# inspect, extract, checks, selftest.
. "$(dirname "$0")/lib.sh"
practice
p=practice/portrait-thumb.jpg

run 0 "inspect" "$cottingley" inspect $p
has "identity" out "$(sha256sum <$p | cut -d' ' -f1)"
has "metadata" out "Northlight"
has "structure" out "APP1 Exif"
run 0 "--structure" "$cottingley" inspect $p --structure
has_not "only that" out "Northlight"
run 0 "--metadata" "$cottingley" inspect $p --metadata
has_not "only that too" out "DQT"
run 0 "--hex" "$cottingley" inspect $p --hex 0
has "bytes" out "ff d8 ff"
run 2 "--hex past the end" "$cottingley" inspect $p --hex 999999999
run 4 "inspect of a broken file still shows what there is" "$cottingley" inspect practice/broken.jpg
has "its structure" out "SOI"

run 0 "extract" "$cottingley" extract $p -o parts
ls parts/*thumbnail*.jpg >/dev/null 2>&1; ok $? "the thumbnail is there"
djpeg -outfile /dev/null parts/*thumbnail*.jpg 2>err; ok $? "and is a picture"
ls parts/*exif*.tiff >/dev/null 2>&1; ok $? "the EXIF block is there"
run 0 "extract what follows the end" "$cottingley" extract practice/trailing.jpg -o trail --what trailing
djpeg -outfile /dev/null trail/*trailing*.jpg 2>err; ok $? "is a picture too"
run 6 "an existing part is not overwritten" "$cottingley" extract practice/trailing.jpg -o trail --what trailing
# Eight pictures that all begin at the end of the file and reach over the same 100,000 bytes.
le() { printf "\\$(printf %o $(($1 & 255)))\\$(printf %o $(($1 >> 8 & 255)))\\$(printf %o $(($1 >> 16 & 255)))\\0"; }
layers() {
	end=$(($(wc -c <"$1") + 4 + 54 + 8 * 16))
	printf '\377\330\377\342\000\270MPF\000II*\000\010\000\000\000\003\000'
	printf '\000\260\007\000\004\000\000\0000100\001\260\004\000\001\000\000\000\010\000\000\000'
	printf '\002\260\007\000\200\000\000\000\062\000\000\000\000\000\000\000'
	for i in 0 1 2 3 4 5 6 7; do
		printf '\000\000\000\000'; le $((100000 + 4 * (8 - i))); le $(((end + 4 * i - 10) * (i > 0))); printf '\000\000\000\000'
	done
	tail -c +3 "$1"
	for i in 0 1 2 3 4 5 6 7; do printf '\377\330\377\340'; done
	head -c 100000 /dev/zero
}
draw harbour small.jpg width=64 height=64
layers small.jpg >layers.jpg
run 6 "parts that overlap do not fill the disk" "$cottingley" extract layers.jpg -o layers --what mpf
has "says why" err "the parts overlap"
run 2 "never beside the evidence" "$cottingley" extract $p -o practice
run 2 "an unknown part" "$cottingley" extract $p -o parts --what thumbnial
has "the nearest is named" err "did you mean 'thumbnail'"

run 0 "checks" "$cottingley" checks
for c in exif structure recapture; do has "lists $c" out "$c"; done
run 0 "one check" "$cottingley" checks recapture
has "says how often it is wrong" out "genuine pictures of"
run 2 "a mistyped check" "$cottingley" checks exfi
has "the nearest check is named" err "did you mean 'exif'"

if sanitized; then
	skip "selftest" "workers run unfiltered under sanitizers"
else
	run 0 "selftest" "$cottingley" selftest
	has "attacks the sandbox" out "is stopped"
fi
run 0 "--version" "$cottingley" --version
run 0 "--help" "$cottingley" --help
run 2 "the workstation needs a terminal" "$cottingley" practice
finish
