#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# WebP, GIF and BMP through the whole program: sandboxed, inspected, taken apart.
. "$(dirname "$0")/lib.sh"
mkdir made
"$builddir/tests/fuzz/seeds" made || { echo "Bail out! no made pictures"; exit 1; }
with() { grep -q "^#define $1 1" "$builddir/config.h"; }

# A GIF of one pixel with a comment in two sub-blocks, XMP, and bytes behind its end.
{
	printf 'GIF89a\001\000\001\000\200\000\000\377\000\000\000\000\377'
	printf '!\376\005hello\006 world\000'
	printf '!\377\013XMP DataXMP<x:xmpmeta/>\001'
	i=255
	while [ $i -ge 0 ]; do # shellcheck disable=SC2059 # the format is the byte
		printf "\\$(printf %o $i)"; i=$((i - 1)); done
	printf '\000,\000\000\000\000\001\000\001\000\000\002\002D\001\000;tail'
} >one.gif
# A WebP with EXIF behind the identifier of JPEG, and flags for XMP that is not there.
{
	printf 'RIFF\134\000\000\000WEBPVP8X\012\000\000\000\014\000\000\000\077\000\000\057\000\000'
	printf 'VP8 \013\000\000\000\020\000\000\235\001\052\100\000\060\000\000\000'
	printf 'EXIF\051\000\000\000Exif\000\000II*\000\010\000\000\000\001\000\061\001\002\000\011\000\000\000\032\000\000\000\000\000\000\000'
	printf 'GIMP 2.8\000\000'
} >exif.webp

decodes() { # FORMAT MACRO FILES...: each is examined, in the sandbox
	format=$1 macro=$2
	shift 2
	"$cottingley" scan --format ndjson "$@" >all.ndjson 2>err
	if [ -n "$macro" ] && ! with "$macro"; then
		is "$format: refused by name" "$(field all.ndjson 'all("built without" in e["error"]["message"] for e in x)')" True
		return
	fi
	is "$format: every picture is examined" "$(field all.ndjson '[e["status"] for e in x if e["status"] != "done"]')" "[]"
	sanitized || is "$format: inside the sandbox" "$(field all.ndjson '{e["sandbox"] for e in x} <= {"enforced", "partial"}')" True
	"$cottingley" scan --no-sandbox --format ndjson "$@" >open.ndjson 2>err
	is "$format: the same without" "$(field open.ndjson '[e["results"] for e in x]' | cksum)" \
		"$(field all.ndjson '[e["results"] for e in x]' | cksum)"
}
decodes GIF WITH_GIF made/gif* one.gif
decodes BMP "" made/bmp*
if with WITH_WEBP; then
	decodes WebP WITH_WEBP made/webp*
else
	decodes WebP WITH_WEBP exif.webp
fi

"$cottingley" inspect one.gif >out 2>err
has "a comment is an entry" out "hello world"
has "an extension is named" out "application XMP DataXMP"
has "the rest is named" out "data after end"
want=0
with WITH_GIF || want=4 # its parts are there all the same
run $want "extract from a GIF" "$cottingley" extract one.gif -o gif
is "the comment is joined" "$(cat gif/one-comment-*.txt)" "hello world"
is "XMP ends before its trailer" "$(cat gif/one-xmp-*.xmp)" "<x:xmpmeta/>"
"$cottingley" inspect exif.webp >out 2>err
has "EXIF of a WebP is read" out "GIMP 2.8"
has "its flags are spelled out" out "flags: EXIF, XMP"
"$cottingley" extract exif.webp -o webp >out 2>err
is "EXIF begins with its TIFF header" "$(head -c 2 webp/exif-exif-*.tiff)" "II"
is "and ends without padding" "$(cat webp/exif-exif-*.tiff | wc -c | tr -d ' ')" 35
"$cottingley" scan --checks structure --format ndjson exif.webp >out 2>err
has "flags without a chunk are observed" out "structure.webp.flags"
"$cottingley" extract made/webp10 -o frames --what frame >out 2>err
if with WITH_WEBP; then
	is "a second frame is taken out" "$(head -c 4 frames/*frame*)" "VP8 "
fi
finish
