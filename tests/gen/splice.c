/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "splice.h"
#include "common.h"

#include <math.h>
#include <string.h>

void splice_relight(struct canvas *linear, const double gains[3])
{
	size_t n = (size_t)linear->w * (size_t)linear->h * 3;

	for (size_t i = 0; i < n; i++)
		linear->px[i] *= (float)gains[i % 3];
}

static void set_grey(const struct canvas *c, int x, int y, float v)
{
	float *px = canvas_at(c, x, y);

	px[0] = px[1] = px[2] = v;
}

void splice_ellipse(struct canvas *mask, struct rect r)
{
	double rx = r.w / 2.0, ry = r.h / 2.0, small = fmin(rx, ry);

	for (int y = 0; y < mask->h; y++)
		for (int x = 0; x < mask->w; x++) {
			double u = (x + 0.5 - r.x - rx) / rx, v = (y + 0.5 - r.y - ry) / ry;
			double inside = (1 - sqrt(u * u + v * v)) * small / 2 + 0.5;

			set_grey(mask, x, y,
				 (float)(inside < 0 ? 0 : inside > 1 ? 1 : inside));
		}
}

void splice_alpha(struct canvas *mask, const struct canvas *from)
{
	for (int y = 0; y < mask->h; y++)
		for (int x = 0; x < mask->w; x++)
			set_grey(mask, x, y,
				 from->alpha[(size_t)y * (size_t)from->w + (size_t)x]);
}

void splice_paste(struct canvas *base, const struct canvas *over, const struct canvas *mask)
{
	size_t n = (size_t)base->w * (size_t)base->h * 3;

	for (size_t i = 0; i < n; i++)
		base->px[i] += (over->px[i] - base->px[i]) * mask->px[i];
}

struct rect splice_bounds(const struct canvas *mask)
{
	int x0 = mask->w, y0 = mask->h, x1 = -1, y1 = -1;

	for (int y = 0; y < mask->h; y++)
		for (int x = 0; x < mask->w; x++) {
			if (canvas_at(mask, x, y)[0] <= 0.5f)
				continue;
			x0 = x < x0 ? x : x0;
			x1 = x > x1 ? x : x1;
			y0 = y < y0 ? y : y0;
			y1 = y;
		}
	if (x1 < 0)
		return (struct rect){ 0, 0, 0, 0 };
	return (struct rect){ x0, y0, x1 - x0 + 1, y1 - y0 + 1 };
}

void splice_clone(struct canvas *c, struct rect r, int x, int y)
{
	struct canvas part;

	if (r.w < 1 || r.h < 1 || x < 0 || y < 0 || x + r.w > c->w || y + r.h > c->h)
		die("the cloned part does not fit the picture");
	canvas_crop(c, &part, r);
	for (int row = 0; row < r.h; row++)
		memcpy(canvas_at(c, x, y + row), canvas_at(&part, 0, row),
		       (size_t)r.w * 3 * sizeof *part.px);
	canvas_release(&part);
}
