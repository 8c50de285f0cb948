/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/term.h"

#include "src/base/mem.h"

struct null_term {
	struct term base;
	int width, height;
};

static void null_size(struct term *t, int *width, int *height)
{
	struct null_term *n = (struct null_term *)t;

	*width = n->width;
	*height = n->height;
}

static void null_draw(struct term *t, const struct cellbuf *b)
{
	(void)t;
	(void)b;
}

static bool null_event(struct term *t, struct event *out)
{
	(void)t;
	(void)out;
	return false;
}

static void null_nothing(struct term *t)
{
	(void)t;
}

static int null_fd(const struct term *t)
{
	(void)t;
	return -1;
}

static void null_close(struct term *t)
{
	free(t);
}

static const struct term_ops null_ops = {
	.size = null_size,
	.draw = null_draw,
	.event = null_event,
	.resized = null_nothing,
	.redraw = null_nothing,
	.suspend = null_nothing,
	.fd = null_fd,
	.close = null_close,
};

struct term *term_null_open(int width, int height, enum depth depth, bool ascii)
{
	struct null_term *n = mem_need(1, sizeof *n);

	*n = (struct null_term){ .base = { .ops = &null_ops, .depth = depth, .ascii = ascii },
				 .width = width,
				 .height = height };
	return &n->base;
}

void term_null_resize(struct term *t, int width, int height)
{
	struct null_term *n = (struct null_term *)t;

	n->width = width;
	n->height = height;
}

enum depth term_depth(enum colour_when when, const char *no_color, int colours)
{
	if (when == COLOUR_NEVER || (when == COLOUR_AUTO && no_color && *no_color))
		return DEPTH_MONO;
	if (colours >= 1 << 24)
		return DEPTH_RGB;
	if (colours >= 256)
		return DEPTH_256;
	/* With 8 colours there are 64 pairs: curses would recycle them and repaint cells that
	 * are already there. */
	return colours >= 16 ? DEPTH_16 : DEPTH_MONO;
}
