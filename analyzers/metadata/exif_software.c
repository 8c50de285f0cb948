/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about the programs that the file names. Firmware strings are normal; only names in the tables
 * count. */
#include "src/base/base.h"
#include "analyzers/metadata/exif_rules.h"

#include <ctype.h>

/* Programs that change pictures. RAW developers are among them: an alternative says so. */
static const char *const editors[] = {
	"Photoshop", "Lightroom", "GIMP", "Affinity", "Snapseed", "PicsArt", "Facetune", "VSCO",
	"Canva", "FaceApp", "Remini", "Meitu", "BeautyPlus", "YouCam", "Luminar", "Capture One",
	"Topaz", "paint.net", "Pixelmator", "PaintShop", "Paint Shop", "PhotoScape", "Photopea",
	"Pixlr", "Krita", "darktable", "RawTherapee", "ACDSee", "ACD Systems", "PhotoImpact",
	"Photo Editor", "Corel", "Picasa", "ImageMagick", "GraphicsMagick", "IrfanView", "XnView",
	"Polarr", "Fotor", "BeFunky", "Paint Tool", "PaintTool", "Photofiltre", "DxO", "Camera Raw",
	"Aperture", "iPhoto", "digiKam", "Shotwell", "gThumb", "f-spot", "Photo Mechanic",
	"PhotoPad", "Zoner", "Capture NX", "ViewNX", "Digital Photo Professional", "Inkscape",
};

/* Programs that make pictures. */
static const char *const generators[] = {
	"Stable Diffusion", "Midjourney", "DALL-E", "DALL\xC2\xB7" "E", "DALLE", "OpenAI",
	"ChatGPT", "GPT-4o", "NovelAI", "ComfyUI", "InvokeAI", "AUTOMATIC1111", "Fooocus",
	"Firefly", "Leonardo.Ai", "Ideogram", "Imagen", "Grok", "DreamStudio", "DiffusionBee",
	"Draw Things", "Made with Google AI", "Bing Image Creator", "Recraft", "FLUX.1", "SwarmUI",
	"Easy Diffusion",
};

static char lower(char c)
{
	return (char)tolower((unsigned char)c);
}

static bool at_word(const char *text, const char *p, size_t len)
{
	return (p == text || !isalnum((unsigned char)p[-1])) && !isalpha((unsigned char)p[len]);
}

/* Whole words, without regard to case. */
static bool names(const char *text, const char *name)
{
	size_t len = strlen(name), i;

	for (const char *p = text; *p; p++) {
		for (i = 0; i < len && lower(p[i]) == lower(name[i]); i++)
			;
		if (i == len && at_word(text, p, len))
			return true;
	}
	return false;
}

static bool software_in(const struct exif_case *c, const char *const *table, size_t n, char *detail)
{
	for (unsigned i = 0; i < c->n_texts; i++)
		for (size_t j = 0; c->texts[i].software && j < n; j++)
			if (names(c->texts[i].text, table[j])) {
				exif_say(detail, "%s: '%.120s'", c->texts[i].where, c->texts[i].text);
				return true;
			}
	return false;
}

EXIF_RULE(exif_software_editor)
{
	return software_in(c, editors, ARRAY_LEN(editors), detail);
}

/* xAI writes no name, but a signature in the description and a UUID as artist. */
static bool looks_uuid(const char *s)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	for (size_t i = 0; i < sizeof shape - 1; i++)
		if (shape[i] == 'x' ? !isxdigit((unsigned char)s[i]) : s[i] != '-')
			return false;
	return true;
}

static const char *text_at(const struct exif_case *c, const char *where)
{
	for (unsigned i = 0; i < c->n_texts; i++)
		if (strcmp(c->texts[i].where, where) == 0)
			return c->texts[i].text;
	return NULL;
}

EXIF_RULE(exif_software_generator)
{
	const char *artist = text_at(c, "Artist"), *description = text_at(c, "ImageDescription");

	if (software_in(c, generators, ARRAY_LEN(generators), detail))
		return true;
	if (artist && description && looks_uuid(artist) && strncmp(description, "Signature: ", 11) == 0) {
		exif_say(detail,
			 "a signature as description and a UUID as artist, as one generator writes them");
		return true;
	}
	return false;
}

