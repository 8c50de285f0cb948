/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "isp.h"
#include "common.h"

#include <stdlib.h>
#include <string.h>

enum { REACH = 2, REACH_MAX = 16 };

/* A plane with a border of REACH_MAX repeated samples on every side. */
struct plane {
	int w, h;
	size_t stride;
	float *all, *at; /* at: sample 0, 0 */
};

struct isp isp_from_options(struct options *o)
{
	struct isp s = {
		.denoise = options_number(o, "denoise", 0),
		.chroma_denoise = options_number(o, "chroma_denoise", 0),
		.sharpen = options_number(o, "sharpen", 0),
	};

	if (s.denoise < 0 || s.denoise > 0.2 || s.chroma_denoise < 0 ||
	    s.chroma_denoise > REACH_MAX || s.sharpen < 0 || s.sharpen > 4)
		die("'denoise' wants 0 to 0.2, 'chroma_denoise' 0 to 16, 'sharpen' 0 to 4");
	return s;
}

static struct plane plane_new(int w, int h)
{
	struct plane p = { .w = w, .h = h, .stride = (size_t)w + 2 * REACH_MAX };

	p.all = xnew(p.stride * ((size_t)h + 2 * REACH_MAX), sizeof *p.all);
	p.at = p.all + REACH_MAX * p.stride + REACH_MAX;
	return p;
}

static float *row_of(const struct plane *p, int y)
{
	return p->at + (ptrdiff_t)p->stride * y;
}

static void fill_border(struct plane *p)
{
	for (int y = 0; y < p->h; y++) {
		float *row = row_of(p, y);

		for (int i = 1; i <= REACH_MAX; i++) {
			row[-i] = row[0];
			row[p->w - 1 + i] = row[p->w - 1];
		}
	}
	for (int i = 1; i <= REACH_MAX; i++) {
		memcpy(row_of(p, -i) - REACH_MAX, row_of(p, 0) - REACH_MAX,
		       p->stride * sizeof *p->at);
		memcpy(row_of(p, p->h - 1 + i) - REACH_MAX, row_of(p, p->h - 1) - REACH_MAX,
		       p->stride * sizeof *p->at);
	}
}

/* Adds one neighbour to a row's weighted sums: the weight falls with the difference, after
 * Tomasi and Manduchi, "Bilateral filtering for gray and color images" (1998), with a
 * rational bell, whose tails are cut. */
static void add_neighbour(const float *centre, const float *other, int n, float inverse, float *sum,
			  float *total)
{
	for (int x = 0; x < n; x++) {
		float d = (other[x] - centre[x]) * inverse, weight = 1 - d * d;

		weight = weight < 0 ? 0 : weight * weight;
		sum[x] += weight * other[x];
		total[x] += weight;
	}
}

static void smooth_luma(struct plane *p, double within)
{
	float inverse = (float)(1 / (2.5 * within));
	struct plane in = plane_new(p->w, p->h);
	float *sum = xnew((size_t)p->w, sizeof *sum), *total = xnew((size_t)p->w, sizeof *total);

	fill_border(p);
	memcpy(in.all, p->all, p->stride * ((size_t)p->h + 2 * REACH_MAX) * sizeof *in.all);
	for (int y = 0; y < p->h; y++) {
		const float *centre = row_of(&in, y);

		memset(sum, 0, (size_t)p->w * sizeof *sum);
		memset(total, 0, (size_t)p->w * sizeof *total);
		for (int dy = -REACH; dy <= REACH; dy++)
			for (int dx = -REACH; dx <= REACH; dx++)
				if (abs(dx) + abs(dy) <= REACH)
					add_neighbour(centre, row_of(&in, y + dy) + dx, p->w,
						      inverse, sum, total);
		for (int x = 0; x < p->w; x++)
			row_of(p, y)[x] = sum[x] / total[x];
	}
	free(in.all);
	free(sum);
	free(total);
}

/* A running mean of 2 r + 1 samples across, then down. */
static void mean_across(struct plane *p, int r)
{
	float *copy = xnew(p->stride, sizeof *copy), part = 1.0f / (float)(2 * r + 1);

	for (int y = 0; y < p->h; y++) {
		float *row = row_of(p, y), *in = copy + REACH_MAX, sum = 0;

		memcpy(copy, row - REACH_MAX, p->stride * sizeof *copy);
		for (int x = -r; x < r; x++)
			sum += in[x];
		for (int x = 0; x < p->w; x++) {
			sum += in[x + r];
			row[x] = sum * part;
			sum -= in[x - r];
		}
	}
	free(copy);
}

