/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check `recapture`: was this picture taken from a screen? Several hundred weak measures of the fine waves that the
 * pixels of a display leave (moire), of their colours, and of how displays look in a room are weighed by a
 * learned regression (features.h, regression.h); thresholds and error rates come from the calibration table. What is
 * shown beside it (the highest waves, their phases, where they stand) is for people to check: see
 * recapture_evidence.h. */
#include "src/base/base.h"
#include "analyzers/checks.h"

#include "analyzers/calibration.h"
#include "analyzers/signal/cues.h"
#include "analyzers/signal/features.h"
#include "analyzers/signal/moire.h"
#include "analyzers/signal/recapture_evidence.h"
#include "analyzers/signal/recapture_model.h"
#include "analyzers/signal/recapture_verdict.h"
#include "analyzers/signal/scene.h"
#include "analyzers/stratum.h"
#include "src/base/mem.h"
#include "src/media/webp_quantiser.h"

static const double black_under = 25; /* mean of max(R, G, B) */

static const struct param params[] = {
	{ .name = "count_db", .unit = "dB", .value = 17, .min = 12, .max = 40,
	  .help = "a bin this far over its surround is counted; noise alone reaches 14.5" },
	{ .name = "peak_db", .unit = "dB", .value = 27, .min = 12, .max = 60,
	  .help = "said of a picture: its highest bin at .2 cycles/px and up reaches this" },
	{ .name = "lattice_db", .unit = "dB", .value = 22, .min = 9, .max = 60,
	  .help = "said of a picture: a bin and its partner at a right angle are both this high" },
	{ .name = "bins", .unit = "", .value = 270, .min = 1, .max = 131584,
	  .help = "said of a picture: so many bins are counted in a tile (80th percentile of the tiles)" },
	{ .name = "min_long_side", .unit = "px", .value = 800, .min = 512, .max = 100000,
	  .help = "smaller pictures are not judged: none were learned from" },
	{ .name = "min_quality", .unit = "", .value = 40, .min = 1, .max = 100,
	  .help = "pictures last saved as JPEG under this quality are not judged" },
	/* Above what cwebp gives at its own default, quality 75: the formula of libwebp (quant_enc.c) makes
	 * 26 of it, which its four segments move up and down. At quality 50 (38) the edges of blocks of
	 * genuine photographs raised peaks of their own; 'inspect --structure' prints the index of a file. */
	{ .name = "max_quantiser", .unit = "", .value = 32, .min = 0, .max = 127,
	  .help = "pictures last saved as lossy WebP over this quantiser index are not judged" },
	{ .name = NULL },
};

static enum status check_size(const struct subject *in, const struct param *p, struct error *e)
{
	uint32_t w = in->container.width, h = in->container.height;
	uint32_t long_side = w > h ? w : h, short_side = w > h ? h : w;

	if (short_side == 0)
		return err_set(e, ST_NOT_APPLICABLE, "no picture: the file does not say how large it is");
	if (long_side < param_value(p, "min_long_side"))
		return err_set(e, ST_NOT_APPLICABLE,
			       "too small: the long side is %u px, at least %g are needed", long_side,
			       param_value(p, "min_long_side"));
	if (short_side < MOIRE_TILE)
		return err_set(e, ST_NOT_APPLICABLE,
			       "too small: the short side is %u px, at least %d are needed", short_side,
			       MOIRE_TILE);
	return ST_OK;
}

static bool is_lossy_webp(const struct subject *in, unsigned *quantiser)
{
	return in->container.codec && strcmp(in->container.codec->media_type, "image/webp") == 0 &&
	       webp_quantiser(in->bytes, quantiser);
}

static enum status check_history(const struct subject *in, const struct param *p, struct error *e)
{
	unsigned table = in->jpeg.components[0].table & 3;
	double difference;
	unsigned quantiser;
	int quality;

