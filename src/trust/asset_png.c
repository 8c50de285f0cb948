/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PNG: every chunk as a box, the store in one chunk `caBX` (C2PA 2.2 appendix A.3). */
#include "src/base/base.h"

#include "src/trust/asset_parts.h"
#include "src/trust/jumbf.h"

enum { SIGNATURE = 8, CRC = 4 };

#define CABX FOURCC('c', 'a', 'B', 'X')
#define IDAT FOURCC('I', 'D', 'A', 'T')
#define IEND FOURCC('I', 'E', 'N', 'D')

/* ISO/IEC 15948 annex D, a nibble at a time: stores are small beside what must be hashed anyway. */
static uint32_t crc_of(const uint8_t *p, size_t n)
{
	static const uint32_t table[16] = {
		0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
		0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
	};
	uint32_t c = 0xFFFFFFFF;

	while (n--) {
		c ^= *p++;
		c = c >> 4 ^ table[c & 15];
		c = c >> 4 ^ table[c & 15];
	}
	return ~c;
}

/* No hash covers the checksum of the store's own chunk. */
static void check_crc(struct asset *a, uint64_t start, size_t length)
{
	struct span in;
	uint32_t crc;

	if (span_slice(&a->bytes, start, 8 + length + CRC, &in) && span_skip(&in, 8 + length) && span_u32be(&in, &crc) &&
	    crc != crc_of(in.data + 4, 4 + length))
		asset_stray(a, STRAY_PIECE, start + 8 + length, CRC, "the checksum of the manifest store's chunk is wrong");
}

static enum status take_store(struct asset *a, uint64_t start, const struct span *data, bool after_data,
			      struct error *e)
{
	struct store_found *s = asset_add_store(a, start);
	uint64_t whole = 8 + data->len + CRC;

	if (!s)
		return ST_OK;
	asset_add_place(s, start, whole);
	check_crc(a, start, data->len);
	if (after_data)
		asset_stray(a, STRAY_AFTER_SCAN, start, whole, "the manifest store stands after the first IDAT");
	return asset_add_piece(a, s, data->origin, data->len, e);
}

static bool read_chunk(struct asset *a, struct span *in, uint32_t *type, struct span *data)
{
	uint64_t start = span_at(in);
	uint32_t length;

	if (span_u32be(in, &length) && span_u32be(in, type) && span_sub(in, length, data) && span_skip(in, CRC))
		return true;
	(void)err_corrupt(&a->damage, start, "PNG chunk is cut off");
	return false;
}

static enum status add_chunk(struct asset *a, const struct span *in, uint64_t start, uint32_t type, struct error *e)
{
	const char four[4] = { (char)(type >> 24), (char)(type >> 16), (char)(type >> 8), (char)type };
	const char *name = a->n_boxes < ASSET_MAX_BOXES ? arena_strn(a->arena, four, sizeof four) : "";
	struct asset_box *box;
	enum status st;

	if (!name)
		return err_nomem(e);
	st = asset_add_box(a, name, start, span_at(in) - start, &box, e);
	if (box)
		box->store = type == CABX;
	return st;
}

enum status asset_walk_png(struct asset *a, struct error *e)
{
	struct span in = a->bytes, data;
	struct asset_box *box;
	bool after_data = false;
	uint32_t type = 0;
	enum status st;

	if ((st = asset_add_box(a, "PNGh", 0, SIGNATURE, &box, e)))
		return st;
	if (!span_skip(&in, SIGNATURE))
		return ST_OK;
	while (type != IEND) {
		uint64_t start = span_at(&in);

		if (!read_chunk(a, &in, &type, &data))
			return ST_OK;
		if ((st = add_chunk(a, &in, start, type, e)))
			return st;
		if (type == CABX && (st = take_store(a, start, &data, after_data, e)))
			return st;
		after_data |= type == IDAT;
	}
	asset_ends(a, span_at(&in));
	return ST_OK;
}
