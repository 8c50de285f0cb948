/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RIFF (WebP, WAVE, AVI): the store in a chunk `C2PA` (C2PA 2.2 appendix A.3). The pad byte of an odd chunk
 * stays outside what a data hash excludes, as the reference implementation writes it. */
#include "src/base/base.h"

#include "src/trust/asset_parts.h"

enum { RIFF_HEADER = 12 };

static enum status take_store(struct asset *a, uint64_t start, const struct span *data, struct error *e)
{
	struct store_found *s = asset_add_store(a, start);

	if (!s)
		return ST_OK;
	asset_add_place(s, start, 8 + data->len);
	return asset_add_piece(a, s, data->origin, data->len, e);
}

/* The chunks inside the RIFF, as its size field says. */
static bool riff_body(struct asset *a, struct span *body)
{
	struct span in = a->bytes;
	uint32_t length;

	if (!span_skip(&in, 4) || !span_u32le(&in, &length) || length < 4 || !span_skip(&in, 4)) {
		(void)err_corrupt(&a->damage, 0, "RIFF is cut off in its header");
		return false;
	}
	if (!span_sub(&in, length - 4, body)) {
		(void)err_corrupt(&a->damage, 4, "RIFF says %llu bytes, %zu are there", (unsigned long long)length,
				  a->bytes.len - 8);
		return span_sub(&in, span_left(&in), body);
	}
	(void)(length % 2 && span_skip(&in, 1));
	asset_ends(a, span_at(&in));
	return true;
}

enum status asset_walk_riff(struct asset *a, struct error *e)
{
	struct span in, data;
	enum status st;

	if (!riff_body(a, &in))
		return ST_OK;
	while (span_left(&in)) {
		uint64_t start = span_at(&in);
		bool ours = span_is(&in, "C2PA", 4);
		uint32_t length;

		if (!span_skip(&in, 4) || !span_u32le(&in, &length) || !span_sub(&in, length, &data)) {
			if (!a->damage.code)
				(void)err_corrupt(&a->damage, start, "RIFF chunk is cut off");
			return ST_OK;
		}
		if (ours && (st = take_store(a, start, &data, e)))
			return st;
		/* The last chunk's pad byte is missing in some writers' files. */
		(void)(length % 2 && span_skip(&in, 1));
	}
	return ST_OK;
}
