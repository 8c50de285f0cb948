/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only file that knows curses. Rows that did not change since the last frame are not handed
 * over again; which bytes go to the terminal for the others is for curses to find out. */
#include "src/base/base.h"
#include "ui/term.h"

#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "ui/term_guard.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct curses_term {
	struct term base;
	SCREEN *screen;
	struct cellbuf shown; /* the last frame */
	bool all;             /* the next frame goes out whole */
};

static void curses_size(struct term *t, int *width, int *height)
{
	(void)t;
	getmaxyx(stdscr, *height, *width);
}

static int curses_colour(enum depth d, uint32_t c)
{
	unsigned v = c & 0xFFFFFFu;

	if (COLOUR_KIND(c) == COLOUR_DEFAULT || d == DEPTH_MONO)
		return -1;
	if (COLOUR_KIND(c) == COLOUR_INDEX(0))
		return (int)v;
	if (d == DEPTH_RGB)
		return (int)(v < 8 ? 0x010101 : v); /* the first eight numbers are the palette's, not blues */
	if (d == DEPTH_256)
		return (int)colour_256(v >> 16, v >> 8 & 0xFF, v & 0xFF);
	return (int)colour_16(v >> 16, v >> 8 & 0xFF, v & 0xFF);
}

static attr_t curses_attrs(unsigned a)
{
	return (a & ATTR_BOLD ? A_BOLD : 0) | (a & ATTR_REVERSE ? A_REVERSE : 0) |
	       (a & ATTR_UNDERLINE ? A_UNDERLINE : 0);
}

static void put_cell(const struct term *t, int x, int y, const struct cell *c)
{
	struct style s = role_style(t->depth, (enum role)c->role);
	wchar_t text[4] = { (wchar_t)c->ch, (wchar_t)c->mark[0], (wchar_t)c->mark[1], 0 };
	int fg = curses_colour(t->depth, c->fg == COLOUR_ROLE ? s.fg : c->fg);
	int bg = curses_colour(t->depth, c->bg == COLOUR_ROLE ? s.bg : c->bg);
	int pair = fg < 0 && bg < 0 ? 0 : alloc_pair(fg, bg);
	cchar_t out;

	if (pair < 0)
		pair = 0;
	if (setcchar(&out, text, curses_attrs((unsigned)s.attrs | c->attrs), 0, &pair) != ERR)
		mvadd_wch(y, x, &out);
}

static void draw_row(const struct curses_term *k, const struct cellbuf *b, int y)
{
	for (int x = 0; x < b->width; x++) {
		const struct cell *c = cellbuf_at(b, x, y);

		if (c->ch)
			put_cell(&k->base, x, y, c);
	}
}

static bool row_changed(const struct curses_term *k, const struct cellbuf *b, int y)
{
	return k->all || memcmp(cellbuf_at(&k->shown, 0, y), cellbuf_at(b, 0, y),
				(size_t)b->width * sizeof(struct cell)) != 0;
}

static void keep_frame(struct curses_term *k, const struct cellbuf *b)
{
	if (k->shown.width != b->width || k->shown.height != b->height)
		cellbuf_resize(&k->shown, b->width, b->height);
	for (int y = 0; y < b->height; y++)
		memcpy(cellbuf_at(&k->shown, 0, y), cellbuf_at(b, 0, y),
		       (size_t)b->width * sizeof(struct cell));
	k->all = false;
}

static void curses_draw(struct term *t, const struct cellbuf *b)
{
	struct curses_term *k = (struct curses_term *)t;

	if (b->width < 1 || b->height < 1)
		return;
	if (k->shown.width != b->width || k->shown.height != b->height)
		k->all = true;
	for (int y = 0; y < b->height; y++)
		if (row_changed(k, b, y))
			draw_row(k, b, y);
	keep_frame(k, b);
	curs_set(b->cursor_x >= 0);
	if (b->cursor_x >= 0)
		move(b->cursor_y, b->cursor_x);
	else
		move(b->height - 1, b->width - 1);
	refresh();
}

static int special_key(wint_t k)
{
	static const struct {
		wint_t curses;
		int key;
	} keys[] = {
		{ KEY_UP, UI_KEY_UP },
		{ KEY_DOWN, UI_KEY_DOWN },
		{ KEY_LEFT, UI_KEY_LEFT },
		{ KEY_RIGHT, UI_KEY_RIGHT },
		{ KEY_PPAGE, UI_KEY_PGUP },
		{ KEY_NPAGE, UI_KEY_PGDN },
		{ KEY_HOME, UI_KEY_HOME },
		{ KEY_END, UI_KEY_END },
		{ KEY_BACKSPACE, UI_KEY_BACKSPACE },
		{ KEY_DC, UI_KEY_DELETE },
		{ KEY_BTAB, UI_KEY_BACKTAB },
		{ KEY_F(1), UI_KEY_F1 },
		{ KEY_ENTER, UI_KEY_ENTER },
	};

	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (keys[i].curses == k)
			return keys[i].key;
	return UI_KEY_NONE;
}

