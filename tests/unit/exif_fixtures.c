/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/exif_fixtures.h"

static void make(struct scene *s, const char *maker, const char *model)
{
	builder_text(&s->b, EXIF_IFD0, 0x010F, maker);
	builder_text(&s->b, EXIF_IFD0, 0x0110, model);
}

/* ---- dates ---- */

static void f_digitised(struct scene *s, bool fire)
{
	make(s, "Google", "Pixel 7");
	scene_dates(s, "2024:05:01 10:11:12", fire ? "2024:05:01 10:11:15" : "2024:05:01 10:11:14", NULL);
}

static void f_digitised_scanner(struct scene *s, bool fire)
{
	make(s, fire ? "samsung" : "SAMSUNG", fire ? "SM-A346B" : "NX300"); /* a camera may wait */
	scene_dates(s, "1974:05:01 10:11:12", "2024:05:01 10:11:15", NULL);
}

static void f_modified(struct scene *s, bool fire)
{
	scene_dates(s, "2024:05:01 10:11:12", NULL, "2024:05:03 10:11:12");
	builder_text(&s->b, EXIF_IFD0, 0x0131, fire ? "Ver.1.00" : "GIMP 2.10"); /* named: no surprise */
}

static void f_subsec(struct scene *s, bool fire)
{
	builder_text(&s->b, EXIF_IFD_EXIF, 0x9291, fire ? "000" : "040");
}

static void f_filename_pxl(struct scene *s, bool fire)
{
	s->cx.name = fire ? "PXL_20240501_101112345.jpg" : "PXL_20240501_081112345.jpg"; /* UTC */
	scene_dates(s, "2024:05:01 10:11:12", NULL, NULL);
	builder_text(&s->b, EXIF_IFD_EXIF, 0x9011, "+02:00");
}

static void f_transfer(struct scene *s, bool fire)
{
	s->cx.name = "IMG-20240501-WA0007.jpg";
	scene_dates(s, fire ? "2024:05:03 10:11:12" : "2024:04:03 10:11:12", NULL, NULL);
}

/* ---- sizes ---- */

static void f_density(struct scene *s, bool fire)
{
	const int64_t dpi[] = { 300, 1 };

	s->in.is_jpeg = s->in.has_jpeg = s->in.jpeg.has_jfif = true;
	s->in.jpeg.jfif_units = 1;
	s->in.jpeg.jfif_x_density = fire ? 240 : 72; /* 72 says nothing */
	builder_ratios(&s->b, EXIF_IFD0, 0x011A, false, 1, dpi);
}

/* Ones everywhere are the IJG table of quality 100. */
static void f_thumbnail_tables(struct scene *s, bool fire)
{
	s->in.is_jpeg = s->in.has_jpeg = s->in.jpeg.has_table[0] = true;
	s->in.jpeg.n_components = 1;
	for (unsigned i = 0; i < 64; i++)
		s->in.jpeg.tables[0][i] = 1;
	s->thumbnail_step = fire ? 7 : 1;
}

static void f_generator_size(struct scene *s, bool fire)
{
	s->in.container.width = fire ? 832 : 830;
	s->in.container.height = 1216;
}

/* ---- software ---- */

static void f_ai_edit(struct scene *s, bool fire)
{
	scene_block(s, BLOCK_XMP, NULL,
		    fire ? "<photoshop:Credit>Edited with Google AI</photoshop:Credit>"
			 : "<photoshop:Credit>Edited with care</photoshop:Credit>");
}

static void f_social_mark(struct scene *s, bool fire)
{
	scene_block(s, BLOCK_IPTC, NULL, fire ? "FBMD01000a9f" : "a caption of an agency");
}

static void f_social_name(struct scene *s, bool fire)
{
	s->cx.name = fire ? "photo_2024-05-01_10-11-12.jpg" : "photo_of_2024.jpg";
}

static void f_social_shape(struct scene *s, bool fire)
{
	s->in.is_jpeg = s->in.has_jpeg = true;
	s->in.jpeg.sof = fire ? 0xC2 : 0xC0;
	s->in.container.width = 2048;
	s->in.container.height = 1365;
}

