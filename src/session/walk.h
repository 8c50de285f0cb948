/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk.h: a named path becomes files. A folder is walked in bytewise path order; links met inside it
 * are skipped and counted; a link that the user named is followed; a manifest store (.c2pa) beside the
 * picture of its name is left to that picture. Blocks on the file system: runs on the intake thread. */
#ifndef COTTINGLEY_WALK_H
#define COTTINGLEY_WALK_H

#include "src/base/base.h"
#include "src/base/error.h"

struct walk_sink {
	/* A path to examine (FIFOs and devices too: opening them names the reason). False stops the walk. */
	bool (*file)(void *arg, const char *path);
	/* Something that could not be looked into. */
	void (*problem)(void *arg, const char *path, const struct error *e);
	void (*skipped_link)(void *arg, const char *path);
	void *arg;
};

void walk_path(const char *path, const struct walk_sink *sink);

/* The name under which path is found from every folder: the working folder before a relative one;
 * links are not resolved. The caller frees it; a copy of path when the working folder has no name. */
char *walk_absolute(const char *path);

#endif
