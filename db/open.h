/* SPDX-License-Identifier: GPL-3.0-or-later */
/* open.h: opening and closing the file of a case. Runs on the store's thread. */
#ifndef COTTINGLEY_DB_OPEN_H
#define COTTINGLEY_DB_OPEN_H

#include "db/sql.h"

/* Fills *db (zeroed by the caller); on an error nothing stays open and a file that was just made is gone. */
MUST_USE enum status db_open(const char *path, enum store_mode mode, struct store_db *db, struct error *e);
/* Folds the log in, leaves one file. Closes also when it answers an error. */
MUST_USE enum status db_close(struct store_db *db, struct error *e);

#endif
