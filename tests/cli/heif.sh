#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# HEIC and AVIF in the real sandbox. The HEVC decoder starts a thread: tried as a user without privileges as well, whom limits
# of processes bind.
. "$(dirname "$0")/lib.sh"
plain_only "HEIC and AVIF in the sandbox"
mkdir seeds
"$builddir/tests/fuzz/seeds" seeds || { echo "Bail out! no pictures"; exit 99; }
if ! grep -q '^#define WITH_HEIF 1' "$builddir/config.h"; then
	run 4 "without libheif the boxes are shown" "$cottingley" inspect seeds/boxes1
	has "all of them" out "hvcC: 8-bit 4:2:0"
	has "says why there are no pixels" err "built without libheif"
	finish
	exit 0
fi

plain() { # as somebody without privileges, from a copy that everybody may run
	if [ "$(id -u)" -ne 0 ]; then
		"$cottingley" "$@"
	else
		HOME=/nonexistent setpriv --reuid=65534 --regid=65534 --clear-groups "$scratch/copy" "$@"
	fi
}
cp "$cottingley" copy
chmod a+rx . copy seeds
chmod a+r seeds/*

for kind in heif0:HEIC heif1:AVIF; do
	file=seeds/${kind%:*} coding=${kind#*:}
	if [ ! -f "$file" ]; then
		skip "$coding" "this libheif has no encoder for it"
		continue
	fi
	run 0 "inspect of $coding" "$cottingley" inspect "$file"
	has "its format" out "$coding, 8-bit 4:2:0"
	has "its size" out "32 x 32 pixels as stored"
	has "its boxes" out "XMP item"
	if ! sanitized; then
		has_not "in the sandbox" out "sandbox   off"
		if plain --version >/dev/null 2>&1; then
			run 0 "$coding without privileges" plain inspect "$file"
		else
			skip "$coding without privileges" "cannot become somebody else here"
		fi
	fi
	run 0 "extract from $coding" "$cottingley" extract "$file" -o "parts-$coding" --what xmp
	[ "$(cat parts-"$coding"/*.xmp)" = "<x/>" ]; ok $? "the XMP item, byte for byte"
	head -c 400 "$file" >cut.heic
	run 4 "a $coding that is cut off" "$cottingley" inspect cut.heic
	has "what is left of it" out "ftyp"
done
"$cottingley" scan --format json -j1 seeds/heif0 seeds/heif1 seeds/heif2 seeds/heif3 >one 2>/dev/null
"$cottingley" scan --format json -j4 seeds/heif0 seeds/heif1 seeds/heif2 seeds/heif3 >four 2>/dev/null
[ -s one ] && cmp -s one four; ok $? "the same with one worker and with four"
finish
