/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every rule of the structure table has a fixture that fires it and one that does not. */
#include "tests/unit/unit.h"

#include "analyzers/checks.h"
#include "analyzers/metadata/structure_rules.h"
#include "src/base/value.h"

enum { BYTES = 4096, PICTURE = 1000 }; /* the picture ends at PICTURE */

struct file {
	struct arena arena;
	uint8_t bytes[BYTES];
	size_t len;
	struct subject in;
	struct segment segments[16];
	struct embedded pictures[4];
	struct block blocks[4];
	struct codec codec;
};

static void file_init(struct file *f)
{
	memset(f, 0, sizeof *f);
	arena_init(&f->arena, (size_t)1 << 20);
	memset(f->bytes, 0x55, PICTURE);
	f->len = PICTURE;
	f->codec = (struct codec){ .name = "JPEG",
				   .media_type = "image/jpeg",
				   .walk = (enum status(*)(struct span, struct container *,
							   struct error *))1 };
	f->in.container = (struct container){ .codec = &f->codec, .end = PICTURE, .segments = f->segments,
					      .pictures = f->pictures, .blocks = f->blocks };
}

static void file_finish(struct file *f)
{
	f->in.bytes = span_of(f->bytes, f->len, 0);
}

static void append(struct file *f, const void *bytes, size_t n)
{
	assert_true(n <= BYTES - f->len);
	memcpy(f->bytes + f->len, bytes, n);
	f->len += n;
}

static void noise(struct file *f, size_t n)
{
	for (size_t i = 0; i < n; i++)
		f->bytes[f->len++] = (uint8_t)(i * 197 + 31);
}

static void segment(struct file *f, const char *name, uint64_t offset)
{
	f->segments[f->in.container.n_segments++] =
		(struct segment){ .name = name, .offset = offset, .length = 20 };
}

static void picture(struct file *f, const char *kind, uint64_t offset, uint64_t length)
{
	f->pictures[f->in.container.n_pictures++] = (struct embedded){
		.kind = kind, .media_type = "image/jpeg", .offset = offset, .length = length
	};
}

static void text(struct file *f, enum block_kind kind, const char *keyword, const char *s)
{
	f->blocks[f->in.container.n_blocks++] = (struct block){ .kind = kind, .keyword = keyword, .text = s,
								.bytes = span_of(s, strlen(s), 0) };
}

/* A table of ones is IJG quality 100 in luma and chroma. */
static void tables(struct file *f, uint16_t odd)
{
	f->in.is_jpeg = f->in.has_jpeg = true;
	f->in.jpeg = (struct jpeg_info){ .sof = 0xC0,
					 .n_components = 3,
					 .standard_huffman = true,
					 .has_table = { true, true },
					 .components = { { 1, 2, 2, 0 }, { 2, 1, 1, 1 }, { 3, 1, 1, 1 } } };
	for (unsigned t = 0; t < 2; t++)
		for (unsigned i = 0; i < 64; i++)
			f->in.jpeg.tables[t][i] = 1;
	f->in.jpeg.tables[0][5] = odd;
}

static void f_damage(struct file *f, bool fire)
{
	if (fire)
		f->in.container.damage = (struct error){
			.code = ST_CORRUPT, .has_offset = true, .offset = 12, .message = "cut"
		};
	segment(f, "SOI", 0);
}

static void f_unknown(struct file *f, bool fire)
{
	noise(f, fire ? 500 : 10); /* a few bytes are no finding */
}

static void f_unknown_video(struct file *f, bool fire)
{
	append(f, fire ? "\0\0\0\x18" "free" : "\0\0\0\x18" "ftypmp42", fire ? 8 : 12);
	noise(f, 500);
}

static void f_unknown_samsung(struct file *f, bool fire)
{
	noise(f, 500);
	append(f, fire ? "TFES" : "SEFT", 4);
}

static void f_foreign(struct file *f, bool fire)
{
	append(f, fire ? "\0\0PK\x03\x04" : "\0\0PK\x05\x04", 6);
	noise(f, 500);
}

