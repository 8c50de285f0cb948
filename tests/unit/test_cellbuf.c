/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells, text, roles, glyphs, the line editor, the key table, pictures. */
#include "tests/unit/unit.h"

#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "ui/cellbuf.h"
#include "ui/field.h"
#include "ui/heat.h"
#include "ui/keymap.h"
#include "ui/look.h"
#include "ui/picture.h"
#include "ui/scroll.h"
#include "ui/term.h"
#include "ui/text.h"

#include <locale.h>
#include <math.h>
#include <poll.h>

static struct cellbuf buffer(int w, int h)
{
	struct cellbuf b;

	cellbuf_init(&b);
	cellbuf_resize(&b, w, h);
	return b;
}

/* Row 0 after drawing text in w cells of a buffer of 12. */
static const char *drawn(const char *text, int w, bool ascii, char out[200])
{
	struct cellbuf b = buffer(12, 2);
	struct str s;

	b.ascii = ascii;
	cellbuf_text(&b, 0, 0, w, ROLE_TEXT, text);
	assert_true(cellbuf_guard_intact(&b));
	str_init(&s, 1000);
	cellbuf_dump(&b, &s);
	snprintf(out, 200, "%.*s", (int)strcspn(s.data, "\n"), s.data);
	str_release(&s);
	cellbuf_release(&b);
	return out;
}

static void text_is_cut_and_sanitised(void **state)
{
	char o[200];

	(void)state;
	assert_string_equal(drawn("harbour", 12, false, o), "harbour");
	assert_string_equal(drawn("harbour", 5, false, o), "harb…");
	assert_string_equal(drawn("harbour", 5, true, o), "harb~");
	assert_string_equal(drawn("a\x1b[2Jb", 12, false, o), "a<U+001B>[2…");
	assert_string_equal(drawn("\xff" "a", 12, false, o), "<FF>a");
	assert_string_equal(drawn("\xe2\x80\xae", 12, false, o), "<U+202E>");
	assert_string_equal(drawn("a\nb\tc", 12, false, o), "a b c");
	assert_string_equal(drawn("漢字かな", 8, false, o), "漢字かな");
	assert_string_equal(drawn("漢字かな", 6, false, o), "漢字…");
	assert_string_equal(drawn("漢字かな", 5, false, o), "漢字…");
	assert_string_equal(drawn("漢x", 12, true, o), "??x");
	assert_string_equal(drawn("e\xcc\x81" "a", 12, false, o), "e\xcc\x81" "a");
	assert_string_equal(drawn("\xcc\x81" "a", 12, false, o), "a");
	assert_string_equal(drawn("a – b…", 12, true, o), "a - b~");
}

static void wide_characters_never_lose_a_half(void **state)
{
	struct cellbuf b = buffer(4, 1);

	(void)state;
	cellbuf_text(&b, 0, 0, 4, ROLE_TEXT, "漢字");
	cellbuf_put(&b, 1, 0, 'x', ROLE_TEXT);
	assert_int_equal(cellbuf_at(&b, 0, 0)->ch, ' ');
	assert_int_equal(cellbuf_at(&b, 1, 0)->ch, 'x');
	cellbuf_put(&b, 2, 0, 'y', ROLE_TEXT);
	assert_int_equal(cellbuf_at(&b, 3, 0)->ch, ' ');
	cellbuf_put(&b, 3, 0, 0x6f22, ROLE_TEXT); /* no room for both halves */
	assert_int_equal(cellbuf_at(&b, 3, 0)->ch, ' ');
	cellbuf_put(&b, 0, 0, 0x1b, ROLE_TEXT);
	assert_int_equal(cellbuf_at(&b, 0, 0)->ch, ' ');
	cellbuf_release(&b);
}