static void f_screenshot(struct scene *s, bool fire)
{
	s->cx.name = fire ? "Screenshot_20240501-101112.png" : "Screen door.png";
}

static void f_screenshot_comment(struct scene *s, bool fire)
{
	static const char text[] = "ASCII\0\0\0Screenshot";

	builder_raw(&s->b, EXIF_IFD_EXIF, 0x9286, 7, fire ? sizeof text - 1 : sizeof text - 5, text,
		    fire ? sizeof text - 1 : sizeof text - 5);
}

/* ---- notes ---- */

static void note(struct scene *s, bool little, const void *header, size_t len)
{
	s->b.little = little;
	note_init(&s->note, little, header, len);
	s->has_note = true;
}

static void canon(struct scene *s)
{
	make(s, "Canon", "Canon EOS 40D");
	note(s, true, NULL, 0);
	note_text(&s->note, 0x0006, "Canon EOS 40D");
	note_text(&s->note, 0x0007, "Firmware 1.0.4"); /* the one that patch_note sends away */
	note_long(&s->note, 0x000C, 620400123);
}

static void f_offsets(struct scene *s, bool fire)
{
	canon(s);
	s->note_moved = fire ? 12 : 0;
}

static void f_offsets_broken(struct scene *s, bool fire)
{
	canon(s);
	s->patch_note = fire;
}

static void f_byte_order(struct scene *s, bool fire)
{
	canon(s);
	s->b.little = !fire;
}

static void f_serial(struct scene *s, bool fire)
{
	canon(s);
	builder_text(&s->b, EXIF_IFD_EXIF, 0xA431,
		fire ? "0620400124" : "0620400123"); /* zeros in front do not count */
}

static void f_serial_placeholder(struct scene *s, bool fire)
{
	canon(s);
	builder_text(&s->b, EXIF_IFD_EXIF, 0xA431, fire ? "1234567" : "0000000");
}

static void apple(struct scene *s, const char *maker)
{
	make(s, maker, "iPhone 13");
	note(s, false, "Apple iOS\0\0\1MM", 14);
	note_text(&s->note, 0x0015, "01234567-89AB-CDEF-0123-456789ABCDEF");
	s->note_base = 0;
}

static void f_foreign(struct scene *s, bool fire)
{
	apple(s, fire ? "Canon" : "Apple");
}

static void f_run_time(struct scene *s, bool fire)
{
	apple(s, "Apple");
	builder_text(&s->b, EXIF_IFD0, 0x0131, "17.4.1");
	scene_dates(s, "2024:05:01 10:11:12", NULL, NULL);
	if (!fire)
		note_raw(&s->note, 0x0003, 7, 12, "bplist00abcd", 12);
}

static void f_run_time_program(struct scene *s, bool fire)
{
	apple(s, "Apple");
	builder_text(&s->b, EXIF_IFD0, 0x0131, fire ? "9.0" : "Photos 9.0"); /* a program, not the phone */
	scene_dates(s, "2024:05:01 10:11:12", NULL, NULL);
}

static void f_placeholder(struct scene *s, bool fire)
{
	builder_text(&s->b, EXIF_IFD_EXIF, 0xA431, fire ? "00000000" : "00000001");
}

/* ---- lens ---- */

static void lens(struct scene *s, int64_t shortest, int64_t longest, int64_t widest)
{
	const int64_t l[] = { shortest, 1, longest, 1, widest, 10, widest, 10 };

	builder_ratios(&s->b, EXIF_IFD_EXIF, 0xA432, false, 4, l);
}

static void f_lens_range(struct scene *s, bool fire)
{
	lens(s, 18, 55, 35);
	scene_ratio(s, 0x920A, fire ? 60 : 56, 1); /* 5 % of room */
}

static void f_lens_name(struct scene *s, bool fire)
{
	builder_text(&s->b, EXIF_IFD_EXIF, 0xA434,
		fire ? "EF24-105mm f/4L IS USM" : "back camera 24mm f/1.8");
	scene_ratio(s, 0x920A, 5, 1);
}

static void f_lens_aperture(struct scene *s, bool fire)
{
	lens(s, 18, 55, 35);
	scene_ratio(s, 0x829D, fire ? 28 : 34, 10);
}

