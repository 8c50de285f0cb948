/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well `whitebalance` measures lights that are known, on drawn scenes (tests/unit/lit_world.h, and
 * tests/unit/lit_scene.h for what the check does by itself).
 *
 *   tests/bench/illuminants [SCENES [chosen|fresh|automatic]]    default 150, all three parts
 *
 * chosen: the scenes on which the widths of the intervals were chosen (seeds from 1). fresh: scenes that
 * had no part in it (seeds from 1000001); what these print is what counts. Each number of scenes is drawn
 * twice, with one light and with two. Columns: pairs of regions that could speak; error of the angle
 * between the two lights, median and 90 of 100; how often the 95 % interval held the truth, with its own 95
 * % interval (Wilson 1927); how many times as wide the intervals would have to be to hold 95 %; how often
 * two lights were named; and that by the angle that was planted. */
#include "src/base/base.h"
#include "analyzers/checks.h"
#include "analyzers/signal/whitebalance.h"
#include "src/base/mem.h"
#include "src/media/subject.h"
#include "tests/unit/lit_scene.h"
#include "tests/unit/lit_world.h"

#include <math.h>

enum { SCENES_MOST = 5000, ANGLES = 6 };
enum reading { SURFACES, NEUTRAL, HIGHLIGHT, MATERIAL, SKIN, READINGS };
static const char *const reading_name[READINGS] = { "surfaces", "neutral", "highlight", "same", "skin" };
static const double angle_from[ANGLES + 1] = { 0, 5, 10, 15, 20, 30, 90 };
static const uint64_t chosen_from = 1, fresh_from = 1000001, automatic_from = 2000001;

/* ---- what came out ---- */

struct tally {
	double *error, *wider; /* of each pair; owned */
	uint32_t n, silent, held, named, of[ANGLES], named_of[ANGLES];
};

static unsigned bin_of(double angle)
{
	unsigned i = 0;

	while (i + 1 < ANGLES && angle >= angle_from[i + 1])
		i++;
	return i;
}

static void count_angle(struct tally *t, double truth, bool named)
{
	t->named += named;
	t->of[bin_of(truth)]++;
	t->named_of[bin_of(truth)] += named;
}

/* How many times as wide must the interval be? One that reaches down to 0 holds all that is below. */
static double wider(const struct angle *a, double truth)
{
	if (truth < a->degrees)
		return a->low > 0 ? (a->degrees - truth) / (a->degrees - a->low) : 0;
	return a->high > a->degrees ? (truth - a->degrees) / (a->high - a->degrees) : HUGE_VAL;
}

