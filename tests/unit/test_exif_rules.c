/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every rule of the exif table has a fixture that fires it and one, as near as can be, that does not. */
#include "tests/unit/unit.h"
#include "tests/unit/exif_fixtures.h"

#include "analyzers/checks.h"
#include "src/base/value.h"

/* ---- the fixtures: fire is true for the one that must fire ---- */

static void f_content(struct scene *s, bool fire)
{
	scene_compared(s, fire ? 0.3 : 0.97, 0.4, 0.5);
}

static void f_content_crop(struct scene *s, bool fire)
{
	scene_compared(s, 0.3, fire ? 0.5 : 0.97, 0.5); /* a crop is no other scene */
}

static void f_content_damage(struct scene *s, bool fire)
{
	scene_compared(s, 0.3, 0.4, 0.5);
	s->in.container.damage.code = fire ? ST_OK : ST_CORRUPT;
}

static void f_crop(struct scene *s, bool fire)
{
	scene_compared(s, 0.5, fire ? 0.97 : 0.7, 0.2);
}

static void f_differs(struct scene *s, bool fire)
{
	scene_compared(s, fire ? 0.75 : 0.9, 0.6, 0.5);
}

static void f_aspect(struct scene *s, bool fire)
{
	s->in.container.height = 2250;
	s->thumbnail = (struct thumbnail_match){ .width = fire ? 200 : 160, .height = fire ? 150 : 90 };
	if (fire)
		s->thumbnail.height = 134;
}

static void f_aspect_letterbox(struct scene *s, bool fire)
{
	s->in.container.height = 2250;
	s->thumbnail = (struct thumbnail_match){ .width = fire ? 180 : 160, .height = 120 };
}

static void f_mismatch(struct scene *s, bool fire)
{
	builder_long(&s->b, EXIF_IFD_EXIF, 0xA002, 3000);
	builder_long(&s->b, EXIF_IFD_EXIF, 0xA003, fire ? 4001 : 4000); /* swapped is fine */
}

static void f_orientation(struct scene *s, bool fire)
{
	s->in.container.width = fire ? 3000 : 4000;
	s->in.container.height = fire ? 4000 : 3000;
	builder_short(&s->b, EXIF_IFD0, 0x0112, 6);
	builder_long(&s->b, EXIF_IFD_EXIF, 0xA002, 4000);
	builder_long(&s->b, EXIF_IFD_EXIF, 0xA003, 3000);
}

static void f_future(struct scene *s, bool fire)
{
	scene_dates(s, fire ? "2025:01:02 02:00:01" : "2025:01:02 01:59:59", NULL, NULL);
}

static void f_future_day(struct scene *s, bool fire)
{
	s->cx.now_fixed = fire; /* without --now the reference is the start of the day */
	scene_dates(s, "2025:01:02 20:00:00", NULL, NULL);
}

static void f_order(struct scene *s, bool fire)
{
	scene_dates(s, "2024:05:01 10:11:12", "2024:05:01 10:11:12",
		    fire ? "2024:05:01 10:11:09" : "2024:05:01 10:11:10");
}

static void f_order_zone(struct scene *s, bool fire)
{
	scene_dates(s, "2024:05:01 12:00:00", NULL, "2024:05:01 10:30:00");
	builder_text(&s->b, EXIF_IFD_EXIF, 0x9011, "+02:00");
	builder_text(&s->b, EXIF_IFD_EXIF, 0x9010, fire ? "+02:00" : "+00:00");
}

static void f_gps_date(struct scene *s, bool fire)
{
	scene_dates(s, "2024:05:01 12:00:00", NULL, NULL);
	builder_text(&s->b, EXIF_IFD_EXIF, 0x9011, "+02:00");
	scene_gps_clock(s, "2024:05:01", 10, fire ? 6 : 4, 0);
}

static void f_gps_date_no_zone(struct scene *s, bool fire)
{
	scene_dates(s, "2024:05:02 12:00:00", NULL, NULL);
	scene_gps_clock(s, "2024:05:01", fire ? 9 : 11, 0, 0);
}

