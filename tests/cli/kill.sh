#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Pulling the plug: a program killed in any phase leaves a case that verifies, keeps what was committed, and is gone on with.
. "$(dirname "$0")/lib.sh"
mkdir pictures
for n in 1 2 3 4 5 6 7 8; do draw picture pictures/$n.png scene=street width=500 height=360 seed=$n; done
now=2026-11-21T10:00:00Z

# What an undisturbed run says, and what it keeps.
"$cottingley" scan -j1 --now $now -c whole.cott --format ndjson pictures >whole 2>err
is "an undisturbed run" $? 0

# The states to kill in, each seen from outside: bounded looks, and a run that ends before it was seen is said to have done so.
cat >kill.py <<'PY'
import os, signal, sqlite3, subprocess, sys, time

program, state, *args = sys.argv[1:]

def children(pid):
	found = []
	for task in os.listdir("/proc/%d/task" % pid):
		with open("/proc/%d/task/%s/children" % (pid, task)) as f:
			found += [int(c) for c in f.read().split()]
	return found

def processor_ticks(pid):
	with open("/proc/%d/stat" % pid) as f:
		return sum(int(x) for x in f.read().rsplit(")", 1)[1].split()[11:13])

def holds(pid, name):
	for fd in os.listdir("/proc/%d/fd" % pid):
		try:
			if name in os.readlink("/proc/%d/fd/%s" % (pid, fd)):
				return True
		except OSError:
			pass
	return False

def rows(table, least):
	try:
		c = sqlite3.connect("file:a.cott?mode=ro", uri=True, timeout=0)
		n = c.execute("SELECT count(*) FROM " + table).fetchone()[0]
		c.close()
		return n >= least
	except sqlite3.Error:
		return False

states = {
	"intake": lambda p: holds(p, "pictures/") or holds(p, "memfd:evidence"),
	"worker-starts": lambda p: children(p),
	"worker-runs": lambda p: any(processor_ticks(c) >= 3 for c in children(p)) and holds(p, "memfd:evidence"),
	"exhibit-kept": lambda p: rows("exhibit", 1),
	"first-kept": lambda p: rows("examination", 1),
	"fifth-kept": lambda p: rows("examination", 5),
	"last-kept": lambda p: rows("examination", 8),
	"report": lambda p: os.path.exists("r.html.part"),
	"report-open": lambda p: holds(p, ".cott"),
}
out = open("killed.out", "wb")
p = subprocess.Popen([program] + args, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
end = time.monotonic() + 60
seen = False
while p.poll() is None and time.monotonic() < end:
	try:
		seen = bool(states[state](p.pid))
	except OSError:
		continue
	if seen:
		break
workers = []
try:
	workers = children(p.pid)
except OSError:
	pass
p.kill()
code = p.wait()
# Workers die with their parent.
end = time.monotonic() + 30
def alive(c):
	try:
		with open("/proc/%d/stat" % c) as f:
			return f.read().rsplit(")", 1)[1].split()[0] not in "ZX"
	except OSError:
		return False
while any(alive(c) for c in workers) and time.monotonic() < end:
	pass
print("killed" if seen and code == -signal.SIGKILL else "ended", len(workers), sum(alive(c) for c in workers))
PY

same='
import json
def rows(name):
	return [json.loads(l) for l in open(name, encoding="utf-8")]
print(rows("whole") == rows("out"))'
reached=0 workers=0 left=0
for state in intake worker-starts worker-runs exhibit-kept first-kept fifth-kept last-kept; do
	rm -f a.cott a.cott-*
	"$cottingley" case new a.cott >out 2>err
	"$cottingley" case note a.cott - "before" >out 2>err
	killed=$(python3 kill.py "$cottingley" $state scan -j1 --now $now -c a.cott --format ndjson pictures)
	# shellcheck disable=SC2086
	set -- $killed
	echo "# $state: $killed"
	[ "$1" = killed ] && reached=$((reached + 1))
	workers=$((workers + $2)) left=$((left + $3))
	run 0 "$state: the case verifies" "$cottingley" case verify a.cott
	run 0 "$state: it takes a note" "$cottingley" case note a.cott - "after"
	run 0 "$state: the scan goes on" "$cottingley" scan -j1 --now $now -c a.cott --format ndjson pictures
	is "$state: to the same results" "$(python3 -c "$same")" True
	"$cottingley" case info a.cott >out 2>err
	has "$state: nothing is there twice" out "8, 8 examined"
	"$cottingley" report -c a.cott --format json >out 2>err
	is "$state: both notes are there" \
		"$(python3 -c 'import json; print([n["text"] for n in json.load(open("out"))["notes"] if n.get("text")])')" "['before', 'after']"
	[ ! -e a.cott-wal ]; ok $? "$state: the log is folded in"
done
[ $reached -ge 5 ]; ok $? "the states were met ($reached of 7)"
[ $workers -gt 0 ] && [ $left -eq 0 ]; ok $? "no worker outlives its parent ($workers seen)"

run 0 "a report" "$cottingley" report -c a.cott --format html -o r.html
cp r.html earlier.html
for state in report-open report; do
	killed=$(python3 kill.py "$cottingley" $state report -c a.cott --format html -o r.html)
	echo "# $state: $killed"
	cmp -s r.html earlier.html; ok $? "$state: an earlier report is whole after the kill"
	run 0 "$state: the case verifies" "$cottingley" case verify a.cott
	run 0 "$state: the report is written again" "$cottingley" report -c a.cott --format html -o r.html
	cmp -s r.html earlier.html && [ ! -e r.html.part ]; ok $? "$state: the same, and nothing lies beside it"
done

# ---- a worker dies while it examines ----
cat >worker.py <<'PY'
import os, signal, subprocess, sys, time

p = subprocess.Popen([sys.argv[1], "scan", "-j1", "--profile", "full", "--format", "ndjson", "slow.png", "pictures"],
		     stdout=open("out", "wb"), stderr=open("err", "wb"))
end = time.monotonic() + 60
done = False
number = getattr(signal, sys.argv[2])
while p.poll() is None and not done and time.monotonic() < end:
	for task in os.listdir("/proc/%d/task" % p.pid):
		try:
			with open("/proc/%d/task/%s/children" % (p.pid, task)) as f:
				child = int((f.read().split() or ["0"])[0])
			if not child:
				continue
			with open("/proc/%d/stat" % child) as f:
				used = sum(int(x) for x in f.read().rsplit(")", 1)[1].split()[11:13])
			# It entered its sandbox and is at work: a confined worker cannot be told apart from one that starts by its name.
			with open("/proc/%d/status" % child) as f:
				confined = "Seccomp:\t2" in f.read()
			maps = open("/proc/%d/maps" % child).read()
			if confined and "memfd:evidence" in maps and used >= 5:
				os.kill(child, number)
				done = True
				break
		except OSError:
			pass
print(done, p.wait())
PY
draw picture slow.png scene=crowd width=2400 height=1800
for pair in KILL:memory_limit SEGV:crashed; do
	is "a worker ended by SIG${pair%:*} while it examines" "$(python3 worker.py "$cottingley" "SIG${pair%:*}")" "True 3"
	is "is what its picture says; the others are whole" \
		"$(field out '(x[0]["error"]["code"], [y["status"] for y in x] == ["failed"] + ["done"] * 8)')" "('${pair#*:}', True)"
	if sanitized; then
		skip "and one line names the signal" "the sanitizer takes it and ends with a report of its own"
	else
		has "and one line names the signal" err "SIG${pair%:*}"
	fi
done
finish
