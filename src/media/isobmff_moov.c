/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tracks: image sequences (ISO/IEC 23008-12 section 7), video beside a picture, the raw data of CR3.
 * ISO/IEC 14496-12 sections 8.3.2 (tkhd), 8.5.2 (stsd), 8.7.3 (stsz), 8.7.5 (stco, co64). Samples are not
 * followed beyond the first. */
#include "src/base/base.h"
#include "src/media/isobmff.h"

#include "src/media/codec.h"
#include "src/media/jpeg.h"

static struct iso_track *track(struct iso *w)
{
	return w->n_tracks ? &w->tracks[w->n_tracks - 1] : NULL;
}

static const char *begin(struct iso *w, const struct box *b)
{
	struct iso_track t = { .samples = 0 };

	if (w->n_tracks >= ISO_MAX_TRACKS)
		iso_too_many(w, b->offset, "tracks", ISO_MAX_TRACKS);
	else if (iso_room(w, &w->tracks, w->n_tracks, &w->room_tracks, sizeof t))
		w->tracks[w->n_tracks++] = t;
	return NULL;
}

/* The size of the track as shown, 16.16 fixed point. */
static const char *header(struct iso *w, struct span s)
{
	struct iso_track *t = track(w);
	uint32_t flags, width, height;
	uint8_t version;

	if (!box_full(&s, &version, &flags) || !span_skip(&s, (version == 1 ? 32 : 20) + 52) ||
	    !span_u32be(&s, &width) || !span_u32be(&s, &height))
		return "cut short";
	if (t && !t->width) {
		t->width = width >> 16;
		t->height = height >> 16;
	}
	return iso_say(w, "shown at %ux%u", (unsigned)(width >> 16), (unsigned)(height >> 16));
}

static const char *descriptions(struct iso *w, struct span s)
{
	struct iso_track *t = track(w);
	uint16_t width, height;
	char format[5] = "";

	if (!span_skip(&s, 12) || !span_copy(&s, format, 4))
		return "cut short";
	if (t && !t->format[0])
		memcpy(t->format, format, sizeof format);
	if (t && memcmp(t->handler, "soun", 4) != 0 && span_skip(&s, 24) && span_u16be(&s, &width) &&
	    span_u16be(&s, &height) && width && height) {
		t->width = width;
		t->height = height;
	}
	return box_name(w->c->arena, format);
}

static const char *sizes(struct iso *w, struct span s)
{
	struct iso_track *t = track(w);
	uint32_t flags, size, count;
	uint8_t version;

	if (!box_full(&s, &version, &flags) || !span_u32be(&s, &size) || !span_u32be(&s, &count))
		return "cut short";
	if (size == 0 && count > 0 && !span_u32be(&s, &size))
		return "cut short";
	if (t) {
		t->samples = count;
		t->size = count ? size : 0;
	}
	return iso_say(w, "%lu samples", (unsigned long)count);
}

static const char *chunks(struct iso *w, struct span s, bool large)
{
	struct iso_track *t = track(w);
	uint32_t flags, count, small = 0;
	uint64_t offset = 0;
	uint8_t version;

	if (!box_full(&s, &version, &flags) || !span_u32be(&s, &count))
		return "cut short";
	if (count > 0 && !(large ? span_u64be(&s, &offset) : span_u32be(&s, &small)))
		return "cut short";
	if (t)
		t->offset = large ? offset : small;
	return iso_say(w, "%lu chunks", (unsigned long)count);
}

const char *iso_moov_box(struct iso *w, const struct box *b)
{
	if (box_is(b, "trak"))
		return begin(w, b);
	if (box_is(b, "tkhd"))
		return header(w, b->body);
	if (box_is(b, "stsd"))
		return descriptions(w, b->body);
	if (box_is(b, "stsz"))
		return sizes(w, b->body);
	if (box_is(b, "stco") || box_is(b, "co64"))
		return chunks(w, b->body, box_is(b, "co64"));
	return NULL;
}

/* ---- as pictures ---- */

static bool is_jpeg(const struct iso *w, const struct iso_track *t, struct span *out)
{
	return t->offset >= w->file.origin &&
	       span_slice(&w->file, t->offset - w->file.origin, t->size, out) &&
	       span_is(out, "\xFF\xD8\xFF", 3);
}

static bool shows(const struct iso_track *t)
{
	return memcmp(t->handler, "pict", 4) == 0 || memcmp(t->handler, "vide", 4) == 0 ||
	       memcmp(t->handler, "auxv", 4) == 0;
}

static const struct iso_track *largest(const struct iso *w)
{
	const struct iso_track *best = NULL;

	for (uint32_t i = 0; i < w->n_tracks; i++) {
		const struct iso_track *t = &w->tracks[i];
		struct span s;

		if (shows(t) && !is_jpeg(w, t, &s) &&
		    (!best || (uint64_t)t->width * t->height > (uint64_t)best->width * best->height))
			best = t;
	}
	return best;
}

static bool add(struct iso *w, const struct iso_track *t, bool raw)
{
	struct embedded p = { .media_type = "application/octet-stream", .width = t->width,
			      .height = t->height };
	struct jpeg_info info;
	struct span s;

	p.kind = memcmp(t->handler, "pict", 4) == 0 ? "sequence" : memcmp(t->handler, "auxv", 4) == 0 ?
		 "auxiliary (sequence)" : raw ? "raw" : "video";
	if (t->offset >= w->file.origin && t->offset - w->file.origin < w->file.len)
		p.offset = t->offset;
	if (p.offset && t->samples == 1 && span_slice(&w->file, p.offset - w->file.origin, t->size, &s))
		p.length = t->size;
	if (is_jpeg(w, t, &s)) {
		p.media_type = "image/jpeg";
		p.length = s.len;
		if (raw)
			p.kind = "preview";
		if (jpeg_read_info(s, &info, NULL) == ST_OK) {
			p.width = info.width;
			p.height = info.height;
		}
	}
	return container_picture(w->c, &p);
}

bool iso_tracks(struct iso *w)
{
	bool raw = w->c->codec && strcmp(w->c->codec->media_type, "image/x-canon-cr3") == 0;
	const struct iso_track *main = w->primary ? NULL : largest(w);

	if (main) {
		w->c->width = main->width;
		w->c->height = main->height;
	}
	for (uint32_t i = 0; i < w->n_tracks; i++)
		if (shows(&w->tracks[i]) && !(raw && &w->tracks[i] == main) && !add(w, &w->tracks[i], raw))
			return false;
	return true;
}
