#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the world outside may do: names of every byte, things that are no files, limits of size, folders that go round.
. "$(dirname "$0")/lib.sh"
plain_only "what the world may do"
draw harbour tiny.jpg width=64 height=64 exif=camera
draw harbour other.jpg width=320 height=240

# ---- names ----
python3 - <<'PY'
import os
os.mkdir("names")
for b in range(1, 256):
    if b != 47:
        os.link(b"tiny.jpg", b"names/a" + bytes([b]) + b"z.jpg")
names = sorted(b"names/" + n for n in os.listdir(b"names"))
open("list", "wb").write(b"\0".join(names) + b"\0\0\0" + b"other.jpg")
open("names.txt", "wb").write(b"\0".join(names))
PY
"$cottingley" scan -j2 --checks exif --format ndjson --files0-from - <list >out 2>err
is "every byte in a name, empty names, no NUL at the end" $? 0
cat >names.py <<'PY'
import base64, json, sys
x = [json.loads(l) for l in open(sys.argv[1], encoding="utf-8")]
want = open("names.txt", "rb").read().split(b"\0") + [b"other.jpg"] * (len(sys.argv) > 2)
got = [base64.b64decode(d["evidence"]["path_bytes"]) if "path_bytes" in d["evidence"] else d["evidence"]["path"].encode()
       for d in x]
print(got == want, any(ord(c) < 32 or ord(c) == 127 for d in x for c in d["evidence"]["path"]))
PY
is "names come back byte for byte, shown without controls" "$(python3 names.py out more)" "True False"
printf 'names\0' | "$cottingley" scan -j2 --checks exif --format ndjson --files0-from - >out 2>err
is "a folder in the list" $? 0
is "is walked in the order of bytes" "$(python3 names.py out)" "True False"
run 0 "the table of them" "$cottingley" scan --checks exif names
python3 -c '
import sys
sys.exit(any(c < 32 and c != 10 for c in open("out", "rb").read()))'
ok $? "holds no control character"
is "one line each" "$(wc -l <out)" 255
run 2 "a list that is not there" "$cottingley" scan --files0-from none

# ---- same bytes ----
mkdir many
for n in 1 2 3 4 5 6; do draw harbour many/$n.jpg width=$((200 + 40 * n)) height=160 exif=camera; done
now=2026-11-21T10:00:00Z
run 0 "one worker" "$cottingley" scan -j1 --now $now --format ndjson many
cp out one
run 0 "four workers" "$cottingley" scan -j4 --now $now --format ndjson many
cmp -s out one; ok $? "say the same bytes"
run 0 "--timing" "$cottingley" scan -j1 --now $now --timing --format ndjson many
is "adds seconds and nothing else" "$(python3 -c '
import json
a = [json.loads(l) for l in open("one")]; b = [json.loads(l) for l in open("out")]
print(all(x.pop("seconds") > 0 for x in b), a == b)')" "True True"

# ---- what is no file ----
mkfifo fifo
run 4 "a FIFO does not hang" "$cottingley" scan --format json fifo
is "has its code" "$(python3 -c 'import json; print(json.load(open("out"))["problems"][0]["code"])')" "not_regular"
run 4 "nor does a device" "$cottingley" scan /dev/zero
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("sock")'
run 4 "nor a socket" "$cottingley" scan sock
mkdir -p loop/in && cp tiny.jpg loop && ln -s .. loop/in/again
run 0 "a folder that goes round" "$cottingley" scan --format ndjson loop
is "is walked once" "$(wc -l <out)" 1
has "links are counted" err "1 links inside folders were not followed"

# ---- the disk ends: RLIMIT_FSIZE, SIGXFSZ ----
cp tiny.jpg big.jpg
head -c 3000000 /dev/urandom >>big.jpg
"$cottingley" case new a.cott >out 2>err
# The limit holds for this subshell alone; what it prints goes through a pipe, which has no size.
(ulimit -f 2000; "$cottingley" scan -c a.cott --format ndjson big.jpg 2>&1 </dev/null; echo "exit $?") | cat >out
has "a limit on file sizes is an error, no death" out "exit 4"
run 0 "the case verifies" "$cottingley" case verify a.cott
run 0 "and takes the picture afterwards" "$cottingley" scan -c a.cott --format ndjson big.jpg
run 0 "verified again" "$cottingley" case verify a.cott
(ulimit -f 1; "$cottingley" report -c a.cott --format html -o r.html 2>&1; echo "exit $?") | cat >out
has "a report that does not fit" out "exit 6"
[ ! -e r.html ] && [ ! -e r.html.part ]; ok $? "leaves nothing behind"

# ---- evidence is left alone ----
draw harbour many/large.jpg width=2400 height=2200
find many -type f -exec sha256sum {} + | sort >before
find many -printf "%p %s %T@\n" | sort >times
run 0 "scan with maps" "$cottingley" scan --profile full --maps maps many
find many -type f -exec sha256sum {} + | sort | cmp -s - before; ok $? "no picture changed"
find many -printf "%p %s %T@\n" | sort | cmp -s - times; ok $? "nothing was written beside them"
python3 -c '
import ast, glob, json, struct, sys
n = 0
for p in glob.glob("maps/*.npy"):
    d = open(p, "rb").read()
    assert d[:8] == b"\x93NUMPY\1\0", p
    size = struct.unpack("<H", d[8:10])[0]
    h = ast.literal_eval(d[10:10 + size].decode("latin-1"))
    assert (10 + size) % 64 == 0 and h["descr"] == "<f4" and not h["fortran_order"], h
    assert len(d) == 10 + size + 4 * h["shape"][0] * h["shape"][1], p
    json.load(open(p[:-3] + "json"))
    assert open(p[:-3] + "png", "rb").read(8) == b"\x89PNG\r\n\x1a\n"
    n += 1
assert n > 0' >out 2>err
ok $? "maps are what NumPy reads"
finish
