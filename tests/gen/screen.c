/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen.h"
#include "common.h"
#include "rng.h"

#include <math.h>

/* Each captured pixel gathers a square of rays, this many px apart. A ray is as wide as the
 * gap between rays: thin ones would alias the stripes among themselves. */
static const double step = 0.32;
enum { TAPS_MAX = 41 };

/* Lit part of a display pixel, in fractions of it: three stripes across, one gap down. */
static const float stripe[3][2] = { { 0.03f, 0.30f }, { 0.365f, 0.635f }, { 0.70f, 0.97f } };
static const float lit_top = 0.06f, lit_end = 0.94f;
static const float fill = 0.27f * 0.88f;

struct lens {
	int taps;
	double offset[TAPS_MAX], weight[TAPS_MAX];
	double co, si;  /* of the angle */
	float half;     /* half a ray's width, in display pixels */
};

struct screen screen_from_options(struct options *o)
{
	struct screen s = {
		.pitch = options_number(o, "pitch", 1.37),
		.angle = options_number(o, "angle", 1.5),
		.perspective = options_number(o, "perspective", 0.01),
		.bezel = options_number(o, "bezel", 0),
		.lens = options_number(o, "lens", 0.42),
		.glow = options_number(o, "glow", 0.006),
	};

	if (s.pitch < 0.5 || s.pitch > 100 || s.bezel < 0 || s.bezel > 0.45)
		die("'pitch' wants 0.5 to 100 and 'bezel' 0 to 0.45");
	return s;
}

void screen_size(const struct screen *s, int w, int h, int *display_w, int *display_h)
{
	double turn = fabs(s->angle) * GEN_PI / 180, part = 1 - 2 * s->bezel;
	double cover_w = w, cover_h = h;

	if (s->bezel <= 0) { /* the display must reach past every corner */
		double slack = 1.02 + fabs(s->perspective);

		cover_w = (w * fabs(cos(turn)) + h * fabs(sin(turn))) * slack;
		cover_h = (h * fabs(cos(turn)) + w * fabs(sin(turn))) * slack;
	}
	*display_w = (int)(cover_w * part / s->pitch) + 1;
	*display_h = (int)(cover_h * part / s->pitch) + 1;
}

/* Light of the room, in linear light, for what is not display: a dark frame, then a wall. */
static void add_surround(const struct canvas *shown, double u, double v, double weight,
			 double pitch, float *sum)
{
	double over_x = fmax(-u, u - shown->w), over_y = fmax(-v, v - shown->h);
	double out = fmax(over_x, over_y) * pitch;
	float light = out < 40 ? 0.012f : 0.05f;

	if (out >= 40)
		light *= 1 + 0.3f * noise_fractal(u * 0.02, v * 0.02, 4, 99);
	sum[0] += (float)weight * light * 1.1f;
	sum[1] += (float)weight * light;
	sum[2] += (float)weight * light * 0.9f;
}

/* Lit length from 0 to t (-1 < t < 2) where each unit is lit from a to b. */
static float lit_length(float t, float a, float b)
{
	float whole = 0, part;

	if (t < 0) {
		whole = a - b;
		t += 1;
	} else if (t >= 1) {
		whole = b - a;
		t -= 1;
	}
	part = t < a ? 0 : t > b ? b - a : t - a;
	return whole + part;
}

/* The part of a ray at t that falls on what is lit. */
static float lit_part(float t, float half, float a, float b)
{
	return (lit_length(t + half, a, b) - lit_length(t - half, a, b)) / (2 * half);
}

/* One ray that lands at display coordinates u, v. */
static void add_ray(const struct screen *s, const struct canvas *shown, const struct lens *l,
		    double u, double v, double weight, float *sum)
{
	static const float black[3] = { 0.75f, 0.95f, 1.5f };
	int iu = (int)u, iv = (int)v;
	const float *px;
	float k;

	if (u < 0 || v < 0 || iu >= shown->w || iv >= shown->h) {
		add_surround(shown, u, v, weight, s->pitch, sum);
		return;
	}
	k = (float)weight / fill * lit_part((float)(v - iv), l->half, lit_top, lit_end);
	px = canvas_at(shown, iu, iv);
	for (int ch = 0; ch < 3; ch++)
		sum[ch] += k * (px[ch] + (float)s->glow * black[ch]) *
			   lit_part((float)(u - iu), l->half, stripe[ch][0], stripe[ch][1]);
}

static struct lens make_lens(const struct screen *s)
{
	int reach = (int)ceil(2.5 * s->lens / step);
	struct lens l = { .co = cos(s->angle * GEN_PI / 180),
			  .si = sin(s->angle * GEN_PI / 180) };
	double sum = 0;

	/* at the least the pixel's own aperture, at the most what the table holds */
	reach = reach < 1 ? 1 : reach > TAPS_MAX / 2 ? TAPS_MAX / 2 : reach;
	l.taps = 2 * reach + 1;
	l.half = (float)fmin(0.45, step / 2 / s->pitch);
	for (int i = 0; i < l.taps; i++) {
		l.offset[i] = (i - reach) * step;
		l.weight[i] = exp(-l.offset[i] * l.offset[i] / (2 * s->lens * s->lens + 0.02));
		sum += l.weight[i];
	}
	for (int i = 0; i < l.taps; i++)
		l.weight[i] /= sum;
	return l;
}

static void capture_pixel(const struct screen *s, const struct canvas *shown,
			  const struct lens *l, const struct canvas *out, int x, int y)
{
	double dx = x + 0.5 - out->w / 2.0, dy = y + 0.5 - out->h / 2.0;
	double zoom = 1 + s->perspective * (dx / out->w + 0.3 * dy / out->h);
	double k = 1 / (s->pitch * zoom);
	float *sum = canvas_at(out, x, y);

	for (int j = 0; j < l->taps; j++)
		for (int i = 0; i < l->taps; i++) {
			double px = dx + l->offset[i], py = dy + l->offset[j];

			add_ray(s, shown, l, (l->co * px + l->si * py) * k + shown->w / 2.0,
				(l->co * py - l->si * px) * k + shown->h / 2.0,
				l->weight[i] * l->weight[j], sum);
		}
}

/* A lamp mirrored in the glass: broad, weak, and in no relation to what is shown. */
static void add_glare(struct canvas *out)
{
	for (int y = 0; y < out->h; y++)
		for (int x = 0; x < out->w; x++) {
			double u = (double)x / out->h - 0.22 * out->w / out->h;
			double v = (double)y / out->h - 0.2;
			float glare = (float)(0.035 * exp(-(u * u + 2 * v * v) * 14));
			float *px = canvas_at(out, x, y);

			for (int ch = 0; ch < 3; ch++)
				px[ch] += glare;
		}
}

void screen_capture(const struct screen *s, const struct canvas *shown, struct canvas *out)
{
	struct canvas light;
	struct lens l = make_lens(s);

	canvas_crop(shown, &light, (struct rect){ 0, 0, shown->w, shown->h });
	canvas_decode(&light);
	for (int y = 0; y < out->h; y++)
		for (int x = 0; x < out->w; x++)
			capture_pixel(s, &light, &l, out, x, y);
	canvas_release(&light);
	add_glare(out);
}
