/* SPDX-License-Identifier: GPL-3.0-or-later */
/* box_builder.h: ISO base media boxes in memory, for tests and fuzz seeds. A box that is open takes what is
 * put until it is closed; sizes are patched then. */
#ifndef COTTINGLEY_BOX_BUILDER_H
#define COTTINGLEY_BOX_BUILDER_H

#include "tests/unit/pictures.h"

enum { BOX_NESTED = 16, BOX_ITEMS = 16 };

struct boxes {
	struct bytes b;
	size_t room, open[BOX_NESTED];
	unsigned depth;
};

void put(struct boxes *x, const void *data, size_t len);
void put_int(struct boxes *x, unsigned bytes, uint64_t v); /* big-endian, 0 to 8 bytes */
void put_text(struct boxes *x, const char *s);             /* with its zero byte */
void box_open(struct boxes *x, const char *type);
void box_open_full(struct boxes *x, const char *type, unsigned version, uint32_t flags);
void box_open_uuid(struct boxes *x, const char *hex); /* 32 digits */
void box_close(struct boxes *x);
void box_whole(struct boxes *x, const char *type, const void *body, size_t len); /* open, put, close */
void put_ftyp(struct boxes *x, const char *major, const char *compatible);

/* One item of a HEIF file. Its bytes go to mdat, or to idat with method 1. */
struct item {
	uint32_t id;
	const char *type, *content; /* content: of a mime item */
	const void *data;
	size_t len;
	unsigned method;
	unsigned width, height;     /* 0: no ispe */
	const char *aux;            /* auxC */
	bool hevc, av1;             /* a decoder configuration: 8-bit 4:2:0, 10-bit 4:4:4 */
	const char *icc;            /* colr prof */
};
struct link {
	const char *type;
	uint32_t from, to;
};
/* iloc: its version; size: of its offsets and lengths, 4 or 8. Lists end with a zero type. */
struct heif_wish {
	const char *brand;
	const struct item *items;
	const struct link *links;
	uint32_t primary;
	unsigned iloc, size;
};
struct bytes build_heif(const struct heif_wish *w);

#endif
