#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Pulling the plug: a scan killed at any moment leaves a case that verifies, keeps what was committed, and is gone on with.
. "$(dirname "$0")/lib.sh"
mkdir pictures
for n in 1 2 3 4 5 6 7 8; do draw picture pictures/$n.png scene=street width=700 height=500 seed=$n; done

"$cottingley" case new a.cott >out 2>err
bad=0 rounds=0 finished=0
for delay in 0.01 0.03 0.05 0.08 0.11 0.15 0.2 0.3; do
	rounds=$((rounds + 1))
	"$cottingley" scan -j1 -c a.cott --format ndjson pictures >scan.$rounds 2>err &
	pid=$!
	sleep $delay
	kill -9 $pid 2>/dev/null || finished=$((finished + 1))
	wait $pid 2>/dev/null
	"$cottingley" case note a.cott - "round $rounds" >out 2>err || bad=$((bad + 1))
	"$cottingley" case verify a.cott >out 2>err || bad=$((bad + 1))
done
is "every round leaves a case that opens, takes a note and verifies" $bad 0
run 0 "all notes are there" "$cottingley" report -c a.cott --format json
is "each one" "$(python3 -c 'import json; print(sum("round" in (n.get("text") or "") for n in json.load(open("out"))["notes"]))')" $rounds
run 0 "the scan goes on" "$cottingley" scan -c a.cott --format ndjson pictures
is "to the end" "$(wc -l <out)" 8
run 0 "nothing is there twice" "$cottingley" case info a.cott
has "eight exhibits, all examined" out "8, 8 examined"
[ ! -e a.cott-wal ]; ok $? "the log is folded in"

# Workers die with their parent.
"$cottingley" scan -j2 --format ndjson pictures pictures pictures >out 2>err &
pid=$!
n=0 workers=
while [ -z "$workers" ] && [ $n -lt 200 ]; do
	workers=$(cat /proc/$pid/task/*/children 2>/dev/null)
	sleep 0.01
	n=$((n + 1))
done
kill -9 $pid 2>/dev/null
wait $pid 2>/dev/null
n=0 left=$workers
while [ -n "$left" ] && [ $n -lt 200 ]; do
	left=
	for w in $workers; do
		grep -q '^State:[[:space:]]*[^ZX]' "/proc/$w/status" 2>/dev/null && left="$left $w"
	done
	sleep 0.02
	n=$((n + 1))
done
[ -n "$workers" ] && [ -z "$left" ]
ok $? "no worker outlives its parent"

if [ "$(id -u)" -eq 0 ] && mkdir small && mount -t tmpfs -o size=2m tmpfs small 2>/dev/null; then
	"$cottingley" case new small/full.cott >out 2>err
	"$cottingley" case note small/full.cott - "before the disk was full" >out 2>err
	draw picture large.png scene=crowd width=1600 height=1200
	run 6 "a full disk has its exit code" "$cottingley" case add small/full.cott large.png
	has "and its line" err "disk"
	run 0 "what was saved is kept" "$cottingley" case verify small/full.cott
	umount small
else
	skip "a full disk" "not root, or no tmpfs here"
fi
finish