static void f_picture(struct file *f, bool fire)
{
	noise(f, 500);
	picture(f, fire ? "trailing" : "mpf", PICTURE, 500);
}

static void f_picture_announced(struct file *f, bool fire)
{
	noise(f, 500);
	picture(f, "trailing", PICTURE, 500);
	text(f, BLOCK_XMP, NULL, fire ? "xmp:CreatorTool" : "Container:Directory Item:Semantic=\"GainMap\"");
}

static void f_picture_notes(struct file *f, bool fire)
{
	noise(f, 500);
	picture(f, "trailing", PICTURE, 500);
	f->in.facts.has_maker_note = !fire;
}

static void f_known(struct file *f, bool fire)
{
	static const uint8_t zeros[300];

	append(f, zeros, 300);
	if (!fire)
		noise(f, 300);
}

static void f_pictures(struct file *f, bool fire)
{
	if (fire)
		picture(f, "thumbnail", 100, 50);
	segment(f, "APP1 Exif", 2);
}

static void f_ducky(struct file *f, bool fire)
{
	segment(f, fire ? "APP12 Ducky" : "APP12 picture info", 2);
}

static void f_photoshop(struct file *f, bool fire)
{
	segment(f, fire ? "APP13 Photoshop" : "APP13 Adobe CM", 2);
}

static void f_adobe(struct file *f, bool fire)
{
	segment(f, fire ? "APP14 Adobe" : "APP14", 2);
}

static void f_comment(struct file *f, bool fire)
{
	text(f, BLOCK_TEXT, "COM",
	     fire ? "CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 85" : "a day at the sea");
}

static void f_jfif_first(struct file *f, bool fire)
{
	segment(f, "APP0 JFIF", fire ? 2 : 22);
	segment(f, "APP1 Exif", fire ? 22 : 2);
}

static void f_app0_late(struct file *f, bool fire)
{
	f_jfif_first(f, !fire);
}

static void f_quantisation(struct file *f, bool fire)
{
	tables(f, fire ? 1 : 3);
}

static void f_custom(struct file *f, bool fire)
{
	tables(f, fire ? 3 : 1);
}

static void f_progressive(struct file *f, bool fire)
{
	tables(f, 1);
	f->in.jpeg.sof = fire ? 0xC2 : 0xC0;
}

static void f_huffman(struct file *f, bool fire)
{
	tables(f, 1);
	f->in.jpeg.standard_huffman = !fire;
}

static void f_png_order(struct file *f, bool fire)
{
	segment(f, "IHDR", 8);
	segment(f, fire ? "IDAT" : "gAMA", 30);
	segment(f, fire ? "gAMA" : "IDAT", 60);
	segment(f, "tEXt", 90);
}

static void f_png_order_gap(struct file *f, bool fire)
{
	segment(f, "IDAT", 8);
	segment(f, fire ? "tEXt" : "IDAT", 30);
	segment(f, "IDAT", 60);
}

static void f_png_text(struct file *f, bool fire)
{
	text(f, fire ? BLOCK_TEXT : BLOCK_XMP, "Title", "a day at the sea");
}

static void f_webp_flags(struct file *f, bool fire)
{
	segment(f, "VP8X", 12);
	f->bytes[12 + 8] = fire ? 0x08 : 0x10; /* alpha is no metadata */
}

static void f_webp_flags_other(struct file *f, bool fire)
{
	segment(f, "VP8X", 12);
	f->bytes[12 + 8] = 0x0C;
	segment(f, "EXIF", 40);
	segment(f, fire ? "EXIF" : "XMP", 60);
}

static void f_webp_order(struct file *f, bool fire)
{
	segment(f, fire ? "VP8" : "ICCP", 12);
	segment(f, fire ? "ICCP" : "VP8", 32);
	segment(f, "EXIF", 52); /* may stand behind */
}

static void f_webp_unknown(struct file *f, bool fire)
{
	segment(f, "ABCD", 12);
	f->segments[0].detail = fire ? "not a chunk of WebP" : "lossy";
}

