/* SPDX-License-Identifier: GPL-3.0-or-later */
/* phases.h: how red, green and blue of one wave stand to each other. The stripes of a display lie side by side, a
 * third of a pixel apart, so a wave that its lattice makes has red, green and blue a third of a turn apart: 0, 120,
 * -120 degrees, in the first and the second harmonic, folded by sampling or not. A grey texture has them in step; one
 * of one or two colours has them on a line.
 *
 * What the colours have in common is taken off first: a file that keeps colour coarsely (JPEG 4:2:0) or a dull lens
 * weakens what differs against what is common, and so bends three hands of a clock together, but it leaves the shape
 * of what differs. The differences are told by their symmetrical components (rotation.h): P and N, one for each way
 * round.
 *
 * Method: one frequency of the discrete Fourier transform of a tile of MOIRE_TILE, mean off, symmetric Hann window,
 * each colour alone. Noise is that of the surround, 20 frequencies 6 to 14 bins away: the median power over ln 2 for
 * a colour, whose power is exponentially distributed, and over .839 for P + N, the sum of two such (the median of
 * Erlang's distribution of order 2 is .839 of its mean). To first order a phase has the standard deviation
 * sqrt(noise power / (2 power)) (Rife, Boorstyn 1974, "Single-tone parameter estimation from discrete-time
 * observations", IEEE Trans. Information Theory 20), and the rotation one of at most sqrt(noise / (P + N)). */
#ifndef COTTINGLEY_PHASES_H
#define COTTINGLEY_PHASES_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/media/raster.h"

enum phase_reading { PHASES_UNDETERMINED, PHASES_IN_STEP, PHASES_ROTATED };

/* Amplitudes: gray levels of 255, half of crest to trough. */
struct phases {
	double amplitude[3]; /* of the wave in red, green, blue */
	double noise[3];     /* of the surround at one frequency, root of the mean power */
	double differs[3];   /* amplitude of what is left when the mean of the three is taken off */
	double colour, colour_noise; /* root of the sum of the squares of `differs`; the same of the surround */
	double red, blue;    /* phases of what is left, ahead of green's: degrees, -180 < v <= 180; NaN: not seen */
	double red_error, blue_error; /* one standard deviation, degrees; 180 when nothing is known */
	/* (P - N) / (P + N) = Im(R G* + G B* + B R*) / (.866 T), T the power of what differs: 1 or -1 for three equal
	 * hands a third of a turn apart, 0 for hands on a line. NaN: not seen. */
	double rotation, rotation_error;
	enum phase_reading reading;
	const char *why; /* why nothing can be told, else NULL */
};

/* The wave of frequency (fx, fy) cycles per pixel in the tile of MOIRE_TILE at (x, y), which must lie inside r; and
 * its reading. A grey picture answers ST_OK and undetermined. ST_MEMORY. */
MUST_USE enum status phases_measure(const struct raster *r, uint32_t x, uint32_t y, double fx, double fy,
				    struct phases *out, struct error *e);

/* The reading, from amplitudes, noise and rotation. The colours are seen when `colour` is over 2.45 times its noise
 * (six times the power: 8e-5 by chance).
 * Rotated: seen, and one way round has three times the power of the other or more, by two standard deviations
 * (|rotation| >= .5).
 * In step: the wave is seen in green (3 times its noise) and its colours are not; or they are, and neither way round
 * has more than twice the power of the other (|rotation| <= 1/3), by two standard deviations.
 * Undetermined: between; or no wave is seen; or in step in a wave shorter than 4 px across or down, where a file of
 * colours at half the resolution and a sensor under a Bayer mosaic can carry nothing else. */
void phases_read(struct phases *p, double fx, double fy);
bool phases_seen(const struct phases *p); /* do its colours differ beyond the noise? */

const char *phase_reading_name(enum phase_reading r);  /* "in_step" */
const char *phase_reading_words(enum phase_reading r); /* for people */
/* The shift of red and of blue, in opposite directions along the wave, that lateral colour of a lens would need to
 * look like the stripes of a screen: a third of the period, px. */
double phases_lens_shift(double fx, double fy);

#endif