/* What Google's editors write into the credit line when a model changed a part. */
static const char *const changers[] = {
	"Edited with Google AI", "Edited with AI", "Generative Fill", "Generative Expand", "Magic Editor",
	"Modified with AI",
};

EXIF_RULE(exif_software_ai_edit)
{
	return software_in(c, changers, ARRAY_LEN(changers), detail);
}

/* ---- recipes: the settings that a generator leaves beside the picture ---- */

static bool recipe_webui(const struct exif_text_item *t)
{
	return strstr(t->text, "Steps: ") && strstr(t->text, "Sampler: ") &&
	       (strstr(t->text, "CFG scale: ") || strstr(t->text, "Seed: "));
}

static bool recipe_comfy(const struct exif_text_item *t)
{
	return (strcmp(t->where, "PNG prompt") == 0 && strstr(t->text, "\"class_type\"")) ||
	       (strcmp(t->where, "PNG workflow") == 0 && strstr(t->text, "\"nodes\""));
}

static bool recipe_invoke(const struct exif_text_item *t)
{
	return strcmp(t->where, "PNG invokeai_metadata") == 0 || strcmp(t->where, "PNG sd-metadata") == 0 ||
	       (strcmp(t->where, "PNG Dream") == 0 && strstr(t->text, " -s"));
}

static bool recipe_novel(const struct exif_text_item *t)
{
	return strcmp(t->where, "PNG Comment") == 0 && t->text[0] == '{' && strstr(t->text, "\"sampler\"") &&
	       strstr(t->text, "\"seed\"");
}

static bool recipe_midjourney(const struct exif_text_item *t)
{
	const char *job = strstr(t->text, "Job ID: ");

	return job && looks_uuid(job + 8);
}

static const struct {
	const char *whose;
	bool (*is)(const struct exif_text_item *t);
} recipes[] = {
	{ "Stable Diffusion web UI", recipe_webui },
	{ "ComfyUI", recipe_comfy },
	{ "InvokeAI", recipe_invoke },
	{ "NovelAI", recipe_novel },
	{ "Midjourney", recipe_midjourney },
};

EXIF_RULE(exif_software_parameters)
{
	for (unsigned i = 0; i < c->n_texts; i++)
		for (size_t j = 0; j < ARRAY_LEN(recipes); j++)
			if (recipes[j].is(&c->texts[i])) {
				exif_say(detail, "%s, in the form of %s: '%.160s'", c->texts[i].where,
					 recipes[j].whose, c->texts[i].text);
				return true;
			}
	return false;
}

/* cv.iptc.org/newscodes/digitalsourcetype: the terms that say no camera made (all of) it. */
static const char *const made[] = {
	"compositeWithTrainedAlgorithmicMedia", "trainedAlgorithmicMedia", "algorithmicMedia",
	"compositeSynthetic",
};

/* A packet that could not be parsed is searched for the terms. */
static bool source_type_in_bytes(const struct block *b, char *detail)
{
	static const char scheme[] = "digitalsourcetype/";
	const char *p, *end;

	p = (const char *)b->bytes.data;
	end = p + b->bytes.len;
	while ((p = memmem(p, (size_t)(end - p), scheme, sizeof scheme - 1))) {
		p += sizeof scheme - 1;
		for (size_t i = 0; i < ARRAY_LEN(made); i++)
			if ((size_t)(end - p) >= strlen(made[i]) &&
			    memcmp(p, made[i], strlen(made[i])) == 0) {
				exif_say(detail, "XMP DigitalSourceType: %s", made[i]);
				return true;
			}
	}
	return false;
}

EXIF_RULE(exif_software_source_type)
{
	const struct block *b = container_find(&c->in->container, BLOCK_XMP);

	for (uint32_t i = 0; i < c->in->xmp.n_read; i++) {
		const char *term = xmp_source_term(&c->in->xmp.packets[i].facts);

		for (size_t j = 0; term && j < ARRAY_LEN(made); j++)
			if (strcmp(term, made[j]) == 0) {
				exif_say(detail, "XMP DigitalSourceType: %s", made[j]);
				return true;
			}
	}
	return b && c->in->xmp.state != LAYER_READ && source_type_in_bytes(b, detail);
}
