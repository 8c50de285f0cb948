/* SPDX-License-Identifier: GPL-3.0-or-later */
/* schema.h: the tables of a case as text, and how an older case becomes a newer one: forward only, each step
 * in one transaction, after a copy of the whole file. */
#ifndef COTTINGLEY_DB_SCHEMA_H
#define COTTINGLEY_DB_SCHEMA_H

#include "db/sql.h"

/* Step i leads from version i to version i + 1; step 0 makes an empty file a case. */
struct migration {
	const char *ddl;
};
extern const struct migration schema_steps[STORE_VERSION];

/* Runs steps[from..to) in one transaction and sets the version. `also` (may be NULL) runs inside it. */
MUST_USE enum status schema_apply(struct store_db *db, const struct migration *steps, int from, int to,
				  store_op also, void *arg, struct error *e);
/* Copies the case to "PATH.vN" through SQLite's backup interface, mode 0600; the copy must not exist. */
MUST_USE enum status schema_backup(struct store_db *db, int version, struct error *e);
/* Backup, then schema_apply with an audit row. */
MUST_USE enum status schema_migrate(struct store_db *db, const struct migration *steps, int from, int to,
				    struct error *e);

/* Compares the schema of the file with what the steps make of an empty one. ST_CASE names the first object
 * that is foreign, changed, or (a table) missing. A missing trigger or index is not refused: *missing is its
 * name, or "". */
MUST_USE enum status schema_compare(struct store_db *db, const struct migration *steps, int version,
				    char *missing, size_t cap, struct error *e);

#endif