static void count(struct tally *t, const struct wb_pair *p, double truth)
{
	t->error[t->n] = fabs(p->angle.degrees - truth);
	t->wider[t->n++] = wider(&p->angle, truth);
	t->held += p->angle.low <= truth && truth <= p->angle.high;
	count_angle(t, truth, p->apart);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double at_part(double *v, uint32_t n, double part)
{
	qsort(v, n, sizeof *v, by_value);
	return n ? v[(uint32_t)(part * (n - 1) + .5)] : (double)NAN;
}

/* Wilson's interval of a share, 95 %. */
static void wilson(uint32_t k, uint32_t n, double out[2])
{
	const double z = 1.959964;
	double of = n ? n : 1, p = k / of, d = 1 + z * z / of;
	double middle = p + z * z / (2 * of), reach = z * sqrt(p * (1 - p) / of + z * z / (4 * of * of));

	out[0] = fmax(0, (middle - reach) / d);
	out[1] = fmin(1, (middle + reach) / d);
}

static double percent(uint32_t k, uint32_t n)
{
	return n ? 100.0 * k / n : (double)NAN;
}

static void print_angles(const struct tally *t)
{
	for (unsigned i = 0; i < ANGLES; i++) {
		if (!t->of[i])
			continue;
		if (i + 1 < ANGLES)
			printf("  %g-%g: %u/%u", angle_from[i], angle_from[i + 1], t->named_of[i], t->of[i]);
		else
			printf("  over %g: %u/%u", angle_from[i], t->named_of[i], t->of[i]);
	}
	putchar('\n');
}

static void print_tally(const char *name, bool apart, struct tally *t)
{
	double ci[2], most[2];

	wilson(t->held, t->n, ci);
	wilson(t->named, t->n, most);
	printf("  %-10s %-3s %5u %6u  %5.1f %5.1f  %5.1f (%.1f to %.1f)  %5.2f  %5.1f (%.1f to %.1f)\n", name,
	       apart ? "two" : "one", t->n, t->silent, at_part(t->error, t->n, .5), at_part(t->error, t->n, .9),
	       percent(t->held, t->n), 100 * ci[0], 100 * ci[1], at_part(t->wider, t->n, .95),
	       percent(t->named, t->n), 100 * most[0], 100 * most[1]);
	if (apart) {
		printf("  %-14s two lights named, by angle:", "");
		print_angles(t);
	}
}

/* ---- with regions ---- */

static struct wb_limits defaults(void)
{
	const struct param *p = analyzer_whitebalance.params;

	return (struct wb_limits){ .angle = param_value(p, "angle_deg"),
				   .narrow = param_value(p, "narrow_deg"),
				   .resamples = (uint32_t)param_value(p, "resamples"),
				   .surface = { .min_pixels = param_value(p, "min_pixels") } };
}

static enum reading reading_of(const struct lit_world *w, unsigned band)
{
	static const enum reading of[LIT_BANDS] = { [BAND_PAINTS] = SURFACES,
						    [BAND_MATERIAL] = MATERIAL,
						    [BAND_NEUTRAL] = NEUTRAL,
						    [BAND_SHINY] = HIGHLIGHT };

	return of[band] == MATERIAL && w->skin ? SKIN : of[band];
}

static void mark(const struct lit_world *w, struct region out[2 * LIT_BANDS])
{
	static const enum region_kind kinds[READINGS] = { REGION_PLAIN, REGION_NEUTRAL, REGION_HIGHLIGHT,
							  REGION_SAME_A, REGION_SKIN };

	for (unsigned band = 0; band < LIT_BANDS; band++)
		for (unsigned side = 0; side < 2; side++) {
			out[2 * band + side] = lit_world_region(w, (enum lit_band)band, side);
			out[2 * band + side].kind = kinds[reading_of(w, band)];
		}
}

/* As the check states it: between two lights, or for one material around what is rendered white. */
static double planted(const struct lit_world *w, const struct region *a, const struct region *b, bool around)
{
	double rg[2][2], ab[2][2];

	lit_world_light(w, a, rg[0]);
	lit_world_light(w, b, rg[1]);
	if (!around)
		return chroma_angle(rg[0], rg[1]);
	chroma_logs(rg[0], ab[0]);
	chroma_logs(rg[1], ab[1]);
	for (unsigned c = 0; c < 2; c++) {
		double half = (ab[1][c] - ab[0][c]) / 2;

		ab[0][c] = -half;
		ab[1][c] = half;
	}
	chroma_of_logs(ab[0], rg[0]);
	chroma_of_logs(ab[1], rg[1]);
	return chroma_angle(rg[0], rg[1]);
}

static void count_scene(const struct lit_world *w, const struct wb_guided *g, const struct region *marks,
			struct tally by[READINGS])
{
	for (unsigned band = 0; band < LIT_BANDS; band++) {
		enum reading reading = reading_of(w, band);
		bool found = false;

		for (unsigned i = 0; i < g->n_pairs; i++) {
			const struct wb_pair *p = &g->pairs[i];

			if (p->a != 2 * band || p->b != 2 * band + 1)
				continue;
			found = true;
			count(&by[reading], p,
			      planted(w, &marks[p->a], &marks[p->b], p->reading == READ_MATERIAL));
		}
		by[reading].silent += !found;
	}
}

static void die(const char *what)
{
	fprintf(stderr, "illuminants: %s\n", what);
	exit(1);
}

static void measure_scene(const struct lit_world *w, const struct locus *locus, struct tally by[READINGS])
{
	const struct wb_limits limits = defaults();
	const struct limits lim = LIMITS_DEFAULT;
	struct raster drawn = lit_world_draw(w);
	const struct raster *r = &drawn;
	struct region marks[2 * LIT_BANDS];
	struct subject s = { 0 };
	struct wb_guided g;
	struct error e = ERROR_INIT;
	uint8_t *jpeg = NULL;
	size_t len;

	if (w->quality) {
		jpeg = lit_scene_jpeg(&drawn, w->quality, &len);
		if (subject_open(&s, span_of(jpeg, len, 0), &lim, &e) || subject_raster(&s, NULL, &r, &e))
			die(e.message);
	}
	mark(w, marks);
	if (wb_guide(r, marks, 2 * LIT_BANDS, locus, &limits, NULL, &g, &e))
		die(e.message);
	count_scene(w, &g, marks, by);
	wb_guided_release(&g);
	if (jpeg)
		subject_release(&s);
	free(jpeg);
	raster_release(&drawn);
}

static void tallies_make(struct tally *t, unsigned n, unsigned scenes)
{
	memset(t, 0, n * sizeof *t);
	for (unsigned i = 0; i < n; i++) {
		t[i].error = mem_need(scenes, sizeof *t[i].error);
		t[i].wider = mem_need(scenes, sizeof *t[i].wider);
	}
}

static void tallies_free(struct tally *t, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		free(t[i].error);
		free(t[i].wider);
	}
}

