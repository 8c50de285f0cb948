/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/asset_opened.h"

/* ---- the others, broken ---- */

static void png_chunks_are_read_strictly(void **state)
{
	struct bytes store = small_store(), file = store_in_png(&store), chunk;
	struct opened o;
	size_t at;

	(void)state;
	chunk = picture_chunk("caBX", store.data, store.len);
	bytes_insert(&file, 33, chunk.data, chunk.len);
	open_it(&o, file);
	assert_refused(&o, SEVERAL);
	end(&o);
	file = store_in_png(&store);
	at = file.len - 12; /* before IEND */
	memmove(file.data + 33, file.data + 33 + chunk.len, at - 33 - chunk.len);
	memcpy(file.data + at - chunk.len, chunk.data, chunk.len);
	open_it(&o, file);
	assert_store(&o, &store);
	assert_stray(&o, STRAY_AFTER_SCAN, at - chunk.len, chunk.len);
	end(&o);
	file = store_in_png(&store);
	file.len -= 5;
	open_it(&o, file);
	assert_non_null(o.store);
	assert_int_equal(o.a.damage.code, ST_CORRUPT);
	end(&o);
	bytes_release(&chunk);
	chunk = picture_chunk("caBX", "no store", 8);
	file = store_in_png(&store);
	bytes_insert(&file, 33, chunk.data, chunk.len);
	open_it(&o, file);
	assert_refused(&o, SEVERAL);
	end(&o);
	bytes_release(&chunk);
	bytes_release(&store);
}

static void bmff_updates_are_merged(void **state)
{
	const struct store_wish first = { .manifests = 2 }, second = { .first_label = 3 },
				both = { .manifests = 3 };
	struct bytes original = build_store(&first), update = build_store(&second), whole = build_store(&both);
	struct boxes x = { 0 };
	struct opened o;

	(void)state;
	put_ftyp(&x, "heic", "mif1");
	put_c2pa_box(&x, "original", &original);
	put_c2pa_box(&x, "update", &update);
	open_it(&o, x.b);
	assert_non_null(o.store);
	assert_true(o.store->update);
	assert_int_equal(o.store->bytes.len, whole.len);
	assert_memory_equal(o.store->bytes.data, whole.data, whole.len);
	for (size_t i = 8; i < whole.len; i++) {
		uint64_t at;

		assert_true(store_in_file(o.store, i, &at));
		assert_int_equal(o.file.data[at], whole.data[i]);
	}
	assert_int_equal(o.store->n_places, 2);
	assert_place(&o, 0, 20, 45 + original.len);
	assert_place(&o, 1, 20 + 45 + original.len, 43 + update.len);
	assert_int_equal(strays(&o, STRAY_SECOND_STORE), 0);
	end(&o);
	bytes_release(&original);
	bytes_release(&update);
	bytes_release(&whole);
}

static void bmff_boxes_that_do_not_fit_together(void **state)
{
	static const char *const purposes[][3] = {
		{ "manifest", "manifest", NULL }, { "update", "original", NULL }, { "update", "update", NULL },
		{ "original", "update", "update" }, { "original", "original", NULL },
	};
	struct bytes store = small_store();
	struct opened o;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(purposes); i++) {
		struct boxes x = { 0 };

		put_ftyp(&x, "heic", "mif1");
		for (size_t k = 0; k < 3 && purposes[i][k]; k++)
			put_c2pa_box(&x, purposes[i][k], &store);
		open_it(&o, x.b);
		assert_refused(&o, SEVERAL);
		end(&o);
	}
	open_it(&o, store_in_bmff(&store, "update"));
	assert_refused(&o, TORN);
	end(&o);
	open_it(&o, store_in_bmff(&store, "surprise"));
	assert_null(o.store);
	assert_int_equal(strays(&o, STRAY_PIECE), 1);
	end(&o);
	bytes_release(&store);
}