static void f_longitude(struct scene *s, bool fire)
{
	scene_dates(s, "2024:05:01 12:00:00", NULL, NULL);
	builder_text(&s->b, EXIF_IFD_EXIF, 0x9011, fire ? "+05:00" : "+02:00");
	scene_position(s, "N", 40, "W", 3);
}

static void f_longitude_dateline(struct scene *s, bool fire)
{
	scene_dates(s, "2024:05:01 12:00:00", NULL, NULL);
	builder_text(&s->b, EXIF_IFD_EXIF, 0x9011, fire ? "+01:00" : "+14:00");
	scene_position(s, "N", 2, "W", 157);
}

static void f_filename(struct scene *s, bool fire)
{
	s->cx.name = fire ? "IMG_20240504_101112.jpg" : "IMG_20240501_235959.jpg";
	scene_dates(s, "2024:05:01 10:11:12", NULL, NULL);
}

static void f_filename_transfer(struct scene *s, bool fire)
{
	s->cx.name = fire ? "PXL_20240504_081112345.jpg" : "IMG-20240504-WA0001.jpg";
	scene_dates(s, "2024:05:01 10:11:12", NULL, NULL);
}

static void f_malformed(struct scene *s, bool fire)
{
	scene_dates(s, fire ? "2024:02:30 10:11:12" : "    :  :     :  :  ", NULL, NULL);
}

static void f_reset(struct scene *s, bool fire)
{
	scene_dates(s, fire ? "2000:01:01 00:03:11" : "2001:02:03 00:03:11", NULL, NULL);
}

static void f_source_type(struct scene *s, bool fire)
{
	scene_block(s, BLOCK_XMP, NULL,
		    fire ? "x "
			   "DigitalSourceType=\"http://cv.iptc.org/newscodes/digitalsourcetype/"
			   "trainedAlgorithmicMedia\""
			 : "x "
			   "DigitalSourceType=\"http://cv.iptc.org/newscodes/digitalsourcetype/"
			   "digitalCapture\"");
}

static void f_parameters(struct scene *s, bool fire)
{
	scene_block(s, BLOCK_TEXT, "parameters",
		    fire ? "a cat\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1"
			 : "Steps: walk up, turn left");
}

static void f_parameters_comment(struct scene *s, bool fire)
{
	static const char text[] = "ASCII\0\0\0a cat\nSteps: 20, Sampler: Euler a, Seed: 1";

	builder_raw(&s->b, EXIF_IFD_EXIF, 0x9286, 7, sizeof text - 1, text,
		    fire ? sizeof text - 1 : sizeof text - 20);
	if (!fire)
		s->b.entries[s->b.n - 1].count = sizeof text - 20;
}

static void f_parameters_comfy(struct scene *s, bool fire)
{
	scene_block(s, BLOCK_TEXT, "prompt",
		    fire ? "{\"3\":{\"class_type\":\"KSampler\"}}" : "{\"question\":\"what is this?\"}");
}

static void f_parameters_job(struct scene *s, bool fire)
{
	scene_block(s, BLOCK_TEXT, "Description",
		    fire ? "a cat --v 6 Job ID: 01234567-89ab-cdef-0123-456789abcdef" : "a cat, Job ID: 7");
}

static void f_generator(struct scene *s, bool fire)
{
	builder_text(&s->b, EXIF_IFD0, 0x0131, fire ? "NovelAI" : "Imagenes 1.0"); /* whole words only */
}

static void f_generator_signature(struct scene *s, bool fire)
{
	builder_text(&s->b, EXIF_IFD0, 0x010E, "Signature: abcdef");
	builder_text(&s->b, EXIF_IFD0, 0x013B, fire ? "01234567-89ab-cdef-0123-456789abcdef" : "Jane Doe");
}

