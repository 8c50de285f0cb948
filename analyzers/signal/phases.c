/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/phases.h"

#include "analyzers/signal/moire.h"
#include "src/base/mem.h"

#include <math.h>

enum { N = MOIRE_TILE, RGB = 3 };

static const double two_pi = 6.283185307179586, degrees = 57.295779513082321;
static const double ln_2 = 0.69314718055994531, erlang_median = .839, sine = 0.86602540378443865;
static const double wave_seen = 3, colour_seen = 2.45;      /* times the noise */
static const double turning = .5, straight = 1 / 3.0;       /* 3 : 1 and 2 : 1 in power */
static const double finest_colour = .25; /* cycles per pixel of a half resolution at its limit */

/* Where the surround is looked at, in bins: on the wave's own line and on two lines aside. */
enum { LINES = 3, OWN_LINE = 1, SURROUND = 20 };
static const int32_t line_at[LINES] = { -7, 0, 7 };
static const struct aside { uint32_t n; int32_t at[7]; } aside[2] = {
	{ 7, { -12, -8, -4, 0, 4, 8, 12 } },
	{ 6, { -14, -10, -6, 6, 10, 14 } },
};

struct tone {
	double re[RGB], im[RGB];
};

struct bench {
	float window[N];
	float row[N * RGB], sum[N * RGB];
	float re[LINES][N * RGB], im[LINES][N * RGB]; /* of each column and colour, summed down the tile */
};

static float sample(const struct raster *r, size_t i)
{
	if (r->depth == 16)
		return (float)((const uint16_t *)r->data)[i] / 257.0f;
	return (float)((const uint8_t *)r->data)[i];
}

static void load_row(const struct raster *r, uint32_t x, uint32_t y, float *row)
{
	size_t at = ((size_t)y * r->width + x) * r->channels;

	if (r->depth == 8 && r->channels == RGB) {
		const uint8_t *from = (const uint8_t *)r->data + at;

		for (uint32_t i = 0; i < N * RGB; i++)
			row[i] = (float)from[i];
		return;
	}
	for (uint32_t i = 0; i < N; i++)
		for (uint32_t c = 0; c < RGB; c++)
			row[i * RGB + c] = sample(r, at + (size_t)i * r->channels + c);
}

static void take_mean_off(struct bench *b, const double one[LINES][2])
{
	double mean[RGB] = { 0 };

	for (uint32_t i = 0; i < N * RGB; i++)
		mean[i % RGB] += (double)b->sum[i] / ((double)N * N);
	for (uint32_t l = 0; l < LINES; l++)
		for (uint32_t i = 0; i < N * RGB; i++) {
			b->re[l][i] -= (float)(mean[i % RGB] * one[l][0]);
			b->im[l][i] -= (float)(mean[i % RGB] * one[l][1]);
		}
}

/* Down the tile first: sums for each column, which the compiler can do four at a time. The mean is taken off
 * afterwards: a constant of 1 leaves `one` in each column. */
static void sum_columns(struct bench *b, const struct raster *r, uint32_t x, uint32_t y, double fy)
{
	double one[LINES][2] = { 0 };

	for (uint32_t j = 0; j < N; j++) {
		load_row(r, x, y + j, b->row);
		for (uint32_t i = 0; i < N * RGB; i++)
			b->sum[i] += b->row[i];
		for (uint32_t l = 0; l < LINES; l++) {
			double turn = two_pi * fmod((fy + (double)line_at[l] / N) * j, 1);
			float c = b->window[j] * (float)cos(turn), s = -b->window[j] * (float)sin(turn);

			one[l][0] += (double)c;
			one[l][1] += (double)s;
			for (uint32_t i = 0; i < N * RGB; i++) {
				b->re[l][i] += b->row[i] * c;
				b->im[l][i] += b->row[i] * s;
			}
		}
	}
	take_mean_off(b, one);
}

/* Then across: one frequency of each colour. The turn goes on by a multiplication a column. */
static struct tone tone_at(const struct bench *b, uint32_t line, double fx)
{
	const double step_re = cos(two_pi * fx), step_im = -sin(two_pi * fx);
	double c = 1, s = 0;
	struct tone t = { 0 };

	for (uint32_t i = 0; i < N; i++) {
		double w = (double)b->window[i], next = c * step_re - s * step_im;

		for (uint32_t k = 0; k < RGB; k++) {
			double re = (double)b->re[line][i * RGB + k], im = (double)b->im[line][i * RGB + k];

			t.re[k] += w * (re * c - im * s);
			t.im[k] += w * (re * s + im * c);
		}
		s = c * step_im + s * step_re;
		c = next;
	}
	return t;
}