static void nothing_is_drawn_outside(void **state)
{
	struct cellbuf b = buffer(5, 3);

	(void)state;
	for (int y = -3; y < 6; y++)
		for (int x = -8; x < 8; x++) {
			cellbuf_text(&b, x, y, 20, ROLE_TEXT, "漢字 text that is long");
			cellbuf_frame(&b, (struct box){ x, y, 7, 5 }, "title");
			cellbuf_fill(&b, (struct box){ x, y, 9, 9 }, ROLE_DIM);
			cellbuf_highlight(&b, (struct box){ x, y, 9, 9 }, ATTR_REVERSE);
			cellbuf_pixel(&b, x, y, 0x2580, 1, 2);
		}
	assert_true(cellbuf_guard_intact(&b));
	b.cells[0].ch = 'x'; /* and the guard does notice */
	assert_false(cellbuf_guard_intact(&b));
	cellbuf_release(&b);
}

static void lines_break_at_blanks(void **state)
{
	size_t next;

	(void)state;
	assert_int_equal(text_line("one two three", 8, &next), 7);
	assert_int_equal(next, 8);
	assert_int_equal(text_line("onetwothree", 4, &next), 4);
	assert_int_equal(next, 4);
	assert_int_equal(text_line("one", 8, &next), 3);
	assert_int_equal(next, 3);
	assert_int_equal(text_line("a\nb", 8, &next), 1);
	assert_int_equal(next, 2);
	assert_int_equal(text_line("漢字", 1, &next), 3);
	text_line("x", 0, &next);
	assert_int_equal(next, 1);
	assert_true(text_contains("Crowd.JPG", "crowd"));
	assert_false(text_contains("Crowd.JPG", "crowds"));
	assert_true(text_contains("", ""));
}

static void every_glyph_is_one_cell(void **state)
{
	(void)state;
	for (int g = 0; g < GLYPH_COUNT; g++) {
		assert_int_equal(utf8_cells(glyph_char((enum glyph)g, false)), 1);
		assert_true(glyph_char((enum glyph)g, true) < 0x7F);
		assert_int_equal(strlen(glyph_str((enum glyph)g, true)), 1);
	}
	assert_int_not_equal(glyph_char(GLYPH_ALERT, true), glyph_char(GLYPH_WARNING, true));
	assert_int_not_equal(glyph_char(GLYPH_WARNING, true), glyph_char(GLYPH_NOTICE, true));
}

static void roles_differ_by_depth(void **state)
{
	(void)state;
	for (int r = 0; r < ROLE_COUNT; r++) {
		assert_int_equal(role_style(DEPTH_MONO, (enum role)r).fg, COLOUR_DEFAULT);
		assert_int_equal(role_style(DEPTH_MONO, (enum role)r).bg, COLOUR_DEFAULT);
		for (int d = 0; d < DEPTH_COUNT; d++)
			assert_int_not_equal(role_style((enum depth)d, (enum role)r).fg, COLOUR_ROLE);
	}
	assert_int_equal(role_style(DEPTH_256, ROLE_ALERT).fg, COLOUR_INDEX(166));
	assert_int_equal(role_style(DEPTH_RGB, ROLE_ALERT).fg, COLOUR_RGB(0xD5, 0x5E, 0));
	assert_true(role_style(DEPTH_16, ROLE_ALERT).fg < COLOUR_INDEX(16));
	assert_int_equal(colour_256(255, 0, 0), 196);
	assert_int_equal(colour_256(128, 128, 128), 244);
	assert_int_equal(colour_16(0, 0, 0), 0);
	assert_int_equal(colour_16(255, 255, 255), 15);
}

static void colours_follow_the_rules(void **state)
{
	(void)state;
	assert_int_equal(term_depth(COLOUR_AUTO, NULL, 256), DEPTH_256);
	assert_int_equal(term_depth(COLOUR_AUTO, "", 256), DEPTH_256);
	assert_int_equal(term_depth(COLOUR_AUTO, "1", 256), DEPTH_MONO);
	assert_int_equal(term_depth(COLOUR_ALWAYS, "1", 256), DEPTH_256);
	assert_int_equal(term_depth(COLOUR_NEVER, NULL, 1 << 24), DEPTH_MONO);
	assert_int_equal(term_depth(COLOUR_AUTO, NULL, 1 << 24), DEPTH_RGB);
	assert_int_equal(term_depth(COLOUR_AUTO, NULL, 16), DEPTH_16);
	assert_int_equal(term_depth(COLOUR_AUTO, NULL, 8), DEPTH_MONO);
}