static void f_editor(struct scene *s, bool fire)
{
	builder_text(&s->b, EXIF_IFD0, 0x0131,
		     fire ? "Adobe Photoshop CC 2014 (Macintosh)" : "A346EXXS9CYA2");
}

static void f_editor_xmp(struct scene *s, bool fire)
{
	scene_block(s, BLOCK_XMP, NULL,
		    fire ? "<xmp:CreatorTool>GIMP 2.10</xmp:CreatorTool>"
			 : "<dc:title>GIMP 2.10</dc:title>");
}

static void f_makernote(struct scene *s, bool fire)
{
	builder_text(&s->b, EXIF_IFD0, 0x010F, "Canon");
	scene_dates(s, "2024:05:01 10:11:12", NULL, NULL);
	for (unsigned i = 0; i < 20; i++)
		builder_short(&s->b, EXIF_IFD_EXIF, (uint16_t)(0x9400 + i), 1);
	if (!fire)
		builder_raw(&s->b, EXIF_IFD_EXIF, 0x927C, 7, 8, "canonnot", 8);
}

static void f_makernote_editor(struct scene *s, bool fire)
{
	f_makernote(s, true);
	if (!fire)
		builder_text(&s->b, EXIF_IFD0, 0x0131, "GIMP 2.10"); /* explains the loss */
}

static void f_duplicate(struct scene *s, bool fire)
{
	builder_short(&s->b, EXIF_IFD0, 0x0112, 1);
	builder_short(&s->b, fire ? EXIF_IFD0 : EXIF_IFD1, 0x0112, 1);
}

static void f_broken(struct scene *s, bool fire)
{
	builder_raw(&s->b, EXIF_IFD0, 0x010F, 2, fire ? 200 : 6, "Canon", 6);
}

static void f_apex(struct scene *s, bool fire)
{
	scene_ratio(s, 0x829D, 28, 10);
	scene_ratio(s, 0x9202, fire ? 4 : 3, 1); /* f/2.8 is Av 2.97 */
}

static void f_apex_time(struct scene *s, bool fire)
{
	scene_ratio(s, 0x829A, 1, 60);
	scene_ratio(s, 0x9201, fire ? 5 : 6, 1); /* 1/60 s is Tv 5.91 */
}

static void f_brightness(struct scene *s, bool fire)
{
	scene_ratio(s, 0x829D, 8, 1);
	scene_ratio(s, 0x829A, 1, 250);
	builder_short(&s->b, EXIF_IFD_EXIF, 0x8827, 100);
	scene_ratio(s, 0x9203, fire ? 4 : 9, 1); /* 6 + 7.97 - 5 = 8.97 */
}

static void f_crop_factor(struct scene *s, bool fire)
{
	scene_ratio(s, 0x920A, 50, 1);
	builder_short(&s->b, EXIF_IFD_EXIF, 0xA405, fire ? 20 : 75);
}

static void f_range(struct scene *s, bool fire)
{
	scene_position(s, "N", fire ? 91 : 89, "E", 11);
}

static void f_ref(struct scene *s, bool fire)
{
	scene_position(s, "N", 48, fire ? NULL : "E", 11);
}

static void f_null_island(struct scene *s, bool fire)
{
	scene_position(s, "N", 0, "E", fire ? 0 : 1);
}

static void f_altitude(struct scene *s, bool fire)
{
	scene_altitude(s, fire ? 11000 : 4800);
}

static void f_stripped(struct scene *s, bool fire)
{
	if (!fire)
		builder_text(&s->b, EXIF_IFD0, 0x0110, "DiMAGE X");
}

