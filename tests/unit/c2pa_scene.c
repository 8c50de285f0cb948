/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/unit/c2pa_scene.h"

#include "src/base/timeutil.h"

#define CAPTURE "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"

static const uint8_t bytes[4096];

/* A kind of picture with a reader, and no decoder: thumbnails are compared by hand. */
static const struct codec codec = {
	.name = "JPEG",
	.media_type = "image/jpeg",
	.walk = (enum status(*)(struct span, struct container *, struct error *))1,
};

int64_t scene_time(const char *utc)
{
	int64_t t;

	assert_true(time_parse_utc(utc, &t));
	return t;
}

static void certificates(struct c2pa_scene *s)
{
	s->certificates[0] = (struct certificate){
		.subject = "CN=M11-P,O=Leica Camera AG", .issuer = "CN=Camera CA,O=Leica Camera AG", .common_name = "M11-P",
		.organization = "Leica Camera AG", .issuer_name = "Camera CA", .serial = "0a1b", .key = "P-256",
		.signature = "ecdsa-with-SHA256", .not_before = scene_time("2024-01-01T00:00:00Z"),
		.not_after = scene_time("2034-01-01T00:00:00Z"), .ekus = { "1.3.6.1.4.1.62558.2.1" }, .n_ekus = 1 };
	s->certificates[1] = (struct certificate){
		.subject = "CN=Camera CA,O=Leica Camera AG", .issuer = "CN=Camera CA,O=Leica Camera AG", .common_name = "Camera CA",
		.organization = "Leica Camera AG", .issuer_name = "Camera CA", .serial = "01", .key = "P-384", .ca = true,
		.signature = "ecdsa-with-SHA384" };
	s->tsa[0] = (struct certificate){ .subject = "CN=Clock", .issuer = "CN=Clock", .common_name = "Clock",
					  .issuer_name = "Clock", .serial = "2" };
}

static void world(struct c2pa_scene *s)
{
	s->world.judges = true;
	s->world.n_lists = 2;
	s->world.lists[0] = (struct trust_list){ .kind = LIST_ANCHORS, .name = "official", .official = true,
						 .issued = scene_time("2026-01-01T00:00:00Z") };
	s->world.lists[1] = (struct trust_list){ .kind = LIST_INCIDENTS, .name = "incidents" };
	s->cx = (struct context){ .now = scene_time("2026-11-01T00:00:00Z"), .name = "a.jpg", .world = &s->world };
}

static void manifest(struct c2pa_scene *s)
{
	struct c2pa_manifest *m = s->m = &s->manifests[0];

	*m = (struct c2pa_manifest){ .label = "urn:c2pa:1", .active = true, .referenced = true, .claim_version = 2,
				     .generator = "Leica firmware", .has_signature = true, .assertions = s->assertions,
				     .actions = s->actions, .ingredients = s->ingredients, .all_actions_included = true };
	m->signer = (struct signer_report){ .algorithm = "ES256", .intact = true, .identity = IDENTITY_LISTED,
					    .list = &s->world.lists[0], .judged_at = s->cx.now,
					    .chain = { s->certificates, 2 }, .revocation = { .state = "not checked" } };
	m->binding = (struct binding_report){ .answer = BINDING_MATCH, .kind = "c2pa.hash.data", .algorithm = "sha256",
					      .unbound = s->unbound };
	m->binding_checked = true;
	m->binding_label = "c2pa.hash.data";
	status_log_init(&m->log, &s->arena);
	status_add(&m->log, "claimSignature.validated", "", "valid");
}

