/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker may have been taken over by the picture it decoded: its record is believed only where it is
 * consistent with the file and with what was asked. */
#include "src/base/base.h"
#include "src/engine/engine_state.h"

#include "src/engine/chosen.h"

#include <inttypes.h>
#include <math.h>

static enum status lie(struct error *e, const char *what, uint64_t offset)
{
	return err_at(e, ST_PROTOCOL, offset, "a worker reported %s that cannot be", what);
}

static bool inside(uint64_t offset, uint64_t length, uint64_t size)
{
	return offset <= size && length <= size - offset;
}

static enum status check_places(const struct examination *x, uint64_t size, struct error *e)
{
	for (uint32_t i = 0; i < x->n_segments; i++)
		if (!inside(x->segments[i].offset, x->segments[i].length, size))
			return lie(e, "a segment", x->segments[i].offset);
	for (uint32_t i = 0; i < x->n_pictures; i++)
		if (!inside(x->pictures[i].offset, x->pictures[i].length, size))
			return lie(e, "an embedded picture", x->pictures[i].offset);
	return ST_OK;
}

/* A broken entry may declare a value outside the file; that is evidence, and stays written in its type and
 * count. Its place is cut to the file, so that nobody looks up bytes that are not there. */
static void cut_entries(struct examination *x, uint64_t size)
{
	for (uint32_t i = 0; i < x->n_entries; i++) {
		struct meta_entry *m = &x->entries[i];

		if (!inside(m->offset, m->size, size)) {
			m->offset = m->offset < size ? m->offset : size;
			m->size = 0;
		}
	}
}

static enum status check_result(const struct result *r, struct error *e)
{
	enum level top = LEVEL_NONE;

	for (uint32_t i = 0; i < r->n_findings; i++)
		top = r->findings[i].level > top ? r->findings[i].level : top;
	if (r->level > top)
		return lie(e, "a level without a finding", 0);
	if (r->status != RESULT_DONE && !r->reason)
		return lie(e, "silence without a reason", 0);
	return ST_OK;
}

static bool are_results(const struct examination *x, const struct request *r, bool unread)
{
	uint32_t n = 0;

	for (unsigned i = 0; analyzers[i]; i++) {
		const struct analyzer *a = analyzers[i];

		if (!request_runs(r, a, unread))
			continue;
		if (n == x->n_results || strcmp(x->results[n].check, a->id) || x->results[n].version != a->version)
			return false;
		n++;
	}
	return n == x->n_results;
}

/* Exactly the checks that were asked for, in their order; none when the picture could not be opened, those that
 * need no reader when there is none. */
static enum status check_results(const struct examination *x, const struct request *r, struct error *e)
{
	if (!are_results(x, r, false) && !(x->status == ST_UNSUPPORTED && are_results(x, r, true)) &&
	    !(x->status && x->n_results == 0))
		return lie(e, "a set of checks", 0);
	for (uint32_t i = 0; i < x->n_results; i++) {
		enum status st = check_result(&x->results[i], e);

		if (st)
			return err_context(e, st, "'%s'", x->results[i].check);
	}
	return ST_OK;
}

/* Identity and decision are the parent's: whatever the record says about them is dropped. */
static void reset(struct examination *x, uint64_t size)
{
	x->path = x->link_target = x->tool_version = x->sandbox_note = NULL;
	x->path_bytes = NULL;
	x->path_len = 0;
	x->size = size;
	memset(&x->digests, 0, sizeof x->digests);
	memset(x->context_sha256, 0, sizeof x->context_sha256);
	memset(x->companion_sha256, 0, sizeof x->companion_sha256);
	x->companion = NULL;
	x->lists = NULL;
	x->n_lists = 0;
	x->libraries = NULL;
	x->sandbox = SANDBOX_OFF;
	x->level = LEVEL_NONE;
	x->little = false;
	x->why = NULL;
	x->reasons = NULL;
	x->n_why = x->n_reasons = x->spoke = x->silent = 0;
	x->chance_flags = (double)NAN;
}

enum status exam_check(struct examination *x, const struct request *r, uint64_t size, struct error *e)
{
	enum status st = ST_OK;

	if ((x->status != ST_OK) != (x->error.code != ST_OK) || x->status != x->error.code)
		st = lie(e, "a status", 0);
	if (!st)
		st = exam_consistent(x, e);
	if (!st && x->status == ST_OK && (!x->media_type || !x->format))
		st = lie(e, "a format", 0);
	if (!st)
		st = check_places(x, size, e);
	if (!st)
		st = check_results(x, r, e);
	cut_entries(x, size);
	reset(x, size);
	return st;
}
