/* SPDX-License-Identifier: GPL-3.0-or-later */
/* place.h: where a case lies and what lies beside it, looked at without opening it: a descriptor of our own
 * on the file would, when closed, drop SQLite's locks on it. */
#ifndef COTTINGLEY_DB_PLACE_H
#define COTTINGLEY_DB_PLACE_H

#include "db/store.h"

struct place {
	char path[4000]; /* absolute; links in the folder resolved, the last name not */
	bool exists;
	bool log;	  /* a write-ahead log lies beside it, even an empty one */
	bool journal;	  /* a rollback journal lies beside it */
	bool folder_open; /* files can be made in the folder */
	bool network;	  /* a network file system */
};

/* ST_CASE for what cannot be a case (a link, a folder, a FIFO) and, unless create, for what does not exist.
 */
MUST_USE enum status place_look(const char *path, bool create, struct place *out, struct error *e);
/* Makes an empty file of mode 0600; SQLite gives its -wal and -shm the same mode. ST_CASE when anything is
 * there. */
MUST_USE enum status place_make(const struct place *p, struct error *e);

#endif
