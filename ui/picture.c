/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/picture.h"

#include "src/base/mem.h"

enum { AT_ONCE = 400 }; /* cells: 2.5 ms */

void picture_cache_release(struct picture_cache *c)
{
	picture_helper_stop(c->helper);
	for (size_t i = 0; i < ARRAY_LEN(c->slots); i++)
		mem_free(c->slots[i]);
	memset(c, 0, sizeof *c);
}

struct box picture_fit(struct box room, uint32_t w, uint32_t h)
{
	uint64_t high, wide = (uint64_t)(room.w > 0 ? room.w : 0);

	if (w == 0 || h == 0 || room.w < 1 || room.h < 1)
		return (struct box){ room.x, room.y, 0, 0 };
	high = (wide * h + w) / ((uint64_t)w * 2);
	if (high > (uint64_t)room.h) {
		high = (uint64_t)room.h;
		wide = (high * 2 * w + h / 2) / h;
	}
	wide = wide < 1 ? 1 : wide > (uint64_t)room.w ? (uint64_t)room.w : wide;
	high = high < 1 ? 1 : high;
	return (struct box){ room.x + (room.w - (int)wide) / 2, room.y + (room.h - (int)high) / 2,
			     (int)wide, (int)high };
}

/* Mean of the pixels under part (i, j) of a grid of w x h; at least one pixel. */
static void mean_rgb(const struct pixels *p, int i, int j, int w, int h, unsigned out[3])
{
	uint32_t x0 = (uint32_t)((uint64_t)i * p->width / (unsigned)w),
		 y0 = (uint32_t)((uint64_t)j * p->height / (unsigned)h);
	uint32_t x1 = (uint32_t)((uint64_t)(i + 1) * p->width / (unsigned)w);
	uint32_t y1 = (uint32_t)((uint64_t)(j + 1) * p->height / (unsigned)h);
	uint64_t sum[3] = { 0, 0, 0 }, n;

	x1 = x1 > x0 ? x1 : x0 + 1;
	y1 = y1 > y0 ? y1 : y0 + 1;
	for (uint32_t y = y0; y < y1; y++) {
		const uint8_t *at = p->rgb + ((size_t)y * p->width + x0) * 3;

		for (uint32_t x = x0; x < x1; x++, at += 3)
			for (int k = 0; k < 3; k++)
				sum[k] += at[k];
	}
	n = (uint64_t)(x1 - x0) * (y1 - y0);
	for (int k = 0; k < 3; k++)
		out[k] = (unsigned)(sum[k] / n);
}

static unsigned luma(const unsigned c[3])
{
	return (c[0] * 299 + c[1] * 587 + c[2] * 114) / 1000;
}

void picture_ascii(const struct pixels *p, int w, int h, struct cell *out)
{
	static const char ramp[] = " .:-=+*#%@";

	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; x++) {
			unsigned c[3];

			mean_rgb(p, x, y, w, h, c);
			out[y * w + x] = (struct cell){ .ch = (unsigned char)ramp[luma(c) * 9 / 255] };
		}
}

static uint32_t depth_colour(enum depth d, const unsigned c[3])
{
	if (d == DEPTH_RGB)
		return COLOUR_RGB(c[0], c[1], c[2]);
	return COLOUR_INDEX(d == DEPTH_256 ? colour_256(c[0], c[1], c[2]) : colour_16(c[0], c[1], c[2]));
}

void picture_blocks(const struct pixels *p, int w, int h, enum depth depth, struct cell *out)
{
	static const uint32_t shade[] = { ' ', 0x2591, 0x2592, 0x2593, 0x2588 };

	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; x++) {
			struct cell *c = &out[y * w + x];
			unsigned top[3], low[3];

			mean_rgb(p, x, 2 * y, w, 2 * h, top);
			mean_rgb(p, x, 2 * y + 1, w, 2 * h, low);
			if (depth == DEPTH_MONO)
				*c = (struct cell){ .ch = shade[(luma(top) + luma(low)) * 4 / 510] };
			else
				*c = (struct cell){ .ch = 0x2580,
						    .fg = depth_colour(depth, top),
						    .bg = depth_colour(depth, low) };
		}
}

