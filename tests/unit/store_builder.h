/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store_builder.h: small C2PA manifest stores (unsigned, but whole as JUMBF), and files of each kind that
 * carry them. */
#ifndef COTTINGLEY_STORE_BUILDER_H
#define COTTINGLEY_STORE_BUILDER_H

#include "tests/unit/box_builder.h"

/* A superbox with its description, open for contents until box_close(). kind: four characters of the uuid.
 * label NULL: none; salt: a private box `c2sh`, or NULL. */
void super_open(struct boxes *x, const char *kind, const char *label, const void *salt, size_t salt_len);
/* The description alone, with any toggles; tail: what follows them. */
void put_description(struct boxes *x, const char *kind, uint8_t toggles, const void *tail, size_t len);

struct store_wish {
	unsigned manifests;  /* 0: 1. Labels are "urn:c2pa:N", from 1 on; with first_label from that on */
	unsigned first_label;
	size_t filler;       /* bytes of an assertion that make the store as large as wished */
};
struct bytes build_store(const struct store_wish *w);

/* One APP11 segment with the store's bytes from..to; from 0 is the first piece. */
struct bytes jpeg_piece(const struct bytes *store, size_t from, size_t to, uint16_t en, uint32_t z);
/* All of them, cut in n equal pieces, numbered from first_z on. */
struct bytes jpeg_pieces(const struct bytes *store, unsigned n, uint16_t en, uint32_t first_z);
void put_c2pa_box(struct boxes *x, const char *purpose, const struct bytes *store);

struct bytes store_in_jpeg(const struct bytes *store, unsigned pieces); /* behind SOI */
struct bytes store_in_png(const struct bytes *store);                   /* behind IHDR */
struct bytes store_in_webp(const struct bytes *store);                  /* the last chunk */
struct bytes store_in_bmff(const struct bytes *store, const char *purpose);
struct bytes store_in_tiff(const struct bytes *store, bool big_endian, bool big);
struct bytes store_in_gif(const struct bytes *store);
struct bytes store_in_svg(const struct bytes *store);

#endif
