/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/unit/exif_builder.h"

#include <assert.h>

void builder_init(struct exif_builder *b, bool little)
{
	memset(b, 0, sizeof *b);
	b->little = little;
}

static void put(const struct exif_builder *b, uint8_t *p, unsigned n, uint64_t v)
{
	for (unsigned i = 0; i < n; i++)
		p[b->little ? i : n - 1 - i] = (uint8_t)(v >> 8 * i);
}

void builder_raw(struct exif_builder *b, enum exif_ifd ifd, uint16_t tag, uint16_t type, uint32_t count,
		 const void *bytes, size_t len)
{
	assert(b->n < BUILDER_ENTRIES && len <= BUILDER_BYTES - b->n_values);
	b->entries[b->n++] = (struct builder_entry){ .ifd = ifd, .tag = tag, .type = type, .count = count,
						     .at = b->n_values, .len = len };
	if (len)
		memcpy(b->values + b->n_values, bytes, len);
	b->n_values += len;
}

void builder_text(struct exif_builder *b, enum exif_ifd ifd, uint16_t tag, const char *s)
{
	builder_raw(b, ifd, tag, 2, (uint32_t)strlen(s) + 1, s, strlen(s) + 1);
}

void builder_short(struct exif_builder *b, enum exif_ifd ifd, uint16_t tag, uint16_t v)
{
	uint8_t p[2];

	put(b, p, 2, v);
	builder_raw(b, ifd, tag, 3, 1, p, sizeof p);
}

void builder_long(struct exif_builder *b, enum exif_ifd ifd, uint16_t tag, uint32_t v)
{
	uint8_t p[4];

	put(b, p, 4, v);
	builder_raw(b, ifd, tag, 4, 1, p, sizeof p);
}

void builder_byte(struct exif_builder *b, enum exif_ifd ifd, uint16_t tag, uint8_t v)
{
	builder_raw(b, ifd, tag, 1, 1, &v, 1);
}

void builder_ratios(struct exif_builder *b, enum exif_ifd ifd, uint16_t tag, bool sign, unsigned n,
		    const int64_t *pairs)
{
	uint8_t p[64];

	assert(n <= sizeof p / 8);
	for (unsigned i = 0; i < 2 * n; i++)
		put(b, p + 4 * i, 4, (uint64_t)pairs[i]);
	builder_raw(b, ifd, tag, sign ? 10 : 5, n, p, (size_t)8 * n);
}

void builder_thumbnail(struct exif_builder *b, const void *jpeg, size_t len)
{
	b->thumbnail = jpeg;
	b->n_thumbnail = len;
	builder_long(b, EXIF_IFD1, 0x0201, 0);
	builder_long(b, EXIF_IFD1, 0x0202, (uint32_t)len);
}

static unsigned entries_of(const struct exif_builder *b, unsigned ifd)
{
	unsigned n = 0;

	for (unsigned i = 0; i < b->n; i++)
		n += b->entries[i].ifd == (enum exif_ifd)ifd;
	return n;
}

static bool wanted(const struct exif_builder *b, unsigned ifd)
{
	return ifd == EXIF_IFD0 || entries_of(b, ifd) ||
	       (ifd == EXIF_IFD_EXIF && entries_of(b, EXIF_IFD_INTEROP));
}

static void pointer(struct exif_builder *b, enum exif_ifd from, uint16_t tag, enum exif_ifd to)
{
	if (wanted(b, to))
		builder_long(b, from, tag, 0);
}

/* Where each directory starts; the values follow the last one. */
static size_t lay_out(const struct exif_builder *b, size_t start[EXIF_IFDS])
{
	size_t at = 8;

	for (unsigned d = 0; d < EXIF_IFDS; d++)
		if (wanted(b, d)) {
			start[d] = at;
			at += 2 + (size_t)entries_of(b, d) * 12 + 4;
		}
	return at;
}

static void write_entry(struct exif_builder *b, const struct builder_entry *e, size_t at, size_t values)
{
	put(b, b->out + at, 2, e->tag);
	put(b, b->out + at + 2, 2, e->type);
	put(b, b->out + at + 4, 4, e->count);
	if (e->len <= 4)
		memcpy(b->out + at + 8, b->values + e->at, e->len);
	else
		put(b, b->out + at + 8, 4, values + e->at);
}

static void set_long(struct exif_builder *b, enum exif_ifd ifd, uint16_t tag, size_t v)
{
	for (unsigned i = 0; i < b->n; i++)
		if (b->entries[i].ifd == ifd && b->entries[i].tag == tag)
			put(b, b->values + b->entries[i].at, 4, v);
}

static void write_dirs(struct exif_builder *b, const size_t start[EXIF_IFDS], size_t values)
{
	for (unsigned d = 0; d < EXIF_IFDS; d++) {
		size_t at = start[d];

		if (!wanted(b, d))
			continue;
		put(b, b->out + at, 2, entries_of(b, d));
		at += 2;
		for (unsigned i = 0; i < b->n; i++)
			if (b->entries[i].ifd == (enum exif_ifd)d) {
				write_entry(b, &b->entries[i], at, values);
				at += 12;
			}
		put(b, b->out + at, 4, d == EXIF_IFD0 && wanted(b, EXIF_IFD1) ? start[EXIF_IFD1] : 0);
	}
}

void builder_finish(struct exif_builder *b)
{
	size_t start[EXIF_IFDS] = { 0 }, values;

	pointer(b, EXIF_IFD_EXIF, 0xA005, EXIF_IFD_INTEROP);
	pointer(b, EXIF_IFD0, 0x8769, EXIF_IFD_EXIF);
	pointer(b, EXIF_IFD0, 0x8825, EXIF_IFD_GPS);
	pointer(b, EXIF_IFD0, 0x014A, EXIF_IFD_OTHER);
	values = lay_out(b, start);
	set_long(b, EXIF_IFD_EXIF, 0xA005, start[EXIF_IFD_INTEROP]);
	set_long(b, EXIF_IFD0, 0x8769, start[EXIF_IFD_EXIF]);
	set_long(b, EXIF_IFD0, 0x8825, start[EXIF_IFD_GPS]);
	set_long(b, EXIF_IFD0, 0x014A, start[EXIF_IFD_OTHER]);
	if (b->thumbnail)
		set_long(b, EXIF_IFD1, 0x0201, values + b->n_values);
	memcpy(b->out, b->little ? "II*\0" : "MM\0*", 4);
	put(b, b->out + 4, 4, 8);
	write_dirs(b, start, values);
	memcpy(b->out + values, b->values, b->n_values);
	b->n_out = values + b->n_values;
	if (b->thumbnail) {
		assert(b->n_thumbnail <= sizeof b->out - b->n_out);
		memcpy(b->out + b->n_out, b->thumbnail, b->n_thumbnail);
		b->n_out += b->n_thumbnail;
	}
}
