/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/session/impl.h"

#include "src/base/mem.h"
#include "src/base/utf8.h"

#include <stdarg.h>

void session_changed(struct session *s)
{
	s->snapshot.generation++;
}

static void grow(struct session *s)
{
	size_t room = s->room ? s->room * 2 : 64;
	struct item *items = mem_need(room, sizeof *items);
	struct row *rows = mem_need(room, sizeof *rows);

	if (s->n) {
		memcpy(items, s->items, s->n * sizeof *items);
		memcpy(rows, s->rows, s->n * sizeof *rows);
	}
	free(s->items);
	free(s->rows);
	s->items = items;
	s->rows = rows;
	s->room = room;
}

static const char *base_name(const char *shown)
{
	const char *slash = strrchr(shown, '/');

	return slash && slash[1] ? slash + 1 : shown;
}

uint64_t rows_add(struct session *s, const char *path, const char *shown)
{
	char safe[4096];
	struct item *it;
	struct row *r;

	if (s->n == s->room)
		grow(s);
	it = &s->items[s->n];
	r = &s->rows[s->n];
	memset(it, 0, sizeof *it);
	memset(r, 0, sizeof *r);
	it->ev.fd = it->companion.fd = -1;
	it->path = path ? mem_need_str(path) : NULL;
	it->shown = mem_need_str(utf8_sanitise(safe, sizeof safe, shown, strlen(shown)));
	r->id = ++s->n;
	r->path = it->shown;
	r->name = base_name(it->shown);
	r->state = ROW_WAITING;
	s->snapshot.waiting++;
	s->snapshot.rows = s->rows;
	s->snapshot.n_rows = s->n;
	session_changed(s);
	return r->id;
}

void rows_let_go(struct item *it)
{
	if (it->ev.fd >= 0)
		evidence_release(&it->ev);
	if (it->companion.fd >= 0)
		evidence_release(&it->companion);
	it->ev.fd = it->companion.fd = -1;
}

void rows_release(struct session *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->items[i].path);
		free(s->items[i].shown);
		free(s->items[i].together);
		rows_let_go(&s->items[i]);
	}
	free(s->items);
	free(s->rows);
}

static uint64_t *counter(struct session *s, enum row_state state)
{
	switch (state) {
	case ROW_DONE: return &s->snapshot.examined;
	case ROW_FAILED: return &s->snapshot.failed;
	case ROW_CANCELLED: return NULL;
	default: return &s->snapshot.waiting;
	}
}

void rows_state(struct session *s, uint64_t row, enum row_state state)
{
	struct row *r = row_of(s, row);
	uint64_t *from = counter(s, r->state), *to = counter(s, state);

	if (from)
		--*from;
	if (to)
		++*to;
	r->state = state;
	if (state == ROW_WAITING && row - 1 < s->next)
		s->next = row - 1;
	session_changed(s);
}

/* "2026:11:02 14:03:22" as "2026-11-02 14:03". */
static void show_taken(struct row *r, const char *exif)
{
	size_t len = exif ? strlen(exif) : 0;

	r->taken[0] = '\0';
	if (len < 16 || len >= sizeof r->taken)
		return;
	snprintf(r->taken, sizeof r->taken, "%.16s", exif);
	if (r->taken[4] == ':' && r->taken[7] == ':')
		r->taken[4] = r->taken[7] = '-';
}

static void show_why(struct row *r, const struct examination *x)
{
	char text[480];

	r->why[0] = '\0';
	if (x->status != ST_OK)
		snprintf(r->why, sizeof r->why, "%s", err_text(&x->error, text, sizeof text));
	else if (x->n_why)
		snprintf(r->why, sizeof r->why, "%s", x->why[0]);
}

void rows_show(struct session *s, uint64_t row, const struct examination *x)
{
	struct row *r = row_of(s, row);

	r->level = x->level;
	r->little = x->little;
	r->spoke = x->spoke;
	r->silent = x->silent;
	r->width = x->width;
	r->height = x->height;
	memcpy(r->sha256, x->digests.sha256, SHA256_LEN);
	r->has_hash = digests_known(&x->digests);
	snprintf(r->media_type, sizeof r->media_type, "%s", x->media_type ? x->media_type : "");
	show_taken(r, value_get_text(x->facts, "date_time_original"));
	show_why(r, x);
	session_changed(s);
}

void rows_from_exhibit(struct session *s, uint64_t row, const struct exhibit *x)
{
	struct row *r = row_of(s, row);

	snprintf(r->label, sizeof r->label, "%s", x->label);
	snprintf(r->tags, sizeof r->tags, "%s", x->tags);
	snprintf(r->media_type, sizeof r->media_type, "%.31s", x->media_type);
	snprintf(r->why, sizeof r->why, "%s", x->why);
	show_taken(r, x->taken);
	r->level = x->level;
	r->little = x->little;
	r->spoke = x->spoke;
	r->silent = x->silent;
	memcpy(r->sha256, x->sha256, SHA256_LEN);
	r->has_hash = true;
	r->notes = x->notes;
	r->has_verdict = x->has_verdict;
	r->not_suitable = x->not_suitable;
	r->verdict_level = x->verdict_level;
	if (x->has_verdict)
		s->snapshot.reviewed++;
}

void session_say(struct session *s, enum level level, const char *fmt, ...)
{
	char raw[sizeof s->snapshot.message];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(raw, sizeof raw, fmt, ap);
	va_end(ap);
	utf8_sanitise(s->snapshot.message, sizeof s->snapshot.message, raw, strlen(raw));
	s->snapshot.message_level = level;
	session_changed(s);
}

void session_fail(struct session *s, enum status st, const struct error *e)
{
	char text[480];

	if (s->trouble == ST_OK) {
		s->trouble = st;
		s->trouble_error = *e;
	}
	session_say(s, LEVEL_WARNING, "%s", err_text(e, text, sizeof text));
}
