/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is signed against what EXIF, XMP and the picture say. Only statements whose signature holds are compared: others are
 * nobody's. Who signed does not matter here; the checks `c2pa` and `attestation` say that. */
#include "src/base/base.h"
#include "analyzers/provenance/contradiction_rules.h"

#include "analyzers/metadata/structure_rules.h"
#include "analyzers/provenance/credentials.h"
#include "src/base/timeutil.h"

#include <stdlib.h>

enum { HOUR = 3600, VALUE = 128 };

/* The active manifest, when its signature holds. */
static const struct c2pa_manifest *signed_manifest(const struct contradiction_case *c)
{
	return c->c2pa && credentials_signed(c->c2pa) ? c->c2pa->active : NULL;
}

/* ---- signed metadata ---- */

/* The value of a key in JSON, when it is a plain word or number without escapes. The text was well formed when it was read. */
static bool json_value(const char *json, const char *key, char out[VALUE])
{
	size_t n = strlen(key);

	for (const char *p = json; p && (p = strstr(p, key)); p += n) {
		const char *v = p + n;
		size_t len;

		if (p == json || p[-1] != '"' || *v != '"')
			continue;
		v += 1 + strspn(v + 1, " \t\r\n");
		if (*v != ':')
			continue;
		v += 1 + strspn(v + 1, " \t\r\n");
		v += *v == '"';
		len = strcspn(v, "\",}\r\n\\");
		if (!len || len >= VALUE || v[len] == '\\')
			return false;
		memcpy(out, v, len);
		out[len] = '\0';
		return true;
	}
	return false;
}

static bool cbor_value(const struct cnode *map, const char *key, char out[VALUE])
{
	const char *text = cn_text(map, key);
	uint64_t number;

	if (text && text[0] && strlen(text) < VALUE)
		snprintf(out, VALUE, "%s", text);
	else if (cn_uint(map, key, &number))
		snprintf(out, VALUE, "%llu", (unsigned long long)number);
	else
		return false;
	return true;
}

static bool is_metadata(const char *label)
{
	static const char *const labels[] = { "stds.exif", "c2pa.metadata", "cawg.metadata" };

	for (size_t i = 0; label && i < ARRAY_LEN(labels); i++)
		if (strncmp(label, labels[i], strlen(labels[i])) == 0)
			return true;
	return false;
}

/* name: "Make"; both namespaces are in use. */
static bool signed_value(const struct c2pa_manifest *m, const char *name, char out[VALUE])
{
	static const char *const spaces[] = { "tiff", "exif" };
	char key[64];

	for (uint32_t i = 0; m && i < m->n_assertions; i++) {
		const struct c2pa_assertion *x = &m->assertions[i];

		if (x->state != ASSERTION_MATCH || !is_metadata(x->label))
			continue;
		for (size_t k = 0; k < ARRAY_LEN(spaces); k++) {
			snprintf(key, sizeof key, "%s:%s", spaces[k], name);
			if (cbor_value(x->cbor, key, out) || json_value(x->json, key, out))
				return true;
		}
	}
	return false;
}

CONTRADICTION(contradiction_c2pa_camera)
{
	const struct c2pa_manifest *m = signed_manifest(c);
	char make[VALUE], model[VALUE];

	if (!c->exif || !signed_value(m, "Make", make) || !c->exif->make)
		return SAYS_NOTHING;
	if (!contradiction_same_maker(make, c->exif->make)) {
		contradiction_say(detail, "signed '%.100s', EXIF '%.100s'", make, c->exif->make);
		return SAYS_DIFFERS;
	}
	if (!signed_value(m, "Model", model) || !c->exif->model || contradiction_same_model(model, c->exif->model))
		return SAYS_AGREES;
	contradiction_say(detail, "signed '%.100s', EXIF '%.100s'", model, c->exif->model);
	return SAYS_DIFFERS;
}

static bool number(const char *text, unsigned long *v)
{
	char *end;

	*v = strtoul(text, &end, 10);
	return text[0] >= '0' && text[0] <= '9' && *end == '\0';
}

/* A manifest that has no parent speaks of the picture as it is. */
CONTRADICTION(contradiction_c2pa_size)
{
	const struct c2pa_manifest *m = signed_manifest(c);
	unsigned long w = c->in->container.width, h = c->in->container.height, x, y;
	char across[VALUE], down[VALUE];

	if (!w || !h || !signed_value(m, "PixelXDimension", across) || !signed_value(m, "PixelYDimension", down) ||
	    !number(across, &x) || !number(down, &y) || m->n_ingredients)
		return SAYS_NOTHING;
	if ((x == w && y == h) || (x == h && y == w))
		return SAYS_AGREES;
	contradiction_say(detail, "signed %lu x %lu, the picture %lu x %lu", x, y, w, h);
	return SAYS_DIFFERS;
}

/* ---- how it was made ---- */

