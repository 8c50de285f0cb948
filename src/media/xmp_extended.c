/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Extended XMP of a JPEG: each segment has the GUID (32 hex digits: the MD5 of the whole), the length of the whole and
 * its own place in it. */
#include "src/base/base.h"
#include "src/media/xmp_facts.h"

#include "src/base/hash.h"
#include "src/base/mem.h"

#include <strings.h>

enum { GUID = 2 * MD5_LEN };

struct piece {
	char guid[GUID + 1];
	uint32_t whole, at;
	struct span bytes;
};

static bool piece_read(const struct block *b, struct piece *p)
{
	struct span s = b->bytes;

	if (b->kind != BLOCK_XMP_EXTENSION || !span_copy(&s, p->guid, GUID) || !span_u32be(&s, &p->whole) ||
	    !span_u32be(&s, &p->at))
		return false;
	p->guid[GUID] = '\0';
	return span_sub(&s, span_left(&s), &p->bytes);
}

static bool digest_fits(const uint8_t *bytes, size_t len, const char *guid)
{
	struct digests d;
	struct hasher *h;
	char hex[GUID + 1];

	if (hasher_new(&h, NULL) != ST_OK)
		return false;
	hasher_add(h, bytes, len);
	return hasher_done(h, &d, NULL) == ST_OK && strcasecmp(hex_encode(hex, d.md5, MD5_LEN), guid) == 0;
}

/* Copies every piece to its place; parts that overlap do not hide a gap, for the digest is checked after. */
static bool fill(const struct container *c, const char *guid, uint8_t *to, uint32_t whole)
{
	uint64_t sum = 0;
	struct piece p;

	for (uint32_t i = 0; i < c->n_blocks; i++) {
		if (!piece_read(&c->blocks[i], &p) || strcasecmp(p.guid, guid) != 0)
			continue;
		if (p.whole != whole || p.at > whole || p.bytes.len > whole - p.at)
			return false;
		if (p.bytes.len)
			memcpy(to + p.at, p.bytes.data, p.bytes.len);
		sum += p.bytes.len;
	}
	return sum == whole;
}

static bool first_piece(const struct container *c, const char *guid, struct piece *p)
{
	for (uint32_t i = 0; i < c->n_blocks; i++)
		if (piece_read(&c->blocks[i], p) && (!guid || strcasecmp(p->guid, guid) == 0))
			return true;
	return false;
}

enum status xmp_extended_join(struct container *c, const char *guid, struct span *out, enum xmp_extended *state,
			      struct error *e)
{
	struct piece p;
	uint8_t *all;

	*out = (struct span){ 0 };
	*state = XMP_EXT_NONE;
	if (!first_piece(c, guid, &p)) {
		*state = guid ? XMP_EXT_MISSING : XMP_EXT_NONE;
		return ST_OK;
	}
	if (!guid) {
		*state = XMP_EXT_ORPHAN;
		return ST_OK;
	}
	if (p.whole > XMP_MAX_PACKET)
		return err_set(e, ST_LIMIT, "the extended XMP is larger than %d MB", XMP_MAX_PACKET / 1024 / 1024);
	all = mem_array(p.whole, 1);
	if (!all)
		return err_nomem(e);
	if (!fill(c, guid, all, p.whole))
		*state = XMP_EXT_INCOMPLETE;
	else if (!digest_fits(all, p.whole, guid))
		*state = XMP_EXT_BAD_DIGEST;
	else
		*state = XMP_EXT_READ;
	if (*state == XMP_EXT_READ)
		*out = span_of(all, p.whole, p.bytes.origin);
	else
		mem_free(all);
	return ST_OK;
}
