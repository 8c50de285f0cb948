/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/riff.h"

bool riff_chunk_next(struct span *s, struct riff_chunk *out)
{
	struct span body = *s;
	uint64_t left;

	memset(out, 0, sizeof *out);
	out->offset = span_at(s);
	if (!span_copy(&body, out->type, 4) || !span_u32le(&body, &out->size))
		return false;
	left = span_left(&body);
	out->cut = out->size > left;
	if (!span_sub(&body, out->cut ? left : out->size, &out->data))
		return false;
	if (!out->cut && out->size % 2)
		out->no_padding = !span_skip(&body, 1);
	out->length = span_at(&body) - out->offset;
	*s = body;
	return true;
}

bool riff_is(const struct riff_chunk *k, const char *type)
{
	return memcmp(k->type, type, 4) == 0;
}

bool riff_body(struct span s, struct span *body, uint32_t *size)
{
	uint64_t left;

	if (!span_skip(&s, 4) || !span_u32le(&s, size) || !span_skip(&s, 4))
		return false;
	left = span_left(&s);
	/* A size that leaves no room for one chunk is no size: streaming writers leave zeros there. */
	if (*size >= RIFF_HEADER && *size - 4 < left)
		left = *size - 4;
	return span_sub(&s, left, body);
}
