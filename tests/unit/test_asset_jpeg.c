/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/asset_opened.h"

/* ---- JPEG: pieces ---- */

/* A JPEG with these segments behind SOI. */
static struct bytes with_segments(struct bytes segments)
{
	const struct jpeg_wish small = { .width = 16, .height = 16 };
	struct bytes file = picture_jpeg(&small);

	bytes_insert(&file, 2, segments.data, segments.len);
	bytes_release(&segments);
	return file;
}

static void append(struct bytes *to, struct bytes more)
{
	bytes_add(to, more.data, more.len);
	bytes_release(&more);
}

static void pieces_may_begin_with_zero(void **state)
{
	struct bytes store = small_store();
	struct opened o;

	(void)state;
	open_it(&o, with_segments(jpeg_pieces(&store, 4, 9, 0)));
	assert_store(&o, &store);
	assert_int_equal(o.store->n_pieces, 4);
	end(&o);
	open_it(&o, with_segments(jpeg_pieces(&store, 4, 9, 2)));
	assert_refused(&o, TORN);
	end(&o);
	bytes_release(&store);
}

static void reads_a_long_length(void **state)
{
	struct bytes store = small_store(), extended = bytes_copy("\0\0\0\1jumb\0\0\0\0\0\0", 14), file, two;
	size_t len = store.len + 8, half = 60;
	uint8_t low[2] = { (uint8_t)(len >> 8), (uint8_t)len };
	struct opened o;

	(void)state;
	bytes_add(&extended, low, 2);
	bytes_add(&extended, store.data + 8, store.len - 8);
	file = jpeg_piece(&extended, 0, half, 5, 1);
	/* Later pieces repeat the XLBox too. */
	two = bytes_copy("JP\0\5\0\0\0\2", 8);
	bytes_add(&two, extended.data, 16);
	bytes_add(&two, extended.data + half, extended.len - half);
	append(&file, picture_segment(0xEB, two.data, two.len));
	open_it(&o, with_segments(file));
	assert_store(&o, &extended);
	end(&o);
	bytes_release(&two);
	bytes_release(&extended);
	bytes_release(&store);
}

static void refuses_gaps(void **state)
{
	struct bytes store = small_store(), file = jpeg_piece(&store, 0, 100, 3, 1);
	uint64_t at = 2 + file.len;
	struct opened o;

	(void)state;
	append(&file, picture_segment(0xFE, "smuggled", 8));
	append(&file, jpeg_piece(&store, 100, store.len, 3, 2));
	open_it(&o, with_segments(file));
	assert_refused(&o, GAP);
	assert_int_equal(o.why->fault.offset, at);
	assert_stray(&o, STRAY_GAP, at, 12);
	assert_int_equal(o.why->bytes.len, store.len); /* joined all the same */
	end(&o);
	file = jpeg_piece(&store, 0, 100, 3, 1);
	append(&file, bytes_copy("\xFF\xFF", 2));
	append(&file, jpeg_piece(&store, 100, store.len, 3, 2));
	open_it(&o, with_segments(file));
	assert_refused(&o, GAP);
	end(&o);
	bytes_release(&store);
}

static void refuses_pieces_in_disorder(void **state)
{
	struct bytes store = small_store(), file = jpeg_piece(&store, 100, store.len, 3, 2);
	uint64_t second = 2;
	struct opened o;

	(void)state;
	append(&file, jpeg_piece(&store, 0, 100, 3, 1)); /* swapped */
	open_it(&o, with_segments(file));
	assert_refused(&o, TORN);
	assert_int_equal(strays(&o, STRAY_PIECE), 1);
	end(&o);
	file = jpeg_piece(&store, 0, 100, 3, 1); /* one left out */
	second += file.len;
	append(&file, jpeg_piece(&store, 200, store.len, 3, 3));
	open_it(&o, with_segments(file));
	assert_refused(&o, TORN);
	assert_int_equal(o.why->fault.offset, second);
	end(&o);
	file = jpeg_piece(&store, 0, 100, 3, 1); /* and the same number twice */
	append(&file, jpeg_piece(&store, 100, 200, 3, 2));
	append(&file, jpeg_piece(&store, 200, store.len, 3, 2));
	open_it(&o, with_segments(file));
	assert_refused(&o, TORN);
	end(&o);
	bytes_release(&store);
}

static void refuses_pieces_with_another_header(void **state)
{
	struct bytes store = small_store(), other = bytes_copy(store.data, store.len), file;
	struct opened o;

	(void)state;
	other.data[3]++;
	file = jpeg_piece(&store, 0, 100, 3, 1);
	append(&file, jpeg_piece(&other, 100, store.len, 3, 2));
	open_it(&o, with_segments(file));
	assert_refused(&o, TORN);
	end(&o);
	bytes_release(&other);
	bytes_release(&store);
}

