/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/error.h"

#include "src/base/utf8.h"

#include <inttypes.h>
#include <stdarg.h>

static void fill(struct error *e, enum status st, const char *fmt, va_list ap)
{
	char raw[sizeof e->message];

	memset(e, 0, sizeof *e);
	e->code = st;
	vsnprintf(raw, sizeof raw, fmt, ap);
	utf8_sanitise(e->message, sizeof e->message, raw, strlen(raw));
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
	va_list ap;
	size_t len;

	va_start(ap, fmt);
	if (e) {
		fill(e, st, fmt, ap);
		len = strlen(e->message);
		snprintf(e->message + len, sizeof e->message - len, ": %s", strerror(err));
	}
	va_end(ap);
	return st;
}

enum status err_context(struct error *e, enum status st, const char *fmt, ...)
{
	char old[sizeof e->message], head[sizeof e->message], both[2 * sizeof e->message + 2];
	va_list ap;

	if (!e)
		return st;
	memcpy(old, e->message, sizeof old);
	va_start(ap, fmt);
	vsnprintf(head, sizeof head, fmt, ap);
	va_end(ap);
	snprintf(both, sizeof both, "%s: %s", head, old);
	utf8_sanitise(e->message, sizeof e->message, both, strlen(both));
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
