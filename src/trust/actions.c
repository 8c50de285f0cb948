/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Actions (C2PA 2.2 section 18.15; validation 15.10.3.2.1). Claims of version 1 were written under looser rules: of them only
 * that there is one actions assertion, as the reference implementation does. */
#include "src/base/base.h"

#include "src/trust/manifest.h"

static bool is_actions(const struct c2pa_assertion *x)
{
	return (label_is(x->label, "c2pa.actions") || label_is(x->label, "c2pa.actions.v2")) &&
	       x->state != ASSERTION_UNDECLARED && x->cbor;
}

static const struct cnode *list_of(const struct c2pa_assertion *x)
{
	return cn_kind(cn_get(x->cbor, "actions"), CN_ARRAY);
}

/* ---- reading ---- */

static const char *agent_of(struct arena *a, const struct cnode *action, const struct cnode *assertion)
{
	const struct cnode *g = cn_get(action, "softwareAgent"), *all;
	uint64_t at;
	const char *name, *version;

	if (g && g->kind == CN_TEXT)
		return shown(a, g->text);
	all = cn_kind(cn_get(assertion, "softwareAgents"), CN_ARRAY);
	if (!g && all && cn_uint(action, "softwareAgentIndex", &at) && at < all->count)
		for (g = all->first; at--; g = g->next)
			;
	name = shown_text(a, g, "name");
	version = shown_text(a, g, "version");
	return name && version ? arena_fmt(a, "%s %s", name, version) : name;
}

/* Every reference of an action to ingredients, old and new spellings, as hashed_uri nodes. */
static const struct cnode *reference(const struct cnode *action, unsigned i)
{
	const struct cnode *p = cn_get(action, "parameters"), *one = cn_get(p, "ingredient");
	const struct cnode *many = cn_kind(cn_get(p, "ingredients"), CN_ARRAY), *n;

	if (one)
		return i == 0 ? one : NULL;
	for (n = many ? many->first : NULL; n && i; n = n->next)
		i--;
	return n;
}

static const char *reference_label(struct arena *a, const struct cnode *ref)
{
	struct jumbf_uri u;
	const char *url = cn_text(ref, "url");

	return url && jumbf_uri_parse(a, url, &u) ? u.label : NULL;
}

static bool read_references(struct arena *a, const struct cnode *action, struct c2pa_action *out)
{
	unsigned n = 0;

	while (n < 64 && reference(action, n))
		n++;
	if (!n)
		return true;
	out->ingredients = arena_alloc(a, n, sizeof *out->ingredients);
	if (!out->ingredients)
		return false;
	for (unsigned i = 0; i < n; i++) {
		const char *label = shown(a, reference_label(a, reference(action, i)));

		if (label)
			out->ingredients[out->n_ingredients++] = label;
	}
	return true;
}

static bool read_action(struct arena *a, const struct cnode *n, const struct cnode *assertion, struct c2pa_action *out)
{
	const struct cnode *when = cn_get(n, "when");

	out->action = shown_text(a, n, "action");
	if (when && when->kind == CN_TAG)
		when = when->first;
	out->when = when && when->kind == CN_TEXT ? shown(a, when->text) : NULL;
	out->agent = agent_of(a, n, assertion);
	out->type = shown_text(a, n, "digitalSourceType");
	out->description = shown_text(a, n, "description");
	if (!out->description)
		out->description = shown_text(a, cn_get(n, "parameters"), "description");
	out->reason = shown_text(a, n, "reason");
	out->changes = cn_get(n, "changes") || cn_get(n, "changed");
	return read_references(a, n, out);
}

static bool read_all(struct reading *w, struct c2pa_manifest *m, const struct c2pa_assertion *x)
{
	const struct cnode *list = list_of(x), *all = cn_get(x->cbor, "allActionsIncluded");

	m->all_actions_included |= all && all->kind == CN_BOOL && all->boolean;
	for (const struct cnode *n = list ? list->first : NULL; n; n = n->next)
		if (m->n_actions < C2PA_MAX_ACTIONS &&
		    !read_action(w->a, n, x->cbor, &m->actions[m->n_actions++]))
			return false;
	return true;
}

bool actions_read(struct reading *w, struct c2pa_manifest *m)
{
	size_t n = 0;

	for (uint32_t i = 0; i < m->n_assertions; i++) {
		const struct cnode *list = is_actions(&m->assertions[i]) ? list_of(&m->assertions[i]) : NULL;

		n += list ? list->count : 0;
	}
	m->actions = arena_alloc(w->a, n < C2PA_MAX_ACTIONS ? n + 1 : C2PA_MAX_ACTIONS, sizeof *m->actions);
	if (!m->actions)
		return false;
	for (uint32_t i = 0; i < m->n_assertions; i++)
		if (is_actions(&m->assertions[i]) && !read_all(w, m, &m->assertions[i]))
			return false;
	return true;
}

/* ---- judging ---- */

static bool names(const struct cnode *action, const char *what)
{
	return cn_is_text(cn_get(action, "action"), what);
}

static bool begins(const struct cnode *action)
{
	return names(action, "c2pa.created") || names(action, "c2pa.opened");
}