static void refuses_a_wrong_length(void **state)
{
	struct bytes store = small_store(), longer = bytes_copy(store.data, store.len);
	struct opened o;

	(void)state;
	open_it(&o, with_segments(jpeg_piece(&store, 0, store.len - 1, 3, 1)));
	assert_refused(&o, TORN);
	assert_int_equal(o.why->fault.offset, 2);
	end(&o);
	bytes_add(&longer, "x", 1);
	open_it(&o, with_segments(jpeg_pieces(&longer, 2, 3, 1)));
	assert_refused(&o, TORN);
	end(&o);
	bytes_release(&longer);
	bytes_release(&store);
}

static void two_stores_are_none(void **state)
{
	struct bytes store = small_store(), file = jpeg_pieces(&store, 2, 3, 1), second;
	uint64_t at = 2 + file.len;
	struct opened o;

	(void)state;
	second = jpeg_pieces(&store, 2, 4, 1);
	bytes_add(&file, second.data, second.len);
	open_it(&o, with_segments(file));
	assert_refused(&o, SEVERAL);
	assert_int_equal(o.a.n_stores, 2);
	assert_stray(&o, STRAY_SECOND_STORE, at, second.len);
	end(&o);
	bytes_release(&second);
	/* With one En, too. */
	file = jpeg_pieces(&store, 2, 3, 1);
	append(&file, jpeg_pieces(&store, 2, 3, 1));
	open_it(&o, with_segments(file));
	assert_refused(&o, SEVERAL);
	assert_int_equal(o.a.n_stores, 2);
	end(&o);
	bytes_release(&store);
}

static void stores_are_bounded(void **state)
{
	struct bytes store = small_store(), file = bytes_copy("", 0);
	struct opened o;

	(void)state;
	for (unsigned i = 0; i < 40; i++)
		append(&file, jpeg_pieces(&store, 1, (uint16_t)i, 1));
	open_it(&o, with_segments(file));
	assert_refused(&o, SEVERAL);
	assert_int_equal(o.a.n_stores, ASSET_MAX_STORES);
	assert_true(o.a.n_strays <= ASSET_MAX_STRAYS);
	end(&o);
	bytes_release(&store);
}

/* Boxes of others in APP11 (JPEG 360, privacy) are no strays, whatever their number of pieces. */
static void boxes_of_others_stay(void **state)
{
	struct bytes store = small_store(), other = bytes_copy(store.data, store.len), file;
	struct opened o;

	(void)state;
	memcpy(other.data + 16, "jp36", 4);
	file = jpeg_pieces(&other, 3, 1, 1);
	append(&file, jpeg_pieces(&store, 3, 2, 1));
	append(&file, picture_segment(0xEB, "HDR_RI ver=11", 13));
	append(&file, picture_segment(0xEB, "JP", 2));
	open_it(&o, with_segments(file));
	assert_store(&o, &store);
	assert_int_equal(o.a.n_strays, 0);
	end(&o);
	/* A piece without its beginning is one. */
	file = jpeg_pieces(&store, 3, 2, 1);
	append(&file, jpeg_piece(&other, 100, 200, 1, 2));
	open_it(&o, with_segments(file));
	assert_store(&o, &store);
	assert_int_equal(strays(&o, STRAY_PIECE), 1);
	end(&o);
	bytes_release(&other);
	bytes_release(&store);
}

static void a_store_after_the_scan_is_not_used(void **state)
{
	struct bytes store = small_store(), piece = jpeg_pieces(&store, 1, 2, 1), file = store_in_jpeg(&store, 1);
	struct opened o;
	size_t at = file.len - 2;

	(void)state;
	bytes_insert(&file, at, piece.data, piece.len);
	open_it(&o, file);
	assert_refused(&o, SEVERAL);
	assert_stray(&o, STRAY_AFTER_SCAN, at, piece.len);
	end(&o);
	file = with_segments(bytes_copy("", 0));
	at = file.len - 2;
	bytes_insert(&file, at, piece.data, piece.len);
	open_it(&o, file);
	assert_refused(&o, TORN);
	assert_stray(&o, STRAY_AFTER_SCAN, at, piece.len);
	end(&o);
	bytes_release(&piece);
	bytes_release(&store);
}

static void stores_behind_the_end_are_strays(void **state)
{
	struct bytes store = small_store(), file = store_in_jpeg(&store, 2);
	size_t end_of = file.len;
	struct opened o;

	(void)state;
	append(&file, store_in_jpeg(&store, 1));
	open_it(&o, file);
	assert_store(&o, &store);
	assert_int_equal(o.a.end, end_of);
	assert_stray(&o, STRAY_AFTER_END, end_of, o.file.len - end_of);
	assert_stray(&o, STRAY_CARVED, end_of + 2 + 12, store.len);
	end(&o);
	bytes_release(&store);
}

static void stores_in_other_segments_are_carved(void **state)
{
	struct bytes store = small_store(), file = jpeg_pieces(&store, 1, 2, 1);
	struct opened o;
	uint64_t at;

	(void)state;
	append(&file, picture_segment(0xE5, store.data, store.len));
	at = 2 + file.len - store.len;
	open_it(&o, with_segments(file));
	assert_store(&o, &store);
	assert_stray(&o, STRAY_CARVED, at, store.len);
	assert_int_equal(o.a.n_strays, 1);
	end(&o);
	/* In a file of no kind that we know, too; with what it lacks cut off. */
	file = bytes_copy("%PDF-1.7 ", 9);
	bytes_add(&file, store.data, 100);
	open_it(&o, file);
	assert_int_equal(o.a.kind, ASSET_OTHER);
	assert_null(o.store);
	assert_stray(&o, STRAY_CARVED, 9, 100);
	end(&o);
	bytes_release(&store);
}