void scene_init(struct c2pa_scene *s)
{
	memset(s, 0, sizeof *s);
	arena_init(&s->arena, (size_t)8 << 20);
	world(s);
	certificates(s);
	s->in.bytes = span_of(bytes, sizeof bytes, 0);
	s->in.container.codec = &codec;
	s->in.container.width = 4000;
	s->in.container.height = 3000;
	s->in.exif.little_endian = true;
	s->in.exif.fields = s->fields;
	s->in.maker.dir.fields = s->fields;
	s->in.maker.dir.little_endian = true;
	s->store = (struct store_found){ .bytes = span_of(bytes + 100, 1000, 100), .usable = true };
	manifest(s);
	s->r = (struct c2pa_report){ .state = C2PA_TRUSTED, .store = &s->store, .manifests = s->manifests, .n_manifests = 1,
				     .active = s->m };
	s->r.asset.kind = ASSET_JPEG;
	status_log_init(&s->r.store_log, &s->arena);
	scene_action(s, "c2pa.created", CAPTURE);
}

void scene_release(struct c2pa_scene *s)
{
	subject_attach(&s->in, NULL, NULL);
	arena_release(&s->arena);
}

struct c2pa_ingredient *scene_parent(struct c2pa_scene *s)
{
	struct c2pa_manifest *p = &s->manifests[s->r.n_manifests++];
	struct c2pa_ingredient *g = &s->ingredients[s->m->n_ingredients++];

	*p = (struct c2pa_manifest){ .label = "urn:c2pa:0", .referenced = true, .claim_version = 2 };
	status_log_init(&p->log, &s->arena);
	*g = (struct c2pa_ingredient){ .label = "c2pa.ingredient.v3", .title = "before.jpg", .relationship = REL_PARENT,
				       .resolved = p, .manifest = "urn:c2pa:0" };
	status_log_init(&g->recorded, &s->arena);
	status_log_init(&g->fresh, &s->arena);
	return g;
}

struct c2pa_assertion *scene_assertion(struct c2pa_scene *s, const char *label)
{
	struct c2pa_assertion *x = &s->assertions[s->m->n_assertions++];

	*x = (struct c2pa_assertion){ .label = label, .created = true, .state = ASSERTION_MATCH };
	return x;
}

struct c2pa_action *scene_action(struct c2pa_scene *s, const char *action, const char *type)
{
	struct c2pa_action *a = &s->actions[s->m->n_actions++];

	*a = (struct c2pa_action){ .action = action, .type = type };
	return a;
}

void scene_unbound(struct c2pa_scene *s, enum unbound_kind kind, const char *what)
{
	s->unbound[s->m->binding.n_unbound++] = (struct unbound){ kind, { 2000, 100 }, what };
}

void scene_stray(struct c2pa_scene *s, enum stray_kind kind, const char *text)
{
	s->r.asset.strays[s->r.asset.n_strays++] = (struct stray){ kind, { 3000, 50 }, text };
}

void scene_no_store(struct c2pa_scene *s)
{
	s->r.state = C2PA_NONE;
	s->r.store = NULL;
	s->r.active = NULL;
	s->r.n_manifests = 0;
}

void scene_stamp(struct c2pa_scene *s, const char *state, const char *utc)
{
	s->m->signer.stamp = (struct stamp){ .present = true, .state = state, .version = 2, .time = scene_time(utc),
					     .chain = { s->tsa, 1 } };
	s->m->signer.judged_by_stamp = strcmp(state, "trusted") == 0;
	s->m->signer.judged_at = s->m->signer.judged_by_stamp ? scene_time(utc) : s->cx.now;
}

void scene_revoked(struct c2pa_scene *s, const char *source)
{
	s->m->signer.identity = IDENTITY_REFUSED;
	s->m->signer.identity_note = "revoked";
	s->m->signer.revocation = (struct revocation){ .state = "revoked", .source = source,
						       .revoked_at = scene_time("2025-09-21T00:00:00Z") };
}

const struct result *scene_run(struct c2pa_scene *s, const struct analyzer *a)
{
	credentials_keep(&s->in, &s->cx, &s->r, NULL);
	s->result = (struct result){ .arena = &s->arena };
	analyzer_run(a, &s->in, &s->cx, NULL, NULL, &s->result);
	return &s->result;
}

const struct finding *scene_finding(const struct result *r, const char *code)
{
	for (uint32_t i = 0; i < r->n_findings; i++)
		if (strcmp(r->findings[i].code, code) == 0)
			return &r->findings[i];
	return NULL;
}
