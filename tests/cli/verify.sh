#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# verify on every signed sample of the repository: the exit code that its truth asks for, what is said, and that each fits
# on one screen. extract writes the store and the certificates of the same files.
. "$(dirname "$0")/lib.sh"
data=$srcdir/tests/data/c2pa
root=$data/sample-root.pem
clock=$data/sample-time-root.pem
export XDG_DATA_HOME="$PWD/xdg" # no lists of whoever runs this

wanted() { # STATE: exit code
	case $1 in
	trusted | valid) echo 0 ;;
	invalid) echo 7 ;;
	none) echo 8 ;;
	esac
}

# Companions stand beside their picture under its name.
mkdir samples
cp "$data"/* samples/ 2>/dev/null
tab=$(printf '\t')
grep -v "^file$tab" "$data/MANIFEST.tsv" >rows
# every row is verified under sanitizers by test_c2pa_samples; here a few stand for all
sanitized && head -n 6 rows >few && mv few rows
while IFS=$tab read -r file sidecar trust state rest; do
	case $file in '' | '#'*) continue ;; esac
	lists="--no-trust"
	[ "$trust" = sample ] && lists="--trust-anchors $root --tsa-anchors $clock"
	# shellcheck disable=SC2086 # options
	run "$(wanted "$state")" "$file ($trust): $state" \
		"$cottingley" verify --now 2026-11-01T00:00:00Z $lists "samples/$file"
	[ "$(wc -l <out)" -le 23 ] && python3 -c 'import sys; sys.exit(any(len(l.rstrip("\n")) > 80 for l in open("out", encoding="utf-8")))' 
	ok $? "$file ($trust): fits a screen"
done <rows

run 7 'one that fails decides' "$cottingley" verify --no-trust samples/es256.jpg samples/changed.jpg samples/stripped.jpg
has 'all are shown' out 'stripped.jpg'
run 8 'one without credentials is no yes' "$cottingley" verify --no-trust samples/es256.jpg samples/stripped.jpg
run 3 'one that cannot be read is named' "$cottingley" verify --no-trust samples/es256.jpg nowhere.jpg
run 4 'nothing could be read' "$cottingley" verify nowhere.jpg
run 2 'without a name' "$cottingley" verify
run 2 'an unknown format' "$cottingley" verify --format cbor samples/es256.jpg

run 0 'a listed signer' "$cottingley" verify --trust-anchors "$root" --tsa-anchors "$clock" samples/es256.jpg
has 'integrity' out '✓ Integrity'
has 'the list it rests on' out 'list: sample-root.pem'
has 'the signer' out 'Cottingley Samples (listed)'
has_not 'no verdict in one word' out 'Valid'
run 0 'a signer on no list' "$cottingley" verify --trust-anchors "$root" samples/unlisted.jpg
has 'his name is a claim' out '"Somebody Else" (unlisted)'
run 0 'without lists' "$cottingley" verify --no-trust samples/es256.jpg
has 'nobody is judged' out 'no trust list: identity cannot be judged'
run 7 'changed after signing' "$cottingley" verify --no-trust --ascii samples/changed.jpg
has 'in words' out '# alert: the file was changed after it was signed'
! LC_ALL=C grep -q '[^ -~]' out
ok $? 'ASCII'
run 7 'everything' "$cottingley" verify --no-trust --all samples/changed.jpg
has 'certificates' out 'certificates ('
has 'status codes' out 'assertion.dataHash.mismatch'
run 7 'colour' "$cottingley" verify --no-trust --all --color always samples/changed.jpg
sed "s/$(printf '\033')\[[0-9;]*m//g" out >plain
"$cottingley" verify --no-trust --all samples/changed.jpg >out 2>err
cmp plain out >err 2>&1
ok $? 'colour only adds'
run 0 'for programs' "$cottingley" verify --no-trust --format ndjson samples/es256.jpg
is 'only what concerns provenance' "$(field out 'sorted(r["check"] for r in x[0]["results"])')" "['attestation', 'c2pa', 'contradiction']"

# ---- extract ----
for sample in es256.jpg es384.png es512.webp compressed.jpg pieces.jpg sidecar.jpg; do
	rm -rf parts
	run 0 "$sample: store and certificates" "$cottingley" extract "samples/$sample" -o parts --what manifest --what certificates
	# JUMBF: a box `jumb` whose description box begins with the type of a C2PA store (C2PA 2.2, 11.1)
	[ "$(dd if=parts/"${sample%.*}".c2pa bs=1 skip=4 count=4 2>err)" = jumb ] &&
		[ "$(dd if=parts/"${sample%.*}".c2pa bs=1 skip=16 count=4 2>err)" = c2pa ]
	ok $? "$sample: the store in one piece"
	grep -q -- '-----BEGIN CERTIFICATE-----' parts/"${sample%.*}"-certificates-1.pem
	ok $? "$sample: certificates"
	if command -v openssl >/dev/null; then
		openssl x509 -in parts/"${sample%.*}"-certificates-1.pem -noout -subject >out 2>err
		ok $? "$sample: openssl reads them"
	else
		skip "$sample: openssl reads them" 'openssl is not installed'
	fi
done
rm -rf parts
run 0 'a file without a store' "$cottingley" extract samples/stripped.jpg -o parts --what certificates
has 'says so' out 'nothing of that kind'
rm -rf parts
"$cottingley" extract samples/sidecar.jpg -o parts --what manifest >out 2>err
cmp samples/sidecar.c2pa parts/sidecar.c2pa >out 2>&1
ok $? 'a companion comes out byte for byte'
finish
