/* SPDX-License-Identifier: GPL-3.0-or-later */
/* canvas.h: a float picture, three channels interleaved, rows from the top. While a scene
 * is drawn the values are linear light (1 = diffuse white); after the camera they are sRGB
 * code values in [0, 1]. Each function says which it means. Alpha is optional: NULL, or one
 * value per pixel that grows with what is drawn. Owner: the caller. */
#ifndef GEN_CANVAS_H
#define GEN_CANVAS_H

#include <stddef.h>
#include <stdint.h>

struct canvas {
	int w, h;
	float *px;    /* w * h * 3 */
	float *alpha; /* w * h, or NULL */
};

struct rect {
	int x, y, w, h;
};

void canvas_init(struct canvas *c, int w, int h); /* black, no alpha */
void canvas_release(struct canvas *c);
void canvas_add_alpha(struct canvas *c);          /* wholly transparent */
static inline float *canvas_at(const struct canvas *c, int x, int y)
{
	return c->px + ((size_t)y * (size_t)c->w + (size_t)x) * 3;
}

float srgb_encode(float linear); /* both clamp to [0, 1] */
float srgb_decode(float code);
/* In place, whole canvas. */
void canvas_encode(struct canvas *c);
void canvas_decode(struct canvas *c);

/* A code value in [0, 1] as an integer 0..max, rounded. */
static inline unsigned canvas_level(float code, unsigned max)
{
	float v = code < 0 ? 0 : code > 1 ? 1 : code;

	return (unsigned)(v * (float)max + 0.5f);
}

/* Makes out (not yet initialised) a w x h copy: area averaging when shrinking, linear
 * interpolation when growing. */
void canvas_resize(const struct canvas *in, struct canvas *out, int w, int h);
/* Fits the picture inside w x h and fills the bars with black. */
void canvas_letterbox(const struct canvas *in, struct canvas *out, int w, int h);
/* Makes out the given part; what lies outside repeats the border. */
void canvas_crop(const struct canvas *in, struct canvas *out, struct rect part);

#endif
