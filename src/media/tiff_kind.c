/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which kind of TIFF: raw formats of cameras are TIFF files with a few entries of their own. */
#include "src/base/base.h"
#include "src/media/formats.h"

enum {
	TAG_PHOTOMETRIC = 0x0106,
	TAG_MAKE = 0x010F,
	TAG_SUBIFD = 0x014A,
	TAG_EP_STANDARD = 0x9216, /* TIFF/EP (ISO 12234-2): raw files have it, processed ones do not */
	TAG_DNG_VERSION = 0xC612, /* Adobe DNG 1.6 */
	TAG_DNG_PRIVATE = 0xC634, /* in Sony's raw files: where their own data begins */
	CFA = 32803, /* TIFF/EP: one colour a pixel, as the sensor sees it */
	MAX_ENTRIES = 512,
	MAX_SUBIFDS = 8
};

struct kind {
	struct span s;
	bool little, dng, ep, private, subifd, raw;
	struct span make;
	uint32_t n_subifds, subifds; /* how many, and the first or where they stand */
};

static bool u16(struct kind *k, uint16_t *v)
{
	return k->little ? span_u16le(&k->s, v) : span_u16be(&k->s, v);
}

static bool u32(struct kind *k, uint32_t *v)
{
	return k->little ? span_u32le(&k->s, v) : span_u32be(&k->s, v);
}

static void entry(struct kind *k, uint16_t tag, uint16_t type, uint32_t count, uint32_t value)
{
	k->dng = k->dng || tag == TAG_DNG_VERSION;
	k->ep = k->ep || tag == TAG_EP_STANDARD;
	k->private = k->private || tag == TAG_DNG_PRIVATE;
	if (tag == TAG_MAKE && count > 4)
		(void)!span_slice(&k->s, value, count, &k->make);
	if (tag == TAG_PHOTOMETRIC && type == 3 && (k->little ? value & 0xFFFF : value >> 16) == CFA)
		k->raw = true;
	if (tag == TAG_SUBIFD) {
		k->subifd = true;
		k->n_subifds = count;
		k->subifds = value;
	}
}

static void directory(struct kind *k, uint32_t at)
{
	uint32_t count, value;
	uint16_t n, tag, type;

	if (!span_seek(&k->s, at) || !u16(k, &n))
		return;
	for (unsigned i = 0; i < n && i < MAX_ENTRIES; i++) {
		if (!u16(k, &tag) || !u16(k, &type) || !u32(k, &count) || !u32(k, &value))
			return;
		entry(k, tag, type, count, value);
	}
}

/* The first directory; of its SubIFDs only whether one holds a sensor's data. */
static void look(struct kind *k)
{
	struct kind sub = *k;
	uint32_t at;

	if (!span_seek(&k->s, 4) || !u32(k, &at))
		return;
	directory(k, at);
	for (uint32_t i = 0; i < k->n_subifds && i < MAX_SUBIFDS; i++) {
		sub.raw = false;
		at = k->subifds;
		if (k->n_subifds > 1 && (!span_seek(&k->s, (uint64_t)k->subifds + 4 * i) || !u32(k, &at)))
			return;
		directory(&sub, at);
		k->raw = k->raw || sub.raw;
	}
}

/* Makers whose raw files have no mark of their own but their name and a sensor's data. */
static const char *by_make(const struct span *make)
{
	static const struct { const char *make, *type; } makers[] = {
		{ "NIKON", "image/x-nikon-nef" }, { "SONY", "image/x-sony-arw" }, { "PENTAX", "image/x-pentax-pef" },
		{ "RICOH", "image/x-pentax-pef" }, { "SAMSUNG", "image/x-samsung-srw" },
		{ "Hasselblad", "image/x-hasselblad-3fr" }, { "SEIKO EPSON", "image/x-epson-erf" },
		{ "EPSON", "image/x-epson-erf" }, { "Mamiya", "image/x-mamiya-mef" }, { "KODAK", "image/x-kodak-dcr" },
		{ "Kodak", "image/x-kodak-dcr" }, { "EASTMAN KODAK", "image/x-kodak-dcr" },
		{ "Leaf", "image/x-leaf-mos" },
	};

	for (size_t i = 0; i < ARRAY_LEN(makers); i++)
		if (span_is(make, makers[i].make, strlen(makers[i].make)))
			return makers[i].type;
	return "image/x-raw";
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
	return k.raw ? by_make(&k.make) : "image/tiff";
}
