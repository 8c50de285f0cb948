/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data hashes, and the names of what they leave out. */
#include "tests/unit/binding_scene.h"

#define DATA "c2pa.hash.data"

static struct bytes small_store(void)
{
	const struct store_wish w = { .manifests = 1 };

	return build_store(&w);
}

/* A JPEG with a comment and the store. */
static void open_jpeg(struct scene *s, unsigned pieces)
{
	struct bytes store = small_store(), file = store_in_jpeg(&store, pieces);
	struct bytes exif = picture_segment(0xE1, "Exif\0\0MM\0*\0\0\0\x08\0\0", 16), com = picture_segment(0xFE, "words", 5);

	bytes_insert(&file, 2, exif.data, exif.len);
	bytes_insert(&file, 2, com.data, com.len);
	bytes_release(&exif);
	bytes_release(&com);
	bytes_release(&store);
	scene_open(s, file);
}

static const struct asset_box *box_of(const struct scene *s, const char *name)
{
	for (uint32_t i = 0; i < s->asset.n_boxes; i++)
		if (strcmp(s->asset.boxes[i].name, name) == 0 && !s->asset.boxes[i].store)
			return &s->asset.boxes[i];
	fail_msg("no box %s", name);
	return NULL;
}

/* ---- the store's own place ---- */

static void the_store_alone_is_left_out(void **state)
{
	static const char *const algs[] = { "sha256", "sha384", "sha512", NULL };
	struct scene s;

	(void)state;
	for (unsigned pieces = 1; pieces < 4; pieces += 2) {
		open_jpeg(&s, pieces);
		for (size_t i = 0; i < ARRAY_LEN(algs); i++) {
			struct extent place = store_place(&s);

			put_data_hash(&s, algs[i], &place, 1);
			scene_check(&s, DATA, BINDING_MATCH, "dataHash.match");
			assert_string_equal(s.r.algorithm, algs[i] ? algs[i] : "sha256");
			assert_int_equal(s.r.n_unbound, 1);
			assert_true(scene_names(&s, UNBOUND_STORE, place.start, place.length));
			assert_false(s.r.picture_unbound || s.r.padding || s.log.n > 1);
			assert_int_equal(s.r.hashed, s.file.len - place.length);
		}
		scene_close(&s);
	}
}

static void each_changed_byte_is_a_mismatch(void **state)
{
	struct extent place;
	struct scene s;

	(void)state;
	open_jpeg(&s, 1);
	place = store_place(&s);
	put_data_hash(&s, NULL, &place, 1);
	for (size_t at = 2; at < s.file.len; at += 7) {
		if (at >= place.start && at < place.start + place.length)
			continue;
		s.file.data[at] ^= 0x10;
		scene_check(&s, DATA, BINDING_MISMATCH, "dataHash.mismatch");
		s.file.data[at] ^= 0x10;
	}
	scene_close(&s);
}

static void the_range_must_be_the_place_exactly(void **state)
{
	static const struct { int start, length; } off[] = { { 0, 1 }, { 0, -1 }, { 1, -1 }, { -1, 1 }, { -2, 0 }, { 0, 40 } };
	struct extent place;
	struct scene s;

	(void)state;
	open_jpeg(&s, 1);
	for (size_t i = 0; i < ARRAY_LEN(off); i++) {
		place = store_place(&s);
		place.start += (uint64_t)off[i].start;
		place.length += (uint64_t)off[i].length;
		put_data_hash(&s, NULL, &place, 1);
		scene_check(&s, DATA, BINDING_MISMATCH, "dataHash.mismatch");
	}
	put_data_hash(&s, NULL, NULL, 0);
	scene_check(&s, DATA, BINDING_MISMATCH, "dataHash.mismatch");
	scene_close(&s);
}

