#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# compare, and the completions of the shells.
. "$(dirname "$0")/lib.sh"

# Two pictures of 2100 x 2060, more than one tile each way, that differ in two places.
python3 - <<'PY'
import struct, zlib
W, H = 2100, 2060
def png(path, rows):
    def chunk(t, d):
        return struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
    raw = b"".join(b"\0" + r for r in rows)
    open(path, "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", W, H, 8, 2, 0, 0, 0))
                           + chunk(b"IDAT", zlib.compress(raw, 1)) + chunk(b"IEND", b""))
rows = [bytearray(bytes((y & 127, 50, 99)) * W) for y in range(H)]
png("a.png", rows)
for y in range(160, 192):
    for x in range(320, 400):
        rows[y][3 * x + 1] += 40
rows[2055][3 * 2090] += 7
png("b.png", rows)
PY
run 0 "two pictures" "$cottingley" compare a.png b.png
has "the bytes" out "the bytes differ"
run 0 "as JSON" "$cottingley" compare --format json a.png b.png
cp out first
want=$(python3 -c '
import math
se, ad, n = 2560 * 1600 + 49, 2560 * 40 + 7, 3 * 2100 * 2060
print("cottingley.compare/1 False 2561 40 2", float("%.4g" % (ad / n)), float("%.4g" % (10 * math.log10(255 * 255 * n / se))),
      [[320, 160, 80, 32], [2080, 2048, 16, 12]])')
is "pixels, areas, mean, PSNR" "$(python3 -c '
import json
d = json.load(open("first")); p = d["pixels"]
print(d["schema"], d["same_bytes"], p["differing"], p["max_difference"], p["areas"], p["mean_absolute"], p["psnr_db"],
      [x["region"] for x in p["largest"]])')" "$want"
run 0 "once more" "$cottingley" compare --format json a.png b.png
cmp -s out first; ok $? "says the same bytes"
run 0 "a picture and itself" "$cottingley" compare a.png a.png
has "bytes" out "the bytes are the same"
has "pixels" out "all 2100 x 2060 are equal"

draw harbour camera.jpg width=320 height=240 exif=camera
draw harbour plain.jpg width=320 height=200
run 0 "other sizes" "$cottingley" compare --format json camera.jpg plain.jpg
is "are said, metadata but JFIF is only in A" "$(python3 -c '
import json
d = json.load(open("out"))
print(d["pixels"]["compared"], "320 x 240" in d["pixels"]["reason"], d["metadata"]["only_a"] > 10,
      all(r["name"].startswith("JFIF") for r in d["metadata"]["rows"] if r["a"] is None),
      {"name": "IFD0 Make", "a": "Northlight", "b": None} in d["metadata"]["rows"])')" "False True True True True"
name=$(printf 'x\033[31m.png')
cp a.png "$name"
run 0 "a name with an escape sequence" "$cottingley" compare a.png "$name"
has_not "is shown safely" out "$(printf '\033')"
run 3 "one is missing" "$cottingley" compare a.png none.png
run 4 "both are" "$cottingley" compare none.png none.png
printf 'no picture' >text
run 3 "one is no picture" "$cottingley" compare a.png text
has "its pixels are not compared" out "not compared"
run 2 "one word" "$cottingley" compare a.png
mkdir dir && cp a.png b.png dir
run 2 "a folder" "$cottingley" compare a.png dir
run 2 "an unknown format" "$cottingley" compare --format cbor a.png b.png

draw harbour 'Alice Secret.jpg' width=320 height=240 exif=camera
for format in table json ndjson; do
	run 3 "--public $format" "$cottingley" scan --public --format $format 'Alice Secret.jpg' text
	for secret in Alice text. Northlight NL7004417 NL-7 2024; do has_not "no $secret" out "$secret"; done
	has "says what was left out" err "left out for the public: names and paths"
done
run 0 "without it" "$cottingley" scan --format json 'Alice Secret.jpg'
for secret in Alice Northlight NL7004417 2024; do has "$secret is there" out "$secret"; done
run 2 "--public and whole records" "$cottingley" scan --public --format cbor 'Alice Secret.jpg'

"$cottingley" case new c.cott --title 'Secret title' >out 2>err
run 0 "a case" "$cottingley" scan -c c.cott --author 'Bob Author' 'Alice Secret.jpg'
"$cottingley" case note c.cott Q1 'seen by Carol' >out 2>err
"$cottingley" case tag c.cott Q1 dave >out 2>err
for format in html json; do
	"$cottingley" report -c c.cott --format $format >full 2>err
	run 0 "report --public $format" "$cottingley" report -c c.cott --public --format $format
	for secret in Alice Bob Carol dave 'Secret title' Northlight NL7004417 "$(whoami)\""; do
		has_not "no $secret" out "$secret"
	done
	has "names the full report" out "$(sha256sum <full | cut -d' ' -f1)"
	has "says that previews stay" out "the previews show the pictures"
done

run 2 "completion wants a shell it knows" "$cottingley" completion tcsh
for shell in bash zsh fish; do
	run 0 "completions for $shell" "$cottingley" completion $shell
	mv out shell.$shell
	case $shell in
	bash) file=cottingley ;;
	zsh) file=_cottingley ;;
	fish) file=cottingley.fish ;;
	esac
	cmp -s shell.$shell "$builddir/completions/$shell/$file"
	ok $? "they are what is installed for $shell"
	if command -v $shell >/dev/null; then
		run 0 "$shell reads them" "$shell" -n shell.$shell
	else
		skip "$shell reads them" "there is no $shell here"
	fi
done
complete() { # WORD...: what bash offers for the last one
	bash -c '. ./shell.bash; COMP_WORDS=(cottingley "$@"); COMP_CWORD=$#; _cottingley; echo "${COMPREPLY[*]}"' - "$@" 2>&1
}
if command -v bash >/dev/null; then
	touch 'my case.cott' 'my notes.txt'
	is "a command" "$(complete comp)" "compare completion"
	is "an option" "$(complete scan --prof)" "--profile"
	is "none of another command" "$(complete selftest --prof)" ""
	is "a profile" "$(complete scan --profile f)" "full"
	is "a check" "$(complete scan --checks rec)" "recapture"
	is "formats of the command" "$(complete report --format '')" "html json"
	is "a case file, with a space" "$(complete report -c my)" "my case.cott"
	is "any file" "$(complete scan 'my n')" "my notes.txt"
	is "a verb of case" "$(complete case ver)" "verdict verify"
	is "formats of case" "$(complete case check x --format '')" "table json"
	is "a kind of part" "$(complete extract --what pa)" "page"
	is "a shell" "$(complete completion z)" "zsh"
else
	skip "bash completes" "there is no bash here"
fi
offer() { # LINE: what fish offers at its end
	fish --no-config -c "source shell.fish; complete -C'$1'" 2>&1 | cut -f 1 | tr '\n' ' '
}
if command -v fish >/dev/null; then
	is "fish: a command" "$(offer 'cottingley comp')" "compare completion "
	is "fish: an option" "$(offer 'cottingley scan --prof')" "--profile "
	is "fish: none of another command" "$(offer 'cottingley selftest --prof')" ""
	is "fish: one of the workstation" "$(offer 'cottingley --read')" "--read-only "
	is "fish: formats of the command" "$(offer 'cottingley report --format ')" "html json "
	is "fish: a verb of case" "$(offer 'cottingley case ver')" "verdict verify "
	is "fish: a check, and no file" "$(offer 'cottingley checks re')" "recapture "
else
	skip "fish completes" "there is no fish here"
fi
finish