static void bmff_padding_is_looked_at(void **state)
{
	struct bytes store = small_store(), padded = bytes_copy(store.data, store.len);
	struct opened o;

	(void)state;
	bytes_add(&padded, "\0\0\0\0", 4);
	open_it(&o, store_in_bmff(&padded, "manifest"));
	assert_store(&o, &store);
	assert_int_equal(o.a.n_strays, 0);
	end(&o);
	padded.data[padded.len - 1] = 'x';
	open_it(&o, store_in_bmff(&padded, "manifest"));
	assert_store(&o, &store);
	assert_stray(&o, STRAY_PIECE, 20 + 45 + store.len, 4);
	end(&o);
	open_it(&o, store_in_bmff(&(struct bytes){ store.data, store.len - 1 }, "manifest"));
	assert_refused(&o, TORN);
	end(&o);
	bytes_release(&padded);
	bytes_release(&store);
}

static void bmff_sizes_are_checked(void **state)
{
	static const struct { const char *bytes; size_t len; } tails[] = {
		{ "\0\0\0\7free", 8 }, { "\0\0\0\x09" "free", 8 }, { "\0\0\0\1free", 8 },
		{ "\0\0\0\1free\0\0\0\0\0\0\0\x0F", 16 }, { "\0\0\0\1free\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 16 },
		{ "\0\0\0", 3 },
	};
	struct bytes store = small_store();
	struct opened o;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(tails); i++) {
		struct bytes file = store_in_bmff(&store, "manifest");
		size_t at = file.len;

		bytes_add(&file, tails[i].bytes, tails[i].len);
		open_it(&o, file);
		assert_non_null(o.store);
		assert_int_equal(o.a.damage.code, ST_CORRUPT);
		assert_int_equal(o.a.damage.offset, at);
		assert_stray(&o, STRAY_AFTER_END, at, tails[i].len);
		end(&o);
	}
	bytes_release(&store);
}

static void riff_sizes_are_checked(void **state)
{
	struct bytes store = small_store(), file = store_in_webp(&store);
	size_t len = file.len;
	struct opened o;

	(void)state;
	bytes_add(&file, "tail", 4);
	open_it(&o, file);
	assert_store(&o, &store);
	assert_stray(&o, STRAY_AFTER_END, len, 4);
	end(&o);
	file = store_in_webp(&store);
	file.len -= 10;
	open_it(&o, file);
	assert_null(o.store);
	assert_int_equal(o.a.damage.code, ST_CORRUPT);
	end(&o);
	file = store_in_webp(&store);
	memcpy(file.data + 28, "JUNK", 4);
	open_it(&o, file);
	assert_null(o.store);
	assert_stray(&o, STRAY_CARVED, 36, store.len);
	end(&o);
	bytes_release(&store);
}

static void tiff_tags_are_checked(void **state)
{
	struct bytes store = small_store(), file = store_in_tiff(&store, false, false);
	size_t entry = 8 + store.len + 2;
	struct opened o;

	(void)state;
	file.data[entry + 2] = 1; /* BYTE */
	open_it(&o, file);
	assert_refused(&o, TORN);
	assert_int_equal(o.why->fault.offset, entry);
	end(&o);
	file = store_in_tiff(&store, false, false);
	memset(file.data + entry + 4, 0xFF, 4); /* 2^32 - 1 bytes */
	open_it(&o, file);
	assert_refused(&o, TORN);
	end(&o);
	file = store_in_tiff(&store, true, true);
	entry = 16 + store.len + 8;
	memset(file.data + entry + 12, 0xFF, 8); /* at 2^64 - 1 */
	open_it(&o, file);
	assert_refused(&o, TORN);
	end(&o);
	file = store_in_tiff(&store, false, false);
	file.data[8 + store.len] = 2; /* an entry more than there is */
	open_it(&o, file);
	assert_int_equal(o.a.damage.code, ST_CORRUPT);
	end(&o);
	bytes_release(&store);
}

