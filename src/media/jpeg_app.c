/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who wrote an APPn segment is told by its first bytes; the list is of what cameras and editors write. */
#include "src/base/base.h"
#include "src/media/jpeg_walk.h"

enum { NO_BLOCK = -1 };

static const struct app {
	uint8_t n;
	uint8_t len;      /* of id that must match */
	const char *id;
	const char *name;
	int block;        /* enum block_kind or NO_BLOCK */
	uint8_t skip;     /* bytes before the block */
} apps[] = {
	{ 0, 5, "JFIF", "APP0 JFIF", BLOCK_JFIF, 5 },
	{ 0, 5, "JFXX", "APP0 JFXX", BLOCK_JFXX, 5 },
	{ 0, 4, "AVI1", "APP0 AVI1", NO_BLOCK, 0 },
	{ 0, 5, "Ocad$", "APP0 Ocad", NO_BLOCK, 0 },
	{ 1, 5, "Exif", "APP1 Exif", BLOCK_EXIF, 6 },
	{ 1, 29, "http://ns.adobe.com/xap/1.0/", "APP1 XMP", BLOCK_XMP, 29 },
	{ 1, 35, "http://ns.adobe.com/xmp/extension/", "APP1 XMP extension", BLOCK_XMP_EXTENSION, 35 },
	{ 2, 12, "ICC_PROFILE", "APP2 ICC", BLOCK_ICC, 14 },
	{ 2, 4, "MPF", "APP2 MPF", NO_BLOCK, 0 },
	{ 2, 5, "FPXR", "APP2 FlashPix", NO_BLOCK, 0 },
	{ 2, 27, "urn:iso:std:iso:ts:21496:-1", "APP2 gain map", NO_BLOCK, 0 },
	{ 3, 4, "Meta", "APP3 Meta", NO_BLOCK, 0 },
	{ 3, 4, "Exif", "APP3 Meta", NO_BLOCK, 0 },
	{ 3, 4, "Stim", "APP3 stereo", NO_BLOCK, 0 },
	{ 4, 7, "SCALADO", "APP4 Scalado", NO_BLOCK, 0 },
	{ 5, 6, "RMETA", "APP5 Ricoh", NO_BLOCK, 0 },
	{ 6, 6, "EPPIM", "APP6 Epson", NO_BLOCK, 0 },
	{ 6, 5, "GoPro", "APP6 GoPro", NO_BLOCK, 0 },
	{ 7, 8, "Qualcomm", "APP7 Qualcomm", NO_BLOCK, 0 },
	{ 8, 6, "SPIFF", "APP8 SPIFF", NO_BLOCK, 0 },
	{ 10, 4, "AROT", "APP10 Apple rotation", NO_BLOCK, 0 },
	{ 11, 2, "JP", "APP11 JUMBF", BLOCK_JUMBF, 0 },
	{ 11, 6, "HDR_RI", "APP11 JPEG-HDR", NO_BLOCK, 0 },
	{ 12, 5, "Ducky", "APP12 Ducky", BLOCK_DUCKY, 5 },
	{ 12, 12, "[picture inf", "APP12 picture info", NO_BLOCK, 0 },
	{ 13, 14, "Photoshop 3.0", "APP13 Photoshop", BLOCK_PHOTOSHOP, 14 },
	{ 13, 8, "Adobe_CM", "APP13 Adobe CM", NO_BLOCK, 0 },
	{ 14, 5, "Adobe", "APP14 Adobe", BLOCK_ADOBE, 5 },
};

static const char *jfif_detail(struct container *c, struct span s)
{
	static const char *const units[] = { "aspect", "dpi", "dots per cm" };
	uint8_t major, minor, unit;
	uint16_t x, y;

	if (!span_skip(&s, 5) || !span_u8(&s, &major) || !span_u8(&s, &minor) || !span_u8(&s, &unit) ||
	    !span_u16be(&s, &x) || !span_u16be(&s, &y))
		return "cut short";
	return arena_fmt(c->arena, "version %d.%02d, %dx%d %s", major, minor, x, y,
			 unit < ARRAY_LEN(units) ? units[unit] : "of an unknown unit");
}

static const char *adobe_detail(struct container *c, struct span s)
{
	uint8_t transform;

	if (!span_skip(&s, 11) || !span_u8(&s, &transform))
		return "cut short";
	return arena_fmt(c->arena, "transform %d%s", transform,
			 transform == 0	  ? " (RGB or CMYK)"
			 : transform == 1 ? " (YCbCr)"
			 : transform == 2 ? " (YCCK)"
					  : "");
}

