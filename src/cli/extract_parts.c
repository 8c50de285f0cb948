/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/cli/extract_parts.h"

#include "src/base/mem.h"

/* How the payload lies in its segment. */
enum layout {
	FIXED,      /* between a header and a tail of fixed size */
	RIFF,       /* in a chunk, whose size field leaves the padding out */
	SUB_BLOCKS, /* in the sub-blocks of a GIF, which are joined (GIF89a section 15) */
	PNG_XMP,    /* behind keyword, compression, language and translated keyword of iTXt (XMP part 3, 1.1.5) */
	PNG_COMMENT, /* behind the keyword of tEXt */
	JUMBF,      /* every part but the first repeats length and type of the box (ISO 19566-5, annex D) */
};

struct block_row {
	const char *kind, *segment, *extension;
	uint32_t header, tail; /* bytes of the segment before and after the payload */
	enum layout layout;
	bool pieces; /* all such segments make one part */
};

static const struct block_row blocks[] = {
	/* JPEG: marker, length, identifier */
	{ "exif", "APP1 Exif", "tiff", 10, 0, FIXED, false },
	{ "xmp", "APP1 XMP", "xmp", 33, 0, FIXED, false },
	{ "xmp", "APP1 XMP extension", "xmp", 79, 0, FIXED, false }, /* and GUID, length, place */
	{ "icc", "APP2 ICC", "icc", 18, 0, FIXED, true },            /* and number, count */
	{ "photoshop", "APP13 Photoshop", "8bim", 18, 0, FIXED, true },
	{ "manifest", "APP11 JUMBF", "jumbf", 12, 0, JUMBF, true },
	{ "comment", "COM", "txt", 4, 0, FIXED, false },
	/* PNG: length, type; CRC */
	{ "exif", "eXIf", "tiff", 8, 4, FIXED, false },
	{ "xmp", "iTXt", "xmp", 8, 4, PNG_XMP, false },
	{ "comment", "tEXt", "txt", 8, 4, PNG_COMMENT, false },
	{ "manifest", "caBX", "jumbf", 8, 4, FIXED, true },
	/* WebP */
	{ "exif", "EXIF", "tiff", 8, 0, RIFF, false },
	{ "xmp", "XMP", "xmp", 8, 0, RIFF, false },
	{ "icc", "ICCP", "icc", 8, 0, RIFF, false },
	{ "manifest", "C2PA", "jumbf", 8, 0, RIFF, true },
	/* GIF: 0x21, label, and 12 bytes of application header; the XMP packet is followed by a magic trailer */
	{ "comment", "comment", "txt", 2, 0, SUB_BLOCKS, false },
	{ "xmp", "application XMP DataXMP", "xmp", 14, 258, FIXED, false },
	{ "icc", "application ICCRGBG1012", "icc", 14, 0, SUB_BLOCKS, false },
	/* BMP, HEIF and TIFF: what a header or a directory points to */
	{ "exif", "Exif item", "tiff", 0, 0, FIXED, false },
	{ "xmp", "XMP item", "xmp", 0, 0, FIXED, false },
	{ "icc", "ICC profile", "icc", 0, 0, FIXED, false },
	/* CR3: length, type */
	{ "exif", "CMT1", "tiff", 8, 0, FIXED, false },
	{ "exif", "CMT2", "tiff", 8, 0, FIXED, false },
	{ "exif", "CMT4", "tiff", 8, 0, FIXED, false },
};

enum { JUMBF_AGAIN = 8, PS_IPTC_TAG = 0x0404 };

/* "thumbnail (Photoshop)" is a "thumbnail" here, "auxiliary (depth)" an "auxiliary". */
static const char *const picture_kinds[] = { "thumbnail", "preview", "mpf",       "trailing", "frame",
					     "page",      "image",   "auxiliary", "reduced",  "mask" };

