#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the command line may change: parameters of checks, the level that counts, the folder of maps, the present time.
. "$(dirname "$0")/lib.sh"
plain_only "settings"
practice

# ---- --set ----
w() { "$cottingley" scan --profile full --checks whitebalance --format ndjson "$@"; }
value() { field out "'%g' % next(r for r in x[0]['results'] if r['check'] == 'whitebalance')['params']['$1']"; }
run 0 "no parameter changed" w practice/boats.png
is "the result says what it ran with" "$(value angle_deg)" 8
cp out before
run 0 "--set" w --set whitebalance.angle_deg=12 practice/boats.png
is "is what the result says" "$(value angle_deg)" 12
is "the others stay" "$(value sigmas)" 3
run 0 "twice" w --set whitebalance.angle_deg=12 --set whitebalance.sigmas=4.5 practice/boats.png
is "both count" "$(value angle_deg) $(value sigmas)" "12 4.5"
for end in 3 45; do
	run 0 "the end of the range" w --set whitebalance.angle_deg=$end practice/boats.png
	is "is taken" "$(value angle_deg)" $end
done
for bad in 2.99 45.01 -8 nan inf 1e999 '' 8x '8 8'; do
	run 2 "angle_deg='$bad'" w --set "whitebalance.angle_deg=$bad" practice/boats.png
	[ ! -s out ] && [ "$(wc -l <err)" -le 2 ]; ok $? "is refused before anything is examined"
done
"$cottingley" scan --set whitebalance.angle_deg=2 practice/boats.png >out 2>err
has "the range is named" err "3"
has "both ends" err "45"
run 2 "a parameter that is not there" w --set whitebalance.angel_deg=9 practice/boats.png
has "where they stand is named" err "cottingley checks whitebalance"
run 2 "a check that is not there" w --set whitebalanc.angle_deg=9 practice/boats.png
has "the nearest one too" err "whitebalance"
for bad in whitebalance.angle_deg whitebalance=9 =9 .=9 .angle_deg=9 whitebalance.=9; do
	run 2 "--set $bad" w --set "$bad" practice/boats.png
done
run 0 "afterwards nothing stays changed" w practice/boats.png
cmp -s out before; ok $? "to the byte"

# ---- --fail-on: exit code 1 exactly when a picture reaches the level ----
"$cottingley" scan --format ndjson practice >all 2>err
cat >levels.py <<'PY'
import json
seen = {}
for line in open("all", encoding="utf-8"):
	x = json.loads(line)
	if x["status"] == "done": # what could not be examined has exit codes of its own
		seen.setdefault(x["level"], x["evidence"]["path"])
for k, v in seen.items():
	print(k, v)
PY
python3 levels.py >levels
rank() { case $1 in none) echo 0 ;; notice) echo 1 ;; warning) echo 2 ;; alert) echo 3 ;; *) echo 9 ;; esac; }
[ "$(wc -l <levels)" -ge 3 ]; ok $? "the practice case holds pictures of $(wc -l <levels) levels"
while read -r level path; do
	for wanted in notice warning alert; do
		want=0
		[ "$(rank "$level")" -ge "$(rank $wanted)" ] && want=1
		run $want "--fail-on $wanted with a picture at $level" "$cottingley" scan --fail-on $wanted --format json "$path"
	done
done <levels
run 2 "--fail-on none says nothing" "$cottingley" scan --fail-on none practice/boats.png
run 2 "a level that is not there" "$cottingley" scan --fail-on severe practice/boats.png

# ---- --maps: only what is its own is replaced ----
run 0 "maps" "$cottingley" scan --profile full --maps maps --format json practice/boats.png
find maps -type f -exec sha256sum {} + | sort -k2 >sums
[ -s sums ]; ok $? "there are some"
run 0 "again" "$cottingley" scan --profile full --maps maps --format json practice/boats.png
find maps -type f -exec sha256sum {} + | sort -k2 | cmp -s - sums; ok $? "the same bytes"
for extension in npy json png; do
	one=$(find maps -name "*.$extension" | sort | head -n 1)
	cp "$one" kept
	echo "not a map: the notes of somebody" >"$one"
	run 6 "a file of somebody else named like a map ($extension)" \
		"$cottingley" scan --profile full --maps maps --format json practice/boats.png
	has "is named" err "$(basename "$one")"
	has "stays as it is" "$one" "not a map: the notes of somebody"
	is "the result is printed" "$(python3 -c 'import json; print(json.load(open("out"))["examinations"][0]["status"])')" done
	cp kept "$one"
done
one=$(find maps -name "*.npy" | sort | head -n 1)
echo "the notes of somebody" >"$one.part"
run 6 "a file of somebody else under the name that a map is written under first" "$cottingley" scan --profile full --maps maps --format json practice/boats.png
has "stays as it is too" "$one.part" "the notes of somebody"
rm -f "$one.part"
: >"$one.part"
run 0 "one that a killed run left" "$cottingley" scan --profile full --maps maps --format json practice/boats.png
[ ! -e "$one.part" ]; ok $? "is gone on with"
rm -f "$one"
ln -s "$scratch/elsewhere" "$one"
"$cottingley" scan --profile full --maps maps --format json practice/boats.png >out 2>err
[ ! -e elsewhere ]; ok $? "nothing is written through a link"
echo text >file
run 6 "a file where the folder should be" "$cottingley" scan --profile full --maps file --format json practice/boats.png
has "stays" file "text"

# ---- --now: the same bytes ----
rm practice/broken.jpg
run 0 "--now" "$cottingley" scan --checks exif,structure,c2pa --now 2026-11-21T10:00:00Z --format json practice
cp out first
run 0 "the same time again" "$cottingley" scan --checks exif,structure,c2pa --now 2026-11-21T10:00:00Z -j1 --format json practice
cmp -s out first; ok $? "the same bytes"
for bad in yesterday 2026-13-01T00:00:00Z 2026-11-21T25:00:00Z 2026-02-30T00:00:00Z '' ; do
	run 2 "--now '$bad'" "$cottingley" scan --now "$bad" practice/boats.png
done
finish
