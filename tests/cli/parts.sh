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
run 2 "never beside the evidence" "$cottingley" extract $p -o practice
run 2 "an unknown part" "$cottingley" extract $p -o parts --what thumbnial
has "the nearest is named" err "did you mean 'thumbnail'"

run 0 "checks" "$cottingley" checks
for c in exif structure recapture; do has "lists $c" out "$c"; done
run 0 "one check" "$cottingley" checks recapture
has "says that it is uncalibrated" out "uncalibrated"
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