static void no_key_has_two_meanings(void **state)
{
	(void)state;
	for (unsigned bit = 0; bit < 10; bit++)
		for (unsigned a = 1; a < REQ_COUNT; a++)
			for (size_t i = 0; i < 4 && request_info((enum ui_request)a)->keys[i]; i++) {
				const struct request_info *r = request_info((enum ui_request)a);

				if (r->views & 1u << bit)
					assert_int_equal(keymap_find(r->keys[i], 1u << bit), r->id);
			}
}

static void keys_have_names(void **state)
{
	char name[16];

	(void)state;
	for (unsigned a = 1; a < REQ_COUNT; a++)
		for (size_t i = 0; i < 4 && request_info((enum ui_request)a)->keys[i]; i++) {
			int key = request_info((enum ui_request)a)->keys[i];

			assert_int_equal(key_from_name(key_label(key, name)), key);
		}
	assert_int_equal(key_from_name("nonsense"), UI_KEY_NONE);
	assert_int_equal(key_from_name(""), UI_KEY_NONE);
	for (unsigned a = 1; a < REQ_COUNT; a++)
		assert_true(request_info((enum ui_request)a)->help[0]);
}

static void type(struct field *f, const char *text)
{
	for (; *text; text++)
		field_key(f, *text);
}

static void a_line_is_edited(void **state)
{
	struct field f;

	(void)state;
	field_set(&f, "");
	type(&f, "no camera data");
	field_key(&f, UI_CTRL('w'));
	assert_string_equal(f.text, "no camera ");
	field_key(&f, UI_KEY_HOME);
	type(&f, "so ");
	assert_string_equal(f.text, "so no camera ");
	field_key(&f, UI_KEY_BACKSPACE);
	field_key(&f, UI_KEY_DELETE);
	assert_string_equal(f.text, "soo camera ");
	field_key(&f, UI_CTRL('u'));
	assert_string_equal(f.text, "o camera ");
	field_set(&f, "");
	field_key(&f, 0x6f22);
	field_key(&f, 'x');
	field_key(&f, UI_KEY_LEFT);
	field_key(&f, UI_KEY_BACKSPACE);
	assert_string_equal(f.text, "x");
	assert_false(field_key(&f, 0x202e)); /* nothing that could not be shown gets in */
	assert_false(field_key(&f, 7));
	assert_string_equal(f.text, "x");
	for (int i = 0; i < 3 * FIELD_MAX; i++)
		field_key(&f, 0x6f22);
	assert_true(f.len < FIELD_MAX);
	assert_true(utf8_valid(f.text, f.len));
}

static void scrolling_stays_inside(void **state)
{
	struct scroll s = { .sel = 99 };

	(void)state;
	scroll_fit_list(&s, 10, 4);
	assert_int_equal(s.sel, 9);
	assert_int_equal(s.top, 6);
	scroll_list(&s, REQ_FIRST);
	scroll_fit_list(&s, 10, 4);
	assert_int_equal(s.top, 0);
	scroll_list(&s, REQ_PAGE_DOWN);
	assert_int_equal(s.sel, 3);
	scroll_fit_list(&s, 0, 4);
	assert_int_equal(s.sel, 0);
	assert_int_equal(scroll_target(REQ_MOVE_UP, 0, 0, 0), 0);
	assert_int_equal(scroll_target(REQ_LAST, 0, 5, 2), 4);
}

