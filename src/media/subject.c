/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/subject.h"

#include "src/media/formats.h"
#include "src/media/subject_meta.h"

enum { SUBJECT_ARENA_MAX = 64 * 1024 * 1024 };
enum { EMBEDDED_MAX_PIXELS = 16000000 };

static enum status no_reader(const struct subject *s, struct error *e)
{
	const struct codec *codec = s->container.codec;
	char names[128];

	if (s->bytes.len == 0)
		return err_set(e, ST_UNSUPPORTED, "the file is empty");
	if (!codec)
		return err_set(e, ST_UNSUPPORTED, "not a picture format known here; %s are examined",
			       codec_readers(names, sizeof names));
	if (codec->raw)
		return err_set(e, ST_UNSUPPORTED,
			       "%s (%s): raw data has no reader here, and no embedded JPEG preview was found",
			       codec->name, codec->media_type);
	return err_set(e, ST_UNSUPPORTED, "%s (%s) has no reader here; %s are examined", codec->name,
		       codec->media_type, codec_readers(names, sizeof names));
}

bool subject_has_decoder(const struct subject *s)
{
	return s->derived || (s->container.codec && s->container.codec->decode);
}

/* ---- raw formats ---- */

static const struct embedded *largest_preview(const struct container *c)
{
	const struct embedded *best = NULL;

	for (uint32_t i = 0; i < c->n_pictures; i++) {
		const struct embedded *p = &c->pictures[i];

		if ((strcmp(p->kind, "preview") != 0 && strcmp(p->kind, "thumbnail") != 0) ||
		    strcmp(p->media_type, "image/jpeg") != 0 || !p->width || !p->height)
			continue;
		if (!best || (uint64_t)p->width * p->height > (uint64_t)best->width * best->height)
			best = p;
	}
	return best;
}

static enum status derive(struct subject *s, struct error *e)
{
	struct container *c = &s->container;
	const struct embedded *p = largest_preview(c);
	struct span bytes;

	if (!p || !span_slice(&s->bytes, p->offset - s->bytes.origin, p->length, &bytes) ||
	    jpeg_read_info(bytes, &s->jpeg, NULL) != ST_OK)
		return ST_OK;
	s->picture = bytes;
	s->derived = s->has_jpeg = true;
	c->width = s->jpeg.width;
	c->height = s->jpeg.height;
	c->format = arena_fmt(&s->arena,
			      "%s; the embedded %s is examined (JPEG, %lux%lu at 0x%llx), raw data has no reader",
			      c->codec->name, p->kind, (unsigned long)c->width, (unsigned long)c->height,
			      (unsigned long long)p->offset);
	return c->format ? ST_OK : err_nomem(e);
}

/* ---- metadata ---- */

/* In a TIFF the second directory is a thumbnail when it says that it is reduced, or, as cameras write it, when it
 * has no size of its own; else it is the second page. */
static bool second_page(const struct subject *s)
{
	const struct exif_field *f = exif_find(&s->exif, EXIF_IFD1, 0x00FE);
	uint64_t kind;

	if (s->exif.block.origin != s->bytes.origin || !exif_find(&s->exif, EXIF_IFD1, 0x0100))
		return false;
	return !f || f->broken || !exif_uint(&s->exif, f, 0, &kind) || !(kind & 1);
}

static struct embedded *picture_at(struct container *c, uint64_t offset)
{
	for (uint32_t i = 0; i < c->n_pictures; i++)
		if (c->pictures[i].offset == offset)
			return &c->pictures[i];
	return NULL;
}

/* The thumbnail that IFD1 names, when it lies in the file. */
static enum status add_thumbnail(struct subject *s, struct error *e)
{
	struct embedded p = { .kind = "thumbnail", .media_type = "application/octet-stream",
			      .offset = s->exif.thumbnail_offset, .length = s->exif.thumbnail_length };
	struct embedded *known = picture_at(&s->container, p.offset);
	struct jpeg_info info;
	struct span bytes;

