/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GIF (GIF89a): the store in the sub-blocks of an application extension C2PA_GIF (C2PA 2.2 appendix A.3). A
 * data hash excludes the whole extension. */
#include "src/base/base.h"

#include "src/trust/asset_parts.h"

enum { EXTENSION = 0x21, IMAGE = 0x2C, TRAILER = 0x3B, APPLICATION = 0xFF, APPLICATION_LEN = 11 };

static bool skip_colours(struct span *in, uint8_t flags)
{
	return !(flags & 0x80) || span_skip(in, (uint64_t)3 << ((flags & 7) + 1));
}

/* Sub-blocks to the empty one; each is a piece of the store when there is one. *whole: none was cut off. */
static enum status take_blocks(struct asset *a, struct span *in, struct store_found *s, bool *whole, struct error *e)
{
	enum status st;
	uint8_t n;

	while ((*whole = span_u8(in, &n)) && n) {
		uint64_t at = span_at(in);

		if (!(*whole = span_skip(in, n)))
			return ST_OK;
		if (s && (st = asset_add_piece(a, s, at, n, e)))
			return st;
	}
	return ST_OK;
}

static enum status take_extension(struct asset *a, struct span *in, bool after_image, bool *whole, struct error *e)
{
	uint64_t start = span_at(in) - 1;
	struct store_found *s = NULL;
	enum status st;
	uint8_t label;

	if (!(*whole = span_u8(in, &label)))
		return ST_OK;
	if (label == APPLICATION && span_is(in, "\13C2PA_GIF", 9)) {
		if (!span_is(in, "\13C2PA_GIF\1\0\0", 1 + APPLICATION_LEN))
			asset_stray(a, STRAY_PIECE, start, 3 + APPLICATION_LEN,
				    "the manifest store's extension has an unknown version");
		if (!(*whole = span_skip(in, 1 + APPLICATION_LEN)))
			return ST_OK;
		s = asset_add_store(a, start);
	}
	if ((st = take_blocks(a, in, s, whole, e)) || !s)
		return st;
	asset_add_place(s, start, span_at(in) - start);
	if (after_image)
		asset_stray(a, STRAY_AFTER_SCAN, start, span_at(in) - start,
			    "the manifest store stands after the first image");
	if (!*whole)
		asset_fault(s, CODE_TORN_STORE, start, "the manifest store's extension is cut off");
	return ST_OK;
}

static enum status take_image(struct asset *a, struct span *in, bool *whole, struct error *e)
{
	uint8_t flags;

	*whole = span_skip(in, 8) && span_u8(in, &flags) && skip_colours(in, flags) && span_skip(in, 1);
	return *whole ? take_blocks(a, in, NULL, whole, e) : ST_OK;
}

static enum status walk_blocks(struct asset *a, struct span *in, struct error *e)
{
	bool after_image = false, whole = true;
	enum status st = ST_OK;

	while (whole && !st) {
		uint64_t start = span_at(in);
		uint8_t kind = 0;

		whole = span_u8(in, &kind);
		if (kind == TRAILER) {
			asset_ends(a, span_at(in));
			return ST_OK;
		}
		if (kind == EXTENSION)
			st = take_extension(a, in, after_image, &whole, e);
		else if (kind == IMAGE)
			st = take_image(a, in, &whole, e);
		else
			whole = false;
		after_image |= kind == IMAGE;
		if (!whole)
			(void)err_corrupt(&a->damage, start, "GIF is cut off, or no block begins here");
	}
	return st;
}

enum status asset_walk_gif(struct asset *a, struct error *e)
{
	struct span in = a->bytes;
	uint8_t flags;

	if (!span_skip(&in, 10) || !span_u8(&in, &flags) || !span_skip(&in, 2) || !skip_colours(&in, flags)) {
		(void)err_corrupt(&a->damage, 0, "GIF is cut off in its header");
		return ST_OK;
	}
	return walk_blocks(a, &in, e);
}
