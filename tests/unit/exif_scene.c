/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/exif_scene.h"

void scene_init(struct scene *s)
{
	memset(s, 0, sizeof *s);
	arena_init(&s->arena, (size_t)16 << 20);
	builder_init(&s->b, true);
	s->cx = (struct context){ .now = SCENE_NOW, .now_fixed = true, .name = "" };
	s->note_base = SCENE_BLOCK;
	s->in.container.width = 4000;
	s->in.container.height = 3000;
}

void scene_block(struct scene *s, enum block_kind kind, const char *keyword, const char *text)
{
	s->blocks[s->n_blocks++] = (struct block){ .kind = kind, .keyword = keyword, .text = text,
						   .bytes = span_of(text, strlen(text), 0) };
}

static void put32(const struct scene *s, uint8_t *p, uint32_t v)
{
	for (unsigned i = 0; i < 4; i++)
		p[s->note.little ? i : 3 - i] = (uint8_t)(v >> 8 * i);
}

/* The block is laid out with a note of the right size; now its place is known, and its offsets can be. */
static void write_note(struct scene *s)
{
	size_t values = s->b.n_out - s->b.n_values - s->b.n_thumbnail, at = 0;

	for (unsigned i = 0; i < s->b.n; i++)
		if (s->b.entries[i].tag == 0x927C)
			at = values + s->b.entries[i].at;
	note_finish(&s->note, s->note_base == SCENE_BLOCK ? (int64_t)at - s->note_moved : -s->note_base);
	if (s->footer)
		put32(s, s->note.out + s->note.n_out - 4, (uint32_t)((int64_t)at - s->note_moved));
	if (s->patch_note)
		put32(s, s->note.out + s->note.n_header + 2 + 12 + 8, 0xFFFFFF00u);
	memcpy(s->b.out + at, s->note.out, s->note.n_out);
}

void scene_finish(struct scene *s)
{
	struct error e = ERROR_INIT;

	if (s->has_note) {
		note_finish(&s->note, 0);
		builder_raw(&s->b, EXIF_IFD_EXIF, 0x927C, 7, (uint32_t)s->note.n_out, s->note.out,
			    s->note.n_out);
	}
	builder_finish(&s->b);
	if (s->has_note)
		write_note(s);
	if (s->b.n) {
		assert_int_equal(exif_read(&s->arena, span_of(s->b.out, s->b.n_out, 0), &s->in.exif, &e),
				 ST_OK);
		s->in.has_exif = true;
		exif_facts(&s->arena, &s->in.exif, &s->in.facts);
		assert_int_equal(maker_note_read(&s->arena, &s->in.exif, &s->in.facts, &s->in.maker, &e),
				 ST_OK);
	}
	s->in.container.blocks = s->blocks;
	s->in.container.n_blocks = s->n_blocks;
	s->c = (struct exif_case){ .in = &s->in, .cx = &s->cx, .p = exif_params };
	exif_case_fill(&s->c, &s->arena);
	s->c.thumbnail = s->thumbnail;
	s->c.has_thumbnail_table = s->thumbnail_step > 0;
	for (unsigned i = 0; i < 64; i++)
		s->c.thumbnail_table[i] = s->thumbnail_step;
}

void scene_dates(struct scene *s, const char *original, const char *digitized, const char *modified)
{
	if (original)
		builder_text(&s->b, EXIF_IFD_EXIF, 0x9003, original);
	if (digitized)
		builder_text(&s->b, EXIF_IFD_EXIF, 0x9004, digitized);
	if (modified)
		builder_text(&s->b, EXIF_IFD0, 0x0132, modified);
}

void scene_ratio(struct scene *s, uint16_t tag, int64_t n, int64_t d)
{
	const int64_t pair[] = { n, d };

	builder_ratios(&s->b, EXIF_IFD_EXIF, tag, n < 0, 1, pair);
}

void scene_position(struct scene *s, const char *north, int64_t lat, const char *east, int64_t lon)
{
	const int64_t a[] = { lat, 1, 0, 1, 0, 1 }, o[] = { lon, 1, 0, 1, 0, 1 };

	if (north)
		builder_text(&s->b, EXIF_IFD_GPS, 1, north);
	builder_ratios(&s->b, EXIF_IFD_GPS, 2, false, 3, a);
	if (east)
		builder_text(&s->b, EXIF_IFD_GPS, 3, east);
	builder_ratios(&s->b, EXIF_IFD_GPS, 4, false, 3, o);
}

void scene_gps_clock(struct scene *s, const char *date, int64_t h, int64_t m, int64_t sec)
{
	const int64_t t[] = { h, 1, m, 1, sec, 1 };

	builder_ratios(&s->b, EXIF_IFD_GPS, 7, false, 3, t);
	builder_text(&s->b, EXIF_IFD_GPS, 0x1D, date);
}

void scene_altitude(struct scene *s, int64_t metres)
{
	const int64_t pair[] = { metres, 1 };

	builder_ratios(&s->b, EXIF_IFD_GPS, 6, false, 1, pair);
}

void scene_compared(struct scene *s, double whole, double part, double inside)
{
	s->thumbnail = (struct thumbnail_match){ .state = THUMBNAIL_COMPARED,
						 .width = 160,
						 .height = 120,
						 .whole = whole,
						 .part = part,
						 .part_share = 0.7,
						 .inside = inside };
}
