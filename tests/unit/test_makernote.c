/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes of makers: recognised, walked, moved, broken. */
#include "tests/unit/unit.h"
#include "tests/unit/exif_scene.h"

#include "src/base/value.h"
#include "src/media/makernote.h"

static struct scene s;

static void start(const char *make, bool little, const void *header, size_t len)
{
	scene_init(&s);
	s.b.little = little;
	if (make)
		builder_text(&s.b, EXIF_IFD0, 0x010F, make);
	note_init(&s.note, little, header, len);
	s.has_note = true;
}

static const struct maker_note *finish(void)
{
	scene_finish(&s);
	return &s.in.maker;
}

static void canon_values(void)
{
	note_text(&s.note, 0x0006, "IMG:PowerShot A1 JPEG");
	note_text(&s.note, 0x0007, "Firmware Version 1.00");
	note_long(&s.note, 0x000C, 1234567);
	note_text(&s.note, 0x0096, "AB0012345");
}

static void canon_counts_from_the_block(void **state)
{
	const struct maker_note *m;

	(void)state;
	start("Canon", true, NULL, 0);
	canon_values();
	m = finish();
	assert_int_equal(m->kind, MAKER_CANON);
	assert_true(m->directory && m->base == MAKER_BASE_BLOCK);
	assert_int_equal(m->offsets, MAKER_OFFSETS_INSIDE);
	assert_int_equal(m->dir.n_fields, 4);
	assert_string_equal(m->values[MAKER_IMAGE_TYPE], "IMG:PowerShot A1 JPEG");
	assert_string_equal(m->values[MAKER_FIRMWARE], "Firmware Version 1.00");
	assert_string_equal(m->values[MAKER_SERIAL], "1234567");
	assert_string_equal(m->values[MAKER_INTERNAL_SERIAL], "AB0012345");
	arena_release(&s.arena);
}

/* The note moves, its offsets stay: every distance is found, and the values are read over it. */
static void a_moved_note_is_mended(void **state)
{
	static const int64_t distances[] = { 12, 62, 400, -40, -54 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(distances); i++) {
		const struct maker_note *m;

		start("Canon", true, NULL, 0);
		for (uint16_t t = 0; t < 12; t++) /* room before the note */
			builder_text(&s.b, EXIF_IFD0, (uint16_t)(0xC000 + t), "twenty bytes of text");
		canon_values();
		s.note_moved = distances[i];
		m = finish();
		assert_int_equal(m->offsets, MAKER_OFFSETS_MOVED);
		assert_int_equal(m->moved, distances[i]);
		assert_string_equal(m->values[MAKER_FIRMWARE], "Firmware Version 1.00");
		arena_release(&s.arena);
	}
}

/* Canon's footer tells the old place, also when padding hides that the note was moved. */
static void the_footer_of_canon(void **state)
{
	const struct maker_note *m;

	(void)state;
	start("Canon", true, NULL, 0);
	canon_values();
	s.note.gap = 24;
	s.note_moved = 4;
	s.note.n_tail = 16;
	memcpy(s.note.tail + 8, "II*\0", 4);
	s.footer = true;
	m = finish();
	assert_int_equal(m->offsets, MAKER_OFFSETS_MOVED);
	assert_int_equal(m->moved, 4);
	assert_string_equal(m->values[MAKER_FIRMWARE], "Firmware Version 1.00");
	arena_release(&s.arena);
}

static void nikon_counts_from_the_note(void **state)
{
	const struct maker_note *m;

	(void)state;
	start("NIKON CORPORATION", true, "Nikon\0\x02\x10\0\0MM\0*\0\0\0\x08", 18);
	s.note.little = false; /* its own header says so */
	note_text(&s.note, 0x001D, "3453402");
	note_long(&s.note, 0x00A7, 12139);
	s.note_base = 10;
	m = finish();
	assert_int_equal(m->kind, MAKER_NIKON);
	assert_true(m->directory && !m->dir.little_endian && m->base == MAKER_BASE_NOTE);
	assert_int_equal(m->offsets, MAKER_OFFSETS_INSIDE);
	assert_string_equal(m->values[MAKER_SERIAL], "3453402");
	assert_string_equal(m->values[MAKER_SHUTTER_COUNT], "12139");
	arena_release(&s.arena);
	start("NIKON CORPORATION", true, "Nikon\0\x02\x10\0\0II*\0\x08\0\0\0", 18);
	note_long(&s.note, 0x00A7, 4294965247u); /* "none" */
	s.note_base = 10;
	assert_null(finish()->values[MAKER_SHUTTER_COUNT]);
	arena_release(&s.arena);
}

