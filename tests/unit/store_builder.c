/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/store_builder.h"

#include "src/base/base64.h"
#include "src/base/mem.h"

/* ---- JUMBF ---- */

void put_description(struct boxes *x, const char *kind, uint8_t toggles, const void *tail, size_t len)
{
	box_open(x, "jumd");
	put(x, kind, 4);
	put(x, "\x00\x11\x00\x10\x80\x00\x00\xAA\x00\x38\x9B\x71", 12);
	put_int(x, 1, toggles);
	put(x, tail, len);
	box_close(x);
}

void super_open(struct boxes *x, const char *kind, const char *label, const void *salt, size_t salt_len)
{
	struct boxes tail = { 0 };

	if (label)
		put_text(&tail, label);
	if (salt)
		box_whole(&tail, "c2sh", salt, salt_len);
	box_open(x, "jumb");
	put_description(x, kind, (uint8_t)(1 | (label ? 2 : 0) | (salt ? 0x10 : 0)), tail.b.data, tail.b.len);
	bytes_release(&tail.b);
}

static void put_manifest(struct boxes *x, unsigned number, size_t filler)
{
	uint8_t *zeros = mem_need(filler + 1, 1);
	char label[32];

	snprintf(label, sizeof label, "urn:c2pa:%u", number);
	super_open(x, "c2ma", label, NULL, 0);
	super_open(x, "c2as", "c2pa.assertions", NULL, 0);
	super_open(x, "cbor", "c2pa.actions", "0123456789abcdef", 16);
	box_whole(x, "cbor", "\xA1\x67" "actions\x80", 10);
	box_close(x);
	if (filler) {
		super_open(x, "cbor", "filler", NULL, 0);
		box_whole(x, "free", zeros, filler);
		box_close(x);
	}
	box_close(x);
	super_open(x, "c2cl", "c2pa.claim", NULL, 0);
	box_whole(x, "cbor", "\xA0", 1);
	box_close(x);
	super_open(x, "c2cs", "c2pa.signature", NULL, 0);
	box_whole(x, "cbor", "\xD2\x84\x40\xA0\xF6\x40", 6);
	box_close(x);
	box_close(x);
	free(zeros);
}

struct bytes build_store(const struct store_wish *w)
{
	unsigned n = w->manifests ? w->manifests : 1, first = w->first_label ? w->first_label : 1;
	struct boxes x = { 0 };

	super_open(&x, "c2pa", "c2pa", NULL, 0);
	for (unsigned i = 0; i < n; i++)
		put_manifest(&x, first + i, w->filler);
	box_close(&x);
	return x.b;
}

/* ---- JPEG ---- */

static void be(uint8_t *p, uint64_t v, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		p[i] = (uint8_t)(v >> 8 * (n - 1 - i));
}

struct bytes jpeg_piece(const struct bytes *store, size_t from, size_t to, uint16_t en, uint32_t z)
{
	uint8_t head[8] = "JP";
	struct bytes body, segment;

	be(head + 2, en, 2);
	be(head + 4, z, 4);
	body = bytes_copy(head, sizeof head);
	if (from)
		bytes_add(&body, store->data, 8);
	bytes_add(&body, store->data + from, to - from);
	segment = picture_segment(0xEB, body.data, body.len);
	bytes_release(&body);
	return segment;
}

struct bytes jpeg_pieces(const struct bytes *store, unsigned n, uint16_t en, uint32_t first_z)
{
	struct bytes all = bytes_copy("", 0);

	for (unsigned i = 0; i < n; i++) {
		struct bytes one = jpeg_piece(store, store->len * i / n, store->len * (i + 1) / n, en, first_z + i);

		bytes_add(&all, one.data, one.len);
		bytes_release(&one);
	}
	return all;
}

struct bytes store_in_jpeg(const struct bytes *store, unsigned pieces)
{
	const struct jpeg_wish small = { .width = 32, .height = 24, .restart = 1 };
	struct bytes file = picture_jpeg(&small), all = jpeg_pieces(store, pieces, 0x0211, 1);

	bytes_insert(&file, 2, all.data, all.len);
	bytes_release(&all);
	return file;
}

/* ---- the others ---- */

struct bytes store_in_png(const struct bytes *store)
{
	const struct png_wish small = { 9, 9, 8, 2, false, false };
	struct bytes file = picture_png(&small, NULL), chunk = picture_chunk("caBX", store->data, store->len);