static void f_flash(struct scene *s, bool fire)
{
	builder_short(&s->b, EXIF_IFD_EXIF, 0x9209, fire ? 0x11 : 0x10);
}

static void f_flash_none(struct scene *s, bool fire)
{
	builder_short(&s->b, EXIF_IFD_EXIF, 0x9209, fire ? 0x21 : 0x20);
}

static void f_limits(struct scene *s, bool fire)
{
	scene_ratio(s, 0x829A, 1, fire ? 8000000 : 80000);
}

static void f_limits_aperture(struct scene *s, bool fire)
{
	scene_ratio(s, 0x829D, fire ? 4 : 7, 10);
}

/* ---- place and sun ---- */

static void f_precision(struct scene *s, bool fire)
{
	const int64_t lat[] = { 41, 1, 53, 1, 0, 1 }, lon[] = { 12, 1, 29, 1, fire ? 0 : 7, 1 };

	builder_text(&s->b, EXIF_IFD_GPS, 1, "N");
	builder_ratios(&s->b, EXIF_IFD_GPS, 2, false, 3, lat);
	builder_text(&s->b, EXIF_IFD_GPS, 3, "E");
	builder_ratios(&s->b, EXIF_IFD_GPS, 4, false, 3, lon);
}

static void f_method(struct scene *s, bool fire)
{
	scene_position(s, "N", 48, "E", 11);
	builder_raw(&s->b, EXIF_IFD_GPS, 0x1B, 7, fire ? 14 : 11,
		fire ? "ASCII\0\0\0CELLID" : "ASCII\0\0\0GPS",
		    fire ? 14 : 11);
}

static void noon(struct scene *s, bool zone)
{
	scene_position(s, "N", 48, "E", 11);
	scene_dates(s, "2024:06:21 13:00:00", NULL, NULL);
	if (zone)
		builder_text(&s->b, EXIF_IFD_EXIF, 0x9011, "+02:00");
}

static void f_sun(struct scene *s, bool fire)
{
	noon(s, fire); /* without a zone nobody knows the time */
}

static void f_sun_gps(struct scene *s, bool fire)
{
	noon(s, false);
	scene_gps_clock(s, "2024:06:21", 11, fire ? 0 : 99, 0);
}

static void full_light(struct scene *s)
{
	scene_ratio(s, 0x829D, 8, 1);
	scene_ratio(s, 0x829A, 1, 250);
	builder_short(&s->b, EXIF_IFD_EXIF, 0x8827, 100); /* 14 EV */
}

static void f_night(struct scene *s, bool fire)
{
	scene_position(s, "N", 48, "E", 11);
	scene_dates(s, fire ? "2024:06:21 01:00:00" : "2024:06:21 21:20:00", NULL,
		NULL); /* the sun still shines */
	builder_text(&s->b, EXIF_IFD_EXIF, 0x9011, "+02:00");
	full_light(s);
}

static void f_night_flash(struct scene *s, bool fire)
{
	f_night(s, true);
	builder_short(&s->b, EXIF_IFD_EXIF, 0x9209, fire ? 0 : 1);
}

/* ---- XMP, as if it had been parsed ---- */

static struct xmp_facts *xmp(struct scene *s)
{
	scene_block(s, BLOCK_XMP, NULL, "<x:xmpmeta/>");
	s->in.xmp.state = s->in.xmp.packets[0].state = LAYER_READ;
	s->in.xmp.n_packets = s->in.xmp.n_read = 1;
	return &s->in.xmp.packets[0].facts;
}

static void f_history(struct scene *s, bool fire)
{
	static struct xmp_event e[] = { { .action = "created", .agent = "Adobe Photoshop" },
		{ .action = "saved" } };
	struct xmp_facts *x = xmp(s);

	x->creator_tool = "Adobe Photoshop";
	x->events = e;
	x->n_events = x->total_events = fire ? 2 : 0;
}

