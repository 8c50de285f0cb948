/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a worker's answer to the caller's reply. Everything here is hostile until it is checked. */
#include "src/base/base.h"
#include "src/engine/engine_state.h"

#include "src/base/mem.h"

#include <math.h>

static enum status wrong(struct error *e, const char *what)
{
	return err_set(e, ST_PROTOCOL, "a worker answered with %s", what);
}

/* A picture that is said to be cancelled is not kept, one that "did not verify" accuses its owner. What concerns
 * files, cases and processes is for the parent to find. */
static bool worker_may_say(enum status st, bool cancelled)
{
	switch (st) {
	case ST_CANCELLED:
		return cancelled;
	case ST_CRASHED:
	case ST_CASE:
	case ST_DISK:
	case ST_BUSY:
	case ST_MISMATCH:
	case ST_NOTHING:
	case ST_PROTOCOL:
	case ST_NOT_REGULAR:
		return false;
	default:
		return true;
	}
}

static enum status accept_exam(const struct child *c, const struct job *j, const struct answer *a,
			       struct reply *r, struct error *e)
{
	struct examination *x;
	enum status st = exam_decode(a->data, &x, e);

	if (st)
		return st == ST_MEMORY ? st : ST_PROTOCOL;
	st = worker_may_say(x->status, c->cancelled)
		     ? exam_check(x, &j->request, j->size, e)
		     : wrong(e, "a failure that only the parent can find");
	if (st) {
		exam_free(x);
		return st;
	}
	x->sandbox = c->sandbox;
	x->sandbox_note = c->note[0] ? arena_str(&x->arena, c->note) : NULL;
	r->exam = x;
	return ST_OK;
}

/* Only one tree of values: what stands in it is for the caller to look at, and its texts are sanitised. */
static enum status accept_list(const struct answer *a, struct answered *to, struct error *e)
{
	unsigned budget = LIST_SUMMARY_NODES;
	struct span s = a->data;

	to->reply.list = value_decode(&to->arena, &s, &budget);
	if (!to->reply.list || to->reply.list->kind != VALUE_MAP || span_left(&s))
		return wrong(e, "no summary of a trust list");
	return ST_OK;
}

static enum status copy_bytes(const struct span *from, uint8_t **to, struct error *e)
{
	*to = mem_array(from->len, 1);
	if (!*to)
		return err_nomem(e);
	memcpy(*to, from->data, from->len);
	return ST_OK;
}

static enum status accept_tile(const struct job *j, const struct answer *a, struct reply *r, struct error *e)
{
	bool part = request_is_part(&j->request);

	if (a->width > j->request.out_width || a->height > j->request.out_height || a->width == 0 || a->height == 0 ||
	    (!part && (a->width != j->request.out_width || a->height != j->request.out_height)))
		return wrong(e, "a tile of another size");
	r->tile.width = a->width;
	r->tile.height = a->height;
	return copy_bytes(&a->data, &r->tile.rgb, e);
}

static enum status accept_bytes(const struct job *j, const struct answer *a, struct reply *r, struct error *e)
{
	uint64_t left = j->request.offset < j->size ? j->size - j->request.offset : 0;

	if (request_is_part(&j->request) ? a->data.len == 0 || a->data.len > j->request.length
					 : a->data.len != (j->request.length < left ? j->request.length : left))
		return wrong(e, "another number of bytes");
	r->n_bytes = a->data.len;
	return copy_bytes(&a->data, &r->bytes, e);
}

static enum status accept_map(const struct job *j, const struct answer *a, struct answered *to,
			      struct error *e)
{
	size_t cells = (size_t)a->width * a->height;
	struct span s = a->data;
	float *data = mem_array(cells, sizeof *data);
	struct map *m = &to->reply.map;

	if (strcmp(a->name, j->request.map) || !data) {
		mem_free(data);
		return data ? wrong(e, "another map") : err_nomem(e);
	}
	for (size_t i = 0; i < cells; i++) {
		uint32_t bits = 0;

		if (!span_u32le(&s, &bits))
			break; /* the length was checked when it was decoded */
		memcpy(&data[i], &bits, sizeof bits);
		if (isinf(data[i]))
			data[i] = NAN;
	}
	*m = (struct map){ .name = arena_str(&to->arena, a->name),
			   .title = arena_str(&to->arena, a->title),
			   .unit = arena_str(&to->arena, a->unit),
			   .cols = a->width,
			   .rows = a->height,
			   .origin_x = a->origin_x,
			   .origin_y = a->origin_y,
			   .step_x = a->step_x,
			   .step_y = a->step_y,
			   .low = a->low,
			   .high = a->high,
			   .data = data };
	return m->name && m->title && m->unit ? ST_OK : err_nomem(e);
}

enum status answer_accept(const struct child *c, const struct job *j, const struct answer *a,
			  struct answered *to, struct error *e)
{
	static const enum answer_kind expected[] = { [REQUEST_EXAMINE] = ANSWER_EXAMINATION,
						     [REQUEST_TILE] = ANSWER_TILE,
						     [REQUEST_SAMPLE] = ANSWER_SAMPLE,
						     [REQUEST_BYTES] = ANSWER_BYTES,
						     [REQUEST_MAP] = ANSWER_MAP,
						     [REQUEST_LIST] = ANSWER_LIST };
	enum request_kind kind = j->request.kind;
	struct reply *r = &to->reply;

	r->seconds = a->seconds;
	if (a->kind == ANSWER_FAILED) {
		if (!worker_may_say(a->error.code, c->cancelled))
			return wrong(e, "a failure that only the parent can find");
		r->error = a->error;
		r->status = a->error.code;
		return ST_OK;
	}
	if ((size_t)kind >= ARRAY_LEN(expected) || a->kind != expected[kind])
		return wrong(e, "something that was not asked for");
	switch (kind) {
	case REQUEST_EXAMINE:
		return accept_exam(c, j, a, r, e);
	case REQUEST_TILE:
		return accept_tile(j, a, r, e);
	case REQUEST_SAMPLE:
		r->sample = a->sample;
		return ST_OK;
	case REQUEST_BYTES:
		return accept_bytes(j, a, r, e);
	case REQUEST_MAP:
		return accept_map(j, a, to, e);
	case REQUEST_LIST:
		return accept_list(a, to, e);
	default:
		return wrong(e, "something that was not asked for");
	}
}
