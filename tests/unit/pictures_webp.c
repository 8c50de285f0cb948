/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/pictures_more.h"

#include "src/base/mem.h"

#ifdef WITH_WEBP
#include <webp/encode.h>
#endif

static void le(uint8_t *p, uint32_t v, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

void riff_add(struct bytes *body, const char *type, const void *data, size_t len)
{
	uint8_t head[8];

	memcpy(head, type, 4);
	le(head + 4, (uint32_t)len, 4);
	bytes_add(body, head, sizeof head);
	bytes_add(body, data, len);
	if (len % 2)
		bytes_add(body, "", 1);
}

struct bytes riff_wrap(const char *form, const struct bytes *body)
{
	uint8_t head[12] = "RIFF";
	struct bytes b;

	le(head + 4, (uint32_t)body->len + 4, 4);
	memcpy(head + 8, form, 4);
	b = bytes_copy(head, sizeof head);
	bytes_add(&b, body->data, body->len);
	return b;
}

#ifdef WITH_WEBP
static size_t encode(const struct webp_wish *w, const uint8_t *rgba, int width, int height, uint8_t **out)
{
	float quality = w->quality ? (float)w->quality : 75;
	size_t n = (size_t)width * (size_t)height, len;
	uint8_t *rgb;

	if (w->alpha)
		return w->lossless ? WebPEncodeLosslessRGBA(rgba, width, height, width * 4, out) :
				     WebPEncodeRGBA(rgba, width, height, width * 4, quality, out);
	rgb = mem_need(n, 3);
	for (size_t i = 0; i < n; i++)
		memcpy(rgb + 3 * i, rgba + 4 * i, 3);
	len = w->lossless ? WebPEncodeLosslessRGB(rgb, width, height, width * 3, out) :
			    WebPEncodeRGB(rgb, width, height, width * 3, quality, out);
	free(rgb);
	return len;
}

struct bytes webp_coded(const struct webp_wish *w, uint8_t **rgba)
{
	unsigned width = w->width ? w->width : 64, height = w->height ? w->height : 48;
	uint8_t *px = mem_need((size_t)width * height, 4), *out = NULL;
	size_t len, skip = 12;
	struct bytes b;

	for (size_t i = 0; i < (size_t)width * height * 4; i++)
		px[i] = picture_noise((uint32_t)(i / 4 % width), (uint32_t)(i / 4 / width),
				      (uint32_t)(i % 4));
	for (size_t i = 3; i < (size_t)width * height * 4; i += 4)
		px[i] = w->alpha ? px[i] | 1 : 255; /* colours under alpha 0 are not kept by the encoder */
	len = encode(w, px, (int)width, (int)height, &out);
	if (len > 30 && memcmp(out + 12, "VP8X", 4) == 0)
		skip = 30;
	b = bytes_copy(out + skip, len - skip);
	WebPFree(out);
	if (rgba)
		*rgba = px;
	else
		free(px);
	return b;
}
#else
struct bytes webp_coded(const struct webp_wish *w, uint8_t **rgba)
{
	(void)w;
	if (rgba)
		*rgba = NULL;
	return bytes_copy("", 0);
}
#endif

struct bytes webp_vp8x(uint8_t flags, uint32_t width, uint32_t height)
{
	uint8_t p[10] = { flags };

	le(p + 4, width - 1, 3);
	le(p + 7, height - 1, 3);
	return bytes_copy(p, sizeof p);
}

struct bytes webp_anmf(uint32_t x, uint32_t y, uint32_t width, uint32_t height, uint32_t ms,
		       const void *coded, size_t len)
{
	uint8_t p[16] = { 0 };
	struct bytes b;

	le(p, x / 2, 3);
	le(p + 3, y / 2, 3);
	le(p + 6, width - 1, 3);
	le(p + 9, height - 1, 3);
	le(p + 12, ms, 3);
	b = bytes_copy(p, sizeof p);
	bytes_add(&b, coded, len);
	return b;
}

struct bytes picture_webp(const struct webp_wish *w, uint8_t **rgba)
{
	struct bytes coded = webp_coded(w, rgba), body = bytes_copy("", 0), b;

	if (w->alpha && !w->lossless) {
		struct bytes x = webp_vp8x(0x10, w->width ? w->width : 64, w->height ? w->height : 48);

		riff_add(&body, "VP8X", x.data, x.len);
		bytes_release(&x);
	}
	bytes_add(&body, coded.data, coded.len);
	b = riff_wrap("WEBP", &body);
	bytes_release(&coded);
	bytes_release(&body);
	return b;
}

struct bytes picture_webp_animated(unsigned frames, bool lossless, bool alpha)
{
	struct webp_wish w = { .width = 20, .height = 10, .lossless = lossless, .alpha = alpha };
	struct bytes coded = webp_coded(&w, NULL), body = bytes_copy("", 0), x = webp_vp8x(0x12, 40, 30), b;

	riff_add(&body, "VP8X", x.data, x.len);
	riff_add(&body, "ANIM", "\x01\x02\x03\xFF\0\0", 6);
	for (unsigned i = 0; i < frames; i++) {
		struct bytes f = webp_anmf(10 + 2 * i % 8, 4, 20, 10, 100, coded.data, coded.len);

		riff_add(&body, "ANMF", f.data, f.len);
		bytes_release(&f);
	}
	b = riff_wrap("WEBP", &body);
	bytes_release(&x);
	bytes_release(&body);
	bytes_release(&coded);
	return b;
}