static void f_gif_extensions(struct file *f, bool fire)
{
	segment(f, fire ? "application XMP DataXMP" : "graphic control", 12);
}

static void f_bmp_gap(struct file *f, bool fire)
{
	segment(f, "gap", 54);
	f->segments[0].detail = fire ? "data that no header names" : "zeros";
}

static void f_comment_gif(struct file *f, bool fire)
{
	text(f, BLOCK_TEXT, fire ? "comment" : "Title", "Created with GIMP");
}

static void camera(struct file *f, const char *make, const char *model)
{
	tables(f, 1);
	f->in.facts.make = make;
	f->in.facts.model = model;
	f->in.facts.date_time_original = "2024:05:01 10:11:12";
}

/* The tables of Photoshop CS2 at quality 0, in natural order. */
static void f_adobe_tables(struct file *f, bool fire)
{
	static const uint8_t luma[64] = {
		32, 33, 51, 81, 66, 39, 34, 17, 33, 36, 48, 47, 28, 23, 12, 12,
		51, 48, 47, 28, 23, 12, 12, 12, 81, 47, 28, 23, 12, 12, 12, 12,
		66, 28, 23, 12, 12, 12, 12, 12, 39, 23, 12, 12, 12, 12, 12, 12,
		34, 12, 12, 12, 12, 12, 12, 12, 17, 12, 12, 12, 12, 12, 12, 12,
	}, chroma[64] = {
		34, 51, 52, 34, 20, 20, 17, 17, 51, 38, 24, 14, 14, 12, 12, 12,
		52, 24, 14, 14, 12, 12, 12, 12, 34, 14, 14, 12, 12, 12, 12, 12,
		20, 14, 12, 12, 12, 12, 12, 12, 20, 12, 12, 12, 12, 12, 12, 12,
		17, 12, 12, 12, 12, 12, 12, 12, 17, 12, 12, 12, 12, 12, 12, 12,
	};

	tables(f, 1);
	for (unsigned i = 0; i < 64; i++) {
		f->in.jpeg.tables[0][i] = luma[i];
		f->in.jpeg.tables[1][i] = chroma[i];
	}
	f->in.jpeg.tables[1][63] += !fire;
}

static void f_camera_progressive(struct file *f, bool fire)
{
	camera(f, "Canon", fire ? "Canon EOS 40D" : NULL);
	f->in.jpeg.sof = 0xC2;
}

static void f_camera_sampling(struct file *f, bool fire)
{
	camera(f, fire ? "samsung" : "Canon", fire ? "SM-A346B" : "Canon EOS 40D"); /* a camera may */
	f->in.jpeg.components[0].h = f->in.jpeg.components[0].v = 1;
}

static void f_camera_tables(struct file *f, bool fire)
{
	camera(f, "Canon", "Canon EOS 40D");
	f->in.jpeg.tables[0][5] = fire ? 1 : 2;
}

static void f_tables_count(struct file *f, bool fire)
{
	tables(f, 1);
	f->in.jpeg.has_table[2] = fire;
}

static void f_arithmetic(struct file *f, bool fire)
{
	tables(f, 1);
	f->in.jpeg.sof = fire ? 0xC9 : 0xC2;
}

static void f_restart(struct file *f, bool fire)
{
	tables(f, 1);
	f->in.jpeg.restart_interval = fire ? 8 : 0;
}

static void f_exif_twice(struct file *f, bool fire)
{
	segment(f, "APP1 Exif", 2);
	segment(f, fire ? "APP1 Exif" : "APP1 XMP", 22);
}

static void f_order_late(struct file *f, bool fire)
{
	segment(f, "SOI", 0);
	segment(f, fire ? "APP2 ICC" : "APP0 JFIF", 2);
	segment(f, "APP1 Exif", 22);
}

static void f_order_late_only(struct file *f, bool fire)
{
	segment(f, "SOI", 0);
	segment(f, "APP2 ICC", 2);
	segment(f, fire ? "APP1 Exif" : "DQT", 22);
}