	if (is_lossy_webp(in, &quantiser) && quantiser > param_value(p, "max_quantiser"))
		return err_set(e, ST_NOT_APPLICABLE,
			       "recompressed: last saved as lossy WebP of quantiser %u, at most %g is "
			       "allowed",
			       quantiser, param_value(p, "max_quantiser"));
	if (!in->has_jpeg || !in->jpeg.has_table[table])
		return ST_OK;
	quality = jpeg_ijg_quality(in->jpeg.tables[table], false, &difference);
	if (quality < param_value(p, "min_quality"))
		return err_set(e, ST_NOT_APPLICABLE,
			       "recompressed: last saved at about JPEG quality %d, at least %g is needed",
			       quality, param_value(p, "min_quality"));
	return ST_OK;
}

static const char *const limits_always[] = {
	"nothing found does not mean that no screen was photographed: out of focus, at a distance, resized "
	"or recompressed, a screen leaves no fine waves",
	"a screen in the scene and a scene on a screen give the same waves; the map shows where they are",
	"a fine regular texture gives the same peaks as a screen; log10_nfa says only that the peak is no "
	"accident of a smooth random spectrum",
	"the regression also weighs how displays are usually photographed (dark rooms, frames, bluish light); "
	"these alone never raise a warning",
};
static const char *const limit_not_jpeg =
	"the lines of 8 x 8 JPEG blocks are left out here too: this file may once have been a JPEG";

static const char *const limit_webp =
	"a lossy WebP: the edges of its blocks of 4 and 16 pixels are left out only where those of JPEG are";

static void add_limits(const struct subject *in, struct result *out)
{
	unsigned quantiser;

	for (size_t i = 0; i < ARRAY_LEN(limits_always); i++)
		result_add_limit(out, limits_always[i]);
	if (!in->has_jpeg)
		result_add_limit(out, limit_not_jpeg);
	if (is_lossy_webp(in, &quantiser))
		result_add_limit(out, limit_webp);
}

/* Feeds the tiles' spectra to what the evidence is drawn from. */
struct ear {
	struct moire_builder moire;
	const struct raster *raster;
};

/* Part of the samples of a tile that are burnt out: all colours over 250. */
static float clipped(const struct raster *r, uint32_t x, uint32_t y)
{
	uint32_t over = 0, colours = r->channels >= 3 ? 3 : 1;

	for (uint32_t j = y; j < y + MOIRE_TILE; j++)
		for (uint32_t i = x; i < x + MOIRE_TILE; i++) {
			size_t at = ((size_t)j * r->width + i) * r->channels;
			bool burnt = true;

			for (uint32_t k = 0; k < colours; k++)
				burnt = burnt && (r->depth == 16 ? ((const uint16_t *)r->data)[at + k] >> 8
								 : ((const uint8_t *)r->data)[at + k]) > 250;
			over += burnt;
		}
	return (float)over / (MOIRE_TILE * MOIRE_TILE);
}

static void hear(void *self, uint32_t tile, const struct tile_work *w)
{
	struct ear *ear = self;
	const struct tile_grid *g = &ear->moire.moire.grid;

	moire_tile(&ear->moire, tile, w->luma_x,
		   clipped(ear->raster, g->x[tile % g->cols], g->y[tile / g->cols]));
}

/* Features, and the waves they were seen in. *moire is the caller's on ST_OK. */
static enum status measure(const struct raster *r, const struct small *small, const struct param *p,
			   struct job_control *ctl, float *features, struct moire *moire, struct error *e)
{
	const struct moire_params mp = { .tiles = recapture_model.tiles,
		.count_db = (float)param_value(p, "count_db") };
	const struct feature_plan plan = { .tiles = recapture_model.tiles };
	struct feature_list list = { .v = features, .room = FEATURES_MAX };
	struct ear ear = { .raster = r };
	const struct tile_listener listener = { .heard = hear, .self = &ear };
	enum status st = moire_begin(&ear.moire, r->width, r->height, &mp, e);

