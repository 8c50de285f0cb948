/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is drawn, and from where. Each key has a few rows; one of them is taken by weight, and
 * a number is drawn from it. Distances and pitches are drawn evenly in their logarithm: what
 * matters of them is the ratio. The ranges are what phones and displays of the last ten years
 * span, wider rather than narrower: no single phone, panel or room is to be learned. */
#include "ranges.h"
#include "common.h"
#include "rng.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum how { EVEN, RATIO, SIGNED_RATIO, WHOLE, WORD };

struct range {
	const char *key;
	int weight; /* among the rows of the same key, which stand together */
	enum how how;
	double low, high;
	const char *word;
};

static const struct range display[] = {
	{ "layout", 40, WORD, 0, 0, "rgb" },
	{ "layout", 5, WORD, 0, 0, "bgr" },
	{ "layout", 5, WORD, 0, 0, "vrgb" },
	{ "layout", 15, WORD, 0, 0, "chevron" },
	{ "layout", 28, WORD, 0, 0, "diamond" },
	{ "layout", 7, WORD, 0, 0, "rgbw" },
	{ "fill", 70, EVEN, 0.45, 0.85, NULL },
	{ "fill", 30, EVEN, 0.25, 0.45, NULL },
	{ "gamma", 1, EVEN, 1.9, 2.5, NULL },
	{ "glow", 75, RATIO, 0.0006, 0.02, NULL },  /* liquid crystal */
	{ "glow", 25, EVEN, 0, 0.0003, NULL },      /* OLED, or dimmed by zones */
	{ "white", 60, EVEN, 6000, 7500, NULL },
	{ "white", 40, EVEN, 7500, 9500, NULL },
	{ "brightness", 1, RATIO, 0.55, 1.5, NULL },
	{ "glare", 50, EVEN, 0, 0.005, NULL },
	{ "glare", 50, RATIO, 0.005, 0.12, NULL },
	{ "veil", 50, EVEN, 0, 0.003, NULL },
	{ "veil", 50, RATIO, 0.003, 0.05, NULL },
	{ "flicker", 75, EVEN, 0, 0, NULL },
	{ "flicker", 25, RATIO, 0.005, 0.06, NULL },
	{ "flicker_rows", 1, RATIO, 60, 1200, NULL },
	{ "fit", 75, WORD, 0, 0, "cover" },
	{ "fit", 25, WORD, 0, 0, "letterbox" },
	{ 0 },
};

/* shift and shake hang on others: see below; so does the least pitch */
static const struct range geometry[] = {
	{ "pitch", 22, RATIO, 0.5, 0.8, NULL },
	{ "pitch", 78, RATIO, 0.8, 3.2, NULL },
	{ "angle", 45, EVEN, -2, 2, NULL },
	{ "angle", 40, SIGNED_RATIO, 2, 12, NULL },
	{ "angle", 15, SIGNED_RATIO, 12, 45, NULL },
	{ "perspective", 55, EVEN, -0.03, 0.03, NULL },
	{ "perspective", 45, SIGNED_RATIO, 0.03, 0.25, NULL },
	{ "perspective_y", 55, EVEN, -0.03, 0.03, NULL },
	{ "perspective_y", 45, SIGNED_RATIO, 0.03, 0.2, NULL },
	{ "distortion", 1, EVEN, -0.02, 0.03, NULL },
	{ "bezel", 60, EVEN, 0, 0, NULL },
	{ "bezel", 40, EVEN, 0.01, 0.14, NULL },
	{ "aspect", 55, EVEN, 0, 0, NULL },
	{ "aspect", 25, EVEN, 1.777, 1.777, NULL },
	{ "aspect", 12, EVEN, 1.6, 1.6, NULL },
	{ "aspect", 8, EVEN, 0.462, 0.462, NULL }, /* a telephone */
	{ "frame", 1, RATIO, 8, 150, NULL },
	{ "room", 40, RATIO, 0.0015, 0.02, NULL },  /* dark */
	{ "room", 60, RATIO, 0.02, 0.4, NULL },     /* lit */
	{ 0 },
};