static void f_jumbf(struct file *f, bool fire)
{
	text(f, fire ? BLOCK_JUMBF : BLOCK_XMP, NULL, "JP\0\1....jumb");
}

static void f_png_writer(struct file *f, bool fire)
{
	segment(f, fire ? "mkBT" : "iDOT", 8);
}

static void f_png_private(struct file *f, bool fire)
{
	segment(f, fire ? "vpAg" : "gAMA", 8);
}

static void f_png_private_unknown(struct file *f, bool fire)
{
	segment(f, fire ? "abCd" : "caBX", 8); /* content credentials are another rule */
}

static void f_captions(struct file *f, bool fire)
{
	static struct photoshop_resource list[2];

	list[0].id = PS_IPTC;
	list[1].id = fire ? PS_DIGEST : PS_JPEG_QUALITY; /* only an editor has one */
	f->in.has_photoshop = true;
	f->in.photoshop.list = list;
	f->in.photoshop.n = 2;
	segment(f, "APP13 Photoshop", 2);
}

static void f_photoshop_captions(struct file *f, bool fire)
{
	f_captions(f, !fire);
}

static void f_icc(struct file *f, bool fire)
{
	segment(f, "APP2 ICC", 2);
	f->in.icc.state = fire ? LAYER_READ : LAYER_UNREAD;
	memcpy(f->in.icc.creator, "ADBE", 5);
}

static const struct fixture {
	const char *code;
	void (*make)(struct file *f, bool fire);
} fixtures[] = {
	{ "structure.damage", f_damage },
	{ "structure.trailing", f_unknown },
	{ "structure.trailing", f_unknown_video },
	{ "structure.trailing", f_unknown_samsung },
	{ "structure.trailing.foreign", f_foreign },
	{ "structure.trailing.picture", f_picture },
	{ "structure.trailing.picture", f_picture_announced },
	{ "structure.trailing.picture", f_picture_notes },
	{ "structure.trailing.known", f_known },
	{ "structure.pictures", f_pictures },
	{ "structure.ducky", f_ducky },
	{ "structure.photoshop", f_photoshop },
	{ "structure.adobe", f_adobe },
	{ "structure.comment", f_comment },
	{ "structure.order.jfif", f_jfif_first },
	{ "structure.order.app0", f_app0_late },
	{ "structure.quantisation", f_quantisation },
	{ "structure.quantisation.custom", f_custom },
	{ "structure.progressive", f_progressive },
	{ "structure.huffman", f_huffman },
	{ "structure.png.order", f_png_order },
	{ "structure.png.order", f_png_order_gap },
	{ "structure.png.text", f_png_text },
	{ "structure.comment", f_comment_gif },
	{ "structure.webp.flags", f_webp_flags },
	{ "structure.webp.flags", f_webp_flags_other },
	{ "structure.webp.order", f_webp_order },
	{ "structure.webp.unknown", f_webp_unknown },
	{ "structure.gif.extensions", f_gif_extensions },
	{ "structure.bmp.gap", f_bmp_gap },
	{ "structure.quantisation.adobe", f_adobe_tables },
	{ "structure.camera.progressive", f_camera_progressive },
	{ "structure.camera.sampling", f_camera_sampling },
	{ "structure.camera.tables", f_camera_tables },
	{ "structure.tables.count", f_tables_count },
	{ "structure.arithmetic", f_arithmetic },
	{ "structure.restart", f_restart },
	{ "structure.exif.twice", f_exif_twice },
	{ "structure.order.late", f_order_late },
	{ "structure.order.late", f_order_late_only },
	{ "structure.jumbf", f_jumbf },
	{ "structure.photoshop", f_photoshop_captions },
	{ "structure.photoshop.captions", f_captions },
	{ "structure.icc", f_icc },
	{ "structure.png.writer", f_png_writer },
	{ "structure.png.private", f_png_private },
	{ "structure.png.private", f_png_private_unknown },
};

static const struct structure_rule *rule(const char *code)
{
	for (size_t i = 0; i < structure_n_rules; i++)
		if (strcmp(structure_rules[i].code, code) == 0)
			return &structure_rules[i];
	return NULL;
}

