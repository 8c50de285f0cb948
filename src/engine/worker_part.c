/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of the manifest store: thumbnails, certificates, the store itself. The store is read anew for each: parts are
 * asked for seldom, and nothing of them stays in memory meanwhile. */
#include "src/base/base.h"

#include "src/base/mem.h"
#include "src/engine/worker_state.h"
#include "src/media/raster.h"
#include "src/trust/c2pa.h"

static enum status read_report(struct worker *w, struct c2pa_report **out, struct world **world, struct error *e)
{
	struct span none = { .data = NULL };
	struct c2pa_input in = { .file = w->bytes, .ctl = &w->control };
	struct error stopped = ERROR_INIT;
	enum status st;

	worker_step(w, "c2pa", 0, 1000);
	*out = NULL;
	st = world_open(none, world, e); /* who signed is not asked here */
	in.world = *world;
	if (!st)
		st = c2pa_verify(&in, out, e);
	if (st && worker_stopped(w, &stopped)) {
		*e = stopped;
		return stopped.code;
	}
	return st;
}

/* ".3.1" of "thumbnail.3.1"; the numbers that are not there are -1. False: other text. */
static bool numbers(const char *s, long n[2])
{
	n[0] = n[1] = -1;
	for (int i = 0; i < 2 && *s == '.'; i++) {
		char *end;

		if (s[1] < '0' || s[1] > '9')
			return false;
		n[i] = strtol(s + 1, &end, 10);
		s = end;
	}
	return *s == '\0' && n[0] >= 0;
}

static struct span store_bytes(const struct c2pa_report *r)
{
	struct span none = { .data = NULL };

	if (r->store)
		return r->store->bytes;
	return r->asset.n_stores ? r->asset.stores[0].bytes : none; /* one that cannot be read is evidence, too */
}

static struct span find(const struct c2pa_report *r, const char *name)
{
	struct span none = { .data = NULL };
	const struct c2pa_manifest *m;
	size_t word = strcspn(name, ".");
	long n[2];

	if (strcmp(name, "store") == 0)
		return store_bytes(r);
	if (!numbers(name + word, n) || n[0] >= (long)r->n_manifests)
		return none;
	m = &r->manifests[n[0]];
	if (word == strlen("thumbnail") && strncmp(name, "thumbnail", word) == 0) {
		if (n[1] < 0)
			return m->thumbnail.bytes;
		return n[1] < (long)m->n_ingredients ? m->ingredients[n[1]].thumbnail.bytes : none;
	}
	if (word == strlen("certificate") && strncmp(name, "certificate", word) == 0 && n[1] >= 0 &&
	    n[1] < (long)m->signer.chain.n)
		return m->signer.chain.list[n[1]].der;
	return none;
}

/* The part, borrowed from the report. */
static enum status part(struct worker *w, const struct request *r, struct c2pa_report **report, struct world **world,
			struct span *out, struct error *e)
{
	enum status st;

	*world = NULL;
	*report = NULL;
	if (strcmp(r->check, "c2pa") != 0)
		return err_set(e, ST_USAGE, "the check '%s' has no parts", r->check);
	st = read_report(w, report, world, e);
	if (st)
		return st;
	*out = find(*report, r->map);
	if (out->len == 0)
		return err_set(e, ST_NOTHING, "there is no '%s' in this file", r->map);
	return ST_OK;
}

void worker_part_bytes(struct worker *w, const struct request *r)
{
	struct c2pa_report *report;
	struct world *world;
	struct error e = ERROR_INIT;
	struct span all, piece;
	enum status st = part(w, r, &report, &world, &all, &e);
	size_t at;

	if (!st && r->offset >= all.len)
		st = err_at(&e, ST_NOTHING, r->offset, "the part ends after %zu bytes", all.len);
	if (!st && !span_slice(&all, r->offset, r->length < all.len - r->offset ? r->length : all.len - r->offset, &piece))
		st = err_set(&e, ST_INTERNAL, "the bytes asked for cannot be reached");
	if (st) {
		worker_fail(w, &e);
	} else {
		at = frame_begin(&w->out);
		answer_put_bytes(&w->out.out, w->id, worker_seconds(w), &piece);
		worker_send(w, at);
	}
	c2pa_report_free(report);
	world_close(world);
}

/* The whole part within out_width x out_height, its shape kept, never larger than it is. */
static enum status render(const struct raster *p, const struct request *r, struct tile *out, struct error *e)
{
	uint64_t w = p->width, h = p->height;

	if (w > r->out_width) {
		h = h * r->out_width / w;
		w = r->out_width;
	}
	if (h > r->out_height) {
		w = w * r->out_height / h;
		h = r->out_height;
	}
	out->width = w ? (uint32_t)w : 1;
	out->height = h ? (uint32_t)h : 1;
	out->rgb = mem_array((size_t)out->width * out->height, 3);
	if (!out->rgb)
		return err_nomem(e);
	raster_shrink_rgb(p, 0, 0, p->width, p->height, out->width, out->height, out->rgb);
	return ST_OK;
}

void worker_part_tile(struct worker *w, const struct request *r)
{
	struct c2pa_report *report;
	struct world *world;
	struct error e = ERROR_INIT;
	struct raster raster = { .width = 0 };
	struct tile t = { .rgb = NULL };
	struct subject *s;
	struct span bytes;
	enum status st = part(w, r, &report, &world, &bytes, &e);
	size_t at;

	st = st ? st : worker_subject(w, &s, &e);
	st = st ? st : subject_embedded_bytes(s, bytes, &raster, &e);
	st = st ? st : render(&raster, r, &t, &e);
	if (st) {
		worker_fail(w, &e);
	} else {
		at = frame_begin(&w->out);
		answer_put_tile(&w->out.out, w->id, worker_seconds(w), &t);
		worker_send(w, at);
	}
	mem_free(t.rgb);
	raster_release(&raster);
	c2pa_report_free(report);
	world_close(world);
}
