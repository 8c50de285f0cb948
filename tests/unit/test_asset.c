/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/asset_opened.h"

/* ---- each container ---- */

static void finds_the_store_of_a_jpeg(void **state)
{
	const struct store_wish w = { .filler = 3000 };
	struct bytes store = build_store(&w);
	struct opened o;

	(void)state;
	for (unsigned pieces = 1; pieces <= 7; pieces++) {
		open_it(&o, store_in_jpeg(&store, pieces));
		assert_int_equal(o.a.kind, ASSET_JPEG);
		assert_store(&o, &store);
		assert_int_equal(o.store->n_pieces, pieces);
		assert_place(&o, 0, 2, 12 * pieces + 8 * (pieces - 1) + store.len);
		assert_int_equal(o.store->n_places, 1);
		assert_int_equal(o.a.end, o.file.len);
		assert_int_equal(o.a.n_strays, 0);
		end(&o);
	}
	bytes_release(&store);
}

static void finds_the_store_of_a_png(void **state)
{
	struct bytes store = small_store();
	struct opened o;

	(void)state;
	open_it(&o, store_in_png(&store));
	assert_int_equal(o.a.kind, ASSET_PNG);
	assert_store(&o, &store);
	assert_place(&o, 0, 33, store.len + 12);
	assert_int_equal(o.a.end, o.file.len);
	assert_int_equal(o.a.n_strays, 0);
	end(&o);
	bytes_release(&store);
}

static void finds_the_store_of_a_webp(void **state)
{
	struct bytes store = small_store();
	struct opened o;

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		struct store_wish w = { .filler = 100 + i };
		uint64_t start = 12 + 16;

		bytes_release(&store);
		store = build_store(&w);
		open_it(&o, store_in_webp(&store));
		assert_int_equal(o.a.kind, ASSET_RIFF);
		assert_store(&o, &store);
		assert_place(&o, 0, start, 8 + store.len); /* without the pad byte */
		assert_int_equal(o.file.len, start + 8 + store.len + store.len % 2);
		assert_int_equal(o.a.end, o.file.len);
		assert_int_equal(o.a.n_strays, 0);
		end(&o);
	}
	bytes_release(&store);
}

static void finds_the_store_of_a_heif(void **state)
{
	struct bytes store = small_store();
	struct opened o;

	(void)state;
	open_it(&o, store_in_bmff(&store, "manifest"));
	assert_int_equal(o.a.kind, ASSET_BMFF);
	assert_store(&o, &store);
	assert_place(&o, 0, 20, 8 + 16 + 4 + 9 + 8 + store.len);
	assert_int_equal(o.a.n_strays, 0);
	end(&o);
	open_it(&o, store_in_bmff(&store, "merkle"));
	assert_null(o.store);
	assert_null(o.why);
	end(&o);
	bytes_release(&store);
}

static void finds_the_store_of_a_jpeg_xl(void **state)
{
	static const char signature[] = "\0\0\0\x0CJXL \r\n\x87\n\0\0\0\x14" "ftypjxl \0\0\0\0jxl ";
	struct bytes store = small_store(), file = bytes_copy(signature, sizeof signature - 1);
	struct opened o;

	(void)state;
	bytes_add(&file, store.data, store.len);
	bytes_add(&file, "\0\0\0\x09jxlcx", 9);
	open_it(&o, file);
	assert_store(&o, &store);
	assert_place(&o, 0, 32, store.len);
	end(&o);
	bytes_release(&store);
}

static void finds_the_store_of_a_tiff(void **state)
{
	struct bytes store = small_store();
	struct opened o;

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		bool big = i & 1;
		uint64_t header = big ? 16 : 8;

		open_it(&o, store_in_tiff(&store, i & 2, big));
		assert_int_equal(o.a.kind, ASSET_TIFF);
		assert_store(&o, &store);
		assert_int_equal(o.store->n_places, 2);
		assert_place(&o, 0, header + store.len + (big ? 8 : 2) + 4, big ? 8 : 4);
		assert_place(&o, 1, header, store.len);
		end(&o);
	}
	bytes_release(&store);
}

static void finds_the_store_of_a_gif(void **state)
{
	struct bytes store = small_store();
	struct opened o;

	(void)state;
	open_it(&o, store_in_gif(&store));
	assert_int_equal(o.a.kind, ASSET_GIF);
	assert_store(&o, &store);
	assert_int_equal(o.store->n_pieces, (store.len + 254) / 255);
	assert_place(&o, 0, 19, 14 + store.len + (store.len + 254) / 255 + 1);
	assert_int_equal(o.a.end, o.file.len);
	end(&o);
	bytes_release(&store);
}

static void finds_the_store_of_an_svg(void **state)
{
	struct bytes store = small_store();
	struct opened o;
	size_t text, after;

	(void)state;
	open_it(&o, store_in_svg(&store));
	text = bytes_find(&o.file, "AAA", 3, 0);
	after = bytes_find(&o.file, "</c2pa", 6, 0);
	assert_int_equal(o.a.kind, ASSET_SVG);
	assert_store(&o, &store);
	assert_int_equal(o.store->n_pieces, 0);
	assert_place(&o, 0, text, after - text);
	assert_int_equal(o.a.end, o.file.len);
	assert_int_equal(o.a.n_strays, 0);
	end(&o);
	bytes_release(&store);
}

