/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about what the signers state: AI, actions, ingredients, times, previews, persons. */
#include "src/base/base.h"
#include "analyzers/provenance/c2pa_case.h"

#include "src/base/timeutil.h"

/* ---- what made it ---- */

static const char *standing(const struct c2pa_manifest *m)
{
	static const char *const words[] = {
		[IDENTITY_NOT_JUDGED] = "not judged", [IDENTITY_LISTED] = "on a list",
		[IDENTITY_UNLISTED] = "on no list", [IDENTITY_REFUSED] = "refused",
	};

	return m->has_signature && m->signer.intact ? words[m->signer.identity] : "whose signature does not hold";
}

/* Which row speaks for which statement. */
static enum ai_statement statement_of(const char *code)
{
	static const struct { const char *code; enum ai_statement says; } rows[] = {
		{ "c2pa.ai.whole", AI_WHOLE }, { "c2pa.ai.part", AI_PART }, { "c2pa.ai.edited", AI_EDITED },
		{ "c2pa.ai.related", AI_RELATED }, { "c2pa.ai.may", AI_MAY_CONTAIN }, { "c2pa.camera", AI_CAMERA },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (strcmp(rows[i].code, code) == 0)
			return rows[i].says;
	return AI_NOT_STATED;
}

C2PA_RULE(c2pa_ai)
{
	const struct c2pa_manifest *by = c->r->ai_by ? c->r->ai_by : c->m;

	if (!by || c->r->ai == AI_NOT_STATED || c->r->ai != statement_of(r->code))
		return false;
	c2pa_say(detail, "stated by '%.80s' (%s)", credentials_signer(by), standing(by));
	if (c->r->ai_type)
		c2pa_say(detail, "digital source type %.80s", source_type_tail(c->r->ai_type));
	if (by != c->m)
		c2pa_say(detail, "in the earlier manifest %.100s", by->label ? by->label : "");
	return true;
}

C2PA_RULE(c2pa_camera)
{
	return c2pa_ai(c, r, detail);
}

C2PA_RULE(c2pa_actions_incomplete)
{
	(void)r;
	if (!c->m || !c->m->n_actions || c->m->all_actions_included)
		return false;
	c2pa_say(detail, "%lu action%s listed, allActionsIncluded is not set", (unsigned long)c->m->n_actions,
		 c->m->n_actions == 1 ? "" : "s");
	return true;
}

C2PA_RULE(c2pa_redacted)
{
	uint32_t n = 0;

	(void)r;
	for (uint32_t i = 0; i < c->r->n_manifests; i++) {
		const struct c2pa_manifest *m = &c->r->manifests[i];

		for (uint32_t k = 0; (m->active || m->referenced) && k < m->n_redactions; k++, n++)
			if (strlen(detail) < C2PA_DETAIL / 2)
				c2pa_say(detail, "%.160s", m->redactions[k]);
	}
	return n > 0;
}

C2PA_RULE(c2pa_labelled)
{
	for (uint32_t i = 0; c->m && i < c->m->n_assertions; i++)
		for (const char *const *k = r->codes; *k; k++) {
			const char *label = c->m->assertions[i].label;
			size_t n = strlen(*k);

			if (label && strncmp(label, *k, n) == 0 && (!label[n] || label[n] == '_' || label[n] == '.')) {
				c2pa_say(detail, "%.80s", label);
				return true;
			}
		}
	return false;
}

/* ---- ingredients ---- */

/* That an earlier signer is on no list or its certificate has run out since is the normal case. */
static bool ordinary(const char *code)
{
	return strcmp(code, "signingCredential.untrusted") == 0 || strcmp(code, "signingCredential.expired") == 0 ||
	       strcmp(code, "claimSignature.outsideValidity") == 0 || strncmp(code, "cawg.", 5) == 0;
}

static bool failures(const struct c2pa_ingredient *g, const struct status_log *log, char *detail)
{
	bool found = false;

	for (const struct status_entry *n = log->first; n; n = n->next) {
		if (n->class != CODE_FAILURE || ordinary(n->code))
			continue;
		if (strlen(detail) < C2PA_DETAIL / 2)
			c2pa_say(detail, "'%.60s': %.60s", g->title ? g->title : g->label ? g->label : "an ingredient",
				 n->code);
		found = true;
	}
	return found;
}

static bool ingredients(const struct c2pa_case *c, bool recorded, char *detail)
{
	bool found = false;

	for (uint32_t i = 0; i < c->r->n_manifests; i++) {
		const struct c2pa_manifest *m = &c->r->manifests[i];

		for (uint32_t k = 0; (m->active || m->referenced) && k < m->n_ingredients; k++)
			found |= failures(&m->ingredients[k],
					  recorded ? &m->ingredients[k].recorded : &m->ingredients[k].fresh, detail);
	}
	return found;
}

C2PA_RULE(c2pa_recorded)
{
	(void)r;
	return ingredients(c, true, detail);
}

C2PA_RULE(c2pa_fresh)
{
	(void)r;
	return ingredients(c, false, detail);
}

C2PA_RULE(c2pa_unreferenced)
{
	bool found = false;

	(void)r;
	for (uint32_t i = 0; i < c->r->n_manifests; i++) {
		const struct c2pa_manifest *m = &c->r->manifests[i];

		if (m->active || m->referenced)
			continue;
		found = true;
		if (strlen(detail) < C2PA_DETAIL / 2)
			c2pa_say(detail, "%.120s", m->label ? m->label : "a manifest without a label");
	}
	return found;
}

/* ---- times ---- */

static bool moment(const char *text, int64_t *utc)
{
	struct xmp_date d;

	if (!text || !xmp_date_read(text, &d) || !d.valid || !d.has_time || !d.has_zone)
		return false;
	*utc = d.seconds - (int64_t)d.zone * 60;
	return true;
}

/* Only a stamp whose authority is listed proves a time; any other is a claim like the rest, and compared all the same. */
static const struct stamp *stamp(const struct c2pa_manifest *m)
{
	const char *s = m && m->has_signature && m->signer.stamp.present ? m->signer.stamp.state : NULL;

	return s && (strcmp(s, "trusted") == 0 || strcmp(s, "valid") == 0 || strcmp(s, "untrusted") == 0) ? &m->signer.stamp
													     : NULL;
}

C2PA_RULE(c2pa_time_order)
{
	int64_t slack = (int64_t)param_value(c->p, "time_seconds"), when, before = INT64_MIN;
	const struct stamp *s = stamp(c->m);
	bool found = c2pa_coded(c, r, detail);
	const char *last = NULL;
	char at[32];

	for (uint32_t i = 0; c->m && i < c->m->n_actions; i++) {
		const struct c2pa_action *a = &c->m->actions[i];

		if (!moment(a->when, &when))
			continue;
		if (s && when - slack > s->time) {
			c2pa_say(detail, "'%.40s' at %.40s, time stamp %s", a->action ? a->action : "an action", a->when,
				 time_format_utc(at, s->time));
			found = true;
		}
		if (last && before - slack > when) {
			c2pa_say(detail, "'%.40s' at %.40s is listed after %.40s", a->action ? a->action : "an action",
				 a->when, last);
			found = true;
		}
		before = when;
		last = a->when;
	}
	return found;
}

/* ---- previews ---- */

static bool other_scene(const struct c2pa_case *c, const struct c2pa_thumbnail *t, char *detail)
{
	const struct thumbnail_match *m = c2pa_match(c, t);

	if (!m || !thumbnail_is_other(m, param_value(c->p, "scene_ncc"), param_value(c->p, "part_ncc")))
		return false;
	c2pa_say(detail, "%.80s: correlation %.2f of the whole pictures, at best %.2f as a part", t->label ? t->label : "",
		 m->whole, m->part > m->inside ? m->part : m->inside);
	return true;
}

C2PA_RULE(c2pa_thumbnail_differs)
{
	(void)r;
	return c->m && c->in->container.damage.code == ST_OK && other_scene(c, &c->m->thumbnail, detail);
}

C2PA_RULE(c2pa_thumbnail_ingredient)
{
	bool found = false;

	(void)r;
	for (uint32_t i = 0; c->m && i < c->m->n_ingredients; i++)
		if (c->m->ingredients[i].relationship == REL_PARENT)
			found |= other_scene(c, &c->m->ingredients[i].thumbnail, detail);
	return found;
}

/* ---- persons ---- */

enum private_kind { PRIVATE_PLACE, PRIVATE_PERSON, PRIVATE_DEVICE, PRIVATE_KINDS };

/* Keys of Exif, XMP, IPTC and schema.org, of which a part is enough. */
static const struct { const char *part; enum private_kind kind; } private_keys[] = {
	{ "GPSLatitude", PRIVATE_PLACE },    { "GPSLongitude", PRIVATE_PLACE },  { "LocationCreated", PRIVATE_PLACE },
	{ "contentLocation", PRIVATE_PLACE },{ "SerialNumber", PRIVATE_DEVICE }, { "ImageUniqueID", PRIVATE_DEVICE },
	{ "author", PRIVATE_PERSON },        { "Artist", PRIVATE_PERSON },       { "dc:creator", PRIVATE_PERSON },
	{ "OwnerName", PRIVATE_PERSON },     { "PersonInImage", PRIVATE_PERSON }, { "byline", PRIVATE_PERSON },
};

static void mark_key(const char *key, bool found[PRIVATE_KINDS])
{
	for (size_t i = 0; i < ARRAY_LEN(private_keys); i++)
		if (strcasestr(key, private_keys[i].part))
			found[private_keys[i].kind] = true;
}

/* The tree is as deep as cbor_tree() allows. */
static void mark_tree(const struct cnode *n, bool found[PRIVATE_KINDS])
{
	bool key = true;

	for (const struct cnode *k = n ? n->first : NULL; k; k = k->next, key = !key) {
		if (n->kind == CN_MAP && key) {
			if (k->kind == CN_TEXT && k->text)
				mark_key(k->text, found);
			continue;
		}
		mark_tree(k, found);
	}
}

/* A quoted word before a colon is a key: enough to say what kinds of facts there are. */
static void mark_json(const char *json, bool found[PRIVATE_KINDS])
{
	for (size_t i = 0; json && i < ARRAY_LEN(private_keys); i++)
		for (const char *p = json; (p = strcasestr(p, private_keys[i].part)); p++) {
			const char *quote = p + strcspn(p, "\"\\");

			if (*quote == '"' && quote[1 + strspn(quote + 1, " \t\r\n")] == ':')
				found[private_keys[i].kind] = true;
		}
}

C2PA_RULE(c2pa_privacy)
{
	static const char *const words[PRIVATE_KINDS] = { "a place", "a person or owner", "a device's serial number" };
	bool found[PRIVATE_KINDS] = { false };
	bool any = false;

	(void)r;
	for (uint32_t i = 0; i < c->r->n_manifests; i++)
		for (uint32_t k = 0; k < c->r->manifests[i].n_assertions; k++) {
			mark_tree(c->r->manifests[i].assertions[k].cbor, found);
			mark_json(c->r->manifests[i].assertions[k].json, found);
		}
	for (unsigned i = 0; i < PRIVATE_KINDS; i++)
		if (found[i]) {
			c2pa_say(detail, "%s", words[i]);
			any = true;
		}
	return any;
}
