/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules that set the JPEG beside the camera that its metadata names. What one model writes stands in no table
 * here: where the answer needs one, the finding is an observation that says so. */
#include "src/base/base.h"
#include "analyzers/metadata/structure_rules.h"

#include "analyzers/metadata/exif_rules.h"
#include "src/base/hash.h"

/* MD5 of the DQT segment that these programs write: for each table its number and 64 bytes in zigzag order.
 * From ExifTool 12.57, lib/Image/ExifTool/JPEGDigest.pm, made with Lightroom 1.4.1 and 2.1 and Photoshop CS2. */
static const struct {
	const char *md5, *program;
} adobe[] = {
	{ "683506a889c78d9bc230a0c7ee5f62f3", "Photoshop, quality 0 or Lightroom, quality 0% - 7%" },
	{ "bc490651af6592cd1dbbbc4fa2cfa1fb", "Photoshop, quality 1 or Lightroom, quality 8% - 15%" },
	{ "ce4286d9f07999524c3c7472b065c5ab", "Photoshop, quality 2 or Lightroom, quality 16% - 23%" },
	{ "cbfbfef12aead8841585ef605c789b9f", "Photoshop, quality 3 or Lightroom, quality 24% - 30%" },
	{ "a0772e73dec2bdc4057c27da47bff376", "Photoshop, quality 4 or Lightroom, quality 31% - 38%" },
	{ "7ef06dbde538346b8b01c6b538ca70c6", "Photoshop, quality 5 or Lightroom, quality 39% - 46%" },
	{ "0ff225f58a214f79d1d85d78f6f5dab8", "Photoshop, quality 6 or Lightroom, quality 47% - 53%" },
	{ "8a8603650fa5ae5fdcf4b2eaf0b23638", "Photoshop, quality 7 or Lightroom, quality 54% - 61%" },
	{ "44f583ed6b65cb8ba915ec5df051616c", "Photoshop, quality 8 or Lightroom, quality 62% - 69%" },
	{ "de94c5591bafc7456ccaef430271b907", "Photoshop, quality 9 or Lightroom, quality 70% - 76%" },
	{ "a6841b35e9ffefa5d83a0445dddd2621", "Photoshop, quality 10 or Lightroom, quality 77% - 84%" },
	{ "6e3f6a3a5a1eae6155331d42d6f968dd", "Photoshop, quality 11 or Lightroom, quality 85% - 92%" },
	{ "5379e0133d4439b6f7c7039fc7f7734f", "Photoshop, quality 12 or Lightroom, quality 93% - 100%" },
	{ "8453391d3adf377c46a1a0cee08c35c3", "Lightroom, quality 24% - 30%" },
	{ "f8ede291b1272576d1580e333d30103e", "Lightroom, quality 31% - 38%" },
	{ "de0fb6d13e12e8df26140dd74691bf0f", "Lightroom, quality 39% - 46%" },
	{ "0d5b0af72561f68c671731f22d9e41e2", "Lightroom, quality 47% - 53%" },
	{ "b9fd15fd52408af5ea2a5045227233d8", "Lightroom, quality 54% - 61%" },
	{ "27472e3714251402d5509438505611c3", "Lightroom, quality 62% - 69%" },
	{ "34a599dff2b6aaed12143938b7374f2f", "Lightroom, quality 70% - 76%" },
	{ "5c508e529d045b6f0c800e29ba2d6ab5", "Lightroom, quality 77% - 84%" },
	{ "42bfe52476bf07f1ed0e6451903cc9ee", "Lightroom, quality 85% - 92%" },
	{ "4c3c425b4024b68c0de03904a825bc35", "Lightroom, quality 93% - 100%" },
};

/* T.81 figure A.6. */
static const uint8_t zigzag[64] = {
	0,  1,	8,  16, 9,  2,	3,  10, 17, 24, 32, 25, 18, 11, 4,  5,	12, 19, 26, 33, 40, 48,
	41, 34, 27, 20, 13, 6,	7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
	30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
};

static bool tables_md5(const struct jpeg_info *j, char hex[2 * MD5_LEN + 1])
{
	struct error e = ERROR_INIT;
	struct digests d;
	struct hasher *h;
	uint8_t bytes[65];
	bool any = false;

	if (hasher_new(&h, &e))
		return false;
	for (unsigned t = 0; t < 4; t++) {
		if (!j->has_table[t])
			continue;
		any = true;
		bytes[0] = (uint8_t)t; /* and precision 0: 8 bits in all files of these programs */
		for (unsigned i = 0; i < 64; i++)
			bytes[i + 1] = (uint8_t)j->tables[t][zigzag[i]];
		hasher_add(h, bytes, sizeof bytes);
	}
	if (hasher_done(h, &d, &e))
		return false;
	hex_encode(hex, d.md5, MD5_LEN);
	return any;
}

