/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/box_builder.h"

#include "src/base/mem.h"

void put(struct boxes *x, const void *data, size_t len)
{
	if (x->b.len + len + 1 > x->room) {
		uint8_t *p = mem_need(x->room = 2 * (x->b.len + len + 64), 1);

		if (x->b.len)
			memcpy(p, x->b.data, x->b.len);
		free(x->b.data);
		x->b.data = p;
	}
	if (len)
		memcpy(x->b.data + x->b.len, data, len);
	x->b.len += len;
}

void put_int(struct boxes *x, unsigned bytes, uint64_t v)
{
	while (bytes--) {
		uint8_t byte = (uint8_t)(v >> (8 * bytes));

		put(x, &byte, 1);
	}
}

void put_text(struct boxes *x, const char *s)
{
	put(x, s, strlen(s) + 1);
}

void box_open(struct boxes *x, const char *type)
{
	x->open[x->depth++] = x->b.len;
	put_int(x, 4, 0);
	put(x, type, 4);
}

void box_open_full(struct boxes *x, const char *type, unsigned version, uint32_t flags)
{
	box_open(x, type);
	put_int(x, 4, (uint64_t)version << 24 | flags);
}

void box_open_uuid(struct boxes *x, const char *hex)
{
	box_open(x, "uuid");
	for (unsigned i = 0; i < 16; i++) {
		char two[3] = { hex[2 * i], hex[2 * i + 1], 0 };

		put_int(x, 1, strtoul(two, NULL, 16));
	}
}

void box_close(struct boxes *x)
{
	size_t at = x->open[--x->depth], size = x->b.len - at;

	for (unsigned i = 0; i < 4; i++)
		x->b.data[at + i] = (uint8_t)(size >> (24 - 8 * i));
}

void box_whole(struct boxes *x, const char *type, const void *body, size_t len)
{
	box_open(x, type);
	put(x, body, len);
	box_close(x);
}

void put_ftyp(struct boxes *x, const char *major, const char *compatible)
{
	box_open(x, "ftyp");
	put(x, major, 4);
	put_int(x, 4, 0);
	put(x, compatible, strlen(compatible));
	box_close(x);
}

/* ---- a HEIF file ---- */

static size_t count(const struct heif_wish *w)
{
	size_t n = 0;

	while (w->items[n].type)
		n++;
	return n;
}

static void put_infos(struct boxes *x, const struct heif_wish *w)
{
	box_open_full(x, "iinf", 0, 0);
	put_int(x, 2, count(w));
	for (const struct item *it = w->items; it->type; it++) {
		box_open_full(x, "infe", it->id > 65535 ? 3 : 2, 0);
		put_int(x, it->id > 65535 ? 4 : 2, it->id);
		put_int(x, 2, 0);
		put(x, it->type, 4);
		put_text(x, "");
		if (it->content)
			put_text(x, it->content);
		box_close(x);
	}
	box_close(x);
}

static void put_links(struct boxes *x, const struct heif_wish *w)
{
	bool large = false;

	for (const struct item *it = w->items; it->type; it++)
		large = large || it->id > 65535;
	box_open_full(x, "iref", large, 0);
	for (const struct link *l = w->links; l && l->type; l++) {
		box_open(x, l->type);
		put_int(x, large ? 4 : 2, l->from);
		put_int(x, 2, 1);
		put_int(x, large ? 4 : 2, l->to);
		box_close(x);
	}
	box_close(x);
}

static unsigned put_properties_of(struct boxes *x, const struct item *it)
{
	static const uint8_t hvcc[23] = { 1, [16] = 0xFD, [17] = 0xF8, [18] = 0xF8 };
	static const uint8_t av1c[4] = { 0x81, 0x20, 0x40, 0 };
	unsigned n = 0;

	if (it->width) {
		box_open_full(x, "ispe", 0, 0);
		put_int(x, 4, it->width);
		put_int(x, 4, it->height);
		box_close(x);
		n++;
	}
	if (it->hevc)
		n++, box_whole(x, "hvcC", hvcc, sizeof hvcc);
	if (it->av1)
		n++, box_whole(x, "av1C", av1c, sizeof av1c);
	if (it->aux) {
		box_open_full(x, "auxC", 0, 0);
		put_text(x, it->aux);
		box_close(x);
		n++;
	}
	if (it->icc) {
		box_open(x, "colr");
		put(x, "prof", 4);
		put(x, it->icc, strlen(it->icc));
		box_close(x);
		n++;
	}
	return n;
}

static void put_properties(struct boxes *x, const struct heif_wish *w)
{
	unsigned n[BOX_ITEMS] = { 0 }, next = 1;
	size_t items = count(w);

	box_open(x, "iprp");
	box_open(x, "ipco");
	for (size_t i = 0; i < items; i++)
		n[i] = put_properties_of(x, &w->items[i]);
	box_close(x);
	box_open_full(x, "ipma", 1, 0);
	put_int(x, 4, items);
	for (size_t i = 0; i < items; i++) {
		put_int(x, 4, w->items[i].id);
		put_int(x, 1, n[i]);
		while (n[i]--)
			put_int(x, 1, next++);
	}
	box_close(x);
	box_close(x);
}

/* Where the offsets stand is kept: mdat comes last. */
static void put_places(struct boxes *x, const struct heif_wish *w, size_t patch[BOX_ITEMS])
{
	unsigned size = w->size ? w->size : 4;
	size_t in_idat = 0, i = 0;

	box_open_full(x, "iloc", w->iloc, 0);
	put_int(x, 1, size << 4 | size);
	put_int(x, 1, 0);
	put_int(x, w->iloc == 2 ? 4 : 2, count(w));
	for (const struct item *it = w->items; it->type; it++, i++) {
		put_int(x, w->iloc == 2 ? 4 : 2, it->id);
		if (w->iloc)
			put_int(x, 2, it->method);
		put_int(x, 2, 0);
		put_int(x, 2, 1);
		patch[i] = x->b.len;
		put_int(x, size, it->method ? in_idat : 0);
		put_int(x, size, it->len);
		in_idat += it->method ? it->len : 0;
	}
	box_close(x);
}

struct bytes build_heif(const struct heif_wish *w)
{
	struct boxes x = { .depth = 0 };
	size_t patch[BOX_ITEMS], i = 0;

	put_ftyp(&x, w->brand ? w->brand : "heic", "mif1heic");
	box_open_full(&x, "meta", 0, 0);
	box_whole(&x, "hdlr", "\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0", 25);
	box_open_full(&x, "pitm", 1, 0);
	put_int(&x, 4, w->primary);
	box_close(&x);
	put_infos(&x, w);
	put_places(&x, w, patch);
	put_links(&x, w);
	put_properties(&x, w);
	box_open(&x, "idat");
	for (const struct item *it = w->items; it->type; it++)
		if (it->method)
			put(&x, it->data, it->len);
	box_close(&x);
	box_close(&x);
	box_open(&x, "mdat");
	for (const struct item *it = w->items; it->type; it++, i++) {
		unsigned size = w->size ? w->size : 4;

		if (it->method)
			continue;
		for (unsigned k = 0; k < 4; k++)
			x.b.data[patch[i] + size - 4 + k] = (uint8_t)(x.b.len >> (24 - 8 * k));
		put(&x, it->data, it->len);
	}
	box_close(&x);
	return x.b;
}
