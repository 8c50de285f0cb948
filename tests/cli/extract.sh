#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What extract writes is byte for byte what exiftool finds in the same file, for each container and each layer.
. "$(dirname "$0")/lib.sh"
. "$srcdir/tests/cli/layered.sh"
plain_only "extract against exiftool"
command -v exiftool >/dev/null || { echo "1..0 # SKIP exiftool is not installed: nothing was compared"; exit 0; }
make_layered

same() { # FILE KIND TAG [GLOB]: the part of this kind against `exiftool -b -TAG`
	name=${1##*/}
	exiftool -b "-$3" "$1" >theirs 2>/dev/null
	rm -rf parts
	"$cottingley" extract "$1" -o parts --what "$2" >out 2>err
	if [ ! -s theirs ]; then
		skip "$name: $2" "exiftool finds no $3 in it"
		return
	fi
	set -- "$1" "$2" "$3" parts/*-"$2"-*
	[ -f "$4" ] && cmp "$4" theirs >out 2>&1
	ok $? "$name: $2 is $3"
}

for f in $layered; do
	same "$f" exif EXIF
	same "$f" xmp XMP
	case $f in # a PNG holds it compressed, exiftool names none in a GIF
	*.jpg | *.tif | *.webp | *.heic) same "$f" icc ICC_Profile ;;
	esac
	case $f in
	*.jpg | *.gif | *.png) same "$f" comment Comment ;;
	esac
	case $f in
	*.jpg | *.tif) same "$f" iptc IPTC ;;
	esac
	case $f in
	*.jpg) same "$f" thumbnail ThumbnailImage ;;
	esac
done

# Every part that is written is told with its size and place, and those bytes stand there in the file.
for f in $layered; do
	rm -rf parts
	run 0 "${f##*/}: everything" "$cottingley" extract "$f" -o parts
	python3 - "$f" out >told 2>&1 <<'P'
import re, sys
data = open(sys.argv[1], "rb").read()
n = 0
for line in open(sys.argv[2]):
    m = re.fullmatch(r"(.*) \((\d+) bytes from (\d+)\)\n", line)
    part = open(m[1], "rb").read()
    assert len(part) == int(m[2]), line
    assert data[int(m[3]):int(m[3]) + min(len(part), 64)] == part[:64] or "gif" in m[1], line
    n += 1
assert n > 0, "nothing"
P
	ok $? "${f##*/}: what is told is true"
	[ -s told ] && sed 's/^/# /' told
done
finish
