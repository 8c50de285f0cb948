/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/text.h"

#include "src/base/utf8.h"

struct text_iter text_begin(const char *s, size_t len)
{
	return (struct text_iter){ .at = s, .left = len };
}

static void advance(struct text_iter *t, size_t n)
{
	t->at += n;
	t->left -= n;
	t->used += n;
}

static bool spelled(struct text_iter *t, uint32_t *cp)
{
	*cp = (unsigned char)t->mark[t->mark_at++];
	return true;
}

bool text_next(struct text_iter *t, uint32_t *cp)
{
	unsigned n;

	if (t->mark_at < t->mark_len)
		return spelled(t, cp);
	if (t->left == 0)
		return false;
	if (*t->at == '\n' || *t->at == '\t') {
		*cp = ' ';
		advance(t, 1);
		return true;
	}
	n = utf8_decode(t->at, t->left, cp);
	if (n && !utf8_unsafe(*cp)) {
		advance(t, n);
		return true;
	}
	if (n)
		t->mark_len = (unsigned)snprintf(t->mark, sizeof t->mark, "<U+%04X>", (unsigned)*cp);
	else
		t->mark_len = (unsigned)snprintf(t->mark, sizeof t->mark, "<%02X>", (unsigned char)*t->at);
	t->mark_at = 0;
	advance(t, n ? n : 1);
	return spelled(t, cp);
}

int text_cells(const char *s, int enough)
{
	struct text_iter t = text_begin(s, strlen(s));
	uint32_t cp;
	int cells = 0;

	while (cells < enough && text_next(&t, &cp))
		cells += utf8_cells(cp);
	return cells;
}

size_t text_line(const char *s, int width, size_t *next)
{
	size_t len = strcspn(s, "\n"), blank = 0, end = 0;
	struct text_iter t = text_begin(s, len);
	uint32_t cp;
	int cells = 0;

	while (text_next(&t, &cp)) {
		int w = utf8_cells(cp);

		if (cells + w > width)
			break;
		cells += w;
		if (t.mark_at >= t.mark_len)
			end = t.used;
		if (cp == ' ')
			blank = t.used;
		if (t.left == 0 && t.mark_at >= t.mark_len) {
			*next = len + (s[len] == '\n');
			return len;
		}
	}
	if (len == 0) {
		*next = s[0] == '\n';
		return 0;
	}
	if (blank)
		end = blank;
	if (end == 0)
		end = t.used ? t.used : 1; /* narrower than one character: it goes on a line of its own */
	*next = end;
	while (end && s[end - 1] == ' ')
		end--;
	return end;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool begins(const char *hay, const char *needle)
{
	for (; *needle; hay++, needle++)
		if (lower(*hay) != lower(*needle))
			return false;
	return true;
}

bool text_contains(const char *hay, const char *needle)
{
	char first = lower(needle[0]);

	if (!first)
		return true;
	for (; *hay; hay++)
		if (lower(*hay) == first && begins(hay, needle))
			return true;
	return false;
}
