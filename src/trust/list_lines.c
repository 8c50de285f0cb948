/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/base/timeutil.h"
#include "src/base/utf8.h"
#include "src/trust/list_parse.h"

#include <stdarg.h>

void lines_init(struct lines *l, struct span in)
{
	l->in = in;
	l->number = 0;
	l->text[0] = '\0';
	if (span_is(&l->in, "\xEF\xBB\xBF", 3) && !span_skip(&l->in, 3))
		l->in.pos = l->in.len;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

bool lines_next(struct lines *l)
{
	const uint8_t *p = l->in.data + l->in.pos, *end;
	size_t left = span_left(&l->in), n;

	if (left == 0)
		return false;
	end = memchr(p, '\n', left);
	n = end ? (size_t)(end - p) : left;
	l->in.pos += n + (end != NULL);
	l->number++;
	while (n && is_blank((char)p[n - 1]))
		n--;
	while (n && is_blank((char)*p)) {
		p++;
		n--;
	}
	l->is_long = n >= sizeof l->text;
	n = l->is_long ? sizeof l->text - 1 : n;
	memcpy(l->text, p, n);
	l->text[n] = '\0';
	l->has_nul = strlen(l->text) != n;
	return true;
}

enum status lines_entry(struct lines *l, bool slashes, struct error *e)
{
	while (lines_next(l)) {
		if (l->has_nul)
			return err_corrupt(e, span_at(&l->in), "line %u holds a NUL byte: this is no text", l->number);
		if (!*l->text || *l->text == '#' || (slashes && strncmp(l->text, "//", 2) == 0))
			continue;
		if (l->is_long)
			return err_set(e, ST_CORRUPT, "line %u is longer than %d bytes", l->number, LIST_LINE_MAX - 1);
		return ST_OK;
	}
	return ST_NOTHING;
}

size_t lines_count(struct span in)
{
	size_t n = 1;

	for (size_t i = in.pos; i < in.len; i++)
		n += in.data[i] == '\n';
	return n;
}

char *line_word(char **p)
{
	char *word = *p;
	size_t n = strcspn(word, " \t");

	*p = word + n;
	while (**p == ' ' || **p == '\t')
		*(*p)++ = '\0';
	return word;
}

bool line_date(const struct lines *l, const char *text, int64_t *out, struct error *e)
{
	if (time_parse_utc(text, out))
		return true;
	err_set(e, ST_CORRUPT, "line %u: '%s' is no date; write 2025-09-05 or 2025-09-05T12:00:00Z", l->number, text);
	return false;
}

const char *list_text(struct arena *a, const char *text, size_t len)
{
	char clean[LIST_TEXT_MAX];

	utf8_sanitise(clean, sizeof clean, text, len);
	return arena_str(a, clean);
}

void list_note(struct arena *a, struct trust_list *out, const char *fmt, ...)
{
	char text[LIST_TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	out->note = out->note ? arena_fmt(a, "%s; %s", out->note, text) : arena_str(a, text);
}