static void a_grown_store_is_followed(void **state)
{
	struct extent ranges[2];
	struct scene s;

	(void)state;
	open_jpeg(&s, 1);
	ranges[0] = store_place(&s);
	ranges[1] = (struct extent){ ranges[0].start + ranges[0].length + 30, 4 };
	put_data_hash(&s, NULL, ranges, 2);
	/* what the parent said when the store was 100 bytes shorter; the second hash is of the same bytes */
	ranges[0].length -= 100;
	ranges[1].start -= 100;
	str_clear(&s.cbor);
	cbor_put_map(&s.cbor, 2);
	cbor_put_text(&s.cbor, "exclusions");
	put_ranges(&s.cbor, ranges, 2);
	cbor_put_text(&s.cbor, "hash");
	{
		struct str rest;

		str_init(&rest, 1 << 20);
		str_add(&rest, s.file.data, (size_t)ranges[0].start);
		str_add(&rest, s.file.data + store_place(&s).start + store_place(&s).length, 30);
		str_add(&rest, s.file.data + ranges[1].start + 104, s.file.len - (size_t)ranges[1].start - 104);
		digest_of("sha256", &rest, &s.cbor);
		str_release(&rest);
	}
	scene_check(&s, DATA, BINDING_MISMATCH, "dataHash.mismatch");
	s.in.from_parent = true;
	scene_check(&s, DATA, BINDING_MISMATCH, "dataHash.mismatch"); /* the second range lies in a table */
	assert_true(s.r.picture_unbound);
	assert_true(strstr(s.r.note, "the rest of the file is as it was signed"));
	scene_close(&s);
}

static void a_detached_manifest_leaves_out_nothing_else(void **state)
{
	struct extent place;
	struct scene s;

	(void)state;
	open_jpeg(&s, 1);
	place = store_place(&s);
	s.in.store = NULL;
	put_data_hash(&s, NULL, NULL, 0);
	scene_check(&s, DATA, BINDING_MATCH, "dataHash.match");
	put_data_hash(&s, NULL, &place, 1); /* a store does stand there */
	scene_check(&s, DATA, BINDING_MATCH, "dataHash.match");
	place = (struct extent){ box_of(&s, "COM")->offset, box_of(&s, "COM")->length };
	put_data_hash(&s, NULL, &place, 1);
	scene_check(&s, DATA, BINDING_MISMATCH, "dataHash.mismatch");
	scene_close(&s);
}

/* ---- form ---- */

static void ranges_must_be_in_order(void **state)
{
	struct extent place, ranges[2];
	struct scene s;

	(void)state;
	open_jpeg(&s, 1);
	place = store_place(&s);
	ranges[0] = place;
	ranges[1] = (struct extent){ place.start + place.length - 1, 10 };
	put_data_hash(&s, NULL, ranges, 2);
	scene_check(&s, DATA, BINDING_MALFORMED, "dataHash.malformed");
	ranges[0] = (struct extent){ s.file.len - 2, 1 };
	ranges[1] = place;
	put_data_hash(&s, NULL, ranges, 2);
	scene_check(&s, DATA, BINDING_MALFORMED, "dataHash.malformed");
	scene_close(&s);
}

static void ranges_must_end_in_the_file(void **state)
{
	struct extent ranges[2];
	struct scene s;

	(void)state;
	open_jpeg(&s, 1);
	ranges[0] = store_place(&s);
	for (int i = 0; i < 3; i++) {
		ranges[1] = (struct extent){ s.file.len - 1, i == 0 ? 2 : i == 1 ? UINT64_MAX : UINT64_MAX - s.file.len };
		put_data_hash(&s, NULL, ranges, 2);
		scene_check(&s, DATA, BINDING_MISMATCH, "dataHash.mismatch");
		assert_true(scene_says(&s, "dataHash.additionalExclusionsPresent"));
	}
	scene_close(&s);
}

static void put_pair(struct str *o, const char *key, const char *value)
{
	cbor_put_text(o, key);
	cbor_put_text(o, value);
}