/* Any mix that tells two screens apart does; nobody gains by a collision but a wrong preview of
 * their own picture. */
static uint64_t hash_pixels(const struct pixels *p)
{
	size_t n = (size_t)p->width * p->height * 3, i;
	uint64_t h = 0x9E3779B97F4A7C15u ^ n, word;

	for (i = 0; i + 8 <= n; i += 8) {
		memcpy(&word, p->rgb + i, 8);
		h = (h ^ word) * 0xD6E8FEB86659FD93u;
		h ^= h >> 32;
	}
	for (; i < n; i++)
		h = (h ^ p->rgb[i]) * 0xD6E8FEB86659FD93u;
	return h;
}

bool picture_key_equal(const struct picture_key *a, const struct picture_key *b)
{
	return a->hash == b->hash && a->pixels_w == b->pixels_w && a->pixels_h == b->pixels_h &&
	       a->w == b->w && a->h == b->h && a->depth == b->depth && a->ascii == b->ascii &&
	       a->exact == b->exact;
}

static struct picture_slot *slot_new(const struct picture_key *want)
{
	struct picture_slot *s;
	size_t bytes;

	if (!mem_mul(&bytes, (size_t)want->w * (size_t)want->h, sizeof(struct cell)))
		return NULL;
	s = mem_array(1, sizeof *s + bytes);
	if (s)
		s->key = *want;
	return s;
}

struct picture_slot *picture_make(const struct picture_key *want, const struct pixels *p)
{
	struct picture_slot *s = slot_new(want);

	if (!s)
		return NULL;
	if (want->ascii)
		picture_ascii(p, want->w, want->h, s->cells);
	else if (want->exact || !picture_chafa(p, want->w, want->h, want->depth, s->cells))
		picture_blocks(p, want->w, want->h, want->depth, s->cells);
	return s;
}

void picture_keep(struct picture_cache *c, struct picture_slot *s)
{
	mem_free(c->slots[c->next]);
	c->slots[c->next] = s;
	c->next = (c->next + 1) % ARRAY_LEN(c->slots);
}

static void show(struct cellbuf *b, struct box box, const struct picture_slot *s)
{
	for (int i = 0; s && i < box.w * box.h; i++)
		cellbuf_pixel(b, box.x + i % box.w, box.y + i / box.w, s->cells[i].ch, s->cells[i].fg,
			      s->cells[i].bg);
}

/* Half blocks now, better ones when the helper has them. */
static void show_rough(struct picture_cache *c, struct cellbuf *b, struct box box,
		       const struct picture_key *want, const struct pixels *p)
{
	struct picture_slot *rough = slot_new(want);

	if (!rough)
		return;
	picture_blocks(p, want->w, want->h, want->depth, rough->cells);
	show(b, box, rough);
	mem_free(rough);
	picture_helper_want(c->helper, want, p);
}

void picture_draw(struct picture_cache *c, struct cellbuf *b, struct box box, const struct pixels *p)
{
	struct picture_key want = { .w = box.w, .h = box.h, .depth = b->depth, .ascii = b->ascii };
	struct picture_slot *made;

	if (box.w < 1 || box.h < 1 || box.w > CELLBUF_MAX_SIDE || box.h > CELLBUF_MAX_SIDE ||
	    p->width == 0 || p->height == 0)
		return;
	want.hash = hash_pixels(p);
	want.pixels_w = p->width;
	want.pixels_h = p->height;
	want.exact = p->exact;
	for (size_t i = 0; i < ARRAY_LEN(c->slots); i++)
		if (c->slots[i] && picture_key_equal(&c->slots[i]->key, &want)) {
			show(b, box, c->slots[i]);
			return;
		}
	if (c->helper && !b->ascii && !p->exact && box.w * box.h > AT_ONCE) {
		show_rough(c, b, box, &want, p);
		return;
	}
	made = picture_make(&want, p);
	show(b, box, made);
	if (made)
		picture_keep(c, made);
}
