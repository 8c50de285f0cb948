/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about PNG chunks (PNG specification, third edition, 5.6). */
#include "src/base/base.h"
#include "analyzers/metadata/structure_rules.h"

/* Chunks that must stand before the first IDAT. */
static const char *const before[] = { "PLTE", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP",
				      "bKGD", "hIST", "tRNS", "pHYs", "sPLT", "acTL" };

static bool belongs_before(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(before); i++)
		if (strcmp(name, before[i]) == 0)
			return true;
	return false;
}

STRUCTURE_RULE(structure_png_order)
{
	const struct container *k = &c->in->container;
	bool data = false, gap = false;

	for (uint32_t i = 0; i < k->n_segments; i++) {
		const char *name = k->segments[i].name;
		bool idat = strcmp(name, "IDAT") == 0;

		if (idat && gap)
			structure_say(detail, "IDAT chunks are not in one row; the first apart at byte %llu",
				      (unsigned long long)k->segments[i].offset);
		else if (data && belongs_before(name))
			structure_say(detail, "%s at byte %llu stands behind the picture data", name,
				      (unsigned long long)k->segments[i].offset);
		if (detail[0])
			return true;
		gap = data && !idat;
		data = data || idat;
	}
	return false;
}

STRUCTURE_RULE(structure_png_text)
{
	const struct container *k = &c->in->container;
	size_t used = 0;

	for (uint32_t i = 0; i < k->n_blocks; i++)
		if (k->blocks[i].kind == BLOCK_TEXT && k->blocks[i].keyword &&
		    used < STRUCTURE_DETAIL - 100) {
			snprintf(detail + used, STRUCTURE_DETAIL - used, "%s%.79s", used ? ", " : "",
				 k->blocks[i].keyword);
			used = strlen(detail);
		}
	return used > 0;
}

/* Private chunks of which the writer is known. */
static const struct {
	const char *name, *whose;
	bool editor;
} chunks[] = {
	{ "mkBF", "Adobe Fireworks", true },	 { "mkBS", "Adobe Fireworks", true },
	{ "mkBT", "Adobe Fireworks", true },	 { "mkTS", "Adobe Fireworks", true },
	{ "prVW", "Adobe Fireworks", true },	 { "iDOT", "Apple's systems, mostly for screenshots", false },
	{ "CgBI", "Apple's tools for iOS", false }, { "vpAg", "ImageMagick", false },
	{ "caNv", "ImageMagick", false },	 { "orNT", "ImageMagick", false },
	{ "npTc", "Android's tools", false },	 { "npOl", "Android's tools", false },
	{ "meTa", "Microsoft's tools", false },
};

static bool known_chunk(const struct structure_case *c, bool editor, char *detail)
{
	const struct container *k = &c->in->container;

	for (uint32_t i = 0; i < k->n_segments; i++)
		for (size_t j = 0; k->segments[i].depth == 0 && j < ARRAY_LEN(chunks); j++)
			if (chunks[j].editor == editor && strcmp(k->segments[i].name, chunks[j].name) == 0) {
				structure_say(detail, "%s at byte %llu: %s", chunks[j].name,
					      (unsigned long long)k->segments[i].offset, chunks[j].whose);
				return true;
			}
	return false;
}

STRUCTURE_RULE(structure_png_writer)
{
	return known_chunk(c, true, detail);
}

/* PNG 5.4: a lower-case second letter marks a chunk of no standard. */
STRUCTURE_RULE(structure_png_private)
{
	const struct container *k = &c->in->container;

	if (known_chunk(c, false, detail))
		return true;
	for (uint32_t i = 0; i < k->n_segments; i++) {
		const char *n = k->segments[i].name;

		if (k->segments[i].depth == 0 && strlen(n) == 4 && n[1] >= 'a' && n[1] <= 'z' &&
		    strcmp(n, "caBX") != 0) {
			structure_say(detail, "%s at byte %llu", n,
				      (unsigned long long)k->segments[i].offset);
			return true;
		}
	}
	return false;
}
