/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tiles of both pictures, as workers deliver them, subtracted here: two sandboxes never see each other's
 * picture, and what is read in this process is plain RGB of a size that was asked for. */
#include "src/base/base.h"
#include "src/session/compare.h"

#include "src/base/mem.h"
#include "src/engine/engine.h"

#include <math.h>

struct side {
	uint64_t request;
	bool done;
	uint8_t *rgb;
	enum status status;
	char message[160];
};

struct pair {
	struct side sides[2];
};

struct grid { /* cells of 16 x 16 pixels */
	uint32_t cols, rows;
	uint16_t *count; /* differing pixels of a cell; 0 once its area is taken */
	uint32_t *stack;
};

struct sums {
	uint64_t absolute, squared;
};

/* The tile is of the size asked for: the engine checked that. */
static void on_reply(void *arg, uint64_t request, const struct reply *r)
{
	struct pair *p = arg;

	for (int i = 0; i < 2; i++) {
		struct side *d = &p->sides[i];
		size_t len = (size_t)r->tile.width * r->tile.height * 3;

		if (d->request != request)
			continue;
		d->done = true;
		d->status = r->status;
		snprintf(d->message, sizeof d->message, "%.*s", (int)sizeof d->message - 1, r->error.message);
		if (r->status != ST_OK)
			return;
		d->rgb = mem_array(len, 1);
		if (d->rgb)
			memcpy(d->rgb, r->tile.rgb, len);
		else
			d->status = ST_MEMORY;
	}
}

static void ask(struct session *s, uint64_t row, const struct request *r, struct side *out)
{
	*out = (struct side){ .status = ST_OK };
	out->request = session_request(s, row, r);
}

static enum status fetch(struct session *s, uint64_t a, uint64_t b, const struct request *r, struct pair *p)
{
	session_set_reply(s, on_reply, p);
	ask(s, a, r, &p->sides[0]);
	ask(s, b, r, &p->sides[1]);
	while (!p->sides[0].done || !p->sides[1].done)
		session_wait(s);
	session_set_reply(s, NULL, NULL);
	return p->sides[0].status ? p->sides[0].status : p->sides[1].status;
}

static void subtract(const struct request *r, const struct pair *p, struct compare_pixels *out, struct grid *g,
		     struct sums *sums)
{
	const uint8_t *a = p->sides[0].rgb, *b = p->sides[1].rgb;

	for (uint32_t y = 0; y < r->height; y++) {
		for (uint32_t x = 0; x < r->width; x++, a += 3, b += 3) {
			unsigned most = 0;

			for (int i = 0; i < 3; i++) {
				unsigned d = a[i] > b[i] ? a[i] - b[i] : b[i] - a[i];

				sums->absolute += d;
				sums->squared += (uint64_t)d * d;
				most = d > most ? d : most;
			}
			if (!most)
				continue;
			out->differing++;
			out->max_difference = most > out->max_difference ? most : out->max_difference;
			g->count[(size_t)((r->y + y) / COMPARE_CELL) * g->cols + (r->x + x) / COMPARE_CELL]++;
		}
	}
}

/* ---- areas ---- */

static void take_cell(struct grid *g, uint32_t at, size_t *top, struct compare_box *box)
{
	box->differing += g->count[at];
	g->count[at] = 0;
	g->stack[(*top)++] = at;
}

static void flood(struct grid *g, uint32_t start, const struct compare_pixels *p, struct compare_box *box)
{
	uint32_t x0 = g->cols, y0 = g->rows, x1 = 0, y1 = 0;
	size_t top = 0;

	*box = (struct compare_box){ .differing = 0 };
	take_cell(g, start, &top, box);
	while (top) {
		uint32_t at = g->stack[--top], cx = at % g->cols, cy = at / g->cols;

		x0 = cx < x0 ? cx : x0;
		x1 = cx > x1 ? cx : x1;
		y0 = cy < y0 ? cy : y0;
		y1 = cy > y1 ? cy : y1;
		for (uint32_t y = cy ? cy - 1 : 0; y <= cy + 1 && y < g->rows; y++)
			for (uint32_t x = cx ? cx - 1 : 0; x <= cx + 1 && x < g->cols; x++)
				if (g->count[(size_t)y * g->cols + x])
					take_cell(g, y * g->cols + x, &top, box);
	}
	box->x = x0 * COMPARE_CELL;
	box->y = y0 * COMPARE_CELL;
	box->width = (x1 + 1) * COMPARE_CELL < p->width ? (x1 + 1) * COMPARE_CELL - box->x : p->width - box->x;
	box->height = (y1 + 1) * COMPARE_CELL < p->height ? (y1 + 1) * COMPARE_CELL - box->y : p->height - box->y;
}

