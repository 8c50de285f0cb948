#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The main process denies itself internet sockets: seen from outside, by its seccomp state while it works.
. "$(dirname "$0")/lib.sh"
draw picture a.png scene=harbour width=2500 height=2000
"$cottingley" scan --format ndjson a.png a.png a.png >out 2>err &
pid=$!
mode= n=0
while [ $n -lt 2000 ] && kill -0 $pid 2>/dev/null; do
	m=$(sed -n 's/^Seccomp:[[:space:]]*//p' /proc/$pid/status 2>/dev/null)
	[ "$m" = 2 ] && mode=2 && break
	n=$((n + 1))
done
wait $pid
is "a filter is on" "$mode" 2
finish
