/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about the pieces of WebP (RFC 9649), GIF (GIF89a specification) and BMP files. */
#include "src/base/base.h"
#include "analyzers/metadata/structure_rules.h"

static const struct segment *find(const struct structure_case *c, const char *name)
{
	const struct container *k = &c->in->container;

	for (uint32_t i = 0; i < k->n_segments; i++)
		if (k->segments[i].depth == 0 && strcmp(k->segments[i].name, name) == 0)
			return &k->segments[i];
	return NULL;
}

/* Appends to a list in the detail, while there is room. */
static void list(char *detail, const char *word)
{
	size_t used = strlen(detail);

	if (used < STRUCTURE_DETAIL - 100)
		snprintf(detail + used, STRUCTURE_DETAIL - used, "%s%.79s", used ? ", " : "", word);
}

/* RFC 9649 section 2.7: the flags of VP8X say which chunks there are. */
STRUCTURE_RULE(structure_webp_flags)
{
	static const struct { uint8_t bit; const char *chunk; } flags[] = {
		{ 0x20, "ICCP" }, { 0x08, "EXIF" }, { 0x04, "XMP" }
	};
	const struct segment *x = find(c, "VP8X");
	struct span s = c->in->bytes;
	uint8_t bits;

	if (!x || x->offset < s.origin || !span_seek(&s, x->offset - s.origin + 8) || !span_u8(&s, &bits))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(flags); i++)
		if ((bits & flags[i].bit) && !find(c, flags[i].chunk))
			list(detail, flags[i].chunk);
	return detail[0];
}

/* Section 2.7: what is needed to show the picture stands in its order: VP8X, ICCP, ANIM, frames. */
STRUCTURE_RULE(structure_webp_order)
{
	const struct container *k = &c->in->container;
	bool picture = false;

	for (uint32_t i = 0; i < k->n_segments; i++) {
		const struct segment *s = &k->segments[i];
		bool early = strcmp(s->name, "VP8X") == 0 || strcmp(s->name, "ICCP") == 0 ||
			     strcmp(s->name, "ANIM") == 0;

		if (s->depth == 0 && early && picture) {
			structure_say(detail, "%s at byte %llu stands behind the picture data", s->name,
				      (unsigned long long)s->offset);
			return true;
		}
		picture = picture || strcmp(s->name, "VP8") == 0 || strcmp(s->name, "VP8L") == 0 ||
			  strcmp(s->name, "ANMF") == 0;
	}
	return false;
}

STRUCTURE_RULE(structure_webp_unknown)
{
	const struct container *k = &c->in->container;

	for (uint32_t i = 0; i < k->n_segments; i++)
		if (k->segments[i].detail && strcmp(k->segments[i].detail, "not a chunk of WebP") == 0)
			list(detail, k->segments[i].name);
	return detail[0];
}

STRUCTURE_RULE(structure_gif_extensions)
{
	const struct container *k = &c->in->container;

	for (uint32_t i = 0; i < k->n_segments; i++)
		if (strncmp(k->segments[i].name, "application", 11) == 0 ||
		    strcmp(k->segments[i].name, "comment") == 0 ||
		    strcmp(k->segments[i].name, "plain text") == 0)
			list(detail, k->segments[i].name);
	return detail[0];
}

STRUCTURE_RULE(structure_bmp_gap)
{
	const struct container *k = &c->in->container;

	for (uint32_t i = 0; i < k->n_segments; i++) {
		const struct segment *s = &k->segments[i];

		if (strcmp(s->name, "gap") == 0 && s->detail && strcmp(s->detail, "zeros") != 0) {
			structure_say(detail, "%llu bytes from byte %llu", (unsigned long long)s->length,
				      (unsigned long long)s->offset);
			return true;
		}
	}
	return false;
}
