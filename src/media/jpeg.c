/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/jpeg.h"

#include "src/media/formats.h"
#include "src/media/jpeg_decode.h"
#include "src/media/jpeg_walk.h"

enum { LOOK = 4096 };

/* The name of the first segment, for a file whose first marker is damaged. */
static bool named(const struct span *s)
{
	struct span t = *s;

	return span_skip(&t, 6) && (span_is(&t, "Exif", 5) || span_is(&t, "JFIF", 5));
}

/* SOI and at once another marker; or, for files whose first segment was damaged, a marker a little further
 * on. JPEG-LS without anything before its frame header is a row of its own. */
static bool probe(const struct span *s)
{
	size_t end = s->len < LOOK ? s->len : LOOK;

	if (!span_is(s, "\xFF\xD8", 2) || span_is(s, "\xFF\xD8\xFF\xF7", 4))
		return false;
	for (size_t i = s->pos + 2; i + 1 < end; i++)
		if (s->data[i] == 0xFF && s->data[i + 1] != 0 && s->data[i + 1] != 0xFF &&
		    jpeg_marker_known(s->data[i + 1]))
			return true;
	return named(s);
}

const struct codec jpeg_codec = {
	.name = "JPEG", .media_type = "image/jpeg", .probe = probe, .walk = jpeg_walk, .decode = jpeg_decode,
};