static void broken_assertions_are_malformed(void **state)
{
	struct scene s;

	(void)state;
	open_jpeg(&s, 1);
	cbor_put_array(&s.cbor, 0);
	scene_check(&s, DATA, BINDING_MALFORMED, "dataHash.malformed");
	str_clear(&s.cbor);
	cbor_put_map(&s.cbor, 1);
	put_pair(&s.cbor, "hash", "text");
	scene_check(&s, DATA, BINDING_MALFORMED, "dataHash.malformed");
	str_clear(&s.cbor);
	cbor_put_map(&s.cbor, 2);
	put_pair(&s.cbor, "exclusions", "text");
	cbor_put_text(&s.cbor, "hash");
	cbor_put_bytes(&s.cbor, "x", 1);
	scene_check(&s, DATA, BINDING_MALFORMED, "dataHash.malformed");
	scene_close(&s);
}

static void hashes_that_are_not_allowed_are_unsupported(void **state)
{
	static const char *const algs[] = { "md5", "sha1", "SHA256", "", "sha3-256" };
	struct scene s;

	(void)state;
	open_jpeg(&s, 1);
	for (size_t i = 0; i < ARRAY_LEN(algs); i++) {
		str_clear(&s.cbor);
		cbor_put_map(&s.cbor, 2);
		put_pair(&s.cbor, "alg", algs[i]);
		cbor_put_text(&s.cbor, "hash");
		cbor_put_bytes(&s.cbor, "x", 1);
		scene_check(&s, DATA, BINDING_UNSUPPORTED, "algorithm.unsupported");
	}
	str_clear(&s.cbor);
	cbor_put_map(&s.cbor, 1);
	cbor_put_text(&s.cbor, "hash");
	cbor_put_bytes(&s.cbor, "x", 1);
	s.in.default_alg = NULL;
	scene_check(&s, DATA, BINDING_UNSUPPORTED, "algorithm.unsupported");
	scene_check(&s, "c2pa.hash.collection.data", BINDING_UNSUPPORTED, "general.error");
	scene_close(&s);
}

static void data_in_the_padding_is_said(void **state)
{
	struct extent place;
	struct scene s;

	(void)state;
	open_jpeg(&s, 1);
	place = store_place(&s);
	put_data_hash(&s, NULL, &place, 1);
	s.cbor.data[s.cbor.len - 1] = 'x';
	scene_check(&s, DATA, BINDING_MATCH, "dataHash.match");
	assert_true(s.r.padding);
	assert_true(strstr(s.r.note, "'pad'"));
	scene_close(&s);
}

static bool always(void *owner)
{
	(void)owner;
	return true;
}

static void it_can_be_cancelled(void **state)
{
	struct job_control ctl = { .cancelled = always };
	struct cnode *n = NULL;
	struct extent place;
	struct scene s;

	(void)state;
	open_jpeg(&s, 1);
	place = store_place(&s);
	put_data_hash(&s, NULL, &place, 1);
	assert_int_equal(cbor_tree(&s.arena, span_of(s.cbor.data, s.cbor.len, 0), &n, &s.e), ST_OK);
	s.in.assertion = n;
	s.in.label = DATA;
	s.in.ctl = &ctl;
	status_log_init(&s.log, &s.arena);
	assert_int_equal(binding_check(&s.arena, &s.in, &s.log, &s.r, &s.e), ST_CANCELLED);
	scene_close(&s);
}

/* ---- what is left out ---- */

/* Leaves the store out and one more range, which may come before it. */
static void leave_out(struct scene *s, struct extent also)
{
	struct extent place = store_place(s), ranges[2];
	bool before = also.start < place.start;

	ranges[before] = place;
	ranges[!before] = also;
	put_data_hash(s, NULL, ranges, 2);
}

