/* SPDX-License-Identifier: GPL-3.0-or-later */
/* features.h: the numbers that the regression of the check `recapture` reads: several hundred weak measures in
 * six families. Pure numbers, no thresholds. Families of methods: Muammar, Dragotti 2013 (aliasing peaks of
 * a display in the residual's spectrum), Cao, Kot 2010 (colour), the quadrature of the three colour waves
 * of striped sub-pixels (our own, measured), layout after how displays look in a room. */
#ifndef COTTINGLEY_FEATURES_H
#define COTTINGLEY_FEATURES_H

#include "analyzers/signal/bandmap.h"
#include "analyzers/signal/tiles.h"
#include "analyzers/signal/transform.h"
#include "analyzers/signal/whiten.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/job.h"
#include "src/media/subject.h"

enum { FEATURES_MAX = 2048, FEATURE_NAME = 28, TILE_SIDE = 512, TILE_LEAST = 256 };
/* The middle of a tile's half plane, in which the colour rotation is read: 144 bins to each side. */
enum { HUE_SIDE = 288, HUE_HALF = HUE_SIDE / 2 + 1 };

enum feature_family {
	FAMILY_WAVES,    /* peaks of one tile's fine spectrum */
	FAMILY_WELCH,    /* averaged spectra of residuals */
	FAMILY_ROTATION, /* red, green and blue waves out of step */
	FAMILY_COLOUR,   /* colour and light of the whole picture */
	FAMILY_LAYOUT,   /* borders, edges, lines */
	FAMILY_SAVE,     /* sharpness, noise, what the last save left */
	FAMILIES,
};
extern const char *const family_name[FAMILIES];

/* A growing list of numbers. NaN: could not be measured. */
struct feature_list {
	float *v;
	char (*names)[FEATURE_NAME]; /* NULL: names are not wanted */
	uint8_t *families;           /* NULL likewise */
	size_t n, room;              /* more than room are dropped and counted */
	enum feature_family family;  /* of what is added now */
};
void feature_add(struct feature_list *f, float value, const char *name, ...) PRINTF(3, 4);

/* How much is measured. Thorough: averaged spectra, evened residuals and colour differences too, at four times
 * the cost; the lists of features differ. */
struct feature_plan {
	uint32_t tiles; /* wanted, 1..TILES_MAX */
	bool thorough;
};

/* What the tile families share. Buffers for one tile of TILE_SIDE x TILE_SIDE samples. */
struct tile_work {
	bool thorough;
	struct transform t512, t256, t128;
	struct whiten w512, w512_wide, w256, w256_wide, w128, w128_wide;
	struct bandmap b512, b256, b128, hue; /* hue: the middle of b512 */
	const uint8_t *bytes;      /* the tile where it stands in the picture, R G B by turns; NULL: use rgb */
	size_t stride;             /* bytes a row there */
	float *rgb[3], *luma;      /* samples 0..255; not filled while bytes is set */
	float (*spectrum[3])[2];   /* half planes of R, G, B at 512 */
	float *power, *db, *x;     /* half planes */
	float *luma_x;             /* whitened luma spectrum, dB: kept for the caller after tile_features() */
	float *scratch[4];         /* planes */
};
/* w: zeroed, with `thorough` set. Release also after a failure. */
MUST_USE enum status tile_work_init(struct tile_work *w, struct error *e);
void tile_work_release(struct tile_work *w);
/* Samples of the tile at (x, y); beyond the picture's edge it is mirrored. 16-bit samples by their high byte; gray is
 * given thrice. */
void tile_work_load(struct tile_work *w, const struct raster *r, uint32_t x, uint32_t y);

/* Each adds the same names in the same order for any tile. */
void waves_features(struct tile_work *w, struct feature_list *f);
void welch_features(struct tile_work *w, struct feature_list *f);
void rotation_features(struct tile_work *w, struct feature_list *f);

/* A small picture (long side at most PREVIEW_MAX_SIDE) and its planes. */
struct thumb {
	uint32_t width, height;
	const uint8_t *rgb; /* of the small picture */
	float *y, *cb, *cr, *value; /* value: max(R, G, B) */
	float *gx, *gy, *g;         /* Sobel / 8, magnitude */
};
MUST_USE enum status thumb_init(struct thumb *t, const struct small *small, struct error *e);
void thumb_release(struct thumb *t);
void colour_features(const struct thumb *t, struct feature_list *f);
void layout_features(const struct thumb *t, struct feature_list *f);
MUST_USE enum status line_features(const struct thumb *t, struct feature_list *f, struct error *e);
MUST_USE enum status save_features(const struct raster *r, const struct thumb *t, struct feature_list *f,
				   struct error *e);

/* Statistics shared by the families. v is reordered. part 0..1, linear between ranks. NaN when n is 0. */
float sorted_percentile(const float *sorted, size_t n, float part);
void sort_floats(float *v, size_t n);
void sort_floats_in(float *v, size_t n, uint32_t *room); /* room: 2 * n */

/* Called after each tile, in the order of the grid of tiles.h, with its whitened luma spectrum: what the evidence is
 * drawn from. */
struct tile_listener {
	void (*heard)(void *self, uint32_t tile, const struct tile_work *w);
	void *self;
};

/* All families of a picture; small: the same picture, made small. With a short side under TILE_LEAST the families
 * of tiles are NaN. ST_CANCELLED (asked several times a tile), ST_MEMORY. */
MUST_USE enum status features_measure(const struct raster *r, const struct small *small,
				      const struct feature_plan *plan, struct job_control *ctl,
				      const struct tile_listener *listener, struct feature_list *out,
				      struct error *e);

#endif
