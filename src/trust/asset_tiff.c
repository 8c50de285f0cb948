/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TIFF, BigTIFF and DNG: the store in tag 52545 of a directory of the main chain (C2PA 2.2 appendix A.3). A
 * data hash excludes two ranges: the count in the entry, and the bytes that it points to (as the reference
 * implementation writes). */
#include "src/base/base.h"

#include "src/trust/asset_parts.h"

#include <inttypes.h>

enum { TAG_C2PA = 52545, TYPE_UNDEFINED = 7 };
/* More than any camera writes; a hostile chain ends here, and a directory may be read once. */
enum { MAX_DIRECTORIES = 4096, MAX_ENTRIES = 1000000 };

struct walk {
	struct asset *a;
	struct error *e;
	bool big_endian, big;
	uint64_t seen[MAX_DIRECTORIES]; /* offsets of directories */
	uint32_t n_seen, n_entries;
};

static bool get(const struct walk *w, struct span *in, unsigned bytes, uint64_t *v)
{
	uint16_t a;
	uint32_t b;
	bool ok;

	if (bytes == 8)
		return w->big_endian ? span_u64be(in, v) : span_u64le(in, v);
	if (bytes == 4) {
		ok = w->big_endian ? span_u32be(in, &b) : span_u32le(in, &b);
		*v = ok ? b : 0;
	} else {
		ok = w->big_endian ? span_u16be(in, &a) : span_u16le(in, &a);
		*v = ok ? a : 0;
	}
	return ok;
}

/* type and count stand at `at`, the value behind them. */
static enum status take_store(struct walk *w, uint64_t at, uint64_t type, uint64_t count, uint64_t value)
{
	unsigned word = w->big ? 8 : 4;
	struct store_found *s = asset_add_store(w->a, at);

	if (!s)
		return ST_OK;
	asset_add_place(s, at + 4, word);
	if (type != TYPE_UNDEFINED)
		asset_fault(s, CODE_TORN_STORE, at, "tag of the manifest store has type %" PRIu64 ", not 7", type);
	if (count <= word || value > w->a->bytes.len || count > w->a->bytes.len - value) {
		asset_fault(s, CODE_TORN_STORE, at,
			    "tag of the manifest store points to %" PRIu64 " bytes at %" PRIu64 ", which are not there",
			    count, value);
		return ST_OK;
	}
	asset_add_place(s, value, count);
	return asset_add_piece(w->a, s, value, count, w->e);
}

static enum status read_entry(struct walk *w, struct span *in, bool *whole)
{
	unsigned word = w->big ? 8 : 4;
	uint64_t at = span_at(in), tag, type, count, value;

	*whole = get(w, in, 2, &tag) && get(w, in, 2, &type) && get(w, in, word, &count) && get(w, in, word, &value);
	if (*whole && tag == TAG_C2PA)
		return take_store(w, at, type, count, value);
	return ST_OK;
}

static bool seen_before(struct walk *w, uint64_t offset)
{
	for (uint32_t i = 0; i < w->n_seen; i++)
		if (w->seen[i] == offset)
			return true;
	return false;
}

static bool may_read(struct walk *w, uint64_t offset, uint64_t entries)
{
	if (seen_before(w, offset))
		(void)err_corrupt(&w->a->damage, offset, "TIFF directories run in a circle");
	else if (w->n_seen == MAX_DIRECTORIES)
		(void)err_at(&w->a->damage, ST_LIMIT, offset, "there are more than %d TIFF directories", MAX_DIRECTORIES);
	else if (entries > MAX_ENTRIES - w->n_entries)
		(void)err_at(&w->a->damage, ST_LIMIT, offset, "there are more than %d TIFF entries", MAX_ENTRIES);
	else
		return true;
	return false;
}

/* *next: offset of the following directory; 0: none, or damage. */
static enum status read_directory(struct walk *w, uint64_t offset, uint64_t *next)
{
	struct span in = w->a->bytes;
	uint64_t entries;
	bool whole = true;
	enum status st;

	*next = 0;
	if (!span_seek(&in, offset) || !get(w, &in, w->big ? 8 : 2, &entries)) {
		(void)err_corrupt(&w->a->damage, offset, "TIFF directory is not in the file");
		return ST_OK;
	}
	if (!may_read(w, offset, entries))
		return ST_OK;
	w->seen[w->n_seen++] = offset;
	w->n_entries += (uint32_t)entries;
	for (uint64_t i = 0; i < entries && whole; i++)
		if ((st = read_entry(w, &in, &whole)))
			return st;
	if (!whole || !get(w, &in, w->big ? 8 : 4, next))
		(void)err_corrupt(&w->a->damage, offset, "TIFF directory is cut off");
	return ST_OK;
}

/* BigTIFF says behind its magic that offsets have 8 bytes. */
static bool read_header(struct walk *w, uint64_t *first)
{
	struct span in = w->a->bytes;
	uint64_t magic, size = 8, zero = 0;

	w->big_endian = span_is(&in, "MM", 2);
	if (!span_skip(&in, 2) || !get(w, &in, 2, &magic))
		return false;
	w->big = magic == 43;
	if (w->big && (!get(w, &in, 2, &size) || !get(w, &in, 2, &zero) || size != 8 || zero != 0))
		return false;
	return get(w, &in, w->big ? 8 : 4, first);
}

enum status asset_walk_tiff(struct asset *a, struct error *e)
{
	struct walk *w = arena_alloc(a->arena, 1, sizeof *w);
	enum status st = ST_OK;
	uint64_t next = 0;

	if (!w)
		return err_nomem(e);
	w->a = a;
	w->e = e;
	if (!read_header(w, &next))
		(void)err_corrupt(&a->damage, 0, "TIFF is cut off in its header");
	while (next && !st)
		st = read_directory(w, next, &next);
	return st;
}
