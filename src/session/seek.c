/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tiles, samples, bytes and maps of a picture that somebody looks at. */
#include "src/base/base.h"
#include "src/session/impl.h"

#include "src/base/mem.h"

static void send(struct session *s, struct seek *l)
{
	struct engine_job job = { .key = l->row, .priority = PRIORITY_SELECTED, .request = l->request };
	const struct item *it = item_of(s, l->row);

	job.companion = it->companion.fd >= 0 ? &it->companion : NULL;
	l->job = engine_submit(s->engine, &job, &it->ev);
}

uint64_t seek_add(struct session *s, uint64_t row, const struct request *r, struct part *part)
{
	struct item *it = item_of(s, row);
	struct seek *l;

	if (!it)
		return 0;
	l = mem_need(1, sizeof *l);
	l->id = ++s->last_seek;
	l->row = row;
	l->request = *r;
	l->part = part;
	l->next = s->seeks;
	s->seeks = l;
	if (it->ev.fd >= 0)
		send(s, l);
	else
		scan_want_evidence(s, row);
	return l->id;
}

uint64_t session_request(struct session *s, uint64_t row, const struct request *r)
{
	return seek_add(s, row, r, NULL);
}

void seek_ready(struct session *s, uint64_t row)
{
	for (struct seek *l = s->seeks; l; l = l->next)
		if (l->row == row && !l->job)
			send(s, l);
}

static void answer(struct session *s, struct seek **at, const struct reply *r)
{
	struct seek *l = *at;

	*at = l->next;
	if (l->part)
		part_reply(s, l->part, r);
	else if (s->reply)
		s->reply(s->reply_arg, l->id, r);
	free(l);
}

void seek_failed(struct session *s, uint64_t row, enum status st, const struct error *e)
{
	struct seek **at = &s->seeks;

	while (*at) {
		struct reply r = { .key = row, .kind = (*at)->request.kind, .status = st, .error = *e };

		if ((*at)->row == row && !(*at)->job)
			answer(s, at, &r);
		else
			at = &(*at)->next;
	}
}

bool seek_reply(struct session *s, const struct reply *r)
{
	for (struct seek **at = &s->seeks; *at; at = &(*at)->next) {
		if ((*at)->job == r->id) {
			answer(s, at, r);
			return true;
		}
	}
	return false;
}

void seek_release(struct session *s)
{
	struct seek *l;

	while ((l = s->seeks) != NULL) {
		s->seeks = l->next;
		if (l->part)
			part_release(l->part);
		free(l);
	}
}