static const struct exif_fixture fixtures[] = {
	{ "exif.thumbnail.content", f_content },
	{ "exif.thumbnail.content", f_content_crop },
	{ "exif.thumbnail.content", f_content_damage },
	{ "exif.thumbnail.crop", f_crop },
	{ "exif.thumbnail.differs", f_differs },
	{ "exif.thumbnail.aspect", f_aspect },
	{ "exif.thumbnail.aspect", f_aspect_letterbox },
	{ "exif.dimensions.mismatch", f_mismatch },
	{ "exif.dimensions.orientation", f_orientation },
	{ "exif.date.future", f_future },
	{ "exif.date.future", f_future_day },
	{ "exif.date.order", f_order },
	{ "exif.date.order", f_order_zone },
	{ "exif.date.gps", f_gps_date },
	{ "exif.date.gps", f_gps_date_no_zone },
	{ "exif.date.offset_longitude", f_longitude },
	{ "exif.date.offset_longitude", f_longitude_dateline },
	{ "exif.date.filename", f_filename },
	{ "exif.date.filename", f_filename_transfer },
	{ "exif.date.malformed", f_malformed },
	{ "exif.date.reset", f_reset },
	{ "exif.software.source_type", f_source_type },
	{ "exif.software.parameters", f_parameters },
	{ "exif.software.parameters", f_parameters_comment },
	{ "exif.software.parameters", f_parameters_comfy },
	{ "exif.software.parameters", f_parameters_job },
	{ "exif.software.generator", f_generator },
	{ "exif.software.generator", f_generator_signature },
	{ "exif.software.editor", f_editor },
	{ "exif.software.editor", f_editor_xmp },
	{ "exif.makernote.missing", f_makernote },
	{ "exif.makernote.missing", f_makernote_editor },
	{ "exif.duplicate_tag", f_duplicate },
	{ "exif.structure.broken", f_broken },
	{ "exif.exposure.apex", f_apex },
	{ "exif.exposure.apex", f_apex_time },
	{ "exif.exposure.brightness", f_brightness },
	{ "exif.exposure.crop_factor", f_crop_factor },
	{ "exif.gps.range", f_range },
	{ "exif.gps.ref_missing", f_ref },
	{ "exif.gps.null_island", f_null_island },
	{ "exif.gps.altitude", f_altitude },
	{ "exif.stripped", f_stripped },
};

static const struct exif_rule *rule(const char *code)
{
	for (size_t i = 0; i < exif_n_rules; i++)
		if (strcmp(exif_rules[i].code, code) == 0)
			return &exif_rules[i];
	return NULL;
}

static size_t n_fixtures(void)
{
	return ARRAY_LEN(fixtures) + exif_n_more_fixtures;
}

static const struct exif_fixture *fixture(size_t i)
{
	return i < ARRAY_LEN(fixtures) ? &fixtures[i] : &exif_more_fixtures[i - ARRAY_LEN(fixtures)];
}

/* A scene that says nothing is no near miss. */
static bool says_something(const struct scene *s)
{
	return s->b.n || s->n_blocks || s->thumbnail.width || s->cx.name[0] || s->in.is_jpeg ||
	       s->in.container.width != 4000;
}

static void fixtures_fire_and_keep_still(void **state)
{
	static struct scene s;

	(void)state;
	for (size_t i = 0; i < n_fixtures(); i++)
		for (int fire = 0; fire < 2; fire++) {
			char detail[EXIF_DETAIL] = "";
			const char *code = fixture(i)->code;
			bool fired;

			scene_init(&s);
			fixture(i)->make(&s, fire);
			scene_finish(&s);
			assert_non_null(rule(code));
			fired = rule(code)->fires(&s.c, detail);
			if (fired != (bool)fire || (fired && !detail[0]))
				fail_msg("%s (fixture %zu): fired %d, expected %d, detail '%s'", code, i, fired,
					 fire, detail);
			if (!fire && !says_something(&s))
				fail_msg("%s (fixture %zu): the scene that must not fire is empty", code, i);
			arena_release(&s.arena);
		}
}

static void every_rule_has_a_fixture(void **state)
{
	(void)state;
	assert_true(exif_n_rules >= 45);
	for (size_t i = 0; i < exif_n_rules; i++) {
		bool found = false;

		for (size_t j = 0; j < n_fixtures(); j++)
			found = found || strcmp(fixture(j)->code, exif_rules[i].code) == 0;
		if (!found)
			fail_msg("no fixture for %s", exif_rules[i].code);
	}
}

