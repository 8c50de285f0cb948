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
