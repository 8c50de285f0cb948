/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The blocks of a GIF (GIF89a specification, appendix A), in file order. */
#include "src/base/base.h"
#include "src/media/gif.h"

#include "src/media/trailing.h"

/* Images beyond these are segments like the others, and not listed as pictures. */
enum { HEADER = 6, FRAMES_LISTED = 512, JOINED_BUDGET = 16 * 1024 * 1024 };

struct walk {
	struct container *c;
	struct span s;
	size_t budget;
	uint32_t n_images;
	unsigned colours;   /* of the table that the first image uses; 0: none */
	unsigned global;
	bool interlaced;
	bool stop, ended;
};

static bool segment(struct walk *w, const char *name, uint64_t from, const char *detail)
{
	return container_segment(w->c, name, from, span_at(&w->s) - from, 0, detail);
}

/* The file ends inside a piece: it is the last one. */
static bool cut(struct walk *w, const char *name, uint64_t from)
{
	container_damage(w->c, ST_CORRUPT, from, "the file ends inside the %s", name);
	w->s.pos = w->s.len;
	w->stop = true;
	return segment(w, name, from, "cut short");
}

static unsigned table_size(uint8_t packed)
{
	return packed & 0x80 ? 2u << (packed & 7) : 0;
}

static bool colours(struct walk *w, const char *name, unsigned n)
{
	uint64_t from = span_at(&w->s);

	if (n == 0)
		return true;
	if (span_left(&w->s) == 0) {
		w->stop = true;
		return true;
	}
	if (!span_skip(&w->s, n * 3))
		return cut(w, name, from);
	return segment(w, name, from, arena_fmt(w->c->arena, "%u colours", n));
}

static bool screen(struct walk *w)
{
	uint64_t from = span_at(&w->s);
	uint8_t packed, background, aspect;
	uint16_t width, height;

	if (span_left(&w->s) == 0) {
		w->stop = true;
		return true;
	}
	if (!span_u16le(&w->s, &width) || !span_u16le(&w->s, &height) || !span_u8(&w->s, &packed) ||
	    !span_u8(&w->s, &background) || !span_u8(&w->s, &aspect))
		return cut(w, "screen", from);
	w->c->width = width;
	w->c->height = height;
	w->global = table_size(packed);
	return segment(w, "screen", from, arena_fmt(w->c->arena, "%ux%u", width, height)) &&
	       colours(w, "global colours", w->global);
}

struct image {
	uint64_t from;
	uint16_t x, y, width, height;
	uint8_t packed;
};

static bool list(struct walk *w, const struct image *m)
{
	struct embedded p = { .kind = "frame", .media_type = "image/gif", .offset = m->from,
			      .length = span_at(&w->s) - m->from, .width = m->width, .height = m->height };

	return w->n_images == 1 || w->n_images > FRAMES_LISTED || container_picture(w->c, &p);
}

static void first_image(struct walk *w, const struct image *m)
{
	struct container *c = w->c;

	if (m->x + m->width > (long)c->width || m->y + m->height > (long)c->height)
		container_damage(c, ST_CORRUPT, m->from, "the first image reaches past the screen of %ux%u",
				 c->width, c->height);
	gif_canvas(&c->width, &c->height, m->x, m->y, m->width, m->height);
	w->interlaced = m->packed & 0x40;
	w->colours = m->packed & 0x80 ? table_size(m->packed) : w->global;
}

static bool image_data(struct walk *w)
{
	uint64_t from = span_at(&w->s);
	struct span chain;
	uint8_t size;

	if (!span_u8(&w->s, &size)) {
		w->stop = true;
		container_damage(w->c, ST_CORRUPT, from, "the file ends before the data of image %u",
				 w->n_images);
		return true;
	}
	if (size < 1 || size > 11)
		container_damage(w->c, ST_CORRUPT, from, "the code size of image %u is %u", w->n_images,
				 size);
	if (!gif_sub_blocks(&w->s, &chain))
		return cut(w, "image data", from);
	return segment(w, "image data", from, NULL);
}

static bool image(struct walk *w)
{
	struct image m = { .from = span_at(&w->s) };

	if (!span_skip(&w->s, 1) || !span_u16le(&w->s, &m.x) || !span_u16le(&w->s, &m.y) ||
	    !span_u16le(&w->s, &m.width) || !span_u16le(&w->s, &m.height) || !span_u8(&w->s, &m.packed))
		return cut(w, "image", m.from);
	if (++w->n_images == 1)
		first_image(w, &m);
	return segment(w, "image", m.from,
		       arena_fmt(w->c->arena, "image %u, %ux%u at %u,%u%s", w->n_images, m.width, m.height,
				 m.x, m.y, m.packed & 0x40 ? ", interlaced" : "")) &&
	       (!(m.packed & 0x80) || colours(w, "local colours", table_size(m.packed))) &&
	       (w->stop || image_data(w)) && list(w, &m);
}

static bool step(struct walk *w)
{
	uint64_t from = span_at(&w->s);

	if (span_left(&w->s) == 0) {
		w->stop = true;
		return true;
	}
	if (span_is(&w->s, "!", 1))
		return gif_extension(w->c, &w->s, &w->budget);
	if (span_is(&w->s, ",", 1))
		return image(w);
	w->stop = true;
	w->ended = span_is(&w->s, ";", 1) && span_skip(&w->s, 1);
	if (w->ended)
		return segment(w, "trailer", from, NULL);
	container_damage(w->c, ST_CORRUPT, from, "here a block should begin");
	return true;
}

static bool rest(struct walk *w)
{
	uint64_t from = span_at(&w->s);
	struct container *c = w->c;
	struct span s;

	if (w->n_images == 0)
		container_damage(c, ST_CORRUPT, from, "no image");
	if (w->ended)
		c->end = from;
	else
		container_damage(c, ST_CORRUPT, from, "no trailer");
	if (!span_sub(&w->s, span_left(&w->s), &s) || s.len == 0)
		return true;
	return container_segment(c, w->ended ? "data after end" : "not walked", from, s.len, 0, NULL) &&
	       trailing_pictures(c, s);
}

static bool describe(struct walk *w)
{
	struct container *c = w->c;

	if (w->n_images > 1)
		c->format = arena_fmt(c->arena, "GIF, animated, %u frames", w->n_images);
	else if (w->n_images == 1 && w->colours)
		c->format = arena_fmt(c->arena, "GIF, %u colours%s", w->colours,
				      w->interlaced ? ", interlaced" : "");
	return c->format != NULL;
}

enum status gif_walk(struct span bytes, struct container *c, struct error *e)
{
	struct walk w = { .c = c, .s = bytes, .budget = JOINED_BUDGET };
	char *version;

	c->format = "GIF";
	if (!span_skip(&w.s, HEADER)) {
		container_damage(c, ST_CORRUPT, bytes.origin, "no GIF header");
		return ST_OK;
	}
	version = container_text(c, bytes.data, HEADER);
	if (!version || !segment(&w, "header", bytes.origin, version) || !screen(&w))
		return container_full(c, e);
	while (!w.stop)
		if (!step(&w))
			return container_full(c, e);
	return rest(&w) && describe(&w) ? ST_OK : container_full(c, e);
}
