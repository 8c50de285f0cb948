/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign_embed.h: where each container keeps a store (C2PA 2.2, appendix A). */
#ifndef GEN_SIGN_EMBED_H
#define GEN_SIGN_EMBED_H

#include "src/base/base.h"
#include "src/base/str.h"

enum container { IN_JPEG, IN_PNG, IN_WEBP, IN_BMFF, IN_TIFF, IN_GIF, IN_SVG };
enum { PLACES_MAX = 8 };

struct place { uint64_t start, length; };

/* Appends the picture with the store to out (empty before) and says what a data hash leaves out. piece: of JPEG. */
void embed(enum container c, const struct str *picture, const struct str *store, size_t piece, struct str *out,
	   struct place places[PLACES_MAX], unsigned *n);

/* Where the store goes in a JPEG: behind JFIF and Exif, which want to be first. */
size_t jpeg_head(const struct str *picture);

void put_be(struct str *o, uint64_t v, unsigned bytes);
void put_le(struct str *o, uint64_t v, unsigned bytes);
uint64_t get_be(const struct str *s, size_t at, unsigned bytes); /* ends the program past the end */
uint64_t get_le(const struct str *s, size_t at, unsigned bytes);
void set_be(struct str *s, size_t at, uint64_t v, unsigned bytes);
void set_le(struct str *s, size_t at, uint64_t v, unsigned bytes);

/* Offset of the first of these bytes at or after from; ends the program when there are none. */
size_t find_bytes(const struct str *s, size_t from, const void *what, size_t len);
void insert_bytes(struct str *s, size_t at, const void *what, size_t len);
void remove_bytes(struct str *s, size_t at, size_t len);

#endif
