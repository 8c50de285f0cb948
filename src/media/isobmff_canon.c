/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Canon CR3, as github.com/lclevy/canon_cr3 describes it: a uuid box in moov holds four TIFF blocks (CMT1
 * is IFD0, CMT2 the Exif directory, CMT3 the maker's notes, CMT4 GPS) and a thumbnail (THMB); a uuid box of
 * the file holds a preview (PRVW). THMB and PRVW: 16 bytes of numbers behind the box's own header, then a
 * JPEG. */
#include "src/base/base.h"
#include "src/media/isobmff.h"

#include "src/media/jpeg.h"

static const uint8_t uuid_canon[16] = { 0x85, 0xC0, 0xB6, 0x87, 0x82, 0x0F, 0x11, 0xE0,
					0x81, 0x11, 0xF4, 0xCE, 0x46, 0x2B, 0x6A, 0x48 };
static const uint8_t uuid_preview[16] = { 0xEA, 0xF4, 0x2B, 0x5E, 0x1C, 0x98, 0x4B, 0x88,
					  0xB9, 0xFB, 0xB7, 0xDC, 0x40, 0x6E, 0x4D, 0x16 };

static const char *const directories[] = { "IFD0", "Exif", "MakerNote", "GPS" };

enum { NUMBERS = 16, SIZE_THUMBNAIL = 8, SIZE_PREVIEW = 12 };

const char *iso_canon_uuid(const struct box *b)
{
	if (box_is_uuid(b, uuid_canon))
		return "Canon";
	return box_is_uuid(b, uuid_preview) ? "Canon preview" : NULL;
}

/* at: where the length of the JPEG stands. */
static bool picture(struct iso *w, const struct box *b, unsigned at, const char **detail)
{
	struct embedded p = { .kind = "preview", .media_type = "image/jpeg" };
	struct span s = b->body, numbers = b->body, jpeg;
	struct jpeg_info info;
	uint32_t length;

	if (!span_skip(&numbers, at) || !span_u32be(&numbers, &length) || !span_skip(&s, NUMBERS) ||
	    !span_sub(&s, length, &jpeg)) {
		container_damage(w->c, ST_CORRUPT, b->offset, "a preview is cut short");
		return true;
	}
	p.offset = jpeg.origin;
	p.length = jpeg.len;
	if (!span_is(&jpeg, "\xFF\xD8", 2))
		p.media_type = "application/octet-stream";
	else if (jpeg_read_info(jpeg, &info, NULL) == ST_OK) {
		p.width = info.width;
		p.height = info.height;
	}
	*detail = iso_say(w, "%lux%lu", (unsigned long)p.width, (unsigned long)p.height);
	return container_picture(w->c, &p);
}

bool iso_canon_box(struct iso *w, const struct box *b, const char **detail)
{
	struct block k = { .kind = BLOCK_EXIF, .bytes = b->body };
	unsigned n = (unsigned)b->type[3] - '1';

	if (box_is(b, "THMB"))
		return picture(w, b, SIZE_THUMBNAIL, detail);
	if (box_is(b, "PRVW"))
		return picture(w, b, SIZE_PREVIEW, detail);
	if (box_is(b, "CNCV"))
		*detail = container_text(w->c, b->body.data, b->body.len < 64 ? b->body.len : 64);
	if (memcmp(b->type, "CMT", 3) != 0 || n >= ARRAY_LEN(directories))
		return true;
	*detail = directories[n];
	k.keyword = directories[n];
	return n == 2 || container_block(w->c, &k); /* the notes follow rules of their own */
}
