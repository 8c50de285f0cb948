/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A profile, plain or as the chunk of a PNG; the same bytes as the two parts of a JPEG, the second first. */
#include "src/base/base.h"

#include "src/base/utf8.h"
#include "src/base/value.h"
#include "src/media/icc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_it(struct arena *a, struct container *c)
{
	struct error e = ERROR_INIT;
	struct icc x;

	if (icc_read(c, &x, &e) != ST_OK)
		return;
	if (x.state == LAYER_UNREAD && !x.why)
		abort();
	if (x.description && !utf8_valid(x.description, strlen(x.description)))
		abort();
	icc_facts_value(a, &x, value_new(a, VALUE_MAP));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t half = size / 2;
	struct block whole = { .kind = BLOCK_ICC, .bytes = span_of(data, size, 0) };
	struct block first = { .kind = BLOCK_ICC, .part = 1, .parts = 2, .bytes = span_of(data, half, 0) };
	struct block second = { .kind = BLOCK_ICC, .part = 2, .parts = 2, .bytes = span_of(data + half, size - half, half) };
	struct container one, two;
	struct arena a;

	arena_init(&a, (size_t)64 << 20);
	one = two = (struct container){ .arena = &a };
	if (container_block(&one, &whole))
		read_it(&a, &one);
	if (container_block(&two, &second) && container_block(&two, &first))
		read_it(&a, &two);
	arena_release(&a);
	return 0;
}
