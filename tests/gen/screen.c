/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen.h"
#include "common.h"
#include "lens.h"
#include "panel.h"
#include "rng.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Display coordinates are counted in 1/ONE of a display pixel. The walls of the room are
 * drawn ROOM_CELL times coarser than the picture. */
enum {
	ONE_BITS = 16, ONE = 1 << ONE_BITS, CELL_BITS = ONE_BITS - 6, SLOPE_BITS = 12,
	FAR = 16300, ROOM_CELL = 4
};
_Static_assert(1 << (ONE_BITS - CELL_BITS) == PANEL_STEPS, "a panel cell in fixed point");

static void check(const struct screen *s)
{
	if (s->pitch < 0.3 || s->pitch > 100 || s->bezel < 0 || s->bezel > 0.45)
		die("'pitch' wants 0.3 to 100 and 'bezel' 0 to 0.45");
	if (s->white < 4000 || s->white > 25000)
		die("'white' wants 4000 to 25000 kelvin");
	if (fabs(s->perspective) > 0.6 || fabs(s->perspective_y) > 0.6)
		die("'perspective' and 'perspective_y' want -0.6 to 0.6");
	if (s->lens > 8 || s->aperture > 8 || s->defocus > 8)
		die("'lens', 'aperture' and 'defocus' want at most 8");
	if (s->flicker_rows < 2)
		die("'flicker_rows' wants 2 or more");
}

struct screen screen_from_options(struct options *o)
{
	double perspective = options_number(o, "perspective", 0.01);
	struct screen s = {
		.pitch = options_number(o, "pitch", 1.37),
		.angle = options_number(o, "angle", 1.5),
		.perspective = perspective,
		.perspective_y = options_number(o, "perspective_y", 0.3 * perspective),
		.distortion = options_number(o, "distortion", 0),
		.bezel = options_number(o, "bezel", 0),
		.aspect = options_number(o, "aspect", 0),
		.frame = options_number(o, "frame", 40),
		.room = options_number(o, "room", 0.05),
		.layout = options_text(o, "layout", "rgb"),
		.fill = options_number(o, "fill", 0.713),
		.gamma = options_number(o, "gamma", 0),
		.glow = options_number(o, "glow", 0.006),
		.white = options_number(o, "white", 6504),
		.brightness = options_number(o, "brightness", 1),
		.glare = options_number(o, "glare", 0.035),
		.veil = options_number(o, "veil", 0),
		.flicker = options_number(o, "flicker", 0),
		.flicker_rows = options_number(o, "flicker_rows", 300),
		.lens = options_number(o, "lens", 0.42),
		.aperture = options_number(o, "aperture", 0.32),
		.defocus = options_number(o, "defocus", 0),
		.colour_shift = options_number(o, "colour_shift", 0),
	};

	if (options_has(o, "shift") && !options_numbers(o, "shift", s.shift, 2))
		die("'shift' wants x,y in picture widths");
	if (options_has(o, "shake") && !options_numbers(o, "shake", s.shake, 2))
		die("'shake' wants x,y in pixels");
	check(&s);
	return s;
}

void screen_size(const struct screen *s, int w, int h, int *display_w, int *display_h)
{
	double turn = fabs(s->angle) * GEN_PI / 180, part = 1 - 2 * s->bezel;
	double cover_w = w * part, cover_h = h * part;

	if (s->bezel <= 0) { /* the display must reach past every corner */
		double slack = 1.02 + fabs(s->perspective) +
			       fmax(0, fabs(s->perspective_y) - 0.3 * fabs(s->perspective));

		cover_w = (w * fabs(cos(turn)) + h * fabs(sin(turn))) * slack +
			  2 * fabs(s->shift[0]) * w;
		cover_h = (h * fabs(cos(turn)) + w * fabs(sin(turn))) * slack +
			  2 * fabs(s->shift[1]) * w;
	} else if (s->aspect > 0) {
		cover_h = cover_w / s->aspect;
	}
	*display_w = (int)(cover_w / s->pitch) + 1;
	*display_h = (int)(cover_h / s->pitch) + 1;
	if (*display_w > 16000 || *display_h > 16000 || *display_w > 200000000 / *display_h)
		die("a display of %d x %d is too large", *display_w, *display_h);
}

