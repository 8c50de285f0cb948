#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A disk that is full, and folders that nobody may write to. Small file systems of memory are mounted where the test may do so,
# in a mount namespace of its own: nothing is left mounted, whatever happens.
user=
[ "$(id -u)" -eq 0 ] || user=-r
# shellcheck disable=SC2086
if [ -z "${DISK_INSIDE:-}" ] && unshare $user -m true 2>/dev/null; then
	DISK_INSIDE=1 exec unshare $user -m sh "$0" "$@"
fi
. "$(dirname "$0")/lib.sh"
# Workers of a sanitizer build keep their standard error, where the XMP library talks: those lines are not counted.
draw picture large.png scene=crowd width=1600 height=1200
draw harbour small.jpg width=320 height=240 exif=camera
mkdir disk

if [ -n "${DISK_INSIDE:-}" ] && mount -t tmpfs -o size=2m tmpfs disk 2>err; then
	run 0 "a case on a small disk" "$cottingley" scan -c disk/full.cott --format json small.jpg
	run 0 "a note" "$cottingley" case note disk/full.cott Q1 "before the disk was full"
	run 0 "a report" "$cottingley" report -c disk/full.cott --format html -o disk/full.html
	cp disk/full.html earlier.html
	run 6 "case add on a full disk" "$cottingley" case add disk/full.cott large.png
	is "one line" "$(grep -vc "^XML parsing failure" err)" 1
	has "says that there is no room" err "disk"
	run 0 "the case verifies" "$cottingley" case verify disk/full.cott
	run 6 "scan -c on a full disk" "$cottingley" scan -c disk/full.cott --format ndjson large.png
	is "the result is printed all the same" "$(field out 'x[0]["status"]')" done
	is "one line too" "$(grep -vc "^XML parsing failure" err)" 1
	has "says the same" err "disk"
	run 0 "the case verifies again" "$cottingley" case verify disk/full.cott
	"$cottingley" case show disk/full.cott Q1 >out 2>err
	has "what was noted before is there" out "before the disk was full"

	# To the last byte: even a report and a note find no room now.
	cat /dev/zero >disk/filler 2>/dev/null
	run 6 "a report on a full disk" "$cottingley" report -c disk/full.cott --format html -o disk/full.html
	is "is one line" "$(grep -vc "^XML parsing failure" err)" 1
	cmp -s disk/full.html earlier.html; ok $? "the earlier report is whole"
	[ ! -e disk/full.html.part ]; ok $? "and nothing lies beside it"
	run 6 "a note on a full disk" "$cottingley" case note disk/full.cott Q1 "no room for this one"
	is "is one line as well" "$(grep -vc "^XML parsing failure" err)" 1
	run 6 "a new case on a full disk" "$cottingley" case new disk/new.cott
	run 6 "maps on a full disk" "$cottingley" scan --profile full --maps disk/maps --format json large.png
	is "one line for all of them" "$(grep -vc "^XML parsing failure" err)" 1
	"$cottingley" scan --format json small.jpg >/dev/full 2>err
	is "results that do not fit" $? 6
	rm disk/filler
	run 0 "with room again the case verifies" "$cottingley" case verify disk/full.cott
	run 0 "and takes a note" "$cottingley" case note disk/full.cott Q1 "after it was full"
	umount disk
else
	skip "a full disk" "no small file system can be mounted here"
fi

# ---- folders that nobody may write to ----
mkdir locked
cp small.jpg locked
"$cottingley" scan -c locked/old.cott --format json small.jpg >out 2>err
if [ -n "${DISK_INSIDE:-}" ] && mount --bind locked locked 2>err && mount -o remount,bind,ro locked 2>err; then
	how=mounted
elif [ "$(id -u)" -ne 0 ] && chmod 555 locked && chmod 444 locked/*; then
	how=mode
else
	how=
fi
if [ -n "$how" ]; then
	find locked -printf "%p %s %T@\n" | sort >before
	run 0 "a picture in a folder that is read-only" "$cottingley" scan --profile full --format json locked/small.jpg
	run 0 "a case in one is listed" "$cottingley" case list locked/old.cott
	has "with its exhibits" out "Q1"
	run 0 "verified" "$cottingley" case verify locked/old.cott
	run 0 "and reported" "$cottingley" report -c locked/old.cott --format html -o old.html
	run 6 "scan -c cannot write there" "$cottingley" scan -c locked/old.cott --format json large.png
	is "which is one line" "$(grep -vc "^XML parsing failure" err)" 1
	run 6 "nor make a case" "$cottingley" scan -c locked/new.cott --format json small.jpg
	is "one line again" "$(grep -vc "^XML parsing failure" err)" 1
	run 6 "nor take a note" "$cottingley" case note locked/old.cott Q1 "not kept"
	run 6 "nor a report" "$cottingley" report -c locked/old.cott --format html -o locked/r.html
	find locked -printf "%p %s %T@\n" | sort | cmp -s - before; ok $? "nothing changed there"
	[ "$how" = mode ] && chmod 755 locked
	[ "$how" = mounted ] && umount locked
else
	skip "read-only folders" "root, and no bind mount can be made here"
fi
finish
