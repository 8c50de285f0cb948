/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "tests/gen/sign_say.h"

#include "src/base/cbor.h"
#include "tests/gen/common.h"
#include "tests/gen/sign_seed.h"

static void local_url(char *out, size_t size, const char *label)
{
	snprintf(out, size, "self#jumbf=c2pa.assertions/%s", label);
}

static const struct assertion *said(const struct plan *p, const char *label)
{
	for (unsigned i = 0; i < p->n; i++)
		if (!strcmp(p->assertions[i].label, label))
			return &p->assertions[i];
	die("no assertion '%s'", label);
}

static void put_said(const struct plan *p, const char *label, struct str *o)
{
	const struct assertion *a = said(p, label);
	char url[128];

	local_url(url, sizeof url, label);
	put_hashed_uri(o, url, (struct slice){ (const uint8_t *)a->box.data, a->box.len });
}

/* ---- actions ---- */

static void put_agent(const struct plan *p, const char *agent, struct str *o)
{
	cbor_put_text(o, "softwareAgent");
	if (p->version == 1) {
		cbor_put_text(o, agent);
		return;
	}
	cbor_put_map(o, 1);
	put_pair(o, "name", agent);
}

static void put_parameters(const struct plan *p, const struct action *a, struct str *o)
{
	cbor_put_text(o, "parameters");
	cbor_put_map(o, 1);
	if (a->redacted) {
		put_pair(o, "redacted", a->redacted);
	} else if (p->version == 1) {
		cbor_put_text(o, "ingredient");
		put_said(p, a->ingredient, o);
	} else {
		cbor_put_text(o, "ingredients");
		cbor_put_array(o, 1);
		put_said(p, a->ingredient, o);
	}
}

static void put_action(const struct plan *p, const struct action *a, struct str *o)
{
	bool parameters = a->ingredient || a->redacted;

	cbor_put_map(o, 1u + !!a->type + !!a->when + !!a->agent + !!a->description + !!a->reason + parameters);
	put_pair(o, "action", a->action);
	if (a->type)
		put_pair(o, "digitalSourceType", a->type);
	if (a->when) {
		cbor_put_text(o, "when");
		str_putc(o, (char)0xC0); /* tag 0: a time */
		cbor_put_text(o, a->when);
	}
	if (a->agent)
		put_agent(p, a->agent, o);
	if (a->description)
		put_pair(o, "description", a->description);
	if (a->reason)
		put_pair(o, "reason", a->reason);
	if (parameters)
		put_parameters(p, a, o);
}

void say_actions(struct plan *p, const struct action *list, unsigned n, bool all_included)
{
	struct assertion *a = plan_add(p, p->version == 1 ? "c2pa.actions" : "c2pa.actions.v2", ASSERT_CBOR);

	cbor_put_map(&a->body, 1u + all_included);
	cbor_put_text(&a->body, "actions");
	cbor_put_array(&a->body, n);
	for (unsigned i = 0; i < n; i++)
		put_action(p, &list[i], &a->body);
	if (all_included) {
		cbor_put_text(&a->body, "allActionsIncluded");
		cbor_put_bool(&a->body, true);
	}
}

/* ---- thumbnails and text ---- */

struct assertion *say_thumbnail(struct plan *p, bool ingredient, const struct str *jpeg)
{
	struct assertion *a;
	char label[64];

	snprintf(label, sizeof label, "c2pa.thumbnail.%s%s", ingredient ? "ingredient" : "claim",
		 p->version == 1 ? ".jpeg" : "");
	a = plan_add(p, label, ASSERT_FILE);
	a->media = "image/jpeg";
	str_add(&a->body, jpeg->data, jpeg->len);
	assertion_write(a);
	return a;
}

void say_json(struct plan *p, const char *label, const char *text)
{
	struct assertion *a = plan_add(p, label, ASSERT_JSON);

	str_puts(&a->body, text);
	a->gathered = p->version == 2;
}

/* ---- ingredients ---- */

