/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/error.h"

#include "src/base/utf8.h"

#include <inttypes.h>
#include <stdarg.h>

enum { RAW = 5120, SAFE = 8 * RAW }; /* a path of PATH_MAX and some words; "<U+0000>" has eight bytes */

static bool inside_code(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* Too long a text loses its middle: what happened stands at the end, behind the name. */
static void keep_ends(char *out, size_t cap, const char *text, size_t len)
{
	static const char gap[] = " ... ";
	size_t head = cap / 2, tail = cap - head - sizeof gap;
	const char *end;

	if (len < cap) {
		memcpy(out, text, len + 1);
		return;
	}
	end = text + len - tail;
	while (head && inside_code(text[head]))
		head--;
	while (inside_code(*end))
		end++;
	snprintf(out, cap, "%.*s%s%s", (int)head, text, gap, end);
}

static void put_message(struct error *e, const char *raw)
{
	char safe[SAFE];

	utf8_sanitise(safe, sizeof safe, raw, strlen(raw));
	keep_ends(e->message, sizeof e->message, safe, strlen(safe));
}

static void fill(struct error *e, enum status st, const char *fmt, va_list ap)
{
	char raw[RAW];

	memset(e, 0, sizeof *e);
	e->code = st;
	vsnprintf(raw, sizeof raw, fmt, ap);
	put_message(e, raw);
}

void err_clear(struct error *e)
{
	if (e)
		memset(e, 0, sizeof *e);
}

enum status err_set(struct error *e, enum status st, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (e)
		fill(e, st, fmt, ap);
	va_end(ap);
	return st;
}

enum status err_at(struct error *e, enum status st, uint64_t offset, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (e) {
		fill(e, st, fmt, ap);
		e->has_offset = true;
		e->offset = offset;
	}
	va_end(ap);
	return st;
}

enum status err_corrupt(struct error *e, uint64_t offset, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (e) {
		fill(e, ST_CORRUPT, fmt, ap);
		e->has_offset = true;
		e->offset = offset;
	}
	va_end(ap);
	return ST_CORRUPT;
}

enum status err_nomem(struct error *e)
{
	return err_set(e, ST_MEMORY, "memory ceiling reached; raise it with --max-memory");
}

enum status err_errno(struct error *e, enum status st, int err, const char *fmt, ...)
{
	char raw[RAW];
	va_list ap;
	size_t len;

	va_start(ap, fmt);
	if (e) {
		memset(e, 0, sizeof *e);
		e->code = st;
		vsnprintf(raw, sizeof raw - 100, fmt, ap);
		len = strlen(raw);
		snprintf(raw + len, sizeof raw - len, ": %s", strerror(err));
		put_message(e, raw);
	}
	va_end(ap);
	return st;
}

enum status err_context(struct error *e, enum status st, const char *fmt, ...)
{
	char old[sizeof e->message], head[RAW - sizeof old - 2], both[RAW];
	va_list ap;

	if (!e)
		return st;
	memcpy(old, e->message, sizeof old);
	va_start(ap, fmt);
	vsnprintf(head, sizeof head, fmt, ap);
	va_end(ap);
	snprintf(both, sizeof both, "%s: %s", head, old);
	put_message(e, both);
	return st;
}

const char *err_text(const struct error *e, char *buf, size_t len)
{
	if (e->has_offset)
		snprintf(buf, len, "%s (at byte %" PRIu64 ")", e->message, e->offset);
	else
		snprintf(buf, len, "%s", e->message);
	return buf;
}