static void mean_down(struct plane *p, int r)
{
	struct plane in = plane_new(p->w, p->h);
	float *sum = xnew((size_t)p->w, sizeof *sum), part = 1.0f / (float)(2 * r + 1);

	memcpy(in.all, p->all, p->stride * ((size_t)p->h + 2 * REACH_MAX) * sizeof *in.all);
	for (int y = -r; y < r; y++)
		for (int x = 0; x < p->w; x++)
			sum[x] += row_of(&in, y)[x];
	for (int y = 0; y < p->h; y++)
		for (int x = 0; x < p->w; x++) {
			sum[x] += row_of(&in, y + r)[x];
			row_of(p, y)[x] = sum[x] * part;
			sum[x] -= row_of(&in, y - r)[x];
		}
	free(in.all);
	free(sum);
}

static void smooth_chroma(struct plane *p, double radius)
{
	int r = (int)(radius + 0.5);

	if (r < 1)
		return;
	fill_border(p);
	mean_across(p, r);
	fill_border(p);
	mean_down(p, r);
}

/* Unsharp masking over a 3 x 3 binomial; halos are held to a part of what caused them. */
static void sharpen_luma(struct plane *p, double amount)
{
	struct plane in = plane_new(p->w, p->h);

	fill_border(p);
	memcpy(in.all, p->all, p->stride * ((size_t)p->h + 2 * REACH_MAX) * sizeof *in.all);
	for (int y = 0; y < p->h; y++) {
		const float *a = row_of(&in, y - 1), *b = row_of(&in, y), *c = row_of(&in, y + 1);
		float *out = row_of(p, y);

		for (int x = 0; x < p->w; x++) {
			float near = a[x] + c[x] + b[x - 1] + b[x + 1];
			float far = a[x - 1] + a[x + 1] + c[x - 1] + c[x + 1];
			float detail = b[x] - (4 * b[x] + 2 * near + far) / 16;
			float add = (float)amount * detail;

			add = add > 0.12f ? 0.12f : add < -0.12f ? -0.12f : add;
			out[x] = b[x] + add;
		}
	}
	free(in.all);
}

/* ITU-T T.871 (JFIF), without the offsets. */
static void split(const struct canvas *c, struct plane p[3])
{
	for (int y = 0; y < c->h; y++) {
		float *l = row_of(&p[0], y), *b = row_of(&p[1], y), *r = row_of(&p[2], y);
		const float *px = canvas_at(c, 0, y);

		for (int x = 0; x < c->w; x++, px += 3) {
			l[x] = 0.299f * px[0] + 0.587f * px[1] + 0.114f * px[2];
			b[x] = (px[2] - l[x]) / 1.772f;
			r[x] = (px[0] - l[x]) / 1.402f;
		}
	}
}

static void join(const struct plane p[3], struct canvas *c)
{
	for (int y = 0; y < c->h; y++) {
		const float *l = row_of(&p[0], y), *b = row_of(&p[1], y), *r = row_of(&p[2], y);
		float *px = canvas_at(c, 0, y);

		for (int x = 0; x < c->w; x++, px += 3) {
			px[0] = l[x] + 1.402f * r[x];
			px[1] = l[x] - 0.344136f * b[x] - 0.714136f * r[x];
			px[2] = l[x] + 1.772f * b[x];
		}
	}
}

void isp_process(const struct isp *s, struct canvas *c)
{
	struct plane p[3];

	if (s->denoise <= 0 && s->chroma_denoise <= 0 && s->sharpen <= 0)
		return;
	for (int i = 0; i < 3; i++)
		p[i] = plane_new(c->w, c->h);
	split(c, p);
	if (s->denoise > 0)
		smooth_luma(&p[0], s->denoise);
	if (s->chroma_denoise > 0) {
		smooth_chroma(&p[1], s->chroma_denoise);
		smooth_chroma(&p[2], s->chroma_denoise);
	}
	if (s->sharpen > 0)
		sharpen_luma(&p[0], s->sharpen);
	join(p, c);
	for (int i = 0; i < 3; i++)
		free(p[i].all);
}
