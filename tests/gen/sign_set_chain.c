/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples of manifests upon manifests: ingredients of every version, updates, redactions. */
#include "src/base/base.h"

#include "tests/gen/sign_set.h"

#include "tests/gen/common.h"
#include "tests/gen/sign_say.h"

static struct job first(const char *name)
{
	struct job j;

	memset(&j, 0, sizeof j);
	capture_jpeg(&j, WHO_CAMERA, name);
	j.plan.cose.stamp = 2;
	j.plan.cose.stamped = SAMPLE_STAMPED;
	return j;
}

/* The same picture with the manifests that it has, to be signed once more by the desk. */
static void follow(struct job *j, const struct job *before, int version, const char *title)
{
	j->container = before->container;
	j->base = sign_str();
	str_add(&j->base, before->base.data, before->base.len);
	j->boxes = sign_str();
	str_add(&j->boxes, before->boxes.data, before->boxes.len);
	plan_begin(&j->plan, version, WHO_ES256, title, "image/jpeg");
}

static void say_opened(struct job *j, const struct action *then, unsigned n)
{
	struct action list[4] = { { .action = "c2pa.opened", .ingredient = j->plan.assertions[0].label } };

	for (unsigned i = 0; i < n; i++)
		list[i + 1] = then[i];
	say_actions(&j->plan, list, n + 1, true);
}

/* ---- edits ---- */

static void opened_v3(struct job *j)
{
	static const struct action cropped = { .action = "c2pa.cropped", .description = "to the harbour wall" };
	struct job before = first("harbour.jpg");
	struct str preview = sign_str();

	sign(&before);
	follow(j, &before, 2, "opened-v3.jpg");
	say_ingredient(&j->plan, &(struct ingredient){ .version = 3, .title = "harbour.jpg", .format = "image/jpeg",
						       .relationship = "parentOf", .from = &before });
	say_opened(j, &cropped, 1);
	str_add(&preview, before.base.data, before.base.len);
	say_thumbnail(&j->plan, false, &preview);
	sign(j);
	str_release(&preview);
	job_release(&before);
}

/* Version 1 throughout: an edit of a file without a manifest, into which another with one was placed. */
static void placed_v1(struct job *j)
{
	struct job part = first("boat.jpg");
	struct action list[2] = { { .action = "c2pa.opened", .ingredient = "c2pa.ingredient" },
				  { .action = "c2pa.placed", .ingredient = "c2pa.ingredient__1" } };
	const struct assertion *preview;

	sign(&part);
	follow(j, &part, 1, "placed-v1.jpg");
	preview = say_thumbnail(&j->plan, true, &part.base);
	say_ingredient(&j->plan, &(struct ingredient){ .version = 1, .title = "quay.jpg", .format = "image/jpeg",
						       .relationship = "parentOf" });
	say_ingredient(&j->plan, &(struct ingredient){ .version = 1, .label = "c2pa.ingredient__1", .title = "boat.jpg",
						       .format = "image/jpeg", .relationship = "componentOf",
						       .from = &part, .thumbnail = preview });
	say_actions(&j->plan, list, 2, false);
	sign(j);
	job_release(&part);
}

static void placed_v2(struct job *j)
{
	struct job part = first("boat.jpg");
	struct action list[2] = { { .action = "c2pa.created", .type = SOURCE_TYPE "composite" },
				  { .action = "c2pa.placed", .ingredient = "c2pa.ingredient.v2" } };

	sign(&part);
	follow(j, &part, 2, "placed-v2.jpg");
	say_ingredient(&j->plan, &(struct ingredient){ .version = 2, .title = "boat.jpg", .format = "image/jpeg",
						       .relationship = "componentOf", .from = &part });
	say_actions(&j->plan, list, 2, true);
	sign(j);
	job_release(&part);
}

/* ---- ingredients that were not in order ---- */

/* The last byte of the parent's signature. */
static void break_signature(struct job *before)
{
	before->boxes.data[before->boxes.len - 1] ^= 1;
}

static void edit_of_broken(struct job *j, const char *title, bool record)
{
	struct job before;
	char url[192];
	const char *const failure[] = { "claimSignature.mismatch", url, "claim signature is not valid", NULL };

	memset(&before, 0, sizeof before);
	capture_jpeg(&before, WHO_ES384, "harbour.jpg"); /* no stamp: it would break with the signature */
	sign(&before);
	break_signature(&before);
	snprintf(url, sizeof url, "self#jumbf=/c2pa/%s/c2pa.signature", before.active);
	follow(j, &before, 2, title);
	say_ingredient(&j->plan, &(struct ingredient){ .version = 3, .title = "harbour.jpg", .format = "image/jpeg",
						       .relationship = "parentOf", .from = &before,
						       .recorded = record ? failure : NULL });
	say_opened(j, NULL, 0);
	sign(j);
	job_release(&before);
}

static void recorded_failure(struct job *j)
{
	edit_of_broken(j, "recorded-failure.jpg", true);
}

