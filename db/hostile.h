/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hostile.h: a case file may come from anybody. What is switched off and limited for every handle, and what
 * is looked at before a case that is only read is believed to be one. */
#ifndef COTTINGLEY_DB_HOSTILE_H
#define COTTINGLEY_DB_HOSTILE_H

#include "db/sql.h"

/* Right after sqlite3_open_v2, before the first read. */
MUST_USE enum status hostile_harden(struct store_db *db, struct error *e);
/* application_id and user_version. */
MUST_USE enum status hostile_identify(struct store_db *db, int *version, struct error *e);
/* ST_CASE for a file that ends within a page. Only where no log lies beside it, which could hold the rest. */
MUST_USE enum status hostile_whole_pages(struct store_db *db, struct error *e);
/* query_only, and SQLite's quick check of the tables that are small (all but stored bytes and encoded
 * examinations), for at most two seconds; *whole is false when that was not enough. */
MUST_USE enum status hostile_check(struct store_db *db, bool *whole, struct error *e);
/* Statements that run beyond ms milliseconds from now are stopped; 0: no limit. */
void hostile_deadline(struct store_db *db, int64_t ms);

#endif