static void check_left_out(struct scene *s, struct extent also, enum unbound_kind kind, const char *what)
{
	bool picture = kind == UNBOUND_PICTURE;

	leave_out(s, also);
	scene_check(s, DATA, picture ? BINDING_MISMATCH : BINDING_MATCH, picture ? "dataHash.mismatch" : "dataHash.match");
	assert_true(scene_says(s, "dataHash.additionalExclusionsPresent"));
	assert_int_equal(s->r.picture_unbound, picture);
	for (uint32_t i = 0; i < s->r.n_unbound; i++)
		if (s->r.unbound[i].at.start == also.start) {
			assert_int_equal(s->r.unbound[i].kind, kind);
			assert_int_equal(s->r.unbound[i].at.length, also.length);
			if (!strstr(s->r.unbound[i].what, what))
				fail_msg("'%s', not '%s'", s->r.unbound[i].what, what);
			return;
		}
	fail_msg("the range at %llu is not named", (unsigned long long)also.start);
}

static struct extent all_of(const struct asset_box *x)
{
	return (struct extent){ x->offset, x->length + x->data_length };
}

static void jpeg_segments_are_told_apart(void **state)
{
	static const char *const picture[] = { "DQT", "DHT", "SOF0", "SOS", "DRI", "EOI", "RST0" };
	struct extent exif, com;
	struct scene s;

	(void)state;
	open_jpeg(&s, 1);
	exif = all_of(box_of(&s, "APP1"));
	com = all_of(box_of(&s, "COM"));
	check_left_out(&s, com, UNBOUND_METADATA, "COM, 9 bytes");
	check_left_out(&s, exif, UNBOUND_METADATA, "APP1 Exif");
	check_left_out(&s, (struct extent){ exif.start + 4, exif.length - 4 }, UNBOUND_METADATA, "part of APP1 Exif");
	check_left_out(&s, (struct extent){ exif.start + 2, exif.length - 2 }, UNBOUND_OTHER, "part of APP1 Exif");
	for (size_t i = 0; i < ARRAY_LEN(picture); i++) {
		struct extent at = all_of(box_of(&s, picture[i]));

		check_left_out(&s, at, UNBOUND_PICTURE, picture[i]);
		check_left_out(&s, (struct extent){ at.start + 1, 1 }, UNBOUND_PICTURE, "part of");
	}
	scene_close(&s);
}

/* A range that runs from a comment into a table: both are named, and the picture is not bound. */
static void a_range_over_several_pieces_is_cut(void **state)
{
	struct asset_box com, exif;
	struct extent at;
	struct scene s;

	(void)state;
	open_jpeg(&s, 1);
	com = *box_of(&s, "COM");
	exif = *box_of(&s, "APP1");
	at = (struct extent){ com.offset, exif.offset + exif.length - com.offset };
	leave_out(&s, at);
	scene_check(&s, DATA, BINDING_MATCH, "dataHash.match");
	assert_true(scene_names(&s, UNBOUND_METADATA, com.offset, com.length));
	assert_true(scene_names(&s, UNBOUND_METADATA, exif.offset, exif.length));
	leave_out(&s, (struct extent){ box_of(&s, "DQT")->offset - 1, 2 });
	scene_check(&s, DATA, BINDING_MISMATCH, "dataHash.mismatch");
	assert_true(s.r.picture_unbound);
	scene_close(&s);
}

static void adobe_marker_decides_colours(void **state)
{
	struct bytes app14 = picture_segment(0xEE, "Adobe\0\x64\0\0\0\0\1", 12);
	struct scene s;

	(void)state;
	open_jpeg(&s, 1);
	bytes_insert(&s.file, 2, app14.data, app14.len);
	bytes_release(&app14);
	scene_reopen(&s);
	check_left_out(&s, all_of(box_of(&s, "APP14")), UNBOUND_PICTURE, "APP14 Adobe");
	scene_close(&s);
}

static void what_follows_the_end_is_told(void **state)
{
	struct extent place;
	size_t end;
	struct scene s;

	(void)state;
	open_jpeg(&s, 1);
	place = store_place(&s);
	end = s.file.len;
	put_data_hash(&s, NULL, &place, 1);
	bytes_add(&s.file, "appended", 8);
	scene_reopen(&s);
	scene_check(&s, DATA, BINDING_MISMATCH, "dataHash.mismatch");
	assert_true(strstr(s.r.note, "8 bytes were added behind the end"));
	check_left_out(&s, (struct extent){ end, 8 }, UNBOUND_AFTER_END, "8 bytes");
	scene_close(&s);
}

