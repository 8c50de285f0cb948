/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which kind of TIFF: raw formats of cameras are TIFF files with a few entries of their own. */
#include "src/base/base.h"
#include "src/media/formats.h"

enum {
	TAG_MAKE = 0x010F,
	TAG_SUBIFD = 0x014A,
	TAG_EP_STANDARD = 0x9216, /* TIFF/EP (ISO 12234-2): raw files have it, processed ones do not */
	TAG_DNG_VERSION = 0xC612, /* Adobe DNG 1.6 */
	TAG_DNG_PRIVATE = 0xC634, /* in Sony's raw files: where their own data begins */
	MAX_ENTRIES = 512
};

struct kind {
	struct span s;
	bool little, dng, ep, private, subifd;
	struct span make;
};

static bool u16(struct kind *k, uint16_t *v)
{
	return k->little ? span_u16le(&k->s, v) : span_u16be(&k->s, v);
}

static bool u32(struct kind *k, uint32_t *v)
{
	return k->little ? span_u32le(&k->s, v) : span_u32be(&k->s, v);
}

static void entry(struct kind *k, uint16_t tag, uint32_t count, uint32_t value)
{
	k->dng = k->dng || tag == TAG_DNG_VERSION;
	k->ep = k->ep || tag == TAG_EP_STANDARD;
	k->private = k->private || tag == TAG_DNG_PRIVATE;
	k->subifd = k->subifd || tag == TAG_SUBIFD;
	if (tag == TAG_MAKE && count > 4)
		(void)!span_slice(&k->s, value, count, &k->make);
}

/* The first directory only. */
static void look(struct kind *k)
{
	uint32_t at, count, value;
	uint16_t n, tag, type;

	if (!span_seek(&k->s, 4) || !u32(k, &at) || !span_seek(&k->s, at) || !u16(k, &n))
		return;
	for (unsigned i = 0; i < n && i < MAX_ENTRIES; i++) {
		if (!u16(k, &tag) || !u16(k, &type) || !u32(k, &count) || !u32(k, &value))
			return;
		entry(k, tag, count, value);
	}
}

static bool at(const struct span *s, size_t pos, const char *bytes, size_t n)
{
	struct span t = *s;

	return span_skip(&t, pos) && span_is(&t, bytes, n);
}

const char *tiff_media_type(const struct span *s)
{
	struct kind k = { .s = *s, .little = span_is(s, "II*\0", 4) };

	if (span_is(s, "II+\0", 4) || span_is(s, "MM\0+", 4))
		return "image/tiff";
	if (!k.little && !span_is(s, "MM\0*", 4))
		return NULL;
	if (at(s, 8, "CR\x02", 3))
		return "image/x-canon-cr2";
	if (at(s, 8, "IIII", 4) || at(s, 8, "MMMM", 4))
		return "image/x-phaseone-iiq";
	look(&k);
	if (k.dng)
		return "image/x-adobe-dng";
	if (k.ep && k.subifd && span_is(&k.make, "NIKON", 5))
		return "image/x-nikon-nef";
	if (k.private && span_is(&k.make, "SONY", 4))
		return "image/x-sony-arw";
	return "image/tiff";
}
