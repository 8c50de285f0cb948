/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/features.h"
#include "src/base/mem.h"

enum { PLANE = TILE_SIDE * TILE_SIDE, HALF_PLANE = TILE_SIDE * (TILE_SIDE / 2 + 1) };

static enum status init_transforms(struct tile_work *w, struct error *e)
{
	struct transform *t[] = { &w->t512, &w->t256, &w->t128 };
	struct bandmap *b[] = { &w->b512, &w->b256, &w->b128 };
	enum status st = ST_OK;

	for (uint32_t i = 0; i < (w->thorough ? ARRAY_LEN(t) : 1) && st == ST_OK; i++)
		if ((st = transform_init(t[i], 512u >> i, e)) == ST_OK)
			st = bandmap_init(b[i], 512u >> i, e);
	return st == ST_OK ? bandmap_middle(&w->hue, &w->b512, HUE_SIDE, e) : st;
}

/* Widths of the background's median in bins. */
static enum status init_whitening(struct tile_work *w, struct error *e)
{
	static const struct {
		size_t at;
		uint32_t n, k;
	} row[] = {
		{ offsetof(struct tile_work, w512), 512, 25 }, { offsetof(struct tile_work, w512_wide), HUE_SIDE, 31 },
		{ offsetof(struct tile_work, w256), 256, 15 }, { offsetof(struct tile_work, w256_wide), 256, 21 },
		{ offsetof(struct tile_work, w128), 128, 11 }, { offsetof(struct tile_work, w128_wide), 128, 21 },
	};
	enum status st = ST_OK;

	for (size_t i = 0; i < (w->thorough ? ARRAY_LEN(row) : 2) && st == ST_OK; i++)
		st = whiten_init((struct whiten *)((char *)w + row[i].at), row[i].n, row[i].k, e);
	return st;
}

enum status tile_work_init(struct tile_work *w, struct error *e)
{
	enum status st;
	bool room;

	if ((st = init_transforms(w, e)) != ST_OK || (st = init_whitening(w, e)) != ST_OK)
		return st;
	w->luma = mem_array(PLANE, sizeof *w->luma);
	w->power = mem_array(HALF_PLANE, sizeof *w->power);
	w->db = mem_array(HALF_PLANE, sizeof *w->db);
	w->x = mem_array(HALF_PLANE, sizeof *w->x);
	w->luma_x = mem_array(HALF_PLANE, sizeof *w->luma_x);
	room = w->luma && w->power && w->db && w->x && w->luma_x;
	for (size_t k = 0; k < 3; k++) {
		w->rgb[k] = mem_array(PLANE, sizeof *w->rgb[k]);
		w->spectrum[k] = mem_array(HALF_PLANE, sizeof *w->spectrum[k]);
		room = room && w->rgb[k] && w->spectrum[k];
	}
	for (size_t k = 0; k < ARRAY_LEN(w->scratch); k++) {
		w->scratch[k] = mem_array(PLANE, sizeof *w->scratch[k]);
		room = room && w->scratch[k];
	}
	return room ? ST_OK : err_nomem(e);
}

void tile_work_release(struct tile_work *w)
{
	for (size_t k = 0; k < ARRAY_LEN(w->scratch); k++)
		mem_free(w->scratch[k]);
	for (size_t k = 0; k < 3; k++) {
		mem_free(w->spectrum[k]);
		mem_free(w->rgb[k]);
	}
	mem_free(w->luma_x);
	mem_free(w->x);
	mem_free(w->db);
	mem_free(w->power);
	mem_free(w->luma);
	whiten_release(&w->w128_wide);
	whiten_release(&w->w128);
	whiten_release(&w->w256_wide);
	whiten_release(&w->w256);
	whiten_release(&w->w512_wide);
	whiten_release(&w->w512);
	bandmap_release(&w->b128);
	bandmap_release(&w->b256);
	bandmap_release(&w->hue);
	bandmap_release(&w->b512);
	transform_release(&w->t128);
	transform_release(&w->t256);
	transform_release(&w->t512);
	memset(w, 0, sizeof *w);
}

static inline float sample(const struct raster *r, size_t at)
{
	return r->depth == 16 ? (float)(((const uint16_t *)r->data)[at] >> 8) : (float)((const uint8_t *)r->data)[at];
}

static uint32_t mirrored(uint32_t at, uint32_t n)
{
	at %= 2 * n;
	return at < n ? at : 2 * n - 1 - at;
}

static void load_any(struct tile_work *w, const struct raster *r, uint32_t x, uint32_t y)
{
	bool colour = r->channels >= 3;

	for (uint32_t j = 0; j < TILE_SIDE; j++) {
		size_t row = (size_t)mirrored(y + j, r->height) * r->width, to = (size_t)j * TILE_SIDE;

		for (uint32_t i = 0; i < TILE_SIDE; i++, to++) {
			size_t from = (row + mirrored(x + i, r->width)) * r->channels;

			for (size_t k = 0; k < 3; k++)
				w->rgb[k][to] = sample(r, from + (colour ? k : 0));
		}
	}
}

void tile_work_load(struct tile_work *w, const struct raster *r, uint32_t x, uint32_t y)
{
	bool inside = x + TILE_SIDE <= r->width && y + TILE_SIDE <= r->height;

	w->bytes = NULL;
	if (inside && !w->thorough && r->channels == 3 && r->depth == 8) {
		w->stride = (size_t)r->width * 3;
		w->bytes = (const uint8_t *)r->data + (size_t)y * w->stride + (size_t)x * 3;
		return;
	}
	load_any(w, r, x, y);
	for (size_t i = 0; i < PLANE; i++)
		w->luma[i] = .299f * w->rgb[0][i] + .587f * w->rgb[1][i] + .114f * w->rgb[2][i];
}