const char *structure_adobe_tables(const struct jpeg_info *j)
{
	char hex[2 * MD5_LEN + 1];

	if (!tables_md5(j, hex))
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(adobe); i++)
		if (strcmp(hex, adobe[i].md5) == 0)
			return adobe[i].program;
	return NULL;
}

STRUCTURE_RULE(structure_quantisation_adobe)
{
	if (!c->adobe_tables)
		return false;
	structure_say(detail, "%s", c->adobe_tables);
	return true;
}

/* The file claims that a camera made it: a make, a model and a date of taking. */
static bool camera(const struct structure_case *c)
{
	const struct exif_facts *f = &c->in->facts;

	return c->in->is_jpeg && f->make && f->model && f->date_time_original;
}

static bool progressive(const struct jpeg_info *j)
{
	return j->sof == 0xC2 || j->sof == 0xCA;
}

STRUCTURE_RULE(structure_camera_progressive)
{
	if (!camera(c) || !progressive(&c->in->jpeg))
		return false;
	structure_say(detail, "make '%.60s', model '%.60s', %u scans", c->in->facts.make, c->in->facts.model,
		      c->in->jpeg.n_scans);
	return true;
}

/* Nobody builds a camera that codes arithmetically: most readers could not show its pictures. */
STRUCTURE_RULE(structure_arithmetic)
{
	uint8_t sof = c->in->jpeg.sof;

	if (!c->in->is_jpeg || sof < 0xC9)
		return false;
	structure_say(detail, "frame marker 0x%02x", sof);
	return true;
}

STRUCTURE_RULE(structure_camera_sampling)
{
	const struct jpeg_info *j = &c->in->jpeg;

	if (!camera(c) || !exif_is_phone(&c->in->facts) || j->n_components != 3 || j->components[0].h != 1 ||
	    j->components[0].v != 1)
		return false;
	structure_say(detail,
		      "make '%.60s', model '%.60s': whether this model writes 4:4:4 is not known here",
		      c->in->facts.make, c->in->facts.model);
	return true;
}

STRUCTURE_RULE(structure_camera_tables)
{
	if (!camera(c) || !c->has_tables || c->difference_luma != 0 ||
	    (c->has_chroma && c->difference_chroma != 0))
		return false;
	structure_say(detail,
		      "make '%.60s', model '%.60s', IJG quality %d: whether this model uses these tables is not known here",
		      c->in->facts.make, c->in->facts.model, c->quality_luma);
	return true;
}

STRUCTURE_RULE(structure_tables_count)
{
	const struct jpeg_info *j = &c->in->jpeg;
	unsigned n = 0;

	for (unsigned t = 0; c->in->is_jpeg && t < 4; t++)
		n += j->has_table[t];
	if (j->n_components != 3 || n == 0 || n == 2)
		return false;
	structure_say(detail, "%u table%s for %u components", n, n == 1 ? "" : "s", j->n_components);
	return true;
}

STRUCTURE_RULE(structure_restart)
{
	if (!c->in->is_jpeg || !c->in->jpeg.restart_interval)
		return false;
	structure_say(detail, "every %u units", c->in->jpeg.restart_interval);
	return true;
}

STRUCTURE_RULE(structure_exif_twice)
{
	const struct container *k = &c->in->container;
	uint64_t first = 0;
	unsigned n = 0;

	for (uint32_t i = 0; i < k->n_segments; i++)
		if (k->segments[i].depth == 0 && strcmp(k->segments[i].name, "APP1 Exif") == 0 && n++ == 0)
			first = k->segments[i].offset;
	if (n < 2)
		return false;
	structure_say(detail, "%u blocks; the first, at byte %llu, is the one that is read", n,
		      (unsigned long long)first);
	return true;
}

/* Exif 2.32, 4.5.4: APP1 stands right behind SOI. JFIF in between is a rule of its own. */
STRUCTURE_RULE(structure_order_late)
{
	const struct container *k = &c->in->container;
	const char *before = NULL;

	for (uint32_t i = 0; i < k->n_segments; i++) {
		const char *name = k->segments[i].name;

		if (k->segments[i].depth || strcmp(name, "SOI") == 0 || strncmp(name, "APP0", 4) == 0)
			continue;
		if (strcmp(name, "APP1 Exif") == 0)
			break;
		before = before ? before : name;
	}
	for (uint32_t i = 0; before && i < k->n_segments; i++)
		if (k->segments[i].depth == 0 && strcmp(k->segments[i].name, "APP1 Exif") == 0) {
			structure_say(detail, "%.60s stands before Exif at byte %llu", before,
				      (unsigned long long)k->segments[i].offset);
			return true;
		}
	return false;
}

STRUCTURE_RULE(structure_jumbf)
{
	const struct block *b = container_find(&c->in->container, BLOCK_JUMBF);

	if (!b)
		return false;
	structure_say(detail, "at byte %llu, %zu bytes", (unsigned long long)b->bytes.origin, b->bytes.len);
	return true;
}