static void pictures_keep_their_shape(void **state)
{
	struct box b = picture_fit((struct box){ 0, 0, 80, 20 }, 4000, 3000);

	(void)state;
	assert_int_equal(b.h, 20);
	assert_in_range(b.w, 52, 54);
	b = picture_fit((struct box){ 0, 0, 80, 20 }, 100000, 10);
	assert_int_equal(b.w, 80);
	assert_int_equal(b.h, 1);
	b = picture_fit((struct box){ 0, 0, 80, 20 }, 10, 100000);
	assert_int_equal(b.w, 1);
	b = picture_fit((struct box){ 0, 0, 0, 20 }, 10, 10);
	assert_int_equal(b.w, 0);
	b = picture_fit((struct box){ 3, 4, 7, 5 }, UINT32_MAX, UINT32_MAX);
	assert_true(b.x >= 3 && b.x + b.w <= 10 && b.y >= 4 && b.y + b.h <= 9);
}

/* Left half black, right half white. */
static uint8_t *halves(uint32_t w, uint32_t h)
{
	uint8_t *rgb = mem_need((size_t)w * h, 3);

	for (uint32_t i = 0; i < w * h; i++)
		memset(rgb + (size_t)i * 3, i % w < w / 2 ? 0 : 255, 3);
	return rgb;
}

/* Pixels through every converter, read back from the cells. */
static void converters_agree(void **state)
{
	uint8_t *rgb = halves(64, 64);
	struct pixels p = { .width = 64, .height = 64, .rgb = rgb };
	struct cell c[8 * 4];

	(void)state;
	picture_ascii(&p, 8, 4, c);
	assert_int_equal(c[0].ch, ' ');
	assert_int_equal(c[7].ch, '@');
	picture_blocks(&p, 8, 4, DEPTH_RGB, c);
	assert_int_equal(c[0].fg, COLOUR_RGB(0, 0, 0));
	assert_int_equal(c[7].bg, COLOUR_RGB(255, 255, 255));
	picture_blocks(&p, 8, 4, DEPTH_256, c);
	assert_int_equal(c[7].bg, COLOUR_INDEX(231));
	picture_blocks(&p, 8, 4, DEPTH_MONO, c);
	assert_int_equal(c[0].ch, ' ');
	assert_int_equal(c[7].ch, 0x2588);
	for (int d = 0; d < DEPTH_COUNT; d++)
		if (picture_chafa(&p, 8, 4, (enum depth)d, c) && d == DEPTH_RGB)
			assert_true(c[0].bg == COLOUR_RGB(0, 0, 0) || c[0].fg == COLOUR_RGB(0, 0, 0));
	free(rgb);
}

static void helper_answers(void **state)
{
	struct picture_cache cache = { .next = 0 };
	struct cellbuf b = buffer(60, 20);
	uint8_t *rgb = halves(240, 160);
	struct pixels p = { .width = 240, .height = 160, .rgb = rgb };
	struct pollfd fd;

	(void)state;
	b.depth = DEPTH_RGB;
	picture_helper_start(&cache);
	assert_non_null(cache.helper);
	picture_draw(&cache, &b, cellbuf_box(&b), &p);
	assert_int_equal(cellbuf_at(&b, 0, 0)->ch, 0x2580); /* rough at once */
	picture_draw(&cache, &b, cellbuf_box(&b), &p);      /* asked once only */
	fd = (struct pollfd){ .fd = picture_fd(&cache), .events = POLLIN };
	assert_int_equal(poll(&fd, 1, 5000), 1);
	assert_true(picture_collect(&cache));
	assert_false(picture_pending(&cache));
	assert_non_null(cache.slots[0]);
	picture_draw(&cache, &b, cellbuf_box(&b), &p);
	assert_false(picture_pending(&cache));
	picture_cache_release(&cache);
	cellbuf_release(&b);
	free(rgb);
}