static const char *icc_detail(struct container *c, struct span s)
{
	uint8_t part, parts;

	if (!span_skip(&s, 12) || !span_u8(&s, &part) || !span_u8(&s, &parts))
		return "cut short";
	return arena_fmt(c->arena, "part %d of %d", part, parts);
}

/* The MD5 of the whole in hex, its length, and the place of this part in it. */
static const char *extension_detail(struct container *c, struct span s)
{
	uint32_t whole, at;

	if (!span_skip(&s, 32) || !span_u32be(&s, &whole) || !span_u32be(&s, &at))
		return "cut short";
	return arena_fmt(c->arena, "%zu bytes at %lu of %lu", span_left(&s), (unsigned long)at, (unsigned long)whole);
}

static const char *jumbf_detail(struct container *c, struct span s)
{
	uint16_t box;
	uint32_t part;

	if (!span_skip(&s, 2) || !span_u16be(&s, &box) || !span_u32be(&s, &part))
		return "cut short";
	return arena_fmt(c->arena, "box %u, part %lu", box, (unsigned long)part);
}

/* Image resource blocks (Adobe Photoshop File Formats, "Image resources"): '8BIM', id, padded name, size,
 * padded data. */
static bool photoshop(struct container *c, struct span s, const char **detail)
{
	struct span data;
	uint16_t id;
	uint8_t name;
	uint32_t size;
	unsigned n = 0;

	while (span_is(&s, "8BIM", 4)) {
		if (!span_skip(&s, 4) || !span_u16be(&s, &id) || !span_u8(&s, &name) ||
		    !span_skip(&s, name | 1u) || !span_u32be(&s, &size) || !span_sub(&s, size, &data))
			break;
		n++;
		if (id == 0x0404 && !container_block(c, &(struct block){ .kind = BLOCK_IPTC, .bytes = data }))
			return false;
		if (size % 2 && !span_skip(&s, 1))
			break;
	}
	*detail = arena_fmt(c->arena, "%u resources", n);
	return true;
}

static bool comment(struct container *c, const struct jpeg_marker *m)
{
	struct block b = { .kind = BLOCK_TEXT, .bytes = m->body, .keyword = "COM" };

	b.text = container_text(c, m->body.data, m->body.len);
	return b.text && container_block(c, &b);
}

/* Annex B.4 of ICC.1: the number of the part and of all stand before the bytes. */
static bool app_block(struct container *c, const struct jpeg_marker *m, enum block_kind kind, struct span data)
{
	struct block b = { .kind = kind, .bytes = data };

	if (kind == BLOCK_ICC) {
		b.part = m->body.data[12];
		b.parts = m->body.data[13];
	}
	return container_block(c, &b);
}

static const struct app *find(const struct jpeg_marker *m)
{
	for (size_t i = 0; i < ARRAY_LEN(apps); i++)
		if (m->code == M_APP0 + apps[i].n && span_is(&m->body, apps[i].id, apps[i].len))
			return &apps[i];
	return NULL;
}

/* c->pictures of MPF are added by the walk, which knows the whole file. */
bool jpeg_app(struct container *c, const struct jpeg_marker *m, const char **name, const char **detail)
{
	const struct app *app = find(m);
	struct span data = m->body;

	if (m->code == M_COM)
		return comment(c, m);
	if (!app)
		return true;
	*name = app->name;
	if (app->block != NO_BLOCK) {
		if (!span_skip(&data, app->skip))
			return true;
		data = span_of(data.data + data.pos, span_left(&data), span_at(&data));
		if (!app_block(c, m, (enum block_kind)app->block, data))
			return false;
	}
	if (app->block == BLOCK_PHOTOSHOP)
		return photoshop(c, data, detail);
	if (app->block == BLOCK_ICC)
		*detail = icc_detail(c, m->body);
	else if (app->block == BLOCK_XMP_EXTENSION)
		*detail = extension_detail(c, data);
	else if (app->block == BLOCK_JUMBF)
		*detail = jumbf_detail(c, m->body);
	else if (m->code == M_APP0 && span_is(&m->body, "JFIF", 5))
		*detail = jfif_detail(c, m->body);
	else if (m->code == M_APP0 + 14)
		*detail = adobe_detail(c, m->body);
	return true;
}