static void f_ancestors(struct scene *s, bool fire)
{
	static const char *items[1];
	struct xmp_facts *x = xmp(s);

	items[0] = fire ? "xmp.did:other" : "xmp.did:own"; /* its own id is no other document */
	x->document_id = "xmp.did:own";
	x->ancestors = (struct xmp_text_list){ .items = items, .n = 1, .total = 1 };
}

static void f_ingredients(struct scene *s, bool fire)
{
	static const char *items[] = { "xmp.did:logo" };
	struct xmp_facts *x = xmp(s);

	x->document_id = "xmp.did:own";
	x->ingredients = (struct xmp_text_list){ .items = items, .n = fire, .total = fire };
}

static void f_derived(struct scene *s, bool fire)
{
	struct xmp_facts *x = xmp(s);

	x->original_document_id = "xmp.did:first";
	x->has_derived = fire;
}

static void f_raw(struct scene *s, bool fire)
{
	struct xmp_facts *x = xmp(s);

	x->creator_tool = "Adobe Photoshop Lightroom";
	x->has_crs = fire;
	x->n_crs = fire ? 80 : 0;
}

#define TERM "http://cv.iptc.org/newscodes/digitalsourcetype/"

static void f_source_term(struct scene *s, bool fire)
{
	xmp(s)->source_type = fire ? TERM "computationalCapture" : TERM "trainedAlgorithmicMedia"; /* a rule of its own */
}

static void f_source_made(struct scene *s, bool fire)
{
	xmp(s)->source_type = fire ? TERM "trainedAlgorithmicMedia" : TERM "computationalCapture";
}

static void f_composite(struct scene *s, bool fire)
{
	xmp(s)->source_type = fire ? TERM "compositeCapture" : TERM "digitalCapture";
}

const struct exif_fixture exif_more_fixtures[] = {
	{ "exif.date.digitised", f_digitised },
	{ "exif.date.digitised", f_digitised_scanner },
	{ "exif.date.modified", f_modified },
	{ "exif.date.subsec", f_subsec },
	{ "exif.date.filename", f_filename_pxl },
	{ "exif.date.transfer", f_transfer },
	{ "exif.dimensions.density", f_density },
	{ "exif.dimensions.generator", f_generator_size },
	{ "exif.thumbnail.tables", f_thumbnail_tables },
	{ "exif.software.ai_edit", f_ai_edit },
	{ "exif.social", f_social_mark },
	{ "exif.social", f_social_name },
	{ "exif.social", f_social_shape },
	{ "exif.screenshot", f_screenshot },
	{ "exif.screenshot", f_screenshot_comment },
	{ "exif.xmp.history", f_history },
	{ "exif.xmp.ancestors", f_ancestors },
	{ "exif.xmp.ingredients", f_ingredients },
	{ "exif.xmp.derived", f_derived },
	{ "exif.xmp.raw", f_raw },
	{ "exif.xmp.source_type", f_source_term },
	{ "exif.software.source_type", f_source_made },
	{ "exif.xmp.composite", f_composite },
	{ "exif.makernote.offsets", f_offsets },
	{ "exif.makernote.offsets", f_offsets_broken },
	{ "exif.makernote.byte_order", f_byte_order },
	{ "exif.makernote.serial", f_serial },
	{ "exif.makernote.serial", f_serial_placeholder },
	{ "exif.makernote.foreign", f_foreign },
	{ "exif.makernote.run_time", f_run_time },
	{ "exif.makernote.run_time", f_run_time_program },
	{ "exif.makernote.placeholder", f_placeholder },
	{ "exif.exposure.lens_range", f_lens_range },
	{ "exif.exposure.lens_range", f_lens_name },
	{ "exif.exposure.lens_aperture", f_lens_aperture },
	{ "exif.exposure.flash", f_flash },
	{ "exif.exposure.flash", f_flash_none },
	{ "exif.exposure.limits", f_limits },
	{ "exif.exposure.limits", f_limits_aperture },
	{ "exif.gps.precision", f_precision },
	{ "exif.gps.method", f_method },
	{ "exif.sun", f_sun },
	{ "exif.sun", f_sun_gps },
	{ "exif.sun.night", f_night },
	{ "exif.sun.night", f_night_flash },
};

const size_t exif_n_more_fixtures = ARRAY_LEN(exif_more_fixtures);