static const struct range camera[] = {
	{ "lens", 70, EVEN, 0.2, 0.6, NULL },
	{ "lens", 30, EVEN, 0.6, 1.1, NULL },
	{ "aperture", 1, EVEN, 0.7, 1, NULL },
	{ "defocus", 60, EVEN, 0, 0.2, NULL },
	{ "defocus", 30, EVEN, 0.2, 1, NULL },
	{ "defocus", 10, EVEN, 1, 2.2, NULL },
	{ "colour_shift", 1, EVEN, -0.0008, 0.0008, NULL },
	{ "demosaic", 75, WORD, 0, 0, "malvar" },
	{ "demosaic", 25, WORD, 0, 0, "bilinear" },
	{ "noise", 1, RATIO, 0.5, 14, NULL },
	{ "prnu", 1, EVEN, 0.004, 0.012, NULL },
	{ "sensor", 1, WHOLE, 1, 1000000, NULL },
	{ "shot", 1, WHOLE, 1, 1000000, NULL },
	{ "contrast", 1, EVEN, 0, 0.7, NULL },
	{ "vignette", 1, EVEN, 0, 0.3, NULL },
	{ "denoise", 20, EVEN, 0, 0, NULL },
	{ "denoise", 80, RATIO, 0.004, 0.05, NULL },
	{ "chroma_denoise", 1, EVEN, 0, 4.4, NULL },
	{ "sharpen", 1, EVEN, 0, 1.5, NULL },
	{ 0 },
};

/* A picture that stays as large as the telephone saved it, and is at most saved once more. */
static const struct range kept[] = {
	{ "long", 1, WHOLE, 2000, 3000, NULL },
	{ "first_quality", 75, WHOLE, 0, 0, NULL },
	{ "first_quality", 25, WHOLE, 88, 97, NULL },
	{ "quality", 1, WHOLE, 82, 97, NULL },
	{ "sampling", 65, WORD, 0, 0, "420" },
	{ "sampling", 20, WORD, 0, 0, "422" },
	{ "sampling", 15, WORD, 0, 0, "444" },
	{ 0 },
};

/* A picture that was made smaller by a program that keeps quality. */
static const struct range smaller[] = {
	{ "long", 1, WHOLE, 2300, 3000, NULL },
	{ "first_quality", 1, WHOLE, 88, 97, NULL },
	{ "first_sampling", 1, WORD, 0, 0, "420" },
	{ "resize_long", 1, WHOLE, 2000, 2300, NULL },
	{ "quality", 1, WHOLE, 80, 96, NULL },
	{ "sampling", 65, WORD, 0, 0, "420" },
	{ "sampling", 35, WORD, 0, 0, "444" },
	{ 0 },
};

/* What messengers do: 1280 or 1600 along the longer side, a low quality. */
static const struct range messenger[] = {
	{ "long", 1, WHOLE, 1900, 2800, NULL },
	{ "first_quality", 1, WHOLE, 85, 97, NULL },
	{ "first_sampling", 1, WORD, 0, 0, "420" },
	{ "resize_long", 60, WHOLE, 1600, 1600, NULL },
	{ "resize_long", 40, WHOLE, 1280, 1280, NULL },
	{ "quality", 1, WHOLE, 60, 80, NULL },
	{ "sampling", 1, WORD, 0, 0, "420" },
	{ 0 },
};

static const struct {
	const char *name;
	int weight;
	const struct range *rows;
} histories[] = {
	{ "kept", 40, kept }, { "smaller", 20, smaller }, { "messenger", 40, messenger },
};

enum { HISTORIES = sizeof histories / sizeof *histories };

/* The widest display there is, in display pixels. */
static const double display_max = 5120;

static double ratio(struct rng *r, double low, double high)
{
	return low * pow(high / low, rng_unit(r));
}

static double draw_number(struct rng *r, const struct range *row)
{
	switch (row->how) {
	case RATIO:
		return ratio(r, row->low, row->high);
	case SIGNED_RATIO: {
		double v = ratio(r, row->low, row->high);

		return rng_below(r, 2) ? v : -v;
	}
	case WHOLE:
		return floor(rng_range(r, row->low, row->high + 1));
	default:
		return rng_range(r, row->low, row->high);
	}
}

