#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# --region: what it measures, what it refuses, and that an examination with regions is never taken for one without.
. "$(dirname "$0")/lib.sh"
plain_only "regions"
practice
p=practice/harbour-original.jpg
wb() { field out "[r for r in x[0]['results'] if r['check'] == 'whitebalance'][0]$1"; }

run 0 "two regions" "$cottingley" scan --checks whitebalance --region 100,100,900,900 --region 2000,1800,800,800 --format ndjson $p
is "are measured" "$(wb '["status"]')" done
is "stand in the details as they were given" "$(wb '["details"]["regions"][1]["rect"]')" "[2000, 1800, 800, 800]"
is "and among the parameters" "$(wb '["params"]["regions"]')" "[[100, 100, 900, 900], [2000, 1800, 800, 800]]"
is "each has a light, its covariance and a temperature" \
	"$(wb '["details"]["regions"] and [(len(g["rg"]), len(g["cov"]), 1600 < g["cct"] < 25000) for g in x[0]["results"][0]["details"]["regions"]]')" \
	"[(2, 3, True), (2, 3, True)]"
is "the angle lies in its interval" "$(wb '["details"]["angle_ci"][0] <= x[0]["results"][0]["details"]["angle"] <= x[0]["results"][0]["details"]["angle_ci"][1]')" True
is "nothing goes beyond a notice" "$(wb '["level"] in ("none", "notice")')" True
is "and it says that it is uncalibrated" "$(wb '["error_rate"]')" None
cp out a.ndjson
run 0 "again" "$cottingley" scan --checks whitebalance --region=100,100,900,900 --region=2000,1800,800,800 --format ndjson -j1 $p
cmp -s out a.ndjson; ok $? "gives identical bytes"
run 0 "a map between the lights, or of the angle" "$cottingley" scan --checks whitebalance --region 0,0,900,900 --maps maps --format ndjson $p
[ -s "maps/$(sha256sum <$p | cut -d' ' -f1).whitebalance.angle.npy" ]; ok $? "is written"
run 0 "a region outside" "$cottingley" scan --checks whitebalance --region 9000,9000,100,100 --format ndjson $p
is "is not applicable" "$(wb '["status"]')" not_applicable
has "and says why" out "outside the picture"
run 0 "a picture for each region" "$cottingley" scan --checks whitebalance --region 0,0,300,300 --format ndjson practice/boats.png $p
is "holds for all" "$(field out '[o["results"][0]["params"]["regions"] for o in x]')" "[[[0, 0, 300, 300]], [[0, 0, 300, 300]]]"

run 0 "regions with kinds" "$cottingley" scan --checks whitebalance --region 100,100,900,900,same=A --region 2000,1800,800,800,same=A \
	--region 100,100,900,900,highlight --format ndjson -j2 $p
is "keep them among the parameters" "$(wb '["params"]["regions"][1]')" "[2000, 1800, 800, 800, 'same=A']"
is "are read by them" "$(wb '["details"]["regions"] and [g["reading"] for g in x[0]["results"][0]["details"]["regions"]]')" \
	"['material', 'material', 'highlight']"
cp out a.ndjson
run 0 "again, alone" "$cottingley" scan --checks whitebalance --region 100,100,900,900,same=A --region 2000,1800,800,800,same=A \
	--region 100,100,900,900,highlight --format ndjson -j1 $p
cmp -s out a.ndjson; ok $? "gives identical bytes"
run 0 "kinds in what is made public" "$cottingley" scan --public --checks whitebalance --region 0,0,900,900,skin --format ndjson $p
has "stay" out '"skin"'

for bad in 1,2,3 1,2,0,4 1,2,3,4,blue 1,2,3,4, 1,2,3,4,same=E 1,2,3,4,skin,skin 1,2,3,0 -1,2,3,4 1,2,3,4,5 a,b,c,d 1,2,3,99999999999 "1, 2,3,4" ""; do
	run 2 "--region '$bad' is refused" "$cottingley" scan "--region=$bad" $p
done
nine=
for i in 1 2 3 4 5 6 7 8 9; do nine="$nine --region $i,0,50,50"; done
# shellcheck disable=SC2086
run 2 "nine regions are too many" "$cottingley" scan $nine $p
has "and the limit is named" err "8 times"

# ---- in a case ----
run 0 "into a case" "$cottingley" scan -c a.cott --format ndjson $p
is "without regions" "$(wb '["params"].get("regions")')" None
run 0 "again, with a region" "$cottingley" scan -c a.cott --region 0,0,900,900 --format ndjson $p
is "is examined again" "$(wb '["params"].get("regions")')" "[[0, 0, 900, 900]]"
run 0 "another region" "$cottingley" scan -c a.cott --region 5,5,900,900 --format ndjson $p
is "too" "$(wb '["params"].get("regions")')" "[[5, 5, 900, 900]]"
run 0 "the same region, of another kind" "$cottingley" scan -c a.cott --region 5,5,900,900,neutral --format ndjson $p
is "too" "$(wb '["params"].get("regions")')" "[[5, 5, 900, 900, 'neutral']]"
run 0 "and without one" "$cottingley" scan -c a.cott --format ndjson $p
is "nothing of them is left" "$(wb '["params"].get("regions")')" None
run 0 "the case holds" "$cottingley" case verify a.cott

# ---- in the workstation ----
cat >script <<'S'
:wait-idle
enter 2
:wait-idle
m l l l l l l l l j j j m h h h h h h h h h h h h h h h h h h m l l l l l l k k k m
a
:save-screen kind
a a a a a a a
:save-screen marked
w
:wait-idle
:save-screen measured
p
:save-screen back
S
run 0 "regions marked on the picture" "$cottingley" --script script --ascii a.cott
has "what the last one shows can be said" kind "neutral"
has "are listed" marked "regions  1: "
has "the next step is named" marked "w measure light"
has "what came of them is shown" measured "whitebalance: Light of the surfaces"
has "with the angle" measured "angle"
has "and they are still marked" back "regions  1: "
run 0 "the case as JSON" "$cottingley" report -c a.cott --format json -o -
has "keeps the examination that was made with them" out '"regions"'
run 0 "the report" "$cottingley" report -c a.cott --format html -o r.html
has "draws the lights" r.html "Planckian locus"
has "and states the regions" r.html "regions = [["
run 0 "the case still holds" "$cottingley" case verify a.cott
finish