const char *part_kind(size_t i, void *unused)
{
	static const char *const others[] = { "exif", "xmp", "iptc", "photoshop", "icc", "manifest", "certificates", "comment" };

	(void)unused;
	if (i < ARRAY_LEN(picture_kinds))
		return picture_kinds[i];
	i -= ARRAY_LEN(picture_kinds);
	return i < ARRAY_LEN(others) ? others[i] : NULL;
}

struct collection {
	const struct evidence *ev;
	part_wanted wanted;
	part_put put;
	void *arg;
	struct range ranges[PART_RANGES];
	unsigned n;
};

static void add(struct collection *c, uint64_t offset, uint64_t length)
{
	if (length && c->n < PART_RANGES)
		c->ranges[c->n++] = (struct range){ offset, length };
}

static void flush(struct collection *c, const char *kind, const char *extension)
{
	struct part p = { .kind = kind, .extension = extension, .ranges = c->ranges, .n = c->n };

	if (p.n)
		c->put(c->arg, &p);
	c->n = 0;
}

/* ---- payloads ---- */

/* The size that the chunk states, and past the identifier that some writers put before EXIF. */
static void add_riff(struct collection *c, const char *kind, uint64_t offset, uint64_t length)
{
	uint8_t size[4], id[6];
	uint64_t stated;

	if (offset < 4 || evidence_read(c->ev, offset - 4, size, sizeof size, NULL) != ST_OK)
		return;
	stated = size[0] | (uint64_t)size[1] << 8 | (uint64_t)size[2] << 16 | (uint64_t)size[3] << 24;
	length = stated < length ? stated : length;
	if (strcmp(kind, "exif") == 0 && length > sizeof id &&
	    evidence_read(c->ev, offset, id, sizeof id, NULL) == ST_OK && memcmp(id, "Exif\0\0", 6) == 0) {
		offset += sizeof id;
		length -= sizeof id;
	}
	add(c, offset, length);
}

static void add_sub_blocks(struct collection *c, uint64_t offset, uint64_t length)
{
	uint8_t n;

	while (length > 1 && evidence_read(c->ev, offset, &n, 1, NULL) == ST_OK && n) {
		offset++;
		length--;
		n = n < length ? n : (uint8_t)length;
		add(c, offset, n);
		offset += n;
		length -= n;
	}
}

/* Compressed packets stay where they are: nothing of evidence is unpacked outside a worker. */
static void add_png_xmp(struct collection *c, uint64_t offset, uint64_t length)
{
	static const char keyword[] = "XML:com.adobe.xmp"; /* and its NUL */
	uint8_t head[256];
	size_t n = length < sizeof head ? (size_t)length : sizeof head, at = sizeof keyword + 2;

	if (n <= at || evidence_read(c->ev, offset, head, n, NULL) != ST_OK ||
	    memcmp(head, keyword, sizeof keyword) != 0 || head[sizeof keyword] != 0)
		return;
	for (unsigned i = 0; i < 2; i++) { /* language, translated keyword */
		while (at < n && head[at])
			at++;
		at++;
	}
	if (at < length && at <= n)
		add(c, offset + at, length - at);
}

static void add_png_comment(struct collection *c, uint64_t offset, uint64_t length)
{
	static const char keyword[] = "Comment";
	uint8_t head[sizeof keyword];

	if (length > sizeof head && evidence_read(c->ev, offset, head, sizeof head, NULL) == ST_OK &&
	    memcmp(head, keyword, sizeof keyword) == 0)
		add(c, offset + sizeof head, length - sizeof head);
}

static void add_payload(struct collection *c, const struct segment *s, const struct block_row *b)
{
	uint64_t skip = b->header, tail = b->tail;
	enum layout layout = b->layout;
	unsigned box, number;

	/* XMP of a GIF that a writer wrapped, against the rules: the walk says so (gif_extension.c). */
	if (tail && s->detail && strncmp(s->detail, "in sub-blocks", 13) == 0) {
		layout = SUB_BLOCKS;
		tail = 0;
	}
	if (layout == JUMBF && s->detail && sscanf(s->detail, "box %u, part %u", &box, &number) == 2 && number > 1)
		skip += JUMBF_AGAIN;
	if (s->length <= skip + tail)
		return;
	if (layout == RIFF)
		add_riff(c, b->kind, s->offset + skip, s->length - skip - tail);
	else if (layout == SUB_BLOCKS)
		add_sub_blocks(c, s->offset + skip, s->length - skip - tail);
	else if (layout == PNG_XMP)
		add_png_xmp(c, s->offset + skip, s->length - skip - tail);
	else if (layout == PNG_COMMENT)
		add_png_comment(c, s->offset + skip, s->length - skip - tail);
	else
		add(c, s->offset + skip, s->length - skip - tail);
}