static void put_status(const char *code, const char *url, const char *text, struct str *o)
{
	cbor_put_map(o, 3);
	put_pair(o, "code", code);
	put_pair(o, "url", url);
	put_pair(o, "explanation", text);
}

static unsigned failures(const struct ingredient *i)
{
	unsigned n = 0;

	while (i->recorded && i->recorded[3 * n])
		n++;
	return n;
}

static void put_failures(const struct ingredient *i, struct str *o)
{
	unsigned n = failures(i);

	cbor_put_array(o, n);
	for (unsigned k = 0; k < n; k++)
		put_status(i->recorded[3 * k], i->recorded[3 * k + 1], i->recorded[3 * k + 2], o);
}

/* Version 3: three lists; what stands among the successes is what any intact manifest gives. */
static void put_results(const struct ingredient *i, const char *signature, struct str *o)
{
	bool intact = !failures(i);

	cbor_put_map(o, 1);
	cbor_put_text(o, "activeManifest");
	cbor_put_map(o, 3);
	cbor_put_text(o, "success");
	cbor_put_array(o, intact ? 2 : 0);
	if (intact) {
		put_status("claimSignature.validated", signature, "claim signature valid", o);
		put_status("claimSignature.insideValidity", signature, "claim signature valid", o);
	}
	cbor_put_text(o, "informational");
	cbor_put_array(o, 0);
	cbor_put_text(o, "failure");
	put_failures(i, o);
}

static struct slice manifest_of(const struct job *from, const char *inner)
{
	struct slice boxes = { (const uint8_t *)from->boxes.data, from->boxes.len };
	struct slice m = jumb_in(boxes, from->active);

	return inner ? jumb_in(jumb_inside(m), inner) : m;
}

static void put_manifest_v3(const struct ingredient *i, struct str *o)
{
	char url[192], signature[224];

	snprintf(url, sizeof url, "self#jumbf=/c2pa/%s", i->from->active);
	snprintf(signature, sizeof signature, "%s/c2pa.signature", url);
	cbor_put_text(o, "validationResults");
	put_results(i, signature, o);
	cbor_put_text(o, "activeManifest");
	put_hashed_uri(o, url, manifest_of(i->from, NULL));
	cbor_put_text(o, "claimSignature");
	put_hashed_uri(o, signature, manifest_of(i->from, "c2pa.signature"));
}

static void put_manifest_old(const struct ingredient *i, struct str *o)
{
	char url[192];

	snprintf(url, sizeof url, "self#jumbf=/c2pa/%s", i->from->active);
	cbor_put_text(o, "c2pa_manifest");
	put_hashed_uri(o, url, manifest_of(i->from, NULL));
	if (failures(i)) {
		cbor_put_text(o, "validationStatus");
		put_failures(i, o);
	}
}

static unsigned pairs(const struct ingredient *i)
{
	unsigned n = 4u + !!i->thumbnail;

	if (i->from)
		n += i->version == 3 ? 3 : 1u + (failures(i) > 0);
	return n;
}

struct assertion *say_ingredient(struct plan *p, const struct ingredient *i)
{
	static const char *const labels[] = { "", "c2pa.ingredient", "c2pa.ingredient.v2", "c2pa.ingredient.v3" };
	struct assertion *a = plan_add(p, i->label ? i->label : labels[i->version], ASSERT_CBOR);
	char instance[64], uuid[37];

	seed_uuid(uuid);
	snprintf(instance, sizeof instance, "xmp:iid:%s", uuid);
	cbor_put_map(&a->body, pairs(i));
	put_pair(&a->body, "dc:title", i->title);
	put_pair(&a->body, "dc:format", i->format);
	put_pair(&a->body, "instanceID", instance);
	put_pair(&a->body, "relationship", i->relationship);
	if (i->thumbnail) {
		cbor_put_text(&a->body, "thumbnail");
		put_said(p, i->thumbnail->label, &a->body);
	}
	if (i->from)
		(i->version == 3 ? put_manifest_v3 : put_manifest_old)(i, &a->body);
	assertion_write(a);
	return a;
}
