#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# --public against pictures that tell names, places and devices in every layer of every container.
. "$(dirname "$0")/lib.sh"
. "$srcdir/tests/cli/layered.sh"
plain_only "--public"
command -v exiftool >/dev/null || { echo "1..0 # SKIP exiftool is not installed: no picture with secrets was made"; exit 0; }
make_layered

# tells FILE SECRET...: prints the secrets that FILE tells, also inside base64 of two layers and escapes
cat >tells.py <<'P'
import base64, html, re, sys
text = open(sys.argv[1], "rb").read()
seen = [text, html.unescape(text.decode("utf-8", "replace")).encode()]
for depth in range(2):
    for t in list(seen):
        for m in re.finditer(rb"[A-Za-z0-9+/]{24,}={0,2}", t):
            for cut in range(4):
                raw = m[0][cut:]
                seen.append(base64.b64decode(raw[:len(raw) // 4 * 4]))
    seen = list(dict.fromkeys(seen))[:4000]
for secret in sys.argv[2:]:
    for form in (secret.encode(), secret.encode("utf-16-le"), secret.encode("utf-16-be"), secret.encode().hex().encode()):
        if any(form in t for t in seen):
            print(secret)
            break
P
tells() { python3 tells.py "$@" | tr '\n' ' '; }

"$cottingley" scan --format json $layered >full 2>err
found=$(tells full $secrets 2031)
for secret in Zsecret ZSERIAL 2031; do
	case $found in *"$secret"*) true ;; *) false ;; esac
	ok $? "the full examination tells $secret"
done
for format in table json ndjson; do
	run 0 "scan --public --format $format" "$cottingley" scan --public --format $format $layered
	is "tells no secret" "$(tells out $secrets 2031)" ""
done

# The case knows more: what several pictures say together, and who wrote it.
cp layered/Zsecret-jpeg.jpg layered/Zsecret-far.jpg
exiftool -q -m -overwrite_original -EXIF:GPSLatitude=10.5 -EXIF:GPSLongitude=100.5 -EXIF:Model=ZsecretOther \
	-EXIF:DateTimeOriginal='2031:02:03 05:05:06' layered/Zsecret-far.jpg
cp layered/Zsecret-jpeg.jpg layered/Zsecret-serial.jpg
draw street layered/Zsecret-third.jpg width=320 height=240
exiftool -q -m -overwrite_original -tagsfromfile layered/Zsecret-jpeg.jpg -all:all -EXIF:GPSLatitude=10.5 \
	-EXIF:DateTimeOriginal='2031:02:03 05:05:06' layered/Zsecret-third.jpg
"$cottingley" case new c.cott --title ZsecretTitle >out 2>err
"$cottingley" scan -c c.cott --author ZsecretAuthor $layered layered/Zsecret-far.jpg layered/Zsecret-serial.jpg \
	layered/Zsecret-third.jpg >out 2>err
for format in html json; do
	"$cottingley" report -c c.cott --format $format >full 2>err
	grep -q 'case\.travel\|case\.serial' full
	ok $? "the full $format says what pictures tell together"
	run 0 "report --public $format" "$cottingley" report -c c.cott --public --format $format
	is "tells no secret" "$(tells out $secrets 2031)" ""
	grep -qE '[0-9]+ km|hours apart|one body serial' out
	is "nor how far and how long between two pictures" $? 1
done
finish
