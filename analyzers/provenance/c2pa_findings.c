/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about bytes: the logs of the verification, what is bound, where the store lies. */
#include "src/base/base.h"
#include "analyzers/provenance/c2pa_case.h"

#include <stdarg.h>

void c2pa_say(char *detail, const char *fmt, ...)
{
	size_t used = strlen(detail);
	va_list ap;

	if (used && used + 3 < C2PA_DETAIL) {
		memcpy(detail + used, "; ", 3);
		used += 2;
	}
	va_start(ap, fmt);
	vsnprintf(detail + used, C2PA_DETAIL - used, fmt, ap);
	va_end(ap);
}

/* ---- status codes ---- */

/* What speaks about the file as it is now; NULL ends. Ingredients have rules of their own. */
static void logs(const struct c2pa_case *c, const struct status_log *out[4])
{
	unsigned n = 0;

	out[n++] = &c->r->store_log;
	if (c->m)
		out[n++] = &c->m->log;
	if (c->bound && c->bound != c->m)
		out[n++] = &c->bound->log;
	out[n] = NULL;
}

static bool listed(const char *const *codes, const char *code)
{
	for (; *codes; codes++)
		if (strcmp(*codes, code) == 0)
			return true;
	return false;
}

static void say_entry(char *detail, const struct status_entry *n)
{
	if (strlen(detail) < C2PA_DETAIL / 2)
		c2pa_say(detail, n->explanation[0] ? "%.60s: %.160s" : "%.60s%.1s", n->code, n->explanation);
}

C2PA_RULE(c2pa_coded)
{
	const struct status_log *all[4];
	bool found = false;

	logs(c, all);
	for (unsigned i = 0; all[i]; i++)
		for (const struct status_entry *n = all[i]->first; n; n = n->next)
			if (listed(r->codes, n->code)) {
				say_entry(detail, n);
				found = true;
			}
	return found;
}

static bool other_room(const char *code)
{
	return strncmp(code, "cawg.", 5) == 0; /* an identity statement, not the manifest */
}

/* Every failure that no other row speaks for. */
C2PA_RULE(c2pa_malformed)
{
	const struct status_log *all[4];
	bool found = false;

	(void)r;
	logs(c, all);
	for (unsigned i = 0; all[i]; i++)
		for (const struct status_entry *n = all[i]->first; n; n = n->next)
			if (n->class == CODE_FAILURE && !c2pa_handled(n->code) && !other_room(n->code)) {
				say_entry(detail, n);
				found = true;
			}
	return found;
}

/* Left to its own row: a picture that was never bound cannot be said to have changed. */
C2PA_RULE(c2pa_changed)
{
	if (c->bound && c->bound->binding.picture_unbound)
		return false;
	if (c->r->asset.kind == ASSET_STORE)
		return false; /* a store alone: its picture is somewhere else, changed or not */
	if (!c2pa_coded(c, r, detail))
		return false;
	if (c->bound && c->bound->binding.note && !strstr(detail, c->bound->binding.note))
		c2pa_say(detail, "%.120s", c->bound->binding.note);
	return true;
}

/* ---- what is not bound ---- */

/* The specification itself leaves out the type of an ISO base media file (C2PA 2.2, A.5.1). */
static bool by_convention(const struct unbound *u)
{
	return u->what && strncmp(u->what, "ftyp", 4) == 0;
}

/* What a range is names its length already. */
static void say_range(const struct unbound *u, char *detail)
{
	if (strlen(detail) >= C2PA_DETAIL / 2)
		return;
	if (u->what)
		c2pa_say(detail, "%.100s at byte %llu", u->what, (unsigned long long)u->at.start);
	else
		c2pa_say(detail, "%llu bytes at byte %llu", (unsigned long long)u->at.length,
			 (unsigned long long)u->at.start);
}

static bool unbound(const struct c2pa_case *c, enum unbound_kind kind, char *detail)
{
	const struct binding_report *b = c->bound ? &c->bound->binding : NULL;
	bool found = false;

	for (uint32_t i = 0; b && i < b->n_unbound; i++) {
		const struct unbound *u = &b->unbound[i];

		if (u->kind != kind || by_convention(u))
			continue;
		found = true;
		say_range(u, detail);
	}
	return found;
}

C2PA_RULE(c2pa_excluded_picture)
{
	(void)r;
	if (unbound(c, UNBOUND_PICTURE, detail))
		return true;
	if (!c->bound || !c->bound->binding.picture_unbound)
		return false;
	c2pa_say(detail, "%.160s", c->bound->binding.note ? c->bound->binding.note : "the ranges left out cover the picture");
	return true;
}

C2PA_RULE(c2pa_excluded_metadata)
{
	(void)r;
	return unbound(c, UNBOUND_METADATA, detail);
}

C2PA_RULE(c2pa_excluded_free)
{
	(void)r;
	return unbound(c, UNBOUND_FREE, detail);
}

C2PA_RULE(c2pa_excluded_other)
{
	(void)r;
	return unbound(c, UNBOUND_OTHER, detail);
}

C2PA_RULE(c2pa_fill)
{
	(void)r;
	return unbound(c, UNBOUND_FILL, detail);
}

C2PA_RULE(c2pa_after_end)
{
	(void)r;
	return unbound(c, UNBOUND_AFTER_END, detail);
}

C2PA_RULE(c2pa_binding_padding)
{
	(void)r;
	if (!c->bound || !c->bound->binding.padding)
		return false;
	c2pa_say(detail, "the field pad of %.60s is not all zero", c->bound->binding.kind);
	return true;
}

/* ---- place ---- */

/* An update beside its original is one store (C2PA 2.2, A.5.3). */
C2PA_RULE(c2pa_two_stores)
{
	const struct asset *a = &c->r->asset;
	unsigned n = 0;

	(void)r;
	for (uint32_t i = 0; i < a->n_stores; i++)
		n += !a->stores[i].update;
	for (uint32_t i = 0; i < a->n_strays && n < 2; i++)
		if (a->strays[i].kind == STRAY_SECOND_STORE) {
			c2pa_say(detail, "another one at byte %llu", (unsigned long long)a->strays[i].at.start);
			return true;
		}
	if (n < 2)
		return false;
	c2pa_say(detail, "%u stores", n);
	return true;
}

/* Beside a store in use; without one they are what was left of it. */
C2PA_RULE(c2pa_strays)
{
	const struct asset *a = &c->r->asset;
	bool found = false;

	(void)r;
	for (uint32_t i = 0; c->r->store && i < a->n_strays; i++) {
		const struct stray *s = &a->strays[i];

		if (s->kind != STRAY_PIECE && s->kind != STRAY_GAP && s->kind != STRAY_AFTER_SCAN &&
		    s->kind != STRAY_CARVED)
			continue;
		found = true;
		if (strlen(detail) < C2PA_DETAIL / 2)
			c2pa_say(detail, "%.100s, %llu bytes at byte %llu", s->text ? s->text : "a piece of a store",
				 (unsigned long long)s->at.length, (unsigned long long)s->at.start);
	}
	return found;
}

C2PA_RULE(c2pa_sidecar)
{
	(void)r;
	if (!c->r->sidecar || !c->r->store)
		return false;
	c2pa_say(detail, "%llu bytes", (unsigned long long)c->r->store->bytes.len);
	return true;
}

C2PA_RULE(c2pa_leftover)
{
	(void)r;
	for (uint32_t i = 0; i < c->n_residue && strlen(detail) < C2PA_DETAIL / 2; i++)
		c2pa_say(detail, "%.200s", c->residue[i].text);
	return c->n_residue > 0;
}
