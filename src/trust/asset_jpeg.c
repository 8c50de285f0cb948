/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JPEG (ITU-T T.81 annex B): every marker to EOI as a box, and the store from APP11 segments in the box
 * format of JPEG XT (ISO/IEC 18477-3; C2PA 2.2 section A.3.1). */
#include "src/base/base.h"

#include "src/trust/asset_parts.h"
#include "src/trust/jumbf.h"

#include <inttypes.h>

enum { M_TEM = 0x01, M_RST0 = 0xD0, M_RST7 = 0xD7, M_SOI = 0xD8, M_EOI = 0xD9, M_SOS = 0xDA, M_APP11 = 0xEB };
/* Of an APP11 segment: where the box's own header begins, behind marker, length, 'JP', En and Z. */
enum { PIECE_HEADER = 12, BOX_HEADER = 8, LONG_BOX_HEADER = 16 };

/* A store that is being put together. */
struct group {
	struct store_found *store;
	uint16_t en;
	uint32_t z;          /* of its last piece */
	uint64_t start, end; /* in the file, segments whole */
	uint8_t box[LONG_BOX_HEADER]; /* the header that each piece repeats */
	size_t box_len;
};

struct walk {
	struct asset *a;
	struct error *e;
	struct span in;
	bool after_scan;
	struct group groups[ASSET_MAX_STORES]; uint32_t n_groups;
	uint8_t seen[65536 / 8]; /* En of boxes that are none of ours, by their first piece */
	uint8_t lost[65536 / 8]; /* En of pieces that came before a first one */
};

static bool bit(const uint8_t *set, uint16_t i)
{
	return set[i / 8] >> i % 8 & 1;
}

static void set_bit(uint8_t *set, uint16_t i)
{
	set[i / 8] |= (uint8_t)(1 << i % 8);
}

/* ---- pieces of stores ---- */

struct piece {
	uint64_t start, end; /* of the segment in the file */
	uint16_t en;
	uint32_t z;
	struct span box;     /* from LBox on */
	size_t header;       /* of the box: LBox, TBox and maybe XLBox */
	bool first;          /* begins as a store begins */
};

static bool read_piece(struct walk *w, uint64_t start, struct span body, struct piece *p)
{
	uint64_t length;

	p->start = start;
	p->end = span_at(&w->in);
	if (!span_is(&body, "JP", 2) || !span_skip(&body, 2) || !span_u16be(&body, &p->en) ||
	    !span_u32be(&body, &p->z) || !span_sub(&body, span_left(&body), &p->box) || p->box.len < BOX_HEADER ||
	    memcmp(p->box.data + 4, "jumb", 4) != 0)
		return false;
	p->header = memcmp(p->box.data, "\0\0\0\1", 4) == 0 ? LONG_BOX_HEADER : BOX_HEADER;
	p->first = asset_begins_store(p->box, &length);
	return true;
}

static struct group *group_of(struct walk *w, uint16_t en)
{
	for (uint32_t i = w->n_groups; i > 0; i--)
		if (w->groups[i - 1].en == en)
			return &w->groups[i - 1];
	return NULL;
}

static enum status begin_group(struct walk *w, const struct piece *p)
{
	struct store_found *s = asset_add_store(w->a, p->start);
	struct group *g;

	if (!s)
		return ST_OK;
	g = &w->groups[w->n_groups++];
	*g = (struct group){ .store = s, .en = p->en, .z = p->z, .start = p->start, .end = p->end,
			     .box_len = p->header };
	memcpy(g->box, p->box.data, p->header);
	asset_add_place(s, p->start, p->end - p->start);
	if (p->z > 1)
		asset_fault(s, CODE_TORN_STORE, p->start, "first piece of the manifest store has the number %" PRIu32, p->z);
	if (bit(w->lost, p->en))
		asset_fault(s, CODE_TORN_STORE, p->start, "pieces of the manifest store are not in order");
	if (w->after_scan) {
		asset_stray(w->a, STRAY_AFTER_SCAN, p->start, p->end - p->start,
			    "a manifest store begins after the first scan");
		asset_fault(s, CODE_TORN_STORE, p->start, "manifest store stands after the first scan");
	}
	return asset_add_piece(w->a, s, p->box.origin, p->box.len, w->e);
}

