/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The five answers. They are kept apart: bytes that are unchanged, a key that is listed, a time that is proved, statements that
 * somebody made, and what none of that covers. */
#include "src/base/base.h"
#include "analyzers/provenance/c2pa_case.h"

#include "src/base/timeutil.h"
#include "src/base/utf8.h"

#include <stdarg.h>

enum { TEXT = 400 };

/* Where a line of `cells` ends, in bytes of a text that is sanitised. */
static size_t bytes_of(const char *text, size_t cells)
{
	size_t at = 0, used = 0, len = strlen(text);
	uint32_t cp;
	unsigned n;

	while ((n = utf8_decode(text + at, len - at, &cp)) != 0 && used + (size_t)utf8_cells(cp) <= cells) {
		used += (size_t)utf8_cells(cp);
		at += n;
	}
	return at;
}

/* At most C2PA_ANSWER_CELLS cells, so that it fits a line of any screen; what is cut ends in "...". */
static const char *line(const struct c2pa_case *c, const char *fmt, ...) PRINTF(2, 3);
static const char *line(const struct c2pa_case *c, const char *fmt, ...)
{
	char raw[TEXT], safe[TEXT + 4];
	const char *out;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(raw, sizeof raw, fmt, ap);
	va_end(ap);
	utf8_sanitise(safe, TEXT, raw, strlen(raw));
	if (utf8_width(safe) > C2PA_ANSWER_CELLS)
		memcpy(safe + bytes_of(safe, C2PA_ANSWER_CELLS - 3), "...", 4);
	out = arena_str(c->arena, safe);
	return out ? out : "";
}

static struct c2pa_answer say(const char *answer, const char *text)
{
	return (struct c2pa_answer){ answer, text };
}

/* ---- integrity ---- */

static const struct status_entry *first_failure(const struct status_log *l)
{
	for (const struct status_entry *n = l->first; n; n = n->next)
		if (n->class == CODE_FAILURE)
			return n;
	return NULL;
}

static bool assertion_changed(const struct c2pa_manifest *m)
{
	for (uint32_t i = 0; i < m->n_assertions; i++)
		if (m->assertions[i].state == ASSERTION_MISMATCH)
			return true;
	return status_has(&m->log, "assertion.hashedURI.mismatch");
}

static struct c2pa_answer binding_answer(const struct c2pa_case *c)
{
	const struct binding_report *b = c->bound ? &c->bound->binding : NULL;

	if (c->r->asset.kind == ASSET_STORE)
		return say("not_bound", "a manifest store alone: the picture that it speaks of is not here");
	if (!b)
		return say("not_bound", "nothing binds the manifest to the bytes of this file");
	if (b->picture_unbound)
		return say("not_bound", "picture data was left out of what was signed");
	switch (b->answer) {
	case BINDING_MATCH:
		return say("intact", c->r->sidecar ? "unchanged since it was signed; the manifest is a companion file"
						   : "what the signature covers is unchanged since it was signed");
	case BINDING_MISMATCH:
		return say("changed", "the file was changed after it was signed");
	case BINDING_MALFORMED:
		return say("not_bound", "what binds the manifest to the file is not well formed");
	case BINDING_UNSUPPORTED:
		break;
	}
	return say("unreadable", line(c, "bound in a way that is not known here: %.60s", b->kind ? b->kind : "unnamed"));
}

static struct c2pa_answer integrity(const struct c2pa_case *c)
{
	const struct c2pa_manifest *m = c->m;
	const struct status_entry *why = first_failure(&c->r->store_log);

	if (!m)
		return say(c->r->state == C2PA_NONE ? "no_signature" : "unreadable",
			   c->r->state == C2PA_NONE ? "no manifest in the file"
						    : line(c, "the manifest store cannot be used: %.60s",
							   why ? why->code : "unknown reason"));
	if (!m->claim_version)
		return say("unreadable", "the active manifest has no claim that can be read");
	if (!m->has_signature)
		return say("no_signature", "the manifest is not signed");
	if (!m->signer.intact && !m->signer.algorithm)
		return say("unreadable", line(c, "signed in a way that is not known here: %.60s",
					      m->signer.algorithm_found ? m->signer.algorithm_found : "unnamed"));
	if (!m->signer.intact)
		return say("changed", "the signature does not fit what is said to be signed");
	if (assertion_changed(m))
		return say("changed", "a signed statement was changed after it was signed");
	return binding_answer(c);
}

/* ---- identity ---- */

static struct c2pa_answer refused(const struct c2pa_case *c)
{
	const struct signer_report *s = &c->m->signer;