	bytes_insert(&file, 8 + 25, chunk.data, chunk.len);
	bytes_release(&chunk);
	return file;
}

static void le(uint8_t *p, uint64_t v, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

/* A lossless picture of one pixel, and the store. */
struct bytes store_in_webp(const struct bytes *store)
{
	static const uint8_t pixel[] = { 'V', 'P', '8', 'L', 7, 0, 0, 0, 0x2F, 0, 0, 0, 0, 0x88, 0x88, 0 };
	uint8_t head[12] = "RIFF\0\0\0\0WEBP", chunk[8] = "C2PA";
	struct bytes file;

	le(head + 4, 4 + sizeof pixel + 8 + store->len + store->len % 2, 4);
	le(chunk + 4, store->len, 4);
	file = bytes_copy(head, sizeof head);
	bytes_add(&file, pixel, sizeof pixel);
	bytes_add(&file, chunk, sizeof chunk);
	bytes_add(&file, store->data, store->len);
	if (store->len % 2)
		bytes_add(&file, "", 1);
	return file;
}

void put_c2pa_box(struct boxes *x, const char *purpose, const struct bytes *store)
{
	box_open_uuid(x, "D8FEC3D61B0E483C92975828877EC481");
	put_int(x, 4, 0);
	put_text(x, purpose);
	put_int(x, 8, 0);
	put(x, store->data, store->len);
	box_close(x);
}

struct bytes store_in_bmff(const struct bytes *store, const char *purpose)
{
	struct boxes x = { 0 };

	put_ftyp(&x, "heic", "mif1");
	put_c2pa_box(&x, purpose, store);
	box_whole(&x, "mdat", "picture", 7);
	return x.b;
}

/* Header, the store, and a directory with one entry. */
struct bytes store_in_tiff(const struct bytes *store, bool big_endian, bool big)
{
	void (*number)(uint8_t *, uint64_t, unsigned) = big_endian ? be : le;
	unsigned word = big ? 8 : 4, header = big ? 16 : 8;
	uint8_t head[16] = { 0 }, entry[8 + 4 + 16 + 8] = { 0 };
	struct bytes file;

	memcpy(head, big_endian ? "MM" : "II", 2);
	number(head + 2, big ? 43 : 42, 2);
	if (big)
		number(head + 4, 8, 2);
	number(head + header - word, header + store->len, word);
	file = bytes_copy(head, header);
	bytes_add(&file, store->data, store->len);
	number(entry, 1, big ? 8 : 2);
	number(entry + (big ? 8 : 2), 0xCD41, 2);
	number(entry + (big ? 10 : 4), 7, 2);
	number(entry + (big ? 12 : 6), store->len, word);
	number(entry + (big ? 20 : 10), header, word);
	bytes_add(&file, entry, big ? 36 : 18);
	return file;
}

struct bytes store_in_gif(const struct bytes *store)
{
	static const uint8_t head[] = "GIF89a\1\0\1\0\x80\0\0\0\0\0\xFF\xFF\xFF" "\x21\xFF\13C2PA_GIF\1\0";
	static const uint8_t image[] = "\0\x2C\0\0\0\0\1\0\1\0\0\2\2\x44\1\0\x3B";
	struct bytes file = bytes_copy(head, sizeof head);

	for (size_t at = 0; at < store->len; at += 255) {
		uint8_t n = (uint8_t)(store->len - at < 255 ? store->len - at : 255);

		bytes_add(&file, &n, 1);
		bytes_add(&file, store->data + at, n);
	}
	bytes_add(&file, image, sizeof image - 1);
	return file;
}

struct bytes store_in_svg(const struct bytes *store)
{
	static const char before[] = "<?xml version=\"1.0\"?>\n<!-- <metadata> --><svg xmlns=\"http://www.w3.org/2000/svg\">"
				     "<metadata a='>'><c2pa:manifest xmlns:c2pa=\"http://c2pa.org/manifest\">";
	static const char after[] = "</c2pa:manifest></metadata><path d=\"M0 0\"/></svg>\n";
	struct bytes file = bytes_copy(before, sizeof before - 1);
	struct str text;

	str_init(&text, store->len * 2 + 16);
	base64_add(&text, store->data, store->len);
	bytes_add(&file, text.data, text.len);
	bytes_add(&file, after, sizeof after - 1);
	str_release(&text);
	return file;
}