static void rows_are_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < exif_n_rules; i++) {
		const struct exif_rule *r = &exif_rules[i];

		assert_true(strncmp(r->code, "exif.", 5) == 0);
		assert_ptr_equal(rule(r->code), r); /* codes are unique */
		assert_true(r->summary && r->fires && r->trace != TRACE_NONE);
		assert_true(r->kind == FINDING_OBSERVATION || r->alternatives[0]);
		assert_null(r->alternatives[EXIF_ALTERNATIVES - 1]);
		assert_null(strstr(r->summary, "fake"));
		assert_null(strstr(r->summary, "genuine"));
	}
}

/* An ordinary picture of a phone: no rule above "info" may fire. */
static void an_ordinary_picture_is_quiet(void **state)
{
	static struct scene s;
	char detail[EXIF_DETAIL];

	(void)state;
	scene_init(&s);
	s.cx.name = "IMG_20240501_101112.jpg";
	builder_text(&s.b, EXIF_IFD0, 0x010F, "samsung");
	builder_text(&s.b, EXIF_IFD0, 0x0110, "SM-A346B");
	builder_text(&s.b, EXIF_IFD0, 0x0131, "A346EXXS9CYA2");
	builder_short(&s.b, EXIF_IFD0, 0x0112, 6);
	scene_dates(&s, "2024:05:01 10:11:12", "2024:05:01 10:11:12", "2024:05:01 10:11:12");
	builder_text(&s.b, EXIF_IFD_EXIF, 0x9011, "+02:00");
	builder_long(&s.b, EXIF_IFD_EXIF, 0xA002, 4000);
	builder_long(&s.b, EXIF_IFD_EXIF, 0xA003, 3000);
	scene_position(&s, "N", 48, "E", 11);
	scene_gps_clock(&s, "2024:05:01", 8, 11, 10);
	scene_altitude(&s, 520);
	scene_compared(&s, 0.98, -1, -1);
	scene_finish(&s);
	for (size_t i = 0; i < exif_n_rules; i++) {
		detail[0] = '\0';
		if (exif_rules[i].fires(&s.c, detail) && exif_rules[i].weight > WEIGHT_INFO)
			fail_msg("%s: %s", exif_rules[i].code, detail);
	}
	arena_release(&s.arena);
}

/* ---- the whole check ---- */

static void the_check_runs_without_exif(void **state)
{
	static struct scene s;
	static const struct codec codec = { .name = "JPEG",
					    .media_type = "image/jpeg",
					    .walk = (enum status(*)(struct span, struct container *,
								    struct error *))1 };
	struct result r = { 0 };

	(void)state;
	scene_init(&s);
	s.in.container.codec = &codec;
	r.arena = &s.arena;
	analyzer_run(&analyzer_exif, &s.in, &s.cx, NULL, NULL, &r);
	assert_int_equal(r.status, RESULT_DONE);
	assert_string_equal(r.check, "exif");
	assert_int_equal(r.level, LEVEL_NONE);
	assert_int_equal(r.n_findings, 1);
	assert_string_equal(r.findings[0].code, "exif.stripped");
	assert_non_null(value_get(r.params, "scene_ncc"));
	s.in.container.codec = NULL;
	r = (struct result){ .arena = &s.arena };
	analyzer_run(&analyzer_exif, &s.in, &s.cx, NULL, NULL, &r);
	assert_int_equal(r.status, RESULT_NOT_APPLICABLE);
	assert_non_null(r.reason);
	arena_release(&s.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fixtures_fire_and_keep_still), cmocka_unit_test(every_rule_has_a_fixture),
		cmocka_unit_test(rows_are_whole), cmocka_unit_test(an_ordinary_picture_is_quiet),
		cmocka_unit_test(the_check_runs_without_exif),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
