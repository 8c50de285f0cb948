/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/trailing.h"

#include "src/media/jpeg.h"
#include "src/media/jpeg_marker.h"
#include "src/media/png_chunk.h"

/* Each one followed may cost a pass over the rest of the file: a bound against files made of signatures. */
enum { MAX_FOLLOWED = 64 };

static const struct embedded *listed(const struct container *c, uint64_t offset)
{
	for (uint32_t i = 0; i < c->n_pictures; i++)
		if (c->pictures[i].offset == offset)
			return &c->pictures[i];
	return NULL;
}

static bool jpeg_at(struct span s, struct embedded *p)
{
	struct jpeg_info info;

	if (jpeg_read_info(s, &info, NULL) != ST_OK)
		return false;
	if (!jpeg_marker_extent(s, &p->length))
		p->length = s.len;
	p->media_type = "image/jpeg";
	p->width = info.width;
	p->height = info.height;
	return true;
}

static bool png_at(struct span s, struct embedded *p)
{
	struct png_header h;

	if (!png_header_read(s, &h))
		return false;
	if (!png_extent(s, &p->length))
		p->length = s.len;
	p->media_type = "image/png";
	p->width = h.width;
	p->height = h.height;
	return true;
}

bool trailing_pictures(struct container *c, struct span rest)
{
	unsigned followed = 0;

	for (size_t i = 0; i + 8 < rest.len && followed < MAX_FOLLOWED;) {
		struct embedded p = { .kind = "trailing", .offset = rest.origin + i };
		const uint8_t *b = rest.data + i;
		bool jpeg = b[0] == 0xFF && b[1] == 0xD8 && b[2] == 0xFF && b[3] >= 0xC0 && b[3] != 0xFF;
		bool png = b[0] == 0x89 && memcmp(b, PNG_SIGNATURE, 8) == 0;
		const struct embedded *known;
		struct span s;

		if ((!jpeg && !png) || !span_slice(&rest, i, rest.len - i, &s)) {
			i++;
			continue;
		}
		followed++;
		known = listed(c, p.offset);
		if (known && known->length > 0 && known->length <= s.len) {
			i += (size_t)known->length;
			continue;
		}
		if (!(jpeg ? jpeg_at(s, &p) : png_at(s, &p))) {
			i++;
			continue;
		}
		if (!container_picture(c, &p))
			return false;
		i += (size_t)p.length;
	}
	return true;
}