	if (st == ST_OK)
		st = features_measure(r, small, &plan, ctl, &listener, &list, e);
	if (st == ST_OK)
		moire_end(&ear.moire, moire);
	else
		moire_abandon(&ear.moire);
	return st;
}

/* What each family adds to the odds. */
static unsigned judge(const float *features, struct family_evidence family[FAMILIES], struct verdict *v)
{
	double sum[FAMILIES] = { 0 };
	bool used[FAMILIES] = { false };
	unsigned n = 0;

	v->odds = regression_odds(&recapture_model, features, sum);
	v->score = regression_score(v->odds);
	v->physics = sum[FAMILY_WAVES] + sum[FAMILY_WELCH] + sum[FAMILY_ROTATION];
	for (size_t i = 0; i < recapture_model.n; i++)
		used[recapture_model.features[i].family] = true;
	for (unsigned k = 0; k < FAMILIES; k++)
		if (used[k])
			family[n++] = (struct family_evidence){ .name = family_name[k], .z = sum[k] };
	return n;
}

static void report(struct subject *in, const struct param *p, const struct raster *raster, const float *features,
		   const struct moire *moire, const struct scene *scene, struct result *out)
{
	const struct cue_limits limits = { .peak_db = param_value(p, "peak_db"),
					   .lattice_db = param_value(p, "lattice_db"),
					   .bins = param_value(p, "bins"),
					   .count_db = param_value(p, "count_db") };
	struct cues cues = cues_judge(moire, scene, &limits);
	struct family_evidence family[FAMILIES];
	const char *stratum = stratum_of(in);
	struct verdict v = {
		.notice = calibration_threshold("recapture", recapture_model.version, stratum, POINT_NOTICE),
		.warning = calibration_threshold("recapture", recapture_model.version, stratum, POINT_WARNING),
	};
	unsigned n = judge(features, family, &v);

	verdict_report(&v, moire, family, n, out);
	cues_report(moire, scene, &cues, &limits, out);
	recapture_evidence(raster, moire, family, n, in, out);
	add_limits(in, out);
}

static enum status look(struct subject *in, const struct param *p, struct job_control *ctl,
			struct result *out, struct error *e)
{
	const struct raster *raster;
	const struct small *small;
	struct scene scene;
	struct moire moire;
	float *features;
	enum status st;

	if ((st = subject_raster(in, ctl, &raster, e)) != ST_OK ||
	    (st = subject_small(in, ctl, &small, e)) != ST_OK)
		return st;
	scene_measure(raster, &scene);
	if (scene.mean_max < black_under)
		return err_set(e, ST_NOT_APPLICABLE,
			       "nearly black: the mean is %.1f of 255, at least %g is needed",
			       scene.mean_max, black_under);
	features = mem_need(FEATURES_MAX, sizeof *features);
	st = measure(raster, small, p, ctl, features, &moire, e);
	if (st == ST_OK) {
		report(in, p, raster, features, &moire, &scene, out);
		moire_release(&moire);
	}
	free(features);
	return st;
}

static enum status recapture_run(struct subject *in, const struct context *cx, const struct param *p,
				 struct job_control *ctl, struct result *out, struct error *e)
{
	enum status st;

	(void)cx;
	if ((st = check_size(in, p, e)) != ST_OK || (st = check_history(in, p, e)) != ST_OK)
		return st;
	return look(in, p, ctl, out, e);
}

const struct analyzer analyzer_recapture = {
	.id = "recapture",
	.title = "Screen recapture",
	.question = "Was this picture taken from a screen?",
	.stage = STAGE_EXAMINER,
	.trace = TRACE_SPECTRUM,
	.version = 4,
	.needs = NEED_PIXELS,
	.profiles = PROFILE_QUICK | PROFILE_FULL,
	.scores = true,
	.params = params,
	.run = recapture_run,
};
