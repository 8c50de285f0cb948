/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/metadata/exif_thumbnail.h"

#include "src/base/mem.h"

#include <math.h>

/* GRID: whole pictures are squeezed to GRID x GRID. MID: long side for the search of parts. SHIFT: cells. */
enum { GRID = 48, MID = 64, SHIFT = 2, BAR_LEVEL = 24 };

#define FLAT_SD 4.0         /* levels; below this a picture has no shape to compare */
#define ENOUGH 0.95         /* parts are not searched when the wholes agree this well */
#define SMALLEST_PART 0.45 /* smaller ones match anything smooth: unrelated pictures reached 0.93 at 0.36 */
#define PART_STEP 0.95

struct grey {
	unsigned w, h;
	float v[GRID * GRID > MID * MID ? GRID * GRID : MID * MID];
};

struct rect {
	uint32_t x, y, w, h;
};

static struct rect whole_of(const struct raster *r)
{
	return (struct rect){ 0, 0, r->width, r->height };
}

static void shrink(const struct raster *r, struct rect from, unsigned w, unsigned h, struct grey *out)
{
	uint8_t rgb[MID * MID * 3];

	raster_shrink_rgb(r, from.x, from.y, from.w, from.h, w, h, rgb);
	out->w = w;
	out->h = h;
	for (unsigned i = 0; i < w * h; i++)
		out->v[i] = 0.299f * (float)rgb[3 * i] + 0.587f * (float)rgb[3 * i + 1] +
			    0.114f * (float)rgb[3 * i + 2];
}

static double deviation(const struct grey *g)
{
	double sum = 0, square = 0, n = (double)g->w * g->h;

	for (unsigned i = 0; i < g->w * g->h; i++) {
		sum += (double)g->v[i];
		square += (double)g->v[i] * (double)g->v[i];
	}
	return sqrt(fmax(0, square / n - sum / n * (sum / n)));
}

/* Zero-mean NCC of the w x h cells of a at (ax, ay) and of b at (bx, by); 0 when one of them is flat. */
static double ncc(const struct grey *a, unsigned ax, unsigned ay, const struct grey *b, unsigned bx,
		  unsigned by, unsigned w, unsigned h)
{
	double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0, n = (double)w * h, va, vb;

	for (unsigned y = 0; y < h; y++) {
		const float *pa = a->v + (size_t)(ay + y) * a->w + ax,
			    *pb = b->v + (size_t)(by + y) * b->w + bx;

		for (unsigned x = 0; x < w; x++) {
			double p = (double)pa[x], q = (double)pb[x];

			sa += p;
			sb += q;
			saa += p * p;
			sbb += q * q;
			sab += p * q;
		}
	}
	va = saa - sa * sa / n;
	vb = sbb - sb * sb / n;
	if (va < n || vb < n) /* a variance under one level */
		return 0;
	return (sab - sa * sb / n) / sqrt(va * vb);
}

/* Bit 0 mirrors, bit 1 flips, bit 2 transposes: all eight orientations. */
static void turn(const struct grey *g, unsigned how, struct grey *out)
{
	out->w = out->h = GRID;
	for (unsigned y = 0; y < GRID; y++)
		for (unsigned x = 0; x < GRID; x++) {
			unsigned sx = how & 1 ? GRID - 1 - x : x, sy = how & 2 ? GRID - 1 - y : y;

			out->v[y * GRID + x] = g->v[how & 4 ? sx * GRID + sy : sy * GRID + sx];
		}
}

static double best_shift(const struct grey *a, const struct grey *b)
{
	double best = -1;

	for (int dy = -SHIFT; dy <= SHIFT; dy++)
		for (int dx = -SHIFT; dx <= SHIFT; dx++)
			best = fmax(best, ncc(a, dx > 0 ? (unsigned)dx : 0, dy > 0 ? (unsigned)dy : 0, b,
					      dx < 0 ? (unsigned)-dx : 0, dy < 0 ? (unsigned)-dy : 0,
					      GRID - (unsigned)abs(dx), GRID - (unsigned)abs(dy)));
	return best;
}

static double best_turn(const struct raster *p, struct rect from_p, const struct raster *t,
			struct rect from_t)
{
	struct grey a, b, c;
	double best = -1;

	shrink(p, from_p, GRID, GRID, &a);
	shrink(t, from_t, GRID, GRID, &b);
	for (unsigned how = 0; how < 8; how++) {
		turn(&b, how, &c);
		best = fmax(best, best_shift(&a, &c));
	}
	return best;
}

/* The middle of r in the shape w : h, or that shape turned, whichever is nearer to r's own. */
static struct rect centre(const struct raster *r, double w, double h)
{
	struct rect c = whole_of(r);
	double shape = w / h;

	if ((shape > 1) != (r->width > r->height))
		shape = 1 / shape;
	if (r->width > r->height * shape)
		c.w = (uint32_t)fmax(1, round(r->height * shape));
	else
		c.h = (uint32_t)fmax(1, round(r->width / shape));
	c.x = (r->width - c.w) / 2;
	c.y = (r->height - c.h) / 2;
	return c;
}

