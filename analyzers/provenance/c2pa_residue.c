/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is left where Content Credentials were removed: a link in XMP, an editing history that names them, pieces of a store
 * outside any store. Links are shown and never followed. */
#include "src/base/base.h"
#include "analyzers/provenance/c2pa_case.h"

#include "src/base/utf8.h"

#include <stdarg.h>
#include <strings.h>

enum { TEXT = 300 };

static struct residue *put(struct c2pa_case *c, const char *code, const char *fmt, ...) PRINTF(3, 4);
static struct residue *put(struct c2pa_case *c, const char *code, const char *fmt, ...)
{
	struct residue *r = &c->residue[c->n_residue];
	char text[TEXT], safe[TEXT];
	va_list ap;

	if (c->n_residue == C2PA_RESIDUE)
		return NULL;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	*r = (struct residue){ .code = code };
	r->text = arena_str(c->arena, utf8_sanitise(safe, sizeof safe, text, strlen(text)));
	if (!r->text)
		return NULL;
	c->n_residue++;
	return r;
}

static bool names_it(const char *s)
{
	return s && (strcasestr(s, "content credentials") || strcasestr(s, "content_credentials") || strcasestr(s, "c2pa"));
}

static void history(struct c2pa_case *c, const struct xmp_facts *x)
{
	for (uint32_t i = 0; i < x->n_events; i++) {
		const struct xmp_event *v = &x->events[i];

		if (names_it(v->parameters) || names_it(v->agent) || names_it(v->action))
			put(c, "xmp.history", "the editing history in XMP names Content Credentials: '%.120s'",
			    v->parameters ? v->parameters : v->agent ? v->agent : v->action);
	}
}

static void xmp(struct c2pa_case *c)
{
	for (uint32_t i = 0; i < c->in->xmp.n_read; i++) {
		const struct xmp_packet *k = &c->in->xmp.packets[i];

		if (k->state != LAYER_READ)
			continue;
		if (k->facts.provenance)
			put(c, "xmp.provenance", "XMP says where a manifest is kept (not fetched): '%.160s'",
			    k->facts.provenance);
		history(c, &k->facts);
	}
}

static void strays(struct c2pa_case *c)
{
	for (uint32_t i = 0; i < c->r->asset.n_strays; i++) {
		const struct stray *s = &c->r->asset.strays[i];
		struct residue *r;

		if (s->kind != STRAY_PIECE && s->kind != STRAY_CARVED && s->kind != STRAY_AFTER_SCAN)
			continue;
		r = put(c, s->kind == STRAY_CARVED ? "store.carved" : "store.piece", "%.160s, %llu bytes at byte %llu",
			s->text ? s->text : "part of a manifest store", (unsigned long long)s->at.length,
			(unsigned long long)s->at.start);
		if (r) {
			r->has_offset = true;
			r->offset = s->at.start;
		}
	}
}

void c2pa_residue(struct c2pa_case *c)
{
	xmp(c);
	strays(c);
}
