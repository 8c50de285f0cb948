/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about what XMP tells of a picture's making (XMP Media Management, ISO 16684-1; Photoshop's and Camera
 * Raw's own schemas; IPTC digital source types). */
#include "src/base/base.h"
#include "analyzers/metadata/exif_rules.h"

enum { SHOWN_EVENTS = 6 };

static const struct xmp_facts *facts(const struct exif_case *c)
{
	return xmp_primary(&c->in->xmp);
}

static void append(char *detail, const char *before, const char *text)
{
	size_t used = strlen(detail);

	if (text)
		snprintf(detail + used, EXIF_DETAIL - used, "%s%.50s", before, text);
}

/* The last events say most: how the file at hand came about. */
EXIF_RULE(exif_xmp_history)
{
	const struct xmp_facts *x = facts(c);
	uint32_t from = x->n_events > SHOWN_EVENTS ? x->n_events - SHOWN_EVENTS : 0;

	if (!x->n_events)
		return false;
	exif_say(detail, "%u event%s%s", x->total_events, x->total_events == 1 ? "" : "s",
		 from ? ", the last of them: " : ": ");
	for (uint32_t i = from; i < x->n_events; i++) {
		const struct xmp_event *e = &x->events[i];

		append(detail, i > from ? "; " : "", e->action ? e->action : "no action");
		append(detail, " ", e->when.text);
		append(detail, " by ", e->agent);
	}
	return true;
}

static bool own_id(const struct xmp_facts *x, const char *id)
{
	return (x->document_id && strcmp(x->document_id, id) == 0) ||
	       (x->original_document_id && strcmp(x->original_document_id, id) == 0) ||
	       (x->instance_id && strcmp(x->instance_id, id) == 0);
}

/* Photoshop adds the id of every document from which something was pasted or placed. */
EXIF_RULE(exif_xmp_ancestors)
{
	const struct xmp_facts *x = facts(c);
	const char *first = NULL;
	uint32_t n = 0;

	for (uint32_t i = 0; i < x->ancestors.n; i++)
		if (x->ancestors.items[i] && !own_id(x, x->ancestors.items[i]) && n++ == 0)
			first = x->ancestors.items[i];
	if (!n)
		return false;
	exif_say(detail, "%u document%s; the first is '%.80s'", n, n == 1 ? "" : "s", first);
	return true;
}

EXIF_RULE(exif_xmp_ingredients)
{
	const struct xmp_facts *x = facts(c);

	if (!x->ingredients.n)
		return false;
	exif_say(detail, "%u ingredient%s; the first is '%.120s'", x->ingredients.total,
		 x->ingredients.total == 1 ? "" : "s",
		 x->ingredients.items[0] ? x->ingredients.items[0] : "");
	return true;
}

EXIF_RULE(exif_xmp_derived)
{
	const struct xmp_facts *x = facts(c);
	const char *id = x->derived_original_id ? x->derived_original_id : x->derived_document_id;

	if (!x->has_derived)
		return false;
	exif_say(detail, "of '%.120s'", id ? id : "a document without an id");
	return true;
}

EXIF_RULE(exif_xmp_raw)
{
	const struct xmp_facts *x = facts(c);

	if (!x->has_crs)
		return false;
	exif_say(detail, "%u settings%s%.20s%s%.80s%s", x->n_crs, x->crs_version ? ", version " : "",
		 x->crs_version ? x->crs_version : "", x->crs_raw_file ? ", from " : "",
		 x->crs_raw_file ? x->crs_raw_file : "", x->has_crs_crop && x->crs_crop ? ", cropped" : "");
	return true;
}

/* cv.iptc.org/newscodes/digitalsourcetype (2024-09). Terms that say an algorithm made it are a rule of their
 * own. */
static const struct {
	const char *term, *means;
	bool composed;
} terms[] = {
	{ "digitalCapture", "captured by a digital camera", false },
	{ "computationalCapture", "several captures merged by the camera", false },
	{ "negativeFilm", "digitised from a negative", false },
	{ "positiveFilm", "digitised from a transparency", false },
	{ "print", "digitised from a print", false },
	{ "humanEdits", "edited by a person", false },
	{ "minorHumanEdits", "minor edits by a person", false },
	{ "algorithmicallyEnhanced", "enhanced by an algorithm", false },
	{ "screenCapture", "a capture of a screen", false },
	{ "dataDrivenMedia", "made from data", true },
	{ "digitalArt", "made by a person with a computer", true },
	{ "digitalCreation", "made by a person with a computer", true },
	{ "softwareImage", "made by a program", true },
	{ "virtualRecording", "a recording of a virtual scene", true },
	{ "composite", "composed of several elements", true },
	{ "compositeCapture", "composed of several captures", true },
};

static bool says(const struct exif_case *c, bool composed, char *detail)
{
	const char *term = xmp_source_term(facts(c));

	for (size_t i = 0; term && i < ARRAY_LEN(terms); i++)
		if (strcmp(term, terms[i].term) == 0 && terms[i].composed == composed) {
			exif_say(detail, "DigitalSourceType %s: %s", term, terms[i].means);
			return true;
		}
	return false;
}

EXIF_RULE(exif_xmp_source_type)
{
	return says(c, false, detail);
}

EXIF_RULE(exif_xmp_composite)
{
	return says(c, true, detail);
}