	if (second_page(s)) {
		s->exif.thumbnail_length = 0;
		return ST_OK;
	}
	if (known && known->length == p.length) { /* the walk of a TIFF met it */
		known->kind = p.kind;
		return ST_OK;
	}
	if (p.length == 0 || !span_slice(&s->bytes, p.offset - s->bytes.origin, p.length, &bytes))
		return ST_OK;
	if (span_is(&bytes, "\xFF\xD8", 2)) {
		p.media_type = "image/jpeg";
		if (jpeg_read_info(bytes, &info, NULL) == ST_OK) {
			p.width = info.width;
			p.height = info.height;
		}
	}
	return container_picture(&s->container, &p) ? ST_OK : container_full(&s->container, e);
}

/* CR3 keeps the Exif and the GPS directory in blocks of their own. */
static enum status add_directories(struct subject *s, struct error *e)
{
	struct error why = ERROR_INIT;

	for (uint32_t i = 0; i < s->container.n_blocks; i++) {
		const struct block *b = &s->container.blocks[i];
		bool gps = b->keyword && strcmp(b->keyword, "GPS") == 0;
		enum status st;

		if (b->kind != BLOCK_EXIF || !b->keyword || (!gps && strcmp(b->keyword, "Exif") != 0))
			continue;
		st = exif_add(&s->arena, b->bytes, gps ? EXIF_IFD_GPS : EXIF_IFD_EXIF, &s->exif, &why);
		if (st == ST_MEMORY) {
			if (e)
				*e = why;
			return st;
		}
		if (st)
			container_damage(&s->container, st, b->bytes.origin, "EXIF: %s", why.message);
	}
	return ST_OK;
}

static enum status open_exif(struct subject *s, struct error *e)
{
	const struct block *b = container_find(&s->container, BLOCK_EXIF);
	struct error why = ERROR_INIT;
	enum status st;

	if (!b)
		return ST_OK;
	st = exif_read(&s->arena, b->bytes, &s->exif, &why);
	if (st == ST_MEMORY) {
		if (e)
			*e = why;
		return st;
	}
	if (st) { /* an EXIF block without a TIFF header is damage, not the end of the examination */
		container_damage(&s->container, st, why.has_offset ? why.offset : b->bytes.origin, "EXIF: %s",
				 why.message);
		return ST_OK;
	}
	st = add_directories(s, e);
	if (st)
		return st;
	if (b->decoded) /* its places are none in the file */
		s->exif.thumbnail_offset = s->exif.thumbnail_length = 0;
	s->has_exif = true;
	exif_facts(&s->arena, &s->exif, &s->facts);
	st = maker_note_read(&s->arena, &s->exif, &s->facts, &s->maker, e);
	return st ? st : add_thumbnail(s, e);
}

enum status subject_open(struct subject *s, struct span bytes, const struct limits *lim, struct error *e)
{
	enum status st;

	memset(s, 0, sizeof *s);
	s->bytes = s->picture = bytes;
	s->limits = *lim;
	arena_init(&s->arena, SUBJECT_ARENA_MAX);
	s->container.arena = &s->arena;
	s->container.codec = codec_probe(&bytes);
	if (!s->container.codec || !s->container.codec->walk) {
		s->container.format = s->container.codec ? s->container.codec->name : NULL;
		return no_reader(s, e);
	}
	st = s->container.codec->walk(bytes, &s->container, e);
	if (st)
		return st;
	s->is_jpeg = s->has_jpeg = strcmp(s->container.codec->media_type, "image/jpeg") == 0 &&
				  jpeg_read_info(bytes, &s->jpeg, NULL) == ST_OK;
	st = open_exif(s, e);
	if (!st)
		st = subject_read_layers(s, e);
	if (st || !s->container.codec->raw)
		return st;
	return derive(s, e);
}

void subject_attach(struct subject *s, void *attached, void (*release)(void *attached))
{
	if (s->attached_free)
		s->attached_free(s->attached);
	s->attached = attached;
	s->attached_free = release;
}