static void heat_takes_any_number(void **state)
{
	const double odd[] = { (double)NAN, (double)INFINITY, -(double)INFINITY, 0, 1, -5, 1e308 };
	float data[4] = { NAN, INFINITY, -INFINITY, 1 };
	const double rect[4] = { 0, 0, 2, 2 };
	struct picture_cache cache = { .next = 0 };
	uint8_t rgb[4 * 3] = { 0 }, c[3];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(odd); i++)
		heat_colour(odd[i], c);
	heat_colour(0, c);
	assert_int_equal(c[2], 78);
	heat_colour(1, c);
	assert_int_equal(c[0], 254);
	for (size_t i = 0; i < ARRAY_LEN(odd); i++)
		for (int d = 0; d < DEPTH_COUNT; d++) {
			struct cellbuf b = buffer(20, 4);
			struct map m = { .cols = 2,
					 .rows = 2,
					 .step_x = odd[i],
					 .step_y = 1,
					 .origin_x = odd[6 - i],
					 .low = odd[i],
					 .high = odd[(i + 1) % 7],
					 .data = data };

			b.depth = (enum depth)d;
			heat_draw(&cache, &b, cellbuf_box(&b), &(struct heat){ 2, 2, data, m.low, m.high });
			heat_legend(&b, 0, 3, 20, m.low, m.high, "dB");
			heat_blend(&m, rect, 2, 2, rgb);
			heat_densities(&m, rect, &b, cellbuf_box(&b));
			assert_true(cellbuf_guard_intact(&b));
			cellbuf_release(&b);
		}
	picture_cache_release(&cache);
}

static void zoom_shows_true_pixels(void **state)
{
	struct look l = { .overlay = -1 };
	struct box room = { 0, 3, 80, 17 };
	struct window w = look_window(&l, room, 4000, 3000);

	(void)state;
	assert_int_equal(w.w, 4000);
	look_zoom(&l, &w, 4000, 3000, -1);
	assert_false(l.zoomed);
	l.cursor_x = 2000;
	l.cursor_y = 1500;
	look_zoom(&l, &w, 4000, 3000, 1);
	w = look_window(&l, room, 4000, 3000);
	assert_true(l.zoomed && w.h < 3000);
	for (int i = 0; i < 20; i++)
		look_zoom(&l, &w, 4000, 3000, 1);
	assert_int_equal(l.zoom, ZOOM_MAX);
	l.zoom = 2;
	w = look_window(&l, room, 4000, 3000);
	assert_int_equal(w.w, 80);      /* one stored pixel a cell across, */
	assert_int_equal(w.h, 2 * 17);  /* two down */
	for (int i = 0; i < 1000; i++) {
		look_pan(&l, &w, 4000, 3000, 1, 1);
		w = look_window(&l, room, 4000, 3000);
	}
	assert_int_equal(w.x + w.w, 4000);
	assert_int_equal(w.y + w.h, 3000);
	for (int i = 0; i < 5000; i++) {
		look_move_cursor(&l, &w, 4000, 3000, -1, -1);
		w = look_window(&l, room, 4000, 3000);
	}
	assert_int_equal(w.x, 0);
	assert_int_equal(l.cursor_y, 0);
	for (int i = 0; i < 20 && l.zoomed; i++) {
		look_zoom(&l, &w, 4000, 3000, -1);
		w = look_window(&l, room, 4000, 3000);
	}
	assert_false(l.zoomed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_cut_and_sanitised),
		cmocka_unit_test(wide_characters_never_lose_a_half),
		cmocka_unit_test(nothing_is_drawn_outside),
		cmocka_unit_test(lines_break_at_blanks),
		cmocka_unit_test(every_glyph_is_one_cell),
		cmocka_unit_test(roles_differ_by_depth),
		cmocka_unit_test(colours_follow_the_rules),
		cmocka_unit_test(no_key_has_two_meanings),
		cmocka_unit_test(keys_have_names),
		cmocka_unit_test(a_line_is_edited),
		cmocka_unit_test(scrolling_stays_inside),
		cmocka_unit_test(pictures_keep_their_shape),
		cmocka_unit_test(converters_agree),
		cmocka_unit_test(helper_answers),
		cmocka_unit_test(heat_takes_any_number),
		cmocka_unit_test(zoom_shows_true_pixels),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