static bool refers_to(struct reading *w, const struct c2pa_manifest *m, const struct cnode *action,
		      enum relationship r)
{
	for (unsigned i = 0; i < 64; i++) {
		const struct cnode *ref = reference(action, i);
		const char *label = ref ? reference_label(w->a, ref) : NULL;

		if (!ref)
			return false;
		for (uint32_t k = 0; label && k < m->n_ingredients; k++)
			if (strcmp(m->ingredients[k].label, label) == 0 && m->ingredients[k].relationship == r)
				return true;
	}
	return false;
}

static void check_references(struct reading *w, struct c2pa_manifest *m, const struct c2pa_assertion *x,
			     const struct cnode *action)
{
	bool opened = names(action, "c2pa.opened");
	bool component = names(action, "c2pa.placed") || names(action, "c2pa.removed");
	bool perhaps = names(action, "c2pa.transcoded") || names(action, "c2pa.repackaged");
	enum relationship want = component ? REL_COMPONENT : REL_PARENT;

	if (!opened && !component && !(perhaps && reference(action, 0)))
		return;
	if (!reference(action, 0))
		status_add(&m->log, "assertion.action.ingredientMismatch", x->url, "'%s' names no ingredient",
			   cn_text(action, "action"));
	else if (!refers_to(w, m, action, want))
		status_add(&m->log, "assertion.action.ingredientMismatch", x->url,
			   "'%s' names no ingredient of this manifest that is %s", cn_text(action, "action"),
			   relationship_name(want));
}

static bool listed_there(struct reading *w, const char *uri)
{
	struct jumbf_uri u;
	struct c2pa_manifest *m;

	if (!jumbf_uri_parse(w->a, uri, &u) || !u.manifest)
		return false;
	m = manifest_find(w->r, u.manifest);
	return m && assertion_find(m, u.label);
}

static void check_redacted(struct reading *w, struct c2pa_manifest *m, const struct c2pa_assertion *x,
			   const struct cnode *action)
{
	const struct cnode *p = cn_get(action, "parameters");
	const char *uri = cn_text(p, "redacted");

	if (names(action, "c2pa.redacted") && p && (!uri || !listed_there(w, uri)))
		status_add(&m->log, "assertion.action.redactionMismatch", x->url,
			   "'c2pa.redacted' does not name an assertion that can be found");
}

static void check_fields(struct c2pa_manifest *m, const struct c2pa_assertion *x, const struct cnode *action)
{
	const struct cnode *p = cn_get(action, "parameters");
	const char *name = cn_text(action, "action"), *from = cn_text(p, "sourceLanguage"), *to = cn_text(p, "targetLanguage");

	if (!name || !*name)
		status_add(&m->log, "assertion.action.malformed", x->url, "an action has no name");
	if (names(action, "c2pa.created") && !cn_text(action, "digitalSourceType"))
		status_add(&m->log, "assertion.action.malformed", x->url,
			   "'c2pa.created' does not say its digital source type");
	if (names(action, "c2pa.translated") && !(from && *from && to && *to))
		status_add(&m->log, "assertion.action.malformed", x->url, "'c2pa.translated' does not name both languages");
}

/* `first`: the assertion that may begin with created or opened, in its first action. */
static void check_assertion(struct reading *w, struct c2pa_manifest *m, const struct c2pa_assertion *x,
			    const struct c2pa_assertion *first)
{
	const struct cnode *list = list_of(x);

	if (!list || !list->count)
		status_add(&m->log, "assertion.action.malformed", x->url, "it lists no action");
	for (const struct cnode *n = list ? list->first : NULL; n; n = n->next) {
		if (begins(n) && (x != first || n != list->first))
			status_add(&m->log, "assertion.action.malformed", x->url,
				   "'%s' is not the first action", cn_text(n, "action"));
		check_fields(m, x, n);
		check_references(w, m, x, n);
		check_redacted(w, m, x, n);
	}
}

/* The first actions assertion, created ones before gathered ones. */
static const struct c2pa_assertion *first_of(const struct c2pa_manifest *m, unsigned *n)
{
	const struct c2pa_assertion *created = NULL, *gathered = NULL;

	*n = 0;
	for (uint32_t i = 0; i < m->n_assertions; i++) {
		const struct c2pa_assertion *x = &m->assertions[i];

		if (!is_actions(x))
			continue;
		++*n;
		if (x->created && !created)
			created = x;
		if (!x->created && !gathered)
			gathered = x;
	}
	return created ? created : gathered;
}

void actions_check(struct reading *w, struct c2pa_manifest *m)
{
	unsigned n;
	const struct c2pa_assertion *first = first_of(m, &n);
	const struct cnode *list = first ? list_of(first) : NULL;
	const char *url = jumbf_uri_manifest(w->a, manifest_label(m));

	if (m->claim_version == 1) {
		if (n > 1)
			status_add(&m->log, "assertion.action.malformed", url,
				   "%u actions assertions in a claim of version 1", n);
		return;
	}
	if (m->kind == MANIFEST_STANDARD && (!list || !list->first || !begins(list->first)))
		status_add(&m->log, "assertion.action.malformed", url, "the first action is neither 'c2pa.created' nor 'c2pa.opened'");
	for (uint32_t i = 0; i < m->n_assertions; i++)
		if (is_actions(&m->assertions[i]))
			check_assertion(w, m, &m->assertions[i], first);
}