/* ---- light of the display and of the room ---- */

/* Daylight of a colour temperature as linear sRGB of equal green: CIE 15:2004, 3.1. */
static void white_light(double kelvin, float *rgb)
{
	double t = 1000 / kelvin, x, y, big_x, big_z, g;

	if (kelvin <= 7000)
		x = ((-4.6070 * t + 2.9678) * t + 0.09911) * t + 0.244063;
	else
		x = ((-2.0064 * t + 1.9018) * t + 0.24748) * t + 0.237040;
	y = (-3 * x + 2.87) * x - 0.275;
	big_x = x / y;
	big_z = (1 - x - y) / y;
	g = -0.9692660 * big_x + 1.8760108 + 0.0415560 * big_z;
	rgb[0] = (float)((3.2404542 * big_x - 1.5371385 - 0.4985314 * big_z) / g);
	rgb[1] = 1;
	rgb[2] = (float)((0.0556434 * big_x - 0.2040259 + 1.0572252 * big_z) / g);
}

/* What a display makes of 8-bit code values: light, in place. */
static void light_up(const struct screen *s, struct canvas *c)
{
	static const float black[3] = { 0.75f, 0.95f, 1.5f };
	size_t n = (size_t)c->w * (size_t)c->h * 3;
	float table[3][256], white[3];

	white_light(s->white, white);
	for (int ch = 0; ch < 3; ch++)
		for (int i = 0; i < 256; i++) {
			float code = (float)i / 255;
			float v = s->gamma > 0 ? powf(code, (float)s->gamma) : srgb_decode(code);

			table[ch][i] = (v * white[ch] + (float)s->glow * black[ch]) *
				       (float)s->brightness;
		}
	for (size_t i = 0; i < n; i += 3)
		for (size_t ch = 0; ch < 3; ch++)
			c->px[i + ch] = table[ch][canvas_level(c->px[i + ch], 255)];
}

/* A wall, seen out of focus: coarse cells of captured pixels. */
static void draw_room(const struct screen *s, int w, int h, struct canvas *room)
{
	canvas_init(room, w / ROOM_CELL + 3, h / ROOM_CELL + 3);
	for (int y = 0; y < room->h; y++)
		for (int x = 0; x < room->w; x++) {
			double u = (double)x * ROOM_CELL / w, v = (double)y * ROOM_CELL / w;
			double big = noise_fractal(u * 3.1, v * 3.1, 3, 97);
			double fine = noise_fractal(u * 60, v * 60, 3, 99);
			float light = (float)(s->room * (1 + 0.45 * big + 0.12 * fine));
			float *px = canvas_at(room, x, y);

			px[0] = light * 1.1f;
			px[1] = light;
			px[2] = light * 0.9f;
		}
}

/* ---- rays ---- */

/* Light is gathered by rays that lie dense to the pixel, row by row of rays. */
struct shot {
	const struct screen *s;
	struct canvas light, room;
	struct panel *panel;
	struct lens across, down;
	int w, h, dense, pad; /* pad: captured pixels beyond either edge that the lens needs */
	double co, si, corner, centre[2];
	float gain;           /* of the display, in this row of rays */
	int32_t *u[3], *v[3]; /* display coordinates at the left edge of each captured pixel */
	float *rays;          /* one row: [colour][ray of the pixel][pixel] */
	float *ring;          /* the last rows through the lens across: [row][colour][pixel] */
};

static int rays_per_pixel(double pitch)
{
	return pitch >= 0.9 ? 3 : pitch >= 0.6 ? 4 : pitch >= 0.45 ? 5 : 6;
}

/* Where the point of the captured picture lies on the display. */
static void place(const struct shot *t, double x, double y, double *u, double *v)
{
	const struct screen *s = t->s;
	double dx = x - t->w / 2.0, dy = y - t->h / 2.0;
	double bend = 1 + s->distortion * ((dx * dx + dy * dy) / t->corner - 1), k;

	dx = dx * bend - s->shift[0] * t->w;
	dy = dy * bend - s->shift[1] * t->w;
	k = 1 / (s->pitch * (1 + s->perspective * dx / t->w + s->perspective_y * dy / t->h));
	*u = (t->co * dx + t->si * dy) * k + t->light.w / 2.0;
	*v = (t->co * dy - t->si * dx) * k + t->light.h / 2.0;
}

