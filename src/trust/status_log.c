/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/base/utf8.h"
#include "src/trust/status_log.h"

#include <stdarg.h>
#include <stdio.h>

enum { TEXT_MAX = 400 };

void status_log_init(struct status_log *l, struct arena *a)
{
	*l = (struct status_log){ .arena = a };
}

static const char *clean(struct arena *a, const char *text)
{
	char out[TEXT_MAX];

	utf8_sanitise(out, sizeof out, text, strlen(text));
	return arena_str(a, out);
}

void status_add(struct status_log *l, const char *code, const char *url, const char *fmt, ...)
{
	struct status_entry *n = l->n < STATUS_LOG_MAX ? arena_alloc(l->arena, 1, sizeof *n) : NULL;
	char text[TEXT_MAX];
	va_list ap;

	if (!n) {
		l->full = true;
		return;
	}
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	n->class = status_class(code);
	n->code = clean(l->arena, code);
	n->url = clean(l->arena, url ? url : "");
	n->explanation = clean(l->arena, text);
	if (!n->code || !n->url || !n->explanation) {
		l->full = true;
		return;
	}
	if (l->last)
		l->last->next = n;
	else
		l->first = n;
	l->last = n;
	l->n++;
}

bool status_has(const struct status_log *l, const char *code)
{
	for (const struct status_entry *n = l->first; n; n = n->next)
		if (strcmp(n->code, code) == 0)
			return true;
	return false;
}

bool status_has_class(const struct status_log *l, enum code_class c)
{
	for (const struct status_entry *n = l->first; n; n = n->next)
		if (n->class == c)
			return true;
	return false;
}

const char *code_class_name(enum code_class c)
{
	static const char *const names[CODE_CLASSES] = { "success", "informational", "failure" };

	return c < CODE_CLASSES ? names[c] : "failure";
}
