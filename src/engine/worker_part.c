/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of what the check c2pa verified: thumbnails, certificates, the manifest store itself. The report is that
 * of the check, kept with the subject; it is made anew where the picture was not examined yet. */
#include "src/base/base.h"

#include "analyzers/provenance/credentials.h"
#include "src/base/base64.h"
#include "src/base/mem.h"
#include "src/engine/worker_state.h"
#include "src/media/raster.h"

enum { PEM_LINE = 64, PEM_MAX = 4 * 1024 * 1024 };

/* A file that has no reader may hold a store all the same. */
static enum status read_report(struct worker *w, const struct request *r, const struct c2pa_report **out,
			       struct error *e)
{
	struct context cx = { .name = "", .world = w->world, .sidecar = w->companion };
	struct error stopped = ERROR_INIT, unread = ERROR_INIT;
	struct subject *s;
	enum status st;

	if (strcmp(r->check, "c2pa") != 0)
		return err_set(e, ST_USAGE, "the check '%s' has no parts", r->check);
	worker_step(w, "c2pa", 0, 1000);
	if (worker_subject(w, &s, &unread) == ST_MEMORY) {
		*e = unread;
		return ST_MEMORY;
	}
	st = credentials_get(s, &cx, &w->control, out, e);
	if (st && worker_stopped(w, &stopped)) {
		*e = stopped;
		return stopped.code;
	}
	if (!st && !*out)
		return err_set(e, ST_INTERNAL, "this worker has no trust lists");
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

/* RFC 7468, leaf first. */
static void put_pem(const struct certificates *chain, struct str *o)
{
	struct str text;

	str_init(&text, PEM_MAX);
	for (uint32_t i = 0; i < chain->n; i++) {
		str_clear(&text);
		base64_add(&text, chain->list[i].der.data, chain->list[i].der.len);
		str_puts(o, "-----BEGIN CERTIFICATE-----\n");
		for (size_t at = 0; at < text.len; at += PEM_LINE)
			str_printf(o, "%.*s\n", PEM_LINE, text.data + at);
		str_puts(o, "-----END CERTIFICATE-----\n");
	}
	str_release(&text);
}

static bool is(const char *name, size_t len, const char *word)
{
	return strlen(word) == len && strncmp(name, word, len) == 0;
}

/* Borrowed from the report, or from `made`. Empty: there is none. */
static enum status find(const struct c2pa_report *r, const char *name, struct str *made, struct span *out,
			struct error *e)
{
	const struct c2pa_manifest *m;
	size_t word = strcspn(name, ".");
	long n[2];

	*out = span_of(NULL, 0, 0);
	if (strcmp(name, "store") == 0) {
		*out = store_bytes(r);
		return ST_OK;
	}
	if (!numbers(name + word, n) || n[0] >= (long)r->n_manifests)
		return err_set(e, ST_USAGE, "there is no '%s' among %u manifests", name, r->n_manifests);
	m = &r->manifests[n[0]];
	if (is(name, word, "certificates") && n[1] < 0) {
		put_pem(&m->signer.chain, made);
		*out = span_of(made->data, made->len, 0);
	} else if (is(name, word, "thumbnail")) {
		if (n[1] < 0)
			*out = m->thumbnail.bytes;
		else if (n[1] < (long)m->n_ingredients)
			*out = m->ingredients[n[1]].thumbnail.bytes;
	}
	return made->failed ? err_nomem(e) : ST_OK;
}

static enum status part(struct worker *w, const struct request *r, struct str *made, struct span *out,
			struct error *e)
{
	const struct c2pa_report *report;
	enum status st = read_report(w, r, &report, e);

	st = st ? st : find(report, r->map, made, out, e);
	if (!st && out->len == 0)
		return err_set(e, ST_NOT_APPLICABLE, "there is no '%s' in this file", r->map);
	return st;
}

void worker_part_bytes(struct worker *w, const struct request *r)
{
	struct error e = ERROR_INIT;
	struct span all, piece;
	struct str made;
	enum status st;
	uint64_t left;
	size_t at;

	str_init(&made, PEM_MAX);
	st = part(w, r, &made, &all, &e);
	if (!st && r->offset >= all.len)
		st = err_at(&e, ST_NOT_APPLICABLE, r->offset, "the part ends after %zu bytes", all.len);
	left = st ? 0 : all.len - r->offset;
	if (!st && !span_slice(&all, r->offset, r->length < left ? r->length : left, &piece))
		st = err_set(&e, ST_INTERNAL, "the bytes asked for cannot be reached");
	if (st) {
		worker_fail(w, &e);
	} else {
		at = frame_begin(&w->out);
		answer_put_bytes(&w->out.out, w->id, worker_seconds(w), &piece);
		worker_send(w, at);
	}
	str_release(&made);
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
	struct error e = ERROR_INIT;
	struct raster raster = { .width = 0 };
	struct tile t = { .rgb = NULL };
	struct span bytes;
	struct str made;
	enum status st;
	size_t at;

	str_init(&made, PEM_MAX);
	st = part(w, r, &made, &bytes, &e);
	st = st ? st : subject_embedded_bytes(&w->subject, bytes, &raster, &e);
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
	str_release(&made);
}
