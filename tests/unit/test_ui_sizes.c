/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every page at every size, with text that tries to break a terminal: nothing outside, nothing
 * but printable characters. */
#include "tests/unit/unit.h"

#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "tests/unit/fake_backend.h"
#include "ui/ui.h"

#include <locale.h>

static void check_cells(const struct cellbuf *b)
{
	assert_true(cellbuf_guard_intact(b));
	for (int y = 0; y < b->height; y++)
		for (int x = 0; x < b->width; x++) {
			const struct cell *c = cellbuf_at(b, x, y);
			const struct cell *right = cellbuf_at(b, x + 1, y), *left = cellbuf_at(b, x - 1, y);

			if (c->ch == 0) {
				assert_true(left && utf8_cells(left->ch) == 2);
				continue;
			}
			assert_false(utf8_unsafe(c->ch));
			assert_true(utf8_cells(c->ch) >= 1);
			if (utf8_cells(c->ch) == 2)
				assert_true(right && right->ch == 0);
			for (int i = 0; i < 2; i++)
				assert_true(!c->mark[i] ||
					    (!utf8_unsafe(c->mark[i]) && utf8_cells(c->mark[i]) == 0));
			assert_true(!b->ascii || c->ch < 0x7F);
		}
	assert_true(b->cursor_x < b->width && b->cursor_y < b->height);
}

static void draw_at(struct ui *u, int w, int h, enum depth depth, bool ascii)
{
	struct cellbuf b;

	cellbuf_init(&b);
	cellbuf_resize(&b, w, h);
	b.depth = depth;
	b.ascii = ascii;
	ui_draw(u, &b);
	check_cells(&b);
	ui_ask(u);
	cellbuf_release(&b);
}

/* Small sizes one by one, larger ones in steps. */
static void all_sizes(struct ui *u)
{
	for (int h = 1; h <= 60; h += h < 16 ? 1 : 11)
		for (int w = 1; w <= 200; w += w < 24 ? 1 : w < 90 ? 13 : 37)
			draw_at(u, w, h, (w + h) % 7 ? DEPTH_MONO : DEPTH_256, (w + h) % 3 == 0);
	draw_at(u, 0, 0, DEPTH_MONO, false);
	draw_at(u, 80, 24, DEPTH_16, false);
	draw_at(u, 80, 24, DEPTH_RGB, false);
}

static void run_pages(void (*fill)(struct fake *f))
{
	static const int pages[][3] = {
		{ 0 },
		{ 'j', UI_KEY_ENTER },
		{ '2' },
		{ '+', '+', 'o' },
		{ '3', 'j' },
		{ '4', UI_KEY_ENTER, 'c' },
		{ 'a', 's', 'G' },
		{ 'g', 't' },
		{ 'q', '5', 'G' },
		{ '6' },
		{ '7' },
		{ '8' },
		{ 'v', UI_KEY_TAB },
		{ UI_KEY_ESC, '?' },
		{ UI_KEY_ESC, 'n', 0x6f22 },
		{ UI_KEY_ESC, ':', 'm' },
		{ UI_KEY_ESC, 'q', '/' },
		{ 'a', UI_KEY_ENTER, 'e' },
		{ UI_KEY_ESC, 'G', UI_KEY_ENTER },
		{ '2', '0' },
		{ '3' },
	};
	struct fake *f = fake_new();
	struct ui *u = mem_need(1, sizeof *u);
	struct backend b = fake_backend(f);

	fill(f);
	ui_init(u, &b);
	for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
		for (size_t k = 0; k < 3 && pages[i][k]; k++)
			ui_key(u, pages[i][k]);
		all_sizes(u);
		f->n_queue ? b.ops->step(f) : (void)0;
		ui_refresh(u);
	}
	ui_release(u);
	free(u);
	fake_free(f);
}

static void friendly(void **state)
{
	(void)state;
	run_pages(fake_fill_demo);
}

static void hostile(void **state)
{
	(void)state;
	run_pages(fake_fill_hostile);
}

static uint32_t next_random(uint32_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 17;
	*s ^= *s << 5;
	return *s;
}

/* Twenty thousand keys and clicks from a fixed seed: whatever is pressed, it neither crashes
 * nor draws what it should not. */
static void any_keys(void **state)
{
	static const int keys[] = {
		'j',       'k',         'g',          'G',          's',         '/',
		'v',       'n',         't',          'e',          'p',         'o',
		'b',       'c',         '+',          '-',          '0',         '1',
		'2',       '3',         '4',          '5',          '6',         '7',
		'8',       'a',         'h',          'l',
		'[',       ']',         'x',          'X',          ':',         '?',
		'J',       'K',         UI_KEY_ENTER, UI_KEY_ESC,   UI_KEY_TAB,  UI_KEY_BACKTAB,
		UI_KEY_UP, UI_KEY_DOWN, UI_KEY_LEFT,  UI_KEY_RIGHT, UI_KEY_PGDN, UI_KEY_BACKSPACE,
		' ',       0x6f22,      'a',          UI_CTRL('w')
	};
	struct fake *f = fake_new();
	struct ui *u = mem_need(1, sizeof *u);
	struct backend b = fake_backend(f);
	uint32_t seed = 20261102;

	(void)state;
	fake_fill_demo(f);
	fake_fill_hostile(f);
	fake_stream(f, 40, 1);
	ui_init(u, &b);
	for (int i = 0; i < 20000; i++) {
		uint32_t r = next_random(&seed);

		if (r % 29 == 0)
			ui_click(u, (int)(r >> 8 & 127), (int)(r >> 16 & 31));
		else
			ui_key(u, keys[(r >> 8) % ARRAY_LEN(keys)]);
		u->quit = false;
		if (i % 50 == 0) {
			draw_at(u, (int)(r >> 5 & 127), (int)(r >> 12 & 31), DEPTH_MONO, r & 1);
			b.ops->step(f);
			ui_refresh(u);
		}
	}
	ui_release(u);
	free(u);
	fake_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(friendly), cmocka_unit_test(hostile),
					    cmocka_unit_test(any_keys) };

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
