/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/features.h"
#include "src/base/mem.h"

#include <math.h>

static bool allocate(struct thumb *t)
{
	size_t n = (size_t)t->width * t->height;
	float **plane[] = { &t->y, &t->cb, &t->cr, &t->value, &t->gx, &t->gy, &t->g };

	for (size_t k = 0; k < ARRAY_LEN(plane); k++)
		if (!(*plane[k] = mem_array(n, sizeof **plane[k])))
			return false;
	return true;
}

static void fill_planes(struct thumb *t)
{
	for (size_t i = 0; i < (size_t)t->width * t->height; i++) {
		const uint8_t *p = t->rgb + 3 * i;
		uint8_t top = p[0] > p[1] ? p[0] : p[1];

		t->y[i] = .299f * p[0] + .587f * p[1] + .114f * p[2];
		t->cb[i] = .564f * (p[2] - t->y[i]);
		t->cr[i] = .713f * (p[0] - t->y[i]);
		t->value[i] = top > p[2] ? top : p[2];
	}
}

/* Sobel over 8: gray levels a pixel. Borders are replicated. */
static void fill_gradients(struct thumb *t)
{
	uint32_t w = t->width, h = t->height;

	for (uint32_t j = 0; j < h; j++) {
		const float *a = t->y + (size_t)(j ? j - 1 : 0) * w, *b = t->y + (size_t)j * w;
		const float *c = t->y + (size_t)(j + 1 < h ? j + 1 : j) * w;

		for (uint32_t i = 0; i < w; i++) {
			uint32_t l = i ? i - 1 : 0, r = i + 1 < w ? i + 1 : i;
			size_t at = (size_t)j * w + i;

			t->gx[at] = (a[r] - a[l] + 2 * (b[r] - b[l]) + c[r] - c[l]) / 8;
			t->gy[at] = (c[l] - a[l] + 2 * (c[i] - a[i]) + c[r] - a[r]) / 8;
			t->g[at] = sqrtf(t->gx[at] * t->gx[at] + t->gy[at] * t->gy[at]);
		}
	}
}

enum status thumb_init(struct thumb *t, const struct small *small, struct error *e)
{
	memset(t, 0, sizeof *t);
	t->width = small->width;
	t->height = small->height;
	t->rgb = small->rgb;
	if (!allocate(t))
		return err_nomem(e);
	fill_planes(t);
	fill_gradients(t);
	return ST_OK;
}

void thumb_release(struct thumb *t)
{
	mem_free(t->y);
	mem_free(t->cb);
	mem_free(t->cr);
	mem_free(t->value);
	mem_free(t->gx);
	mem_free(t->gy);
	mem_free(t->g);
	memset(t, 0, sizeof *t);
}