/* The container reader's names go before our own. */
static void names_come_from_the_reader(void **state)
{
	struct segment names[2] = { { .name = "DQT", .offset = 0, .length = 1 }, { .name = "APP1 of a phone" } };
	struct scene s;

	(void)state;
	open_jpeg(&s, 1);
	names[1].offset = box_of(&s, "APP1")->offset;
	names[1].length = box_of(&s, "APP1")->length;
	s.in.segments = names;
	s.in.n_segments = 2;
	check_left_out(&s, all_of(box_of(&s, "APP1")), UNBOUND_METADATA, "APP1 of a phone");
	scene_close(&s);
}

/* ---- other containers ---- */

static void open_in(struct scene *s, struct bytes (*in)(const struct bytes *store))
{
	struct bytes store = small_store();

	scene_open(s, in(&store));
	bytes_release(&store);
}

static void png_chunks_are_told_apart(void **state)
{
	struct bytes text = picture_chunk("tEXt", "Title\0x", 7), trns = picture_chunk("tRNS", "\0\0\0\0\0\0", 6);
	struct scene s;

	(void)state;
	open_in(&s, store_in_png);
	bytes_insert(&s.file, 33, text.data, text.len);
	bytes_insert(&s.file, 33, trns.data, trns.len);
	scene_reopen(&s);
	check_left_out(&s, all_of(box_of(&s, "tEXt")), UNBOUND_METADATA, "tEXt");
	check_left_out(&s, all_of(box_of(&s, "tRNS")), UNBOUND_PICTURE, "tRNS");
	check_left_out(&s, all_of(box_of(&s, "IDAT")), UNBOUND_PICTURE, "IDAT");
	check_left_out(&s, all_of(box_of(&s, "IHDR")), UNBOUND_PICTURE, "IHDR");
	bytes_release(&text);
	bytes_release(&trns);
	scene_close(&s);
}

static void riff_chunks_are_told_apart(void **state)
{
	uint8_t size[4];
	struct scene s;

	(void)state;
	open_in(&s, store_in_webp);
	bytes_insert(&s.file, 12, "EXIF\4\0\0\0II*\0", 12);
	for (int i = 0; i < 4; i++)
		size[i] = (uint8_t)((s.file.len - 8) >> 8 * i);
	memcpy(s.file.data + 4, size, 4);
	scene_reopen(&s);
	check_left_out(&s, (struct extent){ 12, 12 }, UNBOUND_METADATA, "EXIF");
	check_left_out(&s, (struct extent){ 20, 2 }, UNBOUND_METADATA, "part of EXIF");
	check_left_out(&s, (struct extent){ 24, 16 }, UNBOUND_PICTURE, "VP8L");
	check_left_out(&s, (struct extent){ 4, 4 }, UNBOUND_PICTURE, "RIFF header");
	scene_close(&s);
}

static void gif_blocks_are_told_apart(void **state)
{
	struct scene s;
	size_t image;

	(void)state;
	open_in(&s, store_in_gif);
	image = bytes_find(&s.file, ",", 1, 13);
	assert_true(image != SIZE_MAX);
	image = s.store->places[0].start; /* behind the tables, where any block may stand */
	bytes_insert(&s.file, image, "!\xFE\5words\0", 9);
	scene_reopen(&s);
	check_left_out(&s, (struct extent){ image, 9 }, UNBOUND_METADATA, "comment");
	check_left_out(&s, (struct extent){ 6, 2 }, UNBOUND_PICTURE, "screen descriptor");
	scene_close(&s);
}

