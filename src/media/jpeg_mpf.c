/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CIPA DC-007, section 5: the index directory holds the number of images (0xB001) and one 16-byte entry each
 * (0xB002). Offsets count from the MPF's own TIFF header; that of the first picture is 0. */
#include "src/base/base.h"
#include "src/media/jpeg_walk.h"

#include "src/media/jpeg.h"

enum { TAG_ENTRIES = 0xB002, ENTRY = 16, MAX_ENTRIES = 64 };

struct reader {
	struct span s;
	bool little;
};

static bool u16(struct reader *r, uint16_t *v)
{
	return r->little ? span_u16le(&r->s, v) : span_u16be(&r->s, v);
}

static bool u32(struct reader *r, uint32_t *v)
{
	return r->little ? span_u32le(&r->s, v) : span_u32be(&r->s, v);
}

/* Moves r to the MP entries; *n is how many there are. */
static bool find_entries(struct reader *r, uint32_t *n)
{
	uint16_t count, tag, type;
	uint32_t at, size;

	r->little = span_is(&r->s, "II*\0", 4);
	if ((!r->little && !span_is(&r->s, "MM\0*", 4)) || !span_skip(&r->s, 4) || !u32(r, &at) ||
	    !span_seek(&r->s, at) || !u16(r, &count))
		return false;
	for (unsigned i = 0; i < count; i++) {
		if (!u16(r, &tag) || !u16(r, &type) || !u32(r, &size) || !u32(r, &at))
			return false;
		if (tag != TAG_ENTRIES)
			continue;
		*n = size / ENTRY;
		return span_seek(&r->s, at);
	}
	return false;
}

/* Is the picture at `at` a JPEG of this file? Then it goes into c. */
static bool add(struct container *c, struct span file, uint64_t at, uint32_t size, unsigned *inside)
{
	struct embedded p = { .kind = "mpf", .media_type = "image/jpeg", .offset = at, .length = size };
	struct jpeg_info info;
	struct span picture;

	if (at < file.origin || !span_slice(&file, at - file.origin, size, &picture) || size == 0)
		return true;
	++*inside;
	if (!span_is(&picture, "\xFF\xD8", 2))
		p.media_type = "application/octet-stream";
	else if (jpeg_read_info(picture, &info, NULL) == ST_OK) {
		p.width = info.width;
		p.height = info.height;
	}
	return container_picture(c, &p);
}

bool jpeg_mpf(struct container *c, struct span mpf, struct span file, const char **detail)
{
	struct reader r = { .s = mpf };
	uint32_t n = 0, attribute, size, offset;
	unsigned seen = 0, inside = 0;
	uint16_t dependent;

	if (!find_entries(&r, &n)) {
		*detail = "no list of pictures";
		return true;
	}
	for (; seen < n && seen < MAX_ENTRIES; seen++) {
		if (!u32(&r, &attribute) || !u32(&r, &size) || !u32(&r, &offset) || !u16(&r, &dependent) ||
		    !u16(&r, &dependent))
			break;
		if (offset == 0)
			inside++; /* the primary picture itself */
		else if (!add(c, file, mpf.origin + offset, size, &inside))
			return false;
	}
	*detail = arena_fmt(c->arena,
			    inside < seen ? "%u pictures, %u of them outside the file" : "%u pictures", seen,
			    seen - inside);
	return true;
}
