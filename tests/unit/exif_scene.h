/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exif_scene.h: a picture that exists only as facts, for the rules of the exif check. */
#ifndef COTTINGLEY_EXIF_SCENE_H
#define COTTINGLEY_EXIF_SCENE_H

#include "tests/unit/unit.h"
#include "tests/unit/exif_builder.h"
#include "tests/unit/note_builder.h"

#include "analyzers/metadata/exif_rules.h"

enum { SCENE_NOW = 1735689600 /* 2025-01-01 */, SCENE_BLOCK = -1 };

struct scene {
	struct arena arena;
	struct exif_builder b;
	struct subject in;
	struct context cx;
	struct exif_case c;
	struct block blocks[4];
	uint32_t n_blocks;
	struct thumbnail_match thumbnail;
	uint16_t thumbnail_step; /* the one number of its quantisation table; 0: it has none */
	/* the maker's notes, written into the block by scene_finish() */
	bool has_note;
	struct note note;
	int64_t note_base;  /* SCENE_BLOCK: offsets count from the block; else from this byte of the note */
	int64_t note_moved; /* how far the note stands from where its offsets think */
	bool footer;        /* the last four bytes of the note name its old place, as Canon's do */
	bool patch_note;    /* the second value lies at 4 GB */
};

/* 4000 x 3000, no metadata, the reference time fixed. */
void scene_init(struct scene *s);
void scene_block(struct scene *s, enum block_kind kind, const char *keyword, const char *text);
void scene_finish(struct scene *s);
void scene_dates(struct scene *s, const char *original, const char *digitized, const char *modified);
void scene_ratio(struct scene *s, uint16_t tag, int64_t n, int64_t d);
void scene_position(struct scene *s, const char *north, int64_t lat, const char *east, int64_t lon);
void scene_gps_clock(struct scene *s, const char *date, int64_t h, int64_t m, int64_t sec);
void scene_altitude(struct scene *s, int64_t metres);
void scene_compared(struct scene *s, double whole, double part, double inside);

#endif
