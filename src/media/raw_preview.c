/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/raw_walk.h"

#include "src/media/jpeg.h"
#include "src/media/jpeg_marker.h"

bool raw_is_jpeg(const struct span *s, uint64_t from, uint64_t length, struct embedded *p)
{
	struct jpeg_info info;
	struct span bytes;

	if (!span_slice(s, from, length, &bytes) || !span_is(&bytes, "\xFF\xD8\xFF", 3) ||
	    jpeg_read_info(bytes, &info, NULL) != ST_OK || info.precision != 8 || !info.width || !info.height ||
	    (info.sof != M_SOF0 && info.sof != M_SOF1 && info.sof != M_SOF2))
		return false;
	p->media_type = "image/jpeg";
	p->width = info.width;
	p->height = info.height;
	return true;
}

/* The first EXIF segment before the first frame. */
static bool find_exif(struct span s, struct span *out)
{
	struct jpeg_marker m;

	if (!span_is(&s, "\xFF\xD8", 2))
		return false;
	while (jpeg_marker_next(&s, &m) == JPEG_STEP && !jpeg_marker_frame(m.code) && m.code != M_SOS)
		if (m.code == M_APP0 + 1 && span_is(&m.body, "Exif\0", 6) &&
		    span_slice(&m.body, 6, m.body.len - 6, out))
			return true;
	return false;
}

bool raw_preview(struct container *c, const struct span *s, uint64_t from, uint64_t length)
{
	struct embedded p = { .kind = "preview", .offset = s->origin + from, .length = length };
	struct block b = { .kind = BLOCK_EXIF };
	struct span bytes;

	if (!raw_is_jpeg(s, from, length, &p))
		return true;
	if (!container_picture(c, &p))
		return false;
	if (container_find(c, BLOCK_EXIF) || !span_slice(s, from, length, &bytes) || !find_exif(bytes, &b.bytes))
		return true;
	return container_block(c, &b);
}
