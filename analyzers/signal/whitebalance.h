/* SPDX-License-Identifier: GPL-3.0-or-later */
/* whitebalance.h: the two questions of the check `whitebalance`, and what is written into the result.
 *
 * By itself it compares surfaces of like material and looks for a compact part of the picture in
 * another light. On real composites that is near chance (AUC .52 to .55 for telling pictures apart), so
 * that it explains and never decides. With regions marked by a person it measures the light on each and
 * says how sure it is of the difference, which is how the method was published (Riess, Angelopoulou
 * 2010: the user selects the surfaces). */
#ifndef COTTINGLEY_WHITEBALANCE_H
#define COTTINGLEY_WHITEBALANCE_H

#include "analyzers/analyzer.h"
#include "analyzers/signal/cct.h"
#include "analyzers/signal/surfaces.h"
#include "src/base/base.h"

struct wb_limits {
	double angle;      /* degrees beyond which an estimator calls two lights different */
	double narrow;     /* with regions: and the whole interval lies over so many degrees */
	double sigmas;     /* by itself: and as many standard deviations */
	double likeness;   /* by itself: overlap of what two surfaces are made of, 0..1 */
	double variety;    /* by itself: a surface must vary in both colour axes by this, natural logarithm */
	uint32_t resamples;
	struct surface_limits surface;
};

/* ---- by itself ---- */

struct wb_compared {
	uint32_t like, apart;        /* pairs of surfaces: of like material; of these, in different light */
	/* The strongest pair: of the part that is odd (b) and the rest (a), or else of all. */
	uint32_t a, b;
	struct angle angle;          /* between them */
	unsigned agree;              /* estimators that place them apart */
	double cov[2][3];            /* of the light on a and on b: rr, rg, gg */
	/* Surfaces that touch, fill their rectangle and differ from nearly all like ones, which agree
	 * with one another. */
	bool compact;
	struct region odd;           /* that rectangle, stored pixels; when compact */
	double score;                /* 0..1; .5: at the limits; under .5 without such a part */
};

/* ST_NOT_APPLICABLE when there is nothing to compare. */
MUST_USE enum status wb_compare(const struct surfaces *s, const struct locus *locus,
				const struct wb_limits *limits, struct job_control *ctl,
				struct wb_compared *out, struct error *e);

/* ---- with regions ---- */

/* How a region is read, by what the person says that it shows. */
enum wb_reading {
	READ_SURFACES,  /* many surfaces, grey on average: four estimators (illuminant.h) */
	READ_NEUTRAL,   /* a surface without a colour: its own colour is that of the light */
	READ_HIGHLIGHT, /* shiny surfaces: their lines in the chromaticity plane meet in the light */
	READ_MATERIAL,  /* one material: no light of its own, compared with its like only */
};
const char *wb_reading_name(enum wb_reading r); /* "surfaces", "neutral", "highlight", "material" */

struct wb_region {
	struct region rect;
	enum wb_reading reading;
	bool speaks;
	char reason[120];            /* when it does not */
	bool flat;                   /* one even colour: paint and light cannot be told apart */
	uint32_t pixels;             /* usable, stored */
	uint32_t lines;              /* of highlights */
	struct illuminant light;     /* rg: of a material its own colour; n 0 but for READ_SURFACES */
	struct resampled spread;     /* owned */
	struct cct cct;
};

struct wb_pair {
	unsigned a, b;
	/* that of the less certain of the two: surfaces, then highlight, then neutral; material */
	enum wb_reading reading;
	/* of a material: from a light that is rendered white to one that differs as much */
	struct angle angle;
	struct cct cct; /* of the light on b, where that on a is rendered white */
	unsigned agree;
	double third; /* third largest angle of the estimators, when both are read by them */
	/* low end over the threshold; of surfaces three estimators agree too, and neither is flat */
	bool apart;
};

enum { WB_PAIRS_MAX = REGIONS_MAX * (REGIONS_MAX - 1) / 2 };
struct wb_guided {
	struct wb_region at[REGIONS_MAX];
	struct wb_pair pairs[WB_PAIRS_MAX];
	unsigned n, speaking, n_pairs;
	double score;
};

MUST_USE enum status wb_guide(const struct raster *r, const struct region *regions, unsigned n,
			      const struct locus *locus, const struct wb_limits *limits,
			      struct job_control *ctl, struct wb_guided *out, struct error *e);
void wb_guided_release(struct wb_guided *g);

/* What one material or a neutral surface has as colour: the median of its blocks. */
MUST_USE enum status wb_read_colour(const struct light_blocks *b, unsigned stream,
				    const struct wb_limits *limits, struct wb_region *o, struct error *e);
/* The light of highlights: see wb_highlight.c. */
MUST_USE enum status wb_read_highlights(const struct light *l, unsigned stream, const struct locus *locus,
					const struct wb_limits *limits, struct job_control *ctl,
					struct wb_region *o, struct error *e);

/* ---- words ---- */

/* A 95 % ellipse of a covariance (rr, rg, gg): half axes in chromaticity, angle of the long one in
 * degrees. */
struct ellipse {
	double major, minor, angle;
};
struct ellipse ellipse_of(const double cov[3]);

void wb_report_compared(const struct surfaces *s, const struct wb_compared *c, const struct locus *locus,
			const struct wb_limits *limits, const struct raster *r, struct result *out);
void wb_report_guided(const struct wb_guided *g, const struct wb_limits *limits, const struct raster *r,
		      struct result *out);
/* Angle of every surface's light to the median light. */
void wb_map_angle(const struct surfaces *s, struct result *out);
/* Where every surface's light lies between those of regions a (0) and b (1); NaN when it lies on no
 * such line. */
void wb_map_between(const struct surfaces *s, const double a[2], const double b[2], struct result *out);

struct wb_point {
	const char *label;
	double rg[2], cov[3]; /* cov all 0: no ellipse */
};
enum { WB_POINTS_MAX = SURFACES_MAX };
/* The chromaticity plane: the Planckian locus, a point for each light and its ellipse. */
void wb_plot(const struct locus *locus, const struct wb_point *points, unsigned n, struct result *out);

#endif
