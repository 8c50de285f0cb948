/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "src/trust/asset.h"
#include "src/trust/jumbf.h"
#include "tests/unit/pictures_more.h"
#include "tests/unit/store_builder.h"

struct opened {
	struct bytes file;
	struct arena arena;
	struct asset a;
	const struct store_found *store, *why;
	struct error e;
};

/* Takes the file. */
static void open_it(struct opened *o, struct bytes file)
{
	memset(o, 0, sizeof *o);
	o->file = file;
	arena_init(&o->arena, (size_t)256 << 20);
	assert_int_equal(asset_open(&o->arena, bytes_span(&file), &o->a, &o->e), ST_OK);
	o->store = asset_store(&o->a, &o->why);
}

static void end(struct opened *o)
{
	arena_release(&o->arena);
	bytes_release(&o->file);
}

static struct bytes small_store(void)
{
	const struct store_wish w = { .manifests = 1 };

	return build_store(&w);
}

static unsigned strays(const struct opened *o, enum stray_kind kind)
{
	unsigned n = 0;

	for (uint32_t i = 0; i < o->a.n_strays; i++)
		n += o->a.strays[i].kind == kind;
	return n;
}

static void assert_stray(const struct opened *o, enum stray_kind kind, uint64_t start, uint64_t length)
{
	for (uint32_t i = 0; i < o->a.n_strays; i++)
		if (o->a.strays[i].kind == kind && o->a.strays[i].at.start == start && o->a.strays[i].at.length == length)
			return;
	fail_msg("no stray of kind %d at %llu", kind, (unsigned long long)start);
}

static void assert_place(const struct opened *o, unsigned i, uint64_t start, uint64_t length)
{
	assert_true(i < o->store->n_places);
	assert_int_equal(o->store->places[i].start, start);
	assert_int_equal(o->store->places[i].length, length);
}

/* The store is this one, and each of its bytes stands where store_in_file says. */
static void assert_store(const struct opened *o, const struct bytes *store)
{
	uint64_t at;

	assert_non_null(o->store);
	assert_null(o->why);
	assert_true(o->store->usable);
	assert_null(o->store->code);
	assert_int_equal(o->store->bytes.len, store->len);
	assert_memory_equal(o->store->bytes.data, store->data, store->len);
	for (size_t i = 0; i < store->len && o->store->n_pieces; i++) {
		assert_true(store_in_file(o->store, i, &at));
		assert_int_equal(o->file.data[at], store->data[i]);
	}
	assert_false(store_in_file(o->store, store->len, &at));
	assert_int_equal(o->a.damage.code, ST_OK);
}

static void assert_refused(const struct opened *o, const char *code)
{
	assert_null(o->store);
	assert_non_null(o->why);
	assert_false(o->why->usable);
	assert_string_equal(o->why->code, code);
	assert_true(o->why->fault.has_offset);
	assert_true(o->why->fault.message[0]);
}

static const char torn[] = "claim.missing", several[] = "general.error", gap[] = "assertion.dataHash.mismatch";

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
	assert_refused(&o, torn);
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
	assert_refused(&o, torn);
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
	assert_refused(&o, gap);
	assert_int_equal(o.why->fault.offset, at);
	assert_stray(&o, STRAY_GAP, at, 12);
	assert_int_equal(o.why->bytes.len, store.len); /* joined all the same */
	end(&o);
	file = jpeg_piece(&store, 0, 100, 3, 1);
	append(&file, bytes_copy("\xFF\xFF", 2));
	append(&file, jpeg_piece(&store, 100, store.len, 3, 2));
	open_it(&o, with_segments(file));
	assert_refused(&o, gap);
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
	assert_refused(&o, torn);
	assert_int_equal(strays(&o, STRAY_PIECE), 1);
	end(&o);
	file = jpeg_piece(&store, 0, 100, 3, 1); /* one left out */
	second += file.len;
	append(&file, jpeg_piece(&store, 200, store.len, 3, 3));
	open_it(&o, with_segments(file));
	assert_refused(&o, torn);
	assert_int_equal(o.why->fault.offset, second);
	end(&o);
	file = jpeg_piece(&store, 0, 100, 3, 1); /* and the same number twice */
	append(&file, jpeg_piece(&store, 100, 200, 3, 2));
	append(&file, jpeg_piece(&store, 200, store.len, 3, 2));
	open_it(&o, with_segments(file));
	assert_refused(&o, torn);
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
	assert_refused(&o, torn);
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
	assert_refused(&o, torn);
	assert_int_equal(o.why->fault.offset, 2);
	end(&o);
	bytes_add(&longer, "x", 1);
	open_it(&o, with_segments(jpeg_pieces(&longer, 2, 3, 1)));
	assert_refused(&o, torn);
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
	assert_refused(&o, several);
	assert_int_equal(o.a.n_stores, 2);
	assert_stray(&o, STRAY_SECOND_STORE, at, second.len);
	end(&o);
	bytes_release(&second);
	/* With one En, too. */
	file = jpeg_pieces(&store, 2, 3, 1);
	append(&file, jpeg_pieces(&store, 2, 3, 1));
	open_it(&o, with_segments(file));
	assert_refused(&o, several);
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
	assert_refused(&o, several);
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
	assert_refused(&o, several);
	assert_stray(&o, STRAY_AFTER_SCAN, at, piece.len);
	end(&o);
	file = with_segments(bytes_copy("", 0));
	at = file.len - 2;
	bytes_insert(&file, at, piece.data, piece.len);
	open_it(&o, file);
	assert_refused(&o, torn);
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
	assert_refused(&o, torn);
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
	assert_refused(&o, several);
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
	assert_refused(&o, several);
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
		assert_refused(&o, several);
		end(&o);
	}
	open_it(&o, store_in_bmff(&store, "update"));
	assert_refused(&o, torn);
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
	assert_refused(&o, torn);
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
	assert_refused(&o, torn);
	assert_int_equal(o.why->fault.offset, entry);
	end(&o);
	file = store_in_tiff(&store, false, false);
	memset(file.data + entry + 4, 0xFF, 4); /* 2^32 - 1 bytes */
	open_it(&o, file);
	assert_refused(&o, torn);
	end(&o);
	file = store_in_tiff(&store, true, true);
	entry = 16 + store.len + 8;
	memset(file.data + entry + 12, 0xFF, 8); /* at 2^64 - 1 */
	open_it(&o, file);
	assert_refused(&o, torn);
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
	assert_refused(&o, torn);
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
	assert_refused(&o, several);
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
		assert_refused(&o, torn);
		assert_non_null(strstr(o.why->fault.message, "base64"));
		end(&o);
	}
	open_svg(&o, "<svg><metadata><c2pa:manifest> AA\n== </c2pa:manifest></metadata></svg>");
	assert_refused(&o, torn);
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
