#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Trust lists: added, listed, shown, removed; refused when they are broken or hostile; noticed when they changed on the disk;
# and what they do to an examination.
. "$(dirname "$0")/lib.sh"
samples=$srcdir/tests/data/c2pa
root=$samples/sample-root.pem
store=$HOME/.local/share/cottingley/trust

# lote SCHEME ISSUED NEXT SEQUENCE: the root as an official list
lote() {
	der=$(sed '/^-----/d' "$root" | tr -d '\n')
	cat <<-END
	{"LoTE": {"ListAndSchemeInformation": {"LoTESequenceNumber": $4, "SchemeName": [{"lang": "en", "value": "$1"}],
	"ListIssueDateTime": "$2T00:00:00Z", "NextUpdate": "$3T00:00:00Z"},
	"TrustedEntitiesList": [{"TrustedEntityInformation": {"TEName": [{"lang": "en", "value": "Cottingley Samples"}]},
	"TrustedEntityServices": [{"ServiceInformation": {"ServiceDigitalIdentity": {"X509Certificates": [{"val": "$der"}]},
	"ServiceStatus": "http://c2pa.org/conformance/trust-list/trusted", "StatusStartingTime": "2024-01-01T00:00:00Z"}}]}]}}
	END
}

# field JSON-PATH FILE: as python reads it
field() { python3 -c 'import json,sys
v=json.load(open(sys.argv[2]))
for k in sys.argv[1].split("."): v=v[int(k)] if k.lstrip("-").isdigit() else v[k]
print(v)' "$1" "$2"; }

is() { # NAME WANT GOT
	[ "$2" = "$3" ] || echo "# '$3', expected '$2'"
	[ "$2" = "$3" ]
	ok $? "$1"
}

# ---- nothing installed ----

run 0 'no list is no error' "$cottingley" trust list
has 'and it says what that means' out 'no trust list: identity cannot be judged'
run 0 'the same as JSON' "$cottingley" trust list --format json
is 'an empty list' 0 "$(field lists out | grep -c '{')"
[ ! -e "$store" ]
ok $? 'looking makes no folder'

# ---- adding ----

lote 'C2PA Trust List' 2026-08-05 2027-08-05 3 >official.json
run 0 'an official list is added' "$cottingley" trust add official official.json --now 2026-11-01
has 'its dates are said' out "added 'official': official anchors, 1 certificate, issued 2026-08-05, next update 2027-08-05"
is 'nothing on standard error' 0 "$(wc -c <err)"
is 'the folder is private' 700 "$(stat -c %a "$store")"
is 'and its files' 600 "$(stat -c %a "$store"/* | sort -u)"
run 0 'anchors are named by their file' "$cottingley" trust add anchors "$root"
has 'without its extension' out "added 'sample-root': anchors, 1 certificate, issued -"
mkfifo pipe
run 4 'only a regular file is read' "$cottingley" trust add eku pipe
has 'which it says' err 'not a regular file'
run 2 'a name is taken once' "$cottingley" trust add anchors "$root"
has 'and which one' err "a list 'sample-root' is installed already"
run 2 'a name that is none' "$cottingley" trust add anchors "$root" --name ../x
run 2 'an unknown kind' "$cottingley" trust add anchor "$root"
has 'the nearest is named' err "did you mean 'anchors'?"
run 2 'an unknown verb' "$cottingley" trust lst
run 2 'a missing file name' "$cottingley" trust add official
run 4 'a file that is not there' "$cottingley" trust add official nothing.json

# ---- replacing: later ones only ----

lote 'C2PA Trust List' 2026-09-01 2027-09-01 4 >later.json
run 0 'a later official list takes its place' "$cottingley" trust add official later.json --now 2026-11-01
has 'which it says' out "replaced 'official'"
run 2 'an earlier one does not' "$cottingley" trust add official official.json
has 'and why' err 'which is later; remove it first'
lote 'C2PA Trust List' 2026-10-01 2027-09-01 1 >rolled.json
run 2 'nor one with a lower number' "$cottingley" trust add official rolled.json
is 'one file a list, and the index' 3 "$(ls "$store" | wc -l)"

# ---- refused before it is kept ----

lote 'C2PA TSA Trust List' 2026-08-05 2027-08-05 3 >tsa.json
run 4 'the time-stamp list is no signer list' "$cottingley" trust add official tsa.json --name x
has 'and how to add it' err "add it as 'official-tsa'"
printf 'issued 2026-01-01\nsha256 00\n' >deny.txt
run 4 'a list with a wrong line' "$cottingley" trust add deny deny.txt
has 'the line is named' err "'deny.txt' is not kept: line 2"
head -c 300000 /dev/zero | tr '\0' '[' >deep.json
printf '{"a":' | cat - deep.json >hostile.json
run 4 'hostile JSON' "$cottingley" trust add official hostile.json --name x
head -c 100000 "$builddir/cottingley" >junk
for kind in official anchors tsa allowed eku deny crl incidents; do
	run 4 "junk is no list of kind $kind" "$cottingley" trust add $kind junk --name x
done
: >empty
run 4 'an empty file' "$cottingley" trust add anchors empty --name x
dd if=/dev/zero of=large bs=1M count=17 2>/dev/null
run 4 'a file that is too large' "$cottingley" trust add anchors large --name x
printf -- '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n' >key.pem
run 4 'a private key' "$cottingley" trust add anchors key.pem --name x
has 'which it says' err 'private key'
is 'nothing of it was kept' 3 "$(ls "$store" | wc -l)"

# ---- the other kinds ----

printf '1.3.6.1.5.5.7.3.4 \n// x\n' >store.cfg
printf 'spki-sha256 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff since 2026-01-01 stolen\n' >deny.txt
printf 'incident a-1\nvendor x\ntext t\nsource s\n' >incidents.txt
run 0 'key usages' "$cottingley" trust add eku store.cfg
run 0 'denied signers' "$cottingley" trust add deny deny.txt --name stolen
run 0 'incidents' "$cottingley" trust add incidents incidents.txt
run 0 'time-stamp authorities' "$cottingley" trust add official-tsa tsa.json --now 2026-11-01
run 0 'they are listed' "$cottingley" trust list --now 2026-11-01
for name in official sample-root store stolen incidents official-tsa; do
	has "$name is" out "$name "
done
has 'and the one that judges is said' out 'official trust list of 2026-09-01, next update 2027-09-01 (and 5 more lists)'
run 0 'as JSON' "$cottingley" trust list --format json --now 2026-11-01
is 'six of them' 6 "$(field lists out | grep -o "'name'" | wc -l)"
is 'the first is the official one' official "$(field lists.0.name out)"
is 'issued' 2026-09-01T00:00:00Z "$(field lists.0.issued out)"
is 'whole' ok "$(field lists.0.state out)"
run 0 'one is shown' "$cottingley" trust show official --now 2026-11-01
has 'with its signers' out 'Cottingley Sample Root'
has 'and since when they are listed' out 'listed   2024-01-01 to now'
run 0 'denied ones too' "$cottingley" trust show stolen
has 'and why' out 'reason   stolen'
run 0 'as JSON' "$cottingley" trust show stolen --format json
is 'since when' 2026-01-01T00:00:00Z "$(field lists.0.list.0.since out)"
run 2 'what is not installed is not shown' "$cottingley" trust show nothing

# ---- out of date ----

run 0 'a list whose next update has passed' "$cottingley" trust list --now 2027-10-01
has 'is said to be out of date' out 'out of date'
has 'and on standard error' err "trust list 'official' is out of date: its next update was due on 2027-09-01"
"$cottingley" trust remove official >out 2>err
run 0 'it is kept all the same' "$cottingley" trust add official official.json --now 2028-01-01
has 'with a warning' err 'out of date'

# ---- in an examination ----

cp "$samples/es256.jpg" a.jpg
run 0 'a picture is examined' "$cottingley" scan --format json --now 2026-11-01 a.jpg
is 'the lists are named' 'allowed no' "$(python3 -c 'import json
x=json.load(open("out"))
x=x.get("examinations",[x])[0] if isinstance(x,dict) else x[0]
names=[l["name"] for l in x["context"]["lists"]]
print("allowed", "yes" if "allowed" in names else "no")')"
python3 -c 'import json
x=json.load(open("out"))
x=x.get("examinations",[x])[0] if isinstance(x,dict) else x[0]
l=[l for l in x["context"]["lists"] if l["name"]=="official"][0]
assert l["kind"]=="anchors" and l["date"]=="2026-08-05T00:00:00Z" and len(l["sha256"])==64
print(x["context"]["sha256"])' >with-lists
ok $? 'with kind, date and digest'
context() { # OPTIONS...: the context's digest
	"$cottingley" scan --format ndjson --now 2026-11-01 "$@" 2>err | head -n 1 |
		python3 -c 'import json,sys; x=json.loads(sys.stdin.readline()); print(x["context"]["sha256"], len(x["context"]["lists"]))'
}
set -- $(context a.jpg); installed=$1
set -- $(context --no-trust a.jpg); none=$1; is '--no-trust reads no list' 0 "$2"
set -- $(context --trust-anchors "$root" a.jpg); other=$1; is '--trust-anchors stands in their place' 1 "$2"
set -- $(context --trust-anchors "$root" a.jpg); is 'and makes the same context again' "$other" "$1"
printf '1.2.3\n' >good.cfg
run 4 'the second of two lists is read, too' "$cottingley" scan --trust-eku good.cfg --trust-eku junk a.jpg
has 'and named' err "'junk' as a list of kind eku"
[ "$installed" != "$none" ] && [ "$none" != "$other" ] && [ "$installed" != "$other" ]
ok $? 'each is a context of its own'
run 4 'a broken list of one run is refused at once' "$cottingley" scan --trust-anchors junk a.jpg
has 'and named' err "'junk' as a list of kind anchors"
run 4 'and one that is not there' "$cottingley" scan --trust-eku nothing a.jpg

# ---- a companion file ----

mkdir beside
cp "$samples/sidecar.jpg" "$samples/sidecar.c2pa" beside
run 0 'a picture with its manifest beside it' "$cottingley" scan --format ndjson --now 2026-11-01 beside/sidecar.jpg
is 'which is named' sidecar.c2pa "$(field evidence.companion.name out)"
is 'with its digest' "$(sha256sum <beside/sidecar.c2pa | cut -d' ' -f1)" "$(field evidence.companion.sha256 out)"
with=$(field context.sha256 out)
mv beside/sidecar.c2pa beside/sidecar.jpg.c2pa
run 0 'under the other name' "$cottingley" scan --format ndjson --now 2026-11-01 beside/sidecar.jpg
is 'the same context' "$with" "$(field context.sha256 out)"
rm beside/sidecar.jpg.c2pa
ln -s "$samples/sidecar.c2pa" beside/sidecar.c2pa
run 0 'a link is not followed' "$cottingley" scan --format ndjson --now 2026-11-01 beside/sidecar.jpg
has_not 'nor named' out companion
[ "$with" != "$(field context.sha256 out)" ]
ok $? 'and the context is another one'

# ---- what no reader knows ----

cp "$samples/sidecar.c2pa" b.c2pa
cp "$samples/ps512.svg" c.svg
for f in b.c2pa c.svg; do
	run 4 "$f stays unsupported" "$cottingley" scan --format ndjson --now 2026-11-01 --trust-anchors "$root" $f
	is 'as it was' unsupported "$(field error.code out)"
	has 'and its credentials are looked at' out '"check":"c2pa"'
done

# ---- the disk ----

file=$(ls "$store"/*.list | head -n 1)
printf x >>"$file"
run 7 'a list that was changed on the disk' "$cottingley" trust list
has 'is named' err "SHA-256 differs"
has 'in the table too' out changed
run 7 'an examination goes on, and says so' "$cottingley" scan --format json --now 2026-11-01 a.jpg
has 'on standard error' err "is not what was installed"
run 0 'not when no list is read' "$cottingley" scan --no-trust a.jpg
echo junk >"$store/index"
run 4 'an index that is not ours' "$cottingley" trust list
has 'is said to be wrong' err 'is not what was written there'
rm -rf "$store"
run 2 'nothing to remove' "$cottingley" trust remove official
finish
