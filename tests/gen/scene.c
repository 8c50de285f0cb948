/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"
#include "common.h"
#include "rng.h"

#include <math.h>
#include <string.h>

static const struct scene scenes[] = {
	{ "harbour", "a harbour at evening: sky, low sun, hills, houses, boats",
	  scene_harbour },
	{ "boats", "sailing boats close by at midday", scene_boats },
	{ "street", "a street to a vanishing point: houses, cars, lamps, a crossing",
	  scene_street },
	{ "crowd", "a crowd in front of a building, with flags and placards", scene_crowd },
	{ "portrait", "head and shoulders before a soft background", scene_portrait },
	{ "fence", "a picket fence before a hedge: genuine regular texture", scene_fence },
	{ "cloth", "folded tartan cloth, woven: genuine fine regular texture", scene_cloth },
	{ "flat", "an even grey field with slight vignetting, for sensor fingerprints",
	  scene_flat },
	{ "grey", "one grey, perfectly even: the picture in which nothing can be found",
	  scene_grey },
};

const struct scene *scene_at(size_t i)
{
	return i < sizeof scenes / sizeof *scenes ? &scenes[i] : NULL;
}

const struct scene *scene_find(const char *name)
{
	for (size_t i = 0; scene_at(i); i++)
		if (!strcmp(scenes[i].name, name))
			return &scenes[i];
	return NULL;
}

void scene_draw(struct canvas *c, const char *name, uint64_t seed)
{
	const struct scene *scene = scene_find(name);

	if (!scene)
		die("unknown scene '%s'", name);
	scene->draw(c, seed);
}

static struct colour sky_colour(const struct sky *sky, double x, double y, int octaves)
{
	double t = y / sky->bottom;
	struct colour base = colour_mix(sky->top, sky->low, t * sqrt(t));
	double n = noise_fractal(x * 2.2, y * 7, octaves, sky->seed);
	double cover = (n - 0.55 + sky->cloud) * 1.6;
	struct colour cloud = colour_mix((struct colour){ 0.85f, 0.83f, 0.82f }, sky->low,
					 0.25 + 0.4 * n);

	return colour_mix(base, cloud, cover > 0.85 ? 0.85 : cover);
}

void scene_sky(struct canvas *c, const struct sky *sky)
{
	int rows = (int)(sky->bottom * c->h) + 1, octaves = paint_octaves(c, 7);

	if (rows > c->h)
		rows = c->h;
	for (int y = 0; y < rows; y++)
		for (int x = 0; x < c->w; x++) {
			struct colour k = sky_colour(sky, (double)x / c->h, (double)y / c->h,
						     octaves);
			float *px = canvas_at(c, x, y);

			px[0] = k.r;
			px[1] = k.g;
			px[2] = k.b;
		}
}

/* A lens darkens its corners; a fingerprint must be taken through that too. */
void scene_flat(struct canvas *c, uint64_t seed)
{
	double level = 0.30 + 0.02 * (double)(seed % 4);

	for (int y = 0; y < c->h; y++)
		for (int x = 0; x < c->w; x++) {
			double u = 2.0 * x / c->w - 1, v = 2.0 * y / c->h - 1;
			float *px = canvas_at(c, x, y);

			px[0] = px[1] = px[2] = (float)(level * (1 - 0.12 * (u * u + v * v)));
		}
}

void scene_grey(struct canvas *c, uint64_t seed)
{
	float level = 0.2f + 0.05f * (float)(seed % 8);
	size_t n = (size_t)c->w * (size_t)c->h * 3;

	for (size_t i = 0; i < n; i++)
		c->px[i] = level;
}
