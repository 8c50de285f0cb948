/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about JPEG segments and tables. */
#include "src/base/base.h"
#include "analyzers/metadata/structure_rules.h"

#include <ctype.h>

static const struct segment *find(const struct structure_case *c, const char *name)
{
	const struct container *k = &c->in->container;

	for (uint32_t i = 0; i < k->n_segments; i++)
		if (k->segments[i].depth == 0 && strcmp(k->segments[i].name, name) == 0)
			return &k->segments[i];
	return NULL;
}

static bool at(const struct segment *s, char *detail)
{
	if (s)
		structure_say(detail, "%s at byte %llu, %llu bytes%s%s", s->name,
			      (unsigned long long)s->offset, (unsigned long long)s->length,
			      s->detail ? ", " : "", s->detail ? s->detail : "");
	return s != NULL;
}

STRUCTURE_RULE(structure_ducky)
{
	return at(find(c, "APP12 Ducky"), detail);
}

/* What agencies and cataloguing programs write as well: IPTC records with their digest, copyright, an
 * address. */
static bool captions_only(const struct structure_case *c)
{
	static const uint16_t captions[] = { PS_IPTC, PS_DIGEST, PS_COPYRIGHT, PS_URL };

	if (!c->in->has_photoshop)
		return false;
	for (uint32_t i = 0; i < c->in->photoshop.n; i++) {
		bool known = false;

		for (size_t j = 0; j < ARRAY_LEN(captions); j++)
			known = known || c->in->photoshop.list[i].id == captions[j];
		if (!known)
			return false;
	}
	return true;
}

STRUCTURE_RULE(structure_photoshop)
{
	return !captions_only(c) && at(find(c, "APP13 Photoshop"), detail);
}

STRUCTURE_RULE(structure_captions)
{
	return captions_only(c) && at(find(c, "APP13 Photoshop"), detail);
}

/* ICC.1:2022, 7.2: who made the profile, which is seldom who took the picture. */
STRUCTURE_RULE(structure_icc)
{
	const struct icc *p = &c->in->icc;

	if (p->state != LAYER_READ)
		return false;
	structure_say(detail, "'%.100s', creator '%s'%s%s%s", p->description ? p->description : "no name",
		      p->creator, icc_maker(p->creator) ? " (" : "",
		      icc_maker(p->creator) ? icc_maker(p->creator) : "", icc_maker(p->creator) ? ")" : "");
	return true;
}

STRUCTURE_RULE(structure_adobe)
{
	return at(find(c, "APP14 Adobe"), detail);
}

static const struct {
	const char *mark, *whose;
} comments[] = {
	{ "CREATOR: gd-jpeg", "the GD library of web servers" },
	{ "Lavc", "the libavcodec library of video tools" },
	{ "LEAD Technologies", "the LEADTOOLS library" },
	{ "Created with GIMP", "GIMP" },
	{ "Created with The GIMP", "GIMP" },
	{ "Optimized by JPEGmini", "JPEGmini" },
	{ "Compressed by jpeg-recompress", "jpeg-recompress" },
	{ "ACD Systems", "ACDSee" },
	{ "Handmade Software", "Image Alchemy" },
	{ "ImageMagick", "ImageMagick" },
	{ "Processed By eBay", "eBay" },
	{ "File source: http", "Wikimedia Commons" },
	{ "Intel(R) JPEG Library", "the Intel JPEG library" },
	{ "XV Version", "XV" },
	{ "AppleMark", "Apple's QuickTime and iPhoto" },
	{ "JPEG Encoder Copyright 1998, James R. Weeks", "a Java library" },
	{ "Paint Shop Pro", "Paint Shop Pro" },
	{ "Ulead", "a program of Ulead" },
};

/* Of a JPEG or a GIF; keywords of PNG have a rule of their own. */
static bool is_comment(const struct block *b)
{
	return b->kind == BLOCK_TEXT && b->text && b->keyword &&
	       (strcmp(b->keyword, "COM") == 0 || strcmp(b->keyword, "comment") == 0);
}

STRUCTURE_RULE(structure_comment)
{
	const struct container *k = &c->in->container;

	for (uint32_t i = 0; i < k->n_blocks; i++)
		for (size_t j = 0; is_comment(&k->blocks[i]) && j < ARRAY_LEN(comments); j++)
			if (strstr(k->blocks[i].text, comments[j].mark)) {
				structure_say(detail, "'%.100s': %s", k->blocks[i].text, comments[j].whose);
				return true;
			}
	return false;
}

STRUCTURE_RULE(structure_order_jfif)
{
	const struct segment *jfif = find(c, "APP0 JFIF"), *exif = find(c, "APP1 Exif");

	if (!jfif || !exif || jfif->offset > exif->offset)
		return false;
	structure_say(detail, "JFIF at byte %llu, Exif at byte %llu", (unsigned long long)jfif->offset,
		      (unsigned long long)exif->offset);
	return true;
}

/* T.871 (JFIF) 10.1: APP0 right behind SOI. Exif 2.32 4.5.4: APP1 right behind SOI. */
STRUCTURE_RULE(structure_order_app0)
{
	const struct segment *jfif = find(c, "APP0 JFIF"), *exif = find(c, "APP1 Exif");

	if (!jfif || !exif || jfif->offset < exif->offset)
		return false;
	structure_say(detail, "Exif at byte %llu, JFIF at byte %llu", (unsigned long long)exif->offset,
		      (unsigned long long)jfif->offset);
	return true;
}

static bool standard(const struct structure_case *c)
{
	return c->difference_luma == 0 && (!c->has_chroma || c->difference_chroma == 0);
}

STRUCTURE_RULE(structure_quantisation)
{
	if (!c->has_tables || !standard(c))
		return false;
	if (c->has_chroma && c->quality_chroma != c->quality_luma)
		structure_say(detail, "IJG quality %d exactly in luma, %d exactly in chroma",
			      c->quality_luma, c->quality_chroma);
	else
		structure_say(detail, "IJG quality %d exactly", c->quality_luma);
	return true;
}

STRUCTURE_RULE(structure_quantisation_custom)
{
	if (!c->has_tables || standard(c))
		return false;
	structure_say(detail,
		      "nearest IJG quality %d, mean difference %.2f steps an entry in luma, %.2f in chroma",
		      c->quality_luma, c->difference_luma, c->has_chroma ? c->difference_chroma : 0);
	return true;
}

STRUCTURE_RULE(structure_progressive)
{
	if (c->in->jpeg.sof != 0xC2 && c->in->jpeg.sof != 0xCA)
		return false;
	structure_say(detail, "%u scans", c->in->jpeg.n_scans);
	return true;
}

/* Progressive files always bring tables of their own. */
STRUCTURE_RULE(structure_huffman)
{
	if (!c->in->is_jpeg || c->in->jpeg.standard_huffman ||
	    (c->in->jpeg.sof != 0xC0 && c->in->jpeg.sof != 0xC1))
		return false;
	structure_say(detail, "tables made for this picture");
	return true;
}