/* Far outside is far outside. */
static int32_t fixed(double at)
{
	return (int32_t)(fmax(-FAR, fmin(at, FAR)) * ONE);
}

static void place_row(struct shot *t, double y)
{
	for (int i = 0; i <= t->w + 2 * t->pad; i++) {
		double u, v;

		place(t, i - t->pad, y, &u, &v);
		for (int ch = 0; ch < 3; ch++) {
			double k = (1 - ch) * t->s->colour_shift;

			t->u[ch][i] = fixed(u + k * (u - t->centre[0]));
			t->v[ch][i] = fixed(v + k * (v - t->centre[1]));
		}
	}
}

/* What is not display: a dark frame, then the room. */
static float surround(const struct shot *t, int ch, int32_t u, int32_t v, double x, double y)
{
	double over_x = fmax(-u, u - (double)t->light.w * ONE);
	double over_y = fmax(-v, v - (double)t->light.h * ONE);
	int cx, cy;

	if (fmax(over_x, over_y) / ONE * t->s->pitch < t->s->frame)
		return 0.010f + 0.04f * (float)t->s->room;
	cx = (int)(x / ROOM_CELL);
	cy = (int)(y / ROOM_CELL);
	cx = cx < 0 ? 0 : cx >= t->room.w ? t->room.w - 1 : cx;
	cy = cy < 0 ? 0 : cy >= t->room.h ? t->room.h - 1 : cy;
	return canvas_at(&t->room, cx, cy)[ch];
}

/* What falls between the left edges a and b of two pixels, slope of the way along. */
static int32_t between(int32_t a, int32_t b, int slope)
{
	return a + (int32_t)(((int64_t)(b - a) * slope) >> SLOPE_BITS);
}

/* The rays of one colour and one place inside the pixel, for a whole row. */
static void cast(const struct shot *t, int ch, int at, double y)
{
	int n = t->w + 2 * t->pad, slope = ((2 * at + 1) << SLOPE_BITS) / (2 * t->dense);
	uint32_t wide = (uint32_t)t->light.w << ONE_BITS, high = (uint32_t)t->light.h << ONE_BITS;
	float *out = t->rays + (size_t)(ch * t->dense + at) * (size_t)n;
	const int32_t *us = t->u[ch], *vs = t->v[ch];

	for (int i = 0; i < n; i++) {
		int32_t u = between(us[i], us[i + 1], slope);
		int32_t v = between(vs[i], vs[i + 1], slope);

		if ((uint32_t)u >= wide || (uint32_t)v >= high)
			out[i] = surround(t, ch, u, v, i - t->pad, y);
		else
			out[i] = canvas_at(&t->light, u >> ONE_BITS, v >> ONE_BITS)[ch] * t->gain *
				 t->panel->lit[ch][v >> CELL_BITS & (PANEL_SIDE - 1)]
					      [u >> CELL_BITS & (PANEL_SIDE - 1)];
	}
}

static float *ring_row(const struct shot *t, int ray_row, int ch)
{
	int rows = 2 * t->down.reach + 1;

	return t->ring + ((size_t)((ray_row % rows + rows) % rows) * 3 + (size_t)ch) * (size_t)t->w;
}

/* The lens across, for one row of rays of one colour. */
static void blur_across(const struct shot *t, int ch, float *out)
{
	int middle = (t->dense - 1) / 2, n = t->w + 2 * t->pad;

	memset(out, 0, (size_t)t->w * sizeof *out);
	for (int k = -t->across.reach; k <= t->across.reach; k++) {
		int ray = t->pad * t->dense + middle + k;
		const float *in = t->rays + (size_t)(ch * t->dense + ray % t->dense) * (size_t)n +
				  ray / t->dense;
		float weight = t->across.weight[t->across.reach + k];

		for (int x = 0; x < t->w; x++)
			out[x] += weight * in[x];
	}
}