	return say("refused", line(c, "%.90s", s->identity_note ? s->identity_note : "the certificate is not accepted"));
}

static struct c2pa_answer identity(const struct c2pa_case *c)
{
	const struct c2pa_manifest *m = c->m;
	const struct signer_report *s = m ? &m->signer : NULL;
	const char *name = credentials_signer(m);

	if (!m || !m->has_signature)
		return say("none", "nobody signed");
	if (!s->intact)
		return say("none", "a signature that does not hold names nobody");
	if (s->identity == IDENTITY_REFUSED)
		return refused(c);
	if (credentials_public_test(m))
		return say(s->identity == IDENTITY_LISTED ? "listed" : s->identity == IDENTITY_UNLISTED ? "unlisted" : "not_judged",
			   "a public test certificate: anybody can sign with it");
	if (s->identity == IDENTITY_LISTED)
		return say("listed", line(c, "%.80s, on the list %.60s", name,
					  s->list && s->list->name ? s->list->name : "unnamed"));
	if (s->identity == IDENTITY_UNLISTED)
		return say("unlisted", line(c, "on no installed list; the name is a claim: %.80s", name));
	return say("not_judged", line(c, "not judged; the name is a claim: %.80s", name));
}

/* ---- time ---- */

const char *c2pa_claimed_time(const struct c2pa_manifest *m)
{
	for (uint32_t i = 0; m && i < m->n_actions; i++)
		if (m->actions[i].when)
			return m->actions[i].when;
	return NULL;
}

static const char *authority(const struct stamp *s)
{
	const struct certificate *c = s->chain.n ? &s->chain.list[0] : NULL;

	if (!c)
		return "an unnamed authority";
	return c->organization ? c->organization : c->common_name ? c->common_name : "an unnamed authority";
}

static struct c2pa_answer moment(const struct c2pa_case *c)
{
	const struct stamp *s = c->m && c->m->has_signature && c->m->signer.stamp.present ? &c->m->signer.stamp : NULL;
	const char *claimed = c2pa_claimed_time(c->m), *state = s && s->state ? s->state : "";
	char at[32];

	if (s && c->m->signer.intact && strcmp(state, "trusted") == 0)
		return say("proved", line(c, "signed before %s, stamped by %.60s", time_format_utc(at, s->time), authority(s)));
	if (s && (strcmp(state, "valid") == 0 || strcmp(state, "untrusted") == 0))
		return say("claimed", line(c, "%s, by an authority on no list: %.60s", time_format_utc(at, s->time),
					   authority(s)));
	if (claimed)
		return say("claimed", line(c, "%.40s, as the signer says; nothing proves it", claimed));
	return say("none", s ? "the time stamp is not usable" : "no time is named");
}

/* ---- statements ---- */

static bool is_inception(const char *action)
{
	return action && (strcmp(action, "c2pa.created") == 0 || strcmp(action, "c2pa.opened") == 0);
}

/* Actions that leave the picture as it was. */
static bool is_keeping(const char *action)
{
	static const char *const keep[] = { "c2pa.published", "c2pa.repackaged", "c2pa.edited.metadata", "c2pa.managed",
					    "c2pa.saved", "c2pa.copied", "c2pa.redacted", "c2pa.watermarked.unbound" };

	for (size_t i = 0; i < ARRAY_LEN(keep); i++)
		if (action && strcmp(action, keep[i]) == 0)
			return true;
	return false;
}

static const char *first_edit(const struct c2pa_manifest *m)
{
	for (uint32_t i = 0; m && i < m->n_actions; i++)
		if (m->actions[i].action && !is_inception(m->actions[i].action) && !is_keeping(m->actions[i].action))
			return m->actions[i].action;
	return NULL;
}

static const char *any_edit(const struct c2pa_report *r)
{
	const char *edit = first_edit(r->active);

	for (uint32_t i = 0; !edit && i < r->n_manifests; i++)
		if (r->manifests[i].referenced)
			edit = first_edit(&r->manifests[i]);
	return edit;
}

static struct c2pa_answer statements(const struct c2pa_case *c)
{
	static const char *const answers[] = {
		[AI_NOT_STATED] = "none", [AI_CAMERA] = "camera", [AI_NONE_STATED] = "no_ai",
		[AI_MAY_CONTAIN] = "may_contain_ai", [AI_RELATED] = "ai_related", [AI_EDITED] = "ai_edited",
		[AI_PART] = "ai_part", [AI_WHOLE] = "ai",
	};
	const char *edit = any_edit(c->r);

