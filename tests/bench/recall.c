/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often an edited copy is still found, edit by edit, and how near unrelated pictures come.
 *
 *   tests/bench/recall [SCENES]            drawn scenes (default 60)
 *   tests/bench/recall FILE|FOLDER-FILE... pictures of your own, decoded here without a sandbox: only ones
 * you trust
 *
 * Columns: bits between the hashes (median, 95 %) over orientations, windows and trimmed parts; share of
 * copies in the bands up to 31, 64 and 90 bits; share that the case check joins; correlation of the samples
 * (median). Edits that only recompress are not in it: see tests/cli/identity.sh. What the drawn scenes give
 * says how the parts work together, not what pictures of cameras give. */
#include "src/base/base.h"
#include "analyzers/case/case_check.h"
#include "analyzers/case/kinship.h"
#include "src/base/mem.h"
#include "src/media/evidence.h"
#include "src/media/subject.h"
#include "tests/unit/kin_scene.h"

enum { MOST = 400, WIDTH = 800, HEIGHT = 600 };

struct edit {
	const char *name;
	struct raster (*make)(const struct raster *r, double by);
	double by;
};

static struct raster part(const struct raster *r, double x0, double y0, double x1, double y1)
{
	return scene_part(r, x0, y0, x1, y1, (uint32_t)((x1 - x0) * r->width),
			  (uint32_t)((y1 - y0) * r->height));
}

static struct raster crop(const struct raster *r, double by)
{
	return part(r, by / 2, by / 2, 1 - by / 2, 1 - by / 2);
}

static struct raster corner(const struct raster *r, double by)
{
	return part(r, by, by, 1, 1);
}

static struct raster resize(const struct raster *r, double by)
{
	return scene_part(r, 0, 0, 1, 1, (uint32_t)(r->width * by), (uint32_t)(r->height * by));
}

static struct raster lay(const struct raster *r, double by)
{
	return scene_lay(r, (enum dihedral)by);
}

static struct raster mirror_crop(const struct raster *r, double by)
{
	struct raster c = crop(r, by), m = scene_lay(&c, DIHEDRAL_MIRROR);

	raster_release(&c);
	return m;
}

static struct raster letterbox(const struct raster *r, double by)
{
	uint32_t bar = (uint32_t)(r->height * by);

	return scene_frame(r, 0, bar, 0, bar, 0);
}

static struct raster banner(const struct raster *r, double by)
{
	struct raster c = resize(r, 1);

	scene_banner(&c, by);
	return c;
}

static struct raster noise(const struct raster *r, double by)
{
	struct raster c = resize(r, 1);

	scene_noise(&c, 5, (int)by);
	return c;
}

static const struct edit edits[] = {
	{ "resize to 25 %", resize, 0.25 },
	{ "noise of 20 levels", noise, 20 },
	{ "mirror", lay, DIHEDRAL_MIRROR },
	{ "quarter turn", lay, DIHEDRAL_LEFT },
	{ "crop 2 % of the sides", crop, .02 },
	{ "crop 5 %", crop, .05 },
	{ "crop 10 %", crop, .1 },
	{ "crop 20 %", crop, .2 },
	{ "crop 30 %", crop, .3 },
	{ "corner, 10 % gone", corner, .1 },
	{ "corner, 20 % gone", corner, .2 },
	{ "corner, 15 % gone", corner, .15 },
	{ "mirror and crop 10 %", mirror_crop, .1 },
	{ "bars of 10 %", letterbox, .1 },
	{ "banner over 10 %", banner, .1 },
	{ "banner over 20 %", banner, .2 },
};

