/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/cues.h"

const char *const cue_name[CUES] = { "peak", "lattice", "bins", "blacks", "surround" };

struct cues cues_judge(const struct moire *m, const struct scene *s, const struct cue_limits *l)
{
	struct cues c = { .present = {
		[CUE_PEAK] = (double)m->peak_db >= l->peak_db,
		[CUE_LATTICE] = (double)m->lattice.max >= l->lattice_db,
		[CUE_BINS] = (double)m->over.p80 >= l->bins,
		[CUE_BLACKS] = s->blue_blacks,
		[CUE_SURROUND] = s->has_screen,
	} };

	return c;
}
