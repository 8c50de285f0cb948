/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a service or a screen leaves: it explains why metadata is missing, and says nothing about the picture.
 * Sizes and names are observations of many files, not promises of the services: "consistent with". */
#include "src/base/base.h"
#include "analyzers/metadata/exif_rules.h"

#include <ctype.h>

/* Does the name begin like this? '#' stands for one digit. */
static bool begins(const char *name, const char *pattern)
{
	for (; *pattern; name++, pattern++)
		if (*pattern == '#' ? !isdigit((unsigned char)*name) : *pattern != *name)
			return false;
	return true;
}

static const struct {
	const char *pattern, *whose;
} names[] = {
	{ "IMG-########-WA####", "a name as WhatsApp gives it; its date is that of the transfer" },
	{ "WhatsApp Image ####-##-##", "a name as WhatsApp gives it; its date is that of saving" },
	{ "FB_IMG_##########", "a name as Facebook gives it" },
	{ "received_##########", "a name as Facebook Messenger gives it" },
	{ "signal-####-##-##", "a name as Signal gives it; its date is that of the transfer" },
	{ "photo_####-##-##_##-##-##", "a name as Telegram gives it; its date is that of saving" },
	{ "Snapchat-##########", "a name as Snapchat gives it" },
};

static const char *named(const struct exif_case *c)
{
	for (size_t i = 0; c->cx->name && i < ARRAY_LEN(names); i++)
		if (begins(c->cx->name, names[i].pattern))
			return names[i].whose;
	return NULL;
}

static const char *marked(const struct exif_case *c)
{
	const struct block *iptc = container_find(&c->in->container, BLOCK_IPTC);

	if (iptc && iptc->bytes.len && memmem(iptc->bytes.data, iptc->bytes.len, "FBMD", 4))
		return "the FBMD mark is what Facebook and Instagram write";
	return NULL;
}

/* By the longer side and the coding; only where there is no camera metadata, as services take it away. */
static const struct {
	uint32_t side;
	bool width; /* the side is the width, not the longer one */
	uint8_t sof;
	const char *whose;
} shapes[] = {
	{ 1600, false, 0xC0, "1600 pixels are consistent with WhatsApp" },
	{ 1600, false, 0xC2, "1600 pixels are consistent with WhatsApp" },
	{ 4096, false, 0xC0, "4096 pixels are consistent with WhatsApp, HD" },
	{ 1280, false, 0xC0, "1280 pixels are consistent with Telegram" },
	{ 1280, false, 0xC2, "1280 pixels are consistent with Telegram" },
	{ 2048, false, 0xC2, "progressive and 2048 pixels are consistent with Facebook" },
	{ 4096, false, 0xC2, "progressive and 4096 pixels are consistent with X (Twitter)" },
	{ 1080, true, 0xC0, "a width of 1080 pixels is consistent with Instagram" },
	{ 1440, true, 0xC0, "a width of 1440 pixels is consistent with Instagram" },
	{ 1080, true, 0xC2, "a width of 1080 pixels is consistent with Instagram" },
	{ 1440, true, 0xC2, "a width of 1440 pixels is consistent with Instagram" },
};

static const char *shaped(const struct exif_case *c)
{
	uint32_t w = c->in->container.width, h = c->in->container.height, side = w > h ? w : h;

	if (!c->in->is_jpeg || exif_has_camera(c))
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
		if (c->in->jpeg.sof == shapes[i].sof && (shapes[i].width ? w : side) == shapes[i].side)
			return shapes[i].whose;
	return NULL;
}

bool exif_has_camera(const struct exif_case *c)
{
	return c->facts->make || c->facts->model || c->original.text;
}

/* The strongest sign first: a mark in the file, the name, the shape. */
EXIF_RULE(exif_social)
{
	const char *why = marked(c);

	why = why ? why : named(c);
	why = why ? why : shaped(c);
	if (why)
		exif_say(detail, "%s", why);
	return why != NULL;
}

EXIF_RULE(exif_stripped)
{
	char cause[EXIF_DETAIL] = "";

	if (exif_has_camera(c))
		return false;
	exif_social(c, cause);
	exif_say(detail, "%s%s%.200s",
		 c->in->has_exif ? "EXIF without make, model and date of taking" : "no EXIF",
		 cause[0] ? "; " : "", cause);
	return true;
}

static const char *const screens[] = { "Screenshot_", "Screenshot ", "Screen Shot ", "Bildschirmfoto ",
				       "Capture d", "screenshot" };

EXIF_RULE(exif_screenshot)
{
	const char *name = c->cx->name ? c->cx->name : "";

	for (unsigned i = 0; i < c->n_texts; i++)
		if (strcmp(c->texts[i].text, "Screenshot") == 0) {
			exif_say(detail, "%s: 'Screenshot'", c->texts[i].where);
			return true;
		}
	for (size_t i = 0; i < ARRAY_LEN(screens); i++)
		if (strncmp(name, screens[i], strlen(screens[i])) == 0) {
			exif_say(detail, "the name begins with '%s'", screens[i]);
			return true;
		}
	return false;
}

/* Sizes that image generators offer and cameras do not: a hint of nothing by itself. */
static const struct {
	uint16_t a, b;
} made[] = {
	{ 512, 512 },  { 768, 768 },  { 1024, 1024 }, { 1024, 1792 }, { 1024, 1536 },
	{ 1216, 832 }, { 1152, 896 }, { 1344, 768 },  { 1536, 640 },  { 512, 768 },
};

EXIF_RULE(exif_dimensions_generator)
{
	uint32_t w = c->in->container.width, h = c->in->container.height;

	if (exif_has_camera(c))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(made); i++)
		if ((w == made[i].a && h == made[i].b) || (w == made[i].b && h == made[i].a)) {
			exif_say(detail, "%u x %u", w, h);
			return true;
		}
	return false;
}