static void tiff_circles_end(void **state)
{
	struct bytes store = small_store(), file = store_in_tiff(&store, false, false), chain;
	size_t directory = 8 + store.len;
	struct opened o;

	(void)state;
	file.data[directory + 14] = (uint8_t)directory;
	file.data[directory + 15] = (uint8_t)(directory >> 8);
	open_it(&o, file);
	assert_non_null(o.store); /* found once: the circle is not gone round */
	assert_int_equal(o.a.damage.code, ST_CORRUPT);
	assert_int_equal(o.a.damage.offset, directory);
	end(&o);
	/* Directories without entries, six bytes each. */
	chain = bytes_copy("II*\0\x08\0\0\0", 8);
	for (unsigned i = 0; i < 5000; i++) {
		unsigned next = 8 + 6 * (i + 1);
		uint8_t one[6] = { 0, 0, (uint8_t)next, (uint8_t)(next >> 8) };

		bytes_add(&chain, one, sizeof one);
	}
	open_it(&o, chain);
	assert_int_equal(o.a.damage.code, ST_LIMIT);
	end(&o);
	bytes_release(&store);
}

/* 65535 entries a directory, and directories that overlap: the sum is bounded. */
static void tiff_entries_are_bounded(void **state)
{
	enum { LEN = 2 + 12 * 65535 + 4 + 4096, DIRECTORIES = 40 };
	struct bytes file = { calloc(LEN + 8, 1), LEN + 8 };
	struct opened o;

	(void)state;
	assert_non_null(file.data);
	memcpy(file.data, "II*\0\x08\0\0\0", 8);
	for (unsigned i = 0; i < DIRECTORIES; i++) {
		unsigned at = 8 + 16 * i, next = at + 16, link = at + 2 + 12 * 65535;

		memcpy(file.data + at, "\xFF\xFF", 2);
		memcpy(file.data + link, (uint8_t[]){ (uint8_t)next, (uint8_t)(next >> 8), 0, 0 }, 4);
	}
	open_it(&o, file);
	assert_int_equal(o.a.damage.code, ST_LIMIT);
	end(&o);
}

static void gif_blocks_are_checked(void **state)
{
	struct bytes store = small_store(), file = store_in_gif(&store);
	struct opened o;

	(void)state;
	file.len = 100;
	open_it(&o, file);
	assert_refused(&o, TORN);
	assert_int_equal(o.a.damage.code, ST_CORRUPT);
	end(&o);
	file = store_in_gif(&store);
	bytes_insert(&file, 19, "x", 1);
	open_it(&o, file);
	assert_null(o.store);
	assert_int_equal(o.a.damage.offset, 19);
	end(&o);
	file = store_in_gif(&store);
	bytes_insert(&file, file.len - 1, file.data + 19, bytes_find(&file, "\x2C", 1, 100) - 19);
	open_it(&o, file);
	assert_int_equal(o.a.n_stores, 2);
	assert_refused(&o, SEVERAL);
	assert_int_equal(strays(&o, STRAY_AFTER_SCAN), 1);
	end(&o);
	bytes_release(&store);
}

/* An SVG with this in it. */
static void open_svg(struct opened *o, const char *text)
{
	open_it(o, bytes_copy(text, strlen(text)));
	assert_int_equal(o->a.kind, ASSET_SVG);
}

static void svg_text_is_read_strictly(void **state)
{
	static const char *const bad[] = {
		"AAAA!", "AAAA=", "AA=A", "A===", "AAA", "AAAA<b/>", "AAAA&#65;", "AAA=AAAA", "<!-- -->AAAA",
	};
	char text[200];
	struct opened o;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		snprintf(text, sizeof text, "<svg><metadata><c2pa:manifest>%s</c2pa:manifest></metadata></svg>", bad[i]);
		open_svg(&o, text);
		assert_refused(&o, TORN);
		assert_non_null(strstr(o.why->fault.message, "base64"));
		end(&o);
	}
	open_svg(&o, "<svg><metadata><c2pa:manifest> AA\n== </c2pa:manifest></metadata></svg>");
	assert_refused(&o, TORN);
	assert_int_equal(o.why->bytes.len, 1);
	assert_null(strstr(o.why->fault.message, "base64"));
	end(&o);
}