/* Header 8, store, directory with the store's entry alone. */
static void tiff_values_are_told_apart(void **state)
{
	struct extent places[2];
	struct scene s;
	struct bytes store = small_store();

	(void)state;
	scene_open(&s, store_in_tiff(&store, false, false));
	bytes_release(&store);
	assert_int_equal(s.store->n_places, 2);
	memcpy(places, s.store->places, sizeof places);
	if (places[0].start > places[1].start) {
		places[0] = s.store->places[1];
		places[1] = s.store->places[0];
	}
	put_data_hash(&s, NULL, places, 2);
	scene_check(&s, DATA, BINDING_MATCH, "dataHash.match");
	assert_true(scene_says(&s, "dataHash.additionalExclusionsPresent"));
	assert_false(s.r.picture_unbound);
	places[1].length++;
	put_data_hash(&s, NULL, places, 2);
	scene_check(&s, DATA, BINDING_MISMATCH, "dataHash.mismatch");
	scene_close(&s);
}

/* A directory whose values are in the file: words, and a strip. */
static void tiff_strips_are_picture_data(void **state)
{
	static const uint8_t tiff[] = {
		'I', 'I', 42, 0, 8, 0, 0, 0, 3, 0,
		0x31, 1, 2, 0, 9, 0, 0, 0, 50, 0, 0, 0,  /* Software, 9 bytes at 50 */
		0x11, 1, 4, 0, 1, 0, 0, 0, 60, 0, 0, 0,  /* StripOffsets */
		0x17, 1, 4, 0, 1, 0, 0, 0, 6, 0, 0, 0,   /* StripByteCounts */
		0, 0, 0, 0, 'a', 'u', 't', 'h', 'o', 'r', 's', 'x', 0, 0, 'p', 'i', 'x', 'e', 'l', 's',
	};
	static const struct { struct extent at; enum unbound_kind kind; bool bound; } parts[] = {
		{ { 50, 9 }, UNBOUND_METADATA, true }, { { 60, 6 }, UNBOUND_PICTURE, false },
		{ { 59, 1 }, UNBOUND_PADDING, true }, { { 10, 12 }, UNBOUND_PICTURE, false }, { { 4, 4 }, UNBOUND_PICTURE, false },
	};
	struct scene s;

	(void)state;
	assert_int_equal(sizeof tiff, 66);
	scene_open(&s, bytes_copy(tiff, sizeof tiff));
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		put_data_hash(&s, NULL, &parts[i].at, 1);
		scene_check(&s, DATA, BINDING_MISMATCH, "dataHash.mismatch"); /* no store stands there */
		assert_true(scene_names(&s, parts[i].kind, parts[i].at.start, parts[i].at.length));
		assert_int_equal(s.r.picture_unbound, !parts[i].bound);
	}
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_store_alone_is_left_out),
		cmocka_unit_test(each_changed_byte_is_a_mismatch),
		cmocka_unit_test(the_range_must_be_the_place_exactly),
		cmocka_unit_test(a_grown_store_is_followed),
		cmocka_unit_test(a_detached_manifest_leaves_out_nothing_else),
		cmocka_unit_test(ranges_must_be_in_order),
		cmocka_unit_test(ranges_must_end_in_the_file),
		cmocka_unit_test(broken_assertions_are_malformed),
		cmocka_unit_test(hashes_that_are_not_allowed_are_unsupported),
		cmocka_unit_test(data_in_the_padding_is_said),
		cmocka_unit_test(it_can_be_cancelled),
		cmocka_unit_test(jpeg_segments_are_told_apart),
		cmocka_unit_test(a_range_over_several_pieces_is_cut),
		cmocka_unit_test(adobe_marker_decides_colours),
		cmocka_unit_test(what_follows_the_end_is_told),
		cmocka_unit_test(names_come_from_the_reader),
		cmocka_unit_test(png_chunks_are_told_apart),
		cmocka_unit_test(riff_chunks_are_told_apart),
		cmocka_unit_test(gif_blocks_are_told_apart),
		cmocka_unit_test(tiff_values_are_told_apart),
		cmocka_unit_test(tiff_strips_are_picture_data),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
