/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/provenance/credentials.h"

#include "src/base/mem.h"

#include <fnmatch.h>
#include <math.h>

/* What is kept with the subject, and what it was verified for: a worker holds a picture over several requests. */
struct kept {
	struct c2pa_report *report;
	void (*release)(struct c2pa_report *r);
	const struct world *world;
	int64_t now;
	const uint8_t *sidecar;
	size_t sidecar_len;
};

static void kept_free(void *attached)
{
	struct kept *k = attached;

	if (k->release)
		k->release(k->report);
	free(k);
}

static bool made_for(const struct kept *k, const struct context *cx)
{
	return k->world == cx->world && k->now == cx->now && k->sidecar == cx->sidecar.data &&
	       k->sidecar_len == cx->sidecar.len;
}

void credentials_keep(struct subject *in, const struct context *cx, struct c2pa_report *r,
		      void (*release)(struct c2pa_report *r))
{
	struct kept *k = mem_need(1, sizeof *k);

	*k = (struct kept){ r, release, cx->world, cx->now, cx->sidecar.data, cx->sidecar.len };
	subject_attach(in, k, kept_free);
}

enum status credentials_get(struct subject *in, const struct context *cx, struct job_control *ctl,
			    const struct c2pa_report **out, struct error *e)
{
	struct c2pa_input ask = { .file = in->bytes, .sidecar = cx->sidecar, .world = cx->world, .now = cx->now,
				  .segments = in->container.segments, .n_segments = in->container.n_segments,
				  .ctl = ctl };
	const struct kept *k = in->attached_free == kept_free ? in->attached : NULL;
	struct c2pa_report *r = NULL;
	enum status st;

	*out = NULL;
	if (!cx->world)
		return ST_OK;
	if (k && made_for(k, cx)) {
		*out = k->report;
		return ST_OK;
	}
	st = c2pa_verify(&ask, &r, e);
	if (st)
		return st;
	credentials_keep(in, cx, r, c2pa_report_free);
	*out = r;
	return ST_OK;
}

/* ---- thumbnails ---- */

static enum status silent(struct thumbnail_match *m, const char *why)
{
	*m = (struct thumbnail_match){ .state = THUMBNAIL_SILENT, .why = why };
	return ST_OK;
}

static enum status stop(enum status st, const struct error *why, struct error *e)
{
	if (e)
		*e = *why;
	return st;
}

enum status credentials_thumbnail(struct subject *in, const struct c2pa_thumbnail *t, struct job_control *ctl,
				  struct thumbnail_match *m, struct error *e)
{
	struct error why = ERROR_INIT;
	struct raster small = { 0 };
	const struct raster *picture;
	enum status st;

	*m = (struct thumbnail_match){ .state = THUMBNAIL_NONE };
	if (!t->bytes.len)
		return ST_OK;
	if (in->derived)
		return silent(m, "the picture is a raw format's preview");
	st = subject_embedded_bytes(in, t->bytes, &small, &why);
	if (st)
		return st == ST_MEMORY ? stop(st, &why, e) : silent(m, "the thumbnail cannot be decoded");
	st = subject_raster(in, ctl, &picture, &why);
	if (!st)
		st = thumbnail_compare(picture, &small, m, &why);
	raster_release(&small);
	if (st == ST_CANCELLED || st == ST_MEMORY)
		return stop(st, &why, e);
	return st ? silent(m, "the picture cannot be decoded") : ST_OK;
}

bool thumbnail_is_other(const struct thumbnail_match *m, double scene, double part)
{
	return m->state == THUMBNAIL_COMPARED && m->whole < scene && m->part < part && m->inside < part;
}

double thumbnail_distance(const struct thumbnail_match *m)
{
	if (m->state != THUMBNAIL_COMPARED)
		return (double)NAN;
	return 1 - fmin(1, fmax(0, fmax(m->whole, fmax(m->part, m->inside))));
}

/* ---- questions ---- */

const struct c2pa_manifest *credentials_bound(const struct c2pa_report *r)
{
	if (r->active && r->active->binding_checked)
		return r->active;
	for (uint32_t i = 0; i < r->n_manifests; i++)
		if (r->manifests[i].binding_checked)
			return &r->manifests[i];
	return NULL;
}

bool credentials_signed(const struct c2pa_report *r)
{
	return r->active && r->active->has_signature && r->active->signer.intact;
}

bool credentials_bind(const struct c2pa_report *r)
{
	const struct c2pa_manifest *m = credentials_bound(r);

	return m && m->binding.answer == BINDING_MATCH && !m->binding.picture_unbound;
}

const struct certificate *credentials_leaf(const struct c2pa_manifest *m)
{
	return m && m->has_signature && m->signer.chain.n ? &m->signer.chain.list[0] : NULL;
}

bool credentials_public_test(const struct c2pa_manifest *m)
{
	for (uint32_t i = 0; m && i < m->signer.chain.n; i++)
		if (m->signer.chain.list[i].public_test)
			return true;
	return false;
}

const char *credentials_signer(const struct c2pa_manifest *m)
{
	const struct certificate *c = credentials_leaf(m);

	if (!c)
		return "nobody";
	if (c->organization)
		return c->organization;
	return c->common_name ? c->common_name : "a certificate without a name";
}

int credentials_index(const struct c2pa_report *r, const struct c2pa_manifest *m)
{
	return m ? (int)(m - r->manifests) : -1;
}

bool credentials_like(const char *pattern, const char *text)
{
	return pattern && text && fnmatch(pattern, text, FNM_CASEFOLD | FNM_NOESCAPE) == 0;
}

bool credentials_names(const struct c2pa_manifest *m, const char *pattern)
{
	for (uint32_t i = 0; i < m->signer.chain.n; i++) {
		const struct certificate *c = &m->signer.chain.list[i];

		if (credentials_like(pattern, c->organization) || credentials_like(pattern, c->common_name) ||
		    credentials_like(pattern, c->issuer_name) || credentials_like(pattern, c->subject))
			return true;
	}
	return credentials_like(pattern, m->generator);
}

/* ---- incidents ---- */

static bool in_time(const struct c2pa_manifest *m, const struct incident *n)
{
	return !m->signer.judged_by_stamp || (m->signer.judged_at >= n->from && m->signer.judged_at < n->until);
}

static bool falls_under(const struct c2pa_manifest *m, const struct exif_facts *exif, const struct incident *n)
{
	return in_time(m, n) && credentials_names(m, n->vendor) &&
	       (credentials_names(m, n->model) || (exif && credentials_like(n->model, exif->model)));
}

const struct incident *credentials_incident(const struct c2pa_manifest *m, const struct exif_facts *exif,
					    const struct world *w, const struct trust_list **by)
{
	for (uint32_t i = 0; m && w && m->has_signature && i < w->n_lists; i++)
		for (uint32_t k = 0; k < w->lists[i].n_incidents; k++)
			if (falls_under(m, exif, &w->lists[i].incidents[k])) {
				*by = &w->lists[i];
				return &w->lists[i].incidents[k];
			}
	return NULL;
}

const char *source_type_tail(const char *uri)
{
	const char *slash = uri ? strrchr(uri, '/') : NULL;

	return slash && slash[1] ? slash + 1 : uri;
}