static void guided(const char *name, uint64_t from, unsigned scenes)
{
	struct tally by[2][READINGS];
	struct locus locus;

	locus_init(&locus);
	tallies_make(by[0], 2 * READINGS, scenes);
	for (unsigned i = 0; i < scenes; i++)
		for (unsigned apart = 0; apart < 2; apart++) {
			struct lit_world w = lit_world_any(from + i, apart);

			measure_scene(&w, &locus, by[apart]);
		}
	printf("%s: %u scenes with one light and %u with two, seeds from %llu\n", name, scenes, scenes,
	       (unsigned long long)from);
	puts("  reading    lights  n silent  error deg    interval holds the truth, %  wider  two lights named, %");
	for (unsigned reading = 0; reading < READINGS; reading++)
		for (unsigned apart = 0; apart < 2; apart++)
			print_tally(reading_name[reading], apart, &by[apart][reading]);
	tallies_free(by[0], 2 * READINGS);
}

/* ---- by itself ---- */

static bool by_itself(const struct lit_scene *s, int quality, bool *spoke)
{
	const struct context cx = { .name = "" };
	const struct limits lim = LIMITS_DEFAULT;
	struct raster r = lit_scene_draw(s);
	struct examination *x = exam_new();
	struct error e = ERROR_INIT;
	struct result *out;
	struct subject in;
	size_t len;
	uint8_t *jpeg = lit_scene_jpeg(&r, quality, &len);
	bool named;

	raster_release(&r);
	if (subject_open(&in, span_of(jpeg, len, 0), &lim, &e))
		die(e.message);
	out = arena_alloc(&x->arena, 1, sizeof *out);
	out->arena = &x->arena;
	analyzer_run(&analyzer_whitebalance, &in, &cx, NULL, NULL, out);
	*spoke = out->status == RESULT_DONE;
	named = out->level == LEVEL_NOTICE;
	subject_release(&in);
	exam_free(x);
	free(jpeg);
	return named;
}

static void automatic(unsigned scenes)
{
	struct tally t[2];

	tallies_make(t, 2, scenes);
	for (unsigned i = 0; i < scenes; i++)
		for (unsigned apart = 0; apart < 2; apart++) {
			int quality;
			struct lit_scene s = lit_scene_any(automatic_from + i, apart, &quality);
			bool spoke, named = by_itself(&s, quality, &spoke);
			double a[2], b[2];

			if (!spoke) {
				t[apart].silent++;
				continue;
			}
			light_colour(s.kelvin, a);
			light_colour(s.other_kelvin, b);
			t[apart].n++;
			count_angle(&t[apart], chroma_angle(a, b), named);
		}
	printf("automatic: %u scenes with one light and %u with a part in another, seeds from %llu\n", scenes,
	       scenes, (unsigned long long)automatic_from);
	for (unsigned apart = 0; apart < 2; apart++) {
		double ci[2];

		wilson(t[apart].named, t[apart].n, ci);
		printf("  %s: %u spoke, %u silent, a part named in %.1f %% (%.1f to %.1f)\n",
		       apart ? "two lights" : "one light ", t[apart].n, t[apart].silent,
		       percent(t[apart].named, t[apart].n), 100 * ci[0], 100 * ci[1]);
	}
	printf("  by angle:");
	print_angles(&t[1]);
	tallies_free(t, 2);
}

int main(int argc, char **argv)
{
	int scenes = argc > 1 ? atoi(argv[1]) : 150;
	const char *part = argc > 2 ? argv[2] : "";
	bool all = !*part, chosen = strcmp(part, "chosen") == 0, fresh = strcmp(part, "fresh") == 0;
	bool alone = strcmp(part, "automatic") == 0;

	if (scenes < 1 || scenes > SCENES_MOST || !(all || chosen || fresh || alone)) {
		fputs("usage: illuminants [SCENES, 1 to 5000 [chosen|fresh|automatic]]\n", stderr);
		return 2;
	}
	if (all || chosen)
		guided("chosen", chosen_from, (unsigned)scenes);
	if (all || fresh)
		guided("fresh", fresh_from, (unsigned)scenes);
	if (all || alone)
		automatic((unsigned)scenes);
	return 0;
}