static void cast_row(struct shot *t, int ray_row)
{
	double y = (ray_row + 0.5) / t->dense;

	t->gain = (float)(1 + t->s->flicker * sin(2 * GEN_PI * y / t->s->flicker_rows));
	place_row(t, y);
	for (int ch = 0; ch < 3; ch++) {
		for (int at = 0; at < t->dense; at++)
			cast(t, ch, at, y);
		blur_across(t, ch, ring_row(t, ray_row, ch));
	}
}

/* The lens down, for one row of pixels whose rays all lie in the ring. */
static void blur_down(const struct shot *t, int middle, float *out)
{
	for (int k = -t->down.reach; k <= t->down.reach; k++)
		for (int ch = 0; ch < 3; ch++) {
			const float *in = ring_row(t, middle + k, ch);
			float weight = t->down.weight[t->down.reach + k];

			for (int x = 0; x < t->w; x++)
				out[3 * x + ch] += weight * in[x];
		}
}

/* A circle of confusion acts about like the square of the same variance, and rays are wide
 * and dense already: what they blur is taken off the lens. */
static struct lens lens_along(const struct screen *s, int dense, double shake)
{
	double ray = 1.0 / dense, left = s->lens * s->lens - ray * ray / 3;
	double box[] = { s->aperture, s->defocus * sqrt(3), fabs(shake) };

	return lens_make(dense, left > 0 ? sqrt(left) : 0, box, 3);
}

static void start(struct shot *t, const struct screen *s, struct canvas *shown,
		  const struct canvas *out)
{
	double turn = s->angle * GEN_PI / 180;
	size_t n;

	*t = (struct shot){ .s = s, .w = out->w, .h = out->h, .dense = rays_per_pixel(s->pitch),
			    .co = cos(turn), .si = sin(turn),
			    .corner = (out->w * (double)out->w + out->h * (double)out->h) / 4 };
	light_up(s, shown);
	t->light = *shown;
	draw_room(s, out->w, out->h, &t->room);
	t->panel = panel_make(s->layout, s->fill, 1 / (t->dense * s->pitch));
	t->across = lens_along(s, t->dense, s->shake[0]);
	t->down = lens_along(s, t->dense, s->shake[1]);
	t->pad = t->across.reach / t->dense + 1;
	place(t, t->w / 2.0, t->h / 2.0, &t->centre[0], &t->centre[1]);
	n = (size_t)(t->w + 2 * t->pad);
	for (int ch = 0; ch < 3; ch++) {
		t->u[ch] = xnew(n + 1, sizeof *t->u[ch]);
		t->v[ch] = xnew(n + 1, sizeof *t->v[ch]);
	}
	t->rays = xnew(n * (size_t)t->dense * 3, sizeof *t->rays);
	t->ring = xnew((size_t)(2 * t->down.reach + 1) * 3 * (size_t)t->w, sizeof *t->ring);
}

static void end(struct shot *t)
{
	canvas_release(&t->room);
	free(t->panel);
	for (int ch = 0; ch < 3; ch++) {
		free(t->u[ch]);
		free(t->v[ch]);
	}
	free(t->rays);
	free(t->ring);
}

/* A lamp mirrored in the glass: broad, weak, and in no relation to what is shown; and the
 * room, which is everywhere. */
static void add_glare(const struct screen *s, struct canvas *out)
{
	float *across = xnew((size_t)out->w, sizeof *across);

	for (int x = 0; x < out->w; x++) {
		double u = (x - 0.22 * out->w) / out->h;

		across[x] = (float)(s->glare * exp(-u * u * 14));
	}
	for (int y = 0; y < out->h; y++) {
		double v = (double)y / out->h - 0.2;
		float down = (float)exp(-2 * v * v * 14), *row = canvas_at(out, 0, y);

		for (int i = 0; i < out->w * 3; i++)
			row[i] += across[i / 3] * down + (float)s->veil;
	}
	free(across);
}

void screen_capture(const struct screen *s, struct canvas *shown, struct canvas *out)
{
	int ray_row, middle;
	struct shot t;

	start(&t, s, shown, out);
	middle = (t.dense - 1) / 2;
	ray_row = middle - t.down.reach;
	for (int y = 0; y < out->h; y++, middle += t.dense) {
		while (ray_row <= middle + t.down.reach)
			cast_row(&t, ray_row++);
		blur_down(&t, middle, canvas_at(out, 0, y));
	}
	end(&t);
	add_glare(s, out);
}
