/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The case side of a scan. Each operation is a small struct: filled here, run on the store's thread, read back here. */
#include "src/base/base.h"
#include "src/session/impl.h"

#include "analyzers/analyzer.h"
#include "src/base/mem.h"
#include "src/base/timeutil.h"
#include "src/base/utf8.h"
#include "src/session/walk.h"

struct keep_op {
	struct session *s;
	uint64_t row;
	int64_t exhibit, now;
	char *path, *shown_path; /* ADD: where it came from, as the case is to keep it */
	struct exhibit_new add;  /* ADD: borrows them, and the rest from the item, which outlives it */
	bool added;
	struct exhibit shown;
	struct examination *exam; /* known or fetched; or the one to put, owned */
	struct str cbor;
	int fd;
	uint64_t size;
};

static struct keep_op *begin(struct session *s, uint64_t row)
{
	struct keep_op *op = mem_need(1, sizeof *op);

	op->s = s;
	op->row = row;
	op->exhibit = item_of(s, row)->exhibit;
	op->now = time_now();
	op->fd = -1;
	s->posts++;
	return op;
}

static void end(struct keep_op *op)
{
	op->s->posts--;
	exam_free(op->exam);
	str_release(&op->cbor);
	free(op->path);
	free(op->shown_path);
	free(op);
}

/* ---- adding ---- */

/* Did it run to its end as it would run now: the same version, no parameter changed with --set, no regions marked? */
static bool as_now(const struct analyzer *a, const struct result *r)
{
	if (strcmp(r->check, a->id) != 0 || r->version != a->version ||
	    (r->status != RESULT_DONE && r->status != RESULT_NOT_APPLICABLE) || value_get(r->params, "regions"))
		return false;
	for (const struct param *p = a->params; p && p->name; p++) {
		const struct value *v = value_get(r->params, p->name);

		if (!v || v->kind != VALUE_REAL || v->real < p->value || v->real > p->value)
			return false;
	}
	return true;
}

/* The checks of the profile, each as it would run now, and no others. */
static bool same_checks(const struct session *s, const struct examination *x)
{
	size_t n = 0;

	for (size_t i = 0; analyzers[i]; i++) {
		const struct analyzer *a = analyzers[i];

		if (a->stage != STAGE_EXAMINER || !(a->profiles & s->options.profile))
			continue;
		if (n == x->n_results || !as_now(a, &x->results[n++]))
			return false;
	}
	return n == x->n_results;
}

/* An examination of the same bytes by the same program in the same context needs no second one: this is how an interrupted
 * scan goes on where it stopped. One made with less of a sandbox than there is now is made again. */
static bool still_good(const struct session *s, const struct item *it, const struct examination *x)
{
	uint8_t context[SHA256_LEN];

	identity_context(s, it, context);
	return x->status == ST_OK && x->tool_version && strcmp(x->tool_version, PACKAGE_VERSION) == 0 &&
	       memcmp(x->context_sha256, context, SHA256_LEN) == 0 &&
	       x->sandbox <= engine_sandbox(s->engine, NULL) && !s->checks[0] && !s->options.n_settings &&
	       !s->options.n_regions && same_checks(s, x);
}

/* store thread */
static enum status add_op(struct store_db *db, void *arg, struct error *e)
{
	struct keep_op *op = arg;
	enum status st = exhibit_add(db, &op->add, &op->exhibit, &op->added, e);

	if (st != ST_OK)
		return st;
	st = exhibit_get(db, op->exhibit, &op->shown, e);
	if (st == ST_OK && !op->added && examination_get(db, op->exhibit, &op->exam, NULL) != ST_OK)
		op->exam = NULL;
	return st;
}

static void add_done(void *arg, enum status st, const struct error *e)
{
	struct keep_op *op = arg;
	struct session *s = op->s;
	struct examination *known = op->exam;

	op->exam = NULL;
	if (st == ST_OK) {
		item_of(s, op->row)->exhibit = op->exhibit;
		rows_from_exhibit(s, op->row, &op->shown);
	} else {
		session_fail(s, st, e);
	}
	if (known && still_good(s, item_of(s, op->row), known)) {
		scan_finish(s, op->row, known, FINISH_KNOWN);
	} else {
		exam_free(known);
		scan_examine(s, op->row);
	}
	exhibit_release(&op->shown);
	end(op);
}

