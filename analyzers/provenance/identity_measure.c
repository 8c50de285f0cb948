/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/provenance/identity_record.h"

#include "src/base/mem.h"

/* A line belongs to a border when its luma keeps within this many levels of the outermost line's mean: JPEG
 * of quality 30 leaves a few levels of noise on a flat area. */
static const double border_spread = 12;
static const double border_least = 0.02; /* of a side: less is no border but a line of noise */
static const double inner_least = 0.4;	 /* of a side: what is left must be a picture still */

struct box4 identity_window(unsigned i)
{
	static const double sides[] = { 0.9, 0.85, 0.8, 0.72 };
	double side = sides[i / 9 % ARRAY_LEN(sides)], free = 1 - side;
	double x = free * (i % 3) / 2, y = free * (i % 9 / 3) / 2;

	return (struct box4){ x, y, x + side, y + side };
}

/* ---- means over boxes ---- */

struct sums { /* at[(y * (w + 1)) + x]: luma of all samples above and to the left */
	size_t w, h;
	double *at;
};

static bool sums_fill(struct sums *s, const struct pdq_luma *l)
{
	size_t stride = (size_t)l->width + 1;

	*s = (struct sums){ .w = l->width,
			    .h = l->height,
			    .at = mem_array(stride * ((size_t)l->height + 1), sizeof *s->at) };
	if (!s->at)
		return false;
	for (size_t y = 0; y < s->h; y++) {
		double row = 0;

		for (size_t x = 0; x < s->w; x++) {
			row += (double)l->data[y * s->w + x];
			s->at[(y + 1) * stride + x + 1] = s->at[y * stride + x + 1] + row;
		}
	}
	return true;
}

static void range(double a, double b, size_t n, size_t *from, size_t *to)
{
	*from = (size_t)(a * (double)n + 0.5);
	*to = (size_t)(b * (double)n + 0.5);
	if (*from >= n)
		*from = n - 1;
	if (*to <= *from)
		*to = *from + 1;
	if (*to > n)
		*to = n;
}

static float mean(const struct sums *s, double x0, double y0, double x1, double y1)
{
	size_t l, t, r, b, stride = s->w + 1;

	range(x0, x1, s->w, &l, &r);
	range(y0, y1, s->h, &t, &b);
	return (float)((s->at[b * stride + r] - s->at[t * stride + r] - s->at[b * stride + l] +
			s->at[t * stride + l]) /
		       (double)((r - l) * (b - t)));
}

static void hash_box(const struct sums *s, struct box4 box, struct pdq *p)
{
	double w = (box.x1 - box.x0) / PDQ_SIDE, h = (box.y1 - box.y0) / PDQ_SIDE;

	for (int i = 0; i < PDQ_SIDE; i++)
		for (int j = 0; j < PDQ_SIDE; j++)
			p->cells[i][j] = mean(s, box.x0 + j * w, box.y0 + i * h, box.x0 + (j + 1) * w,
					      box.y0 + (i + 1) * h);
	pdq_from_cells(p);
}

/* ---- uniform borders ---- */

struct line {
	const float *first;
	size_t step, n;
};

static bool belongs(const struct line *line, double level)
{
	for (size_t i = 0; i < line->n; i++) {
		double d = (double)line->first[i * line->step] - level;

		if (d > border_spread || d < -border_spread)
			return false;
	}
	return true;
}

static double level_of(const struct line *line)
{
	double sum = 0;

	for (size_t i = 0; i < line->n; i++)
		sum += (double)line->first[i * line->step];
	return sum / (double)line->n;
}

/* How many of `all` lines, from the first on, make a border; next: the step from line to line. */
static size_t border(struct line line, ptrdiff_t next, size_t all)
{
	double level = level_of(&line);
	size_t n = 0;

	while (n < all && belongs(&line, level)) {
		line.first += next;
		n++;
	}
	return n < all && (double)n >= border_least * (double)all ? n : 0;
}

static bool find_trim(const struct pdq_luma *l, struct box4 *out)
{
	size_t w = l->width, h = l->height;
	const float *p = l->data, *last = p + (h - 1) * w;
	struct line row = { p, 1, w }, bottom = { last, 1, w }, column = { p, w, h },
		    right = { p + w - 1, w, h };
	size_t top = border(row, (ptrdiff_t)w, h), low = border(bottom, -(ptrdiff_t)w, h);
	size_t before, after;

	/* Side borders are looked for between those above and below. */
	if (top + low >= h)
		return false;
	column.first += top * w;
	right.first += top * w;
	column.n = right.n = h - top - low;
	before = border(column, 1, w);
	after = border(right, -1, w);
	*out = (struct box4){ (double)before / (double)w, (double)top / (double)h,
			      1 - (double)after / (double)w, 1 - (double)low / (double)h };
	return (top || low || before || after) && out->x1 - out->x0 >= inner_least &&
	       out->y1 - out->y0 >= inner_least;
}

/* ---- all of it ---- */

static void put_cells(const struct pdq *p, uint8_t *out)
{
	float low = p->cells[0][0], high = low, scale;
	const float *v = &p->cells[0][0];

	for (int i = 0; i < IDENTITY_CELLS; i++) {
		low = v[i] < low ? v[i] : low;
		high = v[i] > high ? v[i] : high;
	}
	scale = high > low ? (float)(IDENTITY_LEVELS - 1) / (high - low) : 0;
	for (int i = 0; i < IDENTITY_CELLS; i++)
		out[i] = (uint8_t)((v[i] - low) * scale + 0.5f);
}

static void put_laid(const struct pdq *p, struct bits256 *out)
{
	for (int d = 0; d < DIHEDRALS; d++)
		out[d] = pdq_hash(p, (enum dihedral)d);
}

static bool measure_parts(const struct pdq_luma *l, struct pdq *p, struct identity_record *out)
{
	struct sums s;

	put_cells(p, out->cells);
	put_laid(p, out->whole);
	if (!sums_fill(&s, l))
		return false;
	for (unsigned i = 0; i < IDENTITY_WINDOWS; i++) {
		hash_box(&s, identity_window(i), p);
		out->windows[i] = pdq_hash(p, DIHEDRAL_SAME);
	}
	if (find_trim(l, &out->trim)) {
		hash_box(&s, out->trim, p);
		out->trimmed = p->quality >= PDQ_QUALITY_MIN;
		put_laid(p, out->inner);
	}
	mem_free(s.at);
	return true;
}

bool identity_measure(const struct raster *r, struct identity_record *out)
{
	struct pdq *p = mem_array(1, sizeof *p);
	struct pdq_luma l = { .data = NULL };
	bool ok;

	memset(out, 0, sizeof *out);
	ok = p && pdq_luma(r, &l) && pdq_compute(&l, p);
	if (ok) {
		out->quality = p->quality;
		out->matchable = p->quality >= PDQ_QUALITY_MIN;
		if (out->matchable)
			ok = measure_parts(&l, p, out);
		else if (l.width >= PDQ_MIN_SIDE && l.height >= PDQ_MIN_SIDE)
			out->whole[0] = pdq_hash(p, DIHEDRAL_SAME);
	}
	pdq_luma_release(&l);
	mem_free(p);
	return ok;
}