static double power(const struct tone *t, uint32_t k)
{
	return t->re[k] * t->re[k] + t->im[k] * t->im[k];
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void take_common_off(struct tone *t)
{
	double re = (t->re[0] + t->re[1] + t->re[2]) / RGB, im = (t->im[0] + t->im[1] + t->im[2]) / RGB;

	for (uint32_t k = 0; k < RGB; k++) {
		t->re[k] -= re;
		t->im[k] -= im;
	}
}

/* R + wG + w^2 B and R + w^2 G + wB, w a third of a turn: their powers. */
static void components(const struct tone *t, double out[2])
{
	double re = t->re[0] - (t->re[1] + t->re[2]) / 2, im = t->im[0] - (t->im[1] + t->im[2]) / 2;
	double re_turn = sine * (t->re[1] - t->re[2]), im_turn = sine * (t->im[1] - t->im[2]);

	for (int k = 0; k < 2; k++) {
		double sign = k ? -1 : 1, x = re - sign * im_turn, y = im + sign * re_turn;

		out[k] = x * x + y * y;
	}
}

static double median(double v[SURROUND])
{
	qsort(v, SURROUND, sizeof *v, ascending);
	return (v[SURROUND / 2 - 1] + v[SURROUND / 2]) / 2;
}

/* Mean power of the surround: of each colour, and of P + N. */
static void surround(const struct bench *b, double fx, double noise[RGB], double *colour)
{
	double v[RGB][SURROUND], both[SURROUND];
	uint32_t n = 0;

	for (uint32_t l = 0; l < LINES; l++) {
		const struct aside *a = &aside[l == OWN_LINE];

		for (uint32_t i = 0; i < a->n; i++, n++) {
			struct tone t = tone_at(b, l, fx + (double)a->at[i] / N);
			double part[2];

			for (uint32_t k = 0; k < RGB; k++)
				v[k][n] = power(&t, k);
			components(&t, part);
			both[n] = part[0] + part[1];
		}
	}
	for (uint32_t k = 0; k < RGB; k++)
		noise[k] = median(v[k]) / ln_2;
	*colour = median(both) / erlang_median;
}

static double ahead_of_green(const struct tone *t, uint32_t k)
{
	double re = t->re[k] * t->re[1] + t->im[k] * t->im[1], im = t->im[k] * t->re[1] - t->re[k] * t->im[1];

	return atan2(im, re) * degrees;
}

/* Of the angle between colour k and green. noise: power in each of them. */
static double error_of(const struct tone *t, double noise, uint32_t k)
{
	double var = noise / (2 * power(t, k)) + noise / (2 * power(t, 1));

	return isfinite(var) ? fmin(180, sqrt(var) * degrees) : 180;
}

/* t: what differs. Of its three powers, whose sum is (P + N) / 3, each holds a third of the noise. */
static void fill_phases(const struct tone *t, double noise, struct phases *out)
{
	double part[2], both;

	components(t, part);
	both = part[0] + part[1];
	out->red = ahead_of_green(t, 0);
	out->blue = ahead_of_green(t, 2);
	out->red_error = error_of(t, noise / 9, 0);
	out->blue_error = error_of(t, noise / 9, 2);
	out->rotation = both > 0 ? (part[0] - part[1]) / both : 0;
	out->rotation_error = both > 0 ? fmin(1, sqrt(noise / both)) : 1;
}

static void fill(const struct bench *b, double fx, struct phases *out)
{
	struct tone t = tone_at(b, OWN_LINE, fx);
	double noise[RGB], colour, sum = 0, scale;

	surround(b, fx, noise, &colour);
	for (uint32_t i = 0; i < N; i++)
		sum += (double)b->window[i];
	scale = 2 / (sum * sum);
	for (uint32_t k = 0; k < RGB; k++) {
		out->amplitude[k] = scale * sqrt(power(&t, k));
		out->noise[k] = scale * sqrt(noise[k]);
	}
	take_common_off(&t);
	for (uint32_t k = 0; k < RGB; k++)
		out->differs[k] = scale * sqrt(power(&t, k));
	out->colour = scale * sqrt(power(&t, 0) + power(&t, 1) + power(&t, 2));
	out->colour_noise = scale * sqrt(colour / 3);
	if (phases_seen(out))
		fill_phases(&t, colour, out);
}

enum status phases_measure(const struct raster *r, uint32_t x, uint32_t y, double fx, double fy,
			   struct phases *out, struct error *e)
{
	struct bench *b;

	*out = (struct phases){ .red = (double)NAN, .blue = (double)NAN, .red_error = 180, .blue_error = 180,
				.rotation = (double)NAN, .rotation_error = 1 };
	if (r->channels < RGB) {
		out->why = "a grey picture has no colours to compare";
		return ST_OK;
	}
	b = mem_array(1, sizeof *b);
	if (!b)
		return err_nomem(e);
	for (uint32_t i = 0; i < N; i++)
		b->window[i] = (float)(0.5 - 0.5 * cos(two_pi * i / (N - 1)));
	sum_columns(b, r, x, y, fy);
	fill(b, fx, out);
	phases_read(out, fx, fy);
	mem_free(b);
	return ST_OK;
}

/* ---- the reading ---- */

bool phases_seen(const struct phases *p)
{
	return p->colour > colour_seen * p->colour_noise;
}

static bool is_in_step(const struct phases *p)
{
	if (!phases_seen(p))
		return p->amplitude[1] > wave_seen * p->noise[1];
	return fabs(p->rotation) + 2 * p->rotation_error <= straight;
}

void phases_read(struct phases *p, double fx, double fy)
{
	p->reading = PHASES_UNDETERMINED;
	p->why = NULL;
	if (phases_seen(p) && fabs(p->rotation) - 2 * p->rotation_error >= turning)
		p->reading = PHASES_ROTATED;
	else if (!is_in_step(p))
		p->why = phases_seen(p) ? "neither in step nor rotated, or too noisy to tell" :
					  "no wave stands out of the noise in these colours";
	else if (fabs(fx) > finest_colour || fabs(fy) > finest_colour)
		p->why = "in step, but colours at half the resolution can be nothing else in so fine a wave";
	else
		p->reading = PHASES_IN_STEP;
}

const char *phase_reading_name(enum phase_reading r)
{
	static const char *const name[] = { "undetermined", "in_step", "rotated" };

	return name[r];
}

const char *phase_reading_words(enum phase_reading r)
{
	static const char *const words[] = { "undetermined", "in step, as grey or coloured texture",
					     "rotated by about 120 degrees, as the stripes of a screen" };

	return words[r];
}

double phases_lens_shift(double fx, double fy)
{
	return 1 / (3 * hypot(fx, fy));
}
