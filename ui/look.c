/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/look.h"

#include "src/base/mem.h"
#include "ui/views/provenance.h"

#include <math.h>

static double clamp_to(double v, double low, double high)
{
	return v > high ? (high < low ? low : high) : v < low ? low : v;
}

/* Along one axis: how many stored pixels and cells. */
static void axis(int cells, int sub, double scale, double centre, uint32_t size, uint32_t *at,
		 uint32_t *len, int *used)
{
	double visible = floor(cells * sub / scale);

	if (visible >= size) {
		*len = size;
		*used = (int)ceil(size * scale / sub);
	} else {
		*len = visible < 1 ? 1 : (uint32_t)visible;
		*used = cells;
	}
	*used = *used < 1 ? 1 : *used > cells ? cells : *used;
	*at = (uint32_t)clamp_to(floor(centre - *len / 2.0), 0, (double)(size - *len));
}

struct window look_window(const struct look *l, struct box room, uint32_t width, uint32_t height)
{
	struct window w = { 0, 0, width, height, picture_fit(room, width, height) };
	double scale = ldexp(1, l->zoom);

	if (!l->zoomed || room.w < 1 || room.h < 1)
		return w;
	axis(room.w, SUB_X, scale, l->centre_x, width, &w.x, &w.w, &w.box.w);
	axis(room.h, SUB_Y, scale, l->centre_y, height, &w.y, &w.h, &w.box.h);
	w.box.x = room.x + (room.w - w.box.w) / 2;
	w.box.y = room.y + (room.h - w.box.h) / 2;
	return w;
}

void look_zoom(struct look *l, const struct window *w, uint32_t width, uint32_t height, int step)
{
	double shown = w->w ? (double)w->box.w * SUB_X / w->w : 1; /* sub-pixels a stored pixel */

	if (!l->zoomed) {
		if (step < 0)
			return;
		l->zoom = (int)floor(log2(shown));
		l->centre_x = l->cursor_x;
		l->centre_y = l->cursor_y;
		l->zoomed = true;
	}
	l->zoom += step;
	if (l->zoom > ZOOM_MAX)
		l->zoom = ZOOM_MAX;
	if (l->zoom < ZOOM_MIN || (step < 0 && w->w == width && w->h == height))
		l->zoomed = false;
}

static uint32_t moved(uint32_t at, double by, uint32_t size)
{
	return (uint32_t)clamp_to(at + by, 0, size ? size - 1.0 : 0);
}

void look_pan(struct look *l, const struct window *w, uint32_t width, uint32_t height, int dx, int dy)
{
	if (!l->zoomed) {
		look_move_cursor(l, w, width, height, dx, dy);
		return;
	}
	l->centre_x = clamp_to(w->x + w->w / 2.0 + dx * fmax(1, w->w / 8.0), w->w / 2.0, width - w->w / 2.0);
	l->centre_y = clamp_to(w->y + w->h / 2.0 + dy * fmax(1, w->h / 8.0), w->h / 2.0, height - w->h / 2.0);
}

/* The window follows the cursor when it leaves. */
static void follow(struct look *l, const struct window *w)
{
	if (l->cursor_x < w->x || l->cursor_x >= w->x + w->w)
		l->centre_x = l->cursor_x;
	if (l->cursor_y < w->y || l->cursor_y >= w->y + w->h)
		l->centre_y = l->cursor_y;
}

void look_move_cursor(struct look *l, const struct window *w, uint32_t width, uint32_t height, int dx, int dy)
{
	double step_x = w->box.w ? (double)w->w / w->box.w : 1,
	       step_y = w->box.h ? (double)w->h / w->box.h : 1;

	l->cursor_x = moved(l->cursor_x, dx * fmax(1, floor(step_x)), width);
	l->cursor_y = moved(l->cursor_y, dy * fmax(1, floor(step_y)), height);
	follow(l, w);
}

static uint32_t out_side(int cells, int sub)
{
	int64_t n = (int64_t)cells * sub;

	return n > TILE_MAX_SIDE ? TILE_MAX_SIDE : n < 1 ? 1 : (uint32_t)n;
}

void look_want(struct look *l, const struct window *w, uint32_t width, uint32_t height)
{
	memset(&l->wanted, 0, sizeof l->wanted);
	if (width == 0 || height == 0 || w->box.w < 1 || w->box.h < 1)
		return;
	l->wanted.kind = REQUEST_TILE;
	l->wanted.x = w->x;
	l->wanted.y = w->y;
	l->wanted.width = w->w;
	l->wanted.height = w->h;
	l->wanted.out_width = out_side(w->box.w, SUB_X);
	l->wanted.out_height = out_side(w->box.h, SUB_Y);
	l->wanted.channel = l->channel;
}

