#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# bench/simulate: both labels of a pair share all but the display; the same words give the same files.
. "$(dirname "$0")/lib.sh"
plain_only "the simulator"
mkdir -p layout/some/genuine/s1 layout/some/genuine/s2
printf 'file\tset\tlabel\tsource\torigin\tsha256\n' >layout/MANIFEST.tsv
for source in s1 s2; do
	for scene in street portrait; do
		file="some/genuine/$source/a $scene.jpg"
		draw $scene "layout/$file" width=600 height=450 seed=${source#s} first_quality=90 quality=93
		printf '%s\tsome\tgenuine\t%s\t-\t%s\n' "$file" $source "$(sha256sum <"layout/$file" | cut -d' ' -f1)" >>layout/MANIFEST.tsv
	done
done
cp "layout/$file" layout/some/forged.jpg
printf 'some/forged.jpg\tsome\tforged\ts2\t-\t0\n' >>layout/MANIFEST.tsv
printf 'text\n' >layout/some/text.jpg
printf 'some/text.jpg\tsome\tgenuine\ts2\t-\tffff\n' >>layout/MANIFEST.tsv
simulate() { DRAW=$builddir/draw-pictures run 0 "$1" "$srcdir/tests/bench/simulate" layout "$2" "$3" "$4"; }

simulate "two captures a picture" one 5 2
has "both labels are counted" out "recaptured: 8"
has "both" out "genuine: 8"
has "what is no JPEG file is named" err "left out: some/text.jpg"
cut -f2- one/CAPTURES.tsv | sort -u >keys
is "every capture has keys of its own, shared by its partner" "$(wc -l <keys)" 9
cat >pairs.py <<'P'
import csv, hashlib, struct

def shape(path):
    """Size, sampling and quantiser tables of a JPEG file."""
    b, at, said = open(path, "rb").read(), 2, []
    while b[at + 1] != 0xDA:
        n = struct.unpack(">H", b[at + 2:at + 4])[0]
        if b[at + 1] in (0xC0, 0xC2, 0xDB, 0xE0):
            said.append(b[at:at + 2 + n])
        at += 2 + n
    return said

rows = list(csv.DictReader(open("one/MANIFEST.tsv", encoding="utf-8"), delimiter="\t"))
by = {r["file"]: r for r in rows}
wrong = []
for r in rows:
    other = r["file"].replace("/recaptured/", "/genuine/")
    wrong += [r["file"]] * (hashlib.sha256(open("one/" + r["file"], "rb").read()).hexdigest() != r["sha256"])
    wrong += [r["file"]] * (other not in by or shape("one/" + r["file"]) != shape("one/" + other))
    wrong += [r["file"]] * (r["label"] == "recaptured" and by[other]["sha256"] == r["sha256"])
print(wrong or "none")
P
is "pairs share size, sampling and tables, and are no copies" "$(python3 pairs.py)" none
JOBS=2 simulate "again, by two jobs" two 5 2
cmp -s one/MANIFEST.tsv two/MANIFEST.tsv; ok $? "gives the same files"
simulate "another seed" three 6 1
cut -f2- three/CAPTURES.tsv | sort -u >other
is "gives other captures" "$(comm -12 keys other | grep -c =)" 0
finish