void subject_release(struct subject *s)
{
	if (!s)
		return;
	subject_attach(s, NULL, NULL);
	raster_release(&s->raster);
	plane_release(&s->luma);
	small_release(&s->small);
	jpeg_coefficients_release(&s->coefficients);
	arena_release(&s->arena);
	memset(s, 0, sizeof *s);
}

static enum status again(enum status st, const struct error *was, struct error *e)
{
	if (st && e)
		*e = *was;
	return st;
}

/* Cancelling is no property of the picture: that answer is not kept. */
static void decode_raster(struct subject *s, struct job_control *ctl)
{
	const struct codec *codec = s->derived ? &jpeg_codec : s->container.codec;
	struct error warning = ERROR_INIT;

	s->raster_tried = true;
	err_clear(&s->raster_error);
	if (!codec || !codec->decode) {
		s->raster_status = no_reader(s, &s->raster_error);
		return;
	}
	s->raster_status = codec->decode(s->picture, &s->limits, ctl, &s->raster, &warning, &s->raster_error);
	if (warning.code != ST_OK)
		container_damage(&s->container, warning.code, warning.offset, "%s", warning.message);
	s->raster_tried = s->raster_status != ST_CANCELLED;
}

enum status subject_raster(struct subject *s, struct job_control *ctl, const struct raster **out,
			   struct error *e)
{
	if (!s->raster_tried)
		decode_raster(s, ctl);
	if (s->raster_status == ST_OK)
		*out = &s->raster;
	return again(s->raster_status, &s->raster_error, e);
}

enum status subject_small(struct subject *s, struct job_control *ctl, const struct small **out,
			  struct error *e)
{
	const struct raster *r;
	enum status st = subject_raster(s, ctl, &r, e);

	if (st)
		return st;
	if (!s->small.rgb && !raster_small(r, PREVIEW_MAX_SIDE, &s->small))
		return err_nomem(e);
	*out = &s->small;
	return ST_OK;
}

enum status subject_luma(struct subject *s, struct job_control *ctl, const struct plane **out,
			 struct error *e)
{
	const struct raster *r;
	enum status st = subject_raster(s, ctl, &r, e);

	if (st)
		return st;
	if (!s->luma.data && !raster_luma(r, &s->luma))
		return err_nomem(e);
	*out = &s->luma;
	return ST_OK;
}

enum status subject_coefficients(struct subject *s, struct job_control *ctl,
				 const struct jpeg_coefficients **out, struct error *e)
{
	if (!s->has_jpeg)
		return err_set(e, ST_NOT_APPLICABLE, "only a JPEG has quantised coefficients");
	if (!s->coefficients_tried) {
		err_clear(&s->coefficients_error);
		s->coefficients_status = jpeg_coefficients_read(s->picture, &s->limits, ctl, &s->coefficients,
								&s->coefficients_error);
		s->coefficients_tried = s->coefficients_status != ST_CANCELLED;
	}
	if (s->coefficients_status == ST_OK)
		*out = &s->coefficients;
	return again(s->coefficients_status, &s->coefficients_error, e);
}

enum status subject_embedded_bytes(struct subject *s, struct span bytes, struct raster *out, struct error *e)
{
	const struct codec *codec = png_codec.probe(&bytes) ? &png_codec : &jpeg_codec;
	struct limits small = s->limits;

	if (small.pixels > EMBEDDED_MAX_PIXELS)
		small.pixels = EMBEDDED_MAX_PIXELS;
	return codec->decode(bytes, &small, NULL, out, NULL, e);
}

enum status subject_embedded(struct subject *s, uint64_t offset, uint64_t length, struct raster *out,
			     struct error *e)
{
	struct span bytes;

	if (offset < s->bytes.origin || !span_slice(&s->bytes, offset - s->bytes.origin, length, &bytes))
		return err_corrupt(e, offset, "the embedded picture lies outside the file");
	return subject_embedded_bytes(s, bytes, out, e);
}