/* In the order of the file, which is the order that writers use. A segment inside an embedded picture belongs to
 * that picture, except in boxes, where everything lies inside something. */
static void block(struct collection *c, const struct examination *x, const struct block_row *b)
{
	bool boxes = x->n_segments && strncmp(x->segments[0].name, "ftyp", 4) == 0;

	for (uint32_t i = 0; i < x->n_segments; i++) {
		const struct segment *s = &x->segments[i];

		if ((s->depth && !boxes) || strcmp(s->name, b->segment) != 0)
			continue;
		add_payload(c, s, b);
		if (!b->pieces)
			flush(c, b->kind, b->extension);
	}
	flush(c, b->kind, b->extension);
}

/* Blocks that metadata point to rather than segments: a Photoshop resource, a field of a TIFF directory. */
static void pointed(struct collection *c, const struct examination *x)
{
	static const struct { const char *kind, *extension, *group; uint32_t tag; } fields[] = {
		{ "iptc", "iim", "Photoshop", PS_IPTC_TAG }, { "iptc", "iim", "IFD0", 33723 },
		{ "xmp", "xmp", "IFD0", 700 },               { "photoshop", "8bim", "IFD0", 34377 },
		{ "icc", "icc", "IFD0", 34675 },             { "manifest", "jumbf", "IFD0", 0xCD41 },
	};

	for (uint32_t i = 0; i < x->n_entries; i++)
		for (size_t k = 0; k < ARRAY_LEN(fields); k++) {
			const struct meta_entry *m = &x->entries[i];

			if (m->tag != fields[k].tag || strcmp(m->group, fields[k].group) != 0 ||
			    !c->wanted(c->arg, fields[k].kind))
				continue;
			add(c, m->offset, m->size);
			flush(c, fields[k].kind, fields[k].extension);
		}
}

/* ---- pictures ---- */

static const char *picture_extension(const char *media_type)
{
	static const struct { const char *type, *extension; } known[] = {
		{ "image/jpeg", "jpg" }, { "image/png", "png" }, { "video/H265", "hevc" }, { "video/AV1", "av1" },
	};

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strcmp(media_type, known[i].type) == 0)
			return known[i].extension;
	return "bin";
}

static bool is_kind(const struct embedded *p, const char *kind)
{
	size_t n = strlen(kind);

	return strncmp(p->kind, kind, n) == 0 && (p->kind[n] == '\0' || p->kind[n] == ' ');
}

static void pictures(struct collection *c, const struct examination *x)
{
	for (uint32_t i = 0; i < x->n_pictures; i++)
		for (size_t k = 0; k < ARRAY_LEN(picture_kinds); k++) {
			const struct embedded *p = &x->pictures[i];

			if (!is_kind(p, picture_kinds[k]) || !c->wanted(c->arg, picture_kinds[k]))
				continue;
			add(c, p->offset, p->length);
			flush(c, picture_kinds[k], picture_extension(p->media_type));
		}
}

void extract_parts(const struct evidence *ev, const struct examination *x, part_wanted wanted, part_put put,
		   void *arg)
{
	struct collection *c = mem_need(1, sizeof *c);

	*c = (struct collection){ .ev = ev, .wanted = wanted, .put = put, .arg = arg };
	pictures(c, x);
	for (size_t k = 0; k < ARRAY_LEN(blocks); k++)
		if (wanted(arg, blocks[k].kind))
			block(c, x, &blocks[k]);
	pointed(c, x);
	free(c);
}
