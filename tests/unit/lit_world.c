/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/unit/lit_world.h"

#include "src/base/mem.h"

#include <math.h>

enum { BANDS_NM = 31, NM_FROM = 400, NM_STEP = 10 };
static const double pi = 3.14159265358979323846;

/* ---- chance ---- */

static uint64_t mix(uint64_t z)
{
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

/* 0 to 1, the same for the same four numbers. */
static double chance(uint64_t seed, uint64_t a, uint64_t b, uint64_t c)
{
	uint64_t z = mix(seed * 0x9E3779B97F4A7C15u + mix(a + mix(b + mix(c + 1))));

	return (double)(z >> 11) / 9007199254740992.0;
}

static double between(uint64_t seed, uint64_t what, double low, double high)
{
	return low + (high - low) * chance(seed, 1000, what, 0);
}

/* Normal, by Box and Muller. */
static double normal(uint64_t seed, uint64_t a, uint64_t b, uint64_t c)
{
	return sqrt(-2 * log(1 - chance(seed, a, b, c))) * cos(2 * pi * chance(seed, a, b, c + 500));
}

/* Smooth noise, -1 to 1, with features of `cell` pixels. */
static double cloud(uint64_t seed, double x, double y, double cell)
{
	double u = floor(x / cell), v = floor(y / cell), s = x / cell - u, t = y / cell - v, h[4];

	for (unsigned k = 0; k < 4; k++)
		h[k] = chance(seed, (uint64_t)u + k % 2, (uint64_t)v + k / 2, 77);
	s = s * s * (3 - 2 * s);
	t = t * t * (3 - 2 * t);
	return 2 * ((h[0] + s * (h[1] - h[0])) * (1 - t) + (h[2] + s * (h[3] - h[2])) * t) - 1;
}

/* ---- spectra ---- */

static double bump(double nm, double centre, double width)
{
	return exp(-.5 * (nm - centre) * (nm - centre) / (width * width));
}

static double lobe(double nm, double height, double centre, double left, double right)
{
	double t = (nm - centre) * (nm < centre ? left : right);

	return height * exp(-.5 * t * t);
}

/* Wyman, Sloan, Shirley 2013, and IEC 61966-2-1. */
static void sensors(double nm, double rgb[3])
{
	double x = lobe(nm, .362, 442.0, .0624, .0374) + lobe(nm, 1.056, 599.8, .0264, .0323) -
		   lobe(nm, .065, 501.1, .0490, .0382);
	double y = lobe(nm, .821, 568.8, .0213, .0247) + lobe(nm, .286, 530.9, .0613, .0322);
	double z = lobe(nm, 1.217, 437.0, .0845, .0278) + lobe(nm, .681, 459.0, .0385, .0725);

	rgb[0] = 3.2406 * x - 1.5372 * y - .4986 * z;
	rgb[1] = -.9689 * x + 1.8758 * y + .0415 * z;
	rgb[2] = .0557 * x - .2040 * y + 1.0570 * z;
}

static double planck(double nm, double kelvin)
{
	double um = nm / 1000;

	return 1 / (um * um * um * um * um * (exp(14388 / (um * kelvin)) - 1));
}

/* What light and sensors make of a reflectance, wavelength by wavelength, before the camera balances. */
static void lit(double kelvin, double tint, double out[3][BANDS_NM])
{
	double sum = 0;

	for (int i = 0; i < BANDS_NM; i++) {
		double nm = NM_FROM + i * NM_STEP, rgb[3];
		double power = planck(nm, kelvin) * (1 + tint * bump(nm, 545, 35));

		sensors(nm, rgb);
		for (unsigned c = 0; c < 3; c++)
			out[c][i] = power * rgb[c];
		sum += power * (.2126 * rgb[0] + .7152 * rgb[1] + .0722 * rgb[2]);
	}
	for (unsigned c = 0; c < 3; c++)
		for (int i = 0; i < BANDS_NM; i++)
			out[c][i] /= sum;
}

struct camera {
	double weight[2][3][BANDS_NM]; /* of each light: times a reflectance, summed: a colour */
	double white[2][3];
};

static void see(const double weight[3][BANDS_NM], const double *paint, double rgb[3])
{
	for (unsigned c = 0; c < 3; c++) {
		rgb[c] = 0;
		for (int i = 0; i < BANDS_NM; i++)
			rgb[c] += weight[c][i] * (paint ? paint[i] : 1);
	}
}

static void camera_init(const struct lit_world *w, struct camera *o)
{
	static const double luma[3] = { .2126, .7152, .0722 };
	double balance[3][BANDS_NM], white[3];

	lit(w->white, 0, balance);
	see(balance, NULL, white);
	for (unsigned side = 0; side < 2; side++) {
		double raw[3][BANDS_NM];

		lit(w->kelvin[side], w->tint[side], raw);
		for (int i = 0; i < BANDS_NM; i++) {
			double v[3], y = 0;

			for (unsigned c = 0; c < 3; c++) {
				v[c] = raw[c][i] / white[c];
				y += luma[c] * v[c];
			}
			for (unsigned c = 0; c < 3; c++)
				o->weight[side][c][i] = .9 * w->gain * (y + w->saturation * (v[c] - y));
		}
		see(o->weight[side], NULL, o->white[side]);
	}
}

/* ---- what surfaces are made of ---- */

static double held(double v)
{
	return v < .02 ? .02 : v > .92 ? .92 : v;
}

/* Paint: grey, times smooth bumps. `common` is the same for all paints of a wall. */
static void paint(const struct lit_world *w, uint64_t common, uint64_t i, uint64_t j, double vivid, double *out)
{
	double base = .12 + .5 * chance(w->seed + 1, i, j, common);

	for (int n = 0; n < BANDS_NM; n++) {
		double nm = NM_FROM + n * NM_STEP, v = 0;

		for (uint64_t k = 0; k < 3; k++)
			v += vivid * normal(w->seed + 2 + common, i, j, k) *
			     bump(nm, 420 + 260 * chance(w->seed + 3 + common, i, j, k), 55);
		for (uint64_t k = 0; k < 3; k++)
			v += w->bias * normal(w->seed + 4, common, k, 0) *
			     bump(nm, 430 + 110 * (double)k, 60);
		out[n] = held(base * exp(v));
	}
}

/* Melanin falls with the power -3.3 of the wavelength (Jacques 1998), blood has its bands; both are in
 * the exponent. */
static void skin(double melanin, double blood, double *out)
{
	for (int n = 0; n < BANDS_NM; n++) {
		double nm = NM_FROM + n * NM_STEP;
		double b = 1.2 * bump(nm, 418, 22) + .55 * bump(nm, 542, 16) + .6 * bump(nm, 577, 10);

		out[n] = held(.62 * exp(-melanin * pow(nm / 550, -3.3) - blood * b));
	}
}

/* Grey whose CIELAB a and b are about this far from nothing: at L 70 one unit of a is .0037 in ln R/G of
 * each side of the spectrum, and of b .0055 in ln B/G, found by trying. */
static void nearly_grey(const struct lit_world *w, uint64_t side, double *out)
{
	double a = w->chroma * normal(w->seed + 5, 1, side, 0), b = w->chroma * normal(w->seed + 5, 2, side, 0);
	double base = .3 + .35 * chance(w->seed + 5, 3, side, 0);

	for (int n = 0; n < BANDS_NM; n++) {
		double nm = NM_FROM + n * NM_STEP;
		double red = bump(nm, 620, 45) - bump(nm, 540, 40), blue = bump(nm, 450, 35);

		out[n] = held(base * exp(.012 * a * red - .018 * b * blue));
	}
}

/* ---- drawing ---- */

struct look { /* of what is drawn now */
	const struct lit_world *w;
	const struct camera *camera;
	double first[2][3], second[2][3]; /* colours of two reflectances under both lights */
	uint64_t tile;
};

static void mix_in(const struct look *k, double share, double out[2][3])
{
	for (unsigned s = 0; s < 2; s++)
		for (unsigned c = 0; c < 3; c++)
			out[s][c] = k->first[s][c] + share * (k->second[s][c] - k->first[s][c]);
}

static void keep(struct look *k, const double *first, const double *second)
{
	for (unsigned s = 0; s < 2; s++) {
		see(k->camera->weight[s], first, k->first[s]);
		see(k->camera->weight[s], second, k->second[s]);
	}
}

static void draw_paints(struct look *k, uint32_t x, uint32_t y, double out[2][3])
{
	const struct lit_world *w = k->w;
	uint64_t i = x / w->tile, j = y / w->tile, side = x >= w->width / 2, at = i << 32 | j;
	double spectrum[BANDS_NM], u = (double)(x % w->tile) / w->tile - .5;
	double shade = 1 + .5 * u * chance(w->seed, i, j, 9) +
		       .15 * cloud(w->seed + 6, x, y, 5 + 20 * chance(w->seed, i, j, 8));

	if (k->tile != at) {
		paint(w, 10 + side, i, j, w->vivid, spectrum);
		keep(k, spectrum, spectrum);
		k->tile = at;
	}
	mix_in(k, 0, out);
	for (unsigned s = 0; s < 2; s++)
		for (unsigned c = 0; c < 3; c++)
			out[s][c] *= shade;
}

/* The two reflectances differ a little, as the threads of a cloth or the blood under a skin. */
static void draw_material(struct look *k, uint32_t x, uint32_t y, double out[2][3])
{
	const struct lit_world *w = k->w;
	uint64_t side = x >= w->width / 2;
	double one[BANDS_NM], other[BANDS_NM];

	if (k->tile != side) {
		uint64_t who = w->skin ? side : 0;
		double melanin = .25 + .5 * chance(w->seed + 7, 0, 0, 0) + .03 * normal(w->seed + 7, 1, who, 0);
		double blood = .35 + .08 * normal(w->seed + 7, 2, who, 0);

		if (w->skin) {
			skin(melanin, blood, one);
			skin(melanin, blood + .15, other);
		} else {
			paint(w, 20, 0, 0, .6, one);
			memcpy(other, one, sizeof other);
			for (int n = 0; n < BANDS_NM; n++)
				other[n] = held(other[n] * (1 + .1 * bump(NM_FROM + n * NM_STEP, 460, 50)));
		}
		keep(k, one, other);
		k->tile = side;
	}
	mix_in(k, .5 + .5 * cloud(w->seed + 9, x, y, 40), out);
	for (unsigned s = 0; s < 2; s++)
		for (unsigned c = 0; c < 3; c++)
			out[s][c] *= 1 + .2 * cloud(w->seed + 10, x, y, 6) + .25 * cloud(w->seed + 11, x, y, 90);
}

static void draw_neutral(struct look *k, uint32_t x, uint32_t y, double out[2][3])
{
	const struct lit_world *w = k->w;
	uint64_t side = x >= w->width / 2;
	double spectrum[BANDS_NM];

	if (k->tile != side) {
		nearly_grey(w, side, spectrum);
		keep(k, spectrum, spectrum);
		k->tile = side;
	}
	mix_in(k, 0, out);
	for (unsigned s = 0; s < 2; s++)
		for (unsigned c = 0; c < 3; c++)
			out[s][c] *= 1 + .1 * cloud(w->seed + 12, x, y, 4) + .25 * cloud(w->seed + 13, x, y, 120);
}

/* A ball: Lambert's law, and a highlight after Phong that has the colour of the light. */
static void draw_shiny(struct look *k, uint32_t x, uint32_t y, double out[2][3])
{
	const struct lit_world *w = k->w;
	uint32_t ball = 2 * w->tile;
	uint64_t i = x / ball, j = y / ball, at = i << 32 | j;
	double u = 2 * ((double)(x % ball) + .5) / ball - 1, v = 2 * ((double)(y % ball) + .5) / ball - 1;
	double spectrum[BANDS_NM], z = sqrt(fmax(0, 1 - u * u - v * v));
	double facing = fmax(0, -.35 * u - .5 * v + .79 * z), shine = 0;

	if (k->tile != at) {
		paint(w, 30, i, j, .7, spectrum);
		keep(k, spectrum, spectrum);
		k->tile = at;
	}
	if (u * u + v * v < 1) {
		double back = 2 * facing * z - .79; /* of the mirrored ray, towards the eye */

		shine = (w->matte ? 0 : .15 + .5 * chance(w->seed + 14, i, j, 0)) *
			pow(fmax(0, back), 12 + 40 * chance(w->seed + 14, i, j, 1));
	} else {
		facing = .4;
	}
	mix_in(k, 0, out);
	for (unsigned s = 0; s < 2; s++)
		for (unsigned c = 0; c < 3; c++)
			out[s][c] = out[s][c] * (.15 + .85 * facing) + shine * k->camera->white[s][c];
}

static uint8_t stored(const struct lit_world *w, double linear, double noise)
{
	double v = linear <= .0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - .055;

	v = fmin(1, fmax(0, v));
	v += w->tone * (v * v * (3 - 2 * v) - v);
	v = floor(255 * v + w->noise * noise + .5);
	return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

/* How much of the light at x is the second. */
static double share_at(const struct lit_world *w, double x)
{
	double t = w->border > 0 ? (x / w->width - .5) / w->border + .5 : x >= w->width / 2;

	t = fmin(1, fmax(0, t));
	return t * t * (3 - 2 * t);
}

struct raster lit_world_draw(const struct lit_world *w)
{
	static void (*const draw[LIT_BANDS])(struct look *, uint32_t, uint32_t, double[2][3]) = {
		draw_paints, draw_material, draw_neutral, draw_shiny
	};
	struct raster r = { w->width, w->height, 3, 8, mem_array((size_t)w->width * w->height, 3) };
	struct camera camera;
	struct look k = { .w = w, .camera = &camera };
	uint8_t *to = r.data;
	unsigned last = LIT_BANDS;

	if (!to)
		abort();
	camera_init(w, &camera);
	for (uint32_t y = 0; y < w->height; y++)
		for (uint32_t x = 0; x < w->width; x++) {
			unsigned band = y * LIT_BANDS / w->height;
			double f[2][3], t = share_at(w, x);

			if (w->bands && !(w->bands >> band & 1)) {
				memset(to, 128, 3);
				to += 3;
				continue;
			}
			k.tile = band == last ? k.tile : UINT64_MAX;
			last = band;
			draw[band](&k, x, y, f);
			for (unsigned c = 0; c < 3; c++)
				*to++ = stored(w, f[0][c] + t * (f[1][c] - f[0][c]),
					       2.449 * (chance(w->seed + 15, x, y, c) +
							chance(w->seed + 16, x, y, c) - 1));
		}
	return r;
}

struct region lit_world_region(const struct lit_world *w, enum lit_band band, unsigned side)
{
	uint32_t high = w->height / LIT_BANDS, margin = w->width / 24, half = w->width / 2;

	return (struct region){ .x = side * half + margin,
				.y = band * high + high / 10,
				.width = half - 2 * margin,
				.height = high - high / 5 };
}

void lit_world_light(const struct lit_world *w, const struct region *part, double rg[2])
{
	struct camera camera;
	double sum[3] = { 0, 0, 0 }, all;

	camera_init(w, &camera);
	for (uint32_t x = part->x; x < part->x + part->width; x++)
		for (unsigned c = 0; c < 3; c++) {
			double t = share_at(w, x);

			sum[c] += camera.white[0][c] + t * (camera.white[1][c] - camera.white[0][c]);
		}
	all = sum[0] + sum[1] + sum[2];
	rg[0] = sum[0] / all;
	rg[1] = sum[1] / all;
}

/* Lights from 2700 to 9000 K, equally likely by the mired; the camera balances to between them or a
 * little off. */
struct lit_world lit_world_any(uint64_t seed, bool apart)
{
	struct lit_world w = { .seed = mix(seed), .width = 720, .height = 640 };
	double mired[2], t;

	seed = w.seed;
	mired[0] = between(seed, 0, 111, 370);
	mired[1] = apart ? between(seed, 1, 111, 370) : mired[0];
	for (unsigned side = 0; side < 2; side++) {
		w.kelvin[side] = 1e6 / mired[side];
		w.tint[side] = fmax(0, between(seed, 2 + (apart ? side : 0), -.2, .2));
	}
	t = between(seed, 4, .2, .8);
	w.white = 1e6 / (mired[0] + t * (mired[1] - mired[0]) + between(seed, 5, -40, 40));
	w.border = chance(seed, 1000, 6, 0) < .3 ? between(seed, 7, .05, .6) : 0;
	w.saturation = between(seed, 8, 1, 1.25);
	w.gain = between(seed, 9, .6, 1.1);
	w.noise = between(seed, 10, .3, 5);
	w.tone = between(seed, 11, 0, .5);
	w.tile = (uint32_t)between(seed, 12, 10, 36);
	w.vivid = between(seed, 13, .2, .8);
	w.bias = .2;
	w.chroma = 1.6; /* four in CIELAB hold 95 % of two normal axes */
	w.skin = chance(seed, 1000, 14, 0) < .5;
	w.quality = chance(seed, 1000, 15, 0) < .2 ? 0 : (int)between(seed, 16, 55, 98);
	return w;
}