/* A reference has to be found again from another folder; of a copy it is enough to know how it was named. */
void keep_exhibit(struct session *s, uint64_t row)
{
	struct item *it = item_of(s, row);
	struct keep_op *op = begin(s, row);
	char shown[4096];

	op->path = s->options.reference ? walk_absolute(it->path) : mem_need_str(it->path);
	utf8_sanitise(shown, sizeof shown, op->path, strlen(op->path));
	op->shown_path = mem_need_str(shown);
	op->add = (struct exhibit_new){ .path = op->shown_path, .size = it->ev.size, .digests = it->ev.digests,
					.link_target = it->ev.link_target, .fd = it->ev.fd,
					.copy = !s->options.reference, .now = op->now };
	op->add.path_bytes = (const uint8_t *)op->path;
	op->add.path_len = strlen(op->path);
	store_post(s->store, add_op, op, add_done);
}

/* ---- keeping ---- */

static enum status put_op(struct store_db *db, void *arg, struct error *e)
{
	struct keep_op *op = arg;

	return examination_put(db, op->exhibit, op->exam, op->cbor.data, op->cbor.len, op->now, e);
}

static void put_done(void *arg, enum status st, const struct error *e)
{
	struct keep_op *op = arg;

	if (st != ST_OK)
		session_fail(op->s, st, e);
	session_changed(op->s);
	end(op);
}

void keep_examination(struct session *s, uint64_t row, const struct examination *x)
{
	struct keep_op *op;
	struct error e = ERROR_INIT;

	if (!item_of(s, row)->exhibit)
		return; /* it could not be read, or the case refused it: there is nothing to hang it on */
	op = begin(s, row);
	str_init(&op->cbor, EXAM_ARENA_MAX);
	exam_encode(x, &op->cbor);
	if (op->cbor.failed ||
	    exam_decode(span_of(op->cbor.data, op->cbor.len, 0), &op->exam, &e) != ST_OK) {
		err_set(&e, ST_MEMORY, "the examination of '%s' is too large to keep", row_of(s, row)->name);
		session_fail(s, ST_MEMORY, &e);
		end(op);
		return;
	}
	store_post(s->store, put_op, op, put_done);
}

/* ---- reading back ---- */

static enum status blob_op(struct store_db *db, void *arg, struct error *e)
{
	struct keep_op *op = arg;

	return exhibit_open_blob(db, op->exhibit, &op->fd, &op->size, e);
}

/* The stored bytes take the same road as a file: sealed, hashed, compared with what the case says. */
static void blob_done(void *arg, enum status st, const struct error *e)
{
	struct keep_op *op = arg;
	struct intake_event ev = { .kind = INTAKE_SEALED, .tag = op->row, .status = st, .evidence.fd = -1,
				   .companion.fd = -1 };

	if (st == ST_OK) {
		intake_seal_fd(op->s->intake, op->row, op->fd, op->row == op->s->selected);
	} else {
		ev.error = *e;
		scan_sealed(op->s, &ev);
	}
	end(op);
}

void keep_open_blob(struct session *s, uint64_t row)
{
	store_post(s->store, blob_op, begin(s, row), blob_done);
}

static enum status fetch_op(struct store_db *db, void *arg, struct error *e)
{
	struct keep_op *op = arg;

	return examination_get(db, op->exhibit, &op->exam, e);
}

static void fetch_done(void *arg, enum status st, const struct error *e)
{
	struct keep_op *op = arg;

	if (st == ST_OK) {
		cache_put(op->s, op->row, op->exam);
		op->exam = NULL;
	} else {
		cache_drop(op->s, op->row);
		if (st != ST_NOTHING)
			session_fail(op->s, st, e);
	}
	end(op);
}

void keep_fetch(struct session *s, uint64_t row)
{
	cache_put(s, row, NULL);
	store_post(s->store, fetch_op, begin(s, row), fetch_done);
}
