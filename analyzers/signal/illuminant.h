/* SPDX-License-Identifier: GPL-3.0-or-later */
/* illuminant.h: the colour of the light on a surface, by four published estimators, with what
 * resampling says of its error. Colours are chromaticities (r, g) = (R, G) / (R + G + B) of linear
 * sRGB; as angle: between the vectors (r, g, 1 - r - g), in degrees.
 *
 * grey-world: mean (Buchsbaum 1980). shades-of-grey: Minkowski mean, p = 6 (Finlayson, Trezzi 2004).
 * grey-edge: mean of the gradient's length, first order, p = 1 (van de Weijer, Gevers, Gijsenij 2007),
 * on cells smoothed by Sobel's kernel. iic: inverse-intensity chromaticity, chi_c = m (1 / sum f) +
 * gamma_c, whose intercept is the light where a surface has highlights (Tan, Nishino, Ikeuchi 2004;
 * Riess, Angelopoulou 2010); one vote for each 8 x 8 cells whose cluster is elongated and slanted.
 *
 * Sums are kept by block, so that resampling blocks (Efron 1979; blocks because neighbours are alike)
 * is adding. */
#ifndef COTTINGLEY_ILLUMINANT_H
#define COTTINGLEY_ILLUMINANT_H

#include "analyzers/signal/light.h"
#include "src/base/base.h"
#include "src/base/error.h"

enum estimator { EST_GREY_WORLD, EST_SHADES, EST_EDGE, EST_IIC, ESTIMATORS };
extern const char *const estimator_name[ESTIMATORS]; /* "grey_world", ... */

enum { VOTE_CELLS = 8, RESAMPLES_MAX = 1000 };

struct vote {
	float rg[2];
	uint32_t block;
};

/* Sums over the usable cells of a block; the logarithms over every second cell of every second row. */
struct light_block {
	uint32_t n, n_edge, n_log;
	double sum[EST_IIC][3];      /* f, f^6, |grad f| */
	double log_sum[3];           /* a = ln(R / G), b = ln(B / G), y = ln((R + G + B) / 3) */
	double log_sq[4];            /* a a, a b, b b, y y */
	uint32_t first_vote, n_votes;
};

struct light_blocks {
	uint32_t cols, rows;
	uint32_t size;               /* cells a side; blocks at the right and lower edge may be smaller */
	struct light_block *at;            /* cols * rows */
	struct vote *votes;
	uint32_t n_votes;
};

/* size: a multiple of VOTE_CELLS, or less than it. ST_MEMORY. */
MUST_USE enum status blocks_make(const struct light *l, uint32_t size, struct light_blocks *out,
				 struct error *e);
void blocks_release(struct light_blocks *b);

/* Some of the blocks, as one surface. */
struct surface {
	const struct light_blocks *blocks;
	const uint32_t *list; /* indices, borrowed */
	uint32_t n;
};

struct illuminant {
	bool spoke[ESTIMATORS];
	double by[ESTIMATORS][2];
	double rg[2]; /* median of those that spoke, by component; NaN when fewer than three did */
	unsigned n;   /* how many did */
};

struct illuminant illuminant_of(const struct surface *s);

struct resampled {
	uint32_t n;
	double (*rg)[2];    /* n; owned */
	double cov[3];      /* of rg: rr, rg, gg */
};
/* n: 2..RESAMPLES_MAX. stream: another one gives other draws; the same gives the same. ST_MEMORY. */
MUST_USE enum status illuminant_resample(const struct surface *s, uint32_t n, uint32_t stream,
					 struct resampled *out, struct error *e);
void resampled_release(struct resampled *r);
void resampled_covariance(struct resampled *r);

/* What resampling cannot know of. The resamples move `factor` times as far from the estimate, and by normal
 * errors in ln R/G and ln B/G: `base`, and `slope` times how far the estimate is from equal channels,
 * because the camera's colours and tones err the more the further a light is from what it took for white. */
struct doubt {
	double factor, base[2], slope[2];
};
void resampled_doubt(struct resampled *r, const double rg[2], const struct doubt *d, uint32_t stream);

/* A chromaticity as ln R/G and ln B/G, and back. No part of it is taken for less than .001. */
void chroma_logs(const double rg[2], double ab[2]);
void chroma_of_logs(const double ab[2], double rg[2]);

/* The next number of a stream: splitmix64 (Steele, Lea, Flood 2014). */
uint64_t resample_draw(uint64_t *state);

double chroma_angle(const double a[2], const double b[2]);

/* The angle between two illuminants and how far resampling moves it along the line from one to the
 * other. */
struct angle {
	/* 95 % interval by the percentile method, widened to hold for both coordinates together; low is
	 * not below 0 */
	double degrees, low, high, sigma;
};
struct angle angle_between(const double a[2], const struct resampled *ra, const double b[2],
			   const struct resampled *rb);

/* How many estimators spoke for both, place them more than `over` degrees apart, and agree on the
 * direction? *third: the third largest of their angles, 0 when fewer than three spoke for both. */
unsigned estimators_apart(const struct illuminant *a, const struct illuminant *b, double over, double *third);

/* Covariance of (ln R/G, ln B/G) and spread of ln Y: what a surface is made of. A change of light
 * shifts the first two, by von Kries' rule, and leaves these as they are. */
struct variety {
	double cov[3];       /* aa, ab, bb */
	double wide, narrow; /* square roots of its eigenvalues */
	double lightness;    /* standard deviation of ln Y */
	double a, b;         /* means */
	uint32_t n;
};
struct variety variety_of(const struct surface *s);

#endif
