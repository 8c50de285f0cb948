/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check `recapture`: was this picture taken from a screen? The pixels of a display, sampled by a
 * camera, leave waves of a few pixels (moire), often two at a right angle. See moire.h for the
 * spectrum, scene.h for the context, cues.h for the rule. Uncalibrated: never more than a notice. */
#include "src/base/base.h"
#include "analyzers/checks.h"

#include "analyzers/signal/cues.h"
#include "analyzers/signal/recapture_evidence.h"
#include "analyzers/signal/messenger.h"
#include "analyzers/signal/moire.h"
#include "analyzers/signal/scene.h"
#include "src/media/webp_quantiser.h"

static const double black_under = 25; /* mean of max(R, G, B) */

/* Where the thresholds come from: one feature at a time on 489 labelled pictures of five
 * photographers. 27 dB: 5 % of the genuine ones, 41 % of the recaptured ones (band .2 to .35
 * cycles/px). Those pictures chose the thresholds, so the figures are no error rates. */
static const struct param params[] = {
	{ .name = "tiles", .unit = "", .value = 12, .min = 1, .max = TILES_MAX,
	  .help = "tiles of 512 x 512 px to look at, 4 along the long side for 3 along the short one" },
	{ .name = "count_db", .unit = "dB", .value = 17, .min = 12, .max = 40,
	  .help = "a bin this far over its surround is counted; noise alone reaches 14.5" },
	{ .name = "peak_db", .unit = "dB", .value = 27, .min = 12, .max = 60,
	  .help = "cue 'peak': the highest bin at .2 cycles/px and up" },
	{ .name = "lattice_db", .unit = "dB", .value = 22, .min = 9, .max = 60,
	  .help = "cue 'lattice': a bin and its partner at a right angle are both this high" },
	{ .name = "bins", .unit = "", .value = 270, .min = 1, .max = 131584,
	  .help = "cue 'bins': so many bins are counted in a tile (80th percentile of the tiles)" },
	{ .name = "min_long_side", .unit = "px", .value = 1400, .min = 512, .max = 100000,
	  .help = "smaller pictures are not judged: their fine waves were resized away" },
	{ .name = "min_quality", .unit = "", .value = 75, .min = 1, .max = 100,
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
	const char *messenger = messenger_of(in);
	unsigned table = in->jpeg.components[0].table & 3;
	double difference;
	unsigned quantiser;
	int quality;

	if (messenger)
		return err_set(e, ST_NOT_APPLICABLE,
			       "recompressed: the file names '%s', which resizes pictures", messenger);
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
	"uncalibrated: no false-alarm rate has been measured for this version, so it never goes beyond a notice",
	"nothing found does not mean that no screen was photographed: out of focus, at a distance, resized "
	"or recompressed, a screen leaves no fine waves",
	"a screen in the scene and a scene on a screen give the same waves; the map shows where they are",
	"a fine regular texture gives the same peaks as a screen; log10_nfa says only that the peak is no "
	"accident of a smooth random spectrum",
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

static enum status look(struct subject *in, const struct param *p, struct job_control *ctl,
			struct result *out, struct error *e)
{
	const struct moire_params mp = { .tiles = (uint32_t)param_value(p, "tiles"),
		.count_db = (float)param_value(p, "count_db") };
	const struct cue_limits limits = { .peak_db = param_value(p, "peak_db"),
					   .lattice_db = param_value(p, "lattice_db"),
					   .bins = param_value(p, "bins"),
					   .count_db = param_value(p, "count_db") };
	const struct raster *raster;
	const struct plane *luma;
	struct scene scene;
	struct moire moire;
	struct cues cues;
	enum status st;

	if ((st = subject_raster(in, ctl, &raster, e)) != ST_OK ||
	    (st = subject_luma(in, ctl, &luma, e)) != ST_OK)
		return st;
	scene_measure(raster, &scene);
	if (scene.mean_max < black_under)
		return err_set(e, ST_NOT_APPLICABLE,
			       "nearly black: the mean is %.1f of 255, at least %g is needed",
			       scene.mean_max, black_under);
	if ((st = moire_measure(luma, &mp, ctl, &moire, e)) != ST_OK)
		return st;
	cues = cues_judge(&moire, &scene, &limits);
	cues_report(&moire, &scene, &cues, &limits, out);
	recapture_evidence(raster, &moire, NULL, 0, in, out);
	add_limits(in, out);
	moire_release(&moire);
	return ST_OK;
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
	.version = 3,
	.needs = NEED_PIXELS,
	.profiles = PROFILE_QUICK | PROFILE_FULL,
	.scores = true,
	.params = params,
	.run = recapture_run,
};