static void svg_place_is_metadata(void **state)
{
	static const char *const outside[] = {
		"<svg><c2pa:manifest>AAAA</c2pa:manifest></svg>",
		"<svg><metadata/><c2pa:manifest>AAAA</c2pa:manifest></svg>",
		"<svg><metadata></metadata><c2pa:manifest>AAAA</c2pa:manifest></svg>",
		"<svg><metadata2><c2pa:manifest>AAAA</c2pa:manifest></metadata2></svg>",
	};
	static const char *const none[] = {
		"<svg><!-- <metadata><c2pa:manifest>AAAA</c2pa:manifest></metadata> --></svg>",
		"<svg><metadata><![CDATA[<c2pa:manifest>AAAA</c2pa:manifest>]]></metadata></svg>",
		"<svg><metadata a=\"<c2pa:manifest>\"/></svg>", "<svg><metadata><c2pa:manifest/></metadata></svg>",
		"<!DOCTYPE svg [ <!ENTITY a \"<c2pa:manifest>AAAA\"> ]><svg></svg>",
	};
	static const char *const damaged[] = {
		"<svg><metadata><c2pa:manifest>AAAA", "<svg", "<svg a='>", "<svg><!-- ", "<svg><metadata>",
		"</svg>x<svg>", "<svg><![CDATA[",
	};
	struct opened o;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(outside); i++) {
		open_svg(&o, outside[i]);
		assert_int_equal(o.a.n_stores, 0);
		assert_int_equal(strays(&o, STRAY_PIECE), 1);
		end(&o);
	}
	for (size_t i = 0; i < ARRAY_LEN(none); i++) {
		open_svg(&o, none[i]);
		assert_int_equal(o.a.n_stores, 0);
		assert_int_equal(o.a.damage.code, ST_OK);
		assert_int_equal(o.a.n_strays, 0);
		end(&o);
	}
	for (size_t i = 0; i < ARRAY_LEN(damaged); i++) {
		open_svg(&o, damaged[i]);
		assert_int_equal(o.a.n_stores, 0);
		assert_int_equal(o.a.damage.code, ST_CORRUPT);
		end(&o);
	}
}

/* ---- every cut and every byte ---- */

/* Cut anywhere, or with any byte changed, a file is walked to a fault or a store, never past its end. */
static void survives_cuts_and_changes(void **state)
{
	struct bytes store = small_store();
	struct bytes files[] = {
		store_in_jpeg(&store, 3), store_in_png(&store), store_in_webp(&store), store_in_bmff(&store, "manifest"),
		store_in_tiff(&store, false, false), store_in_tiff(&store, true, true), store_in_gif(&store),
		store_in_svg(&store), bytes_copy(store.data, store.len),
	};
	struct opened o;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		for (size_t at = 0; at < files[i].len; at++) {
			struct bytes changed = bytes_copy(files[i].data, files[i].len);

			changed.data[at] ^= (uint8_t)(0x80 >> at % 8);
			open_it(&o, changed);
			assert_true(!o.store || o.store->bytes.len <= o.file.len);
			end(&o);
			open_it(&o, bytes_copy(files[i].data, at));
			assert_true(!o.store || o.store->bytes.len <= at);
			end(&o);
		}
		bytes_release(&files[i]);
	}
	bytes_release(&store);
}

static void little_memory_is_said(void **state)
{
	struct bytes store = small_store(), file = store_in_jpeg(&store, 3);
	struct error e = ERROR_INIT;
	static struct asset a;
	struct arena arena;

	(void)state;
	arena_init(&arena, 1000);
	assert_int_equal(asset_open(&arena, bytes_span(&file), &a, &e), ST_MEMORY);
	arena_release(&arena);
	bytes_release(&file);
	bytes_release(&store);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(png_chunks_are_read_strictly),
		cmocka_unit_test(bmff_updates_are_merged),
		cmocka_unit_test(bmff_boxes_that_do_not_fit_together),
		cmocka_unit_test(bmff_padding_is_looked_at),
		cmocka_unit_test(bmff_sizes_are_checked),
		cmocka_unit_test(riff_sizes_are_checked),
		cmocka_unit_test(tiff_tags_are_checked),
		cmocka_unit_test(tiff_circles_end),
		cmocka_unit_test(tiff_entries_are_bounded),
		cmocka_unit_test(gif_blocks_are_checked),
		cmocka_unit_test(svg_text_is_read_strictly),
		cmocka_unit_test(svg_place_is_metadata),
		cmocka_unit_test(survives_cuts_and_changes),
		cmocka_unit_test(little_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