static void a_store_alone_is_its_own_file(void **state)
{
	struct bytes store = small_store(), longer = bytes_copy(store.data, store.len);
	struct opened o;

	(void)state;
	bytes_add(&longer, "tail", 4);
	open_it(&o, bytes_copy(store.data, store.len));
	assert_int_equal(o.a.kind, ASSET_STORE);
	assert_store(&o, &store);
	end(&o);
	open_it(&o, longer);
	assert_store(&o, &store);
	assert_stray(&o, STRAY_AFTER_END, store.len, 4);
	end(&o);
	open_it(&o, bytes_copy(store.data, store.len - 1));
	assert_refused(&o, TORN);
	end(&o);
	bytes_release(&store);
}

static void files_without_a_store(void **state)
{
	const struct jpeg_wish jpeg = { .width = 16 };
	const struct png_wish png = { 9, 9, 8, 2, false, false };
	struct bytes files[] = {
		picture_jpeg(&jpeg), picture_png(&png, NULL), bytes_copy("", 0), bytes_copy("text", 4),
		bytes_copy("\xFF\xD8", 2), bytes_copy("RIFF", 4), bytes_copy("II*\0", 4), bytes_copy("GIF89a", 6),
		bytes_copy("\0\0\0\x08" "ftyp", 8), bytes_copy("<svg/>", 6), bytes_copy("<svg>", 5),
	};
	struct opened o;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		open_it(&o, files[i]);
		assert_null(o.store);
		assert_null(o.why);
		end(&o);
	}
}

/* ---- boxes ---- */

static void a_jpeg_has_its_boxes(void **state)
{
	static const char *const first[] = { "SOI", "C2PA", "C2PA", "C2PA", "APP0", "DQT" };
	struct bytes store = small_store();
	struct opened o;
	uint64_t at = 0;
	unsigned rst = 0;

	(void)state;
	open_it(&o, store_in_jpeg(&store, 3));
	for (uint32_t i = 0; i < o.a.n_boxes; i++) {
		const struct asset_box *b = &o.a.boxes[i];

		assert_int_equal(b->offset, at);
		at += b->length + b->data_length;
		if (i < ARRAY_LEN(first))
			assert_string_equal(b->name, first[i]);
		assert_int_equal(b->store, strcmp(b->name, "C2PA") == 0);
		assert_true(b->data_length == 0 || strcmp(b->name, "SOS") == 0 || b->name[0] == 'R');
		if (strncmp(b->name, "RST", 3) == 0) {
			assert_int_equal(b->name[3], '0' + rst++ % 8);
			assert_int_equal(b->length, 2);
		}
	}
	assert_int_equal(at, o.file.len);
	assert_int_equal(rst, 3); /* 2 x 2 MCUs, a restart after each but the last */
	assert_string_equal(o.a.boxes[o.a.n_boxes - 1].name, "EOI");
	end(&o);
	bytes_release(&store);
}

static void a_png_has_its_boxes(void **state)
{
	static const char *const names[] = { "PNGh", "IHDR", "C2PA", "IDAT", "IEND" };
	struct bytes store = small_store();
	struct opened o;
	uint64_t at = 0;

	(void)state;
	open_it(&o, store_in_png(&store));
	assert_int_equal(o.a.n_boxes, ARRAY_LEN(names));
	for (uint32_t i = 0; i < o.a.n_boxes; i++) {
		assert_string_equal(o.a.boxes[i].name, names[i]);
		assert_int_equal(o.a.boxes[i].offset, at);
		assert_int_equal(o.a.boxes[i].store, i == 2);
		at += o.a.boxes[i].length;
	}
	assert_int_equal(at, o.file.len);
	end(&o);
	bytes_release(&store);
}

/* Segments of a store that is not used keep their own name: a box hash that calls them C2PA fails. */
static void boxes_of_a_refused_store_are_no_c2pa(void **state)
{
	struct bytes store = small_store(), file, again;
	struct opened o;

	(void)state;
	file = store_in_jpeg(&store, 1);
	again = jpeg_pieces(&store, 1, 7, 1);
	bytes_insert(&file, 2, again.data, again.len);
	open_it(&o, file);
	assert_string_equal(o.a.boxes[1].name, "APP11");
	assert_string_equal(o.a.boxes[2].name, "APP11");
	assert_false(o.a.boxes[1].store || o.a.boxes[2].store);
	end(&o);
	bytes_release(&again);
	bytes_release(&store);
}

static void fill_bytes_are_seen(void **state)
{
	struct bytes store = small_store(), file = store_in_jpeg(&store, 1);
	struct opened o;

	(void)state;
	bytes_insert(&file, 2, "\xFF\xFF\xFF", 3);
	open_it(&o, file);
	assert_store(&o, &store);
	assert_stray(&o, STRAY_FILL, 2, 3);
	assert_int_equal(o.a.boxes[1].offset, 5);
	end(&o);
	bytes_release(&store);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_store_of_a_jpeg),
		cmocka_unit_test(finds_the_store_of_a_png),
		cmocka_unit_test(finds_the_store_of_a_webp),
		cmocka_unit_test(finds_the_store_of_a_heif),
		cmocka_unit_test(finds_the_store_of_a_jpeg_xl),
		cmocka_unit_test(finds_the_store_of_a_tiff),
		cmocka_unit_test(finds_the_store_of_a_gif),
		cmocka_unit_test(finds_the_store_of_an_svg),
		cmocka_unit_test(a_store_alone_is_its_own_file),
		cmocka_unit_test(files_without_a_store),
		cmocka_unit_test(a_jpeg_has_its_boxes),
		cmocka_unit_test(a_png_has_its_boxes),
		cmocka_unit_test(boxes_of_a_refused_store_are_no_c2pa),
		cmocka_unit_test(fill_bytes_are_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
