#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Two programs on one case, and files that change under the examination.
. "$(dirname "$0")/lib.sh"
plain_only "two programs on one case"
mkdir left right
for n in 1 2 3 4 5 6; do
	draw picture left/$n.png scene=street width=160 height=120 seed=$n
	draw picture right/$n.png scene=street width=160 height=120 seed=1$n
done

# ---- two writers at once ----
"$cottingley" case new a.cott >out 2>err
"$cottingley" scan -j1 -c a.cott --format ndjson left >left.out 2>left.err &
one=$!
"$cottingley" scan -j1 -c a.cott --format ndjson right >right.out 2>right.err &
two=$!
wait $one; first=$?
wait $two; second=$?
echo "# exit codes $first and $second"
[ $first -eq 0 ] || [ $second -eq 0 ]; ok $? "one of two writers at least is done"
for side in left:$first right:$second; do
	name=${side%:*}
	case ${side#*:} in
	0) is "$name: all its pictures were examined" "$(wc -l <$name.out)" 6 ;;
	6) grep -q "open for writing in process\|another program is working" $name.err; ok $? "$name: says who holds the case" ;;
	*) false; ok $? "$name: exit code ${side#*:}" ;;
	esac
	run 0 "$name: once more, alone" "$cottingley" scan -c a.cott --format ndjson $name
done
"$cottingley" case info a.cott >out 2>err
has "no exhibit is lost, none is there twice" out "12, 12 examined"
run 0 "the audit chain verifies" "$cottingley" case verify a.cott

# The first is held while it has the case: its list of names comes through a pipe that stays open.
mkfifo names
"$cottingley" scan -j1 -c a.cott --format ndjson --files0-from names >held.out 2>held.err &
one=$!
exec 4>names
run 6 "a second writer while the first has the case" "$cottingley" scan -c a.cott --format ndjson left
has "is told who has it" err "process $one on"
run 6 "so is a note" "$cottingley" case note a.cott - "not kept"
run 0 "readers are not held up" "$cottingley" case list a.cott
printf 'left/1.png\0' >&4
exec 4>&-
wait $one
is "the first goes on" $? 0
run 0 "then the case is free" "$cottingley" case note a.cott - "kept"
run 0 "and verifies" "$cottingley" case verify a.cott

# ---- a file replaced, cut and grown after it was sealed, before it is examined ----
cat >change.py <<'PY'
import hashlib, json, os, subprocess, sys, time

mode = sys.argv[2]
victim = "victim.png"
data = open("victim.keep", "rb").read()
open(victim, "wb").write(data)
p = subprocess.Popen([sys.argv[1], "scan", "-j1", "--profile", "full", "--format", "ndjson", "slow.png", victim],
		     stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
# Sealed ahead of the worker that is busy with the slow one: a second memory file of just this size.
end = time.monotonic() + 60
sealed = False
while not sealed and p.poll() is None and time.monotonic() < end:
	for fd in os.listdir("/proc/%d/fd" % p.pid):
		path = "/proc/%d/fd/%s" % (p.pid, fd)
		try:
			if "memfd:evidence" in os.readlink(path) and os.stat(path).st_size == len(data):
				# sealed against writing: F_GET_SEALS needs the descriptor, which /proc opens anew
				import fcntl
				with open(path, "rb") as f:
					sealed = bool(fcntl.fcntl(f, 1034) & 8)
		except OSError:
			pass
if mode == "replaced":
	open("new", "wb").write(b"something else")
	os.replace("new", victim)
elif mode == "cut":
	os.truncate(victim, 100)
elif mode == "grown":
	open(victim, "ab").write(b"x" * 100000)
else:
	os.unlink(victim)
rows = [json.loads(l) for l in p.stdout]
x = rows[1]
print(sealed, p.wait(), x["status"], x["evidence"]["sha256"] == hashlib.sha256(data).hexdigest(),
      x["evidence"]["size"] == len(data))
PY
draw picture slow.png scene=crowd width=1600 height=1200
draw picture victim.keep scene=street width=300 height=200 seed=77
for mode in replaced cut grown removed; do
	is "a picture $mode after it was sealed is the one that was sealed" "$(python3 change.py "$cottingley" $mode)" \
		"True 0 done True True"
done

# ---- a file that grows all the time is either examined as a whole, or said to change ----
cat >grow.py <<'PY'
import hashlib, json, subprocess, sys
import threading
data = open("victim.keep", "rb").read()
block = b"\0" * (1 << 16)
with open("growing.png", "wb") as f:
	f.write(data + block * 320)
stop = threading.Event()
def grow():
	with open("growing.png", "ab", buffering=0) as f:
		while not stop.is_set() and f.tell() < 200 << 20:
			f.write(b"\0" * 512)
t = threading.Thread(target=grow)
t.start()
p = subprocess.run([sys.argv[1], "scan", "-j1", "--format", "ndjson", "growing.png"], stdout=subprocess.PIPE,
		   stderr=subprocess.PIPE)
stop.set()
t.join()
x = json.loads(p.stdout)
whole = open("growing.png", "rb").read()
if x["status"] == "done":
	e = x["evidence"]
	print(p.returncode == 0 and hashlib.sha256(whole[:e["size"]]).hexdigest() == e["sha256"])
else:
	print(p.returncode == 4 and b"changed while it was read" in p.stderr)
PY
is "a file that grows is whole, or said to have changed" "$(python3 grow.py "$cottingley")" True
finish