/* Olympus: the serial number stands in a directory of its own. */
static void the_equipment_of_olympus(void **state)
{
	uint8_t equipment[64] = { 1, 0, 0x01, 0x01, 2, 0, 10, 0, 0, 0 };
	const struct maker_note *m;

	(void)state;
	start("OLYMPUS IMAGING CORP.", true, "OLYMPUS\0II\x03\0", 12);
	/* the directory stands at 12 + 2 + 2 * 12 + 4; its text follows it */
	equipment[10] = 42 + 2 + 12;
	memcpy(equipment + 14, "H12345678", 10);
	note_raw(&s.note, 0x2010, 7, sizeof equipment, equipment, sizeof equipment);
	note_text(&s.note, 0x0104, "1.0.0.0");
	s.note_base = 0;
	m = finish();
	assert_int_equal(m->kind, MAKER_OLYMPUS);
	assert_int_equal(m->dir.n_fields, 3);
	assert_string_equal(m->values[MAKER_SERIAL], "H12345678");
	arena_release(&s.arena);
}

static void pentax_hides_its_count_under_the_date(void **state)
{
	static const uint8_t date[] = { 0x07, 0xD8, 5, 1 }, time[] = { 10, 11, 12 };
	uint32_t key = 0x07D80501u ^ ~0x0A0B0C00u, hidden = 4711 ^ key;
	uint8_t count[4] = { (uint8_t)(hidden >> 24), (uint8_t)(hidden >> 16), (uint8_t)(hidden >> 8),
			     (uint8_t)hidden };
	const struct maker_note *m;

	(void)state;
	start("PENTAX", false, "AOC\0MM", 6);
	note_raw(&s.note, 6, 7, 4, date, 4);
	s.note.n_values = 4;
	note_raw(&s.note, 7, 7, 3, time, 3);
	s.note.n_values = 8;
	note_raw(&s.note, 0x5D, 7, 4, count, 4);
	s.note.n_values = 12;
	note_text(&s.note, 0x0229, "1234567");
	m = finish();
	assert_int_equal(m->kind, MAKER_PENTAX);
	assert_string_equal(m->values[MAKER_SHUTTER_COUNT], "4711");
	assert_string_equal(m->values[MAKER_SERIAL], "1234567");
	arena_release(&s.arena);
}

static void apple_and_fujifilm(void **state)
{
	const struct maker_note *m;

	(void)state;
	start("Apple", false, "Apple iOS\0\0\1MM", 14);
	note_text(&s.note, 0x0011, "01234567-89AB-CDEF-0123-456789ABCDEF");
	note_raw(&s.note, 0x0003, 7, 12, "bplist00abcd", 12);
	s.note_base = 0;
	m = finish();
	assert_int_equal(m->kind, MAKER_APPLE);
	assert_string_equal(m->values[MAKER_CONTENT_ID], "01234567-89AB-CDEF-0123-456789ABCDEF");
	assert_non_null(m->values[MAKER_RUN_TIME]);
	arena_release(&s.arena);
	start("FUJIFILM", false, "FUJIFILM\x0c\0\0\0", 12);
	s.note.little = true; /* always, whatever the block */
	note_text(&s.note, 0x0010, "FPX 20495643 592D313335310701318AD010110047");
	note_short(&s.note, 0x1438, 0x8003);
	s.note_base = 0;
	m = finish();
	assert_int_equal(m->kind, MAKER_FUJIFILM);
	assert_string_equal(m->values[MAKER_IMAGE_COUNT], "3");
	assert_non_null(m->values[MAKER_INTERNAL_SERIAL]);
	arena_release(&s.arena);
}

