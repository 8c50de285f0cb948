/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/inflate.h"

#include "src/base/mem.h"

#include <zlib.h>

enum { FIRST = 65536 };

/* Grows *out by doubling. */
static bool more_room(uint8_t **out, size_t used, size_t *room, size_t max)
{
	size_t want = *room ? *room * 2 : FIRST;
	uint8_t *p;

	if (used < *room)
		return true;
	if (*room >= max)
		return false;
	want = want < max ? want : max;
	p = mem_resize(*out, want, 1);
	if (!p)
		return false;
	*out = p;
	*room = want;
	return true;
}

bool inflate_bounded(struct span in, size_t max, uint8_t **out, size_t *len, bool *whole)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)(in.data + in.pos) };
	size_t room = 0;
	int r = Z_OK;

	*out = NULL;
	*len = 0;
	*whole = false;
	if (span_left(&in) == 0 || span_left(&in) > UINT32_MAX || inflateInit(&z) != Z_OK)
		return false;
	z.avail_in = (uInt)span_left(&in);
	while (r == Z_OK && more_room(out, *len, &room, max)) {
		z.next_out = *out + *len;
		z.avail_out = (uInt)(room - *len);
		r = inflate(&z, Z_SYNC_FLUSH);
		*len = room - z.avail_out;
		if (r == Z_OK && z.avail_out)
			break; /* the input ended */
	}
	*whole = r == Z_STREAM_END;
	inflateEnd(&z);
	if (*len)
		return true;
	mem_free(*out);
	*out = NULL;
	return false;
}
