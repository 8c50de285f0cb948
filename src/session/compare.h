/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare.h: two pictures of one session, side by side. It says what agrees and what differs, and never which
 * of the two came first or why.
 *
 * Facts are compared as text, as the examinations hold them: a metadata value is cut at 1,024 bytes there, so
 * two that differ further on count as the same; the hashes do not. Pieces of one name are paired by order.
 *
 * Pixels are decoded by workers and arrive here as tiles of plain RGB bytes, at the stored scale: 16-bit samples
 * are compared by their upper 8 bits, transparency and colour profiles not at all. */
#ifndef COTTINGLEY_COMPARE_H
#define COTTINGLEY_COMPARE_H

#include "src/base/arena.h"
#include "src/session/session.h"

enum compare_section { COMPARE_FILE, COMPARE_METADATA, COMPARE_STRUCTURE, COMPARE_PICTURES, COMPARE_CHECKS,
		       COMPARE_SECTIONS };

struct compare_row { /* differs; a or b NULL: only in the other */
	enum compare_section section;
	const char *name, *a, *b; /* sanitised */
};

enum { COMPARE_BOXES = 8, COMPARE_CELL = 16 };
struct compare_box {
	uint32_t x, y, width, height; /* stored pixels, whole cells of 16 cut at the edge */
	uint64_t differing;           /* pixels inside the area */
};

struct compare_pixels {
	bool compared;
	const char *reason;        /* why not */
	uint32_t width, height;
	uint64_t differing;        /* pixels with any sample that differs */
	double mean_absolute;      /* of all RGB samples, 0 to 255 */
	double psnr_db;            /* 10 log10(255^2 / mean squared difference); NaN when all are equal */
	unsigned max_difference;   /* 0 to 255 */
	/* Areas: cells of 16 x 16 that hold a differing pixel, joined with their eight neighbours; those with the
	 * most differing pixels first. */
	struct compare_box boxes[COMPARE_BOXES];
	uint32_t n_boxes, areas;   /* areas: of all, those beyond the eight too */
};

struct comparison {
	struct arena arena;
	struct compare_row *rows;  /* by section, then by name */
	size_t n_rows;
	uint64_t same[COMPARE_SECTIONS], differ[COMPARE_SECTIONS];
	uint64_t only_a[COMPARE_SECTIONS], only_b[COMPARE_SECTIONS];
	bool same_bytes;           /* SHA-256 and size */
	struct compare_pixels pixels;
};

const char *compare_section_name(enum compare_section s);

/* Both examinations have been delivered. Waits for workers; takes the session's reply callback over. *c need
 * not be initialised; comparison_release() it afterwards, whatever the answer. */
MUST_USE enum status session_compare(struct session *s, uint64_t a, uint64_t b, struct comparison *c,
				     struct error *e);
void comparison_release(struct comparison *c);

/* compare_pixels.c: c->pixels has the size that both pictures have. For session_compare() alone. */
void compare_pixels(struct session *s, uint64_t a, uint64_t b, struct comparison *c);

#endif
