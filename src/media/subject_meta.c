/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/subject_meta.h"

/* A layer that cannot be read is no damage to the picture: then checks of the pixels would be silent, and anybody could
 * silence them with a broken packet. Facts and entries say what is wrong with the layer. */
static enum status unless_memory(enum status st, const struct error *why, struct error *e)
{
	if (st == ST_MEMORY && e)
		*e = *why;
	return st == ST_MEMORY ? st : ST_OK;
}

/* Resources may run on from one APP13 to the next: then the blocks are one. */
static enum status join(struct subject *s, struct span *all, struct error *e)
{
	const struct container *c = &s->container;
	size_t len = 0;
	uint8_t *to;

	for (uint32_t i = 0; i < c->n_blocks; i++)
		if (c->blocks[i].kind == BLOCK_PHOTOSHOP)
			len += c->blocks[i].bytes.len;
	if (len > PHOTOSHOP_MAX_BYTES)
		return err_at(e, ST_LIMIT, all->origin, "the resources are larger than %d MB",
			      PHOTOSHOP_MAX_BYTES / 1024 / 1024);
	to = arena_alloc(&s->arena, len, 1);
	if (!to)
		return err_nomem(e);
	*all = span_of(to, len, all->origin);
	for (uint32_t i = 0; i < c->n_blocks; i++) {
		const struct span *b = &c->blocks[i].bytes;

		if (c->blocks[i].kind == BLOCK_PHOTOSHOP && b->len) {
			memcpy(to, b->data, b->len);
			to += b->len;
		}
	}
	return ST_OK;
}

static unsigned count(const struct container *c, enum block_kind kind)
{
	unsigned n = 0;

	for (uint32_t i = 0; i < c->n_blocks; i++)
		n += c->blocks[i].kind == kind;
	return n;
}

static enum status photoshop(struct subject *s, struct error *e)
{
	const struct block *b = container_find(&s->container, BLOCK_PHOTOSHOP);
	bool several = count(&s->container, BLOCK_PHOTOSHOP) > 1;
	struct error why = ERROR_INIT;
	struct span bytes;
	enum status st = ST_OK;

	if (!b)
		return ST_OK;
	bytes = b->bytes;
	if (several)
		st = join(s, &bytes, &why);
	if (!st)
		st = photoshop_read(&s->arena, bytes, &s->photoshop, &why);
	s->has_photoshop = st == ST_OK;
	s->photoshop.joined = several || b->decoded;
	if (s->photoshop.joined)
		s->photoshop.thumbnail_offset = s->photoshop.thumbnail_length = 0;
	return unless_memory(st, &why, e);
}

static enum status iptc(struct subject *s, struct error *e)
{
	const struct block *b = container_find(&s->container, BLOCK_IPTC);
	struct error why = ERROR_INIT;
	struct span bytes = { 0 };
	enum status st;

	if (b)
		bytes = b->bytes;
	if ((!b || s->photoshop.joined) && s->photoshop.iptc.data)
		bytes = s->photoshop.iptc;
	photoshop_compare(&s->photoshop, bytes);
	if (!bytes.len)
		return ST_OK;
	st = iptc_read(&s->arena, bytes, &s->iptc, &why);
	s->has_iptc = st == ST_OK;
	return unless_memory(st, &why, e);
}

/* Only whether there is one: what it claims is not verified here. */
static void jumbf(struct subject *s)
{
	const struct container *c = &s->container;

	for (uint32_t i = 0; i < c->n_blocks; i++) {
		const struct block *b = &c->blocks[i];

		if (b->kind != BLOCK_JUMBF)
			continue;
		if (!s->n_jumbf++)
			s->jumbf_offset = b->bytes.origin;
		s->jumbf_c2pa = s->jumbf_c2pa || (b->bytes.len && memmem(b->bytes.data, b->bytes.len, "c2pa", 4));
	}
}

static bool picture(struct subject *s, const char *kind, uint64_t offset, uint64_t length)
{
	struct embedded p = { .kind = kind, .media_type = "application/octet-stream", .offset = offset,
			      .length = length };
	struct jpeg_info info;
	struct span bytes;

	if (!length || offset < s->bytes.origin ||
	    !span_slice(&s->bytes, offset - s->bytes.origin, length, &bytes))
		return true;
	if (span_is(&bytes, "\xFF\xD8", 2)) {
		p.media_type = "image/jpeg";
		if (jpeg_read_info(bytes, &info, NULL) == ST_OK) {
			p.width = info.width;
			p.height = info.height;
		}
	}
	return container_picture(&s->container, &p);
}

enum status subject_read_layers(struct subject *s, struct error *e)
{
	enum status st = photoshop(s, e);

	if (!st)
		st = iptc(s, e);
	if (!st)
		st = xmp_read(&s->container, &s->xmp, e);
	if (!st)
		st = icc_read(&s->container, &s->icc, e);
	if (st)
		return st;
	jfif_read(&s->container, &s->jfif);
	jumbf(s);
	if (!picture(s, "thumbnail (Photoshop)", s->photoshop.thumbnail_offset, s->photoshop.thumbnail_length) ||
	    !picture(s, "thumbnail (JFXX)", s->jfif.jfxx_jpeg_offset, s->jfif.jfxx_jpeg_length))
		return container_full(&s->container, e);
	return ST_OK;
}
