/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathers what the rules read. */
#include "src/base/base.h"
#include "analyzers/metadata/exif_rules.h"

#include "src/media/exif.h"

#include <stdarg.h>

enum { TAG_DESCRIPTION = 0x010E, TAG_HOST = 0x013C, TAG_PROCESSING = 0x000B, CREATOR_MAX = 200 };

void exif_say(char *detail, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(detail, EXIF_DETAIL, fmt, ap);
	va_end(ap);
}

static void add_text(struct exif_case *c, const char *where, const char *text, bool software)
{
	if (text && *text && where && c->n_texts < EXIF_TEXTS)
		c->texts[c->n_texts++] =
			(struct exif_text_item){ .where = where, .text = text, .software = software };
}

static const char *ifd0_text(const struct exif_case *c, struct arena *a, uint16_t tag)
{
	return exif_text(a, exif_find(&c->in->exif, EXIF_IFD0, tag));
}

/* The value of a property in a packet that could not be parsed: between quotes, or between tags. */
static const char *xmp_value(const struct block *b, struct arena *a, const char *name)
{
	const char *p = (const char *)b->bytes.data, *end = p + b->bytes.len, *from;
	size_t n = 0;

	p = memmem(p, b->bytes.len, name, strlen(name));
	if (!p)
		return NULL;
	p += strlen(name);
	while (p < end && (*p == ' ' || *p == '=' || *p == '"' || *p == '\'' || *p == '>'))
		p++;
	from = p;
	while (p + n < end && n < CREATOR_MAX && p[n] != '"' && p[n] != '\'' && p[n] != '<' && p[n] != '\0')
		n++;
	return arena_strn(a, from, n);
}

static void add_block(struct exif_case *c, struct arena *a, const struct block *b)
{
	if (b->kind == BLOCK_XMP && c->in->xmp.state != LAYER_READ) {
		add_text(c, "XMP CreatorTool", xmp_value(b, a, "CreatorTool"), true);
		add_text(c, "XMP Credit", xmp_value(b, a, "photoshop:Credit"), true);
	} else if (b->kind == BLOCK_TEXT && b->keyword && strcmp(b->keyword, "COM") == 0) {
		add_text(c, "comment", b->text, false);
	} else if (b->kind == BLOCK_TEXT && b->keyword) {
		bool software = strcmp(b->keyword, "Software") == 0 || strcmp(b->keyword, "Source") == 0;

		add_text(c, arena_fmt(a, "PNG %.79s", b->keyword), b->text, software);
	}
}

void exif_case_fill(struct exif_case *c, struct arena *a)
{
	const struct exif_facts *f = &c->in->facts;

	c->facts = f;
	exif_date_read(&c->modified, f->date_time, f->offset_time);
	exif_date_read(&c->original, f->date_time_original, f->offset_time_original);
	exif_date_read(&c->digitized, f->date_time_digitized, f->offset_time_digitized);
	exif_sun_fill(c);
	if (c->in->has_exif) {
		add_text(c, "Software", f->software, true);
		add_text(c, "ProcessingSoftware", ifd0_text(c, a, TAG_PROCESSING), true);
		add_text(c, "HostComputer", ifd0_text(c, a, TAG_HOST), false);
		add_text(c, "ImageDescription", ifd0_text(c, a, TAG_DESCRIPTION), false);
		add_text(c, "Artist", f->artist, false);
		add_text(c, "UserComment", exif_comment(a, &c->in->exif), false);
	}
	add_text(c, "XMP CreatorTool", xmp_primary(&c->in->xmp)->creator_tool, true);
	add_text(c, "XMP Credit", xmp_primary(&c->in->xmp)->credit, true);
	if (c->in->has_iptc) {
		add_text(c, "IPTC Credit", c->in->iptc.credit, true);
		add_text(c, "IPTC OriginatingProgram", c->in->iptc.program, true);
	}
	for (uint32_t i = 0; i < c->in->container.n_blocks; i++)
		add_block(c, a, &c->in->container.blocks[i]);
}
