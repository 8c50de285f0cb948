/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The marker walk. It goes on where libjpeg resynchronises (bytes between segments, a bogus APPn length) and
 * stops where libjpeg stops; what is left then is one segment "not walked", so that the segments cover the
 * file. */
#include "src/base/base.h"
#include "src/media/jpeg_walk.h"

#include "src/media/jpeg.h"
#include "src/media/trailing.h"

struct walk {
	struct container *c;
	struct span file, s;
	bool frame, hierarchical, mpf, ended, stop;
};

static bool add(struct walk *w, const char *name, uint64_t offset, uint64_t length, const char *detail)
{
	return length == 0 || container_segment(w->c, name, offset, length, 0, detail);
}

/* Names what breaks the order of markers; the walk stops at what libjpeg refuses too. */
static void check(struct walk *w, const struct jpeg_marker *m)
{
	struct container *c = w->c;

	if (!jpeg_marker_known(m->code)) {
		container_damage(c, ST_CORRUPT, m->offset, "unknown marker 0x%02x", m->code);
		w->stop = true;
	} else if (m->code == M_SOI && m->offset != w->file.origin) {
		container_damage(c, ST_CORRUPT, m->offset, "a second start of image");
		w->stop = true;
	} else if (jpeg_marker_frame(m->code) && w->frame && !w->hierarchical) {
		container_damage(c, ST_CORRUPT, m->offset, "a second frame header");
	} else if (m->code == M_SOS && !w->frame) {
		container_damage(c, ST_CORRUPT, m->offset, "a scan before any frame header");
	}
	w->frame = w->frame || jpeg_marker_frame(m->code);
	w->hierarchical = w->hierarchical || m->code == M_DHP;
}

static bool junk(struct walk *w, const struct jpeg_marker *m, bool last)
{
	if (m->junk == 0)
		return true;
	if (!last)
		container_damage(w->c, ST_CORRUPT, m->junk_offset,
				 "%llu extraneous bytes before marker 0x%02x", (unsigned long long)m->junk,
				 m->code);
	return add(w, last ? "not walked" : "extraneous bytes", m->junk_offset, m->junk, NULL);
}

static void cut(struct walk *w, const struct jpeg_marker *m, enum jpeg_step step)
{
	char buf[8];

	if (step == JPEG_STEP_CUT)
		container_damage(w->c, ST_CORRUPT, m->offset, "segment %s runs past the end of the file",
				 jpeg_marker_name(m->code, buf));
	else if (step == JPEG_STEP_BAD)
		container_damage(w->c, ST_CORRUPT, m->offset, "segment %s has a length below 2",
				 jpeg_marker_name(m->code, buf));
}

static bool name_segment(struct walk *w, const struct jpeg_marker *m, const char **name, const char **detail)
{
	char buf[8];

	*name = arena_str(w->c->arena, jpeg_marker_name(m->code, buf));
	*detail = NULL;
	if (!*name)
		return false;
	if ((m->code < M_APP0 || m->code > M_APP15) && m->code != M_COM) {
		*detail = jpeg_table_detail(w->c, m);
	} else if (!jpeg_app(w->c, m, name, detail)) {
		return false;
	} else if (m->code == M_APP0 + 2 && span_is(&m->body, "MPF", 4) && !w->mpf) {
		struct span mpf;

		w->mpf = true; /* the first only: each entry may cost a walk over a part of the file */
		return !span_slice(&m->body, 4, m->body.len - 4, &mpf) ||
		       jpeg_mpf(w->c, mpf, w->file, detail);
	}
	if (m->fill && !*detail)
		*detail = arena_fmt(w->c->arena, "%llu fill bytes", (unsigned long long)m->fill);
	return true;
}

static bool entropy(struct walk *w)
{
	uint64_t from = span_at(&w->s), length;
	uint32_t restarts;

	length = jpeg_marker_entropy(&w->s, &restarts);
	return add(w, "entropy data", from, length,
		   restarts ? arena_fmt(w->c->arena, "%lu restart markers", (unsigned long)restarts) : NULL);
}

/* One marker; false without memory or room. */
static bool step(struct walk *w)
{
	const char *name, *detail;
	struct jpeg_marker m;
	enum jpeg_step what = jpeg_marker_next(&w->s, &m);

	if (what == JPEG_STEP_END) {
		w->stop = true;
		return junk(w, &m, true);
	}
	if (!junk(w, &m, false))
		return false;
	check(w, &m);
	if (w->stop)
		return span_seek(&w->s, m.offset - w->file.origin);
	cut(w, &m, what);
	if (!name_segment(w, &m, &name, &detail) || !add(w, name, m.offset, m.length, detail))
		return false;
	w->stop = what == JPEG_STEP_CUT || m.code == M_EOI;
	w->ended = m.code == M_EOI;
	return m.code != M_SOS || what != JPEG_STEP || entropy(w);
}

/* What lies behind the end, or behind the place where the walk stopped. */
static bool rest(struct walk *w)
{
	uint64_t from = span_at(&w->s);
	struct span left;

	if (!span_sub(&w->s, span_left(&w->s), &left) || left.len == 0)
		return true;
	return add(w, w->ended ? "data after end" : "not walked", from, left.len, NULL) &&
	       trailing_pictures(w->c, left);
}

static void describe(struct walk *w)
{
	struct container *c = w->c;
	struct jpeg_info info;
	struct error e = ERROR_INIT;
	char text[96];

	c->format = "JPEG";
	if (jpeg_read_info(w->file, &info, &e) != ST_OK) {
		if (c->damage.code == ST_OK)
			c->damage = e;
		return;
	}
	c->width = info.width;
	c->height = info.height;
	c->format = arena_fmt(c->arena, "JPEG, %s", jpeg_describe(&info, text, sizeof text));
}

enum status jpeg_walk(struct span bytes, struct container *c, struct error *e)
{
	struct walk w = { .c = c, .file = bytes, .s = bytes };

	while (!w.stop)
		if (!step(&w))
			return container_full(c, e);
	if (w.ended)
		c->end = span_at(&w.s);
	else
		container_damage(c, ST_CORRUPT, span_at(&w.s), "no end of image");
	if (!rest(&w))
		return container_full(c, e);
	describe(&w);
	return c->format ? ST_OK : err_nomem(e);
}
