#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A folder of very many small pictures: each has its object, in order, and the memory of the parent stays small.
# COTTINGLEY_SLOW=1: 100,000 of them instead of 5,000.
. "$(dirname "$0")/lib.sh"
n=5000
[ -z "${COTTINGLEY_SLOW:-}" ] || n=100000
sanitized && [ -z "${COTTINGLEY_SLOW:-}" ] && n=500
draw picture one.png scene=street width=16 height=16 seed=1

# Hard links are names of their own; a file takes a limited number of them, so there is a new file for each ten thousand.
cat >crowd.py <<'PY'
import os, shutil, sys
n = int(sys.argv[1])
os.mkdir("crowd")
for i in range(n):
	if i % 10000 == 0:
		src = "src%d.png" % i
		shutil.copy("one.png", src)
	os.link(src, "crowd/f%06d.png" % i)
PY
python3 crowd.py $n

cat >measure.py <<'PY'
import subprocess, sys
p = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=open("err", "wb"))
peak = lines = bytes_ = 0
with open("out", "wb") as out:
	for line in p.stdout:
		out.write(line)
		if lines % 100 == 0:
			try:
				with open("/proc/%d/status" % p.pid) as f:
					peak = max([peak] + [int(l.split()[1]) for l in f if l.startswith("VmHWM:")])
			except OSError:
				pass
		lines += 1
print(p.wait(), lines, peak)
PY
measured=$(python3 measure.py "$cottingley" scan -j2 --checks structure --format ndjson crowd)
# shellcheck disable=SC2086
set -- $measured
echo "# $n pictures: exit code $1, $2 objects, the parent held at most $3 kB"
is "the scan of $n pictures" "$1" 0
python3 - $n <<'PY'
import json, sys
n = int(sys.argv[1])
i = 0
for line in open("out", encoding="utf-8"):
	x = json.loads(line)
	assert x["evidence"]["path"] == "crowd/f%06d.png" % i and x["status"] == "done", x["evidence"]
	i += 1
assert i == n, i
PY
ok $? "each has its object, in the order of names"
# What is kept of a picture that is printed is a row, not its results: about 1.7 kB where this was written.
sanitized || [ "$3" -lt $((40000 + n * 3)) ]
ok $? "the parent keeps less than 3 kB for each"
has_not "nothing is said on the side" err "cottingley"
finish