/* A file that holds nothing is no near miss. */
static bool holds_something(const struct file *f)
{
	return f->len > PICTURE || f->in.container.n_segments || f->in.container.n_blocks ||
	       f->in.container.n_pictures || f->in.has_jpeg;
}

static void fixtures_fire_and_keep_still(void **state)
{
	static struct file f;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(fixtures); i++)
		for (int fire = 0; fire < 2; fire++) {
			struct structure_case c = { .in = &f.in };
			char detail[STRUCTURE_DETAIL] = "";
			bool fired;

			file_init(&f);
			fixtures[i].make(&f, fire);
			file_finish(&f);
			structure_case_fill(&c);
			assert_non_null(rule(fixtures[i].code));
			fired = rule(fixtures[i].code)->fires(&c, detail);
			if (fired != (bool)fire || (fired && !detail[0]))
				fail_msg("%s (fixture %zu): fired %d, expected %d, detail '%s'",
					 fixtures[i].code, i, fired, fire, detail);
			if (!fire && !holds_something(&f))
				fail_msg("%s (fixture %zu): the file that must not fire is empty",
					 fixtures[i].code, i);
			arena_release(&f.arena);
		}
}

static void every_rule_has_a_fixture(void **state)
{
	(void)state;
	assert_true(structure_n_rules >= 25);
	for (size_t i = 0; i < structure_n_rules; i++) {
		const struct structure_rule *r = &structure_rules[i];
		bool found = false;

		for (size_t j = 0; j < ARRAY_LEN(fixtures); j++)
			found = found || strcmp(fixtures[j].code, r->code) == 0;
		if (!found)
			fail_msg("no fixture for %s", r->code);
		assert_ptr_equal(rule(r->code), r);
		assert_true(r->kind == FINDING_OBSERVATION || r->alternatives[0]);
		assert_null(r->alternatives[STRUCTURE_ALTERNATIVES - 1]);
	}
}

static void media_of_its_own(void **state)
{
	static struct file f;
	struct result r = { 0 };
	struct context cx = { .name = "" };

	(void)state;
	file_init(&f);
	f_ducky(&f, true);
	f.codec.media_type = "image/png"; /* a JPEG rule is not asked about a PNG */
	file_finish(&f);
	r.arena = &f.arena;
	analyzer_run(&analyzer_structure, &f.in, &cx, NULL, NULL, &r);
	assert_int_equal(r.status, RESULT_DONE);
	assert_int_equal(r.n_findings, 0);
	f.codec.media_type = "image/jpeg";
	r = (struct result){ .arena = &f.arena };
	analyzer_run(&analyzer_structure, &f.in, &cx, NULL, NULL, &r);
	assert_int_equal(r.level, LEVEL_WARNING);
	arena_release(&f.arena);
}

static void measures_and_signature(void **state)
{
	static struct file f;
	struct result r = { 0 };
	struct context cx = { .name = "" };

	(void)state;
	file_init(&f);
	tables(&f, 1);
	f.in.jpeg.n_order = 3;
	memcpy(f.in.jpeg.order, "\xD8\xE1\xDB", 3);
	noise(&f, 500);
	file_finish(&f);
	r.arena = &f.arena;
	analyzer_run(&analyzer_structure, &f.in, &cx, NULL, NULL, &r);
	assert_int_equal((int)result_measure(&r, "quality_luma")->value, 100);
	assert_int_equal((int)result_measure(&r, "quality_chroma")->value, 100);
	assert_int_equal((int)result_measure(&r, "trailing_bytes")->value, 500);
	assert_string_equal(value_get_text(r.details, "sampling"), "2x2,1x1,1x1");
	assert_string_equal(value_get_text(r.details, "markers"), "d8 e1 db");
	arena_release(&f.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fixtures_fire_and_keep_still), cmocka_unit_test(every_rule_has_a_fixture),
		cmocka_unit_test(media_of_its_own), cmocka_unit_test(measures_and_signature),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
