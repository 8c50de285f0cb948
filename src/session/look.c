/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tiles, samples, bytes and maps of a picture that somebody looks at. */
#include "src/base/base.h"
#include "src/session/impl.h"

#include "src/base/mem.h"

static void send(struct session *s, struct look *l)
{
	struct engine_job job = { .key = l->row, .priority = PRIORITY_SELECTED, .request = l->request };

	l->job = engine_submit(s->engine, &job, &item_of(s, l->row)->ev);
}

uint64_t session_request(struct session *s, uint64_t row, const struct request *r)
{
	struct item *it = item_of(s, row);
	struct look *l;

	if (!it)
		return 0;
	l = mem_need(1, sizeof *l);
	l->id = ++s->last_look;
	l->row = row;
	l->request = *r;
	l->next = s->looks;
	s->looks = l;
	if (it->ev.fd >= 0)
		send(s, l);
	else
		scan_want_evidence(s, row);
	return l->id;
}

void look_ready(struct session *s, uint64_t row)
{
	for (struct look *l = s->looks; l; l = l->next)
		if (l->row == row && !l->job)
			send(s, l);
}

static void answer(struct session *s, struct look **at, const struct reply *r)
{
	struct look *l = *at;

	*at = l->next;
	if (s->reply)
		s->reply(s->reply_arg, l->id, r);
	free(l);
}

void look_failed(struct session *s, uint64_t row, enum status st, const struct error *e)
{
	struct look **at = &s->looks;

	while (*at) {
		struct reply r = { .key = row, .kind = (*at)->request.kind, .status = st, .error = *e };

		if ((*at)->row == row && !(*at)->job)
			answer(s, at, &r);
		else
			at = &(*at)->next;
	}
}

bool look_reply(struct session *s, const struct reply *r)
{
	for (struct look **at = &s->looks; *at; at = &(*at)->next) {
		if ((*at)->job == r->id) {
			answer(s, at, r);
			return true;
		}
	}
	return false;
}

void look_release(struct session *s)
{
	struct look *l;

	while ((l = s->looks) != NULL) {
		s->looks = l->next;
		free(l);
	}
}
