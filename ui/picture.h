/* SPDX-License-Identifier: GPL-3.0-or-later */
/* picture.h: pixels to cells. What comes out is a preview, not evidence, and the views say so.
 *
 * Measured: libchafa takes about 6 microseconds a cell on a slow core, 33 ms for 120 x 45: two
 * frames too many for the thread that answers keys. So small pictures (a preview in the list)
 * are made at once; larger ones are drawn at once as half blocks (under 4 ms at 200 x 56) and
 * made well on a helper thread, whose answer is announced on picture_fd(). Cells are kept until
 * the pixels change. Without a helper (tests, scripts) everything is made at once. Without
 * libchafa: half blocks; in ASCII: a ramp. */
#ifndef COTTINGLEY_UI_PICTURE_H
#define COTTINGLEY_UI_PICTURE_H

#include "src/base/base.h"
#include "ui/cellbuf.h"

struct pixels { /* borrowed */
	uint32_t width, height;
	const uint8_t *rgb; /* width * height * 3 */
	bool exact;         /* half blocks of one colour each, no shapes made up between pixels */
};

struct picture_key { /* which conversion */
	uint64_t hash; /* of the pixels */
	uint32_t pixels_w, pixels_h;
	int w, h;
	enum depth depth;
	bool ascii, exact;
};
struct picture_slot { /* a finished one */
	struct picture_key key;
	struct cell cells[]; /* w * h */
};
struct picture_helper;
struct picture_cache { /* zeroed before first use */
	struct picture_slot *slots[4];
	unsigned next;
	struct picture_helper *helper; /* NULL: everything at once */
};

void picture_cache_release(struct picture_cache *c); /* ends the helper */
void picture_helper_start(struct picture_cache *c);  /* without one if no thread can be had */
/* -1 without helper; readable when picture_collect() has something */
int picture_fd(const struct picture_cache *c);
bool picture_collect(struct picture_cache *c);       /* true: draw again */
bool picture_pending(const struct picture_cache *c);

/* The largest box inside room with the shape of a picture of w x h pixels, centred; a cell is
 * twice as high as wide. */
struct box picture_fit(struct box room, uint32_t w, uint32_t h);
/* Stretches p over box. */
void picture_draw(struct picture_cache *c, struct cellbuf *b, struct box box, const struct pixels *p);

/* ---- for the helper ---- */
bool picture_key_equal(const struct picture_key *a, const struct picture_key *b);
/* NULL without memory. Thread-safe. Release with mem_free(). */
struct picture_slot *picture_make(const struct picture_key *want, const struct pixels *p);
void picture_keep(struct picture_cache *c, struct picture_slot *s); /* takes s */
void picture_helper_want(struct picture_helper *h, const struct picture_key *want, const struct pixels *p);
void picture_helper_stop(struct picture_helper *h);

/* ---- one converter each; out holds w * h cells, row by row ---- */
void picture_ascii(const struct pixels *p, int w, int h, struct cell *out);
void picture_blocks(const struct pixels *p, int w, int h, enum depth depth, struct cell *out);
/* false: not built in */
bool picture_chafa(const struct pixels *p, int w, int h, enum depth depth, struct cell *out);

#endif
