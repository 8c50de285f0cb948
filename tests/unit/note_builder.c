/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/unit/note_builder.h"

#include <assert.h>

static void put(const struct note *n, uint8_t *p, unsigned size, uint64_t v)
{
	for (unsigned i = 0; i < size; i++)
		p[n->little ? i : size - 1 - i] = (uint8_t)(v >> 8 * i);
}

void note_init(struct note *n, bool little, const void *header, size_t len)
{
	memset(n, 0, sizeof *n);
	assert(len <= sizeof n->header);
	n->little = little;
	n->n_header = len;
	n->gap = 4;
	if (len)
		memcpy(n->header, header, len);
}

void note_raw(struct note *n, uint16_t tag, uint16_t type, uint32_t count, const void *bytes, size_t len)
{
	assert(n->n < NOTE_ENTRIES && len <= NOTE_BYTES - n->n_values);
	n->entries[n->n++] = (struct note_entry) {
		.tag = tag, .type = type, .count = count, .at = n->n_values, .len = len
	};
	memcpy(n->values + n->n_values, bytes, len);
	if (len > 4)
		n->n_values += len;
}

void note_text(struct note *n, uint16_t tag, const char *s)
{
	note_raw(n, tag, 2, (uint32_t)strlen(s) + 1, s, strlen(s) + 1);
}

static void number(struct note *n, uint16_t tag, uint16_t type, unsigned size, uint32_t v)
{
	struct note_entry *e = &n->entries[n->n++];

	assert(n->n <= NOTE_ENTRIES);
	*e = (struct note_entry){ .tag = tag, .type = type, .count = 1, .at = v, .len = size };
}

void note_long(struct note *n, uint16_t tag, uint32_t v)
{
	number(n, tag, 4, 4, v);
}

void note_short(struct note *n, uint16_t tag, uint16_t v)
{
	number(n, tag, 3, 2, v);
}

/* A short value stands in its entry: numbers were kept as such, bytes at their place. */
static void write_value(const struct note *n, const struct note_entry *e, uint8_t *p, uint64_t values)
{
	if (e->len > 4)
		put(n, p, 4, values + e->at);
	else if (e->type == 3 || e->type == 4)
		put(n, p, (unsigned)e->len, e->at);
	else
		memcpy(p, n->values + e->at, e->len);
}

void note_finish(struct note *n, int64_t base)
{
	size_t at = n->n_header, values = at + 2 + 12u * n->n + n->gap;

	memset(n->out, 0, sizeof n->out);
	if (n->n_header)
		memcpy(n->out, n->header, n->n_header);
	put(n, n->out + at, 2, n->n);
	at += 2;
	for (unsigned i = 0; i < n->n; i++, at += 12) {
		put(n, n->out + at, 2, n->entries[i].tag);
		put(n, n->out + at + 2, 2, n->entries[i].type);
		put(n, n->out + at + 4, 4, n->entries[i].count);
		write_value(n, &n->entries[i], n->out + at + 8, (uint64_t)(base + (int64_t)values));
	}
	assert(values + n->n_values + n->n_tail <= sizeof n->out);
	memcpy(n->out + values, n->values, n->n_values);
	if (n->n_tail)
		memcpy(n->out + values + n->n_values, n->tail, n->n_tail);
	n->n_out = values + n->n_values + n->n_tail;
}
