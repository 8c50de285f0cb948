/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exif_fixtures.h: more fixtures of the exif rules: notes, lens, sun, services. */
#ifndef COTTINGLEY_EXIF_FIXTURES_H
#define COTTINGLEY_EXIF_FIXTURES_H

#include "tests/unit/exif_scene.h"

struct exif_fixture {
	const char *code;
	void (*make)(struct scene *s, bool fire); /* fire: the one that must; else its near miss, not empty */
};

extern const struct exif_fixture exif_more_fixtures[];
extern const size_t exif_n_more_fixtures;

#endif