static bool same_place(const struct request *a, const struct request *b)
{
	return a->kind == b->kind && a->x == b->x && a->y == b->y && a->width == b->width &&
	       a->height == b->height && a->channel == b->channel;
}

bool look_has_tile(const struct look *l, const struct window *w)
{
	struct request r = { .kind = REQUEST_TILE,
			     .x = w->x,
			     .y = w->y,
			     .width = w->w,
			     .height = w->h,
			     .channel = l->channel };

	return l->tile.rgb && same_place(&l->tile_request, &r);
}

void look_centre(struct ui *u, double x, double y)
{
	struct look *l = &u->look;

	l->cursor_x = x > 0 && x < 4e9 ? (uint32_t)x : 0;
	l->cursor_y = y > 0 && y < 4e9 ? (uint32_t)y : 0;
	l->centre_x = x;
	l->centre_y = y;
}

void look_forget(struct ui *u)
{
	struct look *l = &u->look;

	mem_free(l->tile.rgb);
	*l = (struct look){ .overlay = -1, .boxes = l->boxes, .channel = l->channel };
}

static void keep_tile(struct look *l, const struct tile *t)
{
	size_t bytes;
	uint8_t *copy;

	if (!mem_mul(&bytes, (size_t)t->width * t->height, 3) || bytes == 0 || !t->rgb)
		return;
	copy = mem_array(bytes, 1);
	if (!copy)
		return;
	memcpy(copy, t->rgb, bytes);
	mem_free(l->tile.rgb);
	l->tile = (struct tile){ t->width, t->height, copy };
}

void look_reply(struct ui *u, const struct backend_reply *r)
{
	struct look *l = &u->look;

	if (r->id == l->tile_id) {
		l->tile_id = 0;
		if (r->status == ST_OK && r->tile)
			keep_tile(l, r->tile);
		else
			snprintf(l->error, sizeof l->error, "%s",
				 r->error && r->error->message[0] ? r->error->message
								  : status_name(r->status));
	} else if (r->id == l->sample_id) {
		l->sample_id = 0;
		l->has_sample = r->status == ST_OK && r->sample;
		if (l->has_sample)
			l->sample = *r->sample;
	}
}

static bool same_request(const struct request *a, const struct request *b)
{
	return same_place(a, b) && a->out_width == b->out_width && a->out_height == b->out_height;
}

static void ask_tile(struct ui *u, uint64_t row)
{
	struct look *l = &u->look;

	if (l->wanted.kind != REQUEST_TILE || l->tile_id || same_request(&l->wanted, &l->tile_request))
		return;
	/* Also when it fails: a question that failed is not asked again and again. */
	l->tile_request = l->wanted;
	l->error[0] = '\0';
	l->tile_id = u->backend.ops->request(u->backend.self, row, &l->wanted);
}

static void ask_sample(struct ui *u, uint64_t row)
{
	struct look *l = &u->look;
	struct request r = { .kind = REQUEST_SAMPLE, .x = l->cursor_x, .y = l->cursor_y };

	if (l->sample_id || (l->has_sample && l->sample_x == l->cursor_x && l->sample_y == l->cursor_y))
		return;
	if (l->error[0] || l->wanted.kind != REQUEST_TILE)
		return;
	l->sample_x = l->cursor_x;
	l->sample_y = l->cursor_y;
	l->has_sample = false;
	l->sample_id = u->backend.ops->request(u->backend.self, row, &r);
}

void ui_ask(struct ui *u)
{
	const struct row *r = ui_row(u);
	uint64_t row;

	if (r && ui_view(u) == &provenance_view && u->chain.row == r->id) {
		thumbnail_ask(u);
		ui_refresh(u);
	}
	if (!r || ui_view(u) != &picture_view || u->look.row != r->id)
		return;
	row = r->id;
	ask_tile(u, row);
	ask_sample(u, row);
	ui_refresh(u);
}

const struct map *exam_map(const struct examination *x, int i, const struct result **result)
{
	for (uint32_t r = 0; x && i >= 0 && r < x->n_results; r++) {
		if ((uint32_t)i < x->results[r].n_maps) {
			*result = &x->results[r];
			return &x->results[r].maps[i];
		}
		i -= (int)x->results[r].n_maps;
	}
	return NULL;
}
