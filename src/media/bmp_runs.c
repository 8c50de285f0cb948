/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/bmp.h"

struct cursor {
	const struct bmp_header *h;
	uint8_t *out; /* NULL: only counts */
	uint64_t x, y;
};

/* Pixels past the right edge or above the top are dropped. */
static void put(struct cursor *c, uint8_t index)
{
	if (c->out && c->x < c->h->width && c->y < c->h->height)
		c->out[c->y * c->h->width + c->x] = index;
	c->x++;
}

static void run(struct cursor *c, uint8_t n, uint8_t value)
{
	for (unsigned i = 0; i < n; i++)
		put(c, c->h->compression == BMP_RLE8 ? value : i % 2 ? value & 15 : value >> 4);
}

/* n indices as they are, padded to two bytes. False when they are cut. */
static bool literal(struct cursor *c, struct span *s, uint8_t n)
{
	size_t bytes = c->h->compression == BMP_RLE8 ? n : (n + 1u) / 2;
	struct span in;

	if (!span_sub(s, bytes, &in))
		return false;
	for (unsigned i = 0; i < n; i++)
		put(c, c->h->compression == BMP_RLE8 ? in.data[i] :
		       i % 2 ? in.data[i / 2] & 15 : in.data[i / 2] >> 4);
	return bytes % 2 == 0 || span_skip(s, 1);
}

uint64_t bmp_runs(const struct bmp_header *h, struct span s, uint8_t *out, bool *whole)
{
	struct cursor c = { .h = h, .out = out };
	size_t start = s.pos;
	uint8_t n, code, dx, dy;

	*whole = false;
	while (!*whole && span_u8(&s, &n) && span_u8(&s, &code)) {
		if (n) {
			run(&c, n, code);
		} else if (code == 0) {
			c.x = 0;
			c.y++;
		} else if (code == 1) {
			*whole = true;
		} else if (code == 2) {
			if (!span_u8(&s, &dx) || !span_u8(&s, &dy))
				break;
			c.x += dx;
			c.y += dy;
		} else if (!literal(&c, &s, code)) {
			break;
		}
	}
	return s.pos - start;
}