/* Many of one kind leave room for the others. */
static void strays_share_their_room(void **state)
{
	struct bytes store = small_store(), file = jpeg_pieces(&store, 1, 2, 1);
	struct opened o;
	size_t at;

	(void)state;
	for (unsigned i = 0; i < 200; i++)
		append(&file, bytes_copy("\xFF\xFF\xFE\0\2", 5));
	file = with_segments(file);
	at = file.len;
	bytes_add(&file, "tail", 4);
	open_it(&o, file);
	assert_store(&o, &store);
	assert_stray(&o, STRAY_AFTER_END, at, 4);
	assert_int_equal(strays(&o, STRAY_FILL), ASSET_MAX_STRAYS / 7);
	assert_non_null(strstr(o.a.strays[ASSET_MAX_STRAYS / 7 - 1].text, "and more"));
	assert_null(strstr(o.a.strays[0].text, "and more"));
	end(&o);
	bytes_release(&store);
}

/* As many pieces as a hostile GIF has sub-blocks of one byte. */
static void pieces_are_bounded(void **state)
{
	const struct store_wish w = { .filler = ASSET_MAX_PIECES };
	struct bytes store = build_store(&w), file = store_in_gif(&store), blocks = { 0 };
	size_t end_of = bytes_find(&file, "\0\x2C\0\0\0\0\1", 7, 33);
	struct opened o;

	(void)state;
	blocks.data = calloc(store.len + 1, 2);
	assert_non_null(blocks.data);
	for (size_t i = 0; i < store.len; i++) {
		blocks.data[2 * i] = 1;
		blocks.data[2 * i + 1] = store.data[i];
	}
	blocks.len = 2 * store.len;
	bytes_add(&blocks, file.data + end_of, file.len - end_of);
	file.len = 33;
	append(&file, blocks);
	open_it(&o, file);
	assert_refused(&o, TORN);
	assert_int_equal(o.why->n_pieces, ASSET_MAX_PIECES);
	assert_int_equal(o.a.damage.code, ST_OK);
	end(&o);
	bytes_release(&store);
}

static void boxes_are_bounded(void **state)
{
	enum { SEGMENTS = ASSET_MAX_BOXES + 10 };
	struct bytes store = small_store(), file = store_in_jpeg(&store, 1), many = { calloc(SEGMENTS, 4), 4 * SEGMENTS };
	struct opened o;

	(void)state;
	assert_non_null(many.data);
	for (size_t i = 0; i < SEGMENTS; i++)
		memcpy(many.data + 4 * i, "\xFF\xFE\0\2", 4);
	bytes_insert(&file, 2, many.data, many.len);
	open_it(&o, file);
	assert_int_equal(o.a.n_boxes, ASSET_MAX_BOXES);
	assert_int_equal(o.a.damage.code, ST_LIMIT);
	assert_non_null(o.store); /* found all the same, and the end too */
	assert_int_equal(o.a.end, o.file.len);
	end(&o);
	bytes_release(&many);
	bytes_release(&store);
}

static void damage_stops_the_walk(void **state)
{
	struct bytes store = small_store(), file = store_in_jpeg(&store, 1);
	size_t len = file.len;
	struct opened o;

	(void)state;
	file.len = len - 2; /* EOI is gone */
	open_it(&o, file);
	assert_non_null(o.store);
	assert_int_equal(o.a.damage.code, ST_CORRUPT);
	assert_int_equal(o.a.end, 0);
	end(&o);
	file = store_in_jpeg(&store, 1);
	bytes_insert(&file, 2, "x", 1);
	open_it(&o, file);
	assert_null(o.store);
	assert_int_equal(o.a.damage.offset, 2);
	assert_stray(&o, STRAY_CARVED, 3 + 12, store.len);
	end(&o);
	bytes_release(&store);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_may_begin_with_zero),
		cmocka_unit_test(reads_a_long_length),
		cmocka_unit_test(refuses_gaps),
		cmocka_unit_test(refuses_pieces_in_disorder),
		cmocka_unit_test(refuses_pieces_with_another_header),
		cmocka_unit_test(refuses_a_wrong_length),
		cmocka_unit_test(two_stores_are_none),
		cmocka_unit_test(stores_are_bounded),
		cmocka_unit_test(boxes_of_others_stay),
		cmocka_unit_test(a_store_after_the_scan_is_not_used),
		cmocka_unit_test(stores_behind_the_end_are_strays),
		cmocka_unit_test(stores_in_other_segments_are_carved),
		cmocka_unit_test(strays_share_their_room),
		cmocka_unit_test(pieces_are_bounded),
		cmocka_unit_test(boxes_are_bounded),
		cmocka_unit_test(damage_stops_the_walk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