/* Keeps the boxes ordered, the largest first; of equal ones the upper left first. */
static void keep_box(struct compare_pixels *p, const struct compare_box *box)
{
	uint32_t i = p->n_boxes;

	p->areas++;
	if (i == COMPARE_BOXES && p->boxes[i - 1].differing >= box->differing)
		return;
	if (i == COMPARE_BOXES)
		i--;
	else
		p->n_boxes++;
	for (; i > 0 && p->boxes[i - 1].differing < box->differing; i--)
		p->boxes[i] = p->boxes[i - 1];
	p->boxes[i] = *box;
}

static void find_areas(struct grid *g, struct compare_pixels *p)
{
	struct compare_box box;

	for (uint32_t at = 0; at < g->cols * g->rows; at++) {
		if (!g->count[at])
			continue;
		flood(g, at, p, &box);
		keep_box(p, &box);
	}
}

/* ---- the whole ---- */

static void drop(struct pair *p)
{
	for (int i = 0; i < 2; i++) {
		mem_free(p->sides[i].rgb);
		p->sides[i].rgb = NULL;
	}
}

static bool all_tiles(struct session *s, uint64_t a, uint64_t b, struct comparison *c, struct grid *g,
		      struct sums *sums)
{
	struct compare_pixels *p = &c->pixels;
	struct pair pair;

	for (uint32_t y = 0; y < p->height; y += TILE_MAX_SIDE) {
		for (uint32_t x = 0; x < p->width; x += TILE_MAX_SIDE) {
			struct request r = { .kind = REQUEST_TILE, .x = x, .y = y, .channel = CHANNEL_RGB };

			r.width = r.out_width = p->width - x < TILE_MAX_SIDE ? p->width - x : TILE_MAX_SIDE;
			r.height = r.out_height = p->height - y < TILE_MAX_SIDE ? p->height - y : TILE_MAX_SIDE;
			if (fetch(s, a, b, &r, &pair) != ST_OK) {
				const struct side *bad = &pair.sides[pair.sides[0].status ? 0 : 1];

				p->reason = arena_fmt(&c->arena, "%s: %s", status_name(bad->status), bad->message);
				drop(&pair);
				return false;
			}
			subtract(&r, &pair, p, g, sums);
			drop(&pair);
		}
	}
	return true;
}

void compare_pixels(struct session *s, uint64_t a, uint64_t b, struct comparison *c)
{
	struct compare_pixels *p = &c->pixels;
	double samples = 3.0 * p->width * p->height;
	struct grid g = { .cols = (p->width + COMPARE_CELL - 1) / COMPARE_CELL,
			  .rows = (p->height + COMPARE_CELL - 1) / COMPARE_CELL };
	size_t cells = (size_t)g.cols * g.rows;
	struct sums sums = { 0 };

	g.count = mem_array(cells, sizeof *g.count);
	g.stack = mem_array(cells, sizeof *g.stack);
	if (!g.count || !g.stack || cells > UINT32_MAX) {
		p->reason = "not enough memory";
	} else {
		memset(g.count, 0, cells * sizeof *g.count);
		p->compared = all_tiles(s, a, b, c, &g, &sums);
	}
	if (p->compared) {
		p->mean_absolute = (double)sums.absolute / samples;
		p->psnr_db = sums.squared ? 10 * log10(255.0 * 255.0 * samples / (double)sums.squared) : (double)NAN;
		find_areas(&g, p);
	}
	mem_free(g.count);
	mem_free(g.stack);
}
