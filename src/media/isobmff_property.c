/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Item properties: ISO/IEC 23008-12 section 6.5 (ispe, pixi, auxC, irot, imir, clap), ISO/IEC 14496-12
 * section 12.1.5 (colr), ISO/IEC 14496-15 section 8.3.3.1 (hvcC), AV1 Codec ISO Media File Format Binding
 * section 2.3 (av1C). Matrix and transfer numbers: ITU-T H.273. */
#include "src/base/base.h"
#include "src/media/isobmff.h"

static const char *dimensions(struct iso *w, struct span s)
{
	uint32_t flags, width, height;
	uint8_t version;

	if (!box_full(&s, &version, &flags) || !span_u32be(&s, &width) || !span_u32be(&s, &height))
		return "cut short";
	return iso_say(w, "%lux%lu", (unsigned long)width, (unsigned long)height);
}

static const char *depths(struct iso *w, struct span s)
{
	const char *text = "";
	uint32_t flags;
	uint8_t version, n, bits;

	if (!box_full(&s, &version, &flags) || !span_u8(&s, &n))
		return "cut short";
	for (unsigned i = 0; i < n && i < 8 && span_u8(&s, &bits); i++)
		text = iso_say(w, "%s%s%u", text, i ? " " : "", bits);
	return iso_say(w, "%s bits", text);
}

static const char *matrix_name(uint16_t matrix)
{
	static const char *const names[] = {
		[0] = "identity", [1] = "BT.709", [2] = "unspecified", [4] = "FCC", [5] = "BT.470 BG",
		[6] = "BT.601", [7] = "SMPTE 240M", [8] = "YCgCo", [9] = "BT.2020", [10] = "BT.2020 constant",
	};

	return matrix < ARRAY_LEN(names) && names[matrix] ? names[matrix] : "other";
}

static const char *colour(struct iso *w, struct span s)
{
	uint16_t primaries, transfer, matrix;
	uint8_t range = 0;

	if (span_is(&s, "prof", 4) || span_is(&s, "rICC", 4))
		return iso_say(w, "ICC profile, %zu bytes", span_left(&s) - 4);
	if ((!span_is(&s, "nclx", 4) && !span_is(&s, "nclc", 4)))
		return NULL;
	if (!span_skip(&s, 4) || !span_u16be(&s, &primaries) || !span_u16be(&s, &transfer) ||
	    !span_u16be(&s, &matrix))
		return "cut short";
	return iso_say(w, "primaries %u, transfer %u, matrix %u (%s), %s range", primaries, transfer, matrix,
		       matrix_name(matrix), span_u8(&s, &range) && range & 0x80 ? "full" : "limited");
}

static bool hevc_coding(struct span s, uint8_t *bits, const char **chroma)
{
	static const char *const formats[] = { "4:0:0", "4:2:0", "4:2:2", "4:4:4" };
	uint8_t format, luma;

	if (!span_skip(&s, 16) || !span_u8(&s, &format) || !span_u8(&s, &luma))
		return false;
	*chroma = formats[format & 3];
	*bits = (uint8_t)(8 + (luma & 7));
	return true;
}

static bool av1_coding(struct span s, uint8_t *bits, const char **chroma)
{
	uint8_t b;

	if (!span_skip(&s, 2) || !span_u8(&s, &b))
		return false;
	*bits = b & 0x40 ? (b & 0x20 ? 12 : 10) : 8;
	*chroma = b & 0x10 ? "4:0:0" : b & 0x08 ? (b & 0x04 ? "4:2:0" : "4:2:2") : "4:4:4";
	return true;
}

bool iso_coding(const struct iso_property *p, uint8_t *bits, const char **chroma)
{
	if (memcmp(p->type, "hvcC", 4) == 0)
		return hevc_coding(p->body, bits, chroma);
	if (memcmp(p->type, "av1C", 4) == 0)
		return av1_coding(p->body, bits, chroma);
	return false;
}

static const char *auxiliary(struct iso *w, struct span s)
{
	size_t len;

	if (!span_skip(&s, 4))
		return "cut short";
	for (len = 0; len < span_left(&s) && s.data[s.pos + len]; len++)
		;
	return container_text(w->c, s.data + s.pos, len);
}

static const char *aperture(struct iso *w, struct span s)
{
	uint32_t v[8];

	for (size_t i = 0; i < ARRAY_LEN(v); i++)
		if (!span_u32be(&s, &v[i]))
			return "cut short";
	return iso_say(w, "%lu/%lu x %lu/%lu around %ld/%lu, %ld/%lu off the middle", (unsigned long)v[0],
		       (unsigned long)v[1], (unsigned long)v[2], (unsigned long)v[3], (long)(int32_t)v[4],
		       (unsigned long)v[5], (long)(int32_t)v[6], (unsigned long)v[7]);
}

static const char *describe(struct iso *w, const struct box *b)
{
	struct span s = b->body;
	struct iso_property p = { .body = s };
	const char *chroma;
	uint8_t bits, byte;

	memcpy(p.type, b->type, sizeof p.type);
	if (iso_coding(&p, &bits, &chroma))
		return iso_say(w, "%u-bit %s", bits, chroma);
	if (box_is(b, "ispe"))
		return dimensions(w, s);
	if (box_is(b, "pixi"))
		return depths(w, s);
	if (box_is(b, "colr"))
		return colour(w, s);
	if (box_is(b, "auxC"))
		return auxiliary(w, s);
	if (box_is(b, "clap"))
		return aperture(w, s);
	if (box_is(b, "irot"))
		return span_u8(&s, &byte) ? iso_say(w, "shown turned by %u degrees anticlockwise",
						    (byte & 3) * 90u) : "cut short";
	if (box_is(b, "imir"))
		return span_u8(&s, &byte) ? iso_say(w, "shown mirrored, axis %u", byte & 1) : "cut short";
	return NULL;
}

const char *iso_property_box(struct iso *w, const struct box *b)
{
	struct iso_property p = { .body = b->body };

	memcpy(p.type, b->type, sizeof p.type);
	if (!w->in_items)
		return describe(w, b);
	if (w->n_properties >= ISO_MAX_PROPERTIES)
		iso_too_many(w, b->offset, "properties", ISO_MAX_PROPERTIES);
	else if (iso_room(w, &w->properties, w->n_properties, &w->room_properties, sizeof p))
		w->properties[w->n_properties++] = p;
	return describe(w, b);
}
