/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/decode.h"

#include "src/base/mem.h"

enum status decode_pixels(uint32_t width, uint32_t height, const struct limits *lim, struct error *e)
{
	if (width == 0 || height == 0)
		return err_set(e, ST_CORRUPT, "an empty picture of %lu x %lu pixels", (unsigned long)width,
			       (unsigned long)height);
	if ((uint64_t)width * height > lim->pixels)
		return err_set(e, ST_LIMIT,
			       "%lu x %lu pixels are over the limit of %llu; raise it with --max-pixels",
			       (unsigned long)width, (unsigned long)height, (unsigned long long)lim->pixels);
	return ST_OK;
}

uint64_t decode_room(const struct limits *lim)
{
	uint64_t used = mem_in_use();

	return used < lim->memory ? lim->memory - used : 0;
}

enum status decode_allocate(struct raster *r, uint64_t more, const struct limits *lim, struct error *e)
{
	enum status st = decode_pixels(r->width, r->height, lim, e);
	uint64_t bytes;

	if (st)
		return st;
	if (__builtin_mul_overflow((uint64_t)r->width * r->height, r->channels * (r->depth / 8u), &bytes) ||
	    __builtin_add_overflow(bytes, more, &more) || more > decode_room(lim) || bytes > SIZE_MAX)
		return err_nomem(e);
	r->data = mem_array((size_t)bytes, 1);
	return r->data ? ST_OK : err_nomem(e);
}
