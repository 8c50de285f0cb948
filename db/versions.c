/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "db/versions.h"

#include <sqlite3.h>

const char *version_sqlite(void)
{
	return sqlite3_libversion();
}
