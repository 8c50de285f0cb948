/* SPDX-License-Identifier: GPL-3.0-or-later */
/* look.h: where one looks at a picture: zoom, centre, cursor, and the pixels for it. Geometry
 * is of the stored picture. A cell shows 4 x 8 sub-pixels; at zoom 0 one stored pixel is one of
 * them, at zoom 2 a pixel is half a cell: exact with half blocks. */
#ifndef COTTINGLEY_UI_LOOK_H
#define COTTINGLEY_UI_LOOK_H

#include "src/base/base.h"
#include "ui/ui.h"

enum { SUB_X = 4, SUB_Y = 8, ZOOM_MIN = -8, ZOOM_MAX = 4 };

struct window {
	uint32_t x, y, w, h; /* stored pixels shown */
	struct box box;      /* cells they take */
};

/* What shows in `room` cells of a picture of width x height (both > 0). */
struct window look_window(const struct look *l, struct box room, uint32_t width, uint32_t height);
/* zoom +1 or -1 from what is shown; -1 from the whole picture does nothing, and out to the
 * whole picture ends zooming. */
void look_zoom(struct look *l, const struct window *w, uint32_t width, uint32_t height, int step);
/* eighths of the window */
void look_pan(struct look *l, const struct window *w, uint32_t width, uint32_t height, int dx, int dy);
/* cells */
void look_move_cursor(struct look *l, const struct window *w, uint32_t width, uint32_t height, int dx,
		      int dy);
/* Remembers that these pixels are wanted; ui_ask() asks for them. */
void look_want(struct look *l, const struct window *w, uint32_t width, uint32_t height);
bool look_has_tile(const struct look *l, const struct window *w); /* for exactly this window and channel? */

/* The i-th map of all checks; NULL beyond. */
const struct map *exam_map(const struct examination *x, int i, const struct result **result);

#endif
