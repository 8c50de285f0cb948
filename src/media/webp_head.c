/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/webp.h"

static bool u24(struct span *s, uint32_t *v)
{
	uint8_t b[3];

	if (!span_copy(s, b, 3))
		return false;
	*v = b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16;
	return true;
}

bool webp_vp8_read(struct span s, struct webp_image *out)
{
	uint32_t tag;
	uint16_t w, h;

	/* Bit 0 of the frame tag is 0 in a key frame; a picture is one. */
	if (!u24(&s, &tag) || (tag & 1) || !span_is(&s, "\x9D\x01\x2A", 3) || !span_skip(&s, 3) ||
	    !span_u16le(&s, &w) || !span_u16le(&s, &h))
		return false;
	out->lossless = false;
	out->width = w & 0x3FFF; /* the two bits above ask for scaling, which no WebP decoder does */
	out->height = h & 0x3FFF;
	return true;
}

bool webp_vp8l_read(struct span s, struct webp_image *out)
{
	uint32_t bits;
	uint8_t signature;

	if (!span_u8(&s, &signature) || signature != 0x2F || !span_u32le(&s, &bits) || bits >> 29)
		return false;
	out->lossless = true;
	out->width = (bits & 0x3FFF) + 1;
	out->height = (bits >> 14 & 0x3FFF) + 1;
	out->alpha = bits >> 28 & 1;
	return true;
}

bool webp_extended_read(struct span s, struct webp_head *out)
{
	uint32_t w, h;
	uint8_t flags;

	if (!span_u8(&s, &flags) || !span_skip(&s, 3) || !u24(&s, &w) || !u24(&s, &h))
		return false;
	out->extended = true;
	out->flags = flags;
	out->canvas_width = w + 1;
	out->canvas_height = h + 1;
	return true;
}

/* The first VP8 or VP8L is the picture, with the ALPH that stands before it. */
static void add_chunk(struct webp_image *m, const struct riff_chunk *k)
{
	bool vp8 = riff_is(k, "VP8 "), vp8l = riff_is(k, "VP8L");

	if (m->found || (!vp8 && !vp8l && !riff_is(k, "ALPH")))
		return;
	if (!m->alpha)
		m->offset = k->offset;
	m->length = k->data.origin + k->data.len - m->offset;
	m->found = vp8 || vp8l;
	if (m->found)
		m->readable = vp8 ? webp_vp8_read(k->data, m) : webp_vp8l_read(k->data, m);
	else
		m->alpha = true;
}

bool webp_frame_read(struct span s, struct webp_frame *out)
{
	struct riff_chunk k;
	uint8_t flags;

	memset(out, 0, sizeof *out);
	if (!u24(&s, &out->x) || !u24(&s, &out->y) || !u24(&s, &out->width) || !u24(&s, &out->height) ||
	    !u24(&s, &out->duration) || !span_u8(&s, &flags))
		return false;
	out->x *= 2;
	out->y *= 2;
	out->width++;
	out->height++;
	out->no_blend = flags & 2;
	out->dispose = flags & 1;
	while (!out->image.found && riff_chunk_next(&s, &k))
		add_chunk(&out->image, &k);
	return true;
}

void webp_head_read(struct span s, struct webp_head *out)
{
	struct riff_chunk k;
	struct span body;
	uint32_t size;

	memset(out, 0, sizeof *out);
	if (!riff_body(s, &body, &size))
		return;
	for (bool first = true; riff_chunk_next(&body, &k); first = false) {
		/* A VP8X that is cut short leaves a picture that can still be told. */
		if (first && riff_is(&k, "VP8X") && webp_extended_read(k.data, out))
			continue;
		if (!(out->flags & WEBP_ANIMATION))
			add_chunk(&out->image, &k);
		else if (riff_is(&k, "ANMF") && out->n_frames++ == 0)
			out->animated = webp_frame_read(k.data, &out->first);
	}
}
