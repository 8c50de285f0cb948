/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps in their order, and the rung that they reach together. */
#include "src/base/base.h"
#include "analyzers/provenance/attestation.h"

#include "src/base/timeutil.h"
#include "src/base/utf8.h"

#include <stdarg.h>

void attestation_step(struct attestation_case *c, enum attestation_step s, enum step_answer a, const char *fmt, ...)
{
	char text[ATTESTATION_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	c->steps[s].answer = a;
	utf8_sanitise(c->steps[s].text, ATTESTATION_TEXT, text, strlen(text));
}

const char *step_name(enum attestation_step s)
{
	static const char *const names[] = {
		[STEP_MANIFEST] = "manifest", [STEP_SIGNATURE] = "signature", [STEP_BINDING] = "binding",
		[STEP_CHAIN] = "chain", [STEP_TIME] = "time", [STEP_REVOCATION] = "revocation",
		[STEP_CAPTURE] = "capture", [STEP_HISTORY] = "history", [STEP_MAKE_MODEL] = "make_model",
		[STEP_MAKER_NOTE] = "maker_note", [STEP_SIZE] = "size", [STEP_TABLES] = "tables",
		[STEP_THUMBNAIL] = "thumbnail", [STEP_EXPOSURE] = "multiple_exposure", [STEP_INCIDENT] = "incident",
		[STEP_KEY] = "key_attestation", [STEP_RECAPTURE] = "recapture",
	};

	return names[s];
}

const char *step_answer_name(enum step_answer a)
{
	static const char *const names[] = { [STEP_UNKNOWN] = "unknown", [STEP_PASS] = "pass", [STEP_FAIL] = "fail",
					     [STEP_NOT_PRESENT] = "not_present" };

	return names[a];
}

const char *rung_name(enum rung r)
{
	static const char *const names[] = { "R0", "R1", "R2", "R3", "R4", "X" };

	return names[r];
}

const char *rung_words(enum rung r)
{
	static const char *const words[] = {
		[RUNG_0] = "no signature that holds for this picture",
		[RUNG_1] = "signed, and the signer is unknown",
		[RUNG_2] = "signed by a known signer, and not shown to be a device's own key",
		[RUNG_3] = "signed by a known maker's key in the device, with open questions",
		[RUNG_4] = "signed by a known maker's key in the device; time, revocation and coherence hold",
		[RUNG_X] = "signed with a key or in a way that is called off: the mark misleads",
	};

	return words[r];
}

/* ---- what the signature says ---- */

static void manifest(struct attestation_case *c)
{
	if (!c->m || !c->m->claim_version)
		attestation_step(c, STEP_MANIFEST, STEP_FAIL, "no claim can be read from the manifest store");
	else if (status_has_class(&c->r->store_log, CODE_FAILURE))
		attestation_step(c, STEP_MANIFEST, STEP_FAIL, "the store does not keep to the specification");
	else
		attestation_step(c, STEP_MANIFEST, STEP_PASS, "the active manifest can be read");
}

static void signature(struct attestation_case *c)
{
	if (!c->m || !c->m->has_signature)
		attestation_step(c, STEP_SIGNATURE, STEP_NOT_PRESENT, "the manifest is not signed");
	else if (c->m->signer.intact)
		attestation_step(c, STEP_SIGNATURE, STEP_PASS, "the signature fits the claim (%.30s)",
				 c->m->signer.algorithm ? c->m->signer.algorithm : "unnamed");
	else
		attestation_step(c, STEP_SIGNATURE, STEP_FAIL, "the signature does not fit the claim");
}

static bool statements_hold(const struct c2pa_manifest *m)
{
	for (uint32_t i = 0; i < m->n_assertions; i++)
		if (m->assertions[i].state == ASSERTION_MISMATCH || m->assertions[i].state == ASSERTION_MISSING)
			return false;
	return true;
}

static void binding(struct attestation_case *c)
{
	const struct c2pa_manifest *b = credentials_bound(c->r);

	if (c->r->asset.kind == ASSET_STORE)
		attestation_step(c, STEP_BINDING, STEP_NOT_PRESENT, "a manifest store alone: its picture is not here");
	else if (!b)
		attestation_step(c, STEP_BINDING, STEP_NOT_PRESENT, "nothing binds the manifest to this file");
	else if (!credentials_bind(c->r))
		attestation_step(c, STEP_BINDING, b->binding.answer == BINDING_UNSUPPORTED ? STEP_UNKNOWN : STEP_FAIL, "%s",
				 b->binding.picture_unbound ? "picture data was left out of what was signed"
							    : "the file is not the one that was signed");
	else if (c->m && !statements_hold(c->m))
		attestation_step(c, STEP_BINDING, STEP_FAIL, "a signed statement was changed or is missing");
	else
		attestation_step(c, STEP_BINDING, STEP_PASS, "the file is the one that was signed");
}

static void chain(struct attestation_case *c)
{
	const struct signer_report *s = &c->m->signer;
	const char *name = credentials_signer(c->m);

	if (!c->m->has_signature)
		attestation_step(c, STEP_CHAIN, STEP_NOT_PRESENT, "there is no certificate");
	else if (s->identity == IDENTITY_LISTED)
		attestation_step(c, STEP_CHAIN, STEP_PASS, "'%.60s' is on the list %.60s%s", name,
				 s->list && s->list->name ? s->list->name : "unnamed",
				 s->list && s->list->interim ? " (interim, frozen)" : s->list && s->list->official
				 ? " (official)" : " (local)");
	else if (s->identity == IDENTITY_NOT_JUDGED)
		attestation_step(c, STEP_CHAIN, STEP_UNKNOWN, "no trust list was used; the certificate says '%.60s'", name);
	else
		attestation_step(c, STEP_CHAIN, STEP_FAIL, "%.160s", s->identity_note ? s->identity_note
				 : s->identity == IDENTITY_UNLISTED ? "the signer is on no installed list" : "the signer was refused");
}

static void moment(struct attestation_case *c)
{
	const struct stamp *t = &c->m->signer.stamp;
	char at[32];

	if (!c->m->has_signature || !t->present)
		attestation_step(c, STEP_TIME, STEP_NOT_PRESENT, "no time stamp proves when it was signed");
	else if (t->state && strcmp(t->state, "trusted") == 0)
		attestation_step(c, STEP_TIME, STEP_PASS, "signed before %s, by a listed authority",
				 time_format_utc(at, t->time));
	else
		attestation_step(c, STEP_TIME, STEP_FAIL, "the time stamp proves nothing: %.60s", t->state ? t->state : "unusable");
}

/* Revoked after the time that a stamp proves: still good then, unless the key itself was in other hands (RFC 5280, 5.3.1). */
static bool revoked_later(const struct signer_report *s)
{
	return s->judged_by_stamp && s->revocation.revoked_at > s->judged_at &&
	       !(s->revocation.reason && strcasestr(s->revocation.reason, "compromise"));
}

static void revocation(struct attestation_case *c)
{
	const struct revocation *v = &c->m->signer.revocation;
	const char *state = v->state ? v->state : "not checked";
	char at[32];

	if (strcmp(state, "not revoked") == 0)
		attestation_step(c, STEP_REVOCATION, STEP_PASS, "not revoked, says %.80s", v->source ? v->source : "an answer in the file");
	else if (strcmp(state, "revoked") == 0 && revoked_later(&c->m->signer))
		attestation_step(c, STEP_REVOCATION, STEP_UNKNOWN, "called off at %s, after the proved time of signing",
				 time_format_utc(at, v->revoked_at));
	else if (strcmp(state, "revoked") == 0)
		attestation_step(c, STEP_REVOCATION, STEP_FAIL, "called off by %.80s", v->source ? v->source : "its issuer");
	else
		attestation_step(c, STEP_REVOCATION, STEP_UNKNOWN, "neither the file nor an installed list tells");
}

/* ---- what the signer says ---- */

static void capture(struct attestation_case *c)
{
	const struct c2pa_action *a = c->m->n_actions ? &c->m->actions[0] : NULL;
	const char *type = a ? source_type_tail(a->type) : NULL;

	if (!a)
		attestation_step(c, STEP_CAPTURE, STEP_NOT_PRESENT, "the signer lists no actions");
	else if (!a->action || strcmp(a->action, "c2pa.created") != 0 || c->m->n_ingredients)
		attestation_step(c, STEP_CAPTURE, STEP_FAIL, "the signer worked on something that was there before");
	else if (!type)
		attestation_step(c, STEP_CAPTURE, STEP_UNKNOWN, "the signer does not say how it was made");
	else if (strcmp(type, "digitalCapture") == 0 || strcmp(type, "computationalCapture") == 0)
		attestation_step(c, STEP_CAPTURE, STEP_PASS, "stated: created by %.40s", type);
	else
		attestation_step(c, STEP_CAPTURE, STEP_FAIL, "stated: created as %.60s", type);
}

static void history(struct attestation_case *c)
{
	if (!c->m->n_actions)
		attestation_step(c, STEP_HISTORY, STEP_NOT_PRESENT, "the signer lists no actions");
	else if (c->m->n_actions > 1)
		attestation_step(c, STEP_HISTORY, STEP_FAIL, "then '%.40s'%s",
				 c->m->actions[1].action ? c->m->actions[1].action : "unnamed",
				 c->m->n_actions > 2 ? " and more" : "");
	else
		attestation_step(c, STEP_HISTORY, STEP_PASS, "no later action is listed");
}

/* ---- what is known of the product ---- */

static bool fits(const struct attestation_case *c, const struct attestation_profile *p)
{
	return credentials_names(c->m, p->vendor) &&
	       (credentials_names(c->m, p->model) || (c->exif && credentials_like(p->model, c->exif->model))) &&
	       (!p->generator || credentials_like(p->generator, c->m->generator));
}

static const struct attestation_profile *profile_of(const struct attestation_case *c)
{
	for (size_t i = 0; c->m->has_signature && i < attestation_n_profiles; i++)
		if (fits(c, &attestation_profiles[i]))
			return &attestation_profiles[i];
	return NULL;
}

/* An incident that depends on a condition speaks of this picture where the condition is met. */
static void incident(struct attestation_case *c)
{
	const struct incident *n = c->incident;

	if (!n)
		attestation_step(c, STEP_INCIDENT, STEP_PASS, "no known incident of this signer");
	else if (n->effect == INCIDENT_CONDITION && c->steps[STEP_EXPOSURE].answer == STEP_PASS)
		attestation_step(c, STEP_INCIDENT, STEP_UNKNOWN, "%.40s, under a condition: %.140s", n->id,
				 n->condition ? n->condition : "not named");
	else
		attestation_step(c, STEP_INCIDENT, STEP_FAIL, "%.40s: %.160s", n->id, n->text ? n->text : "no text");
}

static void key(struct attestation_case *c)
{
	const char *place = NULL;

	for (uint32_t i = 0; i < c->m->signer.chain.n && !place; i++)
		place = c->m->signer.chain.list[i].attestation;
	if (!place)
		attestation_step(c, STEP_KEY, STEP_NOT_PRESENT, "the certificate does not say where its key is kept");
	else
		attestation_step(c, STEP_KEY, strcmp(place, "software") == 0 ? STEP_FAIL : STEP_PASS,
				 "Android Key Attestation: %.40s", place);
}

/* ---- the ladder ---- */

static bool passes(const struct attestation_case *c, enum attestation_step s)
{
	return c->steps[s].answer == STEP_PASS;
}

static bool fails(const struct attestation_case *c, enum attestation_step s)
{
	return c->steps[s].answer == STEP_FAIL;
}

/* Every part of the file that says something agrees, and those that every camera writes say something. */
static bool coherent(const struct attestation_case *c)
{
	for (int s = STEP_MAKE_MODEL; s <= STEP_EXPOSURE; s++)
		if (fails(c, (enum attestation_step)s))
			return false;
	return passes(c, STEP_MAKE_MODEL) && passes(c, STEP_SIZE) && passes(c, STEP_CAPTURE) && passes(c, STEP_HISTORY);
}

static bool called_off(const struct attestation_case *c)
{
	return fails(c, STEP_REVOCATION) || fails(c, STEP_INCIDENT);
}

static enum rung rung_of(const struct attestation_case *c)
{
	if (!passes(c, STEP_MANIFEST) || !passes(c, STEP_SIGNATURE) || !passes(c, STEP_BINDING))
		return RUNG_0;
	if (called_off(c))
		return RUNG_X;
	if (!passes(c, STEP_CHAIN) || credentials_public_test(c->m))
		return RUNG_1;
	if (!c->profile || !key_in_device(c->profile->place) || !c->profile->captures || !passes(c, STEP_CAPTURE) ||
	    fails(c, STEP_MAKE_MODEL) || fails(c, STEP_KEY) || !passes(c, STEP_INCIDENT))
		return RUNG_2;
	return passes(c, STEP_TIME) && passes(c, STEP_REVOCATION) && coherent(c) ? RUNG_4 : RUNG_3;
}

void attestation_fill(struct attestation_case *c)
{
	for (int s = 0; !c->m && s < STEPS; s++)
		attestation_step(c, (enum attestation_step)s, STEP_NOT_PRESENT, "there is no manifest to look at");
	manifest(c);
	signature(c);
	binding(c);
	if (c->m) {
		chain(c);
		moment(c);
		revocation(c);
		capture(c);
		history(c);
		attestation_coherence(c);
		c->profile = profile_of(c);
		c->incident = credentials_incident(c->m, c->exif, c->cx->world, &c->incident_list);
		incident(c);
		key(c);
	}
	attestation_step(c, STEP_RECAPTURE, STEP_UNKNOWN, "whether a screen was photographed: see the check recapture");
	c->rung = rung_of(c);
}
