/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scene.h: procedural scenes a person recognises even at 80 x 24 cells. Each fills a whole
 * canvas with linear light; the seed moves and recolours what is in it. */
#ifndef GEN_SCENE_H
#define GEN_SCENE_H

#include "canvas.h"
#include "paint.h"

#include <stddef.h>
#include <stdint.h>

struct scene {
	const char *name;
	const char *help;
	void (*draw)(struct canvas *c, uint64_t seed);
};

/* NULL at or past the end of the table. */
const struct scene *scene_at(size_t i);
const struct scene *scene_find(const char *name); /* NULL if there is none */
void scene_draw(struct canvas *c, const char *name, uint64_t seed);

/* The scenes, by file. */
void scene_harbour(struct canvas *c, uint64_t seed);
void scene_boats(struct canvas *c, uint64_t seed);
void scene_street(struct canvas *c, uint64_t seed);
void scene_crowd(struct canvas *c, uint64_t seed);
void scene_portrait(struct canvas *c, uint64_t seed);
void scene_fence(struct canvas *c, uint64_t seed);
void scene_cloth(struct canvas *c, uint64_t seed);
void scene_flat(struct canvas *c, uint64_t seed);
void scene_grey(struct canvas *c, uint64_t seed);

/* Parts that a splice pastes: they draw one object and nothing round it. */
void scene_flag(struct canvas *c, double x, double y, double w, uint64_t seed);
void scene_person(struct canvas *c, double x, double y, double size, uint64_t seed);

/* Fills rows from the top down to bottom (in heights) with a sky. cloud: 0 to 1, or
 * negative for none at all. */
struct sky {
	struct colour top, low;
	double bottom, cloud;
	uint64_t seed;
};
void scene_sky(struct canvas *c, const struct sky *sky);

#endif