static void fault_gap(struct walk *w, struct group *g, const struct piece *p)
{
	if (w->after_scan)
		asset_stray(w->a, STRAY_AFTER_SCAN, p->start, p->end - p->start,
			    "a piece of the manifest store after the first scan");
	else
		asset_stray(w->a, STRAY_GAP, g->end, p->start - g->end,
			    "%" PRIu64 " bytes between two pieces of the manifest store", p->start - g->end);
	asset_fault(g->store, CODE_STORE_GAP, g->end, "other bytes stand between the pieces of the manifest store");
}

static enum status go_on(struct walk *w, struct group *g, const struct piece *p)
{
	if (p->start != g->end)
		fault_gap(w, g, p);
	if (p->header != g->box_len || p->box.len < p->header || memcmp(p->box.data, g->box, g->box_len) != 0) {
		asset_fault(g->store, CODE_TORN_STORE, p->box.origin, "piece %" PRIu32
			    " of the manifest store does not repeat the header of the first", p->z);
		return ST_OK;
	}
	g->z = p->z;
	g->end = p->end;
	g->store->places[0].length = p->end - g->start;
	return asset_add_piece(w->a, g->store, p->box.origin + p->header, p->box.len - p->header, w->e);
}

static void note_lost(struct walk *w, const struct piece *p)
{
	set_bit(w->lost, p->en);
	asset_stray(w->a, STRAY_PIECE, p->start, p->end - p->start,
		    "APP11 piece %" PRIu32 " of a box whose beginning is not before it", p->z);
}

static enum status take_piece(struct walk *w, uint64_t start, struct span body)
{
	struct piece p = { 0 };
	struct group *g;

	if (!read_piece(w, start, body, &p))
		return ST_OK;
	g = group_of(w, p.en);
	if (g && p.z == g->z + 1)
		return go_on(w, g, &p);
	if (p.first)
		return begin_group(w, &p);
	if (g) {
		asset_fault(g->store, CODE_TORN_STORE, p.start, "piece %" PRIu32
			    " of the manifest store comes after piece %" PRIu32, p.z, g->z);
		asset_stray(w->a, STRAY_PIECE, p.start, p.end - p.start, "APP11 piece %" PRIu32 " out of order", p.z);
	} else if (p.z <= 1) {
		set_bit(w->seen, p.en);
	} else if (!bit(w->seen, p.en)) {
		note_lost(w, &p);
	}
	return ST_OK;
}

/* ---- markers ---- */

/* As C2PA 2.2 section 18.7 writes them, which are the names of T.81 table B.1. */
static const char *marker_name(uint8_t m)
{
	static const char *const from_c0[] = {
		"SOF0", "SOF1", "SOF2",	 "SOF3",  "DHT",   "SOF5",  "SOF6",  "SOF7",  "JPG",   "SOF9",	"SOF10",
		"SOF11", "DAC", "SOF13", "SOF14", "SOF15", "RST0",  "RST1",  "RST2",  "RST3",  "RST4",	"RST5",
		"RST6", "RST7", "SOI",	 "EOI",	  "SOS",   "DQT",   "DNL",   "DRI",   "DHP",   "EXP",	"APP0",
		"APP1", "APP2", "APP3",	 "APP4",  "APP5",  "APP6",  "APP7",  "APP8",  "APP9",  "APP10", "APP11",
		"APP12", "APP13", "APP14", "APP15", "JPG0", "JPG1", "JPG2",  "JPG3",  "JPG4",  "JPG5",	"JPG6",
		"JPG7", "JPG8", "JPG9",	 "JPG10", "JPG11", "JPG12", "JPG13", "COM",
	};

	return m == M_TEM ? "TEM" : m >= 0xC0 && m < 0xC0 + ARRAY_LEN(from_c0) ? from_c0[m - 0xC0] : "RES";
}