static bool mouse_event(struct event *out)
{
	MEVENT m;

	if (getmouse(&m) != OK)
		return false;
	*out = (struct event){ .kind = EVENT_CLICK, .x = m.x, .y = m.y };
	if (m.bstate & BUTTON4_PRESSED)
		out->kind = EVENT_WHEEL_UP;
	else if (m.bstate & BUTTON5_PRESSED)
		out->kind = EVENT_WHEEL_DOWN;
	else if (!(m.bstate & (BUTTON1_PRESSED | BUTTON1_CLICKED)))
		return false;
	return true;
}

static int typed_key(wint_t c)
{
	if (c == 127 || c == 8)
		return UI_KEY_BACKSPACE;
	return c == '\n' ? UI_KEY_ENTER : (int)c;
}

static bool curses_event(struct term *t, struct event *out)
{
	wint_t c;
	int got;

	(void)t;
	while ((got = get_wch(&c)) != ERR) {
		if (got == KEY_CODE_YES && c == KEY_RESIZE) {
			*out = (struct event){ .kind = EVENT_RESIZE };
			return true;
		}
		if (got == KEY_CODE_YES && c == KEY_MOUSE) {
			if (mouse_event(out))
				return true;
			continue;
		}
		*out = (struct event){ .kind = EVENT_KEY,
				       .key = got == KEY_CODE_YES ? special_key(c) : typed_key(c) };
		if (out->key != UI_KEY_NONE)
			return true;
	}
	return false;
}

static void curses_resized(struct term *t)
{
	struct winsize ws;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) != 0 || ws.ws_row == 0 || ws.ws_col == 0)
		return;
	resize_term(ws.ws_row, ws.ws_col);
	((struct curses_term *)t)->all = true;
	erase();
	/* The terminal may have reflowed what stood there: nothing that curses remembers of it holds. */
	clearok(stdscr, TRUE);
}

static void curses_redraw(struct term *t)
{
	((struct curses_term *)t)->all = true;
	clearok(stdscr, TRUE);
}

/* A terminal without a second screen keeps what stands there: the shell goes on below a blank
 * line, not over the keys. */
static void leave_screen(void)
{
	move(LINES - 1, 0);
	clrtoeol();
	refresh();
	endwin();
}

static void curses_suspend(struct term *t)
{
	leave_screen();
	kill(0, SIGSTOP);
	curses_resized(t);
	curses_redraw(t);
}

static int curses_fd(const struct term *t)
{
	(void)t;
	return STDIN_FILENO;
}

static void curses_close(struct term *t)
{
	struct curses_term *k = (struct curses_term *)t;

	leave_screen();
	delscreen(k->screen);
	term_guard_end();
	cellbuf_release(&k->shown);
	free(k);
}

static const struct term_ops curses_ops = {
	.size = curses_size,
	.draw = curses_draw,
	.event = curses_event,
	.resized = curses_resized,
	.redraw = curses_redraw,
	.suspend = curses_suspend,
	.fd = curses_fd,
	.close = curses_close,
};

static void remember_leaving(void)
{
	static const char *const caps[] = { "sgr0", "cnorm", "rmkx", "rmcup" };

	for (size_t i = 0; i < ARRAY_LEN(caps); i++) {
		char name[8];
		const char *bytes;

		snprintf(name, sizeof name, "%s", caps[i]);
		bytes = tigetstr(name);
		if (bytes && bytes != (char *)-1)
			term_guard_leave(bytes);
	}
}

static bool can_move_cursor(void)
{
	char name[] = "cup";
	const char *bytes = tigetstr(name);

	return bytes && bytes != (char *)-1;
}

static void set_up(struct curses_term *k, const struct term_options *o)
{
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	intrflush(stdscr, FALSE);
	set_escdelay(25);
	if (has_colors() && start_color() == OK && use_default_colors() == OK)
		k->base.depth = term_depth(o->colour, getenv("NO_COLOR"), COLORS);
	k->base.ascii = o->ascii || strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	if (!o->no_mouse) {
		mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
		mouseinterval(0);
	}
}

enum status term_curses_open(const struct term_options *o, struct term **out, struct error *e)
{
	struct curses_term *k;
	const char *term = getenv("TERM");

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(e, ST_USAGE,
			       "the workstation needs a terminal; in scripts use 'cottingley scan'");
	setlocale(LC_CTYPE, "");
	term_guard_begin(STDOUT_FILENO);
	k = mem_need(1, sizeof *k);
	cellbuf_init(&k->shown);
	k->base.ops = &curses_ops;
	k->screen = newterm(NULL, stdout, stdin);
	if (!k->screen) {
		free(k);
		term_guard_end();
		return err_set(e, ST_UNSUPPORTED,
			       "terminal type '%s' is not known here; try TERM=xterm-256color",
			       term ? term : "");
	}
	if (!can_move_cursor()) {
		curses_close(&k->base);
		return err_set(e, ST_UNSUPPORTED,
			       "terminal type '%s' cannot move the cursor; try TERM=xterm-256color",
			       term ? term : "");
	}
	set_up(k, o);
	remember_leaving();
	term_guard_stderr(o->log_path);
	*out = &k->base;
	return ST_OK;
}
