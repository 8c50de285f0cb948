/* SPDX-License-Identifier: GPL-3.0-or-later */
/* holder.h: who has the case open for writing. One row, committed to the main file when the case is opened
 * and removed when it is closed; a row that outlives its process says that the case was not closed. SQLite's
 * own locks do not serve: they name nobody, and a second descriptor on the file would drop them. */
#ifndef COTTINGLEY_DB_HOLDER_H
#define COTTINGLEY_DB_HOLDER_H

#include "db/sql.h"

struct holder {
	bool present;
	int64_t pid,
		started;   /* started: field 22 of /proc/PID/stat, so that a pid used again is not mistaken */
	char machine[128]; /* boot id and process namespace: where the pid means something */
	char host[65], since[32];
};

enum holder_life {
	HOLDER_NONE,
	HOLDER_DEAD,
	HOLDER_ALIVE,
	HOLDER_UNKNOWN
}; /* unknown: of another machine or container */
enum holder_life holder_life(const struct holder *h);

MUST_USE enum status holder_get(struct store_db *db, struct holder *out, struct error *e);
/* Writes our row. ST_BUSY when a live process has one. *left is the row of a dead one, if there was any. */
MUST_USE enum status holder_take(struct store_db *db, struct holder *left, struct error *e);
MUST_USE enum status holder_drop(struct store_db *db, struct error *e);
/* ST_BUSY with the sentence that names the holder. */
enum status holder_busy(struct store_db *db, struct error *e);

#endif