static int by_size(const void *x, const void *y)
{
	const double *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

static void fill(struct case_picture *p, const struct raster *r, struct identity_record *rec)
{
	*p = (struct case_picture){
		.examined = true, .width = r->width, .height = r->height, .identity = rec
	};
	if (!identity_measure(r, rec))
		abort();
}

static bool compare(const struct raster *a, const struct raster *b, double *distance, double *correlation)
{
	static struct identity_record rec[2];
	struct case_picture p[2];
	struct kinship k;
	struct error e = ERROR_INIT;
	bool joined;

	fill(&p[0], a, &rec[0]);
	fill(&p[1], b, &rec[1]);
	if (kinship_find(p, 2, NULL, &k, &e) != ST_OK)
		abort();
	joined = k.n && k.pairs[0].confirmed;
	*distance = k.n ? k.pairs[0].distance : 128;
	*correlation = k.n ? k.pairs[0].place.correlation : 0;
	kinship_release(&k);
	return joined;
}

static void one_edit(const struct edit *x, const struct raster *r, unsigned n)
{
	static double d[MOST], c[MOST];
	unsigned bands[3] = { 0 }, joined = 0;

	for (unsigned i = 0; i < n; i++) {
		struct raster copy = x->make(&r[i], x->by);

		joined += compare(&r[i], &copy, &d[i], &c[i]);
		bands[0] += d[i] <= KIN_SAME;
		bands[1] += d[i] <= KIN_NEAR;
		bands[2] += d[i] <= KIN_SUGGESTED;
		raster_release(&copy);
	}
	qsort(d, n, sizeof *d, by_size);
	qsort(c, n, sizeof *c, by_size);
	printf("%-24s %6.0f %6.0f   %5.3f %5.3f %5.3f   %5.3f   %6.3f\n", x->name, d[n / 2], d[n * 95 / 100],
	       (double)bands[0] / n, (double)bands[1] / n, (double)bands[2] / n, (double)joined / n,
	       c[n / 2]);
}

/* All pairs of different pictures: how many come near, what they would correlate to, and how many are joined.
 */
static void unrelated(const struct raster *r, unsigned n)
{
	struct case_picture *p = mem_array(n, sizeof *p);
	struct identity_record *rec = mem_array(n, sizeof *rec);
	struct kinship k;
	struct error e = ERROR_INIT;
	double top = 0;
	unsigned least = 128;
	size_t joined = 0;

	if (!p || !rec)
		abort();
	for (unsigned i = 0; i < n; i++)
		fill(&p[i], &r[i], &rec[i]);
	if (kinship_find(p, n, NULL, &k, &e) != ST_OK)
		abort();
	for (size_t i = 0; i < k.n; i++) {
		joined += k.pairs[i].confirmed;
		least = k.pairs[i].distance < least ? k.pairs[i].distance : least;
		top = k.pairs[i].place.correlation > top ? k.pairs[i].place.correlation : top;
		if (k.pairs[i].confirmed)
			printf("joined: %u and %u, %u bits, correlation %.3f\n", k.pairs[i].a + 1,
			       k.pairs[i].b + 1, k.pairs[i].distance, k.pairs[i].place.correlation);
	}
	printf("\n%u pictures, %u pairs: %zu within %d bits (least %u), highest correlation of these %.3f, "
	       "%zu joined\n",
	       n, n * (n - 1) / 2, k.n, KIN_SUGGESTED, least, top, joined);
	kinship_release(&k);
	mem_free(p);
	mem_free(rec);
}

/* ---- pictures ---- */

static bool load(const char *path, struct raster *out)
{
	const struct limits lim = LIMITS_DEFAULT;
	struct error e = ERROR_INIT;
	const struct plane *luma;
	struct evidence ev;
	struct subject s;
	struct span bytes;
	bool ok = false;

	if (evidence_open(path, NULL, &ev, &e) != ST_OK)
		return false;
	if (evidence_map(ev.fd, &bytes, &e) == ST_OK) {
		if (subject_open(&s, bytes, &lim, &e) == ST_OK &&
		    subject_luma(&s, NULL, &luma, &e) == ST_OK && luma->width >= 200 && luma->height >= 200) {
			struct raster all = { .width = luma->width,
					      .height = luma->height,
					      .channels = 1,
					      .depth = 8,
					      .data = luma->data };

			*out = scene_part(&all, 0, 0, 1, 1, luma->width > WIDTH ? WIDTH : luma->width,
					  luma->width > WIDTH
						  ? (uint32_t)((double)luma->height * WIDTH / luma->width)
						  : luma->height);
			ok = true;
		}
		subject_release(&s);
		evidence_unmap(&bytes);
	}
	evidence_release(&ev);
	return ok;
}

static bool known(const struct raster *r)
{
	static struct identity_record rec;

	return identity_measure(r, &rec) && rec.matchable;
}

int main(int argc, char **argv)
{
	static struct raster r[MOST];
	unsigned n = 0, scenes = argc == 2 ? (unsigned)atoi(argv[1]) : 60;

	if (argc > 2 || (argc == 2 && !scenes)) {
		for (int i = 1; i < argc && n < MOST; i++)
			if (load(argv[i], &r[n]) && known(&r[n]))
				n++;
		printf("%u of %d files are pictures that can be known again\n", n, argc - 1);
	} else {
		for (; n < scenes && n < MOST; n++)
			r[n] = scene_new(1000 + 10 * n, WIDTH, HEIGHT);
		printf("%u drawn scenes\n", n);
	}
	if (!n)
		return 1;
	printf("%-24s %6s %6s   %5s %5s %5s   %5s   %6s\n", "edit", "median", "95 %", "<=31", "<=64", "<=90",
	       "joined", "corr.");
	for (size_t i = 0; i < ARRAY_LEN(edits); i++)
		one_edit(&edits[i], r, n);
	unrelated(r, n);
	for (unsigned i = 0; i < n; i++)
		raster_release(&r[i]);
	return 0;
}
