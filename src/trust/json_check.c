/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON assertions: well formed (C2PA 2.2 section 15.10.3), and, of metadata assertions, every field in a namespace that its
 * '@context' declares (18.19; namespaces and their URIs: appendix B). The list of single fields that c2pa.metadata
 * may hold is not checked. */
#include "src/base/base.h"

#include "src/trust/manifest.h"

#include <jansson.h>

enum { JSON_BYTES_MAX = 4 * 1024 * 1024 };

struct schema {
	const char *prefix, *uri;
};

static const struct schema schemas[] = {
	{ "xmp", "http://ns.adobe.com/xap/1.0/" },
	{ "xmpMM", "http://ns.adobe.com/xap/1.0/mm/" },
	{ "xmpTPg", "http://ns.adobe.com/xap/1.0/t/pg/" },
	{ "crs", "http://ns.adobe.com/camera-raw-settings/1.0/" },
	{ "pdf", "http://ns.adobe.com/pdf/1.3/" },
	{ "dc", "http://purl.org/dc/elements/1.1/" },
	{ "Iptc4xmpExt", "http://iptc.org/std/Iptc4xmpExt/2008-02-29/" },
	{ "exif", "http://ns.adobe.com/exif/1.0/" },
	{ "exifEX", "http://cipa.jp/exif/1.0/" },
	{ "exifEX", "http://cipa.jp/exif/1.0/exifEX" }, /* of earlier editions */
	{ "exifEX", "http://cipa.jp/exif/2.32/" },
	{ "photoshop", "http://ns.adobe.com/photoshop/1.0/" },
	{ "tiff", "http://ns.adobe.com/tiff/1.0/" },
	{ "xmpDM", "http://ns.adobe.com/xmp/1.0/DynamicMedia/" },
	{ "plus", "http://ns.useplus.org/ldf/xmp/1.0/" },
};

/* A prefix that the specification knows must stand for the URI that it gives. */
static bool schema_is_right(const char *prefix, const char *uri)
{
	bool known = false;

	for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++)
		if (strcmp(schemas[i].prefix, prefix) == 0) {
			known = true;
			if (uri && strcmp(schemas[i].uri, uri) == 0)
				return true;
		}
	return !known;
}

static const char *context_fault(const json_t *context)
{
	const char *prefix;
	json_t *uri;

	json_object_foreach((json_t *)(uintptr_t)context, prefix, uri)
		if (!schema_is_right(prefix, json_string_value(uri)))
			return prefix;
	return NULL;
}

static const char *field_fault(const json_t *doc, const json_t *context)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)doc, key, value) {
		const char *colon = strchr(key, ':');
		char prefix[64];

		(void)value;
		if (!colon)
			continue;
		snprintf(prefix, sizeof prefix, "%.*s", (int)(colon - key < 63 ? colon - key : 63), key);
		if (!json_object_get(context, prefix))
			return key;
	}
	return NULL;
}

static void check_metadata(struct c2pa_manifest *m, const struct c2pa_assertion *x, const json_t *doc)
{
	const json_t *context = json_object_get(doc, "@context");
	const char *fault;

	if (!json_is_object(context) || !json_object_size(context)) {
		status_add(&m->log, "assertion.metadata.disallowed", x->url, "no '@context' that declares its namespaces");
		return;
	}
	fault = label_is(x->label, "c2pa.metadata") ? context_fault(context) : NULL;
	if (!fault)
		fault = field_fault(doc, context);
	if (fault)
		status_add(&m->log, "assertion.metadata.disallowed", x->url, "'%s' is in no namespace that it may use", fault);
}

static bool is_metadata(const char *label)
{
	size_t n = label_base(label);

	return n > 9 && strncmp(label + n - 9, ".metadata", 9) == 0 && !label_is(label, "c2pa.assertion.metadata");
}

static void check_one(struct c2pa_manifest *m, const struct c2pa_assertion *x)
{
	json_error_t at;
	json_t *doc;

	if (x->bytes.len > JSON_BYTES_MAX) {
		status_add(&m->log, "general.error", x->url, "over %d bytes of JSON were not read", JSON_BYTES_MAX);
		return;
	}
	doc = json_loadb((const char *)x->bytes.data, x->bytes.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &at);
	if (!doc)
		status_add(&m->log, "assertion.json.invalid", x->url, "not valid JSON, at byte %d: %s", at.position, at.text);
	else if (m->claim_version > 1 && is_metadata(x->label))
		check_metadata(m, x, doc);
	json_decref(doc);
}

void json_check(struct c2pa_manifest *m)
{
	for (uint32_t i = 0; i < m->n_assertions; i++)
		if (m->assertions[i].json && m->assertions[i].state != ASSERTION_REDACTED &&
		    m->assertions[i].state != ASSERTION_UNDECLARED)
			check_one(m, &m->assertions[i]);
}
