/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/cues.h"

#include <math.h>

const char *const cue_name[CUES] = { "peak", "lattice", "bins", "blacks", "surround" };

/* A little over what white noise reaches in twelve tiles. */
static const double noise_peak = 15, noise_lattice = 12;

static double ramp(double v, double zero, double half)
{
	double t = half > zero ? (v - zero) / (half - zero) / 2 : v > half;

	return t < 0 ? 0 : t > 1 ? 1 : t;
}

static double score_of(const struct moire *m, const struct cue_limits *l, const struct cues *c)
{
	double spectral = ramp((double)m->peak_db, noise_peak, l->peak_db) +
			  ramp((double)m->lattice.max, noise_lattice, l->lattice_db) +
			  ramp(log1p((double)m->over.p80), 0, log1p(l->bins));

	return .9 * spectral / 3 + .05 * c->present[CUE_BLACKS] + .05 * c->present[CUE_SURROUND];
}

struct cues cues_judge(const struct moire *m, const struct scene *s, const struct cue_limits *l)
{
	struct cues c = { .present = {
		[CUE_PEAK] = (double)m->peak_db >= l->peak_db,
		[CUE_LATTICE] = (double)m->lattice.max >= l->lattice_db,
		[CUE_BINS] = (double)m->over.p80 >= l->bins,
		[CUE_BLACKS] = s->blue_blacks,
		[CUE_SURROUND] = s->has_screen,
	} };

	for (unsigned i = 0; i < CUES; i++) {
		c.n += c.present[i];
		c.n_spectral += c.present[i] && i < CUES_SPECTRAL;
	}
	c.consistent = c.n >= 2 && c.n_spectral >= 1;
	c.score = score_of(m, l, &c);
	return c;
}
