/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/field.h"

#include "src/base/utf8.h"
#include "ui/key.h"
#include "ui/text.h"

void field_set(struct field *f, const char *text)
{
	utf8_sanitise(f->text, sizeof f->text, text, strlen(text));
	f->len = f->at = strlen(f->text);
}

static size_t before(const struct field *f, size_t at)
{
	if (at == 0)
		return 0;
	do
		at--;
	while (at && ((unsigned char)f->text[at] & 0xC0) == 0x80);
	return at;
}

static size_t after(const struct field *f, size_t at)
{
	if (at >= f->len)
		return f->len;
	do
		at++;
	while (at < f->len && ((unsigned char)f->text[at] & 0xC0) == 0x80);
	return at;
}

static void erase_range(struct field *f, size_t from, size_t to)
{
	memmove(f->text + from, f->text + to, f->len - to + 1);
	f->len -= to - from;
	f->at = from;
}

static bool insert(struct field *f, int key)
{
	char bytes[4];
	unsigned n;

	if (key < 0x20 || utf8_unsafe((uint32_t)key))
		return false;
	n = utf8_encode((uint32_t)key, bytes);
	if (n == 0)
		return false;
	if (f->len + n >= sizeof f->text)
		return true;
	memmove(f->text + f->at + n, f->text + f->at, f->len - f->at + 1);
	memcpy(f->text + f->at, bytes, n);
	f->len += n;
	f->at += n;
	return true;
}

static size_t word_start(const struct field *f)
{
	size_t at = f->at;

	while (at && f->text[at - 1] == ' ')
		at--;
	while (at && f->text[at - 1] != ' ')
		at--;
	return at;
}

bool field_key(struct field *f, int key)
{
	switch (key) {
	case UI_KEY_LEFT: f->at = before(f, f->at); return true;
	case UI_KEY_RIGHT: f->at = after(f, f->at); return true;
	case UI_KEY_HOME: case UI_CTRL('a'): f->at = 0; return true;
	case UI_KEY_END: case UI_CTRL('e'): f->at = f->len; return true;
	case UI_KEY_BACKSPACE: erase_range(f, before(f, f->at), f->at); return true;
	case UI_KEY_DELETE: erase_range(f, f->at, after(f, f->at)); return true;
	case UI_CTRL('u'): erase_range(f, 0, f->at); return true;
	case UI_CTRL('w'): erase_range(f, word_start(f), f->at); return true;
	default: return insert(f, key);
	}
}

static int cells_between(const struct field *f, size_t from, size_t to)
{
	struct text_iter t = text_begin(f->text + from, to - from);
	uint32_t cp;
	int cells = 0;

	while (text_next(&t, &cp))
		cells += utf8_cells(cp);
	return cells;
}

void field_draw(const struct field *f, struct cellbuf *b, int x, int y, int w, bool focus)
{
	size_t from = 0;

	if (w < 1)
		return;
	while (from < f->at && cells_between(f, from, f->at) > w - 1)
		from = after(f, from);
	cellbuf_fill(b, (struct box){ x, y, w, 1 }, ROLE_FIELD);
	cellbuf_text(b, x, y, w, ROLE_FIELD, f->text + from);
	if (focus)
		cellbuf_cursor(b, x + cells_between(f, from, f->at), y);
}