static void fresh_failure(struct job *j)
{
	edit_of_broken(j, "fresh-failure.jpg", false);
}

static void recorded_mismatch(struct job *j)
{
	struct job before = first("harbour.jpg");
	char url[192];
	const char *const failure[] = { "assertion.dataHash.mismatch", url, "asset hash error", NULL };

	sign(&before);
	snprintf(url, sizeof url, "self#jumbf=/c2pa/%s/c2pa.assertions/c2pa.hash.data", before.active);
	follow(j, &before, 2, "recorded-mismatch.jpg");
	say_ingredient(&j->plan, &(struct ingredient){ .version = 3, .title = "harbour.jpg", .format = "image/jpeg",
						       .relationship = "parentOf", .from = &before,
						       .recorded = failure });
	say_opened(j, NULL, 0);
	sign(j);
	job_release(&before);
}

/* ---- updates and redactions ---- */

static void update(struct job *j)
{
	struct job before = first("harbour.jpg");

	sign(&before);
	follow(j, &before, 2, "update.jpg");
	j->plan.update = true;
	j->plan.bind = BIND_NONE;
	say_ingredient(&j->plan, &(struct ingredient){ .version = 3, .title = "harbour.jpg", .format = "image/jpeg",
						       .relationship = "parentOf", .from = &before });
	say_json(&j->plan, "c2pa.metadata", "{\"@context\":{\"dc\":\"http://purl.org/dc/elements/1.1/\"},"
					    "\"dc:description\":\"A harbour wall\"}");
	sign(j);
	job_release(&before);
}

static void shrink(struct str *s, const uint8_t *box, size_t by)
{
	size_t at = (size_t)(box - (const uint8_t *)s->data);

	set_be(s, at, get_be(s, at, 4) - by, 4);
}

/* Takes an assertion out of a manifest, as a redaction does. */
static void drop(struct str *boxes, const char *manifest, const char *label)
{
	struct slice all = { (const uint8_t *)boxes->data, boxes->len };
	struct slice m = jumb_in(all, manifest), s = jumb_in(jumb_inside(m), "c2pa.assertions");
	struct slice a = jumb_in(jumb_inside(s), label);
	size_t at = (size_t)(a.data - all.data);

	if (!a.len)
		die("no assertion '%s'", label);
	shrink(boxes, s.data, a.len);
	shrink(boxes, m.data, a.len);
	remove_bytes(boxes, at, a.len);
}

static void redacted(struct job *j)
{
	static const char person[] = "stds.schema-org.CreativeWork";
	struct job before = first("harbour.jpg");
	struct action redaction = { .action = "c2pa.redacted", .reason = "c2pa.PII.present" };

	say_json(&before.plan, person, "{\"@context\":\"https://schema.org\",\"@type\":\"CreativeWork\","
				       "\"author\":[{\"@type\":\"Person\",\"name\":\"A name to protect\"}]}");
	sign(&before);
	follow(j, &before, 2, "redacted.jpg");
	say_ingredient(&j->plan, &(struct ingredient){ .version = 3, .title = "harbour.jpg", .format = "image/jpeg",
						       .relationship = "parentOf", .from = &before });
	snprintf(j->plan.redactions[0], sizeof j->plan.redactions[0], "self#jumbf=/c2pa/%s/c2pa.assertions/%s",
		 before.active, person);
	j->plan.n_redactions = 1;
	redaction.redacted = j->plan.redactions[0];
	say_opened(j, &redaction, 1);
	drop(&j->boxes, before.active, person);
	sign(j);
	job_release(&before);
}

const struct sample chain_samples[] = {
	{ "opened-v3.jpg", opened_v3, "trusted", "-", "-", "an edit with the original as ingredient v3, and a claim thumbnail",
	  "both manifests are intact and listed" },
	{ "placed-v1.jpg", placed_v1, "trusted", "-", "-",
	  "claim v1: a parent without a manifest, and a component with one and a thumbnail",
	  "both manifests are intact and listed" },
	{ "placed-v2.jpg", placed_v2, "trusted", "-", "-", "a composite with a component as ingredient v2",
	  "both manifests are intact and listed" },
	{ "recorded-failure.jpg", recorded_failure, "trusted", "-", "-",
	  "the original's signature is broken, and the editor recorded that", "what was recorded is no news, but must be shown" },
	{ "fresh-failure.jpg", fresh_failure, "invalid", "-", "claimSignature.mismatch",
	  "the original's signature is broken, and nobody recorded that", "news about the ingredient" },
	{ "recorded-mismatch.jpg", recorded_mismatch, "trusted", "-", "-",
	  "the editor recorded that the original had been changed after signing",
	  "what was recorded is no news, but must be shown" },
	{ "update.jpg", update, "trusted", "-", "-", "an update manifest over a data hash",
	  "the binding of the original holds for the larger store" },
	{ "redacted.jpg", redacted, "trusted", "-", "-", "a name was taken out of the original's manifest, as the editor declares",
	  "the original is bound by its signature" },
	{ NULL, NULL, NULL, NULL, NULL, NULL, NULL },
};