CONTRADICTION(contradiction_c2pa_ai_exif)
{
	const struct c2pa_report *r = c->c2pa;

	if (!signed_manifest(c) || !c->exif || (r->ai != AI_WHOLE && r->ai != AI_CAMERA))
		return SAYS_NOTHING;
	if (!c->exif->has_exposure || !(c->exif->make || c->exif->model))
		return SAYS_NOTHING;
	if (r->ai == AI_CAMERA)
		return SAYS_AGREES;
	contradiction_say(detail, "stated '%.60s', EXIF tells of an exposure of %.5g s by '%.100s'",
			  r->ai_type ? source_type_tail(r->ai_type) : "made by AI", c->exif->exposure_time,
			  c->exif->model ? c->exif->model : c->exif->make);
	return SAYS_DIFFERS;
}

CONTRADICTION(contradiction_c2pa_digital_source)
{
	const char *xmp = c->xmp ? xmp_source_term(c->xmp) : NULL;
	const char *stated = signed_manifest(c) && c->c2pa->ai_type ? source_type_tail(c->c2pa->ai_type) : NULL;

	if (!xmp || !stated)
		return SAYS_NOTHING;
	if (strcmp(xmp, stated) == 0)
		return SAYS_AGREES;
	contradiction_say(detail, "signed '%.80s', XMP '%.80s'", stated, xmp);
	return SAYS_DIFFERS;
}

static bool is_capture(const struct c2pa_manifest *m)
{
	const char *type = m && m->n_actions ? source_type_tail(m->actions[0].type) : NULL;

	return type && !m->n_ingredients &&
	       (strcmp(type, "digitalCapture") == 0 || strcmp(type, "computationalCapture") == 0);
}

static const struct xmp_event *saved(const struct xmp_facts *x)
{
	for (uint32_t i = 0; x && i < x->n_events; i++)
		if (x->events[i].action && strcmp(x->events[i].action, "saved") == 0)
			return &x->events[i];
	return NULL;
}

/* The signer lists a capture and nothing after it; the file says that an editor wrote it. */
CONTRADICTION(contradiction_c2pa_edited)
{
	const struct c2pa_manifest *m = signed_manifest(c);
	const struct xmp_event *v = saved(c->xmp);
	const char *tables = c->in->is_jpeg ? structure_adobe_tables(&c->in->jpeg) : NULL;

	if (!is_capture(m) || m->n_actions != 1 || (!c->xmp && !c->in->is_jpeg))
		return SAYS_NOTHING;
	if (v)
		contradiction_say(detail, "one action, '%.40s'; XMP: saved by '%.80s' at '%.40s'",
				  m->actions[0].action ? m->actions[0].action : "unnamed", v->agent ? v->agent : "unnamed",
				  v->when.text ? v->when.text : "an unnamed time");
	else if (tables)
		contradiction_say(detail, "one action, '%.40s'; quantisation tables of %.80s",
				  m->actions[0].action ? m->actions[0].action : "unnamed", tables);
	return v || tables ? SAYS_DIFFERS : SAYS_AGREES;
}

/* ---- when ---- */

/* EXIF's time as the earliest and latest moment in UTC that it can stand for. */
static bool exif_moment(const struct contradiction_case *c, int64_t *from, int64_t *to)
{
	const struct exif_facts *x = c->exif;
	int64_t zone = (int64_t)(param_value(c->p, "zone_hours") * HOUR), seconds;
	struct civil civil;
	int minutes;

	if (!x || !x->date_time_original || !time_parse_exif(x->date_time_original, &civil) || !civil_valid(&civil))
		return false;
	seconds = civil_seconds(&civil);
	if (x->offset_time_original && time_parse_offset(x->offset_time_original, &minutes)) {
		*from = *to = seconds - (int64_t)minutes * 60;
		return true;
	}
	*from = seconds - zone;
	*to = seconds + zone;
	return true;
}

static const struct stamp *proved(const struct c2pa_manifest *m)
{
	const struct stamp *s = m && m->signer.stamp.present ? &m->signer.stamp : NULL;

	return s && s->state && strcmp(s->state, "trusted") == 0 ? s : NULL;
}

CONTRADICTION(contradiction_c2pa_time)
{
	const struct c2pa_manifest *m = signed_manifest(c);
	const struct stamp *s = proved(m);
	int64_t slack = (int64_t)param_value(c->p, "stamp_seconds"), from, to;
	const char *zone, *when;
	char at[32];

	if (!s || !exif_moment(c, &from, &to))
		return SAYS_NOTHING;
	when = from - slack > s->time ? "after" : is_capture(m) && to + slack < s->time ? "long before" : NULL;
	if (!when)
		return SAYS_AGREES;
	zone = c->exif->offset_time_original ? c->exif->offset_time_original : "zone unknown";
	contradiction_say(detail, "EXIF '%.40s' (%.20s) lies %s the time stamp %s", c->exif->date_time_original, zone, when,
			  time_format_utc(at, s->time));
	return SAYS_DIFFERS;
}