static void what_cannot_be_read(void **state)
{
	const struct maker_note *m;

	(void)state;
	start("Google", true, "HDRP\x02....................", 24);
	m = finish();
	assert_int_equal(m->kind, MAKER_GOOGLE);
	assert_false(m->directory);
	arena_release(&s.arena);
	start(NULL, true, "nobody knows this", 17);
	assert_int_equal(finish()->kind, MAKER_UNKNOWN);
	arena_release(&s.arena);
	start("Canon", true, "\xff\xff\xff\xff\xff\xff\xff\xff", 8); /* 65,535 entries */
	m = finish();
	assert_int_equal(m->kind, MAKER_CANON);
	assert_false(m->directory);
	arena_release(&s.arena);
	scene_init(&s);
	builder_text(&s.b, EXIF_IFD0, 0x010F, "Canon");
	scene_finish(&s);
	assert_int_equal(s.in.maker.kind, MAKER_NONE);
	arena_release(&s.arena);
}

/* Values that lie outside the block, and too far from one another for one distance to mend them. */
static void broken_offsets(void **state)
{
	const struct maker_note *m;

	(void)state;
	start("Canon", true, NULL, 0);
	canon_values();
	s.patch_note = true; /* the second text lies at 4 GB */
	m = finish();
	assert_int_equal(m->offsets, MAKER_OFFSETS_BROKEN);
	assert_true(m->dir.fields[1].broken);
	assert_null(m->values[MAKER_FIRMWARE]);
	assert_string_equal(m->values[MAKER_IMAGE_TYPE], "IMG:PowerShot A1 JPEG");
	arena_release(&s.arena);
}

static void placeholders(void **state)
{
	(void)state;
	assert_true(maker_placeholder(""));
	assert_true(maker_placeholder("0000000"));
	assert_true(maker_placeholder("0"));
	assert_true(maker_placeholder("None"));
	assert_true(maker_placeholder("n/a"));
	assert_true(maker_placeholder("XXXXXXXX"));
	assert_true(maker_placeholder("        "));
	assert_false(maker_placeholder("0000001"));
	assert_false(maker_placeholder("111"));
	assert_false(maker_placeholder("BHP242330"));
}

static void shown_and_told(void **state)
{
	struct examination *x = exam_new();
	struct error e = ERROR_INIT;
	const struct value *v;

	(void)state;
	start("Canon", true, NULL, 0);
	canon_values();
	finish();
	assert_int_equal(exif_entries(&s.in.exif, x, &e), ST_OK);
	assert_int_equal(maker_note_entries(&s.in.maker, x, &e), ST_OK);
	assert_int_equal(x->n_entries, s.in.exif.n_fields + 4);
	assert_string_equal(x->entries[x->n_entries - 1].group, "MakerNote Canon");
	assert_string_equal(x->entries[x->n_entries - 1].name, "InternalSerialNumber");
	assert_string_equal(x->entries[x->n_entries - 1].value, "AB0012345");
	assert_memory_equal(s.b.out + x->entries[x->n_entries - 1].offset, "AB0012345", 10);
	x->facts = exif_facts_value(&x->arena, &s.in.facts);
	maker_note_facts(&x->arena, x->facts, &s.in.maker);
	v = value_get(x->facts, "maker_note");
	assert_string_equal(value_get_text(v, "kind"), "Canon");
	assert_string_equal(value_get_text(v, "serial_number"), "1234567");
	assert_string_equal(value_get_text(v, "offsets"), "inside");
	exam_free(x);
	arena_release(&s.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(canon_counts_from_the_block),
		cmocka_unit_test(a_moved_note_is_mended),
		cmocka_unit_test(the_footer_of_canon),
		cmocka_unit_test(nikon_counts_from_the_note),
		cmocka_unit_test(the_equipment_of_olympus),
		cmocka_unit_test(pentax_hides_its_count_under_the_date),
		cmocka_unit_test(apple_and_fujifilm),
		cmocka_unit_test(what_cannot_be_read),
		cmocka_unit_test(broken_offsets),
		cmocka_unit_test(placeholders),
		cmocka_unit_test(shown_and_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
