/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/str.h"

#include "src/base/mem.h"

#include <stdarg.h>

static char empty[1];

void str_init(struct str *s, size_t max)
{
	memset(s, 0, sizeof *s);
	s->data = empty;
	s->max = max;
}

void str_release(struct str *s)
{
	if (s->data != empty)
		mem_free(s->data);
	str_init(s, s->max);
}

void str_clear(struct str *s)
{
	s->len = 0;
	s->failed = false;
	if (s->data != empty)
		s->data[0] = '\0';
}

static bool grow(struct str *s, size_t len)
{
	size_t want = s->len + len + 1;
	size_t room = s->room ? s->room : 64;
	char *p;

	if (s->failed || len > s->max || s->len > s->max - len) {
		s->failed = true;
		return false;
	}
	if (want <= s->room)
		return true;
	while (room < want)
		room = room > SIZE_MAX / 2 ? want : room * 2;
	p = mem_resize(s->data == empty ? NULL : s->data, room, 1);
	if (!p) {
		s->failed = true;
		return false;
	}
	s->data = p;
	s->room = room;
	return true;
}

void str_add(struct str *s, const void *bytes, size_t len)
{
	if (!grow(s, len))
		return;
	if (len)
		memcpy(s->data + s->len, bytes, len);
	s->len += len;
	s->data[s->len] = '\0';
}

void str_puts(struct str *s, const char *text)
{
	str_add(s, text, strlen(text));
}

void str_putc(struct str *s, char c)
{
	str_add(s, &c, 1);
}

void str_printf(struct str *s, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0 || !grow(s, (size_t)len))
		return;
	va_start(ap, fmt);
	vsnprintf(s->data + s->len, (size_t)len + 1, fmt, ap);
	va_end(ap);
	s->len += (size_t)len;
}

char *str_take(struct str *s, size_t *len)
{
	char *p;

	str_add(s, "", 0);
	if (s->failed) {
		str_release(s);
		return NULL;
	}
	p = s->data;
	if (len)
		*len = s->len;
	str_init(s, s->max);
	return p;
}
