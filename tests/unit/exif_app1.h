/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exif_app1.h: the first EXIF block of a JPEG, found without the rest of src/media, for tests. */
#ifndef COTTINGLEY_EXIF_APP1_H
#define COTTINGLEY_EXIF_APP1_H

#include "src/base/base.h"
#include "src/base/span.h"

static inline bool exif_app1(struct span s, struct span *block)
{
	struct span segment;
	uint16_t marker, len;

	s.pos = 0;
	if (!span_is(&s, "\xFF\xD8", 2) || !span_skip(&s, 2))
		return false;
	while (span_u16be(&s, &marker) && marker >= 0xFF01 && marker != 0xFFDA) {
		if (marker == 0xFFFF) { /* fill byte */
			s.pos--;
			continue;
		}
		if (!span_u16be(&s, &len) || len < 2 || !span_sub(&s, len - 2u, &segment))
			return false;
		if (marker == 0xFFE1 && span_is(&segment, "Exif\0", 5) && span_skip(&segment, 6))
			return span_sub(&segment, span_left(&segment), block);
	}
	return false;
}

#endif
