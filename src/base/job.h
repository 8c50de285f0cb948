/* SPDX-License-Identifier: GPL-3.0-or-later */
/* job.h: how long work is told to stop and says how far it is. Owned by whoever started the work. */
#ifndef COTTINGLEY_JOB_H
#define COTTINGLEY_JOB_H

#include "src/base/base.h"

struct job_control {
	bool (*cancelled)(void *owner);                                   /* NULL: never */
	void (*progress)(void *owner, unsigned permille, const char *stage); /* NULL: nobody looks */
	void *owner;
};

/* Ask once a band or a tile, never in an inner loop; both accept NULL. */
static inline bool job_cancelled(struct job_control *c)
{
	return c && c->cancelled && c->cancelled(c->owner);
}

static inline void job_progress(struct job_control *c, unsigned permille, const char *stage)
{
	if (c && c->progress)
		c->progress(c->owner, permille, stage);
}

/* Set limits of a run. Every one is a named error when reached. */
struct limits {
	uint64_t pixels;  /* of one picture */
	uint64_t memory;  /* bytes, of a worker */
	uint32_t seconds; /* of one check */
};
#define LIMITS_DEFAULT { .pixels = 300000000, .memory = 1073741824, .seconds = 60 }

#endif