	if (!c->m)
		return say("none", "nothing is stated");
	if (c->r->ai == AI_NOT_STATED && edit)
		return say("edited", line(c, "stated: edited (%.30s); not how it was made", edit));
	if (c->r->ai == AI_CAMERA && edit)
		return say("camera", line(c, "%s, then edited (%.30s)", ai_statement_words(c->r->ai), edit));
	return say(answers[c->r->ai], line(c, "%s", ai_statement_words(c->r->ai)));
}

/* ---- gaps ---- */

static void gap(const struct c2pa_case *c, struct c2pa_answers *a, const char *text)
{
	if (a->n_items < C2PA_GAPS)
		a->items[a->n_items++] = line(c, "%s", text);
}

static void bound_gaps(const struct c2pa_case *c, struct c2pa_answers *a)
{
	static const char *const words[] = {
		[UNBOUND_METADATA] = "of metadata are not bound", [UNBOUND_FREE] = "of free space are not bound",
		[UNBOUND_FILL] = "between segments are not bound", [UNBOUND_AFTER_END] = "after the picture are not bound",
		[UNBOUND_PICTURE] = "of picture data are not bound", [UNBOUND_OTHER] = "of unknown meaning are not bound",
	};
	uint64_t sum[ARRAY_LEN(words)] = { 0 };
	char text[100];

	for (uint32_t i = 0; c->bound && i < c->bound->binding.n_unbound; i++)
		if (c->bound->binding.unbound[i].kind < ARRAY_LEN(sum))
			sum[c->bound->binding.unbound[i].kind] += c->bound->binding.unbound[i].at.length;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (sum[i] && words[i]) {
			snprintf(text, sizeof text, "%llu bytes %s", (unsigned long long)sum[i], words[i]);
			gap(c, a, text);
		}
}

static void signer_gaps(const struct c2pa_case *c, struct c2pa_answers *a)
{
	const struct signer_report *s = &c->m->signer;
	const char *state = s->revocation.state;

	if (!c->m->has_signature)
		return;
	if (s->identity == IDENTITY_NOT_JUDGED)
		gap(c, a, c->cx->world && c->cx->world->why_not ? c->cx->world->why_not : "whose key it is was not judged");
	if (!state || strcmp(state, "not checked") == 0 || strcmp(state, "unknown") == 0)
		gap(c, a, "whether the certificate was revoked is not known offline");
	if (!s->stamp.present)
		gap(c, a, "no time stamp proves when it was signed");
}

static bool has_label(const struct c2pa_manifest *m, const char *label)
{
	size_t n = strlen(label);

	for (uint32_t i = 0; i < m->n_assertions; i++)
		if (m->assertions[i].label && strncmp(m->assertions[i].label, label, n) == 0)
			return true;
	return false;
}

static void graph_gaps(const struct c2pa_case *c, struct c2pa_answers *a)
{
	bool unchecked = false;

	for (uint32_t i = 0; i < c->r->n_manifests; i++)
		unchecked |= !c->r->manifests[i].referenced && !c->r->manifests[i].active;
	if (c->m->n_actions && !c->m->all_actions_included)
		gap(c, a, "the signer does not say that its history is complete");
	if (unchecked)
		gap(c, a, "manifests that nothing refers to were not checked");
	if (has_label(c->m, "cawg.identity"))
		gap(c, a, "an identity statement was not verified");
	if (has_label(c->m, "c2pa.soft-binding"))
		gap(c, a, "a watermark or fingerprint was not looked for");
	if (has_label(c->m, "c2pa.cloud-data"))
		gap(c, a, "statements that are kept elsewhere were not fetched");
}

static void gaps(const struct c2pa_case *c, struct c2pa_answers *a)
{
	for (uint32_t i = 0; i < c->n_residue; i++)
		gap(c, a, c->residue[i].text);
	if (c->m) {
		bound_gaps(c, a);
		signer_gaps(c, a);
		graph_gaps(c, a);
	}
	a->gaps = a->n_items ? say("some", line(c, "%lu thing%s not bound or not checked", (unsigned long)a->n_items,
						a->n_items == 1 ? " is" : "s are"))
			     : say("none", "nothing known is left open");
}

void c2pa_answer(const struct c2pa_case *c, struct c2pa_answers *out)
{
	*out = (struct c2pa_answers){ .n_items = 0 };
	out->integrity = integrity(c);
	out->identity = identity(c);
	out->time = moment(c);
	out->statements = statements(c);
	gaps(c, out);
}
