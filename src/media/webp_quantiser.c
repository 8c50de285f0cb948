/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/webp_quantiser.h"

#include "src/media/webp.h"

enum { FRAME_HEADER = 10, SEGMENTS = 4 };

/* The boolean decoder of RFC 6386 section 7.3, for bits of even chance. */
struct bools {
	struct span s;
	uint32_t value, range;
	unsigned shifted;
	bool over; /* the data ended */
};

static uint8_t next_byte(struct bools *b)
{
	uint8_t v = 0;

	b->over = !span_u8(&b->s, &v) || b->over;
	return v;
}

static unsigned bit(struct bools *b)
{
	uint32_t split = 1 + ((b->range - 1) * 128 >> 8), big = split << 8;
	unsigned one = b->value >= big;

	b->range = one ? b->range - split : split;
	b->value -= one ? big : 0;
	while (b->range < 128) {
		b->value <<= 1;
		b->range <<= 1;
		if (++b->shifted == 8) {
			b->shifted = 0;
			b->value |= next_byte(b);
		}
	}
	return one;
}

static unsigned literal(struct bools *b, unsigned n)
{
	unsigned v = 0;

	while (n--)
		v = v << 1 | bit(b);
	return v;
}

/* A flag, and when it is set a magnitude and a sign; else 0. */
static int optional(struct bools *b, unsigned n)
{
	int v;

	if (!bit(b))
		return 0;
	v = (int)literal(b, n);
	return bit(b) ? -v : v;
}

/* Section 9.3. *absolute: the values replace the index, else they are added to it. */
static bool segments(struct bools *b, int q[SEGMENTS], bool *absolute)
{
	unsigned map, data;

	if (!bit(b))
		return false;
	map = bit(b);
	data = bit(b);
	if (data) {
		*absolute = bit(b);
		for (unsigned i = 0; i < SEGMENTS; i++)
			q[i] = optional(b, 7);
		for (unsigned i = 0; i < SEGMENTS; i++)
			(void)optional(b, 6);
	}
	for (unsigned i = 0; map && i < 3; i++)
		if (bit(b))
			(void)literal(b, 8);
	return data;
}

/* Section 9.6: the loop filter stands between. */
static void filter(struct bools *b)
{
	(void)literal(b, 1 + 6 + 3);
	if (bit(b) && bit(b))
		for (unsigned i = 0; i < 8; i++)
			(void)optional(b, 6);
}

static int clamp(int v)
{
	return v < 0 ? 0 : v > 127 ? 127 : v;
}

bool vp8_quantiser(struct span data, unsigned *index)
{
	struct bools b = { .range = 255 };
	struct webp_image image = { .found = true };
	int q[SEGMENTS] = { 0 }, base, sum = 0;
	bool own, absolute = false;

	if (!webp_vp8_read(data, &image) || !span_skip(&data, FRAME_HEADER))
		return false;
	b.s = data;
	b.value = next_byte(&b);
	b.value = b.value << 8 | next_byte(&b);
	(void)literal(&b, 2); /* colour space, clamping */
	own = segments(&b, q, &absolute);
	filter(&b);
	(void)literal(&b, 2); /* partitions */
	base = (int)literal(&b, 7);
	for (unsigned i = 0; i < SEGMENTS; i++)
		sum += clamp(own && absolute ? q[i] : own ? base + q[i] : base);
	*index = (unsigned)(sum + SEGMENTS / 2) / SEGMENTS;
	return !b.over;
}

bool webp_quantiser(struct span s, unsigned *index)
{
	struct webp_head h;
	const struct webp_image *m;
	struct riff_chunk k;
	struct span chunks;

	webp_head_read(s, &h);
	m = h.animated ? &h.first.image : &h.image;
	if (!m->readable || m->lossless || !span_slice(&s, m->offset - s.origin, m->length, &chunks))
		return false;
	while (riff_chunk_next(&chunks, &k))
		if (riff_is(&k, "VP8 "))
			return vp8_quantiser(k.data, index);
	return false;
}