/* Takes one of the rows of a key and returns the row after the last of them. */
static const struct range *draw_key(struct rng *r, const struct range *row, const struct range **taken,
				    double *value)
{
	const struct range *end = row;
	int all = 0, at;

	while (end->key && !strcmp(end->key, row->key))
		all += end++->weight;
	at = rng_below(r, all);
	while (at >= row->weight)
		at -= row++->weight;
	*taken = row;
	*value = row->how == WORD ? 0 : draw_number(r, row);
	return end;
}

struct drawn {
	double bezel;
	double side;  /* of the capture, the longer one */
};

/* No display has more pixels than it has. */
static double limited(const struct range *row, double value, const struct drawn *d)
{
	if (strcmp(row->key, "pitch"))
		return value;
	return fmax(value, d->side / display_max);
}

static void draw_table(struct rng *r, const struct range *rows, struct drawn *d)
{
	while (rows->key) {
		const struct range *taken;
		double value;

		rows = draw_key(r, rows, &taken, &value);
		if (taken->how == WORD)
			printf("%s=%s ", taken->key, taken->word);
		else if (taken->how == WHOLE)
			printf("%s=%.0f ", taken->key, value);
		else
			printf("%s=%.5g ", taken->key, limited(taken, value, d));
		if (!strcmp(taken->key, "bezel"))
			d->bezel = value;
		if (!strcmp(taken->key, "long"))
			d->side = fmin(d->side, value);
	}
}

static uint64_t hash_text(const char *text)
{
	uint64_t h = 0xcbf29ce484222325u;

	while (*text)
		h = (h ^ (unsigned char)*text++) * 0x100000001b3u;
	return h;
}

/* Keys whose ranges hang on what was drawn before. */
static void draw_rest(struct rng *r, const struct drawn *d)
{
	double off = d->bezel > 0 ? d->bezel + 0.06 : 0; /* some edges leave the picture */

	printf("shift=%.4f,%.4f ", rng_range(r, -off, off), rng_range(r, -off, off));
	if (rng_unit(r) < 0.25)
		printf("shake=%.2f,%.2f ", rng_range(r, 0, 1.8), rng_range(r, 0, 1.8));
	printf("balance=%.3f,1,%.3f\n", rng_range(r, 0.93, 1.07), rng_range(r, 0.92, 1.08));
}

void ranges_draw(const char *text, int wide, int high)
{
	struct rng r = { hash_text(text) };
	struct drawn d = { .side = wide > high ? wide : high };
	int at = rng_below(&r, 100), i = 0;

	while (at >= histories[i].weight)
		at -= histories[i++].weight;
	draw_table(&r, histories[i].rows, &d);
	draw_table(&r, display, &d);
	draw_table(&r, geometry, &d);
	draw_table(&r, camera, &d);
	draw_rest(&r, &d);
}

static void list_table(const char *name, const struct range *row)
{
	static const char *const how[] = { "even", "even in the logarithm",
					   "even in the logarithm, either sign", "whole", "" };

	printf("%s\n", name);
	for (; row->key; row++) {
		if (row->how == WORD)
			printf("  %3d  %-15s %s\n", row->weight, row->key, row->word);
		else if (row->low == row->high)
			printf("  %3d  %-15s %g\n", row->weight, row->key, row->low);
		else
			printf("  %3d  %-15s %g to %g, %s\n", row->weight, row->key, row->low, row->high,
			       how[row->how]);
	}
}

void ranges_list(void)
{
	printf("The first number of a row is its weight among the rows of that key.\n");
	for (int i = 0; i < HISTORIES; i++) {
		printf("\n%d of 100: ", histories[i].weight);
		list_table(histories[i].name, histories[i].rows);
	}
	printf("\n");
	list_table("display", display);
	list_table("geometry", geometry);
	printf("       %-15s never so low that the display had over %g pixels along a side\n", "pitch",
	       display_max);
	printf("    1  %-15s with a bezel: up to 0.06 more than the bezel, either way\n", "shift");
	list_table("camera", camera);
	printf("   25  %-15s up to 1.8 across and down; else none\n", "shake");
	printf("    1  %-15s red 0.93 to 1.07, blue 0.92 to 1.08, even\n", "balance");
}