/* Is this row (or column) of g black? */
static bool black(const struct grey *g, bool row, unsigned i)
{
	unsigned n = row ? g->w : g->h;
	double sum = 0;

	for (unsigned j = 0; j < n; j++)
		sum += (double)g->v[row ? i * g->w + j : j * g->w + i];
	return sum < (double)BAR_LEVEL * n;
}

static void trim(const struct grey *g, bool row, unsigned *from, unsigned *to)
{
	unsigned n = row ? g->h : g->w;

	*from = 0;
	*to = n;
	while (*from < n / 3 && black(g, row, *from))
		++*from;
	while (*to > n - n / 3 && black(g, row, *to - 1))
		--*to;
}

/* The thumbnail without black bars. */
static struct rect unbarred(const struct raster *t)
{
	struct grey g;
	unsigned x0, x1, y0, y1;
	struct rect r;

	shrink(t, whole_of(t), MID, MID, &g);
	trim(&g, false, &x0, &x1);
	trim(&g, true, &y0, &y1);
	r.x = x0 * t->width / MID;
	r.y = y0 * t->height / MID;
	r.w = x1 * t->width / MID - r.x;
	r.h = y1 * t->height / MID - r.y;
	return r.w && r.h ? r : whole_of(t);
}

static double compare_whole(const struct raster *p, const struct raster *t)
{
	double best = best_turn(p, whole_of(p), t, whole_of(t));

	best = fmax(best, best_turn(p, whole_of(p), t, unbarred(t)));
	best = fmax(best, best_turn(p, whole_of(p), t, centre(t, p->width, p->height)));
	return fmax(best, best_turn(p, centre(p, t->width, t->height), t, whole_of(t)));
}

/* The best place of the small one in the big one, at scales down to SMALLEST_PART of the big one's width. */
static double search(const struct raster *small, const struct raster *big, struct rect from, double *share)
{
	double k = (double)MID / (from.w > from.h ? from.w : from.h), best = -1, score;
	unsigned bw = (unsigned)fmax(1, round(from.w * k)), bh = (unsigned)fmax(1, round(from.h * k));
	struct grey b, s;

	shrink(big, from, bw, bh, &b);
	for (double part = PART_STEP; part >= SMALLEST_PART; part *= PART_STEP) {
		unsigned w = (unsigned)round(bw * part),
			 h = (unsigned)round(w * (double)small->height / small->width);

		if (h > bh || w < 8 || h < 8)
			continue;
		shrink(small, whole_of(small), w, h, &s);
		for (unsigned y = 0; y + h <= bh; y++)
			for (unsigned x = 0; x + w <= bw; x++) {
				score = ncc(&s, 0, 0, &b, x, y, w, h);
				if (score > best) {
					best = score;
					*share = part;
				}
			}
	}
	return best;
}

/* A small copy, so that the search does not average a big picture again and again. */
static bool reduce(const struct raster *r, struct raster *out)
{
	enum { SIDE = 256 };
	uint32_t side = r->width > r->height ? r->width : r->height;
	double k = side > SIDE ? (double)SIDE / side : 1;

	*out = (struct raster){ .width = (uint32_t)fmax(1, round(r->width * k)),
				.height = (uint32_t)fmax(1, round(r->height * k)),
				.channels = 3,
				.depth = 8 };
	out->data = mem_array((size_t)out->width * out->height, 3);
	if (out->data)
		raster_shrink_rgb(r, 0, 0, r->width, r->height, out->width, out->height, out->data);
	return out->data != NULL;
}

static bool flat(const struct raster *r, struct rect from)
{
	struct grey g;

	shrink(r, from, GRID, GRID, &g);
	return deviation(&g) < FLAT_SD;
}

enum status thumbnail_compare(const struct raster *picture, const struct raster *thumbnail,
			      struct thumbnail_match *m, struct error *e)
{
	struct raster p = { 0 }, t = { 0 };
	double share = 0;

	m->width = thumbnail->width;
	m->height = thumbnail->height;
	m->part = m->inside = -1;
	if (!reduce(picture, &p) || !reduce(thumbnail, &t)) {
		raster_release(&p);
		raster_release(&t);
		return err_nomem(e);
	}
	if (flat(&p, whole_of(&p)) || flat(&t, unbarred(&t))) {
		m->state = THUMBNAIL_SILENT;
		m->why = "too flat to compare";
	} else {
		m->state = THUMBNAIL_COMPARED;
		m->whole = compare_whole(&p, &t);
		if (m->whole < ENOUGH) {
			m->part = search(&p, &t, unbarred(&t), &m->part_share);
			m->inside = search(&t, &p, whole_of(&p), &share);
		}
	}
	raster_release(&p);
	raster_release(&t);
	return ST_OK;
}
