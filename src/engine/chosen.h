/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chosen.h: which checks a request means. The worker runs these, the parent expects these, in the order of
 * the registry. */
#ifndef COTTINGLEY_CHOSEN_H
#define COTTINGLEY_CHOSEN_H

#include "analyzers/analyzer.h"
#include "src/base/base.h"
#include "src/engine/message.h"

/* Named, or else of the profile (0: full); examiners only. */
static inline bool request_wants(const struct request *r, const struct analyzer *a)
{
	if (a->stage != STAGE_EXAMINER)
		return false;
	for (unsigned i = 0; i < r->n_checks; i++)
		if (strcmp(r->checks[i], a->id) == 0)
			return true;
	return r->n_checks == 0 && (a->profiles & (r->profile ? r->profile : PROFILE_FULL)) != 0;
}

/* Does it run? unread: on a file that has no reader here, only checks that want nothing but bytes and trust lists. */
static inline bool request_runs(const struct request *r, const struct analyzer *a, bool unread)
{
	return request_wants(r, a) && (!unread || a->needs == NEED_TRUST);
}

#endif