static bool stands_alone(uint8_t m)
{
	return m == M_TEM || (m >= M_RST0 && m <= M_EOI);
}

/* Up to the next marker that is not a stuffed zero. Fill bytes before it belong to the data: they are
 * hashed. */
static uint64_t skip_entropy(struct walk *w)
{
	size_t from = w->in.pos, at = from;

	for (;;) {
		const uint8_t *ff = at < w->in.len ? memchr(w->in.data + at, 0xFF, w->in.len - at) : NULL;

		if (!ff || (at = (size_t)(ff - w->in.data)) + 1 >= w->in.len) {
			w->in.pos = w->in.len;
			break;
		}
		if (w->in.data[at + 1] != 0 && w->in.data[at + 1] != 0xFF) {
			w->in.pos = at;
			break;
		}
		at += w->in.data[at + 1] == 0xFF ? 1 : 2;
	}
	return w->in.pos - from;
}

/* To the code of the next marker, past fill bytes (T.81 section B.1.1.2). */
static bool next_marker(struct walk *w, uint64_t *start, uint8_t *code)
{
	uint64_t from = span_at(&w->in);
	uint8_t byte;

	if (!span_u8(&w->in, &byte)) {
		(void)err_corrupt(&w->a->damage, from, "JPEG ends without EOI");
		return false;
	}
	if (byte != 0xFF) {
		(void)err_corrupt(&w->a->damage, from, "byte 0x%02x stands where a JPEG marker should", byte);
		return false;
	}
	do {
		*start = span_at(&w->in) - 1;
		if (!span_u8(&w->in, code)) {
			(void)err_corrupt(&w->a->damage, from, "JPEG ends without EOI");
			return false;
		}
	} while (*code == 0xFF);
	if (*code == 0) {
		(void)err_corrupt(&w->a->damage, *start, "JPEG has data where a marker should stand");
		return false;
	}
	asset_stray(w->a, STRAY_FILL, from, *start - from, "%" PRIu64 " fill bytes before %s", *start - from,
		    marker_name(*code));
	return true;
}

/* Length and contents of a segment; false: damage. */
static bool segment_body(struct walk *w, uint64_t start, uint8_t code, struct span *body)
{
	uint16_t length;

	if (span_u16be(&w->in, &length) && length >= 2 && span_sub(&w->in, (uint64_t)length - 2, body))
		return true;
	(void)err_corrupt(&w->a->damage, start, "JPEG segment %s is cut off", marker_name(code));
	return false;
}

/* One marker and what belongs to it. *more: the walk goes on. */
static enum status take_marker(struct walk *w, bool *more)
{
	struct span body = { 0 };
	struct asset_box *box;
	uint64_t start;
	enum status st;
	uint8_t code;

	*more = false;
	if (!next_marker(w, &start, &code))
		return ST_OK;
	if (code == M_SOI && start) {
		(void)err_corrupt(&w->a->damage, start, "another JPEG begins inside the picture");
		return ST_OK;
	}
	if (!stands_alone(code) && !segment_body(w, start, code, &body))
		return ST_OK;
	if ((st = asset_add_box(w->a, marker_name(code), start, span_at(&w->in) - start, &box, w->e)))
		return st;
	if (box)
		box->store = code == M_APP11;
	if (code == M_APP11 && (st = take_piece(w, start, body)))
		return st;
	w->after_scan |= code == M_SOS;
	if (code == M_SOS || (w->after_scan && code >= M_RST0 && code <= M_RST7)) {
		uint64_t data = skip_entropy(w);

		if (box)
			box->data_length = data;
	}
	if (code == M_EOI)
		asset_ends(w->a, span_at(&w->in));
	*more = code != M_EOI;
	return ST_OK;
}

enum status asset_walk_jpeg(struct asset *a, struct error *e)
{
	struct walk *w = arena_alloc(a->arena, 1, sizeof *w);
	enum status st = ST_OK;
	bool more = true;

	if (!w)
		return err_nomem(e);
	w->a = a;
	w->e = e;
	w->in = a->bytes;
	while (more && !st)
		st = take_marker(w, &more);
	return st;
}
